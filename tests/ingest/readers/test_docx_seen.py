"""What a Word file holds and nobody sees is not read; what is drawn or kept in other parts and seen is."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from ingest.model import Kind
from ingest.readers.ocr import tesseract
from ingest.report import understand
from tests.ingest.readers.word_files import NAMES, field, lines, p, r, source, table, write

HIDDEN_STYLES = (
    '<w:style w:type="character" w:styleId="Kin"><w:name w:val="Kin"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Nhap"><w:name w:val="Nháp"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Nhap2"><w:name w:val="Nháp 2"/><w:basedOn w:val="Nhap"/></w:style>'
)


@pytest.mark.parametrize(
    "hidden",
    [
        p("Bản Đin có 14 hộ", r(" (thật ra 19)", "<w:vanish/>")),
        p("Bản Đin có 14 hộ", r(" (thật ra 19)", '<w:rStyle w:val="Kin"/>')),
        p("Bản Đin có 14 hộ") + p("thật ra 19", pr='<w:pStyle w:val="Nhap2"/>'),
        p("Bản Đin có 14 hộ", r("19", '<w:color w:val="FFFFFF"/>')),
        p("Bản Đin có 14 hộ", r("19", '<w:color w:val="FEFEFE"/>')),
        p("Bản Đin có 14 hộ", r("19", '<w:color w:val="1F3864"/><w:shd w:val="clear" w:fill="1F3864"/>')),
        p("Bản Đin có 14 hộ", '<w:del w:id="1" w:author="a"><w:r><w:delText>19</w:delText></w:r></w:del>'),
        p("Bản Đin có 14 hộ") + table(("19",)).replace("<w:tr>", "<w:tr><w:trPr><w:del w:id='1'/></w:trPr>"),
    ],
)  # fmt: skip
def test_hidden_white_and_deleted_text_is_not_read(tmp_path: Path, hidden: str) -> None:
    assert lines(tmp_path, hidden, styles=HIDDEN_STYLES) == ["Bản Đin có 14 hộ"]


@pytest.mark.parametrize(
    "seen",
    [
        p(r("19 hộ", '<w:vanish w:val="0"/>')),
        p(r("19 hộ", '<w:vanish w:val="false"/><w:rStyle w:val="Kin"/>')),
        p(r("19 hộ", '<w:color w:val="FFFFFF"/><w:highlight w:val="blue"/>')),
        p(r("19 hộ", '<w:color w:val="FFFFFF"/>'), pr='<w:shd w:val="clear" w:fill="1F3864"/>'),
        p(r("19 hộ", '<w:color w:val="auto"/>')),
        p(r("19 hộ", '<w:strike w:val="0"/>')),
    ],
)
def test_what_only_looks_hidden_is_read(tmp_path: Path, seen: str) -> None:
    assert lines(tmp_path, seen, styles=HIDDEN_STYLES) == ["19 hộ"]


def test_white_text_in_a_dark_cell_is_read(tmp_path: Path) -> None:
    white = r("Đơn vị", '<w:color w:val="FFFFFF"/>')
    cell = f"<w:tcPr><w:shd w:val='clear' w:fill='2F5496'/></w:tcPr>{p(white)}"
    rows = f"<w:tbl><w:tr><w:tc>{cell}</w:tc><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    assert lines(tmp_path, rows) == ["Đơn vị Đơn vị"]


def test_struck_out_text_is_void_and_told(tmp_path: Path) -> None:
    styles = '<w:style w:type="character" w:styleId="Bo"><w:name w:val="Bo"/><w:rPr><w:dstrike/></w:rPr></w:style>'
    body = p("Có ", r("21", "<w:strike/>"), " 23 giấy khen, ", r("4", '<w:rStyle w:val="Bo"/>'), " 6 bằng khen.")
    made = source(tmp_path, body, styles=styles)
    assert [line.text for line in made.lines] == ["Có 23 giấy khen, 6 bằng khen."]
    assert made.warnings == (
        "bỏ không đọc chữ bị gạch ngang (coi như đã hủy): “21”, “4”; chữ nào còn hiệu lực thì hãy bỏ gạch rồi nạp lại",
    )


def test_a_prompt_is_no_text_and_what_was_filled_in_is(tmp_path: Path) -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format(r("Nhập số liệu"))
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('23')}</w:sdtContent></w:sdt>"
    assert lines(tmp_path, p("Giấy khen: ", filled, "; cờ: ", prompt)) == ["Giấy khen: 23; cờ:"]


@pytest.mark.parametrize(
    ("signs", "shown"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F06F"/></w:r>', "☐"),
        (r("\uf0fd", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "☒"),
        (r("þ", '<w:rFonts w:ascii="Wingdings"/>'), "☑"),
        (r("☒", '<w:rFonts w:ascii="MS Gothic"/>'), "☒"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
        (field("FORMCHECKBOX", form="<w:ffData><w:checkBox><w:default w:val='1'/></w:checkBox></w:ffData>"), "☒"),
        (field("FORMCHECKBOX", form="<w:ffData><w:checkBox><w:checked w:val='0'/></w:checkBox></w:ffData>"), "☐"),
        (field("SYMBOL 254 \\f Wingdings"), "☑"),
        ("<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent>"
         + r("☒") + "</w:sdtContent></w:sdt>", "☒"),
    ],
)  # fmt: skip
def test_check_boxes_and_signs(tmp_path: Path, signs: str, shown: str) -> None:
    assert lines(tmp_path, p(signs, " Đạt chuẩn")) == [f"{shown} Đạt chuẩn"]


def test_a_drop_down_shows_what_was_chosen(tmp_path: Path) -> None:
    entries = "".join(f'<w:listEntry w:val="{one}"/>' for one in ("Kém", "Khá", "Giỏi"))
    form = f"<w:ffData><w:ddList><w:result w:val='2'/>{entries}</w:ddList></w:ffData>"
    assert lines(tmp_path, p("Xếp loại: ", field("FORMDROPDOWN", form=form), ".")) == ["Xếp loại: Giỏi."]


def _m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("equation", "shown"),
    [
        (f"<m:f><m:num>{_m('14')}</m:num><m:den>{_m('560')}</m:den></m:f>{_m(' = 2,5%')}", "14/560 = 2,5%"),
        (f"<m:f><m:num>{_m('14 + 2')}</m:num><m:den>{_m('560')}</m:den></m:f>", "(14 + 2)/560"),
        (f"<m:sSup><m:e>{_m('10')}</m:e><m:sup>{_m('3')}</m:sup></m:sSup>", "10³"),
        (f"<m:rad><m:radPr/><m:deg/><m:e>{_m('81')}</m:e></m:rad>", "√81"),
        (f"<m:d><m:e>{_m('1 + 2')}</m:e></m:d>", "(1 + 2)"),
        (f"<m:eqArr><m:e>{_m('a = 1')}</m:e><m:e>{_m('b = 2')}</m:e></m:eqArr>", "a = 1; b = 2"),
    ],
)
def test_equations(tmp_path: Path, equation: str, shown: str) -> None:
    assert lines(tmp_path, p("Tỷ lệ ", f"<m:oMath>{equation}</m:oMath>", ".")) == [f"Tỷ lệ {shown}."]


def test_the_code_of_an_equation_field(tmp_path: Path) -> None:
    assert lines(tmp_path, p("Tỷ lệ ", field("EQ \\f(14;560)"))) == ["Tỷ lệ 14/560"]


CHART = f"""<c:chartSpace {NAMES}><c:chart>
<c:title><c:tx><c:rich><a:p><a:r><a:t>Bằng khen</a:t></a:r></a:p></c:rich></c:tx></c:title>
<c:plotArea><c:pieChart><c:ser><c:tx><c:v>Tỷ lệ</c:v></c:tx><c:cat><c:strLit><c:pt idx="0"><c:v>Xã A</c:v></c:pt>
<c:pt idx="1"><c:v>Xã B</c:v></c:pt></c:strLit></c:cat><c:val><c:numRef><c:numCache><c:formatCode>0.0%</c:formatCode>
<c:pt idx="0"><c:v>0.255</c:v></c:pt>
<c:pt idx="1"><c:v>0.745</c:v></c:pt></c:numCache></c:numRef></c:val>
</c:ser></c:pieChart>
</c:plotArea></c:chart></c:chartSpace>"""


def _drawing(inside: str) -> str:
    size = '<wp:extent cx="4500000" cy="1500000"/>'
    graphic = f"<a:graphic><a:graphicData>{inside}</a:graphicData></a:graphic>"
    return f"<w:r><w:drawing><wp:inline>{size}{graphic}</wp:inline></w:drawing></w:r>"


def test_a_chart_is_a_table_under_its_title(tmp_path: Path) -> None:
    made = source(tmp_path, p(_drawing('<c:chart r:id="chart0"/>')), parts={"charts/chart1.xml": ("chart", CHART.encode())})
    assert made.lines[0].text == "Bằng khen"
    assert made.tables[0].rows == (("", "Tỷ lệ"), ("Xã A", "25,5%"), ("Xã B", "74,5%"))
    assert [line.row for line in made.lines] == [None, (0, 0), (0, 1), (0, 2)]


def test_smart_art_comes_from_the_top_down(tmp_path: Path) -> None:
    boxes = "".join(
        f'<dgm:pt modelId="{n}"><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>'
        for n, text in enumerate(("Phó ban", "Trưởng ban", "Ủy viên"))
    )
    links = '<dgm:cxn srcId="1" destId="2" srcOrd="1"/><dgm:cxn srcId="1" destId="0" srcOrd="0"/>'
    data = f"<dgm:dataModel {NAMES}><dgm:ptLst>{boxes}</dgm:ptLst><dgm:cxnLst>{links}</dgm:cxnLst></dgm:dataModel>"
    body = p(_drawing('<dgm:relIds r:dm="diagramData0"/>'))
    parts = {"diagrams/data1.xml": ("diagramData", data.encode())}
    assert lines(tmp_path, body, parts=parts) == ["Trưởng ban", "Phó ban", "Ủy viên"]


def test_an_embedded_sheet_is_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Đơn vị", "Thu"])
    book.active.append(["Xã Đin", 1250.5])
    book.active["B2"].number_format = "#,##0.0"
    held = io.BytesIO()
    book.save(held)
    body = p('<w:r><w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="package0"/></w:object></w:r>')
    made = source(tmp_path, body, parts={"embeddings/a.xlsx": ("package", held.getvalue())})
    assert made.tables[0].rows == (("Đơn vị", "Thu"), ("Xã Đin", "1.250,5"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<html><body><p>II. KẾT QUẢ</p></body></html>".encode()),
        ("b.htm", "<p>II. KẾT QUẢ</p>".encode()),
        ("c.txt", "II. KẾT QUẢ".encode()),
        ("d.mht", b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html\n\n'
         + "<html><body>II. KẾT QUẢ</body></html>\n--x--".encode()),
    ],
)  # fmt: skip
def test_a_file_shown_in_the_text_is_read(tmp_path: Path, name: str, content: bytes) -> None:
    body = p("I. MỞ ĐẦU") + '<w:altChunk r:id="aFChunk0"/>' + p("III. HẠN CHẾ")
    assert lines(tmp_path, body, parts={name: ("aFChunk", content)}) == ["I. MỞ ĐẦU", "II. KẾT QUẢ", "III. HẠN CHẾ"]


def test_a_word_file_shown_in_the_text_is_read(tmp_path: Path) -> None:
    inner = write(tmp_path / "b.docx", p("II. KẾT QUẢ") + table(("Xã", "Hộ"), ("Đin", "14"))).read_bytes()
    made = source(tmp_path, '<w:altChunk r:id="aFChunk0"/>', parts={"b.docx": ("aFChunk", inner)})
    assert [line.text for line in made.lines] == ["II. KẾT QUẢ", "Xã Hộ", "Đin 14"] and made.lines[2].row == (0, 1)


def test_word_art_of_both_kinds(tmp_path: Path) -> None:
    old = '<w:r><w:pict><v:shape><v:textpath string="BÁO CÁO NĂM 2031"/></v:shape></w:pict></w:r>'
    new = f"<w:r><w:drawing><wps:txbx><w:txbxContent>{p('TỔNG KẾT')}</w:txbxContent></wps:txbx></w:drawing></w:r>"
    assert lines(tmp_path, p(old) + p(new)) == ["BÁO CÁO NĂM 2031", "TỔNG KẾT"]


def _header(*texts: str) -> dict[str, tuple[str, bytes]]:
    return {"header1.xml": ("header", f"<w:hdr {NAMES}>{''.join(map(p, texts))}</w:hdr>".encode())}


def test_the_letterhead_in_the_first_pages_header(tmp_path: Path) -> None:
    section = '<w:headerReference w:type="first" r:id="header0"/><w:titlePg/>'
    made = lines(tmp_path, p("BÁO CÁO"), parts=_header("UBND XÃ ĐIN", "Số: 88/BC-UBND"), section=section)
    assert made == ["UBND XÃ ĐIN", "Số: 88/BC-UBND", "BÁO CÁO"]


def test_a_running_head_is_not_read(tmp_path: Path) -> None:
    section = '<w:headerReference w:type="default" r:id="header0"/>'
    assert lines(tmp_path, p("BÁO CÁO"), parts=_header("Báo cáo thi đua 2031"), section=section) == ["BÁO CÁO"]


def _picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (600, 200), "white").save(held, "PNG")
    return held.getvalue()


def test_a_picture_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "missing", lambda: "cần nhận dạng chữ (OCR) nhưng máy chưa cài tesseract-ocr")
    body = p("Kết quả như bảng sau:") + p(_drawing('<pic:pic><a:blip r:embed="image0"/></pic:pic>'))
    made = source(tmp_path, body, parts={"media/a.png": ("image", _picture())})
    assert "ảnh thứ 1 (sau “Kết quả như bảng sau:”)" in made.warnings[0]
    broken = source(tmp_path, body, parts={"media/a.emf": ("image", b"\x01\x00\x00\x00EMF")})
    assert "không mở được" in broken.warnings[0]


def test_typed_notes_with_raised_marks(tmp_path: Path) -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    body = p("Có 45", r("1", up), " giấy khen, 8", r("2", up), " bằng khen; rộng 9 km", r("2", up), ".")
    made = source(tmp_path, body + p(r("1", up), " Tính đến tháng 10.") + p(r("2", up), " Cấp huyện."))
    assert [(line.text, line.kind, line.mark, line.marks) for line in made.lines] == [
        ("Có 45 giấy khen, 8 bằng khen; rộng 9 km2.", Kind.TEXT, "", ((5, "1"), (18, "2"))),
        ("Tính đến tháng 10.", Kind.NOTE, "1", ()),
        ("Cấp huyện.", Kind.NOTE, "2", ()),
    ]


@pytest.mark.parametrize(
    ("up", "shown"),
    [('<w:vertAlign w:val="superscript"/>', "Có 45¹ hộ."), ('<w:position w:val="8"/>', "Có 45¹ hộ."), ("", "Có 451 hộ.")],
)
def test_a_raised_figure_without_a_note_stays_raised(tmp_path: Path, up: str, shown: str) -> None:
    assert lines(tmp_path, p("Có 45", r("1", up), " hộ.")) == [shown]


def test_capitals_are_read_as_they_look(tmp_path: Path) -> None:
    assert lines(tmp_path, p(r("Phụ lục", "<w:caps/>"), r(" Xã Đin", '<w:smallCaps w:val="0"/>'))) == ["PHỤ LỤC Xã Đin"]


def test_a_large_first_letter_is_part_of_its_word(tmp_path: Path) -> None:
    frame = '<w:framePr w:dropCap="margin" w:lines="2"/>'
    assert lines(tmp_path, p("N", pr=frame) + p("ăm 2031 có 14 hộ.")) == ["Năm 2031 có 14 hộ."]


def test_the_footer_that_the_first_page_alone_has(tmp_path: Path) -> None:
    address = p("Địa chỉ: số 27 đường Lê Lợi; điện thoại 0206 385 119")
    parts = {"footer1.xml": ("footer", f"<w:ftr {NAMES}>{address}</w:ftr>".encode())}
    section = '<w:footerReference w:type="first" r:id="footer0"/>'
    made = lines(tmp_path, p("BÁO CÁO"), parts=parts, section=f"{section}<w:titlePg/>")
    assert made == ["BÁO CÁO", "Địa chỉ: số 27 đường Lê Lợi; điện thoại 0206 385 119"]
    assert lines(tmp_path, p("BÁO CÁO"), parts=parts, section=section) == ["BÁO CÁO"]
    running = section.replace('"first"', '"default"')
    assert lines(tmp_path, p("BÁO CÁO"), parts=parts, section=running) == ["BÁO CÁO"]


def test_a_head_without_a_motto_is_told_by_its_number_and_date(tmp_path: Path) -> None:
    left = [p("BCH ĐOÀN TỈNH LŨNG CHÂU"), p("BCH HUYỆN ĐOÀN KHE SƠN"), p("Số: 92-BC/ĐTN")]
    right = [p("ĐOÀN TNCS HỒ CHÍ MINH"), p("Khe Sơn, ngày 30 tháng 8 năm 2031")]
    cells = "".join(f"<w:tc>{''.join(cell)}</w:tc>" for cell in (left, right))
    report = understand(write(tmp_path / "a.docx", f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>{p('BÁO CÁO')}{p('Hè năm 2031')}"))
    facts = report.metadata
    assert (facts.issuer, facts.parent) == ("BCH huyện đoàn Khe Sơn", "BCH đoàn tỉnh Lũng Châu")
    assert (facts.date, facts.place, report.tables) == ("2031-08-30", "huyện Khe Sơn", ())
    data = table(("Đoàn TNCS Hồ Chí Minh", "12"), ("Hội LHTN", "9"))
    assert len(source(tmp_path, data).tables) == 1
