"""The whole library checked: ranked by findings of figures, stopped between two reports."""

from __future__ import annotations

import threading
from decimal import Decimal
from types import SimpleNamespace

from app.checks.model import Finding, FindingKind, Quote
from app.library.kept_check import CheckedReport, KeptCheck
from app.library.library_check import LibraryCheck, LibraryProgress
from app.storage.running_work import Work
from app.workers.tasks import Findings
from ingest.errors import UnreadableFile

SUM = Finding(FindingKind.SUM, "x", ())
STYLE = Finding(FindingKind.LAYOUT, "y", ())


class Reports:
    """A library of named reports, and a workshop that finds so many of each kind; it waits where it is told to."""

    def __init__(self, found, gate=None):
        self._found, self._gate = found, gate
        settings = SimpleNamespace(originals_dir=__import__("pathlib").Path("/nowhere"))
        self.library = SimpleNamespace(catalog=self, settings=settings)

    def report_ids(self):
        return list(self._found)

    def report(self, name):
        if self._found[name] is None:
            raise KeyError(name)
        return name

    def file_of(self, name):
        return f"{name}.docx"

    def do(self, caller, task, report, path):
        if self._gate is not None:
            self._gate.wait(20)
        found = self._found[report]
        if isinstance(found, str):
            raise UnreadableFile(found)
        return Findings(found, 0, None, f"key-{report}")


def run(reports, work=None, kept=None):
    check = LibraryCheck(reports, reports, work or Work(), kept)
    check.start("lan")
    for _ in range(1000):
        if not check.state.running:
            return check.state
        check.wait()
    raise AssertionError("it did not end")


def test_reports_come_by_their_findings_of_figures():
    state = run(Reports({"a": (STYLE, STYLE), "b": (SUM, SUM), "c": (SUM, STYLE), "d": "tệp hỏng", "e": None}))
    assert (state.checked, state.every, state.stopped) == (5, 5, False)
    assert [one.file for one in state.ranked] == ["b.docx", "c.docx", "a.docx", "d.docx"]
    assert [one.of_figures for one in state.ranked] == [2, 1, 0, 0]
    assert state.ranked[-1] == CheckedReport("d", "d.docx", problem="tệp hỏng")


def test_it_ends_behind_the_report_it_is_at_and_runs_once_at_a_time():
    gate, work = threading.Event(), Work()
    reports = Reports({"a": (SUM,), "b": (SUM,)}, gate)
    check = LibraryCheck(reports, reports, work)
    check.start("lan")
    check.start("an")
    assert [(task.kind, task.name) for task in work.tasks()] in ([("Soát toàn kho", "lan")], [])
    check.stop()
    gate.set()
    while check.state.running:
        check.wait()
    assert check.state.stopped
    assert check.state.checked <= 1


def test_an_empty_library():
    assert run(Reports({})) == LibraryProgress()


def test_what_was_found_outlives_a_restart(store):
    told = Finding(FindingKind.SUM, "x", (Quote(("II", "1"), 3, "Tặng 12 giấy khen", 40),), frozenset((Decimal("12.5"),)))
    before = run(Reports({"a": (told, STYLE), "b": (SUM,), "d": "tệp hỏng", "e": None}), kept=KeptCheck(store))
    after = LibraryCheck(Reports({}), Reports({}), Work(), KeptCheck(store)).state
    assert after == before
    assert after.reports[0].findings[0].quotes[0].section == ("II", "1")


def test_a_report_that_is_deleted_leaves_nothing_in_what_was_found(store):
    kept = KeptCheck(store)
    run(Reports({"a": (SUM,), "b": (SUM,)}), kept=kept)
    kept.forget_report("a")
    assert [one.report for one in kept.last()[3]] == ["b"]


def test_a_run_that_was_broken_off_reads_as_stopped(store):
    kept = KeptCheck(store)
    kept.begin(3)
    kept.add(1, CheckedReport("a", "a.docx", (SUM,)))
    state = LibraryCheck(Reports({}), Reports({}), Work(), kept).state
    assert (state.checked, state.every, state.running, state.stopped) == (1, 3, False, True)
