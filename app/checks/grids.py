"""The tables of a report as the checks need them: figures by row and column, with what titles each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex as re

from ingest.language.spelling import fold
from ingest.model import Report, Row, Table
from ingest.structure.tables import ORDINAL, YEAR

WHOLE = r"\d{1,3}(?:\.\d{3})++|\d++"
FIGURE = re.compile(rf"({WHOLE})(?:,(\d++)|\.(\d{{1,2}}))?+(\s?%)?")
RATIO = re.compile(r"0?(\d{1,4})\s?/\s?0?(\d{1,4})")
UNIT_TITLE = re.compile(r"đvt|đơn vị tính|đơn vị tinh|đ\.?v\.?t\.?")
TOTAL = re.compile(
    r"(?:tổng|cộng|tổng cộng|tổng số|toàn (?:tỉnh|huyện|xã|phường|thành phố|ngành|trường|thị xã|quận))(?!\p{L})"
)
RATE = re.compile(
    r"%|‰|tỷ lệ|tỉ lệ|tỷ suất|tỷ số|bình quân|năng suất|công suất|mật độ|tốc độ|chỉ số|so với|so sánh|\p{L}/\p{L}"
)
CAPTION = re.compile(r"(?:bảng|biểu|phụ lục)\s")
JOINT = "; "  # between the titles above one another
MOST_CELLS = 4_000  # of one table that are looked at; the largest of the reports measured has 600
CAPTION_LENGTH = 300  # characters above a table in which its caption is looked for


@dataclass(frozen=True, slots=True)
class GridCell:
    """A figure of a table: its value, that of its last digit, whether it is a share."""

    value: Decimal
    step: Decimal
    share: bool
    text: str


@dataclass(frozen=True, slots=True)
class CheckedGrid:
    """A table's figures. ``titles``: one a column; ``labels``: one a row (numbers of the table's rows), "" for none.

    ``units``: the unit of measure that a row names, where a column is for that. ``spans``: where a row stands in the
    report's text. ``groups``: the row without figures under which a row stands, -1 for none. ``ratios``: cells "x/y".
    """

    number: int
    caption: str
    titles: tuple[str, ...]
    labels: dict[int, str]
    units: dict[int, str]
    groups: dict[int, int]
    spans: dict[int, tuple[int, int]]
    cells: dict[tuple[int, int], GridCell]
    ratios: dict[tuple[int, int], tuple[Decimal, Decimal]]

    @property
    def rows(self) -> list[int]:
        """The rows with figures, in order."""
        return sorted({row for row, _ in self.cells})

    @property
    def columns(self) -> list[int]:
        """The columns with figures, in order."""
        return sorted({column for _, column in self.cells})

    def is_total(self, row: int) -> bool:
        """Whether a row says that it sums others up."""
        return TOTAL.match(self.labels[row].lower()) is not None

    def is_total_column(self, column: int) -> bool:
        """Whether a column's title says that it sums others up."""
        return any(TOTAL.match(part.strip()) for part in self.titles[column].lower().split(JOINT))

    def adds_up(self, column: int) -> bool:
        """Whether figures of a column can be added: no shares, rates or means."""
        shares = sum(cell.share for (_, at), cell in self.cells.items() if at == column)
        return not shares and RATE.search(self.titles[column].lower()) is None

    def row_adds_up(self, row: int) -> bool:
        """Whether figures of a row can be added across columns."""
        return RATE.search(f"{self.labels[row]} {self.units.get(row, '')}".lower()) is None


def grids(report: Report) -> Iterator[CheckedGrid]:
    """Yield the tables of a report that have figures, in order."""
    placed: dict[int, dict[int, Row]] = {}
    for row in report.rows:
        placed.setdefault(row.table, {})[row.number] = row
    for number, (table, _) in enumerate(report.tables):
        if number in placed and sum(map(len, table.rows)) <= MOST_CELLS:
            grid = _grid(report, number, table, placed[number])
            if grid.cells:
                yield grid


def _grid(report: Report, number: int, table: Table, placed: dict[int, Row]) -> CheckedGrid:
    width = max((len(row) for row in table.rows), default=0)
    titles = [_title(table, column) for column in range(width)]
    names = _naming(table, titles)
    labels, units, groups, cells, ratios = {}, {}, {}, {}, {}
    group = -1
    left = min((c for c in range(width) if c not in names), default=width)
    for at in range(table.header, len(table.rows)):
        row = table.rows[at]
        figures = {column: cell for column in range(len(row)) if column not in names and (cell := figure(row[column]))}
        words = [(column, row[column].strip()) for column in sorted(names) if column < len(row)]
        label_words = [
            w for c, w in words if c < left and not (_is_aside(titles[c]) or (w.isdigit() and not YEAR.fullmatch(w)))
        ]
        labels[at] = " ".join(dict.fromkeys(filter(None, label_words)))
        units[at] = next((row[c].strip() for c in names if c < len(row) and UNIT_TITLE.fullmatch(titles[c].lower())), "")
        groups[at] = group
        if not figures:
            group = at
        cells.update({(at, column): cell for column, cell in figures.items()})
        matches = {(at, column): RATIO.fullmatch(cell.strip()) for column, cell in enumerate(row)}
        ratios.update({place: (Decimal(match[1]), Decimal(match[2])) for place, match in matches.items() if match})
    spans = {at: (row.start, row.end) for at, row in placed.items()}
    begin = min((start for start, _ in spans.values()), default=0)
    return CheckedGrid(number, _caption(report.text, begin), tuple(titles), labels, units, groups, spans, cells, ratios)


def figure(text: str) -> GridCell | None:
    """Return the figure that a cell is, None where it holds anything else."""
    match = FIGURE.fullmatch(text.strip())
    if match is None:
        return None
    decimals = match[2] or match[3] or ""
    whole = match[1].replace(".", "")
    return GridCell(Decimal(f"{whole}.{decimals or 0}"), Decimal(1).scaleb(-len(decimals)), bool(match[4]), text.strip())


def _title(table: Table, column: int) -> str:
    parts = [row[column].strip() for row in table.rows[: table.header] if column < len(row)]
    return JOINT.join(dict.fromkeys(filter(None, parts)))


def _naming(table: Table, titles: Sequence[str]) -> frozenset[int]:
    """Return the columns that name rows: running numbers, units of measure, and those with more words than figures."""
    columns = set()
    for column, title in enumerate(titles):
        body = [row[column].strip() for row in table.rows[table.header :] if column < len(row) and row[column].strip()]
        words = sum(figure(cell) is None and any(c.isalpha() for c in cell) for cell in body)
        running = column == 0 and [cell for cell in body if cell.isdigit()][:3] == ["1", "2", "3"]
        years = bool(body) and all(YEAR.fullmatch(cell) or TOTAL.match(cell.lower()) for cell in body)
        if _is_aside(title.lower()) or running or years or words * 2 > len(body):
            columns.add(column)
    return frozenset(columns)


def _is_aside(title: str) -> bool:
    return ORDINAL.fullmatch(title.strip()) is not None or UNIT_TITLE.fullmatch(title.strip().lower()) is not None


def _caption(text: str, begin: int) -> str:
    """Return the line above a table that names it, "" where none does."""
    lines = [line for line in text[max(0, begin - CAPTION_LENGTH) : begin].split("\n") if line.strip()]
    captions = [line for line in lines[-3:] if CAPTION.match(fold(line))]
    return " ".join(lines[lines.index(captions[-1]) :]) if captions else ""
