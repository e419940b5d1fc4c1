"""Two thousand hostile links: what each asks for is kept or named as left out, and what it leads to is worked out in time.

The page that they lead to is drawn for two thousand more; two hundred come over the wire in ``test_crowd``, a few to each page in
``test_pages``.
"""

import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import hostile
import pytest
from corpora import shipped
from streamlit.testing.v1 import AppTest

from sci_loader import view

COUNT = 2000
SLOWEST = 1.0  # seconds of processor time for one link
DASHBOARD = Path(__file__).resolve().parents[1] / "dashboard.py"


def asked_for(query: str) -> dict[str, list[str]]:
    """The parameters of a link as Streamlit reads them."""
    return parse_qs(query, keep_blank_values=True, errors="replace")


def test_links_are_read_to_their_rows_and_back() -> None:
    corpus = shipped()
    seconds, refused = [], 0
    for query, _ in hostile.links(COUNT, seed=7):
        start = time.process_time()
        params = asked_for(query)
        filters, unknown = view.read_query(corpus, params)
        again, nothing = view.read_query(corpus, parse_qs(view.query(filters)))
        assert len(view.releases_page(corpus, filters)) <= 10
        for what in ("releases", "claims", "register"):
            assert view.shown_count(corpus, what, filters) >= 0
        said = view.hint(filters.q)
        seconds.append(time.process_time() - start)
        assert nothing == [] and again == replace(filters, q=again.q), query[:300]
        assert again.q == filters.q.strip(), query[:300]
        for facet in view.FACETS:
            kept = [*getattr(filters, facet), *(value for name, value in unknown if name == facet)]
            assert set(kept) == {value for value in params.get(facet, ()) if value}, query[:300]
        refused += said != ""
    assert sorted(seconds)[int(0.99 * COUNT)] <= SLOWEST
    assert refused > 20


@pytest.mark.parametrize("seed", range(4))
def test_a_page_stays_whole_under_them(seed: int) -> None:
    """Visitors who follow a bad link each; what cannot be found is said."""
    seconds, said = [], 0
    AppTest.from_file(str(DASHBOARD), default_timeout=60).run()
    for _, asked in hostile.links(COUNT // 4, seed):
        at = AppTest.from_file(str(DASHBOARD), default_timeout=60)
        for name, values in asked.items():
            at.query_params[name] = values
        start = time.process_time()
        at.run()
        seconds.append(time.process_time() - start)
        assert not at.exception, str(asked)[:300]
        said += any("left out" in note.value for note in at.warning)
    assert said > COUNT / 16
    assert sorted(seconds)[int(0.99 * len(seconds))] <= SLOWEST
