"""One event told at two times in other words: weighed features of two happenings whose times differ.

Beside :mod:`app.checks.occasions`, which knows an event by what is done and what it is named, this one lets all that two
clauses share speak, rare words most. ``prompts/dated_twice.toml`` has the weights.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import combinations

from app.checks.facts import AIM, rarities, rarity_of
from app.checks.happenings import Happening, Moment, happenings
from app.checks.knowledge import Recurs, knowledge
from app.checks.model import Finding, FindingKind, Sheet
from app.checks.occasions import are_two, differ, is_slip, own_names
from app.checks.pair_weights import PairWeights, likeliest, pair_weights
from prompts import FOLDER, Tables, check_keys
from prompts import load as load_file

FILE = FOLDER / "dated_twice.toml"
MOST = 200  # happenings of a report that are held against each other; the reports measured have up to 70
LEAST_SHARED, MOST_SHARED = 2.5, 25.0  # rarity of the words that two clauses share
MONTHS = 12  # apart, from which on two times are no nearer to being one
UNSAID = 0.3  # how far apart two times are of which one tells no year


@dataclass(frozen=True, slots=True)
class DatedTwice:
    """What speaks for two happenings being one, each 0 to 1 but for the words.

    ``weight``: rarity of the words that both clauses share; ``covered``: what the shorter tells the other tells. ``doing``:
    both tell one; ``single``: one that is done once; ``doings_apart``: they tell two. ``quotation``, ``person``: both name
    one. ``month``, ``year``: both are in it; ``years_apart``; ``gap``: years between them, at most one. ``slip``: days a
    slip apart; ``months``: one tells its month alone. ``two``: names or numbers tell them apart; ``contrast``: words do.
    ``figures``: told with the same figure; ``figures_apart``: with others. ``ahead``: one stands in the part ahead.
    ``half``: one tells one end of a span alone.
    """

    weight: float
    covered: float
    doing: float
    single: float
    doings_apart: float
    quotation: float
    person: float
    month: float
    year: float
    years_apart: float
    gap: float
    slip: float
    months: float
    two: float
    contrast: float
    figures: float
    figures_apart: float
    ahead: float
    half: float


FEATURES = tuple(field.name for field in fields(DatedTwice))


@functools.cache
def weights() -> PairWeights:
    """Load ``prompts/dated_twice.toml``.

    :raises DataFileError: the file cannot be read, or an entry is missing, unknown or of another type.
    """
    return load_file(FILE, _build)


def _build(tables: Tables) -> PairWeights:
    check_keys("dated_twice", tables, ("bias", "threshold", "weights"))
    return pair_weights(tables, FEATURES)


def check(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for every two happenings that are likely to be one and have two times, the likeliest of each."""
    for event, other in likeliest(list(candidates(sheet)), weights(), lambda event: event.start):
        times = f"{event.text.removeprefix('ngày ')} và {other.text.removeprefix('ngày ')}"
        places = sheet.quote(event.start, event.end), sheet.quote(other.start, other.end)
        yield Finding(FindingKind.PERIOD, f"Một việc có thể ghi hai thời gian khác nhau: {times}.", places)


def candidates(sheet: Sheet) -> Iterator[tuple[Happening, Happening, DatedTwice]]:
    """Yield every two happenings that may be one and differ in time, with what speaks for it."""
    body = {sentence.start for sentence in sheet.body}
    opening = sheet.report.headings[0].span.start if sheet.report.headings else 0
    every = [event for event in happenings(sheet) if event.sentence.start in body and event.start >= opening][:MOST]
    rarity, own = rarities(sheet), own_names(sheet)
    for event, other in combinations(every, 2):
        planned = AIM.search(event.clause) or AIM.search(other.clause)
        if event.sentence is not other.sentence and not planned and differ(event, other):
            dated = _dated(event, other, rarity, own)
            if dated is not None:
                yield event, other, dated


def _dated(event: Happening, other: Happening, rarity: Mapping[str, float], own: frozenset[str]) -> DatedTwice | None:
    """Return what speaks for two happenings; None where their clauses share next to nothing."""
    rules = knowledge()
    general = rules.doings.general
    weight = rarity_of((event.about & other.about) - general, rarity)
    first, second = event.first or event.last, other.first or other.last
    if weight < LEAST_SHARED or first is None or second is None:
        return None
    fewer = min(event.about - general, other.about - general, key=lambda words: (rarity_of(words, rarity), sorted(words)))
    doings = event.doings & other.doings
    names = {kind for kind, name in event.names & other.names if name not in own}
    contrast = rules.doings.contrasts.parts(event.clause, other.clause) or rules.contrasts.parts(event.clause, other.clause)
    return DatedTwice(
        weight=min(weight, MOST_SHARED) / 10,
        covered=rarity_of(event.about & other.about & fewer, rarity) / max(rarity_of(fewer, rarity), 1e-9),
        doing=float(bool(doings)),
        single=float(any(rules.doings.forms[number][1] is Recurs.SINGLE for number in doings)),
        doings_apart=float(bool(event.doings and other.doings and not doings)),
        quotation=float("quotation" in names),
        person=float("person" in names),
        month=float(first.month == second.month),
        year=float(first.year == second.year != 0),
        years_apart=float(0 not in (first.year, second.year) and first.year != second.year),
        gap=_gap(first, second),
        slip=float(is_slip(event, other)),
        months=float(not first.day or not second.day),
        two=float(are_two(event, other)),
        contrast=float(contrast),
        figures=float(bool(event.figures & other.figures)),
        figures_apart=float(bool(event.figures and other.figures and not event.figures & other.figures)),
        ahead=float(event.sentence.ahead != other.sentence.ahead),
        half=float((event.first is None) != (other.first is None)),
    )


def _gap(first: Moment, second: Moment) -> float:
    """Return the years between two times, one at most."""
    if not first.year or not second.year:
        return UNSAID
    months = abs((first.year - second.year) * MONTHS + first.month - second.month)
    return min(months, MONTHS) / MONTHS
