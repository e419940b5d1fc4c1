"""Searching at 1,000, 10,000 and 100,000 releases, next to what else one would use: ``python -m benchmarks.searching``.

    python -m benchmarks.searching ../shared/releases 1000 10000

Each archive is made once (``benchmarks.archive``) in the folder that SCI_BENCH names, else a temporary one.  All ways are asked
the same words in turn, five times in one run; the table gives medians and their ratio to pandas.  They do not find the same:
pandas and ripgrep look for characters ("port" in "airport"), the indexes for words.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from benchmarks.archive import releases
from sci_loader import build as builder
from sci_loader import view
from sci_loader.corpus import stored
from sci_loader.store import Store

ROOT = Path(__file__).resolve().parents[1]
QUERIES = ("blockchain", "digital", "smart city", "digit*", "nowhere-at-all")
TIMES = 5


def made(source: Path, count: int, folder: Path) -> Path:
    """The store of an archive of this size, and beside it a file with one release a line."""
    path = folder / f"archive-{count}.sqlite"
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        store = Store.open(part, create=True)
        reads = (_read(r) for r in releases(source, count))
        for batch in builder._batches(reads, builder.BATCH):
            with store.home.transaction():
                builder._add(store, batch)
        with store.home.transaction():
            builder._finish(store)
        store.home.query("PRAGMA wal_checkpoint(TRUNCATE)")
        store.home.close()
        part.rename(path)
    return path


def _read(release: builder.Release) -> builder._Read:
    about = any(reading.about for reading in release.readings)
    plain = builder.replace(release, readings=(), duplicate_of=None, draws_on=None)
    return builder._Read(release.path, 1, 1, release.sha256, plain, about)


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


@contextmanager
def datasette(path: Path) -> Iterator[Callable[[str], object]]:
    """Datasette on the store: how many releases hold a word, asked for as JSON."""
    call = [
        sys.executable,
        "-m",
        "datasette",
        "serve",
        str(path),
        "-p",
        "8997",
        "--setting",
        "sql_time_limit_ms",
        "20000",
    ]
    server = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:8997/{path.stem}.json?"

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


def measure(source: Path, count: int, folder: Path) -> None:
    path = made(source, count, folder)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    corpus = stored(path)
    assert corpus.store is not None
    store = corpus.store
    view.facets(corpus, "releases", view.Filters())
    pages: list[float] = []
    ours: dict[str, list[float]] = {q: [] for q in QUERIES}
    for _ in range(TIMES):
        for q in QUERIES:
            store._kept.clear()
            ours[q].append(milliseconds(lambda q=q: store.found(q)))
            pages.append(
                milliseconds(lambda q=q: view.releases_page.__wrapped__(corpus, view.Filters(q=q), "date", 1, 50))
            )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    counts = [
        milliseconds(lambda: view.facets.__wrapped__(corpus, "releases", view.Filters(year=("2020",))))
        for _ in range(9)
    ]
    texts = pd.Series([row[0] for row in store.home.query('SELECT "text" FROM "releases"')], dtype="str")
    lines = folder / f"archive-{count}.txt"
    lines.write_text("\n".join(t.replace("\n", " ") for t in texts), encoding="utf-8")
    with datasette(path) as ask:
        print(f"\n{count:,} releases. The page of 50 with its pieces: median {statistics.median(pages):.1f} ms, p95 {sorted(pages)[int(len(pages) * 0.95)]:.1f} ms;")  # fmt: skip
        print(
            f"counts of all facets: {statistics.median(counts):.1f} ms; memory for the store: {memory / 1024:.0f} MB.\n"
        )
        print(
            "| words | found | store, ms | pandas, ms | store / pandas | ripgrep / pandas | Datasette / pandas |\n|---|---|---|---|---|---|---|"
        )
        for q in QUERIES:
            word = q.rstrip("*")
            match = f'body : "{" ".join(word.split("-"))}"{" *" if q.endswith("*") else ""}' if " " not in q else " AND ".join(f'body : "{w}"' for w in q.split())  # fmt: skip
            first = word.split()[0]
            others: dict[str, list[float]] = {"pandas": [], "ripgrep": [], "Datasette": []}
            for _ in range(TIMES):
                others["pandas"].append(milliseconds(lambda w=first: texts.str.contains(w, case=False, regex=False)))
                others["ripgrep"].append(milliseconds(lambda w=first: subprocess.run(["rg", "-i", "-c", "-F", w, str(lines)], stdout=subprocess.DEVNULL, check=False)))  # fmt: skip
                others["Datasette"].append(milliseconds(lambda m=match: ask(m)))
            base = statistics.median(others["pandas"])
            mine = statistics.median(ours[q])
            ratios = " | ".join(f"{statistics.median(others[n]) / base:.3f}" for n in ("ripgrep", "Datasette"))
            print(f"| {q} | {int(store.found(q).sum()):,} | {mine:.2f} | {base:.1f} | {mine / base:.4f} | {ratios} |")


def main() -> None:
    source, sizes = Path(sys.argv[1]), [int(n) for n in sys.argv[2:]] or [1000, 10_000, 100_000]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(os.environ.get("SCI_BENCH") or place)
        folder.mkdir(exist_ok=True)
        for count in sizes:
            measure(source, count, folder)


if __name__ == "__main__":
    main()
