"""The keyword index of a library: which terms are looked up, and how it is kept in line with the catalogue."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index.errors import IndexProblem, StoreFailed
from index.search.retrieval import Retriever
from index.store import keywords as module
from index.store.keywords import Keywords
from index.store.library import KEYWORD_FOLDER, Library
from index.store.locks import write_lock
from index.store.postings import Postings
from settings import Settings
from tests.conftest import KeywordEmbedder


def _state(library: Library) -> dict[str, object]:
    """What the keyword index finds for every term of the catalogue."""
    scores = {term: library.keywords.scores([term], 100, None) for term, _ in library.catalog.term_counts()}
    return {"found": scores, "counts": library.keywords.postings.passage_counts()}


def test_only_telling_terms_are_looked_up(library: Library) -> None:
    _, size = library.catalog.document_frequencies(())
    common = next(
        term for term, count in library.catalog.document_frequencies(t for t, _ in library.catalog.term_counts())[0].items()
        if count > size / 2
    )  # fmt: skip
    telling = library.keywords.scores(["nghèo"], 10, None)
    assert telling and library.keywords.scores(["nghèo", common, "nghèo", "vắng"], 10, None) == telling
    assert len(library.keywords.scores([common], 100, None)) > size / 2, "where there are no others they have to do"
    assert library.keywords.scores(["vắng"], 10, None) == [] == library.keywords.scores([], 10, None)
    (report,) = {library.catalog.owners()[identity] for identity, _ in telling} & set(library.catalog.report_ids()[:9])
    assert library.keywords.scores(["nghèo"], 10, [report]) == telling
    assert library.keywords.scores(["nghèo"], 10, []) == []


def test_order_of_coming_in_does_not_matter(library: Library, settings: Settings, tmp_path: Path) -> None:
    expected = _state(library)
    other = Keywords(library.catalog, tmp_path / "other")
    for report in reversed(library.catalog.report_ids()):
        other.put(report)
    for term, _ in library.catalog.term_counts():
        assert other.scores([term], 100, None) == expected["found"][term]  # type: ignore[index]


def test_repair_puts_back_what_is_missing_and_takes_out_what_is_extra(library: Library) -> None:
    expected, postings = _state(library), library.keywords.postings
    first, second, _ = library.catalog.report_ids()
    assert library.repair() == 0 and not library.keywords.is_behind()
    postings.drop([first])
    postings.put([("lạ-0000", "lạ", "hộ nghèo"), (f"{second}-0099", second, "thừa")])
    missing = len(library.catalog.passages_of(first))
    assert library.keywords.is_behind() and library.keywords.repair() == missing + 2
    assert _state(library)["counts"] == expected["counts"] and not library.keywords.is_behind()
    library.keywords.compact()
    assert _state(library) == expected


def test_a_lost_or_garbled_index_is_made_anew(
    library: Library, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    expected, folder = _state(library), settings.index_dir / KEYWORD_FOLDER
    shutil.rmtree(folder)
    again = Library.open(settings)
    assert again.keywords.is_behind()
    again.repair()
    assert _state(again) == expected
    for file in folder.iterdir():
        file.write_bytes(b"r\xe1c" * 100)
    spoilt = Library.open(settings)
    assert spoilt.keywords.is_behind()
    with pytest.raises(StoreFailed):
        spoilt.keywords.scores(["nghèo"], 5, None)
    hits = Retriever(spoilt, KeywordEmbedder()).search("hộ nghèo xã Tân Lập")
    assert hits and "found by meaning alone" in caplog.text
    with write_lock(settings):
        assert spoilt.repair() > 0
    assert "Chỉ mục từ khóa hỏng" in caplog.text and _state(spoilt) == expected == _state(Library.open(settings))


def test_a_write_that_fails_makes_it_anew(library: Library, monkeypatch: pytest.MonkeyPatch, reports: Path) -> None:
    calls = []

    def failing(self: Postings, given: object) -> None:
        calls.append(given)
        raise StoreFailed("hỏng")

    monkeypatch.setattr(Postings, "drop", failing)
    library.forget(str(reports / "tan-lap.txt"))
    assert calls and set(library.keywords.postings.passage_counts()) == set(library.catalog.report_ids())
    monkeypatch.setattr(Postings, "renew", failing)
    with pytest.raises(IndexProblem, match=r"Không dựng lại được chỉ mục từ khóa.*Hãy"):
        library.keywords.renew("hỏng")


def test_a_file_in_the_way_makes_it_anew(
    library: Library, tmp_path: Path, reports: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library.keywords.postings.renew(library.catalog.terms_of())
    folder, copy = library.keywords.postings.folder, tmp_path / "copy"
    shutil.copytree(folder, copy)
    path = str(reports / "tan-lap.txt")
    Postings(copy).drop([library.catalog.sources()[path]])
    (deleted,) = copy.glob("*.del")
    (folder / deleted.name).write_bytes(b"in the way")
    library.forget(path)
    assert "FileAlreadyExists" in caplog.text
    assert set(library.keywords.postings.passage_counts()) == set(library.catalog.report_ids())
    assert not library.keywords.postings.problem() and library.repair() == 0


def test_words_of_deleted_reports_leave_a_small_library_at_once_and_a_large_one_with_the_compaction(
    library: Library, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postings = library.keywords.postings
    library.keywords.compact()  # all in one file, as after a merge
    postings.renew(library.catalog.terms_of())
    monkeypatch.setattr(module, "PURGED_AT_ONCE", 3)
    library.forget(str(reports / "tan-lap.txt"))
    library.clean()
    assert postings.is_loose() and library.is_loose()
    assert library.keywords.scores(["tân_lập"], 10, None) == []
    monkeypatch.setattr(module, "PURGED_AT_ONCE", 20_000)
    library.clean()
    assert not postings.is_loose() and set(postings.passage_counts()) == set(library.catalog.report_ids())
