"""Typed enumerators: "Phần thứ nhất", "Phần A", "Chương II", "Mục 3.", "I.", "II -", "1.", "2.1.", "I.1.", "A2.", "a)", "*".

Their order of rank follows Nghị định 30/2020/NĐ-CP (Phụ lục I, mục V: phần, chương, mục, điều, khoản, điểm) and what reports
add to it in practice (2.1, 2.1.1, starred headings below points).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import regex as re

ORDINALS = {
    "nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10,
}  # fmt: skip
# The decree counts points a b c d đ e g h i k …: Vietnamese order without ă, â, ê, ô, ơ, ư, f, j, w, z.
POINTS = "abcdđeghiklmnopqrstuvxy"
CAPITALS = "ABCDĐEFGHIKLMNOPQRSTUVXY"  # F is counted by some
ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
# How the pages after the signature begin.
ANNEX = re.compile(r"^\W*+(?:phụ lục|phụ biểu|biểu (?:số|mẫu)|biểu(?=\s+\d))\b", re.IGNORECASE)
ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")


class Rank(IntEnum):
    """Kinds of enumerators from the outermost to the innermost; decimals come between arabic and point."""

    PART = 0
    CHAPTER = 1
    DIVISION = 2  # "Mục 3"
    ARTICLE = 3
    CAPITAL = 4
    ROMAN = 5
    ARABIC = 6
    DECIMAL = 7  # 2.1; 2.1.1 counts as one deeper
    POINT = 11
    STAR = 12


@dataclass(frozen=True, slots=True)
class Enumerator:
    """An enumerator at the start of a paragraph.

    ``label`` is what is printed, without brackets and full stops; ``order`` its place in its series, 1-based (0 for
    a star); ``depth`` what it is sorted by (rank, and the number of parts of a decimal; a half above a series that it
    opens); ``length`` the characters it takes, spaces included.
    """

    rank: Rank
    label: str
    order: int
    depth: float
    length: int


_ORDINAL = rf"(?i:(?:mười\s+)?(?:{'|'.join(ORDINALS)}))"
_PART = re.compile(rf"((?i:phần)\s+((?i:thứ)\s+)?(\d{{1,2}}|[IVX]+|{_ORDINAL}))(\s*[:.\-–]\s*|\s*$|\s+)")
_PART_LETTER = re.compile(r"((?i:phần)\s+([A-HĐ]))(?:\s*[:.\-–]\s*|\s*$)")
# "I.1.", "II.2.1", "A.1.", "A2.": the number of the section above, then one's own.
_COMPOUND = re.compile(
    r"((?:[IVX]{1,5}\s?[.\-]\s?|[A-HĐ][.\-]?)(\d{1,2}(?:\.\d{1,2}){0,2}))(?:\s*+(?:[.):/]\s*+|[-–]\s++)|(?<=[.\-]\d{1,9})\s++)(?=\S)"
)
# "Mục 2 Nghị quyết …" and "Điều 5 của Luật" are words of a sentence: a sign, a title in capitals or the line's end follows.
_NAMED = re.compile(r"((?i:(chương|mục|điều))\s+(\d{1,3}|[IVX]+))(?:\s*[:.]\s*|\s+[\-–]\s+|\s+(?=\p{Lu}{2})|\s*$)")
_NAMED_RANKS = {"chương": Rank.CHAPTER, "mục": Rank.DIVISION, "điều": Rank.ARTICLE}
_ROMAN = re.compile(r"(?!V/\s?[vV]\b)([IVX]{1,7})\s*+(?:[.)/:]\s*+[-–]?|[-–])\s*+(?=\S)")
# The Party's documents write "A- TÌNH HÌNH"; a letter that a dash ties to a word in small letters is part of a name.
_CAPITAL = re.compile(r"([A-HK-UYĐ])\s*+(?:[.)/]\s*+(?=\S)|[-–](?:\s++(?=\S)|(?=\p{Lu}{2})))")
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?:\s*+(?:[.):]\s*+|[-–]\s++)|\s++)(?=\S)")
_ARABIC = re.compile(r"(\d{1,2})\s*+(?:[.)/]\s*+[-–]?|[-–])\s*+(?=\S)")
_DOCUMENT = re.compile(r"^\d++(?:[-–/][\w\-–]++/|/[A-ZĐ]++[-–])")  # 34-CT/TW, 10/QĐ-UBND
_POINT = re.compile(r"(?!v\.\s*v\b)(?:\(([a-zđ])\)|([a-zđ])\s*[).])\s*(?=[^\W\d_]|[“\"‘'(])|([a-zđ])[/\-–]\s+(?=\S)")
_STAR = re.compile(r"\*\s*+(?=[^\s*])")


def roman_value(numeral: str) -> int | None:
    """Return the value of a Roman numeral up to XXXIX, None if it is not one."""
    if not numeral or not ROMAN.fullmatch(numeral):
        return None
    values = [ROMAN_DIGITS[c] for c in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _ordinal(letter: str) -> int:
    """Return the value of "3", "III" or "mười hai", 0 if it has none."""
    if letter.isdecimal():
        return int(letter)
    return roman_value(letter) or sum(ORDINALS.get(word, 0) for word in letter.casefold().split())


def _opens_title(character: str) -> bool:
    """A figure is an enumerator only before a capital or a quotation mark: "12. Các …", not "10.32 km²"."""
    return character.isupper() or character in "“\"‘'(*"


def _enumerator_by_word(text: str, skipped: int) -> Enumerator | None:
    """Return the enumerator that is told by a word: "Phần thứ nhất", "Phần A", "Chương II", "Mục 3", "Điều 5"."""
    if match := _PART.match(text):
        # without "thứ", a small letter after it makes a phrase: "phần tư nhân đóng góp", "phần năm 2020"
        titled = match[2] or match[4].strip() or not text[match.end() :] or _opens_title(text[match.end()])
        if titled and (order := _ordinal(match[3])):
            return Enumerator(Rank.PART, " ".join(match[1].split()), order, 0, skipped + match.end())
    if (match := _PART_LETTER.match(text)) and (not text[match.end() :] or _opens_title(text[match.end()])):
        order = CAPITALS.index(match[2]) + 1
        return Enumerator(Rank.PART, " ".join(match[1].split()), order, 0, skipped + match.end())
    if (match := _NAMED.match(text)) and (not text[match.end() :] or _opens_title(text[match.end()])):
        rank = _NAMED_RANKS[match[2].casefold()]
        if order := _ordinal(match[3]):
            return Enumerator(rank, " ".join(match[1].split()), order, rank, skipped + match.end())
    return None


def _compound(text: str, skipped: int) -> Enumerator | None:
    """Return the enumerator that repeats the label of the section above: "I.1", "II.2.1", "A2"."""
    if (match := _COMPOUND.match(text)) and _opens_title(text[match.end()]):
        numbers = match[2].split(".")
        depth = Rank.ARABIC + len(numbers) - 1
        rank = Rank.ARABIC if len(numbers) == 1 else Rank.DECIMAL
        return Enumerator(rank, "".join(match[1].split()), int(numbers[-1]), depth, skipped + match.end())
    return None


def enumerator(paragraph: str) -> Enumerator | None:
    """Return the enumerator at the start of ``paragraph``, or None. Markdown's ``**`` before it is passed over."""
    text = paragraph.lstrip()
    skipped = len(paragraph) - len(text)
    if text.startswith("**"):
        text, skipped = text[2:], skipped + 2
    if numbering := _enumerator_by_word(text, skipped) or _compound(text, skipped):
        return numbering
    if (match := _ROMAN.match(text)) and (value := roman_value(match[1])):
        return Enumerator(Rank.ROMAN, match[1], value, Rank.ROMAN, skipped + match.end())
    if match := _CAPITAL.match(text):
        return Enumerator(Rank.CAPITAL, match[1], CAPITALS.index(match[1]) + 1, Rank.CAPITAL, skipped + match.end())
    if (match := _DECIMAL.match(text)) and _opens_title(text[match.end()]):
        parts = match[1].split(".")
        return Enumerator(Rank.DECIMAL, match[1], int(parts[-1]), Rank.DECIMAL + len(parts) - 2, skipped + match.end())
    if (match := _ARABIC.match(text)) and _opens_title(text[match.end()]) and not _DOCUMENT.match(text):
        return Enumerator(Rank.ARABIC, match[1], int(match[1]), Rank.ARABIC, skipped + match.end())
    if match := _POINT.match(text):
        label = match[1] or match[2] or match[3]
        if label in POINTS:
            return Enumerator(Rank.POINT, label, POINTS.index(label) + 1, Rank.POINT, skipped + match.end())
    if (match := _STAR.match(text)) and text.count("*") == 1:  # more stars are Markdown's emphasis
        return Enumerator(Rank.STAR, "*", 0, Rank.STAR, skipped + match.end())
    return None
