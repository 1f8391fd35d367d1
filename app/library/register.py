"""The register of the library: what it holds, a line a report, made anew only for what has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.query.facets import facet_words
from index.store.catalog import Catalog, Extent
from index.store.corrections import BY_HAND
from index.store.library import Library
from ingest.model import Metadata
from ingest.passages import title_of


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A report in the register. ``kind`` as shown, "" where unknown; ``files``: the names it came under, its own first."""

    report: str
    title: str
    facts: Metadata
    kind: str
    extent: Extent
    files: tuple[str, ...]

    @property
    def period(self) -> str:
        """Return "2020–2025", "2023", or nothing where the report does not say."""
        years = (self.facts.period_from, self.facts.period_to)
        return "–".join(str(year) for year in dict.fromkeys(years) if year is not None)

    @property
    def by_hand(self) -> bool:
        """Whether somebody has put facts right."""
        return any(where == BY_HAND for _, where in self.facts.found)


class Register:
    """The register of the library that ``library`` returns, asked anew each time. Safe to share between threads."""

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library
        self._made: tuple[str, tuple[RegisterEntry, ...]] = ("", ())
        self._extents: dict[str, Extent] = {}

    @property
    def revision(self) -> str:
        """What tells this state of the library from others."""
        return self._library().catalog.about()["revision"]

    def entries(self) -> tuple[RegisterEntry, ...]:
        """Return all reports, ordered by file name."""
        revision = self.revision
        if self._made[0] != revision:
            self._made = (revision, self._read(self._library().catalog))
        return self._made[1]

    def entry(self, report: str) -> RegisterEntry:
        """Return one report; :raises KeyError: no such report."""
        for entry in self.entries():
            if entry.report == report:
                return entry
        raise KeyError(report)

    def _read(self, catalog: Catalog) -> tuple[RegisterEntry, ...]:
        files: dict[str, list[str]] = {}
        for path, report in catalog.sources().items():
            files.setdefault(report, []).append(Path(path).name)
        made = []
        for report, facts in catalog.facts().items():
            try:
                file = catalog.file_of(report)
                if report not in self._extents:
                    self._extents[report] = catalog.extent(report)
            except KeyError:  # deleted meanwhile
                continue
            others = [name for name in files.get(report, ()) if name != file]
            copies = (file, *others, *[file] * (len(files.get(report, ())) - len(others) - 1))
            made.append(RegisterEntry(report, title_of(facts, file), facts, kind_of(facts), self._extents[report], copies))
        return tuple(made)


def kind_of(facts: Metadata) -> str:
    """Return what a reader calls the kind of a report with these facts; "" where it is none that is known."""
    return next((kind.shown for kind in facet_words().kinds if kind.is_of(facts)), "")
