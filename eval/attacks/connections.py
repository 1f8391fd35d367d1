"""Requests that are never whole, which would keep others waiting."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from urllib.parse import urlsplit

from eval.attacks import Outcome, worst
from eval.attacks.world import Visitor, World

HALF = 230  # connections
KINDS = {
    "không gửi gì": b"",
    "nửa phần đầu": b"GET / HTTP/1.1\r\nHost: a\r\nX-A: ",
    "nửa nội dung": b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 999\r\n\r\nname=",
}
WANTED = 1.0  # second in which another request is answered


def half(world: World) -> Outcome:
    """230 requests that are sent half, of three kinds."""
    parts = urlsplit(world.url)
    outcomes = []
    for kind, sent in KINDS.items():
        with ExitStack() as open_lines:
            for _ in range(HALF):
                line = open_lines.enter_context(socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5))
                line.sendall(sent)
            began = time.monotonic()
            status = Visitor(world.url).http.get("/sign-in").status_code
            seconds = time.monotonic() - began
            outcomes.append(Outcome(status == 200 and seconds < WANTED, f"{kind}: {status} sau {seconds:.2f} s"))
    return worst(outcomes)


def long_head(world: World) -> Outcome:
    """A head without end, which would fill the memory."""
    parts = urlsplit(world.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) as line:
        line.sendall(b"GET / HTTP/1.1\r\n")
        try:
            for number in range(200):
                line.sendall(b"X-%d: " % number + b"a" * 4000 + b"\r\n")
                time.sleep(0.001)
            ended = line.recv(1) == b""
        except OSError:
            ended = True
    return Outcome(ended, "bị ngắt" if ended else "nhận 800 kB phần đầu")


ATTACKS = (half, long_head)
