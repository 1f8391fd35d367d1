"""Whose report it is where it has no letterhead: a line that names the body below the title, and a title that names it."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from ingest.language.bodies import bodies, units
from ingest.language.body_names import opening_of, opens_body, organ_of
from ingest.language.text import fold_spaces

# "Đơn vị báo cáo: …", "Tên đơn vị: …" of forms and sheets; "Đơn vị tính", "Đơn vị nhận báo cáo" are none.
LABEL = re.compile(
    r"^\W{0,4}(?:tên\s)?(?:đơn vị|cơ quan|tổ chức)"
    r"(?:\s(?:báo cáo|gửi báo cáo|lập báo cáo|lập biểu|lập|thực hiện))?\s?:\s?(?=\p{Lu})",
    re.IGNORECASE,
)
NEXT_CELL = re.compile(r"\s{3,}|\s[-–|]\s|[;:.(]|\s(?=(?:đơn vị|cơ quan)\s(?:nhận|tính))", re.IGNORECASE)
# Before a body that reports on itself: "Kết quả hoạt động của …", "Kết quả hoạt động …".
OWN = re.compile(r"(?<!\p{L})(?:của|hoạt động|do)\s(?=\p{Lu})", re.IGNORECASE)
# What is cited in a title, and is another's: "thực hiện Nghị quyết số 27 của Ban Chấp hành Trung ương".
CITED = re.compile(
    r"(?<!\p{L})(?:(?:kế hoạch|chương trình|đề án|văn bản)\ssố|nghị quyết|chỉ thị|quyết định|thông tư|công văn|kết luận|"
    r"nghị định|luật|chỉ đạo|kiến nghị|ý kiến)(?!\p{L})[^,;]{0,120}$",
    re.IGNORECASE,
)
# What follows a body's name in a title: the time, what it did.
ENDS = re.compile(
    r"[,;:.(]|\s[-–]\s|\s(?:năm|quý|tháng|tuần|từ|trong|giai đoạn|nhiệm kỳ|khóa|khoá|về|tại|đến|lần|"
    r"vụ\s(?:đông|hè|mùa|xuân|thu)|học kỳ|"
    r"đầu|cuối|với|theo|\d{1,2}\stháng)(?!\p{L})",
    re.IGNORECASE,
)
TIME = re.compile(r"^(?:tháng|quý|năm|tuần|\d{1,2}\stháng|số|kỳ)(?!\p{L})", re.IGNORECASE)
YEAR_ENDS = re.compile(r"(?:19|20)\d{2}\W*$")
GOES_ON = re.compile(r"(?<!\p{L})(?:của|do|tại|và|với|hoạt động|cho|đối với|trên địa bàn)$", re.IGNORECASE)
LONGEST_NAME = 14  # words of a body's name


def named_on_top(lines: Sequence[str]) -> str | None:
    """Return the body that a label names, else one that stands alone on a line, its report's time behind a dash at most."""
    for line in lines:
        if label := LABEL.match(line):
            name = fold_spaces(NEXT_CELL.split(line[label.end() :])[0]).strip(" .…_")
            if name and len(name.split()) <= LONGEST_NAME and (opens_body(name) or bodies(name)):
                return name
    return next(
        (name for before, line in zip(["", *lines], lines, strict=False) if (name := body_alone(line, before))), None
    )


def body_alone(line: str, before: str = "") -> str:
    """Return the body that a line consists of, "" where it says more or goes on with the line before it."""
    plain = fold_spaces(line).strip(" *_-–.")
    if plain.isupper():  # below a title that is at its end
        whole = YEAR_ENDS.search(before) and opening_of(plain) not in (0, len(plain))
        return plain if whole and len(plain.split()) <= LONGEST_NAME else ""
    if not opens_body(plain) or not plain[:1].isupper() or GOES_ON.search(before.strip()):
        return ""
    name, _, behind = re.sub(r"\s[-–]\s", "\n", plain, count=1).partition("\n")
    if behind and not TIME.match(behind):
        return ""
    named_units = units(name)
    whole = bool(named_units) and named_units[-1].end == len(name) and named_units[-1].name != ""
    return name if whole and len(name.split()) <= LONGEST_NAME and not ENDS.search(name[: named_units[0].start]) else ""


def is_cited(before: str) -> bool:
    """Say whether what stands before "của" and a body is a document or a word of that body, which others carry out."""
    return CITED.search(before) is not None


def owner_in_title(title: str) -> str | None:
    """Return the body that a title says reports on itself, whatever its kind; None for one whose document is cited."""
    cited = 0  # where what is cited ends
    for own in OWN.finditer(title):
        rest = title[own.end() :]
        if not opens_body(rest):
            continue
        if is_cited(title[cited : own.start()]):
            cited = own.end()
            continue
        end = ENDS.search(rest)
        name = rest[: end.start()] if end else rest
        named_units = [unit for unit in units(name) if unit.name]
        if named_units:
            name = name[: named_units[-1].end]
        words = name.split()
        if 2 < len(words) <= LONGEST_NAME and organ_of(name) != len(name):
            return " ".join(words)
    return None
