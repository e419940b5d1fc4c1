"""What the public server answers over HTTP: headers, addresses that exist and those that do not, compression, start."""

import doctest
import gzip
import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import harness
import pytest
import websockets
from loops import run
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parents[1]
ASGI = ROOT / "asgi.py"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the public server prints."""
    return tmp_path_factory.mktemp("public") / "log.txt"


@pytest.fixture(scope="module")
def public(log: Path) -> Iterator[str]:
    """The address of the public server."""
    with harness.serve(ASGI, log) as url:
        yield url


def get(url: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """The answer to a request that is sent exactly as written."""
    line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    line.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        line.putheader(name.replace("_", "-"), value)
    line.endheaders()
    with closing(line), line.getresponse() as answer:
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())


def script(url: str) -> str:
    """The address of the first script of the page."""
    return re.search(r'src="\.(/static/js/[^"]+)"', get(url, "/").body.decode())[1]


# --- addresses ---

SERVED = ["/", "/releases", "/pillars?pillar=talent", "/evidence", "/healthz", "/_stcore/health", "/favicon.png"]
UNKNOWN = [
    "/nothing",
    "/Releases",
    "/releases/more",
    "/shared",
    "/state",
    "/dashboard.py",
    "/pages/sources/releases.py",
    "/.streamlit/config.toml",
    "/.git/config",
    "/static/js/none.js",
    "/static/../index.html",
    "/static/..%2f..%2f..%2fetc%2fpasswd",
    "/..%2f..%2f..%2f..%2fetc/passwd",
    "/../../etc/passwd",
    "//evil.example",
    "//evil.example/%2e%2e",
    "/%5c%5cevil.example%5cshare",
    "/\\evil.example",
    "/c:/windows/win.ini",
    "/etc/passwd%00.png",
    "/_stcore/metrics",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/none",
    "/component/none/index.html",
    "/media/none",
    "/<script>alert(1)</script>",
    "/%3Cscript%3Ealert(1)%3C/script%3E",
]


@pytest.mark.parametrize("path", SERVED)
def test_what_is_there_is_served(public: str, path: str) -> None:
    assert get(public, path).status == 200


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_address_gets_404_and_none_of_its_words_back(public: str, path: str) -> None:
    answer = get(public, path)
    assert answer.status in (400, 404)
    assert "location" not in answer.headers
    assert len(answer.body) < 40 and b"script" not in answer.body and b"evil" not in answer.body
    assert answer.headers["content-type"].startswith("text/plain") or not answer.body


def test_the_pages_are_those_of_the_navigation(public: str) -> None:
    """Each page that the dashboard names can be opened by its address."""
    named = run(navigation(public))
    assert len(named) >= 4 and "" in named
    assert {path: get(public, f"/{path}").status for path in named} == dict.fromkeys(named, 200)


async def navigation(url: str) -> set[str]:
    """Addresses of the pages that the dashboard tells a browser of."""
    stream = f"ws://{urlsplit(url).netloc}/_stcore/stream"
    async with websockets.connect(stream, subprotocols=["streamlit"], max_size=None, close_timeout=0.2) as line:
        request = BackMsg()
        request.rerun_script.query_string = ""
        await line.send(request.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(await line.recv())
            if message.WhichOneof("type") == "navigation":
                pages = message.navigation.app_pages
                return {"" if p.is_default else p.url_pathname for p in pages}


def test_a_websocket_elsewhere_or_from_another_site_is_refused(public: str) -> None:
    async def status(path: str, **options: str) -> int:
        try:
            async with websockets.connect(f"ws://{urlsplit(public).netloc}{path}", **options):
                return 101
        except websockets.InvalidStatus as refused:
            return refused.response.status_code

    assert run(status("/nothing")) == 403
    for origin in (
        "https://evil.example",
        "null",
        "http://localhost:1",
        "http://[",
        public.replace("127.0.0.1", "evil.example"),
    ):
        assert run(status("/_stcore/stream", origin=origin)) == 403
    assert run(status("/_stcore/stream", origin=public)) == 101
    assert run(status("/_stcore/stream")) == 101


# --- headers ---

EVERYWHERE = [*SERVED, "/nothing", "/media/none", "/releases/", "/_stcore/upload_file/none/none"]
POLICY = {
    "default-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_has_the_headers(public: str, path: str, method: str) -> None:
    answer = get(public, path, method)
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    scripts = policy.pop("script-src")
    assert policy == POLICY
    assert re.fullmatch(r"'self' 'sha256-[A-Za-z0-9+/]{43}='", scripts)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert not re.search(r"\d", answer.headers.get("server", "")), "no version"
    assert answer.headers.get("access-control-allow-origin") != "*" and "x-powered-by" not in answer.headers
    assert answer.status < 500


def test_a_slash_too_many_is_taken_off_and_the_filters_stay(public: str) -> None:
    answer = get(public, "/releases/?pillar=talent")
    assert (answer.status, answer.headers["location"]) == (301, "/releases?pillar=talent")


def test_nothing_can_be_uploaded_without_a_page(public: str) -> None:
    assert get(public, "/_stcore/upload_file/none/none", "PUT").status in (400, 403)


# --- compression ---


def test_scripts_travel_compressed_and_are_the_same(public: str) -> None:
    path = script(public)
    plain, packed = get(public, path), get(public, path, Accept_Encoding="br, gzip")
    assert packed.headers["content-encoding"] == "gzip" and packed.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.body) == plain.body and len(packed.body) < len(plain.body) / 2
    for name in ("content-type", "cache-control"):
        assert packed.headers[name].split(";")[0].replace("application", "text") == plain.headers[name].split(";")[0].replace("application", "text")  # fmt: skip


def test_a_part_of_a_script_is_not_compressed(public: str) -> None:
    answer = get(public, script(public), Accept_Encoding="gzip", Range="bytes=0-9")
    assert (answer.status, len(answer.body)) == (206, 10) and "content-encoding" not in answer.headers


# --- start ---


def start(**settings: str) -> subprocess.CompletedProcess[str]:
    """What a start that should be refused says."""
    call = [sys.executable, "-m", "streamlit", "run", str(ASGI), "--server.port", str(harness.free_port())]
    call += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    return subprocess.run(
        call, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=60, check=False
    )


def test_unsafe_settings_end_the_start_with_a_sentence_for_each() -> None:
    done = start(
        STREAMLIT_CLIENT_SHOW_ERROR_DETAILS="full",
        STREAMLIT_BROWSER_GATHER_USAGE_STATS="true",
        STREAMLIT_SERVER_ENABLE_AGENT_API="true",
        STREAMLIT_SERVER_ENABLE_CORS="false",
        STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION="false",
    )
    said = done.stdout + done.stderr
    assert done.returncode not in (0, None)
    for setting in ("showErrorDetails", "gatherUsageStats", "enableAgentApi", "enableCORS", "enableXsrfProtection"):
        assert re.search(rf"The setting \w+\.{setting} is .*?: set it to ", said), setting


def test_it_starts_with_no_secrets_and_says_nothing_but_its_address(public: str, log: Path) -> None:
    """Also after the requests of all tests above."""
    assert not (ROOT / ".streamlit" / "secrets.toml").exists()
    assert get(public, "/healthz").body == b"ok"
    said = [line.strip() for line in log.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert [line for line in said if not line.startswith(("You can now view", "URL:"))] == []


def test_the_examples_in_its_docstrings_hold() -> None:
    done = subprocess.run([sys.executable, "-m", "doctest", "asgi.py"], cwd=ROOT, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    found = doctest.DocTestParser().get_examples(ASGI.read_text(encoding="utf-8"))
    assert len(found) >= 2
