import datetime
import json

import pytest

from app.drafting.request import BadRequest, of_json, read

LEAST = {"agency": "ỦY BAN NHÂN DÂN XÃ SƠN HẢI", "place": "Sơn Hải", "period": {"from": 2025, "to": 2025}}


def test_the_least_is_enough():
    made = of_json(LEAST)
    assert (made.period, made.next, made.unit, made.number, made.date) == ("năm 2025", "năm 2026", "xã", "", None)


def test_everything_is_read():
    made = of_json(
        LEAST
        | {
            "period": {"from": "2020", "to": 2025},
            "next_period": {"from": 2026, "to": 2030},
            "date": "2025-12-08",
            "directive": {"number": "34-CT/TW", "issuer": "Bộ Chính trị"},
            "figures": {"giảm nghèo": {"hộ nghèo": "41 hộ"}, "khen": {"Giấy khen": {"2024": 12}}},
        }
    )
    assert (made.period, made.next) == ("giai đoạn 2020 - 2025", "giai đoạn 2026 - 2030")
    assert made.date == datetime.date(2025, 12, 8)
    assert made.directive == "Chỉ thị số 34-CT/TW ngày […] của Bộ Chính trị"
    assert made.figures[0].values == (("hộ nghèo", "41 hộ"),)
    assert made.figures[1].rows == (("Giấy khen", (("2024", "12"),)),)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"agency": ""}, "thiếu agency"),
        ({"period": {"from": 2025}}, "period"),
        ({"period": {"from": 2025, "to": 2020}}, "theo thứ tự"),
        ({"date": "8/12/2025"}, "năm-tháng-ngày"),
        ({"figures": {"giảm nghèo": "41 hộ"}}, "giảm nghèo"),
        ({"figures": {"giảm nghèo": {"hộ nghèo": [41]}}}, "hộ nghèo"),
        ({"recipients": [1]}, "recipients"),
        ({"signer": "Lò Văn Phúc"}, "signer"),
    ],
)
def test_what_is_wrong_is_told(changed, message):
    with pytest.raises(BadRequest, match=message):
        of_json(LEAST | changed)


def test_a_file_that_is_no_json_is_told(tmp_path):
    file = tmp_path / "in.json"
    with pytest.raises(BadRequest, match="Không đọc được"):
        read(file)
    file.write_text("{", encoding="utf-8")
    with pytest.raises(BadRequest, match="JSON"):
        read(file)
    file.write_text(json.dumps([LEAST]), encoding="utf-8")
    with pytest.raises(BadRequest, match="đối tượng"):
        read(file)
