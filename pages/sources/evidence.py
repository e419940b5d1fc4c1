"""Evidence: every number with its sentence, what disagrees, and what was not believed."""

import streamlit as st

from pages.shared import looks, state, words
from sci_loader import view

corpus, filters = state.corpus(), state.filters()
programme = view.programme_of(corpus)
figures = {f.figure_id: f for f in view.figures(corpus)}
conflicts = {c["conflict_id"]: c for c in view.conflicts(corpus)}

st.title("Evidence", anchor=False)
looks.lead(words.evidence_introduction(corpus))

# --- figures ---
st.header("One figure, for and against", anchor=False)
state.choice("figure", list(figures))
chosen = st.selectbox(
    "Figure",
    list(figures),
    format_func=lambda i: view.figure_name(corpus, figures[i]),
    key="figure",
    index=None,
    placeholder="choose a figure",
)
state.keep("figure")
if chosen:
    looks.figure_panel(corpus, figures[chosen], full=True)
else:
    st.html(
        looks.table(
            words.totals_table(corpus),
            f"All figures: what was new, our own sum, and what releases state. {words.SUPPORT}",
        )
    )
    looks.download("figures", lambda: words.totals_table(corpus), corpus, view.Filters(), "These rows as CSV")

# --- conflicts ---
st.header(f"{len(conflicts)} conflicts" if conflicts else "No conflicts", anchor=False)
looks.small(
    "Two sources, or a source and our own sum, that do not agree. Nothing is dropped: both values stand."
)
state.choice("conflict", list(conflicts))
one = st.selectbox(
    "Conflict",
    list(conflicts),
    format_func=lambda i: view.conflict_name(corpus, conflicts[i]),
    key="conflict",
    index=None,
    placeholder="all",
)
state.keep("conflict")
for conflict_id, row in conflicts.items():
    if one in (None, conflict_id):
        with st.expander(looks.plain(view.conflict_name(corpus, row)), expanded=one == conflict_id):
            looks.conflict(corpus, row)
looks.download("conflicts", lambda: corpus.conflicts, corpus, view.Filters(), "All conflicts as CSV")

# --- claims ---
shown = view.claims_shown(corpus, filters)
st.header(words.claims_in_words(corpus, filters, shown), anchor=False)
if len(shown):
    looks.claims(corpus, shown)
    looks.download("claims", lambda: shown, corpus, filters, f"These {len(shown)} rows as CSV")
else:
    st.info(words.what_to_change(corpus, filters), icon=":material/filter_alt_off:")

# --- problems ---
problems = corpus.problems
st.header(f"{len(problems)} problem{'s' if len(problems) != 1 else ''} with files", anchor=False)
if len(problems):
    st.html(
        looks.table(
            words.problem_table(corpus), "What was not believed while reading, and what to do about it"
        )
    )
    looks.download("problems", lambda: problems, corpus, view.Filters(), "These rows as CSV")
else:
    looks.small("Every file was read and every number placed.")
