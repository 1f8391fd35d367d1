"""The tab "Soát báo cáo" in a browser: a finding opened, dismissed, brought back; the whole library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import on_desk_and_phone

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAMPLE = Path(__file__).resolve().parents[2] / "eval" / "samples" / "reports" / "van-sa.pdf"


def _open(page):
    page.evaluate("openTab('Soát báo cáo')")  # on a phone the tab is behind a button


@on_desk_and_phone
def test_a_finding_is_opened_dismissed_and_brought_back(page):
    _open(page)
    with page.expect_file_chooser() as chooser:
        page.locator("#to-check").click()
    chooser.value.set_files(SAMPLE)
    cards = page.locator(".findings > li")
    cards.first.wait_for()
    count = cards.count()
    page.locator(".findings [data-do=places]", has_text="Mở cả hai chỗ").first.click()
    page.locator("#panel .leaf img").first.wait_for()
    assert page.locator("#panel .leaf mark").count() >= 2
    page.locator("#panel [data-close]").click()
    cards.first.locator("[data-do=dismiss]").click()
    page.locator("details.dismissed").wait_for()
    assert cards.count() == count - 1
    page.locator("details.dismissed summary").click()
    page.locator("details.dismissed [data-do=back]").click()
    page.locator("details.dismissed").wait_for(state="detached")
    assert cards.count() == count


def test_the_whole_library_is_checked(page):
    _open(page)
    page.locator("#check-library").click()
    page.locator("#checked", has_text="Đã soát:").wait_for()
    row = page.locator("table.checked tbody tr", has_text="van-sa.pdf")
    assert int(row.locator("td").nth(1).inner_text()) >= 3
    row.locator("button").click()
    page.locator(".findings > li").first.wait_for()
    page.locator("[data-do=library]").click()
    page.locator("table.checked").wait_for()
