"""Step 1 of the grammar: numbers that stand with a measure noun.

"14 new joint projects", "projects: 14", "the number of MOUs rose to 21", "another eight were signed", "备忘录6份".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from sci_loader.numerals import Number, find_numbers
from sci_loader.vocabulary import Measure, Programme, Words, chinese, english, words

__all__ = [
    "Candidate",
    "any_noun",
    "candidates",
    "measure_nouns",
    "measures_in_turn",
    "measures_named",
    "nouns_start",
    "strip_qualifier",
]

LINKS = re.compile(r"\s*(?:(?:and|or|&|as well as|/)\s*(?:the\s+)?|和|与|及|以及)\s*")


PAREN_TWIN = re.compile(r"\s*[(（]\s*[0-9０-９,]+\s*[)）]")


# "the initiative", "this deal": the programme or one thing itself, nothing that is counted.
ONE_ITSELF = re.compile(r"\b(?:the|this|that|its|our|an?|city|joint)\s+$", re.I)
# "Of the 43 projects, 12 ...", "He said that of these MOUs, nine ...".
OF_ALL = re.compile(r"(?:^|[,;:]|\bthat)[\s“\"]*of (?:all|the|our|their|its|these|those)\b[^.;:]*$", re.I)
PART = re.compile(r"\b(?:of|among)\s+(?:which|whom|these|those|them)\b", re.I)


ENDS_FIGURE = re.compile(
    r"[\s”’\"']*(?:$|[.,;:()!?\]–—-]|(?:new|to[- ]date|so far|in (?:all|total)|since|by|at|under|after|and|while|with|as of|from|following|today|this|for|overall|across|respectively|last|a year|or)\b)",
    re.I,
)


AGE = re.compile(r"[A-Z]\w+,\s*$")


REMAINDER = re.compile(
    r"(?:the (?:other|remaining|first|last|final)\s+|(?:the rest|of (?:these|those|them|which))[\s,]+)(?:\w+ )?$", re.I
)


OPENS = re.compile(
    r"(?:^|[,;:(“\"–—]\s*|\bin (?:[A-Z]\w+ )?(?:19|20)\d\d,?\s+|\b(?:signing|launch|exchange|conclusion|start) of\s+|\btoday’s\s+|\b(?:all meetings|all sessions|one of|means that|and|but|while|with|us|them|the|these|those|all|another|a further|an additional|of which|or|namely|just|is|are|was|were|be|has|have|had|at|makes?|made|making|brought|for|by|compris(?:e|es|ed|ing)|consist(?:s|ed|ing)? of|committee|meeting|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s+(?:now\s+|currently\s+|already\s+)?|\w+ed\s+)$",
    re.I,
)


# "备忘录和启动的项目": two kinds of things with one number.
HAN_AND = r"[和与與及、][^，。；、]{0,4}"
# "brings to 23 the number of projects": the rise stands before its noun.
TO_THE = re.compile(
    r"\b(?:br(?:ing|ings|inging|ought)|t(?:ake|akes|aking|ook)|lift(?:s|ed|ing)?|rais(?:e|es|ed|ing)) to\s+(?:\w+ ){0,2}$",
    re.I,
)
NUMBER_OF = re.compile(
    r"^\s+(?:the|its|their|our)\s+(?:\w+\s+)?(?:number|total|tally|count|sum) of\s+(?:\w+’s?\s+)?", re.I
)


# "三份涉及...", "四份由机构签署": what some of them are about, or whose they are.
# The measure words of a programme that names none of its own.
HAN_CLASSIFIERS = ("份", "个", "個", "项", "項")
# "三至五份": two ends, of which the measure word follows the second.
HAN_RANGE = re.compile(r"[0-9０-９一二两兩三四五六七八九十](?:至|到|[-–—~～])$")
# "For every MOU signed at the first meeting, two were signed at this one".
RATIO = re.compile(r"\W*for (?:every|each)\s", re.I)
HAN_TOPIC = re.compile(r".(?:聚焦|涉及|与|與|属|屬|有关|有關|关于|關於|由)")


@dataclass(frozen=True)
class Candidate:
    """A number and the measure noun it stands with; offsets are in the sentence."""

    start: int
    end: int
    value: int
    measure: str
    noun_start: int
    noun_end: int
    weak: bool
    form: str  # phrase, noun_first, elided
    high: int | None = None
    language: str = "en"
    note: str = ""  # a reason known from the form alone: joint, parties, relative, subset


Noun = tuple[int, int, Measure, bool]


@cache
def measure_nouns(measure: Measure, weak: bool = False) -> Words:
    """The sure or the weak nouns of a measure as one pattern."""
    return words(measure.weak_nouns) if weak else Words(measure.nouns, measure.patterns)


@cache
def any_noun(programme: Programme) -> re.Pattern[str]:
    """Every measure noun as one pattern."""
    return re.compile(
        "|".join(measure_nouns(m, weak).pattern for m in programme.measures for weak in (False, True)), re.I
    )


@cache
def _countable(programme: Programme) -> Words:
    """Every measure noun."""
    every = [measure_nouns(m, weak) for m in programme.measures for weak in (False, True)]
    return Words([n for w in every for n in w.names], [p for w in every for p in w.patterns])


def nouns_start(programme: Programme, text: str) -> list[int]:
    """Where words for something the programme counts may begin: a quick look before the grammar."""
    return _countable(programme).starts(text)


def measures_named(programme: Programme, text: str) -> tuple[str, ...]:
    """The measures whose sure nouns a text has, with or without a number."""
    return tuple(m.slug for m in programme.measures if measure_nouns(m, False).search(text))


def candidates(
    programme: Programme, sentence: str, names: list[tuple[int, int]], earlier: tuple[str, ...] = ()
) -> list[Candidate]:
    """Numbers of a sentence that stand with a measure noun.

    names: spans of proper names (their words are no measure nouns); earlier: measures of the sentences before, for
    numbers whose noun is left out.
    """
    numbers = find_numbers(sentence)
    nouns = _noun_spans(programme, sentence, names)
    phrases = [c for number in numbers if (c := _phrase(sentence, number, nouns, numbers))]
    found = phrases + _respective(sentence, numbers, nouns, {c.start for c in phrases})
    taken = {c.start for c in found}
    found += [
        c
        for number in numbers
        if number.start not in taken and (c := _noun_first(sentence, number, nouns, numbers, programme))
    ]
    taken = {c.start for c in found}
    sure = tuple(dict.fromkeys(n[2].slug for n in nouns if not n[3]))
    measures = sure or earlier or tuple(dict.fromkeys(n[2].slug for n in nouns))
    for number in numbers:
        before = earlier and OF_THEM.match(sentence, number.end) and not any(n[1] <= number.start for n in nouns)
        of = earlier if before else measures  # "eight of them": of what the sentence before spoke of
        if number.start not in taken and (c := _elided(sentence, number, of, nouns, found, programme, numbers)):
            found.append(c)
    found = [_as_part(c, sentence, found) for c in found]
    found += _multiples(sentence, nouns)
    found = [c for c in found if not _shadowed(c, found, nouns, sentence)]
    return sorted(found, key=lambda c: c.start)


OF_THEM = re.compile(r"\s+of\s+(?:them|these|those)\b", re.I)


def _respective(sentence: str, numbers: list[Number], nouns: list[Noun], taken: set[int]) -> list[Candidate]:
    """``MOUs and projects have climbed to 38 and 55 respectively``: bare numbers take the nouns in turn."""
    match = re.search(r"\brespectively\b", sentence, re.I)
    bare = [n for n in numbers if match and n.end <= match.start() and n.start not in taken]
    sure = [n for n in nouns if not n[3]]
    if match is None or len(bare) < 2 or len(bare) != len(sure) or sure[-1][1] > bare[0].start:
        return []
    return [_after_noun(number, noun) for number, noun in zip(bare, sure, strict=True)]


def _as_part(c: Candidate, sentence: str, found: list[Candidate]) -> Candidate:
    """Numbers that break a figure down are parts: those after "of which", and those in brackets behind a figure."""
    if c.note:
        return c
    if _of_two_kinds(c, sentence, found):
        return replace(c, note="joint")
    partitive = any(f.note == "subset" and f.form == "elided" and f.start < c.start for f in found)
    after_which = c.form == "elided" and (
        partitive or _itemised(c, sentence, found) or any(m.start() < c.start for m in PART.finditer(sentence))
    )
    opened = sentence.rfind("(", 0, c.start)
    in_brackets = opened > sentence.rfind(")", 0, c.start) and sentence[opened + 1 : c.start].strip() != ""
    first_in_brackets = opened >= 0 and sentence[opened + 1 : c.start].strip() == "" and c.form != "noun_first"
    behind = any(f.end <= opened and f.measure == c.measure for f in found)
    return replace(c, note="subset") if after_which or (behind and (in_brackets or first_in_brackets)) else c


def _of_two_kinds(c: Candidate, sentence: str, found: list[Candidate]) -> bool:
    """The 20 of 成果共20项，包括8份合作备忘录和12个项目: one number for things of both kinds."""
    parts = [f for f in found if f.form == "phrase" and f.start > c.end]
    between = sentence[c.end : parts[0].start] if parts else ""
    kinds = {f.measure for f in parts}
    return c.form == "elided" and "包括" in between and len(kinds) > 1 and sum(f.value for f in parts) == c.value


def _itemised(c: Candidate, sentence: str, found: list[Candidate]) -> bool:
    """ "58 projects have been launched: 33 have been completed, 20 are in progress and five were stopped": what adds up to a
    figure before the colon breaks it down."""
    colon = sentence.rfind(":", 0, c.start)
    wholes = [f for f in found if f.end <= colon and f.measure == c.measure and f.form != "elided"]
    if c.language != "en" or not wholes:
        return False
    rest = re.split(r"[;.](?:\s|$)", sentence[colon + 1 :])[0]
    return sum(n.value for n in find_numbers(rest)) == wholes[-1].value


def _noun_spans(programme: Programme, sentence: str, names: list[tuple[int, int]]) -> list[Noun]:
    """Measure nouns, the last of a compound only: in "project MOUs" MOUs are counted, in 合作项目备忘录 备忘录."""
    spans: list[Noun] = []
    for measure in programme.measures:
        for weak in (False, True):
            spans += [(*m.span(), measure, weak) for m in measure_nouns(measure, weak).finditer(sentence)]
    spans = [s for s in spans if not any(s[0] < b and s[1] > a and (b - a) > (s[1] - s[0]) for a, b in names)]
    spans = [
        s for s in spans if not (s[3] and ONE_ITSELF.search(sentence[: s[0]]) and sentence[s[0] : s[1]][-1] != "s")
    ]
    spans.sort(key=lambda s: (s[0], -s[1]))
    out: list[Noun] = []
    for span in spans:
        if out and span[0] < out[-1][1]:
            continue
        gap = sentence[out[-1][1] : span[0]] if out else "x"
        if gap == " " and span[3] and re.search(r"[^s]s$", sentence[: out[-1][1]]):
            continue  # "eight projects deal with": a verb
        if out and re.fullmatch(r"\s*", gap):
            strong = not (out[-1][3] and span[3]) if out[-1][2] is span[2] else not span[3]
            out[-1] = (out[-1][0], span[1], span[2], not strong and span[3])
        elif out and re.fullmatch(r"\s*[(（]", gap) and out[-1][2] is span[2]:
            out[-1] = (out[-1][0], out[-1][1], span[2], out[-1][3] and span[3])
        else:
            out.append(span)
    return out


# "two in every three MOUs", "one project in four": a share.
IN_EVERY = re.compile(r"\b(?:one in|in every|out of (?:every )?)\s+$", re.I)
IN_SO_MANY = re.compile(
    r"\s+(?:in|out of)\s+(?:every\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\b(?!\s+(?:[\w-]+\s+){0,3}\w+s\b|\s+(?:different|of|years?|months?))(?=\s*(?:$|[.,;]|\w))",
    re.I,
)


# "63份 合作倡议下累计签署的备忘录": an item of a list that ends in its noun, after all that is said of it.
HAN_ITEM = re.compile(r"[份个個项項]\s*[^，。；、！？：,.;()（）]{2,40}(?=[。]?$)")


def _phrase(sentence: str, number: Number, nouns: list[Noun], numbers: list[Number]) -> Candidate | None:
    """``eight (8) new joint MOUs``: the number leads the noun phrase."""
    twin = PAREN_TWIN.match(sentence, number.end)
    start = twin.end() if twin else number.end
    noun = next((n for n in nouns if n[0] >= start), None)
    if noun is None:
        return None
    between = sentence[start : noun[0]]
    if between[:1] in (")", "）") and sentence[number.start - 1 : number.start] in ("(", "（"):
        return None  # "MOUs (nine) and projects (15)"
    if TO_THE.search(sentence[: number.start]):
        between = NUMBER_OF.sub(" ", between)
    item = HAN_ITEM.match(sentence, number.end) if not re.search(r"\w", sentence[: number.start]) else None
    if item and not any(other.start > number.start for other in numbers):
        noun = max(n for n in nouns if n[0] < item.end())
        note: str | None = "" if noun[1] == item.end() else None
    else:
        note = _between(between, number, noun[2])
    if (
        number.value != 1
        and not sentence[noun[0] : noun[1]].lower().endswith("s")
        and re.match(r"\s+(?!is\b|was\b|as\b|this\b|has\b)[a-z]{3,}s\b(?!’)", sentence[noun[1] :])
    ):
        return None  # "20 MOU signatories", "14 project managers"
    if note == "" and re.search(r"\b(?:\w{2,}est|most \w+)\s+$", between, re.I):
        note = "subset"
    if note is None or any(start <= other.start < noun[0] for other in numbers):
        return None
    if re.search(r"\b(?:fewer|less)\b", between, re.I) or (
        re.search(r"\bmore\b", between, re.I) and re.match(r"[^.;]{0,60}?\bthan\b", sentence[noun[1] :], re.I)
    ):
        note = note or "comparison"
    if IN_EVERY.search(sentence[: number.start]) or IN_SO_MANY.match(sentence, noun[1]):
        return None
    following = LINKS.match(sentence, noun[1])
    if following and any(n[0] == following.end() and n[2] is not noun[2] for n in nouns):
        note = note or "joint"
    return Candidate(
        number.start,
        number.end,
        number.value,
        noun[2].slug,
        noun[0],
        noun[1],
        noun[3],
        "phrase",
        number.high,
        number.language,
        note,
    )


def _between(between: str, number: Number, measure: Measure) -> str | None:
    """None when the words between number and noun break the phrase, "parties" when the number counts who signed, else ""."""
    if number.language == "zh":
        return None if number.value == 1 and re.match(r"\s*[份个個项項]", between) else _between_chinese(between)
    if re.search(r"[.;:!?，。；：]|\s[–—-]\s", between) or len(between) > 90:
        return None
    between = re.sub(r"\b([\w]+)[\s-]to[\s-]\1\b", r"\1-to-\1", between, flags=re.I)
    tokens = re.findall(r"[\w’'&/-]+", between.lower())
    if len(tokens) > 8:
        return None
    if "," in between and not re.fullmatch(r"[\s\w’'&/()-]+(?:,[\s\w’'&/()-]+)*", between):
        return None
    lists = english()
    blockers, others, plural_ok = (
        lists.words("blockers", "words"),
        lists.words("blockers", "other_counts"),
        lists.words("blockers", "modifiers_in_s"),
    )
    signing = lists.cue("basis", "signing")
    verb = next((i for i, t in enumerate(tokens) if signing.fullmatch(t)), None)
    for i, token in enumerate(tokens):
        if token in others and (token not in plural_ok or (verb is not None and verb > i)) and not _modifies(tokens, i):
            return (
                "parties"
                if verb is not None and verb > i and not any(t in blockers for t in tokens[verb + 1 :])
                else None
            )
        if token in blockers:
            return None
        if verb == i and i > 0 and tokens[i - 1].endswith("s") and tokens[i - 1] not in plural_ok:
            return "parties"
    return ""


def _modifies(tokens: list[str], i: int) -> bool:
    """A singular such as "government" or "business" before the noun describes it and is not counted."""
    return (
        not tokens[i].endswith("s")
        and i + 1 <= len(tokens)
        and tokens[i] not in ("people", "per", "million", "billion", "trillion")
    )


def _between_chinese(between: str) -> str | None:
    text = re.sub(r"\s", "", between)
    if len(text) > 18 or re.search(r"[，。；、！？：,.;]", text):
        return None
    text = re.sub(rf"^[多余餘]?(?:{chinese().lists['numbers']['classifiers']})?", "", text)
    signs = chinese().cue("basis", "event")
    counted = next(
        (
            w
            for w in chinese().list("other_counts", "words")
            if w in text[:3] and w not in ("方面", "领域", "領域", "期", "人")
        ),
        None,
    )
    if counted:
        return "parties" if signs.search(text) else None
    return None if signs.search(HAN_DESCRIBED.sub("", text)) else ""


# 10份新签备忘录, 8份累计签署的备忘录, 签约项目: what describes the things counted, and is not done to them here
HAN_DESCRIBED = re.compile(
    r"签约|簽約|(?:新|刚|剛)(?:签[署订]?|簽[署訂]?|启动|啟動|推出|达成|達成|公布|公佈|宣布)(?:的)?|(?:累计|累計|已|共同|双方|雙方)(?:签[署订]|簽[署訂]|启动|啟動|推出|达成|達成)的"
)


def _noun_first(
    sentence: str, number: Number, nouns: list[Noun], numbers: list[Number], programme: Programme
) -> Candidate | None:
    """``projects: 14``, ``the number of MOUs rose to 21``, ``At 21, the pacts``."""
    noun = next((n for n in reversed(nouns) if n[1] <= number.start), None)
    if measures_in_turn(programme, sentence, number):
        return None  # "eight MOUs and seven projects, bringing the totals to 28 and 43"
    after = sentence[number.end :]
    at = re.match(
        r"\s*,\s*(?:the|its|their)\s+(?:\w+\s+){0,4}$",
        sentence[number.end : next((n[0] for n in nouns if n[0] >= number.end), number.end)],
    )
    if at and re.search(r"(?:^|[.;,]\s*)at\s+(?:\w+\s+){0,2}$", sentence[: number.start], re.I):
        noun = next(n for n in nouns if n[0] >= number.end)
        return _after_noun(number, noun)
    if noun is None or any(noun[1] <= other.start < number.start for other in numbers):
        return None
    between = sentence[noun[1] : number.start]
    if number.language == "zh":
        if not _chinese_after(between, after, noun[2]):
            return None
        joint = re.search(r"合|共|总|總|相?加", between) and any(
            n[2] is not noun[2] and re.fullmatch(HAN_AND, sentence[n[1] : noun[0]]) for n in nouns
        )
        return replace(_after_noun(number, noun), note="joint" if joint else "")
    if not ENDS_FIGURE.match(after):
        return None
    label = re.fullmatch(r"[)’”\s]*(?:[\w\s'’-]{0,60})[:(–—=]\s*|\s+-\s+", between)
    if not (label or _directional(sentence[: number.start], noun)):
        return None
    together = any(n[2] is not noun[2] and LINKS.fullmatch(sentence[n[1] : noun[0]]) for n in nouns)
    return replace(_after_noun(number, noun), note="joint" if together else "")


def _chinese_after(between: str, after: str, measure: Measure) -> bool:
    """``签署备忘录6份``: noun, at most a few words of counting, number, the measure word, and no other noun behind it."""
    classifiers = "|".join(measure.classifiers)
    counting = re.fullmatch(
        r"[「“（(\s]*(?:清单|名单|總數|总数|数量|數量|总量|(?:两者|兩者|二者)?(?:相加|加起[来來])，?)?[「“（(\s]*(?:(?:也|已|则|則|同样|同樣|累计|累計|合共|合计|[一总總]?共|共计|共計|现|現|目前|至今|今年|此次|本次|分别|分別|另|再|新增|将|將|總計|总计)*(?:达到?|達到?|有|为|為|是|增至|增加到|上升至|升至|突破)*(?:近|约|約|超过|超過|逾|多达|多達|不少于)?)[：:\s]*",
        between,
    )
    tail = re.match(
        rf"\s*[多余餘]?\s*(?:{classifiers or '份|个|個|项|項'})(?:[啦了呢喔哦嘛呀吧](?![\u4e00-\u9fff])|(?![\u4e00-\u9fff]))|\s*[多余餘]?\s*(?:{classifiers or '份|个|個|项|項'})(?:和|及|与|與|以及|涵盖|涵蓋|的|，)",
        after,
    )
    return bool(counting) and bool(tail)


def _after_noun(number: Number, noun: Noun) -> Candidate:
    return Candidate(
        number.start,
        number.end,
        number.value,
        noun[2].slug,
        noun[0],
        noun[1],
        noun[3],
        "noun_first",
        number.high,
        number.language,
        "",
    )


def _directional(before: str, noun: Noun) -> bool:
    """A rise or a total that runs from the noun to the number: "the number of MOUs rose to"."""
    if _one_thing(before, noun):
        return False
    match = english().cue("basis", "directional", True).search(strip_qualifier(before)[0])
    return match is not None and match.start() <= noun[1] + 60 and match.end() >= noun[1]


def _elided(
    sentence: str,
    number: Number,
    measures: tuple[str, ...],
    nouns: list[Noun],
    found: list[Candidate],
    programme: Programme,
    numbers: list[Number],
) -> Candidate | None:
    """``another eight were signed``, ``three of them``, ``bringing the total to 28``: the noun was said before."""
    before, after = sentence[: number.start], sentence[number.end :]
    if number.language == "zh":
        return _chinese_elided(sentence, number, measures, nouns, programme)
    if re.match(r"\s+in\s+(?:\w+|\d+)\s+\w+s\b", after) and number.value == 1:
        return None
    if re.match(r"\s+(?:in|out of)\s+every\b", after) or _of_others(before, numbers, nouns):
        return None
    bare, _ = strip_qualifier(before)
    inner = re.match(r"\s+of\s+(?:the|these|those|our|its|their)\s+", after, re.I)
    if inner and (part := _partitive(sentence, number, nouns, inner)):
        return part
    note = ""
    if (
        re.match(r"\s+(?:of|among)\s+(?:them|these|those|which|whom)\b", after, re.I)
        or (REMAINDER.search(bare) and _follows_elision().match(after))
        or OF_ALL.search(before)
        or re.match(r"\s+(?:on|about)\s|\s+(?:is|are|was|were) (?:among|part of)\b", after, re.I)
    ) or (re.match(r"\s+others?\b(?!\s+\w+s\b)", after, re.I) and re.search(r"\b(?:is|are|were)\s+$", bare, re.I)):
        note = "subset"
    elif (
        re.match(r"\s+(?:more|fewer|less)\s+than\b|\s+short of\b", after, re.I)
        or re.search(r"\bby\s+$", bare, re.I)
        or RATIO.match(sentence)
    ):
        note = "comparison"
    elif not (
        _follows_elision().match(after) and (_opens_elision(bare) or _rises_too(bare, found))
    ) or _other_predicate(after):
        return None
    measure = _elided_measure(sentence, number, measures, nouns, found, programme)
    if measure is None or (after.startswith(",") and AGE.search(before)):
        return None
    last = next((n for n in reversed(nouns) if n[1] <= number.start), None)
    if last and english().cue("basis", "directional", True).search(bare) and _one_thing(bare, last):
        return None
    return Candidate(
        number.start,
        number.end,
        number.value,
        measure,
        number.start,
        number.end,
        False,
        "elided",
        number.high,
        "en",
        note,
    )


def _rises_too(bare: str, found: list[Candidate]) -> bool:
    """ "took the total to 45, and the sixth to 51": the end of another rise, as the one before in the sentence."""
    earlier = [c for c in found if c.end <= len(bare)]
    return bool(earlier) and bool(
        re.search(r"\bto\s+$", bare) and english().cue("basis", "directional", True).search(bare[: earlier[-1].start])
    )


def _of_others(before: str, numbers: list[Number], nouns: list[Noun]) -> bool:
    """ "walked 210 companies through, and 34 came back": the noun left out is that of another count of the sentence."""
    counted = [n for n in numbers if n.end < len(before)]
    if not counted or any(n[1] <= len(before) for n in nouns) or not re.search(r"(?:,|\band)\s+$", before):
        return False
    word = re.match(r"\s+([\w-]+)", before[counted[-1].end :])
    return word is not None and word[1].lower() in english().words("blockers", "other_counts")


def _one_thing(before: str, noun: Noun) -> bool:
    """ "A pilot has grown to 19": what grew is one thing, and the number counts something in it."""
    plural = re.search(r"[sa]$", before[noun[0] : noun[1]], re.I)
    return not plural and not re.search(
        r"\b(?:number|total|tally|count|sum)\b", before[noun[0] - 30 if noun[0] > 30 else 0 :], re.I
    )


@cache
def _follows_elision() -> re.Pattern[str]:
    """What may follow a number whose noun is left out: the end, a verb, a preposition, "more"; never another noun."""
    events = "|".join(english().list("basis", "event"))
    return re.compile(
        rf"[\s”’\"']*(?:$|[.,;:)!?–—]|(?:more|others?|ones?|(?:new|fresh|further|additional|other) ones|new|further|additional)\b(?!\s+\w+s\b)|(?:newly\s+)?(?:{events})\b|(?:(?:that|which)\s+)?(?:have|has|had|were|was|are|is|will|being)\b"
        r"|(?:to[- ]date|so far|in (?:all|total)|since|overall|respectively|and|at|in|on|under|today|yesterday|now|already|from|following|this|last|by|to be|to (?:launch|sign|start|announce)|follow(?:s|ed)|came|the (?:number|total|tally|count)|of (?:its|their|our) own|of \d{4}|of a year)\b)",
        re.I,
    )


def _chinese_elided(
    sentence: str, number: Number, measures: tuple[str, ...], nouns: list[Noun], programme: Programme
) -> Candidate | None:
    """``其中三份``, ``累计已达29个``: the measure word stands for the noun that was said before."""
    after = re.sub(r"^[多余餘]", "", sentence[number.end :])
    named = {n[2].slug for n in nouns} | set(measures)
    match = [
        m.slug
        for m in programme.measures
        if m.slug in named and after.startswith(m.classifiers or (HAN_CLASSIFIERS if len(named) == 1 else ()))
    ]
    if len(match) != 1 or re.match(
        r".(?:[\u4e00-\u9fff]{0,4}(?:国家|城市|企业|企業|机构|機構|公司|月|年|小时|部门|领域|領域|方面|支柱))",
        after,
    ):
        return None
    if not re.match(
        r".(?:[，。；、！？）)」”]|$|和|是|为|為|已|均|都|全部|落户|之[内內中一])", after
    ) and not HAN_TOPIC.match(after):
        return None
    said = re.split(r"[；。]", sentence[: number.start])[-1]
    part = chinese().cue("scope", "subset_before").search(said) or HAN_TOPIC.match(after)
    note = "range" if HAN_RANGE.search(sentence[: number.start]) else "subset" if part else ""
    return Candidate(
        number.start,
        number.end,
        number.value,
        match[0],
        number.start,
        number.end,
        False,
        "elided",
        number.high,
        "zh",
        note,
    )


def _other_predicate(after: str) -> bool:
    """ "nine were extended": something else than coming into being is said of them."""
    verb = re.match(
        r"(?:\s+(?:more|others?|further))?\s+(?:have been|has been|had been|were|was|are|is|will be|being)\s+(?:\w+ly\s+)?(\w+)",
        after,
        re.I,
    )
    if english().cue("basis", "stock_after").match(after.lstrip()):
        return False
    return verb is not None and not english().cue("basis", "creation").fullmatch(verb[1])


# "grown from eight MOUs in 2020 to", "from seven at the start to": before the number that it has become.
GROWN = re.compile(
    r"\b(?:gr[eo]w(?:n|ing)?|gone|went|going|ris(?:en|ing)|rose|climb(?:ed|ing)|expand(?:ed|ing)|increas(?:ed|ing)|swell(?:ed|ing)|swollen)"
    r"\s+(?:\w+ly\s+)?from\s+(?P<verb>[^,;.]{1,60}?)\s+to\s+$"
    r"|\bfrom\s+(?P<start>[^,;.]{1,40}?)\s+(?:in (?:19|20)\d{2}|(?:\w+ )?\w+ years ago|initially|originally"
    r"|(?:at|when) (?:the |its |our |it |we )?(?:very )?(?:start(?:ed)?|outset|beginning|began|launch(?:ed)?|inception|(?:first|inaugural) (?:\w+ ){0,3}?meeting))\s+to\s+$",
    re.I,
)
LATELY = re.compile(r"\b(?:last|previous|preceding|earlier)\b", re.I)


def has_grown(before: str) -> bool:
    """Whether the words before a number say that it is what something has grown to, from what it was at its beginning.

    >>> [has_grown(f"It went from {was} to ") for was in ("eight MOUs in 2020", "four last year", "strength")]
    [True, False, False]
    """
    match = GROWN.search(before)
    was = match and (match["verb"] or match["start"])
    return bool(was and not LATELY.search(was) and find_numbers(was))


def _opens_elision(bare: str) -> bool:
    return bool(
        OPENS.search(bare)
        or has_grown(bare)
        or english().cue("basis", "directional", True).search(bare)
        or english().cue("basis", "sum_before", True).search(bare)
        or english().cue("basis", "event", True).search(bare)
        or english().cue("basis", "comparison", True).search(bare)
    )


def _partitive(sentence: str, number: Number, nouns: list[Noun], inner: re.Match[str]) -> Candidate | None:
    """``three of the eight MOUs``: the first number is a part."""
    noun = next((n for n in nouns if n[0] >= number.end + inner.end()), None)
    if noun is None or noun[0] - number.end > 70 or re.search(r"[.;:,]", sentence[number.end : noun[0]]):
        return None
    return Candidate(
        number.start,
        number.end,
        number.value,
        noun[2].slug,
        number.start,
        number.end,
        False,
        "elided",
        number.high,
        "en",
        "subset",
    )


def _elided_measure(
    sentence: str,
    number: Number,
    measures: tuple[str, ...],
    nouns: list[Noun],
    found: list[Candidate],
    programme: Programme,
) -> str | None:
    """The measure a bare number counts: the noun before it in the sentence, the only one of the paragraph, or what its verb
    is said of ("signed" of MOUs, "launched" of projects)."""
    if turn := measures_in_turn(programme, sentence, number):
        return turn
    earlier = [c for c in found if c.end <= number.start]
    said = [n for n in nouns if n[1] <= number.start]
    if earlier or said:
        return (
            earlier[-1].measure if earlier and (not said or earlier[-1].noun_end >= said[-1][1]) else said[-1][2].slug
        )
    if len(set(measures)) == 1:
        return measures[0]
    verb = [m.slug for m in programme.measures if m.verbs.search(sentence[number.end :][:60])]
    return verb[0] if len(verb) == 1 else None


@cache
def _two_nouns(programme: Programme) -> re.Pattern[str]:
    """ "eight MOUs and seven projects": two measures in turn, each a group of its own name."""
    either = [(m.slug, measure_nouns(m).pattern) for m in programme.measures]
    pairs = [
        rf"(?P<m{i}>{a})\s+and\s+(?:[\w-]+\s+){{1,3}}?(?:{b})"
        for i, (_, a) in enumerate(either)
        for j, (_, b) in enumerate(either)
        if i != j
    ]
    return re.compile("|".join(pairs) or r"(?!)", re.I)


TWO_BARE = re.compile(r"([\w-]+) and ([\w-]+)\s*(?:$|[.,;:)!?”]|at\b|in\b|respectively\b|today\b)")


def measures_in_turn(programme: Programme, sentence: str, number: Number | Candidate) -> str | None:
    """What one of the two bare numbers of "the second four and eight" counts, behind two measures named in turn."""
    if len(programme.measures) != 2:
        return None
    named = list(_two_nouns(programme).finditer(sentence, 0, number.start))
    pair = (
        next(
            (m for m in TWO_BARE.finditer(sentence, named[-1].end()) if number.start in (m.start(1), m.start(2))), None
        )
        if named
        else None
    )
    if pair is None or not all(find_numbers(pair[i]) for i in (1, 2)):
        return None
    first = 0 if named[-1]["m0"] else 1
    return programme.measures[first if number.start == pair.start(1) else 1 - first].slug


def _multiples(sentence: str, nouns: list[Noun]) -> list[Candidate]:
    """``a doubling of the number of new projects``: a multiple of a measure, never a count."""
    found = []
    table = english().table("numbers", "multiples")
    pattern = _multiple_pattern()
    for m in pattern.finditer(sentence):
        noun = min(nouns, key=lambda n: min(abs(n[0] - m.end()), abs(m.start() - n[1])), default=None)
        if noun is None:
            continue
        gap = sentence[m.end() : noun[0]] if noun[0] >= m.end() else sentence[noun[1] : m.start()]
        if len(gap) < 60 and not re.search(r"[.;:]", gap):
            found.append(
                Candidate(
                    m.start(),
                    m.end(),
                    table[m[0].lower()],
                    noun[2].slug,
                    noun[0],
                    noun[1],
                    noun[3],
                    "phrase",
                    None,
                    "en",
                    "relative",
                )
            )
    return found


@cache
def _multiple_pattern() -> Words:
    return words(english().table("numbers", "multiples"))


def _shadowed(c: Candidate, found: list[Candidate], nouns: list[Noun], sentence: str) -> bool:
    """A weak noun gives way to a sure one of the same measure in the sentence, and to a named kind ("Free Trade Agreements")."""
    if not c.weak or c.form == "elided":
        return False
    if any(n[2].slug == c.measure and not n[3] for n in nouns):
        return True
    noun = sentence[c.noun_start : c.noun_end]
    words_before = sentence[c.end : c.noun_start].split()
    return noun[:1].isupper() and not sentence.isupper() and bool(words_before) and words_before[-1][:1].isupper()


QUALIFIER = 80  # characters; none is longer


def strip_qualifier(before: str) -> tuple[str, str]:
    """Text before a number without its qualifiers, and the qualifier's class.

    >>> strip_qualifier("the signing of a total of more than ")
    ('the signing of ', 'at_least')
    """
    found = "exact"
    for lists in (english(), chinese()):
        changed = True
        while changed:
            changed = False
            for kind in ("at_least", "about", "exact"):
                match = lists.cue("qualifiers", kind, True).search(before, max(0, len(before) - QUALIFIER))
                if match and match.start() < match.end():
                    before, changed = before[: match.start()], True
                    found = kind if found == "exact" else found
    return before, found
