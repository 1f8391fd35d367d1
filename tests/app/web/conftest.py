"""A live server on a port of this machine, over the three small reports."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import fields

import pytest
import uvicorn

from app.assistant import Assistant
from app.office import Office
from app.web import server
from index.embedding.embedder import Embedder
from index.store.library import Library
from settings import Settings


@pytest.fixture
def office(settings: Settings) -> Office:
    """An office without accounts."""
    return Office.open(settings)


@pytest.fixture
def assistant(library: Library, embedder: Embedder) -> Assistant:
    """An assistant over the three small reports."""
    return Assistant(library, embedder)


@pytest.fixture
def live(assistant: Assistant, office: Office) -> Iterator[str]:
    """The address of the whole app, served by a thread."""
    config = uvicorn.Config(
        server.application(assistant, office), port=0, log_level="error", access_log=False, timeout_graceful_shutdown=1
    )
    made = uvicorn.Server(config)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not made.started:
        assert thread.is_alive() and time.monotonic() < deadline
        time.sleep(0.01)
    port = made.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    made.should_exit = True
    thread.join(10)


@pytest.fixture
def with_accounts(office: Office) -> Office:
    """The same office as it is once it has accounts: nobody is let in for sitting at the machine."""

    class Shared(Office):
        __slots__ = ()
        alone = False

    return Shared(**{one.name: getattr(office, one.name) for one in fields(office)})
