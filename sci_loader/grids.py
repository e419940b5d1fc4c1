"""Figures in tables of a text: a cell that is a number, read with the head of its column and the label of its row.

The loader turns each row into a paragraph of cells between bars, so a table is a run of such paragraphs.  A cell counts
only where its two labels say nothing but what is counted, new or to date, and at which meeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from sci_loader.candidates import any_noun, measures_named
from sci_loader.grammar import Claim
from sci_loader.numerals import find_numbers, ordinal_value
from sci_loader.subjects import MEETING, PROGRAMME, ZONE, Mention, Reading
from sci_loader.vocabulary import Programme, chinese, english

__all__ = ["BAR", "grid_claims"]

BAR = " | "
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)年?")
CUMULATIVE = re.compile(
    r"\b(?:total|cumulative|overall|to[- ]date|so far|running)\b|累计|累計|总数|總數|合计|合計|总计|總計", re.I
)

SUM = re.compile(r"(?:grand\s+)?total|sum|overall|all|合计|合計|总计|總計|总数|總數", re.I)

Cell = tuple[int, int]


def grid_claims(programme: Programme, reading: Reading, date: str, text: str, rows: Sequence[Cell]) -> Iterator[Claim]:
    """Claims of one table; ``rows`` are the spans of its rows in the release's text, the first one its head."""
    table = [_cells(text, row) for row in rows]
    headed = not any(_figure(text[a:b]) for a, b in table[0][1:])
    head = table[0] if headed else []
    series = any(_meeting(text, cells[:1], ()) for cells in table[headed:])
    for row, cells in list(zip(rows, table, strict=True))[headed:]:
        for place, (start, end) in enumerate(cells[1:], 1):
            column = len(head) - len(cells) + place  # an empty corner leaves the head one short
            if headed and not 0 <= column < len(head):
                continue
            labels = (cells[0], head[column] if headed else (row[0], row[0]))
            if claim := _claim(programme, reading, date, text, row, labels, (start, end), series):
                yield claim


def _cells(text: str, row: Cell) -> list[Cell]:
    spans, start = [], row[0]
    for piece in text[row[0] : row[1]].split(BAR):
        spans.append((start, start + len(piece)))
        start += len(piece) + len(BAR)
    return spans


def _claim(
    programme: Programme,
    reading: Reading,
    date: str,
    text: str,
    row: Cell,
    labels: tuple[Cell, Cell],
    cell: Cell,
    series: bool,
) -> Claim | None:
    value = _figure(text[cell[0] : cell[1]])
    said = " ".join(text[a:b] for a, b in labels)
    measures = measures_named(programme, said)
    if value is None or len(measures) != 1 or not reading.about:
        return None
    mentions = [m for a, b in labels for m in reading.within(a, b)]
    named = _meeting(text, labels, mentions)
    sum_of_parts = SUM.fullmatch(text[slice(*labels[0])].strip()) and not series
    basis = "" if sum_of_parts else _basis(said, bool(named))
    about = named or (str(reading.announces) if reading.announces else f"asof:{date}" if date else "")
    reason = _reason(programme, reading, said, mentions) or ("no_basis" if not basis else "" if about else "no_meeting")
    number, start, end = value
    return Claim(
        cell[0] + start, cell[0] + end, *row, measures[0], basis, number, "exact", about, not reason, reason,
        reason not in ("zone", "other_programme"), False, True,
    )  # fmt: skip


def _basis(said: str, dated: bool) -> str:
    if CUMULATIVE.search(said):
        return "cumulative"
    fresh = any(lang.cue("basis", key).search(said) for lang in (english(), chinese()) for key in ("event", "new"))
    return "new" if dated or fresh else ""


def _figure(cell: str) -> tuple[int, int, int] | None:
    """Value and span of a cell that is one number and nothing else, "8" or "8份"."""
    numbers = find_numbers(cell) or find_numbers(cell.strip() + "份")
    if len(numbers) != 1 or numbers[0].high is not None:
        return None
    n = numbers[0]
    return (
        (n.value, n.start, n.end)
        if re.fullmatch(r"\W*", cell[: n.start] + re.sub("[份个個项項]", "", cell[n.end :]))
        else None
    )


def _meeting(text: str, labels: Iterable[Cell], mentions: Iterable[Mention]) -> str:
    """The meeting of a label: its ordinal or its year."""
    if named := next((m.number for m in mentions if m.kind == MEETING and m.number), None):
        return str(named)
    for a, b in labels:
        if number := ordinal_value(text[a:b].strip()):
            return str(number)
        if year := YEAR.search(text[a:b]):
            return f"year:{year[1]}"
    return ""


def _reason(programme: Programme, reading: Reading, said: str, mentions: Iterable[Mention]) -> str:
    kinds = {m.kind for m in mentions}
    if ZONE in kinds:
        return "zone"
    if PROGRAMME in kinds or not reading.topic:
        return "other_programme"
    return "subset" if re.search(r"\w", _label_words(programme).sub(" ", said)) else ""


@cache
def _label_words(programme: Programme) -> re.Pattern[str]:
    """What a label may say: the measure, the meeting, the programme, a date and that things were counted."""
    names = [programme.meeting, programme.names, *(pattern for pattern, _ in programme.short_names)]
    own = "|".join([any_noun(programme).pattern, *(n.pattern for n in names)])
    plain = "number no of total cumulative overall to-date date to so far joint new newly more additional meeting session round year held at under in the and".split()
    events = "|".join(english().list("basis", "event"))
    ordinals = "|".join(english().table("numbers", "ordinals"))
    months = "|".join(english().table("dates", "months"))
    han = "|".join([*chinese().list("basis", "event"), *chinese().list("basis", "cumulative")])
    return re.compile(
        rf"{own}|\b(?:{'|'.join(plain)}|{events}|{ordinals}|{months}|\d{{1,2}}\s?(?:st|nd|rd|th)?|(?:19|20)\d\d)\b"
        rf"|第?[一二三四五六七八九十首0-9]+[次届屆]?(?:会议|會議)?|20\d\d年|{han}|[新增签簽数數量份个個项項合作年度]",
        re.I,
    )
