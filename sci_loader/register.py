"""What people keep by hand in data/register: MOUs and projects one by one, their parties, spellings, and notes on threads.

A line that cannot be used is left out, and one that names what is not there goes without the name; each becomes a problem
with its file and line.  Nothing that stands in these files stops the others, or the releases, from being read.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sci_loader.errors import Problem
from sci_loader.load import slugify
from sci_loader.tables import SCHEMA
from sci_loader.vocabulary import Programme, data_dir

__all__ = ["Line", "Register", "is_meeting", "kept_by_hand", "lines_of", "noted", "party_names", "read_register"]

ENTRIES = ("agreements.csv", "projects.csv")
# What a line must have a cell for; the other columns of docs/tables.md may be missing.
NEEDED = {
    **dict.fromkeys(ENTRIES, ("register_id", "programme", "measure", "meeting", "title", "pillar", "pillar_basis")),
    "parties.csv": ("register_id", "party", "party_name", "side"),
    "party_aliases.csv": ("party", "alias"),
    "threads.csv": ("thread", "date", "document", "ref", "stage", "status", "note"),
}
REMEDY = "correct the line; docs/tables.md says what each column holds"


@dataclass(frozen=True)
class Line:
    """One line of a table below its first, which names the columns."""

    path: Path
    number: int
    cells: dict[str, str]

    def problem(self, said: str, code: str = "bad_line", remedy: str = REMEDY) -> Problem:
        """What is wrong with the line."""
        return Problem(str(self.path), code, said, remedy, self.number)


@dataclass(frozen=True)
class Register:
    """The rows of the tables register, parties and aliases, the notes on threads, and what was wrong with the files."""

    entries: list[dict[str, Any]]
    parties: list[dict[str, str]]
    aliases: list[dict[str, str]]
    notes: list[dict[str, str]]
    problems: list[Problem]


def lines_of(path: Path, needed: Iterable[str]) -> tuple[list[Line], list[Problem]]:
    """The lines of a CSV file that has the columns ``needed``, and a problem for each that is not as wide as the first.

    Of a file that cannot be read at all there is one problem and no line; of one that is not there, nothing.
    """
    if not path.exists():
        return [], []
    lines: list[Line] = []
    problems: list[Problem] = []

    def refuse(said: str, remedy: str, line: int | None = None) -> tuple[list[Line], list[Problem]]:
        return lines, [*problems, Problem(str(path), "bad_table", said, remedy, line)]

    try:
        data = path.read_bytes()
    except OSError as error:
        return refuse(f"the system would not give the file ({error.strerror})", "check its permissions")
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        missing = [c for c in needed if c not in (reader.fieldnames or ())]
        if missing:
            said = f"the table has no column {missing[0]}"
            return refuse(said, "name the columns in the first line, parted by commas, as docs/tables.md does", 1)
        for row in reader:
            line = Line(path, reader.line_num, row)
            if None in row or None in row.values():
                problems.append(line.problem("the line has more or fewer cells than the first names"))
            elif any(row.values()):  # spreadsheets leave empty lines
                lines.append(line)
    except UnicodeDecodeError as error:
        at = data[: error.start].count(b"\n") + 1
        return refuse("the table is not UTF-8 text", "save it again as CSV with the encoding UTF-8", at)
    except csv.Error as error:
        return refuse(f"the table is no CSV from here on ({error})", REMEDY, reader.line_num + 1)
    return lines, problems


def read_register(programmes: Mapping[str, Programme]) -> Register:
    """Everything below data/register that speaks of these programmes."""
    problems: list[Problem] = []

    def lines(*names: str, fault: Callable[[Mapping[str, str]], str]) -> list[Line]:
        """The lines of some files in which nothing is at fault."""
        good = []
        for name in names:
            found, wrong = lines_of(data_dir() / "register" / name, NEEDED[name])
            problems.extend(wrong)
            for line in found:
                if said := fault(line.cells):
                    problems.append(line.problem(said))
                else:
                    good.append(line)
        return good

    listed = lines(*ENTRIES, fault=_entry_fault(programmes))
    unlisted = bool(problems)  # then an entry may well be named that was left out
    known = {line.cells["register_id"]: programmes[line.cells["programme"]] for line in listed}
    parties = lines("parties.csv", fault=lambda cells: _party_fault(cells, known, unlisted))
    return Register(
        [_entry(line, known, [] if unlisted else problems) for line in listed],
        [line.cells for line in parties if line.cells["register_id"] in known],
        [line.cells for line in lines("party_aliases.csv", fault=_alias_fault)],
        [line.cells for line in lines("threads.csv", fault=_note_fault)],
        problems,
    )


def _entry_fault(programmes: Mapping[str, Programme]) -> Callable[[Mapping[str, str]], str]:
    """What is wrong with an entry; asked of one after the other, for none may have the id of one before."""
    seen: set[str] = set()
    bases = _allowed("register", "pillar_basis")

    def fault(cells: Mapping[str, str]) -> str:
        register_id, programme = cells["register_id"], programmes.get(cells["programme"])
        if not register_id.strip() or not cells["title"].strip():
            return "the entry lacks its register_id or its title"
        if register_id in seen:
            return f"an entry above has the register_id {register_id!r} too"
        if programme is None:
            return f"no programme is called {cells['programme']!r}; there {_are(programmes)}"
        if cells["measure"] not in (measures := [m.slug for m in programme.measures]):
            return f"{cells['measure']!r} is no measure; there {_are(measures)}"
        if cells["meeting"] and not is_meeting(cells["meeting"]):
            return f"the meeting {cells['meeting']!r} is no number"
        if cells["pillar"] not in (*programme.pillars, "other"):
            return f"{cells['pillar']!r} is no pillar; there {_are(programme.pillars)}"
        if cells["pillar_basis"] not in bases:
            return f"{cells['pillar_basis']!r} is no pillar_basis; there {_are(bases)}"
        seen.add(register_id)
        return ""

    return fault


def _entry(line: Line, known: Collection[str], problems: list[Problem]) -> dict[str, Any]:
    """The row of an entry, related to entries that are there; ``problems`` takes what it names besides."""
    related = [i for i in line.cells.get("related", "").split(";") if i]
    for name in related:
        if name not in known:
            problems.append(line.problem(f"it is related to {name!r}, which is no entry"))
    meeting = line.cells["meeting"]
    return {
        **line.cells,
        "meeting": int(meeting) if meeting else None,
        "related": ";".join(i for i in related if i in known),
    }


def _party_fault(cells: Mapping[str, str], known: Mapping[str, Programme], unlisted: bool) -> str:
    if not cells["party"].strip() or not cells["party_name"].strip():
        return "the line names no party, or not as the source writes it"
    programme = known.get(cells["register_id"])
    if programme is None:
        return "" if unlisted else f"no entry has the register_id {cells['register_id']!r}"
    if cells["side"] not in (sides := [*programme.side_labels, "other"]):
        return f"{cells['side']!r} is no side; there {_are(sides)}"
    return ""


def _alias_fault(cells: Mapping[str, str]) -> str:
    return "" if cells["party"].strip() and cells["alias"].strip() else "the line lacks the party or its alias"


def _note_fault(cells: Mapping[str, str]) -> str:
    try:
        dt.date.fromisoformat(cells["date"])
    except ValueError:
        return f"the date {cells['date']!r} is no day as YYYY-MM-DD"
    stages = _allowed("mentions", "stage")
    return "" if cells["stage"] in ("", *stages) else f"{cells['stage']!r} is no stage; there {_are(stages)}"


def is_meeting(cell: str) -> bool:
    """Whether a cell holds the number of a meeting.

    >>> [is_meeting(cell) for cell in ("3", "0", "third", "1000")]
    [True, False, False, False]
    """
    return re.fullmatch(r"[1-9][0-9]{0,2}", cell) is not None


def _allowed(table: str, column: str) -> tuple[str, ...]:
    return next(c.values for c in SCHEMA[table].columns if c.name == column)


def _are(names: Iterable[str]) -> str:
    """The names that there are, in words.

    >>> _are(["mou", "project"]), _are([])
    ('are mou, project', 'are none')
    """
    return f"are {', '.join(names) or 'none'}"


# --- what is made of them ------------------------------------------------------------------------------------------------


def noted(notes: Iterable[Mapping[str, str]]) -> list[tuple[str, Mapping[str, str]]]:
    """Notes on threads, each with the id that its document has where it is a release."""
    return [(slugify(Path(note["document"]).stem), note) for note in notes]


def party_names(parties: pd.DataFrame, aliases: pd.DataFrame) -> dict[str, set[str]]:
    """Every spelling of each party: as the sources write it, its aliases, and what stands in brackets when in capitals."""
    names: dict[str, set[str]] = {}
    known = set(parties["party"])
    also = zip(aliases["party"], aliases["alias"], strict=True)
    pairs = zip(parties["party"], parties["party_name"], strict=True)
    for party, written in [*pairs, *((p, a) for p, a in also if p in known)]:
        for name in (party, written):
            outer, _, inner = name.partition(" (")
            names.setdefault(party, set()).update({name, outer} | ({inner[:-1]} if inner[:-1].isupper() else set()))
    return names


def kept_by_hand() -> bytes:
    """The bytes of all tables that people keep, the reviews too; changes with any of them."""
    paths = [*sorted((data_dir() / "register").glob("*.csv")), data_dir() / "reviews.csv"]
    return b"".join(map(_bytes, paths))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        return str(error.errno).encode()
