"""The assistant: one question in, one checked answer out; a language model may write, where one is configured."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from app.answer import citations as checks
from app.answer.composition import (
    Composition,
    Side,
    close_block,
    compare,
    list_block,
    quote,
    refuse,
    state_across,
    state_fact,
)
from app.answer.library import answer_about_library
from app.answer.model import Answer, SearchResult, Understood
from app.answer.notes import notes, understood, why
from app.answer.report_head import about_itself
from app.evidence import refusal
from app.evidence.candidates import READ, RankedBlock, answerability, rank_blocks, weights, years_told
from app.evidence.gathering import WIDE, QuestionEvidence, distinct, gather, in_turn, retrieve
from app.evidence.scoring import scoring
from app.evidence.wants import lacked_by
from app.generation.writer import Writer
from app.grounding import entailment
from app.question.decomposition import by_place
from app.question.follow_up import resolve, without_names
from app.question.question import Question, Shape, understand
from app.question.vocabulary import message, question_words
from app.tabulation.computation import compute
from index.constraints import Constraint, ConstraintKind
from index.embedding.embedder import Embedder
from index.gazetteer.library_places import LibraryPlaces
from index.gazetteer.scope import Limit, Place, Scope, scope_of
from index.query.facets import CLOSING, covers, facet_words
from index.query.query import Query
from index.search.explanation import explain
from index.search.retrieval import Hit, Retriever
from index.store.library import Library
from ingest.language.terms import tokens
from ingest.language.text import fold_spaces, strip_marks
from ingest.passages import CLOSING_HEADING, title_of

logger = logging.getLogger(__name__)

SHOWN = 10  # passages that come with an answer
PER_PLACE = 12  # of these for each place of a comparison
NEARBY = 2  # quotes shown with a refusal


@dataclass(frozen=True, slots=True)
class ExtractiveAnswer:
    """An answer in the reports' own sentences, with the question as understood and the passages retrieved.

    ``question`` is None where the text asks nothing or the library is empty.
    """

    answer: Answer
    question: Question | None
    hits: list[Hit]
    computed: bool = False  # no model may put a computed figure in other words


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A composition before its citations are checked; ``mode`` is that of :class:`app.answer.model.Answer`."""

    hits: list[Hit]
    composition: Composition
    question: Question | None
    mode: str = "extractive"
    computed: bool = False


class Assistant:
    """Answers questions from one library. Threads may share it.

    :param writer: lets a language model write. With None, answers consist of the reports' own sentences.
    :param retriever: the retriever to share with another assistant on the same library; None makes a new one.
    :param places: the library's places to share likewise.
    :param limit: the reports to restrict every question to; None asks all.
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        writer: Writer | None = None,
        *,
        retriever: Retriever | None = None,
        places: LibraryPlaces | None = None,
        limit: Limit | None = None,
    ) -> None:
        self.library = library
        self.embedder = embedder
        self.writer = writer
        self.retriever = retriever or _retriever_of(library, embedder)
        self._places = places or LibraryPlaces(library)
        self._limit = limit

    def turn_to(self, library: Library) -> None:
        """Answer from another library from now on, such as a rebuilt one. All its reports are asked."""
        self.library = library
        self.retriever = _retriever_of(library, self.embedder)
        self._places = LibraryPlaces(library)
        self._limit = None

    def within(self, reports: Sequence[str], name: str = "") -> Assistant:
        """Return an assistant that asks these reports (ids) alone, or all reports if none are given.

        :param name: what their reader calls them together; see :meth:`limit_of`.
        """
        return self._sharing(self.writer, self.limit_of(reports, name) if reports else None)

    def extractive(self) -> Assistant:
        """Return an assistant that answers likewise, but lets no language model write."""
        return self._sharing(None, self._limit)

    def limit_of(self, reports: Sequence[str], name: str = "") -> Limit:
        """Return the limit to those of the reports (ids) that the library still holds, with its name for a reader.

        :param name: what the reader calls several of them together; empty: how many they are.
        """
        facts, catalog = self.retriever.facts(), self.library.catalog
        present = tuple(identity for identity in reports if identity in facts)
        if len(present) == 1:
            return Limit(present, title_of(facts[present[0]], catalog.file_of(present[0])))
        if not present:
            return Limit(present, message("understood.gone"))
        key = "understood.set" if name else "understood.several"
        return Limit(present, message(key, **({"name": name} if name else {}), count=len(present)))

    def answer(self, text: str, without: Collection[Constraint] = (), reports: Sequence[str] = ()) -> Answer:
        """Return the answer to one question.

        :param without: constraints that are not to be understood from the question.
        :param reports: ids of the reports to ask alone; an empty sequence asks all.
        """
        if reports:
            return self.within(reports).answer(text, without)
        *_, last = self._answers(text, without)
        return last

    def converse(self, turns: Sequence[str], without: Collection[Constraint] = (), reports: Sequence[str] = ()) -> Answer:
        """Answer the last turn of a conversation, completed from the turns before it; see :meth:`answer`."""
        if reports:
            return self.within(reports).converse(turns, without)
        *_, last = self.stream(turns, without)
        return last

    def stream(self, turns: Sequence[str], without: Collection[Constraint] = ()) -> Iterator[Answer]:
        """Yield the answer of :meth:`converse` as it grows. Every step is checked, and the last one is the whole answer."""
        last = turns[-1] if turns else ""
        whole = resolve(turns, self._named_in)
        if fold_spaces(whole) == fold_spaces(last):
            yield from self._answers(last, without)
            return
        constraint = Constraint(ConstraintKind.CONTEXT)
        context = Understood(constraint.key, message("understood.context", text=whole))
        if constraint in without:
            for answer in self._answers(last, without):
                yield replace(answer, removed=(context, *answer.removed))
            return
        for answer in self._answers(whole, without, turns[:-1], own=last):
            yield replace(answer, understood=(context, *answer.understood))

    def _answers(
        self, text: str, without: Collection[Constraint], earlier: Sequence[str] = (), *, own: str = ""
    ) -> Iterator[Answer]:
        """Yield the answers of :meth:`stream`. ``own``: the last turn, where ``earlier`` ones complete the text."""
        started = time.perf_counter()
        plain = self._extract(text, without, own)
        question = plain.question
        ready = plain.answer.refused or plain.computed
        if self.writer is None or question is None or ready or question.shape is Shape.WORDING:
            yield replace(plain.answer, ms=_since(started))
            return
        for answer in self.writer.write(question, plain.answer, plain.hits, self.library, earlier):
            yield replace(answer, ms=_since(started))

    def _extract(self, text: str, without: Collection[Constraint], own: str) -> ExtractiveAnswer:
        register = checks.Citations(self.library)
        proposal = self._propose(text, without, register, own)
        hits, composition, question = proposal.hits, proposal.composition, proposal.question
        citations = register.all()
        wrong = checks.faults(composition.text, citations, self.library)
        if proposal.computed:  # quotes say what the reports say; what is computed of them is held against them
            unsound = entailment.unsound(composition.text, citations, self.retriever.facts())
            wrong += [f"{fault.problem}: {fault.what}" for _, fault in unsound]
        if wrong:  # cannot happen unless a report changes meanwhile; then nothing unsound is shown
            logger.error("answer withheld: %s", "; ".join(wrong))
            composition, citations = Composition(message("refusal.nothing"), refused=True), ()
        answer = Answer(
            composition.text,
            composition.refused,
            proposal.mode,
            citations,
            tuple(distinct(question, hits, self.retriever)[:SHOWN]) if question else (),
            0,
            notes(question.scope) if question else (),
            understood(question) if question else (),
            self._removed(text, without) if question else (),
            beside=question is not None and question.shape in (Shape.COMPARE, Shape.ACROSS),
            short=composition.short,
        )
        return ExtractiveAnswer(answer, question, hits, proposal.computed)

    def search(self, text: str, limit: int = SHOWN, without: Collection[Constraint] = ()) -> list[Hit]:
        """Return the passages of :meth:`find`."""
        return list(self.find(text, limit, without).hits)

    def find(self, text: str, limit: int = SHOWN, without: Collection[Constraint] = ()) -> SearchResult:
        """Return the best passages for a text, best first, restricted to the places it names; copies are shown once.

        A text without any word or figure finds nothing.
        """
        if not tokens(text):
            return SearchResult()
        question = self._understand(text, without)
        hits = self._gather(question, max(limit, READ)).hits
        hits_shown = distinct(question, hits, self.retriever)
        if len(hits_shown) < min(limit, len(hits)):  # the places of copies go to what comes after
            identities = {hit.passage.id for hit in hits}
            more = in_turn(retrieve(question, WIDE, self.retriever))
            hits_shown = distinct(
                question, [*hits, *(hit for hit in more if hit.passage.id not in identities)], self.retriever
            )
        hits_shown = hits_shown[:limit]
        query, names = question.query, question.scope.names
        weight = weights(query.terms, *self.library.catalog.document_frequencies(query.terms))
        unmarked = query.restored.isascii()
        words = question_words().ignored if unmarked else question_words().silent
        silent = words | names | ({strip_marks(name) for name in names} if unmarked else set())
        reasons = tuple(why(explain(hit, query, weight, silent), hit.passage, question) for hit in hits_shown)
        return SearchResult(
            tuple(hits_shown), reasons, notes(question.scope), understood(question), self._removed(text, without)
        )

    def places(self) -> list[Place]:
        """Return the places that the library has reports of, as it is now."""
        return self._places.current()

    def _sharing(self, writer: Writer | None, limit: Limit | None) -> Assistant:
        return Assistant(self.library, self.embedder, writer, retriever=self.retriever, places=self._places, limit=limit)

    def _named_in(self, text: str) -> Scope:
        return self._scope(self.retriever.reader.read(text))

    def _scope(self, query: Query) -> Scope:
        """The places named, in the question as typed or, failing that, with its spelling restored."""
        typed = scope_of(query.text, self.places(), self._places.speaks_of)
        if typed.places:
            return typed
        restored = scope_of(query.restored, self.places(), self._places.speaks_of)
        barred = any(unit.split(",")[0].endswith(f" {p.name}") for unit in typed.foreign for p in restored.places)
        names_other = bool(typed.foreign) or typed.within is not None
        return typed if barred or (names_other and not restored.places) else restored

    def _propose(self, text: str, without: Collection[Constraint], register: checks.Citations, own: str) -> _Proposal:
        if not tokens(text):
            return _Proposal([], Composition(message("refusal.no_question"), refused=True), None)
        about = answer_about_library(
            text,
            self.library,
            register,
            lambda matter: self.retriever.search(matter, WIDE),
            restore=lambda words: self.retriever.reader.read(words).restored,
            reports=self._limit.reports if self._limit else None,
            reports_named=lambda: self._named_in(text).reports or (),
        )
        if about is not None:
            return _Proposal([], Composition(about.text, short=about.short), None, mode="library")
        if not self.library.catalog.report_ids():
            return _Proposal([], Composition(message("refusal.empty"), refused=True), None)
        question = self._understand(text, without, own)
        if not refusal.reason(question, self.places(), self.library):
            computed = compute(question, self.library, self.retriever.reader, register)
            if computed is not None:
                return _Proposal(self._gather(question, READ).hits, computed, question, computed=True)
        if question.shape is Shape.COMPARE:
            return self._compare(question, register)
        evidence = self._gather(question, READ)
        hits = refusal.naming(evidence.hits, question.scope)
        identities = {hit.passage.id for hit in hits}
        candidates = [c for c in evidence.candidates if c.hit.passage.id in identities]
        evidence = replace(evidence, hits=hits, candidates=candidates)
        return _Proposal(hits, self._compose(question, evidence, register), question)

    def _compose(self, question: Question, evidence: QuestionEvidence, register: checks.Citations) -> Composition:
        unanswerable = refusal.reason(question, self.places(), self.library)
        if unanswerable:
            return Composition(unanswerable, refused=True)
        report_head = about_itself(question, self._reports_asked(question), register, self.library)
        if report_head:
            return report_head
        if question.shape is Shape.ACROSS:
            return state_across(evidence.frame, evidence.candidates, register)
        closing = question.role is not None and question.role.name == CLOSING
        signed = next((hit.passage for hit in evidence.hits if closing and hit.passage.heading == CLOSING_HEADING), None)
        if signed is not None:
            return close_block(question, signed, register, self.library)
        block = self._block(question, evidence)
        if block is not None and (block.has_role or self._is_answerable(evidence, "answerable_block")):
            return list_block(block, register)
        wording = question.shape is Shape.WORDING  # any wording near what is looked for helps
        fitting = evidence.candidates if wording else evidence.fitting
        if fitting and (wording or self._is_answerable(evidence)):
            return state_fact(evidence.frame, fitting, register)
        threshold = scoring().thresholds["fact"]
        near_years = years_told(evidence.frame, evidence.candidates, threshold)
        least = scoring().thresholds["nearby"]
        nearby = [quote(c, evidence.frame, register) for c in evidence.candidates[:NEARBY] if c.score >= least]
        first = evidence.candidates[0] if nearby else None
        return refuse(question, near_years, nearby, lacked_by(question.query, first) if first else ())

    def terms_in(self, terms: Collection[str], report: str) -> Collection[str]:
        """Return those of the index terms that stand in a report, given by its id."""
        return self.library.catalog.terms_in(terms, (report,))

    def _is_answerable(self, evidence: QuestionEvidence, threshold: str = "answerable") -> bool:
        return answerability(evidence.frame, evidence.candidates, self.terms_in) >= scoring().thresholds[threshold]

    def _block(self, question: Question, evidence: QuestionEvidence) -> RankedBlock | None:
        """Return the block that answers a question for a section or a list, or None where none does or none is asked for."""
        if question.shape not in (Shape.SECTION, Shape.LIST):
            return None
        name = question.shape.value
        ranked = rank_blocks(
            name, evidence.frame, evidence.hits, self.retriever.facts(), self.library, self.retriever.embedder
        )
        return ranked[0] if ranked and ranked[0].score >= scoring().thresholds[name] else None

    def _reports_asked(self, question: Question) -> tuple[str, ...]:
        """Return the ids of the reports asked about. Of several, those whose period covers the year asked for come alone."""
        reports = question.scope.reports or ()
        of_year = tuple(report for report in reports if covers(self.retriever.facts()[report], question.years))
        return of_year or reports

    def _compare(self, question: Question, register: checks.Citations) -> _Proposal:
        """Answer for each place separately and set the answers side by side, in the order of the places in the question."""
        unanswerable = refusal.reason(question, self.places(), self.library)
        groups, sides = [], []
        for place, alone in by_place(question):
            evidence = self._gather(alone, PER_PLACE)
            groups.append(evidence.hits)
            block = self._block(alone, evidence)
            threshold = scoring().thresholds["compare"]
            fitting = evidence.above(threshold)
            near = [] if fitting or block else years_told(evidence.frame, evidence.candidates, threshold)
            sides.append(Side(place, evidence.frame, fitting, block.block if block else None, near))
        if unanswerable:
            return _Proposal(in_turn(groups), Composition(unanswerable, refused=True), question)
        return _Proposal(in_turn(groups), compare(question, sides, register), question)

    def _understand(self, text: str, without: Collection[Constraint], own: str = "") -> Question:
        query = self.retriever.reader.read(text, without)
        scope = self._scope(query)
        places_off = [place for place in scope.places if Constraint(ConstraintKind.PLACE, place.called) in without]
        if places_off:  # neither searched nor missed; a bare name stays, since it may have been mistaken for the place's
            query = self.retriever.reader.read(without_names(text, places_off, bare=False), without)
            scope = self._scope(query)
        scope = scope.without(without)
        if self._limit is not None and Constraint(ConstraintKind.REPORTS) not in without:
            scope = scope.limited(self._limit, self.places())
        stressed = self.retriever.reader.read(own).content if own else ()
        return understand(query, scope, without, assembled=bool(own), own=stressed)

    def _removed(self, text: str, without: Collection[Constraint]) -> tuple[Understood, ...]:
        """Return the constraints that the text held and that were taken off, in the order of their removal."""
        removals = list(without)
        return tuple(
            part
            for at, removal in enumerate(removals)
            for part in understood(self._understand(text, removals[:at]))
            if part.key == removal.key
        )

    def evidence_for(self, text: str) -> tuple[Question, QuestionEvidence]:
        """Return a question as understood, and what was retrieved and weighed for it before anything is answered."""
        question = self._understand(text, ())
        return question, self._gather(question, READ)

    def _gather(self, question: Question, limit: int) -> QuestionEvidence:
        return gather(question, limit, self.library, self.retriever)


def _retriever_of(library: Library, embedder: Embedder) -> Retriever:
    return Retriever(library, embedder, [*question_words().phrases, *facet_words().phrases])


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
