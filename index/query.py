"""A question made ready for searching: spelling restored, abbreviations spelled out beside the short form."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import regex as re

from index.analysis import DOCUMENT_NUMBER, terms, tokens
from index.glossary import Glossary, glossary
from index.library import Library
from index.spelling import LanguageModel, alternatives, model_of, restore
from ingest.text import fold_spaces, normalize


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed and what is searched for.

    ``text``: as typed, normalised. ``restored``: its most likely spelling. ``added``: long and short forms of what it
    abbreviates or spells out. ``terms``: what is looked up in the keyword index. ``content``: the terms of the
    question in its long form, by which sentences are judged. ``meaning``: what is embedded.
    """

    text: str
    restored: str
    added: tuple[str, ...]
    terms: tuple[str, ...]
    content: tuple[str, ...]
    meaning: str


NUMBER = re.compile(DOCUMENT_NUMBER, re.IGNORECASE)


def numbers_in(text: str) -> list[str]:
    """Return the numbers of documents named in a text ("145/kh-ubnd"), in index form, in order."""
    return list(dict.fromkeys(t for match in NUMBER.finditer(normalize(text)) for t in tokens(match[0])))


@functools.lru_cache(maxsize=4096)
def expanded_terms(text: str) -> frozenset[str]:
    """Return the index terms of a stretch of a report, with the long forms of its abbreviations."""
    found = set(terms(text))
    for form in glossary().added(tokens(text)):
        if " " in form:
            found.update(terms(form))
    return frozenset(found)


class QueryReader:
    """Reads questions with the vocabulary of one library.

    :param phrases: phrases that questions use and reports may lack.
    """

    def __init__(self, library: Library, phrases: Sequence[str] = (), words: Glossary | None = None) -> None:
        self._library = library
        self._phrases = tuple(phrases)
        self._glossary = words or glossary()
        self._model: tuple[str, LanguageModel] | None = None

    def read(self, text: str, without: Collection[str] = ()) -> Query:
        """Return the question made ready; text without any word or figure has no terms.

        :param without: "spelling": as typed; "added": no long or short forms; "document:…": that number is not searched.
        """
        typed = fold_spaces(normalize(text))
        model = self._language_model()
        restored = typed if "spelling" in without else restore(typed, model, self._glossary)
        for number in numbers_in(restored):
            if f"document:{number}" in without:
                restored = fold_spaces(NUMBER.sub(lambda m, n=number: " " if tokens(m[0]) == [n] else m[0], restored))  # type: ignore[misc]
        words = tokens(restored)
        added = () if "added" in without else tuple(self._glossary.added(words))
        wanted = [*terms(restored), *alternatives(words, model)]
        for form in added:
            wanted.extend(terms(form))
        spelled_out = [form for form in added if " " in form]
        content = [term for term in terms(restored) if not self._glossary.is_short(term)]
        for form in spelled_out:
            content.extend(terms(form))
        meaning = " ".join([restored, *spelled_out])
        return Query(typed, restored, added, tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(content)), meaning)

    def _language_model(self) -> LanguageModel:
        """The model of the library as it is now; made anew when the library has changed."""
        revision = self._library.catalog.about()["revision"]
        if self._model is None or self._model[0] != revision:
            self._model = (revision, model_of(self._library.catalog.term_counts(), self._phrases))
        return self._model[1]
