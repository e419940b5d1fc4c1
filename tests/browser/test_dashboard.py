"""The dashboard in a real Chromium: links, searching, going back, files, charts, modes and pictures of every page.

After each test conftest.py makes sure that no request left the machine and no page reported an error.
"""

import csv
import io
import re
import time
import urllib.request
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import harness
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from sci_loader.pdf import pdf_paragraphs

PAGES = (
    "",
    "meetings?held=jic3&beside=jic4",
    "pillars",
    "register?entry=jic3-mou-01&who=tusstar",
    "threads?thread=tradetrust-ebl",
    "promises",
    "releases",
    "evidence",
    "methodology",
)


def link(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def assert_link(page: Page, **expected: list[str]) -> None:
    """The address has these parameters and no others; the browser may take a moment to say so."""
    end = time.monotonic() + 10
    while link(page) != expected and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert link(page) == expected


def body(page: Page) -> str:
    return page.locator("[data-testid=stMain]").inner_text()


def shared_link(page: Page) -> str:
    return page.locator("[data-testid=stCode]").last.inner_text().strip()


def facet(page: Page, key: str) -> str:
    return page.locator(f".st-key-{key}").inner_text()


def pick(page: Page, key: str, text: str) -> None:
    """Choose the value of a list that these letters find.

    A chart that is drawn late moves what stands below it, and an open list closes: then it is opened once more.
    """
    found = page.get_by_role("option").filter(has_text=re.compile(re.escape(text), re.I))
    for patience in (3_000, 3_000, 5_000):
        page.locator(f".st-key-{key} input").focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.press("ArrowDown")
        page.keyboard.type(text)
        with suppress(PlaywrightTimeout):
            found.first.wait_for(timeout=patience)  # the list takes a moment on a busy machine
            break
        page.keyboard.press("Escape")
    page.keyboard.press("Enter")


# --- the public server ---


@pytest.mark.parametrize(
    ("path", "drawn", "least"),
    [
        ("", ".scatterlayer .point", 4),
        ("pillars", ".barlayer .point", 4),
        ("pillars", "[data-testid=stDataFrame] canvas", 1),
        ("releases?q=mou", ".hit mark", 4),
    ],
)
def test_charts_tables_and_marks_are_drawn_under_the_policy(server, page, path, drawn, least):
    """The server of all these tests but the next sends a strict policy, and none of them may see a breach of it."""
    with urllib.request.urlopen(server) as answer:
        assert "script-src 'self' 'sha256-" in answer.headers["content-security-policy"]
    harness.show(page, f"{server}/{path}")
    expect(page.locator(drawn).first).to_be_visible()
    assert page.locator(drawn).count() >= least


# --- links ---


def test_a_deep_link_on_a_cold_server_shows_what_it_asks_for(cold_server, open_page):
    page = open_page()
    harness.show(page, f"{cold_server}/releases?pillar=talent&year=2022&q=mou")
    expect(page.get_by_role("heading", name="Releases", exact=True)).to_be_visible()
    assert "talent" in facet(page, "pillar") and "2022" in facet(page, "year")
    assert page.get_by_role("textbox", name="Search the text").input_value() == "mou"
    assert_link(page, pillar=["talent"], year=["2022"], q=["mou"])
    assert page.locator("mark").first.inner_text().lower() == "mou"
    assert page.get_by_role("link", name="Evidence").is_visible(), "the navigation is that of the dashboard"


def test_the_link_keeps_up_with_a_search_that_has_stood_elsewhere(server, page, settle):
    """The search stands beside all pages but the list of releases, where it stands above; the link follows it there."""
    for path in ("", "releases?q=mou", "releases", "pillars?q=mou", "releases"):
        harness.show(page, f"{server}/{path}")
    assert_link(page)
    search = page.get_by_role("textbox", name="Search the text")
    expect(search).to_have_count(1)
    search.fill("digital trade")
    page.keyboard.press("Enter")
    settle(page)
    assert_link(page, q=["digital trade"])
    page.get_by_role("link", name="Pillars").click()
    settle(page)
    assert_link(page, q=["digital trade"])
    expect(search).to_have_value("digital trade")
    page.get_by_role("button", name="Clear all filters").click()
    settle(page)
    assert_link(page)


def test_going_back_takes_a_search_away_everywhere(server, page, settle):
    """The box above the list, the numbers beside the filters and the list itself all follow the link."""
    harness.show(page, f"{server}/releases")
    shown, counted = page.locator("h2", has_text="releases").inner_text(), facet_numbers(page)
    harness.show(page, f"{server}/releases?q=no-such-word-anywhere")
    assert facet_numbers(page) != counted
    page.go_back()
    settle(page)
    expect(page.get_by_role("textbox", name="Search the text")).to_have_value("")
    assert page.locator("h2", has_text="releases").inner_text() == shown
    assert facet_numbers(page) == counted
    expect(page.get_by_role("button", name="Clear all filters")).to_have_count(0)


def facet_numbers(page: Page) -> list[str]:
    return page.locator("p.facet").all_inner_texts()


def test_a_shared_link_shows_the_same_in_another_browser(server, page, tab, settle):
    first = page
    harness.show(first, f"{server}/releases")
    first.get_by_role("textbox", name="Search the text").fill("digital trade")
    first.keyboard.press("Enter")
    settle(first)
    pick(first, "kind", "speech")
    first.keyboard.press("Escape")
    settle(first)
    there = shared_link(first)
    assert parse_qs(urlsplit(there).query) == {"q": ["digital trade"], "kind": ["speech"]} == link(first)

    second = tab("phone")  # a profile of its own, which has not been used yet
    harness.show(second, there)
    heading = second.locator("h2", has_text="releases:").inner_text()
    assert heading == first.locator("h2", has_text="releases:").inner_text()
    assert [t.inner_text() for t in second.locator(".hit").all()] == [
        t.inner_text() for t in first.locator(".hit").all()
    ]
    assert shared_link(second) == there


def test_values_that_do_not_exist_are_left_out_and_said(server, page, settle):
    page.goto(f"{server}/evidence?pillar=bogus&pillar=talent&figure=jic99-mou")
    settle(page)
    note = page.locator("[data-testid=stAlert]")
    expect(note).to_have_count(1)
    assert "bogus" in note.inner_text() and "jic99-mou" in note.inner_text()
    assert_link(page, pillar=["talent"])


def test_filters_stay_from_page_to_page_and_going_back_finds_them(server, page, settle):
    harness.show(page, f"{server}/releases?pillar=talent")
    shown = page.locator("h2", has_text="releases:").inner_text()
    page.get_by_role("link", name="Pillars").click()
    settle(page)
    assert urlsplit(page.url).path == "/pillars"
    assert "talent" in facet(page, "pillar")
    assert_link(page, pillar=["talent"])
    page.go_back()
    settle(page)
    assert urlsplit(page.url).path == "/releases"
    assert_link(page, pillar=["talent"])
    assert page.locator("h2", has_text="releases:").inner_text() == shown


def test_a_search_from_any_page_shows_what_it_finds(server, page, settle):
    harness.show(page, f"{server}/?pillar=talent")
    page.get_by_role("textbox", name="Search the text").fill("exchange")
    page.keyboard.press("Enter")
    settle(page)
    assert urlsplit(page.url).path == "/releases"
    assert_link(page, q=["exchange"], pillar=["talent"])
    expect(page.locator(".hit mark").first).to_be_visible()


def test_a_filter_stands_where_it_acts_and_elsewhere_while_it_is_set(server, page, settle):
    """Filters come and go with the pages; one that is set stays, in the link too, and leaves with its value."""
    harness.show(page, f"{server}/releases?kind=speech&pillar=talent")
    shown = page.locator("h2", has_text="releases:").inner_text()
    for name, beside in (("Overview", 2), ("Register", 5), ("Threads", 2), ("Releases", 7)):
        page.get_by_role("link", name=name).click()
        settle(page)
        expect(page.locator("[data-testid=stMultiSelect]")).to_have_count(beside)
        assert_link(page, kind=["speech"], pillar=["talent"])
    assert page.locator("h2", has_text="releases:").inner_text() == shown
    page.get_by_role("link", name="Overview").click()
    settle(page)
    page.get_by_role("button", name="Clear all filters").click()
    settle(page)
    assert_link(page)
    expect(page.locator("[data-testid=stMultiSelect]")).to_have_count(0)
    page.go_back()
    settle(page)
    page.go_back()
    settle(page)
    assert_link(page, kind=["speech"], pillar=["talent"])


def test_a_release_opens_closes_and_going_back_opens_it_again(server, page, settle):
    harness.show(page, f"{server}/releases")
    title = page.locator("[class*='st-key-open-'] button").first
    name = title.inner_text()
    title.click()
    settle(page)
    assert page.locator("h1").inner_text() == name
    address = page.url
    assert link(page)["release"]
    page.get_by_role("button", name="Back to the list").click()
    settle(page)
    assert "release" not in link(page)
    expect(page.locator("h1")).to_have_text("Releases")
    page.go_back()
    settle(page)
    assert page.url == address
    assert page.locator("h1").inner_text() == name


def test_a_headline_leads_to_all_evidence_with_filters_in_the_link(server, page, settle):
    """A jump between pages while a filter stands in the link."""
    harness.show(page, f"{server}/?pillar=talent")
    page.get_by_role("button", name="See who says what").click()
    settle(page)
    assert urlsplit(page.url).path == "/evidence"
    assert_link(page, pillar=["talent"], figure=["jic3-mou"])
    assert "8 + 4 + 8 = 20 added up" in body(page)


def test_what_was_open_before_a_jump_is_closed_after_it(server, page, settle):
    harness.show(page, f"{server}/releases?release=2023-12-14-singapore-and-shenzhen-drive-smart-city-collaboration")
    page.get_by_role("link", name="Overview").click()
    settle(page)
    page.get_by_role("button", name="See who says what").click()
    settle(page)
    page.get_by_role("link", name="Releases").click()
    settle(page)
    expect(page.locator("h1")).to_have_text("Releases")
    assert "release" not in link(page)


# --- files ---


@pytest.mark.parametrize(
    ("path", "label", "start"),
    [
        ("releases?q=talent+mou", "rows as CSV", "sci-releases-q-talent-mou"),
        ("evidence?meeting=jic4", "rows as CSV", "sci-claims-meeting-jic4"),
    ],
)
def test_a_file_has_the_rows_that_are_shown(server, page, settle, path, label, start):
    harness.show(page, f"{server}/{path}")
    button = page.get_by_role("button", name=re.compile(rf"These \d+ {label}")).first
    with page.expect_download() as waiting:
        button.click()
    data = waiting.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert waiting.value.suggested_filename.startswith(start) and waiting.value.suggested_filename.endswith(".csv")
    assert len(rows) == int(re.search(r"\d+", button.inner_text())[0]) > 0
    if path.startswith("releases"):
        assert [r["name"] for r in rows] == page.locator("[class*='st-key-open-'] button").all_inner_texts()
    else:
        assert {r["meeting"] for r in rows} == {"4"}
    assert not [c for r in rows for c in r.values() if c and c[0] in "=+@"]


def test_a_chart_is_saved_as_a_picture_in_the_browser(server, page, settle):
    harness.show(page, server)
    page.get_by_text("Table, CSV and picture of this chart").first.click()
    settle(page)
    for kind in ("SVG", "PNG"):
        page.get_by_role("radio", name=kind).or_(page.get_by_role("button", name=kind, exact=True)).first.click()
        settle(page)
        with page.expect_download() as waiting:
            page.locator(".st-key-totals .modebar-btn[data-title*='ownload']").first.click()
        data = waiting.value.path().read_bytes()
        assert re.fullmatch(rf"sci-totals-to-[\d-]+-data-\w+\.{kind.lower()}", waiting.value.suggested_filename)
        if kind == "SVG":
            text = data.decode()
            assert "<svg" in text and "43 projects and 28 MOUs" in text and "releases to" in text
        else:
            assert data.startswith(b"\x89PNG")
            assert int.from_bytes(data[16:20]) >= 1000


# --- charts ---


def test_a_mark_of_the_chart_shows_its_sentence(server, page, settle):
    harness.show(page, server)
    chart = page.locator(".st-key-totals")
    chart.scroll_into_view_if_needed()
    points = chart.locator(".scatterlayer .trace")
    assert points.count() > 3
    mark = chart.locator(".scatterlayer .trace").first.locator(".point").nth(2)
    mark.click(force=True)
    settle(page)
    assert_link(page, figure=["jic3-mou"])
    said = body(page)
    assert "8 + 4 + 8 = 20 added up; releases state 20 and 21." in said
    assert "21 MOUs to date, 1 more than our sum" in said
    assert "Telecom Review Asia" in said
    original = page.locator("blockquote a", has_text="original on the web").first
    assert original.get_attribute("href").startswith("https://")


def test_a_bar_of_the_pillars_lists_its_entries(server, page, settle):
    harness.show(page, f"{server}/pillars")
    bars = page.locator(".st-key-pillars .barlayer .point path")
    page.locator(".st-key-pillars").scroll_into_view_if_needed()
    bars.first.click(force=True)
    settle(page)
    chosen = page.locator(".st-key-bar").inner_text() + page.locator(".st-key-bar input").input_value()
    assert "JIC 1 · MOUs · Digital connectivity · stated (4)" in chosen
    expect(page.get_by_role("button", name="These 4 rows as CSV")).to_be_visible()
    assert_link(page, bar=["mou-1-digital-connectivity-stated"])


def test_a_row_that_is_selected_can_be_shared(server, page, tab, settle):
    """A number with its sentence: the row is selected, its link opened elsewhere, and the choice given up."""
    harness.show(page, f"{server}/evidence?meeting=jic4")
    table = page.locator(".st-key-claims .dvn-scroller")
    table.scroll_into_view_if_needed()
    table.click(position={"x": 16, "y": 38 + 35 + 17})
    settle(page)
    sentence = page.locator(".st-key-leave-said").locator("xpath=preceding::blockquote[1]")
    said, (value,) = sentence.inner_text(), link(page)["said"]
    assert_link(page, meeting=["jic4"], said=[value])
    other = tab("phone")
    harness.show(other, shared_link(page))
    assert other.locator(".st-key-leave-said").locator("xpath=preceding::blockquote[1]").inner_text() == said
    page.get_by_role("button", name="Close").click()
    settle(page)
    assert_link(page, meeting=["jic4"])


def test_the_same_is_reached_with_the_keyboard_alone(server, page, settle):
    harness.show(page, server)
    pick(page, "figure", "JIC 3 · MOUs")
    settle(page)
    assert_link(page, figure=["jic3-mou"])
    assert "21 MOUs to date, 1 more than our sum" in body(page)


# Marks each control of the page that can be worked, and says which of them the focus is on. Left out are Streamlit's own
# buttons on tables and charts, and the other choices of a switch, which the arrow keys reach.
MARK = """() => [...document.querySelectorAll("[data-testid=stMain] :is(a[href], button, input, summary)")]
    .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0 && !e.closest(".modebar, [data-testid=stElementToolbar]") && e.ariaChecked !== "false")
    .map((e, n) => e.dataset.control = `${n} ${e.innerText || e.ariaLabel || e.placeholder || e.tagName}`)"""
FOCUSED = """() => {
    const e = document.activeElement;
    const seen = e.matches(":focus-visible") && (getComputedStyle(e).outlineStyle !== "none"
        || getComputedStyle(e).boxShadow !== "none" || e.closest("[data-baseweb]") || e.tagName === "INPUT");
    return [e.dataset.control || "", seen];
}"""


@pytest.mark.parametrize("path", ["", "releases?q=mou", "evidence?figure=jic3-mou", "register"])
def test_every_control_is_reached_by_tab_and_shows_it(server, page, settle, path):
    harness.show(page, f"{server}/{path}")
    page.evaluate("() => document.activeElement.blur()")
    controls = set(page.evaluate(MARK))
    assert len(controls) > 4
    reached: dict[str, bool] = {}
    for _ in range(3 * len(controls) + 60):
        page.keyboard.press("Tab")
        name, seen = page.evaluate(FOCUSED)
        if name:
            reached[name] = seen
        if reached.keys() == controls:
            break
    assert controls - reached.keys() == set(), "not reached"
    assert [name for name, seen in reached.items() if not seen] == [], "focus cannot be seen"


# --- looks ---


def spills(page: Page) -> list[str]:
    """What is wider than the window and cannot be scrolled to."""
    return page.evaluate(
        """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter(e => {
            const box = e.getBoundingClientRect();
            if (!box.width || box.right <= innerWidth + 1) return false;
            for (let p = e; p; p = p.parentElement)
                if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(p).overflowX) && p.dataset.testid !== "stMain") return false;
            return true;
        }).slice(0, 5).map(e => e.outerHTML.slice(0, 200))"""
    )


VIEWS_OF = (
    *PAGES,
    "?figure=jic4-mou",
    "releases?release=2023-12-14-singapore-and-shenzhen-drive-smart-city-collaboration",
    "releases?q=no-such-word-anywhere",
    "evidence?figure=jic3-mou&conflict=sci-3-mou-sources",
)


def test_every_page_in_every_view(server, view, view_page, settle, shoot):
    """One visit that looks at page after page: nothing spills over, charts have words, modes are kept."""
    harness.show(view_page, server)
    assert view_page.evaluate("innerWidth") == (390 if view == "phone" else 1280)
    for path in VIEWS_OF if view == "light" else PAGES:
        harness.show(view_page, f"{server}/{path}")
        expect(view_page.locator("h1")).to_be_visible()
        assert_link(view_page, **parse_qs(urlsplit(path).query))
        assert not spills(view_page), path
        assert is_dark(view_page, "[data-testid=stApp]") == (view == "dark")
        for chart in view_page.locator("[data-testid=stPlotlyChart]").all():
            assert chart.locator(".main-svg").first.is_visible()
            assert len(chart.get_attribute("aria-label")) > 80
        if view == "light":
            assert barriers(view_page) == [], path
        if not path:
            assert is_dark(view_page, ".st-key-totals .main-svg") == (view == "dark"), "charts follow the mode"
        shoot(view_page, f"{view}-{re.sub('[^a-z0-9]+', '-', path)[:40] or 'overview'}")


def test_a_page_on_paper_is_what_it_says_without_controls(server, page, settle, tmp_path):
    harness.show(page, f"{server}/evidence?figure=jic3-mou")
    page.emulate_media(media="print")
    try:
        for control in ("[data-testid=stSidebar]", ".stDownloadButton", ".stSelectbox"):
            assert page.locator(control).count(), f"no {control} to hide"
            assert not [e for e in page.locator(control).all() if e.is_visible()], control
        said = body(page)
        page.pdf(path=tmp_path / "page.pdf", format="A4")
    finally:
        page.emulate_media(media="screen")
    printed = " ".join(pdf_paragraphs((tmp_path / "page.pdf").read_bytes()))
    for sentence in ("8 + 4 + 8 = 20 added up", "Telecom Review Asia", "The parts of our sum"):
        assert sentence in said and sentence in re.sub(r"\s+", " ", printed), sentence
    assert "Clear all filters" not in printed and "Save" not in printed


def test_a_printed_table_says_that_it_may_be_cut(server, page, tmp_path):
    harness.show(page, f"{server}/register")
    try:
        page.emulate_media(media="print")
        page.pdf(path=tmp_path / "page.pdf", format="A4")
    finally:
        page.emulate_media(media="screen")
    assert "its CSV" not in page.locator("main").inner_text()
    printed = " ".join(pdf_paragraphs((tmp_path / "page.pdf").read_bytes()))
    assert "Printed are the rows in view; the CSV of this table holds all of them." in re.sub(r"\s+", " ", printed)


def barriers(page: Page) -> list[str]:
    """What axe finds that keeps people out. Streamlit's own list of pages, which we cannot mend, is left out."""
    found = Axe().run(page, context={"exclude": [["[data-testid=stSidebarNav]"]]}).response
    assert len(found["passes"]) > 10, "axe has looked at nothing"
    return [f"{v['id']}: {n['html'][:200]}" for v in found["violations"] for n in v["nodes"]]


def is_dark(page: Page, selector: str) -> bool:
    """Whether the background of the first such element is nearer to black than to white."""
    colour = page.locator(selector).first.evaluate(
        "e => e.style.background.replace(/^none$/, '') || getComputedStyle(e).backgroundColor"
    )
    return max(map(int, re.findall(r"\d+", colour)[:3])) < 128


# --- journeys ---


def test_from_a_question_to_a_figure_cited_in_a_brief(server, page, settle):
    """Overview, the figure that is disputed, its meeting, and the brief as a file that cites it."""
    harness.show(page, server)
    page.get_by_role("button", name="See who says what").click()
    settle(page)
    assert "21 MOUs to date, 1 more than our sum" in body(page)
    page.get_by_role("link", name="Meetings").click()
    settle(page)
    pick(page, "held", "JIC 3")
    settle(page)
    assert_link(page, held=["jic3"])
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Markdown").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert waiting.value.suggested_filename.startswith("sci-brief-jic3")
    assert "8 + 4 + 8 = 20" in text and "Telecom Review Asia" in text
    assert re.search(r"\[\d+\]", text), "statements have no numbers of citations"


def test_from_a_party_to_the_sentence_about_it_in_a_release(server, page, settle):
    harness.show(page, f"{server}/register")
    pick(page, "who", "TusStar")
    settle(page)
    assert_link(page, who=["tusstar"])
    said = page.locator("blockquote.said", has=page.locator("mark", has_text="TusStar")).first
    sentence = said.locator("p").first.inner_text().strip("“”")
    said.get_by_role("link", name="read it here").click()
    settle(page)
    assert "release" in link(page)
    assert sentence in re.sub(r"\s+", " ", page.locator("article.reading").inner_text())
