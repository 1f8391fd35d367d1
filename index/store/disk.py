"""SQLite and the disk below it: what goes wrong there is said in Vietnamese, with what to do; nothing is half written.

Both the catalogue and the office's store open their file here. SQLite keeps a transaction whole or drops it, so on a full
disk, a locked file or a read-only one everything that was stored stays as it was.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from index.errors import IndexProblem

P = ParamSpec("P")
T = TypeVar("T")

ROOM = 1_000_000  # bytes free below which an error of reading and writing counts as a full disk
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
OTHERS = 0o007  # what a file's mode lets other accounts of the machine do
CLOSED_DISK = {errno.EROFS, errno.EACCES, errno.EPERM}


class StorageProblem(IndexProblem, sqlite3.OperationalError):
    """A file of the library cannot be read or written just now. The message says in Vietnamese why and what to do."""


def connect(file: Path, timeout: float) -> sqlite3.Connection:
    """Open an SQLite file whose every error is a :class:`StorageProblem`, but for broken constraints.

    :param timeout: seconds to wait for another writer.
    """
    try:
        connection = sqlite3.connect(file, timeout=timeout, isolation_level=None, factory=_Connection)
    except sqlite3.Error as error:
        raise problem(file, error) from error
    connection.file = file
    return connection


def make_folder(folder: Path) -> None:
    """Make a folder of the library's own, which no other account of the machine can enter.

    Of one made earlier the others' rights are taken; the group's stay, which an office may have given for its backups.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    take_from_others(folder)


def take_from_others(path: Path) -> None:
    """Leave other accounts of the machine no right to a file or folder, where that is ours to say."""
    with suppress(OSError):  # somebody else's, or gone
        mode = path.stat().st_mode
        if mode & OTHERS:
            path.chmod(mode & ~OTHERS & 0o7777)


def problem(file: Path, error: sqlite3.Error) -> StorageProblem:
    """Return what to tell of an error that SQLite reports of a file."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_FULL or (code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and is_full(file.parent)):
        return StorageProblem(full(file.parent))
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
        return StorageProblem(damaged(file, error))
    return StorageProblem(
        f"Không ghi được hoặc không đọc được {file} ({error}). Hãy kiểm tra quyền ghi và dung lượng đĩa của DATA_DIR "
        "rồi làm lại"
    )


def damaged(file: Path, error: object) -> str:
    """Return what to tell of a file whose content is not what was written."""
    what = " ".join(str(error).split())[:200]
    return (
        f"Tệp {file} bị hỏng ({what}). Hãy dừng ứng dụng; nếu là chỉ mục, thử tạo lại từ các bản gốc đang giữ: "
        "python -m ingest --rebuild. Nếu vẫn lỗi, hãy khôi phục thư mục DATA_DIR từ bản sao lưu; không có bản sao lưu thì "
        "đổi tên tệp hỏng (đừng xóa) rồi nạp lại các báo cáo"
    )


def disk_problem(error: OSError, folder: Path) -> StorageProblem | None:
    """Return the message for an error of the disk itself; None for an error of another kind."""
    if error.errno in FULL_DISK:
        return StorageProblem(full(folder))
    if error.errno in CLOSED_DISK:
        where = error.filename or folder
        return StorageProblem(
            f"Không ghi được {where} ({error.strerror}). Hãy kiểm tra quyền ghi của DATA_DIR và ổ đĩa rồi làm lại. "
            "Những gì đã lưu vẫn còn"
        )
    return None


def full(folder: Path) -> str:
    """Return what to tell where the disk of a folder is full."""
    return (
        f"Đĩa chứa {folder} đã đầy nên chưa ghi được. Hãy giải phóng dung lượng hoặc chuyển DATA_DIR sang đĩa rộng hơn rồi "
        "làm lại. Những gì đã lưu vẫn còn nguyên"
    )


def is_full(folder: Path) -> bool:
    """Say whether the disk of a folder has less than :data:`ROOM` left; False where that cannot be told."""
    try:
        return shutil.disk_usage(folder).free < ROOM
    except OSError:
        return False


def _translate_errors(call: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], T]:
    """Let a method of SQLite raise our errors. A broken constraint keeps its own error, which callers handle."""

    def translating(cursor: sqlite3.Cursor, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return call(cursor, *args, **kwargs)
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError, StorageProblem):
            raise
        except sqlite3.DatabaseError as error:
            raise problem(_file(cursor), error) from error
        except UnicodeDecodeError as error:  # damaged text, be it a value or the name of a column
            raise StorageProblem(damaged(_file(cursor), error)) from error

    return translating


def _file(cursor: sqlite3.Cursor) -> Path:
    return cursor.connection.file if isinstance(cursor.connection, _Connection) else Path()


class _Cursor(sqlite3.Cursor):
    execute = _translate_errors(sqlite3.Cursor.execute)
    executemany = _translate_errors(sqlite3.Cursor.executemany)
    fetchone = _translate_errors(sqlite3.Cursor.fetchone)
    fetchall = _translate_errors(sqlite3.Cursor.fetchall)
    __next__ = _translate_errors(sqlite3.Cursor.__next__)


class _Connection(sqlite3.Connection):
    """A connection that knows its file; its cursors speak Vietnamese."""

    file = Path()

    def cursor(self, factory: Any = _Cursor) -> Any:  # noqa: ANN401 - as SQLite's
        return super().cursor(factory)

    def execute(self, *arguments: Any) -> Any:  # noqa: ANN401 - as SQLite's
        return self.cursor().execute(*arguments)

    def executemany(self, *arguments: Any) -> Any:  # noqa: ANN401 - as SQLite's
        return self.cursor().executemany(*arguments)
