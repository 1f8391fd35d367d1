"""The figure that a question asks for, read by the grammar of the reports' own figures.

"bao nhiêu" stands where the answer's figure will stand. With a number in its place the question is a statement, and what
the grammar says of that number (unit, thing counted, rise or fall, plan or result) is what the answer's figure must agree
with: "Xã còn bao nhiêu hộ nghèo?" asks for a count of "hộ nghèo".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import regex as re

from ingest.language.context import Change
from ingest.language.quantities import quantities
from ingest.language.spelling import fold
from ingest.language.vocabulary import vocabulary

MOST = 6  # figures that one question asks for; more is no question
PLACEHOLDER = "77"  # a number that stands in no unit, date or label by itself
SHARE = re.compile(r"(?<!\p{L})tỉ (?:lệ|trọng|suất)(?!\p{L})")
MONEY = re.compile(r"(?<!\p{L})(?:tiền|kinh phí)(?!\p{L})")
HOW_MANY = re.compile(r"(?<!\p{L})(?:là\s)?(?:bao nhiêu|bao nhieu|mấy|bn)(?!\p{L})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Focus:
    """What a figure asked for must be of.

    ``unit``: its unit's one name ("%", "đồng", "hộ"), "" where the question leaves it open. ``counted``: the words that
    name what is counted. ``direction``, ``change``: of a rise or fall asked for.
    """

    unit: str = ""
    counted: str = ""
    direction: int = 0
    change: Change = Change.NONE


def focus_of(question: str) -> Focus | None:
    """Return what the figure asked for must be of; None where the question asks for no figure by "bao nhiêu" or "mấy"."""
    return next(iter(_focuses(question, ())), None)


def focuses_of(question: str, other: Sequence[tuple[int, int]] = ()) -> list[Focus]:
    """Return what the figures asked for must be of, in order, :data:`MOST` at most.

    :param other: where something else is asked for ("số mấy").
    """
    return list(islice(_focuses(question, other), MOST))


def _focuses(question: str, other: Sequence[tuple[int, int]]) -> Iterator[Focus]:
    for match in HOW_MANY.finditer(question):
        if not any(start < match.end() and match.start() < end for start, end in other):
            yield _focus_at(question, match)


def _focus_at(question: str, match: re.Match[str]) -> Focus:
    stated = f"{question[: match.start()]}{PLACEHOLDER}{question[match.end() :]}".rstrip("? ")
    quantity = next((q for q in quantities(stated) if q.start <= match.start() < q.end or q.start == match.start()), None)
    if quantity is None:
        return Focus(unit=_unit_named(question))
    counts = quantity.counted and not MONEY.match(quantity.counted)
    unit = quantity.unit or (_unit_named(question) if not counts else "")
    return Focus(unit, quantity.counted, quantity.direction, quantity.change)


def _unit_named(question: str) -> str:
    """Return the unit that a question asks for by the name of what has it ("tỷ lệ", "tiền"), "" for none."""
    if SHARE.search(fold(question)):
        return "%"
    return "đồng" if MONEY.search(fold(question)) else ""


def tells_plan(text: str) -> bool:
    """Say whether words tell of a plan or an aim, and not of what came of it."""
    words = vocabulary()
    standings = {words.standings[" ".join(match[1].split())] for match in words.standing.finditer(fold(text))}
    return not standings.isdisjoint(("aim", "plan"))
