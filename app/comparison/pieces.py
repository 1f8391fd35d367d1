"""A report cut for being compared: blocks (paragraphs less their headings) of pieces (clauses).

What is compared of a piece is its words with every figure, date and document number masked: "còn 41 hộ nghèo" and "còn 64 hộ
nghèo" are the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex as re

from ingest.language.dates import Date
from ingest.language.documents import DocumentNumber
from ingest.language.enumerators import enumerator
from ingest.language.labels import Label
from ingest.language.links import Reading
from ingest.language.quantities import read
from ingest.language.quantity import Quantity
from ingest.language.sentences import clauses, sentences
from ingest.language.spelling import fold
from ingest.language.text import fold_spaces
from ingest.model import Kind, Report
from ingest.sections import section_at

WORD = re.compile(r"[\p{L}&]+|[#@§]")
MARK = re.compile(r"\s{0,9}+[\[(]?(?:\d{1,3}|\*{1,9}+)[\])]?\s{1,9}+")  # of a footnote, where its text begins with it


@dataclass(frozen=True, slots=True)
class ReportPiece:
    """A clause [start, end) of a report's text in a sentence [opens, closes); readings count from the text's beginning."""

    start: int
    end: int
    opens: int
    closes: int
    words: tuple[str, ...]  # masked
    readings: tuple[tuple[int, Reading], ...]  # (offset of the text that its places count from, reading)

    @property
    def figures(self) -> tuple[tuple[int, Quantity], ...]:
        """Its quantities whose value can be read."""
        return tuple(
            (at, reading) for at, reading in self.readings if isinstance(reading, Quantity) and reading.value is not None
        )

    @property
    def counted(self) -> frozenset[tuple[str, str]]:
        """What its figures count, with the unit, where that is named by two words or more: ("hộ", "hộ nghèo")."""
        return frozenset((quantity.unit, fold(quantity.counted)) for _, quantity in self.figures if " " in quantity.counted)

    @property
    def dates(self) -> tuple[tuple[int, Date], ...]:
        """Its dates that say a year."""
        return tuple(
            (at, reading) for at, reading in self.readings if isinstance(reading, Date) and reading.year is not None
        )


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """A paragraph of a report, a footnote, or a heading by itself; ``section`` is the number of its heading."""

    start: int
    end: int
    text: str  # white space folded, without its enumerator
    section: int | None
    pieces: tuple[ReportPiece, ...]
    kind: Kind = Kind.TEXT
    is_heading: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The masked words of all its pieces."""
        return tuple(word for piece in self.pieces for word in piece.words)


def blocks(report: Report) -> tuple[ReportBlock, ...]:
    """Return the blocks of a report in reading order, without tables and closing block; an empty report has none."""
    return tuple(_blocks(report))


def _blocks(report: Report) -> Iterator[ReportBlock]:
    heads = {heading.span.start: (number, heading.span.end) for number, heading in enumerate(report.headings)}
    heading_end = 0
    for span, kind in zip(report.paragraphs, report.kinds, strict=True):
        if kind is Kind.TABLE or report.in_closing(span.start):
            continue
        start = max(span.start, heading_end)
        if span.start in heads:
            number, start = heads[span.start]
            heading_end = start
            yield _block(report, span.start, start, number, kind, is_heading=True)
        if report.text[start : span.end].strip(" :.\n"):
            yield _block(report, start, span.end, section_at(report, span.start), kind)


def _block(
    report: Report, start: int, end: int, section: int | None, kind: Kind, *, is_heading: bool = False
) -> ReportBlock:
    text = report.text[start:end]
    opening = enumerator(text)
    mark = MARK.match(text) if kind is Kind.NOTE else None
    skipped = mark.end() if mark else opening.length if opening else len(text) - len(text.lstrip(" -–+*•:.\n"))
    pieces = tuple(_pieces(text[skipped:], start + skipped))
    return ReportBlock(
        start + len(text) - len(text.lstrip(" :\n")), end, fold_spaces(text[skipped:]), section, pieces, kind, is_heading
    )


def _pieces(text: str, offset: int) -> Iterator[ReportPiece]:
    for opens, closes in sentences(text):
        sentence = text[opens:closes]
        readings = read(sentence)
        at = offset + opens
        for begin, end in clauses(sentence):
            inside = [reading for reading in readings if begin <= reading.start < end]
            words = mask(
                sentence[begin:end], [(reading.start - begin, min(reading.end, end) - begin, reading) for reading in inside]
            )
            yield ReportPiece(at + begin, at + end, at, offset + closes, words, tuple((at, reading) for reading in inside))


def mask(text: str, inside: Sequence[tuple[int, int, Reading]]) -> tuple[str, ...]:
    """Return the folded words of a text, each reading [start, end) as a sign of its kind; a quantity keeps its unit."""
    parts, cut = [], 0
    for start, end, reading in inside:
        if isinstance(reading, Label):
            continue
        unit = text[reading.numeral[1] - reading.start + start : end] if isinstance(reading, Quantity) else ""
        sign = "#" if isinstance(reading, Quantity) else "§" if isinstance(reading, DocumentNumber) else "@"
        parts += [text[cut:start], f" {sign} {unit}"]
        cut = max(cut, end)
    return tuple(WORD.findall(fold("".join([*parts, text[cut:]]))))


def grams(words: Sequence[str]) -> tuple[str, ...]:
    """Return words and pairs of neighbouring words."""
    return (*words, *(f"{word} {following}" for word, following in pairwise(words)))
