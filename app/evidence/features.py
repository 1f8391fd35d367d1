"""What speaks for a stretch as the answer to a question, and what against: one number a feature, each with one meaning.

All but "density", "cosine" and "passage_score" lie between -1 and 1. Those that can contradict are 1 where the stretch
agrees with the question, 0 where one of the two is silent, -1 where they disagree. The weights are fitted
(:mod:`app.evidence.scoring`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import regex as re
from numpy.typing import NDArray

from app.evidence.figure_fit import MEASURES, local_figure, unit_fit
from app.evidence.frame import DENIES, Frame, coverage, words_of
from app.evidence.level_fit import is_of_larger_unit, lacks_larger_unit
from app.evidence.stretches import Stretch
from app.evidence.support import DATE, YEAR, holds, spelled_out
from app.question.contrasts import opposes
from app.question.focus import tells_plan
from app.question.question import Question
from index.query.facets import covers, spoken
from index.query.query import NUMBER, numbers_in
from index.search.retrieval import Hit
from ingest.facts.vocabulary import fact_words
from ingest.language.quantity import Quantity
from ingest.language.terms import fold, terms
from ingest.language.vocabulary import vocabulary
from ingest.model import Metadata

NAMES = (
    "words_own",  # share of the question's words, by weight, in the stretch
    "words_told",  # in the stretch, or in what leads up to it and its headings; so its own words never weigh less
    "pairs_own",  # share of the question's pairs of syllables in the stretch
    "density",  # share of the stretch's words that the question uses
    "cosine",  # how much more alike in meaning question and stretch are than the others, in standard deviations
    "passage_score",
    "passage_rank",
    "kind",  # holds the kinds of thing asked for
    "document",  # a document of the kind asked for, with its number; -1 where it names none
    "dated",  # a date behind the number of the document that the question names
    "unit",  # a figure of the unit or of the thing counted that is asked for
    "plan",
    "year",
    "names",
    "opposed",  # -1 where it tells of a counterpart, or of a larger unit than the one that reports
    "role",  # a heading of the role asked for
    "introduces",
    "short",
    "cell",
    "label_left",  # words of a cell's label that the question does not use, six at most, as a negative share
    "title_used",  # share of the words of its column's title that the question uses
    "compares",  # a column that compares, where no comparison is asked for
    "said_not",  # "chưa", "không" on one side alone
)
Features = NDArray[np.float64]
ENOUGH_WORDS = 6  # a stretch of fewer words is a label, not a statement


def features_of(
    frame: Frame,
    stretch: Stretch,
    hit: Hit,
    rank: int,
    facts: Metadata,
    cosine: float = 0.0,
) -> Features:
    """Return the features in the order of :data:`NAMES`.

    :param rank: of the passage among the hits, from 0.
    :param cosine: of question and stretch, as :func:`standing_out` gives it; 0 where it has not been compared.
    """
    question, passage, text = frame.question, hit.passage, stretch.statement
    synonyms = question.query.said_otherwise
    own = with_synonyms(stretch.terms, synonyms)
    near = with_synonyms(stretch.lead_terms | words_of(passage.context), synonyms)
    words, pairs = frame.words, frame.pairs
    left = {term: w for term, w in words.items() if term not in own}
    total = sum(words.values()) or 1.0
    size = len(text.split())
    figure = local_figure(frame, text)[1]
    unit = unit_fit(frame, figure, own) if figure else (-1.0 if frame.focus else 0.0)
    if stretch.cell is not None and frame.focus and frame.focus.unit in MEASURES:
        measures = [
            vocabulary().units.get(m[0], m[0]) for m in vocabulary().unit.finditer(fold(text.removesuffix(stretch.value)))
        ]
        measures = [name for name in measures if name in MEASURES]
        unit = 1.0 if frame.focus.unit in measures[-1:] else -1.0 if measures else unit
    return np.array(
        [
            coverage(words, own),
            1 - sum(w for term, w in left.items() if term not in near) / total if words else 0.0,
            coverage(pairs, own),
            len({t for t in stretch.terms if "_" not in t} & words.keys()) / math.sqrt(size + 1),
            cosine,
            hit.score,
            1 / (1 + rank),
            _kind_fit(question, stretch),
            _document_fit(question.documents, fold(text)),
            _dated_fit(frame.numbers, text),
            unit,
            _plan_fit(frame, stretch, figure),
            year_fit(question.years, text, " ".join((stretch.lead, *passage.headings)), facts),
            _names_fit(frame.names, spoken(" ".join((text, stretch.lead, passage.context))), spoken(passage.searched)),
            -float(opposes(question.query.text, text) or _is_of_other_level(question, stretch, facts)),
            float(question.role is not None and any(question.role.is_of(h) for h in passage.headings)),
            -float(text.rstrip().endswith(":")),
            -float(size < ENOUGH_WORDS),
            *_cell_fit(frame, stretch),
            -float(frame.denies != bool(DENIES.search(fold(text)))),
        ]
    )


def _is_of_other_level(question: Question, stretch: Stretch, facts: Metadata) -> bool:
    """Say whether a stretch tells of a larger unit than asked for, or of the body's own where a larger one is asked for."""
    asked = question.query.restored
    if is_of_larger_unit(asked, stretch.statement, facts):
        return True
    return lacks_larger_unit(asked, f"{stretch.lead} {stretch.statement}", facts)


def standing_out(cosines: NDArray[np.floating[Any]]) -> Features:
    """Return how far each of the cosines of one question stands out from the others, in standard deviations.

    The cosines of one model lie between .8 and .9, of another between 0 and .5; this scale is the same for all.
    """
    apart: Features = (cosines - cosines.mean()).astype(np.float64) / float(cosines.std() + 1e-3)
    return np.clip(apart, *OUTSTANDING)


OUTSTANDING = (-2.0, 3.0)
OPENS_WITH_YEAR = re.compile(r"\A\W*+(?:(?:trong|cuối|đầu|hết|riêng|của) )?(?:năm|năm học|giai đoạn) (?:19|20)\d{2}")
# Against what a figure is held; with its own figure behind it ("so với năm 2022 (57 hộ)") the year is told.
BASE_YEAR = re.compile(
    r"(?<!\p{L})so (?:với )?(?:cùng k[ỳì] )?(?:của )?(?:năm )?(?:19|20)\d{2}(?![\p{L}\d])(?!\s?(?:\(|là\b|có\b))",
    re.IGNORECASE,
)
SPAN = re.compile(r"((?:19|20)\d{2})\s?[-–]\s?((?:19|20)\d{2})")
YEAR_BEFORE = re.compile(r"(?<!\p{L})(?:năm trước|năm ngoái|năm liền trước|cùng kì)(?!\p{L})")  # of a report's one year


def _document_fit(kinds: Sequence[str], folded: str) -> float:
    """Return 1 where a text names a document of a kind asked for with its number, -1 where not, 0 if none is asked."""
    if not kinds:
        return 0.0
    return 1.0 if any(re.search(rf"(?<!\p{{L}}){kind}(?: số)?\s{{1,3}}\d", folded) for kind in kinds) else -1.0


def _dated_fit(numbers: Sequence[str], text: str) -> float:
    """Return 1 where a date follows the number of the document whose date is asked, -1 where not, 0 if none is asked."""
    if not numbers:
        return 0.0
    for match in NUMBER.finditer(text):
        if numbers_in(match[0]) == [numbers[0]]:
            rest = text[match.end() :]
            other = NUMBER.search(rest)
            if DATE.search(rest[: other.start()] if other else rest):
                return 1.0
    return -1.0


def with_synonyms(present: frozenset[str], synonyms: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the terms present, with those of a question that have a form among them. ``synonyms``: forms by term."""
    return present | {term for term, forms in synonyms.items() if not present.isdisjoint(forms)} if synonyms else present


COMPARES = re.compile(r"(?<!\p{L})(?:so|tăng|giảm|chênh|bằng|vượt)(?!\p{L})")
MOST_LEFT = 6  # words of a label or title that the question does not use, beyond which more do not matter


def _cell_fit(frame: Frame, stretch: Stretch) -> tuple[float, ...]:
    """Return the features of a cell, from "cell" to "compares"; zeros for prose."""
    if stretch.cell is None:
        return (0.0,) * 4
    asked_words = words_of(frame.question.query.restored) | set(frame.words)
    label = [
        t
        for t in terms(stretch.statement[: len(stretch.statement) - len(stretch.title) - len(stretch.value)])
        if t.isalpha()
    ]
    title = [t for t in terms(stretch.title) if "_" not in t]
    used = [sum(t in asked_words for t in part) for part in (label, title)]
    compares = bool(COMPARES.search(fold(stretch.title)))
    return (
        1.0,
        -min(MOST_LEFT, len(label) - used[0]) / MOST_LEFT,
        used[1] / (len(title) or 1),
        -float(compares and not COMPARES.search(fold(frame.question.query.restored))),
    )


def _kind_fit(question: Question, stretch: Stretch) -> float:
    text = stretch.value if stretch.cell is not None and "figure" in question.asks else stretch.statement
    if not question.asks:
        return 0.0
    return 1.0 if all(holds(kind, text) for kind in question.asks) else -1.0


def _plan_fit(frame: Frame, stretch: Stretch, figure: Quantity | None) -> float:
    is_plan = (figure is not None and figure.standing == "plan") or (stretch.cell is not None and tells_plan(stretch.title))
    return 0.0 if frame.plan == is_plan else -1.0


def year_fit(years: Sequence[str], text: str, near: str, facts: Metadata) -> float:
    """Return how a text agrees with the years asked for.

    1: it names one; .6: what leads up to it does, or it says "năm trước" and means it;
    .4: it names none, and the report is of that year alone; .1: the report covers it among others; -1: it names other years
    alone, opens with another ("Năm 2023 kiểm tra …"), stands below the aims of another ("Chỉ tiêu năm 2023"), is of another
    school year. A year against which figures are held ("so với năm 2022") is not told. Where no year is asked for: -.5 where
    it names only years before the report's period, else 0.
    """
    own = set(YEAR.findall(BASE_YEAR.sub(" ", text)))
    single = facts.period_from is not None and facts.period_from == facts.period_to
    if not years:
        last = facts.period_from
        return -0.5 if own and last is not None and all(int(year) < last for year in own) else 0.0
    if _is_of_another_school_year(years, text):
        return -1.0
    if own & set(years):
        return 1.0
    if own and OPENS_WITH_YEAR.match(fold(text)):
        return -1.0
    if single and facts.period_to is not None and str(facts.period_to - 1) in years and YEAR_BEFORE.search(fold(text)):
        return 0.6
    if set(YEAR.findall(near)) & set(years):
        return 0.6 if not own else -0.3
    if own:
        return -0.4 if single and str(facts.period_to) in years else -1.0
    if YEAR.search(near) and fact_words().ahead.search(fold(near)):
        return -1.0
    if single and str(facts.period_to) in years:
        return 0.4
    last = facts.period_to or facts.period_from
    planned = last is not None and str(last + 1) in years and fact_words().ahead.search(fold(near)) is not None
    return 0.1 if planned or covers(facts, years) else -0.7


def _is_of_another_school_year(years: Sequence[str], text: str) -> bool:
    """Say whether two years in a row are asked for and a text tells of other pairs of years alone ("2021-2022")."""
    if len(years) != 2 or int(years[1]) != int(years[0]) + 1:
        return False
    spans = [match.groups() for match in SPAN.finditer(text)]
    return bool(spans) and tuple(years) not in spans


def _names_fit(names: Sequence[str], near: str, around: str) -> float:
    if not names:
        return 0.0
    missing = [name for name in names if name not in near and not spelled_out(name, near)]
    absent = [name for name in missing if name not in around and not spelled_out(name, around)]
    return 1.0 if not missing else -1.0 if absent else 0.0
