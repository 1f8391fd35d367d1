"""Headings without a number that are set bold among numbered ones: a line by itself, or words before their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex as re

from ingest.language.enumerators import ANNEX, enumerator
from ingest.model import Kind, Paragraph
from ingest.structure.letterhead import is_formal, kind_of

LONGEST = 20  # words of such a heading
LONGEST_RUN_IN = 10  # words before "Khó khăn: …"
SHORTEST_TEXT = 4  # words after those
FEWEST = 3  # headings that bold type alone tells
LONGEST_HEAD = 30  # paragraphs from the top in which the line of the kind stands
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


def by_themselves(paragraphs: Sequence[Paragraph], start: int, end: int) -> list[tuple[int, int, int]]:
    """Return the headings of a report in which nothing but bold type tells them, as :func:`headings` does.

    Each has a text or a table below it, and most of the report is not bold. Fewer than three are none. What stands bold
    above the first text is head and title, but for a line below the title.
    """
    first = _below_title(paragraphs, start, end)
    titles = [at for at in range(first, end) if _is_title(paragraphs[at]) and _has_text(paragraphs, at, end)]
    texts = sum(not paragraphs[at].bold for at in range(first, end))
    if len(titles) < FEWEST or len(titles) > texts:
        return []
    return [(at, len(paragraphs[at].text), len(paragraphs[at].text)) for at in titles]


def _below_title(paragraphs: Sequence[Paragraph], start: int, end: int) -> int:
    """Return the first paragraph that may be a heading: below the kind's line and the title's first, else below a text."""
    for at in range(start, min(end, start + LONGEST_HEAD)):
        if kind_of(paragraphs[at].text):
            return at + 2
    return next(
        (at for at in range(start, end) if not paragraphs[at].bold and len(paragraphs[at].text.split()) > LONGEST), end
    )


def _is_title(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        paragraph.kind is Kind.TEXT
        and _is_whole(paragraph)
        and enumerator(text) is None
        and OPENS.match(text) is not None
        and not NO_TITLE.match(text)
        and not ANNEX.match(text)
        and not is_formal(text)
        and _reads_like_title(text)
    )


def _has_text(paragraphs: Sequence[Paragraph], at: int, end: int) -> bool:
    """Say whether a text that is not bold, or a table, stands right below a paragraph."""
    if at + 1 >= end:
        return False
    below = paragraphs[at + 1]
    return below.kind is Kind.TABLE or (not below.bold and len(below.text.split()) >= SHORTEST_TEXT)


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
