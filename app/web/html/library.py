"""The tab "Kho báo cáo", as HTML. Pure functions; every word not our own is escaped here.

What can be clicked is a button with data that ``assets/library.js`` turns into events: ``data-do`` names what to do, with
``data-report``, ``data-number`` or ``data-path`` for what. The list of reports is in :mod:`app.web.html.register`, the page
of one in :mod:`app.web.html.report_page`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from app.library.uploads import OPEN, Upload, UploadState
from app.library.watched_folders import Folder
from ingest.readers import SUFFIXES

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


def button(what: str, label: str, key: str = "", value: object = "", *, plain: bool = True) -> str:
    """Return a button that does something (``what``) to what ``value`` names; the main one of its row is not ``plain``."""
    data = f' data-{key}="{escape(str(value))}"' if key else ""
    return f'<button type="button" data-do="{what}"{data}{"" if plain else " class=main"}>{escape(label)}</button>'


# Uploading


def drop(*, may: bool) -> str:
    """Return the place where files are dropped; a reader, who may not drop any, sees who may."""
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
    """Return the files of the queue: those to be asked about, being read, waiting, not to be read, done with."""
    if not uploads or not may:
        return ""
    waiting = [upload for upload in uploads if upload.state in OPEN]
    ended = [upload for upload in uploads if upload.state not in OPEN]
    ended.sort(key=lambda upload: upload.state is not UploadState.UNREAD)  # files that could not be read come first
    asking = [upload for upload in waiting if upload.state is UploadState.ASKING]
    rank = [UploadState.ASKING, UploadState.READING, UploadState.WAITING]
    waiting.sort(key=lambda upload: (rank.index(upload.state), upload.number))
    unread = sum(upload.state is UploadState.UNREAD for upload in ended)
    parts = [f"đang đọc và chờ {len(waiting) - len(asking)}"] if len(waiting) > len(asking) else []
    parts += [f"cần chọn {len(asking)}"] if asking else []
    parts += [f"đã xong {len(ended) - unread}"] if len(ended) > unread else []
    parts += [f"không đọc được {unread}"] if unread else []
    live = " data-live" if any(upload.state in (UploadState.WAITING, UploadState.READING) for upload in waiting) else ""
    both = button("replace-all", "Thay tất cả") if len(asking) > 1 else ""
    clear = button("clear", "Xóa danh sách đã xong") if ended else ""
    rows = "".join(_upload(upload, progress.get(upload.number)) for upload in [*waiting, *ended[:SHOWN_DONE]])
    return (
        f'<section class="queue" aria-label="Các tệp vừa nạp"{live}><div class="head"><h3 role="status">Tệp nạp vào Kho: '
        f'{escape(", ".join(parts))}</h3><div class="tools">{both}{clear}</div></div><ul class="files">{rows}</ul></section>'
    )


def _upload(upload: Upload, share: float | None) -> str:
    message, tools = upload.said, ""
    if upload.state is UploadState.ASKING:
        message = "Kho đã có tệp cùng tên với nội dung khác."
        keys = (("replace", "Thay bản cũ"), ("both", "Giữ cả hai"), ("drop", "Không nạp tệp này"))
        tools = f'<div class="tools">{"".join(button(what, label, "number", upload.number) for what, label in keys)}</div>'
    elif upload.state is UploadState.WAITING:
        tools = f'<div class="tools">{button("drop-waiting", "Không nạp nữa", "number", upload.number)}</div>'
    bar = ""
    if upload.state is UploadState.READING:
        value = f' value="{share:.2f}"' if share else ""
        bar = f'<progress max="1"{value} aria-label="Đang đọc {escape(upload.name)}"></progress>'
    return (
        f'<li class="{upload.state.value}"><span class="name">{escape(upload.name)}</span><span class="state">'
        f"{STATES[upload.state]}</span>{bar}<span class=said>{escape(message)}</span>{tools}</li>"
    )


# Watched folders


def watched(folders: Sequence[Folder], vanished: Sequence[str], minutes: int, message: str = "") -> str:
    """Return what the administrator sees of watched folders; ``message``: a paragraph on what was just done (HTML)."""
    rows = "".join(
        f'<li><span class="name">{escape(folder.path)}</span><span class="said">'
        f"{escape(f'{folder.looked}: {folder.said}' if folder.looked else 'chưa xem lần nào')}</span>"
        f'<div class="tools">{button("unwatch", "Thôi theo dõi", "path", folder.path)}</div></li>'
        for folder in folders
    )
    vanished_rows = "".join(
        f'<li><span class="name">{escape(path)}</span><div class="tools">'
        f"{button('forget', 'Gỡ khỏi Kho', 'path', path)}{button('keep', 'Vẫn giữ trong Kho', 'path', path)}</div></li>"
        for path in vanished
    )
    lost = f'<h4>Tệp không còn trong thư mục</h4><ul class="files">{vanished_rows}</ul>' if vanished_rows else ""
    now = button("look", "Xem ngay") if folders else ""
    is_open = " open" if message or vanished else ""
    return (
        f'<details class="folders"{is_open}><summary>Thư mục theo dõi ({len(folders)})</summary>{message}'
        f"<p class=quiet>Tệp mới hoặc đã sửa trong các thư mục này được tự động nạp, {minutes} phút xem một lần. "
        f'Tệp mất đi thì hỏi, không tự xóa.</p><ul class="files">{rows}</ul>{lost}'
        "<form data-watch><label><span>Thư mục trên máy chủ</span>"
        '<input name="folder" placeholder="/srv/bao-cao" autocomplete="off"></label>'
        f'<div class="tools"><button type="submit" class="main">Theo dõi thư mục này</button>{now}</div></form></details>'
    )


def limit(title: str) -> str:
    """Return the line above the question that names the one report asked; "" without a title."""
    if not title:
        return ""
    return (
        f'<div class="understood limit"><span>Chỉ hỏi trong:</span><ul><li class="on"><span>{escape(title)}</span>'
        '<button type="button" data-do="ask-all" aria-label="Bỏ giới hạn, hỏi trong mọi báo cáo" '
        'title="Hỏi trong mọi báo cáo">✕</button></li></ul></div>'
    )
