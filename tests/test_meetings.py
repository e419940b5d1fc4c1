"""Meetings: what is known of each, and the releases around it."""

from itertools import pairwise

import pytest
from corpora import shipped

from sci_loader import figures, meetings, subjects
from sci_loader.vocabulary import load_programmes


@pytest.fixture(scope="module")
def corpus():
    return shipped()


def test_every_meeting_is_there_the_latest_first(corpus):
    assert [m.number for m in meetings.meetings(corpus)] == [4, 3, 2, 1]


def test_a_meeting_has_the_figures_and_entries_of_the_tables(corpus):
    for one in meetings.meetings(corpus):
        for figure in one.figures:
            assert figure == figures.figure(corpus, one.number, figure.measure.slug)
            rows = corpus.register[
                (corpus.register["meeting"] == one.number) & (corpus.register["measure"] == figure.measure.slug)
            ]
            assert list(one.entries[figure.measure.slug]["register_id"]) == sorted(rows["register_id"])


def test_every_dated_release_of_the_programme_stands_once_between_two_meetings(corpus):
    """Copies are left out; what stands after one meeting stands before the next."""
    held = sorted(meetings.meetings(corpus), key=lambda m: m.number)
    for earlier, later in pairwise(held):
        assert earlier.after == later.before
    listed = [r.release_id for m in held for r in (*m.before, *m.around)] + [r.release_id for r in held[-1].after]
    releases = corpus.releases
    own = releases[(releases["programme"] == "sci") & releases["duplicate_of"].isna() & releases["date"].notna()]
    assert sorted(listed) == sorted(own["release_id"])


def test_an_unknown_meeting_is_a_key_error(corpus):
    with pytest.raises(KeyError):
        meetings.meeting(corpus, 99)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("At the first, four were signed.", 1),
        ("Four were signed at the twenty-first meeting.", 21),
        ("The 22nd meeting was held today.", 22),
    ],
)
def test_an_ordinal_alone_names_one_meeting(said, number):
    one, *others = load_programmes().values()
    read = subjects.read(one, tuple(others), "", f"{one.source['name']} goes on.\n\n{said}")
    assert read is not None
    assert [m.number for m in read.mentions if m.kind == subjects.MEETING] == [number]
