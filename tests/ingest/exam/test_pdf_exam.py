"""Twenty-four PDFs of the kinds that lost words, written before the reader was looked into: each must give what a person sees.

The first time nine of seventy-eight inputs of this exam (``test_word_exam`` and ``test_other_exam`` hold the rest) gave a fault.
"""

# ruff: noqa: E501 - a case reads best in one line

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.wild import find_faults
from ingest.readers.ocr import tesseract
from ingest.report import understand
from tests.ingest.exam.pdf_files import Pdf, ruled, sheet

needs_ocr = pytest.mark.skipif(
    tesseract.missing() is not None, reason="Debian's tesseract-ocr and tesseract-ocr-vie are not installed"
)
WHOLE_PAGE = "595 0 0 842 0 0"
Case = tuple[Callable[[Pdf], Pdf], dict[str, Any]]


def _faults(file: Path, case: Case) -> list[str]:
    build, wanted = case
    return list(find_faults(understand(build(Pdf(mapped=wanted.get("mapped", True))).write(file)), wanted))


# Tables


def _open_table(pdf: Pdf) -> Pdf:
    rows = (
        ("Thôn", "Trâu", "Bò", "Lợn", "Ghi chú"), ("Đồi Chè", "112", "208", "640", "tăng 05 con"),
        ("Bến Sậy", "97", "184", "588", "giảm 12 con"), ("Cửa Rừng", "131", "76", "402", "không đổi"),
    )  # fmt: skip
    xs = (72, 190, 260, 330, 410)
    cells = [pdf.text(x, 700 - at * 22, cell, 11) for at, row in enumerate(rows) for x, cell in zip(xs, row, strict=True)]
    level = [f"72 {y} m 520 {y} l S" for y in (714, 692, 626)]
    return pdf.page(pdf.lines("BÁO CÁO", "Kết quả chăn nuôi năm 2031"), pdf.text(72, 730, "I. SỐ LIỆU ĐÀN"), *cells, "0.8 w", *level,
                    *(f"{x - 6} 714 m {x - 6} 626 l S" for x in xs[1:]), pdf.lines("II. NHẬN XÉT", "Có 1.630 con.", top=590))  # fmt: skip


def _turned_page(pdf: Pdf) -> Pdf:
    rows = (("Trường", "Lớp 1", "Lớp 6", "Bỏ học"), ("TH Khe Vàng", "58", "0", "1"), ("THCS Khe Vàng", "0", "63", "2"))
    grid = ruled(pdf, (60, 250, 400, 550, 700), (500, 478, 456, 434), rows)
    return pdf.page(pdf.lines("BÁO CÁO", "Phổ cập giáo dục năm 2031", "I. KẾT QUẢ", "Số liệu tại Phụ lục.")).page(
        f"q 0 -1 1 0 0 842 cm {pdf.text(300, 540, 'PHỤ LỤC')} {grid} Q", turn=270
    )


def _table_over_pages(pdf: Pdf) -> Pdf:
    head = ("TT", "Họ và tên", "Số tiền", "Lý do")
    rows = [(str(n), f"Người thứ {n}", str(1000 + n * 37), "Nhà dột" if n < 26 else "Mất mùa") for n in range(1, 31)]
    xs = (72, 120, 300, 400, 523)
    first, second = (head, *rows[:25]), (head, *rows[25:])
    heights = [tuple(top - 24 * at for at in range(len(part) + 1)) for top, part in ((780, first), (790, second))]
    return pdf.page(pdf.text(72, 800, "DANH SÁCH HỖ TRỢ"), ruled(pdf, xs, heights[0], first)).page(
        ruled(pdf, xs, heights[1], second), pdf.text(72, 600, "Tổng cộng có 30 người được hỗ trợ.")
    )


def _broken_row(pdf: Pdf) -> Pdf:
    xs = (72, 180, 260, 523)
    above = ruled(
        pdf, xs, (160, 138, 116, 60), (("Xóm", "Hộ", "Việc đã làm"), ("Tà Lèng", "34", "Làm cầu treo 48 m"), ("", "", ""))
    )
    row = [
        pdf.text(x + 4, 100, cell, 11)
        for x, cell in zip(xs, ("Nậm Ún", "57", "Hiến 3.180 m2 đất và góp công"), strict=False)
    ]
    below = ruled(pdf, xs, (800, 770, 748), (("", "", ""), ("Pá Chả", "19", "Sửa trường học")))
    return pdf.page(pdf.lines("BÁO CÁO", "I. KẾT QUẢ", "Chi tiết ở bảng sau, gồm các xóm trong xã."), above, *row).page(
        below, pdf.text(264, 782, "trị giá 126 triệu đồng", 11), pdf.text(72, 700, "Tổng cộng 110 hộ.")
    )


def _turned_heads(pdf: Pdf) -> Pdf:
    xs, ys = (60, 200, 240, 280, 320, 420), (780, 690, 668, 646)
    rows = (("", "", "", "", ""), ("Đồi Chè", "188", "12", "1", "Tốt"), ("Bến Sậy", "143", "9", "0", "Khá"))
    heads = [
        pdf.text(x, 700, head, 11, lean="0 1 -1 0") for x, head in ((224, "Hộ văn hóa"), (264, "Hộ nghèo"), (304, "Vi phạm"))
    ]
    return pdf.page(pdf.text(60, 800, "XẾP LOẠI THÔN"), ruled(pdf, xs, ys, rows), pdf.text(66, 730, "Tên thôn", 11),
                    pdf.text(330, 730, "Xếp loại", 11), *heads)  # fmt: skip


def _shaded_heads(pdf: Pdf) -> Pdf:
    xs = (72, 222, 322, 422, 523)
    rows = (
        ("Trạm", "Lượt khám", "Chuyển tuyến", "Tỷ lệ"),
        ("Tà Lèng", "1.209", "56", "4,6%"),
        ("Nậm Ún", "873", "31", "3,6%"),
    )
    shades = [f"0.75 0.85 0.95 rg {x} 675 {right - x} 25 re f" for x, right in zip(xs, xs[1:], strict=False)]
    return pdf.page(pdf.lines("BÁO CÁO", "I. SỐ LIỆU"), *shades, "0 0 0 rg", ruled(pdf, xs, (700, 675, 653, 631), rows))


# Text


def _shades_behind_text(pdf: Pdf) -> Pdf:
    texts = ("BÁO CÁO", "Công tác tư pháp năm 2033", "I. KẾT QUẢ", "Tuyên truyền 38 buổi cho 2.660 lượt người.",
             "Hòa giải 45 vụ, thành 41 vụ.", "II. HẠN CHẾ", "Còn 02 tổ hòa giải yếu.")  # fmt: skip
    drawn = [
        f"1 1 1 rg 68 {772 - at * 20} 460 20 re f 0 0 0 rg {pdf.text(72, 776 - at * 20, text)}"
        for at, text in enumerate(texts)
    ]
    return pdf.page(*drawn)


def _box_elsewhere(pdf: Pdf) -> Pdf:
    texts = ((780, "BÁO CÁO"), (760, "Công tác thủy lợi năm 2031"), (730, "I. KẾT QUẢ"), (690, "II. KHÓ KHĂN"),
             (710, "Nạo vét 12.450 m kênh mương, huy động 1.836 ngày công."), (60, "Còn thiếu 215 m ống dẫn nước."))  # fmt: skip
    return pdf.page(*(pdf.text(-48, y - 300, text) for y, text in texts), box=(-120, -300, 475, 542))


def _raised_marks(pdf: Pdf) -> Pdf:
    made, x = [pdf.lines("BÁO CÁO", "Công tác đền ơn đáp nghĩa năm 2031", "I. KẾT QUẢ")], 72.0
    for text, size, up in (
        ("Tặng quà 163", 13, 0), ("1", 8, 5), (" gia đình chính sách, sửa 18", 13, 0), ("2", 8, 5), (" nhà tình nghĩa.", 13, 0),
    ):  # fmt: skip
        made.append(pdf.text(x, 705 + up, text, size))
        x += pdf.fonts["F1"].width(text, size)
    notes = [
        (72, 98, "1", 6),
        (78, 95, "Trong đó 40 gia đình liệt sĩ.", 10),
        (72, 83, "2", 6),
        (78, 80, "Kinh phí 900 triệu đồng.", 10),
    ]
    return pdf.page(*made, "0.5 w 72 110 m 200 110 l S", *(pdf.text(*note) for note in notes))


def _twice(pdf: Pdf, x: float, y: float, text: str) -> str:
    return pdf.text(x, y, text) + "\n" + pdf.text(x + 0.35, y, text)


def _false_bold(pdf: Pdf) -> Pdf:
    opening = "Thu gom 1.155 tấn rác, "
    heads = [
        _twice(pdf, 72, 780 - at * 20, text)
        for at, text in enumerate(("BÁO CÁO", "Vệ sinh môi trường năm 2031", "I. KẾT QUẢ"))
    ]
    rest = _twice(pdf, 72 + pdf.fonts["F1"].width(opening, 12), 710, "đạt 122% kế hoạch")
    return pdf.page(*heads, pdf.text(72, 710, opening), rest, pdf.text(72, 690, "Trồng 3.311 cây xanh", before="2 Tr 0.4 w"), "0 Tr",
                    pdf.lines("II. HẠN CHẾ", "Còn 44 hộ chưa phân loại rác.", top=660))  # fmt: skip


def _lone_figures(pdf: Pdf) -> Pdf:
    for page, (year, count) in enumerate(((2029, 402), (2030, 417), (2031, 455)), start=1):
        texts = (
            f"{page}. Kết quả năm {year}",
            "Chi trả đúng kỳ, đúng đối tượng theo quy định.",
            "Số người già yếu:",
            str(60 + page),
        )
        pdf.page(
            pdf.text(72, 800, f"Năm {year}: trợ cấp cho {count} người", 11),
            pdf.lines(*texts, top=760),
            pdf.text(290, 40, str(page), 10),
        )
    return pdf


def _unseen(pdf: Pdf) -> Pdf:
    return pdf.page(pdf.lines("BÁO CÁO", "I. KẾT QUẢ", "Đăng ký khai sinh 233 trường hợp."),
                    pdf.text(72, 690, "Bản cũ ghi 241 trường hợp.", before="1 1 1 rg"), "0 0 0 rg",
                    pdf.text(72, 670, "Số nội bộ 249", before="3 Tr"), pdf.text(72, 650, "Kết hôn 58 cặp.", before="0 Tr"),
                    pdf.text(700, 650, "Ngoài trang 257"))  # fmt: skip


def _two_columns(pdf: Pdf) -> Pdf:
    left = ("I. KẾT QUẢ ĐẠT ĐƯỢC", "Trong năm, hội đã vận động", "được 97 hội viên mới, thu", "quỹ 46 triệu đồng, giúp 23",
            "hội viên thoát nghèo và", "cho vay vốn 510 triệu đồng.")  # fmt: skip
    right = ("II. TỒN TẠI", "Một số chi hội sinh hoạt", "chưa đều; hồ sơ còn chậm", "08 ngày so với quy định,",
             "việc kiểm tra vốn vay mới", "đạt 76% số tổ tiết kiệm.")  # fmt: skip
    rows = [pdf.text(x, 730 - 18 * at, text) for x, column in ((72, left), (320, right)) for at, text in enumerate(column)]
    return pdf.page(pdf.text(230, 790, "BÁO CÁO"), *rows)


def _strings_apart(pdf: Pdf) -> Pdf:
    figures = pdf.run(
        72, 730, "Cả xã gieo ", "1", ".", "8", "6", "0", " ha lúa, đạt ", "9", "7", ",", "4", "%", " kế hoạch."
    )
    spaced = pdf.run(72, 700, *"TỔNG SẢN LƯỢNG", apart=2.2)
    end = 72 + sum(pdf.fonts["F1"].width(letter, 12) + 2.2 for letter in "TỔNG SẢN LƯỢNG")
    return pdf.page(pdf.lines("BÁO CÁO", "I. KẾT QUẢ"), figures, spaced, pdf.text(end + 8, 700, "7.940 tấn"))


def _contents(pdf: Pdf) -> Pdf:
    dots = "." * 60
    pdf.page(pdf.lines("MỤC LỤC", f"I. KẾT QUẢ {dots} 2", f"II. HẠN CHẾ {dots} 3"), pdf.text(280, 40, "1/3", 9))
    for page, texts in ((2, ("I. KẾT QUẢ", "Cấp 412 giấy chứng nhận.")), (3, ("II. HẠN CHẾ", "Tồn 36 hồ sơ."))):
        pdf.page(
            pdf.text(72, 810, "Báo cáo đất đai năm 2033", 9), pdf.lines(*texts, top=770), pdf.text(280, 40, f"{page}/3", 9)
        )
    return pdf


def _watermark(pdf: Pdf) -> Pdf:
    texts = ("BÁO CÁO", "I. KẾT QUẢ", "Xử lý 68 vụ vi phạm, phạt 214,5 triệu đồng.", "II. HẠN CHẾ", "Tồn 07 vụ.")
    return pdf.page("0.85 g", pdf.text(150, 300, "BẢN THẢO", 60, lean="0.7 0.7 -0.7 0.7"), "0 g", pdf.lines(*texts))


def _struck_out(pdf: Pdf) -> Pdf:
    before, void, other = "Toàn xã còn ", "48", "Có 02 tập thể bị phê bình."
    start, wide = 72 + pdf.fonts["F1"].width(before, 12), pdf.fonts["F1"].width(void, 12)
    below = pdf.fonts["F1"].width("Có 15 tập thể được khen.", 12)
    return pdf.page(pdf.lines("BÁO CÁO", "I. KẾT QUẢ"), pdf.text(72, 720, f"{before}{void} 37 hộ nghèo."), f"0.8 w {start} 724 m {start + wide} 724 l S",
                    pdf.text(72, 700, other), f"72 703.6 {pdf.fonts['F1'].width(other, 12)} 0.7 re f",
                    pdf.text(72, 680, "Có 15 tập thể được khen."), f"0.6 w 72 677 m {72 + below} 677 l S")  # fmt: skip


def _light_on_dark(pdf: Pdf) -> Pdf:
    xs = (72, 222, 322, 422)
    heads = [pdf.text(x + 5, 682, head, 11) for x, head in zip(xs, ("Trạm y tế", "Lượt khám", "Năm 2033"), strict=False)]
    rows = (("Tà Lèng", "1.209", "1.377"), ("Nậm Ún", "873", "902"))
    return pdf.page(pdf.lines("BÁO CÁO", "I. SỐ LIỆU"), "0.1 0.2 0.5 rg 72 675 350 25 re f 1 1 1 rg", *heads, "0 0 0 rg",
                    ruled(pdf, xs, (675, 653, 631), rows), "0.45 g", pdf.text(72, 600, "Ghi chú: gồm 64 trẻ."), "0 g")  # fmt: skip


CASES: dict[str, Case] = {
    "text struck out by lines": (_struck_out, {"text": ["37 hộ nghèo", "15 tập thể"], "absent": ["48", "02 tập thể"]}),
    "light heads on a dark ground": (_light_on_dark, {
        "text": ["Lượt khám", "64 trẻ"], "rows": ["Tà Lèng ¦ 1.209 ¦ 1.377", "Nậm Ún ¦ 873 ¦ 902"],
    }),
    "a table open at its sides": (_open_table, {
        "loose": True, "outline": ["I", "II"],
        "text": ["Đồi Chè 112 208 640 tăng 05 con", "Bến Sậy 97 184 588 giảm 12 con", "Cửa Rừng 131 76 402 không đổi", "1.630"],
    }),
    "a page on its side": (_turned_page, {"rows": ["TH Khe Vàng ¦ 58 ¦ 0 ¦ 1", "THCS Khe Vàng ¦ 0 ¦ 63 ¦ 2"]}),
    "a table over pages": (_table_over_pages, {
        "once": ["Họ và tên"],
        "rows": ["25 ¦ Người thứ 25 ¦ 1925 ¦ Nhà dột", "26 ¦ Người thứ 26 ¦ 1962 ¦ Mất mùa", "30 ¦ Người thứ 30 ¦ 2110 ¦ Mất mùa"],
    }),
    "a row over pages": (_broken_row, {
        "rows": ["Nậm Ún ¦ 57 ¦ Hiến 3.180 m2 đất và góp công trị giá 126 triệu đồng", "Pá Chả ¦ 19 ¦ Sửa trường học"],
    }),
    "turned heads of columns": (_turned_heads, {
        "text": ["Hộ văn hóa", "Hộ nghèo", "Vi phạm"], "rows": ["Đồi Chè ¦ 188 ¦ 12 ¦ 1 ¦ Tốt", "Bến Sậy ¦ 143 ¦ 9 ¦ 0 ¦ Khá"],
    }),
    "shaded heads of columns": (_shaded_heads, {
        "rows": ["Trạm ¦ Lượt khám ¦ Chuyển tuyến ¦ Tỷ lệ", "Tà Lèng ¦ 1.209 ¦ 56 ¦ 4,6%", "Nậm Ún ¦ 873 ¦ 31 ¦ 3,6%"],
    }),
    "white shades behind text": (_shades_behind_text, {
        "text": ["38 buổi", "2.660", "45 vụ, thành 41 vụ"], "outline": ["I", "II"], "absent": ["¦"],
    }),
    "a box that begins elsewhere": (_box_elsewhere, {"text": ["12.450 m", "1.836 ngày", "215 m"]}),
    "raised marks of notes": (_raised_marks, {
        "text": ["163", "18", "40 gia đình", "900 triệu"], "absent": ["1631", "182"], "footnotes": ["1", "2"],
    }),
    "bold by drawing twice": (_false_bold, {
        "text": ["1.155 tấn rác, đạt 122% kế hoạch", "3.311 cây", "44 hộ"], "outline": ["I", "II"], "once": ["122%", "3.311"],
    }),
    "figures that stand alone": (_lone_figures, {"text": ["402 người", "417 người", "455 người", "61", "62", "63"]}),
    "text that nobody sees": (_unseen, {"text": ["233 trường hợp", "58 cặp"], "absent": ["241", "249", "257"]}),
    "two columns": (_two_columns, {"outline": ["I", "II"], "text": ["giúp 23 hội viên thoát nghèo", "08 ngày so với quy định"]}),
    "figures and letters drawn apart": (_strings_apart, {
        "text": ["1.860 ha lúa", "97,4% kế hoạch", "TỔNG SẢN LƯỢNG 7.940 tấn"],
    }),
    "a contents page": (_contents, {
        "outline": ["I", "II"], "text": ["412 giấy", "36 hồ sơ"], "absent": ["....", "2/3", "3/3"],
    }),
    "a watermark": (_watermark, {"text": ["68 vụ", "214,5 triệu", "07 vụ"], "outline": ["I", "II"]}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_pdf_gives_what_a_person_sees(tmp_path: Path, name: str) -> None:
    assert _faults(tmp_path / "a.pdf", CASES[name]) == []


# Scans


def _signed_scan(pdf: Pdf) -> Pdf:
    page = sheet("I. KẾT QUẢ", "Toàn xã có 268 người tham gia hiến máu,", "thu được 251 đơn vị máu, đạt 104,6% kế hoạch.")
    stamp = pdf.lines("Ký bởi: Ủy ban nhân dân xã Khe Vàng", "Thời gian ký: 18.11.2031 09:12:44", top=110, step=12)
    return pdf.page(pdf.image(page, WHOLE_PAGE), stamp)


def _scanner_line(pdf: Pdf) -> Pdf:
    page = sheet("BÁO CÁO", "I. KẾT QUẢ", "Bê tông hóa 6.270 m đường xóm.", "Nhân dân góp 3.815 ngày công.")
    return pdf.page(pdf.image(page, WHOLE_PAGE), pdf.text(400, 20, "Scanned with CamScanner", 9))


def _wrong_layer(pdf: Pdf) -> Pdf:
    page = sheet("Toàn xã có 83 đảng viên được khen.", "Trong đó 27 đảng viên nữ, chiếm 32,5%.")
    layer = [pdf.text(47, 775, "Toin x5 c6 88 d6ng vi6n dwgc khen.", 14, before="3 Tr"),
             pdf.text(47, 748, "Trong d6 21 d6ng viOn nir, chiem 82,5%.", 14, before="3 Tr")]  # fmt: skip
    return pdf.page(pdf.image(page, WHOLE_PAGE), *layer)


HALVES = ("Toàn xã có 1.083 đảng viên được khen thưởng.", "Trong đó 327 đảng viên nữ, chiếm 30,2%.",
          "Kết nạp mới 46 đảng viên, vượt 15 chỉ tiêu.", "Thu đảng phí được 152,8 triệu đồng trong năm.",
          "Kiểm tra 18 chi bộ và 64 đảng viên theo kế hoạch.", "Trao Huy hiệu Đảng cho 29 đồng chí.")  # fmt: skip


def _half_layer(pdf: Pdf, first: int, last: int) -> Pdf:
    """A scan whose text layer ends half-way, or begins there; its letters stand a little off the print."""
    layer = [pdf.text(46, 774 - 27 * at, HALVES[at], 14, before="3 Tr") for at in range(first, last)]
    return pdf.page(pdf.image(sheet(*HALVES), WHOLE_PAGE), *layer)


def _typed_head(pdf: Pdf) -> Pdf:
    page = sheet(
        "I. KẾT QUẢ", "Thu hoạch 1.932 tấn chè búp tươi.", "II. KHÓ KHĂN", "Giá giảm 12% so với năm trước.", top=700
    )
    head = [pdf.text(72, 800, "UBND XÃ MƯỜNG ĐÁN"), pdf.text(72, 782, "Số: 77/BC-UBND"),
            pdf.text(330, 782, "Mường Đán, ngày 14 tháng 9 năm 2033", 10), pdf.text(230, 740, "BÁO CÁO"),
            pdf.text(170, 722, "Sản xuất chè năm 2033")]  # fmt: skip
    return pdf.page(pdf.image(page, WHOLE_PAGE), *head)


def _without_map(pdf: Pdf) -> Pdf:
    texts = ("BÁO CÁO", "I. KẾT QUẢ", "Toàn xã hỗ trợ 52 hộ làm nhà mới, sửa chữa 19 nhà,", "tổng kinh phí 3.480 triệu đồng.",
             "Nhân dân đóng góp 2.205 ngày công và nhiều vật liệu.", "Các đoàn thể vận động được nhiều nguồn lực,",
             "kịp thời động viên hộ nghèo ổn định cuộc sống.")  # fmt: skip
    return pdf.page(pdf.lines(*texts, step=26))


def _table_as_picture(pdf: Pdf) -> Pdf:
    table = sheet("Hạng mục          Số lượng", "Đường bê tông     7.320", "Cầu dân sinh      16", size=(1200, 300), top=40)
    return pdf.page(pdf.lines("BÁO CÁO", "I. HẠ TẦNG", "Kết quả cụ thể như sau:"), pdf.image(table, "420 0 0 105 72 590"),
                    pdf.lines("II. KẾT LUẬN", "Xã đạt 19/19 tiêu chí.", top=560))  # fmt: skip


SCANS: dict[str, Case] = {
    "a signature's letters": (_signed_scan, {"text": ["268 người", "251 đơn vị", "104,6%", "18.11.2031"]}),
    "the scanner's name": (_scanner_line, {"text": ["6.270 m", "3.815 ngày"]}),
    "a layer in another language": (_wrong_layer, {
        "text": ["83 đảng viên", "27 đảng viên", "32,5%"], "absent": ["88 d6ng", "82,5"],
    }),
    "a layer of the upper half": (lambda pdf: _half_layer(pdf, 0, 3), {
        "ordered": ["1.083 đảng", "327 đảng", "46 đảng", "152,8 triệu", "64 đảng", "29 đồng"], "once": ["1.083", "152,8", "18 chi"],
    }),
    "a layer of the lower half": (lambda pdf: _half_layer(pdf, 3, 6), {
        "ordered": ["1.083 đảng", "327 đảng", "46 đảng", "152,8 triệu", "64 đảng", "29 đồng"], "once": ["1.083", "152,8", "18 chi"],
    }),
    "a layer but for one line": (lambda pdf: _half_layer(pdf, 1, 6), {"text": ["1.083 đảng viên"], "once": ["1.083", "327"]}),
    "a typed head": (_typed_head, {
        "text": ["1.932 tấn", "12%"], "outline": ["I", "II"],
        "metadata": {"number": "77/BC-UBND", "date": "2033-09-14", "issuer": "UBND xã Mường Đán"},
    }),
    "a font without a map": (_without_map, {"mapped": False, "text": ["52 hộ", "19 nhà", "3.480", "2.205"]}),
    "a picture of a table": (_table_as_picture, {"text": ["7.320", "16", "19/19"], "outline": ["I", "II"]}),
}  # fmt: skip


@needs_ocr
@pytest.mark.parametrize("name", SCANS)
def test_a_scan_gives_what_a_person_sees(tmp_path: Path, name: str) -> None:
    assert _faults(tmp_path / "a.pdf", SCANS[name]) == []
