"""What a question wants: a figure, a document, a date, a person; a fact, a list, a whole section, several reports."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import regex as re

from app.data import Role, question_words
from index.analysis import fold
from index.query import Query
from index.scope import Scope
from ingest.text import strip_marks

YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


class Shape(StrEnum):
    """The form an answer takes."""

    FACT = "fact"
    LIST = "list"
    SECTION = "section"
    COMPARE = "compare"
    ACROSS = "across"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    ``asks``: kinds of thing wanted ("figure", "document", "date", "person"). ``content``: index terms that carry
    content, place names left out. ``counted``: the word after "bao nhiêu" ("hộ"), which a figure should stand before.
    ``documents``: kinds of document asked for ("công văn").
    """

    query: Query
    scope: Scope
    shape: Shape
    asks: frozenset[str]
    role: Role | None
    years: tuple[str, ...]
    content: tuple[str, ...]
    counted: str | None
    documents: tuple[str, ...]


def understand(query: Query, scope: Scope) -> Question:
    """Return the question with its shape and what it asks for."""
    text = query.restored
    words = question_words()
    folded = " ".join(re.findall(r"[\p{L}\p{N}%]+", fold(" ".join([text, *query.added]))))
    asks = frozenset(kind for kind, cues in words.asks.items() if any(_says(folded, cue) for cue in cues))
    role = next((role for role in reversed(words.roles) if any(_says(folded, cue) for cue in role.cues)), None)
    names = {part for place in scope.places for part in fold(place.name).split()}
    ignored = words.ignored | names | {strip_marks(name) for name in names}
    content = tuple(t for t in dict.fromkeys(query.content) if not _all_ignored(t, ignored))
    return Question(
        query,
        scope,
        _shape(folded, scope, asks, role),
        asks,
        role,
        tuple(YEAR.findall(text)),
        content,
        _counted(folded),
        tuple(kind for kind in words.documents if re.search(rf"\b{kind} (?:nào|số|mấy|gì)\b", folded)),
    )


def _shape(folded: str, scope: Scope, asks: frozenset[str], role: Role | None) -> Shape:
    shapes = question_words().shapes
    if len(scope.places) > 1:
        return Shape.COMPARE
    if not scope.places and any(_says(folded, cue) for cue in shapes["across"]):
        return Shape.ACROSS
    if role is not None and role.name == "closing":
        return Shape.SECTION
    if (
        role is not None
        and not asks & {"document", "date", "person"}
        and ("figure" not in asks or _says(folded, "mấy bài học"))
    ):
        return Shape.SECTION
    if not asks & {"document", "date", "person"}:
        for shape in (Shape.SECTION, Shape.LIST):
            if any(_says(folded, cue) for cue in shapes[shape]) and (shape is Shape.LIST or "figure" not in asks):
                return shape
    return Shape.FACT


def _says(folded: str, cue: str) -> bool:
    """Say whether the question holds the phrase, typed with its marks or without any."""
    padded = f" {folded} "
    if f" {cue} " in padded:
        return True
    bare = strip_marks(cue)
    return len(bare) > 3 and folded.isascii() and f" {bare} " in padded


def _all_ignored(term: str, ignored: frozenset[str]) -> bool:
    return all(part in ignored for part in term.split("_"))


def _counted(folded: str) -> str | None:
    match = re.search(r"(?:bao nhiêu|bao nhieu|mấy|bn)\s+(\p{L}+)", folded)
    return match[1] if match else None
