"""Years of the period go on by themselves; days and documents of last year do not.

A report of 2024 becomes one of 2025: "năm 2024" is "năm 2025", "so với năm 2023" is "so với năm 2024", "nhiệm vụ năm
2025" is "nhiệm vụ năm 2026". Terms and programmes ("giai đoạn 2021 - 2025", "đến năm 2030"), laws and what was long ago
stay, marked.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex as re

from app.renewal.knowledge import knowledge
from app.renewal.model import RenewalState
from ingest.language.dates import YEAR_ALONE, Date, When
from ingest.language.spelling import fold

SHORT_END = re.compile(r"(?<=\d{4}\s?[-–/]\s?)\d{2}$")  # "2023-24"
TERM = 2  # years from the first to the last from which a span is a term and no pair of years


@dataclass(frozen=True, slots=True)
class PeriodShift:
    """Last year's period and this one's, first and last years. A school year counts as one."""

    old_first: int
    old_last: int
    first: int
    last: int

    @property
    def by(self) -> int:
        """By how many years the period went on."""
        return self.last - self.old_last

    @property
    def single(self) -> bool:
        """Whether last year's report is of one year, or of one school year."""
        return self.old_last - self.old_first < TERM

    @property
    def label(self) -> str:
        """What last year's values are called: "năm 2024", of several years "kỳ trước"."""
        if self.old_first == self.old_last:
            return f"năm {self.old_last}"
        return "năm học trước" if self.single else "kỳ trước"

    def near(self, year: int) -> bool:
        """Say whether a year is of the period, the one before it or the one after."""
        return self.old_first - 1 <= year <= self.old_last + 1


def renewed_date(date: Date, text: str, start: int, shift: PeriodShift, *, cell: bool) -> tuple[RenewalState, str]:
    """Return what becomes of a date that begins at ``start`` of a paragraph, and its new words ("" where they do not move).

    :param cell: it stands in a table, whose columns are years.
    """
    unmoved = (RenewalState.KEPT, "")
    last = date.until or date.year
    if last is None or date.year is None:
        return unmoved
    closes = knowledge().up_to.search(fold(text[max(0, start - 30) : start])) is not None
    if date.when is When.DAY:
        edge = f"{date.day}/{date.month:02}" in knowledge().edges or f"{date.day:02}/{date.month:02}" in knowledge().edges
        if not shift.near(last):
            return unmoved
        return _moved(date, shift) if edge else (RenewalState.BLANK, "")
    if date.when is When.MONTH:
        if not shift.near(last):
            return unmoved
        return _moved(date, shift) if closes and date.month == 12 else (RenewalState.BLANK, "")
    if date.until is not None and date.when is not When.SCHOOL_YEAR and date.until - date.year >= TERM:
        if (date.year, date.until) == (shift.old_first, shift.old_last):
            return RenewalState.MOVED, _with_years(date.text, shift.first, shift.last)
        length = shift.old_last - shift.old_first
        follows = shift.old_last <= date.year and date.until <= shift.old_last + length + 1  # the term after this one
        return _moved(date, shift) if follows and not shift.single else unmoved
    if closes and last > shift.old_last and date.when is When.YEAR:
        return unmoved  # "đến năm 2025" of a programme
    if not shift.near(last) or not (shift.near(date.year) or date.when is When.SCHOOL_YEAR):
        return unmoved
    if not shift.single and not cell and shift.old_first < last < shift.old_last:
        return RenewalState.BLANK, ""  # what happened in the midst of the term happened once
    return _moved(date, shift)


def moved_title(title: str, shift: PeriodShift) -> str:
    """Return a column's title or a name with its years gone on, as they are in the new report."""
    return YEAR_ALONE.sub(lambda match: str(int(match[0]) + shift.by) if shift.near(int(match[0])) else match[0], title)


def without_years(title: str) -> str:
    """Return a title folded and without years, so that "TH năm 2023" and "TH năm 2024" are one."""
    return " ".join(YEAR_ALONE.sub(" ", fold(title)).split())


def _moved(date: Date, shift: PeriodShift) -> tuple[RenewalState, str]:
    text = YEAR_ALONE.sub(lambda match: str(int(match[0]) + shift.by), date.text)
    text = SHORT_END.sub(lambda match: f"{(int(match[0]) + shift.by) % 100:02}", text)
    return (RenewalState.MOVED, text) if text != date.text else (RenewalState.KEPT, "")


def _with_years(text: str, first: int, last: int) -> str:
    years = iter((str(first), str(last)))
    return YEAR_ALONE.sub(lambda match: next(years, match[0]), text)
