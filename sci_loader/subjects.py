"""Who a passage speaks of: the programme, one of its meetings, or a neighbour.

``read`` looks at a whole release once for one programme and answers: which meeting does it announce, and where are the
programme, its meetings and its neighbours named.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from sci_loader.numerals import ORDINAL_DIGITS, chinese_number, ordinal_value
from sci_loader.vocabulary import (
    Programme,
    Words,
    by_first_letter,
    casefolded,
    chinese,
    english,
    has_han,
    letters_of,
    words,
)

__all__ = ["SINCE", "Mention", "Reading", "any_in", "last_words", "other_places", "own_kinds", "read", "speaks_ahead"]

OURS, MEETING, ZONE, PROGRAMME, NAMED = "ours", "meeting", "zone", "programme", "named"


@dataclass(frozen=True)
class Mention:
    """A name in the text.

    kind: ``ours`` the programme, ``meeting`` one of its meetings (``number`` where an ordinal says which), ``zone`` and
    ``programme`` a neighbour the programme file lists, ``named`` some other proper name of a body or scheme.
    """

    start: int
    end: int
    kind: str
    number: int | None = None


@dataclass
class Reading:
    """What one release says about one programme, or nothing about any."""

    programme: str = ""
    announces: int | None = None
    topic: bool = False  # the release is about the programme as a whole, not only mentions it
    mentions: list[Mention] = field(default_factory=list)
    lead: int = 0  # where the opening of the release ends
    latest: int | None = None  # the last meeting that it speaks of as held, announced or not
    to_come: int | None = None  # the meeting that it gives notice of
    in_title: bool = False  # the title names the programme or a meeting of it

    def __post_init__(self) -> None:
        self._starts = [m.start for m in self.mentions]
        self._longest = max((m.end - m.start for m in self.mentions), default=0)

    @property
    def about(self) -> bool:
        return bool(self.programme)

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that touch a span of the text, in order."""
        low, high = bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end)
        return [m for m in self.mentions[low:high] if m.end > start]


def any_in(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of these places, which are in order, lies in a span."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


class _Taken:
    """Which characters of a text belong to a name already."""

    def __init__(self, length: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self.mask = bytearray(length)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        self.mask[start:end] = b"\x01" * (end - start)

    def touches(self, start: int, end: int) -> bool:
        return 1 in self.mask[start:end]


def _ordinal() -> str:
    names = "|".join(english().table("numbers", "ordinals"))
    tens = "|".join(english().table("numbers", "tens"))
    return rf"(?:{ORDINAL_DIGITS}|(?:{tens})[\s-](?:{names})|{names})"


@cache
def _ordinal_before(programme: Programme) -> re.Pattern[str]:
    """An ordinal that leads up to a name: "the 4th annual meeting of the ...", only words of the name in between."""
    fillers = (
        "annual full formal bilateral edition session plenary virtual meeting of the its in-person and latest".split()
    )
    source = programme.source
    names = [source["name"], *source["names"], *source["meeting"]["wordings"], source["short"]]
    names += [n for s in source.get("short_names", ()) for n in s["names"]] + [
        p for s in source["sides"] for p in s["places"]
    ]
    own = {w for name in names for w in re.findall(r"\w+", name)} | set(fillers)
    either = "|".join(re.escape(w) for w in sorted(own, key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)({_ordinal()})\s+((?:[\s('‘’“”\"\[–—&-]*(?:{either})(?!\w)[)\]’”\"]*)*[\s(–—-]*)$", re.I
    )


@cache
def _ordinal_after() -> re.Pattern[str]:
    months = "|".join(english().table("dates", "months"))
    return re.compile(
        rf"^[)’”\"]*(?:['’]s)?(?:\s+meeting)?(?:\s+(?:held|convened|had|concluded|opened|wrapped up|met|gathered|at|in|for|its|their|the|has|just|today|a)){{0,5}}\s+({_ordinal()})(?:\s+\w+){{0,2}}?\s+(?:meeting|session|time|edition)\b"
        rf"|^[)’”\"]*(?:\s+(?:meeting|session))?(?:\s+\([A-Z]+\))?(?:\s+of\s+[^.;,\n]{{3,100}})?,\s+(?:the|its)\s+({_ordinal()})(?:,|\s+(?:since|so far|to date)\b|(?=[.;)]))"
        rf"|^(?:\s+[^\s.;]+){{0,12}}?\s+(?:met|meets|convened|gathered|sat)\b[^.;]{{0,40}}?\s+for\s+(?:the|its|their)\s+({_ordinal()})\s+time\b"
        rf"|^[\s-]*(?:meeting\s+)?(?:no\.?\s*|#)?(\d{{1,2}})(?!\s+(?:{months})\b)(?![\w%,.]\d|\s+(?:new|joint|\w+\s+)?(?:projects?|mous?))(?=[\s,.;:)]|$)",
        re.I,
    )


@cache
def _head_met(programme: Programme) -> re.Pattern[str]:
    """ "the committee steering the two cities' tie-up met for the fifth time": the last word of the meeting's own name."""
    heads = {n.split()[-1].casefold() for n in programme.source["meeting"]["wordings"] if n.isascii() and " " in n}
    either = "|".join(map(re.escape, sorted(heads))) or r"(?!)"
    return re.compile(
        rf"\bthe\s+(?:joint\s+|steering\s+)?(?P<head>{either})\b[^.;\n]{{0,80}}?\b(?:met|meets|convened|gathered|sat)\b[^.;\n]{{0,40}}?"
        rf"\bfor\s+(?:the|its|their)\s+(?P<ordinal>{_ordinal()})\s+time\b",
        re.I,
    )


@cache
def _bare_meeting() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """ "the second meeting"; "at the second," in its two parts: up to the ordinal, and from there."""
    return (
        re.compile(rf"(?<!\w)({_ordinal()})\s+(?:annual\s+|full\s+|joint\s+|such\s+)?(?:meeting|session)(?!\w)", re.I),
        re.compile(r"\b(?:at|in|for|from)\s+(?:the|its)\s+$", re.I),
        re.compile(rf"({_ordinal()})(?=\s*(?:[,.;:]|and\b|but\b|$))", re.I),
    )


@cache
def _next_in_series() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """ "...; the second, in 2021, another six": an ordinal alone, after a meeting named in the same sentence.

    In two parts: up to the ordinal, and from there.
    """
    numbers = "|".join([*english().table("numbers", "units"), r"\d{1,3}(?=[.,;]|\s+and\b)"])
    return (
        re.compile(
            r"(?:[;:,.]|\b(?:and|at|while|but|follow(?:s|ed|ing)|after|since))\s+(?:the|its|their)\s+$",
            re.I,
        ),
        re.compile(
            rf"({_ordinal()})(?=,|\s+(?:(?:was|proved|turned out) (?:\w+ly |much |far |a little )?(?:\w+er|more|less)|in (?:\w+ )?(?:19|20)\d\d|another|\w+ed|saw|was held|took place|brought|ha[sd]|gave|made|with|(?-i:{numbers}))\b)",
            re.I,
        ),
    )


@cache
def _met_so_often() -> re.Pattern[str]:
    """ "The JIC has met four times": behind it "the first" is a meeting."""
    numbers = "|".join([*english().table("numbers", "units"), r"\d{1,2}"])
    return re.compile(
        rf"\b(?:met|convened|sat|gathered)\s+(?:{numbers})\s+times\b|\b(?:{numbers})\s+(?:annual\s+)?(?:meetings|sessions)\b(?:\s+so far)?"
        r"|(?<![第一二三四五六七八九十0-9])[两兩二三四五六七八九十]次(?:会议|會議)(?=[，：。])",
        re.I,
    )


HAN_NEXT = re.compile(r"第\s*([一二三四五六七八九十0-9]{1,3})\s*[次届屆]")


# "Projects. The Committee": a name does not go on behind a stop; one behind "Dr" or "St" is none.
SENTENCE_END = re.compile(r"(?:.*\w{4}[.!?] )?")
HAN_ORDINAL = r"(?:第\s*([0-9０-９一二三四五六七八九十]{1,3})|(首))\s*(?:次|届|屆|轮|輪|回)"


@cache
def _chinese_meeting(programme: Programme) -> re.Pattern[str]:
    del programme
    listed = r"(?:第\s*([一二三四五六七八九十0-9]{1,3})\s*[次届屆]?)(?=(?:、第\s*\w{1,3}?\s*[次届屆]?)*[、和与與及]第\s*\w{1,3}?\s*[次届屆])"
    return re.compile(HAN_ORDINAL + r"[^，。；！？]{0,28}?(?:会议|會議|委员会|委員會|执委会|執委會)|" + listed)


@cache
def _generic() -> re.Pattern[str]:
    kinds = "|".join(re.escape(k) for k in sorted(english().list("subjects", "kinds"), key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(?=[A-Z(ofat])(?:(?:[A-Z][\w&.’'-]{{0,40}}+|\([A-Z][\w \-]{{0,40}}\)|of|for|and|on|the)[ ]){{0,8}}?[A-Z][\w&.’'-]{{0,40}}+[ ](?:{kinds})(?!\w)(?:[ ]\([A-Z][\w-]{{0,40}}\))?"
    )


@cache
def own_kinds(programme: Programme) -> re.Pattern[str]:
    """ "The Committee", "the Initiative": the last word of a name of ours, which speaks of it again."""
    source = programme.source
    names = [source["name"], *source["names"], *source["meeting"]["wordings"], source["meeting"]["name"]]
    return re.compile(rf"(?:the|this|our)\s+(?:{last_words(names)})", re.I)


def last_words(names: Iterable[str]) -> str:
    """The last words of names in the Latin alphabet, as alternatives of a pattern; one that matches nothing where there are none."""
    return "|".join(map(re.escape, sorted({name.split()[-1] for name in names if name.isascii()}))) or "(?!)"


@cache
def other_places(programme: Programme) -> Words:
    names = [*english().list("places", "names"), *chinese().list("places", "names")]
    return words(n for n in names if not programme.places.fullmatch(n))


REACH = 80  # no place with what joins it to another is longer


@cache
def _partner(programme: Programme) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One of our places as the partner of another: what leads up to that one, and what follows it."""
    ours = programme.places.pattern
    joint = r"(?:[-–/]|\s+(?:and|&)\s+(?:the\s+)?(?:Republic\s+of\s+)?|\s+with\s+(?:the\s+)?|与|和|與)"
    return re.compile(rf"(?:{ours}){joint}\(?$", re.I), re.compile(rf"{joint}(?:{ours})", re.I)


def _pairs(programme: Programme, text: str) -> Iterable[tuple[int, int]]:
    """Where another pair of partners is named: one of our places with a place that is not ours."""
    before, behind = _partner(programme)
    ours = [place.start() for place in programme.places.finditer(text)]  # most other places have none of these near
    for place in other_places(programme).finditer(text):
        start, end = place.span()
        near = any_in(ours, start - REACH, start)
        if near and (partner := before.search(text, max(0, start - REACH), start)):
            yield partner.start(), end
        if partner := behind.match(text, end):
            yield start, partner.end()


BESIDE = re.compile(r"(?:['’]s)?\s+")
OF_THE = re.compile(r"(?:\s+meeting)?\s+(?:of|for|under)\s+the\s+")


def _beside_meeting(programme: Programme, short: Words, text: str) -> bool:
    """ "the fifth SCI JIC meeting": letters that stand for other things elsewhere, beside the name of the meeting."""
    meetings = [m.span() for m in programme.meeting.finditer(text)]
    letters = [m.span() for m in short.finditer(text)] if meetings else ()
    starts, ahead = {start for start, _ in letters}, {start for start, _ in meetings}
    return any((gap := BESIDE.match(text, end)) and gap.end() in ahead for _, end in letters) or any(
        (gap := OF_THE.match(text, end)) and gap.end() in starts for _, end in meetings
    )


def names_of(programme: Programme, text: str) -> list[tuple[int, int]]:
    """Where the programme is named, full names first; short names only beside what makes them sure."""
    spans = [m.span() for m in programme.names.finditer(text)]
    for pattern, beside in programme.short_names:
        sure = spans or _beside_meeting(programme, pattern, text) if beside is None else beside.search(text)
        if not sure:
            continue
        taken = _Taken(len(text), spans)
        spans += [m.span() for m in pattern.finditer(text) if not taken.touches(*m.span())]
    return sorted(spans)


def speaks_of_another(programme: Programme, text: str, of: Iterable[tuple[int, int]]) -> bool:
    """Whether a text that speaks of something (its places are ``of``) names a neighbour of the programme beside it, or another
    pair of partners, and not the programme."""
    if names_of(programme, text):
        return False
    itself = _Taken(len(text), of)
    named = (m.span() for neighbour in programme.neighbours for m in neighbour.names.finditer(text))
    return any(not itself.touches(*span) for span in [*named, *_pairs(programme, text)])


def read(
    programme: Programme,
    others: tuple[Programme, ...],
    title: str,
    text: str,
    of_another_day: Callable[[str], bool] = lambda sentence: False,
) -> Reading | None:
    """Read one release for one programme; None when it does not speak of it.

    title: the title, which also opens ``text``; others: the programmes that are neighbours of this one; of_another_day: says
    of a sentence whether it gives a day far from the release's.
    """
    if not _may_name(programme, text):
        return None
    spans = names_of(programme, text)
    wording = any(_ours_by_place(programme, text, m) for m in programme.meeting.finditer(text)) if not spans else False
    if not spans and not wording:
        return None
    mentions = [Mention(a, b, OURS) for a, b in spans]
    rivals = _rivals(programme, others, text, spans)
    mentions += rivals
    mentions += _meetings(programme, text, spans, rivals)
    mentions.sort(key=lambda m: (m.start, -m.end))
    lead = _end_of_lead(text)
    announces, latest = _announced(mentions, title, text, lead, of_another_day)
    to_come = _to_come(mentions, text, len(title))
    announces = None if announces == to_come else announces
    so_far = max(_held_so_far(mentions, text), default=0)
    latest = max(latest or 0, so_far) or None
    announces = None if announces and announces < so_far else announces  # it looks back on that one
    in_title = any(m.kind in (OURS, MEETING) and m.start < len(title) for m in mentions)
    topic = announces is not None or in_title or _opens_with_meeting(mentions, text, len(title))
    topic = topic or _is_told_of(programme, title, mentions, lead)
    return Reading(programme.slug, announces, topic, mentions, lead, latest, to_come, in_title)


@cache
def _so_many_held() -> re.Pattern[str]:
    """ "across six Joint Implementation Committee (JIC) meetings", 已召开六次会议: as many as there have been."""
    numbers = "|".join(english().table("numbers", "units"))
    return re.compile(
        rf"\b(?:across|over|after|through|held|convened|at)\s+(?:(?:its|the|our|all)\s+)*(?P<word>{numbers}|\d{{1,2}})\s+(?:[\w()]+\s+){{0,6}}?(?:meetings|sessions)\b"
        rf"|\b(?P<so_often>(?:it|they|committee|sides|cities|board|council)\s+(?:has|have)\s+(?:met|convened|sat|gathered)\s+(?P<times>{numbers})\s+times)\b"
        r"|(?:举行|舉行|召开|召開|开|開)(?:了|过|過)?(?P<han>[二两兩三四五六七八九十]+)次(?:会议|會議)",
        re.I,
    )


def _held_so_far(mentions: Sequence[Mention], text: str) -> Iterable[int]:
    """How many meetings a text says there have been, where it names them as ours."""
    for m in _so_many_held().finditer(text):
        near = m.start() - NEAR if m["so_often"] else m.start()
        if any(near <= at.start < m.end() for at in mentions if at.kind in (OURS, MEETING)):
            word = (m["word"] or m["times"] or "").lower()
            yield (
                chinese_number(m["han"]) or 0
                if m["han"]
                else english().table("numbers", "units").get(word) or int(word)
            )


def _is_told_of(programme: Programme, title: str, mentions: Sequence[Mention], lead: int) -> bool:
    """Whether the title speaks of both sides, and the opening names the programme and no other before it."""
    opening = [m.kind for m in mentions if m.start < lead and m.kind != NAMED]
    first = opening[: opening.index(OURS)] if OURS in opening else [None]
    said = re.sub(programme.countries.pattern, " ", title, flags=re.I)  # "China and Singapore" may be about anything
    return set(first) <= {MEETING} and all(places.search(said) for places in programme.side_places.values())


def _opens_with_meeting(mentions: Sequence[Mention], text: str, start: int) -> bool:
    """Whether the first paragraph names the programme and its meeting, and no other programme before."""
    begin = text.find("\n\n", start) + 2 if text.find("\n\n", start) >= 0 else start
    end = text.find("\n\n", begin)
    first = [m for m in mentions if begin <= m.start < (end if end >= 0 else len(text))]
    kinds = [m.kind for m in first]
    return {OURS, MEETING} <= set(kinds) and kinds[0] in (OURS, MEETING)


@cache
def _needed_words(programme: Programme) -> tuple[tuple[bytes, ...], ...]:
    """The words of each name as ``letters_of`` a text gives them, which shows none with Chinese characters."""
    source = programme.source
    names = [source["name"], *source["names"], *source["meeting"]["wordings"]]
    names += [n for s in source.get("short_names", ()) if not s.get("with_name") for n in s["names"]]
    needed = {frozenset(letters_of(n).split()) for n in names if not has_han(n)}
    least = [
        n for n in needed if not any(other < n for other in needed)
    ]  # a longer name has nothing to add to a shorter
    return tuple(sorted(tuple(sorted(n, key=lambda w: (-len(w), w))) for n in least))


def _may_name(programme: Programme, text: str) -> bool:
    """A cheap test that spares most releases the search for names: all words of some name occur somewhere, or Chinese does."""
    if has_han(text):
        return True
    names, letters = _needed_words(programme), letters_of(text)
    missing: set[bytes] = set()  # a word that one name lacks may be that of another
    for needed in names:
        for word in needed:
            if word in missing:
                break
            if word not in letters:
                missing.add(word)
                break
        else:
            return True
    return False


def _ours_by_place(programme: Programme, text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 80) : match.end() + 40]
    return all(p.search(around) for p in programme.side_places.values()) and not other_places(programme).search(around)


def _rivals(
    programme: Programme, others: tuple[Programme, ...], text: str, ours: list[tuple[int, int]]
) -> list[Mention]:
    found: list[Mention] = []

    taken = _Taken(len(text), ours)

    def add(start: int, end: int, kind: str) -> None:
        if not taken.touches(start, end):
            taken.add(start, end)
            found.append(Mention(start, end, kind))

    for neighbour in programme.neighbours:
        for m in neighbour.names.finditer(text):
            add(*m.span(), neighbour.kind)
    for other in others:
        for a, b in names_of(other, text):
            add(a, b, PROGRAMME)
    for a, b in _pairs(programme, text):
        add(a, b, PROGRAMME)
    for m in _generic().finditer(text):
        name = m[0][SENTENCE_END.match(m[0]).end() :]  # type: ignore[union-attr]
        patterns = (programme.bodies.fullmatch, own_kinds(programme).fullmatch, programme.meeting.search)
        if not any(is_ours(name) for is_ours in patterns):
            add(m.end() - len(name), m.end(), NAMED)
    return found


LEAD_UP = 160  # characters between an ordinal and the name that it leads up to; no real ones stand so far apart


@cache
def _any_ordinal() -> re.Pattern[str]:
    names = [*english().table("numbers", "ordinals"), *english().table("numbers", "tens")]
    return re.compile(rf"\d{{1,3}}\s?(?:st|nd|rd|th)|{by_first_letter(n.casefold() for n in names)}")


def _ordinals(text: str) -> list[int]:
    """Where an ordinal may begin, so that a pattern that opens with one need not be tried at every letter."""
    folded = casefolded(text)
    if len(folded) == len(text):  # else places in one are not those in the other
        return [m.start() for m in _any_ordinal().finditer(folded)]
    return [m.start() for m in re.finditer(_ordinal(), text, re.I)]


def _meetings(programme: Programme, text: str, ours: list[tuple[int, int]], rivals: list[Mention]) -> list[Mention]:
    found: list[Mention] = []
    taken = _Taken(len(text), ((m.start, m.end) for m in rivals if m.kind != NAMED))
    named = _Taken(len(text), ((m.start, m.end) for m in rivals))
    ordinals, leads_up = _ordinals(text), _ordinal_before(programme)
    spots = [(m.start(), m.end(), True) for m in programme.meeting.finditer(text)] + [(a, b, False) for a, b in ours]
    for start, end, is_wording in sorted(spots):
        if taken.touches(start, end):
            continue
        near = ordinals[bisect_left(ordinals, start - LEAD_UP) : bisect_left(ordinals, start)]
        before = next((m for at in near if (m := leads_up.match(text, at, start))), None)
        number = None
        if before and "\n\n" not in before[0]:
            if _names_another(programme, before[2]):
                continue
            number = ordinal_value(before[1])
            start = before.start(1)
        elif is_wording and FIRST_MET.match(text, end):
            number = 1
        elif is_wording and (after := _ordinal_after().search(text[end : end + AHEAD].split("\n")[0])):
            said = after[1] or after[2] or after[3]
            number = ordinal_value(said) if said else int(after[4])
        if is_wording or number is not None:
            if is_wording and _foreign_wording(programme, text, start, end):
                continue
            named.add(start, end)
            found.append(Mention(start, end, MEETING, number))
    for m in _head_met(programme).finditer(text) if ordinals else ():
        begin = text.rfind("\n", 0, m.start()) + 1
        paragraph = text[begin : m.end()]
        both = all(p.search(paragraph) for p in programme.side_places.values())
        again = any(begin <= f.start < m.start() for f in found)  # named in full before
        if (both or again) and not named.touches(*m.span("head")) and not other_places(programme).search(paragraph):
            named.add(*m.span("head"))
            found.append(Mention(*m.span("head"), MEETING, ordinal_value(m["ordinal"])))
    for start, m in _bare_meetings(text, ordinals):
        if not named.touches(start, m.end()):
            found.append(Mention(start, m.end(), MEETING, ordinal_value(m[1])))
    for m in _chinese_meeting(programme).finditer(text) if has_han(text) else ():
        if not taken.touches(max(0, m.start() - 1), m.end()):
            number = 1 if m[2] else chinese_number(m[1] or m[3])
            named.add(m.start(), m.end())
            found.append(Mention(m.start(), m.end(), MEETING, number))
    of = {f.end: f.number for f in found if f.number}
    ends = sorted(of)
    series = _series(text, ordinals)
    so_many = [m.end() for m in _met_so_often().finditer(text)] if series else []
    for start, m in series:
        begun = any(0 <= start - end <= len(". ") for end in so_many)
        nearest = bisect_right(ends, start) - 1
        same_sentence = nearest >= 0 and not any(text.rfind(s, ends[nearest], start) >= 0 for s in (". ", "。", "\n"))
        number = chinese_number(m[1]) if m[0][0] == "第" else ordinal_value(m[1])
        goes_on = nearest >= 0 and number == of[ends[nearest]] + 1 and "\n" not in text[ends[nearest] : start]
        if (same_sentence or begun or goes_on) and not named.touches(*m.span(1)):
            found.append(Mention(*m.span(1), MEETING, number))
            if number:
                of[found[-1].end] = number
                insort(ends, found[-1].end)
    return found


# "When the JIC first met"
FIRST_MET = re.compile(
    r"[)’”\"]*\s+(?:had\s+)?first\s+(?:met|sat|convened|gathered|came together)\b|[）)]?(?:于\w{4,12})?首次(?:召开|召開|举行|舉行|开会|開會)",
    re.I,
)
AHEAD = 160  # characters behind a name in which an ordinal is looked for
BEFORE = 40  # characters in which the few words before an ordinal are looked for
Led = tuple[int, re.Match[str]]  # where what leads up to an ordinal begins, and the match that begins with the ordinal


def _led_up(text: str, ordinals: Iterable[int], before: re.Pattern[str], from_there: re.Pattern[str]) -> Iterable[Led]:
    for at in ordinals:
        if (m := from_there.match(text, at)) and (lead := before.search(text, max(0, at - BEFORE), at)):
            yield lead.start(), m


def _bare_meetings(text: str, ordinals: Iterable[int]) -> list[Led]:
    """Meetings that only an ordinal names, in order."""
    whole, before, from_there = _bare_meeting()
    found = list(_led_up(text, ordinals, before, from_there))
    end = 0
    for at in ordinals:
        if at >= end and (m := whole.match(text, at)):  # no "first meeting" in "the twenty-first meeting"
            found.append((at, m))
            end = m.end()
    return sorted(found, key=lambda led: led[0])


def _series(text: str, ordinals: Iterable[int]) -> list[Led]:
    """Ordinals that may go on with a series of meetings, in order."""
    found = list(_led_up(text, ordinals, *_next_in_series()))
    found += [(m.start(), m) for m in HAN_NEXT.finditer(text)] if "第" in text else ()
    return sorted(found, key=lambda led: led[0])


def _foreign_wording(programme: Programme, text: str, start: int, end: int) -> bool:
    """True when the words around a meeting wording, inside its own phrase, name somebody else's place."""
    beside = re.match(r"\s+with\s+(?:the\s+)?([A-Z]\w+(?:\s+[A-Z]\w+)?)", text[end : end + 60])
    if beside and _names_another(programme, beside[1]):
        return True
    before = re.split(r"[.;:,\n]|\b(?:and|at|in|of|while|but|for)\b", text[max(0, start - 60) : start])[-1]
    return _names_another(programme, before)


@lru_cache(maxsize=1024)  # the same few words lead up to most meetings
def _names_another(programme: Programme, words: str) -> bool:
    return other_places(programme).search(words) is not None


# "At the first meeting in 2019": what a release says of a meeting long past; its own has a day, or none.
TODAY = re.compile(r"\b(?:today|yesterday|this (?:morning|afternoon|week))\b|今天|今日|昨天|昨日", re.I)
PAST_YEAR = re.compile(r"\bin (?:19|20)\d\d\b|(?<!\d)(?:19|20)\d\d年(?!\d)", re.I)


# "..., which was set up in 2019": a year of the programme, not of the meeting.
FOUNDED = re.compile(
    r"\b(?:set up|founded|established|launched|created|formed|initiated|begun|began|started|dates? back to|dating from)(?:\s+back)?\s+in\s+(?:\w+\s+)?(?:19|20)\d\d\b"
    r"|(?:19|20)\d\d年(?:\d{1,2}月)?(?:成立|启动|啟動|设立|設立|建立|创立|創立)",
    re.I,
)
# What leads up to the meeting from which something is counted: "since the first meeting".
SINCE = re.compile(
    r"\b(?:since|(?:counting|starting|beginning) (?:from|with))\s+(?:the\s+|its\s+|our\s+)?(?:[\w’]+’s\s+)?$", re.I
)
# How far from a mention the words of its sentence are looked at; no real sentence is longer.
NEAR = 700
STOPS = (". ", "\n\n")  # where that sentence ends, whatever it is
# As many mentions as are asked for the meeting that is announced; no real release names meetings a third as often.
ASKED = 50


def _announced(
    mentions: list[Mention], title: str, text: str, head: int, of_another_day: Callable[[str], bool]
) -> tuple[int | None, int | None]:
    """The meeting that a release announces: the one in its title, else the one of its day, else the one it opens with, up to ``head``.

    A sentence that dates its meeting otherwise ("was held on ...") looks back at an earlier one.  Second comes the last meeting
    that is spoken of as held, whenever that was.
    """
    numbered = [m for m in mentions if m.kind == MEETING and m.number]
    in_title = [m for m in numbered if m.start < len(title)]
    if in_title:
        return in_title[0].number, in_title[0].number

    votes: list[int] = []
    lead: list[int] = []
    held: list[int] = []
    for mention in numbered[:ASKED]:
        a, b = _sentence_of(mention, text)
        sentence = text[a:b]
        around = re.sub(r"\b(?:at\s+)?the\s+$", "", text[a : mention.start], flags=re.I)
        today = _says("basis", "now", f"{around}| {text[mention.end : b]}")
        if speaks_ahead(sentence) or _says("scope", "previous_meeting", sentence):
            continue
        if (PAST_YEAR.search(FOUNDED.sub(" ", sentence)) and not TODAY.search(sentence)) or SINCE.search(
            text[max(0, mention.start - 30) : mention.start]
        ):
            continue
        held.append(mention.number or 0)
        on_the_day = today or _says("subjects", "reporting", sentence) or _says("subjects", "held", sentence)
        if on_the_day and mention.number and (TODAY.search(sentence) or not of_another_day(sentence)):
            votes.append(mention.number)
        elif mention.number and mention.start < head and not of_another_day(sentence):
            lead.append(mention.number)
    return max(votes or lead, default=None), max(held, default=None)


def _sentence_of(mention: Mention, text: str) -> tuple[int, int]:
    """The sentence around a mention, or as much of it as counts."""
    first, last = max(0, mention.start - NEAR), min(len(text), mention.end + NEAR)
    a = max(first, *(text.rfind(stop, first, mention.start) + 1 for stop in STOPS))
    return a, min([last, *(x for stop in STOPS if (x := text.find(stop, mention.end, last)) >= 0)])


def _says(section: str, key: str, sentence: str) -> bool:
    return any(lang.cue(section, key).search(sentence) for lang in (english(), chinese()))


def speaks_ahead(sentence: str) -> bool:
    """Whether a sentence speaks of a meeting to come, or of what is still to be signed there.

    >>> [speaks_ahead(s) for s in ("The fifth meeting will be held in May.", "Nine MOUs will be signed at the fifth meeting.",
    ...     "Nine MOUs will be signed at the fifth meeting today.", "Nine MOUs were signed at the fifth meeting.")]
    [True, True, False, False]
    """
    if _says("scope", "next_meeting", sentence):
        return True
    return _says("scope", "to_be", sentence) and not _says("scope", "on_the_day", sentence)


def _to_come(mentions: list[Mention], text: str, title: int) -> int | None:
    """The first meeting of which all that a release says is still to come; a heading says nothing of when."""
    numbered = [m for m in mentions if m.kind == MEETING and m.number and m.start >= title][:ASKED]
    said = [(m.number or 0, speaks_ahead(text[slice(*_sentence_of(m, text))])) for m in numbered]
    return min(
        {number for number, ahead in said if ahead} - {number for number, ahead in said if not ahead}, default=None
    )


def _end_of_lead(text: str) -> int:
    """Where the opening of a release ends: its title and three paragraphs."""
    end = 0
    for _ in range(4):
        end = text.find("\n\n", end + 1)
        if end < 0:
            return len(text)
    return end
