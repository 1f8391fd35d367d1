"""Web pages saved as files, also those that an office program saved with a Word ending."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import html
from lxml.etree import LxmlError, _Element

from ingest.errors import UnreadableFile
from ingest.model import Kind, Line, Source, Table
from ingest.readers.grid import filled
from ingest.readers.text import decoded
from ingest.reading import Reading
from ingest.text import fold_spaces, normalize

BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
UNSEEN = frozenset("script style head template noscript iframe object embed".split())
MOST_SPANNED = 100  # columns or rows that a cell is taken to cover at most


def read(path: Path, reading: Reading) -> Source:  # noqa: ARG001 - every reader is called the same way
    """Return one line a block of text and one a table row; a page has no pages of its own.

    :raises UnreadableFile: nothing in it can be read.
    """
    text, warnings = decoded(path.read_bytes())  # what a page says of its encoding is often wrong
    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError) as error:
        raise UnreadableFile("tệp HTML hỏng hoặc rỗng; hãy mở bằng trình duyệt rồi lưu lại") from error
    made = _Reading()
    made.walk(root)
    made.end_line()
    if not made.lines:
        raise UnreadableFile("tệp HTML không có chữ nào; hãy kiểm tra lại nội dung tệp")
    return Source(tuple(made.lines), None, tuple(made.tables), warnings)


class _Reading:
    """One pass over the tree; collects lines and tables."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self._open = ""

    def walk(self, element: _Element) -> None:
        """Go through an element and what stands in it."""
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            return
        if element.tag == "table" and _is_data(element):
            self.end_line()
            self._table(element)
            return
        block = element.tag in BLOCKS
        if block or element.tag == "br":
            self.end_line()
        self._open += element.text or ""
        for child in element:
            self.walk(child)
            self._open += child.tail or ""
        if block:
            self.end_line()

    def end_line(self) -> None:
        """End the line that is open, if it holds anything."""
        if text := fold_spaces(normalize(self._open)):
            self.lines.append(Line(text, whole=True))
        self._open = ""

    def _table(self, table: _Element) -> None:
        first = len(self.lines)
        rows = [[(_text(cell), *_spans(cell)) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        for number, row in enumerate(rows):
            if line := fold_spaces(" ".join(text for text, _, _ in row)):
                self.lines.append(Line(line, kind=Kind.TABLE, whole=True, row=(len(self.tables), number)))
        if len(self.lines) > first:
            self.tables.append(Table(filled(rows), None))


def _is_data(table: _Element) -> bool:
    """A table of two rows and two columns at least; others only place text on the page."""
    rows = list(table.iter("tr"))
    return (
        len(rows) > 1
        and max(sum(cell.tag in ("td", "th") for cell in row) for row in rows) > 1
        and not any(True for _ in _inner_tables(table))
    )


def _inner_tables(table: _Element) -> Iterator[_Element]:
    return (inner for inner in table.iter("table") if inner is not table)


def _text(cell: _Element) -> str:
    return fold_spaces(normalize(" ".join(str(piece) for piece in cell.itertext())))


def _spans(cell: _Element) -> tuple[int, int]:
    """Return over how many columns and rows a cell reaches."""
    across, down = (cell.get(name, "1").strip() for name in ("colspan", "rowspan"))
    return tuple(min(MOST_SPANNED, max(1, int(n))) if n.isdecimal() else 1 for n in (across, down))  # type: ignore[return-value]
