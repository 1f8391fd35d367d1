"""Photographs and scans saved as pictures are read by OCR, or refused with their reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest import readers
from ingest.errors import UnreadableFile
from ingest.readers import page_images, photographs, picture_formats
from ingest.readers.ocr import tesseract

needs_ocr = pytest.mark.skipif(
    tesseract.missing() is not None, reason="Debian's tesseract-ocr and tesseract-ocr-vie are not installed"
)
LINES = ("Xã Thác Bạc còn 64 hộ", "giảm 19 hộ trong năm 2031")


def _sheet(width: int = 1240, height: int = 620) -> Image.Image:
    page = Image.new("L", (width, height), 250)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(LINES):
        draw.text((80, 120 + 90 * number), line, fill=15, font=ImageFont.load_default(44))
    return page


@needs_ocr
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".heic"])
def test_every_format_is_read(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"a{suffix}"
    if suffix == ".tif":
        _sheet().save(file, save_all=True, append_images=[_sheet()])
    else:
        _sheet().convert("RGB").save(file)
    source = readers.read(file)
    assert source.pages == (2 if suffix == ".tif" else 1) and len(source.ocr) == source.pages
    text = " ".join(line.text for line in source.lines)
    assert "64" in text and "19" in text and "2031" in text
    assert any("OCR" in warning for warning in source.warnings)


def test_a_picture_is_turned_as_the_camera_was_held(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    _sheet().rotate(90, expand=True).save(tmp_path / "a.jpg", exif=exif)
    with page_images.opened(tmp_path / "a.jpg") as document:
        page = document[0]
        assert page.get_width() > page.get_height()


def test_a_shadow_is_evened_and_even_light_left_alone() -> None:
    page = _sheet()
    assert page_images.even(page) is page
    shade = np.linspace(1.0, 0.3, page.width)[None, :]
    made = np.asarray(page_images.even(Image.fromarray((np.asarray(page) * shade).astype(np.uint8))))
    assert np.percentile(made, 10) > 200 and (made < 128).mean() > 0.5 * (np.asarray(page) < 128).mean()


def test_a_damaged_picture_is_refused(tmp_path: Path) -> None:
    _sheet().save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:400])
    with pytest.raises(UnreadableFile, match="ảnh hỏng"):
        photographs.as_pdf(tmp_path / "b.png")


@pytest.mark.parametrize(
    ("head", "answer"),
    [(b"\xff\xd8\xff\xe0", True), (b"RIFF1234WEBPVP8 ", True), (b"RIFF1234WAVE", False), (b"\0\0\0\x18ftypheic", True),
     (b"\0\0\0\x18ftypmp42", False), (b"%PDF-1.7", False)],
)  # fmt: skip
def test_pictures_are_told_by_their_first_bytes(head: bytes, answer: bool) -> None:
    assert picture_formats.is_picture(head) is answer
