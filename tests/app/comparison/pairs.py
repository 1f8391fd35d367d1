"""Invented pairs of reports with known changes (``texts/*.toml``), written as Word files.

``FITTED`` was looked at while the comparison was built. ``MEASURED`` were written before they were first run.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import docx

from app.comparison.model import ReportChange

FOLDER = Path(__file__).parent / "texts"
FITTED = ("moc-lung", "truong-an-binh")
MEASURED = ("hoa-son", "phuoc-lam", "cong-an-vinh-dai")


@dataclass(frozen=True)
class Known:
    """A change made by hand: its kind, words of the quote (of the old one for what is gone), words of the message."""

    kind: str
    quote: str
    message: str

    def is_told_by(self, change: ReportChange) -> bool:
        """Say whether a change found is this one."""
        place = change.new or change.old
        return (
            change.kind == self.kind and place is not None and self.quote in place.quote and self.message in change.message
        )


@dataclass(frozen=True)
class Pair:
    """Two reports, a paragraph a line and the rows of tables as "| a | b", and what was changed from one to the other."""

    old: str
    new: str
    known: tuple[Known, ...]


def read(name: str) -> Pair:
    """Return a pair."""
    tables = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return Pair(tables["old"], tables["new"], tuple(Known(*entry) for entry in tables["known"]))


def write(text: str, file: Path) -> Path:
    """Write a report as a Word file."""
    document = docx.Document()
    for is_table, lines in groupby(text.strip().splitlines(), key=lambda line: line.startswith("|")):
        if not is_table:
            for line in lines:
                document.add_paragraph(line)
            continue
        rows = [[cell.strip() for cell in line.removeprefix("|").split("|")] for line in lines]
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    document.save(str(file))
    return file


def judge(known: Sequence[Known], changes: Sequence[ReportChange]) -> tuple[list[Known], list[ReportChange]]:
    """Return the known changes that were not found, and the changes found that are none of them."""
    left, missed = list(changes), []
    for change_known in known:
        hit = next((change for change in left if change_known.is_told_by(change)), None)
        if hit is None:
            missed.append(change_known)
        else:
            left.remove(hit)
    return missed, left
