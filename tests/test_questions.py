"""Questions are answered as the labels have it, with sentences that say so, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpora import shipped

import sci_loader
from sci_loader.brief import OWN_WORDS
from sci_loader.questions import SILENT, answer
from sci_loader.support import unsupported

# (question, values), read from the labelled figures, meetings, agreements, projects and threads by hand.
ANSWERED = [
    ("How many MOUs after the third JIC?", ("20", "21")),
    ("how many memoranda of understanding were signed at the 4th meeting?", ("8",)),
    ("What is the total number of MOUs to date?", ("28", "29")),
    ("How many projects so far?", ("43",)),
    ("How many MOUs and projects were there after JIC 2?", ("12", "15")),
    ("How many new projects were launched at the second JIC meeting?", ("8",)),
    ("How many MOUs were signed in 2022?", ("8",)),
    ("number of projects by the end of 2022", ("29",)),
    ("how many agreements were signed at the inaugural meeting", ("8",)),
    ("When was the last meeting?", ("2023-12-14",)),
    ("On which day was the first JIC meeting held?", ("2020-06-17",)),
    ("When did the committee meet?", ("2020-06-17", "2021-10-18", "2022-11-25", "2023-12-14")),
    ("Who chaired the second JIC meeting?", ("Yong Ying-I", "Qin Weizhong")),
    ("who led the first meeting for Shenzhen?", ("Chen Rugui",)),
    ("Where did the fourth JIC meeting take place?", ("Shenzhen",)),
    ("How many times has the committee met?", ("4",)),
    ("How many projects in talent?", ("7",)),
    ("How many MOUs in digital connectivity?", ("6",)),
    ("How many MOUs under innovation and entrepreneurship?", ("18",)),
    ("How many MOUs did IMDA sign?", ("4",)),
    ("What does Keppel do with Shenzhen?", ("jic4-mou-01", "jic4-project-02")),
    ("Which MOUs did the National University of Singapore sign?", ("jic3-mou-05", "jic3-mou-06")),
    ("When was OneSME launched?", ("2020-09-28",)),
    ("When did GIA Shenzhen open?", ("2020-12-08",)),
    ("When was the Asian SME Hub due to be operational?", ("2020-07-31",)),
    ("Do the sources agree on the number of MOUs after the third meeting?", ("20 | 21",)),
    ("When was the founding MOU signed?", ("2019-10-15",)),
    ("How many MOUs came out of the 2021 meeting?", ("4",)),
    ("How many projects have been launched since 2019?", ("43",)),
    ("How many innovation projects were there?", ("17",)),
    ("When was the SCI founded?", ("2019-10-15",)),
    ("total MOUs", ("28", "29")),
    ("projects to date", ("43",)),
    ("total projects in talent", ("7",)),
    ("How many meetings were held in 2022?", ("1",)),
    ("2021年举行了几次会议？", ("1",)),
    ("What is Keppel's role?", ("jic4-mou-01", "jic4-project-02")),
    ("Do sources agree on the number of projects after the fourth meeting?", ("43",)),
    ("第三次联委会是哪天召开的？", ("2022-11-25",)),
    ("数码联通有多少份备忘录？", ("6",)),
    ("第三次会议后共有多少份谅解备忘录？", ("20", "21")),
    ("第四次会议签署了多少份备忘录？", ("8",)),
    ("谁主持了第二次会议？", ("Yong Ying-I", "Qin Weizhong")),
    ("最近一次会议是什么时候举行的？", ("2023-12-14",)),
    ("至今启动了多少个项目？", ("43",)),
    ("2022年签署了多少份备忘录？", ("8",)),
    ("2020年以来启动了多少个项目？", ("43",)),
    ("OneSME 是什么时候推出的？", ("2020-09-28",)),
]
UNANSWERABLE = [
    "How much money was spent on the SCI?",
    "How many MOUs were signed at the fifth JIC meeting?",
    "When is the next meeting?",
    "How many jobs did the projects create?",
    "How many MOUs did Guangzhou sign?",
    "Where was the first meeting held?",
    "Who pays for the SME Hub?",
    "Why was the project late?",
    "How many MOUs were cancelled?",
    "How many MOUs were not signed?",
    "How many projects are operational?",
    "What does Tesla do with Shenzhen?",
    "How many MOUs were signed in 2024?",
    "How many meetings were held in 2024?",
    "What did IMDA promise?",
    "Was the third meeting a success?",
    "Who chaired the JCBC?",
    "How many MOUs were signed between the second and third meetings?",
    "How many MOUs since JIC 2?",
    "How many MOUs were signed before the third meeting?",
    "How many MOUs were signed at the last two meetings?",
    "How many projects are in phase 2?",
    "How many people attended JIC 3?",
    "How many MOUs did Singapore sign with Chongqing?",
    "When was Shenzhen founded?",
    "When will TradeTrust go live?",
    "How many MOUs were signed from 2020 to 2022?",
    "How many MOUs were signed in 2020 and 2021?",
    "How many MOUs at JIC 1 and JIC 3?",
    "Who chaired JIC 2 and JIC 3?",
    "When were JIC 1 and JIC 2 held?",
    "How many projects were launched after 2021?",
    "How many projects were launched before 2022?",
    "2020年至2022年签署了多少份备忘录？",
    "2021年之后启动了多少个项目？",
    "第一次会议和第三次会议签署了多少份备忘录？",
    "下次会议在哪里举行？",
    "项目花了多少钱？",
    "",
    "?",
    "(((" * 200,
]


@pytest.mark.parametrize(("question", "values"), ANSWERED)
def test_questions_are_answered_as_labelled(question: str, values: tuple[str, ...]) -> None:
    got = answer(shipped(), question)
    assert got.values == values
    assert got.statements, "an answer without a sentence"


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_the_corpus_does_not_say_is_not_answered(question: str) -> None:
    got = answer(shipped(), question)
    assert not got.answered
    assert got.text.startswith(SILENT)
    assert got.statements == ()


def test_every_statement_of_every_answer_has_its_source() -> None:
    for question, _ in ANSWERED:
        got = answer(shipped(), question)
        assert unsupported(shipped(), got.statements, got.citations, OWN_WORDS) == []


def test_the_thread_of_a_question_is_told_step_by_step() -> None:
    got = answer(shipped(), "Where does TradeTrust stand?")
    assert got.answered
    assert len(got.statements) >= 3


def test_a_word_that_is_not_understood_is_named() -> None:
    assert "zebras" in answer(shipped(), "How many zebras were signed?").text


def test_before_any_meeting_nothing_is_answered(tmp_path: Path) -> None:
    (tmp_path / "talk.md").write_text("The Singapore-China (Shenzhen) Smart City Initiative goes on.", encoding="utf-8")
    corpus = sci_loader.load(tmp_path, programme="sci")
    for question, _ in ANSWERED:
        assert answer(corpus, question).values == () or corpus.register["register_id"].any()
    assert answer(corpus, "How many MOUs?").values == answer(corpus, "Who chaired the JIC?").values == ()
