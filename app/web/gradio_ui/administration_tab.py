"""The tab "Quản trị", for administrators only (:mod:`app.web.gradio_ui.roles`), and its file over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import gradio as gr
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.access.audit import NAMES, Action
from app.access.person import Person, Role
from app.assistant import Assistant
from app.office import Office
from app.web.handlers.administration import Administration
from app.web.html import administration as views
from app.web.requester import only, where, who

BRIDGE = (Path(__file__).parent.parent / "assets" / "admin.js").read_text(encoding="utf-8")  # fires 'submit'
ID = "admin"
TICK = 2.0  # seconds between two looks at running work, while the index is made anew


def router(office: Office) -> APIRouter:
    """Return the route of the audit log as a file."""
    routes = APIRouter()

    @routes.get(views.AUDIT_FILE)
    def audit_file(
        request: Request, me: Annotated[Person, Depends(only(Role.ADMINISTRATOR))], words: str = "", action: str = ""
    ) -> Response:
        office.audit.record(me, Action.EXPORT, "nhật ký", where(request))
        text = office.audit.as_csv(words, action).encode("utf-8-sig")  # the mark tells spreadsheets that it is UTF-8
        disposition = 'attachment; filename="nhat-ky.csv"'
        return Response(text, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})

    return routes


def tab(assistant: Assistant, office: Office) -> None:
    """Add the tab to the tabs that are open."""
    desk = Administration(assistant, office)
    with gr.Tab("Quản trị", id=ID) as tab_block, gr.Tabs(elem_id="admin"):
        with gr.Tab("Tình trạng"):
            opened = _state(desk)
        with gr.Tab("Tài khoản"):
            people = _people(desk, on=office.accounts.on)
        with gr.Tab("Khóa API"):
            keys = _keys(desk)
        with gr.Tab("Từ điển"):
            words = _glossary(desk)
        with gr.Tab("Nhật ký"):
            entries = _audit(desk)
        with gr.Tab("Cài đặt"):
            settings = _html()

    def look(request: gr.Request) -> list[object]:
        going = gr.Timer(active=desk.reindex.running)
        views = [desk.people(who(request)), desk.key_list(), desk.glossary(), desk.audit("", ""), desk.settings()]
        return [desk.state(), desk.work(), going, *views]

    tab_block.select(
        look, None, [*opened, people, keys, words, entries, settings], show_progress="hidden", api_visibility="private"
    )


def _html(identity: str | None = None) -> gr.HTML:
    return gr.HTML("", elem_id=identity, js_on_load=BRIDGE, apply_default_css=False)


def _state(desk: Administration) -> list[gr.HTML | gr.Timer]:
    state, work = _html("state"), _html("work")
    with gr.Row(elem_id="state-buttons"):
        again = gr.Button("Xem lại", elem_id="look-again")
        rebuild = gr.Button("Tạo lại chỉ mục", elem_id="rebuild")
    gr.HTML(
        '<p class="quiet">Tạo lại chỉ mục: đọc lại mọi tệp mà thư viện giữ, cần khi đổi phiên bản hoặc mô hình. Trong '
        "lúc đó mọi người vẫn hỏi được trên chỉ mục cũ.</p>",
        apply_default_css=False,
    )
    timer = gr.Timer(TICK, active=False)

    def begin(request: gr.Request) -> tuple[str, gr.Timer]:
        return desk.rebuild(who(request), where(request)), gr.Timer(active=True)

    def follow() -> tuple[str, str, gr.Timer]:
        return desk.state(), desk.work(), gr.Timer(active=desk.reindex.running)

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    rebuild.click(begin, None, [work, timer], **quiet)
    gr.on([timer.tick, again.click], follow, None, [state, work, timer], **quiet)
    return [state, work, timer]


def _people(desk: Administration, *, on: bool) -> gr.HTML:
    notice = _html("told")
    people = _html("people")
    with gr.Row(visible=on, elem_id="newcomer"):
        name = gr.Textbox(label="Tên đăng nhập", placeholder="nguyen.an", max_length=64, elem_id="new-name")
        full_name = gr.Textbox(label="Họ và tên", max_length=64, elem_id="new-shown")
        role = gr.Dropdown([(label, value.value) for value, label in views.ROLES.items()], value="reader", label="Vai trò")
        add = gr.Button("Thêm tài khoản", variant="primary", elem_id="add-person")

    def added(name: str, full_name: str, role: str, request: gr.Request) -> tuple[object, ...]:
        message, added_person = desk.add(who(request), where(request), name, full_name, role)
        fields = ("", "") if added_person else (gr.skip(), gr.skip())
        return (message, desk.people(who(request)), *fields)

    def act(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        message = desk.act(who(request), where(request), str(event.act), str(event.name), str(event.value))
        return message, desk.people(who(request))

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    add.click(added, [name, full_name, role], [notice, people, name, full_name], **quiet)
    people.submit(act, None, [notice, people], **quiet)
    return people


def _keys(desk: Administration) -> gr.HTML:
    notice = _html("key-told")
    keys = _html("keys")
    with gr.Row(elem_id="new-key"):
        name = gr.Textbox(label="Tên phần mềm", placeholder="phan-mem-van-thu", max_length=60, elem_id="key-name")
        choices = [("Hỏi, tìm", Role.READER.value), ("Hỏi, tìm, soạn, soát", Role.DRAFTER.value)]
        role = gr.Dropdown(choices, value=Role.READER.value, label="Được làm", elem_id="key-role")
        add = gr.Button("Cấp khóa", variant="primary", elem_id="add-key")

    def added(name: str, role: str, request: gr.Request) -> tuple[object, ...]:
        message, new_key = desk.add_key(who(request), where(request), name, role)
        return message, desk.key_list(), "" if new_key else gr.skip()

    def revoked(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        return desk.revoke_key(who(request), where(request), str(event.name)), desk.key_list()

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    add.click(added, [name, role], [notice, keys, name], **quiet)
    keys.submit(revoked, None, [notice, keys], **quiet)
    return keys


def _glossary(desk: Administration) -> gr.HTML:
    notice, words = _html("word-told"), _html("words")
    with gr.Row(elem_id="new-word"):
        word = gr.Textbox(label="Viết tắt, cách gọi", placeholder="TTPVHCC", max_length=80, elem_id="word-said")
        meaning = gr.Textbox(
            label="Nghĩa là (nhiều nghĩa cách nhau bằng dấu ;)", placeholder="Trung tâm Phục vụ hành chính công",
            max_length=300, elem_id="word-meant", scale=2,
        )  # fmt: skip
        add = gr.Button("Ghi", variant="primary", elem_id="add-word")

    def put(word: str, meaning: str, request: gr.Request) -> tuple[object, ...]:
        text, is_added = desk.put_word(who(request), where(request), word, meaning)
        return text, desk.glossary(), *(("", "") if is_added else (gr.skip(), gr.skip()))

    def dropped(event: gr.EventData, request: gr.Request) -> tuple[str, str]:
        return desk.drop_word(who(request), where(request), str(event.name)), desk.glossary()

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on([add.click, word.submit, meaning.submit], put, [word, meaning], [notice, words, word, meaning], **quiet)
    words.submit(dropped, None, [notice, words], **quiet)
    return words


def _audit(desk: Administration) -> gr.HTML:
    with gr.Row(elem_id="audit-filter"):
        words = gr.Textbox(label="Tìm trong nhật ký", max_length=200, elem_id="audit-words")
        choices = [("Mọi việc", ""), *((label, name.value) for name, label in NAMES.items())]
        action = gr.Dropdown(choices, value="", label="Việc", elem_id="audit-action")
        find = gr.Button("Tìm", elem_id="audit-find")
    entries = _html("audit")
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on([words.submit, find.click, action.input], desk.audit, [words, action], entries, **quiet)
    return entries
