"""The other half of the hundred thousand short texts of ``test_fuzz``."""

import pytest
from fuzzing import fuzz, short


@pytest.mark.parametrize("seed", range(5, 10))
def test_more_short_mutated_texts_are_read_or_refused(seed: int) -> None:
    fuzz(short, 10_000, seed)
