"""Requests that are never whole: cut off in time, and nobody waits for them."""

import asyncio
import socket
import threading
import time

import pytest
import uvicorn

from app.web.http import connections


async def answer(scope, receive, send):
    """Read the whole body, then say so."""
    if scope["type"] == "http":
        if scope["path"] == "/busy":
            time.sleep(1)  # as a computation that holds the interpreter does
        refused = scope["path"] == "/refused"
        while not refused and (await receive()).get("more_body"):
            pass
        body = b"%02d" % len(scope["headers"]) if scope["path"] == "/fields" else b"ok"
        await send(
            {"type": "http.response.start", "status": 413 if refused else 200, "headers": [(b"content-length", b"2")]}
        )
        await send({"type": "http.response.body", "body": body})


@pytest.fixture
def port(monkeypatch):
    """A server that gives half requests two seconds, and lets four of a kind wait for longer than half a second."""
    bounds = (("HEAD_SECONDS", 2), ("QUIET_SECONDS", 2), ("MOST_HALF", 4), ("LOOK_SECONDS", 0.1), ("YOUNG", 0.5))
    for name, value in (*bounds, ("MOST_YOUNG", 50)):
        monkeypatch.setattr(connections, name, value)
    config = uvicorn.Config(answer, port=0, log_level="critical", http=connections.protocol(), ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)


def line(port, sent=b""):
    opened = socket.create_connection(("127.0.0.1", port), timeout=10)
    opened.sendall(sent)
    return opened


def ended(opened):
    """Wait for the other side to hang up."""
    try:
        return opened.recv(1) == b""
    except ConnectionError:
        return True


WHOLE = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
HEAD = b"GET / HTTP/1.1\r\nHost: a\r\nX-A: "
BODY = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nab"


@pytest.mark.parametrize("half", [b"", HEAD, BODY], ids=["nothing", "half a head", "half a body"])
def test_what_is_never_whole_is_cut_off_and_a_whole_request_never_waits(port, half):
    lines = [line(port, half) for _ in range(6)]
    whole = line(port, WHOLE)
    assert whole.recv(100).startswith(b"HTTP/1.1 200")
    assert all(ended(one) for one in lines)


def test_many_who_connect_while_nothing_is_read_are_all_answered(port):
    busy = line(port, WHOLE.replace(b"/", b"/busy", 1))
    time.sleep(0.2)
    lines = [line(port, WHOLE) for _ in range(40)]
    assert all(one.recv(100).startswith(b"HTTP/1.1 200") for one in [busy, *lines])


def test_many_who_are_slow_to_send_are_all_answered(port):
    lines = [line(port, WHOLE[:10]) for _ in range(40)]
    time.sleep(0.3)
    for one in lines:
        one.sendall(WHOLE[10:])
    assert all(one.recv(100).startswith(b"HTTP/1.1 200") for one in lines)


def test_there_are_never_more_than_the_process_can_hold(port, monkeypatch):
    monkeypatch.setattr(connections, "YOUNG", 100)
    began = time.monotonic()
    lines = [line(port, HEAD) for _ in range(80)]
    assert ended(lines[0]) and time.monotonic() - began < 1.9, "not by its time"


def test_of_many_the_one_that_has_been_quiet_longest_goes_first(port):
    lines = [line(port, HEAD) for _ in range(4)]
    began = time.monotonic()
    lines.append(line(port, HEAD))
    assert ended(lines[0]) and time.monotonic() - began < 1.9, "not by its time"


def test_a_head_without_end_is_cut_off(port):
    endless = line(port, HEAD)
    with pytest.raises(OSError):
        for _ in range(200):
            endless.sendall(b"a" * 4000)
            time.sleep(0.001)


def test_a_body_that_comes_slowly_but_surely_is_taken(port):
    slow = line(port, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
    for letter in b"abcde":
        time.sleep(0.3)
        slow.sendall(bytes([letter]))
    assert slow.recv(100).startswith(b"HTTP/1.1 200")


def test_a_connection_serves_one_request_after_the_other(port):
    kept = line(port)
    for _ in range(3):
        kept.sendall(WHOLE)
        heard = b""
        while not heard.endswith(b"ok"):
            heard += kept.recv(1000)
        assert heard.startswith(b"HTTP/1.1 200")
    kept.sendall(HEAD)
    assert ended(kept)


CHUNKED = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
AROUND = {  # by what it is: how it begins, and what comes again and again; none of it is body
    "a trailer without end": (CHUNKED + b"0\r\nX: ", b"a" * 4000),
    "trailers": (CHUNKED + b"0\r\n", b"X: a\r\n" * 600),
    "the name of a trailer": (CHUNKED + b"0\r\n", b"a" * 4000),
    "an extension of a chunk": (CHUNKED + b"1;", b"a" * 4000),
    "chunks of a byte": (CHUNKED, b"1\r\na\r\n" * 600),
    "empty lines": (WHOLE, b"\r\n" * 2000),
    "fields of a head": (b"GET / HTTP/1.1\r\n", b"a:\r\n" * 101),
}


@pytest.mark.parametrize("kind", AROUND)
def test_what_is_no_body_is_bounded_wherever_it_stands(port, kind):
    first, again = AROUND[kind]
    endless = line(port, first)
    sent = 0
    with pytest.raises(OSError):
        while sent < 400_000:
            endless.sendall(again)
            sent += len(again)
            time.sleep(0.001)


def test_requests_are_not_sent_by_the_thousand_before_the_first_is_answered(port):
    def answers(count):
        opened, heard = line(port, WHOLE * count), b""
        try:
            while heard.count(b"HTTP/1.1 200") < count:
                part = opened.recv(65_536)
                if not part:
                    break
                heard += part
        except ConnectionError:
            pass
        return heard.count(b"HTTP/1.1 200")

    assert answers(5) == 5
    assert answers(1000) <= 5


def test_a_body_of_which_nobody_reads_the_rest_ends(port):
    """Nothing says how long it will be, and the answer is there."""
    endless = line(port, CHUNKED.replace(b"/", b"/refused", 1))
    assert endless.recv(1000).startswith(b"HTTP/1.1 413")
    with pytest.raises(OSError):
        for _ in range(100):
            endless.sendall(b"2000\r\n" + b"a" * 8192 + b"\r\n")
            time.sleep(0.001)


def test_a_long_body_in_chunks_as_programs_send_them_is_taken(port):
    chunk = b"40\r\n" + b"a" * 64 + b"\r\n"
    whole = line(port, CHUNKED + chunk * 5000 + b"0\r\nX-Sum: 1\r\n\r\n")
    assert whole.recv(100).startswith(b"HTTP/1.1 200")


def test_a_trailer_is_no_field_of_the_head(port):
    """What stands before the app has read the head by then."""
    sent = line(port, CHUNKED.replace(b"/", b"/fields", 1) + b"1\r\na\r\n0\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n")
    heard = b""
    while not heard.partition(b"\r\n\r\n")[2]:
        heard += sent.recv(1000)
    assert heard.endswith(b"\r\n\r\n02")
