"""Columns as wide as what stands in them: no word broken, no room wasted, all of it within the page."""

from __future__ import annotations

import pytest

from app.drafting.columns import column_widths

ROOM = 165.0
HEAD = ("TT", "Nội dung", "Năm 2024")


def test_a_table_is_as_wide_as_the_page():
    made = column_widths([HEAD, ("1", "Diện tích lúa", "398"), ("2", "Sản lượng lương thực có hạt", "3.090")], 13, ROOM)
    assert sum(made) == pytest.approx(ROOM)
    assert made[0] < made[2] < made[1]


def test_a_long_column_takes_the_room_that_short_ones_do_not_need():
    long = "Tỷ lệ hồ sơ giải quyết đúng hạn tại Bộ phận Một cửa của xã trong năm, tính cả hồ sơ nộp trực tuyến"
    made = column_widths([("TT", "Nội dung", "2023", "2024"), ("1", long, "98,2", "99,1")], 13, ROOM)
    assert made[1] > 100
    assert made[2] == pytest.approx(made[3])


def test_no_word_is_wider_than_its_column():
    made = column_widths([("TT", "A", "Cơ sở"), ("1", "nghiêng" * 3, "x"), ("2", "b", "nghiêng")], 13, ROOM)
    assert made[1] >= 40
    narrow = column_widths([tuple(f"{number}.000.000" for number in range(12))], 13, ROOM)
    assert sum(narrow) == pytest.approx(ROOM)
    assert min(narrow) > 0.8 * max(narrow)


def test_an_empty_table_has_columns_alike():
    assert column_widths([("", "", "")], 13, 90.0) == pytest.approx((30.0, 30.0, 30.0))
    assert column_widths([], 13, 90.0) == ()
