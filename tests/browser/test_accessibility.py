"""Every tab by axe, light and dark; at a zoom of 200 %; by the keyboard alone; and the first steps of somebody new.

axe-core 4.10.3 (MPL 2.0) lies in ``axe`` as its npm package has it; only these tests use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import PATIENCE_MS, ask, on_desk_and_phone, open_tab, reload, until
from tests.browser.test_looks import TABS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
QUESTION = "Năm 2023 huyện Vân Sa tặng giấy khen cho bao nhiêu cá nhân?"
ANSWER_MS = 120_000
GRAVE = ("serious", "critical")


def _faults(page: Page) -> list[str]:
    """Return what axe calls serious or critical of the page as it stands."""
    page.wait_for_timeout(400)  # colours fade over
    page.evaluate(f"{AXE};0")
    found = page.evaluate(
        "axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations.map((one) => "
        "[one.impact, one.id, one.nodes.map((node) => node.html.slice(0, 160)).join(' ')]))"
    )
    return [f"{impact} {name}: {where}" for impact, name, where in found if impact in GRAVE]


@on_desk_and_phone
def test_axe_finds_no_serious_fault(page: Page) -> None:
    """Light on a desk, dark on a phone: colours depend on the one, what lies over what on the other."""
    scheme = "light" if page.viewport_size["width"] > 1000 else "dark"
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    until(page, "dark => document.body.classList.contains('dark') === dark", arg=scheme == "dark")
    faults = {"welcome": _faults(page)}
    ask(page, QUESTION)
    page.locator(".judged summary").last.click()
    faults["answer"] = _faults(page)
    page.locator("#latest .cite").first.click()
    page.wait_for_selector(".leaf .mark")
    faults["source"] = _faults(page)
    page.keyboard.press("Escape")
    for name in TABS[1:]:
        open_tab(page, name)
        page.wait_for_timeout(500)
        faults[name] = _faults(page)
        if name == "Tìm đoạn văn":
            page.fill("#wanted textarea", "hộ nghèo")
            page.press("#wanted textarea", "Enter")
            page.wait_for_selector("#found .hits", timeout=ANSWER_MS)
            faults["found"] = _faults(page)
        if name == "Kho báo cáo":
            page.locator(".register .open").first.click()
            page.wait_for_selector(".report")
            page.locator(".edit summary").click()
            faults["report"] = _faults(page)
        if name == "Tổng hợp":
            page.fill("#indicators textarea", "hộ nghèo")
            page.click("#make-table")
            page.wait_for_selector(".tabled", timeout=ANSWER_MS)
            faults["table"] = _faults(page)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.fixture
def zoomed(browser: Browser, address: str) -> Iterator[Page]:
    """A desk's screen at 200 %: half as many pixels of CSS each way."""
    context = browser.new_context(viewport={"width": 683, "height": 384}, device_scale_factor=2)
    context.set_default_timeout(PATIENCE_MS)
    made = context.new_page()
    made.goto(address)
    made.wait_for_selector(".welcome")
    yield made
    context.close()


def test_everything_fits_at_twice_the_size(zoomed: Page) -> None:
    ask(zoomed, QUESTION)
    fits = "document.documentElement.scrollWidth <= innerWidth"
    assert zoomed.evaluate(fits)
    box = zoomed.locator("#send").bounding_box()
    assert box["x"] + box["width"] <= 683 and box["y"] + box["height"] <= 384
    zoomed.locator("#latest .cite").first.click()
    zoomed.wait_for_selector(".source mark, .leaf .mark")
    assert zoomed.evaluate(fits)
    zoomed.keyboard.press("Escape")
    for name in TABS[1:]:
        open_tab(zoomed, name)
        zoomed.wait_for_timeout(300)
        assert zoomed.evaluate(fits), name


def test_a_question_is_asked_and_its_source_read_by_the_keyboard_alone(page: Page) -> None:
    page.locator("#question textarea").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    until(page, "document.querySelectorAll('#latest .turn .judged').length === 1", timeout=ANSWER_MS)
    for _ in range(60):  # back from the line one types in, through the answer
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.classList.contains('cite')"):
            break
    assert page.evaluate("document.activeElement.classList.contains('cite')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".source")
    until(page, "document.activeElement.closest('.source') !== null")
    page.keyboard.press("Escape")
    until(page, "document.activeElement.classList.contains('cite')")


def test_three_steps_lead_somebody_new_and_then_are_gone(page: Page) -> None:
    tour = page.locator(".tour")
    assert tour.is_visible() and tour.locator("li:visible").count() == 1
    assert tour.locator(".at").inner_text() == "1/3"
    tour.get_by_role("button", name="Tiếp").click()
    assert tour.locator(".at").inner_text() == "2/3" and tour.locator("li:visible").count() == 1
    tour.get_by_role("button", name="Tiếp").click()
    assert tour.locator(".at").inner_text() == "3/3"
    tour.get_by_role("button", name="Tôi đã rõ").click()
    assert not tour.is_visible()
    reload(page)
    page.wait_for_selector(".welcome")
    assert not page.locator(".tour").is_visible()
