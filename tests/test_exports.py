"""Files to take away: no cell of them is a formula, and every text in them is the one that went in."""

import csv
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sci_loader import sheets
from sci_loader.export import export

# What a spreadsheet would run, follow or turn into something else.
PAYLOADS = (
    "=1+1", "=HYPERLINK(\"https://evil.example\")", "=cmd|' /C calc'!A0", "=WEBSERVICE(\"https://evil.example\")", "=IMPORTXML(\"https://evil.example\",\"//a\")", "==1", "= 1+1", "\t=1+1",
    "\r=1+1", "\n=1+1", " =1+1", "+1+1", "+cmd|' /C calc'!A0", "-1+1", "-2+3+cmd|' /C calc'!A0", "-@SUM(1)", "@SUM(1+1)", "@A1",
    "'=1+1", "''=1+1", "\"=1+1\"", "{=1+1}", "=\u200b1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "https://evil.example", "mailto:a@evil.example", "internal:Sheet1!A1",
    "external:c:\\calc.exe", "1e5", "0012", "#REF!", "TRUE", "2024-01-01", "\x1f=1", ";=1+1", ",=1+1",
)  # fmt: skip
ODD = ("深圳，新加坡", "e\u0301 é ½ ﬁ", "🙂\U0010ffff", 'a "quote", a comma', "two\nlines\n\nof it", "tab\tand  spaces ", "\\n \\ud83d", "</script>&amp;", "None", "nan", "")  # fmt: skip


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame({"text": [*PAYLOADS, *ODD], "number": range(len(PAYLOADS) + len(ODD))})


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 30


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(table: pd.DataFrame, tmp_path: Path) -> None:
    (path,) = export({"claims": table}, tmp_path, "xlsx")
    sheet = openpyxl.load_workbook(path)["claims"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    for cell, text in zip(cells, table["text"], strict=True):
        assert cell.data_type in ("s", "inlineStr", "n" if text in ("", "None", "nan") else "s"), text
        assert cell.hyperlink is None, text
    shown = {c.value for c in cells}
    assert {p for p in PAYLOADS if p.isprintable() and p == p.strip()} <= shown


def test_no_cell_of_a_file_for_spreadsheets_is_a_formula(table: pd.DataFrame) -> None:
    back = list(csv.reader(sheets.csv_bytes(table).decode("utf-8-sig").splitlines(keepends=True)))[1:]
    assert len(back) == len(table)
    for (cell, _), text in zip(back, table["text"], strict=True):
        assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠")), text
        assert cell in (text, "'" + text)


@pytest.mark.parametrize("fmt", ["csv", "json", "parquet"])
def test_files_for_machines_hold_every_text_as_it_is(fmt: str, table: pd.DataFrame, tmp_path: Path) -> None:
    if fmt == "csv":  # which quotes no lone carriage return; loading turns each into a line break
        table = table[~table["text"].str.contains("\r")]
    path = Path(*export({"claims": table}, tmp_path, fmt))
    if fmt == "csv":
        with path.open(encoding="utf-8", newline="") as file:
            texts = [row[0] for row in csv.reader(file)][1:]
    elif fmt == "json":
        texts = [row["text"] for row in json.loads(path.read_text(encoding="utf-8"))]
    else:
        texts = list(pd.read_parquet(path)["text"])
    assert texts == list(table["text"])
