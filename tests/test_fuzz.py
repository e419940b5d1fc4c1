"""Real files with seeded mutations: each is read or refused with a reason, and every claim keeps its exact place.

Every check reads a hundred thousand short ones, half of them in ``test_fuzz_more`` so that two processes can share them, and a
few hundred long ones.  An input that fails is kept in tests/examples/hostile beside those written by hand; every check reads
them again.
"""

import os
from pathlib import Path

import pytest
from fuzzing import fuzz, long, read_calmly, short

KEPT = Path(__file__).parent / "examples" / "hostile"


@pytest.mark.parametrize("seed", range(5))
def test_short_mutated_texts_are_read_or_refused(seed: int) -> None:
    fuzz(short, 10_000, seed)


@pytest.mark.parametrize("seed", range(2))
def test_mutated_files_are_read_or_refused(seed: int) -> None:
    fuzz(long, 200, seed)


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_millions_of_mutated_files_are_read_or_refused() -> None:
    """100,000, or as many as SCI_FUZZ says; before a release two million: a fifth of them long."""
    count = int(os.environ.get("SCI_FUZZ", "100_000"))
    fuzz(long, count // 5, 98)
    fuzz(short, count - count // 5, 99)


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.*")), ids=lambda p: p.name)
def test_files_kept_for_what_they_do_are_read_or_refused(path: Path) -> None:
    read_calmly(path.read_bytes(), Path(path.name))
