"""The closed doors: what somebody reaches who is not signed in, and whom a proxy may vouch for."""

import threading
from concurrent.futures import ThreadPoolExecutor

import gradio as gr
import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app.access import passwords
from app.access.fair_queue import QueueFull, Turnstile
from app.access.person import LOCAL, Role
from app.assistant import Assistant
from app.office import Office
from app.web import server
from app.web.gradio_ui.rights import needs
from app.web.http import sign_in
from app.web.http.authentication import Guard
from app.web.requester import NOT_ALLOWED, current, only, where, who
from index.store.library import Library
from settings import Settings
from tests.app.conftest import held

# the description of the API, the styles and the scripts hold no data
OPEN = {"/sign-in", "/sign-out", "/health", "/api/docs", "/api/openapi.json", "/theme.css", "/looks/scripts.js"}
OWN = "chè xanh buổi sáng"
HTML = {"accept": "text/html,*/*"}


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(passwords, "COST", 2**4)
    monkeypatch.setattr(passwords, "NOBODYS", passwords.hashed("ai cũng không biết"))


@pytest.fixture
def settings(settings):
    """The settings of an office with accounts, behind a proxy at 10.0.0.1."""
    return Settings.from_env(
        {
            "DATABASE_URL": settings.database_url or "",
            "DATA_DIR": str(settings.data_dir),
            "EMBEDDING_MODEL": settings.embedding_model,
            "ACCOUNTS": "on",
            "USER_HEADER": "X-User",
            "TRUSTED_PROXIES": "10.0.0.1",
        }
    )


@pytest.fixture
def office(settings):
    return Office.open(settings)


@pytest.fixture
def app(office, settings, embedder):
    return server.application(Assistant(Library.open(settings, create=True), embedder), office)


@pytest.fixture
def client(app):
    return visitor(app)


def visitor(app, address="10.2.0.7"):
    return TestClient(app, client=(address, 50000), follow_redirects=False)


def _sign_in(client, name, password, **more):
    return client.post("/sign-in", data={"name": name, "password": password, **more})


@pytest.fixture
def drafter(office, app):
    """The browser of somebody who drafts and has chosen a password."""
    once = office.accounts.add("lan", "Phạm Thị Lan", Role.DRAFTER)
    office.accounts.change("lan", once, OWN, "")
    made = visitor(app)
    assert _sign_in(made, "lan", OWN).headers["location"] == "/"
    return made


def _paths(routes, before=""):
    for route in routes:
        inside = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        if inside is not None:
            yield from _paths(inside, before + getattr(route, "path", ""))
        else:
            for method in getattr(route, "methods", None) or {"GET"}:
                yield method, before + route.path


class TestClosed:
    def test_every_route_but_the_door_is_closed(self, app, client):
        paths = {pair for pair in _paths(app.routes) if pair[1] not in OPEN}
        assert len(paths) > 60, "Gradio's own routes are among them"
        for method, path in paths:
            answer = client.request(method, path or "/")
            assert answer.status_code == 401, (method, path, answer.status_code)
            key = path.startswith(("/api/", "/mcp"))
            told = "Cần khóa API" if key else "Hãy đăng nhập"
            assert not answer.text or told in answer.json().get("detail", answer.json().get("error"))
            if method in ("GET", "HEAD") and not key:
                answer = client.request(method, path or "/", headers=HTML)
                assert answer.status_code == 303
                assert answer.headers["location"].startswith("/sign-in?next=")

    def test_a_link_to_a_shared_answer_is_gone_on_to_after_signing_in(self, client):
        assert client.get("/?cau=Ab-1_x", headers=HTML).headers["location"] == "/sign-in?next=/%3Fcau%3DAb-1_x"

    def test_what_is_no_route_is_closed_too(self, client):
        assert client.get("/gradio_api/queue/data?session_hash=x").status_code == 401
        assert client.get("/gradio_api/file=/etc/hostname").status_code == 401
        assert client.get("/khong-co", headers=HTML).status_code == 303

    def test_health_and_sign_in_are_open(self, client):
        assert client.get("/health").json() == {"status": "ok"}
        page = client.get("/sign-in")
        assert page.status_code == 200 and "<script" not in page.text
        assert client.get("/sign-in").headers["cache-control"] == "no-store"

    def test_a_websocket_is_closed(self, client):
        with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect("/gradio_api/ws"):
            pass
        assert closed.value.code == 1008

    def test_the_page_is_there_for_those_signed_in(self, drafter):
        assert drafter.get("/").status_code == 200
        assert drafter.get("/config").json()["username"] == "lan"
        assert drafter.get("/gradio_api/app_id").status_code == 200
        assert drafter.post("/sign-out").headers["location"] == "/sign-in"
        assert drafter.get("/config").status_code == 401


class TestSignIn:
    def test_wrong_words_are_told_and_recorded_without_what_was_typed(self, client, office):
        office.accounts.add("lan", "Phạm Thị Lan", Role.READER)
        for name in ("lan", "mat-khau-go-nham"):
            answer = _sign_in(client, name, "bí mật sai", next="/x")
            assert answer.status_code == 401 and "không đúng" in answer.text
            assert f'value="{name}"' in answer.text and 'value="/x"' in answer.text and "bí mật sai" not in answer.text
        entries = office.audit.entries()
        assert [(e.name, e.action) for e in entries] == [("(tên lạ)", "sign-in-failed"), ("lan", "sign-in-failed")]
        assert "bí mật sai".encode() not in held(office.store)

    def test_the_cookie_is_the_servers_alone(self, client, office):
        answer = _sign_in(client, "an", office.accounts.add("an", "", Role.READER))
        assert answer.headers["location"] == "/password"
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("session-7860=") and "HttpOnly" in cookie and "SameSite=lax" in cookie
        assert "Secure" not in cookie

    def test_over_https_it_stays_there(self, app, office):
        once = office.accounts.add("an", "", Role.READER)
        data = {"name": "an", "password": once}
        said = {"x-forwarded-proto": "https"}
        assert "Secure" in visitor(app, "10.0.0.1").post("/sign-in", data=data, headers=said).headers["set-cookie"]
        assert "Secure" not in visitor(app).post("/sign-in", data=data, headers=said).headers["set-cookie"]

    def test_a_one_time_password_opens_nothing_but_its_change(self, client, office):
        once = office.accounts.add("an", "", Role.ADMINISTRATOR)
        _sign_in(client, "an", once)
        assert client.get("/", headers=HTML).headers["location"] == "/password"
        assert client.get("/config").status_code == 401
        assert "cấp một lần" in client.get("/password").text
        assert "không giống" in client.post("/password", data={"old": once, "new": OWN, "again": "khác"}).text
        assert "ít nhất 10" in client.post("/password", data={"old": once, "new": "ngắn", "again": "ngắn"}).text
        assert client.post("/password", data={"old": once, "new": OWN, "again": OWN}).headers["location"] == "/"
        assert client.get("/config").status_code == 200
        assert [entry.action for entry in office.audit.entries()] == ["password", "sign-in"]

    @pytest.mark.parametrize("goal", ["//example.org", "/\\example.org", "https://example.org", "", "/sign-out"])
    def test_it_leads_nowhere_else(self, drafter, goal):
        assert _sign_in(drafter, "lan", OWN, next=goal).headers["location"] == "/"
        assert drafter.get("/sign-in", params={"next": goal}).headers["location"] == "/"

    def test_what_is_typed_is_escaped(self, client):
        assert "<img" not in _sign_in(client, '"><img src=x>', "x", next='"><img src=x>').text

    def test_other_sites_cannot_sign_in_or_out(self, drafter):
        for said in (
            {"origin": "http://example.org"},
            {"origin": "null"},
            {"origin": "http://["},
            {"sec-fetch-site": "cross-site"},
        ):
            assert drafter.post("/sign-out", headers=said).status_code == 403
            assert drafter.post("/gradio_api/queue/join", json={}, headers=said).status_code == 403
        assert drafter.get("/config").status_code == 200
        assert drafter.post("/sign-out", headers={"origin": "http://testserver"}).status_code == 303


class TestProxy:
    def test_a_name_is_believed_from_the_proxy_alone(self, app):
        said = {"x-user": "Hoa"}
        assert visitor(app).get("/config", headers=said).status_code == 401
        assert visitor(app).get("/config", headers=said | {"x-forwarded-for": "10.0.0.1"}).status_code == 401
        assert visitor(app, "10.0.0.1").get("/config", headers=said).json()["username"] == "hoa"

    def test_whom_it_names_reads(self, app, office):
        visitor(app, "10.0.0.1").get("/config", headers={"x-user": "Hòa".encode()})
        assert office.accounts.find("hòa").person.role is Role.READER
        office.accounts.close("hòa")
        answer = visitor(app, "10.0.0.1").get("/config", headers={"x-user": "Hòa".encode()})
        assert answer.status_code == 403 and "đã bị khóa" in answer.text

    def test_the_address_behind_it_is_the_one_that_counts(self, app, office):
        said = {"x-forwarded-for": "1.2.3.4, 10.9.9.9, 10.0.0.1"}
        for client in (visitor(app, "10.0.0.1"), visitor(app)):
            client.post("/sign-in", data={"name": "ai", "password": "sai"}, headers=said)
        assert [entry.address for entry in office.audit.entries()] == ["10.2.0.7", "10.9.9.9"]

    @pytest.mark.parametrize("second", ["x-user", "X-USER", "x_user"])
    def test_of_two_names_none_is_believed(self, app, second):
        """A proxy that adds its header behind the browser's would let anybody be anybody."""
        said = [("x-user", "quan"), (second, "hoa")]
        answer = visitor(app, "10.0.0.1").get("/config", headers=said)
        assert answer.status_code == 403 and "thay hẳn" in answer.text

    @pytest.mark.parametrize(
        ("said", "address"),
        [
            (
                [("x-forwarded-for", "9.9.9.9"), ("x-forwarded-for", "10.9.9.9")],
                "10.9.9.9",
            ),  # the proxy's own line comes last
            ([("x-forwarded-for", "10.9.9.9:5123, 10.0.0.1")], "10.9.9.9"),
            ([("x-forwarded-for", "[2001:db8::7]:5123")], "2001:db8::7"),
            ([("x-forwarded-for", "<b>ai</b>" + "x" * 5_000)], "10.0.0.1"),
            ([("x-forwarded-for", "unknown, , ")], "10.0.0.1"),
        ],
    )
    def test_what_is_no_address_is_none(self, app, office, said, address):
        visitor(app, "10.0.0.1").post("/sign-in", data={"name": "ai", "password": "sai"}, headers=said)
        assert office.audit.entries()[0].address == address

    def test_its_name_for_the_server_is_the_one_browsers_know(self, app):
        said = {"origin": "https://bao-cao.lan", "x-forwarded-host": "bao-cao.lan"}
        assert visitor(app, "10.0.0.1").post("/sign-out", headers=said).status_code == 303
        assert visitor(app).post("/sign-out", headers=said).status_code == 403


class TestAtHome:
    @pytest.fixture
    def alone(self, settings, embedder):
        """The app without accounts."""
        office = Office.open(
            Settings(
                data_dir=settings.data_dir, embedding_model=settings.embedding_model, database_url=settings.database_url
            )
        )
        assistant = Assistant(Library.open(settings, create=True), embedder)
        return server.at_home(server.application(assistant, office), office)

    def test_without_accounts_the_app_answers_to_this_machines_names_only(self, alone):
        made = alone
        for host, status in (("127.0.0.1:7860", 200), ("localhost", 200), ("[::1]:7860", 200), ("elsewhere.example", 400)):
            assert TestClient(made).get("/config", headers={"host": host}).status_code == status
        assert TestClient(made).get("/config", headers={"host": "localhost"}).json()["username"] == "local"
        assert TestClient(made).get("/sign-in", headers={"host": "localhost"}, follow_redirects=False).status_code == 303

    @pytest.mark.parametrize(
        "said",
        [
            {"x-forwarded-for": "10.0.0.9"},
            {"forwarded": "for=a"},
            {"via": "1.1 a"},
            {"x-real-ip": "1.2.3.4"},
            {"x-forwarded-abc": ""},
        ],
    )
    def test_without_accounts_a_proxy_closes_it_and_is_told_why(self, alone, said):
        for path in ("/config", "/admin/audit.csv", "/api/reports"):
            answer = TestClient(alone).get(path, headers={"host": "localhost", **said})
            assert answer.status_code == 403 and "TRUSTED_PROXIES" in answer.text and next(iter(said)) in answer.text

    def test_a_browser_is_known_again_without_accounts(self, alone):
        client = TestClient(alone, headers={"host": "localhost", "accept": "text/html"})
        cookie = client.get("/").headers["set-cookie"]
        assert cookie.startswith("browser-7860=") and "HttpOnly" in cookie and "SameSite=lax" in cookie
        assert "set-cookie" not in client.get("/", headers={"cookie": cookie.split(";")[0]}).headers


class TestTold:
    def test_the_owner_hears_of_wrong_tries_and_the_known_browser_gets_in(self, drafter, app, office):
        stranger = visitor(app)
        statuses = [_sign_in(stranger, "lan", "sai").status_code for _ in range(7)]
        assert statuses == [401] * 5 + [429] * 2
        answer = _sign_in(drafter, "lan", OWN, next="/x")
        assert answer.headers["location"] == "/notice?next=/x"
        assert "5 lần" in drafter.get("/notice").text and "10.2.0.7" in drafter.get("/notice").text
        assert drafter.post("/notice", data={"next": "/x"}).headers["location"] == "/x"
        assert _sign_in(drafter, "lan", OWN).headers["location"] == "/"
        failed = [one for one in office.audit.entries() if one.action == "sign-in-failed"]
        assert len(failed) == 5, "tries that were not looked at do not fill the log"


class TestRoles:
    def test_a_handler_is_given_what_it_was_given_before(self, app):
        def handler(text: str, event: gr.EventData) -> str:
            return text

        guarded = needs(Role.DRAFTER)(handler)
        from gradio.helpers import special_args

        inputs, _, event, _ = special_args(guarded, ["chè"], _asked(Role.DRAFTER), None)
        assert (inputs[1], event) == ("chè", 2)
        assert guarded(_asked(Role.DRAFTER), "chè", None) == "chè"
        with pytest.raises(gr.Error, match=NOT_ALLOWED):
            guarded(_asked(Role.READER), "chè", None)

    def test_a_generator_does_nothing_before_its_caller_is_known(self):
        done = []

        def handler(*given):
            done.append(given)
            yield "xong"

        guarded = needs(Role.ADMINISTRATOR)(handler)
        with pytest.raises(gr.Error):
            list(guarded(_asked(Role.DRAFTER), 1, 2))
        assert done == []
        assert list(guarded(_asked(Role.ADMINISTRATOR), 1, 2)) == ["xong"] and done == [(1, 2)]

    def test_a_request_that_came_past_the_guard_is_nobodys(self):
        from fastapi import HTTPException, Request

        bare = Request({"type": "http", "headers": []})
        with pytest.raises(HTTPException):
            who(bare)
        with pytest.raises(HTTPException):
            only(Role.READER)(bare)
        assert who(None) is LOCAL and where(None) == ""


class TestMeanwhile:
    """What was opened, or waits, with rights that its person has no more."""

    @pytest.fixture
    def event(self, drafter):
        """An event of the drafting tab, which only drafters may send."""
        config = drafter.get("/config").json()
        buttons = {one["id"] for one in config["components"] if one["type"] == "uploadbutton"}
        found = next(one for one in config["dependencies"] if buttons & set(one["inputs"]))
        return {"data": [None] * len(found["inputs"]), "fn_index": found["id"], "session_hash": "luoi1"}

    @pytest.fixture
    def state(self, drafter, office):
        """What the guard puts into a request of the drafter, as an event keeps it that waits in a queue."""
        kept = {}

        async def inner(scope, receive, send):
            kept.update(scope["state"])
            await PlainTextResponse("")(scope, receive, send)

        TestClient(Guard(inner, office), client=("10.2.0.7", 50000), cookies=dict(drafter.cookies)).get("/")
        assert current(kept) == kept["person"] and kept["person"].role is Role.DRAFTER
        return kept

    def test_a_role_holds_from_the_next_request_on(self, drafter, office, event, state):
        assert drafter.post("/gradio_api/queue/join", json=event).status_code == 200
        office.accounts.set_role("lan", Role.READER)
        assert drafter.post("/gradio_api/queue/join", json=event).status_code == 403
        assert drafter.post("/gradio_api/upload", files={"files": ("a.txt", b"a")}).status_code == 403
        assert drafter.post("/api/draft?kind=year", json={}).status_code == 403
        assert current(state).role is Role.READER
        office.accounts.set_role("lan", Role.DRAFTER)
        assert current(state).role is Role.DRAFTER

    @pytest.mark.parametrize("deed", ["reset", "close"])
    def test_after_a_reset_or_closing_nothing_is_left(self, drafter, office, event, state, deed):
        getattr(office.accounts, deed)("lan")
        assert drafter.get("/", headers=HTML).headers["location"].startswith("/sign-in")
        assert drafter.get("/config").status_code == 401
        assert drafter.get("/gradio_api/queue/data?session_hash=luoi1").status_code == 401
        assert drafter.post("/gradio_api/queue/join", json=event).status_code == 401
        assert drafter.post("/api/search", json={"query": "chè"}).status_code == 401
        assert current(state) is None

    def test_whom_a_proxy_names_is_looked_up_again_too(self, office):
        kept = {}

        async def inner(scope, receive, send):
            kept.update(scope["state"])
            await PlainTextResponse("")(scope, receive, send)

        TestClient(Guard(inner, office), client=("10.0.0.1", 1), headers={"x-user": "hoa"}).get("/")
        assert current(kept).role is Role.READER
        office.accounts.close("hoa")
        assert current(kept) is None


def _asked(role):
    from fastapi import Request

    from app.access.person import Person

    return gr.Request(
        Request({"type": "http", "headers": [], "state": {"person": Person("an", "An", role), "address": "x"}})
    )


class TestForms:
    """What anybody may send to the door costs little."""

    def test_a_form_that_is_too_long_is_broken_off(self, drafter):
        long = {"password": "a" * 2 * sign_in.FORM_BYTES}
        answers = [drafter.post(path, data=long).status_code for path in ("/sign-in", "/notice", "/password")]
        form = {"content-type": "application/x-www-form-urlencoded"}
        parts = (b"name=" + b"a" * 10_000 for _ in range(20))  # without a stated length
        assert [*answers, drafter.post("/sign-in", content=parts, headers=form).status_code] == [413] * 4

    def test_a_form_of_many_fields_or_parts_is_not_taken_apart(self, drafter, monkeypatch):
        taken = []
        for parser in ("FormParser", "MultiPartParser"):
            monkeypatch.setattr(f"starlette.requests.{parser}", lambda *_, **__: taken.append(1))
        form = {"content-type": sign_in.FORM_TYPE}
        parts = {f"a{number}": ("", b"") for number in range(100)}
        for path in ("/sign-in", "/notice", "/password"):
            assert drafter.post(path, content=b"a&" * 4_000, headers=form).status_code == 413
            assert drafter.post(path, files=parts).status_code == 415
        assert not taken

    def test_passwords_that_wait_to_be_checked_keep_no_thread(self, app, monkeypatch):
        """Sign-ins once held all threads of the server, so nobody signed in was answered."""
        working, most, gate = [], [], threading.Event()

        def slow(password, kept):
            working.append(1)
            most.append(len(working))
            gate.wait(0.05)
            working.pop()
            return False

        monkeypatch.setattr(passwords, "fits", slow)
        with ThreadPoolExecutor(12) as many:
            answers = list(many.map(lambda n: _sign_in(visitor(app), f"khach{n}", "sai").status_code, range(12)))
        assert answers == [401] * 12 and max(most) <= sign_in.CHECKED_AT_ONCE

    def test_too_many_who_wait_are_told_so(self, app, monkeypatch):
        def full(*given):
            raise QueueFull

        monkeypatch.setattr(Turnstile, "_queue", full)
        answer = _sign_in(visitor(app), "lan", OWN)
        assert answer.status_code == 503 and sign_in.CROWDED in answer.text


class TestKept:
    def test_only_parts_of_the_page_are_kept_by_a_browser(self, drafter):
        for path in ("/config", "/api/reports", "/admin/audit.csv", "/gradio_api/app_id"):
            assert "no-store" in drafter.get(path).headers["cache-control"]
        assert "no-store" not in drafter.get("/looks/page.css").headers.get("cache-control", "")
