"""Whether a figure answers the whole question: no one of several columns alike of which the question names none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.question.question import understand
from app.tabulation.question_fit import is_one_of_columns
from index.gazetteer.library_places import LibraryPlaces
from index.gazetteer.scope import scope_of
from index.query.query import QueryReader
from index.store.library import Library
from ingest.facts.model import Fact


def _cell(start: int, value: int, title: str, *, unit: str = "dự án") -> Fact:
    return Fact("p", start, start + 2, 0, 40, str(value), Decimal(value), unit=unit, title=title, since=2024, year=2024)


FOREIGN, DOMESTIC = _cell(10, 14, "Năm 2024 FDI"), _cell(20, 9, "Năm 2024 DDI")


@pytest.mark.parametrize(
    ("text", "facts", "one_of"),
    [
        ("Hai năm 2023 và 2024 cộng lại cấp mới bao nhiêu dự án?", (FOREIGN, DOMESTIC), True),
        ("Hai năm 2023 và 2024 cộng lại cấp mới bao nhiêu dự án FDI?", (FOREIGN, DOMESTIC), False),
        ("Hai năm 2023 và 2024 cộng lại cấp mới bao nhiêu dự án?", (FOREIGN,), False),
        ("Hai năm 2023 và 2024 cộng lại cấp mới bao nhiêu dự án?", (FOREIGN, _cell(20, 9, "Năm 2024 %", unit="%")), False),
    ],
)
def test_a_column_beside_another_alike_is_a_part(
    communes: Library, reader: QueryReader, text: str, facts: tuple[Fact, ...], one_of: bool
) -> None:
    places = LibraryPlaces(communes)
    question = understand(reader.read(text), scope_of(text, places.current(), places.speaks_of))
    assert is_one_of_columns(FOREIGN, question, facts) is one_of
