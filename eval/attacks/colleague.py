"""What somebody signed in can do to others: floods, half letters, what events tell, files on the machine, words of tools."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from app.access.api_keys import Keys
from app.access.person import Role
from app.storage.store import Store
from eval.attacks import Outcome, worst
from eval.attacks.world import PATIENCE, Visitor, World
from settings import Settings

EVENTS = 200  # sent in one moment
WANTED, SLOWER = 3.0, 5.0  # seconds in which a colleague's page opens meanwhile; on a busy machine so many times as before
HALF = "hộ nghèo \ud800"  # half of a pair of UTF-16: it has no bytes
TOLD: tuple[object, ...] = (None, "x", 7, True, [1, "a"], {"do": ["a"]}, {"do": "open", "report": 10**400}, {"turn": HALF})
ENGLISH = ("Error executing", "validation error", "Input should", "Field required", "Unknown tool")
ARGUMENTS: tuple[object, ...] = (None, 7, 10**30, "x", [1, None], {"a": 1}, ["a"] * 10_000)
TOOLS = ("ask", "search", "list_reports", "read_report", "wording", "table", "renew_report", "check_report", "khong-co")


def flood(world: World) -> Outcome:
    """200 events of one person in one moment, while a colleague opens a page and uses it."""
    hostile, colleague = world.visitor("doc"), world.visitor("doc2")
    events = [event for event in world.config["dependencies"] if event["backend_fn"] and not event.get("queue", True)]
    looks = next(event for event in events if not event["inputs"])
    seconds: list[float] = []

    def fire(_: int) -> int:
        body = {"data": [], "fn_index": looks["id"], "session_hash": secrets.token_hex(5)}
        return hostile.http.post("/gradio_api/run/predict", json=body, timeout=60).status_code

    def use(times: int) -> None:
        for _ in range(times):
            began = time.monotonic()
            answers = [colleague.http.get(address).status_code for address in ("/", "/config")]
            status, _ = colleague.fire(looks, [])
            seconds.append(time.monotonic() - began if {*answers, status} == {200} else PATIENCE)

    use(3)
    before = max(seconds)
    seconds.clear()
    using = threading.Thread(target=use, args=(5,))
    with ThreadPoolExecutor(100) as many:
        sent = [many.submit(fire, number) for number in range(EVENTS)]
        using.start()
        statuses = Counter(answer.result() for answer in sent)
    using.join()
    summary = f"đồng nghiệp chờ {max(seconds):.1f} s, lúc yên {before:.1f} s; người gửi: {dict(sorted(statuses.items()))}"
    return Outcome(max(seconds) < max(WANTED, SLOWER * before) and statuses.keys() <= {200, 429}, summary)


def half_letters(world: World) -> Outcome:
    """Half a letter in every field of every event: it would end the open page's stream."""
    visitor, outcomes = world.visitor("doc"), []
    states = {component["id"] for component in world.config["components"] if component["type"] == "state"}
    for event in world.config["dependencies"]:
        if any(number not in states for number in event["inputs"]):
            values = [None if number in states else HALF for number in event["inputs"]]
            status, text = _fire(visitor, event, values)
            outcomes.append(Outcome(status in (403, 404, 422), f"sự kiện {event['id']}: {status} {text[:60]}"))
    return worst(outcomes)


def tellings(world: World) -> Outcome:
    """What an event tells beside its fields, of every wrong kind: in words, and nothing stops."""
    visitor, outcomes = world.visitor("doc"), []
    for event in world.config["dependencies"][:: 5 if world.brief else 1]:
        for telling in TOLD:
            status, text = _fire(visitor, event, [None] * len(event["inputs"]), telling)
            is_answered = status < 500 or "Hãy" in text
            outcomes.append(Outcome(is_answered and "Traceback" not in text, f"sự kiện {event['id']}: {status} {text[:60]}"))
    alive = visitor.http.get("/config").status_code == 200
    return worst([*outcomes, Outcome(alive, "trang còn mở được")])


def private(world: World) -> Outcome:
    """Files of the library, read by another account of the machine."""
    open_to_all = world.data.stat().st_mode & 0o007
    return Outcome(not open_to_all, f"thư mục dữ liệu: {world.data.stat().st_mode & 0o777:o}")


def tools(world: World) -> Outcome:
    """Wrong arguments of the tools: answered in Vietnamese, in few words."""
    key = Keys(Store.open(Settings(data_dir=world.data))).add(f"thu-{secrets.token_hex(3)}", Role.DRAFTER)
    headers = {"Authorization": f"Bearer {key}", "Accept": "application/json, text/event-stream"}
    outcomes = []
    with httpx.Client(base_url=world.url, headers=headers, timeout=30, trust_env=False, verify=False) as caller:  # noqa: S501
        for tool in TOOLS:
            for value in ARGUMENTS:
                names = ("question", "text", "earlier", "limit", "offset", "identity", "indicators", "report", "given")
                call = {"name": tool, "arguments": dict.fromkeys(names, value)}
                body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
                answer = caller.post("/mcp", json=body)
                text = answer.text
                fine = answer.status_code < 500 and not any(words in text for words in ENGLISH)
                outcomes.append(Outcome(fine, f"{tool}: {answer.status_code} {text[:80]}"))
    return worst(outcomes)


def _fire(visitor: Visitor, event: dict[str, Any], values: list[Any], telling: object = None) -> tuple[int, str]:
    """Fire an event as bytes, since half a letter has no other form on its way; return the status and all that came."""
    body = {"data": values, "event_data": telling, "fn_index": event["id"], "session_hash": visitor.session}
    queued = event.get("queue", True)
    address = "/gradio_api/queue/join" if queued else "/gradio_api/run/predict"
    content, kind = json.dumps(body).encode(), {"content-type": "application/json"}
    try:
        answer = visitor.http.post(address, content=content, headers=kind)
    except httpx.TransportError:  # a line that had been quiet is closed just when it is used again
        answer = visitor.http.post(address, content=content, headers=kind)
    heard = visitor.listen(visitor.session) if queued and answer.status_code == 200 else ""
    return answer.status_code, answer.text + heard


ATTACKS = (flood, half_letters, tellings, private, tools)
