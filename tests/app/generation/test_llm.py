"""The language model over real HTTP: what is sent, what comes back, and what goes wrong."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from types import ModuleType

import pytest

from app.generation.llm import Model, ModelFailed, ModelSlow, open_model
from settings import LanguageModel, SettingsError
from tests.app.model_server import ModelServer, Reply, model_server

KEY = "khoa-bi-mat-123"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


def opened(server: ModelServer, timeout: int = 20) -> Model:
    model = open_model(LanguageModel("openai", "thử", server.url, KEY, timeout=timeout, temperature=0.5))
    assert model is not None
    return model


def said(model: Model, seconds: float = 20) -> str:
    return "".join(model.stream("Quy tắc {a}", "Câu hỏi <b>", time.monotonic() + seconds))


def test_no_model_named() -> None:
    assert open_model(None) is None


def test_what_is_sent_and_what_comes(server: ModelServer) -> None:
    server.say(Reply("Còn 41 hộ nghèo.", size=3))
    assert said(opened(server)) == "Còn 41 hộ nghèo."
    (request,) = server.asked
    assert [(m["role"], m["content"]) for m in request["messages"]] == [("system", "Quy tắc {a}"), ("user", "Câu hỏi <b>")]
    assert (request["model"], request["temperature"], request["stream"]) == ("thử", 0.5, True)
    assert request["max_tokens"] > 100 and server.keys == [f"Bearer {KEY}"]


def test_pieces_come_as_they_are_written(server: ModelServer) -> None:
    gate = threading.Event()
    server.say(Reply("abcdef", size=2, gate=gate))
    pieces = opened(server).stream("", "", time.monotonic() + 20)
    assert next(pieces) == "ab"  # while the server still waits
    gate.set()
    assert "".join(pieces) == "cdef"


@pytest.mark.parametrize(
    "reply",
    [
        Reply("Incorrect API key khoa-bi-mat-123", status=401),
        Reply("trục trặc", status=500),
        Reply("Còn 41 hộ nghèo.", size=4, drop=2),
        Reply(raw="<html>không phải máy chủ mô hình</html>"),
        Reply(raw='data: {"choices": [{"delta": {"content": "Còn\n\n'),
        Reply(raw='data: {"error": {"message": "hỏng"}}\n\n'),
    ],
    ids=["key", "500", "dropped", "html", "broken", "error-event"],
)
def test_failures(server: ModelServer, reply: Reply) -> None:
    server.say(reply)
    with pytest.raises(ModelFailed) as problem:
        said(opened(server))
    assert not isinstance(problem.value, ModelSlow)
    assert KEY not in str(problem.value) and server.url not in str(problem.value)
    assert len(server.asked) == 1  # no second try


def test_a_server_that_is_down() -> None:
    model = open_model(LanguageModel("openai", "thử", "http://127.0.0.1:9/v1"))
    assert model is not None
    with pytest.raises(ModelFailed):
        said(model)


@pytest.mark.parametrize("reply", [Reply("abc", pause=5), Reply("abcdefgh" * 20, size=1, pause=0.1)], ids=["silent", "drip"])
def test_too_slow(server: ModelServer, reply: Reply) -> None:
    server.say(reply)
    started = time.monotonic()
    with pytest.raises(ModelSlow):
        said(opened(server), seconds=0.6)
    assert time.monotonic() - started < 3


def test_nothing_of_the_environment_is_used(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", server.url)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", "khoá khác")
    server.say("Được.")
    assert said(opened(server)) == "Được."
    time.sleep(0.3)
    assert len(server.asked) == 1 and server.keys == [f"Bearer {KEY}"]


def test_a_local_model_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llama_cpp", None)
    with pytest.raises(SettingsError, match=r"requirements-llm\.txt"):
        open_model(LanguageModel("llamacpp", "/không/có.gguf"))


def test_a_local_model(monkeypatch: pytest.MonkeyPatch) -> None:
    class Llama:
        def __init__(self, path: str, **options: object) -> None:
            if path != "/m.gguf":
                raise ValueError("no such file")
            assert options["n_ctx"] == 4096

        def create_chat_completion(self, messages: list[dict[str, str]], **options: object) -> Iterator[dict[str, object]]:
            assert [m["role"] for m in messages] == ["system", "user"] and options["stream"]
            for delta in ({"role": "assistant"}, {"content": "Còn "}, {"content": "41 hộ."}, {}):
                yield {"choices": [{"delta": delta}]}

    package = ModuleType("llama_cpp")
    package.Llama = Llama  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "llama_cpp", package)
    model = open_model(LanguageModel("llamacpp", "/m.gguf"))
    assert model is not None and said(model) == "Còn 41 hộ."
    with pytest.raises(SettingsError, match=r"/n\.gguf"):
        open_model(LanguageModel("llamacpp", "/n.gguf"))
