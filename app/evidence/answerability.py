"""Whether the best of what was found answers a question at all: few signs, weighed by the model "answerable".

The score of a stretch says that it is nearer to the question than its like. It cannot say that the answer is missing, for
then something else is nearest. What tells that apart: nothing stands out from the rest; the question's pairs of words
stand elsewhere in the report but not here; what a question word wants (a day, a person, a sum) is not there, or the words
beside it are not; another quarter, rank or number of a name is told; a reason is asked for where none is given, or
an opinion, which no report has.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
import regex as re

from app.evidence.features import Features, with_synonyms
from app.evidence.figure_fit import unit_fit
from app.evidence.frame import Frame, coverage, figures_of, words_of
from app.evidence.stretches import Stretch
from app.evidence.wants import around, lacked_by, numbers
from app.question.vocabulary import question_words
from app.question.wants import ranks_of, want_words
from index.query.facets import says, spoken
from ingest.language.dates import Date, When, dates
from ingest.language.quantity import counted_end
from ingest.language.terms import fold, terms
from ingest.language.text import normalize, strip_marks

if TYPE_CHECKING:  # candidates are scored, and the scores name what is defined here
    from app.evidence.candidates import Candidate

NAMES = (
    "score",  # of the best candidate
    "margin",  # how far it is above the best that states something else, at most MARGIN
    "pairs_elsewhere",  # share of its pairs that the report has and neither the stretch nor what leads up to it, negative
    "role",
    "period",  # the quarter, part of a year, month or school year asked for; -1 where it tells of others alone
    "numbered",  # -1 where a name with a number is asked for ("Trạm 3") and it tells of another number
    "reason",  # -1 where a reason is asked for and it gives none
    "opinion",  # -1 where an opinion or a forecast is asked for
    "names",  # -1 where its passage lacks a name that is asked about
    "wants",  # -1 where it lacks what a question word wants
    "beside",  # share of the words beside a question word, by weight, that it has
    "beside_elsewhere",  # the heaviest of them that its report has and it lacks, negative
    "missing",  # the heaviest word that it lacks, as a share of the heaviest of all, negative
    "year_told",  # its feature "year"
    "figure",  # -1 where a figure is asked for and none stands with a word of the question
    "rank",  # -1 where another rank is asked for ("giải nhì") than told
)
MARGIN = 5.0  # a score so far above the rest stands alone
NUMBERED = re.compile(r"(\p{Lu}\p{Ll}+|số) (\d{1,2})(?![\d.,/%-])")
NUMBER_OF_NAME = r"(\d{1,4})(?![\d.,/%-])"
BEFORE, BEHIND = 3, 4  # words beside a question word
WHOLE = re.compile(r"trong (?:tổng )?(?:số )?(?!(?:19|20)\d{2} )\d[\d.,]*+ ")  # "Trong 48 đoàn viên …"; a year is no whole
HOW_MANY = re.compile(r"(?<!\p{L})(?:bao nhiêu|mấy)(?!\p{L})")
JOINTS = (" thì ", ", ", " có ")  # between the whole and the part asked for
PART_TOLD = 0.5  # share of the words of the part, by weight
CLAUSE_END = re.compile(r"[,;.?!]")
TermLookup = Callable[[Collection[str], str], Collection[str]]


def signs_of(frame: Frame, ranked: Sequence[Candidate], terms_in: TermLookup) -> Features:
    """Return the signs in the order of :data:`NAMES`.

    :param ranked: the candidates, best first; at least one.
    :param terms_in: which of some terms stand in a report, given by its id.
    """
    best, query = ranked[0], frame.question.query
    statement = best.statement
    others = [candidate.score for candidate in ranked if candidate.statement != statement]
    margin = min(MARGIN, best.score - others[0]) if others else MARGIN
    folded = spoken(query.restored)
    words = question_words().doubt
    asks_reason = asks_for_reason(folded)
    gives_reason = any(says(spoken(f"{best.stretch.lead} {statement}"), cue) for cue in words.because)
    return np.array(
        [
            best.score,
            margin,
            -_pairs_elsewhere(frame, best, terms_in),
            best.feature("role"),
            period_fit(query.restored, statement, f"{best.stretch.lead} {best.hit.passage.context}"),
            numbered_fit(normalize(query.text), statement),
            -float(asks_reason and not gives_reason),
            -float(asks_opinion(folded)),
            min(0.0, best.feature("names")),
            *_signs_of_wants(frame, best, terms_in),
        ]
    )


def asks_for_reason(question: str) -> bool:
    """Say whether a question (:func:`index.query.facets.spoken`) asks for a reason; "Sao …" opens such a one too."""
    return question.startswith("sao ") or any(says(question, cue) for cue in question_words().doubt.reason)


def asks_opinion(question: str) -> bool:
    """Say whether a question (:func:`index.query.facets.spoken`) asks for an opinion or a forecast, which no report has."""
    words = question_words().doubt
    opens = any(question.startswith(f"{form} ") for cue in words.opening for form in (cue, strip_marks(cue)))
    return opens or any(says(question, cue) for cue in words.opinion)


def _signs_of_wants(frame: Frame, best: Candidate, terms_in: TermLookup) -> list[float]:
    """Return the signs from "wants" on."""
    query, stretch = frame.question.query, best.stretch
    own = with_synonyms(stretch.terms, query.said_otherwise)
    slot = {term: frame.words[term] for term in beside(query.restored) if term in frame.words}
    there = terms_in(list(slot), best.hit.passage.report) if slot else ()
    elsewhere = [weight for term, weight in slot.items() if term in there and term not in own]
    untold = [weight for term, weight in frame.words.items() if term not in own]
    ranks = ranks_of(query.restored)
    return [
        -float(bool(lacked_by(query, best))),
        coverage(slot, own) if slot else 1.0,
        -max(elsewhere, default=0.0),
        -max(untold, default=0.0) / max(frame.words.values(), default=1.0),
        best.feature("year"),
        -float("figure" in frame.question.asks and not _words_with_figure(frame, stretch, own)),
        -float(not ranks <= ranks_of(f"{around(best)} {stretch.statement}")),
    ]


def tells_part(frame: Frame, best: Candidate) -> bool:
    """Say whether a candidate tells of the part that is asked for of a whole which the question itself tells.

    "Trong 127 quyết định có bao nhiêu phong tỏa tài khoản": what tells the 127 alone is no answer. True where no part is
    asked for so. Of 17 such questions with an answer all have half of these words in their evidence (read).
    """
    part = part_asked(fold(frame.question.query.restored))
    if not part:
        return True
    asked_words = words_of(part)
    words = {word: weight for word, weight in frame.words.items() if word in asked_words}
    own = with_synonyms(best.stretch.terms | best.stretch.lead_terms, frame.question.query.said_otherwise)
    return not words or coverage(words, own) >= PART_TOLD


def part_asked(folded: str) -> str:
    """Return the words of a question that ask for a part of a whole which it tells itself; "" where it asks otherwise."""
    whole = WHOLE.match(folded)
    rest = folded[whole.end() :] if whole else ""
    parts = (rest.partition(joint)[2] for joint in JOINTS)
    return next((part for part in parts if HOW_MANY.search(part)), "")


def beside(question: str) -> frozenset[str]:
    """Return the index terms of the words beside the question words of a question, within its clause."""
    near = []
    for clause in CLAUSE_END.split(fold(question)):
        for match in want_words().asking.finditer(clause):
            near += [clause[: match.start()].split()[-BEFORE:], clause[match.end() :].split()[:BEHIND]]
    return frozenset(term for words in near for term in terms(" ".join(words)))


def _words_with_figure(frame: Frame, stretch: Stretch, own: frozenset[str]) -> float:
    """Return the share of the question's words that stand with the figure that has most of them, of those it does not tell.

    ``own``: the terms of the stretch. A cell's figure stands with all of them.
    """
    if stretch.cell is not None:
        return coverage(frame.words, own)
    query, text = frame.question.query, stretch.statement
    known_numbers, before, best = numbers(query.text), 0, 0.0
    for figure in figures_of(text):
        end = counted_end(text, figure)
        words = with_synonyms(words_of(text[before:end]), query.said_otherwise)
        if not numbers(figure.text) <= known_numbers and unit_fit(frame, figure, words) >= 0:
            best = max(best, coverage(frame.words, words))
        before = end
    return best


def _pairs_elsewhere(frame: Frame, best: Candidate, terms_in: TermLookup) -> float:
    total = sum(frame.pairs.values())
    near = best.stretch.terms | best.stretch.lead_terms | words_of(best.hit.passage.context)
    missing = {pair: weight for pair, weight in frame.pairs.items() if pair not in near}
    if not missing:
        return 0.0
    elsewhere = terms_in(list(missing), best.hit.passage.report)
    return sum(weight for pair, weight in missing.items() if pair in elsewhere) / total


def period_fit(question: str, text: str, near: str) -> float:
    """Return how a text agrees with the quarter, part of a year, month or school year that a question names.

    1: it names it; .5: what leads up to it does; -1: it names others of the kind alone; -.5: what leads up to it names
    others alone; 0: the question names none, or the text is silent.
    """
    periods_asked = _periods(question)
    if not periods_asked:
        return 0.0
    kind = periods_asked[0][0]
    own, about = ([period for period in _periods(words) if period[0] is kind] for words in (text, near))
    if own:
        return 1.0 if _agree(periods_asked, own) else -1.0
    return 0.0 if not about else 0.5 if _agree(periods_asked, about) else -0.5


Period = tuple[When, tuple[int | bool | None, ...]]


def _periods(text: str) -> list[Period]:
    return [period for date in dates(text) if (period := _period(date)) is not None]


def _period(date: Date) -> Period | None:
    """Return what tells a period from others of its kind; two years in a row are a school year. None for other dates."""
    if date.when is When.SCHOOL_YEAR or (date.when is When.YEARS and len(date.years) == 2):
        return When.SCHOOL_YEAR, (date.year,)
    if date.when is When.QUARTER:
        return date.when, (date.quarter, date.year)
    if date.when is When.MONTH:
        return date.when, (date.month, date.year)
    return (date.when, (date.months, date.last, date.year)) if date.when is When.PART else None


def _agree(asked_periods: Sequence[Period], told_periods: Sequence[Period]) -> bool:
    """Say whether a period asked for is told: what either leaves open agrees."""
    return any(
        all(a is None or b is None or a == b for a, b in zip(first, second, strict=True))
        for kind, first in asked_periods
        for other, second in told_periods
        if kind is other
    )


@functools.cache
def _numbered_nouns() -> re.Pattern[str]:
    """Return the expression of a noun with the number that tells it apart: ("tiểu khu", "318")."""
    nouns = "|".join(map(re.escape, question_words().doubt.numbered))
    return re.compile(rf"(?<!\p{{L}})({nouns}) {NUMBER_OF_NAME}", re.IGNORECASE)


def numbered_fit(question: str, text: str) -> float:
    """Return -1 where a text tells of a name of the question with another number than asked for alone, else 0."""
    for name, number in (*NUMBERED.findall(question), *_numbered_nouns().findall(question)):
        other_numbers = re.findall(rf"(?<!\p{{L}}){re.escape(name)} {NUMBER_OF_NAME}", text, re.IGNORECASE)
        if other_numbers and number not in other_numbers:
            return -1.0
    return 0.0
