"""Promises: what releases say is still to come, and what later releases say of it."""

import streamlit as st

from pages.shared import looks, markup, state, words
from sci_loader import promises

here = state.visit()
corpus, filters = here.corpus, here.filters

head = markup.head("Promises", words.promises_introduction(corpus))
if not promises.promises(corpus):
    here.top(head)
    none = "No release that was read says what is still to come. Put releases into data/originals and reload this page."
    st.info(none, icon=":material/info:")
    st.stop()
here.top(markup.blocks(head, markup.promises(corpus, filters)))
rows = words.promises_table(corpus, filters)
if len(rows):
    looks.download(corpus, "promises", lambda: rows, f"{words.rows(rows)} as CSV", filters)
else:
    st.info(words.what_to_change(corpus, filters, "releases"), icon=":material/filter_alt_off:")
