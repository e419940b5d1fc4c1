"""Real files with seeded mutations: each is read or refused with a reason, and every claim keeps its exact place.

An input that fails is kept in tests/examples/hostile beside those written by hand; every check reads them again.
"""

import os
import random
import time
from pathlib import Path

import pytest

from sci_loader.errors import UnreadableFile
from sci_loader.find import find
from sci_loader.load import parse_release
from sci_loader.vocabulary import data_dir, load_programmes

KEPT = Path(__file__).parent / "examples" / "hostile"
FILES = [p.read_bytes() for p in sorted((data_dir() / "releases").glob("*.md"))]
PIECES = (
    b"---\n", b"\n---\n", b"title:", b"date: 2023-13-45\n", b"[", b"]", b"(", b"{", b"&a ", b"*a", b"<<: ", b"<", b"</p>", b"<table><tr><td>", b"<!--", b"<sup>", b"&#0;", b"&amp;",
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b"\t", b"\xc2\xa0", b"\xe2\x80\x8b", b"\xe2\x80\xae", b"**", b"`", b"    ", b"\n\n", b"1. ", b"* ", b"|", b"![", b"](", b"$",
    b"8", b"999999999999999999999", b"one hundred and ", b"eight MOUs ", b"projects ", b"SCI ", b"4th ", b"JIC meeting ", b"today, ", b"\xe5\x85\xab\xe4\xbb\xbd", b"\xe4\xb8\x87" * 30, b".", b";",
)  # fmt: skip
SLOWEST = 1.0  # seconds of processor time for one file


def mutated(chance: random.Random) -> bytes:
    """A file with a few pieces cut out, doubled, swapped, put in or turned over."""
    data = bytearray(chance.choice(FILES)[: chance.choice((400, 2000, 8000))])
    for _ in range(chance.randint(1, 12)):
        at, to = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
        to = min(to, at + 200)
        match chance.randrange(5):
            case 0:
                del data[at:to]
            case 1:
                data[at:at] = data[at:to]
            case 2:
                data[at:at] = chance.choice(PIECES) * chance.choice((1, 1, 1, 40))
            case 3:
                data[at:to] = data[at:to][::-1]
            case _ if data:
                data[at % len(data)] = chance.randrange(256)
    return bytes(data)


PROGRAMMES = load_programmes()


def read(data: bytes, name: str) -> None:
    """Read one file to its claims, whose places have to be exact; refusals must give their reasons."""
    start = time.process_time()
    try:
        release = parse_release(data, Path(name), tuple(PROGRAMMES.values()))
    except UnreadableFile as refused:
        assert refused.code and str(refused) and refused.remedy
        return
    found = find(release, PROGRAMMES)
    for claim in found.claims:
        assert 0 <= claim.sentence_start <= claim.start < claim.end <= claim.sentence_end <= len(release.text)
    for passage in found.passages:
        assert release.text[passage.start : passage.end] == passage.text
    assert time.process_time() - start <= SLOWEST


def fuzz(count: int, seed: int) -> None:
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        data, name = mutated(chance), chance.choice(("a.md", "a.md", "a.html", "a.txt"))
        try:
            read(data, name)
        except Exception as error:
            if folder := os.environ.get("SCI_KEEP"):  # where to put what fails, to be looked at and kept
                (Path(folder) / f"{seed}-{number}-{name}").write_bytes(data)
            raise AssertionError(f"mutation {seed}/{number} as {name}: {type(error).__name__}: {error}") from error


@pytest.mark.parametrize("seed", range(3))
def test_mutated_files_are_read_or_refused(seed: int) -> None:
    fuzz(100, seed)


@pytest.mark.soak
def test_a_hundred_thousand_mutated_files_are_read_or_refused() -> None:
    fuzz(100_000, 99)


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.*")), ids=lambda p: p.name)
def test_files_kept_for_what_they_do_are_read_or_refused(path: Path) -> None:
    read(path.read_bytes(), path.name)
