"""A comparison, taken apart into one question for each place."""

from __future__ import annotations

import pytest

from app.question.decomposition import by_place
from app.question.question import Shape, understand
from index.gazetteer.scope import Place, scope_of
from index.query.query import Query
from ingest.language.terms import terms

PLACES = [Place("huyện", "Lam Trà", ("r1",)), Place("huyện", "Vân Sa", ("r2",))]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("So sánh số hộ nghèo của Lam Trà (2023) và Vân Sa (2019).", [("2023",), ("2019",)]),
        ("Năm 2024, Lam Trà và Vân Sa có bao nhiêu hộ nghèo?", [("2024",), ("2024",)]),
        ("Hộ nghèo Lam Trà đạt được năm 2019 so với mục tiêu 2025 của Vân Sa?", [("2019",), ("2025",)]),
        ("So sánh số hộ nghèo năm 2024 của Lam Trà và Vân Sa.", [("2024",), ("2024",)]),
        ("Lam Trà còn bao nhiêu hộ nghèo năm 2019, Vân Sa còn bao nhiêu?", [("2019",), ("2019",)]),
        ("Số giấy khen của Lam Trà năm 2024 và của Vân Sa cả nhiệm kỳ hơn kém nhau bao nhiêu?", [("2024",), ()]),
        ("Lam Trà năm 2023 với Vân Sa năm 2024, bên nào nhiều hộ nghèo hơn?", [("2023",), ("2024",)]),
        ("Lam Trà và Vân Sa chia mấy khối thi đua?", [(), ()]),
    ],
)
def test_years_go_with_their_place(text: str, years: list[tuple[str, ...]]) -> None:
    question = understand(Query(text, text, (), (), tuple(terms(text)), text), scope_of(text, PLACES))
    assert question.shape is Shape.COMPARE
    assert [alone.years for _, alone in by_place(question, _query)] == years


def test_each_side_is_a_question_about_its_place_alone() -> None:
    text = "Lam Trà và Vân Sa, huyện nào có nhiều xã nhất?"
    question = understand(Query(text, text, (), (), tuple(terms(text)), text), scope_of(text, PLACES))
    sides = by_place(question, _query)
    assert [place for place, _ in sides] == PLACES
    for place, alone in sides:
        assert alone.scope.places == (place,) and alone.shape is Shape.FACT
        assert alone.counted == "xã" and "figure" in alone.asks and alone.content == ("xã",)
    assert "Vân Sa" not in sides[0][1].query.text and "Lam Trà" not in sides[1][1].query.text


def test_a_section_is_compared_as_a_section_unless_figures_are_asked() -> None:
    role = understand(_query("Nguyên nhân hạn chế của Lam Trà và Vân Sa giống nhau ở đâu?"), _scope())
    assert {alone.role.name for _, alone in by_place(role, _query) if alone.role} == {"causes"}
    figures = understand(_query("Mục tiêu tỷ lệ hộ nghèo của Lam Trà và Vân Sa?"), _scope())
    assert all(alone.role is None and "figure" in alone.asks for _, alone in by_place(figures, _query))


def _query(text: str) -> Query:
    return Query(text, text, (), (), tuple(terms(text)), text)


def _scope():
    return scope_of("Lam Trà và Vân Sa", PLACES)
