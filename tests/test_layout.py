"""The order in which the modules build on each other, and what may not stand in the code or in any file.

    load -> find -> reconcile -> view

Everything is read from the source as a syntax tree; nothing is run.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = sorted((ROOT / "sci_loader").glob("*.py"))
PAGES = [p for p in (ROOT / "dashboard.py", ROOT / "asgi.py") if p.exists()] + sorted((ROOT / "pages").rglob("*.py"))
BENCHMARKS = sorted((ROOT / "benchmarks").glob("*.py"))
PRODUCT = [*PACKAGE, *PAGES]

# Each module may import those that stand before it.
ORDER = (
    # words and what goes wrong
    "errors lately workers vocabulary numerals forward sentences "
    # load: files to releases
    "text pdf frontmatter subjects remote load "
    # the grammar of figures, and find: releases to claims
    "candidates clauses times owners occasion scope basis grammar grids find "
    # the tables, what people keep and decide, and reconcile: claims to counts
    "tables checks register reviews reconcile "
    # the store, and the whole way to it
    "search postgres store corpus build "
    # view: filters to rows, and what is made of them
    "memory wording snippets shelf view figures sheets threads meetings promises parties charts "
    # statements and what they cite
    "citations support brief document questions cite "
    "export fetch methodology __init__ __main__"
).split()


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> set[str]:
    """Full names of all modules that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: imports are absolute, so that they can be followed"
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            found |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return found


def own_imports(path: Path) -> set[str]:
    """Modules of the package that a file imports; ``__init__`` stands for what the package itself offers."""
    modules = {p.stem for p in PACKAGE}
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            found |= {n[1] if len(n) > 1 else "__init__" for n in names if n[0] == "sci_loader"}
        elif isinstance(node, ast.ImportFrom) and node.module == "sci_loader":
            offered = {"Corpus", "load"}
            found |= {a.name if a.name in modules - offered else "__init__" for a in node.names}
        elif isinstance(node, ast.ImportFrom) and str(node.module).startswith("sci_loader."):
            found.add(str(node.module).split(".")[1])
    return found


# --- imports ---------------------------------------------------------------------------------------------------------------


def test_the_four_verbs_stand_in_order() -> None:
    assert [v for v in ORDER if v in ("load", "find", "reconcile", "view")] == ["load", "find", "reconcile", "view"]


def test_every_module_has_its_place() -> None:
    assert sorted(ORDER) == sorted(p.stem for p in PACKAGE)


@pytest.mark.parametrize("path", PACKAGE, ids=lambda p: p.stem)
def test_a_module_imports_only_what_comes_before_it(path: Path) -> None:
    before = set(ORDER[: ORDER.index(path.stem)]) if path.stem in ORDER else set()
    assert own_imports(path) - before == set()


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {p.stem: own_imports(p) for p in PACKAGE}
    while leaves := [module for module, needs in graph.items() if not needs & graph.keys()]:
        for module in leaves:
            del graph[module]
    assert graph == {}, "these import each other in a circle"


@pytest.mark.parametrize(
    ("library", "allowed"),
    [
        ("plotly", {"sci_loader/charts.py"}),
        ("streamlit", {name(p) for p in [*PAGES, *BENCHMARKS]}),
        ("lxml", {"sci_loader/text.py"}),
        ("docx", {"sci_loader/document.py"}),
        ("pyromark", {"sci_loader/text.py"}),
        ("yaml", {"sci_loader/frontmatter.py"}),
        ("frontmatter", {"sci_loader/frontmatter.py", "benchmarks/loading.py"}),
        ("pypdf", set()),  # only a child process of limited means imports it
        ("html.parser", set()),
        ("pickle", set()),
    ],
)
def test_a_library_appears_only_where_it_belongs(library: str, allowed: set[str]) -> None:
    users = {
        name(p)
        for p in [*PRODUCT, *BENCHMARKS]
        if any(i == library or i.startswith(f"{library}.") for i in imported(p))
    }
    assert users <= allowed


def test_the_package_runs_without_streamlit_and_plotly() -> None:
    """Whoever only wants tables pays for no dashboard."""
    code = "import sci_loader, sci_loader.__main__, sys; sys.exit(bool({'streamlit', 'plotly'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_pages_use_the_package_through_few_doors() -> None:
    """A page shows what ``view`` gives; it reaches into no step of the loader."""
    doors = set(
        "__init__ memory wording view figures sheets charts corpus vocabulary export search methodology tables meetings parties".split()
    )
    doors |= set("threads promises brief citations support document questions cite".split())
    assert {name(p): sorted(own_imports(p) - doors) for p in PAGES if own_imports(p) - doors} == {}


# --- markup ----------------------------------------------------------------------------------------------------------------

# Attributes and columns that hold words of a release or of the register.
FOREIGN = {"text", "sentence", "title", "value_text", "description", "party_name", "publisher", "url", "q"}
MARKDOWN = {"markdown", "write", "caption", "subheader", "header", "title", "info", "warning", "error", "success", "toast", "text_area"}  # fmt: skip


def calls(path: Path) -> Iterator[ast.Call]:
    return (n for n in ast.walk(tree(path)) if isinstance(n, ast.Call))


def test_no_page_lets_raw_markup_through() -> None:
    found = []
    for path in PAGES:
        for call in calls(path):
            words = ast.unparse(call.func)
            if any(k.arg in ("unsafe_allow_html", "unsafe_allow_javascript") for k in call.keywords):
                found.append(f"{name(path)}:{call.lineno} {words} with unsafe markup")
            if re.search(r"\bcomponents\b.*\bhtml$|\biframe$|components\.declare_component", words):
                found.append(f"{name(path)}:{call.lineno} {words}")
    assert found == []


def _is_foreign(node: ast.expr) -> bool:
    """A bare name, attribute or column of foreign words: ``text``, ``row.sentence``, ``row["title"]``."""
    if isinstance(node, ast.Name):
        return node.id in FOREIGN - {"title"}  # a bare title is that of our page
    if isinstance(node, ast.Attribute):
        return node.attr in FOREIGN and ast.unparse(node.value) not in ("theme", "page", "re", "state")
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value in FOREIGN
    return False


def test_no_foreign_words_are_read_as_markdown() -> None:
    """In Markdown a picture is fetched from wherever the text says, by everyone who reads it."""
    found = [
        f"{name(path)}:{call.lineno} {ast.unparse(call)[:80]}"
        for path in PAGES
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in MARKDOWN
        and ast.unparse(call.func.value) in ("st", "st.sidebar")
        and any(_is_foreign(part) for argument in call.args for part in _shown(argument))
    ]
    assert found == []


def _shown(argument: ast.expr) -> list[ast.expr]:
    """What an argument puts in: itself, or the values of an f-string."""
    if isinstance(argument, ast.JoinedStr):
        return [v.value for v in argument.values if isinstance(v, ast.FormattedValue)]
    return [argument]


def test_foreign_words_are_escaped_before_they_become_markup() -> None:
    """In an f-string with a tag in it, words of a release stand inside a call (``html.escape``), never bare."""
    found = []
    for path in PAGES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                fixed = "".join(str(v.value) for v in node.values if isinstance(v, ast.Constant))
                if re.search(r"</?[a-z][\w-]*[\s>]|</?[a-z]\w*$", fixed):
                    found += [f"{name(path)}:{node.lineno} {ast.unparse(v)}" for v in _shown(node) if _is_foreign(v)]
    assert found == []


def test_the_checks_of_markup_can_fail() -> None:
    bad = ast.parse(
        "st.markdown(row.sentence); st.write(f'<b>{text}</b>'); st.info(row['title']); st.html(html.escape(text))"
    )
    hits = [any(_is_foreign(p) for a in c.args for p in _shown(a)) for c in ast.walk(bad) if isinstance(c, ast.Call)]
    assert sorted(hits) == [False, True, True, True, True]


# --- words of one programme ------------------------------------------------------------------------------------------------

# (file, word found): why it may stand there.
ALLOWED = {
    ("sci_loader/tables.py", "Singapore"): "column chair_singapore of the design",
    ("sci_loader/tables.py", "Shenzhen"): "column chair_shenzhen of the design",
    ("sci_loader/tables.py", "JIC"): "example of a key of the register, which the design gives",
}


@cache
def programme_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Proper names that the shipped programme files hold; short ones count as whole words in capitals only."""
    names: set[str] = set()
    for path in (ROOT / "data" / "programmes").glob("*.toml"):
        with path.open("rb") as file:
            raw = tomllib.load(file)
        names |= {raw["short"], raw["name"], raw["meeting"]["short"], *raw["names"], *raw["meeting"]["wordings"]}
        names |= {n for s in raw.get("short_names", ()) for n in s["names"]}
        names |= {n for s in raw["sides"] for n in [*s["places"], *s["bodies"]]}
        names |= {n for p in raw.get("people", ()) for n in [p["name"], *p.get("spellings", ())]}
        names |= {p["name"] for p in raw.get("publishers", ())}
        names |= {n for x in raw.get("neighbours", ()) for n in x["names"]}
    names |= {"smart city"}  # what the shipped programme is about
    names -= {"China", "Chinese"}  # the language and its script have that name too
    return tuple((n, _pattern(n)) for n in sorted(names))


def _pattern(word: str) -> re.Pattern[str]:
    if len(word) <= 4 and word.isascii():
        return re.compile(rf"(?<![A-Za-z_]){re.escape(word)}(?![A-Za-z_])|(?<![A-Za-z]){re.escape(word.lower())}\d")
    return re.compile(re.escape(word), re.I)


def spoken(path: Path) -> Iterator[tuple[int, str]]:
    """Every name and every text of a file that is no docstring, with its line; comments are no part of a syntax tree."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name | ast.Attribute | ast.arg | ast.FunctionDef | ast.ClassDef | ast.keyword):
            fields = ("id", "attr", "arg", "name")
            yield node.lineno, next(str(getattr(node, f)) for f in fields if hasattr(node, f))


@cache
def found_in(path: Path) -> frozenset[tuple[str, str]]:
    said = "\n".join(dict.fromkeys(text for _, text in spoken(path)))
    for own in ("SCI_DATA", "SCI_RELEASES", "SCI_STORE", "sci_loader"):
        said = said.replace(own, "")
    return frozenset((name(path), word) for word, pattern in programme_words() if pattern.search(said))


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_code_names_no_programme(path: Path) -> None:
    """A second programme is a second file and no code."""
    words = {word for word, _ in programme_words()}
    assert {"SCI", "JIC", "Shenzhen", "Singapore", "IMDA", "深圳"} <= words, "the programme file was not read"
    assert found_in(path) - ALLOWED.keys() == set()


def test_every_exception_is_still_needed() -> None:
    assert ALLOWED.keys() - {pair for path in PRODUCT for pair in found_in(path)} == set()


def test_the_search_for_programme_words_can_fail(tmp_path: Path) -> None:
    hits = {
        word
        for word, pattern in programme_words()
        for text in ("the SCI", "jic3-mou", "in shenzhen")
        if pattern.search(text)
    }
    assert {"SCI", "JIC", "Shenzhen"} <= hits
    misses = [
        word
        for word, pattern in programme_words()
        for text in ("science", "scipy", "sci_loader")
        if pattern.search(text)
    ]
    assert misses == []


# --- every file ------------------------------------------------------------------------------------------------------------


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the project: what git tracks, else (in a copy without history) all but what .gitignore names."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0 and done.stdout:
        return tuple(ROOT / f for f in done.stdout.split("\0") if f and (ROOT / f).is_file())
    skipped = {".venv", ".git", "__pycache__", "originals", "out", "build"} | {p.name for p in ROOT.glob(".*_cache")}
    return tuple(p for p in ROOT.rglob("*") if p.is_file() and not skipped & set(p.relative_to(ROOT).parts))


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data and "hostile" not in path.parts:  # those are broken on purpose
            yield name(path), data.decode("utf-8")


def registry_hosts() -> set[str]:
    """Hosts and folders that this machine's pip installs from, other than the public registry."""
    done = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    said = done.stdout + " ".join(v for k, v in os.environ.items() if k.startswith(("PIP_", "UV_")))
    found = set(re.findall(r"(?:https?|file)://(?:[^@\s'/]*@)?([^\s'\",]+)", said))
    return {f.rstrip("/").removesuffix("/simple") for f in found if not f.startswith("pypi.org")}


# Put together here, so that this file passes its own test.
MACHINE = [rf"(?<![\w.~-])/{folder}(?![\w-])" for folder in ("work", "root", "home", "Users")]


def test_no_file_names_a_place_on_a_machine() -> None:
    patterns = [*MACHINE, *map(re.escape, registry_hosts()), r"(?:extra-)?index-url\s*[= ]\s*\S"]
    found = [
        f"{file}: {match[0]!r}"
        for file, text in texts()
        for pattern in patterns
        for match in [re.search(pattern, text)]
        if match
    ]
    assert found == []


def test_only_tests_and_benchmarks_look_for_the_originals_beside_the_checkout() -> None:
    users = [file for file, text in texts() if "../" + "shared" in text]
    assert [u for u in users if not u.startswith(("tests/", "benchmarks/"))] == []


def test_the_search_for_places_can_fail() -> None:
    slash = "/"
    bad = [f"see {slash}work{slash}main", f"cd {slash}root", f"'{slash}home{slash}me{slash}x'"]
    good = ["the work/life", "https://x.example/work-plan", "a/root", "docs/home.md", "https://x.example/root"]
    assert all(any(re.search(p, text) for p in MACHINE) for text in bad)
    assert not any(re.search(p, text) for p in MACHINE for text in good)


def test_no_message_of_the_history_names_a_place_on_a_machine() -> None:
    done = subprocess.run(["git", "log", "--format=%B"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert [p for p in [*MACHINE, *map(re.escape, registry_hosts())] if re.search(p, done.stdout)] == []


def test_every_text_file_is_utf_8_with_plain_line_ends() -> None:
    odd = [
        file
        for file, text in texts()
        if "\r" in text or text.startswith("\ufeff") or (text and not text.endswith("\n"))
    ]
    assert odd == []
