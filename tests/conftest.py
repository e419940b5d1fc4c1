"""What every test can use."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# A shared machine is sometimes slow, so no example has a deadline; a check that blocks a change must
# not depend on luck, so there every run tries the same examples.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


# Begun first, those in a browser before them, so that no process is left alone with one of these at the end.
LONG = ("test_links.py", "test_store.py", "test_load_bad_files.py", "test_pages.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: ("browser" not in item.path.parts, item.path.name not in LONG))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared beside the checkout, where the originals and their labels lie."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the originals are not at ../shared, so nothing is compared with them")
    return folder


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """AppTest leaves the script that it ran as ``__main__``, which a new process would run again when it starts."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session", autouse=True)
def no_search_for_components() -> Iterator[None]:
    """AppTest looks through every installed package for Streamlit components at each run, which takes longer than a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.components.v2.manifest_scanner.scan_component_manifests", lambda: [])
        yield
