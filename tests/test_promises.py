"""Forward-looking statements, their time, and what later releases say.

``promises.csv`` holds sentences read by hand: the release, the first twelve digits of the sentence's SHA-256, and
whether it says of the programme or one of its undertakings that something is still to come (a wish, an opinion, or
something done on the day itself is none). It holds no sentence.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import shutil
from pathlib import Path

import pytest
from corpora import shipped

import sci_loader
from sci_loader.forward import due, is_forward
from sci_loader.promises import Promise, promises

HERE = Path(__file__).resolve().parent
DAY = dt.date(2031, 6, 17)


def labels(kind: str) -> dict[tuple[str, str], bool]:
    with (HERE / "promises.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["text_kind"] == kind]
    return {(r["release_id"], r["sentence_hash"]): r["promise"] == "yes" for r in rows}


def key(promise: Promise) -> tuple[str, str]:
    return promise.release_id, hashlib.sha256(promise.said.sentence.encode()).hexdigest()[:12]


# --- the words ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "The two towns will build a library.",
        "The library is expected to open.",
        "A library, ready by March 2032, serves both towns.",
        "The mayors agreed to build a library.",
        "They plan to build a library.",
        "The mayor said that the towns would build a library.",
        "两镇将共同建设图书馆。",
        "图书馆预计2032年启用。",
        "兩鎮計劃明年推出新服務。",
    ],
)
def test_what_is_to_come_is_found(sentence: str) -> None:
    assert is_forward(sentence, DAY)


@pytest.mark.parametrize(
    "sentence",
    [
        "The library opened in March 2031.",
        "The towns reaffirmed the will to build.",
        "She hopes that the library will help readers.",
        "He is confident that they will build it.",
        "Four agreements will be signed today.",
        "Will the library open?",
        "If rain comes, the roof will leak.",
        "The library will pay more if books are lost.",
        "The library, planned in 2030, opened by March 2031.",
        "两镇希望图书馆将会成功。",
    ],
)
def test_wishes_conditions_and_what_is_done_are_not(sentence: str) -> None:
    assert not is_forward(sentence, DAY)


@pytest.mark.parametrize(
    ("sentence", "date"),
    [
        ("It will open by July 2031.", "2031-07-31"),
        ("It will open on 3 July 2031.", "2031-07-03"),
        ("It will open in the fourth quarter of 2031.", "2031-12-31"),
        ("It will open in early 2032.", "2032-04-30"),
        ("It will open by end-2032.", "2032-12-31"),
        ("It will open by the end of next year.", "2032-12-31"),
        ("It will open later this year.", "2031-12-31"),
        ("It will open before the year ends.", "2031-12-31"),
        ("It will open within three years.", "2034-06-17"),
        ("It will open by December.", "2031-12-31"),
        ("It will open by May.", "2032-05-31"),
        ("Founded in 2019, it will open in 2033.", "2033-12-31"),
        ("将于2032年3月启用。", "2032-03-31"),
        ("将在今年年底前启用。", "2031-12-31"),
        ("计划明年启用。", "2032-12-31"),
        ("将在三年内建成。", "2034-06-17"),
    ],
)
def test_the_time_is_read(sentence: str, date: str) -> None:
    when = due(sentence, DAY)
    assert when is not None
    assert str(when.date) == date


def test_a_vague_time_has_no_date_and_a_past_one_is_none() -> None:
    soon = due("It will soon open.", DAY)
    assert soon is not None
    assert soon.date is None
    assert due("It opened in March 2030.", DAY) is None


# --- the corpus --------------------------------------------------------------------------------------------------------------


def test_offsets_give_the_sentence_and_the_time() -> None:
    found = promises(shipped())
    assert found
    for p in found:
        assert shipped().text(p.release_id)[p.said.start : p.said.end] == p.said.sentence
        assert (p.time in p.said.sentence) and bool(p.time) == bool(p.when)
        assert all(later.date > p.date for later in p.later)
        assert all(shipped().text(x.release_id)[x.said.start : x.said.end] == x.said.sentence for x in p.later)


def test_the_hub_of_july_2020_is_a_promise_with_what_came_later() -> None:
    hub = [p for p in promises(shipped()) if p.due == "2020-07-31"]
    assert [(p.time, p.threads, p.later[0].date) for p in hub] == [("July 2020", ("asian-sme-hub",), "2020-09-28")]


def test_a_promise_that_nothing_speaks_of_later_says_so() -> None:
    outcomes = {p.outcome for p in promises(shipped())}
    assert outcomes == {
        "later mentions",
        "a later entry of the register",
        "no later mention found",
        "names nothing that could be followed",
    }


def test_the_register_tells_what_no_later_release_does() -> None:
    """A centre for mediation was to come in 2020; the list of the third meeting has its protocol, and no release names it."""
    (mediation,) = [p for p in promises(shipped()) if p.threads == ("simc-scia-mediation",)]
    held = {m.meeting: m.date for m in shipped().meetings.itertuples() if m.programme == "sci"}
    assert mediation.entries and not mediation.later
    listed = shipped().register.set_index("register_id")["meeting"]
    assert all(held[listed[i]] > mediation.date for i in mediation.entries)


def test_no_promise_is_judged() -> None:
    verdicts = ("kept", "broken", "late", "delayed", "failed", "missed", "fulfilled")
    assert not [p.outcome for p in promises(shipped()) if p.outcome in verdicts]


def precision(found: list[Promise], labelled: dict[tuple[str, str], bool]) -> float:
    read = [labelled[key(p)] for p in found if key(p) in labelled]
    assert len(read) == len(found), "a sentence is found that nobody has read: read it and add it to promises.csv"
    return sum(read) / len(read)


def test_precision_and_recall_on_the_digests() -> None:
    labelled = labels("digest")
    assert len(labelled) >= 60
    found = list(promises(shipped()))
    assert precision(found, labelled) >= 0.8
    wanted = {k for k, yes in labelled.items() if yes}
    assert len(wanted & {key(p) for p in found}) / len(wanted) >= 0.8


def test_precision_on_originals_and_the_hub_on_the_seeds(shared: Path, tmp_path: Path) -> None:
    with (shared / "gold" / "releases.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["doc"] for row in csv.DictReader(file)}
    for path in (shared / "releases").rglob("*"):
        if path.name in listed:
            shutil.copy(path, tmp_path / path.name)
    found = list(promises(sci_loader.load(tmp_path)))
    assert [p.time for p in found if "asian-sme-hub" in p.threads and p.due] == ["July 2020"]
    assert precision(found, labels("original")) >= 0.8
