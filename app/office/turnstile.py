"""Who is answered when many ask at once: a few at a time, and those who wait by turns, one of each caller.

Two processors answer no faster for being given thirty questions together; each of the thirty only waits for all others. And
a program that sends a hundred questions must not make an official wait for all hundred.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager

PLACES = max(2, len(os.sched_getaffinity(0)))  # answers made at once: one a processor that this process may use
LONGEST = 200  # who wait at once; at some five answers a second the last would wait 40 s


class Busy(Exception):
    """Too many are waiting; the message says so, in Vietnamese."""


class Turnstile:
    """Lets ``places`` in at once. Safe to share between threads and event loops.

    :param longest: who may wait at once; further ones are turned away.
    """

    def __init__(self, places: int = PLACES, longest: int = LONGEST) -> None:
        self._free = places
        self._longest = longest
        self._waiting: OrderedDict[str, deque[Future[None]]] = OrderedDict()  # by caller; the first is next
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, caller: str) -> Iterator[None]:
        """Wait for a turn, hold it, and give it on at the end.

        :raises Busy: too many are waiting.
        """
        ticket = self._queue(caller)
        try:
            ticket.result()
            yield
        finally:
            self._leave(ticket)

    @asynccontextmanager
    async def turn_of(self, caller: str) -> AsyncIterator[None]:
        """Do the same without holding a thread while waiting; who is cancelled leaves the queue."""
        ticket = self._queue(caller)
        try:
            await asyncio.wrap_future(ticket)
            yield
        finally:
            self._leave(ticket)

    def _queue(self, caller: str) -> Future[None]:
        """Return a ticket; its turn has come when it is done."""
        ticket: Future[None] = Future()
        with self._lock:
            if self._free:
                self._free -= 1
                ticket.set_result(None)
                return ticket
            if sum(map(len, self._waiting.values())) >= self._longest:
                raise Busy("Đang có quá nhiều câu hỏi cùng lúc. Hãy đợi khoảng một phút rồi hỏi lại")
            self._waiting.setdefault(caller, deque()).append(ticket)
        return ticket

    def _leave(self, ticket: Future[None]) -> None:
        """Give the turn of a ticket on; one whose turn never came only leaves the queue."""
        if ticket.cancel():
            return
        with self._lock:
            if not self._admit_next():
                self._free += 1

    def _admit_next(self) -> bool:
        """Let the next one in: of the caller whose turn it is, who then goes behind all other callers."""
        while self._waiting:
            caller, line = self._waiting.popitem(last=False)
            ticket = line.popleft()
            if line:
                self._waiting[caller] = line
            if ticket.set_running_or_notify_cancel():
                ticket.set_result(None)
                return True
        return False
