"""PDFs for the exam, written with a font that has Vietnamese letters; the font's map of letters may be left out."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from fontTools.ttLib import TTFont
from matplotlib import get_data_path
from PIL import Image, ImageDraw, ImageFont

FONT = Path(get_data_path(), "fonts", "ttf", "DejaVuSerif.ttf")
BOLD = FONT.with_name("DejaVuSerif-Bold.ttf")
SHEET = (0, 0, 595, 842)


class _Font:
    def __init__(self, file: Path) -> None:
        self.content = file.read_bytes()
        self._font = TTFont(file)
        self._glyphs = self._font.getBestCmap()
        self._units = self._font["head"].unitsPerEm
        self.used: dict[int, str] = {}

    def code(self, text: str) -> str:
        numbers = [self._font.getGlyphID(self._glyphs[ord(letter)]) for letter in text]
        self.used.update(zip(numbers, text, strict=True))
        return "".join(f"{number:04x}" for number in numbers)

    def width(self, text: str, size: float) -> float:
        return float(sum(self._font["hmtx"][self._glyphs[ord(letter)]][0] for letter in text) * size / self._units)

    def widths(self) -> str:
        order = self._font.getGlyphOrder()
        return " ".join(str(round(self._font["hmtx"][name][0] * 1000 / self._units)) for name in order)


@dataclass
class Pdf:
    """A PDF page by page; coordinates in points from the lower left."""

    mapped: bool = True
    fonts: dict[str, _Font] = field(default_factory=lambda: {"F1": _Font(FONT), "F2": _Font(BOLD)})
    _pages: list[tuple[str, tuple[int, ...], int]] = field(default_factory=list)
    _images: list[tuple[tuple[int, int], bytes]] = field(default_factory=list)

    def page(self, *drawn: str, box: tuple[int, ...] = SHEET, turn: int = 0) -> Pdf:
        self._pages.append(("\n".join(drawn), box, turn))
        return self

    def text(self, x: float, y: float, text: str, size: float = 12, *, bold: bool = False, before: str = "",
             lean: str = "1 0 0 1") -> str:  # fmt: skip
        name = "F2" if bold else "F1"
        return f"BT {before} /{name} {size} Tf {lean} {x:.2f} {y:.2f} Tm <{self.fonts[name].code(text)}> Tj ET"

    def lines(self, *texts: str, top: int = 780, step: int = 22) -> str:
        return "\n".join(self.text(72, top - step * at, text) for at, text in enumerate(texts))

    def run(self, x: float, y: float, *pieces: str, size: float = 12, apart: float = 0.0) -> str:
        """Pieces drawn one by one, so far apart."""
        made = []
        for piece in pieces:
            made.append(self.text(x, y, piece, size))
            x += self.fonts["F1"].width(piece, size) + apart
        return "\n".join(made)

    def image(self, picture: Image.Image, place: str) -> str:
        held = io.BytesIO()
        picture.convert("L").save(held, "JPEG", quality=90)
        self._images.append((picture.size, held.getvalue()))
        return f"q {place} cm /Im{len(self._images) - 1} Do Q"

    def write(self, file: Path) -> Path:
        objects: list[bytes] = [b"", b""]

        def add(head: str, stream: bytes | None = None) -> int:
            body = b"" if stream is None else b"stream\n" + stream + b"\nendstream"
            objects.append((head if stream is None else f"<<{head}/Length {len(stream)}>>").encode() + body)
            return len(objects)

        fonts = "".join(f"/{name} {self._font(add, name, font)} 0 R" for name, font in self.fonts.items())
        look = "/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
        pictures = [add(f"{look}/Width {size[0]}/Height {size[1]}", data) for size, data in self._images]
        images = "".join(f"/Im{at} {number} 0 R" for at, number in enumerate(pictures))
        kids = []
        for drawn, box, turn in self._pages:
            content = add("", drawn.encode("latin-1"))
            where = f"/MediaBox[{' '.join(map(str, box))}]/Rotate {turn}/Contents {content} 0 R"
            kids.append(add(f"<</Type/Page/Parent 2 0 R{where}/Resources<</Font<<{fonts}>>/XObject<<{images}>>>>>>"))
        objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
        objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
        made, offsets = bytearray(b"%PDF-1.6\n"), []
        for number, content_ in enumerate(objects, start=1):
            offsets.append(len(made))
            made += f"{number} 0 obj\n".encode() + content_ + b"\nendobj\n"
        start = len(made)
        rows = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
        made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode()
        made += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
        file.write_bytes(made)
        return file

    def _font(self, put: Callable[..., int], name: str, font: _Font) -> int:
        file = put(f"/Length1 {len(font.content)}/Filter/FlateDecode", zlib.compress(font.content))
        look = "/Flags 4/FontBBox[-500 -300 1500 1100]/ItalicAngle 0/Ascent 900/Descent -230/CapHeight 700/StemV 80"
        called = f"{name}{'-Bold' if name == 'F2' else ''}"
        about = put(f"<</Type/FontDescriptor/FontName/{called}{look}/FontFile2 {file} 0 R>>")
        system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
        letters = put(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{called}{system}/FontDescriptor {about} 0 R/W[0[{font.widths()}]]>>"
        )
        pairs = list(font.used.items())
        parts = [pairs[at : at + 90] for at in range(0, len(pairs), 90)]
        table = "".join(
            f"{len(part)} beginbfchar\n"
            + "".join(f"<{number:04x}> <{letter.encode('utf-16-be').hex()}>\n" for number, letter in part)
            + "endbfchar\n"
            for part in parts
        )
        opening = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        space = "1 begincodespacerange <0000><FFFF> endcodespacerange\n"
        mapped = put("", f"{opening}{space}{table}endcmap end end".encode()) if self.mapped else None
        told = f"/ToUnicode {mapped} 0 R" if mapped else ""
        kind = f"/Type/Font/Subtype/Type0/BaseFont/{called}/Encoding/Identity-H/DescendantFonts[{letters} 0 R]{told}"
        return put(f"<<{kind}>>")


def sheet(*texts: str, size: tuple[int, int] = (1654, 2339), top: int = 150, letters: int = 40) -> Image.Image:
    """A scanned page: lines of print on white, at 200 dots an inch."""
    made = Image.new("L", size, 255)
    draw, font = ImageDraw.Draw(made), ImageFont.truetype(str(FONT), letters)
    for at, text in enumerate(texts):
        draw.text((130, top + at * 75), text, fill=0, font=font)
    return made


def ruled(pdf: Pdf, xs: tuple[int, ...], ys: tuple[int, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    """A table with all its rules; a row of cells between two heights."""
    rules = [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs] + [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys]
    cells = [
        pdf.text(x + 4, y - 15, cell, 11) for y, row in zip(ys, rows, strict=False) for x, cell in zip(xs, row, strict=False)
    ]
    return "\n".join(["0.8 w", *rules, *cells])
