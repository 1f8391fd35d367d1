"""Whether a draft made from last year's report invents or keeps anything unmarked: figures, years, documents, persons.

Shares no code with the writer. A word is marked where it is highlighted or stands in "[…]". Unmarked digits must be the
input's, a year of last year's report gone on, or computed: then the comment says of what, and it is subtracted again here.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from eval.draft import NUMBER, UPPER, W, paragraphs

BLANK = re.compile(r"\[…[^\]]*\]")
# What numbers nothing: enumerators, "Phụ lục 1", the last digit of a unit, marks of notes, the months of the own period.
FORMAL = re.compile(
    r"^(?:[IVX]+[./])?\(?\d{1,2}(?:\.\d{1,2})*\)?[./-]*(?:\s|$)|\(\d\)|(?<=; )\(\d\d\)"
    r"|(?:Phụ lục|Bảng|Biểu|Hình|Mục|Phần)(?: số)? \d+|(?<=[^\W\d_])\d\b|\b\d{1,2} tháng (?:đầu |cuối )?năm",
    re.IGNORECASE,
)
EDGE = re.compile(r"(?:31/12|0?1/0?1)/(\d{4})")  # the ends of a year go on with it
YEAR = re.compile(r"(?:19|20)\d{2}")
SUBTRACTED = re.compile(r"([\d.,]+) - ([\d.,]+)")
FAMILIES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Dương|Lý|Lò|Quách|Trịnh|Cao|Tạ|Đinh|Đào|Mai|Lương|Vi|Hà"
)
PERSON = re.compile(rf"\b(?:{FAMILIES})(?: [{UPPER}][a-zà-ỹ]+){{1,3}}")


@dataclass(frozen=True)
class DraftLine:
    """A paragraph of the draft: its words, the same without what is marked, what its comments say."""

    text: str
    unmarked: str
    comments: str


def unmarked(draft: Path, request: Path, last_year: Path, sheet_values: tuple[str, ...] = ()) -> list[str]:
    """Return what stands unmarked in the draft and is neither the input's nor computed. The list may be empty."""
    read = json.loads(request.read_text(encoding="utf-8-sig"))
    request_text = " ; ".join((_text_of(read), *sheet_values))
    old = " ; ".join(paragraphs(last_year))
    shift = _shift(read, old)
    request_numbers = {_plain(number) for number in NUMBER.findall(request_text)} | {
        _plain(part) for number in NUMBER.findall(request_text) for part in re.split(r"\D", number) if part
    }
    old_numbers = {_plain(number) for number in NUMBER.findall(old)}
    doubts = []
    for line in lines(draft):
        text = FORMAL.sub(" ", line.unmarked)
        computed = _computed_numbers(line.comments, request_numbers, old_numbers)
        for match in NUMBER.finditer(text):
            number = _plain(match[0])
            parts = [_plain(part) for part in re.split(r"[/\-]", match[0])]
            edge = EDGE.fullmatch(match[0])
            parts = [edge[1]] if edge else parts
            moved = all(YEAR.fullmatch(part) and str(int(part) - shift) in old for part in parts if part)
            if (
                number not in request_numbers
                and number not in computed
                and not moved
                and not all(part in request_numbers for part in parts)
            ):
                doubts.append(f"số “{match[0]}” trong “{text[max(0, match.start() - 30) : match.start() + 40]}”")
        for match in PERSON.finditer(line.unmarked):
            if (
                match[0].casefold() not in request_text.casefold()
                and match[0] in old
                and not _is_place(match[0], line.unmarked)
            ):
                doubts.append(f"tên “{match[0]}” trong “{line.unmarked[max(0, match.start() - 30) : match.start() + 40]}”")
    return doubts


def lines(draft: Path) -> Iterator[DraftLine]:
    """Yield the paragraphs of a draft in order; running numbers of a table's rows are left out."""
    with zipfile.ZipFile(draft) as archive:
        document = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314 - a file the user made
        names = archive.namelist()
        comment_tree = ElementTree.fromstring(archive.read("word/comments.xml")) if "word/comments.xml" in names else None  # noqa: S314
    comments = {
        comment.get(f"{W}id"): " ".join(t.text or "" for t in comment.iter(f"{W}t"))
        for comment in (comment_tree.iter(f"{W}comment") if comment_tree is not None else ())
    }
    firsts = {id(p) for row in document.iter(f"{W}tr") for p in next(iter(row.iter(f"{W}tc"))).iter(f"{W}p")}
    rows = {id(p): row for row in document.iter(f"{W}tr") for p in row.iter(f"{W}p")}
    for paragraph in document.iter(f"{W}p"):
        told_in = rows.get(id(paragraph), paragraph)  # a row of a table has its comment in common
        pieces, plain = [], []
        for run in paragraph.iter(f"{W}r"):
            text = "".join(t.text or "" for t in run.iter(f"{W}t"))
            pieces.append(text)
            plain.append("…" if run.find(f"{W}rPr/{W}highlight") is not None and text else text)
        text = unicodedata.normalize("NFC", "".join(pieces)).strip()
        if not text or (id(paragraph) in firsts and text.strip(".").isdigit()):
            continue
        ids = [mark.get(f"{W}id") for mark in told_in.iter(f"{W}commentReference")]
        ids += [mark.get(f"{W}id") for mark in told_in.iter(f"{W}commentRangeStart")]
        comment = " ".join(comments.get(identity, "") for identity in dict.fromkeys(ids))
        yield DraftLine(text, BLANK.sub("…", unicodedata.normalize("NFC", "".join(plain)).strip()), comment)


def _computed_numbers(comment: str, request_numbers: set[str], old: set[str]) -> set[str]:
    """Return the numbers that a comment says are computed, and rightly: by subtraction, or last year's own."""
    numbers = set()
    for match in SUBTRACTED.finditer(comment):
        first, other = (_value(part) for part in match.groups())
        if _plain(match[1]) in request_numbers and _plain(match[2]) in old:
            numbers.add(_plain(f"{abs(first - other):,f}".replace(",", " ").replace(".", ",").replace(" ", ".")))
    if "lấy từ báo cáo" in comment:
        numbers |= {_plain(number) for number in NUMBER.findall(comment)} & old
    return numbers


def _shift(read: dict[str, object], old: str) -> int:
    """Return by how many years the period went on: from the title's last year of results."""
    period = read["period"]
    titled = [int(year) for year in YEAR.findall(old)]
    last = int(period["to"])  # type: ignore[index]
    length = last - int(period["from"]) + 1  # type: ignore[index]
    return length if length > 2 else 1 if last - 1 in titled else 0


def _is_place(name: str, text: str) -> bool:
    return (
        re.search(rf"(?:xã|phường|thôn|bản|huyện|tỉnh|đường|phố|trường \w+|THCS|Tiểu học) {re.escape(name)}", text)
        is not None
    )


def _text_of(value: object) -> str:
    if isinstance(value, dict):
        return " ; ".join(f"{key} ; {_text_of(entry)}" for key, entry in value.items())
    if isinstance(value, list):
        return " ; ".join(map(_text_of, value))
    text = unicodedata.normalize("NFC", str(value))
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    return f"{text} ; {day[3]}/{day[2]}/{day[1]}" if day else text


def _value(number: str) -> Decimal:
    return Decimal(number.strip(".,").replace(".", "").replace(",", "."))


def _plain(number: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", number.strip(".,/"))
