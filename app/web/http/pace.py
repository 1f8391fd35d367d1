"""A few requests of each owner at a time: hundreds that one sends at once wait for one another, not in everybody's way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from app.storage.transit import Owner
from app.web.http.page_events import EventRefused

AT_ONCE = 2  # requests of one owner that are worked at; a page that opens sends seven, each of some 30 ms
WAITING = 30  # further ones; a browser has six on their way to one address, a proxy of HTTP/2 more
TOO_FAST = "Bạn gửi quá nhiều yêu cầu cùng lúc. Hãy đợi vài giây rồi làm lại."


@dataclass
class _Turns:
    present: int = 0
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))


class Pace:
    """The lines of all owners. Belongs to one event loop; who waits holds no thread."""

    def __init__(self) -> None:
        self._lines: dict[Owner, _Turns] = {}

    @asynccontextmanager
    async def turn(self, owner: Owner) -> AsyncIterator[None]:
        """Wait for a place of this owner's.

        :raises EventRefused: too many of theirs wait already.
        """
        line = self._lines.setdefault(owner, _Turns())
        if line.present >= AT_ONCE + WAITING:
            raise EventRefused(429, TOO_FAST)
        line.present += 1
        try:
            async with line.places:
                yield
        finally:
            line.present -= 1
            if not line.present:
                self._lines.pop(owner, None)
