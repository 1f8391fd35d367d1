"""The parts of a search, timed from outside: the methods that do them are wrapped for as long as a measure runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.assistant import Assistant
from app.understanding import QuestionUnderstanding
from index.embedding.embedder import Embedder
from index.store.library import Library

UNDERSTOOD, EMBEDDED, DENSE, KEYWORD, FUSED, SEARCHED, RERANKED = (
    "hiểu câu hỏi",
    "nhúng câu hỏi",
    "véc-tơ",
    "từ khóa",
    "trộn, đọc đoạn",
    "tổng tìm kiếm",
    "xếp lại theo câu",
)
WITHIN = (EMBEDDED, DENSE, KEYWORD)  # parts of a search; reordering embeds the question again, without its places


class Watch:
    """Adds up the time spent in wrapped methods while :meth:`ask` runs; ``parts``: milliseconds of every question.

    Reranking by sentences, which comes after retrieval, is what the wrapped methods leave over.
    """

    def __init__(self) -> None:
        self.search: Callable[[str], object] = lambda question: None
        self._spent: dict[str, float] = {}
        self._searching = False
        self.parts: dict[str, list[float]] = {}

    def timed(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        """Return the method, its time booked on ``name``; that of the parts of searching only while a search goes on."""

        def wrapped(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            if name in WITHIN and not self._searching:
                return method(*args, **kwargs)
            started, before = time.perf_counter(), self._searching
            self._searching = before or name == FUSED
            try:
                return method(*args, **kwargs)
            finally:
                self._searching = before
                self._spent[name] = self._spent.get(name, 0.0) + time.perf_counter() - started

        return wrapped

    def ask(self, question: str) -> float:
        """Search for one question, book its parts and return the whole in milliseconds.

        What is no wrapped method's own is reckoned from the rest.
        """
        self._spent = {}
        started = time.perf_counter()
        self.search(question)
        total = time.perf_counter() - started
        inside = {name: self._spent.get(name, 0.0) for name in WITHIN}
        understood, search = self._spent.get(UNDERSTOOD, 0.0), self._spent.get(FUSED, 0.0)
        parts = {UNDERSTOOD: understood, **inside, FUSED: search - sum(inside.values())}
        parts |= {SEARCHED: understood + search, RERANKED: total - understood - search}
        for name, seconds in parts.items():
            self.parts.setdefault(name, []).append(1000 * seconds)
        return 1000 * total


@contextmanager
def watched(library: Library, embedder: Embedder) -> Iterator[Watch]:
    """Give a watch over an assistant of its own, which remembers nothing yet; take the wraps off at the end."""
    watch = Watch()
    assistant = Assistant(library, embedder)
    retriever = assistant.retriever
    parts: list[tuple[str, Any, str]] = [
        (UNDERSTOOD, QuestionUnderstanding, "understand"),  # the assistant makes one for each question
        (EMBEDDED, retriever.embedder, "query"),
        (DENSE, retriever, "nearest"),
        (KEYWORD, library.keywords, "scores"),
        (FUSED, retriever, "search"),
    ]
    before = {(owner, method): vars(owner).get(method) for _, owner, method in parts}
    for name, owner, method in parts:
        setattr(owner, method, watch.timed(name, getattr(owner, method)))
    watch.search = assistant.search
    try:
        yield watch
    finally:
        for (owner, method), own in before.items():
            if own is None:
                delattr(owner, method)
            else:
                setattr(owner, method, own)
