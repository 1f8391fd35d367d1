"""Which reports a question is about."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from index.gazetteer.descent import Reason
from index.gazetteer.places import identify
from index.gazetteer.scope import Place, Scope, agrees, places_of, scope_of
from index.gazetteer.units import units
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
    metadata = {report.id: report.metadata for report in map(understand, sorted(reports.iterdir()))}
    assert [(place.kind, place.name) for place in places_of(metadata)] == [
        ("huyện", "Đông Khê"), ("thị trấn", "Suối Mây"), ("xã", "Tân Lập"),
    ]  # fmt: skip
    first = next(iter(metadata))
    assert [place.reports for place in places_of({first: metadata[first], "again": metadata[first]})] == [(first, "again")]
    assert places_of({}) == []


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
    scope = scope_of(question, PLACES)
    assert scope.places and scope.foreign == ()


def test_an_ordinary_word_is_no_place() -> None:
    assert scope_of("Có bao nhiêu cá nhân được vinh danh?", [Place("thành phố", "Vinh", ("r",))]).places == ()


def test_the_longer_of_two_names_wins() -> None:
    longer, shorter = Place("xã", "Sơn Hà Thượng", ("a",)), Place("xã", "Sơn Hà", ("b",))
    assert scope_of("Xã Sơn Hà Thượng có mấy thôn?", [longer, shorter]).places == (longer,)


# Places old and new: real units of other provinces, and what the resolutions of June 2025 made of them.


def held(kind: str, name: str, province: str | None, *, since: bool | None = False, report: str = "") -> Place:
    units_meant = identify(kind, name, province, since, units())
    return Place(kind, name, (report or f"{kind} {name}",), province, units_meant)


SA_PA = held("thị xã", "Sa Pa", "Lào Cai")
CON_DAO = held("huyện", "Côn Đảo", "Bà Rịa - Vũng Tàu")
CAI_BE_TOWN = held("thị trấn", "Cái Bè", "Tiền Giang")
DONG_VAN = held("huyện", "Đồng Văn", "Hà Giang")
REAL = [SA_PA, CON_DAO, CAI_BE_TOWN, DONG_VAN]


def bridges(question: str, places: list[Place]) -> list[tuple[str, str, Reason]]:
    return [(b.asked, b.reached, b.reason) for b in scope_of(question, places).bridges]


@pytest.mark.parametrize(
    ("question", "asked", "reached", "reason"),
    [
        ("Xã Tả Van còn bao nhiêu hộ nghèo?", "xã Tả Van", SA_PA, Reason.PART),
        ("xa ta van con bao nhieu ho ngheo", "xã Tả Van", SA_PA, Reason.PART),
        ("x. Tả Van có gì?", "xã Tả Van", SA_PA, Reason.PART),
        ("Phường Sa Pa còn bao nhiêu hộ nghèo?", "phường Sa Pa", SA_PA, Reason.PART),
        ("Đặc khu Côn Đảo khen thưởng ai?", "đặc khu Côn Đảo", CON_DAO, Reason.SAME),
        ("Xã Cái Bè thu ngân sách bao nhiêu?", "xã Cái Bè", CAI_BE_TOWN, Reason.GROWN),
        ("Huyện Cái Bè thu ngân sách bao nhiêu?", "huyện Cái Bè", CAI_BE_TOWN, Reason.OTHER),
        ("Thị trấn Đồng Văn có mấy tổ dân phố?", "thị trấn Đồng Văn", DONG_VAN, Reason.INSIDE),
        ("xã Đồng Văn, tỉnh Tuyên Quang có mấy thôn?", "xã Đồng Văn", DONG_VAN, Reason.PART),
    ],
)
def test_a_unit_without_a_report_leads_to_its_kin(question: str, asked: str, reached: Place, reason: Reason) -> None:
    scope = scope_of(question, REAL)
    assert scope.places == (reached,) and scope.foreign == ()
    assert bridges(question, REAL) == [(asked, reached.called, reason)]


@pytest.mark.parametrize(
    ("question", "foreign"),
    [
        ("Phường Đồng Văn còn bao nhiêu hộ nghèo?", "phường Đồng Văn"),  # that of Ninh Bình, before of Hà Nam
        ("phuong dong van con bao nhieu ho ngheo", "phường Đồng Văn"),
        ("Xã Đồng Văn, tỉnh Nghệ An có gì?", "xã Đồng Văn, tỉnh Nghệ An"),
        ("Huyện Đồng Văn, tỉnh Thanh Hóa có gì?", "huyện Đồng Văn, tỉnh Thanh Hóa"),
        ("Tỉnh Cà Mau có gì?", "tỉnh Cà Mau"),
    ],
)
def test_a_namesake_that_descends_from_elsewhere_is_foreign(question: str, foreign: str) -> None:
    assert scope_of(question, REAL) == Scope((), (foreign,))


@pytest.mark.parametrize(
    "question",
    [
        "Cơ quan Đồng Văn họp mấy lần?", "cac co quan dong van", "dia phuong dong van co gi", "Các xã Đồng Văn ra sao?",
        "19 xã Đồng Văn đạt chuẩn", "Các xã, thị trấn Đồng Văn thi đua gì?", "h. Đồng Văn", "Đồng Văn có gì?",
    ],
)  # fmt: skip
def test_what_is_no_other_unit(question: str) -> None:
    assert scope_of(question, REAL) == Scope((DONG_VAN,))


def test_an_old_commune_of_a_district_is_looked_for_everywhere() -> None:
    """Xã Trung Chải went into xã Tả Phìn: the district's report may name it, and so may any other."""
    assert scope_of("Xã Trung Chải có gì?", REAL) == Scope(inside=("xã Trung Chải",))


def test_the_report_of_the_very_unit_counts() -> None:
    own = held("xã", "Tả Van", "Lào Cai", since=True)
    assert scope_of("Xã Tả Van còn bao nhiêu hộ nghèo?", [*REAL, own]) == Scope((own,))


def test_old_and_new_asked_together_are_not_mixed() -> None:
    own = held("xã", "Tả Van", "Lào Cai", since=True)
    question = "So sánh thị xã Sa Pa và xã Tả Van"
    assert scope_of(question, [*REAL, own]).places == (SA_PA, own)
    assert bridges(question, [*REAL, own]) == [("thị xã Sa Pa", "xã Tả Van", Reason.BOTH)]


def test_an_old_unit_leads_to_the_new_one() -> None:
    own = held("xã", "Tả Van", "Lào Cai", since=True)
    assert bridges("Xã Hoàng Liên có gì?", [own]) == [("xã Hoàng Liên", "xã Tả Van", Reason.NOW)]
    assert bridges("Thị xã Sa Pa có gì?", [own]) == [("thị xã Sa Pa", "xã Tả Van", Reason.NOW_PARTLY)]


def test_the_name_of_an_old_commune_stands_for_more_since() -> None:
    old = held("xã", "Tả Van", "Lào Cai")
    assert bridges("Xã Tả Van còn bao nhiêu hộ nghèo?", [old]) == [("xã Tả Van", "xã Tả Van", Reason.GROWN)]
    assert scope_of("Năm 2022 xã Tả Van còn bao nhiêu hộ nghèo?", [old]) == Scope((old,))


def test_of_two_reports_of_one_name_the_newer_unit_counts_unless_an_earlier_year_is_asked() -> None:
    old = held("xã", "Tả Van", "Lào Cai", report="old")
    new = held("xã", "Tả Van", "Lào Cai", since=True, report="new")
    assert scope_of("Xã Tả Van có gì?", [old, new]).reports == ("new",)
    assert scope_of("Năm 2022 xã Tả Van có gì?", [old, new]).reports == ("old",)
    assert bridges("Năm 2022 xã Tả Van có gì?", [old, new]) == [("xã Tả Van", "xã Tả Van", Reason.ALSO)]


def test_a_name_with_several_kin_restricts_to_them_all() -> None:
    """Xã Tân Hương: a new one of Đồng Tháp (old Châu Thành of Tiền Giang), and an old commune of other districts."""
    chau_thanh, ninh_giang = held("huyện", "Châu Thành", "Tiền Giang"), held("huyện", "Ninh Giang", "Hải Dương")
    scope = scope_of("Xã Tân Hương có gì?", [chau_thanh, ninh_giang, SA_PA])
    assert scope.places == () and set(scope.reports or ()) == {"huyện Châu Thành", "huyện Ninh Giang"}


@pytest.mark.parametrize(
    ("question", "within"),
    [
        ("Tỉnh Lào Cai có gì?", ("thị xã Sa Pa",)), ("o lao cai co gi", ("thị xã Sa Pa",)),
        ("Ở Lào Cai có gì?", ("thị xã Sa Pa",)),
        ("Tỉnh Đồng Tháp có gì?", ("thị trấn Cái Bè",)), ("Tỉnh Tiền Giang có gì?", ("thị trấn Cái Bè",)),
        ("Thành phố Hồ Chí Minh có gì?", ("huyện Côn Đảo",)), ("cao bằng năm trước", None), ("Cà Mau có gì?", None),
    ],
)  # fmt: skip
def test_a_province_restricts(question: str, within: tuple[str, ...] | None) -> None:
    scope = scope_of(question, REAL)
    assert scope.reports == within and scope.places == () and scope.foreign == ()


def test_a_merged_province_is_explained() -> None:
    assert bridges("Tỉnh Đồng Tháp có gì?", REAL) == [("tỉnh Đồng Tháp", "tỉnh Tiền Giang", Reason.MERGED)]
    assert bridges("Tỉnh Tiền Giang có gì?", REAL) == []
    moi = held("huyện", "Tháp Mười", "Đồng Tháp")
    assert scope_of("Tỉnh Đồng Tháp có gì?", [*REAL, moi]).reports == ("thị trấn Cái Bè", "huyện Tháp Mười")
    assert scope_of("Tỉnh Tiền Giang có gì?", [*REAL, moi]).reports == ("thị trấn Cái Bè",)


def test_a_province_does_not_outweigh_a_place() -> None:
    scope = scope_of("Thị xã Sa Pa ủng hộ tỉnh Nghệ An bao nhiêu?", REAL)
    assert scope == Scope((SA_PA,), inside=("tỉnh Nghệ An",))


def test_a_unit_inside_a_place_is_one_to_look_for() -> None:
    assert scope_of("Xã Phố Cáo của huyện Đồng Văn có gì?", REAL) == Scope((DONG_VAN,), inside=("xã Phố Cáo",))


def test_a_unit_that_a_report_speaks_of_is_not_foreign() -> None:
    assert scope_of("Huyện Lam Sào có mấy trạm?", REAL).foreign == ("huyện Lam Sào",)
    scope = scope_of("Huyện Lam Sào có mấy trạm?", REAL, lambda unit: unit == "huyện Lam Sào")
    assert scope == Scope(inside=("huyện Lam Sào",))


def test_districts_of_one_name_are_told_apart_by_their_province() -> None:
    north, south = held("huyện", "Chợ Mới", "Bắc Kạn", report="n"), held("huyện", "Chợ Mới", "An Giang", report="s")
    assert scope_of("Huyện Chợ Mới, tỉnh An Giang có gì?", [north, south]).reports == ("s",)
    assert scope_of("Huyện Chợ Mới có gì?", [north, south]).reports == ("n", "s")
    assert scope_of("Huyện Chợ Mới, tỉnh Thái Nguyên có gì?", [north, south]).reports == ("n",)  # where Bắc Kạn went


def test_an_invented_place_is_found_as_ever_and_the_other_kind_said() -> None:
    assert held("xã", "Tân Lập", "Hồng Lam").units == ()  # a real name, but of no real province
    scope = scope_of("phường Đông Khê có mấy tổ?", [DONG_KHE])
    assert scope.places == (DONG_KHE,) and scope.foreign == ()
    assert bridges("phường Đông Khê có mấy tổ?", [DONG_KHE]) == [("phường Đông Khê", "huyện Đông Khê", Reason.OTHER)]


def test_three_hundred_places_cost_little() -> None:
    districts = [u for u in units() if u.kind == "huyện"][:300]
    places = [Place(u.kind, u.name, (str(i),), None, (u,)) for i, u in enumerate(districts)]
    question = "Năm 2024 huyện Đồng Văn và xã Tả Van còn bao nhiêu hộ nghèo, hộ cận nghèo theo chuẩn đa chiều?"
    scope_of(question, places)  # prepares the names
    started = time.process_time()
    for _ in range(20):
        scope_of(question, places)
    assert (time.process_time() - started) / 20 < 0.02  # about 1 ms


def test_the_five_real_reports(shared: Path) -> None:
    """Each real report is reached from what its place became; homonyms from elsewhere are not answered from it."""
    reports = [understand(file) for file in sorted((shared / "reports" / "txt").iterdir()) if file.suffix == ".txt"]
    places = places_of({report.id: report.metadata for report in reports})
    assert len(places) == 5 and all(len(place.units) == 1 for place in places)
    for place in places:
        became = units().became(place.units[0])
        assert became
        for share in became:
            scope = scope_of(f"{share.unit.called} còn bao nhiêu hộ nghèo?", places)
            assert place in scope.places and scope.bridges, share.unit
            assert scope.bridges[0].reason in (Reason.PART, Reason.SAME)
        for namesake in units().find_by_name(place.name.split()):
            kin = (*(s.unit for s in became), *units().communes(place.units[0]), units().district(place.units[0]))
            alike = any((u.kind, u.name) == (namesake.kind, namesake.name) for u in (*kin, place.units[0]) if u)
            if not alike and namesake.name == place.name and namesake.parent:
                scope = scope_of(f"{namesake.called} còn bao nhiêu hộ nghèo?", places)
                assert place not in scope.places and scope.foreign == (namesake.called,), namesake
