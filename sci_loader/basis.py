"""Step 4 of the grammar: new or to date."""

from __future__ import annotations

import re

from sci_loader.candidates import has_grown
from sci_loader.clauses import Context, View, meeting_before
from sci_loader.numerals import find_numbers
from sci_loader.owners import came_about, is_whole
from sci_loader.scope import BEGAN, EVERY_ONE, IN_THE_END, MILESTONE, THE
from sci_loader.subjects import MEETING, OURS
from sci_loader.times import HAN_FROM_LAST, PAST, SINCE_LAST, is_end_of_rise, is_perfect, said_when, starts_series

__all__ = ["basis"]

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
# "The correct number is eight": new or to date like the one it puts right.
CORRECTION = re.compile(
    r"\b(?:correct|right|actual|true)\s+(?:number|figure|total|count)\s+(?:is|was|should (?:be|have been))\s+$", re.I
)
# "Forty pilots strong": so many as there are.
STRONG = re.compile(r"\s+strong\b")
# "nine of its 37 projects": all that there are.
OF_OURS = re.compile(r"\bof (?:its|our|their)\s+$", re.I)
# ", which was held late because of the storm, ": what is said beside of a thing named before.
ASIDES = re.compile(r",\s*(?:which|who|where|whose)\b[^,;]*,")
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
    now = today or meetings or view.has("basis", "now", view.opening) or bool(said_when(view, ctx))
    event = view.has("basis", "event", own) or (view.language.code == "en" and bool(PAST.search(own)))
    perfect = is_perfect(view)
    numbered = any(m.number for m in ctx.reading.within(ctx.offset, ctx.offset + view.c.start))
    if view.language.code == "en" and CORRECTION.search(view.before):
        return ctx.earlier_basis or ("cumulative" if view.has("basis", "cumulative", ctx.under) else "")
    if MILESTONE.match(view.sentence, view.c.end) or STRONG.match(view.sentence, view.c.noun_end) or _in_all(view):
        return "cumulative"
    if IN_TURN.search(view.before) or HAN_NEW_LABEL.search(view.before) or NEW_LABEL.match(view.sentence):
        return "new"
    if (NUMBERS.fullmatch(ctx.previous) and view.c.form == "phrase") or BEGAN.search(view.before):
        return "new"
    if WHEN_THERE.search(view.before) or (HAN_ONLY.search(view.before) and numbered):
        return "new"
    if HAN_SUM_OF_NEW.search(view.before) and HAN_NEW_NOUN.match(view.sentence[view.c.end : view.c.noun_start]):
        return "new"
    if HAN_FROM_LAST.search(view.before) or HAN_THOSE_OF.search(view.before):
        return "new"
    if is_end_of_rise(view):
        return "new" if (fresh and view.c.form != "noun_first") or _label_is_new(view, ctx) else "cumulative"
    if is_whole(view) and came_about(view) and said_when(view, ctx):
        return "new"  # "one of the seven projects started in 2020"
    if view.has("basis", "cumulative", ctx.under) and not (fresh or now or numbered):
        return "cumulative"
    around = own if today or IN_THE_END.search(view.own_left) else f"{view.opening} {own}"
    if view.has("scope", "before_now", around) and not fresh and not view.has("scope", "some_meeting", around):
        return "cumulative"
    if _span(view, ctx) or (ITS_YEAR.search(f"{view.opening} {view.own_left}") and not today):
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
    this_time = question and view.has("basis", "now", ctx.under or ctx.previous)
    asked = question and (view.c.form == "elided" or this_time)  # "How many did it bring?" "Ten."
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
# 累计分别为39份和59个: totals, in turn
HAN_SUMS = re.compile(
    r"(?:累[计計积積]|[总總](?:[数计量]|數|計)|合[计計])[^，。；]{0,6}分[别別](?:[为為是有达達]|达到|達到)(?:[^，。；、和与與]{1,6}[、和与與])?$"
)
# "the fewest since 2021, when there were eight"
WHEN_THERE = re.compile(r"\bwhen there (?:was|were)\s+$", re.I)
# "New on the day: nine MOUs, five projects"
NEW_LABEL = re.compile(
    r"\W*(?:\d{1,2}\.\s+)?(?:(?:what(?:’s| is| was)\s+)?new\b[^:.;\d]{0,40}|(?:the |key |main )?(?:results?|outcomes?|outputs?|numbers))\s*:",
    re.I,
)
# "The numbers. Sixteen projects and 11 MOUs."
NUMBERS = re.compile(r"\W*(?:the |key |main )?(?:results?|outcomes?|outputs?|numbers)\W*", re.I)
# 首次会议时，双方只有八份备忘录
HAN_ONLY = re.compile(r"(?:只|仅|僅|才)有$")
# 三个领域合计启动21个新项目: new, whatever it is the sum of
HAN_SUM_OF_NEW = re.compile(r"(?:合计|合計|一共|总共|總共|共)[^，。；]{0,4}$")
HAN_NEW_NOUN = re.compile(r"^[^，。；]{0,3}新(?!加坡|签|簽|增)")
# 本次会议新签备忘录多了3份，达到13份; 由29个增至43个，增加14个; 加上这12份，累计已达63份
HAN_NEW_LABEL = re.compile(
    r"新(?:签|簽|增|启动|啟動)[^，。；]{0,10}(?:多|少|增加|减少|減少)了?[^，。；]{0,6}，(?:达到|達到|达|達|为|為)$"
    r"|[增升]至[^，。；]{1,10}，(?:净|淨|共)?增加?了?$"
    r"|(?:加上|连同|連同|算上|计入|計入)(?:[这這]|此(?!前)|今[天日次]|本[次届屆])[^，。；]{0,8}$"
)
# 上次会议确定的16个项目, 去年签约的14个项目: those of that meeting, whatever is said of them
HAN_THOSE_OF = re.compile(
    r"(?:去年|上一?[次届屆](?:会议|會議)?|第[一二三四五六七八九十]+[次届屆](?:会议|會議)?)(?:签[署约订]?|簽[署約訂]?|确定|確定|启动|啟動|推出|发布|發布|公布|宣布|达成|達成)的$"
)
# 第三次会议后为20份; 四次会议……，共28份; 通过43个项目和29份备忘录，……
HAN_IN_ALL = re.compile(
    r"第[一二三四五六七八九十]+[次届屆][^，。；]{0,8}?(?:会议|會議)之?[后後]共?(?:有|为|為|达|達|是)$"
    r"|(?<![第一二三四五六七八九十])[两兩二三四五六七八九十]次(?:会议|會議)(?:签下|簽下|促成|取得|带来|帶來)了?$"
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
        or HAN_SUMS.search(before)
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
    asked = ctx.previous.rstrip('”"').endswith("?") and not view.has("basis", "cumulative", ctx.previous)
    if asked and not perfect:
        return "new"  # "What came out of it? Eleven MOUs in all."
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


def _done_by_meeting(view: View, ctx: Context) -> bool:
    """ "The third has given us eight": one meeting did it."""
    held = [m for m in ctx.reading.within(ctx.offset + view.left_start, ctx.offset + view.c.start) if m.kind == MEETING]
    return any(HAS.match(view.sentence, m.end - ctx.offset) for m in held)


HAS = re.compile(r"\s*(?:(?:meeting|session|plenary|round)\s+)?(?:has|have)\b", re.I)
# "Seven in 2020; today we have 43": what there is by today, but for "today we have eight to sign".
TODAY_THERE = re.compile(
    r"\b(?:today|these days),?\s+(?:(?:we|it|they|there)\s+(?:have|has|are)|(?:we|it|they)\s+(?:counts?|numbers?|spans?|compris(?:es?)|includes?|runs?))\s+$",
    re.I,
)
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
