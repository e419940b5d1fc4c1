"""What the pages share: the releases, the filters of the link, jumps from page to page, and the link of the present view.

Filters are widgets bound to the link, made here for every page so that they outlive a change of page. Choices of one page
(a figure, a release) stand in the link too; ``Visit.choice`` keeps widget and link together, so that lists can show names while
the link keeps short ones.
"""

import datetime as dt
import gc
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import looks, markup, words
from sci_loader import Corpus, charts, load, memory, view
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
CHOICES = ("figure", "conflict", "said", "release", "held", "beside", "entry", "who", "thread", "by", "bar")


# --- releases ---


def fingerprint() -> str:
    """Changes with any file that is read; costs one look at each file's date, and only when a visit begins.

    Where ``SCI_STORE`` names a store, that is shown instead and says itself whether it changed.
    """
    if name := os.environ.get("SCI_STORE"):
        return stored_version(name)
    folders = [*default_paths(), *(data_dir() / name for name in ("register", "programmes", "reviews.csv"))]
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


def _of_programme(loaded: Corpus, chosen: str | None) -> Corpus:
    return memory.of_programme(loaded, chosen if chosen in loaded.programmes else next(iter(loaded.programmes)))


# --- a visit ---

SEARCH: dict[str, Any] = {
    "label": "Search the text",
    "placeholder": 'words, or "a phrase"',
    "icon": ":material/search:",
    "max_chars": 300,
    "help": words.SEARCH_HELP,
}


@dataclass
class Visit:
    """What a visit keeps beside its widgets, and what its present run has looked up.

    It is one entry of the session state, because Streamlit goes through all entries again for each list and each text field
    that it draws; and what is looked up once is not asked of Streamlit again, which takes longer than most of our own work.
    """

    pages: dict[str, list[st.Page]] | None = None  # of the navigation
    began: dict[str, list[str]] | None = None  # the link that the visit began with
    first: str = ""  # the page that it led to, until another was shown
    left: dict[str, Any] = field(default_factory=dict)  # each choice, and the filters, as the link was left with them
    jump: tuple[str, dict[str, str]] | None = None  # where a callback asked to go

    # Of the present run: the link, what the widgets held when it began, and what is shown.
    asked: dict[str, str] = field(default_factory=dict)
    held: dict[str, Any] = field(default_factory=dict)
    mode: charts.Mode = "light"
    filters: view.Filters = field(default_factory=view.Filters)
    lost: list[str] = field(default_factory=list)  # what the link asks for and is not here
    programme: str | None = None
    above: tuple[DeltaGenerator, str] | None = None  # the place of the title, and what stands there

    @cached_property
    def everything(self) -> Corpus:
        """All that was read. Files are looked at anew when a visit begins, so a new release shows on reload."""
        try:
            _last["read"] = read(fingerprint())
        except FilesChanged:  # whole next time; until then what was there before
            return _last.get("read") or _loaded()
        return _last["read"]

    @property
    def corpus(self) -> Corpus:
        """The corpus of the programme that is shown."""
        return _of_programme(self.everything, self.programme)

    def begin(self, title: str) -> None:
        """What comes before a page: its style, the search and the filters."""
        self.mode = "dark" if st.context.theme.type == "dark" else "light"
        looks.html(markup.style(self.mode))
        self.asked, self.held, self.lost = st.query_params.to_dict(), st.session_state.to_dict(), []
        if self.began is None:
            self.began, self.first = {name: st.query_params.get_all(name) for name in self.asked}, title
        elif title != self.first:
            self.first = ""  # the visitor went on: what the first link lacks is no news any more
        self._filters(title)
        wanted, lost = view.read_query(self.corpus, self.began)
        if lost and title == self.first and wanted == self.filters:
            self.lost += [f"{name} “{value}”" for name, value in lost]

    def top(self, body: str = "") -> None:
        """What a page begins with, its title as a rule. What the link asks for and is not here will be said above it."""
        self.above = looks.html(body) if body else st.container(), body

    def end(self, title: str) -> None:
        """What comes after a page: the note, and the link of the view for others."""
        corpus = self.corpus
        rest(title, corpus.version)
        keep_apart()
        if self.lost and self.above:
            place, body = self.above
            with place.container():
                note = f"This link asks for something that is not here and was left out: {', '.join(self.lost)}."
                st.warning(markup.plain(note), icon=":material/link_off:")
                if body:
                    looks.html(body)
        asked = st.query_params.to_dict()
        choices = {name: asked.get(name) for name in (*CHOICES, "programme", "sort", "per", "p", "ask")}
        link = view.query(self.filters, **choices)
        looks.html(f"<hr class='end'>{markup.side('Link to this view')}")
        address = (st.context.url or "") + (f"?{link}" if link else "")
        st.code(address, language=None, wrap_lines=True)
        more = st.expander("Cite this view", key="cite", on_change="rerun")
        if more.open:
            for form, text in words.citations(corpus, title, self.filters, choices, address, dt.date.today()).items():
                looks.html(markup.small(form), more)
                more.code(text, language=None, wrap_lines=True)

    # --- filters ---

    def _standing(self, loaded: Corpus) -> view.Filters:
        """The filters that the widgets held last; before there are any, those of the link."""
        if "q" not in self.held:
            return view.read_query(loaded, self.began or {})[0]
        chosen = {facet: tuple(self.held.get(facet) or ()) for facet in view.FACETS}
        return view.Filters(q=self.held["q"] or "", **chosen)

    def _filters(self, title: str) -> None:
        """Draw the search and the filters: those that change this page, and those in force.

        One that changes nothing misleads, and each costs an answer half a millisecond.
        """
        self.programme = self.held.get("programme") or self.asked.get("programme")
        loaded = self.corpus
        table, before = TABLE_OF.get(title), self._standing(loaded)
        counted = view.facets(loaded, table, before) if table else {}
        asked = {name: tuple(st.query_params.get_all(name)) for name in self.asked if name in view.FACETS}
        if asked == self.left.get("filters"):  # the link is as it was left, so what the widgets held counts
            asked = {}
        chosen, places = {}, {}
        with st.sidebar:
            looks.html(markup.side("Filters") + markup.small(words.what_numbers_count(loaded, table)))
            if len(programmes := self.everything.programmes) > 1:
                meaning = "; ".join(f"{slug}: {p.name}" for slug, p in programmes.items())
                self.programme = st.selectbox(
                    "Programme", list(programmes), key="programme", bind="query-params", help=f"{meaning}."
                )
            q = st.text_input(key="q", bind="query-params", on_change=None if table else look_for, **SEARCH)
            for facet, options in view.options(loaded).items():
                if facet in counted or facet in asked or getattr(before, facet):
                    slugs = [o.slug for o in options]
                    picked = st.multiselect(
                        facet.capitalize(), slugs, key=facet, bind="query-params", placeholder="any"
                    )
                    chosen[facet] = tuple(picked)
                    places[facet] = looks.html(markup.facet_counts(loaded, table, before, facet))
            now = self.filters = view.Filters(q=q or "", **chosen)
            if now.chosen:
                st.button("Clear all filters", on_click=clear, icon=":material/close:", key="clear")
        if now != before:  # after Back a widget takes its value from the link when it is made, and not before
            for facet, place in places.items():
                looks.html(markup.facet_counts(loaded, table, now, facet), place)
        self.left["filters"] = {name: values for name, values in now.chosen.items() if name != "q"}

    def search_above(self) -> None:
        """The search above a list of releases, which stands for the one beside it (the style hides that meanwhile).

        The bound widget itself must not move: where it leaves one place when it has already come to another, Streamlit
        takes the first for the end of both and no longer writes the link.
        """
        st.session_state["search"] = self.filters.q
        st.text_input(key="search", on_change=lambda: st.session_state.update(q=st.session_state["search"]), **SEARCH)

    # --- choices of one page ---

    def choice(self, name: str, exists: Callable[[str], bool]) -> str | None:
        """The value that the link asks for, put where the widget of this key finds it. One that is not here is noted."""
        asked, held = self.asked.get(name), self.held.get(name)
        # A link was opened or Back was pressed; or Streamlit has forgotten the choice, as it does while another page is shown.
        if asked != self.left.get(name) or name not in self.held:
            held = asked
            if asked and not exists(asked):
                self.miss(name, asked)
        if held and not exists(held):
            held = None
        if held != self.held.get(name):
            st.session_state[name] = held
        return held or None

    def kept(self, name: str, exists: Callable[[str], bool]) -> str | None:
        """A choice that has no list of its own: a row or a title sets it, and it stands in the link."""
        chosen = self.choice(name, exists)
        self.keep(name, chosen)
        return chosen

    def led_to(self, name: str, value: str) -> bool:
        """Whether the link that the visit began with asked for this."""
        return bool(self.began and value in self.began.get(name, ()))

    def number(self, name: str) -> int | None:
        """A number that the link asks for; what is none is noted."""
        asked = self.asked.get(name)
        if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 7):
            self.miss(name, asked)
            return None
        return int(asked) if asked else None

    def miss(self, name: str, asked: str) -> None:
        """Note what a link asks for and is not here."""
        self.lost.append(f"{name} “{asked}”")

    def keep(self, name: str, value: str | None) -> None:
        """Write a choice into the link, or take it out."""
        if value and self.asked.get(name) != value:
            st.query_params[name] = self.asked[name] = value
        elif not value and self.asked.pop(name, None) is not None:
            del st.query_params[name]
        self.left[name] = value

    def select(self, label: str, name: str, names: Mapping[str, str], placeholder: str) -> str | None:
        """A list to choose one thing from, or none, which stands in the link under this name.

        names: what is shown for each value.
        """
        self.choice(name, names.__contains__)
        chosen = None
        if names:
            shown = names.__getitem__
            chosen = st.selectbox(label, list(names), format_func=shown, key=name, index=None, placeholder=placeholder)
        self.keep(name, chosen)
        return chosen

    def follow_jump(self) -> None:
        """Go where a callback asked to."""
        if self.jump:
            (path, choices), self.jump = self.jump, None
            for name in CHOICES:  # what was open elsewhere is closed, as it is when one goes by the navigation
                self.left[name] = choices.get(name)
                if name not in choices:
                    st.session_state.pop(name, None)
            st.switch_page(path, query_params=choices)


def visit() -> Visit:
    """The visit that this run belongs to."""
    found: Visit = st.session_state.setdefault("_visit", Visit())
    return found


# --- what buttons and fields do ---


def look_for() -> None:
    """Show what a search finds that was asked for on a page that it does not change."""
    if st.session_state["q"].strip():
        jump("pages/sources/releases.py")


def clear() -> None:
    """Leave every filter open."""
    st.session_state["q"] = ""
    for facet in view.FACETS:
        st.session_state[facet] = []


def choose(name: str, value: str | None) -> None:
    """Set a choice."""
    st.session_state[name] = value


def leave(name: str) -> None:
    """A button that closes what was chosen."""
    st.button("Close", key=f"leave-{name}", icon=":material/close:", on_click=choose, args=(name, None))


def choose_row(table: str, name: str, values: Sequence[str]) -> None:
    """Choose the value of the row that was selected in a table, or none when it was given up."""
    rows = st.session_state[table]["selection"]["rows"]
    choose(name, values[rows[0]] if rows and rows[0] < len(values) else None)


def jump(path: str, **values: Any) -> None:
    """Set filters and choices, then go to the page of this path."""
    for name, value in values.items():
        st.session_state[name] = value
    visit().jump = path, {n: v for n, v in values.items() if n in CHOICES and v}


def leads_to_evidence(label: str, key: str, **chosen: str) -> None:
    """A button to the Evidence page with a figure or a conflict chosen."""
    st.button(label, key=key, on_click=jump, args=("pages/sources/evidence.py",), kwargs=chosen)


def leads_to_release(label: str, key: str, release_id: str) -> None:
    """A button to a release, open to be read."""
    path, icon = "pages/sources/releases.py", ":material/article:"
    st.button(label, key=key, on_click=jump, args=(path,), kwargs={"release": release_id}, icon=icon)
