"""How a source is written out for people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.answer.model import Citation
from app.answer.sources import official_line, official_name, section_name
from ingest.model import Passage

PASSAGE = Passage("p", "r", "a.txt", "Tổng kết năm 2031", ("II", "1"), "KẾT QUẢ", ("KẾT QUẢ",), 4, 0, 12, "Có 12 tổ ong.")


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (
            {"issuer": "UBND xã Lũng Vầu", "number": "14/BC-UBND", "date": "2031-04-08"},
            "(Báo cáo số 14/BC-UBND ngày 8/4/2031 của UBND xã Lũng Vầu, mục II.1, trang 4)",
        ),
        (
            {"issuer": "UBND xã Lũng Vầu", "date": "2031-12"},
            "(Báo cáo tháng 12/2031 của UBND xã Lũng Vầu, mục II.1, trang 4)",
        ),
        (
            {"issuer": "Ủy ban nhân dân xã Lũng Vầu", "number": "14/BC-UBND"},
            "(Báo cáo số 14/BC-UBND của UBND xã Lũng Vầu, mục II.1, trang 4)",
        ),
        (
            {"issuer": "Hội đồng nhân dân tỉnh Sơn Lạc", "number": "9/BC-HĐND"},
            "(Báo cáo số 9/BC-HĐND của HĐND tỉnh Sơn Lạc, mục II.1, trang 4)",
        ),
        ({}, "(Báo cáo Tổng kết năm 2031, mục II.1, trang 4)"),
    ],
)
def test_a_source_as_officials_write_it(facts: dict[str, str], line: str) -> None:
    citation = Citation(1, PASSAGE, 0, 12, "Có 12 tổ ong", 4, items=(), **facts)
    assert official_line(citation) == line


@pytest.mark.parametrize(
    ("section", "line"),
    [
        (("Phần thứ nhất", "III", "2", "b"), ", mục III.2.b Phần thứ nhất (KẾT QUẢ)"),
        (("Chương II",), ", Chương II (KẾT QUẢ)"),
        (("II", "1"), ", mục II.1 (KẾT QUẢ)"),
        ((), " (KẾT QUẢ)"),
    ],
)
def test_a_part_is_named_and_not_numbered(section: tuple[str, ...], line: str) -> None:
    assert section_name(section, "KẾT QUẢ") == line


def test_a_title_that_says_it_is_a_report_is_not_called_one_twice() -> None:
    passage = replace(PASSAGE, title="Báo cáo tổng kết năm 2031")
    citation = Citation(1, passage, 0, 12, "Có 12 tổ ong", 4)
    assert official_line(citation) == "(Báo cáo tổng kết năm 2031, mục II.1, trang 4)"
    assert official_name(citation) == "Báo cáo tổng kết năm 2031"
    assert official_name(replace(citation, number="14/BC-UBND")) == "Báo cáo số 14/BC-UBND tổng kết năm 2031"
