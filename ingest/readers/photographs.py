"""Photographs and scans that are saved as pictures: brought into the form of a PDF's pages, which all else knows."""

from __future__ import annotations

import io
from pathlib import Path

import pillow_heif
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.errors import UnreadableFile
from ingest.readers.keystone import from_above
from ingest.readers.picture_formats import LONGEST
from ingest.readers.picture_formats import is_picture as _is_picture

pillow_heif.register_heif_opener()

LONG_SIDE = 11.69  # inches of an A4 sheet: what is photographed is taken for one
MOST_PIXELS = 120_000_000  # of one picture; telephones make up to 108 million
QUALITY = 92  # of the JPEG within the PDF; below it letters grow specks
DAMAGE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
BROKEN = "tệp ảnh hỏng hoặc bị cắt cụt; hãy chép lại tệp gốc hoặc chụp lại"


def is_picture(path: Path) -> bool:
    """Say whether a file is a picture, from its first bytes; False where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return _is_picture(file.read(LONGEST))
    except OSError:
        return False


def as_pdf(path: Path) -> bytes:
    """Return a PDF with the pictures of a file as its pages, turned as the camera was held, sheets drawn from above.

    :raises UnreadableFile: the file is damaged, or a picture too large.
    """
    try:
        with Image.open(path) as file:
            if file.width * file.height > MOST_PIXELS:
                raise UnreadableFile(f"ảnh quá lớn ({file.width} × {file.height} điểm); hãy thu nhỏ rồi nạp lại")
            pages = [from_above(_upright(frame)) for frame in ImageSequence.Iterator(file)]
    except DAMAGE as error:
        raise UnreadableFile(BROKEN) from error
    buffer = io.BytesIO()
    resolution = max(pages[0].size) / LONG_SIDE
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:], resolution=resolution, quality=QUALITY)
    return buffer.getvalue()


def _upright(frame: Image.Image) -> Image.Image:
    """Return a picture turned as its camera says, on white where it is see-through, in grey or colour."""
    turned = ImageOps.exif_transpose(frame)
    if "A" in turned.getbands() or "transparency" in turned.info:
        clear = turned.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return turned.convert("L" if turned.mode in ("1", "L", "I;16") else "RGB")
