"""Reading a file of the server that nobody was given."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from eval.attacks import Outcome, worst
from eval.attacks.world import ENVIRONMENT, Visitor, World

WHO = ("doc", "soan")  # a reader, and somebody who may send files
MARK = {"_type": "gradio.FileData"}


def _file(path: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"path": path, "orig_name": "a.txt", "meta": MARK, **more}


def _data(event: dict[str, Any], value: Any) -> list[Any]:  # noqa: ANN401
    return [value for _ in event["inputs"]]


def _try(world: World, value: Any, data: Any = None) -> Iterator[Outcome]:  # noqa: ANN401
    """Send something in every event that takes a file or a text, as both; then look where Gradio would keep it."""
    for name in WHO:
        others = () if name == "soan" else (*world.events("textbox")[:2], *world.events("html")[:2])
        for event in (*world.events("uploadbutton"), *others):
            visitor = world.visitor(name)
            status, text = visitor.fire(event, _data(event, value), data)
            yield _judged(world, status, text + _left(visitor))


def _left(visitor: Visitor) -> str:
    """Return what Gradio would give away of the state of a page."""
    link = visitor.http.get("/gradio_api/deep_link", params={"session_hash": visitor.session})
    pages = [visitor.http.get(path, params={"deep_link": link.text.strip('"')}).text for path in ("/config", "/")]
    return link.text + "".join(pages) if link.status_code == 200 else ""


def _judged(world: World, status: int, text: str) -> Outcome:
    copied = "root:x:0" in text or world.reveals(text)
    return Outcome(not copied and status != 500, f"{status} {'LỘ' if copied else ''} {text[:60]}".strip())


def plain(world: World) -> Outcome:
    """A path in an event, as Gradio names files."""
    return worst([outcome for path in (str(world.secret), "/etc/passwd") for outcome in _try(world, _file(path))])


def nested(world: World) -> Outcome:
    """The path inside lists and objects."""
    inside = {"value": [{"files": [_file(str(world.secret))]}], "text": "a"}
    return worst(list(_try(world, inside)))


def in_event_data(world: World) -> Outcome:
    """The path in what an event says of itself."""
    return worst(list(_try(world, None, {"value": _file(str(world.secret)), "fields": {"a": _file("/etc/passwd")}})))


def addresses(world: World) -> Outcome:
    """Addresses in place of a path."""
    urls = (world.secret.as_uri(), f"{world.url}/health", "/gradio_api/file=/etc/passwd")
    return worst(
        [
            outcome
            for url in urls
            for outcome in (*_try(world, _file(url, url=url)), *_try(world, {"url": url, "meta": MARK}))
        ]
    )


def upwards(world: World) -> Outcome:
    """Out of one's own folder with two dots."""
    [own] = world.visitor("soan").upload("a.txt", b"a")
    paths = [f"{own.rsplit('/', 1)[0]}/{'../' * number}{world.secret.name}" for number in range(1, 6)]
    paths.append(own + "/../" * 12 + "etc/passwd")
    return worst([outcome for path in paths for outcome in _try(world, _file(path))])


def links(world: World) -> Outcome:
    """Through links that every machine has."""
    paths = (f"/proc/self/root{world.secret}", "/proc/self/cwd/settings.py", "/dev/fd/0", "/proc/self/fd/1")
    return worst([outcome for path in paths for outcome in _try(world, _file(path))])


def environment(world: World) -> Outcome:
    """The environment of the app's process."""
    outcomes = list(_try(world, _file("/proc/self/environ")))
    files = [world.visitor(name).http.get("/gradio_api/file=/proc/self/environ") for name in WHO]
    return worst(
        [
            *outcomes,
            *(
                Outcome(ENVIRONMENT not in answer.text and answer.status_code == 404, str(answer.status_code))
                for answer in files
            ),
        ]
    )


def streams(world: World) -> Outcome:
    """As a stream, which Gradio does not copy first."""
    return worst(list(_try(world, _file(str(world.secret), is_stream=True))))


def endless(world: World) -> Outcome:
    """A file without end, which would hold the whole app up."""
    outcomes = list(_try(world, _file("/dev/zero"))) + list(_try(world, _file("/dev/stdin")))
    began = time.monotonic()
    status = Visitor(world.url).http.get("/health").status_code
    seconds = time.monotonic() - began
    return worst([*outcomes, Outcome(status == 200 and seconds < 1, f"sau đó {status} trong {seconds:.1f} s")])


def served(world: World) -> Outcome:
    """Straight from the address of files."""
    paths = [str(world.secret), "/etc/passwd", f"{world.data}/office.sqlite", f"{world.data}/transit/../office.sqlite",
             "..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "http://127.0.0.1:1/", world.secret.as_uri(),
             "settings.py"]  # fmt: skip
    outcomes = []
    for name in WHO:
        for path in paths:
            for start in ("file=", "file/", "proxy=", "stream/", "custom_component/a/client/b/"):
                answer = world.visitor(name).http.get(f"/gradio_api/{start}{path}")
                outcomes.append(Outcome(answer.status_code in (400, 403, 404), f"{start}{path[-20:]}: {answer.status_code}"))
    return worst(outcomes)


def programs(world: World) -> Outcome:
    """By Gradio's addresses for programs."""
    outcomes = []
    for event in world.events("uploadbutton"):
        name = event.get("api_name") or "predict"
        body = {"data": _data(event, _file(str(world.secret))), "fn_index": event["id"], "session_hash": "abcdef"}
        for path in (
            f"call/{name}",
            f"call/v2/{name}",
            f"api/{name}",
            f"run/{name}",
            f"api/{event['id']}",
            "component_server",
        ):
            answer = world.visitor("soan").http.post(f"/gradio_api/{path}", json=body)
            outcomes.append(Outcome(answer.status_code in (403, 404), f"{path}: {answer.status_code}"))
    return worst(outcomes)


def doubled(world: World) -> Outcome:
    """Two paths under one name, of which one is one's own."""
    [own] = world.visitor("soan").upload("a.txt", b"a")
    outcomes = []
    for event in world.events("uploadbutton"):
        for first, second in ((own, str(world.secret)), (str(world.secret), own)):
            file = f'{{"path": {json.dumps(first)}, "path": {json.dumps(second)}, "meta": {json.dumps(MARK)}}}'
            data = ", ".join(file for _ in event["inputs"])
            visitor = world.visitor("soan")
            body = f'{{"data": [{data}], "fn_index": {event["id"]}, "session_hash": "{visitor.session}"}}'
            answer = visitor.http.post("/gradio_api/queue/join", content=body, headers={"content-type": "application/json"})
            text = answer.text + (visitor.listen(visitor.session) if answer.status_code == 200 else "")
            outcomes.append(_judged(world, answer.status_code, text))
    return worst(outcomes)


def names(world: World) -> Outcome:
    """A name of an uploaded file that leads elsewhere."""
    outcomes = []
    for name in (
        "../../../bi-mat.txt",
        str(world.secret),
        "..\\..\\a.txt",
        "/etc/cron.d/a",
        "a\x00.txt",
        "con" * 400,
        "..",
        "~/a",
    ):
        for path in world.visitor("soan").upload(name, b"thay"):
            outcomes.append(Outcome(path.startswith(f"{world.data.resolve()}/transit/"), f"{name[:20]!r}: {path[-40:]}"))
    outcomes.append(Outcome(world.secret.read_text(encoding="utf-8") == world.marker, "tệp bí mật còn nguyên"))
    return worst(outcomes)


def drafts(world: World) -> Outcome:
    """As outline or last year's report of a draft, by the API."""
    outcomes = []
    for name in WHO:
        for entry in ("outline", "last_year"):
            body = {"place": "xã A", "year": 2024, entry: str(world.secret)}
            answer = world.visitor(name).http.post("/api/draft?kind=annual", json=body)
            outcomes.append(
                Outcome(not world.reveals(answer.text) and 400 <= answer.status_code < 500, str(answer.status_code))
            )
    return worst(outcomes)


def assistants(world: World) -> Outcome:
    """By the server for assistants (MCP), ours and Gradio's."""
    outcomes = []
    for path in ("/mcp", "/gradio_api/mcp/", "/gradio_api/mcp/sse"):
        call = {"name": "read_report", "arguments": {"identity": str(world.secret)}}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
        accepted = {"accept": "application/json, text/event-stream"}
        answer = world.visitor("doc").http.post(path, json=body, headers=accepted)
        outcomes.append(
            Outcome(not world.reveals(answer.text) and answer.status_code != 500, f"{path}: {answer.status_code}")
        )
    return worst(outcomes)


ATTACKS = (
    plain, nested, in_event_data, addresses, upwards, links, environment, streams, endless, served, programs, doubled, names,
    drafts, assistants,
)  # fmt: skip
