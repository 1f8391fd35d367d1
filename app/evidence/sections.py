"""Which section of a report a question asks for, by the roles and the words of the headings along its path.

"Nguyên nhân chủ quan" is asked for: the section may be headed so itself, or "Chủ quan" below "Nguyên nhân"; and a section
headed "Nguyên nhân của những hạn chế" is not the one on shortcomings, though its heading names them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.question.contrasts import leaves_out, opposes
from app.question.question import Question
from index.query.facets import SectionRole, facet_words, says, spoken
from index.search.retrieval import Hit
from index.store.library import Library
from ingest.language.terms import tokens
from ingest.model import Passage

PURE = 0.5  # worth of a heading that says nothing but what is asked, against one that holds all words of the question
OTHER_ROLE = 0.4  # taken off for every role of a heading that is not asked for
FOUND_FIRST = 0.3  # what a section gains whose passage was found first; half of it for the second …


@dataclass(frozen=True, slots=True)
class WholeSection:
    """A section with all that stands below its heading, in reading order."""

    heading: str
    pieces: tuple[Passage, ...]


def section_of_role(
    question: Question, reports: Sequence[str], hits: Sequence[Hit], weight: Mapping[str, float], library: Library
) -> WholeSection | None:
    """Return the section with the role asked for that fits the question best, or None if the reports have none.

    :param weight: of the question's terms (:func:`app.evidence.ranking.weights`).
    """
    role = question.role
    if role is None:
        return None
    folded = spoken(question.query.restored)
    asked = [other for other in facet_words().roles if other is role or any(says(folded, cue) for cue in other.cues)]
    words = {term: w for term, w in weight.items() if "_" not in term}
    known = words.keys() | {word for other in asked for phrase in (*other.headings, *other.cues) for word in phrase.split()}
    place = {hit.passage.id: at for at, hit in enumerate(hits)}
    best: tuple[float, WholeSection] | None = None
    for report in reports:
        for path, pieces in _sections(library.catalog.passages_of(report)).items():
            if not _has_role(role, path, known) or leaves_out(question.query.text, path[-1]):
                continue
            first = min((place[piece.id] for piece in pieces if piece.id in place), default=None)
            score = _fit(question, path, role, asked, words, known) + (FOUND_FIRST / (1 + first) if first is not None else 0)
            if best is None or score > best[0]:  # the first, and so the outermost, of equals
                best = score, WholeSection(path[-1], tuple(pieces))
    return best[1] if best else None


def section_at(passage: Passage, library: Library) -> WholeSection:
    """Return the section that a passage stands in, by its innermost heading."""
    return WholeSection(passage.heading, tuple(_sections(library.catalog.passages_of(passage.report))[passage.headings]))


def _sections(passages: Sequence[Passage]) -> dict[tuple[str, ...], list[Passage]]:
    """Return the passages below every heading, by its path, outer headings first."""
    by_path: dict[tuple[str, ...], list[Passage]] = {}
    for passage in passages:
        for depth in range(1, len(passage.headings) + 1):
            by_path.setdefault(passage.headings[:depth], []).append(passage)
    return by_path


def _has_role(role: SectionRole, path: tuple[str, ...], known: frozenset[str] | set[str]) -> bool:
    """Say whether a heading has the role, or goes on from one that has it with nothing but words of the question."""
    if role.is_of(path[-1]):
        return True
    return any(role.is_of(heading) for heading in path[:-1]) and set(tokens(path[-1])) <= known


def _fit(
    question: Question,
    path: tuple[str, ...],
    role: SectionRole,
    asked: Sequence[SectionRole],
    words: Mapping[str, float],
    known: frozenset[str] | set[str],
) -> float:
    first = next(at for at, heading in enumerate(path) if role.is_of(heading))
    present = {word for heading in path[first:] for word in tokens(heading)}
    own = tokens(path[-1])
    share = sum(w for word, w in words.items() if word in present) / (sum(words.values()) or 1.0)
    pure = sum(word in known for word in own) / (len(own) or 1)
    others = sum(other not in asked and other.is_of(path[-1]) for other in facet_words().roles)
    off = OTHER_ROLE * (others + opposes(question.query.text, path[-1]))
    return share + PURE * pure - off
