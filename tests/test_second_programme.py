"""A programme is a file: one that does not exist, and the second that is shipped, from releases to every page."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from test_pages import PAGES, assert_whole, opened, words

import sci_loader
from sci_loader import view
from sci_loader.__main__ import main
from sci_loader.checks import check

ROOT = Path(__file__).resolve().parents[1]
NAME = "Aldermark-Sorvia (Port Belan) Green Shipping Compact (GSC) Joint Steering Board (JSB)"
HARBOUR = "Norvale-Castell Clean Harbour Partnership (CHP) Joint Steering Committee (JSC)"
RELEASES = {
    "first": f"""---
title: Joint Steering Board of the Green Shipping Compact of Aldermark and Sorvia meets for the first time
date: 2018-04-12
publisher: Ministry of Ports and Waterways
---
At the 1st {NAME} session today, three MOUs were signed and two projects were approved.

Ms Ilse Vantor and Mr Tomas Reku co-chaired the session. Cadets will train on ships that burn methanol.""",
    "second": f"""---
title: The 2nd {NAME} session
date: 2019-09-05
publisher: Ministry of Ports and Waterways
---
PORT BELAN, 5 September 2019 – At the 2nd {NAME} session today, four MOUs were signed and six projects were approved. To date, eight MOUs have been signed under the GSC.""",
    "wire": f"""---
title: Ports grow greener
date: 2019-09-06
publisher: Coastal Wire
kind: news
---
Four MOUs were signed at the 2nd {NAME} session on Thursday, our reporter has learnt.""",
    "speech": f"""---
title: Remarks at the 4th {HARBOUR} meeting
date: 2022-05-19
publisher: Norvale Maritime Authority
kind: speech
---
At the 4th {HARBOUR} meeting today, seven MOUs were signed.

Our neighbours go ahead too. At the 3rd {NAME} session in June 2021, five MOUs were signed.""",
}
REGISTER = """register_id,programme,measure,meeting,title,instrument,pillar_stated,pillar,pillar_basis
jsb1-mou-01,gsc,mou,1,Methanol for ferries,MOU,Fuels,fuels,stated
jsb1-mou-02,gsc,mou,1,Berths with current,MOU,,port-power,assigned
jsb1-mou-03,gsc,mou,1,Cadets on both coasts,MOU,,seafarers,assigned
"""
PARTIES = """register_id,party,party_name,side
jsb1-mou-01,Belan Ferries,Belan Ferries Ltd,sorvia
jsb1-mou-01,Ministry of Ports and Waterways,MPW,aldermark
"""
OURS = re.compile(r"Singapore|Shenzhen|\bSCI\b|\bJIC\b|\bMCI\b|China")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of two programmes that do not exist, and none that does."""
    folder = tmp_path_factory.mktemp("fictional") / "data"
    shutil.copytree(ROOT / "data" / "language", folder / "language")
    for name in ("programmes", "register", "releases"):
        (folder / name).mkdir()
    for name in ("gsc", "clean-harbour"):
        text = (ROOT / "tests" / "examples" / "programmes" / f"{name}.toml").read_text(encoding="utf-8")
        (folder / "programmes" / f"{name}.toml").write_text(text, encoding="utf-8")
    for name, text in RELEASES.items():
        (folder / "releases" / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "register" / "agreements.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "register" / "parties.csv").write_text(PARTIES, encoding="utf-8")
    return folder


@pytest.fixture
def fictional(data: Path, monkeypatch: pytest.MonkeyPatch) -> sci_loader.Corpus:
    monkeypatch.setenv("SCI_DATA", str(data))
    return sci_loader.load()


def rows(table: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    cells = table[list(columns)].astype(object)
    return [tuple(row) for row in cells.where(cells.notna(), None).itertuples(index=False)]


# --- a programme that does not exist ---


def test_its_figures_come_of_its_releases(fictional: sci_loader.Corpus) -> None:
    compact = fictional.of("gsc")
    assert rows(compact.counts, "meeting", "measure", "new", "stated_high", "added", "grade") == [
        (1, "mou", 3, None, 3, "confirmed"),
        (1, "project", 2, None, 2, "stated"),
        (2, "mou", 4, 8, 7, "disputed"),
        (2, "project", 6, None, 8, "stated"),
        (3, "mou", 5, None, 12, "stated"),
        (3, "project", None, None, None, "not_stated"),
    ]
    [conflict] = compact.conflicts.to_dict("records")
    assert (conflict["values"], conflict["status"]) == ("7 | 8", "explained")
    assert "founding MOU of 2 November 2017" in conflict["explanation"]


def test_who_chaired_it_is_told_for_sides_of_any_name(fictional: sci_loader.Corpus) -> None:
    first = fictional.of("gsc").meetings.set_index("meeting").loc[1]
    assert first["chair_other"] == "Aldermark: Ilse Vantor; Sorvia: Tomas Reku"
    assert first[["chair_singapore", "chair_shenzhen"]].isna().all()


def test_parties_stand_by_the_sides_of_the_programme(fictional: sci_loader.Corpus) -> None:
    entry = view.register_shown(fictional.of("gsc"), view.Filters()).set_index("register_id").loc["jsb1-mou-01"]
    assert (entry["parties_aldermark"], entry["parties_sorvia"]) == ("Ministry of Ports and Waterways", "Belan Ferries")


def test_a_release_may_concern_two_programmes_and_each_number_only_one(fictional: sci_loader.Corpus) -> None:
    speech = fictional.releases.set_index("release_id").loc["speech"]
    assert (speech["programme"], speech["also_about"], speech["announces_meeting"]) == ("clean-harbour", "gsc", 4)
    claims = fictional.claims[fictional.claims["release_id"] == "speech"]
    assert rows(claims.sort_values("start"), "value_text", "programme", "meeting", "counted") == [
        ("seven", "clean-harbour", 4, True),
        ("five", "gsc", 3, True),
    ]
    for slug, number, announced in (("clean-harbour", 7, 4), ("gsc", 5, None)):
        seen = fictional.of(slug)
        mine = seen.claims[seen.claims["release_id"] == "speech"]
        assert mine.loc[mine["counted"], "value"].tolist() == [number]
        assert rows(seen.releases[seen.releases["release_id"] == "speech"], "announces_meeting") == [(announced,)]


def test_each_programme_sees_what_is_its_own(fictional: sci_loader.Corpus) -> None:
    compact, harbour = fictional.of("gsc"), fictional.of("clean-harbour")
    assert set(compact.releases["release_id"]) == set(RELEASES)
    assert harbour.releases["release_id"].tolist() == ["speech"]
    assert len(compact.register) == 3 and not len(harbour.register) and not len(harbour.parties)
    check(compact.tables)
    check(harbour.tables)
    with pytest.raises(KeyError):
        fictional.of("none")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_it_without_a_word_of_others(page: str, fictional: sci_loader.Corpus) -> None:
    at = opened(page, programme="gsc")
    assert_whole(at)
    said = words(at)
    assert "Compact" in said or "JSB" in said or page in ("releases", "threads")
    assert not OURS.findall(said)
    if page in ("overview", "evidence"):
        assert "7 | 8" in said.replace("\\", "")


# --- the order of programmes ---


def test_the_order_of_programmes_is_that_of_the_files_unless_they_say_otherwise(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(data, tmp_path / "data")
    monkeypatch.setenv("SCI_DATA", str(tmp_path / "data"))
    assert list(sci_loader.load().programmes) == ["clean-harbour", "gsc"]
    path = tmp_path / "data" / "programmes" / "gsc.toml"
    path.write_text("order = 1\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert list(sci_loader.load().programmes) == ["gsc", "clean-harbour"]


def test_the_smart_city_initiative_is_shown_first() -> None:
    assert list(sci_loader.load().programmes) == ["sci", "jcbc"]


# --- the second programme that is shipped ---


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_the_joint_council(page: str) -> None:
    """No source states a figure of it: every page says so, and none borrows from the other programme."""
    at = opened(page, programme="jcbc")
    assert_whole(at)
    assert at.selectbox(key="programme").value == "jcbc"
    said = words(at)
    if page in ("overview", "meetings", "pillars", "register", "evidence"):
        assert "JCBC" in said
        assert "not stated" in said or "lists no agreements" in said
        assert not re.findall(r"Shenzhen|\bSCI\b|\bJIC\b|28 \| 29", said)
        assert not at.get("plotly_chart")
    else:  # these quote what releases say, of whomever
        expected = {"releases": "4 releases", "promises": "second DPD", "threads": "JCBC", "methodology": "JCBC"}
        assert expected[page] in said


def test_switching_the_programme_leaves_what_the_other_does_not_have() -> None:
    at = opened("releases", pillar=["talent"], meeting=["jic4"], q="digital", figure="jic3-mou")
    assert_whole(at)
    at.selectbox(key="programme").select("jcbc").run()
    assert_whole(at)
    assert at.session_state["pillar"] == [] and at.session_state["meeting"] == []
    assert at.session_state["q"] == "digital"
    at.selectbox(key="programme").select("sci").run()
    assert_whole(at)


def test_its_tables_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--programme", "jcbc", "--out", str(tmp_path)]) == 0
    counts = pd.read_csv(tmp_path / "counts.csv")
    assert set(counts["programme"]) == {"jcbc"} and counts[["new", "added", "stated_low"]].isna().all().all()
    releases = pd.read_csv(tmp_path / "releases.csv")
    assert {"jcbc", "sci"} == set(releases["programme"]), "two speeches and a release about the other speak of it too"
    assert set(releases.loc[releases["programme"] == "sci", "also_about"]) == {"jcbc"}
    assert not len(pd.read_csv(tmp_path / "claims.csv"))
