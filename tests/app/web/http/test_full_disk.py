"""A full disk while the app serves or brings in: a message that says what to do, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.assistant import Assistant
from app.library.ingestion import Shelving
from app.library.uploads import UploadState
from app.office import Office
from app.storage.running_work import Work
from app.web import server
from app.web.http.trouble import Trouble
from index.build import bring_in
from index.database.disk import StorageProblem
from index.errors import IndexProblem
from index.store.library import Library
from settings import Settings
from tests.conftest import fill

FULL = "đã đầy"


@pytest.fixture
def small(small_disk: Path, settings: Settings, embedder: Any, reports: Path) -> Iterator[Library]:
    """The three reports on a disk of 24 MB."""
    made = Library.open(replace(settings, data_dir=small_disk / "data"), create=True)
    bring_in(made, embedder, [reports])
    yield made
    made.catalog.close()


def _client(assistant: Assistant, office: Office) -> TestClient:
    made = server.application(assistant, office)
    return TestClient(made, base_url="http://127.0.0.1:7860", client=("127.0.0.1", 5), raise_server_exceptions=False)


def test_questions_and_uploads_on_a_full_disk(small: Library, embedder: Any, small_disk: Path) -> None:
    office = Office.open(small.settings)
    client = _client(Assistant(small, embedder), office)
    question = {"question": "Xã Tân Lập còn bao nhiêu hộ nghèo?"}
    assert "41 hộ nghèo" in client.post("/api/ask", json=question).json()["answer"]
    filler = fill(small_disk)
    for _ in range(60):  # until the log of the store has no room left in its last page
        answer = client.post("/api/ask", json=question)
        if answer.status_code != 200:
            break
    assert answer.status_code == 503 and FULL in answer.json()["detail"] and "Hãy" in answer.json()["detail"]
    sent = client.post("/kho-bao-cao/tep", content=b"I. KET QUA" * 2000, headers={"x-file-name": "moi.txt"})
    assert sent.status_code == 200 and "đĩa" in sent.json()["why"].casefold()
    filler.unlink()
    assert "41 hộ nghèo" in client.post("/api/ask", json=question).json()["answer"]
    assert len(small.catalog.report_ids()) == 3


def test_bringing_in_on_a_full_disk_loses_nothing(small: Library, embedder: Any, small_disk: Path, reports: Path) -> None:
    before, texts = small.catalog.report_ids(), {report.id: report.text for report in small.catalog.reports()}
    for number in range(40):
        lines = "\n\n".join(f"Thôn {at} của xã số {number} có {at * 7} hộ dân." for at in range(400))
        (reports / f"them-{number}.txt").write_text(f"I. KẾT QUẢ\n\n{lines}", encoding="utf-8")
    filler = fill(small_disk)
    with pytest.raises((IndexProblem, OSError)) as refused:
        bring_in(small, embedder, [reports])
    assert FULL in str(refused.value) or getattr(refused.value, "errno", 0) == 28
    assert {report.id: report.text for report in small.catalog.reports()} == texts
    filler.unlink()
    small.repair()
    assert small.catalog.report_ids() == before and small.vectors.ids() == set(small.catalog.owners())
    with (reports / "them-0.txt").open("a", encoding="utf-8") as more:
        more.write("\n\nHết.")
    bring_in(small, embedder, [reports / "them-0.txt"])
    assert len(small.catalog.report_ids()) == 4
    assert not [file for file in small.settings.originals_dir.iterdir() if file.name.startswith(".")]


def test_an_upload_waits_until_there_is_room(small: Library, embedder: Any, small_disk: Path) -> None:
    office = Office.open(small.settings)
    shelving = Shelving(lambda: small, embedder, office.store, Work())
    incoming = shelving.uploads.begin("moi.txt", 5)
    incoming.write(("I. KẾT QUẢ\n\n" + "Xã trồng 12 ha dâu và nuôi ong. " * 4000).encode())
    incoming.close()
    upload = shelving.hand_in(incoming, "nguoi")
    filler = fill(small_disk)
    with pytest.raises((StorageProblem, OSError)):
        for _ in range(3):
            shelving.work()
    filler.unlink()
    for _ in range(3):
        shelving.work()
    shelving.stop()
    found = shelving.uploads.get(upload.number)
    assert found.state is UploadState.READ, found.said
    assert len(small.catalog.report_ids()) == 4


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (StorageProblem("Đĩa đã đầy. Hãy dọn"), "Đĩa đã đầy. Hãy dọn"), (OSError(28, "No space left"), FULL),
        (OSError(30, "read-only"), "quyền ghi"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_whatever_falls_through_is_answered(error: Exception, says: str, accept: str) -> None:
    async def failing(scope: Any, receive: Any, send: Any) -> None:
        raise error

    answer = TestClient(Trouble(failing, Path("/d"))).get("/", headers={"accept": accept})
    assert answer.status_code == 503 and says in answer.text and answer.headers["retry-after"]


def test_what_nobody_foresaw_is_answered_in_words() -> None:
    async def failing(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError

    answer = TestClient(Trouble(failing, Path("/d"))).get("/")
    assert answer.status_code == 500 and "Hãy" in answer.json()["detail"]
