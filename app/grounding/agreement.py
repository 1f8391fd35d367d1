"""Whether a number of a sentence says what it says in the evidence: quantities, dates, documents' numbers, labels."""

from __future__ import annotations

from collections.abc import Sequence

from app.answer.model import Problem
from app.grounding.claims import Claim, key
from app.grounding.evidence import Evidence
from app.grounding.matching import EvidenceClaim, Stated
from app.grounding.relations import (
    same_bound,
    same_change,
    same_place,
    same_thing,
    same_time,
    same_unit,
    same_value,
)
from app.grounding.subjects import is_of_another, is_said_beside, same_subject
from ingest.language.dates import Date, When
from ingest.language.documents import DocumentNumber
from ingest.language.labels import Label
from ingest.language.quantity import Quantity
from ingest.language.vocabulary import vocabulary

MOST_HELD = (
    12  # claims of the evidence whose subjects are compared; a passage that repeats one figure says the same each time
)
RELATIONS = (  # in the order in which a fault is told: a figure of another unit is not told to be of another year
    (Problem.UNIT, same_unit),
    (Problem.FIGURE, same_bound),
    (Problem.COUNTED, same_thing),
    (Problem.YEAR, same_time),
    (Problem.PLACE, same_place),
    (Problem.TURNED, same_change),
    (Problem.SUBJECT, same_subject),
)


def judge(stated: Stated, against: Sequence[Evidence]) -> tuple[Problem | None, list[EvidenceClaim]]:
    """Return what is wrong with a claim and, where nothing is, the claims of the evidence that say the same."""
    reading = stated.claim.reading
    if isinstance(reading, Quantity):
        return _judge_quantity(stated, reading, against)
    items = [EvidenceClaim(claim, e) for e in against for claim in e.by_key.get(key(reading), ())]
    if isinstance(reading, Date):
        return _judge_date(stated.claim, reading, items, against)
    if isinstance(reading, Label) and reading.kind == "enumerator":
        return None, []
    if isinstance(reading, DocumentNumber) and not items:
        items = [EvidenceClaim(c, e) for e in against for c in e.claims if _same_document(reading, c.reading)]
    if isinstance(reading, DocumentNumber) and items:
        items = [item for item in items if is_said_beside(stated, item)]
        items = [item for item in items if not any(is_of_another(stated, rival, item) for rival in item.evidence.claims)]
        return (None if items else Problem.SUBJECT), items
    is_known = items or any(key(reading) in e.headed for e in against)
    return (None if is_known else Problem.FIGURE), items


def _same_document(number: DocumentNumber, other: object) -> bool:
    """Say whether one is the other without its symbol ("Nghị quyết 41", "41-NQ/TW"); two with symbols must be the same."""
    if not isinstance(other, DocumentNumber) or (number.symbol and other.symbol):
        return False
    return number.number == other.number and (not number.kind or not other.kind or number.kind == other.kind)


def _judge_date(
    claim: Claim, stated_date: Date, items: list[EvidenceClaim], against: Sequence[Evidence]
) -> tuple[Problem | None, list[EvidenceClaim]]:
    if claim.pair:  # a document's date
        items = [item for item in items if item.claim.pair in ("", claim.pair)]
        return (None if items else Problem.FIGURE), items
    if stated_date.relative and stated_date.year is None:
        is_told = stated_date.relative not in ("previous", "same period") or items
        return (None if is_told else Problem.YEAR), items
    if items or any(key(stated_date) in e.headed for e in against):
        return None, items
    if stated_date.when in (When.YEAR, When.YEARS):
        years = {year for e in against for date in e.dates for year in date.years}
        years |= {year for e in against if e.period for year in (min(e.period.years), max(e.period.years))}
        ends = {stated_date.year, stated_date.until or stated_date.year}
        return (None if ends <= years else Problem.YEAR), items
    same = [date for e in against for date in e.dates if _is_within(date, stated_date)]
    return (None if same else Problem.FIGURE), items


def _is_within(date: Date, stated: Date) -> bool:
    """Say whether a date of the evidence says all that another says ("tháng 7/2025" of "01/7/2025")."""
    pairs = ((date.year, stated.year), (date.month, stated.month), (date.day, stated.day))
    return stated.when in (When.DAY, When.MONTH) and all(theirs == ours for theirs, ours in pairs if ours is not None)


def _judge_quantity(
    stated: Stated, quantity: Quantity, against: Sequence[Evidence]
) -> tuple[Problem | None, list[EvidenceClaim]]:
    claims = ((claim, e) for e in against for claim in e.claims)
    items = [EvidenceClaim(c, e) for c, e in claims if isinstance(c.reading, Quantity) and same_value(stated, c.reading)]
    if not items:
        return (Problem.UNIT if _differs_in_scale(quantity, against) else Problem.FIGURE), []
    for problem, agrees in RELATIONS:
        items = items[:MOST_HELD] if agrees is same_subject else items
        left = [item for item in items if agrees(stated, item)]
        if not left:
            counts = problem is Problem.UNIT and quantity.unit in vocabulary().counters.values()
            return (Problem.COUNTED if counts else problem), []
        items = left
    return None, items


def _differs_in_scale(quantity: Quantity, against: Sequence[Evidence]) -> bool:
    others = [claim.reading for e in against for claim in e.claims]
    digits = [
        other.value.scaleb(-other.scale) for other in others if isinstance(other, Quantity) and other.value is not None
    ]
    return quantity.value is not None and quantity.value.scaleb(-quantity.scale) in digits
