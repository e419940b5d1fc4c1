"""Every whole example document gives exactly the figures that a careful reader counts, in the order of its text."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from example_cases import FOLDER, programmes

from sci_loader.find import calendar, find, resolve
from sci_loader.load import Release, parse_release

DOCUMENTS = sorted(FOLDER.glob("*.md"))


@cache
def release(path: Path) -> Release:
    known = programmes()[expected(path)["programme"]]
    return parse_release(path.read_bytes(), path, (known,))


def expected(path: Path) -> dict[str, Any]:
    return json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))


def found_in(path: Path) -> list[str]:
    """The counted figures of a document as ``number measure basis meeting``.

    Its meetings are those of all documents, but of its own where it stands alone: such a one tells of meetings as no other does.
    """
    told = [path] if expected(path).get("alone") else [p for p in DOCUMENTS if not expected(p).get("alone")]
    held = calendar(map(release, told), programmes())
    slug = expected(path)["programme"]
    found = resolve(find(release(path), {slug: programmes()[slug]}), held[slug])
    text = found.release.text
    return [f"{text[c.start : c.end].casefold()} {c.measure} {c.basis} {c.meeting}" for c in found.claims if c.counted]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_document(path: Path, request: pytest.FixtureRequest) -> None:
    if fails := expected(path).get("fails"):
        request.applymarker(pytest.mark.xfail(reason=fails, strict=True))
    assert found_in(path) == [c.casefold() for c in expected(path)["counted"]], expected(path)["why"]


def test_there_are_documents_in_both_languages() -> None:
    assert len(DOCUMENTS) >= 12
    assert {"chinese"} < {word for path in DOCUMENTS for word in path.stem.split("-")}
