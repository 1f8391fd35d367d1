"""Tables over reports: which figure stands in which cell, and which does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.tabulation.model import Slot, TableRequest
from app.tabulation.request import BadTable, request_of, years_of
from app.tabulation.table import build_table, suggest_indicators
from index.query.query import QueryReader
from index.store.library import Library
from tests.app.tabulation.conftest import identity

FILES = ("khe-son-2024.docx", "dong-vai.docx", "tho-loc.docx")


def _values(library: Library, reader: QueryReader, indicator: str, year: int | None = 2024) -> dict[str, list[str]]:
    years = (year,) if year is not None else None
    table = build_table(library, reader, TableRequest((indicator,), years=years))
    return {row.file: [cell.text for cell in row.cells] for row in table.rows}


def test_each_report_gives_its_own_figure_and_a_silent_one_none(communes: Library, reader: QueryReader) -> None:
    values = _values(communes, reader, "hộ nghèo")
    assert values["khe-son-2024.docx"] == ["104 hộ"]
    assert values["dong-vai.docx"] == ["88 hộ"]
    assert values["tho-loc.docx"] == []  # it tells of "hộ cận nghèo" alone


def test_a_counterpart_is_no_figure(communes: Library, reader: QueryReader) -> None:
    assert _values(communes, reader, "giấy khen cho tập thể")["dong-vai.docx"] == ["9 tập thể"]
    assert _values(communes, reader, "GK cho cá nhân")["dong-vai.docx"] == ["40 cá nhân"]


def test_a_share_is_no_count(communes: Library, reader: QueryReader) -> None:
    values = _values(communes, reader, "tỷ lệ hộ nghèo")
    assert values["khe-son-2024.docx"] == ["5,2%"]
    assert values["dong-vai.docx"] == ["4,4%"]


def test_a_plan_and_last_year_are_no_result(communes: Library, reader: QueryReader) -> None:
    assert _values(communes, reader, "đảng viên mới kết nạp")["khe-son-2024.docx"] == ["9 đảng viên"]
    assert _values(communes, reader, "đảng viên mới kết nạp", 2023)["khe-son-2024.docx"] == ["7"]
    plan = _values(communes, reader, "kế hoạch kết nạp đảng viên mới")
    assert plan["khe-son-2024.docx"] == ["12"]


def test_last_year_in_a_table_is_of_last_year(communes: Library, reader: QueryReader) -> None:
    assert _values(communes, reader, "hộ nghèo", 2023)["khe-son-2024.docx"] == ["130 hộ"]


def test_two_values_of_one_report_both_show_and_are_not_added(communes: Library, reader: QueryReader) -> None:
    table = build_table(communes, reader, TableRequest(("giấy khen cho cá nhân",), years=(2024,)))
    row = next(row for row in table.rows if row.file == "tho-loc.docx")
    assert {cell.text for cell in row.cells} == {"33 cá nhân", "36 cá nhân"}
    assert table.totals[0].total is None
    assert "hai số khác nhau" in (table.totals[0].why_not or "")


def test_a_choice_takes_the_place_of_what_was_proposed(communes: Library, reader: QueryReader) -> None:
    slot = Slot(identity("tho-loc.docx"), "giấy khen cho cá nhân", 2024)
    reports = tuple(map(identity, FILES))
    plain = build_table(communes, reader, TableRequest((slot.indicator,), reports, (2024,)))
    chosen = next(cell.choice for cell in plain.rows[2].cells if cell.value == 33)
    assert chosen is not None
    request = TableRequest((slot.indicator,), reports, (2024,), {slot: chosen.fact.key})
    table = build_table(communes, reader, request)
    assert [cell.value for cell in table.rows[2].cells] == [Decimal(33)]
    assert table.totals[0].total == 61 + 40 + 33
    assert 36 in {other.fact.value for other in table.rows[2].cells[0].alternatives}


def test_a_correction_is_marked_and_counts(communes: Library, reader: QueryReader) -> None:
    slot = Slot(identity("tho-loc.docx"), "hộ nghèo", 2024)
    reports = tuple(map(identity, FILES))
    table = build_table(communes, reader, TableRequest(("hộ nghèo",), reports, (2024,), {}, {slot: "1.050 hộ"}))
    cell = table.rows[2].cells[0]
    assert (cell.value, cell.unit, cell.by_hand) == (Decimal(1050), "hộ", True)
    assert table.totals[0].total == 104 + 88 + 1050
    with pytest.raises(BadTable, match="con số"):
        build_table(communes, reader, TableRequest(("hộ nghèo",), reports, (2024,), {}, {slot: "chưa rõ"}))


def test_what_comes_near_is_offered_and_not_counted(communes: Library, reader: QueryReader) -> None:
    table = build_table(communes, reader, TableRequest(("hộ nghèo", "kế hoạch hộ nghèo"), years=(2024,)))
    row = next(row for row in table.rows if row.file == "dong-vai.docx")
    (cell,) = row.at("hộ nghèo", 2024)
    assert Decimal(15) in {other.fact.value for other in cell.alternatives}  # homes were mended for fifteen of them
    assert row.at("kế hoạch hộ nghèo", 2024) == ()
    offered = {choice.fact.value for slot, choices in row.offered for choice in choices if slot.indicator.startswith("kế")}
    assert Decimal(88) in offered


def test_every_cell_is_cited(communes: Library, reader: QueryReader) -> None:
    table = build_table(communes, reader, TableRequest(("hộ nghèo", "giấy khen cho cá nhân")))
    for row in table.rows:
        report = communes.catalog.report(row.report)
        for cell in row.cells:
            assert cell.choice is not None
            assert cell.choice.quote in report.text
            assert str(cell.value) in cell.choice.quote


def test_without_years_a_report_gives_its_own(communes: Library, reader: QueryReader) -> None:
    values = _values(communes, reader, "hộ nghèo", None)
    assert (values["khe-son.docx"], values["khe-son-2024.docx"]) == (["130 hộ"], ["104 hộ"])


def test_the_same_request_gives_the_same_table(communes: Library, reader: QueryReader) -> None:
    request = TableRequest(("hộ nghèo", "giấy khen cho tập thể"))
    assert build_table(communes, reader, request) == build_table(communes, QueryReader(communes), request)


def test_an_indicator_of_no_words_fills_nothing(communes: Library, reader: QueryReader) -> None:
    assert not any(row.cells for row in build_table(communes, reader, TableRequest(("!?",))).rows)


def test_suggestions_are_what_most_reports_state(communes: Library, reader: QueryReader) -> None:
    suggestions = suggest_indicators(communes, reader)
    assert [(suggestion.name, suggestion.reports) for suggestion in suggestions[:2]] == [
        ("Cận nghèo", 3),
        ("Hộ nghèo", 3),
    ] or suggestions[0].reports == 4
    assert all("Bản Mạy" not in suggestion.name for suggestion in suggestions)


def test_a_request_is_read_from_what_people_type(communes: Library) -> None:
    request = request_of(communes, " hộ nghèo ;GK cho cá nhân; hộ nghèo", ["Dong-Vai.docx"], "2023-2024")
    assert request.indicators == ("hộ nghèo", "GK cho cá nhân")
    assert (request.reports, request.years) == ((identity("dong-vai.docx"),), (2023, 2024))


@pytest.mark.parametrize(
    ("indicators", "reports", "years", "said"),
    [
        (" ; ", [], "", "Chưa có chỉ tiêu"),
        ("hộ", ["khong-co.docx"], "", "khong-co.docx"),
        ("hộ", [], "2025-2023", "2025-2023"),
    ],
)
def test_a_bad_request_says_what_to_do(
    communes: Library, indicators: str, reports: list[str], years: str, said: str
) -> None:
    with pytest.raises(BadTable, match=said):
        request_of(communes, indicators, reports, years)


def test_years_are_one_or_a_span_or_several() -> None:
    assert years_of("") is None
    assert years_of("2024") == (2024,)
    assert years_of("2021, 2023-2024") == (2021, 2023, 2024)
