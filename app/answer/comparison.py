"""Answers that set places side by side: a line each, and by how much one has more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.answer.citations import Citations
from app.answer.composition import Composition, cite_candidate, quote, refuse, runner_up
from app.answer.points import cut_point, paragraphs, within
from app.answer.short import figure_of
from app.evidence.blocks import Block
from app.evidence.candidates import Candidate
from app.evidence.frame import Frame, words_of
from app.question.question import Question
from app.question.vocabulary import message
from index.gazetteer.issuers import COMMITTEE
from index.gazetteer.places import Place
from ingest.language.amounts import POINTS, write_amount, write_value
from ingest.language.context import Bound, Change
from ingest.language.quantity import Quantity
from ingest.language.text import capitalized

COMPARED_WORDS = 160  # points of a section that are shown for each place
TOLD = 0.7  # share of the question's words, by weight, that a statement must have for its figure to be computed with
# … or the score that it must have when it was read: of 60 sides of fresh comparisons all 11 above it were right, of those
# below it with a figure two in three (read).
SURE = 2.5
PAIR = 2  # sides whose difference is told


@dataclass(frozen=True, slots=True)
class Side:
    """One place of a comparison: the question asked of it alone, the candidates that answer, or the block asked for.

    ``near_years``: if nothing answers, the years for which the reports of the place do state what is asked.
    """

    place: Place
    frame: Frame
    candidates: Sequence[Candidate]
    block: Block | None = None
    near_years: Sequence[str] = ()


def name_of_side(place: Place) -> str:
    """Return what a side of a comparison or sum is called: a body that alone reports of a place is not the place itself."""
    other = [body for body in place.bodies if body.kind != COMMITTEE]
    called = other[0].name if len(place.bodies) == 1 and other and not place.issuer else place.called
    return capitalized(called)


def compare(question: Question, sides: Sequence[Side], citations: Citations) -> Composition:
    """Return one line for each place, in the order of the question. The line of a place without evidence says so."""
    lines, answered = [], 0
    for side in sides:
        name = name_of_side(side.place)
        quoted = _side_points(side, citations) or [
            quote(candidate, side.frame, citations) for candidate in [*side.candidates[:1], *_second_of(side)]
        ]
        if quoted:
            lines.append("- " + message("answer.line_place", place=name, text=" ".join(quoted)))
            answered += 1
        else:
            lines.append("- " + _silent(name, side))
    if answered == len(sides) == PAIR and (difference := _difference(sides, citations)):
        lines.append(difference)
    return Composition("\n".join(lines)) if answered else refuse(question)


def _difference(sides: Sequence[Side], citations: Citations) -> str | None:
    """Return the line that tells by how much one of two sides has more, each figure with its citation.

    None where what a side shows leaves out much of the question, it has no clear figure, or the figures are no exact ones of
    one unit and thing: a line that only comes near may stand beside another, but nothing is computed from it.
    """
    if any(side.block or not side.candidates or not _is_sure(side.candidates[0]) for side in sides):
        return None
    figures = [figure_of(side.frame, side.candidates[0]) for side in sides]
    first, last = figures
    if first is None or last is None or first.value is None or last.value is None or not _is_same_thing(first, last):
        return None
    scale = min(first.scale, last.scale)
    values = [
        (value, side, cite_candidate(side.candidates[0], side.frame, citations))
        for value, side in zip((first.value, last.value), sides, strict=True)
    ]
    (larger, side, own), (smaller, _, other) = sorted(values, key=lambda item: -item[0])
    if larger == smaller:
        return f"{message('answer.equal')} {own}{other}"
    return message(
        "answer.difference",
        place=name_of_side(side.place),
        result=write_amount(larger - smaller, POINTS if first.unit == "%" else first.unit or first.counted, scale),
        formula=f"{write_value(larger, scale)} {own} − {write_value(smaller, scale)} {other}",
    )


def _is_sure(candidate: Candidate) -> bool:
    """Say whether a figure may be computed with: its statement has the question's words, or was read as answering it."""
    return candidate.feature("words_own") >= TOLD or (candidate.reading is not None and candidate.score >= SURE)


def _is_same_thing(figure: Quantity, other: Quantity) -> bool:
    """Say whether one of two exact figures can be taken from the other: the same unit, else the same thing counted."""
    exact = all(
        f.high is None and f.whole is None and f.bound is Bound.EXACT and f.change is Change.NONE for f in (figure, other)
    )
    if not exact or figure.per != other.per or figure.unit != other.unit:
        return False
    return figure.is_measure or not words_of(figure.counted).isdisjoint(words_of(other.counted))


def _second_of(side: Side) -> list[Candidate]:
    return runner_up(side.candidates) if side.candidates else []


def _silent(name: str, side: Side) -> str:
    if not side.near_years:
        return message("answer.silent", place=name)
    asked_years, years = ", ".join(side.frame.question.years), ", ".join(side.near_years)
    return message("answer.silent_years", place=name, asked=asked_years, told=years)


def _side_points(side: Side, citations: Citations) -> list[str]:
    """Return the points of the section asked for, as many as a comparison has room for; empty if no section is asked for."""
    quoted: list[str] = []
    words = 0
    for passage, begin, end in side.block.parts if side.block else ():
        for start, stop in within(paragraphs(passage.text), begin, end):
            cut = cut_point(passage.text, start, stop)
            words += len(passage.text[start:cut].split())
            if quoted and words > COMPARED_WORDS:
                return quoted
            quoted.append(citations.quoted(passage, start, cut))
    return quoted
