"""Where in a report something stands: its section, the labels it is cited by.

Apart from :mod:`ingest.report`, so that what only answers from reports does not load all that reads files.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from ingest.language.enumerators import Enumerator, enumerator
from ingest.model import Heading, Kind, Report


def labels(path: Sequence[Heading]) -> tuple[str, ...]:
    """Return the labels of a heading path as a citation gives them; a starred heading has none."""
    return tuple(heading.label for heading in path if heading.label != "*")


def section_at(report: Report, offset: int) -> int | None:
    """Return the index of the heading whose section holds the character at ``offset``.

    None before the first heading, in the closing block, and before the first heading of the annexes.
    """
    if report.in_closing(offset):
        return None
    first = 0 if offset < report.closing else report.closing
    last = bisect.bisect_right(report.headings, offset, key=lambda heading: heading.span.start) - 1
    return last if last >= 0 and first <= report.headings[last].span.start else None


def items_at(report: Report, offset: int) -> tuple[str, ...]:
    """Return the labels of the enumerated paragraphs that hold the character at ``offset``, outermost first.

    They are no headings: "1. Triển khai, quán triệt …" is a paragraph with a number, yet it is cited by it. A number
    counts if it opens a series (1, a) or goes on with one. Empty outside of sections and of such paragraphs.
    """
    index = section_at(report, offset)
    if index is None:
        return ()
    open_: list[Enumerator] = []
    last: dict[float, int] = {}  # the order that a depth has reached
    for span, kind in zip(report.paragraphs, report.kinds, strict=True):
        if not report.headings[index].span.end <= span.start <= offset or kind is not Kind.TEXT:
            continue
        opening = enumerator(report.text[span.start : span.end])
        if opening is None or opening.order not in (1, last.get(opening.depth, 0) + 1):
            continue
        open_ = [*(item for item in open_ if item.depth < opening.depth), opening]
        last = {item.depth: item.order for item in open_}
    return tuple(item.label for item in open_)
