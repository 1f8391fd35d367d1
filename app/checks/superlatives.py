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
    r"(?<!\p{L})(?:(cao nhất|nhiều nhất|lớn nhất|dẫn đầu|(?:tăng|giảm)\snhiều\s\p{Ll}{1,6}\snhất)"
    r"|(?:thấp|ít|nhỏ) nhất)(?!\p{L})",
    re.IGNORECASE,
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
# How many places a rank rose or fell, with the rank before it.
MOVED = re.compile(
    r"(?<!\p{L})(?:(tăng|lên|vượt)|(?:giảm|tụt|xuống))\s0?(\d{1,2})\s(?:bậc|hạng|thứ hạng|vị trí|thứ bậc)"
    r"(?!\p{L})[^.;()\d]{0,30}(?:năm (?:19|20)\d{2})?[^.;()\d]{0,10}"
    r"\([^.;()\d]{0,30}(?:năm (?:19|20)\d{2}[^.;()\d]{0,20})?(?:thứ|hạng|vị trí)\s0?(\d{1,3})(?!\d)",
    re.IGNORECASE,
)
FARTHEST = 80  # characters from the word to the unit and its figure
NAMED_NEAR = 120  # characters before the word in which a row's label stands
SHORTEST_LABEL = 4  # characters; a shorter label stands in many clauses
TITLE_TOLD = 0.6  # of a column's title its clause tells
WORDLESS = frozenset(("tỷ", "lệ", "tỉ"))  # name nothing elsewhere; of a column they do
CLAUSE = re.compile(r"[;.]\s")
PLACED_ALIKE = 0.7  # of the words before a rank in words
SAME_MATTER = 0.5  # of the words of two clauses that tell a rank


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every figure said to be the most or the least that a table knows to be not, and for two ranks."""
    for sentence in sheet.body:
        if sentence.kind is not Kind.TABLE:
            yield from _extreme(sheet, sentence)
    yield from _ranks(sheet)
    yield from _placed(sheet)
    yield from _moved(sheet)


def _moved(sheet: Sheet) -> Iterator[Finding]:
    """A rank that rose or fell by another number of places than the two ranks are apart."""
    for sentence in sheet.body:
        for match in MOVED.finditer(sentence.text):
            now = [
                rank
                for rank in RANK.finditer(sentence.text, max(0, match.start() - 2 * FARTHEST))
                if rank.end() <= match.start()
            ]
            if not now:
                continue
            new, old, by = int(now[-1][1]), int(match[3]), int(match[2])
            if (old - new) != (by if match[1] else -by):
                message = (
                    f"Từ thứ {old} đến thứ {new} là {abs(old - new)} bậc, báo cáo ghi {match[0].split('(')[0].strip()}."
                )
                start, end = sentence.start + now[-1].start(), sentence.start + match.end()
                yield Finding(FindingKind.CONFLICT, message, (sheet.quote(start, end),))


def _extreme(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    for match in MOST_OF_ALL.finditer(sentence.text):
        behind = [f for f in sentence.figures if 0 <= f.start - sentence.start - match.end() <= FARTHEST]
        places = units(sentence.text[match.end() : match.end() + FARTHEST])
        if not behind or not places or places[0].end > behind[0].end - sentence.start - match.end():
            continue
        figure, name = behind[0], fold(places[0].name)
        for grid in sheet.grids:
            better = _better(grid, name, figure, highest=match[1] is not None)
            if better is not None:
                row, text = better
                message = (
                    f"Báo cáo ghi {match[0]} là {places[0].text} ({figure.text}), nhưng bảng có “{grid.labels[row]}” {text}."
                )
                quotes = (sheet.quote(figure.start, figure.end), sheet.exactly(*grid.spans[row]))
                yield Finding(FindingKind.CONFLICT, message, quotes)
                return
    for match in MOST_OF_ALL.finditer(sentence.text):
        finding = _named_row(sheet, sentence, match) or _nowhere(sheet, sentence, match)
        if finding is not None:
            yield finding
            return


def _named_row(sheet: Sheet, sentence: Sentence, match: re.Match[str]) -> Finding | None:
    """The most or the least told of the only row of a table that its clause names, with its figure or a column's words."""
    low = max(0, match.start() - NAMED_NEAR)
    begin = max((cut.end() for cut in CLAUSE.finditer(sentence.text, low, match.start())), default=low)
    stop = CLAUSE.search(sentence.text, match.end())
    end = min(stop.start() if stop else len(sentence.text), match.end() + FARTHEST)
    clause = fold(sentence.text[begin:end])
    figures = [f for f in sentence.figures if match.end() <= f.start - sentence.start < end]
    for grid in sheet.grids:
        labels = {row: fold(grid.labels[row]) for row in grid.rows if not grid.is_total(row)}
        rows = [row for row, label in labels.items() if len(label) >= SHORTEST_LABEL and label in clause]
        if len(rows) != 1 or not grid.row_adds_up(rows[0]):
            continue
        row = rows[0]
        columns = [c for c in grid.columns if (row, c) in grid.cells]
        if figures:
            columns = [c for c in columns if grid.cells[row, c].value == figures[0].value.scaleb(-figures[0].scale)]
        else:
            words = content(clause) | WORDLESS & frozenset(clause.split())
            shares = {c: _told_share(grid.titles[c], words) for c in columns}
            best = max(shares.values(), default=0.0)
            columns = [c for c in columns if shares[c] == best and best >= TITLE_TOLD]
            longest = max((len(content(grid.titles[c])) for c in columns), default=0)
            columns = [c for c in columns if len(content(grid.titles[c])) == longest]  # "số hộ nghèo", not "số hộ"
        if len(columns) != 1:
            continue
        value = grid.cells[row, columns[0]].value
        others = {r: grid.cells[r, columns[0]] for r in labels if (r, columns[0]) in grid.cells and r in grid.spans}
        highest = match[1] is not None
        beyond = [r for r, cell in others.items() if (cell.value > value if highest else Decimal(0) < cell.value < value)]
        if len(others) < 3 or not beyond:
            continue
        most = (max if highest else min)(beyond, key=lambda r: others[r].value)
        message = (
            f"Báo cáo ghi “{grid.labels[row]}” {match[0]} ({grid.cells[row, columns[0]].text}), "
            f"nhưng bảng có “{grid.labels[most]}” {others[most].text}."
        )
        quotes = (sheet.quote(sentence.start + begin, sentence.start + end), sheet.exactly(*grid.spans[most]))
        return Finding(FindingKind.CONFLICT, message, quotes)
    return None


def _nowhere(sheet: Sheet, sentence: Sentence, match: re.Match[str]) -> Finding | None:
    """The row named right behind the word, of no column that is said, is the most or the least in none of its table's."""
    behind = fold(sentence.text[match.end() : match.end() + FARTHEST])
    for grid in sheet.grids:
        labels = {row: fold(grid.labels[row]) for row in grid.rows if grid.labels[row] and not grid.is_total(row)}
        rows = [
            row
            for row, label in labels.items()
            if re.match(rf"\slà\s(?:\p{{L}}++\s){{0,2}}{re.escape(label)}(?=[,.;]|$)", behind)
        ]
        if len(rows) != 1 or rows[0] not in grid.spans:
            continue
        columns = [c for c in grid.columns if (rows[0], c) in grid.cells]
        best = {
            c: (max if match[1] else min)(grid.cells[r, c].value for r in labels if (r, c) in grid.cells) for c in columns
        }
        counted = all(sum((r, c) in grid.cells for r in labels) > 2 for c in columns)
        if columns and counted and all(grid.cells[rows[0], c].value != best[c] for c in columns):
            row = next(
                r for r in labels if (r, columns[-1]) in grid.cells and grid.cells[r, columns[-1]].value == best[columns[-1]]
            )
            message = (
                f"Báo cáo ghi {match[0]} là “{grid.labels[rows[0]]}”, nhưng ở cột nào của bảng cũng có đơn vị khác hơn, "
                f"ví dụ “{grid.labels[row]}” {grid.cells[row, columns[-1]].text}."
            )
            place = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
            return Finding(FindingKind.CONFLICT, message, (place, sheet.exactly(*grid.spans[row])))
    return None


def _told_share(title: str, words: frozenset[str]) -> float:
    """Return how much of a column's title a clause tells."""
    title_words = content(title) | WORDLESS & frozenset(fold(title).split())
    return len(title_words & words) / len(title_words) if title_words else 0.0


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
    earlier: list[tuple[re.Match[str], Sentence, frozenset[str]]] = []
    for sentence in sheet.body:
        for match in RANK.finditer(sentence.text):
            if int(match[1]) > int(match[2]):
                message = f"Thứ hạng không thể có: “{match[0]}”."
                yield Finding(FindingKind.CONFLICT, message, (_quote(sheet, sentence, match),))
                continue
            about = content(sentence.text[max(0, match.start() - FARTHEST) : match.start()])
            for other, other_sentence, words in earlier:
                shared = len(about & words)
                alike = match[2] == other[2] and shared >= SAME_MATTER * max(1, min(len(about), len(words)))
                if alike and match[1] != other[1] and _year(sentence) == _year(other_sentence):
                    message = f"Cùng một thứ hạng nhưng ghi khác nhau: {other[1]}/{other[2]} và {match[1]}/{match[2]}."
                    quotes = _quote(sheet, other_sentence, other), _quote(sheet, sentence, match)
                    yield Finding(FindingKind.CONFLICT, message, quotes)
                    break
            earlier.append((match, sentence, about))


def _placed(sheet: Sheet) -> Iterator[Finding]:
    """One rank told twice in words, among the same."""
    earlier: list[tuple[re.Match[str], Sentence, frozenset[str]]] = []
    for sentence in sheet.body:
        for match in PLACED.finditer(sentence.text) if sentence.kind is not Kind.TABLE else ():
            about = content(sentence.text[max(0, match.start() - FARTHEST) : match.start()])
            for other, other_sentence, words in earlier:
                common = len(about & words)
                alike = fold(match[2]) == fold(other[2]) and common >= max(2, PLACED_ALIKE * min(len(about), len(words)))
                if alike and fold(match[1]) != fold(other[1]) and _year(sentence) == _year(other_sentence):
                    message = f"Cùng một thứ hạng nhưng ghi khác nhau: {other[1]} và {match[1]} {match[2]}."
                    yield Finding(
                        FindingKind.CONFLICT, message, (_quote(sheet, other_sentence, other), _quote(sheet, sentence, match))
                    )
                    break
            earlier.append((match, sentence, about))


def _year(sentence: Sentence) -> frozenset[str]:
    return frozenset(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", sentence.text))


def _quote(sheet: Sheet, sentence: Sentence, match: re.Match[str]) -> Quote:
    return sheet.quote(sentence.start + match.start(), sentence.start + match.end())
