"""The tab "Tổng hợp" as HTML: suggestions, kept tables, the table. Pure functions; every foreign word is escaped here.

What can be clicked is a button with data that ``assets/tabulation.js`` turns into events: ``data-do`` names what to do,
``data-report``, ``data-column`` and ``data-year`` the cell; ``data-at`` opens the side panel (:mod:`app.web.html.panel`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from app.records.tables import KeptTable
from app.tabulation.export import columns_of
from app.tabulation.model import IndicatorRow, IndicatorTable, TableCell, Total
from app.tabulation.table import Suggestion
from app.web.html.tabulation_cell import cell_data, column_title, key_of
from app.web.html.tabulation_chart import chart_form
from ingest.language.amounts import SCALES, write_amount
from ingest.language.text import fold_spaces

Column = tuple[str, int | None]
TOTALS = (("Tổng", "total"), ("Trung bình", "mean"), ("Nhỏ nhất", "minimum"), ("Lớn nhất", "maximum"))
SILENT = "không nêu"
SHORT = 16  # characters of a figure that stands on one line: "12.345,6 tỷ đồng"
NONE_SUGGESTED = "Chưa có chỉ tiêu nào để gợi ý: Kho chưa có báo cáo, hoặc không báo cáo nào hợp điều kiện đã chọn."

START = (
    '<p class="quiet start">Gõ các chỉ tiêu cần tổng hợp, hoặc bấm chỉ tiêu được gợi ý, rồi bấm “Lập bảng”: mỗi báo cáo '
    "một dòng, mỗi số bấm được để mở trang gốc. Bảng tải được về Excel.</p>"
)


def suggestions(suggested: Sequence[Suggestion], reports: int) -> str:
    """Return the indicators that most reports have, each a button that adds it."""
    if not suggested:
        return f'<p class="quiet">{NONE_SUGGESTED}</p>'
    once = {
        suggestion.name.casefold(): suggestion for suggestion in reversed(suggested)
    }  # the same name of two units; the commoner one stays
    items = "".join(
        f'<li><button type="button" data-do="add" data-name="{escape(suggestion.name)}">{escape(suggestion.name)}'
        f" <span>{suggestion.reports}/{reports}</span></button></li>"
        for suggestion in reversed(once.values())
    )
    return (
        '<details class="suggested" open><summary>Chỉ tiêu có trong nhiều báo cáo (bấm để thêm)</summary>'
        f"<ul>{items}</ul></details>"
    )


def kept_tables(tables: Sequence[KeptTable], message: str = "") -> str:
    """Return the tables that a person keeps; ``message``: a paragraph on what was just done (HTML)."""
    if not tables:
        return message
    items = "".join(
        f'<li><span class="name">{escape(item.name)}</span> <span class="quiet">{escape(_day(item.changed))}</span>'
        f'<span class="tools"><button type="button" data-do="open" data-id="{item.id}">Mở</button>'
        f'<button type="button" data-do="delete" data-id="{item.id}" data-sure="Bấm lần nữa để xóa">Xóa</button></span></li>'
        for item in tables
    )
    return f'{message}<details class="kept-tables"><summary>Bảng đã lưu ({len(tables)})</summary><ul>{items}</ul></details>'


def _day(changed: str) -> str:
    year, month, day = changed[:10].split("-")
    return f"{day}/{month}/{year}"


def table(tabulation: IndicatorTable, *, is_kept: bool, notes: Iterable[str] = ()) -> str:
    """Return the table: a row a report, a column an indicator and year, totals below, what can be done with it above.

    :param is_kept: it is one of the person's kept tables. ``notes``: what they have to know of it.
    """
    columns = columns_of(tabulation)
    keys: list[str] = []
    rows = "".join(_row(row, tabulation, columns, keys) for row in tabulation.rows)
    size = f"{len(tabulation.rows)} báo cáo, {len(tabulation.indicators)} chỉ tiêu"
    remarks = "".join(f'<p class="note">{escape(note)}</p>' for note in notes)
    keep = "" if is_kept else _tool("keep", "Lưu bảng")
    return (
        f'<div class="tabled" data-keys="{escape(" ".join(keys))}"><p role="status" tabindex="-1">{size}. '
        "Bấm con số để mở trang gốc; bấm ⋯ để xem số khác hoặc sửa.</p>"
        f'{remarks}<div class="tools">{_tool("xlsx", "Tải bảng (.xlsx)")}{keep}{_tool("refresh", "Đọc lại từ Kho")}</div>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="Bảng tổng hợp"><table><thead><tr>{_heads(columns)}</tr>'
        f"</thead><tbody>{rows}</tbody><tfoot>{_totals(tabulation, columns)}</tfoot></table></div>"
        f"{_reasons(tabulation)}{chart_form(tabulation)}</div>"
    )


def _tool(what: str, label: str) -> str:
    return f'<button type="button" data-do="{what}">{label}</button>'


def _heads(columns: Sequence[Column]) -> str:
    titles = ["Báo cáo", *(column_title(column) for column in columns)]
    return "".join(
        f'<th scope="col" aria-sort="none"><button type="button" data-sort="{at}">{escape(title)}</button></th>'
        for at, title in enumerate(titles)
    )


def _row(row: IndicatorRow, tabulation: IndicatorTable, columns: Sequence[Column], keys: list[str]) -> str:
    place = f'<span class="file">{escape(row.place or row.issuer or row.file)}</span>'
    cells = "".join(_cell(row, tabulation, column, keys) for column in columns)
    return f'<tr><th scope="row" data-value="{escape(row.title)}">{escape(row.title)}{place}</th>{cells}</tr>'


def _cell(row: IndicatorRow, tabulation: IndicatorTable, column: Column, keys: list[str]) -> str:
    cells = row.at(*column)
    value = f' data-value="{cells[0].value:f}"' if cells else ' data-value=""'
    inside = "".join(_figure(cell, keys) for cell in cells) or f'<span class="none">{SILENT}</span>'
    two = '<span class="mark">báo cáo nêu hai số</span>' if len(cells) > 1 else ""
    more = _more(row, tabulation.indicators.index(column[0]), column)
    return f'<td{value}><div><span class="figures">{inside}</span>{more}</div>{two}</td>'


def _figure(cell: TableCell, keys: list[str]) -> str:
    text = escape(fold_spaces(cell.text))
    look = "figure short" if len(text) <= SHORT else "figure"
    if cell.choice is None:
        return f'<span class="{look}">{text}</span><span class="mark">sửa tay</span>'
    keys.append(key_of(cell.choice))
    page = f", trang {cell.page}" if cell.page is not None else ""
    marks = '<span class="mark">kế hoạch</span>' if cell.plan else ""
    if cell.since is not None and cell.since != cell.slot.year:
        marks += f'<span class="mark">{cell.since}–{cell.slot.year}</span>'
    return (
        f'<button type="button" class="{look}" data-at="{len(keys) - 1}" aria-label="{text}, mở nguồn{page}">'
        f"{text}</button>{marks}"
    )


def _more(row: IndicatorRow, number: int, column: Column) -> str:
    indicator, year = column
    name = f"{indicator} {year}" if year is not None else indicator
    label = escape(f"Số khác, sửa ô: {name}, {row.title}")
    return (
        f'<button type="button" class="more" data-do="cell" {cell_data(row.report, number, year)} aria-label="{label}" '
        'title="Số khác, sửa ô này">⋯</button>'
    )


# Totals


def _totals(tabulation: IndicatorTable, columns: Sequence[Column]) -> str:
    by_column = {(total.indicator, total.year): total for total in tabulation.totals}
    scales = {column: _scale(tabulation, column) for column in columns}
    lines = []
    for name, field in TOTALS:
        cells = "".join(f"<td>{_amount(by_column.get(column), field, scales[column])}</td>" for column in columns)
        lines.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    counts = "".join(f"<td>{total.of if (total := by_column.get(column)) else 0}</td>" for column in columns)
    lines.append(f'<tr><th scope="row">Số báo cáo có số liệu</th>{counts}</tr>')
    return "".join(lines)


def _reasons(tabulation: IndicatorTable) -> str:
    """Return the reasons why columns have no sum or no totals, a line each; "" where all have."""
    reasons = [(column_title((total.indicator, total.year)), total.why_not) for total in tabulation.totals if total.why_not]
    items = "".join(f"<li><b>{escape(title)}:</b> {escape(why)}</li>" for title, why in reasons)
    return (
        f'<details class="why"><summary>Vì sao {len(reasons)} cột không có tổng</summary><ul>{items}</ul></details>'
        if reasons
        else ""
    )


def _amount(total: Total | None, field: str, scale: int) -> str:
    value: Decimal | None = getattr(total, field) if total is not None else None
    return "–" if total is None or value is None else escape(write_amount(value, total.unit, scale))


def _scale(tabulation: IndicatorTable, column: Column) -> int:
    """Return the tens in which most of a column's cells tell their figures."""
    scales = [cell.choice.fact.scale for row in tabulation.rows for cell in row.at(*column) if cell.choice is not None]
    common = max(set(scales), key=lambda scale: (scales.count(scale), scale), default=0)
    return common if common in SCALES else 0
