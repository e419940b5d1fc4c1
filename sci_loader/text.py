"""Bodies of releases as plain paragraphs.

Markdown (CommonMark, by pyromark) becomes HTML, HTML becomes events of lxml's parser, events become paragraphs.
The publisher's editor writes both languages, sometimes in one file, so both take this one road.  html.parser is never
used: it needs quadratic time on some input.

What comes out is a list of paragraphs.  Inside a paragraph a line break that the source asks for stays as ``\\n``; soft
line wraps, tabs and non-breaking spaces become one space.  Numbers of ordered lists are kept, footnote marks become
superscript digits so that they never fuse with a word or read as a count.
"""

from __future__ import annotations

import itertools
import re
import threading
import unicodedata
from collections.abc import Iterator

import pyromark
from lxml import etree

from sci_loader.vocabulary import HAN, without

__all__ = ["clean", "html_paragraphs", "markdown_paragraphs", "one_line_end"]

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody tfoot thead tr ul".split()
)
LISTS = frozenset(("ol", "ul"))
SILENT = frozenset("script style template iframe object noscript svg math title head select option textarea".split())
# What tags leave in the text: lone surrogates, which no text that lxml hands over can hold.
CUT, CELL, ITEM = "\ud800", "\ud801", "\ud802"
BREAK = "\r"  # a line break that the source asks for, which no text holds otherwise
SIGNS = {**dict.fromkeys(BLOCKS - LISTS - {"li"}, CUT), "br": BREAK, "td": f" {CELL} ", "th": f" {CELL} "}
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
MARK_ALONE = re.compile(f"[{RAISED}]+")
SUPERSCRIPT = str.maketrans("0123456789", RAISED)
# Bringing letters and their marks into one form takes quadratic time in the length of a run of marks; no text has such runs.
MARKS = re.compile(r"([^\x00-\u02ff\w]{64})[^\x00-\u02ff\w]+")
MARK_RUN = re.compile(r"[^\x00-\u02ff\w]{2}")
INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
OTHER_SPACE = re.compile(rf"[^\S {BREAK}]")
USUAL = bytes(range(32, 127)) + b"\t\n\r"
CJK = "\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’"
SPACE_IN_CJK = re.compile(f" (?<=[{CJK}] )(?=[{CJK}])")
RULE = " \\*_=—–-"  # what lines that only part others are made of
SPACE = r"[ \t\u00a0]"
BULLETS = "•‣▪●◦·\uf0b7\uf0a7"
# How a line opens that CommonMark would read otherwise than it is meant.  The pattern begins with the line break before it,
# which is found far faster than every place where a line starts; the lookahead is passed by few lines.
OPENING = re.compile(
    rf"\n(?=[ \t\u00a0`~{BULLETS}])(?:"
    rf"{SPACE}*(?:```|~~~).*"  # a fence of code, which releases do not hold
    # A letter or a bullet character is no Markdown, but each such line is an item of its own.
    rf"|(?P<item>{SPACE}{{2,}}(?=(?:[a-z]|[ivx]{{2,4}}) ?[.)] )|{SPACE}*(?=[{BULLETS}][ \t]*\S))"
    rf"|{SPACE}{{4,}}(?![-*+] |\d{{1,3}}[.)] ))"  # four spaces would make a paragraph code
)
# CommonMark reads a number other than 1 as text when it follows a paragraph; after a bold heading it starts an item.
ITEM_AFTER_HEADING = re.compile(r"(\n[ \t]*(?:\*\*|__).+(?:\*\*|__)[ \t]*)\n(?=\d{1,3}[.)] )")
REFERENCE = re.compile(r"&#?\w+;")
EXTENSIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES
# A digit that hangs on a word or its punctuation, as footnote marks do once the superscript is lost.
HANGING_MARK = re.compile(r"\d(?:(?<=[a-z)\]”’\"']\d)|(?<=[a-z)\]”’\"'][.,;]\d))\d?(?=[\s,.;:)\]”’]|$)")
# Footnote marks as they are typed where nothing makes them small.
TYPED_MARK = re.compile(r"\[\^(\d{1,3})\]|\^(\d{1,3})(?!\w)")
NOTE = re.compile(r"\s*[\[(]?(\d{1,3})[\])]?\s*")
NOTE_START = re.compile(r"^(\d{1,2})(?= [A-Z“\"'])")


# Each mark of a quote in a quote would open a block of its own; no text has so many.
QUOTES = re.compile(r"((?:>[ \t]?){32})[> \t]+")


class _Paragraphs:
    """Event target for lxml: collects text, and leaves signs where it is cut.

    lxml hands each piece of text to ``data``, which is nothing but the buffer's own ``append``: a call of Python for each
    piece would cost as much as parsing.  For the same reason tags only leave signs, which are read once, in the whole text.
    What must not be seen is cut off the buffer when its element ends.
    """

    def __init__(self) -> None:
        self.buffer: list[str] = []
        self.data = self.buffer.append
        self.reset()

    def reset(self) -> None:
        self.buffer.clear()
        self.silent = 0  # how many silent elements are open
        self.heard = 0  # pieces in the buffer before the first of them
        self.raised: int | None = None  # pieces in the buffer before a superscript that is open
        self.lists: list[int | None] = []

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        if sign := SIGNS.get(tag):
            self.data(sign)
        elif tag == "li":
            self.data(f"{CUT}{self.next_item(attrib.get('value', ''))}{ITEM}")
        elif tag in LISTS:
            self.data(CUT)
            self.lists.append((_number(attrib.get("start", "")) or 1) if tag == "ol" else None)
        elif tag == "sup" and not self.silent:
            self.raised = len(self.buffer) if self.raised is None else self.raised
        elif tag in SILENT:
            self.heard = self.heard if self.silent else len(self.buffer)
            self.silent += 1

    def next_item(self, value: str) -> str:
        number = self.lists[-1] if self.lists else None
        if number is None:
            return "• "
        number = _number(value) or number
        self.lists[-1] = number + 1
        return f"{number}. "

    def end(self, tag: str) -> None:
        if tag in BLOCKS:
            self.data(CUT)
            if tag in LISTS and self.lists:
                self.lists.pop()
        elif tag == "sup" and not self.silent and self.raised is not None:
            mark = _visible("".join(self.buffer[self.raised :]))
            if is_note := NOTE.fullmatch(mark):
                self.buffer[self.raised :] = [is_note[1].translate(SUPERSCRIPT)]
            self.raised = None
        elif tag in SILENT and self.silent:
            self.silent -= 1
            if not self.silent:
                self.buffer[self.heard :] = [piece for piece in self.buffer[self.heard :] if piece[0] == CUT]

    def comment(self, _: str) -> None:
        """Comments are not text."""

    def close(self) -> list[str]:
        if self.silent:  # the parser gave up inside
            del self.buffer[self.heard :]
        whole = "".join(self.buffer)
        self.reset()
        return _cut(whole)


def _cut(text: str) -> list[str]:
    """The paragraphs of a text with signs in it, each with single spaces and nothing invisible.

    >>> _cut(f"8\\n  MOUs{CUT} {CUT}1. {ITEM}{CUT}Guests:{BREAK}All{CUT} {CELL} {CELL} a\\u200b {CELL} b")
    ['8 MOUs', '1. Guests:\\nAll', 'a | b']
    """
    rare = _rare(text)
    if rare.isprintable():
        text = text.replace("\n", " ").replace("\t", " ").replace("\u00a0", " ")
    else:
        text = OTHER_SPACE.sub(" ", INVISIBLE.sub("", text))
    paragraphs = list(_blocks(text))
    return [SPACE_IN_CJK.sub("", p) for p in paragraphs] if HAN.search(rare) else paragraphs


def _blocks(text: str) -> Iterator[str]:
    """What stands between cuts; the number of an item comes before the first text that it has."""
    prefix = ""
    for block in text.split(CUT):
        if not block.strip(RULE):  # as it is between two tags
            continue
        if ITEM in block:
            prefix, _, block = block.rpartition(ITEM)
        if CELL in block:
            block = "|".join(itertools.dropwhile(str.isspace, block.split(CELL)))
        if not block.strip(RULE):
            continue
        while "  " in block:
            block = block.replace("  ", " ")
        for part in _joined_lines(block) if BREAK in block else (block.strip(),):
            if part[0] in RAISED and MARK_ALONE.fullmatch(part):  # in a block of its own, before its note
                prefix += part + " "
                continue
            yield prefix + part
            prefix = ""


class _Parsers(threading.local):
    """A parser for each thread: to make one takes as long as to read a page with it."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        self.parser = etree.HTMLParser(target=_Paragraphs(), huge_tree=True, remove_comments=True, remove_pis=True)

    def read(self, html: str) -> list[str]:
        try:
            self.parser.feed(f"<html><body>{html}")
            return list(self.parser.close())
        except BaseException:
            self.renew()  # half a page must not run into the next
            raise


_parsers = _Parsers()


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 6 else 0


def _joined_lines(block: str) -> list[str]:
    """Join the lines of one block: a rule of dashes cuts, a break inside a sentence is a space, others stay.

    >>> _joined_lines("launched with a partner that had already opened its doors to visitors in\\rDecember 2020.")
    ['launched with a partner that had already opened its doors to visitors in December 2020.']
    >>> _joined_lines("Guests\\rLadies and gentlemen\\r-----\\r1 A note.")
    ['Guests\\nLadies and gentlemen', '1 A note.']
    """
    parts: list[list[str]] = [[]]
    length = 0  # of the last line as joined so far
    for line in map(str.strip, block.split(BREAK)):
        part = parts[-1]
        if not line.strip(RULE):
            if line:
                parts.append([])
        elif not part:
            part.append(line)
            length = len(line)
        else:
            open_end = part[-1][-1].isalnum() or part[-1][-1] in ",-–"
            wrapped = open_end and not line.startswith("•") and (line[0].islower() or length >= 60)
            part += [" " if wrapped else "\n", line]
            length = length + 1 + len(line) if wrapped else len(line)
    return ["".join(part) for part in parts if part]


def html_paragraphs(html: str) -> list[str]:
    """Paragraphs of an HTML document or fragment, in reading order; never raises on broken HTML.

    >>> html_paragraphs("<ol start=2><li><p>Two<br>Lines</li><li>TradeMark<sup>1</sup> pilot, 3<sup>rd</sup></ol>")
    ['2. Two\\nLines', '3. TradeMark¹ pilot, 3rd']
    """
    return _paragraphs(clean(html))


def _paragraphs(html: str) -> list[str]:
    if not html or html.isspace():
        return []
    return _footnotes(_parsers.read(html))


def markdown_paragraphs(markdown: str) -> list[str]:
    """Paragraphs of CommonMark text with or without HTML in it, in reading order.

    >>> markdown_paragraphs("1. Eight *MOUs* were\\nsigned.\\n\\n    **Heading**\\n2. More\\u00a0text")
    ['1. Eight MOUs were signed.', 'Heading', '2. More text']
    """
    text = OPENING.sub(lambda m: "\n" if m["item"] is None else "\n\n", "\n" + clean(markdown))
    if text.count(">") > 1000:
        text = QUOTES.sub(r"\1", text)
    html = pyromark.html(ITEM_AFTER_HEADING.sub(r"\1\n\n", text)[1:], options=EXTENSIONS)
    # What was clean stays so, unless a character reference hid something.
    paragraphs = _paragraphs(clean(html) if REFERENCE.search(text) else html)
    if "^" in text:
        paragraphs = [TYPED_MARK.sub(lambda m: (m[1] or m[2]).translate(SUPERSCRIPT), p) for p in paragraphs]
    return paragraphs


def clean(text: str) -> str:
    """The text with line ends of one kind, letters in one form (NFC) and no invisible characters.

    >>> clean("8\\u200b MOUs\\r\\nCafe\\u0301")
    '8 MOUs\\nCafé'
    """
    text = one_line_end(text).replace("\u2028", "\n").replace("\u2029", "\n")
    if MARK_RUN.search(text[::32]):  # a run as long as those of MARKS shows in every 32nd character, twice
        text = MARKS.sub(r"\1", text)
    return _visible(unicodedata.normalize("NFC", text))


def one_line_end(text: str) -> str:
    """The text with ``\\n`` for every line end; one character is found far faster than two."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _visible(text: str) -> str:
    return text if _rare(text).isprintable() else INVISIBLE.sub("", text)


def _rare(text: str) -> str:
    """The characters that most texts have few of, in order; what is invisible and other kinds of space are among them."""
    return without(text, USUAL).replace("\u00a0", "")


def _footnotes(paragraphs: list[str]) -> list[str]:
    """Turn hanging digits into superscripts where a paragraph that starts with the same digit explains them.

    >>> _footnotes(["The Ledger1 pilot grew; see Web3.", "1 A ledger is a book."])
    ['The Ledger¹ pilot grew; see Web3.', '¹ A ledger is a book.']
    """
    notes = {m[1] for p in paragraphs if p[0].isdigit() and (m := NOTE_START.match(p))}
    if not notes:
        return paragraphs
    used: set[str] = set()

    def mark(match: re.Match[str]) -> str:
        if match[0] not in notes:
            return match[0]
        used.add(match[0])
        return match[0].translate(SUPERSCRIPT)

    marked = [HANGING_MARK.sub(mark, p) for p in paragraphs]

    def note(match: re.Match[str]) -> str:
        return match[1].translate(SUPERSCRIPT) if match[1] in used else match[0]

    return [NOTE_START.sub(note, p) for p in marked]
