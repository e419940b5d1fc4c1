"""The example sentences: what each states, and what the grammar finds in it.

A number is compared as it is written, in any case; "eight (8)" is the one number "eight".
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sci_loader.find import calendar, find, resolve
from sci_loader.load import parse_release
from sci_loader.vocabulary import Programme, data_dir, load_programmes

FOLDER = Path(__file__).parent / "examples"


@dataclass(frozen=True)
class Case:
    """One example: the release it is put into, its text and the claims that must be counted, in text order."""

    name: str
    release: dict[str, Any]
    text: str
    counted: tuple[str, ...]
    why: str
    fails: str = ""


def cases() -> list[Case]:
    """All cases of tests/examples/sentences, named by file and place."""
    found = []
    for path in sorted((FOLDER / "sentences").glob("*.toml")):
        with path.open("rb") as file:
            content = tomllib.load(file)
        for number, case in enumerate(content["case"], 1):
            release = {
                **content.get("release", {}),
                **{k: v for k, v in case.items() if k in ("programme", "title", "date", "lead")},
            }
            found.append(
                Case(
                    f"{path.stem}-{number:03d}",
                    release,
                    case["text"].strip(),
                    tuple(re.sub(r"\s*\(\d+\)", "", c).casefold() for c in case["counted"]),
                    case.get("why", ""),
                    case.get("fails", ""),
                )
            )
    return found


@cache
def programmes() -> dict[str, Programme]:
    """The shipped programmes and those invented for the examples."""
    return {**load_programmes(data_dir() / "programmes"), **load_programmes(FOLDER / "programmes")}


def found_in(case: Case) -> list[str]:
    """The counted claims that the loader finds in the case's text, as ``number measure basis meeting``."""
    known = {case.release["programme"]: programmes()[case.release["programme"]]}
    head = [
        f"{key}: {value if key == 'date' else chr(34) + str(value).replace(chr(34), chr(39)) + chr(34)}"
        for key in ("title", "date")
        if (value := case.release.get(key))
    ]
    body = f"{case.release.get('lead', '')}\n\n{case.text}"
    document = "---\n" + "\n".join(head) + "\n---\n" + body if head else body
    release = parse_release(document.encode(), Path("example.md"), tuple(known.values()))
    held = calendar([release], known)
    start = release.text.index(_first_words(case.text))
    claims = resolve(find(release, known), held[case.release["programme"]]).claims
    return [
        f"{release.text[c.start : c.end].casefold()} {c.measure} {c.basis} {c.meeting}"
        for c in claims
        if c.counted and c.start >= start
    ]


def _first_words(text: str) -> str:
    from sci_loader.text import markdown_paragraphs

    return markdown_paragraphs(text)[0][:60]
