"""PowerPoint (.pptx): slides are pages, their titles headings, their tables tables."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pptx
from lxml.etree import LxmlError, _Element
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.exc import PythonPptxError
from pptx.shapes.base import BaseShape
from pptx.table import _Cell

from ingest.errors import UnreadableFile
from ingest.language.text import fold_spaces, normalize
from ingest.model import Kind, Line, Source, Table
from ingest.readers.docx import graphics
from ingest.readers.docx.names import DGM, A, M, R
from ingest.readers.docx.package import parsed
from ingest.reading import Reading

# what python-pptx lets through on damaged files
DAMAGE = (
    zipfile.BadZipFile,
    PythonPptxError,
    LxmlError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    AssertionError,
    RuntimeError,
    zlib.error,
)
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
DAMAGED = "tệp PowerPoint bị hỏng; hãy mở bằng PowerPoint rồi lưu lại"
EMPTY = "tệp PowerPoint không có chữ nào; hãy kiểm tra lại nội dung tệp"


def read(path: Path, reading: Reading) -> Source:
    """Return the text of each slide that is shown, from the top; what stands only in the speaker's notes is not read.

    :raises UnreadableFile: damaged, over the limit of pages, or without text.
    """
    lines: list[Line] = []
    tables: list[Table] = []
    hidden, pictured, spoken, void = [], [], [], list[int]()
    try:
        slides = pptx.Presentation(str(path)).slides
        reading.limits.check("max_pages", len(slides), "số trang chiếu")
        for page, slide in enumerate(slides, start=1):
            if slide._element.get("show") in ("0", "false"):  # python-pptx has no name for it
                hidden.append(page)
                continue
            shapes = list(_flat(slide.shapes))
            title = slide.shapes.title
            if any(shape.shape_type == MSO_SHAPE_TYPE.PICTURE for shape in shapes):
                pictured.append(page)
            notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
            if notes is not None and _text(notes.text):
                spoken.append(page)
            if any(_is_struck(run) for run in slide._element.iter(f"{A}r")):
                void.append(page)
            for shape in sorted(
                shapes, key=lambda s: (title is None or s.shape_id != title.shape_id, s.top or 0, s.left or 0)
            ):
                level = 1 if title is not None and shape.shape_id == title.shape_id else 0
                _add(shape, page, level, lines, tables)
    except DAMAGE as error:
        raise UnreadableFile(DAMAGED) from error
    if not lines:
        raise UnreadableFile(EMPTY)
    warnings = [f"không đọc trang chiếu ẩn: {', '.join(map(str, hidden))}; nếu cần, hãy bỏ ẩn rồi nạp lại"] if hidden else []
    warnings += [f"chưa đọc chữ trong ảnh ở trang chiếu {', '.join(map(str, pictured))}"] if pictured else []
    warnings += [f"không đọc lời ghi của người nói dưới trang chiếu {', '.join(map(str, spoken))}"] if spoken else []
    warnings += [f"bỏ chữ bị gạch ngang ở trang chiếu {', '.join(map(str, void))}"] if void else []
    return Source(tuple(lines), len(slides), tuple(tables), tuple(warnings))


def _flat(shapes: Iterable[BaseShape]) -> Iterator[BaseShape]:
    for shape in shapes:
        if shape._element.find(f".//{P}cNvPr[@hidden='1']") is not None and shape.shape_type != MSO_SHAPE_TYPE.GROUP:
            continue
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _flat(shape.shapes)
        else:
            yield shape


def _add(shape: BaseShape, page: int, level: int, lines: list[Line], tables: list[Table]) -> None:
    if shape.has_text_frame:
        texts = [_text(_seen(paragraph._p)) for paragraph in shape.text_frame.paragraphs]
        if level:
            texts = [" ".join(filter(None, texts))]
        lines += [Line(text, page, whole=True, heading=level) for text in texts if text]
    elif getattr(shape, "has_table", False):
        _add_rows(list(_rows(shape)), page, lines, tables)
    elif getattr(shape, "has_chart", False):
        chart = graphics.chart(parsed(shape.chart.part.blob))
        lines += [Line(text, page, whole=True) for text in chart.lines]
        _add_rows(list(chart.rows), page, lines, tables)
    elif (diagram := shape._element.find(f".//{DGM}relIds")) is not None:
        data = parsed(shape.part.related_part(diagram.get(f"{R}dm", "")).blob)
        lines += [Line(text, page, whole=True) for text in graphics.diagram(data)]


def _add_rows(rows: list[tuple[str, ...]], page: int, lines: list[Line], tables: list[Table]) -> None:
    if not any(map(any, rows)):
        return
    for at, row in enumerate(rows):
        printed = [text for n, text in enumerate(row) if text and not (n and text == row[n - 1] and not _has_digit(text))]
        lines.append(Line(" ".join(printed), page, Kind.TABLE, whole=True, row=(len(tables), at)))
    tables.append(Table(tuple(rows), page))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _rows(shape: BaseShape) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table; a merged cell's text stands in every cell that it covers."""
    grid = shape.table
    texts = [[_in_cell(cell) for cell in row.cells] for row in grid.rows]
    for r, row in enumerate(grid.rows):
        for c, cell in enumerate(row.cells):
            if cell.is_merge_origin:
                for below in range(r, r + cell.span_height):
                    for right in range(c, c + cell.span_width):
                        texts[below][right] = texts[r][c]
    yield from map(tuple, texts)


def _in_cell(cell: _Cell) -> str:
    return _text(" ".join(_seen(paragraph._p) for paragraph in cell.text_frame.paragraphs))


def _seen(paragraph: _Element) -> str:
    """Return the text of a paragraph without the number of the slide and what is struck out; breaks are spaces."""
    text = ""
    for child in paragraph.iter(f"{A}r", f"{A}br", f"{A}fld", f"{M}t"):
        if child.tag == f"{A}br":
            text += " "
        elif child.tag == f"{M}t":
            text += child.text or ""
        elif not _is_struck(child) and not (child.tag == f"{A}fld" and child.get("type") == "slidenum"):
            text += child.findtext(f"{A}t") or ""
    return text


def _is_struck(run: _Element) -> bool:
    look = run.find(f"{A}rPr")
    return look is not None and look.get("strike", "noStrike") != "noStrike" and bool(run.findtext(f"{A}t"))


def _text(text: str) -> str:
    return fold_spaces(normalize(text.replace("\v", " ")))
