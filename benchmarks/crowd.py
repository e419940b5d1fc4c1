"""What one server holds: ``python -m benchmarks.crowd`` sends a crowd of viewers to the public server and measures.

Each viewer speaks Streamlit's own protocol over a WebSocket, as a browser does: opens pages by their links, types searches,
thinks in between, and comes back with its link when the line breaks.  Every answer must be word for word the page that a
lone viewer of the same link saw before, and that page must show what the package reads from the files.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import sci_loader
from sci_loader import figures

ROOT = Path(__file__).resolve().parents[1]
# What people look at: pages, links with filters that they are sent, and choices that only one page knows.
PAGES = ("", "pillars", "releases", "evidence")
WHOLE = ("",)  # of these, those that show the whole programme whatever is searched for
FILTERS = ("", "pillar=talent", "pillar=talent&year=2022")
CHOICES = (
    ("", "figure=jic4-mou"),
    ("evidence", "figure=jic3-mou"),
    ("releases", "release=2023-12-14-singapore-and-shenzhen-drive-smart-city-collaboration"),
)
SEARCHES = ("talent", '"smart city"')
FRESH, SEARCHED = 0.2, 0.3  # of all steps open a link in a new tab, or are a search; the others go to another page
PATIENCE = 30  # seconds after which an answer is given up
RETRY = 0.5  # seconds that a browser waits before it knocks again


# --- servers ---


@dataclass(frozen=True)
class Server:
    """A running server: the process, and where it answers."""

    process: subprocess.Popen[bytes]
    url: str

    @property
    def cpu(self) -> float:
        """Seconds of processor time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]

    @property
    def handles(self) -> int:
        """Open files and sockets."""
        return sum(1 for _ in Path(f"/proc/{self.process.pid}/fd").iterdir())

    @property
    def threads(self) -> int:
        return sum(1 for _ in Path(f"/proc/{self.process.pid}/task").iterdir())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(port: int | None = None, **environment: str) -> Iterator[Server]:
    """The public server on a port of this machine alone, ready for viewers; ended with the block."""
    port = port or free_port()
    call = [sys.executable, "-m", "streamlit", "run", str(ROOT / "asgi.py"), "--server.headless", "true"]
    call += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(call, cwd=ROOT, env={**os.environ, **environment}, **quiet)  # type: ignore[call-overload]
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield Server(process, f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def nginx(servers: Sequence[Server], folder: Path) -> Iterator[str]:
    """The shipped nginx configuration in front of these servers, on this machine alone: its address."""
    port = free_port()
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for number, server in enumerate(servers, 1):
        text = text.replace(f"dashboard-{number}:8501", urlsplit(server.url).netloc)
    text = text.replace("listen 8080", f"listen 127.0.0.1:{port}").replace("/tmp/nginx", f"{folder}/nginx")
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    call = ["nginx", "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with (folder / "error.log").open("wb") as log:
        process = subprocess.Popen(call, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return when the address answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(url, timeout=5).read()
            return
        time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer")


# --- what a page says ---


def link(query: str, words: str = "") -> str:
    """The filters of a link with other words to search for; choices of one page are left out.

    >>> link("q=a&pillar=talent&figure=jic4-mou", "b")
    'q=b&pillar=talent'
    """
    chosen = {name: values for name, values in parse_qs(query).items() if name not in ("q", "figure", "release")}
    found = [words] if words else parse_qs(query).get("q", [])
    return urlencode({**({"q": found} if found else {}), **chosen}, doseq=True)


def said(element: Delta) -> str:
    """The words, chart or table of one element, without what differs from visit to visit."""
    kind = element.WhichOneof("type")
    if kind != "new_element":
        return ""
    shown = element.new_element
    name = shown.WhichOneof("type")
    match name:
        case "html":
            return shown.html.body
        case "markdown" | "heading" | "alert":
            return getattr(shown, name).body
        case "code":
            return shown.code.code_text
        case "plotly_chart":
            return shown.plotly_chart.spec
        case "arrow_data_frame":
            return hashlib.sha256(shown.arrow_data_frame.data).hexdigest()
        case "exception":
            return f"EXCEPTION {shown.exception.type} {shown.exception.message}"
        case _:
            return getattr(getattr(shown, str(name)), "label", "")


@dataclass(frozen=True)
class Shown:
    """One answer of the server: the text of the page, the time it took, and the ids of its widgets by their keys."""

    text: str
    seconds: float
    widgets: Mapping[str, str] = field(repr=False)

    @property
    def mark(self) -> str:
        """Equal for pages that say the same."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass
class Viewer:
    """Somebody with a browser: a WebSocket, and a link that says all that is chosen."""

    url: str
    page: str = ""
    query: str = ""
    cookie: str = ""
    socket: websockets.ClientConnection | None = None
    drops: int = 0

    async def connect(self) -> None:
        headers = {"Cookie": self.cookie} if self.cookie else {}
        self.socket = await websockets.connect(
            f"ws://{urlsplit(self.url).netloc}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers=headers,
            max_size=None,
            open_timeout=PATIENCE,
            compression=None,
        )

    async def close(self) -> None:
        if self.socket:
            await self.socket.close()

    async def open(self, page: str, query: str) -> Shown:
        """Open a link, as in a new tab: a visit of its own."""
        await self.close()
        self.page, self.query = page, query
        await self.connect()
        return await self._ask({})

    async def turn(self, page: str) -> Shown:
        """Go to another page: filters stay, choices of the page that is left go."""
        self.page, self.query = page, link(self.query)
        return await self._ask({})

    async def search(self, words: str, shown: Shown) -> Shown:
        """Type words into the search field, as a browser does; new ones lead from a page of the whole programme to what is found."""
        before, self.query = self.query, link(self.query, words)
        found = await self._ask({shown.widgets["q"]: words})
        if self.page in WHOLE and self.query != before:
            self.page = "releases"
        return found

    async def come_back(self) -> Shown:
        """After the line broke: connect again, as often as it takes, with the same link."""
        self.drops += 1
        start = time.monotonic()
        while True:
            try:
                await self.connect()
                return await self._ask({}, start)
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(RETRY)

    async def _ask(self, values: Mapping[str, str], start: float | None = None) -> Shown:
        start = start or time.monotonic()
        request = BackMsg()
        request.rerun_script.page_name = self.page
        request.rerun_script.query_string = self.query
        for widget, value in values.items():
            state = request.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = widget, value
        assert self.socket
        await self.socket.send(request.SerializeToString())
        parts: dict[tuple[int, ...], str] = {}
        widgets: dict[str, str] = {}
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await asyncio.wait_for(self.socket.recv(decode=False), PATIENCE))
            kind = answer.WhichOneof("type")
            if kind == "delta":
                parts[tuple(answer.metadata.delta_path)] = said(answer.delta)
                if answer.delta.new_element.WhichOneof("type") == "text_input":
                    found = answer.delta.new_element.text_input.id
                    widgets[found.rsplit("-", 1)[1]] = found
            elif kind == "new_session":  # a run may send one on to another page
                parts, widgets = {}, {}
            elif kind == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                text = "\n".join(parts[at] for at in sorted(parts))
                return Shown(text, time.monotonic() - start, widgets)


# --- what is right ---

Right = dict[tuple[str, str], set[str]]  # the marks that the page of a link may have


async def pages_of_a_lone_viewer(url: str) -> Right:
    """The mark of every page that the crowd will ask for, each seen in a fresh visit."""
    corpus = sci_loader.load()
    right: Right = {}
    links = [(page, link(query, words)) for page in PAGES for query in FILTERS for words in ("", *SEARCHES)]
    for page, query in [*links, *CHOICES]:
        viewer = Viewer(url)
        shown = await viewer.open(page, query)
        await viewer.close()
        assert "EXCEPTION" not in shown.text
        for one in figures.figures(corpus):
            if page == "evidence" and query == f"figure={one.figure_id}":
                assert html.escape(figures.arithmetic(corpus, one)) in shown.text, "the figures of the files are shown"
        right[page, query] = {shown.mark}
    return right


# --- a crowd ---


@dataclass
class Result:
    """What a crowd met: seconds of each answer, how often a page was wrong, and how long each took to come back."""

    seconds: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    wrong: int = 0
    lost: int = 0

    def at(self, percent: int) -> float:
        """A percentile of the answers' seconds."""
        return percentile(self.seconds, percent)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which so many per cent of all values lie.

    >>> percentile([1, 2, 3, 4], 50), percentile([5], 95)
    (2.5, 5)
    """
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


async def step(viewer: Viewer, shown: Shown | None, chance: random.Random) -> Shown:
    """What somebody does next."""
    what = chance.random()
    if shown is None or what < FRESH:
        return await viewer.open(*chance.choice([*((p, f) for p in PAGES for f in FILTERS), *CHOICES]))
    if what < FRESH + SEARCHED and (viewer.page, viewer.query) not in CHOICES:
        return await viewer.search(chance.choice(SEARCHES), shown)
    return await viewer.turn(chance.choice(PAGES))


async def visit(viewer: Viewer, right: Right, think: float, end: float, seed: str, result: Result) -> None:
    """One viewer until the end: look, think, look again; compare every page with the right one."""
    chance = random.Random(seed)
    shown: Shown | None = None
    try:
        await asyncio.sleep(chance.uniform(0, think))
        while time.monotonic() < end:
            try:
                shown = await step(viewer, shown, chance)
                result.seconds.append(shown.seconds)
            except (OSError, websockets.WebSocketException):
                shown = await viewer.come_back()
                result.back.append(shown.seconds)
            result.wrong += shown.mark not in right[viewer.page, viewer.query]
            await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
    except (OSError, TimeoutError, websockets.WebSocketException):
        result.lost += 1
    finally:
        with suppress(OSError, websockets.WebSocketException):
            await viewer.close()


async def crowd(url: str, right: Right, viewers: int, think: float, seconds: float, seed: int = 1) -> Result:
    """So many viewers for so long, each with this think time on average between two steps."""
    result, end = Result(), time.monotonic() + seconds
    visits = (
        visit(Viewer(url, cookie=f"viewer={seed}-{n}"), right, think, end, f"{seed}/{n}", result)
        for n in range(viewers)
    )
    await asyncio.gather(*visits)
    return result


# --- measuring ---

HEAD = (
    "| viewers | think s | answers | p50 ms | p95 ms | p95 : one viewer | CPU ms an answer | memory MB | wrong | lost |"
)


def measure(server: Server, viewers: int, think: float, seconds: float, right: Right) -> tuple[Result, float]:  # fmt: skip
    """A crowd on one server, and the processor milliseconds of an answer."""
    before = server.cpu
    result = asyncio.run(crowd(server.url, right, viewers, think, seconds))
    return result, (server.cpu - before) / max(len(result.seconds), 1) * 1000


def main() -> None:
    seconds = float(os.environ.get("SCI_SECONDS", "60"))
    plans = [(1, 0.5), (20, 10), (50, 10), (100, 10), (50, 5), (1, 0.5)]
    print(HEAD + "\n|" + "---|" * (HEAD.count("|") - 1))
    with serve() as server:
        right = asyncio.run(pages_of_a_lone_viewer(server.url))
        one = 0.0
        for viewers, think in plans:
            result, cpu = measure(server, viewers, think, seconds, right)
            one = one or result.at(95)
            print(
                f"| {viewers} | {think} | {len(result.seconds)} | {result.at(50) * 1000:.0f} | {result.at(95) * 1000:.0f}"
                f" | {result.at(95) / one:.2f} | {cpu:.1f} | {server.memory:.0f} | {result.wrong} | {result.lost} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
