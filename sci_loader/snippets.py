"""Pieces of a text: its paragraphs, and the piece that is shown beside a hit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sci_loader.lately import Lately
from sci_loader.load import PARAGRAPH
from sci_loader.search import Span, bare, matches_in, parse, phrases, window

__all__ = ["Snippet", "paragraphs", "passage_at", "piece_of"]

SHOWN = 4_000_000  # characters of texts shown lately that are kept as they are searched
MIN_OPENING = 80  # characters; shorter paragraphs at the start are headings and greetings


def paragraphs(text: str) -> list[tuple[int, int, int]]:
    """Number, start and end of each paragraph, as the table of passages has them.

    >>> paragraphs("A title\\n\\nA text")
    [(1, 0, 7), (2, 9, 15)]
    """
    out, start = [], 0
    for number, paragraph in enumerate(text.split(PARAGRAPH), 1):
        out.append((number, start, start + len(paragraph)))
        start += len(paragraph) + len(PARAGRAPH)
    return out


def passage_at(passages: Iterable[tuple[int, int, int]], offset: int) -> int | None:
    """The number of the paragraph in which an offset lies; None between two."""
    return next((n for n, start, end in passages if start <= offset < end), None)


@dataclass(frozen=True)
class Snippet:
    """A piece of a release as it stands there: ``text == releases.text[start:end]``.

    spans: what to mark, offsets in ``text``; more: hits outside it; passage: number of its paragraph; before and
    after: whether the paragraph goes on there.
    """

    text: str
    start: int
    end: int
    passage: int | None
    spans: tuple[Span, ...]
    more: int
    before: bool
    after: bool


def _around(text: str, offset: int) -> Span:
    """The paragraph that holds an offset."""
    low = text.rfind(PARAGRAPH, 0, offset)
    return (low + len(PARAGRAPH) if low >= 0 else 0), _end(text, offset)


def _end(text: str, offset: int) -> int:
    """Where the paragraph that holds an offset ends."""
    high = text.find(PARAGRAPH, offset)
    return high if high >= 0 else len(text)


def _best(plain: str, spans: Sequence[Span], body: int, most: int | None) -> Span | None:
    """The first hit, behind the offset ``body``, of the paragraph in which the most different words were found, the earliest of equals.

    most: how many different ones there can be, where that is known: no other paragraph can be better than one that has them.
    """
    best: tuple[int, Span | None] = (0, None)
    end, words, first = -1, set[str](), (0, 0)
    for span in spans:
        if span[0] < body:
            continue
        if span[0] >= end:
            end, words, first = _end(plain, span[0]), set(), span
        words.add(plain[slice(*span)])
        if len(words) > best[0]:
            best = len(words), first
            if best[0] == most:
                break
    return best[1]


_folded = Lately(SHOWN)


def _plain(text: str) -> str:
    """The ``bare`` text; the newest releases are shown for many a question."""
    plain: str | None = _folded.find(text)
    if plain is None:
        plain = bare(text)
        _folded.keep(text, plain, len(text))
    return plain


def piece_of(text: str, title: Any, q: str, length: int = 260) -> Snippet:
    """The piece around the first hit of the paragraph with the most of the words of a query; without hits, the opening."""
    wanted = set(phrases(parse(q).tree))
    plain = _plain(text) if wanted else text  # the paragraphs of both are the same
    spans = matches_in(plain, q)
    opening = _end(plain, 0)
    body = opening + len(PARAGRAPH) if opening < len(text) and text[:opening] == title else 0
    if spans:
        most = None if any(phrase.prefix for phrase in wanted) else len(wanted)
        first = _best(plain, spans, body, most) or spans[0]
    else:
        start = _opening(plain, body)
        first = (start, start)
    low, high = _around(plain, first[0])
    number = plain.count(PARAGRAPH, 0, low) + 1
    start, end = window(text, low, high, first, length)
    inside = tuple((a - start, b - start) for a, b in spans if start <= a and b <= end)
    return Snippet(text[start:end], start, end, number, inside, len(spans) - len(inside), start > low, end < high)


def _opening(text: str, body: int) -> int:
    """Where the first paragraph of some length begins, else the first of the body."""
    start = body
    while start < len(text):
        end = _end(text, start)
        if end - start >= MIN_OPENING:
            return start
        start = end + len(PARAGRAPH)
    return body
