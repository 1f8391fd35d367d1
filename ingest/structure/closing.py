"""The closing block of a report, recipients ("Nơi nhận") and signature, and what tells it from annexes below it."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from ingest.language.body_names import kinds_signed_for, opens_body
from ingest.language.enumerators import ANNEX, Rank, enumerator
from ingest.model import Kind, Paragraph
from ingest.structure.letterhead import DATE

RECIPIENTS = re.compile(r"^\W*nơi\s+nhận\W*(?:$|[-–:])", re.IGNORECASE)
# "TM.", and "T/M", "K/T" as the Party and older documents write them.
SIGNATURE = re.compile(r"^\W*(?:(?:TM|KT|TL|TUQ|Q)\.|T[/.]M\b\.?|K[/.]T\b\.?|T[/.]L\b\.?)\s*[\p{Lu}]")
# An office in capitals that is known by its last word or by its first.
OWN_OFFICE = re.compile(r"^(?:\p{Lu}{2,7}\s){1,3}TRƯỞNG$|^GIÁM THỊ$|^NGƯỜI (?:BÁO CÁO|LẬP|TỔNG HỢP)(?:\s\p{Lu}{2,7}){0,3}$")
# What a line that names an office or a body begins with or holds, and a person's name does not.
OFFICE = re.compile(
    r"^(?:phó|trưởng|quyền|như|nơi|kính|các|sở|ban|phòng)\b|\b(?:chủ tịch|chủ nhiệm|bí thư|giám đốc|thủ trưởng|chánh|"
    r"thường trực|[ủu][ỷy] (?:ban|viên)|hội đồng|nhân dân|văn phòng|đã ký)\b",
    re.IGNORECASE,
)
_GIVEN = r"\p{Lu}\p{Ll}*(?:['’]\p{L}*)?"  # "Niê", "K'Brếu", "H’"
# A person's name: two to five words, all with a capital or all in capitals.
NAME = re.compile(
    rf"^(?:{_GIVEN}(?:\s{_GIVEN}){{1,4}}|\p{{Lu}}+(?:\s\p{{Lu}}+(?:['’]\p{{Lu}}+)?){{1,4}}|\p{{Lu}}['’]\p{{Lu}}\p{{Ll}}+)$"
)
# Degrees, ranks and titles of honour before a name: "ThS. ", "PGS.TS. ", "BSCKII. ", "Thiếu tá ".
DEGREES = re.compile(
    r"^(?:(?:(?:thiếu|trung|thượng|đại)\s(?:tá|úy|uý|tướng)|ThS|Th\.S|TS|PGS|GS|NGƯT|NGND|TTƯT|TTND|LS|(?:BS|DS|ĐD|CN|KS)(?:[.,]?\s?CK\s?I{1,2})?|CK\s?I{1,2})"
    r"(?:[.,]\s{0,9}|\s{1,9})){1,6}(?=\p{Lu})",
    re.IGNORECASE,
)
# Both in one line, from a cell: "TRƯỞNG PHÒNG Hà Văn Lộc".
OFFICE_AND_NAME = re.compile(
    rf"^(?P<office>(?:PHÓ |QUYỀN )?(?:TRƯỞNG|CHỦ|GIÁM|HIỆU|CHÁNH|BÍ|TỔNG|CỤC|CHI|VIỆN|THỦ)\s[^\p{{Ll}}]{{2,60}}?)\s+"
    rf"(?P<name>\p{{Lu}}\p{{Ll}}+(?:\s{_GIVEN}){{1,4}})$"
)
# The same with a colon, as forms and slides end: "Trạm trưởng: Y Blir Niê".
NAMED_OFFICE = re.compile(
    r"(?:^\W*|[.;]\s)(?P<office>(?i:(?:phó|quyền)\s)?(?i:(?:\p{L}{2,7}\s)?trưởng|giám đốc|chủ tịch|chủ nhiệm|bí thư)"
    rf"(?:\s[\p{{L}}&-]{{1,12}}){{0,4}})\s?:\s?(?P<name>{_GIVEN}(?:\s{_GIVEN}){{1,4}})$"
)
ANNEX_ALONE = re.compile(
    r"(?<!\W)\W*+(?:phụ lục|phụ biểu|biểu(?: số| mẫu)?)(?:\s+(?:số\s+)?(?:\d{1,2}\p{L}?|[IVX]{1,5}))?\W*+$",
    re.IGNORECASE,
)
LISTED = re.compile(r"^\W*+(?:danh sách|biểu|bảng|thống kê|tổng hợp)\b", re.IGNORECASE)  # in capitals: an annex's title
ANNEX_REACH = 4  # paragraphs below the label of an annex within which its table begins
LONGEST_SIGNATURE = 12  # paragraphs from "TM. …" to the name
LONGEST_NAMED = 3  # paragraphs from an office with a name behind it to the end
LONGEST_LINE = 12  # words of a line of the signature
LONGEST_NAME = 5  # words of a person's name


def block(paragraphs: Sequence[Paragraph]) -> tuple[int, int]:
    """Return the indices of the paragraph that opens the closing block and of the first annex below it.

    Both are the number of paragraphs where there is none. Searched in the second half, since a report may speak of
    recipients before, and above that only for a block that annexes follow.
    """
    half, last = len(paragraphs) // 2, len(paragraphs)
    texts = [paragraph.text for paragraph in paragraphs]
    for index in range(half, last):
        if RECIPIENTS.match(texts[index]):
            return _with_signature(texts, index, half), _annex(texts, index)
    for index in range(half, last):
        if SIGNATURE.match(texts[index]) and (annex := _annex(texts, index)) - index <= LONGEST_SIGNATURE:
            return _with_date(texts, index, half), annex
    if signed := _signature(texts, half):
        return _with_date(texts, signed[0], half), signed[1]
    for index in range(half):
        if RECIPIENTS.match(texts[index]) and (annex := _annex(texts, index)) < last:
            return _with_signature(texts, index, 0), annex
    annex = _unsigned_annex(paragraphs, texts)
    return annex, annex


def _unsigned_annex(paragraphs: Sequence[Paragraph], texts: Sequence[str]) -> int:
    """Return the index of the first annex of a report that nobody signed, the number of paragraphs without one.

    Above the middle, where annexes are longer than the report, it has a table at once, and no chapter follows in the text.
    """
    half, last = len(texts) // 2, len(texts)
    labels = [at for at in range(last) if _is_annex_alone(texts, at)]
    annex = next((at for at in labels if at >= half), last)
    for at in reversed([label for label in labels if label < min(half, annex)]):
        between = [paragraph for paragraph in paragraphs[at + 1 : annex] if paragraph.kind is not Kind.TABLE]
        tabled = any(paragraph.kind is Kind.TABLE for paragraph in paragraphs[at + 1 : at + 1 + ANNEX_REACH])
        if not tabled or any(_opens_chapter(paragraph.text) for paragraph in between):
            break
        annex = at
    return annex if any(map(_opens_chapter, texts[:annex])) or annex >= half else last


def _opens_chapter(text: str) -> bool:
    numbering = enumerator(text)
    return numbering is not None and numbering.rank <= Rank.ROMAN and ANNEX.match(text) is None


def _is_annex_alone(texts: Sequence[str], at: int) -> bool:
    """Say whether a line is the label of an annex and nothing else, its title in capitals below: no signature parts them."""
    return bool(ANNEX_ALONE.match(texts[at])) and at + 1 < len(texts) and texts[at + 1].isupper()


def _with_date(texts: Sequence[str], index: int, first: int) -> int:
    """Return the index of the line with place and date where it stands right above the signature, else ``index``."""
    return index - 1 if index > first and DATE.search(texts[index - 1].strip(" *")) else index


def _with_signature(texts: Sequence[str], index: int, first: int) -> int:
    """Return the index of the signature's first line where it stands above the recipients, else ``index``."""
    start = index
    for above in range(index - 1, max(first, index - LONGEST_SIGNATURE), -1):
        if len(texts[above].split()) > LONGEST_LINE:
            break
        if SIGNATURE.match(texts[above]):
            start = above
    return start


def _signature(texts: Sequence[str], first: int) -> tuple[int, int] | None:
    """Return the block of a signature without "TM." and recipients: an office, a name, then the end or an annex."""
    for index in range(first, len(texts)):
        line = texts[index].strip(" *")
        if OFFICE_AND_NAME.match(line) and (annex := _annex(texts, index)) - index <= LONGEST_SIGNATURE // 2:
            return index, annex
        if not _is_office(line):
            continue
        names = (
            at for at in range(index + 1, min(len(texts), index + 4)) if NAME.match(DEGREES.sub("", texts[at].strip(" *")))
        )
        name = next((at for at in names if not OFFICE.search(texts[at])), None)
        if name is not None and (annex := _annex(texts, name)) - name <= LONGEST_SIGNATURE // 2:
            return index, annex
    ending = range(max(first, len(texts) - LONGEST_NAMED), len(texts))
    return next(((at, len(texts)) for at in ending if NAMED_OFFICE.search(texts[at].strip(" *"))), None)


def _annex(texts: Sequence[str], start: int) -> int:
    below = range(start + 1, len(texts))
    return next((at for at in below if opens_annex(texts[at]) and not signs(texts, at)), len(texts))


def signs(texts: Sequence[str], at: int) -> bool:
    """Say whether a line names the body for which an office signs right below it: "KHO BẠC …" above "GIÁM ĐỐC"."""
    return at + 1 < len(texts) and opens_body(texts[at].strip(" *")) and _is_office(texts[at + 1].strip(" *"))


def _is_office(line: str) -> bool:
    """Say whether a line is an office in capitals, as it stands above a signature."""
    return (
        line.isupper()
        and len(line.split()) <= LONGEST_LINE
        and bool(OFFICE.search(line) or OWN_OFFICE.match(line) or kinds_signed_for(line))
    )


def opens_annex(text: str) -> bool:
    """Say whether an annex begins.

    An annex opens with "Phụ lục" or a title in capitals that is no office and no name.
    """
    if ANNEX.match(text):
        return True
    if SIGNATURE.match(text):
        return False
    numbering = enumerator(text)
    title = text[numbering.length :] if numbering else text
    if not title.isupper() or SIGNATURE.match(title) or OFFICE.search(title):
        return False
    return (
        (numbering is not None and numbering.rank <= Rank.ROMAN)
        or bool(LISTED.match(title))
        or len(title.split()) > LONGEST_NAME
    )
