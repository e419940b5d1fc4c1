"""Claims and the register to meetings, counts and conflicts.

Agreeing sources are merged; disagreeing ones stand side by side with the arithmetic.  Nothing is dropped and nothing is
made up: a total that no release states stays empty, and what we add up ourselves is called added.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sci_loader.find import Found
from sci_loader.grammar import Claim
from sci_loader.load import DATE_TOLERANCE, Release
from sci_loader.sentences import sentences
from sci_loader.subjects import MEETING, Mention, Reading, speaks_ahead
from sci_loader.vocabulary import Founding, Programme, by_first_letter, casefolded, chinese, curly, english, words

__all__ = ["Reconciled", "Support", "grade", "reconcile"]

Row = dict[str, Any]


@dataclass(frozen=True)
class Reconciled:
    """Rows of the tables meetings, counts and conflicts."""

    meetings: list[Row]
    counts: list[Row]
    conflicts: list[Row]


@dataclass(frozen=True)
class _Said:
    """One counted claim with its release."""

    claim: Claim
    release: Release

    @property
    def claim_id(self) -> str:
        return f"{self.release.release_id}:{self.claim.start}"

    @property
    def rank(self) -> tuple[Any, ...]:
        """Best evidence first: not a copy, official, a press release of that very meeting, in the body, early in the text."""
        release, title = self.release, len(self.release.title or "")
        own = str(release.announces_meeting) == self.claim.meeting
        return (
            release.duplicate_of is not None,
            not release.official,
            self.claim.qualifier != "exact",
            release.kind != "press_release",
            not own,
            self.claim.start < title,
            release.release_id,
            self.claim.start,
        )


def reconcile(
    programme: Programme, found: Sequence[Found], meetings: Mapping[int, dt.date], register: Sequence[Row]
) -> Reconciled:
    """Reconcile all claims of one programme.

    found: what ``find`` gave for each release, meetings resolved; meetings: the calendar; register: rows of the register.
    """
    mine = [f for f in found if f.release.programme == programme.slug]
    said = [_Said(c, f.release) for f in mine for c in f.claims if c.counted]
    announced = {f.release.announces_meeting for f in mine if f.release.announces_meeting}
    held = [named for f in mine for named in _held(programme, f.release)]
    numbers = sorted({*announced, *(n for n, _ in held), *(int(s.claim.meeting) for s in said)})
    counts: list[Row] = []
    for measure in (m.slug for m in programme.measures):
        counts += _count(programme, measure, numbers, said, register)
    counts.sort(key=lambda r: (r["meeting"], [m.slug for m in programme.measures].index(r["measure"])))
    conflicts = [
        *_figure_conflicts(programme, counts, said),
        *_relative_conflicts(programme, counts, mine),
        *_document_conflicts(programme, [f for f in mine if not f.beside], meetings),
    ]
    return Reconciled([_meeting(programme, n, meetings.get(n), mine, held) for n in numbers], counts, conflicts)


# --- counts ------------------------------------------------------------------------------------------------------------------


def _count(
    programme: Programme, measure: str, numbers: Iterable[int], said: Sequence[_Said], register: Sequence[Row]
) -> list[Row]:
    rows: list[Row] = []
    added: int | None = 0
    expected = 1
    for number in numbers:
        here = sorted(
            (s for s in said if s.claim.measure == measure and s.claim.meeting == str(number)),
            key=lambda s: s.rank,
        )
        new = [s for s in here if s.claim.basis == "new"]
        totals = [s for s in here if s.claim.basis == "cumulative"]
        value = _agreed(new)
        complete = added is not None and number == expected and value is not None
        added, expected = (
            (added + value if complete and added is not None and value is not None else None),
            number + 1,
        )
        low, high = (min(s.claim.value for s in totals), max(s.claim.value for s in totals)) if totals else (None, None)
        gap = (
            max((low - added, high - added), key=abs)
            if added is not None and low is not None and high is not None
            else None
        )
        listed = sum(1 for r in register if r["measure"] == measure and str(r["meeting"] or "") == str(number))
        rows.append(
            {
                "programme": programme.slug,
                "meeting": number,
                "measure": measure,
                "new": value,
                "new_claim_id": next((s.claim_id for s in new if s.claim.value == value), None),
                "stated_low": low,
                "stated_high": high,
                "stated_claim_ids": ";".join(s.claim_id for s in _one_a_release(totals)) or None,
                "added": added,
                "gap": gap,
                "grade": grade(_support(new, totals, gap, listed, value)),
            }
        )
    return rows


def _agreed(new: Sequence[_Said]) -> int | None:
    """The value that the most releases state, the better evidence first where two tie; None when none states one."""
    if not new:
        return None
    votes = Counter(s.claim.value for s in _one_a_release(new) if not s.release.duplicate_of) or Counter(
        s.claim.value for s in new
    )
    top = max(votes.values())
    return next(s.claim.value for s in new if votes.get(s.claim.value) == top)


def _one_a_release(said: Iterable[_Said]) -> list[_Said]:
    """The first claim of each value in each release."""
    kept: dict[tuple[str, int], _Said] = {}
    for s in said:
        kept.setdefault((s.release.release_id, s.claim.value), s)
    return list(kept.values())


@dataclass(frozen=True)
class Support:
    """What speaks for the figures of one meeting and measure.

    sources: independent releases that state the new figure; official: one of them is official; total: a release states a
    total; register: the register lists as many as are new; arithmetic: whether the stated total is the sum of the new
    figures, None where there are no two to compare; agree: no two releases state different values.
    """

    sources: int
    official: bool = False
    total: bool = False
    register: bool = False
    arithmetic: bool | None = None
    agree: bool = True


def grade(support: Support) -> str:
    """How well the figures of a row are supported.

    ============ =====================================================================================
    disputed     two releases differ, or a stated total differs from the sum of the new figures
    confirmed    an official release states it, and a second, independent one or the register agrees
    stated       a release states it; none of them is official, or nothing independent agrees
    derived      no release states the new figure, but one states the total
    not_stated   no release states either
    ============ =====================================================================================

    >>> grade(Support(sources=1, official=True, register=True))
    'confirmed'
    >>> grade(Support(sources=1))
    'stated'
    >>> grade(Support(sources=3, official=True, register=True, arithmetic=False))
    'disputed'
    """
    if not support.agree or support.arithmetic is False:
        return "disputed"
    if support.sources:
        return "confirmed" if support.official and (support.register or support.sources > 1) else "stated"
    return "derived" if support.total else "not_stated"


def _support(new: Sequence[_Said], totals: Sequence[_Said], gap: int | None, listed: int, value: int | None) -> Support:
    sources = _independent([s.release for s in new if s.claim.value == value])
    return Support(
        sources=len(sources),
        official=any(r.official for r in sources),
        total=bool(totals),
        register=value is not None and listed == value,
        arithmetic=None if gap is None else gap == 0,
        agree=all(len({s.claim.value for s in said}) < 2 for said in (new, totals)),
    )


def _independent(stating: Iterable[Release]) -> list[Release]:
    """The releases that state a figure of themselves: no copies, and none that draws on another that states it."""
    by_id = {r.release_id: r for r in stating}
    return [r for r in by_id.values() if not r.duplicate_of and r.draws_on not in by_id]


# --- conflicts ---------------------------------------------------------------------------------------------------------------


def _figure_conflicts(programme: Programme, counts: Sequence[Row], said: Sequence[_Said]) -> Iterable[Row]:
    """Two stated values of one figure, or a stated total that is not the sum; one conflict for each meeting, measure and basis."""
    for row in counts:
        here = sorted(
            (s for s in said if s.claim.measure == row["measure"] and s.claim.meeting == str(row["meeting"])),
            key=lambda s: s.rank,
        )
        for basis in ("new", "cumulative"):
            mine = _one_a_release([s for s in here if s.claim.basis == basis])
            values = sorted({s.claim.value for s in mine})
            if len(values) > 1:
                yield _conflict(programme, row, "sources", basis, values, mine, counts)
            elif basis == "cumulative" and row["gap"]:
                yield _conflict(programme, row, "arithmetic", basis, sorted({row["added"], *values}), mine, counts)


def _conflict(
    programme: Programme,
    row: Row,
    kind: str,
    basis: str,
    values: Sequence[int],
    mine: Sequence[_Said],
    counts: Sequence[Row],
) -> Row:
    lines, explained = [], True
    for value in values:
        names = "; ".join(dict.fromkeys(_source_name(s.release) for s in mine if s.claim.value == value))
        lines.append(f"{value}: {'stated by ' + names if names else 'our sum'}.")
    if basis == "cumulative" and row["added"] is not None:
        lines.append(f"Sum of the new figures: {_sum(row, counts)} = {row['added']}.")
        for value in values:
            difference = value - row["added"]
            fact = next((f for f in programme.founding if f.measure == row["measure"] and f.value == difference), None)
            if difference and fact:
                lines.append(_inference(value, row["added"], fact))
            explained = explained and (not difference or fact is not None)
    else:
        explained = False
    suffix = "" if basis == "cumulative" else "-new"
    return {
        "conflict_id": f"{programme.slug}-{row['meeting']}-{row['measure']}-{kind}{suffix}",
        "programme": programme.slug,
        "meeting": row["meeting"],
        "measure": row["measure"],
        "kind": kind,
        "values": " | ".join(map(str, values)),
        "claim_ids": ";".join(s.claim_id for s in mine),
        "explanation": " ".join(lines),
        "status": "explained" if explained else "open",
    }


def _inference(value: int, added: int, fact: Founding) -> str:
    return f"Inference, stated by no source: {value} = {added} + {fact.value}, if {fact.what} is counted."


def _sum(row: Row, counts: Sequence[Row]) -> str:
    return " + ".join(
        str(r["new"]) for r in counts if r["measure"] == row["measure"] and r["meeting"] <= row["meeting"]
    )


def _source_name(release: Release) -> str:
    day = release.date.isoformat() if release.date else "no date"
    return f"{release.publisher or 'unnamed publisher'} ({release.kind.replace('_', ' ')}, {day})"


def _relative_conflicts(programme: Programme, counts: Sequence[Row], found: Sequence[Found]) -> Iterable[Row]:
    """A stated multiple ("doubling") that the figures do not give."""
    relative = [_Said(c, f.release) for f in found for c in f.claims if c.reason == "relative" and c.meeting]
    keys = sorted({(int(s.claim.meeting), s.claim.measure, s.claim.value) for s in relative})
    for meeting, measure, factor in keys:
        suffix = f"-{factor}" if len({k for k in keys if k[:2] == (meeting, measure)}) > 1 else ""
        by_meeting = {r["meeting"]: r for r in counts if r["measure"] == measure}
        now, before = (by_meeting.get(n, {}).get("new") for n in (meeting, meeting - 1))
        if not now or not before or abs(now / before - factor) <= 0.1:
            continue
        mine = _one_a_release(
            sorted(
                (
                    s
                    for s in relative
                    if (int(s.claim.meeting), s.claim.measure, s.claim.value) == (meeting, measure, factor)
                ),
                key=lambda s: s.rank,
            )
        )
        word = mine[0].release.text[mine[0].claim.start : mine[0].claim.end].lower()
        label = programme.meeting_short
        parts = [
            f"“{word}” means {factor} times.",
            f"{label} {meeting} against {label} {meeting - 1}: {now} / {before} = {now / before:.2f}.",
        ]
        parts += [
            f"Against {label} {n}: {now} / {r['new']} = {now / r['new']:.2f}."
            for n, r in by_meeting.items()
            if n < meeting - 1 and r["new"]
        ]
        total, earlier = (by_meeting.get(n, {}).get("added") for n in (meeting, meeting - 1))
        if total and earlier:
            parts.append(f"Totals added up: {total} / {earlier} = {total / earlier:.2f}.")
        yield {
            "conflict_id": f"{programme.slug}-{meeting}-{measure}-relative{suffix}",
            "programme": programme.slug,
            "meeting": meeting,
            "measure": measure,
            "kind": "arithmetic",
            "values": f"{word} | {now} against {before}",
            "claim_ids": ";".join(s.claim_id for s in mine),
            "explanation": " ".join(parts),
            "status": "open",
        }


def _document_conflicts(programme: Programme, found: Sequence[Found], meetings: Mapping[int, dt.date]) -> Iterable[Row]:
    """Two dates of one release, and near copies."""
    for release in (f.release for f in found):
        common = {
            "programme": programme.slug,
            "meeting": release.announces_meeting,
            "measure": None,
            "claim_ids": None,
        }
        front, line = release.front_matter_date, release.dateline_date
        if front and line and abs(front - line) > DATE_TOLERANCE:
            held = meetings.get(release.announces_meeting or 0)
            agrees = (
                f" The meeting it announces was held on {held.isoformat()}, which agrees with the dateline."
                if held == line
                else ""
            )
            yield {
                **common,
                "conflict_id": f"{programme.slug}-date-{release.release_id}",
                "kind": "date",
                "values": f"{front.isoformat()} | {line.isoformat()}",
                "explanation": f"The front matter of {release.release_id} says {front.isoformat()}, its dateline {line.isoformat()}: {abs((line - front).days)} days apart. The dateline is used, it is part of the text.{agrees}",
                "status": "explained" if agrees else "open",
            }
        if release.duplicate_of:
            yield {
                **common,
                "conflict_id": f"{programme.slug}-duplicate-{release.release_id}",
                "kind": "duplicate",
                "values": f"{release.duplicate_of} | {release.release_id}",
                "explanation": f"{release.release_id} repeats nearly all of {release.duplicate_of}. Both are kept, their figures are counted once.",
                "status": "explained",
            }


# --- meetings ----------------------------------------------------------------------------------------------------------------


def _meeting(
    programme: Programme,
    number: int,
    date: dt.date | None,
    found: Sequence[Found],
    held: Sequence[tuple[int, str]],
) -> Row:
    """A meeting by the releases that announce it, then by the sentences of others that name it."""
    announcing = sorted(
        (f.release for f in found if f.release.announces_meeting == number),
        key=lambda r: (r.duplicate_of is not None, not r.official, r.kind != "press_release", r.release_id),
    )
    said = [s for release in announcing for s in _meeting_sentences(release)]
    if not announcing:
        said = [(sentence, True) for n, sentence in held if n == number]
    row: Row = {
        "programme": programme.slug,
        "meeting": number,
        "date": date.isoformat() if date else None,
        "release_id": announcing[0].release_id if announcing else None,
        "chairs": {},
    }
    for sentence, names_meeting in said:
        row["chairs"] = {**_chairs(programme, sentence), **row["chairs"]}
        if names_meeting:
            row["place"] = row.get("place") or _place(sentence)
        row["format"] = row.get("format") or _format(sentence)
    elsewhere = (_format(sentence) for n, sentence in held if n == number)
    row["format"] = row.get("format") or next(filter(None, elsewhere), None)
    if row.get("place") and not row.get("format"):
        row["format"] = "in_person"
    return row


def _meeting_sentences(release: Release) -> Iterable[tuple[str, bool]]:
    """Sentences that speak of a meeting, with whether they name one of the programme's."""
    for sentence, mentions in _sentences(release):
        named = any(m.kind == MEETING for m in mentions)
        if named or re.search(r"\b(?:meet(?:ing|s)?|session|committee|board|council)\b|会议|會議", sentence, re.I):
            yield sentence, named


def _held(programme: Programme, release: Release) -> Iterable[tuple[int, str]]:
    """Numbers of meetings that a release names in full, with the sentence; those still to come are left out."""
    reading = release.reading or Reading()
    wanted = {
        m: m.number
        for m in reading.mentions
        if m.kind == MEETING and m.number and _in_full(programme, release.text[m.start : m.end])
    }
    for sentence, mentions in _sentences(release) if wanted else ():
        named = dict.fromkeys(wanted[m] for m in mentions if m in wanted and m.number != reading.to_come)
        if named and not speaks_ahead(sentence):
            yield from ((number, sentence) for number in named)


def _in_full(programme: Programme, name: str) -> bool:
    return bool(programme.meeting.search(name) or programme.names.search(name))


LONGEST = 2_000  # characters of a sentence that are looked at; no real one has as many


def _sentences(release: Release) -> Iterable[tuple[str, list[Mention]]]:
    """The sentences of a release with what they name."""
    start = 0
    for paragraph in release.text.split("\n\n"):
        for a, b in sentences(paragraph):
            mentions = release.reading.within(start + a, start + b) if release.reading else []
            yield curly(paragraph[a : min(b, a + LONGEST)]), mentions
        start += len(paragraph) + 2


def _chairs(programme: Programme, sentence: str) -> dict[str, str]:
    if not english().cue("releases", "chaired").search(sentence):
        return {}
    return {side: name for name, side, pattern in programme.people if pattern.search(sentence)}


@cache
def _place_pattern() -> re.Pattern[str]:
    places = words([*english().list("places", "names"), *chinese().list("places", "names")]).pattern
    return re.compile(
        rf"\b(?:(?:held|convened|took place|met|hosted|gathered)\s+(?:\w+\s+){{0,3}}?|chaired\s+by\s[^.;,]{{3,140}}?\s)in\s+({places})"
        rf"|在({places})(?:举行|舉行|召开|召開)",
        re.I,
    )


def _place(sentence: str) -> str | None:
    match = _place_pattern().search(sentence)
    return (match[1] or match[2]) if match else None


def _format(sentence: str) -> str | None:
    if not re.search(r"\b(?:meet(?:ing|s)?|session)\b", sentence, re.I):
        return None
    said = casefolded(sentence)
    found = next((name for name, wordings in _formats() if wordings.search(said)), None)
    ahead = (english().cue("scope", "planned"), english().cue("scope", "next_meeting"))
    return None if found is None or any(cue.search(sentence) for cue in ahead) else found


@cache
def _formats() -> list[tuple[str, re.Pattern[str]]]:
    """How a meeting is held, with what says so; "could not meet in person" says that it was virtual, so that is asked first."""
    wordings = english().lists["releases"]["formats"]
    return [
        (name, re.compile(by_first_letter(f"{p}(?!\\w)" for p in wordings[name]))) for name in ("virtual", "in_person")
    ]
