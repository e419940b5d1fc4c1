"""Loads folders in processes of their own, under limits of time and memory, and says what became of each.

A test that might crash, hang or fill the memory calls ``load_limited``.  One Python is started, loads the package once and
forks a child for each folder: a child that dies takes nothing with it.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEMORY = 2 << 30  # bytes of address space
CPU, WALL = 6, 30  # seconds after which a child is ended
NOBODY = 65534


@dataclass(frozen=True)
class Outcome:
    """What became of one folder: how the child ended, CPU seconds beyond those of one ordinary file and peak memory in MB, and
    what was read.

    releases: path, release_id, title; claims: release_id, value, counted; problems: all but the line.
    """

    died: str | None
    cpu: float = 0.0
    peak: int = 0
    releases: tuple[dict[str, Any], ...] = ()
    claims: tuple[dict[str, Any], ...] = ()
    problems: tuple[dict[str, Any], ...] = ()


def load_limited(folders: Sequence[Path], as_nobody: bool = False) -> list[Outcome]:
    """Find all claims of each folder under limits; as_nobody gives up the rights of root first, so that permissions count."""
    if not folders:
        return []
    call = [sys.executable, str(Path(__file__)), *(["--as-nobody"] if as_nobody else []), *map(str, folders)]
    with tempfile.TemporaryDirectory() as home:  # nobody may not read the checkout, but may read this
        Path(home).chmod(0o755)
        for name in ("programmes", "language"):
            shutil.copytree(ROOT / "data" / name, Path(home) / name)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SCI_DATA": home}
        done = subprocess.run(
            call,
            capture_output=True,
            text=True,
            env=environment,
            cwd=home,
            timeout=WALL * len(folders) + 60,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return [Outcome(**json.loads(line)) for line in done.stdout.splitlines()]


def _find_all(folder: str) -> dict[str, Any]:
    import sci_loader

    corpus = sci_loader.load(folder)
    wanted = {
        "releases": ["path", "release_id", "title"],
        "claims": ["release_id", "value", "counted"],
        "problems": ["path", "release_id", "code", "message", "remedy", "line"],
    }
    return {
        table: json.loads(corpus.tables[table][columns].to_json(orient="records")) for table, columns in wanted.items()
    }


def _measure(folder: str) -> dict[str, Any]:
    before = resource.getrusage(resource.RUSAGE_SELF)
    try:
        rows = _find_all(folder)
    except BaseException as error:  # whatever it is, the test wants to hear of it
        return {"died": f"{type(error).__name__}: {str(error)[:200]}"}
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"died": None, "cpu": seconds, "peak": after.ru_maxrss // 1024, **rows}


def _in_child(folder: str) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
        signal.alarm(WALL)
        with os.fdopen(writing, "w", encoding="utf-8") as out:
            json.dump(_measure(folder), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"died": f"ended by {signal.Signals(os.WTERMSIG(status)).name}"}
    return json.loads(said) if said else {"died": f"exit code {os.waitstatus_to_exitcode(status)}"}


def main(arguments: list[str]) -> None:
    """Read the folders named and print one outcome a line."""
    as_nobody = arguments[0] == "--as-nobody"
    folders = arguments[1:] if as_nobody else arguments
    ordinary = str(ROOT / "tests" / "examples" / "sci-sixth-zh-agency-fourth.md")
    for known in (str(ROOT / "data" / "releases"), ordinary):
        _find_all(known)  # what is loaded and compiled once is no cost of any folder
    tables = min(_measure(ordinary)["cpu"] for _ in range(3))  # making and checking tables, however little they hold
    gc.collect()
    gc.freeze()  # as the dashboard does: the collector of a child walks what its own folder made, not all that was loaded
    if as_nobody:
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
    for folder in folders:
        outcome = _in_child(folder)
        spent = {"cpu": max(0.0, outcome["cpu"] - tables)} if "cpu" in outcome else {}
        print(json.dumps({**outcome, **spent}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
