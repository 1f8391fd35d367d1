"""Whether a stretch has what each question word wants, and not only what the question itself told."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import regex as re

from app.evidence.figure_fit import MEASURES
from app.evidence.frame import figures_of
from app.evidence.stretches import Stretch
from app.evidence.support import DOCUMENT
from app.question.wants import Want, Wanted, understand_wants, want_words
from ingest.language.dates import When, dates
from ingest.language.names import persons, quotations
from ingest.language.spelling import fold

if TYPE_CHECKING:  # candidates are scored, and the scores name what is defined here
    from app.evidence.candidates import Candidate
    from index.query.query import Query

DIGITS = re.compile(r"\d[\d.,]{0,20}")
# A name: capitals inside a sentence, or a unit that has a number for a name.
CAPITALS = re.compile(
    r"(?<=[\p{L}\d,;:(“\"] |[(“\"])\p{Lu}\p{L}+(?: \p{Lu}\p{L}+){0,5}|(?:tổ|khu|ấp|thôn|khóm|lớp|đội) \S{0,12}\d"
)
WHENS = {
    Want.DAY: frozenset({When.DAY}),
    Want.MONTH: frozenset({When.DAY, When.MONTH}),
    Want.YEAR: frozenset({When.DAY, When.MONTH, When.QUARTER, When.PART, When.YEAR, When.YEARS, When.SCHOOL_YEAR}),
    Want.TIME: frozenset(When) - {When.RELATIVE},
}


def lacked_by(query: Query, candidate: Candidate) -> list[Wanted]:
    """Return what a question wants and a candidate lacks, with what leads up to it and its headings."""
    return lacking(query.restored, query.text, candidate.stretch, around(candidate))


def around(candidate: Candidate) -> str:
    """Return what leads up to a candidate, behind its headings."""
    return f"{candidate.hit.passage.context} {candidate.stretch.lead}"


def lacking(question: str, typed: str, stretch: Stretch, near: str) -> list[Wanted]:
    """Return what a question wants and a stretch lacks.

    :param question: with its marks restored; ``typed``: as it was typed.
    :param near: what leads up to the stretch, and its headings.
    """
    return [want for want in wants_of(question) if not _has(want, typed, stretch, near)]


@functools.lru_cache(maxsize=512)
def wants_of(question: str) -> tuple[Wanted, ...]:
    """Return what a question wants; see :func:`app.question.wants.understand_wants`."""
    return tuple(understand_wants(question))


def _has(want: Wanted, typed: str, stretch: Stretch, near: str) -> bool:
    text, question_text = stretch.statement, fold(typed)
    match want.kind:
        case Want.DAY | Want.MONTH | Want.YEAR | Want.TIME:
            told_at = dates(f"{near} {text}")
            return any(date.when in WHENS[want.kind] and fold(date.text) not in question_text for date in told_at)
        case Want.DOCUMENT:
            return any(fold(match[0]) not in question_text for match in DOCUMENT.finditer(text))
        case Want.FIGURE:
            return _has_figure(want, question_text, stretch) or bool(want_words().none.search(fold(text)))
        case Want.BODY if not want_words().forms[want.head].search(fold(f"{near} {text}")):
            return False
        case Want.PERSON:
            names = [person.text for person in persons(text)]
        case Want.CALLED:
            names = [*(quotation.text for quotation in quotations(text)), *CAPITALS.findall(text)]
        case _:
            names = CAPITALS.findall(text)
    return any(fold(name) not in question_text for name in names) or bool(want_words().none.search(fold(text)))


def _has_figure(want: Wanted, question_text: str, stretch: Stretch) -> bool:
    """Say whether a stretch has a figure that the question does not tell, of the measure asked for."""
    if stretch.cell is not None:  # its unit stands in the heads, or nowhere
        return any(character.isdigit() for character in stretch.value)
    question_numbers = numbers(question_text)
    fresh = [
        figure
        for figure in figures_of(stretch.statement)
        if numbers(figure.text) - question_numbers or not numbers(figure.text)
    ]
    unit = want.focus.unit if want.focus else ""
    if unit in MEASURES:
        return any(figure.unit == unit or (unit == "%" and figure.share is not None) for figure in fresh)
    return bool(fresh)


@functools.lru_cache(maxsize=4096)
def numbers(text: str) -> frozenset[str]:
    """Return the numbers of a text as digits alone, without leading zeros."""
    return frozenset(re.sub(r"\D", "", match[0]).lstrip("0") or "0" for match in DIGITS.finditer(text))
