"""Tables from ruled lines and the words between them.

How cells follow from lines is pdfplumber's; the lines and words are PDFium's, so that a turned page, a page box that
does not begin at 0,0 and a form within the page are all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex as re
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from ingest.language.syllables import is_syllable
from ingest.language.text import fold_spaces, normalize
from ingest.readers.pdf import inner_rows, level_rules, stripes
from ingest.readers.pdf import lines as text_lines
from ingest.readers.pdf.lines import TextLine
from ingest.readers.pdf.places import Cell, Edge, Rectangle, bounds
from ingest.readers.pdf.words import Word

SNAP = 3.0  # points that lines of one rule may lie apart
FEWEST_ROWS, FEWEST_COLUMNS = 2, 2
FEWEST_OPEN = 3  # level lines of one width that make a table that is open at its sides
LOWEST_ROW = 8.0  # points; borders that reach less beyond the last rule were drawn too long
WORDS = re.compile(r"\d[\d.,/%–-]*|\p{Lu}{2,}|\p{Lu}?[^\p{Lu}\d]+|\p{Lu}")  # of letters without spaces
FEWEST_LETTERS = 3  # lines of one letter each that are a word; two may be two marks
MOST_LETTERS = 1.5  # a line, of a column that holds one: two of the narrow ones ("il") go beside each other
LONGEST_SYLLABLE = 7  # letters: "nghiêng"
PADDING = 12.0  # points of a cell that stay free at both sides
EDGE, TAIL = re.compile(r"^.*\P{L}"), re.compile(r"\P{L}+.*$")
CLOSING = re.compile(r"^[,;:)](?![^\s(]*+\()")  # a mark that no line begins with
COMPOUND = re.compile(r"\w-$")  # "COVID- / 19", "2020- / 2021"; a dash between words has a space before it
WHOLE_FIGURE = re.compile(r"\d+|\d{1,3}(?:\.\d{3})++(?:,\d++)?+%?|\d+,\d+%?|(?:\d{1,2}/){1,2}\d{4}|\d{4}[/-]\d{4}")
MOST_EMPTY = 0.75  # of the cells; more is a frame around something else


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on a page: its cells and its place.

    ``rows`` holds merged cells in every place they cover; ``printed`` each row's cells once, as they are printed;
    ``columns`` where the columns begin and end.
    """

    rows: tuple[tuple[str, ...], ...]
    printed: tuple[str, ...]
    place: Rectangle
    columns: tuple[float, ...]


def find(edges: Sequence[Edge], words: Sequence[Word]) -> tuple[list[Grid], list[Word]]:
    """Return the tables of a page from the top, and the words that stand outside of them."""
    ruled = [edge for edge in edges if not edge.shade]
    grids, rest = _tables(ruled, words)
    shaded = [e for e in edges if e.shade and not any(_touches(e, grid.place) for grid in grids)]
    if shaded:  # cells that only their shade parts
        free = [e for e in ruled if not any(_touches(e, grid.place) for grid in grids)]
        more, rest = _tables([*free, *shaded, *stripes.bare_rows(shaded, rest)], rest, shaded=True)
        grids += more
    return sorted(grids, key=lambda grid: grid.place.top), rest


def _touches(edge: Edge, place: Rectangle) -> bool:
    around = place.wider(SNAP)
    middle = (edge.start + edge.end) / 2
    return around.holds(middle, edge.at) if edge.level else around.holds(edge.at, middle)


def _tables(edges: Sequence[Edge], words: Sequence[Word], *, shaded: bool = False) -> tuple[list[Grid], list[Word]]:
    grids: list[Grid] = []
    rest = list(words)
    for cells in cells_of([*edges, *_sides(edges, words)]):
        place = bounds(Rectangle(*cell) for cell in cells)
        inside = [word for word in rest if place.holds(*word.middle)]
        if shaded and _cut(cells, inside):
            continue
        grid = _grid(cells, inside, place)
        if grid is not None:
            grids.append(grid)
            inside_ids = set(map(id, inside))
            rest = [word for word in rest if id(word) not in inside_ids]
    return grids, rest


def _cut(cells: Sequence[Cell], words: Sequence[Word]) -> bool:
    """Say whether borders run through words: shades behind lines of text, not cells."""
    borders = {cell[0] for cell in cells}
    return any(word.place.left + 1 < x < word.place.right - 1 for word in words for x in borders)


def _sides(edges: Sequence[Edge], words: Sequence[Word]) -> list[Edge]:
    """Return the missing borders of tables whose level lines share both ends: the outer ones, or all upright ones."""
    groups: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in _joined([edge for edge in edges if edge.level]):
        groups[round(edge.start / SNAP), round(edge.end / SNAP)].append(edge)
    borders: list[Edge] = []
    for level in groups.values():
        if len(level) < FEWEST_OPEN:
            continue
        left, right = min(e.start for e in level), max(e.end for e in level)
        inner = [e for e in edges if not e.level and left + SNAP < e.at < right - SNAP]
        heights = sorted(e.at for e in level)
        upright = [e for e in edges if not e.level and left - SNAP <= e.at <= right + SNAP]
        if not any(e.start < heights[-1] and e.end > heights[0] for e in upright):
            borders += level_rules.sides(level, words)
            continue
        for end in _ends(upright, heights):
            heights = sorted([*heights, end])
            borders.append(Edge.across(end, left, right))
        for top, bottom in zip(heights, heights[1:], strict=False):
            if any(e.start <= top + SNAP and e.end >= bottom - SNAP for e in inner):
                borders += [Edge.down(left, top, bottom), Edge.down(right, top, bottom)]
    return borders


def _ends(upright: Sequence[Edge], heights: Sequence[float]) -> Iterator[float]:
    """Yield where a table without a rule at its foot or head ends: two borders at least reach so far, and none further."""
    below = [e.end for e in upright if e.start <= heights[-1] + SNAP and e.end > heights[-1] + LOWEST_ROW]
    above = [e.start for e in upright if e.end >= heights[0] - SNAP and e.start < heights[0] - LOWEST_ROW]
    for ends in (below, above):
        if len(ends) >= FEWEST_COLUMNS and max(ends) - min(ends) <= SNAP:
            yield sum(ends) / len(ends)


def _joined(level: Iterable[Edge]) -> list[Edge]:
    """Join level lines that follow each other: cells draw their borders one by one."""
    joined_edges: list[Edge] = []
    for edge in sorted(level, key=lambda e: (round(e.at / SNAP), e.start)):
        if joined_edges and abs(joined_edges[-1].at - edge.at) <= SNAP and edge.start <= joined_edges[-1].end + SNAP:
            joined_edges[-1] = Edge.across(
                joined_edges[-1].at, min(joined_edges[-1].start, edge.start), max(joined_edges[-1].end, edge.end)
            )
        else:
            joined_edges.append(edge)
    return joined_edges


def cells_of(edges: Sequence[Edge]) -> list[list[Cell]]:
    """Return the cells between ruled lines, table by table; level lines alone make none."""
    if not any(e.level for e in edges) or all(e.level for e in edges):
        return []
    sides = [_side("h", e.start, e.at, e.end, e.at) if e.level else _side("v", e.at, e.start, e.at, e.end) for e in edges]
    merged = merge_edges(sides, SNAP, SNAP, SNAP, SNAP)
    tables: list[list[Cell]] = cells_to_tables(intersections_to_cells(edges_to_intersections(merged, SNAP, SNAP)))
    return tables


def _side(orientation: str, left: float, top: float, right: float, bottom: float) -> dict[str, str | float]:
    """Return a line in pdfplumber's form."""
    sizes = {"width": right - left, "height": bottom - top}
    return {"orientation": orientation, "x0": left, "top": top, "x1": right, "bottom": bottom, **sizes}


def _grid(cells: Sequence[Cell], words: Sequence[Word], place: Rectangle) -> Grid | None:
    tops = sorted({round(cell[1], 1) for cell in cells})
    lefts = sorted({round(cell[0], 1) for cell in cells})
    if len(lefts) < FEWEST_COLUMNS:
        return None
    words_by_cell: dict[Cell, list[Word]] = {cell: [] for cell in cells}
    for word in words:
        x, y = word.middle
        cell = next((c for c in cells if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)
        if cell is None:
            return None  # a word stands in no cell: a drawing, not a table
        words_by_cell[cell].append(word)
    if sum(not own for own in words_by_cell.values()) >= MOST_EMPTY * len(cells):
        return None
    rows: list[tuple[str, ...]] = []
    printed: list[str] = []
    for top in tops:
        across = [_at(cells, left, top) for left in lefts]
        own = [cell if cell is not None and abs(cell[1] - top) < 0.1 else None for cell in across]
        for part in inner_rows.split(across, own, words_by_cell):
            rows.append(tuple(_text(part.get(cell, []), cell) if cell is not None else "" for cell in across))
            shown = dict.fromkeys(cell for cell in own if cell is not None)
            printed.append(" ".join(filter(None, (_text(part.get(cell, []), cell) for cell in shown))))
    if len(rows) < FEWEST_ROWS and len(lefts) <= FEWEST_COLUMNS:
        return None  # one row of three cells may be the rest of a table on the page before
    return Grid(tuple(rows), tuple(printed), place, (*lefts, max(cell[2] for cell in cells)))


def _at(cells: Sequence[Cell], left: float, top: float) -> Cell | None:
    x, y = left + 1, top + 1
    return next((c for c in cells if c[0] <= x < c[2] and c[1] <= y < c[3]), None)


def _text(words: Sequence[Word], cell: Cell | None = None) -> str:
    """Return the text of a cell; a word or figure that was too wide for it is put together again."""
    rows = text_lines.lines(words)
    if cell is not None and (letters := _letter_by_letter(rows, cell)):
        return spelt(letters)
    texts: list[str] = []
    above: TextLine | None = None
    for line in rows:
        text = normalize(text_lines.text(line))
        if above is not None and cell is not None and _is_cut(texts[-1], text, above, line, cell):
            texts[-1] += text
        else:
            texts.append(text)
        above = line
    return fold_spaces(" ".join(texts))


def _letter_by_letter(rows: Sequence[TextLine], cell: Cell) -> str:
    """Return the letters of a column so narrow that hardly a line of it holds two, "" where lines hold more."""
    letters = [normalize(text_lines.text(line)) for line in rows]
    narrow = max(map(len, letters), default=0) <= 2 and sum(map(len, letters)) <= MOST_LETTERS * len(letters)
    if len(rows) < FEWEST_LETTERS or not narrow:
        return ""
    full = sum(_is_full(above, line, cell) for above, line in zip(rows, rows[1:], strict=False))
    return "".join(letters) if 2 * full >= len(rows) else ""


def spelt(letters: str) -> str:
    """Return letters that lost their spaces as words: capitals begin one, the rest is cut into the fewest syllables.

    Figures and what cannot be cut come back as they are.
    """
    word_lists = (_syllables(part) for part in WORDS.findall(letters))
    return " ".join(word for words in word_lists for word in words)


def _syllables(letters: str) -> list[str]:
    best: list[list[str] | None] = [[], *[None] * len(letters)]
    for end in range(1, len(letters) + 1):
        cuts = [
            [*before, letters[start:end]]
            for start in range(max(0, end - LONGEST_SYLLABLE), end)
            if (before := best[start]) is not None and is_syllable(letters[start:end].lower())
        ]
        best[end] = min(cuts, key=len, default=None)
    whole = best[-1]
    return whole if whole else [letters]


def _is_cut(above: str, below: str, upper: TextLine, lower: TextLine, cell: Cell) -> bool:
    """Say whether a line of a cell was cut off the one above it: in a word, at a hyphen, or before a mark that ends one."""
    if CLOSING.match(below) or (COMPOUND.search(above) and below[:1].isalnum()):
        return True
    if not _is_full(upper, lower, cell):
        return False
    # a column as wide as one digit holds "10" in two lines
    narrow = above.isdigit() and below.isdigit() and 1 in (len(above.split()[-1]), len(below)) and len(above) == 1
    return narrow or goes_on(above, below) or _is_too_wide(above, below, upper, lower, cell)


def _is_too_wide(above: str, below: str, upper: TextLine, lower: TextLine, cell: Cell) -> bool:
    """Say whether a line is one part of a syllable wider than the cell: "quy / ết", of which each could be a word."""
    head, tail = above.split()[-1], TAIL.sub("", below.split()[0])
    alone = len(upper.words) == 1 and upper.place.width + lower.words[0].place.width > cell[2] - cell[0] - PADDING
    return alone and head.isalpha() and tail.islower() and is_syllable((head + tail).lower())


def _is_full(above: TextLine, line: TextLine, cell: Cell) -> bool:
    """Say whether the first letter of a line did not fit behind the line above."""
    letter = line.words[0].place.width / max(1, len(line.words[0].text))
    return above.place.width + letter > cell[2] - cell[0] - PADDING


def goes_on(above: str, below: str) -> bool:
    """Say whether a line breaks within a word: "Nguyễ / n", "30/6/202 / 5", "LĐX / S"."""
    last, first = above.split()[-1], below.split()[0]
    if last[-1:].isdigit() and first[:1].isdigit():
        return (
            len(above.split()) == 1 and not WHOLE_FIGURE.fullmatch(last) and WHOLE_FIGURE.fullmatch(last + first) is not None
        )
    head, tail = EDGE.sub("", last), TAIL.sub("", first)
    if not head or not tail or (is_syllable(head.lower()) and is_syllable(tail.lower())):
        return False
    return is_syllable((head + tail).lower()) if tail.islower() else head.isupper() and tail.isupper()
