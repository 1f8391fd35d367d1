"""One indicator of a table as a picture: bars of one year over reports, or lines over years. Alone knows matplotlib."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from textwrap import shorten

from app.tabulation.model import IndicatorRow, IndicatorTable, TableCell
from app.tabulation.request import BadTable

MOST_BARS, MOST_LINES = 40, 8  # more cannot be read
WIDTH, BAR, LINES_HEIGHT = 8.0, 0.34, 4.6  # inches of the picture, of a bar, of a chart of lines
DOTS = 150  # an inch: sharp in print at 16 cm
BLUE = "#0b4f8a"
# Told apart without colour too: by marker and dash.
LOOKS = [
    (color, marker, dash)
    for dash in ("-", "--")
    for color, marker in (("#0b4f8a", "o"), ("#b4530a", "s"), ("#1d7a46", "^"), ("#6b3fa0", "D"))
]
NAME, TITLE = 46, 80  # characters of a report's name beside its bar, of the title


class ChartKind(StrEnum):
    """Kinds of charts."""

    BARS = "bars"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one report: (year, cell), ascending."""

    name: str
    points: tuple[tuple[int, TableCell], ...]


@dataclass(frozen=True, slots=True)
class IndicatorChart:
    """What a chart shows. ``left_out``: how many reports there was no room for."""

    kind: ChartKind
    indicator: str
    year: int | None
    unit: str
    series: tuple[Series, ...]
    left_out: int = 0

    @property
    def title(self) -> str:
        """Indicator, year or years, unit."""
        years = sorted({year for line in self.series for year, _ in line.points})
        span = str(years[0]) if years and years[0] == years[-1] else f"{years[0]}–{years[-1]}" if years else ""
        words = ", ".join(filter(None, (self.indicator, span if any(years) else "")))
        return f"{words} ({self.unit})" if self.unit else words


def chart(table: IndicatorTable, indicator: str, year: int | None, kind: ChartKind) -> IndicatorChart:
    """Return the chart of an indicator: of all its years for lines, of ``year`` alone for bars, the greatest value first.

    Of a report that says two things the first is shown, as in the table.

    :raises BadTable: there is nothing to draw, or the units differ.
    """
    series = [line for row in table.rows if (line := _series(row, indicator, None if kind is ChartKind.LINES else (year,)))]
    if kind is ChartKind.LINES:
        series = [line for line in series if len(line.points) > 1]
    if not series:
        raise BadTable(
            "Không báo cáo nào có số của hai năm để vẽ đường; hãy chọn biểu đồ cột"
            if kind is ChartKind.LINES
            else "Cột này không có số nào để vẽ"
        )
    units = {cell.unit for line in series for _, cell in line.points}
    if len(units) > 1:
        raise BadTable(f"Các số không cùng đơn vị ({', '.join(sorted(units))}) nên không vẽ chung được")
    most = MOST_LINES if kind is ChartKind.LINES else MOST_BARS
    ranked = sorted(series, key=lambda line: (-line.points[-1][1].value, line.name))
    return IndicatorChart(kind, indicator, year, units.pop(), tuple(ranked[:most]), max(0, len(ranked) - most))


def _series(row: IndicatorRow, indicator: str, years: Sequence[int | None] | None) -> Series | None:
    points: dict[int, TableCell] = {}  # 0 where the report says no year
    for cell in row.cells:
        year = cell.slot.year
        if cell.slot.indicator == indicator and (year in years if years is not None else year is not None):
            points.setdefault(year or 0, cell)
    return Series(row.place or row.title, tuple(sorted(points.items(), key=lambda item: item[0]))) if points else None


def png(drawing: IndicatorChart) -> bytes:
    """Return the picture of a chart; matplotlib is loaded with the first one, since few need it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    high = LINES_HEIGHT if drawing.kind is ChartKind.LINES else 1.3 + BAR * len(drawing.series)
    figure = Figure(figsize=(WIDTH, high), dpi=DOTS, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.set_title(shorten(drawing.title, TITLE, placeholder="…"), fontsize=12, parse_math=False)
    axes.spines[["top", "right"]].set_visible(False)
    numbers = FuncFormatter(lambda value, _: _short(Decimal(str(value))))
    if drawing.kind is ChartKind.LINES:
        for line, (color, marker, dash) in zip(drawing.series, LOOKS, strict=False):
            years = [year for year, _ in line.points]
            axes.plot(
                years,
                [float(cell.value) for _, cell in line.points],
                color=color,
                marker=marker,
                linestyle=dash,
                label=_name(line),
            )
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.yaxis.set_major_formatter(numbers)
        axes.set_ylim(bottom=min(0.0, *(float(cell.value) for line in drawing.series for _, cell in line.points)))
        axes.grid(axis="y", color="#d5dbe1")
        figure.legend(loc="outside lower center", ncols=2, fontsize=9, frameon=False)
    else:
        values = [float(line.points[-1][1].value) for line in drawing.series]
        bars = axes.barh([_name(line) for line in drawing.series], values, color=BLUE)
        axes.bar_label(bars, labels=[_short(line.points[-1][1].value) for line in drawing.series], padding=3, fontsize=9)
        axes.invert_yaxis()  # the greatest at the top
        axes.xaxis.set_major_formatter(numbers)
        axes.margins(x=0.12)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _name(line: Series) -> str:
    return shorten(line.name, NAME, placeholder="…").replace("$", r"\$")


def _short(value: Decimal) -> str:
    """Return a number as it stands at an axis: "1.126", "2,5 tỷ", "350 triệu"."""
    for scale, word in ((9, " tỷ"), (6, " triệu")):
        if abs(value) >= Decimal(10) ** scale:
            return _plain(value.scaleb(-scale)) + word
    return _plain(value)


def _plain(value: Decimal) -> str:
    whole, _, rest = f"{round(value, 2).normalize():,f}".partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")
