"""Overview: the headline figures, how they grew, and the sentence behind each of them."""

import streamlit as st

from pages.shared import drawings, looks, markup, state, words
from sci_loader import figures, view, wording

here = state.visit()
corpus, filters = here.corpus, here.filters
programme = corpus.programme
by_id = {f.figure_id: f for f in figures.figures(corpus)}

head = markup.head(programme.name, words.introduction(corpus), words.filters_elsewhere(corpus, filters))
if not by_id:
    here.top(markup.blocks(*filter(None, (head, markup.faulty(corpus)))))
    st.info("No figures yet. Put releases into data/originals and reload this page.", icon=":material/info:")
    st.stop()


# --- headline and disagreement ---
latest = max(f.meeting for f in by_id.values())
latest_name = wording.meeting_name(programme, latest)
standing = markup.part(f"Where it stands after {latest_name}") + markup.standing(corpus, latest)
here.top(markup.blocks(head, standing))
with st.container(horizontal=True):
    if disputed := words.disputed(corpus):
        state.leads_to_evidence("See who says what", "see-conflicts", figure=disputed[0].figure_id)
    elif differing := words.disputed_new(corpus):
        state.leads_to_evidence("See who says what", "see-conflicts", conflict=differing[0]["conflict_id"])
    if release := view.announcing(corpus, latest):
        state.leads_to_release(f"Read the release of {latest_name}", "read-latest", release)

# --- questions ---
asked = st.text_input(
    "Ask about the figures, meetings, parties or undertakings",
    key="ask",
    bind="query-params",
    placeholder=f"for example: {words.EXAMPLES[0]}",
    icon=":material/help:",
    max_chars=300,
)
if asked and asked.strip():
    looks.html(markup.answer(corpus, asked.strip()))

# --- growth ---
looks.html(markup.part("How it grew"))
known = any(f.values for f in by_id.values())
if not known:
    st.info(words.nothing(corpus, "claims"), icon=":material/info:")


def follow_selection() -> None:
    """Choose the figure, or the founding fact, whose mark was selected."""
    if carried := looks.selected("totals"):
        state.choose("figure", carried[0] or carried[1])


if known:
    drawn = drawings.totals(corpus, here.mode)
    looks.chart(corpus, "totals", drawn, words.totals_table, on_select=follow_selection)

names = words.figure_names(corpus)
ask = "Read the sentence behind a figure (or select its mark in the chart)"
chosen = here.select(ask, "figure", names, "choose a figure")
if chosen in by_id:
    looks.html(markup.figure_panel(corpus, by_id[chosen], False))
    state.leads_to_evidence("All evidence for this figure", "to-evidence", figure=chosen)
elif chosen:
    looks.html(markup.founding(corpus, chosen))

# --- new ---
if known:
    looks.html(markup.part("What each meeting added"))
    looks.chart(corpus, "new", drawings.new(corpus, here.mode), words.new_table)

# --- the latest ---
listed = {m.slug: figures.entries(corpus, latest, m.slug) for m in programme.measures}
if any(map(len, listed.values())):
    looks.html(markup.part(f"What {latest_name} added"))
for measure in programme.measures:
    entries = listed[measure.slug]
    if len(entries):
        name = f"{wording.count(len(entries), measure)} by name"
        more = st.expander(name, key=f"named-{measure.slug}", on_change="rerun")
        if more.open:
            caption = f"{measure.label} of {wording.meeting_name(programme, latest)}, with pillar and parties"
            looks.html(markup.table(corpus, words.entry_table, caption, latest, measure.slug), more)
            what = f"{wording.meeting_slug(programme, latest)}-{measure.slug}"
            with more:
                looks.download(corpus, what, lambda rows=entries: rows, f"{words.rows(entries)} as CSV")
