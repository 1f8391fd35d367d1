"""Fourteen inputs of the exam of 30 November 2026 whose writers had seen no reader: those that were missed, and siblings."""

# ruff: noqa: E501 - a case reads best in one line
# fmt: off

from __future__ import annotations

import datetime
from pathlib import Path

import docx
import pptx
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image, ImageDraw, ImageFont
from pptx.util import Inches
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from tests.ingest.exam.fresh_kit import bold, cases, office, photographed, printed, report, save, shade
from tests.ingest.exam.pdf_files import FONT, sheet

THIRD, fresh = cases()
HEAD = ("UBND TỈNH KỲ LỘC", "SỞ DU LỊCH", "Số: 264/BC-SDL", "Kỳ Lộc, ngày 19 tháng 6 năm 2025")
ZEBRA = "<style>body{font:13pt serif}table{border-collapse:collapse;width:100%}td,th{padding:5px;border:0}tr:nth-child(even) td{background:#dce6f1;-webkit-print-color-adjust:exact}</style>"


def _rows(document: docx.document.Document, rows: list[tuple[str, ...]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


@fresh(text=["84,9%"], metadata={"issuer": "Trung tâm Công nghệ thông tin tỉnh Hải Vân", "period_from": 2025})
def a_title_that_names_the_centre(folder: Path) -> Path:
    document = docx.Document()
    for text in ("BÁO CÁO", "Kết quả đo lường chuyển đổi số của Trung tâm Công nghệ thông tin tỉnh Hải Vân năm 2025", "Tỷ lệ hồ sơ trực tuyến là 84,9%."):
        document.add_paragraph(text)
    return save(document, folder / "a.docx")


@fresh(text=["14.382 ha"], metadata={"issuer": "Lâm trường Sông Kôn", "period_from": 2006}, outline=["I", "II"])
def a_forest_enterprise_in_tcvn3(folder: Path) -> Path:
    text = "B¸o c¸o\r\nKÕt qu¶ trång rõng n¨m 2006 cña L©m tr­êng S«ng K«n\r\n\r\nI. T×nh h×nh chung\r\nL©m tr­êng qu¶n lý 14.382 ha rõng vµ ®Êt rõng.\r\nII. KÕt qu¶ thùc hiÖn\r\n§· trång 476,5 ha, ®¹t 103,6% kÕ ho¹ch; tû lÖ c©y sèng 91%.\r\n"
    (folder / "a.txt").write_bytes(text.encode("latin-1"))
    return folder / "a.txt"


@fresh(rows=["1 ¦ Khe Mo ¦ 152 ¦ 130", "Ngân sách tỉnh ¦ 10.200 ¦ 8.640"], outline=["I", "II", "Phụ lục I", "Biểu số 02", "*DANH SÁCH HỘ CHƯA KHỞI CÔNG"])
def annexes_longer_than_the_report(folder: Path) -> Path:
    document = report("UBND HUYỆN KHE LAU", "PHÒNG LĐ-TB&XH", "Số: 118/BC-LĐTBXH", "Khe Lau, ngày 25 tháng 10 năm 2024", "BÁO CÁO\nKết quả xóa nhà tạm 9 tháng năm 2024")
    for text in ("I. KẾT QUẢ", "Đã khởi công 286 căn nhà (có Phụ lục I, Biểu số 02 và Danh sách kèm theo).", "II. ĐỀ XUẤT", "Đề nghị cấp bổ sung 4,5 tỷ đồng.", "Phụ lục I", "TIẾN ĐỘ THEO XÃ", "(Kèm theo Báo cáo số 118/BC-LĐTBXH ngày 25/10/2024)"):
        document.add_paragraph(text)
    _rows(document, [("TT", "Xã", "Khởi công", "Hoàn thành"), ("1", "Khe Mo", "152", "130"), ("2", "Nậm Lau", "134", "111")])
    for text in ("Biểu số 02", "NGUỒN KINH PHÍ HỖ TRỢ"):
        document.add_paragraph(text)
    _rows(document, [("Nguồn", "Kế hoạch", "Đã cấp"), ("Ngân sách tỉnh", "10.200", "8.640")])
    document.add_paragraph("DANH SÁCH HỘ CHƯA KHỞI CÔNG")
    _rows(document, [("TT", "Họ và tên", "Bản"), ("1", "Vàng A Sử", "Huổi Co")])
    return save(document, folder / "a.docx")


@fresh(text=["01. Nhà văn hóa thôn Đông: 850 triệu đồng"], outline=["I", "I.1", "II"])
def items_with_their_figures(folder: Path) -> Path:
    document = docx.Document()
    for text in ("BÁO CÁO", "Thu, chi ngân sách xã Đồng Mít năm 2024", "I. KẾT QUẢ CHI", "1. Chi đầu tư", "Danh mục công trình:", "01. Nhà văn hóa thôn Đông: 850 triệu đồng", "02. Đường bê tông thôn Tây: 1.275 triệu đồng", "Nguồn chi gồm:", "a) Ngân sách cấp trên: 1.760 triệu đồng;", "b) Ngân sách xã: 748 triệu đồng.", "II. HẠN CHẾ", "Giải ngân còn chậm."):
        document.add_paragraph(text)
    return save(document, folder / "a.docx")


@fresh(needs="office", outline=["1", "2", "3", "4"], ordered=["8,3%", "214", "4.387", "0,37%", "1.763"], metadata={"issuer": "Cục Thống kê tỉnh Phú Lâm", "period_from": 2025})
def a_bulletin_in_two_columns(folder: Path) -> Path:
    document = docx.Document()
    bold(document, "BẢN TIN THỐNG KÊ")
    bold(document, "Cục Thống kê tỉnh Phú Lâm - Tháng 10 năm 2025")
    document.add_section(0)
    document.sections[-1]._sectPr.append(parse_xml(f'<w:cols {nsdecls("w")} w:num="2" w:space="600"/>'))
    for title, texts in (("1. Sản xuất công nghiệp", ("Chỉ số sản xuất công nghiệp tháng 10 tăng 8,3% so với cùng kỳ, trong đó ngành chế biến tăng 9,6%, ngành khai khoáng giảm 2,4%.", "Sản lượng xi măng đạt 214 nghìn tấn; điện sản xuất đạt 97,5 triệu kWh.")), ("2. Thương mại", ("Tổng mức bán lẻ hàng hóa ước đạt 4.387 tỷ đồng, lũy kế mười tháng đạt 41.926 tỷ đồng, bằng 86,1% kế hoạch năm.",)), ("3. Giá cả", ("Chỉ số giá tiêu dùng tăng 0,37% so với tháng trước; nhóm giáo dục tăng 3,05%; nhóm giao thông giảm 1,18%.",)), ("4. Lao động, việc làm", ("Đã giải quyết việc làm cho 1.763 lao động, trong đó 402 người đi làm việc ở nước ngoài theo hợp đồng.", "Tỷ lệ thất nghiệp khu vực thành thị là 2,61%, giảm so với cùng kỳ năm trước."))):
        bold(document, title)
        for text in texts:
            document.add_paragraph(text)
    return office(save(document, folder / "a.docx"), "pdf")


@fresh(needs="browser", rows=["Điểm quan trắc ¦ COD (mg/l) ¦ Đánh giá", "Cầu Gỗ, sông Mực ¦ 18,4 ¦ Đạt", "Đập Làng Ngòi ¦ 47,2 ¦ Vượt 1,57 lần", "Hồ Bến En Hạ ¦ 12,1 ¦ Đạt"], text=["126 mẫu"], metadata={"issuer": "Trung tâm Quan trắc môi trường tỉnh Thạch Đà", "period_from": 2026})
def rows_shaded_by_turns(folder: Path) -> Path:
    rows = "<tr><th>Điểm quan trắc<th>COD (mg/l)<th>Đánh giá<tr><td>Cầu Gỗ, sông Mực<td>18,4<td>Đạt<tr><td>Đập Làng Ngòi<td>47,2<td>Vượt 1,57 lần<tr><td>Hồ Bến En Hạ<td>12,1<td>Đạt<tr><td>Cống Ba Cửa<td>31,6<td>Vượt 1,05 lần"
    return printed(folder, f"{ZEBRA}<p>BÁO CÁO<br>Kết quả quan trắc môi trường quý I năm 2026<p>Đơn vị báo cáo: Trung tâm Quan trắc môi trường tỉnh Thạch Đà<p>Đã lấy 126 mẫu tại 21 điểm.<table>{rows}</table>")


@fresh(needs="office", rows=["Chợ ¦ Hộ ¦ Thu", "Gò ¦ 142 ¦ 8,4", "Bến ¦ 96 ¦ 5,1", "Sen ¦ 48 ¦ 1,7"])
def rows_shaded_by_turns_in_office(folder: Path) -> Path:
    document = docx.Document()
    for text in ("BÁO CÁO", "Chợ năm 2025"):
        document.add_paragraph(text)
    table = document.add_table(rows=0, cols=3)
    for at, row in enumerate((("Chợ", "Hộ", "Thu"), ("Gò", "142", "8,4"), ("Bến", "96", "5,1"), ("Sen", "48", "1,7"))):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
            if at % 2 == 0:
                shade(cell, "D9E2F3")
    document.add_paragraph("Chợ nào cũng có bãi xe.")
    return office(save(document, folder / "a.docx"), "pdf")


@fresh(rows=["01 ¦ Thuế giá trị gia tăng ¦ 820 ¦ 96% ¦ 05/12/2025", "02 ¦ Tiền sử dụng đất ¦ 640 ¦ 143% ¦ 28/11/2025", "Sự nghiệp giáo dục ¦ 518 trđ ¦ -37"], absent=["2025-12-05", "142%"], metadata={"period_from": 2025, "issuer": "Huyện đoàn Ea Súp Nam"})
def cells_as_their_formats_show_them(folder: Path) -> Path:
    book = xlsxwriter.Workbook(str(folder / "a.xlsx"))
    page = book.add_worksheet("Thu")
    forms = [book.add_format({"num_format": form}) for form in ("00", "@", "#,##0", "0%", "dd/mm/yyyy", '#,##0" trđ"', "#,##0;(#,##0)")]
    page.merge_range("A1:E1", "BIỂU TỔNG HỢP THU NGÂN SÁCH NĂM 2025", forms[1])
    page.write("A2", "Đơn vị: Huyện đoàn Ea Súp Nam")
    page.write_row("A4", ("TT", "Nguồn thu", "Dự toán", "Tỷ lệ", "Ngày chốt"))
    for at, row in enumerate(((1, "Thuế giá trị gia tăng", 820, 787 / 820, datetime.datetime(2025, 12, 5)), (2, "Tiền sử dụng đất", 640, 912 / 640, datetime.datetime(2025, 11, 28))), start=4):
        for column, value in enumerate(row):
            page.write(at, column, value, forms[column])
    page.write_row("A9", ("Nội dung", "Số tiền", "Tăng, giảm"))
    page.write("A10", "Sự nghiệp giáo dục")
    page.write("B10", 518, forms[5])
    page.write("C10", -37, forms[6])
    book.close()
    return folder / "a.xlsx"


@fresh(text=["418 tỷ đồng"], metadata={"issuer": "Văn phòng Điều phối nông thôn mới tỉnh Cao Sơn", "date": "2025-12-10", "period_from": 2025})
def slides_with_the_body_below_the_title(folder: Path) -> Path:
    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text, first.placeholders[1].text = "BÁO CÁO Kết quả xây dựng nông thôn mới năm 2025", "Văn phòng Điều phối nông thôn mới tỉnh Cao Sơn\nCao Sơn, ngày 10 tháng 12 năm 2025"
    second = show.slides.add_slide(show.slide_layouts[6])
    second.shapes.add_textbox(Inches(1), Inches(1), Inches(5), Inches(1)).text_frame.text = "Ngân sách: 418 tỷ đồng"
    show.save(str(folder / "a.pptx"))
    return folder / "a.pptx"


def _scan(rows: tuple[str, ...]) -> Image.Image:
    page = sheet("UBND XÃ TIÊN ĐỘNG", "HỘI NÔNG DÂN", "BÁO CÁO", "Kết quả công tác Hội năm 2025", "I. TỔ CHỨC HỘI", "Toàn xã có 11 chi hội với 1.638 hội viên, tăng 74 hội viên.", "II. VAY VỐN", "Dư nợ ủy thác 28,4 tỷ đồng cho 563 hộ vay; nợ quá hạn 0,12%.")
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 36)
    left, top, wide, high = 200, 1000, 400, 76
    for at, row in enumerate(rows):
        for column, text in enumerate(row.split("|")):
            draw.rectangle((left + wide * column, top + high * at, left + wide * (column + 1), top + high * (at + 1)), outline=0, width=2)
            draw.text((left + wide * column + 20, top + high * at + 14), text, font=font, fill=0)
    return page


TABLE = ("Chi hội|Hội viên|Dư nợ", "Thôn Ngoài|214|4,7", "Thôn Trong|186|3,9", "Thôn Chùa|153|2,8")


@fresh(needs="ocr", text=["1.638 hội viên", "28,4 tỷ đồng"], rows=["Thôn Ngoài ¦ 214 ¦ 4,7", "Thôn Trong ¦ 186 ¦ 3,9"], outline=["I", "II"], warning="hai lượt OCR đọc khác nhau ở các số")
def a_photograph_with_a_table(folder: Path) -> Path:
    page = _scan(TABLE)
    wide, high = page.size
    photographed(page, (60, 90, wide + 40, 60, wide + 60, high + 70, 80, high + 100), (wide + 140, high + 180)).save(folder / "a.jpg", quality=90)
    return folder / "a.jpg"


@fresh(needs="ocr", text=["2.715 nghìn lượt khách", "62,8%"], metadata={"issuer": "Sở Du lịch tỉnh Kỳ Lộc", "parent": "UBND tỉnh Kỳ Lộc", "number": "264/BC-SDL", "date": "2025-06-19"})
def fonts_without_a_map(folder: Path) -> Path:
    document = report(*HEAD, "BÁO CÁO\nKết quả kinh doanh du lịch 6 tháng đầu năm 2025")
    for text in ("Toàn tỉnh đón 2.715 nghìn lượt khách, tăng 16,4% so với cùng kỳ, trong đó khách quốc tế 183 nghìn lượt.", "Doanh thu du lịch đạt 3.906 tỷ đồng; công suất phòng bình quân 62,8%."):
        document.add_paragraph(text)
    writer = PdfWriter(clone_from=PdfReader(office(save(document, folder / "a.docx"), "pdf")))
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():
            font.get_object().pop(NameObject("/ToUnicode"), None)
    writer.write(str(folder / "b.pdf"))
    return folder / "b.pdf"
