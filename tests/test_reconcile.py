"""Small invented programmes, and the meetings, counts and conflicts that must come of their releases."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import sci_loader
from sci_loader.reconcile import Support, grade
from sci_loader.vocabulary import data_dir

OFFICIAL, PAPER = "Norvale Harbour Board", "Harbour Wire"
NAME = "Norvale-Castell Harbour Initiative (NHI)"
MEETING = f"{NAME} Joint Harbour Committee (JHC) meeting"
DAYS = {1: "2030-05-06", 2: "2031-05-06", 3: "2032-05-06", 4: "2033-05-06"}
ORDINALS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th"}

PROGRAMME = """
slug = "nhi"
name = "Norvale-Castell Harbour Initiative"
short = "NHI"
about = "An invented programme of two harbours."
languages = ["en"]
names = ["Norvale-Castell Harbour Initiative"]
[[short_names]]
names = ["NHI"]
with_name = true
[[publishers]]
name = "Norvale Harbour Board"
official = true
site = "https://board.example"
[meeting]
name = "Joint Harbour Committee (JHC) meeting"
short = "JHC"
wordings = ["Joint Harbour Committee", "JHC"]
[[sides]]
slug = "singapore"
label = "Norvale"
places = ["Norvale"]
bodies = ["Norvale Harbour Board"]
[[sides]]
slug = "shenzhen"
label = "Castell"
places = ["Castell"]
bodies = ["Castell Port Office"]
[[people]]
name = "Ada Reed"
side = "singapore"
[[people]]
name = "Bo Winter"
side = "shenzhen"
spellings = ["B. Winter"]
[[measures]]
slug = "mou"
label = "MOUs"
one = "MOU"
long = "memoranda of understanding"
nouns = ["MOU", "MOUs"]
[[measures]]
slug = "project"
label = "Projects"
one = "project"
long = "joint projects"
nouns = ["project", "projects"]
[[pillars]]
slug = "other"
label = "Other"
wordings = []
"""
FOUNDING = """
[[founding]]
measure = "mou"
value = 1
date = 2029-01-02
label = "Founding MOU"
what = "the founding MOU of 2 January 2029"
register_id = "founding-mou"
"""

Load = Callable[..., sci_loader.Corpus]


def said(meeting: int, *sentences: str, date: str = "", publisher: str = OFFICIAL, kind: str = "press_release") -> str:
    """A release of this meeting; ``{meeting}`` in a sentence is the meeting's full name."""
    name = f"{ORDINALS[meeting]} {MEETING}"
    head = f"---\ntitle: The {name}\ndate: {date or DAYS[meeting]}\npublisher: {publisher}\nkind: {kind}\n---\n"
    return head + "\n\n".join(s.replace("{meeting}", name) for s in sentences)


def new(mous: int | None = None, projects: int | None = None) -> str:
    parts = [f"{mous} MOUs were signed" if mous else "", f"{projects} projects were launched" if projects else ""]
    return f"At the {{meeting}} today, {' and '.join(p for p in parts if p)}."


def total(mous: int) -> str:
    return f"To date, {mous} MOUs have been signed under the NHI."


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Loads releases given as texts, about the programme above and a register given as rows."""
    data = tmp_path / "data"
    shutil.copytree(data_dir() / "language", data / "language")
    monkeypatch.setenv("SCI_DATA", str(data))

    def load(
        *releases: str, founding: bool = False, listed: Sequence[tuple[str, int]] = (), more: str = ""
    ) -> sci_loader.Corpus:
        for folder in ("programmes", "register", "releases"):
            (data / folder).mkdir()
        (data / "programmes" / "nhi.toml").write_text(
            PROGRAMME + (FOUNDING if founding else "") + more, encoding="utf-8"
        )
        rows = [
            f"nhi-{i},nhi,{measure},{meeting},Something,other,assigned" for i, (measure, meeting) in enumerate(listed)
        ]
        head = "register_id,programme,measure,meeting,title,pillar,pillar_basis"
        (data / "register" / "agreements.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
        for number, text in enumerate(releases):
            (data / "releases" / f"r{number}.md").write_text(text, encoding="utf-8")
        return sci_loader.load()

    return load


def counts(corpus: sci_loader.Corpus, measure: str = "mou") -> list[tuple[int | None, ...]]:
    """(meeting, new, stated_low, stated_high, added, gap) of each row, None for what is missing."""
    rows = corpus.counts[corpus.counts["measure"] == measure]
    columns = ["meeting", "new", "stated_low", "stated_high", "added", "gap"]
    return [tuple(None if pd.isna(v) else int(v) for v in row) for row in rows[columns].itertuples(index=False)]


def grades(corpus: sci_loader.Corpus, measure: str = "mou") -> list[str]:
    return corpus.counts.loc[corpus.counts["measure"] == measure, "grade"].tolist()


def conflicts(corpus: sci_loader.Corpus) -> list[Mapping[str, object]]:
    assert corpus.conflicts["conflict_id"].is_unique
    return corpus.conflicts.to_dict("records")


def quoted(corpus: sci_loader.Corpus, claim_ids: object) -> list[str]:
    """publisher: number, for claims parted by ;"""
    claims = corpus.claims.merge(corpus.releases[["release_id", "publisher"]], on="release_id").set_index("claim_id")
    return [f"{claims.at[i, 'publisher']}: {claims.at[i, 'value']}" for i in str(claim_ids).split(";")]


# --- sources that agree ----------------------------------------------------------------------------------------------------


def test_one_release_of_each_meeting(load: Load) -> None:
    corpus = load(said(1, new(4, 2)), said(2, new(3, 5)), said(3, new(6, 1)))
    assert counts(corpus) == [(1, 4, None, None, 4, None), (2, 3, None, None, 7, None), (3, 6, None, None, 13, None)]
    assert [r[1] for r in counts(corpus, "project")] == [2, 5, 1]
    assert [r[4] for r in counts(corpus, "project")] == [2, 7, 8]
    assert grades(corpus) == ["stated"] * 3
    assert conflicts(corpus) == []
    assert corpus.counts["measure"].tolist() == ["mou", "project"] * 3, (
        "meeting by meeting, measures as the programme lists them"
    )


def test_sources_that_agree_are_one_fact(load: Load) -> None:
    corpus = load(
        said(1, new(4)),
        said(1, new(4), publisher=PAPER, kind="news"),
        said(1, "Today 4 MOUs were signed at the {meeting}.", kind="speech"),
    )
    assert counts(corpus) == [(1, 4, None, None, 4, None)]
    assert grades(corpus) == ["confirmed"]
    assert conflicts(corpus) == []
    assert corpus.claims["counted"].sum() == 3, "each of them remains a claim"


def test_the_best_evidence_is_named(load: Load) -> None:
    """Official before others, a press release before a speech."""
    corpus = load(said(1, new(4), publisher=PAPER, kind="news"), said(1, new(4), kind="speech"), said(1, new(4)))
    assert corpus.counts.loc[0, "new_claim_id"].startswith("r2:")


def test_a_figure_said_twice_in_one_release_is_one_source(load: Load) -> None:
    corpus = load(said(1, new(4), "The 4 MOUs signed at the {meeting} today cover bread and boats."))
    claims = corpus.claims
    assert claims["counted"].tolist() == [True, True]
    assert claims.loc[1, "repeats"] == claims.loc[0, "claim_id"]
    assert grades(corpus) == ["stated"]


def test_agreeing_totals_are_one_figure_with_all_its_sources(load: Load) -> None:
    corpus = load(said(1, new(4)), said(2, new(3), total(7)), said(2, total(7), publisher=PAPER, kind="news"))
    assert counts(corpus)[1] == (2, 3, 7, 7, 7, 0)
    assert quoted(corpus, corpus.counts.loc[2, "stated_claim_ids"]) == [f"{OFFICIAL}: 7", f"{PAPER}: 7"]
    assert conflicts(corpus) == []


# --- not stated ------------------------------------------------------------------------------------------------------------


def test_what_nobody_states_stays_empty(load: Load) -> None:
    corpus = load(said(1, new(4)), said(2, "The {meeting} was held today."))
    assert counts(corpus) == [(1, 4, None, None, 4, None), (2, None, None, None, None, None)]
    assert counts(corpus, "project") == [(1, None, None, None, None, None), (2, None, None, None, None, None)]
    assert grades(corpus, "project") == ["not_stated", "not_stated"]
    row = corpus.counts[corpus.counts["measure"] == "project"].iloc[0]
    for column in ("new", "stated_low", "stated_high", "added", "gap"):
        assert row[column] is pd.NA
    assert row[["new_claim_id", "stated_claim_ids"]].isna().all()
    assert not corpus.counts[["new", "added"]].eq(0).any().any()


def test_after_a_missing_figure_nothing_is_added_up(load: Load) -> None:
    corpus = load(said(1, new(4)), said(2, "The {meeting} was held today."), said(3, new(6), total(13)))
    assert counts(corpus)[2] == (3, 6, 13, 13, None, None)
    assert conflicts(corpus) == [], "without a sum nothing can disagree with it"


def test_after_a_missing_meeting_nothing_is_added_up(load: Load) -> None:
    corpus = load(said(1, new(4)), said(3, new(6)))
    assert counts(corpus) == [(1, 4, None, None, 4, None), (3, 6, None, None, None, None)]


def test_without_the_first_meeting_nothing_is_added_up(load: Load) -> None:
    assert counts(load(said(2, new(3)), said(3, new(6)))) == [
        (2, 3, None, None, None, None),
        (3, 6, None, None, None, None),
    ]


def test_a_total_alone_is_derived_from(load: Load) -> None:
    corpus = load(said(2, total(7)))
    assert counts(corpus) == [(2, None, 7, 7, None, None)]
    assert grades(corpus) == ["derived"]


def test_a_denial_is_not_zero(load: Load) -> None:
    corpus = load(said(1, "No MOUs were signed at the {meeting} today."))
    assert counts(corpus) == [(1, None, None, None, None, None)]


def test_a_release_about_something_else_gives_no_counts(load: Load) -> None:
    corpus = load("The bakery opened today. Six MOUs were signed.")
    assert (len(corpus.meetings), len(corpus.counts), len(corpus.conflicts)) == (0, 0, 0)


# --- sources that disagree -------------------------------------------------------------------------------------------------


def test_two_totals_stand_side_by_side(load: Load) -> None:
    corpus = load(said(1, new(4)), said(2, new(3), total(7)), said(2, total(9), publisher=PAPER, kind="news"))
    assert counts(corpus)[1] == (2, 3, 7, 9, 7, 2)
    assert grades(corpus) == ["stated", "disputed"]
    [conflict] = conflicts(corpus)
    assert (conflict["kind"], conflict["meeting"], conflict["measure"]) == ("sources", 2, "mou")
    assert (conflict["values"], conflict["status"]) == ("7 | 9", "open")
    assert quoted(corpus, conflict["claim_ids"]) == [f"{OFFICIAL}: 7", f"{PAPER}: 9"]
    for part in (f"7: stated by {OFFICIAL}", f"9: stated by {PAPER}", "4 + 3 = 7"):
        assert part in str(conflict["explanation"])


def test_a_total_below_the_sum_gives_a_negative_gap(load: Load) -> None:
    corpus = load(said(1, new(4)), said(2, new(3), total(5)))
    assert counts(corpus)[1] == (2, 3, 5, 5, 7, -2)
    [conflict] = conflicts(corpus)
    assert (conflict["kind"], conflict["values"]) == ("arithmetic", "5 | 7")


def test_a_total_that_is_not_the_sum_is_open_without_a_reason(load: Load) -> None:
    corpus = load(said(1, new(4)), said(2, new(3), total(8)))
    assert counts(corpus)[1] == (2, 3, 8, 8, 7, 1)
    [conflict] = conflicts(corpus)
    assert (conflict["kind"], conflict["values"], conflict["status"]) == ("arithmetic", "7 | 8", "open")
    assert "7: our sum" in str(conflict["explanation"])
    assert "Inference" not in str(conflict["explanation"])
    assert grades(corpus)[1] == "disputed"


def test_a_founding_fact_may_explain_the_gap_and_is_called_an_inference(load: Load) -> None:
    corpus = load(said(1, new(4)), said(2, new(3), total(8)), founding=True)
    assert counts(corpus)[1] == (2, 3, 8, 8, 7, 1), "the fact is added to no figure"
    [conflict] = conflicts(corpus)
    assert conflict["status"] == "explained"
    assert "Inference, stated by no source: 8 = 7 + 1, if the founding MOU of 2 January 2029 is counted" in str(
        conflict["explanation"]
    )


def test_a_founding_fact_explains_no_other_gap(load: Load) -> None:
    [conflict] = conflicts(load(said(1, new(4)), said(2, new(3), total(9)), founding=True))
    assert conflict["status"] == "open"
    assert "Inference" not in str(conflict["explanation"])


def test_two_totals_of_which_one_is_explained(load: Load) -> None:
    corpus = load(
        said(1, new(4)), said(2, new(3), total(7)), said(2, total(8), publisher=PAPER, kind="news"), founding=True
    )
    [conflict] = conflicts(corpus)
    assert (conflict["kind"], conflict["values"], conflict["status"]) == ("sources", "7 | 8", "explained")


def test_new_figures_that_disagree(load: Load) -> None:
    """Most releases decide, and the other figure stays in sight."""
    corpus = load(said(1, new(4)), said(1, new(4), kind="speech"), said(1, new(5), publisher=PAPER, kind="news"))
    assert counts(corpus) == [(1, 4, None, None, 4, None)]
    assert grades(corpus) == ["disputed"]
    [conflict] = conflicts(corpus)
    assert (conflict["kind"], conflict["values"], conflict["status"]) == ("sources", "4 | 5", "open")
    assert str(conflict["conflict_id"]).endswith("-new")


def test_of_two_new_figures_the_better_evidence_counts(load: Load) -> None:
    corpus = load(said(1, new(5), publisher=PAPER, kind="news"), said(1, new(4)))
    assert counts(corpus) == [(1, 4, None, None, 4, None)]
    assert corpus.counts.loc[0, "new_claim_id"].startswith("r1:")


def test_a_wrong_new_figure_and_a_total_give_two_conflicts(load: Load) -> None:
    corpus = load(said(1, new(4), total(6)), said(1, new(5), publisher=PAPER, kind="news"))
    assert sorted((c["kind"], c["values"]) for c in conflicts(corpus)) == [
        ("arithmetic", "4 | 6"),
        ("sources", "4 | 5"),
    ]


def test_order_of_files_decides_nothing(load: Load, tmp_path: Path) -> None:
    texts = [
        said(1, new(4)),
        said(2, new(3), total(8)),
        said(2, total(9), publisher=PAPER, kind="news"),
        said(3, new(2)),
    ]
    found = []
    for order in itertools.islice(itertools.permutations(texts), 0, None, 5):
        corpus = load(*order)
        found.append((counts(corpus), [(c["conflict_id"], c["values"]) for c in conflicts(corpus)]))
        for folder in ("programmes", "register", "releases"):
            shutil.rmtree(tmp_path / "data" / folder)
    assert all(f == found[0] for f in found)


# --- multiples -------------------------------------------------------------------------------------------------------------


def test_a_multiple_that_the_figures_do_not_give(load: Load) -> None:
    doubling = "The number of new projects has doubled, the {meeting} noted today."
    corpus = load(said(1, new(4, 5)), said(2, new(3, 7), doubling))
    [conflict] = [c for c in conflicts(corpus) if str(c["conflict_id"]).endswith("-relative")]
    assert (conflict["kind"], conflict["meeting"], conflict["measure"]) == ("arithmetic", 2, "project")
    assert (conflict["values"], conflict["status"]) == ("doubled | 7 against 5", "open")
    assert "7 / 5 = 1.40" in str(conflict["explanation"])
    assert [r[1] for r in counts(corpus, "project")] == [5, 7], "two is no number of projects"


def test_two_multiples_that_both_contradict_the_figures_are_two_conflicts(load: Load) -> None:
    doubling = "The number of new projects has doubled, the {meeting} noted today."
    tripling = "The number of new projects has tripled, the {meeting} noted today."
    corpus = load(said(1, new(4, 5)), said(2, new(3, 7), doubling), said(2, new(3, 7), tripling))
    ids = [c["conflict_id"] for c in conflicts(corpus) if "-relative" in str(c["conflict_id"])]
    assert ids == ["nhi-2-project-relative-2", "nhi-2-project-relative-3"]


def test_a_multiple_that_the_figures_give(load: Load) -> None:
    doubling = "The number of new projects has doubled, the {meeting} noted today."
    assert conflicts(load(said(1, new(4, 5)), said(2, new(3, 10), doubling))) == []


def test_a_multiple_without_figures_to_test_it(load: Load) -> None:
    doubling = "The number of new projects has doubled, the {meeting} noted today."
    assert conflicts(load(said(1, new(4)), said(2, new(3, 7), doubling))) == []


# --- grades ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("support", "expected"),
    [
        (Support(sources=0), "not_stated"),
        (Support(sources=0, register=True), "not_stated"),
        (Support(sources=0, total=True), "derived"),
        (Support(sources=0, total=True, arithmetic=True), "derived"),
        (Support(sources=1), "stated"),
        (Support(sources=1, total=True, arithmetic=True), "stated"),
        (Support(sources=1, official=True), "stated"),
        (Support(sources=1, official=True, total=True, arithmetic=True), "stated"),
        (Support(sources=3, register=True), "stated"),
        (Support(sources=1, official=True, register=True), "confirmed"),
        (Support(sources=2, official=True), "confirmed"),
        (Support(sources=2, official=True, total=True, arithmetic=True), "confirmed"),
        (Support(sources=2, official=True, register=True, arithmetic=False), "disputed"),
        (Support(sources=2, official=True, register=True, agree=False), "disputed"),
        (Support(sources=0, total=True, agree=False), "disputed"),
    ],
)  # fmt: skip
def test_grade(support: Support, expected: str) -> None:
    assert grade(support) == expected


def test_more_support_never_lowers_a_grade() -> None:
    """Every combination: a further source, an official one or the register can only raise it."""
    order = ("not_stated", "derived", "stated", "confirmed")
    yes_no = (False, True)
    seen = set()
    for sources, official, total, register, arithmetic, agree in itertools.product(
        range(4), yes_no, yes_no, yes_no, (None, *yes_no), yes_no
    ):
        one = Support(sources, official and sources > 0, total, register, arithmetic, agree)
        seen.add(grade(one))
        if not agree or arithmetic is False:
            assert grade(one) == "disputed"
            continue
        for more in (replace(one, sources=sources + 1), replace(one, register=True), replace(one, total=True)):
            assert order.index(grade(more)) >= order.index(grade(one)), (one, more)
    assert seen == {*order, "disputed"}


STORY = [f"Boat {chr(97 + i % 26)}{i} left the pier at dawn." for i in range(20)]
OWN = [f"Reader {i} wrote of gulls and weather." for i in range(20)]


def report(story: list[str], own: list[str]) -> str:
    return said(1, new(4), " ".join(story), " ".join(own), publisher=PAPER, kind="news")


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        (report(STORY, OWN[:1]), "duplicate_of", "stated"),
        (report(STORY[:12], OWN[:6]), "draws_on", "stated"),
        (report(STORY[:6], OWN[:12]), None, "confirmed"),
    ],
    ids=["a copy", "mostly the release's words", "mostly its own words"],
)
def test_a_report_in_the_words_of_the_release_is_no_second_source(
    text: str, marked: str | None, expected: str, load: Load
) -> None:
    corpus = load(said(1, new(4), " ".join(STORY)), text)
    assert grades(corpus) == [expected]
    releases = corpus.releases.set_index("release_id")[["duplicate_of", "draws_on"]]
    assert releases.loc["r0"].isna().all()
    assert releases.loc["r1"].dropna().to_dict() == ({marked: "r0"} if marked else {})


def test_a_report_that_draws_on_a_release_is_the_source_of_what_it_adds(load: Load) -> None:
    """The release states no figure, so the report has its figure from elsewhere."""
    corpus = load(said(1, "The {meeting} was held today.", " ".join(STORY)), report(STORY[:12], OWN[:6]))
    assert corpus.releases["draws_on"].notna().sum() == 1
    assert grades(corpus) == ["stated"]
    assert counts(corpus)[0][1] == 4


@pytest.mark.parametrize(("entries", "expected"), [(4, "confirmed"), (3, "stated"), (0, "stated")])
def test_a_register_that_lists_as_many_confirms(entries: int, expected: str, load: Load) -> None:
    assert grades(load(said(1, new(4)), listed=[("mou", 1)] * entries)) == [expected]


def test_a_register_of_another_meeting_or_measure_confirms_nothing(load: Load) -> None:
    assert grades(load(said(1, new(4)), listed=[("mou", 2)] * 4 + [("project", 1)] * 4)) == ["stated"]


def test_a_copy_confirms_nothing(load: Load) -> None:
    words = " ".join(f"Boat {chr(97 + i % 26)}{i} left the pier." for i in range(20))
    corpus = load(said(1, new(4), words), said(1, new(4), words, "It rained."))
    assert corpus.releases["duplicate_of"].notna().sum() == 1
    assert grades(corpus) == ["stated"]


def test_a_newspaper_alone_confirms_nothing(load: Load) -> None:
    corpus = load(said(1, new(4), publisher=PAPER, kind="news"), said(1, new(4), publisher="Castell Post", kind="news"))
    assert grades(corpus) == ["stated"]


# --- meetings --------------------------------------------------------------------------------------------------------------


def meeting(corpus: sci_loader.Corpus, number: int = 1) -> dict[str, object]:
    row = corpus.meetings.set_index("meeting").loc[number]
    return {k: None if pd.isna(v) else v for k, v in row.items()}


def test_place_format_and_chairs(load: Load) -> None:
    chairs = (
        "Ms Ada Reed, Head of the Norvale Harbour Board, and Mr Bo Winter, Mayor of Castell, co-chaired the meeting."
    )
    row = meeting(load(said(1, "The {meeting} was held in Beijing today.", chairs)))
    assert (row["date"], row["place"], row["format"]) == (DAYS[1], "Beijing", "in_person")
    assert (row["chair_singapore"], row["chair_shenzhen"]) == ("Ada Reed", "Bo Winter")
    assert row["release_id"] == "r0"


def test_a_name_spelled_in_another_way(load: Load) -> None:
    row = meeting(load(said(1, "The {meeting} was chaired by B. Winter today.")))
    assert (row["chair_singapore"], row["chair_shenzhen"]) == (None, "Bo Winter")


def test_people_who_only_speak_chair_nothing(load: Load) -> None:
    row = meeting(load(said(1, "The {meeting} was held today.", "Ms Ada Reed said that the boats are new.")))
    assert (row["chair_singapore"], row["chair_shenzhen"]) == (None, None)


@pytest.mark.parametrize(
    ("sentence", "place", "form"),
    [
        ("The {meeting} was held virtually today.", None, "virtual"),
        ("The {meeting} took place by videoconference today.", None, "virtual"),
        (
            "The {meeting}, co-chaired by Ms Ada Reed and Mr Bo Winter in Beijing today, was short.",
            "Beijing",
            "in_person",
        ),
        ("The {meeting} was held in Beijing today.", "Beijing", "in_person"),
        ("The {meeting} was held today.", None, None),
        ("The {meeting} spoke of a fair in Beijing today.", None, None),
        ("The next meeting will be held virtually in Beijing.", None, None),
    ],
)
def test_where_and_how_a_meeting_was_held(sentence: str, place: str | None, form: str | None, load: Load) -> None:
    row = meeting(load(said(1, sentence)))
    assert (row["place"], row["format"]) == (place, form)


def test_an_official_release_announces_the_meeting(load: Load) -> None:
    corpus = load(said(1, new(4), publisher=PAPER, kind="news"), said(1, new(4), kind="speech"), said(1, new(4)))
    assert meeting(corpus)["release_id"] == "r2"


def test_of_two_days_the_one_most_releases_give(load: Load) -> None:
    corpus = load(said(1, new(4)), said(1, new(4), kind="speech"), said(1, new(4), publisher=PAPER, date="2030-05-09"))
    assert meeting(corpus)["date"] == DAYS[1]


def test_the_day_on_record_is_used_where_a_release_gives_it(load: Load) -> None:
    record = "\n[[meetings]]\nnumber = 1\ndate = 2030-05-09\n"
    corpus = load(said(1, new(4)), said(1, new(4), publisher=PAPER, date="2030-05-09"), more=record)
    assert meeting(corpus)["date"] == "2030-05-09"


def test_a_meeting_that_only_a_later_release_mentions(load: Load) -> None:
    """No release announces it, yet figures are stated for it."""
    corpus = load(said(2, new(3), "At the 1st JHC meeting, 4 MOUs were signed."))
    assert counts(corpus) == [(1, 4, None, None, 4, None), (2, 3, None, None, 7, None)]
    assert (meeting(corpus)["date"], meeting(corpus)["release_id"]) == (None, None)


def test_every_meeting_that_a_release_announces_has_a_row(load: Load) -> None:
    corpus = load(f"Welcome to the 5th {MEETING} today.")
    assert corpus.releases["announces_meeting"].tolist() == [5]
    assert corpus.meetings["meeting"].tolist() == [5]
