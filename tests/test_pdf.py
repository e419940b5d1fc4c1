"""PDF files: read by a child of limited means, and what is made to break the reader breaks one file only."""

import re
import resource
import time
import zlib
from pathlib import Path

import pytest

import sci_loader
from sci_loader import pdf
from sci_loader.errors import UnreadableFile
from sci_loader.pdf import pdf_paragraphs

TEXT = """BT /F1 11 Tf 72 720 Td 14 TL
(Singapore-China \\(Shenzhen\\) Smart City Initiative) Tj T*
( ) Tj T*
(At the 4th SCI Joint Implementation Committee \\(JIC\\) meeting today, six new cross-) Tj T*
(border MOUs were) Tj T*
(signed.) Tj T*
( ) Tj T*
(1. Ferries) Tj T*
(2. Bread) Tj ET"""


def document(*objects: str | bytes, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF file of numbered objects, with its table of places."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += (
            f"{number} 0 obj\n".encode() + (content.encode() if isinstance(content, str) else content) + b"\nendobj\n"
        )
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} {trailer} >>\nstartxref\n{len(out)}\n%%EOF".encode()  # fmt: skip


def stream(data: bytes, head: str = "") -> bytes:
    return f"<< /Length {len(data)} {head} >>\nstream\n".encode() + data + b"\nendstream"


FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def paper(content: bytes, page: str = "", kids: str = "[3 0 R]", pages: str = "") -> bytes:
    """A PDF of one page with this content."""
    return document(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids {kids} /Count 1 {pages} >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> {page} >>",
        content,
        FONT,
    )


def packed(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 1)
    return stream(data, f"/Filter [{'/FlateDecode ' * times}]")


GOOD = paper(stream(TEXT.encode()))


def test_lines_are_joined_and_items_parted() -> None:
    assert pdf_paragraphs(GOOD)[-3:] == [
        "At the 4th SCI Joint Implementation Committee (JIC) meeting today, six new cross-border MOUs were signed.",
        "1. Ferries",
        "2. Bread",
    ]


def test_a_pdf_is_a_release_with_claims(tmp_path: Path) -> None:
    (tmp_path / "meeting.pdf").write_bytes(GOOD)
    corpus = sci_loader.load(tmp_path)
    assert not len(corpus.problems[corpus.problems["release_id"].isna()])
    claim = corpus.claims.iloc[0]
    assert (claim["value"], claim["measure"], claim["counted"]) == (6, "mou", True)
    assert corpus.text("meeting")[claim["start"] : claim["end"]] == "six"


def test_without_the_reader_the_file_is_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UnreadableFile, match="needs pypdf, which is not installed") as refused:
        pdf_paragraphs(GOOD)
    assert "pip install pypdf" in refused.value.remedy


# --- made to break it ---

BOMB = b"BT " + b"(a) Tj " * 300 + b"ET\n"
# Made when they are asked for: some take seconds to pack.
HOSTILE = {
    "nothing but the name": lambda: b"%PDF-1.7\n",
    "no PDF": lambda: b"six bakers and their bread",
    "zeros": lambda: bytes(10_000),
    "half of a good one": lambda: GOOD[: len(GOOD) // 2],
    "no table of places": lambda: GOOD[: GOOD.index(b"xref")],
    "places far beyond the end": lambda: re.sub(rb"\n0000000\d{3} 00000 n", b"\n9999999999 00000 n", GOOD),
    "a start that points nowhere": lambda: GOOD.replace(b"startxref\n", b"startxref\n99"),
    "a catalogue that is its own page": lambda: document("<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 1 >>"),
    "pages that hold themselves": lambda: paper(stream(TEXT.encode()), kids="[2 0 R 2 0 R 2 0 R]"),
    "pages without an end": lambda: document("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 999999999 >>"),
    "a length without an end": lambda: paper(f"<< /Length {10**15} >>\nstream\n".encode() + b"BT (a) Tj ET"),
    "a length of its own": lambda: paper(b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream"),
    "text packed twice": lambda: paper(packed(zlib.compress(bytes(1 << 28), 1))),
    "a bomb of one layer": lambda: paper(packed(b"(a) Tj " * 40_000_000)),
    "a bomb of two layers": lambda: paper(packed(bytes(1 << 29), 2)),
    "endless instructions": lambda: paper(packed(BOMB * 20_000)),
    "nested brackets": lambda: paper(stream(b"[" * 200_000)),
    "nested dictionaries": lambda: document("<< /Type /Catalog /Pages 2 0 R >>", "<< /a " * 20_000),
    "a page that is a form that draws itself": lambda: paper(
        stream(b"/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>")
    ),
    "a lock without a key": lambda: document("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>", "<< /Filter /Standard /V 2 /R 3 /O (a) /U (b) /P -1 >>", trailer="/Root 1 0 R /Encrypt 3 0 R /ID [(a) (a)]"),
    "a page without text": lambda: paper(stream(b"0 0 9 9 re f")),
    "a picture of a page": lambda: paper(stream(b"/I Do")),
}  # fmt: skip
SLOWEST, GROWTH = 25.0, 20.0  # seconds of the child, MB of the reader itself


# Runs until its time is over.
SLOW = {"endless instructions"}


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.soak) if n in SLOW else n for n in HOSTILE])
def test_a_hostile_pdf_is_refused_or_read_within_its_limits(name: str) -> None:
    """The child may die, this process neither dies nor grows; a refusal is one sentence with a remedy."""
    data = HOSTILE[name]()
    memory, start = own_memory(), time.monotonic()
    try:
        assert isinstance(pdf_paragraphs(data), list)
    except UnreadableFile as refused:
        assert refused.code == "pdf" and 10 < len(str(refused)) < 300 and "\n" not in str(refused)
        assert refused.remedy
    assert time.monotonic() - start <= SLOWEST + 10
    assert own_memory() - memory <= GROWTH


def own_memory() -> float:
    """Resident memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def test_hostile_pdfs_stop_no_load(tmp_path: Path) -> None:
    quick = ("nothing but the name", "no PDF", "half of a good one", "nested brackets", "a page without text")
    for number, name in enumerate(quick):
        (tmp_path / f"{number}.pdf").write_bytes(HOSTILE[name]())
    (tmp_path / "good.pdf").write_bytes(GOOD)
    corpus = sci_loader.load(tmp_path)
    refused = corpus.problems[corpus.problems["release_id"].isna()]
    assert "good" in set(corpus.releases["release_id"])
    assert len(corpus.releases) + len(refused) == len(quick) + 1
    assert set(refused["code"]) == {"pdf"} and refused["remedy"].notna().all()


# --- real ones ---


def test_the_annexes_are_read_and_change_no_figure(shared: Path) -> None:
    annexes = shared / "annexes"
    alone = sci_loader.load(Path("data/releases"), programme="sci")
    both = sci_loader.load(Path("data/releases"), annexes, programme="sci")
    read = both.releases[both.releases["path"].str.endswith(".pdf")]
    assert len(read) == len(list(annexes.glob("*.pdf"))) == 7
    assert not len(both.problems[both.problems["release_id"].isna()])
    assert (read["words"] > 200).all()
    assert set(both.meetings["meeting"]) <= {1, 2, 3, 4}, "a day of the month is no number of a meeting"
    figures = ["programme", "meeting", "measure", "new", "stated_low", "stated_high", "added", "gap"]
    assert both.counts[figures].equals(alone.counts[figures])
