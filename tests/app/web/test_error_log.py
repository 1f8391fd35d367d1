"""The log of what nobody foresaw is bounded, whatever is sent and however often."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.web import error_log
from app.web.error_log import MINUTE, MOST_LINES, ErrorLog
from app.web.handlers.ask import explained
from app.web.http.trouble import UNFORESEEN, Trouble

SMALL = 20_000  # characters of the log: a traceback of the innermost calls, and some lines


def _down(depth: int) -> int:
    return _further(depth)


def _further(depth: int) -> int:  # two that call each other: Python shortens only what calls itself
    return _down(depth) + 1


@pytest.fixture(autouse=True)
def a_new_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what other tests noted."""
    made = ErrorLog()
    monkeypatch.setattr(error_log, "log", made)
    monkeypatch.setattr("app.web.http.trouble.log", made)


def test_a_flood_is_a_few_lines_and_its_number(caplog: pytest.LogCaptureFixture) -> None:
    clock = [0.0]
    log = ErrorLog(now=lambda: clock[0])
    for _ in range(1000):
        log.note("x", ValueError("a" * 5000))
    assert len(caplog.records) == MOST_LINES
    assert max(len(one.getMessage()) for one in caplog.records) < 300
    clock[0] = MINUTE
    with caplog.at_level(logging.ERROR):
        log.note("x", ValueError("b"))
    assert [one.getMessage() for one in caplog.records[MOST_LINES:]] == [
        "980 more failed in the minute before",
        "x failed: ValueError: b (?:0)",
    ]


def test_an_endless_recursion_is_not_written_out(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_log, "APP", error_log.APP.parent)  # the functions above are ours too
    for _ in range(5):
        try:
            _down(0)
        except RecursionError as error:
            assert "ngoài dự kiến" in explained(error)
    assert "Traceback" in caplog.text
    assert len(caplog.text) < SMALL


def test_what_a_route_lets_fall_is_answered_and_noted(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    app = FastAPI()

    @app.get("/{way}")
    def fall(way: str) -> int:
        return _down(0)

    app.add_middleware(Trouble, data=tmp_path)
    client = TestClient(app)  # raises what would reach uvicorn, which writes all of it
    for number in range(30):
        answer = client.get(f"/{'a' * 5000}{number}")
        assert answer.status_code == 500 and answer.json()["detail"] == UNFORESEEN
    assert len([one for one in caplog.records if one.levelno == logging.ERROR]) == MOST_LINES
    assert len(caplog.text) < SMALL
