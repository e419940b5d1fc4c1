"""What one rerun of a page costs: ``python -m benchmarks.rerun``.

Servers are asked in turn over Streamlit's own protocol to run a page again and again.  What counts is
the processor time of the whole server for a rerun, beside that of an empty page with the settings of this project, and of the
same page as it would be under Streamlit's own: its collector after every run, nothing frozen.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.crowd import Server, free_port, wait_for
from benchmarks.ratios import Line

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("overview", "meetings", "pillars", "register", "threads", "promises", "releases", "evidence", "methodology")
EMPTY = "import streamlit as st\nst.write('empty')\n"
QUIET = "import gc\nimport streamlit as st\n\n@st.cache_resource\ndef rest():\n    gc.collect(); gc.freeze()\n\nst.write('empty')\nrest()\n"
# Starts Streamlit; with SCI_PLAIN set nothing is frozen, as in a dashboard whose author has not measured.
START = """
import gc, os, sys
if os.environ.get("SCI_PLAIN"):
    gc.freeze = lambda: None
from streamlit.web.cli import main
sys.argv = ["streamlit", *sys.argv[1:]]
main()
"""


@contextmanager
def server(script: Path, folder: Path, **environment: str) -> Iterator[Server]:
    """A server for one script, started in ``folder``, whose .streamlit it reads."""
    port = free_port()
    call = [sys.executable, "-c", START, "run", str(script), "--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen(
        [*call, "--browser.gatherUsageStats", "false"],
        cwd=folder,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/_stcore/health", process)
        yield Server(process, url)
    finally:
        process.terminate()
        process.wait(10)


async def milliseconds(running: Server, page: str, count: int) -> float:
    """Processor time of the server for one rerun of a page."""
    address = running.url.replace("http", "ws") + "/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]

        async def rerun() -> None:
            request = BackMsg()
            request.rerun_script.page_name = "" if page == "overview" else page
            await socket.send(request.SerializeToString())
            answer = ForwardMsg()
            while answer.WhichOneof("type") != "script_finished":
                answer.ParseFromString(await socket.recv())  # type: ignore[arg-type]

        for _ in range(8):
            await rerun()
        start = running.cpu
        for _ in range(count):
            await rerun()
        return (running.cpu - start) / count * 1000


ROUNDS = 5


def lines(count: int) -> Iterator[Line]:
    """Each page beside an empty one, and beside itself under Streamlit's own settings; all take turns, round by round."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as running:
        folder = Path(place)
        (folder / "empty.py").write_text(EMPTY)
        (folder / "quiet.py").write_text(QUIET)
        servers = {
            "empty": running.enter_context(server(folder / "quiet.py", ROOT)),
            "usual": running.enter_context(server(folder / "empty.py", folder)),
            "ours": running.enter_context(server(ROOT / "dashboard.py", ROOT)),
            "plain": running.enter_context(server(ROOT / "dashboard.py", folder, SCI_PLAIN="1")),
        }
        turns = [(name, page) for name in servers for page in (PAGES if name in ("ours", "plain") else PAGES[:1])]
        spent: dict[tuple[str, str], list[float]] = {turn: [] for turn in turns}
        for number in range(ROUNDS):
            for name, page in random.Random(number).sample(turns, len(turns)):
                spent[name, page].append(asyncio.run(milliseconds(servers[name], page, count // ROUNDS)))
    median = {turn: statistics.median(each) for turn, each in spent.items()}
    empty, basis = median["empty", PAGES[0]], f"{ROUNDS} rounds of {count // ROUNDS} reruns"
    for page in PAGES:
        ours, told = median["ours", page], f"{basis}, {median['ours', page]:.0f} ms"
        yield Line(f"a rerun of {page}", "an empty page, our settings", ours / empty, "≤ 2", told)
        yield Line(
            f"a rerun of {page}", "itself under Streamlit's settings", ours / median["plain", page], "≤ 0.25", basis
        )
    usual = median["usual", PAGES[0]] / empty
    yield Line("an empty page, Streamlit's settings", "the same, our settings", usual, "", basis)


if __name__ == "__main__":
    for line in lines(int(os.environ.get("SCI_RERUNS", "100"))):
        print(line.row)
