"""Notices of a meeting to come: they report nothing, and what they say will be signed is not counted."""

from pathlib import Path

import pytest

import sci_loader
from sci_loader import Corpus

SCI = "Singapore-China (Shenzhen) Smart City Initiative"
JIC = f"5th Joint Implementation Committee (JIC) meeting of the {SCI} (SCI)"
BEFORE = "2024-11-01"


def read(folder: Path, text: str, title: str = "", date: str = "") -> Corpus:
    head = "".join(f'{key}: "{value}"\n' for key, value in (("title", title), ("date", date)) if value)
    (folder / "a.md").write_text(f"---\n{head}---\n{text}\n" if head else f"{text}\n", encoding="utf-8")
    return sci_loader.load(folder)


NOTICES = [
    (f"At the {JIC} next month, nine MOUs will be signed.", f"Media advisory: the {JIC}", BEFORE),
    (f"At the {JIC}, nine MOUs will be signed.", f"Media advisory: the {JIC}", BEFORE),
    (f"Nine MOUs will be signed at the {JIC}.", "", ""),
    (f"The {JIC} will be held in Shenzhen on 3 December 2024. Nine MOUs will be signed.", "Media advisory", BEFORE),
    (
        f"The {JIC} will take place in December.\n\nThe two sides are to ink nine MOUs there.",
        f"Media advisory on the {SCI}",
        BEFORE,
    ),
    (f"Officials are preparing for the {JIC}, at which nine MOUs are due to be exchanged.", "Fifth meeting", BEFORE),
    (
        "新加坡—中国（深圳）智慧城市合作倡议联合执委会第五次会议将于下月在深圳举行。双方将签署九份谅解备忘录。",
        "新加坡—中国（深圳）智慧城市合作倡议联合执委会第五次会议预告",
        BEFORE,
    ),
]


@pytest.mark.parametrize(("text", "title", "date"), NOTICES)
def test_a_notice_reports_no_meeting_and_no_figure(tmp_path: Path, text: str, title: str, date: str) -> None:
    corpus = read(tmp_path, text, title, date)
    assert list(corpus.claims["value"]) == [9]
    assert list(corpus.claims["reason"]) == ["planned"]
    assert corpus.releases["announces_meeting"].isna().all() and corpus.meetings.empty and corpus.counts.empty


REPORTS = [
    (f"The {JIC} is held in Shenzhen today. Nine MOUs will be signed.", "", "2024-12-03"),
    (f"Welcome to this {JIC}. Nine MOUs will be signed today.", "Remarks at the meeting", "2024-12-03"),
    (f"At the {JIC}, held today, the two sides signed nine MOUs. A sixth meeting will be held in Singapore.", "", ""),
    (f"Nine MOUs were signed at the {JIC} on Tuesday. Ten more will be signed next year.", "", "2024-12-04"),
    ("新加坡—中国（深圳）智慧城市合作倡议联合执委会第五次会议今天举行，双方将签署九份谅解备忘录。", "", "2024-12-03"),
]


@pytest.mark.parametrize(("text", "title", "date"), REPORTS)
def test_what_is_signed_on_the_day_is_reported(tmp_path: Path, text: str, title: str, date: str) -> None:
    corpus = read(tmp_path, text, title, date)
    counted = corpus.claims[corpus.claims["counted"]]
    assert list(zip(counted["value"], counted["meeting"], strict=True)) == [(9, 5)]
    assert list(corpus.releases["announces_meeting"]) == [5]


def test_a_meeting_is_as_another_release_says_it_was(tmp_path: Path) -> None:
    """A place alone would mean that all were there."""
    (tmp_path / "b.md").write_text(f'---\ndate: "2024-12-09"\n---\nThe {JIC} was a video conference, officials said.\n')
    corpus = read(tmp_path, f"The {JIC} was held in Singapore today. Nine MOUs were signed.", "", "2024-12-03")
    (meeting,) = corpus.meetings.to_dict("records")
    assert (meeting["place"], meeting["format"]) == ("Singapore", "virtual")
