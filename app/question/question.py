"""What a question asks for (figure, document, date, person) and the shape of its answer (fact, list, section, …)."""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import regex as re

from app.question.vocabulary import question_words
from index.constraints import Constraint
from index.gazetteer.scope import Scope
from index.query.facets import CLOSING, Facets, SectionRole, facets_of, says, spoken
from index.query.glossary import glossary
from index.query.query import Query
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold
from ingest.language.text import strip_marks

COUNTED = re.compile(r"\b(?:bao nhiêu|bao nhieu|mấy|bn)\s+(\p{L}+)")


class Shape(StrEnum):
    """The form an answer takes."""

    FACT = "fact"
    LIST = "list"
    SECTION = "section"
    COMPARE = "compare"
    ACROSS = "across"
    WORDING = "wording"  # how others put it


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood.

    ``facets``: what it says about where to look. ``asks``: kinds of thing wanted ("figure", "document", "date",
    "person"). ``content``: index terms that carry content, place names left out. ``counted``: the word after "bao nhiêu"
    ("hộ"), which a figure should stand before. ``documents``: kinds of document asked for ("công văn").
    ``proper``: typed as Vietnamese is written, so that its very words can be held against the reports'.
    """

    query: Query
    scope: Scope
    shape: Shape
    asks: frozenset[str]
    facets: Facets
    content: tuple[str, ...]
    counted: str | None
    documents: tuple[str, ...]
    proper: bool = True

    @property
    def role(self) -> SectionRole | None:
        """The role of the section asked for."""
        return self.facets.role

    @property
    def years(self) -> tuple[str, ...]:
        """The years named."""
        return self.facets.years


def understand(query: Query, scope: Scope, without: Collection[Constraint] = (), *, assembled: bool = False) -> Question:
    """Return the question with its shape and what it asks for.

    :param without: constraints that the reader has taken off.
    :param assembled: the question was assembled from several turns, so that its wording is not held against the reports.
    """
    words = question_words()
    long = " ".join([query.restored, *query.added])
    folded = spoken(long)
    asks = frozenset(kind for kind, cues in words.asks.items() if any(says(folded, cue) for cue in cues))
    facets = facets_of(long).without(without)
    ignored = words.ignored | scope.names | {strip_marks(name) for name in scope.names}
    content = tuple(t for t in dict.fromkeys(query.content) if not _all_ignored(t, ignored))
    return Question(
        query,
        scope,
        _shape(folded, scope, asks, facets.role),
        asks,
        facets,
        content,
        _counted(query.restored),
        tuple(kind for kind in words.documents if re.search(rf"\b{kind} (?:nào|số|mấy|gì)\b", folded)),
        _is_proper(query) and not assembled,
    )


def _shape(folded: str, scope: Scope, asks: frozenset[str], role: SectionRole | None) -> Shape:
    shapes = question_words().shapes
    if any(says(folded, cue) for cue in shapes["wording"]):
        return Shape.WORDING
    if len(scope.places) > 1:
        return Shape.COMPARE
    if not scope.places and any(says(folded, cue) for cue in shapes["across"]):
        return Shape.ACROSS
    if role is not None and role.name == CLOSING:
        return Shape.SECTION
    if (
        role is not None
        and not asks & {"document", "date", "person"}
        and ("figure" not in asks or says(folded, "mấy bài học"))
    ):
        return Shape.SECTION
    if not asks & {"document", "date", "person"}:
        for shape in (Shape.SECTION, Shape.LIST):
            if any(says(folded, cue) for cue in shapes[shape]) and (shape is Shape.LIST or "figure" not in asks):
                return shape
    return Shape.FACT


def _all_ignored(term: str, ignored: frozenset[str]) -> bool:
    return all(part in ignored for part in term.split("_"))


def _counted(text: str) -> str | None:
    """Return what is counted: the word after "bao nhiêu", unless a sign or a word without content comes first.

    Without "bao nhiêu", the noun of "số hộ", "số tập thể": those of the cues for figures.
    """
    match = COUNTED.search(fold(text)) or _number_of().search(fold(text))
    if match is None:
        return None
    word = match[1]
    return None if word in question_words().uncounted or glossary().is_short(word) else word


@functools.cache
def _number_of() -> re.Pattern[str]:
    nouns = (fold(cue).split()[1] for cue in question_words().asks["figure"] if cue.startswith("số "))
    return re.compile(rf"\bsố ({'|'.join(nouns)})\b")


def _is_proper(query: Query) -> bool:
    """Say whether a question was typed in full: nothing to restore, no short form in small letters."""
    if query.restored != query.text:
        return False
    small = re.findall(r"(?<![\p{L}\d/-])\p{Ll}+(?![\p{L}\d/-])", query.text)
    return all(is_syllable(word) and not glossary().is_short(word) for word in small)
