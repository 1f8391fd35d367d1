"""What costs the sender bytes and the app seconds: messages in crumbs, bodies of a million values, forms of many fields.

A colleague asks for a page meanwhile. Each attack sends at most two megabytes, and ends when it is cut off.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from eval.attacks import Outcome, worst
from eval.attacks.world import Visitor, World

MOST = 2_000_000  # bytes of one attack
CHUNKED = (
    b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
CRUMBS = {  # by what they are: how it begins, and what comes again and again
    "phần đuôi không hết": (CHUNKED + b"0\r\nX: ", b"a" * 4000),
    "nhiều mục ở đuôi": (CHUNKED + b"0\r\n", b"X: a\r\n" * 600),
    "mảnh một byte": (CHUNKED, b"1\r\na\r\n" * 600),
    "phần mở rộng của mảnh": (CHUNKED + b"1;", b"a" * 4000),
    "yêu cầu nối đuôi nhau": (b"", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 120),
    "dòng trống": (b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n", b"\r\n" * 2000),
    "nhiều mục ở đầu": (b"GET /health HTTP/1.1\r\n", b"a:\r\n" * 1000),
}
MANY = 200_000
BOMBS = {
    "danh sách rỗng": b"[" + b"[]," * MANY + b"1]",
    "chữ rỗng": b"[" + b'"",' * MANY + b"1]",
    "số": b"[" + b"1," * MANY + b"1]",
    "tên": b"{" + b",".join(b'"%d":0' % number for number in range(90_000)) + b"}",
}
JSON = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
WANTED = 3.0  # seconds in which a colleague is answered, and a body refused, on a busy machine


def crumbs(world: World) -> Outcome:
    """Messages without an account, in crumbs: trailers, chunks, requests sent ahead: cut off."""
    parts, outcomes = urlsplit(world.url), []
    for kind, (first, again) in CRUMBS.items():
        sent = 0
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) as line:
            try:
                line.sendall(first)
                while sent < MOST:
                    line.sendall(again)
                    sent += len(again)
                    time.sleep(0.001)
                ended = False
            except OSError:
                ended = True
        outcomes.append(_with_colleague(world, ended, f"{kind}: {'bị ngắt' if ended else 'nhận hết'} sau {sent // 1000} kB"))
    return worst(outcomes)


def bombs(world: World) -> Outcome:
    """Bodies of hundreds of thousands of small values, to events, the API and tools: refused before they are parsed."""
    visitor = world.visitor("doc")
    event = next(one for one in world.config["dependencies"] if one["backend_fn"] and not one.get("queue", True))
    call = b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_reports","arguments":{},"_meta":{"x":%s}}}'
    bodies: dict[str, Callable[[bytes], bytes]] = {
        "/gradio_api/run/predict": lambda bomb: (
            b'{"data":[null],"event_data":{"x":%s},"fn_index":%d,"session_hash":"%s"}'
            % (bomb, event["id"], visitor.session.encode())
        ),
        "/api/ask": lambda bomb: b'{"question":%s}' % bomb,
        "/mcp": lambda bomb: call % bomb,
    }
    outcomes = []
    for address, body in bodies.items():
        for kind, bomb in BOMBS.items():
            began = time.monotonic()
            status = visitor.http.post(address, content=body(bomb), headers=JSON).status_code
            seconds = time.monotonic() - began
            told = f"{address}, {kind}: {status} sau {seconds:.2f} s"
            outcomes.append(_with_colleague(world, status == 413 and seconds < WANTED, told))
    return worst(outcomes)


def forms(world: World) -> Outcome:
    """Forms of the door with thousands of fields, or a thousand parts: refused."""
    http, outcomes = Visitor(world.url).http, []
    kind = {"content-type": "application/x-www-form-urlencoded"}
    for told, status in (
        ("trường", http.post("/sign-in", content=b"a&" * 3_500, headers=kind).status_code),
        ("phần", http.post("/sign-in", files={f"a{number}": ("", b"") for number in range(900)}).status_code),
        ("địa chỉ hỏng", http.post("/sign-out", headers={"origin": "http://["}).status_code),
    ):
        outcomes.append(Outcome(status in (403, 413, 415), f"{told}: {status}"))
    return worst(outcomes)


def long_texts(world: World) -> Outcome:
    """Texts of a million letters in every event: refused before anything shows, keeps or takes them apart."""
    visitor, outcomes = world.visitor("doc"), []
    for event in world.config["dependencies"][:: 8 if world.brief else 2]:
        status, heard = visitor.fire(event, ["a;" * 500_000] * len(event["inputs"]))
        least = event["inputs"] and status == 200
        outcomes.append(Outcome(not least and len(heard) < MOST, f"sự kiện {event['id']}: {status}, {len(heard)} byte"))
    return worst(outcomes)


def pages(world: World) -> Outcome:
    """More pages than one person may have: a colleague's page is the colleague's still, the oldest own one is told."""
    visitor, colleague = world.visitor("doc"), world.visitor("doc2")
    looks = next(
        one for one in world.config["dependencies"] if one["backend_fn"] and not one.get("queue", True) and not one["inputs"]
    )

    def status(who: Visitor, session: str) -> int:
        body = {"data": [], "fn_index": looks["id"], "session_hash": session}
        return who.http.post("/gradio_api/run/predict", json=body).status_code

    first = status(colleague, "dongnghiep1"), status(visitor, "trangdau1")
    many = {status(visitor, f"trang{number:06}") for number in range(210)}
    last = status(colleague, "dongnghiep1"), status(visitor, "trangdau1")
    return Outcome((first, many, last) == ((200, 200), {200}, (200, 409)), f"trước {first}, trong {many}, sau {last}")


def _with_colleague(world: World, held: bool, told: str) -> Outcome:
    """Return what came of an attack; the app has to answer a colleague right after it."""
    began = time.monotonic()
    status = world.visitor("doc2").http.get("/config").status_code
    seconds = time.monotonic() - began
    return Outcome(held and status == 200 and seconds < WANTED, f"{told}; đồng nghiệp: {status} sau {seconds:.2f} s")


ATTACKS = (crumbs, bombs, forms, long_texts, pages)
