"""Tables with ruled lines in PDF: rows and columns, merged cells, tables that run on to the next page."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest import readers
from ingest.model import Kind, Line, Source
from ingest.readers.pdf import grids, open_heads
from ingest.readers.pdf.places import Edge, Rectangle
from ingest.readers.pdf.words import Word

COLUMNS = (72, 110, 260, 330, 400)
HIGH = 20  # points of a row

Grid = list[list[str | None]]  # None: the cell above reaches down to here


def _page(writer: PdfWriter, top: int, grid: Grid, before: str = "", after: str = "") -> None:
    """Draw a table whose first row begins ``top`` points from the foot of the page, with a line of text around it."""
    page = writer.add_blank_page(595, 842)
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(k): NameObject(v) for k, v in names.items()})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
    marks = [(72, top + 30, before)]
    drawn = [f"{x} {top} m {x} {top - HIGH * len(grid)} l S" for x in COLUMNS]
    drawn.append(f"{COLUMNS[0]} {top} m {COLUMNS[-1]} {top} l S")
    for r, row in enumerate(grid):
        foot = top - HIGH * (r + 1)
        for c, text in enumerate(row):
            reaches_down = r + 1 < len(grid) and grid[r + 1][c] is None
            if not reaches_down:
                drawn.append(f"{COLUMNS[c]} {foot} m {COLUMNS[c + 1]} {foot} l S")
            marks.append((COLUMNS[c] + 3, foot + 6, text or ""))
    marks.append((72, top - HIGH * len(grid) - 30, after))
    drawn += [f"BT /F1 11 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in marks if text]
    stream = DecodedStreamObject()
    stream.set_data("\n".join(drawn).encode())
    page[NameObject("/Contents")] = writer._add_object(stream)


def _read(tmp_path: Path, writer: PdfWriter) -> Source:
    writer.write(str(tmp_path / "a.pdf"))
    return readers.read(tmp_path / "a.pdf")


HEAD: list[str | None] = ["Stt", "Danh hieu", "Tap the", "Ca nhan"]
PROSE = "Ket qua khen thuong cua huyen trong nam qua nhu sau"


def test_rows_columns_and_merged_cells(tmp_path: Path) -> None:
    writer = PdfWriter()
    grid: Grid = [HEAD, ["1", "Giay khen", "12", "34"], [None, None, "5", "6"], ["2", "Bang khen", "7", "8"]]
    _page(writer, 700, grid, PROSE, "Het bang")
    source = _read(tmp_path, writer)
    (table,) = source.tables
    assert table.rows == (
        ("Stt", "Danh hieu", "Tap the", "Ca nhan"), ("1", "Giay khen", "12", "34"), ("1", "Giay khen", "5", "6"),
        ("2", "Bang khen", "7", "8"),
    )  # fmt: skip
    assert source.lines == (
        Line(PROSE, 1),
        Line("Stt Danh hieu Tap the Ca nhan", 1, Kind.TABLE, row=(0, 0)),
        Line("1 Giay khen 12 34", 1, Kind.TABLE, row=(0, 1)),
        Line("5 6", 1, Kind.TABLE, row=(0, 2)),
        Line("2 Bang khen 7 8", 1, Kind.TABLE, row=(0, 3)),
        Line("Het bang", 1),
    )


def test_a_table_that_runs_on_is_one_table(tmp_path: Path) -> None:
    writer = PdfWriter()
    _page(writer, 200, [HEAD, ["1", "Giay khen", "12", "34"]], PROSE)
    _page(writer, 780, [HEAD, ["2", "Bang khen", "7", "8"]], "2", "Tren day la bao cao cua huyen Lam Tra")
    source = _read(tmp_path, writer)
    (table,) = source.tables
    assert [row[0] for row in table.rows] == ["Stt", "1", "2"]
    assert [(line.page, line.row) for line in source.lines if line.row] == [(1, (0, 0)), (1, (0, 1)), (2, (0, 2))]


def test_two_tables_with_text_between_are_two(tmp_path: Path) -> None:
    writer = PdfWriter()
    _page(writer, 200, [HEAD, ["1", "Giay khen", "12", "34"]], PROSE)
    _page(writer, 700, [HEAD, ["1", "Bang khen", "7", "8"]], "Rieng nam sau thi khen thuong cao hon")
    assert len(_read(tmp_path, writer).tables) == 2


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    writer = PdfWriter()
    _page(writer, 700, [[PROSE, "", "", ""], *([""] * 4 for _ in range(3))], PROSE, PROSE)
    assert _read(tmp_path, writer).tables == ()


def test_a_row_that_goes_on_in_small_letters_keeps_equal_figures(tmp_path: Path) -> None:
    writer = PdfWriter()
    _page(writer, 160, [HEAD, ["1", "Bang khen", "12", "34"], ["Lao dong", "", "90", "90"]], PROSE)
    _page(writer, 800, [["tien tien", "", "", ""], ["2", "Giay khen", "7", "8"]])
    source = _read(tmp_path, writer)
    (table,) = source.tables
    assert table.rows[2:] == (("Lao dong tien tien", "", "90", "90"), ("2", "Giay khen", "7", "8"))
    assert "Lao dong tien tien 90 90" in [line.text for line in source.lines]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("Benh COVID-", "19", "Benh COVID-19"),
        ("Xa, phuong", ", thi tran", "Xa, phuong, thi tran"),
        ("Ke hoach -", "12 lang", "Ke hoach - 12 lang"),
    ],
)
def test_a_cell_is_put_together_where_a_line_broke_it(above: str, below: str, whole: str) -> None:
    words = [Word(text, Rectangle(10, y, 90, y + 10), y + 10, 10, spaced=False) for text, y in ((above, 0), (below, 14))]
    assert grids._text(words, (0, 0, 200, 40)) == whole


def test_a_column_as_wide_as_a_digit_holds_a_figure_of_two() -> None:
    words = [Word(text, Rectangle(6, y, 12, y + 10), y + 10, 10, spaced=False) for text, y in (("1", 0), ("0", 14))]
    assert grids._text(words, (0, 0, 18, 40)) == "10"
    assert grids._text(words, (0, 0, 60, 40)) == "1 0"


def test_a_syllable_wider_than_its_column_is_one() -> None:
    def cell(upper: str, lower: str, width: float) -> str:
        words = [
            Word(t, Rectangle(6, y, 6 + 6 * len(t), y + 10), y + 10, 10, spaced=False) for t, y in ((upper, 0), (lower, 14))
        ]
        return grids._text(words, (0, 0, width, 40))

    assert cell("quy", "ết", 34) == "quyết"
    assert cell("quy", "ết", 60) == "quy ết" and cell("Chi", "tiết", 34) == "Chi tiết"


def test_a_column_of_single_letters_is_put_together() -> None:
    words = [Word(t, Rectangle(6, 14 * y, 12, 14 * y + 10), 14 * y + 10, 10, spaced=False) for y, t in enumerate("NămĐạt")]
    assert grids._text(words, (0, 0, 20, 90)) == "Năm Đạt"
    assert grids._text(words, (0, 0, 60, 90)) == "N ă m Đ ạ t"


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("Nămđạtchuẩn", "Năm đạt chuẩn"), ("KheSơn", "Khe Sơn"), ("2031", "2031"), ("64,5%", "64,5%"),
        ("nghiêngngả", "nghiêng ngả"), ("xyz", "xyz"), ("SốTCđạt", "Số TC đạt"), ("KẾTQUẢ", "KẾT QUẢ"),
        ("Năm2031", "Năm 2031"),
    ],
)  # fmt: skip
def test_letters_that_lost_their_spaces_are_words(letters: str, words: str) -> None:
    assert grids.spelt(letters) == words


def _ruled(*printed: tuple[float, float, str], above: tuple[float, float, str] | None = None) -> list[tuple[str, ...]]:
    """Return the rows of a table of three columns ruled from 130 to 190 in two rows, and the words around it as lines."""
    words = []
    for left, foot, text in (*printed, *([above] if above else [])):
        x = left
        for word in text.split():
            words.append(Word(word, Rectangle(x, foot - 7, x + 5 * len(word), foot + 2), foot, 10, spaced=x > left))
            x += 5 * len(word) + 3
    edges = [Edge.across(y, 60, 360) for y in (130, 160, 190)] + [Edge.down(x, 130, 190) for x in (60, 160, 260, 360)]
    tables, _ = open_heads.headed(*grids.find(edges, words))
    return [row for table in tables for row in table.rows]


ROWS = ((65, 150, "Tân Lập"), (170, 150, "41"), (270, 150, "9"), (65, 180, "Đông Cừ"), (170, 180, "36"), (270, 180, "8"))
CELLS = [("Tân Lập", "41", "9"), ("Đông Cừ", "36", "8")]


def test_a_head_without_borders_above_a_ruled_table_is_its_first_row() -> None:
    head = ((65, 124, "Xã"), (170, 112, "Kế hoạch"), (170, 124, "cả năm"), (270, 124, "Thực hiện"))
    assert _ruled(*ROWS, *head) == [("Xã", "Kế hoạch cả năm", "Thực hiện"), *CELLS]
    assert _ruled(*ROWS, *head, above=(250, 100, "Đơn vị tính: hộ")) == [("Xã", "Kế hoạch cả năm", "Thực hiện"), *CELLS]


@pytest.mark.parametrize(
    "above",
    [
        (65, 124, "Kết quả giảm nghèo của các xã trong năm như sau"),  # a sentence across the columns
        (65, 100, "Xã         Kế         Thực"),  # too far above
        (270, 124, "Đơn vị: hộ"),
        (170, 124, "Bảng 2"),
    ],
)
def test_what_else_stands_above_a_table_is_no_head(above: tuple[float, float, str]) -> None:
    assert _ruled(*ROWS, above=above) == CELLS


def test_a_table_with_a_head_gets_no_other() -> None:
    rows = (*((left, foot, {"41": "Kế", "9": "Thực"}.get(text, text)) for left, foot, text in ROWS),)
    assert _ruled(*rows, (65, 124, "Năm"), (170, 124, "Trước"), (270, 124, "Nay"))[0] == ("Tân Lập", "Kế", "Thực")
