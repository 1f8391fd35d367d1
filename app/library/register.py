"""The register of the library: what it holds, a line a report, made anew only for what has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import regex as re

from app.library.twins import Twins
from index.query.facets import facet_words
from index.store.catalog import Catalog
from index.store.corrections import BY_HAND
from index.store.extents import Extent
from index.store.library import Library
from ingest.language.dates import Date, When, dates
from ingest.language.text import capitalized, fold_spaces
from ingest.model import Metadata
from ingest.passages import title_of

NUMBER = re.compile(r"(\d++\p{L}?+)\s*+[/-]?+(.*+)")  # "187/BC-UBND", "47-BC/ĐU", "12a/BC-PGDĐT", "15"
PARTS = frozenset({When.MONTH, When.QUARTER, When.PART, When.SCHOOL_YEAR})


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A report in the register. ``kind`` as shown, "" where unknown; ``files``: the names it came under, its own first.

    ``twins``: ids of the same report from other files, such as the PDF of a Word file; their names are among ``files``.
    ``originals``: (id, name) of its own file and of each twin's.
    """

    report: str
    title: str
    facts: Metadata
    kind: str
    extent: Extent
    files: tuple[str, ...]
    twins: tuple[str, ...] = ()
    originals: tuple[tuple[str, str], ...] = ()

    @property
    def reports(self) -> tuple[str, ...]:
        """The ids of the report and of its twins."""
        return (self.report, *self.twins)

    @property
    def period(self) -> str:
        """Return "6 tháng đầu năm 2025", "2020–2025", "2023", or nothing where the report does not say."""
        part = _part(self.facts)
        if part is not None and self.facts.period_to is not None and self.facts.kind is None:
            phrase = fold_spaces(part.text)
            text = phrase if part.year is not None else f"{phrase} năm {self.facts.period_to}"
            return capitalized(text)
        years = (self.facts.period_from, self.facts.period_to)
        return "–".join(str(year) for year in dict.fromkeys(years) if year is not None)

    @property
    def ends(self) -> int:
        """The end of its period as a number that grows with time: 202506 for the first half of 2025; 0 where unknown."""
        year, part = self.facts.period_to, _part(self.facts)
        if year is None:
            return 0
        if part is None or self.facts.kind is not None or part.last:
            return year * 100 + 12
        return year * 100 + (part.month or (part.quarter or 0) * 3 or part.months or 12)

    @property
    def number(self) -> tuple[str, str]:
        """Its number and its code, ("187", "BC-UBND"), of the Party's "47-BC/ĐU" ("47", "BC/ĐU"); what it lacks is empty."""
        match = NUMBER.match(fold_spaces(self.facts.number or ""))
        return (match[1], match[2].strip()) if match else ("", (self.facts.number or "").strip(" /"))

    @property
    def by_hand(self) -> bool:
        """Whether somebody has put facts right."""
        return any(where == BY_HAND for _, where in self.facts.found)


def _part(facts: Metadata) -> Date | None:
    """Return the part of a year that a title names first: month, quarter, some months, school year; None: whole years."""
    return next((date for date in dates(facts.title or "") if date.when in PARTS), None)


class Register:
    """The register of the library that ``library`` returns, asked anew each time. Safe to share between threads."""

    def __init__(self, library: Callable[[], Library]) -> None:
        self._library = library
        self._made: tuple[str, tuple[RegisterEntry, ...]] = ("", ())
        self._extents: dict[str, Extent] = {}
        self._twins = Twins()

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
        """Return the report with this id, or whose twin it is; :raises KeyError: no such report."""
        for entry in self.entries():
            if report in entry.reports:
                return entry
        raise KeyError(report)

    def _read(self, catalog: Catalog) -> tuple[RegisterEntry, ...]:
        files: dict[str, list[str]] = {}
        for path, report in catalog.sources().items():
            files.setdefault(report, []).append(Path(path).name)
        entries = []
        for report, facts in catalog.facts().items():
            try:
                file = catalog.file_of(report)
                if report not in self._extents:
                    self._extents[report] = catalog.extent(report)
            except KeyError:  # deleted meanwhile
                continue
            others = [name for name in files.get(report, ()) if name != file]
            copies = (file, *others, *[file] * (len(files.get(report, ())) - len(others) - 1))
            state = (title_of(facts, file), facts, kind_of(facts), self._extents[report], copies)
            entries.append(RegisterEntry(report, *state, originals=((report, file),)))
        return tuple(_together(group) for group in self._twins.groups(entries, lambda entry: catalog.report(entry).text))


def _together(group: Sequence[RegisterEntry]) -> RegisterEntry:
    """Return twins as one entry: of the file that has text and the writer's own structure, a PDF last."""
    first, *others = sorted(
        group, key=lambda entry: (entry.extent.ocr > 0, entry.files[0].lower().endswith(".pdf"), entry.files[0])
    )
    if not others:
        return first
    pages = next((entry.extent.pages for entry in (first, *others) if entry.extent.pages is not None), None)
    files = tuple(name for entry in (first, *others) for name in entry.files)
    twins, originals = (
        tuple(entry.report for entry in others),
        tuple(own for entry in (first, *others) for own in entry.originals),
    )
    extent = replace(first.extent, pages=pages)
    return replace(first, extent=extent, files=files, twins=twins, originals=originals)


def kind_of(facts: Metadata) -> str:
    """Return what a reader calls the kind of a report with these facts; "" where it is none that is known."""
    return next((kind.shown for kind in facet_words().kinds if kind.is_of(facts)), "")
