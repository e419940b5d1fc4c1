"""PostgreSQL as the home of a store: for several servers that share one, where SQLite serves one machine.

The index holds the tokens of ``sci_loader.search`` as they are: no dictionary, stemmer or stop word of the database has a
say, so it finds what SQLite finds.  An array of tokens has no places, so a phrase is looked for among the releases that
have all its words.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from sci_loader.errors import StoreError
from sci_loader.search import Any_, Every, Node, Not, Phrase
from sci_loader.tables import tables_sql

try:
    import psycopg
except ImportError as error:  # an extra, so that a laptop needs no database
    raise StoreError("a store in PostgreSQL needs psycopg: pip install 'psycopg[binary]'") from error

__all__ = ["Postgres"]

Row = tuple[Any, ...]


class Postgres:
    """A database of PostgreSQL, named by an address such as postgresql://user@host/name."""

    def __init__(self, address: str) -> None:
        self._address, self._lock = address, threading.RLock()
        self._writing = False  # a transaction that lost its connection cannot go on with another
        with self._held():
            self._connection = psycopg.connect(address, autocommit=True)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """The connection for one thread; what the database refuses is told in a sentence."""
        with self._lock:
            try:
                yield
            except psycopg.Error as error:
                raise StoreError(_said(error)) from None

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        with self._held():
            try:
                return self._asked(sql, values)
            except psycopg.OperationalError:
                if not self._connection.closed or self._writing:
                    raise
            # The database was started anew, or let go of a connection that had been idle for long.
            self._connection = psycopg.connect(self._address, autocommit=True)
            return self._asked(sql, values)

    def _asked(self, sql: str, values: Sequence[Any]) -> list[Row]:
        return self._connection.execute(_marks(sql), list(values) or None).fetchall()

    def run(self, sql: str, rows: Iterable[Sequence[Any]] = ((),)) -> None:
        with self._held(), self._connection.cursor() as cursor:
            cursor.executemany(_marks(sql), [list(row) for row in rows])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.query("SELECT 1")  # connects again where that is needed, which in between would be too late
        with self._held(), self._connection.transaction():
            self._writing = True
            try:
                yield
            finally:
                self._writing = False

    def tables(self) -> set[str]:
        return {row[0] for row in self.query("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")}

    def create(self) -> None:
        for statement in tables_sql("BYTEA"):
            self.run(statement)
        self.run(
            "CREATE TABLE words (seq BIGINT PRIMARY KEY, title TEXT, body TEXT, title_words TSVECTOR, body_words TSVECTOR)"
        )
        self.run("CREATE INDEX words_body ON words USING gin (body_words)")
        self.run("CREATE INDEX words_title ON words USING gin (title_words)")

    def index(self, rows: Iterable[tuple[int, str, str]]) -> None:
        self.run(
            "INSERT INTO words VALUES (?, ?, ?, array_to_tsvector(?), array_to_tsvector(?))",
            ((seq, f" {title} ", f" {body} ", _distinct(title), _distinct(body)) for seq, title, body in rows),
        )

    def unindex(self, rows: Iterable[tuple[int, str, str]]) -> None:
        self.run("DELETE FROM words WHERE seq = ?", [(seq,) for seq, _, _ in rows])

    def holding(self, node: Node, above: int = -1, known: Sequence[str] = ()) -> np.ndarray[Any, np.dtype[np.int64]]:
        values: list[Any] = []
        where = _where(node, values)
        sql = f"SELECT string_agg(seq::text, ',') FROM words WHERE {where} AND seq > ?"
        found = self.query(sql, [*values, above])[0][0]
        return np.fromstring(found or "", dtype=np.int64, sep=",")

    def tidy(self) -> None:
        self.run("ANALYZE")  # how an answer is looked for follows from how much there is; by itself it is noticed later

    def close(self) -> None:
        self._connection.close()


def _said(error: psycopg.Error) -> str:
    """What the database answered, or that it gave no answer."""
    if answer := error.diag.message_primary:
        return f"the database refuses ({answer}); see to that and do the same again, which goes on from what was read"
    reason = (str(error).strip().splitlines() or [type(error).__name__])[-1]
    return f"the database cannot be reached ({reason}); see that it runs and do the same again"


def _marks(sql: str) -> str:
    return sql.replace("%", "%%").replace("?", "%s")


def _distinct(text: str) -> list[str]:
    return sorted(set(text.split()))


def _where(node: Node, values: list[Any]) -> str:
    """A tree of phrases as a condition; what it looks for goes to ``values``."""
    match node:
        case Phrase(words, prefix, title):
            column = "title" if title else "body"
            last = f"'{words[-1]}':*" if prefix else f"'{words[-1]}'"
            values.append(" & ".join([*(f"'{w}'" for w in words[:-1]), last]))
            if len(words) == 1:
                return f"{column}_words @@ ?::tsquery"
            values.append(f"% {' '.join(words)}{'' if prefix else ' '}%")
            return f"({column}_words @@ ?::tsquery AND {column} LIKE ?)"
        case Any_(parts):
            return f"({' OR '.join(_where(p, values) for p in parts)})"
        case Every(parts):
            return f"({' AND '.join(_where(p, values) for p in parts)})"
        case Not(part):
            return f"NOT {_where(part, values)}"
    raise TypeError(node)
