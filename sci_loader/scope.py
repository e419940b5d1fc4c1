"""Step 3 of the grammar: what bars a number from being the programme's own figure.

A part of another figure, a comparison, a plan, a denial; whose it is says ``owners``.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from itertools import pairwise

from sci_loader.candidates import OF_ALL, PART, any_noun, measure_nouns, measures_in_turn
from sci_loader.clauses import Context, View
from sci_loader.forward import due
from sci_loader.numerals import MONTHS, find_numbers
from sci_loader.owners import GOES_ON, came_about, is_whole, owner, speaks_of_programme
from sci_loader.subjects import MEETING, OURS
from sci_loader.vocabulary import english

__all__ = ["BEGAN", "EVERY_ONE", "IN_THE_END", "MILESTONE", "THE", "scope"]

IN_THE_END = re.compile(r"最后|最後|最终|最終|结果|結果|实际|實際")  # against what was expected
DONE = re.compile(
    r"\s*(?:\([\w. ]+\)\s*)?(?:,\s*)?(?:which\s+|that\s+)?(?:were|was|have been|has been|had been|signed|inked|launched|sealed|concluded|unveiled|announced|started|agreed|approved)\b",
    re.I,
)
BY_YEAR = re.compile(r"\bby (?:the end of |end[- ])?(20\d\d)\b", re.I)
# "against eight and 14": the second of two figures that are compared with.
LISTED = re.compile(r"[\w-]+\s+and\s+$")
# "Talent: three MOUs; digital trade: five MOUs"
LABELLED = re.compile(r"(?:^|[;|•])\s*(?P<label>[^;:|.\d]{3,50}):\s*(?=(?P<count>[\w-]+)\b)")


def _of_field(view: View, ctx: Context) -> bool:
    """A number behind the name of a field, as another one in the same sentence is; meetings and totals are no fields."""
    if view.language.code != "en":
        listed = HAN_FIELDS.search(view.before)
        return listed is not None and not any_noun(ctx.programme).search(listed[0])
    labels = [m for m in LABELLED.finditer(view.sentence) if find_numbers(m["count"])]
    nouns = any_noun(ctx.programme)
    whole = any(nouns.search(m["label"]) or NO_FIELD.search(m["label"]) for m in labels)
    return len(labels) > 1 and not whole and any(m.end() == view.c.start for m in labels)


# 人才3份、贸易4份、创新1份
HAN_FIELDS = re.compile(
    r"(?:^|[：:，；。])(?:[^、，。；：\d次届屆年]{1,10}[\d一二两兩三四五六七八九十]+[个個份项項][、和及])+[^、，。；：\d次届屆年]{1,10}$"
)
NO_FIELD = re.compile(
    r"\b(?:new|total|cumulative|to date|overall|today|year|meeting|session|signed|launched|result|outcome|number)s?\b",
    re.I,
)
# "more than 20 agreements, eight of them under the SCI": the others are not
OF_THEM = re.compile(r"\s*,\s*[\w-]+ of (?:them|which|these)\s+(?:\w+ )?(?:under|through|within)\s+", re.I)
# 新设外资项目: what investors bring
HAN_BUSINESS = re.compile(r"(?:外资|外資|投资|投資|招商)$")
# 图书室和奖学金这两个项目: those named
HAN_THESE = re.compile(r"[和与與及、][^，。；、]{2,14}[这這]$")
# "eight of the planned nine"
TARGET = re.compile(
    r"\bof (?:the|its|their) (?:planned|expected|promised|proposed|scheduled|intended|targeted)\s+$", re.I
)
SUGGESTED = re.compile(
    r"\b(?:proposed|suggested|shortlisted|nominated|prospective)\b", re.I
)  # "14 of 20 proposed projects"


def scope(view: View, ctx: Context) -> str:
    """The reason that bars the number, "" when nothing does."""
    c, lang = view.c, view.language
    whose = owner(view, ctx)
    if whose in ("zone", "other_programme"):
        return whose
    if c.note and not (
        c.note == "subset"
        and c.form == "elided"
        and (_new_part(view, ctx) or _signed_part(view, ctx) or _chosen_part(view))
    ):
        return c.note
    if c.high is not None:
        return "range"
    if _compared(view):
        return "comparison"
    if _negated(view) or _said_to_be_wrong(view, ctx):
        return "negated"
    if _rate(view):
        return "relative"
    if (part := OF_THEM.match(view.sentence, view.c.noun_end)) and any(
        m.kind == OURS for m in ctx.reading.within(ctx.offset + part.end(), ctx.offset + part.end() + 40)
    ):
        return "other_programme"
    if HAN_THESE.search(view.before):
        return "subset"
    if HAN_BUSINESS.search(view.sentence[: view.c.noun_start]):
        return "other_programme"
    if TARGET.search(view.before) or SUGGESTED.search(view.sentence[view.c.end : view.c.noun_start]):
        return "planned"
    if _of_field(view, ctx):
        return "subset"
    if _put_off(view, ctx):
        return "comparison"
    if _in_brackets(view, ctx):
        return "subset"
    if _is_part(view, ctx) and not (_latest_part(view, ctx) or _new_part(view, ctx)):
        return "subset"
    if lang.cue("scope", "abroad").match(view.right.lstrip()):
        return "other_programme"
    if (_looked_back_on(view) or _two_bare(view, ctx)) and not came_about(view):
        return "no_basis"
    if _broken_down(view) or FIELD_WITH.search(view.before):
        return "subset"
    if _status(view) or (c.language == "en" and c.form == "phrase" and _example(view)):
        return "subset"
    if _planned(view, ctx) or view.has("scope", "ahead", ctx.under):
        return "planned"
    if c.weak and c.form == "phrase" and _business(view):
        return "subset"
    if not whose and c.weak and not speaks_of_programme(view, ctx):
        return "no_basis"
    return whose


def _is_part(view: View, ctx: Context) -> bool:
    """Behind "including", "of these", 其中: a part of what was told before.

    "Outcomes including eight MOUs" names no other MOUs, so these are all.
    """
    cue = view.language.cue("scope", "subset_before", True)
    if view.language.code == "zh" and view.c.form == "noun_first":
        return bool(re.search(r"(?:其中|当中|當中)[^，。；]*$", view.sentence[: view.c.noun_start]))
    ours = any(m.kind in (OURS, MEETING) for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)))
    if IN_FIELD.match(view.sentence) and not ours and not view.has("basis", "now", view.sentence):
        return True
    if view.language.code == "zh" and OF_THOSE.search(view.sentence[: view.c.start]):
        return True
    part = cue.search(view.before)
    if part and INCLUDING.search(part[0]):
        weak = [measure_nouns(m, w) for m in ctx.programme.measures if m.slug == view.c.measure for w in (False, True)]
        told = view.sentence[: part.start()]
        return not told.strip() or any(nouns.search(told) for nouns in weak)
    return bool(part)


INCLUDING = re.compile(r"including|包括", re.I)
# 在数字贸易方面，…, "In the field of green energy, ...": of one field.
IN_FIELD = re.compile(
    r"在[^，。；]{2,12}(?:方面|领域|領域)，|\W*In the (?:areas?|fields?|domains?|sectors?) of [^,]{3,60}, ", re.I
)
# 九份备忘录中，四份涉及…，三份…: what follows tells parts of the nine.
OF_THOSE = re.compile(
    r"[\d一二两兩三四五六七八九十百][份个個项項][^，。；]{0,14}?(?<![会會其])(?:之|当|當)?中(?:，|(?:已经|已經|已)?有)[^。；]*$"
)


def _put_off(view: View, ctx: Context) -> bool:
    """ "signed nine of the ten": the ten were on the table, the nine were signed."""
    return view.language.code == "en" and _all_signed(view.before, ctx)


def _signed_part(view: View, ctx: Context) -> bool:
    """The nine of "signed nine of the ten"."""
    of = re.match(r"\s+of\s+(?:the|its|their)\s+", view.sentence[view.c.end :])
    return bool(of) and _all_signed(view.sentence[: view.c.end + of.end()], ctx)  # type: ignore[union-attr]


def _all_signed(before: str, ctx: Context) -> bool:
    """Whether a text ends in "signed nine of the", and not by one party alone: "IMDA signed three of the nine"."""
    signed = _signed_of().search(before)
    if signed is None:
        return False
    subject = re.sub(r",[^,;.]{1,60},\s*$", " ", before[: signed.start()])  # "NCS, a signatory, signed"
    who = re.search(r"\b([A-Z][\w’&-]*)(?:\s+(?:has|have|had|also|itself|alone|then|\w+ly))*\s+$", subject)
    plain = who is None or who[1].lower() in english().words("subjects", "officials")
    return plain or bool(ctx.programme.places.search(who[1]))  # type: ignore[index]


def _in_brackets(view: View, ctx: Context) -> bool:
    """ "in trade (six), data (five) and talent (four)": each is the part of a field, which stands before its bracket."""
    if view.c.form == "phrase" or not _field_of_bracket(view.sentence, view.c.start, view.c.end):
        return False
    fields = [n for n in find_numbers(view.sentence) if _field_of_bracket(view.sentence, n.start, n.end)]
    listed = [pair for pair in pairwise(fields) if NEXT_FIELD.match(view.sentence, pair[0].end)]
    nouns = any_noun(ctx.programme)
    return any(view.c.start in (a.start, b.start) for a, b in listed) and not any(
        nouns.search(_before_bracket(view.sentence, n.start)) for n in fields
    )


# What parts two fields of a list, behind the bracket of the first.
NEXT_FIELD = re.compile(r"[)）]\s*(?:[,;，、；]|and\b|以及|和)")


def _field_of_bracket(sentence: str, start: int, end: int) -> bool:
    """Whether a number stands alone in brackets behind a word that is no ordinal and no word for a meeting."""
    word = _before_bracket(sentence, start).lower()
    other = english().table("numbers", "ordinals").keys() | {"meeting", "session", "round", "year"}
    return bool(word) and sentence[end : end + 1] in (")", "）") and word not in other


def _before_bracket(sentence: str, start: int) -> str:
    """The word before the bracket that opens right before a place; "" where none does."""
    word = re.search(r"([^\W\d_]+)\s*[(（]$", sentence[:start])
    return word[1] if word else ""


# "Of the 15 projects put to it, ...": what was on the table.
PUT_TO = re.compile(
    r"\W*of the [\w-]+ [^,;]{3,60}?\b(?:put|proposed|submitted|tabled|on the table|discussed|considered)\b", re.I
)


def _chosen_part(view: View) -> bool:
    """ "..., the board approved nine": those that came about out of those proposed."""
    done = view.has("basis", "creation", view.own_left) or view.has("basis", "signing", view.own_left)
    return view.language.code == "en" and done and bool(PUT_TO.match(view.sentence))


@cache
def _signed_of() -> re.Pattern[str]:
    verbs = "|".join(english().list("basis", "signing"))
    return re.compile(rf"\b(?:{verbs})\s+[\w-]+\s+of\s+(?:the|its|their)\s+$", re.I)


def _business(view: View) -> bool:
    """ "12 commercial agreements": what firms agree on with each other."""
    inside = re.findall(r"[\w-]+", view.sentence[view.c.end : view.c.noun_start].lower())
    return bool(inside) and inside[-1] in english().words("blockers", "business")


# "added 11 MOUs to the 47 signed before".
ADDED_TO = re.compile(r"\badd(?:s|ed|ing)?\b[^.;]{3,40}\bto (?:the|its|their)(?: existing)? $", re.I)
# "past the 35 mark": a number that a total has come to.
MILESTONE = re.compile(r"[\s-]+(?:mark|milestone)\b", re.I)
# "what began with seven projects": at no meeting that is named, so it is no figure of one and no total.
BEGAN = re.compile(
    r"\b(?:began|begun|start(?:s|ed|ing)?)(?: out| off| life| today| (?:the|this) (?:day|year|week))? (?:with|from|as)(?: just| only| a mere)?\s+$",
    re.I,
)
SOME_TIME = re.compile(r"\b(?:(?:19|20)\d{2}|meetings?|sessions?)\b", re.I)


def _compared(view: View) -> bool:
    """The number right behind "up from", "than the", "double the": what the figure of the sentence is compared with."""
    lang = view.language
    if MILESTONE.match(view.sentence, view.c.end):
        return False
    if BEGAN.search(view.before) and not SOME_TIME.search(f"{view.before} {view.right}"):
        return True
    if lang.code == "zh":
        beyond = re.match(r"[^，。；]{0,2}(?:之外|以外)", view.right)
        return bool(beyond or lang.cue("basis", "comparison", True).search(re.split(r"[，。；]", view.before)[-1]))
    listed = LISTED.search(view.before) if view.c.form == "elided" else None
    before = view.before[: listed.start()] if listed and find_numbers(listed[0]) else view.before
    if ADDED_TO.search(before):
        return True
    if view.qualifier != "exact" or not lang.cue("basis", "comparison", True).search(before):
        return False
    beside = re.search(
        r"\b(?:besides|in addition to|on top of|apart from|building on|following|after)\s+(?:the|its|their)?\s*$",
        view.before,
        re.I,
    )
    return not (beside and DONE.match(view.right))


def _new_part(view: View, ctx: Context) -> bool:
    """ "43 projects to date, 14 of them added today": the part of a total that this meeting added is its new figure."""
    whole = (
        re.match(r"\s+(?:of|among)\s+(?:them|these|those|which)\b", view.sentence[view.c.end :])
        or OF_ALL.search(view.sentence[: view.c.start])
        or PART.search(view.sentence[: view.c.start][-14:])
    )
    told = view.sentence[: view.c.start]
    total = (
        view.has("basis", "cumulative", told)
        or view.has("basis", "cumulative", ctx.under)
        or ctx.earlier_basis == "cumulative"
        or PERFECT_FIGURE.search(told)
    )
    if view.language.code == "zh":
        here = view.has("basis", "now", view.right) or view.has("scope", "previous_meeting", view.right)
        return bool(total) and here and bool(re.search(r"新|[签簽]|启动|啟動|推出", view.right))
    spot = (ctx.offset + view.left_start, ctx.offset + view.right_end)
    opening = (ctx.offset + view.opening_start, ctx.offset + view.opening_start + len(view.opening))
    did = view.has("basis", "event", view.own_left)  # "At the second meeting we launched eight of them"
    named = [*ctx.reading.within(*spot), *(ctx.reading.within(*opening) if did else ())]
    here = any(m.kind == MEETING for m in named) or view.has("basis", "now", f"{view.own_left} {view.right}")
    return bool(whole and total and here)


# "has signed 36 MOUs, nine of them on Thursday": a total in the present perfect.
PERFECT_FIGURE = re.compile(r"\b(?:has|have) (?:\w+ly |now |already )*\w+(?:ed|n|de|un) [\w-]+ ", re.I)


def _looked_back_on(view: View) -> bool:
    """ "took stock of 43 projects", "20 of the 43 projects": of things known before, nobody says when they came, or whether
    they are all."""
    if view.language.cue("scope", "reviewed", True).search(view.before) or BEGAN_WITH.search(view.before):
        return True
    return is_whole(view) and not (
        view.new_in(view.c.end, view.c.noun_end) or view.has("basis", "signing", view.own_left)
    )


# "Having started with seven projects, ...": at some time before.
BEGAN_WITH = re.compile(
    r"\b(?:having|after)\s+(?:started|begun|beginning|starting|set|setting)\s+(?:out\s+|off\s+)?(?:[\w-]+\s+){0,3}?with\s+(?:just\s+|only\s+)?$",
    re.I,
)
# 签署的备忘录与启动的项目分别为: what follows belongs to the nouns in turn.
IN_TURN = re.compile(r"分[别別][为為是有达達]$")
# 累计分别为39份和59个: of each kind its own measure word
IN_SUM = re.compile(r"(?:累[计計积積]|[总總](?:[数计量]|數|計)|合[计計])[^，。；]{0,6}分[别別][为為是有达達]$")


def _two_bare(view: View, ctx: Context) -> bool:
    """The nine and the 13 of "saw nine and 13": two numbers without a noun, so that neither says what it counts."""
    if view.language.code == "zh":
        nouns = [
            m for m in ctx.programme.measures if any(measure_nouns(m, w).search(view.before) for w in (False, True))
        ]
        return len(nouns) > 1 and bool(IN_TURN.search(view.before)) and not IN_SUM.search(view.before)
    if view.c.form != "elided" or measures_in_turn(ctx.programme, view.sentence, view.c):
        return False
    numbers = [(n.start, n.end) for n in find_numbers(view.sentence)]
    here = next((i for i, (start, _) in enumerate(numbers) if start == view.c.start), None)
    pairs = [] if here is None else [p for p in pairwise(numbers) if numbers[here] in p]
    bare = re.compile(r"\s*(?:$|[.,;:)!?”]|at\b|in\b|respectively\b|today\b)")
    return any(view.sentence[a[1] : b[0]] == " and " and bare.match(view.sentence, b[1]) for a, b in pairs)


# "nine projects under Skills": a field; a time or another count behind the preposition is none.
FIELD = re.compile(
    r"\s+(?:(?:were|was|are|have been)\s+\w+\s+)?(under|in|on|for|within|across|covering)\s+(?!\d|(?:the\s+)?(?:first|second|third|fourth|last|past|same|next)\b"
    rf"|(?:this|that|all|total|{MONTHS})\b)",
    re.I,
)
# "the busiest field, with 14 projects, followed by talent, with nine".
FIELD_WITH = re.compile(
    r"\b(?:field|area|sector|pillar|category|theme),?\s+(?:with|counting|has|had)\s+$|\bfollowed by [^;.]{2,40}?,?\s+with\s+$",
    re.I,
)


def _broken_down(view: View) -> bool:
    """ "nine projects under Skills, three under Ports and two under Fuels": each is a part, by field, of a whole that is not
    stated here."""
    c, sentence = view.c, view.sentence
    field = FIELD.match(sentence, c.end if c.form == "elided" else max(c.end, c.noun_end))
    if view.language.code != "en" or field is None:
        return False
    others = ((n.start, n.end) for n in find_numbers(sentence) if n.start != c.start)
    return any(_listed_by(field[1], sentence, (c.start, c.end), other) for other in others)


def _listed_by(preposition: str, sentence: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Two numbers of one list, the later with its noun left out, the other one followed by the same preposition."""
    first, second = sorted((one, other))
    between = sentence[first[1] : second[0]]
    same = re.match(rf"(?:\s+[\w-]+){{0,3}}?\s+{preposition}\s", sentence[other[1] :], re.I)
    joined = re.search(r"(?:,|\band)\s+$", between) and not re.search(r"[.;:]", between)
    return bool(same and joined and FIELD.match(sentence, second[1]))


def _example(view: View) -> bool:
    """ "For example, two projects ..." and "two projects - one between A and B": named as instances of more."""
    lang = view.language
    after = lang.cue("scope", "exemplar_after").match(view.right.lstrip(" –—-,"))
    return bool(lang.cue("scope", "exemplar").search(view.before[-60:]) or after)


def _status(view: View) -> bool:
    """ "four projects have been completed", 列为重点: what became of some of them."""
    status = view.language.cue("scope", "status")
    if ANOTHER.search(view.sentence[: view.c.start]) and UNDER_WAY.match(view.sentence, view.c.end):
        return True
    if EVERY_ONE.search(view.sentence[: view.c.start]):
        return False
    if view.language.cue("scope", "status_after").match(view.right.lstrip()):
        return True
    if RENEWED.match(view.right) and not THE.search(view.before):
        return True
    if view.language.code == "zh":  # not 第四次会议启动的四个项目均已完成
        whole = view.own_left.endswith("的") and not view.has("scope", "before_now", view.own_left)
        return not whole and bool(status.match(view.right))
    return bool(status.search(OF_SOME.split(view.right)[0]))


# "Another 27 are in progress": of those told of before.
ANOTHER = re.compile(r"\b(?:another|a further|the (?:other|remaining))\s+$", re.I)
UNDER_WAY = re.compile(
    r"\s+(?:are|were|have been|is|was|has been)\s+(?:now |still |already )?(?:in progress|under ?way|ongoing|on track|pending|complete|completed|done|finished|in use)\b",
    re.I,
)
# "Two MOUs signed in 2020 were renewed": nobody says that no more were signed then.
RENEWED = re.compile(
    r"\s+(?:signed|inked|concluded|launched|started|begun)\b[^,;]*?\b(?:were|was|(?:have|has|had) been)\s+(?:\w+ly\s+)?(?:renewed|prolonged|extended|updated|revised)\b"
)
THE = re.compile(r"\b(?:the|these|those)\s+$", re.I)
EVERY_ONE = re.compile(r"\ball\s+(?:of\s+)?(?:the\s+|its\s+|our\s+)?$", re.I)  # of all what is said of the whole
# "..., half of them": what follows is said of some.
OF_SOME = re.compile(r"[:;]|, (?:a (?:third|half|quarter)|half|most|some|many|[\w-]+) of (?:them|which|these)\b")


def _latest_part(view: View, ctx: Context) -> bool:
    """ "Of these, eight were signed at the 4th meeting": the part that one meeting added is its new figure."""
    spot = ctx.offset + view.right_start
    return any(m.kind == MEETING for m in ctx.reading.within(spot, ctx.offset + view.right_end)) and view.has(
        "basis", "event", view.own
    )


def _negated(view: View) -> bool:
    lang = view.language
    if lang.code == "zh":
        return bool(lang.cue("scope", "negated", True).search(view.before))
    return bool(
        lang.cue("scope", "negated", True).search(view.before)
        or NOT_TRUE.search(view.before)
        or lang.cue("scope", "negated_after").search(re.split(r", and\b|;", view.right)[0])
    )


# "It is not true, the board said, that four ..."
# "It wrongly stated that nine", "corrected its statement that nine": so many were none.
NOT_TRUE = re.compile(
    r"\bnot (?:true|correct|right|the case)\b[^.;]{0,60}?\bthat\s+(?:[\w’]+\s+){0,3}$"
    r"|\b(?:wrongly|erroneously|mistakenly|incorrectly)\b[^.;,]{0,60}$"
    r"|\b(?:correct(?:s|ed|ing)|retract(?:s|ed|ing)?|withdr[ae]w(?:n|ing)?)\b[^.;,]{0,40}\bthat\s+(?:[\w’]+\s+){0,3}$",
    re.I,
)
# "We said that 12 MOUs had been signed. This is incorrect."
TAKEN_BACK = re.compile(
    r"\W*(?:this|that|it|which|the (?:figure|number)|此|这|這|该数字|該數字|上述数字|上述數字)\s*(?:说法|說法|数字|數字)?\s*(?:[是为為])?",
    re.I,
)


# "It has produced 60 MOUs. The correct number is 52."
CORRECTED = re.compile(r"\W*the (?:correct|right|actual|true) (?:number|figure|total|count)\b", re.I)


def _said_to_be_wrong(view: View, ctx: Context) -> bool:
    """ "The figure of 120 MOUs that has gone round is not correct": said of this number, no other one stands between."""
    if CORRECTED.match(ctx.following) and view.language.code == "en":
        return True
    back = TAKEN_BACK.match(ctx.following)
    if back and view.language.cue("scope", "wrong").match(ctx.following, back.end()):
        return True
    wrong = view.language.cue("scope", "wrong").search(view.sentence, view.c.end)
    between = view.sentence[view.c.end : wrong.start()] if wrong else ""
    return bool(wrong) and not find_numbers(between) and not re.search(r"[;；]|\bbut\b|, and\b", between)


def _rate(view: View) -> bool:
    """ "six projects a year", "on average", 平均: so many at a time, not so many."""
    lang = view.language
    mean = lang.cue("scope", "average").search(f"{view.opening} {view.own_left}") or view.before.endswith("每")
    return bool(mean) or (lang.code == "en" and bool(lang.cue("scope", "rate_after").match(view.right.lstrip())))


def _planned(view: View, ctx: Context) -> bool:
    """A plan: a cue in the same clause before the number or right behind the noun, and nothing that says it is done."""
    lang = view.language
    if _to_be(view, ctx):
        return True
    if lang.code == "zh":
        unreal = (
            view.has("scope", "unreal", view.own_left)
            or lang.cue("scope", "unreal_after").match(view.right)
            or lang.cue("scope", "planned_after").match(view.right)
        )
        if IN_THE_END.search(view.own_left) or HAN_THEREBY.match(view.opening or view.own_left):
            return False
        return bool(unreal) or (
            view.has("scope", "planned", f"{view.opening} {view.own_left}") and not view.has("basis", "now", view.own)
        )
    behind = view.sentence[max(view.c.end, view.c.noun_end) :].lstrip()
    if lang.cue("scope", "unreal").search(view.own_left) or lang.cue("scope", "unreal_after").match(behind):
        return True
    if IF.match(view.opening) or TARGET_OF.search(view.before):
        return True
    if DONE.match(view.right):
        return False
    near = re.split(r"[,;.–—]", view.right)[0][:70]
    label = view.opening if view.opening.rstrip().endswith(":") else ""
    ahead = BY_YEAR.sub(lambda m: m[0] if not ctx.date or m[1] >= ctx.date[:4] else " ", f"{label} {view.own_left}")
    said = f"{ctx.previous} {view.sentence}" if GOES_ON.match(view.sentence) else view.sentence
    here = view.has("basis", "now", said) or view.has("scope", "on_the_day", said)
    if view.has("scope", "will", view.own_left) and not here:
        return True
    if PASSED.match(near.lstrip()) and _past_year(near, ctx.date):
        return view.has("scope", "planned", ahead)
    return view.has("scope", "planned", ahead) or bool(lang.cue("scope", "planned_after").match(near.lstrip()))


PASSED = re.compile(
    r"by (?:the end of |end[- ])?(?P<year>20\d\d)\b", re.I
)  # "It had produced 20 MOUs by the end of 2022"


def _past_year(text: str, date: str) -> bool:
    said = PASSED.match(text.lstrip())
    return said is not None and bool(date) and said["year"] < date[:4]


TARGET_OF = re.compile(r"\b(?:target|goal|aim|quota) of\s+$", re.I)
HAN_THEREBY = re.compile(r"\W*(?:至此|由此|这样一来|這樣一來)")  # what comes of the figures before
IF = re.compile(r"\W*(?:if(?! (?:you|we|one) (?:add|count|tally|sum|put|include))|should|provided|assuming)\b", re.I)


def _to_be(view: View, ctx: Context) -> bool:
    """ "Nine MOUs will be signed": done on the day where the sentence names that, or the release reports its meeting and
    names no later day."""
    lang = view.language
    cue, behind = lang.cue("scope", "to_be"), MORE.sub("", view.sentence[max(view.c.end, view.c.noun_end) :])
    if not cue.match(behind) and not cue.search(view.own_left):
        return False
    if view.has("scope", "on_the_day", view.sentence):
        return False
    if not ctx.reading.announces or view.has("scope", "next_meeting", f"{view.own_left} {behind}"):
        return True
    return due(f"{view.own_left} {behind}", dt.date.fromisoformat(ctx.date) if ctx.date else None) is not None


MORE = re.compile(r"^\s*(?:(?:more|others?|further|new ones)\s+)?")
