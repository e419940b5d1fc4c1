"""Score the claims found against the labelled ones: ``make gold`` (``python -m benchmarks.gold``).

The labels lie outside the repository, at ../shared/gold; the originals at ../shared/releases.  A labelled claim is found
when a counted claim has its measure, basis, value and meeting in the labelled sentence.
"""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

import sci_loader

SHARED = Path(__file__).resolve().parents[2] / "shared"
BASIS = {"new": "new", "phase": "new", "cumulative": "cumulative"}


@dataclass
class Score:
    """What was found of what is labelled; each miss with its sentence."""

    expected: int = 0
    found: int = 0
    counted: int = 0
    right: int = 0
    negatives: int = 0
    silent: int = 0
    misses: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    noises: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.expected

    @property
    def precision(self) -> float:
        return self.right / self.counted


def plain(text: str) -> str:
    """Letters and digits only, so that markup, spaces and quotes do not matter."""
    return re.sub(r"[\W_]+", "", re.sub(r"<sup>.*?</sup>|<[^>]*>|[⁰¹²³⁴⁵⁶⁷⁸⁹]", "", text)).casefold()


def _rows(name: str) -> list[dict[str, str]]:
    with (SHARED / "gold" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _documents(corpus: sci_loader.Corpus) -> dict[str, str]:
    """Labelled document -> release_id, by the hash of the file."""
    by_hash = {sha[:12]: rid for sha, rid in zip(corpus.releases["sha256"], corpus.releases["release_id"], strict=True)}
    return {row["doc"]: by_hash[row["sha256_12"]] for row in _rows("releases.csv")}


def score(corpus: sci_loader.Corpus) -> Score:
    """Compare a corpus of all originals with the labels."""
    result = Score()
    documents = _documents(corpus)
    counted = corpus.claims[corpus.claims["counted"]]
    used: set[str] = set()
    for label in _rows("claims.csv"):
        if label["doc"] not in documents or label["counts_in_sci_jic_series"] != "true":
            continue
        result.expected += 1
        match = _match(label, counted[counted["release_id"] == documents[label["doc"]]], used)
        if match is None:
            result.misses.append(
                f"{label['claim_id']} {label['metric']} {label['scope']} {label['value']} JIC {label['jic_meeting']}: {label['evidence']}"
            )
        else:
            used.add(match)
            result.found += 1
    result.counted, result.right = len(counted), len(used)
    result.extras = [
        f"{row.claim_id} {row.measure} {row.basis} {row.value} meeting {row.meeting}: {row.sentence}"
        for row in counted.itertuples()
        if row.claim_id not in used
    ]
    _negatives(corpus, documents, result)
    return result


def _match(label: dict[str, str], claims: pd.DataFrame, used: set[str]) -> str | None:
    sentence = plain(label["evidence"])
    for row in claims.itertuples():
        same = (row.measure, row.basis, str(row.value), str(row.meeting)) == (
            label["metric"],
            BASIS.get(label["scope"]),
            label["value"],
            label["jic_meeting"],
        )
        ours = plain(row.sentence)
        if (
            same
            and row.claim_id not in used
            and (ours in sentence or sentence in ours)
            and plain(row.value_text) == plain(label["value_text"]).rstrip("份")
        ):
            return str(row.claim_id)
    return None


def _negatives(corpus: sci_loader.Corpus, documents: dict[str, str], result: Score) -> None:
    """No counted claim may lie in a passage that is labelled as giving none."""
    by_name = {**documents}
    for release in corpus.releases.itertuples():
        by_name.setdefault(Path(release.path).name, release.release_id)
    counted = corpus.claims[corpus.claims["counted"]]
    for label in _rows("negatives.csv"):
        result.negatives += 1
        text = corpus.text(by_name[label["doc"]])
        pattern = r"[\W_⁰¹²³⁴⁵⁶⁷⁸⁹]*".join(
            map(re.escape, re.findall(r"\w", re.sub(r"<sup>.*?</sup>|<[^>]*>", "", label["text"])))
        )
        spans = [m.span() for m in re.finditer(pattern, text, re.I)]
        mine = counted[counted["release_id"] == by_name[label["doc"]]]
        bad = [row.claim_id for row in mine.itertuples() for a, b in spans if a <= row.start < b]
        if bad:
            result.noises.append(f"{label['neg_id']} {label['text']}: {bad}")
        else:
            result.silent += 1


def report(result: Score) -> str:
    """The scores as a Markdown table, with every miss below it."""
    lines = [
        "| what | labelled | found | share |",
        "|---|---|---|---|",
        f"| counted claims found (recall) | {result.expected} | {result.found} | {result.recall:.1%} |",
        f"| counted claims that are labelled (precision) | {result.counted} | {result.right} | {result.precision:.1%} |",
        f"| places that must give none | {result.negatives} | {result.silent} | {result.silent / result.negatives:.1%} |",
    ]
    for name, items in (
        ("Missed", result.misses),
        ("Counted, not labelled", result.extras),
        ("Counted where nothing should be", result.noises),
    ):
        lines += ["", f"{name}:"] + [f"- {item}" for item in items] if items else []
    return "\n".join(lines)


def main() -> int:
    if not SHARED.is_dir():
        print("The labels are not at ../shared/gold, so there is nothing to score.", file=sys.stderr)
        return 2
    result = score(sci_loader.load(SHARED / "releases", programme="sci"))
    print(report(result))
    return 1 if result.misses or result.extras or result.noises else 0


if __name__ == "__main__":
    sys.exit(main())
