"""A unit that is put into two others: "xã Nà Tràm, huyện Lam Trà" and "xã Nà Tràm, huyện Thụy Khoang"."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.model import Finding, FindingKind, Sheet
from ingest.language.spelling import fold
from ingest.model import Kind

_NAME = r"(\p{Lu}\p{L}++(?:[ -]\p{Lu}\p{L}++){0,3})"
VILLAGES = r"thôn|bản|ấp|làng|buôn|khóm|tiểu khu|tổ dân phố|khu phố|xóm"
COMMUNES = r"xã|phường|thị trấn"
DISTRICTS = r"huyện|quận|thị xã|thành phố"
HELD = r"\s*+(?:,|\(|-|–)?\s*+(?:thuộc\s++)?"
IN = (
    re.compile(rf"(?<!\p{{L}})(?i:({VILLAGES}))\s{_NAME}{HELD}(?i:({COMMUNES}))\s{_NAME}"),
    re.compile(rf"(?<!\p{{L}})(?i:({COMMUNES}))\s{_NAME}{HELD}(?i:({DISTRICTS}))\s{_NAME}"),
    re.compile(rf"(?<!\p{{L}})(?i:({DISTRICTS}))\s{_NAME}{HELD}(?i:(tỉnh|thành phố))\s{_NAME}"),
)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every unit that two others of one kind are said to hold."""
    for pattern in IN:
        first_mentions: dict[tuple[str, str], re.Match[str]] = {}
        for match in pattern.finditer(sheet.text):
            if "\n" in match[0]:
                continue
            key = fold(match[1]), fold(match[2])
            first = first_mentions.setdefault(key, match)
            apart = fold(first[3]) == fold(match[3]) and fold(first[4]) != fold(match[4])
            tabled = any(_in_table(sheet, mention.start()) for mention in (first, match))
            if apart and not is_within(fold(first[4]), fold(match[4]), tabled=tabled):
                where = f"{first[3].lower()} {first[4]}", f"{match[3].lower()} {match[4]}"
                message = f"“{match[1]} {match[2]}” khi ghi thuộc {where[0]}, khi ghi thuộc {where[1]}."
                yield Finding(FindingKind.PLACE, message, (sheet.quote(*first.span()), sheet.quote(*match.span())))
                first_mentions[key] = match


def is_within(name: str, other: str, *, tabled: bool) -> bool:
    """Say whether two folded names may be one: one begins the other, or in a table both begin alike.

    Cells of a table run together, so that a name may end with the next one's first word: "Long Thiều Hiến" of "Long Thiều".
    """
    if name.startswith(other) or other.startswith(name):
        return True
    return tabled and name.split()[:2] == other.split()[:2]


def _in_table(sheet: Sheet, at: int) -> bool:
    sentence = sheet.sentence_at(at)
    return sentence is not None and sentence.kind is Kind.TABLE
