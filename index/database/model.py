"""What a database is to those who keep something in it, whichever it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from index.database.disk import StorageProblem

Parameters = Sequence[Any]


def among(query: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """Return a query that ends with a column, with its parameters, so that the column is one of the values, one or more."""
    return f"{query} IN ({', '.join('?' * len(values))})", values


class ConstraintBroken(Exception):
    """A change that the tables do not allow, such as a second row of one key. Nothing of its transaction is kept."""


class LockHeld(Exception):
    """Somebody else holds a lock of the database."""


class DatabaseRow(Protocol):
    """A row; a column is had by its name or number, and all of them in turn."""

    def __getitem__(self, column: int | str, /) -> Any: ...  # noqa: ANN401 - what the column holds

    def __iter__(self) -> Iterator[Any]: ...

    def __len__(self) -> int: ...


class Reader(ABC):
    """What can be asked. Parameters stand as ``?`` in the query."""

    @abstractmethod
    def rows(self, query: str, parameters: Parameters = ()) -> list[DatabaseRow]:
        """Return all rows of a query."""

    @abstractmethod
    def each(self, query: str, parameters: Parameters = ()) -> Iterator[DatabaseRow]:
        """Yield the rows of a query without holding all of them."""

    def row(self, query: str, parameters: Parameters = ()) -> DatabaseRow | None:
        """Return the first row of a query; None where there is none."""
        rows = self.rows(query, parameters)
        return rows[0] if rows else None

    def pairs(self, query: str, parameters: Parameters = ()) -> dict[Any, Any]:
        """Return the second column of every row by its first."""
        return {row[0]: row[1] for row in self.rows(query, parameters)}


class Changes(Reader):
    """A transaction that is open: what is asked sees what was changed."""

    @abstractmethod
    def execute(self, statement: str, parameters: Parameters = ()) -> int:
        """Change something; return how many rows were changed."""

    @abstractmethod
    def executemany(self, statement: str, parameters: Iterable[Parameters]) -> None:
        """Change something once for each of the parameters."""


class Database(Reader):
    """A database. Safe to share between threads.

    Everything of it raises :class:`StorageProblem` where it cannot be read or written just now.
    """

    name: str  # for people: the file, or the server and what of it
    is_shared = False  # whether servers on several machines may use it

    @abstractmethod
    def exists(self) -> bool:
        """Say whether anything was ever kept here."""

    @abstractmethod
    def changing(self) -> AbstractContextManager[Changes]:
        """Hold a transaction: all of it is kept, or on an error none. One at a time; others wait for it.

        :raises ConstraintBroken: see there.
        """

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[Reader]:
        """Read everything as it is at one moment, while others go on changing it."""

    @abstractmethod
    def define(self, schema: str) -> None:
        """Make the tables that ``schema`` names and that are not there (statements parted by semicolons).

        :raises StorageProblem: in PostgreSQL, which nobody changes unasked, they are not there (see ``may_define``).
        """

    @abstractmethod
    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns in order; none where there is no such table."""

    @abstractmethod
    def tables(self) -> list[str]:
        """Return the names of all tables."""

    @abstractmethod
    def has_index(self, name: str) -> bool:
        """Say whether there is an index of this name."""

    @abstractmethod
    def order_of(self, table: str) -> str:
        """Return the column by which the rows of a table stand as they came."""

    @abstractmethod
    def count_on(self, changes: Changes) -> None:
        """Let numbers that count themselves go on from those that were put in."""

    @abstractmethod
    def flush(self) -> bool:
        """Let what was deleted leave the disk as far as the engine can; False where somebody is still reading it."""

    @abstractmethod
    def lock(self, name: str, wait: float = 0) -> AbstractContextManager[Callable[[], bool]]:
        """Hold a lock that one process at a time has, on whichever machine; it is freed when the process dies.

        Gives what says whether it is still held: a server that is started anew has forgotten it.

        :raises LockHeld: somebody has held it for ``wait`` seconds.
        """

    @abstractmethod
    def damaged(self, what: str) -> StorageProblem:
        """Return what to tell of content that is not what was written."""

    @abstractmethod
    def close(self) -> None:
        """Close what this thread has open; the next use opens it again."""
