"""Cells that words leave open: what of them is read, and when reading fills them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

import numpy as np
import pytest

from app.tabulation import reading
from app.tabulation.features import NAMES
from app.tabulation.indicator import IndicatorQuery, understand_indicator
from app.tabulation.matching import Match
from app.tabulation.model import Slot, TableRequest
from app.tabulation.reading import read_open, statement_of
from app.tabulation.table import build_table
from index.embedding.embedder import Embedder, ReadStatement
from index.query.query import QueryReader
from index.store.library import Library
from ingest.facts.model import Fact
from tests.app.tabulation.conftest import identity


class Readings:
    """An embedder that reads each statement as it is told to; it keeps what it was asked."""

    def __init__(self, by_word: Mapping[str, float]) -> None:
        self.by_word = by_word
        self.asked: list[str] = []

    def read(self, question: str, statements: Sequence[ReadStatement]) -> np.ndarray:
        """Return for each statement what is told of the first word that it holds, -6 for none."""
        self.asked.append(question)
        told = [[value for word, value in self.by_word.items() if word in text.text] for text in statements]
        return np.array([found[0] if found else -6.0 for found in told], dtype=np.float32)


def _match(value: int, score: float, name: str, **features: float) -> Match:
    fact = Fact("p", 0, 1, value, value + 1, str(value), Decimal(value), name=name)
    return Match(fact, score, tuple(features.get(feature, 0.0) for feature in NAMES))


@pytest.fixture
def indicator(communes: Library, reader: QueryReader) -> IndicatorQuery:
    """An indicator in words that no report uses."""
    return understand_indicator("gia đình khó khăn", reader, communes.catalog)


def _read(readings: Readings, *cells: tuple[IndicatorQuery, list[Match]]) -> list[Decimal | None]:
    filled = read_open(cells, cast(Embedder, readings))
    return [None if match is None else match.fact.value for match in filled]


def test_what_reads_well_and_apart_from_others_fills_a_cell(indicator: IndicatorQuery) -> None:
    cell = (indicator, [_match(21, -1.5, "… hộ cận"), _match(34, -2.0, "… hộ nghèo")])
    told = Readings({"nghèo": 1.0, "cận": -2.0})
    assert _read(told, cell) == [34]
    assert told.asked == ["gia đình khó khăn là bao nhiêu?"]


def test_two_that_read_as_well_fill_nothing(indicator: IndicatorQuery) -> None:
    cell = (indicator, [_match(21, -1.5, "… hộ cận"), _match(34, -1.6, "… hộ nghèo")])
    assert _read(Readings({"nghèo": -0.5, "cận": -0.5}), cell) == [None]  # .647 * -.5 + .347 * 0 - .122 < 0


def test_what_is_contradicted_is_not_filled_however_well_it_reads(indicator: IndicatorQuery) -> None:
    assert _read(Readings({"nghèo": 3.0}), (indicator, [_match(34, -1.0, "… hộ nghèo", plan=-1.0)])) == [None]


def test_facts_far_from_the_indicator_are_not_read(indicator: IndicatorQuery) -> None:
    told = Readings({"nghèo": 3.0})
    assert _read(told, (indicator, [_match(34, -4.5, "… hộ nghèo")])) == [None]
    assert told.asked == []


def test_a_table_reads_only_so_many_those_nearest_to_being_filled_first(
    indicator: IndicatorQuery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "READ_OF_TABLE", 2)
    cells = [(indicator, [_match(value, score, "… hộ nghèo")]) for value, score in ((1, -3.0), (2, -1.0), (3, -2.0))]
    assert _read(Readings({"nghèo": 3.0}), *cells) == [None, 2, 3]


def test_a_statement_tells_its_figure() -> None:
    fact = Fact("p", 0, 1, 0, 1, "52 hộ", Decimal(52), name="còn … nghèo", before="rà soát", headings=("I", "II", "III"))
    assert statement_of(fact) == ReadStatement(("I", "II", "III"), "", "rà soát còn 52 hộ nghèo")
    cell = Fact("p", 0, 1, 0, 1, "40", Decimal(40), name="Bản Mạy", title="Hộ nghèo", lead="Bảng 1")
    assert statement_of(cell) == ReadStatement((), "Bảng 1", "Bản Mạy – Hộ nghèo: 40")


def test_a_table_is_filled_by_reading_where_words_leave_it_open(
    communes: Library, reader: QueryReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LIKELY", -6.0)
    request = TableRequest(("khen thưởng tập thể xuất sắc",), (identity("dong-vai.docx"),), (2024,))
    told = cast(Embedder, Readings({"tập thể": 2.0}))
    assert not build_table(communes, reader, request).rows[0].cells
    (cell,) = build_table(communes, reader, request, told).rows[0].cells
    assert (cell.value, cell.slot) == (Decimal(9), Slot(identity("dong-vai.docx"), request.indicators[0], 2024))
    assert build_table(communes, reader, request, told) == build_table(communes, reader, request, told)
