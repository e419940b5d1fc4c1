"""What is shown: filters in, the rows, figures, snippets and files of a page out.

Everything here is a pure function of a ``Corpus`` and a ``Filters``, so that a page, a test and another program
see the same rows.  Nothing here draws.

A row passes a facet when it has any of the chosen values (OR), and all facets must agree (AND).  The count beside
a value says how many rows the page would show if that value alone were chosen in its facet: a facet does not
narrow itself.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial, wraps
from threading import Lock
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from sci_loader.corpus import Corpus
from sci_loader.grammar import REASONS
from sci_loader.load import PARAGRAPH, slugify
from sci_loader.register import party_names
from sci_loader.search import (
    Dates,
    Field,
    Node,
    Phrase,
    Span,
    bare,
    evaluate,
    fields_of,
    indexed,
    marked,
    matches,
    matches_in,
    parse,
    phrases,
    stands_in,
    tokens,
    window,
)
from sci_loader.store import FACETS, UNDATED, Ints, Store, Truths, is_short
from sci_loader.tables import frame, records
from sci_loader.vocabulary import Measure, Programme

__all__ = [
    "FACETS",
    "Evidence",
    "Figure",
    "Filters",
    "Option",
    "Snippet",
    "Span",
    "addends",
    "announcing",
    "arithmetic",
    "as_of",
    "claims_of",
    "claims_shown",
    "citation",
    "conflict_name",
    "conflicts",
    "count",
    "csv_bytes",
    "day",
    "digests",
    "entries",
    "evidence",
    "facets",
    "figure",
    "figure_id",
    "figure_name",
    "figures",
    "file_name",
    "in_words",
    "kind_name",
    "has_release",
    "hint",
    "label",
    "marked",
    "marks",
    "matches",
    "meeting_name",
    "meeting_slug",
    "meetings_held",
    "of_programme",
    "options",
    "pillars_by_meeting",
    "plural",
    "programme_of",
    "query",
    "read_query",
    "reading",
    "reason_words",
    "register_shown",
    "release",
    "releases_file",
    "releases_about",
    "releases_page",
    "remembered",
    "series",
    "shown_count",
    "snippet",
    "text_share",
    "total",
]

What = Literal["releases", "claims", "register"]

Sort = Literal["date", "relevance"]

KIND_NAMES = {"press_release": "Press release", "news": "News", "speech": "Speech", "other": "Other"}
CLAIM_NAMES = {"counted": "Yes, counted", "not-counted": "Yes, not counted", "no": "No"}
MIN_OPENING = 80  # characters; shorter paragraphs at the start are headings and greetings
ABOUT = tuple("date date_basis kind publisher url language text_kind announces_meeting duplicate_of words".split())
CHUNK = 500  # releases that are held at a time while a file is written
_KEYS = {"claims": "claim_id", "register": "register_id"}
BASIS_NAMES = {"new": "new", "cumulative": "to date"}


# --- memory --------------------------------------------------------------------------------------------------

KEPT = 512
_KEPT: dict[int, dict[Any, Any]] = {}
_KEEPING, _NOT_KEPT = Lock(), object()
_P = ParamSpec("_P")
_R = TypeVar("_R")


def remembered(function: Callable[Concatenate[Corpus, _P], _R]) -> Callable[Concatenate[Corpus, _P], _R]:
    """A pure function of a corpus that works each result out once and keeps it while the corpus lives.

    The ``KEPT`` results asked for last are kept for each corpus. What is returned is shared, so nobody may change it,
    and is not the corpus itself, which could then never go.
    """

    @wraps(function)
    def inner(corpus: Corpus, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        if id(corpus) not in _KEPT:
            weakref.finalize(corpus, _KEPT.pop, id(corpus), None)
        kept = _KEPT.setdefault(id(corpus), {})
        key = (function, args, tuple(kwargs.items()))
        result = kept.pop(key, _NOT_KEPT)  # viewers on other threads do the same: look and take in one step
        if result is _NOT_KEPT:
            result = function(corpus, *args, **kwargs)
        with _KEEPING:
            kept[key] = result
            while len(kept) > KEPT:
                kept.pop(next(iter(kept)), None)
        return cast("_R", result)

    return inner


# --- filters -------------------------------------------------------------------------------------------------


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


@dataclass(frozen=True)
class Option:
    """One value of a facet: its short name in links, its name for people, and how many rows it would show."""

    slug: str
    label: str
    count: int


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
    known = {facet: {o.slug for o in _index(corpus).options[facet]} for facet in asked}
    unknown = [(facet, value) for facet, values in asked.items() for value in values if value not in known[facet]]
    kept = {facet: tuple(v for v in values if v in known[facet]) for facet, values in asked.items()}
    q = next((v for v in reversed(params.get("q", ()))), "")
    return Filters(q=q, **kept), unknown


@remembered
def in_words(corpus: Corpus, filters: Filters) -> str:
    """The filters as a reader would say them; empty when none is set."""
    labels = {(f, o.slug): o.label for f, options in _index(corpus).options.items() for o in options}
    parts = []
    for name, values in filters.chosen.items():
        if name == "q":
            parts.append(f"words {values[0]}")
        else:
            parts.append(f"{name} {' or '.join(labels.get((name, v), v) for v in values)}")
    return "; ".join(parts)


# --- names for people ----------------------------------------------------------------------------------------


def day(date: Any) -> str:
    """An ISO date as a reader writes it; "no date" for none.

    >>> day("2023-12-14"), day(None)
    ('14 December 2023', 'no date')
    """
    if not isinstance(date, str):
        return "no date"
    parsed = dt.date.fromisoformat(date)
    return f"{parsed.day} {parsed:%B %Y}"


def programme_of(corpus: Corpus) -> Programme:
    """The programme a corpus is shown for: the first that it holds."""
    return next(iter(corpus.programmes.values()))


def of_programme(corpus: Corpus, slug: str) -> Corpus:
    """The corpus as one programme sees it: its own figures and register, every release not another's."""
    return corpus if list(corpus.programmes) == [slug] else _part(corpus, slug)


@remembered
def _part(corpus: Corpus, slug: str) -> Corpus:
    return corpus.of(slug)


def count(value: int, measure: Measure) -> str:
    """A number with its noun.

    >>> from sci_loader.vocabulary import load_programmes
    >>> mou, project = load_programmes()["sci"].measures
    >>> count(29, mou), count(1, project), count(43, project)
    ('29 MOUs', '1 project', '43 projects')
    """
    return f"{value} {measure.one if value == 1 else plural(measure)}"


def plural(measure: Measure) -> str:
    """The noun of a measure inside a sentence: "MOUs", "projects"."""
    return measure.label if measure.one[:1].isupper() else measure.label[:1].lower() + measure.label[1:]


def meeting_name(programme: Programme, number: int) -> str:
    """How a meeting is called, such as "JIC 4"."""
    return f"{programme.meeting_short} {number}"


def meeting_slug(programme: Programme, number: int) -> str:
    """How a meeting is called in links, such as "jic4"."""
    return f"{slugify(programme.meeting_short)}{number}"


def figure_id(programme: Programme, meeting: int, measure: str) -> str:
    """How a figure is called in links, such as "jic4-mou"."""
    return f"{meeting_slug(programme, meeting)}-{measure}"


def kind_name(kind: Any) -> str:
    """A kind of release for people.

    >>> kind_name("press_release")
    'Press release'
    """
    return KIND_NAMES.get(str(kind), str(kind).replace("_", " ").capitalize())


def reason_words(reason: Any) -> str:
    """Why a claim is not counted, as a sentence part; empty for a counted one."""
    return REASONS.get(reason, str(reason)) if isinstance(reason, str) else ""


def label(release: Mapping[str, Any]) -> str:
    """What to call a release: its title, or else its kind, publisher, date and first words.

    >>> untitled = {"title": None, "kind": "news", "publisher": "The Times", "date": "2024-04-12"}
    >>> label({**untitled, "text": "One two.\\n\\nThree"})
    'News, The Times, 12 April 2024: One two.'
    """
    if isinstance(release["title"], str):
        return str(release["title"])
    publisher = release["publisher"] if isinstance(release["publisher"], str) else "unnamed publisher"
    first = " ".join(str(release["text"]).split("\n\n", 1)[0].split()[:12])
    ellipsis = "" if first == " ".join(str(release["text"]).split("\n\n", 1)[0].split()) else " …"
    return f"{kind_name(release['kind'])}, {publisher}, {day(release['date'])}: {first}{ellipsis}"


def hint(q: str) -> str:
    """What of a query could not be read; empty when all could.

    >>> hint('"smart city')
    'a quotation mark has no partner'
    """
    return parse(q).hint


@remembered
def as_of(corpus: Corpus) -> str | None:
    """Date of the latest release, which is as far as the figures reach."""
    shelf = _shelf(corpus)
    latest = str(shelf.store.facts.days[shelf.own].max(initial=UNDATED))
    return f"{latest[:4]}-{latest[4:6]}-{latest[6:]}" if latest != str(UNDATED) else None


@remembered
def total(corpus: Corpus) -> int:
    """How many releases there are."""
    return int(_shelf(corpus).own.sum())


@remembered
def total_about(corpus: Corpus) -> int:
    """How many of the releases speak of the programme."""
    facts = _shelf(corpus).store.facts
    return int(facts.programmes.having(corpus.programmes, len(facts)).sum())


@remembered
def digests(corpus: Corpus) -> int:
    """How many of the releases are digests."""
    shelf = _shelf(corpus)
    return int(shelf.store.facts.digests[shelf.own].sum())


# --- shelf: the releases, in memory or in a built store ------------------------------------------------------


@dataclass(frozen=True)
class _Shelf:
    """The store, which of its releases are shown, and the names of the facts: value to slug, slug to label."""

    store: Store
    own: Truths
    slugs: dict[str, dict[str, str]]
    labels: dict[str, dict[str, str]]

    def values(self, facet: str, chosen: Iterable[str]) -> list[str]:
        """The values that stand behind the slugs of a facet."""
        wanted = set(chosen)
        return [value for value, slug in self.slugs[facet].items() if slug in wanted]

    def having(self, facet: str, chosen: Iterable[str]) -> Truths:
        return self.store.facts.facets[facet].having(self.values(facet, chosen), len(self.own))

    def named(self, field: Field) -> frozenset[str]:
        """Slugs of a facet that a query means: the one of this name, else those whose label has these words."""
        labels, phrase = self.labels[field.name], field.phrase
        exact = frozenset(slug for slug in labels if tokens(slug) == phrase.tokens)
        return exact or frozenset(slug for slug, label in labels.items() if stands_in(phrase, indexed(label)))

    def facts(self, place: int) -> _Facts:
        facets = self.store.facts.facets
        return {f: frozenset(self.slugs[f][v] for v in facets[f].of(place)) for f in FACETS}


@remembered
def _shelf(corpus: Corpus) -> _Shelf:
    programme = programme_of(corpus)
    store = corpus.store or Store.of(
        corpus.releases, corpus.claims, corpus.passages, party_names(corpus.parties, corpus.aliases)
    )
    facts = store.facts
    named = facts.programmes.having(facts.programmes.values, len(facts))
    own = ~named | facts.programmes.having(corpus.programmes, len(facts))
    kind, party = (lambda v: v.replace("_", "-")), slugify
    to_slug: dict[str, Callable[[str], str]] = {
        "meeting": lambda v: meeting_slug(programme, int(v)),
        "kind": kind,
        "publisher": slugify,
        "party": party,
    }
    slugs = {f: {v: to_slug.get(f, str)(v) for v in facts.facets[f].values} for f in FACETS}
    return _Shelf(store, own, slugs, _labels(corpus, programme, slugs))


def _labels(corpus: Corpus, programme: Programme, slugs: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """What each value of a facet is called, in the order in which it is offered; also those of the register alone."""
    names: dict[str, dict[str, str]] = {
        "pillar": dict(programme.pillars),
        "meeting": {
            meeting_slug(programme, int(n)): meeting_name(programme, int(n)) for n in corpus.meetings["meeting"]
        },
        "year": {"undated": "No date"},
        "kind": {k.replace("_", "-"): v for k, v in KIND_NAMES.items()},
        "publisher": {slug: name for name, slug in slugs["publisher"].items()},
        "party": {slugify(name): name for name in corpus.parties["party"]},
        "claim": CLAIM_NAMES,
    }
    return {f: names[f] | {s: s for s in sorted(slugs[f].values()) if s not in names[f]} for f in FACETS}


# --- index: what every view of claims and the register needs, worked out once --------------------------------


@dataclass(frozen=True)
class _Document:
    """What is searched of a claim or an entry: words as an index has them, facts, and the day."""

    text: str
    title: str
    facts: _Facts
    date: str | None


@dataclass(frozen=True)
class _Index:
    """Facet values and words of every row, the options of every facet, and where things stand."""

    options: dict[str, tuple[Option, ...]]
    frames: dict[str, pd.DataFrame]
    documents: dict[str, dict[str, _Document]]
    by_id: dict[str, dict[str, dict[str, Any]]]


_Facts = dict[str, frozenset[str]]


@remembered
def _index(corpus: Corpus) -> _Index:
    return _build(corpus)


def _build(corpus: Corpus) -> _Index:
    programme, shelf = programme_of(corpus), _shelf(corpus)
    releases = {str(r["release_id"]): r for r in records(corpus.releases)}
    stating = [i for i in dict.fromkeys(corpus.claims["release_id"]) if i in releases]
    of_release = {i: shelf.facts(place) for i, place in zip(stating, shelf.store.places_of(stating), strict=True)}
    frames = {"claims": _claim_frame(corpus, corpus.claims), "register": _register_frame(corpus, programme)}
    register = _register_facts(corpus, programme)
    documents = {
        "claims": {
            str(c["claim_id"]): _Document(
                indexed(c["sentence"]),
                indexed(c["release"]),
                {**of_release[c["release_id"]], "meeting": _meetings(programme, c["meeting"])},
                _text(c["date"]),
            )
            for c in records(frames["claims"])
        },
        "register": {
            str(r["register_id"]): _Document(
                _register_text(r), indexed(str(r["title"])), register[r["register_id"]], _text(r["date"])
            )
            for r in records(frames["register"])
        },
    }
    by_id = {n: {str(r[_KEYS[n]]): r for r in records(table)} for n, table in frames.items()}
    return _Index(_options(shelf, documents), frames, documents, {**by_id, "releases": releases})


def _register_text(row: Mapping[str, Any]) -> str:
    """What is searched of an entry: title, description, topics and parties."""
    columns = ("title", "description", "topics", *(c for c in row if c.startswith("parties_")))
    return indexed(PARAGRAPH.join(row[c] for c in columns if isinstance(row[c], str)))


def _meetings(programme: Programme, *numbers: Any) -> frozenset[str]:
    return frozenset(meeting_slug(programme, int(n)) for n in numbers if not pd.isna(n))


def _year(date: Any) -> str:
    return date[:4] if isinstance(date, str) else "undated"


def _register_facts(corpus: Corpus, programme: Programme) -> dict[str, _Facts]:
    parties: dict[str, set[str]] = {}
    for p in records(corpus.parties):
        parties.setdefault(p["register_id"], set()).add(slugify(p["party"]))
    return {
        r["register_id"]: {
            "pillar": frozenset([r["pillar"]] if isinstance(r["pillar"], str) else []),
            "meeting": _meetings(programme, r["meeting"]),
            "year": frozenset([_year(_entry_date(corpus, programme, r))]),
            "party": frozenset(parties.get(r["register_id"], ())),
        }
        for r in records(corpus.register)
    }


def _entry_date(corpus: Corpus, programme: Programme, entry: Mapping[str, Any]) -> str | None:
    """Day of an entry's meeting, or that on which a founding fact of the programme file was settled."""
    if pd.isna(entry["meeting"]):
        return next((f.date.isoformat() for f in programme.founding if f.register_id == entry["register_id"]), None)
    return _dates(corpus).get(int(entry["meeting"]))


@remembered
def _dates(corpus: Corpus) -> dict[int, str]:
    """Day of each meeting whose day is known."""
    return {int(m["meeting"]): m["date"] for m in records(corpus.meetings) if isinstance(m["date"], str)}


def _options(shelf: _Shelf, documents: Mapping[str, Mapping[str, _Document]]) -> dict[str, tuple[Option, ...]]:
    """Every value that occurs, with its label; the counts of a page come from ``facets``."""
    used: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for facet in FACETS:
        for value, count in shelf.store.facts.facets[facet].tally(shelf.own).items():
            used[facet][shelf.slugs[facet][value]] += count
    often = {facet: dict(tally) for facet, tally in used.items()}  # in releases, whatever claims and entries add
    for rows in documents.values():
        for document in rows.values():
            for facet, values in document.facts.items():
                used[facet].update(values)
    out = {}
    for facet in FACETS:
        known = {slug: name for slug, name in shelf.labels[facet].items() if used[facet][slug]}
        known |= {slug: slug for slug in sorted(used[facet]) if used[facet][slug] and slug not in known}
        if facet in ("publisher", "party"):
            known = dict(sorted(known.items(), key=lambda item: (-often[facet].get(item[0], 0), item[1])))
        elif facet == "year":
            known = dict(sorted(known.items()))
        out[facet] = tuple(Option(slug, name, used[facet][slug]) for slug, name in known.items())
    return out


def _claim_frame(corpus: Corpus, claims: pd.DataFrame) -> pd.DataFrame:
    """Claims, each with what is known of its release, newest first."""
    columns = ["date", "kind", "publisher", "url", "text_kind", "duplicate_of", "title", "text"]
    releases = corpus.releases[corpus.releases["release_id"].isin(claims["release_id"])]
    if len(releases) < claims["release_id"].nunique():  # a release of the store that is about no programme
        releases = frame("releases", [_stored(corpus, i) for i in claims["release_id"].unique()])
    rows = records(releases)
    labels = {str(r["release_id"]): label(r) for r in rows}
    passages = {str(r["release_id"]): _paragraphs(str(r["text"])) for r in rows}
    out = claims.join(releases.set_index("release_id")[columns[:-2]], on="release_id")
    out["copy"] = out.pop("duplicate_of").notna()
    out.insert(2, "release", [labels[i] for i in out["release_id"]])
    out["passage"] = pd.array(
        [_passage(passages[i], s) for i, s in zip(out["release_id"], out["start"], strict=True)], dtype="Int64"
    )
    out["why_not_counted"] = [reason_words(r) or None for r in out["reason"]]
    return out.sort_values(
        ["date", "release_id", "start"], ascending=[False, True, True], na_position="last"
    ).reset_index(drop=True)


def _paragraphs(text: str) -> list[tuple[int, int, int]]:
    """Number, start and end of each paragraph, as the table of passages has them.

    >>> _paragraphs("A title\\n\\nA text")
    [(1, 0, 7), (2, 9, 15)]
    """
    out, start = [], 0
    for number, paragraph in enumerate(text.split(PARAGRAPH), 1):
        out.append((number, start, start + len(paragraph)))
        start += len(paragraph) + len(PARAGRAPH)
    return out


def _passage(passages: Iterable[tuple[int, int, int]], offset: int) -> int | None:
    return next((n for n, start, end in passages if start <= offset < end), None)


def _register_frame(corpus: Corpus, programme: Programme) -> pd.DataFrame:
    out = corpus.register.copy()
    out.insert(4, "date", pd.array([_entry_date(corpus, programme, r) for r in records(out)], dtype="str"))
    for side in (*programme.side_labels, "other"):
        chosen = corpus.parties[corpus.parties["side"] == side]
        joined: dict[Any, str] = chosen.groupby("register_id")["party"].agg("; ".join).to_dict() if len(chosen) else {}
        out[f"parties_{side}"] = pd.array([joined.get(i) for i in out["register_id"]], dtype="str")
    return out.sort_values(["meeting", "measure", "register_id"], na_position="first").reset_index(drop=True)


# --- filters to rows -----------------------------------------------------------------------------------------


def _passes(
    facts: Mapping[str, frozenset[str]], chosen: Mapping[str, frozenset[str]], ignoring: str | None = None
) -> bool:
    """OR inside a facet, AND across; a facet that a table does not have narrows nothing there."""
    return all(facet == ignoring or facet not in facts or values & facts[facet] for facet, values in chosen.items())


def _chosen(filters: Filters) -> dict[str, frozenset[str]]:
    return {facet: frozenset(getattr(filters, facet)) for facet in FACETS if getattr(filters, facet)}


def _found(corpus: Corpus, what: What, q: str) -> Iterator[str]:
    """Ids of the claims or entries that hold the query."""
    tree, shelf = parse(q).tree, _shelf(corpus)
    named = {field: shelf.named(field) for field in fields_of(tree)}
    for key, document in _index(corpus).documents[what].items():
        if tree is None or evaluate(tree, partial(_true_of, document, named)):
            yield key


def _true_of(document: _Document, named: Mapping[Field, frozenset[str]], leaf: Node) -> bool:
    if isinstance(leaf, Phrase):
        return stands_in(leaf, document.title if leaf.title else document.text)
    if isinstance(leaf, Dates):
        return document.date is not None and leaf.low <= document.date <= leaf.high
    assert isinstance(leaf, Field)
    return bool(named[leaf] & document.facts.get(leaf.name, frozenset()))


def _shown(corpus: Corpus, what: What, filters: Filters) -> pd.DataFrame:
    index = _index(corpus)
    table, documents, chosen = index.frames[what], index.documents[what], _chosen(filters)
    if not filters.chosen:
        return table
    ids = {i for i in _found(corpus, what, filters.q) if _passes(documents[i].facts, chosen)}
    return table[table[_KEYS[what]].isin(ids)].reset_index(drop=True)


def _holding(corpus: Corpus, q: str) -> Truths:
    """The releases shown that hold the query."""
    shelf = _shelf(corpus)
    named = {f: tuple(shelf.values(f.name, shelf.named(f))) for f in fields_of(parse(q).tree)}
    return shelf.own & shelf.store.found(q, named)


def _passing(corpus: Corpus, filters: Filters) -> Truths:
    shelf, out = _shelf(corpus), _holding(corpus, filters.q)
    for facet, chosen in _chosen(filters).items():
        out = out & shelf.having(facet, chosen)
    return out


def passing(corpus: Corpus, filters: Filters, release_ids: Iterable[str]) -> frozenset[str]:
    """Those of some releases that are shown; KeyError when there is none of an id."""
    shown = _passing(corpus, filters)
    return frozenset(i for i in release_ids if shown[_place(corpus, i)])


def _ordered(corpus: Corpus, filters: Filters, sort: Sort) -> Ints:
    """Places of the releases that pass, newest first or by relevance."""
    places = np.flatnonzero(_passing(corpus, filters))
    return _shelf(corpus).store.by_relevance(places, filters.q) if sort == "relevance" else places


@remembered
def shown_count(corpus: Corpus, what: What, filters: Filters) -> int:
    """How many rows of a table pass."""
    return int(_passing(corpus, filters).sum()) if what == "releases" else len(_shown(corpus, what, filters))


@remembered
def releases_page(corpus: Corpus, filters: Filters, sort: Sort = "date", page: int = 1, size: int = 10) -> list[Result]:
    """One page of the releases that pass, each with the piece of its text that is shown beside it."""
    places = _ordered(corpus, filters, sort)[(page - 1) * size : page * size].tolist()
    return [_result(corpus, place, row, filters.q) for place, row in _stored_rows(corpus, places)]


def _stored_rows(corpus: Corpus, places: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    store = _shelf(corpus).store
    rows = store.rows(places)
    seqs = dict(zip(store.facts.seqs[list(places)].tolist(), places, strict=True))
    return ((seqs[row["seq"]], row) for row in rows)


def _result(corpus: Corpus, place: int, row: dict[str, Any], q: str) -> Result:
    piece = _piece(row["text"], row["title"], q)
    return Result(row["release_id"], label(row), _release_row(corpus, place, row), piece)


def _release_row(corpus: Corpus, place: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """A release as pages and files show it: without its text, with its pillars and the number of its counted claims."""
    facts = _shelf(corpus).store.facts
    return (
        {"release_id": row["release_id"], "name": label(row)}
        | {c: row[c] for c in ABOUT}
        | {
            "pillars": ";".join(sorted(facts.facets["pillar"].of(place))) or None,
            "claims_counted": int(facts.counted[place]),
        }
    )


def releases_file(corpus: Corpus, filters: Filters, sort: Sort = "date") -> Iterator[pd.DataFrame]:
    """All releases that pass, a part at a time, each with its ``hits`` where words are asked for, paragraph and piece."""
    places = _ordered(corpus, filters, sort).tolist()
    hits = ["hits"] if filters.q.strip() else []
    columns = ["release_id", "name", *ABOUT, "pillars", "claims_counted", *hits, "paragraph", "snippet"]
    for i in range(0, max(len(places), 1), CHUNK):
        rows = []
        for place, row in _stored_rows(corpus, places[i : i + CHUNK]):
            piece = _piece(row["text"], row["title"], filters.q)
            found = {"hits": len(piece.spans) + piece.more, "paragraph": piece.passage, "snippet": piece.text}
            rows.append({**_release_row(corpus, place, row), **found})
        yield pd.DataFrame(rows, columns=columns).astype({"announces_meeting": "Int64"})


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
    shown, documents = register_shown(corpus, filters), _index(corpus).documents["register"]
    measures = [m.slug for m in programme_of(corpus).measures]
    counts: dict[str | None, Counter[str]] = {}
    for register_id, measure in zip(shown["register_id"], shown["measure"], strict=True):
        for value in documents[register_id].facts[by] or (None,):
            counts.setdefault(value, Counter())[measure] += 1
    known: list[tuple[str | None, str]] = [(o.slug, o.label) for o in options(corpus)[by]]
    rows = [(v, label, *(counts[v][m] for m in measures)) for v, label in [*known, (None, "")] if v in counts]
    return pd.DataFrame(rows, columns=["value", "label", *measures])


@remembered
def facets(corpus: Corpus, what: What, filters: Filters) -> dict[str, tuple[Option, ...]]:
    """The values of each facet with the number of rows that each would show; not the facets that a table lacks."""
    index, chosen = _index(corpus), _chosen(filters)
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
    shelf, holding = _shelf(corpus), _holding(corpus, filters.q)
    having = {facet: shelf.having(facet, chosen) for facet, chosen in _chosen(filters).items()}
    out = {}
    for facet in FACETS:
        shown = holding
        for other, mask in having.items():
            shown = shown if other == facet else shown & mask
        tally: Counter[str] = Counter()
        for value, count in shelf.store.facts.facets[facet].tally(shown).items():
            tally[shelf.slugs[facet][value]] += count
        out[facet] = tuple(replace(o, count=tally[o.slug]) for o in _index(corpus).options[facet])
    return out


# --- search --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Snippet:
    """A piece of a release as it stands there: ``text == releases.text[start:end]``.

    spans: what to mark, offsets in ``text``; more: hits outside it; passage: number of its paragraph; before and
    after: whether the paragraph goes on there.
    """

    text: str
    start: int
    end: int
    passage: int | None
    spans: tuple[Span, ...]
    more: int
    before: bool
    after: bool


@dataclass(frozen=True)
class Result:
    """One release in a list: its id, what it is called, its row, and the piece of text to show."""

    release_id: str
    name: str
    row: dict[str, Any]
    piece: Snippet


def _around(text: str, offset: int) -> Span:
    """The paragraph that holds an offset."""
    low = text.rfind(PARAGRAPH, 0, offset)
    return (low + len(PARAGRAPH) if low >= 0 else 0), _end(text, offset)


def _end(text: str, offset: int) -> int:
    """Where the paragraph that holds an offset ends."""
    high = text.find(PARAGRAPH, offset)
    return high if high >= 0 else len(text)


def _best(plain: str, spans: Sequence[Span], body: int, most: int | None) -> Span | None:
    """The first hit, behind the offset ``body``, of the paragraph in which the most different words were found, the earliest of equals.

    most: how many different ones there can be, where that is known: no other paragraph can be better than one that has them.
    """
    best: tuple[int, Span | None] = (0, None)
    end, words, first = -1, set[str](), (0, 0)
    for span in spans:
        if span[0] < body:
            continue
        if span[0] >= end:
            end, words, first = _end(plain, span[0]), set(), span
        words.add(plain[slice(*span)])
        if len(words) > best[0]:
            best = len(words), first
            if best[0] == most:
                break
    return best[1]


@remembered
def snippet(corpus: Corpus, release_id: str, q: str, length: int = 260) -> Snippet:
    """The piece around the first hit of the paragraph with the most of the words; without words, the opening."""
    row = _stored(corpus, release_id)
    return _piece(row["text"], row["title"], q, length)


def _piece(text: str, title: Any, q: str, length: int = 260) -> Snippet:
    wanted = set(phrases(parse(q).tree))
    plain = bare(text) if wanted else text  # the paragraphs of both are the same
    spans = matches_in(plain, q)
    opening = _end(plain, 0)
    body = opening + len(PARAGRAPH) if opening < len(text) and text[:opening] == title else 0
    if spans:
        most = None if any(phrase.prefix for phrase in wanted) else len(wanted)
        first = _best(plain, spans, body, most) or spans[0]
    else:
        start = _opening(plain, body)
        first = (start, start)
    low, high = _around(plain, first[0])
    number = plain.count(PARAGRAPH, 0, low) + 1
    start, end = window(text, low, high, first, length)
    inside = tuple((a - start, b - start) for a, b in spans if start <= a and b <= end)
    return Snippet(text[start:end], start, end, number, inside, len(spans) - len(inside), start > low, end < high)


def _opening(text: str, body: int) -> int:
    """Where the first paragraph of some length begins, else the first of the body."""
    start = body
    while start < len(text):
        end = _end(text, start)
        if end - start >= MIN_OPENING:
            return start
        start = end + len(PARAGRAPH)
    return body


# --- figures and their sentences -----------------------------------------------------------------------------


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


def evidence(corpus: Corpus, claim_ids: Iterable[str]) -> tuple[Evidence, ...]:
    """The claims of these ids with their sentences, in the order asked, without ids that do not exist."""
    index = _index(corpus)
    claims, releases = index.by_id["claims"], index.by_id["releases"]
    rows = [claims[i] for i in claim_ids if i in claims]
    return tuple(_evidence(row, releases[row["release_id"]]) for row in rows)


def _evidence(row: Mapping[str, Any], release: Mapping[str, Any]) -> Evidence:
    return Evidence(
        claim_id=row["claim_id"],
        value=int(row["value"]),
        value_text=row["value_text"],
        measure=row["measure"],
        basis=_text(row["basis"]),
        meeting=_number(row["meeting"]),
        sentence=row["sentence"],
        mark=(int(row["start"] - row["sentence_start"]), int(row["end"] - row["sentence_start"])),
        counted=bool(row["counted"]),
        why_not=reason_words(row["reason"]),
        repeats=_text(row["repeats"]),
        release_id=row["release_id"],
        release=row["release"],
        kind=row["kind"],
        publisher=_text(row["publisher"]),
        date=_text(row["date"]),
        date_basis=release["date_basis"],
        url=_text(row["url"]),
        passage=_number(row["passage"]),
        text_kind=row["text_kind"],
        duplicate_of=_text(release["duplicate_of"]),
    )


def _text(cell: Any) -> str | None:
    return cell if isinstance(cell, str) else None


def _number(cell: Any) -> int | None:
    return None if pd.isna(cell) else int(cell)


def _ids(cell: Any) -> list[str]:
    return cell.split(";") if isinstance(cell, str) else []


@remembered
def series(corpus: Corpus) -> pd.DataFrame:
    """The counts table with the date of each meeting and the id of each figure, by measure and meeting."""
    programme, dates = programme_of(corpus), _dates(corpus)
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
def figures(corpus: Corpus) -> list[Figure]:
    """Every figure, latest meeting first, measures in the order of the programme."""
    programme = programme_of(corpus)
    order = [m.slug for m in programme.measures]
    keys = sorted(
        zip(corpus.counts["meeting"], corpus.counts["measure"], strict=True),
        key=lambda k: (-k[0], order.index(k[1])),
    )
    return [figure(corpus, int(meeting), measure) for meeting, measure in keys]


@remembered
def figure(corpus: Corpus, meeting: int, measure: str) -> Figure:
    """One figure with its sentences; KeyError when there is no such meeting or measure."""
    programme = programme_of(corpus)
    of_measure = corpus.counts[corpus.counts["measure"] == measure]
    row = next((r for r in records(of_measure) if r["meeting"] == meeting), None)
    if row is None:
        raise KeyError((meeting, measure))
    claims = _index(corpus).frames["claims"]
    here = claims[(claims["measure"] == measure) & (claims["meeting"] == meeting)].sort_values(
        ["counted", "copy", "date", "release_id", "start"], ascending=[False, True, True, True, True]
    )
    said = evidence(corpus, here["claim_id"])
    totals = {_number(row["added"]), _number(row["stated_low"]), _number(row["stated_high"])} | {
        e.value for e in said if e.counted and e.basis == "cumulative"
    }
    best = evidence(corpus, _ids(row["new_claim_id"]))
    clashes = corpus.conflicts[(corpus.conflicts["meeting"] == meeting) & (corpus.conflicts["measure"] == measure)]
    return Figure(
        figure_id=figure_id(programme, meeting, measure),
        meeting=meeting,
        measure=programme.measure(measure),
        date=_dates(corpus).get(meeting),
        new=_number(row["new"]),
        added=_number(row["added"]),
        stated_low=_number(row["stated_low"]),
        stated_high=_number(row["stated_high"]),
        gap=_number(row["gap"]),
        grade=str(row["grade"]),
        values=tuple(sorted(v for v in totals if v is not None)),
        sum_of=tuple(
            _number(n) for m, n in sorted(zip(of_measure["meeting"], of_measure["new"], strict=True)) if m <= meeting
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
    return f"{meeting_name(programme_of(corpus), one.meeting)} · {one.measure.label} to date: {one.shown}"


def arithmetic(corpus: Corpus, one: Figure) -> str:
    """How the total comes about and what is stated, in one line.

    >>> import sci_loader
    >>> corpus = sci_loader.load()
    >>> arithmetic(corpus, figure(corpus, 4, "mou"))
    '8 + 4 + 8 + 8 = 28 added up; releases state 29, which is 1 more.'
    """
    if one.added is None:
        missing = [meeting_name(programme_of(corpus), f.meeting) for f in addends(corpus, one) if f.new is None]
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
def addends(corpus: Corpus, one: Figure) -> list[Figure]:
    """The figures whose new values make up our sum, the earliest meeting first."""
    held = [n for n in meetings_held(corpus) if n <= one.meeting]
    return [figure(corpus, n, one.measure.slug) for n in held]


def conflict_name(corpus: Corpus, row: Mapping[str, Any]) -> str:
    """A conflict in one line: where it is, what kind, and the values."""
    programme = programme_of(corpus)
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


@remembered
def reading(corpus: Corpus, release_id: str) -> list[tuple[int, str, tuple[tuple[Span, Evidence], ...]]]:
    """The paragraphs of a release in order: number, text, and claims with their places in that paragraph."""
    release = _stored(corpus, release_id)
    text = str(release["text"])
    claims = [_evidence(row, release) for row in records(claims_of(corpus, release_id))]
    at = {e.claim_id: int(e.claim_id.rsplit(":", 1)[1]) for e in claims}
    out = []
    for number, start, end in _paragraphs(text):
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
    programme, shelf = programme_of(corpus), _shelf(corpus)
    named = shelf.facts(_place(corpus, release_id))["party"]
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
        labels = tuple(programme.pillars.get(p, p) for p in _ids(pillars.get(number)))
        out[number] = Marks(tuple(apart), labels)
    return out


@remembered
def citation(corpus: Corpus, release_id: str, number: int) -> str | None:
    """A paragraph with its source, to be copied; None when the release has no paragraph of this number."""
    paragraph = next((text for n, text, _ in reading(corpus, release_id) if n == number), None)
    if paragraph is None:
        return None
    row = release(corpus, release_id)
    publisher = row["publisher"] if isinstance(row["publisher"], str) else None
    digest = "digest, not the words of the original" if row["text_kind"] == "digest" else None
    source = [row["name"], publisher, day(row["date"]), f"paragraph {number}", digest, _text(row["url"])]
    return f"“{paragraph}”\n{', '.join(part for part in source if part)}"


# --- rows of one thing -----------------------------------------------------------------------------------


def options(corpus: Corpus) -> dict[str, tuple[Option, ...]]:
    """Every value of every facet that occurs in this corpus, whatever is filtered."""
    return _index(corpus).options


@remembered
def meetings_held(corpus: Corpus) -> list[int]:
    """Numbers of the meetings, earliest first."""
    return sorted(int(n) for n in corpus.meetings["meeting"])


@remembered
def releases_about(corpus: Corpus, *programmes: str) -> list[dict[str, Any]]:
    """Rows of dated releases about one of these programmes, copies left out, earliest first."""
    releases = corpus.releases
    about = releases[
        releases["programme"].isin(programmes) & releases["duplicate_of"].isna() & releases["date"].notna()
    ]
    return records(about.sort_values(["date", "release_id"]))


@remembered
def announcing(corpus: Corpus, meeting: int) -> str | None:
    """The release that announces a meeting, if one does."""
    rows = corpus.meetings[corpus.meetings["meeting"] == meeting]
    return _text(rows["release_id"].iloc[0]) if len(rows) else None


@remembered
def release(corpus: Corpus, release_id: str) -> dict[str, Any]:
    """One release as a list shows it; KeyError when there is none of this id."""
    place = _place(corpus, release_id)
    return _release_row(corpus, place, _stored(corpus, release_id))


def has_release(corpus: Corpus, release_id: str) -> bool:
    """Whether there is a release of this id."""
    place = _shelf(corpus).store.place(release_id)
    return place is not None and bool(_shelf(corpus).own[place])


def _place(corpus: Corpus, release_id: str) -> int:
    place = _shelf(corpus).store.place(release_id)
    if place is None or not _shelf(corpus).own[place]:
        raise KeyError(release_id)
    return place


def _stored(corpus: Corpus, release_id: str) -> dict[str, Any]:
    """A release with its text, as the data dictionary has it."""
    return _shelf(corpus).store.rows([_place(corpus, release_id)])[0]


@remembered
def claims_of(corpus: Corpus, release_id: str) -> pd.DataFrame:
    """The claims of one release in the order of its text, whether or not it is about the programme."""
    claims = _index(corpus).frames["claims"]
    own = claims[claims["release_id"] == release_id]
    if corpus.store and not len(own):
        own = _claim_frame(corpus, corpus.store.table("claims", '"release_id" = ?', (release_id,)))
    return own.sort_values("start").reset_index(drop=True)


@remembered
def entries(corpus: Corpus, meeting: int, measure: str) -> pd.DataFrame:
    """Entries of the register of one meeting and measure."""
    register = _index(corpus).frames["register"]
    return register[(register["meeting"] == meeting) & (register["measure"] == measure)].reset_index(drop=True)


@remembered
def conflicts(corpus: Corpus) -> list[dict[str, Any]]:
    """Conflicts, those of figures first, the latest meeting first."""
    order = {"sources": 0, "arithmetic": 0, "date": 1, "duplicate": 2}
    return sorted(records(corpus.conflicts), key=lambda c: (order[c["kind"]], -(_number(c["meeting"]) or 0)))


# --- pillars -------------------------------------------------------------------------------------------------


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
    facts = _shelf(corpus).store.facts
    shown = _passing(corpus, filters) & ~facts.copies & (facts.days != UNDATED)
    years = facts.days // 10000
    named = facts.facets["pillar"]
    rows = []
    for year in np.unique(years[shown]).tolist():
        of_year = shown & (years == year)
        words = int(facts.words[of_year].sum())
        for pillar in programme_of(corpus).pillar_words if words else ():
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


# --- files ---------------------------------------------------------------------------------------------------

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NEGATIVE = re.compile(r"-\d+(?:\.\d+)?")


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before =, +, -, @ of any width and ends of lines.

    Plain negative numbers stay. A cell that begins with apostrophes and such a sign gets one more, so that nothing
    is lost.

    >>> [neutral(c) for c in ("=1+1", "-4", "-4+1", "plain", "'=x")]
    ["'=1+1", '-4', "'-4+1", 'plain', "''=x"]
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _NEGATIVE.fullmatch(cell) else cell


def csv_bytes(frames: pd.DataFrame | Iterable[pd.DataFrame]) -> bytes:
    """A frame, or parts of one, as CSV for a spreadsheet: UTF-8 with a byte order mark, lines ended by CR LF, no formulas."""
    out = io.StringIO(newline="")
    for number, part in enumerate([frames] if isinstance(frames, pd.DataFrame) else frames):
        safe = part.rename(columns=lambda c: neutral(str(c)))
        for at, column in enumerate(safe.columns):
            values = part.iloc[:, at]
            if not (pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values)):
                safe[column] = [neutral(str(v)) if isinstance(v, str) else v for v in values]
        safe.to_csv(out, index=False, header=not number, lineterminator="\r\n")
    return out.getvalue().encode("utf-8-sig")


def file_name(what: str, filters: Filters, when: str | None, version: str, suffix: str = "csv") -> str:
    """A file name that says what is in it, by which filters, how far the releases reach and of which data.

    >>> file_name("sci-claims", Filters(q="Digital ID?", pillar=("talent",)), "2024-06-27", "aabd99db2be3")
    'sci-claims-q-digital-id-pillar-talent-to-2024-06-27-data-aabd99db.csv'
    """
    parts = [what, *(f"{name}-{'-'.join(values)}" for name, values in filters.chosen.items())]
    stem = slugify("-".join(parts))[:100].strip("-")
    return f"{stem}{f'-to-{when}' if when else ''}-data-{version[:8] or 'unknown'}.{suffix}"
