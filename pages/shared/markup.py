"""Markup of the pages: pure functions that give HTML, everything that comes from data escaped.

Text of releases goes through ``html.escape`` into this markup, never through Markdown, which would load remote images and
read dollar signs as formulas.
"""

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from pages.shared import words
from sci_loader import Corpus, charts, figures, memory, parties, questions, search, threads, view, wording
from sci_loader import meetings as held
from sci_loader import promises as to_come
from sci_loader.citations import Citation

esc = html.escape
MANY = 8  # values of a filter whose counts stand below it; those with the most when there are more


# Where Streamlit would make a link of an address, escaped or not; a character without width in it stops that.
AUTOLINK = re.compile(r"(https?\\:|www(?=\.)|@)", re.I)


def plain(text: str) -> str:
    """Text for a label or a notice, in which Markdown finds nothing to interpret.

    >>> plain("S$5 *m*")
    'S\\\\$5 \\\\*m\\\\*'
    """
    escaped = re.sub(r"([\\`*_{}\[\]()#+!|~$<>:])", r"\\\1", text)
    return AUTOLINK.sub("\\1\u2060", escaped)


# On paper a page is what it says: no controls, in the colours of the screen.
PRINT = """@media print {
html { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
[data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar], [data-testid=stElementToolbar], .modebar,
.stButton, .stDownloadButton, .stTextInput, .stSelectbox, .stMultiSelect, .stButtonGroup, .st-key-cite,
[class*="st-key-more-"] { display: none !important; }
[class*="st-key-open-"] .stButton, [class*="st-key-open-"].stButton { display: block !important; }
[data-testid=stMainBlockContainer] { max-width: none; padding: 0; }
.card, .hit, .said, .sum, .warn, .fold, tr, .stPlotlyChart { break-inside: avoid; }
.stHtml h2, .stHtml h3 { break-after: avoid; }
[data-testid=stElementContainer]:has(> .stDataFrame, > * > .stDataFrame)::after {
  content: "Printed are the rows in view; the CSV of this table holds all of them."; font-size: .8rem; }
}"""


@cache
def style(mode: charts.Mode) -> str:
    """Type and colours of this markup, for the mode that the reader sees."""
    theme = charts.THEMES[mode]
    soft = "#f3f5f8" if mode == "light" else "#1e242c"
    accent = theme.series[0]
    mark = "#ffe9a8" if mode == "light" else "#5c4a12"
    return f"""<style>
[data-testid=stMainBlockContainer] {{ max-width: 70rem; padding-bottom: 4rem; }}
.stHtml h1 {{ font-size: 2rem; line-height: 1.2; margin: .5rem 0 .9rem; padding: 0; }}
.stHtml h2 {{ font-size: 1.25rem; line-height: 1.2; margin: 1rem 0 0; padding: 0; }}
.stHtml h3 {{ font-size: 1.15rem; line-height: 1.3; margin: 1rem 0 .3rem; padding: 0; }}
.lead {{ font-size: 1.12rem; line-height: 1.55; max-width: 46rem; margin: 0 0 .5rem; }}
.small, .facet {{ font-size: .86rem; color: {theme.muted}; line-height: 1.45; margin: 0; }}
.facet {{ margin-top: -.6rem; }}
.facet b {{ color: {theme.text}; font-weight: 600; }}
.stHtml h2.side {{ font-size: 1rem; margin: .25rem 0 0; }}
.blocks {{ display: flex; flex-direction: column; gap: 1rem; }}
hr.end {{ border: 0; border-top: 1px solid {theme.grid}; margin: 2rem 0 .5rem; }}
.cards {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1.25rem; margin: .8rem 0; align-items: start; }}
.beside {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 2.5rem; }}
.beside section {{ min-width: 0; }}
.beside li {{ margin: 0 0 .3rem; line-height: 1.45; }}
.fold {{ border: 1px solid {theme.grid}; border-radius: 8px; padding: .45rem .8rem; margin: .5rem 0; }}
.fold summary {{ cursor: pointer; }}
.steps {{ list-style: none; padding: 0; margin: .8rem 0; }}
.said li, .fold li {{ margin: 0 0 .3rem; line-height: 1.45; }}
.said summary {{ cursor: pointer; font-size: .9rem; color: {accent}; }}
.answer {{ font-size: 1.15rem; font-weight: 600; }}
.card {{ border-top: 3px solid {accent}; padding: .6rem 0 0; }}
.card .what {{ font-size: .95rem; color: {theme.muted}; }}
.card .big {{ font-size: 2.5rem; line-height: 1.15; font-weight: 650; }}
.card .big small {{ font-size: 1rem; font-weight: 400; color: {theme.muted}; }}
.card p {{ margin: 0; }}
.card summary {{ cursor: pointer; margin: .4rem 0; color: {accent}; font-size: .95rem; }}
.card details > p {{ margin: .3rem 0; }}
.said {{ border-left: 3px solid {accent}; margin: .4rem 0 1rem; padding: .1rem 0 .1rem 1rem; max-width: 50rem; }}
.said.not {{ border-left-style: dotted; border-left-color: {theme.muted}; }}
.said p {{ margin: 0 0 .25rem; line-height: 1.5; }}
.said footer {{ font-size: .86rem; color: {theme.muted}; line-height: 1.45; }}
.stHtml a {{ color: {accent}; }}
mark {{ background: {mark}; color: {theme.text}; border-radius: 2px; }}
.sum {{ font-size: 1.05rem; padding: .5rem .8rem; background: {soft}; border-radius: 6px; display: inline-block; margin: 0; }}
.warn {{ border-left: 3px solid {theme.warning}; padding: .1rem 0 .1rem .8rem; margin: .2rem 0; }}
.warn b {{ color: {theme.warning}; }}
:has(.st-key-search) .st-key-q {{ display: none; }}
@media (max-width: 640px) {{ .st-key-two > div {{ min-width: 100%; }} }}
.st-key-network {{ overflow-x: auto; }}
.st-key-network > div {{ min-width: 46rem; }}
.tw {{ overflow-x: auto; }}
table.plain {{ border-collapse: collapse; font-size: .92rem; min-width: 24rem; }}
table.plain caption {{ text-align: left; color: {theme.muted}; font-size: .86rem; padding-bottom: .3rem; }}
table.plain caption span {{ display: inline-block; max-width: 84vw; }}
table.plain th {{ text-align: left; font-weight: 600; border-bottom: 2px solid {theme.grid}; padding: .3rem .9rem .3rem 0; vertical-align: bottom; }}
table.plain td {{ border-bottom: 1px solid {theme.grid}; padding: .3rem .9rem .3rem 0; vertical-align: top; }}
table.plain .s {{ white-space: nowrap; }}
table.plain .n {{ text-align: right; font-variant-numeric: tabular-nums; }}
.hit {{ max-width: 50rem; margin: 0 0 .9rem; }}
[class*="st-key-open-"] button {{ padding: 0; min-height: 0; text-align: left; color: {accent}; }}
[class*="st-key-open-"] button p {{ font-size: 1.1rem; font-weight: 600; line-height: 1.35; }}
[class*="st-key-open-"] button:hover p {{ text-decoration: underline; }}
.hit p {{ margin: 0 0 .2rem; line-height: 1.5; }}
.reading {{ max-width: 48rem; font-size: 1.03rem; }}
.reading .para {{ display: grid; grid-template-columns: 2.2rem 1fr; margin-bottom: .8rem; line-height: 1.6; }}
.reading .para > span {{ color: {theme.muted}; font-size: .8rem; padding-top: .25rem; user-select: none; }}
.reading .para p {{ margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }}
.reading .yes {{ font-weight: 700; border-bottom: 3px solid {accent}; }}
.reading .para > span a {{ color: inherit; text-decoration: none; }}
.reading .para > span a:hover {{ text-decoration: underline; }}
.reading .here {{ outline: 2px solid {accent}; outline-offset: .4rem; }}
.reading a.party {{ color: inherit; text-decoration: underline dotted {theme.muted}; text-underline-offset: .2em; }}
.reading .no {{ border-bottom: 2px dotted {theme.muted}; }}
.reading .tag {{ font-size: .72rem; color: {theme.muted}; border: 1px solid {theme.muted}; border-radius: 3px; padding: 0 .25em; margin-left: .25em; white-space: nowrap; }}
{PRINT}
</style>"""


def head(title: str, lead: str = "", note: str = "") -> str:
    """The title of a page, and below it what the page is for and a note."""
    return (
        f"<h1>{esc(title)}</h1>" + (f"<p class='lead'>{esc(lead)}</p>" if lead else "") + (small(note) if note else "")
    )


def part(title: str) -> str:
    """The heading of a part of a page."""
    return f"<h2>{esc(title)}</h2>"


def blocks(*parts: str) -> str:
    """Pieces of a page one below the other, as far apart as if each were shown on its own, which takes longer."""
    return f"<div class='blocks'>{''.join(f'<div>{part}</div>' for part in parts)}</div>"


def side(title: str) -> str:
    """A small heading, beside or below what a page is about."""
    return f"<h2 class='side'>{esc(title)}</h2>"


def small(text: str) -> str:
    return f"<p class='small'>{esc(text)}</p>"


# --- evidence ---


def source(e: figures.Evidence) -> str:
    """Where a sentence stands, as escaped markup: release, publisher, date, paragraph, digest or original, link."""
    date = (
        wording.day(e.date)
        if e.date_basis != "none"
        else f"undated, taken as {wording.day(e.date)}, day of the meeting"
    )
    parts = [f"<b>{esc(e.release)}</b>"]
    if e.publisher and e.publisher not in e.release:
        parts.append(esc(e.publisher))
    parts += [esc(date), f"paragraph {e.passage}" if e.passage else ""]
    parts.append("digest in our own words" if e.text_kind == "digest" else "original text")
    if e.duplicate_of:
        parts.append("a copy of another release")
    links = [inside(e.release_id), *([outside(e.url)] if e.url else [])]
    return " · ".join([*(p for p in parts if p), *links])


def inside(release_id: str) -> str:
    """Link to the reading view of a release."""
    return f'<a href="releases?{urlencode({"release": release_id})}" target="_self">read it here</a>'


def outside(url: str) -> str:
    """Link to the original."""
    return f'<a href="{esc(url)}" target="_blank" rel="noopener noreferrer">original on the web</a>'


def said(e: figures.Evidence) -> str:
    """One sentence with its number marked, and its source."""
    why = "" if e.counted else f"<p class='small'><b>Not counted</b>: {esc(e.why_not)}.</p>"
    return (
        f"<blockquote class='said{'' if e.counted else ' not'}'><p>“{search.marked(e.sentence, [e.mark])}”</p>{why}"
        f"<footer>{source(e)}</footer></blockquote>"
    )


def sentences(found: Sequence[figures.Evidence], none: str = "") -> str:
    """Sentences with their sources, one after the other."""
    return "".join(map(said, found)) or small(none)


# --- tables ---


@memory.remembered
def table(corpus: Corpus, rows: Callable[..., pd.DataFrame], caption: str, *args: Any) -> str:
    """The small table ``rows(corpus, *args)``: can be read aloud and printed, unlike one drawn on a canvas."""
    frame = rows(corpus, *args)
    number = [pd.api.types.is_numeric_dtype(frame[c]) for c in frame.columns]
    head = "".join(f"<th scope='col'{_right(n)}>{esc(str(c))}</th>" for c, n in zip(frame.columns, number, strict=True))
    body = "".join(
        f"<tr>{''.join(_cell(v, n) for v, n in zip(row, number, strict=True))}</tr>"
        for row in frame.itertuples(index=False)
    )
    return (
        f"<div class='tw' tabindex='0'><table class='plain'><caption><span>{esc(caption)}</span></caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(value: Any, number: bool) -> str:
    """A cell; short ones are kept on one line."""
    text = "" if pd.isna(value) else str(value)
    kind = " class='n'" if number else " class='s'" if len(text) <= 18 else ""
    return f"<td{kind}>{esc(text)}</td>"


def _right(number: bool) -> str:
    return " class='n'" if number else ""


@memory.remembered
def facet_counts(corpus: Corpus, table: view.What | None, filters: view.Filters, facet: str) -> str:
    """Values of a filter with the rows of ``table`` that each would show; a filter that does not apply says so."""
    options = view.facets(corpus, table, filters).get(facet) if table else None
    if options is None:
        shown = "does not apply to this page"
    else:
        left = sorted((o for o in options if o.count), key=lambda o: -o.count) if len(options) > MANY else options
        parts = [f"{esc(o.label)} <b>{o.count}</b>" for o in left if o.count]
        more = [f"{len(parts) - MANY} more in the list"] if len(parts) > MANY else []
        shown = " · ".join(parts[:MANY] + more) or ("nothing left" if options else "none on record")
    return f"<p class='facet'>{shown}</p>"


# --- figures ---


@memory.remembered
def standing(corpus: Corpus, meeting: int) -> str:
    """Where the programme stands: a card for each measure and the meetings, and what disagrees."""
    found, programme = figures.figures(corpus), corpus.programme
    cards = [headline(corpus, words.last_known(corpus, f), meeting) for f in found if f.meeting == meeting]
    disputes = [dispute(corpus, f) for f in words.disputed(corpus)]
    for row in words.disputed_new(corpus):
        name = f"{wording.meeting_name(programme, int(row['meeting']))}, {programme.measure(row['measure']).label} new"
        disputes.append(f"<p class='warn'><b>{esc(row['values'])}</b> {esc(name)}: {esc(row['explanation'])}</p>")
    return f"<div class='cards'>{''.join(cards)}{meetings_card(corpus)}</div>{''.join(disputes)}{faulty(corpus)}"


@memory.remembered
def faulty(corpus: Corpus) -> str:
    """A line on files that hold something wrong, with the way to what it is; nothing where none does."""
    said = words.faulty(corpus)
    way = "<a href='evidence' target='_self'>Evidence</a> says at its end what, and what to do."
    return f"<p class='warn'>{esc(said)} {way}</p>" if said else ""


@memory.remembered
def headline_sentences(corpus: Corpus, one: figures.Figure) -> str:
    """The arithmetic of a headline figure and the sentences that state it."""
    none = f"No release states this total{': it is our sum of the new figures' if one.values else ''}."
    best = one.stated or ((one.new_best,) if one.new_best else ())
    return f"<p class='sum'>{esc(figures.arithmetic(corpus, one))}</p>{sentences(best, none)}"


@memory.remembered
def headline(corpus: Corpus, one: figures.Figure, meeting: int) -> str:
    """A card: our sum and what releases state, with the date, and the sentences when it is unfolded.

    meeting: the last one held, of which the figure may not be.
    """
    programme = corpus.programme
    stated = sorted({e.value for e in one.stated})
    publishers = ", ".join(dict.fromkeys(e.publisher or "unnamed" for e in one.stated))
    value = one.added if one.added is not None else (stated[-1] if stated else None)
    differs = [v for v in stated if v != one.added]
    beside = (
        f" <small>added up · <b>{' and '.join(map(str, differs))}</b> stated</small>"
        if differs and one.added is not None
        else " <small>added up and stated</small>"
        if stated and one.added is not None
        else " <small>stated</small>"
        if stated
        else " <small>added up, stated by no release</small>"
        if value is not None
        else " <small>by any release that is read</small>"
    )
    where = f"{wording.meeting_name(programme, one.meeting)}, {wording.day(one.date)}"
    silent = f". After {wording.meeting_name(programme, meeting)} no release says."
    later = silent if one.meeting != meeting else ""
    return (
        f"<div class='card'><p class='what'>{esc(one.measure.label)} to date</p>"
        f"<p class='big'>{'not stated' if value is None else value}{beside}</p>"
        f"<p class='small'>{esc(where)}{f'. Source: {esc(publishers)}' if publishers else ''}{esc(later)}</p>"
        f"<details><summary>Read the sentence</summary>{headline_sentences(corpus, one)}</details></div>"
    )


@memory.remembered
def meetings_card(corpus: Corpus) -> str:
    """A card: how many meetings there were and when the last was."""
    programme, held = corpus.programme, view.meetings_held(corpus)
    last = corpus.meetings[corpus.meetings["meeting"] == held[-1]].iloc[0]
    place = f" in {last['place']}" if isinstance(last["place"], str) else ""
    when = esc(f"The last on {wording.day(last['date'])}{place}.")
    return (
        f"<div class='card'><p class='what'>Meetings ({esc(programme.meeting_short)})</p>"
        f"<p class='big'>{len(held)}{'' if held[-1] == len(held) else ' <small>on record</small>'}</p>"
        f"<p class='small'>{when}</p></div>"
    )


@memory.remembered
def dispute(corpus: Corpus, one: figures.Figure) -> str:
    """One line for a figure whose values differ: the values and the arithmetic."""
    name = f"{wording.meeting_name(corpus.programme, one.meeting)}, {one.measure.label} to date"
    return f"<p class='warn'><b>{one.shown}</b> {esc(name)}: {esc(figures.arithmetic(corpus, one))}</p>"


@memory.remembered
def figure_panel(corpus: Corpus, one: figures.Figure, full: bool) -> str:
    """What is known of a figure: the arithmetic, what disagrees, and the sentences; with ``full`` all of them."""
    out = [
        f"<p class='sum'><b>{one.shown}</b> {esc(one.measure.label)} to date. {esc(figures.arithmetic(corpus, one))}</p>"
    ]
    for row in figures.conflicts(corpus):
        if row["conflict_id"] in one.conflicts:
            name = esc(figures.conflict_name(corpus, row))
            out.append(f"<p class='warn'><b>{name}</b><br>{esc(row['explanation'])}</p>")
    for value in sorted({e.value for e in one.stated}):
        agrees = "" if one.added is None else f", {_against(value - one.added)}"
        out.append(f"<h3>{wording.count(value, one.measure)} to date{agrees}</h3>")
        out.append(sentences([e for e in one.stated if e.value == value]))
    if not one.stated:
        out.append(small(f"No release states this total{': it is our sum' if one.values else ''}."))
    new = (
        "New at this meeting: not stated"
        if one.new is None
        else f"{wording.count(one.new, one.measure)} new at this meeting"
    )
    said_new = one.new_said if full or not one.new_best else (one.new_best,)
    out += [f"<h3>{new}</h3>", sentences(said_new, "No release states how many were new.")]
    left = len(one.new_said) - len(said_new)
    if left:
        out.append(small(f"{words.plural(left, 'more sentence states', 'more sentences state')} it: see Evidence."))
    if full:
        out += [_addends(corpus, one), _register(corpus, one)]
    if full and one.not_counted:
        out += ["<h3>Other numbers of this meeting, not counted</h3>", sentences(one.not_counted)]
    return "".join(out)


def _addends(corpus: Corpus, one: figures.Figure) -> str:
    """Each part of our sum with a sentence that states it; nothing for the first meeting, which has one part."""
    parts = figures.addends(corpus, one)
    if len(parts) < 2:
        return ""
    programme = corpus.programme
    out = ["<h3>The parts of our sum</h3>"]
    for part in parts:
        name = f"{wording.meeting_name(programme, part.meeting)}, {wording.day(part.date)}"
        value = "not stated" if part.new is None else f"{part.new} new"
        said_by = sentences([part.new_best] if part.new_best else [], "No release states it.")
        out.append(f"<p class='small'><b>{esc(name)}: {value}</b></p>{said_by}")
    return "".join(out)


def _register(corpus: Corpus, one: figures.Figure) -> str:
    """What the register lists by name for this meeting, against the new figure."""
    listed = len(figures.entries(corpus, one.meeting, one.measure.slug))
    if not listed:
        text = "The register lists none of them by name."
    elif listed == one.new:
        text = f"The register lists the same number by name: {listed}."
    else:
        text = f"The register lists {listed} by name; the others are named by no source."
    return f"<h3>By name</h3>{small(text)}"


def _against(difference: int) -> str:
    """A stated total against our sum.

    >>> _against(0), _against(1)
    ('the same as our sum', '1 more than our sum')
    """
    if difference == 0:
        return "the same as our sum"
    return f"{abs(difference)} {'more' if difference > 0 else 'fewer'} than our sum"


@memory.remembered
def founding(corpus: Corpus, register_id: str) -> str:
    """A fact from before the first meeting, from the register."""
    fact = next(f for f in corpus.programme.founding if f.register_id == register_id)
    rows = corpus.register[corpus.register["register_id"] == register_id].to_dict("records")
    row = rows[0] if rows else {}
    where = f"Source: {row['source']}, page {row['page']}" if rows else "The register has no entry for it."
    about = row.get("description")
    return (
        f"<div class='said'><p><b>{esc(fact.label)}</b>, {wording.day(fact.date.isoformat())}: {esc(fact.what)}.</p>"
        f"<p>{esc(about) if isinstance(about, str) else ''}</p><footer>{esc(where)}. It lies outside the meetings and is in no total of ours.</footer></div>"
    )


@memory.remembered
def conflicts(corpus: Corpus, chosen: str | None) -> str:
    """All conflicts to unfold, or the chosen one unfolded."""
    return "".join(
        _fold(esc(figures.conflict_name(corpus, c)), conflict(corpus, c["conflict_id"]), is_open=chosen is not None)
        for c in figures.conflicts(corpus)
        if chosen in (None, c["conflict_id"])
    )


@memory.remembered
def conflict(corpus: Corpus, conflict_id: str) -> str:
    """A conflict with its explanation and sentences."""
    row = next(c for c in figures.conflicts(corpus) if c["conflict_id"] == conflict_id)
    explained = row["status"] == "explained"
    status = "Explained by a fact on record." if explained else "Open: nothing on record explains it."
    ids = row["claim_ids"].split(";") if isinstance(row["claim_ids"], str) else []
    return f"<p>{esc(row['explanation'])}</p>{small(status)}{''.join(map(said, figures.evidence(corpus, ids)))}"


# --- meetings ---


@memory.remembered
def meetings(corpus: Corpus, *numbers: int) -> str:
    """Meetings side by side, each with all that is known of it."""
    return f"<div class='beside'>{''.join(_meeting(corpus, held.meeting(corpus, n)) for n in numbers)}</div>"


def _meeting(corpus: Corpus, one: held.Meeting) -> str:
    programme = corpus.programme
    chairs = "; ".join(f"{side}: {name}" for side, name in one.chairs) or "not stated"
    out = [
        f"<section><h2>{esc(one.name)}</h2><p>{esc(words.where(one))}</p>",
        small(f"Chairs: {chairs}"),
        f"<div class='cards'>{''.join(_new_and_total(corpus, f) for f in one.figures)}</div>",
    ]
    out += [dispute(corpus, f) for f in one.figures if len(f.values) > 1]
    for conflict_row in one.conflicts:
        name = esc(figures.conflict_name(corpus, conflict_row))
        out.append(_fold(f"Disagreement: {name}", conflict(corpus, conflict_row["conflict_id"])))
    for measure in programme.measures:
        rows = one.entries[measure.slug]
        if len(rows):
            caption = f"{measure.label} of {one.name}, with pillar and parties"
            named = table(corpus, words.entry_table, caption, one.number, measure.slug)
            out.append(_fold(f"{wording.count(len(rows), measure)} by name", named))
        else:
            out.append(small(f"No source names the {wording.plural(measure)} of this meeting."))
    moved = "".join(
        f"<li><a href='threads?{urlencode({'thread': slug})}' target='_self'>{esc(name)}</a>: {stage}</li>"
        for slug, name, stage in one.moved
    )
    out.append("<h3>Undertakings that moved</h3>")
    out.append(
        f"<ul>{moved}</ul>" if moved else small("The releases about this meeting say of none how far it has come.")
    )
    out.append(_published("About the meeting itself", one.around))
    out.append(_published("Before it, since the meeting before", one.before))
    out.append(_published("After it, until the next meeting", one.after))
    return "".join(out) + "</section>"


def _new_and_total(corpus: Corpus, one: figures.Figure) -> str:
    """A card: what was new at the meeting and how many there were after it, with the sentences."""
    new = "not stated" if one.new is None else str(one.new)
    return (
        f"<div class='card'><p class='what'>New {esc(wording.plural(one.measure))}</p><p class='big'>{new}</p>"
        f"<p class='small'>{esc(one.shown)} to date. Support: {esc(words.GRADES.get(one.grade, one.grade))}.</p>"
        f"<details><summary>Read the sentences</summary>{figure_panel(corpus, one, False)}</details></div>"
    )


def _fold(title: str, inside: str, is_open: bool = False) -> str:
    """A part of a page that opens in place."""
    return f"<details class='fold'{' open' if is_open else ''}><summary>{title}</summary>{inside}</details>"


def _published(title: str, found: Sequence[held.Published]) -> str:
    items = "".join(
        f"<li>{wording.day(r.date)}: <a href='releases?{urlencode({'release': r.release_id})}' target='_self'>{esc(r.name)}</a>"
        f" <span class='small'>{esc(wording.kind_name(r.kind))}</span></li>"
        for r in found
    )
    return f"<h3>{esc(title)}</h3>" + (f"<ul>{items}</ul>" if items else small("No release."))


# --- questions ---


@memory.remembered
def answer(corpus: Corpus, question: str) -> str:
    """The answer to a question with the statements that it rests on and their sources; or that the corpus does not say."""
    given = questions.answer(corpus, question)
    rests = "".join(f"<li>{esc(s.text)}{''.join(map(_note_mark, s.cites))}</li>" for s in given.statements)
    sources = "".join(f"<li id='c{n}'>{_cited(c)}</li>" for n, c in enumerate(given.citations, 1))
    return (
        f"<div class='said'><p class='answer'>{esc(given.text)}</p>"
        + (f"<ul>{rests}</ul>" if rests else "")
        + (
            f"<details><summary>{words.plural(len(given.citations), 'source')}, each with its words</summary><ol>{sources}</ol></details>"
            if sources
            else ""
        )
        + "</div>"
    )


def _note_mark(number: int) -> str:
    return f" <sup>{number}</sup>"


def _cited(c: Citation) -> str:
    link = f" {inside(c.release_id)}" if c.release_id else ""
    return f"“{esc(c.text)}” <span class='small'>{esc(c.source)}{link}</span>"


# --- threads and promises ---


@memory.remembered
def thread(corpus: Corpus, slug: str) -> str:
    """One undertaking: its steps with their sentences, what a person noted, and its entries of the register."""
    one, names = threads.thread(corpus, slug), words.entry_names(corpus)
    steps = "".join(_step(s) for s in one.steps if not s.copy)
    entries = "".join(f"<li>{_entry_link(i, names[i])}</li>" for i in one.entries if i in names)
    notes = "".join(
        f"<li>{wording.day(n.date)}, {esc(n.document)}, {esc(n.ref)}: <b>{esc(n.stage)}</b>. {esc(n.status)} {esc(n.note)}</li>"
        for n in one.notes
    )
    return (
        f"<h2>{esc(one.label)}</h2>"
        + (f"<ol class='steps'>{steps}</ol>" if steps else small("No release that was read names it."))
        + (f"<h3>In the register</h3><ul>{entries}</ul>" if entries else "")
        + (
            _fold(f"{words.plural(len(one.notes), 'note')} of a person, annexes included", f"<ul>{notes}</ul>")
            if notes
            else ""
        )
    )


def _step(step: threads.Step) -> str:
    more = [s for s in step.said if s is not step.best]
    rest = "".join(f"<p>“{search.marked(s.sentence, s.marks)}”</p>" for s in more)
    also = (
        f"<details><summary>{words.plural(len(more), 'more sentence')} of this release</summary>{rest}</details>"
        if more
        else ""
    )
    date = wording.day(step.date) if step.date_basis != "none" else f"undated, taken as {wording.day(step.date)}"
    return (
        f"<li><p class='small'><b>{esc(date)}: {esc(step.stage)}</b></p><blockquote class='said'>"
        f"<p>“{search.marked(step.best.sentence, step.best.marks)}”</p>{also}"
        f"<footer><b>{esc(step.release)}</b> · paragraph {step.best.passage} · {inside(step.release_id)}</footer></blockquote></li>"
    )


@memory.remembered
def promises(corpus: Corpus, filters: view.Filters) -> str:
    """The promises of the releases that pass, with what later releases say, the earliest first."""
    found = to_come.promises_shown(corpus, filters)
    return part(words.promises_in_words(corpus, filters)) + "".join(_promise(corpus, p) for p in found)


def _promise(corpus: Corpus, one: to_come.Promise) -> str:
    about = words.promise_about(corpus, one)
    when = [] if one.when is None else [one.when]
    due = f" · due {wording.day(one.due)}" if one.due else ""
    later = "".join(
        f"<li>{wording.day(x.date)}: “{search.marked(x.said.sentence, x.said.marks)}” <span class='small'>{esc(x.release)}, paragraph {x.said.passage}, {inside(x.release_id)}</span></li>"
        for x in one.later
    )
    later += "".join(
        f"<li>{_entry_link(i, words.entry_names(corpus)[i])} <span class='small'>in the register</span></li>"
        for i in one.entries
    )
    counted = [f"{words.plural(len(one.later), 'later mention')} of it"] if one.later else []
    counted += (
        [words.plural(len(one.entries), "later entry of the register", "later entries of the register")]
        if one.entries
        else []
    )
    what = f"{' and '.join(counted)}" if counted else esc(one.outcome[:1].upper() + one.outcome[1:])
    return (
        f"<blockquote class='said'><p class='small'><b>{wording.day(one.date)}{due}</b>{f' · about {esc(about)}' if about else ''}</p>"
        f"<p>“{search.marked(one.said.sentence, when)}”</p>"
        f"<footer><b>{esc(one.release)}</b> · paragraph {one.said.passage} · {inside(one.release_id)}</footer>"
        + (f"<details><summary>{what}</summary><ul>{later}</ul></details>" if later else small(f"{what}."))
        + "</blockquote>"
    )


# --- releases ---


def hint(q: str) -> str:
    """What of a query could not be read, in one sentence; nothing when all could."""
    why = view.hint(q)
    return small(f"Your words were looked for one by one: {why}.") if why else ""


@memory.remembered
def about_release(corpus: Corpus, release_id: str) -> str:
    """The line below the title of a release."""
    row = view.release(corpus, release_id)
    programme = corpus.programme
    parts = [
        wording.kind_name(row["kind"]),
        row["publisher"] if isinstance(row["publisher"], str) else "publisher not named",
    ]
    parts.append(
        wording.day(row["date"])
        if row["date_basis"] != "none"
        else f"undated, taken as {wording.day(row['date'])}, day of the meeting it announces"
        if isinstance(row["date"], str)
        else "undated"
    )
    if not pd.isna(row["announces_meeting"]):
        parts.append(f"announces {wording.meeting_name(programme, int(row['announces_meeting']))}")
    parts.append(f"{int(row['words']):,} words")
    kind = (
        "This is a digest: the release retold in our own words, every figure kept."
        if row["text_kind"] == "digest"
        else "This is the original text as published."
    )
    copy = (
        " It repeats nearly all of another release; its figures are counted once."
        if isinstance(row["duplicate_of"], str)
        else ""
    )
    link = f" {outside(row['url'])}" if isinstance(row["url"], str) else ""
    return f"<div class='reading'><p class='small'>{esc(' · '.join(parts))}</p><p class='small'>{kind}{copy}{link}</p></div>"


@memory.remembered
def hits(corpus: Corpus, filters: view.Filters, sort: view.Sort, page: int, size: int) -> list[tuple[str, str, str]]:
    """One page of the releases that pass: of each the id, the label of the button that opens it, and what stands below."""
    found = view.releases_page(corpus, filters, sort, page, size)
    return [(one.release_id, plain(one.name), _hit(corpus, one)) for one in found]


def _hit(corpus: Corpus, found: view.Result) -> str:
    """A release in a list: what it is, and the piece where the words were found."""
    row, piece = found.row, found.piece
    programme = corpus.programme
    parts = [
        wording.day(row["date"]),
        wording.kind_name(row["kind"]),
        row["publisher"] if isinstance(row["publisher"], str) else "publisher not named",
    ]
    if row["announces_meeting"] is not None:
        parts.append(f"announces {wording.meeting_name(programme, row['announces_meeting'])}")
    if row["claims_counted"]:
        parts.append(f"{row['claims_counted']} counted number{'s' if row['claims_counted'] != 1 else ''}")
    if isinstance(row["duplicate_of"], str):
        parts.append("a copy")
    quoted = f"{'… ' if piece.before else ''}{search.marked(piece.text, piece.spans)}{' …' if piece.after else ''}"
    more = f" · {words.plural(piece.more, 'more place', 'more places')}" if piece.more else ""
    where = f"paragraph {piece.passage}{more}" if piece.spans or piece.more else f"begins, paragraph {piece.passage}"
    return f"<div class='hit'><p class='small'>{esc(' · '.join(parts))}</p><p>{quoted}</p><p class='small'>{esc(where)} · {'digest' if row['text_kind'] == 'digest' else 'original text'}</p></div>"


@memory.remembered
def reading(corpus: Corpus, release_id: str, q: str, here: int | None = None) -> str:
    """A release with paragraph numbers, each a link to cite it; ``here`` is the paragraph that the link asks for.

    Counted numbers are bold and underlined, others dotted, each with a word that says so; parties lead to their page, and
    behind a paragraph stand the pillars that it names.
    """
    out = []
    for number, paragraph, claims in figures.reading(corpus, release_id):
        named = figures.marks(corpus, release_id)[number]
        who = {span: (slug, name) for span, slug, name in named.parties if _apart(span, dict(claims))}
        at = dict(claims)
        found = [s for s in search.matches(paragraph, q) if _apart(s, at) and _apart(s, who)]

        def tag(
            span: search.Span,
            inner: str,
            at: Mapping[search.Span, figures.Evidence] = at,
            who: Mapping[search.Span, tuple[str, str]] = who,
        ) -> str:
            if span in at:
                return _number(at[span], inner)
            if span in who:
                slug, name = who[span]
                return f'<a class="party" href="register?{urlencode({"who": slug})}" target="_self" title="{esc(name)}">{inner}</a>'
            return f"<mark>{inner}</mark>"

        body = search.marked(paragraph, sorted([*at, *who, *found]), tag)
        pillars = "".join(f"<span class='tag'>{esc(p)}</span>" for p in named.pillars)
        link = urlencode({"release": release_id, "p": number})
        out.append(
            f"<div class='para{' here' if number == here else ''}' id='p{number}'><span aria-label='paragraph {number}'>"
            f"<a href='releases?{link}' target='_self' title='Cite paragraph {number}'>{number}</a></span><p>{body}{pillars}</p></div>"
        )
    return f"<article class='reading'>{''.join(out)}</article>"


def _apart(span: search.Span, others: Iterable[search.Span]) -> bool:
    return not any(span[0] < end and start < span[1] for start, end in others)


def _number(e: figures.Evidence, inner: str) -> str:
    """A number that stands with a measure, and what became of it."""
    what = "counted" + (", said before" if e.repeats else "") if e.counted else f"not counted: {esc(e.why_not)}"
    return f"<span class='{'yes' if e.counted else 'no'}'>{inner}</span><span class='tag'>{what}</span>"


# --- entries ---


@memory.remembered
def register_entry(corpus: Corpus, register_id: str) -> str:
    """One entry of the register: what it is, who takes part, where it stands, and what is related to it."""
    row = next(r for r in corpus.register.to_dict("records") if r["register_id"] == register_id)
    programme = corpus.programme
    pillar = programme.pillars.get(row["pillar"], row["pillar"])
    basis = (
        f"the source says so: “{_cell_text(row['pillar_stated'])}”"
        if row["pillar_basis"] == "stated"
        else "assigned by us"
    )
    reason = f"{basis}, because {row['pillar_reason']}" if isinstance(row.get("pillar_reason"), str) else basis
    lines = [
        ("Held", f"{words.held_at(corpus, row['meeting'])}, {row['instrument']}"),
        ("Pillar", f"{pillar} ({reason})"),
        ("Topics", _cell_text(row["topics"]).replace(";", "; ")),
        ("What it is for", _cell_text(row["description"])),
        ("Note", _cell_text(row.get("note"))),
    ]
    who = [_party_line(corpus, p) for p in parties.parties(corpus) if register_id in p.entries]
    names = words.entry_names(corpus)
    related = [i for i in _cell_text(row["related"]).split(";") if i in names]
    links = "".join(f"<li>{_entry_link(i, names[i])}</li>" for i in related)
    return (
        f"<div class='said'><h3>{esc(row['title'])}</h3>"
        + "".join(f"<p><b>{esc(k)}</b>: {_with_entries(v, names)}</p>" for k, v in lines if v)
        + _listed_in(corpus, _cell_text(row["source"]), _cell_text(row["page"]))
        + f"<p><b>Parties</b></p><ul>{''.join(who) or '<li>The source names none.</li>'}</ul>"
        + (f"<p><b>About the same thing</b> (linked, never added up)</p><ul>{links}</ul>" if related else "")
        + "</div>"
    )


def _cell_text(cell: Any) -> str:
    return cell if isinstance(cell, str) else "" if pd.isna(cell) else str(cell)


def _entry_link(register_id: str, name: str) -> str:
    return f'<a href="register?{urlencode({"entry": register_id})}" target="_self">{esc(name)}</a>'


def _listed_in(corpus: Corpus, source: str, place: str) -> str:
    """The document that lists an entry, a link where it is a release, and the pages or the paragraph there."""
    if not source:
        return ""
    said, number = esc(source), place.replace(";", " and ")
    if view.has_release(corpus, source):
        said = f'<a href="releases?{urlencode({"release": source})}" target="_self">{esc(view.release(corpus, source)["name"])}</a>'
    if number[:1].isdigit():
        number = ("page " if number.isdigit() else "pages ") + number
    return f"<p><b>Source</b>: {said}{f', {esc(number)}' if number else ''}</p>"


def _with_entries(text: str, names: Mapping[str, str]) -> str:
    """A text of the register with a link to each entry that it names by its id.

    >>> _with_entries("R&D; continues jic1-mou-01.", {"jic1-mou-01": "JIC 1 · MOU · Trade"})
    'R&amp;D; continues <a href="register?entry=jic1-mou-01" target="_self">JIC 1 · MOU · Trade</a>.'
    """
    return re.sub(
        r"[\w-]+", lambda m: _entry_link(m[0], names[m[0]]) if m[0] in names else m[0], esc(text)
    )  # no id holds what ``esc`` changes


def _party_line(corpus: Corpus, one: parties.Party) -> str:
    side = corpus.programme.side_labels.get(one.side, "elsewhere")
    link = f'<a href="register?{urlencode({"who": one.slug})}" target="_self">{esc(one.name)}</a>'
    return f"<li>{link}, {esc(side)}</li>"


@memory.remembered
def party(corpus: Corpus, slug: str) -> str:
    """One party: its names, its entries, its partners, and the sentences of releases that name it."""
    one, names = parties.party(corpus, slug), words.entry_names(corpus)
    side = corpus.programme.side_labels.get(one.side, "elsewhere")
    also = f"<p><b>Also written</b>: {esc('; '.join(one.spellings))}</p>" if one.spellings else ""
    partners = [
        p
        for p in parties.parties(corpus)
        if p.slug != slug and p.side != one.side and set(p.entries) & set(one.entries)
    ]
    told = parties.told_of(corpus, slug)
    sentences_ = "".join(_told(t) for t in told) or small("No release that was read names it; the annexes do.")
    return (
        f"<div class='said'><h3>{esc(one.name)}</h3><p>{esc(side)}</p>{also}"
        f"<p><b>Takes part in</b></p><ul>{''.join(f'<li>{_entry_link(i, names[i])}</li>' for i in one.entries if i in names)}</ul>"
        f"<p><b>Works with</b></p><ul>{''.join(_party_line(corpus, p) for p in partners) or '<li>The source names no partner.</li>'}</ul></div>"
        f"<h3>What releases say of it: {words.plural(len(told), 'sentence')}</h3>{sentences_}"
    )


def _told(t: parties.Told) -> str:
    """A sentence that names a party, and its source."""
    where = f"{wording.day(t.date)} · paragraph {t.said.passage}"
    return (
        f"<blockquote class='said'><p>“{search.marked(t.said.sentence, t.said.marks)}”</p>"
        f"<footer><b>{esc(t.release)}</b> · {esc(where)} · {inside(t.release_id)}</footer></blockquote>"
    )
