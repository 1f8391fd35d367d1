"""Files of other kinds, written before the reader was looked into; see ``test_pdf_exam``."""

# ruff: noqa: E501 - a case reads best in one line

from __future__ import annotations

import datetime
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pptx
import pytest
from PIL import Image, ImageFilter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from eval.wild import find_faults
from ingest.readers.ocr import tesseract
from ingest.report import understand
from tests.ingest.exam.pdf_files import sheet

needs_ocr = pytest.mark.skipif(
    tesseract.missing() is not None, reason="Debian's tesseract-ocr and tesseract-ocr-vie are not installed"
)
SHAPES = "\u0302\u0306\u031b"  # marks that Windows-1258 writes with their vowel
REPORT = (
    "UBND xã Mường Đán\nBÁO CÁO\nKết quả năm 2033\nI. KẾT QUẢ\nToàn xã có 173 hộ nghèo, giảm 29 hộ, đạt kế hoạch của huyện giao.\n"
    "Nhân dân đóng góp được 2.480 ngày công làm đường và kênh mương nội đồng.\n"
)
PAGE = """<!doctype html><html><head><meta charset=utf-8><style>.x{color:red}</style></head><body><h1>BÁO CÁO</h1><p>Trẻ em năm 2031</p>
<ol type="I"><li>KẾT QUẢ<ol><li>Tiêm chủng<p>Tiêm đủ cho 431 trẻ.</p></li><li>Học bổng<p>Trao <del>88</del> <ins>91</ins> suất.</p></li></ol></li>
<li>HẠN CHẾ<p>Còn 06 trẻ bỏ học.</p></li></ol><div hidden>Số ẩn 777</div><p style="display:none">Số ẩn 778</p>
<table><caption>Bảng 1 (chưa gồm 21 trẻ tạm trú)</caption><tr><th>Thôn<th>Trẻ<tr><td rowspan=2>Đồi Chè<td>140<tr><td>77</table>
<p>Người lập: <input value="Lù Thị Dở"> <input type=checkbox checked> Đã duyệt <textarea>Kèm 3 phụ lục</textarea></p></body></html>"""
WORDS_PAGE = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=utf-8></head><body><!--[if gte mso 9]><xml><o:x>123456</o:x></xml><![endif]-->
<table><tr><td><p>UBND HUYỆN PHIÊNG LẠN</p><p><b>UBND XÃ MƯỜNG ĐÁN</b></p><p>Số: 15/BC-UBND</p></td><td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p></td></tr></table>
<p>BÁO CÁO</p><p>Công tác quý I năm 2033</p><p><![if !supportLists]><span style='mso-list:Ignore'>I.<span>&nbsp;&nbsp;</span></span><![endif]>KẾT QUẢ</p>
<p>Có 214<sup>1</sup> hộ vay 9,3 tỷ đồng.</p><p><s>Có 201 hộ.</s></p><p><sup>1</sup> Gồm 12 hộ cận nghèo.</p></body></html>"""
COLUMNS = (
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAM KHÊ          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCÔNG ĐOÀN NGÀNH Y TẾ                         Độc lập - Tự do - Hạnh phúc\n"
    "Số: 19/BC-CĐN                            Lam Khê, ngày 30 tháng 9 năm 2031\n\nBÁO CÁO\nHoạt động công đoàn 9 tháng đầu năm 2031\n\nI. TÌNH HÌNH\n\nCó 1.874 đoàn viên.\n\n"
    "II. KẾT QUẢ\n\nThăm hỏi 318 lượt.\n\n                    TM. BAN THƯỜNG VỤ\n                        CHỦ TỊCH\n                     Phan Thị Lụa\n"
)
TYPED_TABLE = (
    "UBND HUYỆN PHIÊNG LẠN\nTHANH TRA HUYỆN\nSố: 08/BC-TTr\n\nBÁO CÁO\nThanh tra quý II năm 2033\n\nI. KẾT QUẢ\n\nTT   Đơn vị            Số cuộc   Sai phạm\n1    Xã Mường Đán            3       41,6\n"
    "2    Xã Nậm Ún               5      128,0\n\n84\n\n II. KIẾN NGHỊ\n\nThu hồi 169,6 triệu đồng.\n\n        CHÁNH THANH TRA\n        Vừ A Dếnh\n"
)
MARKDOWN = "# BÁO CÁO\n\n**Công tác hội năm 2031**\n\n## I. Kết quả\n\n- Phát triển *46* hội viên\n- Cho vay ~~900~~ **950** triệu đồng\n\n| Chi hội | Hội viên |\n|---|---:|\n| Đồi Chè | 88 |\n\n## II. Hạn chế\n\n1. Còn 3 chi hội yếu.\n"


def _in_1258(text: str) -> bytes:
    made = b""
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in marks if mark not in SHAPES)
        vowel = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark in SHAPES))
        made += letter.encode("cp1258") if len(vowel) and not tones else (vowel + tones).encode("cp1258")
    return made


CASES: dict[str, tuple[str, bytes, dict[str, Any]]] = {
    "a web page": ("a.html", PAGE.encode(), {
        "text": ["431 trẻ", "Trao 91 suất", "21 trẻ tạm trú", "Lù Thị Dở", "☑", "Kèm 3 phụ lục"], "absent": ["88", "777", "778"],
        "rows": ["Đồi Chè ¦ 140", "Đồi Chè ¦ 77"], "outline": ["I", "I.1", "I.2", "II"],
    }),
    "a page of Word's": ("a.htm", WORDS_PAGE.encode(), {
        "text": ["214", "9,3 tỷ"], "absent": ["2141", "123456", "201"], "outline": ["I"],
        "metadata": {"number": "15/BC-UBND", "issuer": "UBND xã Mường Đán"},
    }),
    "UTF-8 twice": ("a.txt", REPORT.encode().decode("latin-1").encode(), {"text": ["173 hộ nghèo", "2.480 ngày công"]}),
    "Windows-1258": ("a.txt", _in_1258(REPORT), {"text": ["173 hộ nghèo", "kế hoạch của huyện", "2.480 ngày công"]}),
    "UTF-16": ("a.txt", REPORT.encode("utf-16"), {"text": ["173 hộ nghèo"]}),
    "a head in two columns": ("a.txt", COLUMNS.encode(), {
        "outline": ["I", "II"],
        "metadata": {"issuer": "Công đoàn ngành Y tế tỉnh Lam Khê", "parent": "Liên đoàn Lao động tỉnh Lam Khê", "number": "19/BC-CĐN", "date": "2031-09-30", "signer": "Phan Thị Lụa"},
    }),
    "a table typed with spaces, a figure alone": ("a.txt", TYPED_TABLE.encode(), {
        "text": ["41,6", "128,0", "84", "169,6"], "outline": ["I", "II"],
        "metadata": {"issuer": "Thanh tra huyện Phiêng Lạn", "number": "08/BC-TTr", "signer": "Vừ A Dếnh", "period_from": 2033},
    }),
    "a cell of two lines": ("a.csv", 'Thôn;Hộ;Ghi chú\n"Đồi Chè";12;"giảm 3 hộ;\nđạt"\nBến Sậy;9;\n'.encode("utf-8-sig"), {
        "rows": ["Đồi Chè ¦ 12 ¦ giảm 3 hộ; đạt"],
    }),
    "Markdown": ("a.md", MARKDOWN.encode(), {
        "text": ["46 hội viên", "950 triệu"], "absent": ["*", "900"], "rows": ["Đồi Chè ¦ 88"], "outline": ["I", "II"],
    }),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_file_gives_what_a_person_sees(tmp_path: Path, name: str) -> None:
    file, content, wanted = CASES[name]
    (tmp_path / file).write_bytes(content)
    assert list(find_faults(understand(tmp_path / file), wanted)) == []


def test_a_workbook_gives_what_a_person_sees(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page["A1"] = "TỔNG HỢP CHỈ TIÊU NĂM 2031"
    page.merge_cells("A1:D1")
    for cells in (
        [],
        ["Chỉ tiêu", "Kế hoạch", None, "Tỷ lệ"],
        [None, "Giao", "Đạt"],
        ["Hộ nghèo", 40, 36, 0.9],
        ["Thu", 1250000, 1312500, 1.05],
        [],
        [],
        ["Thôn", "Ngày"],
    ):
        page.append(cells)
    page.append(["Đồi Chè", datetime.date(2031, 11, 5)])
    page.merge_cells("B3:C3")
    for place, form in (("D5", "0.0%"), ("D6", "0.0%"), ("B6", "#,##0"), ("C6", "#,##0"), ("B10", "dd/mm/yyyy")):
        page[place].number_format = form
    draft = book.create_sheet("nháp")
    draft.sheet_state, draft["A1"] = "hidden", "Số nháp 9.876"
    book.save(str(tmp_path / "a.xlsx"))
    wanted = {
        "rows": ["Hộ nghèo ¦ 40 ¦ 36 ¦ 90,0%", "Đồi Chè ¦ 05/11/2031"],
        "text": ["TỔNG HỢP CHỈ TIÊU", "1.250.000"],
        "absent": ["9.876"],
    }
    assert list(find_faults(understand(tmp_path / "a.xlsx"), wanted)) == []


def test_slides_give_what_a_person_sees(tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Kết quả chuyển đổi số 2031"
    data = CategoryChartData()
    data.categories = ["Đồi Chè", "Bến Sậy"]
    data.add_series("Tài khoản", (412, 379))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(4), Inches(3), data)
    second = show.slides.add_slide(show.slide_layouts[1])
    second.shapes.title.text, second.placeholders[1].text = "Nhiệm vụ 2032", "Lắp 38 điểm wifi"
    show.save(str(tmp_path / "a.pptx"))
    assert list(find_faults(understand(tmp_path / "a.pptx"), {"text": ["412", "379", "38 điểm"]})) == []


LINES = (
    "ĐẢNG ỦY XÃ MƯỜNG ĐÁN",
    "Công tác Đảng quý II năm 2033",
    "1. Kết nạp 06 đảng viên mới.",
    "2. Kiểm tra 13 tổ chức đảng.",
)


@needs_ocr
@pytest.mark.parametrize("kind", ["webp", "lying.png", "shadow.jpg"])
def test_a_photograph_gives_what_a_person_sees(tmp_path: Path, kind: str) -> None:
    page = sheet(*LINES, size=(1654, 800))
    if kind == "lying.png":
        page = page.rotate(90, expand=True)
    if kind == "shadow.jpg":
        shade = np.linspace(1.0, 0.5, page.width)[None, :]
        page = Image.fromarray((np.asarray(page) * shade).astype(np.uint8)).rotate(2.2, fillcolor=110, expand=True)
        page = page.filter(ImageFilter.GaussianBlur(0.7))
    page.convert("RGB").save(tmp_path / f"a.{kind}", quality=85)
    assert list(find_faults(understand(tmp_path / f"a.{kind}"), {"text": ["06 đảng viên", "13 tổ chức"]})) == []
