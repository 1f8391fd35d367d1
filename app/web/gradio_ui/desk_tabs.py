"""The tabs "Mẫu câu", "Soạn báo cáo", "Soát báo cáo" side by side: they share one desk. ``tabs`` is their one door."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from app.access.person import Role
from app.assistant import Assistant
from app.drafting.request import BadRequest
from app.drafting.rewriting import Rewriter
from app.library.ingestion import Shelving
from app.office import Office
from app.storage.transit import Transit
from app.web.gradio_ui import draft_tab, wording_tab
from app.web.gradio_ui.check_tab import CheckTab
from app.web.gradio_ui.rights import needs
from app.web.handlers.draft_desk import Desk
from app.web.handlers.drafting import Drafting
from app.web.handlers.history import History
from app.web.html import history as views
from app.web.html import wording
from app.web.requester import who

INSERTED = "Đã đưa {count} câu trích vào giỏ. Ở tab “Soạn báo cáo”, tại mục cần dùng, chọn câu trong “Chèn từ giỏ…”."
NO_SENTENCE = (
    "Câu trả lời này trích từ bảng hoặc báo cáo đã gỡ nên không có câu nào để chèn. Hãy dùng “Tải .docx” để lấy bảng."
)
SCRIPT = (Path(__file__).parent.parent / "assets" / "desk.js").read_text(encoding="utf-8")


def tabs(
    assistant: Assistant,
    office: Office,
    shelving: Shelving,
    bridge: str,
    page: gr.Blocks,
    rewriter: Rewriter | None,
    transit: Transit,
    chosen: gr.State,
) -> tuple[DraftsDoor, CheckTab]:
    """Add the three tabs to the tabs that are open; return the way from an answer into a draft, and the last tab.

    :param bridge: the script that serves the copy buttons.
    :param rewriter: a model that rewrites sections; None where there is no model.
    :param transit: where files lie that are taken away. ``chosen``: ids of reports that alone are looked through.
    """
    drafting = Drafting(assistant, office.drafts, rewriter, office.workshop)
    desk, basket, within = wording_tab.tab(drafting, office.audit, bridge, page, chosen)
    draft_tab.tab(drafting, desk, basket, SCRIPT, page, transit)
    return DraftsDoor(drafting, desk, basket, within), CheckTab(office, shelving, transit, bridge)


@dataclass(frozen=True, slots=True)
class DraftsDoor:
    """The way from an answer into a draft: what it quotes goes into the basket.

    ``within``: what says in the tab "Mẫu câu" which reports alone are looked through.
    """

    drafting: Drafting
    desk: gr.State
    basket: gr.HTML
    within: gr.HTML

    def lead(self, places: Sequence[gr.HTML], history: History, conversation: gr.State, errand: gr.HTML) -> None:
        """Let "Chèn vào dự thảo" below the answers in ``places`` put their quotes into the basket.

        :param conversation: id of the one shown. ``errand``: what tells the reader below the answer.
        """

        @needs(Role.DRAFTER)
        def insert(desk: Desk, current: str, request: gr.Request, event: gr.EventData) -> tuple[Desk, str, str]:
            number = int(event.turn)
            try:
                filled, count = self.drafting.quoting(desk, history.cited(who(request), current, number))
                message = INSERTED.format(count=count) if count else NO_SENTENCE
            except BadRequest as error:
                filled, message = desk, f"Chưa chèn được: {error}."
            filled = self.drafting.keep(who(request), filled)
            return filled, wording.basket(len(filled.basket)), views.notice_below(number, message, time.time())

        clicks = [place.apply for place in places]
        outputs = [self.desk, self.basket, errand]
        gr.on(clicks, insert, [self.desk, conversation], outputs, show_progress="hidden", api_visibility="private")
