"""Loads folders in processes of their own, under limits of time and memory, and says what became of each.

A test that might crash, hang or fill the memory calls ``load_limited``.  One Python is started, loads the package once and
forks a child for each folder: a child that dies takes nothing with it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
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
    """What became of one folder: how the child ended, CPU seconds and peak memory in MB, and the rows it read."""

    died: str | None
    cpu: float = 0.0
    peak: int = 0
    releases: tuple[dict[str, Any], ...] = ()
    claims: tuple[dict[str, Any], ...] = ()
    problems: tuple[dict[str, Any], ...] = ()


def load_limited(folders: Sequence[Path], as_nobody: bool = False) -> list[Outcome]:
    """Load each folder under limits; as_nobody gives up the rights of root first, so that permissions count."""
    call = [sys.executable, str(Path(__file__)), *(["--as-nobody"] if as_nobody else []), *map(str, folders)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        call, capture_output=True, text=True, env=environment, timeout=WALL * len(folders) + 60, check=False
    )
    assert done.returncode == 0, done.stderr
    return [Outcome(**json.loads(line)) for line in done.stdout.splitlines()]


def _load(folder: str) -> dict[str, Any]:
    import sci_loader

    before = resource.getrusage(resource.RUSAGE_SELF)
    try:
        corpus = sci_loader.load(folder)
    except BaseException as error:  # whatever it is, the test wants to hear of it
        return {"died": f"{type(error).__name__}: {str(error)[:200]}"}
    after = resource.getrusage(resource.RUSAGE_SELF)
    rows = {
        name: json.loads(corpus.tables[name].to_json(orient="records")) for name in ("releases", "claims", "problems")
    }
    for row in rows["releases"]:
        row["characters"] = len(row["text"])
        row["text"] = row["text"][:400]
    rows["claims"] = [{k: c[k] for k in ("release_id", "value", "counted")} for c in rows["claims"]]
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
            json.dump(_load(folder), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"died": f"ended by {signal.Signals(os.WTERMSIG(status)).name}"}
    return json.loads(said) if said else {"died": f"exit code {os.waitstatus_to_exitcode(status)}"}


def main(arguments: list[str]) -> None:
    """Load the folders named and print one outcome a line."""
    import sci_loader

    sci_loader.load()  # what is read and compiled once is no cost of any folder
    if arguments[0] == "--as-nobody":
        arguments = arguments[1:]
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
    for folder in arguments:
        print(json.dumps(_in_child(folder)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
