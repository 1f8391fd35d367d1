"""Words to lines, by where they stand on the page; the order in which a page was drawn says little.

Words that stand on one foot are a line. Small raised figures are marks of footnotes, or powers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import regex as re

from ingest.readers.pdf.places import Rectangle, bounds
from ingest.readers.pdf.words import WORD_GAP, Word

SAME_FOOT = 0.45  # of the letters' size that the feet of one line's words may differ by
COLUMN_GAP = 2.0  # of the size between two words of one line: what stands left and right are columns
GAP = "    "
RAISED_SIZE = 0.86  # of the line's size: raised marks are .58-.7 of it, a browser's .83
RAISED_BY = 0.15  # of the line's size that the foot of a raised mark lies above the line's
RAISED_MOST = 0.7
NEAR = 0.5  # of the line's size from a word to the mark raised beside it
LONGEST_MARK = 3  # letters
MARK = re.compile(r"[1-9]\d{0,2}")
# Raised figures, until it is known which are marks: ¹ is a letter in the code tables of the years before Unicode.
RAISED = {ord("0") + n: chr(0xF7A0 + n) for n in range(10)}
LOWERED = {0xF7A0 + n: str(n) for n in range(10)}
SIGNS = re.compile("[\uf7a0-\uf7a9]+")
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
UNIT = re.compile(r"(?<!\p{L})(?:[kcdhm]?m|ha)$")  # m², km³ are written with plain figures all over the reports


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words on one foot, from left to right; ``raised`` are the numbers of those that are raised marks."""

    words: tuple[Word, ...]
    y: float
    size: float
    raised: frozenset[int] = frozenset()

    @property
    def place(self) -> Rectangle:
        """The smallest place that holds all words."""
        return bounds(word.place for word in self.words)


def lines(given: Sequence[Word]) -> list[TextLine]:
    """Return the lines that words make up, from the top; those of one height from the left."""
    rows: list[list[Word]] = []
    feet: list[tuple[float, float]] = []  # (y, size)
    small: list[Word] = []
    for word in sorted(given, key=lambda word: (-round(word.size), word.y)):
        at = _row(word, feet)
        if at is not None:
            rows[at].append(word)
        elif len(word.text) <= LONGEST_MARK and _beside(word, rows, feet) is not None:
            small.append(word)
        else:
            rows.append([word])
            feet.append((word.y, word.size))
    for word in small:
        if (at := _beside(word, rows, feet)) is not None:
            rows[at].append(word)
    return sorted((_line(row) for row in rows), key=lambda line: (line.y, line.place.left))


def _row(word: Word, feet: Sequence[tuple[float, float]]) -> int | None:
    near = [
        (abs(word.y - y), at) for at, (y, size) in enumerate(feet) if abs(word.y - y) <= SAME_FOOT * min(size, word.size)
    ]
    return min(near)[1] if near else None


def _beside(word: Word, rows: Sequence[Sequence[Word]], feet: Sequence[tuple[float, float]]) -> int | None:
    """Return the line that a small word is raised beside."""
    for at, (y, size) in enumerate(feet):
        if word.size <= RAISED_SIZE * size and RAISED_BY * size <= y - word.y <= RAISED_MOST * size:
            gap = min(max(word.place.left - other.place.right, other.place.left - word.place.right) for other in rows[at])
            if gap <= NEAR * size:
                return at
    return None


def _line(row: Sequence[Word]) -> TextLine:
    ordered = sorted(row, key=lambda word: word.place.left)
    letters: Counter[float] = Counter()
    for word in ordered:
        letters[word.size] += len(word.text)
    raised = frozenset(at for at, word in enumerate(ordered) if _is_raised(word, ordered, at))
    for at in raised:
        letters[ordered[at].size] -= len(ordered[at].text)
    size = max(letters, key=lambda s: (letters[s], s))
    foot = Counter(round(word.y, 1) for word in ordered if word.size == size).most_common(1)[0][0]
    return TextLine(tuple(ordered), foot, size, raised)


def _is_raised(word: Word, row: Sequence[Word], at: int) -> bool:
    """Say whether a word is a small raised figure beside larger print; a small text in a line of large print is not."""
    if not MARK.fullmatch(word.text):
        return False
    beside = row[at - 1] if at else row[at + 1] if len(row) > 1 else word
    if at and MARK.fullmatch(beside.text) and beside.size == word.size and at > 1:
        beside = row[at - 2]  # "12" drawn as two letters apart
    return word.size <= RAISED_SIZE * beside.size and beside.y - word.y >= RAISED_BY * beside.size


def parts(line: TextLine) -> list[TextLine]:
    """Return what a line consists of, cut where its words stand as far apart as columns do."""
    groups: list[list[int]] = [[]]
    for at, word in enumerate(line.words):
        if groups[-1] and word.place.left - line.words[at - 1].place.right > COLUMN_GAP * line.size:
            groups.append([])
        groups[-1].append(at)
    return [some(line, group) for group in groups if group]


def some(line: TextLine, numbers: Sequence[int]) -> TextLine:
    """Return a line of those words of another that have these numbers."""
    raised = frozenset(n for n, at in enumerate(numbers) if at in line.raised)
    return TextLine(tuple(line.words[at] for at in numbers), line.y, line.size, raised)


def text(line: TextLine) -> str:
    """Return the text of a line; raised figures are kept apart by signs of their own (see :func:`marked`)."""
    line_text, end = "", None
    for at, word in enumerate(line.words):
        if at in line.raised and line_text:
            powers = UNIT.search(line_text) and word.text in ("2", "3")
            line_text += word.text if powers else word.text.translate(RAISED)
            end = word.place.right
            continue
        if end is not None:
            gap = word.place.left - end
            if gap > COLUMN_GAP * line.size:
                line_text = line_text.rstrip() + GAP
            elif word.spaced or gap > WORD_GAP * min(line.size, word.size):
                line_text += " "
        line_text += word.text + (" " if at in line.raised else "")
        end = word.place.right
    return re.sub(r"(?<=\S) {2}(?=\S)", " ", line_text.rstrip())


def marked(line_text: str, notes: Collection[str]) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return a line's text and the marks of footnotes in it, as (offset, mark).

    A raised figure that is the mark of one of these ``notes`` is taken out of the text; any other stays as a raised one,
    so that it is never a figure of the number it stands beside.
    """
    unmarked, marks, at = "", [], 0
    for sign in SIGNS.finditer(line_text):
        unmarked += line_text[at : sign.start()]
        mark = sign[0].translate(LOWERED)
        if mark in notes:
            marks.append((len(unmarked), mark))
        else:
            unmarked += mark.translate(SUPERSCRIPTS)
        at = sign.end()
    return unmarked + line_text[at:], tuple(marks)
