"""Readers: the format is told from the content, and what cannot be read is refused in one line."""

from __future__ import annotations

import contextlib
import io
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import example, given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest import readers
from ingest.errors import UnreadableFile
from ingest.model import Kind, Source
from ingest.report import understand

W = nsdecls("w")


def _refusal(file: Path) -> str:
    """Return the reason a file is refused; it must be one line, and come quickly."""
    began = time.perf_counter()
    with pytest.raises(UnreadableFile) as refused:
        readers.read(file)
    assert time.perf_counter() - began < 5
    reason = str(refused.value)
    assert reason and "\n" not in reason
    return reason


def _text(tmp_path: Path, content: bytes, name: str = "a.txt") -> Source:
    file = tmp_path / name
    file.write_bytes(content)
    return readers.read(file)


def _pdf(*pages: str) -> PdfWriter:
    """A PDF of plain ASCII pages, one line of text a line."""
    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(595, 842)
        font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                                 NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
        stream = DecodedStreamObject()
        shown = "".join(f"({line}) Tj T* " for line in text.split("\n"))
        stream.set_data(f"BT /F1 12 Tf 14 TL 72 770 Td {shown}ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    return writer


def _docx(tmp_path: Path, build: Callable[[Document], object]) -> Path:
    document = docx.Document()
    build(document)
    file = tmp_path / "a.docx"
    document.save(str(file))
    return file


def _lines(source: Source) -> list[str]:
    return [line.text for line in source.lines]


# Text


def test_text_lines_and_blank_lines(tmp_path: Path) -> None:
    source = _text(tmp_path, "Dòng một  \n\n  Dòng hai\nDòng ba\n".encode())
    assert [(line.text, line.gap, line.page, line.whole) for line in source.lines] == [
        ("Dòng một", True, None, False), ("  Dòng hai", True, None, False), ("Dòng ba", False, None, False),
    ]  # fmt: skip
    assert source.pages is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    assert _lines(_text(tmp_path, f"Báo cáo{end}Lý Sơn{end}".encode(encoding))) == ["Báo cáo", "Lý Sơn"]


def test_text_is_composed(tmp_path: Path) -> None:
    assert _lines(_text(tmp_path, "Ba\u0301o ca\u0301o".encode())) == ["Báo cáo"]


def test_form_feeds_separate_pages(tmp_path: Path) -> None:
    source = _text(tmp_path, "Trang một\n\fTrang hai\fTrang ba".encode())
    assert source.pages == 3
    assert [(line.text, line.page) for line in source.lines] == [("Trang một", 1), ("Trang hai", 2), ("Trang ba", 3)]


def test_a_form_feed_at_the_end_opens_no_page(tmp_path: Path) -> None:
    assert _text(tmp_path, "Trang một\n\fTrang hai\n\f".encode()).pages == 2


def test_markdown_headings_lose_their_hashes_only_in_markdown(tmp_path: Path) -> None:
    assert _lines(_text(tmp_path, b"## I. A", "a.md")) == ["I. A"]
    assert _lines(_text(tmp_path, b"## I. A", "a.txt")) == ["## I. A"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "rỗng"),
        (b"  \n\t\n", "không có chữ"),
        ("\ufeff\u200b".encode(), "không có chữ"),
        ("Отчёт о работе района за прошлый год".encode("koi8-r"), "bảng mã"),
        (b"\x00\x01\x02binary", "không phải tệp văn bản"),
        (b"\xff\xfea", "byte thứ"),  # UTF-16 cut in the middle of a letter
    ],
)
def test_text_that_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    assert says in _refusal(file)


# Which reader


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    made = _docx(tmp_path, lambda d: d.add_paragraph("Báo cáo"))
    for name in ("word.txt", "word.pdf", "word"):
        file = tmp_path / name
        file.write_bytes(made.read_bytes())
        assert _lines(readers.read(file)) == ["Báo cáo"]
    pdf = tmp_path / "pdf.docx"
    _pdf("Ket qua phong trao thi dua cua huyen").write(str(pdf))
    assert readers.read(pdf).pages == 1


def test_an_html_page_named_pdf(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_text("<!doctype html><title>404</title>", encoding="utf-8")
    assert "không phải tệp PDF" in _refusal(file)


def test_old_word(tmp_path: Path) -> None:
    file = tmp_path / "a.doc"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert ".docx" in _refusal(file)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "không mở được" in _refusal(tmp_path / "không-có.txt")
    assert "không mở được" in _refusal(tmp_path)


# Word


def test_docx_paragraphs_are_whole(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("I. KẾT QUẢ")
        document.add_paragraph("   ")
        document.add_paragraph("Dòng\tmột\nvà hai")

    source = readers.read(_docx(tmp_path, build))
    assert [(line.text, line.whole, line.page) for line in source.lines] == [
        ("I. KẾT QUẢ", True, None), ("Dòng một và hai", True, None),
    ]  # fmt: skip
    assert source.pages is None


def test_docx_tables_stand_where_they_stand(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Trước bảng")
        table = document.add_table(2, 3)
        for at, text in enumerate(("Stt", "Nội dung", "Số lượng", "1", "Bằng khen", "15")):
            table.cell(at // 3, at % 3).text = text
        table.cell(1, 1).merge(table.cell(1, 2))
        document.add_paragraph("Sau bảng")

    source = readers.read(_docx(tmp_path, build))
    assert [(line.text, line.kind) for line in source.lines] == [
        ("Trước bảng", Kind.TEXT), ("Stt Nội dung Số lượng", Kind.TABLE), ("1 Bằng khen 15", Kind.TABLE),
        ("Sau bảng", Kind.TEXT),
    ]  # fmt: skip
    (table,) = source.tables
    assert [line.row for line in source.lines] == [None, (0, 0), (0, 1), None]
    assert table.rows == (("Stt", "Nội dung", "Số lượng"), ("1", "Bằng khen 15", "Bằng khen 15"))


def test_docx_head_and_signature_tables_are_paragraphs(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP"
        table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"

    source = readers.read(_docx(tmp_path, build))
    assert source.tables == ()
    assert all(line.kind is Kind.TEXT for line in source.lines)


def _with_footnote(file: Path, body: str = "", relation: str = "") -> None:
    """Put a footnotes part into a saved document, as Word does."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    relation = relation or f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/>'
    separator = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>bỏ</w:t></w:r></w:p></w:footnote>'
    note = '<w:footnote w:id="1"><w:p><w:r><w:t>Kế hoạch số 94/KH-UBND</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {W}>{separator}{note}</w:footnotes>"
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{content_type}"/>'
    content = {}
    with zipfile.ZipFile(file) as archive:
        for item in archive.namelist():
            content[item] = archive.read(item)
    content["word/footnotes.xml"] = (body or notes).encode()
    for part, end, more in (
        ("word/_rels/document.xml.rels", b"</Relationships>", relation),
        ("[Content_Types].xml", b"</Types>", override),
    ):
        content[part] = content[part].replace(end, more.encode() + end)
    with zipfile.ZipFile(file, "w") as archive:
        for item, data in content.items():
            archive.writestr(item, data)


REFERENCE = f'<w:r {W}><w:footnoteReference w:id="1"/></w:r>'


def test_docx_footnotes_follow_their_paragraph(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Huyện ban hành kế hoạch")._p.append(parse_xml(REFERENCE))
        document.add_paragraph("Đoạn sau")

    file = _docx(tmp_path, build)
    _with_footnote(file)
    source = readers.read(file)
    assert [(line.text, line.kind) for line in source.lines] == [
        ("Huyện ban hành kế hoạch", Kind.TEXT), ("Kế hoạch số 94/KH-UBND", Kind.NOTE), ("Đoạn sau", Kind.TEXT),
    ]  # fmt: skip
    first, note, _ = source.lines
    assert (first.marks, note.mark) == (((len(first.text), "1"),), "1")


def test_docx_endnotes_count_by_themselves(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph("Đã ban hành kế hoạch")._p.append(parse_xml(REFERENCE))
    paragraph = document.add_paragraph("Xã đạt chuẩn")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:endnoteReference w:id="1"/></w:r>'))
    paragraph.add_run(" năm 2024.")
    document.save(str(file))
    _with_footnote(file)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
    content = _parts(file)
    note = '<w:endnote w:id="1"><w:p><w:r><w:t>12 xã đạt chuẩn nâng cao</w:t></w:r></w:p></w:endnote>'
    content["word/endnotes.xml"] = f"<w:endnotes {W}>{note}</w:endnotes>".encode()
    content["word/_rels/document.xml.rels"] = content["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", f'<Relationship Id="rId98" Type="{kind}" Target="endnotes.xml"/></Relationships>'.encode()
    )
    override = (
        '<Override PartName="/word/endnotes.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"/></Types>'
    )
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(b"</Types>", override.encode())
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    report = understand(file)
    assert [(n.mark, n.text) for n in report.footnotes] == [
        ("1", "Kế hoạch số 94/KH-UBND"), ("i", "12 xã đạt chuẩn nâng cao"),
    ]  # fmt: skip
    anchor = report.footnotes[1].anchor
    assert anchor is not None and report.text[:anchor].endswith("Xã đạt chuẩn")


def _parts(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


BOX = """<w:r {W}><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice Requires="wps"><w:drawing><wps:txbx xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">
<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""


def test_docx_text_boxes_are_read_once(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        paragraph = document.add_paragraph("Có chữ bên cạnh.")
        paragraph._p.append(parse_xml(BOX.format(W=W, text="Trong khung có 12 hộ.")))
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "Ô đầu"
        table.cell(0, 1).paragraphs[0]._p.append(parse_xml(BOX.format(W=W, text="Khung trong ô")))

    source = readers.read(_docx(tmp_path, build))
    assert [line.text for line in source.lines] == ["Có chữ bên cạnh.", "Trong khung có 12 hộ.", "Ô đầu", "Khung trong ô"]


def test_docx_footnotes_of_a_table_cell(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_table(1, 1).cell(0, 0).paragraphs[0]._p.append(parse_xml(REFERENCE))
        document.add_paragraph("Đoạn sau")

    file = _docx(tmp_path, build)
    _with_footnote(file)
    assert [(line.kind, line.mark) for line in readers.read(file).lines] == [(Kind.NOTE, "1"), (Kind.TEXT, "")]


def _sdt(text: str) -> str:
    return f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param('<w:ins {W} w:id="1" w:author="a"><w:r><w:t>15/BC-UBND</w:t></w:r></w:ins>', id="tracked insertion"),
        pytest.param(
            "<w:sdt {W}><w:sdtContent><w:r><w:t>15/BC-UBND</w:t></w:r></w:sdtContent></w:sdt>", id="content control"
        ),
        pytest.param(
            '<w:smartTag {W} w:uri="x" w:element="place"><w:r><w:t>15/BC-UBND</w:t></w:r></w:smartTag>', id="smart tag"
        ),
    ],
)
def test_docx_text_inside_other_elements(tmp_path: Path, inside: str) -> None:
    file = _docx(tmp_path, lambda d: d.add_paragraph("Số: ")._p.append(parse_xml(inside.replace("{W}", W))))
    assert _lines(readers.read(file)) == ["Số: 15/BC-UBND"]


def test_docx_paragraphs_inside_a_content_control(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Trước")
        document.element.body.insert(1, parse_xml(_sdt("Trong ô nội dung")))

    assert _lines(readers.read(_docx(tmp_path, build))) == ["Trước", "Trong ô nội dung"]


def test_docx_nested_tables(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "Ngoài"
        table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "Trong"

    assert "Trong" in " ".join(_lines(readers.read(_docx(tmp_path, build))))


def test_docx_automatic_numbers(tmp_path: Path) -> None:
    file = _docx(tmp_path, lambda d: [d.add_paragraph(t, style="List Number") for t in ("Kết quả", "Hạn chế")])
    assert _lines(readers.read(file)) == ["1. Kết quả", "2. Hạn chế"]


def _numbered(text: str, depth: int) -> str:
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>'
    return f"<w:p {W}><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_docx_automatic_numbers_of_several_levels(tmp_path: Path) -> None:
    forms = (("upperRoman", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)"), ("bullet", "\uf0b7"))
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{"<w:isLgl/>" * (n == 1)}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for n, (form, pattern) in enumerate(forms)
    )

    def build(document: Document) -> None:
        numbering = document.part.numbering_part.element
        numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{levels}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        for text, depth in (("A", 0), ("B", 0), ("C", 1), ("D", 2), ("E", 2), ("F", 3), ("G", 1), ("H", 0), ("I", 1)):
            document.element.body.insert(-1, parse_xml(_numbered(text, depth)))

    assert _lines(readers.read(_docx(tmp_path, build))) == [
        "I. A", "II. B", "2.1. C", "a) D", "b) E", "F", "2.2. G", "III. H", "3.1. I",
    ]  # fmt: skip


def test_docx_a_table_of_contents_is_passed_over(tmp_path: Path) -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'

    def build(document: Document) -> None:
        document.add_paragraph("I. KẾT QUẢ")
        document.element.body.insert(
            0, parse_xml(_sdt("I. KẾT QUẢ 3").replace("<w:sdtContent>", f"{gallery}<w:sdtContent>"))
        )

    assert _lines(readers.read(_docx(tmp_path, build))) == ["I. KẾT QUẢ"]


def test_docx_what_is_deleted_is_not_read(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        paragraph = document.add_paragraph("Đạt 5 tỷ đồng")._p
        for deleted in ("del", "moveFrom"):
            paragraph.append(
                parse_xml(f'<w:{deleted} {W} w:id="1" w:author="a"><w:r><w:t>và 7 tỷ</w:t></w:r></w:{deleted}>')
            )

    assert _lines(readers.read(_docx(tmp_path, build))) == ["Đạt 5 tỷ đồng"]


@pytest.mark.parametrize(("font", "text"), [(".VnTime", "Báo cáo tổng kết ở huyện"), ("Arial", "Café résumé naïve")])
def test_docx_neither_a_legacy_font_nor_odd_letters_alone_change_the_text(tmp_path: Path, font: str, text: str) -> None:
    def build(document: Document) -> None:
        document.add_paragraph().add_run(text).font.name = font

    assert _lines(readers.read(_docx(tmp_path, build))) == [text]


@pytest.mark.parametrize(
    ("font", "typed", "meant"),
    [
        (".VnTime", "B¸o c¸o tæng kÕt phong trµo", "Báo cáo tổng kết phong trào"),
        (".VnTimeH", "b¸o c¸o tæng kÕt n¨m 2018", "BÁO CÁO TỔNG KẾT NĂM 2018"),
        ("VNI-Times", "Baùo caùo toång keát phong traøo", "Báo cáo tổng kết phong trào"),
        ("Arial", "B¸o c¸o tæng kÕt phong trµo n\xad\xedc ta", "Báo cáo tổng kết phong trào nước ta"),
    ],
)
def test_docx_in_a_legacy_code_table(tmp_path: Path, font: str, typed: str, meant: str) -> None:
    def build(document: Document) -> None:
        document.add_paragraph().add_run(typed).font.name = font

    source = readers.read(_docx(tmp_path, build))
    assert _lines(source) == [meant]
    assert "đã chuyển sang Unicode" in source.warnings[0]


def test_docx_data_table_with_a_column_of_recipients(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        table = document.add_table(3, 3)
        for at, text in enumerate(("Stt", "Nơi nhận quà", "Số suất", "1", "Xã Cẩm", "20", "2", "Xã Đài", "15")):
            table.cell(at // 3, at % 3).text = text

    assert _lines(readers.read(_docx(tmp_path, build))) == ["Stt Nơi nhận quà Số suất", "1 Xã Cẩm 20", "2 Xã Đài 15"]


def _edited(tmp_path: Path, part: str, data: bytes | None) -> Path:
    """A Word file with one part replaced, or left out."""
    made = _docx(tmp_path, lambda d: d.add_paragraph("Báo cáo"))
    file = tmp_path / "edited.docx"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(file, "w") as new:
        for item in old.namelist():
            if item != part:
                new.writestr(item, old.read(item))
            elif data is not None:
                new.writestr(item, data)
    return file


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("word/document.xml", None),
        ("word/document.xml", b""),
        ("word/document.xml", b"<w:document"),
        ("word/_rels/document.xml.rels", b"??"),
        ("_rels/.rels", None),
        ("[Content_Types].xml", None),
    ],
)
def test_docx_with_a_broken_part(tmp_path: Path, part: str, data: bytes | None) -> None:
    assert "Word" in _refusal(_edited(tmp_path, part, data))


@pytest.mark.parametrize("root", ["<root/>", f"<w:document {W}/>"])
def test_docx_without_a_body(tmp_path: Path, root: str) -> None:
    _refusal(_edited(tmp_path, "word/document.xml", root.encode()))


@pytest.mark.parametrize("broken", ["body", "relation"])
def test_docx_with_broken_footnotes(tmp_path: Path, broken: str) -> None:
    file = _docx(tmp_path, lambda d: d.add_paragraph("Báo cáo"))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    outside = f'<Relationship Id="rId99" Type="{kind}" Target="http://x/y" TargetMode="External"/>'
    _with_footnote(file, body="<w:footnotes" if broken == "body" else "", relation=outside if broken == "relation" else "")
    with contextlib.suppress(UnreadableFile):  # reading on without the notes would be as good as a refusal
        readers.read(file)


def test_a_zip_that_is_no_word_file(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xin-chao.txt", "chào")
    assert "không phải tệp Word" in _refusal(file)


def test_an_empty_word_file(tmp_path: Path) -> None:
    assert "không có chữ" in _refusal(_docx(tmp_path, lambda d: None))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    made = _docx(tmp_path, lambda d: d.add_paragraph("Báo cáo"))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        block = bytes(1_000_000)
        with archive.open("word/media/image1.png", "w") as bomb:
            for _ in range(201):
                bomb.write(block)
    assert made.stat().st_size < 2_000_000
    reason = _refusal(made)
    assert "202" in reason and "200" in reason and "MAX_UNPACKED_MB" in reason


def _encrypted_zip(content: bytes) -> bytes:
    """Set the flag "encrypted" of every entry."""
    made = bytearray(content)
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := made.find(signature, at + 1)) >= 0:
            made[at + offset] |= 1
    return bytes(made)


def test_a_word_file_in_an_encrypted_zip(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(_encrypted_zip(_docx(tmp_path, lambda d: d.add_paragraph("Báo cáo")).read_bytes()))
    _refusal(file)


def _spoilt(content: bytes, seed: int) -> bytes:
    """Change some bytes, as a bad disk or an interrupted copy would."""
    chance = random.Random(seed)
    made = bytearray(content)
    for _ in range(chance.choice((1, 2, 5, 20, 200))):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made[: chance.choice((len(made), len(made), chance.randrange(len(made))))])


def _read_or_refuse(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    try:
        assert readers.read(file).lines
    except UnreadableFile as refused:
        assert "\n" not in str(refused)


def test_damaged_word_files_are_read_or_refused(tmp_path: Path) -> None:
    whole = _docx(tmp_path, lambda d: d.add_paragraph("Báo cáo tổng kết " * 50)).read_bytes()
    for seed in range(60):
        _read_or_refuse(tmp_path / "b.docx", _spoilt(whole, seed))


# PDF


def test_pdf_lines_with_their_pages(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    _pdf("Ket qua phong trao thi dua\nnam 2025 cua huyen", "Han che va nguyen nhan cua han che").write(str(file))
    source = readers.read(file)
    assert [(line.text, line.page) for line in source.lines] == [
        ("Ket qua phong trao thi dua", 1), ("nam 2025 cua huyen", 1), ("Han che va nguyen nhan cua han che", 2),
    ]  # fmt: skip
    assert (source.pages, source.warnings) == (2, ())


def test_pdf_page_without_text_is_named_in_a_warning(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    _pdf("Ket qua phong trao thi dua", "", "Han che va nguyen nhan cua han che").write(str(file))
    source = readers.read(file)
    assert source.pages == 3
    assert len(source.warnings) == 1 and "trang 2" in source.warnings[0]


def test_pdf_blank(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    _pdf("", "").write(str(file))
    assert "PDF 2 trang không có" in _refusal(file)


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128"])
def test_pdf_with_a_password(tmp_path: Path, algorithm: str) -> None:
    writer = _pdf("Ket qua phong trao thi dua")
    writer.encrypt("mat-khau", algorithm=algorithm)
    file = tmp_path / "a.pdf"
    writer.write(str(file))
    assert "mật khẩu" in _refusal(file)


def _aes_pdf() -> bytes:
    """A PDF whose head says AES-256 with a password; nothing else of it is ever reached."""
    secret = "<" + "ab" * 48 + ">"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        "<</Filter/Standard/V 5/R 6/Length 256/P -4/EncryptMetadata true/StmF/StdCF/StrF/StdCF"
        f"/CF<</StdCF<</CFM/AESV3/AuthEvent/DocOpen/Length 32>>>>/O{secret}/U{secret}"
        f"/OE<{'ab' * 32}>/UE<{'ab' * 32}>/Perms<{'ab' * 16}>>>",
    ]
    made, places = "%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n{len(made)}\n%%EOF"
    return f"{made}xref\n0 5\n0000000000 65535 f \n{table}{trailer}".encode()


def test_pdf_with_a_password_in_aes(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(_aes_pdf())
    assert "mật khẩu" in _refusal(file)


def test_pdf_with_an_owners_password_only_is_read(tmp_path: Path) -> None:
    writer = _pdf("Ket qua phong trao thi dua")
    writer.encrypt("", "chu-so-huu", algorithm="RC4-128")
    file = tmp_path / "a.pdf"
    writer.write(str(file))
    assert _lines(readers.read(file)) == ["Ket qua phong trao thi dua"]


def _whole_pdf() -> bytes:
    stream = io.BytesIO()
    _pdf("Ket qua phong trao thi dua", "Han che va nguyen nhan").write(stream)
    return stream.getvalue()


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF", _whole_pdf()[:300]])
def test_pdf_cut_short(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    assert "hỏng" in _refusal(file)


def test_damaged_pdf_files_are_read_or_refused(tmp_path: Path) -> None:
    whole = _whole_pdf()
    for seed in range(80):
        _read_or_refuse(tmp_path / "b.pdf", _spoilt(whole, seed))


# Anything


@given(st.binary(max_size=3000), st.sampled_from([".txt", ".md", ".pdf", ".docx", ".doc", ""]))
@example(b"%PDF-1.4" + bytes(50), ".pdf")
@example(b"PK\x05\x06" + bytes(18), ".docx")
@example(b"\xff\xfe\x00\xd8", ".txt")
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str) -> None:
    _read_or_refuse(tmp_path_factory.mktemp("bytes") / f"a{suffix}", content)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=2000))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    _read_or_refuse(tmp_path_factory.mktemp("text") / "a.txt", text.encode())
