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
