"""Tables of a text file without drawn rules: cells apart by tabs or blanks; what only looks like one stays text."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import readers

ROWS = (("Thôn", "Số hộ", "Số tiền"), ("Pác Tao", "64", "1.250,5"), ("Khuổi Mít", "118", "-"))


def _tables(tmp_path: Path, *lines: str) -> list[tuple[tuple[str, ...], ...]]:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(("BÁO CÁO", "", *lines, "", "Trên đây là báo cáo.")), encoding="utf-8")
    return [table.rows for table in readers.read(path).tables]


@pytest.mark.parametrize("gap", ["\t", "     ", " \t "])
def test_cells_apart_are_a_table(tmp_path: Path, gap: str) -> None:
    assert _tables(tmp_path, *(f"   {gap.join(row)}" for row in ROWS)) == [ROWS]


def test_columns_may_be_right_aligned(tmp_path: Path) -> None:
    lines = [
        "Thôn              Năm 2030      2031",
        "Pác Tao                64        70",
        "Nà Lạn 2                9     1.118",
    ]
    assert _tables(tmp_path, *lines) == [(("Thôn", "Năm 2030", "2031"), ("Pác Tao", "64", "70"), ("Nà Lạn 2", "9", "1.118"))]


@pytest.mark.parametrize(
    "lines",
    [
        ["UBND XÃ NÀ LẠN     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 12/BC-UBND     Độc lập - Tự do - Hạnh phúc"],
        ["Nơi nhận:     TM. UBND     KẾ TOÁN", "- Lưu: VT.     CHỦ TỊCH     TRƯỞNG", "a     Lò Văn Phúc     Lò Thị Hoa"],
        ["Thôn     Số hộ     Số tiền", "Pác Tao     64     1.250,5", "", "Khuổi Mít     118     77"],
        ["Năm 2031 xã có   64   hộ", "Kết quả đạt tốt"],
    ],
)
def test_what_else_stands_apart_is_no_table(tmp_path: Path, lines: list[str]) -> None:
    assert _tables(tmp_path, *lines) == []
