"""One quantity told twice in prose with different values."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from app.checks.facts import TIMES, CheckedFact, facts, rarities
from app.checks.figures import with_unit
from app.checks.identity import ENOUGH, NEAR, NEARISH, is_counted, likeness
from app.checks.model import Finding, FindingKind, Sheet
from app.checks.slips import is_digit_apart, is_scaled, is_slip
from ingest.language.context import Bound

FEWEST = 3  # words of a clause, digits of a figure that are told in another scale
SMALLEST = 10  # what is counted below is too often the same by chance
NAMELESS = 100  # and so is below this what no word says the counted thing of
LONG = 10_000  # from here on a slip of the fingers is told even where the two count by different words ("em", "học sinh")


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every two figures of a report that tell one quantity and differ."""
    reported: set[tuple[Decimal, Decimal]] = set()
    rarity = rarities(sheet)
    for first_fact, other in combinations(facts(sheet), 2):
        if not _may_be_one(first_fact, other) or (first_fact.value, other.value) in reported:
            continue
        small = max(first_fact.value, other.value) < SMALLEST and _same_words(first_fact, other)
        if small or likeness(first_fact, other, rarity).score >= ENOUGH or _other_scale(first_fact, other):
            reported.add((first_fact.value, other.value))
            message = f"Cùng một số liệu nhưng ghi khác nhau: {with_unit(first_fact.figure)} và {with_unit(other.figure)}."
            places = tuple(sheet.quote(fact.figure.start, fact.figure.end) for fact in (first_fact, other))
            yield Finding(FindingKind.CONFLICT, message, places, frozenset((first_fact.value, other.value)))


def _may_be_one(fact: CheckedFact, other: CheckedFact) -> bool:
    """Say whether two facts can be one quantity at all: they count alike, at one time, and are not of one sentence."""
    first, second = fact.figure, other.figure
    if first.value == second.value or fact.sentence is other.sentence or min(first.value, second.value) <= 0:
        return False
    if first.unit != second.unit or (fact.year and other.year and fact.year != other.year):
        return False
    if first.whole is not None or second.whole is not None:
        return first.whole == second.whole and abs(first.value - second.value) <= max(Decimal(2), NEAR * first.value)
    lasted = fact.read.unit in TIMES  # how long one thing lasted: no other thing lasts as long in the same words
    least = SMALLEST if fact.counted or other.counted else NAMELESS
    if first.unit == "" and not lasted and max(first.value, second.value) < least and not _same_words(fact, other):
        return False
    if abs(first.value - second.value) < max(first.step, second.step) and first.step != second.step:
        return False  # one is the other, rounded
    slip = is_slip(first.value, second.value) or (bool(first.unit) and is_scaled(first.value, second.value))
    alike = fact.unit == other.unit or (slip and min(first.value, second.value) >= LONG)
    exact = {fact.read.bound, other.read.bound} == {Bound.EXACT}  # "trên 1.200" is told of 1.237 rightly
    return alike and (slip or (exact and (is_digit_apart(first.value, second.value) or _near(first.value, second.value))))


def _other_scale(fact: CheckedFact, other: CheckedFact) -> bool:
    """Say whether the same digits of money are told once as tỷ, once as triệu, and all that one tells the other does."""
    if fact.figure.scale == other.figure.scale or not is_scaled(fact.value, other.value) or fact.names != other.names:
        return False
    fewer, more = sorted((fact.own, other.own), key=len)
    return len(fewer) >= FEWEST and fewer <= more and len(fact.figure.text.replace(",", "").replace(".", "")) >= FEWEST


def _same_words(fact: CheckedFact, other: CheckedFact) -> bool:
    """Say whether a small count is told again in the same words in a part about what is to come, as a thing done.

    "thay xong 05 cầu", and there: "trên cơ sở đã thay xong 06 cầu".
    """
    if fact.sentence.ahead == other.sentence.ahead:
        return False
    fewer, more = sorted((fact.own, other.own), key=len)
    counted = fact.counted[:1] == other.counted[:1] != ()
    beside = fewer - frozenset(fact.counted[:2])
    return (
        counted and abs(fact.value - other.value) <= 1 and len(beside) >= 2 and fewer <= more and fact.names == other.names
    )


def _near(value: Decimal, other: Decimal) -> bool:
    """Say whether two values are near; whole numbers, which nobody rounds, may be farther apart."""
    return abs(value - other) <= (NEARISH if is_counted(value, other) else NEAR) * max(value, other)
