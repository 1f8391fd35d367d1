"""Years and days of last year that were left in: "năm 2024" where last year's report says it and this one should not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex as re

from app.comparison.knowledge import knowledge
from app.comparison.likeness import Scored, pair
from app.comparison.model import Years
from app.comparison.pieces import ReportPiece
from ingest.language.dates import Date, When
from ingest.language.documents import DocumentNumber
from ingest.language.spelling import fold

AROUND = 5  # words on each side of a year that tell years of one clause apart
ALIKE = 0.5  # share of those words that two years need to be the same one
CITED = 60  # characters before a date in which the document stands that it dates
MOST_PAIRS = 2_500  # pairs of dates of two clauses that are looked at: no clause of a report has fifty
TERM = 4  # years from the first to the last of a term or plan period: 2021-2025
WORD = re.compile(r"\p{L}+")
CLAUSE = re.compile(r"[.;:]\s")


def left_in(text: tuple[str, str], old: ReportPiece, new: ReportPiece, years: Years) -> Iterator[tuple[Date, int]]:
    """Yield (date, its place in the new text) of what should have gone on by a year; nothing where no years are known.

    :param text: those of the old and of the new report, in which the two clauses stand.
    """
    if years.old is None or years.new is None or years.same:
        return
    for before_at, now_at in _pair_dates(text, old, new):
        (_, before), (offset, now) = before_at, now_at
        same = (before.year, before.until, before.month, before.day) == (now.year, now.until, now.month, now.day)
        if same and _goes_on(now, years.old) and not _of_standing_document(text[1], new, offset + now.start):
            yield now, offset + now.start


def _goes_on(date: Date, last: int) -> bool:
    """Say whether a date of last year's report is of that year or of one beside it, and of no term or long period."""
    if date.until is not None and date.when is not When.SCHOOL_YEAR:
        return date.until == last and date.until - (date.year or 0) != TERM
    if date.when is When.DAY or date.when is When.MONTH:
        return date.year == last
    return date.year is not None and last - 1 <= (date.until or date.year) <= last + 1


def _of_standing_document(text: str, piece: ReportPiece, at: int) -> bool:
    """Say whether a date at ``at`` is that of a law, a decree, a decision: of what holds until it is replaced."""
    documents = [
        (offset + reading.end, reading)
        for offset, reading in piece.readings
        if isinstance(reading, DocumentNumber) and at - CITED <= offset + reading.end <= at
    ]
    if documents:
        return knowledge().standing.fullmatch(fold(documents[-1][1].kind)) is not None
    before = fold(text[max(piece.start, at - CITED) : at])
    return knowledge().standing.search(CLAUSE.split(before)[-1]) is not None


def _pair_dates(
    text: tuple[str, str], old: ReportPiece, new: ReportPiece
) -> list[tuple[tuple[int, Date], tuple[int, Date]]]:
    olds, news = old.dates, new.dates
    if old.words == new.words and len(olds) == len(news):
        return list(zip(olds, news, strict=True))
    if len(olds) * len(news) > MOST_PAIRS:
        return []
    before = [_around(text[0], old, offset + date.start, offset + date.end) for offset, date in olds]
    now = [_around(text[1], new, offset + date.start, offset + date.end) for offset, date in news]
    scored = [
        Scored(score - 0.1 * abs(a / len(olds) - b / len(news)), a, b)
        for a, b, score in _alike(before, now)
        if olds[a][1].when is news[b][1].when and (score >= ALIKE or len(olds) == len(news) == 1)
    ]
    return [(olds[both.old], news[both.new]) for both in pair(scored)]


def _alike(old: Sequence[frozenset[str]], new: Sequence[frozenset[str]]) -> Iterator[tuple[int, int, float]]:
    for a, words in enumerate(old):
        for b, other in enumerate(new):
            yield a, b, 2 * len(words & other) / max(1, len(words) + len(other))


def _around(text: str, piece: ReportPiece, start: int, end: int) -> frozenset[str]:
    before = WORD.findall(fold(text[piece.start : start]))[-AROUND:]
    behind = WORD.findall(fold(text[end : piece.end]))[:AROUND]
    return frozenset((*before, *(f"+{word}" for word in behind)))
