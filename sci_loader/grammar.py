"""The grammar of claims: which number in a sentence counts MOUs or projects, new or to date, and of which meeting.

A sentence is read in five steps, each a module of small functions over the lists in data/language and data/programmes:

1. ``candidates`` pairs numbers with measure nouns;
2. ``clauses`` gives each candidate the part of the sentence that speaks of it;
3. ``scope`` says what bars it from being the programme's own figure, and asks ``owners`` whose it is;
4. ``basis`` tells a new figure from one to date;
5. ``occasion`` names its meeting.  Both ask ``times`` when something came about.

Every candidate becomes a claim.  One that a step bars is kept with its reason; one that no step can place is kept as
``no_basis`` or ``no_meeting``, and the release gets a problem.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from itertools import pairwise

from sci_loader.basis import basis
from sci_loader.candidates import candidates, measures_named, nouns_start
from sci_loader.clauses import Context, View, views
from sci_loader.numerals import chinese_number
from sci_loader.occasion import meeting
from sci_loader.owners import of_countries
from sci_loader.scope import scope
from sci_loader.subjects import MEETING, OURS, Reading
from sci_loader.vocabulary import curly, english

__all__ = [
    "MAX_IN_SENTENCE",
    "REASONS",
    "UNPLACED",
    "Claim",
    "Context",
    "claims_in",
    "measures_named",
    "nouns_start",
    "sentence_hash",
]

# Why a number that stands with a measure noun is not the programme's figure.
REASONS = {
    "subset": "a part of a figure, or the figure of one party or body inside the programme",
    "zone": "a figure of a venture beside the programme",
    "other_programme": "a figure of another programme, or of a release that does not speak of this one there",
    "parties": "the number counts the parties that signed",
    "joint": "one number for MOUs and projects together",
    "range": "a range, not one figure",
    "relative": "a multiple, not a figure",
    "comparison": "the figure that another one is compared with",
    "planned": "a plan, a target or a possibility",
    "negated": "the sentence denies it or says that it lapsed",
    "no_basis": "the sentence does not say whether the figure is new or to date",
    "no_meeting": "no meeting can be named for the figure",
}


UNPLACED = ("no_basis", "no_meeting")


@dataclass(frozen=True)
class Claim:
    """A number stated about a measure; offsets are in the release's text.

    ``meeting`` is a number or a hint that ``calendar`` can resolve: ``month:2020-06``, ``year:2020``, ``asof:2023-06-13``,
    ``before:2023-06-13`` (the meeting before the last one), "" when nothing is said.
    """

    start: int
    end: int
    sentence_start: int
    sentence_end: int
    measure: str
    basis: str
    value: int
    qualifier: str
    meeting: str
    counted: bool
    reason: str
    ours: bool
    definite: bool = False
    anchored: bool = False  # the sentence names the programme or a meeting


MAX_IN_SENTENCE = 40  # figures of one sentence that are read; no real one has half as many


def claims_in(sentence: str, ctx: Context) -> list[Claim]:
    """The claims of one sentence, counted or not, with offsets in the release's text (``ctx.offset`` is the sentence's start).

    All of them, up to ``MAX_IN_SENTENCE``.
    """
    sentence = curly(sentence)
    names = [
        (m.start - ctx.offset, m.end - ctx.offset) for m in ctx.reading.within(ctx.offset, ctx.offset + len(sentence))
    ]
    found = candidates(ctx.programme, sentence, names, ctx.earlier_measures)[:MAX_IN_SENTENCE]
    if not found:
        return []
    claims: list[Claim] = []
    for view in views(sentence, found):
        view = replace(view, ours_before=_possessive(view, ctx))
        reason = scope(view, ctx)
        stated = (
            _paired(claims, sentence, view, ctx)
            or basis(view, ctx)
            or (_shared_basis(claims, sentence, view, ctx) if not reason else "")
        )
        about = meeting(view, ctx, stated) if ctx.reading.about else ""
        gap = sentence[claims[-1].end - ctx.offset : view.c.start] if claims else ""
        beside = gap == " and " and view.c.form == "elided"  # "the one today saw seven and 12"
        if (
            claims
            and stated == claims[-1].basis
            and (beside or (stated == "new" and claims[-1].counted and HAN_GOES_ON.search(gap)))
        ):
            about = claims[-1].meeting
        if not reason and _still_to_come(about, ctx.reading, ctx.date):
            reason = "planned"
        if not reason and claims and claims[-1].reason == "planned" and RESULT.match(view.own_left):
            reason = "planned"  # "five more will follow, bringing the total to 45"
        if not reason and stated == "cumulative" and of_countries(view, ctx):
            reason = "other_programme"
        if not reason and not stated:
            reason = "no_basis"
        if not reason and not about:
            reason = "no_meeting"
        ours = reason not in ("zone", "other_programme")
        anchored = any(m.kind in (OURS, MEETING) for m in ctx.reading.within(ctx.offset, ctx.offset + len(sentence)))
        claims.append(
            Claim(
                ctx.offset + view.c.start,
                ctx.offset + view.c.end,
                ctx.offset,
                ctx.offset + len(sentence),
                view.c.measure,
                stated,
                view.c.value,
                view.qualifier,
                about,
                not reason,
                reason,
                ours,
                _definite(view),
                anchored,
            )
        )
    numbered = [m.number for m in ctx.reading.within(ctx.offset, ctx.offset + len(sentence)) if m.number]
    claims = _each_of_first(sentence, claims)
    of_all = SO_MANY_MEETINGS.search(sentence)
    if of_all:
        count = (
            chinese_number(of_all["han"])
            if of_all["han"]
            else english().table("numbers", "units")[of_all["word"].lower()]
        )
        numbered = list(range(1, (count or 0) + 1))
    return _in_turn(sentence, _respectively(sentence, claims), numbered, bool(of_all))


# 第二次会议签订8份备忘录，并推出12个新项目: at the same meeting
HAN_GOES_ON = re.compile(r"^[^，。；]{0,12}[，、](?:並|并|且|同时|同時)[^，。；]{0,6}$")
# 四次会议分别签署, "The four meetings brought ... respectively"
SO_MANY_MEETINGS = re.compile(
    r"(?P<han>[二两兩三四五六七八九十])[次届屆][会會][议議](?=先后|先後|分别|分別)"
    r"|\b(?P<word>two|three|four|five|six|seven|eight|nine) (?:\w+ )?(?:meetings|sessions)\b(?=[^.;]*\brespectively\b)",
    re.I,
)


RESULT = re.compile(
    r"[\s,]*(?:and\s+|thus\s+|thereby\s+|so\s+)?(?:bringing|taking|raising|lifting|pushing|boosting|making)\b", re.I
)


def _still_to_come(about: str, reading: Reading, date: str) -> bool:
    """A figure of a meeting after the one reported, or of a year after the release, is a plan whatever its verb."""
    if about.isdecimal():
        held = reading.announces or (reading.to_come - 1 if reading.to_come else None)
        return held is not None and int(about) > held
    year = about.partition(":")[2][:4]
    return bool(date) and about.startswith(("year:", "month:")) and year > date[:4]


def sentence_hash(text: str, claim: Claim) -> str:
    """The first twelve digits of the SHA-256 of a claim's sentence: what a review of the claim rests on."""
    return hashlib.sha256(text[claim.sentence_start : claim.sentence_end].encode()).hexdigest()[:12]


def _definite(view: View) -> bool:
    return (
        bool(re.search(r"(?:\b(?:the|these|those|all|our)\s+|这|該|该|這|上述)$", view.before, re.I))
        or view.c.form == "elided"
    )


def _possessive(view: View, ctx: Context) -> bool:
    tail = re.search(r"’s?\s+$", view.before)
    return tail is not None and any(
        m.kind == OURS and abs(m.end - ctx.offset - tail.start()) <= 1
        for m in ctx.reading.within(ctx.offset, ctx.offset + view.c.start)
    )


def _paired(claims: list[Claim], sentence: str, view: View, ctx: Context) -> str:
    """ "have climbed to 38 and 55 respectively": two bare numbers are of one kind."""
    if not claims or view.c.form == "phrase":
        return ""
    gap = sentence[claims[-1].end - ctx.offset : view.c.start].strip()
    return claims[-1].basis if gap in ("and", "和", "与", "與") and claims[-1].basis == "cumulative" else ""


def _shared_basis(claims: list[Claim], sentence: str, view: View, ctx: Context) -> str:
    """ "and in 2019 seven", "alongside 14 joint projects": a figure without a verb of its own shares that of the one before."""
    claims = [c for c in claims if c.reason != "subset"]  # "eleven MOUs, three of them by firms, and 16 projects"
    if not claims or not claims[-1].counted:
        return ""
    gap = sentence[claims[-1].end - ctx.offset : view.c.start]
    return "" if re.search(r"[;；:：(（]", gap) else claims[-1].basis


FIRST_MEETINGS = re.compile(r"\bfirst (two|three|four|five|six|seven|eight) (?:\w+ )?(?:meetings|sessions)\b", re.I)


def _each_of_first(sentence: str, claims: list[Claim]) -> list[Claim]:
    """ "The first three meetings saw 8, 4 and 8 MOUs signed": as many figures as meetings, one for each."""
    first = FIRST_MEETINGS.search(sentence)
    count = english().table("numbers", "units")[first[1].lower()] if first else 0
    of_them = [c for c in claims if c.counted]
    gaps = (
        sentence[a.end - claims[0].sentence_start : b.start - claims[0].sentence_start] for a, b in pairwise(claims)
    )
    if not count or count != len(of_them) or len(of_them) != len(claims) or len({c.measure for c in claims}) != 1:
        return claims
    if not all(re.fullmatch(r"\s*(?:,|,?\s*and)\s*", gap) for gap in gaps):
        return claims
    return [replace(c, basis="new", meeting=str(number)) for number, c in enumerate(claims, 1)]


def _in_turn(sentence: str, claims: list[Claim], meetings: list[int], all_of: bool) -> list[Claim]:
    """第一、第二次会议分别签署六份和四份: as many new figures of one measure as meetings are named belong to them in turn.

    Where the sentence speaks of ``all_of`` so many meetings and the figures are not as many, none is given to any of them.
    """
    new = [c for c in claims if c.basis == "new"]
    if (
        len(new) != len(meetings)
        or len({c.measure for c in new}) != 1
        or not re.search(r"分别|分別|先后|先後|respectively", sentence)
    ):
        return [replace(c, counted=False, reason="no_meeting") if all_of and c.counted else c for c in claims]
    turn = dict(zip((c.start for c in new), meetings, strict=True))
    placed = [replace(c, meeting=str(turn[c.start])) if c.start in turn else c for c in claims]
    whole = all_of and all(c.counted or c.reason == "subset" for c in new)  # none is a part of another
    return [replace(c, counted=True, reason="") if whole and c.start in turn else c for c in placed]


def _respectively(sentence: str, claims: list[Claim]) -> list[Claim]:
    """ "28 and 43 respectively": the last numbers take the measures of the first ones in turn."""
    if not re.search(r"\brespectively\b", sentence, re.I) or len(claims) < 4 or len(claims) % 2:
        return claims
    half = len(claims) // 2
    return claims[:half] + [
        replace(late, measure=early.measure) for early, late in zip(claims, claims[half:], strict=False)
    ]
