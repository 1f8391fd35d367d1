"""Turning someone else's particulars into blanks: figures, dates, document numbers, names of places and persons.

The rule is from the safe side: a digit never survives, and of capitalised words only those that the data file
(``prompts/blanks.toml``) names, and those that open a sentence. What is kept stands word for word as in the report.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import regex as re

from ingest.language import compounds
from ingest.language.text import strip_marks
from ingest.language.unit_names import UNITS
from prompts import FOLDER, Tables
from prompts import load as load_file

DRAWN = "[…]"


class Gap(StrEnum):
    """What a blank stood for."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    YEAR = "year"
    DOCUMENT = "document"
    PLACE = "place"
    PERSON = "person"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class BlankedPiece:
    """A stretch of blanked text: its words, or a blank (``gap``) in whose place ``text`` stood.

    ``typed``: a figure that the drafter typed and the input does not hold.
    """

    text: str
    gap: Gap | None = None
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept, and how blanks are shown."""

    phrases: tuple[str, ...]
    words: frozenset[str]
    abbreviations: frozenset[str]
    local: tuple[str, ...]
    marks: Mapping[Gap, str]


@functools.cache
def keeping() -> Keeping:
    """Return the data of this installation."""
    return load(FOLDER / "blanks.toml")


def load(file: Path) -> Keeping:
    """Load the data file.

    :raises DataFileError: an entry is missing.
    """
    return load_file(file, _keeping_of)


def _keeping_of(tables: Tables) -> Keeping:
    return Keeping(
        tuple(sorted(tables["kept"]["phrases"], key=len, reverse=True)),
        frozenset(tables["kept"]["words"]),
        frozenset(tables["abbreviations"]["kept"]),
        tuple(tables["local"]["words"]),
        {gap: tables["shown"][gap.value] for gap in Gap},
    )


_CAPITAL = r"\p{Lu}[\p{L}'’]*+"
_DIGITS = r"\d++(?:[.,/]\d++)*+"
_UNITS = "|".join(
    sorted((*UNITS, "tỉnh", "thôn", "bản", "ấp", "tiểu khu", "tổ dân phố", "khu phố", "buôn", "làng"), key=len, reverse=True)
)
PATTERNS: tuple[tuple[Gap, re.Pattern[str]], ...] = (
    (
        Gap.DOCUMENT,
        re.compile(
            r"https?://\S+|www\.\S+|\d{1,5}[a-zđ]?\s*/\s*(?:\d{4}\s*/\s*)?\p{Lu}\p{L}{0,5}\d{0,2}(?:\s*+-\s*+\p{L}[\p{L}&]*+)*+"
        ),
    ),
    (Gap.DOCUMENT, re.compile(r"\d{1,4}\s*-\s*\p{Lu}{1,4}[a-z]?\s*/\s*\p{Lu}+")),
    (
        Gap.DATE,
        re.compile(r"\d{1,2}\s*[/.]\s*\d{1,2}\s*[/.]\s*\d{2,4}|(?<=ngày\s)\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?"),
    ),
    (Gap.DATE, re.compile(r"(?<=(?:ngày|tháng)\s)\d{1,2}/\d{1,4}|(?<=tháng\s)\d{1,2}(?:\s+năm\s+\d{4})?")),
    (Gap.YEAR, re.compile(r"(?:19|20)\d{2}\s*[-–]\s*(?:19|20)?\d{2}|(?<!\d)(?:19|20)\d{2}(?![\d.,]\d)")),
    (Gap.PERCENT, re.compile(rf"(?<!\d|\d[.,/]){_DIGITS}(?=\s*+[%‰])")),
    (Gap.NUMBER, re.compile(rf"(?<!\b(?:m|km|cm)){_DIGITS}|(?<=m)[23]\d+")),  # m2 is a unit
    (Gap.NUMBER, re.compile(r"(?<=(?:thứ|khóa|khoá|hạng|nhiệm kỳ|kỳ|quý)\s)[IVX]+\b")),
    (Gap.PLACE, re.compile(rf"(?<=\b(?i:{_UNITS})\s){_CAPITAL}(?:\s{_CAPITAL})*+")),
    (
        Gap.PERSON,
        re.compile(rf"(?<=\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Ee]m|đồng chí|Đồng chí)\s){_CAPITAL}(?:\s{_CAPITAL})*+"),
    ),
)
RUN = re.compile(rf"{_CAPITAL}(?:[\s\-–]++{_CAPITAL})*+")
_NEXT = re.compile(r"\G\s++(\p{Lu}\p{L}*+)")
_SMALL = re.compile(r"\G\s++(\p{Ll}\p{L}*+)")
ENDED = re.compile(r"(?:^|[.!?:;…”“\"(]|^[-–+*])\s*+$")


def blank_out(text: str, names: Collection[str] = ()) -> tuple[BlankedPiece, ...]:
    """Return the text in pieces, every particular a blank; the pieces' texts joined are the text.

    :param names: names known to be someone's ("Vân Sa"), blanked wherever they stand, whatever their case.
    """
    return _blank_out(text, tuple(names))


@functools.lru_cache(maxsize=20_000)  # a draft looks at the same sentences for every phrase of its outline
def _blank_out(text: str, names: tuple[str, ...]) -> tuple[BlankedPiece, ...]:
    pieces: list[BlankedPiece] = [BlankedPiece(text)] if text else []
    for name in sorted(filter(None, names), key=len, reverse=True):
        pieces = _cut(pieces, Gap.PLACE, re.compile(rf"(?<!\p{{L}}){re.escape(name)}(?!\p{{L}})", re.IGNORECASE))
    for gap, pattern in PATTERNS:
        pieces = _cut(pieces, gap, pattern, keep=_is_kept_run if gap in (Gap.PLACE, Gap.PERSON) else None)
    return tuple(_blank_names(pieces))


def drawn(pieces: Sequence[BlankedPiece]) -> str:
    """Return the text as a draft prints it: every blank as "[…]"."""
    return "".join(piece.text if piece.gap is None else DRAWN for piece in pieces)


def show_blanks(pieces: Sequence[BlankedPiece]) -> str:
    """Return the text as the wording search offers it: every blank with what belongs there ("[số] hộ")."""
    marks = keeping().marks
    return "".join(piece.text if piece.gap is None else marks[piece.gap] for piece in pieces)


def gaps(pieces: Sequence[BlankedPiece]) -> int:
    """Return the number of blanks."""
    return sum(piece.gap is not None for piece in pieces)


def _cut(pieces: Sequence[BlankedPiece], gap: Gap, pattern: re.Pattern[str], keep: object = None) -> list[BlankedPiece]:
    result: list[BlankedPiece] = []
    for piece in pieces:
        if piece.gap is not None:
            result.append(piece)
            continue
        at = 0
        for match in pattern.finditer(piece.text):
            if keep is not None and _is_kept_run(match[0]):
                continue
            result.extend([BlankedPiece(piece.text[at : match.start()]), BlankedPiece(match[0], gap)])
            at = match.end()
        result.append(BlankedPiece(piece.text[at:]))
    return [piece for piece in result if piece.text]


def _is_kept_run(run: str) -> bool:
    """Say whether capitalised words are only such as the data file keeps ("huyện Ủy ban …")."""
    return all(word in keeping().words or word.isupper() for word in re.findall(r"\p{L}+", run))


def _blank_names(pieces: Sequence[BlankedPiece]) -> list[BlankedPiece]:
    """Blank the runs of capitalised words that nothing keeps."""
    result: list[BlankedPiece] = []
    for number, piece in enumerate(pieces):
        if piece.gap is not None:
            result.append(piece)
            continue
        opens = number == 0
        at = 0
        for begin, end in _names(piece.text, opens):
            result.extend([BlankedPiece(piece.text[at:begin]), BlankedPiece(piece.text[begin:end], Gap.NAME)])
            at = end
        result.append(BlankedPiece(piece.text[at:]))
    return [piece for piece in result if piece.text]


def _names(text: str, opens: bool) -> list[tuple[int, int]]:
    """Return the spans of names: capitalised words, less kept phrases, kept words and the words that open a sentence."""
    kept_spans = [match.span() for match in _kept_phrases().finditer(text, overlapped=True)]
    spans = []
    for run in RUN.finditer(text):
        words = [(run.start() + m.start(), run.start() + m.end(), m[0]) for m in re.finditer(r"[\p{L}'’]+", run[0])]
        words = [word for word in words if not any(a <= word[0] < b for a, b in kept_spans) and not _is_term(text, word)]
        loose = [word for word in words if not _may_stay(text, word, opens)]
        if loose:  # the word that opens a sentence is then part of the name
            loose = [word for word in words if word in loose or (word[2] not in keeping().words and not word[2].isupper())]
            following = _SMALL.match(text, loose[-1][1]) if len(words) == 1 else None
            spans.append((loose[0][0], following.end() if following else loose[-1][1]))  # one syllable is seldom a name
    return spans


def _is_term(text: str, word: tuple[int, int, str]) -> bool:
    """Say whether a capitalised word begins a term, "Văn hóa", "Giáo dục", and is no name.

    Names of persons and places have a capital in every syllable, those of fields and bodies in the first alone (Nghị định
    30/2020/NĐ-CP, Phụ lục II): half of such a word blanked would leave "Trung tâm […] hóa".
    """
    following = _SMALL.match(text, word[1])
    return following is not None and (word[2].lower(), following[1]) in compounds.known()


@functools.cache
def _kept_phrases() -> re.Pattern[str]:
    """The kept phrases, longest first."""
    return re.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(re.escape, keeping().phrases))})(?!\p{{L}})")


def _may_stay(text: str, word: tuple[int, int, str], opens: bool) -> bool:
    start, end, spelling = word
    if spelling in keeping().words or (spelling.isupper() and len(spelling) > 1):
        return True  # an abbreviation: the caller looks at it (unknown_short)
    before = text[:start]
    sentence = ENDED.search(before) is not None and (opens or before.strip() != "")
    following = _NEXT.match(text, end)
    return sentence and (
        following is None or following[1] in keeping().words or (len(following[1]) > 1 and following[1].isupper())
    )


def unknown_short(text: str) -> bool:
    """Say whether a text holds an abbreviation that borrowed wording should not carry."""
    forms = re.findall(r"(?<!\p{L})\p{Lu}{2,}+(?:-\p{Lu}++(?!\p{L}))*+(?!\p{L})", text)
    return any(short not in keeping().abbreviations for short in forms)


def bare(name: str) -> str:
    """Return a name in small letters without marks, for comparing."""
    return strip_marks(name).casefold()
