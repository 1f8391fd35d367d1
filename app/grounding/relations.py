"""Whether two quantities are said of the same: value, unit, bound, thing, time, place, change.

Every function takes a claim of a sentence and one of the evidence, both quantities.
"""

from __future__ import annotations

from itertools import pairwise
from typing import cast

from app.grounding.claims import key
from app.grounding.matching import Held, Stated, quantities
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
    one = cast(Quantity, stated.claim.reading)
    if one.value is None or other.value is None:
        return key(one) == key(other)
    if one.whole is None and one.high is None and other.whole is not None and one.value == other.whole:
        return grounding_words().of_whole.search(stated.claim.lead) is not None
    if one.value != other.value and not _scaled_by_title(one, other):
        return False
    return one.high == other.high and (one.whole is None or one.whole == other.whole)


def _scaled_by_title(one: Quantity, other: Quantity) -> bool:
    """A table tells unit and scale in its title: "12,5" below "tỷ đồng" is 12,5 tỷ đồng."""
    return bool(one.scale and one.value is not None and not other.unit and one.value.scaleb(-one.scale) == other.value)


def _written_unit(one: Quantity) -> str:
    """Return scale and unit as written, folded: "tỉ đồng"."""
    return fold(one.text[one.numeral[1] - one.start :]).strip()


def same_unit(stated: Stated, item: Held) -> bool:
    """The same unit; one that is left out where the counter stands before the figure, or that a table tells in a title."""
    one, other = quantities(stated, item)
    if one.per != other.per:
        return False
    titled = _scaled_by_title(one, other)
    if one.unit == other.unit and not titled:
        return True
    if not one.unit:  # "số hộ nghèo là 1.037": the counter stands before it
        counter = other.unit in vocabulary().counters.values()
        named = one.counted and set(tokens(one.counted)) <= item.claim.beside.near
        return counter and (set(tokens(other.unit)) <= stated.words or bool(named))
    if other.unit and not titled:
        return False
    told = f"{item.evidence.sentence_of(item.claim).text}\n{item.evidence.around}"
    if titled:
        return _written_unit(one) in fold(told)
    return one.unit in told if not one.unit[0].isalpha() else set(tokens(one.unit)) <= set(tokens(told))


def same_bound(stated: Stated, item: Held) -> bool:
    """The same bound: "khoảng 500" is not 500, and "chỉ 9" is not 9."""
    one, other = quantities(stated, item)
    of_whole = one.value == other.whole and other.value != other.whole
    return of_whole or (one.bound is other.bound and (other.only or not one.only))


def same_thing(stated: Stated, item: Held) -> bool:
    """What is counted has one name: every part of it is said here too, and nothing else follows the counter than there."""
    one, other = quantities(stated, item)
    known = grounding_words()
    silent = known.silent | known.moving[1] | known.moving[-1]
    ours, theirs = tokens(one.counted), tokens(other.counted)
    # "27.500 m2 đất" of "đất làm đường": a measure says by itself what it measures
    shorter = one.is_measure and (ours or one.unit not in SHARES) and theirs[: len(ours)] == ours
    if (
        not shorter
        and not {word for word in theirs if word not in silent} - {*tokens(other.unit)}
        <= stated.words | item.evidence.around_words
    ):
        return False
    if item.claim.beside.state and not one.is_measure and item.claim.beside.state not in stated.words:
        return False
    sentence = item.evidence.sentence_of(item.claim).words | item.claim.beside.near
    if not {word for word in ours if word not in silent} <= sentence:
        return False
    head = tokens("" if one.is_measure else one.unit or other.unit)[-1:]
    pairs = {pair for run in stated.claim.beside.runs for pair in pairwise(run)}
    named = {pair for pair in pairs if [pair[0]] == head} | set(pairwise(ours[:2]))
    named = {pair for pair in named if pair[1].isalpha() and not silent & {*pair} and pair[1] not in item.claim.beside.ahead}
    return all(follows(item.claim.beside.runs, pair, stated.words) for pair in named)


def same_time(stated: Stated, item: Held) -> bool:
    """The same time; a figure without one is of the last time that the evidence tells."""
    ours, theirs = stated.claim.period or Period(), item.claim.period or Period()
    one, other = quantities(stated, item)
    if (one.direction or one.change) and not stated.claim.since <= item.claim.since:
        return False
    if ours.edge and theirs.edge and ours.edge != theirs.edge:
        return False
    told = theirs if theirs.years else item.claim.before or Period()
    if ours.relative == "present" and theirs.relative != "present":
        report = item.evidence.period
        return not told.years or (report is not None and max(report.years) in told.years)
    if not ours.years:
        return not theirs.years or one.change is Change.FROM or _is_latest(item, other)
    if told.years:
        return (ours.years, ours.part) == (told.years, told.part)
    return any((ours.years, ours.part) == (period.years, period.part) for period in item.evidence.periods)


def _is_latest(item: Held, other: Quantity) -> bool:
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


def same_place(stated: Stated, item: Held) -> bool:
    """A place that is said must be the one there; one that is said there, other than the report's own, must be said here."""
    own = {item.evidence.own[1]} - {""}
    ours, theirs = stated.claim.places, item.claim.places
    if ours:
        allowed = theirs or own
        sentence = item.evidence.sentence_of(item.claim).words
        named = not theirs and any(place[:1] != "@" and set(tokens(place)) <= sentence for place in ours)
        return not allowed or bool(ours & allowed) or named
    return not theirs or bool(theirs & own) or any(set(tokens(place)) <= stated.words for place in theirs)


def same_change(stated: Stated, item: Held) -> bool:
    """Rise and fall, start and end of a change, plan and result."""
    one, other = quantities(stated, item)
    planned = one.standing is Standing.PLAN or stated.claim.aimed
    if planned != (other.standing is Standing.PLAN or item.claim.aimed):
        return False
    if Change.BY in (one.change, other.change):
        return (one.change, one.direction) == (other.change, other.direction)
    if not one.change or (one.change, one.direction) == (other.change, other.direction):
        return True
    beside = [claim.reading for claim in item.evidence.claims if claim.sentence == item.claim.sentence]
    told = {reading.direction for reading in beside if isinstance(reading, Quantity)} | {stated.moves}
    return not other.change and one.direction in told - {0}
