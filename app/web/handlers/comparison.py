"""What happens when a report of the library is compared with last year's: reports in, HTML or a Word file out."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.access.person import Person
from app.comparison.model import ReportChange, ReportPlace
from app.comparison.word import write
from app.library.ingestion import Shelving
from app.library.predecessors import is_predecessor, predecessors
from app.library.register import Register
from app.web.html import comparison as views
from app.web.html.panel import Reference
from app.workers import tasks
from app.workers.pool import Workshop
from ingest.model import Passage


class Comparing:
    """Compares reports of the library that is open, in a process apart."""

    def __init__(self, shelving: Shelving, register: Register, workshop: Workshop) -> None:
        self._shelving, self._register, self._workshop = shelving, register, workshop

    def chooser(self, report: str, chosen: str = "") -> str:
        """Return the form that asks which report is last year's; :raises KeyError: no such report."""
        entry = self._register.entry(report)
        others = predecessors(entry, self._register.entries())
        proposed = others[0].report if others and is_predecessor(entry, others[0]) else ""
        return views.chooser(entry, others, proposed, chosen)

    def view(self, person: Person, report: str, old: str) -> str:
        """Return the form and, below it, what changed from the old report to this one.

        :raises KeyError: one of the reports is not in the library any more.
        :raises Busy: too many are waiting.
        """
        changes = self.changes(person, report, old)
        places = [[change.old for change in changes], [change.new for change in changes]]
        keys = self._keys(old, places[0]), self._keys(report, places[1])
        return self.chooser(report, old) + views.changes(changes, report, old, keys)

    def changes(self, person: Person, report: str, old: str) -> list[ReportChange]:
        """Return what changed; raises what :meth:`view` does."""
        catalog = self._shelving.library.catalog
        before, now = catalog.report(old), catalog.report(report)
        return self._workshop.do(person.name, tasks.compared_reports, before, now)

    def write(self, person: Person, report: str, old: str, file: Path) -> None:
        """Write what changed as a Word file; raises what :meth:`view` does."""
        changes = self.changes(person, report, old)
        before, now = (f"{entry.title} ({entry.files[0]})" for entry in map(self._register.entry, (old, report)))
        write(changes, before, now, file)

    def _keys(self, report: str, places: Iterable[ReportPlace | None]) -> dict[int, str]:
        """Return by the start of a place the key that opens it: its beginning within the passage that holds it."""
        passages = sorted(self._shelving.library.catalog.passages_of(report), key=lambda passage: passage.start)
        starts = [passage.start for passage in passages]
        return {place.start: key for place in places if place is not None and (key := _key(passages, starts, place))}


def _key(passages: Sequence[Passage], starts: Sequence[int], place: ReportPlace) -> str:
    at = bisect.bisect_right(starts, place.start) - 1
    if at < 0 or place.start >= passages[at].end:
        return ""
    passage = passages[at]
    return Reference(passage.id, place.start - passage.start, min(place.end, passage.end) - passage.start).key
