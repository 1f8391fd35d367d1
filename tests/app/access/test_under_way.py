"""A caller's calls at several servers are counted together, on either database."""

from __future__ import annotations

import asyncio
import time

import pytest

from app.access.fair_queue import QueueFull, Turnstile
from app.access.under_way import LAPSED, SharedUnderWay, UnderWay, under_way_of
from app.storage.store import Store
from index.database.disk import StorageProblem


@pytest.fixture
def servers(store: Store) -> tuple[SharedUnderWay, SharedUnderWay]:
    return SharedUnderWay(store), SharedUnderWay(store)


def _entered(server: UnderWay, times: int, most: int = 5, caller: str = "an") -> list[bool]:
    return [server.enter("calls", caller, most) for _ in range(times)]


def test_one_server_counts_in_memory():
    server = UnderWay()
    assert _entered(server, 3, most=2) == [True, True, False] and server.count("calls", "an") == 2
    assert server.enter("calls", "bình", 2) and server.enter("drafts", "an", 2)
    server.leave("calls", "an")
    assert _entered(server, 2, most=2) == [True, False]
    assert asyncio.run(server.entered("calls", "an", 2)) is False
    server.leave("calls", "an")
    server.leave("calls", "an")
    assert server.count("calls", "an") == 0


def test_which_count_belongs_to_a_database(store: Store):
    assert type(under_way_of(store)) is (SharedUnderWay if store.is_shared else UnderWay)


def test_a_limit_holds_for_all_servers_together(servers):
    first, second = servers
    assert _entered(first, 3) == [True] * 3
    assert _entered(second, 4) == [True, True, False, False]
    assert first.enter("calls", "an", 5) is False and asyncio.run(second.entered("calls", "an", 5)) is False
    assert (first.count("calls", "an"), second.count("calls", "an")) == (3, 2)  # who is refused is not counted
    assert first.enter("calls", "bình", 5) and first.enter("drafts", "an", 5)


def test_what_has_ended_counts_no_more_once_it_is_written(servers, store):
    first, second = servers
    assert _entered(first, 5) == [True] * 5
    for _ in range(4):
        first.leave("calls", "an")
    assert second.enter("calls", "an", 5) is False  # not written yet
    first.write()
    assert _entered(second, 5) == [True] * 4 + [False]
    first.leave("calls", "an")
    first.write()
    assert [(row["server"], row["calls"]) for row in store.rows("SELECT server, calls FROM under_way")] == [
        (second._server, 4)
    ]
    before = store.rows("SELECT * FROM under_way")
    first.write()  # nothing is under way here: nothing is written
    assert [tuple(row) for row in store.rows("SELECT * FROM under_way")] == [tuple(row) for row in before]


def test_a_server_that_died_counts_for_two_minutes(servers, store):
    first, second = servers
    _entered(first, 5)
    with store.changing() as db:
        db.execute("UPDATE under_way SET seen = seen - ?", (LAPSED + 1,))
    assert _entered(second, 1) == [True]
    second.write()
    assert [row["server"] for row in store.rows("SELECT server FROM under_way")] == [second._server]


def test_without_the_database_each_server_keeps_the_limit_for_itself(servers, monkeypatch, caplog):
    first, second = servers
    _entered(first, 5)

    def away(query, parameters=()):
        raise StorageProblem("không nối được")

    monkeypatch.setattr(second._store, "rows", away)
    assert _entered(second, 6) == [True] * 5 + [False]
    assert "tự giữ giới hạn: không nối được" in caplog.text


def test_who_gives_up_while_it_is_asked_is_not_counted(servers, monkeypatch):
    _, second = servers
    monkeypatch.setattr(second, "_agreed", lambda *call: time.sleep(0.05) or True)

    async def run():
        task = asyncio.create_task(second.entered("calls", "an", 5))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())
    assert second.count("calls", "an") == 0


def test_counts_are_written_while_it_runs_and_go_when_it_stops(servers, store):
    first, second = servers
    _entered(first, 5)
    first.start()
    first.leave("calls", "an")
    until = time.monotonic() + 20
    while not second.enter("calls", "an", 5):
        assert time.monotonic() < until
        time.sleep(0.05)
    first.stop()
    assert [row["server"] for row in store.rows("SELECT server FROM under_way")] == [second._server]


def test_a_caller_has_one_queue_at_all_servers(servers):
    gates = [Turnstile(1, own=2, shared=server, kind="questions") for server in servers]

    async def run():
        inside, refused, started = asyncio.Event(), 0, 0

        async def ask(gate, caller="an"):
            nonlocal refused, started
            started += 1
            try:
                async with gate.turn_of(caller):
                    await inside.wait()
            except QueueFull:
                refused += 1

        tasks = [asyncio.create_task(ask(gates[0])) for _ in range(2)]
        while servers[0].count("questions", "an") < 2 or started < 2:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        tasks.append(asyncio.create_task(ask(gates[1])))
        tasks.append(asyncio.create_task(ask(gates[1], "bình")))
        while started < 4 or servers[1].count("questions", "an") < 1:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        await ask(gates[1])
        assert refused == 1
        inside.set()
        await asyncio.gather(*tasks)
        return [server.count("questions", "an") for server in servers]

    assert asyncio.run(run()) == [0, 0]
