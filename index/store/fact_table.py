"""The table of each report's facts, so that a table over reports reads no report again."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from index.database.model import Changes, Reader
from ingest.facts.extraction import facts_of
from ingest.facts.model import Fact
from ingest.model import Passage, Report

FACTS = TypeAdapter(tuple[Fact, ...])


def keep(db: Changes, report: Report, passages: Sequence[Passage]) -> None:
    """Put in the facts of a report, in place of those it had."""
    data = FACTS.dump_json(tuple(facts_of(report, passages)), exclude_defaults=True)
    db.execute("INSERT INTO facts VALUES (?, ?) ON CONFLICT (report) DO UPDATE SET data = excluded.data", (report.id, data))


def drop(db: Changes, report: str) -> None:
    """Take out the facts of a report."""
    db.execute("DELETE FROM facts WHERE report = ?", (report,))


def row(db: Reader, report: str) -> bytes:
    """Return the facts of a report as stored; :raises KeyError: no such report."""
    stored = db.row("SELECT data FROM facts WHERE report = ?", (report,))
    if stored is None:
        raise KeyError(report)
    return bytes(stored[0])
