"""Whether two figures tell one quantity, though their values differ: a sum of few named features.

A slip of the fingers leaves the digits nearly as they were, so that digits speak for one quantity as words do: the longer
the figure, the less is left to chance. Weights are set by hand on the reports named in docs/MEASUREMENTS.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.checks.facts import CheckedFact, rarity_of, shared, words
from app.checks.knowledge import knowledge
from app.checks.slips import digits, is_digit_apart, is_scaled, is_slip

# parts of the larger value by which figures differ that are near, the widest for what is counted alone
NEAREST, NEAR, NEARISH = Decimal("0.02"), Decimal("0.1"), Decimal("0.2")
NEAR_DIGIT = Decimal("0.15")  # a digit's difference that is larger is two figures, not a slip
ENOUGH = 2.25
TELLING = 2.5  # rarity of words that tell which thing a figure is of; one word that every tenth sentence has is worth 2.4
MOSTLY = 0.75
THINGS = 0.8
LONG = 0.6  # of the feature ``length``: figures of four digits or more
FEWEST = 5
MOST_BESIDE = 30  # figures of a sentence; no sentence of the reports measured has more than 20


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for two figures being one quantity; each feature is worth 0 to 1 but for those that speak against.

    ``digits``: they are a slip of the fingers apart. ``near``: their values are near. ``length``: of the figures. ``head``:
    they count the same. ``words``: their clauses tell the same. ``whole``: they are of the same total. ``apart``: they are
    told of different places, or a word of one makes it another thing. ``part``: one is told as part of a total.
    ``coverage``: what one tells beside the word it counts by, the other tells too. ``beside``: both stand beside the same
    other figure.
    """

    digits: float
    near: float
    length: float
    head: float
    words: float
    whole: float
    apart: float
    part: float
    coverage: float
    beside: float

    @property
    def score(self) -> float:
        """Their weighted sum."""
        return (
            self.digits
            + (0.5 if self.digits == 1 and self.length >= LONG and self.apart < 1 else 0.0)  # hardly ever chance
            + 0.7 * self.near
            + 1.05 * self.length
            + 0.6 * self.head
            + self.words
            + 0.8 * self.whole
            + 0.9 * self.coverage
            + 0.8 * self.beside
            - (0.5 if self.digits == self.length == 1 else 1.2) * self.apart  # long figures a slip apart are hardly chance
            - 0.8 * self.part
        )


def closeness(value: Decimal, other: Decimal) -> tuple[float, float, float]:
    """Return the features ``digits``, ``near`` and ``length`` of two values."""
    gap = abs(value - other) / max(value, other)
    slip = 1.0 if is_slip(value, other) else 0.5 if is_digit_apart(value, other) and gap <= NEAR_DIGIT else 0.0
    near = 1.0 if gap <= NEAREST else 0.4 if gap <= NEAR else 0.0
    return slip, near, min(1.0, max(0, len(digits(max(value, other)).rstrip("0")) - 2) / 3)


def is_counted(value: Decimal, other: Decimal) -> bool:
    """Say whether both are whole numbers, which nobody rounds."""
    return value == value.to_integral_value() and other == other.to_integral_value()


def likeness(fact: CheckedFact, other: CheckedFact, rarity: Mapping[str, float]) -> Likeness:
    """Return the features of two facts that differ in value."""
    slip, near, length = closeness(fact.value, other.value)
    slip = slip or float(bool(fact.figure.unit) and is_scaled(fact.value, other.value))
    if (
        not near
        and is_counted(fact.value, other.value)
        and abs(fact.value - other.value) <= NEARISH * max(fact.value, other.value)
    ):
        near = 0.25
    common = fact.own & other.own
    same = shared(fact.own | other.own, common, rarity) if common else 0.0
    head = _head(fact, other)
    whole = float(fact.figure.whole is not None and fact.figure.whole == other.figure.whole and same >= 0.3)
    contrasts = knowledge().contrasts
    split = bool(((fact.own ^ other.own) & contrasts.splitting) - (fact.near | other.near)) or contrasts.parts(
        fact.clause, other.clause
    )
    names_apart = bool(fact.names and other.names and not fact.names & other.names)
    apart = 1.0 if names_apart or split else 0.35 if fact.names != other.names else 0.0
    coverage = _coverage(fact, other, rarity) if (slip or near) and not split else 0.0
    beside = float(bool(_others(fact) & _others(other)))
    return Likeness(slip, near, length, head, same, whole, apart, float(fact.part != other.part), coverage, beside)


def _coverage(first_fact: CheckedFact, other: CheckedFact, rarity: Mapping[str, float]) -> float:
    """How much of what the shorter clause tells beside its counted word the other tells: 0 where it tells too little.

    What is counted speaks by itself as well, though less: "ngừng việc" of "37 cuộc ngừng việc tập thể".
    """
    heads = frozenset(word for fact in (first_fact, other) for word in (words(fact.read.unit) or fact.counted[:1]))
    clauses = _covered(first_fact.own - heads, other.own - heads, rarity)
    things = _covered(frozenset(first_fact.counted) - heads, frozenset(other.counted) - heads, rarity)
    return max(clauses, THINGS * things)


def _covered(tokens: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    fewer, more = sorted((tokens, other), key=lambda own: (len(own), sorted(own)))
    if rarity_of(fewer, rarity) < TELLING:
        return 0.0
    covered = shared(fewer, more, rarity)
    return covered if covered >= MOSTLY else 0.0


def _others(fact: CheckedFact) -> set[tuple[Decimal, str]]:
    """The other figures of a fact's sentence with what they count; small ones stand anywhere."""
    if len(fact.sentence.figures) > MOST_BESIDE:
        return set()  # a list of figures
    others = (f for f in fact.sentence.figures if f is not fact.figure and f.unit == "" and f.value >= FEWEST and f.noun)
    return {(figure.value, figure.noun.split()[0]) for figure in others}


def _head(fact: CheckedFact, other: CheckedFact) -> float:
    """1 where the two words that name what is counted are the same, half for the first alone."""
    first, second = fact.counted[:2], other.counted[:2]
    if not first or not second or first[0] != second[0]:
        return 0.0
    return 1.0 if first == second and len(first) > 1 else 0.5
