"""Programme files: their lists are tidy, and the register speaks of the threads that they name."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from corpora import everything

from sci_loader.load import slugify
from sci_loader.register import read_register

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted([*(ROOT / "data" / "programmes").glob("*.toml"), *(ROOT / "tests/examples/programmes").glob("*.toml")])


def lists(node: Any, at: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of names below a node, with where it stands."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from lists(value, f"{at}.{key}")
    elif isinstance(node, list) and all(isinstance(name, str) for name in node):
        yield at, node
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from lists(value, f"{at}[{number}]")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_list_holds_a_name_twice(path: Path) -> None:
    """Case does not tell names apart, so MoU after MOU is a name twice."""
    found = list(lists(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert len(found) > 10
    for at, names in found:
        twice = [name for name, count in Counter(n.casefold() for n in names).items() if count > 1]
        assert not twice, f"{path.name}{at}"


def test_every_thread_of_the_register_is_one_that_the_programme_names() -> None:
    noted = {note["thread"] for note in read_register(everything().programmes).notes}
    assert noted == set(everything().programmes["sci"].threads)


def test_every_note_on_a_release_is_found_in_its_text() -> None:
    corpus = everything()
    mentions = corpus.mentions.set_index(["thread", "release_id"])
    releases = set(corpus.releases["release_id"])
    checked = 0
    for row in read_register(corpus.programmes).notes:
        key = (row["thread"], slugify(Path(row["document"]).stem))
        if key[1] in releases:  # the others are annexes
            assert key in mentions.index, key
            assert mentions.loc[key, "status"] == (row["status"] if row["status"] else pd.NA)
            checked += 1
    assert checked > 60
