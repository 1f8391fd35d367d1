"""Cells of tables and footnotes that the reader gives of reports, against their sources (``md/``; see ``open_reports``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex as re

from ingest.language.text import fold_spaces
from ingest.model import Report
from ingest.report import understand

FORMATS = ("docx", "pdf")
NOTE = re.compile(r"^\[\^([^\]]{1,8})\]:\s*(.*)$", re.MULTILINE)
MARK = re.compile(r"\[\^([^\]]{1,8})\]")
TABLE = re.compile(r"^@table$\n(.*?)^@end$", re.MULTILINE | re.DOTALL)
BEFORE = 12  # characters before a note's mark by which it is tied to its place
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class SourceScore:
    """One file: cells right and in all; footnotes whole and tied to their mark, and in all; what is wrong."""

    name: str
    cells: tuple[int, int]
    notes: tuple[int, int]
    wrong: tuple[str, ...]


def measure(folder: Path, names: Sequence[str] = ()) -> Iterator[SourceScore]:
    """Yield the score of every Word and PDF file whose source lies in ``md``; ``names``: only those stems."""
    for source in sorted((folder / "md").glob("*.md")):
        if names and source.stem not in names:
            continue
        text = source.read_text(encoding="utf-8")
        for kind in FORMATS:
            for file in (folder / kind).glob(f"{source.stem}.*"):
                yield _score(file.name, text, understand(file))


def summary(scores: Sequence[SourceScore]) -> str:
    """Return, a format a line, how many cells and notes are right."""
    lines = []
    for kind in FORMATS:
        own = [score for score in scores if score.name.endswith(f".{kind}")]
        cells, notes = _sum([score.cells for score in own]), _sum([score.notes for score in own])
        share = cells[0] / max(1, cells[1])
        lines.append(f"{kind:5} ô bảng {cells[0]} trên {cells[1]} ({share:.4f})  chú thích {notes[0]} trên {notes[1]}")
    return "\n".join(lines)


def _sum(pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(right for right, _ in pairs), sum(total for _, total in pairs)


def _score(name: str, source: str, report: Report) -> SourceScore:
    right = total = 0
    wrong: list[str] = []
    read = [table.rows for table, _ in report.tables]
    for rows in map(_rows, TABLE.findall(source)):
        best = max((list(_differing(rows, other)) for other in read), key=lambda bad: -len(bad), default=None)
        count = sum(map(len, rows))
        bad = best if best is not None else [f"bảng “{rows[0][0]}”"] * count
        total, right = total + count, right + count - len(bad)
        wrong += bad
    notes = NOTE.findall(source)
    whole = [mark for mark, text in notes if _is_tied(mark, _plain(text), source, report)]
    wrong += [f"chú thích {mark}" for mark, _ in notes if mark not in whole]
    return SourceScore(name, (right, total), (len(whole), len(notes)), tuple(wrong))


def _rows(block: str) -> list[list[str]]:
    """Return the cells of a table; one that is merged with its neighbour holds its text."""
    rows: list[list[str]] = []
    for line in block.splitlines():
        row: list[str] = []
        for at, cell in enumerate(part.strip() for part in line.split("|")):
            merged = row[-1] if cell == "<" and row else rows[-1][at] if cell == "^" and rows else _plain(cell)
            row.append(merged)
        rows.append(row)
    return rows


def _differing(rows: Rows, other: Rows) -> Iterator[str]:
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            counterpart = other[at][place] if at < len(other) and place < len(other[at]) else None
            if counterpart is None or _even(counterpart) != _even(cell):
                yield f"ô “{cell}”: {counterpart!r}"


def _is_tied(mark: str, text: str, source: str, report: Report) -> bool:
    """Say whether a note was read whole, at the place in the text where its mark stands."""
    body = NOTE.sub("", source)
    before = {_even(_plain(body[: match.start()]))[-BEFORE:] for match in MARK.finditer(body) if match[1] == mark}
    return any(
        _even(note.text) == _even(text)
        and note.anchor is not None
        and _even(report.text[max(0, note.anchor - 4 * BEFORE) : note.anchor])[-BEFORE:] in before
        for note in report.footnotes
    )


def _plain(text: str) -> str:
    return MARK.sub("", text.replace("**", ""))


def _even(text: str) -> str:
    return fold_spaces(text.replace("|", " ").replace("\n", " ")).strip()
