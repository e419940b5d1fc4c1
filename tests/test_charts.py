"""Charts say what the tables say, in colours that can be told apart, with titles and words worked out from the data."""

import re
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from corpora import shipped

from sci_loader import charts, figures, threads, view, wording
from sci_loader.view import Filters

MODES = list(charts.THEMES)
SOURCE = "19 releases"


@pytest.fixture(scope="module")
def corpus():
    return shipped()


@pytest.fixture(scope="module")
def programme(corpus):
    return corpus.programme


@pytest.fixture(scope="module")
def series(corpus):
    return figures.series(corpus)


def every_chart(corpus, mode):
    programme, series = corpus.programme, figures.series(corpus)
    yield charts.cumulative(series, programme, mode, view.as_of(corpus), SOURCE)
    yield charts.new_by_meeting(series, programme, mode, SOURCE)
    yield charts.pillars(
        view.pillars_by_meeting(corpus, Filters()), programme, view.meetings_held(corpus), mode, SOURCE
    )
    yield charts.text_share(view.text_share(corpus, Filters()), programme, mode, SOURCE)


def traces(chart, name):
    return [t for t in chart.figure.data if t.name == name]


# --- values ---


@pytest.mark.parametrize("measure", ["mou", "project"])
def test_steps_are_our_sums_on_the_days_of_the_meetings(series, programme, measure):
    chart = charts.cumulative(series, programme, "light", "2024-06-27", SOURCE)
    rows = series[series["measure"] == measure]
    (line,) = traces(chart, f"{programme.measure(measure).label}, added up")
    assert list(line.x) == [*rows["date"], "2024-06-27"]
    assert list(line.y) == [*rows["added"], rows["added"].iloc[-1]]
    assert line.line.shape == "hv"
    assert [c[0] for c in line.customdata] == [*rows["figure_id"], ""]
    assert [c[1] for c in line.customdata] == [*rows["new_claim_id"], ""]
    assert chart.figure.layout.xaxis.type == "date"


def test_stated_totals_are_marks_of_their_own(series, programme):
    chart = charts.cumulative(series, programme, "light", None, SOURCE)
    for slug, expected in (("mou", [20, 21, 29]), ("project", [29, 43])):
        label = programme.measure(slug).label
        (stated,), (added,) = traces(chart, f"{label}, stated"), traces(chart, f"{label}, added up")
        assert list(stated.y) == expected
        assert stated.marker.symbol not in {added.marker.symbol, None}
        rows = series[series["measure"] == slug].set_index("date")
        for x, y, (figure, claims) in zip(stated.x, stated.y, stated.customdata, strict=True):
            assert y in {rows.at[x, "stated_low"], rows.at[x, "stated_high"]}
            assert (figure, claims) == (rows.at[x, "figure_id"], rows.at[x, "stated_claim_ids"])


def test_values_that_differ_are_joined_and_named(series, programme):
    chart = charts.cumulative(series, programme, "light", None, SOURCE)
    spans = traces(chart, "MOUs, values differ")
    assert [list(t.y) for t in spans] == [[20, 21], [28, 29]]
    assert traces(chart, "Projects, values differ") == []
    (line,) = traces(chart, "MOUs, added up")
    assert [re.sub("<.*?>", "", t) for t in line.text] == ["8", "12", "20 | 21", "28 | 29"]


def test_every_mark_carries_claims_that_exist(corpus, series, programme):
    chart = charts.cumulative(series, programme, "light", view.as_of(corpus), SOURCE)
    known = set(corpus.claims["claim_id"]) | set(corpus.register["register_id"])
    carried = {i for t in chart.figure.data for c in t.customdata for i in c[1].split(";") if i}
    assert carried and carried <= known


def test_founding_facts_come_from_the_programme(series, programme):
    chart = charts.cumulative(series, programme, "light", None, SOURCE)
    (event,) = traces(chart, "Founding MOU")
    assert (list(event.x), list(event.y)) == (["2019-10-15"], [0])
    assert event.customdata[0][1] == "founding-mou"


def test_not_stated_is_neither_a_mark_nor_a_bar(series, programme):
    gone = series.copy()
    rows = (gone["measure"] == "project") & (gone["meeting"] == 2)
    gone.loc[rows, ["new", "added"]] = pd.NA
    chart = charts.new_by_meeting(gone, programme, "light", SOURCE)
    (bars,) = traces(chart, "Projects")
    assert list(bars.y) == [7, None, 14, 14]
    assert bars.hovertext[1].count("not stated") == 1
    assert "not stated at JIC 2" in chart.alt
    steps = charts.cumulative(gone, programme, "light", None, SOURCE)
    assert len(traces(steps, "Projects, added up")[0].x) == 3


def test_new_figures_are_the_bars(series, programme):
    chart = charts.new_by_meeting(series, programme, "dark", SOURCE)
    for measure in programme.measures:
        (bars,) = traces(chart, measure.label)
        assert list(bars.y) == list(series.loc[series["measure"] == measure.slug, "new"])
        assert list(bars.text) == [str(v) for v in bars.y]


def test_pillar_bars_are_the_entries(corpus, programme):
    frame = view.pillars_by_meeting(corpus, Filters())
    chart = charts.pillars(frame, programme, view.meetings_held(corpus), "light", SOURCE)
    drawn = {tuple(c): y for t in chart.figure.data for c, y in zip(t.customdata, t.y, strict=True) if y}
    keys = ["measure", "meeting", "pillar", "pillar_basis"]
    assert drawn == {tuple(k): n for *k, n in frame[[*keys, "entries"]].itertuples(index=False)}
    for trace in chart.figure.data:
        stated = {c[3] for c in trace.customdata} == {"stated"}
        assert bool(trace.marker.pattern.shape) != stated, "stated is full, assigned is hatched"


def test_shares_of_text_are_the_bars(corpus, programme):
    frame = view.text_share(corpus, Filters())
    chart = charts.text_share(frame, programme, "light", SOURCE)
    drawn = {tuple(c): y for t in chart.figure.data for c, y in zip(t.customdata, t.y, strict=True)}
    assert drawn == {(p, y): s for p, y, s in frame[["pillar", "year", "share"]].itertuples(index=False)}


# --- words ---


def test_titles_say_the_point(corpus):
    assert [c.title for c in every_chart(corpus, "light")] == [
        "43 projects and 28 MOUs added up over four meetings; a release states 29 MOUs",
        "JIC 4 added 14 projects and 8 MOUs, as many as JIC 3",
        "Innovation and entrepreneurship has the most: 18 of 28 MOUs and 17 of 38 projects",
        "Digital connectivity takes up the most text: 15% of all words",
    ]


def test_titles_follow_the_data(series, programme):
    first = series[series["meeting"] == 1]
    assert (
        charts.cumulative(first, programme, "light", None, SOURCE).title
        == "8 MOUs and 7 projects added up over one meeting"
    )
    assert charts.new_by_meeting(first, programme, "light", SOURCE).title == "JIC 1 added 8 MOUs and 7 projects"
    two = series[series["meeting"] <= 2]
    title = charts.new_by_meeting(two, programme, "light", SOURCE).title
    assert title == "JIC 2 added 8 projects and 4 MOUs, after 8 MOUs and 7 projects at JIC 1"


def test_words_for_those_who_do_not_see_it_name_every_value(corpus, series):
    steps, new, pillars, share = every_chart(corpus, "light")
    for row in series.itertuples():
        assert f"{row.added}" in steps.alt and wording.day(row.date) in steps.alt
        assert f"{row.new} at JIC {row.meeting}" in new.alt
    for chart in (steps, new, pillars, share):
        assert chart.title in chart.alt
        assert "<" not in chart.alt


def test_a_saved_picture_says_where_it_comes_from(corpus):
    for chart in every_chart(corpus, "light"):
        assert SOURCE in {a.text for a in chart.figure.layout.annotations}
        assert chart.figure.layout.paper_bgcolor == charts.THEMES["light"].background
        assert chart.figure.layout.title.text.replace("<br>", " ") == chart.title


def test_empty_frames_give_charts_that_say_so(corpus, series, programme):
    none = series[:0]
    assert charts.cumulative(none, programme, "light", None, SOURCE).title == "No totals yet"
    assert charts.new_by_meeting(none, programme, "light", SOURCE).title == "No figures yet"
    nothing = Filters(q="no-such-word-anywhere")
    assert (
        charts.pillars(view.pillars_by_meeting(corpus, nothing), programme, [], "light", SOURCE).title == "No entries"
    )
    assert charts.text_share(view.text_share(corpus, nothing), programme, "light", SOURCE).title == "No text to measure"


def test_text_of_data_is_escaped(series, programme):
    """Plotly reads markup in its texts, so what comes from data must not be any."""
    from dataclasses import replace

    evil = replace(
        programme, meeting_short="<a href='x'>J", founding=tuple(replace(f, label="<b>F") for f in programme.founding)
    )
    shown = charts.cumulative(series, evil, "light", None, SOURCE).figure
    written = [t for trace in shown.data for t in trace.hovertext] + [a.text for a in shown.layout.annotations]
    written += list(shown.layout.xaxis.ticktext)
    assert not [t for t in written if "<a" in t or "<b>F" in t]


# --- colours ---


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", MODES)
def test_colours_can_be_read(mode):
    theme = charts.THEMES[mode]
    for colour in (theme.text, theme.muted, theme.warning, *theme.series):
        assert contrast(colour, theme.background) >= 4.5, colour
    assert all(a != b for a, b in combinations(theme.series, 2))


@pytest.mark.parametrize("mode", MODES)
def test_every_mark_has_a_colour_of_the_theme(corpus, mode):
    theme = charts.THEMES[mode]
    allowed = {theme.text, theme.muted, theme.warning, *theme.series}
    for chart in every_chart(corpus, mode):
        for trace in chart.figure.data:
            assert trace.marker.color in allowed, trace.name
            assert trace.type != "scatter" or "lines" not in trace.mode or trace.line.color
            if trace.text is not None:
                assert trace.textfont.color in allowed, trace.name
        assert {a.font.color for a in chart.figure.layout.annotations} <= allowed
        assert chart.figure.layout.font.color == theme.text


def test_colour_is_not_the_only_difference_between_measures(corpus, series, programme):
    steps = charts.cumulative(series, programme, "light", None, SOURCE)
    lines = [t for t in steps.figure.data if t.name.endswith("added up")]
    assert len({t.line.dash for t in lines}) == len({t.marker.symbol for t in lines}) == len(lines) == 2
    new = charts.new_by_meeting(series, programme, "light", SOURCE)
    assert len({t.marker.pattern.shape for t in new.figure.data}) == 2


def test_a_series_keeps_its_colour_when_another_is_gone(series, programme):
    alone = charts.cumulative(series[series["measure"] == "project"], programme, "light", None, SOURCE)
    both = charts.cumulative(series, programme, "light", None, SOURCE)
    name = "Projects, added up"
    assert traces(alone, name)[0].line.color == traces(both, name)[0].line.color


def test_labels_of_lines_that_cross_stand_on_their_own_side(series, programme):
    chart = charts.cumulative(series, programme, "light", None, SOURCE)
    places = {t.name: list(t.textposition) for t in chart.figure.data if t.name.endswith("added up")}
    for mou, project in zip(places["MOUs, added up"], places["Projects, added up"], strict=True):
        assert {mou, project} == {"top left", "bottom right"}


# --- on the page ---


@pytest.mark.parametrize("picture", ["svg", "png"])
def test_the_camera_saves_what_was_asked_for_and_nothing_goes_out(picture):
    config = charts.config("totals", picture)
    assert config["toImageButtonOptions"]["format"] == picture
    assert config["toImageButtonOptions"]["filename"] == "totals"
    assert config["showSendToCloud"] is False
    assert "zoom2d" in config["modeBarButtonsToRemove"]


def test_a_chart_is_turned_into_a_dict_once_and_rightly(series, programme):
    import plotly.graph_objects as go

    figure = charts.cumulative(series, programme, "light", None, SOURCE).figure
    assert figure.to_dict() is figure.to_dict()
    assert figure.to_dict() == go.Figure.to_dict(figure)


def test_express_is_not_used():
    """It takes six times as long to import."""
    source = Path(charts.__file__).read_text(encoding="utf-8")
    assert re.findall(r"^import plotly.*|^from plotly.*", source, re.M) == ["import plotly.graph_objects as go"]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_timeline_has_a_mark_for_each_dated_step(mode):
    found = threads.threads(shipped())
    drawn = charts.timeline(found, mode, "source")
    marks = {t.customdata[0][0]: list(zip(t.x, t.marker.symbol, strict=True)) for t in drawn.figure.data}
    expected = {t.slug: [(date, charts.STAGE_MARKS[stage]) for date, stage in t.stages] for t in found if t.stages}
    assert marks == expected
    assert drawn.title in drawn.alt
    assert all(t.label in drawn.alt for t in found if t.stages)
