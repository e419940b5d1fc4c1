"""A build that is killed, or that finds no room or no right to write, leaves the store as it was or further on, and whole."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from kills import ROOT

import sci_loader
from sci_loader.corpus import stored

KILLS = 60
MADE = 12


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that anybody may enter, with a few releases, the data of the project and room for a store."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        for part in ("programmes", "language", "register"):
            shutil.copytree(ROOT / "data" / part, place / "data" / part)
        shutil.copy(ROOT / "data" / "reviews.csv", place / "data")
        (place / "in").mkdir()
        (place / "store").mkdir()
        for path in sorted((ROOT / "data" / "releases").glob("2023-1*.md")):
            shutil.copy(path, place / "in")
        for number in range(MADE):
            text = f"---\ntitle: Bread {number}\ndate: 2023-01-02\n---\nThe night ferry carries {number} bakers.\n"
            (place / "in" / f"made-{number}.md").write_text(text, encoding="utf-8")
        yield place


def told(place: Path, how: str, *more: str) -> tuple[list[dict[str, object]], str]:
    """What ``kills`` prints: a state a line, and what the command said."""
    call = [
        sys.executable,
        str(ROOT / "tests" / "kills.py"),
        how,
        str(place / "store" / "s.sqlite"),
        str(place / "in"),
        *more,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SCI_DATA": str(place / "data")}
    done = subprocess.run(call, capture_output=True, text=True, env=environment, cwd=place, timeout=1000, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")], done.stderr


def check(state: dict[str, object], place: Path) -> None:
    """The store opens quickly, is whole, has every file that was committed, and only what SQLite keeps lies beside it."""
    assert state["whole"] == "ok"
    assert state["seconds"] <= 2  # type: ignore[operator]
    assert state["files"] == len(list((place / "in").iterdir()))
    assert set(state["beside"]) <= {"s.sqlite", "s.sqlite-wal", "s.sqlite-shm"}  # type: ignore[arg-type]


def killed(place: Path, times: int) -> None:
    states, _ = told(place, "kill", str(times))
    for state in states:
        check(state, place)
    assert sum(state["died"] == -9 for state in states) == times
    assert {state["died"] for state in states} <= {-9, 0}
    corpus, afresh = stored(place / "store" / "s.sqlite"), sci_loader.load(place / "in")
    assert corpus.counts.equals(afresh.counts) and corpus.claims.equals(afresh.claims)


def test_a_build_that_is_killed_loses_nothing(place: Path) -> None:
    killed(place, KILLS)


@pytest.mark.soak
def test_two_hundred_kills_lose_nothing(place: Path) -> None:
    killed(place, 200)


@pytest.mark.parametrize("how", ["full", "closed"])
def test_a_build_that_cannot_write_says_so_and_leaves_the_store_as_it_was(how: str, place: Path) -> None:
    (state,), said = told(place, how)
    check(state, place)
    assert state["died"] == 1
    assert state["releases"] == len(list((place / "in").iterdir()))
    *_, last = said.splitlines()
    wrong = "this store cannot be written (" if how == "full" else "this store cannot be opened ("
    assert last.startswith("error: ") and f"s.sqlite: {wrong}" in last
    assert "Traceback" not in said
