"""What is shown: filters in, the rows of a page and their numbers out.

Everything here is a pure function of a ``Corpus`` and a ``Filters``, so that a page, a test and another program
see the same rows.  Nothing here draws.

A row passes a facet when it has any of the chosen values (OR), and all facets must agree (AND).  The count beside
a value says how many rows the page would show if that value alone were chosen in its facet: a facet does not
narrow itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any, Literal
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from sci_loader.corpus import Corpus
from sci_loader.memory import remembered
from sci_loader.search import Dates, Field, Node, Phrase, evaluate, fields_of, parse, stands_in
from sci_loader.shelf import Document, Option, index_of, place_of, shelf_of, stored_release
from sci_loader.snippets import Snippet, piece_of
from sci_loader.store import FACETS, UNDATED, Facts, Ints, Truths
from sci_loader.tables import KEYS, records, text_in
from sci_loader.wording import label

__all__ = [
    "FACETS",
    "Filters",
    "Result",
    "announcing",
    "as_of",
    "claims_shown",
    "digests",
    "facets",
    "has_release",
    "hint",
    "in_words",
    "meetings_held",
    "options",
    "passing",
    "pillars_by_meeting",
    "query",
    "read_query",
    "register_groups",
    "register_shown",
    "release",
    "releases_about",
    "releases_file",
    "releases_page",
    "shown_count",
    "snippet",
    "text_share",
    "total",
    "total_about",
]

What = Literal["releases", "claims", "register"]

Sort = Literal["date", "relevance"]

ABOUT = tuple("date date_basis kind publisher url language text_kind announces_meeting duplicate_of words".split())
CHUNK = 500  # releases that are held at a time while a file is written


# --- filters --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filters:
    """What a reader asks for, in the short names of a link; an empty tuple asks for nothing in that facet.

    >>> Filters(q="trade", pillar=("talent",)).chosen
    {'q': ('trade',), 'pillar': ('talent',)}
    """

    q: str = ""
    pillar: tuple[str, ...] = ()
    meeting: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    claim: tuple[str, ...] = ()

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The filters that are set, in the order of a link."""
        every = {f.name: getattr(self, f.name) for f in fields(self)}
        every["q"] = (self.q.strip(),) if self.q.strip() else ()
        return {name: tuple(values) for name, values in every.items() if values}

    def without(self, facet: str) -> Filters:
        """The same filters with one facet left open."""
        return replace(self, **{facet: "" if facet == "q" else ()})  # type: ignore[arg-type]


def query(filters: Filters, **more: str | None) -> str:
    """The part of a link behind the question mark; only what is set.

    >>> query(Filters(q="smart city", pillar=("talent", "other")), release="a-b")
    'q=smart+city&pillar=talent&pillar=other&release=a-b'
    """
    pairs = [(name, value) for name, values in filters.chosen.items() for value in values]
    return urlencode(pairs + [(name, value) for name, value in more.items() if value])


def read_query(corpus: Corpus, params: Mapping[str, Sequence[str]]) -> tuple[Filters, list[tuple[str, str]]]:
    """Filters from the parameters of a link, and what in it does not exist here as (name, value) pairs.

    The last of several ``q`` counts, as it does in a text box.
    """
    asked = {facet: list(dict.fromkeys(v for v in params[facet] if v)) for facet in FACETS if facet in params}
    known = {facet: {o.slug for o in index_of(corpus).options[facet]} for facet in asked}
    unknown = [(facet, value) for facet, values in asked.items() for value in values if value not in known[facet]]
    kept = {facet: tuple(v for v in values if v in known[facet]) for facet, values in asked.items()}
    q = next((v for v in reversed(params.get("q", ()))), "")
    return Filters(q=q, **kept), unknown


@remembered
def in_words(corpus: Corpus, filters: Filters) -> str:
    """The filters as a reader would say them; empty when none is set."""
    labels = {(f, o.slug): o.label for f, options in index_of(corpus).options.items() for o in options}
    parts = []
    for name, values in filters.chosen.items():
        if name == "q":
            parts.append(f"words {values[0]}")
        else:
            parts.append(f"{name} {' or '.join(labels.get((name, v), v) for v in values)}")
    return "; ".join(parts)


def hint(q: str) -> str:
    """What of a query could not be read; empty when all could.

    >>> hint('"smart city')
    'a quotation mark has no partner'
    """
    return parse(q).hint


def options(corpus: Corpus) -> dict[str, tuple[Option, ...]]:
    """Every value of every facet that occurs in this corpus, whatever is filtered."""
    return index_of(corpus).options


# --- how much there is ----------------------------------------------------------------------------------------


@remembered
def as_of(corpus: Corpus) -> str | None:
    """Date of the latest release, which is as far as the figures reach."""
    shelf = shelf_of(corpus)
    latest = str(shelf.store.facts.days[shelf.own].max(initial=UNDATED))
    return f"{latest[:4]}-{latest[4:6]}-{latest[6:]}" if latest != str(UNDATED) else None


@remembered
def total(corpus: Corpus) -> int:
    """How many releases there are."""
    return int(shelf_of(corpus).own.sum())


@remembered
def total_about(corpus: Corpus) -> int:
    """How many of the releases speak of the programme."""
    facts = shelf_of(corpus).store.facts
    return int(facts.programmes.having(corpus.programmes, len(facts)).sum())


@remembered
def digests(corpus: Corpus) -> int:
    """How many of the releases are digests."""
    shelf = shelf_of(corpus)
    return int(shelf.store.facts.digests[shelf.own].sum())


@remembered
def meetings_held(corpus: Corpus) -> list[int]:
    """Numbers of the meetings, earliest first."""
    return sorted(int(n) for n in corpus.meetings["meeting"])


@remembered
def announcing(corpus: Corpus, meeting: int) -> str | None:
    """The release that announces a meeting, if one does."""
    rows = corpus.meetings[corpus.meetings["meeting"] == meeting]
    return text_in(rows["release_id"].iloc[0]) if len(rows) else None


# --- filters to rows ------------------------------------------------------------------------------------------


def _chosen(filters: Filters) -> dict[str, frozenset[str]]:
    return {facet: frozenset(getattr(filters, facet)) for facet in FACETS if getattr(filters, facet)}


def _passes(
    facts: Mapping[str, frozenset[str]], chosen: Mapping[str, frozenset[str]], ignoring: str | None = None
) -> bool:
    """OR inside a facet, AND across; a facet that a table does not have narrows nothing there."""
    return all(facet == ignoring or facet not in facts or values & facts[facet] for facet, values in chosen.items())


def _found(corpus: Corpus, what: What, q: str) -> Iterator[str]:
    """Ids of the claims or entries that hold the query."""
    tree, shelf = parse(q).tree, shelf_of(corpus)
    named = {field: shelf.named(field) for field in fields_of(tree)}
    for key, document in index_of(corpus).documents[what].items():
        if tree is None or evaluate(tree, partial(_true_of, document, named)):
            yield key


def _true_of(document: Document, named: Mapping[Field, frozenset[str]], leaf: Node) -> bool:
    if isinstance(leaf, Phrase):
        return stands_in(leaf, document.title if leaf.title else document.text)
    if isinstance(leaf, Dates):
        return document.date is not None and leaf.low <= document.date <= leaf.high
    assert isinstance(leaf, Field)
    return bool(named[leaf] & document.facts.get(leaf.name, frozenset()))


def _shown(corpus: Corpus, what: What, filters: Filters) -> pd.DataFrame:
    index = index_of(corpus)
    table, documents, chosen = index.frames[what], index.documents[what], _chosen(filters)
    if not filters.chosen:
        return table
    ids = {i for i in _found(corpus, what, filters.q) if _passes(documents[i].facts, chosen)}
    return table[table[KEYS[what][0]].isin(ids)].reset_index(drop=True)


def _holding(corpus: Corpus, q: str) -> Truths:
    """The releases shown that hold the query."""
    shelf = shelf_of(corpus)
    named = {f: tuple(shelf.values(f.name, shelf.named(f))) for f in fields_of(parse(q).tree)}
    return shelf.own & shelf.store.found(q, named)


def _passing(corpus: Corpus, filters: Filters) -> Truths:
    shelf, out = shelf_of(corpus), _holding(corpus, filters.q)
    for facet, chosen in _chosen(filters).items():
        out = out & shelf.having(facet, chosen)
    return out


def passing(corpus: Corpus, filters: Filters, release_ids: Iterable[str]) -> frozenset[str]:
    """Those of some releases that are shown; KeyError when there is none of an id."""
    shown = _passing(corpus, filters)
    return frozenset(i for i in release_ids if shown[place_of(corpus, i)])


def _ordered(corpus: Corpus, filters: Filters, sort: Sort) -> Ints:
    """Places of the releases that pass, newest first or by relevance."""
    places = np.flatnonzero(_passing(corpus, filters))
    return shelf_of(corpus).store.by_relevance(places, filters.q) if sort == "relevance" else places


@remembered
def shown_count(corpus: Corpus, what: What, filters: Filters) -> int:
    """How many rows of a table pass."""
    return int(_passing(corpus, filters).sum()) if what == "releases" else len(_shown(corpus, what, filters))


# --- releases -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """One release in a list: its id, what it is called, its row, and the piece of text to show."""

    release_id: str
    name: str
    row: dict[str, Any]
    piece: Snippet


@remembered
def releases_page(corpus: Corpus, filters: Filters, sort: Sort = "date", page: int = 1, size: int = 10) -> list[Result]:
    """One page of the releases that pass, each with the piece of its text that is shown beside it."""
    places = _ordered(corpus, filters, sort)[(page - 1) * size : page * size].tolist()
    facts = shelf_of(corpus).store.facts
    return [_result(facts, place, row, filters.q) for place, row in _stored_rows(corpus, places)]


def releases_file(corpus: Corpus, filters: Filters, sort: Sort = "date") -> Iterator[pd.DataFrame]:
    """All releases that pass, a part at a time, each with its ``hits`` where words are asked for, paragraph and piece."""
    places, facts = _ordered(corpus, filters, sort).tolist(), shelf_of(corpus).store.facts
    hits = ["hits"] if filters.q.strip() else []
    columns = ["release_id", "name", *ABOUT, "pillars", "claims_counted", *hits, "paragraph", "snippet"]
    for i in range(0, max(len(places), 1), CHUNK):
        rows = []
        for place, row in _stored_rows(corpus, places[i : i + CHUNK]):
            piece = piece_of(row["text"], row["title"], filters.q)
            found = {"hits": len(piece.spans) + piece.more, "paragraph": piece.passage, "snippet": piece.text}
            rows.append({**_release_row(facts, place, row), **found})
        yield pd.DataFrame(rows, columns=columns).astype({"announces_meeting": "Int64"})


def _stored_rows(corpus: Corpus, places: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    store = shelf_of(corpus).store
    rows = store.rows(places)
    seqs = dict(zip(store.facts.seqs[list(places)].tolist(), places, strict=True))
    return ((seqs[row["seq"]], row) for row in rows)


def _result(facts: Facts, place: int, row: dict[str, Any], q: str) -> Result:
    piece = piece_of(row["text"], row["title"], q)
    return Result(row["release_id"], label(row), _release_row(facts, place, row), piece)


def _release_row(facts: Facts, place: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """A release as pages and files show it: without its text, with its pillars and the number of its counted claims."""
    return (
        {"release_id": row["release_id"], "name": label(row)}
        | {c: row[c] for c in ABOUT}
        | {
            "pillars": ";".join(sorted(facts.facets["pillar"].of(place))) or None,
            "claims_counted": int(facts.counted[place]),
        }
    )


@remembered
def release(corpus: Corpus, release_id: str) -> dict[str, Any]:
    """One release as a list shows it; KeyError when there is none of this id."""
    place = place_of(corpus, release_id)
    return _release_row(shelf_of(corpus).store.facts, place, stored_release(corpus, release_id))


def has_release(corpus: Corpus, release_id: str) -> bool:
    """Whether there is a release of this id."""
    place = shelf_of(corpus).store.place(release_id)
    return place is not None and bool(shelf_of(corpus).own[place])


@remembered
def releases_about(corpus: Corpus, *programmes: str) -> list[dict[str, Any]]:
    """Rows of dated releases about one of these programmes, copies left out, earliest first."""
    releases = corpus.releases
    about = releases[
        releases["programme"].isin(programmes) & releases["duplicate_of"].isna() & releases["date"].notna()
    ]
    return records(about.sort_values(["date", "release_id"]))


@remembered
def snippet(corpus: Corpus, release_id: str, q: str, length: int = 260) -> Snippet:
    """The piece around the first hit of the paragraph with the most of the words; without words, the opening."""
    row = stored_release(corpus, release_id)
    return piece_of(row["text"], row["title"], q, length)


# --- claims and entries of the register -----------------------------------------------------------------------


@remembered
def claims_shown(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    """Claims that pass, each with what is known of its release; words are looked for in the sentence.

    A claim has the pillars of its release, and the meeting that it is about itself.
    """
    return _shown(corpus, "claims", filters)


@remembered
def register_shown(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    """MOUs and projects that pass, with their parties by side; kind and publisher narrow nothing here."""
    return _shown(corpus, "register", filters)


@remembered
def register_groups(corpus: Corpus, filters: Filters, by: str) -> pd.DataFrame:
    """How many of the entries shown have each value of a facet, and how many none.

    by: meeting, pillar, party or year.  Columns: value (None for the last), label, and one a measure by its slug, never
    added up.  An entry with several values counts for each.
    """
    shown, documents = register_shown(corpus, filters), index_of(corpus).documents["register"]
    measures = [m.slug for m in corpus.programme.measures]
    counts: dict[str | None, Counter[str]] = {}
    for register_id, measure in zip(shown["register_id"], shown["measure"], strict=True):
        for value in documents[register_id].facts[by] or (None,):
            counts.setdefault(value, Counter())[measure] += 1
    known: list[tuple[str | None, str]] = [(o.slug, o.label) for o in options(corpus)[by]]
    rows = [(v, label, *(counts[v][m] for m in measures)) for v, label in [*known, (None, "")] if v in counts]
    return pd.DataFrame(rows, columns=["value", "label", *measures])


# --- what each value of a facet would show --------------------------------------------------------------------


@remembered
def facets(corpus: Corpus, what: What, filters: Filters) -> dict[str, tuple[Option, ...]]:
    """The values of each facet with the number of rows that each would show; not the facets that a table lacks."""
    index, chosen = index_of(corpus), _chosen(filters)
    if what == "releases":
        return _release_facets(corpus, filters)
    documents = index.documents[what]
    rows = [documents[i].facts for i in _found(corpus, what, filters.q)]
    out = {}
    for facet in FACETS:
        tally = Counter(v for row in rows if facet in row and _passes(row, chosen, ignoring=facet) for v in row[facet])
        if any(facet in document.facts for document in documents.values()):
            out[facet] = tuple(replace(o, count=tally[o.slug]) for o in index.options[facet])
    return out


def _release_facets(corpus: Corpus, filters: Filters) -> dict[str, tuple[Option, ...]]:
    shelf, holding = shelf_of(corpus), _holding(corpus, filters.q)
    having = {facet: shelf.having(facet, chosen) for facet, chosen in _chosen(filters).items()}
    out = {}
    for facet in FACETS:
        shown = holding
        for other, mask in having.items():
            shown = shown if other == facet else shown & mask
        tally: Counter[str] = Counter()
        for value, count in shelf.store.facts.facets[facet].tally(shown).items():
            tally[shelf.slugs[facet][value]] += count
        out[facet] = tuple(replace(o, count=tally[o.slug]) for o in index_of(corpus).options[facet])
    return out


# --- pillars --------------------------------------------------------------------------------------------------


@remembered
def pillars_by_meeting(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    """Entries of the register by measure, meeting, pillar, and whether the source states it or we assigned it.

    Entries outside the meetings (the founding MOU) are left out. Columns: measure, meeting, pillar, pillar_basis,
    entries, register_ids.
    """
    shown = register_shown(corpus, filters)
    shown = shown[shown["meeting"].notna()]
    grouped = shown.groupby(["measure", "meeting", "pillar", "pillar_basis"], sort=True)["register_id"]
    out = (
        grouped.agg(["size", ";".join]).reset_index()
        if len(shown)
        else pd.DataFrame(columns=["measure", "meeting", "pillar", "pillar_basis", "size", "join"])
    )
    return out.set_axis(["measure", "meeting", "pillar", "pillar_basis", "entries", "register_ids"], axis=1)


@remembered
def text_share(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    """Share of the words of the releases shown that stand in paragraphs naming a pillar, by year and pillar.

    A paragraph that names two pillars counts for both and copies of a release are left out, so the shares of a year
    need not add up to one. Columns: year, pillar, words, all_words, share, releases.
    """
    facts = shelf_of(corpus).store.facts
    shown = _passing(corpus, filters) & ~facts.copies & (facts.days != UNDATED)
    years = facts.days // 10000
    named = facts.facets["pillar"]
    rows = []
    for year in np.unique(years[shown]).tolist():
        of_year = shown & (years == year)
        words = int(facts.words[of_year].sum())
        for pillar in corpus.programme.pillar_words if words else ():
            mine = of_year[named.rows] & (named.codes == (named.values.index(pillar) if pillar in named.values else -1))
            naming = int(facts.pillar_words[mine].sum())
            rows.append(
                {
                    "year": str(year),
                    "pillar": pillar,
                    "words": naming,
                    "all_words": words,
                    "share": naming / words,
                    "releases": int(of_year.sum()),
                }
            )
    return pd.DataFrame(rows, columns=["year", "pillar", "words", "all_words", "share", "releases"])
