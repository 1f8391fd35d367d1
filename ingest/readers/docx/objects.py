"""What is drawn in a Word file, and what lies in other files within it: text boxes, charts, diagrams, sheets, pictures."""

from __future__ import annotations

from abc import ABC, abstractmethod

from lxml.etree import LxmlError, _Element

from ingest.language.text import fold_spaces
from ingest.model import Line, Source, Table
from ingest.readers.docx import embedded, graphics, pictures
from ingest.readers.docx.names import CX, DGM, OFFICE, TEXT_BOX, VML, A, C, P, R
from ingest.readers.docx.package import Package
from ingest.reading import Reading

DRAWN = frozenset({
    TEXT_BOX, f"{C}chart", f"{CX}chart", f"{DGM}relIds", f"{VML}textpath", f"{OFFICE}OLEObject", f"{A}t",
})  # fmt: skip
DEEPEST = 4  # files in files


class WithObjects(ABC):
    """A Word file while it is read: the lines, tables and warnings it has given so far, and what hangs on its paragraphs.

    :param depth: how many files it lies in.
    """

    def __init__(self, package: Package, reading: Reading, depth: int) -> None:
        self.package, self.reading, self.depth = package, reading, depth
        self.pictures = pictures.Pictures(reading)
        self.warnings: list[str] = []
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self._part_name = package.main

    @abstractmethod
    def _within_this(self, package: Package, reading: Reading, depth: int) -> Source:
        """Read a Word file that lies in this one."""

    @abstractmethod
    def _walk(self, container: _Element) -> None:
        """Read the blocks of a container, such as a text box."""

    def _drawn(self, block: _Element) -> None:
        """Read what hangs on a paragraph: text boxes, WordArt, charts, SmartArt, embedded sheets, pictures."""
        read_objects = False
        for element in list(block.iter(*DRAWN)):
            if next(element.iterancestors(P), None) is not block and not element.tag.startswith(A):
                continue
            if element.tag.startswith(A) and next(element.iterancestors(TEXT_BOX, P), None) is not block:
                continue
            if element.tag == TEXT_BOX:
                self._walk(element)
            elif element.tag == f"{VML}textpath":
                self._say([fold_spaces(element.get("string", ""))])
            elif element.tag in (f"{C}chart", f"{CX}chart"):
                self._chart(element.get(f"{R}id", ""))
            elif element.tag == f"{DGM}relIds":
                self._diagram(element.get(f"{R}dm", ""))
            elif element.tag == f"{OFFICE}OLEObject":
                read_objects = self._object(element)
            elif element.tag == f"{A}t":
                self._say([fold_spaces(element.text or "")])
        if not read_objects:
            for element in list(block.iter(f"{A}blip", f"{VML}imagedata")):
                if next(element.iterancestors(P), None) is block:
                    self._picture(element)

    def _say(self, texts: list[str]) -> None:
        self.lines += [Line(text, whole=True) for text in texts if text]

    def _add(self, table: Table) -> None:
        lines = pictures.as_rows(table, len(self.tables))
        if lines:
            self.lines += lines
            self.tables.append(table)

    def _target(self, identity: str) -> str | None:
        relation = self.package.relations(self._part_name).get(identity)
        return relation.target if relation is not None and relation.target in self.package.names else None

    def _diagram(self, identity: str) -> None:
        name = self._target(identity)
        if name is None:
            return
        try:
            self._say(graphics.diagram(self.package.root(name)))
        except LxmlError:
            self.warnings.append("một sơ đồ trong tệp bị hỏng, không đọc được; hãy xem tệp gốc")

    def _chart(self, identity: str) -> None:
        name = self._target(identity)
        if name is None:
            return
        try:
            chart = graphics.chart(self.package.root(name))
        except LxmlError:
            self.warnings.append("một biểu đồ trong tệp bị hỏng, không đọc được; hãy xem tệp gốc")
            return
        self._say(list(chart.lines))
        if chart.rows:
            self._add(Table(chart.rows, None))
        for shapes in (r.target for r in self.package.relations(name).values() if r.kind == "chartUserShapes"):
            if shapes in self.package.names:
                self._say(graphics.texts(self.package.root(shapes)))

    def _object(self, element: _Element) -> bool:
        """Read an embedded sheet or document; False where its picture is all there is."""
        name = self._target(element.get(f"{R}id", ""))
        if name is None or self.depth >= DEEPEST:
            return False
        content = embedded.content(self.package.read(name), self.reading, self.depth + 1, self._within_this)
        if content is None:
            return False
        self._take(content)
        return True

    def _chunk(self, block: _Element) -> None:
        """Read a file that Word shows in this place (altChunk)."""
        name = self._target(block.get(f"{R}id", ""))
        content = None
        if name is not None and self.depth < DEEPEST:
            content = embedded.chunk(name, self.package.read(name), self.reading, self.depth + 1, self._within_this)
        if content is None:
            self.warnings.append(
                "một phần của tệp nằm trong tệp lồng bên trong không đọc được; hãy mở bằng Word rồi lưu lại"
            )
        else:
            self._take(content)

    def _take(self, source: Source) -> None:
        """Add the lines and tables of a file that lies in this one."""
        first = len(self.tables)
        for line in source.lines:
            row = None if line.row is None else (line.row[0] + first, line.row[1])
            self.lines.append(
                Line(line.text, None, line.kind, line.whole, line.gap, row, line.mark, line.marks, line.heading, line.bold)
            )
        self.tables += source.tables
        self.warnings += source.warnings

    def _picture(self, element: _Element) -> None:
        name = self._target(pictures.identity(element))
        if name is None:
            return
        after = self.lines[-1].text if self.lines else ""
        lines, table = self.pictures.lines(self.package.read(name), element, after)
        self.lines += lines
        if table is not None:
            self._add(table)
