"""What is counted at one place and said not to be at another: "tiếp nhận 02 đơn khiếu nại", "không có đơn khiếu nại".

What is said of all, and not of some: "toàn bộ doanh nghiệp đã ký cam kết", "còn 06 doanh nghiệp chưa ký cam kết".
"""

from __future__ import annotations

from collections.abc import Iterator

import regex as re

from app.checks.facts import all_facts, content, facts
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
ALL = re.compile(
    r"(?<!\p{L})(?:toàn bộ|tất cả|100\s?%)\s(?:số\s|các\s)?((?:[\p{L}\d/]++\s?){1,5}?)"
    r"\s(?:đã|đều|đã đều)\s((?:[\p{L}/]++,?\s?){2,12})",
    re.IGNORECASE,
)
SOME = re.compile(
    r"(?<!\p{L})còn\s(?:có\s)?(\d{1,4})\s((?:[\p{L}/]++\s?){1,4}?)\s(?:chưa|không)\s((?:[\p{L}/]++\s?){2,12})", re.IGNORECASE
)
MATTER = 0.75  # of what some have not done all are said to have done
MEASURED = frozenset(("diện", "tích", "số", "lượng", "con", "ca"))  # say how a thing is measured, not what it is
CASES = frozenset(("vụ", "ca", "trường", "cuộc", "đơn"))  # words by which what happens is counted
FEWEST = 3  # words of the matter that both tell
BEFORE = re.compile(r"(?<!\p{L})(?:kỳ trước|năm trước|trước đây)(?!\p{L})", re.IGNORECASE)
LATER = re.compile(r"(?<!\p{L})(?:quý|tháng|đợt|kỳ trước|năm trước|trước đây|từ khi|sau khi)(?!\p{L})", re.IGNORECASE)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every matter that the report counts and says it does not have, of one time and place."""
    yield from _all_but_some(sheet)
    yield from _all_of_a_part(sheet)
    yield from _measured(sheet)
    counted = [fact for fact in facts(sheet) if fact.figure.unit == "" and fact.counted and fact.figure.whole is None]
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE or sentence.ahead:
            continue
        for match in NONE.finditer(sentence.text):
            matter = content(END.split(match[1])[0])
            if len(matter) < 2 or LATER.search(sentence.text):
                continue
            places = frozenset(fold(unit.name) for unit in units(sentence.text) if unit.name)
            for fact in counted:
                own = frozenset(fact.counted) | fact.own
                is_named = len(matter) >= FEWEST and matter <= own and fact.counted[0] in matter
                things = frozenset(fact.counted)  # "02 vụ cháy rừng"
                there = frozenset(fold(unit.name) for unit in units(fact.sentence.text) if unit.name)
                case = fact.counted[0] in CASES and matter <= things and places == there
                same = (is_named or case) and fact.sentence is not sentence
                apart = places and places != fact.names  # what is nowhere is not at one place either
                if not same or apart or BEFORE.search(fact.sentence.text):
                    continue
                if knowledge().contrasts.parts(fold(match[0]), fact.clause):
                    continue
                denial = sentence.text[match.start() : match.start(1)] + END.split(match[1])[0].strip()
                message = f"Chỗ ghi {fact.figure.text} {fact.figure.noun}, chỗ ghi “{denial}”."
                here = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
                yield Finding(FindingKind.CONFLICT, message, (sheet.quote(fact.figure.start, fact.figure.end), here))
                break


def _all_but_some(sheet: Sheet) -> Iterator[Finding]:
    """All are said to have done what some have not."""
    sentences = [s for s in sheet.body if s.kind is not Kind.TABLE and not s.ahead]
    some = [(s, match) for s in sentences for match in SOME.finditer(s.text)]
    for sentence in sentences if some else ():
        for match in ALL.finditer(sentence.text):
            deed, who = content(match[2]), content(match[1])
            for other, undone in some:
                left = content(undone[3])
                same = len(left) >= 2 and len(left & deed) >= MATTER * min(len(left), len(deed)) and who & content(undone[2])
                apart = knowledge().contrasts.parts(fold(match[0]), fold(undone[0]))
                if same and not apart and other is not sentence:
                    message = f"Chỗ ghi “{match[0].strip()}”, chỗ ghi “{undone[0].strip()}”."
                    here = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
                    there = sheet.quote(other.start + undone.start(), other.start + undone.end())
                    yield Finding(FindingKind.CONFLICT, message, (here, there))
                    break


def _all_of_a_part(sheet: Sheet) -> Iterator[Finding]:
    """All are said to have done what x of y have: "100% học sinh lớp 12 đã đỗ", "435/437 học sinh lớp 12 đỗ"."""
    parts = [f for f in all_facts(sheet) if f.figure.whole is not None and f.value < f.figure.whole and not f.sentence.ahead]
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE or sentence.ahead:
            continue
        for match in ALL.finditer(sentence.text):
            who, deed = content(match[1]), content(END.split(match[2])[0].split(",")[0])
            for fact in parts:
                same = (
                    bool(who) and bool(deed) and who <= fact.own and len(deed & (fact.own | fact.near)) >= MATTER * len(deed)
                )
                if same and not knowledge().contrasts.parts(fold(match[0]), fact.clause):
                    message = f"Chỗ ghi {fact.figure.text} {fact.figure.noun}, chỗ ghi “{match[0].strip()}”."
                    here = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
                    yield Finding(FindingKind.CONFLICT, message, (sheet.quote(fact.figure.start, fact.figure.end), here))
                    break


def _measured(sheet: Sheet) -> Iterator[Finding]:
    """What is said not to be, and measured at another place: "không có diện tích lúa mất trắng", "mất trắng 38 ha"."""
    measured = [fact for fact in facts(sheet) if fact.figure.unit not in ("", "%", "đồng") and not fact.part]
    measured += [fact for fact in facts(sheet) if fact.figure.unit not in ("", "%", "đồng") and fact.part]
    for sentence in sheet.body:
        if sentence.kind is Kind.TABLE or sentence.ahead:
            continue
        for match in NONE.finditer(sentence.text):
            denial = END.split(match[1])[0].strip()
            words = [word for word in fold(denial).split() if word not in MEASURED]
            if len(words) < FEWEST or LATER.search(sentence.text):
                continue
            for fact in measured:
                near = fact.own | fact.near
                if fact.sentence is sentence or not set(words[-2:]) <= fact.own or not set(words) - near <= {"bị"}:
                    continue
                message = f"Chỗ ghi {fact.figure.text} {fact.figure.unit}, chỗ ghi “{match[0].strip()}”."
                here = sheet.quote(sentence.start + match.start(), sentence.start + match.end())
                yield Finding(FindingKind.CONFLICT, message, (sheet.quote(fact.figure.start, fact.figure.end), here))
                break
