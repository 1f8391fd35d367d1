"""This process's connections to PostgreSQL, lent to one thread at a time, and the rows that they give."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

import psycopg

Plain = psycopg.Connection[Any]

CONNECT_SECONDS = 10
IDLE = 8  # connections that are kept open while nobody uses them
# A server notices within a minute that a machine with a lock or a transaction of ours has died.
ALIVE = {
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "idle_session_timeout": "0",
}


class Lender:
    """This process's connections to one schema: each lent to one thread at a time, idle ones kept for the next."""

    def __init__(self, url: str, schema: str, busy: float) -> None:
        self._url, self._schema, self._busy = url, schema, busy
        self._lock, self._idle = threading.Lock(), list[Plain]()

    def lend(self) -> tuple[Plain, bool]:
        """Return a connection, and whether it lay idle: the server may have closed it meanwhile."""
        with self._lock:
            if self._idle:
                return self._idle.pop(), True
        return self.fresh(), False

    def fresh(self) -> Plain:
        """Return a new connection."""
        connection = psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            row_factory=_row_factory,
            client_encoding="UTF8",
            application_name="tro-ly-bao-cao",
        )
        settings = {"search_path": f'"{self._schema}"', "lock_timeout": f"{int(self._busy * 1000)}ms", **ALIVE}
        for name, value in settings.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        return connection

    def give_back(self, connection: Plain) -> None:
        """Keep a connection for the next, or close it."""
        with self._lock:
            is_sound = not connection.closed and connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
            if is_sound and len(self._idle) < IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close what lies idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


_lenders: dict[tuple[str, str, float], Lender] = {}


def lender_of(url: str, schema: str, busy: float) -> Lender:
    """Return the one lender of this process for a schema."""
    return _lenders.setdefault((url, schema, busy), Lender(url, schema, busy))


def close_idle() -> None:
    """Close every connection of this process that nobody uses just now."""
    while _lenders:
        _lenders.popitem()[1].close()


@functools.lru_cache(maxsize=500)
def _row_of(names: tuple[str, ...]) -> type[tuple[Any, ...]]:
    numbers = {name: number for number, name in enumerate(names)}

    class NamedRow(tuple[Any, ...]):
        """A row; a column is had by its name or number."""

        __slots__ = ()

        def __getitem__(self, column: Any) -> Any:  # noqa: ANN401 - a number or a name; what the column holds
            return tuple.__getitem__(self, numbers[column] if isinstance(column, str) else column)

    return NamedRow


def _row_factory(cursor: psycopg.Cursor[Any]) -> Callable[[Any], Any]:
    return _row_of(tuple(column.name for column in cursor.description or ()))
