"""The tab "Soát báo cáo". It knows Gradio."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from app.checks import check_file
from app.web import check_views, views
from app.web.screen import explained
from ingest.errors import UnreadableFile


def tab() -> None:
    """Add the tab to the tabs that are open."""
    with gr.Tab("Soát báo cáo", id="check"):
        file = gr.UploadButton("Chọn báo cáo cần soát (.docx, .pdf, .txt…)", type="filepath", elem_id="to-check", size="md")
        found = gr.HTML("", apply_default_css=False)
        file.upload(checked, file, found, api_visibility="private")


def checked(path: str | None) -> str:
    """Return the findings of an uploaded file."""
    if not path:
        return ""
    try:
        return check_views.findings(check_file(Path(path)), Path(path).name)
    except UnreadableFile as error:
        return views.problem(f"{Path(path).name}: {error}")
    except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
        return views.problem(explained(error))
