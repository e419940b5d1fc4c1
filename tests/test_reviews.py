"""A person's decision changes a claim, and is void once its sentence changes."""

import csv
import shutil
from pathlib import Path

import pytest

import sci_loader
from sci_loader.reviews import COLUMNS
from sci_loader.vocabulary import data_dir

TEXT = "---\ntitle: Harbour talks\ndate: 2023-12-14\n---\nThe 4th Singapore-China (Shenzhen) Smart City Initiative JIC meeting was held today.\n\nThe seven projects shine.\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own with one release that has a number which no rule places."""
    for name in ("programmes", "language"):
        shutil.copytree(data_dir() / name, tmp_path / name)
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "talks.md").write_text(TEXT)
    monkeypatch.setenv("SCI_DATA", str(tmp_path))
    return tmp_path


def review(place: Path, **values: str) -> None:
    remedy = sci_loader.load().problems.iloc[0]["remedy"]
    digits = remedy.split("hash is ")[1].rstrip(")")
    row = {
        "release_id": "talks",
        "value_text": "seven",
        "sentence_hash": digits,
        "counted": "yes",
        "basis": "new",
        "meeting": "4",
        "reason": "",
        "who": "A reader",
        "when": "2024-01-02",
        "why": "read it",
    }
    with (place / "reviews.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow({**row, **values})


def test_an_unplaced_number_is_a_problem(place: Path) -> None:
    corpus = sci_loader.load()
    assert list(corpus.problems["code"]) == ["no_basis"]
    assert not corpus.claims["counted"].any()


def test_a_review_counts_a_number(place: Path) -> None:
    review(place)
    corpus = sci_loader.load()
    assert corpus.problems.empty
    assert corpus.counts.query("measure == 'project'")["new"].tolist() == [7]


def test_a_review_is_void_when_the_sentence_changes(place: Path) -> None:
    review(place)
    (place / "releases" / "talks.md").write_text(TEXT.replace("shine", "shine brightly"))
    corpus = sci_loader.load()
    assert set(corpus.problems["code"]) == {"void_review", "no_basis"}
    assert not corpus.claims["counted"].any()


@pytest.mark.parametrize(
    "values",
    [
        {"who": ""},
        {"basis": ""},
        {"counted": "perhaps"},
        {"counted": "no", "reason": "because"},
        {"meeting": "the last"},
        {"meeting": "0"},
        {"meeting": "99999999999999999999"},
        {"counted": "no", "reason": "subset", "basis": "newest"},
    ],
)
def test_a_review_that_lacks_something_changes_nothing(place: Path, values: dict[str, str]) -> None:
    review(place, **values)
    corpus = sci_loader.load()
    assert "bad_review" in set(corpus.problems["code"])
    assert not corpus.claims["counted"].any()


def test_a_review_of_a_number_that_stands_twice_says_which(place: Path) -> None:
    """With the words behind the number it decides one of the two, without them none."""
    (place / "releases" / "talks.md").write_text(
        TEXT.replace("The seven projects shine", "The seven MOUs and seven projects shine")
    )
    review(place)
    corpus = sci_loader.load()
    assert "more than once" in corpus.problems.query("code == 'bad_review'")["message"].iloc[0]
    assert not corpus.claims["counted"].any()
    review(place, value_text="seven projects")
    corpus = sci_loader.load()
    assert corpus.claims.query("counted")["measure"].tolist() == ["project"]
    assert "bad_review" not in set(corpus.problems["code"])
