"""The figures that a person sees in a plain text file or a table of text."""

from __future__ import annotations

from pathlib import Path

import regex as re

from ingest.audit.model import SeenFigures

SUFFIXES = frozenset({".txt", ".csv", ".tsv"})
# A line that is only a page number is furniture: "12", "- 12 -", "Trang 2/15".
PAGE = re.compile(r"^\W*+(?:trang\s*+)?+\d{1,3}+(?:\s*+/\s*+\d{1,3}+)?+\W*+", re.IGNORECASE)


def seen(path: Path) -> list[SeenFigures]:
    """Return the lines of a text in Unicode; any other file gives nothing."""
    if path.suffix.lower() not in SUFFIXES:
        return []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    return [SeenFigures(line) for line in text.splitlines() if not PAGE.fullmatch(line)]
