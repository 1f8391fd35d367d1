"""Nothing that a browser or a program may send in another shape ends in a fault of ours, nor in words of a library."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.access.api_keys import Keys
from app.access.person import Role
from app.assistant import Assistant
from app.office import Office
from app.storage.store import Store
from app.web import server
from eval.attacks import malformed
from index.store.library import Library
from settings import Settings
from tests.conftest import KeywordEmbedder

JSON = {"content-type": "application/json"}
STEP = 5  # of some thousand events, which take minutes: ``python -m eval attacks malformed`` sends more


@pytest.fixture(scope="module")
def clients(tmp_path_factory):
    """A drafter's browser and a drafter's program at an app with accounts."""
    settings = Settings.from_env(
        {
            "DATA_DIR": str(tmp_path_factory.mktemp("malformed")), "EMBEDDING_MODEL": KeywordEmbedder().name,
            "ACCOUNTS": "on", "USER_HEADER": "X-User", "TRUSTED_PROXIES": "10.0.0.1", "MAX_FILE_MB": "1",
        }
    )  # fmt: skip
    office = Office.open(settings)
    app = server.application(Assistant(Library.open(settings, create=True), KeywordEmbedder()), office)
    office.accounts.vouched("soan")
    office.accounts.set_role("soan", Role.DRAFTER)
    here = {"client": ("10.0.0.1", 5000), "follow_redirects": False, "raise_server_exceptions": False}
    key = Keys(Store.open(settings)).add("thu", Role.DRAFTER)
    return TestClient(app, headers={"x-user": "soan"}, **here), TestClient(
        app, headers={"authorization": f"Bearer {key}"}, **here
    )


def test_events_of_the_page(clients):
    browser, _ = clients
    sent = list(malformed.events(browser.get("/config").json(), "abcdef1"))
    run = [event for event in sent if event[0] == "run/predict"]  # the others are worked at behind the answer
    joined = [event for event in sent if event[0] != "run/predict"]
    faults = set()
    for address, body in [*run[::STEP], *joined[:: 10 * STEP], *joined[-60:]]:
        answer = browser.post(f"/gradio_api/{address}", content=body, headers=JSON)
        faults |= {
            f"{address} {body[:100]!r}: {wrong}" for wrong in [malformed.fault(answer.status_code, answer.text)] if wrong
        }
    assert not faults


def test_requests_to_every_route_of_the_api(clients):
    _, program = clients
    faults = set()
    for method, address, body in list(malformed.requests(program.get("/api/openapi.json").json()))[::STEP]:
        answer = program.request(method, f"/api{address}", content=body, headers=JSON)
        faults |= {
            f"{method} {address} {body[:80]!r}: {wrong}"
            for wrong in [malformed.fault(answer.status_code, answer.text)]
            if wrong
        }
    assert not faults
