"""The catalogue: reports, passages, vectors and index terms in one file."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.database.choice import catalogue_schemas
from index.database.model import Database
from index.database.sqlite import SqliteDatabase
from index.embedding.embedder import Vectors
from index.errors import IndexProblem
from index.store.catalog import FORMAT, Catalog
from ingest.model import Heading, Kind, Metadata, Passage, Report, Span, Table

DIMENSION = 4


@pytest.fixture
def catalog(tmp_path: Path, database_url: str | None) -> Catalog:
    """An empty catalogue."""
    return _catalog(tmp_path, database_url)


def _catalog(folder: Path, url: str | None, *, plain: bool = False) -> Catalog:
    """Return an empty catalogue, or a second one."""
    database: Database = SqliteDatabase(folder / ("plain.sqlite" if plain else "catalog.sqlite"))
    if url is not None:
        schema = catalogue_schemas(url, may_define=True)[plain]
        schema.drop()
        database = schema
    return Catalog.create(database, folder, {"model": "keywords", "format": FORMAT, "library": "x"})


def _report(identity: str, file: str = "a.txt") -> Report:
    table = Table((("Stt", "Nội dung"),), 1, 0)
    spans, kinds = (Span(0, 7, 1),), (Kind.TEXT,)
    facts = Metadata(place="xã Tân Lập")
    return Report(identity, file, "Báo cáo", spans, kinds, (), 7, ((0, 1),), 1, facts, ((table, ("I",)),))


def _passages(report: str, texts: Sequence[str], context: str = "") -> list[Passage]:
    return [
        Passage(
            f"{report}-{n:04d}",
            report,
            "a.txt",
            "",
            ("I", "1"),
            "Kinh tế",
            ("Kết quả", "Kinh tế"),
            None,
            0,
            len(text),
            text,
            context,
        )
        for n, text in enumerate(texts)
    ]


def _vectors(count: int, seed: int = 0) -> Vectors:
    return np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)


def _add(catalog: Catalog, report: str, texts: Sequence[str], path: str | None = None, context: str = "") -> list[Passage]:
    passages = _passages(report, texts, context)
    catalog.add(_report(report), passages, _vectors(len(passages)), path or f"/r/{report}.txt")
    return passages


def _everything(catalog: Catalog) -> list[list[tuple[object, ...]]]:
    database = catalog.database
    return [
        [tuple(row) for row in database.rows(f"SELECT {', '.join(database.columns(table))} FROM {table} ORDER BY 1")]
        for table in ("reports", "sources", "passages", "terms")
    ]


def test_about_and_revision(catalog: Catalog) -> None:
    before = int(catalog.about()["revision"])
    assert {**catalog.about(), "revision": ""} == {"model": "keywords", "format": FORMAT, "library": "x", "revision": ""}
    _add(catalog, "r1", ["hộ nghèo"])
    assert int(catalog.about()["revision"]) == before + 1


def test_what_goes_in_comes_out(catalog: Catalog) -> None:
    passages = _passages("r1", ["Còn 41 hộ nghèo", "Trồng 640 ha rừng"], "Tiêu đề")
    vectors = _vectors(2)
    catalog.add(_report("r1"), passages, vectors, "/r/a.txt")
    assert catalog.report("r1") == _report("r1")
    assert catalog.passages_of("r1") == passages
    assert catalog.passages(["r1-0001", "không có"]) == {"r1-0001": passages[1]}
    assert catalog.sources() == {"/r/a.txt": "r1"}
    assert catalog.owners() == {"r1-0000": "r1", "r1-0001": "r1"}
    assert catalog.file_of("r1") == "a.txt"
    stored = catalog.vectors()
    assert list(stored) == ["r1-0000", "r1-0001"]
    np.testing.assert_array_equal(np.stack(list(stored.values())), vectors)
    assert list(catalog.vectors(["r1-0001"])) == ["r1-0001"]
    assert catalog.vectors([]) == {}


def test_unknown_reports(catalog: Catalog) -> None:
    with pytest.raises(KeyError):
        catalog.report("không có")
    with pytest.raises(KeyError):
        catalog.file_of("không có")
    assert catalog.passages_of("không có") == []


def test_reports_are_ordered_by_file(catalog: Catalog) -> None:
    for identity, file in (("r1", "c.txt"), ("r2", "a.txt"), ("r3", "b.txt")):
        catalog.add(_report(identity, file), [], _vectors(0), f"/r/{file}")
    assert catalog.report_ids() == ["r2", "r3", "r1"]
    assert [report.file for report in catalog.reports()] == ["a.txt", "b.txt", "c.txt"]


def test_a_path_that_gets_another_report_lets_the_old_one_go(catalog: Catalog) -> None:
    _add(catalog, "r1", ["hộ nghèo"], "/r/a.txt")
    _add(catalog, "r2", ["hộ khá"], "/r/a.txt")
    assert catalog.report_ids() == ["r2"]
    assert catalog.document_frequencies(["nghèo", "khá"]) == ({"khá": 1}, 1)


def test_a_report_stays_as_long_as_a_path_holds_it(catalog: Catalog) -> None:
    _add(catalog, "r1", ["hộ nghèo"], "/r/a.txt")
    catalog.point("/r/copy.txt", "r1")
    catalog.forget("/r/a.txt")
    assert catalog.report_ids() == ["r1"]
    catalog.forget("/r/copy.txt")
    catalog.forget("/r/never-there.txt")
    assert catalog.report_ids() == [] == list(catalog.owners())


def test_a_failed_addition_leaves_nothing(catalog: Catalog) -> None:
    _add(catalog, "r1", ["hộ nghèo"])
    before = _everything(catalog)
    with pytest.raises(ValueError, match="zip"):  # one vector too few, found at the last passage
        catalog.add(_report("r2"), _passages("r2", ["một", "hai"]), _vectors(1), "/r/b.txt")
    with pytest.raises(IndexProblem, match="Không ghi được"):  # the same report twice
        _add(catalog, "r1", ["khác"])
    assert _everything(catalog) == before


@pytest.mark.parametrize(
    "term", ["206/qđ-ubnd", "34-ct/tw", "15,95", "4180,5", "5/3/2020", "hộ_nghèo", "91/2017/nđ-cp", "2815", "đ", "ưỡng"]
)
def test_every_kind_of_term_is_one_term(catalog: Catalog, term: str) -> None:
    _add(catalog, "r1", ["QĐ 206/QĐ-UBND ngày 05/3/2020, Chỉ thị 34-CT/TW, NĐ 91/2017/NĐ-CP: 15,95% của 4.180,5 m2,"
                         " 2.815 hộ nghèo",
                         "mục đ, nuôi dưỡng, ưỡng", "206, UBND, 34, TW, 15, 95, 4180, 2020"])  # fmt: skip
    assert catalog.document_frequencies([term])[0] == {term: 1} and catalog.terms_in([term], ["r1"]) == {term}


def test_document_frequencies_count_passages_once(catalog: Catalog) -> None:
    _add(catalog, "r1", ["hộ hộ hộ", "hộ khá", "rừng"], context="huyện")
    assert catalog.document_frequencies(["hộ", "rừng", "huyện", "vắng"]) == ({"hộ": 2, "rừng": 1, "huyện": 3}, 3)


def test_terms_come_with_their_passages_headings_first(catalog: Catalog) -> None:
    _add(catalog, "r1", ["Còn hộ nghèo", ""], context="Xã Tân Lập")
    _add(catalog, "r2", ["rừng"])
    expected = [
        ("r1-0000", "r1", "xã tân lập xã_tân tân_lập còn hộ nghèo còn_hộ hộ_nghèo"),
        ("r1-0001", "r1", "xã tân lập xã_tân tân_lập"),
        ("r2-0000", "r2", "rừng"),
    ]
    assert list(catalog.terms_of()) == expected
    assert list(catalog.terms_of(["r2", "không có", "r1"])) == [expected[2], *expected[:2]]
    assert catalog.passage_counts() == {"r1": 2, "r2": 1}
    assert catalog.terms_in(["hộ_nghèo", "rừng", "", "hộ rừng"], ["r1"]) == {"hộ_nghèo"}
    assert catalog.terms_in(["rừng"], []) == set() == catalog.terms_in([], ["r2"])


def test_counts_are_those_of_a_catalogue_that_never_had_more(
    catalog: Catalog, tmp_path: Path, database_url: str | None
) -> None:
    """Brute force: what came and went leaves the counts of what is there."""
    plain = _catalog(tmp_path, database_url, plain=True)
    draw = random.Random(5)
    words = [f"từ{n}" for n in range(30)] + ["hộ nghèo", "206/QĐ-UBND", ""]
    texts = {f"r{n}": [" ".join(draw.choices(words, k=9)) for _ in range(draw.randrange(1, 5))] for n in range(30)}
    left = sorted(texts)[::3]
    for report in texts:
        _add(catalog, report, texts[report])
    for report in left:
        _add(plain, report, texts[report])
    for report in texts.keys() - set(left):
        catalog.forget(f"/r/{report}.txt")
    catalog.update(_report(left[0]), _passages(left[0], ["khác"]), _vectors(1))
    assert list(catalog.term_counts()) != list(plain.term_counts())
    catalog.update(_report(left[0]), _passages(left[0], texts[left[0]]), _vectors(len(texts[left[0]])))
    assert list(catalog.term_counts()) == list(plain.term_counts())
    split = [set(joined.split()) for _, _, joined in catalog.terms_of()]
    looked_up = sorted(set().union(*split))
    by_hand = {term: sum(term in passage for passage in split) for term in looked_up}
    assert catalog.document_frequencies([*looked_up, "vắng"]) == (by_hand, len(split))
    assert catalog.document_frequencies([]) == ({}, len(split)) and catalog.size() == len(split)


def test_terms_that_were_damaged_are_no_traceback(catalog: Catalog) -> None:
    _add(catalog, "r1", ["hộ nghèo"])
    with catalog.database.changing() as db:
        db.execute("UPDATE passages SET terms = ?", (b"\x00\xff",))
    with pytest.raises(IndexProblem, match="bị hỏng"):
        list(catalog.terms_of())
    with pytest.raises(IndexProblem, match="bị hỏng"):
        catalog.forget("/r/r1.txt")
    assert catalog.report_ids() == ["r1"]


def test_threads_share_a_catalogue(catalog: Catalog) -> None:
    _add(catalog, "r1", ["hộ nghèo"])
    results: list[object] = []
    workers = [threading.Thread(target=lambda: results.append(catalog.document_frequencies(["hộ"]))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert results == [({"hộ": 1}, 1)] * 4


def test_close_and_go_on(catalog: Catalog) -> None:
    _add(catalog, "r1", ["hộ nghèo"])
    catalog.close()
    assert catalog.report_ids() == ["r1"]


def test_garbage_instead_of_a_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "catalog.sqlite"
    file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexProblem, match=r"bị hỏng.*--rebuild"):
        Catalog(SqliteDatabase(file), tmp_path).about()


def test_a_catalogue_without_its_tables(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").touch()
    with pytest.raises(IndexProblem):
        Catalog(SqliteDatabase(tmp_path / "catalog.sqlite"), tmp_path).about()


def test_facts_come_and_go_with_their_report(catalog: Catalog) -> None:
    text = "Toàn xã còn 41 hộ nghèo."
    spans, kinds = (Span(0, len(text), None),), (Kind.TEXT,)
    heading = Heading("I", "KẾT QUẢ", 1, None, Span(0, 0, None))
    report = Report("r1", "a.txt", text, spans, kinds, (heading,), len(text), (), None, Metadata(period_to=2024))
    catalog.add(report, _passages("r1", [text]), np.ones((1, DIMENSION), dtype=np.float32), "/a.txt")
    (fact,) = catalog.facts_of("r1")
    assert (fact.passage, fact.value, fact.unit, fact.year) == ("r1-0000", 41, "hộ", 2024)
    catalog.update(report, _passages("r1", ["Toàn xã"]), np.ones((1, DIMENSION), dtype=np.float32))
    assert catalog.facts_of("r1") == ()  # the passages that are left hold no figure
    catalog.forget("/a.txt")
    with pytest.raises(KeyError):
        catalog.facts_of("r1")
