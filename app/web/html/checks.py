"""HTML of what a check finds. Pure functions; every word not our own is escaped here.

Buttons carry what they do as data: ``data-do`` and the number of the finding, by which ``bridge.js`` fires an event.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app.answer.sources import joined
from app.checks import LOOKED_AT, NAMES, NOT_LOOKED_AT
from app.checks.model import Finding, Quote
from app.library.kept_check import CheckedReport
from app.library.library_check import LibraryProgress
from app.web.html.panel import CLOSE
from ingest.readers.printed import Box

START = (
    '<p class="quiet start">Chọn một báo cáo để biết những chỗ cần xem lại: số liệu mâu thuẫn, tổng không khớp, tên còn '
    "sót, chính tả… Báo cáo chỉ được đọc để soát, không vào Kho. “Soát toàn kho” soát lần lượt mọi báo cáo trong Kho.</p>"
)


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place of a finding in what stands around it: the words before, the quote, the words behind."""

    quote: Quote
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page as it looks (WebP), with the boxes that cover the places on it."""

    number: int
    picture: bytes
    boxes: Sequence[Box]


def findings(
    standing: Sequence[Finding], dismissed: Sequence[Finding], file: str, more: int = 0, *, tools: bool = True
) -> str:
    """Return the findings of a report as a list, each with its places; below it those that were dismissed.

    :param more: how many are not in the list.
    :param tools: with the buttons that open a finding's places, dismiss it and bring it back.
    """
    head = f'<p class="quiet">{escape(file)}: {len(standing) + more} điều cần xem lại</p>'
    if not standing and not more:
        head = (
            f'<p class="quiet">{escape(file)}: không thấy điều gì cần xem lại.</p>'
            f'<p class="quiet">{escape(LOOKED_AT)}</p><p class="quiet">{escape(NOT_LOOKED_AT)}</p>'
        )
    left = f'<p class="quiet">Còn {more} điều không được liệt kê. Hãy chia nhỏ báo cáo để xem hết.</p>' if more else ""
    cards = "".join(_finding(finding, _tools(finding, number) if tools else "") for number, finding in enumerate(standing))
    below = _dismissed(dismissed) if tools else _count_dismissed(dismissed)
    return f'<div class="desk">{head}<ol class="hits findings">{cards}</ol>{left}{below}</div>'


def _finding(point: Finding, tools: str) -> str:
    places = "".join(
        f"<li><span class='quiet'>{escape(_where(quote))}</span> <q>{escape(quote.quote)}</q></li>"
        for quote in dict.fromkeys(point.quotes)
    )
    return (
        f"<li><p><b>{escape(NAMES[point.kind].capitalize())}.</b> {escape(point.message)}</p><ul>{places}</ul>{tools}</li>"
    )


def _tools(finding: Finding, number: int) -> str:
    return (
        f'<p class="tools">{_opener(finding, number)}'
        f'<button type="button" data-event="select" data-do="dismiss" data-number="{number}">Bỏ qua</button></p>'
    )


def _count_dismissed(dismissed: Sequence[Finding]) -> str:
    if not dismissed:
        return ""
    return f'<p class="quiet">Không kể {len(dismissed)} điều đã bỏ qua; xem ở tab “Soát báo cáo”.</p>'


def _opener(finding: Finding, number: int) -> str:
    count = len(dict.fromkeys(finding.quotes))
    name = "Mở chỗ này" if count == 1 else "Mở cả hai chỗ" if count == 2 else f"Mở {count} chỗ"
    button = f'<button type="button" data-event="select" data-do="places" data-number="{number}">{name}</button>'
    return button if count else ""


def _dismissed(dismissed: Sequence[Finding]) -> str:
    if not dismissed:
        return ""
    rows = "".join(
        f"<li>{escape(NAMES[finding.kind].capitalize())}. {escape(finding.message)} "
        f'<button type="button" data-event="select" data-do="back" data-number="{number}">Đưa lại</button></li>'
        for number, finding in enumerate(dismissed)
    )
    summary = f"<summary>Đã bỏ qua {len(dismissed)} điều của báo cáo này</summary>"
    return f'<details class="dismissed">{summary}<ul>{rows}</ul></details>'


def places(finding: Finding, quotes: Sequence[ShownPlace], pages: Sequence[ShownPage], file: str) -> str:
    """Return the side panel with all places of a finding marked: on its pages where they can be shown, and in its text."""
    pictures = "".join(map(_page, pages))
    texts = "".join(
        f'<div class="section"><p class="quiet">{escape(_where(place.quote))}</p>'
        f"<p>{escape(place.before)}<mark>{escape(place.quote.quote)}</mark>{escape(place.after)}</p></div>"
        for place in quotes
    )
    text = f"<details><summary>Xem dưới dạng văn bản</summary>{texts}</details>" if pages else texts
    return (
        '<div class="source" role="complementary" aria-label="Các chỗ của điều cần xem lại">'
        f'<header><h2 tabindex="-1">Các chỗ cần xem</h2>{CLOSE}</header>'
        '<div class="scroll" tabindex="0" role="region" aria-label="Nội dung các chỗ">'
        f"<h3>{escape(file)}</h3><p>{escape(finding.message)}</p>{pictures}{text}</div></div>"
    )


def _page(page: ShownPage) -> str:
    marks = "".join(
        f'<mark class="mark" style="left:{box.left * 100:.2f}%;top:{box.top * 100:.2f}%;'
        f'width:{(box.right - box.left) * 100:.2f}%;height:{(box.bottom - box.top) * 100:.2f}%"></mark>'
        for box in page.boxes
    )
    picture = base64.b64encode(page.picture).decode("ascii")
    return (
        f'<p class="quiet">Trang {page.number}</p><figure class="leaf">'
        f'<img src="data:image/webp;base64,{picture}" alt="Ảnh trang {page.number} của báo cáo">{marks}</figure>'
    )


def library(progress: LibraryProgress) -> str:
    """Return the reports of the library by their findings of figures, with how far the run is."""
    if progress.running:
        stop = '<button type="button" data-event="select" data-do="stop">Dừng</button>'
        head = f'<p class="quiet" role="status">Đang soát: {progress.checked}/{progress.every} báo cáo {stop}</p>'
    elif not progress.every:
        return '<p class="quiet">Kho chưa có báo cáo nào. Hãy nạp báo cáo ở tab “Kho báo cáo”.</p>'
    else:
        state = "Đã dừng" if progress.stopped else "Đã soát"
        head = f'<p class="quiet" role="status">{state}: {progress.checked}/{progress.every} báo cáo.</p>'
    noted = any(checked.problem for checked in progress.reports)
    rows = "".join(_row(checked, noted=noted) for checked in progress.ranked)
    columns = f"<tr><th>Báo cáo</th><th>Về số liệu</th><th>Tất cả</th>{'<th>Ghi chú</th>' if noted else ''}</tr>"
    table = f'<table class="checked"><thead>{columns}</thead><tbody>{rows}</tbody></table>' if rows else ""
    return f'<div class="desk">{head}{table}</div>'


def _row(checked: CheckedReport, *, noted: bool) -> str:
    button = (
        f'<button type="button" class="link" data-event="select" data-do="report" data-report="{escape(checked.report)}">'
    )
    counts = f"<td>{checked.of_figures}</td><td>{len(checked.findings)}</td>"
    note = f"<td>{escape(checked.problem)}</td>" if noted else ""
    return f"<tr><td>{button}{escape(checked.file)}</button></td>{counts}{note}</tr>"


def back_to_library() -> str:
    """Return the button that leads from a report back to the list."""
    return '<p class="desk"><button type="button" data-event="select" data-do="library">‹ Về danh sách toàn kho</button></p>'


def _where(quote: Quote) -> str:
    parts = [f"mục {joined(quote.section)}"] if quote.section else ["đầu báo cáo"]
    return ", ".join([*parts, *([f"trang {quote.page}"] if quote.page is not None else [])])
