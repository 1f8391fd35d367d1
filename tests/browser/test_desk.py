"""The drafting desk as an official meets it: wording kept, a form that says what it lacks, a draft changed, taken away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from tests.browser.conftest import on_desk_and_phone, on_phone, reload, until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG_MS = 180_000  # the first draft embeds the sentences it looks at


def _tab(page: Page, name: str) -> None:
    """Open a tab; on a narrow screen some stand behind the "…" of the tabs."""
    tab = page.get_by_role("tab", name=name)
    if not tab.count() or not tab.first.is_visible():
        page.locator(".overflow-menu > button").first.click()
        page.locator(".overflow-dropdown button", has_text=name).click()
    else:
        tab.click()


def _fresh(page: Page) -> None:
    """Clear the desk, which the tests share."""
    _tab(page, "Soạn báo cáo")
    page.wait_for_selector(".draft-form")
    page.fill("[name=agency]", "x")
    page.click("[data-act=clear]")
    page.click("[data-act=clear]")
    until(page, "document.querySelector('[name=agency]').value === ''", timeout=LONG_MS)


def _search(page: Page, words: str) -> None:
    _tab(page, "Mẫu câu")
    if page.locator("[data-empty]").count():
        page.click("[data-empty]")
        page.get_by_text("Giỏ trống").wait_for()
    page.fill("#phrase textarea", words)
    page.click("#find-wording")
    page.wait_for_selector("#wordings .hits", timeout=LONG_MS)


def _fill(page: Page) -> None:
    _tab(page, "Soạn báo cáo")
    page.wait_for_selector(".draft-form")
    page.fill("[name=agency]", "ỦY BAN NHÂN DÂN HUYỆN SƠN KHÊ")
    page.fill("[name=place]", "Sơn Khê")
    page.fill("[name=from]", "2025")


def _draft(page: Page) -> None:
    page.click("[data-act=make]")
    page.wait_for_selector(".paper", timeout=LONG_MS)


def _section(page: Page, title: str) -> Locator:
    return page.locator(".paper section").filter(has=page.locator("h4", has_text=title)).first


@on_desk_and_phone
def test_from_a_blank_form_to_a_word_file_with_the_edit_in_it(page: Page, tmp_path: Path) -> None:
    _fresh(page)
    _search(page, "hạn chế về công tác tuyên truyền")
    own = "one => (one.querySelector('q') ?? one.querySelector('p')).textContent"  # beside its formula, or alone
    kept = page.locator("#wordings .hits > li").first.evaluate(own)
    page.locator("[data-keep]").first.click()
    page.get_by_text("Giỏ đang giữ 1 đoạn").wait_for()

    _tab(page, "Soạn báo cáo")
    page.click("[data-act=make]")
    page.wait_for_selector(".draft-form [aria-invalid]")
    assert "cơ quan ban hành" in page.inner_text("#wrong-agency")
    assert page.evaluate("document.activeElement.name") == "agency", "the first wrong field has the focus"
    assert page.locator(".paper").count() == 0

    _fill(page)
    page.locator("summary", has_text="Số liệu (").click()
    page.locator("summary", has_text="Lĩnh vực văn hóa").click()
    page.fill('tr[data-name="hộ nghèo"] .value', "412 hộ")
    _draft(page)
    assert "412 hộ nghèo." in page.inner_text(".paper")
    limits = _section(page, "Hạn chế")
    limits.locator(".sources summary").click()
    assert "Mượn câu của:" in limits.locator(".sources").inner_text()
    assert kept[:40] in limits.locator(".sources").text_content(), "the wording that was kept stands there with its source"

    before = page.inner_text("#lacking summary")
    strengths = _section(page, "Ưu điểm")
    strengths.locator("[data-act=edit]").click()
    strengths.locator("textarea").fill("Phong trào năm 2025 có 17 mô hình mới.\n- Ý thứ hai.")
    strengths.locator("[data-act=save]").click()
    page.locator(".paper mark.typed", has_text="17").wait_for()
    assert strengths.locator("mark.typed").all_inner_texts() == ["17"], "2025 was given, 17 was not"
    page.locator("#lacking summary").wait_for()

    page.click("#take-final")
    page.locator(".toast-wrap", has_text="chỗ chưa xong").wait_for()  # nothing final while something is open, unasked
    page.locator(".toast-wrap .toast-close").first.click()  # on a phone it lies over what comes next
    page.locator(".toast-wrap .toast-close").wait_for(state="detached")
    page.locator("#take-go-on input").check()
    for button, name in (("#take-noted", "du-thao-annual.docx"), ("#take-final", "ban-trinh-annual.docx")):
        with page.expect_download(timeout=LONG_MS) as taken:
            page.click(button)
        assert taken.value.suggested_filename == name
        taken.value.save_as(tmp_path / name)
    noted, final = (docx.Document(str(tmp_path / name)) for name in ("du-thao-annual.docx", "ban-trinh-annual.docx"))
    lines = [paragraph.text for paragraph in noted.paragraphs]
    assert "Phong trào năm 2025 có 17 mô hình mới." in lines
    assert "- Ý thứ hai." in lines
    notes = [comment.text for comment in noted.comments]
    assert any("tự gõ" in note and "17" in note for note in notes)
    assert any("Nguyên văn" in note and kept[:40] in note for note in notes)
    assert list(final.comments) == []

    page.locator("[data-act=undo]").click()
    page.locator(".paper mark.typed").wait_for(state="detached")
    assert page.inner_text("#lacking summary") == before
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs out of the page sideways"

    reload(page)
    page.wait_for_selector(".welcome")
    _tab(page, "Soạn báo cáo")
    page.wait_for_selector(".paper")
    assert page.input_value("[name=agency]") == "ỦY BAN NHÂN DÂN HUYỆN SƠN KHÊ"
    assert "412 hộ nghèo." in page.inner_text(".paper")


def test_a_section_being_edited_survives_what_happens_beside_it(page: Page) -> None:
    _fresh(page)
    _fill(page)
    _draft(page)
    limits, causes = _section(page, "Hạn chế"), _section(page, "Nguyên nhân")
    causes.locator("[data-act=edit]").click()
    causes.locator("textarea").fill("Chữ đang gõ dở.")
    limits.locator(".sources summary").click()
    count = page.locator("[data-act=drop]").count()
    limits.locator("[data-act=drop]").first.click()
    until(page, "n => document.querySelectorAll('[data-act=drop]').length < n", arg=count, timeout=LONG_MS)
    assert causes.locator("textarea").input_value() == "Chữ đang gõ dở."
    assert causes.locator(".edit").is_visible()
    causes.locator("[data-act=cancel]").click()
    assert not causes.locator(".edit").is_visible()


@on_phone
def test_last_years_figures_stand_beside_the_form(page: Page) -> None:
    _fresh(page)
    _fill(page)
    page.locator("summary", has_text="Đề cương và báo cáo năm trước").click()
    page.select_option("[name=last_year]", "phu-van.txt")
    page.get_by_text("số liệu năm trước, hiện bên ô số liệu").wait_for(timeout=LONG_MS)
    assert page.input_value("[name=agency]") == "ỦY BAN NHÂN DÂN HUYỆN SƠN KHÊ", "what was typed stays"
    page.locator("summary", has_text="Số liệu (").click()
    beside = page.locator("[data-compare]").first
    row = beside.locator("xpath=ancestor::tr")
    assert "năm 2022:" in row.text_content()


def test_wording_is_narrowed_to_a_field_and_bad_years_are_told(page: Page) -> None:
    _tab(page, "Mẫu câu")
    page.fill("#wording-years input, #wording-years textarea", "mấy năm")
    page.fill("#phrase textarea", "cải cách hành chính")
    page.click("#find-wording")
    page.get_by_text("Hãy ghi một năm (2023) hoặc một khoảng năm").wait_for(timeout=LONG_MS)
