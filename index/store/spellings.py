"""The table of what each report spells out, so that no report is read again to know the library's abbreviations.

A library made before it was kept has no rows for its reports until they are brought in or re-indexed again.
"""

from __future__ import annotations

from pydantic import TypeAdapter

from index.database.model import Changes, Reader
from ingest.language.abbreviations import Spelling, spelled_out
from ingest.model import Report

TABLE = "CREATE TABLE IF NOT EXISTS spellings (report TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT"
SPELLINGS = TypeAdapter(list[Spelling])


def keep(db: Changes, report: Report) -> None:
    """Put in what a report spells out, in place of what it had."""
    data = SPELLINGS.dump_json(spelled_out(report.text))
    db.execute(
        "INSERT INTO spellings VALUES (?, ?) ON CONFLICT (report) DO UPDATE SET data = excluded.data", (report.id, data)
    )


def drop(db: Changes, report: str) -> None:
    """Take out the row of a report."""
    db.execute("DELETE FROM spellings WHERE report = ?", (report,))


def rows(db: Reader) -> list[bytes]:
    """Return the rows as stored, ordered by report."""
    return [row[0] for row in db.rows("SELECT data FROM spellings ORDER BY report")]
