"""Gradio's queue of the page's events, made fair: who waits is served by turns, one event of each person.

Gradio itself serves events in the order in which they came, so that eighty questions of one person came before everybody
else's. The only module that knows the inside of Gradio's queue; its test fails where an upgrade changes that.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from typing import Any

import fastapi
from gradio.blocks import Blocks
from gradio.data_classes import PredictBodyInternal
from gradio.queueing import Event, EventQueue, Queue

from app.access.person import LOCAL, Person

OWN = 30  # events that one person may have waiting; the page itself never sends more than a few
AT_WORK = 4  # events of one person worked at together, of whatever kinds; there are seventy kinds
AT_ONCE = 2  # events of one kind worked at together unless it says otherwise: one of each person, so two persons
REMEMBERED = 1000  # persons of whom is known when they were last served
TOO_MANY = 429  # Gradio's page shows the words that come with it; with 503 it would show its own
FULL = "Bạn đang có {count} việc chờ trả lời. Hãy đợi các việc đó xong rồi gửi tiếp."


class FairQueue(Queue):  # type: ignore[misc]  # Gradio has no types for us
    """The queue of one page. One person never holds all places of a kind of event, if it has more than one.

    Nor more than :data:`AT_WORK` of all kinds together.
    """

    def __init__(self, blocks: Blocks) -> None:
        super().__init__(
            live_updates=True,
            concurrency_count=blocks.max_threads,
            update_intervals=1,
            max_size=None,
            blocks=blocks,
            default_concurrency_limit=AT_ONCE,
        )
        self._times = itertools.count(1)
        self._served: dict[tuple[str, str], int] = {}  # by kind of event and person: the latest has the greatest number

    async def push(self, body: PredictBodyInternal, request: fastapi.Request, username: str | None) -> Any:  # noqa: ANN401
        """Put an event into the queue.

        :raises fastapi.HTTPException: the person has too many waiting; it says so in Vietnamese.
        """
        mine = lane(request, body.session_hash)
        waiting = sum(
            lane_of(event) == mine
            for queue_of_kind in self.event_queue_per_concurrency_id.values()
            for event in queue_of_kind.queue
        )
        if waiting >= OWN:
            raise fastapi.HTTPException(TOO_MANY, FULL.format(count=waiting))
        return await super().push(body, request, username)

    def get_events(self) -> tuple[list[Event], bool, str] | None:
        """Take the next event out of the queue; None: there is none, or no place for any."""
        kinds = list(self.event_queue_per_concurrency_id.values())
        random.shuffle(kinds)  # as Gradio does: no kind of event comes before another
        for kind in kinds:
            event = self._next(kind)
            if event is not None:
                kind.queue.remove(event)
                if len(self._served) > REMEMBERED:
                    self._served.clear()
                self._served[kind.concurrency_id, lane_of(event)] = next(self._times)
                return [event], False, kind.concurrency_id
        return None

    def _next(self, kind: EventQueue) -> Event | None:
        """Return the first event of the person who was served longest ago and has a place left."""
        limit = kind.concurrency_limit
        if not kind.queue or (limit is not None and kind.current_concurrency >= limit):
            return None
        active = [event for job in self.active_jobs for event in job or ()]
        busy = Counter(map(lane_of, active))
        running = Counter(lane_of(event) for event in active if event.concurrency_id == kind.concurrency_id)
        most = None if limit is None else max(1, limit - 1)
        first: dict[str, Event] = {}
        for event in kind.queue:
            first.setdefault(lane_of(event), event)
        free = [owner for owner in first if busy[owner] < AT_WORK and (most is None or running[owner] < most)]
        chosen = min(free, key=lambda owner: self._served.get((kind.concurrency_id, owner), 0), default=None)
        return None if chosen is None else first[chosen]


def lane_of(event: Event) -> str:
    """Return in whose line an event waits."""
    return lane(event.request, event.session_hash)


def lane(request: fastapi.Request, session: str | None) -> str:
    """Return whose line it is: the person's who is signed in, without accounts the browser tab's."""
    person = getattr(request.state, "person", None)
    if isinstance(person, Person) and person != LOCAL:
        return f"person {person.name}"
    return f"session {session}"
