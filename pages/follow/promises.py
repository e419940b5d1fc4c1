"""Promises: what releases say is still to come, and what later releases say of it."""

import streamlit as st

from pages.shared import looks, markup, state, words

corpus = state.corpus()
rows = words.promises_table(corpus)

st.html(markup.head("Promises", words.promises_introduction(corpus)))
if not len(rows):
    none = "No release that was read says what is still to come. Put releases into data/releases and reload this page."
    st.info(none, icon=":material/info:")
    st.stop()
st.html(markup.promises(corpus))
looks.download(corpus, "promises", lambda: rows, f"{words.rows(rows)} as CSV")
