"""Signing in, what each role sees, and the administrator's tab, in the real app with accounts on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.web.requester import NOT_ALLOWED
from settings import Settings
from tests.browser.conftest import LEFT, PATIENCE_MS, keep_only, note, note_host, serving, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN = "chè xanh buổi sáng"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, model_dir: Path, brought_in: Path) -> Iterator[tuple[str, str]]:
    """The address of an app with accounts and one report, and what its terminal says."""
    data = shutil.copytree(brought_in, tmp_path_factory.mktemp("accounts") / "data")
    keep_only("phu-van.txt", Settings(data_dir=data))
    with serving(data, model_dir, accounts=True) as app:
        yield app


THROWN = "Response"  # Gradio's client throws a refusal just as it came where somebody signs out meanwhile
REFUSED_OR_LEFT = ("401", *LEFT)  # the latter where a page is left while it still loads


@contextmanager
def visitor(browser: Browser, size: tuple[int, int] = (1366, 768), *, script: bool = True) -> Iterator[Page]:
    """A browser of its own; afterwards nothing may have gone elsewhere or failed, but for what was refused or left."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, java_script_enabled=script)
    context.set_default_timeout(PATIENCE_MS)
    page, trouble = context.new_page(), []
    page.on("console", lambda message: note(message, trouble))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda asked: note_host(asked.url, trouble))
    yield page
    context.close()
    assert [one for one in trouble if one != THROWN and not any(left in one for left in REFUSED_OR_LEFT)] == []


def _sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def _choose(page: Page, once: str) -> None:
    page.get_by_label("Mật khẩu dùng một lần").fill(once)
    page.get_by_label("Mật khẩu mới (ít nhất").fill(OWN)
    page.get_by_label("Gõ lại").fill(OWN)
    page.get_by_role("button", name="Đổi mật khẩu").click()


def _tabs(page: Page) -> list[str]:
    page.wait_for_selector(".account")
    return [tab.inner_text() for tab in page.get_by_role("tab").all()]


@pytest.fixture(scope="module")
def administrator(served: tuple[str, str], browser: Browser) -> Iterator[Page]:
    """The first administrator, who has come in with the password of the terminal and chosen one of their own."""
    address, said = served
    once = re.search(r"dùng một lần (\S+)", said)[1]
    with visitor(browser) as page:
        page.goto(address)
        _sign_in(page, "quantri", once)
        assert "Bạn đang dùng mật khẩu cấp một lần" in page.inner_text("main")
        page.goto(address)
        assert page.url.endswith("/password"), "nothing else is open before it is changed"
        _choose(page, once)
        page.wait_for_selector(".welcome")
        yield page


def _added(page: Page, name: str, shown: str) -> str:
    page.get_by_role("tab", name="Quản trị").click()
    page.get_by_role("tab", name="Tài khoản").click()
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Họ và tên").fill(shown)
    page.get_by_role("button", name="Thêm tài khoản").click()
    page.wait_for_selector(f".once:has-text('{shown}')")
    return page.locator(".once code").inner_text()


def test_nothing_of_the_way_past_the_head_is_seen_below_the_line_of_the_account(administrator: Page) -> None:
    administrator.wait_for_selector(".account")
    box = administrator.locator(".skip").bounding_box()
    assert box["width"] <= 1 and box["height"] <= 1


def test_nothing_opens_before_signing_in(served: tuple[str, str], browser: Browser, administrator: Page) -> None:
    address, _ = served
    with visitor(browser) as page:
        page.goto(f"{address}/?view=x")
        assert page.url == f"{address}/sign-in?next=/"
        assert page.request.get(f"{address}/config").status == 401
        for name in ("quantri", "khong.co"):
            _sign_in(page, name, "sai rồi sai nữa")
            assert "Tên đăng nhập hoặc mật khẩu không đúng" in page.get_by_role("alert").inner_text()
            assert page.get_by_label("Tên đăng nhập").input_value() == name
        _sign_in(page, "quantri", OWN)
        page.get_by_role("tab", name="Quản trị").wait_for()  # all that the page loads has come
        page.get_by_role("button", name="Đăng xuất").click()
        page.wait_for_url("**/sign-in")  # going back while the page still leaves is refused by the browser
        page.go_back()
        page.reload()
        assert "/sign-in" in page.url


def test_signing_in_needs_no_script(served: tuple[str, str], browser: Browser, administrator: Page) -> None:
    with visitor(browser, (390, 844), script=False) as page:
        page.goto(served[0])
        _sign_in(page, "quantri", OWN)
        assert page.url == f"{served[0]}/" and page.locator("gradio-app").count() == 1


def _sent(page: Page, address: str, element: str) -> tuple[int, str]:
    """Send the first event of an element past the page, with its cookies; return the status and what is told."""
    config = page.request.get(f"{address}/config").json()
    [identity] = [one["id"] for one in config["components"] if one["props"].get("elem_id") == element]
    event = next(one for one in config["dependencies"] if any(target[0] == identity for target in one["targets"]))
    body = {"data": [None] * len(event["inputs"]), "fn_index": event["id"], "session_hash": "bytest"}
    answer = page.request.post(f"{address}/gradio_api/queue/join", data=body)
    return answer.status, answer.json()["detail"]


def test_a_reader_sees_and_may_do_what_readers_may(served: tuple[str, str], browser: Browser, administrator: Page) -> None:
    assert "Quản trị" in _tabs(administrator)
    once = _added(administrator, "Nguyen.An", "Nguyễn Văn An")
    with visitor(browser, (390, 844)) as page:
        page.goto(served[0])
        _sign_in(page, "nguyen.an", once)
        _choose(page, once)
        assert "Nguyễn Văn An" in page.locator(".account").inner_text()
        assert not {"Soạn báo cáo", "Soát báo cáo", "Quản trị"} & set(_tabs(page))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert _sent(page, served[0], "draft-form") == (403, NOT_ALLOWED)
        administrator.get_by_label("Vai trò của Nguyễn Văn An").select_option("drafter")
        administrator.wait_for_selector("#told:has-text('Người soạn')")
        page.set_viewport_size({"width": 1366, "height": 768})
        page.reload()
        page.get_by_role("tab", name="Soạn báo cáo").wait_for()
        assert "Soạn báo cáo" in _tabs(page) and "Quản trị" not in _tabs(page)


def test_a_closed_account_is_out_at_once_and_keeps_what_was_typed(
    served: tuple[str, str], browser: Browser, administrator: Page
) -> None:
    once = _added(administrator, "tran.binh", "Trần Bình")
    with visitor(browser) as page:
        page.goto(served[0])
        _sign_in(page, "tran.binh", once)
        _choose(page, once)
        page.wait_for_selector(".welcome")
        administrator.once("dialog", lambda dialog: dialog.accept())
        administrator.get_by_role("button", name="Khóa: Trần Bình").click()
        administrator.wait_for_selector("#people:has-text('đã khóa')")
        page.fill("#question textarea", "Câu hỏi đang gõ")
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#session-over")
        assert page.input_value("#question textarea") == "Câu hỏi đang gõ"


def test_the_log_tells_who_did_what(administrator: Page) -> None:
    administrator.get_by_role("tab", name="Quản trị").click()
    administrator.get_by_role("tab", name="Nhật ký").click()
    administrator.get_by_label("Tìm trong nhật ký").fill("tran.binh")
    administrator.get_by_label("Tìm trong nhật ký").press("Enter")
    until(administrator, "() => document.querySelectorAll('#audit tbody tr').length === 4")
    rows = administrator.locator("#audit tbody tr").all_inner_texts()
    assert [row.split("\t")[2] for row in rows] == ["Tài khoản", "Đổi mật khẩu", "Đăng nhập", "Tài khoản"]
    with administrator.expect_download() as download:
        administrator.get_by_role("link", name="Tải tất cả").click()
    assert "khóa tran.binh" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_the_index_is_made_anew_while_the_page_stays(administrator: Page) -> None:
    administrator.get_by_role("tab", name="Tình trạng").click()
    administrator.get_by_role("button", name="Tạo lại chỉ mục").click()
    administrator.wait_for_selector("#work:has-text('Đã tạo lại chỉ mục: 1 báo cáo')", timeout=120_000)
