"""Whether two quantities are said of the same: value, unit, bound, thing, time, place, change.

Every function takes a claim of a sentence and one of the evidence, both quantities.
"""

from __future__ import annotations

from itertools import pairwise
from typing import cast

from app.grounding.claims import key
from app.grounding.matching import EvidenceClaim, Stated, quantities
from app.grounding.periods import Period
from app.grounding.surroundings import follows
from app.grounding.vocabulary import grounding_words
from ingest.language.context import Change, Standing
from ingest.language.quantity import SHARES, Quantity
from ingest.language.spelling import fold
from ingest.language.terms import tokens
from ingest.language.vocabulary import vocabulary


def same_value(stated: Stated, other: Quantity) -> bool:
    """The same number; a whole alone only where it is said to be one ("trên tổng số 14 xã" of "9/14 xã")."""
    quantity = cast(Quantity, stated.claim.reading)
    if quantity.value is None or other.value is None:
        return key(quantity) == key(other)
    if quantity.whole is None and quantity.high is None and other.whole is not None and quantity.value == other.whole:
        return grounding_words().of_whole.search(stated.claim.lead) is not None
    if quantity.value != other.value and not _scaled_by_title(quantity, other):
        return False
    return quantity.high == other.high and (quantity.whole is None or quantity.whole == other.whole)


def _scaled_by_title(quantity: Quantity, other: Quantity) -> bool:
    """A table tells unit and scale in its title: "12,5" below "tỷ đồng" is 12,5 tỷ đồng."""
    return bool(
        quantity.scale
        and quantity.value is not None
        and not other.unit
        and quantity.value.scaleb(-quantity.scale) == other.value
    )


def _written_unit(quantity: Quantity) -> str:
    """Return scale and unit as written, folded: "tỉ đồng"."""
    return fold(quantity.text[quantity.numeral[1] - quantity.start :]).strip()


def same_unit(stated: Stated, item: EvidenceClaim) -> bool:
    """The same unit; one that is left out where the counter stands before the figure, or that a table tells in a title."""
    quantity, other = quantities(stated, item)
    if quantity.per != other.per:
        return False
    titled = _scaled_by_title(quantity, other)
    if quantity.unit == other.unit and not titled:
        return True
    if not quantity.unit:  # "số hộ nghèo là 1.037": the counter stands before it
        counter = other.unit in vocabulary().counters.values()
        counter_stands = quantity.counted and set(tokens(quantity.counted)) <= item.claim.beside.near
        return counter and (set(tokens(other.unit)) <= stated.words or bool(counter_stands))
    if other.unit and not titled:
        return False
    surroundings = f"{item.evidence.sentence_of(item.claim).text}\n{item.evidence.around}"
    if titled:
        return _written_unit(quantity) in fold(surroundings)
    return (
        quantity.unit in surroundings
        if not quantity.unit[0].isalpha()
        else set(tokens(quantity.unit)) <= set(tokens(surroundings))
    )


def same_bound(stated: Stated, item: EvidenceClaim) -> bool:
    """The same bound: "khoảng 500" is not 500, and "chỉ 9" is not 9."""
    quantity, other = quantities(stated, item)
    of_whole = quantity.value == other.whole and other.value != other.whole
    return of_whole or (quantity.bound is other.bound and (other.only or not quantity.only))


def same_thing(stated: Stated, item: EvidenceClaim) -> bool:
    """What is counted has one name: every part of it is said here too, and nothing else follows the counter than there."""
    quantity, other = quantities(stated, item)
    words = grounding_words()
    silent = words.silent | words.moving[1] | words.moving[-1]
    ours, theirs = tokens(quantity.counted), tokens(other.counted)
    # "27.500 m2 đất" of "đất làm đường": a measure says by itself what it measures
    shorter = quantity.is_measure and (ours or quantity.unit not in SHARES) and theirs[: len(ours)] == ours
    if (
        not shorter
        and not {word for word in theirs if word not in silent} - {*tokens(other.unit)}
        <= stated.words | item.evidence.around_words
    ):
        return False
    if item.claim.beside.state and not quantity.is_measure and item.claim.beside.state not in stated.words:
        return False
    sentence = item.evidence.sentence_of(item.claim).words | item.claim.beside.near
    if not {word for word in ours if word not in silent} <= sentence:
        return False
    head = tokens("" if quantity.is_measure else quantity.unit or other.unit)[-1:]
    pairs = {pair for run in stated.claim.beside.runs for pair in pairwise(run)}
    named_pairs = {pair for pair in pairs if [pair[0]] == head} | set(pairwise(ours[:2]))
    named_pairs = {
        pair for pair in named_pairs if pair[1].isalpha() and not silent & {*pair} and pair[1] not in item.claim.beside.ahead
    }
    return all(follows(item.claim.beside.runs, pair, stated.words) for pair in named_pairs)


def same_time(stated: Stated, item: EvidenceClaim) -> bool:
    """The same time; a figure without one is of the last time that the evidence tells."""
    ours, theirs = stated.claim.period or Period(), item.claim.period or Period()
    quantity, other = quantities(stated, item)
    if (quantity.direction or quantity.change) and not stated.claim.since <= item.claim.since:
        return False
    if ours.edge and theirs.edge and ours.edge != theirs.edge:
        return False
    period = theirs if theirs.years else item.claim.before or Period()
    if ours.relative == "present" and theirs.relative != "present":
        report = item.evidence.period
        return not period.years or (report is not None and max(report.years) in period.years)
    if not ours.years:
        return not theirs.years or quantity.change is Change.FROM or _is_latest(item, other)
    if period.years:
        return (ours.years, ours.part) == (period.years, period.part)
    return any((ours.years, ours.part) == (period.years, period.part) for period in item.evidence.periods)


def _is_latest(item: EvidenceClaim, other: Quantity) -> bool:
    """Say whether no later figure of the same thing stands beside it: a sentence without a year speaks of the last."""
    report, years = item.evidence.period, item.claim.period.years if item.claim.period else frozenset()
    if not years or (report and max(report.years) in years):
        return True
    rivals = [
        claim
        for claim in item.evidence.claims
        if isinstance(claim.reading, Quantity)
        and (claim.reading.unit, claim.reading.counted) == (other.unit, other.counted)
        and claim.reading.standing is not Standing.PLAN
        and claim.beside.near & item.claim.beside.near
    ]
    last = max(years)
    return not any(max(claim.period.years, default=last) > last for claim in rivals if claim.period)


def same_place(stated: Stated, item: EvidenceClaim) -> bool:
    """A place that is said must be the one there; one that is said there, other than the report's own, must be said here."""
    own = {item.evidence.own[1]} - {""}
    ours, theirs = stated.claim.places, item.claim.places
    if ours:
        allowed = theirs or own
        sentence = item.evidence.sentence_of(item.claim).words
        is_in_sentence = not theirs and any(place[:1] != "@" and set(tokens(place)) <= sentence for place in ours)
        return not allowed or bool(ours & allowed) or is_in_sentence
    return not theirs or bool(theirs & own) or any(set(tokens(place)) <= stated.words for place in theirs)


def same_change(stated: Stated, item: EvidenceClaim) -> bool:
    """Rise and fall, start and end of a change, plan and result."""
    quantity, other = quantities(stated, item)
    planned = quantity.standing is Standing.PLAN or stated.claim.aimed
    if planned != (other.standing is Standing.PLAN or item.claim.aimed):
        return False
    if Change.BY in (quantity.change, other.change):
        return (quantity.change, quantity.direction) == (other.change, other.direction)
    if not quantity.change or (quantity.change, quantity.direction) == (other.change, other.direction):
        return True
    beside = [claim.reading for claim in item.evidence.claims if claim.sentence == item.claim.sentence]
    directions = {reading.direction for reading in beside if isinstance(reading, Quantity)} | {stated.moves}
    return not other.change and quantity.direction in directions - {0}
