"""Work on a file in a process of its own, so that a file that hangs, crashes or devours memory takes nothing else with it.

One process serves task after task, since starting one takes longer than most tasks; after a task that had to be stopped, a
new one takes its place. A task is a function of a module; it is given what the circumstances of reading are
(:class:`ingest.reading.Reading`) behind its own arguments. :class:`ReportReader` reads the next file while the passages of
this one are embedded.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableFile
from ingest.limits import Limits, over
from ingest.model import Report
from ingest.reading import Reading
from ingest.worker_messages import Done, Order, ProgressMade, Ready, Refusal, Task, Terms

ROOT = Path(__file__).resolve().parent.parent
GRACE = 5.0  # seconds beyond the limit, in which programs that the reader calls are stopped by the reader itself
STARTING = 120.0  # seconds in which a process is up, also on a machine that is busy; a task's time counts from then
STOPPED = "tệp làm chương trình đọc dừng đột ngột; hãy mở bằng Word hoặc trình đọc PDF rồi lưu lại"

Progress = Callable[[float], None]


class Worker:
    """Does tasks in a process of its own, one at a time. Use as a context manager; the process starts at once.

    :param pages: folder that keeps what OCR read, None to keep nothing.
    :param modules: loaded before the first task comes.
    :param foreseen: errors that a task may raise with words for the user; any other one is told as a broken file.
    :param longest: seconds that one task may take in all, however it gets on; None: as long as it gets on.
    :param whole: whether what a PDF holds beside its pages is read behind them.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        pages: Path | None = None,
        modules: Sequence[str] = (),
        foreseen: Sequence[type[Exception]] = (UnreadableFile,),
        longest: float | None = None,
        whole: bool = True,
    ) -> None:
        self._limits = limits or Limits()
        self._terms = Terms(self._limits, pages.absolute() if pages else None, tuple(modules), tuple(foreseen), whole)
        self._longest = longest
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._up = False
        self._start()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def do(self, task: Task, *arguments: object, progress: Progress = lambda share: None) -> Any:  # noqa: ANN401
        """Return what ``task(*arguments, reading)`` returns; all of it has to stand being pickled.

        :raises UnreadableFile: the task was stopped at a limit, or ended its process; the reason is in Vietnamese.
        :raises Exception: one of ``foreseen``, as the task raised it.
        """
        self._send(Order(task, arguments))
        return self._answer(progress)

    @property
    def pid(self) -> int | None:
        """The number of the process; None while there is none."""
        return self._process.pid if self._process is not None else None

    def interrupt(self) -> None:
        """End what is being done, from another thread: it is refused as a file that made its reader stop."""
        process = self._process
        if process is not None and process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """End the process, whatever it does; the next task starts another."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = self._connection = None

    def _answer(self, progress: Progress) -> Any:  # noqa: ANN401
        answer = self._waited(progress)
        if isinstance(answer, Done):
            return answer.result
        if answer.spent:
            self.stop()
        raise answer.error

    def _waited(self, progress: Progress) -> Done | Refusal:
        connection, seconds = self._connection, self._limits.max_seconds
        assert connection is not None  # noqa: S101 - an order has been sent
        try:
            if not self._up:
                self._up = connection.poll(STARTING) and isinstance(connection.recv(), Ready)
            until = time.monotonic() + self._longest if self._longest is not None else float("inf")
            while self._up and connection.poll(min(seconds + GRACE, max(0.0, until - time.monotonic()))):
                answer = connection.recv()
                if not isinstance(answer, ProgressMade):
                    return answer  # type: ignore[no-any-return]
                progress(answer.share)
        except (EOFError, OSError):  # the process is gone
            return Refusal(UnreadableFile(STOPPED), spent=True)
        progress_made = f"đọc chưa xong sau {seconds} giây"
        return Refusal(UnreadableFile(over("max_seconds", seconds, progress_made)), spent=True)

    def _send(self, order: Order) -> None:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._start()
        with contextlib.suppress(OSError):  # the process died just now: seen when its answer is waited for
            self._connection.send(order)  # type: ignore[union-attr]

    def _start(self) -> None:
        here, there = Pipe()
        # A session of its own, so that what it starts can be stopped with it.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.worker_process", str(there.fileno())],
            cwd=ROOT,
            pass_fds=[there.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        there.close()
        here.send(self._terms)
        self._connection, self._up = here, False


class ReportReader(Worker):
    """Understands files in a process of its own. Use as a context manager; the process starts at once.

    :param pages: folder that keeps what OCR read, None to keep nothing.
    :param whole: see :class:`Worker`; false for a library, which takes in the files of a PDF as reports of their own.
    """

    def __init__(self, limits: Limits | None = None, pages: Path | None = None, *, whole: bool = True) -> None:
        self._ahead: Order | None = None
        super().__init__(limits, pages, modules=("ingest.report",), whole=whole)

    def __enter__(self) -> ReportReader:
        return self

    def do(self, task: Task, *arguments: object, progress: Progress = lambda share: None) -> Any:  # noqa: ANN401
        """See :class:`Worker`; a file that was expected next is given up."""
        if self._ahead is not None:
            self.stop()
        return super().do(task, *arguments, progress=progress)

    def expect(self, path: Path, name: str | None = None) -> None:
        """Begin to read a file that will be asked for next."""
        if self._ahead is None:
            order = Order(understood, (path.absolute(), name))
            self._send(order)
            self._ahead = order

    def understand(self, path: Path, name: str | None = None, progress: Progress = lambda share: None) -> Report:
        """Read one file, to be cited as ``name`` (by default its own).

        :raises UnreadableFile: with the reason, in Vietnamese; also where reading was stopped at a limit.
        """
        order = Order(understood, (path.absolute(), name))
        if self._ahead is not None and self._ahead != order:
            self.stop()  # it reads something else
        if self._ahead is None:
            self._send(order)
        self._ahead = None
        report: Report = self._answer(progress)
        return report

    def stop(self) -> None:
        """End the process, whatever it reads; the next file starts another."""
        super().stop()
        self._ahead = None


def understood(path: Path, name: str | None, reading: Reading) -> Report:
    """Read one file; see :func:`ingest.report.understand`, which the parent process need not load."""
    from ingest.report import understand

    return understand(path, name, reading)
