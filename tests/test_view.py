"""What is shown: filters, counts, search, snippets, figures and files."""

import csv
import io
from dataclasses import fields, replace

import pandas as pd
import pytest
from corpora import shipped
from hypothesis import given, settings
from hypothesis import strategies as st

from sci_loader import figures, memory, search, sheets, view, wording
from sci_loader.view import Filters


@pytest.fixture(scope="module")
def corpus():
    return shipped()


def releases_shown(corpus, asked, sort="date"):
    """All releases that pass, as one page gives them."""
    found = view.releases_page(corpus, asked, sort, 1, 10_000)
    return pd.DataFrame([one.row for one in found], columns=["release_id", "date", "duplicate_of"])


SHOWN = {"releases": releases_shown, "claims": view.claims_shown, "register": view.register_shown}
HAS = {"releases": view.FACETS, "claims": view.FACETS, "register": ("pillar", "meeting", "year", "party")}
WORDS = [
    "",
    "mou",
    "talent*",
    "digital trade",
    '"smart city" -talent',
    "shenzhen OR jic",
    "no-such-word-anywhere",
    "title:mous date:2021..",
    "kind:speech claim:yes",
]


@st.deferred
def filters():
    chosen = {
        facet: st.lists(st.sampled_from([o.slug for o in options]), max_size=2, unique=True).map(tuple)
        for facet, options in view.options(shipped()).items()
    }
    return st.builds(Filters, st.sampled_from(WORDS), **chosen)


# --- filters and counts ---


@pytest.mark.parametrize("table", SHOWN)
@settings(max_examples=40)
@given(asked=filters)
def test_counts_are_what_a_recount_gives(table, asked):
    """The count beside a value is the number of rows when that value alone is chosen in its facet."""
    counts = view.facets(shipped(), table, asked)
    assert set(counts) == set(HAS[table])
    for facet, options in counts.items():
        for option in options[:8]:
            alone = replace(asked, **{facet: (option.slug,)})
            assert option.count == view.shown_count(shipped(), table, alone), (facet, option)
        assert len(SHOWN[table](shipped(), alone)) == option.count


@pytest.mark.parametrize("by", HAS["register"])
@settings(max_examples=20)
@given(asked=filters)
def test_groups_of_the_register_are_what_a_recount_gives(by, asked):
    groups = view.register_groups(shipped(), asked, by)
    shown = view.register_shown(shipped(), asked)
    for row in groups.to_dict("records"):
        if isinstance(row["value"], str):
            alone = view.register_shown(shipped(), replace(asked, **{by: (row["value"],)}))
            alone = alone[alone["register_id"].isin(shown["register_id"])]
            for measure in ("mou", "project"):
                assert row[measure] == (alone["measure"] == measure).sum()
    if by != "party":
        assert groups[["mou", "project"]].sum().sum() == len(shown)


@pytest.mark.parametrize("table", SHOWN)
@given(asked=filters)
def test_a_facet_adds_up_to_the_rows_when_rows_have_one_value_of_it(table, asked):
    shown = len(SHOWN[table](shipped(), replace(asked, year=())))
    assert sum(o.count for o in view.facets(shipped(), table, asked)["year"]) == shown


@given(asked=filters)
def test_values_of_a_facet_widen_and_facets_narrow(asked):
    shown = set(releases_shown(shipped(), asked)["release_id"])
    for facet in asked.chosen:
        assert shown <= set(releases_shown(shipped(), asked.without(facet))["release_id"])
    if len(asked.year) == 2:
        parts = [set(releases_shown(shipped(), replace(asked, year=(y,)))["release_id"]) for y in asked.year]
        assert shown == parts[0] | parts[1]


def test_nothing_chosen_shows_everything(corpus):
    assert len(releases_shown(corpus, Filters())) == len(corpus.releases) > 0
    assert len(view.claims_shown(corpus, Filters())) == len(corpus.claims) > 0
    assert len(view.register_shown(corpus, Filters())) == len(corpus.register) > 0


def test_releases_come_newest_first_and_copies_after_what_they_copy(corpus):
    shown = releases_shown(corpus, Filters())
    assert list(shown["date"].dropna()) == sorted(shown["date"].dropna(), reverse=True)
    at = {i: n for n, i in enumerate(shown["release_id"])}
    copies = shown[shown["duplicate_of"].notna()]
    assert len(copies)
    assert all(at[r.release_id] > at[r.duplicate_of] for r in copies.itertuples())


@given(asked=filters)
def test_a_link_says_the_same_when_it_is_read_back(asked):
    from urllib.parse import parse_qs

    back, unknown = view.read_query(shipped(), parse_qs(view.query(asked)))
    assert (back, unknown) == (replace(asked, q=asked.q.strip()), [])


def test_a_link_with_values_that_do_not_exist_keeps_the_others(corpus):
    back, unknown = view.read_query(
        corpus, {"pillar": ["talent", "bogus", "talent"], "year": ["1066"], "q": ["a", "b"]}
    )
    assert back == Filters(q="b", pillar=("talent",))
    assert unknown == [("pillar", "bogus"), ("year", "1066")]


def test_filters_are_named_in_words(corpus):
    assert view.in_words(corpus, Filters(q="trade", pillar=("talent",), meeting=("jic3",))) == (
        "words trade; pillar Talent exchange and development; meeting JIC 3"
    )


# --- search ---


@pytest.mark.parametrize(
    ("text", "q", "found"),
    [
        ("Three MOUs were signed", "mou", []),  # a word is a whole word
        ("Three MOUs were signed", "mou*", ["MOU"]),  # unless it is said to go on
        ("the airport", "port*", []),  # and then only behind
        ("a smart city and a city so smart", "smart city", ["smart", "city", "city", "smart"]),
        ("a smart city and a city so smart", '"smart city"', ["smart city"]),
        ("smart cities", '"smart cit"', []),  # a phrase ends where it ends
        ("smart\u00a0city", '"smart city"', ["smart\u00a0city"]),
        ("Josephine’s café", "josephine's cafe", ["Josephine’s", "café"]),
        ("cafe", "CAFÉ", ["cafe"]),
        ("ＭＯＵ", "mou", ["ＭＯＵ"]),
        ("e-invoicing – e—invoicing", "e-invoicing", ["e-invoicing", "e—invoicing"]),
        ("签署八份谅解备忘录", "备忘录", ["备忘录"]),
        ("cost (S$5)", "(s$5)", ["S$5"]),  # nothing is a pattern
        ("a.b axb", "a.b", ["a.b"]),
        ("[x] .* \\d", ".*", []),  # and signs are no words
        ("smart\n\ncity", '"smart city"', []),  # a phrase stands in one paragraph
        ("smart\ncity", '"smart city"', ["smart\ncity"]),
        ("talent, no speech", "talent -speech", ["talent"]),
        ("eBL or IMDA", "ebl OR imda", ["eBL", "IMDA"]),
        ("smart cities", '"smart cit"*', ["smart cit"]),
        ("open “quote", '"quote', ["quote"]),
        ("anything", "", []),
        ("anything", '""', []),
        ("MOU MOU", "mou mous", ["MOU", "MOU"]),
    ],
)
def test_matches(text, q, found):
    assert [text[a:b] for a, b in search.matches(text, q)] == found


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text):
    assert len(search.fold(text)) == len(text)


@settings(max_examples=40)
@given(asked=filters, length=st.integers(40, 400))
def test_snippets_stand_in_the_text_as_they_are(asked, length):
    for release_id in releases_shown(shipped(), asked)["release_id"]:
        text, piece = shipped().text(release_id), view.snippet(shipped(), release_id, asked.q, length)
        assert text[piece.start : piece.end] == piece.text
        assert piece.text.strip()
        spans = search.matches(text, asked.q)
        assert len(piece.spans) + piece.more == len(spans)
        assert bool(piece.spans) == bool(spans), "what was found is in the piece"
        assert [text[piece.start + a : piece.start + b] for a, b in piece.spans] == [
            text[a:b] for a, b in spans if piece.start <= a and b <= piece.end
        ]
        row = (
            shipped()
            .passages[
                (shipped().passages["release_id"] == release_id) & (shipped().passages["passage"] == piece.passage)
            ]
            .iloc[0]
        )
        assert row["start"] <= piece.start < piece.end <= row["end"]


@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5))))
def test_marked_text_lets_nothing_through(text, raw):
    import re
    from html import unescape

    spans = search._disjoint((a, min(a + n, len(text))) for a, n in raw if a < len(text))
    out = search.marked(text, spans)
    assert unescape(out.replace("<mark>", "").replace("</mark>", "")) == text
    assert not re.search(r"<(?!/?mark>)", out)


# --- figures ---


@pytest.mark.parametrize(
    ("meeting", "measure", "shown", "words"),
    [
        (1, "mou", "8", "8 new, the first; no release states a total."),
        (2, "project", "15", "7 + 8 = 15 added up; no release states a total."),
        (3, "mou", "20 | 21", "8 + 4 + 8 = 20 added up; releases state 20 and 21."),
        (3, "project", "29", "7 + 8 + 14 = 29 added up; releases state 29, the same."),
        (4, "mou", "28 | 29", "8 + 4 + 8 + 8 = 28 added up; releases state 29, which is 1 more."),
        (4, "project", "43", "7 + 8 + 14 + 14 = 43 added up; releases state 43, the same."),
    ],
)
def test_figures_stand_with_their_arithmetic(corpus, meeting, measure, shown, words):
    one = figures.figure(corpus, meeting, measure)
    assert (one.shown, figures.arithmetic(corpus, one)) == (shown, words)


def test_every_value_of_a_figure_has_its_sentences(corpus):
    texts = dict(zip(corpus.releases["release_id"], corpus.releases["text"], strict=True))
    for one in figures.figures(corpus):
        stated = {e.value for e in one.stated}
        assert set(one.values) == stated | ({one.added} if one.added is not None else set())
        assert one.new is None or one.new in {e.value for e in one.new_said}
        for e in (*one.new_said, *one.stated, *one.not_counted):
            assert e.sentence in texts[e.release_id]
            assert e.sentence[slice(*e.mark)] == e.value_text
            assert e.passage is not None


def test_a_figure_with_a_gap_in_it_is_not_added_up(corpus):
    counts = corpus.counts.copy()
    counts.loc[(counts["meeting"] == 2) & (counts["measure"] == "project"), ["new", "new_claim_id"]] = pd.NA
    counts.loc[(counts["meeting"] >= 2) & (counts["measure"] == "project"), ["added", "gap"]] = pd.NA
    one = figures.figure(replace(corpus, counts=counts), 3, "project")
    assert one.added is None
    assert one.shown == "29"
    assert "no release states what was new at JIC 2" in figures.arithmetic(replace(corpus, counts=counts), one)


def test_an_unknown_figure_is_an_error(corpus):
    with pytest.raises(KeyError):
        figures.figure(corpus, 99, "mou")


def test_all_claims_of_a_release_are_marked_where_they_stand(corpus):
    for release_id, of_release in corpus.claims.groupby("release_id"):
        found = [
            (text[slice(*span)], e) for _, text, claims in figures.reading(corpus, release_id) for span, e in claims
        ]
        assert [t for t, _ in found] == [e.value_text for _, e in found]
        assert {e.claim_id for _, e in found} == set(of_release["claim_id"])


def test_a_release_without_a_title_is_named(corpus):
    row = dict(corpus.releases.iloc[0]) | {"title": None, "publisher": None, "date": None, "text": "one " * 40}
    assert wording.label(row) == "Press release, unnamed publisher, no date: " + "one " * 11 + "one …"


# --- register ---


def test_a_founding_fact_has_the_day_of_the_programme_file(corpus):
    """It lies outside the meetings, so no meeting gives it a day."""
    [fact] = corpus.programme.founding
    row = view.register_shown(corpus, Filters()).set_index("register_id").loc[fact.register_id]
    assert row["date"] == fact.date.isoformat()
    years = {o.slug: o.count for o in view.facets(corpus, "register", Filters())["year"]}
    assert years[str(fact.date.year)] == 1
    assert not years.get("undated")


# --- pillars ---


@given(asked=filters)
def test_pillars_add_up_to_the_entries_shown(asked):
    frame = view.pillars_by_meeting(shipped(), asked)
    shown = view.register_shown(shipped(), asked)
    assert frame["entries"].sum() == shown["meeting"].notna().sum()
    ids = [i for cell in frame["register_ids"] for i in cell.split(";")]
    assert sorted(ids) == sorted(shown.loc[shown["meeting"].notna(), "register_id"])


def test_pillars_of_the_shipped_register(corpus):
    totals = view.pillars_by_meeting(corpus, Filters()).groupby(["measure", "pillar"])["entries"].sum().to_dict()
    assert totals["mou", "innovation-entrepreneurship"] == 18
    assert totals["mou", "digital-connectivity"] == 6
    assert totals["mou", "talent"] == 4


@given(asked=filters)
def test_shares_of_text_are_shares(asked):
    frame = view.text_share(shipped(), asked)
    assert ((frame["share"] >= 0) & (frame["share"] <= 1)).all()
    assert (frame["words"] <= frame["all_words"]).all()


def test_share_of_text_counts_the_words_of_paragraphs(corpus):
    """Counted anew for one year, in another way."""
    frame = view.text_share(corpus, Filters()).set_index(["year", "pillar"])
    releases = corpus.releases[corpus.releases["date"].str.startswith("2024") & corpus.releases["duplicate_of"].isna()]
    passages = corpus.passages[corpus.passages["release_id"].isin(releases["release_id"])]
    naming = passages[passages["pillars"].fillna("").str.split(";").map(lambda p: "talent" in p)]
    row = frame.loc[("2024", "talent")]
    assert row["releases"] == len(releases)
    assert abs(row["all_words"] - sum(len(t.split()) for t in passages["text"])) / row["all_words"] < 0.05
    assert abs(row["words"] - sum(len(t.split()) for t in naming["text"])) <= 0.05 * row["words"]


# --- files ---

cells = st.text(
    alphabet=st.one_of(st.sampled_from("=+-@\t\r\n',\"0123456789.a深"), st.characters(codec="utf-8")), max_size=12
)


def bared(cell):
    """What a reader of our files does to get a text back as it was."""
    inner = cell[1:]
    return inner if cell.startswith("'") and inner and sheets.neutral(inner) == cell else cell


@settings(max_examples=1000)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=4))
def test_csv_gives_back_what_went_in_and_holds_no_formula(rows):
    frame = pd.DataFrame(rows, columns=["=one", "two"], dtype=object)
    data = sheets.csv_bytes(frame)
    assert data.startswith(b"\xef\xbb\xbf")
    head, *back = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert head == ["'=one", "two"]
    assert [tuple(map(bared, row)) for row in back] == [tuple(row) for row in rows]
    for cell in (cell for row in back for cell in row):
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))
        assert not cell.startswith("-") or cell[1:].replace(".", "", 1).isdigit()


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("-4", "-4"), ("-4.5", "-4.5"), ("-", "'-"), ("-2+3", "'-2+3"), ("@SUM", "'@SUM"), ("", ""), ("plain", "plain")],
)
def test_neutral_cells(cell, safe):
    assert sheets.neutral(cell) == safe


def test_csv_of_every_table_reads_back(corpus):
    for name, table in corpus.tables.items():
        data = sheets.csv_bytes(table)
        back = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)
        assert list(back.columns) == list(table.columns), name
        assert len(back) == len(table), name
        lines = data.decode("utf-8-sig").split("\r\n")
        assert lines[-1] == "", name


def test_missing_numbers_stay_empty_and_negative_ones_stay_numbers():
    frame = pd.DataFrame({"n": pd.array([1, None, -2], dtype="Int64"), "yes": [True, False, True]})
    assert sheets.csv_bytes(frame).decode("utf-8-sig") == "n,yes\r\n1,True\r\n,False\r\n-2,True\r\n"


@given(asked=filters)
def test_a_file_name_is_one_everywhere(asked):
    name = sheets.file_name("sci-claims", asked, "2024-06-27", "aabd99db2be3")
    assert name.startswith("sci-claims") and name.endswith("-to-2024-06-27-data-aabd99db.csv")
    assert len(name) < 150
    assert not set(name) & set(' /\\:*?"<>|')


@pytest.mark.parametrize("q", ["no-such-word-anywhere", "title:twinning OR 3066", "talent", ""])
def test_the_releases_file_has_the_rows_shown(corpus, q):
    asked = Filters(q=q)
    rows = list(csv.reader(io.StringIO(sheets.csv_bytes(view.releases_file(corpus, asked)).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == list(releases_shown(corpus, asked)["release_id"])
    assert len(rows) - 1 == view.shown_count(corpus, "releases", asked)
    for row in rows[1:]:
        one = dict(zip(rows[0], row, strict=True))
        assert int(one.get("hits", 0)) == len(search.matches(corpus.text(one["release_id"]), q))
        assert one["snippet"].removeprefix("'") in corpus.text(one["release_id"]).replace("\r\n", "\n")


# --- memory ---


def test_results_are_kept_for_a_corpus_and_dropped_with_it():
    calls = []

    @memory.remembered
    def doubled(corpus, n):
        calls.append(n)
        return n * 2

    other = replace(shipped())
    assert [doubled(other, 2), doubled(other, 2), doubled(shipped(), 2)] == [4, 4, 4]
    assert calls == [2, 2]
    key = id(other)
    assert key in memory._KEPT
    del other
    assert key not in memory._KEPT


def test_a_corpus_of_which_everything_was_asked_goes_when_nobody_holds_it():
    import gc
    import weakref

    other = replace(shipped())
    part = memory.of_programme(other, "sci")
    assert part is other
    figures.figures(part)
    view.facets(part, "releases", Filters(q="mou"))
    view.releases_page(part, Filters(q="talent"), "relevance")
    held = weakref.ref(other)
    del other, part
    gc.collect()
    assert held() is None


def test_memory_does_not_grow_without_end():
    other = replace(shipped())

    @memory.remembered
    def same(corpus, n):
        return n

    for n in range(memory.KEPT + 50):
        same(other, n)
    assert len(memory._KEPT[id(other)]) == memory.KEPT


def test_filters_can_be_left_open_one_by_one():
    every = Filters("a", ("b",), ("c",), ("d",), ("e",), ("f",), ("g",), ("h",))
    assert list(every.chosen) == [f.name for f in fields(Filters)]
    for name in every.chosen:
        assert name not in every.without(name).chosen
