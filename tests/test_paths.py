"""Nothing outside the folders that are named is read, whatever lies in them, and nothing there stops a load."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from limits import load_limited

from sci_loader.__main__ import main

SECRET = "---\ntitle: The hidden ferry\ndate: 2023-01-02\n---\nThe hidden ferry carries six bakers and their bread.\n"
GOOD = SECRET.replace("hidden", "open")
Maker = Callable[[Path, Path], object]


def to(target: str, name: str = "x.md") -> Maker:
    """A link to a place outside; {out} is a folder beside, which holds what must not be read."""
    return lambda here, out: (here / name).symlink_to(target.format(out=out))


def chain(here: Path, out: Path) -> None:
    (here / "a.md").symlink_to("b.md")
    (here / "b.md").symlink_to(out / "secret.md")


def linked_below(here: Path, out: Path) -> None:
    (here / "below").mkdir()
    (here / "below" / "x.md").symlink_to("../../out/secret.md")


def folder_chain(here: Path, out: Path) -> None:
    (here / "one").symlink_to("two")
    (here / "two").symlink_to(out, target_is_directory=True)


def listening(here: Path, out: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(here)
        server.bind("x.md")


def named(name: str) -> Maker:
    return lambda here, out: (here / name).write_text(GOOD, encoding="utf-8")


def asking(matter: str) -> Maker:
    """A release whose front matter names places."""
    return lambda here, out: (here / "x.md").write_text(GOOD.replace("title:", f"{matter.format(out=out)}\ntitle:"), encoding="utf-8")  # fmt: skip


CASES: dict[str, Maker] = {
    "a link to a file": to("{out}/secret.md"),
    "a relative link to a file": to("../out/secret.md"),
    "a link with dots": to("../in/../out/secret.md"),
    "a link over a link": chain,
    "a link in a folder below": linked_below,
    "a link to a folder": to("{out}", "x"),
    "a link to a folder named like a file": to("{out}"),
    "a link to the folder above": to("..", "x"),
    "a link to the root": to("/", "x"),
    "a folder over a folder": folder_chain,
    "a link to itself": to("x.md"),
    "a folder that holds itself": to(".", "x"),
    "a link to nothing": to("{out}/none.md"),
    "a link to the passwords": to("/etc/passwd", "x.txt"),
    "a link to the processes": to("/proc/self/environ", "x.txt"),
    "a link to its own memory": to("/proc/self/mem", "x.txt"),
    "a link to open files": to("/proc/self/fd", "x"),
    "a link to a device without an end": to("/dev/zero", "x.txt"),
    "a link to the keyboard": to("/dev/stdin", "x.txt"),
    "a pipe that nobody writes to": lambda here, out: os.mkfifo(here / "x.md"),
    "a pipe for a PDF": lambda here, out: os.mkfifo(here / "x.pdf"),
    "a socket": listening,
    "a name of two dots": named("...md"),
    "a name with a back slash": named("..\\..\\out\\secret.md"),
    "a name with a line end": named("a\nb.md"),
    "front matter that names a file": asking("layout: {out}/secret.md\npermalink: ../../out/secret.md\nfile: {out}/secret.md"),
    "front matter that includes": asking("url: file://{out}/secret.md\npublisher: '!include {out}/secret.md'"),
}  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory):
    """What became of each case, each loaded in a child under limits of time."""
    was, folders = Path.cwd(), []
    for number, make in enumerate(CASES.values()):
        place = tmp_path_factory.mktemp(f"case{number}")
        here, out = place / "in", place / "out"
        here.mkdir()
        out.mkdir()
        (out / "secret.md").write_text(SECRET, encoding="utf-8")
        (here / "good.md").write_text(GOOD, encoding="utf-8")
        make(here, out)
        folders.append(here)
    os.chdir(was)
    return dict(zip(CASES, load_limited(folders), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_only_the_named_folder_is_read(name: str, outcomes) -> None:
    outcome = outcomes[name]
    assert outcome.died is None
    titles = [r["title"] for r in outcome.releases]
    assert "The open ferry" in titles and set(titles) == {"The open ferry"}
    for problem in outcome.problems:
        assert problem["message"] and problem["remedy"]


def test_what_is_written_stays_in_the_named_folder(tmp_path: Path) -> None:
    """Names of tables are ours; those of releases go into cells, never into paths."""
    here, out = tmp_path / "in", tmp_path / "tables"
    here.mkdir()
    (here / "x.md").write_text(GOOD.replace("title:", "permalink: /../../../escaped/\ntitle:"), encoding="utf-8")
    before = set(tmp_path.iterdir())
    assert main(["export", str(here), "--out", str(out)]) == 0
    assert set(tmp_path.iterdir()) - before == {out}
    assert all(path.parent == out and path.suffix == ".csv" for path in out.iterdir())
