"""Signs of percentages: those that are missing or written twice, and decimal points among commas."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.model import Finding, FindingKind, Sentence, Sheet

SIGNED = r"(?:tỷ\s+lệ|tỉ\s+lệ|tốc\s+độ\s+tăng|tăng\s+trưởng)"  # what is told in per cent
UNSIGNED = re.compile(
    rf"{SIGNED}(?=[^.;:,\d%]{{0,120}}+\d)"
    r"[^.;:,\d%]{0,90}?(?:đạt|là|còn|bằng|chiếm|ở mức|xuống|lên)\s+(?:trên |khoảng |gần )?"
    r"(\d++(?:,\d++)?)(?=\s*+[.;,)]\s|\s*+[.;]?$)",
    re.IGNORECASE,
)
DOUBLED = re.compile(r"(?<!\d)\d++(?:[.,]\d++)?\s*+%\s*+%")


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every percentage that is unsigned or doubly signed, and one for all decimal points."""
    for sentence in sheet.body:
        for match in DOUBLED.finditer(sentence.text):
            yield _at(sheet, sentence, match.span(), f"Dấu phần trăm viết hai lần: “{match[0]}”.")
        for match in UNSIGNED.finditer(sentence.text):
            if "/" not in match[0]:
                yield _at(sheet, sentence, match.span(), f"Thiếu dấu % hoặc đơn vị sau số {match[1]}.")
    yield from _points(sheet)


def _at(sheet: Sheet, sentence: Sentence, span: tuple[int, int], message: str) -> Finding:
    return Finding(FindingKind.PERCENT, message, (sheet.quote(sentence.start + span[0], sentence.start + span[1]),))


def _points(sheet: Sheet) -> Iterator[Finding]:
    """Decimal points in a report whose decimals stand behind commas: one finding for all."""
    every = [f for sentence in sheet.body for f in sentence.figures]
    pointed = [f for f in every if f.pointed and f.unit]
    commas = sum("," in f.text for f in every)
    if pointed and commas > 2 * len(pointed):
        examples = ", ".join(f.text + ("%" if f.unit == "%" else "") for f in pointed[:5])
        message = f"Số thập phân viết bằng dấu chấm ({examples}), trong khi cả báo cáo dùng dấu phẩy."
        quotes = {q.quote: q for f in pointed[:5] if (q := sheet.quote(f.start, f.end))}
        yield Finding(FindingKind.PERCENT, message, tuple(quotes.values())[:3])
