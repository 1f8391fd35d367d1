"""The office's own words: an administrator writes one down, and the next question is understood by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import ask, on_phone, open_tab, until
from tests.browser.test_looks import find_faults

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "Năm 2023 huyện Vân Sa tặng GKX cho bao nhiêu cá nhân?"


@on_phone
def test_a_word_of_the_office_is_taken_up_at_once(page: Page) -> None:
    ask(page, QUESTION)
    assert "giấy khen" not in page.locator(".understood").last.inner_text().lower()
    open_tab(page, "Quản trị")
    open_tab(page, "Từ điển")
    page.fill("#word-said :is(input, textarea)", "GKX")
    page.click("#add-word")
    page.wait_for_selector("#word-told .problem")
    assert "cả hai ô" in page.inner_text("#word-told")
    page.fill("#word-meant :is(input, textarea)", "Giấy khen")
    page.press("#word-meant :is(input, textarea)", "Enter")
    page.wait_for_selector("#words .acts button")
    assert "Giấy khen" in page.inner_text("#words") and page.input_value("#word-said :is(input, textarea)") == ""
    assert find_faults(page) == []
    open_tab(page, "Hỏi đáp")
    ask(page, QUESTION)
    last = page.locator(".turn").last
    assert "gồm cả: giấy khen" in last.locator(".understood").inner_text().lower()
    assert last.locator(".row mark").all_inner_texts() == ["377"]
    open_tab(page, "Quản trị")
    open_tab(page, "Từ điển")
    page.locator("#words .acts button").click()
    until(page, "document.querySelector('#words').textContent.includes('Chưa có mục nào')")
