"""What comes from others: no version with a known hole, no licence that binds users, and settings that are safe by default."""

import datetime as dt
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from pip._internal.models.index import PyPI

ROOT = Path(__file__).resolve().parents[1]
FLOORS = [
    (Requirement(line.split("#")[0]), line.split("#")[1])
    for line in (ROOT / "deploy" / "security-floors.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PINS = [line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line and not line.startswith("#")]  # fmt: skip
# Licences that let anyone use, change and pass on the whole; in the words of package metadata.
FREE = re.compile(
    r"MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|Unlicense|CC0|HPND|Zope|LGPL", re.I
)
BINDING = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|GNU General|GNU Affero|SSPL|BUSL|Commercial|Proprietary", re.I)
UNSAID = {"pyromark": "MIT", "axe-playwright-python": "MIT"}  # their licence files say it, their metadata do not


@pytest.mark.parametrize(("floor", "why"), FLOORS, ids=lambda x: x.name if isinstance(x, Requirement) else "")
def test_no_version_with_a_known_hole(floor: Requirement, why: str) -> None:
    assert re.search(r"CVE-\d{4}-\d{4,}", why), "a floor names its hole"
    assert version(floor.name) in floor.specifier
    pinned = dict(PINS).get(floor.name)
    assert pinned is None or Version(pinned) in floor.specifier


# Finished long ago, and needed by Streamlit.
FINISHED = {"itsdangerous"}


def pip(*words: str) -> str:
    return subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *words], capture_output=True, text=True, check=True).stdout  # fmt: skip


def index() -> str:
    """The address of the package index that pip asks."""
    told = [line.partition("=")[2].strip("'") for line in pip("config", "list").splitlines() if ".index-url" in line]
    return (told[-1] if told else str(PyPI.simple_url)).rstrip("/")


def last_release(name: str) -> dt.datetime:
    """When the newest file of a package came to the index."""
    asked = Request(f"{index()}/{canonicalize_name(name)}/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    with urlopen(asked, timeout=60) as answer:
        return max(dt.datetime.fromisoformat(file["upload-time"]) for file in json.load(answer)["files"])


@pytest.mark.soak
def test_what_is_required_comes_as_wheels_and_is_kept_up() -> None:
    """Asks the package index: a wheel of every package, and a release of each within two years."""
    report = pip("install", "--quiet", "--dry-run", "--ignore-installed", "--only-binary", ":all:", "--report", "-", "-c", str(ROOT / "constraints.txt"), "-r", str(ROOT / "requirements.txt"))  # fmt: skip
    chosen = {one["metadata"]["name"]: one["download_info"]["url"] for one in json.loads(report)["install"]}
    assert len(chosen) > 30
    assert [name for name, url in chosen.items() if not url.endswith(".whl")] == []
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=2 * 365.25)
    assert {name for name in chosen if last_release(name) < since} <= FINISHED


def licence(name: str) -> str:
    """What a package says of its licence."""
    about = metadata(name)
    classifiers = [c.rsplit(" :: ", 1)[1] for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    said = " / ".join(
        filter(None, [about.get("License-Expression"), *classifiers, (about.get("License") or "").split("\n")[0][:100]])
    )
    return said or UNSAID.get(name, "")


def test_every_licence_is_free_and_binds_nobody() -> None:
    installed = {}
    for name, _ in PINS:
        try:
            installed[name] = licence(name)
        except PackageNotFoundError:  # of another system or an extra that is not installed
            continue
    assert len(installed) > 40
    assert {n: words for n, words in installed.items() if not FREE.search(words) or BINDING.search(words)} == {}


def test_the_settings_are_safe_by_default() -> None:
    """No telemetry, no tracebacks for viewers, no interface for programs, no file that holds a secret."""
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["client"]["disableDataExport"] is True
    assert settings["server"].get("enableAgentApi", False) is False
    assert not {"enableCORS", "enableXsrfProtection", "cookieSecret"} & settings["server"].keys()
    assert settings["server"]["maxWidgetStateSize"] <= 5


def test_the_containers_can_do_little() -> None:
    """Not as root, on a file system that nobody can write, without rights, and with limits."""
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    assert {"dashboard-1", "dashboard-2", "nginx"} <= compose["services"].keys()
    for name, service in compose["services"].items():
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"] and service["mem_limit"], name
        assert (not service.get("privileged") and "ports" not in service) or name == "nginx"
    recipe = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    last = recipe[recipe.rindex("\nFROM ") :]
    assert re.search(r"^USER (?!root)\w+", last, re.M) and re.search(r"^HEALTHCHECK ", last, re.M)
    for line in re.findall(r"^COPY (?!--from)(.+)$", recipe, re.M):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), f"{source} is copied and does not exist"
    secret = re.compile(r"(?i)(secret|password|token|key)\s*[:=]\s*['\"]?[A-Za-z0-9/+]{12,}")
    for path in sorted((ROOT / "deploy").iterdir()):
        assert not secret.search(path.read_text(encoding="utf-8")), path.name


def test_the_replicas_of_all_files_are_the_same() -> None:
    """nginx sends viewers to the replicas that the compose file starts."""
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    front = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    named = re.findall(r"^\s*server ([\w-]+):8501 max_fails=2", front, re.M)
    assert sorted(named) == sorted(n for n in compose["services"] if n != "nginx")
    assert "server_tokens off" in front and "hash $viewer consistent" in front
