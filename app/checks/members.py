"""How many a body has, told twice: "Hội đồng gồm 15 thành viên", "17 thành viên Hội đồng"; a staff counted as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

import regex as re

from app.checks.facts import EMPTY, words
from app.checks.model import Finding, FindingKind, Sentence, Sheet
from ingest.language.spelling import fold
from ingest.model import Kind

_BODIES = (
    "hội đồng|ban chỉ đạo|ban chấp hành|ban thường vụ|ban đại diện|ban vận động|ban tổ chức|ban giám khảo|tổ công tác"
    "|tổ giúp việc|tổ thư ký|đoàn kiểm tra"
)
BODY = re.compile(rf"(?<!\p{{L}})({_BODIES})(?!\p{{L}})", re.IGNORECASE)
MEMBERS = r"(?:thành viên|ủy viên|uỷ viên)(?!\p{L})"
SIZE = re.compile(rf"(?<!\p{{L}})(?:gồm|có|với)\s(?:có\s)?0?(\d{{1,3}})\s(?:đồng chí\s)?(?:là\s)?{MEMBERS}", re.IGNORECASE)
SIZE_BEFORE = re.compile(rf"(?<![\d/.,])0?(\d{{1,3}})\s{MEMBERS}\s(?:của\s)?$", re.IGNORECASE)
END_OF_NAME = re.compile(
    r"[,.;:()\d“\"]|\s(?:được|gồm|có|với|đã|hiện|do|là|làm|họp|theo|năm|khóa|khoá|nhiệm kỳ|dự|sau)(?!\p{L})"
)
# Those who are some of a body, or belonged to it before.
SOME = re.compile(
    r"(?<!\p{L})(?:dự|có mặt|tham dự|bổ sung|thay|miễn nhiệm|nữ|vắng|trong đó|trước đây|nhiệm kỳ trước|khóa trước"
    r"|đầu nhiệm kỳ|lên|xuống|từ|tăng|giảm|mỗi)(?!\p{L})",
    re.IGNORECASE,
)
REACH = 90  # characters from a body's name to how many it has
_STAFF = "nhà giáo|giáo viên|giảng viên|bác sĩ|điều dưỡng|công chức|viên chức|kiểm lâm viên|đảng viên|đoàn viên|hội viên"
_NUMBER = r"(?<![\d.,/])(\d{2,4}|\d{1,3}(?:\.\d{3})++)(?![\d/]|[.,]\d)"
ALL_OF = re.compile(
    rf"(?<!\p{{L}})(?:trong số|trong tổng số|trên tổng số|tất cả|toàn bộ|cả)\s{_NUMBER}\s({_STAFF})"
    r"(?=\s(?:mới có|chỉ có|có|hiện có|đều|của (?:trường|đơn vị|bệnh viện|trung tâm))(?!\p{L})|,)",
    re.IGNORECASE,
)
STAFF = re.compile(
    rf"(?<!\p{{L}})({_STAFF})\s(?:là\s|có\s|hiện có\s)?{_NUMBER}\s(?:người|đồng chí)(?=\s?[,.;()])", re.IGNORECASE
)
HOUSE = re.compile(
    rf"(?<!\p{{L}})(?:toàn|cả)\s(?:trường|trung tâm|bệnh viện|đơn vị|chi bộ|đảng bộ|cơ quan)"
    rf"\s(?:hiện\s|đang\s)?có\s{_NUMBER}\s({_STAFF})"
    r"(?=\s?[,.;()])",
    re.IGNORECASE,
)
NEAR = Decimal("0.2")  # counts of one staff that are farther apart are of two


@dataclass(frozen=True, slots=True)
class Membership:
    """A body or staff and how many are in it, at [start, end) of the report's text. ``whole``: all of a staff."""

    kind: str
    name: frozenset[str]
    count: Decimal
    start: int
    end: int
    whole: bool = False


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every body and every staff of which two sizes are told."""
    prose = [sentence for sentence in sheet.body if sentence.kind is not Kind.TABLE]
    place = f"{sheet.report.metadata.place or ''} {sheet.report.metadata.issuer or ''}"
    own = frozenset(words(place)) | EMPTY
    bodies = [membership for sentence in prose for membership in _bodies(sentence, own)]
    staffs = [membership for sentence in prose if not sentence.ahead for membership in _staffs(sentence)]
    yield from _apart(sheet, bodies, _is_one_body)
    yield from _apart(sheet, staffs, _is_one_staff)


def _apart(
    sheet: Sheet, memberships: list[Membership], is_one: Callable[[Membership, Membership], bool]
) -> Iterator[Finding]:
    pairs = (pair for pair in combinations(memberships, 2) if pair[0].count != pair[1].count and is_one(*pair))
    for first, other in pairs:
        message = f"Cùng một số liệu nhưng ghi khác nhau: {first.kind} {first.count} người và {other.count} người."
        places = sheet.quote(first.start, first.end), sheet.quote(other.start, other.end)
        yield Finding(FindingKind.CONFLICT, message, places, frozenset((first.count, other.count)))
        return


def _is_one_body(membership: Membership, other: Membership) -> bool:
    """Say whether two are one body: of one kind and name, what says nothing but whose it is left out."""
    return membership.kind == other.kind and membership.name == other.name


def _is_one_staff(membership: Membership, other: Membership) -> bool:
    """Say whether a staff told as a whole is the one that another place counts."""
    near = abs(membership.count - other.count) <= NEAR * max(membership.count, other.count)
    return membership.kind == other.kind and membership.whole != other.whole and near


def _bodies(sentence: Sentence, own: frozenset[str]) -> Iterator[Membership]:
    text = sentence.text
    matches = list(BODY.finditer(text))
    for number, body in enumerate(matches):
        stop = min(body.end() + REACH, matches[number + 1].start() if number + 1 < len(matches) else len(text))
        size = SIZE_BEFORE.search(text, max(0, body.start() - 40), body.start())
        size = size or SIZE.search(text, body.end(), stop)
        if size is None:
            continue
        start, end = min(body.start(), size.start()), max(body.end(), size.end())
        if SOME.search(text, max(0, start - 20), end) or re.search(r"[.;:]\s", text[start:end]):
            continue
        cut = END_OF_NAME.search(text, body.end(), stop)
        name = text[body.end() : min(cut.start() if cut else stop, stop)]
        name_words = frozenset(words(name)) - own
        yield Membership(fold(body[1]), name_words, Decimal(size[1]), sentence.start + start, sentence.start + end)


def _staffs(sentence: Sentence) -> Iterator[Membership]:
    for match in ALL_OF.finditer(sentence.text):
        count = Decimal(match[1].replace(".", ""))
        yield Membership(
            fold(match[2]), frozenset(), count, sentence.start + match.start(), sentence.start + match.end(), True
        )
    for match in HOUSE.finditer(sentence.text):
        count = Decimal(match[1].replace(".", ""))
        yield Membership(fold(match[2]), frozenset(), count, sentence.start + match.start(), sentence.start + match.end())
    for match in STAFF.finditer(sentence.text):
        count = Decimal(match[2].replace(".", ""))
        yield Membership(fold(match[1]), frozenset(), count, sentence.start + match.start(), sentence.start + match.end())
