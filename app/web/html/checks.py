"""HTML of what a check finds. Pure functions; every word not our own is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.answer.sources import joined
from app.checks import NAMES
from app.checks.model import Finding


def findings(found: Sequence[Finding], file: str, more: int = 0) -> str:
    """Return the findings of a report as a list, each with its places; ``more``: how many are not in the list."""
    if not found:
        return f'<p class="quiet">{escape(file)}: không thấy điều gì cần xem lại.</p>'
    head = f'<p class="quiet">{escape(file)}: {len(found) + more} điều cần xem lại</p>'
    left = f'<p class="quiet">Còn {more} điều không được liệt kê. Hãy chia nhỏ báo cáo để xem hết.</p>' if more else ""
    return f'{head}<ol class="hits">{"".join(map(_finding, found))}</ol>{left}'


def _finding(one: Finding) -> str:
    places = "".join(
        f"<li><span class='quiet'>{escape(_where(quote.section, quote.page))}</span> <q>{escape(quote.quote)}</q></li>"
        for quote in dict.fromkeys(one.quotes)
    )
    return f"<li><p><b>{escape(NAMES[one.kind].capitalize())}.</b> {escape(one.message)}</p><ul>{places}</ul></li>"


def _where(section: Sequence[str], page: int | None) -> str:
    parts = [f"mục {joined(section)}"] if section else ["đầu báo cáo"]
    return ", ".join([*parts, *([f"trang {page}"] if page is not None else [])])
