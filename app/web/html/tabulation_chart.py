"""The chart of the tab "Tổng hợp", as HTML: the form that asks for one, and its picture with the figures. Pure functions."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape

from app.tabulation.charts import IndicatorChart
from app.tabulation.export import columns_of
from app.tabulation.model import IndicatorTable, TableCell
from app.web.html.tabulation_cell import column_title, key_of
from ingest.language.text import fold_spaces


def chart_form(table: IndicatorTable) -> str:
    """Return the form that asks for a chart: a column with figures, bars or lines; "" where there is nothing to draw."""
    columns = [column for column in columns_of(table) if any(row.at(*column) for row in table.rows)]
    if not columns:
        return ""
    options = "".join(
        f'<option value="{table.indicators.index(indicator)}:{"" if year is None else year}">'
        f"{escape(column_title((indicator, year)))}</option>"
        for indicator, year in columns
    )
    return (
        '<form class="drawn-of" data-deed="chart"><label><span>Biểu đồ của</span>'
        f'<select name="column">{options}</select></label><label><span>Kiểu</span><select name="kind">'
        '<option value="bars">cột: các báo cáo trong một năm</option><option value="lines">đường: qua các năm</option>'
        '</select></label><div class="tools"><button type="submit">Vẽ biểu đồ</button></div></form>'
    )


def chart(drawing: IndicatorChart, picture: bytes, column: str) -> str:
    """Return a chart as a picture, with its figures as a table beside it; ``column``: as the form names it."""
    image = base64.b64encode(picture).decode()
    keys = [key_of(cell.choice) for series in drawing.series for _, cell in series.points if cell.choice]
    number = iter(range(len(keys)))
    rows = "".join(
        f'<tr><th scope="row">{escape(series.name)}</th><td>{year or "–"}</td><td>{_point(cell, number)}</td></tr>'
        for series in drawing.series
        for year, cell in series.points
    )
    left = (
        f'<p class="quiet">Còn {drawing.left_out} báo cáo không đủ chỗ vẽ; bảng ở trên có đủ.</p>'
        if drawing.left_out
        else ""
    )
    return (
        f'<figure class="drawn" data-keys="{escape(" ".join(keys))}">'
        f'<figcaption tabindex="-1">{escape(drawing.title)}</figcaption><div class="both">'
        f'<img src="data:image/png;base64,{image}" alt="Biểu đồ: {escape(drawing.title)}. Số liệu ở bảng bên cạnh.">'
        '<div class="scroll" tabindex="0" role="region" aria-label="Số liệu của biểu đồ"><table><thead><tr>'
        '<th scope="col">Báo cáo</th><th scope="col">Năm</th><th scope="col">Số liệu</th>'
        f'</tr></thead><tbody>{rows}</tbody></table></div></div>{left}<div class="tools">'
        f'<button type="button" data-do="chart-word" data-column="{escape(column)}" data-kind="{drawing.kind}">'
        "Tải biểu đồ (.docx)</button></div></figure>"
    )


def _point(cell: TableCell, number: Iterator[int]) -> str:
    text = escape(fold_spaces(cell.text))
    if cell.choice is None:
        return f'{text} <span class="mark">sửa tay</span>'
    return f'<button type="button" class="figure" data-at="{next(number)}">{text}</button>'
