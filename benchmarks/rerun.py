"""What one rerun of a page costs: ``python -m benchmarks.rerun``.

Servers are started one after the other and asked over Streamlit's own protocol to run a page again and again.  Measured are the
processor time of the whole server for a rerun, and that of the page's script alone, next to an empty page in the same run:
one as Streamlit comes, one with the settings of this project.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("", "pillars", "releases", "evidence")
RERUNS = int(os.environ.get("SCI_RERUNS", "60"))
EMPTY = "import streamlit as st\nst.write('empty')\n"
QUIET = "import gc\nimport streamlit as st\n\n@st.cache_resource\ndef rest():\n    gc.collect(); gc.freeze()\n\nst.write('empty')\nrest()\n"
# Starts Streamlit with a clock around the script of each run; the file of times is named in SCI_TIMES.
CLOCK = """
import os, sys, time
import streamlit.runtime.scriptrunner.script_runner as runner
plain = runner.exec_func_with_error_handling
def timed(*args, **kwargs):
    start = time.thread_time()
    try:
        return plain(*args, **kwargs)
    finally:
        with open(os.environ["SCI_TIMES"], "a") as file:
            print(time.thread_time() - start, file=file)
runner.exec_func_with_error_handling = timed
from streamlit.web.cli import main
sys.argv = ["streamlit", *sys.argv[1:]]
main()
"""


@contextmanager
def server(script: Path, folder: Path, times: Path) -> Iterator[tuple[int, int]]:
    """A server for one script, started in ``folder`` (whose .streamlit it reads): its process id and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    call = [
        sys.executable,
        "-c",
        CLOCK,
        "run",
        str(script),
        "--server.port",
        str(port),
        "--server.headless",
        "true",
        "--browser.gatherUsageStats",
        "false",
    ]
    process = subprocess.Popen(
        call,
        cwd=folder,
        env={**os.environ, "SCI_TIMES": str(times), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).read()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(10)


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def reruns(pid: int, port: int, page: str, count: int, times: Path) -> tuple[float, float, int]:
    """Milliseconds of the server and of the script for a rerun, and the messages it sends."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    messages = 0
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None) as socket_:  # type: ignore[list-item]

        async def rerun() -> int:
            request = BackMsg()
            request.rerun_script.page_name = page
            await socket_.send(request.SerializeToString())
            seen = 0
            while True:
                answer = ForwardMsg()
                answer.ParseFromString(await socket_.recv())  # type: ignore[arg-type]
                seen += 1
                if answer.WhichOneof("type") == "script_finished":
                    return seen

        for _ in range(8):
            await rerun()
        times.write_text("")
        start = processor_seconds(pid)
        for _ in range(count):
            messages = await rerun()
        total = (processor_seconds(pid) - start) / count * 1000
    spent = [float(line) for line in times.read_text().split()]
    return total, sum(spent) / max(len(spent), 1) * 1000, messages


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, times = Path(place), Path(place) / "times"
        (folder / "empty.py").write_text(EMPTY)
        (folder / "quiet.py").write_text(QUIET)
        rows: list[tuple[str, float, float, int]] = []
        for label, script, cwd, pages in (
            ("empty page, Streamlit's defaults", folder / "empty.py", folder, ("",)),
            ("empty page, settings of this project", folder / "quiet.py", ROOT, ("",)),
            ("dashboard", ROOT / "dashboard.py", ROOT, PAGES),
        ):
            with server(script, cwd, times) as (pid, port):
                for page in pages:
                    rows.append(
                        (
                            f"{label}: {page or 'overview'}" if label == "dashboard" else label,
                            *asyncio.run(reruns(pid, port, page, RERUNS, times)),
                        )
                    )
        base = rows[1][1]
        print(
            "| page | processor ms a rerun | times the empty page | of which script | messages |\n|---|---|---|---|---|"
        )
        for label, total, script_ms, messages in rows:
            print(f"| {label} | {total:.1f} | {total / base:.1f} | {script_ms:.1f} | {messages} |")


if __name__ == "__main__":
    main()
