"""What was asked for lately is kept, and never more of it than there is room for."""

from collections import OrderedDict

from corpora import shipped
from hypothesis import given
from hypothesis import strategies as st

from sci_loader import store as stores
from sci_loader.lately import Lately
from sci_loader.shelf import shelf_of

STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 12), st.integers(1, 9)), max_size=120)


@given(STEPS, st.integers(1, 40))
def test_the_room_is_never_exceeded_and_the_oldest_leave_first(steps, most):
    kept, expected = Lately(most), OrderedDict()
    for is_kept, key, size in steps:
        if not is_kept:
            assert kept.find(key) == (size_of[0] if (size_of := expected.get(key)) else None)
            if key in expected:
                expected.move_to_end(key)
            continue
        kept.keep(key, f"{key} of {size}", size)
        expected.pop(key, None)
        if size <= max(1, most // 8):
            expected[key] = f"{key} of {size}", size
        while sum(s for _, s in expected.values()) > most:
            expected.popitem(last=False)
    assert len(kept) == len(expected)
    assert [kept.find(key) for key in range(13)] == [expected.get(key, (None,))[0] for key in range(13)]


def test_nothing_is_left_once_it_is_cleared():
    kept = Lately(2)
    kept.keep("a", 1)
    kept.clear()
    assert (len(kept), kept.find("a", "none")) == (0, "none")
    for key in "bcd":
        kept.keep(key, key)
    assert len(kept) == 2


def test_a_file_of_all_releases_does_not_push_out_what_pages_show(monkeypatch):
    corpus, shelf = shipped(), shelf_of(shipped())
    monkeypatch.setattr(stores, "PAGE", 3)
    store = stores.Store(shelf.store.home, shelf.store.facts)
    page = store.rows([0, 1, 2])
    assert len(store._shown) == 3
    every = store.rows(range(len(corpus.releases)))
    assert len(every) == len(corpus.releases) > 3
    assert (every[:3], len(store._shown)) == (page, 3)
    assert store.rows([2, 3, 0])[::2] == [page[2], page[0]]


def test_what_is_kept_is_what_the_store_has():
    corpus = shipped()
    places = list(range(len(corpus.releases)))
    whole = shelf_of(corpus).store
    fresh = stores.Store(whole.home, whole.facts)
    for at in range(0, len(places), 5):
        assert fresh.rows(places[at : at + 7]) == whole.rows(places)[at : at + 7]
