"""Which reports a question is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.scope import Place, Scope, agrees, places_of, scope_of
from ingest.report import understand

BA_TO = Place("huyện", "Ba Tơ", ("r1",))
DONG_KHE = Place("huyện", "Đông Khê", ("r2", "r3"))
DONG_KHE_TOWN = Place("thị trấn", "Đông Khê", ("r4",))
SUOI_MAY = Place("thị trấn", "Suối Mây", ("r5",))
PLACES = [BA_TO, DONG_KHE, DONG_KHE_TOWN, SUOI_MAY]


@pytest.mark.parametrize(
    ("typed", "written", "expected"),
    [
        ("ba", "Ba", True), ("to", "Tơ", True), ("tơ", "Tơ", True), ("tô", "Tơ", False),
        ("tố", "Tơ", False), ("tơ", "To", False),
        ("dong", "Đông", True), ("đong", "Đông", True), ("dông", "Đông", True), ("động", "Đông", False), ("t", "Tơ", False),
        ("", "", True),
    ],
)  # fmt: skip
def test_agrees(typed: str, written: str, expected: bool) -> None:
    assert agrees(typed, written) is expected


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Huyện Ba Tơ còn bao nhiêu hộ nghèo?", [BA_TO]),
        ("huyen ba to con bao nhieu ho ngheo", [BA_TO]),
        ("Ba Tô còn bao nhiêu hộ nghèo?", []),
        ("suoimay khen thưởng ai", [SUOI_MAY]),
        ("Suô\u0301i Mây khen ai?", [SUOI_MAY]),  # decomposed
        ("Suối Mây và Ba Tơ, nơi nào hơn?", [SUOI_MAY, BA_TO]),  # in the order named
        ("Đông Khê có mấy xã?", [DONG_KHE, DONG_KHE_TOWN]),
        ("Huyện Đông Khê có mấy xã?", [DONG_KHE]),
        ("thị trấn Đông Khê có mấy tổ?", [DONG_KHE_TOWN]),
        ("tt Đông Khê có mấy tổ?", [DONG_KHE_TOWN]),
        ("Có bao nhiêu hộ nghèo?", []),
        ("", []),
    ],
)
def test_places_named(question: str, places: list[Place]) -> None:
    assert list(scope_of(question, PLACES).places) == places


def test_reports_of_a_scope() -> None:
    assert scope_of("Ba Tơ và huyện Đông Khê", PLACES).reports == ("r1", "r2", "r3")
    assert scope_of("Có bao nhiêu hộ nghèo?", PLACES).reports is None
    assert Scope().reports is None


@pytest.mark.parametrize(
    ("question", "foreign"),
    [
        ("Huyện Mộ Đức có mấy xã?", ("huyện Mộ Đức",)),
        ("So sánh huyện Ba Tơ và thị xã Hồng Lĩnh", ("thị xã Hồng Lĩnh",)),
        ("Huyện Ba Tơ có mấy xã?", ()),
        ("Xã Hành Dũng có mấy thôn?", ()),  # communes may stand in a district's report
        ("Huyện có mấy xã?", ()),
    ],
)
def test_units_that_no_report_is_about(question: str, foreign: tuple[str, ...]) -> None:
    assert scope_of(question, PLACES).foreign == foreign


def test_places_of_reports(reports: Path) -> None:
    made = [understand(file) for file in sorted(reports.iterdir())]
    assert [(place.kind, place.name) for place in places_of(made)] == [
        ("huyện", "Đông Khê"), ("thị trấn", "Suối Mây"), ("xã", "Tân Lập"),
    ]  # fmt: skip
    assert [place.reports for place in places_of([made[0], made[0]])] == [(made[0].id, made[0].id)]
    assert places_of([]) == []


def test_a_short_name_run_together() -> None:
    assert list(scope_of("bato con bao nhieu ho ngheo", PLACES).places) == [BA_TO]


@pytest.mark.parametrize(
    ("written", "typed"), [("Hòa Vang", "Hoà Vang"), ("Thuỷ Nguyên", "Thủy Nguyên"), ("Mỹ Đức", "Mĩ Đức")]
)
def test_spelling_variants_of_a_name(written: str, typed: str) -> None:
    place = Place("huyện", written, ("r",))
    assert scope_of(f"Huyện {typed} có mấy xã?", [place]) == Scope((place,), ())


@pytest.mark.parametrize("question", ["huyện Ba To có mấy xã?", "Huyện Dong Khe có mấy xã?", "HUYỆN BA TƠ CÓ MẤY XÃ?"])
def test_a_place_that_was_recognised_is_not_foreign(question: str) -> None:
    found = scope_of(question, PLACES)
    assert found.places and found.foreign == ()


def test_an_ordinary_word_is_no_place() -> None:
    assert scope_of("Có bao nhiêu cá nhân được vinh danh?", [Place("thành phố", "Vinh", ("r",))]).places == ()


def test_the_longer_of_two_names_wins() -> None:
    longer, shorter = Place("xã", "Sơn Hà Thượng", ("a",)), Place("xã", "Sơn Hà", ("b",))
    assert scope_of("Xã Sơn Hà Thượng có mấy thôn?", [longer, shorter]).places == (longer,)
