"""Releases: search them, and read one with its claims marked."""

import math

import streamlit as st

from pages.shared import looks, markup, state, words
from sci_loader import view

PAGE = 10

corpus, filters = state.corpus(), state.filters()
chosen = st.session_state.get("release")
state.keep("release")


def reading_view(release_id: str) -> None:
    """One release as it stands, with the numbers that were understood."""
    st.button("Back to the list", icon=":material/arrow_back:", on_click=state.choose, args=("release", None))
    name = view.release(corpus, release_id)["name"]
    text = markup.about_release(corpus, release_id) + markup.reading(corpus, release_id, filters.q)
    st.html(markup.head(name) + text + markup.part("Numbers in this release"))
    claims = view.claims_of(corpus, release_id)
    if len(claims):
        caption = "Every number that stands with a measure, in the order of the text"
        st.html(markup.table(corpus, words.claim_table, caption, release_id))
        looks.download(corpus, f"claims-{release_id[:50]}", lambda: claims, f"{words.rows(claims)} as CSV")
    else:
        st.html(markup.small("This release states no number that stands with a measure."))


def list_view() -> None:
    """The releases that pass, with the place where the words were found."""
    shown = view.releases_shown(corpus, filters)
    found = markup.part(words.found_in_words(corpus, filters, len(shown)))
    st.html(markup.small(words.release_introduction(corpus)) + found)
    if not len(shown):
        st.info(words.what_to_change(corpus, filters, "releases"), icon=":material/filter_alt_off:")
        return
    pages = math.ceil(len(shown) / PAGE)
    hits = st.container(gap=None)
    at = min(st.pagination(pages, key="page"), pages) if pages > 1 else 1
    with hits:
        for release_id, name in shown[["release_id", "name"]].iloc[(at - 1) * PAGE : at * PAGE].itertuples(index=False):
            st.button(
                markup.plain(name),
                type="tertiary",
                key=f"open-{release_id}",
                on_click=state.choose,
                args=("release", release_id),
                wrap=True,
            )
            st.html(markup.hit(corpus, release_id, filters.q))
    rows = view.release_rows
    looks.download(corpus, "releases", lambda: rows(corpus, filters), f"{words.rows(shown)} as CSV", filters)


if chosen:
    reading_view(chosen)
else:
    list_view()
