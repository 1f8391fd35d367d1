"""Kept conversations, as HTML: their list, the tools below an answer, files to save. Pure functions; all text is escaped.

A button with ``data-event`` fires that event of the page, with its data and the fields of the ``data-fields`` around it.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Protocol

from app.records.conversations import NAME_LONGEST, Conversation
from app.records.feedback import COMMENT_LONGEST, REASONS

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class RepeatableTurn(Protocol):
    """A turn, as far as it is asked again."""

    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def without(self) -> tuple[str, ...]: ...  # noqa: D102


# Below an answer


def tools(number: int, without: Sequence[str] = ()) -> str:
    """Return the buttons that save an answer and ask its question again ``without`` what was taken off; "" for no turn."""
    if not number:
        return ""
    save = f'<button type="button" data-event="download" data-turn="{number}">Tải .docx</button>'
    share = (
        f'<button type="button" data-event="copy" data-turn="{number}" '
        'title="Người khác trong cơ quan mở được câu trả lời này">Chép đường dẫn</button>'
    )
    return save + share + _again(number, without)


def insert(number: int) -> str:
    """Return the button that puts the quotes of an answer into the basket; "" for no turn."""
    return f'<button type="button" data-event="apply" data-turn="{number}">Chèn vào dự thảo</button>' if number else ""


def retry(turn: RepeatableTurn) -> str:
    """Return the button that asks again a question that got no answer."""
    return f'<div class="tools">{_again(turn.number, turn.without)}</div>'


def stopped() -> str:
    """Return what stands in the place of an answer that the reader has stopped."""
    return '<p class="quiet" role="status">Đã dừng theo yêu cầu, câu này chưa được trả lời.</p>'


def _again(number: int, without: Sequence[str]) -> str:
    keys = escape(json.dumps(list(without), ensure_ascii=False))
    return f'<button type="button" data-event="submit" data-turn="{number}" data-keys="{keys}">Hỏi lại câu này</button>'


def judged(number: int, opinion: bool | None = None) -> str:
    """Return the question whether an answer is right, and what the reader has said; "" where there is no turn."""
    if not number:
        return ""
    thanks_html = "" if opinion is None else thanks(opinion)
    reasons = "".join(
        f'<label><input type="checkbox" name="reasons" value="{key}">{escape(label)}</label>'
        for key, label in REASONS.items()
    )
    return (
        f'<div class="judged" data-of="{number}" role="group" aria-label="Đánh giá câu trả lời">'
        f"<span>Câu trả lời này có đúng không?</span>"
        f'<button type="button" data-event="like" data-turn="{number}" data-right="1">Đúng</button>'
        f'<details data-fields><summary>Chưa đúng</summary><div class="fields">'
        f"<fieldset><legend>Chưa đúng ở điểm nào?</legend>{reasons}</fieldset>"
        f'<label>Nói rõ thêm (nếu muốn)<textarea name="comment" rows="2" maxlength="{COMMENT_LONGEST}"></textarea></label>'
        f'<p class="quiet">Câu hỏi, câu trả lời và ý kiến này được giữ cho người quản trị.</p>'
        f'<button type="button" data-event="like" data-turn="{number}" data-right="">Gửi ý kiến</button></div></details>'
        f'<span class="told" role="status">{thanks_html}</span></div>'
    )


def thanks(helpful: bool) -> str:
    """Return the words that confirm a remark."""
    return f"Đã ghi nhận: {'đúng' if helpful else 'chưa đúng'}. Cảm ơn."


def following(questions: Sequence[str]) -> str:
    """Return the questions to ask next as buttons; "" where there are none."""
    if not questions:
        return ""
    buttons = "".join(f'<li><button type="button" data-ask="{escape(q)}">{escape(q)}</button></li>' for q in questions)
    return (
        '<nav class="following" aria-label="Câu hỏi gợi ý"><span>Có thể hỏi tiếp:</span>'
        f'<ul class="examples">{buttons}</ul></nav>'
    )


def cut(count: int) -> str:
    """Return the line above a conversation of which only the last turns are shown."""
    return f'<p class="quiet">{count} câu hỏi trước đó không hiện ở đây; bản tải về .docx có đủ.</p>' if count else ""


# The list


def listing(
    conversations: Sequence[Conversation],
    current: str,
    phrase: str = "",
    problem: str = "",
    *,
    now: datetime,
    opinions: str = "",
) -> str:
    """Return the list of conversations, today's and earlier ones, newest first.

    :param current: id of the one on the page. ``phrase``: what was looked for.
    :param problem: a sentence on what went wrong. ``opinions``: HTML below the list, for the administrator.
    """
    notice = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    if not conversations:
        notice += f'<p class="quiet">{"Không có cuộc trò chuyện nào có những từ này." if phrase else EMPTY}</p>'
    today = [
        conversation for conversation in conversations if datetime.fromtimestamp(conversation.changed).date() == now.date()
    ]
    groups = (
        ("Hôm nay", today),
        ("Trước đó", [conversation for conversation in conversations if conversation not in today]),
    )
    lists = "".join(
        f"<h3>{head}</h3><ul>{''.join(_item(conversation, current, now) for conversation in group)}</ul>"
        for head, group in groups
        if group
    )
    return f'<div class="conversations">{notice}<div class="scroll">{lists}</div>{opinions}</div>'


# What unfolds the list, or draws it over a narrow page (page.js)
TOOL = (
    '<button type="button" data-aside aria-controls="past" aria-expanded="true"><span aria-hidden="true">☰</span> '
    "Cuộc trò chuyện</button>"
)
EMPTY = "Chưa có cuộc trò chuyện nào. Câu hỏi và câu trả lời của bạn sẽ được lưu tại đây, chỉ mình bạn xem được."


def _item(conversation: Conversation, current: str, now: datetime) -> str:
    at = datetime.fromtimestamp(conversation.changed)
    when = f"{at:%H:%M}" if at.date() == now.date() else f"{at:%d/%m/%Y}"
    here = ' aria-current="true"' if conversation.id == current else ""
    identity, name = f'data-id="{escape(conversation.id)}"', escape(conversation.name)
    return (
        f'<li><button type="button" class="one" data-event="select" {identity}{here}>{name}'
        f"<small>{when} · {conversation.turns} câu hỏi</small></button>"
        f'<details data-fields><summary aria-label="Đổi tên, tải về hoặc xóa: {name}" title="Đổi tên, tải về, xóa">'
        "⋯</summary>"
        f'<div class="fields"><label>Tên mới<input name="name" value="{name}" maxlength="{NAME_LONGEST}"></label>'
        f'<div class="tools"><button type="button" data-event="edit" {identity}>Đổi tên</button>'
        f'<button type="button" data-event="download" {identity}>Tải .docx</button>'
        f'<button type="button" class="risky" data-event="delete" data-sure="Bấm lần nữa để xóa hẳn" {identity}>Xóa</button>'
        "</div></div></details></li>"
    )


def opinions(right: int, wrong: int) -> str:
    """Return the counts of remarks for the administrator, with the file to save; "" without remarks."""
    if not right + wrong:
        return ""
    return (
        f'<div class="opinions"><h3>Ý kiến về câu trả lời</h3><p>{right} lần đúng, {wrong} lần chưa đúng.</p>'
        '<div class="tools"><button type="button" data-event="download" data-opinions="1">Tải về làm câu hỏi chuẩn (.jsonl)'
        "</button></div></div>"
    )


# Errands of the page: a file to save, a word below an answer


def file(name: str, kind: str, content: bytes, at: float) -> str:
    """Return a file that the page saves at once; ``at`` tells two alike from each other."""
    coded = b64encode(content).decode()
    return f'<i data-file="{coded}" data-name="{escape(name)}" data-type="{kind}" data-stamp="{at}"></i>'


def current(conversation: str) -> str:
    """Return the mark by which the tab of the browser remembers the conversation on the page; empty: none."""
    return f'<i data-current="{escape(conversation)}"></i>'


def link(number: int, word: str, at: float) -> str:
    """Return the errand that copies the link to a shared answer, and says so below the answer with this number."""
    return f'<i data-link="{escape(word)}" data-below="{number}" data-stamp="{at}">{LINKED}</i>'


LINKED = "Đã chép đường dẫn. Ai trong cơ quan được mở chương trình này thì mở được câu trả lời."


def shared_by(name: str, at: datetime) -> str:
    """Return the line above an answer that somebody shared."""
    return f'<p class="quiet" role="status">{escape(name)} chia sẻ câu trả lời này lúc {at:%H:%M ngày %d/%m/%Y}.</p>'


def notice_below(number: int, text: str, at: float) -> str:
    """Return a word that the page puts below the answer with this number."""
    return f'<i data-told="{number}" data-stamp="{at}">{escape(text)}</i>'
