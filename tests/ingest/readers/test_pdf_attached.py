"""What a PDF holds beside its pages is read as files of their own, within the limits, or named with its reason."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from ingest import readers
from ingest.errors import UnreadableFile
from ingest.limits import Limits
from ingest.readers import bundles
from ingest.reading import Reading
from ingest.report import audited, understand
from tests.ingest.exam.pdf_files import Pdf
from tests.ingest.readers.word_files import p, table, write

PAGE = "Toàn huyện Khe Mo còn 64 hộ nghèo."


def _plain(path: Path) -> Path:
    pdf = Pdf()
    return pdf.page(pdf.lines(PAGE)).write(path)


def _pages(path: Path) -> PdfWriter:
    """A PDF of one page that says :data:`PAGE`."""
    return PdfWriter(clone_from=str(_plain(path)))


def _word(folder: Path) -> bytes:
    rows = table(("Thôn", "Hộ"), ("Thác Bạc", "19"))
    return write(folder / "w.docx", p("Phụ lục có 37 thôn.") + rows).read_bytes()


def _pin(writer: PdfWriter, name: str, content: bytes) -> None:
    """Pin a file to the first page."""
    stream = StreamObject()
    stream.set_data(content)
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    file = DictionaryObject({NameObject("/EF"): DictionaryObject({NameObject("/F"): writer._add_object(stream)})})
    file[NameObject("/F")] = TextStringObject(name)
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/FileAttachment"), NameObject("/FS"): file})
    note[NameObject("/Type")], note[NameObject("/Rect")] = NameObject("/Annot"), ArrayObject()
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def test_what_is_listed_and_what_is_pinned_is_read_behind_the_pages(tmp_path: Path) -> None:
    writer = _pages(tmp_path / "a.pdf")
    writer.add_attachment("Phụ lục.docx", _word(tmp_path))
    writer.add_attachment("ký.p7s", b"0")
    _pin(writer, "ghim.csv", "Thôn;Hộ\nKhe Sơn;152\n".encode())
    writer.write(tmp_path / "a.pdf")
    report = understand(tmp_path / "a.pdf")
    assert all(text in report.text for text in (PAGE, "Tệp đính kèm: Phụ lục.docx", "37 thôn", "Tệp đính kèm: ghim.csv"))
    assert [grid.rows[1] for grid, _ in report.tables] == [("Thác Bạc", "19"), ("Khe Sơn", "152")]
    assert report.pages == 1 and report.page_at(report.text.index(PAGE)) == 1
    assert [warning for warning in report.warnings if "ký.p7s" in warning and ".p7s" in warning]
    assert audited(tmp_path / "a.pdf", Reading()) == ()


def test_a_library_takes_each_by_itself_and_the_pages_alone(tmp_path: Path) -> None:
    writer = _pages(tmp_path / "a.pdf")
    writer.add_attachment("Phụ lục.docx", _word(tmp_path))
    writer.write(tmp_path / "a.pdf")
    (tmp_path / "out").mkdir()
    members = bundles.unpacked(tmp_path / "a.pdf", tmp_path / "out", Reading(whole=False))
    assert [member.name for member in members] == ["", "Phụ lục.docx"]
    assert members[0].path == tmp_path / "a.pdf"
    alone = understand(tmp_path / "a.pdf", None, Reading(whole=False))
    assert alone.text == PAGE and alone.warnings == ()
    assert bundles.holder(tmp_path / "a.pdf" / "Phụ lục.docx") == tmp_path / "a.pdf"


def test_a_pdf_in_an_archive_is_taken_apart_too(tmp_path: Path) -> None:
    writer = _pages(tmp_path / "a.pdf")
    writer.add_attachment("x.txt", "Khe Sơn có 152 hộ.".encode())
    buffer = BytesIO()
    writer.write(buffer)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.pdf", buffer.getvalue())
    (tmp_path / "out").mkdir()
    members = bundles.unpacked(tmp_path / "a.zip", tmp_path / "out", Reading())
    assert [member.name for member in members] == ["b.pdf", "b.pdf/x.txt"]
    text = "\n".join(line.text for line in readers.read(tmp_path / "a.zip").lines)
    assert text.count(PAGE) == text.count("152 hộ") == 1


def test_a_pdf_without_files_is_one_file(tmp_path: Path) -> None:
    _plain(tmp_path / "a.pdf")
    assert not bundles.may_hold_files(tmp_path / "a.pdf")
    assert understand(tmp_path / "a.pdf").text == PAGE


def test_limits_hold_and_damage_is_told(tmp_path: Path) -> None:
    writer = _pages(tmp_path / "a.pdf")
    writer.add_attachment("x.txt", b"x" * 1_200_000)
    writer.write(tmp_path / "a.pdf")
    with pytest.raises(UnreadableFile, match="MAX_UNPACKED_MB"):
        understand(tmp_path / "a.pdf", None, Reading(Limits(max_unpacked_mb=1)))
    writer = _pages(tmp_path / "b.pdf")
    writer.add_attachment("x.docx", b"PK\x03\x04 cut short")
    writer.write(tmp_path / "b.pdf")
    report = understand(tmp_path / "b.pdf")
    assert report.text == PAGE and any(warning.startswith("tệp đính kèm x.docx: ") for warning in report.warnings)
