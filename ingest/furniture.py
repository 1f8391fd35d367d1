"""What is printed on every page beside the report: page numbers and running heads."""

from __future__ import annotations

from collections import Counter

import regex as re

from ingest.enumerators import ANNEX
from ingest.model import Kind, Line
from ingest.text import fold_spaces

FURNITURE = re.compile(r"^[-–—\s]*(?:(?:trang|page)\s*)?([1-9]\d{0,2})(?:\s*/\s*\d{1,3})?[-–—\s.]*$", re.IGNORECASE)
COVER_PAGES = 2  # pages before the one that is numbered 1
DECORATED = re.compile(r"[-–—/]|trang|page", re.IGNORECASE)  # "- 2 -", "Trang 2", "2/12": no figure of a table
SHORTEST_PAGE = 12  # lines between the numbers of two pages, where nothing else tells pages


def without_furniture(numbered: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """Drop page numbers and running heads.

    A page number stands alone between lines of text, or first or last on a page and is about the page's; other bare
    figures are a table's cells and stay. In text without pages it is one of several that count up by one, a page
    apart. A running head is the same first line on three pages or more; of its figures only the page's number may differ.
    """
    texts = [fold_spaces(line.text) for _, line in numbered]
    pages = [line.page for _, line in numbered]

    def bare(index: int, page: int | None) -> bool:
        there = 0 <= index < len(numbered) and pages[index] == page
        return there and not re.search(r"[^\W\d_]{2}", texts[index])

    def is_page_number(index: int) -> bool:
        found, page = FURNITURE.match(texts[index]), pages[index]
        if found and page is None and not DECORATED.search(texts[index]) and index not in counted:
            return False
        if not found or not (bare(index - 1, page) or bare(index + 1, page)):
            return bool(found)
        edge = index in (0, len(pages) - 1) or not pages[index - 1] == page == pages[index + 1]
        return page is not None and edge and abs(int(found[1]) - page) <= COVER_PAGES

    counted = _counted([at for at, text in enumerate(texts) if FURNITURE.match(text) and pages[at] is None], texts)
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
            heads[_head(texts[at], page)] += 1
    kept = []
    for index, (number, line) in enumerate(numbered):
        if line.kind is Kind.TEXT and not line.whole:
            if is_page_number(index):
                continue
            if index in first_of_page and heads[_head(texts[index], line.page)] >= 3 and line.page != 1:
                continue
        kept.append((number, line))
    return kept


def _counted(bare: list[int], texts: list[str]) -> frozenset[int]:
    """Return those of the lines with bare figures (their places, ascending) that count pages: one more each, far apart."""
    made: set[int] = set()
    for here, there in zip(bare, bare[1:], strict=False):
        first, second = FURNITURE.match(texts[here]), FURNITURE.match(texts[there])
        if first and second and int(second[1]) == int(first[1]) + 1 and there - here >= SHORTEST_PAGE:
            made |= {here, there}
    return frozenset(made)


def _head(text: str, page: int | None) -> str:
    """Return a page's first line without the number of the page; "Phụ lục 2" is no other page's head."""
    if ANNEX.match(text) or page is None:
        return text
    return re.sub(r"\d+", lambda found: "#" if abs(int(found[0]) - page) <= COVER_PAGES else found[0], text)
