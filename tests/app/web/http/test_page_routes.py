"""The door of the page: which of Gradio's addresses are open, and that files and open pages are their owner's alone."""

import asyncio
import json
import os
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.access.person import Person, Role
from app.assistant import Assistant
from app.office import Office
from app.storage.transit import HOUR, MOST_FILES, Owner, Transit, clean_name
from app.web import server
from app.web.http import page_events, page_routes
from app.web.http.page_events import EventRefused
from app.web.http.page_routes import OPEN, PageDoor, is_open
from eval.attacks.routes import gradio_routes
from index.store.library import Library
from settings import Settings
from tests.conftest import KeywordEmbedder

MARK = {"_type": "gradio.FileData"}
USED = {  # what Gradio answers and the page uses; whoever adds an address says here why
    "/", "/assets/1", "/static/1", "/theme.css", "/favicon.ico", "/config", "/gradio_api/app_id", "/gradio_api/file=1",
    "/gradio_api/heartbeat/1", "/gradio_api/queue/data", "/gradio_api/queue/join", "/gradio_api/run/1", "/gradio_api/cancel",
    "/gradio_api/reset",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """An app with accounts, and browsers of a reader and two drafters; nobody signs in, a proxy vouches for them."""
    folder = tmp_path_factory.mktemp("door")
    settings = Settings.from_env(
        {
            "DATA_DIR": str(folder / "data"), "EMBEDDING_MODEL": KeywordEmbedder().name, "ACCOUNTS": "on",
            "USER_HEADER": "X-User", "TRUSTED_PROXIES": "10.0.0.1",
            "MAX_FILE_MB": "1",
        }
    )  # fmt: skip
    office = Office.open(settings)
    app = server.application(Assistant(Library.open(settings, create=True), KeywordEmbedder()), office)
    for name, role in (("doc", Role.READER), ("soan", Role.DRAFTER), ("hai", Role.DRAFTER)):
        office.accounts.vouched(name)
        office.accounts.set_role(name, role)
    return app, folder


@pytest.fixture
def browser(world):
    def opened(name):
        return TestClient(world[0], client=("10.0.0.1", 5000), headers={"x-user": name}, follow_redirects=False)

    return opened


@pytest.fixture
def config(browser):
    return browser("soan").get("/config").json()


def file_events(config):
    buttons = {one["id"] for one in config["components"] if one["type"] == "uploadbutton"}
    return [one for one in config["dependencies"] if buttons & set(one["inputs"])]


def fire(client, event, given, session="abcdef1", told=None):
    body = {"data": [given] * len(event["inputs"]), "event_data": told, "fn_index": event["id"], "session_hash": session}
    return client.post("/gradio_api/queue/join", json=body)


def upload(client, name="a.txt", content=b"a"):
    return client.post("/gradio_api/upload", files={"files": (name, content)})


class TestAddresses:
    def test_of_gradios_own_table_only_what_the_page_uses_is_open(self):
        table = gradio_routes()
        assert len(table) > 60
        opened = {path for method, path in table if is_open(method, path)}
        opened |= {path for _, path in table if path == "/gradio_api/run/1" and is_open("POST", "/gradio_api/run/predict")}
        assert opened == USED
        known = {path for _, path in table}
        assert all(any(path.startswith(start) for path in known) for start in OPEN if start != "/gradio_api/run/predict")

    def test_all_others_are_not_there(self, browser):
        client = browser("soan")
        for method, path in gradio_routes():
            if path not in USED and path != "/gradio_api/upload":
                assert client.request(method, path).status_code in (404, 405), (method, path)

    def test_a_deep_link_is_neither_made_nor_followed(self, browser):
        client = browser("soan")
        assert client.get("/gradio_api/deep_link?session_hash=abcdef").status_code == 404
        assert "deep_link_state" not in client.get("/config?deep_link=abc").json()

    def test_nothing_may_be_read_by_other_sites(self, browser):
        for origin in ("http://xau.example", "http://127.0.0.1:1", "null"):
            answer = browser("soan").get("/config", headers={"origin": origin})
            assert not [name for name in answer.headers if name.startswith("access-control")]

    def test_headers_of_a_request_do_not_come_back(self, browser):
        said = {"range": "bytes=0-3", "cookie": "session-7860=abc"}
        client = browser("soan")
        [path] = upload(client).json()
        answer = client.get(f"/gradio_api/file={path}", headers=said)
        assert answer.status_code == 200 and "session-7860=abc" not in str(answer.headers)


class TestFiles:
    def test_no_event_takes_a_path_that_was_not_uploaded(self, browser, config, world):
        secret = world[1] / "bi-mat.txt"
        secret.write_text("bí mật")
        [own] = upload(browser("soan")).json()
        paths = [str(secret), "/etc/hostname", "/proc/self/environ", "/dev/zero", f"{own}/../../../../../bi-mat.txt", "",
                 "\0", f"/proc/self/root{secret}", "http://127.0.0.1:1/a", secret.as_uri(), "settings.py",
                 str(world[1])]  # fmt: skip
        events = file_events(config)
        assert len(events) >= 3
        for event in events:
            for path in paths:
                for given in ({"path": path, "meta": MARK}, [{"a": [{"path": path, "meta": MARK}]}], {"path": path}):
                    assert fire(browser("soan"), event, given).status_code == 403, (event["id"], given)
                assert fire(browser("soan"), event, None, told={"value": {"path": path, "meta": MARK}}).status_code == 403
            assert fire(browser("soan"), event, {"path": own, "is_stream": True, "meta": MARK}).status_code == 403
            assert fire(browser("soan"), event, {"url": "http://127.0.0.1:1", "meta": MARK}).status_code == 403

    def test_ones_own_file_is_taken_and_fetched_by_nobody_else(self, browser, config):
        [path] = upload(browser("soan"), "Báo cáo.txt", "chè".encode()).json()
        assert path.endswith("/Báo cáo.txt")
        assert browser("soan").get(f"/gradio_api/file={path}").content.decode() == "chè"
        for name in ("hai", "doc"):
            assert browser(name).get(f"/gradio_api/file={path}").status_code == 404
        event = file_events(config)[0]
        assert fire(browser("soan"), event, {"path": path, "meta": MARK}, "abcdef2").status_code == 200
        assert fire(browser("hai"), event, {"path": path, "meta": MARK}, "abcdef3").status_code == 403

    def test_a_link_out_of_ones_folder_leads_nowhere(self, browser, world, tmp_path):
        [path] = upload(browser("soan")).json()
        target = tmp_path / "xa.txt"
        target.write_text("xa")
        link = Path(path).with_name("lien-ket.txt")
        link.symlink_to(target)
        assert browser("soan").get(f"/gradio_api/file={link}").status_code == 404

    def test_what_is_checked_is_what_goes_on(self, browser, config):
        [own] = upload(browser("soan")).json()
        event = next(one for one in file_events(config) if len(one["inputs"]) == 1)
        twice = f'{{"path": {json.dumps(own)}, "path": "/etc/hostname", "meta": {json.dumps(MARK)}}}'
        body = f'{{"data": [{twice}], "fn_index": {event["id"]}, "session_hash": "abcdef4"}}'
        assert browser("soan").post("/gradio_api/queue/join", content=body).status_code == 403
        for broken in ("", "[]", "{", '{"data": 1}', '{"data": [NaN]}', "[" * 250, "null", '{"fn_index": true}'):
            assert browser("soan").post("/gradio_api/queue/join", content=broken).status_code == 400, broken[:9]

    def test_a_file_that_is_too_large_or_from_a_reader_is_not_taken(self, browser, world):
        assert upload(browser("doc")).status_code == 403
        large = b"a" * 1_100_000
        assert upload(browser("soan"), "a.txt", large).status_code == 413
        assert browser("soan").post("/gradio_api/upload", content=b"x").status_code in (200, 400)


class TestPages:
    def test_an_open_page_is_its_owners(self, browser, config):
        served = [one for one in config["dependencies"] if one["backend_fn"]]  # others are scripts of the page
        event = next(one for one in served if not one["queue"] and not one["inputs"])
        assert fire(browser("soan"), event, None, "trang1").status_code == 200
        for call in (
            lambda one: fire(one, event, None, "trang1"),
            lambda one: one.get("/gradio_api/queue/data?session_hash=trang1"),
            lambda one: one.get("/gradio_api/heartbeat/trang1"),
            lambda one: one.post("/gradio_api/cancel", json={"session_hash": "trang1", "fn_index": 1, "event_id": "a"}),
        ):
            assert call(browser("hai")).status_code == 403

    def test_whom_a_role_keeps_out_is_told_so_with_403(self, browser, config):
        for event in file_events(config):
            answer = fire(browser("doc"), event, None, "cuadoc1")
            assert answer.status_code == 403 and "chưa được giao" in answer.json()["detail"]

    def test_an_event_for_the_browser_alone_is_not_there(self, browser, config):
        alone = [one["id"] for one in config["dependencies"] if not one["backend_fn"]]
        assert alone
        for number in (*alone, 100_000, -1):
            body = {"data": [], "fn_index": number, "session_hash": "chitrang1"}
            for path in ("queue/join", "run/predict"):
                assert browser("soan").post(f"/gradio_api/{path}", json=body).status_code == 404, number

    def test_what_no_page_sends_leaves_no_traceback(self, browser, config, capfd, caplog):
        event = next(one for one in config["dependencies"] if not one["queue"] and one["inputs"] and one["backend_fn"])
        for extra in (
            {"data": []},
            {"data": [{"a": 1}] * 40},
            {"event_data": "x"},
            {"trigger_id": 10**9},
            {"trigger_id": "x"},
        ):
            body = {"data": [], "fn_index": event["id"], "session_hash": "hong1", **extra}
            assert browser("doc").post("/gradio_api/run/predict", json=body).status_code in (200, 403, 422, 500), extra
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        assert not [one for one in caplog.records if one.exc_info]

    def test_where_one_event_has_many_buttons_the_button_decides(self, browser, config):
        [queue] = [one["id"] for one in config["components"] if one["props"].get("elem_id") == "queue"]
        event = next(one for one in config["dependencies"] if [queue, "select"] in [list(t) for t in one["targets"]])

        def status(name, button):
            body = {"data": [None] * len(event["inputs"]), "fn_index": event["id"], "session_hash": f"nut{name}"}
            client = browser(name)
            return client.post("/gradio_api/run/predict", json={**body, "event_data": {"do": button}}).status_code

        buttons = ("list", "save", "clear", "delete", "watch", "forget")
        assert [status("doc", one) for one in buttons] == [200, 403, 403, 403, 403, 403]
        assert [status("soan", one) for one in buttons[2:]] == [200, 403, 403, 403]


class TestStreams:
    @pytest.mark.parametrize("signed_in", [True, False])
    def test_an_open_page_hears_on_only_while_its_person_is_signed_in(self, tmp_path, monkeypatch, signed_in):
        monkeypatch.setattr("app.web.http.page_routes.ASKED_AGAIN", 0.02)
        asked, sent = [], []

        def again():
            asked.append(1)
            return Person("lan", "Lan", Role.READER) if signed_in else None

        async def endless(scope, receive, send):
            await send({"type": "http.response.start", "status": 200, "headers": []})
            while len(asked) < 3:  # one that goes on is asked about more than once
                await asyncio.sleep(0.01)

        async def send(message):
            sent.append(message)

        door = PageDoor(endless, Transit(tmp_path, 1), {}, None)
        scope = {"type": "http", "method": "GET", "path": "/gradio_api/heartbeat/trang9", "query_string": b"", "headers": [],
                 "state": {"owner": Owner("lan"), "again": again}}  # fmt: skip
        asyncio.run(asyncio.wait_for(door(scope, None, send), 20))
        assert [one["type"] for one in sent] == ["http.response.start"] + ["http.response.body"] * (not signed_in)
        assert len(asked) == (3 if signed_in else 1)


class TestOpenPages:
    @pytest.fixture
    def door(self, tmp_path, monkeypatch):
        monkeypatch.setattr(page_routes, "MOST_SESSIONS", 3)
        forgotten = []
        made = PageDoor(None, Transit(tmp_path, 1), {}, None, forgotten.append)
        made.gone = forgotten
        return made

    def test_many_pages_of_one_person_displace_none_of_others(self, door):
        door._claim("trang0", Owner("lan"))
        for number in range(50):
            door._claim(f"khac{number}", Owner("an"))
        assert door.gone == [f"khac{number}" for number in range(47)]
        door._claim("trang0", Owner("lan"))

    def test_the_page_unused_longest_goes_and_is_told(self, door):
        for session in ("mot1", "hai1", "ba11", "mot1", "bon1"):
            door._claim(session, Owner("lan"))
        assert door.gone == ["hai1"]
        for _ in range(2):
            with pytest.raises(EventRefused) as refused:
                door._claim("hai1", Owner("lan"))
            assert refused.value.status == 409 and "tải lại trang" in refused.value.detail
        door._claim("mot1", Owner("lan"))


class TestTransit:
    def test_the_oldest_make_room_and_what_is_old_goes(self, tmp_path):
        clock = [1_000_000.0]
        transit = Transit(tmp_path / "t", 1000, lambda: clock[0])
        transit.root.mkdir()
        an, hoa = Owner("an"), Owner("hoa")

        def put(owner, size):
            path = transit.place(owner, "a.txt", size)
            path.write_bytes(b"a" * size)
            clock[0] += 1
            os.utime(path, (clock[0], clock[0]))
            return path

        other = put(hoa, 900)
        first, second = put(an, 400), put(an, 400)
        third = put(an, 400)
        assert not first.exists() and second.exists() and third.exists() and other.exists()
        for _ in range(MOST_FILES + 3):
            last = put(an, 1)
        assert sum(path.is_file() for path in transit.root.rglob("*")) == MOST_FILES + 1
        assert transit.holds(an, str(last)) and not transit.holds(hoa, str(last)) and not transit.holds(an, str(other))
        clock[0] += HOUR + 1
        transit.tidy()
        assert not [path for path in transit.root.rglob("*") if path.is_file()]

    def test_browsers_without_accounts_are_apart(self, tmp_path):
        transit = Transit(tmp_path / "t", 1000)
        transit.root.mkdir()
        path = transit.place(Owner("local", "mot"), "a.txt")
        path.write_text("a")
        assert transit.holds(Owner("local", "mot"), str(path))
        assert not transit.holds(Owner("local", "hai"), str(path)) and not transit.holds(Owner("local"), str(path))

    @pytest.mark.parametrize(
        ("given", "kept"),
        [("../../a.txt", "a.txt"), ("C:\\thư mục\\báo cáo.docx", "báo cáo.docx"), ("..", "tep"), ("", "tep"),
         ("a\x00\x07.txt", "a.txt"),
         (".ẩn", "ẩn"), ("dài" * 100 + ".docx", "dài" * 36 + "d.docx"), ("a\u202ecod.txt", "acod.txt")],
    )  # fmt: skip
    def test_a_name_is_kept_as_far_as_it_is_one(self, given, kept):
        assert clean_name(given) == kept


class TestDepth:
    @pytest.mark.parametrize("opening, closing", [("[", "]"), ('{"a":', "}")])
    def test_what_is_deeper_than_the_page_sends_is_refused(self, opening, closing):
        """A reader could once fill the log with tracebacks of hundreds of levels."""

        def event(depth):
            return page_events.read(f'{{"data": [{opening * depth}1{closing * depth}]}}'.encode())

        assert page_events.rewrite(event(page_events.DEEPEST - 1), lambda path: False)
        for depth in (page_events.DEEPEST, 400):
            with pytest.raises(page_events.EventRefused):
                page_events.rewrite(event(depth), lambda path: False)
