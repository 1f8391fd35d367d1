"""Changes whose beginning stands in a table or in another sentence."""

from __future__ import annotations

import pytest

from app.checks import earlier

TABLE = [
    ["TT", "Chỉ tiêu", "ĐVT", "TH 2023", "KH 2024", "TH 2024"],
    ["1", "Thu ngân sách", "Triệu đồng", "8.420", "9.000", "9.615"],
    ["2", "Sản lượng cá", "Tấn", "412", "430", "455"],
    ["3", "Số hộ nghèo", "Hộ", "96", "80", "71"],
]
WRONG = [
    ("Thu ngân sách trên địa bàn đạt 9.615 triệu đồng, tăng 18,5% so với cùng kỳ.", "14,2%"),
    ("Toàn xã còn 71 hộ nghèo, giảm 35 hộ so với năm 2023.", "giảm 25"),
    ("Sản lượng cá ước 455 tấn, giảm 10,4% so năm trước.", "tăng 10,4%"),
]
RIGHT = [
    "Thu ngân sách trên địa bàn đạt 9.615 triệu đồng, tăng 14,2% so với cùng kỳ.",
    "Toàn xã còn 71 hộ nghèo, giảm 25 hộ so với năm 2023.",
    "Toàn xã còn 71 hộ nghèo, giảm 9 hộ so với đầu quý III.",
    "Thu ngân sách đạt 9.615 triệu đồng, tăng 6,8% so với kế hoạch.",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_a_change_that_the_table_does_not_give_is_told(sheet, text, told):
    found = list(earlier.check(sheet("I. KẾT QUẢ", text, TABLE)))
    assert len(found) == 1
    assert told in found[0].message


@pytest.mark.parametrize("text", RIGHT)
def test_one_that_it_gives_or_that_is_against_something_else_is_not(sheet, text):
    assert list(earlier.check(sheet("I. KẾT QUẢ", text, TABLE))) == []


def test_the_beginning_may_stand_in_another_sentence(sheet):
    told = "Toàn xã có 1.264 ha cây ăn quả, tăng 86 ha so với năm 2023."
    again = "Diện tích cây ăn quả tăng từ 1.187 ha lên 1.264 ha."
    assert [one.message for one in earlier.check(sheet("I. KẾT QUẢ", told, again))] == [
        "Trước đó là 1.187 ha, nay 1.264 ha thì tăng 77, báo cáo ghi tăng 86 ha."
    ]
