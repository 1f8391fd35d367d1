"""Tables with level rules above the head, below it and at the end: their rows are told by the figures in them."""

from __future__ import annotations

from ingest.readers.pdf import grids
from ingest.readers.pdf.places import Edge, Rectangle
from ingest.readers.pdf.words import Word

Printed = list[tuple[float, float, str]]  # left, foot, text of each cell's line
STARTS = (60, 100, 300, 400)


def _words(printed: Printed) -> list[Word]:
    """Return the words of lines in letters of 10 points, 5 points wide."""
    words = []
    for left, foot, text in printed:
        x = left
        for word in text.split():
            words.append(Word(word, Rectangle(x, foot - 7, x + 5 * len(word), foot + 2), foot, 10, spaced=x > left))
            x += 5 * len(word) + 4
    return words


def _rows(*printed: tuple[float, tuple[str, str, str, str]], rules: tuple[float, float, float]) -> list[tuple[str, ...]]:
    cells = [(x, foot, text) for foot, texts in printed for x, text in zip(STARTS, texts, strict=True) if text]
    edges = [Edge.across(y, 50, 500) for y in rules]
    tables, _ = grids.find(edges, _words(cells))
    return [row for table in tables for row in table.rows]


HEAD = ("TT", "Chỉ tiêu", "Kế hoạch", "Thực hiện")


def test_each_line_of_figures_is_a_row_and_a_name_in_two_lines_one_cell() -> None:
    made = _rows(
        (115, HEAD),
        (145, ("1", "Thu ngân sách", "8.460", "4.915")),
        (169, ("", "Số hộ kinh doanh được cấp", "", "")),
        (175, ("2", "", "64", "39")),  # in the middle of its two lines
        (181, ("", "giấy chứng nhận", "", "")),
        (205, ("3", "Hộ nghèo giảm", "12", "")),
        (229, ("4", "Tuyến hẻm được", "7", "3")),  # level with the first of its two lines
        (241, ("", "bê tông hóa", "", "")),
        (265, ("5", "Hộ cận nghèo", "30", "27")),
        (289, ("6", "Nhà ở", "9", "8")),
        rules=(100, 125, 300),
    )
    assert made == [
        HEAD,
        ("1", "Thu ngân sách", "8.460", "4.915"),
        ("2", "Số hộ kinh doanh được cấp giấy chứng nhận", "64", "39"),
        ("3", "Hộ nghèo giảm", "12", ""),
        ("4", "Tuyến hẻm được bê tông hóa", "7", "3"),
        ("5", "Hộ cận nghèo", "30", "27"),
        ("6", "Nhà ở", "9", "8"),
    ]


def test_a_row_without_figures_that_titles_others_stands_by_itself() -> None:
    made = _rows(
        (115, HEAD),
        (145, ("", "Thu nội địa", "", "")),
        (165, ("1", "Thuế", "846", "491")),
        (185, ("2", "Phí", "64", "39")),
        (205, ("", "Thu khác", "", "")),
        (225, ("3", "Phạt", "12", "9")),
        rules=(100, 125, 235),
    )
    assert [row[1] for row in made] == ["Chỉ tiêu", "Thu nội địa", "Thuế", "Phí", "Thu khác", "Phạt"]


def test_a_row_in_several_lines_of_words_stays_one() -> None:
    made = _rows(
        (115, HEAD),
        (145, ("1", "Kiểm tra các đơn vị", "Sở Nội vụ", "quý I")),
        (157, ("", "thực hiện nghị quyết", "và các huyện", "và quý II")),
        (169, ("", "về cải cách", "miền núi", "")),
        rules=(100, 125, 180),
    )
    assert made[1:] == [
        (
            "1",
            "Kiểm tra các đơn vị thực hiện nghị quyết về cải cách",
            "Sở Nội vụ và các huyện miền núi",
            "quý I và quý II",
        )
    ]
