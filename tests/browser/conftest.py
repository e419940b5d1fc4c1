"""Fixtures of the browser tests; what they are made of is in harness.py.

    def test_something(server, page):
        harness.show(page, f"{server}/releases?pillar=talent")
        ...

When such a test ends, every page it opened must have stayed on this machine and reported no error.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import harness
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
DASHBOARD = harness.ROOT / "dashboard.py"
PUBLIC = harness.ROOT / "asgi.py"
LOGS: pytest.StashKey[list[Path]] = pytest.StashKey()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):  # type: ignore[no-untyped-def]
    """Show with a failure what the servers printed."""
    report = yield
    if report.failed:
        for log in item.config.stash.get(LOGS, []):
            report.sections.append((f"server log {log.name}", harness.tail(log)))
    return report


@pytest.fixture(scope="session")
def start_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """How the fixtures below start a server: its log is kept for the report of a failure."""
    logs = request.config.stash.setdefault(LOGS, [])

    def start(stack: ExitStack, script: Path, warm: bool = False) -> str:
        log = tmp_path_factory.mktemp("server") / f"{script.stem}-{len(logs) + 1}.log"
        logs.append(log)
        return stack.enter_context(harness.serve(script, log, warm))

    return start


@pytest.fixture(scope="session")
def server(start_server: Callable[..., str]) -> Iterator[str]:
    """The address of the dashboard as it is served to the public, under its strict policy; shared by all tests.

    A breach of the policy is an error in the console, which fails the test.  The plain dashboard is ``cold_server``.
    """
    with ExitStack() as stack:
        yield start_server(stack, PUBLIC)


@pytest.fixture
def cold_server(start_server: Callable[..., str]) -> Iterator[str]:
    """The address of a dashboard that nobody has visited yet."""
    with ExitStack() as stack:
        yield start_server(stack, DASHBOARD)


@pytest.fixture
def serve(start_server: Callable[..., str]) -> Iterator[Callable[..., str]]:
    """A function that serves any other script until the test ends and gives its address."""
    with ExitStack() as stack:
        yield lambda script, warm=False: start_server(stack, script, warm)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    executable = harness.require_chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=harness.chromium_flags())
        yield chromium
        chromium.close()


@pytest.fixture
def record() -> harness.Record:
    """What the pages of this test did."""
    return harness.Record()


@pytest.fixture
def open_page(browser: Browser, record: harness.Record) -> Iterator[Callable[..., Page]]:
    """A function that opens a page in a fresh browser profile: open_page(), open_page("phone").

    Names of views are those of harness.VIEWS.
    """
    with ExitStack() as stack:

        def opened(view: str = "light") -> Page:
            page = harness.new_page(browser, view)
            stack.callback(page.context.close)
            return stack.enter_context(record.watch(page))

        yield opened
    if record.requests:
        record.assert_clean()


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Iterator[dict[bool, Page]]:
    """The tab of a desk and that of a phone, once they have been used: a fresh profile is slow."""
    opened: dict[bool, Page] = {}
    yield opened
    for page in opened.values():
        page.context.close()


@pytest.fixture
def tab(browser: Browser, record: harness.Record, tabs: dict[bool, Page]) -> Iterator[Callable[..., Page]]:
    """A function that gives the tab of a view: tab(), tab("phone").

    The tests of a file take turns with it, so it shows what the last one left: harness.show() goes on from there.
    """
    with ExitStack() as stack:

        def given(view: str = "light") -> Page:
            phone = view == "phone"
            page = tabs[phone] = tabs.get(phone) or harness.new_page(browser, view)
            page.emulate_media(color_scheme=harness.VIEWS[view]["color_scheme"])
            if page.url.startswith("http"):
                harness.settle(page)  # another mode is another run of the script
            return stack.enter_context(record.watch(page))

        yield given
    if record.requests:
        record.assert_clean()


@pytest.fixture
def page(tab: Callable[..., Page]) -> Page:
    """A page in the light view."""
    return tab()


@pytest.fixture(params=list(harness.VIEWS))
def view(request: pytest.FixtureRequest) -> str:
    """The name of each view in turn: light, dark, phone."""
    return request.param


@pytest.fixture
def view_page(view: str, tab: Callable[..., Page]) -> Page:
    """A page in each view in turn."""
    return tab(view)


@pytest.fixture
def settle() -> Callable[[Page], None]:
    """settle(page) waits until the script has run and the page shows its result."""
    return harness.settle


@pytest.fixture
def shoot() -> Callable[[Page, str], Path | None]:
    """shoot(page, name) saves a picture in the folder that SCI_SHOTS names, if it is set."""
    return harness.shoot
