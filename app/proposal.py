"""What is answered to a question before its citations are checked: from the register, by computing, from evidence."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.answer.citations import Citations
from app.answer.comparison import Side, compare
from app.answer.composition import (
    LEAST_SAID,
    Composition,
    close_block,
    list_block,
    quote,
    refuse,
    state_across,
    state_fact,
)
from app.answer.issue_dates import compare_dates
from app.answer.library import answer_about_library
from app.answer.officer import name_officer
from app.answer.report_head import about_itself
from app.evidence import refusal
from app.evidence.answerability import asks_for_reason, tells_part
from app.evidence.candidates import READ, Candidate, RankedBlock, answerability, rank_blocks, years_told
from app.evidence.frame import coverage, words_of
from app.evidence.gathering import WIDE, QuestionEvidence, gather, in_turn
from app.evidence.scoring import scoring
from app.evidence.support import proper_names
from app.evidence.wants import lacked_by
from app.question.decomposition import by_place
from app.question.question import Question, Shape, understand
from app.question.vocabulary import message
from app.tabulation.computation import compute
from app.understanding import QuestionUnderstanding
from index.constraints import Constraint
from index.query.facets import CLOSING, covers, role_told, spoken
from index.search.retrieval import Hit, Retriever
from index.store.library import Library
from ingest.language.terms import fold, tokens
from ingest.passages import CLOSING_HEADING

PER_PLACE = 12  # passages that are read for each place of a comparison
FEW_REPORTS = 6  # reports whose headings are looked through for the section that a question means
MATTER_TOLD = 0.5  # share of the words of what a "why" is about, by weight, that a section of reasons has
NEARBY = 2  # quotes shown with a refusal


@dataclass(frozen=True, slots=True)
class Proposal:
    """A composition before its citations are checked; ``mode`` is that of :class:`app.answer.model.Answer`."""

    hits: list[Hit]
    composition: Composition
    question: Question | None
    mode: str = "extractive"
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Proposer:
    """Composes answers from one library; ``questions`` understands what is asked of it."""

    library: Library
    retriever: Retriever
    questions: QuestionUnderstanding

    def propose(self, text: str, without: Collection[Constraint], register: Citations, own: str) -> Proposal:
        """Return the answer to a text; ``own``: the last turn, where turns before it complete the text."""
        if not tokens(text):
            return Proposal([], Composition(message("refusal.no_question"), refused=True), None)
        about = answer_about_library(
            text,
            self.library,
            register,
            lambda matter: self.retriever.search(matter, WIDE),
            restore=lambda words: self.retriever.reader.read(words).restored,
            reports=self.questions.limit.reports if self.questions.limit else None,
            reports_named=lambda: self.questions.scope_named_in(text).reports or (),
        )
        if about is not None:
            return Proposal([], Composition(about.text, short=about.short), None, mode="library")
        if not self.library.catalog.report_ids():
            return Proposal([], Composition(message("refusal.empty"), refused=True), None)
        question = self._in_terms_of_reports(self.questions.understand(text, without, own))
        gathered = functools.cache(functools.partial(self.gather, question, READ))  # at need, and once
        unanswerable = refusal.reason(question, self.questions.places(), self.library)
        if unanswerable is None:
            candidate, embedder = lambda: self._best_candidate(gathered()), self.retriever.embedder
            computed = compute(question, self.library, self.retriever.reader, register, candidate, embedder)
            if computed is not None:
                return Proposal(gathered().hits, computed, question, computed=True)
        if question.shape is Shape.COMPARE:
            return self._compare(question, register, unanswerable)
        evidence = gathered()
        hits = refusal.naming(evidence.hits, question.scope)
        identities = {hit.passage.id for hit in hits}
        candidates = [c for c in evidence.candidates if c.hit.passage.id in identities]
        if unanswerable is not None:
            return Proposal(hits, Composition(unanswerable, refused=True), question)
        evidence = replace(evidence, hits=hits, candidates=candidates)
        return Proposal(hits, self._compose(question, evidence, register), question)

    def _compose(self, question: Question, evidence: QuestionEvidence, register: Citations) -> Composition:
        reports = self._reports_asked(question)
        for tell in (about_itself, name_officer):
            if itself := tell(question, reports, register, self.library):
                return itself
        if question.shape is Shape.ACROSS:
            return state_across(evidence.frame, evidence.candidates, register)
        closing = question.role is not None and question.role.name == CLOSING
        signed = next((hit.passage for hit in evidence.hits if closing and hit.passage.heading == CLOSING_HEADING), None)
        if signed is not None:
            return close_block(question, signed, register, self.library)
        block = self._block(question, evidence)
        if block is not None and self._block_answers(block, question, evidence):
            return list_block(block, register)
        wording = question.shape is Shape.WORDING  # any wording near what is looked for helps
        fitting = evidence.candidates if wording else evidence.fitting
        if question.opens_with_who and not wording and self._is_told_somewhere(question, fitting):
            return state_across(evidence.frame, fitting, register)
        if fitting and (wording or self._is_answerable(evidence)):
            if question.asks_who and len({c.hit.passage.report for c in fitting}) > 1:
                return state_across(evidence.frame, fitting, register)
            return state_fact(evidence.frame, fitting, register)
        told_elsewhere = self._state_from_others(question, register)
        if told_elsewhere is not None:
            return told_elsewhere
        threshold = evidence.threshold("fact")
        near_years = years_told(evidence.frame, evidence.candidates, threshold)
        least = evidence.threshold("nearby")
        nearby = [quote(c, evidence.frame, register) for c in evidence.candidates[:NEARBY] if c.score >= least]
        first = evidence.candidates[0] if nearby else None
        return refuse(question, near_years, nearby, lacked_by(question.query, first) if first else ())

    def _is_told_somewhere(self, question: Question, fitting: Sequence[Candidate]) -> bool:
        """Say whether one of several reports that may be asked speaks to a question for the body that does something."""
        several = question.scope.reports or self.library.catalog.report_ids()
        return len(several) > 1 and bool(fitting) and fitting[0].feature("words_own") >= LEAST_SAID

    def _state_from_others(self, question: Question, register: Citations) -> Composition | None:
        """Return what reports of others tell of the one place asked about, by its name; None where none does.

        A district may have a report of its police alone, while a department's annex has a row on it.
        """
        places = question.scope.places
        if len(places) != 1 or places[0].issuer or question.scope.implied or question.shape is not Shape.FACT:
            return None
        allowed = question.scope.limit.reports if question.scope.limit else self.library.catalog.report_ids()
        others = tuple(report for report in allowed if report not in places[0].reports)
        if not others:
            return None
        scope = replace(question.scope, places=(), within=others, inside=(places[0].called, *question.scope.inside))
        wider = replace(understand(question.query, scope, own=question.stressed), facets=question.facets)
        evidence = self.gather(wider, READ)
        name = fold(places[0].name)
        naming = [c for c in evidence.fitting if name in fold(f"{c.stretch.lead} {c.statement}")]
        evidence = replace(evidence, candidates=naming)
        return state_fact(evidence.frame, naming, register) if naming and self._is_answerable(evidence) else None

    def terms_in(self, terms: Collection[str], report: str) -> Collection[str]:
        """Return those of the index terms that stand in a report, given by its id."""
        return self.library.catalog.terms_in(terms, (report,))

    def _best_candidate(self, evidence: QuestionEvidence) -> Candidate | None:
        """Return what answers a question as a fact, None where nothing does."""
        return evidence.fitting[0] if evidence.fitting and self._is_answerable(evidence) else None

    def _is_answerable(self, evidence: QuestionEvidence, threshold: str = "answerable") -> bool:
        if not tells_part(evidence.frame, evidence.candidates[0]):
            return False
        return answerability(evidence.frame, evidence.candidates, self.terms_in) >= evidence.threshold(threshold)

    def _block(self, question: Question, evidence: QuestionEvidence) -> RankedBlock | None:
        """Return the block that answers a question for a section or a list, or None where none does or none is asked for."""
        if question.shape not in (Shape.SECTION, Shape.LIST):
            return None
        name = question.shape.value
        ranked = rank_blocks(
            name, evidence.frame, evidence.hits, self.retriever.facts(), self.library, self.retriever.embedder
        )
        return ranked[0] if ranked and ranked[0].score >= scoring().thresholds[name] else None

    def _block_answers(self, block: RankedBlock, question: Question, evidence: QuestionEvidence) -> bool:
        """Say whether a block answers: it is the section of the role asked for, or what was found is answerable.

        A block that is no section of reasons, or one that lacks most words of what is to have happened, answers a "why" only
        as well as a sentence has to. A section answers nothing on a name that it does not hold.
        """
        told = spoken(f"{' '.join(block.block.path)} {block.block.text}")
        if not all(spoken(name) in told for name in proper_names(question)):
            return False
        asks_reason = asks_for_reason(spoken(question.query.restored))
        matter = evidence.frame.words if asks_reason else {}
        if block.has_role and (not matter or coverage(matter, words_of(told)) >= MATTER_TOLD):
            return True
        return self._is_answerable(evidence, "answerable" if asks_reason else "answerable_block")

    def _in_terms_of_reports(self, question: Question) -> Question:
        """Return a question with the role of section by which the few reports asked tell what it asks for."""
        reports = question.scope.reports or self.library.catalog.report_ids()
        if question.role is None or not question.role.instead or len(reports) > FEW_REPORTS:
            return question
        pieces = (piece for report in reports for piece in self.library.catalog.passages_of(report))
        role = role_told(question.role, {heading for piece in pieces for heading in piece.headings})
        return replace(question, facets=replace(question.facets, role=role))

    def _reports_asked(self, question: Question) -> tuple[str, ...]:
        """Return the ids of the reports asked about. Of several, those whose period covers the year asked for come alone."""
        return self._of_years(question.scope.reports or (), question)

    def _of_years(self, reports: tuple[str, ...], question: Question) -> tuple[str, ...]:
        of_year = tuple(report for report in reports if covers(self.retriever.facts()[report], question.years))
        return of_year or reports

    def _compare(self, question: Question, register: Citations, unanswerable: str | None) -> Proposal:
        """Answer for each place separately and set the answers side by side, in the order of the places in the question.

        :param unanswerable: why nothing can be answered; what was found near it is still shown.
        """
        asked_reports = [self._of_years(place.reports, question) for place in question.scope.places]
        dates = compare_dates(question, asked_reports, register, self.library)
        if dates is not None:
            return Proposal([], dates, question)
        groups, sides = [], []
        for place, alone in by_place(question, self.retriever.reader.read):
            evidence = self.gather(alone, PER_PLACE)
            groups.append(evidence.hits)
            block = self._block(alone, evidence)
            threshold = evidence.threshold("compare")
            fitting = evidence.above(threshold)
            near = [] if fitting or block else years_told(evidence.frame, evidence.candidates, threshold)
            sides.append(Side(place, evidence.frame, fitting, block.block if block else None, near))
        if unanswerable is not None:
            return Proposal(in_turn(groups), Composition(unanswerable, refused=True), question)
        return Proposal(in_turn(groups), compare(question, sides, register), question)

    def gather(self, question: Question, limit: int) -> QuestionEvidence:
        """Return the evidence for a question; see :func:`app.evidence.gathering.gather`."""
        return gather(question, limit, self.library, self.retriever)
