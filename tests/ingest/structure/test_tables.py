"""Tables: the grid of flattened ones recovered, rows written out with their column titles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.model import Kind, Line, Table, WrittenRow
from ingest.structure.tables import recovered, write_row

FLAT = """Chi tiết từng năm như sau:
Stt Nội dung 2022 2023 2024
01 Giấy khen
Tập thể 21 24 27
Cá nhân 84 91 103
Hộ gia đình 3 4 5
02
Danh hiệu Lao động tiên
tiến
Tập thể 6 7 7
Cá nhân 1.038 41 -
03 Chiến sĩ thi đua cơ sở Cá nhân 12 14 15
IV. Đánh giá chung
Phong trào năm 2024 có 12 tập thể."""

GRID = (
    ("Stt", "Nội dung", "Nội dung", "2022", "2023", "2024"),
    ("01", "Giấy khen", "Tập thể", "21", "24", "27"),
    ("01", "Giấy khen", "Cá nhân", "84", "91", "103"),
    ("01", "Giấy khen", "Hộ gia đình", "3", "4", "5"),
    ("02", "Danh hiệu Lao động tiên tiến", "Tập thể", "6", "7", "7"),
    ("02", "Danh hiệu Lao động tiên tiến", "Cá nhân", "1.038", "41", "-"),
    ("03", "Chiến sĩ thi đua cơ sở", "Cá nhân", "12", "14", "15"),
)


def _lines(text: str) -> list[Line]:
    return [Line(line) for line in text.split("\n")]


def test_a_flattened_table_gets_its_grid_back() -> None:
    lines, (table,) = recovered(_lines(FLAT), ())
    assert table.rows == GRID
    assert [line.text for line in lines if line.kind is Kind.TABLE][4] == "02 Danh hiệu Lao động tiên tiến Tập thể 6 7 7"
    assert [line.row for line in lines] == [None, *((0, n) for n in range(7)), None, None]


def test_no_word_is_lost_or_moved() -> None:
    lines, _ = recovered(_lines(FLAT), ())
    assert " ".join(line.text for line in lines).split() == FLAT.split()


def test_rows_with_one_name() -> None:
    _, (table,) = recovered(_lines("Chỉ tiêu 2023 2024\nSố hộ nghèo 143 97\nSố thôn văn hóa 8 9\nHết."), ())
    assert table.rows == (("Chỉ tiêu", "2023", "2024"), ("Số hộ nghèo", "143", "97"), ("Số thôn văn hóa", "8", "9"))


def test_groups_and_parts_on_one_line() -> None:
    text = "TT Nội dung 2023 2024\n1 Giấy khen Tập thể 24 27\nCá nhân 91 103\n2 Bằng khen Tập thể 1 2\nCá nhân 3 4"
    _, (table,) = recovered(_lines(text), ())
    assert [row[:3] for row in table.rows[1:]] == [
        ("1", "Giấy khen", "Tập thể"), ("1", "Giấy khen", "Cá nhân"),
        ("2", "Bằng khen", "Tập thể"), ("2", "Bằng khen", "Cá nhân"),
    ]  # fmt: skip


def test_prose_that_ends_in_years_is_no_table() -> None:
    text = "Trong các năm 2023 2024\nxã có 12 thôn.\nĐã khen 15 người."
    assert recovered(_lines(text), ()) == (_lines(text), ())


@given(st.lists(st.sampled_from(FLAT.split("\n")), max_size=30))
def test_any_lines_keep_their_words(texts: list[str]) -> None:
    lines, tables = recovered([Line(text) for text in texts], ())
    assert " ".join(line.text for line in lines).split() == " ".join(texts).split()
    assert all(len({len(row) for row in table.rows}) == 1 for table in tables)


def test_a_row_written_out() -> None:
    table = Table(GRID, None)
    assert WrittenRow(0, 0, *write_row(table, 2)).text == "Giấy khen, Cá nhân, năm 2022: 84; năm 2023: 91; năm 2024: 103"
    assert WrittenRow(0, 0, *write_row(table, 0)).text == "Stt, Nội dung, 2022, 2023, 2024"


def test_titles_in_two_rows_are_joined() -> None:
    rows = (("Năm", "Giấy khen", "Giấy khen"), ("Năm", "Tập thể", "Cá nhân"), ("2014", "86", "312"), ("2015", "90", "300"))
    _, (table,) = recovered([], (Table(rows, None),))
    assert table.header == 2
    assert WrittenRow(0, 0, *write_row(table, 2)).text == "Năm: 2014; Giấy khen Tập thể: 86; Giấy khen Cá nhân: 312"


def test_words_stand_under_their_titles() -> None:
    rows = (("Stt", "Họ và tên", "Đơn vị", "Tiền thưởng"), ("1", "Lò Văn Phúc", "Xã Cẩm Đài", "290.000"))
    assert WrittenRow(0, 0, *write_row(Table(rows, None), 1)).text == "Lò Văn Phúc, Đơn vị: Xã Cẩm Đài; Tiền thưởng: 290.000"


def test_a_row_with_other_columns_than_the_heading() -> None:
    rows = (("Stt", "Nội dung", "2024"), ("1", "Giấy khen"))
    assert WrittenRow(0, 0, *write_row(Table(rows, None), 1)).text == "Giấy khen, 1"
