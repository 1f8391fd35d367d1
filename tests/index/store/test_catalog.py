"""The catalogue: reports, passages, vectors and the keyword index in one file."""

from __future__ import annotations

import math
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedding.embedder import Vectors
from index.errors import IndexProblem
from index.store.catalog import FORMAT, Catalog
from ingest.model import Kind, Metadata, Passage, Report, Span, Table

DIMENSION = 4


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """An empty catalogue."""
    return Catalog.create(tmp_path / "catalog.sqlite", {"model": "keywords", "format": FORMAT, "library": "x"})


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
    made = _passages(report, texts, context)
    catalog.add(_report(report), made, _vectors(len(made)), path or f"/r/{report}.txt")
    return made


def _everything(catalog: Catalog) -> list[list[tuple[object, ...]]]:
    with sqlite3.connect(catalog.file) as db:
        return [
            db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in ("reports", "sources", "passages", "keywords", "vocabulary")
        ]


def test_about_and_revision(catalog: Catalog) -> None:
    before = int(catalog.about()["revision"])
    assert {**catalog.about(), "revision": ""} == {"model": "keywords", "format": FORMAT, "library": "x", "revision": ""}
    _add(catalog, "r1", ["hộ nghèo"])
    assert int(catalog.about()["revision"]) == before + 1


def test_what_goes_in_comes_out(catalog: Catalog) -> None:
    made = _passages("r1", ["Còn 41 hộ nghèo", "Trồng 640 ha rừng"], "Tiêu đề")
    vectors = _vectors(2)
    catalog.add(_report("r1"), made, vectors, "/r/a.txt")
    assert catalog.report("r1") == _report("r1")
    assert catalog.passages_of("r1") == made
    assert catalog.passages(["r1-0001", "không có"]) == {"r1-0001": made[1]}
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
    assert catalog.keyword_scores(["nghèo"], 10, None) == []
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


def test_bm25_by_hand(catalog: Catalog) -> None:
    _add(catalog, "r1", ["hộ nghèo giảm", "hộ", "rừng rừng rừng rừng", "trường học"])
    # Terms, pairs included: 3 + 2, 1, 4 + 3, 2 + 1; N = 4, so the mean length is (5 + 1 + 7 + 3) / 4 = 4.
    # "hộ" stands in 2 of 4 rows: ln((4 - 2 + .5) / (2 + .5)) = 0, which FTS5 lifts to 1e-6.
    # "rừng": ln((4 - 1 + .5) / (1 + .5)) = ln(7/3); 4 times in 7 terms: 4 × 2.2 / (4 + 1.2 × (.25 + .75 × 7/4))
    assert dict(catalog.keyword_scores(["rừng"], 10, None)) == {
        "r1-0002": pytest.approx(math.log(7 / 3) * 4 * 2.2 / (4 + 1.2 * (0.25 + 0.75 * 7 / 4)))
    }
    # The shorter row comes first: 1 × 2.2 / (1 + 1.2 × (.25 + .75 × 1/4)) against … × 5/4
    assert catalog.keyword_scores(["hộ"], 10, None) == [
        ("r1-0001", pytest.approx(1e-6 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 1 / 4)))),
        ("r1-0000", pytest.approx(1e-6 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 5 / 4)))),
    ]


def test_keyword_order_ties_limit_and_scope(catalog: Catalog) -> None:
    _add(catalog, "r1", ["giấy khen", "bằng khen", "khác hẳn"])
    _add(catalog, "r2", ["giấy khen", "khác nữa", "khác hẳn"])
    found = catalog.keyword_scores(["giấy", "khen"], 10, None)
    assert [key for key, _ in found] == ["r1-0000", "r2-0000", "r1-0001"]
    assert found[0][1] == found[1][1] > found[2][1] > 0
    assert catalog.keyword_scores(["giấy", "khen"], 1, None) == found[:1]
    assert [key for key, _ in catalog.keyword_scores(["giấy", "khen"], 10, ["r2"])] == ["r2-0000"]
    assert catalog.keyword_scores(["giấy"], 10, []) == []
    assert catalog.keyword_scores([], 10, None) == []
    assert catalog.keyword_scores(["vắng"], 10, None) == []


def test_context_is_searched_like_the_text(catalog: Catalog) -> None:
    _add(catalog, "r1", ["còn 41 hộ"], context="Giảm nghèo huyện Đông Khê")
    assert [key for key, _ in catalog.keyword_scores(["đông_khê"], 10, None)] == ["r1-0000"]


@pytest.mark.parametrize(
    "term", ["206/qđ-ubnd", "34-ct/tw", "15,95", "4180,5", "5/3/2020", "hộ_nghèo", "91/2017/nđ-cp", "2815", "đ", "ưỡng"]
)
def test_every_kind_of_term_is_one_token_of_the_index(catalog: Catalog, term: str) -> None:
    _add(catalog, "r1", ["QĐ 206/QĐ-UBND ngày 05/3/2020, Chỉ thị 34-CT/TW, NĐ 91/2017/NĐ-CP: 15,95% của 4.180,5 m2,"
                         " 2.815 hộ nghèo",
                         "mục đ, nuôi dưỡng, ưỡng", "206, UBND, 34, TW, 15, 95, 4180, 2020"])  # fmt: skip
    assert len(catalog.keyword_scores([term], 10, None)) == 1
    assert catalog.document_frequencies([term])[0] == {term: 1}


@pytest.mark.parametrize("term", ['"', "a OR b", "NEAR(a b)", "hộ*", "-", "context:hộ", "()"])
def test_a_term_is_never_query_language(catalog: Catalog, term: str) -> None:
    _add(catalog, "r1", ["hộp giấy nghèo", "a c", "b c"])  # hộ* would find hộp; OR would find a or b
    assert catalog.keyword_scores([term], 10, None) == []


def test_document_frequencies_count_passages_once(catalog: Catalog) -> None:
    _add(catalog, "r1", ["hộ hộ hộ", "hộ khá", "rừng"], context="huyện")
    assert catalog.document_frequencies(["hộ", "rừng", "huyện", "vắng"]) == ({"hộ": 2, "rừng": 1, "huyện": 3}, 3)


def test_order_of_coming_in_does_not_matter_for_keywords(tmp_path: Path) -> None:
    results = []
    for name, order in (("a", ("r1", "r2")), ("b", ("r2", "r1"))):
        made = Catalog.create(tmp_path / name, {"library": "x"})
        for report in order:
            _add(made, report, [f"hộ nghèo {report}", "giấy khen", "hộ khá"])
        results.append(made.keyword_scores(["hộ", "giấy", "hộ_nghèo"], 10, None))
    assert results[0] == results[1]


def test_threads_share_a_catalogue(catalog: Catalog) -> None:
    _add(catalog, "r1", ["hộ nghèo"])
    found: list[object] = []
    workers = [threading.Thread(target=lambda: found.append(catalog.keyword_scores(["hộ"], 5, None))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 4 and all(one == found[0] and one for one in found)


def test_close_and_go_on(catalog: Catalog) -> None:
    _add(catalog, "r1", ["hộ nghèo"])
    catalog.close()
    assert catalog.report_ids() == ["r1"]


def test_garbage_instead_of_a_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "catalog.sqlite"
    file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexProblem, match=r"bị hỏng.*--rebuild"):
        Catalog(file).about()


def test_a_catalogue_without_its_tables(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").touch()
    with pytest.raises(IndexProblem):
        Catalog(tmp_path / "catalog.sqlite").about()
