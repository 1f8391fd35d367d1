"""Conversation, library and the first view, as HTML. Pure functions; every word not our own is escaped here.

What can be clicked is a button with data: ``data-at`` opens the side panel (see :mod:`app.web.html.panel`), ``data-ask``
asks, ``data-search`` searches, ``data-copy`` copies; ``data-without`` asks again, as a JSON list of what is taken off;
``data-print`` prints.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from html import escape

import regex as re

from app.answer.model import Answer, Citation, SearchResult, Understood
from app.answer.quoted_rows import ANYTHING, CITED, QuotedRow, WantedCell, quoted_row
from app.library.summary import LibrarySummary, ListedReport
from app.web.html import history
from app.web.html.cited import linked, plain, row_tables, sources
from app.web.html.panel import Reference

NAMED = re.compile(r"([^:\[\]“”]{2,80}):\s+")  # "Huyện Yên Sậy: …"
RULE = re.compile(r":?-{3,}:?")  # below the titles of a Markdown table

PRINT = '<button type="button" data-print title="In câu hỏi, câu trả lời và nguồn">In</button>'

# The conversation


def turn(question: str, body: str, keys: Sequence[str] = (), read: str = "") -> str:
    """Return a question with what stands below it: how it was ``read`` (:func:`chips`) and the ``body``, both HTML."""
    opened = f' data-keys="{escape(" ".join(keys))}"' if keys else ""
    return (
        f'<article class="turn"{opened}><h2 class="asked"><span class="unseen">Câu hỏi: </span>{escape(question)}</h2>'
        f'{read}<div class="reply">{body}</div></article>'
    )


def working(question: str) -> str:
    """Return a question that is being answered."""
    return turn(
        question,
        '<p class="working" role="status">Đang tra cứu<i></i><i></i><i></i></p>'
        '<p class="patience">Lần hỏi đầu tiên cần nạp mô hình, có thể mất khoảng nửa phút.</p>',
    )


def speaking(question: str, answer: Answer, part: str, number: int = 0) -> str:
    """Return a question and the beginning ``part`` of its answer's text; see :func:`answered`.

    A row of a table comes as a whole: half of one would be a run of titles and figures.
    """
    *whole, last = part.split("\n")
    lines = answer.text.split("\n")
    line = lines[len(whole)] if len(whole) < len(lines) else last
    shown_lines = whole if line != last and quoted_row(line, answer.citations) else [*whole, last]
    return turn(
        question,
        f"{remarks(answer.notes)}{_text(question, answer, chr(10).join(shown_lines))}",
        _keys(answer.citations),
        chips(answer, number),
    )


def answered(question: str, answer: Answer, number: int = 0, opinion: bool | None = None) -> str:
    """Return a question and its whole answer with sources, or the refusal.

    :param number: of the turn, by which it is asked again, downloaded, remarked on.
    :param opinion: whether the reader has called it right.
    """
    more, judged = history.tools(number, [constraint.key for constraint in answer.removed]), history.judged(number, opinion)
    if answer.refused:
        text = answer_text(answer.text, answer.citations, beside=answer.beside)
        return turn(
            question,
            f'{remarks(answer.notes)}<div class="text refused">{text}</div>'
            f'{sources(answer.citations, answer.text)}<div class="tools">'
            f'<button type="button" data-search="{escape(question)}">Tìm đoạn văn với câu này</button>{more}</div>{judged}',
            _keys(answer.citations),
            chips(answer, number),
        )
    copy = f'<button type="button" data-copy="{escape(plain(question, answer))}">Sao chép kèm nguồn</button>'
    body = f"{remarks(answer.notes)}{_text(question, answer, answer.text)}{sources(answer.citations, answer.text)}"
    tools = f'<div class="tools">{copy}{more}{history.insert(number)}{PRINT}</div>{judged}'
    return turn(question, f"{body}{tools}", _keys(answer.citations), chips(answer, number))


def _text(question: str, answer: Answer, part: str) -> str:
    """Return the short answer and the beginning of the whole one."""
    body = answer_text(part, answer.citations, beside=answer.beside, cell=WantedCell.of(answer, question))
    return f'<div class="text">{_short(answer)}{body}</div>'


def _short(answer: Answer) -> str:
    """Return the shortest stretch that answers, with its citation, above the quotes; "" where the text opens with it."""
    if answer.short is None or not answer.citations or answer.short in answer.text.split("\n")[0]:
        return ""
    return f'<p class="short">{linked(f"{answer.short} [{answer.citations[0].n}]", answer.citations)}</p>'


def chips(read: Answer | SearchResult, number: int = 0, text: str = "") -> str:
    """Return a chip for each thing understood, which a click takes off, and a struck-out one for each thing taken off.

    :param number: of the turn; ``text``: what was searched for. One of them says what is asked again.
    """
    if not read.understood and not read.removed:
        return ""
    off = [constraint.key for constraint in read.removed]
    on = [(constraint, _chip(constraint, [*off, constraint.key])) for constraint in read.understood]
    struck = [
        (constraint, _chip(constraint, [key for key in off if key != constraint.key], off=True))
        for constraint in read.removed
    ]
    items = "".join(chip for _, chip in sorted([*on, *struck], key=lambda pair: pair[0].rank))  # each stays in its place
    about = f'data-text="{escape(text)}"' if text else f'data-turn="{number}"'
    group = f'<div class="understood" role="group" aria-label="Hiểu câu hỏi là" {about}>'
    return f"{group}<span>Hiểu là:</span><ul>{items}</ul></div>"


def _chip(constraint: Understood, without: Sequence[str], *, off: bool = False) -> str:
    name, key = escape(constraint.shown), escape(constraint.key)
    button = f'<button type="button" data-without="{escape(json.dumps(without, ensure_ascii=False))}" data-key="{key}"'
    if off:
        back = '<span class="unseen">Dùng lại: </span>'
        sign = '<span aria-hidden="true">↺</span>'
        return f'<li>{button} class="off" title="Dùng lại và hỏi lại">{back}<s>{name}</s>{sign}</button></li>'
    return f'<li class="on"><span>{name}</span>{button} aria-label="Bỏ: {name}" title="Bỏ và hỏi lại">✕</button></li>'


def remarks(notes: Sequence[str]) -> str:
    """Return the notes on an answer, each a paragraph."""
    return "".join(f'<p class="quiet" role="note">Lưu ý: {escape(note)}</p>' for note in notes)


def answer_text(text: str, citations: Sequence[Citation], *, beside: bool = False, cell: WantedCell = ANYTHING) -> str:
    """Return an answer's text: lines that begin with "- " as a list, each [n] that has a citation as a button.

    Rows of the reports' tables are tables, in which ``cell`` is marked.

    ``beside``: such lines, where they are named ("- Huyện Yên Sậy: …"), as the rows of a table. Lines that begin with "| "
    are the rows of a Markdown table.
    """
    parts: list[str] = []
    for start, lines in itertools.groupby(text.split("\n"), lambda line: line[:2] if line[:2] in ("- ", "| ") else ""):
        if start == "- ":
            parts.append(_points([line[2:] for line in lines], citations, beside, cell))
        elif start:
            parts.append(_grid(list(lines), citations))
        else:
            parts += [f"<p>{linked(line, citations)}</p>" for line in lines if line.strip()]
    return "".join(parts)


def _grid(lines: Sequence[str], citations: Sequence[Citation]) -> str:
    """Return a Markdown table: the row above the rule of dashes titles the columns."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    ruled = len(rows) > 1 and all(RULE.fullmatch(cell) for cell in rows[1])
    titles, body = (rows[0], rows[2:]) if ruled else ([], rows)
    cells = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    head = f"<thead><tr>{cells}</tr></thead>" if cells else ""
    rows_html = "".join(f"<tr>{''.join(f'<td>{linked(cell, citations)}</td>' for cell in row)}</tr>" for row in body)
    return f'<div class="scroll"><table>{head}<tbody>{rows_html}</tbody></table></div>'


def _points(points: Sequence[str], citations: Sequence[Citation], beside: bool, cell: WantedCell) -> str:
    names = [NAMED.match(point) for point in points]
    if beside and all(names):
        rows = ((match[1], point[match.end() :]) for match, point in zip(names, points, strict=True) if match)
        named_rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{_cell(text, citations, cell)}</td></tr>' for name, text in rows
        )
        return f"<table><tbody>{named_rows}</tbody></table>"
    parts: list[str] = []
    for is_row, pairs in itertools.groupby(
        ((point, quoted_row(point, citations, cell)) for point in points), lambda pair: pair[1] is not None
    ):
        if is_row:
            parts.append(row_tables([row for _, row in pairs if row], citations))
        else:
            parts.append(f"<ul>{''.join(f'<li>{linked(point, citations)}</li>' for point, _ in pairs)}</ul>")
    return "".join(parts)


def _cell(text: str, citations: Sequence[Citation], cell: WantedCell) -> str:
    return "".join(_fragment(part, quoted_row(part, citations, cell), citations) for part in CITED.split(text))


def _fragment(part: str, row: QuotedRow | None, citations: Sequence[Citation]) -> str:
    return row_tables([row], citations) if row else f"<p>{linked(part, citations)}</p>"


def _keys(citations: Iterable[Citation]) -> list[str]:
    return [Reference.of(citation).key for citation in citations]


# The library and the first view

THEME = '<button type="button" class="theme" data-theme title="Đổi nền sáng, tối">Nền tối</button>'


def top(title: str, reports: Sequence[ListedReport] = ()) -> str:
    """Return the head of the page: the app's name and, collapsed, what the library holds."""
    skip = '<a class="skip" href="#question">Đến ô nhập câu hỏi</a>'
    report_list = _library(reports) if reports else ""
    return f'{skip}<header class="top"><h1>{escape(title)}</h1><div class="top-tools">{report_list}{THEME}</div></header>'


def welcome(summary: LibrarySummary) -> str:
    """Return the first view: examples to click, or for an empty library three steps to begin."""
    if not summary.reports:
        return FIRST_STEPS
    buttons = "".join(
        f'<li><button type="button" data-ask="{escape(q)}">{escape(q)}</button></li>' for q in summary.examples
    )
    tried = f'<p class="quiet">Ví dụ, bấm để hỏi:</p><ul class="examples">{buttons}</ul>' if buttons else ""
    return (
        '<section class="welcome"><h2>Hỏi về các báo cáo trong thư viện</h2><p>Câu trả lời chép đúng chữ trong báo cáo; '
        "bấm vào số như <b>[1]</b> để đọc đoạn gốc. Điều báo cáo không nói, trợ lý sẽ nói là không tìm thấy.</p>"
        f"{tried}{TOUR}</section>"
    )


def _library(reports: Sequence[ListedReport]) -> str:
    rows = "".join(
        f'<tr><td>{escape(report.title)}</td><td class="file">{escape(report.file)}</td>'
        f"<td>{escape(report.period) or '–'}</td><td>{report.pages if report.pages is not None else '–'}</td></tr>"
        for report in reports
    )
    return (
        f'<details class="library"><summary>Thư viện có {len(reports)} báo cáo</summary><div class="scroll"><table>'
        '<thead><tr><th scope="col">Báo cáo</th><th scope="col">Tệp</th><th scope="col">Năm</th>'
        f'<th scope="col">Số trang</th></tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


# Shown one step at a time to whom the app is new, until they have seen them (page.js).
TOUR = """<aside class="tour" aria-label="Ba bước làm quen">
<h3>Làm quen trong ba bước <span class="at" role="status">1/3</span></h3><ol>
<li><b>Hỏi như nói.</b> Gõ câu hỏi ở ô bên dưới, nêu rõ nơi và năm, rồi nhấn Enter.</li>
<li><b>Kiểm tra nguồn.</b> Bấm số như [1] trong câu trả lời để mở trang gốc, chỗ trích được tô vàng.</li>
<li><b>Dùng kết quả.</b> Chép kèm nguồn, tải Word, hoặc chèn vào dự thảo. Nạp thêm báo cáo ở
<button type="button" data-tab="Kho báo cáo">Kho báo cáo</button>.</li></ol>
<div class="tools"><button type="button" data-tour="next">Tiếp</button>
<button type="button" data-tour="done">Tôi đã rõ, không hiện nữa</button></div></aside>"""
FIRST_STEPS = """<section class="welcome"><h2>Thư viện chưa có báo cáo nào</h2><p>Ba bước để bắt đầu:</p><ol class="steps">
<li><b>Kéo thả báo cáo vào đây</b> (PDF, Word, .txt…; nhiều tệp cùng lúc được), hoặc
<button type="button" data-tab="Kho báo cáo">mở Kho báo cáo</button> để chọn tệp.</li>
<li>Đợi từng tệp hiện “đã đọc” ở tab Kho báo cáo; tệp nào không đọc được có ghi lý do.</li>
<li>Trở lại tab Hỏi đáp và đặt câu hỏi.</li></ol>
<p class="quiet">Có sẵn cả thư mục báo cáo trên máy chủ? Chạy lệnh <code>python -m ingest THƯ_MỤC</code>.</p></section>"""
