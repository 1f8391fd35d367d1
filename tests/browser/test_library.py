"""The library's tab as an official meets it at the first start: drop reports, ask, put right, delete; desk and phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from pypdf import PdfWriter

from app.library.uploads import Uploads
from app.storage.store import Store
from settings import Settings
from tests.browser.conftest import (
    DESK,
    PATIENCE_MS,
    REPO,
    ask,
    keep_only,
    note,
    note_host,
    on_desk_and_phone,
    on_phone,
    serving,
    until,
)
from tests.browser.test_looks import find_faults
from tests.conftest import DONG_KHE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAMPLES = REPO / "eval" / "samples" / "reports"
SHORT_PDF = REPO / "eval" / "samples" / "formats" / "suoi-ngan.pdf"  # embedding a long report takes 15 s
READ_MS = 240_000  # the model is loaded, and each report embedded, on slow cores


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Iterator[tuple[str, Settings]]:
    """The address of an app that begins without a library, and its settings."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("empty") / "data")
    settings.data_dir.mkdir()
    with serving(settings.data_dir, model_dir) as (where, _):
        yield where, settings


@pytest.fixture
def address(served: tuple[str, Settings]) -> str:
    """The address of an app without any report: those of the test before are taken out."""
    where, settings = served
    keep_only("", settings)
    Uploads(Store.open(settings), settings.uploads_dir).clear()
    return where


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page with the app open, in a browser that speaks English; afterwards nothing may have gone elsewhere or failed."""
    width, height = getattr(request, "param", DESK)
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
    context.set_default_timeout(PATIENCE_MS)
    made = context.new_page()
    trouble: list[str] = []
    made.on("console", lambda message: note(message, trouble))
    made.on("pageerror", lambda error: trouble.append(str(error)))
    made.on("request", lambda asked: note_host(asked.url, trouble))
    made.goto(address)
    made.wait_for_selector(".welcome")
    yield made
    context.close()
    assert trouble == []


def _tab(page: Page, name: str) -> None:
    tab = page.get_by_role("tab", name=name)
    if tab.is_visible():
        tab.click()
    else:  # on a phone most tabs are behind a button
        page.locator(".overflow-menu > button").click()
        page.locator(".overflow-dropdown").get_by_text(name, exact=True).click()


def _read(page: Page, count: int) -> None:
    until(page,
        "n => document.querySelectorAll('.queue li:is(.read, .ocr, .copy, .same, .unread)').length === n",
        arg=count, timeout=READ_MS,
    )  # fmt: skip


def _ask(page: Page, question: str) -> str:
    ask(page, question, READ_MS)
    return page.locator(".turn").last.inner_text()


def _drop(page: Page, where: str, *files: Path) -> None:
    """Drop files as a mouse does."""
    transfer = page.evaluate_handle("() => new DataTransfer()")
    for file in files:
        page.evaluate(
            """([transfer, name, bytes]) => transfer.items.add(new File([new Uint8Array(bytes)], name))""",
            [transfer, file.name, list(file.read_bytes())],
        )
    page.dispatch_event(where, "dragover", {"dataTransfer": transfer})
    page.dispatch_event(where, "drop", {"dataTransfer": transfer})


@on_desk_and_phone
def test_from_an_empty_library_to_a_deleted_report(page: Page, tmp_path: Path) -> None:
    assert page.locator(".welcome .steps li").count() == 3
    assert "Kéo thả báo cáo vào đây" in page.inner_text(".welcome")
    _drop(page, ".welcome", SAMPLES / "phu-van.txt")  # dropped on the greeting, it is brought in
    page.wait_for_selector(".drop", state="visible")
    broken, sheet, word = tmp_path / "hong.pdf", tmp_path / "so-lieu.accdb", tmp_path / "dong-khe.docx"
    PdfWriter().write(broken)
    written = docx.Document()
    for line in DONG_KHE.splitlines():
        written.add_paragraph(line)
    written.save(str(word))
    sheet.write_bytes(b"x")
    page.set_input_files("#files", [word, SHORT_PDF, broken, sheet])
    page.wait_for_selector(".sending .unread")
    assert ".accdb chưa đọc được" in page.inner_text(".sending")
    page.get_by_role("button", name="Đã biết").click()
    _read(page, 4)
    assert page.locator(".queue li.read").count() == 3
    assert "hãy" in page.locator(".queue li.unread .said").inner_text()
    until(page, "document.querySelectorAll('.register tbody tr').length === 3")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs out of the page sideways"

    page.set_input_files("#files", {"name": "phu-van.txt", "mimeType": "text/plain", "buffer": b"I. KET QUA\n\nKhac."})
    page.wait_for_selector(".queue .asking")
    assert find_faults(page) == []
    page.get_by_role("button", name="Không nạp tệp này").click()
    page.wait_for_selector(".queue .asking", state="detached")

    _tab(page, "Hỏi đáp")
    page.wait_for_selector(".examples")  # the greeting knows of the reports
    assert "61,8 triệu đồng" in _ask(page, "Thu nhập bình quân đầu người thị trấn Phú Vân năm 2022 là bao nhiêu?")

    _tab(page, "Kho báo cáo")
    page.fill("#shelf-filter", "phu van")
    until(page, "document.querySelector('.find .count').textContent === '1/3 báo cáo'")
    page.locator(".register tr:not([hidden]) .open").click()
    page.wait_for_selector(".report")
    assert "II. HẠN CHẾ" in page.inner_text(".whole") or page.locator(".whole .heading").count() > 5
    assert page.locator(".kho .download").get_attribute("download") == "phu-van.txt"
    page.locator(".outline button").nth(5).click()
    place = page.locator(".outline button").nth(5).get_attribute("data-to")
    until(page, "id => { const at = document.querySelector(`#${id}`).getBoundingClientRect();"
                " return at.top >= -1 && at.top < innerHeight; }", arg=place)  # fmt: skip
    page.get_by_role("button", name="Soát", exact=True).click()
    page.wait_for_selector(".checked h4", timeout=READ_MS)
    assert page.evaluate("document.activeElement.closest('.checked') !== null"), "what was found is led to"

    page.locator(".edit summary").click()
    page.locator(".delete summary").click()
    assert find_faults(page) == []
    page.get_by_label("Người ký").fill("Đỗ Thị Kiểm Tra")
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_selector(".report .done", timeout=READ_MS)
    assert "Đỗ Thị Kiểm Tra" in page.inner_text(".facts")

    page.get_by_role("button", name="Hỏi trong báo cáo này").click()
    page.wait_for_selector("#within .limit")
    assert "trong báo cáo:" in _ask(page, "Hạn chế là gì?")
    _tab(page, "Kho báo cáo")
    page.locator(".register tr:not([hidden]) .open").filter(has_text="Phú Vân").click()
    page.get_by_role("button", name="Tóm tắt").click()
    until(page, "document.querySelector('#latest .asked')?.textContent.includes('Tóm tắt báo cáo này')")
    until(page, "document.querySelectorAll('.turn .tools').length === 3")
    page.get_by_role("button", name="Bỏ giới hạn, hỏi trong mọi báo cáo").click()
    page.wait_for_selector("#within .limit", state="detached")

    _tab(page, "Kho báo cáo")
    page.locator(".register tr:not([hidden]) .open").filter(has_text="Phú Vân").click()
    page.locator(".delete summary").click()
    page.emulate_media(color_scheme="dark")
    until(page, "document.body.classList.contains('dark')")
    assert find_faults(page) == []
    page.get_by_role("button", name="Xóa hẳn báo cáo này").click()
    page.wait_for_selector("#shelf > * .done", timeout=READ_MS)
    page.fill("#shelf-filter", "")
    assert page.locator(".register tbody tr").count() == 2
    _tab(page, "Hỏi đáp")
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    until(page, "document.querySelector('.examples') && !document.querySelector('.turn')")
    answer = _ask(page, "Thu nhập bình quân đầu người thị trấn Phú Vân năm 2022 là bao nhiêu?")
    assert "phu-van.txt" not in answer and "61,8 triệu đồng" not in answer
    _tab(page, "Tìm đoạn văn")
    page.fill("#wanted textarea", "thị trấn Phú Vân")
    page.press("#wanted textarea", "Enter")
    page.wait_for_selector("#found .hits", timeout=READ_MS)
    assert "phu-van.txt" not in page.inner_text("#found")


@on_phone
def test_ticked_reports_are_kept_as_a_set_and_asked_searched_tabulated_alone(page: Page) -> None:
    texts = {
        name: f"UBND xã {place} báo cáo kết quả thi đua năm 2031 như sau:\n\nI. KẾT QUẢ\n\nXã {place} còn {count} hộ nghèo."
        for name, place, count in (("a.txt", "An Trì", 12), ("b.txt", "Bàu Sen", 34), ("c.txt", "Cẩm Hạ", 56))
    }
    _tab(page, "Kho báo cáo")
    page.wait_for_selector(".drop", state="visible")
    page.set_input_files(
        "#files", [{"name": n, "mimeType": "text/plain", "buffer": t.encode()} for n, t in texts.items()]
    )  # fmt: skip
    _read(page, 3)
    until(page, "document.querySelectorAll('.register tbody tr').length === 3")
    assert not page.locator(".ticked").is_visible()
    page.fill("#shelf-filter", "an tri")
    page.locator("tr:not([hidden]) [data-tick]").check()
    page.fill("#shelf-filter", "bau sen")
    page.locator("tr:not([hidden]) [data-tick]").check()
    page.fill("#shelf-filter", "")
    assert page.inner_text(".ticked [role=status]") == "2 báo cáo đã chọn", "ticks stay while the list is filtered"
    page.get_by_role("button", name="Lưu thành bộ hồ sơ").click()
    page.wait_for_selector("#shelf .problem")
    page.fill(".ticked input", "Hai xã")
    page.press(".ticked input", "Enter")
    page.wait_for_selector(".sets li")
    assert "Hai xã" in page.inner_text(".sets") and "2 báo cáo" in page.inner_text(".sets")
    assert find_faults(page) == []
    page.get_by_role("button", name="Hỏi trong bộ này").click()
    page.wait_for_selector("#within .limit")
    assert "bộ hồ sơ “Hai xã” (2 báo cáo)" in page.inner_text("#within")
    answer = _ask(page, "Xã nào còn nhiều hộ nghèo?")
    assert "bộ hồ sơ “Hai xã” (2 báo cáo)" in answer and "c.txt" not in answer
    _tab(page, "Tìm đoạn văn")
    page.fill("#wanted textarea", "hộ nghèo")
    page.press("#wanted textarea", "Enter")
    page.wait_for_selector("#found .hits", timeout=READ_MS)
    found = page.inner_text("#found")
    assert "a.txt" in found and "b.txt" in found and "c.txt" not in found
    _tab(page, "Mẫu câu")
    assert "Hai xã" in page.inner_text("#within-wording")
    _tab(page, "Kho báo cáo")
    page.locator(".sets [data-do=tabulate]").click()
    until(page, "document.querySelector('#table-selection')?.textContent.includes('đang lấy 2/3')")
    _tab(page, "Hỏi đáp")
    page.get_by_role("button", name="Bỏ giới hạn, hỏi trong mọi báo cáo").first.click()
    until(page, "!document.querySelector('.limit')")
    _tab(page, "Kho báo cáo")
    page.locator(".sets [data-do=drop-set]").click()
    until(page, "!document.querySelector('.sets')")
    assert page.locator(".register tbody tr").count() == 3, "the reports stay"


@on_desk_and_phone
def test_the_register_is_sorted_as_vietnamese_is_and_gradio_speaks_it(page: Page) -> None:
    places = {"a.txt": ("Đông Kè", 2023), "b.txt": ("Ấp Bàu", 2022), "c.txt": ("An Trì", 2024), "d.txt": ("Dân Hạ", 2021)}
    texts = {
        name: f"UBND xã {place} báo cáo kết quả thi đua năm {year} như sau:\n\nI. KẾT QUẢ\n\nXã {place} trồng chè."
        for name, (place, year) in places.items()
    }
    heads = {"a.txt": ("12", "5", "12", "2023"), "b.txt": ("187", "8", "4", "2022")}
    for name, (number, day, month, year) in heads.items():
        place = places[name][0]
        texts[name] = (
            f"ỦY BAN NHÂN DÂN\nXÃ {place.upper()}\nSố: {number}/BC-UBND\n{place}, ngày {day} tháng {month} năm {year}\n\n"
            f"BÁO CÁO\nKết quả phong trào thi đua năm {year}\n\n{texts[name]}"
        )
    _tab(page, "Kho báo cáo")
    page.wait_for_selector(".drop", state="visible")
    page.set_input_files(
        "#files", [{"name": n, "mimeType": "text/plain", "buffer": t.encode()} for n, t in texts.items()]
    )  # fmt: skip
    _read(page, 4)
    until(page, "document.querySelectorAll('.register tbody tr').length === 4")

    def column(at: int) -> list[str]:
        cells = "at => [...document.querySelectorAll('.register tbody tr')].map((row) => row.cells[at].textContent)"
        return page.evaluate(cells, at)

    def sort(at: int) -> None:
        page.evaluate("at => document.querySelectorAll('[data-sort]')[at].click()", at)

    sort(7)
    assert column(7) == ["xã An Trì", "xã Ấp Bàu", "xã Dân Hạ", "xã Đông Kè"]
    sort(6)
    assert column(6) == ["2021", "2022", "2023", "2024"]
    sort(6)
    assert column(6) == ["2024", "2023", "2022", "2021"]
    assert page.locator("th[aria-sort='descending']").count() == 1
    sort(1)
    assert column(1) == ["12", "187", "–", "–"], "as numbers, and what has none comes last"
    sort(1)
    assert column(1) == ["187", "12", "–", "–"]
    sort(3)
    assert column(3)[:2] == ["8/4/2022", "5/12/2023"]
    for at in range(10):  # every column sorts and says so
        sort(at)
        assert page.locator("th").nth(at).get_attribute("aria-sort") == "ascending"
    if page.viewport_size["width"] < 900:  # where the titles are not seen
        page.select_option("[data-sort-by]", label="Số")
        assert column(1)[0] == "12"
    typed_seen = (
        ("an tri", 1), ("án", 0), ("ấp", 1), ("xã 2022", 1), ("187", 1), ("bc-ubnd", 2), ("8/4/2022", 1),
        ("uy ban nhan dan xa ap bau", 1), ("b.txt", 1), ("", 4),
    )  # fmt: skip
    for typed, seen in typed_seen:
        page.fill("#shelf-filter", typed)
        assert page.locator(".register tbody tr:not([hidden])").count() == seen, typed

    _tab(page, "Soát báo cáo")
    page.get_by_text("Chọn báo cáo cần soát").first.wait_for()
    text = page.inner_text("body")
    assert "Drop" not in text and "Click to" not in text and "- or -" not in text
