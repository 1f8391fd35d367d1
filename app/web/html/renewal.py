"""HTML of a renewal: what is filled, computed, missing and kept of last year's report, as tables.

Pure functions; every word not our own is escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.renewal.model import Renewal, RenewalKind, RenewalState, RenewedPlace
from app.renewal.output import KINDS

MOST = 400  # rows of a table; more are told by their number alone
SHOWN = (
    (RenewalState.BLANK, "Còn thiếu", True),
    (RenewalState.FILLED, "Đã điền", False),
    (RenewalState.COMPUTED, "Tự tính", False),
    (RenewalState.KEPT, "Giữ nguyên, cần kiểm tra", False),
)


def reading() -> str:
    """Return what stands there while a report is read."""
    return '<p class="working" role="status">Đang đọc báo cáo năm trước<i></i><i></i><i></i></p>'


def summary(renewal: Renewal, title: str, sheet: str) -> str:
    """Return the counts and a table for each state.

    :param title: name of last year's report, :param sheet: of the sheet of figures, "" without one.
    """
    facts = renewal.frame.metadata
    of = f"{facts.title}, {facts.issuer}" if facts.title and facts.issuer else facts.title or title
    counts = "".join(f"<li><b>{renewal.count(state)}</b> {escape(name.lower())}</li>" for state, name, _ in SHOWN)
    from_sheet = f" Số liệu kỳ này lấy từ <b>{escape(sheet)}</b>." if sheet else ""
    plain = len(renewal.frame.plain)
    stays = (
        f"<p>{plain} chỗ không có số liệu được giữ nguyên, có nhận xét “Giữ nguyên?” trong tệp Word.</p>" if plain else ""
    )
    pictures = len(renewal.frame.pictures)
    drawn = f"<p>{pictures} hình, biểu đồ của báo cáo trước cần thay.</p>" if pictures else ""
    return (
        f'<div class="renewal"><p role="status">Khung: <b>{escape(of)}</b> ({escape(title)}).{from_sheet}</p>'
        f'<ul class="counts">{counts}<li><b>{renewal.count(RenewalState.MOVED)}</b> năm tự chuyển</li></ul>'
        f"{_unused(renewal.unused)}{stays}{drawn}"
        f"{''.join(_table(renewal, state, name, opened=opened) for state, name, opened in SHOWN)}</div>"
    )


def _unused(unused: Sequence[str]) -> str:
    if not unused:
        return ""
    items = "".join(f"<li>{escape(name)}</li>" for name in unused)
    return f'<details class="note" open><summary>{len(unused)} số liệu đã nạp chưa dùng</summary><ul>{items}</ul></details>'


def _table(renewal: Renewal, state: RenewalState, name: str, *, opened: bool) -> str:
    places = [place for place in renewal.places if place.state is state]
    if not places:
        return ""
    new = state in (RenewalState.FILLED, RenewalState.COMPUTED)
    titles = ("Mục", "Nội dung", renewal.label.capitalize(), *(("Kỳ này",) if new else ()), "Ghi chú")
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    rows = "".join(_row(place, new) for place in places[:MOST])
    more = f"<p>… và {len(places) - MOST} chỗ nữa.</p>" if len(places) > MOST else ""
    return (
        f"<details{' open' if opened else ''}><summary>{escape(name)} ({len(places)})</summary>"
        f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"{more}</details>"
    )


def _row(renewed: RenewedPlace, new: bool) -> str:
    place = renewed.place
    unit = place.unit if place.kind is RenewalKind.FIGURE and place.unit else ""
    label = place.name if place.kind is RenewalKind.FIGURE else f"{KINDS[place.kind].capitalize()}: {place.name}"
    old = f"{place.old} {unit}".strip() if unit != "%" else f"{place.old}%"
    value = f"<td><b>{escape(renewed.new)}</b></td>" if new else ""
    return (
        f'<tr><td>{escape(place.section)}</td><td title="{escape(place.around)}">{escape(label)}</td>'
        f"<td>{escape(old)}</td>{value}<td>{escape(renewed.note)}</td></tr>"
    )
