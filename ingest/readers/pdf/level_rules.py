"""Tables with level rules alone: where their columns end follows from the space that no word of any row covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.pdf.places import Edge
from ingest.readers.pdf.words import Word

FEWEST_BANDS = 2  # stretches between two rules; fewer are the rules above and below a line of text
GAP = 0.8  # of the letters' size that stays free between two columns from the first row to the last
HEAD = 2.6  # of the letters' size above the first rule, in which the head of the columns stands
SHARE = 0.75  # of the rows that have words in two columns at least
MOST_LINES = 6  # lines of a band; a page of text between two rules is none of a table


def sides(level: Sequence[Edge], words: Sequence[Word]) -> list[Edge]:
    """Return the borders that rules of one width (``level``, from the top) lack to be a table; none where they are none."""
    left, right = min(e.start for e in level), max(e.end for e in level)
    heights = sorted(e.at for e in level)
    within = [word for word in words if left - 1 <= word.place.left and word.place.right <= right + 1]
    bands = [
        band_words for top, bottom in pairwise(heights) if (band_words := [w for w in within if top < w.middle[1] < bottom])
    ]
    if len(bands) < FEWEST_BANDS or any(_lines(band) > MOST_LINES for band in bands):
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
    top = min(word.place.top for word in head) - 1 if headed else heights[0]
    tops = [Edge.across(top, left, right)] if top < heights[0] else []
    return [*tops, *(Edge.down(x, top, heights[-1]) for x in (left, *borders, right))]


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


def _lines(band: Sequence[Word]) -> int:
    return len({round(word.y / 3) for word in band})
