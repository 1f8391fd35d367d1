"""HTML of a draft on the desk: its sections to read and change, sources, and what is missing.

Pure functions; every word not our own is escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import regex as re

from app.drafting.editing import as_lines
from app.drafting.model import Draft, DraftParagraph, DraftText, Section, missing
from app.web.html.messages import problem
from app.wording.blanks import DRAWN

ENTRY = re.compile(r" \([a-z_.]+\)$")  # the name of an input file's entry, which the page's reader has not seen
OWN = "Số liệu đã nhập hoặc người soạn viết."
SHOWN = 70  # characters of a kept passage in the list to insert from


def working() -> str:
    """Return what stands there while a draft is made."""
    return '<p class="working" role="status">Đang soạn dự thảo, thường mất nửa phút<i></i><i></i><i></i></p>'


def document(draft: Draft, basket: Sequence[tuple[str, str]], *, undo: bool, model: bool = False, message: str = "") -> str:
    """Return the draft as it stands. ``undo``: there is an earlier one; ``model``: sections can be rewritten."""
    sections = "".join(_section(at, section, basket, model) for at, section in enumerate(draft.sections))
    back = f'<button type="button" data-act="undo"{"" if undo else " disabled"}>Hoàn tác</button>'
    return (
        f'<div class="desk">{problem(message) if message else ""}{_lacking(draft)}'
        f'<div class="tools">{back}</div><article class="paper"><h2>BÁO CÁO</h2><h3>{_marked(draft.title)}</h3>'
        f"<p>{_marked(draft.opening)}</p>{sections}<p>{_marked(draft.closing)}./.</p></article></div>"
    )


def _lacking(draft: Draft) -> str:
    lines = list(missing(draft))
    if not lines:
        return '<p class="quiet" id="lacking" role="status">Dự thảo đã đủ thông tin.</p>'
    items = "".join(f"<li>{_leading(at, ENTRY.sub('', line))}</li>" for at, line in lines)
    return (
        f'<details id="lacking" data-fold="lacking" open><summary role="status">Còn thiếu: {len(lines)} điều</summary>'
        f"<ul>{items}</ul></details>"
    )


def _leading(at: int | None, line: str) -> str:
    if at is None:
        return escape(line)
    return f'<button type="button" data-act="go" data-at="{at}">{escape(line)}</button>'


REWRITE = '<button type="button" data-act="rewrite" data-busy="Mô hình đang viết lại…">Viết lại bằng mô hình</button>'


def _section(at: int, section: Section, basket: Sequence[tuple[str, str]], model: bool) -> str:
    head = f'<h4 class="{section.head.level}">{escape(section.mark)} {escape(section.title)}</h4>'
    if not section.head.role:
        return f'<section id="muc-{at}" data-at="{at}">{head}</section>'
    body = "".join(_paragraph(paragraph) for paragraph in section.paragraphs)
    texts = list(enumerate(text for paragraph in section.paragraphs for text in paragraph.texts))
    rewrite = REWRITE if model else ""
    return (
        f'<section id="muc-{at}" data-at="{at}">{head}<div class="text">{body}</div>'
        f'<div class="edit" hidden><textarea aria-label="Nội dung mục {escape(section.title)}">{escape(as_lines(section))}'
        '</textarea><p class="quiet">Mỗi dòng một đoạn; dòng bắt đầu bằng “- ” là một ý. Chỗ trống ghi […].</p>'
        '<button type="button" data-act="save">Xong</button> '
        '<button type="button" data-act="cancel">Bỏ thay đổi</button></div>'
        f'<div class="tools"><button type="button" data-act="edit">Sửa</button> '
        f'<button type="button" data-act="another">Phương án khác</button> {rewrite}{_basket(basket)}</div>'
        f"{_sources(texts)}</section>"
    )


def _basket(basket: Sequence[tuple[str, str]]) -> str:
    if not basket:
        return ""
    options = "".join(f'<option value="{escape(key)}">{escape(text[:SHOWN])}…</option>' for key, text in basket)
    return f'<select data-act="insert" aria-label="Chèn từ giỏ"><option value="">Chèn từ giỏ…</option>{options}</select>'


def _paragraph(paragraph: DraftParagraph) -> str:
    texts = " ".join(f'<span class="{"own" if text.own else ""}">{_pieces(text)}</span>' for text in paragraph.texts)
    return f"<p>{'- ' if paragraph.item else ''}{texts}</p>"


def _pieces(text: DraftText) -> str:
    parts = []
    for piece in text.pieces:
        if piece.gap is not None:
            parts.append(f'<mark class="blank" title="Chỗ trống cần điền">{DRAWN}</mark>')
        elif piece.typed:
            parts.append(f'<mark class="typed" title="Số do người soạn tự gõ, hãy kiểm tra">{escape(piece.text)}</mark>')
        else:
            parts.append(escape(piece.text))
    return "".join(parts)


def _marked(words: str) -> str:
    return escape(words).replace(DRAWN, f'<mark class="blank">{DRAWN}</mark>')


def _sources(texts: Sequence[tuple[int, DraftText]]) -> str:
    """Return the sentences of a section with their sources, each to be dropped."""
    if not texts or all(text.text.strip() in ("", DRAWN) for _, text in texts):
        return ""
    borrowed = sum(bool(text.source) for _, text in texts)
    lines = "".join(
        f'<li><q>{escape(text.text)}</q> <span class="quiet">{escape(text.source or OWN)}'
        f'</span> <button type="button" data-act="drop" data-value="{number}">Bỏ câu này</button></li>'
        for number, text in texts
    )
    head = f"{len(texts)} câu, {borrowed} câu mượn: xem nguồn"
    return f'<details class="sources"><summary>{head}</summary><ol>{lines}</ol></details>'
