"""What is printed on every page beside the report: page numbers and running heads."""

from __future__ import annotations

from collections import Counter

import regex as re

from ingest.enumerators import ANNEX
from ingest.model import Kind, Line
from ingest.text import fold_spaces

FURNITURE = re.compile(r"^[-–—\s]*(?:(?:trang|page)\s*)?([1-9]\d{0,2})(?:\s*/\s*\d{1,3})?[-–—\s.]*$", re.IGNORECASE)
COVER_PAGES = 2  # pages before the one that is numbered 1


def without_furniture(numbered: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """Drop page numbers and running heads.

    A page number stands alone between lines of text, or first or last on a page and is about the page's; other bare
    figures are a table's cells and stay. A running head is the same first line (figures apart) on three pages or more.
    """
    texts = [fold_spaces(line.text) for _, line in numbered]
    pages = [line.page for _, line in numbered]

    def bare(index: int, page: int | None) -> bool:
        there = 0 <= index < len(numbered) and pages[index] == page
        return there and not re.search(r"[^\W\d_]{2}", texts[index])

    def is_page_number(index: int) -> bool:
        found, page = FURNITURE.match(texts[index]), pages[index]
        if not found or not (bare(index - 1, page) or bare(index + 1, page)):
            return bool(found)
        edge = index in (0, len(pages) - 1) or not pages[index - 1] == page == pages[index + 1]
        return page is not None and edge and abs(int(found[1]) - page) <= COVER_PAGES

    heads: Counter[str] = Counter()
    first_of_page: set[int] = set()
    previous: int | None = None
    for index, page in enumerate(pages):
        if page is not None and page != previous:
            previous = page
            at = index
            while at + 1 < len(numbered) and FURNITURE.match(texts[at]):
                at += 1
            first_of_page.add(at)
            heads[_head(texts[at])] += 1
    kept = []
    for index, (number, line) in enumerate(numbered):
        if line.kind is Kind.TEXT and not line.whole:
            if is_page_number(index):
                continue
            if index in first_of_page and heads[_head(texts[index])] >= 3 and line.page != 1:
                continue
        kept.append((number, line))
    return kept


def _head(text: str) -> str:
    """Return a page's first line without the number of the page; "Phụ lục 2" is no other page's head."""
    return text if ANNEX.match(text) else re.sub(r"\d+", "#", text)
