"""One pass over the body of a Word file: lines and tables in reading order."""

from __future__ import annotations

from lxml.etree import _Element

from ingest.language.text import fold_spaces
from ingest.model import Kind, Line, Source, Table
from ingest.readers import encodings
from ingest.readers.docx import fields, first_page, notes, symbols, tables, unseen
from ingest.readers.docx.inline import Inline
from ingest.readers.docx.names import (
    CHUNK,
    CX,
    DGM,
    ENDNOTE,
    FOOTNOTE,
    OFFICE,
    TABLE,
    TEXT,
    TEXT_BOX,
    VML,
    A,
    C,
    M,
    P,
    W,
)  # fmt: skip
from ingest.readers.docx.objects import WithObjects
from ingest.readers.docx.package import Package
from ingest.readers.docx.styles import Styles
from ingest.readers.legacy_fonts import to_unicode
from ingest.readers.numbering import Numbering
from ingest.readers.raised import Segment
from ingest.reading import Reading

# What stands in a branch of two that this reader makes something of.
UNDERSTOOD = frozenset({
    TEXT, TEXT_BOX, f"{C}chart", f"{CX}chart", f"{DGM}relIds", f"{A}blip", f"{A}t", f"{VML}textpath", f"{VML}imagedata",
    f"{OFFICE}OLEObject", f"{M}oMath", f"{W}sym", f"{W}tab", f"{W}br",
})  # fmt: skip
BODY_TAGS = (P, TABLE, CHUNK)


class Document(WithObjects):
    """A Word file while it is read.

    :param depth: how many files it lies in.
    """

    def __init__(self, package: Package, reading: Reading, depth: int = 0) -> None:
        super().__init__(package, reading, depth)
        root = package.root(package.main)
        body = root.find(f"{W}body")
        if body is None:
            raise ValueError("no body")
        self.body: _Element = body
        styles = self._optional("styles")
        self.styles = Styles(body.makeelement(f"{W}styles") if styles is None else styles)
        settings = self._optional("settings")
        foot, end = self._optional("footnotes"), self._optional("endnotes")
        self.header, self.footer = first_page.header(package, body), first_page.footer(package, body)
        self.void: list[str] = []
        beside = [root for _, root in (*self.header, *self.footer)]
        parts = [part for part in (*beside, body, foot, end) if part is not None]
        for part in parts:
            symbols.choose_alternates(part, UNDERSTOOD)
            self.styles.meet(part)
            unseen.drop(part, self.styles, self.void)
        self.encodings = to_unicode(parts, self.styles.element)
        fields_of_file = fields.Fields(self.styles)
        for part in parts:
            fields_of_file.resolve(part)
            symbols.to_text(part)
        self.notes = notes.bodies(foot, FOOTNOTE) | notes.bodies(end, ENDNOTE)
        self.marks = notes.marks(body, settings, set(self.notes))
        self.inline = Inline(self.styles, self.marks)
        self.inline.find_typed_notes(list(body.iter(P)))
        self.numbering = Numbering(self._optional("numbering"), self.styles.element)
        self._initial = ""  # a large first letter that stands in a frame of its own

    def source(self) -> Source:
        """Walk through the document and return what was found."""
        for name, part in (*self.header, (self._part_name, self.body), *self.footer):
            self._part_name = name
            self._walk(part)
        self._without_contents()
        warnings = (*encodings.told(self.encodings), *unseen.told(self.void), *self.pictures.told(), *self.warnings)
        return Source(tuple(self.lines), None, tuple(self.tables), warnings)

    # Parts

    def _optional(self, kind: str) -> _Element | None:
        name = self.package.related(self.package.main, kind)
        return None if name is None else self.package.root(name)

    def _within_this(self, package: Package, reading: Reading, depth: int) -> Source:
        return Document(package, reading, depth).source()

    # Blocks

    def _walk(self, container: _Element) -> None:
        for block in tables.inside(container, *BODY_TAGS):
            if block.tag == P:
                self._paragraph(block)
            elif block.tag == CHUNK:
                self._chunk(block)
            else:
                rows = tables.grid(block)
                cells = tables.placed(rows, self.inline.text)
                if cells is None:
                    self._table(rows)
                else:
                    for cell in cells:
                        self._walk(cell)

    def _paragraph(self, block: _Element) -> None:
        number, segments = self.numbering.number(block), self.inline.segments(block)
        if block.find(f"{W}pPr/{W}framePr[@{W}dropCap]") is not None and len(segments) == 1:
            self._initial = segments[0].text
            return
        if self._initial and segments:
            segments[0] = _after(self._initial, segments[0])
            self._initial = ""
        level = self.styles.level(block)
        bold = self.inline.bold(block) + sum(map(str.isalnum, number)) if len(segments) == 1 else 0
        for at, segment in enumerate(segments):
            own = "" if at else number
            ahead = len(own) + 1 if own else 0
            marks = tuple((ahead + offset, mark) for offset, mark in segment.marks)
            kind = Kind.NOTE if segment.own else Kind.TEXT
            text = f"{own} {segment.text}".strip()
            own_level = 0 if at else level
            self.lines.append(Line(text, kind=kind, whole=True, mark=segment.own, marks=marks, heading=own_level, bold=bold))
        self._footnotes(block)
        self._drawn(block)

    def _footnotes(self, block: _Element) -> None:
        for element in block.iter(FOOTNOTE, ENDNOTE):
            mark, paragraphs = self.marks.get(element), self.notes.pop(notes.reference(element), None)
            if mark is None or paragraphs is None:
                continue
            if text := fold_spaces(" ".join(self.inline.text(paragraph) for paragraph in paragraphs)):
                if element.get(f"{W}customMarkFollows"):
                    text = text.removeprefix(mark).strip()
                self.lines.append(Line(text, kind=Kind.NOTE, whole=True, mark=mark))

    def _table(self, rows: tables.Grid) -> None:
        number = len(self.tables)
        self.tables.append(Table((), None))  # its place, before the tables within it
        before = len(self.lines)
        grid: list[tuple[str, ...]] = []
        texts: dict[_Element | None, str] = {None: ""}
        for at, row in enumerate(rows):
            fresh: list[str] = []
            new: list[_Element] = []
            marks: list[tuple[int, str]] = []
            for cell in row:
                # a merged cell is one element met again in every column and row it covers: printed once
                if cell is not None and cell not in texts:
                    ahead = len(fold_spaces(" ".join(fresh)))
                    texts[cell], cell_marks = self._cell(cell)
                    marks += [(ahead + offset + (1 if ahead else 0), mark) for offset, mark in cell_marks]
                    fresh.append(texts[cell])
                    new.append(cell)
            grid.append(tuple(texts[cell] for cell in row))
            if line := fold_spaces(" ".join(fresh)):
                self.lines.append(Line(line, kind=Kind.TABLE, whole=True, row=(number, at), marks=tuple(marks)))
            for cell in new:
                self._within(cell)
        if any(line.row is not None and line.row[0] == number for line in self.lines[before:]):
            self.tables[number] = Table(tuple(grid), None)
        elif len(self.tables) == number + 1:
            self.tables.pop()
        self._footnotes_of(rows)

    def _cell(self, cell: _Element) -> tuple[str, list[tuple[int, str]]]:
        """Return the text of a cell's own paragraphs, and the notes it refers to by their offset in it."""
        text, marks = "", []
        for paragraph in tables.inside(cell, P):
            number = self.numbering.number(paragraph)
            for segment in self.inline.segments(paragraph, breaks=False) or [Segment("")]:
                more = f"{number} {segment.text}".strip()
                start = len(text) + (1 if text and more else 0)
                ahead = start + (len(number) + 1 if number and segment.text else 0)
                marks += [(ahead + offset, mark) for offset, mark in segment.marks]
                text = f"{text} {more}".strip()
        return text, marks

    def _within(self, cell: _Element) -> None:
        """Read what lies in a cell beside its text: tables of its own, drawings."""
        for block in tables.inside(cell, *BODY_TAGS):
            if block.tag == TABLE:
                self._table(tables.grid(block))
            elif block.tag == CHUNK:
                self._chunk(block)
            else:
                self._drawn(block)

    def _footnotes_of(self, rows: tables.Grid) -> None:
        for cell in dict.fromkeys(cell for row in rows for cell in row if cell is not None):
            for paragraph in tables.inside(cell, P):
                self._footnotes(paragraph)

    def _without_contents(self) -> None:
        """Drop the heading of a contents page whose lines are gone; lines that were typed follow it, with their pages."""
        following = [line.text for line in self.lines[1:]] + [""] * bool(self.lines)
        self.lines = [
            line
            for line, after in zip(self.lines, following, strict=True)
            if not (line.kind is Kind.TEXT and line.text.strip(" :.*").upper() == "MỤC LỤC") or after[-1:].isdigit()
        ]


def _after(initial: str, segment: Segment) -> Segment:
    """Put a large first letter before its word: a single letter is part of it, more are words."""
    gap = "" if len(initial) == 1 or segment.text[:1].islower() else " "
    ahead = len(initial) + len(gap)
    return Segment(f"{initial}{gap}{segment.text}", tuple((ahead + at, mark) for at, mark in segment.marks), segment.own)
