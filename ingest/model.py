"""The nouns of a report: lines, paragraphs, headings, passages. Frozen, and free of any framework."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a line or paragraph is part of."""

    TEXT = "text"
    TABLE = "table"
    NOTE = "note"  # a footnote


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a reader gives it.

    ``page`` is 1-based, or None where the format has no pages. ``whole`` says that the line is a paragraph already
    (Word) and not one visual line of it (PDF, text). ``gap`` says that a blank line stood before it. ``row`` is the
    place of a table's row: (number of the table, number of the row in it). ``mark`` is that of the footnote which the
    line begins; ``marks`` are those that its text refers to, as (offset, mark), where the format tells them. ``heading`` is
    its level (1 the outermost) where the format sets it as a heading, else 0. ``bold``: how many of its letters and
    figures, from the first on, are set bold.
    """

    text: str
    page: int | None = None
    kind: Kind = Kind.TEXT
    whole: bool = False
    gap: bool = False
    row: tuple[int, int] | None = None
    mark: str = ""
    marks: tuple[tuple[int, str], ...] = ()
    heading: int = 0
    bold: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, the first ``header`` of which title the columns, and the page it starts on.

    A merged cell's text stands in every column and row that it covers.
    """

    rows: tuple[tuple[str, ...], ...]
    page: int | None
    header: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """Where a table's row stands in the report's text [start, end): numbers of the table and of the row in it."""

    table: int
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its mark, its text, the page.

    ``start`` and ``end`` tell where it stands in the report's text, ``anchor`` where the mark stands that refers to it
    (None: not found).
    """

    mark: str
    text: str
    page: int | None
    start: int = 0
    end: int = 0
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader makes of a file: lines in reading order, the number of pages (None: the format has none).

    ``ocr``: the pages that were read by OCR, ascending. ``files``: the lines that name the files a file holds.
    """

    lines: tuple[Line, ...]
    pages: int | None = None
    tables: tuple[Table, ...] = ()
    warnings: tuple[str, ...] = ()
    ocr: tuple[int, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch [start, end) of a report's text, and the page on which it starts."""

    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a report: text without line breaks, page and kind; ``line`` is its first line's number.

    ``breaks`` holds (offset in text, page) for every page the paragraph runs on to; ``row``, ``mark``, ``marks``,
    ``heading`` and ``bold`` are those of :class:`Line`.
    """

    text: str
    page: int | None
    kind: Kind = Kind.TEXT
    line: int = 0
    breaks: tuple[tuple[int, int], ...] = ()
    row: tuple[int, int] | None = None
    mark: str = ""
    marks: tuple[tuple[int, str], ...] = ()
    heading: int = 0
    bold: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline.

    ``label``: the enumerator without brackets and full stops ("Phần thứ nhất", "II", "2.1", "đ"), "*" for a starred
    heading. ``level``: 1 for the outermost. ``parent``: index of the heading above in the report's list, or None.
    ``span``: the heading's own characters; its section's text runs from ``span.end`` to the next heading.
    """

    label: str
    title: str
    level: int
    parent: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a report says of itself; None where it does not say."""

    issuer: str | None = None  # the body that reports, as it names itself
    parent: str | None = None  # the body above it in the head
    kind_of_document: str | None = None  # "báo cáo", "kế hoạch", … in small letters
    place: str | None = None
    province: str | None = None
    title: str | None = None
    period_from: int | None = None
    period_to: int | None = None
    number: str | None = None
    date: str | None = None  # ISO, as far as it is written: 2025-04-02 or 2023-12
    signer: str | None = None
    kind: str | None = None  # a kind of prompts/facets.toml, where somebody said so; else the period tells it
    found: tuple[tuple[str, str], ...] = ()  # (field, part of the report it was found in), for what is not None


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is understood: ``text`` is its paragraphs, one a line; everything else points into it."""

    id: str  # SHA-256 of the file's bytes: the same bytes are the same report
    file: str  # the file's name, without folders
    text: str
    paragraphs: tuple[Span, ...]
    kinds: tuple[Kind, ...]  # one a paragraph
    headings: tuple[Heading, ...]
    closing: int  # offset at which the closing block (Nơi nhận, signature) starts; len(text) if there is none
    page_starts: tuple[tuple[int, int], ...]  # (offset, page), ascending
    pages: int | None
    metadata: Metadata
    tables: tuple[tuple[Table, tuple[str, ...]], ...] = ()  # with the section they stand in
    footnotes: tuple[Footnote, ...] = ()
    warnings: tuple[str, ...] = ()
    closing_end: int | None = None  # offset at which the annexes below the closing block start; None if there are none
    rows: tuple[Row, ...] = ()  # of the tables, in reading order
    ocr: tuple[int, ...] = ()  # pages read by OCR

    def in_closing(self, offset: int) -> bool:
        """Say whether the character at ``offset`` stands in the closing block."""
        return offset >= self.closing and (self.closing_end is None or offset < self.closing_end)

    def page_at(self, offset: int) -> int | None:
        """Return the page on which the character at ``offset`` stands; None where the format has no pages."""
        at = bisect.bisect_right(self.page_starts, offset, key=lambda place: place[0]) - 1
        return self.page_starts[at][1] if at >= 0 else None

    def footnote_at(self, offset: int) -> Footnote | None:
        """Return the footnote that the character at ``offset`` stands in, None outside of footnotes."""
        return next((note for note in self.footnotes if note.start <= offset < note.end), None)

    def path(self, heading: int | None) -> tuple[Heading, ...]:
        """Return the headings from the outermost to the one with this index; empty for None."""
        steps: list[Heading] = []
        while heading is not None:
            steps.append(self.headings[heading])
            heading = self.headings[heading].parent
        return tuple(reversed(steps))


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A table's row in a passage: ``passage.text[start:end]`` as printed, and the same written out with its titles.

    "Cá nhân 672 701 806" is ``label`` "Giấy khen, Cá nhân" and the ``cells`` ("năm 2016", "672"), ("năm 2017", "701") and
    ("năm 2018", "806"), each with the title of its column, "" where it has none. A row of titles has no cells. What is
    quoted is the row as printed; what is searched, and may be shown beside the quote, is the row written out.
    """

    start: int
    end: int
    label: str
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The row written out: "Giấy khen, Cá nhân, năm 2016: 672; năm 2017: 701; năm 2018: 806"."""
        facts = "; ".join(write_cell(title, value) for title, value in self.cells)
        return ", ".join(part for part in (self.label, facts) if part)


def write_cell(title: str, value: str) -> str:
    """Return a cell with the title of its column: "năm 2016: 672"; the value alone where the column has none."""
    return f"{title}: {value}" if title else value


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one section, the unit that is embedded, searched and cited.

    ``text`` is ``report.text[start:end]`` word for word and is what gets quoted; ``rows`` are those of tables in it.
    ``context`` (title and heading path) goes before it into the keyword index, the shorter ``label`` (place, period,
    innermost heading) into what is embedded; neither is ever quoted.
    """

    id: str
    report: str
    file: str
    title: str
    section: tuple[str, ...]  # labels, outermost first, as far as the headings have enumerators
    heading: str  # text of the innermost heading
    headings: tuple[str, ...]  # texts of the whole path, outermost first
    page: int | None
    start: int
    end: int
    text: str
    context: str = ""
    label: str = ""
    rows: tuple[WrittenRow, ...] = ()

    @property
    def searched(self) -> str:
        """What the keyword index holds: the text, and once each the words that its rows have only when written out."""
        words = set(self.text.split())
        more = dict.fromkeys(word for row in self.rows for word in row.text.split() if word not in words)
        return " ".join([self.text, *more])

    @property
    def embedded(self) -> str:
        """What is embedded: the label, and the text with its rows written out."""
        pieces, at = [], 0
        for row in self.rows:
            pieces += [self.text[at : row.start], row.text]
            at = row.end
        text = "".join([*pieces, self.text[at:]])
        return f"{self.label}\n{text}" if self.label else text
