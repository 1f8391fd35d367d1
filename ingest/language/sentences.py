"""Sentences and clauses of Vietnamese administrative prose, as spans of the text they stand in."""

from __future__ import annotations

import regex as re

from ingest.language.enumerators import enumerator

# A full stop after these ends no sentence: TM. ỦY BAN, TP. Nam Phong, v.v.
ABBREVIATIONS = re.compile(
    r"(?:^|[\s(“\"/])(?:TP|TX|TT|TM|KT|TL|TUQ|Q|P|ThS|TS|GS|PGS|BS|CN|Đ/c|đ/c|tr|Tr|v\.v|[\p{Lu}])\.$"
)
END = re.compile(r"(?:\./\.|(?<![.!?…])[.!?…]++)[”’\"')*]*+(?=\s++[^\s\p{Ll}]|\s*+$)|[.…](?=[\p{Lu}][^\W\d_])")
FOLLOWED_BY_SMALL = re.compile(r"\G\s*+\p{Ll}")
LONGEST_ABBREVIATION = 8  # characters before the full stop, with what stands before it: "(TUQ" has four
CLAUSE = re.compile(r";\s+")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences in order, without the white space between them.

    A line break always ends one; the full stop of an enumerator does not. Empty text gives an empty list.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        spans.extend(_within_line(line, start))
        start += len(line) + 1
    return spans


def _within_line(line: str, offset: int) -> list[tuple[int, int]]:
    spans = []
    begin = 0
    opening = enumerator(line)
    for match in END.finditer(line, opening.length if opening else 0):
        end = match.end()
        near = line[max(begin, match.start() - LONGEST_ABBREVIATION) : match.start() + 1]
        if FOLLOWED_BY_SMALL.match(line, end) or ABBREVIATIONS.search(near):
            continue
        spans.append((begin, end))
        begin = end
    spans.append((begin, len(line)))
    return [trimmed for a, b in spans if (trimmed := _trim(line, a, b, offset))]


def _trim(line: str, begin: int, end: int, offset: int) -> tuple[int, int] | None:
    piece = line[begin:end]
    if not any(c.isalnum() for c in piece):
        return None
    left = len(piece) - len(piece.lstrip())
    return offset + begin + left, offset + begin + len(piece.rstrip())


def clauses(text: str) -> list[tuple[int, int]]:
    """Return the spans of the parts of a sentence between semicolons, in order, semicolons left out."""
    spans = []
    begin = 0
    for match in CLAUSE.finditer(text):
        spans.append((begin, match.start()))
        begin = match.end()
    spans.append((begin, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]
