"""Releases, register and links full of markup: it is shown as the characters it is made of, by every page.

The plain dashboard is looked at, which has no policy that would stop what the pages let through.
"""

import csv
import html
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import harness
import hostile
import pytest
from playwright.sync_api import Page


def fill(data: Path) -> None:
    """Releases that hold every payload in title, publisher, address, sentence and text, and entries of the register."""
    for number, payload in enumerate(hostile.PAYLOADS):
        quoted = json.dumps(payload.replace("\t", " "))
        text = html.escape(payload)
        (data / "releases" / f"2023-12-15-hostile-{number:02}.md").write_text(
            f"---\ntitle: {quoted}\ndate: 2023-12-15\npublisher: {quoted}\nurl: {json.dumps('javascript:' + hostile.MARK)}\n---\n"
            f"<p>The 4th Singapore-China (Shenzhen) Smart City Initiative (SCI) Joint Implementation Committee (JIC) meeting "
            f"took place. At the meeting, {number + 20} MOUs {text} were signed.</p><p>{text}</p>\n{payload}\n",
            encoding="utf-8",
        )
    for name, columns in (("agreements.csv", ("title", "description", "source")), ("parties.csv", ("party_name",))):
        path = data / "register" / name
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for number, row in enumerate(rows):
            row.update({c: hostile.PAYLOADS[(number + i) % len(hostile.PAYLOADS)] for i, c in enumerate(columns)})
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture(scope="module")
def hostile_server(start_server: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(harness.ROOT / "data", data, ignore=shutil.ignore_patterns("originals"))
    fill(data)
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setenv("SCI_DATA", str(data))
        yield start_server(stack, harness.ROOT / "dashboard.py", warm=True)


LEADS_ELSEWHERE = """() => [...document.querySelectorAll("[href], [src], [action], [srcdoc]")]
    .map(e => e.getAttribute("href") || e.getAttribute("src") || e.getAttribute("action") || e.getAttribute("srcdoc"))
    .filter(to => /^\\s*(javascript|vbscript|data:text)|evil\\.example|<script/i.test(to))"""
OPENED = "() => document.querySelectorAll('[data-testid=stMain] iframe, [data-testid=stMain] form[action], [data-testid=stMain] object').length"
LINKS = [
    f"{page}?{urlencode({'q': hostile.PAYLOADS[at], 'pillar': hostile.PAYLOADS[at + 1], 'figure': hostile.PAYLOADS[at + 2], 'release': hostile.PAYLOADS[at + 3]})}"
    for page, at in (("evidence", 6), ("releases", 0), ("pillars", 25), ("", 36))
]
SHORT = ["releases?release=2023-12-15-hostile-07", "evidence?figure=jic4-mou", LINKS[0]]
LONG = ["", "?figure=jic4-mou", "releases", "releases?page=2", "releases?release=2023-12-15-hostile-36", "evidence", *LINKS[1:]]  # fmt: skip
LONG += sorted(p.stem for p in (harness.ROOT / "pages").glob("*/*.py") if p.stem not in ("overview", "releases", "evidence") and p.parent.name != "shared")  # fmt: skip


@pytest.mark.parametrize("visits", [SHORT, pytest.param(LONG, marks=pytest.mark.soak)], ids=["short", "long"])
def test_nothing_of_a_text_runs_loads_or_leads_elsewhere(
    hostile_server: str, page: Page, settle: Callable[[Page], None], visits: list[str]
) -> None:
    """The record of each test fails for any request that leaves the machine and any error in the console."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    harness.show(page, hostile_server)
    for path in visits:
        harness.show(page, f"{hostile_server}/{path}")
        assert page.locator("[data-testid=stException]").count() == 0, path
        for toggle in page.locator("[data-testid=stMain] summary").all()[:2]:
            toggle.click()
            settle(page)
        assert page.evaluate("window.broken") is None, path
        assert page.evaluate(LEADS_ELSEWHERE) == [], path
        assert page.evaluate(OPENED) == 0, path
    assert asked == []


def test_the_texts_are_there_as_they_are_written(hostile_server: str, page: Page, settle: Callable[[Page], None]) -> None:  # fmt: skip
    """The visits above prove something: the payloads are on the page, character by character."""
    harness.show(page, f"{hostile_server}/releases?release=2023-12-15-hostile-00")
    assert hostile.PAYLOADS[0] in page.locator("[data-testid=stMain]").inner_text()
