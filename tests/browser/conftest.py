"""The real app with the packaged model, in a process of its own, and a headless Chromium that watches for trouble."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from index.build import remove
from index.store.library import Library
from index.store.locks import write_lock
from index.store.vectors import forget_clients
from ingest.language.text import fold_spaces
from settings import Settings

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

REPO = Path(__file__).resolve().parents[2]
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
DESK, PHONE = (1366, 768), (390, 844)  # width and height of the window
# A test runs on a desk alone, unless what it looks at lies elsewhere on a phone: each run costs a start of the page.
on_desk_and_phone = pytest.mark.parametrize("page", [DESK, PHONE], ids=["desk", "phone"], indirect=True)
on_phone = pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
PATIENCE_MS = 120_000  # Playwright's own 30 s are too short for a page where others use the processors too
MODEL_SECONDS = 300  # the packaged model is unpacked, and the app started, on two cores that others use too

EVIL_NAME = "xã Hiểm <img src=x onerror=window.__pwned=1>.txt"
EVIL = """BÁO CÁO
Kết quả phong trào thi đua năm 2024 của xã Hiểm
UBND xã Hiểm báo cáo kết quả phong trào thi đua năm 2024 như sau:
I. KẾT QUẢ ĐẠT ĐƯỢC <script>window.__pwned=1</script>
1. Về kinh tế <img src=x onerror="window.__pwned=1">
Tổng giá trị sản xuất đạt 12,5 tỷ đồng <img src=x onerror="window.__pwned=1"> <script>window.__pwned=1</script> **đậm**.
2. Về văn hóa
Chi tiết xem [phụ lục](javascript:window.__pwned=1), ![ảnh](https://example.invalid/a.png), ${window.__pwned=1} {{7*7}}.
II. HẠN CHẾ
- Tỷ lệ hộ nghèo còn 4,97%; <svg onload="window.__pwned=1"> <a href="javascript:window.__pwned=1">bấm</a>.
"""


@pytest.fixture(scope="session")
def brought_in(tmp_path_factory: pytest.TempPathFactory, model_dir: Path) -> Path:
    """The data folder of the text samples, a PDF and one hostile report, made by the real command; it is copied."""
    world = tmp_path_factory.mktemp("brought-in")
    reports = world / "reports"
    reports.mkdir()
    for sample in (REPO / "eval" / "samples" / "reports").glob("*.txt"):
        shutil.copy(sample, reports)
    shutil.copy(REPO / "eval" / "samples" / "reports" / "van-sa.pdf", reports)
    (reports / EVIL_NAME).write_text(EVIL, encoding="utf-8")
    command = [sys.executable, "-m", "ingest", reports]
    subprocess.run(command, cwd=REPO, env=_environment(world / "data", model_dir), check=True, timeout=MODEL_SECONDS)
    return world / "data"


@pytest.fixture(scope="session")
def shared_data(tmp_path_factory: pytest.TempPathFactory, brought_in: Path) -> Path:
    """The data folder of the app that the browser tests share."""
    return shutil.copytree(brought_in, tmp_path_factory.mktemp("browser") / "data")


@pytest.fixture(scope="session")
def address(shared_data: Path, model_dir: Path) -> Iterator[str]:
    """The address of the app, serving the text samples, a PDF and one hostile report."""
    with serving(shared_data, model_dir) as (where, _):
        yield where


def _environment(data_dir: Path, model_dir: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"EMBEDDING_MODEL", "CHROMA_URL", "HOST", "LLM", "USER_HEADER"}}
    return kept | {"DATA_DIR": str(data_dir), "MODEL_DIR": str(model_dir)}


@contextmanager
def serving(data_dir: Path, model_dir: Path, *, accounts: bool = False) -> Iterator[tuple[str, str]]:
    """Serve a data folder by the real app; give its address and what its terminal says at first.

    It ends by Ctrl+C, with status 0 and without a traceback.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = _environment(data_dir, model_dir) | {"PORT": str(port)} | ({"ACCOUNTS": "on"} if accounts else {})
    log = data_dir.parent / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, "-m", "app", "serve"], cwd=REPO, env=environment, stdout=out, stderr=out)
    try:
        wait_for("lần đầu" if accounts else f"http://127.0.0.1:{port}", log, process)
        yield f"http://127.0.0.1:{port}", log.read_text()
    finally:
        process.send_signal(2)  # Ctrl+C
        status = process.wait(timeout=60)
    assert status == 0, log.read_text()
    assert "Traceback" not in log.read_text()


def keep_only(name: str, settings: Settings) -> None:
    """Take every report out of a library but one; all of them where there is none of that name."""
    library = Library.open(settings, create=True)
    with write_lock(settings, MODEL_SECONDS):  # an app that serves it may be tidying up
        remove(library, [path for path in library.catalog.sources() if Path(path).name != name])
    library.catalog.close()
    forget_clients()


def wait_for(words: str, log: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + MODEL_SECONDS
    while time.monotonic() < deadline:
        if words in log.read_text():
            return
        assert process.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(f"the app did not say {words!r}: {log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    """A headless Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; name one with CHROMIUM=")
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: sync_api.Browser, address: str) -> Iterator[sync_api.Page]:
    """A page with the app open; afterwards nothing may have gone elsewhere, failed or run from a document."""
    width, height = getattr(request, "param", DESK)
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(PATIENCE_MS)
    made = context.new_page()
    trouble: list[str] = []
    made.on("console", lambda message: note(message, trouble))
    made.on("pageerror", lambda error: trouble.append(str(error)))
    made.on("request", lambda asked: note_host(asked.url, trouble))
    made.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
    made.trouble = trouble
    made.goto(address)
    made.wait_for_selector(".welcome")
    yield made
    assert made.evaluate("window.__pwned") is None
    assert made.locator('[href^="javascript:"], .turn img, .source img:not(.leaf > img), .hits img').count() == 0
    context.close()
    assert trouble == []


def until(page: sync_api.Page, script: str, arg: object = None, timeout: float = 120_000) -> None:
    """Wait until a script says yes, at most ``timeout`` milliseconds.

    Playwright's own ``wait_for_function`` reads the script anew within the page at every look, which the page's policy
    (no ``unsafe-eval``) forbids to it as to everybody: it works only where the answer is yes at once.
    """
    deadline = time.monotonic() + timeout / 1000
    while not page.evaluate(script, arg):
        assert time.monotonic() < deadline, f"still not so after {timeout / 1000:.0f} s: {script}"
        page.wait_for_timeout(50)


def ask(page: sync_api.Page, question: str, within_ms: float = 120_000) -> None:
    """Ask a question and wait until its answer is complete and the next one can be sent."""
    complete = "document.querySelectorAll('.turn .judged').length"
    before = page.evaluate(complete)
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    until(page, f"before => {complete} > before", arg=before, timeout=within_ms)
    until(page, "!document.querySelector('#send').disabled")


def open_tab(page: sync_api.Page, name: str) -> None:
    """Open a tab, also one that is behind "…" on a narrow screen."""
    tab = page.get_by_role("tab", name=name, exact=True).and_(page.locator(":visible"))
    if not tab.count():
        page.get_by_role("button", name="Các thẻ khác").and_(page.locator(":visible")).last.click()
        tab = page.locator(".overflow-dropdown").get_by_text(name, exact=True).and_(page.locator(":visible"))
    tab.first.click()


def quotes(turn: sync_api.Locator) -> list[str]:
    """Return the quotes of an answer in the order of its citations: as points of its text, or beside their source."""
    found = turn.evaluate(
        """turn => {
            const said = [...turn.querySelectorAll('.text :is(li, p):not(.short):has(.cite)')].map((line) => {
              const copy = line.cloneNode(true);
              copy.querySelectorAll('.cite').forEach((one) => one.remove());
              return copy.textContent;
            });
            return [...said, ...[...turn.querySelectorAll('.sources q')].map((one) => one.textContent)];
        }"""
    )
    return [fold_spaces(text) for text in found]


# What Gradio's client says of requests that a reload cuts off; one that it had half prepared is refused.
LEFT = ("AbortError", "Connection errored out", "status of 422 (Unprocessable Entity) gradio_api/queue/join")


def reload(page: sync_api.Page) -> None:
    """Load the page again; what was still on its way may say that it was cut off."""
    before = len(page.trouble)
    page.reload()
    page.trouble[before:] = [one for one in page.trouble[before:] if not any(left in one for left in LEFT)]


def note(message: sync_api.ConsoleMessage, trouble: list[str]) -> None:
    """Note an error or warning, with what could not be loaded where it is about that.

    Gradio's client may cancel an event before it has been told its id; then it is refused, and nothing is lost.
    """
    if message.type not in ("error", "warning"):
        return
    loaded = urlsplit(message.location.get("url", "")).path.strip("/") if message.text.startswith("Failed to load") else ""
    if not (loaded == "gradio_api/cancel" and "422" in message.text):
        trouble.append(f"{message.text} {loaded}".strip())


def note_host(url: str, trouble: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
        trouble.append(f"asked {url}")
