"""Wordings as cards: what can be pasted comes first, then who used it."""

from __future__ import annotations

import regex as re

from app.web.html.wording import START, wordings
from app.wording.search import Position, Wording
from ingest.model import Passage

TEXT = "Toàn xã Lũng Vầu tặng 12 giấy khen, tăng <b>2</b> giấy khen."
BLANKED = "Toàn xã [tên địa phương] tặng [số] giấy khen, tăng <b>[số]</b> giấy khen."
PASSAGE = Passage("p", "r", "a.txt", "Tổng kết năm 2031", ("II",), "KẾT QUẢ", ("KẾT QUẢ",), 4, 0, len(TEXT), TEXT)
ONE = Wording(TEXT, TEXT, BLANKED, 1.0, (Position(PASSAGE, TEXT),))


def test_the_formula_comes_first_then_who_used_it_then_their_words() -> None:
    made = wordings([ONE])
    places = [made.index(part) for part in ('<p class="formula">', "1 báo cáo dùng", "Nguyên văn")]
    assert places == sorted(places)
    assert made.count("<mark>[số]</mark>") == 2 and "<mark>[tên địa phương]</mark>" in made
    assert "<b>" not in made, "words of reports are no markup"
    assert re.findall(r">(Sao chép[^<]*)<", made) == ["Sao chép bản để trống", "Sao chép", "Sao chép kèm nguồn"]


def test_a_point_without_anything_to_fill_in_stands_once() -> None:
    text = "Công tác tuyên truyền chưa thường xuyên."
    made = wordings([Wording(text, text, text, 1.0, (Position(PASSAGE, text),))])
    assert "Nguyên văn" not in made and "bản để trống" not in made and made.count(f"<p>{text}</p>") == 1


def test_before_anything_is_looked_for_the_page_says_what_to_do() -> None:
    assert "Tìm mẫu câu" in START
