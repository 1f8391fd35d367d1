"""Cells and notes against a report's source: what is read right, what is not, and merged cells."""

from __future__ import annotations

from pathlib import Path

import docx

from eval import sources
from eval.open_reports import write_word

SOURCE = """@center **BÁO CÁO**
Toàn xã còn 37 hộ nghèo[^1].
@table
Thôn | Số hộ | <
^ | Khá | Nghèo
Khe Sơn | 64 | 5
@end
[^1]: Theo chuẩn mới.
"""


def test_a_report_is_held_against_its_source(tmp_path: Path) -> None:
    for folder in ("md", "docx"):
        (tmp_path / folder).mkdir()
    (tmp_path / "md" / "a.md").write_text(SOURCE, encoding="utf-8")
    write_word(SOURCE, tmp_path / "docx" / "a.docx")
    (score,) = sources.measure(tmp_path)
    assert (score.cells, score.notes, score.wrong) == ((9, 9), (1, 1), ())
    document = docx.Document(str(tmp_path / "docx" / "a.docx"))
    document.tables[0].cell(2, 2).text = "6"
    document.save(str(tmp_path / "docx" / "a.docx"))
    (score,) = sources.measure(tmp_path)
    assert (score.cells, score.wrong) == ((8, 9), ("ô “5”: '6'",))
    assert sources.summary([score]).startswith("docx  ô bảng 8 trên 9 (0.8889)  chú thích 1 trên 1")
