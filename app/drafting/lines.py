"""Lines of a head and a closing block as the decree writes them: number, date, recipients, a name over several lines."""

from __future__ import annotations

from app.drafting.request import Request
from app.wording.blanks import DRAWN
from ingest.typeface import width

MM_PER_POINT = 25.4 / 72
BOLD_WIDER = 1.06  # Times New Roman's bold against its regular, on capitals and small letters alike


def line_length(text: str, size: float) -> float:
    """Return how long a bold line is, in millimetres."""
    return width(text) / 1000 * size * MM_PER_POINT * BOLD_WIDER


def break_lines(text: str, size: float, room: float) -> list[str]:
    """Break a name over lines of about one length, where it does not fit on one; before its unit where it has one."""
    if line_length(text, size) <= room:
        return [text]
    words = text.split()
    if len(words) < 2:
        return [text]
    units = [
        at for at, w in enumerate(words) if w in ("TỈNH", "HUYỆN", "XÃ", "PHƯỜNG", "QUẬN", "THÀNH", "THỊ", "ĐẶC") and at > 1
    ]
    at = units[0] if units else min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(text) / 2))
    return [" ".join(words[:at]), *break_lines(" ".join(words[at:]), size, room)]


def number_line(number: str) -> str:
    """Return the number and symbol without spaces, below ten with a leading 0; a blank where it is not given."""
    plain = "".join(number.split())
    head, slash, rest = plain.partition("/")
    if head.isdigit() and len(head) == 1:
        head = f"0{head}"
    return f"{head or DRAWN}{slash}{rest}" if plain else f"{DRAWN}"


def date_line(request: Request) -> str:
    """Return "ngày 08 tháng 12 năm 2025": leading 0 for days below 10 and for months 1 and 2 only."""
    date = request.date
    if date is None:
        return f"ngày {DRAWN} tháng {DRAWN} năm {DRAWN}"
    month = f"{date.month:02}" if date.month < 3 else str(date.month)
    return f"ngày {date.day:02} tháng {month} năm {date.year}"


def recipients(request: Request, filed: str) -> list[str]:
    """Return the lines of the recipients, each with a dash and a semicolon.

    The last says where the report is filed and ends with a full stop.
    """
    names = [name.strip(" -;.") for name in request.recipients] or [DRAWN]
    own = [name for name in names if name.casefold().startswith("lưu")]
    lines = [f"- {name};" for name in names if name not in own]
    return [*lines, f"- {own[-1]}." if own else filed]
