"""What an official takes from an answer: the figure at a glance, its source, a link, a sentence for a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import PATIENCE_MS, ask, on_phone, open_tab, quotes, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANSWER_MS = 120_000  # the first one loads the model
OF_A_TABLE = "Năm 2023 huyện Vân Sa tặng giấy khen cho bao nhiêu cá nhân?"
OF_PROSE = "Hạn chế trong báo cáo của thị trấn Phú Vân là gì?"


BROKEN_FIGURES = """() => [...document.querySelectorAll('.turn .row td')].filter((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    const tops = [...range.getClientRects()].map((box) => box.top);
    return /^[\\d.,]+$/.test(cell.textContent.trim()) && Math.max(...tops) - Math.min(...tops) > 10;
}).map((cell) => cell.textContent)"""


@on_phone
def test_a_figure_of_a_table_is_seen_in_its_table(page: Page) -> None:
    ask(page, OF_A_TABLE)
    turn = page.locator(".turn").last
    assert turn.locator(".text > :first-child").inner_text().startswith("377")
    assert turn.locator(".row mark").all_inner_texts() == ["377"]
    assert "năm 2023" in turn.locator(".row thead").inner_text()
    assert "năm 2023:" not in turn.inner_text() and "ĐVT:" not in turn.inner_text()
    mark, box = turn.locator(".row mark").bounding_box(), turn.locator(".text .scroll").bounding_box()
    assert box["x"] <= mark["x"] and mark["x"] + mark["width"] <= box["x"] + box["width"] + 1, "the cell is in sight"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert turn.locator(".sources q").count() == 0, "what the answer shows is not written a second time"
    ask(page, "So sánh số giấy khen cho cá nhân năm 2020 của huyện Vân Sa và huyện Mộc Lĩnh")
    compared = page.locator(".turn").last
    assert compared.locator(".row mark").all_inner_texts() == ["312", "311"]
    assert page.evaluate(BROKEN_FIGURES) == [], "a figure stands in one line"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs out of the page sideways"


def test_a_citation_is_copied_as_officials_write_it(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, OF_A_TABLE)
    page.get_by_role("button", name="Chép trích dẫn").first.click()
    page.get_by_role("button", name="Đã sao chép").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("(Báo cáo số 187/BC-UBND ngày 18/4/2025 của UBND huyện Vân Sa, mục IV.3")
    page.get_by_role("button", name="Sao chép kèm nguồn").click()
    until(page, "() => document.querySelector('.turn .tools button').textContent.startsWith('Đã sao chép')")
    whole = page.evaluate("navigator.clipboard.readText()")
    assert whole.startswith(f"{OF_A_TABLE}\n\n377\n") and "\tnăm 2022\tnăm 2023\t" in whole and copied[1:-1] in whole


def test_a_link_opens_the_answer_for_another(page: Page, browser: Browser) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, OF_PROSE)
    said = quotes(page.locator(".turn").last)
    page.get_by_role("button", name="Chép đường dẫn").click()
    until(page, "document.querySelector('.told').textContent.includes('Đã chép đường dẫn')")
    link = page.evaluate("navigator.clipboard.readText()")
    assert "?cau=" in link and link in page.locator(".told").inner_text()
    other = browser.new_context()
    other.set_default_timeout(PATIENCE_MS)
    opened = other.new_page()
    opened.goto(link)
    opened.wait_for_selector(".turn")
    assert opened.locator(".asked").inner_text().endswith(OF_PROSE)
    assert quotes(opened.locator(".turn")) == said and "chia sẻ câu trả lời này lúc" in opened.inner_text("#earlier")
    assert "cau=" not in opened.url, "a reload shows what has been asked since"
    opened.locator(".cite").first.click()
    opened.wait_for_selector(".source mark")
    opened.goto(link[:-4])
    opened.wait_for_selector("#earlier .problem")
    assert "không còn mở được" in opened.inner_text("#earlier")
    other.close()


@on_phone
def test_what_an_answer_quotes_goes_into_the_draft(page: Page) -> None:
    ask(page, OF_PROSE)
    count = len(set(quotes(page.locator(".turn").last)))
    page.get_by_role("button", name="Chèn vào dự thảo").click()
    until(page, "document.querySelector('.told').textContent.includes('câu trích vào giỏ')")
    assert f"Đã đưa {count} câu trích" in page.inner_text(".told")
    open_tab(page, "Mẫu câu")
    until(page, "n => document.querySelector('#kept')?.textContent.includes(`Giỏ đang giữ ${n} đoạn`)", arg=count)
    page.evaluate("document.querySelector('#kept [data-empty]').click()")  # for the tests that come after
    until(page, "document.querySelector('#kept').textContent.includes('Giỏ trống')")


def test_ticks_are_seen_and_the_way_past_the_head_is_not(page: Page) -> None:
    ask(page, OF_PROSE)
    page.locator(".judged summary").click()
    box = page.locator(".judged input").first
    box.check()
    looks = box.evaluate("one => { const s = getComputedStyle(one); return [s.appearance, s.width, s.backgroundImage]; }")
    assert looks[0] == "auto" and looks[1] == "18px", "drawn by the browser, in light and dark"
    assert page.evaluate("document.querySelector('.skip').getBoundingClientRect().width <= 1")
