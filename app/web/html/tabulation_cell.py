"""A cell of the tab "Tổng hợp", as HTML: what it may hold instead, and what its buttons name. Pure functions."""

from __future__ import annotations

from html import escape

from app.tabulation.model import FactChoice, IndicatorRow, Slot
from app.web.html.panel import Reference
from ingest.language.text import fold_spaces

NOTHING_NEAR = "Báo cáo không có số nào gần với chỉ tiêu này."


def editor(row: IndicatorRow, slot: Slot, number: int, *, touched: bool, message: str = "") -> str:
    """Return what a cell may hold instead: what the report says besides, and a field for a value typed by hand.

    :param touched: something was taken or typed for it. ``message``: what is wrong with what was typed (HTML).
    """
    cells = row.at(slot.indicator, slot.year)
    mine = [(indicator, choices) for indicator, choices in row.offered if indicator.indicator == slot.indicator]
    offered = [choice for indicator, choices in mine if slot.year in (indicator.year, None) for choice in choices]
    choices = [choice for cell in cells if cell.choice for choice in (cell.choice,)]
    choices += [choice for cell in cells[:1] for choice in cell.alternatives] + offered
    unique = list({choice.fact.key: choice for choice in choices}.values())
    data = cell_data(row.report, number, slot.year)
    used = {cell.choice.fact.key for cell in cells if cell.choice}
    items = "".join(
        _choice(choice, at, cell_data(row.report, number, choice.fact.year), chosen=choice.fact.key in used)
        for at, choice in enumerate(unique)
    )
    offers = f'<ul class="choices">{items}</ul>' if items else f'<p class="quiet">{NOTHING_NEAR}</p>'
    heading = column_title((slot.indicator, slot.year))
    reset = f'<button type="button" data-do="reset" {data}>Trả về như máy đọc</button>' if touched else ""
    keys = " ".join(key_of(choice) for choice in unique)
    return (
        f'<section class="cell" data-keys="{escape(keys)}" aria-label="Sửa ô"><div class="head">'
        f'<h4 tabindex="-1">{escape(heading)}</h4>'
        '<button type="button" data-do="close" aria-label="Đóng" title="Đóng">✕</button></div>'
        f'<p class="quiet">{escape(row.title)}</p>{message}{offers}'
        f'<form {data}><label><span>Nhập tay (được đánh dấu “sửa tay”)</span><input name="text" maxlength="100" '
        'autocomplete="off" placeholder="1.126 hộ"></label><div class="tools">'
        f'<button type="submit" class="main">Ghi</button>{reset}</div></form></section>'
    )


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


def key_of(choice: FactChoice) -> str:
    """Return what opens a fact in the side panel: its sentence or row within its passage."""
    return Reference(choice.passage.id, choice.fact.begin, choice.fact.stop).key


def cell_data(report: str, number: int, year: int | None) -> str:
    """Return the attributes that name a cell: its report, the number of its indicator, its year."""
    return f'data-report="{report}" data-column="{number}" data-year="{"" if year is None else year}"'


def column_title(column: tuple[str, int | None]) -> str:
    """Return the title of a column: "Hộ nghèo, 2024"."""
    indicator, year = column
    return indicator if year is None else f"{indicator}, {year}"
