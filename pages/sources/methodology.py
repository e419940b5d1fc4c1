"""Methodology: which sentences count and how figures come about, written from the code and the programme's file."""

import streamlit as st

from pages.shared import markup, state, words

here = state.visit()
corpus = here.corpus

here.top(
    markup.head("Methodology", words.methodology_introduction(corpus), words.filters_elsewhere(corpus, here.filters))
)
st.markdown("\n\n".join(f"## {heading}\n\n{rule}" for heading, rule in words.rules(corpus)))
tables = st.expander("What every column of every table means", key="tables", on_change="rerun")
if tables.open:
    tables.markdown(words.data_dictionary(corpus))
