"""The tab "Kho báo cáo" without a browser: what is shown, who may do what, and files over HTTP."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.access.audit import Audit
from app.access.person import LOCAL, Person, Role
from app.assistant import Assistant
from app.library.ingestion import Shelving
from app.library.register import Register
from app.library.uploads import Upload, UploadState
from app.library.watched_folders import Folder
from app.office import Office
from app.storage.running_work import Work
from app.storage.store import Store
from app.web import server
from app.web.handlers import ask
from app.web.handlers.ask import Screen
from app.web.handlers.library import FORBIDDEN, GONE, LibraryDesk, LibraryView, ViewState
from app.web.html import library as library_views
from app.web.http import library_routes
from index.store.library import Library, write_lock
from ingest.model import Report
from settings import Settings
from tests.index.test_leavings import SECRET

EVIL = "<script>alert(1)</script> <img src=x onerror=alert(2)> \"'&"
TAGS = re.compile(r"<\s*(script|img|iframe|svg|a)\b", re.IGNORECASE)
READER, DRAFTER = Person("doc", "Người đọc", Role.READER), Person("soan", "Người soạn", Role.DRAFTER)


@pytest.fixture
def shelving(library: Library, embedder: Any, settings: Settings) -> Iterator[Shelving]:
    made = Shelving(lambda: library, embedder, Store.open(settings), Work())
    yield made
    made.stop()


@pytest.fixture
def audit(settings: Settings) -> Audit:
    return Audit(Store.open(settings), settings)


@pytest.fixture
def desk(shelving: Shelving, audit: Audit) -> LibraryDesk:
    return LibraryDesk(shelving, audit)


def _id(desk: LibraryDesk, name: str = "tan-lap.txt") -> str:
    return next(entry.report for entry in desk.register.entries() if entry.files[0] == name)


def _do(desk: LibraryDesk, what: str, person: Person = LOCAL, sight: ViewState | None = None, **data: Any) -> LibraryView:
    return desk.act(sight or ViewState(), person, {"do": what, **data})


def _hand_in(shelving: Shelving, name: str, text: str) -> Upload:
    incoming = shelving.uploads.begin(name, 10)
    incoming.write(text.encode())
    incoming.close()
    return shelving.hand_in(incoming, "nguoi")


class TestViews:
    """What is shown."""

    def test_words_of_documents_and_files_are_never_markup(self, library: Library) -> None:
        entry = Register(lambda: library).entries()[0]
        report: Report = library.catalog.report(entry.report)
        facts = replace(entry.facts, title=EVIL, place=EVIL, signer=EVIL, found=(("title", EVIL),))
        evil = replace(entry, title=EVIL, facts=facts, kind=EVIL, files=(EVIL, EVIL))
        headings = tuple(replace(heading, title=EVIL, label=EVIL) for heading in report.headings)
        bad = replace(report, headings=headings, warnings=(EVIL,))
        upload = Upload(1, EVIL, f"uploads/{EVIL}", None, "", EVIL, UploadState.UNREAD, EVIL)  # type: ignore[arg-type]
        passages = library.catalog.passages_of(entry.report)
        for made in (
            library_views.register([evil]), library_views.limit(EVIL), library_views.notice(EVIL),
            library_views.problem(EVIL),
            library_views.report_page(evil, bad, passages, [EVIL], may_edit=True, may_delete=True, typed={"issuer": EVIL}),
            library_views.queue([replace(upload, state=state) for state in UploadState], {1: 0.5}),
            library_views.watched([Folder(EVIL, EVIL, EVIL)], [EVIL], 15),
        ):  # fmt: skip
            assert not TAGS.search(made)
            for attribute in re.findall(r'="([^"]*)"', made):
                assert "<" not in attribute

    def test_every_heading_opens_what_stands_below_it(self, library: Library) -> None:
        report = library.catalog.report(_id_of(library, "tan-lap.txt"))
        passages = library.catalog.passages_of(report.id)
        made = library_views.outline(report, passages)
        keys = re.search(r'data-keys="([^"]*)"', made)
        assert keys is not None
        opened = {
            title: keys[1].split()[int(at)].split(":")[0]
            for at, title in re.findall(r'data-at="(\d+)"><b>\w+</b> ([^<]*)<', made)
        }
        texts = {passage.id: passage.text for passage in passages}
        assert "41 hộ nghèo" in texts[opened["Giảm nghèo"]] and "41 hộ nghèo" in texts[opened["KẾT QUẢ THỰC HIỆN"]]
        assert "hiến 2.450 m2" in texts[opened["Nông thôn mới"]]
        assert made.count("<ul>") == made.count("</ul>") == 2

    def test_the_queue_asks_shows_progress_and_ends(self) -> None:
        one = Upload(1, "a.txt", "uploads/a.txt", None, "", "x", UploadState.READING)  # type: ignore[arg-type]
        made = library_views.queue([one, replace(one, number=2, state=UploadState.WAITING)], {1: 0.4})
        assert "data-live" in made and 'value="0.40"' in made and "đang đọc và chờ 2" in made
        asked = library_views.queue(
            [replace(one, state=UploadState.ASKING), replace(one, number=3, state=UploadState.ASKING)], {}
        )
        assert "data-live" not in asked and 'data-do="replace-all"' in asked and 'data-do="both" data-number="1"' in asked
        done = library_views.queue(
            [replace(one, state=UploadState.UNREAD, said="hỏng"), replace(one, state=UploadState.READ)], {}
        )
        assert "đã xong 1, không đọc được 1" in done and "data-live" not in done
        assert library_views.queue([], {}) == "" == library_views.queue([one], {}, may=False)

    def test_every_control_has_a_name(self, library: Library) -> None:
        entry = Register(lambda: library).entries()[0]
        page = library_views.report_page(entry, library.catalog.report(entry.report), [], [], may_edit=True, may_delete=True)
        for made in (page, library_views.drop(may=True), library_views.register([entry]), library_views.watched([], [], 15)):
            labels = len(re.findall(r"<label\b", made))
            assert labels == len(re.findall(r"<(?:input|select)\b", made))
            assert "><" not in "".join(re.findall(r"<button[^>]*></button>", made))


def _id_of(library: Library, name: str) -> str:
    return next(report for path, report in library.catalog.sources().items() if path.endswith(name))


class TestDesk:
    """What a click does."""

    def test_the_list_and_a_report_s_page(self, desk: LibraryDesk) -> None:
        shown = desk.view(LOCAL)
        assert shown.shelf and shown.shelf.count("<tr>") == 4 and "Kéo thả" in (shown.drop or "")
        page = _do(desk, "open", report=_id(desk))
        assert page.sight.report == _id(desk) and "Lò Văn Phúc" in (page.shelf or "") and "Giảm nghèo" in (page.shelf or "")
        assert "<tr>" in (_do(desk, "list").shelf or "")

    def test_an_edit_is_checked_saved_and_taken_back(self, desk: LibraryDesk) -> None:
        report = _id(desk)
        refused = _do(desk, "save", report=report, fields={"place": "Yên Sậy", "title": "Tên mới"})
        assert "Chưa lưu" in (refused.shelf or "") and 'value="Tên mới"' in (refused.shelf or "")
        assert desk.register.entry(report).facts.place == "xã Tân Lập"
        saved = _do(desk, "save", report=report, fields={"place": "xã Yên Sậy", "title": "Tên mới"})
        assert "Đã lưu" in (saved.shelf or "") and "người dùng sửa" in (saved.shelf or "")
        assert desk.register.entry(report).facts.place == "xã Yên Sậy"
        assert desk.register.entry(report).facts.signer is None
        reset = _do(desk, "reset", report=report)
        assert "Lò Văn Phúc" in (reset.shelf or "") and "người dùng sửa" not in (reset.shelf or "")

    def test_what_is_deleted_is_gone_from_the_list(self, desk: LibraryDesk, audit: Audit) -> None:
        report = _id(desk)
        shown = _do(desk, "delete", report=report)
        (entry,) = audit.entries()
        assert (entry.action, entry.name, entry.detail) == ("delete", LOCAL.name, "tệp tan-lap.txt")
        assert "Đã xóa" in (shown.shelf or "") and "tan-lap.txt</span>" not in (shown.shelf or "")
        for what in ("open", "delete", "save", "reset"):
            assert GONE in (_do(desk, what, report=report, fields={}).shelf or "")

    @pytest.mark.parametrize("what", ["save", "reset", "replace", "both", "drop", "drop-waiting", "replace-all", "clear"])
    def test_a_reader_changes_nothing(self, desk: LibraryDesk, what: str) -> None:
        revision = desk.register.revision
        assert FORBIDDEN in (_do(desk, what, READER, report=_id(desk), number=1, fields={}).shelf or "")
        assert desk.register.revision == revision

    @pytest.mark.parametrize("what", ["delete", "watch", "unwatch", "look", "forget", "keep"])
    def test_only_an_administrator_deletes_and_watches(self, desk: LibraryDesk, what: str) -> None:
        revision = desk.register.revision
        for person in (READER, DRAFTER):
            shown = _do(desk, what, person, report=_id(desk), where="/x", fields={"folder": "/tmp"})
            assert FORBIDDEN in (shown.shelf or "")
        assert desk.register.revision == revision and desk.shelving.folders.all() == []

    def test_everybody_sees_what_they_may(self, desk: LibraryDesk) -> None:
        _hand_in(desk.shelving, "a.txt", SECRET)
        reader, drafter, administrator = (desk.view(one) for one in (READER, DRAFTER, LOCAL))
        assert 'type="file"' not in (reader.drop or "") and reader.queue == "" == reader.folders
        assert 'type="file"' in (drafter.drop or "") and "a.txt" in (drafter.queue or "") and drafter.folders == ""
        assert "Thư mục theo dõi" in (administrator.folders or "")
        pages = [_do(desk, "open", one, report=_id(desk)).shelf or "" for one in (READER, DRAFTER, LOCAL)]
        assert ['data-report="' in page and "<form" in page for page in pages] == [False, True, True]
        assert ['data-do="delete"' in page for page in pages] == [False, False, True]

    def test_the_list_follows_the_library_but_a_page_stays_open(self, desk: LibraryDesk) -> None:
        seen = desk.view(LOCAL).sight
        assert desk.tick(seen, LOCAL).shelf is None
        _hand_in(desk.shelving, "a.txt", SECRET)
        desk.shelving.work()
        later = desk.tick(seen, LOCAL)
        assert "a.txt" in (later.shelf or "") and later.sight != seen
        assert desk.tick(ViewState(_id(desk), "0"), LOCAL).shelf is None

    def test_a_busy_library_is_said_calmly(self, desk: LibraryDesk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("app.library.ingestion.PATIENCE", 0.05)
        with write_lock(desk.shelving.library.settings):
            shown = _do(desk, "delete", sight=ViewState(_id(desk)), report=_id(desk))
        assert "Một lượt nạp khác" in (shown.shelf or "") and shown.sight.report == _id(desk)

    @pytest.mark.parametrize("data", [{}, {"do": "__class__"}, {"do": "list", "x": 1}, {"do": ["open"]}, {"do": "open"},
                                      {"do": "replace", "number": "x"}, {"do": "drop-waiting", "number": "x"}])  # fmt: skip
    def test_what_our_page_does_not_send_does_no_harm(self, desk: LibraryDesk, data: Mapping[str, object]) -> None:
        revision = desk.register.revision
        desk.act(ViewState(), LOCAL, data)
        assert desk.register.revision == revision

    def test_a_folder_is_watched_from_now_on(self, desk: LibraryDesk, tmp_path: Any) -> None:
        assert "đường dẫn đầy đủ" in (_do(desk, "watch", fields={"folder": "x"}).folders or "")
        folder = tmp_path / "moi"
        folder.mkdir()
        shown = _do(desk, "watch", fields={"folder": str(folder)})
        assert str(folder) in (shown.folders or "") and "Thư mục theo dõi (1)" in (shown.folders or "")
        assert "Thư mục theo dõi (0)" in (_do(desk, "unwatch", where=str(folder)).folders or "")


class TestRoutes:
    """Files over HTTP."""

    @staticmethod
    def _send(client: TestClient, name: str, content: bytes, status: int = 200) -> dict[str, Any]:
        answer = client.post(library_routes.ADDRESS, content=content, headers={library_routes.NAME: quote(name)})
        assert answer.status_code == status
        made: dict[str, Any] = answer.json()
        return made

    def test_a_file_is_taken_and_read(self, library: Library, embedder: Any, settings: Settings) -> None:
        with TestClient(server.application(Assistant(library, embedder), Office.open(settings))) as client:
            assert self._send(client, "../khuất nẻo.txt", SECRET.encode())["state"] == "waiting"
            for _ in range(200):
                if "uploads/khuất nẻo.txt" in library.catalog.sources():
                    break
                time.sleep(0.1)
        assert "uploads/khuất nẻo.txt" in library.catalog.sources()
        assert list(settings.uploads_dir.iterdir()) == []

    def test_what_is_not_taken_says_why_and_leaves_nothing(
        self, library: Library, embedder: Any, settings: Settings
    ) -> None:
        small = replace(settings, limits=replace(settings.limits, max_file_mb=1))
        library.settings = small
        with TestClient(server.application(Assistant(library, embedder), Office.open(small))) as client:
            assert ".accdb chưa đọc được" in self._send(client, "a.accdb", b"x")["why"]
            assert "rỗng" in self._send(client, "a.txt", b"")["why"]
            assert "MAX_FILE_MB" in self._send(client, "a.txt", bytes(1_100_000))["why"]
            assert client.post(library_routes.ADDRESS, content=b"x").json()["why"]
        assert list(settings.uploads_dir.iterdir()) == []

    def test_a_reader_sends_nothing(self, shelving: Shelving, audit: Audit) -> None:
        app = FastAPI()
        library_routes.add(app, shelving, audit, lambda request: READER, lambda request: "")
        with TestClient(app) as client:
            assert "chưa được giao" in self._send(client, "a.txt", b"x", 403)["why"]
        assert shelving.uploads.all() == []


def test_a_chosen_report_alone_is_asked_until_it_is_taken_off(
    library: Library, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "STEP_SECONDS", 0)
    shown, chosen = Screen(Assistant(library, embedder)), (_id_of(library, "suoi-may.txt"),)
    assert "thị trấn Suối Mây" in shown.limit(chosen) and shown.limit(()) == ""
    turn = list(shown.ask("Tặng giấy khen cho bao nhiêu tập thể?", [], reports=chosen))[-1]
    assert "57 tập thể" in turn.made and "trong báo cáo:" in turn.made
    other = list(shown.ask("Kiểm lâm trồng mới bao nhiêu ha rừng phòng hộ?", [turn], reports=chosen))[-1]
    assert "640 ha" not in other.made
    again = list(shown.again(2, '["reports", "context"]', [turn, other]))[-1]
    assert "640 ha" in again.made and "<s>trong báo cáo:" in again.made
