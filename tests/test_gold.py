"""The labelled facts: every counted claim found, nothing else counted, the figures and conflicts as labelled."""

from pathlib import Path

import corpora
import pandas as pd
import pytest
from corpora import shipped

import sci_loader
from benchmarks.gold import score

# The figures of the design, checked twice against the sources: new, added, stated (low, high).
FIGURES = {
    (1, "mou"): (8, 8, None, None),
    (1, "project"): (7, 7, None, None),
    (2, "mou"): (4, 12, None, None),
    (2, "project"): (8, 15, None, None),
    (3, "mou"): (8, 20, 20, 21),
    (3, "project"): (14, 29, 29, 29),
    (4, "mou"): (8, 28, 29, 29),
    (4, "project"): (14, 43, 43, 43),
}
CONFLICTS = {
    ("sources", 3, "mou", "20 | 21"),
    ("arithmetic", 4, "mou", "28 | 29"),
    ("arithmetic", 3, "project", "doubled | 14 against 8"),
    ("date", 3, None, "2021-11-25 | 2022-11-25"),
    ("duplicate", 3, None, None),
}


@pytest.fixture(scope="module")
def everything(shared: Path) -> sci_loader.Corpus:
    return sci_loader.load(shared / "releases")


@pytest.fixture(scope="module")
def originals(everything: sci_loader.Corpus) -> sci_loader.Corpus:
    return everything.of("sci")


def figures(corpus: sci_loader.Corpus) -> dict[tuple[int, str], tuple[int | None, ...]]:
    def cell(value: object) -> int | None:
        return None if pd.isna(value) else int(value)

    return {
        (row.meeting, row.measure): (
            cell(row.new),
            cell(row.added),
            cell(row.stated_low),
            cell(row.stated_high),
        )
        for row in corpus.counts.itertuples()
    }


def conflicts(corpus: sci_loader.Corpus) -> set[tuple[str, int, str | None, str | None]]:
    return {
        (
            r.kind,
            r.meeting,
            None if pd.isna(r.measure) else r.measure,
            None if r.kind == "duplicate" else r.values.replace("doubling", "doubled"),
        )
        for r in corpus.conflicts.itertuples()
    }


def test_every_labelled_claim_is_found_and_nothing_else_is_counted(originals: sci_loader.Corpus) -> None:
    result = score(originals)
    assert result.expected > 40, "the labels were not read"
    assert result.misses == []
    assert result.extras == []
    assert result.noises == []


def test_all_files_are_releases_or_problems(everything: sci_loader.Corpus, shared: Path) -> None:
    files = [p for p in (shared / "releases").rglob("*") if p.suffix in (".md", ".txt")]
    copies = everything.problems["code"].eq("same_file").sum()
    assert len(everything.releases) + copies == len(files)
    assert everything.problems["release_id"].notna().all(), "a file could not be read"


def test_figures_of_the_originals(originals: sci_loader.Corpus) -> None:
    assert figures(originals) == FIGURES


def test_figures_of_the_shipped_digests() -> None:
    assert figures(shipped()) == FIGURES


@pytest.mark.parametrize("which", ["originals", "shipped"])
def test_conflicts(which: str, request: pytest.FixtureRequest) -> None:
    corpus = request.getfixturevalue(which) if which == "originals" else shipped()
    assert conflicts(corpus) == CONFLICTS
    assert len(corpus.conflicts) == len(CONFLICTS)


def test_an_original_replaces_its_digest_and_keeps_its_id(shared: Path) -> None:
    both = sci_loader.load(sci_loader.corpus.default_paths()[0], shared / "releases" / "seeds")
    assert set(both.releases["release_id"]) == set(corpora.everything().releases["release_id"])
    assert both.releases["text_kind"].eq("original").sum() == 5
    assert both.releases["publisher"].notna().all()
    assert figures(both.of("sci")) == FIGURES
    assert conflicts(both.of("sci")) == CONFLICTS


@pytest.mark.parametrize("which", ["originals", "digests"])
def test_the_joint_council_has_meetings_and_no_figure(which: str, everything: sci_loader.Corpus) -> None:
    """No source states how many agreements it brought, so every figure is empty; days and places are those stated."""
    council = (everything if which == "originals" else corpora.everything()).of("jcbc")
    assert set(figures(council).values()) == {(None, None, None, None)}
    assert set(council.counts["grade"]) == {"not_stated"}
    assert len(council.conflicts) == 0
    meetings = council.meetings.set_index("meeting")
    assert list(meetings.index) == [16, 18, 19], "the 17th was still to come when it was named"
    assert meetings["date"].dropna().to_dict() == {19: "2023-12-07"}
    assert meetings["place"].dropna().to_dict() == {19: "Tianjin"}
    assert meetings.loc[19, ["chair_singapore", "chair_other"]].tolist() == ["Lawrence Wong", "China: Ding Xuexiang"]
