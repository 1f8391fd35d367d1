"""The whole library checked ("Soát toàn kho"): every report, one after the other, while the app goes on."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field, replace

from app.access.fair_queue import QueueFull
from app.library.ingestion import Shelving
from app.library.kept_check import CheckedReport, KeptCheck
from app.storage.running_work import Work
from app.workers import tasks
from app.workers.pool import Workshop
from index.originals import original
from ingest.errors import UnreadableFile

logger = logging.getLogger(__name__)
KIND = "Soát toàn kho"  # as running work
LOOK_SECONDS = 2.0  # between two looks at a run, at most


@dataclass(frozen=True, slots=True)
class LibraryProgress:
    """How far a run is: reports done and all of them, whether it runs, whether somebody stopped it, what it found."""

    checked: int = 0
    every: int = 0
    running: bool = False
    stopped: bool = False
    reports: tuple[CheckedReport, ...] = field(default=())

    @property
    def ranked(self) -> list[CheckedReport]:
        """The reports with most findings of figures first, then with most of all."""
        return sorted(self.reports, key=lambda checked: (-checked.of_figures, -len(checked.findings), checked.file))


class LibraryCheck:
    """Checks the library that is open, one run at a time, in a thread of its own. Safe between threads.

    :param store: where what it finds is kept; the run before the last restart is told from there. None: nowhere.
    """

    def __init__(self, shelving: Shelving, workshop: Workshop, work: Work, store: KeptCheck | None = None) -> None:
        self._shelving, self._workshop, self._work, self._kept = shelving, workshop, work, store
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._moved = threading.Event()
        self._state = LibraryProgress()
        if store is not None:
            count, every, stopped, reports = store.last()
            self._state = LibraryProgress(count, every, stopped=stopped, reports=reports)

    @property
    def state(self) -> LibraryProgress:
        """How far the run is, or what the last one found."""
        return self._state

    def start(self, name: str) -> None:
        """Begin a run on behalf of ``name``; where one is on its way, nothing new begins."""
        with self._lock:
            if self._state.running:
                return
            self._stop.clear()
            reports = self._shelving.library.catalog.report_ids()
            self._state = LibraryProgress(0, len(reports), running=True)
            if self._kept is not None:
                self._kept.begin(len(reports))
        threading.Thread(target=self._run, args=(name, list(reports)), daemon=True, name="library-check").start()

    def stop(self) -> None:
        """Let the run end after the report that it is checking; what it found stays."""
        self._stop.set()

    def wait(self) -> None:
        """Return once another report is done, or after some seconds."""
        self._moved.wait(LOOK_SECONDS)
        self._moved.clear()

    def _run(self, name: str, reports: list[str]) -> None:
        try:
            with self._work.running(KIND, name) as progress:
                for number, report in enumerate(reports, start=1):
                    if self._stop.is_set():
                        break
                    progress("Soát báo cáo", (number - 1) / len(reports))
                    checked = self._check_report(name, report)
                    reports_so_far = (*self._state.reports, *([checked] if checked else []))
                    self._state = replace(self._state, checked=number, reports=reports_so_far)
                    if self._kept is not None:
                        self._kept.add(number, checked)
                    self._moved.set()
        except Exception:  # the end of a thread: what was checked so far stays, and the log says why no more
            logger.exception("the library could not be checked to its end")
        finally:
            if self._kept is not None and self._state.checked == self._state.every:
                self._kept.end(stopped=False)
            self._state = replace(self._state, running=False, stopped=self._stop.is_set())
            self._moved.set()

    def _check_report(self, name: str, report: str) -> CheckedReport | None:
        """Return a report with its findings; None where it was deleted meanwhile."""
        library = self._shelving.library
        try:
            content, file = library.catalog.report(report), library.catalog.file_of(report)
        except KeyError:
            return None
        copy = original(library.settings.originals_dir, report, file)
        try:
            result = self._workshop.do(name, tasks.checked_report, content, copy if copy.is_file() else None)
        except (UnreadableFile, QueueFull) as error:
            return CheckedReport(report, file, problem=str(error))
        return CheckedReport(report, file, result.listed, result.key)
