"""Meetings: one meeting with all that is known of it, or two side by side."""

import streamlit as st

from pages.shared import looks, markup, state, words
from sci_loader import brief, meetings

corpus = state.corpus()
held = {m.slug: m for m in meetings.meetings(corpus)}

st.html(markup.head("Meetings", words.meetings_introduction(corpus)))
if not held:
    st.info("No meetings yet. Put releases into data/releases and reload this page.", icon=":material/info:")
    st.stop()
state.choice("held", list(held))
state.choice("beside", list(held))
left, right = st.columns(2)
first = left.selectbox(
    "Meeting",
    list(held),
    format_func=lambda slug: words.meeting_label(held[slug]),
    key="held",
    index=None,
    placeholder="the latest",
)
second = right.selectbox(
    "Beside it",
    list(held),
    format_func=lambda slug: words.meeting_label(held[slug]),
    key="beside",
    index=None,
    placeholder="choose a meeting to compare with",
)
state.keep("held")
state.keep("beside")
shown = [held[slug] for slug in dict.fromkeys([first or next(iter(held)), second]) if slug]
st.html(markup.meetings(corpus, *(m.number for m in shown)))
for one in shown:
    looks.take_away(corpus, one.slug, lambda one=one: brief.meeting_brief(corpus, one.number))
with st.container(horizontal=True):
    for one in shown:
        if one.release_id:
            st.button(
                f"Read the release of {one.name}",
                key=f"read-{one.slug}",
                on_click=state.jump,
                args=("pages/sources/releases.py",),
                kwargs={"release": one.release_id},
                icon=":material/article:",
            )
        if one.conflicts:
            st.button(
                f"What sources disagree on at {one.name}",
                key=f"disagree-{one.slug}",
                on_click=state.jump,
                args=("pages/sources/evidence.py",),
                kwargs={"conflict": one.conflicts[0]["conflict_id"]},
            )
