"""The rules in plain words, taken from the code and the programme files themselves.

docs/methodology.md begins with this text, a test holds the two together; nothing here is a second statement of a rule that
the code does not know.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable

from sci_loader.grammar import REASONS
from sci_loader.load import CONTAINED, DATE_TOLERANCE, DRAWN, SHINGLE
from sci_loader.reconcile import grade
from sci_loader.reviews import COLUMNS
from sci_loader.vocabulary import Programme

__all__ = ["describe"]


def describe(programmes: Iterable[Programme]) -> str:
    """The methodology as Markdown: how files are read, what counts, how figures are reconciled, the words of each programme."""
    parts = [
        "# Methodology",
        "",
        "Every number on every page comes from a sentence of a release and links to it. This page says which sentences count",
        "and how figures are put together. It is written from the code and from `data/programmes/`.",
        "",
        "## Reading a release",
        "",
        "1. Front matter gives title, date and link; a dateline that contradicts its date by more than "
        f"{DATE_TOLERANCE.days} days wins, because it is part of the text. A release without any date shows the date of the meeting",
        "   that it announces, and says so.",
        "2. Markdown and HTML become paragraphs. Paragraph numbers stay, footnote marks become superscripts and are never counts.",
        f"3. A file that is byte for byte the same as another is read once. A release that shares at least {CONTAINED:.0%} of its runs of",
        f"   {SHINGLE} words (in Chinese, characters) with another about a programme is marked as its copy; its figures are counted",
        f"   once. One that has more than {DRAWN:.0%} of its runs from another, such as a news item that retells a release, draws on it:",
        "   its figures stand beside the other's, but it is no second source of a figure that the other states too.",
        "4. An original replaces the digest of the same release and keeps its address.",
        "5. A release belongs to the programme that it is most about: the one of which it announces a meeting or that its title",
        "   names, else the one named first. It may speak of others, and each of these sees it too, with those of its numbers that",
        "   count there; a number counts for one programme only. A meeting that a release only names is listed without figures.",
        "",
        "## What counts",
        "",
        "A number counts when it stands with a word for an MOU or a project, the sentence or its release speaks of the programme,",
        "and the sentence says whether the figure is new at one meeting or a total to date. Every other number that stands with",
        "such a word is kept on the Evidence page with its reason:",
        "",
        "| reason | meaning |",
        "|---|---|",
        *(f"| {name} | {meaning} |" for name, meaning in REASONS.items()),
        "",
        "A number that no rule can place is also reported as a problem, so that nothing is passed over in silence.",
        "",
        "A person can decide such a number in `data/reviews.csv`, a line each: "
        + ", ".join(f"`{c}`" for c in COLUMNS)
        + ".",
        "The hash is that of the sentence, as the problem gives it; when the sentence changes, the review is void and reported.",
        "",
        "## Putting figures together",
        "",
        "- *new* is the figure that the most releases state for a meeting, copies left out; *added* is our own sum of these.",
        "- *stated* totals are shown as the lowest and the highest that a release states. What no release states is *not stated*, never zero.",
        "- Sources that differ, and totals that differ from the sum, are conflicts: all values stand side by side with the arithmetic.",
        "- A difference that equals a fact from before the first meeting is explained by it, and the explanation is called an inference.",
        "- Each figure has a grade, worked out from how many independent releases state it, whether one of them is official, whether",
        "  the stated total is our sum, and whether the register lists as many. Copies, and releases that draw on another one that",
        "  states the figure, are not independent; two releases of one publisher in different words are.",
        "",
        "| grade | when |",
        "|---|---|",
        *_grades(),
    ]
    for programme in programmes:
        parts += _programme(programme)
    return "\n".join(parts) + "\n"


def _grades() -> list[str]:
    """Rows of the table in the docstring of ``grade``."""
    table = (inspect.getdoc(grade) or "").split("====\n")[1].split("\n===")[0]
    return [f"| {name} | {meaning.strip()} |" for name, meaning in (line.split(" ", 1) for line in table.split("\n"))]


def _programme(programme: Programme) -> list[str]:
    lines = [
        "",
        f"## {programme.name} ({programme.short})",
        "",
        programme.about,
        "",
        "| measure | words that are counted | words counted only where the sentence names the programme, its meeting or the day |",
        "|---|---|---|",
    ]
    lines += [f"| {m.label} | {', '.join(m.nouns)} | {', '.join(m.weak_nouns)} |" for m in programme.measures]
    lines += ["", "| pillar | words in a paragraph that name it |", "|---|---|"]
    raw = {p["slug"]: p["wordings"] for p in programme.source["pillars"]}
    lines += [
        f"| {label} | {', '.join(raw[slug]) or 'none: assigned by hand in the register'} |"
        for slug, label in programme.pillars.items()
    ]
    if programme.founding:
        lines += [
            "",
            "Facts from before the first meeting: "
            + "; ".join(f"{f.what} ({f.value} {f.measure})" for f in programme.founding)
            + ".",
        ]
    neighbours = [n for group in programme.source.get("neighbours", ()) for n in group["names"]]
    if neighbours:
        lines += ["", "Never counted as its own, because they belong to neighbours: " + ", ".join(neighbours) + "."]
    return lines
