"""Sentences of a paragraph, as offsets."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache

import sentencex

from sci_loader.numerals import LEADING_ITEM
from sci_loader.vocabulary import english

__all__ = ["sentences"]

# No sentence is longer; what runs on without a stop is cut at a space, so that no text can cost more than its length.
MAX_SENTENCE = 700
LONGEST = 60  # no abbreviation is longer
STOPS = (".", "!", "?", "。", "！", "？")
HAN_STOPS = "。！？；"
HAN_STOP = re.compile(rf"(?<=[{HAN_STOPS}])(?=[^”’」』）)])")
LAST_WORD = re.compile(r"(\w+)\.$")
BULLET = re.compile(r"[•‣▪●◦]\s*")


def sentences(paragraph: str) -> list[tuple[int, int]]:
    """Half-open spans of the sentences of one paragraph; paragraph numbers and bullets stay outside.

    A line break of the source ends a sentence.  Abbreviations that the splitter cuts (Pte. Ltd.) are joined again.

    >>> text = "2. Keppel Pte. Ltd. signed. Eight MOUs followed.\\n• One more"
    >>> [text[a:b] for a, b in sentences(text)]
    ['Keppel Pte. Ltd. signed.', 'Eight MOUs followed.', 'One more']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for line in paragraph.split("\n"):
        item = LEADING_ITEM.match(line) or BULLET.match(line)
        skip = item.end() if item else 0
        spans += _line(line[skip:], start + skip)
        start += len(line) + 1
    return spans


def _line(line: str, offset: int) -> list[tuple[int, int]]:
    if not line.strip():
        return []
    pieces: list[tuple[int, int]] = []
    for a, b in _cuts(line):
        if pieces and _joined(line[pieces[-1][0] : pieces[-1][1]], line[a:b]):
            pieces[-1] = (pieces[-1][0], b)
        else:
            pieces.append((a, b))
    trimmed = []
    for a, b in _short(line, pieces):
        text = line[a:b].rstrip()
        if bare := text.lstrip():
            end = offset + a + len(text)
            trimmed.append((end - len(bare), end))
    return trimmed


def _cuts(line: str) -> Iterable[tuple[int, int]]:
    """Where the splitter cuts, and behind each Chinese stop inside."""
    cuts = [(found["start_index"], found["end_index"]) for found in sentencex.get_sentence_boundaries("en", line)]
    if not any(stop in line for stop in HAN_STOPS):
        return cuts
    return itertools.chain.from_iterable(_behind_stops(line, start, end) for start, end in cuts)


def _behind_stops(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return itertools.pairwise([start, *(start + m.start() for m in HAN_STOP.finditer(line[start:end])), end])


def _joined(before: str, after: str) -> bool:
    before = before.rstrip()
    if not before.endswith("."):  # what ends in a word or a number is cut before "(9)", and goes on
        return before[-1:].isalnum() or (after.strip()[:1].islower() and not before.endswith(STOPS))
    last = LAST_WORD.search(before[-LONGEST:].rpartition(" ")[2])
    return last is not None and (last[1] in _abbreviations() or (len(last[1]) == 1 and last[1].isupper()))


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(english().list("abbreviations", "words"))


def _short(line: str, pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for a, b in pieces:
        while b - a > MAX_SENTENCE:
            space = line.rfind(" ", a + 1, a + MAX_SENTENCE)
            cut = space if space > a else a + MAX_SENTENCE
            yield a, cut
            a = cut
        yield a, b
