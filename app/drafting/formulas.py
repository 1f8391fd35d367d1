"""Which sentences of another office's report may be borrowed (formulas, never its facts), and which contradict each other.

Loads ``prompts/formulas.toml``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import regex as re

from app.drafting.outline import RESULTS
from ingest.language.names import quotations
from ingest.language.sentences import clauses
from ingest.language.spelling import fold
from prompts import FOLDER, Tables
from prompts import load as load_file

DONE = (RESULTS, "strengths")  # sections that tell what was done
AMOUNTS = ("none", "few", "some", "many", "all")
DIRECTIONS = ("rises", "falls")
MATTER = 7  # words behind an amount that name what is counted
BEFORE = 4  # words before a rise or fall that name what rises or falls
SAME = 2  # such words that two sentences share where both are about one thing
WORD = re.compile(r"\p{L}++")
DIGIT = re.compile(r"\d")
PHRASE_END = re.compile(r"[.;:,]")


@dataclass(frozen=True, slots=True)
class FormulaWords:
    """The contents of the file, folded."""

    national: frozenset[str]
    national_names: re.Pattern[str]
    deeds: re.Pattern[str]
    anywhere: re.Pattern[str]
    branch: re.Pattern[str]
    amounts: tuple[tuple[str, re.Pattern[str]], ...]
    directions: tuple[tuple[str, re.Pattern[str]], ...]
    general: frozenset[str]


@functools.cache
def formula_words() -> FormulaWords:
    """Return the words of this installation."""
    return load(FOLDER / "formulas.toml")


def load(file: Path) -> FormulaWords:
    """Load the file.

    :raises DataFileError: an entry is missing or of another type.
    """
    return load_file(file, _words_of)


def _words_of(tables: Tables) -> FormulaWords:
    telling, naming, amounts = tables["told"], tables["named"], tables["amounts"]
    things, general = "|".join(map(fold, naming["things"])), "|".join(map(fold, naming["general"]))
    return FormulaWords(
        frozenset(fold(name) for name in tables["quoted"]["national"]),
        re.compile(rf"(?<!\p{{L}})(?:{things})\s(?!(?:{general})(?!\p{{L}}))\p{{L}}"),
        _any(telling["done"]),
        _any(telling["anywhere"]),
        _any(telling["branch"]),
        tuple((name, _any(amounts[name])) for name in AMOUNTS),
        tuple((name, _any(amounts[name])) for name in DIRECTIONS),
        frozenset(map(fold, amounts["general"])),
    )


def _any(forms: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(fold, forms))})(?!\p{{L}})")


def is_formula(text: str, role: str, place: str = "") -> bool:
    """Say whether a sentence of another report tells nothing that is that office's own.

    :param role: of the section that borrows it. In a section of shortcomings, a sentence on what is lacking is a formula.
    :param place: kind of the borrowing office's place ("xã"), "" for an office of a branch.
    """
    words, folded = formula_words(), fold(text)
    if any(fold(quotation.text).strip(" .,") not in words.national for quotation in quotations(text)):
        return False
    if words.national_names.search(folded) or words.anywhere.search(folded) or (role in DONE and words.deeds.search(folded)):
        return False
    return not (place and words.branch.search(folded))


def formula_of(text: str, role: str, place: str = "") -> str:
    """Return the clauses that open a sentence and are formulas, as a sentence; "" where the first is none.

    What a later clause counts is that office's own, however it is blanked: only the first may have a figure.
    """
    length = 0
    for number, (begin, end) in enumerate(clauses(text)):
        clause = text[begin:end]
        if not is_formula(clause, role, place) or (number and DIGIT.search(clause)):
            break
        length = end
    return text[:length].rstrip(" ;.,") + "." if length else ""


def contradict(first: str, second: str) -> bool:
    """Say whether two sentences contradict each other on one thing: none and few, some and all, a rise and a fall."""
    amounts, others = list(_amounts_and_directions(fold(first))), list(_amounts_and_directions(fold(second)))
    return any(
        kind == of and how != otherwise and len(matter & same) >= SAME
        for (kind, how, matter), (of, otherwise, same) in product(amounts, others)
    )


def _amounts_and_directions(folded: str) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Yield the amounts and directions of a sentence, each with the words that say of what."""
    words = formula_words()
    for kind, forms in (("amount", words.amounts), ("direction", words.directions)):
        for name, form in forms:
            for match in form.finditer(folded):
                behind = _phrase(folded[match.end() :])[:MATTER]
                ahead = (
                    WORD.findall(re.split(r"[.;:,]", folded[: match.start()])[-1])[-BEFORE:] if kind == "direction" else []
                )
                yield kind, name, frozenset([*ahead, *behind]) - words.general


def _phrase(text: str) -> list[str]:
    return WORD.findall(PHRASE_END.split(text)[0])
