"""What people and programs type into fields: what cannot be used is refused, in words that say where and what to do."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping

import regex as re

LONGEST = 20_000  # characters of a field: a pasted section of a report has some 5,000
LONGEST_LINE = 300  # characters of a field of one line: the longest name of an agency measured has 110
DEEPEST = 8  # lists and objects within one another; the input of a draft has four
MOST = 2_000  # entries of one list or object: the figures of a report's annex are some 200
LARGEST = 10**30  # of a number: no sum in đồng comes near it
# Control signs, halves of surrogate pairs, signs that are none, and marks that turn the direction of writing: the first
# cannot stand in a Word file, the last make a name look like another one.
_TURNING = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
UNPRINTABLE = re.compile(rf"[^\P{{Cc}}\t\n\r]|[\p{{Cs}}\p{{Noncharacter_Code_Point}}{_TURNING}]")
NAMES = {"\0": "NUL"}


class BadText(ValueError):
    """What was typed cannot be used; the message says in Vietnamese which field, what is wrong, what to do."""


def check(value: object, field: str = "", longest: int = LONGEST) -> None:
    """Check a text, a number, or lists and objects of them. Other values are left to their readers.

    :param field: what the form calls the field, "" for the whole input; entries within are called "figures → chung".
    :raises BadText: a sign that cannot be printed, a text over ``longest`` characters, a number over 10³⁰ or none, too
        deep a list or object.
    """
    _check(value, field, longest, DEEPEST)


def printable(text: str) -> str:
    """Return a text with "�" for every sign that :func:`check` refuses, to be shown or kept as what was typed."""
    return UNPRINTABLE.sub("�", text)


def line(value: object, field: str, longest: int = LONGEST_LINE) -> str:
    """Return what was typed into a field of one line without white space around it; nothing typed gives "".

    :raises BadText: see :func:`check`; also where it is no text, or has several lines.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadText(f"“{shown(field)}” cần là chữ, đang là {shown(value)}")
    check(value, field, longest)
    if len(value.strip().splitlines()) > 1:
        raise BadText(f"“{shown(field)}” chỉ gõ được một dòng; hãy bỏ chỗ xuống dòng")
    return value.strip()


def shown(value: object, longest: int = 60) -> str:
    """Return a value as a message may show it: one line, not long, and nothing that a page or a console cannot print."""
    text = value if isinstance(value, str) else _spell(value)
    plain = printable(" ".join(text[: 4 * longest].split()))
    return plain if len(plain) <= longest else f"{plain[:longest]}…"


def _spell(value: object) -> str:
    try:
        return repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits
        return "một giá trị quá lớn"


def _check(value: object, field: str, longest: int, depth: int) -> None:
    where = f"“{shown(field)}”" if field else "Đầu vào"
    if isinstance(value, str):
        _check_text(value, where, longest)
    elif (isinstance(value, float) and not math.isfinite(value)) or (
        isinstance(value, int | float) and abs(value) > LARGEST
    ):
        raise BadText(f"{where} có số không dùng được hoặc quá lớn; hãy gõ lại số")
    elif isinstance(value, Mapping | list | tuple):
        if not depth:
            raise BadText(f"{where} lồng quá nhiều cấp; cần nhiều nhất {DEEPEST} cấp")
        if len(value) > MOST:
            raise BadText(f"{where} có {len(value)} mục; cần nhiều nhất {MOST} mục")
        for name, entry in value.items() if isinstance(value, Mapping) else ((None, item) for item in value):
            if name is not None:
                _check(name, field or "tên mục", LONGEST_LINE, depth - 1)
            within = field if name is None else f"{field} → {name}" if field else str(name)
            _check(entry, within, longest, depth - 1)


def _check_text(text: str, where: str, longest: int) -> None:
    if len(text) > longest:
        raise BadText(f"{where} dài {len(text)} ký tự; hãy rút gọn còn nhiều nhất {longest} ký tự")
    if match := UNPRINTABLE.search(text):
        sign = f"U+{ord(match[0]):04X} {unicodedata.name(match[0], NAMES.get(match[0], ''))}".rstrip()
        raise BadText(
            f"{where} có ký tự không in được ({sign}, ký tự thứ {match.start() + 1}), thường do chép từ nơi khác; "
            "hãy xóa và gõ lại bằng tay"
        )
