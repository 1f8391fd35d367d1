"""The checked report as Word: the file itself with a comment at each place, or for other formats a list of the findings.

Comments are those of Word 2007 and later (python-docx writes them); the report's text stays as it is.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import regex as re
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from app.checks import LOOKED_AT, NAMES, NOT_LOOKED_AT, where
from app.checks.model import Finding, Quote
from app.checks.outside_links import unlink
from ingest.language.text import normalize, xml_text

AUTHOR, INITIALS = "Trợ lý Báo cáo", "TLBC"
BLANK = re.compile(r"[\s\u200b-\u200f\ufeff]+")
SHORTEST = 12  # letters of a place that is looked for by its end or beginning alone
DEEPEST = 8  # tables in tables


@dataclass(frozen=True, slots=True)
class CommentedPlace:
    """A stretch of a Word file that holds a text of its own: a paragraph, or a table's row; and the same without blanks."""

    paragraphs: tuple[Paragraph, ...]
    text: str


def write(path: Path, findings: Sequence[Finding]) -> bytes:
    """Return the Word file to give back for a report that was checked.

    :param path: the report as it was sent; a Word file comes back with comments, any other as a list of the findings.
    """
    document = _opened(path)
    if document is None:
        return _bytes(_listed(path.name, findings))
    unlink(document.part.package.iter_parts())
    places = list(_places(document))
    for number, finding in enumerate(findings, start=1):
        for quote in dict.fromkeys(finding.quotes):
            runs = _runs(places, quote)
            if runs:
                document.add_comment([runs[0], runs[-1]], _comment(number, finding, quote), author=AUTHOR, initials=INITIALS)
    return _bytes(document)


def _opened(path: Path) -> Document | None:
    """Open a file as Word; None where it is none, or one that python-docx cannot open."""
    if not zipfile.is_zipfile(path):
        return None
    try:
        return docx.Document(str(path))
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile):
        return None  # a sheet, slides, or an archive of something else


def _bytes(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _places(document: Document) -> Iterator[CommentedPlace]:
    """Yield the paragraphs and rows of a document in order, with their texts without blanks."""
    for block in document.iter_inner_content():
        yield from _of_block(block, 0)


def _of_block(block: Paragraph | Table, depth: int) -> Iterator[CommentedPlace]:
    if isinstance(block, Paragraph):
        if block.runs:
            yield CommentedPlace((block,), _squeezed(block.text))
        return
    if depth > DEEPEST:
        return
    for row in block.rows:
        cells: list[_Cell] = []
        for cell in row.cells:
            if all(cell._tc is not other._tc for other in cells):  # a merged cell is told once for every column
                cells.append(cell)
        paragraphs = [paragraph for cell in cells for paragraph in cell.paragraphs if paragraph.runs]
        if paragraphs:
            yield CommentedPlace(tuple(paragraphs), "".join(_squeezed(paragraph.text) for paragraph in paragraphs))
        for cell in cells:
            for inner in cell.iter_inner_content():
                if isinstance(inner, Table) or len(cell.paragraphs) > 1:
                    yield from _of_block(inner, depth + 1)


def _squeezed(text: str) -> str:
    return BLANK.sub("", normalize(text)).casefold()


def _runs(places: Sequence[CommentedPlace], quote: Quote) -> list[Run]:
    """Return the runs that a quote stands in; none where the file has it in no paragraph (a footnote)."""
    squeezed = _squeezed(quote.quote)
    holders = [place for place in places if squeezed and squeezed in place.text]
    if holders:
        place = min(holders, key=lambda place: len(place.text))
        return _of_paragraph(place.paragraphs[0], squeezed) if len(place.paragraphs) == 1 else _all(place)
    # the report reads numbers that Word counts by itself, and paragraphs that stand in several lines of the file
    near = [place for place in places if len(place.text) >= SHORTEST and place.text in squeezed]
    return _all(max(near, key=lambda place: len(place.text))) if near else []


def _all(place: CommentedPlace) -> list[Run]:
    return [place.paragraphs[0].runs[0], place.paragraphs[-1].runs[-1]]


def _of_paragraph(paragraph: Paragraph, squeezed: str) -> list[Run]:
    """Return the runs of a paragraph that hold a text."""
    texts = [_squeezed(run.text) for run in paragraph.runs]
    begin = "".join(texts).find(squeezed)
    if begin < 0:
        return list(paragraph.runs)
    runs, at = [], 0
    for run, text in zip(paragraph.runs, texts, strict=True):
        if text and at < begin + len(squeezed) and at + len(text) > begin:
            runs.append(run)
        at += len(text)
    return runs or list(paragraph.runs)


def _comment(number: int, finding: Finding, here: Quote) -> str:
    """Return what a comment says: the finding, and the other places that it is of."""
    lines = [f"{number}. [{NAMES[finding.kind]}] {finding.message}"]
    others = [quote for quote in dict.fromkeys(finding.quotes) if quote != here]
    if others and len(finding.quotes) <= 4:
        lines += [f"Chỗ này: “{here.quote}”", *(f"Chỗ kia ({where(quote)}): “{quote.quote}”" for quote in others)]
    return xml_text("\n".join(lines), " ")


def _listed(name: str, findings: Sequence[Finding]) -> Document:
    """Return a new document that lists the findings with section, page and quote of each place."""
    document = docx.Document()
    document.core_properties.author, document.core_properties.title = "", xml_text(f"Kết quả soát {name}", " ")
    document.add_paragraph().add_run(xml_text(f"Kết quả soát báo cáo: {name}", " ")).bold = True
    document.add_paragraph(f"{len(findings)} điều cần xem lại." if findings else "Không thấy điều gì cần xem lại.")
    for number, finding in enumerate(findings, start=1):
        text = f"{number}. [{NAMES[finding.kind]}] {finding.message}"
        document.add_paragraph().add_run(xml_text(text, " ")).bold = True
        for quote in dict.fromkeys(finding.quotes):
            document.add_paragraph(xml_text(f"- {where(quote)}: “{quote.quote}”", " "))
    document.add_paragraph(LOOKED_AT)
    document.add_paragraph(NOT_LOOKED_AT)
    return document
