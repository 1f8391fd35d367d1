"""Gradio's memory of open pages, made light: a new page of somebody costs everybody else next to nothing.

Gradio copies the settings of all 185 components for each page at its first event, on the thread that answers all requests:
31 ms and 416 kB of a page, where 0.2 ms and 12 kB do. It wants the copies for deep links, which are closed here.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from gradio.blocks import Blocks
from gradio.state_holder import SessionState, StateHolder

# That are remembered of all people together: room for what the door lets a hundred people have (page_routes.MOST_SESSIONS),
# so that nobody's pages make somebody else's forget what they hold.
MOST_PAGES = 20_000


class LightStates(StateHolder):  # type: ignore[misc]  # Gradio has no types for us
    """What each open page holds. Safe to use as Gradio does."""

    def __init__(self, blocks: Blocks) -> None:
        super().__init__()
        self.set_blocks(blocks)
        self.capacity = MOST_PAGES

    def __getitem__(self, session_id: str) -> Any:  # noqa: ANN401
        """Return what a page holds; a new one holds nothing yet."""
        if session_id not in self.session_data:
            without_copies = SimpleNamespace(default_config=self.blocks.default_config, blocks={})
            self.session_data[session_id] = SessionState(without_copies)
        return super().__getitem__(session_id)

    def forget(self, session_id: str) -> None:
        """Drop what a page holds."""
        with self.lock:
            self.session_data.pop(session_id, None)
            self.time_last_used.pop(session_id, None)
