"""What every benchmark shares: ways to do the same thing, run in turn, as ratios of medians.

A machine is never quiet, so no time stands alone: the ways are run one after the other, round by round, each round in another
order, and what is told is how they compare.  Processor time of this process and its children counts, not the clock, unless a
benchmark says so.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

__all__ = ["Line", "clock", "interleaved", "processor", "seconds"]


@dataclass(frozen=True)
class Line:
    """One line of the table of figures: what is compared with what, the ratio, the goal, and what the ratio rests on."""

    what: str
    against: str
    ratio: float
    goal: str
    basis: str

    @property
    def row(self) -> str:
        """The line as a row of a Markdown table."""
        ratio = f"{self.ratio:.2f}" if self.ratio >= 0.1 else f"{self.ratio:.4f}"
        return f"| {self.what} | {self.against} | {ratio} | {self.goal} | {self.basis} |"


def processor() -> float:
    """Seconds of processor time of this process and of children that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def clock() -> float:
    return time.perf_counter()


def seconds(work: Callable[[], object], timer: Callable[[], float] = clock) -> float:
    """How long the work takes, once."""
    start = timer()
    work()
    return timer() - start


def interleaved(
    ways: Mapping[str, Callable[[], object]], rounds: int, timer: Callable[[], float] = processor
) -> dict[str, float]:
    """Median seconds of each way over a number of rounds, every round in an order of its own."""
    order = random.Random(1)
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name in order.sample(list(ways), len(ways)):
            spent[name].append(seconds(ways[name], timer))
    return {name: statistics.median(times) for name, times in spent.items()}
