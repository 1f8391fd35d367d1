"""A figure that a person sees and the reader loses is told; clean files raise no alarm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest import __main__ as cli
from ingest import audit, readers
from ingest.audit.model import Doubt, SeenFigures, missing
from ingest.model import Source
from ingest.reading import Reading
from ingest.report import audited, understand
from tests.ingest.exam.pdf_files import Pdf
from tests.ingest.readers.word_files import p, write

N = NameObject


def pdf_of(path: Path, *pages: str) -> Path:
    writer = PdfWriter()
    font = DictionaryObject({N("/Type"): N("/Font"), N("/Subtype"): N("/Type1"), N("/BaseFont"): N("/Helvetica")})
    for drawn in pages:
        page = writer.add_blank_page(595, 842)
        page[N("/Resources")] = DictionaryObject({N("/Font"): DictionaryObject({N("/F1"): font})})
        stream = DecodedStreamObject()
        stream.set_data(drawn.encode())
        page[N("/Contents")] = writer._add_object(stream)
    writer.write(str(path))
    return path


def text_at(y: int, text: str, x: int = 72, more: str = "") -> str:
    return f"BT {more} /F1 12 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET "


def _word(path: Path, *texts: str) -> Path:
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(str(path))
    return path


def _with_part(path: Path, name: str, content: str, kind: str) -> Path:
    """Add a part of a kind to a Word file that its body refers to."""
    held = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(held, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/_rels/document.xml.rels":
                row = f'<Relationship Id="x9" Type="http://example.org/{kind}" Target="{name}"/></Relationships>'
                data = data.replace(b"</Relationships>", row.encode())
            new.writestr(item, data)
        new.writestr(f"word/{name}", content)
    path.write_bytes(held.getvalue())
    return path


def test_a_clean_pdf_raises_no_alarm(tmp_path: Path) -> None:
    head = text_at(800, "Phu luc bao cao nam 2031", 200)
    pages = [head + text_at(700, f"Lang {n} co {n}14 ho, dat {n},5%") + text_at(40, str(n), 300) for n in range(1, 4)]
    assert audited(pdf_of(tmp_path / "a.pdf", *pages), Reading()) == ()


def test_figures_that_nobody_sees_are_not_asked_for(tmp_path: Path) -> None:
    drawn = (
        text_at(700, "Lang co 64 ho kha") + text_at(600, "an 9876", more="1 1 1 rg") + text_at(500, "an 5432", more="3 Tr")
    )
    assert audited(pdf_of(tmp_path / "a.pdf", drawn), Reading()) == ()


def test_figures_above_or_left_of_the_page_are_not_asked_for(tmp_path: Path) -> None:
    drawn = [text_at(700, "Lang co 64 ho kha"), text_at(900, "ban nhap 9876"), text_at(600, "ban nhap 5432", -300)]
    assert audited(pdf_of(tmp_path / "a.pdf", " ".join(drawn)), Reading()) == ()


def test_a_running_head_of_figures_is_accounted_for(tmp_path: Path) -> None:
    head = text_at(800, "2031 - 1.305 - 27", 200)
    pages = [head + text_at(700, f"Lang {n} co {n}14 ho, dat {n},5%") for n in range(1, 4)]
    assert audited(pdf_of(tmp_path / "a.pdf", *pages), Reading()) == ()


def test_a_line_that_the_reader_loses_is_told_with_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pdf_of(
        tmp_path / "a.pdf",
        text_at(700, "Lang co 64 ho kha"),
        text_at(700, "Con 382 ho ngheo") + text_at(680, "Het nam 2031"),
    )
    whole = readers.read

    def lossy(path: Path, reading: Reading | None = None) -> Source:
        source = whole(path, reading)
        return Source(tuple(line for line in source.lines if "382" not in line.text), source.pages, source.tables)

    monkeypatch.setattr(readers, "read", lossy)
    (warning,) = understand(path).warnings
    assert "trang 2: 382 (… Con 382 ho ngheo …)" in warning


def test_a_figure_at_the_foot_that_is_no_page_number_is_told(tmp_path: Path) -> None:
    path = pdf_of(tmp_path / "a.pdf", *(text_at(700, "Lang co ho") + text_at(40, str(n), 300) for n in (1, 2, 845)))
    seen = audit._seen(path, (), Doubt(""))
    assert [(line.text, line.page) for line in seen] == [("845", 3)]


def test_a_clean_word_file_raises_no_alarm(tmp_path: Path) -> None:
    path = _word(tmp_path / "a.docx", "Xã có 64 hộ khá, đạt 12,5%.", "Năm 2031: 1.204 hộ.")
    assert audited(path, Reading()) == ()


def test_a_part_of_a_word_file_that_the_reader_does_not_know_is_told(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    strange = f'<x xmlns:a="{space}"><a:p><a:r><a:t>Hộ nghèo 417</a:t></a:r></a:p></x>'
    path = _with_part(_word(tmp_path / "a.docx", "Xã có 64 hộ khá."), "strange1.xml", strange, "strange")
    assert [str(one) for one in audited(path, Reading())] == ["417 (… Hộ nghèo 417 …)"]


def test_struck_hidden_and_deleted_figures_are_not_asked_for(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Xã có 64 hộ khá")
    paragraph.add_run(" 771").font.strike = True
    paragraph.add_run(" 772").font.hidden = True
    document.save(str(tmp_path / "a.docx"))
    assert audited(tmp_path / "a.docx", Reading()) == ()


def test_the_command_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", str(_word(tmp_path / "a.docx", "Xã có 64 hộ khá."))]) == cli.OK
    assert capsys.readouterr().out == ""
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    strange = f'<x xmlns:a="{space}"><a:p><a:r><a:t>Hộ nghèo 417</a:t></a:r></a:p></x>'
    path = _with_part(_word(tmp_path / "b.docx", "Xã có 64 hộ khá."), "strange1.xml", strange, "strange")
    assert cli.main(["audit", str(path)]) == cli.PARTLY
    assert capsys.readouterr().out == "417 (… Hộ nghèo 417 …)\n"


def test_a_figure_that_a_line_end_parts_is_read() -> None:
    row = [SeenFigures("năm 20 7 8 9"), SeenFigures("23"), SeenFigures("1 0")]
    assert missing(row, Doubt("năm 2023 7 8 9 10").held) == []
    assert [one.figure for one in missing(row, Doubt("năm 7 8 9 10").held)] == ["20", "23"]


@given(st.lists(st.integers(0, 9999), max_size=8), st.integers(10_000, 99_999))
def test_one_figure_too_many_is_the_only_one_told(figures: list[int], lost: int) -> None:
    text = " ".join(map(str, figures))
    assert [one.figure for one in missing([SeenFigures(f"{text} {lost}")], Doubt(text).held)] in ([str(lost)], [])
    assert missing([SeenFigures(text)], Doubt(f"{text} {lost}").held) == []


def test_a_raised_mark_behind_a_figure_is_no_digit_of_it(tmp_path: Path) -> None:
    drawn = "BT /F1 13 Tf 1 0 0 1 72 700 Tm (Tang qua 163) Tj /F1 8 Tf 5 Ts (1) Tj /F1 13 Tf 0 Ts ( ho) Tj ET"
    (line,) = audit._seen(pdf_of(tmp_path / "a.pdf", drawn), (), Doubt(""))
    assert line.text.split()[:3] == ["Tang", "qua", "163"]


def test_the_parts_of_a_fraction_are_figures_of_their_own(tmp_path: Path) -> None:
    part = "<m:{0}><m:r><m:t>{1}</m:t></m:r></m:{0}>"
    fraction = f"<m:f>{part.format('num', 45)}{part.format('den', '1.500')}</m:f>"
    power = f"<m:sSup>{part.format('e', '64 m')}{part.format('sup', 2)}</m:sSup>"
    path = write(tmp_path / "a.docx", p("Đạt ", f"<m:oMath>{fraction}</m:oMath>", " của ", f"<m:oMath>{power}</m:oMath>"))
    assert {one for line in audit._seen(path, (), Doubt("")) for one in line.text.split()} >= {"45", "1.500", "2"}
    assert audited(path, Reading()) == ()


def test_a_figure_that_a_narrow_column_prints_digit_by_digit_is_read_as_one() -> None:
    seen = [SeenFigures(text, 3) for text in ("4 7 1", "0", "7 5 8 1", "0", "1", "4", "3")]
    assert missing(seen, Doubt("4 7 10 7 5 8 10 143").held) == []
    assert [one.figure for one in missing([*seen, SeenFigures("0", 3)], Doubt("4 7 10 7 5 8 10 143").held)] == ["0"]


def test_a_text_whose_figures_were_all_read_is_passed_over() -> None:
    doubt = Doubt("64 hộ, 12 xã, 12 thôn")
    doubt.weigh(["64 hộ", "12 xã", "12 thôn", "19 ha", "64 ha"])
    assert doubt.passes("12 xã") and not doubt.passes("19 ha") and not doubt.passes("64 hộ") and doubt.passes("hộ")
    assert doubt.held == {"64": 1, "12": 1}


def test_page_numbers_of_reports_bound_together_are_not_asked_for(tmp_path: Path) -> None:
    pages = [
        text_at(700, f"Lang {letter} co ho") + text_at(40, number, 300)
        for letter, number in zip("abcde", "12312", strict=True)
    ]
    assert audit._seen(pdf_of(tmp_path / "a.pdf", *pages), (), Doubt("")) == []


def test_a_contents_page_without_dots_raises_no_alarm(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.page(pdf.lines("MỤC LỤC", "I. KẾT QUẢ 2", "II. NHIỆM VỤ 3"))
    pdf.page(pdf.lines("I. KẾT QUẢ", "Còn 37 hộ.")).page(pdf.lines("II. NHIỆM VỤ", "Làm 41 km."))
    file = pdf.write(tmp_path / "a.pdf")
    assert audit.audit(file, "I. KẾT QUẢ Còn 37 hộ. II. NHIỆM VỤ Làm 41 km.") == ()
    assert [one.figure for one in audit.audit(file, "I. KẾT QUẢ Còn hộ. II. NHIỆM VỤ Làm 41 km.")] == ["37"]


def test_what_a_browser_prints_around_a_page_raises_no_alarm(tmp_path: Path) -> None:
    pdf = Pdf()
    stamp, address = pdf.text(24, 820, "11/30/31, 5:52 PM", 8), pdf.text(24, 20, "https://a.example/bao-cao-37.html 1/1", 8)
    file = pdf.page(stamp, pdf.lines("BÁO CÁO", "Còn 37 hộ nghèo."), address).write(tmp_path / "a.pdf")
    report = understand(file)
    assert "https" not in report.text and "5:52" not in report.text and "37 hộ" in report.text
    assert not any("nhìn thấy" in warning for warning in report.warnings)
