"""How Vietnamese text becomes terms of the keyword index; the same for passages and for questions.

Terms are syllables and pairs of neighbouring syllables (most Vietnamese words have two). Spelling that varies without
a difference in meaning is folded: case, the place of the tone mark (hoà/hòa, uỷ/ủy), i/y after k, l, m, s, t, h
(kỹ/kĩ). Figures, dates and document numbers stay whole, in one written form each.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

import regex as re

from ingest.language import spelling
from ingest.language.text import normalize

_PART = r"\p{L}[\p{L}&]{0,12}"
DOCUMENT_NUMBER = (
    rf"\d{{1,5}}\s*/\s*(?:\d{{4}}\s*/\s*)?\p{{L}}{{1,6}}(?:\s?-\s?{_PART}(?:-{_PART})?)"  # 12/QĐ-UBND, 12/2020/QĐ-UBND
    r"|\d{1,4}\s*-\s*\p{L}{1,4}\s*/\s*\p{L}{2,6}\b"  # 34-CT/TW
)
WRITTEN_DATE = re.compile(r"(?:ngày\s+)?\b(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})\b")
TOKEN = re.compile(
    rf"(?P<document>{DOCUMENT_NUMBER})"
    r"|(?P<date>\d{1,2}/\d{1,2}/\d{4})"
    r"|(?P<figure>\d+(?:[.,/]\d+)*)"
    r"|(?P<word>\p{L}+)"
)
LONG = 2000  # characters of a text up to which its folded form is remembered: each question weighs the same ones often
GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")


def fold(text: str) -> str:
    """Return ``text`` normalised, in small letters, in one spelling where spelling varies."""
    return _remembered(text) if len(text) <= LONG else spelling.fold(normalize(text))


@functools.lru_cache(maxsize=8192)
def _remembered(text: str) -> str:
    return spelling.fold(normalize(text))


def fold_all(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases folded, in their order."""
    return tuple(fold(phrase) for phrase in phrases)


def figure(digits: str) -> str:
    """Return a figure in its index form: 2.815 as 2815, 05 as 5, 1.234,56 as 1234,56."""
    if GROUPED.fullmatch(digits):
        digits = digits.replace(".", "")
    return "/".join(re.sub(r"^0+(?=\d)", "", part) for part in digits.split("/"))


def tokens(text: str) -> list[str]:
    """Return the words, figures, dates and document numbers of ``text`` in order, each in its index form."""
    words = []
    for match in TOKEN.finditer(WRITTEN_DATE.sub(r"\1/\2/\3", fold(text))):
        kind, token = match.lastgroup, match[0]
        if kind == "document":
            words.append(re.sub(r"\s", "", token).lstrip("0"))
        elif kind == "word":
            words.append(token)
        else:
            words.append(figure(token))
    return words


def terms(text: str) -> list[str]:
    """Return the index terms of ``text``: its tokens, the parts of document numbers, pairs of neighbouring words."""
    units = tokens(text)
    index_terms = list(units)
    for unit in units:
        if "/" in unit and not unit.replace("/", "").isdigit():
            index_terms.append(re.split(r"[/-]", unit)[0])
    index_terms.extend(f"{a}_{b}" for a, b in zip(units, units[1:], strict=False) if a.isalpha() and b.isalpha())
    return index_terms
