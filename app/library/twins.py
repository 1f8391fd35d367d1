"""Twins: one report held as several files, such as the Word file and the signed PDF made of it.

Their bytes differ, so they are two reports to the library. Their words are the same but for layout: lines broken elsewhere,
page numbers, a table read cell by cell or line by line.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import regex as re

from ingest.language.terms import fold
from ingest.model import Metadata

WORD = re.compile(r"[\p{L}\p{N}]+")
RUN = 3  # words: pairs are common to all reports of an office, longer runs are broken by cells and ends of pages
SAME = 0.9  # share of the runs of either; a Word file and its PDF share all, reports of two offices at most 0.22 (samples)
FIGURE = re.compile(r"\d+(?:[.,]\d+)*+")


class Comparable(Protocol):
    """A report of the register, as far as it is compared."""

    @property
    def report(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def facts(self) -> Metadata: ...  # noqa: D102


H = TypeVar("H", bound=Comparable)


@dataclass(frozen=True, slots=True)
class _Print:
    """What of a report's text is compared: its runs of words, and its figures."""

    runs: frozenset[str]
    figures: frozenset[str]

    def is_same(self, other: _Print) -> bool:
        """Say whether two texts are one but for layout. A version with one other figure is another report, no twin."""
        fewer, more = sorted((len(self.runs), len(other.runs)))
        alike = len(self.runs & other.runs) >= SAME * more and fewer > 0
        return alike and self.figures == other.figures


class Twins:
    """Finds twins; the words of a report are read once. Only reports that could be twins are read at all."""

    def __init__(self) -> None:
        self._prints: dict[str, _Print] = {}

    def groups(self, entries: Sequence[H], text_of: Callable[[str], str]) -> list[list[H]]:
        """Return the entries in their order, twins in one group in the place of the first.

        :param text_of: returns a report's text by its id; a KeyError says that it is gone.
        """
        groups: list[list[H]] = []
        alike: dict[Hashable, list[list[H]]] = {}
        for entry in entries:
            candidates = [group for key in _keys(entry) for group in alike.get(key, [])]
            group = next(
                (candidate for candidate in candidates if self._same(candidate[0].report, entry.report, text_of)), None
            )
            if group is None:
                group = []
                groups.append(group)
            group.append(entry)
            for key in _keys(entry):
                if not any(candidate is group for candidate in alike.setdefault(key, [])):
                    alike[key].append(group)
        return groups

    def _same(self, report: str, other: str, text_of: Callable[[str], str]) -> bool:
        try:
            return self._of(report, text_of).is_same(self._of(other, text_of))
        except KeyError:
            return False

    def _of(self, report: str, text_of: Callable[[str], str]) -> _Print:
        if report not in self._prints:
            text = fold(text_of(report))
            words = WORD.findall(text)
            runs = frozenset(" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
            self._prints[report] = _Print(runs, frozenset(FIGURE.findall(text)))
        return self._prints[report]


def _keys(entry: Comparable) -> Iterator[Hashable]:
    """Yield what twins have in common, as far as the report says it: number and year of issue, or title and period."""
    facts = entry.facts
    if facts.number:
        yield "number", fold(facts.number), (facts.date or "")[:4]
    yield "title", fold(entry.title), facts.period_from, facts.period_to
