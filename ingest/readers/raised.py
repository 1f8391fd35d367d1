"""Raised signs in a line of text: marks of notes, which are no part of a figure, and exponents, which stay raised.

"125¹ hộ" is 125 households and a note: read as "1251 hộ" it is a wrong figure. A raised mark is that of a note where a
paragraph opens with the same mark; any other stays a raised sign. Behind a unit it is typed plain, as people type it: "km2".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex as re

from ingest.language.text import fold_spaces, normalize

RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
MARK = re.compile(r"[\[(]?(\d{1,3}|\*{1,3})[\])]?")  # of a note, as it is raised
EXPONENT = re.compile(r"(?<!\s)\s*+[\d+\-]++\s*+")
UNIT = re.compile(r"(?<![^\W\d_])(?:[kdcmh]?m|ha|inch|ft)$", re.IGNORECASE)  # km², m³


@dataclass(frozen=True, slots=True)
class RaisedPiece:
    """A stretch of a line: its text; ``raised``: above the line; ``note``: the mark of a note that stands here."""

    text: str
    raised: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A line: its text, the notes it refers to as (offset, mark), the mark of the note that it is itself."""

    text: str
    marks: tuple[tuple[int, str], ...] = ()
    own: str = ""


class Marks:
    """The marks of notes in one document. Learn from all lines, then ask for them in reading order."""

    def __init__(self) -> None:
        self._typed: frozenset[str] = frozenset()  # marks of notes that are typed as paragraphs of their own
        self._seen: set[str] = set()  # of these, those that the text has referred to

    def learn(self, lines: Iterable[Sequence[RaisedPiece]]) -> None:
        """Learn which marks are of notes typed as paragraphs: one opens with the raised mark that a text above it holds."""
        met: set[str] = set()
        typed: set[str] = set()
        for line in lines:
            pieces = [piece for piece in _joined(line) if piece.text.strip() or piece.note]
            for at, piece in enumerate(pieces):
                mark = _mark(piece)
                if mark and at == 0 and len(pieces) > 1 and mark in met:
                    typed.add(mark)
                elif mark and at:
                    met.add(mark)
        self._typed = frozenset(typed)

    def segment(self, pieces: Iterable[RaisedPiece]) -> Segment:
        """Join the pieces of a line; a raised mark of a typed note becomes a reference, any other stays a raised sign."""
        text, own = "", ""
        marks: list[tuple[int, str]] = []
        for piece in _joined(pieces):
            mark = _mark(piece)
            if piece.note:
                marks.append((len(_even(text)), piece.note))
            elif mark in self._typed and not UNIT.search(text.rstrip()):
                if not text.strip() and mark in self._seen:
                    own = mark
                else:
                    self._seen.add(mark)
                    marks.append((len(_even(text)), mark))
            else:
                text += plain(piece, text)
        return Segment(_even(text), tuple(marks), own)


def plain(piece: RaisedPiece, before: str) -> str:
    """Return the text of a piece: figures raised behind a figure or a word stay raised; behind a unit they are plain."""
    if piece.text == "\n":
        return " "
    if not piece.raised or not EXPONENT.fullmatch(piece.text) or UNIT.search(before.rstrip()):
        return piece.text
    return piece.text.translate(RAISED)


def one_line(pieces: Iterable[RaisedPiece]) -> str:
    """Return pieces as one line of text, marks of notes left out."""
    text = ""
    for piece in _joined(pieces):
        text += plain(piece, text)
    return _even(text)


def _joined(pieces: Iterable[RaisedPiece]) -> list[RaisedPiece]:
    """Join raised pieces that stand side by side: a mark of two figures may be typed in two runs."""
    joined: list[RaisedPiece] = []
    for piece in pieces:
        if joined and piece.raised and joined[-1].raised and not piece.note and not joined[-1].note:
            joined[-1] = RaisedPiece(joined[-1].text + piece.text, raised=True)
        elif piece.text or piece.note:
            joined.append(piece)
    return joined


def _mark(piece: RaisedPiece) -> str:
    """Return the mark of a note that a raised piece may be, empty for none."""
    mark = MARK.fullmatch(piece.text.strip()) if piece.raised else None
    return mark[1] if mark else ""


def _even(text: str) -> str:
    return fold_spaces(normalize(text))
