"""Pieces of a page: type, evidence, tables and charts with what belongs to each of them.

Text of releases goes through ``html.escape`` into our own markup, never through Markdown.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from sci_loader import charts, view


def plain(text: str) -> str:
    """Text for a label or a notice, in which Markdown finds nothing to interpret.

    >>> plain("S$5 *m*")
    'S\\\\$5 \\\\*m\\\\*'
    """
    return re.sub(r"([\\`*_{}\[\]()#+!|~$<>:])", r"\\\1", text)


def style() -> None:
    """Type and colours of our own markup, for the mode that the reader sees."""
    from pages.shared.state import mode

    theme = charts.THEMES[mode()]
    soft = "#f3f5f8" if mode() == "light" else "#1e242c"
    accent = theme.series[0]
    mark = "#ffe9a8" if mode() == "light" else "#5c4a12"
    st.html(
        f"""<style>
[data-testid=stMainBlockContainer] {{ max-width: 70rem; padding-bottom: 4rem; }}
.lead {{ font-size: 1.12rem; line-height: 1.55; max-width: 46rem; margin: 0 0 .5rem; }}
.small, .facet {{ font-size: .86rem; color: {theme.muted}; line-height: 1.45; margin: 0; }}
.facet {{ margin-top: -.6rem; }}
.facet b {{ color: {theme.text}; font-weight: 600; }}
h2.side {{ font-size: 1rem; margin: .25rem 0 0; padding: 0; }}
hr.end {{ border: 0; border-top: 1px solid {theme.grid}; margin: 2rem 0 .5rem; }}
.card {{ border-top: 3px solid {accent}; padding: .6rem 0 0; }}
.card .what {{ font-size: .95rem; color: {theme.muted}; }}
.card .big {{ font-size: 2.5rem; line-height: 1.15; font-weight: 650; }}
.card .big small {{ font-size: 1rem; font-weight: 400; color: {theme.muted}; }}
.card p {{ margin: 0; }}
.said {{ border-left: 3px solid {accent}; margin: .4rem 0 1rem; padding: .1rem 0 .1rem 1rem; max-width: 50rem; }}
.said.not {{ border-left-style: dotted; border-left-color: {theme.muted}; }}
.said p {{ margin: 0 0 .25rem; line-height: 1.5; }}
.said footer {{ font-size: .86rem; color: {theme.muted}; line-height: 1.45; }}
.said a, .reading a, .hit a {{ color: {accent}; }}
mark {{ background: {mark}; color: {theme.text}; padding: 0 .12em; border-radius: 2px; }}
.sum {{ font-size: 1.05rem; padding: .5rem .8rem; background: {soft}; border-radius: 6px; display: inline-block; margin: 0; }}
.warn {{ border-left: 3px solid {theme.warning}; padding: .1rem 0 .1rem .8rem; margin: .2rem 0; }}
.warn b {{ color: {theme.warning}; }}
.tw {{ overflow-x: auto; }}
table.plain {{ border-collapse: collapse; font-size: .92rem; min-width: 24rem; }}
table.plain caption {{ text-align: left; color: {theme.muted}; font-size: .86rem; padding-bottom: .3rem; }}
table.plain th {{ text-align: left; font-weight: 600; border-bottom: 2px solid {theme.grid}; padding: .3rem .9rem .3rem 0; vertical-align: bottom; }}
table.plain td {{ border-bottom: 1px solid {theme.grid}; padding: .3rem .9rem .3rem 0; vertical-align: top; }}
table.plain .n {{ text-align: right; font-variant-numeric: tabular-nums; }}
.hit {{ max-width: 50rem; }}
.hit p {{ margin: 0 0 .2rem; line-height: 1.5; }}
.reading {{ max-width: 48rem; font-size: 1.03rem; }}
.reading .para {{ display: grid; grid-template-columns: 2.2rem 1fr; margin-bottom: .8rem; line-height: 1.6; }}
.reading .para > span {{ color: {theme.muted}; font-size: .8rem; padding-top: .25rem; user-select: none; }}
.reading .para p {{ margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }}
.reading .yes {{ font-weight: 700; border-bottom: 3px solid {accent}; }}
.reading .no {{ border-bottom: 2px dotted {theme.muted}; }}
.reading .tag {{ font-size: .72rem; color: {theme.muted}; border: 1px solid {theme.muted}; border-radius: 3px; padding: 0 .25em; margin-left: .25em; white-space: nowrap; }}
</style>"""
    )


def text(markup: str) -> None:
    """Our own markup; whatever comes from a release must have been escaped."""
    st.html(markup)


def lead(words: str) -> None:
    st.html(f"<p class='lead'>{html.escape(words)}</p>")


def small(words: str) -> None:
    st.html(f"<p class='small'>{html.escape(words)}</p>")


# --- evidence ---


def source(e: view.Evidence) -> str:
    """Where a sentence stands, as escaped markup: release, publisher, date, paragraph, digest or original, link."""
    date = view.day(e.date) if e.date_basis != "none" else f"undated, taken as {view.day(e.date)}, day of the meeting"
    parts = [f"<b>{html.escape(e.release)}</b>"]
    if e.publisher and e.publisher not in e.release:
        parts.append(html.escape(e.publisher))
    parts += [html.escape(date), f"paragraph {e.passage}" if e.passage else ""]
    parts.append("digest in our own words" if e.text_kind == "digest" else "original text")
    if e.duplicate_of:
        parts.append("a copy of another release")
    return " · ".join(p for p in parts if p) + (f" · {outside(e.url)}" if e.url else "")


def outside(url: str) -> str:
    """Link to the original."""
    return f'<a href="{html.escape(url)}" target="_blank" rel="noopener noreferrer">original on the web</a>'


def said(e: view.Evidence) -> str:
    """One sentence with its number marked, and its source."""
    why = "" if e.counted else f"<p class='small'><b>Not counted</b>: {html.escape(e.why_not)}.</p>"
    return (
        f"<blockquote class='said{'' if e.counted else ' not'}'><p>“{view.marked(e.sentence, [e.mark])}”</p>{why}"
        f"<footer>{source(e)}</footer></blockquote>"
    )


def sentences(found: Sequence[view.Evidence], none: str) -> None:
    """Sentences with their sources, one after the other."""
    st.html("".join(said(e) for e in found) if found else f"<p class='small'>{html.escape(none)}</p>")


# --- tables ---


def table(frame: pd.DataFrame, caption: str) -> str:
    """A small table as markup: can be read aloud and printed, unlike one drawn on a canvas."""
    number = [pd.api.types.is_numeric_dtype(frame[c]) for c in frame.columns]
    head = "".join(f"<th scope='col'{_right(n)}>{html.escape(str(c))}</th>" for c, n in zip(frame.columns, number, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{_right(n)}>{'' if pd.isna(v) else html.escape(str(v))}</td>" for v, n in zip(row, number, strict=True)) + "</tr>"
        for row in frame.itertuples(index=False)
    )
    return f"<div class='tw' tabindex='0'><table class='plain'><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"


def _right(number: bool) -> str:
    return " class='n'" if number else ""


def download(what: str, rows: Callable[[], pd.DataFrame], corpus: Any, filters: view.Filters, label: str) -> None:
    """A CSV of exactly these rows, made only when it is asked for."""
    st.download_button(
        label,
        data=lambda: view.csv_bytes(rows()),
        file_name=view.file_name(f"{view.programme_of(corpus).slug}-{what}", filters, view.as_of(corpus), corpus.version),
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"csv-{what}",
    )


def facet_counts(options: Sequence[view.Option] | None) -> str:
    """Values of a filter with their counts, most first; a filter that does not apply says so."""
    if options is None:
        return "<p class='facet'>has no bearing on this page</p>"
    shown = [o for o in options if o.count]
    return "<p class='facet'>" + (" · ".join(f"{html.escape(o.label)} <b>{o.count}</b>" for o in shown) or "nothing left") + "</p>"


# --- charts ---


def chart(drawn: charts.Chart, name: str, twin: pd.DataFrame, corpus: Any, filters: view.Filters, on_select: Callable[[], None] | None = None) -> None:
    """A chart with its words for those who do not see it, and below it the same as a table, a CSV and a picture."""
    kind = str(st.session_state.get(f"picture-{name}") or "SVG").lower()
    stem = view.file_name(f"{view.programme_of(corpus).slug}-{name}", filters, view.as_of(corpus), corpus.version, "x")[:-2]
    st.plotly_chart(
        drawn.figure,
        key=name,
        theme=None,
        alt=drawn.alt,
        config=charts.config(stem, kind),
        on_select=on_select or "ignore",
        selection_mode="points",
    )
    with st.expander("Table, CSV and picture of this chart"):
        st.html(table(twin, drawn.title))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            download(name, lambda: twin, corpus, filters, "Table as CSV")
            st.segmented_control("The camera above the chart saves", ["SVG", "PNG"], default="SVG", required=True, key=f"picture-{name}")


def selected(name: str) -> Mapping[str, Any] | None:
    """The point that was selected in a chart."""
    event = st.session_state.get(name)
    points = event["selection"]["points"] if event else []
    return points[0] if points else None


def source_line(corpus: Any) -> str:
    """What stands below every chart, so that a saved picture says where it comes from."""
    n = len(corpus.releases)
    return f"{n} release{'s' if n != 1 else ''} to {view.day(view.as_of(corpus))} · data {corpus.version[:8]}"
