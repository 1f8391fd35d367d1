"""Whether a stretch has what each question word wants, beyond what the question tells."""

from __future__ import annotations

import pytest

from app.evidence.stretches import Stretch
from app.evidence.wants import lacking, numbers

SENTENCE = "Mở 01 lớp dạy nghề cho 58 người."


def _lacks(question: str, text: str, around: str = "", *, value: str = "") -> list[str]:
    cell = 0 if value else None
    return [
        want.kind.value for want in lacking(question, question, Stretch(0, len(text), text, "", cell, "", value), around)
    ]


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("Lớp dạy nghề cho 58 người mở hôm nào?", SENTENCE, ["day"]),
        ("Lớp dạy nghề cho 58 người mở hôm nào?", "Ngày 05/3/2031 mở 01 lớp dạy nghề cho 58 người.", []),
        ("Lớp dạy nghề mở tháng nào?", "Ngày 05/3/2031 mở 01 lớp dạy nghề.", []),
        ("Lớp dạy nghề mở ngày nào?", "Tháng 3/2031 mở 01 lớp dạy nghề.", ["day"]),
        ("Bao nhiêu người học nghề?", SENTENCE, []),
        ("Trong 58 người có bao nhiêu phụ nữ?", "58 người học nghề.", ["figure"]),  # only what the question told
        ("Mở lớp dạy nghề hết bao nhiêu tiền?", SENTENCE, ["figure"]),  # counts, no money
        ("Mở lớp dạy nghề hết bao nhiêu tiền?", "Chi 41 triệu đồng mở 01 lớp.", []),
        ("Bao nhiêu vụ cháy?", "Không xảy ra cháy nổ.", []),  # that there is none answers it
        ("Ai dạy?", SENTENCE, ["person"]),
        ("Ai dạy?", "Lớp do ông Lò Văn Pẻn dạy.", []),
        ("Ông Lò Văn Pẻn do ai thay?", "Ông Lò Văn Pẻn nghỉ hưu.", ["person"]),  # only who the question told
        ("Công ty nào dạy?", "Lớp mở ở Lam Khê.", ["body"]),
        ("Công ty nào dạy?", "Lớp do Công ty Lúa Vàng dạy.", []),
        ("Xã nào mở lớp?", "Riêng Lam Khê mở 02 lớp.", []),
        ("Tổ hợp tác tên gì?", "Lập tổ hợp tác “Nếp thơm”.", []),
        ("Theo quyết định nào?", "Theo Quyết định số 41/QĐ-UBND.", []),
        ("Theo quyết định nào?", "Theo quyết định của huyện.", ["document"]),
    ],
)
def test_what_is_wanted_and_not_there(question: str, text: str, lacks: list[str]) -> None:
    assert _lacks(question, text) == lacks


def test_a_date_may_stand_in_what_leads_up_to_it() -> None:
    assert _lacks("Khai giảng ngày nào?", "Cả trường dự khai giảng.", "Ngày 05/9/2031:") == []


def test_a_cell_has_its_unit_in_its_heads() -> None:
    assert _lacks("Chi bao nhiêu tiền?", "Chi dạy nghề, Năm 2031: 41", value="41") == []
    assert _lacks("Chi bao nhiêu tiền?", "Chi dạy nghề, Năm 2031: -", value="-") == ["figure"]


def test_numbers_are_compared_by_their_digits() -> None:
    assert numbers("1.234 hộ, 05 xã, 12,5%") == {"1234", "5", "125"}
    assert numbers("không") == frozenset()


def test_a_body_may_be_called_by_another_word_for_its_kind() -> None:
    assert _lacks("Doanh nghiệp nào dạy?", "Lớp do Công ty Lúa Vàng dạy.") == []
