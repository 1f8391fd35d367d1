"""The actions of the tab "Kho báo cáo": a click comes in, HTML goes out, no widgets. Rights are checked here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app import field_text as typed
from app.access.audit import Action, Audit
from app.access.fair_queue import QueueFull
from app.access.person import Person
from app.library import facts_form
from app.library.facsimiles import Facsimiles, NotShown
from app.library.facts_form import BadFacts
from app.library.ingestion import Shelving
from app.library.register import Register
from app.library.uploads import UploadState
from app.library.watched_folders import BadFolder
from app.records.dismissals import Dismissals, apart
from app.records.report_sets import BadSet, ReportSets
from app.web.handlers.ask import explained
from app.web.handlers.comparison import Comparing
from app.web.handlers.library_clicks import BRINGS_IN, DELETES, RIGHTS, Click, LibraryView, ViewState
from app.web.html import checks, register, report_page
from app.web.html import library as views
from app.web.html.messages import notice, problem
from app.workers import tasks
from app.workers.pool import Workshop
from ingest.errors import UnreadableFile

FORBIDDEN = "Tài khoản của bạn chưa được giao việc này. Nếu cần, hãy nhờ quản trị viên đổi vai trò."
GONE = "Báo cáo này không còn trong Kho; có thể vừa được xóa hoặc thay."


class LibraryDesk:
    """The handlers of the tab. Whatever goes wrong is told in a sentence; none of them raises."""

    def __init__(
        self, shelving: Shelving, audit: Audit, workshop: Workshop, sets: ReportSets, dismissals: Dismissals
    ) -> None:
        self.shelving, self._sets, self._dismissals = shelving, sets, dismissals
        self._audit = audit
        self.register = Register(lambda: shelving.library)
        self.comparing = Comparing(shelving, self.register, workshop)
        self._workshop = workshop
        self._facsimiles = Facsimiles(lambda: shelving.library, shelving.library.settings)

    def view(self, person: Person) -> LibraryView:
        """Return the whole tab with the list, for somebody who has just opened it."""
        try:
            shelf = self._shelf(person)
            sight = ViewState("", self.register.revision)
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return LibraryView(ViewState(), shelf=problem(explained(error)))
        drop = views.drop(may=person.role.may(BRINGS_IN))
        return LibraryView(sight, drop, self._queue(person), shelf, self._folders(person))

    def tick(self, sight: ViewState, person: Person) -> LibraryView:
        """Return what has changed: the queue, and the list if it is open and the library is another."""
        view = LibraryView(sight, queue=self._queue(person))
        if sight.report or sight.revision == self.register.revision:
            return view
        revision = self.register.revision
        return replace(view, sight=ViewState("", revision), shelf=self._shelf(person))

    def act(self, sight: ViewState, person: Person, data: Mapping[str, object], address: str = "") -> LibraryView:
        """Do what was clicked, from the machine with this address; ``data["do"]`` names it."""
        what = str(data.get("do", ""))
        needed = RIGHTS.get(what)
        if needed is None or not person.role.may(needed):
            return LibraryView(sight, shelf=problem(FORBIDDEN)) if needed else LibraryView(sight)
        try:
            view: LibraryView = getattr(self, f"_{what.replace('-', '_')}")(Click(sight, person, data, address))
        except KeyError:
            return self._listed(person, problem(GONE))
        except Exception as error:  # noqa: BLE001 - nothing may reach the reader as a traceback
            return self._again(sight, person, problem(explained(error)))
        return view

    # The register and a report's page

    def _list(self, click: Click) -> LibraryView:
        return self._listed(click.person)

    def _open(self, click: Click) -> LibraryView:
        return self._page(str(click.data["report"]), click.person)

    def _save(self, click: Click) -> LibraryView:
        report, posted = str(click.data["report"]), click.data.get("fields")
        fields = {str(key): value for key, value in posted.items()} if isinstance(posted, Mapping) else {}
        try:
            right = facts_form.read(fields)
        except BadFacts as error:
            again = {key: typed.printable(str(value))[: typed.LONGEST] for key, value in fields.items()}
            return self._page(report, click.person, problem(f"Chưa lưu: {error}"), again)
        for copy in self.register.entry(report).reports:
            self.shelving.correct(copy, right)
        self._note(click, f"thông tin của tệp {self.register.entry(report).files[0]}")
        return self._page(report, click.person, notice("Đã lưu. Tìm kiếm và trích dẫn dùng thông tin mới từ bây giờ."))

    def _reset(self, click: Click) -> LibraryView:
        for copy in self.register.entry(str(click.data["report"])).reports:
            self.shelving.correct(copy, {})
        self._note(click, f"thông tin của tệp {self.register.entry(str(click.data['report'])).files[0]}: như máy đã đọc")
        return self._page(str(click.data["report"]), click.person, notice("Đã trả thông tin về như máy đã đọc."))

    def _delete(self, click: Click) -> LibraryView:
        entry = self.register.entry(str(click.data["report"]))
        left = [path for copy in entry.reports for path in self.shelving.delete(copy)]
        self._audit.record(click.person, Action.DELETE, f"tệp {entry.files[0]}", click.address)  # no title: it is deleted
        message = f"Đã xóa “{entry.title}” khỏi Kho."
        if left:
            message += f" Tệp gốc vẫn còn ở {', '.join(left)}; chương trình không xóa tệp này và sẽ không nạp lại."
        return self._listed(click.person, notice(message))

    def _compare(self, click: Click) -> LibraryView:
        report, posted = str(click.data["report"]), click.data.get("fields")
        old = str(posted.get("old", "")) if isinstance(posted, Mapping) else ""
        try:
            compared = self.comparing.view(click.person, report, old)
        except (QueueFull, UnreadableFile) as error:
            compared = self.comparing.chooser(report, old) + problem(str(error))
        return self._page(report, click.person, compared=compared)

    def _check(self, click: Click) -> LibraryView:
        report = self.register.entry(str(click.data["report"])).report
        try:
            file, name = self._facsimiles.original(report)
            self._audit.record(click.person, Action.DRAFT, f"soát {name}", click.address)
            checking = self._workshop.do(click.person.name, tasks.checked, file, name)
            standing, dismissed = apart(checking.listed, self._dismissals.of(checking.key))
            checked = checks.findings(standing, dismissed, name, checking.more, tools=False)
        except (QueueFull, UnreadableFile, NotShown) as error:
            checked = problem(str(error))
        return self._page(report, click.person, checked=checked)

    def _page(
        self, report: str, person: Person, message: str = "", typed: Mapping[str, str] | None = None, compared: str = "",
        checked: str = "",
    ) -> LibraryView:  # fmt: skip
        entry, catalog = self.register.entry(report), self.shelving.library.catalog
        paths = [path for path, holder in catalog.sources().items() if holder in entry.reports]
        may_edit, may_delete = person.role.may(BRINGS_IN), person.role.may(DELETES)
        if not may_edit:  # where on the machine a file lies is for those who bring files in
            paths = [Path(path).name for path in paths]
        page = report_page.report_page(
            entry, catalog.report(entry.report), paths, message=message, typed=typed, checked=checked,
            compared=compared or self.comparing.chooser(entry.report), as_pages=self._facsimiles.has_pages(entry.report),
            may_edit=may_edit, may_check=may_edit, may_delete=may_delete,
        )  # fmt: skip
        return LibraryView(ViewState(entry.report, self.register.revision), shelf=page)

    def _listed(self, person: Person, message: str = "") -> LibraryView:
        shelf = message + self._shelf(person)
        return LibraryView(ViewState("", self.register.revision), queue=self._queue(person), shelf=shelf)

    def _shelf(self, person: Person) -> str:
        entries = self.register.entries()
        return register.kept_sets(self._sets.of(person.name), entries) + register.register(entries)

    # Sets of reports

    def _keep_set(self, click: Click) -> LibraryView:
        posted, reports = click.data.get("fields"), click.data.get("reports")
        name = str(posted.get("name", "")) if isinstance(posted, Mapping) else ""
        try:
            kept_set = self._sets.keep(click.person.name, name, list(map(str, reports)) if isinstance(reports, list) else [])
        except BadSet as error:
            return self._listed(click.person, problem(str(error)))
        return self._listed(click.person, notice(f"Đã lưu bộ hồ sơ “{kept_set.name}” ({len(kept_set.reports)} báo cáo)."))

    def _drop_set(self, click: Click) -> LibraryView:
        self._sets.drop(click.person.name, int(str(click.data["number"])))
        return self._listed(click.person, notice("Đã xóa bộ hồ sơ; các báo cáo vẫn ở trong Kho."))

    def _again(self, sight: ViewState, person: Person, message: str) -> LibraryView:
        return self._page(sight.report, person, message) if sight.report else self._listed(person, message)

    # The queue

    def _decided(self, click: Click, choice: str) -> None:
        try:
            upload = self.shelving.uploads.get(int(str(click.data["number"])))
            if upload.state is not UploadState.ASKING:
                return
            self.shelving.answer(upload.number, choice)
        except (KeyError, ValueError):
            return  # decided meanwhile by somebody else
        self._note(click, _CHOICES[choice].format(file=upload.name))

    def _note(self, click: Click, what: str) -> None:
        self._audit.record(click.person, Action.EDIT, what, click.address)

    def _replace(self, click: Click) -> LibraryView:
        self._decided(click, "replace")
        return self.tick(click.sight, click.person)

    def _both(self, click: Click) -> LibraryView:
        self._decided(click, "both")
        return self.tick(click.sight, click.person)

    def _drop(self, click: Click) -> LibraryView:
        self._decided(click, "drop")
        return self.tick(click.sight, click.person)

    def _drop_waiting(self, click: Click) -> LibraryView:
        upload = self.shelving.uploads.get(int(str(click.data["number"])))
        if upload.state is UploadState.WAITING:
            self.shelving.uploads.drop(upload)
            self._note(click, f"bỏ tệp đang chờ {upload.name}")
        return self.tick(click.sight, click.person)

    def _replace_all(self, click: Click) -> LibraryView:
        for upload in self.shelving.uploads.all():
            if upload.state is UploadState.ASKING:
                self._decided(replace(click, data={"number": upload.number}), "replace")
        return self.tick(click.sight, click.person)

    def _clear(self, click: Click) -> LibraryView:
        self.shelving.uploads.clear()
        self._note(click, "dọn danh sách tệp đã nạp")
        return self.tick(click.sight, click.person)

    def _queue(self, person: Person) -> str:
        may = person.role.may(BRINGS_IN)
        return views.queue(self.shelving.uploads.all(), self.shelving.progress, may=may)

    # Watched folders

    def _watch(self, click: Click) -> LibraryView:
        posted = click.data.get("fields")
        path = str(posted.get("folder", "")) if isinstance(posted, Mapping) else ""
        try:
            self.shelving.folders.add(path)
        except BadFolder as error:
            return LibraryView(click.sight, folders=self._folders(click.person, problem(str(error))))
        self._audit.record(click.person, Action.SETTINGS, f"theo dõi {path}", click.address)
        message = "Đã thêm thư mục; các tệp trong đó đang được nạp."
        return replace(self.look_now(click.sight, click.person), folders=self._folders(click.person, notice(message)))

    def _unwatch(self, click: Click) -> LibraryView:
        self.shelving.folders.drop(str(click.data["where"]))
        self._audit.record(click.person, Action.SETTINGS, f"thôi theo dõi {click.data['where']}", click.address)
        return LibraryView(
            click.sight,
            folders=self._folders(click.person, notice("Đã thôi theo dõi; báo cáo đã nạp vẫn ở trong Kho.")),
        )

    def _look(self, click: Click) -> LibraryView:
        return self.look_now(click.sight, click.person)

    def look_now(self, sight: ViewState, person: Person) -> LibraryView:
        """Look into the watched folders now."""
        folders, uploads = self.shelving.folders, self.shelving.uploads
        count = folders.look(self.shelving.library.catalog, uploads)
        message = f"Đã xem: {count} tệp mới hoặc đã sửa." if count else "Đã xem: không có tệp mới."
        return replace(self.tick(sight, person), folders=self._folders(person, notice(message)))

    def _forget(self, click: Click) -> LibraryView:
        path = str(click.data["where"])
        self.shelving.forget(path)
        self._audit.record(click.person, Action.DELETE, f"tệp {Path(path).name}", click.address)
        return replace(self.tick(click.sight, click.person), folders=self._folders(click.person, notice("Đã gỡ khỏi Kho.")))

    def _keep(self, click: Click) -> LibraryView:
        self.shelving.folders.keep(str(click.data["where"]))
        self._note(click, f"giữ báo cáo của tệp {Path(str(click.data['where'])).name}")
        return LibraryView(click.sight, folders=self._folders(click.person, notice("Báo cáo vẫn được giữ trong Kho.")))

    def _folders(self, person: Person, message: str = "") -> str:
        if not person.role.may(DELETES):
            return ""
        folders = self.shelving.folders
        return views.watched(folders.all(), folders.vanished(), self.shelving.library.settings.watch_minutes, message)


_CHOICES = {
    "replace": "thay bản cũ bằng tệp {file}",
    "both": "giữ cả hai bản của tệp {file}",
    "drop": "bỏ tệp mới {file}",
}
