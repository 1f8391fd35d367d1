"""The register of the library, as HTML: a table that is sorted and filtered where it stands. All text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.library.register import RegisterEntry
from app.records.report_sets import ReportSet
from ingest.language.body_names import cited_name
from ingest.language.text import fold_spaces

# What a văn thư's register has for every report; the first column names it.
COLUMNS = (
    "Báo cáo", "Số", "Ký hiệu", "Ngày", "Cơ quan ban hành", "Loại", "Kỳ", "Nơi", "Trang", "Tình trạng",
)  # fmt: skip
OF_KIND = "báo cáo "  # stands in every kind's name, and in this table says nothing
EMPTY = '<p class="quiet">Kho chưa có báo cáo nào. Hãy kéo thả báo cáo vào khung ở trên.</p>'


def register(entries: Sequence[RegisterEntry]) -> str:
    """Return the reports as a table; none: what to do to get some."""
    if not entries:
        return EMPTY
    heads = "".join(
        f'<th scope="col" aria-sort="none"><button type="button" data-sort="{at}">{name}</button></th>'
        for at, name in enumerate(COLUMNS)
    )
    options = "".join(f'<option value="{at}">{name}</option>' for at, name in enumerate(COLUMNS))
    count = sum(1 + len(entry.twins) for entry in entries)
    files = f" ({count} tệp)" if count > len(entries) else ""
    return (
        '<div class="register"><div class="find"><label for="shelf-filter">Lọc báo cáo</label>'
        '<input type="search" id="shelf-filter" placeholder="số, ký hiệu, cơ quan, nơi, năm, tệp… (không cần dấu)" '
        f'autocomplete="off"><span class="count" role="status" data-files="{files}">{len(entries)} báo cáo{files}</span>'
        '<label class="sort-by">Xếp theo <select data-sort-by><option value="">thứ tự tệp</option>'
        f"{options}</select></label></div>{TICKED}"
        '<div class="scroll" tabindex="0" role="region" aria-label="Danh sách báo cáo"><table><thead><tr>'
        f"{heads}</tr></thead><tbody>{''.join(map(_row, entries))}</tbody></table></div></div>"
    )


def kept_sets(sets: Sequence[ReportSet], entries: Sequence[RegisterEntry]) -> str:
    """Return the sets of reports that a person keeps, each with what can be done with it; none: nothing."""
    if not sets:
        return ""
    library = {report for entry in entries for report in entry.reports}
    rows = "".join(_set(report_set, [report for report in report_set.reports if report in library]) for report_set in sets)
    return f'<details class="sets" open><summary>Bộ hồ sơ ({len(sets)})</summary><ul class="files">{rows}</ul></details>'


def _set(report_set: ReportSet, reports: Sequence[str]) -> str:
    ids = escape(" ".join(reports))
    return (
        f'<li><span class="name">{escape(report_set.name)}</span><span class="said">{len(reports)} báo cáo</span>'
        f'<div class="tools"><button type="button" data-do="ask-in" data-reports="{ids}">Hỏi trong bộ này</button>'
        f'<button type="button" data-do="tabulate" data-reports="{ids}">Tổng hợp</button>'
        f'<button type="button" data-do="drop-set" data-number="{report_set.id}">Xóa bộ</button></div></li>'
    )


TICKED = (
    '<form class="ticked" data-deed="keep-set" hidden><span role="status"><b class="many">0</b> báo cáo đã chọn</span>'
    '<button type="button" class="main" data-do="ask-in" data-ticked>Hỏi trong các báo cáo này</button>'
    '<button type="button" data-do="tabulate" data-ticked>Tổng hợp</button>'
    '<label><span class="unseen">Tên bộ hồ sơ</span><input name="name" placeholder="tên bộ hồ sơ" maxlength="80" '
    'autocomplete="off"></label><button type="submit">Lưu thành bộ hồ sơ</button>'
    '<button type="button" data-do="untick">Bỏ chọn</button></form>'
)


def _row(entry: RegisterEntry) -> str:
    facts, extent = entry.facts, entry.extent
    number, code = entry.number
    cells = (  # the text of the cell, and the value to sort by where that differs
        (number, None),
        (code, None),
        (day(facts.date), facts.date or ""),
        (facts.issuer or "", None),
        (entry.kind.removeprefix(OF_KIND), None),
        (entry.period, entry.ends or ""),
        (_place(entry), None),
        ("" if extent.pages is None else str(extent.pages), extent.pages or ""),
    )
    columns = "".join(
        f'<td data-label="{name}" data-value="{escape(str(text if value is None else value))}"'
        f"{'' if text else ' class=none'}>{escape(text) or '–'}</td>"
        for name, (text, value) in zip(COLUMNS[1:], cells, strict=False)
    )
    files = "".join(f'<span class="file">{escape(name)}</span>' for name in dict.fromkeys(entry.files))
    return (
        f'<tr data-also="{escape(_also(entry))}"><td data-label="Báo cáo" data-value="{escape(entry.title)}">'
        f'<label class="tick"><input type="checkbox" value="{entry.report}" data-tick>'
        f'<span class="unseen">Chọn {escape(entry.title)}</span></label>'
        f'<button type="button" class="open" data-do="open" data-report="{entry.report}">{escape(entry.title)}</button>'
        f'{files}</td>{columns}<td data-label="{COLUMNS[-1]}">{_condition(entry)}</td></tr>'
    )


def _also(entry: RegisterEntry) -> str:
    """Return the ways to write its number, its day and its issuer that the cells do not have, for the search box."""
    facts = entry.facts
    number = f"số {fold_spaces(facts.number)}" if facts.number else ""
    padded = f"ngày {'/'.join(reversed(facts.date.split('-')))}" if facts.date else ""
    return " ".join(part for part in (number, padded, cited_name(facts.issuer or "")) if part)


def day(date: str | None) -> str:
    """Return an ISO date as officials write it, "8/12/2025" or "12/2025"; nothing for none."""
    return "/".join(str(int(part)) for part in reversed(date.split("-"))) if date else ""


def _place(entry: RegisterEntry) -> str:
    place, province = entry.facts.place, entry.facts.province
    return ", ".join(part for part in (place, f"tỉnh {province}" if province and not place else province) if part)


def _condition(entry: RegisterEntry) -> str:
    extent = entry.extent
    parts = ["có chữ"] if not extent.ocr else [f"OCR {extent.ocr} trang"]
    parts += [f"{extent.warnings} lưu ý"] if extent.warnings else []
    parts += ["đã sửa thông tin"] if entry.by_hand else []
    files = len(entry.files) - len(set(entry.files))
    parts += [f"{1 + len(entry.twins)} tệp cùng nội dung"] if entry.twins else []
    parts += [f"{files} bản sao"] if files else []
    return "".join(f"<span>{escape(part)}</span>" for part in parts)
