"""Heads of tables that a page's end parts, that are printed again, and that only level rules draw."""

from __future__ import annotations

from pathlib import Path

from ingest import readers
from tests.ingest.exam.pdf_files import Pdf, ruled

XS = (60, 200, 300, 400, 520)
HEAD = ("Thôn", "Số hộ", "Hộ khá", "Hộ nghèo")


def _rows(file: Path) -> list[tuple[tuple[str, ...], ...]]:
    return [table.rows for table in readers.read(file).tables]


def _page(pdf: Pdf, top: int, *rows: tuple[str, ...]) -> str:
    return ruled(pdf, XS, tuple(top - 24 * at for at in range(len(rows) + 1)), rows)


def test_a_head_that_stands_alone_at_the_foot_of_a_page_is_the_tables(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.page(pdf.lines("BÁO CÁO", "Số hộ năm 2031"), _page(pdf, 90, HEAD))
    pdf.page(_page(pdf, 800, ("Khe Sơn", "64", "20", "5"), ("Bản Vẽ", "71", "33", "6")))
    assert _rows(pdf.write(tmp_path / "a.pdf")) == [(HEAD, ("Khe Sơn", "64", "20", "5"), ("Bản Vẽ", "71", "33", "6"))]


def test_a_head_of_two_rows_that_the_pages_end_parts_is_one(tmp_path: Path) -> None:
    pdf = Pdf()
    wide = (60, 200, 300, 520)
    pdf.page(pdf.lines("BÁO CÁO"), ruled(pdf, wide, (90, 66), (("Thôn", "Số hộ", "Trong đó"),)))
    pdf.page(_page(pdf, 800, ("", "", "Khá", "Nghèo"), ("Bản Vẽ", "71", "33", "6")))
    assert _rows(pdf.write(tmp_path / "a.pdf")) == [
        (("Thôn", "Số hộ", "Trong đó", "Trong đó"), ("Thôn", "Số hộ", "Khá", "Nghèo"), ("Bản Vẽ", "71", "33", "6"))
    ]


def test_a_head_printed_again_below_running_lines_is_left_out(tmp_path: Path) -> None:
    pdf = Pdf()
    for at, row in enumerate((("Khe Sơn", "64", "20", "5"), ("Bản Vẽ", "71", "33", "6"), ("Pa Khôm", "58", "21", "9"))):
        foot = pdf.text(72, 40, f"Báo cáo năm 2031 - Trang {at + 1}")
        pdf.page(pdf.text(72, 815, "UBND xã Mường Đán"), _page(pdf, 790, HEAD, row), foot)
    (rows,) = _rows(pdf.write(tmp_path / "a.pdf"))
    assert [row[0] for row in rows] == ["Thôn", "Khe Sơn", "Bản Vẽ", "Pa Khôm"]


def test_a_figure_of_a_heads_cell_goes_on_over_the_page(tmp_path: Path) -> None:
    pdf = Pdf()
    head = ("Thôn", "Số hộ", "Hộ khá", "Hộ nghèo năm")
    first = ("Thôn", "(hộ)", "(hộ)", "Hộ nghèo năm")
    pdf.page(pdf.lines("BÁO CÁO"), _page(pdf, 110, head, first))
    pdf.page(_page(pdf, 800, ("", "", "", "2031"), ("Bản Vẽ", "71", "33", "6"), ("Pa Khôm", "58", "21", "9")))
    (rows,) = _rows(pdf.write(tmp_path / "a.pdf"))
    assert [row[3] for row in rows] == ["Hộ nghèo năm 2031", "Hộ nghèo năm 2031", "6", "9"]


def test_level_rules_alone_make_a_table_and_prose_between_rules_none(tmp_path: Path) -> None:
    pdf = Pdf()
    rules = "\n".join(f"0.8 w 60 {y} m 520 {y} l S" for y in (700, 676, 652, 628))
    cells = [
        pdf.text(x + 4, y, text, 11)
        for y, row in zip((685, 661, 637), (HEAD, ("Khe Sơn", "64", "20", "5"), ("Bản Vẽ", "71", "33", "6")), strict=True)
        for x, text in zip(XS, row, strict=False)
    ]
    pdf.page(pdf.lines("BÁO CÁO"), rules, *cells)
    prose = [pdf.text(64, y, "Xã đã làm tốt công tác giảm nghèo và nước sạch trong năm.", 11) for y in (685, 661, 637)]
    pdf.page(rules, *prose)
    assert _rows(pdf.write(tmp_path / "a.pdf")) == [(HEAD, ("Khe Sơn", "64", "20", "5"), ("Bản Vẽ", "71", "33", "6"))]
