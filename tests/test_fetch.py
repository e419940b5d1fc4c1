"""Originals are copied from a folder or a git repository; nothing else is, and nothing of it runs."""

import os
import subprocess
from pathlib import Path

import pytest

from sci_loader.__main__ import main
from sci_loader.errors import LoaderError
from sci_loader.fetch import fetch
from sci_loader.vocabulary import data_dir, load_programmes

ABOUT = "---\ntitle: Harbour talks\ndate: 2023-12-14\n---\nThe Singapore-China (Shenzhen) Smart City Initiative grew by six projects today.\n"
OTHER = "---\ntitle: Library hours\ndate: 2023-12-14\n---\nThe library opens at nine.\n"
PROGRAMMES = tuple(load_programmes().values())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "site" / "posts"
    place.mkdir(parents=True)
    (place / "a.md").write_text(ABOUT)
    (place / "b.md").write_text(OTHER)
    (place / "c.md").write_bytes(b"\xff\xfe\x00broken")
    return tmp_path / "site"


def git(*call: str, cwd: Path) -> None:
    identity = {
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }
    subprocess.run(["git", *call], cwd=cwd, check=True, capture_output=True, env={**os.environ, **identity})


def test_from_a_folder(folder: Path, tmp_path: Path) -> None:
    first = fetch(str(folder), tmp_path / "originals", PROGRAMMES)
    assert (first.looked_at, [p.name for p in first.new]) == (3, ["a.md"])
    assert (tmp_path / "originals" / "a.md").read_text() == ABOUT
    assert [p.name for p in fetch(str(folder), tmp_path / "originals", PROGRAMMES).same] == ["a.md"]
    (folder / "posts" / "a.md").write_text(ABOUT + "Correction.\n")
    assert [p.name for p in fetch(str(folder), tmp_path / "originals", PROGRAMMES).changed] == ["a.md"]


def test_posts_of_one_name_are_kept_apart(folder: Path, tmp_path: Path) -> None:
    (folder / "speeches").mkdir()
    (folder / "speeches" / "a.md").write_text(ABOUT + "And a speech.\n")
    for kind in ("new", "same"):
        found = fetch(str(folder), tmp_path / "originals", PROGRAMMES)
        assert sorted(p.name for p in getattr(found, kind)) == ["posts-a.md", "speeches-a.md"]
    assert (tmp_path / "originals" / "speeches-a.md").read_text().endswith("And a speech.\n")


def test_a_folder_in_the_place_of_a_release_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "originals" / "a.md").mkdir(parents=True)
    with pytest.raises(LoaderError, match="is a folder; remove it"):
        fetch(str(folder), tmp_path / "originals", PROGRAMMES)


def test_from_a_repository(folder: Path, tmp_path: Path) -> None:
    for call in (("init", "-q"), ("add", "."), ("commit", "-qm", "posts")):
        git(*call, cwd=folder)
    bare = tmp_path / "site.git"
    git("clone", "-q", "--bare", str(folder), str(bare), cwd=tmp_path)
    (bare / "hooks" / "post-upload-pack").parent.mkdir(exist_ok=True)
    result = fetch(f"file://{bare}", tmp_path / "originals", PROGRAMMES)
    assert [p.name for p in result.new] == ["a.md"]
    assert not (tmp_path / "originals" / ".git").exists()


@pytest.mark.parametrize("source", ["--upload-pack=touch /tmp/x", "ext::sh -c id", "file:///does/not/exist"])
def test_a_source_that_cannot_be_had_is_one_sentence(source: str, tmp_path: Path) -> None:
    with pytest.raises(LoaderError) as error:
        fetch(source, tmp_path / "originals", PROGRAMMES)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "originals").exists()


def test_on_the_command_line(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sci_loader.__main__.data_dir", lambda: tmp_path)
    assert main(["fetch", "--from", str(folder)]) == 0
    assert "3 files looked at: 1 new, 0 changed, 0 already there." in capsys.readouterr().out
    assert (tmp_path / "originals" / "a.md").exists()
    assert data_dir() != tmp_path
