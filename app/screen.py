"""What happens when something is asked, searched or opened in the web app: words in, HTML out, no widgets."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

from app import panel, views
from app.assistant import Assistant
from app.shelf import Shelf, shelf_of
from index.e5_weights import WeightsError
from index.embedding import ModelNotFound
from index.errors import IndexProblem

logger = logging.getLogger(__name__)

TITLE = "Trợ lý Báo cáo"
STEPS, STEP_SECONDS = 12, 0.025  # in which an answer appears: 0.3 s in all
LONGEST = 2000  # characters of a question

Turns = list[tuple[str, str]]  # question and HTML of every turn of a conversation


class Screen:
    """The handlers of one app. Whatever goes wrong is told to the reader in a sentence; none of them raises."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self._shelf: tuple[str, Shelf] = ("", Shelf())

    def shelf(self) -> Shelf:
        """Return what the library holds; read anew when the library has changed."""
        catalog = self.assistant.library.catalog
        revision = catalog.about()["revision"]
        if self._shelf[0] != revision:
            self._shelf = (revision, shelf_of(list(catalog.reports())))
        return self._shelf[1]

    def first_view(self) -> tuple[str, str]:
        """Return the welcome, and the head of the page with the list of the library."""
        try:
            shelf = self.shelf()
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return views.problem(explained(error)), views.top(TITLE)
        return views.welcome(shelf), views.top(TITLE, shelf.holdings)

    def ask(self, text: str, before: Turns) -> Iterator[str]:
        """Yield the HTML of a new turn, ever more complete."""
        question = text.strip()[:LONGEST]
        yield views.working(question)
        try:
            answer = self.assistant.converse([*(asked for asked, _ in before), question])
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            yield views.turn(question, views.problem(explained(error)))
            return
        words = answer.text.split(" ")
        for step in range(1, STEPS):
            yield views.speaking(question, answer, " ".join(words[: len(words) * step // STEPS]))
            time.sleep(STEP_SECONDS)
        yield views.answered(question, answer)

    def search(self, text: str, count: int) -> str:
        """Return found passages."""
        if not text.strip():
            return '<p class="quiet">Hãy gõ nội dung cần tìm.</p>'
        try:
            return views.results(self.assistant.search(text.strip()[:LONGEST], count))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return views.problem(explained(error))

    def open(self, keys: str, at: int) -> str:
        """Return the side panel for the key at position ``at`` of ``keys`` (one word each)."""
        try:
            parts = keys.split()
            reference = panel.Reference.parse(parts[at])
            catalog = self.assistant.library.catalog
            passage = catalog.passages([reference.passage])[reference.passage]
            return panel.source(catalog.report(passage.report), passage, reference, parts, at)
        except (KeyError, IndexError, ValueError):
            return panel.gone()
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return panel.failed(explained(error))


def explained(error: Exception) -> str:
    """Return what to tell the reader: our own errors say it themselves, others go to the log."""
    if isinstance(error, IndexProblem | ModelNotFound | WeightsError):
        return str(error)
    logger.error("unexpected error in the web app", exc_info=error)
    return (
        "Có lỗi ngoài dự kiến nên chưa trả lời được. Hãy thử lại; nếu vẫn lỗi, hãy tắt và mở lại ứng dụng, rồi gửi "
        "nội dung trong cửa sổ dòng lệnh cho người quản trị."
    )
