"""Whether a figure answers the whole question: no one of several columns alike of which the question names none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.question.question import Question, understand
from app.tabulation.model import FactChoice
from app.tabulation.question_fit import is_one_of_columns, tell_one_thing
from index.gazetteer.library_places import LibraryPlaces
from index.gazetteer.scope import scope_of
from index.query.query import QueryReader
from index.store.library import Library
from ingest.facts.model import Fact
from ingest.model import Passage


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
    assert is_one_of_columns(FOREIGN, _question(communes, reader, text), facts) is one_of


def _question(communes: Library, reader: QueryReader, text: str) -> Question:
    places = LibraryPlaces(communes)
    return understand(reader.read(text), scope_of(text, places.current(), places.speaks_of))


def _told(text: str, figure: str, heading: str) -> FactChoice:
    at = text.index(figure)
    fact = Fact(text, at, at + len(figure), 0, len(text), figure, Decimal(figure), unit="vụ", headings=(heading,))
    passage = Passage(text, "r", "a.txt", "Báo cáo", (), heading, (heading,), None, 0, len(text), text)
    return FactChoice(fact, 1.0, passage)


@pytest.mark.parametrize(
    ("text", "heading", "one_thing"),
    [
        ("Năm 2023 bến xảy ra 7 vụ tai nạn.", "Tai nạn", False),
        ("Năm 2023 đơn vị xử phạt vi phạm 164 vụ.", "Kết quả", True),
        ("Năm 2023 phát hiện 164 vụ.", "Xử phạt vi phạm", True),
    ],
)
def test_two_years_figures_are_of_one_thing(
    communes: Library, reader: QueryReader, text: str, heading: str, one_thing: bool
) -> None:
    question = _question(communes, reader, "So 2024 với 2023 thì xử phạt vi phạm tăng hay giảm bao nhiêu vụ?")
    figure = next(word for word in text.split() if word.isdigit() and word != "2023")
    own = _told("Năm 2024 xử phạt vi phạm 187 vụ.", "187", "Xử phạt")
    assert tell_one_thing([own, _told(text, figure, heading)], question) is one_thing
    assert tell_one_thing([own], question) and tell_one_thing([], question)
