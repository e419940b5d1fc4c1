"""What the browser tests stand on: a server, a Chromium and a record of what the pages did.

Plain functions without pytest fixtures, which are in conftest.py beside this file.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response, WebSocket

ROOT = Path(__file__).resolve().parents[2]
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}

# -- a server ------------------------------------------------------------------------------------

START_SECONDS = 60
END_SECONDS = 10


@contextmanager
def serve(script: Path, log: Path, warm: bool = False) -> Iterator[str]:
    """Run a Streamlit script on a free port, give its base URL, and end it and all it started.

    What the server prints goes to `log`. A warm server has run the script once before the first
    visitor comes; one that is not has only opened its port, as after a restart.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    flags = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command + flags,
            cwd=ROOT,  # where .streamlit/config.toml is found
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a process group of its own, so that exactly it can be ended
        )
    try:
        end = time.monotonic() + START_SECONDS
        while (answer := ask(f"{url}/_stcore/health")) != "ok":
            if time.monotonic() > end or server.poll() is not None:
                raise RuntimeError(f"The server did not start ({answer}). Its log:\n{tail(log)}")
            time.sleep(0.1)
        if warm and (answer := ask(f"{url}/_stcore/script-health-check")) != "ok":
            raise RuntimeError(f"The script did not run ({answer}). The log:\n{tail(log)}")
        yield url
    finally:
        end_group(server)


def free_port() -> int:
    """A port of this machine that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(url: str) -> str:
    """What the address answers, or why it does not.

    The body counts, not the status: an address that Streamlit does not know answers 200 with its page.
    """
    try:
        with urllib.request.urlopen(url, timeout=START_SECONDS) as response:
            return response.read(200).decode()
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read(200).decode()}"
    except OSError as error:
        return str(error)


def end_group(server: subprocess.Popen[bytes]) -> None:
    """End the server and the processes it started, and nothing else."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, sign)
        except ProcessLookupError:
            break
        try:
            server.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    server.wait()


def tail(log: Path, characters: int = 4000) -> str:
    """The end of what the server printed."""
    return log.read_text(encoding="utf-8", errors="replace")[-characters:] if log.exists() else "(no log)"


# -- a Chromium ----------------------------------------------------------------------------------

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No other machine is found, names and numbers alike. (Stopping requests by Playwright's routes would
    # turn off the cache, and every page would compile all of Streamlit again.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
)


def require_chromium(names: Sequence[str] = CHROMIUM_NAMES) -> str:
    """The path of the machine's own Chromium; without one, a skip that says how to get it.

    Where CI is set a browser test never skips, so there a missing Chromium is a failure.
    """
    found = next(filter(None, map(shutil.which, names)), None)
    if found:
        return found
    message = "The browser tests need Chromium: on Debian run 'apt-get install chromium libatomic1'."
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def chromium_flags() -> list[str]:
    """Flags that keep Chromium from talking to the network on its own account."""
    # Chromium's sandbox refuses to work for the superuser, who is all there is on many build machines.
    return [*CHROMIUM_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


# How a page is looked at: what is passed to a new browser context.
VIEWS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "phone": {
        "color_scheme": "light",
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}


def new_page(browser: Browser, view: str) -> Page:
    """A page in a fresh browser profile, looked at as VIEWS says, that settle() can wait for."""
    context = browser.new_context(**VIEWS[view], locale="en-SG", timezone_id="Asia/Singapore", service_workers="block")
    page = context.new_page()
    page.add_init_script(NOTE_RUNS)
    return page


# -- a record of what the pages did --------------------------------------------------------------

# Opened on /releases, Streamlit's own code does not yet know where the server's root is and asks for its
# health there too. These answers of 404 belong to every deep link of every Streamlit site.
SEARCH_FOR_ROOT = re.compile(r"/.+/_stcore/(health|host-config)")


@dataclass
class Record:
    """What went wrong on the pages that it watches, and every request that left this machine."""

    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    failed_requests: list[str] = field(default_factory=list)
    outside_requests: list[str] = field(default_factory=list)
    requests: int = 0

    @contextmanager
    def watch(self, page: Page) -> Iterator[Page]:
        """Note what this page does until the block ends."""
        handlers = {
            "request": self._request,
            "requestfailed": self._request_failed,
            "response": self._response,
            "websocket": self._websocket,
            "console": self._console,
            "pageerror": self._page_error,
        }
        for event, handler in handlers.items():
            page.on(event, handler)
        try:
            yield page
        finally:
            for event, handler in handlers.items():
                page.remove_listener(event, handler)

    def problems(self) -> list[str]:
        """One line for each thing that a page must not do."""
        return [
            *(f"request that left this machine: {url}" for url in self.outside_requests),
            *(f"failed request: {text}" for text in self.failed_requests),
            *(f"console error: {text}" for text in self.console_errors),
            *(f"uncaught error: {text}" for text in self.page_errors),
        ]

    def assert_clean(self) -> None:
        """Fail unless every page stayed on this machine and reported no error."""
        assert self.requests, "The record has watched no request, so it proves nothing."
        assert not self.problems(), "\n".join(self.problems())

    def forget(self) -> None:
        """Drop what was noted, after a test has provoked and checked an error on purpose."""
        for notes in (self.console_errors, self.page_errors, self.failed_requests, self.outside_requests):
            notes.clear()

    def _note_if_outside(self, url: str) -> None:
        if not is_local(url):
            self.outside_requests.append(url)

    def _request(self, request: Request) -> None:
        self.requests += 1
        self._note_if_outside(request.url)

    def _request_failed(self, request: Request) -> None:
        # Leaving a page and starting a download both abort a request without anything being wrong.
        if is_local(request.url) and request.failure != "net::ERR_ABORTED":
            self.failed_requests.append(f"{request.url} ({request.failure})")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not is_search_for_root(response.url):
            self.failed_requests.append(f"{response.url} ({response.status})")

    def _websocket(self, socket: WebSocket) -> None:
        self._note_if_outside(socket.url)

    def _page_error(self, error: Error) -> None:
        self.page_errors.append(str(error))

    def _console(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        if message.type == "error" and not is_search_for_root(address):
            self.console_errors.append(f"{message.text} ({address})" if address else message.text)


def is_local(url: str) -> bool:
    """Whether a request for this address stays on the machine."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in LOCAL_HOSTS


def is_search_for_root(url: str) -> bool:
    """Whether Streamlit asks here for its own server below the page's path."""
    return is_local(url) and bool(SEARCH_FOR_ROOT.fullmatch(urlsplit(url).path))


# -- looking at a page ---------------------------------------------------------------------------


# Notes in each page when it last asked for a run of the script over Streamlit's WebSocket, when that run began
# and when it ended. Messages are protocol buffers of BackMsg and ForwardMsg, of which the keys are read.
NOTE_RUNS = """
    const ASKED = 11, BEGAN = 4, ENDED = 6, TO_RUN_AGAIN = 2;
    const noted = window.notedRuns = { asked: 0, began: 0, ended: 0 };
    const fields = data => {
        const bytes = new Uint8Array(data), found = {};
        let at = 0;
        const number = () => {
            for (let value = 0, unit = 1; ; unit *= 128) {
                const byte = bytes[at++];
                value += (byte & 127) * unit;
                if (byte < 128) return value;
            }
        };
        while (at < bytes.length) {
            const key = number(), value = number();
            found[key >> 3] = value;
            if ((key & 7) === 2) at += value;
        }
        return found;
    };
    window.WebSocket = class extends WebSocket {
        constructor(...address) {
            super(...address);
            this.addEventListener("message", ({ data }) => {
                if (!(data instanceof ArrayBuffer)) return;
                const message = fields(data);
                if (BEGAN in message) noted.began = performance.now();
                if (ENDED in message && message[ENDED] !== TO_RUN_AGAIN) noted.ended = performance.now();
            });
        }
        send(data) {
            if (data instanceof Uint8Array && ASKED in fields(data)) noted.asked = performance.now();
            super.send(data);
        }
    };
"""
# Streamlit says "notRunning" also while a click is still on its way to a busy server, and tells of the run before
# for a moment after its end, so neither proves anything: the run that was asked for last must have begun and ended.
# A chart is drawn later still, and moves what stands below it.
SETTLED = """() => {
    const app = document.querySelector("[data-testid=stApp]");
    const { asked, began, ended } = window.notedRuns;
    return app?.dataset.testConnectionState === "CONNECTED"
        && app.dataset.testScriptState === "notRunning"
        && asked && began >= asked && ended >= began
        && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
        && [...document.querySelectorAll("[data-testid=stPlotlyChart]")].every(chart => chart.querySelector(".main-svg"));
}"""
GO = "to => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }"
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
DEBOUNCE = 250  # milliseconds that a slider or a text box waits for more before it sends


def settle(page: Page) -> None:
    """Wait until the script has answered what was done last and the page shows the result.

    The page must be one of new_page(), as those of the fixtures are.
    """
    page.wait_for_timeout(DEBOUNCE)
    _settled(page)


def _settled(page: Page) -> None:
    page.wait_for_function(SETTLED)
    page.evaluate(DRAWN)  # what came last may still be on its way into the page, on a busy machine for long
    page.wait_for_function(SETTLED)


def show(page: Page, address: str) -> None:
    """Show an address and wait for it, in the same visit if the page is on that server already, as Back and Forward do.

    Three times as fast as a goto(), because Streamlit's own code is not started anew.
    """
    here, there = urlsplit(page.url), urlsplit(address)
    if here[:2] == there[:2]:
        page.evaluate(GO, address)
    else:
        page.goto(address)
    _settled(page)


def shoot(page: Page, name: str) -> Path | None:
    """Save a picture of the whole page as NAME.png in the folder that SCI_SHOTS names, if it is set."""
    folder = os.environ.get("SCI_SHOTS")
    if not folder:
        return None
    path = Path(folder) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    # Streamlit scrolls inside the page, so a picture of the full page ends at the window: make that as
    # tall as the content for a moment.
    before = page.viewport_size
    height = page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollHeight), 0)"
    )
    if before and height > before["height"]:
        page.set_viewport_size({"width": before["width"], "height": min(height, 12_000)})
        page.wait_for_timeout(500)  # charts are laid out again
    page.screenshot(path=path)
    if before:
        page.set_viewport_size(before)
    return path
