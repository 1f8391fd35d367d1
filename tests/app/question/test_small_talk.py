"""Talk with the assistant itself, told by what the whole text is made of."""

from __future__ import annotations

import pytest

from app.question.small_talk import Talk, talk_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chào em!", Talk.GREETING),
        ("xin chao tro ly", Talk.GREETING),
        ("Chào buổi sáng cả nhà", None),  # "nhà" may be a matter
        ("hello bạn ơi", Talk.GREETING),
        ("Cám ơn bạn rất nhiều ạ", Talk.THANKS),
        ("cam on nhe", Talk.THANKS),
        ("ok, rõ rồi, cảm ơn", Talk.THANKS),
        ("vâng ạ", Talk.ASSENT),
        ("tam biet nhe", Talk.FAREWELL),
        ("Bạn tên là gì?", Talk.IDENTITY),
        ("ban la ai vay", Talk.IDENTITY),
        ("Xin chào, phần mềm này có những chức năng gì?", Talk.ABILITIES),
        ("ban co the giup gi cho toi", Talk.ABILITIES),
        ("Chỉ cho tôi cách sử dụng với", Talk.GUIDE),
        ("toi phai hoi the nao", Talk.GUIDE),
    ],
)
def test_talk(text, kind):
    assert talk_of(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "Chào bạn, năm 2024 xã có bao nhiêu hộ nghèo?",
        "cam on, con nam 2023 thi sao",
        "Bạn cho biết ai ký báo cáo của huyện Khe Lim?",
        "Huyện đã làm gì để giúp hộ nghèo?",
        "làm gì",
        "Hướng dẫn nào được ban hành?",
        "chào " * 20,
    ],
)
def test_a_word_on_a_matter_makes_it_a_question(text):
    assert talk_of(text) is None
