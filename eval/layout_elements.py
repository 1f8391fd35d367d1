"""The elements of a report on paper - issuer, number, headings, recipients - told by words and places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eval.word_lines import LinedPage, WordLine

HEADING = {
    "part": re.compile(r"Phần [IVX]+$"),
    "section": re.compile(r"[IVX]+\. \S"),
    "clause": re.compile(r"\d{1,2}\. \S"),
    "point": re.compile(r"[a-zđ]\) \S"),
}

# What the decree says nothing of: these, enumerators of its forms written otherwise ("I.1.", "II/"), captions.
BESIDE = re.compile(
    r"[A-ZĐ][./] \S|[IVX]{1,5}/ \S|\d{1,2}- \S|(?:[IVX]{1,5}|\d{1,2})(?:\.\d{1,2}){1,3}\.? \S"
    r"|(?:Bảng|Biểu|Hình|Phụ lục)(?: số)? ?\d*[.:]"
)

TITLE_WORDS = 24  # of a heading; a numbered paragraph that is longer has none


def tell_elements(page: LinedPage) -> dict[str, list[WordLine]]:
    """Tell the elements by their words and places."""
    texts = page.rules.texts
    filled = [line for line in page.lines if line.text.strip()]
    head = next((line.place.split(":")[0] for line in filled if line.text.strip() == texts["country"]), "0")
    closing = next((line.place.split(":")[0] for line in filled if line.text.strip() == texts["recipients"]), "?")
    elements: dict[str, list[WordLine]] = {}
    left = [line for line in filled if line.place == f"{head}:0:0"]
    elements["agency"] = [line for line in left if all(run.bold for run in line.runs)]
    elements["parent"] = [line for line in left if line not in elements["agency"]]
    for name in ("country", "motto", "type"):
        elements[name] = [line for line in filled if line.text.strip() == texts[name]][:1]
    in_head = [line for line in filled if line.place.startswith(f"{head}:")]
    elements["number"] = [line for line in in_head if line.text.startswith("Số")]
    elements["date"] = [line for line in in_head if re.search(r"ngày .* tháng .* năm", line.text)]
    body = [line for line in page.lines if line.place == "body" and line.part == 0]
    start = next((at for at, line in enumerate(body) if line.text.strip() == texts["type"]), 0) + 1
    ruled = next((at for at, line in enumerate(body) if at >= start and line.ruled), start)
    elements["subject"] = [line for line in body[start:ruled] if line.text.strip()]
    rest = [line for line in body[ruled + 1 :] if line.text.strip()]
    elements["to"] = (
        [line for line in rest[:8] if line.align == "center" and not HEADING["part"].match(line.text)]
        if rest and rest[0].text.startswith(texts["to"])
        else []
    )
    rest = rest[len(elements["to"]) :]
    elements |= _body(rest)
    at_end = [line for line in filled if line.place.startswith(f"{closing}:")]
    elements["recipients"] = [line for line in at_end if line.text.strip() == texts["recipients"]]
    elements["recipient"] = [line for line in at_end if line.place.endswith(":0:0") and line not in elements["recipients"]]
    right = [line for line in at_end if line.place.endswith(":0:1")]
    elements["signer"] = right[-1:]
    elements["authority"], elements["office"] = right[:1], right[1:-1]
    after = [line for line in filled if line.part > 0 and line.place == "body"]
    elements["annex"] = [line for line in after if re.match(r"Phụ lục( [IVX]+)?$", line.text.strip())]
    elements["annex_of"] = [line for line in after if line.text.startswith("(Kèm theo")]
    elements["annex_title"] = [
        after[after.index(line) + 1] for line in elements["annex"] if after.index(line) + 1 < len(after)
    ]
    return elements


def _body(lines: Sequence[WordLine]) -> dict[str, list[WordLine]]:
    names = (*HEADING, "part_title", "body", "beside", "clause text", "point text")
    elements: dict[str, list[WordLine]] = {name: [] for name in names}
    after_part = False
    for line in lines:
        text = line.text.strip()
        level = next((name for name, pattern in HEADING.items() if pattern.match(text)), None)
        if level is None and not after_part and (line.align == "center" or BESIDE.match(text)):
            elements["beside"].append(line)
            continue
        long = len(text.split()) > TITLE_WORDS or text.endswith((".", ";"))
        if level in ("clause", "point") and long and not all(run.bold for run in line.runs):
            elements[f"{level} text"].append(line)
            level = None  # a numbered paragraph without a title is set as text
        if after_part and level is None and line.align == "center":
            elements["part_title"].append(line)
        else:
            elements[level or "body"].append(line)
        after_part = level == "part"
    return elements


NAMES = {
    "country": "Quốc hiệu", "motto": "Tiêu ngữ", "parent": "Cơ quan chủ quản", "agency": "Cơ quan ban hành",
    "number": "Số, ký hiệu", "date": "Địa danh, ngày tháng", "type": "Tên loại", "subject": "Trích yếu", "to": "Kính gửi",
    "part": "Phần", "part_title": "Tên phần", "section": "Mục", "clause": "Khoản", "point": "Điểm", "body": "Nội dung",
    "authority": "Quyền hạn người ký", "office": "Chức vụ người ký", "signer": "Họ tên người ký", "recipients": "Nơi nhận",
    "recipient": "Danh sách nơi nhận", "annex": "Phụ lục", "annex_title": "Tên phụ lục", "annex_of": "Kèm theo",
}  # fmt: skip
