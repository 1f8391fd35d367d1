"""Totals behind their parts, or before clauses with them: what does not fit is told, what fits is not."""

from __future__ import annotations

import pytest

from app.checks import closing_totals

WRONG = [
    ("Xã đã tặng cho 19 tập thể và 87 cá nhân, tổng cộng 109 giấy khen.", "106"),
    ("Toàn xã cấp 2.137 giấy phép xây dựng; Phòng cấp 46 giấy, UBND cấp huyện cấp 2.081 giấy.", "2.127"),
    ("Đợt 1 tiêm 1.200 con, đợt 2 tiêm 1.350 con, cả năm tiêm 2.500 con.", "2.550"),
    ("Đã kỷ luật 23 đảng viên. Hình thức: khiển trách 14, cảnh cáo 6, cách chức 1, khai trừ 3.", "24"),
]
RIGHT = [
    "Xã đã tặng cho 19 tập thể và 87 cá nhân, tổng cộng 106 giấy khen.",
    "Toàn xã cấp 2.127 giấy phép xây dựng; Phòng cấp 46 giấy, UBND cấp huyện cấp 2.081 giấy.",
    "Đợt 1 tiêm 1.200 con, đợt 2 tiêm 1.350 con, cả năm tiêm 2.550 con.",
    "Đã kỷ luật 24 đảng viên. Hình thức: khiển trách 14, cảnh cáo 6, cách chức 1, khai trừ 3.",
    "Toàn xã có 45 hộ nghèo; thôn Đông Khê có 12 hộ, thôn Nà Cọ có 9 hộ.",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, text, told):
    found = list(closing_totals.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message
    assert found[0].kind == "sum"


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_not(sheet, text):
    assert list(closing_totals.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []
