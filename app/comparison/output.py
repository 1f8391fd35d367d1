"""A comparison as text, and what it is called in text and Word alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from app.answer.sources import joined
from app.comparison.model import NAMES, ChangeKind, ReportChange, ReportPlace

APART, FEWEST = 0.8, 20  # share of what only one report has, of so many changes, from which two reports are not one's years
UNLIKE = "Hai báo cáo có rất ít phần chung; hãy xem đã chọn đúng báo cáo năm trước chưa."
OUTSIDE = "Phần mở đầu"
NOTHING = "Không thấy điểm khác nào giữa hai báo cáo."


def summary(changes: Sequence[ReportChange]) -> str:
    """Return "12 điểm: 3 chưa cập nhật, 2 chép nguyên văn, …"; for none, that there is none."""
    if not changes:
        return NOTHING
    counts = Counter(change.kind for change in changes)
    counted = f"{len(changes)} điểm: {', '.join(f'{counts[kind]} {name}' for kind, name in NAMES.items() if counts[kind])}."
    alone = counts[ChangeKind.NEW] + counts[ChangeKind.GONE]
    return f"{counted} {UNLIKE}" if len(changes) >= FEWEST and alone >= APART * len(changes) else counted


def by_section(changes: Iterable[ReportChange]) -> list[tuple[str, list[ReportChange]]]:
    """Return the changes under the outermost section that they stand in, of this year's report where it has one."""
    return [(heading or OUTSIDE, list(group)) for heading, group in groupby(changes, key=_section)]


def _section(change: ReportChange) -> str:
    place = change.new or change.old
    return place.heading if place else ""


def by_places(changes: Iterable[ReportChange]) -> list[list[ReportChange]]:
    """Return changes of one section with those together that quote the same places."""
    return [list(group) for _, group in groupby(changes, key=lambda change: (change.old, change.new))]


def where(place: ReportPlace) -> str:
    """Return "mục II.1.a, trang 4"; "" where neither is known."""
    parts = [f"mục {joined(place.section)}"] if place.section else []
    return ", ".join([*parts, *([f"trang {place.page}"] if place.page is not None else [])])


def as_text(changes: Sequence[ReportChange]) -> str:
    """Return the changes as numbered lines, section by section, both places quoted."""
    lines, number = [summary(changes)], 0
    for heading, group in by_section(changes):
        lines += ["", heading]
        for change in group:
            number += 1
            lines.append(f"{number}. [{NAMES[change.kind]}] {change.message}")
            for name, place in (("trước", change.old), ("nay", change.new)):
                if place is not None:
                    at = where(place)
                    lines.append(f"   {name}{f' ({at})' if at else ''}: “{place.quote}”")
    return "\n".join(lines) + "\n"
