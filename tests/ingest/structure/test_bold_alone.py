"""Headings of a report that numbers none and has short texts, told by bold type alone."""

from __future__ import annotations

from ingest.language.text import normalize
from ingest.model import Kind, Paragraph
from ingest.structure import bold, outline

HEAD = ["!BÁO CÁO", "!Tổng kết năm học 2031-2032"]
BODY = [
    "!Đặc điểm", "Trường có 9 lớp với 214 trẻ.", "!Kết quả nuôi dưỡng", "|Nhóm 61 64", "!Hạn chế, tồn tại",
    "Còn 02 phòng học tạm.", "Thiếu 03 giáo viên.",
]  # fmt: skip


def _paragraphs(*texts: str) -> list[Paragraph]:
    """Paragraphs: "!" before one that is set bold, "|" before a table's row."""
    paragraphs = []
    for text in texts:
        plain = normalize(text.lstrip("!|"))
        letters = bold.letters(plain) if text.startswith("!") else 0
        paragraphs.append(Paragraph(plain, None, Kind.TABLE if text.startswith("|") else Kind.TEXT, bold=letters))
    return paragraphs


def _titles(*texts: str) -> list[str]:
    return [placed.candidate.title for placed in outline.build(_paragraphs(*texts))]


def test_bold_lines_above_texts_and_tables_are_headings() -> None:
    assert _titles(*HEAD, *BODY) == ["Đặc điểm", "Kết quả nuôi dưỡng", "Hạn chế, tồn tại"]


def test_the_title_is_none_of_them_and_two_are_too_few() -> None:
    assert _titles(*HEAD, "Trường có 9 lớp.", *BODY[2:]) == []


def test_a_report_that_is_bold_throughout_has_none() -> None:
    assert _titles(*HEAD, *(f"!{text.lstrip('!|')}" for text in BODY)) == []


def test_bold_sentences_and_captions_are_none() -> None:
    body = ["!Trường đạt chuẩn.", "Năm 2031 trường giữ chuẩn.", "!Bảng 1", "|a 1", "!Nguồn: phòng", "Năm 2031 có 9 lớp."]
    assert _titles(*HEAD, *body) == []
