"""What a library needs between two files."""

from __future__ import annotations

import pytest

from app.library.upkeep import Upkeep
from app.storage.running_work import Work
from index.errors import LibraryBusy
from index.store.library import Library
from index.store.locks import write_lock


def _delete_one(library: Library) -> None:
    """Delete a report as a run does that is ended before it cleans."""
    library.forget(next(iter(library.catalog.sources())))


def test_a_library_in_order_needs_nothing_not_even_its_lock(library: Library) -> None:
    upkeep = Upkeep(lambda: library, Work())
    with write_lock(library.settings):
        assert not (upkeep.rebuild_vectors() or upkeep.repair_keywords() or upkeep.clean() or upkeep.compact())


def test_what_deleted_reports_left_is_removed_and_its_room_given_back(library: Library) -> None:
    upkeep = Upkeep(lambda: library, Work())
    _delete_one(library)
    assert upkeep.clean() and not upkeep.clean()
    assert upkeep.compact() and not upkeep.compact()


def test_another_run_that_writes_is_not_disturbed(library: Library) -> None:
    _delete_one(library)
    with write_lock(library.settings), pytest.raises(LibraryBusy):
        Upkeep(lambda: library, Work()).clean()
