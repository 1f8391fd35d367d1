import asyncio
import threading
import time

import pytest

from app.access.fair_queue import QueueFull, Turnstile


def test_no_more_than_its_places_are_in_at_once():
    gate, inside, most, lock = Turnstile(2), 0, 0, threading.Lock()

    def ask(caller):
        nonlocal inside, most
        with gate.turn(caller):
            with lock:
                inside += 1
                most = max(most, inside)
            time.sleep(0.005)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=ask, args=(f"c{n % 3}",)) for n in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(5)
    assert (inside, most) == (0, 2)


async def _order(gate, callers):
    """Return in which order those who queue, one after another, behind one who is inside, get their turn."""
    served, first = [], asyncio.Event()

    async def ask(caller):
        async with gate.turn_of(caller):
            served.append(caller)
            await first.wait() if caller == "inside" else await asyncio.sleep(0)

    tasks = [asyncio.create_task(ask("inside"))]
    for caller in callers:
        await asyncio.sleep(0)
        tasks.append(asyncio.create_task(ask(caller)))
    await asyncio.sleep(0)
    first.set()
    await asyncio.gather(*tasks)
    return served[1:]


def test_callers_take_turns_however_many_questions_one_has():
    order = asyncio.run(_order(Turnstile(1), ["bot", "bot", "bot", "bot", "An", "Bình", "An"]))
    assert order == ["bot", "An", "Bình", "bot", "An", "bot", "bot"]


def test_who_gives_up_waiting_leaves_no_hole():
    async def run():
        gate = Turnstile(1)
        async with gate.turn_of("a"):

            async def wait():
                async with gate.turn_of("b"):
                    raise AssertionError("never let in")

            gone = asyncio.create_task(wait())
            await asyncio.sleep(0.01)
            gone.cancel()
            with pytest.raises(asyncio.CancelledError):
                await gone
        async with asyncio.timeout(1), gate.turn_of("c"):
            return "in"

    assert asyncio.run(run()) == "in"


def test_an_error_inside_gives_the_turn_on():
    gate = Turnstile(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="x"), gate.turn("a"):
            raise ValueError("x")
    with gate.turn("a"):
        pass


def test_threads_and_tasks_share_one_queue():
    gate, entered, out = Turnstile(1), threading.Event(), threading.Event()

    def hold():
        with gate.turn("thread"):
            entered.set()
            out.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait(5)

    async def run():
        asyncio.get_running_loop().call_later(0.02, out.set)
        async with asyncio.timeout(2), gate.turn_of("task"):
            return holder.is_alive() is False or out.is_set()

    assert asyncio.run(run())
    holder.join(5)


def test_too_long_a_queue_turns_away():
    async def run():
        gate = Turnstile(1, longest=1)
        async with gate.turn_of("a"):
            waiting = asyncio.create_task(gate.turn_of("b").__aenter__())
            await asyncio.sleep(0.01)
            with pytest.raises(QueueFull, match="Hãy đợi"):
                async with gate.turn_of("c"):
                    pass
            with pytest.raises(QueueFull), gate.turn("c"):
                pass
        await waiting

    asyncio.run(run())


def test_nobody_holds_every_place() -> None:
    async def tried() -> list[str]:
        gate, done, order = Turnstile(2, each=1), asyncio.Event(), []

        async def come(name: str) -> None:
            async with gate.turn_of(name):
                order.append(name)
                if name == "An":
                    await done.wait()

        held = [asyncio.create_task(come("An")) for _ in range(3)]
        await asyncio.sleep(0)
        await asyncio.wait_for(come("Bình"), 5)  # the other place is free for him, though An waits for it
        done.set()
        await asyncio.wait_for(asyncio.gather(*held), 5)
        await asyncio.wait_for(come("An"), 5)
        return order

    assert asyncio.run(tried()) == ["An", "Bình", "An", "An", "An"]


def test_nobody_fills_the_queue_alone() -> None:
    async def tried() -> None:
        gate, done = Turnstile(1, longest=10, own=2), asyncio.Event()

        async def come(name: str) -> None:
            async with gate.turn_of(name):
                await done.wait()

        waiting = [asyncio.create_task(come("bot")) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(QueueFull, match=r"Bạn đang có 2 việc chờ.*gửi tiếp"):
            await come("bot")
        waiting.append(asyncio.create_task(come("An")))
        await asyncio.sleep(0)
        waiting[1].cancel()  # who goes leaves the place in the queue at once
        await asyncio.sleep(0)
        waiting[1] = asyncio.create_task(come("bot"))
        await asyncio.sleep(0)
        done.set()
        await asyncio.wait_for(asyncio.gather(*waiting), 5)

    asyncio.run(tried())
