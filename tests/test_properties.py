"""What must hold for any input: offsets are exact, and nothing but the words decides what is counted."""

import html
import random
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from fuzzing import says
from hypothesis import given
from hypothesis import strategies as st

from sci_loader.find import calendar, find, resolve
from sci_loader.frontmatter import split
from sci_loader.load import parse_release
from sci_loader.numerals import find_numbers, may_count
from sci_loader.vocabulary import Words, data_dir, load_programmes

PROGRAMMES = {"sci": load_programmes()["sci"]}
DIGESTS = sorted((data_dir() / "releases").glob("*.md"))
UNRELATED = [
    "The library will open its new reading room in March. Visitors may borrow up to 16 books.",
    "Ferry services between the two islands carried 40,000 passengers in 2022, more than in the previous year.",
    "The Hillside Garden Council signed three agreements with Thailand and plans 12 further projects.",
    "Phase 2 of the railway has 6 stations.",
]


def parsed(document: str):  # type: ignore[no-untyped-def]
    release = parse_release(document.encode(), Path("document.md"), tuple(PROGRAMMES.values()))
    return resolve(find(release, PROGRAMMES), calendar([release], PROGRAMMES)["sci"])


@cache
def counted(document: str) -> Counter[tuple[int, str, str, str]]:
    return Counter((c.value, c.measure, c.basis, c.meeting) for c in parsed(document).claims if c.counted)


@cache
def parts(path: Path) -> tuple[str, str]:
    """Head (front matter) and body of a digest."""
    text = path.read_text(encoding="utf-8")
    body = split(text)[1]
    return text[: text.rindex(body)], body


def paragraphs(body: str) -> list[str]:
    return [p for p in re.split(r"\n\s*\n", body) if p.strip()]


def each(paths: list[Path]) -> pytest.MarkDecorator:
    assert paths, "there is nothing to change"
    return pytest.mark.parametrize("path", paths, ids=lambda p: p.stem[:40])


counting = [p for p in DIGESTS if re.search(r"MOU|Memorand|projects|备忘录|项目", "".join(parts(p)))]
each_digest = each(counting)
each_markdown_digest = each([p for p in counting if "<p" not in parts(p)[1]])

words = st.sampled_from(
    "Eight eight 8 14 two dozen (8) MOUs MOU projects project signed to date bringing the total SCI JIC 4th meeting , . ; – “ ” 八份 谅解备忘录 14个 项目 累计 Memoranda of Understanding new another Demonstration Zone Shenzhen Singapore Smart City Initiative respectively and of them 20% S$3 million Phase 2 1. \n \n\n <b> </b> <sup>1</sup> \u00a0 ' \" & < ] ( [x](y) # * _ ` ~".split(
        " "
    )
)
documents = st.one_of(st.text(max_size=400), st.lists(words, max_size=60).map(" ".join))


@given(documents)
def test_offsets_are_exact_for_any_input(body: str) -> None:
    document = (
        "---\ntitle: The 4th Singapore-China (Shenzhen) Smart City Initiative JIC meeting\ndate: 2023-12-14\n---\n"
        + body.encode("utf-8", "replace").decode().replace("\x00", "")
        + "\n\nThe SCI meeting was held today."
    )
    found = parsed(document)
    text = found.release.text
    for claim in found.claims:
        assert claim.sentence_start <= claim.start < claim.end <= claim.sentence_end <= len(text)
        said = text[claim.start : claim.end]
        assert said.strip() == said != ""
        assert says(said, claim.value), said
        assert claim.counted == (claim.reason == "")
    assert "\n\n".join(p.text for p in found.passages) == text
    for passage in found.passages:
        assert text[passage.start : passage.end] == passage.text


def test_there_are_figures_to_change() -> None:
    assert sum(bool(counted("".join(parts(p)))) for p in counting) > len(counting) / 2


@each_digest
def test_order_of_paragraphs_does_not_matter(path: Path) -> None:
    head, body = parts(path)
    expected = counted(head + body)
    rows = paragraphs(body)
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert counted(head + "\n\n".join(rows)) == expected


@each_digest
def test_unrelated_paragraphs_do_not_matter(path: Path) -> None:
    head, body = parts(path)
    rows = paragraphs(body)
    for seed in range(3):
        mixed = list(rows)
        for extra in UNRELATED:
            mixed.insert(random.Random(f"{seed}{extra}").randrange(len(mixed) + 1), extra)
        assert counted(head + "\n\n".join(mixed)) == counted(head + body)


@each_markdown_digest  # in HTML, quotes belong to tags
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda t: t.replace("’", "'").replace("“", '"').replace("”", '"'), id="straight quotes"),
        pytest.param(lambda t: t.replace("'", "’"), id="curly quotes"),
        pytest.param(lambda t: re.sub(r"(?<=\w) (?=\w)", "\u00a0", t), id="non-breaking spaces"),
        pytest.param(lambda t: re.sub(r"(?<=\w) (?=\w)", "  ", t), id="double spaces"),
        pytest.param(lambda t: t.replace("–", "—"), id="dashes"),
        pytest.param(lambda t: "\r\n".join(t.split("\n")), id="line ends of Windows"),
    ],
)
def test_typography_does_not_matter(path: Path, change) -> None:  # type: ignore[no-untyped-def]
    head, body = parts(path)
    assert counted(head + change(body)) == counted(head + body)


@each_digest
def test_html_wrapping_does_not_matter(path: Path) -> None:
    head, body = parts(path)
    if "<p" in body:
        wrapped = body.replace("<p>", '<div class="tiptap"><p style="text-align: justify;"><span>').replace(
            "</p>", "</span></p></div>"
        )
    else:
        wrapped = "\n".join(
            f"<p>{html.escape(p, quote=False)}\n</p>"
            for p in paragraphs(body)
            if not p.startswith(("[", "#")) and "<" not in p and "](" not in p
        )
        body = "\n\n".join(
            p for p in paragraphs(body) if not p.startswith(("[", "#")) and "<" not in p and "](" not in p
        )
    assert counted(head + wrapped) == counted(head + body)


@each_digest
@pytest.mark.parametrize("case", [str.upper, str.lower, str.title])
def test_letter_case_of_headings_does_not_matter(path: Path, case) -> None:  # type: ignore[no-untyped-def]
    head, body = parts(path)
    changed = re.sub(r"(?m)^(\*\*|#+ )(.+?)(\*\*)?$", lambda m: m[1] + case(m[2]) + (m[3] or ""), body)
    title = re.sub(r"(?m)^title: (.*)$", lambda m: "title: " + case(m[1]), head)
    assert counted(head + changed) == counted(head + body)
    assert counted(title + body) == counted(head + body)


# --- quick looks ---------------------------------------------------------------------------------------------------------------

SCRAPS = (
    "8", "19", "2021", "2100", "1,400", "3.5", "５", "八", "twenty", "nine", "a dozen", "half-dozen", "one", "third", "MOU", "MOUs", "memoranda of",
    "éclairs", "(SCI) pact", "项目", "half", "a", "covid-19", "$", "-", "–", "/", ".", ",", "(", ")", "•", "1. ", " ", " ", " ", "\n", "İ", "ß", "é", "ſ", "_", "to",
)  # fmt: skip


@given(st.lists(st.sampled_from(SCRAPS), max_size=9).map("".join))
def test_a_quick_look_passes_over_no_number(text: str) -> None:
    assert may_count(text) or find_numbers(text) == []


@given(st.lists(st.sampled_from(SCRAPS), max_size=9).map("".join))
def test_a_quick_look_passes_over_no_name(text: str) -> None:
    names = Words(["MOU", "MOUs", "half-dozen", "(SCI) pact", "éclairs", "项目"], [r"memor\w+ of"])
    assert {m.start() for m in names.finditer(text)} <= set(names.starts(text))
