"""One quantity told at two places far apart, in other words: weighed features of two figures that differ.

Beside :mod:`app.checks.retold`, which knows a quantity by its words, this one lets everything speak that tells a retelling:
digits exchanged, the part of the report that looks back, "Với 85 nhà giáo …". ``prompts/told_twice.toml`` has the weights.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import combinations

import regex as re

from app.checks.facts import CheckedFact, all_facts, facts, rarities, rarity_of, words
from app.checks.figures import with_unit
from app.checks.model import Finding, FindingKind, Sheet
from app.checks.pair_weights import PairWeights, likeliest, pair_weights
from app.checks.slips import digits, is_digit_apart, is_slip
from index.query.facets import facet_words
from ingest.language.terms import fold
from ingest.sections import section_at
from prompts import FOLDER, Tables, check_keys
from prompts import load as load_file

FILE = FOLDER / "told_twice.toml"
FARTHEST = 10  # times the smaller figure: two digits exchanged change no figure by more
NEAR, NEARISH, NEAR_DIGIT = 0.1, 0.2, 0.15  # parts of the larger figure
SMALL, SMALL_GAP = 100, 3  # counts below differ by chance; those that are told again wrongly differ by little
TELLING = 5.0  # rarity of the words that two sentences share, where their clauses share none
MOST_WORDS, MOST_CONTEXT = 20.0, 30.0  # rarity beyond which words say no more
LEAD = 25  # characters before a figure in which it is told that it is known already
WITH, OPENS = "với", 4  # in the midst of a sentence it only goes on; characters of an enumerator before it
ROLES = frozenset(
    ("limits", "causes", "lessons", "strengths", "advantages", "difficulties", "solutions", "directions", "proposals")
)


@dataclass(frozen=True, slots=True)
class TwiceTold:
    """What speaks for two figures being one quantity told twice, each 0 to 1 but for words and distance.

    ``slip``: two neighbouring digits are exchanged; ``slip_length``: of long figures; ``slip_context``: in sentences that
    share words. ``near``: within a tenth. ``small``: counts that hardly differ. ``length``: of the figures. ``head``: they
    count by one word; ``head_covered``: and tell the same of it; ``heads_apart``: they count by two. ``weight``,
    ``context``: rarity of the words that their clauses, their sentences share. ``covered``: what the shorter clause tells
    the other tells. ``retold``: one stands where a report looks back or ahead. ``lead``: it is told as known ("Với 85 nhà
    giáo"). ``aim``: one is an aim, a plan or what was before; ``aim_slip``: and a slip of the other. ``years``: they are of
    two. ``money``: in đồng. ``step``: one is told more exactly. ``distance``: logarithm of characters between them.
    """

    slip: float
    slip_length: float
    slip_context: float
    near: float
    small: float
    length: float
    head: float
    head_covered: float
    heads_apart: float
    weight: float
    context: float
    covered: float
    retold: float
    lead: float
    aim: float
    aim_slip: float
    years: float
    money: float
    step: float
    distance: float


FEATURES = tuple(field.name for field in fields(TwiceTold))


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of :class:`TwiceTold` (``pair``), and the words by which a figure is known already, wanted, partial."""

    pair: PairWeights
    leads: re.Pattern[str]
    aims: re.Pattern[str]
    partial: re.Pattern[str]


@functools.cache
def weights() -> Weights:
    """Load ``prompts/told_twice.toml``.

    :raises DataFileError: the file cannot be read, or an entry is missing, unknown or of another type.
    """
    return load_file(FILE, _build)


def _build(tables: Tables) -> Weights:
    check_keys("told_twice", tables, ("bias", "threshold", "leads", "aims", "partial", "weights"))
    leads = re.compile(rf"(?:^|\s)(?:{'|'.join(map(re.escape, tables['leads']))})\s$", re.IGNORECASE)
    aims, partial = (_words(tables[name]) for name in ("aims", "partial"))
    return Weights(pair_weights(tables, FEATURES), leads, aims, partial)


def _words(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\p{{L}})(?:{'|'.join(map(re.escape, map(fold, phrases)))})(?!\p{{L}})")


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every two figures that are likely to be one quantity and differ, the likeliest of each figure."""
    for fact, other in likeliest(list(candidates(sheet)), weights().pair, lambda fact: fact.figure.start):
        message = f"Cùng một số liệu nhưng ghi khác nhau: {with_unit(fact.figure)} và {with_unit(other.figure)}."
        places = tuple(sheet.quote(either.figure.start, either.figure.end) for either in (fact, other))
        yield Finding(FindingKind.CONFLICT, message, places, frozenset((fact.value, other.value)))


def candidates(sheet: Sheet) -> Iterator[tuple[CheckedFact, CheckedFact, TwiceTold]]:
    """Yield every two figures of the prose that may be one quantity, with what speaks for it."""
    results = {fact.figure.start for fact in facts(sheet)}
    rarity = rarities(sheet)
    looks: dict[int | None, bool] = {}
    by_unit: dict[str, list[CheckedFact]] = {}
    for fact in all_facts(sheet):
        if fact.value > 0:
            by_unit.setdefault(fact.figure.unit, []).append(fact)
    for alike in by_unit.values():
        for fact, other in combinations(alike, 2):
            low, high = sorted((fact.value, other.value))
            if low == high or high > FARTHEST * low or fact.sentence is other.sentence or _are_apart(fact, other, results):
                continue
            told = _told(sheet, fact, other, results, rarity, looks)
            if told is not None:
                yield fact, other, told


def _told(
    sheet: Sheet,
    fact: CheckedFact,
    other: CheckedFact,
    results: set[int],
    rarity: Mapping[str, float],
    looks: dict[int | None, bool],
) -> TwiceTold | None:
    """Return what speaks for two figures; None where their values or their words are too far apart."""
    larger = max(fact.value, other.value)
    gap = float(abs(fact.value - other.value) / larger)
    slip = is_slip(fact.value, other.value)
    small = _is_small(fact, other)
    if not (slip or small or gap <= NEARISH or (gap <= NEAR_DIGIT and is_digit_apart(fact.value, other.value))):
        return None
    heads = frozenset(word for either in (fact, other) for word in (words(either.read.unit) or either.counted[:1]))
    common, own = fact.own & other.own, (fact.own - heads, other.own - heads)
    context = rarity_of((fact.own | fact.near) & (other.own | other.near) - heads, rarity)
    if not (common - heads or (slip and (common or context >= TELLING))):
        return None
    fewer = min(own, key=lambda tokens: (rarity_of(tokens, rarity), sorted(tokens)))
    covered = rarity_of(own[0] & own[1], rarity) / rarity_of(fewer, rarity) if fewer else 0.0
    head = fact.counted[:1] == other.counted[:1] != ()
    are_results = fact.figure.start in results, other.figure.start in results
    sides = _looks_back(sheet, fact, looks), _looks_back(sheet, other, looks)
    number = len(digits(larger).rstrip("0"))
    context = min(context, MOST_CONTEXT) / 10
    return TwiceTold(
        slip=float(slip),
        slip_length=slip * min(1.0, max(0, number - 1) / 3),
        slip_context=slip * context,
        near=float(gap <= NEAR),
        small=float(small and not slip),
        length=min(1.0, max(0, number - 2) / 3),
        head=float(head),
        head_covered=head * covered,
        heads_apart=float(not fact.figure.unit and _heads_apart(fact, other)),
        weight=min(rarity_of(common - heads, rarity), MOST_WORDS) / 10,
        context=context,
        covered=covered,
        retold=float(sides[0] != sides[1]),
        lead=float(_is_led(fact) or _is_led(other)),
        aim=float(are_results[0] != are_results[1]),
        aim_slip=float(are_results[0] != are_results[1] and slip),
        years=float(bool(fact.year and other.year and fact.year != other.year)),
        money=float(fact.figure.unit == "đồng"),
        step=float(fact.figure.step != other.figure.step),
        distance=math.log(1 + abs(fact.figure.start - other.figure.start)) / 10,
    )


def _are_apart(fact: CheckedFact, other: CheckedFact, results: set[int]) -> bool:
    """Say whether two figures are surely two: one is what the other is of, or none of them a result, or one an aim like it.

    An aim told with the digits of a result exchanged, or as known ("cả 247 tàu"), may be that result all the same.
    """
    if other.value == fact.figure.whole or fact.value == other.figure.whole:
        return True
    known = weights()
    if any(known.aims.search(either.clause) and not _is_led(either) for either in (fact, other)):
        return True
    if (known.partial.search(fact.clause) is None) != (known.partial.search(other.clause) is None):
        return True
    told = sum(either.figure.start in results for either in (fact, other))
    is_part = fact.part != other.part
    sure = is_slip(fact.value, other.value) or _is_led(fact) or _is_led(other)
    return told == 0 or ((told == 1 or is_part) and not sure)


def _is_small(fact: CheckedFact, other: CheckedFact) -> bool:
    """Say whether two counts are small and hardly differ."""
    whole = all(value == value.to_integral_value() for value in (fact.value, other.value))
    larger, gap = max(fact.value, other.value), abs(fact.value - other.value)
    return whole and not fact.figure.unit and larger < SMALL and gap <= Decimal(SMALL_GAP)


def _heads_apart(fact: CheckedFact, other: CheckedFact) -> bool:
    """Say whether two figures count by two words, neither of which the other's clause tells."""
    if not fact.counted or not other.counted or fact.counted[0] == other.counted[0]:
        return False
    return fact.counted[0] not in other.own and other.counted[0] not in fact.own


def _is_led(fact: CheckedFact) -> bool:
    at = fact.figure.start - fact.sentence.start
    lead = weights().leads.search(fact.sentence.text, max(0, at - LEAD), at)
    return lead is not None and (lead.start() <= OPENS or lead[0].strip().lower() != WITH)


@functools.cache
def _headings() -> tuple[str, ...]:
    return tuple(fold(phrase) for role in facet_words().roles if role.name in ROLES for phrase in role.headings)


def _looks_back(sheet: Sheet, fact: CheckedFact, looks: dict[int | None, bool]) -> bool:
    """Say whether a figure stands in a section that judges what another has told, or says what is to come of it."""
    section = section_at(sheet.report, fact.sentence.start)
    if section not in looks:
        titles = [fold(heading.title) for heading in sheet.report.path(section)] if section is not None else []
        looks[section] = fact.sentence.ahead or any(phrase in title for title in titles for phrase in _headings())
    return looks[section]
