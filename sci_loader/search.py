"""Words and phrases looked for in a text: what is the same, where they stand, and a piece around them.

A query is words and "phrases", all of which must occur.  Nothing in it is a pattern.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Span", "Term", "fold", "marked", "matches", "terms", "window"]

Span = tuple[int, int]


_SAME = {
    "‘": "'",
    "’": "'",
    "‚": "'",
    "′": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "″": '"',
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "−": "-",
}
MAX_QUERY = 300


class _Folded(dict[int, int]):
    """Translation table that folds one character to one character, worked out when first met."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        if char in _SAME:
            self[code] = ord(_SAME[char])
        elif char.isspace():
            self[code] = 32
        else:
            base = "".join(c for c in unicodedata.normalize("NFKD", char.casefold()) if not unicodedata.combining(c))
            self[code] = ord(base) if len(base) == 1 else code
        return self[code]


_FOLDED = _Folded()


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Text as it is compared: case, accents, curly quotes, dashes and kinds of space do not matter.

    Every character stays one character, so that an offset in the folded text is one in the text.

    >>> fold("Café’s\\u00a0ＳＣＩ — MOU")
    "cafe's sci - mou"
    """
    return text.translate(_FOLDED)


@dataclass(frozen=True)
class Term:
    """One word or phrase to look for. A word may go on behind ("talent" finds "talents"), a phrase may not."""

    text: str
    whole: bool

    def spans(self, folded: str) -> Iterator[Span]:
        at = folded.find(self.text)
        while at >= 0:
            end = at + len(self.text)
            if _edge(folded, at) and not (self.whole and not _edge(folded, end)):
                yield at, end
                at = folded.find(self.text, end)
            else:
                at = folded.find(self.text, at + 1)

    def found(self, folded: str) -> bool:
        return next(self.spans(folded), None) is not None


def _edge(text: str, at: int) -> bool:
    """Whether a word may begin or end here. Chinese is written without spaces, so there it always may.

    >>> [_edge("an mou 谅解备忘录", i) for i in (0, 1, 2, 3, 9)]
    [True, False, True, True, True]
    """
    if not 0 < at < len(text):
        return True
    left, right = text[at - 1], text[at]
    return not (left.isalnum() and right.isalnum()) or max(left, right) > "\u2e80"


@lru_cache(maxsize=1000)
def terms(q: str) -> tuple[Term, ...]:
    """The words and phrases of a query; a quotation mark without its partner is ignored.

    >>> [(t.text, t.whole) for t in terms('Talent “smart city” "open')]
    [('smart city', True), ('talent', False), ('open', False)]
    """
    folded = fold(q[:MAX_QUERY])
    phrases = [" ".join(p.split()) for p in re.findall(r'"([^"]*)"', folded)]
    words = re.sub(r'"[^"]*"', " ", folded).replace('"', " ").split()
    found = [Term(p, True) for p in phrases if p] + [Term(w, False) for w in words]
    return tuple(dict.fromkeys(found))


def matches(text: str, q: str) -> tuple[Span, ...]:
    """Where the words of a query stand in a text, in order, none inside another.

    >>> matches("Smart cities, smart MOUs", 'smart "mous"')
    ((0, 5), (14, 19), (20, 24))
    """
    folded = fold(text)
    return _disjoint(span for term in terms(q) for span in term.spans(folded))


def _disjoint(spans: Iterable[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return tuple(out)


def window(text: str, low: int, high: int, first: Span, length: int) -> Span:
    """At most ``length`` characters of ``text[low:high]`` around the hit, cut between words where possible."""
    if high - low <= length:
        return low, max(high, first[1])
    start = max(low, min(first[0] - length // 3, high - length))
    end = min(high, max(start + length, first[1]))
    if start > low:
        space = text.find(" ", start, first[0])
        start = space + 1 if space >= 0 else start
    if end < high:
        space = text.rfind(" ", first[1], end)
        end = space if space >= 0 else end
    return start, end


def marked(text: str, spans: Iterable[Span], tag: Callable[[Span, str], str] | None = None) -> str:
    """Text as HTML, everything escaped, with ``<mark>`` (or what ``tag`` makes of a span) around the spans.

    >>> marked("a <b> & c", [(2, 5)])
    'a <mark>&lt;b&gt;</mark> &amp; c'
    """
    out, at = [], 0
    for start, end in spans:
        inner = html.escape(text[start:end])
        out += [html.escape(text[at:start]), tag((start, end), inner) if tag else f"<mark>{inner}</mark>"]
        at = end
    return "".join(out) + html.escape(text[at:])
