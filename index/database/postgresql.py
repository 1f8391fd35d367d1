"""A database in one schema of PostgreSQL: connections lent and given back, transactions, errors said in Vietnamese."""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlsplit

import psycopg
from psycopg import errors, sql

from index.database import dialect, failures
from index.database.disk import StorageProblem
from index.database.lending import Plain, lender_of
from index.database.model import Changes, ConstraintBroken, Database, DatabaseRow, LockHeld, Parameters, Reader

T = TypeVar("T")

ASKED_AGAIN = 0.1  # seconds between two tries for a lock that somebody holds


class PostgresDatabase(Database):
    """The database of one schema.

    :param busy: seconds that a writer waits for another one.
    :param may_define: make the schema and its tables, which nobody but those who are asked to do so may.
    """

    is_shared = True

    def __init__(self, url: str, schema: str, busy: float = 20, *, may_define: bool = False) -> None:
        self.url, self.schema, self._may_define = url, schema, may_define
        address = urlsplit(url)
        place = address.hostname or "máy này"
        self.name = f"PostgreSQL {place}{f':{address.port}' if address.port else ''}{address.path} ({schema})"
        self._lender = lender_of(url, schema, busy)
        self._local = threading.local()

    def exists(self) -> bool:
        """See :class:`Database`."""
        return bool(self.tables())

    def rows(self, query: str, parameters: Parameters = ()) -> list[DatabaseRow]:
        """See :class:`Reader`."""
        return self._query(lambda connection: _Session(self.name, connection).rows(query, parameters))

    def each(self, query: str, parameters: Parameters = ()) -> Iterator[DatabaseRow]:
        """See :class:`Reader`."""
        open_one: _Session | None = getattr(self._local, "session", None)
        if open_one is not None:
            yield from open_one.each(query, parameters)
            return
        with self.snapshot() as reader:
            yield from reader.each(query, parameters)

    @contextmanager
    def changing(self) -> Iterator[Changes]:
        """See :class:`Database`. One writer at a time, as in SQLite: what was read in a transaction holds to its end."""
        with self._transaction("BEGIN", write=True) as session:
            self._local.session = session
            try:
                yield session
            finally:
                del self._local.session

    @contextmanager
    def snapshot(self) -> Iterator[Reader]:
        """See :class:`Database`."""
        with self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as session:
            yield session

    def define(self, schema: str) -> None:
        """See :class:`Database`."""
        statements = [dialect.definition(part) for part in schema.split(";") if part.strip()]
        if not self._may_define:
            missing = sorted(set(failures.tables_of(schema)) - set(self.tables()))
            if missing or "ALTER TABLE" in schema:
                raise StorageProblem(failures.without_tables(self.name, missing or ["cột"]))
            return
        encoding = self._query(lambda connection: _first(connection, "SHOW server_encoding"))
        if encoding != "UTF8":
            raise StorageProblem(failures.other_encoding(self.name, encoding))
        self._query(lambda connection: connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(self._called)))
        with self.changing() as db:
            for statement in statements:
                db.execute(statement)

    def columns(self, table: str) -> list[str]:
        """See :class:`Database`; the order of rows, which SQLite does not list either, is left out."""
        rows = self.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ? "
            "AND column_name <> 'rowid' ORDER BY ordinal_position",
            (self.schema, table),
        )
        return [row[0] for row in rows]

    def tables(self) -> list[str]:
        """See :class:`Database`."""
        rows = self.rows(
            'SELECT tablename FROM pg_tables WHERE schemaname = ? ORDER BY tablename COLLATE "C"', (self.schema,)
        )
        return [row[0] for row in rows]

    def has_index(self, name: str) -> bool:
        """See :class:`Database`."""
        query = "SELECT 1 FROM pg_indexes WHERE schemaname = ? AND indexname = ?"
        return self.row(query, (self.schema, name)) is not None

    def order_of(self, table: str) -> str:
        """See :class:`Database`."""
        numbered = self.row(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_schema = ? AND table_name = ? AND is_identity = 'YES'",
            (self.schema, table),
        )
        return str(numbered[0]) if numbered else "1"

    def count_on(self, changes: Changes) -> None:
        """See :class:`Database`."""
        numbered = self.rows(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = ? AND is_identity = 'YES'",
            (self.schema,),
        )
        for table, column in numbered:
            following = f"(SELECT coalesce(max({column}), 0) + 1 FROM {table})"  # noqa: S608
            changes.rows(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {following}, false)")

    def flush(self) -> bool:
        """See :class:`Database`. PostgreSQL clears deleted rows away by itself (autovacuum), in its own time."""
        return True

    @contextmanager
    def lock(self, name: str, wait: float = 0) -> Iterator[Callable[[], bool]]:
        """See :class:`Database`."""
        key, until = zlib.crc32(f"{self.schema}/{name}".encode()), time.monotonic() + wait
        connection = self._translated(self._lender.fresh)
        try:
            while not self._translated(lambda: _first(connection, "SELECT pg_try_advisory_lock(%s)", key)):
                if time.monotonic() >= until:
                    raise LockHeld(name)
                time.sleep(ASKED_AGAIN)
            yield lambda: _lives(connection)
        finally:
            # A server notices that a connection is gone in its own time; till then the next would find the lock held.
            with suppress(psycopg.Error):
                connection.execute("SELECT pg_advisory_unlock_all()")
            connection.close()

    def damaged(self, what: str) -> StorageProblem:
        """See :class:`Database`."""
        return StorageProblem(failures.damaged(self.name, what))

    def close(self) -> None:
        """Close the connections that lie idle."""
        self._lender.close()

    def drop(self) -> None:
        """Remove the schema with all its tables."""
        self._query(lambda connection: connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(self._called)))

    @property
    def _called(self) -> sql.Identifier:
        return sql.Identifier(self.schema)

    @contextmanager
    def _transaction(self, begin: str, *, write: bool = False) -> Iterator[_Session]:
        key = zlib.crc32(f"{self.schema}/changing".encode())

        def opened(connection: Plain) -> None:
            connection.execute(begin)
            if write:
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (key,))

        connection = self._begun(opened)
        try:
            yield _Session(self.name, connection)
            self._translated(lambda: connection.execute("COMMIT"))
        except BaseException:
            with suppress(psycopg.Error):  # the server may be gone, and with it the transaction
                connection.execute("ROLLBACK")
            raise
        finally:
            self._lender.give_back(connection)

    def _query(self, ask: Callable[[Plain], T]) -> T:
        """Return what is asked of a connection outside any transaction, or of this thread's open transaction."""
        open_one: _Session | None = getattr(self._local, "session", None)
        if open_one is not None:
            return ask(open_one.plain)
        results: list[T] = []
        connection = self._begun(lambda lent: results.append(ask(lent)))
        self._lender.give_back(connection)
        return results[0]

    def _begun(self, begin: Callable[[Plain], None]) -> Plain:
        """Return a connection on which ``begin`` was done; one that the server closed while it lay idle is replaced."""
        while True:
            connection, lay_idle = self._translated(self._lender.lend)
            try:
                self._translated(lambda: begin(connection))  # noqa: B023 - called at once
            except BaseException:
                is_gone = connection.closed or connection.broken
                with suppress(psycopg.Error):
                    connection.rollback()
                self._lender.give_back(connection)
                if lay_idle and is_gone:
                    continue
                raise
            return connection

    def _translated(self, call: Callable[[], T]) -> T:
        return _translated(self.name, call)


def take_places(pairs: Sequence[tuple[PostgresDatabase, PostgresDatabase]]) -> None:
    """Give the first schema of each pair the name of the second, which goes; all at one moment. All are of one server."""

    def swap(connection: Plain) -> None:
        with connection.transaction():
            for fresh, current in pairs:
                connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(current._called))
                connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(fresh._called, current._called))

    pairs[0][0]._query(swap)


class _Session(Changes):
    """A connection that somebody has: what is asked and changed on it."""

    def __init__(self, name: str, plain: Plain) -> None:
        self._name, self.plain = name, plain

    def rows(self, query: str, parameters: Parameters = ()) -> list[DatabaseRow]:
        """See :class:`Reader`."""
        return _translated(self._name, lambda: self._executed(query, parameters).fetchall())

    def each(self, query: str, parameters: Parameters = ()) -> Iterator[DatabaseRow]:
        """See :class:`Reader`."""
        with self.plain.cursor(name="each", binary=True) as cursor:
            cursor.itersize = 500
            _translated(self._name, lambda: cursor.execute(dialect.statement(query).encode(), _parameters_for(parameters)))
            while rows := _translated(self._name, lambda: cursor.fetchmany(500)):
                yield from rows

    def execute(self, statement: str, parameters: Parameters = ()) -> int:
        """See :class:`Changes`."""
        return _translated(self._name, lambda: self._executed(statement, parameters).rowcount)

    def executemany(self, statement: str, parameters: Iterable[Parameters]) -> None:
        """See :class:`Changes`."""
        with self.plain.cursor() as cursor:
            rows = [_parameters_for(row) for row in parameters]
            _translated(self._name, lambda: cursor.executemany(dialect.statement(statement).encode(), rows))

    def _executed(self, statement: str, parameters: Parameters) -> psycopg.Cursor[Any]:
        cursor = self.plain.cursor(binary=True)
        return cursor.execute(dialect.statement(statement).encode(), _parameters_for(parameters))


def _lives(connection: Plain) -> bool:
    try:
        return bool(_first(connection, "SELECT true"))
    except psycopg.Error:
        return False


def _first(connection: Plain, query: str, *parameters: object) -> Any:  # noqa: ANN401 - what the column holds
    row = connection.execute(query.encode(), parameters).fetchone()
    return row[0] if row else None


def _parameters_for(parameters: Parameters) -> list[Any]:
    """Return parameters as PostgreSQL takes them: it has no text with a NUL, which no word of ours holds."""
    plain = [value.value if isinstance(value, Enum) else value for value in parameters]
    return [value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in plain]


def _translated(name: str, call: Callable[[], T]) -> T:
    """Return what a call of psycopg returns, and let it raise our errors. A misuse of SQL keeps its own."""
    try:
        return call()
    except errors.IntegrityError as error:
        raise ConstraintBroken(str(error)) from error
    except psycopg.Error as error:
        problem = failures.of_server(name, error)
        if problem is None:
            raise
        raise problem from error
