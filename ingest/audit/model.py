"""Figures that are seen against figures that were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex as re

from ingest.language.text import fold_spaces, normalize

FIGURE = re.compile(r"[0-9]+")
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"  # "m²" may be seen as "m" and a raised "2"
LONG_FRACTION = re.compile(r"(?<=\d)\.\d{6,}|(?<=\d)\.0+(?!\d)")  # how a chart keeps what it shows rounded
NEAR = 40  # figures that may stand between the two parts of one: a row of as many columns
LONGEST_BROKEN = 6  # digits of a figure that a column prints one by one
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


class Doubt:
    """Which figures of a file are worth a closer look: those that it holds more often than they were read.

    Whether a person sees a figure takes long to say. One that was read as often as it stands in the file, seen or not, is
    not lost; a text with no others is passed over.
    """

    def __init__(self, read: str) -> None:
        self.figures = frozenset(FIGURE.findall(read))
        self.held = Counter(FIGURE.findall(read))
        self.held.update(str(RAISED.index(sign)) for sign in re.findall(f"[{RAISED}]", read))
        self._short: frozenset[str] = frozenset()

    def weigh(self, rough: Iterable[str]) -> None:
        """Take all texts of the file, seen or not."""
        counts = Counter(figure for text in rough for figure in FIGURE.findall(text))
        self._short = frozenset(figure for figure, count in counts.items() if count > self.held[figure])

    def __bool__(self) -> bool:
        """Whether any figure is in doubt."""
        return bool(self._short)

    def passes(self, text: str) -> bool:
        """Say whether a text holds no figure in doubt; its figures are then counted as seen and read."""
        figures = FIGURE.findall(text)
        if not self._short.isdisjoint(figures):
            return False
        self.held.subtract(figures)
        return True


def missing(seen: Sequence[SeenFigures], read: Counter[str]) -> list[Missing]:
    """Return the figures that are seen more often than they were read (``read``, by number).

    A figure is a run of digits: how it is grouped, and what stands between, differs without loss. Runs that a line's end
    parts, and that were read as one, are read. Of a figure that is read less often than seen, the last ones are given:
    which of them it was cannot be told.
    """
    unmatched = read.copy()
    texts = (normalize(line.text) for line in seen)
    runs = [_DigitRun(m[0], at, m.start(), m.end()) for at, text in enumerate(texts) for m in FIGURE.finditer(text)]
    runs = _without_broken(runs, unmatched)
    spare = unmatched - Counter(run.figure for run in runs)
    left, short = unmatched.copy(), list[int]()
    for at, run in enumerate(runs):
        if left[run.figure] > 0:
            left[run.figure] -= 1
        else:
            short.append(at)
    return [_told(runs[at], seen[runs[at].line]) for at in _without_parts(short, [run.figure for run in runs], spare)]


@dataclass(frozen=True, slots=True)
class _DigitRun:
    """A run of digits: the number of its line, and where in it."""

    figure: str
    line: int
    start: int
    end: int


def _without_broken(runs: Sequence[_DigitRun], unmatched: Counter[str]) -> list[_DigitRun]:
    """Leave out the runs that line ends part, in narrow columns, and that were read as one; the one is as good as seen.

    Other columns may stand between two parts; more than two follow each other, a line each.
    """
    counts = Counter(run.figure for run in runs)
    spare, joined_runs = unmatched - counts, set[int]()
    for at, run in enumerate(runs) if spare else ():
        chain = [at]
        for n in range(at + 1, min(len(runs), at + NEAR)):
            if at in joined_runs or n in joined_runs or runs[n].line == runs[chain[-1]].line:
                continue
            parts = [*chain, n]
            whole = "".join(runs[part].figure for part in parts)
            if spare[whole] > 0 and any(counts[runs[part].figure] > unmatched[runs[part].figure] for part in parts):
                spare[whole] -= 1
                unmatched[whole] -= 1
                joined_runs.update(parts)
                counts.subtract(runs[part].figure for part in parts)
            elif n == chain[-1] + 1 and len(whole) <= LONGEST_BROKEN and len(run.figure) == 1:
                chain = parts
    return [run for at, run in enumerate(runs) if at not in joined_runs]


def _told(run: _DigitRun, line: SeenFigures) -> Missing:
    text = normalize(line.text)
    return Missing(run.figure, line.page, fold_spaces(text[max(0, run.start - AROUND) : run.end + AROUND]))


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
