"""Connections that keep others waiting: requests sent half, in crumbs or many in one, and answers that nobody takes.

uvicorn waits for such a request for ever, and a few hundred of them use up what a process may hold open. Here each has its
time, and where many are half sent the one that has been quiet longest goes first, so a whole request is always answered.
Whoever has only just connected is no half request yet: where many come at once, what they send is on its way, or unread.

What of a message is no body is bounded, wherever in it that stands: the head, and later the frames of chunks, their
extensions, trailers, empty lines. The parser calls Python for each piece of it and puts long ones together by copying, both
on the thread that answers everybody; so nobody may send much of it, nor many requests before the first is answered.
"""

from __future__ import annotations

import asyncio
import resource
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HEAD_SECONDS = 15.0  # for the head of a request; it fits into one packet
QUIET_SECONDS = 20.0  # in which something more of a body has to come
GRACE_SECONDS = 30.0  # after which a body has to come at least at SLOWEST
SLOWEST = 2_000  # bytes a second: 50 MB over the slowest line of an office take minutes, not hours
TAKEN_SECONDS = 60.0  # in which a browser has to take some of what waits for it
SHORT = 32_768  # bytes of a body that is waited for; uvicorn reads on only to twice that before somebody takes it
LONGEST_HEAD = 65_536  # bytes
MOST_FIELDS = 100  # of a head, trailers too; browsers send some twenty, a proxy adds ten
# Bytes of a message after its head that are no body, and further ones as a part of the body: a chunk has some six, so chunks
# of fifty bytes on average pass however many they are; programs send them of thousands.
FRAMES, FRAMES_PART = 4_096, 8
MOST_AHEAD = 4  # requests sent before the first is answered: browsers send none
UNREAD = 65_536  # bytes of a body without a stated length that may come once the answer is complete
PIECE = 16_384  # bytes that are parsed before the bounds are looked at
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
        self._bytes = self._body = self._unread = self._fields = 0
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
        """Take what has come, piece by piece."""
        self._last = self.loop.time()
        if self in self.crowd.bodies:
            self.crowd.bodies.move_to_end(self)
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            self._bytes += len(piece)
            super().data_received(piece)
            if self._around > (LONGEST_HEAD if self in self.crowd.heads else FRAMES + self._body // FRAMES_PART):
                self.cut_off()
            if self.transport.is_closing():
                break

    @property
    def _around(self) -> int:
        """How many bytes have come that are no body: of the head, or since it was whole."""
        return self._bytes - self._body

    def on_message_begin(self) -> None:
        """Wait for the head of a further request on the same connection."""
        super().on_message_begin()
        self._fields = 0
        if self not in self.crowd.heads:
            self._await_head()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field of the head; those of a trailer go unread: no client needs them, and the door has read the head."""
        self._fields += 1
        if self._fields > MOST_FIELDS:
            self._end("too many fields")
        if self in self.crowd.heads:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Wait for the body."""
        super().on_headers_complete()
        if len(self.pipeline) > MOST_AHEAD:
            self._end("too many requests ahead")
        self.crowd.heads.pop(self, None)
        self.crowd.bodies[self] = None
        self._since, self._bytes, self._body, self._unread = self.loop.time(), 0, 0, 0
        self.crowd.watch(self.loop)

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        super().on_body(body)
        self._body += len(body)
        if self.cycle.response_complete and not _length(self.headers):
            self._unread += len(body)
            if self._unread > UNREAD:
                self._end("a body that nobody reads")

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

    def send_400_response(self, msg: str) -> None:
        """Say that a request is none, where somebody still listens."""
        if not self.transport.is_closing():
            super().send_400_response(msg)

    def _end(self, why: str) -> NoReturn:
        """Cut the connection off from within the parser, which stops where it is.

        :raises ConnectionAbortedError: always; the parser makes an error of its own of it.
        """
        self.cut_off()
        raise ConnectionAbortedError(why)

    def _await_head(self) -> None:
        self._since = self._last = self.loop.time()
        self._bytes = self._body = 0
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
