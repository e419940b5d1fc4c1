"""Releases: search them, and read one with its claims marked."""

import math

import streamlit as st

from pages.shared import looks, state, words
from sci_loader import view

PAGE = 10

corpus, filters = state.corpus(), state.filters()
chosen = st.session_state.get("release")
state.keep("release")


def reading_view(release_id: str) -> None:
    """One release as it stands, with the numbers that were understood."""
    st.button("Back to the list", icon=":material/arrow_back:", on_click=state.choose, args=("release", None))
    release = view.release(corpus, release_id)
    st.title(looks.plain(release["name"]), anchor=False)
    looks.text(looks.about_release(corpus, release))
    looks.text(looks.reading(view.reading(corpus, release_id), filters.q))
    claims = view.claims_of(corpus, release_id)
    st.header("Numbers in this release", anchor=False)
    if len(claims):
        st.html(
            looks.table(
                words.claim_table(corpus, claims),
                "Every number that stands with a measure, in the order of the text",
            )
        )
        looks.download(
            f"claims-{release_id}"[:60], lambda: claims, corpus, view.Filters(), "These rows as CSV"
        )
    else:
        looks.small("None: this release states no number of MOUs or projects.")


def list_view() -> None:
    """The releases that pass, with the place where the words were found."""
    shown = view.releases_shown(corpus, filters)
    st.header(words.found_in_words(corpus, filters, len(shown)), anchor=False)
    if not len(shown):
        st.info(words.what_to_change(corpus, filters), icon=":material/filter_alt_off:")
        return
    pages = math.ceil(len(shown) / PAGE)
    place = st.container()
    at = st.pagination(pages, key="page") if pages > 1 else 1
    with place:
        for row in shown.iloc[(at - 1) * PAGE : at * PAGE].to_dict("records"):
            with st.container(gap=None):
                st.button(
                    looks.plain(row["name"]),
                    type="tertiary",
                    key=f"open-{row['release_id']}",
                    on_click=state.choose,
                    args=("release", row["release_id"]),
                    wrap=True,
                )
                looks.text(looks.hit(corpus, row, view.snippet(corpus, row["release_id"], filters.q)))
    looks.download(
        "releases",
        lambda: view.release_rows(corpus, filters),
        corpus,
        filters,
        f"These {len(shown)} rows as CSV",
    )


if chosen:
    reading_view(chosen)
else:
    looks.small(words.release_introduction(corpus))
    list_view()
