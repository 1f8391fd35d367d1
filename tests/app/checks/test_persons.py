"""Who is called in two ways: what does not fit is told, what fits is not."""

from __future__ import annotations

import pytest

from app.checks import persons

WRONG = [
    ("Bác sĩ Đinh Thị Hạnh, Trạm trưởng Trạm Y tế xã. Bác sĩ Đinh Thị Hanh, Trạm trưởng Trạm Y tế xã báo cáo.", "hai cách"),
    ("Ông Hoàng Văn Thụ hiến đất. Bà Hoàng Văn Thụ được khen.", "khi gọi là bà"),
    (
        "Đồng chí Vi Văn Thắng, Bí thư Đảng ủy xã làm Trưởng ban. Đồng chí Vi Văn Thắng, Phó Bí thư Đảng ủy xã chủ trì.",
        "cấp phó",
    ),
]
RIGHT = [
    "Ông Hoàng Văn Thụ hiến đất. Ông Hoàng Văn Thư nuôi ong.",
    "Đồng chí Vi Văn Thắng, Phó Bí thư, Chủ tịch xã.",
    "Đ/c Nguyễn Hữu Tín, Phó Chủ tịch xã, phụ trách; đ/c Nguyễn Hữu Tính, Phó Chủ tịch xã, tổng hợp.",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, text, told):
    found = list(persons.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message
    assert found[0].kind == "conflict"


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_not(sheet, text):
    assert list(persons.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []
