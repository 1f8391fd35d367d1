"""What an office gives for a draft: agency, place, period, signer, recipients, figures, basket, outline."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex as re

from app import field_text
from app.drafting import known_keys
from app.wording.blanks import DRAWN
from ingest.language.unit_names import UNITS

EARLIEST, LATEST = 1945, 2100  # years of a report
LONG = ("basis", "directive", "outline", "last_year")  # may name a document with its whole title, or a path
SEVERAL_LINES = 4  # times as long as an entry of one line
# One draft must not keep the processors from everybody else, and the office loses nothing: the fullest input of the
# reports at hand has 34 headings, some hundred figures, two tables of annexes and a dozen recipients.
MOST_FIGURES = 1_000  # values and rows of tables together
MOST_CELLS = 5_000  # of the tables of annexes, empty ones too; each takes about a millisecond to be written
MOST_GROUPS = 200
MOST_NAMED = 100  # recipients, addressees, and passages of the basket, each
MOST_CHARACTERS = 300_000  # of the whole input: a report of two hundred pages


class BadRequest(Exception):
    """The input of a draft cannot be used; the message says what is wrong and what is expected, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: authority ("TM. ỦY BAN NHÂN DÂN"), title, name; empty where not given."""

    authority: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one section or field: pairs (name, value as it is to be printed), and tables (name → {column: cell})."""

    name: str
    values: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmedFigure:
    """A figure of last year that the office confirmed: the name of this year's, last year's value, its year."""

    name: str
    value: str
    year: int


@dataclass(frozen=True, slots=True)
class Request:
    """The input, checked. Empty text stands for what is missing."""

    agency: str
    place: str
    first: int
    last: int
    parent_agency: str = ""
    number: str = ""
    date: datetime.date | None = None
    signer: Signer = Signer()
    recipients: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    basis: str = ""  # what the report answers to: "Kế hoạch số …"
    directive: str = ""  # "Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị"
    upcoming: str = ""  # the time after the report's, as it is to be printed
    figures: tuple[Group, ...] = ()
    basket: tuple[str, ...] = ()
    outline: str | None = None
    last_year: str = ""  # last year's report: a file, or the name of one in the library
    compared: tuple[ConfirmedFigure, ...] = ()
    unknown: tuple[str, ...] = ()  # a sentence for every entry of the input that is not read

    @property
    def period(self) -> str:
        """Return "năm 2025" or "giai đoạn 2020 - 2025"."""
        return f"năm {self.last}" if self.first == self.last else f"giai đoạn {self.first} - {self.last}"

    @property
    def next(self) -> str:
        """The time after the period: as given, else the year that follows the report's; of a term only in words."""
        return self.upcoming or (f"năm {self.last + 1}" if self.first == self.last else "giai đoạn tiếp theo")

    @property
    def unit(self) -> str:
        """The kind of the agency's place ("xã"), in small letters; empty where the agency does not say."""
        match = re.search(rf"\b({'|'.join((*UNITS, 'tỉnh'))})\b", self.agency, re.IGNORECASE)
        return match[1].lower() if match else ""


def read(file: Path) -> Request:
    """Read the input file.

    :raises BadRequest: not JSON, or an entry is missing or of another form.
    """
    try:
        entries = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadRequest(f"Không đọc được {file}: {error.strerror}. Hãy kiểm tra đường dẫn") from error
    except ValueError as error:
        raise BadRequest(
            f"{file} không phải JSON hợp lệ ({error}). Hãy kiểm tra dấu ngoặc, dấu phẩy và bảng mã UTF-8"
        ) from error
    return of_json(entries)


def of_json(content: object) -> Request:
    """Make a request of parsed JSON.

    :raises BadRequest: see :func:`read`.
    """
    if not isinstance(content, dict):
        raise BadRequest("Đầu vào cần là một đối tượng JSON có ít nhất agency, place và period")
    try:
        field_text.check(content)
    except field_text.BadText as error:
        raise BadRequest(str(error)) from error
    missing = [name for name in ("agency", "place", "period") if not content.get(name)]
    if missing:
        raise BadRequest(
            f"Đầu vào thiếu {', '.join(missing)}. Bắt buộc có agency (tên cơ quan), place (địa danh), period (from, to)"
        )
    if (length := _length(content)) > MOST_CHARACTERS:
        raise BadRequest(f"Đầu vào dài {length} ký tự; hãy rút gọn còn nhiều nhất {MOST_CHARACTERS} ký tự")
    first, last = _period(content["period"])
    signer = _mapping(content, "signer")
    return Request(
        agency=_text(content, "agency"),
        place=_text(content, "place"),
        first=first,
        last=last,
        parent_agency=_text(content, "parent_agency"),
        number=_text(content, "number"),
        date=_date(content.get("date")),
        signer=Signer(_text(signer, "authority"), _text(signer, "title"), _text(signer, "name")),
        recipients=_texts(content, "recipients"),
        addressee=_texts(content, "addressee"),
        basis=_text(content, "basis"),
        directive=_directive(content.get("directive")),
        upcoming=_upcoming(content.get("next_period")),
        figures=_figures(_mapping(content, "figures")),
        basket=_texts(content, "basket"),
        outline=_text(content, "outline") or None,
        last_year=_text(content, "last_year"),
        compared=_compared(_mapping(content, "compared")),
        unknown=tuple(known_keys.unknown(content)),
    )


def _text(entries: Mapping[str, Any], name: str) -> str:
    value = entries.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise BadRequest(f"“{name}” cần là chữ, đang là {field_text.shown(value)}")
    text = str(value).strip()
    longest = field_text.LONGEST_LINE * (SEVERAL_LINES if name in LONG else 1)
    if len(text) > longest:
        raise BadRequest(f"“{name}” dài {len(text)} ký tự; hãy rút gọn còn nhiều nhất {longest} ký tự")
    return text


def _texts(entries: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = entries.get(name) or []
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise BadRequest(f"“{name}” cần là danh sách chữ, đang là {field_text.shown(value)}")
    if len(value) > MOST_NAMED:
        raise BadRequest(f"“{name}” có {len(value)} mục; hãy giữ lại nhiều nhất {MOST_NAMED} mục")
    return tuple(_short(text, name) for text in value if text.strip())


def _short(value: object, name: str) -> str:
    """Return an entry of a list or a table as it is to be printed.

    :raises BadRequest: it is longer than any such entry.
    """
    text, longest = str(value).strip(), field_text.LONGEST_LINE * SEVERAL_LINES
    if len(text) > longest:
        raise BadRequest(
            f"“{field_text.shown(name)}” có mục dài {len(text)} ký tự; hãy rút gọn còn nhiều nhất {longest} ký tự"
        )
    return text


def _length(value: object) -> int:
    """Return how many characters a value holds, names of entries among them."""
    if isinstance(value, Mapping):
        return sum(_length(name) + _length(entry) for name, entry in value.items())
    return sum(map(_length, value)) if isinstance(value, list) else len(value) if isinstance(value, str) else 0


def _mapping(entries: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = entries.get(name) or {}
    if not isinstance(value, dict):
        raise BadRequest(f"“{name}” cần là đối tượng {{tên: giá trị}}, đang là {field_text.shown(value)}")
    return value


def _period(value: object) -> tuple[int, int]:
    try:
        first, last = (int(value[key]) for key in ("from", "to"))  # type: ignore[index]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadRequest(f'“period” cần dạng {{"from": 2025, "to": 2025}}, đang là {field_text.shown(value)}') from error
    if not EARLIEST <= first <= last <= LATEST:
        raise BadRequest(f"“period” có from = {first}, to = {last}; cần hai năm theo thứ tự, ví dụ 2020 và 2025")
    return first, last


def _date(value: object) -> datetime.date | None:
    if value in (None, ""):
        return None
    try:
        date = datetime.date.fromisoformat(str(value))
    except ValueError as error:
        raise BadRequest(f"“date” cần dạng năm-tháng-ngày, ví dụ 2025-12-08; đang là {field_text.shown(value)}") from error
    if not EARLIEST <= date.year <= LATEST:
        raise BadRequest(f"“date” có năm {date.year}; cần một năm từ {EARLIEST} đến {LATEST}")
    return date


def _directive(value: object) -> str:
    if isinstance(value, dict):
        number, date, issuer = (_short(value.get(key) or DRAWN, "directive") for key in ("number", "date", "issuer"))
        return f"Chỉ thị số {number} ngày {date} của {issuer}"
    return _text({"directive": value}, "directive") if value else ""


def _upcoming(value: object) -> str:
    if not value:
        return ""
    first, last = _period(value)
    return f"năm {last}" if first == last else f"giai đoạn {first} - {last}"


def _compared(entries: Mapping[str, Any]) -> tuple[ConfirmedFigure, ...]:
    figures = []
    for name, entry in entries.items():
        try:
            figures.append(ConfirmedFigure(str(name), _short(entry["value"], str(name)), int(entry["year"])))
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise BadRequest(
                f'“compared” → “{name}” cần dạng {{"value": "64 hộ", "year": 2024}}, đang là {field_text.shown(entry)}'
            ) from error
    return tuple(figures)


def _figures(sections: Mapping[str, Any]) -> tuple[Group, ...]:
    groups = []
    for name, entries in sections.items():
        if not isinstance(entries, dict):
            raise BadRequest(
                f"“figures” → “{name}” cần là đối tượng {{tên số liệu: giá trị}}, đang là {field_text.shown(entries)}"
            )
        values, rows = [], []
        for key, value in entries.items():
            if isinstance(value, dict):
                rows.append((str(key), tuple((str(column), _short(cell, key)) for column, cell in value.items())))
            elif isinstance(value, str | int | float):
                values.append((str(key), _short(value, key)))
            else:
                raise BadRequest(f"“figures” → “{name}” → “{key}” cần là chữ hoặc số, đang là {field_text.shown(value)}")
        groups.append(Group(str(name), tuple(values), tuple(rows)))
    _bound(groups)
    return tuple(groups)


def _bound(groups: Sequence[Group]) -> None:
    """Refuse more figures than a draft can be asked to hold.

    :raises BadRequest: it says how many there are and how many may be.
    """
    cells = sum(len(group.rows) * (2 + len({column for _, row in group.rows for column, _ in row})) for group in groups)
    counts = (
        ("mục hoặc lĩnh vực", len(groups), MOST_GROUPS),
        ("số liệu và hàng", sum(len(group.values) + len(group.rows) for group in groups), MOST_FIGURES),
        ("ô trong các bảng phụ lục", cells, MOST_CELLS),
    )
    for what, count, most in counts:
        if count > most:
            raise BadRequest(f"“figures” có {count} {what}; một báo cáo nhận nhiều nhất {most}. Hãy chỉ giữ số liệu cần in")
