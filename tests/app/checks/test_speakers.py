"""Who speaks in a report: what does not fit is told, what fits is not."""

from __future__ import annotations

import pytest

from app.checks import speakers

WRONG = [
    ("Ủy ban nhân dân xã Đông Khê kính đề nghị cấp trên quan tâm.", "xã Đông Khê"),
    ("Trên đây là báo cáo kết quả năm 2024 của Ủy ban nhân dân xã Đông Khê.", "xã Đông Khê"),
]
RIGHT = [
    "Ủy ban nhân dân xã Lam Trà kính đề nghị cấp trên quan tâm.",
    "Ủy ban nhân dân huyện Vân Sa đề nghị xã báo cáo.",
    "Xã đã phối hợp với Ủy ban nhân dân xã Đông Khê.",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, text, told):
    found = list(speakers.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message
    assert found[0].kind == "place"


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_not(sheet, text):
    assert list(speakers.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []


def test_a_field_written_in_letters_is_the_same_body(sheet):
    head = ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH TỈNH LAM KHÊ", "BÁO CÁO", "Kết quả công tác năm 2024")
    found = speakers.check(sheet("I. KẾT QUẢ", "Sở VHTTDL tỉnh Lam Khê kính đề nghị cấp trên quan tâm.", head=head))
    assert list(found) == []
    other = speakers.check(sheet("I. KẾT QUẢ", "Sở Nội vụ tỉnh Lam Khê kính đề nghị cấp trên quan tâm.", head=head))
    assert len(list(other)) == 1
