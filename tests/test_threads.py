"""Threads over time: what the words say, what people noted, and that the two stay apart."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from corpora import shipped

from sci_loader.threads import STAGES, Thread, party_words, thread, threads

ROOT = Path(__file__).resolve().parents[1]


def by_slug(slug: str) -> Thread:
    return thread(shipped(), slug)


def test_every_noted_thread_is_followed() -> None:
    with (ROOT / "data" / "register" / "threads.csv").open(encoding="utf-8", newline="") as file:
        noted = {row["thread"] for row in csv.DictReader(file)}
    assert noted == {t.slug for t in threads(shipped()) if t.notes}
    assert all(t.steps for t in threads(shipped())), "a thread that no release names"


def test_there_are_as_many_threads_as_labelled(shared: Path) -> None:
    with (shared / "gold" / "threads.csv").open(encoding="utf-8", newline="") as file:
        labelled = {row["thread"] for row in csv.DictReader(file)}
    assert len(threads(shipped())) == len(labelled)


def test_offsets_give_the_sentence_and_the_name() -> None:
    for t in threads(shipped()):
        for step in t.steps:
            text = shipped().text(step.release_id)
            for said in step.said:
                assert text[said.start : said.end] == said.sentence
                assert said.marks
                assert all(said.sentence[a:b].strip() for a, b in said.marks)
                assert said.stage in STAGES
            assert step.best.stage == step.stage


def test_steps_stand_in_order_of_time() -> None:
    for t in threads(shipped()):
        dates = [s.date or "9999" for s in t.steps]
        assert dates == sorted(dates)


def test_ten_threads_have_three_dated_stages_with_their_sentences() -> None:
    """Each stage is another release, with its date and a sentence; copies of a release do not count."""
    rich = [t for t in threads(shipped()) if len({s.release_id for s in t.steps if s.date and not s.copy}) >= 3]
    assert len(rich) >= 10
    over_time = [t for t in rich if len({date for date, _ in t.stages}) >= 3]
    assert len(over_time) >= 7


def test_the_hub_goes_from_announced_to_live() -> None:
    assert [(d[:7], s) for d, s in by_slug("asian-sme-hub").stages[:3]] == [
        ("2020-06", "announced"),
        ("2020-09", "live"),
        ("2021-10", "live"),
    ]


def test_bills_of_lading_go_to_trial_and_no_further() -> None:
    stages = [s for _, s in by_slug("tradetrust-ebl").stages]
    assert "trial" in stages
    assert "live" not in stages, "live transactions are only to come"


def test_a_note_is_no_step() -> None:
    hub = by_slug("asian-sme-hub")
    annexes = [n for n in hub.notes if n.release_id is None]
    assert annexes
    assert all(n.document not in {s.release_id for s in hub.steps} for n in annexes)
    assert all(n.status not in s.sentence for n in hub.notes for step in hub.steps for s in step.said)


def test_entries_of_the_register_belong_to_their_thread() -> None:
    assert {"jic1-mou-07", "jic3-mou-08"} <= set(by_slug("simc-scia-mediation").entries)
    assert "jic1-mou-04" in by_slug("asian-sme-hub").entries


def test_an_unknown_thread_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        thread(shipped(), "no-such-thread")


def test_spellings_of_a_party_are_one_party() -> None:
    found = {p for p, words in party_words(shipped()).items() if words.search("signed by IMDA today")}
    assert found == {
        p for p, words in party_words(shipped()).items() if words.search("Infocomm Media Development Authority")
    }
    assert len(found) == 1
    assert not [p for p, words in party_words(shipped()).items() if words.search("its own sum")]


def test_what_one_looks_forward_to_is_announced() -> None:
    """A name inside a longer one of something else says nothing of the thread."""
    zone = by_slug("demonstration-zone")
    assert [s for _, s in zone.stages] == ["announced", "announced"]
    said = [x.sentence for step in zone.steps for x in step.said]
    assert said and not any("Pilot Demonstration Zone" in sentence for sentence in said)
