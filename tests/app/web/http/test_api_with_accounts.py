"""API and MCP where people have accounts: a key, or a session, opens them; what is asked is in the audit log."""

import pytest
from starlette.testclient import TestClient

from app.access.audit import Action
from app.access.person import Role
from app.assistant import Assistant
from app.office import Office
from app.web import server
from settings import Settings

QUESTION = {"question": "Xã Tân Lập còn bao nhiêu hộ nghèo?"}


@pytest.fixture
def office(settings):
    return Office.open(
        Settings.from_env(
            {"DATA_DIR": str(settings.data_dir), "EMBEDDING_MODEL": settings.embedding_model, "ACCOUNTS": "on"}
        )
    )


@pytest.fixture
def visitor(library, embedder, office):
    app = server.application(Assistant(library, embedder), office)
    with TestClient(app, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 5), follow_redirects=False) as made:
        yield made


def test_nobody_gets_in_for_sitting_at_the_machine(visitor):
    for method, path in (("POST", "/api/ask"), ("GET", "/api/reports"), ("POST", "/mcp")):
        answer = visitor.request(method, path, json=QUESTION)
        assert answer.status_code == 401 and "khóa API" in answer.json()["detail"].replace("Khóa", "khóa")
    for path in ("/api", "/apix", "/mcp/", "/mcp/x", "//api/ask"):
        assert visitor.get(path, headers={"accept": "text/html"}).status_code == 303
    assert visitor.get("/api/openapi.json").status_code == 200


def test_a_key_opens_and_is_named_in_the_audit_log(visitor, office):
    key = office.keys.add("van-thu", Role.READER)
    answer = visitor.post("/api/ask", json=QUESTION, headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200 and "41 hộ" in answer.json()["answer"]
    noted = office.audit.entries(action=Action.QUESTION)[0]
    assert (noted.name, noted.detail) == ("key:van-thu", QUESTION["question"])
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "search", "arguments": {"text": "rừng"}}}
    headers = {"Authorization": f"Bearer {key}", "Accept": "application/json, text/event-stream"}
    assert visitor.post("/mcp", json=call, headers=headers).status_code == 200
    noted = office.audit.entries(action=Action.SEARCH)[0]
    assert (noted.name, noted.detail) == ("key:van-thu", "rừng")
    # a key is for programs: it opens no page
    assert visitor.get("/", headers={"Authorization": f"Bearer {key}", "accept": "text/html"}).status_code == 303
