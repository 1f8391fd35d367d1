"""What is counted at one place and said not to be at another: "tiếp nhận 02 đơn khiếu nại", "không có đơn khiếu nại"."""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.facts import content, facts
from app.checks.knowledge import knowledge
from app.checks.model import Finding, FindingKind, Sheet
from ingest.language.bodies import units
from ingest.language.spelling import fold
from ingest.model import Kind

NONE = re.compile(
    r"(?<!\p{L})(?:không|chưa)\s(?:để\s)?(?:có|xảy ra|phát sinh|ghi nhận|tiếp nhận|nhận)\s(?!gì(?!\p{L}))"
    r"((?:[\p{L}/]++\s?){2,9})",
    re.IGNORECASE,
)
END = re.compile(r"(?<!\p{L})(?:nhưng|mà|nên|để|do|vì|đã|được|và|trong|ở|tại)(?!\p{L})", re.IGNORECASE)
FEWEST = 3  # words of the matter that both tell
BEFORE = re.compile(r"(?<!\p{L})(?:kỳ trước|năm trước|trước đây)(?!\p{L})", re.IGNORECASE)
LATER = re.compile(r"(?<!\p{L})(?:quý|tháng|đợt|kỳ trước|năm trước|trước đây|từ khi|sau khi)(?!\p{L})", re.IGNORECASE)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every matter that the report counts and says it does not have, of one time and place."""
    counted = [fact for fact in facts(sheet) if fact.figure.unit == "" and fact.counted and fact.figure.whole is None]
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE or sentence.ahead:
            continue
        for match in NONE.finditer(sentence.text):
            matter = content(END.split(match[1])[0])
            if len(matter) < FEWEST or LATER.search(sentence.text):
                continue
            places = frozenset(fold(unit.name) for unit in units(sentence.text) if unit.name)
            for fact in counted:
                own = frozenset(fact.counted) | fact.own
                same = matter <= own and fact.sentence is not sentence and fact.counted[0] in matter
                apart = places and places != fact.names  # what is nowhere is not at one place either
                if not same or apart or BEFORE.search(fact.sentence.text):
                    continue
                if knowledge().contrasts.parts(fold(match[0]), fact.clause):
                    continue
                said = sentence.text[match.start() : match.start(1)] + END.split(match[1])[0].strip()
                message = f"Chỗ ghi {fact.figure.text} {fact.figure.noun}, chỗ ghi “{said}”."
                here = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
                yield Finding(FindingKind.CONFLICT, message, (sheet.quote(fact.figure.start, fact.figure.end), here))
                break
