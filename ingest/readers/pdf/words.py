"""Letters to words, by where they stand on the page; the order in which a page was drawn says little.

Letters of one text object that follow each other are a run; runs are cut into words at spaces and gaps.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex as re

from ingest.readers.pdf.glyphs import Glyph
from ingest.readers.pdf.places import Rectangle

WORD_GAP = 0.11  # of the size beyond what letters around stand apart; a space is .2 at least, less beside a wide letter
TWICE = 0.16  # of the letters' size: the same letter again so near is one letter drawn twice; "ll" stand .28 apart
RUN_FOOT = 0.12  # of the size: letters of one run stand on one foot
FONT_GAP = 0.05  # of the size between letters of two fonts
BLANKS = frozenset(("", " ", "\u00a0", "\t", "\r", "\n", "\u200b", "\u3000", "\u00ad"))
MOST_OVER = 0.2  # of a text object's letters that may stand on others by kerning
MOST_APART = 0.6  # of the size that letters of one word are set apart
BEFORE_SPACE = 0.2  # of the size that a letter begins before the space after it; i takes up .28, a letter over a space 0
WINDOW, FEWEST_GAPS = 6, 4  # gaps to each side by which it is judged how far letters are set apart
LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
FIGURE = re.compile(r"[-–x]|[+-]?\d[\d.,/%]*")  # a word of a column of figures
BOLD = re.compile(r"bold|black|heavy|[-,]bd", re.IGNORECASE)  # in the name of a font


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them."""

    text: str
    place: Rectangle
    y: float
    size: float
    spaced: bool  # a space stands before it
    bold: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """Where it is looked for: the middle of its letters."""
        return (self.place.left + self.place.right) / 2, self.y - 0.3 * self.size


def words(glyphs: Sequence[Glyph]) -> list[Word]:
    """Return the words that letters make up; the same letter drawn twice is one.

    A font without some letters has them drawn from another, after all the rest of a line: so words are put together by
    where letters stand.
    """
    all_words: list[Word] = []
    for row in _rows(_once(glyphs)):
        all_words += _words(row)
    return all_words


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Leave out letters that are drawn again in their place; put combining marks to their letters."""
    letters: list[Glyph] = []
    for glyph in glyphs:
        if letters and glyph.text >= "\u0300" and unicodedata.combining(glyph.text[0]):
            letters[-1] = letters[-1]._replace(
                text=letters[-1].text + glyph.text, place=letters[-1].place.around(glyph.place)
            )
        else:
            letters.append(glyph)
    again: set[int] = set()
    placed = sorted((g.text, g.x, n) for n, g in enumerate(letters) if g.text and not g.text.isspace())
    for at, (letter, x, number) in enumerate(placed):
        near = TWICE * letters[number].style.size
        for after in range(at + 1, len(placed)):
            other, x_other, n = placed[after]
            if other != letter or x_other - x >= near:
                break
            if abs(letters[n].y - letters[number].y) < near:
                again.add(max(n, number))
    return [glyph for n, glyph in enumerate(letters) if n not in again] if again else letters


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return letters of one size on one foot, from the left; what is printed over other letters is a row of its own."""
    level: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (round(glyph.style.size), glyph.y)):
        if (
            level
            and round(glyph.style.size) == round(level[-1][0].style.size)
            and glyph.y - level[-1][0].y <= RUN_FOOT * glyph.style.size
        ):
            level[-1].append(glyph)
        else:
            level.append([glyph])
    return [sorted(layer, key=lambda glyph: glyph.x) for row in level for layer in _layers(row)]


def _layers(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """Part letters that are printed over each other: a stamp's from those of the line below it."""
    runs: dict[int, list[Glyph]] = {}
    for glyph in row:
        runs.setdefault(glyph.style.order, []).append(glyph)
    if len(runs) == 1:
        return [list(row)]
    layers: list[list[Glyph]] = []
    covered: list[set[int]] = []  # points of the row that a layer's letters cover
    for run in runs.values():
        inked = [glyph for glyph in run if _is_ink(glyph)]
        middles = {int((glyph.place.left + glyph.place.right) / 2) for glyph in inked}
        free = (n for n, points in enumerate(covered) if len(middles & points) <= max(1, MOST_OVER * len(middles)))
        at = next(free, len(layers))
        if at == len(layers):
            layers.append([])
            covered.append(set())
        layers[at] += run
        for glyph in inked:
            quarter = glyph.place.width / 4
            covered[at].update(range(int(glyph.place.left + quarter), int(glyph.place.right - quarter) + 1))
    return layers


def _words(row: Sequence[Glyph]) -> list[Word]:
    size = row[0].style.size
    inked = [glyph for glyph in row if _is_ink(glyph)]
    spaces = _spaces(row, inked)
    gaps = [b.place.left - a.place.right for a, b in zip(inked, inked[1:], strict=False)]
    within = [gap if at + 1 not in spaces and gap < MOST_APART * size else None for at, gap in enumerate(gaps)]
    row_words: list[Word] = []
    group: list[Glyph] = []
    for at, glyph in enumerate(inked):
        # letters of another font are placed to a hair where a font lacks them: any gap beside them is a space
        least = WORD_GAP if not group or group[-1].style.font == glyph.style.font else FONT_GAP
        if group and (at in spaces or gaps[at - 1] > least * size + _apart(within, at - 1)):
            row_words.append(_word(group, spaced=at - len(group) in spaces))
            group = []
        group.append(glyph)
    return [*row_words, _word(group, spaced=len(inked) - len(group) in spaces)] if group else row_words


def _apart(gaps: Sequence[float | None], at: int) -> float:
    """Return how far the letters around a gap are set apart: what a third of the gaps do not reach, the rest are spaces.

    Print may be set apart on one side of the gap alone.
    """
    most = 0.0
    for start, end in ((at - WINDOW, at + WINDOW + 1), (at - WINDOW, at + 1), (at, at + WINDOW + 1)):
        around = sorted(gap for gap in gaps[max(0, start) : end] if gap is not None)
        if len(around) >= FEWEST_GAPS:
            most = max(most, around[len(around) // 3])
    return most


def _spaces(row: Sequence[Glyph], inked: Sequence[Glyph]) -> frozenset[int]:
    """Return the numbers of the letters that a space stands before; one with a letter printed over it does not count."""
    numbers: set[int] = set()
    at = 0
    for glyph in row:
        if _is_ink(glyph):
            at += 1
        elif at in (0, len(inked)) or _stands_after(glyph, inked[at - 1]):
            numbers.add(at)
    return frozenset(numbers)


def _stands_after(space: Glyph, letter: Glyph) -> bool:
    """Say whether a space follows a letter: it ends before, or it begins well before and only leans over it, as Ữ does."""
    return (
        letter.place.right <= space.place.left + 0.6 * space.place.width
        or letter.x <= space.x - BEFORE_SPACE * letter.style.size
    )


def _is_ink(glyph: Glyph) -> bool:
    return glyph.text not in BLANKS


def _word(group: Sequence[Glyph], *, spaced: bool) -> Word:
    text = "".join(LIGATURES.get(glyph.text, glyph.text) for glyph in group)
    left, right = group[0].place.left, max(group[-1].place.right, group[0].place.right)
    place = Rectangle(left, min(g.place.top for g in group), right, max(g.place.bottom for g in group))
    return Word(text, place, group[0].y, group[0].style.size, spaced, bool(BOLD.search(group[0].style.font)))
