"""What the administrator does, without a browser; and that every handler of a tab for some is closed to the others."""

import re

import gradio as gr
import pytest
from fastapi import Request
from starlette.testclient import TestClient

from app.access import passwords
from app.access.audit import Action
from app.access.person import LOCAL, Person, Role
from app.assistant import Assistant
from app.library.ingestion import Shelving
from app.office import Office
from app.storage.transit import Transit
from app.web import server
from app.web.gradio_ui import page
from app.web.gradio_ui.roles import reserve
from app.web.handlers.administration import Administration
from app.web.html.administration import size
from index.store.library import Library
from settings import Settings

EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(passwords, "COST", 2**4)


@pytest.fixture
def office(settings):
    env = {"DATA_DIR": str(settings.data_dir), "EMBEDDING_MODEL": settings.embedding_model, "ACCOUNTS": "on"}
    return Office.open(Settings.from_env(env))


@pytest.fixture
def assistant(settings, embedder):
    return Assistant(Library.open(settings, create=True), embedder)


@pytest.fixture
def desk(assistant, office):
    return Administration(assistant, office)


@pytest.fixture
def me(office):
    office.accounts.add("an", "Vũ An", Role.ADMINISTRATOR)
    return office.accounts.find("an").person


class TestKeys:
    def test_a_key_is_shown_once_opens_the_api_and_is_revoked(self, desk, office, me):
        assert "Chưa cấp khóa nào" in desk.key_list()
        said, made = desk.add_key(me, "10.0.0.7", " văn thư ", "drafter")
        token = re.search("<code>(.*?)</code>", said)[1]
        assert made and office.keys.bearer(token).role is Role.DRAFTER
        assert token not in desk.key_list() and "văn thư" in desk.key_list() and "Người soạn" in desk.key_list()
        assert "thu hồi" in desk.revoke_key(me, "10.0.0.7", "văn thư") and office.keys.bearer(token) is None
        assert [one.detail for one in office.audit.entries()] == [
            "thu hồi khóa API văn thư",
            "cấp khóa API văn thư (Người soạn)",
        ]
        assert token not in str(office.audit.entries())

    def test_what_cannot_be_is_told_and_not_recorded(self, desk, office, me):
        assert desk.add_key(me, "", EVIL, "reader")[1] is False and EVIL not in desk.add_key(me, "", EVIL, "reader")[0]
        assert desk.add_key(me, "", "a", "administrator")[1] is False
        assert desk.add_key(me, "", "a", "king")[1] is False
        assert "Không còn khóa" in desk.revoke_key(me, "", EVIL) and EVIL not in desk.revoke_key(me, "", EVIL)
        assert office.audit.entries() == []


class TestPeople:
    def test_a_new_account_gets_a_password_that_opens(self, desk, office, me):
        said, made = desk.add(me, "10.0.0.7", " Lan ", f"Lan {EVIL}", "drafter")
        assert made and EVIL not in said
        once = re.search("<code>(.*?)</code>", said)[1]
        assert office.accounts.check("lan", once, "").person.role is Role.DRAFTER
        entry = office.audit.entries()[0]
        assert (entry.name, entry.action, entry.detail, entry.address) == (
            "an",
            "people",
            "thêm Lan (Người soạn)",
            "10.0.0.7",
        )
        assert once not in str(office.audit.entries())
        assert EVIL not in desk.people(me) and "chưa đổi mật khẩu" in desk.people(me)

    def test_what_cannot_be_is_told_and_not_recorded(self, desk, office, me):
        assert desk.add(me, "", "an", "", "reader")[1] is False
        assert "nguyen.an" in desk.add(me, "", EVIL, "", "reader")[0]
        assert desk.add(me, "", "hoa", "", "king")[1] is False
        assert "chính mình" in desk.act(me, "", "close", "an")
        assert "Không có tài khoản" in desk.act(me, "", "close", "ai")
        assert office.audit.entries() == [] and [one.person.name for one in office.accounts.all()] == ["an"]

    def test_roles_resets_and_closing(self, desk, office, me):
        desk.add(me, "", "lan", "Lan", "reader")
        assert "Người soạn" in desk.act(me, "", "role", "lan", "drafter")
        once = re.search("<code>(.*?)</code>", desk.act(me, "", "reset", "lan"))[1]
        token = office.accounts.sessions.begin("lan", "")
        assert office.accounts.sessions.of(token).person.role is Role.DRAFTER
        assert "khóa lan" in desk.act(me, "", "close", "lan")
        assert office.accounts.sessions.of(token) is None
        assert 'data-act="reopen"' in desk.people(me) and "đã khóa" in desk.people(me)
        desk.act(me, "", "reopen", "lan")
        assert office.accounts.check("lan", once, "")
        done = [entry.detail for entry in office.audit.entries()]
        assert done[:4] == ["mở lại lan", "khóa lan", "cấp lại mật khẩu cho lan", "đổi vai trò của lan thành Người soạn"]

    def test_there_is_no_list_where_there_are_no_accounts(self, assistant, settings):
        assert "ACCOUNTS=on" in Administration(assistant, Office.open(settings)).people(LOCAL)


class TestShown:
    def test_the_log_is_escaped_and_leads_to_its_file(self, desk, office, me):
        office.audit.record(me, Action.QUESTION, EVIL)
        made = desk.audit("img", "question")
        assert EVIL not in made and "&lt;img" in made
        assert '/admin/audit.csv?words=img&amp;action=question"' in made
        assert "Không có mục nào" in desk.audit("khác", "")

    def test_settings_are_shown_without_secrets(self, desk):
        made = desk.settings()
        assert "<code>AUDIT_DAYS</code></td><td>365" in made and "<code>MAX_PAGES</code></td><td>1000" in made
        assert "<code>CHROMA_URL</code></td><td>chưa đặt" in made

    def test_state_and_work(self, desk, office):
        assert "<dt>Báo cáo</dt><dd>0</dd>" in desk.state()
        assert "Không có việc" in desk.work()
        with office.work.running("Nạp", EVIL) as progress:
            progress("a.pdf", 0.25)
            assert "25%" in desk.work() and EVIL not in desk.work()

    @pytest.mark.parametrize(("count", "said"), [(0, "0 B"), (1023, "1023 B"), (1536, "1,5 KB"), (3 * 1024**3, "3,0 GB")])
    def test_sizes(self, count, said):
        assert size(count) == said


def _shelving(assistant, office):
    return Shelving(lambda: assistant.library, assistant.embedder, office.store, office.work)


class TestRoles:
    def test_every_handler_of_a_tab_for_some_is_closed_to_the_others(self, assistant, office):
        made = page.build(assistant, office, _shelving(assistant, office), Transit.open(office.settings))
        tabs = {block.id: block for block in made.blocks.values() if isinstance(block, gr.Tab)}
        assert {name for name in tabs if tabs[name].visible is False} == set(page.ROLES)
        closed = {"draft": 0, "check": 0, "admin": 0}
        for event in made.fns.values():
            for name in closed:
                if event.fn and any(_inside(made.blocks.get(source), tabs[name]) for source, _ in event.targets):
                    assert event.fn.needs is page.ROLES[name], event
                    closed[name] += 1
                    below = [role for role in Role if not role.may(page.ROLES[name])]
                    for role in below:
                        with pytest.raises(gr.Error):
                            list(event.fn(_asked(role)) or [])
        assert closed["draft"] >= 2 and closed["check"] >= 1 and closed["admin"] >= 6

    def test_what_follows_an_event_of_a_closed_tab_is_closed_too(self):
        with gr.Blocks() as made:
            with gr.Tab("a", id="a"):
                inside = gr.Button()
            outside = gr.Button()
            inside.click(lambda: None).then(lambda: None).success(lambda: None)
            outside.click(lambda: None).then(lambda: None)
            reserve(made, {"a": Role.DRAFTER}, hidden=False)
        assert [hasattr(event.fn, "needs") for event in made.fns.values()] == [True, True, True, False, False]

    def test_without_accounts_all_tabs_are_there(self, assistant, settings):
        office = Office.open(settings)
        made = page.build(assistant, office, _shelving(assistant, office), Transit.open(office.settings))
        assert all(block.visible for block in made.blocks.values() if isinstance(block, gr.Tab))

    def test_the_log_as_a_file_is_for_administrators(self, assistant, office):
        app = server.application(assistant, office)
        own = "chè xanh buổi sáng"
        for name, role, status in (("an", Role.ADMINISTRATOR, 200), ("lan", Role.DRAFTER, 403)):
            office.accounts.change(name, office.accounts.add(name, "", role), own, "")
            client = TestClient(app)
            client.post("/sign-in", data={"name": name, "password": own}, follow_redirects=False)
            answer = client.get("/admin/audit.csv")
            assert answer.status_code == status
        client = TestClient(app)
        client.post("/sign-in", data={"name": "an", "password": own}, follow_redirects=False)
        answer = client.get("/admin/audit.csv", params={"words": "lan"})
        assert answer.content.startswith('\ufeff"thời gian"'.encode()) and answer.text.count("\n") == 2
        assert office.audit.entries()[0].action == "export"


def _inside(block, tab):
    while block is not None and block is not tab:
        block = block.parent
    return block is not None


def _asked(role):
    return gr.Request(Request({"type": "http", "headers": [], "state": {"person": Person("x", "X", role)}}))
