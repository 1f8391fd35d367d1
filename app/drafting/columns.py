"""Widths of a table's columns: each gets what its words need, and those with most text share the rest of the page."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.typeface import width

MM_OF_POINT = 25.4 / 72
PADDING = 4.2  # millimetres of a cell left and right of its words, as Word sets them, and the lines
BOLD = 1.08  # how much wider bold letters run than plain ones


def column_widths(rows: Sequence[Sequence[str]], size: float, room: float) -> tuple[float, ...]:
    """Return the width of each column in millimetres, all of ``room`` together; no rows: none.

    :param rows: the cells' texts, the heads first, all rows of one length. :param size: of the letters, in points.
    """
    if not rows or not rows[0]:
        return ()
    columns = list(zip(*rows, strict=True))
    least = [max(_longest_word(text, size) for text in column) + PADDING for column in columns]
    whole = [max(_length(text, size) for text in column) + PADDING for column in columns]
    if sum(least) >= room:  # words must break anyway: shares of what they need
        return tuple(room * need / sum(least) for need in least)
    spare = room - sum(least)
    missing = [full - low for full, low in zip(whole, least, strict=True)]
    if sum(missing) <= spare:
        more = (spare - sum(missing)) / len(columns)
        return tuple(full + more for full in whole)
    # a column with ten times the text has more lines too, so it needs less than ten times the room
    shares = [min(wish, spare) ** 0.75 for wish in missing]
    return tuple(low + spare * share / sum(shares) for low, share in zip(least, shares, strict=True))


def _longest_word(text: str, size: float) -> float:
    return max((_length(word, size) for word in text.split()), default=0.0)


def _length(text: str, size: float) -> float:
    return BOLD * width(text) / 1000 * size * MM_OF_POINT
