"""Register: every MOU and project with its parties, and who works with whom."""

from functools import partial

import streamlit as st

from pages.shared import drawings, looks, markup, state, words
from sci_loader import brief, parties, view

here = state.visit()
corpus, filters = here.corpus, here.filters
shown, listed = view.register_shown(corpus, filters), words.entry_ids(corpus, filters)
titles = words.entry_names(corpus)

heading = markup.part(words.entries_in_words(corpus, filters))
here.top(markup.head("Register", words.register_introduction(corpus)) + heading)
if not len(shown):
    st.info(words.what_to_change(corpus, filters, "register"), icon=":material/filter_alt_off:")
    st.stop()

# --- entries ---
choose = partial(state.choose_row, "entries", "entry", listed)
looks.rows_to_choose(corpus, "entries", choose, words.entries_table, "MOUs and projects", "Title", filters)
looks.download(corpus, "register", lambda: shown, f"{words.rows(shown)} as CSV", filters)
by = here.select(
    "Count these entries by", "by", {name: name for name in words.GROUPS}, "meeting, pillar, party or year"
)
if by:
    counted = words.groups_table(corpus, filters, by)
    looks.html(markup.table(corpus, words.groups_table, words.groups_caption(corpus, by), filters, by))
    looks.download(corpus, f"register-by-{by}", lambda: counted, f"{words.rows(counted)} as CSV", filters)
if not filters.chosen and (unnamed := words.unnamed(corpus)):
    looks.html("".join(map(markup.small, unnamed)))
entry = here.select("Read one entry (or select its row)", "entry", titles, "choose an MOU or project")
if entry:
    looks.html(markup.register_entry(corpus, entry))

# --- parties ---
looks.html(markup.part("Who works with whom"))
pairs = parties.pairs(corpus, listed)
if len(pairs):

    def follow_mark() -> None:
        """Choose the party whose mark was selected."""
        if carried := looks.selected("network"):
            state.choose("who", carried[0])

    drawn = drawings.network(corpus, here.mode, listed)
    looks.chart(corpus, "network", drawn, words.pairs_table, listed, filters=filters, on_select=follow_mark)
else:
    looks.html(markup.small("These entries name no parties of both sides."))
who = here.select("Read about one party (or select its mark)", "who", words.party_names(corpus), "choose a party")
if who:
    looks.html(markup.party(corpus, who))
    name = parties.party(corpus, who).name
    looks.take_away(corpus, who, name, lambda: brief.party_brief(corpus, name))
