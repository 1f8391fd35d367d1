"""A draft from last year's report in one sitting: the report in, the sheet out and in, the Word file out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from eval.draft import paragraphs
from eval.open_reports import write_word
from tests.browser.conftest import on_phone
from tests.browser.test_desk import _tab

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAMPLE = Path(__file__).resolve().parents[2] / "eval" / "samples" / "renewal" / "xa-2024.md"
LONG_MS = 60_000


def _upload(page: Page, button: str, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.click(button)
    chooser.value.set_files(str(file))


def _download(page: Page, button: str, file: Path) -> Path:
    with page.expect_download(timeout=LONG_MS) as download:
        page.click(button)
    download.value.save_as(str(file))
    return file


@on_phone
def test_last_years_report_and_a_sheet_give_the_word_file(page: Page, tmp_path: Path) -> None:
    write_word(SAMPLE.read_text(encoding="utf-8"), tmp_path / "nam-truoc.docx")
    _tab(page, "Soạn báo cáo")
    _upload(page, "#renewal-upload", tmp_path / "nam-truoc.docx")
    page.wait_for_selector(".renewal .counts", timeout=LONG_MS)
    sheet = _download(page, "#renewal-template", tmp_path / "so-lieu.xlsx")
    book = openpyxl.load_workbook(sheet)
    for row in book.active.iter_rows(min_row=2):
        if row[4].value == "96":
            row[5].value = "71"
    book.save(sheet)
    _upload(page, "#renewal-figures", sheet)
    page.get_by_text("so-lieu.xlsx").first.wait_for(timeout=LONG_MS)
    draft = _download(page, "#renewal-noted", tmp_path / "du-thao.docx")
    text = "\n".join(paragraphs(draft))
    assert "toàn xã còn 71 hộ nghèo" in text
    assert "giảm 25 hộ so với năm 2024" in text
    assert "[… năm 2024: 14] chi bộ" in text


def test_what_is_wrong_with_a_field_is_told(page: Page, tmp_path: Path) -> None:
    write_word(SAMPLE.read_text(encoding="utf-8"), tmp_path / "nam-truoc.docx")
    _tab(page, "Soạn báo cáo")
    _upload(page, "#renewal-upload", tmp_path / "nam-truoc.docx")
    page.wait_for_selector(".renewal .counts", timeout=LONG_MS)
    page.click("#renewal-head > button")
    page.fill("#renewal-date textarea, #renewal-date input", "mai")
    page.click("#renewal-noted")
    page.get_by_text("Ngày ban hành cần dạng ngày/tháng/năm").first.wait_for(timeout=LONG_MS)
