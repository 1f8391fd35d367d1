"""The form of the tab "Soạn báo cáo": its figures, and what is wrong with it, a sentence a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

REQUIRED = {
    "agency": "Hãy điền tên cơ quan ban hành, ví dụ ỦY BAN NHÂN DÂN XÃ CẨM ĐÀI.",
    "place": "Hãy điền địa danh ghi trước ngày tháng, ví dụ Cẩm Đài.",
    "from": "Hãy điền năm của báo cáo, ví dụ 2025.",
}
YEAR = "Năm gồm bốn chữ số, ví dụ 2025."


def problems(form: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with a form, a sentence a field; nothing: empty."""
    complaints = {name: complaint for name, complaint in REQUIRED.items() if not str(form.get(name) or "").strip()}
    for name in ("from", "to"):
        year = str(form.get(name) or "").strip()
        if year and not (year.isdecimal() and len(year) == 4):
            complaints[name] = YEAR
    first, last = str(form.get("from") or "").strip(), str(form.get("to") or "").strip()
    if "from" not in complaints and "to" not in complaints and last and last < first:
        complaints["to"] = "Năm cuối không thể trước năm đầu."
    return complaints


def figures_of(form: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return the form's figures: section, name, value; what the page cannot have sent is left out."""
    rows = form.get("figures")
    return [
        (row[0].strip(), row[1].strip(), row[2].strip())
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, list) and len(row) == 3 and all(isinstance(cell, str) for cell in row) and row[1].strip()
    ]
