"""The nouns of a comparison of two reports: places, changes, and the years that the two are about. Free of any framework."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ingest.language.text import fold_spaces
from ingest.model import Heading, Report
from ingest.sections import labels, section_at


class ChangeKind(StrEnum):
    """Kinds of changes, as the command prints them."""

    COPIED = "copied"
    STALE = "stale"
    MOVED = "moved"
    NEW = "new"
    GONE = "gone"


NAMES = {
    ChangeKind.STALE: "chưa cập nhật",
    ChangeKind.COPIED: "chép nguyên văn",
    ChangeKind.MOVED: "số liệu thay đổi",
    ChangeKind.NEW: "mới",
    ChangeKind.GONE: "không còn",
}


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """A place in a report, word for word (white space folded), with its section and page, at [start, end)."""

    section: tuple[str, ...]
    heading: str  # of the outermost section that it is shown under, with its label; "" before the first heading
    page: int | None
    quote: str
    start: int
    end: int

    def as_json(self) -> dict[str, Any]:
        """Return section and quote."""
        return {"section": list(self.section), "quote": self.quote}


@dataclass(frozen=True, slots=True)
class ReportChange:
    """One thing that differs from last year, or should and does not.

    ``old`` is None for what is new, ``new`` for what is gone.
    """

    kind: ChangeKind
    message: str
    old: ReportPlace | None
    new: ReportPlace | None

    def as_json(self) -> dict[str, Any]:
        """Return the change in the shape of the command's output."""
        old, new = (place.as_json() if place else None for place in (self.old, self.new))
        return {"kind": self.kind.value, "old": old, "new": new, "message": self.message}


@dataclass(frozen=True, slots=True)
class Years:
    """The last years of the two periods; None where a report does not say."""

    old: int | None
    new: int | None

    @property
    def same(self) -> bool:
        """Whether both reports are about the same year: then nothing had to be updated."""
        return self.old is not None and self.old == self.new

    def write_both(self, old: str, new: str) -> str:
        """Return "2024: 64 hộ; 2025: 41 hộ"."""
        before, now = ("bản trước", "bản này") if self.same else (self.old or "năm trước", self.new or "năm nay")
        return f"{before}: {old}; {now}: {new}"


def years_of(old: Report, new: Report) -> Years:
    """Return the years of two reports: of the period, else of the date.

    A title that was not updated gives both the same period; then the dates of the reports tell them apart.
    """
    before, now = old.metadata, new.metadata
    years_written = [int(metadata.date[:4]) if metadata.date else None for metadata in (before, now)]
    first = before.period_to or years_written[0]
    last = now.period_to or years_written[1]
    if first is not None and first == last and None not in years_written:
        last = first + max(0, (years_written[1] or 0) - (years_written[0] or 0))
    return Years(first, last)


def place(report: Report, start: int, end: int) -> ReportPlace:
    """Return [start, end) of a report as a place."""
    path = report.path(section_at(report, start))
    return ReportPlace(
        labels(path),
        heading_name(path[0]) if path else "",
        report.page_at(start),
        fold_spaces(report.text[start:end]),
        start,
        end,
    )


def heading_name(heading: Heading) -> str:
    """Return a heading with its label: "II. KẾT QUẢ"."""
    return f"{heading.label}. {heading.title}".removeprefix("*. ")
