"""Charts of the dashboard: frames of ``view`` and ``figures`` in, plotly figures and their words out.

Every colour is set by name, so that a filter or a theme never recolours a series, and none carries meaning alone: shapes,
patterns and labels say the same.  Figures are drawn with ``plotly.graph_objects`` only, which loads several times faster
than ``plotly.express``.
"""

from __future__ import annotations

import datetime as dt
import html
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from sci_loader.parties import Party
from sci_loader.tables import number_in, records
from sci_loader.threads import STAGES, Thread
from sci_loader.vocabulary import Measure, Programme
from sci_loader.wording import count, day, meeting_name, plural

__all__ = [
    "THEMES",
    "Chart",
    "Theme",
    "config",
    "cumulative",
    "network",
    "new_by_meeting",
    "pillars",
    "text_share",
    "timeline",
]

Mode = Literal["light", "dark"]
WRAP = 44  # characters of a title line: what fits on a phone
FOOT = 46  # pixels below a chart: names of the meetings in one line, and the source
LINE = 18  # pixels of each further line there
MANY = 8  # more meetings than this and their dates no longer fit below the axis


@dataclass(frozen=True)
class Theme:
    """Colours of one mode. ``series`` go to the measures in their order; every colour is text or a mark on background."""

    background: str
    text: str
    muted: str
    grid: str
    series: tuple[str, ...]
    warning: str


THEMES: dict[Mode, Theme] = {
    "light": Theme("#ffffff", "#22272e", "#57606a", "#dfe3e8", ("#1f4e79", "#b5490f", "#1b7a5a", "#7a3e9d"), "#a0295a"),
    "dark": Theme("#12161c", "#e8eaed", "#aab2bd", "#343c46", ("#7fb2e5", "#f0a165", "#6fd0a8", "#c79be8"), "#f08fb3"),
}
SYMBOLS = ("circle", "square", "hexagon", "pentagon")
DASHES = ("solid", "dash", "dot", "dashdot")
PATTERNS = ("", "/", "x", ".")
# A selected mark keeps its look and the others are not dimmed: the sentence below says what is selected.
STEADY: dict[str, Any] = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}


class Still(go.Figure):  # type: ignore[misc]
    """A figure that is drawn once and then only shown: the dict that a page sends is made once for all of them."""

    _made: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        made = self._made
        if made is None:
            made = super().to_dict()
            object.__setattr__(self, "_made", made)
        return made


@dataclass(frozen=True)
class Chart:
    """A figure, what it shows in one sentence (its title), and in words for those who do not see it."""

    figure: go.Figure
    title: str
    alt: str


def config(name: str, picture: str = "svg") -> dict[str, Any]:
    """Settings of a chart on a page: no zooming, and a camera button that saves the picture as SVG or PNG in the browser."""
    size = {"width": 1000, "height": 560} | ({"scale": 2} if picture == "png" else {})
    return {
        "displaylogo": False,
        "displayModeBar": True,
        "showSendToCloud": False,
        "scrollZoom": False,
        "doubleClick": False,
        "modeBarButtonsToRemove": [
            "zoom2d",
            "pan2d",
            "select2d",
            "lasso2d",
            "zoomIn2d",
            "zoomOut2d",
            "autoScale2d",
            "resetScale2d",
        ],
        "toImageButtonOptions": {"format": picture, "filename": name, **size},
    }


# --- what all figures share ---


def _wrapped(text: str, width: int = WRAP) -> str:
    return "<br>".join(textwrap.wrap(html.escape(text, quote=False), width, break_long_words=False))


def _lay_out(
    figure: go.Figure,
    theme: Theme,
    title: str,
    key: str,
    source: str,
    height: int,
    lines: int = 1,
    right: int = 16,
) -> go.Figure:
    """Title, key of the marks, source line and axes in the same place and type on every figure.

    height: pixels between the axes; lines: how many lines the names below the axis take; right: room for labels.
    """
    foot = FOOT + LINE * (lines - 1)
    heading, below = _wrapped(title), _wrapped(key, 60)
    above, small = heading.count("<br>") + 1, below.count("<br>") + 1
    top = 34 + 20 * above + 17 * small
    figure.update_layout(
        template=None,
        height=height + top + foot,
        margin={"l": 8, "r": right, "t": top + 8, "b": foot, "autoexpand": True},
        paper_bgcolor=theme.background,
        plot_bgcolor=theme.background,
        font={
            "family": "Source Sans, Source Sans Pro, Helvetica, Arial, sans-serif",
            "size": 13,
            "color": theme.text,
        },
        title={
            "text": heading,
            "subtitle": {"text": below, "font": {"size": 13, "color": theme.muted}},
            "font": {"size": 16, "color": theme.text, "weight": 600},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 34, "l": 8},
        },
        showlegend=False,
        hovermode="closest",
        hoverlabel={
            "align": "left",
            "bgcolor": theme.background,
            "bordercolor": theme.muted,
            "font": {"color": theme.text, "size": 13},
        },
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": theme.muted, "activecolor": theme.text},
        dragmode=False,
        clickmode="event+select",
        bargap=0.3,
    )
    axis = {
        "fixedrange": True,
        "tickfont": {"color": theme.muted, "size": 12},
        "gridcolor": theme.grid,
        "linecolor": theme.grid,
        "zeroline": False,
        "automargin": True,
    }
    figure.update_xaxes(showgrid=False, showline=True, **axis)
    figure.update_yaxes(showgrid=True, rangemode="tozero", showline=False, **axis)
    figure.add_annotation(
        text=html.escape(source),
        xref="paper",
        yref="paper",
        x=0,
        y=0,
        xanchor="left",
        yanchor="bottom",
        yshift=-foot,
        xshift=0,
        showarrow=False,
        font={"size": 11, "color": theme.muted},
    )
    return figure


def _measures(programme: Programme, frame: pd.DataFrame) -> list[tuple[int, Measure, list[dict[str, Any]]]]:
    """Measures with their place in the programme and their rows by meeting; those without rows are left out."""
    out = []
    for at, measure in enumerate(programme.measures):
        rows = records(frame[frame["measure"] == measure.slug].sort_values("meeting"))
        if rows:
            out.append((at, measure, rows))
    return out


def _list(parts: Sequence[str]) -> str:
    """Words joined as a sentence does.

    >>> _list(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _number(value: int) -> str:
    """Small numbers as words, as a sentence writes them."""
    words = "no one two three four five six seven eight nine ten".split()
    return words[value] if value < len(words) else str(value)


def _short_day(date: str) -> str:
    parsed = dt.date.fromisoformat(date)
    return f"{parsed.day} {parsed:%b}<br>{parsed.year}"


def _stated(row: Mapping[str, Any]) -> list[int]:
    """Stated totals of a row, lowest first; none, one or two."""
    return sorted({v for v in (number_in(row["stated_low"]), number_in(row["stated_high"])) if v is not None})


def _shown(row: Mapping[str, Any]) -> str:
    values = sorted({*_stated(row), *([v] if (v := number_in(row["added"])) is not None else [])})
    return " | ".join(map(str, values))


# --- totals to date ---


def cumulative(series: pd.DataFrame, programme: Programme, mode: Mode, until: str | None, source: str) -> Chart:
    """Totals to date as steps on a true date axis.

    series: rows of ``figures.series``; until: day as far as the releases reach, where the lines end; source: the line below.
    Filled marks on the line are sums of ours, open diamonds are totals that releases state, an upright bar joins values
    that disagree.  ``customdata`` of a mark is the id of its figure and the ids of the claims behind it.
    """
    theme = THEMES[mode]
    figure = Still()
    dated = series[series["date"].notna()]
    measures = _measures(programme, dated)
    for at, measure, rows in measures:
        lower = _is_lower(rows, [r for other, _, r in measures if other != at])
        _add_steps(figure, theme, programme, at, measure, rows, until, lower)
        _add_stated(figure, theme, programme, at, measure, rows)
    _add_events(figure, theme, programme)
    title = _cumulative_title(programme, series)
    key = "● ■ added up by us   ◇ stated by a release   ═ they differ"
    _lay_out(figure, theme, title, key, source, 340, lines=3, right=72)
    days = {_name(programme, r["meeting"]): r["date"] for _, _, rows in measures for r in rows}
    ticks = [(date, f"{name}<br>{_short_day(date)}") for name, date in days.items()]
    if len(ticks) <= MANY:
        figure.update_xaxes(
            tickmode="array", tickvals=[t[0] for t in ticks], ticktext=[t[1] for t in ticks], tickangle=0
        )
    figure.update_xaxes(type="date", ticks="outside", tickcolor=theme.muted)
    return Chart(figure, title, _cumulative_alt(programme, measures, title))


def _is_lower(rows: Sequence[Mapping[str, Any]], others: Sequence[Sequence[Mapping[str, Any]]]) -> dict[int, bool]:
    """For each meeting whether another measure stands higher there: its label then goes below the line."""
    above = {(int(r["meeting"]), v) for other in others for r in other if (v := number_in(r["added"])) is not None}
    return {
        int(r["meeting"]): any(m == r["meeting"] and v > (number_in(r["added"]) or 0) for m, v in above) for r in rows
    }


def _add_steps(
    figure: go.Figure,
    theme: Theme,
    programme: Programme,
    at: int,
    measure: Measure,
    rows: Sequence[Mapping[str, Any]],
    until: str | None,
    lower: Mapping[int, bool],
) -> None:
    known = [r for r in rows if number_in(r["added"]) is not None]
    if not known:
        return
    colour = theme.series[at % len(theme.series)]
    days, values = [r["date"] for r in known], [int(r["added"]) for r in known]
    tail = [until] if until and until > days[-1] else []
    figure.add_scatter(
        name=f"{measure.label}, added up",
        x=days + tail,
        y=values + values[-1:] * len(tail),
        mode="lines+markers+text",
        line={"shape": "hv", "width": 2.5, "color": colour, "dash": DASHES[at % len(DASHES)]},
        marker={
            "size": [9] * len(days) + [0] * len(tail),
            "symbol": SYMBOLS[at % len(SYMBOLS)],
            "color": colour,
            "opacity": 1,
            "line": {"width": 0},
        },
        text=[f"<b>{_shown(r)}</b>" for r in known] + [""] * len(tail),
        textposition=["bottom right" if lower[int(r["meeting"])] else "top left" for r in known]
        + ["top center"] * len(tail),
        textfont={"color": colour, "size": 14},
        customdata=[[r["figure_id"], r["new_claim_id"] if isinstance(r["new_claim_id"], str) else ""] for r in known]
        + [["", ""]] * len(tail),
        hovertext=[_hover(programme, measure, r, f"{count(int(r['added']), measure)} added up") for r in known]
        + [""] * len(tail),
        hoverinfo="text",
        **STEADY,
        cliponaxis=False,
    )
    figure.add_annotation(
        x=(tail or days)[-1],
        y=values[-1],
        text=f"<b>{measure.label}</b>",
        showarrow=False,
        xanchor="left",
        xshift=6,
        font={"color": colour, "size": 14},
    )


def _faint(colour: str) -> str:
    """A colour as a wash behind other marks.

    >>> _faint("#a0295a")
    'rgba(160, 41, 90, 0.25)'
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.25)"


def _add_stated(
    figure: go.Figure,
    theme: Theme,
    programme: Programme,
    at: int,
    measure: Measure,
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Stated totals as open diamonds; where values disagree, a bar with caps joins the lowest and the highest."""
    colour = theme.series[at % len(theme.series)]
    marks = [(r, v) for r in rows for v in _stated(r)]
    for row in rows:
        values = sorted({*_stated(row), *([v] if (v := number_in(row["added"])) is not None else [])})
        if len(values) > 1:
            figure.add_scatter(
                name=f"{measure.label}, values differ",
                x=[row["date"]] * 2,
                y=[values[0], values[-1]],
                mode="lines+markers",
                line={"color": _faint(theme.warning), "width": 30},
                marker={
                    "symbol": "line-ew",
                    "size": 34,
                    "line": {"width": 2, "color": theme.warning},
                    "color": theme.warning,
                },
                customdata=[
                    [
                        row["figure_id"],
                        row["stated_claim_ids"] if isinstance(row["stated_claim_ids"], str) else "",
                    ]
                ]
                * 2,
                hovertext=[_hover(programme, measure, row, f"{_shown(row)}: the values differ")] * 2,
                hoverinfo="text",
                **STEADY,
            )
    if marks:
        figure.add_scatter(
            name=f"{measure.label}, stated",
            x=[r["date"] for r, _ in marks],
            y=[v for _, v in marks],
            mode="markers",
            marker={
                "symbol": "diamond-open",
                "size": 15,
                "color": colour,
                "opacity": 1,
                "line": {"width": 2, "color": colour},
            },
            customdata=[[r["figure_id"], r["stated_claim_ids"]] for r, _ in marks],
            hovertext=[_hover(programme, measure, r, f"{count(v, measure)} stated in a release") for r, v in marks],
            hoverinfo="text",
            **STEADY,
        )


def _add_events(figure: go.Figure, theme: Theme, programme: Programme) -> None:
    """Founding facts: a mark on the axis with a dotted line, outside every total."""
    for event in programme.founding:
        date = event.date.isoformat()
        figure.add_shape(
            type="line",
            x0=date,
            x1=date,
            yref="paper",
            y0=0,
            y1=0.8,
            line={"color": theme.muted, "width": 1, "dash": "dot"},
            layer="below",
        )
        figure.add_scatter(
            name=event.label,
            x=[date],
            y=[0],
            mode="markers",
            marker={"symbol": "triangle-up", "size": 13, "color": theme.muted, "opacity": 1},
            customdata=[["", event.register_id]],
            hovertext=[f"<b>{html.escape(event.label)}</b><br>{day(date)}<br>{_wrapped(event.what)}"],
            hoverinfo="text",
            cliponaxis=False,
            **STEADY,
        )
        figure.add_annotation(
            x=date,
            y=0.8,
            yref="paper",
            text=f"{html.escape(event.label)}<br>{_short_day(date)}",
            showarrow=False,
            xanchor="left",
            yanchor="top",
            xshift=6,
            align="left",
            font={"color": theme.muted, "size": 12},
        )


def _hover(programme: Programme, measure: Measure, row: Mapping[str, Any], what: str) -> str:
    where = f"<b>{_name(programme, row['meeting'])}</b>, {day(row['date'])}"
    return f"{where}<br>{html.escape(what)}<br>Select it to read the sentence."


def _name(programme: Programme, meeting: int) -> str:
    """Name of a meeting inside a figure, where plotly reads markup."""
    return html.escape(meeting_name(programme, int(meeting)), quote=False)


def _cumulative_title(programme: Programme, series: pd.DataFrame) -> str:
    """The totals after the last meeting, and what releases state where that differs.

    "43 projects and 28 MOUs added up over four meetings; a release states 29 MOUs"
    """
    sums, stated, meetings = [], [], 0
    for _, measure, rows in _measures(programme, series):
        last = rows[-1]
        added = number_in(last["added"])
        meetings = max(meetings, len({r["meeting"] for r in rows}))
        if added is not None:
            sums.append((added, count(added, measure)))
        others = [v for v in _stated(last) if v != added]
        if others:
            stated.append(f"{' or '.join(map(str, others))} {plural(measure)}")
    if not sums:
        return f"Totals to date state {_list(stated)}" if stated else "No totals yet"
    ranked = [words for _, words in sorted(sums, key=lambda s: -s[0])]
    tail = f"; a release states {_list(stated)}" if stated else ""
    return f"{_list(ranked)} added up over {_number(meetings)} {'meeting' if meetings == 1 else 'meetings'}{tail}"


def _cumulative_alt(
    programme: Programme, measures: Sequence[tuple[int, Measure, Sequence[Mapping[str, Any]]]], title: str
) -> str:
    parts = []
    for _, measure, rows in measures:
        points = [
            f"{_shown(r) or 'not known'} on {day(r['date'])} ({meeting_name(programme, int(r['meeting']))})"
            for r in rows
        ]
        parts.append(f"{measure.label}: {', '.join(points)}.")
    events = [f"{e.label}, {day(e.date.isoformat())}, is outside the totals." for e in programme.founding]
    return " ".join([f"Step chart of totals to date. {title}.", *parts, *events])


# --- new at each meeting ---


def new_by_meeting(series: pd.DataFrame, programme: Programme, mode: Mode, source: str) -> Chart:
    """What each meeting added, as bars side by side; a figure that no release states has no bar and says so."""
    theme = THEMES[mode]
    figure = Still()
    measures = _measures(programme, series)
    for at, measure, rows in measures:
        colour = theme.series[at % len(theme.series)]
        figure.add_bar(
            name=measure.label,
            x=[_tick(programme, r) for r in rows],
            y=[number_in(r["new"]) for r in rows],
            text=[str(int(r["new"])) if number_in(r["new"]) is not None else "" for r in rows],
            textposition="outside",
            textfont={"color": colour, "size": 14},
            cliponaxis=False,
            marker={"color": colour, "pattern": _pattern(theme, at), "line": {"color": colour, "width": 1.5}},
            customdata=[
                [r["figure_id"], r["new_claim_id"] if isinstance(r["new_claim_id"], str) else ""] for r in rows
            ],
            hovertext=[
                _hover(
                    programme,
                    measure,
                    r,
                    f"{count(int(r['new']), measure)} new" if number_in(r["new"]) is not None else "not stated",
                )
                for r in rows
            ],
            hoverinfo="text",
            **STEADY,
        )
    title = _new_title(programme, measures)
    marks = "   ".join(f"{'█▨▩░'[at % 4]} {m.label}" for at, m, _ in measures)
    _lay_out(figure, theme, title, f"New at each meeting   {marks}", source, 180, lines=2)
    figure.update_layout(barmode="group", bargroupgap=0.08)
    figure.update_yaxes(showticklabels=False, showgrid=False)
    return Chart(figure, title, _new_alt(programme, measures, title))


def _tick(programme: Programme, row: Mapping[str, Any]) -> str:
    return f"{_name(programme, row['meeting'])}<br>{row['date'][:4] if isinstance(row['date'], str) else 'no date'}"


def _pattern(theme: Theme, at: int) -> dict[str, Any]:
    return {
        "shape": PATTERNS[at % len(PATTERNS)],
        "fgcolor": theme.background,
        "fillmode": "overlay",
        "size": 7,
        "solidity": 0.35,
        "fgopacity": 1,
    }


def _news(measures: Sequence[tuple[int, Measure, Sequence[Mapping[str, Any]]]], at: int) -> list[str]:
    """What the meeting at this place of the list added, the larger figure first."""
    found = [
        (v, count(v, m))
        for _, m, rows in measures
        if -at <= len(rows) and (v := number_in(rows[at]["new"])) is not None
    ]
    return [words for _, words in sorted(found, key=lambda f: -f[0])]


def _new_title(programme: Programme, measures: Sequence[tuple[int, Measure, Sequence[Mapping[str, Any]]]]) -> str:
    if not measures:
        return "No figures yet"
    last, before = _news(measures, -1), _news(measures, -2)
    name = meeting_name(programme, int(measures[0][2][-1]["meeting"]))
    if not last:
        return f"No release states what {name} added"
    earlier = measures[0][2][-2:-1]
    if not earlier or not before:
        return f"{name} added {_list(last)}"
    compared = meeting_name(programme, int(earlier[0]["meeting"]))
    return f"{name} added {_list(last)}, {f'as many as {compared}' if last == before else f'after {_list(before)} at {compared}'}"


def _new_alt(
    programme: Programme, measures: Sequence[tuple[int, Measure, Sequence[Mapping[str, Any]]]], title: str
) -> str:
    parts = [
        f"{m.label}: "
        + ", ".join(
            f"{number_in(r['new']) if number_in(r['new']) is not None else 'not stated'} at {meeting_name(programme, int(r['meeting']))}"
            for r in rows
        )
        + "."
        for _, m, rows in measures
    ]
    return " ".join([f"Bar chart of what was new at each meeting. {title}.", *parts])


# --- panels: small charts of one kind below each other ---

PANEL = 104  # pixels of one panel with its heading
HEADING = 40  # of which the heading takes these


def _panel(
    figure: go.Figure,
    theme: Theme,
    number: int,
    across: tuple[float, float],
    place: tuple[int, int],
    top: float,
) -> tuple[str, float]:
    """Axes of one panel. place: its row and how many there are. Returns the axes' suffix and the panel's upper edge."""
    row, rows = place
    suffix = "" if number == 1 else str(number)
    upper = 1 - (row + HEADING / PANEL) / rows
    axis = {
        "fixedrange": True,
        "zeroline": False,
        "showgrid": False,
        "linecolor": theme.muted,
        "tickfont": {"color": theme.muted, "size": 12},
    }
    lower = max(1 - (row + 1) / rows, 0)
    figure.layout[f"xaxis{suffix}"] = {
        **axis,
        "domain": across,
        "anchor": f"y{suffix}",
        "type": "category",
        "showline": True,
        "showticklabels": row == rows - 1,
    }
    figure.layout[f"yaxis{suffix}"] = {
        **axis,
        "domain": [lower, upper],
        "anchor": f"x{suffix}",
        "range": [0, (top or 1) * 1.5],  # room for the number on the bar
        "showline": False,
        "showticklabels": False,
    }
    return suffix, upper


def _heading(figure: go.Figure, theme: Theme, x: float, y: float, text: str) -> None:
    figure.add_annotation(
        text=text,
        xref="paper",
        yref="paper",
        x=x,
        y=y,
        xanchor="left",
        yanchor="bottom",
        align="left",
        showarrow=False,
        font={"color": theme.text, "size": 13},
    )


# --- pillars ---


def pillars(frame: pd.DataFrame, programme: Programme, meetings: Sequence[int], mode: Mode, source: str) -> Chart:
    """Entries of the register by pillar and meeting: a row of panels for each pillar, a column for each measure.

    frame: rows of ``view.pillars_by_meeting``.  Full bars are entries whose pillar the source states, hatched ones
    those that we assigned.  ``customdata`` of a bar is measure, meeting, pillar and basis.
    """
    theme = THEMES[mode]
    rows = [p for p in programme.pillars if (frame["pillar"] == p).any()]
    columns = [(at, m) for at, m in enumerate(programme.measures) if (frame["measure"] == m.slug).any()]
    keys = ["measure", "meeting", "pillar", "pillar_basis"]
    size = {tuple(k): int(n) for *k, n in frame[[*keys, "entries"]].itertuples(index=False)}
    bar = {
        (m.slug, p): [tuple(size.get((m.slug, n, p, b), 0) for b in BASES) for n in meetings]
        for _, m in columns
        for p in rows
    }
    figure = Still()
    title = _pillar_title(programme, frame, columns)
    _lay_out(figure, theme, title, "█ the source states the pillar   ▨ we assigned it", source, PANEL * len(rows))
    tallest = max((sum(pair) for pairs in bar.values() for pair in pairs), default=1)
    width = 1 / max(len(columns), 1)
    for row, pillar in enumerate(rows):
        for column, (at, measure) in enumerate(columns):
            across = (column * width, column * width + width * 0.94)
            number = row * len(columns) + column + 1
            suffix, upper = _panel(figure, theme, number, across, (row, len(rows)), tallest)
            _add_pillar_bars(figure, theme, programme, (at, measure), pillar, meetings, bar, suffix)
            total = sum(sum(pair) for pair in bar[measure.slug, pillar])
            name = f"<b>{html.escape(programme.pillars[pillar])}</b>" if column == 0 else ""
            _heading(figure, theme, across[0], upper, f"{name}<br>{count(total, measure)}")
    figure.update_layout(barmode="stack")
    return Chart(figure, title, _pillar_alt(programme, frame, columns, rows, title))


BASES = ("stated", "assigned")


def _add_pillar_bars(
    figure: go.Figure,
    theme: Theme,
    programme: Programme,
    series: tuple[int, Measure],
    pillar: str,
    meetings: Sequence[int],
    bar: Mapping[tuple[str, str], Sequence[tuple[int, ...]]],
    suffix: str,
) -> None:
    """Stated and assigned entries of one panel, one on the other; the upper part carries the number of both."""
    at, measure = series
    colour = theme.series[at % len(theme.series)]
    for part, basis in enumerate(BASES):
        values = [pair[part] for pair in bar[measure.slug, pillar]]
        on_top = [pair[part] > 0 and not any(pair[part + 1 :]) for pair in bar[measure.slug, pillar]]
        figure.add_bar(
            name=f"{measure.label}, {programme.pillars[pillar]}, {basis}",
            x=[_name(programme, n) for n in meetings],
            y=values,
            xaxis=f"x{suffix}",
            yaxis=f"y{suffix}",
            text=[str(sum(pair)) if top else "" for pair, top in zip(bar[measure.slug, pillar], on_top, strict=True)],
            textposition="outside",
            textfont={"color": colour, "size": 13},
            cliponaxis=False,
            marker={
                "color": colour,
                "line": {"color": colour, "width": [1.5 if v else 0 for v in values]},
                "pattern": _pattern(theme, part),
            },
            customdata=[[measure.slug, n, pillar, basis] for n in meetings],
            hovertext=[
                f"<b>{_name(programme, n)}, {html.escape(programme.pillars[pillar])}</b><br>"
                f"{count(v, measure)}, pillar {'stated by the source' if basis == 'stated' else 'assigned by us'}"
                "<br>Select it to list them."
                for n, v in zip(meetings, values, strict=True)
            ],
            hoverinfo="text",
            **STEADY,
        )


def _pillar_title(programme: Programme, frame: pd.DataFrame, columns: Sequence[tuple[int, Measure]]) -> str:
    """The pillar with the most entries of each measure.

    "Innovation and entrepreneurship has the most: 18 of 28 MOUs and 17 of 38 projects named"
    """
    if not len(frame):
        return "No entries"
    leaders = []
    for _, measure in columns:
        tally = frame[frame["measure"] == measure.slug].groupby("pillar")["entries"].sum()
        most = int(tally.max())
        leaders.append((str(tally.idxmax()), most, int(tally.sum()), measure))
    if len({p for p, *_ in leaders}) == 1:
        return f"{programme.pillars[leaders[0][0]]} has the most: {_list([f'{most} of {count(total, m)}' for _, most, total, m in leaders])}"
    return "Most entries: " + _list(
        [f"{most} of {count(total, m)} in {programme.pillars[p].lower()}" for p, most, total, m in leaders]
    )


def _pillar_alt(
    programme: Programme,
    frame: pd.DataFrame,
    columns: Sequence[tuple[int, Measure]],
    rows: Sequence[str],
    title: str,
) -> str:
    parts = []
    for pillar in rows:
        said = []
        for _, measure in columns:
            mine = frame[(frame["pillar"] == pillar) & (frame["measure"] == measure.slug)]
            stated = int(mine.loc[mine["pillar_basis"] == "stated", "entries"].sum())
            said.append(f"{count(int(mine['entries'].sum()), measure)}, {stated} of them stated by the source")
        parts.append(f"{programme.pillars[pillar]}: {'; '.join(said)}.")
    return " ".join([f"Bar charts of entries by pillar and meeting. {title}.", *parts])


# --- share of text ---


def text_share(frame: pd.DataFrame, programme: Programme, mode: Mode, source: str) -> Chart:
    """Share of words in paragraphs that name a pillar, by year: a panel for each pillar.

    frame: rows of ``view.text_share``.  ``customdata`` of a bar is pillar and year.
    """
    theme = THEMES[mode]
    figure = Still()
    rows = [p for p in programme.pillar_words if (frame["pillar"] == p).any()]
    title = _share_title(programme, frame)
    key = "Words in paragraphs that name the pillar, of all words of the year"
    _lay_out(figure, theme, title, key, source, PANEL * len(rows))
    for row, pillar in enumerate(rows):
        mine = records(frame[frame["pillar"] == pillar])
        suffix, upper = _panel(figure, theme, row + 1, (0, 1), (row, len(rows)), float(frame["share"].max()))
        figure.add_bar(
            name=programme.pillars[pillar],
            x=[r["year"] for r in mine],
            y=[r["share"] for r in mine],
            xaxis=f"x{suffix}",
            yaxis=f"y{suffix}",
            text=[f"{r['share']:.0%}" for r in mine],
            textposition="outside",
            textfont={"color": theme.text, "size": 13},
            cliponaxis=False,
            marker={"color": theme.muted, "line": {"width": 0}},
            customdata=[[pillar, r["year"]] for r in mine],
            hovertext=[
                f"<b>{html.escape(programme.pillars[pillar])}, {r['year']}</b><br>"
                f"{r['words']:,} of {r['all_words']:,} words in {r['releases']} "
                f"release{'s' if r['releases'] != 1 else ''}"
                for r in mine
            ],
            hoverinfo="text",
            **STEADY,
        )
        _heading(figure, theme, 0, upper, f"<b>{html.escape(programme.pillars[pillar])}</b>")
    return Chart(figure, title, _share_alt(programme, frame, rows, title))


def _share_title(programme: Programme, frame: pd.DataFrame) -> str:
    if not len(frame):
        return "No text to measure"
    all_words = int(frame.drop_duplicates("year")["all_words"].sum())
    shares = frame.groupby("pillar")["words"].sum() / all_words
    return f"{programme.pillars[str(shares.idxmax())]} takes up the most text: {shares.max():.0%} of all words"


def _share_alt(programme: Programme, frame: pd.DataFrame, rows: Sequence[str], title: str) -> str:
    parts = []
    for pillar in rows:
        mine = frame[frame["pillar"] == pillar]
        parts.append(
            f"{programme.pillars[pillar]}: "
            + ", ".join(f"{s:.0%} in {y}" for y, s in zip(mine["year"], mine["share"], strict=True))
            + "."
        )
    return " ".join([f"Bar charts of the share of text by pillar and year. {title}.", *parts])


# --- who works with whom ---

PITCH = 22  # pixels from one party to the next
LONGEST = 46  # characters of a party's name beside its mark


def network(pairs: pd.DataFrame, known: Mapping[str, Party], programme: Programme, mode: Mode, source: str) -> Chart:
    """Parties of both sides, with a line between two that share an MOU or project, thicker for several.

    pairs: rows of ``parties.pairs``; known: parties by slug.  ``customdata`` of a mark is the party's slug.
    """
    theme, figure = THEMES[mode], Still()
    columns = _columns(pairs)
    first, second = list(programme.side_labels.values())[:2]
    title = _network_title(pairs, known, (first, second))
    _lay_out(
        figure,
        theme,
        title,
        f"● {first} ■ {second}, a line for each shared MOU or project",
        source,
        PITCH * max(map(len, columns)),
    )
    figure.update_layout(hovermode="closest")
    figure.update_xaxes(range=[-1.6, 2.6], visible=False, fixedrange=True)
    figure.update_yaxes(range=[-0.5, max(map(len, columns)) - 0.5], visible=False, fixedrange=True)
    at = {slug: _height(columns, side, slug) for side, column in enumerate(columns) for slug in column}
    for row in records(pairs):
        line = {"color": theme.muted, "width": 1 + row["entries"]}
        figure.add_scatter(
            x=[0, 1], y=[at[row["left"]], at[row["right"]]], mode="lines", line=line, hoverinfo="skip", showlegend=False
        )
    for side, column in enumerate(columns):
        _add_parties(figure, theme, side, [known[slug] for slug in column], at)
    return Chart(figure, title, _network_alt(pairs, known, title))


def _columns(pairs: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Parties of both sides from top to bottom; who belongs together stands together, so that few lines cross."""
    left, right = list(dict.fromkeys(pairs["left"])), list(dict.fromkeys(pairs["right"]))
    links = list(zip(pairs["left"], pairs["right"], strict=True))
    for _ in range(6):
        place = {slug: i / len(right) for i, slug in enumerate(right)}
        left.sort(key=lambda s: sum(place[b] for a, b in links if a == s) / sum(a == s for a, _ in links))
        place = {slug: i / len(left) for i, slug in enumerate(left)}
        right.sort(key=lambda s: sum(place[a] for a, b in links if b == s) / sum(b == s for _, b in links))
    return left, right


def _height(columns: tuple[list[str], list[str]], side: int, slug: str) -> float:
    """How high a party stands: both columns spread over the whole height."""
    most, mine = max(map(len, columns)), columns[side]
    step = (most - 1) / (len(mine) - 1) if len(mine) > 1 else 0
    return most - 1 - mine.index(slug) * step if len(mine) > 1 else (most - 1) / 2


def _add_parties(figure: go.Figure, theme: Theme, side: int, column: Sequence[Party], at: Mapping[str, float]) -> None:
    figure.add_scatter(
        x=[side] * len(column),
        y=[at[p.slug] for p in column],
        mode="markers+text",
        marker={"symbol": SYMBOLS[side], "color": theme.series[side], "size": 11},
        text=[html.escape(textwrap.shorten(p.name, LONGEST, placeholder=" …")) for p in column],
        textposition="middle left" if side == 0 else "middle right",
        textfont={"color": theme.text, "size": 12},
        customdata=[[p.slug] for p in column],
        hovertext=[f"<b>{html.escape(p.name)}</b><br>{len(p.entries)} in the register" for p in column],
        hoverinfo="text",
        showlegend=False,
        **STEADY,
    )


def _network_title(pairs: pd.DataFrame, known: Mapping[str, Party], sides: tuple[str, str]) -> str:
    """Who has the most partners on the other side."""
    here, there = pairs["left"].nunique(), pairs["right"].nunique()
    who = f"{here} party of {sides[0]} works" if here == 1 else f"{here} parties of {sides[0]} work"
    start = f"{who} with {there} of {sides[1]}"
    partners = pairs.groupby("left").size().sort_values(ascending=False, kind="stable")
    if len(partners) > 1 and partners.iloc[0] > partners.iloc[1]:
        return f"{start}; {known[str(partners.index[0])].initials} with the most, {partners.iloc[0]}"
    return start


def _network_alt(pairs: pd.DataFrame, known: Mapping[str, Party], title: str) -> str:
    listed = [
        f"{known[a].name} with {known[b].name}, {n}"
        for a, b, n in zip(pairs["left"], pairs["right"], pairs["entries"], strict=True)
    ]
    more = f"; and {len(listed) - 8} more pairs, in the table below" if len(listed) > 8 else ""
    return f"{title}. Pairs with the number of MOUs and projects that they share: {'; '.join(listed[:8])}{more}."


# --- undertakings over time ---

ROW = 38  # pixels from one undertaking to the next: its name, and its marks below
STAGE_MARKS = {"live": "circle", "trial": "diamond", "announced": "circle-open", "mentioned": "line-ns-open"}
STAGE_SIGNS = {"live": "●", "trial": "◆", "announced": "○", "mentioned": "|"}


def timeline(found: Sequence[Thread], mode: Mode, source: str) -> Chart:
    """Undertakings from top to bottom, the one heard of last first, with a mark at each date on which a release names it.

    ``customdata`` of a mark is the thread's slug.
    """
    theme, figure = THEMES[mode], Still()
    rows = sorted((t for t in found if t.stages), key=lambda t: (t.stages[-1][0], len(t.stages)), reverse=True)
    title = _timeline_title(rows)
    key = "Furthest stage by the words of the release: " + " ".join(f"{STAGE_SIGNS[s]} {s}" for s in STAGES)
    _lay_out(figure, theme, title, key, source, ROW * len(rows))
    figure.update_yaxes(range=[-0.4, len(rows) - 0.1], visible=False)
    figure.update_xaxes(type="date", hoverformat="%d %b %Y", dtick="M12", tickformat="%Y", showgrid=True)
    for at, one in enumerate(reversed(rows)):
        dates = [date for date, _ in one.stages]
        figure.add_scatter(
            x=dates,
            y=[at] * len(dates),
            mode="lines+markers",
            line={"color": theme.grid, "width": 2},
            marker={
                "symbol": [STAGE_MARKS[stage] for _, stage in one.stages],
                "color": theme.series[0],
                "size": 11,
                "line": {"width": 2, "color": theme.series[0]},
            },
            customdata=[[one.slug]] * len(dates),
            hovertext=[f"<b>{html.escape(one.label)}</b><br>{day(date)}: {stage}" for date, stage in one.stages],
            hoverinfo="text",
            cliponaxis=False,
            **STEADY,
        )
        figure.add_annotation(
            text=html.escape(one.label),
            x=0,
            xref="paper",
            y=at,
            xanchor="left",
            yanchor="bottom",
            yshift=5,
            showarrow=False,
            font={"color": theme.text, "size": 12},
        )
    return Chart(figure, title, _timeline_alt(rows, title))


def _timeline_title(rows: Sequence[Thread]) -> str:
    return _running(sum(any(stage == "live" for _, stage in t.stages) for t in rows), len(rows))


def _running(live: int, named: int) -> str:
    """How many undertakings there are, and how many are said to run.

    >>> _running(5, 22), _running(0, 1)
    ('Five of 22 named undertakings are said to be running', 'None of one named undertaking is said to be running')
    """
    start, noun = _number(live).capitalize() if live else "None", "undertaking" if named == 1 else "undertakings"
    return f"{start} of {_number(named)} named {noun} {'is' if live == 1 or named == 1 else 'are'} said to be running"


def _timeline_alt(rows: Sequence[Thread], title: str) -> str:
    listed = [f"{t.label}, last {t.stages[-1][1]} on {day(t.stages[-1][0])}" for t in rows]
    return f"{title}. From the one heard of last: {'; '.join(listed)}."
