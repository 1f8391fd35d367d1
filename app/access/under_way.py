"""How many calls of each caller are under way, and that no caller has more of them than there may be.

One server counts in memory. Servers that share PostgreSQL write their counts there, so that a limit holds for all of them
together: one statement when a call comes in (.19 ms in the middle, .14 ms of a processor), none when it ends, and once
a second the counts of those who are at work. So a call that has ended may count for a second more. Where two servers let one
in at the same moment, a caller has one too many for each further server. While the database cannot be reached, each server
keeps the limit for itself.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections import Counter

from anyio import to_thread

from app.storage.loops import Loop
from app.storage.store import Store
from index.database.disk import StorageProblem

logger = logging.getLogger(__name__)

SECONDS = 1.0  # between two writings of the counts
LAPSED = 120  # seconds after which the counts of a server that writes no more do not count
SCHEMA = """
CREATE TABLE IF NOT EXISTS under_way (
    kind TEXT NOT NULL, caller TEXT NOT NULL, server TEXT NOT NULL, calls INTEGER NOT NULL, seen INTEGER NOT NULL,
    PRIMARY KEY (kind, caller, server)
) STRICT, WITHOUT ROWID /* of this moment */
"""
KEPT = "ON CONFLICT (kind, caller, server) DO UPDATE SET calls = excluded.calls, seen = excluded.seen RETURNING calls"
# Counts are written as they are, not added up: whatever went wrong is right again at the next writing.
ENTERED = f"""INSERT INTO under_way (kind, caller, server, calls, seen) SELECT ?, ?, ?, ?, unixepoch()
WHERE ? + (SELECT coalesce(sum(calls), 0) FROM under_way AS others WHERE others.kind = ? AND others.caller = ?
AND others.server <> ? AND others.seen > unixepoch() - {LAPSED}) <= ? {KEPT}"""  # noqa: S608

Key = tuple[str, str]  # kind of call, caller


class UnderWay:
    """The calls of one server. Safe to share between threads and event loops."""

    def __init__(self) -> None:
        self._counts: Counter[Key] = Counter()
        self._lock = threading.Lock()

    def enter(self, kind: str, caller: str, most: int) -> bool:
        """Count a call; False, and nothing is counted, where the caller has ``most`` of its kind already."""
        with self._lock:
            if self._counts[kind, caller] >= most:
                return False
            self._counts[kind, caller] += 1
        return True

    async def entered(self, kind: str, caller: str, most: int) -> bool:
        """Do the same without holding up an event loop."""
        return self.enter(kind, caller, most)

    def leave(self, kind: str, caller: str) -> None:
        """Count a call that came in no more."""
        with self._lock:
            self._counts[kind, caller] -= 1
            if not self._counts[kind, caller]:
                del self._counts[kind, caller]

    def count(self, kind: str, caller: str) -> int:
        """Return how many calls of a caller this server has."""
        with self._lock:
            return self._counts[kind, caller]


class SharedUnderWay(UnderWay):
    """The calls of one of several servers, whose limits hold for all of them."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store, self._server = store, uuid.uuid4().hex
        self._written: set[Key] = set()
        self._loop = Loop("under way", self._write_on)
        store.create(SCHEMA)

    def enter(self, kind: str, caller: str, most: int) -> bool:
        """See :class:`UnderWay`."""
        if not super().enter(kind, caller, most):
            return False
        agreed = self._agreed(kind, caller, most)
        if not agreed:
            self.leave(kind, caller)
        return agreed

    async def entered(self, kind: str, caller: str, most: int) -> bool:
        """See :class:`UnderWay`."""
        if not super().enter(kind, caller, most):
            return False
        agreed = False
        try:
            agreed = await to_thread.run_sync(self._agreed, kind, caller, most)
        finally:  # who is cancelled meanwhile has left
            if not agreed:
                self.leave(kind, caller)
        return agreed

    def _agreed(self, kind: str, caller: str, most: int) -> bool:
        """Write how many calls of a caller this server has; False where all servers together have too many."""
        own = self.count(kind, caller)
        try:
            # A statement by itself, not a transaction: it waits for no other writer.
            rows = self._store.rows(ENTERED, (kind, caller, self._server, own, own, kind, caller, self._server, most))
        except StorageProblem as error:
            logger.warning("Giới hạn chung của các máy chưa tính được, máy này tự giữ giới hạn: %s", error)
            return True
        with self._lock:
            self._written.add((kind, caller))
        return bool(rows)

    def start(self) -> None:
        """Begin to write the counts."""
        self._loop.start()

    def stop(self, wait: float = 10.0) -> None:
        """Write no more; what was written of this server goes."""
        self._loop.stop(wait)

    def write(self) -> None:
        """Write the counts as they are now; those of servers that died go.

        :raises StorageProblem: the database cannot be reached.
        """
        with self._lock:
            counts, ended = dict(self._counts), self._written - self._counts.keys()
        if counts:
            rows = ", ".join(["(?, ?, ?, ?, unixepoch())"] * len(counts))
            values = [part for (kind, caller), calls in counts.items() for part in (kind, caller, self._server, calls)]
            self._store.rows(f"INSERT INTO under_way (kind, caller, server, calls, seen) VALUES {rows} {KEPT}", values)  # noqa: S608
        for kind, caller in ended:
            self._delete("kind = ? AND caller = ? AND server = ?", kind, caller, self._server)
        if counts or ended:
            self._delete(f"seen <= unixepoch() - {LAPSED}")
        with self._lock:
            self._written = (self._written - ended) | counts.keys()

    def _delete(self, which: str, *values: str) -> None:
        self._store.rows(f"DELETE FROM under_way WHERE {which} RETURNING calls", values)  # noqa: S608

    def _write_on(self) -> None:
        while not self._loop.stopped.wait(SECONDS):
            try:
                self.write()
            except StorageProblem as error:
                logger.warning("Chưa ghi được số việc đang làm của máy này: %s", error)
        try:
            self._delete("server = ?", self._server)
        except StorageProblem as error:
            logger.warning("Chưa xóa được số việc đang làm của máy này: %s", error)


def under_way_of(store: Store) -> UnderWay:
    """Return the count of a server: shared where its database may be another server's too."""
    return SharedUnderWay(store) if store.is_shared else UnderWay()
