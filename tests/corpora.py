"""The shipped releases as a corpus, read once for all tests of a process: nobody may assign to its frames."""

import os
from functools import cache

import sci_loader
from sci_loader import Corpus

__all__ = ["everything", "shipped"]


@cache
def everything() -> Corpus:
    """All programmes."""
    assert "SCI_DATA" not in os.environ, "the corpus of other data would be given to all tests that follow"
    return sci_loader.load()


@cache
def shipped() -> Corpus:
    """What the first programme sees."""
    return everything().of("sci")
