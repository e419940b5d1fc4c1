"""Briefs: one meeting, one thread or one party on a page, every statement with what it rests on.

Statements are filled templates over the tables; nothing is summed up that the tables do not hold.  ``support`` checks
them without knowing how they were made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sci_loader.citations import Citation, Cites, Statement, register_of
from sci_loader.corpus import Corpus
from sci_loader.errors import LoaderError
from sci_loader.figures import Figure, conflicts, entries, figure
from sci_loader.load import slugify
from sci_loader.memory import remembered
from sci_loader.promises import Promise, concerned, promises
from sci_loader.support import Unsupported, unsupported
from sci_loader.tables import records
from sci_loader.threads import STAGES, Said, Step, Thread, naming, party_words, said_in, thread, threads
from sci_loader.view import announcing, as_of, meetings_held, releases_about
from sci_loader.vocabulary import Programme, english
from sci_loader.wording import count, day, meeting_name, plural

__all__ = [
    "Brief",
    "Section",
    "check",
    "conflict_statements",
    "entry_statement",
    "meeting_brief",
    "meeting_statements",
    "new_statements",
    "party_brief",
    "party_named",
    "promise_statements",
    "sound",
    "step_statements",
    "thread_brief",
    "total_statements",
]

MOST = 8  # statements of a section that could go on; a brief is one page
TEMPLATES = {
    "date": "Held on {day}.",
    "place": "Held in {place}.",
    "format": "Held {format}.",
    "chair": "Chaired by {name}.",
    "new": "New at this meeting: {count}.",
    "no_new": "No release states how many {noun} were new.",
    "stated": "Stated to date: {count}.",
    "no_stated": "No release states a total of {noun}.",
    "added": "Added up: {sum}.",
    "first": "Added up: {count}, the first.",
    "no_added": "The {noun} cannot be added up, because an earlier figure is not stated.",
    "grade": "Grade of the total of {noun}: {grade}.",
    "gap": "Stated to date are {count}; stated less added: {stated} − {added} = {gap}.",
    "inference": "Inference, stated by no source: {added} + {value} = {stated}, if {what} is counted.",
    "relative": "Releases say “{said}”; against the meeting before, {noun} are {new} / {before} = {ratio}.",
    "sources": "Stated to date by {publisher}: {count}.",
    "copy": "The same release in another copy, whose figures are not counted again: “{name}” and “{other}”.",
    "entry": "“{title}”: {parties}.",
    "unnamed": "Stated, but named by no source: {stated} − {named} = {left} {noun}.",
    "moved": "{label}, {stage}: “{sentence}”",
    "step": "{day}, {stage}: “{sentence}”",
    "said": "{day}: “{sentence}”",
    "promise": "{day}: “{sentence}”",
    "later": "Later, on {day}: “{sentence}”",
    "none_later": "No later mention found.",
    "release": "{day}: “{name}”",
    "note": "{day}, noted as {stage}: “{status}”",
    "spelling": "Also written “{name}”.",
    "place_of": "{meeting}, {noun}: “{title}”, with {others}.",
    "alone": "{meeting}, {noun}: “{title}”, no other party named.",
    "outside": "Outside the meetings, {noun}: “{title}”, with {others}.",
    "listed": "{meeting}, {noun}: “{title}”: {parties}.",
    "listed_outside": "Outside the meetings, {noun}: “{title}”: {parties}.",
    "thread_of": "{label}: “{title}”.",
}
OWN_WORDS = frozenset(w for t in TEMPLATES.values() for w in re.findall(r"[a-z]+", re.sub(r"{\w+}", "", t).lower()))


@dataclass(frozen=True)
class Section:
    """A heading and its statements; a section without statements is left out."""

    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Brief:
    """One page: what it is about, its sections, and the citations that the numbers in it stand for."""

    title: str
    programme: str
    as_of: str | None
    version: str
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, in order."""
        return tuple(s for section in self.sections for s in section.statements)


def check(corpus: Corpus, brief: Brief) -> list[Unsupported]:
    """Every number, name and quotation of a brief that what it cites does not have."""
    return unsupported(corpus, brief.statements, brief.citations, OWN_WORDS)


def sound(corpus: Corpus, brief: Brief) -> Brief:
    """The brief itself; LoaderError when it says what nothing that it cites has, which is a bug and is never handed out."""
    if left := check(corpus, brief):
        raise LoaderError(
            f"the brief says {left[0].what!r} without a source, in {left[0].statement.text!r}; please report this with the files"
        )
    return brief


def _brief(corpus: Corpus, cites: Cites, title: str, sections: Iterable[tuple[str, Iterable[Statement]]]) -> Brief:
    made = tuple(Section(heading, kept) for heading, said in sections if (kept := tuple(said)))
    return Brief(title, cites.programme.name, as_of(corpus), corpus.version, made, cites.all)


def _fill(template: str, **values: Any) -> str:
    """A template with its values; a value that ends in a full stop ends the sentence too."""
    return re.sub(r"\.\.$", ".", TEMPLATES[template].format(**values))


# --- one meeting -------------------------------------------------------------------------------------------------------------


@remembered
def meeting_brief(corpus: Corpus, meeting: int) -> Brief:
    """The brief of one meeting; LoaderError when there is none of this number.

    >>> import sci_loader
    >>> made = meeting_brief(sci_loader.load(), 3)
    >>> [s.heading for s in made.sections][:3]
    ['The meeting', 'Figures', 'What sources disagree on']
    """
    held = meetings_held(corpus)
    if meeting not in held:
        raise LoaderError(f"there is no meeting {meeting}; the releases speak of {', '.join(map(str, held)) or 'none'}")
    programme = corpus.programme
    cites = Cites(corpus, programme)
    figures = [figure(corpus, meeting, m.slug) for m in programme.measures]
    registers = [
        (f"{m.label} in the register", _entries(corpus, cites, figure(corpus, meeting, m.slug)))
        for m in programme.measures
    ]
    before, after = _around(corpus, meeting)
    return _brief(
        corpus,
        cites,
        f"{meeting_name(programme, meeting)}: brief",
        [
            ("The meeting", meeting_statements(corpus, cites, meeting)),
            ("Figures", (s for one in figures for s in _figure(corpus, cites, one))),
            ("What sources disagree on", conflict_statements(corpus, cites, meeting)),
            *registers,
            ("Threads that moved", _moved(corpus, cites, meeting)),
            ("Said of what is to come", promise_statements(cites, _of_meeting(corpus, meeting)[: MOST // 2])),
            ("Before it", (_release(cites, row) for row in before)),
            ("After it", (_release(cites, row) for row in after)),
        ],
    )


def meeting_statements(corpus: Corpus, cites: Cites, meeting: int) -> Iterator[Statement]:
    """Date, place, format and chairs, each with the record or the sentence that says so."""
    row = records(corpus.meetings[corpus.meetings["meeting"] == meeting])[0]
    telling = _announcing(corpus, meeting)
    dated = [r["release_id"] for r in telling if r["date"] == row["date"] and r["date_basis"] != "none"]
    if dated:
        yield cites.say(_fill("date", day=day(row["date"])), cites.release(dated[0]))
    said = [(r["release_id"], s) for r in telling for s in said_in(corpus, r["release_id"])]
    if isinstance(row["place"], str):
        yield from _said_by(cites, _fill("place", place=row["place"]), said, re.escape(row["place"]), "held|took place")
    if isinstance(row["format"], str):
        formats = "|".join(english().lists["releases"]["formats"][row["format"]])
        words = row["format"].replace("_", " ").replace("virtual", "virtually")
        yield from _said_by(cites, _fill("format", format=words), said, formats, "meet")
    for name, spellings in _chairs(cites.programme, row):
        chaired = english().cue("releases", "chaired").pattern
        yield from _said_by(cites, _fill("chair", name=name), said, spellings, chaired)


def _chairs(programme: Programme, row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    people = {name: words.pattern for name, _, words in programme.people}
    for column, name in row.items():
        if column.startswith("chair_") and isinstance(name, str):
            yield name, people.get(name, re.escape(name))


def _said_by(
    cites: Cites, text: str, said: Iterable[tuple[str, Said]], pattern: str, better: str
) -> Iterator[Statement]:
    """A statement with the sentence that has the pattern and, where one does, the better words too."""
    found = [(i, s) for i, s in said if re.search(pattern, s.sentence, re.I)]
    best = [(i, s) for i, s in found if re.search(better, s.sentence, re.I)] or found
    for release_id, one in best[:1]:
        yield cites.say(text, cites.sentence(release_id, one))


def _announcing(corpus: Corpus, meeting: int) -> list[dict[str, Any]]:
    """The releases that announce a meeting, that of the meetings table first, copies left out."""
    rows = corpus.releases[(corpus.releases["announces_meeting"] == meeting) & corpus.releases["duplicate_of"].isna()]
    first = announcing(corpus, meeting)
    return sorted(records(rows), key=lambda r: (r["release_id"] != first, r["release_id"]))


# --- figures -----------------------------------------------------------------------------------------------------------------


def _figure(corpus: Corpus, cites: Cites, one: Figure) -> Iterator[Statement]:
    yield from new_statements(cites, one)
    yield from total_statements(corpus, cites, one)


def new_statements(cites: Cites, one: Figure) -> Iterator[Statement]:
    """What is new at a meeting, by each value that a release states."""
    for value in sorted({e.value for e in one.new_said}):
        new = [e for e in one.new_said if e.value == value]
        yield cites.say(_fill("new", count=count(value, one.measure)), *cites.claims(new))
    if not one.new_said:
        yield cites.say(_fill("no_new", noun=plural(one.measure)))


def total_statements(corpus: Corpus, cites: Cites, one: Figure) -> Iterator[Statement]:
    """What is stated to date after a meeting, what we add up, and the grade."""
    noun = plural(one.measure)
    for value in sorted({e.value for e in one.stated}):
        stated = [e for e in one.stated if e.value == value]
        yield cites.say(_fill("stated", count=count(value, one.measure)), *cites.claims(stated))
    if not one.stated:
        yield cites.say(_fill("no_stated", noun=noun))
    parts = _addends(corpus, cites, one)
    if one.added is None or not parts:
        yield cites.say(_fill("no_added", noun=noun))
    elif len(parts) == 1:
        yield cites.say(_fill("first", count=count(one.added, one.measure)), *parts)
    else:
        total = f"{' + '.join(str(c.value) for c in parts)} = {one.added} {noun}"
        yield cites.say(_fill("added", sum=total), *parts)
    yield cites.say(_fill("grade", noun=noun, grade=one.grade.replace("_", " ")))


def _addends(corpus: Corpus, cites: Cites, one: Figure) -> tuple[Citation, ...]:
    """The new figures up to a meeting, each with the claim that states it best; none when one is not stated."""
    best = [figure(corpus, n, one.measure.slug).new_best for n in meetings_held(corpus) if n <= one.meeting]
    return cites.claims([e for e in best if e]) if all(best) else ()


def conflict_statements(corpus: Corpus, cites: Cites, meeting: int) -> Iterator[Statement]:
    """Who states which total, stated less added, the inference that would explain it, and claims of growth."""
    for row in conflicts(corpus):
        if pd.isna(row["meeting"]) or row["meeting"] != meeting:
            continue
        if row["kind"] == "duplicate":
            yield from _copies(cites, row)
        if not isinstance(row["measure"], str):
            continue
        one = figure(corpus, meeting, row["measure"])
        if row["kind"] == "sources":
            yield from _sources(cites, one)
        if "relative" in row["conflict_id"]:
            yield from _relative(corpus, cites, one)
        else:
            yield from _gaps(corpus, cites, one)


def _copies(cites: Cites, row: dict[str, Any]) -> Iterator[Statement]:
    ids = [i.strip() for i in row["values"].split("|")]
    if len(ids) == 2 and all((cites.corpus.releases["release_id"] == i).any() for i in ids):
        first, other = (cites.release(i) for i in ids)
        yield cites.say(_fill("copy", name=first.text, other=other.text), first, other)


def _sources(cites: Cites, one: Figure) -> Iterator[Statement]:
    for value in sorted({e.value for e in one.stated}):
        said = [e for e in one.stated if e.value == value and e.publisher and not e.duplicate_of]
        for publisher in dict.fromkeys(e.publisher for e in said):
            cited = cites.claims([e for e in said if e.publisher == publisher])
            yield cites.say(_fill("sources", publisher=publisher, count=count(value, one.measure)), *cited)


def _gaps(corpus: Corpus, cites: Cites, one: Figure) -> Iterator[Statement]:
    parts = _addends(corpus, cites, one)
    if one.added is None or not parts:
        return
    sums = f"{' + '.join(str(c.value) for c in parts)} = {one.added}; " if len(parts) > 1 else ""
    for value in sorted({e.value for e in one.stated} - {one.added}):
        cited = (*parts, *cites.claims([e for e in one.stated if e.value == value]))
        text = _fill("gap", count=count(value, one.measure), stated=value, added=one.added, gap=value - one.added)
        yield cites.say(text.replace("stated less", f"{sums}stated less"), *cited)
        for fact in cites.programme.founding:
            if fact.measure == one.measure.slug and one.added + fact.value == value:
                text = _fill("inference", added=one.added, value=fact.value, stated=value, what=fact.what)
                yield cites.say(text.replace("source: ", f"source: {sums}"), *cited, cites.fact(fact))


def _relative(corpus: Corpus, cites: Cites, one: Figure) -> Iterator[Statement]:
    said = [e for e in one.not_counted if e.claim_id in _relative_ids(corpus, one) and not e.duplicate_of]
    before = figure(corpus, one.meeting - 1, one.measure.slug) if one.meeting - 1 in meetings_held(corpus) else None
    if said and before and before.new_best and one.new_best and before.new:
        text = _fill(
            "relative",
            said=said[0].value_text,
            noun=plural(one.measure),
            new=one.new_best.value,
            before=before.new,
            ratio=f"{one.new_best.value / before.new:.2f}",
        )
        yield cites.say(text, *cites.claims([*said, one.new_best, before.new_best]))


def _relative_ids(corpus: Corpus, one: Figure) -> set[str]:
    rows = corpus.claims[(corpus.claims["reason"] == "relative") & (corpus.claims["measure"] == one.measure.slug)]
    return set(rows["claim_id"])


# --- register ----------------------------------------------------------------------------------------------------------------


def _entries(corpus: Corpus, cites: Cites, one: Figure) -> Iterator[Statement]:
    """Every entry of the register with its parties, and how many the sources leave unnamed."""
    rows = records(entries(corpus, one.meeting, one.measure.slug))
    for row in rows:
        parties = _parties(corpus, row["register_id"])
        text = _fill("entry", title=row["title"], parties="; ".join(parties) or "no party named")
        yield cites.say(text, cites.entry(row["register_id"]))
    if one.new_best and rows and one.new_best.value > len(rows):
        left = one.new_best.value - len(rows)
        text = _fill("unnamed", stated=one.new_best.value, named=len(rows), left=left, noun=plural(one.measure))
        yield cites.say(text, *cites.claims([one.new_best]), *(cites.entry(r["register_id"]) for r in rows))


def _parties(corpus: Corpus, register_id: str) -> list[str]:
    return list(dict.fromkeys(str(p["party"]) for p in register_of(corpus)[register_id][1]))


# --- releases around it ------------------------------------------------------------------------------------------------------


def _dates(corpus: Corpus, meeting: int) -> tuple[str, str, str]:
    """The days of the meeting before, of this one and of the next; far-off days where there is none."""
    days = {int(m["meeting"]): m["date"] for m in records(corpus.meetings) if isinstance(m["date"], str)}
    return days.get(meeting - 1, "0000"), days.get(meeting, "9999"), days.get(meeting + 1, "9999")


def _around(corpus: Corpus, meeting: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Releases since the meeting before, and up to the next."""
    last, this, following = _dates(corpus, meeting)
    rows = [r for r in releases_about(corpus, *corpus.programmes) if pd.isna(r["announces_meeting"])]
    before = [r for r in rows if last < r["date"] < this]
    after = [r for r in rows if this < r["date"] < following]
    return before[-MOST:], after[:MOST]


def _release(cites: Cites, row: dict[str, Any]) -> Statement:
    cited = cites.release(row["release_id"])
    return cites.say(_fill("release", day=day(row["date"]), name=cited.text), cited)


def _moved(corpus: Corpus, cites: Cites, meeting: int) -> Iterator[Statement]:
    """The furthest that is said of each thread since the meeting before, the furthest threads first."""
    last, this, _ = _dates(corpus, meeting)
    said: list[tuple[Thread, Step, Said]] = []
    for one in threads(corpus):
        steps = [s for s in one.steps if s.date and last < s.date <= this and not s.copy]
        found = [(one, step, s) for step in steps for s in _told(corpus, step)]
        if found and not _itself(cites.programme, one):
            said.append(min(found, key=lambda f: _furthest(f[2])))
    for one, step, best in sorted(said, key=lambda f: _furthest(f[2]))[:MOST]:
        text = _fill("moved", label=one.label, stage=best.stage, sentence=best.sentence)
        yield cites.say(text, cites.sentence(step.release_id, best))


def _told(corpus: Corpus, step: Step) -> list[Said]:
    """What a step says of the programme's doings, more than that the thread exists."""
    ours = {s.start for s in concerned(corpus, step.release_id)}
    return [s for s in step.said if s.start in ours and s.stage != "mentioned"]


def _furthest(said: Said) -> tuple[int, bool]:
    return list(STAGES).index(said.stage), said.passage == 1


def _itself(programme: Programme, one: Thread) -> bool:
    own = programme.thread_words.get(one.slug)
    return own is not None and own.search(programme.name) is not None


# --- promises ----------------------------------------------------------------------------------------------------------------


def _of_meeting(corpus: Corpus, meeting: int) -> list[Promise]:
    """What the releases of a meeting promise of threads and parties: first what has a date, then what is spoken of later."""
    telling = {r["release_id"] for r in _announcing(corpus, meeting) if not isinstance(r["draws_on"], str)}
    found = [p for p in promises(corpus) if p.release_id in telling and (p.due or p.threads or p.parties)]
    return sorted(
        found, key=lambda p: (p.due is None, not p.time, not p.later, not p.threads, p.release_id, p.said.start)
    )


def promise_statements(cites: Cites, found: list[Promise]) -> Iterator[Statement]:
    """Each promise with the first later mention."""
    for p in found[:MOST]:
        yield cites.say(
            _fill("promise", day=day(p.date), sentence=p.said.sentence), cites.sentence(p.release_id, p.said)
        )
        for later in p.later[:1]:
            yield cites.say(
                _fill("later", day=day(later.date), sentence=later.said.sentence),
                cites.sentence(later.release_id, later.said),
            )
        if not p.later and (p.threads or p.parties):
            yield cites.say(_fill("none_later"))


# --- one thread --------------------------------------------------------------------------------------------------------------


@remembered
def thread_brief(corpus: Corpus, slug: str) -> Brief:
    """The brief of one thread; LoaderError when no programme file names it."""
    try:
        one = thread(corpus, slug)
    except KeyError:
        known = ", ".join(t.slug for t in threads(corpus))
        raise LoaderError(f"there is no thread {slug!r}; there are {known}") from None
    cites = Cites(corpus, corpus.programme)
    about = [p for p in promises(corpus) if slug in p.threads]
    return _brief(
        corpus,
        cites,
        f"{one.label}: brief",
        [
            ("What releases say", step_statements(cites, one)),
            ("Said of what is to come", promise_statements(cites, about)),
            ("In the register", (entry_statement(corpus, cites, i) for i in one.entries)),
            ("Noted by people", _notes(cites, one)),
        ],
    )


def step_statements(cites: Cites, one: Thread) -> Iterator[Statement]:
    """Each dated release that names a thread, with the sentence that says most."""
    steps = [s for s in one.steps if s.date and not s.copy]
    yield from (
        cites.say(
            _fill("step", day=day(s.date), stage=s.stage, sentence=s.best.sentence),
            cites.sentence(s.release_id, s.best),
        )
        for s in steps
    )


def _notes(cites: Cites, one: Thread) -> Iterator[Statement]:
    yield from (
        cites.say(_fill("note", day=day(n.date), stage=n.stage, status=n.status), cites.note(n))
        for n in one.notes
        if n.date and n.status
    )


def entry_statement(corpus: Corpus, cites: Cites, register_id: str) -> Statement:
    """An entry of the register with its meeting and parties."""
    cited, row = cites.entry(register_id), _entry(corpus, register_id)
    noun = cites.programme.measure(row["measure"]).one
    parties = "; ".join(_parties(corpus, register_id)) or "no party named"
    template = "listed" if cited.meeting else "listed_outside"
    return cites.say(_fill(template, meeting=cited.meeting, noun=noun, title=row["title"], parties=parties), cited)


# --- one party ---------------------------------------------------------------------------------------------------------------


def party_named(corpus: Corpus, name: str) -> str:
    """The party that a name, a spelling or a slug means; LoaderError when it means none or several.

    >>> import sci_loader
    >>> party_named(sci_loader.load(), "imda")
    'Infocomm Media Development Authority (IMDA)'
    """
    found = [
        p for p, words in party_words(corpus).items() if slugify(p) == slugify(name) or words.fullmatch(name.strip())
    ]
    if len(found) != 1:
        close = [p for p in party_words(corpus) if slugify(name) and slugify(name) in slugify(p)]
        hint = f"; did you mean {' or '.join(close[:5])}" if close else "; the parties table lists them all"
        raise LoaderError(f"{'no party' if not found else 'more than one party'} is called {name!r}{hint}")
    return found[0]


@remembered
def party_brief(corpus: Corpus, name: str) -> Brief:
    """The brief of one party, by its name or a spelling; LoaderError when there is none."""
    party = party_named(corpus, name)
    cites = Cites(corpus, corpus.programme)
    mine = corpus.parties[corpus.parties["party"] == party]
    ids = [i for i in corpus.register["register_id"] if i in set(mine["register_id"])]
    about = [p for p in promises(corpus) if party in p.parties]
    return _brief(
        corpus,
        cites,
        f"{party}: brief",
        [
            ("In the register", (_with(corpus, cites, i, party) for i in ids)),
            ("Threads of these", _threads_of(corpus, cites, ids)),
            ("What releases say", _naming(corpus, cites, party)),
            ("Said of what is to come", promise_statements(cites, about)),
            ("Spellings in the register", _spellings(cites, party, mine)),
        ],
    )


def _with(corpus: Corpus, cites: Cites, register_id: str, party: str) -> Statement:
    cited, row = cites.entry(register_id), _entry(corpus, register_id)
    others = "; ".join(p for p in _parties(corpus, register_id) if p != party)
    template = "outside" if not cited.meeting else "place_of" if others else "alone"
    noun = cites.programme.measure(row["measure"]).one
    text = _fill(
        template, meeting=cited.meeting, noun=noun, title=row["title"], others=others or "no other party named"
    )
    return cites.say(text, cited)


def _threads_of(corpus: Corpus, cites: Cites, ids: list[str]) -> Iterator[Statement]:
    yield from (
        cites.say(_fill("thread_of", label=one.label, title=_entry(corpus, i)["title"]), cites.entry(i))
        for one in threads(corpus)
        for i in one.entries
        if i in ids and cites.programme.thread_words[one.slug].search(cites.entry(i).text)
    )


def _naming(corpus: Corpus, cites: Cites, party: str) -> Iterator[Statement]:
    """The first sentence of each release that names the party, latest releases kept."""
    found = [
        (row, said[0])
        for row in releases_about(corpus, *corpus.programmes)
        if (said := naming(corpus, row["release_id"], party_words(corpus)[party]))
    ]
    yield from (
        cites.say(_fill("said", day=day(row["date"]), sentence=said.sentence), cites.sentence(row["release_id"], said))
        for row, said in found[-MOST:]
    )


def _spellings(cites: Cites, party: str, mine: Any) -> Iterator[Statement]:
    rows = mine[mine["party_name"].notna() & (mine["party_name"] != party)].drop_duplicates("party_name")
    yield from (
        cites.say(_fill("spelling", name=r["party_name"]), cites.entry(r["register_id"])) for r in records(rows)
    )


def _entry(corpus: Corpus, register_id: str) -> dict[str, Any]:
    return register_of(corpus)[register_id][0]
