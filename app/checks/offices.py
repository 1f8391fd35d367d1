"""One office with two persons: "Chủ tịch UBND xã Hạ Lũng Lò Văn Ba", and elsewhere another name in that office."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import regex as re

from app.checks.model import Finding, FindingKind, Sheet
from app.checks.persons import CHANGED, HEADS
from ingest.language.names import persons
from ingest.language.spelling import fold

TITLES = r"(?:(?i:ông|bà|đồng chí|anh|chị|thầy|cô)\s)?"
_BODY = r"[^.;:,()\d–]{3,60}?"
BEFORE = re.compile(rf"(?<!\p{{L}})(?P<post>(?:(?i:phó)\s)?{HEADS})\s(?P<body>{_BODY})\s(?:(?i:là)\s|[-–,]\s)?{TITLES}$")
BEHIND = re.compile(rf"\G\s?(?:[,(–-]|là)\s?(?:hiện là\s)?(?P<post>(?:(?i:phó)\s)?{HEADS})\s(?P<body>[^.;:,()\d–]{{3,60}})")
# What of two persons leaves both right: one before, one for a time, several deputies.
FORMER = re.compile(
    r"(?<!\p{L})(?:nguyên|cũ|trước đây|khóa trước|nhiệm kỳ trước|từ ngày|đến ngày|thay|kiêm|quyền|phó)(?!\p{L})",
    re.IGNORECASE,
)
CAPITAL = re.compile(r"\p{Lu}\p{Ll}")
REACH = 90  # characters before a name in which the office stands
MOST = 300  # mentions of persons of a report; the reports measured have up to 90


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every office of a named body that two persons are told to hold."""
    holders = list(_holders(sheet))[:MOST]
    reported: set[str] = set()
    for (office, name, start, end), (other_office, other, begin, stop) in combinations(holders, 2):
        if office != other_office or office in reported or _is_one(name, other):
            continue
        reported.add(office)
        message = f"Một chức vụ ghi hai người: “{sheet.text[start:end]}” và “{sheet.text[begin:stop]}” (cùng là {office})."
        yield Finding(FindingKind.CONFLICT, message, (sheet.quote(start, end), sheet.quote(begin, stop)))


def _holders(sheet: Sheet) -> Iterator[tuple[str, str, int, int]]:
    """The offices told right before or behind a person's name, each with its body."""
    for sentence in sheet.body:
        if CHANGED.search(sentence.text):
            continue
        for who in persons(sentence.text):
            before = BEFORE.search(sentence.text, max(0, who.start - REACH), who.start)
            match = before or BEHIND.match(sentence.text, who.end)
            if match is None or FORMER.search(match[0]) or not CAPITAL.search(match["body"]) or len(who.text.split()) < 2:
                continue
            office = fold(f"{match['post']} {match['body']}".strip())
            yield office, fold(who.text), sentence.start + who.start, sentence.start + who.end


def _is_one(name: str, other: str) -> bool:
    """Say whether two names may be one person's, told in full and in short."""
    return name.endswith(other) or other.endswith(name) or name.split()[-1] == other.split()[-1]
