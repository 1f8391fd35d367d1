"""HTML of the form for a draft: what is required first, the rest folded, figures as a table a section.

Pure functions; every word not our own is escaped here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from app.drafting.last_year import PastFigure
from app.drafting.outline import Head

KINDS = [
    ("Báo cáo năm", "annual"),
    ("Báo cáo 5 năm", "five-year"),
    ("Báo cáo 10 năm thực hiện chỉ thị", "directive-ten-years"),
]
OTHER = "Số liệu khác"
NO_PAST = "Chọn báo cáo năm trước trong thư viện, hoặc nạp tệp bằng nút ở trên; số liệu của nó hiện bên ô số liệu."
Rows = Sequence[tuple[str, str, str]]


def form(
    values: Mapping[str, Any],
    heads: Sequence[Head],
    rows: Rows,
    past: Sequence[PastFigure],
    files: Sequence[str],
    problems: Mapping[str, str] | None = None,
) -> str:
    """Return the form. ``rows``: section, name, value of the figures it holds; ``problems``: a sentence a field."""
    wrong = problems or {}

    def field(name: str, label: str, hint: str = "", kind: str = "text", wide: bool = False) -> str:
        value, problem = str(values.get(name) or ""), wrong.get(name, "")
        remark = f'<em id="wrong-{name}">{escape(problem)}</em>' if problem else ""
        marks = f' aria-invalid="true" aria-describedby="wrong-{name}"' if problem else ""
        control = (
            f'<textarea name="{name}" rows="3" placeholder="{escape(hint)}"{marks}>{escape(value)}</textarea>'
            if kind == "textarea"
            else f'<input name="{name}" type="{kind}" value="{escape(value)}" placeholder="{escape(hint)}"{marks}>'
        )
        return f"<label{' class=wide' if wide else ''}><span>{label}</span>{control}{remark}</label>"

    main = "".join(
        (
            _select("kind", "Loại báo cáo", KINDS, str(values.get("kind") or "annual")),
            field("agency", "Cơ quan ban hành <b>*</b>", "ỦY BAN NHÂN DÂN XÃ …", wide=True),
            field("place", "Địa danh <b>*</b>", "Cẩm Đài"),
            field("from", "Từ năm <b>*</b>", "2025"),
            field("to", "Đến năm", "như năm đầu"),
        )
    )
    issue = "".join(
        (
            field("parent_agency", "Cơ quan chủ quản", "ỦY BAN NHÂN DÂN HUYỆN …", wide=True),
            field("number", "Số, ký hiệu", "15/BC-UBND"),
            field("date", "Ngày ban hành", kind="date"),
            field("basis", "Thực hiện văn bản nào", "Công văn số … ngày … của …", wide=True),
            field("directive", "Chỉ thị được tổng kết (báo cáo 10 năm)", "Chỉ thị số … ngày … của …", wide=True),
            field("signer_authority", "Quyền hạn người ký", "TM. ỦY BAN NHÂN DÂN"),
            field("signer_title", "Chức vụ", "CHỦ TỊCH"),
            field("signer_name", "Họ tên người ký"),
            field("recipients", "Nơi nhận, mỗi dòng một nơi", "Sở Nội vụ", "textarea", wide=True),
        )
    )
    reports = [("Đề cương có sẵn của loại báo cáo", ""), *((name, name) for name in files)]
    before = [("Không so sánh", ""), *((name, name) for name in files)]
    sources = _select("outline", "Theo đề cương của", reports, str(values.get("outline") or "")) + _select(
        "last_year", "Báo cáo năm trước", before, str(values.get("last_year") or "")
    )
    summary = f'<p class="problem" role="alert">Chưa soạn được: còn {len(wrong)} ô cần xem lại.</p>' if wrong else ""
    return (
        f'<form class="draft-form" autocomplete="off">{summary}<div class="fields">{main}</div>'
        f"{_fold('issue', 'Số, ngày, người ký, nơi nhận', f'<div class=fields>{issue}</div>')}"
        f"{_fold('sources', 'Đề cương và báo cáo năm trước', f'<div class=fields>{sources}</div>{_past(values, past)}')}"
        f"{_fold('figures', f'Số liệu ({_count_filled(rows)} đã điền)', _tables(heads, rows, past, values))}"
        '<p class="go"><button type="button" data-act="make">Soạn dự thảo</button> '
        '<button type="button" class="quietly" data-act="clear" data-sure="Bấm lần nữa để xóa mẫu và dự thảo">'
        "Làm báo cáo khác</button></p></form>"
    )


def _select(name: str, label: str, choices: Sequence[tuple[str, str]], value: str) -> str:
    options = "".join(
        f'<option value="{escape(key)}"{" selected" if key == value else ""}>{escape(title)}</option>'
        for title, key in choices
    )
    return f'<label class="wide"><span>{label}</span><select name="{name}" data-redraw>{options}</select></label>'


def _fold(key: str, title: str, inside: str) -> str:
    return f'<details data-fold="{key}"><summary>{title}</summary>{inside}</details>'


def _count_filled(rows: Rows) -> int:
    return sum(bool(value) for _, _, value in rows)


def _past(values: Mapping[str, Any], past: Sequence[PastFigure]) -> str:
    title = str(values.get("last_year") or values.get("last_year_shown") or "")
    if not title:
        return f'<p class="quiet">{NO_PAST}</p>'
    if not past:
        return f'<p class="quiet">{escape(title)}: không thấy số liệu nào trùng tên với số liệu cần điền.</p>'
    return f'<p class="quiet">{escape(title)}: có {len(past)} số liệu năm trước, hiện bên ô số liệu.</p>'


def _tables(heads: Sequence[Head], rows: Rows, past: Sequence[PastFigure], values: Mapping[str, Any]) -> str:
    """Return a table a section: the figures expected, those given besides, and a row for one more."""
    confirmed = set(map(str, values.get("compared") or ()))
    by_name = {figure.name: figure for figure in past}
    sections = {head.heading: list(head.figures) for head in heads if head.figures}
    for section, name, _ in rows:
        names = sections.setdefault(section or OTHER, [])
        if name not in names:
            names.append(name)
    by_field = {(section or OTHER, name): value for section, name, value in rows}
    folds = []
    for number, (section, names) in enumerate(sections.items()):
        lines = "".join(
            _row(section, name, by_field.get((section, name), ""), by_name.get(name), confirmed) for name in names
        )
        more = (
            f'<tr class="more" data-section="{escape(section)}"><td><input class="name" aria-label="Tên số liệu khác" '
            f'placeholder="số liệu khác…"></td><td><input class="value" aria-label="Giá trị"></td><td></td></tr>'
        )
        filled = sum(bool(by_field.get((section, name))) for name in names)
        folds.append(
            _fold(f"figures-{number}", f"{escape(section)} ({filled}/{len(names)})", f"<table>{lines}{more}</table>")
        )
    return "".join(folds)


def _row(section: str, name: str, value: str, past: PastFigure | None, confirmed: set[str]) -> str:
    beside = ""
    if past is not None:
        where = escape(f"Báo cáo năm trước viết: “{past.quote.quote}”")
        ticked = " checked" if name in confirmed else ""
        beside = (
            f'<span title="{where}">năm {past.year}: {escape(past.value)}</span> '
            f'<label><input type="checkbox" data-compare="{escape(name)}"{ticked}> so sánh</label>'
        )
    return (
        f'<tr data-section="{escape(section)}" data-name="{escape(name)}"><th scope="row">{escape(name)}</th>'
        f'<td><input class="value" value="{escape(value)}" aria-label="{escape(name)}"></td><td>{beside}</td></tr>'
    )
