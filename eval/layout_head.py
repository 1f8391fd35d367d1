"""What the decree says of the head of a report: both columns, their rules, number and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from eval.layout_elements import NAMES
from eval.word_lines import TWIPS_PER_MM, LinedPage, W, WordLine, first_value
from ingest.typeface import width


def head_rules(page: LinedPage) -> Iterator[tuple[str, str | None]]:
    """Yield every rule of the head with what breaks it. The text is empty for a kept rule, None for one not met with."""
    elements, rules = page.elements, page.rules
    for name in ("country", "motto"):
        yield f"{NAMES[name]}: đúng từng chữ “{rules.texts[name]}”", "" if elements[name] else "không thấy"
    yield "Có cơ quan ban hành", "" if elements["agency"] else "không thấy"
    yield "Có tên loại “BÁO CÁO”", "" if elements["type"] else "không thấy"
    yield "Có trích yếu", "" if elements["subject"] else "không thấy"
    table = page.tables[0] if page.tables else None
    borders = None if table is None else table.find(f"{W}tblPr/{W}tblBorders")
    drawn = [b for b in borders or () if b.get(f"{W}val") not in ("nil", "none")]
    columns = [] if table is None else [float(c.get(f"{W}w", 0)) / TWIPS_PER_MM for c in table.iter(f"{W}gridCol")]
    style = None if table is None else first_value([table.find(f"{W}tblPr")], "tblStyle", "val")
    bare = len(columns) == 2 and not drawn and style in (None, "TableNormal", "NormalTable")
    yield "Đầu văn bản: hai cột không kẻ khung", "" if bare else f"{len(columns)} cột, kiểu {style}"
    room = columns[1] if len(columns) == 2 else 0.0
    long = [line for line in elements["country"] if _length(line) > room]
    yield "Quốc hiệu trên một dòng", None if not elements["country"] else f"dài {_length(long[0]):.0f} mm" if long else ""
    yield from _rules_below(page, columns)
    numbers = [line.text for line in elements["number"]]
    form = re.compile(r"Số: (?:(?:0[1-9]|[1-9]\d+)/[A-ZĐ]+(?:-[A-ZĐa-zđ]+)+|\[…\](?:/\S+)?)$")
    yield (
        "Số, ký hiệu: “Số:”, số dưới 10 có số 0, không cách",
        "" if numbers and all(map(form.match, numbers)) else f"{numbers}",
    )
    dates = [line.text for line in elements["date"]]
    day = r"(?:0[1-9]|[12]\d|3[01]|\[…\])"
    when = re.compile(rf"[^,]+, ngày {day} tháng (?:0[12]|[3-9]|1[0-2]|\[…\]) năm (?:\d{{4}}|\[…\])$")
    yield (
        "Ngày: dấu phẩy sau địa danh, số 0 trước ngày dưới 10 và tháng 1, 2",
        "" if dates and all(map(when.match, dates)) else f"{dates}",
    )
    same = [line for line in (*elements["number"], *elements["date"]) if line.place.split(":")[1] != "1"]
    yield "Số, ký hiệu và ngày tháng ở cùng một hàng", None if not dates else "khác hàng" if same else ""


def _length(line: WordLine) -> float:
    """How long a line is in millimetres; bold is some 6 % wider."""
    return sum(width(r.text) / 1000 * r.size * 25.4 / 72 * (1.06 if r.bold else 1) for r in line.runs)


def _rules_below(page: LinedPage, columns: Sequence[float]) -> Iterator[tuple[str, str | None]]:
    rules, size = page.rules.head, page.rules.page
    text_width = size["width"] - size["left"] - size["right"]
    for name, room in (
        ("agency", columns[0] if columns else 0),
        ("motto", columns[-1] if columns else 0),
        ("subject", text_width),
    ):
        lines = page.elements[name]
        low, high = rules["motto_rule_allowed"] if name == "motto" else rules["agency_rule_allowed"]
        share = "bằng độ dài dòng chữ" if name == "motto" else "1/3 đến 1/2 dòng chữ"
        rule = f"{NAMES[name]}: có đường kẻ liền bên dưới, {share}"
        if not lines:
            yield rule, None
            continue
        below = page.lines[page.lines.index(lines[-1]) + 1]
        drawn = room - below.left - below.right
        line_length = min(_length(lines[-1]), room)
        right = below.ruled and low - 0.02 <= drawn / line_length <= high + 0.02
        yield (
            rule,
            "" if right else ("không có đường kẻ" if not below.ruled else f"dài {drawn / line_length:.2f} lần dòng chữ"),
        )
