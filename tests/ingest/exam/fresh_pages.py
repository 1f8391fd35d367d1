"""Twelve fresh PDFs: printed by a browser, by LibreOffice, or put together with pypdf."""

# ruff: noqa: E501 - a case reads best in one line
# fmt: off

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from tests.ingest.exam.fresh_kit import bold, cases, office, printed, report, save, shade
from tests.ingest.exam.pdf_files import Pdf, sheet

PAGES, fresh = cases()
TOP = "<style>body{font:13pt serif}td,th{border:1px solid;padding:3px}table.plain td{border:0}</style>"
HEAD = "<table class=plain width=100%><tr><td align=center>UBND TỈNH ĐÀ LÂM<br><b>SỞ THỦY SẢN</b><br>Số: 318/BC-STS<td align=center><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b><br><i>Đà Lâm, ngày 17 tháng 10 năm 2034</i></table>"


def _title(text: str) -> str:
    return f"<p align=center><b>BÁO CÁO<br>{text}</b></p>"


LONG = [(f"Ao số {at}", str(500 + 7 * at), str(40 + at)) for at in range(1, 81)]


@fresh(needs="browser", rows=[" ¦ ".join(row) for row in LONG], once=["Tên ao", "Sản lượng (kg)"], metadata={"issuer": "Sở Thủy sản tỉnh Đà Lâm", "number": "318/BC-STS", "date": "2034-10-17"})
def table_over_pages_with_its_head_on_each(folder: Path) -> Path:
    rows = "".join(f"<tr><td>{a}<td>{b}<td>{c}" for a, b, c in LONG)
    return printed(folder, f"{TOP}{HEAD}{_title('Nuôi cá năm 2034')}<table style='border-collapse:collapse' width=100%><thead><tr><th>Tên ao<th>Sản lượng (kg)<th>Số hộ</thead>{rows}</table>")


@fresh(needs="browser", text=["Toàn tỉnh thả nuôi 1.842 ha mặt nước trong năm 2034, tăng 96 ha so với năm trước", "Tàu cá được cấp phép là 427 chiếc, trong đó 35 chiếc đánh bắt xa bờ"], absent=["file://", "a.html"], ordered=["1.842", "96 ha", "427", "35 chiếc"])
def two_columns_with_the_browsers_own_head(folder: Path) -> Path:
    fill = "Các địa phương đã chủ động hướng dẫn bà con chăm sóc, phòng bệnh và thu hoạch đúng thời vụ. " * 6
    text = f"<div style='column-count:2;text-align:justify'><p>Toàn tỉnh thả nuôi 1.842 ha mặt nước trong năm 2034, tăng 96 ha so với năm trước.</p><p>{fill}</p><p>Tàu cá được cấp phép là 427 chiếc, trong đó 35 chiếc đánh bắt xa bờ.</p><p>{fill}</p></div>"
    return printed(folder, f"{TOP}{HEAD}{_title('Nuôi trồng và khai thác năm 2034')}{text}", "head")


@fresh(needs="browser", text=["Sản lượng đạt 6.215 tấn", "có 88 lồng bè", "Thả 54 vạn con giống"], absent=["7.000", "4.444", "3.333", "2.222", "883", "62152", "6.2152"], footnotes=["2", "3"])
def unseen_and_struck_text_and_raised_marks(folder: Path) -> Path:
    text = "<p>Sản lượng đạt 6.215<sup>2</sup> tấn, <s>kế hoạch 7.000 tấn,</s> có 88<sup>3</sup> lồng bè.</p>"
    unseen = "<p style='color:#fff'>Số 4.444</p><p style='visibility:hidden'>Số 3.333</p><p style='position:absolute;left:-900px'>Số 2.222</p>"
    return printed(folder, f"{TOP}{HEAD}{_title('Thủy sản năm 2034')}{text}{unseen}<p>Thả 54 vạn con giống.</p><p style='margin-top:330px'>____________</p><p style='font-size:9pt'><sup>2</sup> Chưa gồm cá nước lợ.</p><p style='font-size:9pt'><sup>3</sup> Không kể 11 bè hỏng.</p>")


@fresh(needs="browser", rows=["Vịnh Lú ¦ 61 ¦ 1.204 ¦ 12,5", "Đầm Sấu ¦ 83 ¦ 977 ¦ 8,4"], text=["Số lồng", "Sản lượng", "Tỷ lệ hao hụt"])
def column_heads_turned_and_shaded(folder: Path) -> Path:
    turned = "<th style='background:#dde;writing-mode:vertical-rl;transform:rotate(180deg);height:130px'>{}".format
    return printed(folder, f"{TOP}{HEAD}{_title('Nuôi lồng năm 2034')}<table style='border-collapse:collapse;-webkit-print-color-adjust:exact'><tr><th style='background:#dde'>Nơi nuôi{turned('Số lồng')}{turned('Sản lượng (tấn)')}{turned('Tỷ lệ hao hụt (%)')}<tr><td>Vịnh Lú<td>61<td>1.204<td>12,5<tr><td>Đầm Sấu<td>83<td>977<td>8,4</table>")


@fresh(needs="browser", text=["hỗ trợ 275 ngư dân", "đóng mới 19 tàu"], outline=["I", "I.1", "I.2", "II"], metadata={"period_from": 2030, "period_to": 2034})
def spaced_and_falsely_bold_headings(folder: Path) -> Path:
    strong = "<p style='-webkit-text-stroke:.6px #000'>{}</p>".format
    spaced = "<p style='letter-spacing:2px'><b>{}</b></p>".format
    return printed(folder, f"{TOP}{HEAD}{_title('Kết quả chương trình ngư dân giai đoạn 2030 - 2034')}{spaced('I. KẾT QUẢ ĐẠT ĐƯỢC')}{strong('1. Hỗ trợ ngư dân')}<p>Đã hỗ trợ 275 ngư dân vay vốn.</p>{strong('2. Tàu cá')}<p>Đã đóng mới 19 tàu.</p>{spaced('II. PHƯƠNG HƯỚNG')}<p>Tiếp tục thực hiện.</p>")


@fresh(needs="browser", rows=["Cá tra ¦ 1.120 ¦ 1.236 ¦ 110,4 ¦ Vượt", "Tôm sú ¦ 640 ¦ 571 ¦ 89,2 ¦ Chưa đạt"], once=["Biểu số 3"])
def lying_annex_after_a_standing_page(folder: Path) -> Path:
    look = "<style>@page wide{size:A4 landscape}section{page:wide}</style>"
    rows = "<tr><th>Loài<th>Kế hoạch (tấn)<th>Thực hiện (tấn)<th>Tỷ lệ (%)<th>Đánh giá<tr><td>Cá tra<td>1.120<td>1.236<td>110,4<td>Vượt<tr><td>Tôm sú<td>640<td>571<td>89,2<td>Chưa đạt"
    return printed(folder, f"{TOP}{look}{HEAD}{_title('Thủy sản năm 2034')}<p>Kết quả ở biểu kèm theo.</p><section><p align=center><b>Biểu số 3<br>SẢN LƯỢNG THEO LOÀI</b></p><table style='border-collapse:collapse' width=100%>{rows}</table></section>")


@fresh(needs="browser", text=["☑ Đạt", "☐ Không đạt", "Số ao kiểm tra: 164"])
def boxes_of_a_web_form(folder: Path) -> Path:
    return printed(folder, f"{TOP}{HEAD}{_title('Kiểm tra vùng nuôi năm 2034')}<p>Số ao kiểm tra: <input value=164></p><p>☑ Đạt &nbsp; ☐ Không đạt</p><ol type=I><li>Ao nước ngọt: 97<li>Ao nước lợ: 67</ol>")


@fresh(needs="office", rows=["Trại Bàu Sen ¦ Nuôi 36 lồng cá điêu hồng, 12 lồng cá chép"], text=["thả 2,4 triệu con", "Đoạn văn có nền trắng"], outline=["I", "II"], absent=["Trang 2", "2/3"], footnotes=["1"])
def word_file_printed_with_white_shades_and_page_numbers(folder: Path) -> Path:
    document = report("UBND TỈNH ĐÀ LÂM", "SỞ THỦY SẢN", "Số: 90/BC-STS", "Đà Lâm, ngày 01 tháng 12 năm 2034", "BÁO CÁO\nGiống thủy sản năm 2034")
    footer = document.sections[0].footer.paragraphs[0]
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    footer.add_run("Trang ")
    for code, after in (("PAGE", "/"), ("NUMPAGES", "")):
        footer._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
        footer.add_run(after)
    bold(document, "I. SẢN XUẤT GIỐNG")
    line = document.add_paragraph("Toàn tỉnh thả 2,4 triệu con")
    line.add_run("1").font.superscript = True
    line.add_run(" giống.")
    for at in range(24):
        text = document.add_paragraph(f"Đoạn văn có nền trắng, nói về trại giống ở khu {'ABCDEFGHIKLMNOPQRSTUVXYZ'[at % 24]}, nơi bà con nuôi cá theo tổ.")
        text._p.get_or_add_pPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="FFFFFF"/>'))
    grid = document.add_table(rows=2, cols=2)
    grid.style = "Table Grid"
    for at, row in enumerate((("Trại", "Việc làm"), ("Trại Bàu Sen", "Nuôi 36 lồng cá điêu hồng, 12 lồng cá chép"))):
        for place, text_ in enumerate(row):
            grid.cell(at, place).text = text_
        shade(grid.cell(0, at), "D9D9D9")
    bold(document, "II. NHIỆM VỤ")
    document.add_paragraph("Tiếp tục lai tạo giống mới.")
    document.add_paragraph("____________________")
    document.add_paragraph("1 Nguồn: trạm giống, ngày 25/11/2034.")
    return office(save(document, folder / "a.docx"), "pdf")


@fresh(needs="browser", rows=["Cảng Mũi Én ¦ 214 ¦ 3.870 ¦ 92,5%", "Cảng Cửa Lạch ¦ 167 ¦ 2.945 ¦ 88,1%", "Bến Gành ¦ 58 ¦ 611 ¦ 79,0%"], text=["BẢNG THEO DÕI TÀU CẬP CẢNG"])
def sheet_printed_with_level_rules_alone(folder: Path) -> Path:
    rows = "".join(f"<tr><td>{a}<td>{b}<td>{c}<td>{d}" for a, b, c, d in (("Cảng Mũi Én", "214", "3.870", "92,5%"), ("Cảng Cửa Lạch", "167", "2.945", "88,1%"), ("Bến Gành", "58", "611", "79,0%")))
    look = "<style>table.s{border-collapse:collapse}table.s td,table.s th{border:0;border-bottom:1px solid;padding:4px 18px}</style>"
    return printed(folder, f"{TOP}{look}<p align=center><b>BẢNG THEO DÕI TÀU CẬP CẢNG NĂM 2034</b></p><table class=s width=100%><tr><th>Tên cảng<th>Số tàu<th>Số tấn<th>Tỷ lệ{rows}</table>")


@fresh(text=["Sản lượng 4.718 tấn", "Tệp đính kèm: phu-luc-san-luong.xlsx"], rows=["Lạc Hải ¦ 2613"])
def workbook_attached_to_a_pdf(folder: Path) -> Path:
    pdf = Pdf()
    plain = pdf.page(pdf.lines("BÁO CÁO", "Thủy sản quý III năm 2034", "Sản lượng 4.718 tấn.", "Chi tiết ở phụ lục đính kèm tệp này.")).write(folder / "b.pdf")
    book = openpyxl.Workbook()
    for row in (("Huyện", "Sản lượng"), ("Lạc Hải", 2613)):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.add_attachment("phu-luc-san-luong.xlsx", held.getvalue())
    plain.unlink()
    writer.write(folder / "a.pdf")
    return folder / "a.pdf"


@fresh(needs="ocr", text=["Tổng đàn 5.936 con", "Bổ sung: 48 hộ", "Trang chữ thường 271"])
def scan_with_a_typed_remark_and_a_text_page(folder: Path) -> Path:
    pdf = Pdf()
    scan = sheet("CHI CỤC THÚ Y", "BÁO CÁO", "Công tác phòng bệnh năm 2034", "Tổng đàn 5.936 con, tiêm phòng đạt 93%.", "Không có ổ dịch lớn trong năm.")
    pdf.page(pdf.image(scan, "595 0 0 842 0 0")).page(pdf.lines("Trang chữ thường 271 con bò được tiêm."))
    plain = pdf.write(folder / "b.pdf")
    writer = PdfWriter(clone_from=PdfReader(plain))
    # pypdf draws no appearance of a remark with Vietnamese letters by itself: a viewer shows /Contents
    writer.add_annotation(0, FreeText(text="Bổ sung: 48 hộ", rect=(60, 300, 300, 330), font_size="14pt", border_color=None, background_color=None))
    plain.unlink()
    writer.write(folder / "a.pdf")
    return folder / "a.pdf"


@fresh(text=["Số ao nuôi", "139", "Xã Tân Hải"], absent=["Tân Giang"])
def form_with_box_choice_and_text(folder: Path) -> Path:
    pdf = Pdf()
    plain = pdf.page(pdf.lines("PHIẾU BÁO CÁO NĂM 2034", "Số ao nuôi:", "Đơn vị:", "Có dịch bệnh:")).write(folder / "b.pdf")
    writer = PdfWriter(clone_from=PdfReader(plain))
    fields = ArrayObject()
    for name, kind, value, y in (("so_ao", "/Tx", TextStringObject("139"), 752), ("don_vi", "/Ch", TextStringObject("Xã Tân Hải"), 730)):
        entries = {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Widget"), "/FT": NameObject(kind), "/T": TextStringObject(name), "/V": value, "/DA": TextStringObject("/Helv 12 Tf 0 g"), "/F": FloatObject(4), "/Rect": ArrayObject(map(FloatObject, (200, y, 400, y + 18)))}
        if kind == "/Ch":
            entries["/Opt"] = ArrayObject([TextStringObject("Xã Tân Hải"), TextStringObject("Xã Tân Giang")])
        fields.append(writer._add_object(DictionaryObject({NameObject(key): held for key, held in entries.items()})))
    writer.pages[0][NameObject("/Annots")] = fields
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): fields})
    plain.unlink()
    writer.write(folder / "a.pdf")
    return folder / "a.pdf"
