"""Step 2 of the grammar: each candidate with the part of its sentence that speaks of it.

A sentence may hold several figures, each with words of its own: "eight MOUs were signed today, bringing the total to 28".
A view cuts the text between two candidates at the clause that parts them; candidates that are listed together share theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from sci_loader.candidates import Candidate, strip_qualifier
from sci_loader.subjects import MEETING, Mention, Reading
from sci_loader.vocabulary import Language, Programme, chinese, english

__all__ = ["COMPARED", "STRONG_CLAUSE", "Context", "View", "meeting_before", "views"]

CLAUSE = re.compile(
    r"[;:，；、：]|(?<!\d),|,(?!\d)|\s[–—-]\s|[—]|\b(?:and|while|whereas|with|but|as well as|alongside)\b|以及|并|並|和|与|及|同时|同時",
    re.I,
)


STRONG_CLAUSE = re.compile(r"[;:，；：]|(?<!\d),|,(?!\d)|\s[–—-]\s|[—]|\bwhile\b|\bwhereas\b|\bbut\b", re.I)


# "..., which began with seven projects, has 55": a clause of its own between commas.
RELATIVE = re.compile(r"\s*(?:which|who|whose|where)\b")
# "12 of the 38 projects have ...": what follows is said of the twelve.
WHOLE = re.compile(r"(?<![\w-])[\w-]+\s+of\s+(?:the|our|its|their|these|those)\s+$", re.I)
FINITE = re.compile(r"\b(?:have|has|had|are|is|were|was|will|would|can|could|do|did)\b", re.I)
SEMICOLON = re.compile(r"[;；]")


LINK_ONLY = re.compile(
    r"\s*(?:\([\w. ]+\))?\s*(?:,|and|,\s*and|as well as|along with|plus|&|、|和|与|及|以及)\s*(?:(?:the|another|some|over|about|nearly|almost|more than|an? \w+ of(?: over| about)?)\s+)?",
    re.I,
)


# Where a clause about our noun gives way to one about something else: a comparison, a relative clause of a later noun.
COMPARED = re.compile(
    r"(?:,\s*)?\b(?:(?:up|down)(?: by)?(?: [\w-]+)? (?:from|on)|as against|compared (?:with|to)|against|versus|than|as many as|the same (?:number |figure |count )?as|(?:more than |nearly |almost )?(?:double|twice|triple)|(?:beat(?:s|en|ing)?|match(?:es|ed|ing)?|equal(?:s|led|ling)?|follow(?:s|ed|ing)?|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|topp(?:ed|ing)) (?=(?:last|the previous) (?:year|meeting|session))|the most|the highest|the largest)\b|\bon (?:last|the previous) (?:year|time|meeting|session|round)(?:’s)?(?=,)|，?(?:比|较|較)|，[^，。]{0,4}[是为為达達][^，。]{1,14}的[0-9一二两兩三四五六七八九十]+倍",
    re.I,
)
TURN = re.compile(
    rf"{COMPARED.pattern}|，(?=连同|連同|加上|再加上)|(?<=\w)\s(?:that|which|who|whose|where)\s(?!(?:were|was|(?:have|has|had) been)\s)|\s\((?=\S+\s)"
    r"|,\s*(?:and\s+)?(?:bringing|taking|raising|lifting|pushing|boosting|making)\b",
    re.I,
)


# 14个项目，目前已有12个…: what has become of them since; 14个项目使总数达到…: what they have led to.
HAN_TURN = re.compile(
    r"，(?=目前|现时|現時|现已|現已|其中)|(?:使得?|令|[让讓])(?=[^，。；]{0,16}(?:总|總|累[计計]|达|達|增|升))"
)


# An opening that names what the figure is compared with.
COMPARING = re.compile(
    r"(?:与|與|和|同|跟|较|較)[^，。]{1,20}相比|\b(?:compared (?:with|to)|unlike)\b[^,]*"
    r"|\bon (?:last|the previous) (?:year|time|meeting|session|round)(?:’s)?(?=,)",
    re.I,
)


# A clause about what the things do says nothing about when they came; one that says that they were signed does.
ASIDE = re.compile(r",\s*(?:which|who|that|where)\s+(?!(?:were|was|have|has|had|are)\b)", re.I)


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
    previous: str = ""  # the sentence before, in the same paragraph
    earlier_basis: str = ""  # of the last claim before, in the same paragraph
    under: str = ""  # the heading above a list, for its items
    following: str = ""  # the sentence behind, in the same paragraph
    lead: bool = True  # in the opening of the release, or in a table or list of it


@dataclass(frozen=True)
class View:
    """A candidate with the text around it, cut at its neighbours."""

    c: Candidate
    sentence: str
    before: str  # everything before the number, without qualifiers
    own_left: str  # from the last clause boundary before the number
    phrase: str  # from the number to the end of the noun
    right: str  # after the noun, up to the clause of the next candidate
    opening_start: int
    opening: str  # the adverbial that opens the sentence, if it stands before all candidates
    qualifier: str
    left_start: int
    right_start: int
    right_end: int
    language: Language
    ours_before: bool = False  # "the SCI’s 43 projects"

    @property
    def follows_opening(self) -> bool:
        """Whether the clause comes right behind the opening, with no other figure between."""
        return self.left_start <= self.opening_start + len(self.opening) + 1

    @property
    def own(self) -> str:
        return f"{self.own_left} {self.phrase} {self.right}"

    def new_in(self, start: int, end: int) -> bool:
        """Whether a word such as "new" or "further" stands in a span of the sentence."""
        words = set(re.findall(r"[\w-]+", self.sentence[start:end].lower()))
        return bool(words & self.language.words("basis", "new"))

    def has(self, section: str, key: str, text: str) -> bool:
        return bool(self.language.cue(section, key).search(text))


def _language(c: Candidate) -> Language:
    return chinese() if c.language == "zh" else english()


def views(sentence: str, found: list[Candidate]) -> list[View]:
    views = []
    first = found[0].start if found else 0
    solid = [
        c
        for i, c in enumerate(found)
        if not (c.form == "elided" and c.note)
        or (i and STRONG_CLAUSE.search(sentence, max(found[i - 1].end, found[i - 1].noun_end), c.start))
    ]
    groups = {len(cs): _groups(sentence, cs) for cs in (found, solid)}
    for c in found:
        beside = solid if c in solid else found
        views.append(_view(sentence, c, beside, groups[len(beside)][beside.index(c)], first))
    return views


def _view(sentence: str, c: Candidate, found: list[Candidate], group: range, first: int) -> View:
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
    if aside := OF_WHICH_ASIDE.match(sentence, last):
        behind = [f.start for f in found if f.start >= aside.end()]
        right_bound = behind[0] if behind else len(sentence)
        right = _own_right(" " * (aside.end() - last) + SEMICOLON.split(sentence[aside.end() : right_bound])[0])
    else:
        right = _own_right(SEMICOLON.split(sentence[last:right_bound])[0])
    before, _ = strip_qualifier(_beside().sub("", sentence[: head.start]))
    _, qualifier = strip_qualifier(sentence[: c.start])
    if c.language == "zh" and sentence[c.end : c.end + 1] in chinese().list("qualifiers", "after_at_least"):
        qualifier = "at_least"
    own_start = _nearest_verb(sentence, own_start, head.start)
    part = _part_start(sentence, left_bound, head.start) if group[0] else 0
    opening = sentence[part:own_start] if part or group[0] == 0 else sentence[:first]
    opening = COMPARING.sub(lambda m: " " * len(m[0]), opening)
    end = max(c.end, c.noun_end)
    phrase = sentence[min(c.start, c.noun_start) : end]
    if WHOLE.search(before):
        right = FINITE.split(right)[0]
    if RELATIVE.match(before, own_start):
        right = right.split(",")[0]
    return View(
        c,
        sentence,
        before,
        before[own_start:],
        phrase,
        right,
        part,
        opening,
        qualifier,
        own_start,
        last,
        last + len(right),
        _language(c),
    )


# "Fourteen projects, of which six are in digital trade, were launched."
OF_WHICH_ASIDE = re.compile(
    r"\s*,\s*(?:(?:\w+ )?of (?:which|them)|including|among them)\b[^,;.]*,(?=\s*(?:was|were|have|has|had)\b)", re.I
)
WHICH = re.compile(r"[\s,]*(?:and\s+)?(?:(?:at|during|in|after)\s+)?(?:which|where|when|whose)\b", re.I)
WHEN_HELD = re.compile(
    r"(?:\s+(?:meeting|session|plenary|dialogue))?(?:,?\s+(?:held\s+)?(?:in|on)\s+[\w ]+)?[\s,]*", re.I
)


def meeting_before(view: View, ctx: Context) -> Mention | None:
    """The meeting whose relative clause holds the figure: "the 5th meeting, which launched four", "..., at which 15 were signed"."""
    if not WHICH.match(view.sentence, view.left_start):
        return None
    held = [m for m in ctx.reading.within(ctx.offset, ctx.offset + view.left_start) if m.kind == MEETING]
    gap = view.sentence[held[-1].end - ctx.offset : view.left_start] if held else ""
    return held[-1] if held and WHEN_HELD.fullmatch(gap) else None


@cache
def _beside() -> re.Pattern[str]:
    """ "three pillars and ": a count of something else that is listed before the figure and says nothing of it."""
    numbers = english().lists["numbers"]
    names = "|".join([*numbers["units"], *numbers["tens"], r"\d{1,3}"])
    others = "|".join(english().list("blockers", "other_counts"))
    return re.compile(rf"\b(?:{names})(?:\s+[\w-]+){{0,2}}?\s+(?:{others})(?:\s+and|,)\s+$", re.I)


def _part_start(sentence: str, start: int, end: int) -> int:
    """Where the part behind the last semicolon begins, 0 when none stands there: it opens for itself."""
    stops = list(SEMICOLON.finditer(sentence, start, end))
    return stops[-1].end() if stops else 0


# "The Ministry of Communications and Information signed": the "and" of a name.
NAMED_WITH_AND = re.compile(
    r"\b(?:Ministry|Ministries|Department|Bureau|Commission|Agency|Office|Authority|Board|Council|Institute|Administration|Committee)"
    r"\s+(?:of|for|on)\s+(?:[A-Z][\w’-]*,?\s+){1,4}and\s+$"
)


def _nearest_verb(sentence: str, start: int, end: int) -> int:
    """Where the last of two verbs joined by "and" begins: "has met each autumn and this time approved"."""
    joints = [m.end() for m in re.finditer(r"\band\s", sentence[start:end], re.I)]
    for joint in reversed(joints):
        if NAMED_WITH_AND.search(sentence, start, start + joint):
            continue
        if re.match(
            r"(?:\w+\s+){0,2}?(?:\w+ed|saw|took|gave|put|struck|made|began|brought|held)\b",
            sentence[start + joint : end],
            re.I,
        ):
            return start + joint
    return start


def _groups(sentence: str, found: list[Candidate]) -> list[range]:
    """For each candidate those that are listed together with it: "eight MOUs and 14 projects" share all that is said of them."""
    cuts = [i + 1 for i, (one, other) in enumerate(pairwise(found)) if not _linked(sentence, one, other)]
    return [group for a, b in pairwise([0, *cuts, len(found)]) for group in [range(a, b)] * (b - a)]


def _linked(sentence: str, one: Candidate, other: Candidate) -> bool:
    plain = not (one.note or other.note) and one.form == other.form == "phrase"
    gap = sentence[max(one.noun_end, one.end) : other.start]
    return plain and bool(LINK_ONLY.fullmatch(gap) or _and_launched().fullmatch(gap))


@cache
def _and_launched() -> re.Pattern[str]:
    """ "signed eight MOUs and launched 14 projects at the meeting": two verbs of the same kind share what follows."""
    verbs = "|".join(english().list("basis", "creation"))
    return re.compile(rf"\s*(?:\([\w. ]+\))?\s*,?\s*and\s+(?:{verbs})\s+(?:off\s+|out\s+)?", re.I)


# "14 projects - the same number as in 2022 - were unveiled": the sentence goes on behind the comparison.
COMPARED_ASIDE = re.compile(
    rf"(?:,\s*|\s+[–—-]\s+|—)(?:{COMPARED.pattern})[^,;–—]*(?:,|\s[–—-]\s|—)(?=\s*(?:was|were|is|are|have|has|had)\b)",
    re.I,
)


def _own_right(right: str) -> str:
    """What is said of the things themselves: up to an aside, a comparison or a relative clause of another noun."""
    right = COMPARED_ASIDE.sub(lambda m: " " * len(m[0]), right)
    right = re.sub(r"\([^)]*(?:\)|$)|（[^）]*(?:）|$)", lambda m: " " * len(m[0]), ASIDE.split(right)[0])
    turn = HAN_TURN.search(right) or TURN.search(right, 1)
    return right[: turn.start()] if turn else right


def _boundary(sentence: str, start: int, end: int) -> int:
    """Where the clause of the earlier candidate ends: the last semicolon, else the last comma or dash, else the last linking
    word, else at once."""
    strong = list(SEMICOLON.finditer(sentence, start, end)) or list(STRONG_CLAUSE.finditer(sentence, start, end))
    if strong:
        return strong[-1].start()
    weak = list(CLAUSE.finditer(sentence, start, end))
    if weak:
        return weak[-1].start()
    rise = english().cue("basis", "directional", True).search(sentence[start:end])
    return start + rise.start() if rise else end
