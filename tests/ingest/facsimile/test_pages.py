"""Pages fetched by a process of their own: as they look, and the pieces they are made of."""

from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from ingest.errors import UnreadableFile
from ingest.facsimile import highlight, pages
from ingest.limits import Limits
from ingest.readers.ocr import tesseract
from ingest.readers.printed import Box, Piece
from ingest.reading import Reading

needs_ocr = pytest.mark.skipif(
    tesseract.missing() is not None, reason="Debian's tesseract-ocr and tesseract-ocr-vie are not installed"
)
WORDS = "Thị trấn đã tổ chức phát động phong trào thi đua yêu nước"


@pytest.fixture(scope="module")
def report(samples: Path) -> Path:
    return samples / "reports" / "van-sa.pdf"


def _ink(picture: Image.Image, box: Box) -> float:
    wide, high = picture.size
    cut = picture.crop((int(box.left * wide), int(box.top * high), int(box.right * wide), int(box.bottom * high)))
    return float((np.asarray(cut) < 128).mean())


def _picture(file: Path, page: int) -> Image.Image:
    return Image.open(io.BytesIO(pages.picture(file, page, Limits()))).convert("L")


def test_a_page_as_it_looks(report: Path) -> None:
    made = Image.open(io.BytesIO(pages.picture(report, 2, Limits())))
    assert made.format == "WEBP"
    assert made.size == (1240, 1754) or abs(made.width - 1240) < 3  # A4 at 150 dots an inch


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_letters_lie_on_their_ink_however_the_page_is_turned_and_cut(report: Path, tmp_path: Path, turn: int) -> None:
    page = PdfReader(report).pages[1]
    page.cropbox.lower_left = (40, 60)
    page.rotate(turn)
    writer = PdfWriter()
    writer.add_page(page)
    writer.write(str(tmp_path / "a.pdf"))
    picture = _picture(tmp_path / "a.pdf", 1)
    letters = [p for p in pages.pieces(tmp_path / "a.pdf", 1, Reading(), ocr=False) if p.text.isalpha()]
    assert len(letters) > 1000
    inked = [_ink(picture, letter.box) > 0.02 for letter in letters if letter.text in "abdeghmnopqux"]
    assert np.mean(inked) > 0.98


def test_what_cannot_be_shown_is_said(report: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="trang 900 của tệp PDF bị hỏng"):
        pages.picture(report, 900, Limits())
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(UnreadableFile, match="không mở được ảnh trang"):
        pages.pieces(tmp_path / "b.pdf", 1, Reading(), ocr=False)
    with pytest.raises(UnreadableFile, match="không mở được ảnh trang"):
        pages.picture(tmp_path / "none.pdf", 1, Limits())


def test_a_process_that_dies_takes_nothing_with_it(report: Path) -> None:
    with pytest.raises(UnreadableFile, match="không dựng được ảnh trang 1"):
        pages.picture(report, 1, Limits(max_memory_mb=1))


def test_a_page_that_takes_too_long_is_stopped(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(pages.sys, "executable", str(slow))
    begun = time.monotonic()
    with pytest.raises(UnreadableFile, match="trang 1 dựng chưa xong sau 1 giây"):
        pages.fetch(Limits(max_seconds=1), "picture", report, 1)
    assert time.monotonic() - begun < 20


def test_lines_of_old_code_tables_come_as_words_in_unicode() -> None:
    typed = WORDS.translate(str.maketrans({new: chr(old) for old, new in pages.encodings.TCVN3.items()}))
    letters = [Piece(c, Box(0.01 * n, 0.1, 0.01 * n + 0.01, 0.12)) for n, c in enumerate(typed)]
    letters.append(Piece("\n", Box(0, 0, 0, 0)))
    made = [piece for piece in pages.to_unicode(letters) if piece.text.strip()]
    assert [piece.text for piece in made] == WORDS.split()
    assert (made[1].box.left, made[1].box.right) == (pytest.approx(0.04), pytest.approx(0.08))
    plain = [Piece(c, Box(0.01 * n, 0.1, 0.01 * n + 0.01, 0.12)) for n, c in enumerate(WORDS)]
    assert pages.to_unicode(plain) == plain


def test_a_word_goes_back_to_where_it_stood_on_the_scan() -> None:
    word = Piece("hộ", Box(100, 50, 200, 80))
    level = tesseract.place_on_page(word, (0, 200, 1000, 2000), 0.0, (1000, 2000))
    assert level.box == Box(0.1, 0.125, 0.2, 0.14)
    # a quarter turn about the middle of a square page
    turned = tesseract.place_on_page(word, (0, 0, 1000, 1000), 90.0, (1000, 1000))
    assert [round(x, 6) for x in (turned.box.left, turned.box.top, turned.box.right, turned.box.bottom)] == [
        0.92,
        0.1,
        0.95,
        0.2,
    ]
    corner = Piece("hộ", Box(0.1, 0.2, 0.3, 0.25))
    assert tesseract.turn_back(corner, 180).box == Box(0.7, 0.75, 0.9, 0.8)
    for turn, opposite in ((90, 270), (270, 90), (180, 180)):
        back = tesseract.turn_back(tesseract.turn_back(corner, turn), opposite).box
        assert [round(x, 6) for x in (back.left, back.top, back.right, back.bottom)] == [0.1, 0.2, 0.3, 0.25]


@needs_ocr
def test_words_of_a_scan_stand_where_the_letters_of_its_original_do(samples: Path, tmp_path: Path) -> None:
    reading = Reading(pages=tmp_path)
    folder = samples / "formats"
    words = pages.pieces(folder / "suoi-ngan-quet.pdf", 1, reading, ocr=True)
    letters = pages.pieces(folder / "suoi-ngan.pdf", 1, reading, ocr=False)
    line = max("".join(p.text for p in letters).split("\n"), key=len).strip()
    ((scanned,), (typed,)) = (highlight.boxes(pieces, line, 0, len(line)) for pieces in (words, letters))
    assert scanned.left == pytest.approx(typed.left, abs=0.02)
    assert scanned.right == pytest.approx(typed.right, abs=0.02)
    assert (scanned.top + scanned.bottom) / 2 == pytest.approx((typed.top + typed.bottom) / 2, abs=0.02)
    begun = time.monotonic()
    assert pages.pieces(folder / "suoi-ngan-quet.pdf", 1, reading, ocr=True) == words
    assert time.monotonic() - begun < 30 and len(list(tmp_path.glob("*.json"))) == 1, "no page is read twice"
