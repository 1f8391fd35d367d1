"""Where the files that people send are read and checked: in processes apart, so that no file stops the app.

Two files at a time, each within the limits of the settings; who waits is let in by turns, and one caller never has both
processes. A process is kept for the next file, since starting one takes seconds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from anyio import to_thread

from app.access.fair_queue import Turnstile
from app.access.under_way import UnderWay
from ingest.limits import Limits
from ingest.worker import Worker

Result = TypeVar("Result")

PLACES = 2  # processes: one that hangs leaves one to everybody else; each may take MAX_MEMORY_MB
LONGEST = 20  # times MAX_SECONDS: what a scan of some hundred pages takes to be read by OCR
MODULES = ("app.workers.tasks", "app.drafting.last_year", "app.renewal.writing")


class Workshop:
    """Does tasks of :mod:`app.workers.tasks`. Safe to share between threads and event loops.

    No process is started before the first task.

    :param pages: folder that keeps what OCR read.
    :param under_way: counts what callers have at other servers too.
    """

    def __init__(
        self, limits: Limits, pages: Path | None = None, places: int = PLACES, under_way: UnderWay | None = None
    ) -> None:
        self._limits, self._pages = limits, pages
        self.turnstile = Turnstile(places, each=max(1, places - 1), shared=under_way, kind="files")
        self._idle: list[Worker] = []
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Start a process ahead of the first task."""
        self._give_back(self._worker())

    def do(self, caller: str, task: Callable[..., Result], *arguments: object) -> Result:
        """Return what a task returns, once it is the caller's turn; see :meth:`ingest.worker.Worker.do`.

        :raises QueueFull: too many are waiting.
        :raises UnreadableFile: stopped at a limit.
        :raises Exception: what the task is known to raise.
        """
        with self.turnstile.turn(caller):
            return self._do_next(task, *arguments)

    async def do_async(self, caller: str, task: Callable[..., Result], *arguments: object) -> Result:
        """Do the same without holding a thread while waiting."""
        async with self.turnstile.turn_of(caller):
            return await to_thread.run_sync(self._do_next, task, *arguments)

    def close(self) -> None:
        """End the processes that wait for work."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.stop()

    def _do_next(self, task: Callable[..., Result], *arguments: object) -> Result:
        worker = self._worker()
        try:
            result: Result = worker.do(task, *arguments)
            return result
        finally:
            self._give_back(worker)

    def _worker(self) -> Worker:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        from app.workers.tasks import FORESEEN

        return Worker(self._limits, self._pages, MODULES, FORESEEN, longest=LONGEST * self._limits.max_seconds)

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            self._idle.append(worker)

    def __del__(self) -> None:
        with suppress(Exception):  # at the end of the interpreter nothing may be left to do it with
            self.close()


def now(limits: Limits, task: Callable[..., Result], *arguments: Any) -> Result:  # noqa: ANN401
    """Do one task in a process of its own that ends with it: what the command line does.

    :raises UnreadableFile: stopped at a limit.
    :raises Exception: what the task is known to raise.
    """
    from app.workers.tasks import FORESEEN

    with Worker(limits, None, MODULES, FORESEEN, longest=LONGEST * limits.max_seconds) as worker:
        result: Result = worker.do(task, *arguments)
        return result
