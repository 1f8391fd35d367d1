"""No value of any field of the API, and nothing typed to sign in, ends in a fault of ours."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.assistant import Assistant
from app.office import Office
from app.web import server
from eval.attacks import fields


@pytest.fixture
def client(library, embedder, settings, monkeypatch):
    monkeypatch.setattr(server.page, "mount", lambda *given: None)  # no field here is the page's
    made = server.application(Assistant(library, embedder), Office.open(settings))
    here = {"base_url": "http://127.0.0.1:7860", "client": ("127.0.0.1", 5), "raise_server_exceptions": False}
    with TestClient(made, **here) as opened:
        yield opened


@pytest.mark.parametrize("route", fields.BODIES)
def test_every_field_answers_a_bad_value_in_words(client, route):
    assert fields.faults(client, (one for one in fields.sent() if one.route == route)) == []


def test_names_of_files_and_of_people_too(client):
    assert fields.faults_of_files(client) == []
    assert fields.faults_of_signing_in(client) == []
