"""What is worked out of a corpus once, and kept while the corpus lives."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from sci_loader.corpus import Corpus
from sci_loader.lately import Lately

__all__ = ["of_programme", "remembered"]

KEPT = 512
_KEPT: dict[int, Lately] = {}
_NOT_KEPT = object()
_P = ParamSpec("_P")
_R = TypeVar("_R")


def remembered(function: Callable[Concatenate[Corpus, _P], _R]) -> Callable[Concatenate[Corpus, _P], _R]:
    """A pure function of a corpus that works each result out once and keeps it while the corpus lives.

    The ``KEPT`` results asked for last are kept for each corpus. What is returned is shared, so nobody may change it,
    and is not the corpus itself, which could then never go.
    """

    @wraps(function)
    def inner(corpus: Corpus, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        if id(corpus) not in _KEPT:
            weakref.finalize(corpus, _KEPT.pop, id(corpus), None)
        kept = _KEPT.setdefault(id(corpus), Lately(KEPT))
        key = (function, args, tuple(kwargs.items()))
        result = kept.find(key, _NOT_KEPT)
        if result is _NOT_KEPT:
            result = function(corpus, *args, **kwargs)
            kept.keep(key, result)
        return cast("_R", result)

    return inner


def of_programme(corpus: Corpus, slug: str) -> Corpus:
    """The corpus as one programme sees it: its own figures and register, every release not another's."""
    return corpus if list(corpus.programmes) == [slug] else _part(corpus, slug)


@remembered
def _part(corpus: Corpus, slug: str) -> Corpus:
    return corpus.of(slug)
