"""What programs and templates leave in a report is found, what only looks alike is not."""

from __future__ import annotations

import pytest

from app.checks import leftovers

WRONG = [
    ("Như một mô hình ngôn ngữ, tôi không có số liệu của quý này.", "Như một mô hình ngôn ngữ"),
    ("Hy vọng báo cáo này đáp ứng nhu cầu.", "Hy vọng báo cáo này"),
    ("Tỷ lệ hài lòng đạt [chèn số liệu].", "[chèn số liệu]"),
    ("Toàn xã còn […] hộ nghèo.", "[…]"),
    ("Toàn xã còn [… năm 2024: 64 hộ] hộ nghèo.", "[… năm 2024: 64 hộ]"),
    ("Toàn xã còn ........ hộ nghèo.", "........"),
    ("Toàn xã còn ____ hộ nghèo.", "____"),
    ("Có xx% hộ tham gia.", "xx%"),
    ("**Kết luận**: xã hoàn thành nhiệm vụ.", "**Kết luận**"),
    ("Theo Error! Reference source not found.", "Error! Reference source not found"),
    ("Cộng cột được #REF! đồng.", "#REF!"),
    ("Các c0ng trình đã xong.", "c0ng"),
    ("Xã xây dựng nông thôn mớ1 nâng cao.", "mớ1"),
    ("Có 1.2O5 hộ.", "1.2O5"),
    ("Xã đã hоàn thành.", "hоàn"),
]
RIGHT = [
    "Lớp 10a1 đạt giải; đường H1 dài 3 km; vitamin b1.",
    "Đạt 100% (01 xã) [1], theo [Nghị quyết].",
    "Xã dùng phần mềm quản lý; trợ lý của Chủ tịch họp.",
    "",
]


@pytest.mark.parametrize(("text", "written"), WRONG)
def test_what_is_left_over_is_found(sheet, text, written):
    (found,) = leftovers.check(sheet("I. KẾT QUẢ", text))
    assert found.kind == "spelling"
    assert f"“{written}”" in found.message
    assert written in found.quotes[0].quote


@pytest.mark.parametrize("text", RIGHT)
def test_what_looks_alike_is_not(sheet, text):
    assert list(leftovers.check(sheet("I. KẾT QUẢ", text))) == []
