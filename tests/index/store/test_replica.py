"""What is derived on each machine follows the catalogue that several machines share in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.schema import make_tables
from index.build import bring_in, correct, forget, rebuild
from index.database.model import LockHeld
from index.errors import LibraryBusy
from index.store.library import Library
from index.store.locks import folder_lock, write_lock
from settings import Settings
from tests.postgresql import Cluster

pytestmark = pytest.mark.usefixtures("reading_here")


@pytest.fixture
def machines(cluster: Cluster, settings: Settings, tmp_path: Path) -> Iterator[tuple[Library, Library]]:
    """Two machines with one database; each keeps what it derives for itself."""
    name = cluster.create()
    first = replace(settings, database_url=cluster.url(name))
    make_tables(first)
    yield Library.open(first), Library.open(replace(first, data_dir=tmp_path / "other"))
    cluster.let_go()
    cluster.drop(name)


def _sees(library: Library, term: str) -> set[str]:
    return {identity[:16] for identity, _ in library.keywords.scores([term], 50, None)}


def _same(first: Library, second: Library) -> None:
    assert first.behind() == second.behind() == 0
    assert first.keywords.postings.passage_counts() == second.keywords.postings.passage_counts()
    assert first.vectors.ids() == second.vectors.ids() == set(first.catalog.owners())
    one, other = first.vectors.all(), second.vectors.all()
    assert all((one[key] == other[key]).all() for key in one)


def test_reports_that_come_change_and_go(machines: tuple[Library, Library], embedder: Any, reports: Path) -> None:
    first, second = machines
    bring_in(first, embedder, [reports])
    assert first.behind() == 0 and first.catch_up() == 0, "who writes follows at once"
    assert second.behind() > 0 and not _sees(second, "nghèo")
    assert second.catch_up() > 0
    _same(first, second)
    identity = next(one for one in first.catalog.report_ids() if first.catalog.file_of(one) == "tan-lap.txt")
    with write_lock(second.settings):
        correct(second, embedder, identity, {"title": "Kết quả thi đua Mường Lạnh"})
    assert not _sees(first, "lạnh")
    assert first.catch_up() == 1 and _sees(first, "lạnh") == {identity[:16]}
    _same(first, second)
    forget(first, [str(reports / "tan-lap.txt")])
    assert identity in second.keywords.postings.passage_counts() and second.catch_up() == 1
    _same(first, second)


def test_a_machine_that_was_away_and_writes_first(machines: tuple[Library, Library], embedder: Any, reports: Path) -> None:
    first, second = machines
    second.catch_up()
    bring_in(first, embedder, [reports])
    (reports / "moi.txt").write_text("I. KẾT QUẢ\n\nXã trồng 12 ha dâu.", encoding="utf-8")
    bring_in(second, embedder, [reports / "moi.txt"])
    assert len(_sees(second, "ha")) == 2 and second.behind() == 0
    assert first.catch_up() == 1
    _same(first, second)


def test_a_rebuild_elsewhere(machines: tuple[Library, Library], embedder: Any, reports: Path) -> None:
    first, second = machines
    bring_in(first, embedder, [reports])
    second.catch_up()
    rebuild(first.settings, embedder)
    first.refresh()
    assert second.catch_up() > 0 and second.catalog.about()["library"] == first.catalog.about()["library"]
    first.catch_up()
    _same(first, second)


def test_one_machine_writes_at_a_time_and_reading_goes_on(
    machines: tuple[Library, Library], embedder: Any, reports: Path
) -> None:
    first, second = machines
    bring_in(first, embedder, [reports])
    with write_lock(first.settings):
        with pytest.raises(LibraryBusy, match="Hãy đợi"), write_lock(second.settings):
            pytest.fail("the other machine writes")
        assert second.catch_up() > 0, "what is derived is each machine's own"
    with folder_lock(second.settings), pytest.raises(LibraryBusy):
        second.derived.replica.note(0)  # type: ignore[union-attr]
        second.catch_up()
    with pytest.raises(LockHeld), write_lock(first.settings):
        raise LockHeld("of somebody else's")


def test_what_is_damaged_here_is_mended_here(machines: tuple[Library, Library], embedder: Any, reports: Path) -> None:
    first, second = machines
    bring_in(first, embedder, [reports])
    second.catch_up()
    second.keywords.drop(first.catalog.report_ids()[0])
    with write_lock(first.settings):  # nobody else's lock is needed for it
        assert second.catch_up() > 0
    _same(first, second)
