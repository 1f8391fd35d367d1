"""Word files of other makes: numbers of lists and fields, contents pages, tables, headings, kinds of package."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import readers
from ingest.errors import UnreadableFile
from ingest.model import Kind
from ingest.readers.numbering import written
from ingest.report import understand
from tests.ingest.readers.word_files import NAMES, field, level, lines, numbered, outline, p, r, source, table, write

MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"


def _list(levels: str, num: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="3">{levels}</w:abstractNum>'
        f'<w:num w:numId="5"><w:abstractNumId w:val="3"/>{num}</w:num>'
    )


THREE = "".join(numbered(text, depth) for text, depth in (("A", 0), ("B", 1), ("C", 1), ("D", 0), ("E", 1)))
ROMAN = level(0, "upperRoman", "%1.")


@pytest.mark.parametrize(
    ("levels", "num", "numbers"),
    [
        (ROMAN + level(1, "decimal", "%1.%2."), "", ["I.", "I.1.", "I.2.", "II.", "II.1."]),
        (ROMAN + level(1, "decimal", "%1.%2.", "<w:isLgl/>"), "", ["I.", "1.1.", "1.2.", "II.", "2.1."]),
        (ROMAN + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'), "", ["I.", "1.", "2.", "II.", "3."]),
        (level(0, "decimalZero", "%1.") + level(1, "lowerLetter", "%2)"), "", ["01.", "a)", "b)", "02.", "a)"]),
        (ROMAN + level(1, "decimal", "%2."), '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>',
         ["IV.", "1.", "2.", "V.", "1."]),
        (ROMAN + level(1, "decimal", "%2."), f'<w:lvlOverride w:ilvl="1">{level(1, "lowerLetter", "%2/")}</w:lvlOverride>',
         ["I.", "a/", "b/", "II.", "a/"]),
    ],
)  # fmt: skip
def test_automatic_numbers(tmp_path: Path, levels: str, num: str, numbers: list[str]) -> None:
    made = lines(tmp_path, THREE, numbering=_list(levels, num))
    assert made == [f"{number} {text}" for number, text in zip(numbers, "ABCDE", strict=True)]


def test_a_list_style_is_followed_to_its_levels(tmp_path: Path) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="7"><w:styleLink w:val="Muc"/>{ROMAN}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="Muc"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="8"/></w:num>'
    )
    style = '<w:style w:type="numbering" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert lines(tmp_path, numbered("A", 0) + numbered("B", 0), numbering=numbering, styles=style) == ["I. A", "II. B"]


def test_a_style_stands_for_its_level(tmp_path: Path) -> None:
    def style(name: str, depth: str) -> str:
        place = f"<w:pPr><w:numPr>{depth}<w:numId w:val='5'/></w:numPr></w:pPr>"
        return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{place}</w:style>'

    levels = level(0, "upperRoman", "%1.", '<w:pStyle w:val="X"/>') + level(1, "decimal", "%2.", '<w:pStyle w:val="Y"/>')
    body = p("A", pr='<w:pStyle w:val="X"/>') + p("B", pr='<w:pStyle w:val="Y"/>')
    assert lines(tmp_path, body, numbering=_list(levels), styles=style("X", "") + style("Y", "")) == ["I. A", "1. B"]


def test_a_deleted_paragraph_is_not_counted_and_joins_the_next(tmp_path: Path) -> None:
    place = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
    gone = p(
        '<w:del w:id="2" w:author="a"><w:r><w:delText>X</w:delText></w:r></w:del>',
        pr=f"{place}<w:rPr><w:del w:id='1'/></w:rPr>",
    )
    assert lines(tmp_path, numbered("A", 0) + gone + numbered("B", 0), numbering=_list(ROMAN)) == ["I. A", "II. B"]
    kept = p("Nửa đầu", pr="<w:rPr><w:del w:id='1'/></w:rPr>")
    assert lines(tmp_path, kept + p(" nửa sau")) == ["Nửa đầu nửa sau"]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (7, "decimalZero", "07"), (12, "decimalZero", "12"), (4, "upperRoman", "IV"), (28, "lowerLetter", "bb"),
        (3, "vietnameseCounting", "ba"), (15, "cardinalText", "mười lăm"), (21, "cardinalText", "hai mươi mốt"),
        (3, "decimalEnclosedCircle", "③"), (5, "none", ""), (5, "chicago", "5"), (0, "upperLetter", ""), (7, "001", "007"),
    ],
)  # fmt: skip
def test_how_numbers_are_written(number: int, form: str, shown: str) -> None:
    assert written(number, form) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("AUTONUM", ["1.", "2."]),
        ("AUTONUM \\* ROMAN", ["I.", "II."]),
        ("AUTONUM \\* alphabetic \\s )", ["a)", "b)"]),
        ("LISTNUM", ["1)", "2)"]),
        ("LISTNUM NumberDefault \\l 2", ["a)", "b)"]),
        ("SEQ Bang", ["1", "2"]),
        ("SEQ Bang \\* ROMAN", ["I", "II"]),
    ],
)
def test_numbers_of_fields_without_a_result(tmp_path: Path, code: str, shown: list[str]) -> None:
    made = lines(tmp_path, p(field(code), " Đầu") + p(field(code), " Sau"))
    assert made == [f"{shown[0]} Đầu", f"{shown[1]} Sau"]


def test_a_result_that_word_keeps_is_taken(tmp_path: Path) -> None:
    assert lines(tmp_path, p("Bảng ", field("SEQ Bảng", "7"), " và ", field("IF 1 = 1", "12 hộ"))) == ["Bảng 7 và 12 hộ"]


def test_page_numbers_are_no_text(tmp_path: Path) -> None:
    assert lines(tmp_path, p("Hết.", field("PAGE", "4"))) == ["Hết."]


def _contents() -> str:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-2"</w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    link = field("PAGEREF _Toc1 \\h", "3")
    return (
        p("MỤC LỤC")
        + p(begin, "I. KẾT QUẢ", "<w:r><w:tab/></w:r>", link)
        + p("II. HẠN CHẾ 7", '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    )


def test_a_contents_page_is_no_outline(tmp_path: Path) -> None:
    body = _contents() + p("I. KẾT QUẢ") + p("Có 14 hộ.") + p("II. HẠN CHẾ") + p("Còn chậm.")
    assert lines(tmp_path, body) == ["I. KẾT QUẢ", "Có 14 hộ.", "II. HẠN CHẾ", "Còn chậm."]
    styles = '<w:style w:type="paragraph" w:styleId="Muclc1"><w:name w:val="toc 1"/></w:style>'
    entry = p("I. KẾT QUẢ 3", pr='<w:pStyle w:val="Muclc1"/>')  # typed over, the field is gone
    assert lines(tmp_path, entry + p("I. KẾT QUẢ"), styles=styles) == ["I. KẾT QUẢ"]


BREAK = "<w:r><w:br/></w:r>"


def test_soft_breaks_part_headings_and_items(tmp_path: Path) -> None:
    body = p("I. KẾT QUẢ", BREAK, "Có 14 hộ.", BREAK, "1. Giảm nghèo", BREAK, "Còn 3 hộ.", BREAK, "- Một bản chưa đạt.")
    assert lines(tmp_path, body) == ["I. KẾT QUẢ", "Có 14 hộ.", "1. Giảm nghèo", "Còn 3 hộ.", "- Một bản chưa đạt."]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I. KẾT QUẢ PHONG TRÀO", "THI ĐUA NĂM 2031"),
        ("Trong năm đã có", "mười bốn hộ thoát nghèo"),
        ("Các xã: Đin,", "Khum, Tra"),
    ],
)
def test_a_soft_break_within_a_title_or_a_sentence_only_wraps_it(tmp_path: Path, first: str, second: str) -> None:
    assert lines(tmp_path, p(first, BREAK, second)) == [f"{first} {second}"]


def test_a_body_in_a_frame_of_one_cell(tmp_path: Path) -> None:
    cell = p("I. KẾT QUẢ") + p("Có 14 hộ.") + p("II. HẠN CHẾ") + p("Còn chậm.")
    assert outline(tmp_path, table((cell,))) == ["I", "II"]


def test_a_head_typed_a_line_a_row(tmp_path: Path) -> None:
    head = table(
        ("UBND HUYỆN ĐIN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("PHÒNG NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"),
        ("_____", "_____"), ("Số: 9/BC-PNV", "Đin, ngày 02 tháng 12 năm 2031"), ("", ""), ("", ""), ("", ""),
    )  # fmt: skip
    made = source(tmp_path, head + p("BÁO CÁO"))
    assert made.tables == ()
    assert [line.text for line in made.lines][:4] == ["UBND HUYỆN ĐIN", "PHÒNG NỘI VỤ", "_____", "Số: 9/BC-PNV"]


def test_a_table_in_a_table_keeps_its_rows(tmp_path: Path) -> None:
    inner = table(("Cấp", "Số"), ("Tỉnh", "5"))
    made = source(tmp_path, table(("Nội dung", "Chi tiết"), ("Khen", inner + p("")), ("Tổng", "12")))
    assert [one.rows for one in made.tables] == [
        (("Nội dung", "Chi tiết"), ("Khen", ""), ("Tổng", "12")), (("Cấp", "Số"), ("Tỉnh", "5")),
    ]  # fmt: skip
    assert [line.text for line in made.lines] == ["Nội dung Chi tiết", "Khen", "Cấp Số", "Tỉnh 5", "Tổng 12"]


def test_cells_merged_in_the_old_way(tmp_path: Path) -> None:
    def cell(text: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr>{p(text)}</w:tc>"

    first = cell("Xã") + cell("Số hộ", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>")
    second = cell("Đin") + cell("14") + cell("9")
    made = source(tmp_path, f"<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>")
    assert made.tables[0].rows == (("Xã", "Số hộ", "Số hộ"), ("Đin", "14", "9"))


HEADINGS = "".join(
    f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>{pr}</w:style>'
    for identity, name, pr in (
        ("Heading1", "heading 1", ""),
        ("u2", "Heading 2", ""),
        ("Cap3", "Cấp ba", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
    )
)


def _headed(text: str, style: str) -> str:
    return p(text, pr=f'<w:pStyle w:val="{style}"/>')


def test_headings_by_style_without_numbers(tmp_path: Path) -> None:
    body = (
        _headed("BÁO CÁO", "Heading1") + _headed("Tổng kết phong trào thi đua năm 2031", "Heading1")
        + _headed("Tình hình", "Heading1") + p("Xã có 9 bản.") + _headed("Kết quả", "Heading1") + _headed("Giảm nghèo", "u2")
        + p("Có 14 hộ.") + _headed("Vay vốn", "Cap3") + p("Vay 3 tỷ.")
    )  # fmt: skip
    assert outline(tmp_path, body, styles=HEADINGS) == [
        "Tình hình",
        "Kết quả",
        "Kết quả.Giảm nghèo",
        "Kết quả.Giảm nghèo.Vay vốn",
    ]


def test_a_sentence_in_a_headings_style_is_no_heading(tmp_path: Path) -> None:
    assert outline(tmp_path, _headed("Năm 2031 xã có 14 hộ thoát nghèo.", "Heading1") + p("Tiếp."), styles=HEADINGS) == []


def test_footnotes_that_begin_anew_in_each_section(tmp_path: Path) -> None:
    notes = "".join(f'<w:footnote w:id="{n}">{p(f"Văn bản {n}")}</w:footnote>' for n in (1, 2, 3))
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    ends = p("", pr='<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>')
    body = p("Một", refer.format(1), " hai", refer.format(2)) + ends + p("Ba", refer.format(3))
    made = source(
        tmp_path, body, parts={"footnotes.xml": ("footnotes", f"<w:footnotes {NAMES}>{notes}</w:footnotes>".encode())}
    )
    assert [line.mark for line in made.lines if line.kind is Kind.NOTE] == ["1", "2", "1"]


@pytest.mark.parametrize(
    ("name", "more"),
    [("a.docm", {"content_type": MACRO}), ("a.dotx", {"content_type": TEMPLATE}), ("a.docx", {"strict": True})],
)
def test_other_kinds_of_word_files(tmp_path: Path, name: str, more: dict) -> None:
    file = write(tmp_path / name, p("Xã có ", r("14", "<w:b/>"), " hộ.") + table(("Xã", "Hộ"), ("Đin", "14")), **more)
    assert [line.text for line in readers.read(file).lines] == ["Xã có 14 hộ.", "Xã Hộ", "Đin 14"]


def test_a_word_file_as_one_xml(tmp_path: Path) -> None:
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    part = '<pkg:part pkg:name="{}"><pkg:xmlData>{}</pkg:xmlData></pkg:part>'
    rels = (
        f'<Relationships xmlns="{relations}"><Relationship Id="a" Type="{kind}" Target="word/document.xml"/></Relationships>'
    )
    body = f"<w:document {NAMES}><w:body>{p('Xã có 14 hộ.')}</w:body></w:document>"
    parts = part.format("/_rels/.rels", rels) + part.format("/word/document.xml", body)
    (tmp_path / "a.xml").write_text(
        f'<?xml version="1.0"?><pkg:package xmlns:pkg="{space}">{parts}</pkg:package>', encoding="utf-8"
    )
    assert [line.text for line in readers.read(tmp_path / "a.xml").lines] == ["Xã có 14 hộ."]


def test_word_2003_xml(tmp_path: Path) -> None:
    space = (
        'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="urn:x" '
        'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
    )
    place = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr>'
    levels = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="1"/><w:lvlText w:val="%1."/></w:lvl>'
    lists = (
        f'<w:lists><w:listDef w:listDefId="0">{levels}</w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>'
    )
    held = "<aml:content><w:r><w:t>bỏ</w:t></w:r></aml:content>"
    gone = f'<aml:annotation w:type="Word.Deletion">{held}</aml:annotation>'
    note = "<w:r><w:footnote><w:p><w:r><w:t>Theo kế hoạch</w:t></w:r></w:p></w:footnote></w:r>"
    body = f"<wx:sect>{p('KẾT QUẢ', pr=place)}{p('Có 14 hộ', gone, note)}</wx:sect>"
    text = f'<?xml version="1.0"?><w:wordDocument {space}>{lists}<w:body>{body}</w:body></w:wordDocument>'
    (tmp_path / "a.doc").write_text(text, encoding="utf-8")
    report = understand(tmp_path / "a.doc")
    assert report.text.splitlines() == ["I. KẾT QUẢ", "Có 14 hộ", "Theo kế hoạch"]
    assert [(note.mark, note.anchor is not None) for note in report.footnotes] == [("1", True)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('<?xml version="1.0"?><so><dong>14</dong></so>', "XML"),
        ('<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>', "Word"),
        ('<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', "Word"),
    ],
)
def test_other_xml_is_refused(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "a.doc").write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=says):
        readers.read(tmp_path / "a.doc")


def test_bold_words_at_the_start_are_counted(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="B"><w:rPr><w:b/></w:rPr></w:style>'
    body = p(r("Quỹ: ", "<w:b/>"), "thu 64 triệu") + p("Hạ tầng", pr='<w:pStyle w:val="B"/>') + p("Xóm ", r("Bắc", "<w:b/>"))
    made = source(tmp_path, body, styles=styles)
    assert [line.bold for line in made.lines] == [3, 6, 0]
