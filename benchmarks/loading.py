"""How fast files become tables, beside what one would use instead: ``python -m benchmarks.loading``.

The usual chain is python-frontmatter, markdown-it-py, BeautifulSoup, spaCy's sentencizer and one regular expression for a
number before a noun.  It finds no meeting, no basis and no programme; ours gives every table, checked.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import frontmatter

import sci_loader
from benchmarks.archive import write
from benchmarks.ratios import Line, clock, interleaved
from sci_loader.corpus import read
from sci_loader.vocabulary import load_programmes
from sci_loader.workers import executor

ROOT = Path(__file__).resolve().parents[1]
NUMBER = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+\s+){0,3}?(?:MOUs?|projects?)\b", re.I
)


def alone(files: list[Path]) -> int:
    """python-frontmatter alone: metadata and text, nothing read."""
    return sum(len(frontmatter.load(str(path)).content) for path in files)


def usual_chain(files: list[Path]) -> int:
    import spacy
    from bs4 import BeautifulSoup
    from markdown_it import MarkdownIt

    sentences = spacy.blank("en")
    sentences.add_pipe("sentencizer")
    sentences.max_length = 10_000_000
    markdown, found = MarkdownIt(), 0
    for path in files:
        html = markdown.render(frontmatter.load(str(path)).content)
        document = sentences(BeautifulSoup(html, "html.parser").get_text())
        found += sum(len(NUMBER.findall(sentence.text)) for sentence in document.sents)
    return found


def against_others(source: Path, rounds: int) -> Iterator[Line]:
    """The whole load, tables and checks included, of the releases of a folder."""
    files = sorted(p for p in source.rglob("*.md") if p.read_bytes().startswith(b"---"))
    times = interleaved(
        {
            "ours": lambda: sci_loader.load(source),
            "chain": lambda: usual_chain(files),
            "alone": lambda: alone(files),
        },
        rounds,
    )
    basis = f"{len(files)} files, {rounds} rounds"
    yield Line("whole load, claims and checks included", "usual chain", times["ours"] / times["chain"], "≤ 0.2", basis)
    yield Line(
        "whole load, claims and checks included",
        "python-frontmatter alone",
        times["ours"] / times["alone"],
        "≤ 8",
        basis,
    )


def first(rounds: int) -> Iterator[Line]:
    """A new process that loads what is shipped: what the first visitor of a new server waits for, patterns compiled and all."""
    programs = {
        "ours": "import sci_loader; sci_loader.load()",
        "imports": "import pandas, plotly.express, streamlit",
    }

    def run(name: str) -> None:
        subprocess.run([sys.executable, "-c", programs[name]], cwd=ROOT, check=True, capture_output=True)

    times = interleaved({name: lambda n=name: run(n) for name in programs}, rounds)  # type: ignore[misc]
    yield Line(
        "a new process that loads the shipped data",
        "one that imports Streamlit, pandas and Plotly",
        times["ours"] / times["imports"],
        "≤ 1.5",
        f"{rounds} rounds",
    )


def growth(source: Path, small: int, large: int, rounds: int) -> Iterator[Line]:
    """Processor time a release when an archive grows."""
    with tempfile.TemporaryDirectory() as place:
        folders = {count: Path(place) / str(count) for count in (small, large)}
        for count, folder in folders.items():
            write(source, count, folder)
        times = interleaved({str(c): lambda f=f: sci_loader.load(f) for c, f in folders.items()}, rounds)  # type: ignore[misc]
        ratio = (times[str(large)] / large) / (times[str(small)] / small)
        yield Line(f"a release of {large:,}", f"one of {small:,}", ratio, "≤ 1.1", f"{rounds} rounds")


def processes(source: Path, count: int, rounds: int) -> Iterator[Line]:
    """Files to releases and claims by two processes and by two Dask workers, by the clock; their start is left out."""
    from distributed import LocalCluster

    programmes = load_programmes()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(source, count, folder)
        with (
            LocalCluster(
                n_workers=2, threads_per_worker=1, host="127.0.0.1", scheduler_port=0, dashboard_address=None
            ) as cluster,
            executor(2) as pool,
            executor(scheduler=cluster.scheduler_address) as dask,
        ):
            ways = {
                "one": lambda: sum(1 for _ in read([folder], programmes)),
                "two": lambda: sum(1 for _ in read([folder], programmes, pool)),
                "dask": lambda: sum(1 for _ in read([folder], programmes, dask)),
            }
            for warm in ways.values():
                warm()
            times = interleaved(ways, rounds, clock)
        basis = f"{count:,} files, {rounds} rounds, by the clock"
        yield Line("one process", "two", times["one"] / times["two"], "≥ 1.85", basis)
        yield Line("two processes", "two Dask workers", times["two"] / times["dask"], "≥ 0.85", basis)
