"""Pieces of a page: what shows markup, tables and charts, each with the buttons that belong to it."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import markup
from sci_loader import Corpus, charts, memory, sheets, view
from sci_loader.brief import Brief, sound
from sci_loader.document import FORMATS

NOTHING = view.Filters()
BRIEFS = {"md": "Markdown", "html": "Web page to print", "docx": "Word"}
# Given as a file, it would be read again in every run.
ICON = (
    "data:image/png;base64,"
    + b64encode((Path(__file__).resolve().parents[2] / "assets" / "favicon.png").read_bytes()).decode()
)


class Markup:
    """HTML that says so itself; in a text st.html would look at every line for how far it is indented."""

    def __init__(self, body: str) -> None:
        self.body = body

    def _repr_html_(self) -> str:
        return self.body


def html(body: str, place: Any = st) -> DeltaGenerator:
    """Show markup, in a place or where the page has come to."""
    shown: DeltaGenerator = place.html(Markup(body))
    return shown


def download(
    corpus: Corpus,
    what: str,
    rows: Callable[[], pd.DataFrame | Iterable[pd.DataFrame]],
    label: str,
    filters: view.Filters = NOTHING,
) -> None:
    """A CSV of exactly these rows, made only when it is asked for."""
    st.download_button(
        label,
        data=lambda: sheets.csv_bytes(rows()),
        file_name=_file_name(corpus, what, filters, "csv"),
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"csv-{what}",
    )


@memory.remembered
def _file_name(corpus: Corpus, what: str, filters: view.Filters, suffix: str) -> str:
    name = f"{corpus.programme.slug}-{what}"
    return sheets.file_name(name, filters, view.as_of(corpus), corpus.version, suffix)


def take_away(corpus: Corpus, name: str, of: str, make: Callable[[], Brief], *above: str) -> None:
    """Buttons that save a brief, made and checked only when it is asked for.

    of: what it is about, in words; above: what the page shows right above them.
    """
    what = f"A brief of {of} to take along: one page, every statement with its source"
    html(markup.blocks(*above, markup.small(what)))
    with st.container(horizontal=True):
        for suffix, write in FORMATS.items():
            st.download_button(
                BRIEFS[suffix],
                data=lambda write=write: write(sound(corpus, make())),
                file_name=_file_name(corpus, f"brief-{name}", NOTHING, suffix),
                on_click="ignore",
                icon=":material/description:",
                key=f"brief-{name}-{suffix}",
            )


def chart(
    corpus: Corpus,
    name: str,
    drawn: charts.Chart,
    twin: Callable[..., pd.DataFrame],
    *args: Any,
    filters: view.Filters = NOTHING,
    on_select: Callable[[], None] | None = None,
) -> None:
    """A chart with its words for those who do not see it, and below it the same as a table, a CSV and a picture.

    twin: gives the table, called as ``twin(corpus, *args)``.
    """
    picture = str(st.session_state.get(f"picture-{name}") or "SVG").lower()
    st.plotly_chart(
        drawn.figure,
        key=name,
        theme=None,
        alt=drawn.alt,
        config=charts.config(_file_name(corpus, name, filters, picture).rsplit(".", 1)[0], picture),
        on_select=on_select or "ignore",
        selection_mode="points",
    )
    more = st.expander("Table, CSV and picture of this chart", key=f"more-{name}", on_change="rerun")
    if more.open:
        html(markup.table(corpus, twin, drawn.title, *args), more)
        with more.container(horizontal=True, vertical_alignment="bottom"):
            download(corpus, name, lambda: twin(corpus, *args), "Table as CSV", filters)
            st.segmented_control(
                "The camera above the chart saves",
                ["SVG", "PNG"],
                default="SVG",
                required=True,
                key=f"picture-{name}",
            )


def selected(name: str) -> list[Any]:
    """What the mark or bar that was selected in a chart carries; an empty list for none."""
    event = st.session_state.get(name)
    points = event["selection"]["points"] if event else []
    return list(points[0].get("customdata") or []) if points else []


def rows_to_choose(
    corpus: Corpus,
    key: str,
    choose: Callable[[], None],
    rows: Callable[..., pd.DataFrame],
    alt: str,
    wide: str,
    *args: Any,
) -> None:
    """The table ``rows(corpus, *args)`` in which one row can be selected.

    key: of the table; choose: called when the selection changes; wide: the column that takes the most room.
    """
    table = _arrow(corpus, rows, *args)
    st.dataframe(
        table,
        hide_index=True,
        key=key,
        on_select=choose,
        selection_mode="single-row",
        alt=alt,
        column_config={wide: st.column_config.TextColumn(width="large")},
        height=min(420, 38 + 35 * table.num_rows),
    )


@memory.remembered
def _arrow(corpus: Corpus, rows: Callable[..., pd.DataFrame], *args: Any) -> pa.Table:
    return pa.Table.from_pandas(rows(corpus, *args), preserve_index=False)
