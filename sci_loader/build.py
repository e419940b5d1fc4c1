"""A store made from files, and kept up with them: only what is new or changed is read again.

Each file is read on its own and committed in batches, so that whatever stops a build loses at most the batch at hand; the
next build goes on from there.  What can only be said of releases together (copies, originals of digests, the calendar,
counts, conflicts) is worked out anew at the end, over the few releases that it concerns, and becomes visible at once.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from sci_loader.corpus import (
    Corpus,
    assemble,
    claim_rows,
    default_paths,
    noted_releases,
    problem_row,
    release_row,
)
from sci_loader.errors import LoaderError, Problem
from sci_loader.find import find_alone
from sci_loader.load import Release, Source, absolute, made_ids, read_file, readings, settle, source_files
from sci_loader.register import kept_by_hand, party_names
from sci_loader.remote import UNREACHABLE, UNSEEN, as_walked
from sci_loader.search import indexed
from sci_loader.store import Facts, Store, common_of, facts_of, pillar_rows
from sci_loader.tables import BY_RELEASE, RELEASE_FACTS, SCHEMA
from sci_loader.vocabulary import Programme, data_dir, load_programmes
from sci_loader.workers import mapped

__all__ = ["Built", "build"]

BATCH = 500  # files of one transaction
FEWEST = 5_000  # releases; a smaller store answers at once in any case
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Built:
    """What a build did: files looked at, read anew and withdrawn, and whether anything changed."""

    files: int
    read: int
    withdrawn: int
    changed: bool


def build(
    name: str | Path,
    *paths: str | Path,
    pool: Executor | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Built:
    """Make or renew the store of this file or address, so that it holds exactly what lies under ``paths``.

    Where an address among them cannot be listed the store stays as it was, and LoaderError says why.  pool: reads the files
    (``workers.executor``); say: is given a line on the progress now and then.  Raises StoreError when the store cannot be used.
    """
    store = Store.open(name, create=True)
    try:
        return _build(store, paths or default_paths(), pool, say)
    finally:
        store.home.close()


def _build(store: Store, paths: Iterable[str | Path], pool: Executor | None, say: Callable[[str], None]) -> Built:
    rules = _rules()
    if store.state("rules") != rules:  # what was read by other rules is read again
        with store.home.transaction():
            store.home.run('UPDATE "files" SET "size" = -1')
            _set(store, {"rules": rules})
    with _uncollected():
        found, stale, withdrawn = _changed(store, paths)
    if stale:
        say(f"{found} files, {len(stale)} to read")
    read = 0
    for batch in _batches(mapped(_read, stale, pool), BATCH):
        hashes = _hashes(store, [r.path for r in batch])
        lost = [r for r in batch if r.path in hashes and r.problem and r.problem.code == UNREACHABLE]
        for r in lost:
            say(f"{r.path} could not be read again and stays as it was")
        same = [r for r in batch if r.sha256 and hashes.get(r.path) == r.sha256]
        kept = {r.path for r in (*lost, *same)}
        new = [r for r in batch if r.path not in kept]
        with store.home.transaction():
            store.home.run('UPDATE "files" SET "size" = ?, "changed" = ? WHERE "path" = ?', [(*r.mark, r.path) for r in same])  # fmt: skip
            if new:
                store.home.run("""DELETE FROM "state" WHERE "key" = 'inputs'""")
            _remove(store, [r.path for r in new if r.path in hashes])
            _add(store, new)
        read += len(new)
        say(f"{read} of {len(stale)} read")
    inputs = hashlib.sha256(rules + kept_by_hand()).digest()
    if not read and not withdrawn and store.state("inputs") == inputs:
        return Built(found, 0, 0, False)
    say("putting figures together")
    with store.home.transaction():
        _remove(store, withdrawn)
        _finish(store)
        _set(store, {"inputs": inputs})
    return Built(found, read, len(withdrawn), True)


def _changed(store: Store, paths: Iterable[str | Path]) -> tuple[int, list[Source], list[str]]:
    """How many files lie under the paths, those that are new or changed since they were read, and the paths of withdrawn ones.

    Raises LoaderError where an address cannot be listed: what lies there is not withdrawn.
    """
    held = store.home.query('SELECT "path", "size", "changed" FROM "files"')
    known = {path: (size, changed) for path, size, changed in held}
    left, stale = dict(known), dict[str, Source]()
    for source in source_files(map(absolute, paths)):
        path = _held_as(source.path)
        if left.pop(path, None) == source.mark != UNSEEN:
            continue
        if source.problem and source.problem.code == UNREACHABLE:
            said = f"{source.problem.message}; {source.problem.remedy}"
            raise LoaderError(f"{source.path}: {said}. The store stays as it was.")
        if source.mark == UNSEEN or known.get(path) != source.mark:  # two of the paths given may hold it
            stale.setdefault(path, source)
    new = len(stale.keys() - known.keys())
    return len(known) - len(left) + new, list(stale.values()), list(left)


def _held_as(path: str) -> str:
    """The path as a database can hold it: bytes of a name that are no UTF-8 are written as numbers."""
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector, which would walk through a hundred thousand names again and again and find nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _rules() -> bytes:
    """Changes with anything but the files that decides what is read from a file: code, programmes and languages."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    for folder in ("programmes", "language"):
        for path in sorted((data_dir() / folder).glob("*.toml")):
            digest.update(path.read_bytes())
    return digest.digest()


def _set(store: Store, state: Mapping[str, bytes]) -> None:
    store.home.run('DELETE FROM "state" WHERE "key" = ?', [(key,) for key in state])
    store.home.run('INSERT INTO "state" VALUES (?, ?)', list(state.items()))


# --- one file ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Read:
    """What one file gave: a release with its claims, or a problem. ``about``: it speaks of a programme."""

    path: str
    mark: tuple[int, int]
    sha256: str = ""
    release: Release | None = None
    about: bool = False
    claims: tuple[dict[str, Any], ...] = ()
    problem: Problem | None = None


@cache
def _programmes() -> dict[str, Programme]:
    return load_programmes()


def _read(source: Source) -> _Read:
    """Read one file; what a release about no programme says needs no other release."""
    programmes, path = _programmes(), _held_as(source.path)
    release = read_file(source, tuple(programmes.values()))
    if isinstance(release, Problem):
        again = release.code == UNREACHABLE  # next time it may be there
        return _Read(path, UNSEEN if again else source.mark, problem=release)
    about = bool(release.readings)
    claims = () if about else tuple(claim_rows(find_alone(release, programmes)))
    return _Read(path, source.mark, release.sha256, replace(release, readings=()), about, claims)


def _batches(items: Iterable[Any], size: int) -> Iterator[tuple[Any, ...]]:
    items = iter(items)
    while batch := tuple(islice(items, size)):
        yield batch


def _hashes(store: Store, paths: Sequence[str]) -> dict[str, str | None]:
    """Of each of these files that the store knows the hash of what was read; None where that was by other rules."""
    marks = ", ".join("?" * len(paths))
    sql = f'SELECT "path", CASE WHEN "size" >= 0 THEN "sha256" END FROM "files" WHERE "path" IN ({marks})'
    return dict(store.home.query(sql, paths))


# --- rows of one file ----------------------------------------------------------------------------------------

_NOT_KEPT = ("text", "readings", "problems", "duplicate_of", "draws_on")


def _add(store: Store, batch: Sequence[_Read]) -> None:
    """Put what was read into the store: releases as they are on their own, not yet settled with others."""
    last = store.home.query('SELECT max("seq") FROM "releases"')[0][0] or 0
    first = max(last, int(store.state("given") or 0)) + 1  # a number is given once, whatever was withdrawn
    _set(store, {"given": str(first + len(batch) - 1).encode()})
    numbered = [(first + i, r) for i, r in enumerate(batch)]
    releases = [(seq, r.release) for seq, r in numbered if r.release]
    _insert_releases(store, [(seq, release_row(release)) for seq, release in releases])
    store.home.index((seq, indexed(r.title or ""), indexed(r.text)) for seq, r in releases)
    store.insert("claims", _rows("claims", ((seq, row) for seq, r in numbered for row in r.claims)))
    marks = ", ".join("?" * 12)
    store.home.run(f'INSERT INTO "files" VALUES ({marks})', [_file_row(seq, r) for seq, r in numbered])


def _file_row(seq: int, r: _Read) -> Row:
    release = r.release
    problems = json.dumps([asdict(p) for p in ([r.problem] if r.problem else release.problems if release else ())])
    head: Row = (r.path, *r.mark, r.sha256)
    if release is None:
        return (*head, None, None, None, None, False, False, None, problems)
    own = {f.name: getattr(release, f.name) for f in fields(release) if f.name not in _NOT_KEPT}
    own_json = json.dumps(own, default=lambda date: date.isoformat())
    return (*head, seq, release.release_id, release.text_kind, release.permalink, r.about, False, own_json, problems)


def _insert_releases(store: Store, rows: Iterable[tuple[int, dict[str, Any]]]) -> None:
    store.insert("releases", _rows("releases", rows))


def _rows(table: str, rows: Iterable[tuple[int, Mapping[str, Any]]]) -> list[Row]:
    names = SCHEMA[table].names
    return [(seq, *(_plain(row.get(name)) for name in names)) for seq, row in rows]


def _plain(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    return None if value == "" else value


def _remove(store: Store, paths: Sequence[str]) -> None:
    """Take files out of the store, with all that was read from them."""
    seqs = [row for path in paths for row in store.home.query('SELECT "seq" FROM "files" WHERE "path" = ? AND "seq" IS NOT NULL', (path,))]  # fmt: skip
    _remove_releases(store, [row[0] for row in seqs])
    store.home.run('DELETE FROM "files" WHERE "path" = ?', [(path,) for path in paths])


def _remove_releases(store: Store, seqs: Sequence[int]) -> None:
    for seq in seqs:
        held = store.home.query('SELECT "title", "text" FROM "releases" WHERE "seq" = ?', (seq,))
        store.home.unindex([(seq, indexed(title or ""), indexed(text)) for title, text in held])
    for table in ("releases", "naming", *BY_RELEASE):
        store.home.run(f'DELETE FROM "{table}" WHERE "seq" = ?', [(seq,) for seq in seqs])


# --- all together --------------------------------------------------------------------------------------------


def _finish(store: Store) -> None:
    """Settle the releases that touch others or a programme, where they are not settled yet, and gather the facts of all."""
    programmes = load_programmes()
    touching = _touching(store)
    key = hashlib.sha256(json.dumps(touching).encode() + kept_by_hand() + (store.state("rules") or b"")).digest()
    held: dict[int, Release] = {}
    if store.state("settled") != key:
        held = _releases(store, touching, programmes)
        releases, problems = settle(sorted(held.values(), key=lambda r: as_walked(r.path)))
        corpus = assemble(releases, problems, programmes)
        _write(store, held, corpus)
        noted = json.dumps(_records(corpus.problems))
        _set(store, {"settled": key, "problems": noted.encode(), "figures": corpus.version.encode()})
    _write_problems(store, {row[0] for row in touching})
    facts = _facts(store, held)
    # A release that is read anew has a new number, so the facts change with it.
    version = hashlib.sha256((store.state("figures") or b"") + facts).hexdigest()
    _set(store, {"facts": facts, "version": version[:12].encode()})
    _note_common(store)


def _note_common(store: Store) -> None:
    """Look for the common words, anew when the store has grown by a quarter since; those of newer releases the index finds."""
    last = store.home.query('SELECT max("seq") FROM "releases"')[0][0] or 0
    upto = store.state("common_upto")
    grown = upto is None or last > 1.25 * int(upto)
    if grown and store.home.query('SELECT count(*) FROM "releases"')[0][0] >= FEWEST:
        store.home.tidy()
        found = common_of(store)
        _set(store, {"common": found.to_bytes(), "common_upto": str(found.upto).encode()})


def _write_problems(store: Store, settled: set[int]) -> None:
    """The problems of files that were not read, and those of releases: settled ones, and ones read alone."""
    found = store.home.query("""SELECT "seq", "problems" FROM "files" WHERE "problems" <> '[]' ORDER BY "path" """)
    alone = [problem_row(Problem(**p)) for seq, text in found if seq not in settled for p in json.loads(text)]
    every = alone + json.loads(store.state("problems") or b"[]")
    every.sort(key=lambda p: (p["path"], p["line"] or 0, p["code"]))
    store.home.run('DELETE FROM "problems"')
    store.insert("problems", [row[1:] for row in _rows("problems", ((0, row) for row in every))])


_TOUCHING = (
    '"about" = TRUE',
    '"about" = FALSE AND "settled" = TRUE',
    """"text_kind" = 'digest'""",
    """"permalink" IN (SELECT "permalink" FROM "files" WHERE "text_kind" = 'digest')""",
)
# Of releases that are the same in a column one at least is new, or they were settled before.
_SAME = """"{0}" IN (SELECT "{0}" FROM "files" AS new WHERE "seq" > ? AND EXISTS
    (SELECT 1 FROM "files" AS old WHERE old."{0}" = new."{0}" AND old."seq" <> new."seq"))"""


def _touching(store: Store) -> list[Row]:
    """The releases that have to do with a programme or with each other: number, what was read, problems."""
    new = (_named(store),)

    def seqs(condition: str, values: Sequence[str | int] = ()) -> set[int]:
        sql = f'SELECT "seq" FROM "files" WHERE "seq" IS NOT NULL AND ({condition})'
        return {row[0] for row in store.home.query(sql, values)}

    def every(seqs: set[int]) -> list[Row]:
        return sorted(store.some('SELECT "seq", "own", "problems" FROM "files"', sorted(seqs)))

    found = set().union(*map(seqs, _TOUCHING), *(seqs('"own_id" = ?', (name,)) for name in noted_releases()))
    found.update(*(seqs(_SAME.format(column), new) for column in ("sha256", "own_id")))
    held = [json.loads(own) for _, own, _ in every(found)]
    hashes = {own["original_sha256"] for own in held} - {None}
    names = Counter(own["release_id"] for own in held)
    for own in (
        own for own in held if names[own["release_id"]] > 1
    ):  # one of these may be given the name of another file
        for name in made_ids(own["release_id"], own["sha256"]):
            if not (called := seqs('"own_id" = ?', (name,))):
                break
            found |= called
    return every(found.union(*(seqs('"sha256" = ?', (sha256,)) for sha256 in hashes)))


def _releases(store: Store, touching: Sequence[Row], programmes: Mapping[str, Programme]) -> dict[int, Release]:
    """The same as releases, as they were read, by their number."""
    texts = dict(store.texts([row[0] for row in touching]))
    return {seq: _release(own, problems, texts[seq], programmes) for seq, own, problems in touching}


def _release(own: str, problems: str, text: str, programmes: Mapping[str, Programme]) -> Release:
    held = json.loads(own)
    for name in ("date", "front_matter_date", "dateline_date"):
        held[name] = dt.date.fromisoformat(held[name]) if held[name] else None
    every = tuple(programmes.values())
    return Release(
        **held,
        text=text,
        readings=tuple(readings(every, held["title"] or "", text, held["date"])),
        problems=tuple(Problem(**p) for p in json.loads(problems)),
    )


def _write(store: Store, held: Mapping[int, Release], corpus: Corpus) -> None:
    """Put settled releases in the place of those read alone; one that another stands for stays, without a name."""
    seqs: dict[str, int] = {}
    for seq, release in sorted(held.items(), key=lambda item: as_walked(item[1].path)):
        seqs.setdefault(release.sha256, seq)  # of files that are byte for byte the same the first is shown
    shown = {seqs[row["sha256"]]: row for row in _records(corpus.releases)}
    ids = {row["release_id"]: seq for seq, row in shown.items()}
    hidden = [(seq, {**release_row(held[seq]), "release_id": None}) for seq in held if seq not in shown]
    titles: dict[int, Any] = dict(_titles(store, list(held)))
    for table in ("releases", *BY_RELEASE):
        store.home.run(f'DELETE FROM "{table}" WHERE "seq" = ?', [(seq,) for seq in held])
    _insert_releases(store, [*shown.items(), *hidden])
    for seq, row in [*shown.items(), *hidden]:
        if row["title"] != titles[seq]:
            body = indexed(row["text"])
            store.home.unindex([(seq, indexed(titles[seq] or ""), body)])
            store.home.index([(seq, indexed(row["title"] or ""), body)])
    for name, table in corpus.tables.items():
        rows = [] if name in ("releases", "problems") else _records(table)
        if name in BY_RELEASE:
            store.insert(name, _rows(name, ((ids[row["release_id"]], row) for row in rows)))
        elif rows or name not in ("releases", "problems"):
            store.home.run(f'DELETE FROM "{name}"')
            store.insert(name, [row[1:] for row in _rows(name, ((0, row) for row in rows))])
    store.home.run('UPDATE "files" SET "settled" = ("seq" IS NOT NULL AND "about")')
    store.home.run('UPDATE "files" SET "settled" = ? WHERE "seq" = ?', [(True, seq) for seq in held])


def _titles(store: Store, seqs: Sequence[int]) -> list[Row]:
    return [
        row for seq in seqs for row in store.home.query('SELECT "seq", "title" FROM "releases" WHERE "seq" = ?', (seq,))
    ]


def _records(table: Any) -> list[dict[str, Any]]:
    plain = table.astype(object).where(table.notna(), None)
    records: list[dict[str, Any]] = plain.to_dict("records")
    return records


def _facts(store: Store, settled: Collection[int]) -> bytes:
    """What is known of every release: what was, and anew that of releases that came, went or were settled again."""
    anew = _name(store)
    held = store.state("facts")
    if anew or held is None:
        return _facts_of(store).to_bytes()
    old = Facts.from_bytes(held)
    shown = 'FROM "releases" WHERE "release_id" IS NOT NULL'
    newest = store.home.query(f'SELECT "seq" {shown} AND "seq" > ?', (int(old.seqs.max(initial=-1)),))
    came, gone = {row[0] for row in newest}, set[int]()
    if settled or store.home.query(f"SELECT count(*) {shown}")[0][0] != len(old) + len(came):
        known, again = set(old.seqs.tolist()), set(settled)
        every = {row[0] for row in store.home.query(f'SELECT "seq" {shown}')}
        gone, came = (known - every) | (known & again), (every - known) | (every & again)
    return old.renewed(gone, _facts_of(store, sorted(came)), store.ids).to_bytes()


def _facts_of(store: Store, seqs: Sequence[int] | None = None) -> Facts:
    """Facts of the releases of these numbers, of all without them."""
    names = ", ".join(f'"{n}"' for n in RELEASE_FACTS)
    ask = store.home.query if seqs is None else partial(store.some, seqs=seqs)
    parties: dict[str, list[int]] = {}
    for seq, party in ask('SELECT "seq", "party" FROM "naming"'):
        parties.setdefault(party, []).append(seq)
    return facts_of(
        [row for row in ask(f'SELECT {names} FROM "releases"') if row[1] is not None],
        ask('SELECT "seq", "counted", "meeting" FROM "claims"'),
        pillar_rows(ask('SELECT "seq", "pillars", "text" FROM "passages"')),
        parties,
    )


def _named(store: Store) -> int:
    """The number up to which releases were there when the store was last finished; -1 when it never was."""
    return int(store.state("named") or b"-1")


def _name(store: Store) -> bool:
    """Note which release names which party: of new releases only, of all (then True) when the names have changed."""
    spelled = party_names(store.table("parties"), store.table("aliases"))
    names = {party: sorted(every) for party, every in spelled.items()}
    key = hashlib.sha256(json.dumps(names, sort_keys=True).encode()).digest()
    anew = store.state("names") != key
    if anew:
        store.home.run('DELETE FROM "naming"')
        _set(store, {"names": key, "named": b"-1"})
    found = store.naming(names, _named(store))
    store.home.run(
        'INSERT INTO "naming" VALUES (?, ?)', [(s, party) for party, seqs in found.items() for s in set(seqs)]
    )
    _set(store, {"named": str(store.home.query('SELECT max("seq") FROM "releases"')[0][0] or -1).encode()})
    return anew
