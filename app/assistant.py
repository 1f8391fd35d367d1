"""The assistant: one question in, one checked answer out; a language model may write, where one is configured."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from app.answer import citations as checks
from app.answer.composition import Composition
from app.answer.model import Answer, SearchResult, Understood
from app.answer.notes import notes, understood, why
from app.evidence.candidates import READ, weights
from app.evidence.frame import figures_of
from app.evidence.gathering import WIDE, QuestionEvidence, distinct, in_turn, retrieve
from app.evidence.stretches import stretches_of
from app.generation.writer import Writer
from app.grounding import entailment
from app.proposal import Proposer
from app.question.follow_up import resolve
from app.question.question import Question, Shape
from app.question.vocabulary import message, question_words
from app.understanding import QuestionUnderstanding
from index.constraints import Constraint, ConstraintKind
from index.embedding.embedder import Embedder
from index.gazetteer.library_places import LibraryPlaces
from index.gazetteer.scope import Limit, Place
from index.query.facets import facet_words
from index.search.explanation import explain
from index.search.retrieval import Hit, Retriever
from index.store.library import Library
from ingest.language.terms import tokens
from ingest.language.text import fold_spaces, strip_marks
from ingest.passages import title_of

logger = logging.getLogger(__name__)

SHOWN = 10  # passages that come with an answer
WARMING = "Báo cáo nêu bao nhiêu việc?"  # a question that every part of the way has something to do for
READ_AHEAD = 1500  # passages, of which a dozen reports have 400: half a minute; ten statements each are what is remembered
PAUSE = 0.03  # seconds between two of them, in which others get their turn; one takes as long


@dataclass(frozen=True, slots=True)
class ExtractiveAnswer:
    """An answer in the reports' own sentences, with the question as understood and the passages retrieved.

    ``question`` is None where the text asks nothing or the library is empty.
    """

    answer: Answer
    question: Question | None
    hits: list[Hit]
    computed: bool = False  # no model may put a computed figure in other words


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

        :param name: what the reader calls several of them together. Without a name the limit says how many they are.
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
        whole = resolve(turns, self._questions.scope_named_in)
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
        proposal = self._proposer.propose(text, without, register, own)
        hits, composition, question = proposal.hits, proposal.composition, proposal.question
        citations = register.all()
        wrong = checks.faults(composition.text, citations, self.library)
        if proposal.computed:  # a computed statement is no quote, so it is held against the quotes that it cites
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
            self._questions.removed(text, without) if question else (),
            beside=question is not None and question.shape in (Shape.COMPARE, Shape.ACROSS),
            short=composition.short,
        )
        return ExtractiveAnswer(answer, question, hits, proposal.computed)

    def warm(self) -> None:
        """Do what the first question would have to wait for: load the model and its vocabulary, find and weigh once."""
        self.embedder.count_tokens(["báo cáo"])
        self.answer(WARMING)

    def read_ahead(self, most: int = READ_AHEAD) -> None:
        """Cut passages into what can be quoted and embed it, which the first questions on them would have to wait for.

        :param most: passages; stretches and vectors of as many are kept (:class:`index.embedding.embedder.Remembering`).
        """
        catalog = self.library.catalog
        passages = (passage for report in catalog.report_ids() for passage in catalog.passages_of(report))
        for passage in itertools.islice(passages, most):
            stretches = stretches_of(passage)
            for stretch in stretches:
                figures_of(stretch.statement)
                stretch.terms, stretch.lead_terms  # noqa: B018 - kept once they are asked for
            if stretches:
                self.retriever.embedder.passages([stretch.statement for stretch in stretches])
            time.sleep(PAUSE)

    def search(self, text: str, limit: int = SHOWN, without: Collection[Constraint] = ()) -> list[Hit]:
        """Return the passages of :meth:`find`."""
        return list(self.find(text, limit, without).hits)

    def find(self, text: str, limit: int = SHOWN, without: Collection[Constraint] = ()) -> SearchResult:
        """Return the best passages for a text, best first, restricted to the places it names; copies are shown once.

        A text without any word or figure finds nothing.
        """
        if not tokens(text):
            return SearchResult()
        question = self._questions.understand(text, without)
        hits = self._proposer.gather(question, max(limit, READ)).hits
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
            tuple(hits_shown), reasons, notes(question.scope), understood(question), self._questions.removed(text, without)
        )

    def places(self) -> list[Place]:
        """Return the places that the library has reports of, as it is now."""
        return self._places.current()

    @property
    def _questions(self) -> QuestionUnderstanding:
        return QuestionUnderstanding(self.retriever.reader, self._places, self._limit)

    @property
    def _proposer(self) -> Proposer:
        return Proposer(self.library, self.retriever, self._questions)

    def terms_in(self, terms: Collection[str], report: str) -> Collection[str]:
        """Return those of the index terms that stand in a report, given by its id."""
        return self._proposer.terms_in(terms, report)

    def _sharing(self, writer: Writer | None, limit: Limit | None) -> Assistant:
        return Assistant(self.library, self.embedder, writer, retriever=self.retriever, places=self._places, limit=limit)

    def evidence_for(self, text: str) -> tuple[Question, QuestionEvidence]:
        """Return a question as understood, and what was retrieved and weighed for it before anything is answered."""
        question = self._questions.understand(text, ())
        return question, self._proposer.gather(question, READ)


def _retriever_of(library: Library, embedder: Embedder) -> Retriever:
    return Retriever(library, embedder, [*question_words().phrases, *facet_words().phrases])


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
