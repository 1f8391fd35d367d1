"""Eight fresh workbooks, slides, letters, archives and photographs."""

# ruff: noqa: E501 - a case reads best in one line
# fmt: off

from __future__ import annotations

import datetime
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pptx
import xlsxwriter
from pptx.util import Inches

from tests.ingest.exam.fresh_kit import bold, cases, photographed, report, save
from tests.ingest.exam.pdf_files import Pdf, sheet

OTHERS, fresh = cases()


def _workbook(file: Path) -> Path:
    book = xlsxwriter.Workbook(str(file))
    page = book.add_worksheet("Quý III")
    middle, share, day, money = (book.add_format({"bold": True}), book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "#,##0"}))
    page.merge_range("A1:E1", "BIỂU TỔNG HỢP THU NGÂN SÁCH QUÝ III/2035", middle)
    page.merge_range("A3:A4", "Khoản thu", middle)
    page.merge_range("B3:C3", "Thực hiện", middle)
    page.merge_range("D3:D4", "Tỷ lệ", middle)
    page.merge_range("E3:E4", "Ngày chốt", middle)
    page.write_row("B4", ("Dự toán", "Số thu"))
    for at, (name, plan, got, rate, when) in enumerate((("Thuế đất", 1250000, 1387500, 1.11, datetime.date(2035, 9, 30)), ("Phí chợ", 86000, 79120, 0.92, datetime.date(2035, 9, 28)), ("Dòng ẩn", 55555, 66666, 1, datetime.date(2035, 1, 1)))):
        page.write(4 + at, 0, name)
        page.write(4 + at, 1, plan, money)
        page.write_formula(4 + at, 2, f"=B{5 + at}*D{5 + at}", money, got)
        page.write(4 + at, 3, rate, share)
        page.write_datetime(4 + at, 4, datetime.datetime.combine(when, datetime.time()), day)
    page.set_row(6, None, None, {"hidden": True})
    page.write_comment("B5", "xem lại 424242")
    page.write("A10", "Bảng 2. Số hộ kinh doanh", middle)
    page.write_row("A11", ("Chợ", "Số hộ"))
    page.write_row("A12", ("Chợ Gò Trám", 143))
    page.insert_textbox("G3", "Số liệu do đội thuế cấp ngày 02/10/2035")
    secret = book.add_worksheet("Kín")
    secret.write("A1", "Số kín 313131")
    secret.very_hidden()
    book.close()
    return file


TABLES = {
    "rows": ["Thuế đất ¦ 1.250.000 ¦ 1.387.500 ¦ 111,00% ¦ 30/09/2035", "Phí chợ ¦ 86.000 ¦ 79.120 ¦ 92,00% ¦ 28/09/2035", "Chợ Gò Trám ¦ 143"],
    "text": ["BIỂU TỔNG HỢP THU NGÂN SÁCH", "Bảng 2. Số hộ kinh doanh"],
    "absent": ["66.666", "55.555", "424242", "313131"],
}


@fresh(**{**TABLES, "text": [*TABLES["text"], "02/10/2035"]})
def workbook_with_merged_heads_and_hidden_parts(folder: Path) -> Path:
    return _workbook(folder / "a.xlsx")


@fresh(rows=["Chợ Gò Trám ¦ 143 ¦ 1.250,5", "Chợ Bàu ¦ 88 ¦ 964,0"], text=["TỔNG HỢP THU PHÍ CHỢ"], absent=["mso", "<td", "số ẩn 777"])
def page_of_a_portal_called_a_workbook(folder: Path) -> Path:
    rows = "<tr><td>Chợ Gò Trám</td><td x:num>143</td><td>1.250,5</td></tr><tr><td>Chợ Bàu</td><td>88</td><td>964,0</td></tr><tr style='display:none'><td>số ẩn 777</td></tr>"
    html = f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=utf-8><style>td{{mso-number-format:"0"}}</style></head><body><table><tr><th colspan=3>TỔNG HỢP THU PHÍ CHỢ NĂM 2035</th></tr><tr><th>Chợ</th><th>Số hộ</th><th>Thu</th></tr>{rows}</table></body></html>'
    (folder / "a.xls").write_text(html, encoding="utf-8")
    return folder / "a.xls"


@fresh(rows=["Tổ 1 ¦ 37 ¦ 1.200,5", "Tổ 2 ¦ 42 ¦ 980,0", 'Tổ 3 "Hoa; Sen" ¦ 29 ¦ 1.011,7'])
def rows_by_semicolons_in_utf_16(folder: Path) -> Path:
    text = 'Tổ dân phố;Số hộ;Diện tích\r\nTổ 1;37;1.200,5\r\nTổ 2;42;980,0\r\n"Tổ 3 ""Hoa; Sen""";29;1.011,7\r\n'
    (folder / "a.csv").write_bytes(text.encode("utf-16"))
    return folder / "a.csv"


@fresh(text=["Kết quả thu ngân sách 2035", "đạt 104,7%", "Nhóm 3 xã"], rows=["Phường An Hòa ¦ 612 ¦ 640"], absent=["trang ẩn 8.888", "họp ngày"], warning="lời ghi")
def slides_with_groups_tables_and_a_hidden_one(folder: Path) -> Path:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Kết quả thu ngân sách 2035"
    grid = slide.shapes.add_table(2, 3, Inches(1), Inches(2), Inches(6), Inches(1)).table
    for at, row in enumerate((("Đơn vị", "Giao", "Thu"), ("Phường An Hòa", "612", "640"))):
        for place, text in enumerate(row):
            grid.cell(at, place).text = text
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(4), Inches(3), Inches(1)).text_frame.text = "Nhóm 3 xã thu đạt 104,7%"
    slide.notes_slide.notes_text_frame.text = "Lời nói: họp ngày 6/10"
    hidden = show.slides.add_slide(show.slide_layouts[5])
    hidden.shapes.title.text = "trang ẩn 8.888"
    hidden._element.set("show", "0")
    return save(show, folder / "a.pptx")


@fresh(text=["gửi báo cáo quý III", "Thu 14.206 triệu đồng", "Ghi chú thư chuyển tiếp 57"], absent=["=C3", "base64", "display:none", "chữ ẩn 999"])
def letter_with_a_report_and_a_forwarded_letter(folder: Path) -> Path:
    document = report("UBND THỊ XÃ LA HÀ", "PHÒNG TÀI CHÍNH", "Số: 77/BC-PTC", "La Hà, ngày 03 tháng 10 năm 2035", "BÁO CÁO\nThu ngân sách quý III năm 2035")
    document.add_paragraph("Thu 14.206 triệu đồng.")
    letter, inner = EmailMessage(), EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = "Báo cáo quý III", "a@laha.example", "b@laha.example"
    letter.set_content("<p>Kính gửi: phòng gửi báo cáo quý III.</p><p style='display:none'>chữ ẩn 999</p>", subtype="html")
    held = io.BytesIO()
    document.save(held)
    letter.add_attachment(held.getvalue(), maintype="application", subtype="vnd.openxmlformats-officedocument.wordprocessingml.document", filename="báo cáo quý III.docx")
    inner["Subject"] = "Chuyển tiếp"
    inner.set_content("Ghi chú thư chuyển tiếp 57 khoản thu.")
    letter.add_attachment(inner)
    (folder / "a.eml").write_bytes(letter.as_bytes())
    return folder / "a.eml"


@fresh(text=["Trạm đo 26 lần", "Kiểm tra 94 cơ sở"], warning="phan-mem.exe")
def archive_within_an_archive(folder: Path) -> Path:
    first = Pdf()
    first.page(first.lines("BÁO CÁO", "Quan trắc năm 2035", "Trạm đo 26 lần.")).write(folder / "b.pdf")
    document = report("UBND THỊ XÃ LA HÀ", "PHÒNG Y TẾ", "Số: 12/BC-PYT", "La Hà, ngày 05 tháng 10 năm 2035", "BÁO CÁO\nAn toàn thực phẩm năm 2035")
    bold(document, "I. KẾT QUẢ")
    document.add_paragraph("Kiểm tra 94 cơ sở.")
    save(document, folder / "b.docx")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.write(folder / "b.pdf", "trong/quan trắc.pdf")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("gói.zip", inner.getvalue())
        archive.write(folder / "b.docx", "Phòng Y tế/báo cáo.docx")
        archive.writestr("phan-mem.exe", b"MZ\x90\x00")
    for name in ("b.pdf", "b.docx"):
        (folder / name).unlink()
    return folder / "a.zip"


LINES = (
    "UBND THỊ XÃ LA HÀ",
    "TRUNG TÂM VĂN HÓA",
    "BÁO CÁO",
    "Kết quả hoạt động văn hóa năm 2035",
    "I. KẾT QUẢ",
    "1. Tổ chức 38 buổi chiếu phim lưu động.",
    "2. Thư viện phục vụ 5.260 lượt bạn đọc.",
    "3. Tu sửa 7 nhà văn hóa khu phố.",
    "II. KIẾN NGHỊ",
    "Đề nghị bổ sung 2 xe chuyên dùng.",
)


@fresh(needs="ocr", text=["38 buổi", "5.260 lượt", "7 nhà văn hóa", "2 xe"])
def photograph_taken_aslant_and_lying_by_exif(folder: Path) -> Path:
    seen = photographed(sheet(*LINES, size=(1654, 1300)), (170, 120, 2010, 210, 1960, 1560, 90, 1500), (2100, 1700)).rotate(90, expand=True)
    exif = seen.getexif()
    exif[0x0112] = 6  # turn it clockwise to see it
    seen.save(folder / "a.jpg", quality=88, exif=exif)
    return folder / "a.jpg"


@fresh(needs="ocr", text=["38 buổi", "5.260 lượt", "Trang hai có 64 tiết mục"])
def fax_of_two_pages_as_tif(folder: Path) -> Path:
    first, second = sheet(*LINES, size=(1654, 1300)), sheet("Trang hai có 64 tiết mục.", "Hết.", size=(1654, 1300))
    first.convert("1").save(folder / "a.tif", save_all=True, append_images=[second.convert("1")], compression="group4", dpi=(200, 200))
    return folder / "a.tif"
