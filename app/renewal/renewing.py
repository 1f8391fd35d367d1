"""From a frame and what the office gives to a renewal: what becomes of each place of last year's report."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.drafting.lines import number_line
from app.drafting.request import Request
from app.renewal.changes import computed
from app.renewal.filling import Filling
from app.renewal.knowledge import knowledge
from app.renewal.model import Renewal, RenewalFrame, RenewalKind, RenewalPlace, RenewalState, RenewedPlace
from app.renewal.new_figures import NewFigure
from app.renewal.years import PeriodShift, moved_title, renewed_date
from app.wording.blanks import DRAWN
from index.query.query import QueryReader
from index.store.catalog import Catalog
from ingest.language.dates import dates
from ingest.language.spelling import fold
from ingest.model import Metadata

LASTING = "thường không đổi theo năm: kiểm tra rồi giữ hoặc sửa"
HOLDS = "văn bản có thể còn hiệu lực: kiểm tra rồi giữ hoặc sửa"
ONE_OFF = "Giữ nguyên? Câu kể việc riêng của kỳ trước (“{told}”): năm nay không có thì bỏ cả câu"
OLD_TIME = "mốc thời gian ngoài kỳ báo cáo: kiểm tra rồi giữ hoặc sửa"


def renew(
    frame: RenewalFrame, request: Request, figures: Sequence[NewFigure], reader: QueryReader, catalog: Catalog
) -> Renewal:
    """Return what becomes of each place of a frame.

    :param figures: what the office gives: that of the request and of its sheets.
    """
    shift = shift_of(frame.metadata, request)
    filling = Filling(frame, shift, reader, catalog)
    filling.fill(figures)
    follows = dict(computed(frame.places, filling.filled, shift))
    places = []
    for at, place in enumerate(frame.places):
        filled = filling.filled.get(id(place))
        if filled is not None:
            places.append(filled)
        elif at in follows:
            places.append(follows[at])
        else:
            places.append(_other(place, request, shift, frame.metadata))
    places = list(_asked_about(places))
    places = [replace(place, place=_named_anew(place.place, shift)) for place in places]
    return Renewal(frame, tuple(places), tuple(filling.unused), shift.label, moved(frame.head.subject, shift))


def _asked_about(places: Sequence[RenewedPlace]) -> Iterator[RenewedPlace]:
    """Yield the places; the first blank of a sentence that tells what happens once asks whether the sentence stays."""
    asked_of: set[str] = set()
    for renewed in places:
        place = renewed.place
        open_text = renewed.state is RenewalState.BLANK and not place.cell
        match = knowledge().one_off.search(fold(place.around)) if open_text else None
        if match is None or renewed.note or place.around in asked_of:
            yield renewed
            continue
        asked_of.add(place.around)
        yield replace(renewed, note=ONE_OFF.format(told=match[0]))


def _named_anew(place: RenewalPlace, shift: PeriodShift) -> RenewalPlace:
    """Return a place with the years of its name and section as they are in the new report."""
    return replace(place, name=moved_title(place.name, shift), section=moved_title(place.section, shift))


def shift_of(facts: Metadata, request: Request) -> PeriodShift:
    """Return the two periods; a report that does not say its own is taken as the one right before the new one."""
    length = request.last - request.first
    last = facts.period_to or (int(facts.date[:4]) if facts.date else None) or request.first - 1
    first = facts.period_from if facts.period_to and facts.period_from is not None else last - length
    return PeriodShift(first, last, request.first, request.last)


def moved(text: str, shift: PeriodShift) -> str:
    """Return a title with the years of the period gone on."""
    for date in reversed(dates(text)):
        state, new = renewed_date(date, text, date.start, shift, cell=True)
        if state is not RenewalState.KEPT:
            text = text[: date.start] + (new or DRAWN) + text[date.end :]
    return text


def _other(place: RenewalPlace, request: Request, shift: PeriodShift, facts: Metadata) -> RenewedPlace:
    if place.kind is RenewalKind.OWN_NUMBER:
        return _own_number(place, request)
    if place.kind is RenewalKind.SIGNER and request.signer.name:
        return RenewedPlace(place, RenewalState.FILLED, request.signer.name, "người ký")
    if place.date is not None and place.kind is RenewalKind.DATE:
        if facts.date and _iso(place) == facts.date:
            return _own_date(place, request)
        if place.lasting:
            return RenewedPlace(place, RenewalState.KEPT, "", OLD_TIME)
        state, new = renewed_date(place.date, place.gap + place.old, len(place.gap), shift, cell=place.cell)
        return RenewedPlace(place, state, new, OLD_TIME if state is RenewalState.KEPT else "")
    if place.lasting:
        return RenewedPlace(place, RenewalState.KEPT, "", HOLDS if place.kind is RenewalKind.DOCUMENT else LASTING)
    return RenewedPlace(place, RenewalState.BLANK)


def _is_filing(recipient: str) -> bool:
    """Say whether a line says where the report is kept, in another form than the decree's: "Lưu VP"."""
    return recipient.casefold().startswith("lưu") and not recipient.startswith("Lưu: VT")


def _own_number(place: RenewalPlace, request: Request) -> RenewedPlace:
    dated = place.date is not None
    if not request.number or (dated and request.date is None):
        return RenewedPlace(place, RenewalState.BLANK, "", "số, ngày của chính báo cáo này")
    day = f" ngày {_short(request.date)}" if dated and request.date is not None else ""
    return RenewedPlace(place, RenewalState.FILLED, f"{number_line(request.number)}{day}", "số, ngày của báo cáo")


def _own_date(place: RenewalPlace, request: Request) -> RenewedPlace:
    if request.date is None:
        return RenewedPlace(place, RenewalState.BLANK, "", "ngày của chính báo cáo này")
    day = request.date
    long = f"{day.day:02} tháng {day.month:02} năm {day.year}" if "tháng" in place.old else _short(day)
    opened = "ngày " if place.old.lower().startswith("ngày") else ""
    return RenewedPlace(place, RenewalState.FILLED, opened + long, "ngày của báo cáo")


def _iso(place: RenewalPlace) -> str:
    date = place.date
    if date is None or date.day is None or date.month is None or date.year is None:
        return ""
    return f"{date.year:04}-{date.month:02}-{date.day:02}"


def _short(day: datetime.date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


def with_head(request: Request, frame: RenewalFrame) -> Request:
    """Return the request with what it leaves out and last year's head tells: never number, date or the signer's name."""
    head, signer = frame.head, request.signer
    if not (signer.authority or signer.title):
        signer = replace(signer, authority=head.authority, title=head.title)
    return replace(
        request,
        parent_agency=request.parent_agency or head.parent,
        signer=signer,
        recipients=request.recipients or tuple(line for line in head.recipients if not _is_filing(line)),
    )
