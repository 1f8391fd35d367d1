"""Tables whose rows are shaded by turns, without a rule: the bare rows between two shaded ones are of the same table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.places import Edge
from ingest.readers.pdf.words import Word

SNAP = 3.0  # points that the sides of two rows may lie apart
FEWEST_SIDES = 3  # of a row of two cells
HIGHEST = 2.5  # times a shaded row's height that a bare one reaches
FEWEST_CELLS = 2  # with words, of a bare row above the first or below the last shaded one


@dataclass(frozen=True, slots=True)
class _Band:
    """A shaded row: its height and the sides of its cells."""

    top: float
    bottom: float
    sides: tuple[float, ...]

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def shares_sides(self, other: _Band) -> bool:
        """Say whether two rows have the same columns."""
        return len(self.sides) == len(other.sides) and all(
            abs(a - b) <= SNAP for a, b in zip(self.sides, other.sides, strict=True)
        )


def bare_rows(shades: Sequence[Edge], words: Sequence[Word]) -> list[Edge]:
    """Return the sides of the rows that no shade parts, between, above and below rows that are shaded by turns."""
    edges: list[Edge] = []
    bands = _bands(shades)
    for table in _tables(bands, words):
        gaps = [(a.bottom, b.top) for a, b in pairwise(table) if b.top - a.bottom > SNAP]
        edges += [_down(x, top, bottom) for top, bottom in gaps for x in table[0].sides]
        height = max(bottom - top for top, bottom in gaps)
        for top, bottom, end in (
            (table[0].top - height, table[0].top, table[0].top - height),
            (table[-1].bottom, table[-1].bottom + height, table[-1].bottom + height),
        ):
            beyond = any(band.top < (top + bottom) / 2 < band.bottom for band in bands)
            if not beyond and _is_row(table[0].sides, top, bottom, words):
                edges.append(Edge(True, end, table[0].sides[0], table[0].sides[-1], True))
                edges += [_down(x, top, bottom) for x in table[0].sides]
    return edges


def _down(x: float, top: float, bottom: float) -> Edge:
    return Edge(False, x, top, bottom, True)


def _bands(shades: Sequence[Edge]) -> list[_Band]:
    sides: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in shades:
        if not edge.level:
            sides[round(edge.start / SNAP), round(edge.end / SNAP)].append(edge)
    bands = []
    for group in sides.values():
        xs = sorted({round(edge.at, 1) for edge in group})
        distinct = tuple(x for before, x in zip([float("-inf"), *xs], xs, strict=False) if x - before > SNAP)
        if len(distinct) >= FEWEST_SIDES:
            bands.append(_Band(group[0].start, group[0].end, distinct))
    return sorted(bands, key=lambda band: band.top)


def _tables(bands: Sequence[_Band], words: Sequence[Word]) -> Iterator[list[_Band]]:
    """Yield the rows of each table, from the top, that has bare rows between shaded ones."""
    table: list[_Band] = []
    for band in bands:
        if table and not _goes_on(table[-1], band, words):
            yield from _striped(table)
            table = []
        table.append(band)
    yield from _striped(table)


def _striped(table: list[_Band]) -> Iterator[list[_Band]]:
    if any(b.top - a.bottom > SNAP for a, b in pairwise(table)):
        yield table


def _goes_on(above: _Band, below: _Band, words: Sequence[Word]) -> bool:
    """Say whether two shaded rows are of one table: with nothing between, or a row that keeps to the columns."""
    gap = below.top - above.bottom
    if not above.shares_sides(below) or not -SNAP <= gap <= HIGHEST * max(above.height, below.height):
        return False
    return gap <= SNAP or _is_row(above.sides, above.bottom, below.top, words)


def _is_row(sides: Sequence[float], top: float, bottom: float, words: Sequence[Word]) -> bool:
    """Say whether the words of a strip are a row: in two cells at least, none across a side, none beside the table."""
    own = [word for word in words if top < word.middle[1] < bottom]
    if any(word.place.left < x - 1 and word.place.right > x + 1 for word in own for x in sides):
        return False
    within = [word for word in own if sides[0] - SNAP <= word.place.left and word.place.right <= sides[-1] + SNAP]
    cells = {sum(word.middle[0] > x for x in sides) for word in within}
    return len(within) == len(own) and len(cells) >= FEWEST_CELLS
