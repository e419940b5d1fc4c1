"""Files for a spreadsheet: CSV in which no cell is a formula, and names that say what is in a file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import pandas as pd

from sci_loader.load import slugify
from sci_loader.view import Filters

__all__ = ["csv_bytes", "file_name", "neutral"]

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
