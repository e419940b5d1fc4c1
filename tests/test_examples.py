"""Every example sentence gives exactly the claims that a careful reader counts."""

import pytest
from example_cases import Case, cases, found_in

CASES = cases()


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(c, id=c.name, marks=[pytest.mark.xfail(reason=c.fails, strict=True)] if c.fails else [])
        for c in CASES
    ],
)
def test_example(case: Case) -> None:
    assert found_in(case) == list(case.counted), f"{case.why}: {case.text}"


def test_there_are_enough_examples() -> None:
    assert len(CASES) >= 250
    assert {c.release["programme"] for c in CASES} > {"sci"}
