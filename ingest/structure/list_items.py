"""Items of numbered lists, which are enumerated like headings and are none."""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from ingest.language.enumerators import Enumerator, Rank, enumerator
from ingest.model import Kind, Paragraph
from ingest.structure.headings import LONGEST_RUN_IN, HeadingCandidate

# "75 hộ", "40%"; not a year, a directive's number, "10 năm thực hiện".
COUNTED = re.compile(
    r"(?<![\d/.,-])(?<!(?:năm|số|thị|quyết|định) )(?!(?:19|20)\d\d\b)\d++(?:[.,]\d++)*+\s*+(?:%|(?!năm\b)\p{Ll}{2})"
)


LOOKED_BACK = 8  # paragraphs before the last item of a list within which the two items before it stand


def without_items(candidates: list[HeadingCandidate], paragraphs: Sequence[Paragraph], end: int) -> list[HeadingCandidate]:
    """Take out the items of numbered lists.

    An item is a whole sentence (it ends in a full stop) with nothing below it: the next paragraph has an enumerator of the
    same kind or of a higher one, whatever stands behind it, or the section ends.
    """
    starts = {c.paragraph: c for c in candidates}
    headings = []
    for candidate in candidates:
        text = paragraphs[candidate.paragraph].text.rstrip()
        whole = candidate.body >= len(text)
        following = candidate.paragraph + 1 + candidate.also
        successor = starts.get(following)
        next_one = successor.enumerator if successor else _enumerator_of(paragraphs, following, end)
        empty = following >= end or (next_one is not None and next_one.depth <= candidate.enumerator.depth)
        sentence = text.endswith((".", "./.")) and not candidate.capitals
        if (
            whole
            and sentence
            and not empty
            and _tells(candidate.title)
            and candidate.enumerator.rank > Rank.ROMAN
            and (
                len(candidate.title.split()) > LONGEST_RUN_IN or not _siblings_are_titles(candidate, candidates, paragraphs)
            )
        ):
            continue
        if whole and empty and (sentence or len(candidate.title.split()) > 25) and candidate.enumerator.rank > Rank.ROMAN:
            continue
        headings.append(candidate)
    return headings


def without_last_items(headings: Sequence[HeadingCandidate], paragraphs: Sequence[Paragraph]) -> list[HeadingCandidate]:
    """Take out the last item of a list, below which the report's own text goes on ("3. Đề nghị …", "Trên đây là …").

    It is a whole sentence, and the two items before it are none of the headings.
    """
    heading_paragraphs = {heading.paragraph for heading in headings}

    def closes_a_list(heading: HeadingCandidate) -> bool:
        at, own = heading.paragraph, heading.enumerator
        before = ((other, enumerator(paragraphs[other].text)) for other in range(max(0, at - LOOKED_BACK), at))
        siblings = ((other, item) for other, item in before if item is not None and item.rank is own.rank)
        orders = [item.order for other, item in siblings if other not in heading_paragraphs][-2:]
        text = paragraphs[heading.paragraph].text.rstrip()
        whole = heading.body >= len(text) and text.endswith(".")
        return whole and orders == [own.order - 2, own.order - 1] and own.rank > Rank.ROMAN

    return [heading for heading in headings if not closes_a_list(heading)]


def without_listed(headings: Sequence[HeadingCandidate], paragraphs: Sequence[Paragraph]) -> list[HeadingCandidate]:
    """Take out the items of a list whose one before, none of the headings either, ends in a semicolon: "1. …; 2. …"."""
    kept: list[HeadingCandidate] = []
    for heading in headings:
        at, own = heading.paragraph, heading.enumerator
        above = enumerator(paragraphs[at - 1].text) if at else None
        listed = (
            above is not None
            and (above.rank, above.order) == (own.rank, own.order - 1)
            and paragraphs[at - 1].text.rstrip().endswith(";")
            and not (kept and kept[-1].paragraph == at - 1)
            and not heading.capitals
        )
        if not listed:
            kept.append(heading)
    return kept


def _tells(title: str) -> bool:
    """Say whether a title that ends in a full stop counts something, as a statement does; headings may end in one too."""
    return COUNTED.search(title) is not None


def _siblings_are_titles(
    candidate: HeadingCandidate, candidates: Sequence[HeadingCandidate], paragraphs: Sequence[Paragraph]
) -> bool:
    """Say whether most headings of a candidate's rank around it, up to the next of a higher one, do not end as sentences."""
    at = candidates.index(candidate)
    series: list[HeadingCandidate] = []
    for side in (reversed(candidates[:at]), candidates[at + 1 :]):
        for other in side:
            if other.enumerator.depth < candidate.enumerator.depth:
                break
            if other.enumerator.depth == candidate.enumerator.depth:
                series.append(other)
    sentences = sum(
        paragraphs[other.paragraph].text.rstrip().endswith(".") for other in series if _is_whole(other, paragraphs)
    )
    return len(series) > 2 * sentences


def _is_whole(candidate: HeadingCandidate, paragraphs: Sequence[Paragraph]) -> bool:
    return candidate.body >= len(paragraphs[candidate.paragraph].text.rstrip())


def _enumerator_of(paragraphs: Sequence[Paragraph], at: int, end: int) -> Enumerator | None:
    return enumerator(paragraphs[at].text) if at < end and paragraphs[at].kind is Kind.TEXT else None
