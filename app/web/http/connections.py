"""Connections that keep others waiting: requests sent half, or a letter at a time, and answers that nobody takes.

uvicorn waits for such a request for ever, and a few hundred of them use up what a process may hold open. Here each has its
time, and where many are half sent the one that has been quiet longest goes first, so a whole request is always answered.
Whoever has only just connected is no half request yet: where many come at once, what they send is on its way, or unread.
"""

from __future__ import annotations

import asyncio
import resource
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HEAD_SECONDS = 15.0  # for the head of a request; it fits into one packet
QUIET_SECONDS = 20.0  # in which something more of a body has to come
GRACE_SECONDS = 30.0  # after which a body has to come at least at SLOWEST
SLOWEST = 2_000  # bytes a second: 50 MB over the slowest line of an office take minutes, not hours
TAKEN_SECONDS = 60.0  # in which a browser has to take some of what waits for it
SHORT = 32_768  # bytes of a body that is waited for; uvicorn reads on only to twice that before somebody takes it
LONGEST_HEAD = 65_536  # bytes
MOST_HALF = 64  # connections whose request's head is not whole; as many whose body is not
LOOK_SECONDS = 1.0  # between two looks at one connection
MOMENT = 0.1  # seconds between two looks at whether there are too many
YOUNG = 3.0  # seconds in which one is not too many yet, so long as there are no more than MOST_YOUNG
MOST_YOUNG = 1000
FILES = 8192  # that the process may hold open, where the system allows


@dataclass
class Crowd:
    """Connections of one server amid a request: ``heads`` by their beginning, ``bodies`` by when they were last heard."""

    heads: OrderedDict[Connection, None] = field(default_factory=OrderedDict)
    bodies: OrderedDict[Connection, None] = field(default_factory=OrderedDict)
    thinning: bool = False  # comes in a moment

    def leave(self, connection: Connection) -> None:
        """Forget a connection: its request is whole, or it is gone."""
        self.heads.pop(connection, None)
        self.bodies.pop(connection, None)

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """See to it that there are not too many for long."""
        if not self.thinning and max(len(self.heads), len(self.bodies)) > MOST_HALF:
            self.thinning = True
            loop.call_later(MOMENT, self._thin, loop)

    def _thin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Cut off those that have been quiet longest where there are too many."""
        self.thinning, now = False, loop.time()
        for waiting in (self.heads, self.bodies):
            while len(waiting) > MOST_HALF:
                first = next(iter(waiting))
                if len(waiting) <= MOST_YOUNG and now - first.heard < YOUNG:
                    break
                first.cut_off()
        self.watch(loop)


class Connection(HttpToolsProtocol):
    """uvicorn's protocol, with its times."""

    crowd: Crowd

    def __init__(self, *arguments: Any, **keywords: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*arguments, **keywords)
        self._since = self._last = 0.0
        self._bytes = 0
        self._look: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None
        self._held: tuple[RequestResponseCycle, Any] | None = None

    @property
    def heard(self) -> float:
        """When something last came of its body; of a head, when it began."""
        return self._since if self in self.crowd.heads else self._last

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Take what has come."""
        self._last = self.loop.time()
        self._bytes += len(data)
        if self in self.crowd.bodies:
            self.crowd.bodies.move_to_end(self)
        super().data_received(data)
        if self in self.crowd.heads and self._bytes > LONGEST_HEAD:
            self.cut_off()

    def on_message_begin(self) -> None:
        """Wait for the head of a further request on the same connection."""
        super().on_message_begin()
        if self not in self.crowd.heads:
            self._await_head()

    def on_headers_complete(self) -> None:
        """Wait for the body."""
        super().on_headers_complete()
        self.crowd.heads.pop(self, None)
        self.crowd.bodies[self] = None
        self._since, self._bytes = self.loop.time(), 0
        self.crowd.watch(self.loop)

    def on_message_complete(self) -> None:
        """Wait no longer."""
        super().on_message_complete()
        self._leave()
        task, self._held = self._held, None
        if task is not None:
            super()._start_asgi_task(*task)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # noqa: ANN401
        """Hand a request with a short body on once it is whole: half of one then costs the app nothing."""
        short = 0 < _length(cycle.scope["headers"]) <= SHORT
        if short and cycle.more_body and not cycle.waiting_for_100_continue:
            self._held = (cycle, app)
        else:
            super()._start_asgi_task(cycle, app)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._leave()
        self._cancel_taking()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Begin to wait for a browser to take what was sent."""
        super().pause_writing()
        self._taking = self._taking or self.loop.call_later(TAKEN_SECONDS, self.cut_off)

    def resume_writing(self) -> None:
        """Wait no longer."""
        self._cancel_taking()
        super().resume_writing()

    def cut_off(self) -> None:
        """End the connection at once."""
        self._leave()
        if not self.transport.is_closing():
            self.transport.abort()

    def _await_head(self) -> None:
        self._since = self._last = self.loop.time()
        self._bytes = 0
        self.crowd.heads[self] = None
        self.crowd.watch(self.loop)
        if self._look is None:
            self._look = self.loop.call_later(LOOK_SECONDS, self._check)

    def _check(self) -> None:
        now, self._look = self.loop.time(), None
        if self.transport.is_closing():
            return
        if self in self.crowd.heads:
            late = now - self._since > HEAD_SECONDS
        elif self in self.crowd.bodies:
            late = not self.flow.read_paused and self._is_slow(now)
        else:
            return
        if late:
            self.cut_off()
        else:
            self._look = self.loop.call_later(LOOK_SECONDS, self._check)

    def _is_slow(self, now: float) -> bool:
        going = now - self._since
        return now - self._last > QUIET_SECONDS or (going > GRACE_SECONDS and self._bytes < going * SLOWEST)

    def _leave(self) -> None:
        self.crowd.leave(self)
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _cancel_taking(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None


def _length(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """Return the length of a body as its head gives it; 0 where it gives none."""
    stated = next((value for name, value in headers if name == b"content-length"), b"")
    return int(stated) if stated.isdigit() else 0


def protocol() -> type[Connection]:
    """Return the protocol for one server."""
    return type("ServerConnection", (Connection,), {"crowd": Crowd()})


def allow_many() -> None:
    """Let this process hold as many connections and files open as it may need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
