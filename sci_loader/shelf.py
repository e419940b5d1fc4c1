"""What every view needs of a corpus, worked out once: its releases as a store, claims and entries with their facets.

A facet is something by which rows are filtered, such as the pillar; its values have a short name in links (a slug) and a
label for people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sci_loader.corpus import Corpus
from sci_loader.load import PARAGRAPH, slugify
from sci_loader.memory import remembered
from sci_loader.register import party_names
from sci_loader.search import Field, indexed, stands_in, tokens
from sci_loader.snippets import paragraphs, passage_at
from sci_loader.store import FACETS, Store, Truths
from sci_loader.tables import KEYS, frame, records, text_in
from sci_loader.vocabulary import Programme
from sci_loader.wording import CLAIM_NAMES, KIND_NAMES, label, meeting_name, meeting_slug, reason_words

__all__ = [
    "Document",
    "Index",
    "Option",
    "Shelf",
    "Values",
    "claim_frame",
    "index_of",
    "meeting_dates",
    "place_of",
    "shelf_of",
    "stored_release",
]

Values = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Option:
    """One value of a facet: its short name in links, its name for people, and how many rows it would show."""

    slug: str
    label: str
    count: int


# --- the releases, in memory or in a built store --------------------------------------------------------------


@dataclass(frozen=True)
class Shelf:
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

    def facts(self, place: int) -> Values:
        facets = self.store.facts.facets
        return {f: frozenset(self.slugs[f][v] for v in facets[f].of(place)) for f in FACETS}


@remembered
def shelf_of(corpus: Corpus) -> Shelf:
    """The releases of a corpus: those of its store, or else of one made in memory."""
    programme = corpus.programme
    store = corpus.store or Store.of(
        corpus.releases, corpus.claims, corpus.passages, party_names(corpus.parties, corpus.aliases)
    )
    facts = store.facts
    named = facts.programmes.having(facts.programmes.values, len(facts))
    own = ~named | facts.programmes.having(corpus.programmes, len(facts))
    to_slug: dict[str, Callable[[str], str]] = {
        "meeting": lambda v: meeting_slug(programme, int(v)),
        "kind": lambda v: v.replace("_", "-"),
        "publisher": slugify,
        "party": slugify,
    }
    slugs = {f: {v: to_slug.get(f, str)(v) for v in facts.facets[f].values} for f in FACETS}
    return Shelf(store, own, slugs, _labels(corpus, programme, slugs))


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


def place_of(corpus: Corpus, release_id: str) -> int:
    """Where a release stands in the facts of the store; KeyError when none of this id is shown."""
    place = shelf_of(corpus).store.place(release_id)
    if place is None or not shelf_of(corpus).own[place]:
        raise KeyError(release_id)
    return place


def stored_release(corpus: Corpus, release_id: str) -> dict[str, Any]:
    """A release with its text, as the data dictionary has it."""
    return shelf_of(corpus).store.rows([place_of(corpus, release_id)])[0]


# --- claims and entries ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Document:
    """What is searched of a claim or an entry: words as an index has them, facts, and the day."""

    text: str
    title: str
    facts: Values
    date: str | None


@dataclass(frozen=True)
class Index:
    """Facet values and words of every row, the options of every facet, and where things stand."""

    options: dict[str, tuple[Option, ...]]
    frames: dict[str, pd.DataFrame]
    documents: dict[str, dict[str, Document]]
    by_id: dict[str, dict[str, dict[str, Any]]]


@remembered
def index_of(corpus: Corpus) -> Index:
    """The claims and entries of a corpus, ready to be filtered."""
    programme, shelf = corpus.programme, shelf_of(corpus)
    releases = {str(r["release_id"]): r for r in records(corpus.releases)}
    stating = [i for i in dict.fromkeys(corpus.claims["release_id"]) if i in releases]
    of_release = {i: shelf.facts(place) for i, place in zip(stating, shelf.store.places_of(stating), strict=True)}
    frames = {"claims": claim_frame(corpus, corpus.claims), "register": _register_frame(corpus, programme)}
    register = _register_facts(corpus, programme)
    documents = {
        "claims": {
            str(c["claim_id"]): Document(
                indexed(c["sentence"]),
                indexed(c["release"]),
                {**of_release[c["release_id"]], "meeting": _meetings(programme, c["meeting"])},
                text_in(c["date"]),
            )
            for c in records(frames["claims"])
        },
        "register": {
            str(r["register_id"]): Document(
                _register_text(r), indexed(str(r["title"])), register[r["register_id"]], text_in(r["date"])
            )
            for r in records(frames["register"])
        },
    }
    by_id = {n: {str(r[KEYS[n][0]]): r for r in records(table)} for n, table in frames.items()}
    return Index(_options(shelf, documents), frames, documents, {**by_id, "releases": releases})


def claim_frame(corpus: Corpus, claims: pd.DataFrame) -> pd.DataFrame:
    """Claims, each with what is known of its release, newest first."""
    columns = ["date", "kind", "publisher", "url", "text_kind", "duplicate_of", "title", "text"]
    releases = corpus.releases[corpus.releases["release_id"].isin(claims["release_id"])]
    if len(releases) < claims["release_id"].nunique():  # a release of the store that is about no programme
        releases = frame("releases", [stored_release(corpus, i) for i in claims["release_id"].unique()])
    rows = records(releases)
    labels = {str(r["release_id"]): label(r) for r in rows}
    passages = {str(r["release_id"]): paragraphs(str(r["text"])) for r in rows}
    out = claims.join(releases.set_index("release_id")[columns[:-2]], on="release_id")
    out["copy"] = out.pop("duplicate_of").notna()
    out.insert(2, "release", [labels[i] for i in out["release_id"]])
    out["passage"] = pd.array(
        [passage_at(passages[i], s) for i, s in zip(out["release_id"], out["start"], strict=True)], dtype="Int64"
    )
    out["why_not_counted"] = [reason_words(r) or None for r in out["reason"]]
    return out.sort_values(
        ["date", "release_id", "start"], ascending=[False, True, True], na_position="last"
    ).reset_index(drop=True)


@remembered
def meeting_dates(corpus: Corpus) -> dict[int, str]:
    """Day of each meeting whose day is known."""
    return {int(m["meeting"]): m["date"] for m in records(corpus.meetings) if isinstance(m["date"], str)}


def _register_frame(corpus: Corpus, programme: Programme) -> pd.DataFrame:
    out = corpus.register.copy()
    out.insert(4, "date", pd.array([_entry_date(corpus, programme, r) for r in records(out)], dtype="str"))
    for side in (*programme.side_labels, "other"):
        chosen = corpus.parties[corpus.parties["side"] == side]
        joined: dict[Any, str] = chosen.groupby("register_id")["party"].agg("; ".join).to_dict() if len(chosen) else {}
        out[f"parties_{side}"] = pd.array([joined.get(i) for i in out["register_id"]], dtype="str")
    return out.sort_values(["meeting", "measure", "register_id"], na_position="first").reset_index(drop=True)


def _register_facts(corpus: Corpus, programme: Programme) -> dict[str, Values]:
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


def _register_text(row: Mapping[str, Any]) -> str:
    """What is searched of an entry: title, description, topics and parties."""
    columns = ("title", "description", "topics", *(c for c in row if c.startswith("parties_")))
    return indexed(PARAGRAPH.join(row[c] for c in columns if isinstance(row[c], str)))


def _entry_date(corpus: Corpus, programme: Programme, entry: Mapping[str, Any]) -> str | None:
    """Day of an entry's meeting, or that on which a founding fact of the programme file was settled."""
    if pd.isna(entry["meeting"]):
        return next((f.date.isoformat() for f in programme.founding if f.register_id == entry["register_id"]), None)
    return meeting_dates(corpus).get(int(entry["meeting"]))


def _meetings(programme: Programme, *numbers: Any) -> frozenset[str]:
    return frozenset(meeting_slug(programme, int(n)) for n in numbers if not pd.isna(n))


def _year(date: Any) -> str:
    return date[:4] if isinstance(date, str) else "undated"


def _options(shelf: Shelf, documents: Mapping[str, Mapping[str, Document]]) -> dict[str, tuple[Option, ...]]:
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
