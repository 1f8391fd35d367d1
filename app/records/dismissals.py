"""Findings of "Soát báo cáo" that somebody looked at and dismissed: they do not come back for that report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from app.access.person import Person
from app.checks.keys import finding_keys
from app.checks.model import Finding
from app.storage.store import Store, now_written

MOST = 20_000  # dismissed by one person, some 2 MB; beyond, the oldest findings come back
SCHEMA = """
CREATE TABLE IF NOT EXISTS dismissed_findings (
    report TEXT NOT NULL, finding TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (report, finding)
) STRICT
"""


class Dismissals:
    """The findings that an office dismissed, for everybody who checks the report. :mod:`app.checks.keys` makes the keys."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.create(SCHEMA)

    def of(self, report: str) -> frozenset[str]:
        """Return the keys of what was dismissed for a report."""
        rows = self._store.rows("SELECT finding FROM dismissed_findings WHERE report = ?", (report,))
        return frozenset(row["finding"] for row in rows)

    def dismiss(self, person: Person, report: str, findings: Iterable[Finding]) -> None:
        """Keep that somebody dismissed findings of a report; one dismissed before keeps its first entry."""
        self.dismiss_keys(person, report, [key for finding in findings for key in finding_keys(finding)])

    def bring_back(self, report: str, findings: Iterable[Finding]) -> None:
        """Forget that findings of a report were dismissed."""
        self.bring_back_keys(report, [key for finding in findings for key in finding_keys(finding)])

    def change(self, person: Person, report: str, keys: Iterable[str], *, back: bool) -> None:
        """Dismiss by keys, or bring back."""
        if back:
            self.bring_back_keys(report, keys)
        else:
            self.dismiss_keys(person, report, keys)

    def dismiss_keys(self, person: Person, report: str, keys: Iterable[str]) -> None:
        """The same for who holds their keys alone."""
        now = now_written()
        rows = [(report, key, person.name, now) for key in keys]
        with self._store.changing() as db:
            db.executemany(
                "INSERT INTO dismissed_findings (report, finding, person, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                rows,
            )
            db.execute(
                "DELETE FROM dismissed_findings WHERE rowid IN (SELECT rowid FROM dismissed_findings WHERE person = ? "
                "ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
                (person.name, MOST),
            )

    def bring_back_keys(self, report: str, keys: Iterable[str]) -> None:
        """The same for who holds their keys alone."""
        with self._store.changing() as db:
            db.executemany(
                "DELETE FROM dismissed_findings WHERE report = ? AND finding = ?", [(report, key) for key in keys]
            )


def apart(findings: Sequence[Finding], dismissed: Collection[str]) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that stand and the dismissed ones. A finding about words is dismissed when all its words are."""
    dismissed_findings = [finding for finding in findings if all(key in dismissed for key in finding_keys(finding))]
    return [finding for finding in findings if finding not in dismissed_findings], dismissed_findings
