"""What a person sees of a page: its letters tested against a small picture of it, and its ink that no letter explains.

A letter that leaves no trace in the picture (white on white, on a hidden layer, cut off, off the page) is never read. A
picture's letters are there for OCR; those that a scanner has laid invisibly over or under its picture are its text layer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2

from ingest.readers.pdf.glyphs import Drawn, Glyph
from ingest.readers.pdf.places import Rectangle

SCALE = 1.0  # pixels a point; a letter of 6 points still has four pixels across
TRACE = 32  # of 255 between two pixels side by side: grey print gives 100
INK = 150  # of 255: darker is ink
SEEN = 0.5  # of a text object's letters that leave a trace; what stands beside a rule or a stamp has some by chance
PARTLY = 0.92  # fewer, and each of its letters is looked at: a text cut off at an edge
SMALLEST_PICTURE = 300.0  # square points: half a square centimetre holds no more than a speck or a bullet
LEAST_INK = 14  # pixels that no letter explains: two figures
LOWEST_LETTER = 3.0  # points: a letter drawn as a curve
FEWEST_CURVES = 2
SPACE = 0.6  # of a letter's height: half of what two words of a heading stand apart at most
FEWEST_UNKNOWN, MOST_UNKNOWN = 2, 0.04  # letters of a font without a map: at least so many, and so large a share
MARGIN = 1.5  # points around a letter that are its own
# What a text layer leaves out. A tile with print has ink in several rows and columns of it, a rule only in one or two.
TILE = 8  # pixels: half a line
FEWEST_IN_TILE, FEWEST_ACROSS = 5, 3  # pixels with ink; rows and columns of the tile that have some
FEWEST_TILES = 8  # side by side or one below the other: a word
NEAR = 8.0  # points around a layer's letters, which stand where a scanner's OCR guessed


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen: letters; those of a scanner's text layer; the places whose ink no seen letter explains.

    ``explained``: the share of that ink which the layer's letters stand on; ``bare``: places with print that none of them
    stands near. ``strange``: the share of the page's letters that are of fonts without a map of their letters.
    """

    glyphs: list[Glyph]
    layer: list[Glyph]
    places: list[Rectangle]
    explained: float
    strange: float = 0.0
    bare: tuple[Rectangle, ...] = ()


def look(page: pypdfium2.PdfPage, given: Drawn, *, layers: bool) -> Seen:
    """Return what is seen of a page; ``layers``: the document has layers, which may be hidden.

    :raises pypdfium2.PdfiumError: the page cannot be rendered.
    """
    glyphs, strange, share = _without_strange(given.glyphs)
    headings = _headings(given)
    pictures = [(place, order) for place, order in given.pictures if place.area >= SMALLEST_PICTURE]
    if not (layers or pictures or headings or strange or _doubtful(given)):
        return Seen(glyphs, [], [], 1.0)
    picture = np.asarray(page.render(scale=SCALE, grayscale=True).to_numpy())
    grey = picture.reshape(picture.shape[0], picture.shape[1]).astype(np.int16)
    seen, layer = _sorted(glyphs, _traces(grey), pictures)
    dark = grey < INK
    _cover(dark, seen)
    layered = dark.copy()
    _cover(layered, layer)
    left = [
        place for place in [*_apart([place for place, _ in pictures]), *headings, *strange] if _ink(dark, place) >= LEAST_INK
    ]
    before, after = sum(_ink(dark, place) for place in left), sum(_ink(layered, place) for place in left)
    bare = tuple(_bare(dark, layer)) if layer else ()
    return Seen(seen, layer, left, 1 - after / before if before else 1.0, share, bare)


def _bare(dark: np.ndarray, layer: Sequence[Glyph]) -> Iterator[Rectangle]:
    """Yield the places with print that no letter of a text layer stands near, from the top: a layer may end half-way."""
    left = dark.copy()
    _cover(left, layer, NEAR)
    high, wide = left.shape[0] // TILE, left.shape[1] // TILE
    tiles = left[: high * TILE, : wide * TILE].reshape(high, TILE, wide, TILE)
    across = np.minimum(tiles.any(axis=3).sum(axis=1), tiles.any(axis=1).sum(axis=2))
    printed = (tiles.sum(axis=(1, 3)) >= FEWEST_IN_TILE) & (across >= FEWEST_ACROSS)
    rows = np.flatnonzero(printed.any(axis=1))
    for band in np.split(rows, np.flatnonzero(np.diff(rows) > 2) + 1):
        inked = printed[band]
        if inked.sum() >= FEWEST_TILES:
            columns = np.flatnonzero(inked.any(axis=0))
            first, last = (int(columns[0]), int(band[0])), (int(columns[-1]) + 1, int(band[-1]) + 1)
            yield Rectangle(*(at * TILE / SCALE for at in (*first, *last))).wider(NEAR)


def _doubtful(drawing: Drawn) -> bool:
    """Say whether a letter may be unseen: without colour or light, off the page, cut off, or under a filled box."""
    styles = {id(glyph.style): glyph for glyph in drawing.glyphs}.values()
    if any(glyph.style.unseen or glyph.style.light or glyph.style.clipped for glyph in styles):
        return True
    first = min((glyph.style.order for glyph in styles), default=0)
    covers = [(place, order) for place, order in drawing.covers if order > first]
    sheet = Rectangle(0, 0, drawing.width, drawing.height)
    return any(
        not sheet.holds(*_middle(glyph))
        or any(order > glyph.style.order and place.holds(*_middle(glyph)) for place, order in covers)
        for glyph in drawing.glyphs
    )


def _without_strange(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[Rectangle], float]:
    """Leave out the letters of fonts that have no map of their letters; return where they stand, and their share."""
    fonts: Counter[str] = Counter(glyph.style.font for glyph in glyphs if not glyph.text.isspace())
    unknown: Counter[str] = Counter(glyph.style.font for glyph in glyphs if glyph.unknown)
    bad = {font for font, count in unknown.items() if count >= FEWEST_UNKNOWN and count > MOST_UNKNOWN * fonts[font]}
    if not bad:
        return [glyph for glyph in glyphs if not glyph.unknown], [], 0.0
    strange = [glyph for glyph in glyphs if glyph.style.font in bad and not glyph.text.isspace()]
    places = _apart(
        [Rectangle(g.place.left - g.style.size, g.place.top, g.place.right + g.style.size, g.place.bottom) for g in strange]
    )
    kept = [glyph for glyph in glyphs if glyph.style.font not in bad and not glyph.unknown]
    return kept, places, len(strange) / sum(fonts.values())


def _traces(grey: np.ndarray) -> Callable[[Rectangle], bool]:
    """Return a test whether anything stands out in a place of the picture."""
    edges = np.zeros(grey.shape, dtype=np.int32)
    edges[:, 1:] |= np.abs(np.diff(grey, axis=1)) > TRACE
    edges[1:, :] |= np.abs(np.diff(grey, axis=0)) > TRACE
    sums = np.pad(edges.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    high, wide = grey.shape

    def test(place: Rectangle) -> bool:
        x0, x1 = max(0, int(place.left * SCALE)), min(wide, int(place.right * SCALE) + 1)
        y0, y1 = max(0, int(place.top * SCALE)), min(high, int(place.bottom * SCALE) + 1)
        if x0 >= x1 or y0 >= y1:
            return False
        return bool(sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0])

    return test


def _sorted(
    glyphs: Sequence[Glyph], trace: Callable[[Rectangle], bool], pictures: Sequence[tuple[Rectangle, int]]
) -> tuple[list[Glyph], list[Glyph]]:
    """Return the letters that are seen, and those of a scanner's text layer; what is neither is left out."""
    runs: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        runs[id(glyph.style)].append(glyph)
    seen: list[Glyph] = []
    layer: list[Glyph] = []
    for run in runs.values():
        style = run[0].style
        under = [place for place, order in pictures if style.unseen or order > style.order]
        if under and _mostly(run, lambda g: any(place.holds(*_middle(g)) for place in under)):  # noqa: B023
            layer += run
        elif not style.unseen:
            seen += _traced(run, trace)
    return seen, layer


def _mostly(run: Sequence[Glyph], test: Callable[[Glyph], bool]) -> bool:
    return sum(map(test, run)) > SEEN * len(run)


def _traced(run: Sequence[Glyph], trace: Callable[[Rectangle], bool]) -> list[Glyph]:
    inked = [glyph for glyph in run if glyph.text.isalnum() or glyph.unknown]
    if not inked:
        return [glyph for glyph in run if trace(_body(glyph)) or glyph.text.isspace()]
    traced = {id(glyph) for glyph in inked if trace(_body(glyph))}
    share = len(traced) / len(inked)
    if share >= PARTLY:
        return list(run)
    if share < SEEN and not _at_an_edge(inked, traced):
        return []
    return [glyph for glyph in run if id(glyph) in traced or not (glyph.text.isalnum() or glyph.unknown)]


def _at_an_edge(inked: Sequence[Glyph], traced: set[int]) -> bool:
    """Say whether the letters that leave a trace stand together: the rest is cut off."""
    traces = [id(glyph) in traced for glyph in inked]
    return bool(traced) and sum(a != b for a, b in zip(traces, traces[1:], strict=False)) <= 1


def _body(glyph: Glyph) -> Rectangle:
    """Return where a letter's ink is: above its foot, narrower than what it takes up in the line."""
    size = glyph.style.size
    if glyph.style.turn:
        return glyph.place
    return Rectangle(glyph.place.left, glyph.y - 0.7 * size, glyph.place.right, glyph.y)


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.place.left + glyph.place.right) / 2, (glyph.place.top + glyph.place.bottom) / 2


def _cover(dark: np.ndarray, glyphs: Iterable[Glyph], margin: float = MARGIN) -> None:
    """Take the ink of letters, and what is so near to them, out of a picture of ink."""
    for glyph in glyphs:
        if glyph.text.isspace():
            continue
        place = glyph.place.wider(margin)
        dark[_rows(place), _columns(place)] = False


def _rows(place: Rectangle) -> slice:
    return slice(max(0, int(place.top * SCALE)), max(0, int(place.bottom * SCALE) + 1))


def _columns(place: Rectangle) -> slice:
    return slice(max(0, int(place.left * SCALE)), max(0, int(place.right * SCALE) + 1))


def _ink(dark: np.ndarray, place: Rectangle) -> int:
    return int(dark[_rows(place), _columns(place)].sum())


def _headings(drawing: Drawn) -> list[Rectangle]:
    """Return the places of text that is drawn as curves."""
    letters = [place for place in drawing.curves if place.height >= LOWEST_LETTER]
    if len(letters) < FEWEST_CURVES:
        return []
    strokes = [place for place in drawing.strokes if place.height >= LOWEST_LETTER]
    places = _apart([_with_spaces(place) for place in [*letters, *strokes]])
    return [place for place in places if any(place.shared(letter) > 0 for letter in letters)]


def _with_spaces(letter: Rectangle) -> Rectangle:
    """Return a letter's place with the space beside it, so that the words of a line touch."""
    space = SPACE * letter.height
    return Rectangle(letter.left - space, letter.top - 1, letter.right + space, letter.bottom + 1)


def _apart(places: Sequence[Rectangle]) -> list[Rectangle]:
    """Join places that touch: strips of one scan, letters of one heading."""
    areas: list[Rectangle] = []
    for place in places:
        joined = place
        while touching := [other for other in areas if other.wider(1).shared(joined.wider(1)) > 0]:
            areas = [other for other in areas if all(other is not t for t in touching)]
            for other in touching:
                joined = joined.around(other)
        areas.append(joined)
    return areas
