"""What a renewal filled, computed, left blank and kept, as lines."""

from __future__ import annotations

from app.drafting.doubts import Doubts
from app.drafting.request import Request
from app.renewal.model import Renewal, RenewalKind, RenewalState, RenewedPlace

KINDS = {
    RenewalKind.FIGURE: "số liệu",
    RenewalKind.DATE: "ngày, tháng",
    RenewalKind.DOCUMENT: "số văn bản",
    RenewalKind.PERSON: "họ tên",
    RenewalKind.SIGNER: "người ký",
    RenewalKind.OWN_NUMBER: "số báo cáo",
    RenewalKind.OWN_DATE: "ngày báo cáo",
    RenewalKind.OTHER: "số khác",
}

OPEN = (("Còn thiếu", RenewalState.BLANK), ("Giữ nguyên?", RenewalState.KEPT))


def counts(renewal: Renewal) -> str:
    """Return "đã điền 12, tự tính 3, …"."""
    states = (
        ("đã điền", RenewalState.FILLED),
        ("tự tính", RenewalState.COMPUTED),
        ("đã chuyển năm", RenewalState.MOVED),
        ("còn trống", RenewalState.BLANK),
        ("giữ nguyên chờ kiểm tra", RenewalState.KEPT),
    )
    return ", ".join(f"{name} {renewal.count(state)}" for name, state in states)


def line(renewed: RenewedPlace, label: str) -> str:
    """Return a place with its section, name, last year's value and note."""
    place = renewed.place
    where = f"{place.section}: " if place.section else ""
    name = place.name or KINDS[place.kind]
    unit = f" {place.unit}" if place.unit and place.unit != "%" else place.unit
    new = f" → {renewed.new}" if renewed.new else ""
    note = f" ({renewed.note})" if renewed.note else ""
    return f"{where}{name} [{KINDS[place.kind]}, {label}: {place.old}{unit}]{new}{note}"


def still_open(renewal: Renewal, request: Request) -> Doubts:
    """Return what nobody has settled: figures and entries without a place, blanks, and what stays unless it is changed."""
    lines = [f"Chưa dùng - {item}" for item in renewal.unused] + [f"Chưa dùng - {item}" for item in request.unknown]
    for name, state in OPEN:
        lines += [f"{name} - {line(item, renewal.label)}" for item in renewal.places if item.state is state]
    if renewal.frame.plain:
        lines.append(f"Giữ nguyên? - {len(renewal.frame.plain)} chỗ không có số liệu, chép từ báo cáo {renewal.label}")
    if renewal.frame.pictures:
        lines.append(f"Giữ nguyên? - {len(renewal.frame.pictures)} hình, biểu đồ của báo cáo {renewal.label}")
    return Doubts(tuple(lines))


def as_text(renewal: Renewal) -> str:
    """Return a line for each place that is filled, computed, missing or kept, and for each figure that went nowhere."""
    lines = [f"Chưa dùng - {item}" for item in renewal.unused]
    for name, state in (
        ("Đã điền", RenewalState.FILLED),
        ("Tự tính", RenewalState.COMPUTED),
        ("Còn thiếu", RenewalState.BLANK),
        ("Giữ nguyên?", RenewalState.KEPT),
    ):
        lines += [f"{name} - {line(item, renewal.label)}" for item in renewal.places if item.state is state]
    lines += [
        f"Giữ nguyên? - {len(renewal.frame.plain)} chỗ không có số liệu, có nhận xét trong tệp Word"
        if renewal.frame.plain
        else ""
    ]
    return "".join(f"{item}\n" for item in lines if item)
