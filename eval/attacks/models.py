"""Language models that are slow or hostile, as servers on loopback: what `LLM_TIMEOUT` has to hold against.

Each of :data:`KINDS` answers one request in a way that never becomes a whole reply. The attacks ask them through what the
app itself asks models with. To try one against a running app, start the app with ``LLM=openai:x``, ``LLM_BASE_URL`` that of
:func:`hostile_model`, and ask it something; :func:`asked` does so.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from app.generation.llm import ModelFailed, open_model
from eval.attacks import Attack, Outcome
from settings import LanguageModel

if TYPE_CHECKING:
    from eval.attacks.world import World

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
LONGEST = 120.0  # seconds after which a server gives up by itself: nothing is left running behind a test
LIMIT = 2  # seconds: LLM_TIMEOUT of the attacks
LATE = 4.0  # seconds beyond it that a busy machine is given; a server here goes on for much longer
BRIEF = 3  # kinds that are enough for a test
WAIT = 0.1  # seconds between two drops of what trickles


@dataclass
class HostileModel:
    """A server of one kind. ``asked``: connections that were accepted; ``followed``: requests that came by its redirect."""

    url: str
    asked: int = 0
    followed: int = 0
    over: threading.Event = field(default_factory=threading.Event)


def trickle(connection: socket.socket, model: HostileModel) -> None:
    """Send a word now and then, for ever."""
    connection.sendall(HEAD)
    while not model.over.wait(WAIT):
        connection.sendall(chunk("tiếng "))


def heartbeat(connection: socket.socket, model: HostileModel) -> None:
    """Send comments, as servers do to keep a connection open, and never a word."""
    connection.sendall(HEAD)
    while not model.over.wait(WAIT):
        connection.sendall(b": ping\n\n")


def empty(connection: socket.socket, model: HostileModel) -> None:
    """Send chunks that hold no word."""
    connection.sendall(HEAD)
    while not model.over.wait(WAIT):
        connection.sendall(chunk(""))


def flood(connection: socket.socket, model: HostileModel) -> None:
    """Send words as fast as they are taken, in one line that never ends."""
    connection.sendall(HEAD)
    words = chunk("tiếng ") * 50
    while not model.over.is_set():
        connection.sendall(words)


def sentences(connection: socket.socket, model: HostileModel) -> None:
    """Send short sentences as fast as they are taken."""
    connection.sendall(HEAD)
    words = chunk("Ý. ") * 50
    while not model.over.is_set():
        connection.sendall(words)


def line(connection: socket.socket, model: HostileModel) -> None:
    """Send one line of the protocol that never ends."""
    connection.sendall(HEAD + b"data: ")
    while not model.over.is_set():
        connection.sendall(b"x" * 65_536)


def word(connection: socket.socket, model: HostileModel) -> None:
    """Send one word of twenty million letters."""
    connection.sendall(HEAD + chunk("x" * 20_000_000))
    model.over.wait(LONGEST)


def silent(connection: socket.socket, model: HostileModel) -> None:  # noqa: ARG001
    """Take the request and say nothing."""
    model.over.wait(LONGEST)


def head(connection: socket.socket, model: HostileModel) -> None:
    """Send the head of the reply byte by byte; it never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while not model.over.wait(WAIT):
        connection.sendall(b"a")


def bytewise(connection: socket.socket, model: HostileModel) -> None:
    """Send a whole reply byte by byte."""
    for byte in HEAD + chunk("Xã còn 41 hộ nghèo [1].") * 50:
        if model.over.wait(WAIT):
            return
        connection.sendall(bytes([byte]))


def redirect(connection: socket.socket, model: HostileModel) -> None:
    """Send the question elsewhere: nothing of it may go there."""
    lines = ("HTTP/1.1 307 Temporary Redirect", f"Location: {model.url}/elsewhere", "Content-Length: 0", "Connection: close")
    connection.sendall("".join(f"{header}\r\n" for header in (*lines, "")).encode())


KINDS: tuple[Callable[[socket.socket, HostileModel], None], ...] = (
    trickle, heartbeat, empty, flood, sentences, line, word, silent, head, bytewise, redirect,
)  # fmt: skip


def chunk(text: str) -> bytes:
    """Return a piece of a reply as the protocol sends it."""
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    event = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "x", "choices": [choice]}
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


@contextmanager
def hostile_model(kind: Callable[[socket.socket, HostileModel], None]) -> Iterator[HostileModel]:
    """Serve one kind on a free port of this machine until the end."""
    door = socket.create_server(("127.0.0.1", 0))
    model = HostileModel(f"http://127.0.0.1:{door.getsockname()[1]}/v1")

    def serve(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):  # the client has gone
            request = connection.recv(65_536)
            if request.split(b"\r\n", 1)[0].find(b"/elsewhere") >= 0:
                model.followed += 1
            kind(connection, model)

    def accept() -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                connection, _ = door.accept()
                model.asked += 1
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield model
    finally:
        model.over.set()
        with contextlib.suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        door.close()


@contextmanager
def deaf_model() -> Iterator[HostileModel]:
    """Hold a port on which no connection comes about: its queue is full and nobody accepts."""
    with socket.socket() as door, contextlib.ExitStack() as callers:
        door.bind(("127.0.0.1", 0))
        door.listen(0)
        for _ in range(4):
            caller = callers.enter_context(socket.socket())
            caller.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                caller.connect(door.getsockname())
        yield HostileModel(f"http://127.0.0.1:{door.getsockname()[1]}/v1")


def asked(base: str, question: str, key: str | None = None, timeout: float = 120.0) -> tuple[float, dict[str, Any]]:
    """Ask a running app a question by its API; return the seconds it took and the answer."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{base}/api/ask", body, headers)  # noqa: S310 - loopback
    began = time.monotonic()
    with urllib.request.urlopen(request, timeout=timeout) as reply:  # noqa: S310
        return time.monotonic() - began, json.load(reply)


def _attack(server: Callable[[], AbstractContextManager[HostileModel]], number: int, name: str) -> Attack:
    def attack(world: World) -> Outcome:
        if world.brief and number >= BRIEF:
            return Outcome(True, "bỏ qua khi chạy nhanh")
        with server() as model:
            seconds, result = _waited(model.url)
            is_bounded = seconds < LIMIT + LATE and not model.followed
        return Outcome(is_bounded, f"{result} sau {seconds:.1f} s với LLM_TIMEOUT={LIMIT}")

    attack.__doc__ = name
    return attack


def _waited(url: str) -> tuple[float, str]:
    """Return how long a model is waited for, and what came of it."""
    model = open_model(LanguageModel("openai", "thử", url, timeout=LIMIT))
    if model is None:
        raise ValueError(url)
    began, length = time.monotonic(), 0
    try:
        for piece in model.stream("", "", began + LIMIT):
            length += len(piece)
        result = f"trả lời {length} ký tự"
    except ModelFailed as error:
        result = type(error).__name__
    return time.monotonic() - began, result


ATTACKS = (
    *(_attack(partial(hostile_model, reply), at, f"A model: {reply.__doc__}") for at, reply in enumerate(KINDS)),
    _attack(deaf_model, len(KINDS), f"A model: {deaf_model.__doc__}"),
)
