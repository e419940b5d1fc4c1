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


@pytest.mark.parametrize("path", ["", "pillars", "releases?q=mou", "evidence?figure=jic3-mou"])
def test_a_page_is_whole_under_the_policy(public: str, page: Page, settle: Callable[[Page], None], path: str) -> None:
    """No breach of the policy in the console (the record of each test sees to that), charts and tables drawn."""
    answer = page.goto(f"{public}/{path}")
    assert "script-src 'self' 'sha256-" in answer.headers["content-security-policy"]
    settle(page)
    expect(page.locator("h1")).to_be_visible()
    if path in ("", "pillars"):
        marks = ".scatterlayer .point" if not path else ".barlayer .point"
        expect(page.locator(".main-svg").first).to_be_visible()
        assert page.locator(marks).count() > 3
    if path == "pillars" or path.startswith("evidence"):
        expect(page.locator("[data-testid=stDataFrame] canvas").first).to_be_visible()
    if path.startswith("releases"):
        assert page.locator(".hit mark").count() > 3


def test_an_unknown_page_is_not_found(public: str, page: Page, record: harness.Record) -> None:
    answer = page.goto(f"{public}/nothing")
    assert answer.status == 404 and page.locator("body").inner_text() == "Nothing is here."
    record.forget()


def test_a_picture_and_a_file_can_be_saved(public: str, page: Page, settle: Callable[[Page], None]) -> None:
    page.goto(f"{public}/pillars")
    settle(page)
    for kind in ("svg", "csv"):
        with page.expect_download() as waiting:
            if kind == "svg":
                page.locator(".st-key-pillars").hover()
                page.locator(".st-key-pillars .modebar-btn[data-title*='ownload']").first.click(force=True)
            else:
                page.get_by_role("button", name="rows as CSV").first.click()
        assert waiting.value.suggested_filename.endswith(f".{kind}")
        assert len(waiting.value.path().read_bytes()) > 500
