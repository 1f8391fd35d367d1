"""LLM_TIMEOUT holds for the whole answer, whatever a model's server sends, and nothing goes on behind it."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import pytest

from app.assistant import Assistant
from app.generation.llm import LONGEST, THREAD, Model, ModelFailed, ModelSlow, open_model
from app.generation.wire import LARGEST
from app.generation.writer import Writer
from app.grounding.statements import statements
from eval.attacks import models
from index.embedding.embedder import Embedder
from index.store.library import Library
from settings import LanguageModel
from tests.app.model_server import Reply, model_server

LIMIT = 2  # seconds: LLM_TIMEOUT
LATE = 4  # seconds beyond it that a busy machine is given; the servers themselves go on for a minute
POOR = "Xã Tân Lập còn bao nhiêu hộ nghèo?"
BUSY = ("flood", "sentences", "line", "word")  # these servers keep a processor busy: one after the other
SERVERS = {kind.__name__: partial(models.hostile_model, kind) for kind in models.KINDS} | {"deaf": models.deaf_model}


def _model(url: str) -> Model:
    model = open_model(LanguageModel("openai", "thử", url, timeout=LIMIT))
    assert model is not None
    return model


def _tried(model: Model) -> tuple[float, str]:
    """Return how long a reply was waited for, and what came of it."""
    began = time.monotonic()
    try:
        for _ in statements(model.stream("", "", began + LIMIT)):
            pass
        outcome = "ended"
    except ModelFailed as error:
        outcome = type(error).__name__
    return time.monotonic() - began, outcome


def _nobody_listens() -> bool:
    until = time.monotonic() + LATE
    while any(thread.name == THREAD for thread in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(thread.name == THREAD for thread in threading.enumerate())


def test_no_model_is_waited_for_longer_than_the_limit() -> None:
    waiting = [name for name in SERVERS if name not in BUSY]
    with ExitStack() as stack, ThreadPoolExecutor(len(waiting)) as pool:
        servers = {name: stack.enter_context(SERVERS[name]()) for name in waiting}
        tried = pool.map(_tried, [_model(server.url) for server in servers.values()])
        outcomes = dict(zip(servers, tried, strict=True))
        assert {name: seconds for name, (seconds, _) in outcomes.items() if seconds > LIMIT + LATE} == {}
        slow = {name for name, (_, outcome) in outcomes.items() if outcome == "ModelSlow"}
        assert slow == set(waiting) - {"redirect"}
        assert outcomes["redirect"][1] == "ModelFailed" and servers["redirect"].followed == 0
        assert _nobody_listens()  # though the servers still send


@pytest.mark.parametrize("name", BUSY)
def test_a_model_that_sends_and_sends_is_cut_off(name: str) -> None:
    with SERVERS[name]() as server:
        seconds, _ = _tried(_model(server.url))
        assert seconds < LIMIT + LATE
        assert _nobody_listens()


@pytest.mark.parametrize("kind", [models.trickle, models.flood, models.head])
def test_the_answer_falls_back_in_time(library: Library, embedder: Embedder, kind: object) -> None:
    plain = Assistant(library, embedder)
    expected = plain.answer(POOR)
    with models.hostile_model(kind) as server:  # type: ignore[arg-type]
        began = time.monotonic()
        answer = Assistant(library, embedder, Writer(_model(server.url))).answer(POOR)
        assert time.monotonic() - began < LIMIT + 2 * LATE
    assert (answer.text, answer.mode, answer.refused) == (expected.text, "extractive", False)
    # A flood may be cut off at the length of a reply before the time is over; the guard then lets none of it through.
    assert kind is models.flood or any(f"{LIMIT} giây" in note for note in answer.notes)


def _event(body: str) -> bytes:
    return models.HEAD + f"data: {body}\n\n".encode()


def _delta(content: str) -> bytes:
    return _event(f'{{"choices": [{{"index": 0, "delta": {{"content": {content}}}}}]}}')


BROKEN = (
    *map(_event, ("[1, 2]", "7", "null", '{"choices": null}', '{"choices": "abc"}', '{"choices": [{}]}', "[" * 50_000)),
    *map(_delta, ("null", "7", '["a"]', '{"a": 1}', '"\\ud800"', "NaN", "9" * 5000)),
    b"\0\xff" * 1000,
    b"HTTP/1.1 999 X\r\n\r\n{}",
    b"HTTP/1.1 100 Continue\r\n\r\n" * 500 + b"HTTP/1.1 200 OK\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"F" * 5000,
    models.HEAD.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n") + gzip.compress(b"data: " + b"a" * 50_000_000),
)


@pytest.mark.parametrize("sent", BROKEN, ids=map(str, range(len(BROKEN))))
def test_a_reply_that_is_none_ends_in_words_or_in_a_failure_that_is_told(sent: bytes) -> None:
    def reply(connection: socket.socket, model: models.HostileModel) -> None:
        connection.sendall(sent)

    with models.hostile_model(reply) as server:
        seconds, outcome = _tried(_model(server.url))
    assert seconds < LIMIT + LATE
    assert outcome in ("ModelFailed", "ModelSlow") or len(outcome) < 1000


def test_a_reply_that_goes_on_and_on_is_cut_off() -> None:
    with model_server() as server:
        server.say(Reply("Một câu nữa. " * 4000, size=13_000))
        assert len("".join(_model(server.url).stream("", "", time.monotonic() + 20))) == LONGEST


def test_a_reply_of_too_many_bytes_is_a_failure() -> None:
    with model_server() as server:
        server.say(Reply(raw="data: " + "x" * (LARGEST + 100_000)))
        with pytest.raises(ModelFailed) as failed:
            list(_model(server.url).stream("", "", time.monotonic() + 20))
        assert not isinstance(failed.value, ModelSlow)


def test_a_caller_that_takes_its_time_is_stopped_too() -> None:
    """Pieces that are there already are not given out when the time is over."""
    with model_server() as server:
        server.say(Reply("a b c d e f", size=2))
        pieces = _model(server.url).stream("", "", time.monotonic() + 1)
        assert next(pieces) == "a "
        time.sleep(1.1)
        with pytest.raises(ModelSlow):
            next(pieces)
