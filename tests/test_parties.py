"""Parties: one name for all spellings, pairs as the register has them, sentences that name them."""

from itertools import product

import pytest
from corpora import shipped

from sci_loader import charts, parties


@pytest.fixture(scope="module")
def corpus():
    return shipped()


def test_every_party_of_the_register_has_one_address(corpus):
    found = parties.parties(corpus)
    assert sorted(p.name for p in found) == sorted(set(corpus.parties["party"]))
    assert len({p.slug for p in found}) == len(found)
    for one in found:
        assert parties.party(corpus, one.slug) == one
        assert set(one.entries) == set(corpus.parties.loc[corpus.parties["party"] == one.name, "register_id"])


def test_spellings_are_one_party(corpus):
    """The regulator's full name, its initials and its Chinese name are one party."""
    (one,) = [p for p in parties.parties(corpus) if p.initials == "IMDA"]
    assert "IMDA" in one.spellings and any("\u4e00" <= c <= "\u9fff" for s in one.spellings for c in s)
    marked = {t.said.sentence[slice(*t.said.marks[0])] for t in parties.told_of(corpus, one.slug)}
    assert {"IMDA", "Infocomm Media Development Authority"} <= {m.split(" (")[0] for m in marked}


def test_pairs_are_those_of_a_recount(corpus):
    known = {p.slug: p.name for p in parties.parties(corpus)}
    every = tuple(corpus.register["register_id"])
    for wanted in (every, every[:20], ()):
        rows = parties.pairs(corpus, wanted)
        expected = set()
        for register_id in wanted:
            here = corpus.parties[corpus.parties["register_id"] == register_id]
            sides = [set(here.loc[here["side"] == side, "party"]) for side in ("singapore", "shenzhen")]
            expected |= {(a, b, register_id) for a, b in product(*sides)}
        got = {
            (known[a], known[b], i)
            for a, b, ids in zip(rows["left"], rows["right"], rows["register_ids"], strict=True)
            for i in ids.split(";")
        }
        assert got == expected
        assert list(rows["entries"]) == [len(ids.split(";")) for ids in rows["register_ids"]]


def test_sentences_about_a_party_stand_in_the_release(corpus):
    told = [t for p in parties.parties(corpus) for t in parties.told_of(corpus, p.slug)]
    assert len(told) > 50
    for one in told:
        assert corpus.text(one.release_id)[one.said.start : one.said.end] == one.said.sentence
        assert one.said.marks


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_network_has_every_party_and_every_pair(corpus, mode):
    known = {p.slug: p for p in parties.parties(corpus)}
    pairs = parties.pairs(corpus, tuple(corpus.register["register_id"]))
    drawn = charts.network(pairs, known, corpus.programme, mode, "source")
    lines = [t for t in drawn.figure.data if t.mode == "lines"]
    marks = [slug for t in drawn.figure.data if t.mode != "lines" for (slug,) in t.customdata]
    assert len(lines) == len(pairs)
    assert sorted(marks) == sorted({*pairs["left"], *pairs["right"]})
    places = [(x, y) for t in drawn.figure.data if t.mode != "lines" for x, y in zip(t.x, t.y, strict=True)]
    assert len(set(places)) == len(places), "two parties lie on each other"
    assert drawn.title in drawn.alt
