"""The facts of reports made ready for matching: the index terms of what names each of them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import regex as re
from numpy.typing import NDArray

from app.question.vocabulary import question_words
from index.query.glossary import Glossary
from index.store.catalog import Catalog
from ingest.facts.model import Fact
from ingest.facts.prose import GAP
from ingest.facts.times import FactTime, report_time
from ingest.facts.vocabulary import fact_words
from ingest.language.terms import fold, terms, tokens
from ingest.language.vocabulary import vocabulary

Terms = frozenset[str]
Places = Mapping[str, NDArray[np.intp]]  # of each term, in which facts it stands
ZONES = (  # the nearer to the figure, the more a word of it says
    "own",  # name, title and unit
    "before",  # what the figures before it in its sentence are of
    "lead",
    "sentence",  # the sentence or the table's row that states it
    "paragraph",  # the sentences before it in its paragraph
    "headings",
)
BREAK, STOP = re.compile(r"[,;:()]"), ";"  # signs that end a name
NO_TIME = FactTime()
KEPT = 1024  # reports whose facts stay ready; one takes about half a megabyte


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The facts of a report, and for each, in the same order, what names it; see :class:`ingest.facts.model.Fact`.

    ``zones``: for each of :data:`ZONES`, where the terms stand. ``stating``: a number for each sentence or row that states
    facts, by which those of one are told. ``about``: terms of what the report says of itself.
    ``part``: of the year that it is of, "" for whole years; ``years``: the first and last. ``everything``: terms of all
    that names a fact by itself. ``text``: folded, the same. ``names``, ``titles``: their words in order. ``extra``: of each
    those that tell more than time, plan and result; ``inherited``: the same of ``before``. Abbreviations are spelled out.
    """

    report: str
    facts: tuple[Fact, ...]
    zones: tuple[Places, ...]
    stating: NDArray[np.intp]
    about: Terms
    part: str
    years: tuple[int | None, int | None]
    everything: tuple[Terms, ...]
    text: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    titles: tuple[tuple[str, ...], ...]
    inherited: tuple[tuple[str, ...], ...]
    extra: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


class ReadyFacts:
    """The facts of one library as it is at one revision. Threads may share it."""

    def __init__(self, catalog: Catalog, glossary: Glossary) -> None:
        self._catalog = catalog
        self._known = glossary
        self.of = functools.lru_cache(maxsize=KEPT)(self._of)
        self._words = functools.lru_cache(maxsize=65536)(self._words_of)
        self._terms = functools.lru_cache(maxsize=65536)(self._terms_of)

    def _of(self, report: str) -> ReportFacts:
        """Return the facts of a report; :raises KeyError: no such report."""
        about = self._catalog.facts()[report]
        head = " ; ".join(filter(None, (about.issuer, about.title, about.place)))
        texts = {passage.id: passage.text for passage in self._catalog.passages_of(report)}
        return self.ready(report, self._catalog.facts_of(report), texts, head, report_time(about))

    def ready(
        self,
        report: str,
        facts: Sequence[Fact],
        texts: Mapping[str, str] | None = None,
        about: str = "",
        own: FactTime = NO_TIME,
    ) -> ReportFacts:
        """Return the facts of a report made ready, whether the library holds it or not.

        :param texts: of its passages, by id; without them a fact has its own words alone.
        :param about: what the report says of itself.
        :param own: the time that it is of.
        """
        texts = texts or {}
        zone_terms = (
            [self._terms(f"{fact.name} ; {fact.title} ; {fact.unit}") for fact in facts],
            [self._terms(fact.before) for fact in facts],
            [self._terms(fact.lead) for fact in facts],
            [self._terms(texts.get(fact.passage, "")[fact.begin : fact.stop]) for fact in facts],
            list(self._paragraphs(facts, texts)),
            [self._terms(" ; ".join(fact.headings[-2:])) for fact in facts],
        )
        everything = tuple(a | b | c | d for a, b, c, _, _, d in zip(*zone_terms, strict=True))
        numbers: dict[tuple[str, int], int] = {}
        stating = [numbers.setdefault((fact.passage, fact.begin), len(numbers)) for fact in facts]
        text = tuple(fold(f"{fact.lead} ; {fact.before} ; {fact.name} ; {fact.title}") for fact in facts)
        names = tuple(self._words(fact.name) for fact in facts)
        titles = tuple(self._words(fact.title) for fact in facts)
        extra = tuple(
            (_extra(name, fact.unit), _extra(title, fact.unit))
            for fact, name, title in zip(facts, names, titles, strict=True)
        )
        before = tuple(_extra(self._words(fact.before), fact.unit) for fact in facts)
        zones = tuple(map(_places, zone_terms))
        return ReportFacts(
            report,
            tuple(facts),
            zones,
            np.array(stating, dtype=np.intp),
            self._terms(about),
            own.part,
            (own.since, own.year),
            everything,
            text,
            names,
            titles,
            before,
            extra,
        )

    def _paragraphs(self, facts: Sequence[Fact], texts: Mapping[str, str]) -> Iterator[Terms]:
        """Yield for each fact the terms of what stands before its sentence in its paragraph."""
        paragraph, so_far, at = ("", -1), frozenset[str](), 0
        for fact in facts:
            text = texts.get(fact.passage, "")
            first = text.rfind("\n", 0, fact.begin) + 1
            if paragraph != (fact.passage, first) or fact.begin < at:
                paragraph, so_far, at = (fact.passage, first), frozenset(), first
            if fact.begin > at:  # mostly a sentence whose terms are known
                so_far |= self._terms(text[at : fact.begin].strip())
                at = fact.begin
            yield so_far

    def _terms_of(self, text: str) -> Terms:
        """Return the terms of a text, with the long forms of its abbreviations."""
        words = set(terms(text))
        short = [word for word in words if word in self._known.long]
        if short:
            words.update(terms(" ".join(self._words(text))))
            for word in short:
                for form in self._known.long[word]:
                    words.update(_terms_of_form(form))
        return frozenset(words)

    def _words_of(self, text: str) -> tuple[str, ...]:
        """Return the words of a text in order, an abbreviation as the first of its long forms."""
        words: list[str] = []
        ahead, gap, behind = text.partition(GAP)
        if gap:
            return (*self._words_of(ahead), GAP, *self._words_of(behind))
        parts = BREAK.split(text)
        if len(parts) > 1:
            return tuple(word for part in parts for word in (*self._words_of(part), STOP))[:-1]
        for word in tokens(text):
            spelled = word not in vocabulary().standings and word not in fact_words().light  # "TH 2024" is a result
            forms = self._known.long.get(word) if spelled else None
            words += tokens(forms[0]) if forms else [word]
        return tuple(words)


@functools.lru_cache(maxsize=4096)
def _terms_of_form(form: str) -> Terms:
    return frozenset(terms(form))


def _places(terms_by_fact: Sequence[Terms]) -> Places:
    places: dict[str, list[int]] = {}
    for at, terms_held in enumerate(terms_by_fact):
        for term in terms_held:
            places.setdefault(term, []).append(at)
    return {term: np.array(at, dtype=np.intp) for term, at in places.items()}


def _extra(words: Sequence[str], unit: str) -> tuple[str, ...]:
    empty = {*tokens(unit), *fact_words().light, *vocabulary().standings, *question_words().ignored}
    return tuple(word for word in words if word == STOP or (word.isalpha() and word not in empty))
