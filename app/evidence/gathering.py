"""What is retrieved for a question, with its stretches weighed: the evidence that it is answered or refused from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from app.evidence.candidates import Candidate, best_first, rank_stretches, weights, with_wanted_first
from app.evidence.frame import Frame, frame_of
from app.evidence.reading import read
from app.evidence.scoring import scoring
from app.question.question import Question, Shape
from index.query.facets import CLOSING, SectionRole
from index.search.duplicates import collapse_copies
from index.search.retrieval import Hit, Retriever
from index.store.library import Library

PER_REPORT = 5  # passages of each report, where a question is about several
WIDE = 100  # passages looked at where any report may speak to the question
STRESS = 2.0  # how much more a follow-up's own words weigh than those it takes over, one of which it stands for
# With this value of the feature "year" a stretch names other years alone, or none in a report that does not cover the year
# asked for. No score makes it an answer. Of the right stretches of 747 questions 3 lie so low, of the best of 178 without
# an answer 37.
OTHER_YEARS = -0.7


@dataclass(frozen=True, slots=True)
class QuestionEvidence:
    """What was retrieved for one question.

    ``hits`` are the passages and ``candidates`` their stretches that can be quoted; both come best first.
    """

    frame: Frame
    hits: list[Hit]
    candidates: list[Candidate]

    @property
    def fitting(self) -> list[Candidate]:
        """The candidates that answer a question for a fact, best first."""
        return self.above(self.threshold("fact"))

    def threshold(self, name: str) -> float:
        """Return a threshold of these candidates: another one where they were read."""
        return scoring().threshold(name, read=bool(self.candidates) and self.candidates[0].reading is not None)

    def above(self, threshold: float) -> list[Candidate]:
        """Return the candidates of at least a score, best first, but for those that speak of other years alone."""
        return [c for c in self.candidates if c.score >= threshold and c.feature("year") > OTHER_YEARS]


def gather(question: Question, limit: int, library: Library, retriever: Retriever) -> QuestionEvidence:
    """Return the evidence for a question. Where it asks several reports, their passages take turns.

    :param limit: passages to read, where one list is asked.
    """
    groups = retrieve(question, limit, retriever)
    frequencies, size = library.catalog.document_frequencies(question.content)
    weight = weights(question.content, frequencies, size)
    frame = frame_of(question, {term: w * (STRESS if term in question.stressed else 1.0) for term, w in weight.items()})
    of_each = question.shape is Shape.ACROSS
    candidates = rank_stretches(frame, in_turn(groups), retriever.facts(), retriever.embedder, of_each=of_each)
    if not of_each:  # else too many are worth reading
        candidates = read(frame, candidates, retriever.embedder)
    candidates = with_wanted_first(frame, candidates)
    if question.shape is not Shape.SECTION:  # a section is found by its heading, not by one sentence
        groups = [best_first(group, candidates) for group in groups]
    return QuestionEvidence(frame, in_turn(groups), candidates)


def retrieve(question: Question, limit: int, retriever: Retriever) -> list[list[Hit]]:
    """Return the passages to read, best first, as one list, or as one list a report if several are asked."""
    search, query, facets = retriever.search, question.query, question.facets
    if question.shape is Shape.COMPARE:
        return [search(query, PER_REPORT, place.reports, facets) for place in question.scope.places]
    if question.shape is Shape.ACROSS:
        by_report: dict[str, list[Hit]] = {}
        for hit in search(query, WIDE, question.scope.reports, facets):
            by_report.setdefault(hit.passage.report, []).append(hit)
        return [_of_role(group, question.role)[:PER_REPORT] for group in by_report.values()]
    return [search(query, limit, question.scope.reports, facets)]


def _of_role(hits: list[Hit], role: SectionRole | None) -> list[Hit]:
    """Return the hits of sections of the role asked for ("xin cấp trên …"); all where the report has none."""
    if role is None or role.name == CLOSING:
        return hits
    return [hit for hit in hits if any(role.is_of(heading) for heading in hit.passage.headings)] or hits


def distinct(question: Question, hits: list[Hit], retriever: Retriever) -> list[Hit]:
    """Return the hits without copies of earlier ones. Within one report nothing is left out."""
    reports = question.scope.reports
    if reports is not None and len(set(reports)) < 2:
        return hits
    return collapse_copies(hits, retriever.facts())


def in_turn(groups: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Return the first hit of every group, then the second of every group, and so on."""
    return [hit for row in zip_longest(*groups) for hit in row if hit is not None]
