"""Two servers on one PostgreSQL: each follows the other, one of them does what must be done once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.assistant import Assistant
from app.commands.opening import open_assistant
from app.following import Following
from app.library.ingestion import Shelving
from app.library.uploads import UploadState
from app.office import Office
from app.schema import make_tables
from index.query.office_words import OfficeWords, take_up
from index.store.library import Library
from settings import Settings
from tests.conftest import SUOI_MAY, TAN_LAP, KeywordEmbedder
from tests.postgresql import Cluster

pytestmark = pytest.mark.usefixtures("reading_here")


class Server:
    """One server, as far as what it keeps and reads goes."""

    def __init__(self, settings: Settings) -> None:
        self.office = Office.open(settings)
        self.assistant = Assistant(Library.open(settings), KeywordEmbedder())
        self.shelving = Shelving(
            lambda: self.assistant.library, self.assistant.embedder, self.office.store, self.office.work, lambda report: None
        )
        self.following = Following(lambda: self.assistant.library, self.office.glossary)

    def hand_in(self, name: str, text: str) -> int:
        incoming = self.shelving.uploads.begin(name, 10)
        incoming.write(text.encode())
        incoming.close()
        return self.shelving.hand_in(incoming, "an").number

    def state(self, number: int) -> UploadState:
        return self.shelving.uploads.get(number).state


@pytest.fixture
def servers(cluster: Cluster, settings: Settings, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two of them, with shared files and what they derive apart."""
    name = cluster.create()
    first = replace(settings, database_url=cluster.url(name), files_dir=tmp_path / "shared")
    make_tables(first)
    both = Server(first), Server(replace(first, data_dir=tmp_path / "other"))
    yield both
    for one in both:
        one.shelving.stop()
        one.following.stop()
    cluster.let_go()
    cluster.drop(name)
    take_up(OfficeWords.of(()))


def _until(holds: Callable[[], bool], seconds: float = 20) -> float:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds
        time.sleep(0.05)
    return time.monotonic() - began


def test_a_report_brought_in_on_one_is_found_on_the_other(servers: tuple[Server, Server]) -> None:
    first, second = servers
    second.following.start()
    number = first.hand_in("tan-lap.txt", TAN_LAP)
    assert first.shelving.work() and first.state(number) is UploadState.READ
    _until(lambda: "41 hộ nghèo" in second.assistant.answer("Xã Tân Lập còn bao nhiêu hộ nghèo?").text)
    _until(lambda: second.assistant.library.behind() == 0)  # found by its keywords before its vectors are in
    identity = first.assistant.library.catalog.report_ids()[0]
    first.shelving.delete(identity)
    _until(lambda: second.assistant.library.keywords.postings.count() == 0)
    assert second.assistant.answer("Xã Tân Lập còn bao nhiêu hộ nghèo?").refused


def test_a_new_machine_catches_up_before_it_answers(servers: tuple[Server, Server], tmp_path: Path) -> None:
    first, _ = servers
    first.hand_in("tan-lap.txt", TAN_LAP)
    assert first.shelving.work()
    opened = open_assistant(replace(first.assistant.library.settings, data_dir=tmp_path / "third"))
    assert opened.library.behind() == 0 and opened.library.keywords.postings.count() == opened.library.catalog.size() > 0


def test_one_server_reads_and_another_goes_on_when_it_ends(servers: tuple[Server, Server]) -> None:
    first, second = servers
    first.shelving.start()
    read = first.hand_in("tan-lap.txt", TAN_LAP)
    _until(lambda: first.state(read) is UploadState.READ)
    second.shelving.start()
    numbers = [second.hand_in(f"{n}.txt", SUOI_MAY.replace("57 tập thể", f"{n + 60} tập thể")) for n in range(4)]
    _until(lambda: all(second.state(number) is UploadState.READ for number in numbers))
    assert not second.shelving.progress and second.shelving._reader is None, "the first has read them all"
    first.shelving.stop()
    begun = second.hand_in("bo-do.txt", SUOI_MAY.replace("57 tập thể", "99 tập thể"))
    _until(lambda: second.state(begun) is UploadState.READ)
    assert second.shelving._reader is not None
    assert len(second.assistant.library.catalog.report_ids()) == 6


@pytest.mark.parametrize("moment", [0, 0.02, 0.05, 0.3])
def test_a_server_whose_lock_the_database_forgot_works_no_further(
    servers: tuple[Server, Server], cluster: Cluster, moment: float
) -> None:
    first, second = servers
    first.shelving.start()
    begun = first.hand_in("tan-lap.txt", TAN_LAP)
    time.sleep(moment)
    cluster.cut_off()
    second.shelving.start()
    number = second.hand_in("suoi-may.txt", SUOI_MAY)
    _until(lambda: second.state(number) is UploadState.READ)
    done = UploadState.READ, UploadState.SAME  # same: the first had stored it, but could not note so
    _until(lambda: second.state(begun) in done)
    assert len(second.assistant.library.catalog.report_ids()) == 2


def test_a_word_of_the_office_is_taken_up(servers: tuple[Server, Server], monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = servers
    taken: list[OfficeWords] = []
    monkeypatch.setattr("app.records.office_glossary.take_up", taken.append)
    second.following.look()
    assert taken == []
    first.office.glossary.put("TTPVHCC", "Trung tâm Phục vụ hành chính công", "an")
    taken.clear()
    second.following.look()
    second.following.look()
    assert len(taken) == 1
