"""What the prose tells of a result in per cent of the plan or of the year before, held against the row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import regex as re

from app.checks.facts import content, rarities, shared
from app.checks.figures import CheckedFigure
from app.checks.grids import CheckedGrid, GridCell
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from app.checks.slips import is_slip
from ingest.language.amounts import write_value
from ingest.language.spelling import fold
from ingest.model import Kind

PLAN = re.compile(r"(?<!\p{L})(?:kế hoạch|kh|chỉ tiêu|dự toán|dt|giao|nghị quyết|nq)(?!\p{L})")
# texts are folded: "kỳ" reads "kì"
PRIOR = re.compile(r"(?<!\p{L})(?:cùng kì|ck|năm trước|năm ngoái|(?:19|20)\d{2})(?!\p{L}|\d)")
SHARE = re.compile(r"%|tỷ lệ|so sánh|so với")
SAID = re.compile(r"(?:đạt|bằng|tương đương|=)\s*+(?:khoảng\s)?$", re.IGNORECASE)
SMALLEST = 5  # a result below this stands in many rows
SAME_ROW = 0.5  # of a row's label the sentence tells too
NEAR = Decimal(5)  # points; a share farther from the row's is told of another time
PLANNED = re.compile(r"\s?(?:so (?:với )?)?(?:kế hoạch|KH|chỉ tiêu|dự toán|DT)(?!\p{L})", re.IGNORECASE)
FARTHEST = 120  # characters from a result to its share


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every share of a plan or of last year that the row with the same result tells otherwise."""
    yield from _of_plans(sheet)
    rarity = rarities(sheet)
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE or sentence.ahead:
            continue
        for result, share, base_form in _results(sentence):
            for grid in sheet.grids:
                row = _row(sentence, result, grid, rarity)
                value = result.value.scaleb(-result.scale)
                cell = _share(grid, row, base_form, value) if row is not None else None
                if row is not None and cell is None and row in grid.spans:
                    yield from _computed(sheet, grid, row, (result, share), base_form)
                if row is None or cell is None or row not in grid.spans:
                    continue
                if all(abs(cell.value - f.value) > max(f.step, cell.step) for f in sentence.figures if f.unit == "%"):
                    message = f"Lời văn ghi {share.text}%, bảng ghi {cell.text} (dòng “{grid.labels[row]}”)."
                    places = sheet.quote(result.start, share.end), sheet.exactly(*grid.spans[row])
                    yield Finding(FindingKind.PERCENT, message, places, frozenset((share.value, cell.value)))
                break


def _of_plans(sheet: Sheet) -> Iterator[Finding]:
    """A share of the plan told without its result, near what the row that it names makes of both."""
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE or sentence.ahead:
            continue
        for number, share in enumerate(sentence.figures):
            begin = sentence.figures[number - 1].end - sentence.start if number else 0
            at, end = share.start - sentence.start, share.end - sentence.start
            clause = re.split(r"[.;:]\s", sentence.text[max(begin, at - FARTHEST) : at])[-1]
            if share.unit != "%" or not SAID.search(sentence.text, 0, at) or not PLANNED.match(sentence.text, end):
                continue
            for grid in sheet.grids:
                rows = [row for row in grid.rows if (label := content(grid.labels[row])) and label <= content(clause)]
                truths = _shares_of_plans(grid, rows[0]) if len(rows) == 1 and rows[0] in grid.spans else []
                if not truths or any(abs(candidate - share.value) <= share.step for candidate in truths):
                    continue
                truth = round(truths[-1], 1)
                if is_slip(truth, share.value) or abs(truth - share.value) <= NEAR:
                    row_label = grid.labels[rows[0]]
                    message = f"Lời văn ghi {share.text}%, tính từ dòng “{row_label}” của bảng là {write_value(truth)}%."
                    places = sheet.quote(share.start, share.end), sheet.exactly(*grid.spans[rows[0]])
                    yield Finding(FindingKind.PERCENT, message, places, frozenset((share.value, truth)))
                    break


def _computed(
    sheet: Sheet, grid: CheckedGrid, row: int, told: tuple[CheckedFigure, CheckedFigure], base_form: re.Pattern[str]
) -> Iterator[Finding]:
    """A share of the plan or of last year beside a result whose row has that base, though no share of it."""
    result, share = told
    value = result.value.scaleb(-result.scale)
    bases = [
        grid.cells[row, column]
        for column in grid.columns
        if (row, column) in grid.cells
        and base_form.search(fold(grid.titles[column]))
        and not SHARE.search(fold(grid.titles[column]))
        and grid.cells[row, column].value != value
    ]
    truths = [value / base.value * 100 for base in bases if base.value > 0]
    if not truths or any(abs(truth - share.value) <= share.step for truth in truths):
        return
    truth = min(truths, key=lambda candidate: abs(candidate - share.value))
    if is_slip(round(truth, 1), share.value) or abs(truth - share.value) <= NEAR:
        message = (
            f"Lời văn ghi {share.text}%, tính từ dòng “{grid.labels[row]}” của bảng là {write_value(round(truth, 1))}%."
        )
        places = sheet.quote(result.start, share.end), sheet.exactly(*grid.spans[row])
        yield Finding(FindingKind.PERCENT, message, places, frozenset((share.value, truth)))


def _shares_of_plans(grid: CheckedGrid, row: int) -> list[Decimal]:
    """Return the shares that results make of the plans right before them in a row."""
    columns = [column for column in grid.columns if (row, column) in grid.cells]
    pairs = [
        (grid.cells[row, first].value, grid.cells[row, other].value)
        for first, other in zip(columns, columns[1:], strict=False)
        if PLAN.search(fold(grid.titles[first]))
        and not PLAN.search(fold(grid.titles[other]))
        and not SHARE.search(fold(grid.titles[other]))
    ]
    return [result / plan * 100 for plan, result in pairs if plan]


def _results(sentence: Sentence) -> Iterator[tuple[CheckedFigure, CheckedFigure, re.Pattern[str]]]:
    """Yield a result, its share, and what the share is of: "76,5 tỷ đồng, đạt 112,5% dự toán, bằng 118,2% cùng kỳ"."""
    result: CheckedFigure | None = None
    for figure in sentence.figures:
        if figure.unit != "%":
            result = figure
            continue
        at, end = figure.start - sentence.start, figure.end - sentence.start
        behind = fold(re.split(r"[.,;()]", sentence.text[end : end + 40])[0])
        kinds = [kind for kind in (PLAN, PRIOR) if kind.search(behind)]
        if (
            result is None
            or len(kinds) != 1
            or figure.start - result.end > FARTHEST
            or not SAID.search(sentence.text, 0, at)
        ):
            continue
        yield result, figure, kinds[0]


def _row(sentence: Sentence, result: CheckedFigure, grid: CheckedGrid, rarity: Mapping[str, float]) -> int | None:
    """Return the one row that has the result and whose label the sentence tells; None where there is none."""
    value = result.value.scaleb(-result.scale)
    if value < SMALLEST:
        return None
    before = content(sentence.text[: result.start - sentence.start] + " " + result.noun)
    rows = [
        row
        for row in grid.rows
        if any(grid.cells[row, c].value == value for c in grid.columns if (row, c) in grid.cells)
        and (label := content(grid.labels[row]))
        and shared(label, before, rarity) >= SAME_ROW
    ]
    return rows[0] if len(rows) == 1 else None


def _share(grid: CheckedGrid, row: int, base_form: re.Pattern[str], value: Decimal) -> GridCell | None:
    """Return the cell with the share of a result, None where no cell of the row makes it that of this result."""
    cell = grid.cells.get((row, _column(grid, base_form)))
    bases = [grid.cells[row, column].value for column in grid.columns if (row, column) in grid.cells]
    own = cell is not None and any(base and abs(value / base * 100 - cell.value) <= cell.step for base in bases)
    return cell if own else None


def _column(grid: CheckedGrid, base_form: re.Pattern[str]) -> int:
    """Return the one column of shares of the plan or of last year, -1 where there is none or more than one."""
    other = PRIOR if base_form is PLAN else PLAN
    columns = [
        column
        for column in grid.columns
        if (title := fold(grid.titles[column]))
        and SHARE.search(title)
        and base_form.search(title.split(";")[-1])
        and not other.search(title.split(";")[-1])
    ]
    return columns[0] if len(columns) == 1 else -1
