"""Who won, who holds which post and honour, where something is the most: told once one way, once another."""

from __future__ import annotations

import pytest

from app.checks import bearers, denials, lists, remainders, retold, superlatives

WRONG = {
    "a post": (
        bearers,
        "Ông Quàng Văn Inh, Trưởng phòng Kinh tế, trình bày báo cáo.|Ông Quàng Văn Inh, Trưởng phòng Văn hóa và Thông "
        "tin, kết luận.",
        "Kinh tế",
    ),
    "a field": (
        bearers,
        "Phó Giám đốc Cà Văn Dọn phụ trách điều trị.|Giao đồng chí Cà Văn Dọn, phụ trách dự phòng, làm đầu mối.",
        "điều trị",
    ),
    "an honour": (
        bearers,
        "Bà Lò Thị Biên được tặng Huân chương Lao động hạng Ba.|Huân chương Lao động hạng Nhì của bà Lò Thị Biên là "
        "niềm vui chung.",
        "hạng Ba",
    ),
    "a winner": (
        bearers,
        "Giải bóng chuyền nông dân có 9 đội, đội bản Nà Lộc vô địch.|Bản Cò Nòi vô địch Giải bóng chuyền nông dân "
        "nhưng thiếu sân tập.",
        "Cò Nòi",
    ),
    "the farthest": (
        bearers,
        "Xa nhất là bản Nà Lộc, cách trung tâm xã 14 km.|Bản Cò Nòi xa trung tâm xã nhất, đi lại khó.",
        "Nà Lộc",
    ),
    "a rank in words": (
        superlatives,
        "Phong trào hiến máu được huyện xếp hạng nhì toàn huyện.|Phong trào hiến máu xếp hạng ba toàn huyện là nhờ các bản.",
        "nhì",
    ),
    "none and some": (
        denials,
        "Tiếp nhận 02 đơn khiếu nại về bình xét hộ nghèo, đã giải quyết xong trong tháng 8.|Năm qua không có đơn khiếu "
        "nại về bình "
        "xét hộ nghèo.",
        "02",
    ),
    "lessons": (
        lists,
        "Xã rút ra 05 bài học kinh nghiệm. Một là dựa vào dân. Hai là làm điểm. Ba là công khai. Bốn là kiểm tra.",
        "kể 4",
    ),
    "what is left of money": (
        remainders,
        "Quỹ trích được 215 triệu đồng, đã chi 193,8 triệu đồng. Phần còn lại 22,2 triệu đồng chuyển sang năm sau.",
        "21,2",
    ),
    "another scale": (
        retold,
        "Dư nợ ủy thác qua Hội 74,5 tỷ đồng, nợ quá hạn 0,2%.|Dư nợ ủy thác qua Hội 74,5 triệu đồng chưa đáp ứng nhu cầu.",
        "74,5 tỷ",
    ),
    "the communes": (
        remainders,
        "Huyện có 11 đơn vị hành chính cấp xã (10 xã, 01 thị trấn).|12/12 xã, thị trấn đều tổ chức bình xét.",
        "12/12",
    ),
}
RIGHT = {
    "two posts at two times": (
        bearers,
        "Ông Quàng Văn Inh, Trưởng phòng Kinh tế, trình bày.|Ông Quàng Văn Inh, nguyên Trưởng phòng Nội vụ, được khen.",
    ),
    "one post written twice": (
        bearers,
        "Ông Quàng Văn Inh, Trưởng phòng GD&ĐT, trình bày.|Ông Quàng Văn Inh, Trưởng phòng Giáo dục và Đào tạo, kết luận.",
    ),
    "two honours": (
        bearers,
        "Năm 2019 bà Lò Thị Biên được tặng Huân chương Lao động hạng Ba.|Năm 2024 bà Lò Thị Biên được tặng Huân chương "
        "Lao động hạng "
        "Nhì.",
    ),
    "two contests": (
        bearers,
        "Đội bản Nà Lộc vô địch Giải bóng chuyền nam.|Đội bản Cò Nòi vô địch Giải bóng chuyền nữ.",
    ),
    "two farthest things": (bearers, "Xa nhất là bản Nà Lộc.|Bản Cò Nòi đông dân nhất."),
    "ranks of two things": (
        superlatives,
        "Phong trào hiến máu xếp hạng nhì toàn huyện.|Hội thi dân vũ xếp hạng ba toàn huyện.",
    ),
    "none of another kind": (
        denials,
        "Tiếp nhận 02 đơn kiến nghị về đất đai.|Không có đơn khiếu nại về bình xét hộ nghèo.",
    ),
    "none at one place": (
        denials,
        "Cả xã có 14 hộ vi phạm hành lang giao thông.|Bản Nà Lộc không có hộ vi phạm hành lang giao thông.",
    ),
    "five lessons": (
        lists,
        "Xã rút ra 02 bài học kinh nghiệm. Một là dựa vào dân. Hai là làm điểm. Công tác tuyên truyền được chú trọng.",
    ),
    "money that adds up": (
        remainders,
        "Quỹ trích được 215 triệu đồng, đã chi 193,8 triệu đồng. Phần còn lại 21,2 triệu đồng chuyển sang năm sau.",
    ),
    "the communes and the town": (
        remainders,
        "Huyện có 11 đơn vị hành chính cấp xã (10 xã, 01 thị trấn).|10/10 xã đạt chuẩn nông thôn mới.|11/11 xã, thị "
        "trấn đã họp.",
    ),
}


@pytest.mark.parametrize(("check", "text", "told"), WRONG.values(), ids=WRONG)
def test_what_is_told_in_two_ways_is_found(sheet, check, text, told):
    found = list(check.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message


@pytest.mark.parametrize(("check", "text"), RIGHT.values(), ids=RIGHT)
def test_what_can_be_is_not(sheet, check, text):
    assert list(check.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []
