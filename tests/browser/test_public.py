"""The public server in Chromium: its strict policy breaks nothing that the dashboard shows."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import harness
import pytest
from playwright.sync_api import Page, expect

ASGI = harness.ROOT / "asgi.py"


@pytest.fixture(scope="module")
def public(start_server: Callable[..., str]) -> Iterator[str]:
    """The address of the public server, shared by these tests."""
    with ExitStack() as stack:
        yield start_server(stack, ASGI)


DRAWN = (
    ("", ".scatterlayer .point"),
    ("pillars", ".barlayer .point"),
    ("pillars", "[data-testid=stDataFrame] canvas"),
    ("releases?q=mou", ".hit mark"),
)


def test_pages_are_whole_under_the_policy(public: str, page: Page, settle: Callable[[Page], None]) -> None:
    """No breach of the policy in the console (the record of each test sees to that), charts and tables drawn."""
    answer = page.goto(public)
    assert "script-src 'self' 'sha256-" in answer.headers["content-security-policy"]
    settle(page)
    for path, drawn in DRAWN:
        harness.show(page, f"{public}/{path}")
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(drawn).first).to_be_visible()
        assert "canvas" in drawn or page.locator(drawn).count() > 3


def test_a_picture_and_a_file_can_be_saved(public: str, page: Page, settle: Callable[[Page], None]) -> None:
    harness.show(page, f"{public}/pillars")
    for kind in ("svg", "csv"):
        with page.expect_download() as waiting:
            if kind == "svg":
                page.locator(".st-key-pillars").hover()
                page.locator(".st-key-pillars .modebar-btn[data-title*='ownload']").first.click(force=True)
            else:
                page.get_by_role("button", name="rows as CSV").first.click()
        assert waiting.value.suggested_filename.endswith(f".{kind}")
        assert len(waiting.value.path().read_bytes()) > 500
