"""Which of the times said in a sentence governs a figure: the one before it, or the one right behind it.

Facts of reports and the check of what a model writes have different nouns for a time; both follow this rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

import regex as re

from ingest.language.context import Change
from ingest.language.dates import Date, When
from ingest.language.quantity import Quantity

# Before a year or place that a figure is only compared with: "so với", "so" alone, "bằng 118,2%".
COMPARED = re.compile(r"(?:(?<!\p{L})(?:so(?: với)?|hơn|kém)\s++(?:\p{L}++\s++){0,4}|(?<!\p{L})bằng\s++[\d.,]++\s?%\s++)$")
# … of a figure that is compared with: "so với 120 lượt của năm 2030, khách quốc tế 15 lượt": the 15 are of this year.
COMPARED_FIGURE = re.compile(r"(?<!\p{L})(?:so(?: với)?|hơn|kém)\s++[\d.,]++\s?%?\s?(?:\p{L}++\s++){0,5}$")
COMPARED_FROM = 40  # characters before a time in which that is looked for
SEPARATOR = re.compile(r"[,;:()\n¦]|[.!?…](?=\s|$)")
NAMES_END = re.compile(r"[,;:()¦]|(?<=\s)và(?=\s)")  # behind a figure: no name of what it counts goes on past it
OPENS = re.compile(r"\s{0,3}\(\s{0,3}(?:\p{L}+\s){0,2}$")
CLOSES = re.compile(r"\s?\)")
# What may follow a time that governs the figure before it.
ENDS = re.compile(r"\s*(?:$|[,;.:)\n¦]|(?:là|và|xuống|lên|còn|đến|so|đạt|có)(?!\p{L}))")
OF_DOCUMENT = re.compile(r"\s{0,2},?\s?(?:ngày|,)?\s{0,2}")
NEAR_DOCUMENT = 8  # characters between a document's number and its date


class SaidSpan(Protocol):
    """A time said at [start, end); ``compared``: only as what a figure is compared with."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def compared(self) -> bool:
        """Whether figures are only compared with it."""


S = TypeVar("S", bound=SaidSpan)


def governing(folded: str, start: int, end: int, spans: Sequence[S], until: int) -> S | None:
    """Return the time that governs a figure at [start, end) of a folded text, None where its sentence says none.

    :param spans: those of its sentence, in order.
    :param until: where the next figure begins, or the sentence ends.
    """
    own = [span for span in spans if not span.compared]
    before = next((s for s in reversed(own) if s.end <= start and not _is_of_compared_figure(folded, s.start)), None)
    behind = next((span for span in own if end <= span.start < until), None)
    if behind is not None:
        between = folded[end : behind.start]
        closed = OPENS.search(between) and CLOSES.match(folded, behind.end)
        if closed or (not SEPARATOR.search(between) and (before is None or ENDS.match(folded, behind.end))):
            return behind
    if before is None or ("(" in folded[before.end : start]) < (")" in folded[before.end : start]):
        return None  # what brackets hold goes no further
    return before


def from_start(quantity: Quantity, spans: Sequence[S], figures: Sequence[Quantity]) -> Sequence[S]:
    """Return the times that may govern a figure: not that of a change's start for its end ("từ 11 năm 2022 còn 4")."""
    if quantity.change is not Change.TO:
        return spans
    start = next((other for other in reversed(figures) if other.change is Change.FROM and other.end <= quantity.start), None)
    return [span for span in spans if start is None or not start.end <= span.start < quantity.start]


def is_compared(folded: str, at: int) -> bool:
    """Say whether what begins at a place is only compared with: "so với năm 2023"."""
    return COMPARED.search(folded, max(0, at - COMPARED_FROM), at) is not None


def _is_of_compared_figure(folded: str, at: int) -> bool:
    return COMPARED_FIGURE.search(folded, max(0, at - COMPARED_FROM), at) is not None


def without_documents(dates: Iterable[Date], documents: Sequence[int], folded: str) -> list[Date]:
    """Return the dates but for times of the day and those behind the number of a document, which are the document's.

    :param documents: where the numbers of documents end.
    """
    return [
        date
        for date in dates
        if date.when is not When.TIME
        and not any(
            0 <= date.start - end < NEAR_DOCUMENT and OF_DOCUMENT.fullmatch(folded, end, date.start) for end in documents
        )
    ]


def part_of(date: Date) -> str:
    """Return what of a year a date is: "q3", "m6" (its first six months), "m6-" (its last), "t9", "school"; "" the whole."""
    return {
        When.MONTH: f"t{date.month}",
        When.QUARTER: f"q{date.quarter}",
        When.PART: f"m{date.months}{'-' if date.last else ''}",
        When.SCHOOL_YEAR: "school",
    }.get(date.when, "")
