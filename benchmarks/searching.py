"""Searching a store, next to what else one would use.

All ways are asked the same words in turn, five times in one run.  They do not find the same: pandas and ripgrep look for
characters ("port" in "airport"), the indexes for words.  The beginning of a word is a pattern for pandas.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pandas as pd

from benchmarks.crowd import free_port
from benchmarks.ratios import Line, seconds
from sci_loader import view
from sci_loader.corpus import stored
from sci_loader.store import Store

QUERIES = ("blockchain", "digital", "smart city", "digit*", "nowhere-at-all")
TIMES = 5


@contextmanager
def datasette(path: Path) -> Iterator[Callable[[str], object]]:
    """Datasette on the store: the numbers of the releases that hold a word, asked for as JSON."""
    port = free_port()
    call = [sys.executable, "-m", "datasette", "serve", str(path), "-p", str(port)]
    limit = ["--setting", "sql_time_limit_ms", "20000"]
    server = subprocess.Popen([*call, *limit], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/{path.stem}.json?"

    def ask(match: str) -> object:
        sql = "select group_concat(rowid) from words where words match :q"
        values = urllib.parse.urlencode({"sql": sql, "q": match, "_shape": "array"})
        return urllib.request.urlopen(address + values, timeout=60).read()

    try:
        for _ in range(200):
            try:
                ask("body : warm")
                break
            except OSError:
                time.sleep(0.1)
        yield ask
    finally:
        server.terminate()
        server.wait(10)


def _ways(
    q: str, store: Store, texts: pd.Series, scanned: Path, ask: Callable[[str], object]
) -> dict[str, Callable[[], object]]:
    words = q.rstrip("*").split()
    star = " *" if q.endswith("*") else ""
    match = " AND ".join(f'body : "{word.replace("-", " ")}"{star}' for word in words)
    call = ["rg", "-i", "-c", "-F", words[0], str(scanned)]
    return {
        "store": lambda: store.found(q),
        "pandas": lambda: texts.str.contains(rf"\b{words[0]}" if star else words[0], case=False, regex=bool(star)),
        "ripgrep": lambda: subprocess.run(call, stdout=subprocess.DEVNULL, check=False),
        "Datasette": lambda: ask(match),
    }


def lines(path: Path, count: int, folder: Path) -> Iterator[Line]:
    """The store of this many releases beside pandas, ripgrep and Datasette; ``folder`` takes a file for ripgrep."""
    corpus = stored(path)
    assert corpus.store is not None
    store = corpus.store
    view.facets(corpus, "releases", view.Filters())
    texts = pd.Series([row[0] for row in store.home.query('SELECT "text" FROM "releases"')], dtype="str")
    scanned = folder / f"archive-{count}.txt"
    scanned.write_text("\n".join(t.replace("\n", " ") for t in texts), encoding="utf-8")
    gc.collect()
    gc.freeze()  # as the dashboard does once it has drawn a page: the collector need not walk through what stays
    pages: list[float] = []
    spent: dict[tuple[str, str], list[float]] = {}
    with datasette(path) as ask:
        for _ in range(TIMES):
            for q in QUERIES:
                store._kept.clear()
                for name, way in _ways(q, store, texts, scanned, ask).items():
                    spent.setdefault((q, name), []).append(seconds(way))
                page = partial(view.releases_page.__wrapped__, corpus, view.Filters(q=q), "date", 1, 50)
                pages.append(seconds(page))
    basis = f"{count:,} releases, {TIMES} rounds, by the clock"
    for q in QUERIES:
        mine, *others = (statistics.median(spent[q, name]) for name in ("store", "pandas", "ripgrep", "Datasette"))
        hits = f"{basis}, {int(store.found(q).sum()):,} hits"
        yield Line(f"all hits of {q}", "pandas str.contains", mine / others[0], "≤ 0.02", hits)
        yield Line(f"all hits of {q}", "ripgrep on one file", mine / others[1], "", basis)
        yield Line(f"all hits of {q}", "Datasette on the store", mine / others[2], "", basis)
    p95 = sorted(pages)[int(len(pages) * 0.95)]
    yield Line("first 50 hits with pieces of text, 95th of 100", "10 ms", p95 / 0.010, "≤ 1", basis)
    store.home.close()
