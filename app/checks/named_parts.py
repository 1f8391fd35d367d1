"""A total with its parts named behind it and no word that opens them: "có mặt 63 người: bác sĩ 31, y sĩ 12, khác 24"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex as re

from app.checks.figures import CheckedFigure
from app.checks.model import Finding, FindingKind, Sheet
from app.checks.slips import is_slip
from ingest.language.amounts import write_value
from ingest.model import Kind

_PART = r"\p{L}[\p{L}\s&]{1,40}?\s(\d{1,3}(?:\.\d{3})*)"
PARTS = re.compile(rf"\G[\p{{L}}\s]{{0,40}}?(?::|,|\()\s*(?:gồm\s)?{_PART}(?:(?:,|;|\svà)\s{_PART}){{2,12}}\s*(?=[.;)]|$)")
# Parts in many words, parted by semicolons, each with its number last: "39 vụ: chở quá vạch 17; không có bằng 12; …".
MEMBERS = re.compile(
    r"\G[^.;:()\d]{0,60}:\s((?:[^.;:()\d]{3,120}\s(?:là\s)?\d{1,3}(?:\.\d{3})*+(?:\s\p{L}++){0,3}(?:;\s|(?=[.]|$))){3,12})"
)
PART_END = re.compile(r"[,;]\s|\svà\s(?=\p{L})")
LAST_NUMBER = re.compile(r"\s(\d{1,3}(?:\.\d{3})*+)(?:\s\p{L}++){0,3}$")
SAID = re.compile(r"(?:tổng số|tổng cộng|có mặt|hiện có|biên chế)[^.;:,]{0,30}$", re.IGNORECASE)
# A bracket of nothing but named parts: "(thôn Đông 3, thôn Đoài 2, trường học 3)", "(thôn Hạ 2 vụ, …)".
BRACKETED = re.compile(
    r"\G[^.;:()\d]{0,40}\((?:gồm:?\s|trong đó:?\s)?"
    r"((?:[^.;:()\d,]{2,40}\s\d{1,3}(?:\.\d{3})*+(?:\s\p{L}++){0,2}(?:[,;]\s|\svà\s|(?=\)))){2,12})\)"
)
# What persons are beside one another: "(nữ 4, dân tộc 3)" are no parts of nine.
OVERLAPS = re.compile(r"(?<!\p{L})(?:nữ|dân tộc|thiểu số|trẻ|nghèo|tôn giáo|đảng viên|đoàn viên)(?!\p{L})", re.IGNORECASE)
BRACKET_NEAR = Decimal("0.35")  # such parts are all there are; small counts miss by a larger share
NEAR = Decimal("0.1")  # parts this near to the total were meant to be all of it


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every total that the three parts or more named right behind it miss."""
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE:
            continue
        for figure in sentence.figures:
            listing = _parts(sentence.text, figure, sentence.start) if figure.unit == "" and figure.whole is None else None
            if listing is None:
                continue
            parts, end, near = listing
            added = sum(parts, Decimal(0))
            if added != figure.value and (abs(added - figure.value) <= near * figure.value or is_slip(added, figure.value)):
                message = (
                    f"Các thành phần cộng lại là {write_value(added)}, báo cáo ghi tổng {figure.text}: "
                    f"{' + '.join(map(write_value, parts))} = {write_value(added)}."
                )
                quote = sheet.quote(figure.start, sentence.start + end)
                yield Finding(FindingKind.SUM, message, (quote,), frozenset((added, figure.value)))


def _parts(text: str, figure: CheckedFigure, start: int) -> tuple[list[Decimal], int, Decimal] | None:
    at = figure.end - start
    listed = MEMBERS.match(text, at)
    if listed is not None:
        numbers = [LAST_NUMBER.search(member) for member in listed[1].strip().rstrip(";").split("; ")]
        return [Decimal(number[1].replace(".", "")) for number in numbers if number], listed.end(), NEAR
    bracket = BRACKETED.match(text, at)
    if bracket is not None and not OVERLAPS.search(bracket[1]):
        numbers = [LAST_NUMBER.search(f" {part}") for part in PART_END.split(bracket[1])]
        return [Decimal(number[1].replace(".", "")) for number in numbers if number], bracket.end(), BRACKET_NEAR
    match = PARTS.match(text, at)
    opened = match is not None and (
        ":" in match[0] or SAID.search(text, max(0, figure.start - start - 40), figure.start - start)
    )
    if match is None or not opened:
        return None
    return [Decimal(part.replace(".", "")) for group in (1, 2) for part in match.captures(group)], match.end(), NEAR
