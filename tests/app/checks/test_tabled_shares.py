"""Shares of plan and of last year in the prose, held against the row of a table with the same result."""

from __future__ import annotations

import pytest

from app.checks import tabled, tabled_shares

TABLE = [
    ("TT", "Chỉ tiêu", "TH 2023", "KH 2024", "TH 2024", "TH/KH (%)", "So với cùng kỳ (%)"),
    ("1", "Thu ngân sách", "71,4", "68,0", "76,5", "112,5", "107,1"),
    ("2", "Trồng rừng", "120", "125", "126", "100,8", "105,0"),
]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Thu ngân sách đạt 76,5 tỷ đồng, bằng 118,2% cùng kỳ.", 1),
        ("Thu ngân sách đạt 76,5 tỷ đồng, bằng 107,1% cùng kỳ.", 0),
        ("Thu ngân sách đạt 76,5 tỷ đồng, đạt 121,5% kế hoạch.", 1),
        ("Thu ngân sách đạt 76,5 tỷ đồng, đạt 112,5% kế hoạch.", 0),
        ("Thu ngân sách 6 tháng đạt 40,5 tỷ đồng, đạt 59,6% kế hoạch.", 0),
        ("Thu phí đạt 76,5 triệu đồng, bằng 118,2% cùng kỳ.", 0),
    ],
)
def test_a_share_is_that_of_the_table(sheet, text, count):
    assert len(list(tabled_shares.check(sheet("I. KẾT QUẢ", text, TABLE)))) == count


@pytest.mark.parametrize(("text", "count"), [("Có 38/49 ấp đạt ba tiêu chí.", 1), ("Có 36/49 ấp đạt ba tiêu chí.", 0)])
def test_a_ratio_is_that_of_the_table(sheet, text, count):
    table = [
        ("TT", "Xã", "Số hộ", "Ấp đạt ba tiêu chí"),
        ("1", "Bình Sậy", "812", "12/16"),
        ("", "Toàn huyện", "2.140", "36/49"),
    ]
    assert len(list(tabled.check(sheet("I. KẾT QUẢ", text, table)))) == count
