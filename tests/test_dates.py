"""When a release was published, and where it says so. All texts are invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import sci_loader
from sci_loader.load import Release, parse_day, parse_release
from sci_loader.vocabulary import load_programmes

PROGRAMMES = tuple(load_programmes().values())
DAY = dt.date(2022, 11, 25)


def released(body: str, date: str | None = None) -> Release:
    head = f"---\ntitle: Boats\ndate: {date}\n---\n" if date else ""
    return parse_release((head + body).encode(), Path("boats.md"), PROGRAMMES)


# --- days ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2022-11-25",
        "2022-11-25T08:00:00+08:00",
        "2022-11-25 08:00",
        "25 November 2022",
        "25th November 2022",
        "25 NOV 2022",
        "25 nov. 2022",
        "25 November, 2022",
        "November 25, 2022",
        "Nov. 25th, 2022",
        "November 25 2022",
        "2022年11月25日",
        "2022 年 11 月 25 日",
        "  2022-11-25  ",
    ],
)
def test_a_day_in_many_forms(text: str) -> None:
    assert parse_day(text) == DAY
    assert released("Six boats.", f'"{text}"').date == DAY


@pytest.mark.parametrize(
    "text",
    ["", "2022", "2022-11", "November 2022", "25 November", "25/11/2022", "11/25/2022", "2022-11-31", "31 November 2022", "2022-13-01", "0 March 2022", "2022-11-255", "in 2022-11-25", "Novembre 25, 2022", "29 February 2023"],
)  # fmt: skip
def test_no_day(text: str) -> None:
    assert parse_day(text) is None


def test_a_leap_day() -> None:
    assert parse_day("29 February 2024") == dt.date(2024, 2, 29)


# --- where the date stands -------------------------------------------------------------------------------------------------

DATELINES = [
    "SINGAPORE, 25 November 2022 – Six boats left.",
    "Singapore, 25 Nov 2022 - Six boats left.",
    "SINGAPORE, 25th November 2022: Six boats left.",
    "SINGAPORE, November 25, 2022 — Six boats left.",
    "SINGAPORE (25 November 2022) – Six boats left.",
    "SINGAPORE 25 November 2022 – Six boats left.",
    "SINGAPORE, Nov. 25, 2022 (Harbour Wire) — Six boats left.",
    "Singapore – 25 November 2022 – Six boats left.",
    "Shenzhen/Singapore, 25 November 2022 — Six boats left.",
    "Shenzhen and Singapore, 25 November 2022 – Six boats left.",
    "Shenzhen, Guangdong, China, 25 November 2022 – Six boats left.",
    "Singapore, Friday, 25 November 2022 – Six boats left.",
    "St. John’s, 25 November 2022 – Six boats left.",
    "Stratford-upon-Avon, 25 November 2022 – Six boats left.",
    "**SINGAPORE, 25 November 2022** – Six boats left.",
    "<p><strong>SINGAPORE</strong>, 25&nbsp;November 2022 &ndash; Six boats left.</p>",
    "Boats leave\n\nSINGAPORE, 25 November 2022 – Six boats left.",
    "新加坡，2022年11月25日——六艘渡轮启航。",
    "新加坡／深圳，2022年11月25日 —— 六艘渡轮启航。",
    "新加坡，２０２２年１１月２５日——六艘渡轮启航。",
    "新加坡，二〇二二年十一月二十五日——六艘渡轮启航。",
    "新加坡2022年11月25日電 六艘渡輪啟航。",
    "深圳讯（2022年11月25日）六艘渡轮启航。",
    "（新加坡讯）2022年11月25日，六艘渡轮启航。",
    "渡轮启航\n\n**深圳，2022年11月25日**——六艘渡轮启航。",
]
DAYS_ALONE = [
    "25 November 2022 – Six boats left.",
    "25 November 2022 | Six boats left.",
    "2022-11-25 Six boats left.",
    "date 2022-11-25 Six boats left.",
    "Date: 2022-11-25\n\nSix boats left.",
    "Published: 25 November 2022\n\nSix boats left.",
    "25 November 2022\n\nSix boats left.",
    "Friday, 25 November 2022\n\nSix boats left.",
    "Boats leave\n\nSingapore, 25 November 2022\n\nSix boats left.",
    "2022年11月25日\n\n六艘渡轮启航。",
    "发布日期：2022年11月25日\n\n六艘渡轮启航。",
    "日期：2022-11-25\n\n六艘渡轮启航。",
    "二〇二二年十一月二十五日\n\n六艘渡轮启航。",
]
TODAY = [
    "Six boats left today, 25 November 2022.",
    "Six boats left today (25 Nov 2022) at noon.",
    "Today, on 25 November 2022, six boats left.",
    "六艘渡轮今天（2022年11月25日）启航。",
    "六艘渡輪於今日（二〇二二年十一月二十五日）啟航。",
]
EVENTS = [
    "Six boats will leave on 25 November 2022.",
    "On 25 November 2022 – a Friday – six boats left.",
    "Since 25 November 2022: six boats.",
    "The fair of 25 November 2022 – the largest so far – had six boats.",
    "The line opens on 25 November 2022 – bring friends.",
    "Held on 25 November 2022: the fair.",
    "Deadline: 25 November 2022 - call the pier.",
    "Boats built by 25 November 2022 may sail.",
    "The pier, opened in November 2022 – the first – is new.",
    "SINGAPORE, 31 November 2022 – no such day.",
    "SINGAPORE, November 2022 – no day at all.",
    "Six boats left yesterday, 25 November 2022.",
    "六艘渡轮将于2022年11月25日启航。",
    "截至2022年11月25日：共有六艘渡轮。",
    "自2022年11月25日——渡轮节当天——起，共有六艘渡轮。",
    "展会于2022年11月25日：六艘渡轮参加。",
    "新加坡，2022年11月31日——没有这一天。",
    "新加坡，2022年11月——没有日子。",
    "举办日期：2022年11月25日至30日，共五天。",
]


@pytest.mark.parametrize("body", DATELINES)
def test_a_dateline_gives_the_date(body: str) -> None:
    release = released(body)
    assert (release.date, release.date_basis) == (DAY, "dateline")


@pytest.mark.parametrize("body", DAYS_ALONE)
def test_a_day_on_its_own_gives_the_date(body: str) -> None:
    release = released(body)
    assert (release.date, release.date_basis) == (DAY, "dateline")


@pytest.mark.parametrize("body", TODAY)
def test_today_gives_the_date(body: str) -> None:
    release = released(body)
    assert (release.date, release.date_basis) == (DAY, "text")


@pytest.mark.parametrize("body", EVENTS)
def test_the_day_of_an_event_is_no_date(body: str) -> None:
    release = released(body)
    assert (release.date, release.date_basis) == (None, "none")


def test_a_dateline_stands_before_today() -> None:
    release = released("SINGAPORE, 25 November 2022 – Boats left today, 26 November 2022.")
    assert (release.date, release.date_basis) == (DAY, "dateline")


def test_two_datelines_are_none() -> None:
    """Two candidates are no answer: a page of several news items has no single day."""
    body = "SINGAPORE, 25 November 2022 – Six boats.\n\nSHENZHEN, 2 March 2021 – Two boats."
    assert released(body).date_basis == "none"


def test_the_same_dateline_twice_is_one() -> None:
    body = "SINGAPORE, 25 November 2022 – Six boats.\n\nSHENZHEN, 25 Nov 2022 – Two boats."
    assert released(body).date == DAY


# --- front matter against the text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "believed", "basis"),
    [
        ("2022-11-25", "2022-11-25", "front_matter"),
        ("2022-11-26", "2022-11-26", "front_matter"),
        ("2022-11-18", "2022-11-18", "front_matter"),
        ("2022-12-02", "2022-12-02", "front_matter"),
        ("2022-11-17", "2022-11-25", "dateline"),
        ("2022-12-03", "2022-11-25", "dateline"),
        ("2021-11-25", "2022-11-25", "dateline"),
        ("2023-11-25", "2022-11-25", "dateline"),
    ],
)
def test_a_dateline_more_than_a_week_away_is_believed(stated: str, believed: str, basis: str) -> None:
    release = released("SINGAPORE, 25 November 2022 – Six boats left.", stated)
    assert (str(release.date), release.date_basis) == (believed, basis)
    assert (str(release.front_matter_date), release.dateline_date) == (stated, DAY)


@pytest.mark.parametrize("body", [*DAYS_ALONE, *TODAY, *EVENTS])
def test_only_a_dateline_with_a_place_contradicts_the_front_matter(body: str) -> None:
    """A list of past events has days of its own, and none of them is that of the release."""
    release = released(body, "2023-12-14")
    assert (str(release.date), release.date_basis) == ("2023-12-14", "front_matter")


def test_a_bad_date_leaves_the_dateline(tmp_path: Path) -> None:
    release = released("SINGAPORE, 25 November 2022 – Six boats left.", "2022-11-31")
    assert (release.date, release.date_basis) == (DAY, "dateline")
    assert [p.code for p in release.problems] == ["bad_date"]


def test_a_bad_date_without_a_dateline_is_none() -> None:
    release = released("Six boats left.", "2022-11-31")
    assert (release.date, release.date_basis) == (None, "none")


def test_front_matter_without_a_date() -> None:
    release = parse_release(b"---\ntitle: Boats\ndate:\n---\nSix boats left.", Path("x.md"), PROGRAMMES)
    assert (release.date, release.date_basis, release.problems) == (None, "none", ())


# --- dates of meetings -----------------------------------------------------------------------------------------------------

NAME = "Singapore-China (Shenzhen) Smart City Initiative (SCI) Joint Implementation Committee (JIC)"


def corpus_of(folder: Path, **files: str) -> sci_loader.Corpus:
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return sci_loader.load(folder, programme="sci")


def test_an_undated_release_takes_the_day_of_its_meeting(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path,
        undated=f"Welcome to the 7th {NAME} meeting today. Nine MOUs were signed this morning.",
        dated=f"---\ntitle: The 7th {NAME} meeting\ndate: 2027-03-04\n---\nThe 7th meeting was held today.",
    )
    undated = corpus.releases.set_index("release_id").loc["undated"]
    assert (undated["date"], undated["date_basis"], undated["announces_meeting"]) == ("2027-03-04", "none", 7)
    assert corpus.claims.set_index("release_id").loc["undated", "meeting"] == 7


def test_an_undated_release_takes_the_day_on_record(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, undated=f"Welcome to the 2nd {NAME} meeting today.")
    assert corpus.releases.loc[0, ["date", "date_basis"]].tolist() == ["2021-10-18", "none"]
    assert corpus.meetings.loc[0, ["meeting", "date"]].tolist() == [2, "2021-10-18"]


def test_an_undated_release_of_an_unknown_meeting_stays_undated(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, undated=f"Welcome to the 9th {NAME} meeting today.")
    assert corpus.releases.loc[0, "date_basis"] == "none"
    assert pd.isna(corpus.releases.loc[0, "date"])
    assert pd.isna(corpus.meetings.loc[0, "date"])


def test_an_undated_release_about_no_meeting_stays_undated(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, undated="The Smart City Initiative of Singapore and Shenzhen goes on.")
    assert pd.isna(corpus.releases.loc[0, "date"])


BODY = f"""SINGAPORE, 4 March 2027 – At the 7th {NAME} meeting held today, nine MOUs were signed by partners of both cities.

The partners will build boats together, teach pilots, share charts of the strait, and open a school for bakers on the pier."""


def test_a_copy_dated_a_year_early_is_a_conflict(tmp_path: Path) -> None:
    head = "---\ntitle: {0}\npermalink: /news/{0}/\ndate: {1}\n---\n"
    corpus = corpus_of(
        tmp_path,
        early=head.format("early", "2026-03-04") + BODY,
        right=head.format("right", "2027-03-04") + BODY.replace("nine", "9"),
    )
    releases = corpus.releases.set_index("release_id")
    assert releases.loc["2026-03-04-early", ["date", "date_basis"]].tolist() == ["2027-03-04", "dateline"]
    assert releases.loc["2027-03-04-right", ["date", "date_basis"]].tolist() == ["2027-03-04", "front_matter"]
    assert releases.loc["2026-03-04-early", "duplicate_of"] == "2027-03-04-right", "the copy whose dates agree stays"
    dates = corpus.conflicts.set_index("kind").loc["date"]
    assert (dates["values"], dates["meeting"], dates["status"]) == ("2026-03-04 | 2027-03-04", 7, "explained")
    assert "365 days apart" in dates["explanation"]
    assert corpus.meetings["date"].tolist() == ["2027-03-04"]
    assert corpus.counts.set_index("measure").loc["mou", "new"] == 9


def test_dates_that_differ_with_nothing_to_settle_them_stay_open(tmp_path: Path) -> None:
    text = "---\ntitle: Boats of the Smart City Initiative with Shenzhen\ndate: 2026-03-04\n---\nSINGAPORE, 4 March 2027 – Six boats left."
    conflict = corpus_of(tmp_path, only=text).conflicts.iloc[0]
    assert (conflict["kind"], conflict["status"]) == ("date", "open")


def test_dates_close_together_are_no_conflict(tmp_path: Path) -> None:
    text = f"---\ntitle: Boats\ndate: 2027-03-05\n---\n{BODY}"
    corpus = corpus_of(tmp_path, only=text)
    assert len(corpus.conflicts) == 0
    assert corpus.releases.loc[0, "date"] == "2027-03-05"
