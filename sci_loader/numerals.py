"""Whole numbers in English and Chinese text, with where they stand.

Closed grammars of our own: the general libraries read "one-stop" as 1, "second" as 2 and two or three projects as 23.
Only numbers that can count things come out; years, money, percentages, ordinals, phases, model names, footnote digits and
parts of longer codes do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sci_loader.vocabulary import behind_space, beyond_ascii, chinese, english, letters_of, one_of

__all__ = ["MONTHS", "Number", "chinese_number", "find_numbers", "may_count", "ordinal_value"]

DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
HAN_DIGITS = dict(zip("〇零一二两兩三四五六七八九", (0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
HAN_SCALES = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "萬": 10_000,
    "亿": 100_000_000,
    "億": 100_000_000,
}
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
HAN = "〇零一二两兩三四五六七八九十廿卅百千万萬亿億"


@dataclass(frozen=True)
class Number:
    """A number that may count something: ``text[start:end]`` is how it is written, ``high`` the end of a range."""

    start: int
    end: int
    value: int
    high: int | None = None
    language: str = "en"


@cache
def _english() -> re.Pattern[str]:
    """Digits with thousands, number words, dozens; a trailing ``(8)`` repeats the word and belongs to it."""
    table = english().lists["numbers"]
    unit, tens = one_of(table["units"]), one_of(table["tens"])
    small = rf"(?:(?:{tens})(?:[\s-](?:{unit}))?|{unit})"
    word = rf"(?:{small}|a|an)\s+(?:hundred|thousand)(?:\s+(?:and\s+)?{small})?(?:\s+thousand)?|{small}"
    groups = one_of(g.replace(" ", r"\s+") for g in table["groups"])
    digits = r"\d{1,3}(?:,\d{3})+|[0-9０-９]+"
    atom = rf"(?:{groups}|{digits}|{word})"
    return re.compile(
        rf"(?<![\w$€£¥#])(?<![\w][-–.,/:])(?P<low>{atom})(?P<twin>\s*\((?:{digits})\))?"
        rf"(?:\s?[-–]\s?(?P<high>{digits})(?=\s\w))?(?:(?![^\W_])|(?<=\d)(?=[A-Za-z]{{3,}})(?!st|nd|rd|th))",
        re.I,
    )


@cache
def _word_values() -> dict[str, int]:
    table = english().lists["numbers"]
    return {**table["units"], **table["tens"], **{" ".join(k.split()): v for k, v in table["groups"].items()}}


def _english_value(text: str) -> int:
    text = " ".join(text.lower().translate(DIGITS).split())
    if text[0].isdigit():
        return int(text.replace(",", ""))
    values = _word_values()
    if text in values:
        return values[text]
    total = current = 0
    for word in re.split(r"[\s-]+", text):
        if word in ("a", "an"):
            current = 1
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word == "thousand":
            total, current = total + max(current, 1) * 1000, 0
        elif word != "and":
            current += values[word]
    return total + current


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:%|％|per\s?cent|percent|million|billion|trillion|mn\b|bn\b|(?:st|nd|rd|th)\b|"
        r"-(?:year|day|month|week|hour|minute|member|party|point|fold|storey|strong|way|sided)|"
        rf"(?:{MONTHS})\b|"
        r"[.,:/]\d|°|o’clock\b|in the (?:morning|afternoon|evening)\b|times\b|years?\b|months?\b|weeks?\b|days?\b|hours?\b|kilomet|km\b|kg\b|out of|and\s+an?\s+(?:half|third|quarter))",
        re.I,
    )


@cache
def _before() -> re.Pattern[str]:
    labels = "|".join(re.escape(w) for w in english().list("labels", "words"))
    months = "|".join(sorted(english().table("dates", "months"), key=len, reverse=True))
    money = r"(?:S?\$|US\$|SGD|USD|RMB|CNY|€|£|¥)"
    return re.compile(
        rf"(?:(?<!\w)(?:{labels})s?\.?[\s-]*|(?<!\w)(?:{months})\.?\s+|{money}\s*|(?<!\w)(?:{labels})\s+\d+(?:\s*(?:,|and|&|to|-)\s*\d+)*\s*(?:,|and|&|to|-)\s*)$",
        re.I,
    )


ORDINAL_DIGITS = r"\d{1,3}\s?(?:st|nd|rd|th)"
LEADING_ITEM = re.compile(r"^(?:[•‣]\s*)?\d{1,3}[.)]\s")


@cache
def _any_number() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[bytes]]:
    """Digits that may count in English; digits and numbers in Chinese; English words in the ``letters_of`` a text, behind a space."""
    table = english().lists["numbers"]
    names = {w.split()[-1] for w in (*table["units"], *table["tens"], *table["multiples"], "hundred", "thousand")}
    names |= {w.removesuffix(" of").split()[-1] for w in table["groups"]}
    spelt = behind_space(f"{letters_of(name).decode()}(?![a-z0-9])" for name in names)
    # As in ``_english`` a digit does not hang on a letter or a currency, nor does it open a year.
    year = "(?:(?<=1)9|(?<=2)0)[0-9]{2}(?![0-9]|[,.][0-9])"
    english_digit = rf"[0-9](?<![A-Za-z0-9_$€£¥#][0-9])(?!{year})|[０-９]"
    return re.compile(english_digit), re.compile(rf"[0-9０-９{HAN}]"), spelt


CHINESE = re.compile("[\u3007-\u9fff]")  # any character that is written in a Chinese number or beside one


def may_count(text: str) -> bool:
    """A quick test: False when a text holds neither a number behind that of its item nor a multiple.

    >>> [may_count(t) for t in ("Twenty-nine mous", "a pair of pacts", "8个项目", "doubled", "no one-off in the content")]
    [True, True, True, True, True]
    >>> [may_count(t) for t in ("several firms often signed", "someone", "12. In 2021 firms met", "US$3")]
    [False, False, False, False]
    """
    item = LEADING_ITEM.match(text)
    english_digit, in_chinese, spelt = _any_number()
    digit = in_chinese if CHINESE.search(beyond_ascii(text)) else english_digit
    return (
        digit.search(text, item.end() if item else 0) is not None or spelt.search(b" " + letters_of(text)) is not None
    )


def find_numbers(text: str) -> list[Number]:
    """All numbers of a sentence that may count things, in order.

    >>> [(n.value, text[n.start:n.end]) for text in ["eight (8) new MOUs and 1,400 firms"] for n in find_numbers(text)]
    [(8, 'eight'), (1400, '1,400')]
    >>> [n.value for n in find_numbers("Phase 1 projects, 5G, 20%, S$3 million, 25 November, the 4th meeting, Lading1, one-stop")]
    []
    >>> [(n.value, n.high) for n in find_numbers("between eight and ten deals, half a dozen pacts, twenty-nine projects")]
    [(8, 10), (6, None), (29, None)]
    >>> [(n.value, n.language) for n in find_numbers("签署了八份谅解备忘录和近30个项目，共二十九个")]
    [(8, 'zh'), (30, 'zh'), (29, 'zh')]
    """
    found = _find_english(text) if any(c.isascii() and c.isalnum() for c in text) else []
    if CHINESE.search(text):
        found = sorted([*(n for n in found if not _touches_han(text, n)), *_find_chinese(text)], key=lambda n: n.start)
    return found


def _find_english(text: str) -> list[Number]:
    item = LEADING_ITEM.match(text)
    found = [n for m in _english().finditer(text, item.end() if item else 0) if (n := _counting(text, m))]
    out: list[Number] = []
    for number in found:
        if out and _is_range(text, out[-1], number):
            out[-1] = Number(out[-1].start, number.end, out[-1].value, number.value)
        else:
            out.append(number)
    return out


# "the one today", "this one": a pronoun.
PRONOUN_BEFORE = re.compile(r"\b(?:the|this|that|which|each|every|another|no|any|a new)\s+$", re.I)
PRONOUN_AFTER = re.compile(
    r"\s*(?:$|[,.;:)]|(?:today|yesterday|held|before|after|at|in|on|of|that|which|who|is|was|has)\b)", re.I
)


# No figure of agreements or projects is larger, or longer as it is written; what is may be no number that a table can hold.
MOST, LONGEST = 999_999_999, 40
REACH = 100  # characters before a number that tell what it is; no label, currency or list of numbers is longer


def _counting(text: str, match: re.Match[str]) -> Number | None:
    """The number of one match, None when it names a year, a label, money or a quantity of something else."""
    low, high = match["low"], match["high"]
    if len(high or low) > LONGEST:
        return None
    if (low.isdecimal() and len(low) == 4 and 1900 <= int(low) <= 2100) or (low[0] == "0" and len(low) > 1):
        return None
    start, end = match.start("low"), match.end("high") if high else match.end("low")
    before, after = text[max(0, start - REACH) : start], text[match.end() :]
    if _before().search(text, max(0, start - REACH), start) or _after().match(after) or re.match(r"-\w|[’']s ", after):
        return None
    if low.lower() == "one" and PRONOUN_BEFORE.search(before) and PRONOUN_AFTER.match(after):
        return None
    value = _english_value(low)
    top = _english_value(high) if high else None
    if (top is not None and top <= value) or max(value, top or 0) > MOST:
        return None
    return Number(start, end, value, top)


def _is_range(text: str, low: Number, high: Number) -> bool:
    """ "eight to ten", "between 8 and 10"; "from 8 to 10" is a change, not a range."""
    joint = text[low.end : high.start].strip().lower()
    if low.value >= high.value or low.high is not None or re.search(r"\b(?:from|by)\s+$", text[: low.start], re.I):
        return False
    between = joint == "and" and re.search(r"\bbetween\s+$", text[: low.start], re.I)
    return joint in ("to", "or", "-", "–") or bool(between)


def _touches_han(text: str, number: Number) -> bool:
    after = text[number.end :].lstrip()[:1]
    return "\u3007" <= after <= "\u9fff"


HAN_NUMBER = re.compile(
    rf"(?<![第\w.．])(?<![0-9０-９][,，])(?:[0-9０-９]+(?:[,，][0-9０-９]{{3}})*[百千万萬亿億]?|[{HAN}]+)(?![0-9.．])|(?<=[\u4e00-\u9fff])(?<!第)(?<![{HAN}0-9０-９.．])(?:[0-9０-９]+[百千万萬亿億]?|[{HAN}]+)(?![0-9.．])"
)


HAN_TWIN = re.compile(r"^[（(][0-9０-９]+[）)]")


def _find_chinese(text: str) -> list[Number]:
    others = chinese().list("other_counts", "words")
    found = []
    for match in HAN_NUMBER.finditer(text):
        value = chinese_number(match[0])
        after = HAN_TWIN.sub("", text[match.end() :].lstrip())
        if text[: match.start()].endswith(("一式", "（", "(")):  # "一式两份", and the digits of "十（10）份"
            continue
        if (
            value is None
            or value > MOST
            or (after.startswith(tuple(others)) and not after.startswith(("年度", "方面合作备忘")))
        ):
            continue
        if match[0] in ("一", "1") and re.match(
            r"(?:共|旦|向|切|连|連|再|举|舉|并|時|时|批|系列|些|种|種|致|起|同|道|方|边|邊|步|直|定|般|倍|口气|口氣|阶段|階段|轮|輪|揽子|攬子|站式|带一路|帶一路|体化|體化)",
            after,
        ):
            continue
        if not after or not "\u3007" <= after[0] <= "\u9fff":
            continue
        found.append(Number(match.start(), match.end(), value, None, "zh"))
    return found


def chinese_number(text: str) -> int | None:
    """Value of a Chinese or mixed numeral, None when the characters are no single number.

    >>> [chinese_number(t) for t in ("八", "十四", "二十九", "两百零三", "１４", "3万", "两三", "廿九", "8万亿")]
    [8, 14, 29, 203, 14, 30000, None, 29, None]
    """
    if len(text) > LONGEST:
        return None
    text = text.translate(DIGITS).replace(",", "").replace("，", "").replace("廿", "二十").replace("卅", "三十")
    if text.isdecimal():
        return int(text)
    plain = re.match(r"\d+", text)
    total = section = digit = 0
    if plain:
        digit, text = int(plain[0]), text[plain.end() :]
    previous_was_digit = False
    for char in text:
        if char in HAN_DIGITS:
            if previous_was_digit and char not in "〇零":
                return None
            digit, previous_was_digit = HAN_DIGITS[char], char not in "〇零"
        elif char in HAN_SCALES:
            scale = HAN_SCALES[char]
            previous_was_digit = False
            if scale >= 10_000:
                if total and not section + digit:
                    return None
                total, section, digit = total + max(section + digit, 1) * scale, 0, 0
            else:
                section, digit = section + max(digit, 1) * scale, 0
        else:
            return None
    return total + section + digit


def ordinal_value(text: str) -> int | None:
    """Value of an ordinal such as ``3rd``, ``third``, ``inaugural``; None for other words.

    >>> [ordinal_value(t) for t in ("3rd", "Third", "inaugural", "twenty-first", "21 st", "next")]
    [3, 3, 1, 21, 21, None]
    """
    word = " ".join(text.lower().split())
    digits = re.match(r"(\d{1,3})\s?(?:st|nd|rd|th)$", word)
    if digits:
        return int(digits[1])
    table = english().table("numbers", "ordinals")
    if word in table:
        return table[word]
    tens, _, unit = word.replace(" ", "-").partition("-")
    base = english().table("numbers", "tens").get(tens)
    return base + table[unit] if base and unit in table and table[unit] < 10 else None
