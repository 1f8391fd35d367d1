"""A stretch of a report is found among the letters of its page, and covered by boxes, one a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facsimile.highlight import boxes, key, parts
from ingest.model import Line, Source
from ingest.readers.printed import Box, Piece
from ingest.report import assemble

WIDE, HIGH = 0.01, 0.015  # of a letter; lines stand .02 apart


def _printed(*lines: str, left: float = 0.1, top: float = 0.1) -> list[Piece]:
    """Letters of a page, every sign a hundredth of it wide, with line ends as PDFium gives them."""
    made = []
    for row, line in enumerate(lines):
        y = top + 0.02 * row
        for at, sign in enumerate(line):
            made.append(Piece(sign, Box(left + WIDE * at, y, left + WIDE * (at + 1), y + HIGH)))
        made.append(Piece("\n", Box(0, 0, 0, 0)))
    return made


def _found(pieces: list[Piece], text: str, quote: str, nth: int = 0) -> list[tuple[float, float, float]]:
    """(left, top, right) of the boxes for the nth place of a quote in a text, in hundredths of the page."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    made = boxes(pieces, text, start, start + len(quote))
    return [(round(box.left * 100, 3), round(box.top * 100, 3), round(box.right * 100, 3)) for box in made]


def test_a_quote_over_a_line_s_end_gets_two_boxes() -> None:
    page = _printed("Xã có 41 hộ", "nghèo. Hết.")
    text = "Xã có 41 hộ nghèo. Hết."
    assert _found(page, text, "41 hộ nghèo.") == [(16, 10, 21), (10, 12, 16)]


def test_signs_of_the_quote_s_ends_are_covered_and_no_others() -> None:
    page = _printed("Nêu “chậm”; và (muộn).")
    assert _found(page, "Nêu “chậm”; và (muộn).", "“chậm”") == [(14, 10, 20)]
    assert _found(page, "Nêu “chậm”; và (muộn).", "muộn") == [(26, 10, 30)]


@pytest.mark.parametrize(
    ("printed", "text", "quote"),
    [
        (["thi đua 2020 -", "2025 ở xã"], "thi đua 2020-2025 ở xã", "2020-2025"),  # spaces put in
        (["nôngthônmới"], "nông thôn mới", "nông thôn mới"),  # and left out
        (["tuyên tru\u00ad", "yền"], "tuyên truyền", "tuyên truyền"),  # a hyphen at a line's end
        (["ho\u0323\u0302 nghe\u0300o"], "hộ nghèo", "hộ nghèo"),  # decomposed, the tone typed first
        (["ﬁne oﬃce"], "fine office", "fine office"),  # ligatures
        (["DÂN VẬN KHÉO"], "Dân vận khéo", "Dân vận khéo"),
        (["Ðảng bộ"], "Đảng bộ", "Đảng bộ"),
    ],
)
def test_differences_of_setting_do_not_matter(printed: list[str], text: str, quote: str) -> None:
    found = _found(_printed(*printed), text, quote)
    first, last = printed[0], printed[-1]
    start = 10 + (first.index("2020") if quote == "2020-2025" else 0)
    assert found[0][0] == start
    assert found[-1][2] == pytest.approx(10 + (4 if quote == "2020-2025" else len(last)))


def test_of_several_places_the_one_that_is_meant() -> None:
    lines = ["Thôn Bản Ngà: Không.", "Thôn Lũng Cao: Không.", "Thôn Pắc Sao: Không."]
    text = "\n".join(lines)
    for nth in range(3):
        left = 10 + lines[nth].index("Không")
        assert _found(_printed(*lines), text, "Không.", nth) == [(left, 10 + 2 * nth, left + 6)]


def test_columns_stay_apart() -> None:
    row = "Giấy khen" + " " * 30 + "12"
    page = [piece for piece in _printed(row) if not piece.text.isspace()]
    assert _found(page, "Giấy khen 12", "Giấy khen 12") == [(10, 10, 19), (49, 10, 51)]


def test_a_sign_read_wrong_does_not_matter_and_another_sentence_does() -> None:
    sentence = "Cuối năm toàn xã còn 41 hộ nghèo, giảm 23 hộ so với năm trước"
    page = _printed("Mở đầu trang.", sentence.replace("41", "4l").replace("hộ", "hô"), "Kết thúc trang.")
    assert _found(page, sentence, sentence) == [(10, 12, 10 + len(sentence))]
    other = "Nhân dân hiến đất làm đường, đóng góp ngày công xây nhà văn hóa thôn"
    assert _found(page, other, other) == []


def test_what_stands_between_is_not_covered() -> None:
    quote = "phong trào thi đua yêu nước trên địa bàn huyện được triển khai sâu rộng đến từng cơ sở"
    half = quote.index("huyện")
    page = _printed(quote[:half], "Chú thích ở giữa trang: số liệu của phòng", quote[half:])
    tops = [top for _, top, _ in _found(page, quote, quote)]
    assert tops == [10, 14] or tops == [], "the note is never marked as part of the quote"


def test_nothing_to_find() -> None:
    assert boxes([], "Không", 0, 5) == []
    assert boxes(_printed("Không"), "Không", 2, 2) == []
    assert boxes(_printed("Không"), "…", 0, 1) == []


def test_words_of_ocr_are_covered_whole() -> None:
    words = [
        Piece("41", Box(0.1, 0.1, 0.2, 0.12)),
        Piece(" ", Box(0.1, 0.1, 0.2, 0.12)),
        Piece("hộ;", Box(0.21, 0.1, 0.3, 0.12)),
    ]
    assert boxes(words, "41 hộ;", 0, 5) == [Box(0.1, 0.1, 0.3, 0.12)]


SAID = "Cuối năm toàn xã còn hộ nghèo 41 chiếm 1,27% so với (kế hoạch); “đạt”".split()


@given(st.lists(st.sampled_from(SAID), min_size=2, max_size=30), st.integers(1, 6), st.data())
def test_the_boxes_hold_the_quote_s_letters(words: list[str], breaks: int, data: st.DataObject) -> None:
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start = len(" ".join(words[:first])) + (1 if first else 0)
    quote = " ".join(words[first : last + 1])
    lines = [" ".join(words[at : at + breaks]) for at in range(0, len(words), breaks)]
    page = _printed(*lines)
    made = boxes(page, text, start, start + len(quote))
    held = [
        piece.text
        for piece in page
        if any(
            b.left <= (piece.box.left + piece.box.right) / 2 <= b.right and b.top <= piece.box.top <= b.bottom for b in made
        )
    ]
    assert key("".join(held)) == key(quote)


def test_a_stretch_over_a_page_s_end_has_a_part_on_each() -> None:
    lines = (Line("Đoạn dài bắt đầu ở trang một và", 1), Line("kết thúc ở trang hai.", 2))
    report = assemble(Source(lines, 2), "f" * 64, "a.pdf")
    turn = report.text.index("kết thúc")
    assert parts(report, 5, turn + 8) == {1: [(5, turn)], 2: [(turn, turn + 8)]}
    assert parts(report, 5, 9) == {1: [(5, 9)]}
    assert parts(report, 5, 5) == {}
    without = assemble(Source((Line("Không có trang.", whole=True),)), "f" * 64, "a.txt")
    assert parts(without, 0, 5) == {}
