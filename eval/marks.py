"""Whether what is marked on a page is the quote: the text inside the boxes, read by other means, against the quote.

A text layer is read by pdfplumber, which shares nothing with the PDFium calls that find the boxes; a page that was read by
OCR is cut out of its picture, box by box, at another resolution, and read by Tesseract anew.
"""

from __future__ import annotations

import io
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pdfplumber
import regex as re
from pdfplumber.page import Page
from PIL import Image

from app.answer.model import Citation
from app.assistant import Assistant
from app.library.facsimiles import Facsimiles
from eval.questions import Gold
from ingest.facsimile import highlight, pages
from ingest.language.text import normalize
from ingest.limits import Limits
from ingest.readers.printed import Box

WANTED = 0.95  # of the quote's words inside the boxes, and of the words inside the boxes in the quote
WORD = re.compile(r"[\p{L}\p{N}]+")
EDGE = 0.0015  # of a page's height by which a box is cut out larger, so that no letter's foot is lost
ENLARGED = 2  # times the picture is enlarged for OCR


@dataclass(frozen=True, slots=True)
class Marked:
    """A citation as it is marked: shares (0-1) of the quote's words in the boxes and of the boxes' words in the quote."""

    question: str
    citation: Citation
    pages: tuple[int, ...]
    inside: str
    recall: float
    precision: float
    ocr: bool

    @property
    def good(self) -> bool:
        """Whether both shares reach :data:`WANTED`."""
        return min(self.recall, self.precision) >= WANTED


def measure(gold: Sequence[Gold], assistant: Assistant) -> Iterator[list[Marked]]:
    """Yield for each question what its answer cites from reports with pages; an empty list where there is nothing."""
    facsimiles = Facsimiles(lambda: assistant.library, assistant.library.settings)
    for question in gold:
        answer = assistant.converse(question.turns)
        yield [
            _mark(question.id, citation, assistant, facsimiles)
            for citation in answer.citations
            if facsimiles.has_pages(citation.passage.report)
        ]


def _mark(question: str, citation: Citation, assistant: Assistant, facsimiles: Facsimiles) -> Marked:
    report = assistant.library.catalog.report(citation.passage.report)
    copy, _ = facsimiles.original(report.id)
    start, end = citation.passage.start + citation.start, citation.passage.start + citation.end
    numbers = tuple(highlight.parts(report, start, end))
    inside = []
    for number in numbers:
        boxes = facsimiles.boxes(report.id, start, end, number)
        read = _read_again if number in report.ocr else _layer
        inside.append(read(copy, number, boxes))
    text = " ".join(inside)
    recall, precision = shares(citation.quote, text)
    return Marked(question, citation, numbers, text, recall, precision, any(n in report.ocr for n in numbers))


def shares(quote: str, inside: str) -> tuple[float, float]:
    """Return the share of the quote's words that are inside, and of the words inside that are the quote's; 0-1."""
    quote_words, inside_words = _words(quote), _words(inside)
    common = (quote_words & inside_words).total()
    return common / max(1, quote_words.total()), common / max(1, inside_words.total())


def _words(text: str) -> Counter[str]:
    return Counter(WORD.findall(normalize(unicodedata.normalize("NFKC", text)).lower()))


def _layer(file: Path, number: int, boxes: Sequence[Box]) -> str:
    """Return the text that pdfplumber finds with its letters' middles inside the boxes."""
    with pdfplumber.open(file) as document:
        page = document.pages[number - 1]
        lines = [page.filter(partial(_within, box, page)).extract_text() or "" for box in boxes]
    return " ".join(lines)


def _within(box: Box, page: Page, thing: Mapping[str, Any]) -> bool:
    x = (thing["x0"] + thing["x1"]) / 2 / page.width
    y = (thing["top"] + thing["bottom"]) / 2 / page.height
    return bool(thing["object_type"] == "char" and box.left <= x <= box.right and box.top <= y <= box.bottom)


def _read_again(file: Path, number: int, boxes: Sequence[Box]) -> str:
    """Return what Tesseract reads in each box by itself."""
    page = Image.open(io.BytesIO(pages.picture(file, number, Limits()))).convert("L")
    lines = []
    for box in boxes:
        top, bottom = box.top - EDGE, box.bottom + EDGE
        cut = page.crop(
            (int(box.left * page.width), int(top * page.height), int(box.right * page.width) + 1, int(bottom * page.height))
        )
        picture = io.BytesIO()
        cut.resize((cut.width * ENLARGED, cut.height * ENLARGED), Image.Resampling.LANCZOS).save(picture, "PNG")
        command = ["tesseract", "-", "-", "-l", "vie", "--psm", "7", "--dpi", str(150 * ENLARGED)]
        read = subprocess.run(command, input=picture.getvalue(), capture_output=True, check=False, timeout=60)
        lines.append(read.stdout.decode("utf-8", errors="replace").strip())
    return " ".join(lines)


def as_text(measured: Sequence[Sequence[Marked]]) -> str:
    """Return the figures: questions and citations whose marks are the quote, and means, by how the page was read."""
    with_citations = [citations for citations in measured if citations]
    good = sum(all(m.good for m in citations) for citations in with_citations)
    lines = [f"{good} / {len(with_citations)} câu có mọi chỗ đánh dấu đúng trích dẫn\n"]
    for ocr, name in ((False, "lớp chữ"), (True, "OCR")):
        some = [m for citations in with_citations for m in citations if m.ocr is ocr]
        if some:
            recall, precision = (sum(getattr(m, share) for m in some) / len(some) for share in ("recall", "precision"))
            over = sum(len(m.pages) > 1 for m in some)
            lines.append(
                f"{name}: {sum(m.good for m in some)} / {len(some)} trích dẫn đạt {WANTED}; từ của trích dẫn trong khung "
                f"{recall:.4f}, từ trong khung thuộc trích dẫn {precision:.4f}; {over} trích dẫn sang trang\n"
            )
    return "".join(lines)
