"""How much of an indicator's words stand with each figure of a report, near it and farther away."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.tabulation.indicator import IndicatorQuery
from app.tabulation.ready_facts import ZONES, Places, ReportFacts

WORD_NAMES = (
    # Share of the indicator's words, by weight, in this zone of the figure (ReportFacts.zones) or one nearer to it …
    *ZONES,
    "report",  # … or in what the report says of itself ("của Sở")
    "missing",  # words of the indicator that stand nowhere, as a negative share of their number
    "pairs",  # share of the indicator's pairs of syllables in what names the figure
    "pairs_far",  # and of the others, in its sentence and headings
)
LONE = 0.5  # share of the weight of its pairs: a word alone may be a syllable of another ("thu" of "thu nhập")
REPORT = len(ZONES)
BEFORE = ZONES.index("before")
PAIRS = WORD_NAMES.index("pairs")
NAMING = tuple(map(ZONES.index, ("own", "before", "lead")))
TELLING = tuple(map(ZONES.index, ("sentence", "paragraph", "headings")))
NOWHERE = np.array([], dtype=np.intp)
Matrix = NDArray[np.float64]


def cover_words(indicator: IndicatorQuery, report: ReportFacts) -> tuple[Matrix, NDArray[np.intp]]:
    """Return for every fact the shares of the features of words, in the order of :data:`WORD_NAMES`, then "taken".

    And which of the readings of the indicator they are of: its number.
    """
    shares_of_best, total = np.full((len(report.facts), len(WORD_NAMES) + 1), -1.0), np.full(len(report.facts), -np.inf)
    best = np.zeros(len(report.facts), dtype=np.intp)
    for number, (words, pairs) in enumerate(indicator.readings):
        shares = _shares(indicator, report, words, pairs)
        covered = shares[:, 0] + shares[:, 1 : len(WORD_NAMES)].sum(axis=1) / len(WORD_NAMES)
        better = covered > total
        total = np.where(better, covered, total)
        shares_of_best[better], best[better] = shares[better], number
    return shares_of_best, best


def _shares(
    indicator: IndicatorQuery, report: ReportFacts, words: Mapping[str, float], pairs: Mapping[str, float]
) -> Matrix:
    count, weight = len(report.facts), sum(words.values()) or 1.0
    shares = np.zeros((count, len(WORD_NAMES) + 1))
    for term, value in words.items():
        left = np.ones(count, dtype=bool)
        for zone in range(len(report.zones)):
            holding = _holding(indicator, term, report, zone) & left
            shares[holding, zone] += value / weight
            if zone == 0:
                named = np.zeros(count, dtype=bool)
                named[report.stating[holding]] = True  # by the number of the sentence
            elif zone == BEFORE:
                taken = left & ~holding & named[report.stating]
                shares[taken, -1] -= value / weight
            left &= ~holding
        if is_present(indicator, term, report.about):
            shares[left, REPORT] += value / weight
        else:
            shares[left, REPORT + 1] -= 1 / len(words)
    shares[:, : REPORT + 1] = shares[:, : REPORT + 1].cumsum(axis=1)
    weight = sum(pairs.values())
    if not weight:
        shares[:, PAIRS] = shares[:, 0] * LONE
    for term, value in pairs.items():
        near = _in_any(indicator, term, report, NAMING)
        shares[near, PAIRS] += value / weight
        shares[_in_any(indicator, term, report, TELLING) & ~near, PAIRS + 1] += value / weight
    return shares


def _in_any(indicator: IndicatorQuery, term: str, report: ReportFacts, zones: Sequence[int]) -> NDArray[np.bool_]:
    holding = np.zeros(len(report.facts), dtype=bool)
    for zone in zones:
        holding |= _holding(indicator, term, report, zone)
    return holding


def _holding(indicator: IndicatorQuery, term: str, report: ReportFacts, zone: int) -> NDArray[np.bool_]:
    """Return which facts hold a term, or one that stands for it, in a zone; a unit of measure tells what is measured."""
    holding = np.zeros(len(report.facts), dtype=bool)
    for form in (term, *indicator.stand_ins.get(term, ())):
        holding[standing(form, report.zones[zone])] = True
    if zone == 0 and term in indicator.kinds:
        holding |= np.array([fact.unit in indicator.kinds[term] for fact in report.facts], dtype=bool)
    return holding


def is_present(indicator: IndicatorQuery, term: str, present: frozenset[str]) -> bool:
    """Say whether a term of an indicator, or one that stands for it, is among the terms that are there."""
    forms = indicator.stand_ins.get(term, ())
    return term in present or any(present.issuperset(form.split()) for form in forms)


def standing(form: str, zone: Places) -> NDArray[np.intp]:
    """Return which facts hold all terms of a form, a space between them, in a zone."""
    places = [zone.get(term, NOWHERE) for term in form.split()]
    return functools.reduce(np.intersect1d, places) if len(places) > 1 else places[0]
