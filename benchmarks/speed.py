"""All figures of speed in one run: ``make bench`` (``python -m benchmarks.speed``).

Needs ripgrep (Debian's package) beside what requirements-bench.txt names.  Prints one table of ratios and writes it to docs/performance.md.  ``--small`` measures in minutes; the full run multiplies the
archive to a hundred thousand releases and takes far longer.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import building, loading, rerun, searching
from benchmarks.ratios import Line

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT.parent / "shared" / "releases" / "mci"
OUT = ROOT / "docs" / "performance.md"


def table(lines: Iterable[Line], small: bool) -> str:
    """The page docs/performance.md."""
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    rows = [line.row for line in lines]
    return "\n".join(
        [
            "# Performance",
            "",
            "Ratios, measured in one run with the ways compared taking turns; times alone would say more about the machine than about",
            f"the code. Written by `make bench` on {dt.date.today().isoformat()}: {os.cpu_count()} cores, Python {platform.python_version()},"
            f" load of the machine {load} at the end,",
            f"{'the small run' if small else 'the full run'}. The releases are the publisher's own, at `SCI_BENCH` or beside the checkout; larger archives are made from",
            "them by a seeded generator (`benchmarks/archive.py`).",
            "",
            "| what | against | ratio | goal | rests on |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def measured(source: Path, small: int, large: int, folder: Path, few: bool) -> Iterator[Line]:
    """Every figure in turn."""
    yield from rerun.lines(40 if few else 100)
    yield from loading.first(rounds=5)
    yield from loading.against_others(source, rounds=3 if few else 7)
    yield from loading.processes(source, small, rounds=3)
    yield from loading.growth(source, small, large, rounds=1)
    for count in (1_000, large):
        yield from building.lines(source, count, folder)
    yield from building.shown(folder / "archive-1000.sqlite", folder / f"archive-{large}.sqlite", large)
    yield from searching.lines(folder / f"archive-{large}.sqlite", large, folder)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--small", action="store_true", help="1,000 and 3,000 releases in place of 10,000 and 100,000")
    options = parser.parse_args()
    source = Path(os.environ.get("SCI_BENCH") or SOURCE)
    if not source.is_dir():
        parser.error(f"{source} is no folder of releases; name one in SCI_BENCH")
    small, large = (1_000, 3_000) if options.small else (10_000, 100_000)
    with tempfile.TemporaryDirectory() as place:
        lines = []
        for line in measured(source, small, large, Path(place), options.small):
            lines.append(line)
            print(line.row, flush=True)
    OUT.write_text(table(lines, options.small), encoding="utf-8")


if __name__ == "__main__":
    main()
