"""The text of PDF files, taken out in a process of its own.

A PDF is a program: 2 kB of it can ask for gigabytes or run for hours.  So the file is read by a child that has little memory,
little time and may write nothing; when the child dies, one file is not read and everything else is.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys

from sci_loader.errors import UnreadableFile
from sci_loader.text import clean

__all__ = ["pdf_paragraphs"]

SECONDS, MEMORY = 20, 1 << 30  # of processor time, bytes of address space
LONGEST = 4_000_000  # characters of text, as of any other file
PAGE = "\f"
CONTINUED = re.compile(rf"(?<![.!?:;”\"])\s*{PAGE}\s*(?=[a-z(])")  # a sentence that goes on overleaf
BULLETS = "•‣▪●◦·\uf0b7\uf0a7"
# Paragraphs are parted by an empty line, items of a list begin with their number or bullet.
CUT = re.compile(rf"\n[^\S\n]*\n|\n(?=[^\S\n]*(?:\d{{1,3}}[.)]|[{BULLETS}])[^\S\n])")
WRAPPED_WORD = re.compile(r"(?<=\w)-[ \t]*\n\s*(?=[a-z])")

# The child has no path to this package and needs none: what it runs is all here.
CHILD = f"""
import logging, sys
try:
    import resource
    for what, limit in ((resource.RLIMIT_AS, {MEMORY}), (resource.RLIMIT_CPU, {SECONDS}), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (limit, limit))
except ImportError:  # another system than Unix has only the clock of the parent
    pass
import io, pypdf
logging.disable()
left = {LONGEST}
for page in pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read())).pages:
    text = page.extract_text() + "\\f"
    left -= len(text)
    if left < 0:
        sys.exit("more text than is read of any file")
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
"""


def pdf_paragraphs(data: bytes) -> list[str]:
    """The paragraphs of a PDF file: lines that the page wraps are joined, pages too where a sentence goes on.

    Raises UnreadableFile when the file gives no text within the limits, or pypdf (extra ``pdf``) is not installed.
    """
    text = CONTINUED.sub(" ", _text(data)).replace(PAGE, "\n\n")
    text = WRAPPED_WORD.sub("-", text)
    found = (" ".join(clean(part).strip(f"{BULLETS} \n").split()) for part in CUT.split(text))
    return [paragraph for paragraph in found if paragraph]


def _text(data: bytes) -> str:
    if importlib.util.find_spec("pypdf") is None:
        raise UnreadableFile(
            "pdf",
            "reading PDF files needs pypdf, which is not installed",
            "install it with: pip install pypdf, or save the text as .txt beside it",
        )
    if b"%PDF-" not in data[:1024]:
        raise UnreadableFile("pdf", "the file is named .pdf and holds no PDF", "give it the ending of what it holds")
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", CHILD], input=data, capture_output=True, timeout=SECONDS + 5, check=False
        )
    except subprocess.TimeoutExpired:
        raise _refused(f"its text was not out after {SECONDS} seconds") from None
    if done.returncode < 0:
        raise _refused(f"its text was not out within {SECONDS} seconds and {MEMORY >> 30} GB of memory")
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        reason = said[-1].partition(": ")[2] or said[-1]  # without the name of the exception, which helps nobody
        raise _refused(f"the PDF cannot be read ({reason[:120]})")
    text = done.stdout.decode("utf-8")
    if not text.strip():
        raise UnreadableFile("pdf", "the PDF holds no text, only pictures", "save its text as .txt or .md beside it")
    return text


def _refused(why: str) -> UnreadableFile:
    return UnreadableFile("pdf", why, "save its text as .txt or .md beside it")
