"""What the pages share: the releases, the filters of the link, jumps from page to page, and the link of the present view.

Filters are widgets bound to the link, made here for every page so that they outlive a change of page. Choices of one page
(a figure, a release) stand in the link too; ``choice`` keeps widget and link together, so that lists can show names while
the link keeps short ones.
"""

import datetime as dt
import gc
import os
import threading
import time
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared import markup, words
from sci_loader import Corpus, charts, load, view
from sci_loader.corpus import default_paths, stored, stored_version
from sci_loader.vocabulary import data_dir

# What the filters of a page choose from, and the counts beside them count; pages that show the whole programme are not here.
TABLE_OF: dict[str, view.What] = {
    "Pillars": "register",
    "Register": "register",
    "Promises": "releases",
    "Releases": "releases",
    "Evidence": "claims",
}
CHOICES = ("figure", "conflict", "release", "held", "beside", "entry", "who", "thread", "by")
JUMP = "_jump"


# --- releases ---


def fingerprint() -> str:
    """Changes with any file that is read; costs one look at each file's date, and only when a visit begins.

    Where ``SCI_STORE`` names a store, that is shown instead and says itself whether it changed.
    """
    if name := os.environ.get("SCI_STORE"):
        return stored_version(name)
    folders = [*default_paths(), data_dir() / "register", data_dir() / "programmes", data_dir() / "language"]
    seen = []
    for folder in dict.fromkeys(folders):
        for root, _, names in os.walk(folder) if folder.is_dir() else [(folder.parent, [], [folder.name])]:
            for name in names:
                try:
                    about = (Path(root) / name).stat()
                except FileNotFoundError:
                    continue
                seen.append(f"{root}/{name}:{about.st_mtime_ns}:{about.st_size}")
    return "\n".join(sorted(seen))


class FilesChanged(Exception):
    """A file came, went or changed while all were read."""


@st.cache_resource(max_entries=2, show_spinner="Reading the releases ...")
def read(state: str) -> Corpus:
    """The corpus for one state of the files, shared by all visits.

    Raises FilesChanged when they change while they are read: what was read then belongs to neither state.
    """
    loaded = _loaded()
    if fingerprint() != state:
        raise FilesChanged
    return loaded


def _loaded() -> Corpus:
    name = os.environ.get("SCI_STORE")
    return stored(name) if name else load()


# Runs of a script after which what lives is set apart again, and after which all of it is looked through once more; and the
# seconds without a run after which that is done sooner, when nobody waits for it.
APART, THROUGH, QUIET = 20, 400, 2.0
_runs = count(1)
_ran = 0  # the number of the last run


_rested: set[tuple[str, str]] = set()


def rest(title: str, version: str) -> None:
    """Once for each page and state of the data: what has been loaded and drawn by now stays, and the collector, which
    runs after every script, need not walk through it each time.
    """
    if (title, version) not in _rested:
        _rested.add((title, version))
        _set_apart()


def _set_apart() -> None:
    gc.collect()
    gc.freeze()


def keep_apart() -> None:
    """The same now and then for what visits keep, or a hundred of them would triple the work of every run.

    What has been set apart and died since is only found when all is looked through, for which everybody has to wait: so that
    is left for a quiet moment, unless none comes.
    """
    global _ran
    _ran = next(_runs)
    if _ran == 1:
        threading.Thread(target=_wait_for_quiet, daemon=True).start()
    if _ran % THROUGH == 0:
        _look_through()
    elif _ran % APART == 0:
        _set_apart()


def _wait_for_quiet() -> None:
    """Look through everything once in each pause between runs."""
    seen = looked = 0
    while True:
        time.sleep(QUIET)
        if _ran == seen != looked:
            _look_through()
            looked = seen
        seen = _ran


def _look_through() -> None:
    gc.unfreeze()
    _set_apart()


_last: dict[str, Corpus] = {}


def everything() -> Corpus:
    """All that was read. Files are looked at anew when a visit begins, so a new release shows on reload."""
    if "_everything" not in st.session_state:
        try:
            st.session_state["_everything"] = _last["read"] = read(fingerprint())
        except FilesChanged:  # whole next time; until then what was there before
            st.session_state["_everything"] = _last.get("read") or _loaded()
    loaded: Corpus = st.session_state["_everything"]
    return loaded


def corpus() -> Corpus:
    """The corpus of the programme that is shown: the one chosen, or before the choice is drawn the one of the link."""
    loaded = everything()
    chosen = st.session_state.get("programme") or st.query_params.get("programme")
    return view.of_programme(loaded, chosen if chosen in loaded.programmes else next(iter(loaded.programmes)))


def mode() -> charts.Mode:
    """light or dark, as the reader's browser shows the page."""
    return "dark" if st.context.theme.type == "dark" else "light"


# --- filters ---


def filters() -> view.Filters:
    """The filters as they stand on this page."""
    held: view.Filters = st.session_state["_filters"]
    return held


def _standing(loaded: Corpus) -> view.Filters:
    """The filters that the widgets held last; before there are any, those of the link."""
    if "q" not in st.session_state:
        return view.read_query(loaded, st.session_state["_link"])[0]
    chosen = {facet: tuple(st.session_state.get(facet) or ()) for facet in view.FACETS}
    return view.Filters(q=st.session_state["q"] or "", **chosen)


def begin(title: str) -> None:
    """What comes before a page: the note on a link that asks for what is not here, and the filters."""
    loaded = corpus()
    asked = st.session_state.setdefault("_link", {name: st.query_params.get_all(name) for name in st.query_params})
    note = st.container()
    st.session_state["_lost"] = []
    st.session_state["_filters"] = _filters(loaded, title)
    wanted, lost = view.read_query(loaded, asked)
    if lost and wanted == filters():
        st.session_state["_lost"] += [f"{name} “{value}”" for name, value in lost]
    st.session_state["_note"] = note
    if title == "Releases" and not choice("release", lambda release_id: view.has_release(loaded, release_id)):
        st.html(markup.head(title))
        _search_above(filters().q)


def _filters(loaded: Corpus, title: str) -> view.Filters:
    """Draw the search and the filters: those that change this page, and those in force. Gives what is chosen in them.

    One that changes nothing misleads, and each costs an answer half a millisecond.
    """
    table, before = TABLE_OF.get(title), _standing(loaded)
    counted = view.facets(loaded, table, before) if table else {}
    asked = {name: tuple(st.query_params.get_all(name)) for name in st.query_params if name in view.FACETS}
    if asked == st.session_state.get("_in_link"):  # the link is as it was left, so what the widgets held counts
        asked = {}
    chosen, places = {}, {}
    with st.sidebar:
        st.html(markup.side("Filters") + markup.small(words.what_numbers_count(loaded, table)))
        if len(slugs := list(everything().programmes)) > 1:
            meaning = "; ".join(f"{slug}: {p.name}" for slug, p in everything().programmes.items())
            st.selectbox("Programme", slugs, key="programme", bind="query-params", help=f"{meaning}.")
        q = st.text_input(key="q", bind="query-params", on_change=None if table else look_for, **SEARCH)
        for facet, options in view.options(loaded).items():
            if facet in counted or facet in asked or getattr(before, facet):
                slugs = [o.slug for o in options]
                picked = st.multiselect(facet.capitalize(), slugs, key=facet, bind="query-params", placeholder="any")
                chosen[facet] = tuple(picked)
                places[facet] = st.html(markup.facet_counts(loaded, table, before, facet))
        now = view.Filters(q=q or "", **chosen)
        if now.chosen:
            st.button("Clear all filters", on_click=clear, icon=":material/close:", key="clear")
    if now != before:  # after Back a widget takes its value from the link when it is made, and not before
        for facet, place in places.items():
            place.html(markup.facet_counts(loaded, table, now, facet))
    st.session_state["_in_link"] = {name: values for name, values in now.chosen.items() if name != "q"}
    return now


SEARCH: dict[str, Any] = {
    "label": "Search the text",
    "placeholder": 'words, or "a phrase"',
    "icon": ":material/search:",
    "max_chars": 300,
    "help": words.SEARCH_HELP,
}


def _search_above(q: str) -> None:
    """The search above a list of releases, which stands for the one beside it (the style hides that meanwhile).

    The bound widget itself must not move: where it leaves one place when it has already come to another, Streamlit takes
    the first for the end of both and no longer writes the link.
    """
    st.session_state["search"] = q
    st.text_input(key="search", on_change=lambda: st.session_state.update(q=st.session_state["search"]), **SEARCH)


def look_for() -> None:
    """Show what a search finds that was asked for on a page that it does not change."""
    if st.session_state["q"].strip():
        jump("pages/sources/releases.py")


def clear() -> None:
    """Leave every filter open."""
    st.session_state["q"] = ""
    for facet in view.FACETS:
        st.session_state[facet] = []


# --- choices of one page ---


def choice(name: str, exists: Callable[[str], bool]) -> str | None:
    """The value that the link asks for, put where the widget of this key finds it. One that is not here is noted."""
    asked = st.query_params.get(name)
    # A link was opened or Back was pressed; or Streamlit has forgotten the choice, as it does while another page is shown.
    if asked != st.session_state.get(f"_{name}_in_link") or name not in st.session_state:
        st.session_state[name] = asked if asked and exists(asked) else None
        if asked and not exists(asked):
            lost(name, asked)
    held = st.session_state.get(name)
    if not held or not exists(held):
        st.session_state[name] = None
    return st.session_state[name]


def number(name: str) -> int | None:
    """A number that the link asks for; what is none is noted."""
    asked = st.query_params.get(name)
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 7):
        lost(name, asked)
        return None
    return int(asked) if asked else None


def lost(name: str, asked: str) -> None:
    """Note what a link asks for and is not here."""
    st.session_state["_lost"].append(f"{name} “{asked}”")


def keep(name: str) -> None:
    """Write a choice into the link."""
    value = st.session_state.get(name)
    if value:
        if st.query_params.get(name) != value:
            st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
    st.session_state[f"_{name}_in_link"] = value


def select(label: str, name: str, names: Mapping[str, str], placeholder: str) -> str | None:
    """A list to choose one thing from, or none, which stands in the link under this name.

    names: what is shown for each value.
    """
    choice(name, names.__contains__)
    chosen = None
    if names:
        shown = names.__getitem__
        chosen = st.selectbox(label, list(names), format_func=shown, key=name, index=None, placeholder=placeholder)
    keep(name)
    return chosen


def choose(name: str, value: str | None) -> None:
    """Set a choice from a button."""
    st.session_state[name] = value


# --- from page to page ---


def leads_to_evidence(label: str, key: str, **chosen: str) -> None:
    """A button to the Evidence page with a figure or a conflict chosen."""
    st.button(label, key=key, on_click=jump, args=("pages/sources/evidence.py",), kwargs=chosen)


def leads_to_release(label: str, key: str, release_id: str) -> None:
    """A button to a release, open to be read."""
    path, icon = "pages/sources/releases.py", ":material/article:"
    st.button(label, key=key, on_click=jump, args=(path,), kwargs={"release": release_id}, icon=icon)


def jump(path: str, **values: Any) -> None:
    """As a callback: set filters and choices, then go to the page of this path."""
    for name, value in values.items():
        st.session_state[name] = value
    st.session_state[JUMP] = (path, {n: v for n, v in values.items() if n in CHOICES and v})


def follow_jump() -> None:
    """Go where a callback asked to."""
    if JUMP in st.session_state:
        path, choices = st.session_state.pop(JUMP)
        for name in CHOICES:  # what was open elsewhere is closed, as it is when one goes by the navigation
            st.session_state[f"_{name}_in_link"] = choices.get(name)
            if name not in choices:
                st.session_state.pop(name, None)
        st.switch_page(path, query_params=choices)


def end(title: str) -> None:
    """What comes after a page: the note, and the link of the view for others."""
    rest(title, corpus().version)
    keep_apart()
    lost = st.session_state.pop("_lost", [])
    if lost:
        st.session_state.pop("_note").warning(
            markup.plain(f"This link asks for something that is not here and was left out: {', '.join(lost)}."),
            icon=":material/link_off:",
        )
    asked = st.query_params.to_dict()
    choices = {name: asked.get(name) for name in (*CHOICES, "programme", "sort", "per", "p", "ask")}
    link = view.query(filters(), **choices)
    st.html(f"<hr class='end'>{markup.side('Link to this view')}")
    address = (st.context.url or "") + (f"?{link}" if link else "")
    st.code(address, language=None, wrap_lines=True)
    more = st.expander("Cite this view", key="cite", on_change="rerun")
    if more.open:
        for form, text in words.citations(corpus(), title, filters(), choices, address, dt.date.today()).items():
            more.html(markup.small(form))
            more.code(text, language=None, wrap_lines=True)
