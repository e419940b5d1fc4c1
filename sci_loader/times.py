"""When the sentence of a number says that something came about: dates, tenses, the end of a rise, the start of a count."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from sci_loader.candidates import has_grown
from sci_loader.clauses import Context, View
from sci_loader.numerals import MONTHS, chinese_number, find_numbers
from sci_loader.subjects import SINCE, Mention
from sci_loader.vocabulary import english

__all__ = [
    "HAN_FROM_LAST",
    "PAST",
    "SINCE_LAST",
    "is_end_of_rise",
    "is_perfect",
    "said_when",
    "starts_series",
    "when",
    "when_pattern",
]

PAST = re.compile(
    r"\b(?:(?<!\bis )(?<!\bare )\w{2,}ed|came|took|saw|gave|put|met|struck|got|went|became|grew|rose|brought|made|held|began|won|drew|set|found|sealed|led|left|sent|built|bore|ran|chose|sprang|swore|wrote|won|cut|laid|broke)\b(?!-)|\b(?:signing|inking|launching|sealing|exchanging|unveiling|launch|exchange|addition|conclusion|start|approval|adoption) of\b",
    re.I,
)
# "we have embarked on 54 projects | and inked": the second verb shares the first one's "have".
COORDINATE = re.compile(r"(?:\s*and\b)?\s*\w+ed\s*$", re.I)
# "已经签署17份备忘录，开展25个项目": so does a Chinese verb that stands alone.
HAN_VERB = re.compile(r"[，、并並]*[\u4e00-\u9fff]{2}了?")
# 自首次会议召开以来, 从首次会议至今: what follows the meeting from which something is counted.
SINCE_BEHIND = re.compile(r"(?:会议|會議)?(?:召开|召開|举行|舉行)?(?:以来|以來|至今|迄今|到现在|到現在)")
# "from eight at the first meeting to 37", 从首次会议的8份增至37份: what there was at the first of the two.
FROM_WHAT = re.compile(
    r"\bfrom\s+(?:[\w’-]+\s+){1,4}?(?:at|in|after)\s+(?:(?:the|its|our)\s+)?(?:\w+\s+)?$|[从從由自][^，。；]{0,4}$",
    re.I,
)
TO_WHAT = re.compile(r"[^.,;]{0,20}?\bto\b|[^，。；]{0,12}?(?:[增升涨漲扩擴跃躍到至]|发展|發展)", re.I)
# 由上届的8份增加到9份; 去年签署8份，今年增至9份: of this meeting, as that was of the last one
HAN_FROM_LAST = re.compile(
    r"(?:上一?[届屆次]|去年(?:签|簽|启|啟|推))[^。；总總累]{0,12}?[0-9一二两兩三四五六七八九十]+[份个個项項][^。；总總累]{0,12}?(?:[增升]加?|[减減降]少?)[至到]$"
)


QUOTES = " “”‘\"'"


def is_perfect(view: View) -> bool:
    """The present perfect of the candidate's own verb: "have been signed" behind it or "has launched" right before it."""
    lang = view.language
    if lang.code == "zh":
        named = view.own_left.rstrip().endswith(
            "的"
        )  # "首次会议确定的七个项目均已落实": when they came stands before them
        shared = HAN_VERB.fullmatch(view.own_left) and re.split(r"[。；]", view.sentence[: view.left_start])[-1]
        return (
            view.has("basis", "perfect", view.own_left)
            or (shared and view.has("basis", "perfect", shared.rstrip("，").rsplit("，", 1)[-1]))
            or (not named and view.has("basis", "perfect", view.right))
        ) and not view.has("basis", "now", view.own)
    shared = COORDINATE.match(view.own_left) and re.split(r"[,;]", view.sentence[: view.left_start])[-1]
    return bool(
        lang.cue("basis", "perfect").match(view.right.lstrip(" ),”\"'’"))
        or lang.cue("basis", "perfect_before", True).search(view.own_left.rstrip(QUOTES) + " ")
        or (shared and lang.cue("basis", "perfect").search(shared))
    )


# "from eight in 2020 to nine in 2023": two years side by side, and no total.
OF_ITS_TIME = re.compile(r"\s*(?:in (?:19|20)\d{2}|at (?:the|this)|this (?:year|time|meeting)|last)\b", re.I)


def is_end_of_rise(view: View) -> bool:
    lang = view.language
    if has_grown(view.before) and not OF_ITS_TIME.match(view.right):
        return True
    ends = lang.cue("basis", "sum_before", True).search(view.sentence[: view.c.start])
    if view.c.form == "elided" and view.before.endswith("to ") and not ends:
        # "took the total to 45, and the sixth to 51"
        near = view.before[-200:]
        earlier = [near[: n.start] for n in find_numbers(near)]
        ends = next((m for said in earlier if (m := lang.cue("basis", "directional", True).search(said))), None)
    return bool(ends or lang.cue("basis", "directional", True).search(view.before))


MONTH = rf"(?P<month>{MONTHS}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"


@cache
def when_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?:in|on|of|last|this|since|by|during|from)\s+(?:early |late |mid-?)?|\((?=\d))(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{MONTH}\.?(?:\s+\d{{1,2}}(?!\d),?)?(?:,?\s+(?P<year>(?:19|20)\d\d)|\s+(?P<rel>this year|last year))?"
        r"|\b(?:in|meeting of|session of|plenary of)\s+(?:early |late |mid-?)?(?P<only_year>(?:19|20)\d\d)\b|\b(?P<relative>last year|this year|a year ago|a year earlier|(?P<ago>two|three|four|five|six|seven|eight|nine|ten) years ago)\b|(?P<near>(?:last|this) (?:week|month)|(?:yester|to)day(?=[’']s))\b|(?P<han_year>今年|去年|前年|(?<![\d—–～~至到-])(?:20\d\d)年)(?:(?P<han_month>十一|十二|十|[一二三四五六七八九]|\d{1,2})月)?",
        re.I,
    )


# "beating last year’s 12": the year of the other number
LAST_YEARS = re.compile(r"\b(?:last|the previous) year['’]s\s+[\w-]+", re.I)
# "MOUs signed - 2020: 8; 2021: 4", "2020 saw eight"; "7 (2020), 8 (2021)"
YEAR_LABEL = re.compile(r"(?<![\d/.-])((?:19|20)\d{2})(?:\s*[:：]|\s+(?:saw|brought|yielded|produced))\s*$", re.I)
# "progress since they last met in December 2023": that is not when something came about
SINCE_LAST = re.compile(
    r"\bsince (?:(?:they|we|it|the \w+|both|the two \w+) )?(?:had )?(?:last (?:met|convened|gathered|meeting|session)|(?:the|their|its|our) (?:last|previous) \w+)"
    r"(?:,? (?:held )?(?:in|on) (?:\d{1,2} )?\w+(?: \d{1,2},)?(?: \d{4})?)?",
    re.I,
)
YEAR_BEHIND = re.compile(r"\s*[(（]((?:19|20)\d{2})[)）]")


# "the seven projects started in 2020": these, and not a programme
STARTED = re.compile(
    r"^\s*(?:(?:that|which) )?(?:were |was )?(?:started|begun|launched|set up|established|founded)\s+(?=in\b)", re.I
)


def said_when(view: View, ctx: Context) -> str:
    """A date that the clause gives its event, as a meeting hint: ``month:2020-06``, ``year:2020``; "" when there is none."""
    label = YEAR_LABEL.search(view.sentence[: view.c.start]) or YEAR_BEHIND.match(view.sentence, view.c.end)
    right = LAST_YEARS.sub(" ", view.right if view.language.code == "en" else re.split(r"[，；。]", view.right)[0])
    right = STARTED.sub("", right)
    said = SINCE_LAST.sub(" ", f"{view.own_left} | {right} | {view.opening}")
    return f"year:{label[1]}" if label else when(said, ctx.date)


# "begun in 2019", "which starts in January": the year of a programme, or of what is to come
BEGINS = re.compile(
    r"(?:since|established|founded|launched in|set up|started|beg[ua]n|dating from|dates back to|starts?|begins?|opens|due)$"
)


def when(text: str, date: str) -> str:
    """The first date of a text that says when something happened, as a meeting hint; ``date`` is that of the release."""
    for match in when_pattern().finditer(text):
        lead = text[: match.start()].lower().rstrip()
        if BEGINS.search(lead) or match[0].lower().startswith("since"):
            continue
        if match["near"]:
            day = dt.date.fromisoformat(date) if date else None
            days = {"yesterday": 1, "last week": 7, "last month": day.day if day else 0}.get(
                " ".join(match["near"].lower().split()), 0
            )
            return f"month:{day - dt.timedelta(days):%Y-%m}" if day else ""
        year = _year(match, date)
        if year is None:
            continue
        month = match["month"] or match["han_month"]
        if match["month"] and match["month"].lower() == "may" and not match["year"] and not match["rel"]:
            continue
        if not month:
            return f"year:{year}"
        number = english().table("dates", "months").get(month.lower()) or _han_month(month)
        if not match["year"] and not match["rel"] and not match["han_year"] and date and number > int(date[5:7]):
            year -= 1
        return f"month:{year}-{number:02d}"
    return ""


def _han_month(text: str) -> int:
    return chinese_number(text) or 0


def _year(match: re.Match[str], date: str) -> int | None:
    stated = match["year"] or match["only_year"] or (match["han_year"] or "")[:4]
    if stated and stated.isdecimal():
        return int(stated)
    if not date:
        return None
    if match["ago"]:
        return int(date[:4]) - english().table("numbers", "units")[match["ago"].lower()]
    relative = (match["rel"] or match["relative"] or match["han_year"] or "").lower()
    if relative == "前年":
        return int(date[:4]) - 2
    return int(date[:4]) - (1 if relative in ("last year", "a year ago", "a year earlier", "去年") else 0)


def starts_series(view: View, ctx: Context, mention: Mention) -> bool:
    """ "since the first meeting": the start of a count, not its end."""
    before = view.sentence[: max(0, mention.start - ctx.offset)]
    after = view.sentence[max(0, mention.end - ctx.offset) :]
    return bool(
        SINCE.search(before) or SINCE_BEHIND.match(after) or (FROM_WHAT.search(before) and TO_WHAT.match(after))
    )
