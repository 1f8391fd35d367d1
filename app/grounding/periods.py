"""Which time governs a figure: the date said before it in its sentence, or right behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex as re

from ingest.language.dates import Date, When, dates
from ingest.language.documents import document_numbers
from ingest.language.spelling import fold

# Before a year or place that a figure is only compared with.
COMPARED = re.compile(r"(?<!\p{L})(?:so với|hơn|kém)\s++(?:\p{L}++\s++){0,4}$")
SEPARATOR = re.compile(r"[,;:()\n¦]|[.!?…](?=\s|$)")
CLOSES = re.compile(
    r"\s*(?:$|[,;.:)\n¦]|(?:là|và|xuống|lên|còn|đến|so|đạt|có)(?!\p{L}))"
)  # what may follow a date that governs
IN_BRACKETS = re.compile(r"\s{0,3}\(\s{0,3}$")
OF_DOCUMENT = re.compile(r"\s{0,2},?\s?(?:ngày|,)?\s{0,2}$")


@dataclass(frozen=True, slots=True)
class Period:
    """A time that figures are of.

    ``years``: every year of it; empty for one relative to the report's own. ``part``: what of the year ("q3", "m6", "t9",
    "school", "span"), "" for the whole. ``edge``: "beginning" or "end", "" where not said. ``relative``: as
    :attr:`ingest.language.dates.Date.relative`.
    """

    years: frozenset[int] = frozenset()
    part: str = ""
    edge: str = ""
    relative: str = ""


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A period said at [start, end); ``compared``: only as what a figure is compared with."""

    start: int
    end: int
    period: Period
    compared: bool


def dated_spans(folded: str, found: Sequence[Date], documents: Sequence[int]) -> list[DatedSpan]:
    """Return the periods that a folded text says, in order.

    :param documents: where its documents' numbers end; the date behind one is the document's and governs no figure.
    """
    spans: list[DatedSpan] = []
    for date in found:
        if date.when is When.TIME or any(
            0 <= date.start - end < 8 and OF_DOCUMENT.fullmatch(folded, end, date.start) for end in documents
        ):
            continue
        period = _period(date)
        last = spans[-1] if spans else None
        if last and last.period.edge and not last.period.years and not folded[last.end : date.start].strip():
            spans[-1] = replace(last, end=date.end, period=replace(period, edge=last.period.edge))  # "cuối năm" + "2021"
            continue
        compared = COMPARED.search(folded, max(0, date.start - 40), date.start) is not None
        spans.append(DatedSpan(date.start, date.end, period, compared or date.relative in ("previous", "same period")))
    return spans


def governing(folded: str, start: int, end: int, spans: Sequence[DatedSpan], until: int) -> Period | None:
    """Return the period that governs a figure at [start, end) of a folded sentence, None where none is said.

    :param spans: those of its sentence.
    :param until: where the next figure begins, or the sentence ends.
    """
    own = [span for span in spans if not span.compared]
    before = next((span for span in reversed(own) if span.end <= start), None)
    for span in own:
        if end <= span.start < until:
            between = folded[end : span.start]
            if IN_BRACKETS.search(between) or (
                not SEPARATOR.search(between) and (before is None or CLOSES.match(folded, span.end))
            ):
                return span.period
            break
    return before.period if before else None


def _period(date: Date) -> Period:
    edge = date.relative if date.relative in ("beginning", "end") else ""
    relative = "" if edge else date.relative
    part = {
        When.MONTH: f"t{date.month}",
        When.QUARTER: f"q{date.quarter}",
        When.PART: f"m{date.months}{'-' if date.last else ''}",
        When.SCHOOL_YEAR: "school",
        When.YEARS: "span",
    }.get(date.when, "")
    return Period(frozenset(date.years), part, edge, relative)


def periods(text: str) -> list[DatedSpan]:
    """Return the periods that a normalised text says, in order; an empty text says none."""
    return dated_spans(fold(text), dates(text), [one.end for one in document_numbers(text)])
