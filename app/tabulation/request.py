"""What people and programs ask a table for, read from what they typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import regex as re

from app import field_text
from app.tabulation.model import TableRequest
from index.store.library import Library
from ingest.language.text import fold_spaces, normalize

MOST_INDICATORS = 50  # columns; a screen shows ten at once
YEARS = re.compile(r"((?:19|20)\d{2})(?:\s*[-–]\s*((?:19|20)\d{2}))?")
LONGEST = MOST_INDICATORS * field_text.LONGEST_LINE  # characters of all of them
LONGEST_YEARS = 200  # characters: twenty spans of years
BETWEEN = re.compile(r"[;\n]")


class BadTable(ValueError):
    """A table cannot be made as asked; the message says in Vietnamese what to do."""


def request_of(
    library: Library, indicators: str | Sequence[str], reports: Sequence[str] = (), years: str = ""
) -> TableRequest:
    """Return the request for a table.

    :param indicators: one after the other, parted by semicolons or line breaks, or as a list.
    :param reports: file names, paths or ids of reports of the library. Without any, all are taken.
    :param years: "2024", "2023-2025" or "2021, 2023". An empty text takes the years that each report is of.
    :raises BadTable: nothing is asked for, too much is, or a report is not in the library.
    """
    if isinstance(indicators, str) and len(indicators) > LONGEST:
        raise BadTable(
            f"Chỉ tiêu dài {len(indicators)} ký tự; mỗi bảng nhận nhiều nhất {LONGEST}. Hãy chia thành nhiều bảng"
        )
    parts = BETWEEN.split(indicators) if isinstance(indicators, str) else indicators
    typed = tuple(dict.fromkeys(part for part in parts if part.strip()))
    if len(typed) > MOST_INDICATORS:  # counted before any is looked at
        raise BadTable(f"Có {len(typed)} chỉ tiêu; mỗi bảng nhận nhiều nhất {MOST_INDICATORS}. Hãy chia thành nhiều bảng")
    try:
        names = tuple(
            dict.fromkeys(filter(None, (fold_spaces(normalize(field_text.line(name, "chỉ tiêu"))) for name in typed)))
        )
    except field_text.BadText as error:
        raise BadTable(str(error)) from error
    if not names:
        raise BadTable("Chưa có chỉ tiêu nào. Hãy ghi, ví dụ: hộ nghèo; giấy khen cho cá nhân")
    return TableRequest(names, _reports(library, reports), years_of(years))


def years_of(text: str) -> tuple[int, ...] | None:
    """Return the years of "2024", "2023-2025" or "2021, 2023", ascending; None for an empty text.

    :raises BadTable: the text is none of these.
    """
    if len(text) > LONGEST_YEARS:
        raise BadTable(f"Năm dài {len(text)} ký tự; hãy ghi một năm (2024) hoặc một khoảng năm (2023-2025)")
    numbers: set[int] = set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = YEARS.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if first > last:
            raise BadTable(
                f"Năm “{field_text.shown(text)}” chưa đúng. Hãy ghi một năm (2024) hoặc một khoảng năm (2023-2025)"
            )
        numbers.update(range(first, last + 1))
    return tuple(sorted(numbers)) or None


def _reports(library: Library, names: Sequence[str]) -> tuple[str, ...] | None:
    """Return the ids of the reports named; None where none is."""
    if not names:
        return None
    catalog = library.catalog
    by_name: dict[str, list[str]] = {}
    for identity in catalog.report_ids():
        by_name.setdefault(normalize(catalog.file_of(identity)).casefold(), []).append(identity)
        by_name.setdefault(identity, []).append(identity)
    for path, identity in catalog.sources().items():
        by_name.setdefault(path, []).append(identity)
    identities: list[str] = []
    for name in names:
        keys = (name, str(Path(name).absolute()), normalize(Path(name).name).casefold())
        named_reports = next((by_name[key] for key in keys if key in by_name), None)
        if named_reports is None:
            printable = field_text.shown(name)
            raise BadTable(
                f"Không có báo cáo “{printable}” trong thư viện. Hãy ghi đúng tên tệp, hoặc nạp tệp: python -m ingest TỆP"
            )
        identities += named_reports
    return tuple(dict.fromkeys(identities))
