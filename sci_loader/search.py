"""What a reader looks for: texts as words, a query as a small tree, and where its words stand.

Every home of the texts (a frame, SQLite, PostgreSQL) asks this module what a word is, so that all give the same hits.
Nothing in a query is a pattern, and nothing that is typed raises: what cannot be read as a query is looked for word by
word, with a hint.

============== ==========================================================================
smart city     both words, anywhere; a word is a whole word
"smart city"   the words in this order, in one paragraph
talent*        words that begin so
-speech        not this word (also before a phrase or a field)
eBL OR IMDA    one of the two; binds closer than the space between words
title:trade    in the title; also publisher, pillar, meeting, kind, party and claim
date:2022..    from a day, month or year to another; either end may stay open
谅解备忘录         Chinese characters stand one behind the other, as in a phrase
============== ==========================================================================
"""

from __future__ import annotations

import calendar
import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

__all__ = [
    "FIELDS",
    "Any_",
    "Dates",
    "Every",
    "Field",
    "Node",
    "Not",
    "Phrase",
    "Query",
    "Span",
    "bare",
    "evaluate",
    "fields_of",
    "fold",
    "indexed",
    "marked",
    "matches",
    "matches_in",
    "parse",
    "phrases",
    "stands_in",
    "tokens",
    "window",
]

Span = tuple[int, int]

MAX_QUERY = 300
LONGEST = 60  # characters of a token; a longer run is cut into several
FIELDS = ("publisher", "pillar", "meeting", "kind", "party", "claim")
BREAK = "¶"  # stands between the paragraphs of an indexed text, so that no phrase reaches across; never part of a token

# --- folding and tokens --------------------------------------------------------------------------------------

_SAME = {
    c: as_ for chars, as_ in (("‘’‚′", "'"), ("“”„″«»「」『』", '"'), ("‐‑‒–—−", "-"), ("\n", "\n")) for c in chars
}
_CHINESE = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))  # written without spaces: a character is a token
_BLOCK = 256
_UNKNOWN = 0xFFFFFFFF
_FOLDED = np.full(0x110000, _UNKNOWN, dtype=np.uint32)  # what each character is compared as
_BARE = np.full(0x110000, _UNKNOWN, dtype=np.uint32)  # the same, but a space for what is part of no token
_FOLDED[0x4E00:0x9F00] = _BARE[0x4E00:0x9F00] = np.arange(0x4E00, 0x9F00)  # Chinese characters are as they are


def _fold_character(code: int) -> int:
    char = chr(code)
    if char in _SAME:
        return ord(_SAME[char])
    if char.isspace():
        return 32
    base = "".join(c for c in unicodedata.normalize("NFKD", char.casefold()) if not unicodedata.combining(c))
    return ord(base) if len(base) == 1 else code


def _translated(text: str, table: np.ndarray[Any, np.dtype[np.uint32]]) -> str:
    """Each character replaced as the table says; the table is worked out in blocks when a character is first met."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    out = table.take(codes)
    last = out.max(initial=0)
    if last < 128:  # as nearly every text is by now: this makes a string far faster
        return out.astype(np.uint8).tobytes().decode("ascii")
    if last == _UNKNOWN:
        for block in np.unique(codes[out == _UNKNOWN] // _BLOCK).tolist():
            span = slice(block * _BLOCK, (block + 1) * _BLOCK)
            found = [_fold_character(code) for code in range(span.start, span.stop)]
            _FOLDED[span] = found
            _BARE[span] = [code if chr(code).isalnum() or code == 10 else 32 for code in found]
        out = table.take(codes)
    return out.tobytes().decode("utf-32-le", "surrogatepass")


def fold(text: str) -> str:
    """Text as it is compared: case, accents, curly quotes, dashes and kinds of space do not matter.

    Every character stays one character, so that an offset in the folded text is one in the text; ends of lines stay.

    >>> fold("Café’s\\u00a0ＳＣＩ — MOU")
    "cafe's sci - mou"
    """
    return _translated(text, _FOLDED)


def bare(text: str) -> str:
    """Text with nothing but its tokens, spaces and ends of lines, every character still in its place.

    >>> bare("E-invoicing: 8 MOUs")
    'e invoicing  8 mous'
    """
    return _translated(text, _BARE)


_LATIN = "\u02af"  # no Chinese character comes before it, which is asked faster than whether one is Chinese
_HAN = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in _CHINESE) + "]")


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared; a Chinese character is a word.

    >>> tokens("E-invoicing: 8 MOUs (谅解备忘录)")
    ('e', 'invoicing', '8', 'mous', '谅', '解', '备', '忘', '录')
    """
    return tuple(_split(bare(text)))


def _split(plain: str) -> list[str]:
    if not plain.isascii():
        plain = _HAN.sub(r" \g<0> ", plain)
    found = plain.split()
    if any(len(token) > LONGEST for token in found):
        found = [t[i : i + LONGEST] for t in found for i in range(0, len(t), LONGEST)]
    return found


def indexed(text: str) -> str:
    """A text as an index takes it: its tokens parted by spaces, its paragraphs by a sign of their own.

    >>> indexed("Smart\\u00a0City\\n\\nMOU")
    'smart city ¶ mou'
    """
    return f" {BREAK} ".join(" ".join(_split(paragraph)) for paragraph in bare(text).split("\n\n"))


# --- the tree of a query -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Phrase:
    """Tokens in this order; with ``prefix`` the last may go on. ``title``: looked for in the title."""

    tokens: tuple[str, ...]
    prefix: bool = False
    title: bool = False


@dataclass(frozen=True)
class Field:
    """What is known of a release beside its text, such as its publisher, has these tokens in its name."""

    name: str
    phrase: Phrase


@dataclass(frozen=True)
class Dates:
    """Days from ``low`` to ``high``, both included, as ISO dates."""

    low: str
    high: str


@dataclass(frozen=True)
class Not:
    part: Node


@dataclass(frozen=True)
class Every:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Any_:
    parts: tuple[Node, ...]


Node = Phrase | Field | Dates | Not | Every | Any_


@dataclass(frozen=True)
class Query:
    """A query as understood: nothing is asked for when ``tree`` is None; ``hint`` says what could not be read."""

    tree: Node | None
    hint: str = ""


class _Malformed(Exception):
    """The query cannot be read; the text is the hint."""


_NAMES = ("title", "date", *FIELDS)
_PART = re.compile(
    rf'(?P<minus>-)?(?:(?P<field>{"|".join(_NAMES)}):)?(?:"(?P<phrase>[^"]*)"(?P<star>\*)?|(?P<word>[^\s"]+))'
)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


@lru_cache(maxsize=1000)
def parse(q: str) -> Query:
    """A query as a tree.

    >>> parse("Talent -speech").tree
    Every(parts=(Phrase(tokens=('talent',), prefix=False, title=False), Not(part=Phrase(tokens=('speech',), prefix=False, title=False))))
    >>> parse("date:2022-02..").tree
    Dates(low='2022-02-01', high='9999-12-31')
    >>> parse('the "open').hint
    'a quotation mark has no partner'
    """
    q = q[:MAX_QUERY]
    folded = fold(q)
    try:
        return Query(_tree(q, folded), "" if not q.strip() or tokens(q) else "there is no word in it")
    except _Malformed as error:
        words = [_phrase(w) for w in re.split(r'[\s"]+', folded) if _phrase(w)]
        return Query(_every([w for w in words if w]), str(error))


def _tree(q: str, folded: str) -> Node | None:
    if folded.count('"') % 2:
        raise _Malformed("a quotation mark has no partner")
    groups: list[list[Node]] = []
    joined = False  # whether an OR stands before the next part
    for match in _PART.finditer(folded):
        if q[slice(*match.span())] == "OR":
            if joined or not groups:
                raise _Malformed("OR stands between two words")
            joined = True
            continue
        part = _leaf(match)
        if part is None:
            continue
        if joined:
            groups[-1].append(part)
        else:
            groups.append([part])
        joined = False
    if joined:
        raise _Malformed("OR stands between two words")
    return _every([g[0] if len(g) == 1 else Any_(tuple(g)) for g in groups])


def _every(parts: list[Node]) -> Node | None:
    parts = list(dict.fromkeys(parts))
    return Every(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def _leaf(match: re.Match[str]) -> Node | None:
    name, word = match["field"], match["word"] or match["phrase"] + (match["star"] or "")
    if name is None and word[-1:] == ":" and word[:-1] in _NAMES:
        raise _Malformed(f"what to look for stands right behind {word}")
    part: Node | None
    if name == "date":
        part = _dates(word)
    else:
        phrase = _phrase(word, name == "title")
        if phrase is None and name:
            raise _Malformed(f"there is no word behind {name}:")
        part = phrase if phrase is None or name in (None, "title") else Field(name, phrase)
    return Not(part) if match["minus"] and part else part


def _phrase(word: str, title: bool = False) -> Phrase | None:
    found = tokens(word)
    return Phrase(found, word.endswith("*") and word[-2:-1].isalnum(), title) if found else None


def _dates(word: str) -> Dates:
    low, dots, high = word.partition("..")
    first, last = _span(low), _span(high if dots else low)
    if not first and not last:
        raise _Malformed("a date is a year, month or day: date:2022, date:2022-11..2023-06, date:..2021-10-18")
    out = Dates(first[0] if first else "0001-01-01", last[1] if last else "9999-12-31")
    if out.low > out.high:
        raise _Malformed("the dates end before they begin")
    return out


def _span(text: str) -> tuple[str, str] | None:
    """First and last day of a year, month or day; None for nothing at all."""
    if not text:
        return None
    match = _DAY.fullmatch(text)
    year, month, day = (int(g) if g else None for g in match.groups()) if match else (0, 0, 0)
    if not year or (month is not None and not 1 <= month <= 12):
        raise _Malformed(f"{text} is no year, month or day")
    last = calendar.monthrange(year, month or 12)[1]
    if day is not None and not 1 <= day <= last:
        raise _Malformed(f"{text} is no day of the calendar")
    return f"{year:04}-{month or 1:02}-{day or 1:02}", f"{year:04}-{month or 12:02}-{day or last:02}"


# --- what a query finds --------------------------------------------------------------------------------------


def evaluate(node: Node, leaf: Callable[[Node], Any]) -> Any:
    """The truth of a tree: of one text, or of many at once where ``leaf`` gives arrays of truths.

    >>> from operator import contains
    >>> evaluate(parse("a OR b -c").tree, lambda phrase: phrase.tokens[0] in "b d")
    True
    """
    match node:
        case Not(part):
            return evaluate(part, leaf) ^ True
        case Every(parts) | Any_(parts):
            out = evaluate(parts[0], leaf)
            for part in parts[1:]:
                out = out & evaluate(part, leaf) if isinstance(node, Every) else out | evaluate(part, leaf)
            return out
        case _:
            return leaf(node)


def stands_in(phrase: Phrase, text: str) -> bool:
    """Whether a phrase stands in an ``indexed`` text.

    >>> [stands_in(Phrase(("smart", "cit"), prefix), "a smart city") for prefix in (False, True)]
    [False, True]
    """
    return f" {' '.join(phrase.tokens)}{'' if phrase.prefix else ' '}" in f" {text} "


def phrases(node: Node | None, title: bool = False) -> Iterator[Phrase]:
    """The phrases that a query asks to be there: those of the text, or with ``title`` of the title too."""
    match node:
        case Phrase():
            if title or not node.title:
                yield node
        case Every(parts) | Any_(parts):
            for part in parts:
                yield from phrases(part, title)


def fields_of(node: Node | None) -> Iterator[Field]:
    """Every field that a query speaks of."""
    match node:
        case Field():
            yield node
        case Not(part):
            yield from fields_of(part)
        case Every(parts) | Any_(parts):
            for part in parts:
                yield from fields_of(part)


@lru_cache(maxsize=1000)
def _wanted(q: str) -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """For each phrase of a query its first token, the rest as a pattern, and whether it may begin inside a run of letters."""
    return tuple(
        (p.tokens[0], re.compile(_rest(p)), bool(_HAN.match(p.tokens[0])))
        for p in dict.fromkeys(phrases(parse(q).tree))
    )


def _rest(phrase: Phrase) -> str:
    """A pattern for what stands behind the first token in a ``bare`` text: nothing but spaces, and no new paragraph, between."""
    out, before = "", phrase.tokens[0]
    for token in phrase.tokens[1:]:
        close = len(before) == LONGEST or _HAN.match(before) or _HAN.match(token)
        out += rf"(?: |\n(?!\n)){'*' if close else '+'}{re.escape(token)}"
        before = token
    return out if phrase.prefix or _HAN.match(before) else rf"{out}(?=[\s]|$|{_HAN.pattern})"


def matches(text: str, q: str) -> tuple[Span, ...]:
    """Where the words of a query stand in a text, in order, none inside another.

    >>> matches("Smart cities, smart MOUs", 'smart "mous"')
    ((0, 5), (14, 19), (20, 24))
    """
    return matches_in(bare(text), q) if _wanted(q) else ()


def matches_in(plain: str, q: str) -> tuple[Span, ...]:
    """The same in a text that is ``bare`` already."""
    wanted = _wanted(q)
    found = [span for first, rest, anywhere in wanted for span in _spans(plain, first, rest, anywhere)]
    return _disjoint(found) if len(wanted) > 1 else tuple(found)  # those of one phrase are in order


def _spans(plain: str, first: str, rest: re.Pattern[str], anywhere: bool) -> Iterator[Span]:
    at = plain.find(first)
    while at >= 0:
        end = at + len(first)
        before = plain[at - 1] if at else " "
        if anywhere or before in " \n" or (before > _LATIN and _HAN.match(before)):
            match = rest.match(plain, end)
            if match:
                end = match.end()
                yield at, end
        at = plain.find(first, end)


def _disjoint(spans: Iterable[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not out or start >= out[-1][1]:
            out.append((start, end))
    return tuple(out)


# --- a piece of a text ---------------------------------------------------------------------------------------


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
