"""Cutting a report along its outline into the passages that are embedded, searched and cited.

A passage never crosses a heading and is sized in tokens of the embedding model. It begins and ends with a sentence,
unless that is longer than a passage. Measured on the dev gold questions (see README, "How it works"), title and heading
path in the searched text are what tells near-identical reports apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ingest.language.sentences import sentences
from ingest.model import Kind, Metadata, Passage, Report, WrittenRow
from ingest.sections import labels, section_at
from ingest.structure.tables import write_row

TokenCounter = Callable[[Sequence[str]], list[int]]

TARGET_TOKENS = 230  # about 900 characters of Vietnamese: at 500 characters hit@1 fell from .79 to .71
LARGEST_TOKENS = 330  # with a context of up to 150 tokens it stays below the 512 the model reads
LABEL_WORDS = 14  # words of the innermost heading that are embedded; the whole path took a third of all tokens
LONGEST_HEADING = 24  # words of a heading that go into the context; the longest say the rest in their text
CUTS = tuple(map(re.compile, (r"\n+", r"(?<=;)\s+", r"(?<=,)\s+", r"\s+")))  # lines, clauses, commas, words
CLOSING_HEADING = "Nơi nhận"
ANNEX_HEADING = "Phụ lục"
CLOSING_CONTEXT = "nơi nhận, nơi gửi báo cáo, người ký, chức vụ người ký"  # what a closing block is asked for by


def cut(report: Report, count_tokens: TokenCounter) -> list[Passage]:
    """Return the passages of a report in reading order.

    A section without text of its own gives no passage, unless nothing stands below it either: then its heading is
    the passage. An empty report gives an empty list.
    """
    passages: list[Passage] = []
    rows = [WrittenRow(row.start, row.end, *write_row(report.tables[row.table][0], row.number)) for row in report.rows]
    for start, end in _sections(report):
        inside = [row for row in rows if start <= row.start and row.end <= end]
        pieces, tokens = _measured(report.text, _pieces(report, start, end), inside, count_tokens)
        for begin, stop in _packed(pieces, tokens):
            passages.append(_passage(report, begin, stop, len(passages), inside))
    return passages


def describe(report: Report) -> str:
    """Return the title a report is cited by; see :func:`title_of`."""
    return title_of(report.metadata, report.file)


def title_of(facts: Metadata, file: str) -> str:
    """Return the title of a report with these facts: its own, with place and province where the title leaves them out."""
    title = facts.title or file
    parts = [title]
    if facts.place and facts.place.casefold() not in title.casefold():
        parts.append(facts.place)
    if facts.province and facts.province.casefold() not in title.casefold() and facts.place:
        parts.append(f"tỉnh {facts.province}")
    return ", ".join(parts)


def _sections(report: Report) -> Iterator[tuple[int, int]]:
    """Yield the text spans of head and sections, of the closing block, of what stands below it."""
    annexes = len(report.text) if report.closing_end is None else report.closing_end
    yield from _between_headings(report, 0, report.closing)
    if report.text[report.closing : annexes].strip():
        yield report.closing, annexes
    yield from _between_headings(report, annexes, len(report.text))


def _between_headings(report: Report, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield what stands before the first heading, then every section's own text."""
    headings = [heading for heading in report.headings if first <= heading.span.start < last]
    ends = [*(heading.span.start for heading in headings), last]
    if report.text[first : ends[0]].strip():
        yield first, ends[0]
    for index, heading in enumerate(headings):
        end = ends[index + 1]
        if report.text[heading.span.end : end].strip(" \n:.;-–"):
            yield heading.span.end, end
        elif index + 1 == len(headings) or headings[index + 1].level <= heading.level:
            yield heading.span.start, end


def _pieces(report: Report, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of a span; the rows of a table and the lines of the closing block stay together."""
    if report.in_closing(start):
        return [(start, start + len(report.text[start:end].rstrip()))]
    pieces: list[tuple[int, int]] = []
    for span, kind in zip(report.paragraphs, report.kinds, strict=True):
        a, b = max(span.start, start), min(span.end, end)
        if a >= b or not report.text[a:b].strip():
            continue
        if kind is Kind.TABLE:
            pieces.append((a, b))
        else:
            pieces.extend((a + x, a + y) for x, y in sentences(report.text[a:b]))
    return pieces


def _measured(
    text: str, pieces: list[tuple[int, int]], rows: Sequence[WrittenRow], count: TokenCounter
) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the pieces with their tokens, rows as they are written out.

    A piece larger than a passage is cut where that hurts least.
    """
    full = {(row.start, row.end): row.text for row in rows}
    tokens = count([full.get((a, b), text[a:b]) for a, b in pieces])
    for mark in CUTS:
        if max(tokens, default=0) <= LARGEST_TOKENS:
            break
        sized = zip(pieces, tokens, strict=True)
        pieces = [
            part for piece, size in sized for part in (_split(text, piece, mark) if size > LARGEST_TOKENS else [piece])
        ]
        tokens = count([full.get((a, b), text[a:b]) for a, b in pieces])
    return pieces, tokens


def _split(text: str, piece: tuple[int, int], mark: re.Pattern[str]) -> list[tuple[int, int]]:
    """Cut a piece at the white space after every ``mark``."""
    gaps = [match.span() for match in mark.finditer(text, *piece)]
    begins, ends = [piece[0], *(b for _, b in gaps)], [*(a for a, _ in gaps), piece[1]]
    return [(a, b) for a, b in zip(begins, ends, strict=True) if a < b]


def _packed(pieces: Sequence[tuple[int, int]], tokens: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pack pieces into passages of even size: as many as the target asks for, cut where the even share is reached."""
    total = sum(tokens)
    count = max(1, round(total / TARGET_TOKENS))
    share = total / count
    begin, tokens_held = 0, 0
    for index, size in enumerate(tokens):
        over = tokens_held + size > LARGEST_TOKENS
        past = tokens_held + size / 2 > share
        if tokens_held and (over or past):
            yield pieces[begin][0], pieces[index - 1][1]
            begin, tokens_held = index, 0
        tokens_held += size
    if pieces:
        yield pieces[begin][0], pieces[-1][1]


def _passage(report: Report, start: int, end: int, ordinal: int, rows: Sequence[WrittenRow]) -> Passage:
    closing = report.in_closing(start)
    path = report.path(section_at(report, start))
    outside = CLOSING_HEADING if closing else ANNEX_HEADING if start >= report.closing else ""
    heading = path[-1].title if path else outside
    titles = tuple(step.title for step in path) or ((heading,) if heading else ())
    title = describe(report)
    steps = [CLOSING_CONTEXT] if closing else [_shortened(t) for t in titles]
    context = " > ".join([title, *steps])
    return Passage(
        id=f"{report.id[:16]}-{ordinal:04d}",
        report=report.id,
        file=report.file,
        title=title,
        section=labels(path),
        heading=heading,
        headings=titles,
        page=report.page_at(start),
        start=start,
        end=end,
        text=report.text[start:end],
        context=context,
        label=_label(report, steps[-1] if steps else ""),
        rows=tuple(
            replace(row, start=row.start - start, end=row.end - start)
            for row in rows
            if start <= row.start and row.end <= end
        ),
    )


def _label(report: Report, heading: str) -> str:
    """Return what is embedded before the text: place and period, or the title where they are unknown, and the heading."""
    facts = report.metadata
    period = "-".join(str(year) for year in dict.fromkeys((facts.period_from, facts.period_to)) if year)
    about = " ".join(part for part in (facts.place, period) if part) or describe(report)
    return " > ".join(" ".join(part.split()[:LABEL_WORDS]) for part in (about, heading) if part)


def _shortened(title: str) -> str:
    words = title.split()
    return title if len(words) <= LONGEST_HEADING else " ".join(words[:LONGEST_HEADING]) + " …"
