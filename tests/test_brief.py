"""Briefs say only what they cite, and the check that says so finds what is planted."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from corpora import shipped

import sci_loader
from sci_loader.__main__ import main
from sci_loader.brief import OWN_WORDS, Brief, check, meeting_brief, party_brief, party_named, thread_brief
from sci_loader.document import FORMATS, as_docx, as_html, as_markdown
from sci_loader.errors import LoaderError
from sci_loader.promises import promises
from sci_loader.questions import answer
from sci_loader.support import unsupported
from sci_loader.threads import thread, threads
from sci_loader.view import meetings_held

ROOT = Path(__file__).resolve().parents[1]


@cache
def every_brief() -> list[Brief]:
    corpus = shipped()
    return [
        *(meeting_brief(corpus, n) for n in meetings_held(corpus)),
        *(thread_brief(corpus, t.slug) for t in threads(corpus)),
        *(party_brief(corpus, str(p)) for p in corpus.parties["party"].drop_duplicates()),
    ]


# --- nothing without a source ------------------------------------------------------------------------------------------------


def test_no_brief_says_what_it_does_not_cite() -> None:
    briefs = every_brief()
    assert len(briefs) == len(meetings_held(shipped())) + len(threads(shipped())) + shipped().parties["party"].nunique()
    assert [(b.title, u.what, u.statement.text) for b in briefs for u in check(shipped(), b)] == []
    assert all(b.statements for b in briefs)


def test_every_citation_is_used_and_its_offsets_give_its_words() -> None:
    for brief in every_brief():
        used = [n for s in brief.statements for n in s.cites]
        assert list(dict.fromkeys(used)) == list(range(1, len(brief.citations) + 1)), "numbered in the order of use"
        for c in brief.citations:
            if c.kind == "sentence":
                assert c.release_id is not None
                assert shipped().text(c.release_id)[c.start : c.end] == c.text


def test_a_statement_without_a_source_has_neither_number_nor_name() -> None:
    bare = {s.text for b in every_brief() for s in b.statements if not s.cites}
    assert not [t for t in bare if re.search(r"\d", t)]
    assert all(
        unsupported(shipped(), [s], (), OWN_WORDS) == [] for b in every_brief() for s in b.statements if not s.cites
    )


# (brief, words of a true statement, what is put in their place): each makes the statement say what nothing it cites says.
PLANTED = [
    ("meeting 3", "New at this meeting: 8 MOUs", "New at this meeting: 9 MOUs"),
    ("meeting 3", "New at this meeting: 8 MOUs", "New at this meeting: 14 MOUs"),
    ("meeting 3", "New at this meeting: 14 projects", "New at this meeting: fifteen projects"),
    ("meeting 3", "Stated to date: 21 MOUs", "Stated to date: 22 MOUs"),
    ("meeting 3", "8 + 4 + 8 = 20 MOUs", "8 + 4 + 9 = 21 MOUs"),
    ("meeting 3", "8 + 4 + 8 = 20 MOUs", "8 + 4 + 8 = 21 MOUs"),
    ("meeting 3", "21 − 20 = 1", "21 − 19 = 2"),
    ("meeting 3", "14 / 8 = 1.75", "14 / 8 = 2.00"),
    ("meeting 3", "Held on 25 November 2022", "Held on 26 November 2022"),
    ("meeting 3", "Chaired by Joseph Leong", "Chaired by Chen Rugui"),
    ("meeting 3", "Chaired by Joseph Leong", "Chaired by Joseph Tan"),
    ("meeting 4", "Held in Shenzhen", "Held in Singapore River Valley"),
    ("meeting 4", "14 December 2023", "2023-12-15"),
    ("meeting 3", "Telecom Review Asia", "The Harbour Times"),
    ("meeting 3", "Strides Digital Pte. Ltd", "Keppel"),
    ("meeting 3", "15 October 2019", "16 October 2019"),
    ("meeting 2", "8 − 3 = 5", "8 − 2 = 6"),
    ("party NUS", "JIC 3, MOU: “Carbon capture on ships”", "JIC 2, MOU: “Carbon capture on ships”"),
    ("party NUS", "“Carbon capture on ships”", "“Carbon capture on trains”"),
    ("party NUS", "with CIMC Offshore Co., Ltd", "with 深圳大学"),
    ("thread asian-sme-hub", "operational by July 2020", "operational by June 2020"),
    ("thread asian-sme-hub", "163 Chinese buyers", "164 Chinese buyers"),
]


def named(brief: str) -> Brief:
    kind, _, name = brief.partition(" ")
    if kind == "meeting":
        return meeting_brief(shipped(), int(name))
    return (thread_brief if kind == "thread" else party_brief)(shipped(), name)


@pytest.mark.parametrize(("brief", "true", "planted"), PLANTED)
def test_what_is_planted_is_found(brief: str, true: str, planted: str) -> None:
    made = named(brief)
    statement = next(s for s in made.statements if true in s.text)
    said = replace(statement, text=statement.text.replace(true, planted))
    assert unsupported(shipped(), [said], made.citations, OWN_WORDS)


def test_a_statement_that_loses_its_sources_is_found() -> None:
    made = meeting_brief(shipped(), 3)
    bare = [replace(s, cites=()) for s in made.statements if s.cites]
    assert {u.statement.text for u in unsupported(shipped(), bare, made.citations, OWN_WORDS)} == {s.text for s in bare}


def test_a_statement_with_the_source_of_another_is_found() -> None:
    made = meeting_brief(shipped(), 3)
    chair = next(n for s in made.statements if s.text.startswith("Chaired") for n in s.cites)
    figures = [replace(s, cites=(chair,)) for s in made.statements if s.text.startswith("Stated to date:")]
    assert figures
    assert all(unsupported(shipped(), [s], made.citations, OWN_WORDS) for s in figures)


# --- what a brief holds ------------------------------------------------------------------------------------------------------


def test_a_meeting_has_its_figures_its_conflict_and_all_of_its_register() -> None:
    made = meeting_brief(shipped(), 3)
    said = [s.text for s in made.statements]
    assert "Stated to date: 20 MOUs." in said
    assert "Stated to date: 21 MOUs." in said
    assert "Added up: 8 + 4 + 8 = 20 MOUs." in said
    sizes = {s.heading: len(s.statements) for s in made.sections}
    assert (sizes["MOUs in the register"], sizes["Projects in the register"]) == (8, 14)


def test_projects_that_no_source_names_are_said_to_be_unnamed() -> None:
    assert any("8 − 3 = 5 projects" in s.text for s in meeting_brief(shipped(), 2).statements)


def test_a_party_is_found_by_any_spelling_and_an_unknown_one_refused() -> None:
    imda = party_named(shipped(), "IMDA")
    assert party_named(shipped(), "infocomm media development authority") == imda
    for call in (
        lambda: party_brief(shipped(), "No Such Party"),
        lambda: thread_brief(shipped(), "no-such-thread"),
        lambda: meeting_brief(shipped(), 99),
    ):
        with pytest.raises(LoaderError):
            call()


# --- files -------------------------------------------------------------------------------------------------------------------


def test_the_same_brief_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys, sci_loader; from sci_loader.brief import meeting_brief; from sci_loader.document import FORMATS\n"
        "b = meeting_brief(sci_loader.load(), 3)\n"
        "for n, f in FORMATS.items(): open(f'{sys.argv[1]}/3.{n}', 'wb').write(f(b))"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        check=True,
        env={"PYTHONHASHSEED": "42", "TZ": "Asia/Tokyo"},
    )
    made = meeting_brief(shipped(), 3)
    assert {n: (tmp_path / f"3.{n}").read_bytes() == f(made) for n, f in FORMATS.items()} == dict.fromkeys(
        FORMATS, True
    )


def test_every_statement_and_source_is_in_every_format() -> None:
    import docx

    made = meeting_brief(shipped(), 4)
    word = "\n".join(p.text for p in docx.Document(io.BytesIO(as_docx(made))).paragraphs)
    page, text = as_html(made).decode(), as_markdown(made).decode()
    for statement in made.statements:
        assert statement.text in word
    assert page.count("<li>") == len(made.statements)
    assert page.count('<li id="source-') == len(made.citations)
    assert text.count("\n- ") == len(made.statements)
    assert f"\n{len(made.citations)}. " in text
    assert "@media print" in page


def test_a_word_document_has_no_time_of_making() -> None:
    with zipfile.ZipFile(io.BytesIO(as_docx(meeting_brief(shipped(), 1)))) as parts:
        assert {p.date_time for p in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_in_a_release_becomes_markup() -> None:
    made = meeting_brief(shipped(), 1)
    bad = replace(made.statements[0], text="<script>alert(1)</script> ![x](http://a.example/b.png) \x00")
    section = replace(made.sections[0], statements=(bad,))
    hostile = replace(made, sections=(section,))
    assert b"<script>" not in as_html(hostile)
    assert b"![x]" not in as_markdown(hostile)
    assert b"<script>" not in as_markdown(hostile)
    assert as_docx(hostile)


def test_the_command_line_writes_a_brief(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["brief", "--meeting", "1"]) == 0
    assert capsysbinary.readouterr().out == as_markdown(meeting_brief(shipped(), 1))
    assert main(["brief", "--thread", "tusstar", "--format", "docx", "--out", str(tmp_path / "t.docx")]) == 0
    assert (tmp_path / "t.docx").read_bytes().startswith(b"PK")
    assert main(["brief", "--meeting", "99"]) == 1
    assert b"there is no meeting 99" in capsysbinary.readouterr().err


def test_a_brief_that_cannot_be_written_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("a file, no folder", encoding="utf-8")
    for place in (tmp_path, tmp_path / "file" / "brief.md"):
        assert main(["brief", "--meeting", "1", "--out", str(place)]) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"error: {place}: the brief cannot be written there (") and said.count("\n") == 1


# --- other releases, and another programme -------------------------------------------------------------------------------------


def test_no_brief_of_the_originals_says_what_it_does_not_cite(shared: Path, tmp_path: Path) -> None:
    with (shared / "gold" / "releases.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["doc"] for row in csv.DictReader(file)}
    for path in (shared / "releases").rglob("*"):
        if path.name in listed:
            shutil.copy(path, tmp_path / path.name)
    corpus = sci_loader.load(tmp_path, programme="sci")
    made = [
        *(meeting_brief(corpus, n) for n in meetings_held(corpus)),
        *(thread_brief(corpus, t.slug) for t in threads(corpus)),
        *(party_brief(corpus, str(p)) for p in corpus.parties["party"].drop_duplicates()[:8]),
    ]
    assert [(b.title, u.what) for b in made for u in check(corpus, b)] == []


THREAD = """
[[threads]]
slug = "cave-rescue"
label = "Cave rescue school"
wordings = ["cave rescue school"]
"""
RELEASES = {
    "2022-05-12-council.md": """---
title: Third round of letters for the karst cities
date: 2022-05-12
---
The second meeting of the Joint Stewardship Council (JSC) of the Ipoh-Guilin Karst Cities Compact (KCC) was held in Guilin today. Four new letters of cooperation were signed at the meeting.

A cave rescue school will open in Ipoh by March 2023.
""",
    "2023-06-08-council.md": """---
title: Council meets again
date: 2023-06-08
---
The third meeting of the Joint Stewardship Council (JSC) of the Ipoh-Guilin Karst Cities Compact (KCC) took place today. Five new letters of cooperation were signed at the meeting.

The cave rescue school opened in May with Kinta Caves.
""",
}
REGISTER = {
    "agreements.csv": "register_id,programme,measure,meeting,title,instrument,pillar_stated,pillar,pillar_basis,topics,description,source,page,related\n"
    "jsc2-mou-01,karst-cities,mou,2,Rescue in caves,letter,,other,assigned,,A cave rescue school for both cities.,council,1,\n",
    "parties.csv": "register_id,party,party_name,side\njsc2-mou-01,Kinta Caves,Kinta Caves Sdn Bhd,other\n",
    "party_aliases.csv": "party,alias\nKinta Caves,Kinta Caves Sdn Bhd\n",
}


def test_another_programme_needs_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "language", data / "language")
    (data / "programmes").mkdir()
    (data / "register").mkdir()
    (data / "releases").mkdir()
    file = (ROOT / "tests" / "examples" / "programmes" / "karst-cities.toml").read_text(encoding="utf-8")
    (data / "programmes" / "karst-cities.toml").write_text(file + THREAD, encoding="utf-8")
    for name, text in REGISTER.items():
        (data / "register" / name).write_text(text, encoding="utf-8")
    for name, text in RELEASES.items():
        (data / "releases" / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("SCI_DATA", str(data))
    corpus = sci_loader.load()
    made = [meeting_brief(corpus, 2), thread_brief(corpus, "cave-rescue"), party_brief(corpus, "Kinta Caves Sdn Bhd")]
    assert [u.what for b in made for u in check(corpus, b)] == []
    said = [s.text for b in made for s in b.statements]
    assert "New at this meeting: 4 letters of cooperation." in said
    assert "JSC 2, letter of cooperation: “Rescue in caves”, no other party named." in said
    assert [s for _, s in thread(corpus, "cave-rescue").stages] == ["announced", "live"]
    assert [(p.due, len(p.later)) for p in promises(corpus) if p.threads] == [("2023-03-31", 1)]
    assert answer(corpus, "How many letters of cooperation were signed at the third JSC meeting?").values == ("5",)
    assert answer(corpus, "When was the cave rescue school due to open?").values == ("2023-03-31",)
    assert not answer(corpus, "How many MOUs after the third JIC?").answered
