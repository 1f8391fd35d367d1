"""The most of a list, and ranks: what a table or another sentence denies is told."""

from __future__ import annotations

import pytest

from app.checks import superlatives

TABLE = [
    ("TT", "Thôn", "Tỷ lệ (%)"),
    ("1", "Thôn Hạ Lũng", "97,5"),
    ("2", "Thôn Đông Khê", "96,2"),
    ("3", "Thôn Nà Cọ", "91,0"),
]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Tỷ lệ cao nhất là thôn Đông Khê (96,2%).", 1),
        ("Tỷ lệ cao nhất là thôn Hạ Lũng (97,5%).", 0),
        ("Tỷ lệ thấp nhất là thôn Nà Cọ (91,0%).", 0),
        ("Tỷ lệ thấp nhất là thôn Đông Khê (96,2%).", 1),
    ],
)
def test_the_most_and_the_least_are_held_against_the_table(sheet, text, count):
    assert len(list(superlatives.check(sheet("I. KẾT QUẢ", text, TABLE)))) == count


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("Về chuyển đổi số, xã xếp thứ 3/18 xã, phường.", "Về chuyển đổi số, xã xếp thứ 5/18 xã, phường.", 1),
        ("Về chuyển đổi số, xã xếp thứ 3/18 xã, phường.", "Về cải cách hành chính, xã xếp thứ 5/18 xã, phường.", 0),
        ("Về chuyển đổi số, xã xếp thứ 3/18 xã, phường.", "Năm 2023, về chuyển đổi số xếp thứ 5/18 xã, phường.", 0),
        ("Xã xếp thứ 19/18 xã, phường.", "", 1),
    ],
)
def test_one_rank_told_twice(sheet, first, second, count):
    assert len(list(superlatives.check(sheet("I. KẾT QUẢ", first, second)))) == count
