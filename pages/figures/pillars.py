"""Pillars: what the MOUs and projects are about, and how much text speaks of it."""

import streamlit as st

from pages.shared import looks, state, words
from sci_loader import charts, view

corpus, filters = state.corpus(), state.filters()
programme = view.programme_of(corpus)
frame = view.pillars_by_meeting(corpus, filters)
entries = view.register_shown(corpus, filters)
source = looks.source_line(corpus)

st.title("Pillars", anchor=False)
looks.lead(words.pillar_introduction(corpus))
if filters.chosen:
    looks.small(
        f"Filters: {view.in_words(corpus, filters)}. {len(entries)} of {len(corpus.register)} entries left."
    )

# --- entries ---
st.header(f"{' and '.join(m.label for m in programme.measures)} by pillar", anchor=False)
if not len(frame):
    st.info(
        "No MOU or project passes these filters. Take one away in the side bar, or choose “Clear all filters” there.",
        icon=":material/filter_alt_off:",
    )
else:
    bars = words.bars(corpus, frame)

    def follow_selection() -> None:
        """Choose the bar that was selected."""
        point = looks.selected("pillars")
        if point and point.get("customdata"):
            state.choose("bar", "-".join(map(str, point["customdata"])))

    drawn = state.drawn(
        "pillars",
        lambda: charts.pillars(frame, programme, view.meetings_held(corpus), state.mode(), source),
        filters,
    )
    looks.chart(drawn, "pillars", words.pillar_table(corpus, frame), corpus, filters, follow_selection)
    for line in words.unnamed(corpus):
        looks.small(line)
    if st.session_state.get("bar") not in bars:
        st.session_state["bar"] = None
    chosen = st.selectbox(
        "List the entries behind a bar (or select it in the chart)",
        list(bars),
        format_func=bars.__getitem__,
        key="bar",
        index=None,
        placeholder="all entries",
    )
    shown = words.behind(corpus, filters, frame, chosen)
    looks.small(
        f"{len(shown)} {'entry' if len(shown) == 1 else 'entries'}{f': {bars[chosen]}' if chosen else ''}"
    )
    looks.register(corpus, shown)
    looks.download("register", lambda: shown, corpus, filters, f"These {len(shown)} rows as CSV")

# --- text ---
st.header("How much text speaks of each pillar", anchor=False)
share = view.text_share(corpus, filters)
if not len(share):
    st.info(
        "No release passes these filters, so there is no text to measure. Take a filter away in the side bar.",
        icon=":material/filter_alt_off:",
    )
else:
    drawn = state.drawn("text", lambda: charts.text_share(share, programme, state.mode(), source), filters)
    looks.chart(drawn, "text", words.share_table(corpus, share), corpus, filters)
    looks.small(
        "A paragraph that names two pillars counts for both, so the shares of a year need not add up to 100. Copies of a release are left out."
    )
