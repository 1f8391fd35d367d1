"""Figures of a Vietnamese report with their units: "3.417,25 tỷ đồng", "95/118 thôn", "84,5%".

Grouping by full stops and a decimal comma are the written standard; a decimal point is met as a slip and read as such
where one or two digits follow it. Dates, years, document numbers and ordinals are no figures.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex as re

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d+\.\d{1,2}(?!\d)|\d+"
PASSED_OVER = re.compile(
    r"https?://\S+|\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{1,4}"  # dates
    r"|(?i:ngày)\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?"
    r"|(?i:ngày|tháng|tết|quốc khánh)\s+\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?"
    r"|\d{1,5}[a-zđ]?\s*/\s*(?:\d{4}\s*/\s*)?\p{Lu}\p{L}{0,5}(?:\s*-\s*\p{L}[\p{L}&]*)*"  # 12/QĐ-UBND
    r"|\d{1,4}\s*-\s*\p{Lu}{1,4}\s*/\s*\p{Lu}+|(?<!\d)(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}|(?<!\d)\d++\s*+/\s*+24\s*+h"
    r"|(?i:năm|tháng|quý|khóa|khoá|nhiệm kỳ|lần thứ|thứ|điều|khoản|chương|(?<!tổng\s)số"
    r"|đề án|quốc lộ|quận|phường|lớp|loại|mức độ|cấp độ"
    r"|tuổi từ|hạng|tiêu chí số|phụ lục|biểu|mẫu|quyết định|nghị quyết|chỉ thị|tiểu khu|khu phố|tổ dân phố|thôn|khối"
    r"|TK)\s+(?:số\s++)?+\d++(?![\d.,]*\d)(?!\s*+(?:%|tỷ|triệu|đồng|người|hộ|km|ha))"
    r"|\(\s*(?:19|20)\d{2}\s*\)",
)
FIGURE = re.compile(
    rf"(?<![\w.,/])(?P<first>(?>(?:{NUMBER})(?!\d)))(?:\s*+/\s*+(?P<whole>(?>(?:{NUMBER})(?!\d))))?"
    r"(?P<unit>\s*+(?:%|‰)|\s*+(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s++)++(?:đồng)?|\s*+đồng\b|\s?đ(?=[\s,.;)])"
    r"|\s*+(?:km2|km²|m2|m²|m3|m³|km|ha|kg|m)\b)?",
    re.IGNORECASE,
)
NOUN = re.compile(r"\G\s*+((?:[\p{L}/]++\s?(?:-\s)?){1,5})")
POINTED = re.compile(r"^\d++\.\d{1,2}")
YEAR = re.compile(r"(?:19|20)\d{2}")
SCALE = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
MONEY = "đồng"
MEASURES = {"km²": "km2", "m²": "m2", "m³": "m3"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at [start, end): its value in the unit, and what follows it.

    ``unit``: "%", "đồng" (value in đồng whatever is printed), a measure, or "" where a noun follows. ``noun``: up to
    five words after it, in small letters. ``whole``: y of "x/y". ``step``: the value of its last printed digit.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    noun: str
    whole: Decimal | None
    step: Decimal
    scale: int = 0  # tens of which the printed number counts: 9 for tỷ

    @property
    def counts(self) -> str:
        """What the figure counts: its unit, or the first two words of its noun."""
        return self.unit or " ".join(self.noun.split()[:2])

    @property
    def pointed(self) -> bool:
        """Whether its decimals stand behind a point."""
        return POINTED.fullmatch(self.text.split("/")[0].strip()) is not None


def figures(text: str, offset: int = 0) -> Iterator[Figure]:
    """Yield the figures of a text in order; ``offset`` is added to their places."""
    barred = [match.span() for match in PASSED_OVER.finditer(text)]
    starts = [start for start, _ in barred]
    for match in FIGURE.finditer(text):
        before = bisect.bisect_right(starts, match.start()) - 1
        if before >= 0 and match.start() < barred[before][1]:
            continue
        raw = match["first"]
        unit, scale = _unit(match["unit"])
        noun = NOUN.match(text, match.end())
        if not unit and not match["whole"] and YEAR.fullmatch(raw) and not (noun and noun[1].strip()):
            continue  # a year
        end = match.end() if match["unit"] else match.end("whole") if match["whole"] else match.end("first")
        value, step = _value(raw)
        yield Figure(
            offset + match.start(),
            offset + end,
            text[match.start() : match.end("whole") if match["whole"] else match.end("first")],
            value.scaleb(scale),
            unit,
            noun[1].strip().lower() if noun and not match["unit"] else "",
            _value(match["whole"])[0] if match["whole"] else None,
            step.scaleb(scale),
            scale,
        )


def _unit(written: str | None) -> tuple[str, int]:
    words = (written or "").lower().split()
    if not words:
        return "", 0
    if words[-1] in ("đồng", "đ") or words[0] in SCALE:
        if words[-1] not in ("đồng", "đ"):
            return (MONEY, sum(SCALE[word] for word in words)) if words[0] in ("tỷ", "tỉ", "triệu") else ("", 0)
        return MONEY, sum(SCALE.get(word, 0) for word in words)
    return MEASURES.get(words[0], words[0]), 0


def _value(written: str) -> tuple[Decimal, Decimal]:
    pointed = POINTED.fullmatch(written)
    value = Decimal(written if pointed else written.replace(".", "").replace(",", "."))
    exponent = value.as_tuple().exponent
    return value, Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def spoken(value: Decimal, scale: int = 0) -> str:
    """Return a value as a report prints it: 3118,79 as "3.118,79"; ``scale`` counts it in tỷ (9) or triệu (6)."""
    plain = value.scaleb(-scale).normalize()
    whole, _, rest = f"{plain:,f}".partition(".")
    grouped = whole.replace(",", ".")
    return f"{grouped},{rest}" if rest else grouped
