"""The dashboard for the public: ``streamlit run asgi.py`` serves the same pages as ``dashboard.py``, hardened.

Every answer carries security headers, unknown addresses get 404, scripts and styles travel compressed, and the port opens
only when the dashboard has run once. Unsafe settings end the start with a sentence instead of a warning in a log.
"""

import base64
import gzip
import hashlib
import logging
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from mimetypes import guess_type
from pathlib import Path

import anyio
import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, runtime

HERE = Path(__file__).resolve().parent
STATIC = Path(st.__file__).parent / "static"  # Streamlit's own page, scripts and styles

# --- what is served ---

PAGES = {"/", *(f"/{p.stem}" for p in (HERE / "pages").glob("*/*.py") if p.parent.name != "shared")}
FILES = {f"/{p.relative_to(STATIC).as_posix()}" for p in STATIC.rglob("*") if p.is_file()}
CLOSED = ("/_stcore/metrics", "/_stcore/agent/")  # of Streamlit's own, nobody's business
COMPRESSED = (".js", ".css")
SMALLEST = 1000  # bytes; less is not worth compressing

# --- settings that are unsafe in public ---

SAFE = {
    "client.showErrorDetails": ("none", "viewers would see tracebacks"),
    "browser.gatherUsageStats": (False, "visits would be reported to another company"),
    "server.enableAgentApi": (False, "programs could drive the dashboard"),
    "server.enableXsrfProtection": (True, "other sites could send requests in a viewer's name"),
    "server.enableCORS": (True, "other sites could read what a viewer sees"),
    "global.developmentMode": (False, "it opens the server to any site"),
}


def unsafe_settings() -> list[str]:
    """One sentence for each setting with which this must not be shown to the public."""
    return [
        f"The setting {name} is {config.get_option(name)!r}, so {why}: set it to {safe!r}, or run dashboard.py instead."
        for name, (safe, why) in SAFE.items()
        if config.get_option(name) != safe
    ]


def embedders(value: str) -> list[str]:
    """Sites that may show the dashboard in a frame, from the text of ``SCI_EMBEDDERS``.

    >>> embedders("https://news.example  https://blog.example:8443")
    ['https://news.example', 'https://blog.example:8443']
    >>> embedders("javascript:alert(1)")
    Traceback (most recent call last):
    ValueError: SCI_EMBEDDERS names 'javascript:alert(1)', which is no site: write them as https://news.example
    """
    wrong = [site for site in value.split() if not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", site)]
    if wrong:
        raise ValueError(f"SCI_EMBEDDERS names {wrong[0]!r}, which is no site: write them as https://news.example")
    return value.split()


# --- headers ---


def inline_scripts(page: str) -> list[str]:
    """The hashes by which a policy admits the scripts that stand in a page, and no other.

    >>> inline_scripts("<script>a</script><script src='b.js'></script>")
    ["'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"]
    """
    found = re.findall(r"<script>(.*?)</script>", page, re.S)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in found]


@cache
def security_headers() -> dict[str, str]:
    """The headers of every answer."""
    policy = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *inline_scripts((STATIC / "index.html").read_text(encoding="utf-8"))],
        "style-src": ["'self'", "'unsafe-inline'"],  # Streamlit writes its styles into the page
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'", *embedders(os.environ.get("SCI_EMBEDDERS", ""))],
    }
    closed = "accelerometer camera geolocation gyroscope magnetometer microphone midi payment usb".split()
    return {
        "content-security-policy": "; ".join(f"{name} {' '.join(allowed)}" for name, allowed in policy.items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": ", ".join(f"{feature}=()" for feature in closed),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }


class Hardened:
    """Puts the headers on every answer, also on errors, and answers 404 where nothing is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(security_headers())
            await send(message)

        try:
            if is_foreign(scope) or not is_served(scope):
                await refuse(scope, receive, send_with_headers)
            else:
                await (packed(scope) or self.app)(scope, receive, send_with_headers)
        except Exception:
            if started or scope["type"] == "websocket":
                raise
            logging.getLogger(__name__).exception("A request failed")
            await PlainTextResponse("Something went wrong.", 500)(scope, receive, send_with_headers)


def is_served(scope: Scope) -> bool:
    """Whether anything is at this address. Streamlit alone would show its first page for any."""
    path = scope["path"]
    if path.startswith(CLOSED):
        return False
    route = next((r for r in scope["app"].routes if r.matches(scope)[0] is not Match.NONE), None)
    if getattr(route, "name", "") != "static-assets":
        return route is not None
    return scope["type"] == "http" and (path in FILES or (path.rstrip("/") or "/") in PAGES)


def is_foreign(scope: Scope) -> bool:
    """Whether a page of another site opens a stream.

    Streamlit would refuse it too, but only after asking an outside service for this machine's address, while every
    viewer waits.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin") if scope["type"] == "websocket" else None
    own = (headers.get("host"), *(site.partition("://")[2] for site in config.get_option("server.corsAllowedOrigins")))
    return origin is not None and origin.partition("://")[2] not in own


async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
    """Say that nothing is here, without a word of what was asked for."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await PlainTextResponse("Nothing is here.", 404)(scope, receive, send)


# --- compression ---


def packed(scope: Scope) -> ASGIApp | None:
    """The answer to a request for a script or style, if it may be compressed."""
    path, asked = scope["path"], Headers(scope=scope)
    if path not in FILES or not path.endswith(COMPRESSED) or scope["method"] != "GET" or "range" in asked:
        return None
    return send_packed if "gzip" in asked.get("accept-encoding", "") else None


async def send_packed(scope: Scope, receive: Receive, send: Send) -> None:
    data, kind = await anyio.to_thread.run_sync(compressed, scope["path"])
    headers = {"content-encoding": "gzip", "vary": "Accept-Encoding"}
    headers["cache-control"] = "public, immutable, max-age=31536000"  # the name of each file holds its hash
    await Response(data, headers=headers, media_type=kind)(scope, receive, send)


@cache
def compressed(path: str) -> tuple[bytes, str]:
    """One of Streamlit's files, compressed once for all viewers, and its type."""
    return gzip.compress((STATIC / path[1:]).read_bytes(), 6, mtime=0), guess_type(path)[0] or "text/plain"


# --- start ---


@asynccontextmanager
async def start(_: st.App) -> AsyncIterator[None]:
    """Refuse unsafe settings, then run the dashboard once, so that the first viewer waits no longer than the last."""
    if wrong := unsafe_settings():
        raise RuntimeError(" ".join(wrong))
    security_headers()
    runs, why = await runtime.get_instance().does_script_run_without_error()
    if not runs:
        raise RuntimeError(f"The dashboard does not run ({why}); the lines above this one say why.")
    yield


async def health(_: Request) -> Response:
    """For those who watch the server: the port opens only when the dashboard has run."""
    return PlainTextResponse("ok", headers={"cache-control": "no-store"})


app = st.App(
    HERE / "dashboard.py", routes=[Route("/healthz", health)], middleware=[Middleware(Hardened)], lifespan=start
)
