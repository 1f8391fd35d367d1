"""Headings without a number that are set bold among numbered ones: a line by itself, or words before their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex as re

from ingest.language.enumerators import ANNEX, enumerator
from ingest.model import Kind, Paragraph

LONGEST = 20  # words of such a heading
LONGEST_RUN_IN = 10  # words before "Khó khăn: …"
SHORTEST_TEXT = 4  # words after those
MOST = 0.4  # of the paragraphs without a number that may be bold; more is how a report is set
NO_TITLE = re.compile(
    r"^(?:bảng|biểu|hình|sơ đồ|nguồn|ghi chú|lưu ý|đơn vị tính|đvt|kính (?:gửi|thưa)|nơi nhận|trên đây)\b", re.IGNORECASE
)
OPENS = re.compile(r"[\p{Lu}“\"]")


def letters(text: str) -> int:
    """Count the letters and figures of a text: how far a bold stretch goes whatever spaces do."""
    return sum(map(str.isalnum, text))


def headings(paragraphs: Sequence[Paragraph], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield (paragraph, end of its title, start of its own text) of the bold headings in [start, end)."""
    plain = [at for at in range(start, end) if paragraphs[at].kind is Kind.TEXT and enumerator(paragraphs[at].text) is None]
    whole = {at for at in plain if _is_whole(paragraphs[at])}
    if len(whole) > MOST * len(plain):
        return
    for at in plain:
        text = paragraphs[at].text
        if not paragraphs[at].bold or not OPENS.match(text) or NO_TITLE.match(text) or ANNEX.match(text):
            continue
        if at in whole:
            below = paragraphs[at + 1] if at + 1 < end else None
            if below is not None and at + 1 not in whole and below.kind is Kind.TEXT and _reads_like_title(text):
                yield at, len(text), len(text)
        elif (title := _run_in(paragraphs[at])) is not None:
            yield at, *title


def _is_whole(paragraph: Paragraph) -> bool:
    return 0 < letters(paragraph.text) <= paragraph.bold


def _reads_like_title(text: str) -> bool:
    return len(text.split()) <= LONGEST and text.rstrip()[-1:] not in ".;,!?"


def _run_in(paragraph: Paragraph) -> tuple[int, int] | None:
    """Return the end of a bold title and the start of its text: a colon or full stop parts them."""
    left, end = paragraph.bold, 0
    while left:
        left -= paragraph.text[end].isalnum()
        end += 1
    sign = re.match(r"\s?[:.](?=\s)", paragraph.text[end:])
    if sign is None or len(paragraph.text[:end].split()) > LONGEST_RUN_IN:
        return None
    body = end + sign.end()
    return (end, body) if len(paragraph.text[body:].split()) >= SHORTEST_TEXT else None
