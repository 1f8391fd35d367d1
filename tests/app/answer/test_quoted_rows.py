"""Rows of tables in an answer's text, taken apart again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.answer.model import Citation
from app.answer.quoted_rows import ANYTHING, WantedCell, quoted_row, shown_quotes, side_by_side
from ingest.language.terms import tokens
from ingest.model import Passage, WrittenRow

TEXT = "Chỉ tiêu ĐVT KH 2031 TH 2031\nThu hoạch tổ ong tổ 40 52\nSố hộ nuôi hộ 7 9"
ROW = WrittenRow(29, 54, "Thu hoạch tổ ong", (("ĐVT", "tổ"), ("KH 2031", "40"), ("TH 2031", "52")))
NEXT = WrittenRow(55, len(TEXT), "Số hộ nuôi", (("ĐVT", "hộ"), ("KH 2031", "7"), ("TH 2031", "9")))
PASSAGE = Passage("p", "r", "a.docx", "Tổng kết", ("II",), "Ong", ("Ong",), None, 0, len(TEXT), TEXT, rows=(ROW, NEXT))


def _citation(n: int, row: WrittenRow) -> Citation:
    return Citation(n, PASSAGE, row.start, row.end, TEXT[row.start : row.end], None)


CITED = (_citation(1, ROW), _citation(2, NEXT))


@pytest.mark.parametrize(
    ("line", "wanted", "before", "marked"),
    [
        ("Thu hoạch tổ ong, ĐVT: tổ; KH 2031: 40; TH 2031: 52 [1]", WantedCell("52"), "", 2),
        ("Thu hoạch tổ ong, ĐVT: tổ; KH 2031: 40; TH 2031: 52 [1]", ANYTHING, "", None),
        ("Thu hoạch tổ ong, ĐVT: tổ; KH 2031: 40; TH 2031: 52 [1]", WantedCell(years=("2031",)), "", None),  # two cells
        ("Xã Lũng Vầu: Thu hoạch tổ ong, TH 2031: 52 [1] [2]", ANYTHING, "Xã Lũng Vầu: ", 2),
    ],
)
def test_a_row_written_out_or_one_cell_of_it(line: str, wanted: WantedCell, before: str, marked: int | None) -> None:
    row = quoted_row(line, CITED, wanted)
    assert row is not None
    assert (row.before, row.label, row.cells, row.marked, row.n) == (before, ROW.label, ROW.cells, marked, 1)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Thu hoạch tổ ong, ĐVT: tổ; KH 2031: 40; TH 2031: 52",  # cites nothing
        "Năm 2031 thu hoạch 52 tổ ong [1]",  # other words
        "Thu hoạch tổ ong, ĐVT: tổ; KH 2031: 40; TH 2031: 52 [2]",  # another row's citation
        "Có tổ ong [9]",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert quoted_row(line, CITED, WantedCell("52")) is None


def test_the_cell_that_answers() -> None:
    cells = (("Đối tượng", "Cá nhân"), ("năm 2030", "52"), ("năm 2031", "52"), ("năm 2032", "7"))
    assert WantedCell("7").cell_of(cells) == 3 and WantedCell("52").cell_of(cells) is None
    assert WantedCell("52", ("2031",)).cell_of(cells) == 2 and WantedCell(None, ("2030",)).cell_of(cells) == 1
    assert WantedCell(None, ("2030", "2031")).cell_of(cells) is None and WantedCell().cell_of(cells) is None


def test_titles_stand_above_the_rows_that_are_shown() -> None:
    titles = WrittenRow(0, 28, "Chỉ tiêu, ĐVT, KH 2031, TH 2031")
    passage = replace(PASSAGE, rows=(titles, ROW, NEXT))
    row, above = (replace(_citation(n, r), passage=passage) for n, r in ((1, ROW), (2, titles)))
    assert shown_quotes(f"- {ROW.text} [1] [2]", (row, above)) == {1, 2}
    assert shown_quotes("- Có 52 tổ ong. [1] [2]", (row, above)) == frozenset()


def test_rows_of_one_table_stand_together() -> None:
    lines = [f"{ROW.text} [1]", f"{NEXT.text} [2]", f"Xã Pù: {ROW.text} [1]"]
    rows = [row for line in lines if (row := quoted_row(line, CITED))]
    assert [[row.label for row in group] for group in side_by_side(rows)] == [
        ["Thu hoạch tổ ong", "Số hộ nuôi"],
        ["Thu hoạch tổ ong"],
    ]


def test_which_quotes_the_text_has_shown() -> None:
    prose = replace(_citation(3, ROW), start=0, end=8, quote="Chỉ tiêu")
    text = f"Theo báo cáo:\n- {ROW.text} [1]\n- Các chỉ tiêu khác [3]"
    assert shown_quotes(text, (*CITED, prose)) == {1}
    assert shown_quotes("- Chỉ tiêu nuôi ong. [3]", (prose,)) == {3}
    assert shown_quotes("", CITED) == frozenset()


def test_of_several_cells_of_a_year_the_question_s_words_tell_the_one() -> None:
    cells = [("năm 2030 Tập thể", "4"), ("năm 2030 Cá nhân", "15"), ("năm 2031 Tập thể", "6"), ("năm 2031 Cá nhân", "19")]
    words = frozenset(tokens("Số giấy khen cho cá nhân năm 2031 của xã Lũng Vầu"))
    assert WantedCell(None, ("2031",), words).cell_of(cells) == 3
    assert WantedCell(None, ("2031",), frozenset(tokens("Số giấy khen năm 2031"))).cell_of(cells) is None
