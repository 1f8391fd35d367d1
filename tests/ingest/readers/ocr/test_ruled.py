"""Rules in the picture of a page, and the tables they make of what OCR read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.readers import page_images
from ingest.readers.ocr import tesseract
from ingest.readers.ocr.ruled import rules
from ingest.readers.pdf import scanned_tables
from ingest.readers.pdf.grids import Grid
from ingest.readers.printed import Box, Piece, PrintedLine
from ingest.report import understand
from tests.ingest.exam.pdf_files import FONT

WIDE, HIGH = 1200, 1600
LEFT, TOP, STEP, ROW = 150, 400, 300, 60
ROWS = (("Thôn", "Hộ", "Tỷ lệ"), ("Ngoài", "214", "4,7"), ("Trong", "186", "3,9"))
needs_ocr = pytest.mark.skipif(tesseract.missing() is not None, reason="tesseract-ocr and tesseract-ocr-vie are needed")


def _page() -> Image.Image:
    page = Image.new("L", (WIDE, HIGH), 255)
    draw = ImageDraw.Draw(page)
    for at in range(len(ROWS) + 1):
        draw.line((LEFT, TOP + ROW * at, LEFT + 3 * STEP, TOP + ROW * at), fill=60, width=2)
    for at in range(4):
        draw.line((LEFT + STEP * at, TOP, LEFT + STEP * at, TOP + ROW * len(ROWS)), fill=60, width=2)
    return page


def _line(words: tuple[str, ...], top: int) -> PrintedLine:
    pieces = []
    for at, word in enumerate(words):
        left = LEFT + STEP * at + 20
        pieces.append(Piece(word, Box(left / WIDE, top / HIGH, (left + 15 * len(word)) / WIDE, (top + 28) / HIGH)))
    return PrintedLine("    ".join(words), 28.0, LEFT, words=tuple(pieces))


def test_rules_are_found_also_where_they_slant_a_little() -> None:
    page = _page()
    across, down = rules(page)
    assert (len(across), len(down)) == (4, 4)
    assert [round(rule.at / 10) * 10 for rule in across] == [TOP + ROW * at for at in range(4)]
    across, down = rules(page.rotate(0.25, fillcolor=255))
    assert (len(across), len(down)) == (4, 4)


def test_letters_stamps_and_dark_edges_are_no_rules() -> None:
    page = Image.new("L", (WIDE, HIGH), 255)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, WIDE, 40), fill=0)
    draw.ellipse((300, 300, 600, 600), fill=40)
    for at in range(20):
        draw.rectangle((100 + 22 * at, 900, 110 + 22 * at, 930), fill=0)
    assert rules(page) == ([], [])


@pytest.mark.parametrize("angle", [0.0, 2.0])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_between_rules_are_cells(angle: float, turn: int) -> None:
    """The page is turned clockwise by 360 - ``turn`` degrees, so that turning it by ``turn`` sets it upright."""
    read = [_line(row, TOP + ROW * at + 15) for at, row in enumerate(ROWS)]
    before, after = _line(("Số liệu như sau",), 300), _line(("Hết",), 900)
    page = _page()
    for line in (before, *read, after):  # ink for the slant to be seen by
        for word in line.words:
            ImageDraw.Draw(page).rectangle(
                (word.box.left * WIDE, word.box.top * HIGH, word.box.right * WIDE, word.box.bottom * HIGH), fill=0
            )
    lines = [_turned(line, angle) for line in (before, *read, after)]
    page = page.rotate(angle, fillcolor=255).rotate(turn, expand=True)
    lines = [_laid(line, turn) for line in lines]
    items, _ = scanned_tables.with_tables(lines, page, 60)
    assert [item.rows if isinstance(item, Grid) else item.text for item in items] == ["Số liệu như sau", ROWS, "Hết"]


def _turned(line: PrintedLine, angle: float) -> PrintedLine:
    words = []
    for word in line.words:
        middle_x, middle_y = (word.box.left + word.box.right) / 2 * WIDE, (word.box.top + word.box.bottom) / 2 * HIGH
        x, y = page_images.unturned(middle_x, middle_y, -angle, WIDE, HIGH)
        by_x, by_y = (x - middle_x) / WIDE, (y - middle_y) / HIGH
        box = word.box
        words.append(Piece(word.text, Box(box.left + by_x, box.top + by_y, box.right + by_x, box.bottom + by_y)))
    return PrintedLine(line.text, line.size, line.x, words=tuple(words))


def _laid(line: PrintedLine, turn: int) -> PrintedLine:
    words = tuple(tesseract.turn_back(word, turn) for word in line.words)
    return PrintedLine(line.text, line.size, line.x, words=words)


def _drawn(file: Path) -> Path:
    """Draw a page with a ruled table."""
    font = ImageFont.truetype(str(FONT), 28)
    page = _page()
    draw = ImageDraw.Draw(page)
    draw.text((150, 120), "BÁO CÁO", font=font, fill=0)
    draw.text((150, 180), "Kết quả cho vay của các thôn năm 2031", font=font, fill=0)
    draw.text((150, 260), "Dư nợ của hai thôn như sau, theo số của ngân hàng:", font=font, fill=0)
    for at, row in enumerate(ROWS):
        for column, text in enumerate(row):
            draw.text((LEFT + STEP * column + 20, TOP + ROW * at + 12), text, font=font, fill=0)
    page.save(file)
    return file


@needs_ocr
def test_a_table_of_a_scanned_page_has_its_cells(tmp_path: Path) -> None:
    file = _drawn(tmp_path / "a.png")
    report = understand(file)
    assert [table.rows for table, _ in report.tables] == [ROWS]
    assert len(report.rows) == len(ROWS)
