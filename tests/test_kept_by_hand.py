"""The tables that people keep: a line that cannot be used is named and left out, and everything else is read."""

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import sci_loader
from sci_loader import __main__ as command
from sci_loader.errors import LoaderError
from sci_loader.register import lines_of, read_register
from sci_loader.vocabulary import data_dir, load_programmes

FILES = ("agreements.csv", "projects.csv", "parties.csv", "party_aliases.csv", "threads.csv")
SHIPPED = read_register(load_programmes())
PARTS = ("entries", "parties", "aliases", "notes")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own with everything but releases."""
    for name in ("programmes", "language", "register"):
        shutil.copytree(data_dir() / name, tmp_path / name)
    (tmp_path / "releases").mkdir()
    monkeypatch.setenv("SCI_DATA", str(tmp_path))
    return tmp_path


def change(path: Path, line: int, **cells: str) -> None:
    """Give a line of a table other cells."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[line - 2].update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def sizes() -> dict[str, int]:
    read = read_register(load_programmes())
    return {part: len(getattr(read, part)) for part in PARTS}


def test_nothing_is_wrong_with_what_is_shipped() -> None:
    assert SHIPPED.problems == []
    rows = {}
    for name in FILES:
        with (data_dir() / "register" / name).open(encoding="utf-8", newline="") as file:
            rows[name] = len(list(csv.DictReader(file)))
    listed, *others = (len(getattr(SHIPPED, part)) for part in PARTS)
    assert listed == rows["agreements.csv"] + rows["projects.csv"] > 60
    assert others == [rows[name] for name in FILES[2:]]


LINES = {
    "no id": ("agreements.csv", {"register_id": " "}, "lacks its register_id"),
    "no title": ("projects.csv", {"title": ""}, "lacks its register_id or its title"),
    "programme": ("agreements.csv", {"programme": "sic"}, "no programme is called 'sic'; there are "),
    "measure": ("agreements.csv", {"measure": "MOU"}, "'MOU' is no measure; there are mou, project"),
    "meeting": ("projects.csv", {"meeting": "third"}, "the meeting 'third' is no number"),
    "meeting 0": ("projects.csv", {"meeting": "0"}, "the meeting '0' is no number"),
    "pillar": ("projects.csv", {"pillar": "Talent"}, "'Talent' is no pillar; there are "),
    "pillar_basis": ("projects.csv", {"pillar_basis": "guessed"}, "there are stated, assigned"),
    "side": ("parties.csv", {"side": "shenzen"}, "'shenzen' is no side; there are singapore, shenzhen, other"),
    "party": ("parties.csv", {"party": ""}, "names no party"),
    "party_name": ("parties.csv", {"party_name": " "}, "names no party"),
    "entry of a party": ("parties.csv", {"register_id": "jic9-mou-01"}, "no entry has the register_id 'jic9-mou-01'"),
    "alias": ("party_aliases.csv", {"alias": ""}, "lacks the party or its alias"),
    "date": ("threads.csv", {"date": "14/12/2023"}, "the date '14/12/2023' is no day"),
    "stage": ("threads.csv", {"stage": "done"}, "'done' is no stage; there are idea, "),
}


@pytest.mark.parametrize(("name", "cells", "said"), LINES.values(), ids=LINES)
def test_a_line_that_cannot_be_used_is_left_out_and_named(
    name: str, cells: dict[str, str], said: str, place: Path
) -> None:
    before = sizes()
    change(place / "register" / name, 3, **cells)
    corpus = sci_loader.load()
    problem = corpus.problems.iloc[0]
    assert (Path(problem["path"]).name, problem["line"], problem["code"]) == (name, 3, "bad_line")
    assert said in problem["message"] and problem["remedy"]
    after = sizes()
    lost = {part: before[part] - after[part] for part in PARTS if before[part] != after[part]}
    assert sum(n for part, n in lost.items() if part != "parties" or name == "parties.csv") == 1
    assert len(corpus.register) == after["entries"] and len(corpus.notes) == after["notes"]


def test_an_id_that_stands_twice_is_that_of_the_first(place: Path) -> None:
    change(place / "register" / "agreements.csv", 4, register_id=SHIPPED.entries[0]["register_id"])
    corpus = sci_loader.load()
    assert "too" in corpus.problems.iloc[0]["message"] and corpus.problems.iloc[0]["line"] == 4
    assert corpus.register["register_id"].is_unique


def test_a_relation_to_no_entry_is_named_and_the_entry_stays(place: Path) -> None:
    change(place / "register" / "agreements.csv", 3, related="jic1-mou-99;jic1-mou-02")
    corpus = sci_loader.load()
    assert "'jic1-mou-99', which is no entry" in corpus.problems.iloc[0]["message"]
    assert corpus.register["related"].iloc[1] == "jic1-mou-02" and len(corpus.register) == len(SHIPPED.entries)


def as_latin(path: Path) -> None:
    path.write_bytes(path.read_text(encoding="utf-8").replace("-", "\u2013", 40).encode("cp1252", "replace"))


def with_semicolons(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")


TABLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "another encoding": (as_latin, "is not UTF-8 text"),
    "semicolons": (with_semicolons, "has no column "),
    "empty": (lambda path: path.write_bytes(b""), "has no column "),
    "a folder": (lambda path: [path.unlink(), path.mkdir()], "the system would not give the file"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", TABLES)
def test_a_table_that_cannot_be_read_is_named_and_the_others_stay(how: str, name: str, place: Path) -> None:
    spoil, said = TABLES[how]
    before = sizes()
    spoil(place / "register" / name)
    corpus = sci_loader.load()
    assert [(Path(p).name, said in m) for p, m in zip(corpus.problems["path"], corpus.problems["message"], strict=True)] == [(name, True)]  # fmt: skip
    after = sizes()
    part = {"parties.csv": "parties", "party_aliases.csv": "aliases", "threads.csv": "notes"}.get(name, "entries")
    assert after[part] < before[part]
    assert all(after[other] == before[other] for other in PARTS if other not in (part, "parties"))


@pytest.mark.parametrize("cells", [b"x", b"x,y,z"])
def test_a_line_of_another_width_is_named(cells: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"party,alias\nA,B\n" + cells + b'\n,\n"C\nD",E\n')
    lines, (problem,) = lines_of(tmp_path / "t.csv", ["party"])
    assert [line.cells["alias"] for line in lines] == ["B", "E"], "the line of a spreadsheet that is empty says nothing"
    assert problem.line == 3 and "more or fewer cells" in problem.message


def test_characters_that_are_no_text_end_a_table_with_a_line(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("party,alias\nA,B\n" + "x" * 200_000 + ",C\n")
    lines, (problem,) = lines_of(tmp_path / "t.csv", ["party"])
    assert len(lines) == 1 and "is no CSV from here on" in problem.message and problem.line == 3


def test_a_review_file_in_another_encoding_stops_nobody(place: Path) -> None:
    (place / "reviews.csv").write_bytes(b"\xff\xfe\x00r\x00e")
    corpus = sci_loader.load()
    assert "UTF-8" in corpus.problems.iloc[0]["message"] and len(corpus.register) == len(SHIPPED.entries)


def test_a_data_folder_without_programmes_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SCI_DATA", str(tmp_path))
    assert command.main(["check"]) == 1
    assert capsys.readouterr().err.startswith(f"error: {tmp_path}/programmes: no programme file (*.toml) is here")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slug = [", "cannot be used (Invalid"),
        ('slug = "x"', "it lacks the key '"),
        ("\udcff", "cannot be used ('utf-8' codec"),
        ("sides = 3", "cannot be used ("),
    ],
)
def test_a_programme_file_that_cannot_be_used_says_why(text: str, said: str, place: Path) -> None:
    path = place / "programmes" / "sci.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(LoaderError) as refused:
        sci_loader.load()
    assert str(refused.value).startswith(f"{path}: this programme file ") and said in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("mem(o", "cannot be used (missing )"), ("(?:memo)", "does not open with letters")],
)
def test_a_pattern_that_cannot_be_used_says_why(pattern: str, said: str, place: Path) -> None:
    path = place / "programmes" / "sci.toml"
    text = path.read_text(encoding="utf-8")
    assert "patterns = [" in text
    path.write_text(re.sub(r"patterns = \[.*?\]", f"patterns = ['{pattern}']", text, flags=re.S), encoding="utf-8")
    with pytest.raises(LoaderError) as refused:
        sci_loader.load()
    assert str(refused.value).startswith(f"{path}: this programme file ") and said in str(refused.value)


def test_two_programmes_of_one_slug_are_refused(place: Path) -> None:
    shutil.copy(place / "programmes" / "sci.toml", place / "programmes" / "other.toml")
    with pytest.raises(LoaderError, match="two programme files have the slug 'sci'"):
        sci_loader.load()
