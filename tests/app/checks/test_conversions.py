"""One measure in two units: what does not agree is told, what agrees or is of two things is not."""

from __future__ import annotations

import pytest

from app.checks import conversions

WRONG = [
    (("Cánh rừng sản xuất rộng 2,4 km2 (24 ha) được giao cho cộng đồng.",), "không khớp"),
    (("Đã giải ngân 1,25 tỷ đồng (tương đương 125 triệu đồng).",), "không khớp"),
    (("Thu gom 3,6 tấn rác (360 kg) trong chiến dịch.",), "không khớp"),
    (("Khu đất rộng 1,8 ha (1.800 m2).",), "không khớp"),
]
RIGHT = [
    ("Cánh rừng sản xuất rộng 2,4 km2 (240 ha) được giao cho cộng đồng.",),
    ("Giải ngân 2,5 tỷ đồng (trong đó vốn huyện 250 triệu đồng).",),
    ("Đường dài 3,5 km (rộng 5 m) đã hoàn thành.",),
    ("Kênh dài 2 km (200 m cuối chưa kiên cố).",),
]


@pytest.mark.parametrize(("parts", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, parts, told):
    found = list(conversions.check(sheet("I. KẾT QUẢ", *parts)))
    assert len(found) == 1
    assert told in found[0].message


@pytest.mark.parametrize("parts", RIGHT)
def test_what_fits_is_not(sheet, parts):
    assert list(conversions.check(sheet("I. KẾT QUẢ", *parts))) == []
