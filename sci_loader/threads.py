"""Threads: what the releases say of one named undertaking, in order of time, and what people noted of it.

What the words say and what a person noted stay apart: a step has sentences of a release, a note has none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sci_loader.corpus import Corpus
from sci_loader.find import stage_of
from sci_loader.forward import is_forward
from sci_loader.memory import remembered
from sci_loader.search import Span
from sci_loader.sentences import sentences
from sci_loader.subjects import speaks_of_another
from sci_loader.tables import records, text_in
from sci_loader.view import release
from sci_loader.vocabulary import Programme, Words, english, words

__all__ = [
    "STAGES",
    "Note",
    "Said",
    "Step",
    "Thread",
    "naming",
    "party_words",
    "said_in",
    "spellings",
    "thread",
    "thread_words",
    "threads",
]

# How far a thread has come, for readers: the words' own stages, the furthest first.
STAGES: dict[str, tuple[str, ...]] = {
    "live": ("operating", "launched"),
    "trial": ("trial",),
    "announced": ("renewed", "agreed", "announced", "planned", "idea"),
    "mentioned": ("context",),
}
NEAR = 90  # characters between a name and a word that tells its stage
_FOR_READERS = {own: stage for stage, owns in STAGES.items() for own in owns}


@dataclass(frozen=True)
class Said:
    """One sentence of a release, ``releases.text[start:end]``, with its paragraph and how far it says things have come.

    marks: where in ``sentence`` the name stands that was looked for.
    """

    sentence: str
    start: int
    end: int
    passage: int
    stage: str = ""
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Step:
    """One dated release that names a thread: its sentences in order, and the furthest stage that one of them states."""

    release_id: str
    release: str
    date: str | None
    date_basis: str
    copy: bool
    stage: str
    said: tuple[Said, ...]

    @property
    def best(self) -> Said:
        """The first sentence that states the stage, rather not the title."""
        return min((s for s in self.said if s.stage == self.stage), key=lambda s: (s.passage == 1, s.start))


@dataclass(frozen=True)
class Note:
    """What a person noted of a thread from one document; ``release_id`` where that document was read."""

    date: str | None
    document: str
    release_id: str | None
    ref: str
    stage: str
    status: str
    note: str


@dataclass(frozen=True)
class Thread:
    """One thread: its steps and notes, earliest first, and the entries of the register that its words name."""

    slug: str
    label: str
    steps: tuple[Step, ...]
    notes: tuple[Note, ...]
    entries: tuple[str, ...]

    @property
    def stages(self) -> tuple[tuple[str, str], ...]:
        """Date and stage of each step that has a date, copies of releases left out."""
        return tuple((s.date, s.stage) for s in self.steps if s.date and not s.copy)


@remembered
def threads(corpus: Corpus) -> tuple[Thread, ...]:
    """Every thread of the programmes, in the order of the programme files."""
    return tuple(thread(corpus, slug) for slug in thread_words(corpus))


@remembered
def thread(corpus: Corpus, slug: str) -> Thread:
    """One thread; KeyError when no programme file names it.

    >>> import sci_loader
    >>> thread(sci_loader.load(), "gia-shenzhen").stages
    (('2020-12-08', 'live'), ('2021-10-18', 'live'), ('2021-10-18', 'mentioned'), ('2022-11-25', 'mentioned'))
    """
    pattern = thread_words(corpus)[slug]
    named_in = corpus.mentions.loc[corpus.mentions["thread"] == slug, "release_id"]
    programme = next(p for p in corpus.programmes.values() if slug in p.threads)
    steps = [step for release_id in named_in if (step := _step(corpus, str(release_id), pattern, programme))]
    notes = corpus.notes[corpus.notes["thread"] == slug].sort_values("date", kind="stable")
    return Thread(
        slug,
        programme.threads[slug],
        tuple(sorted(steps, key=lambda s: (s.date or "9999", s.copy, s.release_id))),
        tuple(_note(row) for row in records(notes)),
        tuple(i for i, text in _entry_texts(corpus).items() if pattern.search(text)),
    )


def thread_words(corpus: Corpus) -> dict[str, Words]:
    """The wordings of every thread by its slug."""
    return {slug: pattern for p in corpus.programmes.values() for slug, pattern in p.thread_words.items()}


@remembered
def spellings(corpus: Corpus) -> dict[str, set[str]]:
    """How the sources and the list of aliases write every party of the register, by its name, which is one of them."""
    written = {str(p): {str(p)} for p in sorted(set(corpus.parties["party"]))}
    for table, column in ((corpus.parties, "party_name"), (corpus.aliases, "alias")):
        for party, spelling in zip(table["party"], table[column], strict=True):
            if party in written and isinstance(spelling, str):
                written[str(party)].add(spelling)
    return written


@remembered
def party_words(corpus: Corpus) -> dict[str, Words]:
    """What finds every party of the register in a text, by its name."""
    common = english().words("blockers", "words")  # an abbreviation that is also such a word would be found everywhere
    return {party: words(n for n in names if n.lower() not in common) for party, names in spellings(corpus).items()}


# --- sentences -----------------------------------------------------------------------------------------------


@remembered
def said_in(corpus: Corpus, release_id: str) -> tuple[Said, ...]:
    """Every sentence of a release, in order."""
    passages = corpus.passages[corpus.passages["release_id"] == release_id]
    return tuple(
        Said(p["text"][a:b], p["start"] + a, p["start"] + b, int(p["passage"]))
        for p in records(passages)
        for a, b in sentences(p["text"])
    )


def naming(corpus: Corpus, release_id: str, pattern: Words) -> tuple[Said, ...]:
    """The sentences of a release in which one of the names stands, with the names marked."""
    return tuple(
        replace(said, marks=marks)
        for said in said_in(corpus, release_id)
        if (marks := tuple(m.span() for m in pattern.finditer(said.sentence)))
    )


def _step(corpus: Corpus, release_id: str, pattern: Words, programme: Programme) -> Step | None:
    row = release(corpus, release_id)
    date = text_in(row["date"])
    day = dt.date.fromisoformat(date) if date else None
    said = tuple(
        replace(s, stage="mentioned" if speaks_of_another(programme, s.sentence, s.marks) else _stage(s, day))
        for s in naming(corpus, release_id, pattern)
    )
    if not said:
        return None
    furthest = min((s.stage for s in said), key=list(STAGES).index)
    copy = isinstance(row["duplicate_of"], str)
    return Step(release_id, str(row["name"]), date, str(row["date_basis"]), copy, furthest, said)


def _stage(said: Said, day: dt.date | None) -> str:
    """What the words near a name say; what stands further off is said of something else."""
    if is_forward(said.sentence, day):
        return _FOR_READERS[stage_of(said.sentence, day)]
    near = [
        _FOR_READERS[
            "planned" if _awaited(said.sentence, mark) else stage_of(said.sentence[slice(*_near(said.sentence, mark))])
        ]
        for mark in said.marks
    ]
    return min(near, key=list(STAGES).index)


def _awaited(sentence: str, mark: Span) -> bool:
    """ "We look forward to seeing the projects carried out, above all the hub, a pilot": whatever else is said of it."""
    return bool(english().cue("stages", "awaited").search(re.split("[;；。]", sentence[: mark[0]])[-1]))


def _near(sentence: str, mark: Span) -> Span:
    """The part of a sentence around a name: to the second comma, a colon, a semicolon or ``NEAR`` characters off.

    >>> text = "It has launched 29 projects in 9 areas, of which trade, Gadget and food are three; more open."
    >>> text[slice(*_near(text, (56, 62)))]
    ' of which trade, Gadget and food are three'
    """
    left = re.split(r"[;:；：。]", sentence[max(0, mark[0] - NEAR) : mark[0]])[-1]
    right = re.split(r"[;:；：。]", sentence[mark[1] : mark[1] + NEAR])[0]
    commas = [m.start() for m in re.finditer("[,，]", left)]
    left = left[commas[-2] + 1 :] if len(commas) > 1 else left
    commas = [m.start() for m in re.finditer("[,，]", right)]
    right = right[: commas[1]] if len(commas) > 1 else right
    return mark[0] - len(left), mark[1] + len(right)


def _note(row: Mapping[str, Any]) -> Note:
    cells = {name: text_in(row[name]) for name in Note.__dataclass_fields__}
    return Note(**{k: v if k in ("date", "release_id") else v or "" for k, v in cells.items()})  # type: ignore[arg-type]


@remembered
def _entry_texts(corpus: Corpus) -> dict[str, str]:
    """Title, description, topics and parties of every entry of the register, by its id."""
    named: dict[str, list[str]] = {}
    for row in records(corpus.parties):
        named.setdefault(row["register_id"], []).append(row["party"])
    return {
        str(row["register_id"]): " \n ".join(
            [row[c] for c in ("title", "description", "topics") if isinstance(row[c], str)]
            + named.get(row["register_id"], [])
        )
        for row in records(corpus.register)
    }
