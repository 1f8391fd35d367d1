"""What found passages have in common, with counts: by issuer, year, kind of report and field; a search is narrowed by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.field_text import LONGEST_LINE
from app.library.register import kind_of
from app.wording.filters import fields, fields_of
from index.search.retrieval import Hit
from ingest.model import Metadata, Passage

GROUPS: Mapping[str, str] = {"issuer": "Cơ quan", "year": "Năm", "kind": "Loại báo cáo", "field": "Lĩnh vực"}
MOST = 8  # values shown in a group, the most frequent
LONGEST_PERIOD = 12  # of a period; of a longer one no year is counted


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One way to narrow a search: a group of :data:`GROUPS`, its value, what readers call it, how many passages have it."""

    group: str
    value: str
    label: str
    count: int = 0

    @property
    def key(self) -> str:
        """The group and the value as one word of a list."""
        return f"{self.group}:{self.value}"


def narrowings(hits: Sequence[Hit], facts: Mapping[str, Metadata]) -> list[Narrowing]:
    """Return what the passages have, by group in the order of :data:`GROUPS`, the most frequent first; no hits: none."""
    counts: Counter[tuple[str, str]] = Counter()
    for hit in hits:
        about = facts.get(hit.passage.report, Metadata())
        counts.update(set(_values(hit.passage, about)))
    ways = []
    for group in GROUPS:
        values = sorted(((value, n) for (g, value), n in counts.items() if g == group), key=lambda pair: (-pair[1], pair[0]))
        narrowings = [Narrowing(group, value, _label_of(group, value), n) for value, n in values[:MOST]]
        ways += sorted(narrowings, key=lambda way: way.value, reverse=True) if group == "year" else narrowings
    return ways


def parse(keys: Sequence[str]) -> list[Narrowing]:
    """Return the narrowings that these keys name, the first of each group, as the page offers them; others are left out.

    What a browser sends may name any number of them, and each is shown with what is left without it.
    """
    first_of_group: dict[str, Narrowing] = {}
    for key in keys:
        group, _, value = key.partition(":")
        if group in GROUPS and 0 < len(value) <= LONGEST_LINE:
            first_of_group.setdefault(group, Narrowing(group, value, _label_of(group, value)))
    return list(first_of_group.values())


def reports_of(chosen: Sequence[Narrowing], facts: Mapping[str, Metadata]) -> list[str] | None:
    """Return the ids of the reports with every chosen value (fields are for :func:`fits`); None where none is chosen."""
    ways = [way for way in chosen if way.group != "field"]
    if not ways:
        return None
    return [report for report, about in facts.items() if all((way.group, way.value) in _of_report(about) for way in ways)]


def fits(passage: Passage, chosen: Sequence[Narrowing]) -> bool:
    """Say whether a passage is of the fields chosen; with none it is."""
    return {way.value for way in chosen if way.group == "field"} <= fields_of(passage)


def _values(passage: Passage, about: Metadata) -> Iterator[tuple[str, str]]:
    yield from _of_report(about)
    for field in fields_of(passage):
        yield "field", field


def _of_report(about: Metadata) -> set[tuple[str, str]]:
    values = set()
    if about.issuer:
        values.add(("issuer", about.issuer))
    first, last = about.period_from or about.period_to, about.period_to or about.period_from
    if first is not None and last is not None and last - first < LONGEST_PERIOD:
        values |= {("year", str(year)) for year in range(first, last + 1)}
    if kind := kind_of(about):
        values.add(("kind", kind))
    return values


def _label_of(group: str, value: str) -> str:
    return fields().get(value, value) if group == "field" else value
