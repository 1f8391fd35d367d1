"""What a question asks for (figure, document, date, person) and the shape of its answer (fact, list, section, …)."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import regex as re

from app.question.shape import form_of
from app.question.vocabulary import question_words
from index.constraints import Constraint
from index.gazetteer.scope import Scope
from index.query.facets import CLOSING, Facets, SectionRole, facet_words, facets_of, says, spoken
from index.query.glossary import glossary
from index.query.query import Query
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold
from ingest.language.text import strip_marks

OTHER_MATTER = 3  # words beside who signs in a question that is of the report itself ("người đứng đầu cơ quan")
SAID_WITHIN = 4  # words behind "đơn vị nào" within which a word of saying is its own ("đơn vị nào trong kho nêu")
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
    ``stressed``: of the content, what a follow-up brings in itself; the rest it takes over, and may mean to replace.
    ``asks_who``: it names no body and asks which one, or where; several reports may answer.
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
    stressed: frozenset[str] = frozenset()
    asks_who: bool = False
    opens_with_who: bool = False

    @property
    def role(self) -> SectionRole | None:
        """The role of the section asked for."""
        return self.facets.role

    @property
    def years(self) -> tuple[str, ...]:
        """The years named."""
        return self.facets.years


def understand(
    query: Query,
    scope: Scope,
    without: Collection[Constraint] = (),
    *,
    assembled: bool = False,
    own: Collection[str] = (),
) -> Question:
    """Return the question with its shape and what it asks for.

    :param without: constraints that the reader has taken off.
    :param own: index terms of the last turn, where the question was assembled from several.
    :param assembled: the question was assembled from several turns, so that its wording is not held against the reports.
    """
    words = question_words()
    long = " ".join([query.restored, *query.added])
    folded = spoken(long)
    asks = asks_of(folded)
    facets = facets_of(long).without(without)
    if facets.role is not None and facets.role.name == CLOSING and not _asks_closing(folded, query, scope, asks):
        facets = replace(facets, role=None)
    shape = _shape(folded, scope, asks, facets.role)
    ignored = words.ignored | scope.names | {strip_marks(name) for name in scope.names}
    if shape is Shape.ACROSS:
        ignored |= words.reporting(folded)  # who reports is no matter that a report speaks of
    content = tuple(t for t in dict.fromkeys(query.content) if not _all_ignored(t, ignored))
    return Question(
        query,
        scope,
        shape,
        asks,
        facets,
        content,
        _counted_word(query.restored),
        tuple(kind for kind in words.documents if re.search(rf"\b{kind} (?:nào|số|mấy|gì)\b", folded)),
        _is_proper(query) and not assembled,
        frozenset(own).intersection(content),
        not scope.places and _asks_who(folded),
        not scope.places and _opens_with_who(folded),
    )


def _asks_closing(folded: str, query: Query, scope: Scope, asks: Collection[str]) -> bool:
    """Say whether a question is of the end of a report: it says "báo cáo", or names next to no matter beside who signs.

    "Ai ký văn bản trả lại kế hoạch trồng rừng?" is of another paper, and "hai nơi nhận được bao nhiêu đơn" of no signature.
    """
    if says(folded, "báo cáo"):
        return True
    if "figure" in asks:
        return False
    names = {fold(name) for name in scope.names}
    cues = {word for role in facet_words().roles if role.name == CLOSING for cue in role.cues for word in fold(cue).split()}
    unsaid = question_words().ignored | names | cues
    matter = {term for term in query.content if "_" not in term and term.isalpha()} - unsaid
    return len({strip_marks(term) for term in matter} - {strip_marks(term) for term in unsaid}) <= OTHER_MATTER


def asks_of(folded: str) -> frozenset[str]:
    """Return the kinds of thing that a question (:func:`index.query.facets.spoken`) wants: "figure", "document", …."""
    cues_of = question_words().asks
    return frozenset(kind for kind, cues in cues_of.items() if any(says(folded, cue) for cue in cues))


def _shape(folded: str, scope: Scope, asks: frozenset[str], role: SectionRole | None) -> Shape:
    shapes = question_words().shapes
    if any(says(folded, cue) for cue in shapes["wording"]):
        return Shape.WORDING
    if len(scope.places) > 1:
        return Shape.COMPARE
    if not scope.places and _asks_every_report(folded):
        return Shape.ACROSS
    if role is not None and role.name == CLOSING:
        return Shape.SECTION
    return Shape(form_of(folded, asks, role is not None))


def _asks_every_report(folded: str) -> bool:
    """Say whether any report may speak to a question: it asks which reports do, which bodies, or who says it."""
    shapes = question_words().shapes
    if any(says(folded, cue) for cue in shapes["across"]):
        return True
    words = folded.split()
    if any(_is_subject(words, at) for cue in shapes["reporters"] for at, _ in _places_of(words, cue)):
        return True
    reporters = [place for cue in shapes["reporter"] for place in _places_of(words, cue)]
    if any(_is_several(words, at) and _is_subject(words, at) for at, _ in reporters):
        return True
    behind = [" ".join(words[end : end + SAID_WITHIN]) for _, end in reporters]
    return any(says(text, verb) for text in behind for verb in shapes["saying"])


def _asks_who(folded: str) -> bool:
    """Say whether a question asks which body, or where: one part of a report may be meant, or those who report."""
    shapes = question_words().shapes
    return any(says(folded, cue) for group in ("reporters", "reporter", "somewhere") for cue in shapes[group])


def _opens_with_who(folded: str) -> bool:
    """Say whether a question begins with the body it asks for: "Đơn vị nào …", "Ai …", "Mấy nơi này ai …"."""
    shapes, words = question_words().shapes, folded.split()
    who = [
        form for group in ("reporters", "reporter", "someone") for cue in shapes[group] for form in (cue, strip_marks(cue))
    ]
    among = {form for cue in shapes["among"] for form in (cue, strip_marks(cue))}
    for at in range(len(words)):
        rest = f"{' '.join(words[at:])} "
        if any(rest.startswith(f"{form} ") for form in who):
            return True
        if words[at] not in among:
            return False
    return False


def _places_of(words: Sequence[str], cue: str) -> Iterator[tuple[int, int]]:
    """Yield [begin, end) of every place of a cue among the words of a question, typed with its marks or without any."""
    size = len(cue.split())
    for at in range(len(words) - size + 1):
        if says(" ".join(words[at : at + size]), cue):
            yield at, at + size


def _is_several(words: Sequence[str], at: int) -> bool:
    """Say whether a word that puts several together stands before a word ("những đơn vị nào")."""
    return at > 0 and any(says(words[at - 1], cue) for cue in question_words().shapes["several"])


def _is_subject(words: Sequence[str], at: int) -> bool:
    """Say whether what begins at a word stands behind no word of place ("ở những nơi nào")."""
    shapes = question_words().shapes
    while _is_several(words, at):
        at -= 1
    return not at or not any(says(words[at - 1], cue) for cue in shapes["place"])


def _all_ignored(term: str, ignored: frozenset[str]) -> bool:
    return all(part in ignored for part in term.split("_"))


def _counted_word(text: str) -> str | None:
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
