"""Letting a language model write an answer from the passages found, under the grounding check.

The model is asked only where the reports do answer; what it writes comes before the sentences quoted from the reports, and
takes the place of those whose figures, names and words it all has. What fails the guard is written once more or dropped.
Nothing the model wrote is given on before it has been held against what it cites.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.answer.citations import MARKER, Citations, place_of
from app.answer.citations import faults as citation_faults
from app.answer.model import Answer, Citation, GroundingFault, Written
from app.generation.llm import ModelFailed, ModelSlow, Writes
from app.generation.prompting import choose_passages, mending_prompt, passages_prompt, prompts, question_prompt
from app.grounding import entailment
from app.grounding.claims import numbers
from app.grounding.names import names
from app.grounding.quoting import select_quotes
from app.grounding.statements import Statement, statements
from app.question.question import Question
from app.question.vocabulary import message, question_words
from index.search.retrieval import Hit
from index.store.library import Library
from ingest.language.terms import fold, tokens
from ingest.language.text import normalize
from ingest.model import Metadata

logger = logging.getLogger(__name__)

SHOWN = 8  # passages that a model is shown at most
MOST = 16  # statements taken from one reply; a model that goes on and on is cut off
MENDED = 3  # sentences of an answer that are asked for once more
COVERED = 0.8  # share of a quoted sentence's words that the model's sentences must hold to take its place


class Writer:
    """Writes answers with one model. Safe to share between threads."""

    def __init__(self, model: Writes) -> None:
        self.model = model

    def write(
        self, question: Question, plain: Answer, hits: Sequence[Hit], library: Library, earlier: Sequence[str]
    ) -> Iterator[Answer]:
        """Yield the answer ever more complete; the last is whole: the model's, or ``plain`` with a note saying why not.

        :param plain: the answer without a model, which is no refusal.
        :param library: that the passages come from.
        :param earlier: the questions before this one.
        """
        writing = _Asked(self.model, library, question, plain, hits)
        yield writing.so_far()
        try:
            for _ in writing.reply(earlier):
                yield writing.so_far()
        except ModelSlow:
            logger.warning("language model: no answer within %s s", self.model.timeout)
            yield _without(plain, message("model.slow", seconds=self.model.timeout))
        except ModelFailed as error:
            logger.warning("language model: %s", error)
            yield _without(plain, message("model.failed"))
        else:
            yield writing.whole()


class _Asked:
    """One question put to the model, and what has come of it so far."""

    def __init__(
        self,
        model: Writes,
        library: Library,
        question: Question,
        plain: Answer,
        hits: Sequence[Hit],
    ) -> None:
        self._model = model
        self._library = library
        self._question = question
        self._plain = plain
        self._text = question.query.text
        ordered = dict.fromkeys(p.id for p in (*(c.passage for c in plain.citations), *(h.passage for h in hits)))
        by_id = {p.id: p for p in (*(h.passage for h in hits), *(c.passage for c in plain.citations))}
        passages = choose_passages([by_id[identity] for identity in ordered], model.context, SHOWN)
        facts = library.catalog.facts()
        self._evidence = {
            n: entailment.Evidence.of(passage, facts.get(passage.report, Metadata()))
            for n, passage in enumerate(passages, start=1)
        }
        self._passages = passages_prompt({n: (place_of(e.passage), e.passage) for n, e in self._evidence.items()})
        self._sound: dict[int, Statement] = {}  # by the order in which they were written
        self._failed: dict[int, tuple[Statement, list[GroundingFault]]] = {}
        self._said: set[str] = set()
        self._mended = 0
        self._until = 0.0

    def reply(self, earlier: Sequence[str]) -> Iterator[None]:
        """Ask the model and yield after every sentence that proves sound. Then let the model mend the unsound ones.

        :raises ModelFailed: see :meth:`app.generation.llm.Model.stream`.
        """
        self._until = time.monotonic() + self._model.timeout
        prompt = question_prompt(self._text, self._question.shape, self._passages, earlier, self._model.context)
        for at, statement in enumerate(self._statements(prompt)):
            if at >= MOST:
                break
            wrong = entailment.faults(statement.text, self._evidence)
            if wrong:
                self._failed[at] = (statement, wrong)
            else:
                self._sound[at] = statement
                yield
        for at, (statement, wrong) in list(self._failed.items())[:MENDED]:
            mended = self._anew(statement, wrong)
            if mended is not None:
                self._sound[at] = mended
                self._mended += 1
                yield

    def so_far(self) -> Answer:
        """Return what has been checked, above the whole answer without a model."""
        answer = self._answer(self._plain.text.split("\n"))
        return replace(answer, notes=(*self._plain.notes, message("model.writing")))

    def whole(self) -> Answer:
        """Return the answer as it stays; without a sound sentence of the model it is the one without a model."""
        counts = Written(len(self._sound) + len(self._failed) - self._mended, self._mended, len(self._failed) - self._mended)
        if not self._sound:
            return replace(self._plain, written=counts)
        answer = self._answer(self._left_over())
        wrong = citation_faults(answer.text, answer.citations, self._library)
        if wrong:  # cannot happen unless a report changes meanwhile
            logger.error("the model's answer withheld: %s", "; ".join(wrong))
            return replace(self._plain, written=counts)
        return replace(answer, notes=(*self._plain.notes, message("model.written")), written=counts)

    def _statements(self, prompt: str) -> Iterator[Statement]:
        """Yield every statement of the model once. "The passages do not say so" is no statement.

        Small models forget to cite: a sentence that holds against a passage as it is gets that passage's marker.
        """
        pieces = self._model.stream(prompts().texts["system"].strip(), prompt.strip(), self._until)
        for statement in statements(pieces):
            if self._is_new(statement):
                yield replace(statement, text=entailment.attribute(statement.text, self._evidence))

    def _is_new(self, statement: Statement) -> bool:
        bare = fold(MARKER.sub("", statement.text)).strip(" .:;-")
        if not bare or bare == prompts().texts["nothing"] or bare in self._said:
            return False
        self._said.add(bare)
        return True

    def _anew(self, statement: Statement, wrong: Sequence[GroundingFault]) -> Statement | None:
        """Return the sentence written anew, if the new one is sound."""
        prompt = mending_prompt(self._text, statement.text, wrong, self._passages)
        for mended in self._statements(prompt):
            wrong = entailment.faults(mended.text, self._evidence)
            return None if wrong else replace(mended, bullet=statement.bullet, line=statement.line)
        return None

    def _answer(self, rest: Sequence[str]) -> Answer:
        """Return the sound sentences with their citations, and the lines ``rest`` of the plain answer below them."""
        citations = Citations(self._library)
        for citation in self._plain.citations:
            citations.cite(citation.passage, citation.start, citation.end)
        lines: dict[tuple[int, bool], list[str]] = {}
        for _, statement in sorted(self._sound.items()):
            lines.setdefault((statement.line, statement.bullet), []).append(self._cited(statement.text, citations))
        statements = [("- " if bullet else "") + " ".join(parts) for (_, bullet), parts in lines.items()]
        text, used = in_order("\n".join([*statements, *rest]), citations.all())
        mode = "llm" if statements else self._plain.mode
        return replace(self._plain, text=text, citations=used, mode=mode)

    def _cited(self, text: str, citations: Citations) -> str:
        """Return a statement whose markers name quotations of the answer, in the place of passages of the prompt."""
        result, cut = "", 0
        for cluster in entailment.CLUSTER.finditer(text):
            stated = text[cut : cluster.start()]
            markers: list[str] = []
            for number in dict.fromkeys(map(int, MARKER.findall(cluster[0]))):
                passage = self._evidence[number].passage
                before = [(c.start, c.end) for c in citations.all() if c.passage.id == passage.id]
                spans, _ = select_quotes(stated or text, passage, before)
                markers += [citations.cite(passage, *span) for span in spans]
            result += f"{stated.rstrip()} {''.join(dict.fromkeys(markers))}"
            cut = cluster.end()
        return result + text[cut:]

    def _left_over(self) -> list[str]:
        """Return the lines of the plain answer that the model's sentences do not cover; without points, none."""
        statements = " ".join(statement.text for statement in self._sound.values())
        lines = self._plain.text.split("\n")
        uncovered = [line for line in lines if not (line.startswith("- ") and covers(statements, line))]
        return uncovered if any(line.startswith("- ") for line in uncovered) else []


def covers(stated: str, point: str) -> bool:
    """Say whether sentences hold every figure, name and quotation of a point, and most of its words."""
    ours, theirs = normalize(MARKER.sub("", stated)), normalize(MARKER.sub("", point[2:]))
    folded = fold(ours)
    if not numbers(theirs) <= numbers(ours, parts=True):
        return False
    if any(fold(name) not in folded for name, at in names(theirs) if at):
        return False
    words = {word for word in tokens(theirs) if word.isalpha()} - question_words().silent
    return len(words & set(tokens(ours))) >= COVERED * len(words)


def in_order(text: str, citations: Sequence[Citation]) -> tuple[str, tuple[Citation, ...]]:
    """Return the text and the citations it uses, numbered from 1 in the order in which the text does."""
    by_number = {citation.n: citation for citation in citations}
    used = [n for n in dict.fromkeys(map(int, MARKER.findall(text))) if n in by_number]
    number = {old: new for new, old in enumerate(used, start=1)}
    renamed = MARKER.sub(lambda m: f"[{number.get(int(m[1]), int(m[1]))}]", text)
    return renamed, tuple(replace(by_number[old], n=new) for old, new in number.items())


def _without(plain: Answer, note: str) -> Answer:
    return replace(plain, notes=(*plain.notes, note))
