"""The data dictionary: every table, every column, and the rules that hold between them.

``SCHEMA`` is the one place that says what a column means; docs/tables.md is written from it, exports follow it, and
``check`` tests it on every load.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from sci_loader.grammar import REASONS
from sci_loader.load import KINDS

__all__ = [
    "BY_RELEASE",
    "Column",
    "KEYS",
    "RELEASE_FACTS",
    "SCHEMA",
    "Table",
    "describe",
    "frame",
    "framed",
    "ids_in",
    "indexes_sql",
    "number_in",
    "package",
    "records",
    "text_in",
]

DTYPES = {"text": "str", "date": "str", "integer": "Int64", "boolean": "bool"}


@dataclass(frozen=True)
class Column:
    """One column: type (text, date, integer, boolean), meaning, and the only values it may have when it is a closed list."""

    name: str
    type: str
    meaning: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: what a row is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        return [c.name for c in self.columns]


def _table(name: str, row: str, *columns: tuple[Any, ...]) -> Table:
    return Table(name, row, tuple(Column(*c) for c in columns))


MEASURE = ("measure", "text", "what is counted", ("mou", "project"))
PROGRAMME = ("programme", "text", "the programme's slug")
GRADES = ("confirmed", "stated", "derived", "disputed", "not_stated")

SCHEMA: dict[str, Table] = {
    t.name: t
    for t in (
        _table(
            "releases",
            "one source document",
            ("release_id", "text", "key: the date and the last part of the permalink, or the file's name"),
            ("programme", "text", "the programme that the document is most about; empty when it names none"),
            ("date", "date", "day of publication"),
            (
                "date_basis",
                "text",
                "where the date stands; with none the document has no date and shows that of the meeting it announces",
                ("front_matter", "dateline", "text", "none"),
            ),
            ("kind", "text", "what sort of document it is", KINDS),
            ("publisher", "text", "who published it; empty when the document does not say"),
            ("title", "text", "title as published; empty when the document has none"),
            ("url", "text", "address of the original"),
            ("language", "text", "language of most of the text", ("en", "zh")),
            (
                "text_kind",
                "text",
                "digest: retold in our own words; original: as published",
                ("digest", "original"),
            ),
            ("announces_meeting", "integer", "number of the meeting that the document announces"),
            ("duplicate_of", "text", "release_id of the document of which this one is a near copy"),
            ("path", "text", "file it was read from, or its address without what is secret in it"),
            ("sha256", "text", "SHA-256 of the file's bytes"),
            ("words", "integer", "number of words of the text (a Chinese character counts as one)"),
            ("text", "text", "title, description and body; paragraphs parted by an empty line"),
            (
                "draws_on",
                "text",
                "release_id of the document that has more than half of the runs of words of this one, which is no copy of it",
            ),
            ("also_about", "text", "other programmes that the document speaks of, parted by ;"),
        ),
        _table(
            "claims",
            "one number that a release states about a measure",
            ("claim_id", "text", "key: release_id:start"),
            ("release_id", "text", "the release that states it"),
            ("programme", "text", "the programme it is about; empty when it is about none that is tracked"),
            MEASURE,
            (
                "basis",
                "text",
                "new: added at one meeting; cumulative: to date; empty when the sentence does not say",
                ("new", "cumulative"),
            ),
            ("meeting", "integer", "number of the meeting it is about"),
            (
                "value",
                "integer",
                "the number; for the reason relative the multiple, for a range its lower end",
            ),
            ("qualifier", "text", "how exact the number is", ("exact", "at_least", "about")),
            ("value_text", "text", "the number as written: releases.text[start:end]"),
            ("start", "integer", "offset of the number in releases.text"),
            ("end", "integer", "offset behind the number"),
            ("sentence", "text", "the sentence: releases.text[sentence_start:sentence_end]"),
            ("sentence_start", "integer", "offset of the sentence"),
            ("sentence_end", "integer", "offset behind the sentence"),
            (
                "counted",
                "boolean",
                "true when the sentence states a figure of the whole programme, new or to date",
            ),
            ("reason", "text", "why it is not counted", tuple(REASONS)),
            ("repeats", "text", "claim_id of the first claim of the same fact in the same release"),
        ),
        _table(
            "meetings",
            "one meeting",
            PROGRAMME,
            ("meeting", "integer", "number of the meeting, from 1"),
            ("date", "date", "day it was held"),
            ("place", "text", "where it was held; empty when no release says"),
            ("format", "text", "in_person or virtual; empty when no release says", ("in_person", "virtual")),
            ("chair_singapore", "text", "who chaired it for Singapore"),
            ("chair_shenzhen", "text", "who chaired it for Shenzhen"),
            ("release_id", "text", "the release that announces it; empty when it is only spoken of"),
            (
                "chair_other",
                "text",
                "who chaired it for sides of other names, as side: name, parted by ;",
            ),
        ),
        _table(
            "counts",
            "one meeting and measure",
            PROGRAMME,
            ("meeting", "integer", "number of the meeting"),
            MEASURE,
            ("new", "integer", "added at this meeting, as stated; empty when no release says"),
            ("new_claim_id", "text", "the claim that states it best"),
            ("stated_low", "integer", "lowest total to date that a release states; empty when none does"),
            ("stated_high", "integer", "highest total to date that a release states"),
            ("stated_claim_ids", "text", "the claims that state a total, parted by ;"),
            (
                "added",
                "integer",
                "our own sum of new up to this meeting; empty when one of them is not stated",
            ),
            ("gap", "integer", "stated minus added, for the stated total furthest from it"),
            ("grade", "text", "how well the figures of this row are supported (docs/methodology.md)", GRADES),
        ),
        _table(
            "conflicts",
            "one disagreement",
            ("conflict_id", "text", "key"),
            PROGRAMME,
            ("meeting", "integer", "number of the meeting"),
            MEASURE,
            (
                "kind",
                "text",
                "what disagrees: sources with each other, arithmetic with a source, two dates of one document, two copies of one document",
                ("sources", "arithmetic", "date", "duplicate"),
            ),
            ("values", "text", "the values, parted by |"),
            ("claim_ids", "text", "the claims that state them, parted by ;"),
            ("explanation", "text", "the arithmetic, and what may explain it (an inference is called one)"),
            (
                "status",
                "text",
                "explained when a fact on record accounts for it, else open",
                ("open", "explained"),
            ),
        ),
        _table(
            "register",
            "one MOU or project",
            ("register_id", "text", "key, such as jic3-mou-02"),
            PROGRAMME,
            MEASURE,
            ("meeting", "integer", "the meeting it belongs to; empty for the founding MOU"),
            ("title", "text", "what it is called"),
            ("instrument", "text", "form of the agreement, or project"),
            ("pillar_stated", "text", "heading under which the source lists it; empty when it gives none"),
            ("pillar", "text", "the pillar it is counted under"),
            (
                "pillar_basis",
                "text",
                "whether the source states that pillar or we assigned it",
                ("stated", "assigned"),
            ),
            ("topics", "text", "topics, parted by ;"),
            ("description", "text", "what it is for, in our own words"),
            ("source", "text", "the document that lists it"),
            ("page", "text", "page or paragraph there"),
            ("related", "text", "register_ids of the same undertaking, parted by ; (never to be added up)"),
            ("pillar_reason", "text", "why we assigned the pillar, where the source gives none"),
            ("note", "text", "what else to know of the entry"),
        ),
        _table(
            "parties",
            "one party to one MOU or project",
            ("register_id", "text", "the entry"),
            ("party", "text", "the party, one name for all its spellings"),
            ("party_name", "text", "the name as the source writes it"),
            ("side", "text", "the side on which the source lists it, as the programme file calls it, or other"),
        ),
        _table(
            "mentions",
            "one thread in one release",
            ("thread", "text", "the named undertaking"),
            ("release_id", "text", "the release that names it"),
            ("date", "date", "day of the release"),
            (
                "stage",
                "text",
                "how far it had come, by the words of the release",
                (
                    "idea",
                    "planned",
                    "announced",
                    "agreed",
                    "trial",
                    "launched",
                    "operating",
                    "renewed",
                    "context",
                ),
            ),
            (
                "status",
                "text",
                "what the release says of it, in our own words; empty when nobody has noted it",
            ),
            ("start", "integer", "offset of the name in releases.text"),
            ("end", "integer", "offset behind the name"),
        ),
        _table(
            "passages",
            "one paragraph",
            ("release_id", "text", "the release"),
            ("passage", "integer", "number of the paragraph, from 1; a title is a paragraph of its own"),
            ("start", "integer", "offset in releases.text"),
            ("end", "integer", "offset behind the paragraph"),
            ("pillars", "text", "pillars that its words name, parted by ;"),
            ("text", "text", "the paragraph"),
        ),
        _table(
            "problems",
            "one thing that was not believed",
            ("path", "text", "the file"),
            ("release_id", "text", "the release it became; empty when the file could not be read"),
            ("line", "integer", "line in the file or text, where known"),
            ("code", "text", "short name of the problem"),
            ("message", "text", "what is wrong"),
            ("remedy", "text", "what to do about it"),
        ),
        _table(
            "notes",
            "one note of a person on a thread",
            ("thread", "text", "the named undertaking"),
            ("date", "date", "day of the document"),
            ("document", "text", "the document that the note is about: a release or an annex"),
            ("release_id", "text", "the release, when the document is one that was read"),
            ("ref", "text", "page or paragraph there"),
            ("stage", "text", "how far it had come, as the person reads it"),
            ("status", "text", "what the document says of it, in the person's own words"),
            ("note", "text", "what else to know"),
        ),
        _table(
            "aliases",
            "one spelling of a party",
            ("party", "text", "the party, one name for all its spellings"),
            ("alias", "text", "a spelling"),
        ),
    )
}


# What tells the rows of a table apart.
KEYS: dict[str, tuple[str, ...]] = {
    "releases": ("release_id",),
    "claims": ("claim_id",),
    "meetings": ("programme", "meeting"),
    "counts": ("programme", "meeting", "measure"),
    "conflicts": ("conflict_id",),
    "register": ("register_id",),
    "mentions": ("thread", "release_id"),
    "passages": ("release_id", "passage"),
}


def frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a frame with the table's columns and types; what a row lacks is missing, never zero.

    >>> frame("parties", [{"register_id": "jic1-mou-01", "party": "Keppel"}]).isna().sum().tolist()
    [0, 0, 1, 1]
    """
    return framed(table, {name: [row.get(name) for row in rows] for name in SCHEMA[table].names})


def framed(table: str, cells: Mapping[str, Iterable[Any]]) -> pd.DataFrame:
    """The cells of each column as a frame with the table's columns and types; an empty text is missing."""
    data = {
        c.name: pd.array([None if cell == "" else cell for cell in cells[c.name]], dtype=DTYPES[c.type])
        for c in SCHEMA[table].columns
    }
    return pd.DataFrame(data)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each as a dict of its columns."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def text_in(cell: Any) -> str | None:
    """A cell of text; None for an empty one."""
    return cell if isinstance(cell, str) else None


def number_in(cell: Any) -> int | None:
    """A cell of a whole number; None for an empty one."""
    return None if pd.isna(cell) else int(cell)


def ids_in(cell: Any) -> list[str]:
    """The ids in a cell that holds several."""
    return cell.split(";") if isinstance(cell, str) else []


def describe() -> str:
    """The data dictionary as Markdown: docs/tables.md is this text, a test holds the two together."""
    lines = [
        "# Tables",
        "",
        "The same names in pandas (`sci_loader.load()`), CSV, Parquet, JSON and Excel. Dates are ISO (YYYY-MM-DD), offsets are",
        "half-open positions in `releases.text` counted in characters, lists inside a cell are parted by `;`. An empty cell means",
        "not stated, never zero. Written from `sci_loader/tables.py`, which also checks all of it on every load.",
    ]
    for table in SCHEMA.values():
        lines += [
            "",
            f"## {table.name}",
            "",
            f"One row a {table.row.removeprefix('one ')}.",
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        for column in table.columns:
            closed = f" ({', '.join(column.values)})" if column.values else ""
            lines.append(f"| {column.name} | {column.type} | {column.meaning.replace('|', chr(92) + '|')}{closed} |")
    return "\n".join(lines) + "\n"


def package() -> dict[str, Any]:
    """The tables as a Data Package (version 2), the description that other programs read: docs/datapackage.json is this.

    A column that changes here breaks what others have built, so a test holds the two together.
    """
    resources = []
    for table in SCHEMA.values():
        fields = [
            {"name": c.name, "type": "string" if c.type == "text" else c.type, "description": c.meaning}
            | ({"constraints": {"enum": list(c.values)}} if c.values else {})
            for c in table.columns
        ]
        schema = {"fields": fields, "missingValues": [""]} | (
            {"primaryKey": list(KEYS[table.name])} if table.name in KEYS else {}
        )
        about = {
            "name": table.name,
            "path": f"{table.name}.csv",
            "description": f"One row a {table.row.removeprefix('one ')}.",
        }
        resources.append({**about, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": schema})
    return {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "resources": resources}


# --- as a database has them ---

SQL_TYPES = {"text": "TEXT", "date": "TEXT", "integer": "BIGINT", "boolean": "BOOLEAN"}
RELEASE_FACTS = (
    "seq release_id programme date kind publisher announces_meeting duplicate_of words text_kind also_about".split()
)
BY_RELEASE = ("claims", "mentions", "passages")  # tables whose rows go with their release
FILES = (
    '"path" TEXT PRIMARY KEY, "size" BIGINT, "changed" BIGINT, "sha256" TEXT, "seq" BIGINT, "own_id" TEXT, "text_kind" TEXT, '
    '"permalink" TEXT, "about" BOOLEAN, "settled" BOOLEAN, "own" TEXT, "problems" TEXT'
)
# By which a build finds what changed and the releases that touch others, without passing over what was read of all.
FILES_INDEXES = {
    "seq": '"seq"',
    "sha": '"sha256", "seq"',
    "id": '"own_id", "seq"',
    "link": '"permalink", "seq"',
    "kind": '"text_kind", "permalink", "seq"',
    "about": '"about", "settled", "seq"',
    "seen": '"path", "size", "changed"',
}


def tables_sql(blob: str) -> list[str]:
    """How the tables are made: those of the data dictionary, the files they come from, and the state of the store."""
    out = [
        f'CREATE TABLE "files" ({FILES})',
        'CREATE TABLE "naming" ("seq" BIGINT, "party" TEXT)',
        'CREATE INDEX "naming_seq" ON "naming" ("seq")',
        f'CREATE TABLE "state" ("key" TEXT PRIMARY KEY, "value" {blob})',
    ]
    for table in SCHEMA.values():
        columns = [f'"{c.name}" {SQL_TYPES[c.type]}' for c in table.columns]
        if table.name == "releases":
            columns.insert(0, '"seq" BIGINT PRIMARY KEY' if blob == "BYTEA" else '"seq" INTEGER PRIMARY KEY')
        elif table.name in BY_RELEASE:
            columns.insert(0, '"seq" BIGINT')
            out.append(f'CREATE INDEX "{table.name}_seq" ON "{table.name}" ("seq")')
        out.insert(0, f'CREATE TABLE "{table.name}" ({", ".join(columns)})')
    out.append('CREATE INDEX "releases_id" ON "releases" ("release_id")')
    if blob == "BLOB":  # SQLite reads what is known of all releases from here, without passing over their texts
        columns = [f'"{name}"' for name in RELEASE_FACTS]
        out.append(f'CREATE INDEX "releases_facts" ON "releases" ({", ".join(columns)})')
    return out


def indexes_sql() -> list[str]:
    """Indexes that only a build needs; a store that was made earlier may lack some."""
    made = {f"files_{name}": f'"files" ({columns})' for name, columns in FILES_INDEXES.items()}
    made["files_problems"] = """"files" ("path", "seq") WHERE "problems" <> '[]'"""
    return [f'CREATE INDEX IF NOT EXISTS "{name}" ON {what}' for name, what in made.items()]
