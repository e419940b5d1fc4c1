"""Releases: search them, and read one with its claims marked."""

import math

import streamlit as st

from pages.shared import looks, markup, state, words
from sci_loader import figures, view

SIZES = (10, 25, 50)
ORDERS: tuple[view.Sort, ...] = ("date", "relevance")

here = state.visit()
corpus, filters = here.corpus, here.filters
chosen = here.kept("release", lambda release_id: view.has_release(corpus, release_id))


def reading_view(release_id: str) -> None:
    """One release as it stands, with the numbers that were understood."""
    here.top()
    st.button("Back to the list", icon=":material/arrow_back:", on_click=state.choose, args=("release", None))
    name = view.release(corpus, release_id)["name"]
    looks.html(markup.head(name) + markup.about_release(corpus, release_id))
    number = here.number("p")
    if number is not None and (cited := figures.citation(corpus, release_id, number)):
        looks.html(markup.side(f"Paragraph {number}, to copy with its source"))
        st.code(cited, language=None, wrap_lines=True)
    elif number is not None:
        here.miss("p", str(number))
    text = markup.reading(corpus, release_id, filters.q, number)
    looks.html(text + markup.part("Numbers in this release"))
    claims = figures.claims_of(corpus, release_id)
    if len(claims):
        caption = "Every number that stands with a measure, in the order of the text"
        looks.html(markup.table(corpus, words.claim_table, caption, release_id))
        looks.download(corpus, f"claims-{release_id[:50]}", lambda: claims, f"{words.rows(claims)} as CSV")
    else:
        looks.html(markup.small("This release states no number that stands with a measure."))


def list_view() -> None:
    """The releases that pass, with the place where the words were found."""
    here.top(markup.head("Releases"))
    here.search_above()
    shown = view.shown_count(corpus, "releases", filters)
    found = markup.part(words.found_in_words(corpus, filters, shown)) + markup.hint(filters.q)
    looks.html(markup.small(words.release_introduction(corpus)) + found)
    if not shown:
        st.info(words.what_to_change(corpus, filters, "releases"), icon=":material/filter_alt_off:")
        return
    sort, size = how_to_list(shown)
    pages = math.ceil(shown / size)
    hits = st.container(gap=None)
    at = min(st.pagination(pages, key="page"), pages) if pages > 1 else 1
    with hits:
        for release_id, title, found in markup.hits(corpus, filters, sort, at, size):
            st.button(
                title,
                type="tertiary",
                key=f"open-{release_id}",
                on_click=state.choose,
                args=("release", release_id),
                wrap=True,
            )
            looks.html(found)
    label = f"{words.rows(shown)} as CSV"
    looks.download(corpus, "releases", lambda: view.releases_file(corpus, filters, sort), label, filters)


def how_to_list(shown: int) -> tuple[view.Sort, int]:
    """The order of the list, which is a question only where words are asked for, and how many stand on a page."""
    sort, size = "date", SIZES[0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if filters.q.strip() and shown > 1:
            sort = st.segmented_control(
                "Order by", ORDERS, default="date", required=True, key="sort", bind="query-params"
            )
        if shown > SIZES[0]:
            size = st.segmented_control(
                "On a page", SIZES, default=SIZES[0], required=True, key="per", bind="query-params"
            )
    return sort, size


if chosen:
    reading_view(chosen)
else:
    st.query_params.pop("p", None)
    list_view()
