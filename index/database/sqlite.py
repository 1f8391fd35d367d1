"""A database in one SQLite file: a connection a thread, transactions, errors said in Vietnamese."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from index.database import disk
from index.database.disk import StorageProblem
from index.database.model import Changes, ConstraintBroken, Database, DatabaseRow, Parameters, Reader

T = TypeVar("T")


class SqliteDatabase(Database):
    """The database of one file. Every thread gets a connection of its own.

    :param busy: seconds that a writer waits for another one.
    """

    def __init__(self, file: Path, busy: float = 20) -> None:
        self.file, self._busy = file, busy
        self.name = str(file)
        self._local = threading.local()

    def exists(self) -> bool:
        """See :class:`Database`."""
        return self.file.exists()

    def rows(self, query: str, parameters: Parameters = ()) -> list[DatabaseRow]:
        """See :class:`Reader`."""
        return self._connection.rows(query, parameters)

    def each(self, query: str, parameters: Parameters = ()) -> Iterator[DatabaseRow]:
        """See :class:`Reader`."""
        return self._connection.each(query, parameters)

    @contextmanager
    def changing(self) -> Iterator[Changes]:
        """See :class:`Database`."""
        connection = self._connection
        connection.run("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.run("COMMIT")
        except BaseException:
            if connection.plain.in_transaction:  # SQLite rolls back by itself where the disk is full
                connection.run("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[Reader]:
        """See :class:`Database`."""
        connection = _Connection(self.file, self._busy)
        try:
            connection.run("BEGIN")
            yield connection
        finally:
            connection.plain.close()

    def define(self, schema: str) -> None:
        """See :class:`Database`; the file is made where there is none."""
        with self.changing() as db:
            for statement in filter(str.strip, schema.split(";")):
                db.execute(statement)

    def columns(self, table: str) -> list[str]:
        """See :class:`Database`."""
        return [row["name"] for row in self.rows("SELECT name FROM pragma_table_info(?)", (table,))]

    def tables(self) -> list[str]:
        """See :class:`Database`."""
        rows = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
        return [row["name"] for row in rows]

    def has_index(self, name: str) -> bool:
        """See :class:`Database`."""
        return self.row("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?", (name,)) is not None

    def order_of(self, table: str) -> str:
        """See :class:`Database`."""
        row = self.row("SELECT sql FROM sqlite_master WHERE name = ?", (table,))
        return "1" if row and "WITHOUT ROWID" in row[0] else "rowid"

    def count_on(self, changes: Changes) -> None:
        """See :class:`Database`; SQLite looks for the largest number each time."""

    def flush(self) -> bool:
        """Write the log into the file and empty it, so that what was deleted stands in neither.

        Where others are reading just now, SQLite does it with a later write.
        """
        (row,) = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return not row[0]

    @contextmanager
    def lock(self, name: str, wait: float = 0) -> Iterator[Callable[[], bool]]:  # noqa: ARG002
        """See :class:`Database`. Who uses the file is on its machine, where a lock file does it."""
        yield lambda: True

    def damaged(self, what: str) -> StorageProblem:
        """See :class:`Database`."""
        return StorageProblem(_damaged(self.file, what))

    def close(self) -> None:
        """Close this thread's connection and fold its log into the file."""
        self.flush()
        self._connection.plain.close()
        del self._local.connection

    def copy_to(self, file: Path) -> None:
        """Write the database as it is at one moment to another file, while others go on changing it."""
        target = _Connection(file, self._busy)
        try:
            _translated(self.file, lambda: self._connection.plain.backup(target.plain, pages=2000, sleep=0.01))
        finally:
            target.plain.close()

    @property
    def _connection(self) -> _Connection:
        connection: _Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            disk.make_private(self.file)
            connection = _Connection(self.file, self._busy)
            connection.run("PRAGMA journal_mode = WAL")
            connection.run("PRAGMA foreign_keys = ON")
            connection.run("PRAGMA secure_delete = ON")  # what is deleted leaves no words in the file
            self._local.connection = connection
        return connection


class _Connection(Changes):
    """A connection whose every error is a :class:`StorageProblem`, but for broken constraints."""

    def __init__(self, file: Path, busy: float) -> None:
        self._file = file
        self.plain = _translated(file, lambda: sqlite3.connect(file, timeout=busy, isolation_level=None))
        self.plain.row_factory = sqlite3.Row

    def rows(self, query: str, parameters: Parameters = ()) -> list[DatabaseRow]:
        """See :class:`Reader`."""
        return _translated(self._file, lambda: self.plain.execute(query, parameters).fetchall())

    def each(self, query: str, parameters: Parameters = ()) -> Iterator[DatabaseRow]:
        """See :class:`Reader`."""
        cursor = _translated(self._file, lambda: self.plain.execute(query, parameters))
        while rows := _translated(self._file, lambda: cursor.fetchmany(500)):
            yield from rows

    def execute(self, statement: str, parameters: Parameters = ()) -> int:
        """See :class:`Changes`."""
        return _translated(self._file, lambda: self.plain.execute(statement, parameters).rowcount)

    def executemany(self, statement: str, parameters: Iterable[Parameters]) -> None:
        """See :class:`Changes`."""
        _translated(self._file, lambda: self.plain.executemany(statement, parameters))

    def run(self, statement: str) -> None:
        """Execute a statement that says how to work."""
        self.rows(statement)


def _translated(file: Path, call: Callable[[], T]) -> T:
    """Return what a call of SQLite returns, and let it raise our errors. A misuse of SQLite keeps its own."""
    try:
        return call()
    except sqlite3.IntegrityError as error:
        raise ConstraintBroken(str(error)) from error
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        raise _problem(file, error) from error
    except UnicodeDecodeError as error:  # damaged text, be it a value or the name of a column
        raise StorageProblem(_damaged(file, error)) from error


def _problem(file: Path, error: sqlite3.Error) -> StorageProblem:
    """Return what to tell of an error that SQLite reports of a file."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_FULL or (
        code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and disk.is_full(file.parent)
    ):
        return StorageProblem(disk.full(file.parent))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StorageProblem(
            f"Tệp {file} đang bị chương trình khác khóa ({error}). Hãy đợi lượt ghi kia xong rồi làm lại; nếu vẫn bị "
            "khóa, hãy đóng chương trình đang mở tệp này. Không có gì bị mất"
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return StorageProblem(
            f"Không mở hoặc không ghi được {file} ({error}). Hãy kiểm tra quyền ghi, ổ đĩa và dung lượng đĩa của "
            "DATA_DIR rồi làm lại. Những gì đã lưu vẫn còn"
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or "decode" in str(error):
        return StorageProblem(_damaged(file, error))
    return StorageProblem(
        f"Không ghi được hoặc không đọc được {file} ({error}). Hãy kiểm tra quyền ghi và dung lượng đĩa của DATA_DIR "
        "rồi làm lại"
    )


def _damaged(file: Path, error: object) -> str:
    """Return what to tell of a file whose content is not what was written."""
    what = " ".join(str(error).split())[:200]
    return (
        f"Tệp {file} bị hỏng ({what}). Hãy dừng ứng dụng; nếu là chỉ mục, thử tạo lại từ các bản gốc đang giữ: "
        "python -m ingest --rebuild. Nếu vẫn lỗi, hãy khôi phục thư mục DATA_DIR từ bản sao lưu; không có bản sao lưu thì "
        "đổi tên tệp hỏng (đừng xóa) rồi nạp lại các báo cáo"
    )


def verdict(file: Path) -> str:
    """Return what SQLite's quick check says of a file of another's: "ok" or what is wrong; "" while it is at work in it."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return str(database.execute("PRAGMA quick_check(1)").fetchone()[0])
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN):
            return ""
        return str(error)


def packaged_rows(file: Path, *queries: str) -> list[list[tuple[Any, ...]]]:
    """Return what queries select of a file that came with a package and never changes.

    :raises ValueError: it is not such a file.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            return [database.execute(query).fetchall() for query in queries]
    except sqlite3.Error as error:
        raise ValueError(str(error)) from error
