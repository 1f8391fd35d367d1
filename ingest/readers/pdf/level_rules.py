"""Tables with level rules alone: where their columns end follows from the space that no word of any row covers.

Between two rules may stand one row or all rows of the body; rows are told by the figures in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.pdf.places import Edge
from ingest.readers.pdf.words import FIGURE, Word

FEWEST_BANDS = 2  # stretches between two rules; fewer are the rules above and below a line of text
GAP = 0.8  # of the letters' size that stays free between two columns from the first row to the last
HEAD = 2.6  # of the letters' size above the first rule, in which the head of the columns stands
SHARE = 0.75  # of the rows that have words in two columns at least
MOST_LINES = 6  # lines of a band that is one row; a page of text between two rules is none of a table
FEWEST_FIGURED = 2  # lines with a figure in a cell of its own, from which a band is cut into rows
FIGURED = 0.4  # of the lines of such a band; the rest are cells that go on, and rows that title others
CLOSER = 0.7  # of the space on the other side: a line without figures belongs to the row that it stands closer to


def sides(level: Sequence[Edge], words: Sequence[Word]) -> list[Edge]:
    """Return the borders that rules of one width (``level``, from the top) lack to be a table; none where they are none."""
    left, right = min(e.start for e in level), max(e.end for e in level)
    heights = sorted(e.at for e in level)
    within = [word for word in words if left - 1 <= word.place.left and word.place.right <= right + 1]
    bands = [
        band_words for top, bottom in pairwise(heights) if (band_words := [w for w in within if top < w.middle[1] < bottom])
    ]
    if len(bands) < FEWEST_BANDS:
        return []
    size = max(word.size for band in bands for word in band)
    head = [w for w in within if heights[0] - HEAD * size < w.middle[1] < heights[0]]
    borders = _columns(bands, size)
    with_head = _columns([head, *bands], size)
    # a title above the first rule stands across the columns, and in few of them
    headed = len(with_head) == len(borders) and len(_held(head, borders)) >= max(2, len(borders))
    rows, borders = ([head, *bands], with_head) if headed else (bands, borders)
    if not borders or sum(len(_held(row, borders)) > 1 for row in rows) < SHARE * len(rows):
        return []
    cuts = [_between_rows(band, borders) for band in bands]
    if any(_lines(band) > MOST_LINES and not inner for band, inner in zip(bands, cuts, strict=True)):
        return []
    between = [Edge.across(y, left, right) for inner in cuts for y in inner]
    top = min(word.place.top for word in head) - 1 if headed else heights[0]
    tops = [Edge.across(top, left, right)] if top < heights[0] else []
    return [*tops, *between, *(Edge.down(x, top, heights[-1]) for x in (left, *borders, right))]


def _columns(rows: Sequence[Sequence[Word]], size: float) -> list[float]:
    """Return the middles of the strips that no word covers."""
    return list(_free(sorted((word.place.left, word.place.right) for row in rows for word in row), size))


def _free(covered: Sequence[tuple[float, float]], size: float) -> Iterator[float]:
    end = covered[0][1]
    for start, stop in covered[1:]:
        if start - end > GAP * size:
            yield (start + end) / 2
        end = max(end, stop)


def _held(row: Sequence[Word], borders: Sequence[float]) -> set[int]:
    """Return the columns that a row has words in."""
    return {sum(word.middle[0] > x for x in borders) for word in row}


def _between_rows(band: Sequence[Word], borders: Sequence[float]) -> list[float]:
    """Return the heights between the rows of a band; none where it is one row.

    Each row has a figure in a cell of its own. A line without any is part of the row that it stands closer to; at the same
    distance from both it goes on with the one above where it begins small, and else is a row ("I. Thu nội địa").
    """
    lines = _levels(band)
    figured = [_has_figure(line, borders) for line in lines]
    if sum(figured) < max(FEWEST_FIGURED, FIGURED * len(lines)):
        return []
    gaps = [min(w.place.top for w in low) - max(w.place.bottom for w in up) for up, low in pairwise(lines)]
    widest = max(gaps)
    parted = [True] * len(gaps)
    for at, line in enumerate(lines):
        if figured[at]:
            continue
        above, below = gaps[at - 1] if at else 2 * widest, gaps[at] if at < len(gaps) else 2 * widest
        first = min(line, key=lambda word: word.place.left)
        if at and (above < CLOSER * min(below, widest) or first.text[:1].islower()):
            parted[at - 1] = False
        elif at < len(gaps) and below < CLOSER * min(above, widest):
            parted[at] = False
    heights = [(max(w.place.bottom for w in up) + min(w.place.top for w in low)) / 2 for up, low in pairwise(lines)]
    return [height for height, apart in zip(heights, parted, strict=True) if apart]


def _levels(band: Sequence[Word]) -> list[list[Word]]:
    """Return the words of a band from the top, parted wherever a level strip is free of words."""
    levels: list[list[Word]] = []
    foot = float("-inf")
    for word in sorted(band, key=lambda word: word.place.top):
        if word.place.top >= foot:
            levels.append([])
        levels[-1].append(word)
        foot = max(foot, word.place.bottom)
    return levels


def _has_figure(line: Sequence[Word], borders: Sequence[float]) -> bool:
    """Say whether a cell of a line holds figures and nothing else."""
    cells: dict[int, list[str]] = {}
    for word in line:
        cells.setdefault(sum(word.middle[0] > x for x in borders), []).append(word.text)
    return len(cells) > 1 and any(all(FIGURE.fullmatch(text) for text in texts) for texts in cells.values())


def _lines(band: Sequence[Word]) -> int:
    return len({round(word.y / 3) for word in band})
