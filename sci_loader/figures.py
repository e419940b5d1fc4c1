"""Figures and their sentences: what is known of each measure after each meeting, how it comes about and who states it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sci_loader.corpus import Corpus
from sci_loader.load import slugify
from sci_loader.memory import remembered
from sci_loader.register import party_names
from sci_loader.search import Span, matches
from sci_loader.shelf import claim_frame, index_of, meeting_dates, place_of, shelf_of, stored_release
from sci_loader.snippets import paragraphs
from sci_loader.store import is_short
from sci_loader.tables import ids_in, number_in, records, text_in
from sci_loader.view import meetings_held, release
from sci_loader.vocabulary import Measure
from sci_loader.wording import day, figure_id, meeting_name, reason_words

__all__ = [
    "Evidence",
    "Figure",
    "Marks",
    "addends",
    "arithmetic",
    "citation",
    "claims_of",
    "conflict_name",
    "conflicts",
    "entries",
    "evidence",
    "figure",
    "figure_name",
    "figures",
    "marks",
    "reading",
    "series",
]


@dataclass(frozen=True)
class Evidence:
    """One number with the sentence that states it; ``sentence[mark[0]:mark[1]]`` is the number."""

    claim_id: str
    value: int
    value_text: str
    measure: str
    basis: str | None
    meeting: int | None
    sentence: str
    mark: Span
    counted: bool
    why_not: str
    repeats: str | None
    release_id: str
    release: str
    kind: str
    publisher: str | None
    date: str | None
    date_basis: str
    url: str | None
    passage: int | None
    text_kind: str
    duplicate_of: str | None


@dataclass(frozen=True)
class Figure:
    """What is known of one measure after one meeting, with the sentences for and against.

    values: the totals to date that stand side by side, our own sum among them; new_said, stated: counted claims of
    the new figure and of the total; not_counted: other numbers of that meeting and measure; conflicts: ids.
    """

    figure_id: str
    meeting: int
    measure: Measure
    date: str | None
    new: int | None
    added: int | None
    stated_low: int | None
    stated_high: int | None
    gap: int | None
    grade: str
    values: tuple[int, ...]
    sum_of: tuple[int | None, ...]
    new_best: Evidence | None
    new_said: tuple[Evidence, ...]
    stated: tuple[Evidence, ...]
    not_counted: tuple[Evidence, ...]
    conflicts: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The totals as text: "43", "28 | 29", "not stated"."""
        return " | ".join(map(str, self.values)) or "not stated"


# --- figures --------------------------------------------------------------------------------------------------


@remembered
def figures(corpus: Corpus) -> list[Figure]:
    """Every figure, latest meeting first, measures in the order of the programme."""
    programme = corpus.programme
    order = [m.slug for m in programme.measures]
    keys = sorted(
        zip(corpus.counts["meeting"], corpus.counts["measure"], strict=True),
        key=lambda k: (-k[0], order.index(k[1])),
    )
    return [figure(corpus, int(meeting), measure) for meeting, measure in keys]


@remembered
def figure(corpus: Corpus, meeting: int, measure: str) -> Figure:
    """One figure with its sentences; KeyError when there is no such meeting or measure."""
    programme = corpus.programme
    of_measure = corpus.counts[corpus.counts["measure"] == measure]
    row = next((r for r in records(of_measure) if r["meeting"] == meeting), None)
    if row is None:
        raise KeyError((meeting, measure))
    claims = index_of(corpus).frames["claims"]
    here = claims[(claims["measure"] == measure) & (claims["meeting"] == meeting)].sort_values(
        ["counted", "copy", "date", "release_id", "start"], ascending=[False, True, True, True, True]
    )
    said = evidence(corpus, here["claim_id"])
    totals = {number_in(row["added"]), number_in(row["stated_low"]), number_in(row["stated_high"])} | {
        e.value for e in said if e.counted and e.basis == "cumulative"
    }
    best = evidence(corpus, ids_in(row["new_claim_id"]))
    clashes = corpus.conflicts[(corpus.conflicts["meeting"] == meeting) & (corpus.conflicts["measure"] == measure)]
    return Figure(
        figure_id=figure_id(programme, meeting, measure),
        meeting=meeting,
        measure=programme.measure(measure),
        date=meeting_dates(corpus).get(meeting),
        new=number_in(row["new"]),
        added=number_in(row["added"]),
        stated_low=number_in(row["stated_low"]),
        stated_high=number_in(row["stated_high"]),
        gap=number_in(row["gap"]),
        grade=str(row["grade"]),
        values=tuple(sorted(v for v in totals if v is not None)),
        sum_of=tuple(
            number_in(n) for m, n in sorted(zip(of_measure["meeting"], of_measure["new"], strict=True)) if m <= meeting
        ),
        new_best=best[0] if best else None,
        new_said=tuple(e for e in said if e.counted and e.basis == "new"),
        stated=tuple(e for e in said if e.counted and e.basis == "cumulative"),
        not_counted=tuple(e for e in said if not e.counted),
        conflicts=tuple(clashes["conflict_id"]),
    )


def figure_name(corpus: Corpus, one: Figure) -> str:
    """A figure in one line, for a list to choose from.

    >>> import sci_loader
    >>> corpus = sci_loader.load()
    >>> figure_name(corpus, figure(corpus, 3, "mou"))
    'JIC 3 · MOUs to date: 20 | 21'
    """
    return f"{meeting_name(corpus.programme, one.meeting)} · {one.measure.label} to date: {one.shown}"


@remembered
def series(corpus: Corpus) -> pd.DataFrame:
    """The counts table with the date of each meeting and the id of each figure, by measure and meeting."""
    programme, dates = corpus.programme, meeting_dates(corpus)
    counts = corpus.counts
    out = counts.assign(
        date=pd.array([dates.get(int(n)) for n in counts["meeting"]], dtype="str"),
        figure_id=pd.array(
            [figure_id(programme, int(n), m) for n, m in zip(counts["meeting"], counts["measure"], strict=True)],
            dtype="str",
        ),
    )
    order = {m.slug: i for i, m in enumerate(programme.measures)}
    return out.sort_values(
        ["measure", "meeting"], key=lambda c: c.map(order) if c.name == "measure" else c
    ).reset_index(drop=True)


@remembered
def addends(corpus: Corpus, one: Figure) -> list[Figure]:
    """The figures whose new values make up our sum, the earliest meeting first."""
    held = [n for n in meetings_held(corpus) if n <= one.meeting]
    return [figure(corpus, n, one.measure.slug) for n in held]


def arithmetic(corpus: Corpus, one: Figure) -> str:
    """How the total comes about and what is stated, in one line.

    >>> import sci_loader
    >>> corpus = sci_loader.load()
    >>> arithmetic(corpus, figure(corpus, 4, "mou"))
    '8 + 4 + 8 + 8 = 28 added up; releases state 29, which is 1 more.'
    """
    if one.added is None:
        missing = [meeting_name(corpus.programme, f.meeting) for f in addends(corpus, one) if f.new is None]
        where = " and ".join([", ".join(missing[:-1]), missing[-1]] if missing[1:] else missing) or "an earlier meeting"
        left = f"Cannot be added up: no release states what was new at {where}"
    else:
        left = (
            f"{' + '.join(map(str, one.sum_of))} = {one.added} added up"
            if len(one.sum_of) > 1
            else f"{one.added} new, the first"
        )
    stated = sorted({e.value for e in one.stated})
    if not stated:
        return f"{left}; no release states a total."
    difference = (
        f", which is {abs(one.gap)} {'more' if one.gap > 0 else 'fewer'}" if one.gap and len(stated) == 1 else ""
    )
    same = ", the same" if one.gap == 0 and len(stated) == 1 else ""
    return f"{left}; releases state {' and '.join(map(str, stated))}{difference}{same}."


@remembered
def entries(corpus: Corpus, meeting: int, measure: str) -> pd.DataFrame:
    """Entries of the register of one meeting and measure."""
    register = index_of(corpus).frames["register"]
    return register[(register["meeting"] == meeting) & (register["measure"] == measure)].reset_index(drop=True)


# --- their sentences ------------------------------------------------------------------------------------------


def evidence(corpus: Corpus, claim_ids: Iterable[str]) -> tuple[Evidence, ...]:
    """The claims of these ids with their sentences, in the order asked, without ids that do not exist."""
    index = index_of(corpus)
    claims, releases = index.by_id["claims"], index.by_id["releases"]
    rows = [claims[i] for i in claim_ids if i in claims]
    return tuple(_evidence(row, releases[row["release_id"]]) for row in rows)


def _evidence(row: Mapping[str, Any], release: Mapping[str, Any]) -> Evidence:
    return Evidence(
        claim_id=row["claim_id"],
        value=int(row["value"]),
        value_text=row["value_text"],
        measure=row["measure"],
        basis=text_in(row["basis"]),
        meeting=number_in(row["meeting"]),
        sentence=row["sentence"],
        mark=(int(row["start"] - row["sentence_start"]), int(row["end"] - row["sentence_start"])),
        counted=bool(row["counted"]),
        why_not=reason_words(row["reason"]),
        repeats=text_in(row["repeats"]),
        release_id=row["release_id"],
        release=row["release"],
        kind=row["kind"],
        publisher=text_in(row["publisher"]),
        date=text_in(row["date"]),
        date_basis=release["date_basis"],
        url=text_in(row["url"]),
        passage=number_in(row["passage"]),
        text_kind=row["text_kind"],
        duplicate_of=text_in(release["duplicate_of"]),
    )


@remembered
def claims_of(corpus: Corpus, release_id: str) -> pd.DataFrame:
    """The claims of one release in the order of its text, whether or not it is about the programme."""
    claims = index_of(corpus).frames["claims"]
    own = claims[claims["release_id"] == release_id]
    if corpus.store and not len(own):
        own = claim_frame(corpus, corpus.store.table("claims", '"release_id" = ?', (release_id,)))
    return own.sort_values("start").reset_index(drop=True)


@remembered
def conflicts(corpus: Corpus) -> list[dict[str, Any]]:
    """Conflicts, those of figures first, the latest meeting first."""
    order = {"sources": 0, "arithmetic": 0, "date": 1, "duplicate": 2}
    return sorted(records(corpus.conflicts), key=lambda c: (order[c["kind"]], -(number_in(c["meeting"]) or 0)))


def conflict_name(corpus: Corpus, row: Mapping[str, Any]) -> str:
    """A conflict in one line: where it is, what kind, and the values."""
    programme = corpus.programme
    where = [meeting_name(programme, int(row["meeting"]))] if not pd.isna(row["meeting"]) else []
    if isinstance(row["measure"], str):
        where.append(programme.measure(row["measure"]).label)
    kind = {
        "sources": "sources differ",
        "arithmetic": "the sum differs",
        "date": "two dates",
        "duplicate": "two copies",
    }[row["kind"]]
    values = "" if row["kind"] == "duplicate" else f": {row['values']}"
    return f"{' · '.join([*where, kind])}{values}"


# --- a release to read ----------------------------------------------------------------------------------------


@remembered
def reading(corpus: Corpus, release_id: str) -> list[tuple[int, str, tuple[tuple[Span, Evidence], ...]]]:
    """The paragraphs of a release in order: number, text, and claims with their places in that paragraph."""
    release = stored_release(corpus, release_id)
    text = str(release["text"])
    claims = [_evidence(row, release) for row in records(claims_of(corpus, release_id))]
    at = {e.claim_id: int(e.claim_id.rsplit(":", 1)[1]) for e in claims}
    out = []
    for number, start, end in paragraphs(text):
        inside = tuple(
            ((at[e.claim_id] - start, at[e.claim_id] - start + len(e.value_text)), e)
            for e in claims
            if start <= at[e.claim_id] < end
        )
        out.append((number, text[start:end], inside))
    return out


@dataclass(frozen=True)
class Marks:
    """What a paragraph names: parties as (place, slug, name), and the labels of pillars."""

    parties: tuple[tuple[Span, str, str], ...] = ()
    pillars: tuple[str, ...] = ()


@remembered
def marks(corpus: Corpus, release_id: str) -> dict[int, Marks]:
    """By the number of the paragraph: the parties of the register and the pillars that it names."""
    programme, shelf = corpus.programme, shelf_of(corpus)
    named = shelf.facts(place_of(corpus, release_id))["party"]
    spellings = {p: names for p, names in party_names(corpus.parties, corpus.aliases).items() if slugify(p) in named}
    own = corpus.passages[corpus.passages["release_id"] == release_id]
    pillars = dict(zip(own["passage"], own["pillars"], strict=True))
    out = {}
    for number, paragraph, _ in reading(corpus, release_id):
        found = [
            (span, slugify(party), party)
            for party, names in spellings.items()
            for name in names
            for span in matches(paragraph, f'"{name}"')
            if not is_short(name) or paragraph[slice(*span)] == name
        ]
        found.sort(key=lambda f: (f[0][0], -f[0][1]))
        apart = [f for i, f in enumerate(found) if all(f[0][0] >= g[0][1] for g in found[:i])]
        labels = tuple(programme.pillars.get(p, p) for p in ids_in(pillars.get(number)))
        out[number] = Marks(tuple(apart), labels)
    return out


@remembered
def citation(corpus: Corpus, release_id: str, number: int) -> str | None:
    """A paragraph with its source, to be copied; None when the release has no paragraph of this number."""
    paragraph = next((text for n, text, _ in reading(corpus, release_id) if n == number), None)
    if paragraph is None:
        return None
    row = release(corpus, release_id)
    publisher = text_in(row["publisher"])
    digest = "digest, not the words of the original" if row["text_kind"] == "digest" else None
    source = [row["name"], publisher, day(row["date"]), f"paragraph {number}", digest, text_in(row["url"])]
    return f"“{paragraph}”\n{', '.join(part for part in source if part)}"
