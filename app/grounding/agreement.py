"""Whether a number of a sentence says what it says in the evidence: quantities, dates, documents' numbers, labels."""

from __future__ import annotations

from collections.abc import Sequence

from app.answer.model import Problem
from app.grounding.claims import Claim, key
from app.grounding.evidence import Evidence
from app.grounding.matching import Held, Stated
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


def judge(stated: Stated, against: Sequence[Evidence]) -> tuple[Problem | None, list[Held]]:
    """Return what is wrong with a claim and, where nothing is, the claims of the evidence that say the same."""
    one = stated.claim.reading
    if isinstance(one, Quantity):
        return _judge_quantity(stated, one, against)
    held = [Held(claim, e) for e in against for claim in e.by_key.get(key(one), ())]
    if isinstance(one, Date):
        return _judge_date(stated.claim, one, held, against)
    if isinstance(one, Label) and one.kind == "enumerator":
        return None, []
    if isinstance(one, DocumentNumber) and not held:
        held = [Held(c, e) for e in against for c in e.claims if _same_document(one, c.reading)]
    if isinstance(one, DocumentNumber) and held:
        held = [item for item in held if is_said_beside(stated, item)]
        held = [item for item in held if not any(is_of_another(stated, rival, item) for rival in item.evidence.claims)]
        return (None if held else Problem.SUBJECT), held
    known = held or any(key(one) in e.headed for e in against)
    return (None if known else Problem.FIGURE), held


def _same_document(one: DocumentNumber, other: object) -> bool:
    """Say whether one is the other without its symbol ("Nghị quyết 41", "41-NQ/TW"); two with symbols must be the same."""
    if not isinstance(other, DocumentNumber) or (one.symbol and other.symbol):
        return False
    return one.number == other.number and (not one.kind or not other.kind or one.kind == other.kind)


def _judge_date(claim: Claim, one: Date, held: list[Held], against: Sequence[Evidence]) -> tuple[Problem | None, list[Held]]:
    if claim.pair:  # a document's date
        held = [item for item in held if item.claim.pair in ("", claim.pair)]
        return (None if held else Problem.FIGURE), held
    if one.relative and one.year is None:
        told = one.relative not in ("previous", "same period") or held
        return (None if told else Problem.YEAR), held
    if held or any(key(one) in e.headed for e in against):
        return None, held
    if one.when in (When.YEAR, When.YEARS):
        years = {year for e in against for date in e.dates for year in date.years}
        years |= {year for e in against if e.period for year in (min(e.period.years), max(e.period.years))}
        ends = {one.year, one.until or one.year}
        return (None if ends <= years else Problem.YEAR), held
    same = [date for e in against for date in e.dates if _is_within(date, one)]
    return (None if same else Problem.FIGURE), held


def _is_within(date: Date, one: Date) -> bool:
    """Say whether a date of the evidence says all that another says ("tháng 7/2025" of "01/7/2025")."""
    pairs = ((date.year, one.year), (date.month, one.month), (date.day, one.day))
    return one.when in (When.DAY, When.MONTH) and all(theirs == ours for theirs, ours in pairs if ours is not None)


def _judge_quantity(stated: Stated, one: Quantity, against: Sequence[Evidence]) -> tuple[Problem | None, list[Held]]:
    claims = ((claim, e) for e in against for claim in e.claims)
    held = [Held(c, e) for c, e in claims if isinstance(c.reading, Quantity) and same_value(stated, c.reading)]
    if not held:
        return (Problem.UNIT if _differs_in_scale(one, against) else Problem.FIGURE), []
    for problem, agrees in RELATIONS:
        held = held[:MOST_HELD] if agrees is same_subject else held
        left = [item for item in held if agrees(stated, item)]
        if not left:
            counts = problem is Problem.UNIT and one.unit in vocabulary().counters.values()
            return (Problem.COUNTED if counts else problem), []
        held = left
    return None, held


def _differs_in_scale(one: Quantity, against: Sequence[Evidence]) -> bool:
    others = [claim.reading for e in against for claim in e.claims]
    digits = [
        other.value.scaleb(-other.scale) for other in others if isinstance(other, Quantity) and other.value is not None
    ]
    return one.value is not None and one.value.scaleb(-one.scale) in digits
