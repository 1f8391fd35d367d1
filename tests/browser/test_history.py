"""Kept conversations as an official meets them: found again after a reload, renamed, searched, saved, deleted; and Stop."""

from __future__ import annotations

import json
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from app.access.person import LOCAL
from app.answer.model import Answer
from app.assistant import Assistant
from app.office import Office
from app.records.conversations import Conversations, KeptTurn
from app.storage.store import Store
from app.web import server
from ingest.language.text import fold_spaces
from settings import Settings
from tests.browser.conftest import ask, note, on_desk_and_phone, on_phone, quotes, reload, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "Thu nhập bình quân đầu người thị trấn Phú Vân năm 2022 là bao nhiêu?"
OTHER = "Hạn chế trong báo cáo của huyện Mộc Lĩnh là gì?"
ANSWER_MS = 120_000  # the first one loads the model


def _reload(page: Page) -> None:
    """Reload once the answer is whole, with the questions suggested below it."""
    if page.locator(".turn .sources").count():
        page.wait_for_selector(".following button", timeout=ANSWER_MS)
    page.wait_for_timeout(500)
    reload(page)


def _open_list(page: Page) -> None:
    if page.viewport_size["width"] < 1100 and not page.evaluate("document.body.classList.contains('aside-drawn')"):
        page.locator("[data-aside]").click()
    page.wait_for_selector("#history .conversations", state="visible")


def _names(page: Page) -> list[str]:
    return [text.split("\n")[0] for text in page.locator("#history .one").all_inner_texts()]


@pytest.fixture(autouse=True)
def no_conversations(request: pytest.FixtureRequest) -> None:
    """Begin with an empty list: the browser tests share one app."""
    if "page" in request.fixturenames:
        data_dir = request.getfixturevalue("shared_data")
        Conversations(Store.open(Settings(data_dir=data_dir)), days=1).forget_person(LOCAL.name)


@on_phone
def test_a_conversation_is_there_after_a_reload_and_leads_on(page: Page) -> None:
    ask(page, QUESTION)
    quote = quotes(page.locator(".turn").first)[0]
    _reload(page)
    page.wait_for_selector(".turn .judged")
    assert page.locator(".turn").count() == 1
    page.locator(".turn .cite").first.click()
    page.wait_for_selector(".source mark")
    assert fold_spaces(" ".join(page.locator(".source mark").all_inner_texts())) == quote
    page.keyboard.press("Escape")
    ask(page, "Còn của huyện thì sao?")
    assert "tiếp câu trước" in page.locator(".turn").last.inner_text()
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    page.wait_for_selector(".welcome")
    _reload(page)
    page.wait_for_selector(".welcome")
    assert page.locator(".turn").count() == 0, "a new one was begun, and stays new"
    _open_list(page)
    page.wait_for_selector("#history .one")
    assert _names(page) == [QUESTION]
    page.locator("#history .one").click()
    page.wait_for_selector(".turn .judged")
    assert page.locator(".turn").count() == 2
    if page.viewport_size["width"] < 1100:
        until(page, "getComputedStyle(document.querySelector('#aside')).visibility === 'hidden'")  # the drawer goes back


@on_desk_and_phone
def test_conversations_are_renamed_found_saved_and_deleted(page: Page, tmp_path: Path) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    page.wait_for_selector(".welcome")
    ask(page, OTHER)
    _open_list(page)
    until(page, "document.querySelectorAll('#history .one').length === 2")
    assert _names(page) == [OTHER, QUESTION]
    assert page.locator("#history h3").first.inner_text() == "Hôm nay"

    page.locator("#history summary").last.click()
    page.locator("#history input[name=name]").last.fill("Thu nhập <b>Phú Vân</b>")
    page.locator("#history input[name=name]").last.press("Enter")
    until(page, "document.querySelector('#history').textContent.includes('Thu nhập <b>')")
    assert _names(page) == [OTHER, "Thu nhập <b>Phú Vân</b>"]

    page.fill("#past-find input", "thu nhap binh quan")
    until(page, "document.querySelectorAll('#history .one').length === 1")
    assert _names(page) == ["Thu nhập <b>Phú Vân</b>"]
    page.fill("#past-find input", "khônghềcó")
    page.wait_for_selector("text=Không có cuộc trò chuyện nào có những từ này.")
    page.fill("#past-find input", "")
    until(page, "document.querySelectorAll('#history .one').length === 2")

    page.locator("#history summary").last.click()
    with page.expect_download() as saving:
        page.locator("#history li").last.get_by_role("button", name="Tải .docx").click()
    assert saving.value.suggested_filename == "Thu nhập b Phú Vân b.docx"
    saving.value.save_as(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert "61,8 triệu đồng" in archive.read("word/footnotes.xml").decode()
    if page.evaluate("document.body.classList.contains('aside-drawn')"):
        page.mouse.click(page.viewport_size["width"] - 10, 400)  # beside the drawer
        until(page, "!document.body.classList.contains('aside-drawn')")
    with page.expect_download() as saving:
        page.locator(".turn").last.get_by_role("button", name="Tải .docx").click()
    assert saving.value.suggested_filename.startswith("Hạn chế trong báo cáo")
    _open_list(page)

    page.locator("#history .risky").last.click()
    assert page.locator("#history .one").count() == 2, "the first press only asks"
    page.get_by_role("button", name="Bấm lần nữa để xóa hẳn").click()
    until(page, "document.querySelectorAll('#history .one').length === 1")
    assert page.locator(".turn").count() == 1, "another conversation is on the page and stays there"
    page.locator("#history summary").click()
    page.locator("#history .risky").click()
    page.locator("#history .risky").click()
    page.wait_for_selector(".welcome")
    assert page.locator("#history .one").count() == 0
    _reload(page)
    page.wait_for_selector(".welcome")
    assert page.locator(".turn").count() == 0


def test_a_remark_is_taken_and_saved_for_the_administrator(page: Page, tmp_path: Path) -> None:
    ask(page, QUESTION)
    turn = page.locator(".turn").last
    turn.get_by_role("button", name="Đúng", exact=True).click()
    until(page, "document.querySelector('.told').textContent.includes('ghi nhận: đúng')")
    turn.locator(".judged summary").click()
    turn.get_by_label("sai số").check()
    turn.get_by_label("Nói rõ thêm").fill("Cần số của năm 2021")
    turn.get_by_role("button", name="Gửi ý kiến").click()
    until(page, "document.querySelector('.told').textContent.includes('chưa đúng')")
    _reload(page)
    until(page, "document.querySelector('.told')?.textContent.includes('chưa đúng')")
    _open_list(page)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Tải về làm câu hỏi chuẩn").click()
    saving.value.save_as(tmp_path / "gold.jsonl")
    last = json.loads((tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert last["question"] == QUESTION and last["todo"]
    assert "sai số. Cần số của năm 2021" in last["notes"]


@on_phone
def test_suggestions_come_after_the_answer_and_are_answered(page: Page) -> None:
    ask(page, OTHER)
    page.wait_for_selector(".following button", timeout=ANSWER_MS)
    asked = page.locator(".following button").first.inner_text()
    page.locator(".following button").first.click()
    until(page, "document.querySelectorAll('.turn .judged').length === 2", timeout=ANSWER_MS)
    turn = page.locator(".turn").last
    assert asked in turn.inner_text()
    assert turn.locator(".cite").count() >= 1


def test_a_question_can_be_asked_again(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, OTHER)
    page.locator(".turn").first.get_by_role("button", name="Hỏi lại câu này").click()
    page.wait_for_timeout(500)  # a quick answer shows no sign of work that could be waited for
    until(page, "!document.querySelector('#send').disabled && !document.querySelector('.working')")
    assert page.locator(".turn").count() == 2
    assert "61,8 triệu đồng" in page.locator(".turn").first.inner_text()


# Stop, with an assistant that answers when it is told to


class _Slow(Assistant):
    go = threading.Event()

    def stream(self, *given):  # type: ignore[no-untyped-def]
        assert self.go.wait(60)
        yield from super().stream(*given)


@pytest.fixture
def slow_office(library, embedder, settings) -> Iterator[tuple[str, Office]]:  # type: ignore[no-untyped-def]
    office = Office.open(settings)
    running = uvicorn.Server(server.config(server.application(_Slow(library, embedder), office)))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.05)
    _Slow.go.clear()
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}", office
    _Slow.go.set()
    running.should_exit = True
    thread.join(20)


def test_stop_ends_an_answer_for_good(slow_office: tuple[str, Office], browser: Browser) -> None:
    address, office = slow_office
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(ANSWER_MS)
    trouble: list[str] = []
    page.on("console", lambda message: note(message, trouble))
    page.goto(address)
    page.wait_for_selector(".welcome")
    question = "Xã Tân Lập còn bao nhiêu hộ nghèo?"
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".working")
    stop = page.get_by_role("button", name="Dừng")
    assert not page.locator("#send").is_visible()
    stop.click()
    page.wait_for_selector("text=Đã dừng theo yêu cầu")
    assert page.locator("#send").is_enabled() and not stop.is_visible()
    _Slow.go.set()
    page.wait_for_timeout(2500)  # the answer that nobody waits for is complete by now
    assert page.locator(".turn").count() == 1 and page.locator(".sources").count() == 0
    assert office.conversations.listed(LOCAL.name) == []

    page.get_by_role("button", name="Hỏi lại câu này").click()
    page.wait_for_selector(".turn .judged")
    assert "41 hộ nghèo" in page.locator(".turn").inner_text()
    assert [one.name for one in office.conversations.listed(LOCAL.name)] == [question]
    until(page, "!document.querySelector('#send').disabled")

    _Slow.go.clear()
    page.get_by_role("button", name="Hỏi lại câu này").click()
    page.wait_for_selector(".working")
    stop.click()
    page.wait_for_selector(".turn .judged")
    assert "41 hộ nghèo" in page.locator(".turn").inner_text(), "the answer that was there comes back"
    _Slow.go.set()
    context.close()
    assert trouble == []


def test_leaving_while_an_answer_is_on_its_way_stops_it(slow_office: tuple[str, Office], browser: Browser) -> None:
    address, office = slow_office
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(ANSWER_MS)
    page.goto(address)
    page.wait_for_selector(".welcome")
    page.fill("#question textarea", "Xã Tân Lập còn bao nhiêu hộ nghèo?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".working")
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    page.wait_for_selector(".welcome")
    _Slow.go.set()
    page.wait_for_timeout(2500)
    assert page.locator(".turn").count() == 0
    page.fill("#question textarea", "Xã Tân Lập có bao nhiêu thôn?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".turn .judged")
    assert page.locator(".turn").count() == 1
    assert len(office.conversations.listed(LOCAL.name)) == 1
    context.close()


def test_a_deletion_still_asks_while_the_one_before_it_would_have_ceased_to(
    slow_office: tuple[str, Office], browser: Browser
) -> None:
    """Gradio keeps the buttons of a list that it writes anew: the one that asks for the first serves the second next."""
    address, office = slow_office
    refused = Answer("Không tìm thấy.", True, "extractive", (), (), 1)
    for name in ("một", "hai", "ba"):
        office.conversations.keep(LOCAL.name, "", KeptTurn(1, f"Câu hỏi {name}?", refused))
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.set_default_timeout(ANSWER_MS)
    page.clock.install()
    page.goto(address)
    page.wait_for_selector(".welcome")
    _open_list(page)
    for left in (2, 1):
        page.locator("#history summary").first.click()
        risky = page.locator("#history .risky").first
        risky.click()
        page.clock.fast_forward(3000)  # less than the five seconds that a button asks, more than half of them
        assert risky.inner_text() == "Bấm lần nữa để xóa hẳn"
        risky.click()
        until(page, "n => document.querySelectorAll('#history .one').length === n", arg=left)
    page.locator("#history summary").first.click()
    risky = page.locator("#history .risky").first
    risky.click()
    page.clock.fast_forward(6000)
    assert risky.inner_text() == "Xóa", "who hesitates is asked again"
    assert len(office.conversations.listed(LOCAL.name)) == 1
    context.close()


@on_desk_and_phone
def test_the_list_folds_beside_the_chat_and_is_a_drawer_on_a_phone(page: Page) -> None:
    ask(page, QUESTION)
    tool, shown = page.locator("[data-aside]"), page.locator("#history .one")
    if page.viewport_size["width"] >= 1100:
        assert shown.is_visible() and tool.get_attribute("aria-expanded") == "true"
        tool.click()
        assert not shown.is_visible() and tool.get_attribute("aria-expanded") == "false"
        _reload(page)
        page.wait_for_selector(".turn .judged")
        assert not page.locator("#history").is_visible(), "it stays folded"
        tool.click()
        assert page.locator("#history").is_visible()
        page.locator(".turn .cite").first.click()
        page.wait_for_selector(".source")
        assert page.locator("#chat").bounding_box()["width"] > 600, "the list makes room for the source"
        page.keyboard.press("Escape")
        page.locator("#history").wait_for(state="visible")
    else:
        assert not shown.is_visible()
        tool.focus()
        page.keyboard.press("Enter")
        shown.wait_for(state="visible")
        assert page.evaluate("document.activeElement.closest('#past-find') !== null")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.keyboard.press("Escape")
        shown.wait_for(state="hidden")
        assert page.evaluate("document.activeElement.matches('[data-aside]')")


def test_what_is_typed_is_never_cut(page: Page) -> None:
    long = f"{QUESTION} " + "a" * 1990
    page.fill("#question textarea", long)
    over = len(long.strip()) - 2000
    assert page.input_value("#question textarea") == long
    assert (
        page.inner_text("#question .left") == f"dài quá {over} ký tự, chưa gửi được; hãy rút gọn hoặc chia thành nhiều câu"
    )
    page.press("#question textarea", "Enter")
    page.click("#send")
    page.wait_for_timeout(300)
    assert page.locator(".turn").count() == 0 and page.input_value("#question textarea") == long
    page.fill("#question textarea", long[:1700])
    assert page.inner_text("#question .left") == "còn 300 ký tự"
    page.fill("#question textarea", QUESTION)
    assert not page.locator("#question .left").is_visible()


def test_something_moves_at_once_on_a_slow_line(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"offline": False, "latency": 400, "downloadThroughput": 40_000, "uploadThroughput": 40_000}
    session.send("Network.emulateNetworkConditions", line)
    page.fill("#question textarea", QUESTION)
    page.evaluate(
        """() => document.addEventListener('keydown', () => setTimeout(() => {
            const line = document.querySelector('#ask');
            window.moved_ = [line.className.includes('sent'), getComputedStyle(line, '::before').animationName];
        }), { once: true, capture: true })"""
    )
    page.press("#question textarea", "Enter")
    until(page, "window.moved_")
    assert page.evaluate("window.moved_") == [True, "going"], "looked at right after the key: the line takes 400 ms"
    until(page, "document.querySelectorAll('.turn .judged').length === 1", timeout=ANSWER_MS)
    assert not page.evaluate("document.querySelector('#ask').classList.contains('sent')")
