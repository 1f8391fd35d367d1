"""One quantity told twice: what speaks for it, and what rules it out."""

from __future__ import annotations

from app.checks.told_twice import candidates, check

FIRST = "Đội quản lý 412 cột điện hạ thế trên địa bàn xã."


def test_features_of_two_figures(sheet):
    again = "Trong số 421 cột điện hạ thế do đội quản lý còn nhiều cột nghiêng."
    (fact, other, told), *rest = candidates(sheet("I. KẾT QUẢ", FIRST, "II. HẠN CHẾ", again))
    assert (int(fact.value), int(other.value), rest) == (412, 421, [])
    assert (told.slip, told.near, told.head, told.lead, told.retold, told.aim) == (1, 1, 1, 1, 1, 0)


def test_an_aim_is_another_figure(sheet):
    aim = "Phấn đấu quản lý 421 cột điện hạ thế."
    assert list(candidates(sheet("I. KẾT QUẢ", FIRST, "II. NHIỆM VỤ", aim))) == []


def test_some_of_them_are_fewer(sheet):
    some = "Đội dự tập huấn với 409 cột điện hạ thế làm mẫu."
    assert list(candidates(sheet("I. KẾT QUẢ", FIRST, some))) == []


def test_a_report_without_figures_has_none(sheet):
    assert list(check(sheet("I. KẾT QUẢ", "Xã làm tốt."))) == []
