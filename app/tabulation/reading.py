"""Cells that words leave open: their likeliest facts are read together with the indicator, which may fill them.

What reads is :mod:`index.embedding.reader`. It costs more than all words together, so it reads few facts of a cell, and only
so many of a table: cells nearest to being filled come first. Which cells these are depends on the table alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app.tabulation.indicator import IndicatorQuery
from app.tabulation.matching import Match, confidence, is_contradicted, says_again
from app.tabulation.vocabulary import table_words
from index.embedding.embedder import Embedder, ReadStatement
from ingest.facts.model import Fact
from ingest.facts.prose import GAP

# Facts of a cell that are read, and the score that each must have at least. With 8 and all scores as many of 220 cells come
# out right, for twice as many statements.
READ_OF_CELL, LIKELY = 5, -4.0
READ_OF_TABLE = 120  # statements; one takes about 10 ms on two cores
FARTHEST = 3.0  # of the distance to the second reading: that it is yet farther says nothing more


def read_open(cells: Sequence[tuple[IndicatorQuery, Sequence[Match]]], embedder: Embedder) -> list[Match | None]:
    """Return for each of some cells that words leave open the fact that fills it, None where reading does not tell either.

    :param cells: indicator and facts of the cell's year, best first.
    """
    left = READ_OF_TABLE
    to_read: dict[str, list[int]] = {}
    likely = [likely_facts(ranked) for _, ranked in cells]
    for number in sorted(range(len(cells)), key=lambda number: (-confidence(cells[number][1]), number)):
        left -= len(likely[number])
        if likely[number] and left >= 0:
            to_read.setdefault(cells[number][0].restored, []).append(number)
    filled: list[Match | None] = [None] * len(cells)
    for indicator, numbers in to_read.items():  # those of one indicator together
        readings = embedder.read(
            question_of(indicator), [statement_of(match.fact) for number in numbers for match in likely[number]]
        )
        if readings is None:
            break  # the model has not learned to read
        left_readings = iter(map(float, readings))
        for number in numbers:
            filled[number] = _told(likely[number], list(itertools.islice(left_readings, len(likely[number]))))
    return filled


def likely_facts(ranked: Sequence[Match]) -> list[Match]:
    """Return the facts of a cell that are read, best first."""
    return [match for match in ranked[:READ_OF_CELL] if match.score > LIKELY]


def best_read(likely: Sequence[Match], readings: Sequence[float]) -> tuple[Match, float, float]:
    """Return the fact that words and reading together put first, its reading, and how far the second value's lies below.

    :raises ValueError: there is no fact.
    """
    share = table_words().reading["share"]
    at = int(np.argmax([match.score + share * own for match, own in zip(likely, readings, strict=True)]))
    best, reading = likely[at], readings[at]
    rivals = [
        other
        for match, other in zip(likely, readings, strict=True)
        if match.fact.value != best.fact.value and not says_again(best, match)
    ]
    return best, reading, max(-FARTHEST, min(FARTHEST, reading - max(rivals, default=-np.inf)))


def _told(likely: Sequence[Match], readings: Sequence[float]) -> Match | None:
    """Return the fact that words and reading together put first, if its reading is good and others' are not."""
    weights = table_words().reading
    best, reading, apart = best_read(likely, readings)
    odds = weights["bias"] + weights["reading"] * reading + weights["apart"] * apart
    return replace(best, score=odds) if odds > 0 and not is_contradicted(best) else None


def question_of(indicator: str) -> str:
    """Return what is read with a fact of an indicator."""
    return table_words().reading_question.format(indicator=indicator)


def statement_of(fact: Fact) -> ReadStatement:
    """Return what is read of a fact: the figure with the words that name it, or its cell with label and title."""
    if fact.title:
        text = f"{fact.name} – {fact.title}: {fact.text}"
    elif GAP in fact.name:
        text = f"{fact.before} {fact.name.replace(GAP, fact.text)}"
    else:
        text = f"{fact.before} {fact.name} {fact.text}"
    return ReadStatement(tuple(fact.headings), fact.lead, text.strip())
