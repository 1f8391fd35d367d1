"""Reading in a process of its own, so that a file that hangs, crashes or devours memory takes nothing else with it.

One process serves a whole run, since starting one takes longer than reading most files; after a file that had to be
stopped, a new one takes its place. It can read the next file while this one's passages are embedded.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

from ingest.errors import FULL_DISK, NO_ROOM, NoRoom, UnreadableFile
from ingest.limits import Limits, over
from ingest.model import Report
from ingest.reading import Reading

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
GRACE = 5.0  # seconds beyond the limit, in which programs that the reader calls are stopped by the reader itself
WATCHED = 1.0  # seconds between two looks whether the parent process still lives
MEGABYTE = 1024 * 1024
STOPPED = "tệp làm chương trình đọc dừng đột ngột; hãy mở bằng Word hoặc trình đọc PDF rồi lưu lại"
BROKEN = "tệp hỏng theo cách chương trình chưa biết; hãy mở bằng Word hoặc trình đọc PDF rồi lưu lại"


@dataclass(frozen=True, slots=True)
class _Order:
    """A file to read, and the name it will be cited by."""

    path: Path
    name: str | None


@dataclass(frozen=True, slots=True)
class _Progress:
    share: float


@dataclass(frozen=True, slots=True)
class _Refusal:
    reason: str
    no_room: bool = False


class ReportReader:
    """Understands files in a process of its own. Use as a context manager; the process starts at once.

    :param pages: folder that keeps what OCR read, None to keep nothing.
    """

    def __init__(self, limits: Limits | None = None, pages: Path | None = None) -> None:
        self._limits = limits or Limits()
        self._pages = pages.absolute() if pages else None
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._ahead: _Order | None = None
        self._start()

    def __enter__(self) -> ReportReader:
        return self

    def __exit__(self, *error: object) -> None:
        self._stop()

    def expect(self, path: Path, name: str | None = None) -> None:
        """Begin to read a file that will be asked for next."""
        order = _Order(path.absolute(), name)
        if self._ahead is None:
            self._send(order)
            self._ahead = order

    def understand(
        self, path: Path, name: str | None = None, progress: Callable[[float], None] = lambda share: None
    ) -> Report:
        """Read one file, to be cited as ``name`` (by default its own).

        :raises UnreadableFile: with the reason, in Vietnamese; also where reading was stopped at a limit.
        """
        order = _Order(path.absolute(), name)
        if self._ahead is not None and self._ahead != order:
            self._stop()  # it reads something else
        if self._ahead is None:
            self._send(order)
        self._ahead = None
        answer = self._answer(progress)
        if isinstance(answer, Report):
            return answer
        raise (NoRoom if answer.no_room else UnreadableFile)(answer.reason)

    def interrupt(self) -> None:
        """End what is being read, from another thread: it is refused as a file that made its reader stop."""
        process = self._process
        if process is not None and process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def _answer(self, progress: Callable[[float], None]) -> Report | _Refusal:
        connection = self._connection
        assert connection is not None  # noqa: S101 - understand() has sent an order
        try:
            while connection.poll(self._limits.max_seconds + GRACE):
                answer = connection.recv()
                if not isinstance(answer, _Progress):
                    return answer  # type: ignore[no-any-return]
                progress(answer.share)
        except (EOFError, OSError):  # the process is gone
            self._stop()
            return _Refusal(STOPPED)
        self._stop()
        seconds = self._limits.max_seconds
        return _Refusal(over("max_seconds", seconds, f"đọc chưa xong sau {seconds} giây"))

    def _send(self, order: _Order) -> None:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._start()
        with contextlib.suppress(OSError):  # the process died just now: seen when its answer is waited for
            self._connection.send(order)  # type: ignore[union-attr]

    def _start(self) -> None:
        here, there = Pipe()
        # A session of its own, so that what it starts can be stopped with it.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.worker", str(there.fileno())],
            cwd=ROOT,
            pass_fds=[there.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        there.close()
        here.send((self._limits, self._pages))
        self._connection = here

    def _stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = self._connection = self._ahead = None


def serve(connection: Connection) -> None:
    """Answer orders until the other side hangs up."""
    limits, pages = connection.recv()
    _bound_memory(limits.max_memory_mb)
    from ingest.report import understand  # takes its time, which passes while the parent is busy elsewhere

    reading = Reading(limits, pages, lambda share: connection.send(_Progress(share)))
    while True:
        try:
            order: _Order = connection.recv()
        except EOFError:
            return
        try:
            connection.send(understand(order.path, order.name, reading))
        except UnreadableFile as error:
            connection.send(_Refusal(str(error), isinstance(error, NoRoom)))
        except MemoryError:
            found = f"cần hơn {limits.max_memory_mb} MB bộ nhớ để đọc"
            connection.send(_Refusal(over("max_memory_mb", limits.max_memory_mb, found)))
        except Exception as error:  # one file, however broken, never stops the others
            if isinstance(error, OSError) and error.errno in FULL_DISK:
                connection.send(_Refusal(NO_ROOM, no_room=True))
                continue
            logger.exception("reader failed on %s", order.path)
            connection.send(_Refusal(BROKEN))


def _bound_memory(megabytes: int) -> None:
    """Let allocations beyond the limit fail, in this process and those it starts."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * MEGABYTE, most))


def _die_with(parent: int) -> None:
    """End this process and what it started once its parent is gone, however that ended."""
    while os.getppid() == parent:
        time.sleep(WATCHED)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=_die_with, args=(os.getppid(),), daemon=True).start()
    # The classes sent are those of the module that the parent imported, not of the one that runs as the program.
    from ingest import worker

    worker.serve(Connection(int(sys.argv[1])))
