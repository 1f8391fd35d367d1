"""How many there are of what bears a name, told twice: '14 "Tổ liên gia an toàn"' and '17 "Tổ liên gia an toàn"'."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from ingest.language.bodies import units
from ingest.language.context import Bound, Change, Standing
from ingest.language.names import quotations
from ingest.language.spelling import fold
from ingest.model import Kind

COUNTS = re.compile(r"\s(?:\p{Ll}{1,12}+\s){0,3}$")  # between a number and the mark that opens the name: "12 câu lạc bộ “…"
# Some of them, those of a year or of a part, or what is to come: not how many there are.
SOME = re.compile(
    r"(?<!\p{L})(?:mới|thêm|trong đó|riêng|ra mắt|nâng|bổ sung|giải thể|thí điểm|năm trước|phấn đấu|sẽ|dự kiến|kế hoạch"
    r"|chỉ tiêu|mỗi|trong số|tại|ở)(?!\p{L})",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![\d/])(?:19|20)\d{2}(?!\d)")
REACH = 60  # characters before a number and behind the name that say which of them are meant
SHORTEST = 2  # words of a name
Named = tuple[str, Sentence, CheckedFigure, int]  # the name, where and how many are told, where the name ends


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every name of which two numbers are told, each as how many there are."""
    by_name: dict[str, list[Named]] = {}
    for sentence in sheet.body:
        if sentence.kind is not Kind.TABLE and not sentence.ahead:
            for count in _counts(sentence):
                by_name.setdefault(count[0], []).append(count)
    for several in by_name.values():
        for count, other in combinations(several, 2):
            first, second = count[2], other[2]
            if count[1] is not other[1] and first.value != second.value:
                message = f"Cùng một số liệu nhưng ghi khác nhau: {first.text} và {second.text}."
                quotes = sheet.quote(first.start, count[3]), sheet.quote(second.start, other[3])
                yield Finding(FindingKind.CONFLICT, message, quotes, frozenset((first.value, second.value)))
                break


def _counts(sentence: Sentence) -> Iterator[Named]:
    text = sentence.text
    for quotation in quotations(text):
        if len(quotation.text.split()) < SHORTEST:
            continue
        before = [f for f in sentence.figures if f.end - sentence.start < quotation.start]
        if not before or not _is_count(before[-1]):
            continue
        figure = before[-1]
        at, end = figure.start - sentence.start, figure.end - sentence.start
        if not COUNTS.fullmatch(text[end : quotation.start - 1]):
            continue
        clause = re.split(r"[;,.]\s", text[max(0, at - REACH) : at])[-1] + text[quotation.end : quotation.end + REACH // 2]
        if not SOME.search(clause) and not YEAR.search(clause) and not units(clause):
            yield fold(quotation.text), sentence, figure, sentence.start + quotation.end + 1


def _is_count(figure: CheckedFigure) -> bool:
    read = figure.read
    return (
        read is not None and figure.unit == "" and figure.whole is None and read.bound is Bound.EXACT and read.high is None
        and read.change is Change.NONE and read.standing not in (Standing.PLAN, Standing.PRIOR)
    )  # fmt: skip
