"""A name once a slip apart from one written more often."""

from __future__ import annotations

from app.checks import misnamed


def test_a_name_a_slip_apart_is_told_with_the_other(sheet):
    (found,) = misnamed.check(
        sheet("Chủ tịch Hội là bà Lò Thị Kim.", "Bà Lò Thị Kin báo cáo trước hội nghị.", "Bà Lò Thị Kim kết luận.")
    )
    assert found.message == (
        "Tên viết khác một chữ so với chỗ khác, xin xem có phải cùng một tên: “Lò Thị Kin” (“Lò Thị Kim”?)."
    )
    assert [quote.quote for quote in found.quotes] == ["Bà Lò Thị Kin báo cáo trước hội nghị."]


def test_two_names_that_are_far_apart_are_left_alone(sheet):
    text = ("Xã Tân Lũng Hạ có 12 thôn.", "Xã Tân Lũng Thượng có 9 thôn.", "Xã Tân Lũng Hạ đạt chuẩn.")
    assert list(misnamed.check(sheet(*text))) == []


def test_names_that_are_written_as_often_are_two_names(sheet):
    text = ("Ông Lê Văn Hùng và ông Lê Văn Hưng.", "Ông Lê Văn Hùng nói.", "Ông Lê Văn Hưng nói.")
    assert list(misnamed.check(sheet(*text))) == []
