"""Decomposing a question about several places into one question for each place, with the years that apply to it.

"Tiền A thu được so với tiền B chi ra" asks of A what it took in, of B what it spent: what is said of one place alone is not
asked of another (:mod:`app.question.sides`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import regex as re

from app.question.question import Question, Shape, understand
from app.question.sides import side_text
from app.question.vocabulary import question_words
from index.gazetteer.body_places import words_of_body
from index.gazetteer.scope import Place, Scope
from index.gazetteer.units import WORD
from index.query.facets import YEAR, says, spoken
from index.query.query import Query
from ingest.language.terms import fold
from ingest.language.text import strip_marks

PARTS = re.compile(r"\bso với\b|\bso voi\b|\bvà\b|\bvới\b|\bhay\b|\bcòn\b|,")
MOST = re.compile(r"\bnhiều\s++(\p{L}++)(?=[\p{L}\s,]{0,200}?\b(?:hơn|nhất)\b)")  # "nhiều xã, thị trấn nhất": xã are counted


def by_place(question: Question, read: Callable[[str], Query]) -> list[tuple[Place, Question]]:
    """Return for every place of the question, in the order named, the question asked of it alone.

    :param read: reads a text as the question was read.
    """
    words = question_words().comparing
    text = fold(question.query.restored)
    most = MOST.search(text)
    figure = most is not None or any(says(spoken(text), cue) for cue in words.figure)
    role = None if figure else question.role
    asks = question.asks | {"figure"} if figure else question.asks
    counted = question.counted if question.counted not in words.words else None
    counted = counted or (most[1] if most else None)
    dropped = words.words | question_words().ignored | _names(question)
    questions = []
    for place in question.scope.places:
        own = understand(read(side_text(question.query.text, place, question.scope.places)), Scope((place,)))
        content = tuple(term for term in own.content if not dropped.issuperset(term.split("_")))
        if counted and not content:  # "nhiều xã nhất": nothing else is said
            content = (counted,)
        alone = replace(
            question,
            query=own.query,
            scope=Scope((place,)),
            shape=Shape.FACT if role is None else Shape.SECTION,
            asks=asks,
            facets=replace(question.facets, role=role, years=_years(text, place, question)),
            content=content,
            counted=own.counted if own.counted not in (None, *words.words) else counted,
        )
        questions.append((place, alone))
    return questions


def _names(question: Question) -> frozenset[str]:
    names = question.scope.names
    return names | {strip_marks(name) for name in names}


def _years(text: str, place: Place, question: Question) -> tuple[str, ...]:
    """Return the years that apply to the place.

    They stand in the part of the question that names it, else in parts that name no place, else before the first place.
    There are none where the part that names it says another span ("cả nhiệm kỳ").

    "Số hộ nghèo năm 2024 của huyện A và huyện B": the year stands before the first place and is that of both.
    """
    parts = PARTS.split(text)
    own = [part for part in parts if _names_place(part, place)]
    if any(says(spoken(part), span) for part in own for span in question_words().comparing.spans):
        return ()
    shared = [part for part in parts if not any(_names_place(part, other) for other in question.scope.places)]
    names = [fold(other.name) for other in question.scope.places]
    ahead = text[: min((at for name in names if (at := text.find(name)) >= 0), default=0)]
    candidates = (YEAR.findall(" ".join(texts)) for texts in (own, shared, [ahead]))
    return tuple(dict.fromkeys(next(filter(None, candidates), [])))


def _names_place(part: str, place: Place) -> bool:
    return fold(place.name) in part or bool(words_of_body(WORD.findall(part), place))
