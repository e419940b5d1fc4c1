"""Step 3 of the grammar: what bars a number from being the programme's own figure.

A part of another figure, a comparison, a plan, a denial, one party's own agreements, a neighbour's figure.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from itertools import pairwise

from sci_loader.candidates import OF_ALL, PART, any_noun, measure_nouns, measures_in_turn
from sci_loader.clauses import Context, View, meeting_before
from sci_loader.forward import due
from sci_loader.numerals import MONTHS, find_numbers
from sci_loader.subjects import MEETING, NAMED, OURS, PROGRAMME, ZONE, Mention, last_words, other_places, own_kinds
from sci_loader.vocabulary import Language, Programme, chinese, english

__all__ = ["EVERY_ONE", "IN_THE_END", "MILESTONE", "THE", "scope"]

IN_THE_END = re.compile(r"最后|最後|最终|最終|结果|結果|实际|實際")  # against what was expected

PREPOSITION = re.compile(
    r"(?:\b(?:under|in|of|at|for|by|from|within|through|between|with|to|via)\s+(?:the\s+|its\s+|a\s+)?(?:\w+\s+){0,3}?)$",
    re.I,
)


DONE = re.compile(
    r"\s*(?:\([\w. ]+\)\s*)?(?:,\s*)?(?:which\s+|that\s+)?(?:were|was|have been|has been|had been|signed|inked|launched|sealed|concluded|unveiled|announced|started|agreed|approved)\b",
    re.I,
)


ASIDE_NAME = re.compile(
    r"(?:in addition to|besides|apart from|unlike|beyond|outside|separate(?:ly)? from|alongside|as in|\blike|other than|modelled on|inspired by|ahead of|not part of|nothing to do with|on the margins of|days? (?:after|before))\s+[^,，]*$|除了?[^,，]*$|,\s*(?:which|who|whose|where)\s+[^,]*$",
    re.I,
)


# "none of them part of the SCI": named to say that the figure is not its own.
APART = re.compile(
    r"\b(?:none (?:of (?:them|which|these) )?|not |no )(?:being |is |are |were |was )?(?:an? )?part of (?:the |our |its )?(?:$|(?=\w+\)?$))"
    r"|\b(?:outside|unrelated to|nothing to do with|no part in) (?:of )?(?:the |our |its )?(?:$|(?=\w+\)?$))",
    re.I,
)
HAN_INSIDE = re.compile(r"[\u4e00-\u9fff]{1,20}")  # what stands between a name and a number in one Chinese clause
BY_YEAR = re.compile(r"\bby (?:the end of |end[- ])?(20\d\d)\b", re.I)


# "against eight and 14": the second of two figures that are compared with.
LISTED = re.compile(r"[\w-]+\s+and\s+$")


PRAISE = re.compile(
    r"\b(?:prais|welcom|hail|laud|not(?:ed|ing)|congratulat|cit(?:ed|ing)|commend|applaud|report(?:ed|ing) on)\w*\b",
    re.I,
)


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
    owner = _attribution(view, ctx)
    if owner in ("zone", "other_programme"):
        return owner
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
    if (_looked_back_on(view) or _two_bare(view, ctx)) and not _came_about(view):
        return "no_basis"
    if _broken_down(view) or FIELD_WITH.search(view.before):
        return "subset"
    if _status(view) or (c.language == "en" and c.form == "phrase" and _example(view)):
        return "subset"
    if _planned(view, ctx) or view.has("scope", "ahead", ctx.under):
        return "planned"
    if c.weak and c.form == "phrase" and _business(view):
        return "subset"
    if not owner and c.weak and not _speaks_of_programme(view, ctx):
        return "no_basis"
    return owner


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


def _speaks_of_programme(view: View, ctx: Context) -> bool:
    """A weak noun (deals, initiatives) is the programme's only where the sentence names it, its meeting or the day."""
    named = any(m.kind in (OURS, MEETING) for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)))
    called = ctx.reading.topic and bool(_head_word(ctx.programme).search(view.sentence))
    if view.language.code == "zh" and ctx.reading.topic:  # a sentence is cut at each comma, so all of it is looked at
        called = called or any(view.has(*cue, view.sentence) for cue in (("subjects", "together"), ("basis", "now")))
    return named or called or view.has("basis", "now", view.own) or ctx.heading or _on_the_day(view.own, ctx.date)


@cache
def _head_word(programme: Programme) -> re.Pattern[str]:
    """ "the initiative", "the Compact": the last word of the programme's name, said of the programme itself."""
    names = [programme.source["name"], *programme.source["names"]]
    han = {n[-4:] for n in names if not n.isascii()} | {f"本{n[-2:]}" for n in names if not n.isascii()}
    here = rf"\b(?:the|this|its)\s+(?:{last_words(names)})\b"
    return re.compile("|".join([here, *map(re.escape, sorted(han))]), re.I)


def _on_the_day(text: str, date: str) -> bool:
    """True when the text names the month and the day of the release or one of the seven days before."""
    if not date:
        return False
    day = dt.date.fromisoformat(date)
    near = [day - dt.timedelta(days=n) for n in range(8)]
    names = "|".join(rf"{d:%b}[a-z]*\.? {d.day}|{d.day} {d:%b}[a-z]*" for d in near)
    return bool(re.search(rf"\b(?:{names})(?!\d)", text, re.I))


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
    here = any(m.kind == MEETING for m in ctx.reading.within(*spot)) or view.has(
        "basis", "now", f"{view.own_left} {view.right}"
    )
    return bool(whole and total and here)


# "has signed 36 MOUs, nine of them on Thursday": a total in the present perfect.
PERFECT_FIGURE = re.compile(r"\b(?:has|have) (?:\w+ly |now |already )*\w+(?:ed|n|de|un) [\w-]+ ", re.I)


def _came_about(view: View) -> bool:
    """Right behind the noun: how it came about ("launched last December", "which were signed at the third session")."""
    theirs = re.match(r"\s*(?:which|that)\s+(?:[\w’-]+\s+){1,4}?(?=\w+ed\b|began\b)", view.sentence[view.c.noun_end :])
    came = view.sentence[view.c.noun_end + theirs.end() :][:14] if theirs else ""
    if view.has("basis", "signing", came) or view.has("scope", "begun", came):
        return True
    behind = re.sub(
        r"^[\s,]*(?:(?:which|that)\s+)?(?:(?:was|were|(?:had|have|has) been)\s+)?(?:\w+ly\s+)?", "", view.right
    )
    lang = view.language
    return bool(lang.cue("basis", "signing").match(behind) or lang.cue("scope", "begun").match(behind))


def _looked_back_on(view: View) -> bool:
    """ "took stock of 43 projects", "20 of the 43 projects": of things known before, nobody says when they came, or whether
    they are all."""
    if view.language.cue("scope", "reviewed", True).search(view.before) or BEGAN_WITH.search(view.before):
        return True
    return _is_whole(view) and not (
        view.new_in(view.c.end, view.c.noun_end) or view.has("basis", "signing", view.own_left)
    )


# "Having started with seven projects, ...": at some time before.
BEGAN_WITH = re.compile(
    r"\b(?:having|after)\s+(?:started|begun|beginning|starting|set|setting)\s+(?:out\s+|off\s+)?(?:[\w-]+\s+){0,3}?with\s+(?:just\s+|only\s+)?$",
    re.I,
)


def _is_whole(view: View) -> bool:
    """The 43 of "20 of the 43 projects" and of "of the 43 projects, 20"."""
    whole = view.c.form == "phrase" and re.search(r"\bof the\s+$", view.before, re.I)
    behind = view.sentence[view.c.noun_end :].split(";")[0]
    first = OF_ALL.search(view.before) and find_numbers(behind) and not view.has("basis", "cumulative", view.right)
    return bool(whole and (first or find_numbers(view.before[-24:])))


# 签署的备忘录与启动的项目分别为: what follows belongs to the nouns in turn.
IN_TURN = re.compile(r"分[别別][为為是有达達]$")


def _two_bare(view: View, ctx: Context) -> bool:
    """The nine and the 13 of "saw nine and 13": two numbers without a noun, so that neither says what it counts."""
    if view.language.code == "zh":
        nouns = [
            m for m in ctx.programme.measures if any(measure_nouns(m, w).search(view.before) for w in (False, True))
        ]
        return len(nouns) > 1 and bool(IN_TURN.search(view.before))
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
    if EVERY_ONE.search(view.sentence[: view.c.start]):
        return False
    if view.language.cue("scope", "status_after").match(view.right.lstrip()):
        return True
    if RENEWED.match(view.right) and not THE.search(view.before):
        return True
    if view.language.code == "zh":  # not 第四次会议启动的四个项目均已完成
        return not view.own_left.endswith("的") and bool(status.match(view.right))
    return bool(status.search(OF_SOME.split(view.right)[0]))


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


def _said_to_be_wrong(view: View, ctx: Context) -> bool:
    """ "The figure of 120 MOUs that has gone round is not correct": said of this number, no other one stands between."""
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
        if IN_THE_END.search(view.own_left):
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
IF = re.compile(r"\W*(?:if|should|provided|assuming)\b", re.I)
# "Today we sign nine. That will bring the number to 55."
GOES_ON = re.compile(r"\W*(?:that|this|these|those|which|they|together)\b", re.I)


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


def _attribution(view: View, ctx: Context) -> str:
    """ "" when the figure is the programme's own, else whose it is; the nearest mention that governs the number decides."""
    if not ctx.reading.about:
        return "other_programme"
    inside = [
        m
        for m in ctx.reading.within(ctx.offset + view.c.end, ctx.offset + max(view.c.noun_start, view.c.end))
        if m.kind in (ZONE, PROGRAMME)
    ]
    if inside and view.c.form == "phrase":
        return "zone" if inside[0].kind == ZONE else "other_programme"
    mention = _governing(view, ctx)
    apart = APART.search(ctx.under) and (mention is None or mention.kind not in (OURS, MEETING))
    if _elsewhere(view, ctx) or _since_before(view, ctx) or apart or _said_apart(view, ctx):
        return "other_programme"
    if mention is not None and _head_governs(view, ctx, mention):
        return ""
    if mention is not None and mention.kind in (ZONE, PROGRAMME):
        return "zone" if mention.kind == ZONE else "other_programme"
    if mention is not None and mention.kind == NAMED:
        return "subset" if ctx.reading.topic else "other_programme"
    if _of_one_agreement(view, ctx.programme) or _agent(view, ctx, mention):
        return "subset"
    if mention is None and not (ctx.reading.topic or _named_again(view, ctx)):
        return "other_programme"
    return "" if mention is not None or ctx.lead or _tied(view, ctx) else "no_basis"


def _said_apart(view: View, ctx: Context) -> bool:
    """ "These lie outside the Partnership", "by firms that take no part in the initiative"."""
    ours = [
        m.start - ctx.offset for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)) if m.kind == OURS
    ]
    if ctx.reading.topic:
        again = (_head_word(ctx.programme), own_kinds(ctx.programme))
        ours += [m.start() for pattern in again for m in pattern.finditer(view.sentence)]
    return any(APART.search(view.sentence[:start]) for start in ours)


def _head_governs(view: View, ctx: Context, mention: Mention) -> bool:
    """ "The Corridor has 18 projects; the compact has approved 31": the clause of the number speaks of ours again."""
    before = mention.end <= ctx.offset + view.left_start and mention.kind in (ZONE, PROGRAMME, NAMED)
    return before and ctx.reading.topic and bool(_head_word(ctx.programme).search(view.own_left))


def _named_again(view: View, ctx: Context) -> bool:
    """ "16 MOUs under the initiative": the word again for what was named last, in a release about something else."""
    named = [m for m in ctx.reading.within(0, ctx.offset) if m.kind in (OURS, MEETING, ZONE, PROGRAMME)]
    again = _head_word(ctx.programme).search(f"{view.opening} {view.own}")
    return again is not None and bool(named) and named[-1].kind in (OURS, MEETING)


TIES = (("subjects", "both"), ("subjects", "as_well"), ("basis", "now"), ("basis", "cumulative"))


def _tied(view: View, ctx: Context) -> bool:
    """Below the opening of a release a paragraph that names nobody speaks of the programme only where words say so: the day,
    the meeting, the two sides, "the Initiative"."""
    return (
        ctx.heading
        or bool(ctx.under)
        or _speaks_of_programme(view, ctx)
        or bool(LAST_MEETING.search(view.sentence))
        or bool(ctx.earlier_basis and GOES_ON.match(view.sentence))
        or any(view.has(*cue, view.sentence) for cue in TIES)
    )


LAST_MEETING = re.compile(
    r"\b(?:last year’s|the (?:last|previous|preceding))\s+(?:\w+ )?(?:meeting|session|plenary)\b", re.I
)


def _of_one_agreement(view: View, programme: Programme) -> bool:
    """ "An MOU on shore power has led to four projects": what came of one thing of another measure."""
    subject = f"{view.opening} {view.own_left}" if view.opening_start == 0 else view.own_left
    for measure in programme.measures:
        noun = None if measure.slug == view.c.measure else measure_nouns(measure).search(subject)
        if noun is None:
            continue
        if view.language.code == "zh":
            return bool(re.match(r"(?:将|將|会|會)", subject[noun.end() :]))
        alone = re.fullmatch(
            r"\W*(?:the|an?|one|another|this|that|its)\s+(?:[\w-]+\s+){0,2}", subject[: noun.start()], re.I
        )
        if (
            alone
            and not re.search(r"s$|a$", noun[0])
            and not re.match(r"\s+(?:signing|exchange|ceremony)", subject[noun.end() :])
        ):
            return True
    return False


SINCE = re.compile(r"\bsince (?:\w+ )?((?:19|20)\d\d)\b(?!\s*[-–])|((?:19|20)\d\d)年?(?:以来|以來|起)", re.I)


def _since_before(view: View, ctx: Context) -> bool:
    """ "The two countries have signed 100 MOUs since 1990": counted from before there was a programme."""
    began = [f.date.year for f in ctx.programme.founding] or [d.year for d in ctx.programme.meetings.values()]
    said = SINCE.search(f"{view.opening} {view.own}")
    return said is not None and bool(began) and int(said[1] or said[2]) < min(began) - EARLY


EARLY = 2  # years; a programme may be at work before its first dated meeting


def _elsewhere(view: View, ctx: Context) -> bool:
    """The clause ties the figure to another place: "five MOUs with Guangzhou", "with Jakarta, an arrangement of ..."."""
    clause = f"{view.own_left} | {view.right}"
    if re.search(r"\belsewhere\b", f"{view.opening} {clause}", re.I):
        return True
    if view.language.code == "zh":
        others = view.language.cue("subjects", "others").search(view.sentence, 0, view.c.start)
        return bool(others) or _another_city(view, ctx) or _another_meeting(view, ctx)
    if (left_for := FROM_WHERE.search(view.sentence[: view.c.start])) and not ctx.programme.places.search(left_for[1]):
        return True
    if other := TIED_TO.search(f"{view.opening} {view.own_left}"):
        return not ctx.programme.places.search(other[1]) and not ctx.programme.bodies.search(other[1])
    behind, before = _with_places(ctx.programme)
    named = behind.search(view.right) or before.search(f"{view.opening[-40:]} {view.own_left}")
    near_ours = any(
        m.kind in (OURS, MEETING) and not APART.search(view.sentence[: m.start - ctx.offset])
        for m in ctx.reading.within(ctx.offset + view.left_start, ctx.offset + view.right_end)
    )
    return bool(named) and not near_ours


# "had just come from Lindhaven, where four ...": of another place and day.
FROM_WHERE = re.compile(
    r"\b(?:c[ao]me|return(?:s|ed|ing)?|back|fresh|arriv(?:es|ed|ing)|flew in) from ([A-Z][\w-]+(?: [A-Z][\w-]+)?), where\s+$"
)
# "Shenzhen's partnership with the port city of Lindhaven has yielded ...".
TIED_TO = re.compile(
    r"\b(?:partnership|cooperation|ties|tie-up|alliance|dealings) with ((?:the )?[^,;]{2,50}?) (?:has|have|had|yielded|led|produced)\b"
)
HAN_MEETING = re.compile(
    r"(?<![\u4e00-\u9fff])(?!本|此|这|這|该|該|首|第|上|双|雙|两|兩|年|今|昨|会|會)([\u4e00-\u9fff]{2,14})(?:会议|會議|论坛|論壇|峰会|峰會|大会|大會)在[^，。；]{1,10}(?:举行|舉行|召开|召開)"
)


# 在新加坡—江苏合作理事会上
HAN_HELD = re.compile(
    r"在([^，。；]{4,30}?(?:理事会|理事會|联委会|聯委會|委员会|委員會|会议|會議|论坛|論壇|峰会|峰會))上"
)


def _another_meeting(view: View, ctx: Context) -> bool:
    """深港合作会议在前海举行，9个项目签约: the meeting named before is none of ours."""
    end = ctx.offset + view.c.start
    ours = any(m.kind in (OURS, MEETING) for m in ctx.reading.within(ctx.offset, end))
    if ours:
        return False
    held = HAN_HELD.search(view.sentence, 0, view.c.start)
    named = [n for n in chinese().list("places", "names") if held and n in held[1]]
    return bool(HAN_MEETING.search(view.sentence, 0, view.c.start)) or any(
        not ctx.programme.places.search(n) for n in named
    )


def _another_city(view: View, ctx: Context) -> bool:
    """广州与新加坡签署了: the clause before the number names another place, and not both of ours."""
    clause = view.sentence[: view.c.start]
    near = re.split(r"[；。]", clause)[-1]
    both = all(p.search(near) for p in ctx.programme.side_places.values())
    ours = any(
        m.kind in (OURS, MEETING)
        for m in ctx.reading.within(ctx.offset + len(clause) - len(near), ctx.offset + view.c.start)
    )
    named = not both and not ours and other_places(ctx.programme).search(near)
    return bool(named) and bool(_beside_places(ctx.programme).search(near))


@cache
def _with_places(programme: Programme) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Another place tied to a number by what stands behind it, and by what stands before it."""
    places = other_places(programme).pattern
    behind = rf"(?:\bwith\s+(?:[\w’-]+\s+){{0,3}}?|\bwith\s+partners\s+in\s+|^\s*(?:and\s+)?)(?:{places})(?!\s+(?:Bay|Area))|[与和與](?:{places})"
    return re.compile(behind), re.compile(rf"\b[Ww]ith\s+(?:{places})")


@cache
def _beside_places(programme: Programme) -> re.Pattern[str]:
    """Another place beside a second partner, in Chinese."""
    places = other_places(programme).pattern
    return re.compile(
        rf"(?:{places})[^，。]{{0,6}}(?:与|和|與|跟|也|等地|、|则|則|市)|(?:与|和|與|跟)[^，。]{{0,4}}(?:{places})"
    )


def _governing(view: View, ctx: Context) -> Mention | None:
    """The mention that the number belongs to: behind it by a preposition, before it in its clause, in the sentence, before it
    in the paragraph; None when nobody is named."""
    c = view.c
    one_of = re.search(r"\bone of (?:the |our |its )?(?:\w+ )?$", view.before, re.I)
    around = [
        m
        for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence))
        if not (m.kind == NAMED and (ctx.heading or one_of))
    ]
    spans = [(m, m.start - ctx.offset, m.end - ctx.offset) for m in around]
    for near, start, _ in spans:
        if view.right_start <= start < view.right_end and _attached(
            view.sentence[view.right_start : start], view.language
        ):
            return near
    left = [(m, a, b) for m, a, b in spans if view.left_start <= a and b <= c.start]
    if left and not one_of and (mention := _prefer_ours(left, view.sentence, c.start)):
        return mention
    rest = [(m, a, b) for m, a, b in spans if b <= c.start]
    if one_of:
        rest = [(m, a, b) for m, a, b in rest if m.kind in (OURS, MEETING)]
    if rest and (mention := _prefer_ours(rest, view.sentence, c.start)):
        return mention
    later = [(m, a, b) for m, a, b in spans if a >= view.right_start]
    ours = [m for m, _, _ in later if m.kind in (OURS, MEETING)]
    if ours:
        return ours[0]
    for neighbour, start, _ in later:
        behind = start < view.right_end and "," not in view.sentence[view.right_start : start]
        if neighbour.kind in (ZONE, PROGRAMME) and behind:
            return neighbour
    known = [m for m in ctx.earlier if m.kind != NAMED]
    if known:
        last_ours = [m for m in known if m.kind in (OURS, MEETING)]
        return last_ours[-1] if last_ours and known[-1].kind != ZONE else known[-1]
    return None


def _prefer_ours(spans: list[tuple[Mention, int, int]], sentence: str, number: int) -> Mention | None:
    """The nearest mention before the number; one in "in addition to ...", in a relative clause or as the subject of praise
    does not govern."""
    governing = [
        m
        for m, a, b in spans
        if not (ASIDE_NAME.search(sentence[:a]) and not HAN_INSIDE.fullmatch(sentence[b:number]))
        and not PRAISE.search(sentence[b:number])
    ]
    return governing[-1] if governing else None


def _attached(gap: str, lang: Language) -> bool:
    """A short gap with a preposition ties a name to the noun before it."""
    if lang.code == "zh":
        return len(gap) < 6 and not re.search(r"[，。；、：]", gap)
    return (
        len(gap) < 70
        and not re.search(r"[;:.]|.{3},|\b(?:none|not|nothing)\b", gap)
        and bool(PREPOSITION.search(gap))
        and not re.search(r"\b(?:who|which|that)\b", gap)
    )


@cache
def _official() -> frozenset[str]:
    return english().words("subjects", "officials")


# "Mr Tan, whose firm signed one", "my company has three"
POSSESSED = re.compile(
    r"\b(?:my|his|her|whose)\s+(?:own\s+)?(?:company|firm|business|start-?up|bank|university|hospital|institute|employer|team)\b",
    re.I,
)


def _agent(view: View, ctx: Context, mention: Mention | None) -> bool:
    """True when one firm or institution, no body of the programme, did the signing: its own agreements are a part."""
    if _one_side(view, ctx) or _of_one_place(view, ctx):
        return True
    if view.language.code == "zh":
        return bool(view.language.cue("subjects", "party").search(view.sentence[: view.c.start]))
    if POSSESSED.search(view.sentence, 0, view.c.start):
        return True
    if ctx.heading:
        return False
    clause = view.own_left
    went = WENT_WITH.match(view.before)
    if went and (_foreign(went[1], ctx.programme) or _one_party(went[1]) or FIRMS.search(went[1])):
        return True
    said = view.opening if VERB.search(view.opening) else ctx.previous
    if (pronoun := PRONOUN.search(clause)) and pronoun["firm"]:
        return True
    if pronoun and (subject := VERB.split(said)[0].strip()):
        return _foreign(subject, ctx.programme) or _one_party(subject)
    if re.search(
        r"\b(?:(?:each|every|either)(?!(?: one)? of (?:the|its|our|their|these)\s*$)|between them)\b",
        f"{view.opening} {clause}",
        re.I,
    ) and not _came_about(view):
        return True
    if (
        re.match(r"\s*(?:more |others? |further )?of (?:its|their|his|her|our|my) own\b", view.right)
        and mention is None
    ):
        return True
    if re.match(r"\s*(?:and\s+)?(?:which|who)\b", clause):
        if meeting_before(view, ctx):
            return False
        said_before = view.opening if view.follows_opening else view.sentence[: view.left_start]
        parts = [
            p for p in re.split(r"[,;:]", said_before.rstrip(" ,")) if not re.match(r"\s*(?:and\s+)?(?:which|who)\b", p)
        ]
        antecedent = parts[-1] if parts else ""
        if SUM_OF.search(antecedent):
            return False
        return _one_party(antecedent) or (bool(antecedent.strip()) and _foreign(antecedent, ctx.programme))
    if _party_in(clause) or (_without_subject(clause) and _party_in(view.opening)):
        return True
    if SUBORDINATE.search(clause) and _one_party(SUBORDINATE.split(clause)[-1]):
        return True
    theirs = re.match(
        r"\s*(?:that|which)?\s*((?:this|the|our|my|its|an?)\s+[\w-]+)\s+(?:has|have|had)\s",
        view.sentence[view.c.noun_end :],
    )
    if theirs and _one_party(theirs[1]):
        return True
    signed = re.match(
        r"\s*(?:that|which)?\s*((?:this|the|our|my|its|an?)\s+[\w-]+)\s+(\w+)", view.sentence[view.c.noun_end :]
    )
    if signed and _one_party(signed[1]) and english().cue("basis", "signing").fullmatch(signed[2]):
        return True
    if re.match(r"\W*(?:those|these)\s+(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b", clause, re.I):
        return True
    if _firm_speaks(view, ctx):
        return True
    does = (english().cue("basis", "signing"), english().cue("subjects", "firm_verbs"))
    said_of = sorted((m for cue in does for m in cue.finditer(clause)), key=lambda m: m.start())
    verbs = [m for m in said_of if not clause[m.end() :].startswith(" of ")]
    if verbs and not english().cue("subjects", "reporting").search(clause[: verbs[-1].start()]):
        subject = re.split(r"[,;:“”\"()]|\b(?:that|which|where|when)\b", clause[: verbs[0].start()])[-1]
        if subject.strip() and (
            _foreign(subject, ctx.programme) or _supports_alone(subject, verbs[-1][0], ctx.programme)
        ):
            return True
    partner = re.match(r"\s*with\s+([^,.;]{2,60})", view.sentence[view.c.noun_end :])
    if partner and _one_party(partner[1]):
        return True
    if OTHERS.search(view.phrase) and BY_FIRMS.search(view.sentence, view.c.noun_end):
        return True
    if _out_of_parts(view):
        return False
    said_it = re.search(
        r"^(.{3,80}?)\b(?:said|says|added|announced|reported|revealed|disclosed|confirmed|told \w+)\b(?: \w+day)?(?: that)? (?:it|its|they|he|she)\b",
        view.sentence[: view.c.start],
    )
    if said_it and (_party_in(said_it[1]) or _foreign(said_it[1], ctx.programme)):
        return True
    if _of_a_pair(view, ctx):
        return True
    by = re.search(r"\b(?:by|between)\s+((?:[A-Z][\w&.’'-]*|an?|single|one|and|the|of|,|[\w-]+|\s)+)", view.right)
    if by and mention is not None and mention.kind == MEETING:
        by = None
    return by is not None and (_foreign(by[1], ctx.programme) or _one_party(by[1]))


# "two MOUs between NCS and Tencent", "by NCS and its partners"
PAIR = re.compile(
    r"[^.;]{0,40}?\b(?:by|between)\s+(?P<one>(?:[A-Z][\w&’'-]*\s+){1,4})and\s+(?:its partners?|(?P<other>(?:[A-Z][\w&’'-]*\s*){1,4}))"
    r"(?=$|[.,;]|\s*\b(?:on|in|at|to|for|were|was)\b)"
)


def _of_a_pair(view: View, ctx: Context) -> bool:
    """Whether two parties alone, neither of them a place or a body of the programme, are named as those who sign."""
    pair = PAIR.match(view.sentence, view.c.noun_end)
    names = [name for name in (pair["one"], pair["other"]) if name] if pair else []
    return bool(names) and all(_foreign(n, ctx.programme) and not ctx.programme.places.search(n) for n in names)


def _firm_speaks(view: View, ctx: Context) -> bool:
    """ "We signed three", says the founder: what a firm says of itself."""
    if not re.search(r"\bwe\b", view.own_left, re.I):
        return False
    around = f"{ctx.previous} {view.sentence}"
    speaker = english().cue("subjects", "firm_people").search(around)
    if speaker is None:
        return False
    return not ctx.programme.bodies.search(around[max(0, speaker.start() - 40) : speaker.end() + 40])


def _out_of_parts(view: View) -> bool:
    """The thirteen of "joined four of the thirteen projects launched today": the four are the firm's, the thirteen are all."""
    return _is_whole(view) and _came_about(view)


def _one_side(view: View, ctx: Context) -> bool:
    """ "Sarawak has eight projects", 广西共有26个项目: one side alone has them, and nothing speaks of the programme."""
    said = view.own if view.language.code == "zh" else view.sentence  # 会议在桂林开，新项目有七个: it met there
    named = [p for p in ctx.programme.side_places.values() if p.search(said)]
    ours = any(m.kind in (OURS, MEETING) for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)))
    owns = view.language.cue("subjects", "owns", True).search(view.before)
    together = view.language.cue("subjects", "together").search(view.sentence)
    return len(named) == 1 and not ours and not together and bool(owns)


def _of_one_place(view: View, ctx: Context) -> bool:
    """ "900 Singapore projects": what one side has in all, unless the programme or the day is named."""
    between = view.sentence[view.c.end : view.c.noun_start]  # nothing where the noun stands before the number
    sides = [p for p in ctx.programme.side_places.values() if p.search(between)]
    ours = any(m.kind in (OURS, MEETING) for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)))
    return len(sides) == 1 and not ours and not view.has("basis", "now", view.sentence)


# "Lumen Pte Ltd left Shenzhen with three MOUs": a firm's own.
WENT_WITH = re.compile(
    r"\W*([^,;:]{2,60}?)\s+(?:left|leaves|returned|came (?:away|home|back)|went (?:away|home)|walk(?:s|ed) away|flew home)\b[^,;]{0,40}\bwith\s+$"
)
# "Four other MOUs ... were inked between companies": beside those of the meeting.
OTHERS = re.compile(r"\b(?:other|separate|further)\b", re.I)
BY_FIRMS = re.compile(
    r"\b(?:between|by|among) (?:(?:the|two|several|various|private|local|[A-Z]\w+) ){0,3}(?:firms|companies|businesses|start-?ups|enterprises)\b"
)
FIRMS = re.compile(r"\b(?:firms|companies|businesses|start-?ups|entrepreneurs|enterprises)\W*$", re.I)
# "added to the portfolio, which now stands at 73": the programme's own sum.
SUM_OF = re.compile(r"\b(?:portfolio|total|tally|list|number|count|sum)\s*$", re.I)
# "In 2024 it signed 11 MOUs": whoever the sentence before speaks of.
PRONOUN = re.compile(
    r"^\W*(?:(?:in|last|this|since)\s+\w+,?\s+)?(?:it|(?P<firm>the (?:company|firm)))\s+(?:has |had |also )*\w+", re.I
)
VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|will|said|says|\w{2,}ed)\b")
SUBORDINATE = re.compile(r"\b(?:after|as|when|because|since|before)\b")


def _without_subject(clause: str) -> bool:
    """True of ", inked" and ", also presented": the subject stands before an aside."""
    return not clause.strip() or bool(
        re.match(
            r"\s*(?:and\s+)?(?:\w+ly\s+|also\s+|then\s+|has\s+|had\s+)*(?:\w{2,}ed|saw|struck|put|runs|has|holds|owns|operates|leads)\b",
            clause,
        )
    )


@cache
def _party_pattern() -> re.Pattern[str]:
    nouns = "|".join(english().list("subjects", "party_nouns"))
    return re.compile(
        rf"^\W*(?:the|an?|one|another|this|its|our|their|a single|one single)\s+(?:(?!(?:the|an?|\w+ed|saw|and)\b)[\w’'-]+\s+){{0,4}}?(?:{nouns})(?![\w’'-])(?!\s+(?:committee|meeting))",
        re.I,
    )


def _one_party(subject: str) -> bool:
    """ "the polytechnic", "a Shenzhen maker of lifts": one party, not the two sides."""
    return bool(_party_pattern().search(subject))


def _party_in(text: str) -> bool:
    """The same behind a name or a time: "Warmfold, an insulation firm, ...", "Last year the company ..."."""
    return any(_one_party(TIME.sub("", part)) for part in text.split(","))


TIME = re.compile(
    r"^\W*(?:(?:last|this) (?:year|month|week|spring|summer|autumn|winter)|in (?:19|20)\d\d|(?:yester|to)day)\b\s*",
    re.I,
)


def _foreign(subject: str, programme: Programme) -> bool:
    subject = any_noun(programme).sub(" ", subject)
    counts = {*english().table("numbers", "units"), *english().table("numbers", "tens"), "another"}
    names = [n for n in re.findall(r"[A-Z][\w&’'-]*", subject) if n.lower() not in counts]
    if (
        not names
        or programme.bodies.search(_named_after_places(programme).sub(" ", subject))
        or programme.names.search(subject)
        or programme.meeting.search(subject)
    ):
        return False
    said = re.findall(r"[\w-]+(?:’s)?", subject.lower())
    if any(word.removesuffix("’s") in _official() for word in said):
        return False
    if any(p.search(subject) for _, _, p in programme.people):
        return False
    capital_start = re.match(r"\s*([A-Z][\w’'-]*)\s*$", subject)
    first_of_sentence = capital_start and capital_start[1].lower() in english().words("blockers", "words")
    return not first_of_sentence


def _supports_alone(subject: str, verb: str, programme: Programme) -> bool:
    """ "IMDA funded five projects": a body of one side helps some of them on, and does not start them."""
    sides = [p for p in programme.side_places.values() if p.search(subject)]
    alone = len(sides) < 2 and not re.search(r"\band\b|&|\b(?:both|they|we)\b", subject, re.I)
    supports = english().cue("subjects", "supports").fullmatch(verb)
    return bool(alone and supports and programme.bodies.search(subject))


@cache
def _named_after_places(programme: Programme) -> re.Pattern[str]:
    """ "Singapore Polytechnic", "Enterprise Singapore": who bears the name of a place of the programme, and is not the place."""
    said = english().words
    speak_for_it = "|".join(sorted({*_official(), *said("subjects", "parts_of_places")}))
    opening = "|".join(sorted({*said("blockers", "words"), *said("subjects", "openers"), *_official()}))
    own, place = programme.bodies.pattern, programme.places.pattern
    word = r"\s+(?:of\s+|for\s+)?[A-Z][\w&’'-]*"
    itself = rf"(?!(?:{word}){{0,8}}?\s+(?:(?i:{speak_for_it})\b|(?i:{own})))"
    before = rf"(?<![\w’'-])(?!(?i:{opening}|\w+ly)\s|(?i:{own}))[A-Z][\w&’'-]*\s+(?:{place})(?![’']|{word})"
    return re.compile(rf"(?:{place}){itself}(?:{word}){{1,8}}|{before}")
