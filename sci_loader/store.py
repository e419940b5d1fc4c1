"""The releases in a database: their words as an index, and what is known of each as arrays held in memory.

A ``Store`` answers three questions, at 20 releases and at 100,000: which releases hold a query (``found``), in which
order (``by_date`` is that of the arrays, ``by_relevance``), and what stands in some of them (``rows``).  Where the data
lie is the business of its home: ``Sqlite`` (in memory or a file) here, PostgreSQL in ``sci_loader.postgres``.  What a word
is and what a query means is that of ``sci_loader.search`` in both, so both give the same releases in the same order.
"""

from __future__ import annotations

import io
import json
import os
import re
import sqlite3
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import numpy as np
import pandas as pd

from sci_loader.errors import StoreError
from sci_loader.lately import Lately
from sci_loader.load import words_in
from sci_loader.search import (
    Any_,
    Dates,
    Every,
    Field,
    Node,
    Not,
    Phrase,
    evaluate,
    indexed,
    matches,
    parse,
    phrases,
    stands_in,
    tokens,
)
from sci_loader.tables import BY_RELEASE, RELEASE_FACTS, SCHEMA, framed, indexes_sql, tables_sql

__all__ = [
    "FACETS",
    "Common",
    "Facet",
    "Facts",
    "Home",
    "Sqlite",
    "Store",
    "common_of",
    "facts_of",
    "is_database",
    "is_short",
]

Ints = np.ndarray[Any, np.dtype[np.int64]]
Truths = np.ndarray[Any, np.dtype[np.bool_]]
Row = tuple[Any, ...]

FACETS = ("pillar", "meeting", "year", "kind", "publisher", "party", "claim")
VERSION = 2  # of the tables below; a store of another version is built anew
KEPT = 64  # queries whose answers are kept
SHOWN = 4_000_000  # characters of releases shown lately that are kept: some 600 of them
PAGE = 100  # releases; more are asked for only to be written to a file
COUNTED = 200  # releases whose occurrences are counted when results are ordered by relevance
ENDINGS = 200  # words that begin alike, up to which they are asked for one by one; more are sooner found by what they begin with
LAST = "\U0010ffff"  # the last of all characters
FEW = 200  # releases that are sooner looked through for every name than the index is asked for each
UNDATED = 0


# --- what is known of every release --------------------------------------------------------------------------


@dataclass(frozen=True)
class Facet:
    """Which release has which value: release ``rows[i]`` has the value ``values[codes[i]]``; ``rows`` rise."""

    values: tuple[str, ...]
    rows: Ints
    codes: Ints

    def having(self, wanted: Iterable[str], count: int) -> Truths:
        """Of ``count`` releases, those that have any of these values."""
        keep = np.zeros(len(self.values) + 1, dtype=bool)
        keep[[i for i, v in enumerate(self.values) if v in set(wanted)]] = True
        out = np.zeros(count, dtype=bool)
        out[self.rows[keep[self.codes]]] = True
        return out

    def tally(self, shown: Truths) -> dict[str, int]:
        """How many of the releases shown have each value."""
        counts = np.bincount(self.codes[shown[self.rows]], minlength=len(self.values))
        return dict(zip(self.values, counts.tolist(), strict=True))

    def of(self, row: int) -> list[str]:
        """The values of one release."""
        # In the type of the rows, or all of them would be copied into the other.
        low, high = self.rows.searchsorted(np.array([row, row + 1], self.rows.dtype))
        return [self.values[c] for c in self.codes[low:high]]


@dataclass(frozen=True)
class Facts:
    """One entry a release in every array, newest first, undated last, a copy behind what it copies.

    seqs: its number in the store; days: its date as yyyymmdd; copies, digests: whether it is a copy, a digest; counted,
    words: its counted claims and its words; programmes: those that it speaks of; pillar_words: words of the paragraphs that name a
    pillar, one entry for each of ``facets["pillar"].rows``.
    """

    seqs: Ints
    days: Ints
    copies: Truths
    digests: Truths
    counted: Ints
    words: Ints
    programmes: Facet
    facets: Mapping[str, Facet]
    pillar_words: Ints

    def __len__(self) -> int:
        return len(self.seqs)

    def to_bytes(self) -> bytes:
        """All of it, as small as may be: it is written whole whenever a release is added."""
        arrays: dict[str, Any] = {"copies": self.copies, "digests": self.digests}
        arrays |= {n: _small(getattr(self, n)) for n in ("seqs", "days", "counted", "words", "pillar_words")}
        every = {**self.facets, "programme": self.programmes}
        for name, facet in every.items():
            arrays |= {f"{name}_rows": _small(facet.rows), f"{name}_codes": _small(facet.codes, np.int8)}
        labels = json.dumps({name: facet.values for name, facet in every.items()})
        out = io.BytesIO()
        np.savez(out, labels=np.frombuffer(labels.encode(), dtype=np.uint8), **arrays)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Facts:
        with np.load(io.BytesIO(data), allow_pickle=False) as held:
            labels = json.loads(held["labels"].tobytes())
            facets = {n: Facet(tuple(v), held[f"{n}_rows"], held[f"{n}_codes"]) for n, v in labels.items()}
            programmes = facets.pop("programme")
            arrays = {
                name: held[name] for name in ("seqs", "days", "copies", "digests", "counted", "words", "pillar_words")
            }
            return cls(**arrays, programmes=programmes, facets=facets)

    def renewed(self, gone: Iterable[int], fresh: Facts, ids: Callable[[Sequence[int]], Mapping[int, str]]) -> Facts:
        """The same without the releases of the numbers ``gone`` and with those of ``fresh``, as ``facts_of`` all would be.

        ids: gives the release ids of numbers, which order the releases of one day.
        """

        def both(name: str) -> Any:
            return np.concatenate([getattr(self, name), getattr(fresh, name)])

        kept = np.concatenate([~np.isin(self.seqs, list(gone)), np.ones(len(fresh), dtype=bool)]).nonzero()[0]
        days, seqs, copies = (both(name)[kept] for name in ("days", "seqs", "copies"))
        near = np.isin(days, fresh.days).nonzero()[0].tolist()  # only these can change places
        names = ids(seqs[near].tolist())
        near.sort(key=lambda i: (bool(copies[i]), names[int(seqs[i])]))
        rank = np.arange(len(kept))
        rank[near] = np.arange(len(near))
        order = kept[np.lexsort((rank, -days))]
        place = np.full(len(self) + len(fresh), -1, dtype=np.int64)
        place[order] = np.arange(len(order))
        where = (place[: len(self)], place[len(self) :])
        joined = {n: _joined((f, where[0]), (fresh.facets[n], where[1])) for n, f in self.facets.items()}
        return Facts(
            **{name: both(name)[order] for name in ("seqs", "days", "copies", "digests", "counted", "words")},
            programmes=_joined((self.programmes, where[0]), (fresh.programmes, where[1]))[0],
            facets={name: facet for name, (facet, _) in joined.items()},
            pillar_words=both("pillar_words")[joined["pillar"][1]],
        )


def facts_of(
    releases: Iterable[Row],
    claims: Iterable[tuple[int, bool, int | None]],
    pillars: Iterable[tuple[int, str, int]],
    parties: Mapping[str, Iterable[int]],
) -> Facts:
    """Facts from rows: releases as ``RELEASE_FACTS`` names their columns; claims as (seq, counted, meeting), pillars as
    (seq, pillar, words of a paragraph that names it), parties as the seqs that name each.

    A release belongs to the meeting that it announces and to those of which it states a figure.
    """
    ordered = sorted(releases, key=lambda r: (r[7] is not None, r[1]))
    ordered.sort(key=lambda r: r[3] or "", reverse=True)
    seqs = np.array([r[0] for r in ordered], dtype=np.int64)
    at = {seq: i for i, seq in enumerate(seqs.tolist())}
    days = np.array([int(r[3].replace("-", "")) if r[3] else UNDATED for r in ordered], dtype=np.int64)
    counted = np.zeros(len(ordered), dtype=np.int64)
    stated = np.zeros(len(ordered), dtype=np.int8)
    meetings = {(i, str(int(r[6]))) for i, r in enumerate(ordered) if r[6] is not None}
    for seq, is_counted, meeting in claims:
        if (row := at.get(seq)) is not None:
            stated[row] = max(stated[row], 2 if is_counted else 1)
            counted[row] += bool(is_counted)
            if is_counted and meeting is not None:
                meetings.add((row, str(int(meeting))))
    weights: dict[tuple[int, str], int] = {}
    for seq, pillar, count in pillars:
        if (row := at.get(seq)) is not None:
            weights[row, pillar] = weights.get((row, pillar), 0) + count
    named = {(at[seq], party) for party, where in parties.items() for seq in where if seq in at}
    facets = {
        "pillar": _facet(sorted(weights)),
        "meeting": _facet(sorted(meetings)),
        "year": _facet([(i, str(day // 10000) if day else "undated") for i, day in enumerate(days.tolist())]),
        "kind": _facet([(i, str(r[4])) for i, r in enumerate(ordered)]),
        "publisher": _facet([(i, name) for i, r in enumerate(ordered) for name in _publishers(r[5])]),
        "party": _facet(sorted(named)),
        "claim": _facet([(i, ("no", "not-counted", "counted")[s]) for i, s in enumerate(stated.tolist())]),
    }
    return Facts(
        seqs,
        days,
        np.array([r[7] is not None for r in ordered], dtype=bool),
        np.array([r[9] == "digest" for r in ordered], dtype=bool),
        counted,
        np.array([r[8] or 0 for r in ordered], dtype=np.int64),
        _facet([(i, name) for i, r in enumerate(ordered) for name in [r[2], *(r[10] or "").split(";")] if name]),
        facets,
        np.array([weights[key] for key in sorted(weights)], dtype=np.int64),
    )


def _small(numbers: Ints, least: type[np.signedinteger[Any]] = np.int32) -> np.ndarray[Any, Any]:
    """Numbers, none below zero, in as few bytes each as hold them all; ``least`` is what they are reckoned with."""
    return numbers.astype(np.promote_types(least, np.min_scalar_type(-int(numbers.max(initial=0)) - 1)))


def _facet(pairs: Sequence[tuple[int, str]]) -> Facet:
    codes: dict[str, int] = {}
    coded = [codes.setdefault(value, len(codes)) for _, value in pairs]
    rows = np.array([row for row, _ in pairs], dtype=np.int64)
    return Facet(tuple(codes), rows, np.array(coded, dtype=np.int64))


def _joined(*parts: tuple[Facet, Ints]) -> tuple[Facet, Ints]:
    """Facets as one, each given with the place where its releases come to stand, -1 for nowhere; and the entries taken, in order."""
    names: dict[str, int] = {}
    rows = np.concatenate([place[facet.rows] for facet, place in parts])
    codes = np.concatenate(
        [np.array([names.setdefault(v, len(names)) for v in f.values], dtype=np.int64)[f.codes] for f, _ in parts]
    )
    taken = np.argsort(rows, kind="stable")
    taken = taken[rows[taken] >= 0]
    codes = codes[taken]
    first = np.full(len(names), len(codes))
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # of several the last stays
    used = np.argsort(first)[: np.count_nonzero(first < len(codes))]  # values are numbered as they come
    number = np.zeros(len(names), dtype=np.int64)
    number[used] = np.arange(len(used))
    values = list(names)
    return Facet(tuple(values[i] for i in used.tolist()), rows[taken], number[codes]), taken


def _publishers(cell: str | None) -> list[str]:
    names = [n.strip() for n in cell.split(";")] if cell else []
    return list(dict.fromkeys(n for n in names if n)) or ["Unnamed"]


@dataclass(frozen=True)
class Common:
    """Words that stand in so many releases that to list these takes an index longer than to look at a bit for each.

    words: in order; bits: a row of packed bits a word, one for each number of the store up to ``upto``.
    """

    words: list[str]
    bits: np.ndarray[Any, np.dtype[np.uint8]]
    upto: int

    def beginning(self, start: str) -> list[str]:
        """The words that begin so."""
        return self.words[bisect_left(self.words, start) : bisect_left(self.words, start + LAST)]

    def holding(self, words: Sequence[str], seqs: Ints) -> Truths:
        """Which releases of these numbers hold one of these words; of those that are newer than the bits, none."""
        any_ = np.bitwise_or.reduce(self.bits[[bisect_left(self.words, word) for word in words]])
        out: Truths = np.unpackbits(any_).view(bool).take(seqs, mode="clip")
        out[seqs > self.upto] = False
        return out

    def to_bytes(self) -> bytes:
        out = io.BytesIO()
        np.savez(out, words=np.array(self.words, dtype="U"), bits=self.bits, upto=np.array([self.upto]))
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Common:
        with np.load(io.BytesIO(data), allow_pickle=False) as held:
            return cls(held["words"].tolist(), held["bits"], int(held["upto"][0]))


SAMPLE = 1_000  # releases whose words are looked at
SHARE = 0.02  # of the releases hold a common word, at least


def common_of(store: Store) -> Common:
    """The common words of a store that holds releases."""
    seqs = [row[0] for row in store.home.query('SELECT "seq" FROM "releases" ORDER BY "seq"')]
    seen: Counter[str] = Counter()
    for _, text in store.texts(seqs[:: max(len(seqs) // SAMPLE, 1)]):
        seen.update(set(tokens(text)))
    found: dict[str, Ints] = {}
    for word in sorted(w for w, count in seen.items() if count >= SHARE * SAMPLE):
        hits = store.home.holding(Phrase((word,)))
        if len(hits) >= SHARE * len(seqs):
            found[word] = hits
    truths = np.zeros((len(found), seqs[-1] + 1), dtype=bool)
    for row, hits in enumerate(found.values()):
        truths[row, hits] = True
    return Common(list(found), np.packbits(truths, axis=1), seqs[-1])


# --- homes ---------------------------------------------------------------------------------------------------


class Home(Protocol):
    """Where the tables lie, and the little that differs between databases. SQL is written with ``?`` and "quoted" names.

    holding: the numbers of the releases above one that hold what is asked for; where that is the beginning of a word, those
    that hold none but ``known`` words may be left out.
    tidy: after many releases came or went, puts in order what they left behind.
    """

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[Row]: ...
    def run(self, sql: str, rows: Iterable[Sequence[Any]] = ((),)) -> None: ...
    def transaction(self) -> Any: ...
    def create(self) -> None: ...
    def tables(self) -> set[str]: ...
    def index(self, rows: Iterable[tuple[int, str, str]]) -> None: ...
    def unindex(self, rows: Iterable[tuple[int, str, str]]) -> None: ...
    def holding(self, node: Node, above: int = -1, known: Sequence[str] = ()) -> Ints: ...
    def tidy(self) -> None: ...
    def close(self) -> None: ...


# What was read before stays in the store, so that a build goes on from there.
NOT_WRITTEN = "see that the disk has room and no other build runs, and run the same command again, which goes on from what was read"


class Sqlite:
    """SQLite, its words in an FTS5 index without a second copy of the text; ":memory:" for one that lives with the process."""

    def __init__(self, path: str | Path = ":memory:", write: bool = True) -> None:
        self._path, self._lock = str(path), threading.RLock()
        with self._held("opened", "name a file that can be written" if write else "build it again"):
            self._connection = self._opened(self._path) if write else self._read_only()
            if write and self._path != ":memory:":
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = NORMAL")

    def _read_only(self) -> sqlite3.Connection:
        """A connection that changes nothing, not even beside the file, where the place cannot be written."""
        address = f"file:{quote(os.path.abspath(self._path))}?mode=ro"  # noqa: PTH100 - a path may end in a link
        connection = self._opened(address, uri=True)
        try:
            connection.execute("SELECT 1 FROM sqlite_master")
        except sqlite3.OperationalError:
            connection.close()
            return self._opened(f"{address}&immutable=1", uri=True)
        return connection

    @staticmethod
    def _opened(address: str, uri: bool = False) -> sqlite3.Connection:
        return sqlite3.connect(address, isolation_level=None, check_same_thread=False, timeout=30, uri=uri)

    @contextmanager
    def _held(self, done: str, remedy: str) -> Iterator[None]:
        """The connection for one thread; what SQLite refuses is told in a sentence."""
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                raise StoreError(f"{self._path}: this store cannot be {done} ({error}); {remedy}") from error

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        with self._held("read", "build it again"):
            return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, rows: Iterable[Sequence[Any]] = ((),)) -> None:
        with self._held("written", NOT_WRITTEN):
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._held("written", NOT_WRITTEN):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk ends it
                    self._connection.execute("ROLLBACK")
                raise

    def tables(self) -> set[str]:
        return {row[0] for row in self.query("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def create(self) -> None:
        for statement in tables_sql("BLOB"):
            self.run(statement)
        # The ascii tokenizer parts our tokens at the spaces between them and changes nothing: see search.tokens.
        self.run("CREATE VIRTUAL TABLE words USING fts5(title, body, content='', tokenize='ascii')")

    def index(self, rows: Iterable[tuple[int, str, str]]) -> None:
        self.run("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", rows)

    def unindex(self, rows: Iterable[tuple[int, str, str]]) -> None:
        self.run("INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?, ?, ?)", rows)

    def holding(self, node: Node, above: int = -1, known: Sequence[str] = ()) -> Ints:
        if known and isinstance(node, Phrase):
            words = self._beginning(node.tokens[0], known)
            if not words:
                return np.empty(0, dtype=np.int64)
            if len(words) <= ENDINGS:
                node = Any_(tuple(Phrase((word,)) for word in words))
        sql = "SELECT group_concat(rowid) FROM words WHERE words MATCH ? AND rowid > ?"
        found = self.query(sql, (_fts(node), above))[0][0]
        return np.fromstring(found or "", dtype=np.int64, sep=",")

    def _beginning(self, start: str, known: Sequence[str]) -> list[str]:
        """The words of the index that begin so (few more than ``ENDINGS`` of them), but those that are known: their long lists are
        not even passed over.
        """
        self.run("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'words', 'row')")
        words = sorted(known)
        behind = (f"{word}0" for word in words)  # a nought is the first of all characters of words
        before = (word[:-1] + chr(ord(word[-1]) - 1) + LAST for word in words)
        gaps = zip([start, *behind], [*before, start + LAST], strict=True)
        sql = "SELECT term FROM vocabulary WHERE term >= ? AND term <= ? LIMIT ?"
        found: set[str] = set()
        for gap in gaps:
            found.update(row[0] for row in self.query(sql, (*gap, ENDINGS + 1)))
            found.difference_update(known)
            if len(found) > ENDINGS:
                break
        return sorted(found)

    def tidy(self) -> None:
        # Each batch is a piece of the index, and a word is looked up in every piece; what was withdrawn stays in them till then.
        self.run("INSERT INTO words (words) VALUES ('optimize')")

    def close(self) -> None:
        self._connection.close()


def _fts(node: Node) -> str:
    """A tree of phrases in the language of FTS5."""
    match node:
        case Phrase(words, prefix, title):
            return f'{"title" if title else "body"} : "{" ".join(words)}"{" *" if prefix else ""}'
        case Any_(parts):
            return f"({' OR '.join(map(_fts, parts))})"
        case Every(parts):
            wanted = " AND ".join(_fts(p) for p in parts if not isinstance(p, Not))
            barred = [_fts(p.part) for p in parts if isinstance(p, Not)]
            return f"(({wanted}) NOT ({' OR '.join(barred)}))" if barred else f"({wanted})"
    raise TypeError(node)


def is_database(name: str) -> bool:
    """Whether a store is named by an address rather than a file.

    >>> is_database("postgresql://host/name"), is_database("archive.sqlite")
    (True, False)
    """
    return name.startswith(("postgresql://", "postgres://"))


# --- the store -----------------------------------------------------------------------------------------------


class Store:
    """Releases in a home, searched by words and facts."""

    def __init__(self, home: Home, facts: Facts | None = None) -> None:
        self.home = home
        self._facts = facts
        self._kept = Lately(KEPT)
        self._shown = Lately(SHOWN)
        self._places: Ints | None = None

    @classmethod
    def open(cls, name: str | Path, create: bool = False) -> Store:
        """The store of this file or address; with ``create`` it is made when it is not there.

        Raises StoreError when there is none, or one that another version made.
        """
        home = _home(name, create)
        try:
            version = home.query("""SELECT "value" FROM "state" WHERE "key" = 'tables'""")
        except StoreError as error:
            if not create:
                home.close()
                raise StoreError(
                    f"{_shown(name)}: this is no store; make one with python -m sci_loader build"
                ) from error
            try:
                version = _made(home, _shown(name))
            except StoreError:
                home.close()
                raise
        if not version or bytes(version[0][0]) != str(VERSION).encode():
            home.close()
            raise StoreError(
                f"{_shown(name)}: another version of this project made this store; delete it and build it again"
            )
        for statement in indexes_sql() if create else []:
            home.run(statement)
        return cls(home)

    @classmethod
    def of(
        cls, releases: pd.DataFrame, claims: pd.DataFrame, passages: pd.DataFrame, names: Mapping[str, Iterable[str]]
    ) -> Store:
        """A store in memory of these tables; ``names`` has the spellings of each party."""
        home = Sqlite()
        home.create()
        store = cls(home)
        seqs = {release_id: seq for seq, release_id in enumerate(releases["release_id"])}
        columns = [
            releases[c.name].astype(object).where(releases[c.name].notna(), None).tolist()
            for c in SCHEMA["releases"].columns
        ]
        store.insert("releases", zip(range(len(releases)), *columns, strict=True))
        store.home.index(_indexable(enumerate(zip(releases["title"], releases["text"], strict=True))))
        by_seq = releases.assign(seq=range(len(releases)))[RELEASE_FACTS]
        stated = claims["meeting"].astype(object).where(claims["meeting"].notna(), None)
        store._facts = facts_of(
            by_seq.astype(object).where(by_seq.notna(), None).itertuples(index=False),
            zip(claims["release_id"].map(seqs), claims["counted"], stated, strict=True),
            pillar_rows(zip(passages["release_id"].map(seqs), passages["pillars"], passages["text"], strict=True)),
            store.naming(names),
        )
        return store

    # --- rows ---

    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put whole rows into a table, the seq first where the table has one."""
        names = [c.name for c in SCHEMA[table].columns]
        if table == "releases" or table in BY_RELEASE:
            names.insert(0, "seq")
        marks = ", ".join("?" * len(names))
        quoted = ", ".join(f'"{n}"' for n in names)
        self.home.run(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', rows)

    def rows(self, places: Sequence[int]) -> list[dict[str, Any]]:
        """The releases at these places of the facts, in this order, as the data dictionary has them; nobody may change them."""
        seqs = self.facts.seqs[np.asarray(places, dtype=np.int64)].tolist()
        if len(seqs) > PAGE:  # a file of all releases must not push out what pages show
            return list(self._read(seqs).values())
        found = {seq: row for seq in seqs if (row := self._shown.find(seq))}
        for seq, row in self._read([seq for seq in seqs if seq not in found]).items():
            found[seq] = row
            self._shown.keep(seq, row, len(row["text"]))
        return [found[seq] for seq in seqs if seq in found]

    def _read(self, seqs: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The releases of these numbers, as the store has them now."""
        names = ["seq", *(c.name for c in SCHEMA["releases"].columns)]
        quoted = ", ".join(f'"{n}"' for n in names)
        rows = {
            row[0]: dict(zip(names, row, strict=True)) for row in self.some(f'SELECT {quoted} FROM "releases"', seqs)
        }
        return {seq: rows[seq] for seq in seqs if seq in rows}

    def place(self, release_id: str) -> int | None:
        """Where a release stands in the facts; None when there is none of this id."""
        found = self.home.query('SELECT "seq" FROM "releases" WHERE "release_id" = ?', (release_id,))
        places = self.places(np.array([row[0] for row in found], dtype=np.int64))
        return int(places[0]) if len(places) else None

    def places_of(self, release_ids: Sequence[str]) -> list[int]:
        """Where these releases stand in the facts."""
        return [place for i in release_ids if (place := self.place(i)) is not None]

    def table(self, name: str, where: str = "1 = 1", values: Sequence[Any] = ()) -> pd.DataFrame:
        """Rows of a table of the data dictionary as a frame."""
        names = SCHEMA[name].names
        quoted = ", ".join(f'"{n}"' for n in names)
        rows = self.home.query(f'SELECT {quoted} FROM "{name}" WHERE {where}', values)
        return framed(name, {n: [row[i] for row in rows] for i, n in enumerate(names)})

    # --- facts ---

    @property
    def facts(self) -> Facts:
        """What is known of each release, as it was when the store was opened."""
        if self._facts is None:
            held = self.state("facts")
            if held is None:
                raise StoreError("this store has not been built to its end; run python -m sci_loader build again")
            self._facts = Facts.from_bytes(held)
        return self._facts

    @cached_property
    def common(self) -> Common | None:
        """The common words, as they were when the store was opened; None where it has none."""
        held = self.state("common")
        return Common.from_bytes(held) if held else None

    def state(self, key: str) -> bytes | None:
        found = self.home.query('SELECT "value" FROM "state" WHERE "key" = ?', (key,))
        return bytes(found[0][0]) if found else None

    def places(self, seqs: Ints) -> Ints:
        """Where these numbers of the store stand in the facts; those that do not stand there are left out."""
        if self._places is None:
            own = self.facts.seqs
            where = np.full(int(own.max()) + 2 if len(own) else 1, -1, dtype=np.int64)
            where[own] = np.arange(len(own))
            self._places = where
        inside = self._places[seqs[seqs < len(self._places)]]
        return inside[inside >= 0]

    def naming(self, names: Mapping[str, Iterable[str]], above: int = -1) -> dict[str, list[int]]:
        """The seqs (``above`` one) of the releases that name each party; an abbreviation only counts in capitals.

        A few releases are looked through themselves; for more of them the index is asked.
        """
        newer = self.home.query('SELECT "seq", "text" FROM "releases" WHERE "seq" > ? LIMIT ?', (above, FEW + 1))
        few = {seq: indexed(text) for seq, text in newer} if len(newer) <= FEW else None
        out: dict[str, list[int]] = {}
        for party, spellings in names.items():
            for name in dict.fromkeys(spellings):
                if not (words := tokens(name)):
                    continue
                phrase = Phrase(words)
                if few is None:
                    seqs = self.home.holding(phrase, above).tolist()
                else:
                    seqs = [seq for seq, text in few.items() if stands_in(phrase, text)]
                if is_short(name) and seqs:
                    seqs = [seq for seq, text in self.texts(seqs) if stands_exactly(name, text)]
                out.setdefault(party, []).extend(seqs)
        return out

    def texts(self, seqs: Sequence[int]) -> Iterator[tuple[int, str]]:
        """The texts of releases by their number in the store."""
        yield from self.some('SELECT "seq", "text" FROM "releases"', seqs)

    def ids(self, seqs: Sequence[int]) -> dict[int, str]:
        """The release ids of releases by their number in the store."""
        return dict(self.some('SELECT "seq", "release_id" FROM "releases"', seqs))

    def some(self, sql: str, seqs: Sequence[int]) -> Iterator[Row]:
        """The rows of a query that belong to releases of these numbers."""
        for i in range(0, len(seqs), 500):
            part = seqs[i : i + 500]
            yield from self.home.query(f'{sql} WHERE "seq" IN ({", ".join("?" * len(part))})', part)

    # --- search ---

    def found(self, q: str, named: Mapping[Field, tuple[str, ...]] = {}) -> Truths:
        """Which releases hold a query; all where it asks for nothing. ``named``: the values of a facet that a field means."""
        tree = parse(q).tree
        if tree is None:
            return np.ones(len(self.facts), dtype=bool)
        key = (tree, tuple(named.items()))
        out: Truths | None = self._kept.find(key)
        if out is None:
            out = evaluate(_gathered(tree, self._is_common), lambda leaf: self._leaf(leaf, named))
            self._kept.keep(key, out)
        return out

    def _leaf(self, leaf: Any, named: Mapping[Field, tuple[str, ...]]) -> Truths:
        days = self.facts.days
        if isinstance(leaf, Dates):
            low, high = (int(day.replace("-", "")) for day in (leaf.low, leaf.high))
            inside: Truths = (days >= low) & (days <= high) & (days != UNDATED)
            return inside
        if isinstance(leaf, Field):
            return self.facts.facets[leaf.name].having(named[leaf], len(days))
        return self._holding(leaf.tree if isinstance(leaf, _Text) else leaf)

    def _is_common(self, node: Node) -> bool:
        """Whether a part of a query is one of the common words."""
        return bool(self._common_words(node))

    def _common_words(self, node: Node) -> list[str]:
        """The common words that a part of a query means: itself, or those that begin so."""
        if self.common is None or not isinstance(node, Phrase) or len(node.tokens) > 1 or node.title:
            return []
        word = node.tokens[0]
        found = self.common.beginning(word)
        return found if node.prefix else [w for w in found[:1] if w == word]  # of those that begin so it is the first

    def _holding(self, tree: Node) -> Truths:
        """The releases that hold what a tree of words asks for."""
        words, seqs = self._common_words(tree), self.facts.seqs
        if not words or self.common is None:
            return self._standing(self.home.holding(tree))
        out = self.common.holding(words, seqs)
        if isinstance(tree, Phrase) and tree.prefix:
            out |= self._standing(self.home.holding(tree, known=words))
        if (seqs > self.common.upto).any():
            newer = Any_(tuple(Phrase((word,)) for word in words))  # not all that begins so, which is slow to gather
            out |= self._standing(self.home.holding(newer, self.common.upto))
        return out

    def _standing(self, seqs: Ints) -> Truths:
        """The releases of these numbers, those that do not stand in the facts left out."""
        out = np.zeros(len(self.facts), dtype=bool)
        out[self.places(seqs)] = True
        return out

    def by_relevance(self, places: Ints, q: str) -> Ints:
        """Places in date order put into the order of relevance.

        First those with the most words of the query in their title, then those with the most occurrences in their text
        (counted for the first ``COUNTED`` only, so that the work has a bound), then the newest.
        """
        asked = list(dict.fromkeys(phrases(parse(q).tree, title=True)))
        score = np.zeros(len(self.facts), dtype=np.int64)
        for phrase in asked:
            score[self.places(self.home.holding(Phrase(phrase.tokens, phrase.prefix, True)))] += 1
        ranked = places[np.argsort(-score[places], kind="stable")]
        head = ranked[:COUNTED].tolist()
        times = {seq: len(matches(text, q)) for seq, text in self.texts(self.facts.seqs[head].tolist())}
        head.sort(key=lambda p: (-score[p], -times.get(int(self.facts.seqs[p]), 0), p))
        return np.concatenate([np.array(head, dtype=np.int64), ranked[COUNTED:]])


def is_short(name: str) -> bool:
    """Whether a name is an abbreviation, which in other letters is another word.

    >>> is_short("A*STAR"), is_short("Keppel")
    (True, False)
    """
    return name.isupper() and len(name) <= 8


def stands_exactly(name: str, text: str) -> bool:
    """Whether a name stands in a text in just these letters, and not inside a word.

    >>> [stands_exactly("ICE", t) for t in ("the ICE.", "ice", "POLICE", "POLICE and ICE")]
    [True, False, False, True]
    """
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            return True
        at = text.find(name, end)
    return False


def pillar_rows(passages: Iterable[tuple[int, Any, str]]) -> Iterator[tuple[int, str, int]]:
    """For each pillar that a paragraph names: its release, the pillar and the paragraph's words."""
    for seq, pillars, text in passages:
        if isinstance(pillars, str) and pillars:
            count = words_in(text)
            yield from ((seq, pillar, count) for pillar in pillars.split(";"))


def _indexable(rows: Iterable[tuple[int, tuple[Any, str]]]) -> Iterator[tuple[int, str, str]]:
    for seq, (title, text) in rows:
        yield seq, indexed(title) if isinstance(title, str) else "", indexed(text)


@dataclass(frozen=True)
class _Text:
    """A part of a tree that the index answers in one question."""

    tree: Node


def _gathered(node: Any, alone: Callable[[Node], bool]) -> Any:
    """The tree with every part that speaks of words alone, and asks for one at least, gathered into one leaf.

    alone: says of a part that it is better asked for alone.
    """
    if _speaks_of_words(node, alone):
        return _Text(node)
    match node:
        case Not(part):
            return Not(_gathered(part, alone))
        case Any_(parts):
            return Any_(tuple(_gathered(part, alone) for part in parts))
        case Every(parts):
            words = [p for p in parts if _speaks_of_words(p, alone)]
            if words:
                words += [p for p in parts if isinstance(p, Not) and _speaks_of_words(p.part, alone)]
            leaves: list[Any] = [_Text(Every(tuple(words)))] if words else []
            return Every((*leaves, *(_gathered(p, alone) for p in parts if p not in words)))
    return node


def _speaks_of_words(node: Node, alone: Callable[[Node], bool]) -> bool:
    match node:
        case Phrase():
            return not alone(node)
        case Any_(parts):
            return all(_speaks_of_words(part, alone) for part in parts)
        case Every(parts):
            barred = [p.part for p in parts if isinstance(p, Not)]
            wanted = [p for p in parts if not isinstance(p, Not)]
            return bool(wanted) and all(_speaks_of_words(part, alone) for part in [*wanted, *barred])
    return False


def _made(home: Home, name: str) -> list[Row]:
    """The version of a store that is made in an empty database, or that another process has just made there."""
    with home.transaction():
        if "state" in (tables := home.tables()):
            return home.query("""SELECT "value" FROM "state" WHERE "key" = 'tables'""")
        if tables:
            raise StoreError(f"{name}: this database holds other tables; name a new file or an empty database")
        home.create()
        home.run('INSERT INTO "state" VALUES (?, ?)', [("tables", str(VERSION).encode())])
        return home.query("""SELECT "value" FROM "state" WHERE "key" = 'tables'""")


def _home(name: str | Path, create: bool) -> Home:
    if not str(name):
        raise StoreError("the store has no name; name a file or an address of PostgreSQL")
    if is_database(str(name)):
        from sci_loader.postgres import Postgres  # psycopg is an extra, needed only for this address

        return Postgres(str(name))
    if not create and not Path(name).is_file():
        raise StoreError(
            f"{name}: there is no store of this name; make one with python -m sci_loader build --store {name}"
        )
    return Sqlite(name, write=create)


def _shown(name: str | Path) -> str:
    """A name without what may be secret in it."""
    return re.sub(r"//[^@/]*@", "//", str(name))
