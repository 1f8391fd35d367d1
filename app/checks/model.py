"""The nouns of a check: findings, and the report prepared for being read by the checks. Free of any framework."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

import regex as re

from app.checks.figures import CheckedFigure, figures
from app.checks.grids import CheckedGrid, grids
from index.query.facets import facet_words
from ingest.language.sentences import sentences
from ingest.language.terms import fold
from ingest.language.text import fold_spaces
from ingest.model import Kind, Report
from ingest.sections import labels, section_at

LONGEST_QUOTE = 420  # characters shown of a place; a longer sentence is cut around what the finding is about


class FindingKind(StrEnum):
    """Kinds of findings, as the command prints them."""

    SUM = "sum"
    CONFLICT = "conflict"
    PERCENT = "percent"
    PLACE = "place"
    PERIOD = "period"
    CITATION = "citation"
    SPELLING = "spelling"
    ABBREVIATION = "abbreviation"
    OUTLINE = "outline"
    LAYOUT = "layout"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Quote:
    """A place in the report, word for word (white space folded), with its section and page."""

    section: tuple[str, ...]
    page: int | None
    quote: str
    start: int  # offset in the report's text, to order by

    def as_json(self) -> dict[str, Any]:
        """Return section, page and quote."""
        return {"section": list(self.section), "page": self.page, "quote": self.quote}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that looks wrong: its kind, what is wrong in plain Vietnamese, the places."""

    kind: FindingKind
    message: str
    quotes: tuple[Quote, ...]
    values: frozenset[Decimal] = frozenset()  # the two that disagree, where that is what it tells of

    def as_json(self) -> dict[str, Any]:
        """Return the finding in the shape of the command's output."""
        quotes = {quote.quote: quote.as_json() for quote in self.quotes}
        return {"kind": self.kind.value, "message": self.message, "quotes": list(quotes.values())}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence [start, end) of the report with its figures, whose offsets count from the report's start."""

    start: int
    end: int
    text: str
    figures: tuple[CheckedFigure, ...]
    ahead: bool  # it stands in a section about what is to come: its figures are targets
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, eq=False)
class Sheet:
    """A report laid out for the checks: ``report.text`` cut into sentences.

    ``raw``: the file's text before normalisation, as far as it can be had; empty where it cannot.
    """

    report: Report
    raw: str = ""
    sentences: tuple[Sentence, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentences", tuple(_sentences(self.report)))

    @property
    def text(self) -> str:
        """The report's text, from which every quote comes."""
        return self.report.text

    @functools.cached_property
    def body(self) -> tuple[Sentence, ...]:
        """The sentences outside the closing block."""
        return tuple(s for s in self.sentences if not self.report.in_closing(s.start))

    def paragraphs(self) -> Iterator[tuple[Sentence, ...]]:
        """Yield the sentences of the body that are no table's, a paragraph at a time, in order."""
        paragraph: list[Sentence] = []
        for sentence in self.body:
            if sentence.kind is Kind.TABLE:
                continue
            if paragraph and "\n" in self.text[paragraph[-1].end : sentence.start]:
                yield tuple(paragraph)
                paragraph = []
            paragraph.append(sentence)
        if paragraph:
            yield tuple(paragraph)

    @functools.cached_property
    def grids(self) -> tuple[CheckedGrid, ...]:
        """The tables that have figures."""
        return tuple(grids(self.report))

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds the character at ``offset``, None between sentences."""
        at = bisect.bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1
        return self.sentences[at] if at >= 0 and offset < self.sentences[at].end else None

    def quote(self, start: int, end: int) -> Quote:
        """Return the sentence or line that holds [start, end); a long one is cut to what lies around it."""
        low, high = self._around(start, end)
        return self._quoted(low, high)

    def exactly(self, start: int, end: int) -> Quote:
        """Return [start, end) itself as a quote."""
        return self._quoted(start, end)

    def _quoted(self, start: int, end: int) -> Quote:
        path = self.report.path(section_at(self.report, start))
        return Quote(labels(path), self.report.page_at(start), fold_spaces(self.text[start:end]), start)

    def _around(self, start: int, end: int) -> tuple[int, int]:
        sentence = self.sentence_at(start)
        low, high = (sentence.start, max(sentence.end, end)) if sentence else (start, end)
        if high - low > LONGEST_QUOTE:
            room = max(0, LONGEST_QUOTE - (end - start)) // 2
            low = _word_start(self.text, max(low, start - room))
            high = _word_end(self.text, min(high, end + room))
        return low, high


def _sentences(report: Report) -> Iterator[Sentence]:
    roles = [role for role in facet_words().roles if role.name in ("directions", "solutions", "proposals")]
    phrases = "|".join(phrase for role in roles for phrase in role.headings)
    opening = re.compile(rf"(?:(?:những|các|một số)\s+)?(?:{phrases})")
    ahead_at: dict[int | None, bool] = {None: False}
    for index in range(len(report.headings)):
        titles = [heading.title for heading in report.path(index)[:2]]
        ahead_at[index] = any(opening.match(fold(title)) for title in titles)
    for span, kind in zip(report.paragraphs, report.kinds, strict=True):
        text = report.text[span.start : span.end]
        ahead = ahead_at[section_at(report, span.start)]
        for a, b in sentences(text) if kind is not Kind.TABLE else [(0, len(text))]:
            start = span.start + a
            yield Sentence(start, span.start + b, text[a:b], tuple(figures(text[a:b], start)), ahead, kind)


def _word_start(text: str, at: int) -> int:
    while 0 < at < len(text) and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
