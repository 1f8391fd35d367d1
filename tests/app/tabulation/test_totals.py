"""Totals, and why there is none."""

from __future__ import annotations

from decimal import Decimal

from app.tabulation.model import TableRequest
from app.tabulation.table import build_table
from index.query.query import QueryReader
from index.store.library import Library
from tests.app.tabulation.conftest import identity

THREE = tuple(map(identity, ("khe-son-2024.docx", "dong-vai.docx", "tho-loc.docx")))


def test_a_column_is_added_up_with_mean_least_and_most(communes: Library, reader: QueryReader) -> None:
    (total,) = build_table(communes, reader, TableRequest(("giấy khen cho tập thể",), THREE, (2024,))).totals
    assert (total.total, total.mean, total.of) == (Decimal(14 + 9 + 7), Decimal("10.00"), 3)
    assert (total.minimum, total.lowest) == (Decimal(7), (identity("tho-loc.docx"),))
    assert (total.maximum, total.highest) == (Decimal(14), (identity("khe-son-2024.docx"),))


def test_shares_have_a_mean_and_no_sum(communes: Library, reader: QueryReader) -> None:
    (total,) = build_table(communes, reader, TableRequest(("tỷ lệ hộ nghèo",), THREE, (2024,))).totals
    assert (total.total, total.mean) == (None, Decimal("4.80"))
    assert "không cộng được" in (total.why_not or "")


def test_two_reports_of_one_body_are_not_added(communes: Library, reader: QueryReader) -> None:
    both = tuple(map(identity, ("khe-son.docx", "khe-son-2024.docx")))
    table = build_table(communes, reader, TableRequest(("hộ nghèo",), both, (2023,)))
    assert [cell.value for row in table.rows for cell in row.cells] == [130, 130]
    assert table.totals[0].total is None
    assert "cùng một cơ quan" in (table.totals[0].why_not or "")


def test_a_column_without_cells_has_no_total(communes: Library, reader: QueryReader) -> None:
    assert build_table(communes, reader, TableRequest(("máy bay không người lái",))).totals == ()
