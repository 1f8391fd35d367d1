"""Another province's name left in: "UBND tỉnh …", "nhân dân tỉnh …" of a province in which the report's own body is not."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.knowledge import knowledge
from app.checks.model import Finding, FindingKind, Sheet
from ingest.language.bodies import NamedUnit, bodies, units
from ingest.language.spelling import fold
from ingest.model import Kind

PROVINCE = "province"
# What only the own province has in a report: its people, its organs that give orders, data or money, its whole.
OWN = re.compile(
    r"(?<!\p{L})(?:nhân dân|đồng bào|toàn|trên địa bàn|trong|của|cho|trình|báo cáo|đề nghị|kính gửi|phục vụ|phát triển"
    r"|kinh tế - xã hội|bởi|do|theo|xây dựng)\s(?:các\s)?$",
    re.IGNORECASE,
)
# A body of another province takes part in what two do together, is visited, or sends somebody.
TOGETHER = re.compile(
    r"(?<!\p{L})(?:với|cùng|và|giữa|giáp|từ|tại|ở|đến|sang|ra|về|qua|đi|thăm|đoàn|quê|nối|như|bạn|so với|người|bằng|thuộc"
    r"|các tỉnh|gồm)\s(?:\p{Ll}++\s){0,2}$",
    re.IGNORECASE,
)
BODY = re.compile(
    r"(?<!\p{L})(?:Ban|Sở|Hội|Hội đồng|Cục|Chi cục|Công an|Đoàn|Trung tâm|Quỹ|Liên đoàn"
    r"|Liên hiệp|Thanh tra|Kho bạc|Bảo hiểm)"
    r"(?:\s\p{L}++){0,6}\s$"
)
CLAUSE = re.compile(r"[.;:(]|,\s")
LISTED = re.compile(r"\s?(?:,|và|-|–)\s(?:(?:tỉnh|thành phố)\s)?\p{Lu}")
MOST_NAMED = 2  # times: a province named more often has business in the report
OFTEN = 2  # times that the own province is named where no head tells it
REACH = 60  # characters before a name that say what business it has there


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every other province that the report names once or twice, as if it were its own."""
    named = [
        (sentence, unit)
        for sentence in sheet.sentences
        for unit in units(sentence.text)
        if unit.level == PROVINCE and unit.name
    ]
    own = _own(sheet, [unit for _, unit in named])
    if own is None:
        return
    times: dict[str, int] = {}
    for _, unit in named:
        times[fold(unit.name)] = times.get(fold(unit.name), 0) + 1
    told: set[str] = set()
    for sentence, unit in named:
        name = fold(unit.name)
        if name in told or _within(name, own) or times[name] > MOST_NAMED or sheet.report.in_closing(sentence.start):
            continue
        if sentence.kind is Kind.TABLE or not _is_own(sentence.text, unit):
            continue
        told.add(name)
        message = f"Báo cáo trong tỉnh {own[1]} nhưng nhắc “{unit.text}”: có thể là tên tỉnh khác còn sót lại."
        place = sheet.quote(sentence.start + unit.start, sentence.start + unit.end)
        yield Finding(FindingKind.PLACE, message, (place,))


def _own(sheet: Sheet, named: list[NamedUnit]) -> tuple[str, str] | None:
    """Return the report's own province, folded and as written: that of its head, else the one named most."""
    facts = sheet.report.metadata
    for text in (facts.place, facts.issuer, facts.parent):
        for unit in units(text or ""):
            if unit.level == PROVINCE and unit.name:
                return fold(unit.name), unit.name
    counted: dict[str, list[str]] = {}
    for unit in named:
        counted.setdefault(fold(unit.name), []).append(unit.name)
    ranked = sorted(counted.items(), key=lambda entry: -len(entry[1]))
    if not ranked or len(ranked[0][1]) < OFTEN or (len(ranked) > 1 and len(ranked[1][1]) == len(ranked[0][1])):
        return None
    return ranked[0][0], ranked[0][1][0]


def _within(name: str, own: tuple[str, str]) -> bool:
    return name in own[0] or own[0] in name


def _is_own(text: str, unit: NamedUnit) -> bool:
    """Say whether a province is named where only the own one is: behind a body of it, or its people or whole."""
    body = next((body for body in bodies(text) if body.start <= unit.start < body.end), None)
    start = body.start if body is not None else unit.start
    before = CLAUSE.split(text[max(0, start - REACH) : start])[-1]
    if LISTED.match(text, unit.end) or TOGETHER.search(before) or re.search(r"(?:,|và)\s*$", text[:start]):
        return False
    words = knowledge().allowed_places
    if any(re.search(rf"(?<!\p{{L}}){word}(?!\p{{L}})", fold(before)) for word in words):
        return False
    return body is not None or BODY.search(before) is not None or OWN.search(before) is not None
