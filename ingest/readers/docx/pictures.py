"""Pictures in a Word file: read by OCR where they hold text (a pasted table, a scanned page), else named in a warning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

import regex as re
from lxml.etree import _Element
from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.language.text import fold_spaces, normalize
from ingest.model import Kind, Line, Table
from ingest.readers.docx.names import VML, WP, A, R
from ingest.readers.ocr import tesseract
from ingest.readers.ocr.repair import repaired
from ingest.readers.page_images import LARGEST, RESOLUTION
from ingest.readers.printed import PrintedLine
from ingest.reading import Reading

EMU = 914_400  # units of a drawing in an inch
NARROWEST, LOWEST = 1.5, 0.4  # inches of a picture that may hold text to be read: stamps, logos, signatures are smaller
USUAL_WIDTH = 6.0  # inches, of a picture that does not tell its size
PAGE_HEIGHT = 5.0  # inches from which a picture is a scanned page, with lines that run on
FEWEST_WORDS = 4  # that OCR must read with confidence; fewer are specks of a photograph
COLUMNS = re.compile(r" {2,}")
ALIKE = 0.5  # of the rows of a picture that must fall into as many columns for it to be a table
SIZE = re.compile(r"(width|height):\s*([\d.]+)(pt|in|cm|mm|px)?")
INCHES = {"pt": 1 / 72, "in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "px": 1 / 96, "": 1 / 96}


@dataclass(slots=True)
class Pictures:
    """The pictures of one document, counted in reading order; what was not read is told at the end."""

    reading: Reading
    read: int = 0
    unread: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    _count: int = 0

    def lines(self, content: bytes, element: _Element, after: str) -> tuple[list[Line], Table | None]:
        """Return what a picture says: a table of rows where it is one, else lines; nothing for a photograph.

        :param after: the text it stands behind, by which a warning names it.
        """
        self._count += 1
        width, height = _size(element)
        if width < NARROWEST or height < LOWEST:
            return [], None
        where = f"ảnh thứ {self._count}" + (f" (sau “{_end(after)}”)" if after else "")
        try:
            picture = _prepared(content, width)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            self.unread.append(f"{where} không mở được để đọc chữ; hãy xem tệp gốc")
            return [], None
        if lacking := tesseract.missing():
            self.unread.append(f"{where}: {lacking}")
            return [], None
        printed = tesseract.read_picture(picture, self.reading)
        if sum(len(line.text.split()) for line in printed) < FEWEST_WORDS:
            return [], None
        self.read += 1
        self.unsure += [word for line in printed for word in line.unsure]
        rows = [tuple(cell.strip() for cell in COLUMNS.split(line.text.strip())) for line in printed]
        if (table := _table(rows)) is not None:
            return [], table
        return _lines(printed, page=height >= PAGE_HEIGHT), None

    def told(self) -> tuple[str, ...]:
        """Return what the user should know: how many pictures OCR read, and which it did not."""
        warnings = [f"{self.read} ảnh trong tệp được đọc bằng OCR: hãy đối chiếu số liệu với tệp gốc"] if self.read else []
        if self.unsure:
            words = ", ".join(f"“{word}”" for word in self.unsure[:8])
            warnings.append(f"hai lượt OCR đọc khác nhau ở các số {words}: hãy đối chiếu với ảnh trong tệp gốc")
        return (*warnings, *self.unread)


def _lines(printed: Sequence[PrintedLine], *, page: bool) -> list[Line]:
    mended = repaired({1: list(printed)})[1] if page else printed
    return [Line(text if page else fold_spaces(text), whole=not page) for line in mended if (text := normalize(line.text))]


def _table(rows: Sequence[tuple[str, ...]]) -> Table | None:
    """Return the rows as a table where at least half of them fall into as many columns, two or more."""
    counts = [len(row) for row in rows]
    columns = max(set(counts), key=lambda n: (counts.count(n), n), default=0)
    if columns < 2 or counts.count(columns) < max(2, ALIKE * len(rows)):
        return None
    most = max(counts)
    return Table(tuple(row + ("",) * (most - len(row)) for row in rows), None)


def as_rows(table: Table, number: int) -> list[Line]:
    """Return the lines of a table's rows; ``number``: of the table in the document."""
    return [
        Line(text, kind=Kind.TABLE, whole=True, row=(number, at))
        for at, row in enumerate(table.rows)
        if (
            text := fold_spaces(" ".join(dict.fromkeys(filter(None, row))))
            if len(set(row)) == 1
            else fold_spaces(" ".join(row))
        )
    ]


def identity(element: _Element) -> str:
    """Return the relation by which an element names its picture; empty for one that is linked from elsewhere."""
    return element.get(f"{R}embed") or element.get(f"{R}id") or element.get(f"{R}pict") or ""


def _prepared(content: bytes, width: float) -> Image.Image:
    """Return a picture in grey on white, at the resolution that OCR is used to."""
    with Image.open(BytesIO(content)) as opened:
        if opened.width * opened.height > 2 * LARGEST:
            raise ValueError("too large")
        picture: Image.Image = ImageOps.exif_transpose(opened).convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    grey = ground.convert("L")
    scale = min(RESOLUTION * width / grey.width, 4.0)
    scale = min(scale, (LARGEST / (grey.width * grey.height)) ** 0.5)
    if scale > 1.1 or scale < 0.5:
        grey = grey.resize((max(1, round(grey.width * scale)), max(1, round(grey.height * scale))), Image.Resampling.LANCZOS)
    return ImageOps.expand(grey, border=20, fill=255)  # OCR loses letters at the very edge


def _size(element: _Element) -> tuple[float, float]:
    """Return width and height in inches as the picture is shown; a usual size where the file does not say."""
    for above in element.iterancestors():
        extent = above.find(f"{WP}extent")
        if extent is None and above.find(f".//{A}xfrm/{A}ext") is not None and above.tag.endswith("}pic"):
            extent = above.find(f".//{A}xfrm/{A}ext")
        if extent is not None and extent.get("cx", "").isdecimal() and extent.get("cy", "").isdecimal():
            return int(extent.get("cx", "0")) / EMU, int(extent.get("cy", "0")) / EMU
        if above.tag.startswith(VML) and above.get("style"):
            sizes = {name: float(n) * INCHES[unit] for name, n, unit in SIZE.findall(above.get("style", ""))}
            if len(sizes) == 2:
                return sizes["width"], sizes["height"]
    return USUAL_WIDTH, PAGE_HEIGHT - 1


def _end(text: str) -> str:
    return " ".join(text.split()[-6:])
