"""One page: its words as they are seen, what must be read by OCR, and then its lines and tables in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2

from ingest.readers.pdf import forms, glyphs, grids, lines, open_heads, seen, struck, upright
from ingest.readers.pdf.grids import Grid
from ingest.readers.pdf.lines import TextLine
from ingest.readers.pdf.places import Edge, Rectangle
from ingest.readers.pdf.words import FIGURE, Word
from ingest.structure.closing import RECIPIENTS
from ingest.structure.columns import MOTTO

WHOLE_PAGE = 0.5  # of a page that its pictures cover: a scan
FEWEST_LINES = 4  # on each side of a gutter: fewer stand side by side in a report's head
FEWEST_NARROW = 6  # lines on both sides of a gutter that is hardly wider than a space
NARROW_GAP = 0.6  # of the size: wider than the space between words
SAME_START = 2.0  # points that the first words of a column's lines may lie apart
NARROWEST = 0.18  # of the page's width that most lines of a text column cover
MOST_FIGURES = 0.5  # of a column's words; more is a table
BIG = 1.4  # times the size of the words below that a figure by itself is set in, to be read with them
BELOW = 1.3  # times the big figure's size that those words stand below it


@dataclass(slots=True)
class PageText:
    """What a page's letters give, and the places that need OCR, in points of the page as shown.

    ``words`` and ``edges`` are upright; ``point`` brings a point of the page as shown to where it is then. ``layer``: the
    words of a scanner's text layer, ``explained`` the share of the ink in ``places`` that they stand on, ``bare`` the places
    with print that they leave out. ``void``: what is struck out. ``strange``: the share of its letters that are of fonts
    without a map.
    """

    width: float
    height: float
    words: list[Word]
    edges: list[Edge]
    places: list[Rectangle]
    point: Callable[[float, float], tuple[float, float]]
    layer: list[Word] = field(default_factory=list)
    void: list[str] = field(default_factory=list)
    explained: float = 1.0
    bare: tuple[Rectangle, ...] = ()
    strange: float = 0.0

    @property
    def is_scan(self) -> bool:
        """Say whether pictures that need OCR cover most of the page."""
        return sum(place.area for place in self.places) > WHOLE_PAGE * self.width * self.height


def read(document: pypdfium2.PdfDocument, number: int, *, layers: bool) -> PageText:
    """Return what the letters of page ``number`` (from 1) give.

    :raises pypdfium2.PdfiumError: the page is damaged.
    """
    page, over = forms.flattened(document, number)
    drawn = glyphs.drawn(page)
    visible = seen.look(page, drawn, layers=layers)
    drawn.glyphs[:] = visible.glyphs
    turned, point = upright.page(drawn)
    remarks = [upright.moved(place, point) for place in over.struck]
    words, void = struck.without(upright.words(turned.glyphs), turned.edges, remarks)
    if over.boxes or over.values:
        words = forms.filled(words, over.boxes, over.values)
    page_text = PageText(drawn.width, drawn.height, words, turned.edges, visible.places, point, void=void)
    page_text.strange = visible.strange
    if visible.layer:
        page_text.layer, page_text.explained = upright.words(visible.layer), visible.explained
        page_text.bare = visible.bare
    page.close()
    return page_text


def composed(page: PageText) -> list[TextLine | Grid]:
    """Return the lines and tables of a page in reading order."""
    tables, rest = open_heads.headed(*grids.find(page.edges, page.words))
    rows = _with_big_figures(lines.lines(rest))
    ordered = _in_columns(rows, page.width)
    items: list[TextLine | Grid] = []
    waiting = list(tables)
    for line in ordered:
        while waiting and waiting[0].place.top < line.y and not _later(line, waiting[0], ordered):
            items.append(waiting.pop(0))
        items.append(line)
    return [*items, *waiting]


def _later(line: TextLine, table: Grid, ordered: Sequence[TextLine]) -> bool:
    """Say whether lines that stand above a table are still to come: it is in the second column."""
    at = next(n for n, other in enumerate(ordered) if other is line)
    return any(other.y < table.place.top for other in ordered[at + 1 :])


def _with_big_figures(rows: list[TextLine]) -> list[TextLine]:
    """Read a figure that is set large by itself with the words below it: "37 hộ nghèo"."""
    read_rows: list[TextLine] = []
    for row in rows:
        above = read_rows[-1] if read_rows else None
        if (
            above is not None
            and above.size >= BIG * row.size
            and 0 < row.y - above.y <= BELOW * above.size
            and len(above.words) <= 2
            and all(FIGURE.fullmatch(word.text) for word in above.words)
            and min(above.place.right, row.place.right) > max(above.place.left, row.place.left)
        ):
            read_rows[-1] = _read_together(above, row)
        else:
            read_rows.append(row)
    return read_rows


def _read_together(figure: TextLine, row: TextLine) -> TextLine:
    """Return one line of a figure and the words below it; the words are told to stand beside it."""
    shift = figure.place.right + 0.3 * row.size - row.place.left
    words = [
        Word(
            w.text,
            Rectangle(w.place.left + shift, w.place.top, w.place.right + shift, w.place.bottom),
            w.y,
            w.size,
            w.spaced,
        )
        for w in row.words
    ]
    return TextLine((*figure.words, *words), row.y, row.size)


# Two columns


def _in_columns(rows: list[TextLine], width: float) -> list[TextLine]:
    """Return lines in reading order: what stands in two columns of running text, the left one first."""
    parts = [lines.parts(row) for row in rows]
    x = _gutter(parts, width)
    if x is not None and (ordered := _one_after_the_other(rows, parts, x, width)):
        return ordered
    x = _narrow_gutter(rows, width)
    return (x is not None and _one_after_the_other(rows, [_cut(row, x) for row in rows], x, width)) or rows


def _one_after_the_other(
    rows: list[TextLine], parts: Sequence[Sequence[TextLine]], x: float, width: float
) -> list[TextLine] | None:
    """Return lines with the two columns that ``x`` parts one after the other; None where they are no running text.

    Lines across both, as a title is, part what stands above them from what stands below.
    """
    inside = [all(part.place.right <= x or part.place.left >= x for part in row) for row in parts]
    ordered: list[TextLine] = []
    at = 0
    for first, last in _blocks(rows, parts, inside, x):
        block = [part for row in parts[first : last + 1] for part in row]
        if any(MOTTO.search(lines.text(part)) for part in block):
            continue  # head and end of a report are taken apart later, by their words
        left = [part for part in block if part.place.right <= x]
        right = [part for part in block if part.place.left >= x]
        if min(len(left), len(right)) < FEWEST_LINES or _are_labels(left):
            continue
        if _is_prose(left, width) and _is_prose(right, width):
            ordered += [*rows[at:first], *left, *right]
            at = last + 1
    return [*ordered, *rows[at:]] if at else None


def _blocks(
    rows: list[TextLine], parts: Sequence[Sequence[TextLine]], inside: Sequence[bool], x: float
) -> Iterator[tuple[int, int]]:
    """Yield the first and last row of every stretch without a line across ``x``, from where lines stand side by side.

    The recipients are the end of the text.
    """
    at = 0
    foot = next((n for n, row in enumerate(parts) if any(RECIPIENTS.search(lines.text(part)) for part in row)), len(rows))
    while at < foot:
        end = next((n for n in range(at, foot) if not inside[n]), foot)
        beside = [n for n in range(at, end) if len(parts[n]) == 2]
        if beside:
            first, last = beside[0], beside[-1]
            while first > at and parts[first - 1][0].place.left >= x:
                first -= 1
            while last + 1 < end and _near(rows[last], rows[last + 1]):
                last += 1
            yield first, last
        at = end + 1


def _narrow_gutter(rows: Sequence[TextLine], width: float) -> float | None:
    """Return where a right column of running text begins that stands closer to the left one than columns of figures do.

    Its lines begin one below the other, each behind a gap wider than the space between words; a word of a table's column
    or of a justified text does so by chance a few times, not in most lines from the first to the last.
    """
    starts: Counter[int] = Counter()
    for row in rows:
        for before, word in pairwise(row.words):
            gap = word.place.left - before.place.right
            if gap > NARROW_GAP * row.size and 0.3 < word.place.left / width < 0.7:
                starts[round(word.place.left)] += 1
    if not starts:
        return None
    x = max(starts, key=lambda at: (starts[at] + starts[at + 1], at))
    over = [any(abs(word.place.left - x) <= SAME_START for word in row.words[1:]) for row in rows]
    if sum(over) < FEWEST_NARROW:
        return None
    first = over.index(True)
    last = len(over) - 1 - over[::-1].index(True)
    between = [word.place for row in rows[first : last + 1] for word in row.words]
    crossed = any(place.left < x - SAME_START < place.right for place in between)
    return x - SAME_START if not crossed and sum(over) > 0.6 * (last + 1 - first) else None


def _cut(row: TextLine, x: float) -> list[TextLine]:
    """Return a line cut at a gutter, whole where a word stands across it."""
    left = [at for at, word in enumerate(row.words) if word.place.right <= x]
    right = [at for at, word in enumerate(row.words) if word.place.left >= x]
    if not left or not right or len(left) + len(right) < len(row.words):
        return [row]
    start = row.words[right[0]].place.left
    if start > x + 2 * SAME_START or start - row.words[left[-1]].place.right <= NARROW_GAP * row.size:
        return [row]
    return [lines.some(row, left), lines.some(row, right)]


def _near(above: TextLine, below: TextLine) -> bool:
    return below.y - above.y < 2 * above.size


def _gutter(parts: Sequence[Sequence[TextLine]], width: float) -> float | None:
    gaps = [(row[0].place.right, row[1].place.left) for row in parts if len(row) == 2]
    if len(gaps) < FEWEST_LINES:
        return None
    middles = Counter(round(x) for left, right in gaps for x in range(int(left) + 1, int(right)) if 0.3 < x / width < 0.7)
    if not middles:
        return None
    most = max(middles.values())
    best = sorted(x for x, count in middles.items() if count == most)
    return float(best[len(best) // 2]) if most >= FEWEST_LINES else None


def _are_labels(column: Sequence[TextLine]) -> bool:
    """Say whether most lines of a column ask for what stands beside them: those of a form."""
    return 2 * sum(line.words[-1].text.endswith(":") for line in column) > len(column)


def _is_prose(column: Sequence[TextLine], width: float) -> bool:
    wide = sum(line.place.width >= NARROWEST * width for line in column)
    words = [word.text for line in column for word in line.words]
    figures = sum(FIGURE.fullmatch(word) is not None for word in words)
    return wide >= len(column) / 2 and figures < MOST_FIGURES * len(words)
