"""What happens where a draft is made from last year's report: a report chosen, a sheet of figures, the files to take away.

Words and files in, a new desk or bytes out. No widgets, no HTML.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import regex as re

from app.access.person import Person
from app.assistant import Assistant
from app.drafting.doubts import Doubts
from app.drafting.prepare import identity_of
from app.drafting.request import BadRequest, Request, of_json
from app.renewal import prepare, sheet
from app.renewal.model import Renewal, RenewalFrame
from app.renewal.new_figures import NewFigure
from app.renewal.output import still_open
from app.renewal.renewing import with_head
from app.workers.pool import Workshop
from ingest.language.dates import YEAR_DIGITS
from ingest.passages import title_of

DAY = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})")
GONE = "Báo cáo “{name}” không còn trong kho. Hãy chọn báo cáo khác, hoặc chọn tệp của báo cáo"
NOTHING = "Hãy chọn báo cáo năm trước trong kho, hoặc chọn tệp của báo cáo đó"
NO_YEAR = "Hãy điền năm của báo cáo mới bằng bốn chữ số, ví dụ 2025 hoặc 2024 - 2025"
NO_DAY = "Ngày ban hành cần dạng ngày/tháng/năm, ví dụ 08/12/2025"
FIELDS = ("agency", "parent_agency", "place", "period", "number", "date", "authority", "title", "name", "recipients")


@dataclass(frozen=True, slots=True)
class RenewalDesk:
    """Last year's report as it was chosen, and what was given for the new one.

    ``file``: the file in the library, "" for an uploaded one; ``title``: what it is called; ``sheet``: name of the sheet.
    """

    file: str = ""
    title: str = ""
    frame: RenewalFrame | None = None
    sheet: str = ""
    figures: tuple[NewFigure, ...] = ()


class RenewalActions:
    """The actions over one library; files are read and written in ``workshop``."""

    def __init__(self, assistant: Assistant, workshop: Workshop) -> None:
        self._assistant, self._workshop = assistant, workshop

    def choices(self) -> list[tuple[str, str]]:
        """Return the library's reports as (what is shown, file), by title."""
        catalog = self._assistant.library.catalog
        about = catalog.facts()
        files = [(catalog.file_of(identity), about[identity]) for identity in catalog.report_ids()]
        return sorted((f"{title_of(facts, file)} ({file})", file) for file, facts in files)

    def chosen(self, desk: RenewalDesk, person: Person, file: str) -> RenewalDesk:
        """Return the desk with a report of the library for a frame; raises what :func:`prepare.frame_in` does."""
        frame = prepare.frame_in(self._assistant, file, partial(self._workshop.do, person.name))
        return replace(desk, file=file, title=file, frame=frame, sheet="", figures=())

    def uploaded(self, desk: RenewalDesk, person: Person, path: Path) -> RenewalDesk:
        """Return the desk with an uploaded report for a frame; :raises UnreadableFile: it cannot be read."""
        frame = prepare.frame_of_file(path, partial(self._workshop.do, person.name))
        return replace(desk, file="", title=path.name, frame=frame, sheet="", figures=())

    def with_sheet(self, desk: RenewalDesk, person: Person, path: Path) -> RenewalDesk:
        """Return the desk with the figures of a sheet; raises what :func:`app.renewal.sheet.figures_of` does."""
        self._frame_of(desk)
        figures: list[NewFigure] = self._workshop.do(person.name, sheet.figures_of, path)
        return replace(desk, sheet=path.name, figures=tuple(figures))

    def renewal(self, desk: RenewalDesk, fields: Mapping[str, str]) -> tuple[Renewal, Request]:
        """Return what becomes of the report chosen, and the request as its head needs it.

        :raises BadRequest: none is chosen, it has been deleted, or a field cannot be used.
        """
        frame = self._frame_of(desk)
        request = request_of(fields)
        return prepare.renewed(self._assistant, frame, request, desk.figures), with_head(request, frame)

    def word(
        self, desk: RenewalDesk, person: Person, fields: Mapping[str, str], *, final: bool, go_on: bool = False
    ) -> bytes:
        """Return the draft as a Word file; raises what :meth:`renewal` does.

        :param go_on: a final file is wanted although something is open.
        :raises StillOpen: something is, and it is not.
        """
        renewal, request = self.renewal(desk, fields)
        if final:
            still_open(renewal, request).allow(go_on=go_on)
        return prepare.word_of(renewal, request, partial(self._workshop.do, person.name), final=final)

    def doubts(self, desk: RenewalDesk, fields: Mapping[str, str]) -> Doubts:
        """Return what is open in the draft; raises what :meth:`renewal` does."""
        return still_open(*self.renewal(desk, fields))

    def sheet(self, desk: RenewalDesk, fields: Mapping[str, str]) -> bytes:
        """Return the sheet of figures to be typed, with what is there already; raises what :meth:`renewal` does."""
        return sheet.write(self.renewal(desk, fields)[0])

    def _frame_of(self, desk: RenewalDesk) -> RenewalFrame:
        """Return the frame; a page left open may hold a report that has been deleted meanwhile."""
        if desk.frame is None:
            raise BadRequest(NOTHING)
        if desk.file and identity_of(self._assistant, desk.file) is None:
            raise BadRequest(GONE.format(name=desk.file))
        return desk.frame


def proposed(frame: RenewalFrame) -> dict[str, str]:
    """Return the fields as last year's report lets them be expected; number, day and name of the signer stay empty."""
    facts, head = frame.metadata, frame.head
    last = facts.period_to or (int(facts.date[:4]) if facts.date else None)
    first = facts.period_from or last
    period = ""
    if first is not None and last is not None:
        length = last - first + 1
        by = length if length > 2 else 1
        period = str(last + by) if length == 1 else f"{first + by} - {last + by}"
    return {
        **dict.fromkeys(FIELDS, ""),
        "agency": (facts.issuer or "").upper(),
        "parent_agency": (facts.parent or "").upper(),
        "place": _bare(facts.place or ""),
        "period": period,
        "authority": head.authority,
        "title": head.title,
        "recipients": "\n".join(head.recipients),
    }


def _bare(place: str) -> str:
    """Return "Văn Khê" for "xã Văn Khê": before a date the name stands alone."""
    return re.sub(r"^(?:xã|phường|thị trấn|huyện|thị xã|thành phố|tỉnh|quận|đặc khu)\s+", "", place, flags=re.IGNORECASE)


def request_of(fields: Mapping[str, str]) -> Request:
    """Return the fields as a request.

    :raises BadRequest: one that is needed is empty, or cannot be used.
    """
    years = YEAR_DIGITS.findall(fields.get("period") or "")
    if not years:
        raise BadRequest(NO_YEAR)
    typed = (fields.get("date") or "").strip()
    day = DAY.fullmatch(typed)
    if typed and day is None:
        raise BadRequest(NO_DAY)
    try:
        date = datetime.date(int(day[3]), int(day[2]), int(day[1])).isoformat() if day else None
    except ValueError as error:
        raise BadRequest(NO_DAY) from error
    lines = (line.strip(" -;.") for line in (fields.get("recipients") or "").splitlines())
    return of_json(
        {
            **{name: (fields.get(name) or "").strip() for name in ("agency", "parent_agency", "place", "number")},
            "period": {"from": int(years[0]), "to": int(years[-1])},
            "date": date,
            "signer": {part: (fields.get(part) or "").strip() for part in ("authority", "title", "name")},
            "recipients": [line for line in lines if line],
        }
    )
