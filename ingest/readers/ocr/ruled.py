"""Ruled lines in the picture of a page: long thin runs of ink, level or upright."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

INK = 170  # of 255: a thin rule of a scan is grey
SHORTEST = 44  # pixels at 200 dots an inch, half a centimetre: no stroke of a letter is as long
THICKEST = 12  # pixels; more is a stamp, a picture or the edge of a scan
DRIFT = 3  # pixels up or down from one run to the next: what is left of the page's slant
GAP = 14  # pixels within one rule: a crack of a photograph
MOST_RUNS = 40_000  # of a page; a photograph of something else has more


@dataclass(slots=True)
class Rule:
    """A rule: from ``start`` to ``end`` along it, between ``low`` and ``high`` across it, in pixels."""

    start: int
    end: int
    low: int
    high: int

    @property
    def at(self) -> float:
        """Where across it its middle lies."""
        return (self.low + self.high) / 2


def rules(page: Image.Image) -> tuple[list[Rule], list[Rule]]:
    """Return the level and the upright rules of a page that lies level, in grey."""
    ink = np.asarray(page) < INK
    return list(_rules(ink)), list(_rules(ink.T))


def _rules(ink: np.ndarray) -> Iterator[Rule]:
    """Yield the level rules of a picture of ink."""
    rows, starts, ends = _runs(ink & ~_high(ink), ink)
    if len(rows) > MOST_RUNS:
        return
    open_: list[Rule] = []
    for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
        yield from (rule for rule in open_ if row - rule.high > DRIFT)
        open_ = [rule for rule in open_ if row - rule.high <= DRIFT]
        near = [rule for rule in open_ if start <= rule.end + GAP and end >= rule.start - GAP]
        whole = Rule(start, end, row, row)
        for rule in near:
            whole = Rule(min(whole.start, rule.start), max(whole.end, rule.end), min(whole.low, rule.low), row)
            open_.remove(rule)
        open_.append(whole)
    yield from open_


def _high(ink: np.ndarray) -> np.ndarray:
    """Return the ink that is higher than a rule is thick: stamps, pictures, uprights, what is dark around a photograph."""
    size = THICKEST + 1
    sums = np.pad(ink, ((1, 0), (0, 0))).cumsum(axis=0, dtype=np.int32)
    whole = sums[size:] - sums[:-size] == size  # at the top of a column of so many
    tops = np.pad(whole, ((size, size - 1), (0, 0))).cumsum(axis=0, dtype=np.int32)
    return np.asarray(tops[size:] - tops[:-size] > 0)


def _runs(thin: np.ndarray, ink: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return row, start and end of every level run of thin ink that is long enough, from the top; it may cross thick ink."""
    edges = np.diff(np.pad(thin, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    if not len(rows):
        return rows, starts, ends
    sums = np.pad(ink, ((0, 0), (1, 0))).cumsum(axis=1, dtype=np.int32)
    gaps = starts[1:] - ends[:-1]
    crosses = (rows[1:] == rows[:-1]) & (gaps <= THICKEST)
    crosses &= sums[rows[1:], starts[1:]] - sums[rows[:-1], ends[:-1]] == gaps
    first = np.concatenate(([True], ~crosses))
    rows, starts, ends = rows[first], starts[first], ends[np.concatenate((~crosses, [True]))]
    long = ends - starts >= SHORTEST
    return rows[long], starts[long], ends[long]
