"""All figures of speed in one run: ``make bench`` (``python -m benchmarks.speed``).

Prints one table of ratios and writes it to docs/performance.md.  ``--small`` measures in minutes; the full run multiplies the
archive to a hundred thousand releases and takes far longer.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
from collections.abc import Iterable
from pathlib import Path

from benchmarks import loading
from benchmarks.ratios import Line

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT.parent / "shared" / "releases" / "mci"
OUT = ROOT / "docs" / "performance.md"


def table(lines: Iterable[Line], small: bool) -> str:
    """The page docs/performance.md."""
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    rows = [f"| {line.what} | {line.against} | {line.ratio:.2f} | {line.goal} | {line.basis} |" for line in lines]
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--small", action="store_true", help="1,000 and 3,000 releases in place of 10,000 and 100,000")
    options = parser.parse_args()
    source = Path(os.environ.get("SCI_BENCH", SOURCE))
    if not source.is_dir():
        parser.error(f"{source} is no folder of releases; name one in SCI_BENCH")
    small, large = (1_000, 3_000) if options.small else (10_000, 100_000)
    lines: list[Line] = []
    for measured in (
        loading.against_others(source, rounds=3 if options.small else 7),
        loading.processes(source, small, rounds=3),
        loading.growth(source, small, large, rounds=1),
    ):
        for line in measured:
            lines.append(line)
            print(f"{line.what} / {line.against}: {line.ratio:.2f} (goal {line.goal}; {line.basis})", flush=True)
    OUT.write_text(table(lines, options.small), encoding="utf-8")


if __name__ == "__main__":
    main()
