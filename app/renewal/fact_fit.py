"""Whether a figure that the office gives is the quantity that a fact of last year's report tells: by name and measure."""

from __future__ import annotations

import regex as re

from app.question.vocabulary import question_words
from app.renewal.knowledge import knowledge
from app.tabulation.features import NAMES
from app.tabulation.indicator import IndicatorQuery
from app.tabulation.matching import Match
from app.tabulation.vocabulary import table_words
from ingest.facts.model import Fact
from ingest.facts.prose import GAP
from ingest.language.quantities import quantities
from ingest.language.quantity import SHARES, Quantity
from ingest.language.terms import tokens
from ingest.language.vocabulary import vocabulary

PARTS = re.compile(r"[,;(]")


def is_whole_name(query: IndicatorQuery, match: Match) -> bool:
    """Say whether a place's name goes on no further than the figure's: "hộ" is not "hộ nghèo", nor this "hộ cận nghèo".

    A table may show what is likely, with its source beside; what is put into a report must be the same.
    """
    if any(match.features[NAMES.index(name)] for name in ("opposed", "aspect")):
        return False
    terms = {*tokens(query.text), *tokens(query.name), *(form for forms in query.stand_ins.values() for form in forms)}
    ahead, gap, behind = match.fact.name.partition(GAP)
    part_told = behind if gap and any(word in terms for word in tokens(behind)) else ahead
    parts = [tokens(part) for part in PARTS.split(part_told)]
    words = next((part for part in parts if any(word in terms for word in part)), [])
    at = [number for number, word in enumerate(words) if word in terms and word not in question_words().ignored]
    if not at:
        return True
    if any(word not in terms for word in words[at[0] : at[-1]]):
        return False
    follows = next((word for word in words[at[-1] + 1 :] if word not in terms), "")
    return not follows.isalpha() or (
        follows in table_words().ends and not (part_told is behind and follows in knowledge().narrowing)
    )


def measure_kind(unit: str) -> str:
    """Return what of a unit must agree: a measure is itself, all counters are counts."""
    return unit if unit in vocabulary().units.values() else ""


def is_same_measure(read: Quantity, fact: Fact, name: str) -> bool:
    """Say whether a value can stand where a fact stood: of one measure, and of a whole where that one is."""
    if (read.whole is None) != (fact.whole is None) or (read.high is None) != (fact.high is None):
        return False
    unit = read.unit or (
        next((quantity.unit for quantity in quantities(f"1 {_bracketed(name)}")), "") if "(" in name else ""
    )
    if fact.unit in SHARES or unit in SHARES:
        return fact.unit == unit
    if measure_kind(fact.unit) == measure_kind(unit):
        return True
    return not unit and bool(fact.title)  # a bare cell of a table has its unit from the table


def quantity_identity(fact: Fact) -> tuple[object, ...]:
    """What two facts share that tell one quantity."""
    return (fact.value.normalize(), fact.high, fact.whole, fact.unit, fact.year, fact.standing, fact.change, fact.place)


def _bracketed(name: str) -> str:
    return name.rpartition("(")[2].partition(")")[0]
