"""The noun of a fact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity of a report with what it is of; words are as written.

    ``passage``: id of the passage; in its text the figure with its unit stands at [start, end) and the sentence or table's
    row that states it, which is quoted, at [begin, stop). ``value``, ``high``, ``whole``: in ``unit``, as
    :class:`ingest.language.quantity.Quantity` has them; ``share``: in percent, told in brackets behind a count. ``unit``:
    one name of it, "" where nothing says it. ``scale``: power of ten that was multiplied in. ``name``: what it is of: words
    before it in its clause and what follows it, with "…" in its own place, or the label of its row; ``counted``: of these,
    what is counted. ``before``: what the figures before it in its sentence are of, where its own clause leaves that out.
    ``title``: of its column, "" in prose. ``lead``: the line that introduces a list or table. ``headings``: of its section,
    the outermost first. ``place``: the unit it is of where its sentence names one, "" for that of the report. ``since``,
    ``year``: first and last year it is of, None where neither it nor its report says; ``dated``: who says so: "figure",
    "title", "heading", "report", "". ``part``: of the year, "" for the whole: "q1", "t9" (a month), "m6" (months),
    "school"; ``edge``: "beginning" or "end" of it. ``standing``: "plan", "result", "prior" (of the time compared with) or
    "". ``change``: "by", "from", "to" or "" of a rise or fall; ``direction``: 1 or -1 for these, 0. ``partial``: it stands
    behind "trong đó" and is a part of the one before. ``page``: None where the format has none. ``exact``: False behind
    "khoảng", "hơn", "gần" and the like.
    """

    passage: str
    start: int
    end: int
    begin: int
    stop: int
    text: str
    value: Decimal
    unit: str = ""
    scale: int = 0
    high: Decimal | None = None
    whole: Decimal | None = None
    share: Decimal | None = None
    name: str = ""
    counted: str = ""
    before: str = ""
    title: str = ""
    lead: str = ""
    headings: tuple[str, ...] = ()
    place: str = ""
    since: int | None = None
    year: int | None = None
    dated: str = ""
    part: str = ""
    edge: str = ""
    standing: str = ""
    change: str = ""
    direction: int = 0
    partial: bool = False
    exact: bool = True
    page: int | None = None

    @property
    def key(self) -> str:
        """What tells it from every other fact of the library."""
        return f"{self.passage}:{self.start}"

    @property
    def years(self) -> range:
        """The years it is of; none where it is not dated."""
        return range(0) if self.year is None else range(self.since or self.year, self.year + 1)
