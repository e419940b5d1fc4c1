"""Pillars: what the MOUs and projects are about, and how much text speaks of it."""

from functools import partial

import streamlit as st

from pages.shared import drawings, looks, markup, state, words
from sci_loader import view

here = state.visit()
corpus, filters = here.corpus, here.filters
programme = corpus.programme

# --- entries ---
frame = view.pillars_by_meeting(corpus, filters)
heading = markup.part(words.register_in_words(corpus, filters))
here.top(markup.head("Pillars", words.pillar_introduction(corpus)) + heading)
if len(frame):

    def follow_selection() -> None:
        """Choose the bar that was selected."""
        if carried := looks.selected("pillars"):
            state.choose("bar", "-".join(map(str, carried)))

    drawn = drawings.pillars(corpus, here.mode, filters)
    looks.chart(corpus, "pillars", drawn, words.pillar_table, filters, filters=filters, on_select=follow_selection)
    if not filters.chosen and (unnamed := words.unnamed(corpus)):
        looks.html("".join(map(markup.small, unnamed)))
bars = words.bars(corpus, filters)
if len(view.register_shown(corpus, filters)):
    bar = here.select("List the entries behind a bar (or select it in the chart)", "bar", bars, "all entries")
    shown = words.behind(corpus, filters, bar)
    choose = partial(state.choose_row, "register", "entry", shown["register_id"].tolist())
    looks.rows_to_choose(corpus, "register", choose, words.register_table, words.things(corpus), "Title", filters, bar)
    entry = here.kept("entry", words.entry_names(corpus).__contains__)
    if entry:
        looks.html(markup.register_entry(corpus, entry))
        state.leave("entry")
    else:
        looks.html(markup.small("Select a row to read the whole entry."))
    looks.download(
        corpus, f"register-{bar}" if bar else "register", lambda: shown, f"{words.rows(shown)} as CSV", filters
    )
else:
    st.info(words.what_to_change(corpus, filters, "register"), icon=":material/filter_alt_off:")

# --- text ---
looks.html(markup.part("How much text speaks of each pillar"))
share = view.text_share(corpus, filters)
if len(share):
    drawn = drawings.text(corpus, here.mode, filters)
    looks.chart(corpus, "text", drawn, words.share_table, filters, filters=filters)
    looks.html(markup.small(words.SHARE_NOTE))
else:
    st.info(words.what_to_change(corpus, filters, "releases"), icon=":material/filter_alt_off:")
