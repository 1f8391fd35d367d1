"""The most and the least of a list: "cao nhất là xã Hạ Lũng (96,2%)" where the table or the list has a higher one; ranks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex as re

from app.checks.facts import content
from app.checks.figures import CheckedFigure
from app.checks.grids import CheckedGrid
from app.checks.model import Finding, FindingKind, Quote, Sentence, Sheet
from ingest.language.bodies import units
from ingest.language.spelling import fold
from ingest.model import Kind

MOST_OF_ALL = re.compile(
    r"(?<!\p{L})(?:(cao nhất|nhiều nhất|lớn nhất|dẫn đầu)|(?:thấp|ít|nhỏ) nhất)(?!\p{L})", re.IGNORECASE
)
RANK = re.compile(
    r"(?<!\p{L})(?:xếp|đứng|hạng|vị trí)\s(?:hạng\s|vị trí\s|vị thứ\s"
    r"|thứ hạng\s)?(?:thứ\s)?0?(\d{1,3})\s?(?:/|trên|trong)\s?(?:tổng số\s)?0?(\d{1,3})"
    r"\s(\p{L}++(?:\s\p{L}++){0,3})",
    re.IGNORECASE,
)
# A rank in words: of how many is not said, but among whom.
PLACED = re.compile(
    r"(?<!\p{L})(?:xếp|đứng|giành|đạt)\s(?:hạng|thứ|vị trí|vị thứ|giải)\s(nhất|nhì|ba|tư|năm|sáu|bảy|tám|chín|mười|\d{1,3})"
    r"\s((?:toàn|cấp|trong|khối|cụm)\s\p{L}++)",
    re.IGNORECASE,
)
FARTHEST = 80  # characters from the word to the unit and its figure
PLACED_ALIKE = 0.7  # of the words before a rank in words
SAME_MATTER = 0.5  # of the words of two clauses that tell a rank


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every figure said to be the most or the least that a table knows to be not, and for two ranks."""
    for sentence in sheet.body:
        if sentence.kind is not Kind.TABLE:
            yield from _extreme(sheet, sentence)
    yield from _ranks(sheet)
    yield from _placed(sheet)


def _extreme(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    for match in MOST_OF_ALL.finditer(sentence.text):
        behind = [f for f in sentence.figures if 0 <= f.start - sentence.start - match.end() <= FARTHEST]
        named = units(sentence.text[match.end() : match.end() + FARTHEST])
        if not behind or not named or named[0].end > behind[0].end - sentence.start - match.end():
            continue
        figure, name = behind[0], fold(named[0].name)
        for grid in sheet.grids:
            better = _better(grid, name, figure, highest=match[1] is not None)
            if better is not None:
                row, text = better
                message = (
                    f"Báo cáo ghi {match[0]} là {named[0].text} ({figure.text}), nhưng bảng có “{grid.labels[row]}” {text}."
                )
                quotes = (sheet.quote(figure.start, figure.end), sheet.exactly(*grid.spans[row]))
                yield Finding(FindingKind.CONFLICT, message, quotes)
                return


def _better(grid: CheckedGrid, name: str, figure: CheckedFigure, *, highest: bool) -> tuple[int, str] | None:
    """Return the row that goes beyond the figure in its column, and the figure there; None where none does.

    The column is that in which the row of the unit has the figure; where two columns have it, nothing can be told.
    """
    printed = figure.value.scaleb(-figure.scale)
    rows = [row for row in grid.rows if name and name in fold(grid.labels[row]) and not grid.is_total(row)]
    columns = [c for row in rows for c in grid.columns if (row, c) in grid.cells and grid.cells[row, c].value == printed]
    if len(rows) != 1 or len(columns) != 1:
        return None
    cells = {
        row: grid.cells[row, columns[0]]
        for row in grid.rows
        if (row, columns[0]) in grid.cells and row in grid.spans and not grid.is_total(row) and grid.row_adds_up(row)
    }
    beyond = [r for r, cell in cells.items() if (cell.value > printed if highest else Decimal(0) < cell.value < printed)]
    if len(cells) < 3 or not beyond:
        return None
    row = max(beyond, key=lambda r: cells[r].value) if highest else min(beyond, key=lambda r: cells[r].value)
    return row, cells[row].text


def _ranks(sheet: Sheet) -> Iterator[Finding]:
    """One rank told twice and differently."""
    seen: list[tuple[re.Match[str], Sentence, frozenset[str]]] = []
    for sentence in sheet.body:
        for match in RANK.finditer(sentence.text):
            if int(match[1]) > int(match[2]):
                message = f"Thứ hạng không thể có: “{match[0]}”."
                yield Finding(FindingKind.CONFLICT, message, (_quote(sheet, sentence, match),))
                continue
            about = content(sentence.text[max(0, match.start() - FARTHEST) : match.start()])
            for other, held, words in seen:
                shared = len(about & words)
                alike = match[2] == other[2] and shared >= SAME_MATTER * max(1, min(len(about), len(words)))
                if alike and match[1] != other[1] and _year(sentence) == _year(held):
                    message = f"Cùng một thứ hạng nhưng ghi khác nhau: {other[1]}/{other[2]} và {match[1]}/{match[2]}."
                    quotes = _quote(sheet, held, other), _quote(sheet, sentence, match)
                    yield Finding(FindingKind.CONFLICT, message, quotes)
                    break
            seen.append((match, sentence, about))


def _placed(sheet: Sheet) -> Iterator[Finding]:
    """One rank told twice in words, among the same."""
    seen: list[tuple[re.Match[str], Sentence, frozenset[str]]] = []
    for sentence in sheet.body:
        for match in PLACED.finditer(sentence.text) if sentence.kind is not Kind.TABLE else ():
            about = content(sentence.text[max(0, match.start() - FARTHEST) : match.start()])
            for other, held, words in seen:
                common = len(about & words)
                alike = fold(match[2]) == fold(other[2]) and common >= max(2, PLACED_ALIKE * min(len(about), len(words)))
                if alike and fold(match[1]) != fold(other[1]) and _year(sentence) == _year(held):
                    message = f"Cùng một thứ hạng nhưng ghi khác nhau: {other[1]} và {match[1]} {match[2]}."
                    yield Finding(
                        FindingKind.CONFLICT, message, (_quote(sheet, held, other), _quote(sheet, sentence, match))
                    )
                    break
            seen.append((match, sentence, about))


def _year(sentence: Sentence) -> frozenset[str]:
    return frozenset(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", sentence.text))


def _quote(sheet: Sheet, sentence: Sentence, match: re.Match[str]) -> Quote:
    return sheet.quote(sentence.start + match.start(), sentence.start + match.end())
