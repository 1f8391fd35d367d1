"""A few requests of each owner at a time: who sends hundreds waits, and is refused in words; others go on at once."""

from __future__ import annotations

import asyncio

import pytest

from app.storage.transit import Owner
from app.web.http.pace import AT_ONCE, WAITING, Pace
from app.web.http.page_events import EventRefused

AN, BINH = Owner("an"), Owner("bình")


def test_of_two_hundred_at_once_a_few_are_worked_at_and_the_rest_is_refused_in_words() -> None:
    async def flood() -> tuple[int, list[str], float]:
        pace, most, refused, open_now = Pace(), 0, [], 0
        end = asyncio.Event()

        async def come(owner: Owner) -> None:
            nonlocal most, open_now
            try:
                async with pace.turn(owner):
                    open_now += 1
                    most = max(most, open_now)
                    await end.wait()
                    open_now -= 1
            except EventRefused as error:
                refused.append(error.detail)

        tries = [asyncio.create_task(come(AN)) for _ in range(200)]
        await asyncio.sleep(0)
        async with asyncio.timeout(1), pace.turn(BINH):  # a colleague waits for nobody
            end.set()
        await asyncio.gather(*tries)
        assert not pace._lines  # nothing is kept of who has gone
        return most, refused, open_now

    most, refused, left = asyncio.run(flood())
    assert (most, left) == (AT_ONCE, 0)
    assert len(refused) == 200 - AT_ONCE - WAITING and all("Hãy đợi" in said for said in refused)


def test_who_goes_away_while_waiting_leaves_no_place_taken() -> None:
    async def leave() -> None:
        pace, end = Pace(), asyncio.Event()

        async def come() -> None:
            async with pace.turn(AN):
                await end.wait()

        tries = [asyncio.create_task(come()) for _ in range(AT_ONCE + 2)]
        await asyncio.sleep(0)
        for waiting in tries:
            waiting.cancel()
        await asyncio.gather(*tries, return_exceptions=True)
        async with asyncio.timeout(1), pace.turn(AN):
            pass

    asyncio.run(leave())


def test_a_refusal_is_of_its_owner_alone() -> None:
    async def refuse() -> None:
        pace, end = Pace(), asyncio.Event()

        async def come() -> None:
            async with pace.turn(AN):
                await end.wait()

        tries = [asyncio.create_task(come()) for _ in range(AT_ONCE + WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(EventRefused):
            async with pace.turn(AN):
                pass
        end.set()
        await asyncio.gather(*tries)

    asyncio.run(refuse())
