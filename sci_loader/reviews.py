"""Decisions of people on single claims, from data/reviews.csv.

A review names the release, the number as written and the hash of its sentence, and says who decided what, when and why.
When the sentence changes, the hash does too and the review is void: it changes nothing and is reported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sci_loader.errors import Problem
from sci_loader.find import Found
from sci_loader.grammar import REASONS, Claim, sentence_hash
from sci_loader.register import is_meeting, lines_of

__all__ = ["COLUMNS", "Review", "apply", "read_reviews"]

COLUMNS = ("release_id", "value_text", "sentence_hash", "counted", "basis", "meeting", "reason", "who", "when", "why")


@dataclass(frozen=True)
class Review:
    """One decision: count the number (``basis``, ``meeting``) or not (``reason``)."""

    release_id: str
    value_text: str
    sentence_hash: str
    counted: bool
    basis: str
    meeting: str
    reason: str
    line: int

    def matches(self, found: Found, claim: Claim) -> bool:
        """Whether the claim is that of the review, whose value_text may go on behind the number ("eight MOUs")."""
        text = found.release.text
        number = len(self.value_text) >= claim.end - claim.start
        return (
            number
            and text.startswith(self.value_text, claim.start)
            and sentence_hash(text, claim) == self.sentence_hash
        )


def read_reviews(path: Path) -> tuple[list[Review], list[Problem]]:
    """The reviews of a file, and a problem for each line that is none; nothing when there is no file."""
    reviews = []
    lines, problems = lines_of(path, COLUMNS)
    for line in lines:
        row = line.cells
        if fault := _fault(row):
            problems.append(line.problem(fault, "bad_review", "see docs/methodology.md for what a review holds"))
            continue
        reviews.append(
            Review(
                row["release_id"],
                row["value_text"],
                row["sentence_hash"],
                row["counted"] == "yes",
                row["basis"],
                row["meeting"],
                row["reason"],
                line.number,
            )
        )
    return reviews, problems


def _fault(row: dict[str, str]) -> str:
    if not (row["who"].strip() and row["when"].strip() and row["why"].strip()):
        return "the review does not say who decided it, when and why"
    basis, meeting = row["basis"] in ("new", "cumulative"), is_meeting(row["meeting"])
    if row["counted"] == "yes" and not (basis and meeting):
        return "a review that counts a number needs its basis (new or cumulative) and its meeting"
    if (row["basis"] and not basis) or (row["meeting"] and not meeting):
        return "the basis of a review is new or cumulative, and its meeting a number"
    if row["counted"] == "no" and row["reason"] not in REASONS:
        return f"a review that does not count a number needs one of the reasons {', '.join(REASONS)}"
    return "" if row["counted"] in ("yes", "no") else "the column counted holds neither yes nor no"


def apply(reviews: Iterable[Review], found: list[Found], path: Path) -> tuple[list[Found], list[Problem]]:
    """Change the claims that were reviewed; a review whose number or sentence is not there any more becomes a problem.

    Reviews of releases that are not loaded are left alone.
    """
    by_release: dict[str, list[Review]] = {}
    for review in reviews:
        by_release.setdefault(review.release_id, []).append(review)
    used: set[int] = set()
    unclear: list[Review] = []
    out = []
    for f in found:
        claims = []
        for review in by_release.get(f.release.release_id, ()):
            if sum(review.matches(f, claim) for claim in f.claims) > 1:
                unclear.append(review)
        for claim in f.claims:
            mine = (r for r in by_release.get(f.release.release_id, ()) if r not in unclear)
            decision = next((r for r in mine if r.matches(f, claim)), None)
            if decision:
                used.add(decision.line)
                reason = "" if decision.counted else decision.reason
                claim = replace(
                    claim,
                    counted=decision.counted,
                    reason=reason,
                    basis=decision.basis or claim.basis,
                    meeting=decision.meeting or claim.meeting,
                    ours=True,
                )
            claims.append(claim)
        out.append(replace(f, claims=tuple(claims)))
    loaded = {f.release.release_id for f in found}
    void = [
        r for name, rs in by_release.items() if name in loaded for r in rs if r.line not in used and r not in unclear
    ]
    problems = [
        Problem(
            str(path),
            "bad_review",
            f"the sentence in {r.release_id} has {r.value_text!r} more than once, so the review decides none of them",
            "write the words behind the number into value_text too, as in 'eight MOUs'",
            r.line,
            r.release_id,
        )
        for r in unclear
    ]
    problems += [
        Problem(
            str(path),
            "void_review",
            f"the sentence that this review of {r.value_text!r} in {r.release_id} rests on is not there any more, so the review is void",
            "read the sentence again and renew or delete the line",
            r.line,
            r.release_id,
        )
        for r in void
    ]
    return out, problems
