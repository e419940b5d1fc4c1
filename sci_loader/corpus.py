"""The whole way from files to tables: load, find, reconcile, then check what came out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from sci_loader.checks import check
from sci_loader.errors import LoaderError, Problem
from sci_loader.find import Found, calendar, find_alone, find_each, pillars_named, resolve, share_out, unplaced
from sci_loader.grammar import UNPLACED, Claim
from sci_loader.load import Release, Source, read_file, settle, source_files
from sci_loader.reconcile import reconcile
from sci_loader.register import Register, kept_by_hand, noted, read_register
from sci_loader.remote import is_address
from sci_loader.reviews import apply, read_reviews
from sci_loader.store import Store
from sci_loader.tables import BY_RELEASE, SCHEMA, frame, framed
from sci_loader.vocabulary import Programme, data_dir, load_programmes
from sci_loader.workers import mapped

__all__ = [
    "Corpus",
    "assemble",
    "claim_rows",
    "default_paths",
    "load",
    "noted_releases",
    "problem_row",
    "read",
    "release_row",
    "stored",
    "stored_version",
]


@dataclass(frozen=True, eq=False)  # one is the same as itself alone: frames cannot be compared as a whole
class Corpus:
    """One attribute a table (docs/tables.md), the programmes they speak of, and a version that changes with any input.

    The frames are shared by everyone who looks at them: filter them, do not assign to them.
    """

    releases: pd.DataFrame
    claims: pd.DataFrame
    meetings: pd.DataFrame
    counts: pd.DataFrame
    conflicts: pd.DataFrame
    register: pd.DataFrame
    parties: pd.DataFrame
    mentions: pd.DataFrame
    passages: pd.DataFrame
    problems: pd.DataFrame
    notes: pd.DataFrame
    aliases: pd.DataFrame
    programmes: Mapping[str, Programme] = field(repr=False)
    version: str = ""
    store: Store | None = field(default=None, repr=False)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, in the order of the data dictionary."""
        return {name: getattr(self, name) for name in SCHEMA}

    @property
    def programme(self) -> Programme:
        """The programme that it is shown for: the first that it holds."""
        return next(iter(self.programmes.values()))

    def text(self, release_id: str) -> str:
        """The text of one release; KeyError when there is none of this id."""
        row = self.releases.index[self.releases["release_id"] == release_id]
        if not len(row) and self.store and (place := self.store.place(release_id)) is not None:
            return str(self.store.rows([place])[0]["text"])
        if not len(row):
            raise KeyError(release_id)
        return str(self.releases.at[row[0], "text"])

    def of(self, slug: str) -> Corpus:
        """The corpus as one programme sees it: its own figures and register, and the releases that speak of it.

        Releases that speak of none are seen by the first programme, with whose words they were read.  Where a release is most about another programme, its pillars are those that this one names, and the meeting that it
        announces is none of ours.  Raises KeyError for an unknown programme.
        """
        programme, releases, first = self.programmes[slug], self.releases, next(iter(self.programmes))
        speaks = releases["also_about"].fillna("").str.split(";").map(lambda others: slug in others)
        releases = releases[(releases["programme"].fillna(first) == slug) | speaks]
        beside = set(releases.loc[releases["programme"].notna() & (releases["programme"] != slug), "release_id"])
        own = {
            "releases": releases.assign(
                announces_meeting=releases["announces_meeting"].mask(releases["release_id"].isin(beside))
            )
        }
        for name in ("claims", "meetings", "counts", "conflicts", "register"):
            table = self.tables[name]
            own[name] = table[table["programme"].isna() | (table["programme"] == slug)]
        own["parties"] = self.parties[self.parties["register_id"].isin(own["register"]["register_id"])]
        own["aliases"] = self.aliases[self.aliases["party"].isin(own["parties"]["party"])]
        for name in ("mentions", "notes"):
            own[name] = self.tables[name][self.tables[name]["thread"].isin(list(programme.threads))]
        passages = self.passages
        seen = [
            (";".join(pillars_named(programme, text)) or None) if i in beside else pillars
            for i, pillars, text in zip(passages["release_id"], passages["pillars"], passages["text"], strict=True)
        ]
        own["passages"] = passages.assign(pillars=pd.array(seen, dtype="str"))
        placed = ~(self.problems["code"].isin(UNPLACED) & self.problems["release_id"].isin(beside))
        own["problems"] = self.problems[placed]
        kept = set(releases["release_id"])
        for name in ("claims", "mentions", "passages", "problems"):
            ids = own[name]["release_id"]
            own[name] = own[name][ids.isin(kept) | (ids.isna() if name == "problems" else False)]
        return replace(self, **{n: t.reset_index(drop=True) for n, t in own.items()}, programmes={slug: programme})


def default_paths() -> list[Path]:
    """What is read when nothing is named: the shipped digests, dropped-in originals, and the folder in ``SCI_RELEASES``."""
    folders = [data_dir() / "releases", data_dir() / "originals"]
    if os.environ.get("SCI_RELEASES"):
        folders.append(Path(os.environ["SCI_RELEASES"]))
    return [f for f in folders if f.exists() or f == folders[0] or (f == folders[-1] and "SCI_RELEASES" in os.environ)]


def load(*paths: str | Path, programme: str | None = None, pool: Executor | None = None) -> Corpus:
    """Read files and folders into a Corpus.

    paths: files or folders (read recursively), or addresses of such (``s3://bucket/folder``); without any,
    ``default_paths()``.  programme: give what this one sees (``Corpus.of``); the default keeps all programmes of
    ``data/programmes``.  All of them are read in any case, for a release is only understood by who else is named in it.
    pool: reads the files (``workers.executor``); the tables are the same whatever reads them.

    Raises KeyError for an unknown programme, LoaderError when two addresses look the same, and BrokenInvariant when a table
    breaks the data dictionary.  Files that cannot be read are rows of ``problems``.
    """
    programmes = load_programmes()
    if programme is not None and programme not in programmes:
        raise KeyError(programme)
    releases: list[Release] = []
    problems: list[Problem] = []
    alone: dict[str, tuple[Claim, ...]] = {}
    for result, claims in read(paths or default_paths(), programmes, pool):
        if isinstance(result, Problem):
            problems.append(result)
        else:
            releases.append(result)
            if claims is not None:
                alone[result.sha256] = claims
    releases, more = settle(releases)
    corpus = assemble(releases, problems + more, programmes, alone)
    return corpus if programme is None else corpus.of(programme)


def read(
    paths: Iterable[str | Path], programmes: Mapping[str, Programme], pool: Executor | None = None
) -> Iterator[tuple[Release | Problem, tuple[Claim, ...] | None]]:
    """Each file under ``paths`` on its own, in order: a release or the problem why it gives none.

    With a release about no programme come its claims, which no other release can change; with others None.
    """
    if pool is None:
        step: Callable[[Source], _Result] = partial(_read_one, programmes)
    else:
        step = partial(_read_there, str(data_dir()), tuple(programmes), _digest_of_programmes())
    return mapped(step, source_files(paths), pool)


_Result = tuple[Release | Problem, tuple[Claim, ...] | None]


def _read_one(programmes: Mapping[str, Programme], source: Source) -> _Result:
    release = read_file(source, tuple(programmes.values()))
    if isinstance(release, Problem) or release.readings:
        return release, None
    return release, find_alone(release, programmes).claims


def _read_there(folder: str, slugs: tuple[str, ...], digest: str, source: Source) -> _Result:
    """The same in a worker, which reads the programme files for itself, once."""
    return _read_one(_programmes_there(folder, slugs, digest), source)


@cache
def _programmes_there(folder: str, slugs: tuple[str, ...], digest: str) -> dict[str, Programme]:
    if str(data_dir()) != folder or _digest_of_programmes() != digest:
        raise LoaderError(f"a worker reads other programme files than {folder}; give all the same SCI_DATA")
    known = load_programmes()
    return {slug: known[slug] for slug in slugs}


def _digest_of_programmes() -> str:
    digest = hashlib.sha256()
    for name in ("programmes", "language"):
        for path in sorted((data_dir() / name).glob("*.toml")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def assemble(
    releases: list[Release],
    problems: list[Problem],
    programmes: Mapping[str, Programme],
    alone: Mapping[str, tuple[Claim, ...]] = MappingProxyType({}),
) -> Corpus:
    """Releases to all tables: find, reconcile, and a check of what came out.

    alone: claims of releases about no programme, by the hash of the file, where they have been found already.
    """
    held = calendar(releases, programmes)
    releases = [_with_meeting_date(r, held) for r in releases]
    register = read_register(programmes)
    stages = {(note["thread"], release_id): note for release_id, note in noted(register.notes)}
    in_register = {release_id for _, release_id in stages}
    found: list[Found] = []
    for r in releases:
        each = find_each(r, programmes, r.release_id in in_register, alone.get(r.sha256))
        found += share_out([resolve(f, held.get(f.release.programme or "", {})) for f in each])
    decided, faults = read_reviews(data_dir() / "reviews.csv")
    found, void = apply(decided, found, data_dir() / "reviews.csv")
    problems = [*problems, *register.problems, *faults, *void]
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMA}
    rows["register"], rows["parties"], rows["aliases"] = register.entries, register.parties, register.aliases
    for f in found:
        if not f.beside:
            rows["releases"].append(release_row(f.release))
        rows["claims"] += claim_rows(f)
        rows["mentions"] += _mention_rows(f, stages)
        problems += unplaced(f)
    for known in programmes.values():
        result = reconcile(known, found, held[known.slug], register.entries)
        rows["meetings"] += [_meeting_row(known, row) for row in result.meetings]
        rows["counts"] += result.counts
        rows["conflicts"] += result.conflicts
    rows["notes"] = _note_rows(register, {r.release_id for r in releases})
    rows["problems"] = [problem_row(p) for p in sorted(problems, key=lambda p: (p.path, p.line or 0, p.code))]
    tables = {name: _passages(found) if name == "passages" else frame(name, rows[name]) for name in SCHEMA}
    check(tables)
    return Corpus(**tables, programmes=programmes, version=_version(releases, programmes))


def stored(name: str | Path) -> Corpus:
    """The corpus of a built store: its frames hold the releases about the programmes, and ``store`` has all of them.

    Raises StoreError when the store cannot be used.
    """
    store = Store.open(name)
    settled = '"seq" IN (SELECT "seq" FROM "files" WHERE "settled")'
    tables = {
        table: store.table(
            table, f'"release_id" IS NOT NULL AND {settled}' if table in ("releases", *BY_RELEASE) else "1 = 1"
        )
        for table in SCHEMA
    }
    return Corpus(**tables, programmes=load_programmes(), version=(store.state("version") or b"").decode(), store=store)


def stored_version(name: str | Path) -> str:
    """The version of the data in a store, which changes with every build that changed something."""
    store = Store.open(name)
    try:
        return (store.state("version") or b"").decode()
    finally:
        store.home.close()


def noted_releases() -> set[str]:
    """Ids of releases that the register or a review speaks of."""
    reviews, _ = read_reviews(data_dir() / "reviews.csv")
    return {i for i, _ in noted(read_register(load_programmes()).notes)} | {r.release_id for r in reviews}


def _with_meeting_date(release: Release, held: Mapping[str, Mapping[int, Any]]) -> Release:
    """A release without a date takes that of the meeting it announces; ``date_basis`` stays ``none``."""
    if release.date or not release.announces_meeting:
        return release
    return replace(release, date=held.get(release.programme or "", {}).get(release.announces_meeting))


def _version(releases: Iterable[Release], programmes: Mapping[str, Programme]) -> str:
    digest = hashlib.sha256()
    for release in releases:
        digest.update(release.sha256.encode())
    for programme in programmes.values():
        digest.update(repr(programme.source).encode())
    digest.update(kept_by_hand())
    for path in sorted((data_dir() / "language").glob("*.toml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


# --- rows --------------------------------------------------------------------------------------------------------------------


def release_row(r: Release) -> dict[str, Any]:
    return {
        "release_id": r.release_id,
        "programme": r.programme,
        "date": r.date.isoformat() if r.date else None,
        "date_basis": r.date_basis,
        "kind": r.kind,
        "publisher": r.publisher,
        "title": r.title,
        "url": r.url,
        "language": r.language,
        "text_kind": r.text_kind,
        "announces_meeting": r.announces_meeting,
        "duplicate_of": r.duplicate_of,
        "path": _shown(r.path),
        "sha256": r.sha256,
        "words": r.words,
        "text": r.text,
        "draws_on": r.draws_on,
        "also_about": ";".join(other.programme for other in r.others),
    }


def _passages(found: Sequence[Found]) -> pd.DataFrame:
    """The paragraphs of all releases, a column after the other: there are too many to keep a row for each."""
    cells: dict[str, Iterable[Any]] = {
        "release_id": (f.release.release_id for f in found for _ in f.passages),
        "passage": (p.passage for f in found for p in f.passages),
        "start": (p.start for f in found for p in f.passages),
        "end": (p.end for f in found for p in f.passages),
        "pillars": (";".join(p.pillars) for f in found for p in f.passages),
        "text": (p.text for f in found for p in f.passages),
    }
    return framed("passages", cells)


def _meeting_row(programme: Programme, row: Mapping[str, Any]) -> dict[str, Any]:
    """Who chaired it, in the column of the side or, where a side has none, in that of the others."""
    columns = {side: f"chair_{side}" for side in programme.side_labels if f"chair_{side}" in SCHEMA["meetings"].names}
    chairs: dict[str, str] = row["chairs"]
    others = [f"{programme.side_labels[side]}: {name}" for side, name in chairs.items() if side not in columns]
    named = {columns[side]: name for side, name in chairs.items() if side in columns}
    return {**row, **named, "chair_other": "; ".join(others)}


def claim_rows(found: Found) -> list[dict[str, Any]]:
    release = found.release
    rows: list[dict[str, Any]] = []
    first: dict[tuple[Any, ...], str] = {}
    for c in found.claims:
        claim_id = f"{release.release_id}:{c.start}"
        fact = (c.measure, c.basis, c.meeting, c.value, c.counted, c.reason)
        rows.append(
            {
                "claim_id": claim_id,
                "release_id": release.release_id,
                "programme": release.programme if c.ours else None,
                "measure": c.measure,
                "basis": c.basis,
                "meeting": int(c.meeting) if c.meeting else None,
                "value": c.value,
                "qualifier": c.qualifier,
                "value_text": release.text[c.start : c.end],
                "start": c.start,
                "end": c.end,
                "sentence": release.text[c.sentence_start : c.sentence_end],
                "sentence_start": c.sentence_start,
                "sentence_end": c.sentence_end,
                "counted": c.counted,
                "reason": c.reason,
                "repeats": first.get(fact) if c.counted else None,
            }
        )
        first.setdefault(fact, claim_id)
    return rows


def _mention_rows(found: Found, stages: Mapping[tuple[str, str], Mapping[str, str]]) -> list[dict[str, Any]]:
    """Mentions of threads in releases about a programme, and in others that the register notes; a stage and status that the register notes for the release stand before the words' own."""
    release = found.release
    rows = []
    for m in found.mentions:
        note = stages.get((m.thread, release.release_id), {})
        if not release.programme and not note:
            continue
        rows.append(
            {
                "thread": m.thread,
                "release_id": release.release_id,
                "date": release.date.isoformat() if release.date else None,
                "stage": note.get("stage") or m.stage,
                "status": note.get("status") or m.status,
                "start": m.start,
                "end": m.end,
            }
        )
    return rows


def _note_rows(register: Register, read: Collection[str]) -> list[dict[str, Any]]:
    """What people noted on threads; a note on a document that was not read (an annex) names no release."""
    return [{**note, "release_id": i if i in read else None} for i, note in noted(register.notes)]


def problem_row(p: Problem) -> dict[str, Any]:
    return {
        "path": _shown(p.path),
        "release_id": p.release_id,
        "line": p.line,
        "code": p.code,
        "message": p.message,
        "remedy": p.remedy,
    }


@cache
def _bases(data: str | None, here: str) -> tuple[str, ...]:
    """The folder that holds the data folder (that of ``SCI_DATA``), and the working one; asked for every file, so kept."""
    return tuple(folder.rstrip(os.sep) + os.sep for folder in (str(Path(here, data or data_dir()).parent), here))


def _shown(path: str) -> str:
    """A path as it is shown: below the project or the working folder where possible, with forward slashes.

    Characters of a name that are no UTF-8 are replaced, so that every table can be written.  An address stays as it is.
    """
    if is_address(path):
        return path.encode("utf-8", "replace").decode("utf-8")
    # pathlib takes ten times as long, and this is done for every file
    whole = os.path.abspath(path)  # noqa: PTH100
    for base in _bases(os.environ.get("SCI_DATA"), os.getcwd()):  # noqa: PTH109
        if whole.startswith(base):
            path = whole[len(base) :]
            break
    return path.replace(os.sep, "/").encode("utf-8", "replace").decode("utf-8")
