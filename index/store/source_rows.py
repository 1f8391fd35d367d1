"""The table of which path holds which report, and what becomes of a report that no path holds any more."""

from __future__ import annotations

from index.database.model import Changes, Database, Reader
from index.store import change_log, fact_table, passage_rows, spellings

TABLE = """CREATE TABLE IF NOT EXISTS sources (
    path TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES reports (id)
) STRICT"""
INDEX = "CREATE INDEX IF NOT EXISTS sources_of_report ON sources (report)"
# Deleted reports of which files remain to be removed: the copy of the file, pages read, index segments.
GONE = "CREATE TABLE IF NOT EXISTS gone (report TEXT PRIMARY KEY) STRICT"
NOTE = "INSERT INTO about VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
COMPACTION = "compaction"  # in "about": set while the vector store still holds vectors of reports that are out


def report_at(db: Reader, path: str) -> str | None:
    """Return the report that a path holds; None for a path that was never brought in, or is forgotten."""
    row = db.row("SELECT report FROM sources WHERE path = ?", (path,))
    return None if row is None else str(row[0])


def point(database: Database, db: Changes, path: str, report: str) -> None:
    """Record that a path holds a report; the one it held before goes if no other path holds it."""
    before = report_at(db, path)
    db.execute("INSERT INTO sources VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET report = excluded.report", (path, report))
    _drop_orphan(database, db, before)


def forget(database: Database, db: Changes, path: str) -> None:
    """Take a path out, and its report if no other path holds it."""
    before = report_at(db, path)
    db.execute("DELETE FROM sources WHERE path = ?", (path,))
    _drop_orphan(database, db, before)


def _drop_orphan(database: Database, db: Changes, report: str | None) -> None:
    if report is None or db.row("SELECT 1 FROM sources WHERE report = ? LIMIT 1", (report,)) is not None:
        return
    change_log.drop(db, report)
    db.execute("INSERT INTO gone VALUES (?) ON CONFLICT DO NOTHING", (report,))
    db.execute(NOTE, (COMPACTION, "due"))
    passage_rows.drop(database, db, report)
    spellings.drop(db, report)
    fact_table.drop(db, report)
    db.execute("DELETE FROM reports WHERE id = ?", (report,))
