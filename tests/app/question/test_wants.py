"""What each question word wants: kinds, heads and figures, told one by one."""

from __future__ import annotations

import pytest

from app.question.wants import Want, ranks_of, understand_wants


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Lớp dạy nghề mở hôm nào, ở đâu, mấy người học?", [Want.DAY, Want.PLACE, Want.FIGURE]),
        ("Quyết định số mấy, ký ngày nào?", [Want.DOCUMENT, Want.DAY]),
        ("Trận lụt xảy ra tháng mấy, ai chỉ huy?", [Want.MONTH, Want.PERSON]),
        ("Trạm bơm xây năm nào?", [Want.YEAR]),
        ("Khi nào khánh thành?", [Want.TIME]),
        ("Câu lạc bộ của thôn tên gì?", [Want.CALLED]),
        ("Xã nào về đích trước?", [Want.UNIT]),
        ("Công ty nào thi công?", [Want.BODY]),
        ("Mỗi tháng mấy triệu?", [Want.FIGURE]),  # a rate, no month
        ("Năm nay có ai bỏ học không?", []),  # whether anybody, not who
        ("Kết quả chăn nuôi", []),
        ("", []),
    ],
)
def test_kinds_in_their_order_and_figures_last(question: str, kinds: list[Want]) -> None:
    assert [want.kind for want in understand_wants(question)] == kinds


def test_a_head_tells_which_body_and_a_focus_which_figure() -> None:
    body, figure = understand_wants("Nhà thầu nào làm, hết bao nhiêu tiền?")
    assert body.head == "nhà thầu"
    assert figure.focus is not None and figure.focus.unit == "đồng"


def test_ranks() -> None:
    assert ranks_of("02 giải Nhì, Huân chương hạng Ba và 05 sản phẩm 3 sao") == {"giải nhì", "hạng ba", "3 sao"}
    assert ranks_of("Giải quyết 12 hồ sơ") == frozenset()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Nghị quyết của HĐND về hỗ trợ nhà ở số bao nhiêu?", Want.DOCUMENT),
        ("Kế hoạch trồng rừng của huyện mang số nào?", Want.DOCUMENT),
        ("Tổng số bao nhiêu hộ nghèo?", Want.FIGURE),
    ],
)
def test_a_number_is_a_documents_where_one_stands_before_it(question: str, kind: Want) -> None:
    assert [want.kind for want in understand_wants(question)] == [kind]
