"""Words as data: what a language uses to count (data/language) and what a programme is called (data/programmes).

Code reads these objects and walks their lists; no rule of this package names a programme, a party or a place.
"""

from __future__ import annotations

import datetime as dt
import math
import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from sci_loader.errors import LoaderError

__all__ = [
    "Founding",
    "Language",
    "Measure",
    "Neighbour",
    "Programme",
    "Publisher",
    "Words",
    "behind_space",
    "beyond_ascii",
    "by_first_letter",
    "casefolded",
    "data_dir",
    "english",
    "has_han",
    "letters_of",
    "load_programme",
    "load_programmes",
    "one_of",
    "phrase",
    "without",
    "words",
]

# A letter or digit with which a name in the Latin alphabet is not at its end; a Chinese character beside it is another word.
# Written out, for compiling a range of Chinese characters takes twenty times as long, and Words compiles thousands of these.
INSIDE = r"(?-i:[0-9A-Za-zÀ-ÖØ-öø-ÿ])"
# No line break: a name never runs on from one paragraph into the next.
GAP = r"[ \-‐-―_/]*"


OWN_DATA = Path(__file__).resolve().parent.parent / "data"


def data_dir() -> Path:
    """The folder with programmes, releases and register: ``SCI_DATA`` or the project's own ``data``."""
    return Path(os.environ.get("SCI_DATA") or OWN_DATA)


def phrase(text: str) -> str:
    """A regular expression for a name: any space, hyphen or dash between its words, either kind of quote.

    >>> bool(re.fullmatch(phrase("Singapore-China (Shenzhen)"), "Singapore – China(Shenzhen)"))
    True
    """
    parts = re.findall(r"[\w.]+|[^\w\s]", text)
    out: list[str] = []
    for part in parts:
        if part in "-–—":
            continue
        out.append("['’‘]" if part in "'’" else re.escape(part).replace("（", r"[（(]").replace("）", r"[）)]"))
    return GAP.join(out).replace(r"\(", r"[（(]").replace(r"\)", r"[）)]")


def _edge(text: str) -> tuple[str, str]:
    ascii_start, ascii_end = (
        text[:1].isascii() and text[:1].isalnum(),
        text[-1:].isascii() and text[-1:].isalnum(),
    )
    return (rf"(?<!{INSIDE})" if ascii_start else ""), (rf"(?!{INSIDE})" if ascii_end else "")


class Words:
    """Many names as one case-blind pattern on word boundaries, longest first; matches nothing when there are none.

    A name can only occur where its longest word does, and looking for plain words is far faster than any pattern, so that
    test comes first.  ``patterns`` are regular expressions for spellings that no list can hold; each begins with plain letters.
    A match stands where the name does, but may show its letters in lower case.  ``but`` are longer names of something else,
    in which no name is found.

    >>> [m[0] for m in Words(["Zone"], but=["Pilot Zone"]).finditer("The Pilot Zone and the Zone")]
    ['zone']
    """

    def __init__(self, names: Iterable[str], patterns: Iterable[str] = (), but: Iterable[str] = ()) -> None:
        self.names, self.patterns = tuple(names), tuple(patterns)
        self._but = Words(but) if (but := tuple(but)) else None
        ordered = sorted(set(self.names), key=len, reverse=True)
        branches = [rf"(?<!{INSIDE})(?:{p})(?!{INSIDE})" for p in self.patterns] + [
            "{1}{0}{2}".format(phrase(n), *_edge(n)) for n in ordered
        ]
        self.pattern = "|".join(branches) or r"(?!)"
        folded = [f"{p[0].casefold()}(?i:{p[1:]})(?!{INSIDE})" for p in self.patterns]
        folded += [phrase(n.casefold()) + _edge(n)[1] for n in ordered]
        self._lower = by_first_letter(folded)
        anywhere = [p for p in folded if not (p[:1].isascii() and p[:1].isalnum())]
        self._openings = behind_space(filter(None, map(_opening, [*ordered, *self.patterns])))
        self._anywhere = re.compile("|".join(anywhere) or r"(?!)")
        self._others_are_chinese = all(HAN.match(p) for p in anywhere)
        longest = {max(re.findall(r"[\w.]+", n.casefold()), key=len) for n in ordered}
        longest |= {re.match(r"\w*", p.casefold())[0] for p in self.patterns}  # type: ignore[index]
        self.needles = tuple(w for w in sorted(longest) if not any(v in w and v != w for v in longest))

    # Compiled when first asked for: most names occur in no text, and compiling them all is half of what a start takes.
    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.I)

    @cached_property
    def _folded(self) -> re.Pattern[str]:
        """The same for a text in lower case, where each branch opens with a letter: that lets the search skip all others."""
        return re.compile(self._lower)

    def starts(self, text: str) -> list[int]:
        """Where names may begin, in order: none is left out, but what only opens like one is too many."""
        letters = letters_of(text)
        if len(letters) != len(text):
            return [m.start() for m in self._compiled.finditer(text)]
        found = [m.start() for m in self._openings.finditer(b" " + letters)]
        if self._others_are_chinese and not has_han(text):
            return found
        return sorted({*found, *(m.start() for m in self._anywhere.finditer(casefolded(text)))})

    def search(self, text: str) -> re.Match[str] | None:
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        found = self._finditer(text)
        if self._but is None:
            return found
        others = [m.span() for m in self._but.finditer(text)]
        return (m for m in found if not any(a <= m.start() and m.end() <= b for a, b in others))

    def _finditer(self, text: str) -> Iterator[re.Match[str]]:
        folded = casefolded(text)
        for needle in self.needles:
            if needle in folded:
                same = len(folded) == len(text)  # else places in one are not those in the other
                return self._folded.finditer(folded) if same else self._compiled.finditer(text)
        return iter(())

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._compiled.fullmatch(text)


def by_first_letter(patterns: Iterable[str]) -> str:
    """Patterns in lower case as alternatives on an edge of a word, those with the same first letter together.

    The edge is tested behind the letter, which lets a search skip all other letters; and of a hundred names only the few
    that begin with it are tried.  Nothing matches where there are none.

    >>> by_first_letter(["mou", "memo", "pact"])
    '(?:m(?<!(?-i:[0-9A-Za-zÀ-ÖØ-öø-ÿ])m)(?:ou|emo)|p(?<!(?-i:[0-9A-Za-zÀ-ÖØ-öø-ÿ])p)(?:act))'
    """
    either = [
        (rf"{first}(?<!{INSIDE}{first})" if first.isascii() and first else first) + f"(?:{'|'.join(rest)})"
        for first, rest in _by_letter(patterns).items()
    ]
    return f"(?:{'|'.join(either)})" if either else r"(?!)"


def one_of(patterns: Iterable[str]) -> str:
    """Patterns as alternatives, those with the same first letter together, so that few are tried; longer ones first.

    >>> one_of(["two", "six", "twenty"])
    't(?:wenty|wo)|s(?:ix)'
    """
    groups = _by_letter(sorted(patterns, key=len, reverse=True))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())


def _by_letter(patterns: Iterable[str]) -> dict[str, list[str]]:
    """What follows the first letter of each pattern, under that letter; whole, under none, where it opens with no letter."""
    groups: dict[str, list[str]] = {}
    for pattern in patterns:
        first = pattern[:1] if pattern[:1].isalnum() else ""
        groups.setdefault(first, []).append(pattern[len(first) :])
    return groups


HAN = re.compile(r"[\u3400-\u9fff]")
ASCII = bytes(range(128))


def without(text: str, usual: bytes) -> str:
    """The characters of a text that are not among some of ASCII, in order.

    In bytes they are found far faster than by a pattern or by asking each, for most texts have few.
    """
    return text.encode("utf-8", "replace").translate(None, usual).decode()


@lru_cache(maxsize=1)
def beyond_ascii(text: str) -> str:
    """The characters of a text that are not ASCII, in order; kept for the text that was last asked about.

    >>> beyond_ascii("naïve 深圳")
    'ï深圳'
    """
    return without(text, ASCII)


def has_han(text: str) -> bool:
    """Whether a text holds a Chinese character."""
    return not text.isascii() and HAN.search(beyond_ascii(text)) is not None


def _only_ascii_folds(text: str) -> bool:
    """Whether ``casefold`` changes nothing in a text but letters of ASCII."""
    rare = beyond_ascii(text)
    return rare == rare.casefold()


@lru_cache(maxsize=1)
def casefolded(text: str) -> str:
    """The text after ``casefold``, kept for the text that was last asked about.

    Bytes are lowered many times faster than letters, and in most texts only ASCII has capitals.
    """
    if text.isascii():
        return text.lower()
    if not _only_ascii_folds(text):
        return text.casefold()
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


PLAIN = bytes(ord(chr(i).lower()) if chr(i).isalnum() else 32 for i in range(128)) + b" " * 128


@lru_cache(maxsize=1)
def letters_of(text: str) -> bytes:
    """The letters and digits of ASCII of a text after ``casefold``, and a space for each other character; kept for the
    text that was last asked about.

    >>> letters_of("Two MOUs (深圳, naïve)")
    b'two mous      na ve '
    """
    folded = text if _only_ascii_folds(text) else text.casefold()
    return folded.encode("ascii", "replace").translate(PLAIN)


def behind_space(openings: Iterable[str]) -> re.Pattern[bytes]:
    """What opens with one of these in a ``letters_of`` text that has a space before it: the quickest to look for.

    >>> bool(behind_space(["mou", "pact"]).search(b" " + letters_of("two (Pacts)")))
    True
    """
    either = one_of(set(openings))
    return re.compile(f" (?:{either})".encode() if either else rb"(?!)")


def words(names: Iterable[str]) -> Words:
    """The pattern for a list of names."""
    return Words(names)


CURLY = dict(zip("'‘`´\"„‟", "’’’’”””", strict=True))


def curly(text: str) -> str:
    """The text with one kind of apostrophe and closing quote, character for character, so that offsets stay."""
    for kind, usual in CURLY.items():  # seven quick looks; a table of all of them is asked for each letter
        text = text.replace(kind, usual)
    return text


def _opening(name: str) -> str:
    r"""What a name, or the pattern of one, opens with in a ``letters_of`` text; nothing where that is no letter or digit of ASCII.

    >>> _opening("Pact"), _opening("m.o.u."), _opening("Memoranda of"), _opening(r"memor\w+ of"), _opening("项目")
    ('pact(?![a-z0-9])', 'm o u', 'memoranda', 'memor', '')
    """
    first = re.match(r"[\w.]*", name)[0]  # type: ignore[index]
    letters = letters_of(first).decode()
    return (
        letters.strip() + (r"(?![a-z0-9])" if first == name and letters[-1:] != " " else "")
        if letters[:1].strip()
        else ""
    )


def _any(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"


def cues(patterns: Iterable[str], end: bool = False) -> re.Pattern[str]:
    """A pattern for cues given as regular expressions; with ``end`` they must close the text looked at.

    Quotes are curly in the lists; ``curly`` makes a text so without moving anything.
    """
    tail = r"[\s,:(“\"'‘]*$" if end else r"(?!\w)"
    body = re.sub(r" (?![?*+])", r"\\s+", _any(patterns))
    return re.compile(r"(?<!\w)" + body + tail, re.I)


@dataclass(frozen=True)
class Language:
    """The lists of one ``data/language/*.toml`` with the patterns built from them."""

    code: str
    lists: dict[str, Any]

    def list(self, section: str, key: str) -> list[str]:
        return list(self.lists[section][key])

    def table(self, section: str, key: str) -> dict[str, int]:
        return dict(self.lists[section][key])

    @cache  # noqa: B019 - a language lives as long as the process
    def cue(self, section: str, key: str, end: bool = False) -> re.Pattern[str]:
        """Pattern of the cues under ``[section] key``, one that matches nothing where the language has no such list; ``end``
        anchors it at the end of the text."""
        if key not in self.lists[section]:
            return re.compile(r"(?!)")
        if self.code == "zh":
            return re.compile(_any(self.list(section, key)) + ("$" if end else ""))
        return cues(self.list(section, key), end)

    @cache  # noqa: B019
    def words(self, section: str, key: str) -> frozenset[str]:
        return frozenset(w.lower() for w in self.lists[section][key])

    def __hash__(self) -> int:
        return hash(self.code)


@dataclass(frozen=True)
class Measure:
    """One kind of thing counted: ``mou`` or ``project``."""

    slug: str
    label: str
    one: str
    long: str
    nouns: tuple[str, ...]
    weak_nouns: tuple[str, ...]
    verbs: Words
    patterns: tuple[str, ...] = ()
    classifiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Neighbour:
    """Others whose figures stand near the programme's: ``zone`` or ``programme``."""

    kind: str
    names: Words


@dataclass(frozen=True)
class Founding:
    """A fact from before the first meeting that may explain a difference of ``value``."""

    measure: str
    value: int
    date: dt.date
    label: str
    what: str
    register_id: str


@dataclass(frozen=True)
class Publisher:
    """Who publishes releases, and whether it speaks for one of the sides."""

    name: str
    official: bool
    site: str
    repository: str = ""


@dataclass(frozen=True)
class Programme:
    """One ``data/programmes/*.toml``, its names compiled to patterns."""

    slug: str
    name: str
    short: str
    about: str
    names: Words
    short_names: tuple[tuple[Words, Words | None], ...]
    meeting_name: str
    meeting_short: str
    meeting: Words
    meetings: dict[int, dt.date]
    places: Words
    side_places: dict[str, Words]
    countries: Words  # names of a country that a side is only a part of
    side_labels: dict[str, str]
    bodies: Words
    people: tuple[tuple[str, str, Words], ...]
    measures: tuple[Measure, ...]
    pillars: dict[str, str]
    pillar_words: dict[str, Words]
    neighbours: tuple[Neighbour, ...]
    founding: tuple[Founding, ...]
    publishers: tuple[Publisher, ...]
    threads: dict[str, str]
    thread_words: dict[str, Words]
    source: dict[str, Any] = field(repr=False, compare=False)

    def __hash__(self) -> int:
        return hash(self.slug)

    def measure(self, slug: str) -> Measure:
        return next(m for m in self.measures if m.slug == slug)


def _spelling(pattern: str) -> str:
    """A pattern of a programme file as it is. Raises ValueError or re.error when it cannot be used."""
    if not re.match("[A-Za-z]{2}", pattern):
        raise ValueError(f"the pattern {pattern!r} does not open with letters")
    return re.compile(pattern).pattern


def _programme(raw: dict[str, Any]) -> Programme:
    short_names = tuple(
        (words(s["names"]), None if s.get("with_name") else words(s["with"])) for s in raw.get("short_names", ())
    )
    sides = raw["sides"]
    return Programme(
        slug=raw["slug"],
        name=raw["name"],
        short=raw["short"],
        about=raw["about"],
        names=words([raw["name"], *raw["names"]]),
        short_names=short_names,
        meeting_name=raw["meeting"]["name"],
        meeting_short=raw["meeting"]["short"],
        meeting=words(raw["meeting"]["wordings"]),
        meetings={m["number"]: m["date"] for m in raw.get("meetings", ())},
        places=words(p for s in sides for p in s["places"]),
        side_places={s["slug"]: words(s["places"]) for s in sides},
        countries=words(c for s in sides for c in s.get("country", ())),
        side_labels={s["slug"]: s["label"] for s in sides},
        bodies=words(b for s in sides for b in [*s["bodies"], *s["places"]]),
        people=tuple(
            (p["name"], p["side"], words([p["name"], *p.get("spellings", ())])) for p in raw.get("people", ())
        ),
        measures=tuple(
            Measure(
                m["slug"],
                m["label"],
                m["one"],
                m["long"],
                tuple(m["nouns"]),
                tuple(m.get("weak_nouns", ())),
                words(m.get("verbs", ())),
                tuple(map(_spelling, m.get("patterns", ()))),
                tuple(m.get("classifiers", ())),
            )
            for m in raw["measures"]
        ),
        pillars={p["slug"]: p["label"] for p in raw["pillars"]},
        pillar_words={p["slug"]: words(p["wordings"]) for p in raw["pillars"] if p["wordings"]},
        neighbours=tuple(Neighbour(n["kind"], words(n["names"])) for n in raw.get("neighbours", ())),
        founding=tuple(
            Founding(f["measure"], f["value"], f["date"], f["label"], f["what"], f["register_id"])
            for f in raw.get("founding", ())
        ),
        publishers=tuple(
            Publisher(p["name"], p["official"], p["site"], p.get("repository", "")) for p in raw.get("publishers", ())
        ),
        threads={t["slug"]: t["label"] for t in raw.get("threads", ())},
        thread_words={t["slug"]: Words(t["wordings"], but=t.get("but", ())) for t in raw.get("threads", ())},
        source=raw,
    )


@lru_cache(maxsize=16)
def _programme_of(data: bytes) -> Programme:
    """The programme of a file that holds this; the same one each time, so that what was made of its words is there already."""
    return _programme(tomllib.loads(data.decode()))


def load_programme(path: Path) -> Programme:
    """Read one programme file.

    Raises LoaderError with the file and the reason when it is no valid TOML, lacks a key or holds what it should not.
    """
    try:
        return _programme_of(path.read_bytes())
    except OSError as error:
        raise LoaderError(f"{path}: the system would not give this programme file ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
        said = f"it lacks the key {error}" if isinstance(error, KeyError) else str(error)
        raise LoaderError(
            f"{path}: this programme file cannot be used ({said}); data/programmes/sci.toml shows what one holds"
        ) from error


def load_programmes(folder: Path | None = None) -> dict[str, Programme]:
    """All programmes of a folder by slug (the default is ``data/programmes``).

    Those that state an ``order`` come first, the lowest number in front; the others follow in the order of their file names.
    Raises LoaderError where there is none, and where one cannot be used.
    """
    folder = folder or data_dir() / "programmes"
    found = [load_programme(path) for path in sorted(folder.glob("*.toml"))]
    if not found:
        raise LoaderError(f"{folder}: no programme file (*.toml) is here; let SCI_DATA name a folder like data/")
    found.sort(key=lambda programme: programme.source.get("order", math.inf))
    programmes = {programme.slug: programme for programme in found}
    if len(programmes) < len(found):
        twice = next(a.slug for i, a in enumerate(found) if a.slug in {b.slug for b in found[:i]})
        raise LoaderError(f"{folder}: two programme files have the slug {twice!r}; give one of them another")
    return programmes


@cache
def language(code: str) -> Language:
    """The lists of ``data/language/<code>.toml``. Raises LoaderError when they cannot be read."""
    path = data_dir() / "language" / f"{code}.toml"
    try:
        return Language(code, tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise LoaderError(f"{path}: this list of words cannot be used ({error}); copy it from data/language") from error


def english() -> Language:
    """Words of English."""
    return language("en")


def chinese() -> Language:
    """Words of Chinese, simplified and traditional."""
    return language("zh")
