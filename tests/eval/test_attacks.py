"""The attacks, replayed against both apps in this process: in processes of their own they start too slowly for a test."""

import threading
import time
from contextlib import contextmanager

import pytest
import uvicorn

from app.access import passwords
from app.assistant import Assistant
from app.office import Office
from app.web import server
from eval.attacks import GROUPS, Outcome, as_text, replay, worst
from eval.attacks.world import ENVIRONMENT, add_people, enter, hide_secret
from index.store.library import Library
from settings import Settings
from tests.conftest import KeywordEmbedder


@contextmanager
def serving(settings):
    assistant = Assistant(Library.open(settings, create=True), KeywordEmbedder())
    office = Office.open(settings)
    running = uvicorn.Server(server.config(server.at_home(server.application(assistant, office), office)))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not running.started:
        assert thread.is_alive() and time.monotonic() < deadline
        time.sleep(0.01)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    scratch = tmp_path_factory.mktemp("attacks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", 2**4)
        patch.setattr(passwords, "NOBODYS", passwords.hashed("ai cũng không biết"))
        marker = hide_secret(scratch)
        patch.setenv(ENVIRONMENT, marker)
        alone, shared = (
            Settings(data_dir=scratch / name, embedding_model=KeywordEmbedder().name, accounts=accounts, port=port)
            for name, accounts, port in (("rieng", "auto", 7861), ("chung", "on", 7860))
        )
        add_people(shared)
        with serving(alone) as there, serving(shared) as here:  # Gradio is told one folder for uploads: the last one's
            yield enter(here, there, scratch, marker, brief=True)


@pytest.mark.parametrize("group", GROUPS)
def test_the_app_holds(world, group):
    results = list(replay(world, [group]))
    assert results and all(one.outcome.is_held for one in results), "\n" + as_text(results)


def test_an_attack_that_fails_by_itself_counts_as_got_through(monkeypatch):
    def broken(world):
        """Hỏng."""
        raise KeyError("a")

    module = type("Module", (), {"ATTACKS": (broken,)})
    monkeypatch.setattr("importlib.import_module", lambda name: module)
    [result] = replay(None, ["x"])
    assert not result.outcome.is_held and "KeyError" in result.outcome.what
    assert as_text([result]).startswith("LỌT")


def test_several_tries_hold_only_together():
    assert worst([Outcome(True, "a"), Outcome(False, "b")]) == Outcome(False, "b")
    assert not worst([]).is_held, "an attack that tried nothing has shown nothing"
