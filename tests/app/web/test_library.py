"""The tab "Kho báo cáo" without a browser: what is shown, who may do what, and files over HTTP."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import docx
import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from app.access.audit import Audit
from app.access.person import LOCAL, Person, Role
from app.assistant import Assistant
from app.library.ingestion import Shelving
from app.library.register import Register
from app.library.uploads import Upload, UploadState
from app.library.watched_folders import Folder
from app.office import Office
from app.records.dismissals import Dismissals
from app.records.report_sets import ReportSets
from app.storage.running_work import Work
from app.storage.store import Store
from app.web import server
from app.web.handlers import ask
from app.web.handlers.ask import Screen
from app.web.handlers.library import FORBIDDEN, GONE, LibraryDesk
from app.web.handlers.library_clicks import LibraryView, ViewState
from app.web.html import library as library_views
from app.web.html import messages, register, report_page, whole_report
from app.web.html.panel import Reference
from app.web.http import library_routes
from app.workers.pool import Workshop
from index.store.library import Library
from index.store.locks import write_lock
from ingest.model import Report
from settings import Settings
from tests.index.test_leavings import SECRET

pytestmark = pytest.mark.usefixtures("reading_here")

EVIL = "<script>alert(1)</script> <img src=x onerror=alert(2)> \"'&"
TAGS = re.compile(r'<\s*(script|img|iframe|svg|a(?! class="download" href="originals/\w+"))\b', re.IGNORECASE)
MAY = {"may_edit": True, "may_delete": True, "may_check": True}
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
def desk(shelving: Shelving, audit: Audit, settings: Settings) -> Iterator[LibraryDesk]:
    workshop = Workshop(settings.limits)
    store = Store.open(settings)
    yield LibraryDesk(shelving, audit, workshop, ReportSets(store), Dismissals(store))
    workshop.close()


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
        evil = replace(entry, title=EVIL, facts=facts, kind=EVIL, files=(EVIL, EVIL), originals=(("a" * 64, EVIL),))
        headings = tuple(replace(heading, title=EVIL, label=EVIL) for heading in report.headings)
        bad = replace(report, headings=headings, warnings=(EVIL,))
        upload = Upload(1, EVIL, f"uploads/{EVIL}", None, "", EVIL, UploadState.UNREAD, EVIL)  # type: ignore[arg-type]
        for made in (
            register.register([evil]), library_views.limit(EVIL), messages.notice(EVIL),
            messages.problem(EVIL),
            report_page.report_page(evil, bad, [EVIL], **MAY, compared="", as_pages=False, typed={"issuer": EVIL}),
            library_views.queue([replace(upload, state=state) for state in UploadState], {1: 0.5}),
            library_views.watched([Folder(EVIL, EVIL, EVIL)], [EVIL], 15),
        ):  # fmt: skip
            assert not TAGS.search(made)
            for attribute in re.findall(r'="([^"]*)"', made):
                assert "<" not in attribute

    def test_every_heading_leads_to_its_place(self, library: Library) -> None:
        report = library.catalog.report(_id_of(library, "tan-lap.txt"))
        made = whole_report.reading(report, as_pages=False)
        wanted = re.findall(r'<button type="button" data-to="([^"]*)"', made)
        assert len(wanted) == len(report.headings) == 5
        assert all(made.count(f'id="{place}"') == 1 for place in wanted)
        assert made.count("<ul>") == made.count("</ul>") == 2
        told = re.sub(r"<[^>]+>", " ", made[made.index('<div class="whole') :])
        assert told.split() == report.text.split(), "all of it can be read, in its order"

    def test_what_is_done_to_a_report_stands_above_its_pages(self, library: Library) -> None:
        entry = Register(lambda: library).entries()[0]
        report = library.catalog.report(entry.report)
        page = report_page.report_page(entry, report, [], **MAY, compared="", as_pages=False)
        assert page.index("Sửa thông tin") < page.index("Xóa khỏi Kho…") < page.index('class="whole')

    def test_a_pdf_is_read_as_it_looks(self, library: Library) -> None:
        report = replace(library.catalog.report(_id_of(library, "tan-lap.txt")), pages=3)
        made = whole_report.reading(report, as_pages=True)
        assert re.findall(r'<figure id="(trang-\d)"', made) == ["trang-1", "trang-2", "trang-3"]
        assert made.count('loading="lazy"') == 3 and f'src="facsimiles/{report.id}/2.webp"' in made

    def test_the_register_has_what_a_registrar_keeps(self, library: Library) -> None:
        entry = Register(lambda: library).entries()[0]
        facts = replace(entry.facts, number="187/BC-UBND", date="2031-04-08", issuer="UBND xã Lũng Vầu", place=None)
        twin = replace(entry, facts=facts, files=("a.docx", "a.pdf"), twins=("b" * 64,))
        made = register.register([twin])
        heads = re.findall(r'data-sort="\d+">([^<]*)<', made)
        assert heads == [
            "Báo cáo", "Số", "Ký hiệu", "Ngày", "Cơ quan ban hành", "Loại", "Kỳ", "Nơi", "Trang", "Tình trạng",
        ]  # fmt: skip
        assert 'data-value="187">187</td>' in made and ">BC-UBND</td>" in made and ">UBND xã Lũng Vầu</td>" in made
        assert 'data-value="2031-04-08">8/4/2031</td>' in made
        assert 'data-also="số 187/BC-UBND ngày 08/04/2031 UBND xã Lũng Vầu"' in made, "found as it is written elsewhere too"
        assert "1 báo cáo (2 tệp)" in made and "2 tệp cùng nội dung" in made and made.count('class="file"') == 2

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
        read = [replace(one, number=at, state=UploadState.READ) for at in range(2, 9)]
        many = library_views.queue([*read, replace(one, state=UploadState.UNREAD, said="hỏng")], {})
        assert many.index('class="unread"') < many.index('class="read"'), "what calls for somebody is seen first"
        assert library_views.queue([], {}) == "" == library_views.queue([one], {}, may=False)

    def test_every_control_has_a_name(self, library: Library) -> None:
        entry = Register(lambda: library).entries()[0]
        report = library.catalog.report(entry.report)
        page = report_page.report_page(entry, report, [], **MAY, compared="", as_pages=False)
        for made in (page, library_views.drop(may=True), register.register([entry]), library_views.watched([], [], 15)):
            labels = len(re.findall(r"<label\b", made))
            assert labels == len(re.findall(r"<(?:input|select)\b", made))
            assert "><" not in "".join(re.findall(r"<button[^>]*></button>", made))


def _id_of(library: Library, name: str) -> str:
    return next(report for path, report in library.catalog.sources().items() if path.endswith(name))


OLD_YEAR = """ỦY BAN NHÂN DÂN
XÃ MỘC LŨNG

BÁO CÁO
Kết quả công tác năm 2023

I. KẾT QUẢ

Cuối năm 2023 toàn xã còn 64 hộ nghèo, chiếm 2,07%.
Cán bộ phụ trách còn thiếu, nhiều việc phải kiêm nhiệm nên chất lượng chưa cao.
"""
NEW_YEAR = OLD_YEAR.replace("2023", "2024").replace("64 hộ", "41 hộ").replace("2,07%", "1,37%")


class TestComparison:
    """This year's report against last year's."""

    @pytest.fixture
    def two(self, shelving: Shelving) -> tuple[str, str]:
        """Two reports of one issuer in the library: of 2023 and of 2024."""
        for name, text in (("moc-lung-2023.txt", OLD_YEAR), ("moc-lung-2024.txt", NEW_YEAR)):
            _hand_in(shelving, name, text)
            shelving.work()
        return _id_of(shelving.library, "moc-lung-2023.txt"), _id_of(shelving.library, "moc-lung-2024.txt")

    def test_last_year_s_report_is_proposed_and_changes_open_their_places(
        self, desk: LibraryDesk, two: tuple[str, str]
    ) -> None:
        old, new = two
        page = _do(desk, "open", report=new, person=READER).shelf or ""
        assert f'<option value="{old}" selected>' in page and "gợi ý: kỳ trước" in page
        assert "gợi ý" not in (_do(desk, "open", report=old).shelf or "")  # nothing is before it
        shown = _do(desk, "compare", report=new, fields={"old": old}, person=READER).shelf or ""
        assert "giảm 23 hộ" in shown and "Chép nguyên văn" in shown
        (keys,) = re.findall(r'class="compared" data-keys="([^"]*)"', shown)
        reference = Reference.parse(keys.split()[0])
        passage = desk.shelving.library.catalog.passages([reference.passage])[reference.passage]
        begin, end = reference.within(passage)
        assert desk.shelving.library.catalog.report(old).text[begin:end].startswith("Cuối năm 2023 toàn xã còn 64 hộ")

    def test_it_is_written_as_word(self, desk: LibraryDesk, two: tuple[str, str], tmp_path: Path) -> None:
        desk.comparing.write(READER, two[1], two[0], tmp_path / "so-sanh.docx")
        written = docx.Document(str(tmp_path / "so-sanh.docx"))
        (table,) = written.tables
        assert [cell.text for cell in table.rows[0].cells] == ["Báo cáo trước", "Báo cáo này", "Nhận xét"]
        assert "giảm 23 hộ" in table.rows[1].cells[2].text and "64 hộ nghèo" in table.rows[1].cells[0].text

    def test_a_report_deleted_meanwhile_is_told(self, desk: LibraryDesk, two: tuple[str, str]) -> None:
        _do(desk, "delete", report=two[0])
        assert GONE in (_do(desk, "compare", report=two[1], fields={"old": two[0]}).shelf or "")


class TestDesk:
    """What a click does."""

    def test_the_list_and_a_report_s_page(self, desk: LibraryDesk) -> None:
        shown = desk.view(LOCAL)
        assert shown.shelf and shown.shelf.count("<tr") == 4 and "Kéo thả" in (shown.drop or "")
        page = _do(desk, "open", report=_id(desk))
        assert page.sight.report == _id(desk) and "Lò Văn Phúc" in (page.shelf or "") and "Giảm nghèo" in (page.shelf or "")
        assert "<tr data-also" in (_do(desk, "list").shelf or "")

    def test_where_a_file_lies_is_for_those_who_bring_files_in(self, desk: LibraryDesk) -> None:
        path = next(path for path, held in desk.shelving.library.catalog.sources().items() if held == _id(desk))
        assert "/" in path and path in (_do(desk, "open", report=_id(desk), person=DRAFTER).shelf or "")
        page = _do(desk, "open", report=_id(desk), person=READER).shelf or ""
        assert path not in page and "<li>tan-lap.txt</li>" in page

    def test_an_edit_is_checked_saved_and_taken_back(self, desk: LibraryDesk, audit: Audit) -> None:
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
        told = [entry.detail for entry in audit.entries(action="edit")]
        assert told == ["thông tin của tệp tan-lap.txt: như máy đã đọc", "thông tin của tệp tan-lap.txt"]

    @pytest.mark.parametrize(
        ("choice", "told"),
        [
            ("replace", "thay bản cũ bằng tệp tan-lap.txt"),
            ("both", "giữ cả hai bản của tệp tan-lap.txt"),
            ("drop", "bỏ tệp mới tan-lap.txt"),
            ("replace-all", "thay bản cũ bằng tệp tan-lap.txt"),
        ],
    )
    def test_who_replaces_a_report_is_noted(
        self, desk: LibraryDesk, shelving: Shelving, audit: Audit, choice: str, told: str
    ) -> None:
        """It takes the old one away, as a deletion does."""
        _hand_in(shelving, "tan-lap.txt", "BÁO CÁO\nKết quả năm 2024\n\nI. KẾT QUẢ\n\nCòn 9 hộ nghèo.\n")
        upload = _hand_in(shelving, "tan-lap.txt", "BÁO CÁO\nKết quả năm 2025\n\nI. KẾT QUẢ\n\nCòn 7 hộ nghèo.\n")
        assert upload.state is UploadState.ASKING
        _do(desk, choice, DRAFTER, number=upload.number)
        _do(desk, choice, DRAFTER, number=upload.number)  # decided already
        assert [(entry.name, entry.detail) for entry in audit.entries(action="edit")] == [(DRAFTER.name, told)]

    def test_who_throws_a_waiting_file_away_or_clears_the_queue_is_noted(
        self, desk: LibraryDesk, shelving: Shelving, audit: Audit
    ) -> None:
        """It may be another person's."""
        upload = _hand_in(shelving, "cho.txt", SECRET)
        assert upload.state is UploadState.WAITING
        _do(desk, "drop-waiting", DRAFTER, number=upload.number)
        _do(desk, "clear", DRAFTER)
        told = [(entry.name, entry.detail) for entry in audit.entries(action="edit")]
        assert told == [(DRAFTER.name, "dọn danh sách tệp đã nạp"), (DRAFTER.name, "bỏ tệp đang chờ cho.txt")]

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
        assert ['class="edited"' in page for page in pages] == [False, True, True]
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
            for _ in range(900):  # tenths of a second: the app warms up beside it, and others use the processors too
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

    def test_who_is_no_drafter_any_more_when_the_file_has_arrived_brings_nothing_in(
        self, shelving: Shelving, audit: Audit, settings: Settings
    ) -> None:
        """A slow line takes hours; a role taken meanwhile is gone."""
        app = FastAPI()
        library_routes.add(app, shelving, audit, lambda request: DRAFTER, lambda request: "")

        @app.middleware("http")
        async def taken_meanwhile(request: Request, go_on: Any) -> Any:
            request.scope["state"] = {"again": lambda: READER}
            return await go_on(request)

        with TestClient(app) as client:
            assert "chưa được giao" in self._send(client, "a.txt", b"x", 403)["why"]
        assert shelving.uploads.all() == [] and list(settings.uploads_dir.iterdir()) == []

    def test_what_is_no_address_of_a_page_is_told_in_vietnamese(
        self, library: Library, embedder: Any, settings: Settings
    ) -> None:
        client = TestClient(server.application(Assistant(library, embedder), Office.open(settings)))
        answer = client.get("/facsimiles/x/0.webp")
        assert answer.status_code == 422 and "Đầu vào sai" in answer.json()["detail"]

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
    assert "57 tập thể" in turn.html and "trong báo cáo:" in turn.html
    other = list(shown.ask("Kiểm lâm trồng mới bao nhiêu ha rừng phòng hộ?", [turn], reports=chosen))[-1]
    assert "640 ha" not in other.html
    again = list(shown.again(2, '["reports", "context"]', [turn, other]))[-1]
    assert "640 ha" in again.html and "<s>trong báo cáo:" in again.html
