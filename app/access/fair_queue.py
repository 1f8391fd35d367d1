"""Who is answered when many ask at once: a few at a time, and those who wait by turns, one of each caller.

Two processors answer no faster for being given thirty questions together; each of the thirty only waits for all others. And
a program that sends a hundred questions must not make an official wait for all hundred.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager, suppress

from app.access.under_way import UnderWay

PLACES = max(2, len(os.sched_getaffinity(0)))  # answers made at once: one a processor that this process may use
LONGEST = 200  # who wait at once; at some five answers a second the last would wait 40 s
DRAFTERS = 2  # drafts made at once, apart from answers: one takes some seconds, which no question should wait for
WRITERS = 8  # answers that a language model writes at once; each holds a thread while the model takes its time
OWN = 50  # of these that one caller has, at all servers together: nobody fills the queue alone


class QueueFull(Exception):
    """Too many are waiting; the message says so, in Vietnamese."""


class Turnstile:
    """Lets ``places`` in at once. Safe to share between threads and event loops.

    :param longest: who may wait at once; further ones are turned away.
    :param own: how many of these may be one caller's.
    :param each: places that one caller may hold at once; None: all.
    :param shared: counts what callers have at other servers too, so that ``own`` holds for all of them together. Places
        are this server's own, as its processors are.
    :param kind: what it counts them as.
    """

    def __init__(
        self,
        places: int = PLACES,
        longest: int = LONGEST,
        own: int = OWN,
        each: int | None = None,
        shared: UnderWay | None = None,
        kind: str = "",
    ) -> None:
        self._free = places
        self._shared, self._kind, self._most = shared, kind, own + places
        self._longest, self._own = longest, own
        self._each = places if each is None else each
        self._held: Counter[str] = Counter()  # places by caller
        self._waiting: OrderedDict[str, deque[Future[None]]] = OrderedDict()  # by caller; the first is next
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, caller: str) -> Iterator[None]:
        """Wait for a turn, hold it, and give it on at the end.

        :raises QueueFull: too many are waiting.
        """
        if self._shared is not None and not self._shared.enter(self._kind, caller, self._most):
            raise self._full()
        with self._counted(caller):
            ticket = self._queue(caller)
            try:
                ticket.result()
                yield
            finally:
                self._leave(caller, ticket)

    @asynccontextmanager
    async def turn_of(self, caller: str) -> AsyncIterator[None]:
        """Do the same without holding a thread while waiting; who is cancelled leaves the queue."""
        if self._shared is not None and not await self._shared.entered(self._kind, caller, self._most):
            raise self._full()
        with self._counted(caller):
            ticket = self._queue(caller)
            try:
                await asyncio.wrap_future(ticket)
                yield
            finally:
                self._leave(caller, ticket)

    @contextmanager
    def _counted(self, caller: str) -> Iterator[None]:
        try:
            yield
        finally:
            if self._shared is not None:
                self._shared.leave(self._kind, caller)

    def _full(self) -> QueueFull:
        return QueueFull(f"Bạn đang có {self._own} việc chờ. Hãy đợi các việc đó xong rồi gửi tiếp")

    def _queue(self, caller: str) -> Future[None]:
        """Return a ticket; its turn has come when it is done."""
        ticket: Future[None] = Future()
        with self._lock:
            if self._free and self._held[caller] < self._each:
                self._free -= 1
                self._held[caller] += 1
                ticket.set_result(None)
                return ticket
            if len(self._waiting.get(caller, ())) >= self._own:
                raise self._full()
            if sum(map(len, self._waiting.values())) >= self._longest:
                raise QueueFull("Đang có quá nhiều câu hỏi cùng lúc. Hãy đợi khoảng một phút rồi hỏi lại")
            self._waiting.setdefault(caller, deque()).append(ticket)
        return ticket

    def _leave(self, caller: str, ticket: Future[None]) -> None:
        """Give the turn of a ticket on; one whose turn never came only leaves the queue."""
        if ticket.cancel():
            with self._lock:
                self._drop(caller, ticket)
            return
        with self._lock:
            self._free += 1
            self._held[caller] -= 1
            if not self._held[caller]:
                del self._held[caller]
            while self._free and self._admit_next():
                pass

    def _drop(self, caller: str, ticket: Future[None]) -> None:
        line = self._waiting.get(caller, deque())
        with suppress(ValueError):  # its turn came and was passed over just now
            line.remove(ticket)
        if not line:
            self._waiting.pop(caller, None)

    def _admit_next(self) -> bool:
        """Let the next one in: of the caller whose turn it is, who then goes behind all other callers."""
        for caller in list(self._waiting):
            line = self._waiting[caller]
            if self._held[caller] >= self._each:
                continue
            ticket = line.popleft()
            del self._waiting[caller]
            if line:
                self._waiting[caller] = line
            if ticket.set_running_or_notify_cancel():
                self._free -= 1
                self._held[caller] += 1
                ticket.set_result(None)
            return True
        return False
