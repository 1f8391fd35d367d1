"""Whether a drafted Word file says anything that its input does not: figures, dates, document numbers, names.

Shares no code with the blanking: every digit and every run of capitalised words of the text must be found in the input,
or belong to the decree's form, the headings' numbering or the common words listed here.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
MARK = re.compile(r"^(?:Phần [IVX]+|[IVX]+\.|\d{1,2}\.|[a-zđ]\)|-)(?:\s|$)")
NUMBER = re.compile(r"\d[\d.,/]*\d|\d")
DECIMAL = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
NUMERAL = re.compile(r"(?:thứ|khóa|khoá|hạng|kỳ)\s+([IVX]+)\b")
NAME = re.compile(rf"[{UPPER}][^\W\d_]*(?:[\s–-]+[{UPPER}][^\W\d_]*)+")
AFTER_UNIT = re.compile(rf"(?:tỉnh|huyện|xã|phường|quận|thôn|bản|ấp|thị trấn|tiểu khu|ông|bà|anh|chị)\s+([{UPPER}]\w+)")
# Names of the whole country: bodies, persons, honours. Each word of a run must stand in one of these or in the input.
NATIONAL = """Cộng hòa Xã hội Chủ nghĩa Việt Nam Độc lập Tự do Hạnh phúc Hồ Chí Minh Đảng Cộng sản Bộ Chính trị Ban Bí thư
Thủ tướng Chính phủ Quốc hội Mặt trận Tổ quốc Hội đồng Thi đua Khen thưởng Ủy ban nhân dân Huyện ủy Tỉnh ủy
Đảng ủy Nhà nước Nhân dân Luật Huân chương Huy chương Lao động Bằng khen Giấy khen Cờ Chiến sĩ Tập thể Đoàn
Thanh niên Phụ nữ Nông dân Cựu chiến binh Công an Quân đội Trung ương Quỹ Vì Tết Nguyên đán Kỷ niệm chương Chủ
tịch Khối Cụm Chương trình Phong trào Nghị quyết Chỉ thị Quyết Kế hoạch Ban Quyết thắng Bác Sở Nội vụ Cả nước
Toàn Dân Lưu Nơi nhận Kính gửi Phụ lục Liên hiệp Mỗi Người Gia đình Không Doanh nghiệp Học Dạy Xây Đẩy mạnh
Cán bộ Đề án Phó Bí thư Văn phòng Các Công tác Tổ Hội Liên đoàn Mục Thị trấn""".casefold().split()


def unfounded(file: Path, request: Path) -> list[str]:
    """Return what stands in the draft and not in the input, each with the words around it; an empty list for nothing."""
    read = json.loads(request.read_text(encoding="utf-8-sig"))
    request_text = f"{_text_of(read)} ; {' ; '.join(_differences(read))}"
    digits = {_plain(n) for n in NUMBER.findall(request_text)} | {
        _plain(p) for n in NUMBER.findall(request_text) for p in re.split(r"\D", n) if p
    }
    period = read.get("period") or {}
    if period and period.get("from") == period.get("to"):
        digits.add(str(int(period["to"]) + 1))  # the year to come follows from the report's own
    words = set(re.findall(r"[^\W\d_]+", request_text.casefold())) | set(NATIONAL)
    strange_parts = []
    for line in paragraphs(file):
        text = MARK.sub("", line, count=1)
        for match in NUMBER.finditer(text):
            if _plain(match[0]) not in digits:
                strange_parts.append(f"số “{match[0]}” trong “{_around(text, match.start())}”")
        for match in NUMERAL.finditer(text):
            if match[1] not in request_text:
                strange_parts.append(f"số La Mã “{match[1]}” trong “{_around(text, match.start())}”")
        if text == text.upper() and " " in text:
            continue  # a heading in capitals
        for match in (*NAME.finditer(text), *AFTER_UNIT.finditer(text)):
            run = match[1] if match.re is AFTER_UNIT else match[0]
            strange = [w for w in re.findall(r"[^\W\d_]+", run) if w.casefold() not in words and not w.isupper()]
            if strange and not (
                match.re is NAME and match.start() == 0 and len(strange) == 1 and run.startswith(strange[0])
            ):
                strange_parts.append(f"tên “{run}” trong “{_around(text, match.start())}”")
    return strange_parts


def paragraphs(file: Path) -> list[str]:
    """Return the text of every paragraph of the document, the annexes' tables included; numbers of rows left out."""
    with zipfile.ZipFile(file) as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 - a file the user made
    rows = {id(p) for row in document.iter(f"{W}tr") for p in next(iter(row.iter(f"{W}tc"))).iter(f"{W}p")}
    texts = []
    for p in document.iter(f"{W}p"):
        text = unicodedata.normalize("NFC", "".join(t.text or "" for t in p.iter(f"{W}t"))).strip()
        if text and not (id(p) in rows and text.isdigit()):
            texts.append(text)
    return texts


def _text_of(value: object) -> str:
    """All words of the input: names and values, with the forms in which a date is printed."""
    if isinstance(value, dict):
        return " ; ".join(f"{key} ; {_text_of(entry)}" for key, entry in value.items())
    if isinstance(value, list):
        return " ; ".join(map(_text_of, value))
    return unicodedata.normalize("NFC", str(value))


def _differences(read: dict[str, Any]) -> Iterator[str]:
    """Yield the differences between this year's figures and last year's confirmed figures of the same names."""
    now = {
        name: value
        for values in (read.get("figures") or {}).values()
        for name, value in values.items()
        if isinstance(value, str)
    }
    for name, past in (read.get("compared") or {}).items():
        own, other = (DECIMAL.search(text) for text in (now.get(name, ""), past["value"]))
        if own and other:
            own_value, two = (Decimal(m[0].replace(".", "").replace(",", ".")) for m in (own, other))
            yield f"{abs(own_value - two):,}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _plain(number: str) -> str:
    """Leading zeros say nothing: 05/BC is 5/BC."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", number.strip(".,/"))


def _around(text: str, at: int) -> str:
    return text[max(0, at - 30) : at + 40]
