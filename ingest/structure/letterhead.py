"""A document's head taken to pieces: the bodies named in it, the kind of document, what is left below.

The layout is that of Nghị định 30/2020/NĐ-CP (Phụ lục I, mục II) and of the Party's Hướng dẫn 36-HD/VPTW: the body above,
the issuing body, its number; motto, place and date; kind and title. Tables of any number of rows, columns of a text file and
lines below each other give these lines in different orders, so each is known by what it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex as re

from ingest.language.bodies import bodies, units
from ingest.language.body_names import goes_on, opens_body, organ_of
from ingest.language.documents import document_numbers, kind_names
from ingest.language.text import fold_spaces

MOTTO = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI(?:\s+CHỦ\s+NGHĨA(?:\s+VIỆT(?:\s+NAM)?)?)?|ĐẢNG\s+CỘNG\s+SẢN(?:\s+VIỆT(?:\s+NAM)?)?|"
    r"\bđộc\s+lập\s*[-–]\s*tự\s+do(?:\s*[-–]\s*hạnh\s+phúc)?",
    re.IGNORECASE,
)
REST_OF_MOTTO = re.compile(  # in its second line, wherever it was broken
    r"(?:(?:XÃ\s+)?HỘI\s+)?CHỦ(?:\s+NGHĨA(?:\s+VIỆT(?:\s+NAM)?)?)?|(?:NGHĨA\s+)?(?:VIỆT\s+)?NAM"
)
NUMBER_LINE = re.compile(r"^\P{Ll}*\b[Ss][ốỐ]\s*+[:;.]?[\s.…_]*+(?=\d{0,5}+\s*+[/–-]\s*+\p{Lu})")
# The document's own date: capitals at most, or a place, stand before it.
DATE = re.compile(
    r"(?:^\W*+|,[^\w,]*+|^\S{1,40}(?:\s\S{1,40}){0,3}\W{0,40})(?i:ngày)[\s.…_]*+(\d{1,2})?+[\s.…_]*+"
    r"tháng[\s.…_]*+(\d{1,2})?+[\s.…_]*+năm\s*+(\d{4})?+[\s.…_*\d]*+$"
)
PLACE_AND_DATE = re.compile(r"(?<!\s)\s++(?:\p{Lu}[\p{L}'’.]*+\s++){1,4}?\p{Lu}[\p{L}'’.]*+\s*+,\s*+ngày\b")
INNER_NUMBER = re.compile(r"(?<=\S)\s+(?=[Ss][ốỐ]\s*[:.]?[\s.…_]*\d{0,5}\s*[/-]\s*\p{Lu})")
SUBJECT = re.compile(r"^\W*(?:v/v|về việc)\b[\s:.]*", re.IGNORECASE)
ADDRESS = re.compile(r"^\W*kính (?:gửi|thưa)\b", re.IGNORECASE)
# How a title opens that no kind of document stands above: words of no body's name, then others ("Ban Kiểm phiếu").
TITLE = r"phụ lục|biểu số|biểu mẫu|danh sách|danh mục|bản tin|bảng (?:tổng hợp|kê|số liệu|theo dõi|thống kê)"
TITLE_OPENS = re.compile(
    rf"^(?:{TITLE}|tổng kết|sơ kết|tổng hợp|kết quả|tình hình|phương hướng|kiểm điểm|đánh giá|rà soát|giám sát|thống kê|"
    r"quyết toán|giải trình|phiếu|hồ sơ)(?!\p{L})",
    re.IGNORECASE,
)
INNER_TITLE = re.compile(rf"(?<=\S)\s+(?=(?:{TITLE})(?!\p{{L}}))", re.IGNORECASE)
# Behind a body's name: "CHI BỘ THÔN … - NĂM 2024".
TIME_BEHIND = re.compile(r"\s[-–]\s(?:năm|quý|tháng|tuần|học kỳ|đợt|vụ|kỳ)(?!\p{L}).{0,40}$", re.IGNORECASE)
# The Youth Union's head has its name at the right too, where others have the motto.
YOUTH_UNION = re.compile(r"(?<=\S)\s+(?=ĐOÀN\s+(?:TNCS|THANH\s+NIÊN\s+CỘNG\s+SẢN)\s+HỒ\s+CHÍ\s+MINH$)")
SPECKS = " .,·'`´"  # of a scan, behind a line of a head
OF_A_YEAR = re.compile(r"(?<!\p{L})NĂM(?!\p{L}).{0,80}(?:19|20)\d{2}")
LONGEST_LINE = 16  # words of a line of a head; one of all bodies in a row is cut before it is counted
OWN_WORDS = 3  # of a line that names a body by itself; the rest of a unit's name has one or two
LONGEST = 30  # paragraphs from the top that may be a head


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above a document's text.

    ``bodies``: names from the outermost to the issuing one, as printed. ``kind``: as its line says, "" without one.
    ``below``: the paragraphs after that line, or after the last formal one where no line names the kind.
    """

    bodies: tuple[str, ...]
    kind: str
    kind_line: str
    below: tuple[str, ...]


def letterhead(paragraphs: Sequence[str]) -> Letterhead:
    """Take a head apart; paragraphs that are none give an empty one with all of them below."""
    names: list[str] = []
    kind, kind_line, below = "", "", 0
    title = ""  # behind the bodies in one paragraph with them
    over = False  # the column of the bodies is at its end
    for at, paragraph in enumerate(paragraphs[:LONGEST]):
        if kind := kind_of(paragraph):
            kind_line, below = paragraph, at + 1
            break
        if ADDRESS.match(paragraph) or SUBJECT.match(paragraph):
            over = True
            continue
        pieces = [piece for piece in _pieces(paragraph) if not REST_OF_MOTTO.fullmatch(piece)]
        if any(is_formal(piece) for piece in pieces):
            below = at + 1
        for piece in pieces:
            if names and at + 1 == below and opens_title(piece):
                title = piece
            if NUMBER_LINE.match(piece) or DATE.search(piece) or (names and opens_title(piece)):
                over = True  # a title may follow at once, with no line that names the kind
            elif not over and piece not in names and _names_body(bare := TIME_BEHIND.sub("", piece), bool(names)):
                names.append(bare)
                below = at + 1
    rest = paragraphs[below:] if kind or not title else [title, *paragraphs[below:]]
    return Letterhead(tuple(_joined(names)), kind, kind_line, tuple(rest))


def kind_of(line: str) -> str:
    """Return the kind of document that a line names ("BÁO CÁO", "BÁO CÁO TỔNG KẾT NĂM HỌC"), "" where it is none.

    A kind set small is one only where it stands alone. "BÁO CÁO THAM LUẬN" is a "tham luận".
    """
    plain = fold_spaces(line.strip(" *#_-–:."))
    for name in kind_names():
        opens = plain.casefold().startswith(name) and not plain[len(name) : len(name) + 1].isalpha()
        if opens and (plain[: len(name)].isupper() or len(plain) == len(name)):
            return "tham luận" if "tham luận" in plain.casefold() else name
    return ""


def opens_title(line: str) -> bool:
    """Say whether a line of a head begins the title: by its first words, or by a year in a line that begins no body.

    "NHÌN LẠI NĂM CÔNG TÁC 2031" is no body's name: names have no year.
    """
    return TITLE_OPENS.match(line) is not None or (OF_A_YEAR.search(line) is not None and not opens_body(line))


def is_formal(line: str) -> bool:
    """Say whether a line is the motto, the number or the date of a head."""
    return bool(MOTTO.search(line) or NUMBER_LINE.match(line) or DATE.search(line))


def _pieces(paragraph: str) -> Iterator[str]:
    """Yield the parts of a line in which several stand: bodies, motto, number, date."""
    line = fold_spaces(paragraph.strip(" *#_-–"))
    line = line.rstrip(SPECKS) if _in_capitals(line) else line
    if (date := PLACE_AND_DATE.search(line)) and _in_capitals(line[: date.start()]):
        yield from _pieces(line[: date.start()])
        yield line[date.start() :].strip()
        return
    if (number := INNER_NUMBER.search(line)) and _in_capitals(line[: number.start()]):
        yield from _pieces(line[: number.start()])
        yield line[number.end() :]
        return
    for cut in (INNER_TITLE, YOUTH_UNION):
        if (inner := cut.search(line)) and _in_capitals(line) and opens_body(line) and _is_named(line[: inner.start()]):
            yield from _pieces(line[: inner.start()])
            yield from _pieces(line[inner.end() :])
            return
    for part in MOTTO.split(line):
        yield from _apart(part.strip(" *_-–"))
    if motto := MOTTO.search(line):
        yield motto[0]


def _is_named(line: str) -> bool:
    """Say whether a line names a body and not only an organ of the one that follows ("BAN CHẤP HÀNH")."""
    return organ_of(line) < len(line)


def _in_capitals(text: str) -> bool:
    """Say whether a text beside number or date is part of a head: it has no word in small letters but the motto's."""
    return re.search(r"\p{Ll}{3}", MOTTO.sub("", text)) is None


def _apart(line: str) -> Iterator[str]:
    """Yield the bodies of a line one by one: a body that has its unit ends before the next."""
    start = 0
    named_bodies = bodies(line)
    for body, following in zip(named_bodies, named_bodies[1:], strict=False):
        if body.unit is not None and body.unit.name and line[body.end : following.start].strip() == "":
            yield line[start : following.start].strip()
            start = following.start
    if line[start:].strip():
        yield line[start:].strip()


def _names_body(line: str, below_one: bool) -> bool:
    """Say whether a line of a head is part of a body's name: in capitals, or small where a body's name opens it."""
    words = line.split()
    if len(words) > LONGEST_LINE or MOTTO.search(line) or document_numbers(line) or line[-1:] in ".:;!":
        return False
    letters = [sign for sign in line if sign.isalpha()]
    if len(letters) < 2:
        return False
    capitals = sum(map(str.isupper, letters)) > 0.8 * len(letters)
    return capitals if below_one else (opens_body(line) and (capitals or _is_body_alone(line)))


def _is_body_alone(line: str) -> bool:
    """Say whether a line is a body's name and nothing else, its unit's place behind it: "UBND xã …, huyện …"."""
    named_bodies = bodies(line)
    rest = line[named_bodies[0].end :].strip(" ,-–") if named_bodies else line
    within = units(rest)
    return not rest or bool(named_bodies and within and within[0].start == 0 and within[-1].end == len(rest))


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Yield the bodies' names whole: a line that begins no body goes on with the one above, as does an organ's name.

    A name that ends with its unit is at its end, whatever kind of body a long line below it names.
    """
    name = ""
    for line in lines:
        bare = name and organ_of(name) == len(name)
        if name and not bare and (opens_body(line) or (_ends_with_unit(name) and _stands_alone(line))):
            yield name
            name = line
        else:
            name = f"{name} {line}".strip()
    if name:
        yield name


def _ends_with_unit(name: str) -> bool:
    """Say whether a body's name ends with a unit that has its own name ("SỞ Y TẾ TỈNH …"), or with the country's."""
    if name.casefold().endswith(" việt nam"):
        return True
    named_units = units(name)
    return bool(named_units) and bool(named_units[-1].name) and named_units[-1].end == len(name)


def _stands_alone(line: str) -> bool:
    """Say whether a line is too long to be the rest of a unit's name, and no field or unit of the line above."""
    return len(line.split()) >= OWN_WORDS and not goes_on(line) and not units(line)
