"""The app while its PostgreSQL server cannot be reached: said in words, nothing lost, and it goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.assistant import Assistant
from app.office import Office
from app.schema import make_tables
from app.web import server
from index.build import bring_in
from index.store.library import Library
from settings import Settings
from tests.postgresql import Cluster

pytestmark = pytest.mark.usefixtures("reading_here")


@pytest.fixture
def name(cluster: Cluster) -> Iterator[str]:
    """The name of an empty database."""
    name = cluster.create()
    yield name
    cluster.let_go()
    cluster.drop(name)


def test_questions_while_the_server_is_away(
    cluster: Cluster, name: str, settings: Settings, embedder: Any, reports: Any
) -> None:
    shared = replace(settings, database_url=cluster.url(name))
    make_tables(shared)
    library, office = Library.open(shared), Office.open(shared)
    bring_in(library, embedder, [reports])
    made = server.application(Assistant(library, embedder), office)
    client = TestClient(made, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 5), raise_server_exceptions=False)
    question = {"question": "Xã Tân Lập còn bao nhiêu hộ nghèo?"}
    assert "41 hộ nghèo" in client.post("/api/ask", json=question).json()["answer"]
    cluster.do(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    cluster.cut_off()
    answer = client.post("/api/ask", json=question)
    assert answer.status_code == 503 and "Hãy kiểm tra máy chủ, mạng và DATABASE_URL" in answer.json()["detail"]
    page = client.get("/")
    assert page.status_code in (200, 503) and "Traceback" not in page.text
    cluster.do(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert "41 hộ nghèo" in client.post("/api/ask", json=question).json()["answer"]
