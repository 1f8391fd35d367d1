"""Who may write to a library: one at a time, on this machine and among all machines of one database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from filelock import FileLock, Timeout

from index.database.model import LockHeld
from index.errors import LibraryBusy
from index.store.place import place_of
from settings import Settings

BUSY = "Một lượt nạp khác đang ghi vào thư viện này. Hãy đợi lượt đó xong rồi chạy lại"


@contextmanager
def write_lock(settings: Settings, wait: float = 0) -> Iterator[None]:
    """Hold the lock that one writer at a time has, here and in the database; it is freed when a process dies.

    :param wait: seconds to wait for another writer to end.
    :raises LibraryBusy: another run is writing.
    """
    with folder_lock(settings, wait), ExitStack() as locks:
        try:
            locks.enter_context(place_of(settings).lock(wait))
        except LockHeld as error:
            raise LibraryBusy(BUSY) from error
        yield


@contextmanager
def folder_lock(settings: Settings, wait: float = 0) -> Iterator[None]:
    """Hold the lock of whoever writes to what lies on this machine; the system frees it when a process dies.

    :raises LibraryBusy: another run is writing.
    """
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(settings.data_dir / "writing.lock", timeout=wait)
    try:
        lock.acquire()
    except Timeout as error:
        raise LibraryBusy(BUSY) from error
    try:
        yield
    finally:
        lock.release()
