"""The grammar of claims: which number in a sentence counts MOUs or projects, new or to date, and of which meeting.

A sentence is read in four steps, each a small function over lists in data/language and data/programmes:

1. ``candidates``  pairs numbers with measure nouns: "14 new joint projects", "projects: 14", "another eight", "十四个项目".
2. ``scope``       says what bars a number from being the programme's own figure: a part, a comparison, a plan, a neighbour.
3. ``basis``       tells a new figure from one to date.
4. ``meeting``     tells which meeting it is about.

Every candidate becomes a claim.  One that a step bars is kept with its reason; one that no step can place is kept as
``no_basis`` or ``no_meeting``, and the release gets a problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from sci_loader.numerals import Number, chinese_number, find_numbers
from sci_loader.subjects import MEETING, NAMED, OURS, PROGRAMME, ZONE, Mention, Reading, other_places
from sci_loader.vocabulary import Language, Measure, Programme, Words, chinese, curly, english, words

__all__ = ["REASONS", "Candidate", "Claim", "Context", "claims_in", "has_measure", "measures_named"]

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
CLAUSE = re.compile(r"[;:,，；、：]|\s[–—-]\s|[—]|\b(?:and|while|whereas|with|but|as well as|alongside)\b|以及|并|並|和|与|及|同时|同時", re.I)
STRONG_CLAUSE = re.compile(r"[;:,，；：]|\s[–—-]\s|[—]|\bwhile\b|\bwhereas\b|\bbut\b", re.I)
LINKS = re.compile(r"\s*(?:(?:and|or|&|as well as|/)\s*(?:the\s+)?|和|与|及|以及)\s*")
LINK_ONLY = re.compile(r"\s*(?:\([\w. ]+\))?\s*(?:,|and|,\s*and|as well as|along with|plus|&|、|和|与|及|以及)\s*(?:(?:the|another|some|over|about|nearly|almost|more than|an? \w+ of(?: over| about)?)\s+)?", re.I)
# Where a clause about our noun gives way to one about something else: a comparison, a relative clause of a later noun.
TURN = re.compile(r"(?:,\s*)?\b(?:up from|down from|as against|compared (?:with|to)|against|versus|than|as many as|(?:more than |nearly |almost )?(?:double|twice|triple)|the most|the highest|the largest)\b|(?<=\w)\s(?:that|which|who|whose|where)\s|，?(?:比|较|較)|\s\((?=\S+\s)", re.I)
# A clause about what the things do says nothing about when they came; one that says that they were signed does.
ASIDE = re.compile(r",\s*(?:which|who|that|where)\s+(?!(?:were|was|have|has|had|are)\b)", re.I)
PAREN_TWIN = re.compile(r"\s*[(（]\s*[0-9０-９,]+\s*[)）]")
PREPOSITION = re.compile(r"(?:\b(?:under|in|of|at|for|by|from|within|through|between|with|to|via)\s+(?:the\s+|its\s+|a\s+)?(?:\w+\s+){0,3}?)$", re.I)
MOUTH = re.compile(r"(?:^|[\s“\"(])(?:[A-Z][\w&.’'-]*|[A-Z]{2,})")


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


@dataclass(frozen=True)
class Context:
    """What the sentence's release gives: its reading, date, and what was said before in the same paragraph."""

    programme: Programme
    reading: Reading
    date: str  # ISO or ""
    offset: int = 0
    heading: bool = False
    earlier: tuple[Mention, ...] = ()
    earlier_measures: tuple[str, ...] = ()
    earlier_basis: str = ""  # of the last claim before, in the same paragraph


@cache
def _nouns(measure: Measure, weak: bool) -> Words:
    return words(measure.weak_nouns) if weak else Words(measure.nouns, measure.patterns)


@cache
def any_noun(programme: Programme) -> re.Pattern[str]:
    """Every measure noun as one pattern."""
    return re.compile("|".join(_nouns(m, weak).pattern for m in programme.measures for weak in (False, True)), re.I)


@cache
def _stems(programme: Programme) -> tuple[str, ...]:
    """The longest word of each measure noun, folded; none that another one is part of."""
    longest = {max(re.findall(r"\w+", n.casefold()), key=len) for m in programme.measures for n in (*m.nouns, *m.weak_nouns)}
    return tuple(s for s in sorted(longest) if not any(other in s and other != s for other in longest))


@cache
def _number_pattern() -> re.Pattern[str]:
    table = english().lists["numbers"]
    names = {w.split()[-1].split("-")[-1] for k in ("units", "tens", "groups", "multiples") for w in table[k]} | {"hundred", "thousand"}
    return re.compile(r"[0-9０-９一二两兩三四五六七八九十百]|" + "|".join(sorted(names - {"of"}, key=len, reverse=True)))


def has_measure(programme: Programme, text: str) -> bool:
    """True when the text may hold a number and a word for something the programme counts: a quick test before the grammar."""
    folded = text.casefold()
    return any(stem in folded for stem in _stems(programme)) and bool(_number_pattern().search(folded))


def measures_named(programme: Programme, text: str) -> tuple[str, ...]:
    """The measures whose sure nouns a text has, with or without a number."""
    return tuple(m.slug for m in programme.measures if _nouns(m, False).search(text))


def _language(c: Candidate) -> Language:
    return chinese() if c.language == "zh" else english()


# --- 1. candidates ------------------------------------------------------------------------------------------------------


def candidates(programme: Programme, sentence: str, names: list[tuple[int, int]], earlier: tuple[str, ...] = ()) -> list[Candidate]:
    """Numbers of a sentence that stand with a measure noun.

    names: spans of proper names (their words are no measure nouns); earlier: measures of the sentences before, for
    numbers whose noun is left out.
    """
    nouns = _noun_spans(programme, sentence, names)
    numbers = find_numbers(sentence)
    found = [c for number in numbers if (c := _phrase(sentence, number, nouns, numbers) or _noun_first(sentence, number, nouns, numbers))]
    taken = {c.start for c in found}
    measures = tuple(dict.fromkeys(n[2].slug for n in nouns)) or earlier
    for number in numbers:
        if number.start not in taken and (c := _elided(sentence, number, measures, nouns, found, programme)):
            found.append(c)
    found = [_as_part(c, sentence, found) for c in found]
    found += _multiples(sentence, nouns)
    found = [c for c in found if not _shadowed(c, found, nouns, sentence)]
    return sorted(found, key=lambda c: c.start)


Noun = tuple[int, int, Measure, bool]
PART = re.compile(r"\b(?:of|among)\s+(?:which|whom|these|those|them)\b", re.I)


def _as_part(c: Candidate, sentence: str, found: list[Candidate]) -> Candidate:
    """Numbers that break a figure down are parts: those after "of which", and those in brackets behind a figure."""
    if c.note:
        return c
    partitive = any(f.note == "subset" and f.form == "elided" and f.start < c.start for f in found)
    after_which = c.form == "elided" and (partitive or any(m.start() < c.start for m in PART.finditer(sentence)))
    opened = sentence.rfind("(", 0, c.start)
    in_brackets = opened > sentence.rfind(")", 0, c.start) and sentence[opened + 1 : c.start].strip() != ""
    first_in_brackets = opened >= 0 and sentence[opened + 1 : c.start].strip() == "" and c.form != "noun_first"
    behind = any(f.end <= opened and f.measure == c.measure for f in found)
    return replace(c, note="subset") if after_which or behind and (in_brackets or first_in_brackets) else c


def _noun_spans(programme: Programme, sentence: str, names: list[tuple[int, int]]) -> list[Noun]:
    """Measure nouns, the last of a compound only: in "project MOUs" MOUs are counted, in 合作项目备忘录 备忘录."""
    spans: list[Noun] = []
    for measure in programme.measures:
        for weak in (False, True):
            spans += [(*m.span(), measure, weak) for m in _nouns(measure, weak).finditer(sentence)]
    spans = [s for s in spans if not any(s[0] < b and s[1] > a and (b - a) > (s[1] - s[0]) for a, b in names)]
    spans.sort(key=lambda s: (s[0], -s[1]))
    out: list[Noun] = []
    for span in spans:
        if out and span[0] < out[-1][1]:
            continue
        gap = sentence[out[-1][1] : span[0]] if out else "x"
        if out and re.fullmatch(r"\s*", gap):
            strong = not (out[-1][3] and span[3]) if out[-1][2] is span[2] else not span[3]
            out[-1] = (out[-1][0], span[1], span[2], not strong and span[3])
        elif out and re.fullmatch(r"\s*[(（]", gap) and out[-1][2] is span[2]:
            out[-1] = (out[-1][0], out[-1][1], span[2], out[-1][3] and span[3])
        else:
            out.append(span)
    return out


def _phrase(sentence: str, number: Number, nouns: list[Noun], numbers: list[Number]) -> Candidate | None:
    """``eight (8) new joint MOUs``: the number leads the noun phrase."""
    twin = PAREN_TWIN.match(sentence, number.end)
    start = twin.end() if twin else number.end
    noun = next((n for n in nouns if n[0] >= start), None)
    if noun is None:
        return None
    between = sentence[start : noun[0]]
    note = _between(between, number, noun[2])
    if number.value != 1 and not sentence[noun[0] : noun[1]].lower().endswith("s") and re.match(r"\s+(?!is\b|was\b|as\b|this\b|has\b)[a-z]{3,}s\b(?!’)", sentence[noun[1] :]):
        return None  # "20 MOU signatories", "14 project managers"
    if note == "" and re.search(r"\b(?:\w{2,}est|most \w+)\s+$", between, re.I):
        note = "subset"
    if note is None or any(start <= other.start < noun[0] for other in numbers):
        return None
    if re.search(r"\b(?:fewer|less)\b", between, re.I) or re.search(r"\bmore\b", between, re.I) and re.match(r"[^.;]{0,60}?\bthan\b", sentence[noun[1] :], re.I):
        note = note or "comparison"
    if re.search(r"\bone in\s+$", sentence[: number.start], re.I):
        return None
    following = LINKS.match(sentence, noun[1])
    if following and any(n[0] == following.end() and n[2] is not noun[2] for n in nouns):
        note = note or "joint"
    return Candidate(number.start, number.end, number.value, noun[2].slug, noun[0], noun[1], noun[3], "phrase", number.high, number.language, note)


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
    blockers, others, plural_ok = lists.words("blockers", "words"), lists.words("blockers", "other_counts"), lists.words("blockers", "modifiers_in_s")
    signing = lists.cue("basis", "signing")
    verb = next((i for i, t in enumerate(tokens) if signing.fullmatch(t)), None)
    for i, token in enumerate(tokens):
        if token in others and (token not in plural_ok or verb is not None and verb > i) and not _modifies(tokens, i):
            return "parties" if verb is not None and verb > i and not any(t in blockers for t in tokens[verb + 1 :]) else None
        if token in blockers:
            return None
        if verb == i and i > 0 and tokens[i - 1].endswith("s") and tokens[i - 1] not in plural_ok:
            return "parties"
    return ""


def _modifies(tokens: list[str], i: int) -> bool:
    """A singular such as "government" or "business" before the noun describes it and is not counted."""
    return not tokens[i].endswith("s") and i + 1 <= len(tokens) and tokens[i] not in ("people", "per", "million", "billion", "trillion")


def _between_chinese(between: str) -> str | None:
    text = re.sub(r"\s", "", between)
    if len(text) > 18 or re.search(r"[，。；、！？：,.;]", text):
        return None
    text = re.sub(rf"^[多余餘]?(?:{chinese().lists['numbers']['classifiers']})?", "", text)
    signs = chinese().cue("basis", "event")
    counted = next((w for w in chinese().list("other_counts", "words") if w in text[:3] and w not in ("方面", "领域", "領域", "期", "人")), None)
    if counted:
        return "parties" if signs.search(text) else None
    return None if signs.search(text.replace("签约", "").replace("簽約", "")) else ""


def _noun_first(sentence: str, number: Number, nouns: list[Noun], numbers: list[Number]) -> Candidate | None:
    """``projects: 14``, ``the number of MOUs rose to 21``, ``At 21, the pacts``."""
    noun = next((n for n in reversed(nouns) if n[1] <= number.start), None)
    after = sentence[number.end :]
    at = re.match(r"\s*,\s*(?:the|its|their)\s+(?:\w+\s+){0,4}$", sentence[number.end : next((n[0] for n in nouns if n[0] >= number.end), number.end)])
    if at and re.search(r"(?:^|[.;,]\s*)at\s+(?:\w+\s+){0,2}$", sentence[: number.start], re.I):
        noun = next(n for n in nouns if n[0] >= number.end)
        return _after_noun(number, noun)
    if noun is None or any(noun[1] <= other.start < number.start for other in numbers):
        return None
    between = sentence[noun[1] : number.start]
    if number.language == "zh":
        return _after_noun(number, noun) if _chinese_after(between, after, noun[2]) else None
    if not ENDS_FIGURE.match(after):
        return None
    label = re.fullmatch(r"[)’”\s]*(?:[\w\s'’-]{0,60})[:(–—=]\s*|\s+-\s+", between)
    return _after_noun(number, noun) if label or _directional(sentence[: number.start], noun) else None


def _chinese_after(between: str, after: str, measure: Measure) -> bool:
    """``签署备忘录6份``: noun, at most a few words of counting, number, the measure word, and no other noun behind it."""
    classifiers = "|".join(measure.classifiers)
    counting = re.fullmatch(r"[「“（(\s]*(?:清单|名单|總數|总数|数量|數量|总量)?[「“（(\s]*(?:(?:也|已|则|則|同样|同樣|累计|累計|合共|合计|共|共计|现|現|目前|至今|今年|此次|本次|分别|分別|另|再|新增|将|將|總計|总计)*(?:达到?|達到?|有|为|為|是|增至|增加到|上升至|升至|突破)*(?:近|约|約|超过|超過|逾|多达|多達|不少于)?)[：:\s]*", between)
    tail = re.match(rf"\s*[多余餘]?\s*(?:{classifiers or '份|个|個|项|項'})(?![\u4e00-\u9fff])|\s*[多余餘]?\s*(?:{classifiers or '份|个|個|项|項'})(?:和|及|与|與|以及|涵盖|涵蓋|的|，)", after)
    return bool(counting) and bool(tail)


ENDS_FIGURE = re.compile(r"[\s”’\"']*(?:$|[.,;:()!?\]–—-]|(?:new|to[- ]date|so far|in (?:all|total)|since|by|at|under|after|and|while|with|as of|from|following|today|this|for|overall|across|respectively|last|a year|or)\b)", re.I)


def _after_noun(number: Number, noun: Noun) -> Candidate:
    return Candidate(number.start, number.end, number.value, noun[2].slug, noun[0], noun[1], noun[3], "noun_first", number.high, number.language, "")


def _directional(before: str, noun: Noun) -> bool:
    """A rise or a total that runs from the noun to the number: "the number of MOUs rose to"."""
    match = english().cue("basis", "directional", True).search(_strip_qualifier(before)[0])
    return bool(match) and match.start() <= noun[1] + 60 and match.end() >= noun[1]


def _elided(sentence: str, number: Number, measures: tuple[str, ...], nouns: list[Noun], found: list[Candidate], programme: Programme) -> Candidate | None:
    """``another eight were signed``, ``three of them``, ``bringing the total to 28``: the noun was said before."""
    before, after = sentence[: number.start], sentence[number.end :]
    if number.language == "zh":
        return _chinese_elided(sentence, number, measures, nouns, programme)
    if re.match(r"\s+in\s+(?:\w+|\d+)\s+\w+s\b", after) and number.value == 1:
        return None
    bare, _ = _strip_qualifier(before)
    if inner := re.match(r"\s+of\s+(?:the|these|those|our|its|their)\s+", after, re.I):
        return _partitive(sentence, number, nouns, inner)
    measure = _elided_measure(sentence, number, measures, nouns, found, programme)
    if measure is None or AGE.search(before) and after.startswith(","):
        return None
    note = ""
    if re.match(r"\s+(?:of|among)\s+(?:them|these|those|which|whom)\b", after, re.I) or REMAINDER.search(bare) and FOLLOWS_ELISION().match(after) or re.match(r"\s*of (?:the|our|their|its)\b", sentence, re.I) or re.match(r"\s+(?:on|about)\s", after, re.I):
        note = "subset"
    elif re.match(r"\s+(?:more|fewer|less)\s+than\b|\s+short of\b", after, re.I) or re.search(r"\bby\s+$", bare, re.I):
        note = "comparison"
    elif not (_opens_elision(bare) and FOLLOWS_ELISION().match(after)) or _other_predicate(after):
        return None
    return Candidate(number.start, number.end, number.value, measure, number.start, number.end, False, "elided", number.high, "en", note)


AGE = re.compile(r"[A-Z]\w+,\s*$")
REMAINDER = re.compile(r"(?:the (?:other|remaining|rest|first|last|final)|of (?:these|those|them|which))[\s,]+(?:\w+ )?$", re.I)
OPENS = re.compile(
    r"(?:^|[,;:(“\"–—]\s*|\b(?:and|but|while|with|the|these|those|all|another|a further|an additional|of which|or|namely|just|is|are|was|were|be|has|have|had|at|makes?|made|making|for|by|committee|meeting)\s+|\w+ed\s+)$",
    re.I,
)


@cache
def FOLLOWS_ELISION() -> re.Pattern[str]:  # noqa: N802 - a constant that needs the word lists
    """What may follow a number whose noun is left out: the end, a verb, a preposition, "more"; never another noun."""
    events = "|".join(english().list("basis", "event"))
    return re.compile(
        rf"[\s”’\"']*(?:$|[.,;:)!?–—]|(?:more|others?|ones?|new ones|new|further|additional)\b(?!\s+\w+s\b)|(?:newly\s+)?(?:{events})\b|(?:have|has|had|were|was|are|is|will|being)\b"
        r"|(?:to[- ]date|so far|in (?:all|total)|since|overall|respectively|and|at|in|on|under|today|yesterday|now|already|from|following|this|last|by|to be|to (?:launch|sign|start|announce)|of (?:its|their|our) own|of \d{4}|of a year)\b)",
        re.I,
    )


def _chinese_elided(sentence: str, number: Number, measures: tuple[str, ...], nouns: list[Noun], programme: Programme) -> Candidate | None:
    """``其中三份``, ``累计已达29个``: the measure word stands for the noun that was said before."""
    after = re.sub(r"^[多余餘]", "", sentence[number.end :])
    named = {n[2].slug for n in nouns} | set(measures)
    match = [m.slug for m in programme.measures if m.classifiers and after.startswith(m.classifiers) and m.slug in named]
    if len(match) != 1 or re.match(r".(?:[\u4e00-\u9fff]{0,4}(?:国家|城市|企业|企業|机构|機構|公司|月|年|小时|部门|领域|領域|方面|支柱))", after):
        return None
    if not re.match(r".(?:[，。；、！？）)」”]|$|聚焦|涉及|与|與|和|是|属|屬|已|有关|落户)", after):
        return None
    note = "subset" if chinese().cue("scope", "subset_before").search(re.split(r"[；。]", sentence[: number.start])[-1]) else ""
    return Candidate(number.start, number.end, number.value, match[0], number.start, number.end, False, "elided", number.high, "zh", note)


def _other_predicate(after: str) -> bool:
    """"nine were extended": something else than coming into being is said of them."""
    verb = re.match(r"\s+(?:have been|has been|had been|were|was|are|is|will be|being)\s+(?:\w+ly\s+)?(\w+)", after, re.I)
    return bool(verb) and not english().cue("basis", "creation").fullmatch(verb[1])


def _opens_elision(bare: str) -> bool:
    return bool(OPENS.search(bare) or english().cue("basis", "directional", True).search(bare) or english().cue("basis", "event", True).search(bare) or english().cue("basis", "comparison", True).search(bare))


def _partitive(sentence: str, number: Number, nouns: list[Noun], inner: re.Match[str]) -> Candidate | None:
    """``three of the eight MOUs``: the first number is a part."""
    noun = next((n for n in nouns if n[0] >= number.end + inner.end()), None)
    if noun is None or noun[0] - number.end > 70 or re.search(r"[.;:,]", sentence[number.end : noun[0]]):
        return None
    return Candidate(number.start, number.end, number.value, noun[2].slug, number.start, number.end, False, "elided", number.high, "en", "subset")


def _elided_measure(sentence: str, number: Number, measures: tuple[str, ...], nouns: list[Noun], found: list[Candidate], programme: Programme) -> str | None:
    """The measure a bare number counts: the noun before it in the sentence, the only one of the paragraph, or what its verb
    is said of ("signed" of MOUs, "launched" of projects)."""
    earlier = [c for c in found if c.end <= number.start]
    said = [n for n in nouns if n[1] <= number.start]
    if earlier or said:
        return earlier[-1].measure if earlier and (not said or earlier[-1].noun_end >= said[-1][1]) else said[-1][2].slug
    if len(set(measures)) == 1:
        return measures[0]
    verb = [m.slug for m in programme.measures if m.verbs.search(sentence[number.end :][:60])]
    return verb[0] if len(verb) == 1 else None


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
            found.append(Candidate(m.start(), m.end(), table[m[0].lower()], noun[2].slug, noun[0], noun[1], noun[3], "phrase", None, "en", "relative"))
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


def _strip_qualifier(before: str) -> tuple[str, str]:
    """Text before a number without its qualifiers, and the qualifier's class.

    >>> _strip_qualifier("the signing of a total of more than ")
    ('the signing of ', 'at_least')
    """
    found = "exact"
    for lists in (english(), chinese()):
        changed = True
        while changed:
            changed = False
            for kind in ("at_least", "about", "exact"):
                match = lists.cue("qualifiers", kind, True).search(before)
                if match and match.start() < match.end():
                    before, changed = before[: match.start()], True
                    found = kind if found == "exact" else found
    return before, found


# --- 2 to 4. scope, basis, meeting --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _View:
    """A candidate with the text around it, cut at its neighbours."""

    c: Candidate
    sentence: str
    before: str  # everything before the number, without qualifiers
    own_left: str  # from the last clause boundary before the number
    phrase: str  # from the number to the end of the noun
    right: str  # after the noun, up to the clause of the next candidate
    opening: str  # the adverbial that opens the sentence, if it stands before all candidates
    qualifier: str
    left_start: int
    right_start: int
    right_end: int
    language: Language
    ours_before: bool = False  # "the SCI’s 43 projects"

    @property
    def own(self) -> str:
        return f"{self.own_left} {self.phrase} {self.right}"

    def has(self, section: str, key: str, text: str) -> bool:
        return bool(self.language.cue(section, key).search(text))


def _views(sentence: str, found: list[Candidate]) -> list[_View]:
    views = []
    first = found[0].start if found else 0
    solid = [c for i, c in enumerate(found) if not (c.form == "elided" and c.note) or i and STRONG_CLAUSE.search(sentence, max(found[i - 1].end, found[i - 1].noun_end), c.start)]
    for c in found:
        views.append(_view(sentence, c, solid if c in solid else found, first))
    return views


def _view(sentence: str, c: Candidate, found: list[Candidate], first: int) -> _View:
    i = found.index(c)
    group = _group(sentence, found, i)
    head, tail = found[group[0]], found[group[-1]]
    left_bound = 0
    if group[0]:
        previous = found[group[0] - 1]
        left_bound = _boundary(sentence, max(previous.noun_end, previous.end), head.start)
    own_start = left_bound
    for m in STRONG_CLAUSE.finditer(sentence, left_bound, head.start):
        own_start = m.end()
    last = max(tail.noun_end, tail.end)
    right_bound = _boundary(sentence, last, found[group[-1] + 1].start) if group[-1] + 1 < len(found) else len(sentence)
    right = _own_right(sentence[last:right_bound])
    before, _ = _strip_qualifier(sentence[: head.start])
    _, qualifier = _strip_qualifier(sentence[: c.start])
    if c.language == "zh" and sentence[c.end : c.end + 1] in chinese().list("qualifiers", "after_at_least"):
        qualifier = "at_least"
    own_start = _nearest_verb(sentence, own_start, head.start)
    opening = sentence[:own_start] if group[0] == 0 else sentence[:first]
    end = max(c.end, c.noun_end)
    phrase = sentence[min(c.start, c.noun_start) : end]
    return _View(c, sentence, before, before[own_start:], phrase, right, opening, qualifier, own_start, last, last + len(right), _language(c))


def _nearest_verb(sentence: str, start: int, end: int) -> int:
    """Where the last of two verbs joined by "and" begins: "has met each autumn and this time approved"."""
    joints = [m.end() for m in re.finditer(r"\band\s", sentence[start:end], re.I)]
    for joint in reversed(joints):
        if re.match(r"(?:\w+\s+){0,2}?(?:\w+ed|saw|took|gave|put|struck|made|began|brought|held)\b", sentence[start + joint : end], re.I):
            return start + joint
    return start


def _group(sentence: str, found: list[Candidate], i: int) -> list[int]:
    """The candidates that are listed together with the i-th: "eight MOUs and 14 projects" share all that is said of them."""
    group = [i]
    while group[-1] + 1 < len(found) and _linked(sentence, found[group[-1]], found[group[-1] + 1]):
        group.append(group[-1] + 1)
    while group[0] > 0 and _linked(sentence, found[group[0] - 1], found[group[0]]):
        group.insert(0, group[0] - 1)
    return group


def _linked(sentence: str, one: Candidate, other: Candidate) -> bool:
    plain = not (one.note or other.note) and one.form == other.form == "phrase"
    return plain and bool(LINK_ONLY.fullmatch(sentence[max(one.noun_end, one.end) : other.start]))


def _own_right(right: str) -> str:
    """What is said of the things themselves: up to an aside, a comparison or a relative clause of another noun."""
    right = re.sub(r"\([^)]*\)|（[^）]*）", lambda m: " " * len(m[0]), ASIDE.split(right)[0])
    turn = TURN.search(right, 1)
    return right[: turn.start()] if turn else right


def _boundary(sentence: str, start: int, end: int) -> int:
    """Where the clause of the earlier candidate ends: the last comma or dash, else the last linking word, else at once."""
    strong = [m for m in STRONG_CLAUSE.finditer(sentence, start, end)]
    if strong:
        return strong[-1].start()
    weak = [m for m in CLAUSE.finditer(sentence, start, end)]
    if weak:
        return weak[-1].start()
    rise = english().cue("basis", "directional", True).search(sentence[start:end])
    return start + rise.start() if rise else end


def _scope(view: _View, ctx: Context) -> str:
    """The reason that bars the number, "" when nothing does."""
    c, lang = view.c, view.language
    owner = _attribution(view, ctx)
    if owner in ("zone", "other_programme"):
        return owner
    if c.note and not (c.note == "subset" and c.form == "elided" and _new_part(view, ctx)):
        return c.note
    if c.high is not None:
        return "range"
    if _compared(view):
        return "comparison"
    if _negated(view):
        return "negated"
    if lang.cue("scope", "subset_before", True).search(view.before) and not _latest_part(view, ctx):
        return "subset"
    if c.language == "en" and (c.form == "phrase" and _example(view) or lang.cue("scope", "status").search(view.right)):
        return "subset"
    if _planned(view):
        return "planned"
    if not owner and c.weak and not _speaks_of_programme(view, ctx):
        return "no_basis"
    return owner


def _speaks_of_programme(view: _View, ctx: Context) -> bool:
    """A weak noun (deals, initiatives) is the programme's only where the sentence names it, its meeting or the day."""
    named = any(m.kind in (OURS, MEETING) for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)))
    return named or view.has("basis", "now", view.own) or ctx.heading


def _compared(view: _View) -> bool:
    """The number right behind "up from", "than the", "double the": what the figure of the sentence is compared with."""
    lang = view.language
    if lang.code == "zh":
        return bool(lang.cue("basis", "comparison", True).search(re.split(r"[，。；]", view.before)[-1]))
    if view.qualifier != "exact" or not lang.cue("basis", "comparison", True).search(view.before):
        return False
    beside = re.search(r"\b(?:besides|in addition to|on top of|apart from)\s+(?:the|its|their)?\s*$", view.before, re.I)
    return not (beside and DONE.match(view.right))


def _new_part(view: _View, ctx: Context) -> bool:
    """"43 projects to date, 14 of them added today": the part of a total that this meeting added is its new figure."""
    whole = re.match(r"\s+(?:of|among)\s+(?:them|these|those|which)\b", view.sentence[view.c.end :]) or re.match(r"\s*of the\b", view.sentence, re.I) or PART.search(view.sentence[: view.c.start][-14:])
    total = view.has("basis", "cumulative", view.sentence[: view.c.start]) or ctx.earlier_basis == "cumulative"
    spot = (ctx.offset + view.left_start, ctx.offset + view.right_end)
    here = any(m.kind == MEETING for m in ctx.reading.within(*spot)) or view.has("basis", "now", f"{view.own_left} {view.right}")
    return bool(whole) and total and here


def _example(view: _View) -> bool:
    """"For example, two projects ..." and "two projects - one between A and B": named as instances of more."""
    lang = view.language
    after = lang.cue("scope", "exemplar_after").match(view.right.lstrip(" –—-,"))
    return bool(lang.cue("scope", "exemplar").search(view.before[-60:]) or after)


def _latest_part(view: _View, ctx: Context) -> bool:
    """"Of these, eight were signed at the 4th meeting": the part that one meeting added is its new figure."""
    spot = ctx.offset + view.right_start
    return any(m.kind == MEETING for m in ctx.reading.within(spot, ctx.offset + view.right_end)) and view.has("basis", "event", view.own)


def _negated(view: _View) -> bool:
    lang = view.language
    if lang.code == "zh":
        return bool(lang.cue("scope", "negated", True).search(view.before))
    return bool(lang.cue("scope", "negated", True).search(view.before) or lang.cue("scope", "negated_after").search(view.right))


def _planned(view: _View) -> bool:
    """A plan: a cue in the same clause before the number or right behind the noun, and nothing that says it is done."""
    lang = view.language
    if lang.code == "zh":
        unreal = view.has("scope", "unreal", view.own_left) or lang.cue("scope", "unreal_after").match(view.right) or lang.cue("scope", "planned_after").match(view.right)
        return bool(unreal) or view.has("scope", "planned", f"{view.opening} {view.own_left}") and not view.has("basis", "now", view.own)
    if lang.cue("scope", "unreal").search(view.own_left) or lang.cue("scope", "unreal_after").match(view.right.lstrip()):
        return True
    if DONE.match(view.right):
        return False
    near = re.split(r"[,;.–—]", view.right)[0][:70]
    label = view.opening if view.opening.rstrip().endswith(":") else ""
    return view.has("scope", "planned", f"{label} {view.own_left}") or bool(lang.cue("scope", "planned_after").match(near.lstrip()))


DONE = re.compile(r"\s*(?:\([\w. ]+\)\s*)?(?:,\s*)?(?:which\s+|that\s+)?(?:were|was|have been|has been|had been|signed|inked|launched|sealed|concluded|unveiled)\b", re.I)


def _attribution(view: _View, ctx: Context) -> str:
    """"" when the figure is the programme's own, else whose it is; the nearest mention that governs the number decides."""
    if not ctx.reading.about:
        return "other_programme"
    inside = [m for m in ctx.reading.within(ctx.offset + view.c.end, ctx.offset + max(view.c.noun_start, view.c.end)) if m.kind in (ZONE, PROGRAMME)]
    if inside and view.c.form == "phrase":
        return "zone" if inside[0].kind == ZONE else "other_programme"
    mention = _governing(view, ctx)
    if _elsewhere(view, ctx):
        return "other_programme"
    if mention is not None and mention.kind in (ZONE, PROGRAMME):
        return "zone" if mention.kind == ZONE else "other_programme"
    if mention is not None and mention.kind == NAMED:
        return "subset" if ctx.reading.topic else "other_programme"
    if _agent(view, ctx, mention):
        return "subset"
    if mention is not None or ctx.reading.topic:
        return ""
    return "other_programme"


def _elsewhere(view: _View, ctx: Context) -> bool:
    """The clause ties the figure to another place: "five MOUs with Guangzhou", "with Jakarta, an arrangement of ..."."""
    clause = f"{view.own_left} | {view.right}"
    if re.search(r"\belsewhere\b", f"{view.opening} {clause}", re.I):
        return True
    places = other_places(ctx.programme).pattern
    if view.language.code == "zh":
        return _another_city(view, ctx)
    tie = re.compile(rf"(?:\bwith\s+(?:[\w’-]+\s+){{0,3}}?|\bwith\s+partners\s+in\s+|^\s*(?:and\s+)?)(?:{places})(?!\s+(?:Bay|Area))|与(?:{places})|和(?:{places})|與(?:{places})")
    named = tie.search(view.right) or re.search(rf"\bwith\s+(?:{places})", f"{view.opening[-40:]} {view.own_left}")
    near_ours = any(m.kind in (OURS, MEETING) for m in ctx.reading.within(ctx.offset + view.left_start, ctx.offset + view.right_end))
    return bool(named) and not near_ours


def _another_city(view: _View, ctx: Context) -> bool:
    """广州与新加坡签署了: the clause before the number names another place, and not both of ours."""
    clause = view.sentence[: view.c.start]
    near = re.split(r"[；。]", clause)[-1]
    both = all(p.search(near) for p in ctx.programme.side_places.values())
    ours = any(m.kind in (OURS, MEETING) for m in ctx.reading.within(ctx.offset + len(clause) - len(near), ctx.offset + view.c.start))
    return not both and not ours and bool(re.search(rf"(?:{other_places(ctx.programme).pattern})[^，。]{{0,6}}(?:与|和|與|跟|也|等地|、|则|則|市)|(?:与|和|與|跟)[^，。]{{0,4}}(?:{other_places(ctx.programme).pattern})", near))


def _governing(view: _View, ctx: Context) -> Mention | None:
    """The mention that the number belongs to: behind it by a preposition, before it in its clause, in the sentence, before it
    in the paragraph; None when nobody is named."""
    c = view.c
    one_of = re.search(r"\bone of (?:the |our |its )?(?:\w+ )?$", view.before, re.I)
    around = [m for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)) if not (m.kind == NAMED and (ctx.heading or one_of))]
    spans = [(m, m.start - ctx.offset, m.end - ctx.offset) for m in around]
    for mention, start, _ in spans:
        if view.right_start <= start < view.right_end and _attached(view.sentence[view.right_start : start], view.language):
            return mention
    left = [(m, a, b) for m, a, b in spans if view.left_start <= a and b <= c.start]
    if left and not one_of:
        if mention := _prefer_ours(left, view.sentence, c.start):
            return mention
    rest = [(m, a, b) for m, a, b in spans if b <= c.start]
    if one_of:
        rest = [(m, a, b) for m, a, b in rest if m.kind in (OURS, MEETING)]
    if rest:
        if mention := _prefer_ours(rest, view.sentence, c.start):
            return mention
    later = [(m, a, b) for m, a, b in spans if a >= view.right_start]
    ours = [m for m, _, _ in later if m.kind in (OURS, MEETING)]
    if ours:
        return ours[0]
    for mention in later:
        if mention[0].kind in (ZONE, PROGRAMME) and mention[1] < view.right_end and "," not in view.sentence[view.right_start : mention[1]]:
            return mention[0]
    known = [m for m in ctx.earlier if m.kind != NAMED]
    if known:
        last_ours = [m for m in known if m.kind in (OURS, MEETING)]
        return last_ours[-1] if last_ours and not _zone_paragraph(known) else known[-1]
    return None


def _zone_paragraph(known: list[Mention]) -> bool:
    return known[-1].kind == ZONE


def _prefer_ours(spans: list[tuple[Mention, int, int]], sentence: str, number: int) -> Mention | None:
    """The nearest mention before the number; one in "in addition to ...", in a relative clause or as the subject of praise
    does not govern."""
    governing = [m for m, a, b in spans if not ASIDE_NAME.search(sentence[:a]) and not PRAISE.search(sentence[b:number])]
    return governing[-1] if governing else None


ASIDE_NAME = re.compile(
    r"(?:in addition to|besides|apart from|unlike|beyond|outside|separate(?:ly)? from|alongside|as in|\blike|other than|modelled on|inspired by|ahead of|not part of|nothing to do with|on the margins of|days? (?:after|before)|除了|除)\s+[^,，]*$|,\s*(?:which|who|whose|where)\s+[^,]*$",
    re.I,
)
PRAISE = re.compile(r"\b(?:prais|welcom|hail|laud|not(?:ed|ing)|congratulat|cit(?:ed|ing)|commend|applaud|report(?:ed|ing) on)\w*\b", re.I)


def _attached(gap: str, lang: Language) -> bool:
    """A short gap with a preposition ties a name to the noun before it."""
    if lang.code == "zh":
        return len(gap) < 6 and not re.search(r"[，。；、：]", gap)
    return len(gap) < 70 and not re.search(r"[;:.]|.{3},|\b(?:none|not|nothing)\b", gap) and bool(PREPOSITION.search(gap)) and not re.search(r"\b(?:who|which|that)\b", gap)


@cache
def _official() -> frozenset[str]:
    return english().words("subjects", "officials")


def _agent(view: _View, ctx: Context, mention: Mention | None) -> bool:
    """True when one firm or institution, no body of the programme, did the signing: its own agreements are a part."""
    if view.language.code == "zh":
        return bool(view.language.cue("subjects", "party").search(view.sentence[: view.c.start]))
    if ctx.heading:
        return False
    clause = view.own_left
    if re.search(r"\b(?:each|every|either|between them)\b", f"{view.opening} {clause}", re.I):
        return True
    if re.match(r"\s*of (?:its|their|his|her) own\b", view.right) and mention is None:
        return True
    if _one_party(clause) or not clause.strip() and _one_party(view.opening):
        return True
    verbs = [m for m in english().cue("basis", "signing").finditer(clause) if not clause[m.end() :].startswith(" of ")]
    if verbs and not english().cue("subjects", "reporting").search(clause[: verbs[-1].start()]):
        subject = re.split(r"[,;:“”\"()]|\b(?:that|which|where|when)\b", clause[: verbs[0].start()])[-1]
        if subject.strip() and _foreign(subject, ctx.programme):
            return True
    said_it = re.search(r"^(.{3,80}?)\b(?:said|says|added|told \w+)\b(?: that)? (?:it|its|they|he|she)\b", view.sentence[: view.c.start])
    if said_it and _one_party(said_it[1]):
        return True
    by = re.search(r"\b(?:by|between)\s+((?:[A-Z][\w&.’'-]*|an?|single|one|and|the|of|,|[\w-]+|\s)+)", view.right)
    if by and mention is not None and mention.kind == MEETING:
        by = None
    return bool(by) and (_foreign(by[1], ctx.programme) or _one_party(by[1]))


@cache
def _party_pattern() -> re.Pattern[str]:
    nouns = "|".join(english().list("subjects", "party_nouns"))
    return re.compile(rf"^\W*(?:the|an?|one|another|its|a single|one single)\s+(?:[\w’'-]+\s+){{0,4}}?(?:{nouns})(?![\w’'-])(?!\s+(?:committee|meeting))", re.I)


def _one_party(subject: str) -> bool:
    """"the polytechnic", "a Shenzhen maker of lifts": one party, not the two sides."""
    return bool(_party_pattern().search(subject))


def _foreign(subject: str, programme: Programme) -> bool:
    subject = any_noun(programme).sub(" ", subject)
    names = [w for w in re.findall(r"[A-Z][\w&’'-]*", subject)]
    if not names or programme.bodies.search(subject) or programme.names.search(subject) or programme.meeting.search(subject):
        return False
    if any(w.lower().strip("'’s") in _official() or w.lower() in _official() for w in re.findall(r"[\w’'-]+", subject)):
        return False
    if any(p.search(subject) for _, _, p in programme.people):
        return False
    capital_start = re.match(r"\s*([A-Z][\w’'-]*)\s*$", subject)
    first_of_sentence = capital_start and capital_start[1].lower() in english().words("blockers", "words")
    return not first_of_sentence


def _basis(view: _View, ctx: Context) -> str:
    """``new``, ``cumulative`` or "" for a figure that no rule places."""
    if view.c.note == "relative":
        return "new"
    own = SUPERLATIVE.sub(" ", view.own)
    fresh = _fresh(view)
    meetings = any(m.kind == MEETING for m in ctx.reading.within(ctx.offset + view.left_start, ctx.offset + view.right_end))
    today = view.has("basis", "now", own)
    now = today or meetings or view.has("basis", "now", view.opening) or bool(_when(view, ctx))
    event = view.has("basis", "event", own) or view.language.code == "en" and bool(PAST.search(own))
    perfect = _perfect(view)
    if _directional_here(view):
        return "new" if fresh or _label_is_new(view, ctx) else "cumulative"
    if view.has("scope", "before_now", f"{view.opening} {own}") and not fresh:
        return "cumulative"
    if _span(view, ctx):
        return ""
    if _to_date(view, own) and not (fresh and ADDITIVE.search(own)):
        return "cumulative"
    opening = view.has("basis", "cumulative", SUPERLATIVE.sub(" ", view.opening))
    if view.has("basis", "total_weak", own) and not fresh and (perfect or not (event or now)):
        return "cumulative" if perfect or view.c.form != "elided" else ""
    if fresh and not (opening and perfect and not today):
        return "new"
    if perfect:
        return "new" if (today or meetings) and not opening and TODAY.search(own) else "cumulative"
    if opening and not (event and today):
        return "cumulative"
    if event and now:
        return "new"
    if _stock(view):
        return "cumulative"
    if event and _total_of_programme(view, ctx, now):
        return "cumulative"
    if event or now or ctx.heading and not view.before.rstrip().endswith("("):
        return "new"
    if _fresh_list(view):
        return "new"
    around = any(m.kind == MEETING for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)))
    return "new" if around and view.has("basis", "event", view.sentence) else ""


def _fresh_list(view: _View) -> bool:
    """In "eight MOUs and 14 new projects" the list is new."""
    end = view.c.noun_end
    return view.c.form == "phrase" and bool(re.match(r"\s*(?:,|and|as well as)\s+\S+\s+(?:new|further|additional|fresh)\b", view.sentence[end:], re.I))


# "the most in any year so far", "for the first time since 2018": the cue belongs to something else.
def _span(view: _View, ctx: Context) -> bool:
    """"Since the 4th meeting, 15 MOUs": neither new at one meeting nor a total to date."""
    numbered = [m for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)) if m.kind == MEETING and (m.number or 0) > 1]
    return any(_starts_series(view, ctx, m) for m in numbered)


SUPERLATIVE = re.compile(r"\b(?:(?:the\s+|a\s+)?(?:most|highest|largest|biggest|busiest|fewest)\b[^,;]*|(?:for )?the (?:first|last|second|third|only) (?:\w+ )?(?:time|year) since [^,;]*|(?:launched|established|founded|set up|created|started|begun) in (?:19|20)\d\d)", re.I)
ADDITIVE = re.compile(r"\b(?:more|another|further|additional)\b|又|再|另", re.I)
TODAY = re.compile(r"today|tonight|this|just|yesterday|at the|今|本|此", re.I)
PAST = re.compile(
    r"\b(?:\w{2,}ed|came|took|saw|gave|put|met|struck|got|went|became|grew|rose|brought|made|held|began|won|drew|set|found|sealed|led|left|sent|built|bore|ran|chose|sprang|swore|wrote|won|cut|laid|broke)\b(?!-)|\b(?:signing|inking|launching|sealing|exchanging|unveiling|launch|exchange|addition|conclusion|start|approval|adoption) of\b",
    re.I,
)


def _to_date(view: _View, own: str) -> bool:
    """A cue in the candidate's own clause that it is a figure to date; "since the last meeting" is none."""
    if view.has("scope", "previous_meeting", own) and "since" in own.lower():
        return False
    left, right = SUPERLATIVE.sub(" ", view.own_left), SUPERLATIVE.sub(" ", view.right)
    if view.c.form != "phrase" and re.match(r"[”’\s]*(?:in (?:total|all)|altogether|overall|to[- ]date|so far)\b", right, re.I):
        return True
    return view.has("basis", "cumulative", left) or view.has("basis", "cumulative", right) or _total_label(view)


def _perfect(view: _View) -> bool:
    """The present perfect of the candidate's own verb: "have been signed" behind it or "has launched" right before it."""
    lang = view.language
    if lang.code == "zh":
        return (view.has("basis", "perfect", view.own_left) or view.has("basis", "perfect", view.right)) and not view.has("basis", "now", view.own)
    return bool(lang.cue("basis", "perfect").match(view.right.lstrip(" ),”\"'’")) or lang.cue("basis", "perfect_before", True).search(view.own_left))


def _stock(view: _View) -> bool:
    """What there is: "there are now", "the portfolio holds"."""
    if view.language.code == "zh":
        return False
    if view.has("basis", "now", view.own_left):
        return False
    return bool(view.language.cue("basis", "stock_before", True).search(view.own_left) or view.ours_before or view.language.cue("basis", "stock_after").match(view.right.lstrip(" ),”\"'’")))


def _total_of_programme(view: _View, ctx: Context, now: bool) -> bool:
    ours = any(m.kind == OURS for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)))
    return ours and not now and view.has("basis", "total", view.sentence[: view.c.start][-24:])


def _directional_here(view: _View) -> bool:
    return view.language.code == "en" and bool(view.language.cue("basis", "directional", True).search(view.before))


def _label_is_new(view: _View, ctx: Context) -> bool:
    """"the number of MOUs signed at the meeting stood at nine": the total is that of one meeting."""
    rise = view.language.cue("basis", "directional", True).search(view.before)
    start = rise.start() if rise else view.c.start
    if rise and LIFTS.match(rise[0].lstrip()):
        pass
    elif view.c.form == "noun_first" and (start < view.c.noun_end or not re.search(r"[,;:]", view.sentence[view.c.noun_end : start])):
        start = max(0, view.c.noun_start - 14)
    elif view.c.form != "noun_first":
        start -= len(re.split(r"[,;:]", view.sentence[:start])[-1][-24:])
    label = view.sentence[start : view.c.start]
    meetings = any(m.kind == MEETING and not view.sentence[m.end - ctx.offset :].lower().startswith((" meetings", "s")) for m in ctx.reading.within(ctx.offset + start, ctx.offset + view.c.start))
    return meetings or view.has("basis", "now", label) or bool(set(re.findall(r"[\w-]+", label.lower())) & {"new", "newly", "fresh", "additional"})


LIFTS = re.compile(r"(?:br(?:ing|ought)|t(?:ak|ook)|lift|push|rais|boost|swell|increas|carr)", re.I)


def _fresh(view: _View) -> bool:
    lang, c = view.language, view.c
    if lang.code == "zh":
        inside = view.sentence[c.end : c.noun_end]
        return bool(lang.cue("basis", "new").search(inside) or lang.cue("basis", "new", True).search(view.before) or re.search(r"新(?:签|簽|增|一批)", view.own_left))
    if c.form == "noun_first":
        inside = view.sentence[max(0, c.noun_start - 14) : c.noun_start] + " " + view.sentence[c.end : c.end + 5]
    else:
        inside = view.sentence[c.end : c.noun_end] if c.form == "phrase" else view.sentence[c.end : c.end + 24]
    tokens = set(re.findall(r"[\w-]+", inside.lower()))
    return bool(tokens & lang.words("basis", "new")) or bool(lang.cue("basis", "new_before", True).search(view.before))


def _total_label(view: _View) -> bool:
    """Tables and summaries: "Total MOUs: 29", "Cumulative projects - 43"."""
    if view.c.form != "noun_first" or view.language.code == "zh":
        return False
    label = view.sentence[max(0, view.c.noun_start - 24) : view.c.start]
    return bool(re.search(r"\b(?:total|cumulative|overall|to[- ]date|running)\b", label, re.I))


MONTH = r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"


@cache
def _when_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:in|on|of|last|this|since|by|during|from)\s+(?:early |late |mid-?)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{MONTH}\.?(?:\s+\d{{1,2}}(?!\d),?)?(?:,?\s+(?P<year>(?:19|20)\d\d)|\s+(?P<rel>this year|last year))?"
        r"|\bin\s+(?:early |late |mid-?)?(?P<only_year>(?:19|20)\d\d)\b|\b(?P<relative>last year|this year|a year ago|a year earlier|(?P<ago>two|three|four|five|six|seven|eight|nine|ten) years ago)\b|(?P<han_year>今年|去年|(?:20\d\d)年)(?:(?P<han_month>十一|十二|十|[一二三四五六七八九]|\d{1,2})月)?",
        re.I,
    )


def _when(view: _View, ctx: Context) -> str:
    """A date that the clause gives its event, as a meeting hint: ``month:2020-06``, ``year:2020``; "" when there is none."""
    text = f"{view.own_left} | {view.right} | {view.opening}"
    for match in _when_pattern().finditer(text):
        lead = text[: match.start()].lower().rstrip()
        if lead.endswith(("since", "established", "founded", "launched in", "set up", "started")) or match[0].lower().startswith("since"):
            continue
        year = _year(match, ctx.date)
        if year is None:
            continue
        month = match["month"] or match["han_month"]
        if match["month"] and match["month"].lower() == "may" and not match["year"] and not match["rel"]:
            continue
        if not month:
            return f"year:{year}"
        number = english().table("dates", "months").get(month.lower()) or _han_month(month)
        if not match["year"] and not match["rel"] and not match["han_year"] and ctx.date and number > int(ctx.date[5:7]):
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
    return int(date[:4]) - (1 if relative in ("last year", "a year ago", "a year earlier", "去年") else 0)


def _meeting(view: _View, ctx: Context, basis: str) -> str:
    """The meeting as a number or a hint; "" when nothing in the release names one."""
    own = ctx.reading.announces
    if view.c.note == "relative" and own:
        return str(own)
    spot = (ctx.offset + view.left_start, ctx.offset + view.right_end)
    numbered = [m for m in ctx.reading.within(*spot) if m.kind == MEETING and m.number and not _starts_series(view, ctx, m)]
    if basis == "cumulative":
        if as_of := _as_of(view, ctx.date):
            return as_of
        if first := re.search(r"首([两兩二三四五])(?:届|屆|次)", view.sentence[: view.c.end]):
            return str(chinese_number(first[1]))
        if several := re.search(r"\b(?:over|across|from|in|of|at)\s+(?:the|its|our)\s+first\s+(\w+)\s+(?:\w+\s+)?\w+s\b", view.own, re.I):
            return str(english().table("numbers", "units").get(several[1].lower(), several[1] if several[1].isdecimal() else ""))
        before_now = view.has("scope", "before_now", f"{view.opening} {view.own}")
        anywhere = [m for m in ctx.reading.within(ctx.offset, ctx.offset + view.right_end) if m.kind == MEETING and m.number and not _starts_series(view, ctx, m)]
        lifted = _directional_here(view) or bool(re.search(r"[使令让讓]", view.own_left))
        if numbered or (anywhere and (lifted or before_now or view.has("basis", "cumulative", view.opening))):
            return str((numbered or anywhere)[-1].number)
        if view.has("scope", "previous_meeting", view.own) or view.has("scope", "before_now", f"{view.opening} {view.own}"):
            return str(own - 1) if own and own > 1 else ""
        return str(own) if own else f"asof:{ctx.date}" if ctx.date else ""
    if view.has("scope", "some_meeting", f"{view.opening} {view.own}"):
        return ""
    if numbered:
        return str(numbered[0].number)
    if own and re.search(r"\b(?:today|tonight|this time|this (?:year’s )?(?:\w+ )?(?:meeting|round|session))\b", view.own, re.I):
        return str(own)
    if view.has("scope", "previous_meeting", view.own) or view.has("scope", "previous_meeting", view.opening):
        if own:
            return str(own - 1) if own > 1 else ""
        return f"asof:{ctx.date}" if ctx.date else ""
    if hint := _when(view, ctx):
        own_year = own and ctx.date and hint == f"year:{ctx.date[:4]}"
        return str(own) if own_year else hint
    in_sentence = [m for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)) if m.kind == MEETING and m.number and not _starts_series(view, ctx, m)]
    if in_sentence:
        return str(in_sentence[-1].number)
    if own:
        return str(own)
    earlier = [m for m in ctx.earlier if m.kind == MEETING and m.number]
    if earlier:
        return str(earlier[-1].number)
    return f"month:{ctx.date[:7]}" if ctx.date and view.has("basis", "now", view.own) else ""


HAN_AS_OF = re.compile(r"(?:截至|截止|到|至)(?:(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?(?:底|末)?|去年(?:底|末))")
AS_OF = re.compile(
    r"\b(?:as (?:at|of)|by|until|up to|at|towards)\s+(?:the\s+)?(?P<end>end[- ](?:of[- ])?|close of\s+)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?(?:(?P<month>[A-Za-z]{3,9})\.?\s+)?(?:(?P<day2>\d{1,2}),\s+)?(?P<year>20\d\d)\b",
    re.I,
)


def _as_of(view: _View, date: str) -> str:
    """"as at 31 October 2024", "by the end of 2021": the day up to which a total counts, as a hint."""
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


def _starts_series(view: _View, ctx: Context, mention: Mention) -> bool:
    """"since the first meeting": the start of a count, not its end."""
    return bool(re.search(r"\bsince\s+(?:the\s+|its\s+|our\s+)?$", view.sentence[: max(0, mention.start - ctx.offset)], re.I))


def _definite(view: _View) -> bool:
    return bool(re.search(r"(?:\b(?:the|these|those|all|our)\s+|这|該|该|這|上述)$", view.before, re.I)) or view.c.form == "elided"


def claims_in(sentence: str, ctx: Context) -> list[Claim]:
    """All claims of one sentence, counted or not, with offsets in the release's text (``ctx.offset`` is the sentence's start)."""
    sentence = curly(sentence)
    names = [(m.start - ctx.offset, m.end - ctx.offset) for m in ctx.reading.within(ctx.offset, ctx.offset + len(sentence))]
    found = candidates(ctx.programme, sentence, names, ctx.earlier_measures)
    claims = []
    for view in _views(sentence, found):
        view = replace(view, ours_before=_possessive(view, ctx))
        reason = _scope(view, ctx)
        basis = _basis(view, ctx)
        meeting = _meeting(view, ctx, basis) if ctx.reading.about else ""
        if not reason and not basis:
            reason = "no_basis"
        if not reason and not meeting:
            reason = "no_meeting"
        ours = reason not in ("zone", "other_programme")
        anchored = any(m.kind in (OURS, MEETING) for m in ctx.reading.within(ctx.offset, ctx.offset + len(sentence)))
        claims.append(
            Claim(ctx.offset + view.c.start, ctx.offset + view.c.end, ctx.offset, ctx.offset + len(sentence), view.c.measure, basis, view.c.value, view.qualifier, meeting, not reason, reason, ours, _definite(view), anchored)
        )
    return _respectively(sentence, claims)


def _possessive(view: _View, ctx: Context) -> bool:
    tail = re.search(r"’s?\s+$", view.before)
    return bool(tail) and any(m.kind == OURS and abs(m.end - ctx.offset - tail.start()) <= 1 for m in ctx.reading.within(ctx.offset, ctx.offset + view.c.start))


def _respectively(sentence: str, claims: list[Claim]) -> list[Claim]:
    """"28 and 43 respectively": the last numbers take the measures of the first ones in turn."""
    if not re.search(r"\brespectively\b", sentence, re.I) or len(claims) < 4 or len(claims) % 2:
        return claims
    half = len(claims) // 2
    return claims[:half] + [replace(late, measure=early.measure) for early, late in zip(claims, claims[half:], strict=False)]
