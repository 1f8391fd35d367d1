"""HTML of the tab "Quản trị". Pure functions; every word not our own is escaped here.

A button of the list of people says with ``data-act`` what is to be done to whom (``data-name``); see ``admin.js``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from urllib.parse import urlencode

from app.access.accounts import Account
from app.access.api_keys import Key
from app.access.audit import AuditEntry, called
from app.access.person import Person, Role
from app.library.reindex import Ended
from app.library.state import Disk, IndexState
from app.records.office_glossary import GlossaryEntry
from app.storage.running_work import Task
from app.web.html.messages import problem

ROLES = {Role.READER: "Người đọc", Role.DRAFTER: "Người soạn", Role.ADMINISTRATOR: "Quản trị viên"}
AUDIT_FILE = "/admin/audit.csv"


def state(index: IndexState, disk: Disk, sessions: int) -> str:
    """Return the state of the index and of the disk."""
    rows = [
        ("Báo cáo", f"{index.reports:n}"),
        ("Đoạn văn", f"{index.passages:n}"),
        ("Mô hình nhúng", index.model),
        ("Định dạng chỉ mục", index.format),
        ("Số lần thay đổi chỉ mục", index.revision),
        ("Phiên đang mở", str(sessions)),
        *((name, size(count)) for name, count in disk.parts if count),
        ("Đĩa còn trống", size(disk.free)),
    ]
    lack = ""
    if index.vectors != index.passages:
        lack = problem(
            f"Kho véc-tơ có {index.vectors} đoạn, danh mục có {index.passages}: lượt nạp trước bị ngắt giữa chừng. "
            "Hãy nạp lại một tệp bất kỳ, hoặc tạo lại chỉ mục."
        )
    if index.behind:
        lack += problem(
            f"Máy chủ này còn {index.behind} thay đổi của máy chủ khác chưa theo kịp nên trả lời theo những gì đang có. "
            "Thường mất vài giây; lâu hơn thì hãy xem nhật ký của máy chủ này."
        )
    return f'{lack}<dl class="state">{"".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in rows)}</dl>'


def work(tasks: Sequence[Task], now: float, last: Ended | None) -> str:
    """Return what is running, and how the last run of making the index anew ended."""
    lines = "".join(f"<li>{_task(task, now)}</li>" for task in tasks)
    running = f'<ul class="work">{lines}</ul>' if lines else '<p class="quiet">Không có việc nào đang chạy.</p>'
    return f'<div role="status">{running}{_ended(last) if last else ""}</div>'


def _task(task: Task, now: float) -> str:
    line = f"{escape(task.kind)} · {escape(task.name)} · {max(0, round(now - task.begun))} giây"
    if task.share is None:
        return line
    share = f"{task.share:.0%}"
    return f'{line}<progress max="1" value="{task.share:.3f}">{share}</progress> {share} {escape(task.step)}'


def _ended(last: Ended) -> str:
    if last.outcome is None:
        return problem(f"Chưa tạo lại được chỉ mục: {last.problem}")
    outcome = last.outcome
    summary = f"Đã tạo lại chỉ mục: {len(outcome.added)} báo cáo, {outcome.passages} đoạn."
    unread = "".join(f"<li>{escape(path)}: {escape(why)}</li>" for path, why in outcome.unread)
    return f"<p>{summary}</p>" + (f"<p>Không đọc được {len(outcome.unread)} tệp:</p><ul>{unread}</ul>" if unread else "")


def people(accounts: Sequence[Account], me: Person) -> str:
    """Return the list of accounts with what can be done to each; to oneself nothing, so that nobody locks themselves out."""
    head = "".join(f"<th>{name}</th>" for name in ("Tài khoản", "Vai trò", "Lần cuối", "Việc"))
    rows = "".join(_person(entry, entry.person.name == me.name) for entry in accounts)
    return f'<div class="scroll"><table class="people"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _person(entry: Account, mine: bool) -> str:
    name, full_name = escape(entry.person.name), escape(entry.person.shown)
    who = f"<b>{full_name}</b><br><span class='file'>{name}{'' if entry.local else ' · đăng nhập một lần (SSO)'}</span>"
    notes = [text for text, on in (("đã khóa", not entry.open), ("chưa đổi mật khẩu cấp một lần", entry.must_change)) if on]
    last_seen = _when(entry.seen) if entry.seen else "chưa đăng nhập"
    if mine:
        role, acts = ROLES[entry.person.role], "<span class='quiet'>tài khoản của bạn</span>"
    else:
        options = "".join(
            f'<option value="{role.value}"{" selected" if role is entry.person.role else ""}>{label}</option>'
            for role, label in ROLES.items()
        )
        role = f'<select data-act="role" data-name="{name}" aria-label="Vai trò của {full_name}">{options}</select>'
        actions = [("reset", "Cấp lại mật khẩu"), ("close", "Khóa")] if entry.open else [("reopen", "Mở lại")]
        acts = "".join(
            f'<button type="button" data-act="{act}" data-name="{name}" aria-label="{label}: {full_name}">{label}</button>'
            for act, label in actions
        )
    return (
        f"<tr><td>{who}{''.join(f'<br><span class=note>{note}</span>' for note in notes)}</td><td>{role}</td>"
        f"<td>{last_seen}</td><td class='acts'>{acts}</td></tr>"
    )


def once(person: str, password: str) -> str:
    """Return the one-time password to hand over; it is shown this one time."""
    return (
        f'<div class="once" role="status"><p>Mật khẩu dùng một lần của <b>{escape(person)}</b>: <code>'
        f'{escape(password)}</code> <button type="button" data-copy="{escape(password)}">Sao chép</button></p>'
        "<p class='quiet'>Hãy đưa tận tay người dùng; mật khẩu không hiện lại lần nữa và phải đổi khi đăng nhập "
        "lần đầu.</p></div>"
    )


def keys(all_keys: Sequence[Key]) -> str:
    """Return the keys of other programs, each with the way to revoke it."""
    about = (
        '<p class="quiet">Khóa để phần mềm khác của cơ quan hỏi, tìm, soạn qua <code>/api</code> và <code>/mcp</code> '
        "(xem <a href='/api/docs' target='_blank' rel='noopener'>mô tả API</a>).</p>"
    )
    if not all_keys:
        return f'{about}<p class="quiet">Chưa cấp khóa nào.</p>'
    head = "".join(f"<th>{name}</th>" for name in ("Phần mềm", "Vai trò", "Cấp", "Dùng lần cuối", "Việc"))
    rows = "".join(
        f"<tr><td><b>{escape(key.name)}</b></td><td>{ROLES[key.role]}</td><td>{_when(key.made.timestamp())}</td>"
        f"<td>{_when(key.used.timestamp()) if key.used else 'chưa dùng'}</td><td class='acts'>"
        f'<button type="button" data-act="revoke" data-name="{escape(key.name)}" aria-label="Thu hồi: {escape(key.name)}">'
        "Thu hồi</button></td></tr>"
        for key in all_keys
    )
    table = f'<table class="people"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'{about}<div class="scroll">{table}</div>'


def key_once(name: str, token: str) -> str:
    """Return the key to copy; it is shown this one time."""
    return (
        f'<div class="once" role="status"><p>Khóa của <b>{escape(name)}</b>: <code>{escape(token)}</code> '
        f'<button type="button" data-copy="{escape(token)}">Sao chép</button></p>'
        "<p class='quiet'>Hãy chép ngay vào phần mềm; khóa không hiện lại lần nữa. Mất thì thu hồi và cấp khóa mới."
        "</p></div>"
    )


def glossary(entries: Sequence[GlossaryEntry]) -> str:
    """Return the office's glossary as a table, each entry with the way to take it out."""
    about = (
        '<p class="quiet">Chữ viết tắt, tên gọi tắt của cơ quan và những từ cơ quan quen dùng. Câu hỏi dùng ngay khi ghi; '
        "ghi lại một mục đã có là sửa mục đó.</p>"
    )
    if not entries:
        return f'{about}<p class="quiet">Chưa có mục nào. Ví dụ: “MC” nghĩa là “bộ phận một cửa”.</p>'
    rows = "".join(
        f"<tr><td><b>{escape(term.said)}</b></td><td>{escape('; '.join(term.meant))}</td><td class='acts'>"
        f'<button type="button" data-act="forget" data-name="{escape(term.said)}" aria-label="Xóa: {escape(term.said)}">Xóa'
        "</button></td></tr>"
        for term in entries
    )
    head = "".join(f"<th>{name}</th>" for name in ("Viết tắt, cách gọi", "Nghĩa là", "Việc"))
    table = f'<table class="people"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'{about}<div class="scroll">{table}</div>'


def report_done(text: str) -> str:
    """Return what was done."""
    return f'<p role="status">{escape(text)}</p>'


def audit(entries: Sequence[AuditEntry], words: str, action: str, limit: int) -> str:
    """Return the entries as a table, with the way to all of them as a file."""
    file = f"{AUDIT_FILE}?{urlencode({'words': words, 'action': action})}"
    link = f'<p><a href="{escape(file)}" download="nhat-ky.csv">Tải tất cả mục khớp (.csv)</a></p>'
    if not entries:
        return '<p class="quiet">Không có mục nào khớp. Hãy bỏ bớt từ cần tìm hoặc chọn “Mọi việc”.</p>'
    head = "".join(f"<th>{name}</th>" for name in ("Thời gian", "Tài khoản", "Việc", "Nội dung", "Địa chỉ"))
    rows = "".join(
        f"<tr><td>{_when(entry.at)}</td><td>{escape(entry.name)}</td><td>{escape(called(entry.action))}</td>"
        f"<td class='detail'>{escape(entry.detail)}</td><td>{escape(entry.address)}</td></tr>"
        for entry in entries
    )
    more = f"<p class='quiet'>Chỉ hiện {limit} mục mới nhất.</p>" if len(entries) >= limit else ""
    return f'{link}<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}'


def settings(settings_in_force: Sequence[tuple[str, str]]) -> str:
    """Return the settings as a table; they are changed in the environment, not here."""
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(value)}</td></tr>" for name, value in settings_in_force
    )
    return (
        "<p class='quiet'>Đặt bằng biến môi trường khi mở ứng dụng (xem README); tại đây chỉ xem.</p>"
        f'<div class="scroll"><table><tbody>{rows}</tbody></table></div>'
    )


def account(person: Person, *, local: bool) -> str:
    """Return the line of the page that says who is signed in, with the way out; ``local``: has a password of their own."""
    change = '<a href="/password">Đổi mật khẩu</a>' if local else ""
    leave = '<form method="post" action="/sign-out"><button type="submit">Đăng xuất</button></form>' if local else ""
    return f'<div class="account"><span>{escape(person.shown)} <i>({ROLES[person.role]})</i></span>{change}{leave}</div>'


def size(count: int) -> str:
    """Return bytes as people read them: "12,3 MB"."""
    amount, unit = float(count), "B"
    for larger in ("KB", "MB", "GB", "TB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}".replace(".", ",")


def _when(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().strftime("%d/%m/%Y %H:%M:%S")
