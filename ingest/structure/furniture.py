"""What is printed on every page beside the report: page numbers and running heads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import regex as re

from ingest.language.enumerators import ANNEX
from ingest.language.text import fold_spaces
from ingest.model import Kind, Line

FURNITURE = re.compile(r"^[-–—\s]*(?:(?:trang|page)\s*)?([1-9]\d{0,2})(?:\s*/\s*\d{1,3})?[-–—\s.]*$", re.IGNORECASE)
FEWEST_HEADS, FEWEST_FEET = 3, 2  # pages that a running head stands on; a foot with their numbers tells itself sooner
# The dots between a title and its page. No match begins within a row of dots, or each of them would be tried.
LEADERS = re.compile(r"(?<![.…_·])(?<![.…_·]\s)(?:[.…_·]\s?+){4,}+\s*+\d{1,3}+\W*+$")
CONTENTS = re.compile(r"^\W*m[ụu]c\s+l[ụu]c\W*$", re.IGNORECASE)
LISTS = re.compile(r"^\W*+danh mục (?:các )?(?:bảng|biểu|hình|sơ đồ|phụ lục|đồ thị)[\p{L},\s]{0,40}\W*+$", re.IGNORECASE)
PAGED = re.compile(r"(?<![\s.…_·])[\s.…_·]++(\d{1,3})\W*+$")  # a title's page
WORD = re.compile(r"[^\W\d_]{2}")
# Address and page number, as browsers print them; above, "11/30/26, 5:52 PM" or "17:52, 30/11/2026" and the page's title.
BROWSER_FOOT = re.compile(r"^(?:file|https?)://\S*\s++\d{1,4}/\d{1,4}$", re.IGNORECASE)
BROWSER_HEAD = re.compile(
    r"^\d{1,2}(?:/\d{1,2}/\d{2,4},? \d{1,2}:\d\d(?: ?[AP]M)?|:\d\d(?: ?[AP]M)?,? \d{1,2}/\d{1,2}/\d{2,4})(?:$|\s)",
    re.IGNORECASE,
)
FEWEST_CONTENTS = 2
FEWEST_WORDS = 5  # of a line with a full stop that is taken for a sentence
COVER_PAGES = 2  # pages before the one that is numbered 1
DECORATED = re.compile(r"[-–—/]|trang|page", re.IGNORECASE)  # "- 2 -", "Trang 2", "2/12": no figure of a table
SHORTEST_PAGE = 12  # lines between the numbers of two pages, where nothing else tells pages


def without_furniture(numbered: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """Drop page numbers, running heads and feet, and the lines of a contents page.

    A page number stands first or last on a page and goes with the pages; other bare figures are content. A running head
    is the same first line on three pages or more, a running foot the same last one, on two where it parts a sentence;
    figures in it may only be those of the pages. Where there are no pages, a page number stands alone between lines of text
    and is decorated ("- 2 -"), or one of several that count up by one, a page apart.
    """
    texts = [fold_spaces(line.text) for _, line in numbered]
    pages = [line.page for _, line in numbered]
    edges = _edges(pages)
    numbers = _page_numbers(texts, pages, edges)
    running = _running(texts, pages, numbers, first=False)
    running |= _running(texts, pages, numbers | running, first=True)
    contents = _contents(texts)
    running |= _browsers(texts, pages)
    return [
        (number, line)
        for index, (number, line) in enumerate(numbered)
        if line.kind is not Kind.TEXT or (index not in contents and (line.whole or index not in numbers | running))
    ]


def _edges(pages: Sequence[int | None]) -> set[int]:
    """Return the numbers of the first and last lines of pages; two page numbers may stand one below the other."""
    edges: set[int] = set()
    for index, page in enumerate(pages):
        if page is None:
            continue
        first = index == 0 or pages[index - 1] != page
        last = index + 1 == len(pages) or pages[index + 1] != page
        if first or last:
            edges.add(index)
    return edges


def _page_numbers(texts: Sequence[str], pages: Sequence[int | None], edges: set[int]) -> set[int]:
    figures = {index: int(match[1]) for index, text in enumerate(texts) if (match := FURNITURE.match(text))}
    offsets = Counter(
        number - page for index, number in figures.items() if index in edges and (page := pages[index]) is not None
    )

    counted = _counting_pages([index for index in sorted(figures) if pages[index] is None], texts)

    def is_bare(index: int) -> bool:
        return 0 <= index < len(texts) and not WORD.search(texts[index])

    numbers: set[int] = set()
    for index, number in figures.items():
        page = pages[index]
        if page is None:
            is_page = index in counted or DECORATED.search(texts[index])
            if is_page and not (is_bare(index - 1) or is_bare(index + 1)):
                numbers.add(index)
        elif index in edges and (
            DECORATED.search(texts[index]) or abs(number - page) <= COVER_PAGES or offsets[number - page] >= FEWEST_FEET
        ):
            numbers.add(index)
    return numbers


def _running(texts: Sequence[str], pages: Sequence[int | None], numbers: set[int], *, first: bool) -> set[int]:
    """Return the numbers of running heads, or feet; the first page's head is its own, if it has words."""
    places: dict[int, int] = {}  # the line of each page
    for index, page in enumerate(pages):
        if page is not None and index not in numbers and (not first or page not in places):
            places[page] = index
    places = {page: index for page, index in places.items() if not _is_sentence(texts[index])}
    own = {pages[index] for index in numbers}
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for page, index in places.items():
        groups[_head(texts[index])].append((page, index))
    lines: set[int] = set()
    for group in groups.values():
        figures = [[int(figure) for figure in re.findall(r"\d+", texts[index])] for _, index in group]
        columns = list(zip(*figures, strict=True)) if len(set(map(len, figures))) == 1 else [tuple(range(len(group)))] * 2
        steady = [len(set(column)) == 1 for column in columns]
        paged = [len({n - page for n, (page, _) in zip(column, group, strict=True)}) == 1 for column in columns]
        if not all(a or b for a, b in zip(steady, paged, strict=True)):
            continue  # figures that are not the pages' are content
        counted = any(b and not a for a, b in zip(steady, paged, strict=True)) and not first
        if counted and all(FURNITURE.match(texts[index]) and page in own for page, index in group):
            continue  # the pages have their number already: figures that count up by themselves
        parting = all(steady) and any(
            _parts_a_sentence(texts, index, numbers) for page, index in group if page != 1 or not first
        )
        if len(group) >= (FEWEST_FEET if counted or parting else FEWEST_HEADS):
            everywhere = counted or (parting and not first) or not WORD.search(texts[group[0][1]])
            lines.update(index for page, index in group if page != 1 or everywhere)
    return lines


def _parts_a_sentence(texts: Sequence[str], index: int, numbers: set[int]) -> bool:
    """Say whether a line stands inside a sentence that runs on without it; page numbers beside it are passed over."""
    before = next((texts[at] for at in range(index - 1, -1, -1) if at not in numbers), "")
    after = next((texts[at] for at in range(index + 1, len(texts)) if at not in numbers), "")
    return before[-1:].isalnum() and after[:1].islower() and len(texts[index]) < len(before)  # which is a full line


def _browsers(texts: Sequence[str], pages: Sequence[int | None]) -> set[int]:
    """Return the lines that a browser prints above and below a page of the web: time and title, address and page number."""
    feet = {pages[at]: at for at, text in enumerate(texts) if pages[at] is not None and BROWSER_FOOT.match(text)}
    first: dict[int | None, int] = {}
    for at, page in enumerate(pages):
        first.setdefault(page, at)
    heads = {first[page] for page in feet if BROWSER_HEAD.match(texts[first[page]])}
    return {*feet.values(), *heads}


def _is_sentence(text: str) -> bool:
    """Say whether a line is a sentence, or the end of one, which no running head is."""
    return text.endswith((".", ";")) and len(text.split()) >= FEWEST_WORDS


def _contents(texts: Sequence[str]) -> set[int]:
    """Return the numbers of the lines of a contents page: titles, dots, page numbers, and what stands above them.

    It is called so, or most of its titles stand again in the text: figures typed over dots ("Số hộ: …… 37") are content.
    """
    listed = _listed(texts)
    dotted = {index for index, text in enumerate(texts) if LEADERS.search(text)} - listed
    return listed | _dotted(texts, dotted)


def _listed(texts: Sequence[str]) -> set[int]:
    """Return the lines of contents that a line of their own announces, with it: they end in page numbers that rise.

    Without dots between, titles of "MỤC LỤC" stand again in the text: "Số hộ 37" below that word is no title.
    """
    lines: set[int] = set()
    for start, text in enumerate(texts):
        if not (CONTENTS.match(text) or LISTS.match(text)):
            continue
        pages, end = [0], start + 1
        while end < len(texts) and (entry := PAGED.search(texts[end])) and int(entry[1]) >= pages[-1]:
            pages.append(int(entry[1]))
            end += 1
        titles = [PAGED.sub("", line).strip(" .:…_·").casefold() for line in texts[start + 1 : end]]
        others = {line.strip(" .:").casefold() for line in (*texts[:start], *texts[end:])}
        dotted = sum(LEADERS.search(line) is not None for line in texts[start + 1 : end])
        if titles and 2 * max(dotted, sum(title in others for title in titles)) >= len(titles):
            lines.update(range(start, end))
    return lines


def _dotted(texts: Sequence[str], dotted: set[int]) -> set[int]:
    """Return those of the lines with dots before a figure (``dotted``) that are of a contents page, with what heads them."""
    if len(dotted) < FEWEST_CONTENTS:
        return set()
    called = any(CONTENTS.match(text) for text in texts[: max(dotted)])
    others = {text.strip(" .:").casefold() for index, text in enumerate(texts) if index not in dotted}
    again = sum(LEADERS.sub("", texts[index]).strip(" .:").casefold() in others for index in dotted)
    if not called and 2 * again < len(dotted):
        return set()
    return dotted | {index for index, text in enumerate(texts) if CONTENTS.match(text) and index + 1 in dotted}


def _counting_pages(bare: Sequence[int], texts: Sequence[str]) -> frozenset[int]:
    """Return those of the lines with bare figures (their places, ascending) that count pages: one more each, far apart."""
    lines: set[int] = set()
    for here, there in zip(bare, bare[1:], strict=False):
        first, second = FURNITURE.match(texts[here]), FURNITURE.match(texts[there])
        if first and second and int(second[1]) == int(first[1]) + 1 and there - here >= SHORTEST_PAGE:
            lines |= {here, there}
    return frozenset(lines)


def _head(text: str) -> str:
    """Return a page's first line without the number of the page; "Phụ lục 2" is no other page's head."""
    return text if ANNEX.match(text) else re.sub(r"\d+", "#", text)
