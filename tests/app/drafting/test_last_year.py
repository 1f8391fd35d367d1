"""Last year's figures: offered only where told once, of this quantity; changes by plain subtraction within one unit."""

import pytest

from app.drafting.last_year import change, offered
from app.drafting.request import BadRequest, ConfirmedFigure, of_json
from ingest.report import understand

REPORT = """ỦY BAN NHÂN DÂN
XÃ CẨM ĐÀI

BÁO CÁO
Kết quả phong trào thi đua năm 2024

Ủy ban nhân dân xã Cẩm Đài báo cáo kết quả phong trào thi đua năm 2024 như sau:

I. KẾT QUẢ

1. Giảm nghèo

Cuối năm 2024 toàn xã còn 64 hộ nghèo, chiếm 2,07%, giảm 18 hộ nghèo so với năm 2023; 90 hộ cận nghèo.

2. Kinh tế

Thu nhập bình quân đầu người đạt 61,8 triệu đồng; thu ngân sách năm 2023 đạt 9,1 tỷ đồng.
Toàn xã có 12 thôn. Báo cáo trước ghi 13 thôn.

II. PHƯƠNG HƯỚNG

Phấn đấu còn 40 hộ nghèo.
"""


@pytest.fixture
def report(tmp_path):
    file = tmp_path / "cam-dai-2024.txt"
    file.write_text(REPORT, encoding="utf-8")
    return understand(file)


def test_what_is_told_once_of_its_last_year_is_offered(report):
    names = ["hộ nghèo", "hộ cận nghèo", "thu nhập bình quân đầu người", "thu ngân sách", "số thôn", "giấy khen"]
    made = offered(report, names)
    assert [(one.name, one.value, one.year) for one in made] == [
        ("hộ nghèo", "64 hộ", 2024),
        ("hộ cận nghèo", "90 hộ", 2024),
        ("thu nhập bình quân đầu người", "61,8 triệu đồng", 2024),
    ]
    assert made[0].quote.section == ("I", "1")
    assert made[0].quote.quote.startswith("Cuối năm 2024 toàn xã còn 64 hộ nghèo")


@pytest.mark.parametrize(
    ("value", "past", "expected"),
    [
        ("41 hộ, chiếm 1,37%", "64 hộ", "giảm 23 hộ so với năm 2024"),
        ("65,3 triệu đồng", "61,8 triệu đồng", "tăng 3,5 triệu đồng so với năm 2024"),
        ("98,5%", "97%", "tăng 1,5 điểm phần trăm so với năm 2024"),
        ("1.250 người", "1.250 người", "bằng năm 2024"),
    ],
)
def test_a_change_is_the_difference_in_its_unit(value, past, expected):
    assert change("x", value, ConfirmedFigure("x", past, 2024)) == expected


@pytest.mark.parametrize(
    ("value", "past"), [("41 hộ", "1,2%"), ("41 hộ", "64 người"), ("nhiều", "64 hộ"), ("3/5 xã", "4 xã")]
)
def test_two_units_are_not_compared(value, past):
    with pytest.raises(BadRequest, match="cùng đơn vị"):
        change("hộ nghèo", value, ConfirmedFigure("hộ nghèo", past, 2024))


def test_the_input_says_what_is_compared():
    least = {"agency": "UBND XÃ SƠN HẢI", "place": "Sơn Hải", "period": {"from": 2025, "to": 2025}}
    made = of_json(least | {"last_year": "a.txt", "compared": {"hộ nghèo": {"value": "64 hộ", "year": 2024}}})
    assert (made.last_year, made.compared) == ("a.txt", (ConfirmedFigure("hộ nghèo", "64 hộ", 2024),))
    with pytest.raises(BadRequest, match="hộ nghèo"):
        of_json(least | {"compared": {"hộ nghèo": "64 hộ"}})
