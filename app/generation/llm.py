"""The language model that the settings name, behind LangChain's chat model interface; the only module that knows it.

Nothing is sent but the prompt, and only to the address configured: proxies of the environment are not used, tracing is
off, tokens are never counted by a package that would fetch a vocabulary.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

from settings import LanguageModel, SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

logger = logging.getLogger(__name__)

ANSWER_TOKENS = 700  # at most in one reply: some 300 syllables, more than any answer here is meant to have
CLOSE = 0.5  # seconds before the time is over in which the connection may give up first
THREAD = "language model"
LONGEST = 20_000  # characters taken of one reply; of a server that knows no ANSWER_TOKENS the rest is cut off
MISSING = (
    "Chưa cài phần chạy mô hình ngay trên máy này. Hãy chạy: .venv/bin/python -m pip install -r requirements-llm.txt, "
    "hoặc bỏ biến LLM để trả lời không dùng mô hình"
)


class ModelFailed(Exception):
    """The model gave no usable reply."""


class ModelSlow(ModelFailed):
    """The time set for an answer is over."""


class Writes(Protocol):
    """A writer of replies: a model of :func:`open_model`, or a stand-in."""

    timeout: int
    context: int

    def stream(self, system: str, prompt: str, until: float) -> Iterator[str]:
        """See :meth:`Model.stream`."""
        ...


class Model:
    """A chat model. Threads may share it. With ``alone`` it gives one reply at a time."""

    def __init__(self, chat: BaseChatModel, timeout: int, context: int, *, alone: bool = False) -> None:
        self._chat = chat
        self._turn: AbstractContextManager[object] = threading.Lock() if alone else nullcontext()
        self.timeout = timeout
        self.context = context

    def stream(self, system: str, prompt: str, until: float) -> Iterator[str]:
        """Yield the reply to one prompt in pieces, as they come; one that goes on and on is cut off.

        The time counts for the whole, whatever comes meanwhile, and also while the caller works on a piece.

        :param until: when to give up, on the clock of :func:`time.monotonic`.
        :raises ModelSlow: it is later than that.
        :raises ModelFailed: the model cannot be reached, says that it failed, or breaks off.
        """
        pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        over = threading.Event()
        arguments = (system, prompt, pieces, over, until)
        # the reply is read in a thread of its own, since no library gives up in time, a model in this process not at all
        threading.Thread(target=self._pump, args=arguments, name=THREAD, daemon=True).start()
        left = LONGEST
        try:
            while left > 0:
                if time.monotonic() >= until:  # a queue that is not empty gives on, however late it is
                    raise ModelSlow("no reply in time")
                try:
                    piece = pieces.get(timeout=max(0.0, until - time.monotonic()))
                except queue.Empty:
                    raise ModelSlow("no reply in time") from None
                if piece is None:
                    return
                if isinstance(piece, Exception) and time.monotonic() >= until - CLOSE:
                    raise ModelSlow("no reply in time") from None
                if isinstance(piece, Exception):
                    # the message leaves out the address and the server's words, which may hold a key
                    raise ModelFailed(f"{type(piece).__name__} {getattr(piece, 'status_code', '')}".strip()) from None
                yield piece[:left]
                left -= len(piece)
        finally:
            over.set()

    def _pump(
        self,
        system: str,
        prompt: str,
        pieces: queue.SimpleQueue[str | Exception | None],
        over: threading.Event,
        until: float,
    ) -> None:
        from app.generation.wire import bounded

        try:
            with self._turn, _untraced(), bounded(until):
                if over.is_set():  # nobody waits any more
                    return
                for chunk in self._chat.stream([("system", system), ("human", prompt)]):
                    if over.is_set():
                        return
                    pieces.put(str(chunk.text))
        except Exception as error:  # noqa: BLE001 - handed to the thread that waits, whatever the libraries raise
            pieces.put(error)
        else:
            pieces.put(None)


def open_model(settings: LanguageModel | None) -> Model | None:
    """Return the model that the settings name, or None if they name none. No connection is opened yet.

    :raises SettingsError: a local model whose file or package is not there.
    """
    if settings is None:
        return None
    local = settings.provider == "llamacpp"
    return Model(_local(settings) if local else _served(settings), settings.timeout, settings.context, alone=local)


def _untraced() -> AbstractContextManager[None]:
    """Keep LangChain from sending prompts to its tracing service, which an environment variable could turn on."""
    from langsmith.run_helpers import tracing_context

    return tracing_context(enabled=False)


def _served(settings: LanguageModel) -> BaseChatModel:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    from app.generation.wire import client

    return ChatOpenAI(
        model=settings.name,
        base_url=settings.base_url,
        api_key=SecretStr(settings.api_key or "none"),
        temperature=settings.temperature,
        timeout=settings.timeout,
        max_retries=0,  # a second try has no time left; the answer without a model is there
        use_responses_api=False,
        stream_usage=False,
        extra_body={"max_tokens": ANSWER_TOKENS},  # the name that every compatible server knows
        http_client=client(settings.timeout),
    )


def _local(settings: LanguageModel) -> BaseChatModel:
    try:
        import llama_cpp
    except ImportError as error:
        raise SettingsError(MISSING) from error
    try:
        model = llama_cpp.Llama(settings.name, n_ctx=settings.context, verbose=False)
    except (OSError, ValueError) as error:
        raise SettingsError(f"LLM=llamacpp:{settings.name}: không mở được tệp mô hình GGUF này ({error})") from error
    return _in_process(model, settings.temperature)


def _in_process(model: object, temperature: float) -> BaseChatModel:
    """Return a model in this process as LangChain sees one."""
    from typing import Any

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.outputs import ChatGenerationChunk, ChatResult

    roles = {"system": "system", "human": "user", "ai": "assistant"}

    class InProcess(BaseChatModel):
        llama: Any

        @property
        def _llm_type(self) -> str:
            return "llamacpp"

        def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:  # noqa: ANN401
            raise NotImplementedError("replies are only streamed")

        def _stream(
            self,
            messages: list[BaseMessage],
            *args: Any,  # noqa: ANN401, ARG002
            **kwargs: Any,  # noqa: ANN401, ARG002
        ) -> Iterator[ChatGenerationChunk]:
            conversation = [{"role": roles[message.type], "content": str(message.text)} for message in messages]
            for part in self.llama.create_chat_completion(
                conversation, temperature=temperature, max_tokens=ANSWER_TOKENS, stream=True
            ):
                text = part["choices"][0]["delta"].get("content") or ""
                yield ChatGenerationChunk(message=AIMessageChunk(content=text))

    return InProcess(llama=model)
