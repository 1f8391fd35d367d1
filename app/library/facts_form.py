"""The form in which the facts of a report are put right: what is typed, read and checked."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import regex as re

from app.field_text import BadText, line
from index.query.facets import facet_words
from index.store.corrections import Value
from ingest.language.bodies import NamedUnit, bodies, units
from ingest.language.documents import kind_names
from ingest.language.terms import fold
from ingest.language.text import fold_spaces, normalize
from ingest.model import Metadata

# Fields in the order of the form, and what the form calls them.
FIELDS: Mapping[str, str] = {
    "title": "Tên báo cáo",
    "issuer": "Cơ quan ban hành",
    "parent": "Cơ quan cấp trên",
    "kind_of_document": "Loại văn bản",
    "place": "Nơi",
    "province": "Tỉnh, thành phố",
    "kind": "Loại báo cáo",
    "period_from": "Kỳ báo cáo, từ năm",
    "period_to": "đến năm",
    "number": "Số, ký hiệu",
    "date": "Ngày ban hành",
    "signer": "Người ký",
}
FIRST_YEAR, LAST_YEAR = 1945, 2100
PROVINCE = re.compile(r"^(?:tỉnh|thành phố|tp\.?)\s+", re.IGNORECASE)
DAY = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})")
ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


class BadFacts(Exception):
    """Facts that cannot be. The message says in Vietnamese what was found and what is expected."""


def form_values(facts: Metadata) -> dict[str, str]:
    """Return what the fields hold before anybody types."""
    values = {name: str(value) if (value := getattr(facts, name)) is not None else "" for name in FIELDS}
    values["date"] = ".".join(reversed(values["date"].split("-"))).replace(".", "/")
    return values


def read(fields: Mapping[str, object]) -> dict[str, Value]:
    """Return the facts of a filled-in form; an empty field says that the report has none.

    :raises BadFacts: a field that cannot be, the first in the order of the form.
    """
    facts: dict[str, Value] = {}
    for name in FIELDS:
        try:
            text = fold_spaces(normalize(line(fields.get(name, ""), FIELDS[name])))
        except BadText as error:
            raise BadFacts(str(error)) from error
        facts[name] = (_READ[name](text) if name in _READ else text) if text else None
    facts |= _area(facts["place"], facts["province"])
    first, last = facts["period_from"], facts["period_to"]
    if isinstance(first, int) and isinstance(last, int) and first > last:
        raise BadFacts(f"Kỳ báo cáo từ năm {first} đến năm {last} là ngược; hãy đổi lại hai năm")
    return facts


def _year(text: str) -> int:
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise BadFacts(f"Năm “{text}” không phải một năm từ {FIRST_YEAR} đến {LAST_YEAR}; hãy gõ bốn chữ số, ví dụ 2025")
    return int(text)


def _place(text: str) -> str:
    """Return a unit as it is called; a body, such as a school, as it is written."""
    unit = _whole_unit(text)
    if unit is not None:
        return f"{unit.kind} {unit.name}"
    body = next(iter(bodies(text)), None)
    if body is None or body.start > 0:
        raise BadFacts(
            f"Nơi “{text}” cần có cấp đứng trước và viết hoa tên, ví dụ: xã Cẩm Đài, phường Phú Vân, huyện Lam Trà, thôn "
            "Nà Hính, tỉnh Nam Phong; hoặc tên một cơ quan, ví dụ: Trường THCS Nguyễn Huệ"
        )
    return text


def _whole_unit(text: str) -> NamedUnit | None:
    named_units = units(text)
    return named_units[0] if named_units and (named_units[0].start, named_units[0].end) == (0, len(text)) else None


def _area(place: Value, province: Value) -> dict[str, Value]:
    """Return place and province: a province typed as the place is the province, and there is no place below it."""
    unit = _whole_unit(place) if isinstance(place, str) else None
    if unit is None or unit.level != "province":
        return {}
    if isinstance(province, str) and fold(province) != fold(unit.name):
        raise BadFacts(f"Nơi là “{place}” nhưng ô Tỉnh, thành phố là “{province}”; hãy sửa lại một trong hai ô")
    return {"place": None, "province": unit.name}


def _date(text: str) -> str:
    day, iso = DAY.fullmatch(text), ISO.fullmatch(text)
    if iso:
        year, month, number = iso[1], iso[2], iso[3]
    elif day:
        year, month, number = day[3], day[2], day[1]
    else:
        raise BadFacts(
            f"Ngày “{text}” chưa đúng dạng; hãy gõ ngày/tháng/năm, ví dụ 08/12/2025, hoặc tháng/năm, ví dụ 12/2025"
        )
    try:
        date = datetime.date(int(year), int(month), int(number or 1)).isoformat()
    except ValueError as error:
        raise BadFacts(f"Không có ngày {text}; hãy kiểm tra lại ngày và tháng") from error
    return date if number else date[:7]


def _kind_of_document(text: str) -> str:
    if text.lower() not in kind_names():
        raise BadFacts(f"Không có loại văn bản “{text}”; hãy gõ một loại, ví dụ: báo cáo, kế hoạch, tờ trình, công văn")
    return text.lower()


def _kind(text: str) -> str:
    if text not in {kind.name for kind in facet_words().kinds}:
        raise BadFacts(f"Không có loại báo cáo “{text}”; hãy chọn một loại trong danh sách")
    return text


_READ: Mapping[str, Callable[[str], Value]] = {
    "period_from": _year,
    "period_to": _year,
    "place": _place,
    "province": lambda text: PROVINCE.sub("", text),
    "date": _date,
    "kind": _kind,
    "kind_of_document": _kind_of_document,
}
