"""A store of many releases: made, found unchanged, one release added; and the dashboard that shows it."""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.archive import write
from benchmarks.ratios import Line, seconds
from benchmarks.rerun import ROOT, milliseconds, server
from sci_loader.build import build

PAGES = ("overview", "releases")
RERUNS = 30


def lines(source: Path, count: int, folder: Path) -> Iterator[Line]:
    """A store of ``count`` releases in ``folder``; it is left there as ``archive-COUNT.sqlite``."""
    files, store = folder / f"files-{count}", folder / f"archive-{count}.sqlite"
    write(source, count, files)
    whole = seconds(lambda: build(store, files))
    unchanged = seconds(lambda: build(store, files))
    (files / "added.md").write_text("---\ntitle: A talk on parks\ndate: 2024-01-05\n---\nEight parks opened.\n")
    added = seconds(lambda: build(store, files))
    basis = f"{count:,} files, once, by the clock"
    yield Line("finding nothing changed", "the whole build", unchanged / whole, "≤ 0.03", basis)
    yield Line("adding one release", "one second", added, "≤ 1", f"{basis}; {unchanged:.1f} of it to find what changed")


def shown(small: Path, large: Path, count: int) -> Iterator[Line]:
    """The dashboard on a large store beside a small one and beside the shipped data."""
    names = {"small": {"SCI_STORE": str(small)}, "large": {"SCI_STORE": str(large)}, "shipped": {}}
    spent, first, memory = {}, {}, {}
    for name, environment in names.items():
        with server(ROOT / "dashboard.py", ROOT, **environment) as running:
            check = f"{running.url}/_stcore/script-health-check"
            first[name] = seconds(lambda check=check: urllib.request.urlopen(check, timeout=60).read())
            spent[name] = {page: asyncio.run(milliseconds(running, page, RERUNS)) for page in PAGES}
            memory[name] = running.memory
    basis = f"{count:,} releases, {RERUNS} reruns"
    for page in PAGES:
        yield Line(f"a rerun of {page}", "on a small store", spent["large"][page] / spent["small"][page], "≤ 3", basis)
    yield Line("the first page of a server", "on the shipped data", first["large"] / first["shipped"], "≤ 1.25", basis)
    yield Line("memory of the server", "500 MB", memory["large"] / 500, "≤ 1", f"{basis}, {memory['large']:.0f} MB")
