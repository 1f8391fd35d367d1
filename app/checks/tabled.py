"""What the prose tells otherwise than a table, and one table otherwise than another."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

import regex as re

from app.checks.facts import EMPTY, YEAR, CheckedFact, content, facts, rarities, shared, words
from app.checks.figures import with_unit
from app.checks.grids import TOTAL, CheckedGrid, GridCell
from app.checks.identity import NEAR, closeness, is_counted
from app.checks.knowledge import knowledge
from app.checks.model import Finding, FindingKind, Sheet
from app.checks.slips import is_digit_apart, is_slip
from ingest.language.spelling import fold
from ingest.language.syllables import is_syllable

PLAN = re.compile(r"(?<!\p{L})(?:kế hoạch|kh|chỉ tiêu|dự toán|dt|giao|mục tiêu|phấn đấu|tối đa)(?!\p{L})")
RESULT = re.compile(r"(?<!\p{L})(?:th|thực hiện|ước|kết quả|đạt)(?!\p{L})")
ENOUGH = 2.4  # of the sum below; measured on the reports named in docs/MEASUREMENTS.md
ALIKE = 0.75  # of the words of two rows' labels: they are one row
RATIO_TOLD = 0.25  # of the words of a clause with x/y the table's titles and labels tell too: the same y tells most
WHOLLY = 0.9  # of a row's label: a small figure is then told of the row
BESIDE = 5  # a figure below stands in any row
MOST_CELLS = 12  # of a row whose sums are tried
TOLD = 1000  # figures from here on are not made by a row's cells by chance
MONEY = re.compile(r"(?<!\p{L})(?:tỷ|tỉ|triệu|tr|nghìn|ngàn|1\.000)(?:\.|\s)?\s?(?:đồng|đ)(?!\p{L})")
NAMING = 3  # words by which a sum of money is named
SHORT = 3  # letters of an abbreviation that the words it stands for are known by
TRIVIAL = 10  # figures below are the same by chance


@dataclass(frozen=True, slots=True)
class TabledCell:
    """A cell with the words of its row (``label``), of its column (``title``), and of its table (``about``)."""

    grid: CheckedGrid
    row: int
    column: int
    cell: GridCell
    label: frozenset[str]
    title: frozenset[str]
    about: frozenset[str]
    years: frozenset[int]
    context: str


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every figure that a table tells otherwise than the prose or another table."""
    yield from _prose(sheet)
    yield from _ratios(sheet)
    for grid, other in combinations(sheet.grids, 2):
        yield from _annexes(sheet, grid, other)


def _prose(sheet: Sheet) -> Iterator[Finding]:
    rarity = rarities(sheet)
    cells = [candidate for grid in sheet.grids for candidate in _candidates(grid)]
    sums = [_sums(grid, row) for grid in sheet.grids for row in grid.rows]
    for fact in [fact for fact in facts(sheet) if fact.figure.whole is None]:
        nearest = _nearest(sheet, fact, cells, rarity, sums)
        if nearest:
            message = (
                f"Lời văn ghi {with_unit(fact.figure)}, bảng ghi {nearest.cell.text} "
                f"(dòng “{nearest.grid.labels[nearest.row]}”, cột “{nearest.grid.titles[nearest.column]}”)."
            )
            places = sheet.quote(fact.figure.start, fact.figure.end), sheet.exactly(*nearest.grid.spans[nearest.row])
            yield Finding(FindingKind.CONFLICT, message, places, frozenset((_printed(fact), nearest.cell.value)))


def _ratios(sheet: Sheet) -> Iterator[Finding]:
    """x/y of the prose, where a table has another x of the same y for it."""
    rarity = rarities(sheet)
    ratios = [(grid, place, ratio) for grid in sheet.grids for place, ratio in grid.ratios.items() if place[0] in grid.spans]
    for fact in facts(sheet):
        alike = [entry for entry in ratios if entry[2][1] == fact.figure.whole]
        if not alike or any(ratio[0] == fact.value for _, _, ratio in alike):
            continue
        for grid, (row, column), (part, whole) in alike:
            words_of = content(f"{grid.labels[row]} {grid.titles[column]} {grid.caption}")
            near = abs(part - fact.value) <= max(Decimal(2), NEAR * whole) or is_slip(part, fact.value)
            if near and shared(fact.own, words_of, rarity) >= RATIO_TOLD:
                message = f"Lời văn ghi {fact.figure.text}, bảng ghi {part}/{whole} (dòng “{grid.labels[row]}”)."
                places = sheet.quote(fact.figure.start, fact.figure.end), sheet.exactly(*grid.spans[row])
                yield Finding(FindingKind.CONFLICT, message, places, frozenset((fact.value, part)))
                break


def _candidates(grid: CheckedGrid) -> Iterator[TabledCell]:
    about = content(grid.caption)
    for (row, column), cell in grid.cells.items():
        title = grid.titles[column]
        folded = fold(title)
        if (PLAN.search(folded) and not RESULT.search(folded)) or row not in grid.spans:
            continue
        years = frozenset(int(match[0]) for match in YEAR.finditer(f"{title} {grid.labels[row]}"))
        label = content(TOTAL.sub(" ", grid.labels[row].lower()))
        group = grid.labels.get(grid.groups[row], "")
        context = fold(f"{group} {grid.labels[row]} {title} {grid.caption}")
        yield TabledCell(grid, row, column, cell, label, content(title), about | content(group), years, context)


def _nearest(
    sheet: Sheet,
    fact: CheckedFact,
    cells: list[TabledCell],
    rarity: Mapping[str, float],
    sums_of_rows: Sequence[frozenset[Decimal]],
) -> TabledCell | None:
    """Return the cell that a fact ought to be the same as and is not; None where some cell is the same."""
    value = _printed(fact)
    if value >= TOLD and any(value in sums for sums in sums_of_rows):
        return None  # a row's cells make it
    best: tuple[float, TabledCell] | None = None
    for candidate in cells:
        units = content(candidate.grid.units.get(candidate.row, ""))
        cell = spelled(candidate.label, fact) | candidate.title | candidate.about | units
        covered = max(shared(_own(fact), cell, rarity), shared(fact.own, cell, rarity))
        if candidate.cell.value == value or operator.eq(*in_one_unit(fact, candidate.grid, candidate.row, candidate.column)):
            if covered >= 0.5 or value >= 1000:
                return None  # the table says so
            continue
        if covered < 0.4 or not _compatible(sheet, fact, candidate):
            continue
        score = _score(fact, candidate, value, covered, rarity)
        if score >= ENOUGH and (best is None or score > best[0]):
            best = score, candidate
    return best[1] if best else None


def _sums(grid: CheckedGrid, row: int) -> frozenset[Decimal]:
    """Return what two cells or more of a row, side by side, add up to."""
    values = [grid.cells[row, column].value for column in grid.columns if (row, column) in grid.cells][:MOST_CELLS]
    return frozenset(sum(values[a:b], Decimal(0)) for a in range(len(values)) for b in range(a + 2, len(values) + 1))


def _printed(fact: CheckedFact) -> Decimal:
    """Return a fact's value as printed, in tỷ or triệu where it says so."""
    return fact.figure.value.scaleb(-fact.figure.scale)


def _own(fact: CheckedFact) -> frozenset[str]:
    """The words that name what a fact is of: those counted and those before it, without its doings."""
    naming = frozenset(words(f"{fact.read.subject} {fact.read.counted}")) - EMPTY
    subject = frozenset(words(fact.read.subject)) - EMPTY
    if fact.figure.unit == "đồng" and len(subject) >= NAMING:
        naming = subject  # what stands behind money says where it goes
    return naming & fact.own or fact.own


def _compatible(sheet: Sheet, fact: CheckedFact, candidate: TabledCell) -> bool:
    if candidate.cell.value <= 0 or fact.figure.value <= 0:
        return False
    year = fact.year or sheet.report.metadata.period_to
    if candidate.years and year and year not in candidate.years:
        return False
    share = (
        candidate.cell.share
        or candidate.grid.units.get(candidate.row) == "%"
        or "%" in f"{candidate.grid.titles[candidate.column]} {candidate.grid.labels[candidate.row]}"
    )
    if share != (fact.figure.unit == "%"):
        return False
    return not knowledge().contrasts.parts(fact.clause, candidate.context)


def _score(fact: CheckedFact, candidate: TabledCell, value: Decimal, covered: float, rarity: Mapping[str, float]) -> float:
    value, cell = in_one_unit(fact, candidate.grid, candidate.row, candidate.column)
    slip, near, length = closeness(value, cell)
    if _is_slip_of(fact, candidate, value, cell):
        return ENOUGH + length
    around = fact.own | fact.near
    label = spelled(candidate.label, fact)
    row = shared(label, around, rarity)
    own_row = not near and _is_of_row(fact, candidate, value, rarity)
    if own_row:
        near = 0.6
    if not slip and not near:
        return 0.0
    column = shared(frozenset(w for w in candidate.title if not w.isdigit()), around | candidate.about, rarity)
    beside = _beside(fact, candidate)
    missing = 1.0 if candidate.label and row < 0.6 else 0.0
    part = 0.6 if fact.part else 0.0
    column += 0.6 * float(own_row and bool(candidate.years))  # its row by name, its column by the year
    return slip + 0.7 * near + 1.05 * length + covered + 0.5 * row + 0.5 * column + 0.8 * beside - 1.5 * missing - part


def spelled(label: frozenset[str], fact: CheckedFact) -> frozenset[str]:
    """Return a label's words, an abbreviation as the words of the fact's clause that begin with its letters."""
    short = [word for word in label if len(word) >= SHORT and not is_syllable(word)]
    if not short:
        return label
    clause = fact.clause.split()
    initials = "".join(word[0] for word in clause)
    runs = {word: at for word in short if (at := initials.find(word)) >= 0}
    expansions = (frozenset(clause[at : at + len(word)]) for word, at in runs.items())
    return label.difference(runs).union(*expansions)


def in_one_unit(fact: CheckedFact, grid: CheckedGrid, row: int, column: int) -> tuple[Decimal, Decimal]:
    """Return a figure and a cell in the unit that the table counts money in, the cell as exactly as the prose tells it."""
    value, cell = _printed(fact), grid.cells[row, column]
    scale = money_scale(grid, row, column)
    if fact.figure.unit != "đồng" or not scale or not fact.figure.scale or scale == fact.figure.scale:
        return value, cell.value
    step = fact.figure.step.scaleb(-scale)
    rounded = cell.value.quantize(step) if step >= cell.step else cell.value
    return fact.figure.value.scaleb(-scale), rounded if step <= 1 else (cell.value / step).quantize(Decimal(1)) * step


def money_scale(grid: CheckedGrid, row: int, column: int) -> int:
    """Return the tens in which a cell counts đồng, 9 for tỷ, 6 for triệu, by its unit or titles; 0 where none is said."""
    unit = MONEY.search(fold(f"{grid.units.get(row) or grid.titles[column]} {grid.caption}"))
    return {"tỷ": 9, "tỉ": 9, "tr": 6, "ng": 3, "1.": 3}[unit[0][:2]] if unit else 0


def _is_slip_of(fact: CheckedFact, candidate: TabledCell, value: Decimal, cell: Decimal) -> bool:
    """Say whether a long figure of what a row tells, in its unit, is the row's but for a slip of the fingers.

    What is counted stands in the row's unit and label: "6.544 đơn vị máu" of the row "Máu tiếp nhận", in "đơn vị".
    """
    total = candidate.grid.is_total_column(candidate.column) or candidate.grid.is_total(candidate.row)
    apart = is_slip(value, cell) or (is_digit_apart(value, cell) and abs(value - cell) <= NEAR * value)
    unit = content(candidate.grid.units.get(candidate.row, ""))
    counted = frozenset(fact.counted[:3])
    words_of = candidate.label | candidate.title | candidate.about | unit
    return (
        total
        and apart
        and value >= TOLD
        and len(counted) > 1
        and counted <= words_of
        and counted & (candidate.label | unit) != set()
    )


def _is_of_row(fact: CheckedFact, candidate: TabledCell, value: Decimal, rarity: Mapping[str, float]) -> bool:
    """Say whether a small number is told in the very words of a row."""
    small = abs(value - candidate.cell.value) <= 2 and is_counted(value, candidate.cell.value) and not fact.part
    return small and len(candidate.label) > 2 and shared(candidate.label, fact.own, rarity) >= WHOLLY


def _beside(fact: CheckedFact, candidate: TabledCell) -> float:
    """1 where another figure of the sentence stands in the same row or column of the table."""
    others = {figure.value for figure in fact.sentence.figures if figure.value >= BESIDE and figure is not fact.figure}
    line = [
        cell.value
        for (row, column), cell in candidate.grid.cells.items()
        if (row == candidate.row) != (column == candidate.column)
    ]
    return float(bool(others.intersection(line)))


def _annexes(sheet: Sheet, grid: CheckedGrid, other: CheckedGrid) -> Iterator[Finding]:
    """Two tables with the same rows: columns that agree in most of them are one, and ought to agree in all."""
    rows = [(a, b) for a, b in product(grid.rows, other.rows) if _same_row(grid, other, a, b)]
    for first, second in product(grid.columns, other.columns) if len(rows) > 2 else ():
        both = [(grid.cells.get((a, first)), other.cells.get((b, second)), a, b) for a, b in rows]
        pairs = [(x, y, a, b) for x, y, a, b in both if x and y and max(x.value, y.value) >= TRIVIAL]
        apart = [pair for pair in pairs if pair[0].value != pair[1].value]
        if len(pairs) - len(apart) < 2 or len(apart) * 2 > len(pairs) - len(apart):
            continue
        for x, y, a, b in apart:
            slip, near, _ = closeness(x.value, y.value)
            if slip or near:
                message = f"“{grid.labels[a]}”: bảng trước ghi {x.text}, bảng sau ghi {y.text}."
                places = (sheet.exactly(*grid.spans[a]), sheet.exactly(*other.spans[b]))
                yield Finding(FindingKind.CONFLICT, message, places, frozenset((x.value, y.value)))


def _same_row(grid: CheckedGrid, other: CheckedGrid, a: int, b: int) -> bool:
    if a not in grid.spans or b not in other.spans:
        return False
    first, second = content(grid.labels[a]), content(other.labels[b])
    units = {grid.units.get(a, ""), other.units.get(b, "")} - {""}
    return bool(first) and len(units) < 2 and len(first & second) >= ALIKE * len(first | second)
