"""Small pictures of one line each, cells of a table, read in several forms: most of the readings decide."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence

from PIL import Image

from ingest.language.text import normalize
from ingest.readers.ocr import tesseract
from ingest.readers.ocr.two_readings import OcrWord

APART = 20  # pixels of white around small pictures that are read together
PAPER = 245  # of 255


def read_lines(forms: Sequence[Sequence[Image.Image]], seconds: int) -> list[str]:
    """Return the line that each of some small pictures holds, as most readings have it; "" for one read so only once.

    :param forms: the same pictures in several forms: what is misread in one is not in another. Those of a form are read
        below each other at once, by both models: starting the program takes longer than a line.
    """
    votes = [Counter[str]() for _ in forms[0]]
    sure = [Counter[str]() for _ in forms[0]]
    for pieces in forms:
        page, tops = _stacked(pieces)
        for name in filter(None, (tesseract.LANGUAGE, tesseract.second_model())):
            rows: list[list[OcrWord]] = [[] for _ in pieces]
            for word in tesseract.words_of(tesseract.run(page, seconds, "--psm", "6", "tsv", language=name)):
                rows[max(0, bisect.bisect_right(tops, word.top + word.height // 2) - 1)].append(word)
            for at, row in enumerate(rows):
                text = normalize(" ".join(word.text for word in sorted(row, key=lambda word: word.left)))
                votes[at][text] += 1
                sure[at][text] += round(min((word.confidence for word in row), default=0.0))
    best = [
        max(own, key=lambda text: (own[text], confidences[text], text)) for own, confidences in zip(votes, sure, strict=True)
    ]
    return [text if own[text] > 1 else "" for text, own in zip(best, votes, strict=True)]


def _stacked(pieces: Sequence[Image.Image]) -> tuple[Image.Image, list[int]]:
    """Return pictures below each other on white, and where each begins."""
    page = Image.new("L", (max(p.width for p in pieces) + 2 * APART, sum(p.height + 2 * APART for p in pieces)), PAPER)
    tops: list[int] = []
    below = 0
    for piece in pieces:
        tops.append(below)
        page.paste(piece, (APART, below + APART))
        below += piece.height + 2 * APART
    return page, tops
