"""Meetings: one meeting with all that is known of it, or two side by side."""

import streamlit as st

from pages.shared import looks, markup, state, words
from sci_loader import brief, meetings

here = state.visit()
corpus = here.corpus
held = {m.slug: m for m in meetings.meetings(corpus)}

here.top(markup.head("Meetings", words.meetings_introduction(corpus), words.filters_elsewhere(corpus, here.filters)))
if not held:
    st.info("No meetings yet. Put releases into data/originals and reload this page.", icon=":material/info:")
    st.stop()
names = words.meeting_names(corpus)
with st.container(horizontal=True, key="two"):
    first = here.select("Meeting", "held", names, "the latest")
    second = here.select("Beside it", "beside", names, "choose a meeting to compare with")
shown = [held[slug] for slug in dict.fromkeys([first or next(iter(held)), second]) if slug]
told = markup.meetings(corpus, *(m.number for m in shown))
for one in shown:
    above = [told] if one is shown[0] else []
    looks.take_away(corpus, one.slug, one.name, lambda one=one: brief.meeting_brief(corpus, one.number), *above)
with st.container(horizontal=True):
    for one in shown:
        if one.release_id:
            state.leads_to_release(f"Read the release of {one.name}", f"read-{one.slug}", one.release_id)
        if one.conflicts:
            first_conflict = one.conflicts[0]["conflict_id"]
            label = f"What sources disagree on at {one.name}"
            state.leads_to_evidence(label, f"disagree-{one.slug}", conflict=first_conflict)
