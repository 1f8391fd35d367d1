"""Whether a fact is of the unit, and of the level of administration, that an indicator or a question asks for."""

from __future__ import annotations

from collections.abc import Collection

from app.tabulation.indicator import PROPER, IndicatorQuery, levels_in
from app.tabulation.ready_facts import ZONES, ReportFacts
from ingest.language.bodies import units
from ingest.language.terms import fold, tokens

STATING = tuple(map(ZONES.index, ("own", "before", "lead", "sentence", "paragraph")))


def is_of_another_level(indicator: IndicatorQuery, text: str) -> bool:
    """Say whether a fact tells of the same at another level: "Chủ tịch huyện" for "Chủ tịch xã", "ngân sách tỉnh"."""
    if not indicator.levels:
        return False
    levels_told = levels_in(text)
    return any(noun in levels_told and levels_told[noun].isdisjoint(levels) for noun, levels in indicator.levels.items())


def is_elsewhere(indicator: IndicatorQuery, report: ReportFacts, at: int, inside: Collection[str]) -> bool:
    """Say whether a fact is of another unit than the report's, one of ``inside`` or one that the indicator names."""
    fact, text = report.facts[at], report.text[at]
    if (
        fact.place
        and not any(name in fold(fact.place) for name in inside)
        and not _says_place(indicator.restored, fact.place)
    ):
        return True
    if indicator.places and not any(name in text or name in fold(fact.place) for name in indicator.places):
        return True
    absent_names = [term for term in indicator.proper if term not in report.about]
    return bool(absent_names) and not any(
        at in report.zones[zone].get(term, ()) for term in absent_names for zone in STATING
    )


def _says_place(indicator: str, place: str) -> bool:
    """Say whether an indicator names a unit or an item, with or without its kind ("xã Khe Lim", "Khe Lim")."""
    folded = _plain(indicator)
    named_units = [unit for unit in units(place) if unit.name]
    if _plain(place) in folded:
        return True
    if not named_units:  # "Khu nhà ở xã hội Đồng Mạ, phường Trân Đông": its name is in capitals
        return any(_plain(match[0]) in folded for match in PROPER.finditer(place))
    other = [unit for unit in units(indicator) if unit.name]
    return any(
        _plain(unit.name) in folded
        and not any(fold(asked_unit.name) == fold(unit.name) and asked_unit.kind != unit.kind for asked_unit in other)
        for unit in named_units
    )


def _plain(text: str) -> str:
    return f" {' '.join(tokens(text))} "
