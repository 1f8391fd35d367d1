"""The tab "Soát báo cáo". It knows Gradio."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from app.access.fair_queue import QueueFull
from app.web.handlers.ask import explained
from app.web.html import answers, checks
from app.web.requester import who
from app.workers import tasks
from app.workers.pool import PLACES, Workshop
from ingest.errors import UnreadableFile


def tab(workshop: Workshop) -> None:
    """Add the tab to the tabs that are open."""
    with gr.Tab("Soát báo cáo", id="check"):
        file = gr.UploadButton("Chọn báo cáo cần soát (.docx, .pdf, .txt…)", type="filepath", elem_id="to-check", size="md")
        found = gr.HTML("", apply_default_css=False)

        def checked(path: str | None, request: gr.Request) -> str:
            return findings(workshop, who(request).name, path)

        file.upload(checked, file, found, api_visibility="private", concurrency_limit=PLACES)


def findings(workshop: Workshop, person: str, path: str | None) -> str:
    """Return the findings of a file that a person has uploaded."""
    if not path:
        return ""
    name = Path(path).name
    try:
        found = workshop.do(person, tasks.checked, Path(path), None)
        return checks.findings(found.shown, name, found.more)
    except (QueueFull, UnreadableFile) as error:
        return answers.problem(f"{name}: {error}")
    except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
        return answers.problem(explained(error))
