"""Kinds of thing that a stretch of a report may hold, and the names that a question asks for."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import regex as re

from app.question.question import Question
from index.gazetteer.scope import agrees
from index.query.facets import spoken
from index.query.glossary import glossary
from index.query.office_words import on_taking_up
from ingest.language import compounds
from ingest.language.terms import fold, tokens
from ingest.language.text import normalize

DOCUMENT = re.compile(r"\d{1,5}\s*/\s*(?:\d{4}/)?\p{Lu}|\d{1,4}\s*-\s*\p{Lu}{1,4}\s*/")
DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\s+tháng\s+\d{1,2}|tháng\s+\d{1,2}|năm\s+(?:19|20)\d{2}")
YEAR = re.compile(r"(?:19|20)\d{2}")
FIGURE = re.compile(r"\d")
PERSON = re.compile(r"(?:\p{Lu}\p{Ll}+\s+){1,3}\p{Lu}\p{Ll}+")
FOUND = {"document": DOCUMENT, "date": DATE, "person": PERSON}
# A name inside a question: two or more words with a capital, or an abbreviation; the first word of all has one anyway.
NAME = re.compile(r"(?<=\p{L}[,]?\s)(?:\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)+|\p{Lu}{3,})(?!\p{L})")
SMALL_WORD = re.compile(r"\s(\p{Ll}+)")
QUOTED = re.compile(r"[“\"]([^”\"]{3,80})[”\"]")


def holds(kind: str, text: str) -> bool:
    """Say whether a text holds a thing of this kind; a date or a document's number is no figure."""
    if kind == "figure":
        return bool(FIGURE.search(YEAR.sub("", DATE.sub("", DOCUMENT.sub("", text)))))
    return bool(FOUND[kind].search(text)) or (kind == "date" and bool(YEAR.search(text)))


def names_of_others(question: Question) -> list[str]:
    """Return the names, abbreviations and quoted words of the question, as typed; places excepted."""
    places = [place.name.split() for place in question.scope.places]
    return [
        name
        for name in _names_in(question)
        if not set(spoken(name).split()) <= question.scope.names and not _is_place(name.split(), places)
    ]


def proper_names(question: Question) -> list[str]:
    """Return the names of a question in two or more words with capitals, as typed; places that it is asked of excepted.

    Left out is what goes on in small letters as one word with its last: "Phòng Giáo dục" is no name "Phòng Giáo".
    """
    typed = normalize(question.query.text)
    places = [place.name.split() for place in question.scope.places]
    names = []
    for match in NAME.finditer(typed):
        words, following = match[0].split(), SMALL_WORD.match(typed, match.end())
        goes_on = following is not None and (fold(words[-1]), fold(following[1])) in compounds.known()
        if len(words) > 1 and not goes_on and not _is_place(words, places):
            names.append(match[0])
    return [name for name in names if not set(spoken(name).split()) <= question.scope.names]


def _names_in(question: Question) -> list[str]:
    typed = normalize(question.query.text)
    return [match[1] if match.re is QUOTED else match[0] for match in (*NAME.finditer(typed), *QUOTED.finditer(typed))]


def _is_place(words: Sequence[str], places: Sequence[Sequence[str]]) -> bool:
    return any(
        len(words) <= len(place) and all(agrees(a, b) for a, b in zip(words, place[-len(words) :], strict=True))
        for place in places
    )


def spelled_out(name: str, folded: str) -> bool:
    """Say whether a folded text holds a long or short form of a name or abbreviation."""
    return any(form in folded for form in glossary_forms(name))


@functools.lru_cache(maxsize=512)
def glossary_forms(name: str) -> tuple[str, ...]:
    """Return the long and short forms of a name or abbreviation, folded."""
    return tuple(glossary().added(tokens(name)))


on_taking_up(glossary_forms.cache_clear)
