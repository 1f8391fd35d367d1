"""Two columns side by side: a report's head (agency, motto) and its end (recipients, signature), taken apart.

Lines of such a block come either with a wide gap between the columns, or as the extraction found them. Only blocks that
the formal words of the head or the end announce are touched: other wide gaps are tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import regex as re

from ingest.model import Kind, Line
from ingest.structure.closing import DEGREES, NAME, RECIPIENTS, SIGNATURE, opens_annex

COLUMN = re.compile(r"(?<=\S)(?:[^\S\n]{3,}|\t)(?=\S)")
MOTTO = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM", re.IGNORECASE)
LONGEST_HEAD = 10  # lines of a report's head
LONGEST_END = 25  # lines of recipients and signature
LONGEST_OFFICE = 5  # lines of a signature above the recipients: "TM. …", "KT. …", the office
FILED = re.compile(r"^\W*+lưu\b", re.IGNORECASE)  # "- Lưu: VT.", the last of the recipients by the decree
LONGEST_ENTRY = 60  # characters of a line of recipients or signature; a longer one runs across both columns
TITLE = re.compile(r"^\W*báo cáo\b", re.IGNORECASE)
NUMBER = re.compile(r"^\W*số\s*[:;.]", re.IGNORECASE)
DATE = re.compile(r"\bngày\b(?:(?!\b(?:ngày|tháng)\b).)*+\btháng\b", re.IGNORECASE)
SPLIT_DATE = re.compile(r"(?<=ngày|tháng|năm|số:)\s*$", re.IGNORECASE)  # a blank left for the pen is no column
BLANK_DATE = re.compile(r"ngày\b", re.IGNORECASE)  # behind a place and its comma
SIGNED = re.compile(r"^\W*+đã ký\W*+$", re.IGNORECASE)
INDENT = 12  # spaces from which a line without a gap stands in the right column


def taken_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the two columns of head and end one below the other, the left one first."""
    ordered = list(lines)
    head = next((at for at, line in enumerate(ordered[:LONGEST_HEAD]) if MOTTO.search(line.text)), None)
    if head is not None and not ordered[head].whole:
        last = next((at for at in range(head, len(ordered)) if TITLE.match(ordered[at].text)), head + LONGEST_HEAD)
        first = next((at for at in range(head) if COLUMN.search(ordered[at].text.strip())), head)
        ordered = _apart(ordered, first, min(last, head + LONGEST_HEAD), _as_head)
    end = next(
        (at for at in range(len(ordered) - 1, len(ordered) // 2, -1) if RECIPIENTS.match(_left(ordered[at].text))), None
    )
    if end is not None and not ordered[end].whole:
        start = end
        while start > max(0, end - LONGEST_OFFICE) and _is_signature(ordered[start - 1].text):
            start -= 1
        last = min(len(ordered), end + LONGEST_END)
        ordered = _apart(ordered, start, next((at for at in range(end, last) if _ends_block(ordered[at].text)), last))
    return ordered


def _ends_block(text: str) -> bool:
    """Say whether recipients and signature end above a line: prose, or an annex's title over the whole width."""
    return _is_prose(text) or (not _two(text) and not _indented(text) and opens_annex(text))


def _one_below_the_other(left: list[Line], right: list[Line]) -> list[Line]:
    return [*left, *right]


def _as_head(left: list[Line], right: list[Line]) -> list[Line]:
    """Put the number, which stands below the agency, before place and date: the order of the decree on document layout."""
    number = next((at for at, line in enumerate(left) if NUMBER.match(line.text)), len(left))
    date = next((at for at, line in enumerate(right) if DATE.search(line.text)), len(right))
    return [*left[:number], *right[:date], *left[number:], *right[date:]]


def _apart(
    lines: list[Line],
    first: int,
    last: int,
    placed: Callable[[list[Line], list[Line]], list[Line]] = _one_below_the_other,
) -> list[Line]:
    """Take lines [first, last) apart if two of them at least hold two columns, or one the signature beside the recipients.

    ``placed`` orders the two.
    """
    block = [line for line in lines[first:last] if line.kind is not Kind.TABLE]
    beside = sum(_two(line.text) for line in block)
    signed = any(RECIPIENTS.match(_left(line.text)) and SIGNATURE.match(_right(line.text)) for line in block)
    enough = signed or (beside and beside + sum(_indented(line.text) for line in block) > 1)
    if not enough or len(block) < last - first:
        return lines
    left: list[Line] = []
    right: list[Line] = []
    for line in block:
        listed = bool(left) and FILED.match(left[-1].text) is not None  # the list of recipients is at its end
        if _two(line.text):
            left.append(replace(line, text=_left(line.text)))
            right.append(replace(line, text=_right(line.text)))
        else:
            (right if listed or _indented(line.text) else left).append(replace(line, text=line.text.strip()))
    return [*lines[:first], *placed(left, right), *lines[last:]]


def _is_signature(text: str) -> bool:
    """Say whether a line above the recipients is part of the signature: in the right column, or beside an empty left one.

    A right column of running text ends there too; a signature's lines are capitals, a date, a name.
    """
    if not _indented(text):
        return _two(text) and SIGNATURE.match(_right(text)) is not None
    line = text.strip()
    return (
        line.isupper()
        or any(form.search(line) for form in (SIGNATURE, DATE, SIGNED))
        or bool(NAME.match(DEGREES.sub("", line)))
    )


def _two(text: str) -> bool:
    return _right(text) != ""


def _is_prose(text: str) -> bool:
    return max(len(_left(text)), len(_right(text))) > LONGEST_ENTRY


def _indented(text: str) -> bool:
    return len(text) - len(text.lstrip()) >= INDENT


def _left(text: str) -> str:
    return text.strip()[: _cut(text.strip())].strip()


def _right(text: str) -> str:
    return text.strip()[_cut(text.strip()) :].strip()


def _cut(text: str) -> int:
    """Return where the right column begins; the text's length where there is none."""
    gaps = [
        gap
        for gap in COLUMN.finditer(text)
        if not SPLIT_DATE.search(text, max(0, gap.start() - 1), gap.start())
        and not (text[gap.start() - 1] == "," and BLANK_DATE.match(text, gap.end()))
    ]
    return max(gaps, key=lambda gap: gap.end() - gap.start()).end() if gaps else len(text)
