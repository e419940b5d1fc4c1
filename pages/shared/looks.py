"""Pieces of a page: type, evidence, tables and charts with what belongs to each of them.

Text of releases goes through ``html.escape`` into our own markup, never through Markdown.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import words
from sci_loader import Corpus, charts, view


def plain(text: str) -> str:
    """Text for a label or a notice, in which Markdown finds nothing to interpret.

    >>> plain("S$5 *m*")
    'S\\\\$5 \\\\*m\\\\*'
    """
    return re.sub(r"([\\`*_{}\[\]()#+!|~$<>:])", r"\\\1", text)


def style() -> None:
    """Type and colours of our own markup, for the mode that the reader sees."""
    from pages.shared.state import mode

    theme = charts.THEMES[mode()]
    soft = "#f3f5f8" if mode() == "light" else "#1e242c"
    accent = theme.series[0]
    mark = "#ffe9a8" if mode() == "light" else "#5c4a12"
    st.html(
        f"""<style>
[data-testid=stMainBlockContainer] {{ max-width: 70rem; padding-bottom: 4rem; }}
.lead {{ font-size: 1.12rem; line-height: 1.55; max-width: 46rem; margin: 0 0 .5rem; }}
.small, .facet {{ font-size: .86rem; color: {theme.muted}; line-height: 1.45; margin: 0; }}
.facet {{ margin-top: -.6rem; }}
.facet b {{ color: {theme.text}; font-weight: 600; }}
h2.side {{ font-size: 1rem; margin: .25rem 0 0; padding: 0; }}
hr.end {{ border: 0; border-top: 1px solid {theme.grid}; margin: 2rem 0 .5rem; }}
.card {{ border-top: 3px solid {accent}; padding: .6rem 0 0; }}
.card .what {{ font-size: .95rem; color: {theme.muted}; }}
.card .big {{ font-size: 2.5rem; line-height: 1.15; font-weight: 650; }}
.card .big small {{ font-size: 1rem; font-weight: 400; color: {theme.muted}; }}
.card p {{ margin: 0; }}
.said {{ border-left: 3px solid {accent}; margin: .4rem 0 1rem; padding: .1rem 0 .1rem 1rem; max-width: 50rem; }}
.said.not {{ border-left-style: dotted; border-left-color: {theme.muted}; }}
.said p {{ margin: 0 0 .25rem; line-height: 1.5; }}
.said footer {{ font-size: .86rem; color: {theme.muted}; line-height: 1.45; }}
.said a, .reading a, .hit a {{ color: {accent}; }}
mark {{ background: {mark}; color: {theme.text}; border-radius: 2px; }}
.sum {{ font-size: 1.05rem; padding: .5rem .8rem; background: {soft}; border-radius: 6px; display: inline-block; margin: 0; }}
.warn {{ border-left: 3px solid {theme.warning}; padding: .1rem 0 .1rem .8rem; margin: .2rem 0; }}
.warn b {{ color: {theme.warning}; }}
.tw {{ overflow-x: auto; }}
table.plain {{ border-collapse: collapse; font-size: .92rem; min-width: 24rem; }}
table.plain caption {{ text-align: left; color: {theme.muted}; font-size: .86rem; padding-bottom: .3rem; }}
table.plain th {{ text-align: left; font-weight: 600; border-bottom: 2px solid {theme.grid}; padding: .3rem .9rem .3rem 0; vertical-align: bottom; }}
table.plain td {{ border-bottom: 1px solid {theme.grid}; padding: .3rem .9rem .3rem 0; vertical-align: top; }}
table.plain td:first-child, table.plain td:nth-child(2) {{ white-space: nowrap; }}
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
.reading .no {{ border-bottom: 2px dotted {theme.muted}; }}
.reading .tag {{ font-size: .72rem; color: {theme.muted}; border: 1px solid {theme.muted}; border-radius: 3px; padding: 0 .25em; margin-left: .25em; white-space: nowrap; }}
</style>"""
    )


def text(markup: str) -> None:
    """Our own markup; whatever comes from a release must have been escaped."""
    st.html(markup)


def lead(words: str) -> None:
    st.html(f"<p class='lead'>{html.escape(words)}</p>")


def small(words: str) -> None:
    st.html(f"<p class='small'>{html.escape(words)}</p>")


# --- evidence ---


def source(e: view.Evidence) -> str:
    """Where a sentence stands, as escaped markup: release, publisher, date, paragraph, digest or original, link."""
    date = (
        view.day(e.date)
        if e.date_basis != "none"
        else f"undated, taken as {view.day(e.date)}, day of the meeting"
    )
    parts = [f"<b>{html.escape(e.release)}</b>"]
    if e.publisher and e.publisher not in e.release:
        parts.append(html.escape(e.publisher))
    parts += [html.escape(date), f"paragraph {e.passage}" if e.passage else ""]
    parts.append("digest in our own words" if e.text_kind == "digest" else "original text")
    if e.duplicate_of:
        parts.append("a copy of another release")
    return " · ".join(p for p in parts if p) + (f" · {outside(e.url)}" if e.url else "")


def outside(url: str) -> str:
    """Link to the original."""
    return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">original on the web</a>'


def said(e: view.Evidence) -> str:
    """One sentence with its number marked, and its source."""
    why = "" if e.counted else f"<p class='small'><b>Not counted</b>: {html.escape(e.why_not)}.</p>"
    return (
        f"<blockquote class='said{'' if e.counted else ' not'}'><p>“{view.marked(e.sentence, [e.mark])}”</p>{why}"
        f"<footer>{source(e)}</footer></blockquote>"
    )


def sentences(found: Sequence[view.Evidence], none: str) -> None:
    """Sentences with their sources, one after the other."""
    st.html("".join(said(e) for e in found) if found else f"<p class='small'>{html.escape(none)}</p>")


# --- tables ---


def table(frame: pd.DataFrame, caption: str) -> str:
    """A small table as markup: can be read aloud and printed, unlike one drawn on a canvas."""
    number = [pd.api.types.is_numeric_dtype(frame[c]) for c in frame.columns]
    head = "".join(
        f"<th scope='col'{_right(n)}>{html.escape(str(c))}</th>"
        for c, n in zip(frame.columns, number, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_right(n)}>{'' if pd.isna(v) else html.escape(str(v))}</td>"
            for v, n in zip(row, number, strict=True)
        )
        + "</tr>"
        for row in frame.itertuples(index=False)
    )
    return f"<div class='tw' tabindex='0'><table class='plain'><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"


def _right(number: bool) -> str:
    return " class='n'" if number else ""


def download(
    what: str, rows: Callable[[], pd.DataFrame], corpus: Any, filters: view.Filters, label: str
) -> None:
    """A CSV of exactly these rows, made only when it is asked for."""
    st.download_button(
        label,
        data=lambda: view.csv_bytes(rows()),
        file_name=view.file_name(
            f"{view.programme_of(corpus).slug}-{what}", filters, view.as_of(corpus), corpus.version
        ),
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"csv-{what}",
    )


def facet_counts(options: Sequence[view.Option] | None) -> str:
    """Values of a filter with their counts, most first; a filter that does not apply says so."""
    if options is None:
        return "<p class='facet'>does not apply to this page</p>"
    shown = [o for o in options if o.count]
    return (
        "<p class='facet'>"
        + (" · ".join(f"{html.escape(o.label)} <b>{o.count}</b>" for o in shown) or "nothing left")
        + "</p>"
    )


# --- charts ---


def chart(
    drawn: charts.Chart,
    name: str,
    twin: pd.DataFrame,
    corpus: Any,
    filters: view.Filters,
    on_select: Callable[[], None] | None = None,
) -> None:
    """A chart with its words for those who do not see it, and below it the same as a table, a CSV and a picture."""
    kind = str(st.session_state.get(f"picture-{name}") or "SVG").lower()
    stem = view.file_name(
        f"{view.programme_of(corpus).slug}-{name}", filters, view.as_of(corpus), corpus.version, "x"
    )[:-2]
    st.plotly_chart(
        drawn.figure,
        key=name,
        theme=None,
        alt=drawn.alt,
        config=charts.config(stem, kind),
        on_select=on_select or "ignore",
        selection_mode="points",
    )
    with st.expander("Table, CSV and picture of this chart"):
        st.html(table(twin, drawn.title))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            download(name, lambda: twin, corpus, filters, "Table as CSV")
            st.segmented_control(
                "The camera above the chart saves",
                ["SVG", "PNG"],
                default="SVG",
                required=True,
                key=f"picture-{name}",
            )


def selected(name: str) -> Mapping[str, Any] | None:
    """The point that was selected in a chart."""
    event = st.session_state.get(name)
    points = event["selection"]["points"] if event else []
    return points[0] if points else None


def source_line(corpus: Any) -> str:
    """What stands below every chart, so that a saved picture says where it comes from."""
    n = len(corpus.releases)
    return f"{n} release{'s' if n != 1 else ''} to {view.day(view.as_of(corpus))} · data {corpus.version[:8]}"


# --- figures ---


def headline(corpus: Corpus, one: view.Figure) -> str:
    """A card: our sum and what releases state, with the date."""
    programme = view.programme_of(corpus)
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
    )
    where = f"{view.meeting_name(programme, one.meeting)}, {view.day(one.date)}"
    return (
        f"<div class='card'><p class='what'>{html.escape(one.measure.label)} to date</p>"
        f"<p class='big'>{'not known' if value is None else value}{beside}</p>"
        f"<p class='small'>{html.escape(where)}{f'. Source: {html.escape(publishers)}' if publishers else ''}</p></div>"
    )


def meetings_card(corpus: Corpus) -> str:
    """A card: how many meetings there were and when the last was."""
    programme, held = view.programme_of(corpus), view.meetings_held(corpus)
    last = corpus.meetings[corpus.meetings["meeting"] == held[-1]].iloc[0]
    place = f" in {last['place']}" if isinstance(last["place"], str) else ""
    when = html.escape(f"The last on {view.day(last['date'])}{place}.")
    return (
        f"<div class='card'><p class='what'>Meetings of the committee ({html.escape(programme.meeting_short)})</p>"
        f"<p class='big'>{len(held)}</p><p class='small'>{when}</p></div>"
    )


def dispute(corpus: Corpus, one: view.Figure) -> str:
    """One line for a figure whose values differ: the values and the arithmetic."""
    name = f"{view.meeting_name(view.programme_of(corpus), one.meeting)}, {one.measure.label} to date"
    return f"<p class='warn'><b>{one.shown}</b> {html.escape(name)}: {html.escape(view.arithmetic(corpus, one))}</p>"


def figure_panel(corpus: Corpus, one: view.Figure, full: bool = False) -> None:
    """What is known of a figure: the arithmetic, what disagrees, and the sentences."""
    st.html(
        f"<p class='sum'><b>{one.shown}</b> {html.escape(one.measure.label)} to date. {html.escape(view.arithmetic(corpus, one))}</p>"
    )
    for row in view.conflicts(corpus):
        if row["conflict_id"] in one.conflicts:
            st.html(
                f"<p class='warn'><b>{html.escape(view.conflict_name(corpus, row))}</b><br>{html.escape(row['explanation'])}</p>"
            )
    for value in sorted({e.value for e in one.stated}):
        mine = [e for e in one.stated if e.value == value]
        agrees = (
            ""
            if one.added is None
            else ", the same as our sum"
            if value == one.added
            else f", {abs(value - one.added)} {'more' if value > one.added else 'fewer'} than our sum"
        )
        st.subheader(f"{view.count(value, one.measure)} to date{agrees}", anchor=False)
        sentences(mine, "")
    if not one.stated:
        st.subheader("Total to date", anchor=False)
        sentences((), "No release states this total: it is our sum.")
    st.subheader(
        f"{view.count(one.new, one.measure)} new at this meeting"
        if one.new is not None
        else "New at this meeting: not stated",
        anchor=False,
    )
    best = (one.new_best,) if one.new_best and not full else one.new_said
    sentences(best, "No release states how many were new.")
    if not full and len(one.new_said) > 1:
        small(f"{len(one.new_said) - 1} more sentences state new figures for this meeting: see Evidence.")
    if full and one.not_counted:
        st.subheader("Numbers of this meeting that are something else", anchor=False)
        sentences(one.not_counted, "")


def founding(corpus: Corpus, register_id: str) -> str:
    """A fact from before the first meeting, from the register."""
    fact = next(f for f in view.programme_of(corpus).founding if f.register_id == register_id)
    rows = corpus.register[corpus.register["register_id"] == register_id].to_dict("records")
    row = rows[0] if rows else {}
    where = f"Source: {row['source']}, page {row['page']}" if rows else "The register has no entry for it."
    about = row.get("description")
    return (
        f"<div class='said'><p><b>{html.escape(fact.label)}</b>, {view.day(fact.date.isoformat())}: {html.escape(fact.what)}.</p>"
        f"<p>{html.escape(about) if isinstance(about, str) else ''}</p><footer>{html.escape(where)}. It lies outside the meetings and is in no total of ours.</footer></div>"
    )


def conflict(corpus: Corpus, row: Mapping[str, Any]) -> None:
    """A conflict with its explanation and sentences."""
    status = (
        "Explained by a fact on record."
        if row["status"] == "explained"
        else "Open: nothing on record explains it."
    )
    st.html(f"<p>{html.escape(row['explanation'])}</p><p class='small'>{status}</p>")
    ids = row["claim_ids"].split(";") if isinstance(row["claim_ids"], str) else []
    if ids:
        sentences(view.evidence(corpus, ids), "")


# --- releases ---


def about_release(corpus: Corpus, row: Mapping[str, Any]) -> str:
    """The line below the title of a release."""
    programme = view.programme_of(corpus)
    parts = [
        view.kind_name(row["kind"]),
        row["publisher"] if isinstance(row["publisher"], str) else "publisher not named",
    ]
    parts.append(
        view.day(row["date"])
        if row["date_basis"] != "none"
        else f"undated, taken as {view.day(row['date'])}, day of the meeting it announces"
        if isinstance(row["date"], str)
        else "undated"
    )
    if not pd.isna(row["announces_meeting"]):
        parts.append(f"announces {view.meeting_name(programme, int(row['announces_meeting']))}")
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
    return f"<div class='reading'><p class='small'>{html.escape(' · '.join(parts))}</p><p class='small'>{kind}{copy}{link}</p></div>"


def hit(corpus: Corpus, row: Mapping[str, Any], piece: view.Snippet) -> str:
    """A release in a list: what it is, and the piece where the words were found."""
    programme = view.programme_of(corpus)
    parts = [
        view.day(row["date"]),
        view.kind_name(row["kind"]),
        row["publisher"] if isinstance(row["publisher"], str) else "publisher not named",
    ]
    if not pd.isna(row["announces_meeting"]):
        parts.append(f"announces {view.meeting_name(programme, int(row['announces_meeting']))}")
    if row["claims_counted"]:
        parts.append(f"{row['claims_counted']} counted number{'s' if row['claims_counted'] != 1 else ''}")
    if isinstance(row["duplicate_of"], str):
        parts.append("a copy")
    quoted = (
        f"{'… ' if piece.before else ''}{view.marked(piece.text, piece.spans)}{' …' if piece.after else ''}"
    )
    more = f" · {piece.more} more match{'es' if piece.more != 1 else ''}" if piece.more else ""
    where = (
        f"paragraph {piece.passage}{more}"
        if piece.spans or piece.more
        else f"begins, paragraph {piece.passage}"
    )
    return f"<div class='hit'><p class='small'>{html.escape(' · '.join(parts))}</p><p>{quoted}</p><p class='small'>{html.escape(where)} · {'digest' if row['text_kind'] == 'digest' else 'original text'}</p></div>"


def reading(
    paragraphs: Sequence[tuple[int, str, tuple[tuple[view.Span, view.Evidence], ...]]], q: str
) -> str:
    """A release with paragraph numbers; counted numbers bold and underlined, others dotted, each with a word that says so."""
    out = []
    for number, paragraph, claims in paragraphs:
        at = dict(claims)
        found = [s for s in view.matches(paragraph, q) if not any(s[0] < b and a < s[1] for a, b in at)]

        def tag(span: view.Span, inner: str, at: Mapping[view.Span, view.Evidence] = at) -> str:
            if span not in at:
                return f"<mark>{inner}</mark>"
            e = at[span]
            kind = "yes" if e.counted else "no"
            what = (
                "counted" + (", said before" if e.repeats else "")
                if e.counted
                else f"not counted: {html.escape(e.why_not)}"
            )
            return f"<span class='{kind}'>{inner}</span><span class='tag'>{what}</span>"

        body = view.marked(paragraph, sorted([*at, *found]), tag)
        out.append(
            f"<div class='para' id='p{number}'><span aria-label='paragraph {number}'>{number}</span><p>{body}</p></div>"
        )
    return f"<article class='reading'>{''.join(out)}</article>"


# --- large tables ---


def register(corpus: Corpus, shown: pd.DataFrame) -> None:
    """Entries of the register; a selected row shows the whole of it."""
    programme = view.programme_of(corpus)
    frame = pd.DataFrame(
        {
            "Meeting": [
                view.meeting_name(programme, int(n)) if not pd.isna(n) else "before" for n in shown["meeting"]
            ],
            "Measure": [programme.measure(m).label for m in shown["measure"]],
            "Title": shown["title"],
            "Pillar": [programme.pillars.get(p, p) for p in shown["pillar"]],
            "Pillar is": [words.STAGES[b] for b in shown["pillar_basis"]],
            "Heading in the source": shown["pillar_stated"].fillna(""),
            **{label: shown[f"parties_{side}"].fillna("") for side, label in programme.side_labels.items()},
            "What it is for": shown["description"],
            "Source": shown["source"],
            "Page": shown["page"],
        }
    )
    chosen = st.dataframe(
        frame,
        hide_index=True,
        key="register",
        on_select="rerun",
        selection_mode="single-row",
        alt="MOUs and projects with parties, pillar and source",
        height=min(420, 38 + 35 * max(len(frame), 1)),
    )
    rows = [r for r in chosen["selection"]["rows"] if r < len(shown)]
    if rows:
        row = frame.iloc[rows[0]]
        st.html(
            "<div class='said'>"
            + "".join(
                f"<p><b>{html.escape(k)}</b>: {html.escape(str(v))}</p>"
                for k, v in row.items()
                if isinstance(v, str)
            )
            + "</div>"
        )
    else:
        small("Select a row to read the whole entry.")


def claims(corpus: Corpus, shown: pd.DataFrame) -> None:
    """Claims; a selected row shows its sentence in full."""
    programme = view.programme_of(corpus)
    frame = pd.DataFrame(
        {
            "Counted": ["yes" if c else "no" for c in shown["counted"]],
            "Number": shown["value_text"],
            "Measure": [programme.measure(m).label for m in shown["measure"]],
            "Is": [view.BASIS_NAMES.get(b, "not clear") for b in shown["basis"]],
            "Meeting": [
                view.meeting_name(programme, int(n)) if not pd.isna(n) else "not named"
                for n in shown["meeting"]
            ],
            "Sentence": shown["sentence"],
            "Why not counted": shown["why_not_counted"].fillna(""),
            "Release": shown["release"],
            "Date": shown["date"],
            "Paragraph": shown["passage"],
        }
    )
    chosen = st.dataframe(
        frame,
        hide_index=True,
        key="claims",
        on_select="rerun",
        selection_mode="single-row",
        alt="Claims with their sentences",
        column_config={"Sentence": st.column_config.TextColumn(width="large")},
        height=min(420, 38 + 35 * len(frame)),
    )
    rows = [r for r in chosen["selection"]["rows"] if r < len(shown)]
    if rows:
        sentences(view.evidence(corpus, [shown["claim_id"].iloc[rows[0]]]), "")
    else:
        small("Select a row to read its sentence in full, with its release and a link to the original.")
