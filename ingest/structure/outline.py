"""The outline of a report, built from typed enumerators, their sequence and the look of the paragraph.

Headings in these reports are ordinary paragraphs. An enumerated paragraph is a heading when it reads like a title: a
short or run-in title, no sentence of its own, something below it. Its place follows from the rank of its enumerator
among the headings still open, so numbering that skips, repeats or restarts does not break the tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex as re

from ingest.language.enumerators import Enumerator, Rank
from ingest.model import Kind, Paragraph
from ingest.structure import bold, closing, unnumbered
from ingest.structure.headings import TRIM, HeadingCandidate, annex_title, heading_candidate
from ingest.structure.list_items import without_items, without_last_items, without_listed

OWN_LABEL = re.compile(r"^\W*(?:PHỤ LỤC|PHỤ BIỂU)(?=\W|$)")  # in capitals it opens an annex also above the signature
ANNEX_REACH = 3  # paragraphs below the title of an annex within which its table begins
MOST_LABELS = 50  # labels of annexes looked at above the signature; a report has a dozen, a hostile one thousands
MOST_NUMBERED = 3  # plain headings to one with a number or a style, from which a report counts as one without numbers


@dataclass(frozen=True, slots=True)
class Placed:
    """A heading in the tree: the candidate, its level (1 = outermost), the index of the heading above it."""

    candidate: HeadingCandidate
    level: int
    parent: int | None


def build(paragraphs: Sequence[Paragraph]) -> list[Placed]:
    """Return the headings in reading order. No enumerators: an empty list.

    The closing block has none; the annexes, below it or above, have an outline of their own.
    """
    start, end = closing.block(paragraphs)
    first = _first_annex(paragraphs, start)
    headings: list[Placed] = []
    for begin, stop in ((0, first), (first, start), (end, len(paragraphs))):
        tree = _tree(paragraphs, begin, stop) if begin < stop else []
        shift = len(headings)
        headings += [replace(placed, parent=None if placed.parent is None else placed.parent + shift) for placed in tree]
    return headings


def _first_annex(paragraphs: Sequence[Paragraph], end: int) -> int:
    """Return the index of the annex that opens above the signature, ``end`` where none does.

    Its label is in capitals, it stands in the second half and has a table below. The report's own numbering does not go
    on after it: what is wrongly taken for an annex would swallow the chapters that follow.
    """
    labels = [index for index in range(end // 2, end) if OWN_LABEL.match(paragraphs[index].text)]
    numbers = _numbers(paragraphs, end) if labels else []
    for index in labels[:MOST_LABELS]:
        below = paragraphs[index + 1 : min(index + 1 + ANNEX_REACH, end)]
        has_table = any(paragraph.kind is Kind.TABLE for paragraph in below)
        if has_table and annex_title(index, paragraphs) is not None and not _goes_on(numbers, index):
            return index
    return end


def _numbers(paragraphs: Sequence[Paragraph], end: int) -> list[tuple[int, Enumerator]]:
    """Return the enumerators of what may be headings, each with the index of its paragraph."""
    texts = (index for index in range(end) if paragraphs[index].kind is Kind.TEXT)
    possible = ((index, heading_candidate(index, paragraphs, annexes=False)) for index in texts)
    return [(index, heading.enumerator) for index, heading in possible if heading is not None and heading.enumerator.order]


def _goes_on(numbers: Sequence[tuple[int, Enumerator]], annex: int) -> bool:
    """Say whether the outermost numbering before an annex goes on after it."""
    before = [numbering for at, numbering in numbers if at < annex]
    if not before:
        return False
    top = min(numbering.depth for numbering in before)
    last = max(numbering.order for numbering in before if numbering.depth == top)
    return any(at > annex and numbering.depth == top and numbering.order == last + 1 for at, numbering in numbers)


def _tree(paragraphs: Sequence[Paragraph], start: int, end: int) -> list[Placed]:
    texts = [index for index in range(start, end) if paragraphs[index].kind is Kind.TEXT]
    possible = (heading_candidate(index, paragraphs, annexes=start > 0) for index in texts)
    candidates = [candidate for candidate in possible if candidate is not None]
    plain = _unnumbered(paragraphs, start, end)
    if len(plain) > MOST_NUMBERED * len(candidates):
        numbered = {candidate.paragraph for candidate in candidates}
        candidates += [candidate for candidate in plain if candidate.paragraph not in numbered]
        candidates.sort(key=lambda candidate: candidate.paragraph)
    else:
        candidates = _with_bold(candidates, paragraphs, end)
    whole_titles = _without_lines_of_titles(candidates)
    titles = without_listed(without_items(whole_titles, paragraphs, end), paragraphs)
    return _placed(_with_capitals_below(without_last_items(titles, paragraphs)))


def _without_lines_of_titles(candidates: Sequence[HeadingCandidate]) -> list[HeadingCandidate]:
    """Leave out the candidates that are lines of the title before them: "DANH SÁCH …" below "PHỤ LỤC I"."""
    headings: list[HeadingCandidate] = []
    for candidate in candidates:
        if not headings or candidate.paragraph > headings[-1].paragraph + headings[-1].also:
            headings.append(candidate)
    return headings


def _unnumbered(paragraphs: Sequence[Paragraph], start: int, end: int) -> list[HeadingCandidate]:
    """The headings of a report that numbers none, all of one level."""
    star = Enumerator(Rank.STAR, "*", 0, Rank.ROMAN, 0)
    short = unnumbered.headings(paragraphs, start, end) or bold.by_themselves(paragraphs, start, end)
    titles = {at: (title, body) for at, title, body in short}
    if short:
        titles |= {at: (title, body) for at, title, body in bold.headings(paragraphs, short[0][0], end)}
    return [
        HeadingCandidate(at, star, paragraphs[at].text[:title].strip(TRIM), title, body, False)
        for at, (title, body) in sorted(titles.items())
    ]


def _with_bold(candidates: Sequence[HeadingCandidate], paragraphs: Sequence[Paragraph], end: int) -> list[HeadingCandidate]:
    """Add the bold headings after the first numbered one.

    One that stands right before the first of a series holds the series; any other is as deep as a star, so that none
    closes a numbered section.
    """
    if not candidates:
        return []
    numbered = {
        number for candidate in candidates for number in range(candidate.paragraph, candidate.paragraph + candidate.also + 1)
    }
    bold_headings = [
        heading for heading in bold.headings(paragraphs, candidates[0].paragraph + 1, end) if heading[0] not in numbered
    ]
    headings = list(candidates)
    for at, title, body in bold_headings:
        following = next((candidate for candidate in candidates if candidate.paragraph > at), None)
        between = following is None or any(at < other < following.paragraph for other, _, _ in bold_headings)
        opens = following is not None and not between and following.enumerator.order == 1
        series = following.enumerator.depth if following is not None and opens else 0
        depth = series - 0.5 if series > Rank.ROMAN else Rank.STAR
        text = paragraphs[at].text[:title].strip(TRIM)
        headings.append(HeadingCandidate(at, Enumerator(Rank.STAR, "*", 0, depth, 0), text, title, body, False))
    return sorted(headings, key=lambda heading: heading.paragraph)


def _with_capitals_below(candidates: Sequence[HeadingCandidate]) -> list[HeadingCandidate]:
    """Put the capitals of "I, II, A, B, C, III" below the Roman numbers, which go on after them where they were.

    Capitals that come first hold the Roman numbers, whether these begin anew ("A: I, II; B: I") or go on ("B: III").
    """
    opened = next((at for at, candidate in enumerate(candidates) if candidate.enumerator.rank is Rank.CAPITAL), None)
    before = _roman_orders(candidates[:opened]) if opened is not None else []
    after = _roman_orders(candidates[opened:])
    if not before or before[0] != 1 or after[:1] != [before[-1] + 1] or 1 in after:
        return list(candidates)
    below = Rank.ROMAN + 0.5
    return [
        replace(candidate, enumerator=replace(candidate.enumerator, depth=below))
        if candidate.enumerator.rank is Rank.CAPITAL
        else candidate
        for candidate in candidates
    ]


def _roman_orders(candidates: Sequence[HeadingCandidate]) -> list[int]:
    return [candidate.enumerator.order for candidate in candidates if candidate.enumerator.rank is Rank.ROMAN]


def _placed(candidates: Sequence[HeadingCandidate]) -> list[Placed]:
    """Hang each heading below the nearest open one of a higher rank."""
    placed: list[Placed] = []
    open_: list[int] = []
    for candidate in candidates:
        numbering = candidate.enumerator
        while open_ and _depth(placed[open_[-1]]) >= numbering.depth:
            open_.pop()
        if numbering.rank is Rank.DECIMAL:
            open_ = _under_number(open_, placed, numbering)
        parent = open_[-1] if open_ else None
        placed.append(Placed(candidate, len(open_) + 1, parent))
        open_.append(len(placed) - 1)
    return placed


def _depth(placed: Placed) -> float:
    return placed.candidate.enumerator.depth


def _under_number(open_: list[int], placed: Sequence[Placed], numbering: Enumerator) -> list[int]:
    """2.1.1 stands below 2.1 if that is open; an open 3.1 is no place for 2.1.1."""
    stem = numbering.label.rsplit(".", 1)[0]
    while open_:
        above = placed[open_[-1]].candidate.enumerator
        if above.rank is Rank.DECIMAL and above.label != stem:
            open_ = open_[:-1]
        else:
            break
    return open_
