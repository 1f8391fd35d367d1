"""The periods that a text says; which of them governs a figure: :mod:`ingest.language.governing`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.language.dates import Date, When, dates
from ingest.language.documents import document_numbers
from ingest.language.governing import is_compared, part_of, without_documents
from ingest.language.spelling import fold


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


def dated_spans(folded: str, dates_read: Sequence[Date], documents: Sequence[int]) -> list[DatedSpan]:
    """Return the periods that a folded text says, in order.

    :param documents: where its documents' numbers end; the date behind one is the document's and governs no figure.
    """
    spans: list[DatedSpan] = []
    for date in without_documents(dates_read, documents, folded):
        period = _period(date)
        last = spans[-1] if spans else None
        if last and last.period.edge and not last.period.years and not folded[last.end : date.start].strip():
            spans[-1] = replace(last, end=date.end, period=replace(period, edge=last.period.edge))  # "cuối năm" + "2021"
            continue
        compared = is_compared(folded, date.start) or date.relative in ("previous", "same period")
        spans.append(DatedSpan(date.start, date.end, period, compared))
    return spans


def _period(date: Date) -> Period:
    edge = date.relative if date.relative in ("beginning", "end") else ""
    relative = "" if edge else date.relative
    part = "span" if date.when is When.YEARS else part_of(date)
    return Period(frozenset(date.years), part, edge, relative)


def periods(text: str) -> list[DatedSpan]:
    """Return the periods that a normalised text says, in order; an empty text says none."""
    return dated_spans(fold(text), dates(text), [number.end for number in document_numbers(text)])
