"""Percentages: those that do not follow from their numbers, and those that lack or double their sign."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure, spoken
from app.checks.model import Finding, FindingKind, Sentence, Sheet

SAID = re.compile(
    r"(?:chiếm|đạt|(?:tỷ|tỉ) lệ|bằng|tương đương)\s*+(?:(?:là|(?:tỷ|tỉ) lệ|đạt|khoảng|gần|trên)\s*+)?(?::\s*+)?$|[(=]\s*+$"
)
OF_A_PLAN = re.compile(r"\G\s*+(?:so\b|KH\b|kế hoạch|chỉ tiêu|nghị quyết|dự toán|cùng kỳ|CK\b)", re.IGNORECASE)
TOTAL_OF = re.compile(r"(?:trên|trong)\s+(?:tổng số|tổng)|/\s*tổng số", re.IGNORECASE)
SIGNED = r"(?:tỷ\s+lệ|tỉ\s+lệ|tốc\s+độ\s+tăng|tăng\s+trưởng)"  # what is told in per cent
UNSIGNED = re.compile(
    rf"{SIGNED}(?=[^.;:,\d%]{{0,120}}+\d)"
    r"[^.;:,\d%]{0,90}?(?:đạt|là|còn|bằng|chiếm|ở mức|xuống|lên)\s+(?:trên |khoảng |gần )?"
    r"(\d++(?:,\d++)?)(?=\s*+[.;,)]\s|\s*+[.;]?$)",
    re.IGNORECASE,
)
DOUBLED = re.compile(r"(?<!\d)\d++(?:[.,]\d++)?\s*+%\s*+%")
OTHER_THING = re.compile(r";|trong đó|(?:tỷ|tỉ) lệ\s+(?!là|đạt|bằng|chiếm)\p{L}", re.IGNORECASE)  # its own share
LIKELY = Decimal("0.4")  # a share this far from the one meant, or nearer, is a slip; farther it speaks of something else
TIMES = frozenset("tuổi năm tháng ngày giờ lần sao".split())  # counted, but never parts of a whole
MOST_BEFORE = 100  # figures before a share that it may be of; no sentence of the reports measured has more than 20
FARTHEST = 150  # characters between a number and its share


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every percentage that is wrong, unsigned or doubly signed."""
    for sentence in sheet.body:
        yield from _ratios(sheet, sentence)
        yield from _shares(sheet, sentence)
        for match in DOUBLED.finditer(sentence.text):
            yield _at(sheet, sentence, match.span(), f"Dấu phần trăm viết hai lần: “{match[0]}”.")
        for match in UNSIGNED.finditer(sentence.text):
            if "/" not in match[0]:
                yield _at(sheet, sentence, match.span(), f"Thiếu dấu % hoặc đơn vị sau số {match[1]}.")
    yield from _points(sheet)


def _at(sheet: Sheet, sentence: Sentence, span: tuple[int, int], message: str) -> Finding:
    return Finding(FindingKind.PERCENT, message, (sheet.quote(sentence.start + span[0], sentence.start + span[1]),))


def _ratios(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """x/y … p%."""
    found = sentence.figures
    for index, figure in enumerate(found):
        if figure.whole is None or not figure.whole:
            continue
        other = found[index + 1] if index + 1 < len(found) else None
        if other is None or other.unit != "%" or other.whole is not None or other.start - figure.end > FARTHEST:
            continue
        between = sentence.text[figure.end - sentence.start : other.start - sentence.start]
        if OTHER_THING.search(between) or not _is_share(sentence, figure, other):
            continue
        if not _follows(figure.value, figure.whole, other):
            yield _wrong(sheet, figure, other, figure.value, figure.whole)


def _shares(sheet: Sheet, sentence: Sentence) -> Iterator[Finding]:
    """Of n … trên tổng số N …, chiếm p%; or N …, trong đó n …, đạt p%: the same thing counted twice, then a share."""
    found = [f for f in sentence.figures if f.whole is None]
    for index, share in enumerate(found):
        if share.unit != "%" or index < 2 or not _is_share(sentence, found[index - 1], share):
            continue
        last = found[index - 1]
        if not last.counts or last.unit == "%":
            continue
        noun = last.counts.split()[0]
        if noun in TIMES:
            continue
        before = found[max(0, index - 1 - MOST_BEFORE) : index - 1]
        alike = [f for f in before if f.unit != "%" and f.counts.split()[:1] == [noun]]
        begin = found[max(0, index - 1 - MOST_BEFORE)].end - sentence.start
        totals = [match.start() for match in TOTAL_OF.finditer(sentence.text, begin, last.start - sentence.start)]
        pairs = [_ordered(f, last, bool(totals) and totals[-1] >= f.end - sentence.start) for f in alike]
        pairs = [(part, whole) for part, whole in pairs if 0 < part.value <= whole.value]
        if not pairs or any(_follows(part.value, whole.value, share) for part, whole in pairs):
            continue
        part, whole = min(pairs, key=lambda pair: abs(pair[0].value / pair[1].value * 100 - share.value))
        truth = part.value / whole.value * 100
        if abs(truth - share.value) <= LIKELY * truth:
            yield _wrong(sheet, min(part, whole, key=lambda f: f.start), share, part.value, whole.value)


def _ordered(first: CheckedFigure, second: CheckedFigure, of_total: bool) -> tuple[CheckedFigure, CheckedFigure]:
    return (first, second) if of_total else (second, first)


def _is_share(sentence: Sentence, figure: CheckedFigure, share: CheckedFigure) -> bool:
    between = sentence.text[figure.end - sentence.start : share.start - sentence.start]
    grown = re.search(r"(?:tăng|giảm|vượt)\s+(?:thêm\s+)?$", between)
    return SAID.search(between) is not None and not grown and not OF_A_PLAN.match(sentence.text, share.end - sentence.start)


def _follows(part: Decimal, whole: Decimal, share: CheckedFigure) -> bool:
    """Rounded or cut off after the digits that are printed."""
    return abs(part / whole * 100 - share.value) <= share.step


def _wrong(sheet: Sheet, figure: CheckedFigure, share: CheckedFigure, part: Decimal, whole: Decimal) -> Finding:
    truth = round(part / whole * 100, 2)
    message = f"{spoken(part)}/{spoken(whole)} = {spoken(truth)}%, báo cáo ghi {share.text}%."
    return Finding(FindingKind.PERCENT, message, (sheet.quote(figure.start, share.end),))


def _points(sheet: Sheet) -> Iterator[Finding]:
    """Decimal points in a report whose decimals stand behind commas: one finding for all."""
    every = [f for sentence in sheet.body for f in sentence.figures]
    pointed = [f for f in every if f.pointed and f.unit]
    commas = sum("," in f.text for f in every)
    if pointed and commas > 2 * len(pointed):
        shown = ", ".join(f.text + ("%" if f.unit == "%" else "") for f in pointed[:5])
        message = f"Số thập phân viết bằng dấu chấm ({shown}), trong khi cả báo cáo dùng dấu phẩy."
        quotes = {q.quote: q for f in pointed[:5] if (q := sheet.quote(f.start, f.end))}
        yield Finding(FindingKind.PERCENT, message, tuple(quotes.values())[:3])
