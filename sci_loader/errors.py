"""What can go wrong, as one small family.

LoaderError
├── UnreadableFile   a file that gives no release; becomes a row of ``problems`` and stops nobody else
├── BrokenInvariant  a table that is not what the data dictionary says; stops the load
└── StoreError       a store that cannot be used
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BrokenInvariant", "LoaderError", "Problem", "StoreError", "UnreadableFile"]


@dataclass(frozen=True)
class Problem:
    """One row of ``problems``: what was not believed, where, and what to do. Without a release_id the file was not read."""

    path: str
    code: str
    message: str
    remedy: str
    line: int | None = None
    release_id: str | None = None


class LoaderError(Exception):
    """Something this package refuses."""


class UnreadableFile(LoaderError):
    """A file that cannot become a release; carries the problem to report."""

    def __init__(self, code: str, message: str, remedy: str, line: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy, self.line = code, message, remedy, line


class BrokenInvariant(LoaderError):
    """A table breaks a rule of the data dictionary: a bug in this package, not in the data."""


class StoreError(LoaderError):
    """A store that cannot be used; the text says why and what to do."""
