"""The files that set the project up agree with each other."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import version
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PLOTLY_NEEDS = 10  # with fewer categorical colours than this, Plotly draws with its own
READABLE = 4.5  # contrast of text that WCAG 2.2 asks for at level AA
TEXTS = ("textColor", "primaryColor", "linkColor")
BACKGROUNDS = ("backgroundColor", "secondaryBackgroundColor")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def lines(name):
    """The lines of a list of packages, without comments."""
    return [line for text in read(name).splitlines() if (line := text.split("#")[0].strip())]


def requirements(name):
    return [Requirement(line) for line in lines(name) if not line.startswith("-r ")]


PINS = {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in lines("constraints.txt")}
THEME = tomllib.loads(read(".streamlit/config.toml"))["theme"]


def test_constraints_are_exact_versions_and_nothing_else():
    for line in lines("constraints.txt"):
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line), line


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_within_its_range(name):
    for requirement in requirements(name):
        pin = PINS.get(canonicalize_name(requirement.name))
        assert pin, f"{requirement.name} of {name} is not in constraints.txt"
        assert pin in requirement.specifier, f"{requirement.name}=={pin} is outside the range of {name}"


@pytest.mark.skipif(sys.platform != "linux", reason="the pinned set is that of Linux")
def test_what_is_tested_is_what_is_pinned():
    installed = {name: version(name) for name in PINS}
    assert installed == PINS


def test_the_fast_event_loop_comes_with_the_requirements():
    """Without uvloop every small answer of the server waits some 40 ms for the network's own timers."""
    assert "performance" in next(r for r in requirements("requirements.txt") if r.name == "streamlit").extras
    assert "uvloop" in PINS


def luminance(colour):
    """Relative luminance of #rrggbb as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_the_published_measure():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_can_be_read(mode):
    theme = THEME[mode]
    colours = [*(theme[name] for name in TEXTS), *theme["chartCategoricalColors"]]
    backgrounds = [theme[name] for name in BACKGROUNDS]
    faint = {pair: contrast(*pair) for pair in product(colours, backgrounds) if contrast(*pair) < READABLE}
    assert faint == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_there_are_as_many_chart_colours_as_plotly_needs(mode):
    colours = THEME[mode]["chartCategoricalColors"]
    assert len(colours) == len(set(colours)) == PLOTLY_NEEDS


def test_no_setting_names_another_machine():
    config = re.sub(r"(?m)\s#.*$", "", read(".streamlit/config.toml"))
    assert "://" not in config
    assert tomllib.loads(config)["browser"] == {"gatherUsageStats": False, "serverAddress": "localhost"}


def test_no_visit_begins_with_a_search_for_changed_sources():
    """It holds up every viewer for as long as ten reruns take."""
    assert tomllib.loads(read(".streamlit/config.toml"))["server"]["fileWatcherType"] == "none"


@pytest.mark.parametrize("command", ["bash -n .ci/run", "make --dry-run test run"])
def test_the_command_files_can_be_read(command):
    """Neither of the two installs or starts anything."""
    done = subprocess.run(command.split(), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_check_of_a_clean_checkout_can_be_executed():
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
