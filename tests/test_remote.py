"""Sources and tables at addresses: what lies there is read as a local folder is, and nothing secret is repeated."""

import os
import shutil
import socket
import sys
import zipfile
from pathlib import Path

import fsspec
import pandas as pd
import pytest
from fsspec.implementations.memory import MemoryFileSystem

import sci_loader
from sci_loader.__main__ import main
from sci_loader.build import build
from sci_loader.corpus import stored
from sci_loader.errors import LoaderError
from sci_loader.export import FORMATS, export
from sci_loader.load import MAX_FILE_BYTES
from sci_loader.store import Store
from sci_loader.workers import executor

ROOT = Path(__file__).resolve().parents[1]
GOOD = "---\ntitle: Bread\ndate: 2023-01-02\n---\nThe ferry carries six bakers and their bread.\n"


class Shaky(MemoryFileSystem):
    """A file system that fails as one across a network does, and says something secret when it does."""

    protocol = "shaky"
    store: dict = {}  # noqa: RUF012 - shared by all instances, as that of its parent
    pseudo_dirs: list = [""]  # noqa: RUF012
    down: str | None = None  # which call fails, and for which end of a path
    opened: list = []  # noqa: RUF012

    @classmethod
    def _strip_protocol(cls, path):
        path = path.split("@")[-1].split("?")[0].removeprefix("shaky://").strip("/")
        return f"/{path}" if path else ""

    def info(self, path, **kwargs):
        if type(self).down == "all":
            raise ConnectionError("no route to me:word@host?token=1")
        return super().info(path, **kwargs)

    def _open(self, path, mode="rb", **kwargs):
        if mode == "rb":
            type(self).opened.append(path)
            if type(self).down and path.endswith(type(self).down):
                raise ConnectionError("no route to me:word@host?token=1")
        return super()._open(path, mode, **kwargs)


@pytest.fixture
def folder(tmp_path):
    """A few releases that depend on each other, one in a folder below, and what is not read."""
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    for pattern in ("2021-1*mous-*", "2023-12-14-*"):
        for path in (ROOT / "data" / "releases").glob(pattern):
            shutil.copy(path, folder)
    (folder / "deep" / "bread.md").write_text(GOOD, encoding="utf-8")
    (folder / "zebra.md").write_text(GOOD.replace("six", "five"), encoding="utf-8")
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00")
    (folder / ".hidden.md").write_text(GOOD, encoding="utf-8")
    (folder / "table.csv").write_text("a,b\n", encoding="utf-8")
    return folder


@pytest.fixture
def shaky():
    fsspec.register_implementation("shaky", Shaky, clobber=True)
    Shaky.store.clear()
    Shaky.pseudo_dirs[:] = [""]
    Shaky.down = None
    Shaky.opened.clear()
    return Shaky(skip_instance_cache=True)


@pytest.fixture
def memory():
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def put(system, folder, name):
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            system.pipe(f"/{name}/{path.relative_to(folder).as_posix()}", path.read_bytes())


def zipped(folder):
    name = folder.parent / "texts.zip"
    with zipfile.ZipFile(name, "w") as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    return name


def same_but_for_paths(there, here):
    for name, table in here.tables.items():
        pd.testing.assert_frame_equal(
            there.tables[name].drop(columns="path", errors="ignore"), table.drop(columns="path", errors="ignore")
        )


def test_a_folder_elsewhere_gives_the_tables_of_the_same_folder_here(folder, memory):
    here = sci_loader.load(folder)
    put(memory, folder, "texts")
    there = sci_loader.load("memory://texts")
    same_but_for_paths(there, here)
    assert set(there.releases["path"]) > {"memory://texts/zebra.md", "memory://texts/deep/bread.md"}
    assert there.problems["path"].tolist() == ["memory://texts/broken.md"]
    archive = sci_loader.load(f"zip://::{zipped(folder)}")
    same_but_for_paths(archive, here)
    assert f"zip://::{zipped(folder)}/deep/bread.md" in set(archive.releases["path"])
    for name, table in sci_loader.load(f"file://{folder}").tables.items():
        pd.testing.assert_frame_equal(table, here.tables[name])


def test_one_file_is_named(folder, memory):
    put(memory, folder, "texts")
    for address in ("memory://texts/deep/bread.md", f"zip://deep/bread.md::{zipped(folder)}"):
        corpus = sci_loader.load(address)
        assert (corpus.releases["title"].tolist(), len(corpus.problems)) == (["Bread"], 0)
    assert sci_loader.load("memory://texts/table.csv").problems["code"].tolist() == ["file_type"]


def test_other_processes_read_it_too(folder):
    """They open it themselves."""
    with executor(2) as pool:
        there = sci_loader.load(f"zip://::{zipped(folder)}", pool=pool)
    same_but_for_paths(there, sci_loader.load(folder))


def test_a_build_reads_what_changed_and_lets_go_what_was_withdrawn(folder, shaky, tmp_path):
    name = tmp_path / "store.sqlite"
    put(shaky, folder, "texts")
    assert build(name, "shaky://texts").read == 6
    Shaky.opened.clear()
    assert build(name, "shaky://texts").changed is False
    assert Shaky.opened == []
    shaky.pipe("/texts/zebra.md", GOOD.replace("six", "five").encode())  # another date, the same bytes
    assert build(name, "shaky://texts").changed is False
    assert Shaky.opened == ["/texts/zebra.md"]
    shaky.pipe("/texts/zebra.md", GOOD.replace("six", "nine").encode())
    shaky.rm("/texts/deep/bread.md")
    done = build(name, "shaky://texts")
    assert (done.read, done.withdrawn) == (1, 1)
    corpus = stored(name)
    assert corpus.store.found("nine").sum() == 1 and not corpus.store.found("six bakers").any()
    corpus.store.home.close()


def held(name):
    store = Store.open(name)
    try:
        return store.home.query('SELECT "path", "title", "text" FROM "releases" ORDER BY "path"')
    finally:
        store.home.close()


def test_a_store_loses_nothing_when_the_network_is_down(folder, shaky, tmp_path):
    name = tmp_path / "store.sqlite"
    put(shaky, folder, "texts")
    build(name, "shaky://texts")
    before = held(name)
    Shaky.down = "all"
    with pytest.raises(LoaderError, match="The store stays as it was"):
        build(name, "shaky://texts")
    with pytest.raises(LoaderError, match="nothing at this address"):
        build(name, "memory://elsewhere")
    assert held(name) == before
    Shaky.down = "zebra.md"
    shaky.pipe("/texts/zebra.md", GOOD.replace("six", "nine").encode())
    shaky.pipe("/texts/new.md", GOOD.replace("six", "ten").encode())
    said = []
    assert build(name, "shaky://texts", say=said.append).read == 1
    assert "shaky://texts/zebra.md could not be read again and stays as it was" in said
    assert {row[0] for row in held(name)} - {row[0] for row in before} == {"shaky://texts/new.md"}
    Shaky.down = None
    assert build(name, "shaky://texts").read == 1
    assert any("nine bakers" in row[2] for row in held(name))


def test_what_cannot_be_had_is_one_problem_and_stops_nothing(folder, shaky, tmp_path, monkeypatch):
    put(shaky, folder, "texts")
    Shaky.down = "zebra.md"
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{server.getsockname()[1]}/x.md"
    addresses = ["shaky://texts", "shaky://missing", "nope://x", "s3://bucket/x.md", closed, "reference://x"]
    corpus = sci_loader.load(*addresses, folder / "deep")
    assert len(corpus.releases) > 3
    problems = corpus.problems[corpus.problems["code"] == "unreachable"].set_index("path")
    assert set(problems.index) == {"shaky://texts/zebra.md", *addresses[1:]}
    for row in problems.itertuples():
        assert row.message and row.remedy and "\n" not in row.message + row.remedy
    assert "not installed" in problems.loc["s3://bucket/x.md", "message"] or _installed("s3fs")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    row = sci_loader.load("memory://texts").problems.iloc[0]
    assert row["remedy"] == "pip install fsspec"


def _installed(name):
    try:
        __import__(name)
    except ImportError:
        return False
    return True


def test_a_large_file_is_refused_unread(shaky):
    shaky.pipe("/texts/large.md", b"x" * (MAX_FILE_BYTES + 1))
    Shaky.opened.clear()
    assert sci_loader.load("shaky://texts").problems["code"].tolist() == ["too_large"]
    assert Shaky.opened == []


def test_a_file_of_unsaid_size_is_read_no_further_than_the_limit(shaky, monkeypatch):
    shaky.pipe("/texts/large.md", b"x" * (MAX_FILE_BYTES + 1))
    shaky.pipe("/texts/small.md", GOOD.encode())
    plain = Shaky.find
    monkeypatch.setattr(Shaky, "find", lambda *a, **k: {p: {**i, "size": None} for p, i in plain(*a, **k).items()})
    corpus = sci_loader.load("shaky://texts")
    assert (len(corpus.releases), corpus.problems["code"].tolist()) == (1, ["too_large"])


def test_nothing_secret_is_repeated(folder, shaky, tmp_path, capsys):
    put(shaky, folder, "texts")
    secret = "shaky://me:word@texts"
    name = tmp_path / "store.sqlite"
    Shaky.down = "zebra.md"
    assert main(["build", secret, "--store", str(name)]) == 0
    assert main(["check", f"{secret}/zebra.md?token=1"]) == 1
    assert main(["export", secret, "--out", str(tmp_path / "out")]) == 0
    Shaky.down = "all"
    assert main(["build", secret, "--store", str(name)]) == 1
    assert main(["export", str(folder), "--out", "shaky://me:word@out?token=1"]) in (0, 1)
    said = capsys.readouterr()
    written = b"".join(path.read_bytes() for path in [name, *(tmp_path / "out").iterdir()])
    for text in (said.out.encode(), said.err.encode(), written):
        assert b"me:word" not in text and b"token=1" not in text
    assert b"shaky://texts/deep/bread.md" in written


@pytest.mark.parametrize("fmt", FORMATS)
def test_tables_are_written_to_an_address(fmt, folder, memory, tmp_path):
    tables = sci_loader.load(folder).tables
    here = export(tables, tmp_path / "out", fmt)
    there = export(tables, "memory://tables", fmt)
    assert [path.rsplit("/", 1)[1] for path in there] == [Path(path).name for path in here]
    assert sorted(memory.ls("/tables", detail=False)) == sorted(f"/tables/{Path(path).name}" for path in here)
    for path in here if fmt != "xlsx" else []:  # a workbook holds the time at which it was made
        assert memory.cat(f"/tables/{Path(path).name}") == Path(path).read_bytes()


def test_an_address_that_takes_no_tables_is_refused_in_one_sentence(folder, tmp_path, capsys):
    assert main(["export", str(folder), "--out", f"zip://::{zipped(folder)}"]) == 1
    assert main(["export", str(folder), "--out", "s3://bucket/tables"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.startswith("error: ") for line in lines] == [True, True]
    assert main(["export", str(folder), "--out", f"file://{tmp_path}/out"]) == 0
    assert len(os.listdir(tmp_path / "out")) > 5  # noqa: PTH208


def test_two_addresses_that_would_look_the_same_are_refused(shaky, tmp_path, capsys):
    """Else one would stand for the other, unnoticed; no secret is repeated."""
    shaky.pipe_file("/x/texts/one.md", GOOD.encode())
    one, two = "shaky://ann:word@x/texts?v=1", "shaky://ann:word@x/texts?v=2"
    for reads in (lambda: sci_loader.load(one, one, two), lambda: build(tmp_path / "store.sqlite", one, two)):
        with pytest.raises(LoaderError, match=r"shaky://x/texts: two addresses differ only in") as caught:
            reads()
        assert "ann" not in str(caught.value) and ":word" not in str(caught.value)
    assert main(["check", one, two]) == 1
    assert "read them one at a time" in capsys.readouterr().err
