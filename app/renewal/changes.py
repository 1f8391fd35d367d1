"""What follows from the new figures and last year's own: values of the year before, rises and falls by plain subtraction.

Only from values of the same quantity at the ends of two periods that follow each other. A rise in percent, one since the
beginning of the year, and one between figures that are not both there is left blank, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from app.renewal.knowledge import knowledge
from app.renewal.model import RenewalPlace, RenewalState, RenewedPlace
from app.renewal.years import PeriodShift, without_years
from ingest.facts.model import Fact
from ingest.language.amounts import write_value
from ingest.language.dates import dates
from ingest.language.quantities import quantities
from ingest.language.quantity import SHARES
from ingest.language.spelling import fold
from ingest.language.terms import tokens

POINTS = "điểm"  # "0,7 điểm phần trăm", behind the figure
FROM_LAST_YEAR = "lấy từ báo cáo {label}"
BY_SUBTRACTION = "tính bằng phép trừ: {new} - {old}"
NO_CHANGE = "số mới bằng {label}: hãy viết lại câu so sánh"
PERCENT = "tỷ lệ tăng, giảm không tính thay được"
SHARE_CHANGE = "chưa rõ là điểm phần trăm hay tỷ lệ; chênh lệch hai số là {gap} điểm phần trăm"
OTHER_TIME = "không so với cùng thời điểm của kỳ liền trước nên không tính được"
WAITS = "sẽ tính được khi có số của “{name}”"


def computed(
    places: Sequence[RenewalPlace], filled: Mapping[int, RenewedPlace], shift: PeriodShift
) -> Iterator[tuple[int, RenewedPlace]]:
    """Yield what follows for the places that nothing was given for, with each place's number in the order of places."""
    for at, place in enumerate(places):
        fact = place.fact
        if fact is None or id(place) in filled or fact.standing == "plan":
            continue
        if fact.change == "by" and fact.direction:
            yield at, _change(places, at, fact, filled, shift)
        elif (source := _year_after(places, at, shift)) is not None:
            note = FROM_LAST_YEAR.format(label=shift.label)
            yield at, RenewedPlace(place, RenewalState.COMPUTED, source.old, note)


def _year_after(places: Sequence[RenewalPlace], at: int, shift: PeriodShift) -> RenewalPlace | None:
    """Return the place of last year's report that tells the same quantity one year later, None where none does or two."""
    place, fact = places[at], places[at].fact
    if fact is None or not shift.single or fact.edge == "beginning" or fact.year is None or fact.year >= shift.old_last:
        return None
    if fact.title:
        others = [other for other in places if other.fact is not None and _same_row(fact, other.fact, shift.by)]
    elif fact.dated == "figure" or fact.standing == "prior":
        others = [other for other in places if other.fact is not None and _same_sentence(fact, other.fact, shift.by)]
    else:
        return None
    return others[0] if len(others) == 1 and others[0] is not place else None


def _same_row(fact: Fact, other: Fact, by: int) -> bool:
    """Say whether the other cell is of the same row, and of the column of the year that the one's becomes."""
    same = fact.begin == other.begin and fact.passage == other.passage and fact.name == other.name
    years = fact.year is not None and other.year == fact.year + by
    return same and years and without_years(fact.title) == without_years(other.title) and other.standing != "plan"


def _same_sentence(fact: Fact, other: Fact, by: int) -> bool:
    same = fact.begin == other.begin and fact.passage == other.passage and fact.unit == other.unit
    years = fact.year is not None and other.year == fact.year + by
    result = other.standing not in ("plan", "prior") and other.change in ("", "to") and not other.partial
    return same and years and result and tokens(fact.counted)[:1] == tokens(other.counted)[:1]


def _change(
    places: Sequence[RenewalPlace], at: int, fact: Fact, filled: Mapping[int, RenewedPlace], shift: PeriodShift
) -> RenewedPlace:
    place = places[at]

    def blank(note: str, *, waits: bool = False) -> RenewedPlace:
        return RenewedPlace(place, RenewalState.BLANK, "", note, waits=waits)

    if not _with_year_before(place, shift):
        return blank(OTHER_TIME)
    base = _base(places, at, fact)
    if base is None or base.fact is None:
        return blank(PERCENT if _is_share(fact) else "")
    renewed = filled.get(id(base))
    if renewed is None:
        return blank(WAITS.format(name=base.name), waits=True)
    new = _value(renewed)
    if new is None or base.fact.whole is not None or base.fact.high is not None:
        return blank("")
    gap = new - base.fact.value
    if fact.unit in SHARES and not fold(f"{place.old}{place.behind}").lstrip(" %0123456789.,").startswith(POINTS):
        return blank(SHARE_CHANGE.format(gap=write_value(abs(gap), 0)))
    if not gap:
        return blank(NO_CHANGE.format(label=shift.label))
    direction = direction_in(place.old)
    if direction is None:
        return blank("")
    scale = fact.scale if fact.scale in (0, 3, 6, 9) else 0
    amount = write_value(abs(gap), scale)
    if place.old.rpartition(" ")[2].startswith("0") and amount.isdigit() and len(amount) == 1:
        amount = f"0{amount}"
    word = direction if (gap > 0) == (fact.direction > 0) else knowledge().turned[direction]
    word = word.capitalize() if place.old[:1].isupper() else word
    return RenewedPlace(
        place, RenewalState.COMPUTED, f"{word} {amount}", BY_SUBTRACTION.format(new=renewed.new, old=base.old)
    )


def direction_in(text: str) -> str | None:
    """Return the word of a rise or fall in a few words, folded; None where there is none."""
    match = knowledge().directions.search(fold(text))
    return match[0] if match else None


def _with_year_before(place: RenewalPlace, shift: PeriodShift) -> bool:
    """Say whether a change is told against the period right before, at the same point of it."""
    days = dates(place.behind)
    if not days or not shift.single:
        return False
    first = days[0]
    if first.relative:
        return first.relative in ("previous", "same period")
    return first.year == shift.old_last - 1 and first.day is None and first.month is None and first.until is None


def _base(places: Sequence[RenewalPlace], at: int, fact: Fact) -> RenewalPlace | None:
    """Return the figure right before a change in its sentence that it is a change of: of one unit."""
    place = places[at]
    for other in reversed(places[max(0, at - 4) : at]):
        base = other.fact
        if other.paragraph != place.paragraph or base is None or (base.begin, base.passage) != (fact.begin, fact.passage):
            continue
        if base.change == "by" or base.standing in ("plan", "prior", "compared") or base.edge == "beginning":
            continue
        if base.unit in SHARES and not _is_share(fact):
            continue  # "96 hộ, chiếm 4,4%, giảm 31 hộ"
        same = base.unit == fact.unit or (base.unit in SHARES and _is_share(fact))
        return other if same and (not fact.counted or tokens(fact.counted)[:1] == tokens(base.counted)[:1]) else None
    return None


def _is_share(fact: Fact) -> bool:
    return fact.unit in SHARES or fact.unit.startswith(POINTS)


def _value(renewed: RenewedPlace) -> Decimal | None:
    """Return the value of what a place was filled with, in the unit of last year's."""
    read = next((quantity for quantity in quantities(renewed.new) if quantity.value is not None), None)
    fact = renewed.place.fact
    if read is None or read.value is None or fact is None:
        return None
    return read.value if read.scale else read.value.scaleb(fact.scale)
