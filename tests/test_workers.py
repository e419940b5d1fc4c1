"""Whoever reads the files, the tables are the same: this process, processes beside it, a Dask cluster."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sci_loader
from sci_loader import workers
from sci_loader.__main__ import main
from sci_loader.errors import LoaderError
from sci_loader.workers import executor, mapped

distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More files than one task holds: two shipped releases, invented ones about no programme, and a broken one."""
    place = tmp_path_factory.mktemp("releases")
    shipped = sorted((Path(sci_loader.__file__).parents[1] / "data" / "releases").glob("*.md"))
    for path in shipped[-3:]:
        (place / path.name).write_bytes(path.read_bytes())
    for number in range(120):
        text = f"# Harbour news {number}\n\nThe port opened {number + 2} projects in May, and 3 MOUs were signed."
        (place / f"{number:03}.md").write_text(text, encoding="utf-8")
    (place / "broken.md").write_text("---\ntitle: never closed\n", encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def here(folder: Path) -> sci_loader.Corpus:
    return sci_loader.load(folder)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", scheduler_port=0, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


def same(one: sci_loader.Corpus, other: sci_loader.Corpus) -> bool:
    return one.version == other.version and all(
        table.to_csv() == other.tables[name].to_csv() for name, table in one.tables.items()
    )


def test_two_processes_give_the_same_tables(folder: Path, here: sci_loader.Corpus) -> None:
    with executor(2) as pool:
        assert same(sci_loader.load(folder, pool=pool), here)
    assert len(here.releases) == 123
    assert len(here.claims) > 240, "the invented figures are claims that are not counted"
    assert (here.problems["release_id"].isna()).sum() == 1, "the broken file is a problem, not a release"


def test_a_cluster_gives_the_same_tables(folder: Path, here: sci_loader.Corpus, scheduler: str) -> None:
    with executor(scheduler=scheduler) as pool:
        assert same(sci_loader.load(folder, pool=pool), here)


def test_the_command_line_takes_workers_and_a_scheduler(folder: Path, scheduler: str, tmp_path: Path) -> None:
    assert main(["export", str(folder), "--out", str(tmp_path / "two"), "--workers", "2"]) == 0
    assert main(["export", str(folder), "--out", str(tmp_path / "cluster"), "--scheduler", scheduler]) == 0
    for path in (tmp_path / "two").iterdir():
        assert path.read_bytes() == (tmp_path / "cluster" / path.name).read_bytes(), path.name


def test_results_come_in_order_and_tasks_hold_many_items() -> None:
    with executor(2) as pool:
        assert list(mapped(abs, range(-1000, 0), pool, chunk=7)) == list(range(1000, 0, -1))


def test_a_cluster_that_does_not_answer_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 0.5)
    with pytest.raises(LoaderError, match="no Dask scheduler answers there"), executor(scheduler="tcp://127.0.0.1:9"):
        pass


def test_without_a_cluster_nothing_of_dask_is_imported() -> None:
    code = "import sci_loader, sci_loader.__main__, sys; sys.exit('distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
