"""Overview: the headline figures, how they grew, and the sentence behind each of them."""

import html

import streamlit as st

from pages.shared import looks, state, words
from sci_loader import charts, view

corpus, filters = state.corpus(), state.filters()
programme = view.programme_of(corpus)
series = view.series(corpus)
figures = {f.figure_id: f for f in view.figures(corpus)}

st.title(programme.name, anchor=False)
looks.lead(words.introduction(corpus))
if filters.chosen:
    looks.small(
        f"The figures of this page are those of the whole programme. Your filters ({view.in_words(corpus, filters)}) apply on the other pages."
    )
if not figures:
    st.info("No figures yet. Put releases into data/releases and reload this page.", icon=":material/info:")
    st.stop()

latest = max(f.meeting for f in figures.values())
now = [f for f in figures.values() if f.meeting == latest]

# --- headline ---
st.header(f"Where it stands after {view.meeting_name(programme, latest)}", anchor=False)
grid = st.grid(3, min_column_width=230, gap="large")
for figure in sorted(now, key=lambda f: -(f.added or 0)):
    with grid.cell():
        looks.text(looks.headline(corpus, figure))
        with st.popover("Read the sentence", icon=":material/format_quote:"):
            st.html(f"<p class='sum'>{html.escape(view.arithmetic(corpus, figure))}</p>")
            looks.sentences(figure.stated or figure.new_said, "No release states this total; it is our sum.")
            st.button(
                "All evidence for this figure",
                key=f"all-{figure.figure_id}",
                on_click=state.jump,
                args=("pages/sources/evidence.py",),
                kwargs={"figure": figure.figure_id},
            )
with grid.cell():
    looks.text(looks.meetings_card(corpus))
    announcing = view.announcing(corpus, latest)
    if announcing:
        st.button(
            "Read its release",
            icon=":material/article:",
            on_click=state.jump,
            args=("pages/sources/releases.py",),
            kwargs={"release": announcing},
            key="read-latest",
        )

# --- disagreement ---
disputed = [f for f in figures.values() if len(f.values) > 1]
looks.text("".join(looks.dispute(corpus, f) for f in sorted(disputed, key=lambda f: f.meeting)))
if disputed:
    st.button(
        "See who says what",
        icon=":material/balance:",
        on_click=state.jump,
        args=("pages/sources/evidence.py",),
        kwargs={"figure": disputed[0].figure_id},
        key="see-conflicts",
    )

# --- growth ---
st.header("How it grew", anchor=False)


def follow_selection() -> None:
    """Choose the figure whose mark was selected."""
    point = looks.selected("totals")
    if point and point.get("customdata"):
        state.choose("figure", point["customdata"][0] or point["customdata"][1])


source = looks.source_line(corpus)
drawn = state.drawn(
    "totals", lambda: charts.cumulative(series, programme, state.mode(), view.as_of(corpus), source)
)
looks.chart(drawn, "totals", words.totals_table(corpus), corpus, view.Filters(), follow_selection)

names = {i: view.figure_name(corpus, f) for i, f in figures.items()} | {
    f.register_id: f"{f.label}, {view.day(f.date.isoformat())}" for f in programme.founding
}
state.choice("figure", list(names))
chosen = st.selectbox(
    "Read the sentence behind a figure (or select its mark in the chart)",
    list(names),
    format_func=names.__getitem__,
    key="figure",
    index=None,
    placeholder="choose a figure",
)
state.keep("figure")
if chosen in figures:
    looks.figure_panel(corpus, figures[chosen])
    st.button(
        "All evidence for this figure",
        on_click=state.jump,
        args=("pages/sources/evidence.py",),
        kwargs={"figure": chosen},
        key="to-evidence",
    )
elif chosen:
    looks.text(looks.founding(corpus, chosen))

# --- new ---
st.header("What each meeting added", anchor=False)
drawn = state.drawn("new", lambda: charts.new_by_meeting(series, programme, state.mode(), source))
looks.chart(drawn, "new", words.new_table(corpus), corpus, view.Filters())

# --- the latest ---
st.header(f"What {view.meeting_name(programme, latest)} added", anchor=False)
for measure in programme.measures:
    entries = view.entries(corpus, latest, measure.slug)
    if len(entries):
        with st.expander(f"{view.count(len(entries), measure)} by name"):
            st.html(
                looks.table(
                    words.entry_table(corpus, entries),
                    f"{measure.label} of {view.meeting_name(programme, latest)}, with parties and pillar",
                )
            )
            looks.download(
                f"{view.meeting_slug(programme, latest)}-{measure.slug}",
                lambda entries=entries: entries,
                corpus,
                view.Filters(),
                "These rows as CSV",
            )
