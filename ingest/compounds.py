"""Compounds of two syllables common in administrative reports: a neighbourhood that is a word, not a chance."""

from __future__ import annotations

import functools
from pathlib import Path

FILE = Path(__file__).parent / "readers" / "compounds.txt"


@functools.cache
def compounds() -> frozenset[tuple[str, str]]:
    """Return the compounds, in small letters with their marks."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    return frozenset((first, second) for first, second in pairs)
