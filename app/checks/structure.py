"""The outline's numbering and parts, and how the report closes (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

import regex as re

from app.checks.knowledge import knowledge
from app.checks.model import Finding, FindingKind, Sheet
from ingest.language.enumerators import CAPITALS, POINTS, Enumerator, Rank, enumerator, roman_value
from ingest.language.terms import fold
from ingest.model import Heading

RECIPIENTS = re.compile(r"nơi\s+nhận\s*:", re.IGNORECASE)
OF_EMULATION = re.compile(r"thi đua|khen thưởng", re.IGNORECASE)
ROMANS = "I II III IV V VI VII VIII IX X XI XII".split()
BELOW = re.compile(r"\d{1,2}[.):]")
PARTY = re.compile(r"(?<!\d)\d{1,6}+\s?-\s?\p{Lu}")
END = re.compile(r"\./\.(?:(?!\./\.)\W)*+$")


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every number that repeats or skips, every missing part, a body that does not end in "./."."""
    yield from _numbering(sheet)
    yield from _parts(sheet)
    yield from _closing(sheet)


def _numbering(sheet: Sheet) -> Iterator[Finding]:
    groups: dict[tuple[int | None, Rank, str], list[tuple[Heading, Enumerator]]] = {}
    for heading in sheet.report.headings:
        number = enumerator(sheet.text[heading.span.start : heading.span.end])
        below = number is not None and number.rank is Rank.ROMAN and BELOW.match(heading.title)  # "III.1. …"
        if number and number.rank is not Rank.STAR and not below:
            stem = number.label.rsplit(".", 1)[0] if number.rank is Rank.DECIMAL else ""
            groups.setdefault((heading.parent, number.rank, stem), []).append((heading, number))
    for group in groups.values():
        yield from _sequence(sheet, group)


def _sequence(sheet: Sheet, group: Sequence[tuple[Heading, Enumerator]]) -> Iterator[Finding]:
    for (first, number), (second, other) in zip(group, group[1:], strict=False):
        places = sheet.quote(first.span.start, first.span.end), sheet.quote(second.span.start, second.span.end)
        if other.order == number.order:
            yield Finding(FindingKind.OUTLINE, f"Số thứ tự “{other.label}” dùng hai lần.", places)
        elif other.order > number.order + 1 and not _typed_between(sheet, first, second, number):
            missing = _label_after(number)
            if missing in ("đ", "Đ") and other.order == number.order + 2:
                continue  # many count a b c d e
            message = f"Số thứ tự nhảy từ “{number.label}” sang “{other.label}” (thiếu “{missing}”)."
            yield Finding(FindingKind.OUTLINE, message, places)
        elif 1 < other.order < number.order:
            yield Finding(FindingKind.OUTLINE, f"Số thứ tự “{other.label}” đứng sau “{number.label}”.", places)


def _label_after(number: Enumerator) -> str:
    if number.rank is Rank.POINT:
        return POINTS[number.order] if number.order < len(POINTS) else "?"
    if number.rank is Rank.DECIMAL:
        return f"{number.label.rsplit('.', 1)[0]}.{number.order + 1}"
    if number.rank is Rank.ROMAN:
        return next((n for n in ROMANS if roman_value(n) == number.order + 1), "?")
    if number.rank is Rank.CAPITAL:
        return CAPITALS[number.order] if number.order < len(CAPITALS) else "?"
    return str(number.order + 1)


def _typed_between(sheet: Sheet, first: Heading, second: Heading, number: Enumerator) -> bool:
    """Say whether the next number opens a paragraph in between, which was no heading to the reader."""
    paragraphs = sheet.report.paragraphs
    begin = bisect.bisect_right(paragraphs, first.span.start, key=lambda span: span.start)
    end = bisect.bisect_left(paragraphs, second.span.start, key=lambda span: span.start)
    for span in paragraphs[begin:end]:
        between = enumerator(sheet.text[span.start : span.end])
        if between and between.rank is number.rank and between.order == number.order + 1:
            return True
    return False


def _parts(sheet: Sheet) -> Iterator[Finding]:
    if not OF_EMULATION.search(sheet.report.metadata.title or ""):
        return  # the outline of the decree on emulation and rewards binds reports on these only
    titles = [fold(heading.title) for heading in sheet.report.headings]
    if len(titles) < 4:
        return  # an excerpt, or a report whose headings could not be told
    for words in knowledge().required:
        if not any(fold(word) in title for word in words for title in titles):
            first = sheet.report.headings[0].span
            message = f"Không thấy mục nào về “{' / '.join(words)}”; đề cương báo cáo tổng kết thi đua, khen thưởng cần có."
            yield Finding(FindingKind.OUTLINE, message, (sheet.quote(first.start, first.end),))


def _closing(sheet: Sheet) -> Iterator[Finding]:
    """The body's last sentence ends in "./."."""
    number = sheet.report.metadata.number or ""
    if sheet.report.closing >= len(sheet.text) or PARTY.match(number):
        return  # the Party's documents end without it (Hướng dẫn 05-HD/VPTW)
    half = len(sheet.text) // 2
    recipients = RECIPIENTS.search(sheet.text, half)
    end = min(sheet.report.closing, recipients.start() if recipients else len(sheet.text))
    body = [s for s in sheet.body if s.start < end and s.kind == "text"]
    if body and not END.search(sheet.text[body[-1].start : end].strip()):
        message = "Nội dung báo cáo phải kết thúc bằng dấu “./.” (Nghị định 30/2020/NĐ-CP, Phụ lục III)."
        yield Finding(FindingKind.LAYOUT, message, (sheet.exactly(body[-1].start, min(body[-1].end, end)),))
