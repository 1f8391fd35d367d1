"""Which report of the library is last year's of another: of the same issuer, of the period before."""

from __future__ import annotations

from collections.abc import Sequence

from app.library.register import RegisterEntry
from ingest.language.terms import fold

Rank = tuple[int, int, str]


def predecessors(entry: RegisterEntry, entries: Sequence[RegisterEntry]) -> list[RegisterEntry]:
    """Return the other reports with the likeliest predecessor first: same issuer, then same place, the latest period before.

    A report of the same or a later period comes after all earlier ones of its rank; the rest goes by title.
    """
    others = [other for other in entries if other.report != entry.report]
    return sorted(others, key=lambda other: _rank(entry, other))


def is_predecessor(entry: RegisterEntry, other: RegisterEntry) -> bool:
    """Say whether a report is of the same issuer and an earlier period, so that it may be proposed as last year's."""
    return _rank(entry, other)[0] == 0 and _years_before(entry, other) > 0


def _rank(entry: RegisterEntry, other: RegisterEntry) -> Rank:
    before = _years_before(entry, other)
    return _kinship(entry, other), before if before > 0 else 1000 - before, other.title


def _kinship(entry: RegisterEntry, other: RegisterEntry) -> int:
    own, two = entry.facts, other.facts
    if _same(own.issuer, two.issuer) and (_same(own.place, two.place) or None in (own.place, two.place)):
        return 0
    return 1 if _same(own.place, two.place) else 2


def _same(name: str | None, other: str | None) -> bool:
    return name is not None and other is not None and fold(name) == fold(other)


def _years_before(entry: RegisterEntry, other: RegisterEntry) -> int:
    """Return by how many years the other report's period ends earlier; 0 where one of them says no period."""
    ends = entry.facts.period_to, other.facts.period_to
    return ends[0] - ends[1] if ends[0] is not None and ends[1] is not None else 0
