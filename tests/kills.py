"""Builds a store in processes that are killed, starved of room on the disk or kept from writing, and says what is left of it.

One Python loads the package and builds once, so that all is compiled; each build to be killed is a fork of it, which makes a
kill cost no more than what the build had done by then.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOBODY = 65534
LIMIT = 60_000  # bytes of a file: room to open a store, and not to write all of a build


def forked(work: Callable[[], object], patience: float | None = None) -> int:
    """Do the work in a child, which is killed when it takes longer than patience; its exit code, or minus the signal."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(int(work() or 0))
        except BaseException:
            traceback.print_exc()
        os._exit(99)
    if patience is not None:
        time.sleep(patience)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def state(store: Path) -> dict[str, object]:
    """What the next start finds: files in the store, whether SQLite calls it whole, seconds to open it, and names beside it."""
    from sci_loader.store import Store

    start = time.perf_counter()
    opened = Store.open(store)
    files = opened.home.query('SELECT count(*) FROM "files"')[0][0]
    seconds = time.perf_counter() - start
    whole = opened.home.query("PRAGMA integrity_check")[0][0]
    releases = opened.home.query('SELECT count(*) FROM "releases"')[0][0]
    opened.home.close()
    beside = sorted(path.name for path in store.parent.iterdir())
    return {"files": files, "releases": releases, "whole": whole, "seconds": seconds, "beside": beside}


def kill(store: Path, folder: Path, times: int) -> None:
    """Kill so many builds, each at another moment, and print the state after each; files change before each build.

    One that ends before it is killed does not count, and the next one gets less time.
    """
    from sci_loader import build as module

    module.BATCH = 3
    module.build(store, folder)
    chance = random.Random(60)

    def renew() -> int:
        module.build(store, folder)
        return 0

    def change(number: int) -> None:
        made = sorted(folder.glob("made-*.md"))
        for path in chance.sample(made, len(made) // 2):
            path.write_text(path.read_text(encoding="utf-8") + f"\n\nMore of {number}.\n", encoding="utf-8")

    change(-1)
    start = time.perf_counter()
    forked(renew)
    span = time.perf_counter() - start  # of a build that nobody kills
    killed = number = 0
    while killed < times:
        change(number := number + 1)
        died = forked(renew, chance.uniform(0, span))
        print(json.dumps({"died": died, **state(store)}), flush=True)
        killed += died == -signal.SIGKILL
        span *= 1.0 if died == -signal.SIGKILL else 0.9
    renew()


def starve(store: Path, folder: Path, how: str) -> None:
    """Let the command renew a store after files changed: "full" on a disk without room, "closed" in a folder that is read-only.

    Prints the exit code of the command and the state afterwards; what the command says goes to stderr.
    """
    from sci_loader import build as module
    from sci_loader.__main__ import main

    module.build(store, folder)
    for path in folder.glob("made-*.md"):
        path.write_text(path.read_text(encoding="utf-8") + "\n\nMore.\n", encoding="utf-8")
    rules = module._rules()

    def command() -> int:
        module._rules = lambda: rules  # nobody may not read the checkout
        if how == "full":
            resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))
        elif os.geteuid() == 0:  # whom no permission stops
            os.setegid(NOBODY)
            os.seteuid(NOBODY)
        code = main(["build", str(folder), "--store", str(store)])
        sys.stdout.flush()
        sys.stderr.flush()
        return code

    if how == "closed":
        store.chmod(0o444)
        store.parent.chmod(0o555)
    died = forked(command)
    store.parent.chmod(0o755)
    store.chmod(0o644)
    print(json.dumps({"died": died, **state(store)}))


if __name__ == "__main__":
    if sys.argv[1] == "kill":
        kill(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
    else:
        starve(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[1])
