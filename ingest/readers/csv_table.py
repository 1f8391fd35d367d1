"""Tables as text (.csv, .tsv): rows and columns, by whichever sign parts the cells."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.language.text import fold_spaces, normalize
from ingest.model import Kind, Line, Source, Table
from ingest.readers.text import decoded
from ingest.reading import Reading

DELIMITERS = ";\t,|"  # the first that parts most lines alike; a comma may be that of a figure
LARGEST_CELL = 1_000_000  # characters


def read(path: Path, reading: Reading) -> Source:  # noqa: ARG001 - every reader is called the same way
    """Return one table; a row of a single cell before it or after it is a line of text.

    :raises UnreadableFile: no text in it, or quotation marks that never close.
    """
    text, warnings = decoded(path.read_bytes())
    csv.field_size_limit(LARGEST_CELL)
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    try:
        parsed = csv.reader((f"{line}\n" for line in lines), delimiter=_delimiter(lines))
        rows = [tuple(fold_spaces(normalize(cell)) for cell in row) for row in parsed]
    except csv.Error as error:
        raise UnreadableFile("tệp .csv hỏng (dấu ngoặc kép không khép); hãy mở bằng Excel rồi lưu lại") from error
    rows = [row for row in rows if any(row)]
    if not rows:
        raise UnreadableFile("tệp không có chữ nào; hãy kiểm tra lại nội dung tệp")
    return _source(rows, warnings)


def _source(rows: list[tuple[str, ...]], warnings: tuple[str, ...]) -> Source:
    lines: list[Line] = []
    grid: list[tuple[str, ...]] = []
    columns = max(map(len, rows))
    for row in rows:
        if sum(map(bool, row)) == 1 and (not grid or len(row) == 1) and columns > 1:
            lines.append(Line(next(filter(None, row)), whole=True))
        else:
            lines.append(Line(fold_spaces(" ".join(row)), kind=Kind.TABLE, whole=True, row=(0, len(grid))))
            grid.append(row + ("",) * (columns - len(row)))
    return Source(tuple(lines), None, (Table(tuple(grid), None),) if grid else (), warnings)


def _delimiter(lines: list[str]) -> str:
    """Return the sign that stands as often in most lines, and at least once."""

    def alike(sign: str) -> tuple[int, int]:
        counts = [count for line in lines if line.strip() and (count := line.count(sign))]
        usual = max(set(counts), key=counts.count, default=0)
        return counts.count(usual) if usual else 0, -DELIMITERS.index(sign)

    return max(DELIMITERS, key=alike)
