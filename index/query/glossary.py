"""Abbreviations and everyday words, from ``prompts``: what they stand for is added beside what is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.query.office_words import OfficeWords, for_office
from ingest.language.syllables import is_syllable
from ingest.language.terms import fold, tokens
from ingest.language.text import strip_marks
from prompts import FOLDER, Tables
from prompts import load as load_file

FILE = FOLDER / "abbreviations.toml"
SYNONYMS = FOLDER / "thesaurus.toml", FOLDER / "synonyms.toml"  # of a phrase that both have, the forms of the last count
LONGEST = 6  # words of a long form


@dataclass(frozen=True, slots=True)
class Glossary:
    """Short form (folded; also without marks) to its long forms, and long form to its short ones."""

    long: Mapping[str, tuple[str, ...]]
    short: Mapping[tuple[str, ...], tuple[str, ...]]

    def is_short(self, token: str) -> bool:
        """Say whether a token is an abbreviation."""
        return token in self.long

    def added(self, words: Sequence[str]) -> list[str]:
        """Return what to add to a question of these tokens: long forms of its abbreviations, short forms of its phrases."""
        forms = [form for word in words for form in self.long.get(word, ())]
        for size in range(2, LONGEST + 1):
            for at in range(len(words) - size + 1):
                forms.extend(self.short.get(tuple(words[at : at + size]), ()))
        return list(dict.fromkeys(forms))

    def beside(self, learned: Mapping[str, Sequence[str]]) -> Glossary:
        """Return the glossary with what the library's reports spell out; what the file has comes first.

        A form that reads as a syllable ("HU" as "hu") is learned one way only, from the phrase to the form.
        """
        long, short = dict(self.long), dict(self.short)
        for abbreviation, phrases in learned.items():
            key = fold(abbreviation)
            for spelling in dict.fromkeys((key, strip_marks(key))):
                if not is_syllable(spelling):
                    long[spelling] = tuple(dict.fromkeys((*long.get(spelling, ()), *phrases)))
            for phrase in phrases:
                words = tuple(tokens(phrase))
                short[words] = tuple(dict.fromkeys((*short.get(words, ()), key)))
        return Glossary(long, short)


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Everyday phrases, as tokens, and the phrases that reports use instead; ``own``: those that the office wrote down."""

    forms: Mapping[tuple[str, ...], tuple[str, ...]]
    own: frozenset[tuple[str, ...]] = frozenset()

    def find(self, words: Sequence[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Return the everyday phrases that a question of these tokens holds, in order, with what reports say instead."""
        matches: dict[tuple[str, ...], tuple[str, ...]] = {}
        for at in range(len(words)):
            for size in range(LONGEST, 0, -1):
                phrase = tuple(words[at : at + size])
                if len(phrase) == size and phrase in self.forms:
                    matches[phrase] = self.forms[phrase]
                    break
        return matches


def synonyms() -> Synonyms:
    """Return the synonyms of this installation and of its office."""
    return _latest_synonyms()


def _synonyms_with(words: OfficeWords) -> Synonyms:
    forms = {phrase: forms for file in SYNONYMS for phrase, forms in load_synonyms(file).forms.items()}
    for phrase, forms_of_phrase in words.phrases:
        forms[phrase] = tuple(dict.fromkeys((*forms_of_phrase, *forms.get(phrase, ()))))
    return Synonyms(forms, frozenset(phrase for phrase, _ in words.phrases))


def load_synonyms(file: Path) -> Synonyms:
    """Load the synonyms.

    :raises DataFileError: an entry is not a list of phrases.
    """
    return load_file(
        file, lambda tables: Synonyms({tuple(tokens(phrase)): tuple(map(fold, forms)) for phrase, forms in _entries(tables)})
    )


def glossary() -> Glossary:
    """Return the glossary of this installation, with the words of its office, which come first."""
    return _latest_glossary()


def _with(words: OfficeWords) -> Glossary:
    """Return the glossary with an office's words. What its administrator calls an abbreviation is one, syllable or not."""
    of_file = load(FILE)
    if not words.short:
        return of_file
    own = _glossary_of({"office": {short: list(forms) for short, forms in words.short}})
    long = {key: tuple(dict.fromkeys((*forms, *of_file.long.get(key, ())))) for key, forms in own.long.items()}
    short = {key: tuple(dict.fromkeys((*forms, *of_file.short.get(key, ())))) for key, forms in own.short.items()}
    return Glossary({**of_file.long, **long}, {**of_file.short, **short})


def load(file: Path) -> Glossary:
    """Load a glossary.

    :raises DataFileError: an entry is not a list of phrases.
    """
    return load_file(file, _glossary_of)


def _glossary_of(tables: Tables) -> Glossary:
    long: dict[str, tuple[str, ...]] = {}
    short: dict[tuple[str, ...], tuple[str, ...]] = {}
    for abbreviation, forms in _entries(tables):
        key = fold(abbreviation)
        folded = tuple(fold(form) for form in forms)
        for spelling in dict.fromkeys((key, strip_marks(key))):
            long[spelling] = (*long.get(spelling, ()), *folded)
        for form in folded:
            words = tuple(tokens(form))
            if len(words) > 1:
                short[words] = (*short.get(words, ()), key)
    return Glossary(long, short)


def _entries(tables: Tables) -> Iterator[tuple[str, list[str]]]:
    """Yield the entries of all tables of a file."""
    for table in tables.values():
        for phrase, forms in table.items():
            if not isinstance(forms, list) or not all(isinstance(form, str) and form for form in forms):
                raise ValueError(f"{phrase}: cần một danh sách cụm từ, có {forms!r}")
            yield phrase, forms


_latest_glossary, _latest_synonyms = for_office(_with), for_office(_synonyms_with)
