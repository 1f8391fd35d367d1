"""The app as an official meets it: ask, read the source, search; on a desk and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import regex as re

from ingest.language.text import fold_spaces
from tests.browser.conftest import ask, on_desk_and_phone, on_phone, open_tab, quotes, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "Thu nhập bình quân đầu người thị trấn Phú Vân năm 2022 là bao nhiêu?"
ANSWER_MS = 120_000  # the first one loads the model


def _marked(page: Page) -> str:
    page.wait_for_selector(".source mark")
    return fold_spaces(" ".join(page.locator(".source mark").all_inner_texts()))


@on_desk_and_phone
def test_the_quote_is_marked_in_its_section(page: Page) -> None:
    ask(page, QUESTION)
    turn = page.locator(".turn").last
    assert "61,8 triệu đồng" in turn.inner_text()
    quote = quotes(turn)[0]
    turn.locator(".cite").first.click()
    assert _marked(page) == fold_spaces(quote)
    source = page.locator(".source")
    assert "phu-van.txt" in source.inner_text()
    assert source.locator(".path li").count() >= 3
    box, mark = source.locator(".scroll").bounding_box(), source.locator("mark").first.bounding_box()
    assert box["y"] <= mark["y"] <= box["y"] + box["height"], "the mark must be in sight"
    page.keyboard.press("Escape")
    source.wait_for(state="detached")
    assert page.evaluate("document.activeElement.className") == "cite", "the focus goes back to where it was"


@on_phone
def test_citation_lines_open_too_and_next_goes_on(page: Page) -> None:
    ask(page, "Hạn chế trong báo cáo của thị trấn Phú Vân là gì?")
    turn = page.locator(".turn").last
    said = quotes(turn)
    assert len(said) > 1
    turn.locator(".sources .open").first.click()
    assert _marked(page) == said[0]
    page.get_by_role("button", name="Trích dẫn sau").click()
    until(page, "text => document.querySelector('.source nav span').textContent.startsWith(text)", arg="2/")
    assert _marked(page) == said[1]
    page.get_by_role("button", name="Trích dẫn trước").click()
    until(page, "text => document.querySelector('.source nav span').textContent.startsWith(text)", arg="1/")
    assert _marked(page) == said[0]


def test_an_older_answer_keeps_its_citations(page: Page) -> None:
    ask(page, QUESTION)
    quote = quotes(page.locator(".turn").first)[0]
    ask(page, "Hạn chế trong báo cáo của huyện Mộc Lĩnh là gì?")
    assert page.locator(".turn").count() == 2
    page.locator(".turn").first.locator(".cite").first.click()
    assert _marked(page) == quote


@on_phone
def test_a_chip_taken_off_changes_the_answer_and_comes_back(page: Page) -> None:
    ask(page, "Năm 2020 thị trấn Phú Vân có bao nhiêu hộ nghèo?")
    ask(page, QUESTION)
    first, second = page.locator(".turn").first, page.locator(".turn").last
    before, other = first.locator(".text").inner_text(), second.inner_text()
    first.get_by_role("button", name="Bỏ: thị trấn Phú Vân").focus()
    page.keyboard.press("Enter")
    back = first.get_by_role("button", name="Dùng lại: thị trấn Phú Vân")
    back.wait_for(timeout=ANSWER_MS)
    first.locator(".tools").wait_for()
    until(page, "() => !document.querySelector('#send').disabled")
    assert first.locator(".text").inner_text() != before
    assert first.locator(".understood s").all_inner_texts() == ["thị trấn Phú Vân"]
    assert page.evaluate("document.activeElement.dataset.key") == "place:thị trấn Phú Vân", "the focus stays on the chip"
    assert page.locator(".turn").count() == 2 and second.inner_text() == other, "the other answer stands as it was"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    back.click()
    first.get_by_role("button", name="Bỏ: thị trấn Phú Vân").wait_for(timeout=ANSWER_MS)
    first.locator(".tools").wait_for()
    assert first.locator(".text").inner_text() == before


def test_examples_can_be_clicked(page: Page) -> None:
    example = page.locator(".examples button").first
    words = example.inner_text()
    example.click()
    page.wait_for_selector(".turn .tools", timeout=ANSWER_MS)
    assert words in page.locator(".asked").inner_text()
    assert page.locator(".cite").count() > 0


def test_a_refusal_leads_to_the_search(page: Page) -> None:
    ask(page, "Huyện Côn Đảo có bao nhiêu tàu cá?")
    page.get_by_role("button", name="Tìm đoạn văn với câu này").click()
    page.wait_for_selector(".hits")
    assert page.input_value("#wanted textarea") == "Huyện Côn Đảo có bao nhiêu tàu cá?"


@on_phone
def test_found_passages_open_in_the_panel(page: Page) -> None:
    page.get_by_role("tab", name="Tìm đoạn văn").click()
    page.fill("#wanted textarea", "thu nhập bình quân đầu người")
    page.press("#wanted textarea", "Enter")
    page.wait_for_selector(".hits", timeout=ANSWER_MS)
    assert page.locator(".hits > li").count() == 10
    page.locator(".why summary").first.click()
    assert "thu nhập bình quân đầu người" in page.locator(".why ul").first.inner_text().lower()
    assert page.locator(".source").count() == 0, "to read why opens no source"
    text = page.locator(".hits > li > p").first.text_content()
    page.locator(".hits > li > p").first.click()
    page.wait_for_selector(".source .passage")
    assert fold_spaces(" ".join(page.locator(".source .passage").all_text_contents())) == fold_spaces(text)


def test_a_hostile_report_is_only_text(page: Page) -> None:
    ask(page, "Tổng giá trị sản xuất của xã Hiểm đạt bao nhiêu?")
    assert "12,5 tỷ đồng" in page.locator(".text").last.inner_text()
    page.locator(".cite").first.click()
    shown = page.locator(".source").inner_text() if page.wait_for_selector(".source") else ""
    assert '<img src=x onerror="window.__pwned=1"> <script>window.__pwned=1</script> **đậm**' in shown
    page.keyboard.press("Escape")
    ask(page, '<img src=x onerror="window.__pwned=1"> xã Hiểm có <script>window.__pwned=1</script> gì?')
    page.get_by_role("tab", name="Tìm đoạn văn").click()
    page.fill("#wanted textarea", "phụ lục xã Hiểm <b>")
    page.press("#wanted textarea", "Enter")
    page.wait_for_selector(".hits")
    found = page.locator("#found").inner_text()
    assert "[phụ lục](javascript:window.__pwned=1), ![ảnh](https://example.invalid/a.png)" in found
    assert "${window.__pwned=1} {{7*7}}" in found
    page.locator(".library summary").click()
    assert page.locator("header .library img").count() == 0


def test_the_answer_is_copied_with_its_sources(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.get_by_role("button", name="Sao chép kèm nguồn").click()
    page.get_by_role("button", name="Đã sao chép").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(QUESTION)
    assert "61,8 triệu đồng" in copied
    assert re.search(r"\n\[1\] .*phu-van\.txt", copied)


@on_desk_and_phone
def test_everything_fits_and_can_be_reached(page: Page) -> None:
    ask(page, QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs out of the page sideways"
    assert page.evaluate("document.documentElement.lang") == "vi"
    assert page.title() == "Trợ lý Báo cáo"
    assert page.locator("footer:visible").count() == 0
    assert page.get_by_role("textbox", name="Câu hỏi").is_visible()
    page.locator(".cite").first.focus()
    page.keyboard.press("Enter")
    assert _marked(page)
    close = page.get_by_role("button", name="Đóng nguồn trích dẫn")
    box = close.bounding_box()
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    page.get_by_role("tab", name="Hỏi đáp").focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@on_phone
def test_a_conversation_can_begin_anew(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    page.wait_for_selector(".welcome")
    assert page.locator(".turn").count() == 0


def test_a_search_is_narrowed_by_what_was_found(page: Page) -> None:
    open_tab(page, "Tìm đoạn văn")
    page.fill("#wanted textarea", "hộ nghèo")
    page.press("#wanted textarea", "Enter")
    page.wait_for_selector(".narrowing button", timeout=ANSWER_MS)
    place = page.locator(".narrowing button").filter(has_text="huyện Mộc Lĩnh").first
    assert re.search(r"\d+$", place.inner_text()), "each says how many passages it leaves"
    place.click()
    page.wait_for_selector(".narrowing .on")
    assert set(page.locator("#found .hits > li > .file").all_inner_texts()) == {"moc-linh.txt"}
    page.get_by_role("button", name="Bỏ: Ủy ban nhân dân huyện Mộc Lĩnh").click()
    until(page, "!document.querySelector('.narrowing .on')")
    assert len(set(page.locator("#found .hits > li > .file").all_inner_texts())) > 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
