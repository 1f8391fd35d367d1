"""The assistant: one question in, one checked answer out; a language model may write, where one is configured."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from copy import copy
from dataclasses import replace
from itertools import zip_longest

from app.answer import citations as checks
from app.answer.composition import Composition, Side, compare, compose, other_years
from app.answer.model import Answer, SearchResult, Understood
from app.answer.notes import notes, understood, why
from app.answer.report_head import about_itself
from app.evidence import refusal
from app.evidence.answerability import answering, near_miss
from app.evidence.ranking import EvidenceUnit, by_best_unit, by_meaning, ranked, weights
from app.generation.writer import Writer
from app.grounding import entailment
from app.question.decomposition import by_place
from app.question.follow_up import resolved, without_names
from app.question.question import Question, Shape, understand
from app.question.vocabulary import message, question_words
from index.embedding.embedder import Embedder
from index.gazetteer.scope import Limit, Place, Scope, places_of, scope_of
from index.query.facets import covers, facet_words
from index.query.query import Query
from index.search.duplicates import varied
from index.search.explanation import explain
from index.search.retrieval import Hit, Retriever
from index.store.library import Library
from ingest.language.terms import tokens
from ingest.language.text import fold_spaces, strip_marks
from ingest.passages import title_of

logger = logging.getLogger(__name__)

SHOWN = 10  # passages that come with an answer
READ = 20  # passages whose sentences are weighed
PER_PLACE = 12  # of these for each place of a comparison
PER_REPORT = 5  # of these for each report, where a question is about several
WORDS = "words"  # taken off a question that was put together from several: its very words are not held against reports
WIDE = 100  # passages looked at where any report may speak to the question


class Assistant:
    """Answers questions from one library. Safe to share between threads.

    :param writer: lets a language model write; None: answers are put together from the reports' own sentences.
    """

    def __init__(self, library: Library, embedder: Embedder, writer: Writer | None = None) -> None:
        self.embedder = embedder
        self.writer = writer
        self.turn_to(library)

    def turn_to(self, library: Library) -> None:
        """Answer from another library from now on, such as the one made anew."""
        self.library = library
        self.retriever = Retriever(library, self.embedder, [*question_words().phrases, *facet_words().phrases])
        self._places: tuple[str, list[Place]] = ("", [])
        self._limit: Limit | None = None

    def within(self, reports: Sequence[str]) -> Assistant:
        """Return this assistant as one that looks into these reports (ids) alone; none: into all."""
        made = copy(self)
        made._limit = self.limit_of(reports) if reports else None
        return made

    def limit_of(self, reports: Sequence[str]) -> Limit:
        """Return a choice of reports (ids), as far as the library still has them, with what a reader calls it."""
        facts, catalog = self.retriever.facts(), self.library.catalog
        held = tuple(identity for identity in reports if identity in facts)
        if len(held) == 1:
            return Limit(held, title_of(facts[held[0]], catalog.file_of(held[0])))
        return Limit(held, message("understood.several", count=len(held)) if held else message("understood.gone"))

    def answer(self, text: str, without: Collection[str] = (), reports: Sequence[str] = ()) -> Answer:
        """Return the answer to one question.

        :param without: keys of what is not to be understood from it (:class:`app.answer.model.Understood`).
        :param reports: ids of the reports to look into alone; none: all.
        """
        if reports:
            return self.within(reports).answer(text, without)
        *_, last = self._answers(text, without)
        return last

    def converse(self, turns: Sequence[str], without: Collection[str] = (), reports: Sequence[str] = ()) -> Answer:
        """Ask the last turn of a conversation, read with those before it; see :meth:`answer`."""
        if reports:
            return self.within(reports).converse(turns, without)
        *_, last = self.stream(turns, without)
        return last

    def stream(self, turns: Sequence[str], without: Collection[str] = ()) -> Iterator[Answer]:
        """Yield the answer of :meth:`converse` ever more complete; the last is whole, and whatever comes is checked."""
        last = turns[-1] if turns else ""
        whole = resolved(turns, self._named_in)
        if fold_spaces(whole) == fold_spaces(last):
            yield from self._answers(last, without)
            return
        context = Understood("context", message("understood.context", text=whole))
        if "context" in without:
            for answer in self._answers(last, without):
                yield replace(answer, removed=(context, *answer.removed))
            return
        for answer in self._answers(whole, [*without, WORDS], turns[:-1]):
            yield replace(answer, understood=(context, *answer.understood))

    def _answers(self, text: str, without: Collection[str], earlier: Sequence[str] = ()) -> Iterator[Answer]:
        started = time.perf_counter()
        plain, question, hits = self._plain(text, without)
        if self.writer is None or question is None or plain.refused or question.shape is Shape.WORDING:
            yield replace(plain, ms=_since(started))
            return
        for answer in self.writer.write(question, plain, hits, self.library, earlier):
            yield replace(answer, ms=_since(started))

    def _plain(self, text: str, without: Collection[str]) -> tuple[Answer, Question | None, list[Hit]]:
        """Return the answer made of the reports' own sentences, the question as understood, and the passages found."""
        cites = checks.Citations(self.library)
        hits, draft, question = self._drafted(text, without, cites)
        made = cites.all()
        wrong = checks.faults(draft.text, made, self.library)
        wrong += [
            f"{fault.problem}: {fault.what}" for _, fault in entailment.unsound(draft.text, made, self.retriever.facts())
        ]
        if wrong:  # cannot happen unless a report changes meanwhile; then nothing unsound is shown
            logger.error("answer withheld: %s", "; ".join(wrong))
            draft, made = Composition(message("refusal.nothing"), refused=True), ()
        answer = Answer(
            draft.text,
            draft.refused,
            "extractive",
            made,
            tuple(self._varied(question, hits)[:SHOWN]) if question else (),
            0,
            notes(question.scope) if question else (),
            understood(question) if question else (),
            self._removed(text, without) if question else (),
            beside=question is not None and question.shape in (Shape.COMPARE, Shape.ACROSS),
        )
        return answer, question, hits

    def search(self, text: str, limit: int = SHOWN, without: Collection[str] = ()) -> list[Hit]:
        """Return the passages of :meth:`find`."""
        return list(self.find(text, limit, without).hits)

    def find(self, text: str, limit: int = SHOWN, without: Collection[str] = ()) -> SearchResult:
        """Return the best passages for a text, best first, restricted to the places it names; copies are shown once.

        A text without any word or figure finds nothing.
        """
        if not tokens(text):
            return SearchResult()
        question = self._understood(text, without)
        hits = self._found(question, max(limit, READ))[0]
        shown = self._varied(question, hits)
        if len(shown) < min(limit, len(hits)):  # the places of copies go to what comes after
            known = {hit.passage.id for hit in hits}
            more = in_turn(self._retrieved(question, WIDE))
            shown = self._varied(question, [*hits, *(hit for hit in more if hit.passage.id not in known)])
        shown = shown[:limit]
        query, names = question.query, question.scope.names
        weight = weights(query.terms, *self.library.catalog.document_frequencies(query.terms))
        unmarked = query.restored.isascii()
        words = question_words().ignored if unmarked else question_words().silent
        silent = words | names | ({strip_marks(name) for name in names} if unmarked else set())
        reasons = tuple(why(explain(hit, query, weight, silent), hit.passage, question) for hit in shown)
        return SearchResult(tuple(shown), reasons, notes(question.scope), understood(question), self._removed(text, without))

    def places(self) -> list[Place]:
        """Return the places the library has reports of; read anew when the library has changed."""
        revision = self.library.catalog.about()["revision"]
        if self._places[0] != revision:
            self._places = (revision, places_of(self.library.catalog.facts()))
        return self._places[1]

    def _named_in(self, text: str) -> Scope:
        return self._scope(self.retriever.reader.read(text))

    def _scope(self, query: Query) -> Scope:
        """The places named, in the question as typed or, failing that, with its spelling restored."""
        typed = scope_of(query.text, self.places())
        if typed.places:
            return typed
        restored = scope_of(query.restored, self.places())
        barred = any(unit.split(",")[0].endswith(f" {p.name}") for unit in typed.foreign for p in restored.places)
        said = bool(typed.foreign) or typed.within is not None
        return typed if barred or (said and not restored.places) else restored

    def _drafted(
        self, text: str, without: Collection[str], cites: checks.Citations
    ) -> tuple[list[Hit], Composition, Question | None]:
        if not tokens(text):
            return [], Composition(message("refusal.no_question"), refused=True), None
        if not self.library.catalog.report_ids():
            return [], Composition(message("refusal.empty"), refused=True), None
        question = self._understood(text, without)
        if question.shape is Shape.COMPARE:
            return self._compared(question, cites)
        hits, units, weight = self._found(question, READ)
        hits = refusal.naming(hits, question.scope)
        unanswerable = refusal.reason(question, self.places(), self.library)
        if unanswerable:
            return hits, Composition(unanswerable, refused=True), question
        itself = about_itself(question, self._asked_of(question), cites, self.library)
        if itself:
            return hits, itself, question
        if question.shape in (Shape.FACT, Shape.LIST) and question.role is None:
            found, units = units, answering(question, units, weight, self.retriever.facts(), self.library)
            told = [] if units else near_miss(question, found, weight, self.retriever.facts(), self.library)
            if told:
                return hits, other_years(question, told), question
        return hits, compose(question, hits, units, weight, cites, self.library), question

    def _asked_of(self, question: Question) -> tuple[str, ...]:
        """Return the reports asked about; of several on one place those whose period has the year asked for, if any."""
        reports = question.scope.reports or ()
        of_year = tuple(one for one in reports if covers(self.retriever.facts()[one], question.years))
        return of_year or reports

    def _compared(self, question: Question, cites: checks.Citations) -> tuple[list[Hit], Composition, Question]:
        """Ask every place by itself and set the answers beside each other, in the order the question names them."""
        unanswerable = refusal.reason(question, self.places(), self.library)
        groups, sides = [], []
        for place, alone in by_place(question):
            hits, units, weight = self._found(alone, PER_PLACE)
            groups.append(hits)
            facts = self.retriever.facts()
            fitting = units if alone.role else answering(alone, units, weight, facts, self.library)
            told = [] if fitting else near_miss(alone, units, weight, facts, self.library)
            sides.append(Side(place, alone, hits, fitting, weight, told))
        if unanswerable:
            return in_turn(groups), Composition(unanswerable, refused=True), question
        return in_turn(groups), compare(question, sides, cites, self.library), question

    def _understood(self, text: str, without: Collection[str]) -> Question:
        query = self.retriever.reader.read(text, without)
        scope = self._scope(query)
        gone = [place for place in scope.places if f"place:{place.called}" in without]
        if gone:  # neither searched nor missed; a bare name stays, since it may have been mistaken for the place's
            query = self.retriever.reader.read(without_names(text, gone, bare=False), without)
            scope = self._scope(query)
        scope = scope.without(without)
        if self._limit is not None and "reports" not in without:
            scope = scope.limited(self._limit, self.places())
        question = understand(query, scope, without)
        return replace(question, proper=question.proper and WORDS not in without)

    def _removed(self, text: str, without: Collection[str]) -> tuple[Understood, ...]:
        """Return what was understood from a text and taken off, in the order in which it was."""
        keys = list(without)
        return tuple(
            one for at, key in enumerate(keys) for one in understood(self._understood(text, keys[:at])) if one.key == key
        )

    def _varied(self, question: Question, hits: list[Hit]) -> list[Hit]:
        """Return the hits less copies, except within one report, where each stands for itself."""
        reports = question.scope.reports
        if reports is not None and len(set(reports)) < 2:
            return hits
        return varied(hits, self.retriever.facts())

    def _found(self, question: Question, limit: int) -> tuple[list[Hit], list[EvidenceUnit], dict[str, float]]:
        """Return the passages, best first, the stretches of them that can be quoted, best first, and the words' weights.

        Where several reports are asked about, their passages take turns.
        """
        groups = self._retrieved(question, limit)
        frequencies, size = self.library.catalog.document_frequencies(question.content)
        weight = weights(question.content, frequencies, size)
        units = ranked(question, [hit for group in groups for hit in group], weight)
        units = by_meaning(question, units, self.retriever.embedder)
        if question.shape is not Shape.SECTION:  # a section is found by its heading, not by one sentence
            groups = [by_best_unit(group, units) for group in groups]
        return in_turn(groups), units, weight

    def _retrieved(self, question: Question, limit: int) -> list[list[Hit]]:
        """Return the passages to read: one list, or where several reports are asked, one for each."""
        search, query, facets = self.retriever.search, question.query, question.facets
        if question.shape is Shape.COMPARE:
            return [search(query, PER_REPORT, place.reports, facets) for place in question.scope.places]
        if question.shape is Shape.ACROSS:
            by_report: dict[str, list[Hit]] = {}
            for hit in search(query, WIDE, question.scope.reports, facets):
                by_report.setdefault(hit.passage.report, []).append(hit)
            return [group[:PER_REPORT] for group in by_report.values()]
        return [search(query, limit, question.scope.reports, facets)]


def _since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)


def in_turn(groups: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Return the first hit of every group, then the second of every group, and so on."""
    return [hit for row in zip_longest(*groups) for hit in row if hit is not None]
