"""Questions that people have, answered from the tables with the sentences, or "the corpus does not say".

A question is read by a grammar over the words of the programme (its meetings, measures, pillars, parties, threads) and
those of ``data/language``.  Every word must be understood: a question with one that is not gets no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from sci_loader.brief import (
    OWN_WORDS,
    conflict_statements,
    entry_statement,
    meeting_statements,
    new_statements,
    promise_statements,
    step_statements,
    total_statements,
)
from sci_loader.citations import Citation, Cites, Statement
from sci_loader.corpus import Corpus
from sci_loader.figures import conflicts, figure, figures
from sci_loader.memory import of_programme
from sci_loader.numerals import chinese_number, ordinal_value
from sci_loader.promises import promises
from sci_loader.support import unsupported
from sci_loader.tables import records
from sci_loader.threads import party_words, thread
from sci_loader.view import meetings_held
from sci_loader.vocabulary import Programme, Words, chinese, curly, english, words
from sci_loader.wording import count, day, meeting_name, plural

__all__ = ["Answer", "answer"]

SILENT = "The corpus does not say."
UNREAD = f"{SILENT} Or the question was not understood: ask how many, which, when, where, who chaired, or how far something has come."
MAX_QUESTION = 300  # characters; nobody asks in more, and no text can cost more than its length


@dataclass(frozen=True)
class Answer:
    """An answer in a few words with its values, and the statements that it rests on; without values there is none, and
    ``text`` tells why."""

    question: str
    text: str
    values: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return bool(self.values)


@dataclass
class _Asked:
    """What was understood of a question: kinds of question and their words, and the things it names."""

    corpus: Corpus
    programme: Programme
    kinds: set[str] = field(default_factory=set)
    meeting: int | None = None
    year: str = ""
    beyond: str = ""
    measures: list[str] = field(default_factory=list)
    pillars: list[str] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    sides: list[str] = field(default_factory=list)
    founding: bool = False
    itself: bool = False
    unknown: list[str] = field(default_factory=list)


_Made = tuple[str, tuple[str, ...], Iterable[Statement]]


def answer(corpus: Corpus, question: str) -> Answer:
    """The answer to a question about the programme that the corpus is shown for.

    >>> import sci_loader
    >>> corpus = sci_loader.load()
    >>> answer(corpus, "How many MOUs after the third JIC?").values
    ('20', '21')
    >>> answer(corpus, "How much did it cost?").text
    'The corpus does not say. Not understood: cost.'
    """
    corpus = of_programme(corpus, corpus.programme.slug)
    asked = _read(corpus, question[:MAX_QUESTION])
    if asked.unknown:
        return Answer(question, f"{SILENT} Not understood: {', '.join(asked.unknown)}.")
    if asked.beyond:
        return Answer(question, f"{SILENT} {asked.beyond}")
    cites = Cites(corpus, asked.programme)
    for fits, reply, kinds in _REPLIES:
        if fits(asked) and asked.kinds <= {*kinds.split(), *_ANYWHERE}:
            text, values, said = reply(asked, cites)
            statements = tuple(said)
            kept = values if statements and not unsupported(corpus, statements, cites.all, OWN_WORDS) else ()
            return Answer(
                question, text if kept else SILENT, kept, statements if kept else (), cites.all if kept else ()
            )
    return Answer(question, UNREAD)


# --- reading a question ------------------------------------------------------------------------------------------------------


def _read(corpus: Corpus, question: str) -> _Asked:
    """Find what a question names; each word that is understood is struck out, and the rest is unknown."""
    programme = corpus.programme
    asked = _Asked(corpus, programme)
    rest = _Rest(" ".join(curly(question).split()))
    asked.pillars = [p for p, label in programme.pillars.items() if rest.strike(words([label, p]))]
    labels = {p: words([label.split(" and ")[0]]) for p, label in programme.pillars.items() if p not in asked.pillars}
    own = {t: w for t, w in programme.thread_words.items() if not w.search(programme.name)}
    asked.parties = [p for p, w in party_words(corpus).items() if rest.strike(w, keep=True)]
    asked.threads = [t for t, w in own.items() if rest.strike(w, keep=True)]
    for struck in (*(party_words(corpus)[p] for p in asked.parties), *(own[t] for t in asked.threads)):
        rest.strike(struck)
    asked.pillars += [p for p, names in labels.items() if rest.strike(names)]
    asked.pillars += [p for p, w in programme.pillar_words.items() if rest.strike(w) and p not in asked.pillars]
    asked.founding = rest.strike(words([f.label for f in programme.founding]))
    _read_meeting(asked, rest)
    struck_names = [rest.strike(names) for names in (programme.names, *(w for w, _ in programme.short_names))]
    asked.itself = any(struck_names)
    asked.measures = [m.slug for m in programme.measures if rest.strike(words([*m.nouns, m.long]))]
    asked.measures = asked.measures or [m.slug for m in programme.measures if rest.strike(words(m.weak_nouns))]
    asked.sides = [side for side, places in programme.side_places.items() if rest.strike(places)]
    if asked.measures:
        for measure in programme.measures:
            rest.strike(measure.verbs)
        rest.strike(_cue("done"))
    asked.kinds = {kind for kind in _KINDS if rest.strike(_cue(kind))}
    asked.unknown = rest.left()
    if asked.kinds >= {"how_many", "new"} and not asked.meeting and "to_date" not in asked.kinds:
        asked.beyond = asked.beyond or "Ask for the new ones of one meeting."
    return asked


class _Rest:
    """The part of a question that is not understood yet."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._left = text

    def strike(self, pattern: Words | re.Pattern[str], keep: bool = False) -> bool:
        """Strike out what a pattern finds in what is left; with keep only say whether it is there."""
        found = [m.span() for m in pattern.finditer(self._left)]
        if not keep:
            for start, end in found:
                self._left = self._left[:start] + " " * (end - start) + self._left[end:]
        return bool(found)

    def left(self) -> list[str]:
        """The words that nothing explains, without those that ask for nothing."""
        self.strike(_ignored_chinese())
        ignored = english().words("questions", "ignored")
        found = re.findall(r"[\w’&*.-]*\w", self._left)
        plain = ((w, w.lower().removesuffix("’s")) for w in found)
        return [w for w, lower in plain if lower and lower not in ignored]


@cache
def _cue(kind: str) -> re.Pattern[str]:
    """The words of one kind of question in both languages."""
    return re.compile(f"{english().cue('questions', kind).pattern}|{chinese().cue('questions', kind).pattern}", re.I)


@cache
def _ignored_chinese() -> re.Pattern[str]:
    return re.compile("|".join(sorted(chinese().list("questions", "ignored"), key=len, reverse=True)))


# In this order: a longer wording stands before one that it holds.
_KINDS = (
    "how_many disagree stands promised chaired opened held times when where who which does to_date new last".split()
)


def _read_meeting(asked: _Asked, rest: _Rest) -> None:
    """The meeting that a question names by its number, by "last", or by its year."""
    held = meetings_held(asked.corpus)
    named = list(_meeting_pattern(asked.programme).finditer(rest.text))
    match = named[0] if named else None
    relative = match and (match["relative"] or match["relative_zh"])
    if relative:
        asked.meeting = held[-1] if held and _cue("last").fullmatch(relative) else None
        asked.beyond = "" if asked.meeting else "It knows of no next meeting."
    elif match:
        asked.meeting = _number(next(g for g in (match["ordinal"], match["plain"], match["han"]) if g))
        if asked.meeting not in held:
            asked.beyond = "It knows of no such meeting."
    if len({" ".join(m[0].lower().split()) for m in named}) > 1:
        asked.beyond = ONE_AT_A_TIME
    rest.strike(_meeting_pattern(asked.programme))
    rest.strike(asked.programme.meeting)
    _read_year(asked, rest)
    if asked.meeting:
        rest.strike(words(english().list("questions", "meeting_nouns")))


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else ordinal_value(text) or chinese_number(text.replace("首", "一"))


ONE_AT_A_TIME = "Ask about one meeting or one year at a time."
# A year, and what makes it the end of a time that may hold several meetings.
YEAR = re.compile(
    r"(?:(?P<since>\bsince\s+)|(?P<open>\b(?:after|before|from|between)\s+))?(?<!\d)(?P<year>20\d\d)(?!\d)年?"
    r"(?:(?P<since_zh>以来|以來)|(?P<open_zh>之?(?:后|後|前)|以(?:后|後|前)|起|[到至–-](?=\s*20\d\d)))?",
    re.I,
)


def _read_year(asked: _Asked, rest: _Rest) -> None:
    """The meeting of a year; "since" a year before the first meeting asks for all that there is."""
    found = list(YEAR.finditer(rest.text))
    if not found or not rest.strike(YEAR):
        return
    match = found[0]
    if len({m["year"] for m in found}) > 1 or match["open"] or match["open_zh"]:
        asked.beyond = ONE_AT_A_TIME
        return
    since = match["since"] or match["since_zh"]
    days = {int(m.meeting): m.date for m in asked.corpus.meetings.itertuples() if isinstance(m.date, str)}
    if since and match["year"] <= min(days.values(), default=""):
        return
    asked.year = match["year"]
    inside = [n for n, d in days.items() if d.startswith(asked.year)]
    upto = [n for n, d in days.items() if d[:4] <= match["year"]] if _cue("to_date").search(rest.text) else []
    if asked.meeting is None and (inside or upto) and not since:
        asked.meeting = max(inside or upto)
    elif since or asked.meeting not in inside:
        asked.beyond = f"It knows of no meeting in {match['year']} that this could mean."
        if since:
            asked.beyond = "It counts since the first meeting, or what was new at one."


@cache
def _meeting_pattern(programme: Programme) -> re.Pattern[str]:
    """Matches "the third JIC meeting", "JIC 3", "meeting 3", "the last session", "第三次会议"."""
    en, zh = english().lists["questions"], chinese().lists["questions"]
    nouns = "|".join([programme.meeting.pattern, *en["meeting_nouns"]])
    ordinals = "|".join([*english().table("numbers", "ordinals"), r"\d{1,3}\s?(?:st|nd|rd|th)"])
    names = "|".join([programme.names.pattern, *(w.pattern for w, _ in programme.short_names)])
    relative = "|".join([*en["last"], *en["next"]])
    relative_zh = "|".join([*zh["last"], *zh["next"]])
    nouns_zh = f"(?:{programme.meeting.pattern})?(?:{'|'.join(zh['meeting_nouns'])})?"
    return re.compile(
        rf"(?<!\w)(?:(?P<ordinal>{ordinals})|(?P<relative>{relative}))\s+(?:(?:{names})\s+)?(?:{nouns})(?:\s+meetings?)?(?!\w)"
        rf"|(?P<relative_zh>{relative_zh}){nouns_zh}"
        rf"|(?<!\w)(?:{re.escape(programme.meeting_short)}|meeting)(?:\s+no\.?)?\s*(?P<plain>\d{{1,3}})(?!\w)"
        rf"|第?(?P<han>(?<=第)[一二三四五六七八九十\d]+|首)[次届屆]{nouns_zh}",
        re.I,
    )


# --- replies -----------------------------------------------------------------------------------------------------------------


def _disagreement(asked: _Asked, cites: Cites) -> _Made:
    rows = [c for c in conflicts(asked.corpus) if c["kind"] in ("sources", "arithmetic")]
    rows = [c for c in rows if not asked.measures or c["measure"] in asked.measures]
    rows = [c for c in rows if not asked.meeting or c["meeting"] == asked.meeting]
    if not rows and asked.measures:
        _, values, said = _figures(replace(asked, kinds={"to_date"}), cites)
        return f"They agree: {' and '.join(values)}.", values, said
    meetings = sorted({int(c["meeting"]) for c in rows})
    said = [s for n in meetings for s in conflict_statements(asked.corpus, cites, n)]
    where = "; ".join(f"{meeting_name(asked.programme, int(c['meeting']))}: {c['values']}" for c in rows)
    return f"They differ: {where}.", tuple(str(c["values"]) for c in rows), said


def _last(asked: _Asked) -> int | None:
    """The last meeting held; None before the first."""
    return max(meetings_held(asked.corpus), default=None)


def _chairs(asked: _Asked, cites: Cites) -> _Made:
    number = asked.meeting or _last(asked)
    if number is None:
        return SILENT, (), []
    row = records(asked.corpus.meetings[asked.corpus.meetings["meeting"] == number])[0]
    sides = asked.sides if len(asked.sides) == 1 else list(asked.programme.side_places)
    names = tuple(row[f"chair_{s}"] for s in sides if isinstance(row.get(f"chair_{s}"), str))
    said = [s for s in meeting_statements(asked.corpus, cites, number) if any(n in s.text for n in names)]
    return f"{meeting_name(asked.programme, number)}: {' and '.join(names)}.", names, said


def _held(column: str) -> Callable[[_Asked, Cites], _Made]:
    """Reply with the day or the place of one meeting or of all."""

    def reply(asked: _Asked, cites: Cites) -> _Made:
        numbers = [asked.meeting] if asked.meeting else meetings_held(asked.corpus)
        rows = records(asked.corpus.meetings[asked.corpus.meetings["meeting"].isin(numbers)])
        known = [(int(r["meeting"]), r[column]) for r in rows if isinstance(r[column], str)]
        shown = [f"{meeting_name(asked.programme, n)}: {day(v) if column == 'date' else v}" for n, v in known]
        words = {day(v) if column == "date" else v for _, v in known}
        said = [
            s for n, _ in known for s in meeting_statements(asked.corpus, cites, n) if any(w in s.text for w in words)
        ]
        return f"{'; '.join(shown)}.", tuple(v for _, v in known), said

    return reply


def _founded(asked: _Asked, cites: Cites) -> _Made:
    fact = asked.programme.founding[0]
    when = day(fact.date.isoformat())
    return f"{fact.label}: {when}.", (fact.date.isoformat(),), [cites.say(f"Held on {when}.", cites.fact(fact))]


def _times(asked: _Asked, cites: Cites) -> _Made:
    held = meetings_held(asked.corpus)
    if asked.year:
        days = dict(zip(asked.corpus.meetings["meeting"], asked.corpus.meetings["date"], strict=True))
        held = [n for n in held if str(days[n]).startswith(asked.year)]
    elif asked.meeting:
        return SILENT, (), []
    said = [s for n in held for s in list(meeting_statements(asked.corpus, cites, n))[:1]]
    often, when = "Once" if len(held) == 1 else f"{len(held)} times", f" in {asked.year}" if asked.year else ""
    return f"{often}{when}, as far as the releases say.", (str(len(held)),), said


def _due(asked: _Asked, cites: Cites) -> _Made:
    found = [p for p in promises(asked.corpus) if p.time and set(p.threads) & set(asked.threads)]
    values = tuple(dict.fromkeys(p.due or p.time for p in found))
    return f"{'; '.join(dict.fromkeys(p.time for p in found))}.", values, promise_statements(cites, found)


def _opened(asked: _Asked, cites: Cites) -> _Made:
    """The first release that says that a thread is live."""
    steps = [s for t in asked.threads for s in thread(asked.corpus, t).steps if s.stage == "live" and s.date]
    said = [cites.say(f"{day(s.date)}: “{s.best.sentence}”", cites.sentence(s.release_id, s.best)) for s in steps[:1]]
    return (
        f"First said to be live on {day(steps[0].date)}." if steps else SILENT,
        tuple(str(s.date) for s in steps[:1]),
        said,
    )


def _figures(asked: _Asked, cites: Cites) -> _Made:
    """A figure of a meeting: what is new where the question asks for what happened there, else the total to date."""
    total = "to_date" in asked.kinds or asked.meeting is None
    known = [{f.meeting for f in figures(asked.corpus) if f.values and f.measure.slug == m} for m in asked.measures]
    number = asked.meeting or max(set.intersection(*known), default=None)
    if number is None:
        return SILENT, (), []
    parts, values, said = [], [], []
    for slug in asked.measures:
        one = figure(asked.corpus, number, slug)
        found = one.values if total else tuple(sorted({e.value for e in one.new_said}))
        parts.append(f"{' or '.join(str(v) for v in found)} {plural(one.measure)}" if found else "")
        values += [str(v) for v in found]
        said += list(total_statements(asked.corpus, cites, one) if total else new_statements(cites, one))
    basis = "to date" if total else "new"
    return (
        f"{meeting_name(asked.programme, number)}: {' and '.join(p for p in parts if p)} {basis}.",
        tuple(values),
        said,
    )


def _entries(asked: _Asked) -> list[str]:
    """The entries of the register that have all that a question names."""
    rows = asked.corpus.register
    rows = rows[rows["measure"].isin(asked.measures)] if asked.measures else rows
    rows = rows[rows["meeting"] == asked.meeting] if asked.meeting else rows
    rows = rows[rows["pillar"].isin(asked.pillars)] if asked.pillars else rows
    for party in asked.parties:
        mine = asked.corpus.parties[asked.corpus.parties["party"] == party]["register_id"]
        rows = rows[rows["register_id"].isin(mine)]
    for slug in asked.threads:
        rows = rows[rows["register_id"].isin(thread(asked.corpus, slug).entries)]
    return [str(i) for i in rows["register_id"]]


def _counted(asked: _Asked, cites: Cites) -> _Made:
    ids = _entries(asked)
    rows = asked.corpus.register[asked.corpus.register["register_id"].isin(ids)]
    parts = [count(int((rows["measure"] == m).sum()), asked.programme.measure(m)) for m in asked.measures]
    assigned = int((rows["pillar_basis"] == "assigned").sum())
    basis = f"; the pillar is stated by the source for {len(ids) - assigned} and assigned by us for {assigned}"
    text = f"{' and '.join(parts)} in the register{basis if asked.pillars else ''}."
    return text, (str(len(ids)),) if ids else (), [entry_statement(asked.corpus, cites, i) for i in ids]


def _listed(asked: _Asked, cites: Cites) -> _Made:
    ids = _entries(asked)
    titles = dict(zip(asked.corpus.register["register_id"], asked.corpus.register["title"], strict=True))
    said = [entry_statement(asked.corpus, cites, i) for i in ids]
    return f"{'; '.join(str(titles[i]) for i in ids)}.", tuple(ids), said


def _stands(asked: _Asked, cites: Cites) -> _Made:
    found = thread(asked.corpus, asked.threads[0])
    steps = [s for s in found.steps if s.date and not s.copy]
    last = next((s for s in reversed(steps) if s.stage != "mentioned"), steps[-1] if steps else None)
    text = f"{found.label}: {last.stage}, as said on {day(last.date)}." if last else SILENT
    return text, (last.stage,) if last else (), step_statements(cites, found)


def _begun(asked: _Asked) -> bool:
    """Whether a question asks for the beginning: for the founding fact, or for the launch of the programme itself."""
    return asked.founding or (asked.itself and "opened" in asked.kinds and not asked.measures)


def _named(asked: _Asked) -> bool:
    return bool(asked.pillars or asked.parties or asked.threads)


_AMOUNT = {"how_many", "to_date"}  # "how many MOUs", "total MOUs"
# What a question must have, the reply, and the kinds of words that such a question may have: with any other it asks for more.
_REPLIES: tuple[tuple[Callable[[_Asked], bool], Callable[[_Asked, Cites], _Made], str], ...] = (
    (
        lambda a: "disagree" in a.kinds and not _named(a),
        _disagreement,
        "disagree how_many which where stands does to_date",
    ),
    (
        lambda a: "chaired" in a.kinds and bool(a.kinds & {"who", "which"}) and not _named(a),
        _chairs,
        "who which chaired held",
    ),
    (
        lambda a: "when" in a.kinds and bool(a.programme.founding) and not (_named(a) or a.meeting) and _begun(a),
        _founded,
        "when opened held",
    ),
    (lambda a: a.kinds >= {"when", "promised"} and bool(a.threads), _due, "when promised opened"),
    (lambda a: a.kinds >= {"when", "opened"} and bool(a.threads), _opened, "when opened held"),
    (lambda a: "when" in a.kinds and not _named(a) and not a.measures, _held("date"), "when held times"),
    (lambda a: "where" in a.kinds and not _named(a) and not a.measures, _held("place"), "where held times"),
    (lambda a: bool(a.kinds & _AMOUNT and a.measures) and _named(a), _counted, "how_many to_date held"),
    (lambda a: bool(a.kinds & _AMOUNT and a.measures), _figures, "how_many to_date held"),
    (lambda a: a.kinds >= {"how_many", "times"} and not _named(a), _times, "how_many times to_date held"),
    (
        lambda a: "which" in a.kinds and bool(a.measures) and (_named(a) or bool(a.meeting)),
        _listed,
        "which to_date held does",
    ),
    (
        lambda a: bool(a.threads) and not a.parties and bool(a.kinds & {"stands", "does"}),
        _stands,
        "stands does which where to_date",
    ),
    (
        lambda a: bool(a.parties) and bool(a.kinds & {"stands", "does", "which"}),
        _listed,
        "stands does which where to_date",
    ),
)
_ANYWHERE = {"new", "last"}  # little words and "the latest"
