"""The tab "Tổng hợp" as an official uses it, from nothing chosen to a workbook, and two reports compared; desk and phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from tests.browser.conftest import on_desk_and_phone, until
from tests.browser.test_looks import _open, find_faults

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLE_MS = 60_000  # on cores that others use too


@on_desk_and_phone
def test_from_indicators_to_a_workbook(page: Page, tmp_path: Path) -> None:
    _open(page, "Tổng hợp")
    page.locator("#suggested button").first.click(timeout=TABLE_MS)
    until(page, "document.querySelector('#indicators textarea').value !== ''")
    page.fill("#indicators textarea", "hộ nghèo")
    page.click("#make-table")
    page.wait_for_selector(".tabled", timeout=TABLE_MS)
    assert find_faults(page) == []
    figure = page.locator(".tabled button.figure").first
    figure.click()
    page.wait_for_selector(".source mark")
    page.keyboard.press("Escape")
    page.locator(".tabled tr:has(button.figure) .more").first.click()
    page.wait_for_selector(".cell h4")
    assert find_faults(page) == []
    page.fill(".cell input", "12.345 hộ")
    page.click(".cell button.main")
    page.wait_for_selector(".tabled .mark:has-text('sửa tay')", timeout=TABLE_MS)
    assert page.locator("#table .done").inner_text().startswith("Đã lưu bảng")
    page.locator(".tabled thead button").nth(1).click()
    page.locator(".tabled thead button").nth(1).click()
    assert "12.345 hộ" in page.locator(".tabled tbody tr").first.inner_text()
    with page.expect_download() as taken:
        page.click('[data-do="xlsx"]')
    file = tmp_path / "bang.xlsx"
    taken.value.save_as(file)
    assert 12345 in [cell.value for row in openpyxl.load_workbook(file).worksheets[0].rows for cell in row]
    page.click(".drawn-of button")
    page.wait_for_selector(".drawn img", timeout=TABLE_MS)
    assert find_faults(page) == []
    page.locator(".kept-tables summary").click()
    delete = page.locator('.kept-tables [data-do="delete"]').first
    delete.click()
    delete.click()
    page.wait_for_selector("#kept-tables .done")


def test_a_report_against_another(page: Page, tmp_path: Path) -> None:
    _open(page, "Kho báo cáo")
    page.locator("#shelf .open").first.click()
    page.click(".compared-with button")
    page.wait_for_selector(".compared table", timeout=TABLE_MS)
    assert find_faults(page) == []
    page.locator(".compared .open").first.click()
    page.wait_for_selector(".source")
    page.keyboard.press("Escape")
    with page.expect_download() as taken:
        page.click('[data-do="compare-word"]')
    file = tmp_path / "so-sanh.docx"
    taken.value.save_as(file)
    assert docx.Document(str(file)).tables
