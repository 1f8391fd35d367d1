"""Conversation, found passages and library, as HTML. Pure functions; every word not our own is escaped here.

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

from app.answer.citations import MARKER
from app.answer.model import Answer, Citation, SearchResult, Understood, Why
from app.answer.sources import copy_line, note_name, page_name, passage_line, section_name, source_line
from app.library.summary import Holding, Shelf
from app.web.html import history
from app.web.html.panel import Reference
from index.search.retrieval import Hit
from ingest.model import Passage

NAMED = re.compile(r"([^:\[\]“”]{2,80}):\s+")  # "Huyện Yên Sậy: …"
CITED = re.compile(r"(?<=\])\s+(?=[^\s\[])")  # between a citation and what is said next
RULE = re.compile(r":?-{3,}:?")  # below the titles of a Markdown table
MANY = 5  # citations; where there are more, each quote gets one line

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
    """Return a question and the beginning ``part`` of its answer's text; see :func:`answered`."""
    body = f'{remarks(answer.notes)}<div class="text">{answer_text(part, answer.citations, beside=answer.beside)}</div>'
    return turn(question, body, _keys(answer.citations), chips(answer, number))


def answered(question: str, answer: Answer, number: int = 0, said: bool | None = None) -> str:
    """Return a question and its whole answer, with sources, or calmly the refusal.

    :param number: of the turn, by which it is asked again, downloaded, remarked on.
    :param said: whether the reader has called it right.
    """
    more, judged = history.tools(number, [one.key for one in answer.removed]), history.judged(number, said)
    shown = answer_text(answer.text, answer.citations, beside=answer.beside)
    if answer.refused:
        return turn(
            question,
            f'{remarks(answer.notes)}<div class="text refused">{shown}</div>'
            f'{sources(answer.citations)}<div class="tools">'
            f'<button type="button" data-search="{escape(question)}">Tìm đoạn văn với câu này</button>{more}</div>{judged}',
            _keys(answer.citations),
            chips(answer, number),
        )
    copy = f'<button type="button" data-copy="{escape(plain(question, answer))}">Sao chép kèm nguồn</button>'
    text = f'<div class="text">{shown}</div>'
    body = f"{remarks(answer.notes)}{text}{sources(answer.citations)}"
    tools = f'<div class="tools">{copy}{more}{PRINT}</div>{judged}'
    return turn(question, f"{body}{tools}", _keys(answer.citations), chips(answer, number))


def chips(read: Answer | SearchResult, number: int = 0, text: str = "") -> str:
    """Return what was understood as chips, each to be taken off, and what was, struck out, each to be put back.

    :param number: of the turn; ``text``: what was searched for. One of them says what is asked again.
    """
    if not read.understood and not read.removed:
        return ""
    off = [one.key for one in read.removed]
    on = [(one, _chip(one, [*off, one.key])) for one in read.understood]
    struck = [(one, _chip(one, [key for key in off if key != one.key], off=True)) for one in read.removed]
    made = "".join(chip for _, chip in sorted([*on, *struck], key=lambda pair: pair[0].rank))  # each stays in its place
    about = f'data-text="{escape(text)}"' if text else f'data-turn="{number}"'
    group = f'<div class="understood" role="group" aria-label="Hiểu câu hỏi là" {about}>'
    return f"{group}<span>Hiểu là:</span><ul>{made}</ul></div>"


def _chip(one: Understood, without: Sequence[str], *, off: bool = False) -> str:
    name, key = escape(one.shown), escape(one.key)
    button = f'<button type="button" data-without="{escape(json.dumps(without, ensure_ascii=False))}" data-key="{key}"'
    if off:
        back = '<span class="unseen">Dùng lại: </span>'
        sign = '<span aria-hidden="true">↺</span>'
        return f'<li>{button} class="off" title="Dùng lại và hỏi lại">{back}<s>{name}</s>{sign}</button></li>'
    return f'<li class="on"><span>{name}</span>{button} aria-label="Bỏ: {name}" title="Bỏ và hỏi lại">✕</button></li>'


def remarks(notes: Sequence[str]) -> str:
    """Return the notes on an answer, each a paragraph; none: nothing."""
    return "".join(f'<p class="quiet" role="note">Lưu ý: {escape(note)}</p>' for note in notes)


def problem(message: str) -> str:
    """Return what went wrong, as a paragraph."""
    return f'<p class="problem" role="alert">{escape(message)}</p>'


def answer_text(text: str, citations: Sequence[Citation], *, beside: bool = False) -> str:
    """Return an answer's text: lines that begin with "- " as a list, each [n] that has a citation as a button.

    ``beside``: such lines, where they are named ("- Huyện Yên Sậy: …"), as the rows of a table. Lines that begin with "| "
    are the rows of a Markdown table.
    """
    made: list[str] = []
    for start, lines in itertools.groupby(text.split("\n"), lambda line: line[:2] if line[:2] in ("- ", "| ") else ""):
        if start == "- ":
            made.append(_points([line[2:] for line in lines], citations, beside))
        elif start:
            made.append(_grid(list(lines), citations))
        else:
            made += [f"<p>{_linked(line, citations)}</p>" for line in lines if line.strip()]
    return "".join(made)


def _grid(lines: Sequence[str], citations: Sequence[Citation]) -> str:
    """Return a Markdown table: the row above the rule of dashes titles the columns."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    ruled = len(rows) > 1 and all(RULE.fullmatch(cell) for cell in rows[1])
    titles, body = (rows[0], rows[2:]) if ruled else ([], rows)
    cells = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    head = f"<thead><tr>{cells}</tr></thead>" if cells else ""
    made = "".join(f"<tr>{''.join(f'<td>{_linked(cell, citations)}</td>' for cell in row)}</tr>" for row in body)
    return f'<div class="scroll"><table>{head}<tbody>{made}</tbody></table></div>'


def _points(points: Sequence[str], citations: Sequence[Citation], beside: bool) -> str:
    named = [NAMED.match(point) for point in points]
    if beside and all(named):
        rows = ((match[1], point[match.end() :]) for match, point in zip(named, points, strict=True) if match)
        made = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{_cell(said, citations)}</td></tr>' for name, said in rows
        )
        return f"<table><tbody>{made}</tbody></table>"
    return f"<ul>{''.join(f'<li>{_linked(point, citations)}</li>' for point in points)}</ul>"


def _cell(said: str, citations: Sequence[Citation]) -> str:
    return "".join(f"<p>{_linked(part, citations)}</p>" for part in CITED.split(said))


def sources(citations: Sequence[Citation]) -> str:
    """Return the citations below an answer, by report in the order of first use: section, page, quote."""
    if not citations:
        return ""
    groups: dict[str, list[tuple[int, Citation]]] = {}
    for at, citation in enumerate(citations):
        groups.setdefault(citation.passage.report, []).append((at, citation))
    made = "".join(
        f"<h4>{_report_name(group[0][1].passage)}</h4><ul>{''.join(_source(at, c) for at, c in group)}</ul>"
        for group in groups.values()
    )
    many = " many" if len(citations) > MANY else ""
    return f'<section class="sources{many}" aria-label="Nguồn"><h3>Nguồn ({len(citations)} trích dẫn)</h3>{made}</section>'


def plain(question: str, answer: Answer) -> str:
    """Return question, answer and sources as plain text, for the clipboard."""
    lines = [f"[{c.n}] {source_line(c)} ({c.passage.file}): “{c.quote}”" for c in answer.citations]
    return "\n".join([question, "", *(f"Lưu ý: {note}" for note in answer.notes), answer.text, "", "Nguồn:", *lines])


def _keys(citations: Iterable[Citation]) -> list[str]:
    return [Reference.of(citation).key for citation in citations]


def _linked(text: str, citations: Sequence[Citation]) -> str:
    places = {citation.n: at for at, citation in enumerate(citations)}
    made, done = [], 0
    for match in MARKER.finditer(text):
        at = places.get(int(match[1]))
        if at is not None:
            hint = escape(f"Mở trích dẫn {match[1]}: {source_line(citations[at])}")
            button = f'<button type="button" class="cite" data-at="{at}" title="{hint}">{match[0]}</button>'
            made += [escape(text[done : match.start()]), button]
            done = match.end()
    return "".join([*made, escape(text[done:])])


def _source(at: int, citation: Citation) -> str:
    return (
        f'<li><button type="button" class="open" data-at="{at}"><b>[{citation.n}]</b> '
        f"{escape(_where(citation))}</button><q>{escape(citation.quote)}</q></li>"
    )


def _where(citation: Citation) -> str:
    section = (note_name(citation) + section_name(citation.section, citation.passage.heading)).strip(", ") or "phần mở đầu"
    return f"{section[0].upper()}{section[1:]}{page_name(citation.page, ocr=citation.ocr)}"


def _report_name(passage: Passage) -> str:
    return f'{escape(passage.title)} <span class="file">{escape(passage.file)}</span>'


# Passages found


def results(found: SearchResult, text: str = "") -> str:
    """Return found passages as cards, best first; none: a sentence that says so. ``text``: what was searched for."""
    read = chips(found, text=text) + remarks(found.notes)
    if not found.hits:
        return f'{read}<p class="quiet">Không tìm thấy đoạn nào. Hãy thử từ khác, hoặc bớt từ.</p>'
    keys = escape(" ".join(Reference(hit.passage.id).key for hit in found.hits))
    cards = "".join(_card(at, hit, why) for at, (hit, why) in enumerate(zip(found.hits, found.why, strict=True)))
    count = f'<p class="quiet">{len(found.hits)} đoạn gần nhất, xếp theo độ khớp</p>'
    return f'{read}{count}<ol class="hits" data-keys="{keys}">{cards}</ol>'


def _card(at: int, hit: Hit, why: Why) -> str:
    share = round(100 * min(1.0, max(0.0, hit.score)))
    return (
        f'<li data-at="{at}"><div class="head"><button type="button" class="open" data-at="{at}"><b>{at + 1}.</b> '
        f'{escape(passage_line(hit.passage))}</button><div class="score" title="Độ khớp {share}%">'
        f'<span class="unseen">Độ khớp {share}%</span><i style="width:{share}%"></i></div></div>'
        f'<span class="file">{escape(hit.passage.file)}</span>'
        f"<p>{escape(hit.passage.text)}</p>{_copies(hit)}{_reasons(why)}</li>"
    )


def _copies(hit: Hit) -> str:
    """Return where else a passage stands; its own pager goes through the passage and its copies."""
    if not hit.also:
        return ""
    keys = escape(" ".join(Reference(passage.id).key for passage in (hit.passage, *hit.also)))
    lines = "".join(
        f'<li><button type="button" class="open" data-at="{at}">{escape(copy_line(copy))}</button></li>'
        for at, copy in enumerate(hit.also, start=1)
    )
    return f'<div class="also" data-keys="{keys}"><span>Cũng có trong:</span><ul>{lines}</ul></div>'


def _reasons(why: Why) -> str:
    said = "".join(f"<li>{escape(clause)}</li>" for clause in why.said)
    return f'<details class="why"><summary>Vì sao tìm thấy?</summary><ul>{said}</ul></details>'


# The library and the first view

THEME = '<button type="button" class="theme" data-theme title="Đổi nền sáng, tối">Nền tối</button>'


def top(title: str, holdings: Sequence[Holding] = ()) -> str:
    """Return the head of the page: the app's name and, collapsed, what the library holds."""
    skip = '<a class="skip" href="#question">Đến ô nhập câu hỏi</a>'
    held = _library(holdings) if holdings else ""
    return f'{skip}<header class="top"><h1>{escape(title)}</h1><div class="top-tools">{held}{THEME}</div></header>'


def welcome(shelf: Shelf) -> str:
    """Return the first view: examples to click, or for an empty library three steps to begin."""
    if not shelf.holdings:
        return FIRST_STEPS
    buttons = "".join(f'<li><button type="button" data-ask="{escape(q)}">{escape(q)}</button></li>' for q in shelf.examples)
    tried = f'<p class="quiet">Ví dụ, bấm để hỏi:</p><ul class="examples">{buttons}</ul>' if buttons else ""
    return (
        '<section class="welcome"><h2>Hỏi về các báo cáo trong thư viện</h2><p>Câu trả lời chép đúng chữ trong báo cáo; '
        "bấm vào số như <b>[1]</b> để đọc đoạn gốc. Điều báo cáo không nói, trợ lý sẽ nói là không tìm thấy.</p>"
        f"{tried}</section>"
    )


def _library(holdings: Sequence[Holding]) -> str:
    rows = "".join(
        f'<tr><td>{escape(h.title)}</td><td class="file">{escape(h.file)}</td><td>{escape(h.period) or "–"}</td>'
        f"<td>{h.pages if h.pages is not None else '–'}</td></tr>"
        for h in holdings
    )
    return (
        f'<details class="library"><summary>Thư viện có {len(holdings)} báo cáo</summary><div class="scroll"><table>'
        '<thead><tr><th scope="col">Báo cáo</th><th scope="col">Tệp</th><th scope="col">Năm</th>'
        f'<th scope="col">Số trang</th></tr></thead><tbody>{rows}</tbody></table></div></details>'
    )


FIRST_STEPS = """<section class="welcome"><h2>Thư viện chưa có báo cáo nào</h2><p>Ba bước để bắt đầu:</p><ol class="steps">
<li><b>Kéo thả báo cáo vào đây</b> (PDF, Word, .txt…; nhiều tệp cùng lúc được), hoặc
<button type="button" data-tab="Kho báo cáo">mở Kho báo cáo</button> để chọn tệp.</li>
<li>Đợi từng tệp hiện “đã đọc” ở tab Kho báo cáo; tệp nào không đọc được có ghi lý do.</li>
<li>Trở lại tab Hỏi đáp và đặt câu hỏi.</li></ol>
<p class="quiet">Có sẵn cả thư mục báo cáo trên máy chủ? Chạy lệnh <code>python -m ingest THƯ_MỤC</code>.</p></section>"""
