"""Real syllables in the wrong word are found, with the word that was meant; what only looks odd is left alone."""

from __future__ import annotations

import pytest

from app.checks.wrong_words import wrong_words


def told(sheet, text: str) -> dict[str, str]:
    made = sheet("I. KẾT QUẢ", text)
    return {made.text[one.start : one.end]: one.meant for one in wrong_words(made)}


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ("Địa hình đòi núi chia cắt, đi lại khó khăn.", "đòi núi", "đồi núi"),
        ("Phong trào có sức lan tảo sâu rộng trong nhân dân.", "lan tảo", "lan tỏa"),
        ("Công tác quãn lý đất đai được tăng cường.", "quãn lý", "quản lí"),
        ("Xã đã to chuc hội nghị tổng kết năm.", "to chuc", "tổ chức"),
        ("Sở Nổi vụ đã có hướng dẫn cụ thể.", "Nổi vụ", "nội vụ"),
    ],
)
def test_a_syllable_in_the_wrong_word_is_told(sheet, text, written, meant):
    assert told(sheet, text) == {written: meant}


@pytest.mark.parametrize(
    "text",
    [
        "Các thôn vùng cao có địa hình đồi núi, dân cư thưa thớt.",
        "Bà con ở xa trung tâm được hỗ trợ cây giống, con giống.",
        "Ông Lò Văn Pó, thôn Nà Cọ, được tặng Giấy khen.",
        "Đến nay 12/15 thôn có nhà văn hóa; còn lại 03 thôn đang xây dựng.",
    ],
)
def test_right_words_are_left_alone(sheet, text):
    assert told(sheet, text) == {}


def test_an_empty_report_has_no_wrong_words(sheet):
    assert list(wrong_words(sheet(head=()))) == []
