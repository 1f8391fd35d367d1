"""The disk below a database: what goes wrong there is said in Vietnamese, with what to do; nothing is half written.

A database keeps a transaction whole or drops it, so on a full disk, a locked file or a read-only one everything that was
stored stays as it was.
"""

from __future__ import annotations

import errno
import shutil
from contextlib import suppress
from pathlib import Path

from index.errors import IndexProblem

ROOM = 1_000_000  # bytes free below which an error of reading and writing counts as a full disk
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
OTHERS = 0o007  # what a file's mode lets other accounts of the machine do
CLOSED_DISK = {errno.EROFS, errno.EACCES, errno.EPERM}


class StorageProblem(IndexProblem):
    """A file or database of the library cannot be read or written just now; the message says why and what to do."""


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


def make_folder(folder: Path) -> None:
    """Make a folder of the library's own, which no other account of the machine can enter.

    Of one made earlier the others' rights are taken; the group's stay, which an office may have given for its backups.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    take_from_others(folder)


def make_private(file: Path) -> None:
    """Let no other account of the machine read a database's file, which is made where there is none, or those beside it."""
    with suppress(OSError):  # the database tells what is wrong with the disk
        file.touch(mode=0o600)  # SQLite gives the files beside it the same mode
    for own in (file, *(file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-shm"))):
        take_from_others(own)


def take_from_others(path: Path) -> None:
    """Leave other accounts of the machine no right to a file or folder, where that is ours to say."""
    with suppress(OSError):  # somebody else's, or gone
        mode = path.stat().st_mode
        if mode & OTHERS:
            path.chmod(mode & ~OTHERS & 0o7777)
