"""Lines longer than a report has them, cut into pieces: all is read, and nothing works on a line without end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex as re

from ingest.model import Line

LONGEST = 5_000  # characters of a line or paragraph; the longest of the 17 reports measured has 2,547
BREAKS = (re.compile(r"(?<=[.;!?…])\s"), re.compile(r"\s"))  # sentences, words


def cut(lines: Sequence[Line], longest: int = LONGEST) -> list[Line]:
    """Return the lines with those over ``longest`` characters in pieces, each cut at a sentence's end, else at a space."""
    pieces: list[Line] = []
    for line in lines:
        pieces.extend(_pieces(line, longest) if len(line.text) > longest else (line,))
    return pieces


def _pieces(line: Line, longest: int) -> list[Line]:
    pieces = []
    for start, end in _spans(line.text, longest):
        marks = tuple((offset - start, mark) for offset, mark in line.marks if start <= offset < end)
        first = start == 0
        piece = replace(line, text=line.text[start:end], marks=marks)
        pieces.append(piece if first else replace(piece, gap=False, mark=""))
    return pieces


def _spans(text: str, longest: int) -> list[tuple[int, int]]:
    spans, start = [], 0
    while len(text) - start > longest:
        end = start + _end(text[start : start + longest])
        spans.append((start, end))
        start = end
    return [*spans, (start, len(text))]


def _end(text: str) -> int:
    """Return where a piece ends: in its second half, at the last place of the best kind."""
    half = len(text) // 2
    for place in BREAKS:
        if ends := [match.end() for match in place.finditer(text, half)]:
            return ends[-1]
    return len(text)
