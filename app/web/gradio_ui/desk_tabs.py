"""The tabs "Mẫu câu", "Soạn báo cáo", "Soát báo cáo" side by side: they share one desk. ``tabs`` is their one door."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from app.assistant import Assistant
from app.drafting.rewriting import Rewriter
from app.office import Office
from app.storage.transit import Transit
from app.web.gradio_ui import check_tab, draft_tab, wording_tab
from app.web.handlers.drafting import Drafting

SCRIPT = (Path(__file__).parent.parent / "assets" / "desk.js").read_text(encoding="utf-8")


def tabs(
    assistant: Assistant, office: Office, bridge: str, page: gr.Blocks, rewriter: Rewriter | None, transit: Transit
) -> None:
    """Add the three tabs to the tabs that are open.

    :param bridge: the script that serves the copy buttons.
    :param rewriter: a model that rewrites sections; None where there is no model.
    :param transit: where files lie that are taken away.
    """
    drafting = Drafting(assistant, office.drafts, rewriter, office.workshop)
    desk, kept = wording_tab.tab(drafting, bridge, page)
    draft_tab.tab(drafting, desk, kept, SCRIPT, page, transit)
    check_tab.tab(office.workshop)
