"""What things are called for people: days, numbers with their nouns, meetings, kinds and releases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sci_loader.grammar import REASONS
from sci_loader.load import slugify
from sci_loader.vocabulary import Measure, Programme

__all__ = [
    "BASIS_NAMES",
    "CLAIM_NAMES",
    "KIND_NAMES",
    "count",
    "day",
    "figure_id",
    "kind_name",
    "label",
    "meeting_name",
    "meeting_slug",
    "plural",
    "reason_words",
]

KIND_NAMES = {"press_release": "Press release", "news": "News", "speech": "Speech", "other": "Other"}
CLAIM_NAMES = {"counted": "Yes, counted", "not-counted": "Yes, not counted", "no": "No"}
BASIS_NAMES = {"new": "new", "cumulative": "to date"}


def day(date: Any) -> str:
    """An ISO date as a reader writes it; "no date" for none.

    >>> day("2023-12-14"), day(None)
    ('14 December 2023', 'no date')
    """
    if not isinstance(date, str):
        return "no date"
    parsed = dt.date.fromisoformat(date)
    return f"{parsed.day} {parsed:%B %Y}"


def count(value: int, measure: Measure) -> str:
    """A number with its noun.

    >>> from sci_loader.vocabulary import load_programmes
    >>> mou, project = load_programmes()["sci"].measures
    >>> count(29, mou), count(1, project), count(43, project)
    ('29 MOUs', '1 project', '43 projects')
    """
    return f"{value} {measure.one if value == 1 else plural(measure)}"


def plural(measure: Measure) -> str:
    """The noun of a measure inside a sentence: "MOUs", "projects"."""
    return measure.label if measure.one[:1].isupper() else measure.label[:1].lower() + measure.label[1:]


def meeting_name(programme: Programme, number: int) -> str:
    """How a meeting is called, such as "JIC 4"."""
    return f"{programme.meeting_short} {number}"


def meeting_slug(programme: Programme, number: int) -> str:
    """How a meeting is called in links, such as "jic4"."""
    return f"{slugify(programme.meeting_short)}{number}"


def figure_id(programme: Programme, meeting: int, measure: str) -> str:
    """How a figure is called in links, such as "jic4-mou"."""
    return f"{meeting_slug(programme, meeting)}-{measure}"


def kind_name(kind: Any) -> str:
    """A kind of release for people.

    >>> kind_name("press_release")
    'Press release'
    """
    return KIND_NAMES.get(str(kind), str(kind).replace("_", " ").capitalize())


def reason_words(reason: Any) -> str:
    """Why a claim is not counted, as a sentence part; empty for a counted one."""
    return REASONS.get(reason, str(reason)) if isinstance(reason, str) else ""


def label(release: Mapping[str, Any]) -> str:
    """What to call a release: its title, or else its kind, publisher, date and first words.

    >>> untitled = {"title": None, "kind": "news", "publisher": "The Times", "date": "2024-04-12"}
    >>> label({**untitled, "text": "One two.\\n\\nThree"})
    'News, The Times, 12 April 2024: One two.'
    """
    if isinstance(release["title"], str):
        return str(release["title"])
    publisher = release["publisher"] if isinstance(release["publisher"], str) else "unnamed publisher"
    first = " ".join(str(release["text"]).split("\n\n", 1)[0].split()[:12])
    ellipsis = "" if first == " ".join(str(release["text"]).split("\n\n", 1)[0].split()) else " …"
    return f"{kind_name(release['kind'])}, {publisher}, {day(release['date'])}: {first}{ellipsis}"
