"""No file stops a load: each bad one becomes a problem that says what to do, and the good file beside it is read.

Three tables: ``BAD`` files give no release, ``ODD`` files look wrong and are read all the same, ``HOSTILE`` files are made
to crash, hang or fill the memory and are loaded in a child process with limits.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from limits import Outcome, load_limited

import sci_loader
from sci_loader.__main__ import main
from sci_loader.build import build
from sci_loader.corpus import stored
from sci_loader.frontmatter import MAX_BYTES, MAX_DEPTH
from sci_loader.load import MAX_FILE_BYTES, MAX_TEXT

GOOD = """---
title: Two cities meet
date: 2023-12-14
---
At the 4th Singapore-China (Shenzhen) Smart City Initiative (SCI) Joint Implementation Committee (JIC) meeting today, six MOUs were signed.
"""
BODY = "The night ferry carries six bakers and their bread.\n"
HAN = "夜班渡轮每天载着六位面包师和他们的面包往返两岸。\n"
Maker = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """One file: what it holds (bytes, or a function that makes it in a folder), and what must come of it.

    code: the problem it gives, "" when it gives none; line: where, 0 when the problem has no line; says: words of the
    text, for a file that is read.
    """

    id: str
    made: bytes | Maker
    code: str = ""
    line: int = 0
    says: str = ""
    name: str = "bad.md"

    def put(self, folder: Path) -> None:
        if callable(self.made):
            self.made(folder)
        else:
            (folder / self.name).write_bytes(self.made)


def matter(head: str, body: str = BODY) -> bytes:
    """A file with this front matter."""
    return f"---\n{head}\n---\n{body}".encode()


def link(target: str, name: str = "bad.md") -> Maker:
    return lambda folder: (folder / name).symlink_to(target)


def nested(folder: Path) -> None:
    (folder / "bad.md").mkdir()
    (folder / "bad.md" / "inner.md").write_text(BODY, encoding="utf-8")


def linked_folder(folder: Path) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(BODY, encoding="utf-8")
    (folder / "bad.md").symlink_to(outside, target_is_directory=True)


BAD = [
    # --- encodings
    Case("latin-1", "Café, open daily.\n".encode("latin-1"), "encoding", 1),
    Case("latin-1 on its third line", "One.\n\nA naïve plan.\n".encode("latin-1"), "encoding", 3),
    Case("quotes of Windows", "He said “no”.\n".encode("cp1252"), "encoding", 1),
    Case("gb18030", HAN.encode("gb18030"), "encoding", 1),
    Case("big5", "夜班渡輪\n".encode("big5"), "encoding", 1),
    Case("shift-jis", "夜の船\n".encode("shift-jis"), "encoding", 1),
    Case("utf-16 little endian without a mark", BODY.encode("utf-16-le"), "binary", 1),
    Case("utf-16 big endian without a mark", BODY.encode("utf-16-be"), "binary", 1),
    Case("Chinese utf-16 without a mark", HAN.encode("utf-16-le"), "encoding", 1),
    Case("utf-16 cut in the middle of a letter", BODY.encode("utf-16")[:-1], "encoding", 1),
    Case("utf-16 with half a surrogate pair", b"\xff\xfe\x00\xd8a\x00", "encoding", 1),
    Case("utf-32", BODY.encode("utf-32"), "binary", 1),
    Case("utf-8 cut in the middle of a letter", "夜班".encode()[:-1], "encoding", 1),
    Case("utf-8 with an encoded surrogate", b"a\n\xed\xa0\x80", "encoding", 2),
    # --- no text
    Case("empty", b"", "empty"),
    Case("white space only", " \t\n\u00a0\n\u3000".encode(), "empty"),
    Case("a byte order mark only", b"\xef\xbb\xbf", "empty"),
    Case("a NUL", b"One.\nTwo\x00.\n", "binary", 2),
    Case("zeros", bytes(5000), "binary", 1),
    Case("a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "encoding", 1),
    Case("a PDF named .md", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "encoding", 2),
    Case("a Word file named .txt", b"PK\x03\x04\x14\x00\x06\x00word/document.xml", "binary", 1, name="bad.txt"),
    Case("a gzip file named .html", b"\x1f\x8b\x08\x00\x00", "encoding", 1, name="bad.html"),
    Case("a PDF", b"%PDF-1.7\n", "pdf", name="bad.pdf"),
    Case("front matter and nothing else", matter("layout: post", ""), "no_text"),
    Case("front matter, then only a rule", matter("layout: post", "-----\n\n* * *\n"), "no_text"),
    Case("only a script", b"<script>var bread = 6;</script>", "no_text", name="bad.html"),
    Case("only an unclosed comment", b"<!-- six bakers", "no_text"),
    Case("only an unclosed script", b"<script>var bread = 6;", "no_text", name="bad.html"),
    Case("only invisible characters", "\u200b\u2060\u200e".encode(), "no_text"),
    # --- front matter
    Case("never closed", b"---\ntitle: Bread\n" + BODY.encode(), "front_matter", 1),
    Case("never closed, below two empty lines", b"\n\n---\ntitle: Bread\n" + BODY.encode(), "front_matter", 3),
    Case("closed with dots", b"---\ntitle: Bread\n...\n" + BODY.encode(), "front_matter", 1),
    Case("TOML", b'+++\ntitle = "Bread"\n+++\n' + BODY.encode(), "front_matter", 1),
    Case("a list", matter("- title\n- date"), "front_matter", 2),
    Case("a scalar", matter("Bread for the islands"), "front_matter", 2),
    Case("a text that opens with a rule", f"---\n\n{BODY}\n---\n\n{BODY}".encode(), "front_matter", 2),
    Case("a key twice", matter("title: Bread\ndate: 2023-01-02\ntitle: Milk"), "front_matter", 4),
    Case("a colon in a value", matter("layout: post\ntitle: Bread: a history"), "front_matter", 3),
    Case("a tab as indentation", matter("title: Bread\nextra:\n\tkey: 1"), "front_matter", 4),
    Case("an unclosed quote", matter('title: "Bread'), "front_matter", 3),
    Case("an unclosed bracket", matter("tags: [bread, milk"), "front_matter", 3),
    Case("words behind a bracket", matter("title: [Draft] Bread"), "front_matter", 2),
    Case("a value that starts with @", matter("title: @bread"), "front_matter", 2),
    Case("a value that starts with %", matter("date: 2023-01-02\ntitle: %bread"), "front_matter", 3),
    Case("a control character", matter("title: Bread\x07"), "front_matter"),
    Case("half a surrogate pair as an escape", matter('title: "Bread \\ud800"'), "front_matter", 2),
    Case("an anchor", matter("title: &name Bread"), "front_matter", 2),
    Case("an alias", matter("date: 2023-01-02\ntitle: *name"), "front_matter", 3),
    Case("a merge key", matter("title: Bread\n<<: {date: 2023-01-02}"), "front_matter", 3),
    Case("a list as a key", matter("? [a, b]\n: Bread"), "front_matter", 2),
    Case("a list as the title", matter("title: [Bread, Milk]"), "front_matter"),
    Case("a list as the date", matter("date: [2023-01-02]"), "front_matter"),
    Case("keys below the permalink", matter("permalink:\n  a: /b/"), "front_matter"),
    Case("one level too deep", matter("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH), "front_matter", 2),
    Case("one character too long", matter("a: " + "x" * MAX_BYTES), "front_matter", 1),
    Case("marks of a merge", matter("<<<<<<< HEAD\ntitle: Bread\n======="), "front_matter", 3),
    Case("a hole in the flow", matter("a: {b: 1,, c: 2}"), "front_matter", 2),
    # --- files
    Case("a text of a word processor", b"PK\x03\x04", "file_type", name="bad.docx"),
    Case("rich text with capitals in its ending", b"{\\rtf1 Bread}", "file_type", name="BAD.RTF"),
    Case("a link out of the folder", link("/etc/hostname"), "outside"),
    Case("a link out of the folder by dots", link("../outside.md"), "outside"),
    Case("a link to a folder outside", linked_folder, "outside"),
    Case("a link to nothing", link("nothing.md"), "not_a_file"),
    Case("a link to itself", link("bad.md"), "not_a_file"),
    Case("a pipe", lambda folder: os.mkfifo(folder / "bad.md"), "not_a_file"),
    Case("more than the largest file", b"a" * (MAX_FILE_BYTES + 1), "too_large"),
    Case("10 MB", b"Bread. " * 1_500_000, "too_large"),
    Case("more than the longest text", b"Bread. " * (MAX_TEXT // 7 + 1), "too_long"),
]

DATED = "title: Bread\ndate: "
ODD = [
    # --- read without a word
    Case("utf-16 with a mark", BODY.encode("utf-16"), says="six bakers"),
    Case("utf-16 big endian with a mark", b"\xfe\xff" + HAN.encode("utf-16-be"), says="面包师"),
    Case("a byte order mark", b"\xef\xbb\xbf" + matter("title: Bread"), says="Bread\n\nThe night"),
    Case("two byte order marks", b"\xef\xbb\xbf" * 2 + matter("title: Bread"), says="Bread\n\nThe night"),
    Case("empty lines above the front matter", b"\n \n" + matter("title: Bread"), says="Bread\n\nThe night"),
    Case("line ends of Windows", matter("title: Bread").replace(b"\n", b"\r\n"), says="Bread\n\nThe night"),
    Case("line ends of old Macs", matter("title: Bread").replace(b"\n", b"\r"), says="Bread\n\nThe night"),
    Case("empty front matter", b"---\n---\n" + BODY.encode(), says="The night"),
    Case("front matter of comments", matter("# nothing yet"), says="The night"),
    Case("a body that starts with a rule", matter("title: Bread", "---\n" + BODY), says="Bread\n\nThe night"),
    Case("a body with rules in it", matter("title: Bread", f"{BODY}\n---\n\n----\n\nMilk.\n"), says="Milk."),
    Case("a title and no body", matter("title: Bread for six islands", ""), says="Bread for six islands"),
    Case("keys that functions have", matter("content: a\nhandler: b\nmetadata: c\ntext: d"), says="The night"),
    Case("lists that nobody asks for", matter("title: Bread\ntags: [a, {b: c}]"), says="Bread\n\nThe night"),
    Case("a list as deep as may be", matter("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)), says="The night"),
    Case("a date with an hour", matter(DATED + "2023-01-02T00:00:00+99:00"), says="The night"),
    Case("an escape in the title", matter('title: "Six\\0 \\u200bbakers\\x07"'), says="Six bakers\n\nThe night"),
    Case("control characters in the body", b"\x01The night \x08ferry\x1b carries\x7f on.\x0c", says="The night ferry"),
    Case("a link to a file in the folder", link("good.md", "linked.md"), "same_file", name="linked.md"),
    Case("a folder named like a file", nested, says="The night"),
    Case("half a surrogate pair as an entity", b"<p>Six&#xD800; bakers &#1114112;</p>", says="Six", name="bad.html"),
    Case("an unclosed comment below text", f"{BODY}\n<!-- six".encode(), says="The night"),
    Case("a form left open", b"<p>Six<select><p>bakers<textarea>", says="Six", name="bad.html"),
    Case("the wrong encoding in its head", f'<meta charset="gbk"><p>{HAN}'.encode(), says="面包师", name="bad.html"),
    Case("a declaration of XML", f'<?xml encoding="latin-1"?><p>{HAN}'.encode(), says="面包师", name="bad.html"),
    Case("plain text to the end", b"<plaintext>Six bakers", says="Six bakers", name="bad.html"),
    Case("capitals in its ending", BODY.encode(), says="The night", name="BAD.MD"),
    Case("a line break in its name", BODY.encode(), says="The night", name="ba\nd.md"),
    Case("a name that looks like an option", BODY.encode(), says="The night", name="--out.md"),
    Case("a name of signs only", BODY.encode(), says="The night", name="!!!.md"),
    Case("a name as long as may be", BODY.encode(), says="The night", name="b" * 252 + ".md"),
    Case("a name in Chinese", HAN.encode(), says="面包师", name="面包.md"),
    Case(
        "a name in another encoding",
        lambda folder: (folder / os.fsdecode(b"caf\xe9.md")).write_bytes(BODY.encode()),
        says="The night",
    ),
    # --- read, but one value is not believed
    Case("the 45th of a 13th month", matter(DATED + "2019-13-45"), "bad_date", 3, "The night"),
    Case("a date of zeros", matter(DATED + "0000-00-00"), "bad_date", 3, "The night"),
    Case("30 February", matter(DATED + "2024-02-30"), "bad_date", 3, "The night"),
    Case("29 February of a common year", matter(DATED + "2023-02-29"), "bad_date", 3, "The night"),
    Case("a sentence as the date", matter(DATED + "some day in spring"), "bad_date", 3, "The night"),
    Case("6,000 digits as the date", matter(DATED + "1" * 6000), "bad_date", 3, "The night"),
    Case("6,000 digits as the day", matter(DATED + "2023-01-" + "1" * 6000), "bad_date", 3, "The night"),
    Case("a year alone", matter(DATED + "2023"), "bad_date", 3, "The night"),
    Case("a date that two countries read in two ways", matter(DATED + "03/04/2023"), "bad_date", 3, "The night"),
    Case("a day in the next century", matter(DATED + "2123-01-02"), "future_date", 3, "The night"),
    Case("a day long ago", matter(DATED + "0001-01-01"), "bad_date", 3, "The night"),
]

CASES = [*((c, True) for c in BAD), *((c, False) for c in ODD)]


def read_beside(case: Case, folder: Path) -> sci_loader.Corpus:
    """Load the case together with the good file, and make sure that the good file was read."""
    folder.mkdir()
    (folder / "good.md").write_text(GOOD, encoding="utf-8")
    case.put(folder)
    corpus = sci_loader.load(folder)
    check_good(corpus.releases.to_dict("records"), corpus.claims.to_dict("records"))
    return corpus


def check_good(releases: Sequence[dict[str, object]], claims: Sequence[dict[str, object]]) -> None:
    good = [r for r in releases if str(r["path"]).endswith("good.md")]
    assert [r["title"] for r in good] == ["Two cities meet"]
    mine = [(c["value"], c["counted"]) for c in claims if c["release_id"] == good[0]["release_id"]]
    assert mine == [(6, True)]


def check_problem(row: dict[str, object], case: Case) -> None:
    """The problem says which file, where and what to do, in words for people."""
    assert (row["code"], int(row["line"] or 0) if row["line"] == row["line"] else 0) == (case.code, case.line), row
    assert case.name in str(row["path"])
    message, remedy = str(row["message"]), str(row["remedy"])
    assert 10 <= len(message) <= 200
    assert "\n" not in message
    assert not re.search(r"Traceback|Error\b|Exception|<\w+ object|\bNone\b", message)
    assert tempfile.gettempdir() not in message, "a message names no path: the row has it"
    assert 4 <= len(remedy) <= 200


@pytest.mark.parametrize(("case", "bad"), CASES, ids=[c.id for c, _ in CASES])
def test_a_file_stops_nobody(case: Case, bad: bool, tmp_path: Path) -> None:
    corpus = read_beside(case, tmp_path / "in")
    problems = json.loads(corpus.problems.to_json(orient="records"))
    assert len(problems) == (1 if case.code else 0), problems
    for row in problems:
        check_problem(row, case)
        assert (row["release_id"] is None) == bad
    others = [
        text
        for path, text in zip(corpus.releases["path"], corpus.releases["text"], strict=True)
        if "good.md" not in path
    ]
    if case.says:
        assert len(others) == 1
        assert case.says in others[0]
    else:
        assert others == []
    for text in others:
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b]", text)
        text.encode("utf-8")


def test_there_are_enough_bad_files() -> None:
    names = [c.id for c, _ in CASES] + [h.id for h in HOSTILE]
    assert len(BAD) >= 60
    assert len(set(names)) == len(names)


# --- files named one by one ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("missing.md", lambda path: None, "missing"),
        ("x" * 5000 + ".md", lambda path: None, "missing"),
        ("a\x00b.md", lambda path: None, "missing"),
        ("good.md/inner.md", lambda path: None, "missing"),
        ("loop.md", lambda path: path.symlink_to(path.name), "missing"),
        ("notes.docx", lambda path: path.write_bytes(b"PK"), "file_type"),
        ("notes", lambda path: path.write_text(BODY, encoding="utf-8"), "file_type"),
        ("notes.md.bak", lambda path: path.write_text(BODY, encoding="utf-8"), "file_type"),
        ("pipe.md", os.mkfifo, "not_a_file"),
        ("empty folder", Path.mkdir, ""),
    ],
    ids=lambda value: value[:20].replace("\x00", "NUL") if isinstance(value, str) else "",
)
def test_a_path_given_by_name(name: str, make: Callable[[Path], object], code: str, tmp_path: Path) -> None:
    good = tmp_path / "good.md"
    good.write_text(GOOD, encoding="utf-8")
    make(tmp_path / name)
    corpus = sci_loader.load(tmp_path / name, good)
    check_good(corpus.releases.to_dict("records"), corpus.claims.to_dict("records"))
    problems = json.loads(corpus.problems.to_json(orient="records"))
    assert [p["code"] for p in problems] == ([code] if code else [])
    for row in problems:
        check_problem(row, Case("", b"", code, name=name))


def test_a_link_given_by_name_is_read(tmp_path: Path) -> None:
    """Whoever names a link means what it leads to; only links found in a folder must stay inside it."""
    (tmp_path / "real.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.md").symlink_to(tmp_path / "real.md")
    assert len(sci_loader.load(tmp_path / "in" / "link.md").releases) == 1


def test_hidden_files_and_other_types_are_passed_over(tmp_path: Path) -> None:
    for name in (".draft.md", ".git/notes.md", "table.csv", "picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    corpus = sci_loader.load(tmp_path)
    assert (len(corpus.releases), len(corpus.problems)) == (0, 0)


def test_paths_that_hold_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(GOOD, encoding="utf-8")
    corpus = sci_loader.load(tmp_path, tmp_path / "good.md", tmp_path)
    assert (len(corpus.releases), len(corpus.problems)) == (1, 0)


def test_code_in_front_matter_is_text(tmp_path: Path) -> None:
    mark = tmp_path / "executed"
    head = f'title: Bread\nextra: !!python/object/apply:os.system ["touch {mark}"]\nmore: !!python/name:os.system'
    (tmp_path / "bad.md").write_bytes(matter(head))
    assert len(sci_loader.load(tmp_path).releases) == 1
    assert not mark.exists()


def test_entities_of_a_document_read_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the recipe", encoding="utf-8")
    head = f'<!DOCTYPE html [<!ENTITY bread SYSTEM "file://{tmp_path}/secret">]>'
    for name in ("bad.html", "bad.md"):
        (tmp_path / name).write_text(f"{head}<p>Six &bread; bakers {name}</p>", encoding="utf-8")
    texts = sci_loader.load(tmp_path).releases["text"]
    assert len(texts) == 2
    assert not texts.str.contains("recipe").any()


def test_the_command_line_says_what_was_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for case in BAD:
        if not callable(case.made) and len(case.made) < 10_000:
            ending = Path(case.name).suffix
            (tmp_path / f"{BAD.index(case):02d}{ending}").write_bytes(case.made)
    (tmp_path / "good.md").write_text(GOOD, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("1 releases")
    assert said.count("\nnot read ") == len(list(tmp_path.iterdir())) - 1
    assert main(["export", str(tmp_path), "--out", str(tmp_path / "out"), "--format", "xlsx"]) == 0


# --- rights ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may enter, unlike tmp_path."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_what_the_system_refuses(open_folder: Path) -> None:
    """Root is refused nothing, so the child gives up its rights before it reads."""
    cases = {"locked.md": (0, "file"), "locked": (0, "folder"), "closed": (stat.S_IRUSR | stat.S_IROTH, "file")}
    for name, (mode, _) in cases.items():
        locked = open_folder / f"with {name}" / name
        inner = locked if name.endswith(".md") else locked / "inner.md"
        inner.parent.mkdir(parents=True)
        inner.write_text(BODY, encoding="utf-8")
        (open_folder / f"with {name}" / "good.md").write_text(GOOD, encoding="utf-8")
        locked.chmod(mode)
    outcomes = load_limited([open_folder / f"with {name}" for name in cases], as_nobody=os.geteuid() == 0)
    for name, outcome in zip(cases, outcomes, strict=True):
        (open_folder / f"with {name}" / name).chmod(0o755)  # so that it can be removed
        assert outcome.died is None
        check_good(outcome.releases, outcome.claims)
        assert len(outcome.problems) == 1, name
        check_problem(outcome.problems[0], Case("", b"", "system", name=name))
        assert f"would not give the {cases[name][1]}" in outcome.problems[0]["message"]


# --- hostile files ---------------------------------------------------------------------------------------------------------

ABOUT = GOOD.split("---\n")[2].strip() + " "


@dataclass(frozen=True)
class Hostile:
    """A file that grows with ``n``; at this ``n`` it is at least as large as any release known, mostly 80 to 600 kB.

    code: the problem that the file gives.
    """

    id: str
    grow: Callable[[int], str]
    n: int
    code: str = ""
    name: str = "bad.md"


def long_matter(head: Callable[[int], str]) -> Callable[[int], str]:
    return lambda n: matter(head(n)).decode()


HOSTILE = [
    # --- front matter: refused by size or shape before anything is built from it
    Hostile("brackets", long_matter(lambda n: "a: " + "[" * n), 12_000, "front_matter"),
    Hostile("more brackets", long_matter(lambda n: "a: " + "[" * n), 200_000, "front_matter"),
    Hostile("braces", long_matter(lambda n: "a: " + "{a: " * n), 3_600, "front_matter"),
    Hostile("lists in lists", long_matter(lambda n: "- " * n), 7_600, "front_matter"),
    Hostile(
        "merge keys that multiply",
        long_matter(lambda n: "a: &a {x: 1}\n" + "\n".join(f"k{i}: &k{i} {{<<: [*a, *a, *a, *a]}}" for i in range(n))),
        240,
        "front_matter",
    ),
    Hostile(
        "aliases that multiply",
        long_matter(lambda n: "a0: &a0 [x]\n" + "\n".join(f"a{i}: &a{i} [{f'*a{i - 1}, ' * 9}]" for i in range(1, n))),
        160,
        "front_matter",
    ),
    Hostile("a thousand keys", long_matter(lambda n: "\n".join(f"k{i}: v" for i in range(n))), 1_800),
    Hostile(
        "megabytes of keys", long_matter(lambda n: "\n".join(f"k{i}: v" for i in range(n))), 60_000, "front_matter"
    ),
    Hostile("a long value", long_matter(lambda n: "a: " + "x" * n), 2_400_000, "front_matter"),
    Hostile("a title of hyphens", long_matter(lambda n: "title: " + "a-" * n), 7_600),
    Hostile("fences", lambda n: "---\ntitle: Bread\n" + "---\n" * n + BODY, 40_000),
    # --- HTML
    Hostile("tags never closed", lambda n: BODY + "<a " * n, 40_000),
    Hostile("comments never closed", lambda n: BODY + "<!--" * n, 100_000),
    Hostile("scripts never closed", lambda n: BODY + "<script>" * n, 100_000, name="bad.html"),
    Hostile("nested blocks", lambda n: "<div>" * n + BODY, 50_000, name="bad.html"),
    Hostile("nested lists", lambda n: "<ul><li>" * n + BODY, 10_000, name="bad.html"),
    Hostile("nested tables", lambda n: "<table><tr><td>" * n + BODY, 10_000, name="bad.html"),
    Hostile("nested superscripts", lambda n: BODY + "<sup>" * n + "1", 50_000, name="bad.html"),
    Hostile("line breaks", lambda n: "six<br>" * n, 20_000, name="bad.html"),
    Hostile("line breaks in a sentence", lambda n: "six,<br>" * n, 20_000, name="bad.html"),
    Hostile("a row of cells", lambda n: "<table><tr>" + "<td>six" * n, 20_000, name="bad.html"),
    Hostile("a row of empty cells", lambda n: "<table><tr>" + "<td> </td>" * n + BODY, 60_000, name="bad.html"),
    Hostile("attributes", lambda n: "<p " + "a=b " * n + f">{BODY}", 60_000, name="bad.html"),
    Hostile("entities", lambda n: "&amp;" * n, 120_000, name="bad.html"),
    # --- Markdown
    Hostile("quotes in quotes", lambda n: ">" * n + BODY, 20_000),
    Hostile("emphasis", lambda n: "*a_ " * n, 40_000),
    Hostile("links", lambda n: "[a](" * n, 40_000),
    Hostile("square brackets", lambda n: "[" * n, 100_000),
    Hostile("code marks", lambda n: " ".join("`" * i for i in range(int((2 * n) ** 0.5))), 190_000),
    Hostile("headings of stars", lambda n: "**a" * n + "\n1. Six", 60_000),
    Hostile("indentation", lambda n: " " * n + BODY, 200_000),
    # --- text
    Hostile("one huge line", lambda n: "a" * n, 190_000),
    Hostile("digits", lambda n: "1" * n, 190_000),
    Hostile("short lines", lambda n: "six\n" * n, 40_000),
    Hostile("hyphens between letters", lambda n: "A-" * n, 95_000),
    Hostile("hyphens", lambda n: "A" + "-" * n + "b", 100_000),
    Hostile("places", lambda n: "Harbour, " * n, 15_000),
    Hostile("capitals with dots", lambda n: "A." * n, 95_000),
    Hostile("marks on a letter", lambda n: "e" + "\u0301\u0323" * n, 60_000),
    Hostile("zero width characters", lambda n: "\u200b" * n + BODY, 200_000),
    Hostile("number words", lambda n: "two hundred and " * n, 10_000),
    Hostile("Chinese numbers", lambda n: "一" * n, 100_000),
    Hostile("a footnote mark each word", lambda n: "Bread1 " * n + "\n\n1 A note.", 25_000),
    # --- text about the programme, where figures are sought
    Hostile("a sentence of figures", lambda n: ABOUT + "8 MOUs, " * n, 12_000),
    Hostile("a sentence of Chinese figures", lambda n: ABOUT + "签署八份谅解备忘录" * n, 10_000),
    Hostile("a name again and again", lambda n: ABOUT + "SCI " * n, 20_000),
    Hostile("meetings", lambda n: ABOUT + "the 4th JIC meeting " * n, 2_500),
    Hostile("meetings in turn", lambda n: ABOUT + "the 4th JIC meeting; the second, in 2021, " * n, 1_200),
    Hostile("bodies", lambda n: ABOUT + "Alpha Beta Committee " * n, 5_000),
    Hostile("capitals with dots about the programme", lambda n: ABOUT + "A." * n, 50_000),
    Hostile("many paragraphs about the programme", lambda n: ABOUT + "\n\nThe SCI has a project." * n, 4_000),
    Hostile("sentences of names and no figures", lambda n: ABOUT + "The SCI has projects in phase 2. " * n, 3_000),
    Hostile("many sentences about the programme", lambda n: ABOUT + "The SCI has a project. " * n, 4_000),
]
SLOWEST = 0.5  # seconds of processor time for one of these files, at the size that its row gives
FULL = 3.0  # the same for a file filled up to the limit of what is read at all
LARGEST = 400  # MB of memory, the package itself included
# Read further than any release has figures, and no more.
CROWDED = ("a sentence of figures", "a sentence of Chinese figures", "sentences of names and no figures")


def put(case: Hostile, size: int, folder: Path) -> Path:
    folder.mkdir()
    (folder / "good.md").write_text(GOOD, encoding="utf-8")
    (folder / case.name).write_text(case.grow(size), encoding="utf-8")
    return folder


def calmed(folder: Path, outcome: Outcome, slowest: float) -> Outcome:
    """The outcome; where it took longer, the quickest of two more.

    Other tests run at the same time, and a core that is shared doubles the processor time of a child now and then.
    """
    if outcome.died or outcome.cpu <= slowest:
        return outcome
    return min(load_limited([folder] * 2), key=lambda again: (again.died is None, again.cpu))


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Each hostile file, loaded in a child of its own beside the good one, and a thousand of them in one folder."""
    root = tmp_path_factory.mktemp("hostile")
    folders = [put(case, case.n, root / str(number)) for number, case in enumerate(HOSTILE)]
    *found, thousand = load_limited([*folders, put_thousand(root / "thousand")])
    calm = [calmed(folder, outcome, SLOWEST) for folder, outcome in zip(folders, found, strict=True)]
    return {"thousand": thousand} | dict(zip((case.id for case in HOSTILE), calm, strict=True))


@pytest.mark.parametrize("case", HOSTILE, ids=lambda c: c.id)
def test_a_hostile_file_is_read_or_refused_in_time(case: Hostile, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[case.id]
    check_outcome(outcome)
    unread = [p["code"] for p in outcome.problems if p["release_id"] is None]
    assert unread == ([case.code] if case.code else [])
    noted = {p["code"] for p in outcome.problems if p["release_id"] is not None}
    assert ("crowded" in noted) == (case.id in CROWDED)
    assert outcome.cpu <= SLOWEST


@pytest.mark.soak
@pytest.mark.parametrize("case", HOSTILE, ids=lambda c: c.id)
def test_a_hostile_file_as_large_as_may_be_is_read_or_refused_in_time(case: Hostile, tmp_path: Path) -> None:
    fill = MAX_FILE_BYTES * 0.99 * case.n / len(case.grow(case.n).encode())
    size = int(fill) if case.id != "code marks" else MAX_FILE_BYTES
    folder = put(case, size, tmp_path / "in")
    (outcome,) = load_limited([folder])
    outcome = calmed(folder, outcome, FULL)
    check_outcome(outcome)
    assert outcome.cpu <= FULL


def put_thousand(folder: Path) -> Path:
    """Front matter of 10 MB, 50 kB of brackets, merge keys that multiply and, dearer to read, 80 kB of tags never closed."""
    folder.mkdir()
    (folder / "good.md").write_text(GOOD, encoding="utf-8")
    merge = next(case for case in HOSTILE if case.id == "merge keys that multiply").grow(7)
    for number in range(1000):
        path = folder / f"{number}.md"
        match number % 20:
            case 0:
                path.write_text(f"{number}\n{'<a ' * 27_000}", encoding="utf-8")
            case 1:
                path.write_text("---\na: ", encoding="utf-8")
                os.truncate(path, 10_000_000)  # a hole on the disk: refused before a byte is read
            case 2:
                path.write_bytes(matter("a: " + "[" * 50_000, f"{BODY}{number}"))
            case _:
                path.write_text(f"{merge}{number}", encoding="utf-8")
    return folder


def test_a_thousand_hostile_files_in_one_folder(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["thousand"]
    assert outcome.died is None
    check_good(outcome.releases, outcome.claims)
    codes = [p["code"] for p in outcome.problems]
    assert (len(outcome.releases), codes.count("too_large"), codes.count("front_matter")) == (51, 50, 900)
    assert outcome.cpu <= 5, "half a second for each would be 500"
    assert outcome.peak <= LARGEST


def check_outcome(outcome: Outcome) -> None:
    """The child lives, the good file was read, the bad one is a release or a problem, and memory has a limit."""
    assert outcome.died is None
    check_good(outcome.releases, outcome.claims)
    others = [r for r in outcome.releases if not r["path"].endswith("good.md")]
    unread = [p for p in outcome.problems if p["release_id"] is None]
    assert len(others) + len(unread) == 1
    assert outcome.peak <= LARGEST


HUGE = (
    "Port news: 99999999999999999999 MOUs were signed.",
    f"Port news: {'9' * 6000} MOUs were signed, from 3 to {'9' * 30} projects.",
    f"港口：签署了{'9' * 20}份谅解备忘录，启动九亿亿个项目。",
    f"The 4th Singapore-China (Shenzhen) Smart City Initiative (SCI) JIC meeting signed {'9' * 20} MOUs, {'8' * 25} to date.",
    f"The {'9' * 400}th Singapore-China (Shenzhen) Smart City Initiative JIC meeting was held. JIC {'8' * 30} follows.",
    f"The 4th Singapore-China (Shenzhen) Smart City Initiative JIC meeting.\n\n| MOUs | {'9' * 30} |\n|---|---|\n| projects | {'7' * 25} |",
)


@pytest.mark.parametrize("text", HUGE, ids=range(len(HUGE)))
def test_a_number_that_no_table_can_hold_counts_nothing(text: str, tmp_path: Path) -> None:
    """The whole way: the tables are made, written to a store, and hold nothing of it."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text(text, encoding="utf-8")
    corpus = sci_loader.load(tmp_path / "in")
    assert len(corpus.releases) == 1 and not corpus.claims["counted"].any()
    assert corpus.claims["value"].max() is pd.NA or corpus.claims["value"].max() < 10**9
    build(tmp_path / "s.sqlite", tmp_path / "in")
    assert stored(tmp_path / "s.sqlite").counts.equals(corpus.counts)
