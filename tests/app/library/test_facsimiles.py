"""Pages of the library's PDFs: pictures kept within bounds, boxes of a quote, what cannot be shown."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
import time
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from starlette.testclient import TestClient

from app.assistant import Assistant
from app.library import facsimiles
from app.library.facsimiles import AT_ONCE, Facsimiles, NotShown
from app.office import Office
from app.web import server
from app.web.handlers.ask import Screen
from app.web.html.panel import Reference
from index.build import bring_in
from index.embedding.embedder import Embedder
from index.store.library import Library
from ingest.model import Passage
from settings import Settings

pytestmark = pytest.mark.usefixtures("reading_here")

NAME = "báo cáo năm – bản ký.pdf"


@pytest.fixture
def held(library: Library, embedder: Embedder, samples: Path, tmp_path: Path) -> Library:
    """The library of three text reports, with a PDF of nine pages beside them."""
    folder = tmp_path / "more"
    folder.mkdir()
    shutil.copy(samples / "reports" / "van-sa.pdf", folder / NAME)
    assert len(bring_in(library, embedder, [folder]).added) == 1
    return library


@pytest.fixture
def shown(held: Library, settings: Settings) -> Facsimiles:
    return Facsimiles(lambda: held, settings)


def _report(library: Library, file: str) -> str:
    return next(report.id for report in library.catalog.reports() if report.file == file)


def _passage(library: Library, page: int) -> Passage:
    return next(p for p in library.catalog.passages_of(_report(library, NAME)) if p.page == page)


def test_a_picture_is_made_once_and_kept_by_report_and_page(shown: Facsimiles, held: Library, settings: Settings) -> None:
    report = _report(held, NAME)
    made = shown.picture(report, 3)
    assert made == settings.facsimiles_dir / report / "3.webp"
    assert made.read_bytes()[8:12] == b"WEBP"
    first = made.stat().st_ino
    assert shown.picture(report, 3).stat().st_ino == first
    assert [file.name for file in made.parent.iterdir()] == ["3.webp"], "nothing unfinished is left"


def test_the_oldest_pictures_go_and_those_of_reports_that_are_gone(
    shown: Facsimiles, held: Library, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = _report(held, NAME)
    one, two = shown.picture(report, 1), shown.picture(report, 2)
    os.utime(two, (1, 1))
    orphan = settings.facsimiles_dir / ("0" * 64)
    orphan.mkdir()
    (orphan / "1.webp").write_bytes(b"old")
    three = shown.picture(report, 3)
    assert two.exists() and not orphan.exists()
    monkeypatch.setattr(facsimiles, "MOST_BYTES", sum(file.stat().st_size for file in (one, two, three)) - 1)
    monkeypatch.setattr(facsimiles, "FEWER", 0.99)
    three.unlink()
    shown.picture(report, 3)
    assert not two.exists()
    assert one.exists() and three.exists()
    shown.forget(report)
    assert not one.parent.exists()


def test_boxes_are_on_the_page_of_the_quote(shown: Facsimiles, held: Library) -> None:
    report, passage = _report(held, NAME), _passage(held, 2)
    boxes = shown.boxes(report, passage.start, passage.end, 2)
    assert boxes and all(0 < box.left < box.right < 1 and 0 < box.top < box.bottom < 1 for box in boxes)
    assert [box.top for box in boxes] == sorted(box.top for box in boxes)
    assert shown.boxes(report, passage.start, passage.end, 7) == []


def test_what_cannot_be_shown_is_said(shown: Facsimiles, held: Library, settings: Settings) -> None:
    report = _report(held, NAME)
    with pytest.raises(NotShown, match="không còn trong thư viện"):
        shown.picture("f" * 64, 1)
    with pytest.raises(NotShown, match="không phải PDF"):
        shown.picture(_report(held, "tan-lap.txt"), 1)
    with pytest.raises(NotShown, match=r"có \d+ trang, không có trang 99"):
        shown.boxes(report, 0, 9, 99)
    next(settings.originals_dir.glob("*.pdf")).write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(NotShown, match=r"^Tệp PDF hỏng: không mở được ảnh trang"):
        shown.picture(report, 1)
    next(settings.originals_dir.glob("*.pdf")).unlink()
    assert not shown.has_pages(report)
    with pytest.raises(NotShown, match="không còn bản gốc"):
        shown.picture(report, 1)


@pytest.fixture
def client(held: Library, embedder: Embedder, settings: Settings) -> TestClient:
    return TestClient(server.application(Assistant(held, embedder), Office.open(settings)))


def test_pictures_and_marks_over_http(client: TestClient, held: Library) -> None:
    report, passage = _report(held, NAME), _passage(held, 2)
    picture = client.get(f"/facsimiles/{report}/2.webp")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/webp")
    assert picture.headers["x-content-type-options"] == "nosniff"
    key = Reference(passage.id, 0, 40).key
    made = client.get(f"/facsimiles/{report}/2/marks/{key}").json()["boxes"]
    whole = client.get(f"/facsimiles/{report}/2/marks/{Reference(passage.id).key}").json()["boxes"]
    assert 0 < len(made) < len(whole)
    for wrong in (f"/facsimiles/{report}/99.webp", f"/facsimiles/{'0' * 64}/1.webp", f"/facsimiles/{report}/2/marks/x",
                  f"/facsimiles/{report}/2/marks/nix-0001:0:4",
                  f"/facsimiles/{_report(held, 'tan-lap.txt')}/1/marks/{key}"):  # fmt: skip
        told = client.get(wrong)
        assert told.status_code == 404 and told.json()["detail"].endswith(".")


@pytest.mark.parametrize("report", ["..%2F..%2Foffice.sqlite", "office.sqlite", "A" * 64, "0" * 63, "%2e%2e"])
def test_no_address_reaches_another_file(client: TestClient, report: str) -> None:
    for address in (f"/facsimiles/{report}/1.webp", f"/originals/{report}", f"/facsimiles/{report}/0.webp"):
        answer = client.get(address)
        assert answer.status_code in (404, 422)
        assert b"SQLite" not in answer.content
    assert client.get("/looks/../app.css").status_code == 404
    assert client.get("/looks/..%2Fapp.css").status_code == 404


def test_the_original_comes_back_byte_for_byte_under_its_own_name(client: TestClient, held: Library, samples: Path) -> None:
    answer = client.get(f"/originals/{_report(held, NAME)}")
    assert answer.content == (samples / "reports" / "van-sa.pdf").read_bytes()
    assert answer.headers["content-disposition"] == f"attachment; filename*=utf-8''{quote(NAME)}"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert client.get(f"/originals/{_report(held, 'tan-lap.txt')}").headers["content-disposition"].startswith("attachment;")


def test_the_font_comes_from_the_app(client: TestClient) -> None:
    rules = client.get("/looks/page.css")
    assert rules.status_code == 200 and "Be Vietnam Pro" in rules.text and "http" not in rules.text
    assert client.get("/looks/be-vietnam-pro-regular.woff2").content[:4] == b"wOF2"


def test_the_panel_shows_pages_where_there_are_any(held: Library, embedder: Embedder) -> None:
    screen = Screen(Assistant(held, embedder))
    passage = _passage(held, 2)
    made = screen.open(Reference(passage.id, 0, 30).key, 0)
    assert f'data-report="{passage.report}"' in made and 'data-quoted="2"' in made
    assert f'href="originals/{passage.report}" download="{NAME}"' in made
    text = next(p for r in held.catalog.reports() if r.file == "tan-lap.txt" for p in held.catalog.passages_of(r.id))
    made = screen.open(Reference(text.id, 0, 30).key, 0)
    assert 'class="facsimile"' not in made and "Trang gốc" not in made
    assert "Tải bản gốc" in made and "<mark>" in made


def test_who_waits_for_a_page_holds_no_thread(held: Library, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once: list[int] = []
    inside, lock = [0], threading.Lock()

    def slow(*given: object) -> bytes:
        with lock:
            inside[0] += 1
            at_once.append(inside[0])
        time.sleep(0.02)
        with lock:
            inside[0] -= 1
        return b"RIFF"

    monkeypatch.setattr("ingest.facsimile.pages.picture", slow)
    report, before = _report(held, NAME), threading.active_count()
    paths = [f"/facsimiles/{report}/{page}.webp" for page in range(1, held.catalog.report(report).pages + 1)] * 4

    async def ask() -> list[int]:
        transport = httpx.ASGITransport(client.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
            return [answer.status_code for answer in await asyncio.gather(*map(asking.get, paths))]

    assert set(asyncio.run(ask())) == {200}
    assert max(at_once) <= AT_ONCE - 1  # of one person: a place is left for others
    assert threading.active_count() - before < 12
