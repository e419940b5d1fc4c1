"""Files to releases.

``source_files`` walks files and folders, ``read_file`` reads each on its own into a release or a problem, and ``settle`` lets
the releases explain each other.  One bad file never stops another.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import stat
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sci_loader.errors import LoaderError, Problem, UnreadableFile
from sci_loader.frontmatter import split
from sci_loader.numerals import HAN_DIGITS, chinese_number
from sci_loader.pdf import pdf_paragraphs
from sci_loader.remote import UNSEEN, Place, is_address, listed, shown
from sci_loader.remote import read as read_place
from sci_loader.subjects import Reading, read
from sci_loader.text import clean, html_paragraphs, markdown_paragraphs, one_line_end
from sci_loader.vocabulary import ASCII, HAN, Programme, beyond_ascii, cues, english

__all__ = [
    "KINDS",
    "MAX_FILE_BYTES",
    "MAX_TEXT",
    "Release",
    "Source",
    "absolute",
    "made_ids",
    "parse_release",
    "read_file",
    "readings",
    "read_release",
    "settle",
    "slugify",
    "source_files",
    "unprefixed",
    "words_in",
]

SUFFIXES = (".md", ".markdown", ".html", ".htm", ".txt", ".pdf")
DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pages")  # texts that are not read
MAX_FILE_BYTES = 4_000_000
MAX_TEXT = 200_000  # characters, some hundred pages: six times the longest release known
KINDS = ("press_release", "news", "speech", "other")
SECTIONS = {
    "press-releases": "press_release",
    "speeches": "speech",
    "news": "news",
    "parliamentary-questions": "other",
    "public-consultation": "other",
}
# Two dates further apart than this cannot both be the day of publication.
AHEAD = dt.timedelta(days=366)  # no release is dated longer before it comes out
DATE_TOLERANCE = dt.timedelta(days=7)
PARAGRAPH = "\n\n"
# What a copying tool writes before a dateline; it gives the date and is not part of the text.
BYLINE = re.compile(r"^date:?\s+\d{4}-\d{2}-\d{2}[,:]?\s+(?=\S)")


NO_LETTERS = bytes(set(range(256)) - set(string.ascii_letters.encode()))
FEW = 50  # characters of other alphabets that a text in English may hold
# Each byte as part of a word, as what joins two parts of one, or as a gap.
GAP, JOINT, PART = range(3)
WORD_SHAPE = bytes(
    PART if chr(i).isalnum() or chr(i) == "_" else JOINT if chr(i) in "'-" else GAP for i in range(128)
) + bytes([GAP] * 128)


@dataclass(frozen=True)
class Release:
    """One source document as read; ``text`` is the title, the description and the body, paragraphs parted by a blank line."""

    release_id: str
    path: str
    sha256: str
    title: str | None
    text: str
    date: dt.date | None
    date_basis: str
    kind: str
    publisher: str | None
    official: bool
    url: str | None
    language: str
    text_kind: str
    permalink: str | None = None
    original_sha256: str | None = None
    front_matter_date: dt.date | None = None
    dateline_date: dt.date | None = None
    readings: tuple[Reading, ...] = ()
    duplicate_of: str | None = None
    draws_on: str | None = None
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def reading(self) -> Reading | None:
        """The programme that the release is most about: the one it announces a meeting of, else the first it names."""
        ranked = sorted(
            self.readings,
            key=lambda r: (r.announces is None, not r.topic, r.mentions[0].start if r.mentions else 0),
        )
        return ranked[0] if ranked else None

    @property
    def others(self) -> tuple[Reading, ...]:
        """The readings for other programmes that the release speaks of too."""
        return tuple(r for r in self.readings if r is not self.reading)

    @property
    def programme(self) -> str | None:
        reading = self.reading
        return reading.programme if reading else None

    @property
    def announces_meeting(self) -> int | None:
        reading = self.reading
        return reading.announces if reading else None

    @property
    def words(self) -> int:
        return words_in(self.text)


def words_in(text: str) -> int:
    """Words of a text, a Chinese character each; "don’t" and "e-mail" are one.

    >>> words_in("Don’t e-mail 8 MOUs, naïve - friend!"), words_in("签署8份MOU")
    (6, 5)
    """
    raw = text.encode("utf-8", "replace")
    beyond = raw.translate(None, ASCII).decode()
    strange = set(beyond)
    if len(strange) > FEW or HAN.search(beyond):
        lines: dict[bool, list[str]] = {True: [], False: []}
        for line in text.split("\n"):
            lines[not line.isascii() and HAN.search(line) is not None].append(line)
        if lines[True] and lines[False]:
            return words_in("\n".join(lines[True])) + words_in("\n".join(lines[False]))
        return len(re.findall(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:['’-]\w+)*", text))
    for char in strange:  # what is left is bytes, a kind each
        if char == "’" or char.isalnum():
            raw = raw.replace(char.encode(), b"'" if char == "’" else b"w")
    shape = np.frombuffer(b"\0" + raw.translate(WORD_SHAPE), np.uint8)
    inside = shape == PART
    inside[1:-1] |= (shape[1:-1] == JOINT) & inside[:-2] & inside[2:]
    return int(np.count_nonzero(inside[1:] > inside[:-1]))


def slugify(text: str) -> str:
    """Lower-case words joined by hyphens, for ids and file names.

    >>> slugify("4 New MOUs — 2nd JIC.md")
    '4-new-mous-2nd-jic-md'
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    return re.sub(r"[^\w]+|_", "-", text.casefold()).strip("-")[:140].strip("-") or "release"


# --- files ---------------------------------------------------------------------------------------------------------------


class Source(NamedTuple):
    """A file to read, or the problem why it cannot be; ``mark``: its size and date, by which git too sees a change.

    place: where a file is opened that an address names; its path is then the address without what may be secret.
    """

    path: str
    problem: Problem | None = None
    mark: tuple[int, int] = UNSEEN
    place: Place | None = None


def source_files(paths: Iterable[str | Path]) -> Iterator[Source]:
    """Every file to read under files, folders and addresses, folders sorted and read recursively; with a problem where one cannot be.

    Raises LoaderError where two addresses would look the same in every table.
    """
    addresses: dict[str, str] = {}
    for given in dict.fromkeys(map(unprefixed, paths)):
        if is_address(given):
            if addresses.setdefault(shown(given), given) != given:
                said = "two addresses differ only in a user, a password or what stands behind ?, which no table shows"
                raise LoaderError(f"{shown(given)}: {said}; read them one at a time")
            yield from _elsewhere(given)
            continue
        root = str(Path(given))
        try:
            about = Path(root).stat()
        except PermissionError as error:
            yield Source(root, _refusal(root, error))
            continue
        except (OSError, ValueError):
            said = "there is no file or folder of this name"
            yield Source(root, Problem(root, "missing", said, "check the spelling of the path"))
            continue
        if stat.S_ISDIR(about.st_mode):
            yield from _walk(root)
        elif not stat.S_ISREG(about.st_mode):
            problem = Problem(root, "not_a_file", "this is no regular file", "give a text file or a folder")
            yield Source(root, problem)
        elif not _is_text(root):
            yield _not_read(root)
        else:
            yield Source(root, None, _mark(about))


def unprefixed(given: str | Path) -> str:
    """A path or an address; an address of a file of this machine is its path."""
    return str(given).removeprefix("file://")


def absolute(given: str | Path) -> str:
    """The same wherever one works: a path, or an archive's path in an address, from the root of the file system."""
    *links, last = unprefixed(given).split("::") if is_address(unprefixed(given)) else [unprefixed(given)]
    return "::".join([*links, last if is_address(last) else os.path.abspath(last)])  # noqa: PTH100 - resolve() follows links


def _elsewhere(address: str) -> Iterator[Source]:
    """What an address names; where it cannot be listed, one problem."""
    try:
        found = list(listed(address))
    except UnreadableFile as error:
        yield Source(shown(address), Problem(shown(address), error.code, error.message, error.remedy))
        return
    texts = [Source(path, None, mark, place) for path, mark, place in found if _is_text(path)]
    if not texts and len(found) == 1 and Path(shown(address).split("::")[0]).suffix:
        yield _not_read(found[0][0])
    else:
        yield from (_not_read(path, mark) for path, mark, _ in found if _is_document(path))
    yield from texts


def _is_text(name: str) -> bool:
    return name.lower().endswith(SUFFIXES)


def _is_document(name: str) -> bool:
    """Whether a file holds a text that somebody would expect to be read; pictures and tables beside releases are none."""
    return name.lower().endswith(DOCUMENTS)


def _not_read(path: str, mark: tuple[int, int] = UNSEEN) -> Source:
    said = f"files of the type {Path(path).suffix or 'without ending'} are not read"
    return Source(path, Problem(path, "file_type", said, "save the text as .md, .txt or .html"), mark)


def _mark(about: os.stat_result) -> tuple[int, int]:
    return about.st_size, about.st_mtime_ns


def _walk(root: str) -> Iterator[Source]:
    """The files of a folder before its folders.

    The system is asked once for each file, and names stay strings: with a hundred thousand of them anything more takes
    seconds.
    """
    real_root, waiting = os.path.realpath(root), [root]
    refused: list[OSError] = []
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                listed = sorted([e for e in entries if e.name[0] != "."], key=attrgetter("name"))
        except OSError as error:
            refused.append(error)
            continue
        folders: list[os.DirEntry[str]] = []
        found: list[Source] = []
        for entry in listed:
            if _is_folder(entry):
                folders.append(entry)
            elif _is_text(entry.name):
                found.append(_listed(entry, real_root))
            elif _is_document(entry.name):
                found.append(_not_read(entry.path, _listed(entry, real_root).mark))
        waiting += (folder.path for folder in reversed(folders) if not folder.is_symlink())
        for path in (folder.path for folder in folders if not _is_below(folder.path, real_root)):
            said = "this is a link to another folder, which is not read"
            yield Source(path, Problem(path, "outside", said, "put copies of its files here, or name that folder too"))
        yield from found
    for refusal in refused:
        yield Source(str(refusal.filename), _refusal(str(refusal.filename), refusal, "folder"))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """True for a folder and a link to one; false for a link that leads to itself."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _listed(entry: os.DirEntry[str], real_root: str) -> Source:
    """A name in a folder; a link, and what the system will not say, needs a closer look than a regular file."""
    try:
        if not entry.is_file(follow_symlinks=False) and (problem := _unusual(entry.path, real_root)):
            return Source(entry.path, problem)
        return Source(entry.path, None, _mark(entry.stat()))
    except OSError:
        return Source(entry.path, _unusual(entry.path, real_root))


def _unusual(path: str, real_root: str) -> Problem | None:
    """What is wrong with a name that stands for no regular file; nothing when it is a link to one below the root."""
    if not _is_below(path, real_root):
        return Problem(path, "outside", "this is a link to a file outside the folder", "put a copy of the file here")
    if _is_no_file(path):
        return Problem(path, "not_a_file", "this is no regular file", "put a text file here")
    return None


def _is_below(path: str, root: str) -> bool:
    """False for a link that leads out of ``root``; a link that leads nowhere or to itself does not."""
    return Path(os.path.realpath(path)).is_relative_to(root)


def _is_no_file(path: str) -> bool:
    """True when a name stands for a pipe, a device or nothing; when the system will not say, reading it tells why."""
    try:
        return not stat.S_ISREG(Path(path).stat().st_mode)
    except PermissionError:
        return False
    except OSError:
        return True


def _refusal(path: str, error: OSError, what: str = "file") -> Problem:
    return Problem(path, "system", f"the system would not give the {what} ({error.strerror})", "check its permissions")


def _read_bytes(source: Source) -> bytes:
    most = MAX_FILE_BYTES
    if source.place:
        size = source.mark[0]  # which no listing need know
        data = read_place(source.place, most + 1) if size <= most else b""
    else:
        with open(source.path, "rb", 0) as file:  # noqa: PTH123 - a path of each name takes as long as reading its file
            size = os.fstat(file.fileno()).st_size
            data = file.read() if size <= most else b""
    if max(size, len(data)) > most:
        length = f"{size:,} bytes, more than {most:,}" if size > most else f"more than {most:,} bytes"
        raise UnreadableFile("too_large", f"the file has {length}", "split it into one file a release")
    return data


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableFile(
            "encoding", "the file is not UTF-8 text", "save it again with the encoding UTF-8", line
        ) from error
    if "\x00" in text:
        raise UnreadableFile(
            "binary",
            "the file holds NUL characters, so it is no text",
            "save the text alone as UTF-8",
            text[: text.index("\x00")].count("\n") + 1,
        )
    if not text or text.isspace():
        raise UnreadableFile("empty", "the file is empty", "put the text of the release into it or delete it")
    return one_line_end(text.lstrip("\ufeff"))


# --- one release -----------------------------------------------------------------------------------------------------------


def read_release(path: Path, programmes: tuple[Programme, ...]) -> Release:
    """Read one file into a release.

    Raises UnreadableFile when the file gives no release, OSError when the system refuses it.
    """
    return parse_release(_read_bytes(Source(str(path))), path, programmes)


def parse_release(data: bytes, path: str | Path, programmes: tuple[Programme, ...]) -> Release:
    """The bytes of a file as a release; ``path`` gives its name, type and section and is not opened.

    Raises UnreadableFile when the bytes give no release.
    """
    shown_path, path = str(path), Path(path)  # an address would lose a stroke as a path
    suffix, text = path.suffix.lower(), ""
    matter: dict[str, str] = {}
    if suffix == ".pdf":
        paragraphs = pdf_paragraphs(data)
    else:
        text = _decode(data)
        matter, body = split(text)
        paragraphs = html_paragraphs(body) if suffix in (".html", ".htm") else markdown_paragraphs(body)
    paragraphs, had_chrome = _without_chrome(paragraphs)
    title, description = _one_line(matter.get("title")), _one_line(matter.get("description"))
    shown_paragraphs = [BYLINE.sub("", p) for p in paragraphs]
    whole = PARAGRAPH.join(p for p in [title, description, *shown_paragraphs] if p)
    if not whole:
        raise UnreadableFile(
            "no_text",
            "the file has no text below its front matter",
            "put the text of the release below the second ---",
        )
    if len(whole) > MAX_TEXT:
        raise UnreadableFile(
            "too_long",
            f"the text has {len(whole):,} characters, more than {MAX_TEXT:,}",
            "split it into one file a release",
        )
    front_date, problems = _front_matter_date(matter, shown_path, text)
    dateline = _dateline(paragraphs, front_date is not None)
    date, basis = _date(front_date, dateline, paragraphs)
    permalink = _one_line(matter.get("permalink")) or None
    publisher, official, url = _publisher(matter, permalink, programmes)
    kind = _kind(matter, permalink, path, title or "", paragraphs, bool(dateline) or had_chrome)
    release = Release(
        release_id=_release_id(front_date, permalink, path),
        path=shown_path,
        sha256=hashlib.sha256(data).hexdigest(),
        title=title or None,
        text=whole,
        date=date,
        date_basis=basis,
        kind=kind,
        publisher=publisher,
        official=official,
        url=url,
        language=_language(whole),
        text_kind="digest" if matter.get("text") == "digest" else "original",
        permalink=permalink,
        original_sha256=matter.get("original_sha256") or None,
        front_matter_date=front_date,
        dateline_date=dateline,
        readings=tuple(readings(programmes, title or "", whole, date)),
    )
    if not problems:
        return release
    return replace(release, problems=tuple(replace(p, release_id=release.release_id) for p in problems))


def readings(programmes: tuple[Programme, ...], title: str, text: str, date: dt.date | None) -> Iterator[Reading]:
    """How each programme is spoken of in a text of this day; none where it is not."""
    for programme in programmes:
        others = tuple(p for p in programmes if p is not programme)
        if found := read(programme, others, title, text, lambda sentence: _of_another_day(sentence, date)):
            yield found


def _of_another_day(sentence: str, date: dt.date | None) -> bool:
    """True for a sentence that gives days, all of them far from that of the release."""
    if not date:
        return False
    days = [day for m in re.finditer(_any_day(), sentence, re.I) if (day := parse_day(m[0]))]
    months = [parse_day(f"15 {m[0]}") for m in _month_pattern().finditer(sentence)] if not days else []
    return bool(days or months) and (
        all(abs(day - date) > DATE_TOLERANCE for day in days)
        and all(abs(day - date).days > 75 for day in months if day)
    )


@cache
def _month_pattern() -> re.Pattern[str]:
    """A month with its year and no day: "June 2020"."""
    months = "|".join(english().table("dates", "months"))
    return re.compile(rf"\b(?:{months}),? (?:19|20)\d\d\b", re.I)


def _one_line(value: str | None) -> str:
    return " ".join(clean(value).split()) if value else ""


def _release_id(date: dt.date | None, permalink: str | None, path: Path) -> str:
    last = permalink.strip("/").split("/")[-1] if permalink else ""
    return f"{date.isoformat()}-{slugify(last)}" if last and date else slugify(last or path.stem)


def _without_chrome(paragraphs: list[str]) -> tuple[list[str], bool]:
    """Drop what a web page puts above its text: leading paragraphs made of menu words only."""
    chrome = english().words("releases", "chrome")
    count = 0
    for paragraph in paragraphs:
        first = re.search(r"[^\W\d_][\w-]*", paragraph)
        if first is None or first[0].casefold() not in chrome:
            break
        if not all(t in chrome for t in re.findall(r"[^\W\d_][\w-]*", paragraph.casefold())):
            break
        count += 1
    return paragraphs[count:], count > 0


def _publisher(
    matter: dict[str, str], permalink: str | None, programmes: tuple[Programme, ...]
) -> tuple[str | None, bool, str | None]:
    known = [p for programme in programmes for p in programme.publishers]
    name, url = _one_line(matter.get("publisher")) or None, matter.get("url") or None
    if url and not re.match(r"https?://[^\s\"<>]+$", url):
        url = None
    if name is None and permalink and known:
        name = known[0].name
    official = any(p.official and p.name in (name or "") for p in known)
    site = next((p.site for p in known if p.name in (name or "")), None)
    if url is None and permalink and site and permalink.startswith("/"):
        url = site + permalink
    return name, official, url


def _kind(
    matter: dict[str, str], permalink: str | None, path: Path, title: str, paragraphs: list[str], copied: bool
) -> str:
    """press_release, news, speech or other: stated, else by its place on the site, its title, its opening."""
    if matter.get("kind") in KINDS:
        return matter["kind"]
    for part in [*(permalink or "").split("/"), *reversed(path.parts[:-1])]:
        if part in SECTIONS:
            return SECTIONS[part]
    titles, openings = _speech_patterns()
    if titles.search(title):
        return "speech"
    if matter:
        return "press_release" if permalink else "other"
    opening = " ".join(paragraphs[:2])
    if openings.search(opening):
        return "speech"
    return "news" if copied or re.search(r"\b(?:said|told|reported)\b", " ".join(paragraphs)) else "other"


@cache
def _speech_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What the title of a speech says, and what its text opens with."""
    openings = "|".join(english().list("releases", "speech_opening"))
    return cues(english().list("releases", "speech_title")), re.compile(openings, re.I)


def _language(text: str) -> str:
    han = len(HAN.findall(beyond_ascii(text)))
    return "zh" if han and han * 3 > len(text.encode("utf-8", "replace").translate(None, NO_LETTERS)) else "en"


# --- dates -----------------------------------------------------------------------------------------------------------------


@cache
def _day_patterns() -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted(english().table("dates", "months"), key=len, reverse=True))
    return (
        re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
        re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{months})\.?,?\s+(?P<y>\d{{4}})", re.I),
        re.compile(rf"(?P<month>{months})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})", re.I),
        re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"),
        re.compile(
            r"(?P<y>[〇零○一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
        ),
    )


def parse_day(text: str) -> dt.date | None:
    """The date that a text starts with, None when it starts with none or the day does not exist.

    >>> days = ("2023-12-14T08:00", "14 December 2023", "Dec 14, 2023", "2023年12月14日", "二〇二三年十二月十四日", "2024-02-30")
    >>> [str(parse_day(day)) for day in days]
    ['2023-12-14', '2023-12-14', '2023-12-14', '2023-12-14', '2023-12-14', 'None']
    """
    for pattern in _day_patterns():
        match = pattern.match(text.strip())
        if match:
            groups = match.groupdict()
            named = groups.get("month")
            month = english().table("dates", "months")[named.lower()] if named else chinese_number(groups["m"])
            year = int("".join(str(HAN_DIGITS.get(c, c)) for c in groups["y"].replace("○", "〇")))
            try:
                return dt.date(year, month or 0, chinese_number(groups["d"]) or 0)
            except ValueError:
                return None
    return None


def _front_matter_date(matter: dict[str, str], path: str, text: str) -> tuple[dt.date | None, list[Problem]]:
    stated = matter.get("date", "").strip()
    if not stated:
        return None, []
    date = parse_day(stated)
    line = next((i for i, row in enumerate(text.split("\n"), 1) if row.startswith("date:")), None)
    if not date or not 1900 <= date.year <= 2200:
        said = f"the date {stated[:40]!r} in the front matter is no day of the calendar"
        return None, [Problem(path, "bad_date", said, "write it as YYYY-MM-DD", line)]
    if date > dt.date.today() + AHEAD:
        said = f"the date {date.isoformat()} in the front matter is more than a year ahead"
        return date, [Problem(path, "future_date", said, "correct the year, unless it is meant", line)]
    return date, []


@cache
def _any_day() -> str:
    return "|".join(re.sub(r"\?P<\w+>", "?:", pattern.pattern) for pattern in _day_patterns())


@cache
def _dateline_pattern() -> re.Pattern[str]:
    """``placed``: a day behind a place, closed by a dash or colon; ``alone``: a day that opens or fills the paragraph.

    No character belongs both to a word and to what parts two words, or the time to find out that a paragraph opens with no
    place would grow beyond all bounds.
    """
    word, capitals = r"(?-i:[A-Z])[\w.'’]*+", r"(?-i:[A-Z]{2,}+)"
    place = rf"{word}(?:[ /–-]{{1,3}}(?:(?:and|of|on|upon)[ -])?{word}){{0,5}}"
    where = rf"(?:{place}(?:,\s*{place})*\s*[,(–-]\s*|{capitals}(?:[ /–-]{{1,3}}{capitals}){{0,5}}\s+)"
    label = r"(?:(?:dated?|published|posted|issued|updated)(?: on)?:?\s+)?"
    return re.compile(
        r"(?!\d{1,3}\.)(?:"  # most paragraphs are numbered
        rf"{where}(?P<placed>{_any_day()})\)?\s*(?:[–—:|]|-\s|\([\w ]+\)\s*[–—-])"
        rf"|{label}(?:{where})?(?P<alone>{_any_day()})\)?\s*(?:$|[–—|]\s)"
        rf"|{label}(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})[,:]?\s+[A-Z])",
        re.I,
    )


@cache
def _chinese_dateline_pattern() -> re.Pattern[str]:
    """The same for Chinese: a place with a day and a dash or the sign of a wire report, or a day behind its label."""
    place = r"[\u4e00-\u9fff]{2,5}(?:[/／、][\u4e00-\u9fff]{2,5}){0,2}"
    opening = rf"[（(【]?(?!截|自|直到|日期|时间|時間){place}"
    return re.compile(
        rf"{opening}(?<![于於在至到自从從])[)）】]?\s*[,，、]?\s*(?P<placed>{_any_day()})\s*(?:[—–:：|]|-\s|[讯訊电電])"
        rf"|{opening}[讯訊电電][)）】]?\s*[（(【,，]?\s*(?P<wired>{_any_day()})"
        rf"|(?:发布|發布|更新|刊登)?(?:日期|时间|時間)\s*[:：]\s*(?P<alone>{_any_day()})\s*$"
    )


def _dateline(paragraphs: list[str], dated: bool) -> dt.date | None:
    """The date of the dateline, "SINGAPORE, 25 November 2022 – ...", wherever the paragraph that has it stands.

    A day without a place may as well be that of some event, so it is none where the front matter has a date (``dated``).
    """
    stated = []
    latin, chinese = _dateline_pattern(), _chinese_dateline_pattern()
    for paragraph in paragraphs:
        if match := latin.match(paragraph):
            stated.append(match["placed"] or (None if dated else match["alone"] or match["iso"]))
        elif not paragraph.isascii() and (match := chinese.match(paragraph)):
            stated.append(match["placed"] or match["wired"] or (None if dated else match["alone"]))
    found = {date for day in stated if day and (date := parse_day(day))}
    return found.pop() if len(found) == 1 else None


@cache
def _today_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:today|今天|今日)\s*[,(（，]?\s*(?:on\s+)?(?P<day>{_any_day()})", re.I)


def _date(front: dt.date | None, dateline: dt.date | None, paragraphs: list[str]) -> tuple[dt.date | None, str]:
    """The date to believe and where it stands: a dateline that contradicts the front matter wins, it is part of the text."""
    if front and (dateline is None or abs(front - dateline) <= DATE_TOLERANCE):
        return front, "front_matter"
    if dateline:
        return dateline, "dateline"
    for paragraph in paragraphs:
        match = _today_pattern().search(paragraph)
        if match and (date := parse_day(match["day"])):
            return date, "text"
    return None, "none"


# --- many releases -----------------------------------------------------------------------------------------------------------


def read_file(source: Source, programmes: tuple[Programme, ...]) -> Release | Problem:
    """Read one file on its own: a release, or the problem why it gives none. Nothing that a file holds raises."""
    if source.problem:
        return source.problem
    try:
        return parse_release(_read_bytes(source), source.path, programmes)
    except UnreadableFile as error:
        return Problem(source.path, error.code, error.message, error.remedy, error.line)
    except OSError as error:
        return _refusal(source.path, error)


def settle(read_: Iterable[Release]) -> tuple[list[Release], list[Problem]]:
    """What can only be said of releases together: which are one and the same, and which are copies."""
    releases: list[Release] = []
    copies: list[tuple[Release, str]] = []
    seen: dict[str, Release] = {}
    for release in read_:
        if twin := seen.get(release.sha256):
            if (
                Path(release.path).absolute() != Path(twin.path).absolute()
            ):  # else two of the paths given hold this file
                copies.append((twin, release.path))
            continue
        seen[release.sha256] = release
        releases.append(release)
    releases, replaced = _originals_first(releases)
    releases = _unique_ids(releases)
    releases = _mark_copies(releases)
    ids = {r.sha256: r.release_id for r in releases}
    problems = replaced + [replace(p, release_id=r.release_id) for r in releases for p in r.problems]
    problems += [
        Problem(
            path,
            "same_file",
            f"byte for byte the same as {Path(twin.path).name}, so it is read once",
            "delete one of the two",
            release_id=ids.get(twin.sha256, twin.release_id),  # a digest hands its own on to its original
        )
        for twin, path in copies
    ]
    return releases, problems


def _originals_first(releases: list[Release]) -> tuple[list[Release], list[Problem]]:
    digests = [r for r in releases if r.text_kind == "digest"]
    if not digests or len(digests) == len(releases):
        return releases, []
    by_hash = {d.original_sha256: d for d in digests if d.original_sha256}
    by_link: dict[tuple[str | None, dt.date | None], Release] = {
        (d.permalink, d.front_matter_date): d for d in digests if d.permalink
    }
    replaced: dict[str, Release] = {}
    kept: list[Release] = []
    for release in releases:
        digest = None
        if release.text_kind == "original":
            digest = by_hash.get(release.sha256) or by_link.get((release.permalink, release.front_matter_date))
        if digest is not None and digest.path not in replaced:
            replaced[digest.path] = release
            release = replace(
                release,
                release_id=digest.release_id,
                title=release.title or digest.title,
                publisher=digest.publisher or release.publisher,
                official=digest.official,
                url=digest.url or release.url,
                kind=digest.kind,
            )
        kept.append(release)
    problems = [
        Problem(
            path,
            "replaced",
            f"the original {Path(original.path).name} is shown in place of this digest",
            "nothing to do",
            release_id=next(k.release_id for k in kept if k.path == original.path),
        )
        for path, original in replaced.items()
    ]
    return [r for r in kept if r.path not in replaced], problems


def made_ids(release_id: str, sha256: str) -> Iterator[str]:
    """What a release is called when others have its id: the first of these that is free."""
    return (f"{release_id}-{sha256[:length]}" for length in range(6, len(sha256) + 1, 2))


def _unique_ids(releases: list[Release]) -> list[Release]:
    used: set[str] = set()
    out = []
    for release in releases:
        free = (
            name for name in (release.release_id, *made_ids(release.release_id, release.sha256)) if name not in used
        )
        name = next(free)
        release = release if name == release.release_id else replace(release, release_id=name)
        used.add(release.release_id)
        out.append(release)
    return out


SHINGLE = 5
CONTAINED = 0.85
# More than half of a text taken from another leaves it no source of its own.
DRAWN = 0.5
# A shorter text has too few runs to tell a copy from a likeness.
FEWEST_RUNS = 40


def _shingles(text: str) -> frozenset[int]:
    """Every run of five words; a Chinese character is a word here, for nothing parts the words of a Chinese clause."""
    tokens = re.findall(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+", text.casefold())
    return frozenset(hash(tuple(tokens[i : i + SHINGLE])) for i in range(len(tokens) - SHINGLE + 1))


def _mark_copies(releases: list[Release]) -> list[Release]:
    """Mark what a release about a programme has from another: ``duplicate_of`` where the two share nearly all their runs of
    five words, ``draws_on`` where the other has more than half of its runs.

    The better one stays as it is: dates that agree first, then official, then the earlier file.
    """
    about = [r for r in releases if r.programme]
    shingles = {r.release_id: s for r in about if len(s := _shingles(r.text)) >= FEWEST_RUNS}
    ranked = [
        r
        for r in sorted(about, key=lambda r: (_clash(r), not r.official, r.date or dt.date.max, r.path))
        if r.release_id in shingles
    ]
    copy_of: dict[str, str] = {}
    drawn: dict[str, str] = {}
    for i, release in enumerate(ranked):
        mine = shingles[release.release_id]
        most = DRAWN * len(mine)
        for better in ranked[:i]:
            theirs = shingles[better.release_id]
            if better.release_id in copy_of or len(theirs) < most:
                continue
            shared = len(mine & theirs)
            if shared >= CONTAINED * min(len(mine), len(theirs)) and shared >= 0.5 * max(len(mine), len(theirs)):
                copy_of[release.release_id] = better.release_id
                break
            if shared > most:
                most, drawn[release.release_id] = shared, better.release_id
    return [_with_source(r, copy_of.get(r.release_id), drawn.get(r.release_id)) for r in releases]


def _with_source(release: Release, copy_of: str | None, drawn: str | None) -> Release:
    if copy_of:
        return replace(release, duplicate_of=copy_of)
    return replace(release, draws_on=drawn) if drawn else release


def _clash(release: Release) -> bool:
    front, line = release.front_matter_date, release.dateline_date
    return bool(front and line and abs(front - line) > DATE_TOLERANCE)
