"""Mutated releases for the tests named ``test_fuzz``: how they are made, read and looked at.

Most of them are a sentence or two, for most of what can break shows there and thousands of them are read in seconds.
"""

import gc
import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

from sci_loader.errors import UnreadableFile
from sci_loader.find import find
from sci_loader.load import parse_release
from sci_loader.numerals import chinese_number, find_numbers
from sci_loader.vocabulary import data_dir, load_programmes

FILES = [p.read_bytes() for p in sorted((data_dir() / "releases").glob("*.md"))]
PIECES = (
    b"---\n", b"\n---\n", b"title:", b"date: 2023-13-45\n", b"[", b"]", b"(", b"{", b"&a ", b"*a", b"<<: ", b"<", b"</p>", b"<table><tr><td>", b"<!--", b"<sup>", b"&#0;", b"&amp;",
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b"\t", b"\xc2\xa0", b"\xe2\x80\x8b", b"\xe2\x80\xae", b"**", b"`", b"    ", b"\n\n", b"1. ", b"* ", b"|", b"![", b"](", b"$",
    b"8", b"999999999999999999999", b"one hundred and ", b"eight MOUs ", b"projects ", b"SCI ", b"4th ", b"JIC meeting ", b"today, ", b"\xe5\x85\xab\xe4\xbb\xbd", b"\xe4\xb8\x87" * 30, b".", b";",
)  # fmt: skip
SLOWEST = 1.0  # seconds of processor time for one file
GROWTH = 50 << 20  # bytes of memory that reading thousands may leave behind
LINES = [line for data in FILES for line in data.split(b"\n") if line]
KEYS = [line for line in LINES if re.match(rb"\w+: ", line)]
NAMES = [Path(name) for name in ("a.md", "a.md", "a.html", "a.txt")]
PROGRAMMES = load_programmes()
EVERY = tuple(PROGRAMMES.values())


def short(chance: random.Random) -> bytes:
    """Part of a line, every third time below a front matter, with one to three mutations: quick to read, so there can be many."""
    keys = b"\n".join(chance.choices(KEYS, k=2))
    head = b"---\n%b\n---\n" % keys if chance.random() < 0.3 else b""
    line = chance.choice(LINES)
    at = int(chance.random() * len(line))
    return mutated(chance, head + line[at : at + 70], chance.choice((1, 1, 2, 3)))


def long(chance: random.Random) -> bytes:
    """Much of a file or all of it, with up to a dozen mutations."""
    return mutated(chance, chance.choice(FILES)[: chance.choice((400, 2000, 8000))], chance.randint(1, 12))


def mutated(chance: random.Random, source: bytes, changes: int) -> bytes:
    """The same with a few pieces cut out, doubled, swapped, put in or turned over."""
    data = bytearray(source)
    for _ in range(changes):
        at = int(chance.random() * (len(data) + 1))
        to = at + int(chance.random() * 200)
        match int(chance.random() * 5):
            case 0:
                del data[at:to]
            case 1:
                data[at:at] = data[at:to]
            case 2:
                data[at:at] = chance.choice(PIECES) * chance.choice((1, 1, 1, 40))
            case 3:
                data[at:to] = data[at:to][::-1]
            case _ if data:
                data[at % len(data)] = int(chance.random() * 256)
    return bytes(data)


def says(text: str, value: int) -> bool:
    """Whether a text is the number that is said to stand there, or the word for so many times as much."""
    numbers = {n.value for n in find_numbers(f"{text} x")} | {chinese_number(text)}  # a range needs what it counts
    return value in numbers or bool(re.fullmatch(r"(?:re)?(?:doubl|tripl|quadrupl)\w+|\w*(?:倍|番)\w*", text, re.I))


def read(data: bytes, name: Path) -> float:
    """Read one file to its claims, whose places have to be exact, in seconds; refusals must give their reasons."""
    start = time.process_time()
    try:
        release = parse_release(data, name, EVERY)
    except UnreadableFile as refused:
        assert refused.code and str(refused) and refused.remedy
        return time.process_time() - start
    found = find(release, PROGRAMMES)
    for claim in found.claims:
        assert 0 <= claim.sentence_start <= claim.start < claim.end <= claim.sentence_end <= len(release.text)
        assert says(release.text[claim.start : claim.end], claim.value)
    for passage in found.passages:
        assert release.text[passage.start : passage.end] == passage.text
    return time.process_time() - start


def read_calmly(data: bytes, name: Path) -> None:
    """Read a file in time; one that was slow is read once more, for a machine that does other things is slow now and then."""
    assert read(data, name) <= SLOWEST or read(data, name) <= SLOWEST, "too slow twice"


def fuzz(make: Callable[[random.Random], bytes], count: int, seed: int) -> None:
    """Read so many inputs; what fails is named with its bytes, and all of them leave no memory behind."""
    chance = random.Random(seed)
    before = 0
    for number in range(count):
        if number == count // 10:  # by now whatever is loaded or remembered once is there
            before = memory()
        data, name = make(chance), chance.choice(NAMES)
        try:
            read_calmly(data, name)
        except Exception as error:
            if folder := os.environ.get("SCI_KEEP"):  # where to put what fails, to be looked at and kept
                (Path(folder) / f"{seed}-{number}-{name}").write_bytes(data)
            raise AssertionError(f"input {number} of {seed} as {name}: {error!r}: {data[:1000]!r}") from error
    assert memory() - before < GROWTH


def memory() -> int:
    """Bytes of memory that this process holds."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
