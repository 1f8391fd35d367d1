"""Figures that are seen against figures that were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex as re

from ingest.language.text import fold_spaces, normalize

FIGURE = re.compile(r"\d+")
NEAR = 40  # figures that may stand between the two parts of one: a row of as many columns
AROUND = 30  # characters to each side that a warning shows


@dataclass(frozen=True, slots=True)
class SeenFigures:
    """A line or paragraph that a person sees; its page, None where the format has none."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that was not read, its page, and what stands around it."""

    figure: str
    page: int | None
    around: str

    def __str__(self) -> str:
        """Return "trang 3: 412 (… thoát nghèo 412 hộ …)"."""
        where = f"trang {self.page}: " if self.page is not None else ""
        return f"{where}{self.figure} (… {self.around} …)"


def missing(seen: Sequence[SeenFigures], read: str) -> list[Missing]:
    """Return the figures that are seen more often than they were read.

    A figure is a run of digits: how it is grouped, and what stands between, differs without loss. Runs that a line's end
    parts, and that were read as one, are read. Of a figure that is read less often than seen, the last ones are given:
    which of them it was cannot be told.
    """
    held = Counter(FIGURE.findall(normalize(read)))
    found = [(m[0], line, m.start(), m.end()) for line in seen for m in FIGURE.finditer(normalize(line.text))]
    spare = held - Counter(figure for figure, *_ in found)
    left, short = held.copy(), list[int]()
    for at, (figure, *_) in enumerate(found):
        if left[figure] > 0:
            left[figure] -= 1
        else:
            short.append(at)
    return [_told(*found[at]) for at in _without_parts(short, [figure for figure, *_ in found], spare)]


def _told(figure: str, line: SeenFigures, start: int, end: int) -> Missing:
    text = normalize(line.text)
    return Missing(figure, line.page, fold_spaces(text[max(0, start - AROUND) : end + AROUND]))


def _without_parts(short: Sequence[int], figures: Sequence[str], spare: Counter[str]) -> list[int]:
    """Leave out the runs that are part of one that was read and is seen nowhere whole: "20", "23" in a narrow column.

    Other columns of the row may stand between the two.
    """
    open_ = dict.fromkeys(short)
    for at in short:
        after = (n for n in short if at < n <= at + NEAR and n in open_ and spare[figures[at] + figures[n]] > 0)
        other = next(after, None) if at in open_ else None
        if other is not None:
            spare[figures[at] + figures[other]] -= 1
            del open_[at], open_[other]
    return [at for at in open_ if not any(spare[whole] > 0 for whole in _both(*_around(at, figures)))]


def _around(at: int, figures: Sequence[str]) -> tuple[str, str, str]:
    return figures[at - 1] if at else "", figures[at], figures[at + 1] if at + 1 < len(figures) else ""


def _both(before: str, figure: str, after: str) -> Iterable[str]:
    if before:
        yield before + figure
    if after:
        yield figure + after
