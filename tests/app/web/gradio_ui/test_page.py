"""The web app's handlers against a small real library; the browser itself is in tests/browser."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import fastapi
import gradio as gr
import pytest
import regex as re
from starlette.testclient import TestClient

from app.access.person import LOCAL
from app.answer.model import Answer
from app.assistant import Assistant
from app.office import Office
from app.web import server
from app.web.handlers import ask
from app.web.handlers.ask import STEPS, Screen, Turn, placed
from app.web.handlers.drafting import Desk
from index.constraints import Constraint, parse_keys
from index.embedding.embedder import Embedder
from index.errors import IndexProblem
from index.store.library import Library
from settings import Settings

QUESTION = "Xã Tân Lập còn bao nhiêu hộ nghèo?"


@pytest.fixture
def assistant(library: Library, embedder: Embedder) -> Assistant:
    """An assistant over the three small reports."""
    return Assistant(library, embedder)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let answers appear without waiting."""
    monkeypatch.setattr(ask, "STEP_SECONDS", 0)


def _asked(shown: Screen, text: str, *before: Turn) -> Turn:
    return list(shown.ask(text, list(before)))[-1]


def _keys(made: str) -> str:
    found = re.search(r'data-keys="([^"]*)"', made)
    assert found is not None
    return found[1]


def test_an_answer_appears_step_by_step_and_ends_with_its_sources(assistant: Assistant) -> None:
    steps = [turn.html for turn in Screen(assistant).ask(f"  {QUESTION} ", [])]
    assert "Đang tra cứu" in steps[0]
    assert len(steps) == STEPS + 2, "the whole text, then what belongs to it"
    assert [len(a) <= len(b) for a, b in zip(steps[1:], steps[2:], strict=False)] == [True] * STEPS
    assert "41 hộ nghèo" in steps[-1]
    assert 'class="sources"' in steps[-1]
    assert f"</span>{QUESTION}</h2>" in steps[-1]


def test_a_citation_of_an_older_answer_still_opens_its_passage(assistant: Assistant) -> None:
    shown = Screen(assistant)
    older = _asked(shown, QUESTION)
    newer = _asked(shown, "Thị trấn Suối Mây tặng giấy khen cho bao nhiêu tập thể?", older)
    assert (older.number, newer.number) == (1, 2)
    assert "<mark>Cuối năm 2025 toàn xã còn 41 hộ nghèo" in shown.open(_keys(older.html), 0)
    assert "57 tập thể" in re.findall(r"<mark>(.*?)</mark>", shown.open(_keys(newer.html), 0))[0]


def test_earlier_questions_go_to_the_assistant(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[list[str], tuple[Constraint, ...]]] = []
    real = assistant.stream
    monkeypatch.setattr(assistant, "stream", lambda turns, off: heard.append((list(turns), off)) or real(turns, off))
    shown = Screen(assistant)
    turns = [Turn(1, QUESTION, ""), Turn(2, "Còn năm 2024?", "")]
    list(shown.ask("Còn rừng?", turns))
    list(shown.again(2, '["context"]', turns))
    # what was to be read by itself leans on nothing, and what follows leans on it alone
    list(shown.ask("Còn rừng?", [turns[0], replace(turns[1], without=("context",))]))
    assert heard == [
        ([QUESTION, "Còn năm 2024?", "Còn rừng?"], ()),
        ([QUESTION, "Còn năm 2024?"], parse_keys(["context"])),
        (["Còn năm 2024?", "Còn rừng?"], ()),
    ]


def test_a_chip_asks_its_turn_again_in_its_place(assistant: Assistant) -> None:
    shown = Screen(assistant)
    first = _asked(shown, "Năm 2025 xã Tân Lập có hạn chế gì?")
    second = _asked(shown, "Thị trấn Suối Mây tặng giấy khen cho bao nhiêu tập thể?", first)
    turns = [first, second]
    again = list(shown.again(1, '["period", "role"]', turns))[-1]
    assert (again.number, again.question, again.without) == (1, first.question, ("period", "role"))
    assert "<s>năm 2025</s>" in again.html and "<s>mục tồn tại, hạn chế</s>" in again.html
    assert 'aria-label="Bỏ: xã Tân Lập"' in again.html
    assert placed(again, turns) == [again, second]
    back = list(shown.again(1, "[]", placed(again, turns)))[-1]
    assert back == first
    assert list(shown.again(7, "[]", turns)) == []


@pytest.mark.parametrize("keys", ["", "x", "{}", "3", "[3]", '["none:such"]'])
def test_what_our_page_does_not_send_takes_nothing_off(assistant: Assistant, keys: str) -> None:
    shown = Screen(assistant)
    first = _asked(shown, QUESTION)
    assert list(shown.again(1, keys, [first]))[-1].html == first.html
    assert shown.search(QUESTION, 5, keys) == shown.search(QUESTION, 5)


def test_a_place_taken_off_the_search_widens_it(assistant: Assistant) -> None:
    shown = Screen(assistant)
    narrow, wide = (shown.search("Xã Tân Lập trồng rừng phòng hộ", 20, keys) for keys in ("[]", '["place:xã Tân Lập"]'))
    assert "dong-khe.txt" not in narrow and "dong-khe.txt" in wide
    assert "Chỉ tìm trong báo cáo của xã Tân Lập." in narrow and "Chỉ tìm trong" not in wide
    assert "<s>xã Tân Lập</s>" in wide


@pytest.mark.parametrize("keys", ["", "x", "feed-0001:0:3", "feed-0001:0:3 <b>"])
@pytest.mark.parametrize("at", [0, 1, 9])
def test_what_the_library_no_longer_has_is_said_calmly(assistant: Assistant, keys: str, at: int) -> None:
    assert "không còn trong thư viện" in Screen(assistant).open(keys, at)


def test_search_gives_cards_that_open(assistant: Assistant) -> None:
    shown = Screen(assistant)
    made = shown.search("trồng rừng phòng hộ", 2)
    assert made.count("<b>1.</b>") == 1
    assert "<b>3.</b>" not in made
    opened = shown.open(_keys(made), 0)
    assert '<span class="passage">' in opened
    assert "<mark>" not in opened
    assert "Hãy gõ" in shown.search("   ", 10)


def test_a_refusal_leads_to_the_search(assistant: Assistant) -> None:
    made = _asked(Screen(assistant), "Huyện Côn Đảo có bao nhiêu tàu cá?").html
    assert 'data-search="Huyện Côn Đảo có bao nhiêu tàu cá?"' in made
    assert '<article class="turn">' in made


def _failing(error: Exception) -> object:
    def fail(*_: object) -> Answer:
        raise error

    return fail


def test_our_own_errors_are_shown_as_they_are_worded(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stream", "find"):
        monkeypatch.setattr(assistant, name, _failing(IndexProblem("Hãy tạo lại <chỉ mục>")))
    shown = Screen(assistant)
    assert "Hãy tạo lại &lt;chỉ mục&gt;" in _asked(shown, "hỏi").html
    assert "Hãy tạo lại &lt;chỉ mục&gt;" in shown.search("tìm", 5)


def test_other_errors_go_to_the_log_and_not_to_the_page(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(assistant, "stream", _failing(RuntimeError("secret detail")))
    made = _asked(Screen(assistant), "hỏi").html
    assert "Hãy thử lại" in made
    assert "secret" not in made
    assert "secret detail" in caplog.text


def test_the_first_view_lists_the_library_and_follows_its_changes(assistant: Assistant) -> None:
    shown = Screen(assistant)
    welcome, top = shown.first_view()
    assert "Thư viện có 3 báo cáo" in top
    asked = re.findall(r'data-ask="([^"]*)"', welcome)
    assert "Hạn chế trong báo cáo của xã Tân Lập là gì?" in asked
    for question in asked:  # what is offered can be answered
        assert not assistant.answer(question).refused
    for path in assistant.library.catalog.sources():
        assistant.library.forget(path)
    assert "python -m ingest" in shown.first_view()[0]


@pytest.fixture
def client(assistant: Assistant, settings: Settings) -> Iterator[TestClient]:
    """The app without a network."""
    with TestClient(server.application(assistant, Office.open(settings))) as made:
        yield made


def test_the_page_asks_nobody_else_and_carries_no_footer(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    config = json.dumps(client.get("/config").json(), ensure_ascii=False)
    assert "fonts.googleapis" not in config + client.get("/theme.css").text
    assert json.loads(config)["footer_links"] == []
    assert json.loads(config)["analytics_enabled"] is False
    assert "Trợ lý Báo cáo" in config


def test_an_address_that_cannot_be_had_ends_with_one_line_and_status_2(
    assistant: Assistant, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as ended:
            server.serve(assistant, Office.open(replace(settings, port=port)))
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"Cổng {port} đang có chương trình khác dùng" in said
    assert "PORT=" in said
    with pytest.raises(SystemExit):
        server.serve(assistant, Office.open(replace(settings, host="192.0.2.1")))
    assert "Hãy kiểm tra HOST" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("element", "action", "given", "noted"),
    [
        ("wanted", "submit", ("rừng phòng hộ", 5, ()), "rừng phòng hộ"),
        ("found", "submit", (5, ()), "rừng"),
        ("found", "apply", (5, ()), "rừng"),
        ("latest", "search", (5, ()), "rừng"),
        ("phrase", "submit", ("hồ sơ gửi muộn", Desk(), (), "", "", "", "", "", ""), "mẫu câu: hồ sơ gửi muộn"),
    ],
)
def test_nothing_is_looked_for_past_the_log(
    assistant: Assistant, office: Office, monkeypatch: pytest.MonkeyPatch, element: str, action: str, given: Any, noted: str
) -> None:
    """The words of a search that is narrowed or asked again come from the browser, which may send any."""
    from app.web.gradio_ui import page as page_module

    made: list[Any] = []
    build = page_module.build
    monkeypatch.setattr(page_module, "build", lambda *parts: made.append(build(*parts)) or made[0])
    server.application(assistant, office)
    [identity] = [number for number, block in made[0].blocks.items() if getattr(block, "elem_id", None) == element]
    function = next(one.fn for one in made[0].fns.values() if (identity, action) in one.targets)
    request = gr.Request(fastapi.Request({"type": "http", "headers": [], "query_string": b"", "state": {"person": LOCAL}}))
    told = gr.EventData(None, {"text": "rừng", "keys": "[]", "narrowed": "[]"})
    function(*given, request, *([] if element in ("wanted", "phrase") else [told]))
    assert [(entry.action, entry.detail) for entry in office.audit.entries()] == [("search", noted)]


def test_of_a_question_that_is_too_long_little_is_shown_and_kept(assistant: Assistant) -> None:
    """All turns come with every further one, forty of them, each sign five times as long as HTML."""
    [turn] = Screen(assistant).ask("'" * 1_900_000, [])
    assert "dài 1900000 ký tự" in turn.html and len(turn.html) < 5_000 and len(turn.question) < 300
