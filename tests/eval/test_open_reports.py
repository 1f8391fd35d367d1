"""Reports in the small text format become Word files that the reader understands as they are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.open_reports import write_word
from ingest.report import understand

TEXT = """@head
UBND HUYỆN PÚ SAO| CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
**UBND XÃ NÀ BÓ**| **Độc lập - Tự do - Hạnh phúc**
Số: 12/BC-UBND| Nà Bó, ngày 05 tháng 12 năm 2024
@end
@center **BÁO CÁO**
@center **Kết quả thi đua năm 2024**
**I. KẾT QUẢ**
Toàn xã còn 41 hộ nghèo[^1].
@table
TT | Nội dung | Năm 2023 | <
^ | ^ | KH | TH
1 | Giấy khen | 10 | 12
@end
[^1]: Theo chuẩn mới.
"""


def test_a_report_is_read_as_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "na-bo.docx"
    write_word(TEXT, file)
    report = understand(file)
    assert report.metadata.number == "12/BC-UBND" and report.metadata.period_to == 2024
    assert [heading.title for heading in report.headings] == ["KẾT QUẢ"]
    assert report.tables[0][0].rows[2] == ("1", "Giấy khen", "10", "12")
    assert report.tables[0][0].rows[0][2:] == ("Năm 2023", "Năm 2023")
    assert [note.text for note in report.footnotes] == ["Theo chuẩn mới."]


@pytest.mark.parametrize("text", ["@table\na | b\n", "@table\n< | b\n@end\n"])
def test_a_block_that_is_not_closed_and_a_cell_without_neighbour_are_errors(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"not closed|nothing to be merged"):
        write_word(text, tmp_path / "a.docx")
