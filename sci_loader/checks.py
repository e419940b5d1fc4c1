"""What must hold in the tables of every load, whatever the files: the rules of the data dictionary, tested each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import compress
from operator import getitem, ne
from typing import Any

import pandas as pd

from sci_loader.errors import BrokenInvariant
from sci_loader.tables import KEYS, SCHEMA

__all__ = ["check"]


def _fail(table: str, rule: str, bad: Iterable[Any]) -> None:
    sample = list(bad)[:3]
    if sample:
        raise BrokenInvariant(
            f"{table}: {rule} does not hold for {sample}. This is a bug of the loader: please report it with the file."
        )


def check(tables: Mapping[str, pd.DataFrame]) -> None:
    """Test every rule of the data dictionary; raises BrokenInvariant at the first that does not hold.

    Keys are unique and resolve, closed lists are kept, ``text[start:end]`` is ``value_text`` and lies inside the sentence,
    ``gap`` is stated minus added where both are known.
    """
    for name, table in SCHEMA.items():
        got = tables[name]
        if list(got.columns) != table.names:
            raise BrokenInvariant(
                f"{name}: the columns are {list(got.columns)}, the data dictionary says {table.names}."
            )
        for column in table.columns:
            if column.values:
                _fail(name, f"the closed list of {column.name}", sorted(_present(got[column.name]) - {*column.values}))
    for name, key in KEYS.items():
        table = tables[name]
        _fail(
            name,
            f"{' and '.join(key)} {'are' if key[1:] else 'is'} there",
            table.index[table[list(key)].isna().any(axis=1)],
        )
        _fail(
            name,
            f"{' and '.join(key)} {'are' if key[1:] else 'is'} unique",
            table.loc[table.duplicated(list(key)), key[0]],
        )
    _check_keys(tables)
    _check_offsets(tables)
    _check_counts(tables["counts"])


def _present(column: pd.Series[Any]) -> set[Any]:
    """The values of a column, each once."""
    return set(column.dropna().unique().tolist())


def _check_keys(tables: Mapping[str, pd.DataFrame]) -> None:
    for name, column, target, key in (
        ("claims", "release_id", "releases", "release_id"),
        ("claims", "repeats", "claims", "claim_id"),
        ("releases", "duplicate_of", "releases", "release_id"),
        ("releases", "draws_on", "releases", "release_id"),
        ("meetings", "release_id", "releases", "release_id"),
        ("counts", "new_claim_id", "claims", "claim_id"),
        ("mentions", "release_id", "releases", "release_id"),
        ("passages", "release_id", "releases", "release_id"),
        ("problems", "release_id", "releases", "release_id"),
        ("notes", "release_id", "releases", "release_id"),
        ("parties", "register_id", "register", "register_id"),
    ):
        known = _present(tables[target][key])
        _fail(name, f"{column} names a row of {target}", sorted(_present(tables[name][column]) - known))
    entries = _present(tables["register"]["register_id"])
    related = {i for cell in tables["register"]["related"].dropna() for i in cell.split(";")}
    _fail("register", "related name rows of register", sorted(related - entries))
    known = _present(tables["claims"]["claim_id"])
    for name, column in (("counts", "stated_claim_ids"), ("conflicts", "claim_ids")):
        used = {i for cell in tables[name][column].dropna() for i in cell.split(";")}
        _fail(name, f"{column} name rows of claims", sorted(used - known))


def _check_offsets(tables: Mapping[str, pd.DataFrame]) -> None:
    texts = dict(zip(*(tables["releases"][c].tolist() for c in ("release_id", "text")), strict=True))
    for row in tables["claims"].itertuples():
        text = texts[row.release_id]
        whole = text[row.sentence_start : row.sentence_end]
        if (
            text[row.start : row.end] != row.value_text
            or whole != row.sentence
            or not row.sentence_start <= row.start < row.end <= row.sentence_end
        ):
            _fail("claims", "the offsets give the number and its sentence", [row.claim_id])
        if row.counted != pd.isna(row.reason) or (row.counted and pd.isna(row.basis)):
            _fail("claims", "a claim is counted or has a reason", [row.claim_id])
    for row in tables["mentions"].itertuples():
        if not 0 <= row.start < row.end <= len(texts[row.release_id]):
            _fail("mentions", "the offsets lie in the text", [(row.thread, row.release_id)])
    ids, numbers, starts, ends, said = (
        tables["passages"][c].tolist() for c in ("release_id", "passage", "start", "end", "text")
    )
    cut = map(getitem, map(texts.__getitem__, ids), map(slice, starts, ends))  # the longest table, so without a loop
    _fail("passages", "the offsets give the paragraph", compress(zip(ids, numbers, strict=True), map(ne, cut, said)))


def _check_counts(counts: pd.DataFrame) -> None:
    for row in counts.itertuples():
        known = not (pd.isna(row.added) or pd.isna(row.stated_high))
        possible = {row.stated_high - row.added, row.stated_low - row.added} if known else {None}
        gap = None if pd.isna(row.gap) else row.gap
        if gap not in possible:
            _fail("counts", "gap is stated minus added", [(row.meeting, row.measure)])
