"""Evidence: every number with its sentence, what disagrees, and what was not believed."""

from functools import partial

import streamlit as st

from pages.shared import looks, markup, state, words
from sci_loader import figures, view

here = state.visit()
corpus, filters = here.corpus, here.filters
by_id = {f.figure_id: f for f in figures.figures(corpus)}
conflicts = words.conflict_names(corpus)

said = here.kept("said", lambda claim_id: bool(figures.evidence(corpus, [claim_id])))
sent = said is not None and here.led_to("said", said)


def one_number(claim_id: str) -> None:
    """The number that was chosen, in its sentence."""
    looks.html(markup.sentences(figures.evidence(corpus, [claim_id])))
    state.leave("said")


heading = markup.part("One figure, for and against")
here.top(markup.head("Evidence", words.evidence_introduction(corpus)) + ("" if sent else heading))
if said and sent:  # who follows a link to one number need not look for it
    looks.html(markup.part("One number, in its sentence"))
    one_number(said)
    looks.html(heading)

# --- figures ---
names = {i: name for i, name in words.figure_names(corpus).items() if i in by_id}
figure = here.select("Figure", "figure", names, "choose a figure")
if figure:
    looks.html(markup.figure_panel(corpus, by_id[figure], True))
else:
    looks.html(markup.table(corpus, words.totals_table, f"All figures. {words.SUPPORT}"))
    looks.download(corpus, "figures", lambda: words.totals_table(corpus), "These rows as CSV")

# --- conflicts ---
heading = words.plural(len(conflicts), "conflict") if conflicts else "No conflicts"
looks.html(markup.part(heading) + (markup.small(words.CONFLICTS) if conflicts else ""))
conflict = here.select("Conflict", "conflict", conflicts, "all")
if conflicts:
    looks.html(markup.conflicts(corpus, conflict))
    looks.download(corpus, "conflicts", lambda: corpus.conflicts, "All conflicts as CSV")

# --- claims ---
looks.html(markup.part(words.claims_in_words(corpus, filters)))
shown = view.claims_shown(corpus, filters)
if len(shown):
    choose = partial(state.choose_row, "claims", "said", shown["claim_id"].tolist())
    looks.rows_to_choose(
        corpus, "claims", choose, words.claims_table, "Claims with their sentences", "Sentence", filters
    )
    if said and not sent:
        one_number(said)
    else:
        looks.html(
            markup.small("Select a row to read its sentence in full, with its release and a link to the original.")
        )
    looks.download(corpus, "claims", lambda: shown, f"{words.rows(shown)} as CSV", filters)
else:
    st.info(words.what_to_change(corpus, filters, "claims"), icon=":material/filter_alt_off:")

# --- problems ---
problems = corpus.problems
heading = markup.part(words.plural(len(problems), "problem") if len(problems) else "No problems")
if len(problems):
    caption = "What was not believed while reading, and what to do about it"
    looks.html(heading + markup.table(corpus, words.problem_table, caption))
    looks.download(corpus, "problems", lambda: problems, f"{words.rows(problems)} as CSV")
else:
    looks.html(heading + markup.small("Every file was read and every number placed."))
