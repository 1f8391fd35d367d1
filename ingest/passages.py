"""Cutting a report along its outline into the passages that are embedded, searched and cited.

A passage never crosses a heading, begins and ends with a sentence, and is sized in tokens of the embedding model.
Measured on the dev gold questions (see README, "How it works"), title and heading path in the searched text are what
tells near-identical reports apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ingest.model import Heading, Kind, Passage, Report
from ingest.report import labels, section_at
from ingest.sentences import sentences

TokenCounter = Callable[[Sequence[str]], list[int]]

TARGET_TOKENS = 230  # about 900 characters of Vietnamese: at 500 characters hit@1 fell from .79 to .71
LARGEST_TOKENS = 330  # with a context of up to 150 tokens it stays below the 512 the model reads
LABEL_WORDS = 14  # words of the innermost heading that are embedded; the whole path took a third of all tokens
LONGEST_HEADING = 24  # words of a heading that go into the context; the longest say the rest in their text
CLOSING_HEADING = "Nơi nhận"
CLOSING_CONTEXT = "nơi nhận, nơi gửi báo cáo, người ký, chức vụ người ký"  # what a closing block is asked for by


def cut(report: Report, count_tokens: TokenCounter) -> list[Passage]:
    """Return the passages of a report in reading order.

    A section without text of its own gives no passage, unless nothing stands below it either: then its heading is
    the passage. An empty report gives an empty list.
    """
    made: list[Passage] = []
    for start, end in _sections(report):
        pieces = _pieces(report, start, end)
        tokens = count_tokens([report.text[a:b] for a, b in pieces])
        for begin, stop in _packed(pieces, tokens):
            made.append(_passage(report, begin, stop, len(made)))
    return made


def describe(report: Report) -> str:
    """Return the title a report is cited by: its own, with place and province where the title leaves them out."""
    facts = report.metadata
    title = facts.title or report.file
    parts = [title]
    if facts.place and facts.place.casefold() not in title.casefold():
        parts.append(facts.place)
    if facts.province and facts.province.casefold() not in title.casefold() and facts.place:
        parts.append(f"tỉnh {facts.province}")
    return ", ".join(parts)


def _sections(report: Report) -> Iterator[tuple[int, int]]:
    """Yield the text spans between headings: head of the report, every section's own text, the closing block."""
    starts = [h.span.start for h in report.headings]
    first = starts[0] if starts else report.closing
    if report.text[:first].strip():
        yield 0, first
    for index, heading in enumerate(report.headings):
        end = starts[index + 1] if index + 1 < len(starts) else report.closing
        if report.text[heading.span.end : end].strip(" \n:.;-–"):
            yield heading.span.end, end
        elif index + 1 == len(starts) or report.headings[index + 1].level <= heading.level:
            yield heading.span.start, end
    if report.text[report.closing :].strip():
        yield report.closing, len(report.text)


def _pieces(report: Report, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of a span; the rows of a table and the lines of the closing block stay together."""
    if start >= report.closing:
        return [(start, end)]
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


def _packed(pieces: Sequence[tuple[int, int]], tokens: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pack pieces into passages of even size: as many as the target asks for, cut where the even share is reached."""
    total = sum(tokens)
    wanted = max(1, round(total / TARGET_TOKENS))
    share = total / wanted
    begin, held = 0, 0
    for index, size in enumerate(tokens):
        over = held + size > LARGEST_TOKENS
        past = held + size / 2 > share
        if held and (over or past):
            yield pieces[begin][0], pieces[index - 1][1]
            begin, held = index, 0
        held += size
    if pieces:
        yield pieces[begin][0], pieces[-1][1]


def _passage(report: Report, start: int, end: int, ordinal: int) -> Passage:
    path: tuple[Heading, ...]
    if start >= report.closing:
        path, heading = (), CLOSING_HEADING
    else:
        path = report.path(section_at(report, start))
        heading = path[-1].title if path else ""
    titles = tuple(step.title for step in path) or ((heading,) if heading else ())
    title = describe(report)
    steps = [CLOSING_CONTEXT] if start >= report.closing else [_shortened(t) for t in titles]
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
