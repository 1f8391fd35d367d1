"""Grouping points of reports into formulas: points that differ in names, figures and dates only, or nearly so.

Chosen on the pairs of ``eval/samples/wording.json`` and looked at on others; see ``python -m eval wording --groups``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import regex as re

from app.wording.blanks import BlankedPiece, blank_out
from ingest.language.terms import tokens

NEAR = 0.6  # shares of neighbouring words and of words in common from which two points are one formula by their words alone
PAIRS, WORDS, MEANING = 0.33, 0.36, 0.953  # or all three from here on: both shares, and likeness of meaning
REPEATED = 0.8  # both shares within one report, which says a thing twice on purpose only in the same words
SHORTEST = 6  # words beside names and figures; with fewer a point has no formula
MOST_FIGURES = 0.3  # share of a line's words that are figures; with more it is a row of a table
FIGURE = re.compile(r"\(?\d[\d.,]*+%?[.,;:)]*+")
ENDING = re.compile(r"trên đây là|kính báo cáo|kính đề nghị", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Formula:
    """The formula of a point, by which points are compared.

    ``pieces`` are the point with blanks for names and figures, ``words`` the folded words between the blanks. ``ends`` says
    whether the point closes a report. ``report`` is the id of the report it comes from.
    """

    pieces: tuple[BlankedPiece, ...]
    words: tuple[str, ...]
    ends: bool
    report: str


def formula(point: str, names: Collection[str], report: str) -> Formula:
    """Return the formula of a point; ``names``: names known to be the report's own."""
    pieces = blank_out(point, names)
    bare = " ".join(piece.text for piece in pieces if piece.gap is None)
    return Formula(pieces, tuple(tokens(bare)), is_ending(point), report)


def is_ending(point: str) -> bool:
    """Say whether a point is the sentence that ends a report."""
    return ENDING.search(point) is not None


def is_row(line: str) -> bool:
    """Say whether a line is a row of a table and no sentence."""
    words = line.split()
    return sum(FIGURE.fullmatch(word) is not None for word in words) > MOST_FIGURES * len(words)


def same(first: Formula, second: Formula, likeness: float) -> bool:
    """Say whether two points are one formula; ``likeness``: cosine of their meanings."""
    if first.ends != second.ends or min(len(first.words), len(second.words)) < SHORTEST:
        return False
    pairs, words = _shares(first.words, second.words)
    if first.report == second.report:
        return min(pairs, words) >= REPEATED
    return min(pairs, words) >= NEAR or (pairs >= PAIRS and words >= WORDS and likeness >= MEANING)


def _shares(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[float, float]:
    """Return the neighbouring words in common, of the longer point's, and the words in common, of all."""
    left_pairs, right_pairs = set(zip(left, left[1:], strict=False)), set(zip(right, right[1:], strict=False))
    words, others = set(left), set(right)
    return len(left_pairs & right_pairs) / max(len(left_pairs), len(right_pairs)), len(words & others) / len(words | others)
