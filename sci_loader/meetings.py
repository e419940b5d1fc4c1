"""Meetings: everything that is known of one of them, and what was published between it and its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sci_loader.corpus import Corpus
from sci_loader.figures import Figure, conflicts, entries, figure
from sci_loader.memory import remembered
from sci_loader.tables import records
from sci_loader.threads import STAGES, threads
from sci_loader.view import meetings_held, releases_about
from sci_loader.wording import label, meeting_name, meeting_slug

__all__ = ["Meeting", "Published", "meeting", "meetings"]


@dataclass(frozen=True)
class Published:
    """One release in a list."""

    release_id: str
    name: str
    date: str
    kind: str
    publisher: str | None


@dataclass(frozen=True)
class Meeting:
    """One meeting; what no source states is None.

    chairs: name of the side and of its chair, as far as stated.  entries: of the register, by measure.  around: releases
    about the meeting itself, dated the day it was held or announcing it.  before and after: releases about the programme
    since the meeting before, and until the next one; copies left out, earliest first.  moved: slug, name and furthest stage
    of each thread that the releases about the meeting say more of than that it exists.
    """

    number: int
    name: str
    slug: str
    date: str | None
    place: str | None
    format: str | None
    chairs: tuple[tuple[str, str], ...]
    release_id: str | None
    figures: tuple[Figure, ...]
    entries: Mapping[str, pd.DataFrame]
    conflicts: tuple[Mapping[str, Any], ...]
    moved: tuple[tuple[str, str, str], ...]
    before: tuple[Published, ...]
    around: tuple[Published, ...]
    after: tuple[Published, ...]


@remembered
def meetings(corpus: Corpus) -> tuple[Meeting, ...]:
    """All meetings of the programme that is shown, the latest first."""
    return tuple(meeting(corpus, number) for number in reversed(meetings_held(corpus)))


@remembered
def meeting(corpus: Corpus, number: int) -> Meeting:
    """One meeting; KeyError when there is none of this number.

    >>> import sci_loader
    >>> third = meeting(sci_loader.load(programme="sci"), 3)
    >>> third.name, third.date, [f.shown for f in third.figures], len(third.entries["mou"])
    ('JIC 3', '2022-11-25', ['20 | 21', '29'], 8)
    """
    programme = corpus.programme
    row = next((m for m in records(corpus.meetings) if m["meeting"] == number), None)
    if row is None:
        raise KeyError(number)
    dates = {int(m["meeting"]): _text(m["date"]) for m in records(corpus.meetings)}
    own = releases_about(corpus, programme.slug)
    around = [r for r in own if r["announces_meeting"] == number or r["date"] == dates[number]]
    day, earlier, later = dates[number] or "", dates.get(number - 1) or "", dates.get(number + 1) or "9999"
    about = {r["release_id"] for r in around}
    others = [r for r in own if r["release_id"] not in about and day]
    counted = [
        m.slug
        for m in programme.measures
        if ((corpus.counts["meeting"] == number) & (corpus.counts["measure"] == m.slug)).any()
    ]
    beside = dict(chair.split(": ", 1) for chair in (_text(row["chair_other"]) or "").split("; ") if chair)
    return Meeting(
        number=number,
        name=meeting_name(programme, number),
        slug=meeting_slug(programme, number),
        date=dates[number],
        place=_text(row["place"]),
        format=_text(row["format"]),
        chairs=tuple(
            (label, name)
            for side, label in programme.side_labels.items()
            if (name := _text(row.get(f"chair_{side}")) or beside.get(label))
        ),
        release_id=_text(row["release_id"]),
        figures=tuple(figure(corpus, number, slug) for slug in counted),
        entries={m.slug: entries(corpus, number, m.slug) for m in programme.measures},
        conflicts=tuple(c for c in conflicts(corpus) if c["meeting"] == number),
        moved=_moved(corpus, about),
        before=tuple(_published(r) for r in others if earlier < r["date"] < day),
        around=tuple(map(_published, around)),
        after=tuple(_published(r) for r in others if day < r["date"] < later),
    )


def _moved(corpus: Corpus, about: set[str]) -> tuple[tuple[str, str, str], ...]:
    """Threads of which these releases say more than a mention, the furthest first."""
    order = list(STAGES)
    found = []
    for one in threads(corpus):
        stages = [s.stage for s in one.steps if s.release_id in about and s.stage != "mentioned"]
        if stages:
            found.append((one.slug, one.label, min(stages, key=order.index)))
    return tuple(sorted(found, key=lambda t: order.index(t[2])))


def _published(row: Mapping[str, Any]) -> Published:
    return Published(str(row["release_id"]), label(row), str(row["date"]), str(row["kind"]), _text(row["publisher"]))


def _text(cell: Any) -> str | None:
    return cell if isinstance(cell, str) and cell else None
