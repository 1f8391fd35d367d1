"""Tables: recovered from lines that lost their grid, and rows written out so that they can be found.

A flattened table is told by its heading: a line that ends in two or more years or figures ("Stt Nội dung 2016 2017"), below
which lines end in as many figures. What stands before the figures names the row; lines without figures name the row
below them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import regex as re

from ingest.language.enumerators import enumerator
from ingest.model import Kind, Line, Table

FIGURE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?%?|\d+(?:[,.]\d+)?%?|[-–x]")
YEAR = re.compile(r"(?:19|20)\d{2}")
ORDINAL = re.compile(r"(?:stt|tt|số tt|số thứ tự)\.?", re.IGNORECASE)  # heads the column of running numbers
NUMBER = re.compile(r"\d{1,3}\.?")
FEWEST_COLUMNS = 2  # of figures
FEWEST_ROWS = 2
LONGEST_NAME = 14  # words that name a row
MOST_NAME_LINES = 4  # lines that a row's name is broken into
LONGEST_HEAD = 12  # words of a heading before its years


def recovered(lines: Sequence[Line], tables: Sequence[Table]) -> tuple[list[Line], tuple[Table, ...]]:
    """Return the lines with the rows of flattened tables joined, one a row, and all tables."""
    joined: list[Line] = []
    all_tables = [replace(table, header=_header(table.rows)) for table in tables]
    at = 0
    while at < len(lines):
        grid = _flattened(lines, at)
        if grid is None:
            joined.append(lines[at])
            at += 1
            continue
        for number, row in enumerate(grid.sources):
            first = lines[row.start]
            text = " ".join(line.text.strip() for line in lines[row.start : row.stop])
            joined.append(Line(text, first.page, Kind.TABLE, gap=first.gap, row=(len(all_tables), number)))
        all_tables.append(Table(tuple(grid.rows), lines[at].page))
        at = grid.sources[-1].stop
    return joined, tuple(all_tables)


def _header(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows title the columns: those below the first that share its first cell and hold no figures."""
    number = 1
    while (
        number < len(rows) - 1
        and rows[0]
        and rows[number][:1] == rows[0][:1]
        and not any(FIGURE.fullmatch(cell) and not YEAR.fullmatch(cell) for cell in rows[number])
    ):
        number += 1
    return number


@dataclass(slots=True)
class _Grid:
    """A table while it is read: rows of cells, and the lines each row stands in."""

    names: int  # columns that name a row
    figures: int
    rows: list[tuple[str, ...]] = field(default_factory=list)
    sources: list[range] = field(default_factory=list)


def _flattened(lines: Sequence[Line], at: int) -> _Grid | None:
    """Return the table whose heading is line ``at``, None if that is no heading."""
    head = _heading(lines[at])
    if head is None:
        return None
    ordinal, title, years = head
    below = _below(lines, at + 1, len(years))
    if sum(bool(figures) for _, _, figures in below) < FEWEST_ROWS:
        return None
    pending: list[str] = []
    start = at + 1
    parsed: list[tuple[list[str], tuple[str, ...], range]] = []
    for number, name, figures in below:
        pending += [name] if name else []
        if figures:
            parsed.append((pending, figures, range(start, number + 1)))
            pending, start = [], number + 1
    parts = _parts([names for names, _, _ in parsed])
    two = any(_parted(names, parts)[1] for names, _, _ in parsed)
    grid = _Grid(1 + two, len(years))
    opening = ([ordinal] if ordinal else []) + [title] * grid.names
    grid.rows.append((*opening, *years))
    grid.sources.append(range(at, at + 1))
    group = ("", "")
    for names, figures, source in parsed:
        name, part = _parted(names, parts)
        running, name = _numbered(name) if ordinal else ("", name)
        if ordinal and two and not (running or part) and len(names) == 1:
            name, part = "", name  # a further part of the group above
        if name or running:
            group = (running, name)
        cells = ([group[0]] if ordinal else []) + ([group[1], part or group[1]] if two else [group[1]])
        grid.rows.append((*cells, *figures))
        grid.sources.append(source)
    return grid


def _heading(line: Line) -> tuple[str, str, tuple[str, ...]] | None:
    """Return (title of the running number, title of the names, titles of the figures) of a heading."""
    if line.kind is not Kind.TEXT or line.whole:
        return None
    words = line.text.split()
    years: list[str] = []
    while words and YEAR.fullmatch(words[-1]):
        years.insert(0, words.pop())
    if len(years) < FEWEST_COLUMNS or not words or len(words) > LONGEST_HEAD or years != sorted(set(years)):
        return None
    ordinal = words.pop(0) if ORDINAL.fullmatch(words[0]) and len(words) > 1 else ""
    title = " ".join(words)
    return (ordinal, title, tuple(years)) if title[:1].isupper() and not re.search(r"[,;:]$", title) else None


def _below(lines: Sequence[Line], at: int, columns: int) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return (number of the line, name in it, figures in it) of the lines that belong to a table, up to its last row."""
    rows: list[tuple[int, str, tuple[str, ...]]] = []
    last = unnamed = 0
    for number in range(at, len(lines)):
        words = lines[number].text.split()
        figures: list[str] = []
        while words and len(figures) < columns and FIGURE.fullmatch(words[-1]):
            figures.insert(0, words.pop())
        complete = len(figures) == columns
        if not complete:
            words = lines[number].text.split()
        name = " ".join(words)
        opening = enumerator(name)
        heading = opening is not None and not (complete or NUMBER.fullmatch(name.split()[0]))
        unnamed = 0 if complete else unnamed + 1
        prose = len(words) > LONGEST_NAME or re.search(r"[.;:]$", name)
        if lines[number].kind is not Kind.TEXT or heading or prose or unnamed > MOST_NAME_LINES:
            break
        rows.append((number, name, tuple(figures) if complete else ()))
        last = len(rows) if complete else last
    return rows[:last]


def _parts(rows: Sequence[Sequence[str]]) -> set[str]:
    """Return the names of parts within groups: what stands by itself beside the figures of two rows or more."""
    beside = Counter(names[-1] for names in rows if names and names[-1][:1].isupper())
    ends = Counter(part for names in rows for part in beside if names and names[-1].endswith(f" {part}"))
    parts = {part for part, count in beside.items() if count + ends[part] > 1}
    if not parts:
        return set()
    # "1 Giấy khen Tập thể", "2 Lao động tiên tiến Tập thể" beside "Cá nhân": what several groups end in is a part too
    rest = [" ".join(names) for names in rows if names and not any(" ".join(names).endswith(part) for part in parts)]
    shared = Counter(end for name in rest for end in _endings(name))
    longest = [max((e for e in _endings(name) if shared[e] > 1), key=len, default="") for name in rest]
    return parts.union(filter(None, longest))


def _endings(name: str) -> list[str]:
    """Return the ends of a name that begin with a capital, but not the name itself."""
    words = name.split()
    return [" ".join(words[at:]) for at in range(2, len(words)) if words[at][0].isupper()]


def _parted(names: Sequence[str], parts: set[str]) -> tuple[str, str]:
    """Split what names a row into the group's name and the part within it ("Giấy khen", "Tập thể").

    A part is what names other rows by itself.
    """
    name = " ".join(names)
    part = max((p for p in parts if name == p or name.endswith(f" {p}")), key=len, default="")
    return name.removesuffix(part).strip(), part


def _numbered(name: str) -> tuple[str, str]:
    first, _, rest = name.partition(" ")
    return (first, rest) if NUMBER.fullmatch(first) else ("", name)


def write_row(table: Table, number: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the label of a row and its cells with the titles of their columns; see :class:`ingest.model.WrittenRow`.

    The first column of words is the label, with what stands beside it under the same title; running numbers are left
    out. A row of the heading has its titles for a label, and no cells.
    """
    cells = table.rows[number]
    titles = _titles(table, len(cells))
    if number < table.header:
        return ", ".join(dict.fromkeys(cell for cell in cells if cell)), ()
    names: list[str] = []
    facts: list[tuple[str, str]] = []
    name_title: str | None = None
    for title, cell in zip(titles, cells, strict=True):
        if not cell or ORDINAL.fullmatch(title):
            continue
        if not FIGURE.fullmatch(cell) and name_title in (None, title):
            name_title = title
            names += [cell] if cell not in names else []
        else:
            facts.append((f"năm {title}" if YEAR.fullmatch(title) else title, cell))
    return ", ".join(names), tuple(facts)


def _titles(table: Table, columns: int) -> list[str]:
    """Return the title of every column; titles in several rows are joined."""
    heads = [row for row in table.rows[: table.header] if len(row) == columns]
    return [" ".join(dict.fromkeys(head[at] for head in heads if head[at])) for at in range(columns)]
