"""Expressions that take too long for a text that is hard for them.

An expression is hard where the time it takes grows faster than the text.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from eval.attacks.expressions import Compiled, Expression
from eval.attacks.hard_texts import pairs, runs, samples, tree

LENGTH = 50_000  # characters of a hostile text: a long paragraph of a large report is a tenth of it
LIMIT = 0.2  # seconds that one expression may take on one hostile text
SEED = 40  # characters of the very first try of what cannot be stopped: it shows what takes exponential time
LENGTHS = (SEED, 312, 625, 2_500, 10_000, LENGTH)  # one try after another, while it may still turn out too slow
PATIENCE = 3.0  # seconds after which a search is stopped: what grows by the square shows itself long before
TRIES = 12  # of a text that seems to take too long: a machine that gave memory slowly once took 0.26 s three times for 1 ms
PAUSE = 0.1  # seconds between such tries, so that they do not all fall into one slow moment of the machine
STEEP = 1.5  # exponent of growth: 1 is as the text, 2 by its square; on a busy machine bounded runs seem to have up to 1.4
END = "≠"  # a sign that no expression of the program expects


@dataclass(frozen=True, slots=True)
class Slow:
    """An expression that took ``seconds`` for a text of ``length`` characters, of which ``run`` is the beginning."""

    expression: Expression
    deed: str
    run: str
    length: int
    seconds: float
    growth: (
        float  # the exponent by which the time grew from the text before, up to five times shorter; infinite for the first
    )

    @property
    def is_steep(self) -> bool:
        """Whether the time grows faster than the text, on any machine; what is only near LIMIT depends on the machine."""
        return self.growth > STEEP

    def __str__(self) -> str:
        return f"{self.expression}: {self.deed} of {self.length} characters {self.run!r}: {self.seconds:.2f} s"


def slow(expression: Expression) -> Iterator[Slow]:
    """Yield, for every way to search, the first hostile text for which the expression takes longer than LIMIT."""
    pattern = expression.pattern
    # what matches stands at the end, or an engine that looks for its letters first would not begin
    tail = f"{END}Zz9{END}{next(iter(samples(tree(pattern))), '')}{END}"
    texts = [*((start, (run,)) for start, run in runs(pattern)), *(("", pair) for pair in pairs(pattern))]
    deeds = dict(_deeds(pattern))
    for start, parts in texts:
        for deed, act in list(deeds.items()):
            search = _Search(act, start, parts, tail, isinstance(pattern.pattern, bytes))
            if excess := _excess(search, LENGTHS[isinstance(pattern, regex.Pattern) :]):
                del deeds[deed]
                yield Slow(expression, deed, (start + "".join(parts))[:40], *excess)


@dataclass(frozen=True, slots=True)
class _Search:
    """A search through a text that can be of any length: a start, its runs by equal parts, and a tail."""

    act: Callable[[Any], object]
    start: str
    runs: tuple[str, ...]
    tail: str
    in_bytes: bool

    def seconds(self, length: int) -> float:
        """Return the least processor time of up to TRIES, where the first took too long: the machine has other work."""
        size = max(length - len(self.start), 1) // len(self.runs) + 1
        text = self.start + "".join((run * (size // len(run) + 1))[:size] for run in self.runs) + self.tail
        subject = text.encode("utf-8") if self.in_bytes else text
        least, spent = float("inf"), 0.0
        for _ in range(TRIES):
            begun = time.thread_time()
            with contextlib.suppress(TimeoutError):  # it was stopped, so it is slow
                self.act(subject)
            seconds = time.thread_time() - begun
            least, spent = min(least, seconds), spent + seconds
            if least <= LIMIT or spent >= PATIENCE:
                break
            time.sleep(PAUSE)
        return least


def _excess(search: _Search, lengths: Sequence[int]) -> tuple[int, float, float] | None:
    """Return the length of text for which a search takes too long, its time and growth; None where it does at no length."""
    shorter: tuple[int, float] | None = None
    for length in (size for size in lengths if size >= 4 * len(search.start) or size == LENGTH):  # most of it is the run
        seconds = search.seconds(length)
        if seconds > LIMIT:
            if shorter is None:
                return length, seconds, math.inf  # so little text takes so long only where time grows without bound
            return length, seconds, math.log(seconds / shorter[1]) / math.log(length / shorter[0])
        if length == SEED:
            continue  # too short to tell how the time grows
        if seconds < LIMIT * (length / LENGTH) ** 2:
            return None  # even if it takes time by the square of the length
        if shorter and _stays_quick(search, *shorter, length, seconds):
            return None
        shorter = length, seconds
    return None


def _stays_quick(search: _Search, shorter: int, before: float, longer: int, after: float) -> bool:
    """Say whether a search takes less than LIMIT at LENGTH, from two lengths; each is timed again where it decides."""
    if _expected(shorter, before, longer, after) >= LIMIT:  # other work during the longer one looks like growth
        after = min(after, search.seconds(longer))
    if _expected(shorter, before, longer, after) >= LIMIT:
        return False
    before = min(before, search.seconds(shorter))  # other work during the shorter one hides growth
    return _expected(shorter, before, longer, after) < LIMIT


def _expected(shorter: int, before: float, longer: int, after: float) -> float:
    """Return the time for LENGTH, if what grew from one text to the next grows with the length and with its square."""
    square = max(after - before * longer / shorter, 0.0) / (longer * (longer - shorter))
    return (after / longer - square * longer) * LENGTH + square * LENGTH**2


def _deeds(pattern: Compiled) -> list[tuple[str, Callable[[Any], object]]]:
    """Return the ways to search a text. What search, match and sub do is part of finditer, which goes through all of it."""
    limit = {"timeout": PATIENCE} if isinstance(pattern, regex.Pattern) else {}
    return [
        ("fullmatch", lambda text: pattern.fullmatch(text, **limit)),
        ("finditer", lambda text: deque(pattern.finditer(text, **limit), maxlen=0)),
    ]
