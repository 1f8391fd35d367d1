"""The library's tab as an official meets it at the first start: drop reports, ask, put right, delete; desk and phone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfWriter

from tests.browser.conftest import REPO, note, note_host, until, wait_for
from tests.browser.test_looks import find_faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAMPLES = REPO / "eval" / "samples" / "reports"
READ_MS = 240_000  # the model is loaded, and each report embedded, on slow cores


@pytest.fixture
def address(tmp_path: Path, model_dir: Path) -> Iterator[str]:
    """The address of an app without any report."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k not in {"EMBEDDING_MODEL", "CHROMA_URL", "HOST"}}
    environment |= {"DATA_DIR": str(tmp_path / "data"), "MODEL_DIR": str(model_dir), "PORT": str(port)}
    log = tmp_path / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, "-m", "app", "serve"], cwd=REPO, env=environment, stdout=out, stderr=out)
    try:
        wait_for(f"http://127.0.0.1:{port}", log, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(2)
        status = process.wait(timeout=60)
    assert status == 0, log.read_text()
    assert "Traceback" not in log.read_text()


@pytest.fixture(params=[(1366, 768), (390, 844)], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A page with the app open, in a browser that speaks English; afterwards nothing may have gone elsewhere or failed."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-US")
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
    turns = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    until(page, "n => document.querySelectorAll('.turn .tools').length > n", arg=turns, timeout=READ_MS)
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


def test_from_an_empty_library_to_a_deleted_report(page: Page, tmp_path: Path) -> None:
    assert page.locator(".welcome .steps li").count() == 3
    assert "Kéo thả báo cáo vào đây" in page.inner_text(".welcome")
    _drop(page, ".welcome", SAMPLES / "phu-van.txt")  # dropped on the greeting, it is brought in
    page.wait_for_selector(".drop", state="visible")
    broken, sheet = tmp_path / "hong.pdf", tmp_path / "so-lieu.accdb"
    PdfWriter().write(broken)
    sheet.write_bytes(b"x")
    page.set_input_files("#files", [SAMPLES / "lam-tra.docx", SAMPLES / "van-sa.pdf", broken, sheet])
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
    page.get_by_role("button", name="Giảm nghèo").or_(page.locator(".outline button").nth(5)).first.click()
    page.wait_for_selector(".source .passage")
    page.keyboard.press("Escape")

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


def test_the_register_is_sorted_as_vietnamese_is_and_gradio_speaks_it(page: Page) -> None:
    places = {"a.txt": ("Đông Kè", 2023), "b.txt": ("Ấp Bàu", 2022), "c.txt": ("An Trì", 2024), "d.txt": ("Dân Hạ", 2021)}
    texts = {
        name: f"UBND xã {place} báo cáo kết quả thi đua năm {year} như sau:\n\nI. KẾT QUẢ\n\nXã {place} trồng chè."
        for name, (place, year) in places.items()
    }
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

    page.evaluate("document.querySelectorAll('[data-sort]')[1].click()")
    assert column(1) == ["xã An Trì", "xã Ấp Bàu", "xã Dân Hạ", "xã Đông Kè"]
    page.evaluate("document.querySelectorAll('[data-sort]')[3].click()")
    assert column(3) == ["2021", "2022", "2023", "2024"]
    page.evaluate("document.querySelectorAll('[data-sort]')[3].click()")
    assert column(3) == ["2024", "2023", "2022", "2021"]
    assert page.locator("th[aria-sort='descending']").count() == 1
    for typed, seen in (("an tri", 1), ("án", 0), ("ấp", 1), ("xã 2022", 1), ("", 4)):
        page.fill("#shelf-filter", typed)
        assert page.locator(".register tbody tr:not([hidden])").count() == seen, typed

    _tab(page, "Soát báo cáo")
    page.get_by_text("Chọn báo cáo cần soát").first.wait_for()
    text = page.inner_text("body")
    assert "Drop" not in text and "Click to" not in text and "- or -" not in text
