"""Pages and words that stand on their side: brought upright, so that all else knows only upright text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.readers.pdf import lines as text_lines
from ingest.readers.pdf import words as text_words
from ingest.readers.pdf.glyphs import Drawn, Glyph
from ingest.readers.pdf.places import Edge, Rectangle
from ingest.readers.pdf.words import Word

BESIDE = 2.0  # of the size that the lines of a turned head lie apart at most

Point = Callable[[float, float], tuple[float, float]]


def _turning(turn: int, width: float, height: float) -> Point:
    """Return how points move when a page whose text is turned clockwise by ``turn`` is turned back."""
    return {
        90: lambda x, y: (y, width - x),
        180: lambda x, y: (width - x, height - y),
        270: lambda x, y: (height - y, x),
    }.get(turn, lambda x, y: (x, y))


def moved(place: Rectangle, point: Point) -> Rectangle:
    """Return where a place lies when the page's points have moved."""
    (x0, y0), (x1, y1) = point(place.left, place.top), point(place.right, place.bottom)
    return Rectangle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _glyph(glyph: Glyph, point: Point, turn: int) -> Glyph:
    style = replace(glyph.style, turn=(glyph.style.turn - turn) % 360)
    x, y = point(glyph.x, glyph.y)
    return glyph._replace(place=moved(glyph.place, point), x=x, y=y, style=style)


def main_turn(glyphs: Sequence[Glyph]) -> int:
    """Return how far most letters of a page are turned clockwise: 0, 90, 180 or 270 degrees."""
    turns = Counter(glyph.style.turn for glyph in glyphs if glyph.text.strip() and glyph.style.turn % 90 == 0)
    return turns.most_common(1)[0][0] if turns else 0


def page(drawing: Drawn) -> tuple[Drawn, Point]:
    """Return the page with most of its letters upright, and how its points have moved."""
    turn = main_turn(drawing.glyphs)
    point = _turning(turn, drawing.width, drawing.height)
    if not turn:
        return drawing, point
    wide, high = (drawing.width, drawing.height) if turn == 180 else (drawing.height, drawing.width)
    turned = Drawn(wide, high)
    turned.glyphs.extend(_glyph(glyph, point, turn) for glyph in drawing.glyphs)
    for edge in drawing.edges:
        ends = ((edge.start, edge.at), (edge.end, edge.at)) if edge.level else ((edge.at, edge.start), (edge.at, edge.end))
        (x0, y0), (x1, y1) = (point(*end) for end in ends)
        level = edge.level == (turn == 180)
        at, start, end = (y0, min(x0, x1), max(x0, x1)) if level else (x0, min(y0, y1), max(y0, y1))
        turned.edges.append(Edge(level, at, start, end, edge.shade))
    turned.pictures.extend((moved(place, point), order) for place, order in drawing.pictures)
    turned.curves.extend(moved(place, point) for place in drawing.curves)
    return turned, point


def words(glyphs: Sequence[Glyph]) -> list[Word]:
    """Return the words of an upright page; a line of turned letters, such as a narrow column's head, is one word."""
    page_words = text_words.words([glyph for glyph in glyphs if glyph.style.turn == 0])
    turned: defaultdict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.style.turn:
            turned[glyph.style.turn].append(glyph)
    for turn, own in turned.items():
        page_words += _turned(own, turn) if turn % 90 == 0 else _leaning(own)
    return page_words


def _turned(glyphs: Sequence[Glyph], turn: int) -> list[Word]:
    size = max(max(g.place.right, g.place.bottom) for g in glyphs)
    point, back = _turning(turn, size, size), _turning(360 - turn, size, size)
    upright = [_glyph(glyph, point, turn) for glyph in glyphs]
    turned_words: list[Word] = []
    for line in text_lines.lines(text_words.words(upright)):
        for part in text_lines.parts(line):
            place = moved(part.place, back)
            turned_words.append(Word(text_lines.text(part), place, place.bottom, line.size, True))
    return [replace(word, y=max(near.place.bottom for near in turned_words if _beside(near, word))) for word in turned_words]


def _beside(near: Word, word: Word) -> bool:
    """Say whether a turned line stands right beside another, as those of a narrow head do: they are read from the left."""
    level = min(near.place.bottom, word.place.bottom) > max(near.place.top, word.place.top)
    return level and abs(near.place.left - word.place.left) <= BESIDE * word.size


def _leaning(glyphs: Sequence[Glyph]) -> list[Word]:
    """Return the words of letters that run aslant, a watermark: one a text object, in the order drawn."""
    runs: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        runs.setdefault(glyph.style.order, []).append(glyph)
    leaning_words: list[Word] = []
    for run in runs.values():
        text = "".join(glyph.text for glyph in run).strip()
        place = run[0].place
        for glyph in run:
            place = place.around(glyph.place)
        if text:
            leaning_words.append(Word(text, place, place.bottom, run[0].style.size, True))
    return leaning_words
