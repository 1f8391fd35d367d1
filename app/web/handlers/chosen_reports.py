"""The reports that alone are asked, searched and tabulated: how they are called to the one who chose them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.access.person import Person
from app.records.report_sets import ID_LONGEST, ReportSets
from app.web.handlers.ask import Screen


@dataclass(frozen=True, slots=True)
class ChosenReports:
    """Tells what a choice of reports is called: by the person's set of these reports, where there is one."""

    screen: Screen
    sets: ReportSets

    def in_library(self, reports: Iterable[str]) -> tuple[str, ...]:
        """Return the reports that the library holds, each once; if it holds none, the first, so that not all are asked.

        What else a browser names is dropped here, since the choice is kept with every question.
        """
        identities = tuple(dict.fromkeys(reports))
        library_ids = set(self.screen.assistant.library.catalog.report_ids())
        return tuple(report for report in identities if report in library_ids) or tuple(
            identity[:ID_LONGEST] for identity in identities[:1]
        )

    def line(self, person: Person, reports: Sequence[str]) -> str:
        """Return the line that names the reports, which a click takes off; "" without reports."""
        return self.screen.limit(reports, self.sets.name_of(person.name, reports) if reports else "")
