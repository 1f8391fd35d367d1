"""Events and requests with fields missing, with nothing in them, with values of other kinds.

Each is answered in words below 500, never with a traceback. The tests send the same to an app of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from eval.attacks import Outcome, worst
from eval.attacks.world import World

ODD: tuple[object, ...] = (None, True, 7, -1, 10**30, 1.5, "", "x", [], ["a", None], {}, {"a": {"b": []}}, [[[]]])
SPOILT = ("data", "fn_index", "session_hash", "event_data", "trigger_id")
WHOLE = (b"", b"null", b"[]", b'"a"', b"7", b"{}", b"{", b"\xff", b'{"data": {}}', b'{"data": null}', b"[" * 5_000)
ADDRESSES = ("queue/join", "run/predict", "cancel", "reset")
QUERIES = ("", "?session_hash=", "?session_hash=a%00b", "?session_hash=abcdef1&session_hash=x", "?session_hash=%FF%FE")
TRACES = ("Traceback", 'File "', "NoneType", "object has no attribute", "Internal Server Error", "positional argument")
MARKS = "ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
Post = Callable[[str, bytes], tuple[int, str]]


def events(config: Mapping[str, Any], session: str) -> Iterator[tuple[str, bytes]]:
    """Yield address and body of events of every kind, each with one thing missing or wrong."""
    for event in config["dependencies"]:
        address = "queue/join" if event.get("queue", True) else "run/predict"
        count = len(event["inputs"])
        good = {"data": [None] * count, "event_data": None, "fn_index": event["id"], "session_hash": session}
        yield address, _body({**good, "data": []})
        yield address, _body({**good, "data": [None] * (count + 3)})
        yield address, _body({name: value for name, value in good.items() if name != "data"})
        for value in ODD:
            yield address, _body({**good, "data": [value] * count})
    for address in ADDRESSES:
        good = {"data": [], "event_data": None, "fn_index": 0, "session_hash": session, "event_id": "x"}
        for name in SPOILT:
            yield address, _body({key: value for key, value in good.items() if key != name})
            for value in ODD:
                yield address, _body({**good, name: value})
        yield from ((address, body) for body in WHOLE)


def requests(description: Mapping[str, Any]) -> Iterator[tuple[str, str, bytes]]:
    """Yield method, address and body of requests to every route of the API, by its own description."""
    schemas = description["components"]["schemas"]
    for path, methods in description["paths"].items():
        for method, route in methods.items():
            names = [parameter["name"] for parameter in route.get("parameters", ()) if parameter["in"] == "query"]
            for typed in ("", "x", "-1", "9" * 30, "%00", "%FF"):
                there = path.replace("{id}", typed or "x")
                yield method.upper(), there + "?" + "&".join(f"{name}={typed}" for name in names), b"{}"
            content = route.get("requestBody", {}).get("content", {}).get("application/json")
            if content is None:
                continue
            yield from ((method.upper(), path, body) for body in WHOLE)
            fields = schemas[content["schema"]["$ref"].rsplit("/", 1)[1]].get("properties", {})
            for value in ODD:
                yield method.upper(), path, _body(dict.fromkeys(fields, value))
                yield from ((method.upper(), path, _body({name: value})) for name in fields)


def fault(status: int, text: str) -> str:
    """Return what is wrong with an answer: a fault of ours, a traceback, no word of Vietnamese; "" where nothing is."""
    if status >= 500 and status != 503:
        return f"{status} {text[:80]}"
    if trace := next((trace for trace in TRACES if trace in text), ""):
        return f"{status} “{trace}”"
    if status >= 400 and not set(text.lower()) & set(MARKS):
        return f"{status} không một lời tiếng Việt: {text[:80]}"
    return ""


def _body(event: object) -> bytes:
    return json.dumps(event).encode()


def page(world: World) -> Outcome:
    """Events of the page with something missing or of another kind."""
    outcomes = []
    visitor = world.visitor("soan")
    sent = list(events(world.config, visitor.session))[:: 40 if world.brief else 3]
    for address, body in sent:
        answer = visitor.http.post(f"/gradio_api/{address}", content=body, headers={"content-type": "application/json"})
        heard = visitor.listen(visitor.session) if answer.status_code == 200 and "event_id" in answer.text else ""
        wrong = fault(answer.status_code, answer.text + heard)
        outcomes.append(Outcome(not wrong, f"{address} {body[:120]!r}: {wrong}"))
    return worst(outcomes)


def interface(world: World) -> Outcome:
    """Requests to every route of the API with something missing or of another kind."""
    visitor, outcomes = world.visitor("soan"), []
    description = visitor.http.get("/api/openapi.json").json()
    for method, address, body in list(requests(description))[:: 20 if world.brief else 2]:
        answer = visitor.http.request(method, f"/api{address}", content=body, headers={"content-type": "application/json"})
        wrong = fault(answer.status_code, answer.text)
        outcomes.append(Outcome(not wrong, f"{method} {address} {body[:80]!r}: {wrong}"))
    return worst(outcomes)


ATTACKS = (page, interface)
