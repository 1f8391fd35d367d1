"""Found passages, as HTML: cards, why each was found, ways to narrow the search. Pure functions; all text is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.answer.model import SearchResult, Why
from app.answer.sources import copy_line, passage_line
from app.library.narrowing import Narrowing
from app.web.html import narrowing
from app.web.html.answers import chips, remarks
from app.web.html.panel import Reference
from index.search.retrieval import Hit


def results(
    result: SearchResult, text: str = "", offered: Sequence[Narrowing] = (), chosen: Sequence[Narrowing] = ()
) -> str:
    """Return found passages as cards, best first; none: a sentence that says so. ``text``: what was searched for.

    :param offered: ways to narrow the search, which stand beside the passages; ``chosen``: those it is narrowed by.
    """
    cards = _list(result, text, bool(chosen))
    beside = narrowing.beside(offered, chosen, text)
    return f'<div class="with-narrowing">{beside}<div>{cards}</div></div>' if beside else cards


def _list(result: SearchResult, text: str, narrowed: bool) -> str:
    read = chips(result, text=text) + remarks(result.notes)
    if not result.hits:
        more = "bỏ bớt điều kiện thu hẹp" if narrowed else "bớt từ"
        return f'{read}<p class="quiet">Không tìm thấy đoạn nào. Hãy thử từ khác, hoặc {more}.</p>'
    keys = escape(" ".join(Reference(hit.passage.id).key for hit in result.hits))
    cards = "".join(_card(at, hit, why) for at, (hit, why) in enumerate(zip(result.hits, result.why, strict=True)))
    count = f'<p class="quiet">{len(result.hits)} đoạn gần nhất, xếp theo độ khớp</p>'
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
    reasons = "".join(f"<li>{escape(clause)}</li>" for clause in why.said)
    return f'<details class="why"><summary>Vì sao tìm thấy?</summary><ul>{reasons}</ul></details>'
