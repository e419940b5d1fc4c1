"""Step 5 of the grammar: of which meeting a figure is."""

from __future__ import annotations

import datetime as dt
import re

from sci_loader.clauses import COMPARED, Context, View, meeting_before
from sci_loader.numerals import chinese_number
from sci_loader.subjects import MEETING, OURS
from sci_loader.times import (
    HAN_FROM_LAST,
    PAST,
    SINCE_LAST,
    is_end_of_rise,
    is_perfect,
    said_when,
    starts_series,
    when,
    when_pattern,
)
from sci_loader.vocabulary import english

__all__ = ["meeting"]

THIS_TIME = re.compile(
    r"\b(?:today|tonight|this (?:time|year)\b(?!’)|this (?:year’s )?(?:\w+ )?(?:meeting|round|session)|at the (?:meeting|session|plenary)(?! (?:in|of|on|held|that)\b))\b",
    re.I,
)
# "..., eleven at the third and sixteen at this one".
THIS_ONE = re.compile(
    r"\s*(?:at|in|from) (?:this one|the (?:latest|present) one|the one (?:that|which) (?:has )?just)\b", re.I
)
HAN_TODAY = re.compile(r"今天|今日|今早|此次|本次|[这這]一?次|今次|本届|本屆|今年(?![0-9一二三四五六七八九十]{1,2}月)")
# "We signed eight that year": the meeting or the year of the sentences before.
THEN = re.compile(
    r"\b(?:that (?:year|time|day|meeting|occasion)|at the time|back then|(?:on |at )?the same (?:occasion|meeting|session))\b|那一?次(?:会议|會議)?",
    re.I,
)


def meeting(view: View, ctx: Context, stated: str) -> str:
    """The meeting as a number or a hint; "" when nothing in the release names one."""
    own = ctx.reading.announces
    if view.c.note == "relative" and own:
        return str(own)
    return _meeting_of_total(view, ctx, own) if stated == "cumulative" else _meeting_of_new(view, ctx, own)


def _numbered(view: View, ctx: Context, start: int, end: int) -> list[int]:
    """The meetings that a span of the sentence names by number; "since the first meeting" is none of them."""
    return [
        m.number
        for m in ctx.reading.within(ctx.offset + start, ctx.offset + end)
        if m.kind == MEETING and m.number and not starts_series(view, ctx, m)
    ]


# "By the time we met in Singapore last December, there were 28 MOUs": up to that meeting.
BY_WHEN_MET = re.compile(r"\b(?:by the time|when) (?:\w+ ){1,4}?(?:met|gathered|convened|sat)\b[^,;]*(?=,|$)", re.I)
SUBJECT_FIRST = re.compile(r"\W*(?:and\s+|while\s+)?the\s+[\w-]+(?:\s+meeting)?,", re.I)


def _meeting_of_total(view: View, ctx: Context, own: int | None) -> str:
    """The meeting up to which a total counts."""
    if hint := _as_of(view, ctx.date):
        return _with_latest(hint, ctx) if _counts_latest(hint, ctx) else hint
    if hint := _first_meetings(view):
        return hint
    here = _numbered(view, ctx, view.left_start, view.right_end)
    if SUBJECT_FIRST.match(view.opening) and (first := _numbered(view, ctx, view.opening_start, view.left_start)):
        here = (
            _numbered(view, ctx, view.left_start, view.c.start) or first
        )  # "the fifth, in Shenzhen, took the total to 45"
    around = f"{view.opening} {view.own}"
    lifted = is_end_of_rise(view) or bool(re.search(r"[使令让讓]", view.own_left))
    before_now = view.has("scope", "before_now", around)
    if not here and own and NOW.search(view.own_left):
        return str(own)
    if met := BY_WHEN_MET.search(f"{view.opening} {view.own_left}"):
        return when(met[0], ctx.date) or (str(here[-1]) if here else "")
    if year := _year_of_meeting(view):
        return f"year:{year}"
    if not here and own and ADDED.match(view.sentence[: view.c.start]):
        return str(own)
    if not here and (lifted or before_now or view.has("basis", "cumulative", view.opening)):
        told = [m for m in ctx.reading.within(ctx.offset, ctx.offset + view.left_start) if m.kind == MEETING]
        since = view.sentence[told[-1].end - ctx.offset : view.left_start] if told else ""
        if own and view.language.code == "en" and HERE.search(since):
            return str(own)  # "eight were inked at the 4th meeting; nine followed today, which makes 37"
        here = _numbered(view, ctx, 0, view.right_end)
    if here:
        return str(here[-1])
    if before_now or view.has("scope", "previous_meeting", view.own):
        return str(own - 1) if own and own > 1 else ""
    if lifted and (then := _year_before(view, ctx)):
        return then
    if own:
        return str(own)
    if lifted and not STANDS.search(view.before) and (then := said_when(view, ctx) or _earlier_meeting(ctx)):
        return then
    # a total that has just risen is that of the meeting it speaks of
    lifted = lifted and not STANDS.search(view.before)
    return "" if not ctx.date else f"month:{ctx.date[:7]}" if lifted else _with_latest(f"asof:{ctx.date}", ctx)


def _year_before(view: View, ctx: Context) -> str:
    """ "Last year, 14 were launched, bringing the total to 29": that of the earlier year in which what lifted it came about."""
    said = re.split(r"[;.]", view.sentence[: view.c.start])[-1].lstrip(" ”“\"'")
    first = when_pattern().match(said)
    if first is None or (view.language.code == "zh" and re.search(r"^的|今", said[first.end() :])):
        return ""
    then = when(first[0], ctx.date)
    return then if then and ctx.date and then.partition(":")[2][:4] < ctx.date[:4] else ""


# "Add the nine signed at the first meeting, and there are 21": the total is not that of the meeting named for the part.
ADDED = re.compile(
    r"\W*(?:add(?:ing)?|together with|on top of|including|counting)\b[^,]*,|(?:加上|连同|連同|算上)[^，。；]*，", re.I
)
HERE = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening|time|meeting|year))\b", re.I)
# "The total is 36": it has not just risen.
STANDS = re.compile(r"\b(?:is|are|was|were|stands? at|stood at|numbers|totals?)\s+$", re.I)
NOW = re.compile(r"\bnow\b|\bas of (?:today|tonight|this \w+)\b", re.I)


def _year_of_meeting(view: View) -> str:
    """ "After the 2021 meeting the tally stood at 17"."""
    named = re.search(
        r"\bthe ((?:19|20)\d\d) (?:\w+ )?(?:meeting|session|plenary|round)\b", f"{view.opening} {view.own}", re.I
    )
    return named[1] if named else ""


def _first_meetings(view: View) -> str:
    """ "over the first four meetings", 前四次会议: the last of them."""
    if han := re.search(
        r"(?:(?<!连同)(?<!連同)(?<!加上)[首前]|过去|過去)([两兩二三四五六七八九十]+)(?:届|屆|次)",
        f"{view.opening if view.follows_opening else ''}{view.own_left}",
    ):
        return str(chinese_number(han[1]) or "")
    several = re.search(
        r"\b(?:the|its|our|their)\s+first\s+(\w+)\s+(?:\w+\s+)?\w+s\b", f"{view.opening} {view.own}", re.I
    )
    if not several or several[1].isdecimal():
        return several[1] if several else ""
    return str(english().table("numbers", "units").get(several[1].lower(), ""))


def _meeting_of_new(view: View, ctx: Context, own: int | None) -> str:
    """The meeting at which a figure came about: the one its own clause names, else by day, year or sentence, else the release's."""
    if view.has("scope", "some_meeting", f"{view.opening} {view.own}"):
        return ""
    if (relative := meeting_before(view, ctx)) and relative.number:
        return str(relative.number)
    if own and (batch := HAN_BATCH.search(view.before)) and chinese_number(batch[1]) != own:
        return ""
    if (
        own
        and view.language.code == "zh"
        and HAN_TODAY.search(view.own_left)
        and not _numbered(view, ctx, view.left_start, view.c.start)
    ):
        return str(own)
    if NEXT_ONE.search(view.before) and (next_one := _said_last(view, ctx)):
        return next_one
    if own and HAN_FROM_LAST.search(view.before):
        return str(own)
    here = _numbered(view, ctx, view.left_start, view.right_end)
    opens = _numbered(view, ctx, view.opening_start, view.left_start) if view.opening.strip() else []
    if re.match(r"\s*when\b", view.own_left):
        here = _numbered(view, ctx, 0, view.left_start)[-1:] or here
        if not here and (year := YEAR_WHEN.search(view.sentence[: view.left_start])):
            return f"year:{year[1]}"
    if here:
        return str(here[0])
    if own and (THIS_TIME.search(view.own) or THIS_ONE.match(view.sentence, view.right_start)):
        return str(own)
    if then := THEN.search(view.sentence, view.left_start):
        if told := _numbered(view, ctx, 0, view.left_start):
            return str(told[-1])
        same = str(own) if own and "same" in then[0].lower() else ""
        return _earlier_meeting(ctx) or same or when(ctx.previous, ctx.date) or _last_named(ctx)
    if own and (
        BUILDING_ON.match(view.sentence[: view.left_start]) or LOOKED_BACK.search(view.sentence[: view.c.start])
    ):
        return str(own)
    if opens:
        return str(opens[-1])
    if A_YEAR_LATER.search(f"{view.opening} {view.own_left}") and (next_one := _said_last(view, ctx)):
        return next_one
    if not own and LATEST.search(f"{view.opening} {view.own_left}"):
        return _with_latest(said_when(view, ctx) or (f"asof:{ctx.date}" if ctx.date else ""), ctx)
    if _previous(view, ctx) or A_YEAR_AFTER.search(view.before):
        return _meeting_before(view, ctx, own)
    if hint := said_when(view, ctx):
        return str(own) if own and ctx.date and hint == f"year:{ctx.date[:4]}" else hint
    if own and (hint := _told_before(view, ctx, own)):
        return hint
    compared = COMPARED.search(view.sentence, view.right_start)
    if anywhere := _numbered(view, ctx, 0, compared.start() if compared else len(view.sentence)):
        return str(anywhere[-1])
    return str(own) if own else _said_before(view, ctx)


# "The most recent JIC meeting, in November 2025, produced ...": the last one, in a text that reports none.
LATEST = re.compile(r"\b(?:most recent|latest) (?:[\w()]+ ){0,4}?(?:meeting|session|plenary|round)\b", re.I)
# "the fewest since 2021, when there were eight"
YEAR_WHEN = re.compile(r"\b((?:19|20)\d{2}),?\s*$")
# "At the meeting before that, in November 2022": its date alone says which
BEFORE_THAT = re.compile(r"\b(?:before|preceding|prior to) (?:that|it)\b", re.I)
# "At the first meeting we signed eight. A year later, four more."
A_YEAR_LATER = re.compile(
    r"(?:^|[;,]|\band)\W*(?:(?:a|one) year (?:later|on|after that)|the (?:next|following) year)\b", re.I
)
# "the inaugural meeting yielded eight MOUs and the subsequent one, four"
NEXT_ONE = re.compile(
    r"\bthe (?:subsequent|following|next) (?:one|meeting|session)(?:,| (?:\w+ed|saw|brought|gave))?\s+$", re.I
)


def _said_last(view: View, ctx: Context) -> str:
    """The meeting behind the one that the sentence, or else the one before, named last."""
    start = ctx.offset - len(ctx.previous) - 2
    named = _numbered(view, ctx, 0, view.left_start) or [m.number for m in ctx.earlier if m.number and m.start >= start]
    if named:
        return str(named[-1] + 1)
    hint = when(ctx.previous, ctx.date)
    return f"year:{int(hint[-4:]) + 1}" if hint.startswith("year:") else ""


# "a year after the two sides launched 14 projects"
A_YEAR_AFTER = re.compile(r"\b(?:a|one) year after (?!the (?:first|second|third|launch|start)\b)[^,;]{0,120}$", re.I)


def _meeting_before(view: View, ctx: Context, own: int | None) -> str:
    """The meeting before the one that the release reports, or the last one before its date."""
    if BEFORE_THAT.search(f"{view.opening} {view.own_left}"):
        return said_when(view, ctx)
    if own:
        return str(own - 1) if own > 1 else ""
    return _with_latest(said_when(view, ctx) or (f"asof:{ctx.date}" if ctx.date else ""), ctx)


def _with_latest(hint: str, ctx: Context) -> str:
    """A hint with the last meeting that the release speaks of as held, which no calendar may have."""
    return f"{hint}/{ctx.reading.latest}" if hint and ctx.reading.latest else hint


# 第二批8个项目: a batch may be that of the meeting of its number, and may not.
HAN_BATCH = re.compile(r"第([二三四五六七八九十])批$")
# "Building on the seven projects of the first meeting, ...": what was there before this meeting.
BUILDING_ON = re.compile(
    r"\W*(?:building (?:up)?on|further to|in addition to|on top of|besides|beyond|adding to)\b.*,\s*$", re.I
)
# 会议听取了第四次会议…的汇报，并签署…: the same.
LOOKED_BACK = re.compile(
    r"(?:听取|聽取|回顾|回顧|检视|檢視|总结|總結|审视|審視|检讨|檢討).*，(?:并|並|还|還|同时|同時)[^，。；]*$"
)


def _told_before(view: View, ctx: Context, own: int) -> str:
    """ "When the Committee first met in June 2020, nobody could travel. We signed eight.": a sentence that goes on about the
    meeting of the one before, which that one dates, and which is not the meeting reported."""
    start = ctx.offset - len(ctx.previous) - 2
    named = [m for m in ctx.earlier if m.start >= start and m.kind in (OURS, MEETING)]
    here = ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence))
    now = view.has("basis", "now", f"{ctx.previous} {view.sentence}")
    if not named or here or now or any(m.number == own for m in named) or is_perfect(view) or not PAST.search(view.own):
        return ""
    hint = when(ctx.previous, ctx.date)
    numbers = [m.number for m in named if m.number]
    past = hint.partition(":")[2] < ctx.date[:7] if hint and ctx.date else False
    return (str(numbers[-1]) if numbers else hint) if past else ""


def _earlier_meeting(ctx: Context) -> str:
    earlier = [m.number for m in ctx.earlier if m.kind == MEETING and m.number]
    if not earlier and ctx.under:  # the items of one list speak of one meeting
        earlier = [m.number for m in ctx.reading.within(max(0, ctx.offset - NEAR), ctx.offset) if m.number]
    return str(earlier[-1]) if earlier else ""


def _last_named(ctx: Context) -> str:
    """The meeting that was named last, in a paragraph that goes on from the one before."""
    named = [m.number for m in ctx.reading.within(max(0, ctx.offset - NEAR), ctx.offset) if m.number]
    return str(named[-1]) if named and not ctx.previous else ""


def _said_before(view: View, ctx: Context) -> str:
    """ "Our last session was held in February. We signed ...": what the sentences before say, else the month of the release."""
    start = ctx.offset - len(ctx.previous) - 2
    held = any(m.kind == MEETING and m.start >= start for m in ctx.earlier)
    if held and (hint := when(ctx.previous, ctx.date)):
        return hint
    if ctx.date and THIS_TIME.search(ctx.under):  # "And this time?" "Eleven MOUs."
        return _with_latest(f"asof:{ctx.date}", ctx)
    month = f"month:{ctx.date[:7]}" if ctx.date and view.has("basis", "now", view.own) else ""
    on_the_day = ON_THE_DAY.search(f"{view.opening} {view.own_left}")
    return _earlier_meeting(ctx) or month or (_last_named(ctx) if on_the_day else "")


ON_THE_DAY = re.compile(r"\bon the (?:same )?day\b", re.I)


def _previous(view: View, ctx: Context) -> bool:
    """The clause is about the meeting before: "at the last meeting", and "the previous plenary" in the programme's own word."""
    opening = (ctx.offset + view.opening_start, ctx.offset + view.opening_start + len(view.opening))
    spot = (ctx.offset + view.left_start, ctx.offset + view.right_end)
    named = [m.start - ctx.offset for span in (opening, spot) for m in ctx.reading.within(*span) if m.kind == MEETING]
    spoken_of = (COMPARED.split(view.own)[0], view.opening)  # "up one from the previous meeting" is about this one
    return any(view.has("scope", "previous_meeting", SINCE_LAST.sub(" ", text)) for text in spoken_of) or any(
        re.search(r"\b(?:last|previous|preceding|prior)\s+$", view.sentence[:start]) for start in named
    )


NEAR = 600  # characters back in which the items of a list are looked at
SOON = 100  # days
HAN_AS_OF = re.compile(r"(?:截至|截止|到|至)(?:(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?(?:底|末)?|去年(?:底|末))")
AS_OF = re.compile(
    r"\b(?:as (?:at|of)|by|until|up to|at|towards)\s+(?:the\s+)?(?P<end>end[- ](?:of[- ])?|close of\s+)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?(?:(?P<month>[A-Za-z]{3,9})\.?\s+)?(?:(?P<day2>\d{1,2}),\s+)?(?P<year>20\d\d)\b",
    re.I,
)


def _as_of(view: View, date: str) -> str:
    """ "as at 31 October 2024", "by the end of 2021": the day up to which a total counts, as a hint."""
    for text in (view.right, view.own_left, view.opening):
        if (han := HAN_AS_OF.search(text)) and not han["year"]:
            return f"asof:{int(date[:4]) - 1}-12-31" if date else ""
        if han:
            return f"asof:{han['year']}-{int(han['month'] or 12):02d}-31"
        for match in AS_OF.finditer(text):
            month = english().table("dates", "months").get((match["month"] or "").lower())
            if match["month"] and not month:
                continue
            day = int(match["day"] or match["day2"] or 31)
            return f"asof:{match['year']}-{month or 12:02d}-{day:02d}"
    return ""


def _counts_latest(hint: str, ctx: Context) -> bool:
    """Whether a total up to this day counts the last meeting that the release looks back on, which no calendar may have: the
    day lies behind the release or not long before it."""
    latest = ctx.reading.latest
    if not latest or latest == ctx.reading.announces or not ctx.date:
        return False
    year, month = map(int, hint.removeprefix("asof:").split("-")[:2])
    first = dt.date(year, min(month, 12), 1)
    return dt.date.fromisoformat(ctx.date) - first < dt.timedelta(days=SOON)
