"""A brief as Markdown, as HTML that prints well, and as a Word document; the same brief gives the same bytes."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from sci_loader.brief import Brief
from sci_loader.citations import Citation, Statement
from sci_loader.wording import day

__all__ = ["FORMATS", "as_docx", "as_html", "as_markdown"]

STYLE = """
body { font: 10pt/1.4 system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 16pt; margin: 0 } h2 { font-size: 11pt; margin: 1em 0 .2em }
ul { margin: 0; padding-left: 1.2em } ol { font-size: 8pt; padding-left: 2em }
a { color: #0b4f8a } .about { color: #555; margin: .2em 0 }
@page { size: A4; margin: 12mm }
@media print {
  body { font-size: 7.5pt; line-height: 1.2; margin: 0; max-width: none; padding: 0 }
  main, ol { columns: 2; column-gap: 8mm }
  h2 { margin-top: .6em; break-after: avoid } li { break-inside: avoid }
  ol { font-size: 7pt } .sources { break-before: page } a { color: inherit; text-decoration: none }
}
"""
FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip archive can hold


def _about(brief: Brief) -> str:
    return f"{brief.programme}. Releases up to {day(brief.as_of)}, data {brief.version}."


def _sources(brief: Brief) -> list[tuple[Citation, str]]:
    """Every citation with how it is listed: with its words, unless a statement that cites it quotes them all."""
    quoted = {n for s in brief.statements for n in s.cites if f"“{brief.citations[n - 1].text}”" in s.text}
    worded = ("sentence", "note", "fact")
    return [
        (c, f"{c.source}: “{c.text}”" if c.kind in worded and n not in quoted else c.source)
        for n, c in enumerate(brief.citations, 1)
    ]


# --- Markdown ----------------------------------------------------------------------------------------------------------------


def as_markdown(brief: Brief) -> bytes:
    """The brief as Markdown in UTF-8; nothing in a release can become markup."""
    lines = [f"# {_plain(brief.title)}", "", _plain(_about(brief))]
    for section in brief.sections:
        lines += ["", f"## {_plain(section.heading)}", ""]
        lines += [f"- {_plain(s.text)}{_numbers(s)}" for s in section.statements]
    lines += ["", "## Sources", ""]
    for number, (cited, source) in enumerate(_sources(brief), 1):
        link = f" <{cited.url}>" if _is_link(cited.url) else ""
        lines.append(f"{number}. {_plain(source)}{link}")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _plain(text: str) -> str:
    r"""Text that Markdown shows as it is.

    >>> _plain("a *b* <c> [d](e)")
    'a \\*b\\* \\<c\\> \\[d\\](e)'
    """
    return re.sub(r"([\\`*_\[\]<>#|~!&])", r"\\\1", " ".join(text.split()))


def _numbers(statement: Statement) -> str:
    return "".join(f" [{n}]" for n in statement.cites)


def _is_link(url: str | None) -> bool:
    return bool(url and re.fullmatch(r"https?://[^\s<>\"']+", url))


# --- HTML --------------------------------------------------------------------------------------------------------------------


def as_html(brief: Brief) -> bytes:
    """The brief as one HTML file with a style for print; numbers lead to their sources."""
    parts = [
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">',
        f"<title>{html.escape(brief.title)}</title>\n<style>{STYLE}</style>",
        f'<h1>{html.escape(brief.title)}</h1>\n<p class="about">{html.escape(_about(brief))}</p>\n<main>',
    ]
    for section in brief.sections:
        said = "\n".join(f"<li>{html.escape(s.text)}{_links(s)}</li>" for s in section.statements)
        parts.append(f"<h2>{html.escape(section.heading)}</h2>\n<ul>\n{said}\n</ul>")
    listed = enumerate(_sources(brief), 1)
    cited = "\n".join(f'<li id="source-{n}">{_linked(c, source)}</li>' for n, (c, source) in listed)
    parts.append(f'</main>\n<h2 class="sources">Sources</h2>\n<ol>\n{cited}\n</ol>\n</html>\n')
    return "\n".join(parts).encode("utf-8", "replace")


def _links(statement: Statement) -> str:
    return "".join(f' <a href="#source-{n}">[{n}]</a>' for n in statement.cites)


def _linked(cited: Citation, source: str) -> str:
    text = html.escape(source)
    return f'{text} <a href="{html.escape(cited.url or "")}">original</a>' if _is_link(cited.url) else text


# --- Word --------------------------------------------------------------------------------------------------------------------

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_docx(brief: Brief) -> bytes:
    """The brief as a Word document, without any time of making, so that the same brief gives the same bytes."""
    import docx  # takes a third of a second, and only a Word document needs it
    from docx.shared import Mm, Pt

    document = docx.Document()
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(18)
    document.styles["Normal"].font.size = Pt(10)
    document.core_properties.title = _xml(brief.title)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.last_modified_by = ""
    document.core_properties.created = document.core_properties.modified = _time(brief)
    document.add_heading(_xml(brief.title), 1)
    document.add_paragraph(_xml(_about(brief)))
    for part in brief.sections:
        document.add_heading(_xml(part.heading), 2)
        for statement in part.statements:
            document.add_paragraph(_xml(statement.text + _numbers(statement)), style="List Bullet")
    document.add_heading("Sources", 2)
    for number, (cited, source) in enumerate(_sources(brief), 1):
        run = document.add_paragraph().add_run(_xml(f"[{number}] {source} {cited.url or ''}".rstrip()))
        run.font.size = Pt(8)
    return _timeless(document)


def _xml(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return NOT_XML.sub("\ufffd", text)


def _time(brief: Brief) -> dt.datetime:
    return dt.datetime.fromisoformat(brief.as_of) if brief.as_of else dt.datetime(*FIXED)


def _timeless(document: Any) -> bytes:
    """The bytes of a document with one fixed time on every part."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            part = zipfile.ZipInfo(name, FIXED)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(part, source.read(name))
    return out.getvalue()


FORMATS: dict[str, Callable[[Brief], bytes]] = {"md": as_markdown, "html": as_html, "docx": as_docx}
