"""Every tab, light and dark, desk and phone: contrast, names of controls, width, keyboard; and an answer on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESK, PHONE, quotes, reload, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUDIT = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
QUESTION = "Hạn chế trong báo cáo của huyện Vân Sa là gì?"
ANSWER_MS, PAGE_MS = 120_000, 60_000
CONTROLS = {
    "button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "tab", "spinbutton", "slider",
    "switch", "menuitem",
}  # fmt: skip


# Colours depend on the scheme, what is seen and how wide it is on the window; axe looks at the other two of the four.
dressed_both_ways = pytest.mark.parametrize(
    ("page", "dressed"), [(DESK, "dark"), (PHONE, "light")], ids=["dark-desk", "light-phone"], indirect=True
)


@pytest.fixture
def dressed(page: Page, request: pytest.FixtureRequest) -> Page:
    """The page in light or dark, as the system asks for it."""
    page.emulate_media(color_scheme=request.param, reduced_motion="reduce")
    until(page, "dark => document.body.classList.contains('dark') === dark", arg=request.param == "dark")
    return page


def find_faults(page: Page) -> list[str]:
    """Return what is wrong with the page as it stands."""
    page.mouse.move(1, 1)
    page.wait_for_timeout(400)  # colours fade over
    found = page.evaluate(AUDIT)
    faults = [f"pale: {line}" for line in found["pale"]]
    if found["wide"] > 0:
        faults.append(f"{found['wide']} px too wide")
    session = page.context.new_cdp_session(page)
    for node in session.send("Accessibility.getFullAXTree")["nodes"]:
        role: Any = node.get("role", {}).get("value")
        if not node.get("ignored") and role in CONTROLS and not node.get("name", {}).get("value", "").strip():
            faults.append(f"no name: {role} {_markup(session, node['backendDOMNodeId'])}")
    session.detach()
    faults += page.eval_on_selector_all(
        "img:not([alt])", "all => all.map((one) => `no alt: ${one.outerHTML.slice(0, 120)}`)"
    )
    return faults


def _markup(session: Any, node: int) -> str:
    found = session.send("DOM.resolveNode", {"backendNodeId": node})["object"]["objectId"]
    asked = {"objectId": found, "functionDeclaration": "function() { return this.outerHTML.slice(0, 200) }"}
    return str(session.send("Runtime.callFunctionOn", asked | {"returnByValue": True})["result"]["value"])


def _open(page: Page, name: str) -> None:
    """Open a tab, also one that is behind "…" on a narrow screen."""
    tab = page.get_by_role("tab", name=name, exact=True).and_(page.locator(":visible"))
    if not tab.count():
        page.get_by_role("button", name="Các thẻ khác").click()
        tab = page.locator(".overflow-dropdown").get_by_text(name, exact=True)
    tab.first.click()


TABS = ("Hỏi đáp", "Tìm đoạn văn", "Tổng hợp", "Kho báo cáo", "Mẫu câu", "Soạn báo cáo", "Soát báo cáo", "Quản trị")


def _tabs(page: Page) -> list[str]:
    names = page.locator("[role=tab]:visible").all_text_contents()
    more = page.get_by_role("button", name="Các thẻ khác")
    if more.count() and more.is_visible():
        more.click()
        names += page.locator(".overflow-dropdown button").all_text_contents()
        more.click()
    return [name.strip() for name in names if name.strip()]


@dressed_both_ways
def test_answer_and_source(dressed: Page) -> None:
    assert find_faults(dressed) == []
    dressed.fill("#question textarea", QUESTION)
    dressed.press("#question textarea", "Enter")
    dressed.wait_for_selector(".turn .tools", timeout=ANSWER_MS)
    assert find_faults(dressed) == []
    dressed.locator(".library summary").click()
    assert find_faults(dressed) == []
    dressed.locator(".cite").first.click()
    dressed.wait_for_selector(".leaf .mark", timeout=PAGE_MS)
    assert find_faults(dressed) == []
    dressed.get_by_role("button", name="Văn bản").click()
    assert find_faults(dressed) == []


@dressed_both_ways
def test_every_tab(dressed: Page) -> None:
    names = _tabs(dressed)
    assert sorted(names) == sorted(TABS)
    faults = {}
    for name in names:
        _open(dressed, name)
        faults[name] = find_faults(dressed)
        if name == "Tìm đoạn văn":
            dressed.fill("#wanted textarea", "giảm nghèo")
            dressed.press("#wanted textarea", "Enter")
            dressed.wait_for_selector("#found .hits", timeout=ANSWER_MS)
            faults[name] += find_faults(dressed)
        if name == "Mẫu câu":
            dressed.fill("#phrase textarea", "công tác tuyên truyền")
            dressed.click("#find-wording")
            dressed.wait_for_selector(".hits:visible", timeout=ANSWER_MS)
            faults[name] += find_faults(dressed)
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_font_is_the_app_s_own_and_has_every_letter(page: Page) -> None:
    letters = "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
    assert page.evaluate(
        "letters => document.fonts.load('16px \"Be Vietnam Pro\"', letters).then(found => found.length)", letters
    )
    drawn = page.evaluate(
        """letters => {
            const pen = document.createElement('canvas').getContext('2d');
            const wide = (font, sign) => { pen.font = `40px ${font}`; return pen.measureText(sign).width; };
            return [...letters].filter((sign) => ['serif', 'monospace'].some((other) =>
              wide(`"Be Vietnam Pro", ${other}`, sign) !== wide('"Be Vietnam Pro", cursive', sign)));
        }""",
        letters,
    )
    assert drawn == [], "these letters come from another font"
    assert "Be Vietnam Pro" in page.evaluate("getComputedStyle(document.querySelector('.welcome p')).fontFamily")


def test_the_choice_of_dark_stays(page: Page) -> None:
    page.get_by_role("button", name="Nền tối").click()
    reload(page)
    page.wait_for_selector(".welcome")
    until(page, "document.body.classList.contains('dark')")
    page.get_by_role("button", name="Nền sáng").click()
    assert not page.evaluate("document.body.classList.contains('dark')")


def test_the_keyboard_skips_to_the_question_and_sees_where_it_is(page: Page) -> None:
    page.mouse.click(1, 1)  # the keyboard begins at the page's head
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Đến ô nhập câu hỏi")
    assert skip.evaluate("one => one === document.activeElement && one.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#question') !== null")
    seen = []
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        seen.append(page.evaluate(
            "() => { const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);"
            " return document.activeElement === document.body || (outlineStyle !== 'none' && outlineWidth !== '0px'); }"
        ))  # fmt: skip
    assert all(seen), "the focus is always seen"


def test_an_answer_on_paper(page: Page, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    page.wait_for_selector(".turn .tools", timeout=ANSWER_MS)
    said = quotes(page.locator(".turn").first)
    page.evaluate(
        "window.print = () => { window.printed_ = document.body.className; dispatchEvent(new Event('afterprint')); }"
    )
    page.get_by_role("button", name="In", exact=True).click()
    assert "one-turn" in page.evaluate("window.printed_") and "one-turn" not in page.evaluate("document.body.className")
    page.pdf(path=tmp_path / "a.pdf", format="A4")
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(tmp_path / "a.pdf").pages)
    assert QUESTION in text and "Nguồn" in text
    for quote in said:
        assert quote[-25:].strip() in text, "quotes are printed whole"
    for control in ("Sao chép", "Gửi", "Nền tối", "Tìm đoạn văn", "Hiểu là"):
        assert control not in text
