"""The dashboard: what every page shares, then the page itself. Run it with ``streamlit run dashboard.py``."""

import streamlit as st

from pages.shared import looks, state

st.set_page_config(
    page_title="Figures with their sentences",
    page_icon=looks.ICON,
    layout="wide",
    menu_items={"About": "Every number leads to the sentence that states it."},
)


def sections() -> dict[str, list[st.Page]]:
    """The pages as the navigation lists them."""
    return {
        "Figures": [
            st.Page("pages/figures/overview.py", title="Overview", icon=":material/timeline:", default=True),
            st.Page("pages/figures/meetings.py", title="Meetings", icon=":material/groups:"),
            st.Page("pages/figures/pillars.py", title="Pillars", icon=":material/view_column:"),
            st.Page("pages/figures/register.py", title="Register", icon=":material/handshake:"),
        ],
        "What became of it": [
            st.Page("pages/follow/threads.py", title="Threads", icon=":material/conversion_path:"),
            st.Page("pages/follow/promises.py", title="Promises", icon=":material/event_upcoming:"),
        ],
        "Sources": [
            st.Page("pages/sources/releases.py", title="Releases", icon=":material/article:"),
            st.Page("pages/sources/evidence.py", title="Evidence", icon=":material/fact_check:"),
            st.Page("pages/sources/methodology.py", title="Methodology", icon=":material/rule:"),
        ],
    }


# Looking up the nine files is a tenth of the work of a run, so a visit does it once.
here = state.visit()
here.pages = here.pages or sections()
page = st.navigation(here.pages, position="hidden" if st.context.is_embedded else "sidebar")
here.follow_jump()
here.begin(page.title)
page.run()
here.end(page.title)
