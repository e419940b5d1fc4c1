"""Promises: what releases about a programme say is still to come, and what the corpus says of it later.

Never a verdict: a promise stands next to the later mentions of the same thread, or of the party where no thread is
named, and a reader judges.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sci_loader.corpus import Corpus
from sci_loader.forward import due, is_forward
from sci_loader.memory import remembered
from sci_loader.search import Span
from sci_loader.tables import records
from sci_loader.threads import Said, naming, party_words, said_in, thread
from sci_loader.view import Filters, passing, release, releases_about
from sci_loader.vocabulary import Programme, Words

__all__ = ["Later", "Promise", "concerned", "promises", "promises_shown"]

OPENING = 3  # paragraphs, the title among them, in which a release says what it is about
NEAR = 500  # characters


@dataclass(frozen=True)
class Later:
    """A sentence of a later release that names the same thread or party."""

    release_id: str
    release: str
    date: str
    said: Said


@dataclass(frozen=True)
class Promise:
    """One forward-looking sentence.

    when: where it names its time, offsets in the sentence; due: the last day of that time, where it has one; threads and
    parties: what it names; later: what later releases say of these, earliest first; entries: those that the register has of
    these threads for later meetings.
    """

    release_id: str
    release: str
    date: str
    said: Said
    when: Span | None
    due: str | None
    threads: tuple[str, ...]
    parties: tuple[str, ...]
    later: tuple[Later, ...]
    entries: tuple[str, ...] = ()

    @property
    def time(self) -> str:
        """The time as the sentence has it, such as "July 2020"; empty when it names none."""
        return self.said.sentence[slice(*self.when)] if self.when else ""

    @property
    def outcome(self) -> str:
        """What the corpus has on it later, in words that judge nothing."""
        if self.later:
            return "later mentions"
        if self.entries:
            return "a later entry of the register"
        return "no later mention found" if self.threads or self.parties else "names nothing that could be followed"


@remembered
def promises(corpus: Corpus) -> tuple[Promise, ...]:
    """Every promise of releases about a programme, earliest first; copies of releases are left out.

    >>> import sci_loader
    >>> hub = next(p for p in promises(sci_loader.load()) if p.threads == ("asian-sme-hub",))
    >>> hub.time, hub.due, hub.later[0].date
    ('July 2020', '2020-07-31', '2020-09-28')
    """
    return tuple(
        _promise(corpus, row, said)
        for row in releases_about(corpus, *corpus.programmes)
        for said in concerned(corpus, row["release_id"])
        if is_forward(said.sentence, dt.date.fromisoformat(row["date"]))
    )


@remembered
def promises_shown(corpus: Corpus, filters: Filters) -> tuple[Promise, ...]:
    """The promises of the releases that pass."""
    shown = passing(corpus, filters, {p.release_id for p in promises(corpus)})
    return tuple(p for p in promises(corpus) if p.release_id in shown)


@remembered
def concerned(corpus: Corpus, release_id: str) -> tuple[Said, ...]:
    """The sentences of a release that speak of the programme: all of a release that is about it, else those beside its name."""
    row = records(corpus.releases[corpus.releases["release_id"] == release_id])[0]
    if not isinstance(row["programme"], str):
        return ()
    programme = corpus.programmes[row["programme"]]
    said = said_in(corpus, release_id)
    known = [programme.names, programme.meeting, *(words for words, _ in programme.short_names)]
    title = row["title"] if isinstance(row["title"], str) else ""
    own = [s for s in said if any(words.search(s.sentence) for words in known)]
    if (
        not pd.isna(row["announces_meeting"])
        or any(words.search(title) for words in programme.thread_words.values())
        or any(s.passage <= OPENING and s.start <= 2 * NEAR for s in own)
    ):
        return said
    return tuple(s for s in said if any(_beside(one, s) for one in own))


def _beside(other: Said, said: Said) -> bool:
    """Whether two sentences stand in the same paragraph and not far apart; some sources have no paragraphs."""
    return other.passage == said.passage and abs(other.start - said.start) <= NEAR


def _promise(corpus: Corpus, row: Mapping[Any, Any], said: Said) -> Promise:
    named, parties = _concerns(corpus, row, said)
    when = due(said.sentence, dt.date.fromisoformat(row["date"]))
    later = _later_of_threads(corpus, named, row["date"]) if named else _later_of_parties(corpus, parties, row["date"])
    return Promise(
        row["release_id"],
        str(release(corpus, row["release_id"])["name"]),
        row["date"],
        said,
        (when.start, when.end) if when else None,
        when.date.isoformat() if when and when.date else None,
        named,
        parties,
        later,
        _later_entries(corpus, named, row["date"]),
    )


def _concerns(corpus: Corpus, row: Mapping[Any, Any], said: Said) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Threads and parties that a sentence names; when it names none, those of the nearest sentence before it that does,
    one with a thread rather than one with a party."""
    followed = _followed(corpus.programmes[row["programme"]])
    beside = [s for s in said_in(corpus, row["release_id"]) if _beside(s, said) and s.start < said.start]
    named = [(_of(followed, s), _parties(corpus, s)) for s in (said, *reversed(beside))]
    if any(named[0]):
        return named[0]
    return next((n for n in named if n[0]), next((n for n in named if n[1]), ((), ())))


def _of(followed: Mapping[str, Words], said: Said) -> tuple[str, ...]:
    return tuple(slug for slug, words in followed.items() if words.search(said.sentence))


def _parties(corpus: Corpus, said: Said) -> tuple[str, ...]:
    return tuple(p for p, words in party_words(corpus).items() if words.search(said.sentence))


def _followed(programme: Programme) -> dict[str, Words]:
    """The threads that can be followed: not that of the programme itself, which every release names."""
    return {slug: words for slug, words in programme.thread_words.items() if not words.search(programme.name)}


def _later_of_threads(corpus: Corpus, slugs: tuple[str, ...], date: str) -> tuple[Later, ...]:
    steps = {
        s.release_id: s for slug in slugs for s in thread(corpus, slug).steps if s.date and s.date > date and not s.copy
    }
    return tuple(
        Later(s.release_id, s.release, str(s.date), s.best)
        for s in sorted(steps.values(), key=lambda s: (str(s.date), s.release_id))
    )


def _later_entries(corpus: Corpus, slugs: tuple[str, ...], date: str) -> tuple[str, ...]:
    """The entries of the register that the words of the threads name, of meetings after a day."""
    held = corpus.meetings
    days = {(p, n): d for p, n, d in zip(held["programme"], held["meeting"], held["date"], strict=True)}
    known = corpus.register.set_index("register_id")[["programme", "meeting"]]
    entries = dict.fromkeys(i for slug in slugs for i in thread(corpus, slug).entries)
    return tuple(i for i in entries if str(days.get(tuple(known.loc[i]), "")) > date)


def _later_of_parties(corpus: Corpus, parties: tuple[str, ...], date: str) -> tuple[Later, ...]:
    bodies = [
        p.bodies for p in corpus.programmes.values()
    ]  # speak in every release, so nothing follows from their names
    sought = [w for p, w in party_words(corpus).items() if p in parties and not any(b.search(p) for b in bodies)]
    return tuple(
        Later(row["release_id"], str(release(corpus, row["release_id"])["name"]), row["date"], said[0])
        for row in releases_about(corpus, *corpus.programmes)
        if row["date"] > date and (said := [s for words in sought for s in naming(corpus, row["release_id"], words)])
    )
