"""The command line, as other programs call it."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from sci_loader.__main__ import main
from sci_loader.tables import SCHEMA

ROOT = Path(__file__).resolve().parents[1]
RELEASE = """---
title: Harbour towns meet
date: 2023-12-14
---
The 4th Singapore-China (Shenzhen) Smart City Initiative (SCI) Joint Implementation Committee (JIC) meeting took place in Shenzhen today.

=cmd() Six MOUs were signed at the meeting, "bringing the total to 40", it said; 数码.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text(RELEASE, encoding="utf-8")
    return tmp_path / "in"


def read(path: Path) -> list[dict[str, str]]:
    usual = csv.field_size_limit(10**8)  # the limit is that of the whole process
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    finally:
        csv.field_size_limit(usual)


def test_module_runs_as_a_program(folder: Path, tmp_path: Path) -> None:
    call = [sys.executable, "-m", "sci_loader", "export", str(folder), "--out", str(tmp_path / "out")]
    done = subprocess.run(call, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert {p.stem for p in (tmp_path / "out").iterdir()} == set(SCHEMA)


def test_csv_keeps_offsets_and_columns(folder: Path, tmp_path: Path) -> None:
    assert main(["export", str(folder), "--out", str(tmp_path / "out")]) == 0
    texts = {r["release_id"]: r["text"] for r in read(tmp_path / "out" / "releases.csv")}
    claims = read(tmp_path / "out" / "claims.csv")
    assert [(c["value"], c["basis"], c["counted"]) for c in claims] == [
        ("6", "new", "True"),
        ("40", "cumulative", "True"),
    ]
    for claim in claims:
        text = texts[claim["release_id"]]
        assert text[int(claim["start"]) : int(claim["end"])] == claim["value_text"]
        assert text[int(claim["sentence_start"]) : int(claim["sentence_end"])] == claim["sentence"]
    for name, table in SCHEMA.items():
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == table.names


@pytest.mark.parametrize("fmt", ["parquet", "json", "xlsx"])
def test_every_format_holds_the_same_rows(folder: Path, tmp_path: Path, fmt: str) -> None:
    assert main(["export", str(folder), "--out", str(tmp_path / "out"), "--format", fmt]) == 0
    out = tmp_path / "out"
    if fmt == "xlsx":
        pytest.importorskip("openpyxl")
        claims = pd.read_excel(out / "tables.xlsx", sheet_name="claims")
    else:
        claims = pd.read_parquet(out / "claims.parquet") if fmt == "parquet" else pd.read_json(out / "claims.json")
    assert list(claims["value"]) == [6, 40]
    assert not list(out.glob(".*")), "a partial file was left behind"


def test_check_says_what_was_understood(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "meeting 4 mou: new 6, added not stated, stated to date 40" in said


def test_check_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder), "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["releases"] == 1
    assert answer["counts"][0]["new"] == 6


def test_check_fails_when_a_file_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "b.md").write_bytes(b"caf\xe9 with 8 MOUs")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "b.md:1: the file is not UTF-8 text; save it again with the encoding UTF-8." in said
    assert "1 releases" in said


def test_seeds(shared: Path, tmp_path: Path) -> None:
    assert main(["export", str(shared / "releases" / "seeds"), "--out", str(tmp_path)]) == 0
    releases, counts = read(tmp_path / "releases.csv"), read(tmp_path / "counts.csv")
    assert len(releases) == 5
    new = {(r["measure"], r["meeting"]): r["new"] for r in counts if r["new"]}
    assert new == {
        ("mou", "1"): "8",
        ("mou", "3"): "8",
        ("mou", "4"): "8",
        ("project", "3"): "14",
        ("project", "4"): "14",
    }
    stated = {(r["measure"], r["meeting"]): (r["stated_low"], r["stated_high"]) for r in counts if r["stated_low"]}
    assert stated == {
        ("mou", "3"): ("21", "21"),
        ("project", "3"): ("29", "29"),
        ("mou", "4"): ("29", "29"),
        ("project", "4"): ("43", "43"),
    }
    texts = {r["release_id"]: r["text"] for r in releases}
    assert all(
        texts[c["release_id"]][int(c["start"]) : int(c["end"])] == c["value_text"]
        for c in read(tmp_path / "claims.csv")
    )
    dates = {Path(r["path"]).name[:3]: (r["date"], r["date_basis"]) for r in releases}
    assert dates["001"] == ("2024-04-12", "dateline")
    assert dates["002"] == ("2022-11-25", "none"), "an undated text has the date of its meeting, marked as such"
    assert not any("Typography" in text for text in texts.values()), "page chrome is no text"


@pytest.mark.parametrize("command", ["check", "brief --meeting 4"])
def test_nobody_reading_on_is_no_error(command: str) -> None:
    said = subprocess.run(
        f"{sys.executable} -m sci_loader {command} | true",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_output_that_cannot_be_written_is_one_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(
            [sys.executable, "-m", "sci_loader", "brief", "--meeting", "4"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (said.returncode, said.stderr.count("\n")) == (1, 1) and said.stderr.startswith("error: No space left")


@pytest.mark.parametrize("workers", ["0", "-5", "3000", "two"])
def test_a_number_of_processes_that_makes_no_sense_is_refused(workers: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", f"--workers={workers}"])
    assert ended.value.code == 2 and "is no number from 1 to 64" in capsys.readouterr().err
