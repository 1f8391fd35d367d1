"""Twenty further inputs, of other mixtures, written after the readers had been seen and mended."""

# ruff: noqa: E501 - a case reads best in one line
# fmt: off

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import numpy as np
import openpyxl
import pptx
from docx.enum.text import WD_BREAK
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pptx.util import Inches
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, FloatObject, NameObject

from tests.ingest.exam.fresh_kit import bold, cases, office, photographed, printed, put, report, save
from tests.ingest.exam.pdf_files import FONT, Pdf, sheet
from tests.ingest.readers.word_files import p, r, table, write

SECOND, fresh = cases()
HOSPITAL = ("SỞ Y TẾ TỈNH BÌNH LẪM", "BỆNH VIỆN ĐA KHOA\nKHU VỰC PHÚ TÚC", "Số: 402/BC-BVPT", "Phú Túc, ngày 05 tháng 01 năm 2036")


@fresh(metadata={"issuer": "Bệnh viện đa khoa khu vực Phú Túc", "parent": "Sở Y tế tỉnh Bình Lẫm", "number": "402/BC-BVPT", "date": "2036-01-05", "signer": "Đinh Quang Rạng", "period_to": 2035}, text=["214.506 lượt", "9.817 ca"], outline=["I", "I.1", "I.2", "II"])
def head_and_signature_by_soft_breaks(folder: Path) -> Path:
    document = report(*HOSPITAL, "BÁO CÁO\nKết quả hoạt động năm 2035, phương hướng năm 2036")
    for head, text in (("I. KẾT QUẢ", ""), ("1. Khám bệnh", "Khám 214.506 lượt người."), ("2. Phẫu thuật", "Mổ 9.817 ca."), ("II. PHƯƠNG HƯỚNG", "Giữ vững chất lượng.")):
        bold(document, head)
        if text:
            document.add_paragraph(text)
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.text, right.text = "Nơi nhận:\n- Sở Y tế;\n- Lưu: VT.", "GIÁM ĐỐC\n\n\nBSCKII. Đinh Quang Rạng"
    return save(document, folder / "a.docx")


@fresh(rows=["Khoa Nội ¦ 96 ¦ 4.120 ¦ 88,3", "Khoa Sản ¦ 54 ¦ 2.761 ¦ 79,9"], once=["Giường thực kê"], text=["61 khoa vệ tinh"])
def table_in_two_pieces_with_its_head_again(folder: Path) -> Path:
    pdf = Pdf()
    xs, head = (60, 200, 300, 400, 520), ("Khoa", "Giường thực kê", "Lượt điều trị", "Công suất")
    from tests.ingest.exam.pdf_files import ruled

    first = (head, *((f"Khoa {name}", str(30 + at), f"1.{100 + at}", "70,1") for at, name in enumerate("ABCDEGHIKL")), ("Khoa Nội", "96", "4.120", "88,3"))
    second = (head, ("Khoa Sản", "54", "2.761", "79,9"), ("Khoa Nhi", "60", "3.302", "85,0"))
    pdf.page(pdf.lines("BÁO CÁO", "Công suất giường bệnh năm 2035", "Toàn viện có 61 khoa vệ tinh."), ruled(pdf, xs, tuple(range(700, 700 - 24 * (len(first) + 1), -24)), first))
    pdf.page(ruled(pdf, xs, (800, 776, 752, 728), second))
    return pdf.write(folder / "a.pdf")


@fresh(needs="browser", text=["có 318 cán bộ", "18 tiến sĩ"], absent=["3182", "18¹ tiến", "999"], rows=["[2] Tính đến tháng 12."], metadata={"issuer": "Bệnh viện đa khoa khu vực Phú Túc"})
def three_columns_of_figures_and_notes_by_css(folder: Path) -> Path:
    head = "<table width=100%><tr><td align=center>SỞ Y TẾ TỈNH BÌNH LẪM<br><b>BỆNH VIỆN ĐA KHOA<br>KHU VỰC PHÚ TÚC</b><br>Số: 12/BC-BVPT<td align=center><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b><br>Phú Túc, ngày 02 tháng 12 năm 2035</table>"
    return printed(folder, f"<style>body{{font:12pt serif}}.n{{font-size:60%;vertical-align:super}}</style>{head}<p align=center><b>BÁO CÁO<br>Nhân lực năm 2035</b></p><p>Bệnh viện có 318<span class=n>2</span> cán bộ, trong đó 18 tiến sĩ.</p><p style='opacity:0'>Số 999</p><p style='margin-top:500px;font-size:9pt'><span class=n>2</span> Tính đến tháng 12.</p>")


@fresh(text=["Khoa có 12 máy", "Đã sửa 5 máy"], absent=["77 máy", "44 máy"], warning="(?i)gạch|xóa")
def struck_paragraph_and_deleted_paragraph_mark(folder: Path) -> Path:
    document = report(*HOSPITAL, "BÁO CÁO\nThiết bị năm 2035")
    document.add_paragraph("Khoa có 12 máy thở.")
    line = document.add_paragraph()
    for text in ("Hỏng ", "77 máy", " trong năm."):
        line.add_run(text).font.strike = True
    put(document, '<w:p><w:pPr><w:rPr><w:del w:id="9" w:author="A"/></w:rPr></w:pPr><w:del w:id="8" w:author="A"><w:r><w:delText>Thanh lý 44 máy.</w:delText></w:r></w:del></w:p>', "<w:p><w:r><w:t>Đã sửa 5 máy.</w:t></w:r></w:p>")
    return save(document, folder / "a.docx")


@fresh(rows=["Quý I ¦ 21.004", "Quý II ¦ 19.876"], text=["Lượt khám theo quý", "Chênh lệch 1.128 lượt"], absent=["7.070", "6.060"])
def workbook_with_chart_struck_and_white_cells(folder: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    for row in (("Lượt khám theo quý",), (), ("Quý", "Lượt"), ("Quý I", 21004), ("Quý II", 19876), (), ("Chênh lệch 1.128 lượt",), ("bỏ 7.070",), ("trắng 6.060",)):
        page.append(row)
    page["A8"].font, page["A9"].font = Font(strike=True), Font(color="FFFFFFFF")
    for place in ("B4", "B5"):
        page[place].number_format = "#,##0"
    chart = BarChart()
    chart.add_data(Reference(page, min_col=2, min_row=3, max_row=5), titles_from_data=True)
    page.add_chart(chart, "E5")
    return save(book, folder / "a.xlsx")


@fresh(text=["tỷ lệ 62,5%", "24 ca nặng", "Phòng khám: 7 bàn"], rows=["Khoa Mắt ¦ 33"], absent=["999 ca"], ordered=["Kết quả cấp cứu", "62,5%"])
def slides_with_breaks_fields_and_struck_text(folder: Path) -> Path:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Kết quả cấp cứu 2035"
    frame = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(5), Inches(2)).text_frame
    frame.text = "24 ca nặng"
    frame.paragraphs[0].add_line_break()
    frame.paragraphs[0].add_run().text = "tỷ lệ 62,5%"
    void = frame.add_paragraph().add_run()
    void.text = "999 ca"
    void.font._rPr.set("strike", "sngStrike")
    more = show.slides.add_slide(show.slide_layouts[1])
    more.shapes.title.text, more.placeholders[1].text = "Phòng khám", "Phòng khám: 7 bàn"
    grid = more.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    for at, text in enumerate(("Khoa", "Ca", "Khoa Mắt", "33")):
        grid.cell(at // 2, at % 2).text = text
    return save(show, folder / "a.pptx")


@fresh(text=["Chuyển tuyến 512 ca", "Biên bản họp: 9 người dự"], warning="anh-chup.gif|khoa.docx")
def letter_in_an_archive_with_a_locked_file(folder: Path) -> Path:
    document = report(*HOSPITAL, "BÁO CÁO\nChuyển tuyến năm 2035")
    document.add_paragraph("Chuyển tuyến 512 ca.")
    held = io.BytesIO()
    document.save(held)
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = "Gửi báo cáo", "a@pt.example", "b@pt.example"
    letter.set_content("Biên bản họp: 9 người dự.")
    letter.add_attachment(held.getvalue(), maintype="application", subtype="octet-stream", filename="chuyển tuyến.docx")
    letter.add_attachment(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), maintype="application", subtype="octet-stream", filename="khoa.docx")
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("thư tháng 12/thư.eml", letter.as_bytes())
    return folder / "a.zip"


@fresh(needs="ocr", text=["156 giường", "Tỷ lệ khỏi 91,4%", "Ký số"], warning="OCR|quét")
def scan_with_a_line_of_a_digital_signature(folder: Path) -> Path:
    pdf = Pdf()
    scan = sheet("BỆNH VIỆN PHÚ TÚC", "BÁO CÁO", "Công tác điều trị năm 2035", "Kế hoạch giao 156 giường, thực hiện 203 giường.", "Tỷ lệ khỏi 91,4%, tử vong 0,2%.")
    pdf.page(pdf.image(scan, "595 0 0 842 0 0"), pdf.text(330, 800, "Ký số bởi: Bệnh viện Phú Túc, ngày 06/01/2036", 8))
    return pdf.write(folder / "a.pdf")


@fresh(needs="office", text=["Mục tiêu: 97% trẻ tiêm đủ", "☒ Đạt"], outline=["I", "I.1", "I.2", "II"], rows=["Xã Phú Lộc ¦ 214"], absent=["ẩn 818"])
def printed_from_word_with_numbers_boxes_and_two_sections(folder: Path) -> Path:
    document = report(*HOSPITAL, "BÁO CÁO\nTiêm chủng năm 2035")
    bold(document, "I. MỤC TIÊU")
    bold(document, "1. Chỉ tiêu")
    document.add_paragraph("Mục tiêu: 97% trẻ tiêm đủ.").add_run(" ẩn 818").font.hidden = True
    bold(document, "2. Đánh giá")
    document.add_paragraph("☒ Đạt    ☐ Không đạt").add_run().add_break(WD_BREAK.PAGE)
    bold(document, "II. KẾT QUẢ")
    grid = document.add_table(rows=2, cols=2)
    grid.style = "Table Grid"
    for at, text in enumerate(("Xã", "Trẻ", "Xã Phú Lộc", "214")):
        grid.cell(at // 2, at % 2).text = text
    return office(save(document, folder / "a.docx"), "pdf")


@fresh(text=["Tổng thu 8.214,6 triệu"], rows=["Viện phí ¦ 5.120,4", "Bảo hiểm ¦ 3.094,2"], absent=["Ã", "á»"])
def double_encoded_page_of_the_web(folder: Path) -> Path:
    html = "<html><head><meta charset='utf-8'></head><body><h2>Thu viện phí</h2><p>Tổng thu 8.214,6 triệu đồng trong năm, các khoản thu đúng quy định.</p><table><tr><th>Khoản</th><th>Số tiền</th></tr><tr><td>Viện phí</td><td>5.120,4</td></tr><tr><td>Bảo hiểm</td><td>3.094,2</td></tr></table></body></html>"
    (folder / "a.html").write_bytes(html.encode().decode("latin-1").encode())
    return folder / "a.html"


@fresh(text=["tủ thuốc 42 loại", "Số trạm: 11"], outline=["I", "II"], metadata={"period_to": 2035})
def plain_text_of_the_nineties_in_tcvn3(folder: Path) -> Path:
    text = "B¸o c¸o\nC«ng t¸c y tÕ n¨m 2035\nI. KÕt qu¶\nMçi tr¹m cã tñ thuèc 42 lo¹i, ®ñ dïng cho nh©n d©n.\nSè tr¹m: 11\nII. NhiÖm vô\nTiÕp tôc cñng cè m¹ng l­íi y tÕ c¬ së.\n"
    (folder / "a.txt").write_bytes(text.encode("latin-1"))
    return folder / "a.txt"


@fresh(text=["mổ 9 ca", "61,5 triệu"], outline=["1", "1.1.1", "1.1.2", "2"], rows=["Khoa ¦ Ca", "Khoa Tai ¦ 18"])
def markdown_with_setext_heads_lists_and_code(folder: Path) -> Path:
    text = "Báo cáo năm 2035\n================\n\n## 1. Kết quả\n\n### 1.1. Phẫu thuật\n\nKhoa **mổ 9** ca.\n\n### 1.2. Kinh phí\n\nChi `61,5` triệu.\n\n| Khoa | Ca |\n|---|--:|\n| Khoa Tai | 18 |\n\n## 2. Nhiệm vụ\n\nGiữ vững.\n"
    (folder / "a.md").write_text(text, encoding="utf-8")
    return folder / "a.md"


@fresh(needs="ocr", text=["73 trạm", "1.906 thẻ", "28 bác sĩ"])
def photograph_under_a_lamp_and_out_of_focus(folder: Path) -> Path:
    page = sheet("PHÒNG Y TẾ HUYỆN PHÚ TÚC", "BÁO CÁO", "Y tế cơ sở năm 2035", "1. Toàn huyện có 73 trạm y tế.", "2. Cấp 1.906 thẻ bảo hiểm.", "3. Tuyển mới 28 bác sĩ.", size=(1654, 1000))
    seen = photographed(page, (140, 160, 2020, 60, 2060, 1280, 60, 1340), (2150, 1450), 0.75)
    y, x = np.mgrid[0 : seen.height, 0 : seen.width]
    lamp = 0.6 + 0.4 * np.exp(-(((x - 600) / 900) ** 2 + ((y - 500) / 700) ** 2))
    seen = Image.fromarray((np.asarray(seen) * lamp[:, :, None]).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.9))
    seen.save(folder / "a.png")
    return folder / "a.png"


@fresh(text=["Khám 1.204 người", "phát 388 suất"], absent=["90 suất", "off 77"])
def page_whose_box_begins_elsewhere_with_text_outside(folder: Path) -> Path:
    pdf = Pdf()
    drawn = (pdf.text(172, 880, "BÁO CÁO"), pdf.text(172, 850, "Khám từ thiện năm 2035"), pdf.text(172, 820, "Khám 1.204 người, phát 388 suất quà."), pdf.text(172, 20, "off 77 nằm ngoài trang"), "1 1 1 rg", pdf.text(172, 700, "trắng 90 suất"))
    plain = pdf.page(*drawn, box=(100, 100, 695, 942)).write(folder / "b.pdf")
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.pages[0][NameObject("/CropBox")] = ArrayObject(map(FloatObject, (100, 100, 695, 942)))
    plain.unlink()
    writer.write(folder / "a.pdf")
    return folder / "a.pdf"


@fresh(metadata={"issuer": "Hội Chữ thập đỏ xã Phú Lộc", "kind_of_document": "báo cáo", "number": "06/BC-CTĐ", "date": "2035-11-20"}, text=["hiến 64 đơn vị máu"], outline=["I", "I.1", "II"])
def head_of_six_rows_and_headings_by_bold_alone(folder: Path) -> Path:
    rows = (("HỘI CHỮ THẬP ĐỎ HUYỆN PHÚ TÚC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("HỘI CHỮ THẬP ĐỎ", "Độc lập - Tự do - Hạnh phúc"), ("XÃ PHÚ LỘC", ""), ("", ""), ("Số: 06/BC-CTĐ", "Phú Lộc, ngày 20 tháng 11 năm 2035"))
    body = table(*rows) + p(r("BÁO CÁO", "<w:b/>")) + p(r("Kết quả công tác Hội năm 2035", "<w:b/>")) + p(r("I. KẾT QUẢ", "<w:b/>")) + p(r("1. Hiến máu: ", "<w:b/>"), "Xã vận động hiến 64 đơn vị máu.") + p(r("II. PHƯƠNG HƯỚNG", "<w:b/>")) + p("Vận động thêm hội viên.")
    return write(folder / "a.docx", body)


@fresh(needs="browser", rows=["Tổ 5 ¦ 31 ¦ 12 ¦ 19", "Tổ 6 ¦ 44 ¦ 20 ¦ 24"], text=["Cộng: 75 hộ"])
def table_by_rules_above_and_below_with_merged_head(folder: Path) -> Path:
    look = "<style>body{font:12pt serif}table{border-collapse:collapse;width:100%}td,th{border-top:1px solid;border-bottom:1px solid;padding:3px 14px;text-align:left}</style>"
    return printed(folder, f"{look}<p><b>THỐNG KÊ HỘ NĂM 2035</b></p><table><tr><th>Tổ<th>Số hộ<th>Hộ khá<th>Hộ trung bình<tr><td>Tổ 5<td>31<td>12<td>19<tr><td>Tổ 6<td>44<td>20<td>24</table><p>Cộng: 75 hộ.</p>")


@fresh(needs="office", text=["Xã có 17 câu lạc bộ", "cấp 240 sổ"], rows=["Câu lạc bộ Hạnh ¦ 26"], outline=["I", "II"])
def open_document_with_frames_and_a_section(folder: Path) -> Path:
    document = report(*HOSPITAL, "BÁO CÁO\nDân số năm 2035")
    bold(document, "I. KẾT QUẢ")
    document.add_paragraph("Xã có 17 câu lạc bộ.")
    put(document, f'<w:p><w:r><w:pict><v:rect style="width:200pt;height:40pt"><v:textbox><w:txbxContent>{p("Trong năm cấp 240 sổ.")}</w:txbxContent></v:textbox></v:rect></w:pict></w:r></w:p>')
    grid = document.add_table(rows=2, cols=2)
    for at, text in enumerate(("Tên", "Hội viên", "Câu lạc bộ Hạnh", "26")):
        grid.cell(at // 2, at % 2).text = text
    bold(document, "II. KIẾN NGHỊ")
    document.add_paragraph("Cấp thêm kinh phí.")
    return office(save(document, folder / "a.docx"), "odt")


@fresh(text=["Bảng 2", "3.615", "Tuyến xã"], needs="ocr")
def picture_of_figures_within_a_page_of_text(folder: Path) -> Path:
    picture = Image.new("L", (1000, 300), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(FONT), 44)
    for at, (name, figure) in enumerate((("Tuyến xã", "3.615"), ("Tuyến huyện", "2.208"))):
        draw.rectangle((5, 20 + at * 110, 990, 130 + at * 110), outline=0, width=3)
        draw.text((30, 45 + at * 110), name, fill=0, font=font)
        draw.text((640, 45 + at * 110), figure, fill=0, font=font)
    pdf = Pdf()
    pdf.page(pdf.lines("BÁO CÁO", "Khám chữa bệnh năm 2035", "Bảng 2 cho số lượt khám từng tuyến."), pdf.image(picture, "360 0 0 108 100 560"), pdf.text(72, 500, "Số liệu trên đã đối chiếu."))
    return pdf.write(folder / "a.pdf")


@fresh(text=["Kết luận thanh tra số 21", "thu hồi 318 triệu"], metadata={"issuer": "Thanh tra tỉnh Bình Lẫm", "kind_of_document": "thông báo kết luận", "number": "77/TB-TTr"})
def notice_of_an_inspectorate_in_one_text_column(folder: Path) -> Path:
    text = "UBND TỈNH BÌNH LẪM              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n   THANH TRA                        Độc lập - Tự do - Hạnh phúc\nSố: 77/TB-TTr                  Bình Lẫm, ngày 03 tháng 8 năm 2035\n\n                    THÔNG BÁO\n        Kết luận thanh tra số 21/KL-TTr\n\nThanh tra tỉnh thông báo kết luận thanh tra tại huyện Phú Túc: kiến nghị thu hồi 318 triệu đồng\nnộp ngân sách, xử lý 5 cá nhân.\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return folder / "a.txt"


@fresh(text=["Điều 4", "không quá 45 ngày"], outline=["Chương I", "Chương I.Điều 1", "Chương I.Điều 2", "Chương II", "Chương II.Điều 3", "Chương II.Điều 4"])
def regulations_in_rich_text_by_hand(folder: Path) -> Path:
    def line(text: str) -> str:
        return "".join(c if ord(c) < 128 else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in text)

    parts = ("QUY CHẾ", "Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "Quy chế áp dụng cho toàn viện.", "Điều 2. Nguyên tắc", "Bảo đảm công khai.", "Chương II", "THỰC HIỆN", "Điều 3. Hồ sơ", "Hồ sơ lập thành 2 bộ.", "Điều 4. Thời hạn", "Giải quyết không quá 45 ngày.")
    body = "".join("{\\pard " + line(one) + "\\par}\n" for one in parts)
    (folder / "a.rtf").write_text("{\\rtf1\\ansi\\uc1 " + body + "}", encoding="ascii")
    return folder / "a.rtf"
