"""The assistant: one question in, one checked answer out, without any language model."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from app import citations as checks
from app import refusal
from app.compose import Draft, compose
from app.data import message, question_words
from app.evidence import by_best_unit, by_meaning, ranked, weights
from app.model import Answer
from app.notes import notes
from app.question import Question, Shape, understand
from index.analysis import tokens
from index.embedding import Embedder
from index.library import Library
from index.query import Query
from index.retrieval import Hit, Retriever
from index.scope import Place, Scope, places_of, scope_of

logger = logging.getLogger(__name__)

SHOWN = 10  # passages that come with an answer
READ = 20  # passages whose sentences are weighed
PER_REPORT = 5  # of these for each report, where a question is about several
WIDE = 100  # passages looked at where any report may speak to the question


class Assistant:
    """Answers questions from one library. Safe to share between threads."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self.library = library
        self.retriever = Retriever(library, embedder, question_words().phrases)
        self._places: tuple[str, list[Place]] = ("", [])

    def answer(self, text: str) -> Answer:
        """Return the answer to one question."""
        started = time.perf_counter()
        cites = checks.Citations(self.library)
        hits, draft, scope = self._drafted(text, cites)
        made = cites.all()
        wrong = checks.faults(draft.text, made, self.library)
        if wrong:  # cannot happen unless a report changes meanwhile; then nothing unsound is shown
            logger.error("answer withheld: %s", "; ".join(wrong))
            draft, made = Draft(message("refusal.nothing"), refused=True), ()
        took = round((time.perf_counter() - started) * 1000)
        shown = () if draft.refused else made
        return Answer(draft.text, draft.refused, "extractive", shown, tuple(hits[:SHOWN]), took, notes(scope))

    def converse(self, turns: Sequence[str]) -> Answer:
        """Ask the turns of a conversation in order and return the answer to the last."""
        return self.answer(turns[-1] if turns else "")

    def search(self, text: str, limit: int = SHOWN) -> list[Hit]:
        """Return the best passages for a text, best first, restricted to the places it names."""
        query = self.retriever.reader.read(text)
        return self.retriever.search(query, limit, self._scope(query).reports)

    def places(self) -> list[Place]:
        """Return the places the library has reports of; read anew when the library has changed."""
        revision = self.library.catalog.about()["revision"]
        if self._places[0] != revision:
            self._places = (revision, places_of(self.library.catalog.reports()))
        return self._places[1]

    def _scope(self, query: Query) -> Scope:
        """The places named, in the question as typed or, failing that, with its spelling restored."""
        typed = scope_of(query.text, self.places())
        if typed.places:
            return typed
        restored = scope_of(query.restored, self.places())
        barred = any(unit.split(",")[0].endswith(f" {p.name}") for unit in typed.foreign for p in restored.places)
        said = bool(typed.foreign) or typed.within is not None
        return typed if barred or (said and not restored.places) else restored

    def _drafted(self, text: str, cites: checks.Citations) -> tuple[list[Hit], Draft, Scope]:
        if not tokens(text):
            return [], Draft(message("refusal.no_question"), refused=True), Scope()
        if not self.library.catalog.report_ids():
            return [], Draft(message("refusal.empty"), refused=True), Scope()
        query = self.retriever.reader.read(text)
        scope = self._scope(query)
        question = without_names(understand(query, scope))
        hits = refusal.naming(self._retrieved(question), scope)
        unanswerable = refusal.reason(question, self.places(), self.library)
        if unanswerable:
            return hits, Draft(unanswerable, refused=True), scope
        frequencies, size = self.library.catalog.document_frequencies(question.content)
        weight = weights(question.content, frequencies, size)
        units = ranked(question, hits, weight)
        if question.shape in (Shape.FACT, Shape.LIST):
            hits = by_best_unit(hits, units)
        found = by_meaning(question, units, self.retriever.embedder)
        draft = compose(question, hits, found, weight, cites, self.library)
        return hits, draft, scope

    def _retrieved(self, question: Question) -> list[Hit]:
        """Return the passages to read: the best, or where several reports are asked, the best of each in turn."""
        search = self.retriever.search
        if question.shape is Shape.COMPARE:
            return in_turn([search(question.query, PER_REPORT, place.reports) for place in question.scope.places])
        if question.shape is Shape.ACROSS:
            by_report: dict[str, list[Hit]] = {}
            for hit in search(question.query, WIDE, question.scope.reports):
                by_report.setdefault(hit.passage.report, []).append(hit)
            return in_turn([group[:PER_REPORT] for group in by_report.values()])
        return search(question.query, READ, question.scope.reports)


def without_names(question: Question) -> Question:
    """Leave a unit's name out of the content where another unit's report is read, which need not hold that name."""
    if not question.scope.bridges:
        return question
    names = question.scope.names
    return replace(question, content=tuple(t for t in question.content if not names.issuperset(t.split("_"))))


def in_turn(groups: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Return the first hit of every group, then the second of every group, and so on."""
    return [hit for row in zip_longest(*groups) for hit in row if hit is not None]
