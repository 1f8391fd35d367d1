"""The years that a report covers."""

from __future__ import annotations

import pytest

from ingest.structure.period import period


@pytest.mark.parametrize(
    ("opening", "years"),
    [
        ("Từ ngày 01 tháng 01 đến ngày 30 tháng 6 năm 2031, Đồn Biên phòng đã tuần tra như sau:", (2031, 2031)),
        ("Từ ngày 15 tháng 12 năm 2030 đến hết ngày 14 tháng 12 năm 2031, Công an xã tiếp nhận tin như sau:", (2030, 2031)),
        ("Từ 01/01 đến 30/6/2031, đơn vị thực hiện nhiệm vụ như sau:", (2031, 2031)),
        ("Từ ngày 15/12/2030 đến ngày 14/12/2031, đơn vị thực hiện như sau:", (2030, 2031)),
        ("Thực hiện Công văn số 15/UBND ngày 17 tháng 8 năm 2030, đơn vị thực hiện như sau:", (None, None)),
    ],
)
def test_days_tell_the_period(opening: str, years: tuple[int | None, int | None]) -> None:
    assert period("", opening, "", None) == (years, False)


def test_days_of_what_was_done_go_before_the_year_of_what_is_to_be_done() -> None:
    title = "Tình hình 6 tháng vận hành (01/7/2031 - 31/12/2031) và nhiệm vụ 6 tháng đầu năm 2032"
    assert period(title, "", "", 2031) == ((2031, 2031), True)
