"""Whether statements say only what they cite: every number and every name in one occurs in what it rests on.

A number may also be the result of arithmetic that the statement shows, when its parts are cited.  A quotation must stand
word for word in what is cited.  The check knows nothing of how a statement was made.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sci_loader.citations import Citation, Statement
from sci_loader.corpus import Corpus
from sci_loader.numerals import find_numbers
from sci_loader.search import fold
from sci_loader.threads import party_words, thread_words
from sci_loader.vocabulary import Words, english
from sci_loader.wording import day

__all__ = ["Unsupported", "unsupported"]


@dataclass(frozen=True)
class Unsupported:
    """A number, name or quotation of a statement that nothing it cites has."""

    statement: Statement
    what: str


def unsupported(
    corpus: Corpus, statements: Iterable[Statement], citations: Sequence[Citation], own: frozenset[str]
) -> list[Unsupported]:
    """What the statements say without support.

    own: the words, in lower case, with which statements may begin a sentence although they are no names.
    """
    known = _known(corpus)
    out = []
    for statement in statements:
        cited = [citations[n - 1] for n in statement.cites if 0 < n <= len(citations)]
        out += [Unsupported(statement, what) for what in _left(corpus, statement.text, cited, known, own)]
    return out


def _left(
    corpus: Corpus, text: str, cited: Sequence[Citation], known: Mapping[str, Words], own: frozenset[str]
) -> list[str]:
    """The numbers, names and quotations of one text that the citations do not have."""
    text, bad = _quotations(text, cited)
    for look in (_dates, lambda t, c: _meetings(corpus, t, c), lambda t, c: _known_names(t, c, known)):
        text, found = look(text, cited)
        bad += found
    text, found = _arithmetic(text, cited)
    return bad + found + _numbers(text, cited) + _names(corpus, text, cited, own)


# --- quotations --------------------------------------------------------------------------------------------------------------


def _quotations(text: str, cited: Sequence[Citation]) -> tuple[str, list[str]]:
    """The text without its quotations, and those that are not word for word in a citation.

    >>> _quotations("Said: “a “b” c”. “d”", [Citation("sentence", "a “b” c and more", "x")])
    ('Said:  .  ', ['d'])
    """
    bad: list[str] = []
    at = text.find("“")
    while at >= 0:
        closings = [m.start() for m in re.finditer("”", text) if m.start() > at]
        if not closings:
            return text.replace("“", " ", 1), [*bad, text[at + 1 :]]
        true = [end for end in closings if any(_inside(text[at + 1 : end], c.text) for c in cited)]
        if not true:
            bad.append(text[at + 1 : closings[0]])
        text = text[:at] + " " + text[(max(true) if true else closings[0]) + 1 :]
        at = text.find("“")
    return text, bad


# --- names -------------------------------------------------------------------------------------------------------------------


def _known(corpus: Corpus) -> dict[str, Words]:
    """Names that have several spellings, with those: parties, people, threads."""
    people = {name: words for p in corpus.programmes.values() for name, _, words in p.people}
    labels = {
        label: thread_words(corpus)[slug] for p in corpus.programmes.values() for slug, label in p.threads.items()
    }
    names = {**labels, **people, **party_words(corpus)}
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


def _known_names(text: str, cited: Sequence[Citation], known: Mapping[str, Words]) -> tuple[str, list[str]]:
    """Names on record, longest first: one of their spellings stands in what is cited."""
    bad = []
    for name, words in known.items():
        if name not in text:
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        if pattern.search(text):
            if not any(words.search(c.text) or fold(name) in fold(c.text) for c in cited):
                bad.append(name)
            text = pattern.sub(" ", text)
    return text, bad


def _meetings(corpus: Corpus, text: str, cited: Sequence[Citation]) -> tuple[str, list[str]]:
    """ "JIC 3" needs a citation about the third meeting."""
    bad = []
    for short in {p.meeting_short for p in corpus.programmes.values()}:
        for match in re.findall(rf"(?<!\w){re.escape(short)} \d+(?!\w)", text):
            bad += [] if any(c.meeting == match for c in cited) else [match]
            text = text.replace(match, " ", 1)
    return text, bad


NAME = re.compile(r"[A-Z*][\w*&'’.-]*(?:[ /-](?:(?:of|and|for|the|de) )?[A-Z*(][\w*&'’.()-]*)*|[\u3400-\u9fff]+")


def _names(corpus: Corpus, text: str, cited: Sequence[Citation], own: frozenset[str]) -> list[str]:
    """Runs of capitalised words, and Chinese ones, that stand in no citation."""
    measures = {w for p in corpus.programmes.values() for m in p.measures for w in (m.one, m.label)}
    where = [fold(f"{c.text} \n {c.publisher or ''}") for c in cited]
    bad = []
    for match in NAME.finditer(text):
        name = match[0].rstrip(".,-'’")
        first, _, rest = name.partition(" ")
        opens = not text[: match.start()].strip() or text[: match.start()].rstrip().endswith((".", ":", ";"))
        if opens and first.lower() in own:
            name = rest
        if name and name not in measures and not any(_inside(fold(name), said) for said in where):
            bad.append(name)
    return bad


def _inside(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)) or (not name.isascii() and name in text)


# --- dates and numbers -------------------------------------------------------------------------------------------------------


@cache
def _day_pattern() -> re.Pattern[str]:
    months = "|".join(dt.date(2000, m, 1).strftime("%B") for m in range(1, 13))
    return re.compile(rf"(?<!\w)(?:\d{{1,2}} (?:{months}) \d{{4}}|\d{{4}}-\d\d-\d\d)(?!\w)")


def _dates(text: str, cited: Sequence[Citation]) -> tuple[str, list[str]]:
    """A day needs a citation of that day, or one that names it."""
    stated = {d for c in cited if c.date for d in (c.date, day(c.date))}
    found = _day_pattern().findall(text)
    bad = [d for d in found if d not in stated and not any(d in c.text for c in cited)]
    return _day_pattern().sub(" ", text), bad


SUM = re.compile(r"(\d+(?:\.\d+)?(?: [+−/] \d+(?:\.\d+)?)+) = (\d+(?:\.\d+)?)")


def _arithmetic(text: str, cited: Sequence[Citation]) -> tuple[str, list[str]]:
    """Shown arithmetic: its parts are cited and its result is right; a result may be a part of the next.

    >>> _arithmetic("8 + 4 = 12", [Citation("sentence", "eight", "x"), Citation("sentence", "four", "x")])
    (' ', [])
    """
    bad = []
    have = _supported(cited)
    for match in SUM.finditer(text):
        parts, result = match[1].split(" "), match[2]
        bad += [n for n in parts[::2] if float(n) not in have]
        if abs(_worth(parts) - float(result)) > (0.005 if "." in result else 0):
            bad.append(match[0])
        have.add(float(result))
    return SUM.sub(" ", text), bad


def _worth(parts: Sequence[str]) -> float:
    total = float(parts[0])
    for sign, number in zip(parts[1::2], parts[2::2], strict=True):
        value = float(number)
        total = (
            total + value if sign == "+" else total - value if sign == "−" else total / value if value else float("nan")
        )
    return total


def _numbers(text: str, cited: Sequence[Citation]) -> list[str]:
    have = _supported(cited)
    digits = [(m[0], float(m[0].replace(",", ""))) for m in re.finditer(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?", text)]
    words = [(text[n.start : n.end], float(n.value)) for n in find_numbers(text) if not text[n.start].isdigit()]
    return [said for said, value in digits + words if value not in have]


def _supported(cited: Sequence[Citation]) -> set[float]:
    """The numbers that citations have: that for which one is cited, else all of a sentence or a note; an entry and a title
    are cited for their names alone, but entries can be counted."""
    have: set[float] = set()
    for citation in cited:
        if citation.value is not None:
            have.add(float(citation.value))
        elif citation.kind in ("sentence", "note"):
            have |= _all_numbers(citation.text)
    have.add(float(len({c.register_id for c in cited if c.kind == "entry"})))
    return have


@cache
def _all_numbers(text: str) -> frozenset[float]:
    units = {**english().table("numbers", "units"), **english().table("numbers", "tens")}
    digits = {float(d.replace(",", "")) for d in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)}
    words = {float(units[w]) for w in re.findall(r"[a-z]+", text.lower()) if w in units}
    return frozenset(digits | words | {float(n.value) for n in find_numbers(text)})
