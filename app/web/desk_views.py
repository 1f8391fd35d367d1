"""HTML of the desk's tabs: wordings and findings. Pure functions; every word not our own is escaped here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from app.checks import NAMES
from app.checks.model import Finding
from app.present import joined
from app.wording import Wording


def wordings(found: Sequence[Wording]) -> str:
    """Return the wordings as cards, each with its copies: the words, with source, with blanks."""
    if not found:
        return '<p class="quiet">Không tìm thấy câu mẫu nào. Hãy thử từ khác hoặc bỏ bớt điều kiện lọc.</p>'
    return f'<ol class="hits">{"".join(map(_wording, found))}</ol>'


def _wording(one: Wording) -> str:
    uses = f"{one.reports} báo cáo dùng" if one.reports > 1 else "1 báo cáo dùng"
    others = "".join(f"<li>{escape(p.passage.title)}: {escape(p.quote[:160])}</li>" for p in one.places[1:5])
    more = f"<details><summary>{len(one.places) - 1} chỗ tương tự</summary><ul>{others}</ul></details>" if others else ""
    copies = (
        ("Sao chép", one.text),
        ("Sao chép kèm nguồn", f"{one.text}\n(Nguồn: {one.source})"),
        ("Sao chép bản để trống", one.blanked),
    )
    buttons = "".join(f'<button type="button" data-copy="{escape(text)}">{label}</button>' for label, text in copies)
    return (
        f'<li><p class="quiet">{escape(one.source)} · {uses}</p><p>{escape(one.text)}</p>'
        f'<div class="tools">{buttons}</div>{more}</li>'
    )


def findings(found: Sequence[Finding], file: str) -> str:
    """Return the findings of a report as a list, each with its places."""
    if not found:
        return f'<p class="quiet">{escape(file)}: không thấy điều gì cần xem lại.</p>'
    head = f'<p class="quiet">{escape(file)}: {len(found)} điều cần xem lại</p>'
    return f'{head}<ol class="hits">{"".join(map(_finding, found))}</ol>'


def _finding(one: Finding) -> str:
    places = "".join(
        f"<li><span class='quiet'>{escape(_where(quote.section, quote.page))}</span> <q>{escape(quote.quote)}</q></li>"
        for quote in dict.fromkeys(one.quotes)
    )
    return f"<li><p><b>{escape(NAMES[one.kind].capitalize())}.</b> {escape(one.message)}</p><ul>{places}</ul></li>"


def _where(section: Sequence[str], page: int | None) -> str:
    parts = [f"mục {joined(section)}"] if section else ["đầu báo cáo"]
    return ", ".join([*parts, *([f"trang {page}"] if page is not None else [])])


def missing(lines: Sequence[str]) -> str:
    """Return what a draft still lacks."""
    if not lines:
        return '<p class="quiet">Dự thảo đã đủ thông tin.</p>'
    shown = [re.sub(r" \([a-z_.]+\)$", "", line) for line in lines]  # the names of the input file's entries
    return f'<p class="quiet">Còn thiếu:</p><ul>{"".join(f"<li>{escape(line)}</li>" for line in shown)}</ul>'


def problem(message: str) -> str:
    """Return a sentence about what went wrong."""
    return f'<p class="problem" role="alert">{escape(message)}</p>'
