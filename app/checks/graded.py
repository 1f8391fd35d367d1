"""Grades of those that x/y counts: "22/26 viên chức hoàn thành tốt trở lên, trong đó xuất sắc 06 người, tốt 17 người"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from ingest.language.amounts import write_value
from ingest.model import Kind

OPENING = re.compile(r"(?<!\p{L})(?:trong đó|gồm(?: có)?|bao gồm|chia ra)(?!\p{L})|:\s", re.IGNORECASE)
GRADE = re.compile(
    r"(?<!\p{L})(?:xuất sắc|tốt|khá|giỏi|trung bình|hoàn thành|loại [ABC]|nhất|nhì|ba|khuyến khích|mới|cũ|nam|nữ"
    r"|đúng hạn|trước hạn|quá hạn|trễ hạn)(?!\p{L})",
    re.IGNORECASE,
)
NEAR = Decimal("0.2")  # grades this near to the number graded were meant to be all of them
LONGEST = 70  # characters between two grades
MOST = 6


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every x of x/y that its grades, told right behind it in the sentence, do not make."""
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE:
            continue
        for number, figure in enumerate(sentence.figures):
            if figure.whole is not None and figure.value:
                yield from _graded(sheet, sentence, number, figure)


def _graded(sheet: Sheet, sentence: Sentence, number: int, total: CheckedFigure) -> Iterator[Finding]:
    behind = [f for f in sentence.figures[number + 1 :] if f.unit != "%"][: MOST + 1]
    if len(behind) < 2:
        return
    lead = sentence.text[total.end - sentence.start : behind[0].start - sentence.start]
    if not OPENING.search(lead) or len(lead) > 2 * LONGEST:
        return
    parts: list[CheckedFigure] = []
    end = total.end
    for figure in behind:
        between = sentence.text[end - sentence.start : figure.start - sentence.start]
        around = between + " " + figure.noun
        if figure.unit or figure.whole is not None or not GRADE.search(around) or (parts and len(between) > LONGEST):
            break
        if parts and re.search(r"\.\s", between):
            break
        parts.append(figure)
        end = figure.end
    added = sum((f.value for f in parts), Decimal(0))
    if len(parts) < 2 or added in (total.value, total.whole) or abs(added - total.value) > NEAR * total.value:
        return
    message = (
        f"Các thành phần cộng lại là {write_value(added)}, báo cáo ghi {total.text}: "
        f"{' + '.join(f.text for f in parts)} = {write_value(added)}."
    )
    yield Finding(FindingKind.SUM, message, (sheet.quote(total.start, parts[-1].end),), frozenset((added, total.value)))
