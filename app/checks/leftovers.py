"""What a template, a program that writes text, or a reading machine left behind: "[chèn số liệu]", "1.2O5"."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import regex as re

from app.checks.model import Finding, FindingKind, Quote, Sheet
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold
from ingest.model import Kind
from prompts import FOLDER, Tables, load

MARKUP = re.compile(
    r"\*\*[^*\n]{1,80}\*\*|(?:^|(?<=\n))#{1,6}\s\S[^\n]{0,60}|```|\{\{[^{}\n]{1,60}\}\}|<(?:br|b|/b|p|/p"
    r"|div|span)>",
)
# A place to be filled in: "[…]", also with a hint ("[… năm 2024: 64]"), a line, a row of dots that leads to no page number.
DATE_BLANK = re.compile(r"(?:…|\.{3})\s?/\s?(?:…|\.{3})\s?/(?:\s?20(?:…|\.{2,3})?)?")  # "…/…/20…"
BLANK = re.compile(r"\[\s?(?:…|\.{3})[^\[\]\n]{0,80}\]|_{4,}|(?:\.{6,}|…{2,})(?![.…]|\s?\d)")
FORMULA = re.compile(r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NULL!|NUM!)|(?<!\p{L})(?:undefined|NaN|null)(?!\p{L})")
HELD_OPEN = re.compile(r"(?<![\p{L}\d])[xX]{2,5}(?:[.,][xX]{1,5})?\s?(?:%|hộ|người|đồng|tỷ|triệu|ha|km|xã|thôn)(?!\p{L})")
# Digits in words and letters in figures, as a reading machine takes them: "c0ng tác", "1.2O5"; signs that no text has.
IN_WORDS = re.compile(r"(?<![\p{L}\d/.@_-])(?:\p{L}++[01]\p{Ll}++|1\p{Ll}{2,}+)(?![\p{L}\d/@_-])")
AT_END = re.compile(r"(?<![\p{L}\d/.@_-])(\p{Ll}{2,7})([01])(?![\p{L}\d/@_-])")  # "ch0", "mớ1"
ENDS = {"0": "o", "1": "i"}
IN_FIGURES = re.compile(
    r"(?<![\p{L}\d./-])(?:\d[\d.,]{0,9}(?:[OolI][\d.,]{0,9}\d|O)|[lI]\d{2,9})(?![\p{L}\d/-])"  # "1.2O5", "4O", "l00"
)
SIGNS = re.compile(r"[\uFFFD¬¦¶]|(?<=\p{L})[|~^\\](?=\p{L})|(?<=\s)[|~^](?=\s)")
OTHER_ALPHABET = re.compile(r"(?<!\p{L})(?=\p{L}*[\p{Cyrillic}\p{Greek}\p{Han}])\p{L}++")
MOST = 40
TO_DO = "Xin đọc lại từng chỗ, điền hoặc bỏ đi."


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield one finding for each kind of leftover, with all its places."""
    kinds = (
        ("Câu chữ của phần mềm soạn văn bản còn sót", _phrases(sheet)),
        ("Chỗ chờ điền hoặc dấu của mẫu còn sót", _open(sheet)),
        ("Ký tự lạ, có thể do máy quét đọc nhầm", _misread(sheet)),
    )
    for name, leftovers in kinds:
        places = list(leftovers)[:MOST]
        if places:
            examples = ", ".join(f"“{text}”" for text in dict.fromkeys(text for text, _ in places))
            quotes = tuple(dict.fromkeys(quote for _, quote in places))
            yield Finding(FindingKind.SPELLING, f"{name}: {examples}. {TO_DO}", quotes)


def _phrases(sheet: Sheet) -> Iterator[tuple[str, Quote]]:
    phrases, _ = _left()
    for match in phrases.finditer(sheet.text):  # one may hold the end of a sentence: "Error! Reference source not found"
        yield match[0], sheet.quote(*match.span())


def _open(sheet: Sheet) -> Iterator[tuple[str, Quote]]:
    _, waiting = _left()
    for sentence in sheet.sentences:
        for pattern in (waiting, BLANK, DATE_BLANK, MARKUP, FORMULA, HELD_OPEN):
            for match in pattern.finditer(sentence.text):
                yield match[0].strip(), sheet.quote(sentence.start + match.start(), sentence.start + match.end())


def _misread(sheet: Sheet) -> Iterator[tuple[str, Quote]]:
    for sentence in sheet.sentences:
        patterns = (
            (IN_WORDS, IN_FIGURES, OTHER_ALPHABET)
            if sentence.kind is Kind.TABLE
            else (IN_WORDS, IN_FIGURES, SIGNS, OTHER_ALPHABET)
        )
        for pattern in patterns:
            for match in pattern.finditer(sentence.text):
                yield match[0], sheet.quote(sentence.start + match.start(), sentence.start + match.end())
        for match in AT_END.finditer(sentence.text):
            if is_syllable(match[1] + ENDS[match[2]]):
                yield match[0], sheet.quote(sentence.start + match.start(), sentence.start + match.end())


@functools.cache
def _left() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return load(FOLDER / "spelling.toml", _left_of)


def _left_of(tables: Tables) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tables["leftovers"]
    phrases = "|".join(re.escape(phrase).replace(r"\ ", r"\s") for phrase in sorted(table["phrases"], key=len, reverse=True))
    waiting = "|".join(re.escape(fold(word)).replace(r"\ ", r"\s") for word in table["asked"])
    return (
        re.compile(rf"(?<!\p{{L}})(?:{phrases})(?!\p{{L}})", re.IGNORECASE),
        re.compile(
            rf"\[\s?(?:{waiting})(?!\p{{L}})[^\]\n]{{0,80}}\]|<\s?(?:{waiting})(?!\p{{L}})[^>\n]{{0,80}}>", re.IGNORECASE
        ),
    )
