"""What the last "Soát toàn kho" found, kept in the office's store: a restart of the app does not lose it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.checks.arrangement import OF_FIGURES
from app.checks.model import Finding, FindingKind, Quote
from app.storage.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS library_check (
    report TEXT PRIMARY KEY, file TEXT NOT NULL, key TEXT NOT NULL, problem TEXT NOT NULL, findings TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS library_check_run (
    one INTEGER PRIMARY KEY CHECK (one = 1), done INTEGER NOT NULL, every INTEGER NOT NULL, stopped INTEGER NOT NULL
) STRICT
"""


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """A report of the library with its findings, worst first; ``problem``: why it could not be checked, "" where it was."""

    report: str
    file: str
    findings: tuple[Finding, ...] = ()
    key: str = ""
    problem: str = ""

    @property
    def of_figures(self) -> int:
        """How many findings are of figures."""
        return sum(finding.kind in OF_FIGURES for finding in self.findings)


class KeptCheck:
    """The run that was last begun: how far it came, and each report that it did."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(SCHEMA)

    def begin(self, every: int) -> None:
        """Forget the run before; the new one has so many reports to do."""
        with self._store.changing() as db:
            db.execute("DELETE FROM library_check")
            db.execute("DELETE FROM library_check_run")
            db.execute("INSERT INTO library_check_run (one, done, every, stopped) VALUES (1, 0, ?, 1)", (every,))

    def add(self, count: int, report: CheckedReport | None) -> None:
        """Keep what was found in a report; None: it was deleted meanwhile."""
        with self._store.changing() as db:
            db.execute("UPDATE library_check_run SET done = ?", (count,))
            if report is not None:
                row = (
                    report.report,
                    report.file,
                    report.key,
                    report.problem,
                    json.dumps([_as_json(f) for f in report.findings]),
                )
                db.execute("DELETE FROM library_check WHERE report = ?", (report.report,))
                db.execute("INSERT INTO library_check (report, file, key, problem, findings) VALUES (?, ?, ?, ?, ?)", row)

    def end(self, *, stopped: bool) -> None:
        """Note how the run ended; one that does not come to this was broken off, and reads as stopped."""
        with self._store.changing() as db:
            db.execute("UPDATE library_check_run SET stopped = ?", (int(stopped),))

    def last(self) -> tuple[int, int, bool, tuple[CheckedReport, ...]]:
        """Return reports done and all of them, whether it was stopped, what was found; no run: zeros and nothing."""
        runs = self._store.rows("SELECT done, every, stopped FROM library_check_run")
        rows = self._store.rows("SELECT report, file, key, problem, findings FROM library_check ORDER BY rowid")
        reports = tuple(
            CheckedReport(r["report"], r["file"], tuple(map(_finding, json.loads(r["findings"]))), r["key"], r["problem"])
            for r in rows
        )
        return (runs[0]["done"], runs[0]["every"], bool(runs[0]["stopped"]), reports) if runs else (0, 0, False, ())

    def forget_report(self, report: str) -> None:
        """Take a report out that is deleted from the library."""
        with self._store.changing() as db:
            db.execute("DELETE FROM library_check WHERE report = ?", (report,))


def _as_json(finding: Finding) -> dict[str, Any]:
    quotes = [[list(quote.section), quote.page, quote.quote, quote.start] for quote in finding.quotes]
    values = [str(value) for value in finding.values]
    return {"kind": finding.kind.value, "message": finding.message, "quotes": quotes, "values": values}


def _finding(entry: dict[str, Any]) -> Finding:
    quotes = tuple(Quote(tuple(section), page, quote, start) for section, page, quote, start in entry["quotes"])
    return Finding(FindingKind(entry["kind"]), entry["message"], quotes, frozenset(map(Decimal, entry["values"])))
