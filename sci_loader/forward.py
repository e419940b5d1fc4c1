"""Whether a sentence speaks of what is still to come, and by when."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sci_loader.numerals import chinese_number
from sci_loader.vocabulary import Language, chinese, curly, english

__all__ = ["Due", "due", "is_forward"]


@dataclass(frozen=True)
class Due:
    """A time to come that a sentence names, ``sentence[start:end]``; its last day, where it has one ("soon" has none)."""

    start: int
    end: int
    date: dt.date | None


def is_forward(sentence: str, released: dt.date | None = None) -> bool:
    """Whether a sentence says what is to come: not a wish, a condition or something done on the day itself.

    released: the day of its release; "by" a date after it makes a sentence forward-looking without any verb.

    >>> [is_forward(s) for s in ("The hub will open soon.", "We hope that it will open.", "The will to act is there.")]
    [True, False, False]
    >>> is_forward("A hub, operational by July 2020, helps firms.", dt.date(2020, 6, 17)), is_forward("中心将于明年启用。")
    (True, True)
    """
    text = curly(sentence)
    if text.rstrip().endswith(("?", "？")):
        return False
    for lang in _languages(text):
        if any(_holds(text, match, lang) for match in lang.cue("promises", "cues").finditer(text)):
            return True
        if lang.cue("promises", "reported").search(text) and not lang.cue("promises", "hedges").search(text):
            return True
    when = due(sentence, released) if released else None
    by_then = when and when.date and english().cue("promises", "by_then", end=True).search(text[: when.start])
    return bool(by_then) and not any(lang.cue("promises", "hedges").search(text) for lang in _languages(text))


def _languages(text: str) -> list[Language]:
    return [chinese(), english()] if any("\u3007" <= c <= "\u9fff" for c in text) else [english()]


def _holds(text: str, match: re.Match[str], lang: Language) -> bool:
    """Whether a cue is one: no noun, no wish before it, not done on the day itself."""
    before, after = text[: match.start()], text[match.end() :]
    return not (
        lang.cue("promises", "not_before", end=True).search(before)
        or lang.cue("promises", "hedges").search(before)
        or lang.cue("promises", "not_after").search(after)
    )


# --- by when -----------------------------------------------------------------------------------------------------------------


def due(sentence: str, released: dt.date | None) -> Due | None:
    """The first time after ``released`` that a sentence names, else a vague one, else None.

    >>> day = dt.date(2020, 6, 17)
    >>> [str(d.date) for s in ("operational by July 2020", "before the year ends", "from the fourth quarter of 2020",
    ...     "within two years", "by end-2022", "soon", "预计明年年底完成") if (d := due(s, day))]
    ['2020-07-31', '2020-12-31', '2020-12-31', '2022-06-17', '2022-12-31', 'None', '2021-12-31']
    >>> due("launched in September 2019", day) is None
    True
    """
    text = curly(sentence)
    found = sorted((d for d in _dated(text, released)), key=lambda d: d.start)
    coming = [d for d in found if d.date and released and d.date > released]
    if coming:
        return coming[0]
    vague = [m for lang in _languages(text) if (m := lang.cue("promises", "vague").search(text))]
    return Due(vague[0].start(), vague[0].end(), None) if vague else None


def _dated(text: str, released: dt.date | None) -> Iterator[Due]:
    for match in _english_time().finditer(text):
        date = _english_date(text, match, released)
        if date:
            yield Due(match.start(), match.end(), date)
    if released:
        for match in _span().finditer(text):
            days = _number(match["n"]) * english().table("promises", "units")[match["unit"].lower()]
            yield Due(match.start(), match.end(), _later(released, days))
    for match in _chinese_time().finditer(text):
        date = _chinese_date(match, released)
        if date:
            yield Due(match.start(), match.end(), date)


@cache
def _english_time() -> re.Pattern[str]:
    table = english().lists["promises"]
    months = "|".join(m.capitalize() for m in sorted(english().table("dates", "months"), key=len, reverse=True))
    parts = "|".join(sorted(table["parts"], key=len, reverse=True)).replace(" ", r"\s+")
    relative = "|".join(sorted(table["relative"], key=len, reverse=True)).replace(" ", r"\s+")
    return re.compile(
        rf"(?<![\w])(?:(?i:(?:the\s+)?(?P<part>{parts}))[\s-]*(?:of\s+)?)?"
        rf"(?:(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{months})\b\.?(?:\s+(?P<day2>\d{{1,2}}),)?(?:,?\s+(?P<year>20\d\d))?"
        rf"|(?P<only>20\d\d)|(?i:(?P<relative>{relative})))(?![\w-]|’s\b)"
    )


def _english_date(text: str, match: re.Match[str], released: dt.date | None) -> dt.date | None:
    """The last day of the time that a match names; None when it may as well be past or no time at all."""
    before = text[: match.start()]
    then = bool(english().cue("promises", "by_then", end=True).search(before))
    part = english().table("promises", "parts").get(" ".join(match["part"].lower().split())) if match["part"] else None
    if match["relative"]:
        years = english().table("promises", "relative")[" ".join(match["relative"].lower().split())]
        ends = " ends" in match["relative"] or "end" in match["relative"].lower()
        return _last(released.year + years, part or 12) if released and (years or part or then or ends) else None
    if match["only"]:
        near = part or english().cue("promises", "by", end=True).search(before)
        return _last(int(match["only"]), part or 12) if near else None
    month = english().table("dates", "months")[match["month"].lower()]
    day = match["day"] or match["day2"]
    if match["year"]:
        return _last(int(match["year"]), month, int(day) if day else None)
    if not then or not released:
        return None
    return _last(released.year + (month < released.month), month, int(day) if day else None)


@cache
def _span() -> re.Pattern[str]:
    table = english().lists["promises"]
    numbers = "|".join(english().table("numbers", "units"))
    return re.compile(
        rf"\b(?:{'|'.join(table['within'])})\s+(?P<n>{numbers}|\d{{1,2}})\s+(?P<unit>{'|'.join(table['units'])})\b",
        re.I,
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else english().table("numbers", "units")[text.lower()]


@cache
def _chinese_time() -> re.Pattern[str]:
    table = chinese().lists["promises"]
    parts, relative = "|".join(table["parts"]), "|".join(table["relative"])
    return re.compile(
        rf"(?:(?P<year>20\d\d)年|(?P<relative>{relative}))(?:(?P<month>[一二三四五六七八九十]{{1,2}}|\d{{1,2}})月)?(?:第)?(?P<part>{parts})?"
        rf"|(?P<n>[一二两兩三四五六七八九十]|\d{{1,2}})(?P<unit>年|个月|個月)(?:之)?[内內]"
    )


def _chinese_date(match: re.Match[str], released: dt.date | None) -> dt.date | None:
    if match["n"]:
        days = (chinese_number(match["n"]) or 0) * (365 if match["unit"] == "年" else 30)
        return _later(released, days) if released else None
    years = chinese().table("promises", "relative").get(match["relative"] or "", 0)
    if not match["year"] and not released:
        return None
    year = int(match["year"]) if match["year"] else released.year + years  # type: ignore[union-attr]
    part = chinese().table("promises", "parts").get(match["part"] or "")
    month = chinese_number(match["month"]) if match["month"] else None
    vague = match["relative"] == "今年" and not (month or part)
    return None if vague else _last(year, month or part or 12)


def _later(released: dt.date, days: int) -> dt.date:
    """So many days on; whole years keep the day."""
    years, rest = divmod(days, 365)
    return _last(released.year + years, released.month, released.day) if not rest else released + dt.timedelta(days)


def _last(year: int, month: int, day: int | None = None) -> dt.date:
    """The given day, or the last of the month."""
    month = min(max(month, 1), 12)
    longest = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(day, longest) if day else longest)
