"""The table of when each report last changed, by which every machine brings what it derived in line with the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from index.database.model import Changes, Reader

TABLE = "CREATE TABLE IF NOT EXISTS changes (report TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT"
FILE = "revision"  # in the folder of what is derived: the revision that it is in line with


def note(db: Changes, reports: Iterable[str]) -> None:
    """Note that reports change with the revision that this transaction makes."""
    db.executemany(
        "INSERT INTO changes VALUES (?, (SELECT CAST(value AS INTEGER) + 1 FROM about WHERE key = 'revision')) "
        "ON CONFLICT (report) DO UPDATE SET revision = excluded.revision",
        [(report,) for report in reports],
    )


def drop(db: Changes, report: str) -> None:
    """Take out the row of a report: nothing of a deleted report stays, not even its digest."""
    db.execute("DELETE FROM changes WHERE report = ?", (report,))


def since(db: Reader, revision: int) -> list[str]:
    """Return the reports that came or changed after a revision, in the order in which they did."""
    rows = db.rows("SELECT report FROM changes WHERE revision > ? ORDER BY revision, report", (revision,))
    return [row[0] for row in rows]


class Replica:
    """How far what is derived on this machine follows the catalogue."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE

    @property
    def revision(self) -> int | None:
        """The revision that it is in line with; None where that is not known."""
        try:
            return int(self._file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def note(self, revision: int) -> None:
        """Note that it is in line with a revision."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_suffix(".new")
        unfinished.write_text(str(revision), encoding="ascii")
        unfinished.replace(self._file)
