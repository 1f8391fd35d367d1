"""What stands before the API and the MCP server: how many calls one caller may have under way."""

import asyncio
from types import SimpleNamespace

import pytest

from app.access.person import Person, Role
from app.access.under_way import UnderWay
from app.web.http import api_access
from app.web.http.api_access import AT_ONCE, CALLS, Doorkeeper


@pytest.fixture
def doorkeeper(monkeypatch):
    """A doorkeeper who believes every name, before an app that answers once ``open`` is set."""
    office = SimpleNamespace(settings=SimpleNamespace(limits=SimpleNamespace(max_file_mb=1)), under_way=UnderWay())

    def named(asked, office, wanted):
        return Person(asked.headers["authorization"], "", Role.READER)

    async def stream(scope, receive, send):
        await made.open.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    monkeypatch.setattr(api_access, "caller", named)
    made = Doorkeeper(stream, office)
    made.under_way = office.under_way
    made.open = asyncio.Event()
    return made


async def _status(doorkeeper, name):
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": "/mcp", "method": "GET", "headers": [(b"authorization", name.encode())], "state": {}}
    await doorkeeper(scope, None, send)
    return sent[0]["status"]


def test_streams_of_one_caller_leave_connections_to_others(doorkeeper):
    async def run():
        held = [asyncio.create_task(_status(doorkeeper, "lan")) for _ in range(AT_ONCE)]
        while doorkeeper.under_way.count(CALLS, "lan") < AT_ONCE and not any(one.done() for one in held):
            await asyncio.sleep(0.001)
        refused = await _status(doorkeeper, "lan")
        other = asyncio.create_task(_status(doorkeeper, "an"))
        doorkeeper.open.set()
        return refused, await other, set(await asyncio.gather(*held)), doorkeeper.under_way.count(CALLS, "lan")

    assert asyncio.run(run()) == (503, 200, {200}, 0)


BOMB = b'{"question": [' + b"[]," * 100_000 + b"1]}"


def _sent(doorkeeper, body, name="lan", parts=1):
    """Send a body, in parts; return the status, and the body as the app gets it."""
    size = -(-len(body) // parts)
    messages = [
        {"type": "http.request", "body": body[at : at + size], "more_body": at + size < len(body)}
        for at in range(0, len(body), size)
    ]
    answered, read = [], []

    async def receive():
        return messages.pop(0)

    async def send(message):
        answered.append(message)

    async def app(scope, receive, send):
        read.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    doorkeeper._app = app
    scope = {"type": "http", "path": "/ask", "method": "POST", "headers": [(b"authorization", name.encode())], "state": {}}
    asyncio.run(doorkeeper(scope, receive, send))
    return answered[0]["status"], b"".join(read)


def test_a_body_of_many_small_values_is_refused_before_it_is_parsed(doorkeeper):
    assert _sent(doorkeeper, BOMB) == (413, b"")
    assert _sent(doorkeeper, BOMB, parts=7) == (413, b"")


def test_a_long_text_goes_on_as_it_came(doorkeeper):
    body = b'{"question": "' + b"a, b [c] " * 50_000 + b'"}'
    assert _sent(doorkeeper, body, parts=3) == (200, body)
    assert _sent(doorkeeper, b"a" * 1_000_001, parts=2) == (413, b"")
    assert not doorkeeper._reading


def test_long_bodies_of_one_caller_are_worked_at_one_after_the_other(doorkeeper):
    body, at_work = b'"' + b"a" * api_access.LONG + b'"', []

    async def app(scope, receive, send):
        at_work.append(scope["state"]["caller"].name)
        most.append(max(map(at_work.count, at_work)))
        await asyncio.sleep(0.001)
        at_work.remove(scope["state"]["caller"].name)

    async def call(name):
        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        headers = [(b"authorization", name.encode())]
        await doorkeeper({"type": "http", "path": "/ask", "method": "POST", "headers": headers, "state": {}}, receive, None)

    async def run():
        await asyncio.gather(*(call(name) for name in ("lan", "lan", "lan", "an")))

    doorkeeper._app, most = app, []
    asyncio.run(run())
    assert len(most) == 4 and max(most) == 1 and not doorkeeper._reading
