"""A server that speaks the OpenAI chat protocol over real HTTP on loopback and answers as a script says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What the server does: ``text`` in pieces of ``size`` characters, each after ``pause`` seconds.

    ``status``: another than 200 is an error with ``text`` as its words. ``raw``: sent as it is instead of chunks.
    ``drop``: the connection is closed after so many pieces. ``gate``: what comes after the first piece waits for it.
    """

    text: str = ""
    size: int = 1000
    pause: float = 0.0
    status: int = 200
    raw: str | None = None
    drop: int | None = None
    gate: threading.Event | None = None


Script = Callable[[Request], Reply]


class ModelServer:
    """Answers by a script; ``asked``: the requests so far, ``keys``: their Authorization headers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Request] = []
        self.keys: list[str] = []
        self.script: Script = lambda request: Reply()

    def say(self, *replies: Reply | str) -> None:
        """Give these replies in turn, the last one again and again."""
        left = [Reply(reply) if isinstance(reply, str) else reply for reply in replies]
        self.script = lambda request: left.pop(0) if len(left) > 1 else left[0]

    def prompt(self, at: int = 0) -> str:
        """Return all that a request told the model."""
        return "\n".join(message["content"] for message in self.asked[at]["messages"])


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Serve on a free port of this machine until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(request)
            model.keys.append(self.headers.get("Authorization", ""))
            reply = model.script(request)
            with suppress(BrokenPipeError, ConnectionResetError):  # the client has gone
                _send(self, request, reply)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    server = Server(("127.0.0.1", 0), Handler)
    model = ModelServer(f"http://127.0.0.1:{server.server_port}/v1")
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()


def _send(handler: BaseHTTPRequestHandler, request: Request, reply: Reply) -> None:
    handler.send_response(reply.status)
    kind = "text/event-stream" if reply.status == 200 and reply.raw is None else "application/json"
    handler.send_header("Content-Type", kind)
    handler.send_header("Connection", "close")
    if reply.drop is not None:
        handler.send_header("Content-Length", "100000")  # so that closing early is a break, not an end
    handler.end_headers()
    if reply.status != 200:
        handler.wfile.write(json.dumps({"error": {"message": reply.text}}).encode())
        return
    if reply.raw is not None:
        time.sleep(reply.pause)
        handler.wfile.write(reply.raw.encode())
        return
    pieces = [reply.text[at : at + reply.size] for at in range(0, len(reply.text), reply.size)]
    for at, piece in enumerate(pieces):
        if at == reply.drop:
            return
        time.sleep(reply.pause)
        if at and reply.gate:
            reply.gate.wait(30)
        _event(handler, request, {"content": piece}, None)
    _event(handler, request, {}, "stop")
    handler.wfile.write(b"data: [DONE]\n\n")


def _event(handler: BaseHTTPRequestHandler, request: Request, delta: dict[str, str], finish: str | None) -> None:
    chunk = {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": request["model"],
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    handler.wfile.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())
    handler.wfile.flush()
