"""A question made ready for searching: spelling restored, abbreviations spelled out beside the short form."""

from __future__ import annotations

import functools
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex as re

from index.constraints import Constraint, ConstraintKind
from index.query.abbreviations import merge, phrases_for
from index.query.glossary import Glossary, glossary, synonyms
from index.query.office_words import on_taking_up
from index.query.spelling import BigramModel, alternatives, model_of, restore
from ingest.language.terms import DOCUMENT_NUMBER, terms, tokens
from ingest.language.text import fold_spaces, normalize

if TYPE_CHECKING:
    from index.store.library import Library  # which draws in the vector store: what only reads text goes without it


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed and what is searched for.

    ``text``: as typed, normalised. ``restored``: its most likely spelling. ``added``: long and short forms of what it
    abbreviates or spells out. ``terms``: what is looked up in the keyword index. ``content``: the terms of the
    question in its long form, by which sentences are judged. ``meaning``: what is embedded. ``said_otherwise``: for
    every term of an everyday phrase, the terms of which one stands for it in a report.
    """

    text: str
    restored: str
    added: tuple[str, ...]
    terms: tuple[str, ...]
    content: tuple[str, ...]
    meaning: str
    said_otherwise: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


REPORTS_SAY_SO = 2  # times an everyday phrase stands in the reports; where they use it oftener it needs no other word
NUMBER = re.compile(DOCUMENT_NUMBER, re.IGNORECASE)


def numbers_in(text: str) -> list[str]:
    """Return the numbers of documents named in a text ("145/kh-ubnd"), in index form, in order."""
    return list(dict.fromkeys(t for match in NUMBER.finditer(normalize(text)) for t in tokens(match[0])))


@functools.lru_cache(maxsize=4096)
def expanded_terms(text: str) -> frozenset[str]:
    """Return the index terms of a stretch of a report, with the long forms of its abbreviations."""
    expanded = set(terms(text))
    for form in glossary().added(tokens(text)):
        if " " in form:
            expanded.update(terms(form))
    return frozenset(expanded)


on_taking_up(expanded_terms.cache_clear)


def _key_terms(form: str) -> str:
    """Return the one index term that tells a phrase: its last pair of syllables, or its only one."""
    form_terms = terms(form)
    pairs = [term for term in form_terms if "_" in term]
    return pairs[-1] if pairs else form_terms[-1]


class QueryReader:
    """Reads questions with the vocabulary of one library.

    :param phrases: phrases that questions use and reports may lack.
    """

    def __init__(self, library: Library, phrases: Sequence[str] = (), words: Glossary | None = None) -> None:
        self._library = library
        self._phrases = tuple(phrases)
        self._words = words
        self._learned: tuple[tuple[str, Glossary], Glossary] | None = None
        self._model: tuple[str, BigramModel] | None = None
        self._making = threading.Lock()  # while reports come in, one thread makes the model anew and the others wait for it

    def read(self, text: str, without: Collection[Constraint] = ()) -> Query:
        """Return the question made ready; text without any word or figure has no terms.

        :param without: constraints taken off. SPELLING leaves the text as typed, ADDED adds no long or short forms,
            DOCUMENT leaves out its number.
        """
        typed = fold_spaces(normalize(text))
        model, glossary = self._language_model(), self.glossary()
        restored = typed if Constraint(ConstraintKind.SPELLING) in without else restore(typed, model, glossary)
        for number in numbers_in(restored):
            if Constraint(ConstraintKind.DOCUMENT, number) in without:
                restored = fold_spaces(NUMBER.sub(lambda m, n=number: " " if tokens(m[0]) == [n] else m[0], restored))  # type: ignore[misc]
        words = tokens(restored)
        expands = Constraint(ConstraintKind.ADDED) not in without
        added = tuple(glossary.added(words)) if expands else ()
        if expands:
            added += tuple(form for word in words if not glossary.is_short(word) for form in phrases_for(word, model))
        searched = [*terms(restored), *alternatives(words, model)]
        for form in added:
            searched.extend(terms(form))
        spelled_out = [form for form in added if " " in form]
        content = [term for term in terms(restored) if not glossary.is_short(term)]
        for form in spelled_out:
            content.extend(terms(form))
        meaning = " ".join([restored, *spelled_out])
        known_phrases = synonyms()
        everyday = {
            phrase: forms
            for phrase, forms in (known_phrases.find(words) if expands else {}).items()
            if phrase in known_phrases.own or model.times(phrase) <= REPORTS_SAY_SO
        }
        otherwise: dict[str, tuple[str, ...]] = {}
        for phrase, forms in everyday.items():
            stand_ins = tuple(_key_terms(form) for form in forms)
            for term in terms(" ".join(phrase)):
                otherwise[term] = (*otherwise.get(term, ()), *stand_ins)
            searched.extend(term for form in forms for term in terms(form))
            meaning = " ".join([meaning, *forms])
        return Query(
            typed, restored, added, tuple(dict.fromkeys(searched)), tuple(dict.fromkeys(content)), meaning, otherwise
        )

    def glossary(self) -> Glossary:
        """Return the installation's glossary with what the library's reports spell out, as the library is now."""
        with self._making:
            own_words = self._words or glossary()  # a new glossary once the office has changed its words
            made_of = (self._library.catalog.about()["revision"], own_words)
            if self._learned is None or self._learned[0][0] != made_of[0] or self._learned[0][1] is not own_words:
                self._learned = (made_of, own_words.beside(merge(self._library.catalog.spellings(), own_words.long)))
            return self._learned[1]

    def _language_model(self) -> BigramModel:
        """The model of the library as it is now; made anew when the library has changed."""
        with self._making:
            revision = self._library.catalog.about()["revision"]
            if self._model is None or self._model[0] != revision:
                self._model = (revision, model_of(self._library.catalog.term_counts(), self._phrases))
            return self._model[1]
