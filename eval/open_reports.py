"""Reports written in a small text format, as Word files: questions about them measure what was not looked at while building.

The format is one paragraph a line. ``@head`` and ``@sign`` open two columns parted by ``|``, ``@table`` opens rows of cells
parted by ``|``; ``@end`` closes each. In a table ``<`` is merged with the cell at its left and ``^`` with the one above.
``@center`` begins a centred line, ``**…**`` is bold, ``[^1]`` is the mark of a footnote, ``[^1]: …`` its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.text.paragraph import Paragraph

from app.records.word_footnotes import Footnotes

FONT, SIZE = "Times New Roman", 14  # Nghị định 30/2020/NĐ-CP, Phụ lục I
NOTE = re.compile(r"\[\^([^\]]{1,8})\]:\s*(.*)")
PARTS = re.compile(r"(\*\*|\[\^[^\]]{1,8}\])")
COLUMNS, TABLE, END = ("@head", "@sign"), "@table", "@end"


def write_word(text: str, file: Path) -> None:
    """Write a report in the small format as a Word file; an empty text gives a file without paragraphs.

    :raises ValueError: a block is not closed, or a merged cell has nothing to be merged with.
    """
    lines = text.splitlines()
    _Writer({match[1]: match[2] for line in lines if (match := NOTE.match(line))}).write(lines).save(str(file))


class _Writer:
    """One document as it is written; ``notes`` are the texts of its footnotes by mark."""

    def __init__(self, notes: dict[str, str]) -> None:
        self._document: Document = docx.Document()
        normal = self._document.styles["Normal"].font
        normal.name, normal.size = FONT, docx.shared.Pt(SIZE)
        self._notes = notes
        self._footnotes = Footnotes(self._document, SIZE - 4)

    def write(self, lines: list[str]) -> Document:
        rest = iter(lines)
        for line in rest:
            opened = line.split(" ", 1)[0].strip()
            if opened in COLUMNS:
                self._columns(list(_block(line, rest)))
            elif opened == TABLE:
                self._table([[cell.strip() for cell in row.split("|")] for row in _block(line, rest)])
            elif line.startswith("@center"):
                paragraph = self._document.add_paragraph()
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                self._fill(paragraph, line.removeprefix("@center").strip())
            elif line.strip() and not NOTE.match(line):
                self._fill(self._document.add_paragraph(), line.strip())
        self._footnotes.finish()
        return self._document

    def _columns(self, rows: list[str]) -> None:
        cells = self._document.add_table(rows=1, cols=2).rows[0].cells
        for at, cell in enumerate(cells):
            parts = [row.split("|")[at].strip() if row.count("|") >= at else "" for row in rows]
            for number, part in enumerate(filter(None, parts)):
                self._fill(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), part)

    def _table(self, rows: list[list[str]]) -> None:
        width = max(map(len, rows), default=0)
        table = self._document.add_table(rows=len(rows), cols=width, style="Table Grid")
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text not in ("<", "^"):
                    self._fill(table.cell(r, c).paragraphs[0], text)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if (text == "<" and c == 0) or (text == "^" and r == 0):
                    raise ValueError(f"row {r + 1}: {text!r} has nothing to be merged with")
                if text in ("<", "^"):
                    table.cell(r, c).merge(table.cell(r, c - 1) if text == "<" else table.cell(r - 1, c))
        for cell in {id(cell._tc): cell for row in table.rows for cell in row.cells}.values():
            for paragraph in cell.paragraphs[1:]:  # merging leaves an empty paragraph for every cell
                if not paragraph.text:
                    paragraph._p.getparent().remove(paragraph._p)

    def _fill(self, paragraph: Paragraph, text: str) -> None:
        bold = False
        for part in PARTS.split(text):
            if part == "**":
                bold = not bold
            elif part.startswith("[^") and part[2:-1] in self._notes:
                self._footnotes.refer(paragraph, self._notes[part[2:-1]])
            elif part:
                paragraph.add_run(part).bold = bold


def _block(opening: str, rest: Iterator[str]) -> Iterator[str]:
    for line in rest:
        if line.strip() == END:
            return
        if line.strip():
            yield line
    raise ValueError(f"{opening!r} is not closed by {END}")
