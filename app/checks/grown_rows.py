"""A growth told without its result, against the row that it is told of: "Tổng lượt khách tăng 15,8% so với năm 2023"."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.directions import TimedRow, find_row, timed_cells
from app.checks.facts import content
from app.checks.figures import CheckedFigure, with_unit
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_mistyped
from app.checks.years import own_year
from ingest.language.amounts import write_value
from ingest.language.context import Change
from ingest.language.spelling import fold
from ingest.model import Kind

VERB = re.compile(r"(?<!\p{L})(?:tăng|giảm)(?:\s(?:thêm|khoảng|gần|trên))?\s$", re.IGNORECASE)
AGAINST = re.compile(
    r"\G(?:\s\p{L}{1,12}){0,2}\sso (?:với )?(?:cùng k[ỳì]|năm trước|năm ngoái|(?:cùng k[ỳì] )?năm (\d{4}))", re.IGNORECASE
)
BREAK = re.compile(r"[.;:]\s|,\s|\(")
YEAR = re.compile(r"(?<!\p{L})năm \d{4}")
NEAR = 10  # points within which the row is the one meant


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every growth against last year that the row named before it has not."""
    year = own_year(sheet)
    for sentence in sheet.body if sheet.grids else ():
        if sentence.kind is Kind.TABLE or sentence.ahead:
            continue
        for by in sentence.figures:
            subject = _subject(sentence, by, year)
            row = find_row(sheet, subject, exact=False) if subject else None
            if row is None:
                continue
            grid, at = row
            timed = timed_cells(grid, at, year, content(subject), measured=False)
            yield from _held(sheet, by, timed, (grid.labels[at], grid.spans[at]))


def _subject(sentence: Sentence, by: CheckedFigure, year: int | None) -> str:
    """Return the words that a growth in per cent is told of, "" where a result is told with it or it is of another year."""
    at, end = by.start - sentence.start, by.end - sentence.start
    against = AGAINST.match(sentence.text, end)
    if by.read is None or by.read.change is not Change.BY or by.unit != "%" or against is None:
        return ""
    if against[1] and year and int(against[1]) != year - 1:
        return ""
    verb = VERB.search(sentence.text, 0, at)
    if verb is None:
        return ""
    begin = max((cut.end() for cut in BREAK.finditer(sentence.text, 0, verb.start())), default=0)
    subject = YEAR.sub(" ", fold(sentence.text[begin : verb.start()]))
    return "" if re.search(r"\d", subject) else subject


def _held(sheet: Sheet, by: CheckedFigure, timed: TimedRow, row: tuple[str, tuple[int, int]]) -> Iterator[Finding]:
    if timed.before is None or timed.now is None or not timed.before.value or timed.now.share:
        return
    direction = by.read.direction if by.read else 0
    truth = (timed.now.value - timed.before.value) / timed.before.value * 100
    told = by.value * (direction or 1)
    if abs(truth - told) <= by.step:
        return
    if truth * told > 0 and abs(truth - told) > NEAR and not is_mistyped(round(abs(truth), 1), by.value):
        return
    way = "tăng" if truth > 0 else "giảm"
    message = (
        f"Dòng “{row[0]}” của bảng từ {timed.before.text} đến {timed.now.text} là {way} "
        f"{write_value(round(abs(truth), 1))}%, "
        f"báo cáo ghi {with_unit(by)}."
    )
    places = sheet.quote(by.start, by.end), sheet.exactly(*row[1])
    yield Finding(FindingKind.PERCENT, message, places, frozenset((by.value, round(abs(truth), 1))))
