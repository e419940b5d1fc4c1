"""Every digest keeps the figures of its original and none of its sentences."""

import csv
import doctest

import digest_check as check
import pytest
from corpora import everything

DIGESTS = sorted(check.RELEASES.glob("*.md"))
EACH_DIGEST = pytest.mark.parametrize("digest", DIGESTS, ids=lambda path: path.stem)


def need(path, unchecked):
    """Skip, saying what stays unchecked, where the originals or their labels are not at hand."""
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the repository (../shared), so {unchecked} is not checked")


def test_there_are_digests():
    assert DIGESTS


@EACH_DIGEST
def test_a_digest_says_what_it_is(digest):
    assert check.own_problems(digest) == []


@EACH_DIGEST
@pytest.mark.parametrize("name", check.CHECKS)
def test_a_digest_agrees_with_its_original(digest, name):
    need(check.SHARED / "releases", f"{name} of {digest.name}")
    original = check.original_of(digest)
    assert original is not None, f"no original has the original_sha256 that {digest.name} states"
    assert check.CHECKS[name](check.read(digest), check.read(original)) == []


def test_the_digests_cover_the_labelled_documents():
    labels = check.SHARED / "gold" / "releases.csv"
    need(labels, "which documents have a digest")
    with labels.open(encoding="utf-8", newline="") as file:
        labelled = sorted(row["sha256_12"] for row in csv.DictReader(file))
    assert len(labelled) == 19
    digests = {check.read(digest)[0]["original_sha256"][:12]: digest.stem for digest in DIGESTS}
    assert labelled == sorted(digests.keys() & set(labelled))
    releases = everything().releases.set_index("release_id")
    for sha in digests.keys() - set(labelled):
        assert releases.loc[digests[sha], "programme"] not in ("sci", None), "a digest about the SCI has no labels"


# ---- the checker itself, on sentences made up for it -------------------------

ORIGINAL = (
    {"title": "Otters and Herons Share a River"},
    """
1. The **Riverside Otter Council**1 counted 1,250 otters, three herons and 4 million snails on 9 May 2031.

2. It hopes that the herons will come back every spring with many more of their young. [List](/files/31.pdf)

3. 今年八月，河边的水獭与苍鹭一同签署了六份睦邻协议，并约好每逢春天都要重新商量一次。

\\------
1 The council has 12 seats.
""",
)


def digest_of(text):
    return {"title": "Otters and Herons Share a River"}, text


FAITHFUL = digest_of("""
1. On 9 May 2031 the council<sup>1</sup> found three herons, 1,250 otters and 4 million snails.

3. 八月份，水獭和苍鹭之间有六份协议。

<sup>1</sup> It seats 12.
""")


def test_a_faithful_digest_passes():
    for complain in (
        check.copied_words,
        check.differing_figures,
        check.wrong_length,
        check.changed_front_matter,
    ):
        assert complain(FAITHFUL, ORIGINAL) == []


def test_a_copied_run_is_reported_through_markup_and_case():
    planted = digest_of("All agree: <b>The herons</b> will come _back every_ Spring; nothing else.")
    assert check.copied_words(planted, ORIGINAL) == []
    planted = digest_of("All agree that <b>the herons</b> will come _back every_ Spring; nothing else.")
    assert check.copied_words(planted, ORIGINAL) == ["copied: that the herons will come back every spring"]


def test_a_copied_chinese_run_is_reported():
    planted = digest_of("会上，水獭与苍鹭一同签署了 六份睦邻协议。")
    assert check.copied_words(planted, ORIGINAL) == ["copied: " + " ".join("水獭与苍鹭一同签署了六份睦邻协议")]


def test_a_title_counts_as_one_word():
    original = ORIGINAL[0], "Otters and Herons Share a River is what the mayor of the valley read out."
    shared = digest_of("Otters and Herons Share a River is what the mayor of it all said.")
    assert check.copied_words(shared, original) == []
    assert len(check.copied_words(({}, shared[1]), ({}, original[1]))) == 1


@pytest.mark.parametrize(
    "kept, lost, value",
    [
        ("1,250 otters", "many otters", "1250"),
        ("three herons", "some herons", "3"),
        ("4 million", "4", "4000000"),
        ("9 May", "May", "9"),
        ("六份", "几份", "6"),
        ("八月份", "夏天", "8"),
        ("seats 12", "seats some", "12"),
    ],
)
def test_a_dropped_figure_is_reported(kept, lost, value):
    assert kept in FAITHFUL[1]
    changed = digest_of(FAITHFUL[1].replace(kept, lost))
    assert f"dropped: {value}" in check.differing_figures(changed, ORIGINAL)


def test_an_added_figure_is_reported():
    assert check.differing_figures(digest_of(FAITHFUL[1] + "Seven swans came too."), ORIGINAL) == ["added: 7"]


def test_a_paragraph_number_is_no_figure():
    moved = digest_of(FAITHFUL[1].replace("12.", "some.").replace("3. 八", "12. 八"))
    assert check.differing_figures(moved, ORIGINAL) == ["dropped: 12"]


def test_a_wrong_length_is_reported():
    assert check.wrong_length(ORIGINAL, ORIGINAL) == ["length: 1.00 of the original"]
    assert check.wrong_length(digest_of("Otters."), ORIGINAL) != []


def test_a_changed_title_is_reported():
    assert len(check.changed_front_matter(({"title": "Otters Alone"}, ""), ORIGINAL)) == 1


def test_a_made_up_date_is_reported():
    assert len(check.changed_front_matter(({**FAITHFUL[0], "date": "2031-05-09"}, ""), ORIGINAL)) == 1


def test_a_digest_that_does_not_say_what_it_is_is_reported(tmp_path):
    path = tmp_path / "otters.md"
    path.write_text("---\ntitle: Otters\ntext: original\n---\nOtters.\n", encoding="utf-8")
    assert {"text is not digest", "publisher is missing", "kind is unknown"} <= set(check.own_problems(path))


def test_the_examples_in_the_docstrings_hold():
    outcome = doctest.testmod(check)
    assert outcome.attempted and not outcome.failed
