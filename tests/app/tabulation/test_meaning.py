"""Facts that share no word with an indicator: the nearest in meaning are read and offered."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

import numpy as np
import pytest

from app.tabulation import table as tables
from app.tabulation.indicator import IndicatorQuery, understand_indicator
from app.tabulation.meaning import nearest_in_meaning
from app.tabulation.model import TableRequest
from app.tabulation.table import build_table
from index.embedding.embedder import Embedder, ReadStatement
from index.query.query import QueryReader
from index.store.library import Library
from ingest.facts.model import Fact

STRANGE = "cửa nhà túng thiếu"  # in words that no report uses


class Meanings:
    """An embedder for which a statement is the nearer the oftener it says a word; it reads nothing well."""

    def __init__(self, word: str) -> None:
        self.word, self.compared = word, 0

    def query(self, text: str) -> np.ndarray:
        """Return one number, by which a statement's is multiplied."""
        return np.array([1.0])

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """Return how often each text says the word."""
        self.compared += len(texts)
        return np.array([[float(text.count(self.word))] for text in texts])

    def read(self, question: str, statements: Sequence[ReadStatement]) -> np.ndarray:
        """Return that nothing answers."""
        return np.full(len(statements), -6.0, dtype=np.float32)


def _fact(value: int, name: str) -> Fact:
    return Fact("p", 0, 1, value, value + 1, str(value), Decimal(value), name=name, year=2031)


@pytest.fixture
def indicator(communes: Library, reader: QueryReader) -> IndicatorQuery:
    return understand_indicator(STRANGE, reader, communes.catalog)


def test_the_nearest_comes_first_and_few_are_taken(indicator: IndicatorQuery) -> None:
    facts = [_fact(number, "hộ nghèo " * (number % 3)) for number in range(9)]
    best = nearest_in_meaning(indicator, facts, cast(Embedder, Meanings("nghèo")))
    assert [match.fact.value for match in best] == [2, 5, 8, 1, 4]  # in reading order where as near
    assert all(first.score > second.score for first, second in zip(best, best[1:], strict=False))
    assert nearest_in_meaning(indicator, [], cast(Embedder, Meanings("nghèo"))) == []


def test_what_is_near_is_offered_and_fills_nothing_unread(communes: Library, reader: QueryReader) -> None:
    request = TableRequest((STRANGE,), years=(2024,))
    rows = build_table(communes, reader, request, cast(Embedder, Meanings("nghèo"))).rows
    assert not any(row.cells for row in rows) and any(row.offered for row in rows)
    assert not any(row.offered for row in build_table(communes, reader, request).rows)


def test_a_table_compares_only_so_many(communes: Library, reader: QueryReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "FACTS_OF_TABLE", 0)
    meanings = Meanings("nghèo")
    build_table(communes, reader, TableRequest((STRANGE,), years=(2024,)), cast(Embedder, meanings))
    assert meanings.compared == 0
