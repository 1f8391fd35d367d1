"""Twenty fresh Word files, made by python-docx, by hand as OOXML, and saved anew by LibreOffice."""

# ruff: noqa: E501 - a case reads best in one line
# fmt: off

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import openpyxl
from docx.shared import RGBColor
from PIL import Image, ImageDraw, ImageFont

from tests.ingest.exam.fresh_kit import bold, cases, office, put, report, save, shade
from tests.ingest.exam.pdf_files import FONT
from tests.ingest.readers.word_files import p, r, table, write

WORD, fresh = cases()
GOV = ("UBND HUYỆN KRÔNG LÌN", "UBND XÃ EA MÂY")


def _commune(about: str) -> docx.document.Document:
    return report(*GOV, "Số: 214/BC-UBND", "Ea Mây, ngày 09 tháng 6 năm 2033", f"BÁO CÁO\n{about}")


@fresh(metadata={"issuer": "Trường THCS Đồng Mạn", "number": "47/BC-THCSĐM", "date": "2032-05-24"}, text=["684 học sinh", "41 giải"], outline=["*Kết quả dạy và học", "*Kết quả dạy và học.*Thi học sinh giỏi", "*Cơ sở vật chất"])
def head_in_the_first_pages_header(folder: Path) -> Path:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    left, right = section.first_page_header.add_table(1, 2, section.page_width).rows[0].cells
    left.text = "PHÒNG GDĐT HUYỆN LẠC TÂN\nTRƯỜNG THCS ĐỒNG MẠN\nSố: 47/BC-THCSĐM"
    right.text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nĐồng Mạn, ngày 24 tháng 5 năm 2032"
    bold(document, "BÁO CÁO")
    bold(document, "Tổng kết năm học 2031-2032")
    for level, title, text in ((1, "Kết quả dạy và học", "Toàn trường có 684 học sinh."), (2, "Thi học sinh giỏi", "Đạt 41 giải cấp huyện."), (1, "Cơ sở vật chất", "Có 18 phòng học kiên cố.")):
        document.add_heading(title, level)
        document.add_paragraph(text)
    return save(document, folder / "a.docx")


@fresh(text=["trồng mới 236 cây", "Đoạn chuyển 77 hộ", "Bon Đăk ¦ 58"], absent=["182 cây", "Bon Rơ"], once=["Đoạn chuyển 77 hộ"])
def changes_tracked_rows_and_moves(folder: Path) -> Path:
    document = _commune("Kết quả trồng cây năm 2033")
    put(
        document,
        '<w:p><w:r><w:t xml:space="preserve">Xã đã trồng mới </w:t></w:r><w:del w:id="1" w:author="A"><w:r><w:delText>182</w:delText></w:r></w:del><w:ins w:id="2" w:author="A"><w:r><w:t>236</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> cây bóng mát.</w:t></w:r></w:p>',
        '<w:p><w:moveFrom w:id="3" w:author="A"><w:r><w:t>Đoạn chuyển 77 hộ.</w:t></w:r></w:moveFrom></w:p>',
        "<w:p><w:r><w:t>Đoạn ở giữa.</w:t></w:r></w:p>",
        '<w:p><w:moveTo w:id="4" w:author="A"><w:r><w:t>Đoạn chuyển 77 hộ.</w:t></w:r></w:moveTo></w:p>',
        '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Bon</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Số cây</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:del w:id="5" w:author="A"/></w:trPr><w:tc><w:p><w:del w:id="6" w:author="A"><w:r><w:delText>Bon Rơ</w:delText></w:r></w:del></w:p></w:tc><w:tc><w:p><w:del w:id="7" w:author="A"><w:r><w:delText>33</w:delText></w:r></w:del></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>Bon Đăk</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>58</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
    )
    return save(document, folder / "a.docx")


@fresh(rows=["Cây cà phê ¦ 415 ¦ 1.162 ¦ 28,0", "Cây sầu riêng ¦ 96 ¦ 528 ¦ 55,0"], text=["Diện tích", "Năng suất (tạ/ha)", "đợt hạn 17 ngày"])
def heads_of_two_rows_merged_both_ways(folder: Path) -> Path:
    document = _commune("Sản xuất vụ mùa")
    grid = document.add_table(rows=5, cols=4)
    for at, cells in enumerate((("Loại cây", "Kết quả", "", ""), ("", "Diện tích (ha)", "Sản lượng (tấn)", "Năng suất (tạ/ha)"), ("Cây cà phê", "415", "1.162", "28,0"), ("Cây sầu riêng", "96", "528", "55,0"), ("Ghi chú: đợt hạn 17 ngày", "", "", ""))):
        for place, text in enumerate(cells):
            grid.cell(at, place).text = text
    grid.cell(0, 0).merge(grid.cell(1, 0))
    grid.cell(0, 1).merge(grid.cell(0, 3))
    grid.cell(4, 0).merge(grid.cell(4, 3))
    return save(document, folder / "a.docx")


@fresh(text=["629", "742", "84,77", "18", "24", "39", "S = a² + b²", "√", "2.116"])
def equations_of_many_forms(folder: Path) -> Path:
    document = _commune("Cách tính chỉ tiêu")
    run = "<m:r><m:t>{}</m:t></m:r>".format
    put(
        document,
        f'<w:p><w:r><w:t xml:space="preserve">Tỷ lệ hộ dùng nước sạch: </w:t></w:r><m:oMath><m:f><m:num>{run(629)}</m:num><m:den>{run(742)}</m:den></m:f>{run(" × 100 = 84,77%")}</m:oMath></w:p>',
        f"<w:p><m:oMathPara><m:oMath>{run('S = ')}<m:sSup><m:e>{run('a')}</m:e><m:sup>{run(2)}</m:sup></m:sSup>{run(' + ')}<m:sSup><m:e>{run('b')}</m:e><m:sup>{run(2)}</m:sup></m:sSup></m:oMath></m:oMathPara></w:p>",
        f"<w:p><m:oMathPara><m:oMath><m:rad><m:radPr/><m:deg/><m:e>{run('2.116')}</m:e></m:rad>{run(' = 46')}</m:oMath></m:oMathPara></w:p>",
        f'<w:p><m:oMathPara><m:oMath><m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{run("i=1")}</m:sub><m:sup>{run(18)}</m:sup><m:e>{run("x = 24")}</m:e></m:nary><m:d><m:e>{run("39")}</m:e></m:d></m:oMath></m:oMathPara></w:p>',
    )
    return save(document, folder / "a.docx")


@fresh(text=["Số người dự: 128 người", "☒ Có kinh phí", "☐ Không có", "Hình thức: Trực tuyến"], absent=["Trực tiếp", "Kết hợp"])
def form_fields_of_the_old_kind(folder: Path) -> Path:
    document = _commune("Kết quả tập huấn")
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    off = '<w:checkBox><w:sizeAuto/><w:default w:val="0"/></w:checkBox>'
    on = off.replace("</w:checkBox>", "<w:checked/></w:checkBox>")
    choice = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Trực tiếp"/><w:listEntry w:val="Trực tuyến"/><w:listEntry w:val="Kết hợp"/></w:ddList>'
    begin = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:enabled/>{}</w:ffData></w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'.format
    say = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'.format
    put(
        document,
        f"<w:p>{say('Số người dự: ')}{begin('<w:textInput/>', 'FORMTEXT')}{mark('separate')}{say('128')}{mark('end')}{say(' người')}</w:p>",
        f"<w:p>{begin(on, 'FORMCHECKBOX')}{mark('end')}{say(' Có kinh phí')}</w:p>",
        f"<w:p>{begin(off, 'FORMCHECKBOX')}{mark('end')}{say(' Không có')}</w:p>",
        f"<w:p>{say('Hình thức: ')}{begin(choice, 'FORMDROPDOWN')}{mark('end')}</w:p>",
    )
    return save(document, folder / "a.docx")


@fresh(outline=["Chương I", "Chương I.Điều 1", "Chương I.Điều 2", "Chương II", "Chương II.Điều 3"], text=["trên 15 ngày", "không quá 3 lần"], metadata={"kind_of_document": "quyết định", "number": "63/QĐ-UBND"})
def chapters_and_articles_numbered_by_word(folder: Path) -> Path:
    head = table((p("UBND TỈNH ĐÀ LÂM") + p(r("SỞ NỘI VỤ", "<w:b/>")) + p("Số: 63/QĐ-UBND"), p(r("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "<w:b/>")) + p("Độc lập - Tự do - Hạnh phúc") + p("Đà Lâm, ngày 02 tháng 7 năm 2031")))
    title = p(r("QUYẾT ĐỊNH", "<w:b/>")) + p(r("Ban hành Quy chế xét tặng Giấy khen", "<w:b/>"))
    numbering = '<w:abstractNum w:abstractNumId="3"><w:multiLevelType w:val="multilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Chương %1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/><w:lvlText w:val="Điều %2."/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="3"/></w:num>'

    def at(text: str, depth: int) -> str:
        return p(r(text, "<w:b/>" if depth < 2 else ""), pr=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="9"/></w:numPr>')

    body = at("QUY ĐỊNH CHUNG", 0) + at("Phạm vi", 1) + p("Quy chế áp dụng cho các cơ quan trong tỉnh.") + at("Nguyên tắc", 1) + at("Hồ sơ nộp trước trên 15 ngày.", 2) + at("Mỗi người nhận không quá 3 lần.", 2) + at("TỔ CHỨC THỰC HIỆN", 0) + at("Hiệu lực", 1) + p("Quyết định có hiệu lực từ ngày ký.")
    return write(folder / "a.docx", head + title + body, numbering=numbering)


@fresh(text=["Chỉ tiêu", "Đạt 73 hộ"], absent=["65 hộ", "số nháp", "4.321", "bí mật"], rows=["Chỉ tiêu ¦ Năm 2033"])
def struck_hidden_and_white_by_style(folder: Path) -> Path:
    document = _commune("Giảm nghèo")
    style = document.styles.add_style("Kín", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    line = document.add_paragraph("Đạt 73 hộ.")
    line.add_run(" (số nháp 4.321)", style="Kín")
    document.add_paragraph().add_run("Có 65 hộ thoát nghèo.").font.double_strike = True
    document.add_paragraph().add_run("bí mật").font.color.rgb = RGBColor(255, 255, 255)
    grid = document.add_table(rows=2, cols=2)
    for place, text in enumerate(("Chỉ tiêu", "Năm 2033")):
        shade(grid.cell(0, place), "1F3864")
        grid.cell(0, place).paragraphs[0].add_run(text).font.color.rgb = RGBColor(255, 255, 255)
    grid.cell(1, 0).text, grid.cell(1, 1).text = "Hộ nghèo", "73"
    return save(document, folder / "a.docx")


@fresh(text=["Tổng vốn 8.460 triệu", "trong đó vay 1.275 triệu", "tính đến 31/5/2033"], rows=["[*] Không gồm vốn vay 905 triệu."])
def box_of_the_old_kind_and_notes_with_own_marks(folder: Path) -> Path:
    note = '<w:footnote w:id="2"><w:p><w:r><w:t xml:space="preserve">* Không gồm vốn vay 905 triệu.</w:t></w:r></w:p></w:footnote>'
    end = '<w:endnote w:id="2"><w:p><w:r><w:endnoteRef/></w:r><w:r><w:t xml:space="preserve"> tính đến 31/5/2033</w:t></w:r></w:p></w:endnote>'
    from tests.ingest.readers.word_files import NAMES

    body = p(r("BÁO CÁO", "<w:b/>")) + p(r("Vốn chương trình năm 2033", "<w:b/>")) + p("Tổng vốn 8.460 triệu", '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>', ".") + f'<w:p><w:r><w:pict><v:rect style="width:200pt;height:40pt"><v:textbox><w:txbxContent>{p("trong đó vay 1.275 triệu")}</w:txbxContent></v:textbox></v:rect></w:pict></w:r></w:p>' + p("Số liệu sơ bộ", '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:endnoteReference w:id="2"/></w:r>', ".")
    return write(folder / "a.docx", body, parts={"footnotes.xml": ("footnotes", f"<w:footnotes {NAMES}>{note}</w:footnotes>".encode()), "endnotes.xml": ("endnotes", f"<w:endnotes {NAMES}>{end}</w:endnotes>".encode())})


@fresh(text=["Mức độ: Hoàn thành", "Ngày họp: 12/4/2033", "☑ Đồng ý", "☐ Không đồng ý"], absent=["Chưa hoàn thành", "Chọn một mục"])
def content_controls_of_four_kinds(folder: Path) -> Path:
    document = _commune("Biên bản chấm điểm")
    say = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'.format
    box = '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{0}"/><w14:checkedState w14:val="00FE" w14:font="Wingdings"/><w14:uncheckedState w14:val="00A8" w14:font="Wingdings"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr><w:sym w:font="Wingdings" w:char="{1}"/></w:r></w:sdtContent></w:sdt>'.format
    put(
        document,
        f'<w:p>{say("Mức độ: ")}<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="Chọn một mục" w:value=""/><w:listItem w:displayText="Hoàn thành" w:value="1"/><w:listItem w:displayText="Chưa hoàn thành" w:value="2"/></w:dropDownList></w:sdtPr><w:sdtContent>{say("Hoàn thành")}</w:sdtContent></w:sdt></w:p>',
        f'<w:p>{say("Ngày họp: ")}<w:sdt><w:sdtPr><w:date w:fullDate="2033-04-12T00:00:00Z"><w:dateFormat w:val="d/M/yyyy"/></w:date></w:sdtPr><w:sdtContent>{say("12/4/2033")}</w:sdtContent></w:sdt></w:p>',
        f"<w:p>{box(1, 'F0FE')}{say(' Đồng ý')}</w:p>",
        f"<w:p>{box(0, 'F0A8')}{say(' Không đồng ý')}</w:p>",
    )
    return save(document, folder / "a.docx")


@fresh(text=["Năm 2033 xã có 52 tổ hòa giải", "hòa giải thành 119 vụ"], rows=["Bon Lũ ¦ 14", "Bon Hrê ¦ 22"], outline=["I", "II", "Phụ lục I", "Biểu 01"])
def soft_breaks_and_annexes(folder: Path) -> Path:
    document = _commune("Công tác hòa giải")
    document.add_paragraph("I. TÌNH HÌNH CHUNG\nNăm 2033 xã có 52 tổ hòa giải ở cơ sở.\nII. KẾT QUẢ\nCác tổ đã hòa giải thành 119 vụ, đạt 91%.")
    for name, about, rows in (("Phụ lục I", "DANH SÁCH TỔ HÒA GIẢI", (("Bon", "Số tổ"), ("Bon Lũ", "14"))), ("Biểu 01", "KẾT QUẢ THEO BON", (("Bon", "Số vụ"), ("Bon Hrê", "22")))):
        document.add_page_break()
        bold(document, name)
        bold(document, about)
        grid = document.add_table(rows=2, cols=2)
        for at, row in enumerate(rows):
            for place, text in enumerate(row):
                grid.cell(at, place).text = text
    return save(document, folder / "a.docx")


@fresh(text=["Bon Tinh", "27", "Bon Dor", "63", "Cơ cấu hộ"], absent=["9999"])
def pie_with_its_cached_figures(folder: Path) -> Path:
    from pptx.chart.data import CategoryChartData
    from pptx.chart.xmlwriter import ChartXmlWriter
    from pptx.enum.chart import XL_CHART_TYPE

    from tests.ingest.readers.word_files import SPACES

    data = CategoryChartData()
    data.categories = ["Bon Tinh", "Bon Dor"]
    data.add_series("Cơ cấu hộ", (27, 63))
    chart = ChartXmlWriter(XL_CHART_TYPE.PIE, data).xml.encode()
    drawing = f'<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="{SPACES["c"]}"><c:chart r:id="chart0"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    return write(folder / "a.docx", p(r("BÁO CÁO", "<w:b/>")) + p(r("Cơ cấu dân cư năm 2033", "<w:b/>")) + drawing, parts={"charts/chart1.xml": ("chart", chart)})


@fresh(rows=["Bơ sáp ¦ 212 ¦ 1.908"], text=["Bảng tính kèm theo"], absent=["7.777"])
def workbook_inside_with_a_hidden_sheet(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (("Cây", "Diện tích", "Sản lượng"), ("Bơ sáp", 212, 1908)):
        book.active.append(row)
    book.active["C2"].number_format = "#,##0"
    draft = book.create_sheet("nháp")
    draft.sheet_state, draft["A1"] = "hidden", 7777
    held = save(book, folder / "b.xlsx").read_bytes()
    (folder / "b.xlsx").unlink()
    body = p(r("BÁO CÁO", "<w:b/>")) + p(r("Cây ăn quả năm 2033", "<w:b/>")) + p("Bảng tính kèm theo:") + '<w:p><w:r><w:object><v:shape style="width:200pt;height:60pt"/><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="package0"/></w:object></w:r></w:p>'
    return write(folder / "a.docx", body, parts={"embeddings/book.xlsx": ("package", held)})


@fresh(needs="office", text=["còn 84 hộ", "Kết quả khảo sát tháng 4"], absent=["126 hộ", "84 hộ1", "841"], outline=["I", "I.1", "II"])
def saved_as_word_97(folder: Path) -> Path:
    document = _commune("Giảm nghèo năm 2033")
    bold(document, "I. KẾT QUẢ")
    bold(document, "1. Hộ nghèo")
    line = document.add_paragraph("Toàn xã còn 84 hộ nghèo")
    line.add_run("1").font.superscript = True
    line.add_run(" (126 hộ theo cách tính cũ)").font.hidden = True
    bold(document, "II. NHIỆM VỤ")
    document.add_paragraph("Hỗ trợ 15 hộ.")
    document.add_paragraph("_______________")
    document.add_paragraph("1 Kết quả khảo sát tháng 4.")
    return office(save(document, folder / "a.docx"), "doc")


@fresh(needs="office", text=["Có 46 nhà sàn", "Sửa 9 nhà"], rows=["Bon Yang ¦ 31 ¦ 15"], absent=["52 nhà", "góp ý"])
def saved_as_open_document(folder: Path) -> Path:
    document = _commune("Nhà ở năm 2033")
    put(document, '<w:p><w:r><w:t xml:space="preserve">Có </w:t></w:r><w:del w:id="1" w:author="A" w:date="2033-01-01T00:00:00Z"><w:r><w:delText>52 nhà</w:delText></w:r></w:del><w:ins w:id="2" w:author="A" w:date="2033-01-01T00:00:00Z"><w:r><w:t>46 nhà</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> sàn.</w:t></w:r></w:p>')
    for text in ("Sửa 9 nhà.", "Làm 4 nhà."):
        document.add_paragraph(text, style="List Number")
    grid = document.add_table(rows=3, cols=3)
    for at, row in enumerate((("Bon", "Nhà sàn", ""), ("", "Cũ", "Mới"), ("Bon Yang", "31", "15"))):
        for place, text in enumerate(row):
            grid.cell(at, place).text = text
    grid.cell(0, 1).merge(grid.cell(0, 2))
    grid.cell(0, 0).merge(grid.cell(1, 0))
    document.add_comment(document.paragraphs[-1].runs, text="góp ý", author="A")
    return office(save(document, folder / "a.docx"), "odt")


@fresh(needs="office", text=["khai hoang 57 ha", "120 m2", "bón 3 tấn CO2"], absent=["573", "1202"])
def saved_as_rich_text(folder: Path) -> Path:
    document = _commune("Đất đai năm 2033")
    line = document.add_paragraph("Xã khai hoang 57 ha")
    line.add_run("(3)").font.superscript = True
    line.add_run(" đất, nhà kho 120 m")
    line.add_run("2").font.superscript = True
    line.add_run(", bón 3 tấn CO")
    line.add_run("2").font.subscript = True
    line.add_run(".")
    document.add_paragraph("(3) Theo biên bản đo.")
    return office(save(document, folder / "a.docx"), "rtf")


@fresh(outline=["I", "I.1", "II"], text=["Tổ chức 12 lớp", "cấp 340 thẻ"], absent=["...", "\t7"])
def contents_page_and_list_of_tables(folder: Path) -> Path:
    document = _commune("Dạy nghề năm 2033")
    bold(document, "MỤC LỤC")
    for text in ("I. KẾT QUẢ\t2", "1. Lớp nghề\t2", "II. KIẾN NGHỊ\t5"):
        document.add_paragraph(text)
    bold(document, "DANH MỤC BẢNG")
    document.add_paragraph("Bảng 1. Lớp nghề theo bon" + "." * 40 + "3")
    document.add_page_break()
    for head, text in (("I. KẾT QUẢ", "Xã làm tốt việc dạy nghề."), ("1. Lớp nghề", "Tổ chức 12 lớp, cấp 340 thẻ."), ("II. KIẾN NGHỊ", "Đề nghị cấp thêm vốn.")):
        bold(document, head)
        document.add_paragraph(text)
    return save(document, folder / "a.docx")


@fresh(needs="ocr", text=["Bon Kênh", "318", "Bon Suối", "275", "Bảng dưới đây"], warning="(?i)ảnh")
def picture_of_a_table_amid_text(folder: Path) -> Path:
    picture = Image.new("RGB", (1200, 330), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(FONT), 40)
    for at, (name, figure) in enumerate((("Bon", "Số cây"), ("Bon Kênh", "318"), ("Bon Suối", "275"))):
        draw.rectangle((10, 10 + at * 100, 1190, 110 + at * 100), outline="black", width=3)
        draw.text((40, 30 + at * 100), name, fill="black", font=font)
        draw.text((760, 30 + at * 100), figure, fill="black", font=font)
    picture.save(folder / "t.png", dpi=(200, 200))
    document = _commune("Trồng cây năm 2033")
    document.add_paragraph("Bảng dưới đây cho số cây từng bon:")
    document.add_picture(str(folder / "t.png"))
    document.add_paragraph("Xã sẽ trồng tiếp.")
    (folder / "t.png").unlink()
    return save(document, folder / "a.docx")


@fresh(text=["Phát 1.430 tờ rơi"], metadata={"issuer": "UBND xã Ea Mây"})
def template_with_macros(folder: Path) -> Path:
    document = _commune("Tuyên truyền năm 2033")
    document.add_paragraph("Phát 1.430 tờ rơi.")
    plain, made = save(document, folder / "a.docx"), folder / "a.dotm"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml")
            new.writestr(name, data)
        new.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    plain.unlink()
    return made


@fresh(metadata={"issuer": "Ban Chấp hành Hội Nông dân huyện Krông Lìn", "kind_of_document": "tờ trình", "number": "19-TTr/HNDH", "signer": "Y Blir Niê"}, text=["236.500.000 đồng"])
def request_of_a_farmers_union(folder: Path) -> Path:
    document = report("HỘI NÔNG DÂN TỈNH ĐÀ LÂM", "BAN CHẤP HÀNH HỘI NÔNG DÂN\nHUYỆN KRÔNG LÌN\n***", "Số 19-TTr/HNDH", "Krông Lìn, ngày 11 tháng 3 năm 2033", "TỜ TRÌNH\nV/v xin kinh phí hội thi nhà nông đua tài năm 2033")
    document.add_paragraph("Kính gửi: Ủy ban nhân dân huyện Krông Lìn")
    document.add_paragraph("Hội xin cấp 236.500.000 đồng để tổ chức hội thi.")
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.text, right.text = "Nơi nhận:\n- Như trên;\n- Lưu VP.", "T/M BAN THƯỜNG VỤ\nCHỦ TỊCH\n(đã ký)\n\nY Blir Niê"
    return save(document, folder / "a.docx")


@fresh(metadata={"issuer": "Đảng ủy xã Ea Mây", "number": "131-BC/ĐU", "date": "2033-09-28", "kind_of_document": "báo cáo"}, outline=["A", "A.I", "A.I.1", "A.II", "B"], text=["kết nạp 21 đảng viên"])
def party_document_with_dashes_after_numbers(folder: Path) -> Path:
    document = report("HUYỆN ỦY KRÔNG LÌN", "ĐẢNG ỦY XÃ EA MÂY\n*", "Số 131-BC/ĐU", "Ea Mây, ngày 28 tháng 9 năm 2033", "BÁO CÁO\nCông tác xây dựng Đảng 9 tháng năm 2033", "ĐẢNG CỘNG SẢN VIỆT NAM")
    for head, text in (("A- KẾT QUẢ", ""), ("I- CÔNG TÁC TƯ TƯỞNG", "Mở 6 hội nghị."), ("1- Học tập nghị quyết", "Có 417 đảng viên dự."), ("II- CÔNG TÁC TỔ CHỨC", "Đảng ủy kết nạp 21 đảng viên."), ("B- NHIỆM VỤ", "Tiếp tục củng cố chi bộ.")):
        bold(document, head)
        if text:
            document.add_paragraph(text)
    return save(document, folder / "a.docx")
