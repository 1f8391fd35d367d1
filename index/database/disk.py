"""The disk below a database: what goes wrong there is said in Vietnamese, with what to do; nothing is half written.

A database keeps a transaction whole or drops it, so on a full disk, a locked file or a read-only one everything that was
stored stays as it was.
"""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from index.errors import IndexProblem

ROOM = 1_000_000  # bytes free below which an error of reading and writing counts as a full disk
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
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
