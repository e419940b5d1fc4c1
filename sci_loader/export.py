"""Tables to files.

Exports are for machines: nothing is escaped or shortened, so ``releases.text[start:end]`` still holds in every format.
Downloads for spreadsheets, with formula cells neutralised, are made by ``sheets.csv_bytes``.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sci_loader.errors import LoaderError, UnreadableFile
from sci_loader.load import unprefixed
from sci_loader.remote import is_address, shown, write

__all__ = ["FORMATS", "export"]

FORMATS = ("csv", "parquet", "json", "xlsx")
EXCEL_CELL = 32_767


def export(tables: Mapping[str, pd.DataFrame], folder: str | Path, fmt: str = "csv") -> list[str]:
    """Write every table into ``folder`` (made if missing) as ``<table>.<fmt>``; xlsx is one workbook ``tables.xlsx``.

    The folder may be an address (``s3://bucket/tables``).  Gives the paths of the files.
    Each file is written beside its place and then moved there, so a reader never sees half of one.
    Raises LoaderError for an unknown format or a folder that cannot be written.
    """
    if fmt not in FORMATS:
        raise LoaderError(f"the format {fmt!r} is not known; choose one of {', '.join(FORMATS)}")
    if is_address(unprefixed(folder)):
        return _sent(tables, unprefixed(folder), fmt)
    folder = Path(unprefixed(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if fmt == "xlsx":
            return [str(_moved(folder / "tables.xlsx", lambda path: _workbook(tables, path)))]
        return [
            str(_moved(folder / f"{name}.{fmt}", lambda path, table=table: _write(table, path, fmt)))
            for name, table in tables.items()
        ]
    except OSError as error:
        raise LoaderError(
            f"{folder}: the tables cannot be written there ({error.strerror}); name another folder with --out"
        ) from error


def _sent(tables: Mapping[str, pd.DataFrame], address: str, fmt: str) -> list[str]:
    """The same at an address: made here whole, then sent."""
    with tempfile.TemporaryDirectory() as place:
        made = {Path(path).name: Path(path) for path in export(tables, place, fmt)}
        try:
            return write(address, made)
        except UnreadableFile as error:
            raise LoaderError(
                f"{shown(address)}: the tables cannot be written there: {error.message}; {error.remedy}"
            ) from None


def _moved(path: Path, write) -> Path:  # type: ignore[no-untyped-def]
    partial = path.with_name(f".{path.name}.partial")
    try:
        write(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def _write(table: pd.DataFrame, path: Path, fmt: str) -> None:
    if fmt == "csv":
        table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    elif fmt == "parquet":
        table.to_parquet(path, index=False)
    else:
        rows = json.loads(table.to_json(orient="records"))
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _workbook(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """One sheet a table; no cell becomes a formula or a link, texts longer than a cell may hold are cut and say so."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        for name, table in tables.items():
            _fit(table).to_excel(writer, sheet_name=name, index=False)
            writer.sheets[name].freeze_panes(1, 0)


def _fit(table: pd.DataFrame) -> pd.DataFrame:
    note = " [cut: more than a cell can hold, see the CSV export]"
    return table.apply(
        lambda column: column.map(
            lambda v: v[: EXCEL_CELL - len(note)] + note if isinstance(v, str) and len(v) > EXCEL_CELL else v
        )
    )
