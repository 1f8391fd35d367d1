"""What stood in the way of somebody who used the app for the first time; each at the one size where it was met."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import PATIENCE_MS, ask, note, open_tab, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK, PHONE = (1366, 768), (390, 844)
SEEN = """selector => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return box.top >= 0 && box.top < innerHeight;
}"""
TABS = "() => [...document.querySelectorAll('[role=tab]')].filter((tab) => tab.offsetParent).map((tab) => tab.offsetLeft)"
LEFT = "() => document.querySelector('.tab-container').getBoundingClientRect().left"


@contextmanager
def _opened(browser: Browser, address: str, size: tuple[int, int]) -> Iterator[Page]:
    """A page with the app open; afterwards nothing may have failed."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.set_default_timeout(PATIENCE_MS)
    made = context.new_page()
    trouble: list[str] = []
    made.on("console", lambda message: note(message, trouble))
    made.on("pageerror", lambda error: trouble.append(str(error)))
    made.goto(address)
    made.wait_for_selector(".welcome")
    yield made
    context.close()
    assert trouble == []


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Page]:
    """A page as wide as a small screen on a desk."""
    with _opened(browser, address, DESK) as made:
        yield made


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A page as wide as a telephone."""
    with _opened(browser, address, PHONE) as made:
        yield made


def _found(page: Page, words: str) -> list[str]:
    page.fill("#shelf-filter", words)
    until(page, "words => document.querySelector('#shelf-filter').value === words", arg=words)
    return [name for name in page.locator(".register tr:not([hidden]) .open").all_inner_texts() if name]


def test_a_report_is_found_by_its_number_however_it_is_written(desk: Page) -> None:
    open_tab(desk, "Kho báo cáo")
    desk.wait_for_selector(".register tbody tr")
    one = _found(desk, "187")
    assert len(one) == 1
    for words in (
        "187/BC-UBND",
        "số 187/BC-UBND",
        "Số: 187/BC-UBND",
        "so 187/bc-ubnd,",
        "ngày 18/04/2025",
        "187 ubnd van sa",
    ):
        assert _found(desk, words) == one, words
    assert desk.evaluate(SEEN, ".register tr:not([hidden]) .open"), "what is found is in sight"


def test_a_report_is_deleted_from_beside_its_facts(desk: Page) -> None:
    open_tab(desk, "Kho báo cáo")
    desk.wait_for_selector(".register tbody tr")
    desk.locator(".register .open").first.click()
    desk.wait_for_selector(".report .delete")
    tops = [desk.locator(place).bounding_box()["y"] for place in (".report .delete", "#so-voi")]
    assert tops[0] < tops[1], "not below a report of thirty pages"


def test_the_tabs_stay_and_each_says_what_to_do(desk: Page) -> None:
    desk.wait_for_selector(".examples")
    stood = desk.evaluate(LEFT)
    for name, place, words in (
        ("Mẫu câu", "#wordings", "Tìm mẫu câu"),
        ("Tổng hợp", "#table", "Lập bảng"),
        ("Soát báo cáo", "#checked", "Chọn một báo cáo"),
        ("Kho báo cáo", "#drop", "Kéo thả báo cáo"),
    ):
        open_tab(desk, name)
        desk.locator(place, has_text=words).wait_for()
        assert abs(desk.evaluate(LEFT) - stood) <= 10, f"{name}: at most a scroll bar's width from where it stood"
    heights = "() => [...document.querySelectorAll('.one-line textarea')].map((one) => one.style.height && one.offsetHeight)"
    open_tab(desk, "Mẫu câu")
    assert set(desk.evaluate(heights)) <= {44, 0, ""}, "a field of one line is one line high"


def test_wording_begins_with_what_is_pasted(desk: Page) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_tab(desk, "Mẫu câu")
    desk.fill("#phrase textarea", "kết quả giảm hộ nghèo")
    desk.click("#find-wording")
    card = desk.locator("#wordings .hits > li").filter(has=desk.locator(".formula")).first
    card.wait_for()
    said = [text.strip() for text in card.locator("> p").all_inner_texts()]
    assert "[" in said[0] and "báo cáo dùng" in said[1] and said[2].startswith("Nguyên văn")
    assert not said[0][0].isdigit(), "the number of the list it stood in is no part of it"
    card.get_by_role("button", name="Sao chép bản để trống").click()
    card.get_by_role("button", name="Đã sao chép").wait_for()
    assert desk.evaluate("navigator.clipboard.readText()").strip() == said[0]


def test_a_whole_question_after_another_is_no_follow_up(desk: Page) -> None:
    ask(desk, "Năm 2023 huyện Vân Sa tặng giấy khen cho bao nhiêu cá nhân?")
    ask(desk, "Thu nhập bình quân đầu người của thị trấn Phú Vân năm 2022 là bao nhiêu?")
    assert "61,8 triệu đồng" in desk.locator(".turn").last.inner_text()
    assert "tiếp câu trước" not in desk.locator(".turn").last.inner_text()


def test_a_notice_leaves_what_it_is_about_in_sight(phone: Page) -> None:
    open_tab(phone, "Soạn báo cáo")
    phone.wait_for_selector(".draft-form")
    phone.fill("[name=agency]", "ỦY BAN NHÂN DÂN HUYỆN SƠN KHÊ")
    phone.fill("[name=place]", "Sơn Khê")
    phone.fill("[name=from]", "2025")
    phone.click("[data-act=make]")
    phone.wait_for_selector(".paper")
    until(phone, SEEN, arg="#lacking")  # the draft just made is scrolled to
    phone.get_by_role("button", name="Tải bản trình").click()
    phone.locator(".toast-body", has_text="chỗ chưa xong").wait_for()
    phone.wait_for_timeout(500)  # it slides in
    box = phone.locator("#draft-take input[type=checkbox]").bounding_box()
    at = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert phone.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('#draft-take') !== null", at)
    phone.locator(".toast-close").first.click()
    phone.click("[data-act=clear]")
    phone.click("[data-act=clear]")  # for the tests that come after
