"""A change whose beginning is told elsewhere: "đạt 41.250 tỷ đồng, tăng 15,8% so với năm 2024", and a table has 36.830.

What it is compared with stands in the row of a table that has the same result, or in another sentence ("từ 1.187 ha lên
1.264 ha").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex as re

from app.checks.facts import content, rarities, shared
from app.checks.figures import CheckedFigure, with_unit
from app.checks.grids import CheckedGrid
from app.checks.model import Finding, FindingKind, Quote, Sentence, Sheet
from app.checks.years import own_period
from ingest.language.amounts import write_value
from ingest.language.context import Bound, Change
from ingest.language.spelling import fold
from ingest.model import Kind

WITH_LAST = re.compile(
    r"\G\s?(?:\p{L}{1,12}\s){0,3}so (?:với )?(?:cùng kỳ|năm trước|năm ngoái|năm học trước|cuối năm|năm (\d{4}))"
    r"(?:\s(?:năm\s)?(?:trước|ngoái|(\d{4})))?",
    re.IGNORECASE,
)
PRIOR = re.compile(r"năm trước|cùng kỳ|năm học trước|năm ngoái")
RATE = re.compile(r"%|so sánh|so với|tỷ lệ|tăng|giảm|kế hoạch|(?<!\p{L})kh(?!\p{L})|chỉ tiêu|dự toán|(?<!\p{L})dt(?!\p{L})")
TOLD = re.compile(r"[;.]\s")
NAMED = 0.5  # of the words of a row's label its change's clause tells
SAME = 0.6  # of what two sentences tell of one result, weighed by rarity
SMALLEST = 10  # results below are the same by chance
NEAR = 160  # characters before a result that say what it is of


@dataclass(frozen=True, slots=True)
class Base:
    """What a result is compared with: its value in the result's unit, how far rounding moved it, where it stands."""

    value: Decimal
    blur: Decimal
    text: str
    quote: Quote


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every change that its result and what is told elsewhere of the time before do not come to."""
    own = own_period(sheet)
    last = own.first // 12 - 1 if own is not None and own.length <= 12 else None
    risen = [pair for sentence in sheet.body if sentence.kind is not Kind.TABLE for pair in _risen(sentence)]
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE or sentence.ahead:
            continue
        for number, by in enumerate(sentence.figures):
            result = _result(sentence, number, by, last)
            if result is None:
                continue
            bases = [*_in_tables(sheet, sentence, result, last), *_in_prose(sheet, sentence, result, risen)]
            wrong = [base for base in bases if not _comes_to(base, result, by)]
            if wrong and len(wrong) == len(bases):
                yield _finding(wrong[0], result, by, sheet)


def _result(sentence: Sentence, number: int, by: CheckedFigure, last: int | None) -> CheckedFigure | None:
    """Return the figure that a change against the year before is told of: the one right before it in its clause."""
    if by.read is None or by.read.change is not Change.BY or by.read.bound is not Bound.EXACT or not by.value or not number:
        return None
    match = WITH_LAST.match(sentence.text, by.end - sentence.start)
    year = int(match[1] or match[2]) if match and (match[1] or match[2]) else last
    if match is None or (last is not None and year != last):
        return None
    for result in reversed(sentence.figures[max(0, number - 3) : number]):
        between = sentence.text[result.end - sentence.start : by.start - sentence.start]
        if TOLD.search(between) or result.read is None or result.read.bound not in (Bound.EXACT, Bound.ABOUT):
            return None
        if result.unit == "%" or result.whole is not None or result.read.change is not Change.NONE:
            continue
        return result if result.value >= SMALLEST or result.scale else None
    return None


def _in_tables(sheet: Sheet, sentence: Sentence, result: CheckedFigure, last: int | None) -> Iterator[Base]:
    printed = result.value.scaleb(-result.scale)
    begin = max(0, result.start - sentence.start - NEAR)
    context = content(sentence.text[begin : result.start - sentence.start] + " " + result.noun)
    rarity = rarities(sheet)
    for grid in sheet.grids:
        for row in grid.rows:
            label = content(grid.labels[row])
            if row not in grid.spans or not label or shared(label, label & context, rarity) < NAMED:
                continue
            columns = [c for c in grid.columns if (row, c) in grid.cells and grid.cells[row, c].value == printed]
            before = _prior(grid, row, columns[0], last) if len(columns) == 1 else None
            if before is not None:
                cell = grid.cells[row, before]
                blur = cell.step / 2 if cell.step < 1 or result.scale else Decimal(0)
                yield Base(
                    cell.value.scaleb(result.scale), blur.scaleb(result.scale), cell.text, sheet.exactly(*grid.spans[row])
                )


def _prior(grid: CheckedGrid, row: int, column: int, last: int | None) -> int | None:
    """Return the one column of the year before; none for a column of a plan or of rates."""
    if RATE.search(fold(grid.titles[column])):
        return None
    columns = [
        candidate
        for candidate in grid.columns
        if candidate != column
        and (row, candidate) in grid.cells
        and not RATE.search(fold(grid.titles[candidate]))
        and (PRIOR.search(fold(grid.titles[candidate])) or (last is not None and str(last) in grid.titles[candidate]))
    ]
    return columns[0] if len(columns) == 1 else None


def _risen(sentence: Sentence) -> Iterator[tuple[Sentence, CheckedFigure, CheckedFigure]]:
    """The two ends of changes told from one to the other."""
    for old, new in zip(sentence.figures, sentence.figures[1:], strict=False):
        if old.read is None or new.read is None or old.read.unit not in ("", new.read.unit):
            continue
        if old.read.change is Change.FROM and new.read.change is Change.TO and old.whole is None and new.whole is None:
            yield sentence, old, new


def _in_prose(
    sheet: Sheet,
    sentence: Sentence,
    result: CheckedFigure,
    risen: list[tuple[Sentence, CheckedFigure, CheckedFigure]],
) -> Iterator[Base]:
    rarity = rarities(sheet)
    context = content(_around(sentence, result, result))
    for other, old, new in risen:
        same = new.value == result.value and new.unit == result.unit
        if other is sentence or not same:
            continue
        words = content(_around(other, old, new))
        if shared(words, words & context, rarity) >= SAME or shared(context, words & context, rarity) >= SAME:
            blur = old.step / 2 if old.step < 1 or old.scale else Decimal(0)
            yield Base(old.value, blur, with_unit(old), sheet.quote(old.start, new.end))


def _around(sentence: Sentence, first: CheckedFigure, last: CheckedFigure) -> str:
    """Return the words of the clause that leads to a figure, with those that it counts."""
    before = sentence.text[max(0, first.start - sentence.start - NEAR // 2) : first.start - sentence.start]
    return (
        re.split(r"[;:(]|[.,]\s", before)[-1]
        + " "
        + last.noun
        + " "
        + sentence.text[last.end - sentence.start : last.end - sentence.start + 20].split(",")[0]
    )


def _comes_to(base: Base, result: CheckedFigure, by: CheckedFigure) -> bool:
    direction = by.read.direction if by.read else 0
    grown = (result.value - base.value) * (direction or 1)
    blur = base.blur + (result.step / 2 if result.step < 1 or result.scale else Decimal(0))
    if by.unit == "%":
        if not base.value:
            return True
        return abs(grown / base.value * 100 - by.value) <= by.step + 200 * blur / base.value
    if by.unit != result.unit or (not by.unit and by.noun.split()[:1] != result.noun.split()[:1]):
        return True  # told of something else
    return abs(grown - by.value) <= blur * 2 + (by.step if by.step < 1 or by.scale else Decimal(0))


def _finding(base: Base, result: CheckedFigure, by: CheckedFigure, sheet: Sheet) -> Finding:
    way = "tăng" if result.value >= base.value else "giảm"
    grown = abs(result.value - base.value)
    share = by.unit == "%"
    exact = f"{write_value(round(grown / base.value * 100, 1))}%" if share else write_value(grown, by.scale)
    claim = "giảm" if by.read is not None and by.read.direction < 0 else "tăng"
    message = f"Trước đó là {base.text}, nay {with_unit(result)} thì {way} {exact}, báo cáo ghi {claim} {with_unit(by)}."
    kind = FindingKind.PERCENT if share else FindingKind.SUM
    return Finding(kind, message, (sheet.quote(result.start, by.end), base.quote))
