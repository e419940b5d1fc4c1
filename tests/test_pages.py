"""Every page, run without a browser: links, empty results, texts and choices."""

import datetime as dt
import doctest
import html
import re
import shutil
from functools import cache
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from corpora import shipped
from streamlit.testing.v1 import AppTest

import sci_loader
from pages.shared import markup, state
from pages.shared import words as words_of_pages
from sci_loader import figures, grammar, memory, parties, tables, threads, view
from sci_loader.build import build

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "overview": None,
    "meetings": "pages/figures/meetings.py",
    "pillars": "pages/figures/pillars.py",
    "register": "pages/figures/register.py",
    "threads": "pages/follow/threads.py",
    "promises": "pages/follow/promises.py",
    "releases": "pages/sources/releases.py",
    "evidence": "pages/sources/evidence.py",
    "methodology": "pages/sources/methodology.py",
}
RAW = re.compile(r"\{[a-z_.]+\}|\bNone\b|\bnan\b|\bNaT\b|<NA>|Traceback|object at 0x|\bTrue\b|\bFalse\b")


@pytest.fixture(scope="module")
def corpus():
    return shipped()


@cache
def page_hash(page):
    """How Streamlit names a page to itself; it knows the pages of a dashboard that has run."""
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    return at.switch_page(PAGES[page])._page_hash


def opened(page, /, **link):
    """The page as a visitor with this link sees it, in a visit of its own."""
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    if PAGES[page]:
        at._page_hash = page_hash(page)
    for name, value in link.items():
        at.query_params[name] = value
    return at.run()


def asked(at, name):
    """The values of one parameter of the link."""
    value = at.query_params.get(name, [])
    return value if isinstance(value, list) else [value]


def words(at):
    """All that a page says, markup taken off."""
    said = [e.value for kind in ("title", "header", "subheader", "markdown", "warning", "info") for e in at.get(kind)]
    said += [re.sub(r"<style>.*?</style>|<[^>]+>", " ", e.proto.body, flags=re.S) for e in at.get("html")]
    said += [e.label for kind in ("button", "selectbox", "multiselect", "text_input", "expander") for e in at.get(kind)]
    return html.unescape("\n".join(said))


def titles(at):
    """The text of every h1."""
    found = (t for e in at.get("html") for t in re.findall(r"<h1>(.*?)</h1>", e.proto.body))
    return [html.unescape(t) for t in found]


def assert_whole(at):
    assert not at.exception, [e.message for e in at.exception]
    assert not at.error
    assert not RAW.findall(words(at)), RAW.findall(words(at))


# --- every page ---


@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_and_reads_well(page):
    at = opened(page)
    assert_whole(at)
    assert len(titles(at)) == 1
    assert not at.warning


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "link",
    [
        {"q": "talent", "pillar": ["talent"], "year": ["2022", "2023"]},
        {"q": "<script>alert(1)</script>"},
        {"q": "((("},
        {"pillar": ["bogus"], "year": ["1066"], "meeting": ["jic99"], "kind": ["poem"], "publisher": ["nobody"]},
        {"figure": "jic99-mou", "conflict": "none", "release": "none"},
        {"figure": "jic3-mou"},
        {"figure": "founding-mou"},
        {"q": ["a", "b"], "unknown": "x"},
        {"q": "x" * 5000},
        {"page": "9", "part": "?"},
    ],
    ids=lambda link: "-".join(link),
)
def test_every_page_takes_every_link(page, link):
    assert_whole(opened(page, **link))


@pytest.mark.parametrize("page", PAGES)
def test_what_a_link_asks_for_in_vain_is_said_in_one_sentence(page):
    at = opened(page, pillar=["bogus", "talent"], year=["1066"])
    (note,) = at.warning
    assert "bogus" in note.value and "1066" in note.value
    assert "talent" not in note.value
    assert note.value.count(".") == 1
    assert at.session_state["pillar"] == ["talent"]


def test_what_the_first_link_lacked_is_no_news_on_the_next_page():
    at = opened("meetings", meeting=["jic9"])
    assert "jic9" in at.warning[0].value
    at._page_hash = page_hash("pillars")
    assert not at.run().warning


def test_files_that_were_not_read_are_named_on_the_first_page(tmp_path, monkeypatch):
    assert "is wrong with" not in words(opened("overview"))
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for name, text in (
        ("a.docx", "PK"),
        ("b.md", "---\ntitle: [a\n---\nSix"),
        ("c.md", "---\ndate: 2150-01-02\n---\nSix"),
    ):
        (tmp_path / "data" / "releases" / name).write_text(text)
    monkeypatch.setenv("SCI_DATA", str(tmp_path / "data"))
    assert "Something is wrong with 3 files: a.docx, b.md, c.md." in words(opened("overview"))
    (tmp_path / "data" / "releases" / "d.rtf").write_text("Six")
    assert "Something is wrong with 4 files: a.docx, b.md, c.md and 1 more." in words(opened("overview"))


@pytest.mark.parametrize(
    ("page", "name"),
    [("evidence", "figure"), ("evidence", "conflict"), ("overview", "figure"), ("releases", "release")],
)
def test_a_choice_that_does_not_exist_is_said(page, name):
    at = opened(page, **{name: "no-such-thing"})
    assert any("no\\-such\\-thing" in w.value or "no-such-thing" in w.value for w in at.warning)


@pytest.mark.parametrize("page", ["pillars", "releases", "evidence"])
def test_nothing_found_says_what_to_change(page):
    at = opened(page, q="no-such-word-anywhere", year=["2022"])
    assert_whole(at)
    hints = [i.value for i in at.info]
    assert hints and all("Nothing passes these filters" in h for h in hints)
    assert any("without the words" in h for h in hints)
    if page != "pillars":
        assert not at.dataframe


@pytest.fixture(scope="module")
def without_releases(tmp_path_factory):
    data = tmp_path_factory.mktemp("empty")
    for name in ("programmes", "language"):
        shutil.copytree(ROOT / "data" / name, data / name)
    (data / "releases").mkdir()
    return data


@pytest.mark.parametrize("page", PAGES)
def test_a_corpus_without_any_release_is_a_page_too(page, without_releases, monkeypatch):
    monkeypatch.setenv("SCI_DATA", str(without_releases))
    at = opened(page)
    assert_whole(at)
    assert page == "methodology" or any("data/originals" in i.value for i in at.info)  # rules need no release


@pytest.mark.parametrize("page", PAGES)
def test_a_register_without_any_release_is_a_page_too(page, without_releases, tmp_path, monkeypatch):
    shutil.copytree(without_releases, tmp_path / "data")
    shutil.copytree(ROOT / "data" / "register", tmp_path / "data" / "register")
    monkeypatch.setenv("SCI_DATA", str(tmp_path / "data"))
    assert_whole(opened(page))


def test_a_decision_shows_on_the_next_visit(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setenv("SCI_DATA", str(tmp_path / "data"))
    assert "42 counted" in words(opened("evidence"))
    corpus = sci_loader.load()
    open_ = corpus.problems.query("code == 'no_meeting'").iloc[0]
    digits = open_["remedy"].split("hash is ")[1].rstrip(")")
    head = "release_id,value_text,sentence_hash,counted,basis,meeting,reason,who,when,why"
    line = f"{open_['release_id']},eight,{digits},yes,new,1,,A reader,2024-01-02,read it"
    (tmp_path / "data" / "reviews.csv").write_text(f"{head}\n{line}\n", encoding="utf-8")
    assert "43 counted" in words(opened("evidence"))


def test_a_new_file_shows_on_the_next_visit(tmp_path, monkeypatch):
    """No restart: a visit looks at the files anew."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setenv("SCI_DATA", str(tmp_path / "data"))
    before = view.total(memory.of_programme(opened("releases").session_state["_visit"].everything, "sci"))
    new = "---\ntitle: A new release\ndate: 2025-01-02\n---\nThe Singapore-China (Shenzhen) Smart City Initiative goes on.\n"
    (tmp_path / "data" / "releases" / "2025-01-02-new.md").write_text(new, encoding="utf-8")
    at = opened("releases")
    assert f"{before + 1} releases" in words(at)
    assert "A new release" in words(at)


@pytest.fixture(scope="module")
def with_harbour(tmp_path_factory):
    """The shipped data and a programme more."""
    data = tmp_path_factory.mktemp("harbour") / "data"
    shutil.copytree(ROOT / "data", data)
    shutil.copy(ROOT / "tests" / "examples" / "programmes" / "clean-harbour.toml", data / "programmes")
    return data


@pytest.mark.parametrize("page", PAGES)
def test_a_second_programme_is_a_choice(page, with_harbour, monkeypatch):
    """A second file is all it takes; each programme has its own figures."""
    monkeypatch.setenv("SCI_DATA", str(with_harbour))
    at = opened(page, programme="sci")
    assert_whole(at)
    assert at.selectbox(key="programme").value == "sci"
    assert asked(at, "programme") == []  # the first programme is shown without a word in the link
    if page == "overview":
        assert "28 | 29" in words(at)
        other = opened(page, programme="clean-harbour")
        assert_whole(other)
        assert asked(other, "programme") == ["clean-harbour"]
        assert "28 | 29" not in words(other) and "No figures yet" in words(other)


# --- overview ---


def test_the_overview_says_what_disagrees_with_the_arithmetic():
    said = words(opened("overview"))
    assert "20 | 21" in said and "8 + 4 + 8 = 20 added up; releases state 20 and 21." in said
    assert "28 | 29" in said and "8 + 4 + 8 + 8 = 28 added up; releases state 29, which is 1 more." in said


def test_every_headline_figure_has_its_sentence(corpus):
    at = opened("overview")
    said = words(at)
    for measure, value in (("project", 43), ("mou", 29)):
        one = figures.figure(corpus, 4, measure)
        assert one.stated_high == value
        assert all(" ".join(e.sentence.split()) in " ".join(said.split()) for e in one.stated)


@pytest.mark.parametrize("figure", ["jic1-mou", "jic3-mou", "jic4-project"])
def test_choosing_a_figure_shows_its_sentence_and_keeps_it_in_the_link(corpus, figure):
    at = opened("overview")
    at.selectbox(key="figure").select(figure).run()
    assert_whole(at)
    meeting, measure = re.fullmatch(r"jic(\d)-(\w+)", figure).groups()
    one = figures.figure(corpus, int(meeting), measure)
    said = " ".join(words(at).split())
    for e in one.stated or (one.new_best,):
        assert " ".join(e.sentence.split()) in said
        assert " ".join(e.release.split()) in said
    assert asked(at, "figure") == [figure]


def test_charts_have_words_and_a_table_below(corpus):
    for page, number in (("overview", 2), ("pillars", 2)):
        at = opened(page)
        drawn = at.get("plotly_chart")
        assert len(drawn) == number
        for chart in drawn:
            assert len(chart.proto.alt) > 80
        assert len([e for e in at.expander if "Table" in e.label]) == number


def test_filters_do_not_change_the_figures_of_the_programme():
    plain, filtered = words(opened("overview")), words(opened("overview", pillar=["talent"]))
    assert "43" in filtered and "Your filters (pillar Talent exchange and development) apply on" in filtered
    assert "Your filters" not in plain


@pytest.mark.parametrize("page", PAGES)
def test_every_page_follows_the_filters_or_says_that_it_does_not(page):
    """What a filter leaves is fewer on the pages that are said to follow it; the others say so beside it and when one is set."""
    follows = page in ("pillars", "register", "promises", "releases", "evidence")
    plain, filtered = words(opened(page)), words(opened(page, meeting=["jic4"]))
    assert ("Filters are on Pillars, Register, Promises, Releases and Evidence" in plain) != follows
    assert ("This page shows the whole programme. Your filters (meeting JIC 4) apply on" in filtered) != follows
    assert len(filtered) < len(plain) or not follows


@pytest.mark.parametrize("page", PAGES)
def test_a_filter_stands_where_it_acts_or_is_set(page, corpus):
    """A filter that neither changes the page nor is set would mislead; one that is set must be there to be taken away."""
    table = state.TABLE_OF.get(page.capitalize())
    acting = set(view.facets(corpus, table, view.Filters())) if table else set()
    assert {e.key for e in opened(page).multiselect} == acting
    assert {e.key for e in opened(page, kind=["speech"]).multiselect} == acting | {"kind"}


# --- releases ---


def test_a_search_shows_what_it_found_marked():
    at = opened("releases", q="talent")
    bodies = [e.proto.body for e in at.get("html") if "class='hit'" in e.proto.body]
    assert bodies and all("<mark>talent</mark>" in b.lower() for b in bodies)


def test_titles_in_the_list_open_the_reading_view(corpus):
    at = opened("releases")
    first = next(b for b in at.button if b.key and b.key.startswith("open-"))
    first.click().run()
    assert_whole(at)
    release_id = first.key.removeprefix("open-")
    assert asked(at, "release") == [release_id]
    assert titles(at) == [view.release(corpus, release_id)["name"]]
    next(b for b in at.button if b.label == "Back to the list").click().run()
    assert "release" not in at.query_params
    assert titles(at) == ["Releases"]


def test_every_release_can_be_read(corpus):
    at = opened("releases")
    for release_id in corpus.releases["release_id"]:
        at.session_state["release"] = release_id
        at.query_params["release"] = release_id
        at.run()
        assert_whole(at)
        whole = next(e.proto.body for e in at.get("html") if "<article" in e.proto.body)
        body = re.search(r"<article.*</article>", whole, re.S)[0]
        text = html.unescape(re.sub(r"<span class='tag'>.*?</span>|<span aria-label.*?</span>|<[^>]+>", "", body))
        assert "".join(text.split()) == "".join(corpus.text(release_id).split())
        claims = corpus.claims[corpus.claims["release_id"] == release_id]
        assert body.count("class='yes'") == int(claims["counted"].sum())
        assert body.count("class='no'") == int((~claims["counted"]).sum())


def test_a_paragraph_has_an_address_and_can_be_copied_with_its_source(corpus):
    release_id = "2023-12-14-singapore-and-shenzhen-drive-smart-city-collaboration"
    at = opened("releases", release=release_id, p="4")
    assert_whole(at)
    text = corpus.text(release_id).split("\n\n")[3]
    cited = at.code[0].value
    assert (
        cited.startswith(f"“{text}”") and "paragraph 4" in cited and "14 December 2023" in cited and "digest" in cited
    )
    body = next(e.proto.body for e in at.get("html") if "<article" in e.proto.body)
    assert re.findall(r"class='para here' id='p(\d+)'", body) == ["4"]
    assert at.code[-1].value.endswith(f"?release={release_id}&p=4")
    next(b for b in at.button if b.label == "Back to the list").click().run()
    assert_whole(at)
    assert "p" not in at.query_params


@pytest.mark.parametrize("number", ["0", "999", "-1", "four", "9" * 30])
def test_a_paragraph_that_is_not_there_is_said(number):
    at = opened("releases", release="2023-12-14-singapore-and-shenzhen-drive-smart-city-collaboration", p=number)
    assert_whole(at)
    assert any(number.lstrip("-") in w.value for w in at.warning)
    assert len(at.code) == 1


def test_the_reading_view_marks_parties_and_pillars(corpus):
    release_id = "2023-12-14-singapore-and-shenzhen-drive-smart-city-collaboration"
    at = opened("releases", release=release_id)
    body = next(e.proto.body for e in at.get("html") if "<article" in e.proto.body)
    named = set(re.findall(r"register\?who=([\w-]+)", body))
    assert named == {slug for m in figures.marks(corpus, release_id).values() for _, slug, _ in m.parties} != set()
    options = {o.slug for o in view.options(corpus)["party"]}
    assert named <= options
    tagged = set(re.findall(r"<span class='tag'>([^<]*)</span>", body))
    assert set(corpus.programme.pillars.values()) & tagged


def test_results_come_by_date_or_relevance_and_as_many_as_asked(corpus):
    at = opened("releases", q="shenzhen")
    keys = [b.key for b in at.button if b.key and b.key.startswith("open-")]
    assert len(keys) == 10
    at = opened("releases", q="talent", sort="relevance", per="25")
    assert_whole(at)
    found = view.releases_page(corpus, view.Filters(q="talent"), "relevance", 1, 25)
    assert [b.key for b in at.button if b.key and b.key.startswith("open-")] == [f"open-{f.release_id}" for f in found]
    assert asked(at, "sort") == ["relevance"]


def test_a_query_that_cannot_be_read_is_answered_with_a_hint():
    at = opened("releases", q='talent "open')
    assert_whole(at)
    assert "a quotation mark has no partner" in words(at)


# --- evidence ---


def test_every_figure_and_conflict_can_be_linked_to(corpus):
    for one in figures.figures(corpus):
        at = opened("evidence", figure=one.figure_id)
        assert at.selectbox(key="figure").value == one.figure_id
        assert figures.arithmetic(corpus, one) in words(at)
    for row in figures.conflicts(corpus):
        at = opened("evidence", conflict=row["conflict_id"])
        assert at.selectbox(key="conflict").value == row["conflict_id"]
        assert row["explanation"] in words(at)
        assert_whole(at)


def test_the_claims_table_has_every_claim_that_passes(corpus):
    at = opened("evidence", meeting=["jic4"])
    shown = view.claims_shown(corpus, view.Filters(meeting=("jic4",)))
    assert list(at.dataframe[0].value["Sentence"]) == list(shown["sentence"])
    assert set(at.dataframe[0].value["Counted"]) == {"yes", "no"}


@pytest.mark.parametrize(("page", "name"), [("evidence", "said"), ("pillars", "entry")])
def test_the_row_that_was_selected_stands_in_the_link_until_it_is_closed(corpus, page, name):
    row = view.claims_shown(corpus, view.Filters()).iloc[5] if name == "said" else corpus.register.iloc[5]
    value, said = (row["claim_id"], row["sentence"]) if name == "said" else (row["register_id"], row["title"])
    at = opened(page, **{name: value})
    assert_whole(at)
    assert f"{name}={quote_plus(value)}" in at.code[-1].value
    assert " ".join(said.split()) in " ".join(words(at).split())
    at.button(key=f"leave-{name}").click().run()
    assert asked(at, name) == [] and "Select a row" in words(at)
    assert "no-such" in opened(page, **{name: "no-such"}).warning[0].value


# --- links and files ---


def test_the_link_of_a_view_holds_all_of_it():
    at = opened("evidence", pillar=["talent"], figure="jic3-mou", q="smart city")
    (link,) = [c.value for c in at.code]
    assert link.endswith("?q=smart+city&pillar=talent&figure=jic3-mou")


def test_clearing_the_filters_clears_all_of_them():
    at = opened("releases", q="talent", pillar=["talent"], kind=["speech"])
    at.button(key="clear").click().run()
    assert_whole(at)
    assert [at.session_state[name] for name in ("q", *view.FACETS)] == ["", *([] for _ in view.FACETS)]
    assert not [b for b in at.button if b.key == "clear"]


def test_a_page_never_puts_text_of_a_release_through_markdown(tmp_path, monkeypatch):
    """Pictures would be fetched, dollars read as formulas, and markup would run."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.setenv("SCI_DATA", str(tmp_path / "data"))
    evil = "S$5 (US$4) ![x](https://outside.invalid/x.png) <img src=x onerror=alert(1)> **b** :red[c]"
    body = f"---\ntitle: '{evil}'\ndate: 2025-01-02\n---\nThe 5th JIC meeting of the Singapore-China (Shenzhen) Smart City Initiative was held. {evil} eight MOUs were signed.\n"
    (tmp_path / "data" / "releases" / "evil.md").write_text(body, encoding="utf-8")
    for page in PAGES:
        at = opened(page)
        assert not at.exception
        for kind in ("title", "header", "subheader", "markdown", "warning", "info", "button", "expander"):
            for e in at.get(kind):
                said = str(getattr(e, "label", None) or e.value)
                assert not re.search(r"(?<!\\)!\[|(?<!\\)\$5", said), (page, kind, said)
        for e in at.get("html"):
            assert "<img" not in e.proto.body


@pytest.mark.parametrize("page", PAGES)
def test_words_of_a_link_are_not_read_as_markdown(page):
    """A link could otherwise make a reader's browser fetch a picture."""
    at = opened(page, q="![x](https://outside.invalid/x.png) $a$ :red[b]")
    assert not at.exception
    said = [
        str(e.value) for kind in ("title", "header", "subheader", "markdown", "warning", "info") for e in at.get(kind)
    ]
    assert not [t for t in said if re.search(r"(?<!\\)!\[|(?<!\\)\$a|(?<!\\):red", t)]
    assert all("<img" not in e.proto.body for e in at.get("html"))


@pytest.mark.parametrize("module", [markup, words_of_pages], ids=lambda module: module.__name__)
def test_examples_of_the_shared_pieces(module):
    found = doctest.testmod(module)
    assert found.attempted and not found.failed


def test_every_page_has_its_door_for_the_first_visit():
    """Until a server has run the dashboard, Streamlit takes the files that lie flat in pages/ for its pages: without one
    of the same name, the first visitor of a deep link is told that the page does not exist, over the page itself.
    """
    doors = {p.stem for p in (ROOT / "pages").glob("*.py")}
    pages = {p.stem for p in (ROOT / "pages").glob("*/*.py")} - {
        p.stem for p in (ROOT / "pages" / "shared").glob("*.py")
    }
    assert doors == pages - {"overview"}
    assert pages == set(PAGES)
    for name in doors:
        assert "dashboard.py" in (ROOT / "pages" / f"{name}.py").read_text(encoding="utf-8")


# --- methodology ---


def test_methodology_says_the_rules_of_the_code():
    at = opened("methodology")
    said = words(at)
    for reason, meaning in grammar.REASONS.items():
        assert reason in said and meaning in said
    assert "Smart City Initiative" in said and "谅解备忘录" in said
    columns = words_of_pages.data_dictionary(shipped())
    assert all(f"| {c.name} |" in columns for table in tables.SCHEMA.values() for c in table.columns)


def test_a_figure_shows_the_parts_of_its_sum(corpus):
    """Each addend stands with a sentence that states it, and the register's own count beside it."""
    at = opened("evidence", figure="jic4-mou")
    said = next(e.proto.body for e in at.get("html") if "The parts of our sum" in e.proto.body)
    part = said.split("The parts of our sum")[1].split("<h3>")[0]
    shown = [int(v) for v in re.findall(r": (\d+) new</b>", part)]
    assert shown == [8, 4, 8, 8] and part.count("<blockquote") == 4
    assert f"The register lists the same number by name: {shown[-1]}." in said


# --- meetings ---


def test_two_meetings_stand_side_by_side(corpus):
    at = opened("meetings", held="jic3", beside="jic4")
    assert_whole(at)
    (body,) = [e.proto.body for e in at.get("html") if "<section>" in e.proto.body]
    assert re.findall(r"<section><h2>(.*?)</h2>", body) == ["JIC 3", "JIC 4"]
    assert "20 | 21 to date" in body and "28 | 29 to date" in body
    for one in (3, 4):
        for measure in ("mou", "project"):
            for title in figures.entries(corpus, one, measure)["title"]:
                assert html.escape(title) in body
    assert asked(at, "held") == ["jic3"] and asked(at, "beside") == ["jic4"]


def test_the_latest_meeting_is_shown_when_none_is_chosen():
    at = opened("meetings")
    (body,) = [e.proto.body for e in at.get("html") if "<section>" in e.proto.body]
    assert re.findall(r"<section><h2>(.*?)</h2>", body) == ["JIC 4"]
    assert "held" not in at.query_params


def test_a_bar_has_an_address(corpus):
    at = opened("pillars", bar="mou-1-digital-connectivity-stated")
    assert_whole(at)
    assert asked(at, "bar") == ["mou-1-digital-connectivity-stated"]
    assert any(b.label.startswith("These 4 rows") for b in at.get("download_button"))
    assert "no-such" in opened("pillars", bar="no-such").warning[0].value


# --- register ---


def test_an_entry_and_a_party_have_addresses(corpus):
    at = opened("register", entry="jic3-mou-01", who="tusstar")
    assert_whole(at)
    said = words(at)
    assert "About the same thing" in said
    assert asked(at, "entry") == ["jic3-mou-01"] and asked(at, "who") == ["tusstar"]
    bodies = "".join(e.proto.body for e in at.get("html"))
    assert "register?entry=jic1-mou-01" in bodies, "the pact that it renews is one click away"


def test_entries_are_counted_by_what_is_asked_for():
    at = opened("register", by="pillar")
    said = words(at)
    assert "MOUs and projects stay apart" in said
    row = re.search(r"Innovation and entrepreneurship\s+(\d+)\s+(\d+)", said.split("stay apart")[1])
    assert row is not None and row.groups() == ("18", "17")
    assert asked(at, "by") == ["pillar"]


def test_every_entry_and_every_party_can_be_opened(corpus):
    """The panels are made for all of them; each entry shows its title and names others by theirs, each party its entries."""
    ids, read = set(corpus.register["register_id"]), set(corpus.releases["release_id"])
    for entry in corpus.register.to_dict("records"):
        panel, source = markup.register_entry(corpus, entry["register_id"]), entry["source"]
        assert f"<h3>{html.escape(entry['title'])}</h3>" in panel
        assert (f"releases?release={source}" if source in read else html.escape(source)) in panel
        assert not ids & set(re.findall(r"[\w-]+", re.sub(r"<[^>]*>", "", panel)))
    for one in parties.parties(corpus):
        panel = markup.party(corpus, one.slug)
        assert html.escape(one.name) in panel
        assert all(f"register?entry={i}" in panel for i in one.entries)


# --- threads and promises ---


def test_every_thread_can_be_followed(corpus):
    """Each step stands with its sentence and a way to its release; a thread that no release names says so."""
    for one in threads.threads(corpus):
        panel = markup.thread(corpus, one.slug)
        steps = [s for s in one.steps if not s.copy]
        assert panel.count("<blockquote") == len(steps)
        assert ("No release that was read names it." in panel) is not bool(steps)
        for step in steps:
            assert f"releases?release={step.release_id}" in panel
    at = opened("threads", thread="tradetrust-ebl")
    assert_whole(at)
    assert asked(at, "thread") == ["tradetrust-ebl"]


def test_promises_stand_with_what_was_said_later(corpus):
    at = opened("promises")
    assert_whole(at)
    said = words(at)
    assert "due 31 July 2020" in said and "later mention" in said and "No later mention found" in said
    verdicts = r"\b(?:kept|broken|failed|missed|delayed)\b"
    assert "24 sentences say" in said
    later = opened("promises", year=["2023"])
    assert "of 24 sentences: year 2023" in words(later) and "due 31 July 2020" not in words(later)
    ours = re.sub(r"“.*?”", "", said.split("is for the reader to judge")[1], flags=re.S)
    assert not re.search(verdicts, ours)


# --- questions and citations ---


def test_a_question_is_answered_on_the_overview_with_its_sources():
    at = opened("overview", ask="How many MOUs after the third JIC?")
    assert_whole(at)
    (body,) = [e.proto.body for e in at.get("html") if "class='answer'" in e.proto.body]
    assert "20 or 21" in body and "8 + 4 + 8 = 20" in body
    assert "Telecom Review Asia" in body and "releases?release=" in body
    assert "ask=How+many" in at.code[0].value, "the question stands in the link"


@pytest.mark.parametrize("question", ["What did it cost?", "<script>alert(1)</script>", "“", "x" * 300])
def test_what_the_corpus_does_not_say_is_said(question):
    at = opened("overview", ask=question)
    assert_whole(at)
    (body,) = [e.proto.body for e in at.get("html") if "class='answer'" in e.proto.body]
    assert "The corpus does not say" in body and "<script" not in body


def test_what_is_shown_can_be_cited(corpus):
    link, today = "http://here.example/evidence?figure=jic3-mou", dt.date(2026, 1, 2)
    release = str(corpus.releases["release_id"].iloc[0])
    title = view.release(corpus, release)["name"]
    for page, choices, expected in (
        ("Evidence", {"figure": "jic3-mou"}, "20 | 21"),
        ("Releases", {"release": release}, title),
        ("Evidence", {}, "Evidence"),
        ("Evidence", {"figure": "none", "release": release}, "Evidence"),
        ("Releases", {"release": "none"}, "Releases"),
    ):
        forms = words_of_pages.citations(corpus, page, view.Filters(), choices, link, today)
        assert list(forms) == list(words_of_pages.FORMS)
        for text in forms.values():
            assert link in text and corpus.version in text
        assert expected in forms["For a footnote"]


@pytest.mark.parametrize("page", ["releases", "evidence"])
def test_a_built_store_is_shown_in_place_of_the_files(page, tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    for path in (ROOT / "data" / "releases").glob("2022-11-25-eight*"):
        shutil.copy(path, tmp_path / "in")
    (tmp_path / "in" / "other.md").write_text(
        "---\ntitle: A harbour\ndate: 2024-01-02\n---\nTwo MOUs about a harbour.\n", encoding="utf-8"
    )
    build(tmp_path / "store.sqlite", tmp_path / "in")
    monkeypatch.setenv("SCI_STORE", str(tmp_path / "store.sqlite"))
    at = opened(page)
    assert_whole(at)
    assert (words_of_pages.BESIDE.strip() in words(at)) == (page == "evidence")
    if page == "releases":
        assert "2 releases" in words(at) and "A harbour" in words(at)
        at = opened(page, release="other")
        assert_whole(at)
        assert "class='no'" in next(e.proto.body for e in at.get("html") if "<article" in e.proto.body)
