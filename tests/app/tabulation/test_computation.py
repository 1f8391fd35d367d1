"""Computed answers: the figure first, every addend cited, nothing guessed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest

from app.answer.citations import Citations, faults
from app.answer.composition import Composition
from app.question.question import understand
from app.tabulation import addends, reading
from app.tabulation.computation import compute
from index.embedding.embedder import Embedder
from index.gazetteer.library_places import LibraryPlaces
from index.gazetteer.scope import scope_of
from index.query.query import QueryReader
from index.store.library import Library
from ingest.model import Kind, Line, Source, Table
from ingest.passages import cut
from ingest.report import assemble
from settings import Settings
from tests.app.tabulation.test_reading import Readings

FEES = Table(
    (
        ("Khoản", "Năm 2023", "Năm 2024"),
        ("Lệ phí vào, rời", "640", "688"),
        ("Phí trọng tải", "702", "811"),
        ("Tổng", "1.342", "1.499"),
    ),
    None,
)


def _answer(
    library: Library, reader: QueryReader, text: str, embedder: Embedder | None = None
) -> tuple[Composition | None, Citations]:
    places, citations = LibraryPlaces(library), Citations(library)
    question = understand(reader.read(text), scope_of(text, places.current(), places.speaks_of))
    return compute(question, library, reader, citations, embedder=embedder), citations


@pytest.mark.parametrize(
    ("text", "short", "formula"),
    [
        ("Xã Thọ Lộc và xã Đồng Vải cộng lại có bao nhiêu hộ cận nghèo năm 2024?", "95 hộ", "35 + 60"),
        ("Tổng số giấy khen cho tập thể của các xã năm 2024 là bao nhiêu?", "30 tập thể", "14 + 9 + 7"),
        ("Cộng số hộ cận nghèo năm 2024 của xã Thọ Lộc và xã Đồng Vải", "95 hộ", "35 + 60"),  # an order, no "bao nhiêu"
        ("Năm 2024 trung bình mỗi xã tặng giấy khen cho bao nhiêu tập thể?", "10 tập thể", "(9 + 14 + 7) : 3"),
        ("Trung bình mỗi xã Thọ Lộc, Đồng Vải năm 2024 có bao nhiêu hộ cận nghèo?", "47,5 hộ", "(35 + 60) : 2"),
        ("Từ năm 2023 đến năm 2024 hộ cận nghèo của xã Đồng Vải tăng bao nhiêu?", None, None),
        ("Xã nào có nhiều hộ cận nghèo nhất năm 2024?", "xã Khe Sơn", "77 hộ"),
        ("Bản Mạy và Nà Cườm của xã Khe Sơn năm 2024 cộng lại còn bao nhiêu hộ nghèo?", "61 hộ", "40 + 21"),
        ("Cộng số hộ nghèo năm 2024 của xã Khe Sơn với hộ cận nghèo của xã Thọ Lộc", "139 hộ", "104 + 35"),
    ],
)
def test_a_figure_is_computed_from_cited_addends(
    communes: Library, reader: QueryReader, text: str, short: str | None, formula: str | None
) -> None:
    answer, citations = _answer(communes, reader, text)
    if short is None or formula is None:
        assert answer is None
        return
    assert answer is not None and answer.short is not None
    assert answer.short.casefold().endswith(short.casefold())
    head, *lines = answer.text.split("\n")
    addends = formula.split(" + ")
    assert all(addend in head for addend in addends) or formula in answer.text
    assert not faults(answer.text, citations.all(), communes)
    cited = [line for line in lines if line.startswith("- ")]
    assert all("[" in line for line in cited)
    if "+" in formula:
        assert len(cited) == len(addends)


def test_what_is_not_clear_is_named_and_not_counted(communes: Library, reader: QueryReader) -> None:
    answer, _ = _answer(communes, reader, "Tổng số giấy khen cho cá nhân của các xã năm 2024 là bao nhiêu?")
    assert answer is not None
    assert answer.text.startswith("Tổng cộng của 2 báo cáo có số liệu: 101 cá nhân")
    assert "nhiều số khác nhau" in answer.text.split("\n")[-1]
    assert "Thọ Lộc" in answer.text.split("\n")[-1]


def test_a_sum_with_a_silent_place_is_no_sum(communes: Library, reader: QueryReader) -> None:
    answer, _ = _answer(communes, reader, "Xã Khe Sơn và xã Thọ Lộc cộng lại năm 2024 có bao nhiêu hộ nghèo?")
    assert answer is not None and answer.refused
    assert "Thọ Lộc" in answer.text.split("\n")[0]
    assert "104" in answer.text


def test_a_sum_of_which_no_addend_is_clear_is_not_answered_by_one_of_them(communes: Library, reader: QueryReader) -> None:
    answer, citations = _answer(communes, reader, "Hai đơn vị có bao nhiêu đàn ong, đàn vịt cộng lại?")
    assert answer is not None and answer.refused and answer.text.startswith("Không cộng được") and citations.all() == ()


def test_twice_the_same_question_gives_the_same_bytes(communes: Library, reader: QueryReader) -> None:
    text = "Tổng số giấy khen cho tập thể của các xã năm 2024 là bao nhiêu?"
    assert _answer(communes, reader, text)[0] == _answer(communes, QueryReader(communes), text)[0]


def test_figures_of_another_thing_are_not_put_together(communes: Library, reader: QueryReader) -> None:
    answer, _ = _answer(communes, reader, "Xã Thọ Lộc và xã Đồng Vải cộng lại có bao nhiêu hộ nuôi ong lấy mật?")
    assert answer is None or (answer.refused and "Tổng cộng" not in answer.text)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """One report with a table of fees, their total in its last row."""
    library = Library.open(Settings(data_dir=tmp_path_factory.mktemp("port"), embedding_model="none"), create=True)
    head = ("ỦY BAN NHÂN DÂN", "XÃ BẾN LỞ", "BÁO CÁO", "Tình hình kinh tế - xã hội năm 2024", "I. KẾT QUẢ ĐẠT ĐƯỢC")
    lines = [Line(text, whole=True) for text in (*head, "Bảng 1. Thu phí, lệ phí qua các năm (triệu đồng)")]
    lines += [Line(" ".join(row), kind=Kind.TABLE, whole=True, row=(0, at)) for at, row in enumerate(FEES.rows)]
    report = assemble(Source(tuple(lines), tables=(FEES,)), "9" * 64, "ben-lo.docx")
    passages = cut(report, _count)
    library.add(report, passages, np.ones((len(passages), 4), dtype=np.float32) / 2, "/ben-lo.docx")
    return library


def _count(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def test_a_row_is_no_whole_where_the_total_tells_as_much(port: Library) -> None:
    reader = QueryReader(port)
    answer, _ = _answer(port, reader, "Hai năm 2023 và 2024 xã Bến Lở thu tổng cộng bao nhiêu triệu đồng phí, lệ phí?")
    assert answer is None or "1.328" not in answer.text
    named_answer, _ = _answer(
        port, reader, "Hai năm 2023 và 2024 xã Bến Lở thu tổng cộng bao nhiêu triệu đồng phí trọng tải?"
    )
    assert named_answer is not None and named_answer.short == "1.513 triệu đồng"


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("Cộng cả hai đơn vị thì có bao nhiêu hộ nghèo năm 2024?", "88 + 104"),
        ("Trong hai báo cáo kết nạp tổng cộng bao nhiêu đảng viên mới năm 2024?", "6 + 9"),
    ],
)
def test_things_that_are_only_counted_are_those_that_tell_the_figure(
    communes: Library, reader: QueryReader, text: str, formula: str
) -> None:
    made, citations = _answer(communes, reader, text)
    assert made is not None and formula in made.text
    assert len(citations.all()) == 2


def test_an_addend_that_words_leave_open_is_read(
    communes: Library, reader: QueryReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addends, "LIKELY", -7.0)
    monkeypatch.setattr(reading, "LIKELY", -7.0)
    text = "Xã Khe Sơn và xã Đồng Vải năm 2024 khen thưởng tổng cộng bao nhiêu tập thể xuất sắc?"
    left_open, _ = _answer(communes, reader, text)
    assert left_open is None or left_open.refused
    read, _ = _answer(communes, reader, text, cast(Embedder, Readings({"tập thể": 2.0})))
    assert read is not None and "14 + 9" in read.text


def test_more_or_fewer_than_are_counted_make_no_sum(communes: Library, reader: QueryReader) -> None:
    made, _ = _answer(communes, reader, "Cộng cả ba đơn vị thì có bao nhiêu hộ nghèo năm 2024?")
    assert made is None or made.refused


def test_what_fits_the_whole_question_comes_before_what_an_indicator_names(communes: Library, reader: QueryReader) -> None:
    """ "hộ nghèo" names the houses of poor households too, which count something else."""
    made, _ = _answer(communes, reader, "Xã Khe Sơn và xã Đồng Vải cộng lại có bao nhiêu hộ nghèo năm 2024?")
    assert made is not None and "104 + 88" in made.text
