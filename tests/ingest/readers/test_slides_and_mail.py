"""Slides and letters: text, tables, what is attached; archives are refused by their true name."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pptx
import pytest
from pptx.util import Inches

from ingest import readers
from ingest.errors import UnreadableFile


def test_slides_are_pages_with_titles_and_tables(tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Kết quả năm 2031"
    grid = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for at, text in enumerate(("Thôn", "Hộ khá", "Khe Sơn", "64")):
        grid.cell(at // 2, at % 2).text = text
    hidden = show.slides.add_slide(show.slide_layouts[5])
    hidden.shapes.title.text = "Nháp 999"
    hidden._element.set("show", "0")
    slide.notes_slide.notes_text_frame.text = "nói thêm 998"
    show.save(str(tmp_path / "a.pptx"))
    source = readers.read(tmp_path / "a.pptx")
    assert [(line.text, line.page, line.heading) for line in source.lines] == [
        ("Kết quả năm 2031", 1, 1), ("Thôn Hộ khá", 1, 0), ("Khe Sơn 64", 1, 0),
    ]  # fmt: skip
    assert source.tables[0].rows == (("Thôn", "Hộ khá"), ("Khe Sơn", "64"))
    assert source.warnings == ("không đọc trang chiếu ẩn: 2",)


def _letter(*attached: tuple[str, bytes]) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = "Báo cáo thôn Khe Sơn", "a@khe-son.example", "b@huyen.example"
    letter.set_content("Thôn gửi báo cáo: còn 9 hộ nghèo.\n")
    for name, content in attached:
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return letter


def test_a_letter_is_read_with_what_is_attached(tmp_path: Path) -> None:
    table = "Thôn;Hộ\nKhe Sơn;64\n".encode()
    (tmp_path / "a.eml").write_bytes(_letter(("so-lieu.csv", table), ("hong.pdf", b"x" * 20)).as_bytes())
    source = readers.read(tmp_path / "a.eml")
    texts = [line.text for line in source.lines]
    assert texts[0] == "Chủ đề: Báo cáo thôn Khe Sơn" and "Thôn gửi báo cáo: còn 9 hộ nghèo." in texts
    assert "Tệp đính kèm: so-lieu.csv" in texts and source.tables[0].rows == (("Thôn", "Hộ"), ("Khe Sơn", "64"))
    assert any(warning.startswith("tệp đính kèm hong.pdf: không phải tệp PDF") for warning in source.warnings)


def test_an_archive_of_files_is_refused_by_its_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "Khe Sơn có 64 hộ")
    with pytest.raises(UnreadableFile, match=r"tệp nén \.zip"):
        readers.read(tmp_path / "a.zip")
