"""What ``python -m ingest text`` prints: pages, paragraphs, rows and footnotes in reading order."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from ingest.__main__ import OK, PARTLY, main
from ingest.model import Kind, Line, Source, Table
from ingest.report import assemble
from ingest.text_output import as_text


def _text(source: Source) -> list[str]:
    return as_text(assemble(source, "0" * 64, "a.txt")).splitlines()


def test_pages_paragraphs_rows_and_notes() -> None:
    lines = (
        Line("Xã có 12 thôn.", 1, whole=True),
        Line("Thôn Hộ nghèo", 1, Kind.TABLE, whole=True, row=(0, 0)),
        Line("Bản Lầu 4", 1, Kind.TABLE, whole=True, row=(0, 1)),
        Line("Theo kế hoạch.", 1, Kind.NOTE, whole=True, mark="1"),
        Line("Còn 37 hộ.", 3, whole=True),
    )
    table = Table((("Thôn", "Hộ nghèo"), ("Bản Lầu", "4")), 1)
    assert _text(Source(lines, 4, (table,))) == [
        "--- trang 1", "Xã có 12 thôn.", "Thôn ¦ Hộ nghèo", "Bản Lầu ¦ 4", "[1] Theo kế hoạch.",
        "--- trang 2", "--- trang 3", "Còn 37 hộ.", "--- trang 4",
    ]  # fmt: skip


def test_a_format_without_pages_has_no_page_lines() -> None:
    assert _text(Source((Line("Xã có 12 thôn.", whole=True),))) == ["Xã có 12 thôn."]


def test_a_paragraph_over_two_pages_stands_whole_on_the_first() -> None:
    lines = (Line("Xã tổ chức phát động thi đua", 1), Line("ngay từ đầu năm.", 2), Line("II. HẠN CHẾ", 2))
    assert _text(Source(lines, 2)) == [
        "--- trang 1",
        "Xã tổ chức phát động thi đua ngay từ đầu năm.",
        "--- trang 2",
        "II. HẠN CHẾ",
    ]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document()
    document.add_paragraph("Toàn xã có 37 hộ.")
    document.save(str(tmp_path / "a.docx"))
    assert main(["text", str(tmp_path / "a.docx")]) == OK
    assert capsys.readouterr().out == "Toàn xã có 37 hộ.\n"
    assert main(["text", str(tmp_path / "b.docx")]) == PARTLY
    shown = capsys.readouterr()
    assert shown.out == "" and "không có tệp này" in shown.err
