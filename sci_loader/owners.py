"""Step 3 of the grammar, first half: whose figure a number is.

The programme's own, a neighbour's, that of one zone, of one party, or of somebody who is not named.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from sci_loader.candidates import OF_ALL, any_noun, measure_nouns
from sci_loader.clauses import Context, View, meeting_before
from sci_loader.numerals import find_numbers
from sci_loader.subjects import MEETING, NAMED, OURS, PROGRAMME, ZONE, Mention, last_words, other_places, own_kinds
from sci_loader.times import is_end_of_rise
from sci_loader.vocabulary import Language, Programme, chinese, english

__all__ = ["GOES_ON", "came_about", "is_whole", "of_countries", "owner", "speaks_of_programme"]

PREPOSITION = re.compile(
    r"(?:\b(?:under|in|of|at|for|by|from|within|through|between|with|to|via)\s+(?:the\s+|its\s+|a\s+)?(?:\w+\s+){0,3}?)$",
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
PRAISE = re.compile(
    r"\b(?:prais|welcom|hail|laud|not(?:ed|ing)|congratulat|cit(?:ed|ing)|commend|applaud|report(?:ed|ing) on)\w*\b",
    re.I,
)


def speaks_of_programme(view: View, ctx: Context) -> bool:
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


def came_about(view: View) -> bool:
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


def is_whole(view: View) -> bool:
    """The 43 of "20 of the 43 projects" and of "of the 43 projects, 20"."""
    whole = view.c.form == "phrase" and re.search(r"\bof the\s+$", view.before, re.I)
    behind = view.sentence[view.c.noun_end :].split(";")[0]
    first = OF_ALL.search(view.before) and find_numbers(behind) and not view.has("basis", "cumulative", view.right)
    return bool(whole and (first or find_numbers(view.before[-24:])))


# "Today we sign nine. That will bring the number to 55."
GOES_ON = re.compile(r"\W*(?:that|this|these|those|which|they|together)\b", re.I)


def owner(view: View, ctx: Context) -> str:
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


def of_countries(view: View, ctx: Context) -> bool:
    """ "China and Singapore have more than 100 MOUs": a total of two countries is none of a programme with one city of them."""
    if not ctx.programme.countries.names or ctx.heading:
        return False
    around = ctx.reading.within(ctx.offset - len(ctx.previous) - 2, ctx.offset + len(view.sentence))
    if any(m.kind in (OURS, MEETING) for m in around) or view.has("basis", "now", view.sentence):
        return False
    rest = re.sub(ctx.programme.countries.pattern, " ", view.sentence, flags=re.I)
    city = sum(bool(p.search(rest)) for p in ctx.programme.side_places.values()) == len(ctx.programme.side_places)
    subject = f"{view.opening} {view.own_left}"
    named = ctx.programme.countries.search(subject) or view.has("subjects", "countries", subject)
    return bool(named) and not city and not _head_word(ctx.programme).search(f"{ctx.previous} {view.sentence}")


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
        or speaks_of_programme(view, ctx)
        or bool(LAST_MEETING.search(view.sentence))
        or bool(ctx.earlier_basis and (GOES_ON.match(view.sentence) or is_end_of_rise(view)))
        or _we_speak(view, ctx)
        or _out_of_parts(view)
        or any(view.has(*cue, view.sentence) for cue in TIES)
    )


def _we_speak(view: View, ctx: Context) -> bool:
    """ "We will exchange eleven MOUs": in an address to the meeting, which quotes nobody, "we" are the two sides."""
    said = f"{ctx.previous} {view.sentence}"
    address = ctx.reading.announces and ctx.reading.in_title
    return bool(address and WE.search(said)) and not QUOTE.search(said)


WE = re.compile(r"\b(?:we|our)\b", re.I)
QUOTE = re.compile(r"[“”\"]")
LAST_MEETING = re.compile(
    r"\b(?:last year’s|the (?:last|previous|preceding))\s+(?:\w+ )?(?:meeting|session|plenary)\b"
    r"|\b(?:more|fewer|less) than (?:the year before|last year|(?:a|one) year (?:ago|earlier|before)|in (?:19|20)\d{2})\b",
    re.I,
)


def _of_one_agreement(view: View, programme: Programme) -> bool:
    """ "An MOU on shore power has led to four projects": what came of one thing of another measure."""
    subject = f"{view.opening} {view.own_left}" if view.opening_start == 0 else view.own_left
    for measure in programme.measures:
        noun = None if measure.slug == view.c.measure else measure_nouns(measure).search(subject)
        if noun is None:
            continue
        if view.language.code == "zh":
            return bool(re.match(r"(?:将|將|会|會)(?![达達增升])", subject[noun.end() :]))
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
    before = view.sentence[: view.c.start]
    if view.language.code == "zh":
        others = view.has("subjects", "others", before)
        return others or _another_city(view, ctx) or _another_meeting(view, ctx)
    said = view.has("subjects", "others", f"{before} | {view.right}")
    if said and not any(m.kind in (OURS, MEETING) for m in ctx.reading.within(ctx.offset, ctx.offset + len(before))):
        return True
    if (left_for := FROM_WHERE.search(view.sentence[: view.c.start])) and not ctx.programme.places.search(left_for[1]):
        return True
    if other := TIED_TO.search(f"{view.opening} {view.own_left}"):
        return not ctx.programme.places.search(other[1]) and not ctx.programme.bodies.search(other[1])
    behind, leads = _with_places(ctx.programme)
    named = behind.search(view.right) or leads.search(f"{view.opening[-40:]} {view.own_left}")
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
    """True when one firm or institution, no body of the programme, did the signing: its own agreements are a part.

    In English the first rule that says something decides.
    """
    if _one_side(view, ctx) or _of_one_place(view, ctx):
        return True
    if view.language.code == "zh":
        return bool(view.language.cue("subjects", "party").search(view.sentence[: view.c.start]))
    said = (rule(view, ctx, mention) for rule in AGENT_RULES)
    return next((verdict for verdict in said if verdict is not None), False)


# What a rule about English says of who did it: one party, not one party, or nothing.
Verdict = bool | None


def _yes(found: object) -> Verdict:
    """One party where a rule found something, else nothing said."""
    return True if found else None


def _alone(name: str, programme: Programme) -> bool:
    """Whether a name is that of one party, or of one outside the programme."""
    return _foreign(name, programme) or _one_party(name)


def _whole(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "Her company signed one of the four MOUs signed at the second meeting": the four are nobody's own."""
    return False if _out_of_parts(view) else None


def _possessed(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "Mr Tan, whose firm signed one": also in a heading, which otherwise names nobody who signs."""
    return _yes(POSSESSED.search(view.sentence, 0, view.c.start)) or (False if ctx.heading else None)


def _went_with(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    went = WENT_WITH.match(view.before)
    return _yes(went and (_alone(went[1], ctx.programme) or FIRMS.search(went[1])))


def _it(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "In 2024 it signed 11 MOUs": the party that was the subject before decides."""
    pronoun = PRONOUN.search(view.own_left)
    if pronoun is None or pronoun["firm"]:
        return _yes(pronoun)
    subject = VERB.split(view.opening if VERB.search(view.opening) else ctx.previous)[0].strip()
    return _alone(subject, ctx.programme) if subject else None


def _each(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "Each of the banks signed two"; "signed three of its own"."""
    own = OF_ITS_OWN.match(view.right) and mention is None
    return _yes((EACH.search(f"{view.opening} {view.own_left}") and not came_about(view)) or own)


def _who(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "NCS, which signed two MOUs": whoever stands before the relative clause decides."""
    if not WHO.match(view.own_left):
        return None
    before = view.opening if view.follows_opening else view.sentence[: view.left_start]
    parts = [p for p in re.split(r"[,;:]", before.rstrip(" ,")) if not WHO.match(p)]
    antecedent = parts[-1] if parts else ""
    if meeting_before(view, ctx) or SUM_OF.search(antecedent):
        return False
    return _one_party(antecedent) or (bool(antecedent.strip()) and _foreign(antecedent, ctx.programme))


def _subject(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "The polytechnic signed two", also where an aside parts the two, and "after a bank signed two"."""
    clause = view.own_left
    party = _party_in(clause) or (_without_subject(clause) and _party_in(view.opening))
    return _yes(party or (SUBORDINATE.search(clause) and _one_party(SUBORDINATE.split(clause)[-1])))


def _behind(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "two MOUs that the university has signed", "the three projects my firm signed"."""
    theirs = THEIRS.match(view.sentence, view.c.noun_end)
    signs = theirs and (HAVE.fullmatch(theirs[2]) or english().cue("basis", "signing").fullmatch(theirs[2]))
    return _yes(signs and _one_party(theirs[1])) if theirs else None


def _told_of_firm(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "Those two MOUs"; "We signed three", says a founder."""
    return _yes(THOSE.match(view.own_left) or _firm_speaks(view, ctx))


def _does(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "NCS signed two MOUs": the subject of the verb before the number."""
    clause = view.own_left
    does = (english().cue("basis", "signing"), english().cue("subjects", "firm_verbs"))
    said_of = sorted((m for cue in does for m in cue.finditer(clause)), key=lambda m: m.start())
    verbs = [m for m in said_of if not clause[m.end() :].startswith(" of ")]
    if not verbs or english().cue("subjects", "reporting").search(clause[: verbs[-1].start()]):
        return None
    subject = re.split(r"[,;:“”\"()]|\b(?:that|which|where|when)\b", clause[: verbs[0].start()])[-1]
    alone = _foreign(subject, ctx.programme) or _supports_alone(subject, verbs[-1][0], ctx.programme)
    return _yes(subject.strip() and alone)


def _among_firms(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "an MOU with a bank"; "four other MOUs between companies"."""
    partner = PARTNER.match(view.sentence, view.c.noun_end)
    others = OTHERS.search(view.phrase) and BY_FIRMS.search(view.sentence, view.c.noun_end)
    return _yes((partner and _one_party(partner[1])) or others)


def _says(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "Warmfold said that it had signed two"."""
    said = SAID_IT.search(view.sentence[: view.c.start])
    return _yes(said and (_party_in(said[1]) or _foreign(said[1], ctx.programme)))


def _by(view: View, ctx: Context, mention: Mention | None) -> Verdict:
    """ "two MOUs between NCS and Tencent", "three MOUs by a bank"; whoever signs at a named meeting signs for it."""
    if _of_a_pair(view, ctx):
        return True
    by = BY.search(view.right)
    at_meeting = mention is not None and mention.kind == MEETING
    return _yes(by and not at_meeting and _alone(by[1], ctx.programme))


AGENT_RULES = (
    _whole,
    _possessed,
    _went_with,
    _it,
    _each,
    _who,
    _subject,
    _behind,
    _told_of_firm,
    _does,
    _among_firms,
    _says,
    _by,
)
EACH = re.compile(r"\b(?:(?:each|every|either)(?!(?: one)? of (?:the|its|our|their|these)\s*$)|between them)\b", re.I)
OF_ITS_OWN = re.compile(r"\s*(?:more |others? |further )?of (?:its|their|his|her|our|my) own\b")
WHO = re.compile(r"\s*(?:and\s+)?(?:which|who)\b")
THEIRS = re.compile(r"\s*(?:that|which)?\s*((?:this|the|our|my|its|an?)\s+[\w-]+)\s+(\w+)")
HAVE = re.compile(r"has|have|had")
THOSE = re.compile(r"\W*(?:those|these)\s+(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b", re.I)
PARTNER = re.compile(r"\s*with\s+([^,.;]{2,60})")
SAID_IT = re.compile(
    r"^(.{3,80}?)\b(?:said|says|added|announced|reported|revealed|disclosed|confirmed|told \w+)\b(?: \w+day)?(?: that)? (?:it|its|they|he|she)\b"
)
BY = re.compile(r"\b(?:by|between)\s+((?:[A-Z][\w&.’'-]*|an?|single|one|and|the|of|,|[\w-]+|\s)+)")


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
    return is_whole(view) and came_about(view)


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
