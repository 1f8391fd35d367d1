"""Columns of tables: which hold names, units and notes, and what the titles of the others say."""

from __future__ import annotations

from ingest.facts.columns import are_divisions, is_heading, table_columns
from ingest.facts.prose import Setting
from ingest.facts.times import FactTime
from ingest.model import Table

SETTING = Setting("", (), FactTime(2024, 2024), FactTime(2024, 2024), "report", ahead=False)


def _table(*rows: tuple[str, ...]) -> Table:
    return Table(rows, None)


def test_names_units_and_values_are_told_apart() -> None:
    table = _table(("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch 2024", "Thực hiện 2024"), ("1", "Hộ nghèo", "hộ", "40", "38"))
    number, name, unit, plan, result = table_columns(table, SETTING)
    assert number.notes and name.names and unit.units
    assert (plan.standing, result.standing) == ("plan", "result")
    assert plan.time is not None and plan.time.year == 2024


def test_where_no_column_holds_words_the_first_one_names_the_rows() -> None:
    year, _ = table_columns(_table(("Năm", "Số vụ"), ("2023", "4"), ("2024", "3")), SETTING)
    assert year.names


def test_a_column_of_small_numbers_behind_ages_is_no_running_number() -> None:
    ages = _table(("Độ tuổi", "Số lớp", "Số trẻ"), ("3-4 tuổi", "3", "91"), ("4-5 tuổi", "3", "103"))
    names, classes, children = table_columns(ages, SETTING)
    assert names.names
    assert not (classes.notes or children.notes)


def test_columns_beside_the_one_of_the_whole_are_its_parts() -> None:
    columns = table_columns(_table(("Chỉ tiêu", "Tổng số", "Thôn Bắc", "Thôn Nam"), ("Số hộ", "9", "4", "5")), SETTING)
    assert [column.place for column in columns] == ["", "", "Thôn Bắc", "Thôn Nam"]


def test_rows_of_divisions_and_headings() -> None:
    columns = table_columns(_table(("Đơn vị", "Số hộ"), ("Xã Cẩm Đài", "4"), ("Xã Lam Trà", "5")), SETTING)
    assert are_divisions(columns)
    assert is_heading(("I", "Kinh tế", "Kinh tế")) and not is_heading(("1", "Hộ nghèo", "38"))
