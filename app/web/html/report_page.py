"""The page of one report in the tab "Kho báo cáo", as HTML. Pure functions; every word not our own is escaped here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from app.library.facts_form import FIELDS, form_values
from app.library.register import RegisterEntry
from app.library.uploads import SOURCE
from app.web.html import whole_report
from app.web.html.library import button
from index.query.facets import facet_words
from index.store.corrections import BY_HAND
from ingest.model import Report

HINTS = {
    "date": "ví dụ 08/12/2025", "place": "xã …, huyện …, tỉnh …", "number": "ví dụ 15/BC-UBND",
    "issuer": "UBND xã …, Trường THCS …, Công an …",
}  # fmt: skip


def report_page(
    entry: RegisterEntry, report: Report, paths: Sequence[str], *, may_edit: bool, may_delete: bool, may_check: bool,
    compared: str, as_pages: bool, message: str = "", checked: str = "", typed: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """Return the page of one report.

    :param compared: what stands under "So với báo cáo năm trước" (HTML).
    :param message: a paragraph on what was just done (HTML).
    :param as_pages: its pages can be shown as they look. ``checked``: what a check found (HTML).
    :param typed: what stands in the form if it was not taken.
    """
    warnings = "".join(f"<li>{escape(warning)}</li>" for warning in report.warnings)
    notes = f'<section><h4>Lưu ý khi đọc tệp</h4><ul class="notes">{warnings}</ul></section>' if warnings else ""
    files = "".join(f"<li>{escape(_came_as(path))}</li>" for path in paths)
    check_section = f'<section class="checked"><h4 tabindex="-1">Soát báo cáo</h4>{checked}</section>' if checked else ""
    return (
        f'<article class="report"><button type="button" class="back" data-do="list">‹ Danh sách báo cáo</button>'
        f'<h3 tabindex="-1">{escape(entry.title)}</h3>{message}{_deeds(entry, may_check=may_check)}'
        f"<section><h4>Thông tin</h4>{_facts(entry)}{_form(entry, typed) if may_edit else ''}"
        f"{_delete(entry) if may_delete else ''}</section>{check_section}"
        f'<section id="so-voi"><h4 tabindex="-1">So với báo cáo năm trước</h4>{compared}</section>'
        f"{whole_report.reading(report, as_pages=as_pages)}{notes}"
        f'<section><h4>Tệp</h4><ul class="paths">{files}</ul></section></article>'
    )


def _deeds(entry: RegisterEntry, *, may_check: bool) -> str:
    """Return what can be done with a report, as a row of buttons, and its files to take away."""
    files = "".join(
        f'<a class="download" href="originals/{identity}" download="{escape(name)}">Tải bản gốc{_suffix(entry, name)}</a>'
        for identity, name in entry.originals
    )
    return (
        f'<div class="tools">{button("ask-in", "Hỏi trong báo cáo này", "report", entry.report, plain=False)}'
        f"{button('sum-up', 'Tóm tắt', 'report', entry.report)}"
        f"{button('check', 'Soát', 'report', entry.report) if may_check else ''}"
        f'<button type="button" data-to="so-voi">So với báo cáo năm trước</button>{files}</div>'
    )


def _suffix(entry: RegisterEntry, name: str) -> str:
    """Return what tells one of several files from the others, " (.pdf)"; "" for a single file."""
    return f" ({escape(name[name.rfind('.') :])})" if entry.twins and "." in name else ""


def _came_as(path: str) -> str:
    own = f"{SOURCE}/"
    return f"{path.removeprefix(own)} (nạp qua trang này)" if path.startswith(own) else path


def _facts(entry: RegisterEntry) -> str:
    values, origins = form_values(entry.facts), dict(entry.facts.found)
    values["kind"] = entry.kind
    values["period_from"], origins["period_from"] = entry.period, origins.get("period_from", origins.get("period_to", ""))
    names = {**FIELDS, "period_from": "Kỳ báo cáo"}
    rows = []
    for name, label in names.items():
        if name == "period_to":
            continue
        where = origins.get(name, "")
        mark = f' <span class="where{" hand" if where == BY_HAND else ""}">{escape(where)}</span>' if where else ""
        value = escape(values[name]) or '<span class="none">không thấy trong báo cáo</span>'
        rows.append(f"<dt>{label}</dt><dd>{value}{mark}</dd>")
    return f'<dl class="facts">{"".join(rows)}</dl>'


def _form(entry: RegisterEntry, typed: Mapping[str, str] | None) -> str:
    values = {**form_values(entry.facts), **(typed or {})}
    fields = []
    for name, label in FIELDS.items():
        if name == "kind":
            options = [("", "theo kỳ báo cáo"), *((kind.name, kind.shown) for kind in facet_words().kinds)]
            chosen = "".join(
                f'<option value="{key}"{" selected" if key == values[name] else ""}>{escape(text)}</option>'
                for key, text in options
            )
            control = f'<select name="{name}">{chosen}</select>'
        else:
            hint = f' placeholder="{HINTS[name]}"' if name in HINTS else ""
            control = f'<input name="{name}" value="{escape(values[name])}"{hint} maxlength="300" autocomplete="off">'
        fields.append(f'<label class="{name}"><span>{label}</span>{control}</label>')
    reset = button("reset", "Trả về như máy đã đọc", "report", entry.report) if entry.by_hand else ""
    is_open = " open" if typed is not None else ""
    return (
        f'<details class="edit"{is_open}><summary>Sửa thông tin</summary><form class="edited" data-report="{entry.report}">'
        f'{"".join(fields)}<p class="quiet">Để trống nghĩa là báo cáo không có. Chỗ đã sửa được giữ khi nạp lại tệp hoặc '
        f'tạo lại chỉ mục.</p><div class="tools"><button type="submit" class="main">Lưu</button>{reset}</div>'
        "</form></details>"
    )


def _delete(entry: RegisterEntry) -> str:
    return (
        '<details class="delete"><summary>Xóa khỏi Kho…</summary><p>Xóa hẳn báo cáo này: nội dung, bản sao tệp trong Kho, '
        "trang đã nhận dạng và chỗ sửa thông tin đều bị xóa, không khôi phục được. Câu trả lời sẽ không dùng báo cáo này "
        "nữa. Tệp gốc ở thư mục khác của cơ quan không bị đụng tới.</p>"
        f'<div class="tools">{button("delete", "Xóa hẳn báo cáo này", "report", entry.report)}</div></details>'
    )
