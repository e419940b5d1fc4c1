"""Searching a store, next to what else one would use.

All ways are asked the same words in turn, five times in one run.  They do not find the same: pandas and ripgrep look for
characters ("port" in "airport"), the indexes for words.  The beginning of a word is a pattern for pandas.  Pages are asked
for with a hundred questions, each another one, of words that a seeded draw takes from the releases.
"""

from __future__ import annotations

import gc
import random
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
from sci_loader.corpus import Corpus, stored
from sci_loader.search import tokens
from sci_loader.store import Store

QUERIES = ("blockchain", "digital", "smart city", "digit*", "nowhere-at-all")
TIMES = 5
QUESTIONS = 100
SHORTEST = 4  # characters; shorter words are mostly "the" and "of", which nobody asks for


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


def questions(store: Store) -> Iterator[str]:
    """A word, two words, a phrase, the beginning of a word, one of two words: of releases that are drawn, the same each time."""
    draw = random.Random(4)
    for _, text in store.texts(draw.sample(store.facts.seqs.tolist(), QUESTIONS)):
        words = [word for word in tokens(text) if len(word) >= SHORTEST]
        at = draw.randrange(len(words) - 1)
        one, two, other = words[at], words[at + 1], draw.choice(words)
        yield draw.choice([one, f"{one} {other}", f'"{one} {two}"', f"{one[: SHORTEST + 1]}*", f"{one} OR {other}"])


def first_pages(corpus: Corpus, store: Store) -> list[float]:
    """Seconds that the first fifty hits of each question take, asked a second time: the file lies in memory then."""
    asked = list(questions(store))
    for _ in range(2):
        store._kept.clear()
        spent = [
            seconds(partial(view.releases_page.__wrapped__, corpus, view.Filters(q=q), "date", 1, 50)) for q in asked
        ]
    return sorted(spent)


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
    spent: dict[tuple[str, str], list[float]] = {}
    with datasette(path) as ask:
        for _ in range(TIMES):
            for q in QUERIES:
                store._kept.clear()
                for name, way in _ways(q, store, texts, scanned, ask).items():
                    spent.setdefault((q, name), []).append(seconds(way))
    basis = f"{count:,} releases, {TIMES} rounds, by the clock"
    for q in QUERIES:
        mine, *others = (statistics.median(spent[q, name]) for name in ("store", "pandas", "ripgrep", "Datasette"))
        hits = f"{basis}, {int(store.found(q).sum()):,} hits"
        yield Line(f"all hits of {q}", "pandas str.contains", mine / others[0], "≤ 0.02", hits)
        yield Line(f"all hits of {q}", "ripgrep on one file", mine / others[1], "", basis)
        yield Line(f"all hits of {q}", "Datasette on the store", mine / others[2], "", basis)
    pages, what = first_pages(corpus, store), "first 50 hits with pieces of text"
    basis = f"{count:,} releases, {QUESTIONS} different questions, by the clock"
    for name, rank, goal in (("middle", 50, ""), ("95th", 95, "≤ 1")):
        yield Line(f"{what}, {name} of 100", "10 ms", pages[QUESTIONS * rank // 100 - 1] / 0.010, goal, basis)
    store.home.close()
