"""The work behind the library's tab: files of the queue are read one after the other, reports put right and deleted.

One thread of the app reads, embeds and stores. It holds the library's lock only while it stores, so that a deletion need not
wait for the files before it; a run of ``python -m ingest`` beside it is waited for.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.library.incoming import Incoming, another_name
from app.library.upkeep import Upkeep
from app.library.upload_outcome import describe, describe_members
from app.library.uploads import Upload, Uploads, UploadState
from app.library.watched_folders import Folders
from app.storage.loops import Loop
from app.storage.running_work import Work
from app.storage.store import Store
from index.build import BuildOutcome, correct, remove, store
from index.database.disk import StorageProblem, disk_problem
from index.database.model import LockHeld
from index.embedding.e5_weights import WeightsError
from index.embedding.embedder import Embedder, ModelNotFound
from index.errors import IndexProblem, LibraryBusy
from index.preparation import Prepared, prepare, prepare_member, taken_apart
from index.store.corrections import Value
from index.store.library import Library
from index.store.locks import write_lock
from ingest.errors import NoRoom, UnreadableFile
from ingest.readers.bundles import Member
from ingest.worker import ReportReader

logger = logging.getLogger(__name__)

WORK = "work"  # lock of the one server that reads files, watches folders, cleans up
HALF_SENT = 3600.0  # seconds for which another server may be receiving a file that is in no queue yet
IDLE_SECONDS = 1.0  # between two looks for work
BUSY_SECONDS = 2.0  # between two tries for the lock that another run holds
PATIENCE = 20.0  # seconds that somebody who deletes or edits waits for the lock
DISK_SECONDS = 20.0  # between two tries while the disk is full or the store is locked
QUIET_SECONDS = 60.0  # without work, after which the reader's process ends and the vector store is compacted
UNFORESEEN = "lỗi ngoài dự kiến; hãy nạp lại tệp này, nếu vẫn lỗi hãy báo quản trị viên xem cửa sổ dòng lệnh"
WAITS = "đang đợi một lượt nạp khác (dòng lệnh) ghi xong"


class Shelving:
    """Brings files into the library that ``library`` returns, asked anew each time, and takes reports out of it.

    Safe to share between threads.
    """

    def __init__(
        self,
        library: Callable[[], Library],
        embedder: Embedder,
        office_store: Store,
        work: Work,
        forget: Callable[[str], None] = lambda report: None,
    ) -> None:
        self._forget_elsewhere = forget
        settings = library().settings
        self.uploads = Uploads(office_store, settings.uploads_dir)
        self.folders = Folders(office_store, settings)
        self.progress: dict[int, float] = {}  # share (0-1) of the files being read, by their number
        self._store = office_store
        self._library, self._embedder, self._work = library, embedder, work
        self._upkeep = Upkeep(library, work)
        self._reader: ReportReader | None = None
        self._loop = Loop("shelving", self._shelve)
        self._woken = threading.Event()
        self._worked = time.monotonic()
        self._late: list[tuple[Upload, str]] = []  # files to be read again once the disk takes that note

    @property
    def library(self) -> Library:
        """The library as it is now: the index may have been made anew."""
        return self._library()

    # Files that come in

    def hand_in(self, incoming: Incoming, person: str) -> Upload:
        """Put a file that has arrived into the queue; one whose name holds other content is asked about first."""
        path = f"uploads/{incoming.name}"
        identity = self.library.catalog.report_at(path)
        if identity == incoming.identity:
            upload = self.uploads.add(incoming, person, UploadState.WAITING)
            self.uploads.finish(upload, UploadState.SAME, "Kho đang giữ đúng tệp này, không có gì đổi", identity)
            return self.uploads.get(upload.number)
        asks = identity is not None or self.uploads.open_at(path)
        upload = self.uploads.add(incoming, person, UploadState.ASKING if asks else UploadState.WAITING)
        self._woken.set()
        return upload

    def answer(self, number: int, choice: str) -> None:
        """Decide about a file that was asked about: "replace", "both" or "drop"; :raises KeyError: no such file."""
        upload = self.uploads.get(number)
        if upload.state is not UploadState.ASKING:
            return
        if choice == "drop":
            self.uploads.drop(upload)
        elif choice == "both":
            names = {Path(path).name for path in self.library.catalog.sources()}
            names |= {other.name for other in self.uploads.all()}
            self.uploads.answer(upload, another_name(upload.name, names))
        else:
            self.uploads.answer(upload, upload.name)
        self._woken.set()

    # Reports that are held

    def correct(self, identity: str, right: Mapping[str, Value]) -> int:
        """Put the facts of a report right; see :func:`index.build.correct`.

        :raises Busy: another run is writing. :raises KeyError: no such report.
        """
        with write_lock(self.library.settings, PATIENCE):
            self.library.refresh()
            return correct(self.library, self._embedder, identity, right)

    def delete(self, identity: str) -> list[str]:
        """Delete a report with all its copies; return the files that still lie in folders of the office.

        :raises Busy: another run is writing. :raises KeyError: no such report.
        """
        with write_lock(self.library.settings, PATIENCE):
            self.library.refresh()
            paths = [path for path, holder in self.library.catalog.sources().items() if holder == identity]
            if not paths:
                raise KeyError(identity)
            return self._removed(identity, paths)

    def forget(self, path: str) -> None:
        """Take the path of a vanished file out, and its report if no other path holds it; :raises Busy: see above."""
        with write_lock(self.library.settings, PATIENCE):
            self.library.refresh()
            identity = self.library.catalog.report_at(path)
            if identity is not None:
                self._removed(identity, [path])

    def _removed(self, identity: str, paths: list[str]) -> list[str]:
        remove(self.library, paths)
        if identity not in self.library.catalog.report_ids():
            self._forget_elsewhere(identity)
        self.uploads.forget(identity, paths)
        left = self.folders.decline(paths)
        self._store.flush()  # old pages of the log hold the rows just deleted
        self._worked = time.monotonic()  # what else is deleted now is compacted with it
        return left

    # The thread

    def start(self) -> None:
        """Begin to work, where the last run of the app left off."""
        self._loop.start()

    def stop(self, wait: float = 10.0) -> None:
        """Stop working; what is being read waits for the next start."""
        self._loop.stopped.set()
        self._woken.set()
        if self._reader is not None:
            self._reader.interrupt()  # else a long reading would be waited for
        self._loop.stop(wait)

    def work(self) -> bool:
        """Do the next piece of work; False: there was none."""
        self.library.refresh()
        self._resume_late()
        if self._upkeep.rebuild_vectors():
            return True
        upload = self.uploads.next()
        if upload is not None:
            self._read(upload)
            return True
        if self.folders.due() and self.folders.all():
            return bool(self.folders.look(self.library.catalog, self.uploads))
        if self._upkeep.repair_keywords() or self._upkeep.clean():
            return True
        if time.monotonic() - self._worked < QUIET_SECONDS:
            return False
        self._end_reader()
        return self._upkeep.compact()

    def _shelve(self) -> None:
        while not self._loop.stopped.is_set():
            try:
                with self._store.database.lock(WORK) as is_held:
                    self.uploads.resume(spared=HALF_SENT if self.library.settings.database_url else 0)
                    self._work_while(is_held)
            except LockHeld:  # another server works; it is asked again whether it still does
                self._loop.stopped.wait(IDLE_SECONDS)
            except StorageProblem as error:
                logger.error("%s", error)
                self._loop.stopped.wait(DISK_SECONDS)
        self._end_reader()

    def _work_while(self, is_held: Callable[[], bool]) -> None:
        """Work until told to stop, or until the lock of who works is lost."""
        while not self._loop.stopped.is_set() and is_held():
            try:
                if self.work():
                    continue
            except LibraryBusy:
                pass  # tried again at the next look
            except StorageProblem as error:  # nothing can be done until somebody makes room
                logger.error("%s", error)
                self._loop.stopped.wait(DISK_SECONDS)
            except Exception:  # the thread must go on with the next file, whatever a library raises
                logger.exception("unexpected error while shelving")
            self._woken.wait(IDLE_SECONDS)
            self._woken.clear()

    def _end_reader(self) -> None:
        if self._reader is not None:
            self._reader.__exit__()
            self._reader = None

    def _read(self, upload: Upload) -> None:
        self.uploads.start(upload)
        try:
            reason = "" if upload.uploaded else self.folders.leads_outside(Path(upload.path))
            if reason:
                raise UnreadableFile(reason)
            if self._reader is None:
                self._reader = ReportReader(self.library.settings.limits, self.library.settings.pages_dir, whole=False)
            with self._work.running("Nạp báo cáo", upload.person) as tell:

                def progress(share: float) -> None:
                    self.progress[upload.number] = share
                    tell(upload.name, share)

                with taken_apart(self._reader, upload.content) as members:
                    if members:
                        self._read_members(upload, members, self._reader, progress)
                        return
                ready = prepare(self.library, self._embedder, self._reader, Path(upload.path), upload.content, progress)
                if outcome := self._stored(upload, ready):
                    state, message = describe(ready, outcome, self.library)
                    identity = None if state is UploadState.UNREAD else ready.identity
                    self.uploads.finish(upload, state, message, identity)
        except (NoRoom, StorageProblem) as error:
            self._postpone(upload, str(error))
        except (UnreadableFile, IndexProblem, ModelNotFound, WeightsError) as error:
            if not self._loop.stopped.is_set():  # else the reader was ended on purpose
                identity_before = self.library.catalog.report_at(upload.path)
                addition = "; Kho vẫn giữ bản trước" if identity_before else ""
                self.uploads.finish(upload, UploadState.UNREAD, f"{error}{addition}")
        except Exception as error:  # one file, however broken, never stops the others
            if isinstance(error, OSError) and (problem := disk_problem(error, self.library.settings.data_dir)):
                self._postpone(upload, str(problem))
            if not self._loop.stopped.is_set():
                logger.exception("shelving failed on upload %s", upload.number)
                self.uploads.finish(upload, UploadState.UNREAD, UNFORESEEN)
        finally:
            self.progress.pop(upload.number, None)
            self._worked = time.monotonic()

    def _postpone(self, upload: Upload, reason: str) -> None:
        """Let a file wait that the disk refused. Where not even that can be noted, it is noted at the next look."""
        self._late.append((upload, reason))
        self._resume_late()
        raise StorageProblem(reason)

    def _resume_late(self) -> None:
        while self._late:
            self.uploads.postpone(*self._late[0])
            self._late.pop(0)

    def _read_members(
        self, upload: Upload, members: Sequence[Member], reader: ReportReader, progress: Callable[[float], None]
    ) -> None:
        """Bring in the files that a file holds, each as a report of its own; the outcome of each is shown with the file."""
        outcomes: list[tuple[str, UploadState, str]] = []
        for at, member in enumerate(members):
            try:
                ready = prepare_member(self.library, self._embedder, reader, Path(upload.path), member)
                outcome = self._stored(upload, ready)
                if outcome is None:
                    return
                outcomes.append((member.name or upload.name, *describe(ready, outcome, self.library)))
            except UnreadableFile as error:
                outcomes.append((member.name or upload.name, UploadState.UNREAD, str(error)))
            progress((at + 1) / len(members))
        self.uploads.finish(upload, *describe_members(outcomes))

    def _stored(self, upload: Upload, ready: Prepared) -> BuildOutcome | None:
        """Store a file as soon as the lock is free. None: the app ended before that; the file waits for its next start."""
        while not self._loop.stopped.is_set():
            try:
                outcome = BuildOutcome()
                with write_lock(self.library.settings):
                    self.library.refresh()
                    self.library.keep_in_line()
                    store(self.library, ready, outcome)
            except LibraryBusy:
                self.uploads.wait(upload, WAITS)
                self._loop.stopped.wait(BUSY_SECONDS)
                continue
            return outcome
        return None
