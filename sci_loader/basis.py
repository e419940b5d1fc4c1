"""Step 4 of the grammar: new or to date, and of which meeting."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from sci_loader.candidates import has_grown
from sci_loader.clauses import COMPARED, Context, View, meeting_before
from sci_loader.numerals import MONTHS, chinese_number, find_numbers
from sci_loader.scope import EVERY_ONE, IN_THE_END, MILESTONE, THE
from sci_loader.subjects import MEETING, OURS, SINCE, Mention
from sci_loader.vocabulary import english

__all__ = ["basis", "meeting"]

SUPERLATIVE = re.compile(
    r"\b(?:(?:budget|fund(?:s|ing)?|grants?|costs?|worth|million|billion|invest\w*|spend|train\w*|run)\b[^,;.]*\bover (?:the next )?\w+ years|(?:the\s+|a\s+)?(?:most|highest|largest|biggest|busiest|fewest)\b[^,;]*|(?:for )?the (?:first|last|second|third|only) (?:\w+ )?(?:time|year) since [^,;]*|(?:launched|established|founded|set up|created|started|begun) in (?:19|20)\d\d)",
    re.I,
)
CHINESE_SUPERLATIVE = re.compile(r"[^，。；]*最[多大高][^，。；]*")


# "the largest haul so far": more than at any meeting before, so of one meeting.
RECORD = re.compile(
    r"\b(?:most|highest|largest|biggest|record)\b[^,;]*\b(?:so far|to date|yet|ever|in any|in a single)\b", re.I
)
# "As at the 5th meeting, a total of 58 had been signed".
UP_TO = re.compile(r"^\W*(?:as (?:at|of)|by|up to|until)\s+(?:the\s+|its\s+|our\s+)?$", re.I)
THERE_WERE = re.compile(r"\bthere were\s+$", re.I)
ADDITIVE = re.compile(r"\b(?:more|another|further|additional)\b|又|再|另", re.I)


TODAY = re.compile(r"today|tonight|this|just|yesterday|at the|今|本|此", re.I)


PAST = re.compile(
    r"\b(?:(?<!\bis )(?<!\bare )\w{2,}ed|came|took|saw|gave|put|met|struck|got|went|became|grew|rose|brought|made|held|began|won|drew|set|found|sealed|led|left|sent|built|bore|ran|chose|sprang|swore|wrote|won|cut|laid|broke)\b(?!-)|\b(?:signing|inking|launching|sealing|exchanging|unveiling|launch|exchange|addition|conclusion|start|approval|adoption) of\b",
    re.I,
)


# "The correct number is eight": new or to date like the one it puts right.
CORRECTION = re.compile(
    r"\b(?:correct|right|actual|true)\s+(?:number|figure|total|count)\s+(?:is|was|should (?:be|have been))\s+$", re.I
)


# "we have embarked on 54 projects | and inked": the second verb shares the first one's "have".
COORDINATE = re.compile(r"(?:\s*and\b)?\s*\w+ed\s*$", re.I)


# "已经签署17份备忘录，开展25个项目": so does a Chinese verb that stands alone.
HAN_VERB = re.compile(r"[，、并並]*[\u4e00-\u9fff]{2}了?")


# "Forty pilots strong": so many as there are.
STRONG = re.compile(r"\s+strong\b")
THIS_TIME = re.compile(
    r"\b(?:today|tonight|this (?:time|year)\b(?!’)|this (?:year’s )?(?:\w+ )?(?:meeting|round|session))\b", re.I
)


# "..., eleven at the third and sixteen at this one".
THIS_ONE = re.compile(
    r"\s*(?:at|in|from) (?:this one|the (?:latest|present) one|the one (?:that|which) (?:has )?just)\b", re.I
)
HAN_TODAY = re.compile(r"今天|今日|今早|此次|本次|[这這]一?次|今次|本届|本屆")
# "We signed eight that year": the meeting or the year of the sentences before.
THEN = re.compile(
    r"\b(?:that (?:year|time|day|meeting|occasion)|at the time|back then|(?:on |at )?the same (?:occasion|meeting|session))\b|那一?次(?:会议|會議)?",
    re.I,
)


# "nine of its 37 projects": all that there are.
OF_OURS = re.compile(r"\bof (?:its|our|their)\s+$", re.I)


# ", which was held late because of the storm, ": what is said beside of a thing named before.
ASIDES = re.compile(r",\s*(?:which|who|where|whose)\b[^,;]*,")
# 自首次会议召开以来, 从首次会议至今: what follows the meeting from which something is counted.
SINCE_BEHIND = re.compile(r"(?:召开|召開|举行|舉行)?(?:以来|以來|至今|迄今|到现在|到現在)")
# "from eight at the first meeting to 37", 从首次会议的8份增至37份: what there was at the first of the two.
FROM_WHAT = re.compile(
    r"\bfrom\s+(?:[\w’-]+\s+){1,4}?(?:at|in|after)\s+(?:(?:the|its|our)\s+)?(?:\w+\s+)?$|[从從由自][^，。；]{0,4}$",
    re.I,
)
TO_WHAT = re.compile(r"[^.,;]{0,20}?\bto\b|[^，。；]{0,12}?(?:[增升涨漲扩擴跃躍到至]|发展|發展)", re.I)
LIFTS = re.compile(r"(?:br(?:ing|ought)|t(?:ak|ook)|lift|push|rais|boost|swell|increas|carr)", re.I)


def basis(view: View, ctx: Context) -> str:
    """``new``, ``cumulative`` or "" for a figure that no rule places; what exists is not new, whatever is said of it."""
    found = _basis(view, ctx)
    return "" if found == "new" and EXISTING.search(view.sentence[view.c.end : view.c.noun_start]) else found


def _basis(view: View, ctx: Context) -> str:
    if view.c.note == "relative":
        return "new"
    label = view.opening if view.opening.rstrip().endswith(":") else ""
    own = _without_superlatives(f"{label} {view.own}")
    fresh = _fresh(view)
    meetings = any(
        m.kind == MEETING for m in ctx.reading.within(ctx.offset + view.left_start, ctx.offset + view.right_end)
    )
    today = view.has("basis", "now", own)
    now = today or meetings or view.has("basis", "now", view.opening) or bool(_when(view, ctx))
    event = view.has("basis", "event", own) or (view.language.code == "en" and bool(PAST.search(own)))
    perfect = _perfect(view)
    if view.language.code == "en" and CORRECTION.search(view.before):
        return ctx.earlier_basis or ("cumulative" if view.has("basis", "cumulative", ctx.under) else "")
    if MILESTONE.match(view.sentence, view.c.end) or STRONG.match(view.sentence, view.c.noun_end) or _in_all(view):
        return "cumulative"
    if IN_TURN.search(view.before) or HAN_NEW_LABEL.search(view.before) or NEW_LABEL.match(view.sentence):
        return "new"
    if HAN_SUM_OF_NEW.search(view.before) and HAN_NEW_NOUN.match(view.sentence[view.c.end : view.c.noun_start]):
        return "new"
    if HAN_FROM_LAST.search(view.before):
        return "new"
    if _directional_here(view):
        return "new" if (fresh and view.c.form != "noun_first") or _label_is_new(view, ctx) else "cumulative"
    if view.has("basis", "cumulative", ctx.under) and not (fresh or now):
        return "cumulative"
    around = own if today or IN_THE_END.search(view.own_left) else f"{view.opening} {own}"
    if view.has("scope", "before_now", around) and not fresh and not view.has("scope", "some_meeting", around):
        return "cumulative"
    if _span(view, ctx) or ITS_YEAR.search(f"{view.opening} {view.own_left}"):
        return ""
    if MOST_EVER.search(view.sentence, 0, view.c.start):
        return "new"
    if event and SINCE_LAST.search(f"{view.opening} {view.own}"):
        return "new"
    if _to_date(view, own) and not (fresh and ADDITIVE.search(own)):
        return "cumulative"
    if event and not perfect and meeting_before(view, ctx):
        return "new"
    opening = _opens_to_date(view, ctx)
    if view.has("basis", "total_weak", own) and not fresh and (perfect or not (event or now)):
        return _sum(view, ctx, perfect)
    if fresh and not (opening and perfect and not today):
        return "new"
    if perfect:
        here = (today or meetings) and not opening and (TODAY.search(own) or _done_by_meeting(view, ctx))
        return "new" if here or RECORD.search(view.sentence) else "cumulative"
    if opening and not (today and (event or not view.follows_opening)):
        return "cumulative"
    if ctx.heading and view.before.rstrip().endswith("("):
        return ""  # "Talent (3 MOUs)": a heading with the number of its part
    if view.c.form == "elided" and HAVE_BEEN.search(f"{ctx.under} {ctx.previous} {view.before}"):
        return "cumulative"
    if _stands_today(view) or (view.ours_before and SO_MANY_OF.search(view.before)) or LATER.match(view.right):
        return "cumulative"
    if event and now:
        return "new"
    if _stock(view):
        return "cumulative"
    if event and _total_of_programme(view, ctx, now):
        return "cumulative"
    if not (now or ctx.heading) and _known_before(view, ctx):
        return ""
    if event or now or ctx.heading or _of_meeting(view, ctx):
        return "new"
    if _fresh_list(view):
        return "new"
    named = any(m.kind == MEETING for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)))
    question = any(said.rstrip('”"').endswith(("?", "？")) for said in (ctx.under, ctx.previous))
    asked = question and view.c.form == "elided"  # "How many did it bring?" "Ten."
    return "new" if (named and view.has("basis", "event", view.sentence)) or asked else ""


# "How many MOUs have been signed?" "28."
HAVE_BEEN = re.compile(
    r"\bhow many\b[^?]{0,80}\b(?:have|has|are|is) [^?]{0,80}\?[\W]*(?:A(?:nswer)?:\s*)?$"
    r"|(?:目前|至今|迄今|已)[^？?。]{0,20}(?:多少|几|幾)[^？?。]{0,20}[？?][”」\s]*(?:答[：:]\s*)?$",
    re.I,
)
# "the 29 existing projects": as many as there were, nobody says when.
EXISTING = re.compile(r"\b(?:existing|ongoing|on-going|earlier|previous)\b", re.I)
# "The SCI’s 43 projects include 14 launched this year"
OWN_STOCK = re.compile(r"(?<!day)(?<!year)(?<!meeting)['’]s\s+$", re.I)
INCLUDES = re.compile(r"\s*(?:now |already )?(?:includ|compris)\w+\b", re.I)
# "In its first year": which of the meetings that is, nobody says.
ITS_YEAR = re.compile(
    r"\bin (?:the|its|our|their) (?:first|second|third|fourth|fifth|opening) year\b|第[一二三四五]年", re.I
)
# "After the second meeting there were 12 MOUs"
THERE_AFTER = re.compile(
    r"\bafter (?:the|its|our|their) (?:[\w()]+ ){0,5}?(?:meeting|session),? there (?:were|was|had been)"
    r"(?:\b[^;.]*,\s*(?:and\s+)?after (?:(?:the|its) \w+(?: meeting| session)?|today|this one),?)?\s+$",
    re.I,
)
# "eight in 2020, four in 2021 and eight in 2022: 20 in all"
IN_ALL = re.compile(r"\s+(?:[\w-]+\s+){0,2}?(?:in all|in total|altogether|all told)\b", re.I)
SUMMED = re.compile(r"\b(?:19|20)\d{2}\b[^.;]*?\b(?:19|20)\d{2}\b[^.;:]*[:,–—-]\s*$")
# 前三次会议分别签署8份、4份: of each of them
IN_TURN = re.compile(
    r"[二两兩三四五六七八九十][次届屆][会會][议議](?:先后|先後|分别|分別)(?![^。；]*(?:共|累计|累計|合计|合計|总|總))"
)
# 累计达73个: whatever stands around it
HAN_COME_TO = re.compile(r"(?:累[计計积積]|总[计数量]|總[計數量])(?:已)?(?:达到|達到|达|達|增至|升至|至)$")
# "New on the day: nine MOUs, five projects"
NEW_LABEL = re.compile(r"[\W]*(?:what(?:’s| is| was)\s+)?new\b[^:.;\d]{0,40}:", re.I)
# 由上届的8份增加到9份; 去年签署8份，今年增至9份: of this meeting, as that was of the last one
HAN_FROM_LAST = re.compile(
    r"(?:上一?[届屆次]|去年(?:签|簽|启|啟|推))[^。；总總累]{0,12}?[0-9一二两兩三四五六七八九十]+[份个個项項][^。；总總累]{0,12}?(?:[增升]加?|[减減降]少?)[至到]$"
)
# 三个领域合计启动21个新项目: new, whatever it is the sum of
HAN_SUM_OF_NEW = re.compile(r"(?:合计|合計|一共|总共|總共|共)[^，。；]{0,4}$")
HAN_NEW_NOUN = re.compile(r"^[^，。；]{0,3}新(?!加坡|签|簽|增)")
# 本次会议新签备忘录多了3份，达到13份; 由29个增至43个，增加14个; 加上这12份，累计已达63份
HAN_NEW_LABEL = re.compile(
    r"新(?:签|簽|增|启动|啟動)[^，。；]{0,10}(?:多|少|增加|减少|減少)了?[^，。；]{0,6}，(?:达到|達到|达|達|为|為)$"
    r"|[增升]至[^，。；]{1,10}，(?:净|淨|共)?增加?了?$"
    r"|(?:加上|连同|連同|算上|计入|計入)(?:[这這]|此(?!前)|今[天日次]|本[次届屆])[^，。；]{0,8}$"
)
# 第三次会议后为20份; 四次会议……，共28份; 通过43个项目和29份备忘录，……
HAN_IN_ALL = re.compile(
    r"第[一二三四五六七八九十]+[次届屆][^，。；]{0,8}?(?:会议|會議)之?[后後]共?(?:有|为|為|达|達|是)$"
    r"|(?<![第一二三四五六七八九十])[两兩二三四五六七八九十]次(?:会议|會議)[^。；]*?共(?!同)(?:签署|簽署|签订|簽訂|启动|啟動|推出)?了?$"
)
HAN_THROUGH = re.compile(r"^(?:通过|通過|透过|透過|依托|借助)(?:[^，。；]{1,14}[和与與及])?$")
# "MOUs (total): 28"
TOTAL_OF_NOUN = re.compile(
    r"\w\s*[(（](?:in )?(?:total|to[- ]date|cumulative|so far|all|累计|累計|总数|總數)[)）]\s*[:：=–-]\s*$", re.I
)
PORTFOLIO = re.compile(r"\b(?:portfolio|stock) of\s+(?:some |about |around |over |more than )?$", re.I)
BY_ITS_MEETING = re.compile(
    r"^\W*by (?:(?:the (?:time|end|close) of )?(?:its|the|our|their)) (?:[\w()]+ ){0,5}?(?:meeting|session)\b", re.I
)


def _in_all(view: View) -> bool:
    """ "MOUs (total): 28", "a portfolio of 43 projects", "By its fourth meeting it had signed 28": all that there are by then."""
    before = view.sentence[: view.c.start]
    if view.has("basis", "cumulative", view.sentence[view.c.end : view.c.noun_start]):
        return True
    if TOTAL_OF_NOUN.search(before) or (OWN_STOCK.search(before) and INCLUDES.match(view.sentence, view.c.noun_end)):
        return True
    if (
        HAN_IN_ALL.search(before)
        or HAN_COME_TO.search(before)
        or (HAN_THROUGH.search(before) and "，" in view.sentence[view.c.noun_end :])
    ):
        return True
    if THERE_AFTER.search(before) or (IN_ALL.match(view.sentence, view.c.end) and SUMMED.search(before)):
        return True
    if THROUGH.match(before) and HAS_DONE.search(view.sentence, view.c.noun_end):
        return not _fresh(view)
    return bool(PORTFOLIO.search(before) or (BY_ITS_MEETING.match(before) and HAD_DONE.search(before)))


# "Through 43 projects and 29 MOUs, the SCI has brought firms together": all of them, none is said to be new.
THROUGH = re.compile(
    r"^\W*(?:through|across|thanks to)\s+(?:(?:its|our|their|the|these|some|more than|over)\s+)*(?:[\w-]+\s+[\w’]+\s+and\s+)?$",
    re.I,
)
HAS_DONE = re.compile(r"[^.;]{0,60}?,\s*[^,.;]{1,60}?\b(?:has|have)\b", re.I)
HAD_DONE = re.compile(r"\bha[ds] (?:\w+ )?\w+(?:ed|en|un|wn|ught|id)\b[^;.]*$", re.I)


def _known_before(view: View, ctx: Context) -> bool:
    """ "All 43 projects begun under the initiative", "praised the 43 projects of the SCI": known already, new or not."""
    behind = OF.match(view.sentence, view.c.noun_end)
    if behind and EVERY_ONE.search(view.sentence[: view.c.start]):
        return True
    if not behind or not THE.search(view.before) or view.has("basis", "event", f"{view.own_left} {view.right}"):
        return False
    name = ctx.offset + behind.end()
    return any(m.kind == OURS and m.start <= name for m in ctx.reading.within(name, name + 1))


OF = re.compile(r"\s+(?:(?:begun|started|launched|initiated|signed|concluded)\s+)?(?:of|under)\s+(?:the\s+)?", re.I)
# 签约最多的一次，共…: what follows is of that one meeting.
MOST_EVER = re.compile(r"最[多大高][^，。；]{0,4}一[次届屆]")


def _of_meeting(view: View, ctx: Context) -> bool:
    """ "First JIC: 8 MOUs": a line of a list that begins with its meeting."""
    label = re.fullmatch(r"\W*([^:]+):\s*", view.sentence[: view.c.start])
    return bool(label) and any(
        m.kind == MEETING and m.number for m in ctx.reading.within(ctx.offset, ctx.offset + view.c.start)
    )


def _opens_to_date(view: View, ctx: Context) -> bool:
    """The sentence opens with a cue to date; before "..., when eight MOUs were signed" it belongs to something else."""
    if re.match(r"\s*when\b", view.own_left):
        return False
    held = [m for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.opening)) if m.kind == MEETING]
    upto = any(UP_TO.search(view.opening[: m.start - ctx.offset]) for m in held) and view.opening_start == 0
    return upto or view.has("basis", "cumulative", _without_superlatives(view.opening))


def _sum(view: View, ctx: Context, perfect: bool) -> str:
    """ "43 in all": to date with the perfect, of this meeting where the sentence names it, else either."""
    if perfect or view.c.form == "phrase":
        return "cumulative"
    here = any(m.kind == MEETING for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)))
    return "new" if here or view.has("basis", "now", view.sentence) else ""


def _fresh_list(view: View) -> bool:
    """In "eight MOUs and 14 new projects" the list is new."""
    end = view.c.noun_end
    return view.c.form == "phrase" and bool(
        re.match(r"\s*(?:,|and|as well as)\s+\S+\s+(?:new|further|additional|fresh)\b", view.sentence[end:], re.I)
    )


# "the most in any year so far", "for the first time since 2018": the cue belongs to something else.
def _span(view: View, ctx: Context) -> bool:
    """ "Since the 4th meeting, 15 MOUs": neither new at one meeting nor a total to date."""
    numbered = [
        m
        for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence))
        if m.kind == MEETING and (m.number or 0) > 1
    ]
    return not meeting_before(view, ctx) and any(starts_series(view, ctx, m) for m in numbered)


def _without_superlatives(text: str) -> str:
    if "最" in text:  # else the pattern would look through the rest of the text from each of its letters
        text = CHINESE_SUPERLATIVE.sub(" ", text)
    return SUPERLATIVE.sub(" ", text)


def _to_date(view: View, own: str) -> bool:
    """A cue in the candidate's own clause that it is a figure to date; "since the last meeting" is none."""
    if view.has("scope", "previous_meeting", own) and "since" in own.lower():
        return False
    left, right = _without_superlatives(view.own_left), _without_superlatives(view.right)
    if view.c.form != "phrase" and re.match(r"[”’\s]*(?:overall|to[- ]date|so far)\b", right, re.I):
        return True
    if (
        view.c.form != "phrase"
        and re.match(r"[”’\s]*in total\b", right, re.I)
        and find_numbers(view.sentence[: view.c.start])
    ):
        return True  # "14 new, 43 in total"
    return view.has("basis", "cumulative", left) or view.has("basis", "cumulative", right) or _total_label(view)


def _perfect(view: View) -> bool:
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
        or lang.cue("basis", "perfect_before", True).search(view.own_left)
        or (shared and lang.cue("basis", "perfect").search(shared))
    )


def _done_by_meeting(view: View, ctx: Context) -> bool:
    """ "The third has given us eight": one meeting did it."""
    held = [m for m in ctx.reading.within(ctx.offset + view.left_start, ctx.offset + view.c.start) if m.kind == MEETING]
    return any(HAS.match(view.sentence, m.end - ctx.offset) for m in held)


HAS = re.compile(r"\s*(?:(?:meeting|session|plenary|round)\s+)?(?:has|have)\b", re.I)


# "Seven in 2020; today we have 43": what there is by today, but for "today we have eight to sign".
TODAY_THERE = re.compile(r"\b(?:today|these days),?\s+(?:we|it|they|there)\s+(?:have|has|are)\s+$", re.I)
SO_MANY_OF = re.compile(r"(?<![\w-])[\w-]+\s+of\s+[^,;]{2,60}$", re.I)  # "eight of the SCI's 28 MOUs were signed today"
LATER = re.compile(r"\s*later(?=,|\s*$)", re.I)  # "28 MOUs and 43 projects later"
TO_SIGN = re.compile(r"\s*(?:to|for|being|waiting|ready|on the table)\b", re.I)


def _stands_today(view: View) -> bool:
    end = max(view.c.end, view.c.noun_end)
    return bool(TODAY_THERE.search(view.before)) and not TO_SIGN.match(view.sentence, end)


def _stock(view: View) -> bool:
    """What there is: "there are now", "the portfolio holds"."""
    if view.has("basis", "now", view.own_left):
        return False
    if THERE_WERE.search(view.before) and view.has("basis", "now", view.opening):
        return False
    left = view.before if view.language.code == "zh" else view.own_left
    return bool(
        view.language.cue("basis", "stock_before", True).search(left)
        or view.ours_before
        or OF_OURS.search(view.before)
        or view.language.cue("basis", "stock_after").match(view.right.lstrip(" ),”\"'’"))
    )


def _total_of_programme(view: View, ctx: Context, now: bool) -> bool:
    ours = any(m.kind == OURS for m in ctx.reading.within(ctx.offset, ctx.offset + len(view.sentence)))
    return ours and not now and view.has("basis", "total", view.sentence[: view.c.start][-24:])


# "from eight in 2020 to nine in 2023": two years side by side, and no total.
OF_ITS_TIME = re.compile(r"\s*(?:in (?:19|20)\d{2}|at (?:the|this)|this (?:year|time|meeting)|last)\b", re.I)


def _directional_here(view: View) -> bool:
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


# "The total since the first meeting in 2020 is 35 MOUs"
TOTAL_SINCE = re.compile(r"\b(?:total|tally|number|count|sum)s?\b[^,;.]{0,30}?\bsince\b[^,;.]{0,80}$", re.I)


def _label_is_new(view: View, ctx: Context) -> bool:
    """ "the number of MOUs signed at the meeting stood at nine": the total is that of one meeting."""
    if view.language.code == "zh":
        return bool(re.search(r"新(?:签|簽|增)?(?:合作)?$", view.sentence[: view.c.noun_start]))
    if has_grown(view.before) or TOTAL_SINCE.search(view.before):
        return False
    said = ASIDES.sub(lambda m: " " * len(m[0]), view.sentence)
    rise = view.language.cue("basis", "directional", True).search(view.before)
    start = rise.start() if rise else view.c.start
    counted = find_numbers(view.sentence[max(0, view.c.noun_start - 24) : view.c.noun_start])
    if rise and LIFTS.match(rise[0].lstrip()):
        pass
    elif (
        view.c.form == "noun_first"
        and not counted
        and (start < view.c.noun_end or not re.search(r"[,;:]", said[view.c.noun_end : start]))
    ):
        start = max(0, view.c.noun_start - 14)
    elif view.c.form != "noun_first":
        clause = re.split(r"[,;:]", said[:start])[-1]
        start -= len(clause if said != view.sentence else clause[-24:])
    label = view.sentence[start : view.c.start]
    meetings = any(
        m.kind == MEETING
        and not view.sentence[m.end - ctx.offset :].lower().startswith((" meetings", "s"))
        and not starts_series(view, ctx, m)
        and not re.search(r"\b(?:after|following)\s+(?:the|its|our)\s+$", view.sentence[: m.start - ctx.offset], re.I)
        for m in ctx.reading.within(ctx.offset + start, ctx.offset + view.c.start)
    )
    return (
        meetings
        or view.has("basis", "now", label)
        or bool(set(re.findall(r"[\w-]+", label.lower())) & {"new", "newly", "fresh", "additional"})
        or bool(DONE_THERE.search(view.own_left))
    )


# "the projects launched there came to 14": at the meeting.
DONE_THERE = re.compile(r"\b\w+(?:ed|gun) there\b", re.I)


def _fresh(view: View) -> bool:
    lang, c = view.language, view.c
    if lang.code == "zh":
        inside = view.sentence[c.end : c.noun_end]
        return bool(
            lang.cue("basis", "new").search(inside)
            or lang.cue("basis", "new", True).search(view.before)
            or re.search(r"新(?:签|簽|增|一批)", view.own_left)
        )
    if c.form == "noun_first":
        fresh = view.new_in(max(0, c.noun_start - 14), c.noun_start) or view.new_in(c.end, c.end + 5)
        if MORE_THAN.search(view.sentence[: c.noun_start]) and re.search(r"\bthan\b", view.sentence[c.end :]):
            return False
    else:
        fresh = view.new_in(c.end, c.noun_end if c.form == "phrase" else c.end + 24)
    return fresh or bool(lang.cue("basis", "new_before", True).search(view.before))


MORE_THAN = re.compile(r"\bmore\s+$", re.I)  # "more MOUs (34) than any other": none of them is said to be new


def _total_label(view: View) -> bool:
    """Tables and summaries: "Total MOUs: 29", "Cumulative projects - 43"."""
    if view.c.form != "noun_first" or view.language.code == "zh":
        return False
    label = view.sentence[max(0, view.c.noun_start - 24) : view.c.start]
    return bool(re.search(r"\b(?:total|cumulative|overall|to[- ]date|running)\b", label, re.I))


MONTH = rf"(?P<month>{MONTHS}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"


@cache
def _when_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?:in|on|of|last|this|since|by|during|from)\s+(?:early |late |mid-?)?|\((?=\d))(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{MONTH}\.?(?:\s+\d{{1,2}}(?!\d),?)?(?:,?\s+(?P<year>(?:19|20)\d\d)|\s+(?P<rel>this year|last year))?"
        r"|\b(?:in|meeting of|session of|plenary of)\s+(?:early |late |mid-?)?(?P<only_year>(?:19|20)\d\d)\b|\b(?P<relative>last year|this year|a year ago|a year earlier|(?P<ago>two|three|four|five|six|seven|eight|nine|ten) years ago)\b|(?P<near>(?:last|this) (?:week|month)|(?:yester|to)day(?=[’']s))\b|(?P<han_year>今年|去年|前年|(?:20\d\d)年)(?:(?P<han_month>十一|十二|十|[一二三四五六七八九]|\d{1,2})月)?",
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


def _when(view: View, ctx: Context) -> str:
    """A date that the clause gives its event, as a meeting hint: ``month:2020-06``, ``year:2020``; "" when there is none."""
    label = YEAR_LABEL.search(view.sentence[: view.c.start]) or YEAR_BEHIND.match(view.sentence, view.c.end)
    right = LAST_YEARS.sub(" ", view.right)
    said = SINCE_LAST.sub(" ", f"{view.own_left} | {right} | {view.opening}")
    return f"year:{label[1]}" if label else when(said, ctx.date)


def when(text: str, date: str) -> str:
    """The first date of a text that says when something happened, as a meeting hint; ``date`` is that of the release."""
    for match in _when_pattern().finditer(text):
        lead = text[: match.start()].lower().rstrip()
        if lead.endswith(("since", "established", "founded", "launched in", "set up", "started")) or match[
            0
        ].lower().startswith("since"):
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


def meeting(view: View, ctx: Context, basis: str) -> str:
    """The meeting as a number or a hint; "" when nothing in the release names one."""
    own = ctx.reading.announces
    if view.c.note == "relative" and own:
        return str(own)
    return _meeting_of_total(view, ctx, own) if basis == "cumulative" else _meeting_of_new(view, ctx, own)


def _numbered(view: View, ctx: Context, start: int, end: int) -> list[int]:
    """The meetings that a span of the sentence names by number; "since the first meeting" is none of them."""
    return [
        m.number
        for m in ctx.reading.within(ctx.offset + start, ctx.offset + end)
        if m.kind == MEETING and m.number and not starts_series(view, ctx, m)
    ]


SUBJECT_FIRST = re.compile(r"\W*(?:and\s+|while\s+)?the\s+[\w-]+(?:\s+meeting)?,", re.I)


def _meeting_of_total(view: View, ctx: Context, own: int | None) -> str:
    """The meeting up to which a total counts."""
    if hint := _as_of(view, ctx.date) or _first_meetings(view):
        return hint
    here = _numbered(view, ctx, view.left_start, view.right_end)
    if SUBJECT_FIRST.match(view.opening) and (first := _numbered(view, ctx, view.opening_start, view.left_start)):
        here = (
            _numbered(view, ctx, view.left_start, view.c.start) or first
        )  # "the fifth, in Shenzhen, took the total to 45"
    around = f"{view.opening} {view.own}"
    lifted = _directional_here(view) or bool(re.search(r"[使令让讓]", view.own_left))
    before_now = view.has("scope", "before_now", around)
    if not here and own and NOW.search(view.own_left):
        return str(own)
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
    # a total that has just risen is that of the meeting it speaks of
    late = f"/{ctx.reading.latest}" if ctx.reading.latest else ""
    lifted = lifted and not STANDS.search(view.before)
    return "" if not ctx.date else f"month:{ctx.date[:7]}" if lifted else f"asof:{ctx.date}{late}"


def _year_before(view: View, ctx: Context) -> str:
    """ "Last year, 14 were launched, bringing the total to 29": that of the earlier year in which what lifted it came about."""
    said = re.split(r"[;.]", view.sentence[: view.c.start])[-1].lstrip(" ”“\"'")
    first = _when_pattern().match(said)
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
    if _previous(view, ctx) or A_YEAR_AFTER.search(view.before):
        return _meeting_before(view, ctx, own)
    if hint := _when(view, ctx):
        return str(own) if own and ctx.date and hint == f"year:{ctx.date[:4]}" else hint
    if own and (hint := _told_before(view, ctx, own)):
        return hint
    compared = COMPARED.search(view.sentence, view.right_start)
    if anywhere := _numbered(view, ctx, 0, compared.start() if compared else len(view.sentence)):
        return str(anywhere[-1])
    return str(own) if own else _said_before(view, ctx)


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
        return _when(view, ctx)
    if own:
        return str(own - 1) if own > 1 else ""
    return _when(view, ctx) or (f"asof:{ctx.date}" if ctx.date else "")


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
    if not named or here or now or any(m.number == own for m in named) or _perfect(view) or not PAST.search(view.own):
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


def starts_series(view: View, ctx: Context, mention: Mention) -> bool:
    """ "since the first meeting": the start of a count, not its end."""
    before = view.sentence[: max(0, mention.start - ctx.offset)]
    after = view.sentence[max(0, mention.end - ctx.offset) :]
    return bool(
        SINCE.search(before) or SINCE_BEHIND.match(after) or (FROM_WHAT.search(before) and TO_WHAT.match(after))
    )
