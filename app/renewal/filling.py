"""Which places of last year's report the office's new figures go to: by the facts of both.

A count is never filled with a share, a result never with a plan, a total never with a part; a figure that fits two places
which told different values last year fills none, and the office is told so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import regex as re

from app.drafting.request import MOST_FIGURES
from app.field_text import LONGEST_LINE
from app.renewal.changes import direction_in
from app.renewal.fact_fit import is_same_measure, is_whole_name, measure_kind, quantity_identity
from app.renewal.knowledge import knowledge
from app.renewal.model import RenewalFrame, RenewalPlace, RenewalState, RenewedPlace
from app.renewal.new_figures import NewFigure, first_quantity, printed_at, printed_change
from app.renewal.years import PeriodShift, moved_title, without_years
from app.tabulation.indicator import IndicatorQuery, understand_indicator
from app.tabulation.matching import Match, matches
from app.tabulation.ready_facts import ReadyFacts, ReportFacts
from index.query.query import QueryReader
from index.store.catalog import Catalog
from ingest.facts.model import Fact
from ingest.facts.prose import GAP
from ingest.language.dates import dates
from ingest.language.quantities import quantities
from ingest.language.quantity import SHARES, Quantity
from ingest.language.spelling import fold
from ingest.language.terms import tokens
from ingest.language.text import normalize

COUNT = re.compile(r"^(?:tổng )?(?:số lượng|số) ")
MARGIN = 1.0  # of scores, as for a table's cells: so near to the best, another value makes it unsure
NO_PLACE = "không thấy chỗ tương ứng trong báo cáo năm trước"
NEAR = "chỉ thấy chỗ gần giống “{name}” nên không tự điền; hãy điền tay hoặc dùng bảng số liệu tải từ đây"
UNSURE = "báo cáo năm trước nêu ở nhiều chỗ với số khác nhau ({values}); hãy điền tay hoặc dùng bảng số liệu tải từ đây"
TOO_LONG = f"tên hoặc giá trị dài quá {LONGEST_LINE} ký tự; hãy rút gọn, hoặc dùng bảng số liệu tải từ đây"
TOO_MANY = f"quá {MOST_FIGURES} số liệu không có mã; hãy dùng bảng số liệu tải từ đây, hoặc chia thành nhiều lần"
NO_FIGURE = "giá trị không có con số nào đọc được"
NO_DIRECTION = "hãy ghi rõ tăng hay giảm, ví dụ “giảm 3,1%”"
OTHER_UNIT = "đơn vị tính không khớp với báo cáo năm trước ({unit})"


class _FactTerms:
    """How rare a term is among the facts of a report: a draft is made without a library, too."""

    def __init__(self, facts: ReportFacts) -> None:
        self._counts = Counter(term for terms in facts.everything for term in terms)
        self._size = len(facts.facts)

    def document_frequencies(self, terms: Iterable[str]) -> tuple[dict[str, int], int]:
        """Return in how many facts each term stands (terms in none are left out), and the number of facts."""
        return {term: self._counts[term] for term in terms if term in self._counts}, self._size


class Filling:
    """Fills the places of one frame; :attr:`filled` by place, :attr:`unused` what went nowhere and why."""

    def __init__(self, frame: RenewalFrame, shift: PeriodShift, reader: QueryReader, catalog: Catalog) -> None:
        self._frame, self._shift, self._reader = frame, shift, reader
        self._known: ReportFacts = ReadyFacts(catalog, reader.glossary()).ready("", frame.facts)
        self._counts = _FactTerms(self._known)
        self._by_fact = {id(place.fact): place for place in frame.places if place.fact is not None}
        self._by_code = {place.code: place for place in frame.places if place.code}
        self._order = {id(place): at for at, place in enumerate(frame.places)}
        self.filled: dict[int, RenewedPlace] = {}
        self.unused: list[str] = []

    def fill(self, figures: Sequence[NewFigure]) -> None:
        """Place all figures: those of the app's own sheet first, then cells of tables, then the rest by their names.

        Looking for a place costs the more the longer the name is, and a sheet is somebody's: one that is longer than a field
        of the form, and what comes after :data:`MOST_FIGURES`, goes nowhere and is told.
        """
        short = [figure for figure in figures if not self._is_too_long(figure)]
        rest = [figure for figure in short if not self._by_its_code(figure)]
        for figure in [figure for figure in rest[:MOST_FIGURES] if not self._by_its_cell(figure)]:
            if reason := self._by_its_name(figure):
                self._tell(figure, reason)
        for figure in rest[MOST_FIGURES:]:
            self._tell(figure, TOO_MANY)

    def _is_too_long(self, figure: NewFigure) -> bool:
        """Say whether a figure is none of a report, and tell it so; the name of a row with a code is not looked for."""
        has_place = any(code in self._by_code for code in figure.code.split(","))
        longest = max(len(figure.value), 0 if has_place else len(figure.name) + len(figure.column))
        if longest > LONGEST_LINE:
            self._tell(figure, TOO_LONG)
        return longest > LONGEST_LINE

    def _tell(self, figure: NewFigure, reason: str) -> None:
        self.unused.append(f"{figure.full_name[:LONGEST_LINE]}: {figure.value[:LONGEST_LINE]} – {reason}")

    def _by_its_code(self, figure: NewFigure) -> bool:
        places = [self._by_code[code] for code in figure.code.split(",") if code in self._by_code]
        if not places:
            return False
        for place in places:
            if place.fact is not None and place.fact.change == "by" and direction_in(place.old):
                if direction_in(figure.value) is None:
                    self.unused.append(f"{figure.full_name}: {figure.value} – {NO_DIRECTION}")
                    continue
                self.filled[id(place)] = RenewedPlace(
                    place, RenewalState.FILLED, printed_change(figure.value), figure.full_name
                )
            else:
                self._put(place, figure, None)
        return True

    def _by_its_cell(self, figure: NewFigure) -> bool:
        """Fill the cells of last year's tables whose row and column are called so."""
        read = first_quantity(figure.value)
        if not figure.column or read is None:
            return False
        row, column = fold(figure.name).strip(" .:"), _squeezed(figure.column)
        cells = [
            place
            for place in self._frame.places
            if place.fact is not None
            and place.fact.title
            and row in (label := fold(place.fact.name).strip(" .:"), *(part.strip() for part in label.split(",")))
            and _squeezed(moved_title(place.fact.title, self._shift)) == column
            and not (read.unit and place.fact.unit and measure_kind(read.unit) != measure_kind(place.fact.unit))
        ]
        if len({place.old for place in cells}) != 1:
            return False
        for place in cells:
            self._put(place, figure, read)
        return True

    def _by_its_name(self, figure: NewFigure) -> str:
        """Fill every place that tells this very quantity; return why none is, "" where one was."""
        readings = [read for read in quantities(normalize(figure.value)) if read.value is not None]
        if not readings:
            return NO_FIGURE
        head = readings[0]
        column = "" if without_years(figure.column) in knowledge().value_titles else figure.column
        query = understand_indicator(f"{figure.name} {column}".strip(), self._reader, self._counts)
        if column and not query.plan:
            return NO_PLACE  # a cell belongs to its row and column alone
        near = [match for match in matches(query, self._known) if match.score > 0]
        called = [match for match in near if is_whole_name(query, match) and self._fits(query, figure, match.fact)]
        fitting = [match for match in called if is_same_measure(head, match.fact, figure.name)]
        if not fitting:
            bare = self._of_bare_name(query, figure, head)
            for fact in bare:
                self._put(self._by_fact[id(fact)], figure, head)
            if bare:
                return ""
            if called:
                return OTHER_UNIT.format(unit=called[0].fact.unit or "số đếm")
            return NEAR.format(name=self._by_fact[id(near[0].fact)].name) if near else NO_PLACE
        best = self._best(fitting, figure)
        if not best:
            values = dict.fromkeys(match.fact.text for match in fitting if match.score >= fitting[0].score - MARGIN)
            return UNSURE.format(values="; ".join(values))
        for match in best:
            place = self._by_fact[id(match.fact)]
            self._put(place, figure, head)
            self._fill_shares(place, figure, readings[1:])
        return ""

    def _of_bare_name(self, query: IndicatorQuery, figure: NewFigure, head: Quantity) -> list[Fact]:
        """Return the facts of one quantity that say nothing but the name given: "2.184 hộ", where "số hộ" is given.

        A table over reports needs more than that; in the office's own report of last year it is that very count.
        """
        bare = f"{GAP} {COUNT.sub('', fold(figure.name).strip())}"
        ahead = f"{fold(figure.name).strip()} {GAP}"  # "Điện mặt trời mái nhà … công trình"
        places = [fact for fact in self._known.facts if id(fact) in self._by_fact]
        facts = [fact for fact in places if fold(fact.name).strip() == bare or fold(fact.name).startswith(ahead)]
        facts = [fact for fact in facts if self._fits(query, figure, fact) and is_same_measure(head, fact, figure.name)]
        return facts if len({quantity_identity(fact) for fact in facts}) == 1 else []

    def _fits(self, query: IndicatorQuery, figure: NewFigure, fact: Fact) -> bool:
        """Say whether a fact of last year's report is told of the time and as what the figure is: plan or result."""
        if fact.change and direction_in(f"{figure.value} {figure.name}") is None:
            return False
        if (fact.standing == "plan") != query.plan or fact.standing in ("prior", "compared"):
            return False
        if bool(fact.change) != query.change or fact.edge == "beginning":
            return False
        years = [
            date.year for date in dates(f"{figure.name} {figure.column}") if date.year is not None and date.until is None
        ]
        year = years[-1] if years else None
        if fact.year is None:
            return year is None or year == self._shift.last
        if year is not None:
            return fact.year + self._shift.by == year
        return fact.standing == "plan" or self._shift.old_first <= fact.year <= self._shift.old_last

    def _best(self, fitting: Sequence[Match], figure: NewFigure) -> list[Match]:
        """Return the facts that are the quantity of the best one; none where another value is as likely."""
        near = [match for match in fitting if match.score >= fitting[0].score - MARGIN]
        if len({quantity_identity(match.fact) for match in near}) > 1:  # of several years the last one is meant
            near = [match for match in near if match.fact.year == self._shift.old_last] or near
        if len({quantity_identity(match.fact) for match in near}) > 1:
            words = set(tokens(figure.section))
            shares = [len(words & set(tokens(f"{m.fact.lead} {' '.join(m.fact.headings[-2:])}"))) for m in near]
            most = max(shares)
            near = [match for match, share in zip(near, shares, strict=True) if share == most and most > 0]
            if len({quantity_identity(match.fact) for match in near}) != 1:
                return []
        return [match for match in fitting if quantity_identity(match.fact) == quantity_identity(near[0].fact)]

    def _fill_shares(self, place: RenewalPlace, figure: NewFigure, readings: Sequence[Quantity]) -> None:
        """Fill the share told right behind a count ("64 hộ, chiếm 2,07%") with the one given behind the new count."""
        share = next((read for read in readings if read.unit in SHARES and not read.direction), None)
        at = self._order[id(place)] + 1
        behind = self._frame.places[at] if at < len(self._frame.places) else None
        if share is None or behind is None or behind.paragraph != place.paragraph or behind.fact is None:
            return
        is_share = behind.fact.unit == share.unit and not behind.fact.change and behind.fact.standing != "plan"
        if is_share and not any(mark in behind.gap for mark in ".;"):
            self._put(behind, figure, share)

    def _put(self, place: RenewalPlace, figure: NewFigure, read: Quantity | None) -> None:
        if id(place) not in self.filled:
            new, whole = printed_at(place, figure.value, read)
            if direction_in(place.old) and place.fact is not None and place.fact.change == "by":
                new = f"{direction_in(f'{figure.value} {figure.name}') or ''} {new}".strip()
            self.filled[id(place)] = RenewedPlace(place, RenewalState.FILLED, new, figure.full_name, whole)


def _squeezed(title: str) -> str:
    return "".join(fold(title).split())
