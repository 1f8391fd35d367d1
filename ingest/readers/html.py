"""Web pages saved as files, also those that an office program saved with a Word ending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import regex as re
from lxml import html
from lxml.etree import LxmlError, _Element

from ingest.errors import UnreadableFile
from ingest.language.text import fold_spaces
from ingest.model import Kind, Line, Source, Table
from ingest.readers.grid import filled
from ingest.readers.html_lists import item_number
from ingest.readers.html_seen import PageVisibility
from ingest.readers.raised import Marks, RaisedPiece
from ingest.readers.text import decoded
from ingest.reading import Reading

BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
MOST_SPANNED = 100  # columns or rows that a cell is taken to cover at most
CONDITION = re.compile(r"<!\[(?:if|endif)[^\]]*\]>", re.IGNORECASE)  # Word's own, for other browsers a faulty comment
NOTE_LINK = re.compile(r"#_?(?:ftn|edn|fn|footnote)(?:ref)?", re.IGNORECASE)
NO_VALUE = frozenset("hidden submit button reset image file password".split())
FORMAL = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|^\W*NƠI\s+NHẬN\W*(?:$|[-–:])", re.IGNORECASE
)
FEWEST_ROWS = 2  # of a table below its titles
LONGEST_FORMAL = 40  # rows of a report's head or end


def read(path: Path, reading: Reading) -> Source:  # noqa: ARG001 - every reader is called the same way
    """Return one line a block of text and one a table row; a page has no pages of its own.

    :raises UnreadableFile: nothing in it can be read.
    """
    text, warnings = decoded(path.read_bytes())  # what a page says of its encoding is often wrong
    return of_text(text, warnings)


def of_text(text: str, warnings: tuple[str, ...] = ()) -> Source:
    """Return the lines and tables of a page's code.

    :raises UnreadableFile: nothing in it can be read.
    """
    try:
        code = CONDITION.sub("", text).encode("utf-8", errors="replace")
        root = html.document_fromstring(code, parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (LxmlError, ValueError) as error:
        raise UnreadableFile("tệp HTML hỏng hoặc rỗng; hãy mở bằng trình duyệt rồi lưu lại") from error
    reading = _Reading(root)
    reading.walk(root)
    reading.end_line()
    lines, tables = reading.finished()
    if not lines:
        raise UnreadableFile("tệp HTML không có chữ nào; hãy kiểm tra lại nội dung tệp")
    return Source(tuple(lines), None, tuple(tables), (*warnings, *reading.told()))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A line before its raised marks are told apart; ``row``: of a table, whose cells these pieces are."""

    pieces: tuple[RaisedPiece, ...]
    heading: int = 0
    row: tuple[int, int] | None = None


class _Reading:
    """One pass over the tree; collects lines and tables."""

    def __init__(self, root: _Element) -> None:
        self._sight = PageVisibility(root)
        self._drafts: list[_Draft] = []
        self._grids: list[list[list[tuple[tuple[RaisedPiece, ...], int, int]]]] = []
        self._open: list[RaisedPiece] = []
        self._number = ""  # of a list's item, which stands before the item's first text
        self._heading = 0
        self._raised = 0

    def walk(self, element: _Element) -> None:
        """Go through an element and what stands in it."""
        if not self._sight.sees(element):
            return
        if element.tag == "table" and self._table(element):
            return
        if (value := _value(element)) is not None:
            self._say(value)
            return
        block = element.tag in BLOCKS
        if block or element.tag == "br":
            self.end_line()
        before = self._number
        if element.tag == "li":
            self._number = item_number(element)
        level = HEADINGS.get(element.tag, 0)
        self._heading = level or self._heading
        raised = element.tag == "sup" or (element.tag == "a" and NOTE_LINK.match(element.get("href", "")) is not None)
        self._raised += raised
        self._inside(element)
        self._raised -= raised
        if block:
            self.end_line()
        if element.tag == "li":
            self._number = before
        if level:
            self._heading = 0

    def _inside(self, element: _Element) -> None:
        quoted = element.tag == "q"
        self._say(("“" if quoted else "") + (element.text or ""), code=element.tag == "pre")
        for child in element:
            if element.tag == "mfrac" and child is not element[0]:
                self._say("/")
            self.walk(child)
            self._say(child.tail or "", code=next(element.iterancestors("pre"), None) is not None or element.tag == "pre")
        if quoted:
            self._say("”")

    def _say(self, text: str, *, code: bool = False) -> None:
        """Add text to the line that is open; in code every line end ends a line."""
        for at, part in enumerate(text.splitlines() if code and text else [text]):
            if at:
                self.end_line()
            if part:
                self._open.append(RaisedPiece(part, raised=self._raised > 0 and not part.isspace()))

    def end_line(self) -> None:
        """End the line that is open, if it holds anything."""
        if any(piece.text.strip() for piece in self._open):
            ahead = (RaisedPiece(f"{self._number} "),) if self._number else ()
            self._number = ""
            self._drafts.append(_Draft((*ahead, *self._open), self._heading))
        self._open = []

    def finished(self) -> tuple[list[Line], list[Table]]:
        """Return the lines and tables, with raised marks told apart."""
        marks = Marks()
        marks.learn(draft.pieces for draft in self._drafts)
        lines: list[Line] = []
        cells: dict[tuple[int, int], list[str]] = {}
        for draft in self._drafts:
            if draft.row is None:
                segment = marks.segment(draft.pieces)
                kind = Kind.NOTE if segment.own else Kind.TEXT
                if segment.text:
                    lines.append(
                        Line(
                            segment.text, kind=kind, whole=True, mark=segment.own, marks=segment.marks, heading=draft.heading
                        )
                    )
                continue
            texts, places, line = [], [], ""
            for pieces, _, _ in self._grids[draft.row[0]][draft.row[1]]:
                segment = marks.segment(pieces)
                texts.append(segment.text)
                ahead = len(line) + 1 if line and segment.text else len(line)
                places += [(ahead + offset, mark) for offset, mark in segment.marks]
                line = f"{line} {segment.text}".strip()
            cells[draft.row] = texts
            if line:
                lines.append(Line(line, kind=Kind.TABLE, whole=True, row=draft.row, marks=tuple(places)))
        tables = []
        for number, grid in enumerate(self._grids):
            rows = [
                [(text, across, down) for text, (_, across, down) in zip(cells[number, at], row, strict=True)]
                for at, row in enumerate(grid)
            ]
            tables.append(Table(filled(rows), None))
        return lines, tables

    def told(self) -> Iterator[str]:
        """Yield what the user should know of what was left out."""
        if self._sight.void:
            words = ", ".join(f"“{text[:40]}”" for text in self._sight.void[:3])
            void = f"bỏ không đọc chữ bị gạch ngang (coi như đã hủy): {words}"
            yield f"{void}; chữ nào còn hiệu lực thì hãy bỏ gạch rồi nạp lại"
        if self._sight.passed:
            yield (
                f"bỏ không đọc {self._sight.passed} khối của trang web (thanh mục lục, cột bên, chân trang) ngoài bài viết; "
                "nếu bài còn thiếu, hãy in trang thành PDF rồi nạp"
            )

    # Tables

    def _table(self, table: _Element) -> bool:
        """Read a table of data, or the head and end of a report; False for a table that only places text."""
        rows = [[cell for cell in row if cell.tag in ("td", "th") and self._sight.sees(cell)] for row in self._rows(table)]
        if _is_formal(rows):
            self.end_line()
            for at in range(max(map(len, rows))):
                for row in rows:
                    if at < len(row):
                        self.walk(row[at])
            self.end_line()
            return True
        if len(rows) < 2 or max(map(len, rows)) < 2 or next(table.iter("table"), table) is not _last(table.iter("table")):
            return False
        self.end_line()
        for caption in table.iterfind("caption"):
            self.walk(caption)
            self.end_line()
        while len(rows) > FEWEST_ROWS and len(rows[0]) == 1:  # a title that stretches over all columns
            self.walk(rows.pop(0)[0])
            self.end_line()
        grid = [[(self._cell(cell), *_spans(cell)) for cell in row] for row in rows]
        number = len(self._grids)
        self._grids.append(grid)
        for at, cells in enumerate(grid):
            pieces = [piece for cell, _, _ in cells for piece in (*cell, RaisedPiece(" "))]
            self._drafts.append(_Draft(tuple(pieces), row=(number, at)))
        return True

    def _rows(self, table: _Element) -> list[_Element]:
        """Return the rows of a table that are seen: one may be hidden by itself or with its group."""
        groups = {group: self._sight.sees(group) for group in table.iterchildren("thead", "tbody", "tfoot")}
        in_groups = [(row, row.getparent()) for row in _own_rows(table)]
        return [row for row, group in in_groups if (group is None or groups.get(group, True)) and self._sight.sees(row)]

    def _cell(self, cell: _Element) -> tuple[RaisedPiece, ...]:
        """Return the pieces of a cell; its blocks stand apart."""
        within = _Reading.__new__(_Reading)
        within.__dict__ |= self.__dict__ | {"_drafts": [], "_open": [], "_grids": [], "_number": "", "_heading": 0}
        within.walk(cell)
        within.end_line()
        return tuple(piece for draft in within._drafts for piece in (*draft.pieces, RaisedPiece(" ")))


def _own_rows(table: _Element) -> list[_Element]:
    """Return the rows of a table without those of tables in it; a foot stands last wherever it is typed."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    return sorted(rows, key=lambda row: next(row.iterancestors("tfoot"), None) is not None)


def _is_formal(rows: list[list[_Element]]) -> bool:
    """Say whether a table is the head of a report or its signature block: two columns that begin with the formal words."""
    if not rows or len(rows) > LONGEST_FORMAL or not 1 < max(map(len, rows)) < 3:
        return False
    lines = [line for row in rows[:3] for cell in row for line in "\n".join(map(str, cell.itertext())).splitlines()]
    return any(FORMAL.search(fold_spaces(line)) for line in lines)


def _last(elements: Iterable[_Element]) -> _Element | None:
    last = None
    for last in elements:  # noqa: B007 - the last one is wanted
        pass
    return last


def _value(element: _Element) -> str | None:
    """Return what a field of a form shows; None for what is no field."""
    if element.tag == "input":
        kind = element.get("type", "text").lower()
        if kind in ("checkbox", "radio"):
            return "☑" if element.get("checked") is not None else "☐"
        return "" if kind in NO_VALUE else element.get("value", "")
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and element.get("multiple") is None:
            chosen = options[:1]  # what the box shows
        return ", ".join(fold_spaces("".join(map(str, option.itertext()))) for option in chosen)
    return "" if element.tag == "button" else None


def _spans(cell: _Element) -> tuple[int, int]:
    """Return over how many columns and rows a cell reaches."""
    across, down = (cell.get(name, "1").strip() for name in ("colspan", "rowspan"))
    return tuple(min(MOST_SPANNED, max(1, int(n))) if n.isdecimal() else 1 for n in (across, down))  # type: ignore[return-value]
