"""Tables drawn with signs in plain text give rows and cells; what only looks like one stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import readers
from ingest.model import Kind

BOXED = """Tiến độ
┌────────┬──────┐
│ Xã     │ Hộ   │
├────────┼──────┤
│ Khe Mo │ 145  │
│ dưới   │ 98,0 │
└────────┴──────┘
Hết bảng."""
SIGNED = """+-------------+------+
| Giống       | Tấn  |
+=============+======+
| Khang dân   | 12,4 |
| Nhị ưu      | 7,85 |
+-------------+------+"""


def _read(folder: Path, text: str) -> tuple[list[str], list[tuple[tuple[str, ...], ...]]]:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    source = readers.read(folder / "a.txt")
    return [line.text for line in source.lines if line.kind is Kind.TEXT], [table.rows for table in source.tables]


def test_a_table_between_rules_is_read_by_rows(tmp_path: Path) -> None:
    assert _read(tmp_path, BOXED) == (["Tiến độ", "Hết bảng."], [(("Xã", "Hộ"), ("Khe Mo", "145"), ("dưới", "98,0"))])
    assert _read(tmp_path, SIGNED) == ([], [(("Giống", "Tấn"), ("Khang dân", "12,4"), ("Nhị ưu", "7,85"))])


def test_two_tables_one_below_the_other_are_two(tmp_path: Path) -> None:
    texts, tables = _read(tmp_path, f"{BOXED}\n{SIGNED}")
    assert texts == ["Tiến độ", "Hết bảng."] and [len(rows) for rows in tables] == [3, 3]


def test_a_cell_may_go_on_in_the_next_line(tmp_path: Path) -> None:
    text = SIGNED.replace("| Nhị ưu      | 7,85 |", "| Nhị ưu      | 7,85 |\n|             | tạ   |")
    assert _read(tmp_path, text)[1][0][2] == ("Nhị ưu", "7,85 tạ")


@pytest.mark.parametrize(
    "text",
    ["|x| và |y|", "| a | 1 |\n| b | 2 |", "+------+\n| một |\n+------+", "| a | 1 |\n+--+--+\n| b | 2 | 3 |", "-----\nHết"],
    ids=["prose", "without a rule", "one column", "rows of different length", "a rule alone"],
)
def test_what_is_no_table_stays_text(tmp_path: Path, text: str) -> None:
    texts, tables = _read(tmp_path, text)
    assert tables == [] and len(texts) == len(text.splitlines())
