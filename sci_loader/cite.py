"""References to a figure, a release or a view: as text, as BibTeX and as CSL-JSON.

Each has the link to what is cited, the day on which it was looked at and the version of the data, so that a reader can tell
whether what the link shows today is what was cited.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from sci_loader.corpus import Corpus
from sci_loader.figures import figure, figure_name
from sci_loader.load import slugify
from sci_loader.tables import text_in
from sci_loader.view import Filters, as_of, in_words, release
from sci_loader.wording import day, figure_id, kind_name

__all__ = ["Reference", "as_bibtex", "as_csl", "as_text", "cite_figure", "cite_release", "cite_view"]

# Kinds of release in CSL; what has no kind of its own there is a document.
CSL_TYPES = {"speech": "speech", "news": "article-newspaper"}
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


@dataclass(frozen=True)
class Reference:
    """What a reference says, before it is written in any form.

    kind: a CSL type; genre: the kind for people; date: when it was published, or how far the data reach; link: to the
    page here; source: the original, where it is a release.
    """

    key: str
    kind: str
    genre: str
    title: str
    authors: tuple[str, ...]
    date: str | None
    link: str
    retrieved: dt.date
    version: str
    source: str | None = None
    container: str = ""


def cite_figure(corpus: Corpus, meeting: int, measure: str, link: str, retrieved: dt.date) -> Reference:
    """Reference to one figure with all values that stand for it; KeyError when there is no such figure."""
    programme = corpus.programme
    one = figure(corpus, meeting, measure)
    key = f"{programme.slug}-{figure_id(programme, meeting, measure)}"
    title = f"{figure_name(corpus, one)} ({one.grade.replace('_', ' ')})"
    return _data(corpus, key, title, link, retrieved)


def cite_view(corpus: Corpus, page: str, filters: Filters, link: str, retrieved: dt.date) -> Reference:
    """Reference to what a page shows under some filters."""
    asked = in_words(corpus, filters)
    title = f"{page} ({asked})" if asked else page
    return _data(corpus, f"{corpus.programme.slug}-{slugify(title)[:60].strip('-')}", title, link, retrieved)


def _data(corpus: Corpus, key: str, title: str, link: str, retrieved: dt.date) -> Reference:
    name = corpus.programme.name
    return Reference(
        key,
        "dataset",
        "data",
        title,
        (),
        as_of(corpus),
        link,
        retrieved,
        corpus.version,
        container=f"{name}: dashboard",
    )


def cite_release(corpus: Corpus, release_id: str, link: str, retrieved: dt.date) -> Reference:
    """Reference to a release by its publisher and day, with the original; KeyError when there is none of this id."""
    row = release(corpus, release_id)
    publishers = str(row["publisher"]).split(";") if isinstance(row["publisher"], str) else []
    return Reference(
        key=str(row["release_id"]),
        kind=CSL_TYPES.get(row["kind"], "document"),
        genre=kind_name(row["kind"]),
        title=str(row["name"]),
        authors=tuple(p.strip() for p in publishers if p.strip()),
        date=row["date"] if isinstance(row["date"], str) and row["date_basis"] != "none" else None,
        link=link,
        retrieved=retrieved,
        version=corpus.version,
        source=text_in(row["url"]),
        container=f"{corpus.programme.name}: dashboard" + (" (digest)" if row["text_kind"] == "digest" else ""),
    )


# --- forms -------------------------------------------------------------------------------------------------------------------


def as_text(cited: Reference) -> str:
    """One line for a footnote.

    >>> one = Reference("k", "dataset", "data", "JIC 3", (), "2024-06-27", "https://a.example/?f=1", dt.date(2026, 1, 2), "ab12")
    >>> as_text(one)
    '“JIC 3”. Data up to 27 June 2024, version ab12. https://a.example/?f=1 (retrieved 2 January 2026).'
    """
    dated = day(cited.date) if cited.date else "no date"
    when = f"Data up to {dated}" if cited.kind == "dataset" else f"{cited.genre}, {dated}"
    parts = [
        f"{'; '.join(cited.authors)}. " if cited.authors else "",
        f"“{cited.title}”. ",
        f"{cited.container}. " if cited.container else "",
        f"{when}. {_original(cited)}Data version {cited.version}. " if cited.kind != "dataset" else "",
        f"{when}, version {cited.version}. " if cited.kind == "dataset" else "",
        f"{cited.link} (retrieved {day(cited.retrieved.isoformat())}).",
    ]
    return "".join(parts)


def _original(cited: Reference) -> str:
    return f"{cited.source}. " if cited.source else ""


def as_bibtex(cited: Reference) -> str:
    """One BibTeX entry."""
    date = dt.date.fromisoformat(cited.date) if cited.date else None
    original = f"Original: {cited.source}. " if cited.source else ""
    note = f"{original}Data version {cited.version}. Retrieved {cited.retrieved.isoformat()}"
    fields = {
        "title": f"{{{_tex(cited.title)}}}",
        "author": " and ".join(f"{{{_tex(a)}}}" for a in cited.authors),
        "year": str(date.year) if date else "",
        "howpublished": _tex(cited.container),
        "url": re.sub(r"[{}\\\s]", _percent, cited.link),
        "urldate": cited.retrieved.isoformat(),
        "version": cited.version,
        "note": _tex(note),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if date:
        lines.insert(2 if cited.authors else 1, f"  month = {MONTHS[date.month - 1]}")
    return f"@misc{{{slugify(cited.key)},\n" + ",\n".join(lines) + "\n}\n"


_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def _tex(text: str) -> str:
    r"""Text in which no character is a command.

    >>> _tex("A & B_{1}")
    'A \\& B\\_\\{1\\}'
    """
    return "".join(_TEX.get(c, c) for c in " ".join(text.split()))


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{b:02X}" for b in match[0].encode())


def as_csl(cited: Reference) -> str:
    """One item in a list, as CSL-JSON, which Zotero and Pandoc read."""
    item: dict[str, Any] = {
        "id": cited.key,
        "type": cited.kind,
        "genre": cited.genre,
        "title": cited.title,
        "URL": cited.link,
        "accessed": {"date-parts": [[cited.retrieved.year, cited.retrieved.month, cited.retrieved.day]]},
        "version": cited.version,
    }
    if cited.authors:
        item["author"] = [{"literal": a} for a in cited.authors]
    if cited.date:
        item["issued"] = {"date-parts": [[int(part) for part in cited.date.split("-")]]}
    if cited.container:
        item["container-title"] = cited.container
    if cited.source:
        item["note"] = f"Original: {cited.source}"
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"
