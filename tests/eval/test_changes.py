"""A report is added and deleted while people ask, and nothing of it stays."""

from __future__ import annotations

from pathlib import Path

from eval import changes
from index.store.library import Library
from tests.conftest import KeywordEmbedder


def test_a_report_comes_and_goes_while_people_ask(library: Library, embedder: KeywordEmbedder, tmp_path: Path) -> None:
    before = library.catalog.report_ids()
    changed = changes.measure(library, embedder, ["hộ nghèo", "hạn chế"], 2, tmp_path)
    assert 0 < changed.added < changes.PATIENCE and 0 < changed.deleted < changes.PATIENCE
    assert len(changed.asked) >= 2 and library.catalog.report_ids() == before
    assert list(tmp_path.glob("*.txt")) == []
