"""Numbers that name a thing and count none: "Điều 5", "lớp 9", "tổ dân phố số 3", "2.1.", "COVID-19", a footnote's mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex as re

from ingest.language.vocabulary import vocabulary

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"”)]++")
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,64}+(?:\.[\w-]{1,32}){1,4}+")
TELEPHONE = re.compile(r"(?<![\d.,])0\d{2,3}[. ]?\d{3}[. ]?\d{3,4}(?![.,]?\d)")
MARGIN = 12  # characters of blanks and a bullet before an enumerator
LINE_START = re.compile(r"(?:^|\n)[^\S\n]*+[-–*+(]?[^\S\n]*+(?:[IVX]{1,5}\.)?$")
OPENS = re.compile(r"\s?(?:[.)/]|/-)\s*+(?=[\p{Lu}“\"‘'(*\[])")
DEEP = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}")
LETTER_AFTER = re.compile(r"\p{L}{1,2}(?!\p{L})|[\p{Lu}\d]{2,}")
FIGURE_NEXT = re.compile(r"[^\S\n]\d|[-–]\d")
ROW = re.compile(r"[^\S\n]\p{Lu}[^\n]*?[\d%][^\S\n]+[-–]?\d")  # a row of a table: its number, a title, figures side by side
PROPER = re.compile(r"\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+\s$")  # "Nhật Bản 26"
YEAR_NAMED = re.compile(r"năm\s+\d{4}|(?:ngày|tháng)\s+\d")
IN_BRACKETS = re.compile(r"\)\s?[\p{L}\d]")  # "(1) Quy hoạch; (2) Giao thông"
SCALE = re.compile(r"tỉ|triệu|nghìn")
# "rau các loại 5.915 ha", "xe các loại 45 chiếc": of all kinds, where "loại 2" is one of them.
OF_ALL_KINDS = re.compile(r"(?<!\p{L})(?:các|mọi|nhiều|đủ)\sloại\s$")
AROUND_THE_CLOCK = re.compile(r"24/(?:24|7)(?!\d)")


@dataclass(frozen=True, slots=True)
class Label:
    """A number at [start, end) that counts nothing.

    ``kind``: the word that it follows, or "enumerator", "row", "name", "footnote", "address", "mail", "telephone", "clock".
    """

    start: int
    end: int
    text: str
    kind: str


def fixed_labels(text: str) -> Iterator[Label]:
    """Yield addresses, telephone numbers and "24/24", whose digits are never figures."""
    for kind, pattern in (("address", ADDRESS), ("mail", MAIL), ("telephone", TELEPHONE), ("clock", AROUND_THE_CLOCK)):
        if kind == "mail" and "@" not in text:
            continue
        for match in pattern.finditer(text):
            yield Label(*match.span(), match[0], kind)


def label_kind(text: str, folded: str, start: int, end: int) -> str:
    """Return of what kind a label the digits at [start, end) are; "" where they are a figure."""
    if glued := _glued(text, start, end):
        return glued
    if text[start - 1 : start] == "(" and IN_BRACKETS.match(text, end) and end - start < 3:
        return "enumerator"
    if _on_line_start(text, start):
        if (OPENS.match(text, end) and end - start < 4) or (DEEP.fullmatch(text, start, end) and _titled(text, end)):
            return "enumerator"
        if text[start] != "0" and end - start < 4 and ROW.match(text, end):
            return "row"
    before = folded[max(0, start - 24) : start]
    words = vocabulary()
    if OF_ALL_KINDS.search(before) and (_grouped(text, start, end) or _counted(text, folded, end)):
        return ""
    if (match := words.strong_before.search(before)) and not _quantity_follows(folded, end):
        return match[1]
    match = words.weak_before.search(before)
    if match and not (_grouped(text, start, end) or _counted(text, folded, end) or FIGURE_NEXT.match(text, end)):
        if PROPER.search(text[max(0, start - 24) : start]):
            return ""
        return match[0].strip(" .:")
    return ""


def _on_line_start(text: str, start: int) -> bool:
    begin = max(0, start - MARGIN)
    match = LINE_START.search(text[begin:start])
    return match is not None and (begin == 0 or match[0].startswith("\n"))


def _titled(text: str, end: int) -> bool:
    """Say whether a title follows: "2.1. Về …" and "2.1 Về …" are enumerators, "10.32 km²" is none."""
    return re.match(r"[.):]?\s{1,5}+[\p{Lu}“\"]", text[end : end + 6]) is not None


def _glued(text: str, start: int, end: int) -> str:
    behind = text[end : end + 12]
    if start and (text[start - 1].isalpha() or (start > 1 and text[start - 1] in "-–" and text[start - 2].isalpha())):
        word = re.search(r"(?<!\p{L})\p{L}{1,12}+[-–]?$", text[max(0, start - 12) : start])
        small = word is not None and word[0].islower() and len(word[0]) > 1 and "-" not in word[0]
        return "footnote" if small and end - start < 3 and not behind[:1].isalpha() else "name"
    if behind[:1].isalpha() and LETTER_AFTER.match(behind):
        words = vocabulary()
        if not words.unit.match(behind.lower()) and not words.counter.match(behind.lower()):
            return "name"
    return ""


def _quantity_follows(folded: str, end: int) -> bool:
    return re.match(r"\s{0,2}(?:%|tỉ|triệu|nghìn)", folded[end : end + 8]) is not None


def _grouped(text: str, start: int, end: int) -> bool:
    return any(mark in text[start:end] for mark in ".,")


def _counted(text: str, folded: str, end: int) -> bool:
    """Say whether something is counted: "số 12 hộ còn lại" and "đợt 3 người" count, "kỳ 1 năm 2024" does not."""
    words = vocabulary()
    behind = re.match(r"\s{1,2}(?=[\p{Ll}%])|(?=%)", text[end : end + 3])
    if behind is None:
        return False
    at = end + behind.end()
    year = YEAR_NAMED.match(folded, at)
    return year is None and any(pattern.match(folded, at) for pattern in (words.counter, words.unit, SCALE))
