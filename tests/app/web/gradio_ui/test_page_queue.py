"""The page's queue: by turns, one of each person, with a bound; over the real routes of Gradio."""

from __future__ import annotations

import asyncio
from typing import Any

import fastapi
import gradio as gr
import pytest
from gradio.data_classes import PredictBodyInternal
from gradio.queueing import Event
from starlette.testclient import TestClient

from app.access.person import LOCAL, Person, Role
from app.web.gradio_ui import page_queue
from app.web.gradio_ui.page_queue import FairQueue, lane


def _page(limit: int | None) -> gr.Blocks:
    with gr.Blocks() as page:
        box = gr.Textbox()
        box.submit(lambda text: text, box, box, concurrency_limit=limit, concurrency_id="ask")
    return page


def _request(name: str) -> fastapi.Request:
    person = LOCAL if name == LOCAL.name else Person(name, name, Role.READER)
    return fastapi.Request({"type": "http", "headers": [], "state": {"person": person}})


class _Line:
    """Events put into a queue without a server, and served one by one."""

    def __init__(self, limit: int | None) -> None:
        self.page = _page(limit)
        self.queue = FairQueue(self.page)
        self.queue.active_jobs = [None] * 10
        self.running: list[Event] = []

    def come(self, *names: str, session: str = "s") -> None:
        for name in names:
            body = PredictBodyInternal(session_hash=f"{session}-{name}", fn_index=0, data=["x"])
            asyncio.run(self.queue.push(body, _request(name), None))

    def next(self) -> str | None:
        found = self.queue.get_events()
        if found is None:
            return None
        (event,), _, kind = found
        self.queue.active_jobs[self.queue.active_jobs.index(None)] = [event]
        self.queue.event_queue_per_concurrency_id[kind].current_concurrency += 1
        self.running.append(event)
        return str(event.request.state.person.name)

    def end(self, name: str) -> None:
        event = next(one for one in self.running if one.request.state.person.name == name)
        self.running.remove(event)
        self.queue.active_jobs[self.queue.active_jobs.index([event])] = None
        self.queue.event_queue_per_concurrency_id[event.concurrency_id].current_concurrency -= 1

    def served(self, count: int) -> list[str]:
        made = []
        for _ in range(count):
            name = self.next()
            assert name is not None
            made.append(name)
            self.end(name)
        return made


def test_by_turns_whoever_came_first() -> None:
    line = _Line(1)
    line.come(*["an"] * 20)
    assert line.next() == "an"
    line.come("bình", "chi", "bình", "bình")
    line.end("an")
    assert line.served(8) == ["bình", "chi", "an", "bình", "an", "bình", "an", "an"]


def test_a_place_is_left_for_others() -> None:
    line = _Line(4)
    line.come(*["an"] * 10)
    assert [line.next() for _ in range(4)] == ["an", "an", "an", None]
    line.come("bình")
    assert [line.next(), line.next()] == ["bình", None]
    line.end("an")
    assert line.next() == "an"


def test_nobody_is_worked_for_in_more_than_a_few_places() -> None:
    line = _Line(10)
    line.come(*["an"] * 8)
    assert [line.next() for _ in range(page_queue.AT_WORK + 1)] == ["an"] * page_queue.AT_WORK + [None]
    line.come("bình")
    assert line.next() == "bình"


def test_nobody_fills_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_queue, "OWN", 3)
    line = _Line(1)
    line.come(*["an"] * 3)
    with pytest.raises(fastapi.HTTPException) as refused:
        line.come("an", session="another tab")
    assert refused.value.status_code == 429 and "Hãy đợi" in refused.value.detail and "3 việc" in refused.value.detail
    line.come("bình")
    assert line.next() == "an"
    line.come("an")


def test_without_accounts_every_tab_has_its_line() -> None:
    assert lane(_request("local"), "a") != lane(_request("local"), "b")
    assert lane(_request("an"), "a") == lane(_request("an"), "b")
    assert lane(_request("local"), "an") != lane(_request("an"), "an")


def test_the_page_has_this_queue(monkeypatch: pytest.MonkeyPatch, assistant: Any, office: Any) -> None:
    """Through the real server: the refusal reaches the browser in the form in which Gradio's page shows its words."""
    from app.web import server
    from app.web.gradio_ui import page as page_module

    made: list[gr.Blocks] = []
    build = page_module.build
    monkeypatch.setattr(page_module, "build", lambda *given: made.append(build(*given)) or made[0])
    monkeypatch.setattr(page_queue, "OWN", 0)
    with TestClient(server.application(assistant, office), base_url="http://127.0.0.1") as client:
        config = client.get("/config").json()
        event = next(one for one in config["dependencies"] if one["backend_fn"] and one["queue"] is not False)
        body = {"data": [None] * len(event["inputs"]), "fn_index": event["id"], "session_hash": "phien1234"}
        refused = client.post("/gradio_api/queue/join", json=body)
    assert isinstance(made[0]._queue, FairQueue)
    assert refused.status_code == 429 and "Hãy đợi" in refused.json()["detail"]
