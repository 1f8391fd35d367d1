"""The figures of several periods in one row."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.evidence.candidates import Candidate
from app.evidence.stretches import Stretch
from app.tabulation.aggregate import AskedPeriod
from app.tabulation.answer_row import figures_by_period, figures_of_total
from index.search.retrieval import Hit
from ingest.facts.model import Fact
from ingest.model import Passage

TEXT = "Phí bến 640 688 731\nTổng 940 1.088 1.231"
PASSAGE = Passage("r-1", "r", "t.docx", "Thu phí", ("1",), "Thu", ("Thu",), None, 0, len(TEXT), TEXT)
YEARS = [AskedPeriod(year, year) for year in (2022, 2023, 2024)]


def _row(begin: int, name: str, *values: int) -> list[Fact]:
    return [
        Fact("r-1", begin + 8 + at, begin + 11 + at, begin, begin + 19, str(value), Decimal(value), name=name,
             title=f"Năm {2022 + at}", since=2022 + at, year=2022 + at)
        for at, value in enumerate(values)
    ]  # fmt: skip


FEES, TOTAL = _row(0, "Phí bến", 640, 688, 731), _row(20, "", 940, 1088, 1231)


def _cell(start: int = 8) -> Candidate:
    stretch = Stretch(start, start + 3, "Phí bến, năm 2022: 640", cell=1, title="Năm 2022", value="640", row="Phí bến")
    return Candidate(Hit(PASSAGE, 1.0, 0.9, 0.8), stretch, (), 1.0)


def test_every_period_has_its_figure_in_the_row() -> None:
    assert [int(fact.value) for fact in figures_by_period(_cell(), YEARS, [*FEES, *TOTAL])] == [640, 688, 731]
    assert [int(fact.value) for fact in figures_by_period(_cell(), YEARS[1:], FEES)] == [688, 731]


def test_a_period_without_a_figure_or_with_two_gives_none() -> None:
    assert figures_by_period(_cell(), [*YEARS, AskedPeriod(2025, 2025)], FEES) == []
    assert figures_by_period(_cell(), YEARS, [*FEES, replace(FEES[0], start=14, value=Decimal(5))]) == []
    assert figures_by_period(_cell(), YEARS, []) == []


def test_prose_has_no_row() -> None:
    prose = Stretch(0, 19, "Phí bến 640 688 731")
    assert figures_by_period(replace(_cell(), stretch=prose), YEARS, FEES) == []


def test_the_row_of_totals_is_the_one_without_a_name() -> None:
    assert [int(fact.value) for fact in figures_of_total(FEES, YEARS, [*FEES, *TOTAL])] == [940, 1088, 1231]
    assert figures_of_total(FEES, YEARS, FEES) == []


def test_of_two_columns_a_year_the_one_that_answers_is_put_together() -> None:
    people = [replace(fact, title=f"{fact.title} Cá nhân", value=Decimal(at)) for at, fact in enumerate(FEES)]
    groups = [replace(fact, title=f"{fact.title} Tập thể", start=fact.start + 100) for fact in FEES]
    cell = _cell()
    of_groups = replace(cell, stretch=replace(cell.stretch, title="Năm 2022 Tập thể"))
    assert [int(fact.value) for fact in figures_by_period(of_groups, YEARS, [*people, *groups])] == [640, 688, 731]
    assert (
        figures_by_period(replace(cell, stretch=replace(cell.stretch, title="Năm 2022 Hộ")), YEARS, [*people, *groups]) == []
    )
