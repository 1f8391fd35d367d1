"""Periods at odds with the report's own, days to which figures are counted, units put into two others."""

from __future__ import annotations

import pytest

from app.checks import calendar, cutoffs, parents, years
from app.checks.years import periods

QUARTER = ("UBND PHƯỜNG HẠ LŨNG", "Hạ Lũng, ngày 17 tháng 3 năm 2026", "BÁO CÁO", "Công tác cải cách hành chính quý I/2026")
TERM = ("HỘI NÔNG DÂN HUYỆN LAM TRÀ", "BÁO CÁO", "Tổng kết phong trào nông dân nhiệm kỳ 2018 - 2023")
YEAR = ("UBND XÃ HẠ LŨNG", "Hạ Lũng, ngày 12 tháng 12 năm 2024", "BÁO CÁO", "Tình hình năm 2024, phương hướng năm 2025")
CASES = [
    (QUARTER, ["I. KẾT QUẢ", "Tốt.", "II. PHƯƠNG HƯỚNG QUÝ II/2025", "Giữ vững."], 1),
    (QUARTER, ["I. KẾT QUẢ", "Tốt.", "II. PHƯƠNG HƯỚNG QUÝ II/2026", "Giữ vững."], 0),
    (TERM, ["I. KẾT QUẢ", "Nhìn lại nhiệm kỳ 2013 - 2018 vừa qua, phong trào tiến bộ."], 1),
    (TERM, ["I. KẾT QUẢ", "Nhìn lại nhiệm kỳ 2018 - 2023 vừa qua, phong trào tiến bộ."], 0),
    (TERM, ["I. KẾT QUẢ", "Nữ cấp ủy nhiệm kỳ 2020 - 2025 đạt 18%."], 0),
    (YEAR, ["I. KẾT QUẢ", "Tốt.", "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025", "Trong năm 2024, phấn đấu trồng 50 ha rừng."], 1),
    (YEAR, ["I. KẾT QUẢ", "Tốt.", "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025", "Trong năm 2025, phấn đấu trồng 50 ha rừng."], 0),
    (YEAR, ["I. KẾT QUẢ NĂM 2023", "Tốt."], 1),
    (YEAR, ["I. KẾT QUẢ", "Thu ngân sách tăng 5% so với năm 2024."], 1),
    (YEAR, ["I. KẾT QUẢ", "Thu ngân sách tăng 5% so với năm 2023."], 0),
    (YEAR, ["Xã báo cáo (số liệu tính đến ngày 30/11/2024):", "I. KẾT QUẢ", "(số liệu chốt ngày 15/12/2024)"], 1),
    (
        YEAR,
        ["Xã báo cáo (số liệu tính đến ngày 30/11/2024):", "I. KẾT QUẢ", "Giải ngân đến hết ngày 15/11/2024 đạt 80%."],
        0,
    ),
    (YEAR, ["I. KẾT QUẢ", "Xã đã khánh thành trường ngày 20/12/2024."], 1),
    (YEAR, ["I. KẾT QUẢ", "Xã đã khánh thành trường ngày 20/11/2024."], 0),
]


@pytest.mark.parametrize(("head", "texts", "number"), CASES)
def test_periods_agree(sheet, head, texts, number):
    found = [
        one.message for check in (years.check, cutoffs.check, calendar.check) for one in check(sheet(*texts, head=head))
    ]
    assert len(found) == number, found


def test_periods_are_read_in_months():
    told = [
        (one.first % 12, one.length) for one in periods("quý II/2025; 6 tháng cuối năm 2024; năm học 2023 - 2024; năm 2022")
    ]
    assert told == [(3, 3), (6, 6), (8, 12), (0, 12)]
    assert periods("") == []


HELD = [
    ("Ca bệnh tại xã Nà Tràm, huyện Lam Trà. Ca khác ở xã Nà Tràm, huyện Thụy Khoang.", 1),
    ("Ca bệnh tại xã Nà Tràm, huyện Lam Trà. Ca khác ở xã Nà Tràm (huyện Lam Trà).", 0),
    ("Dịch ở thôn Bãi Sậy (xã Hạ Lũng cũ); nhà văn hóa thôn Bãi Sậy (xã Đông Khê cũ) chưa xong.", 1),
    ("Dịch ở thôn Bãi Sậy, xã Hạ Lũng và thôn Bãi Cát, xã Đông Khê.", 0),
]


@pytest.mark.parametrize(("text", "number"), HELD)
def test_a_unit_lies_in_one_other(sheet, text, number):
    assert len(list(parents.check(sheet("I. KẾT QUẢ", text)))) == number


def test_a_half_without_its_year_is_of_the_year_that_the_title_names_next(sheet):
    title = "Kết quả nhiệm vụ 6 tháng đầu năm, nhiệm vụ, giải pháp 6 tháng cuối năm 2025"
    head = ("UBND TỈNH LAM KHÊ", "SỞ NỘI VỤ", "Số: 12/BC-SNV", "Lam Khê, ngày 20 tháng 6 năm 2025", "BÁO CÁO", title)
    own = years.own_period(sheet("I. KẾT QUẢ", "Đạt kết quả khá.", head=head))
    assert own is not None
    assert (own.first, own.last) == (2025 * 12, 2025 * 12 + 5)
