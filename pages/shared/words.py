"""Sentences and small tables of the pages, worked out from the data; nothing here draws."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import pandas as pd

from sci_loader import (
    Corpus,
    cite,
    figures,
    meetings,
    memory,
    methodology,
    parties,
    promises,
    tables,
    threads,
    view,
    wording,
)

SUPPORT = (
    "Confirmed: an official release states it, and a second, independent one or the register agrees. Stated: nothing independent agrees. "
    "Disputed: values differ."
)
GRADES = {
    "confirmed": "confirmed",
    "stated": "stated",
    "derived": "total only",
    "disputed": "disputed",
    "not_stated": "not stated",
}
FORMATS = {"in_person": "in person", "virtual": "online"}
STAGES = {"stated": "stated", "assigned": "assigned by us"}


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> plural(1, "entry", "entries"), plural(2, "release")
    ('1 entry', '2 releases')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@memory.remembered
def introduction(corpus: Corpus) -> str:
    """What the programme is, and what this tracker does, in a few sentences."""
    n, naming = view.total(corpus), view.total_about(corpus)
    about = " about it" if naming == n else f", {naming} of them about it"
    read = (
        f"This tracker reads {plural(n, 'release')}{about}, up to {wording.day(view.as_of(corpus))}; every number leads to the sentence that states it."
        if n
        else "No release has been read yet."
    )
    return f"{corpus.programme.about} {read}"


@memory.remembered
def pillar_introduction(corpus: Corpus) -> str:
    programme = corpus.programme
    named = [label for slug, label in programme.pillars.items() if slug in programme.pillar_words]
    nouns = " and ".join(
        f"{m.label} ({m.long})" if m.long.lower() != m.label.lower() and m.one.isupper() else m.label.lower()
        for m in programme.measures
    )
    fields = f"{', '.join(named[:-1])} and {named[-1]}".lower() if named[1:] else "".join(named).lower()
    has = f"{plural(len(named), 'pillar')}, its fields of work: {fields}" if named else "no pillars on record"
    return (
        f"The programme ({programme.name}, {programme.short}) has {has}. "
        f"This page counts the {nouns} listed at each of its meetings ({programme.meeting_short}). Where the source gives no pillar, we assigned one, and the bars say so."
    )


@memory.remembered
def release_introduction(corpus: Corpus) -> str:
    digests = view.digests(corpus)
    originals = view.total(corpus) - digests
    parts = []
    if digests:
        parts.append(
            f"{plural(digests, 'is a digest', 'are digests')}: the release retold in our own words with every figure kept, and a link to the original"
        )
    if originals:
        parts.append(f"{plural(originals, 'is shown as published', 'are shown as published')}")
    return f"Press releases, news and speeches. {'; '.join(parts)}." if parts else "No releases have been read."


BESIDE = " Numbers in releases that speak of no programme are not in these lists; each stands beside its release."


@memory.remembered
def evidence_introduction(corpus: Corpus) -> str:
    programme = corpus.programme
    measures = " and ".join(f"{m.label} ({m.long})" if m.one.isupper() else m.label.lower() for m in programme.measures)
    return (
        f"Every number that a release states about {measures} of the {programme.name} ({programme.short}), with its sentence. "
        f"A number is counted when it is a figure of the whole programme at one of its meetings ({programme.meeting_short}); others are listed with the reason why not."
        f"{BESIDE if corpus.store else ''}"
    )


@memory.remembered
def register_introduction(corpus: Corpus) -> str:
    programme = corpus.programme
    what = " and ".join(wording.plural(m) for m in programme.measures)
    return (
        f"The {what} that a source names one by one, with their parties, their field of work and the page where they stand. "
        "An MOU and a project about the same thing are linked and both stay; they are never added up."
    )


@memory.remembered
def entries_in_words(corpus: Corpus, filters: view.Filters) -> str:
    """How many entries are shown, of how many, and why."""
    shown, total = len(view.register_shown(corpus, filters)), len(corpus.register)
    used = view.in_words(corpus, replace(filters, kind=(), publisher=()))
    return f"{shown} of {total} entries: {used}" if used else plural(total, "entry", "entries")


def held_at(corpus: Corpus, meeting: Any) -> str:
    """The meeting of an entry for a reader."""
    programme = corpus.programme
    return (
        f"before {wording.meeting_name(programme, 1)}"
        if pd.isna(meeting)
        else wording.meeting_name(programme, int(meeting))
    )


@memory.remembered
def entry_ids(corpus: Corpus, filters: view.Filters) -> tuple[str, ...]:
    """The entries that pass, in the order of the table."""
    return tuple(view.register_shown(corpus, filters)["register_id"])


@memory.remembered
def entry_names(corpus: Corpus) -> dict[str, str]:
    """What to call each entry in a list: meeting, measure and title."""
    programme, shown = corpus.programme, view.register_shown(corpus, view.Filters())
    return {
        i: f"{held_at(corpus, n)} · {programme.measure(m).one} · {title}"
        for i, n, m, title in zip(shown["register_id"], shown["meeting"], shown["measure"], shown["title"], strict=True)
    }


@memory.remembered
def entries_table(corpus: Corpus, filters: view.Filters) -> pd.DataFrame:
    """Entries that pass the filters: what they are and who takes part."""
    programme, shown = corpus.programme, view.register_shown(corpus, filters)
    return pd.DataFrame(
        {
            "Meeting": [held_at(corpus, n) for n in shown["meeting"]],
            "Measure": [programme.measure(m).one for m in shown["measure"]],
            "Title": shown["title"],
            **{label: shown[f"parties_{side}"].fillna("") for side, label in programme.side_labels.items()},
            "Pillar": [
                f"{programme.pillars.get(p, p)} ({STAGES[b]})"
                for p, b in zip(shown["pillar"], shown["pillar_basis"], strict=True)
            ],
            "Topics": shown["topics"].fillna("").str.replace(";", "; "),
        }
    )


GROUPS = ("meeting", "pillar", "party", "year")


@memory.remembered
def groups_table(corpus: Corpus, filters: view.Filters, by: str) -> pd.DataFrame:
    """How many of the entries shown belong to each meeting, pillar, party or year."""
    table = view.register_groups(corpus, filters, by)
    if by == "party":
        table = table.sort_values(list(table.columns[2:]), ascending=False, kind="stable")
    names = {m.slug: wording.plural(m) for m in corpus.programme.measures}
    without = {"meeting": "before the first meeting", "party": "no party named"}.get(by, f"no {by}")
    labels = table["label"].where(table["value"].notna(), without)
    return table.drop(columns="value").assign(label=labels).rename(columns={"label": by.capitalize(), **names})


def groups_caption(corpus: Corpus, by: str) -> str:
    several = "; an entry with several parties counts for each" if by == "party" else ""
    return f"{things(corpus)} stay apart, for many are about the same thing{several}"


@memory.remembered
def pairs_table(corpus: Corpus, register_ids: tuple[str, ...]) -> pd.DataFrame:
    """Pairs of parties with the entries that they share."""
    pairs, known = parties.pairs(corpus, register_ids), {p.slug: p.name for p in parties.parties(corpus)}
    names = entry_names(corpus)
    first, second = list(corpus.programme.side_labels.values())[:2]
    return pd.DataFrame(
        {
            first: [known[slug] for slug in pairs["left"]],
            second: [known[slug] for slug in pairs["right"]],
            "Entries": _int(pairs["entries"]),
            "What they share": ["; ".join(names[i] for i in ids.split(";")) for ids in pairs["register_ids"]],
        }
    )


@memory.remembered
def party_names(corpus: Corpus) -> dict[str, str]:
    """Parties to choose from."""
    sides = corpus.programme.side_labels
    return {
        p.slug: f"{p.name} · {sides.get(p.side, 'elsewhere')} · {plural(len(p.entries), 'entry', 'entries')}"
        for p in parties.parties(corpus)
    }


def threads_introduction(corpus: Corpus) -> str:
    programme = corpus.programme
    return (
        f"Named undertakings of the {programme.short}, followed from release to release. Each step is a sentence; how far it "
        "says the matter has come (announced, trial, live, or only mentioned) is read from its words."
    )


@memory.remembered
def thread_names(corpus: Corpus) -> dict[str, str]:
    """Threads to choose from."""
    read = {t: plural(sum(not s.copy for s in t.steps), "release") for t in threads.threads(corpus)}
    return {t.slug: f"{t.label} · {r if t.steps else 'named by no release that was read'}" for t, r in read.items()}


@memory.remembered
def steps_table(corpus: Corpus) -> pd.DataFrame:
    """Every dated step of every thread."""
    rows = [
        (t.label, wording.day(s.date), s.stage, s.best.sentence, s.release, s.best.passage)
        for t in threads.threads(corpus)
        for s in t.steps
        if s.date and not s.copy
    ]
    return pd.DataFrame(rows, columns=["Thread", "Date", "Stage", "Sentence", "Release", "Paragraph"])


def promises_introduction(corpus: Corpus) -> str:
    return (
        "Sentences in which a release says what is still to come, each next to what later releases say of the same "
        "undertaking or party. Whether a promise was kept is for the reader to judge."
    )


def promise_about(corpus: Corpus, one: promises.Promise) -> str:
    """The undertakings and parties that a promise is about, each once."""
    labels = corpus.programme.threads
    return "; ".join(dict.fromkeys([*(labels.get(t, t) for t in one.threads), *one.parties]))


@memory.remembered
def promises_in_words(corpus: Corpus, filters: view.Filters) -> str:
    """How many promises are shown, of how many, and why."""
    total, shown = len(promises.promises(corpus)), len(promises.promises_shown(corpus, filters))
    said = f"{plural(total, 'sentence says', 'sentences say')} what is still to come"
    return f"{shown} of {total} sentences: {view.in_words(corpus, filters)}" if filters.chosen else said


@memory.remembered
def promises_table(corpus: Corpus, filters: view.Filters) -> pd.DataFrame:
    """Promises of the releases that pass, with the time that they name and the first and last later mention."""
    rows = [
        (
            p.date,
            p.said.sentence,
            p.time,
            p.due or "",
            promise_about(corpus, p),
            len(p.later),
            p.later[0].date if p.later else "",
            p.later[-1].date if p.later else "",
            p.outcome,
            p.release,
            p.said.passage,
        )
        for p in promises.promises_shown(corpus, filters)
    ]
    columns = [
        "Date",
        "Sentence",
        "Time named",
        "Due",
        "About",
        "Later mentions",
        "First",
        "Last",
        "Found",
        "Release",
        "Paragraph",
    ]
    return pd.DataFrame(rows, columns=columns)


EXAMPLES = ("How many MOUs after the third meeting?", "Who chaired the last meeting?")
FORMS = {"For a footnote": cite.as_text, "BibTeX": cite.as_bibtex, "CSL-JSON (Zotero, Pandoc)": cite.as_csl}


def citations(
    corpus: Corpus, page: str, filters: view.Filters, choices: Mapping[str, str | None], link: str, today: dt.date
) -> dict[str, str]:
    """How to cite what is shown, by form: the release that is open, the figure that is chosen, or the view."""
    by_id = {f.figure_id: f for f in figures.figures(corpus)}
    release = choices.get("release")
    if page == "Releases" and release and view.has_release(corpus, release):
        cited = cite.cite_release(corpus, release, link, today)
    elif one := by_id.get(choices.get("figure") or ""):
        cited = cite.cite_figure(corpus, one.meeting, one.measure.slug, link, today)
    else:
        cited = cite.cite_view(corpus, page, filters, link, today)
    return {form: write(cited) for form, write in FORMS.items()}


def meetings_introduction(corpus: Corpus) -> str:
    programme = corpus.programme
    return (
        f"What each meeting ({programme.meeting_short}) brought: its figures with their sentences, what was "
        "signed and launched by name, what sources disagree on, and what was published before and after it."
    )


@memory.remembered
def meeting_names(corpus: Corpus) -> dict[str, str]:
    """Meetings to choose from."""
    return {m.slug: f"{m.name}, {wording.day(m.date)}" for m in meetings.meetings(corpus)}


def where(one: meetings.Meeting) -> str:
    """When, where and how a meeting was held, as far as stated."""
    place = f"in {one.place}" if one.place else "place not stated"
    how = FORMATS.get(one.format or "", "")
    return ", ".join(part for part in (wording.day(one.date), place, how) if part)


def methodology_introduction(corpus: Corpus) -> str:
    return (
        "Which sentences count, and how the figures come about. This page is written from the program and the file that "
        f"describes the programme, so it cannot differ from what was done. Data {corpus.version[:8]}."
    )


@memory.remembered
def rules(corpus: Corpus) -> list[tuple[str, str]]:
    """The rules as parts: heading and Markdown."""
    parts = methodology.describe(corpus.programmes.values()).split("\n## ")[1:]
    return [(heading, text) for heading, _, text in (part.partition("\n") for part in parts)]


@memory.remembered
def data_dictionary(corpus: Corpus) -> str:
    """All tables and columns as Markdown, headings one step lower than in the file."""
    return tables.describe().partition("\n")[2].replace("\n## ", "\n### ")


# --- headings and empty results ---


def found_in_words(corpus: Corpus, filters: view.Filters, shown: int) -> str:
    """How many releases are shown, of how many, and why."""
    total = view.total(corpus)
    if not filters.chosen:
        return plural(total, "release")
    return f"{shown:,} of {plural(total, 'release')}: {view.in_words(corpus, filters)}"


@memory.remembered
def claims_in_words(corpus: Corpus, filters: view.Filters) -> str:
    shown = view.claims_shown(corpus, filters)
    total, counted = len(corpus.claims), int(shown["counted"].sum())
    if not total:
        return "No claims"
    left = f"{len(shown)} of {plural(total, 'claim')}" if filters.chosen else f"All {plural(total, 'claim')}"
    return f"{left}, {counted} counted" + (f": {view.in_words(corpus, filters)}" if filters.chosen else "")


@memory.remembered
def register_in_words(corpus: Corpus, filters: view.Filters) -> str:
    """What the entries are, how many of them are shown, and why."""
    shown, total = len(view.register_shown(corpus, filters)), len(corpus.register)
    what = things(corpus)
    used = view.in_words(corpus, replace(filters, kind=(), publisher=(), claim=()))
    return f"{shown} of {total} {what}: {used}" if used else f"{what[:1].upper()}{what[1:]} by pillar"


FILTERED = "Pillars, Register, Promises, Releases and Evidence"


def what_numbers_count(corpus: Corpus, table: view.What | None) -> str:
    """What the numbers below the filters count; for a page without a table, that filters do not change it."""
    if table is None:
        return f"This page shows the whole programme. Filters are on {FILTERED}."
    return f"Numbers count {things(corpus) if table == 'register' else table}."


def filters_elsewhere(corpus: Corpus, filters: view.Filters) -> str:
    """A sentence for a page that filters do not change; nothing when none is set."""
    if not filters.chosen:
        return ""
    return f"This page shows the whole programme. Your filters ({view.in_words(corpus, filters)}) apply on {FILTERED}."


def rows(shown: pd.DataFrame | int) -> str:
    """How many rows a file will have.

    >>> rows(1), rows(2000)
    ('This row', 'These 2,000 rows')
    """
    number = shown if isinstance(shown, int) else len(shown)
    return "This row" if number == 1 else f"These {number:,} rows"


SEARCH_HELP = (
    "Finds what has all the words. A word is a whole word: talent does not find talents, talent* does. "
    'A "phrase" in quotation marks stands exactly so. -speech leaves out, this OR that takes either. '
    "title: publisher: pillar: meeting: kind: party: and claim:yes look there; date:2022-11..2023 is a time, open at either end. "
    "Capitals, accents and kinds of quotation mark do not matter."
)
SHARE_NOTE = (
    "A paragraph that names two pillars counts for both, so the shares of a year need not add up to 100 percent. "
    "Copies of a release are left out."
)
CONFLICTS = "Two sources, or a source and our own sum, that do not agree. Nothing is dropped: both values stand."
NOUNS = {"releases": "release", "claims": "claim", "register": "entry"}


def things(corpus: Corpus) -> str:
    """What the programme counts: "MOUs and projects"."""
    return " and ".join(wording.plural(m) for m in corpus.programme.measures)


def nothing(corpus: Corpus, table: view.What) -> str:
    """Why there is nothing to show although no filter is set."""
    programme = corpus.programme
    if not len(corpus.releases):
        return "Nothing has been read. Put files into data/originals and reload this page."
    return {
        "register": f"The register lists no {things(corpus)} of the {programme.short}.",
        "claims": f"No release that is read states a number of {things(corpus)} of the {programme.short}.",
        "releases": f"No pillars are on record for the {programme.short}, so there is no share of the text to show.",
    }[table]


@memory.remembered
def what_to_change(corpus: Corpus, filters: view.Filters, table: view.What) -> str:
    """What to do when nothing is left: the filters that could go, each with what would then be shown."""
    if not filters.chosen:
        return nothing(corpus, table)
    ways = []
    for name in filters.chosen:
        left = view.shown_count(corpus, table, filters.without(name))
        if left:
            noun = plural(left, NOUNS[table], "entries" if table == "register" else None)
            ways.append(f"without {'the words' if name == 'q' else name}, {noun}")
    hint = f"Try it {'; '.join(ways)}." if ways else "Clear all filters in the side bar and start anew."
    return f"Nothing passes these filters. {hint}"


@memory.remembered
def disputed(corpus: Corpus) -> list[figures.Figure]:
    """Figures whose values differ, the earliest meeting first."""
    return sorted((f for f in figures.figures(corpus) if len(f.values) > 1), key=lambda f: f.meeting)


@memory.remembered
def last_known(corpus: Corpus, one: figures.Figure) -> figures.Figure:
    """The figure, or where no value of it is known the last one before that has any."""
    before = [f for f in figures.figures(corpus) if f.measure == one.measure and f.meeting <= one.meeting and f.values]
    return max(before, key=lambda f: f.meeting, default=one)


@memory.remembered
def disputed_new(corpus: Corpus) -> list[dict[str, Any]]:
    """Conflicts of releases that state different new figures of one meeting."""
    return [c for c in figures.conflicts(corpus) if c["conflict_id"].endswith("-sources-new")]


@memory.remembered
def figure_names(corpus: Corpus) -> dict[str, str]:
    """Figures to choose from, and the founding facts, with their names."""
    names = {f.figure_id: figures.figure_name(corpus, f) for f in figures.figures(corpus)}
    founding = corpus.programme.founding
    return names | {f.register_id: f"{f.label}, {wording.day(f.date.isoformat())}" for f in founding}


@memory.remembered
def conflict_names(corpus: Corpus) -> dict[str, str]:
    """Conflicts to choose from."""
    return {c["conflict_id"]: figures.conflict_name(corpus, c) for c in figures.conflicts(corpus)}


# --- tables below charts ---


def _int(values: Any) -> Any:
    return pd.array([None if pd.isna(v) else int(v) for v in values], dtype="Int64")


@memory.remembered
def totals_table(corpus: Corpus) -> pd.DataFrame:
    """Figures by meeting and measure: new, added up, stated, difference, and how well supported."""
    programme, series = corpus.programme, figures.series(corpus).sort_values(["meeting", "measure"])
    stated = [
        " and ".join(str(v) for v in sorted({int(x) for x in (low, high) if not pd.isna(x)})) or "not stated"
        for low, high in zip(series["stated_low"], series["stated_high"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Meeting": [wording.meeting_name(programme, int(n)) for n in series["meeting"]],
            "Date": [wording.day(d) for d in series["date"]],
            "Measure": [programme.measure(m).label for m in series["measure"]],
            "New": _int(series["new"]),
            "Added up": _int(series["added"]),
            "Stated": stated,
            "Stated minus added": _int(series["gap"]),
            "Support": [GRADES.get(g, g) for g in series["grade"]],
        }
    )


@memory.remembered
def new_table(corpus: Corpus) -> pd.DataFrame:
    """New figures: a row for each meeting, a column for each measure."""
    programme, series = corpus.programme, figures.series(corpus)
    rows = []
    for number in view.meetings_held(corpus):
        here = series[series["meeting"] == number]
        date = next(iter(here["date"]), None)
        rows.append(
            {"Meeting": wording.meeting_name(programme, number), "Date": wording.day(date)}
            | {
                m.label: next((int(v) for v in here.loc[here["measure"] == m.slug, "new"] if not pd.isna(v)), None)
                for m in programme.measures
            }
        )
    frame = pd.DataFrame(rows)
    return frame.assign(**{m.label: _int(frame[m.label]) for m in programme.measures if m.label in frame})


@memory.remembered
def pillar_table(corpus: Corpus, filters: view.Filters) -> pd.DataFrame:
    frame = view.pillars_by_meeting(corpus, filters)
    programme = corpus.programme
    return pd.DataFrame(
        {
            "Measure": [programme.measure(m).label for m in frame["measure"]],
            "Meeting": [wording.meeting_name(programme, int(n)) for n in frame["meeting"]],
            "Pillar": [programme.pillars.get(p, p) for p in frame["pillar"]],
            "Pillar is": [STAGES[b] for b in frame["pillar_basis"]],
            "Entries": _int(frame["entries"]),
        }
    )


@memory.remembered
def share_table(corpus: Corpus, filters: view.Filters) -> pd.DataFrame:
    frame = view.text_share(corpus, filters)
    programme = corpus.programme
    return pd.DataFrame(
        {
            "Year": frame["year"],
            "Pillar": [programme.pillars[p] for p in frame["pillar"]],
            "Share": [f"{s:.1%}" for s in frame["share"]],
            "Words": _int(frame["words"]),
            "All words": _int(frame["all_words"]),
            "Releases": _int(frame["releases"]),
        }
    )


@memory.remembered
def entry_table(corpus: Corpus, meeting: int, measure: str) -> pd.DataFrame:
    entries = figures.entries(corpus, meeting, measure)
    programme = corpus.programme
    columns = {
        "Title": entries["title"],
        "Pillar": [
            f"{programme.pillars.get(p, p)} ({STAGES[b]})"
            for p, b in zip(entries["pillar"], entries["pillar_basis"], strict=True)
        ],
    }
    for side, label in programme.side_labels.items():
        columns[label] = entries[f"parties_{side}"]
    return pd.DataFrame(columns)


@memory.remembered
def claim_table(corpus: Corpus, release_id: str) -> pd.DataFrame:
    claims = figures.claims_of(corpus, release_id)
    programme = corpus.programme
    return pd.DataFrame(
        {
            "Number": claims["value_text"],
            "Measure": [programme.measure(m).label for m in claims["measure"]],
            "Is": [wording.BASIS_NAMES.get(b, "not clear") for b in claims["basis"]],
            "Meeting": [
                wording.meeting_name(programme, int(n)) if not pd.isna(n) else "not named" for n in claims["meeting"]
            ],
            "Paragraph": claims["passage"],
            "Counted": [
                "yes" if c else f"no: {why}"
                for c, why in zip(claims["counted"], claims["why_not_counted"], strict=True)
            ],
        }
    )


@memory.remembered
def problem_table(corpus: Corpus) -> pd.DataFrame:
    problems = corpus.problems
    return pd.DataFrame(
        {
            "File": problems["path"],
            "Line": problems["line"],
            "What": problems["message"],
            "Remedy": problems["remedy"],
        }
    )


@memory.remembered
def faulty(corpus: Corpus) -> str:
    """Which files hold something that was not read or not believed; a number that nobody can place is no fault of a file."""
    problems = corpus.problems
    faults = problems[problems["release_id"].isna() | problems["line"].notna()]
    names = list(dict.fromkeys(PurePath(path).name for path in faults["path"]))
    if not names:
        return ""
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if names[3:] else "")
    return f"Something is wrong with {plural(len(names), 'file')}: {shown}."


# --- bars of the pillar chart ---


@memory.remembered
def bars(corpus: Corpus, filters: view.Filters) -> dict[str, str]:
    """Bars that can be opened: the id that the chart gives each, and its name."""
    frame = view.pillars_by_meeting(corpus, filters)
    programme = corpus.programme
    return {
        f"{m}-{n}-{p}-{b}": f"{wording.meeting_name(programme, int(n))} · {programme.measure(m).label} · {programme.pillars.get(p, p)} · {STAGES[b]} ({e})"
        for m, n, p, b, e in zip(
            frame["measure"],
            frame["meeting"],
            frame["pillar"],
            frame["pillar_basis"],
            frame["entries"],
            strict=True,
        )
    }


@memory.remembered
def behind(corpus: Corpus, filters: view.Filters, bar: str | None) -> pd.DataFrame:
    """The entries behind one bar, or all that pass the filters."""
    shown = view.register_shown(corpus, filters)
    if bar is None:
        return shown
    ids = view.pillars_by_meeting(corpus, filters)["register_ids"]
    wanted = dict(zip(bars(corpus, filters), ids, strict=True))[bar].split(";")
    return shown[shown["register_id"].isin(wanted)].reset_index(drop=True)


@memory.remembered
def unnamed(corpus: Corpus) -> list[str]:
    """Where the register names fewer or more than the figure that is stated."""
    programme, out = corpus.programme, []
    for row in figures.series(corpus).itertuples():
        listed = len(figures.entries(corpus, int(row.meeting), row.measure))
        if not pd.isna(row.new) and listed != row.new:
            measure = programme.measure(row.measure)
            out.append(
                f"{wording.meeting_name(programme, int(row.meeting))}: {wording.count(int(row.new), measure)} new, of which the sources name {listed}; the others are in no list."
            )
    return out


# --- large tables ---


@memory.remembered
def register_table(corpus: Corpus, filters: view.Filters, bar: str | None) -> pd.DataFrame:
    """Entries of the register behind a bar, or all that pass the filters, in words."""
    programme, shown = corpus.programme, behind(corpus, filters, bar)
    held = [wording.meeting_name(programme, int(n)) if not pd.isna(n) else "before" for n in shown["meeting"]]
    return pd.DataFrame(
        {
            "Meeting": held,
            "Measure": [programme.measure(m).label for m in shown["measure"]],
            "Title": shown["title"],
            "Pillar": [programme.pillars.get(p, p) for p in shown["pillar"]],
            "Pillar is": [STAGES[b] for b in shown["pillar_basis"]],
            "Heading in the source": shown["pillar_stated"].fillna(""),
            **{label: shown[f"parties_{side}"].fillna("") for side, label in programme.side_labels.items()},
            "What it is for": shown["description"].fillna(""),
            "Source": shown["source"].fillna(""),
            "Page": shown["page"].fillna(""),
        }
    )


@memory.remembered
def claims_table(corpus: Corpus, filters: view.Filters) -> pd.DataFrame:
    """Claims that pass the filters, in words."""
    programme, shown = corpus.programme, view.claims_shown(corpus, filters)
    about = [wording.meeting_name(programme, int(n)) if not pd.isna(n) else "not named" for n in shown["meeting"]]
    return pd.DataFrame(
        {
            "Counted": ["yes" if c else "no" for c in shown["counted"]],
            "Number": shown["value_text"],
            "Measure": [programme.measure(m).label for m in shown["measure"]],
            "Is": [wording.BASIS_NAMES.get(b, "not clear") for b in shown["basis"]],
            "Meeting": about,
            "Sentence": shown["sentence"],
            "Why not counted": shown["why_not_counted"].fillna(""),
            "Release": shown["release"],
            "Date": shown["date"].fillna(""),
            "Paragraph": shown["passage"],
        }
    )
