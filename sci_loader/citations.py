"""Statements and what they cite: sentences of releases, entries of the register, notes and facts on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sci_loader.corpus import Corpus
from sci_loader.figures import Evidence
from sci_loader.memory import remembered
from sci_loader.tables import records, text_in
from sci_loader.threads import Note, Said
from sci_loader.view import release
from sci_loader.vocabulary import Founding, Programme
from sci_loader.wording import day, meeting_name

__all__ = ["Citation", "Cites", "Statement", "register_of"]


@dataclass(frozen=True)
class Citation:
    """What a statement rests on.

    kind: sentence (``releases.text[start:end]``), release (its title and date), entry (of the register), note (of a
    person) or fact (on record in the programme file); text: the cited words; meeting: the meeting that they are about; value: the
    one number that they are cited for, where it is one.
    """

    kind: str
    text: str
    source: str
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    release_id: str | None = None
    start: int | None = None
    end: int | None = None
    register_id: str | None = None
    meeting: str = ""
    value: int | None = None


@dataclass(frozen=True)
class Statement:
    """One sentence of our own with the numbers of its citations, counted from 1."""

    text: str
    cites: tuple[int, ...] = ()


class Cites:
    """Collects citations of one document and numbers them in the order in which they are first used."""

    def __init__(self, corpus: Corpus, programme: Programme) -> None:
        self.corpus, self.programme = corpus, programme
        self._numbers: dict[Citation, int] = {}

    @property
    def all(self) -> tuple[Citation, ...]:
        """Every citation used, that with number 1 first."""
        return tuple(self._numbers)

    def say(self, text: str, *cited: Citation) -> Statement:
        """A statement that rests on these."""
        return Statement(text, tuple(dict.fromkeys(self._numbers.setdefault(c, len(self._numbers) + 1) for c in cited)))

    def sentence(self, release_id: str, said: Said) -> Citation:
        """A sentence of a release."""
        row = release(self.corpus, release_id)
        where = f"{_record(row)}, paragraph {said.passage}"
        return Citation(
            "sentence", said.sentence, where, *_facts(row), release_id=release_id, start=said.start, end=said.end
        )

    def claims(self, said: Iterable[Evidence]) -> tuple[Citation, ...]:
        """The sentences of claims, each cited for its one number; copies of a release are left out."""
        return tuple(self._claim(e) for e in said if not e.duplicate_of)

    def _claim(self, said: Evidence) -> Citation:
        row = release(self.corpus, said.release_id)
        start = int(said.claim_id.rsplit(":", 1)[1]) - said.mark[0]
        return Citation(
            "sentence",
            said.sentence,
            f"{_record(row)}, paragraph {said.passage}",
            *_facts(row),
            release_id=said.release_id,
            start=start,
            end=start + len(said.sentence),
            meeting=meeting_name(self.programme, said.meeting) if said.meeting else "",
            value=said.value,
        )

    def release(self, release_id: str) -> Citation:
        """The record of a release: its title and date."""
        row = release(self.corpus, release_id)
        return Citation("release", str(row["name"]), _record(row), *_facts(row), release_id=release_id)

    def entry(self, register_id: str) -> Citation:
        """An entry of the register with its parties."""
        row, parties = register_of(self.corpus)[register_id]
        names = dict.fromkeys(n for p in parties for n in (p["party"], p["party_name"]) if isinstance(n, str))
        text = "; ".join(
            str(row[c]) for c in ("title", "instrument", "description", "topics") if isinstance(row[c], str)
        )
        page = f", {row['page']}" if isinstance(row["page"], str) else ""
        return Citation(
            "entry",
            "; ".join([text, *names]),
            f"Register, {register_id}, from {row['source']}{page}",
            register_id=register_id,
            meeting=meeting_name(self.programme, int(row["meeting"])) if not pd.isna(row["meeting"]) else "",
        )

    def note(self, note: Note) -> Citation:
        """What a person noted from a document."""
        return Citation(
            "note",
            note.status,
            f"A person's note on {note.document}, {note.ref}",
            note.date,
            release_id=note.release_id,
        )

    def fact(self, fact: Founding) -> Citation:
        """A fact on record from before the first meeting."""
        return Citation(
            "fact",
            fact.what,
            f"On record in the programme file, {fact.label}",
            fact.date.isoformat(),
            register_id=fact.register_id,
            value=fact.value,
        )


def _record(row: Mapping[str, Any]) -> str:
    publisher = row["publisher"] if isinstance(row["publisher"], str) else "publisher not stated"
    dated = day(row["date"]) + (" (day of its meeting)" if row["date_basis"] == "none" else "")
    retold = ", a digest in our own words" if row["text_kind"] == "digest" else ""
    return f"{publisher}, “{row['name']}”, {dated}{retold}"


def _facts(row: Mapping[str, Any]) -> tuple[str | None, str | None, str | None]:
    cells = (text_in(row[c]) for c in ("date", "publisher", "url"))
    date, publisher, url = cells
    return date, publisher, url


@remembered
def register_of(corpus: Corpus) -> dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Every entry of the register with its parties, by its id."""
    parties: dict[str, list[dict[str, Any]]] = {}
    for party in records(corpus.parties):
        parties.setdefault(party["register_id"], []).append(party)
    return {row["register_id"]: (row, parties.get(row["register_id"], [])) for row in records(corpus.register)}
