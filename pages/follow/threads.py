"""Threads: named undertakings followed from release to release, each step with its sentence."""

import streamlit as st

from pages.shared import drawings, looks, markup, state, words
from sci_loader import brief, threads

here = state.visit()
corpus = here.corpus
known = {t.slug: t for t in threads.threads(corpus)}

here.top(markup.head("Threads", words.threads_introduction(corpus), words.filters_elsewhere(corpus, here.filters)))
if not known:
    st.info("This programme's file names no undertaking to follow: add one under [[threads]].", icon=":material/info:")
    st.stop()


def follow_mark() -> None:
    """Choose the thread whose mark was selected."""
    if carried := looks.selected("timeline"):
        state.choose("thread", carried[0])


if not any(t.stages for t in known.values()):
    none = "No release that was read names one of them. Put releases into data/originals and reload this page."
    st.info(none, icon=":material/info:")
else:
    drawn = drawings.timeline(corpus, here.mode)
    looks.chart(corpus, "timeline", drawn, words.steps_table, on_select=follow_mark)
ask = "Follow one thread (or select a mark)"
chosen = here.select(ask, "thread", words.thread_names(corpus), "choose an undertaking")
if chosen:
    looks.html(markup.thread(corpus, chosen))
    looks.take_away(corpus, chosen, known[chosen].label, lambda: brief.thread_brief(corpus, chosen))
