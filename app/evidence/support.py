"""Whether a stretch of a report answers what a question asks, by the kind of thing it holds.

The figure of what is counted, the date of the document named, the names, the year in question.
What cannot be told by words in common is told here: "bao nhiêu học sinh" is not answered by a sentence about pupils that
counts none, nor a question about one commune by a sentence about another.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import regex as re

from app.question.contrasts import opposes
from app.question.question import Question
from app.question.vocabulary import question_words
from index.gazetteer.places import same_name
from index.gazetteer.scope import agrees
from index.query.facets import covers, spoken
from index.query.glossary import glossary
from index.query.query import NUMBER, numbers_in
from ingest.language.terms import fold, tokens
from ingest.language.text import normalize
from ingest.language.unit_names import local_units
from ingest.model import Metadata

DOCUMENT = re.compile(r"\d{1,5}\s*/\s*(?:\d{4}/)?\p{Lu}|\d{1,4}\s*-\s*\p{Lu}{1,4}\s*/")
DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\s+tháng\s+\d{1,2}|tháng\s+\d{1,2}|năm\s+(?:19|20)\d{2}")
YEAR = re.compile(r"(?:19|20)\d{2}")
RANGE = re.compile(r"(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}")
PERIOD = re.compile(r"\bgiai đoạn\b|\btừ năm nào\b|\bnhững năm nào\b")
FIGURE = re.compile(r"\d")
PERSON = re.compile(r"(?:\p{Lu}\p{Ll}+\s+){1,3}\p{Lu}\p{Ll}+")
FOUND = {"document": DOCUMENT, "date": DATE, "person": PERSON}
BETWEEN = 3  # words between a figure and what it counts ("437 lượt cá nhân")
NUMERAL = r"\d[\d.,/]*+"
# A name inside a question: two or more words with a capital, or an abbreviation; the first word of all has one anyway.
NAME = re.compile(r"(?<=\p{Ll}[,]?\s)(?:\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)+|\p{Lu}{3,})(?!\p{L})")
OF_PROVINCE = re.compile(r"\b(?:của|toàn) tỉnh\b")
UNDONE = re.compile(r"\bchưa\s+\p{L}")  # "những xã chưa đạt": at the end of a question it only asks
DENIES = re.compile(r"\b(?:chưa|không)\b")
QUOTED = re.compile(r"[“\"]([^”\"]{3,80})[”\"]")


def holds(kind: str, text: str) -> bool:
    """Say whether a text holds a thing of this kind; a date or a document's number is no figure."""
    if kind == "figure":
        return bool(FIGURE.search(YEAR.sub("", DATE.sub("", DOCUMENT.sub("", text)))))
    return bool(FOUND[kind].search(text)) or (kind == "date" and bool(YEAR.search(text)))


def counts(noun: str, text: str) -> bool:
    """Say whether a text gives a figure of what is counted, or of what stands for it ("mét vuông": "m2")."""
    return bool(_counting(noun).search(fold(text)))


def meets(question: Question, text: str, around: str, facts: Metadata, *, row: bool = False) -> bool:
    """Say whether a text answers by the kind of thing it holds.

    :param around: the passage with its headings, in which names may stand before the sentence that answers.
    :param facts: what the report says of itself.
    :param row: the text is a table's row, which counts by its titles.
    """
    if not question.proper:  # typed in haste: what is counted may be misread
        return all(holds(kind, text) for kind in question.asks - {"figure"}) and _of_the_year(question, text, around, facts)
    return (
        all(_asked(question, kind, text, row) for kind in question.asks)
        and all(_dated(number, text) for number in (numbers_in(question.query.restored) if "date" in question.asks else ()))
        and _of_the_year(question, text, around, facts)
        and not missing_names(question, around)
        and not opposes(question.query.text, text)
        and not _of_another_unit(question, text)
        and not (UNDONE.search(fold(question.query.text)) and not DENIES.search(fold(around)))
    )


def names_in(question: Question) -> frozenset[str]:
    """Return the syllables (folded) of the names and quoted words of a question, and of units below its places."""
    names = [*_named(question), *(name for _, name in local_units(normalize(question.query.text)))]
    return frozenset(word for name in names for word in tokens(name))


def names_of_others(question: Question) -> list[str]:
    """Return the names, abbreviations and quoted words of the question, as typed; places excepted."""
    places = [place.name.split() for place in question.scope.places]
    return [
        name
        for name in _named(question)
        if not set(spoken(name).split()) <= question.scope.names and not _is_place(name.split(), places)
    ]


def _named(question: Question) -> list[str]:
    typed = normalize(question.query.text)
    return [match[1] if match.re is QUOTED else match[0] for match in (*NAME.finditer(typed), *QUOTED.finditer(typed))]


def missing_names(question: Question, text: str) -> list[str]:
    """Return the names, abbreviations and quoted words of the question that a text does not hold; places excepted.

    Only of a question typed with its marks and capitals.
    """
    folded = spoken(text)
    return [name for name in names_of_others(question) if spoken(name) not in folded and not _spelled_out(name, folded)]


def _asked(question: Question, kind: str, text: str, row: bool) -> bool:
    if kind == "figure" and question.counted:
        return row or counts(question.counted, text) or "\n" in text  # the rows of a table count by their header
    if kind == "figure" and question.asks & {"document", "date"}:
        return True  # "số mấy", "tháng mấy"
    if kind == "date" and not PERIOD.search(fold(question.query.restored)):
        return holds(kind, RANGE.sub("", text))  # "năm nào" is not answered by the years of a programme
    return holds(kind, text)


def _of_another_unit(question: Question, text: str) -> bool:
    """Say whether a text speaks of another unit than the one named beside the question's places, or not of the province.

    "Xã Hạc Sơn" is asked for and the text names only "xã Lam Khê"; the province's figure is asked for, and the text gives
    that of a district.
    """
    places = [place.name for place in question.scope.places]
    asked = [(kind, name) for kind, name in local_units(question.query.text) if not any(same_name(name, p) for p in places)]
    if asked:
        named = list(local_units(text))
        folded = fold(text)
        return any(any(kind == other for other, _ in named) and fold(name) not in folded for kind, name in asked)
    return (
        "figure" in question.asks
        and OF_PROVINCE.search(fold(question.query.text)) is not None
        and (not places and "tỉnh" not in fold(text))
    )


def _dated(number: str, text: str) -> bool:
    """Say whether a date follows a document's number before another number does."""
    for match in NUMBER.finditer(text):
        if numbers_in(match[0]) == [number]:
            rest = text[match.end() :]
            other = NUMBER.search(rest)
            if DATE.search(rest[: other.start()] if other else rest):
                return True
    return False


def _of_the_year(question: Question, text: str, around: str, facts: Metadata) -> bool:
    """Say whether a text speaks of a year asked about, of none, or stands in the report of that very year."""
    named = set(YEAR.findall(text))
    if "figure" not in question.asks or not question.years or named & set(question.years):
        return True
    if not named:  # then it is of the time that the report, or the text around it, is on
        return (
            any(year in around for year in question.years)
            or facts.period_from is None
            or facts.period_to is None
            or covers(facts, question.years)
        )
    return facts.period_from == facts.period_to and str(facts.period_to) in question.years


def _is_place(words: Sequence[str], places: Sequence[Sequence[str]]) -> bool:
    return any(
        len(words) <= len(place) and all(agrees(a, b) for a, b in zip(words, place[-len(words) :], strict=True))
        for place in places
    )


def _spelled_out(name: str, folded: str) -> bool:
    return any(form in folded for form in glossary_forms(name))


@functools.lru_cache(maxsize=512)
def glossary_forms(name: str) -> tuple[str, ...]:
    """Return the long and short forms of a name or abbreviation, folded."""
    return tuple(glossary().added(tokens(name)))


@functools.lru_cache(maxsize=512)
def _counting(noun: str) -> re.Pattern[str]:
    forms = (noun, *question_words().counted.get(noun, ()))
    nouns = "|".join(re.escape(fold(form)) for form in sorted(forms, key=len, reverse=True))
    words = rf"(?:\s+[\p{{L}}%]+){{0,{BETWEEN}}}?"
    before = rf"{NUMERAL}{words}\s*(?:{nouns})(?!\p{{L}})"
    after = rf"(?:{nouns})(?!\p{{L}})[^.;\d]{{0,30}}:?\s*{NUMERAL}(?!\s*\p{{L}})"  # not "… ở 14 xã", which counts xã
    return re.compile(f"{before}|{after}")
