"""Images of pages, what OCR gives of them, and what is mended in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest.errors import UnreadableFile
from ingest.limits import Limits
from ingest.model import Kind
from ingest.readers import page_images, pdf
from ingest.readers.ocr import tesseract
from ingest.readers.ocr.repair import repaired
from ingest.readers.ocr.two_readings import OcrWord
from ingest.readers.pdf import recognised, scanned_tables
from ingest.readers.pdf.layout import lay_out
from ingest.readers.pdf.page import Page
from ingest.readers.pdf.pages import PageText
from ingest.readers.printed import PrintedLine
from ingest.reading import Reading

needs_ocr = pytest.mark.skipif(
    tesseract.missing() is not None, reason="Debian's tesseract-ocr and tesseract-ocr-vie are not installed"
)


def _ruled(angle: float) -> Image.Image:
    """A page of black bars for lines of text, turned by so many degrees."""
    page = Image.new("L", (1600, 2200), 255)
    draw = ImageDraw.Draw(page)
    for top in range(200, 2000, 60):
        draw.rectangle((200, top, 1400, top + 24), fill=0)
    return page.rotate(angle, fillcolor=255)


@pytest.mark.parametrize("angle", [0.0, 0.6, -1.3, 3.2])
def test_a_page_is_straightened(angle: float) -> None:
    made = page_images.turned(_ruled(angle), page_images.skew(_ruled(angle)))
    dark = np.asarray(made)[300:1900, 400:1200] < 128
    level = np.abs(dark.mean(axis=1) - 0.5) > 0.4  # rows wholly of a line, or wholly of a gap
    assert level.mean() > 0.85


def test_two_columns_are_cut_apart() -> None:
    page = Image.new("L", (1653, 2339), 255)
    draw = ImageDraw.Draw(page)
    lines = [(200, top, 1500, top + 24) for top in range(200, 1000, 60)]  # text across the page
    lines += [(200, top, 600, top + 24) for top in range(1200, 1500, 50)]  # recipients
    lines += [(1000, top, 1400, top + 24) for top in (1215, 1275, 2320)]  # an office; a name at the very foot
    for line in lines:
        draw.rectangle(line, fill=0)
    above, left, right = page_images.cuts(page)
    assert (above[0], above[2]) == (left[0], right[2]) == (0, page.width) and left[2] == right[0]
    assert 964 < above[3] < 1200 and left[1::2] == right[1::2]
    assert page_images.cuts(_ruled(0.0)) == [(0, 0, 1600, 2200)]  # one column is left whole


def test_blank_pages() -> None:
    page = Image.new("L", (1600, 2200), 250)
    assert page_images.is_blank(page)
    ImageDraw.Draw(page).text((300, 300), "một dòng chữ trên trang giấy trắng " * 3, fill=0, font_size=40)
    assert not page_images.is_blank(page)


def test_a_very_large_page_is_rendered_coarser(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(14400, 14400)
    writer.write(str(tmp_path / "a.pdf"))
    with page_images.opened(tmp_path / "a.pdf") as document:
        made = page_images.image(document, 1)
    assert made.width * made.height <= 1.01 * page_images.LARGEST


def test_what_pdfium_cannot_open(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(UnreadableFile, match="ảnh trang"), page_images.opened(tmp_path / "a.pdf"):
        pass


TSV = "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext\n" + "\n".join(
    f"5\t1\t1\t1\t{line}\t{word}\t{left}\t{100 * line}\t{wide}\t30\t{conf}\t{text}"
    for line, word, left, wide, conf, text in [
        (1, 1, 100, 90, 96.5, "Nơi"), (1, 2, 200, 120, 95.0, "nhận:"), (1, 3, 900, 80, 91.0, "TM."),
        (2, 1, 100, 100, 12.0, "~"), (2, 2, 220, 100, 20.0, "Lưu"),
    ]
)  # fmt: skip


def test_lines_of_tesseracts_table() -> None:
    words = tesseract.words_of(TSV)
    lines, confidence = tesseract.lines_of(words), tesseract.confidence_of([_part(words)])
    assert [line.text for line in lines] == ["Nơi nhận:    TM.", "Lưu"]  # a column's gap stays; a speck goes
    assert lines[0].x == 100
    assert confidence == pytest.approx((96.5 + 95 + 91 + 20) / 4)


def _part(words: list[OcrWord]) -> tesseract.Part:
    return tesseract.Part(Image.new("L", (9, 9)), words, (0, 0, 9, 9), 0.0, (9, 9))


def test_an_empty_page_has_no_lines() -> None:
    assert tesseract.words_of("level\t\n") == [] == tesseract.lines_of([])
    assert tesseract.confidence_of([_part([])]) == 0.0


def test_a_page_that_was_cut_short_is_read_again(tmp_path: Path) -> None:
    line = PrintedLine("Một dòng 12", 40.0, 12, unsure=("12",))
    tesseract.keep(tmp_path, "d", [line])
    assert tesseract.recall(tmp_path, "d") == [line]
    (kept,) = tmp_path.iterdir()
    kept.write_text('[["Một', encoding="utf-8")
    assert tesseract.recall(tmp_path, "d") is None
    assert tesseract.recall(None, "d") is None


@needs_ocr
def test_a_page_on_its_side_is_turned(samples: Path) -> None:
    with page_images.opened(samples / "formats" / "suoi-ngan-quet.pdf") as document:
        page = page_images.image(document, 1)
    upright = tesseract.read_image(page, 60)
    turned = tesseract.read_image(page.rotate(90, expand=True), 60)
    assert [line.text for line in turned][:6] == [line.text for line in upright][:6]
    assert "BÁO CÁO" in [line.text for line in turned]


# Figures that are read once more


@pytest.mark.parametrize("text", ["6.1726", "9.71", "1,150.", "12.5", "1250.75", "1. 150"])
def test_no_figure_is_written_so(text: str) -> None:
    assert scanned_tables.MISWRITTEN.search(text)


@pytest.mark.parametrize("text", ["6.172,6", "9,71", "1.150", "1.150.000", "05.12", "1.7.2025", "12", "111,5", "85%"])
def test_figures_are_written_so(text: str) -> None:
    assert not scanned_tables.MISWRITTEN.search(text)


# What is mended


def _mended(*texts: str) -> list[str]:
    return [line.text for line in repaired({1: [PrintedLine(text, 40.0) for text in texts]})[1]]


def test_marks_come_back_beside_the_same_neighbours() -> None:
    usual = ["phong trào thi đua của xã, kết quả phong trào thi đua"] * 6
    made = _mended("KET QUẢ PHONG TRẢO THỊ ĐUA", *usual)
    assert made == ["KẾT QUẢ PHONG TRÀO THI ĐUA", *usual]


def test_words_that_are_as_usual_or_apart_stay() -> None:
    texts = ["văn hoá - xã hội " * 5, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "bộ đôi và bộ đội, bộ đội, bộ đôi"]
    assert _mended(*texts) == texts


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (["I. A", "HI. ĐÁNH GIÁ CHUNG"], ["I. A", "III. ĐÁNH GIÁ CHUNG"]),
        (["IL. KẾT QUẢ"], ["II. KẾT QUẢ"]),
        (["I. CHUNG", "I- MỤC TIÊU", "III. TỔ CHỨC"], ["I. CHUNG", "II- MỤC TIÊU", "III. TỔ CHỨC"]),
        (["I. CHUNG", "II. RIÊNG", "I. CHUNG", "II. RIÊNG"], ["I. CHUNG", "II. RIÊNG", "I. CHUNG", "II. RIÊNG"]),
        (["1. Kinh tế", "11. Xã hội", "H. T"], ["1. Kinh tế", "11. Xã hội", "II. T"]),
        (
            ["I. CHUNG", "II KHÓ KHĂN", "IHI. KIẾN NGHỊ", "IV. HẾT"],
            ["I. CHUNG", "II. KHÓ KHĂN", "III. KIẾN NGHỊ", "IV. HẾT"],
        ),
        (["I. CHUNG", "VI SINH VẬT", "XI MĂNG"], ["I. CHUNG", "VI SINH VẬT", "XI MĂNG"]),
        (["L. ĐẶC ĐIỂM"], ["I. ĐẶC ĐIỂM"]),
        (["—1.Ưu điểm", "- 3.1. Kinh tế"], ["1.Ưu điểm", "3.1. Kinh tế"]),
        (["- 12 hộ", "-1.250 hộ"], ["- 12 hộ", "-1.250 hộ"]),
    ],
)
def test_roman_numbers(read: list[str], meant: list[str]) -> None:
    assert _mended(*read) == meant


def test_specks_and_page_numbers_go() -> None:
    assert _mended("S", ": Phần thứ nhất", "- Như trên;    š", "“Dạy tốt”", "hết") == [
        "Phần thứ nhất", "- Như trên;", "“Dạy tốt”",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("có mặt đông. đảo các hộ", "có mặt đông đảo các hộ"),
        ("các trường. Bên cạnh", "các trường. Bên cạnh"),
        ("tranh, ảnh v.v. và", "tranh, ảnh v.v. và"),
        ("xã Cẩm Đài,ngày 5", "xã Cẩm Đài, ngày 5"),
        ("bà con đóng.góp công", "bà con đóng góp công"),
        ("tại địa chỉ lamtra.gov.vn của", "tại địa chỉ lamtra.gov.vn của"),
        ("trạm .y tế;. và", "trạm y tế; và"),
        ("chợ, trường... và 1.250 hộ", "chợ, trường… và 1.250 hộ"),
        ("phòng, chống tham những", "phòng, chống tham nhũng"),
        ("đi công ăn việc làm", "đi công ăn việc làm"),  # no misread "công an"
        ("hiến 2.000 m2, 07/CT-TTg", "hiến 2.000 m2, 07/CT-TTg"),
    ],
)
def test_signs_and_common_compounds(read: str, meant: str) -> None:
    assert _mended(read, "hết trang") == [meant, "hết trang"]


@given(st.lists(st.text("aáàăâbcdđeêIVXHL 12.,;-", max_size=30), min_size=1, max_size=12))
def test_any_lines_keep_their_letters(texts: list[str]) -> None:
    made = repaired({1: [PrintedLine(text, 40.0) for text in texts]})[1]
    assert len(texts) - 2 <= len(made) <= len(texts)


# Which pages need it


def _page(lines: list[PrintedLine]) -> Page:
    return Page(PageText(595, 842, [], [], [], lambda x, y: (x, y)), list(lines))


def test_a_garbled_text_layer() -> None:
    good = "Ủy ban nhân dân xã đã tổ chức phát động phong trào thi đua yêu nước trên địa bàn các thôn, bản. " * 3
    bad = "Ӵ͑ỹ Bạn nhậk dậm xẵ đẵx tôz chửcl phátj đôngf phongj tràok thiw đuaj yêuz nướck trênj địaw bànj. " * 3
    assert not recognised.is_garbled(_page([PrintedLine(good, 14)]))
    assert recognised.is_garbled(_page([PrintedLine(bad, 14)]))
    assert recognised.is_garbled(_page([PrintedLine("\ue012\ue034\ue056 \ue012\ue034 " * 30, 14)]))
    bare = "Uy ban nhan dan xa da to chuc phat dong phong trao thi dua yeu nuoc tren dia ban cac thon, ban. " * 3
    assert recognised.is_garbled(_page([PrintedLine(bare, 14)]))
    english = "The annual report of the district describes what has been achieved by all departments. " * 4
    assert not recognised.is_garbled(_page([PrintedLine(english, 14)]))


def test_a_page_that_is_mostly_footnotes() -> None:
    body = [PrintedLine("Câu của báo cáo trên trang", 38.0)] * 30
    notes = [PrintedLine(text, 27.0) for text in ("1 Ghi chú của trang", "và phần còn lại của ghi chú trên trang ấy")] * 6
    pages = {1: _page(body), 2: _page([*body[:2], *notes])}
    lines, _ = lay_out(pages)
    assert [line.kind for line in lines if line.page == 2] == [Kind.TEXT] * 2 + [Kind.NOTE] * 12
    coarse = {1: pages[1], 2: _page([replace(line, size=27.0) for line in body])}
    assert {line.kind for line in lay_out(coarse)[0]} == {Kind.TEXT}


def test_figures_that_two_readings_differ_in_are_told() -> None:
    pages: dict[int, list[str]] = {2: ["07/CT"], 5: []}
    (told,) = recognised.tell_unsure(pages)
    assert "“07/CT” (trang 2)" in told and "đối chiếu với bản giấy" in told
    many = [str(number) for number in range(20)]
    assert "và 8 chỗ nữa" in recognised.tell_unsure({1: many})[0]
    assert recognised.tell_unsure({5: pages[5]}) == []


@needs_ocr
def test_text_that_is_printed_without_marks_is_kept(tmp_path: Path) -> None:
    words = "Uy ban nhan dan xa da to chuc phat dong phong trao thi dua yeu nuoc"
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(k): NameObject(v) for k, v in names.items()})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 TL 72 770 Td {f'({words}) Tj T* ' * 3}ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(str(tmp_path / "a.pdf"))
    source = pdf.read(tmp_path / "a.pdf", Reading())
    assert [line.text for line in source.lines] == [words] * 3
    assert (source.ocr, source.warnings) == ((), ())


def test_too_many_pages(tmp_path: Path) -> None:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(595, 842)
    writer.write(str(tmp_path / "a.pdf"))
    with pytest.raises(UnreadableFile, match=r"số trang là 3, quá giới hạn 2.*MAX_PAGES"):
        pdf.read(tmp_path / "a.pdf", Reading(Limits(max_pages=2)))


def test_page_ranges() -> None:
    assert recognised.page_ranges([7, 1, 2, 3]) == "1-3, 7"
