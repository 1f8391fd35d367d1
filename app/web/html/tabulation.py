"""The tab "Tổng hợp", as HTML. Pure functions; every word not our own is escaped here.

What can be clicked is a button with data that ``assets/tabulation.js`` turns into events: ``data-do`` names what to do,
``data-report``, ``data-column`` and ``data-year`` the cell; ``data-at`` opens the side panel (:mod:`app.web.html.panel`).
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape

from app.records.tables import KeptTable
from app.tabulation.charts import IndicatorChart
from app.tabulation.export import columns_of
from app.tabulation.model import FactChoice, IndicatorRow, IndicatorTable, Slot, TableCell, Total
from app.tabulation.table import Suggestion
from app.web.html.panel import Reference
from ingest.language.amounts import MONEY_SCALES, write_amount
from ingest.language.text import fold_spaces

Column = tuple[str, int | None]
TOTALS = (("Tổng", "total"), ("Trung bình", "mean"), ("Nhỏ nhất", "minimum"), ("Lớn nhất", "maximum"))
SILENT = "không nêu"
SHORT = 16  # characters of a figure that stands on one line: "12.345,6 tỷ đồng"
NONE_SUGGESTED = "Chưa có chỉ tiêu nào để gợi ý: Kho chưa có báo cáo, hoặc không báo cáo nào hợp điều kiện đã chọn."
NOTHING_NEAR = "Báo cáo không có số nào gần với chỉ tiêu này."

START = (
    '<p class="quiet start">Gõ các chỉ tiêu cần tổng hợp, hoặc bấm chỉ tiêu được gợi ý, rồi bấm “Lập bảng”: mỗi báo cáo '
    "một dòng, mỗi số bấm được để mở trang gốc. Bảng tải được về Excel.</p>"
)


def suggestions(found: Sequence[Suggestion], reports: int) -> str:
    """Return the indicators that most reports have, each a button that adds it."""
    if not found:
        return f'<p class="quiet">{NONE_SUGGESTED}</p>'
    once = {
        suggestion.name.casefold(): suggestion for suggestion in reversed(found)
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


def kept(tables: Sequence[KeptTable], said: str = "") -> str:
    """Return the tables that a person keeps; ``said``: a paragraph on what was just done (HTML)."""
    if not tables:
        return said
    items = "".join(
        f'<li><span class="name">{escape(item.name)}</span> <span class="quiet">{escape(_day(item.changed))}</span>'
        f'<span class="tools"><button type="button" data-do="open" data-id="{item.id}">Mở</button>'
        f'<button type="button" data-do="delete" data-id="{item.id}" data-sure="Bấm lần nữa để xóa">Xóa</button></span></li>'
        for item in tables
    )
    return f'{said}<details class="kept-tables"><summary>Bảng đã lưu ({len(tables)})</summary><ul>{items}</ul></details>'


def _day(changed: str) -> str:
    year, month, day = changed[:10].split("-")
    return f"{day}/{month}/{year}"


def table(made: IndicatorTable, *, is_kept: bool, notes: Iterable[str] = ()) -> str:
    """Return the table: a row a report, a column an indicator and year, totals below, what can be done with it above.

    :param is_kept: it is one of the person's kept tables. ``notes``: what they have to know of it.
    """
    columns = columns_of(made)
    keys: list[str] = []
    rows = "".join(_row(row, made, columns, keys) for row in made.rows)
    size = f"{len(made.rows)} báo cáo, {len(made.indicators)} chỉ tiêu"
    remarks = "".join(f'<p class="note">{escape(note)}</p>' for note in notes)
    keep = "" if is_kept else _tool("keep", "Lưu bảng")
    return (
        f'<div class="tabled" data-keys="{escape(" ".join(keys))}"><p role="status" tabindex="-1">{size}. '
        "Bấm con số để mở trang gốc; bấm ⋯ để xem số khác hoặc sửa.</p>"
        f'{remarks}<div class="tools">{_tool("xlsx", "Tải bảng (.xlsx)")}{keep}{_tool("refresh", "Đọc lại từ Kho")}</div>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="Bảng tổng hợp"><table><thead><tr>{_heads(columns)}</tr>'
        f"</thead><tbody>{rows}</tbody><tfoot>{_totals(made, columns)}</tfoot></table></div>"
        f"{_reasons(made)}{chart_form(made)}</div>"
    )


def _tool(what: str, label: str) -> str:
    return f'<button type="button" data-do="{what}">{label}</button>'


def _heads(columns: Sequence[Column]) -> str:
    titles = ["Báo cáo", *(_title(column) for column in columns)]
    return "".join(
        f'<th scope="col" aria-sort="none"><button type="button" data-sort="{at}">{escape(title)}</button></th>'
        for at, title in enumerate(titles)
    )


def _title(column: Column) -> str:
    indicator, year = column
    return indicator if year is None else f"{indicator}, {year}"


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


def key_of(choice: FactChoice) -> str:
    """Return what opens a fact in the side panel: its sentence or row within its passage."""
    return Reference(choice.passage.id, choice.fact.begin, choice.fact.stop).key


def _more(row: IndicatorRow, number: int, column: Column) -> str:
    indicator, year = column
    name = f"{indicator} {year}" if year is not None else indicator
    label = escape(f"Số khác, sửa ô: {name}, {row.title}")
    return (
        f'<button type="button" class="more" data-do="cell" {_data(row.report, number, year)} aria-label="{label}" '
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
    """Return why columns have no sum or no totals, a line each; nothing where all have."""
    reasons = [(_title((total.indicator, total.year)), total.why_not) for total in tabulation.totals if total.why_not]
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
    """Return the tens in which most of a column's cells tell money."""
    scales = [cell.choice.fact.scale for row in tabulation.rows for cell in row.at(*column) if cell.choice is not None]
    common = max(set(scales), key=lambda scale: (scales.count(scale), scale), default=0)
    return common if common in MONEY_SCALES else 0


# One cell


def editor(row: IndicatorRow, slot: Slot, number: int, *, touched: bool, said: str = "") -> str:
    """Return what a cell may hold instead: what the report says besides, and a field for a value typed by hand.

    :param touched: something was taken or typed for it. ``said``: what is wrong with what was typed (HTML).
    """
    cells = row.at(slot.indicator, slot.year)
    mine = [(indicator, choices) for indicator, choices in row.offered if indicator.indicator == slot.indicator]
    offered = [choice for indicator, choices in mine if slot.year in (indicator.year, None) for choice in choices]
    choices = [choice for cell in cells if cell.choice for choice in (cell.choice,)]
    choices += [choice for cell in cells[:1] for choice in cell.alternatives] + offered
    unique = list({choice.fact.key: choice for choice in choices}.values())
    data = _data(row.report, number, slot.year)
    shown = {cell.choice.fact.key for cell in cells if cell.choice}
    items = "".join(
        _choice(choice, at, _data(row.report, number, choice.fact.year), chosen=choice.fact.key in shown)
        for at, choice in enumerate(unique)
    )
    offers = (
        f'<ul class="choices">{items}</ul>'
        if items
        else '<p class="quiet">Báo cáo không có số nào gần với chỉ tiêu này.</p>'
    )
    heading = slot.indicator if slot.year is None else f"{slot.indicator}, {slot.year}"
    reset = f'<button type="button" data-do="reset" {data}>Trả về như máy đọc</button>' if touched else ""
    keys = " ".join(key_of(choice) for choice in unique)
    return (
        f'<section class="cell" data-keys="{escape(keys)}" aria-label="Sửa ô"><div class="head">'
        f'<h4 tabindex="-1">{escape(heading)}</h4>'
        '<button type="button" data-do="close" aria-label="Đóng" title="Đóng">✕</button></div>'
        f'<p class="quiet">{escape(row.title)}</p>{said}{offers}'
        f'<form {data}><label><span>Nhập tay (được đánh dấu “sửa tay”)</span><input name="text" maxlength="100" '
        'autocomplete="off" placeholder="1.126 hộ"></label><div class="tools">'
        f'<button type="submit" class="main">Ghi</button>{reset}</div></form></section>'
    )


def _data(report: str, number: int, year: int | None) -> str:
    return f'data-report="{report}" data-column="{number}" data-year="{"" if year is None else year}"'


def _choice(choice: FactChoice, at: int, data: str, *, chosen: bool) -> str:
    fact = choice.fact
    where = f"trang {fact.page}" if fact.page is not None else "mở nguồn"
    take = (
        '<span class="mark">đang dùng</span>'
        if chosen
        else f'<button type="button" data-do="take" {data} data-key="{escape(fact.key)}">Lấy số này</button>'
    )
    return (
        f"<li><b>{escape(fold_spaces(fact.text))}</b> {take} "
        f'<button type="button" class="open" data-at="{at}">{where}</button>'
        f"<q>{escape(fold_spaces(choice.quote))}</q></li>"
    )


# A chart


def chart_form(made: IndicatorTable) -> str:
    """Return the form that asks for a chart: a column with figures, bars or lines; "" where there is nothing to draw."""
    columns = [column for column in columns_of(made) if any(row.at(*column) for row in made.rows)]
    if not columns:
        return ""
    options = "".join(
        f'<option value="{made.indicators.index(indicator)}:{"" if year is None else year}">'
        f"{escape(_title((indicator, year)))}</option>"
        for indicator, year in columns
    )
    return (
        '<form class="drawn-of" data-deed="chart"><label><span>Biểu đồ của</span>'
        f'<select name="column">{options}</select></label><label><span>Kiểu</span><select name="kind">'
        '<option value="bars">cột: các báo cáo trong một năm</option><option value="lines">đường: qua các năm</option>'
        '</select></label><div class="tools"><button type="submit">Vẽ biểu đồ</button></div></form>'
    )


def chart(made: IndicatorChart, picture: bytes, column: str) -> str:
    """Return a chart as a picture, with its figures as a table beside it; ``column``: as the form names it."""
    image = base64.b64encode(picture).decode()
    keys = [key_of(cell.choice) for series in made.series for _, cell in series.points if cell.choice]
    number = iter(range(len(keys)))
    rows = "".join(
        f'<tr><th scope="row">{escape(series.name)}</th><td>{year or "–"}</td><td>{_shown(cell, number)}</td></tr>'
        for series in made.series
        for year, cell in series.points
    )
    left = f'<p class="quiet">Còn {made.left_out} báo cáo không đủ chỗ vẽ; bảng ở trên có đủ.</p>' if made.left_out else ""
    return (
        f'<figure class="drawn" data-keys="{escape(" ".join(keys))}">'
        f'<figcaption tabindex="-1">{escape(made.title)}</figcaption><div class="both">'
        f'<img src="data:image/png;base64,{image}" alt="Biểu đồ: {escape(made.title)}. Số liệu ở bảng bên cạnh.">'
        '<div class="scroll" tabindex="0" role="region" aria-label="Số liệu của biểu đồ"><table><thead><tr>'
        '<th scope="col">Báo cáo</th><th scope="col">Năm</th><th scope="col">Số liệu</th>'
        f'</tr></thead><tbody>{rows}</tbody></table></div></div>{left}<div class="tools">'
        f'<button type="button" data-do="chart-word" data-column="{escape(column)}" data-kind="{made.kind}">'
        "Tải biểu đồ (.docx)</button></div></figure>"
    )


def _shown(cell: TableCell, number: Iterator[int]) -> str:
    text = escape(fold_spaces(cell.text))
    if cell.choice is None:
        return f'{text} <span class="mark">sửa tay</span>'
    return f'<button type="button" class="figure" data-at="{next(number)}">{text}</button>'
