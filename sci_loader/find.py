"""Releases to claims, passages and mentions of threads."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count, groupby, repeat, starmap
from typing import NamedTuple

from sci_loader.errors import Problem
from sci_loader.forward import is_forward
from sci_loader.grammar import (
    MAX_IN_SENTENCE,
    UNPLACED,
    Claim,
    Context,
    claims_in,
    measures_named,
    nouns_start,
    sentence_hash,
)
from sci_loader.grids import BAR, grid_claims
from sci_loader.load import PARAGRAPH, Release
from sci_loader.numerals import may_count
from sci_loader.sentences import sentences
from sci_loader.subjects import MEETING, NAMED, OURS, Reading, any_in
from sci_loader.vocabulary import Programme, english

__all__ = [
    "Found",
    "Passage",
    "ThreadMention",
    "calendar",
    "find",
    "find_alone",
    "find_each",
    "meeting_of",
    "pillars_named",
    "resolve",
    "share_out",
    "stage_of",
]


class Passage(NamedTuple):
    """One paragraph: its number from 1, its span in the release's text and the pillars it names."""

    passage: int
    start: int
    end: int
    pillars: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class ThreadMention:
    """The first place where a release names a thread, and how far the undertaking had come by the words there."""

    thread: str
    stage: str
    start: int
    end: int
    status: str


@dataclass(frozen=True)
class Found:
    """Everything found in one release; ``claims`` keep meeting hints until ``resolve`` has the calendar.

    ``beside``: found for a programme that the release speaks of but is not most about; ``stopped``: where the figures of a
    text that has too many ceased to be read.
    """

    release: Release
    claims: tuple[Claim, ...]
    passages: tuple[Passage, ...]
    mentions: tuple[ThreadMention, ...]
    beside: bool = False
    stopped: int | None = None


def find_each(
    release: Release, programmes: Mapping[str, Programme], noted: bool = False, claims: tuple[Claim, ...] | None = None
) -> list[Found]:
    """What a release gives for each programme that it speaks of, the one that it is most about first.

    Beside that one, a release announces no meeting: what it states of another programme has to name its own.
    """
    found = [find(release, programmes, noted, claims)]
    for reading in release.others:
        seen = replace(release, readings=(replace(reading, announces=None),))
        found.append(replace(find(seen, programmes), passages=(), beside=True))
    return found


def share_out(found: list[Found]) -> list[Found]:
    """Give each number and each thread of one release to one programme: to another than the first only what it counts.

    found: what ``find_each`` gave, meetings resolved.
    """
    first, *others = found
    if not others:
        return found
    taken = {c.start for c in first.claims if c.counted}
    threads = {m.thread for m in first.mentions}
    out = []
    for f in others:
        claims = tuple(c for c in f.claims if c.counted and c.start not in taken)
        mentions = tuple(m for m in f.mentions if m.thread not in threads)
        out.append(replace(f, claims=claims, mentions=mentions))
        taken |= {c.start for c in claims}
        threads |= {m.thread for m in mentions}
    theirs = {c.start for f in out for c in f.claims}
    return [replace(first, claims=tuple(c for c in first.claims if c.start not in theirs)), *out]


def find(
    release: Release, programmes: Mapping[str, Programme], noted: bool = False, claims: tuple[Claim, ...] | None = None
) -> Found:
    """Find everything in one release.

    Claims are sought for the programme that the release is most about; a release about none is read with the first
    programme's nouns, and nothing in it is counted.  Threads are sought where a programme is named, and in releases that
    the register notes (``noted``).  ``claims`` are those of the release, where they have been found already.
    """
    reading = release.reading or Reading()
    programme = programmes.get(reading.programme) or next(iter(programmes.values()))
    passages = _passages(release.text, programme if reading.about else None)
    stopped = None
    if claims is None:
        read, stopped = _claims(release, reading, programme, passages, nouns_start(programme, release.text))
        claims = tuple(_settle(read))
    threads = tuple(_threads(release.text, release.date, passages, programme)) if reading.about or noted else ()
    return Found(release, claims, passages, threads, stopped=stopped)


def find_alone(release: Release, programmes: Mapping[str, Programme]) -> Found:
    """What a release about no programme states, which no other release can change: its claims, without its paragraphs."""
    programme = next(iter(programmes.values()))
    nouns = nouns_start(programme, release.text)
    read, _ = _claims(release, Reading(), programme, _passages_with(nouns, release.text), nouns)
    return Found(release, tuple(_settle(read)), (), ())


# --- passages --------------------------------------------------------------------------------------------------------------


def _passages(text: str, programme: Programme | None) -> tuple[Passage, ...]:
    """The paragraphs of a text with the pillars of a programme that each names."""
    starts, paragraphs = _paragraphs(text)
    ends = (start + len(p) for start, p in zip(starts, paragraphs, strict=False))
    named = (pillars_named(programme, p) for p in paragraphs) if programme else repeat(())
    return tuple(starmap(Passage, zip(count(1), starts, ends, named, paragraphs, strict=False)))


def _passages_with(places: Iterable[int], text: str) -> list[Passage]:
    """Those paragraphs of a text in which one of these places lies."""
    starts, paragraphs = _paragraphs(text)
    held = sorted({bisect_right(starts, place) - 1 for place in places})
    return [Passage(i + 1, starts[i], starts[i] + len(paragraphs[i]), (), paragraphs[i]) for i in held]


def _paragraphs(text: str) -> tuple[list[int], list[str]]:
    """Where each paragraph of a text begins, and the end of the text; then the paragraphs."""
    paragraphs = text.split(PARAGRAPH)
    return list(accumulate((len(p) + len(PARAGRAPH) for p in paragraphs), initial=0)), paragraphs


def pillars_named(programme: Programme, paragraph: str) -> tuple[str, ...]:
    """The pillars whose wordings stand in a paragraph."""
    return tuple(slug for slug, wordings in programme.pillar_words.items() if wordings.search(paragraph))


# --- claims ----------------------------------------------------------------------------------------------------------------


# No text may take for ever: many times as many sentences with numbers, and figures, are read as any real release has.
MAX_SENTENCES, MAX_CLAIMS = 500, 100
Looked = tuple[int, list[Claim]]  # where a sentence or a cell stands, and its claims


def _claims(
    release: Release, reading: Reading, programme: Programme, passages: Sequence[Passage], nouns: Sequence[int]
) -> tuple[list[Claim], int | None]:
    """Claims in order, and where reading them stopped because there are too many, else None.

    nouns: where words for something that is counted begin, in order.
    """
    found: list[Claim] = []
    for looked, (place, more) in enumerate(_looked_at(release, reading, programme, passages, nouns), 1):
        found += more
        if looked > MAX_SENTENCES or len(found) > MAX_CLAIMS or len(more) >= MAX_IN_SENTENCE:
            return sorted(found[:MAX_CLAIMS], key=lambda c: c.start), place
    return sorted(found, key=lambda c: c.start), None


def _looked_at(
    release: Release, reading: Reading, programme: Programme, passages: Sequence[Passage], nouns: Sequence[int]
) -> Iterable[Looked]:
    """The sentences of paragraphs that name a measure or answer a question about one, then the cells of tables.

    In a release about no programme nothing can be counted, so only numbers that have their noun are noted.
    """
    if not nouns:
        return
    date = release.date.isoformat() if release.date else ""
    above = Above()
    for passage in passages:
        asked = measures_named(programme, above.question) if above.question else ()
        if (asked or any_in(nouns, passage.start, passage.end)) and may_count(passage.text):
            yield from _passage_claims(passage, reading, programme, date, nouns, above, asked)
        if reading.about:
            above = above.then(passage)
    if reading.about and BAR in release.text:
        for is_row, block in groupby(passages, lambda passage: BAR in passage.text):
            table = [(passage.start, passage.end) for passage in block]
            if is_row and len(table) > 1:
                for claim in grid_claims(programme, reading, date, release.text, table):
                    yield claim.start, [claim]


@dataclass(frozen=True)
class Above:
    """What stands above a paragraph: the heading of its part, and the question that it answers."""

    heading: str = ""
    question: str = ""
    starts: tuple[int, ...] = ()  # of the two paragraphs before

    @property
    def start(self) -> int:
        return self.starts[0] if self.starts else 0

    def then(self, passage: Passage) -> Above:
        """The same for the next paragraph."""
        paragraph, starts = passage.text, (*self.starts, passage.start)[-2:]
        if ITEM.match(paragraph):
            return Above(self.heading, "", starts)
        question = paragraph if QUESTION.fullmatch(paragraph) else ""
        return Above(paragraph if _is_heading(paragraph) else "" if question else self.heading, question, starts)


def _opens(passage: Passage, reading: Reading, programme: Programme) -> bool:
    """Whether a paragraph stands in the opening, and not before anything is said of the programme or of its two sides."""
    if passage.start >= reading.lead:
        return False
    named = any(m.kind in (OURS, MEETING) for m in reading.within(0, passage.end))
    return named or all(places.search(passage.text) for places in programme.side_places.values())


def _goes_on(reading: Reading, start: int, end: int) -> bool:
    """Whether what was named last in the two paragraphs before is the programme or a meeting of it."""
    named = [m for m in reading.within(start, end) if m.kind != NAMED]
    return bool(named) and named[-1].kind in (OURS, MEETING)


ITEM = re.compile(r"[•‣▪●◦*–-]\s")
QUESTION = re.compile(r".{3,200}[?？]", re.S)


FAR = 25_000  # characters before a sentence whose names are remembered; no real paragraph is as long


def _passage_claims(
    passage: Passage,
    reading: Reading,
    programme: Programme,
    date: str,
    nouns: Sequence[int],
    above: Above,
    measures: tuple[str, ...],
) -> Iterable[Looked]:
    """Claims of one paragraph, sentence by sentence; what was said before helps to read numbers without a noun.

    nouns: where words for something that is counted begin; measures: those that the question above asks for.
    """
    heading = _is_heading(passage.text)
    under = above.heading if ITEM.match(passage.text) else above.question
    lead = reading.about and (_opens(passage, reading, programme) or _goes_on(reading, above.start, passage.start))
    basis = previous = ""
    before = passage.start
    spans = list(sentences(passage.text))
    for i, (a, b) in enumerate(spans):
        sentence, offset = passage.text[a:b], passage.start + a
        if (measures or any_in(nouns, offset, offset + len(sentence))) and may_count(sentence):
            since = max(passage.start, offset - FAR)
            earlier = (*reading.within(since, max(since, before)), *reading.within(max(since, before), offset))
            following = passage.text[slice(*spans[i + 1])] if i + 1 < len(spans) else ""
            said = (previous, basis, under, following, lead)
            claims = claims_in(sentence, Context(programme, reading, date, offset, heading, earlier, measures, *said))
            yield offset, claims
            measures = tuple(dict.fromkeys(c.measure for c in claims)) or measures
            basis = claims[-1].basis if claims else basis
        measures = (measures_named(programme, sentence) or measures) if reading.about else ()
        before, previous = offset, sentence


def _is_heading(paragraph: str) -> bool:
    return len(paragraph) < 220 and not re.search(r"[.!?。！？;:][”’\"')]*$", paragraph.strip())


def _settle(claims: list[Claim]) -> list[Claim]:
    """Let the sentences of one release explain each other.

    A figure that the release elsewhere gives to a neighbour or a part is that figure here too, when another figure is
    left for the programme.  A smaller figure in a sentence that names neither programme nor meeting is a part of the larger
    one whose sentence does.  A definite mention of a figure that was placed elsewhere ("the 14 projects") is that figure.
    """
    claims = [_neighbours_figure(c, claims) for c in claims]
    claims = [_part_of_figure(c, claims) for c in claims]
    return [_same_figure(c, claims) for c in claims]


def _neighbours_figure(claim: Claim, claims: list[Claim]) -> Claim:
    if not claim.counted or claim.basis != "new":
        return claim
    same = [c for c in claims if c.measure == claim.measure]
    rest = [c for c in same if c.counted and c.basis == "new" and c.meeting == claim.meeting and c.value != claim.value]
    others = [
        c
        for c in same
        if c.reason in ("zone", "other_programme", "subset") and c.value == claim.value and c.basis != "cumulative"
    ]
    main = max((sum(1 for r in rest if r.value == v.value) for v in rest), default=0)
    mine = sum(
        1 for c in same if c.counted and c.basis == "new" and c.meeting == claim.meeting and c.value == claim.value
    )
    if rest and others and main >= mine and max(r.value for r in rest) > claim.value:
        return replace(claim, counted=False, reason=others[0].reason, ours=others[0].ours)
    return claim


def _part_of_figure(claim: Claim, claims: list[Claim]) -> Claim:
    if not claim.counted or claim.basis != "new" or claim.anchored:
        return claim
    same = [c for c in claims if c.counted and (c.measure, c.basis, c.meeting) == (claim.measure, "new", claim.meeting)]
    values = [c.value for c in same]
    larger = any((c.anchored or values.count(c.value) > 1) and c.value > claim.value for c in same)
    elsewhere = any(c.anchored and c.value == claim.value for c in same)
    return replace(claim, counted=False, reason="subset") if larger and not elsewhere else claim


def _same_figure(claim: Claim, claims: list[Claim]) -> Claim:
    if claim.reason not in UNPLACED or not claim.definite:
        return claim
    placed = [c for c in claims if c.counted and c.measure == claim.measure and c.value == claim.value]
    placed = [c for c in placed if c.meeting == claim.meeting] or placed
    if len({(c.basis, c.meeting) for c in placed}) == 1:
        return replace(claim, counted=True, reason="", basis=placed[0].basis, meeting=placed[0].meeting)
    return claim


# --- meetings of claims ------------------------------------------------------------------------------------------------------


def calendar(releases: Iterable[Release], programmes: Mapping[str, Programme]) -> dict[str, dict[int, dt.date]]:
    """Programme -> meeting -> date: what the programme file says, else the dates of the releases that announce it.

    Newspapers come a day later and reviews at the end of the year, so the file comes first.  Where announcing releases differ, the day that most of them give; the earliest of those that tie.
    """
    days: dict[str, dict[int, list[dt.date]]] = {slug: {} for slug in programmes}
    for release in releases:
        number, programme = release.announces_meeting, release.programme
        if number and programme and release.date and release.date_basis != "none" and not release.duplicate_of:
            days[programme].setdefault(number, []).append(release.date)
    out: dict[str, dict[int, dt.date]] = {}
    for slug, programme_ in programmes.items():
        out[slug] = dict(programme_.meetings)
        for number, dates in days[slug].items():
            if number not in programme_.meetings:
                out[slug][number] = max(sorted(set(dates)), key=dates.count)
    return out


def meeting_of(hint: str, meetings: Mapping[int, dt.date]) -> int | None:
    """The meeting that a hint of the grammar names, None when the calendar has no single answer.

    >>> held = {1: dt.date(2020, 6, 17), 2: dt.date(2021, 10, 18)}
    >>> [meeting_of(h, held) for h in ("2", "month:2020-06", "year:2021", "asof:2021-06-30", "before:2021-12-01", "year:2019", "")]
    [2, 1, 2, 1, 1, None, None]

    Behind a day, a month or a year may stand the last meeting that the release speaks of as held, which may be one that no calendar has.

    >>> meeting_of("asof:2022-06-30/3", held), meeting_of("asof:2022-06-30/1", held)
    (3, 2)
    """
    if hint.isdecimal():
        return int(hint)
    kind, _, value = hint.partition(":")
    value, _, late = value.partition("/")
    if kind in ("month", "year"):
        inside = [n for n, day in meetings.items() if day.isoformat().startswith(value)]
        unknown = late and int(late) > max(meetings, default=0)
        return inside[0] if len(inside) == 1 else int(late) if unknown and not inside else None
    if kind in ("asof", "before"):
        if late and int(late) > max(meetings, default=0):
            return int(late)
        past = sorted(n for n, day in meetings.items() if day.isoformat() <= value)
        wanted = 1 if kind == "asof" else 2
        return past[-wanted] if len(past) >= wanted else None
    return None


def resolve(found: Found, meetings: Mapping[int, dt.date]) -> Found:
    """Turn the meeting hints of a release's claims into numbers; a counted claim without a meeting is counted no more."""
    if not found.claims:
        return found
    claims = []
    for claim in found.claims:
        number = meeting_of(claim.meeting, meetings)
        if number is None and claim.counted:
            claim = replace(claim, counted=False, reason="no_meeting")
        claims.append(replace(claim, meeting=str(number) if number else ""))
    return replace(found, claims=tuple(claims))


def unplaced(found: Found) -> list[Problem]:
    """A problem for each number beside a measure noun that no rule placed or that was not read, so that nothing is passed over
    in silence."""
    problems = []
    if found.stopped is not None and not found.beside and found.release.programme:
        where = f"paragraph {_paragraph(found.release.text, found.stopped)}"
        said = f"the text has more figures than any release, and those below {where} are not read"
        advice = "split it into one file a release"
        problems.append(Problem(found.release.path, "crowded", said, advice, None, found.release.release_id))
    for claim in found.claims:
        if claim.reason in UNPLACED and claim.ours:
            value = found.release.text[claim.start : claim.end]
            where = f"paragraph {_paragraph(found.release.text, claim.start)}"
            which = f"{value!r} ({claim.measure})"
            what = (
                f"whether {which} is new or to date"
                if claim.reason == "no_basis"
                else f"to which meeting {which} belongs"
            )
            problems.append(
                Problem(
                    found.release.path,
                    claim.reason,
                    f"{where} does not say {what}",
                    f"read the sentence on the Evidence page and decide in data/reviews.csv (its hash is {sentence_hash(found.release.text, claim)})",
                    None,
                    found.release.release_id,
                )
            )
    return problems


def _paragraph(text: str, place: int) -> int:
    """The number of the paragraph in which a place lies, as pages show it: the text has other lines than its file."""
    return text.count(PARAGRAPH, 0, place) + 1


# --- threads -----------------------------------------------------------------------------------------------------------------

STAGES = ("operating", "launched", "trial", "renewed", "agreed", "announced")
TO_COME = ("renewed", "agreed")  # what a sentence about the future can still report as done


def _threads(
    text: str, released: dt.date | None, passages: tuple[Passage, ...], programme: Programme
) -> Iterable[ThreadMention]:
    for thread, pattern in programme.thread_words.items():
        match = pattern.search(text)
        if not match:
            continue
        passage = next(p for p in passages if p.start <= match.start() < p.end)
        around = next(
            (
                (passage.start + a, passage.start + b)
                for a, b in sentences(passage.text)
                if passage.start + a <= match.start() < passage.start + b
            ),
            (passage.start, passage.end),
        )
        yield ThreadMention(thread, stage_of(text[around[0] : around[1]], released), *match.span(), "")


def stage_of(sentence: str, released: dt.date | None = None) -> str:
    """How far an undertaking has come by the words of a sentence; what is only to come is planned, not done.

    >>> [stage_of(s) for s in ("The hub opened.", "The hub will be operational.", "The hub is one of three.")]
    ['launched', 'planned', 'context']
    """
    to_come = is_forward(sentence, released)
    stages = TO_COME if to_come else STAGES
    found = next((stage for stage in stages if english().cue("stages", stage).search(sentence)), None)
    return found or ("planned" if to_come else "context")
