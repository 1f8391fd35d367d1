"""The tab "Kho báo cáo", as HTML. Pure functions; every word not our own is escaped here.

What can be clicked is a button with data that ``assets/library.js`` turns into events: ``data-do`` names what to do, with
``data-report``, ``data-number`` or ``data-path`` for what; ``data-at`` opens the side panel (:mod:`app.web.html.panel`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from app.library.facts_form import FIELDS, shown
from app.library.register import RegisterEntry
from app.library.uploads import OPEN, SOURCE, Upload, UploadState
from app.library.watched_folders import Folder
from app.web.html.panel import Reference
from index.query.facets import facet_words
from index.store.corrections import BY_HAND
from ingest.model import Heading, Passage, Report
from ingest.readers import SUFFIXES
from ingest.report import section_at

SHOWN_DONE = 60  # of the files that are done with; the queue's head tells how many there are
STATES = {
    UploadState.ASKING: "chờ bạn chọn",
    UploadState.WAITING: "đang chờ",
    UploadState.READING: "đang đọc",
    UploadState.READ: "đã đọc",
    UploadState.OCR: "đã đọc bằng OCR",
    UploadState.COPY: "bản sao",
    UploadState.SAME: "không đổi",
    UploadState.UNREAD: "không đọc được",
}
COLUMNS = ("Báo cáo", "Địa phương", "Loại", "Kỳ", "Trang", "Mục", "Tình trạng")
HINTS = {"date": "ví dụ 08/12/2025", "place": "xã …, phường …, huyện …", "number": "ví dụ 15/BC-UBND"}


def problem(message: str) -> str:
    """Return what went wrong, as a paragraph."""
    return f'<p class="problem" role="alert">{escape(message)}</p>' if message else ""


def notice(message: str) -> str:
    """Return what was done, as a paragraph."""
    return f'<p class="done" role="status">{escape(message)}</p>' if message else ""


def _button(what: str, label: str, key: str = "", value: object = "", *, plain: bool = True) -> str:
    data = f' data-{key}="{escape(str(value))}"' if key else ""
    return f'<button type="button" data-do="{what}"{data}{"" if plain else " class=main"}>{escape(label)}</button>'


# Uploading


def drop(*, may: bool) -> str:
    """Return the place where files are dropped; a reader, who may not, is told who may."""
    if not may:
        return '<p class="quiet">Người soạn thảo và quản trị viên có thể nạp thêm báo cáo vào Kho.</p>'
    kinds = ", ".join(sorted(suffix.removeprefix(".") for suffix in SUFFIXES))
    return (
        '<div class="drop"><input type="file" id="files" multiple class="unseen" '
        f'accept="{",".join(sorted(SUFFIXES))}"><label for="files"><b>Kéo thả báo cáo vào đây</b>'
        f"<span>hoặc bấm để chọn tệp; nhiều tệp cùng lúc được ({kinds})</span></label></div>"
        '<ul class="sending files" aria-label="Các tệp đang tải lên" aria-live="polite"></ul>'
    )


def queue(uploads: Sequence[Upload], progress: Mapping[int, float], *, may: bool = True) -> str:
    """Return the files of the queue: those to be asked about, those being read, those waiting, those done with."""
    if not uploads or not may:
        return ""
    waiting = [one for one in uploads if one.state in OPEN]
    done = [one for one in uploads if one.state not in OPEN]
    asked = [one for one in waiting if one.state is UploadState.ASKING]
    rank = [UploadState.ASKING, UploadState.READING, UploadState.WAITING]
    waiting.sort(key=lambda one: (rank.index(one.state), one.number))
    unread = sum(one.state is UploadState.UNREAD for one in done)
    parts = [f"đang đọc và chờ {len(waiting) - len(asked)}"] if len(waiting) > len(asked) else []
    parts += [f"cần chọn {len(asked)}"] if asked else []
    parts += [f"đã xong {len(done) - unread}"] if len(done) > unread else []
    parts += [f"không đọc được {unread}"] if unread else []
    live = " data-live" if any(one.state in (UploadState.WAITING, UploadState.READING) for one in waiting) else ""
    both = _button("replace-all", "Thay tất cả") if len(asked) > 1 else ""
    clear = _button("clear", "Xóa danh sách đã xong") if done else ""
    rows = "".join(_upload(one, progress.get(one.number)) for one in [*waiting, *done[:SHOWN_DONE]])
    return (
        f'<section class="queue" aria-label="Các tệp vừa nạp"{live}><div class="head"><h3 role="status">Tệp nạp vào Kho: '
        f'{escape(", ".join(parts))}</h3><div class="tools">{both}{clear}</div></div><ul class="files">{rows}</ul></section>'
    )


def _upload(one: Upload, share: float | None) -> str:
    said, tools = one.said, ""
    if one.state is UploadState.ASKING:
        said = "Kho đã có tệp cùng tên với nội dung khác."
        keys = (("replace", "Thay bản cũ"), ("both", "Giữ cả hai"), ("drop", "Không nạp tệp này"))
        tools = f'<div class="tools">{"".join(_button(what, label, "number", one.number) for what, label in keys)}</div>'
    elif one.state is UploadState.WAITING:
        tools = f'<div class="tools">{_button("drop-waiting", "Không nạp nữa", "number", one.number)}</div>'
    bar = ""
    if one.state is UploadState.READING:
        value = f' value="{share:.2f}"' if share else ""
        bar = f'<progress max="1"{value} aria-label="Đang đọc {escape(one.name)}"></progress>'
    return (
        f'<li class="{one.state.value}"><span class="name">{escape(one.name)}</span><span class="state">'
        f"{STATES[one.state]}</span>{bar}<span class=said>{escape(said)}</span>{tools}</li>"
    )


# The register


def register(entries: Sequence[RegisterEntry]) -> str:
    """Return the reports as a table that can be sorted and filtered where it stands."""
    if not entries:
        return '<p class="quiet">Kho chưa có báo cáo nào. Hãy kéo thả báo cáo vào khung ở trên.</p>'
    heads = "".join(
        f'<th scope="col" aria-sort="none"><button type="button" data-sort="{at}">{name}</button></th>'
        for at, name in enumerate(COLUMNS)
    )
    return (
        '<div class="register"><div class="find"><label for="shelf-filter">Lọc báo cáo</label>'
        '<input type="search" id="shelf-filter" placeholder="tên, địa phương, năm, tệp… (không cần dấu)" autocomplete="off">'
        f'<span class="count" role="status" data-all="{len(entries)}">{len(entries)} báo cáo</span></div>'
        f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{"".join(map(_row, entries))}</tbody></table>'
        "</div></div>"
    )


def _row(entry: RegisterEntry) -> str:
    extent = entry.extent
    cells = (
        (entry.facts.place or entry.facts.province or "", None),
        (entry.kind, None),
        (entry.period, None),
        ("–" if extent.pages is None else str(extent.pages), extent.pages or 0),
        (str(extent.sections), extent.sections),
    )
    made = "".join(
        f'<td data-label="{name}"{"" if value is None else f" data-value={value}"}>{escape(text) or "–"}</td>'
        for name, (text, value) in zip(COLUMNS[1:], cells, strict=False)
    )
    copies = f'<span class="copies">bản sao: {escape(", ".join(entry.files[1:]))}</span>' if len(entry.files) > 1 else ""
    return (
        f'<tr><td data-label="Báo cáo" data-value="{escape(entry.title)}">'
        f'<button type="button" class="open" data-do="open" data-report="{entry.report}">{escape(entry.title)}</button>'
        f'<span class="file">{escape(entry.files[0])}</span>{copies}</td>{made}'
        f'<td data-label="Tình trạng">{_condition(entry)}</td></tr>'
    )


def _condition(entry: RegisterEntry) -> str:
    extent = entry.extent
    parts = ["có chữ"] if not extent.ocr else [f"OCR {extent.ocr} trang"]
    parts += [f"{extent.warnings} lưu ý"] if extent.warnings else []
    parts += ["đã sửa thông tin"] if entry.by_hand else []
    return "".join(f"<span>{escape(part)}</span>" for part in parts)


# A report's page


def report_page(
    entry: RegisterEntry, report: Report, passages: Sequence[Passage], paths: Sequence[str], *,
    may_edit: bool, may_delete: bool, said: str = "", typed: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """Return the page of one report.

    :param said: a paragraph on what was just done (HTML). ``typed``: what stands in the form if it was not taken.
    """
    ask = _button("ask-in", "Hỏi trong báo cáo này", "report", entry.report, plain=False)
    warnings = "".join(f"<li>{escape(warning)}</li>" for warning in report.warnings)
    notes = f'<section><h4>Lưu ý khi đọc tệp</h4><ul class="notes">{warnings}</ul></section>' if warnings else ""
    files = "".join(f"<li>{escape(_came_as(path))}</li>" for path in paths)
    edit = _form(entry, typed) if may_edit else ""
    delete = _delete(entry) if may_delete else ""
    return (
        f'<article class="report"><button type="button" class="back" data-do="list">‹ Danh sách báo cáo</button>'
        f'<h3 tabindex="-1">{escape(entry.title)}</h3>{said}<div class="tools">{ask}</div>'
        f"<section><h4>Thông tin</h4>{_facts(entry)}{edit}</section>{notes}"
        f"<section><h4>Đề cương ({len(report.headings)} mục; bấm để đọc)</h4>{outline(report, passages)}</section>"
        f'<section><h4>Tệp</h4><ul class="paths">{files}</ul></section>{delete}</article>'
    )


def _came_as(path: str) -> str:
    own = f"{SOURCE}/"
    return f"{path.removeprefix(own)} (nạp qua trang này)" if path.startswith(own) else path


def _facts(entry: RegisterEntry) -> str:
    values, found = shown(entry.facts), dict(entry.facts.found)
    values["kind"] = entry.kind
    values["period_from"], found["period_from"] = entry.period, found.get("period_from", found.get("period_to", ""))
    names = {**FIELDS, "period_from": "Kỳ báo cáo"}
    rows = []
    for name, label in names.items():
        if name == "period_to":
            continue
        where = found.get(name, "")
        mark = f' <span class="where{" hand" if where == BY_HAND else ""}">{escape(where)}</span>' if where else ""
        value = escape(values[name]) or '<span class="none">không thấy trong báo cáo</span>'
        rows.append(f"<dt>{label}</dt><dd>{value}{mark}</dd>")
    return f'<dl class="facts">{"".join(rows)}</dl>'


def _form(entry: RegisterEntry, typed: Mapping[str, str] | None) -> str:
    values = {**shown(entry.facts), **(typed or {})}
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
    reset = _button("reset", "Trả về như máy đã đọc", "report", entry.report) if entry.by_hand else ""
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
        f'<div class="tools">{_button("delete", "Xóa hẳn báo cáo này", "report", entry.report)}</div></details>'
    )


def outline(report: Report, passages: Sequence[Passage]) -> str:
    """Return the headings as a tree of buttons, each opening what stands below it in the side panel."""
    if not report.headings:
        return '<p class="quiet">Báo cáo không có đề mục nào.</p>'
    first: dict[int, Passage] = {}
    for passage in passages:
        at = section_at(report, passage.start)
        for above in _with_parents(report, at):
            first.setdefault(above, passage)
    opened = list(first.items())
    keys = " ".join(Reference(passage.id).key for _, passage in opened)
    places = {heading: at for at, (heading, _) in enumerate(opened)}
    children: dict[int | None, list[int]] = {}
    for at, heading in enumerate(report.headings):
        children.setdefault(heading.parent, []).append(at)

    def tree(parent: int | None) -> str:
        inside = children.get(parent, ())
        items = "".join(f"<li>{_heading(report.headings[at], places.get(at))}{tree(at)}</li>" for at in inside)
        return f"<ul>{items}</ul>" if items else ""

    return f'<div class="outline" data-keys="{escape(keys)}">{tree(None)}</div>'


def _with_parents(report: Report, at: int | None) -> list[int]:
    made = []
    while at is not None:
        made.append(at)
        at = report.headings[at].parent
    return made


def _heading(heading: Heading, at: int | None) -> str:
    label = f"<b>{escape(heading.label)}</b> " if heading.label != "*" else ""
    page = f' <span class="page">tr. {heading.span.page}</span>' if heading.span.page is not None else ""
    text = f"{label}{escape(heading.title)}"
    return f"<span>{text}</span>{page}" if at is None else f'<button type="button" data-at="{at}">{text}</button>{page}'


# Watched folders


def watched(folders: Sequence[Folder], vanished: Sequence[str], minutes: int, said: str = "") -> str:
    """Return what the administrator sees of watched folders; ``said``: a paragraph on what was just done (HTML)."""
    rows = "".join(
        f'<li><span class="name">{escape(folder.path)}</span><span class="said">'
        f"{escape(f'{folder.looked}: {folder.said}' if folder.looked else 'chưa xem lần nào')}</span>"
        f'<div class="tools">{_button("unwatch", "Thôi theo dõi", "path", folder.path)}</div></li>'
        for folder in folders
    )
    gone = "".join(
        f'<li><span class="name">{escape(path)}</span><div class="tools">'
        f"{_button('forget', 'Gỡ khỏi Kho', 'path', path)}{_button('keep', 'Vẫn giữ trong Kho', 'path', path)}</div></li>"
        for path in vanished
    )
    asked = f'<h4>Tệp không còn trong thư mục</h4><ul class="files">{gone}</ul>' if gone else ""
    now = _button("look", "Xem ngay") if folders else ""
    is_open = " open" if said or vanished else ""
    return (
        f'<details class="folders"{is_open}><summary>Thư mục theo dõi ({len(folders)})</summary>{said}'
        f"<p class=quiet>Tệp mới hoặc đã sửa trong các thư mục này được tự động nạp, {minutes} phút xem một lần. "
        f'Tệp mất đi thì hỏi, không tự xóa.</p><ul class="files">{rows}</ul>{asked}'
        "<form data-watch><label><span>Thư mục trên máy chủ</span>"
        '<input name="folder" placeholder="/srv/bao-cao" autocomplete="off"></label>'
        f'<div class="tools"><button type="submit" class="main">Theo dõi thư mục này</button>{now}</div></form></details>'
    )


def limit(title: str) -> str:
    """Return the line above the question that says which report alone is asked; no title: nothing."""
    if not title:
        return ""
    return (
        f'<div class="understood limit"><span>Chỉ hỏi trong:</span><ul><li class="on"><span>{escape(title)}</span>'
        '<button type="button" data-do="ask-all" aria-label="Bỏ giới hạn, hỏi trong mọi báo cáo" '
        'title="Hỏi trong mọi báo cáo">✕</button></li></ul></div>'
    )
