"""Slides and letters: text, tables, what is attached; archives are refused by their true name."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pptx
from pptx.util import Inches

from ingest import readers


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
    assert source.warnings == (
        "không đọc trang chiếu ẩn: 2; nếu cần, hãy bỏ ẩn rồi nạp lại",
        "không đọc lời ghi của người nói dưới trang chiếu 1",
    )


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


def test_a_forwarded_letter_brings_what_is_attached_to_it(tmp_path: Path) -> None:
    inner = _letter(("so-lieu.csv", "Thôn;Hộ\nKhe Sơn;64\n".encode()))
    outer = EmailMessage()
    outer["Subject"], outer["From"], outer["To"], outer["Date"] = (
        "Chuyển",
        "b@huyen.example",
        "c@tinh.example",
        "Mon, 8 Dec 2031 08:00:00 +0700",
    )
    outer.set_content("Chuyển tiếp thư của thôn.\n")
    outer.add_attachment(inner)
    (tmp_path / "a.eml").write_bytes(outer.as_bytes())
    texts = [line.text for line in readers.read(tmp_path / "a.eml").lines]
    assert "Ngày gửi: 08/12/2031" in texts and "Chuyển tiếp thư của thôn." in texts
    assert "Thôn gửi báo cáo: còn 9 hộ nghèo." in texts and "Khe Sơn 64" in texts


def test_a_letter_that_is_a_web_page_keeps_its_heads(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = "Báo cáo <nhanh>", "a@khe-son.example", "b@huyen.example"
    letter.set_content("<p>Còn <b>9</b> hộ nghèo</p>", subtype="html")
    (tmp_path / "a.eml").write_bytes(letter.as_bytes())
    texts = [line.text for line in readers.read(tmp_path / "a.eml").lines]
    assert texts[0] == "Chủ đề: Báo cáo <nhanh>" and texts[-1] == "Còn 9 hộ nghèo"
