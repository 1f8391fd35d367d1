"""A citation opens the page as it looks, with the quote marked; the original can be had; on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import regex as re

from tests.browser.conftest import on_desk_and_phone, on_phone

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "Năm 2024 huyện Vân Sa còn bao nhiêu hộ nghèo?"
ANSWER_MS = 120_000
PAGE_MS = 60_000  # a process starts for a page, on two busy cores


@pytest.fixture
def opened(page: Page) -> Page:
    """The first citation of an answer from the PDF, opened."""
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".turn .tools", timeout=ANSWER_MS)
    page.locator(".cite").first.click()
    page.wait_for_selector(".leaf .mark", timeout=PAGE_MS)
    return page


def _widest(page: Page) -> float:
    """Return the width of the widest mark; a quote that begins within a line has a narrow one."""
    return max(float(one.bounding_box()["width"]) for one in page.locator(".leaf .mark").all())


def _leaf(page: Page) -> str:
    return page.locator(".leaf-number").inner_text()


@on_desk_and_phone
def test_the_mark_is_in_sight_on_the_page_of_the_citation(opened: Page) -> None:
    cited = re.search(r"trang (\d+)", opened.locator(".sources .open").first.inner_text())
    assert cited and _leaf(opened).startswith(f"Trang {cited[1]}/")
    picture = opened.locator(".leaf img")
    assert picture.evaluate("one => one.naturalWidth") > 1000
    assert picture.get_attribute("alt") == f"Ảnh trang {cited[1]} của báo cáo"
    scroll, mark = opened.locator(".source .scroll").bounding_box(), opened.locator(".leaf .mark").first.bounding_box()
    assert scroll["y"] <= mark["y"] and mark["y"] + mark["height"] <= scroll["y"] + scroll["height"]
    left = min(one.bounding_box()["x"] for one in opened.locator(".leaf .mark").all())  # a quote may begin within a line
    assert scroll["x"] <= left < scroll["x"] + scroll["width"] / 2
    leaf = picture.bounding_box()
    assert leaf["x"] <= mark["x"] and mark["x"] + mark["width"] <= leaf["x"] + leaf["width"] + 1


@on_phone
def test_pages_before_and_after_and_larger(opened: Page) -> None:
    at, last = map(int, re.findall(r"\d+", _leaf(opened)))
    assert 1 < at < last
    opened.get_by_role("button", name="Trang liền sau").click()
    opened.wait_for_selector(f'img[alt^="Ảnh trang {at + 1} "]', timeout=PAGE_MS)
    assert _leaf(opened) == f"Trang {at + 1}/{last}"
    opened.get_by_role("button", name="Trang liền trước").click()
    opened.wait_for_selector(".leaf .mark", timeout=PAGE_MS)
    before = opened.locator(".leaf img").bounding_box()["width"]
    opened.get_by_role("button", name="Phóng to").click()
    assert opened.locator(".leaf img").bounding_box()["width"] > before * 1.2
    marks = _widest(opened)
    for _ in range(6):
        button = opened.get_by_role("button", name="Thu nhỏ")
        if button.is_enabled():
            button.click()
    assert opened.locator(".scale-now").inner_text() == "50%"
    assert _widest(opened) < marks / 2
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_text_is_a_press_away_and_the_choice_stays(opened: Page) -> None:
    opened.get_by_role("button", name="Văn bản").focus()
    opened.keyboard.press("Enter")
    assert opened.locator(".section mark").first.is_visible()
    assert not opened.locator(".leaf").is_visible()
    assert opened.get_by_role("button", name="Văn bản").get_attribute("aria-pressed") == "true"
    opened.keyboard.press("Escape")
    opened.wait_for_selector(".source", state="detached")
    assert opened.evaluate("document.activeElement.className") == "cite"
    opened.keyboard.press("Enter")
    opened.wait_for_selector(".section mark")
    assert not opened.locator(".facsimile").is_visible()


def test_the_original_is_downloaded_under_its_name(opened: Page, samples: Path) -> None:
    with opened.expect_download() as begun:
        opened.get_by_role("link", name="Tải bản gốc").click()
    assert begun.value.suggested_filename == "van-sa.pdf"
    assert Path(begun.value.path()).read_bytes() == (samples / "reports" / "van-sa.pdf").read_bytes()


def test_a_found_passage_is_marked_whole_and_goes_on_over_the_page_s_end(page: Page) -> None:
    page.get_by_role("tab", name="Tìm đoạn văn").click()
    page.fill("#wanted textarea", "huyện Vân Sa tổng giá trị sản xuất năm 2024 đạt 6.842,5 tỷ đồng, đạt 101,3% kế hoạch")
    page.press("#wanted textarea", "Enter")
    page.wait_for_selector(".hits", timeout=ANSWER_MS)
    page.locator(".hits > li").filter(has_text="Tổng giá trị sản xuất năm 2024 đạt 6.842,5").locator(".open").first.click()
    page.wait_for_selector(".leaf .mark.whole", timeout=PAGE_MS)
    assert _leaf(page).startswith("Trang 2/")
    page.get_by_role("button", name="Đoạn trích còn tiếp ở trang 3").click()
    page.wait_for_selector('img[alt^="Ảnh trang 3 "] + .mark.whole', timeout=PAGE_MS)
    page.get_by_role("button", name="Đoạn trích bắt đầu từ trang 2").click()
    page.wait_for_selector('img[alt^="Ảnh trang 2 "] + .mark.whole', timeout=PAGE_MS)
