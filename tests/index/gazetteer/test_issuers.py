"""The bodies that report, and questions that name them in the ways people do. Bodies, places and questions are invented."""

from __future__ import annotations

import pytest

from index.gazetteer.body_forms import forms
from index.gazetteer.issuers import ReportingBody, reporting_body, same_body
from index.gazetteer.places import Place, places_of
from index.gazetteer.scope import scope_of
from ingest.model import Metadata

LIBRARY = {
    "health": Metadata(issuer="Sở Y tế tỉnh Lam Giang", province="Lam Giang"),
    "inspectors": Metadata(issuer="Thanh tra tỉnh Hồng Khê", province="Hồng Khê"),
    "school": Metadata(issuer="Trường THPT số 2 Vân Sa"),
    "hue": Metadata(issuer="Trường THCS Nguyễn Trãi", place="xã Mộc Thượng", province="Hồng Khê"),
    "police": Metadata(issuer="Công an xã Đồng Cừ", place="xã Đồng Cừ", province="Vĩnh Sơn"),
    "party": Metadata(issuer="Đảng ủy xã Thanh Lũng", place="xã Thanh Lũng", province="Vĩnh Sơn"),
    "women": Metadata(issuer="Hội Liên hiệp Phụ nữ huyện Trà Lĩnh Hạ", place="huyện Trà Lĩnh Hạ", province="Vĩnh Sơn"),
    "pupils": Metadata(issuer="Phòng Giáo dục và Đào tạo huyện Hạ Khê", place="huyện Hạ Khê", province="Lam Giang"),
    "youth": Metadata(issuer="Đoàn TNCS Hồ Chí Minh huyện Nậm Vân", place="huyện Nậm Vân", province="Vĩnh Sơn"),
    "awards": Metadata(issuer="HĐTĐKT phường Bến Sa", place="phường Bến Sa", province="Vĩnh Sơn"),
    "ubnd": Metadata(issuer="UBND xã Khê Thượng", place="xã Khê Thượng", province="Vĩnh Sơn"),
    "ubnd police": Metadata(issuer="Công an xã Khê Thượng", place="xã Khê Thượng", province="Vĩnh Sơn"),
}
PLACES = places_of(LIBRARY)


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        # in full, short, without words in between
        ("Sở Y tế tỉnh Lam Giang tiêm được bao nhiêu mũi sởi?", ["health"]),
        ("SYT Lam Giang tuyển mấy bác sĩ?", ["health"]),
        ("Bên y tế Lam Giang còn thiếu mấy máy siêu âm?", ["health"]),
        ("Ngành y tế của tỉnh Lam Giang vượt mấy chỉ tiêu?", ["health"]),
        ("ngành y năm 2024 thiếu bao nhiêu điều dưỡng", ["health"]),
        ("Đảng bộ Sở Y tế Lam Giang kết nạp mấy đảng viên?", ["health"]),
        ("Toàn tỉnh Lam Giang có mấy ca bạch hầu?", ["health"]),
        ("Bên thanh tra kiến nghị thu hồi bao nhiêu tiền?", ["inspectors"]),
        ("Thanh tra tỉnh mở mấy cuộc đột xuất?", ["inspectors"]),
        ("Theo thanh tra tỉnh Hồng Khê, ai bị kiểm điểm?", ["inspectors"]),
        ("Trường Vân Sa có bao nhiêu học sinh khá?", ["school"]),
        ("THPT Vân Sa đạt mấy giải tỉnh?", ["school"]),
        ("Trường cấp 3 Vân Sa dạy mấy lớp 12?", ["school"]),
        ("Vân Sa năm học này tuyển bao nhiêu em lớp 10?", ["school"]),
        ("Trường Nguyễn Trãi sửa mấy phòng học?", ["hue"]),
        ("Công an Đồng Cừ xử phạt bao nhiêu trường hợp?", ["police"]),
        ("Đảng bộ xã Thanh Lũng có mấy chi bộ?", ["party"]),
        ("Đảng ủy Thanh Lũng ban hành mấy nghị quyết?", ["party"]),
        ("Hội phụ nữ Trà Lĩnh Hạ giúp bao nhiêu hộ?", ["women"]),
        ("Phụ nữ huyện Trà Lĩnh Hạ góp mấy ngày công?", ["women"]),
        ("Giáo dục Hạ Khê thiếu mấy giáo viên?", ["pupils"]),
        ("Phòng GD&ĐT Hạ Khê kiến nghị gì?", ["pupils"]),
        ("Huyện đoàn Nậm Vân trồng bao nhiêu cây?", ["youth"]),
        ("Năm 2025 phường tặng mấy giấy khen?", ["awards"]),
        ("Phường mình tặng mấy giấy khen?", ["awards"]),
        ("UBND xã Khê Thượng thu ngân sách bao nhiêu?", ["ubnd"]),
        ("Công an xã Khê Thượng nhắc nhở mấy hộ?", ["ubnd police"]),
        # with slips, run together, without marks
        ("so y te lam giang mua bao nhieu thuoc", ["health"]),
        ("syt lam giang co may benh vien", ["health"]),
        ("sởytế Lam Giang chi bao nhiêu?", ["health"]),
        ("y te lamgiang con no bao nhieu", ["health"]),
        ("thanh tra tinh hong khe kien nghi gi", ["inspectors"]),
        ("ben thanh tra thu hoi dc bn tien", ["inspectors"]),
        ("truong van sa co may lop", ["school"]),
        ("thpt so 2 van sa tot nghiep bao nhieu %", ["school"]),
        ("truong nguyen trai co may giao vien", ["hue"]),
        ("cong an xa dong cu bat may vu trom", ["police"]),
        ("dang uy thanh lung ky luat may nguoi", ["party"]),
        ("hoi phu nu tra linh ha cho vay bao nhieu", ["women"]),
        ("phong gd ha khe thieu may phong hoc", ["pupils"]),
        ("huyen doan nam van ket nap may doan vien", ["youth"]),
        ("hdtdkt p. ben sa khen bao nhieu nguoi", ["awards"]),
        ("cong an xa khe thuong xu ly may vu", ["ubnd police"]),
    ],
)
def test_a_body_named(question: str, reports: list[str]) -> None:
    scope = scope_of(question, PLACES)
    assert list(scope.reports or ()) == reports
    assert len(scope.places) == 1 and scope.foreign == ()


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("So sánh Sở Y tế Lam Giang với giáo dục Hạ Khê", {"health", "pupils"}),
        ("Công an xã Đồng Cừ và Công an xã Khê Thượng, bên nào bắt nhiều hơn?", {"police", "ubnd police"}),
        ("UBND xã Khê Thượng và Công an xã Khê Thượng nói gì?", {"ubnd", "ubnd police"}),
        ("Xã Thanh Lũng so với toàn tỉnh Lam Giang thì sao?", {"party", "health"}),
        # set side by side, a body without its unit's name is one of the two
        ("Đảng viên của sở y tế và của xã Thanh Lũng, bên nào đông hơn?", {"health", "party"}),
        ("Sở Y tế tặng bao nhiêu giấy khen, xã Thanh Lũng tặng bao nhiêu?", {"health", "party"}),
        ("so so dang vien cua so y te voi truong THPT Van Sa", {"health", "school"}),
        # there a kind of school or the officer of a body is enough
        ("Số học sinh của trường THPT và của ngành y tế Lam Giang hơn kém ra sao?", {"school", "health"}),
        ("Đặt cạnh nhau giấy khen do giám đốc sở y tế và do hiệu trưởng trường Vân Sa tặng", {"health", "school"}),
        # joined to a body that is named, with a year between
        ("Tổng số buổi họp của Sở Y tế Lam Giang năm 2024 và Công an xã Đồng Cừ", {"health", "police"}),
        ("Vốn vay qua Hội phụ nữ: xã Thanh Lũng hơn huyện Trà Lĩnh Hạ bao nhiêu?", {"party", "women"}),
    ],
)
def test_two_bodies_are_two_places(question: str, reports: set[str]) -> None:
    scope = scope_of(question, PLACES)
    assert set(scope.reports or ()) == reports and len(scope.places) == 2


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("Xã Khê Thượng có mấy thôn?", {"ubnd", "ubnd police"}),  # all bodies of the unit
        ("Huyện Hạ Khê, tỉnh Lam Giang có mấy trường?", {"pupils"}),  # where the district lies
        ("Ngành giáo dục xã Thanh Lũng thiếu mấy giáo viên?", {"party"}),  # no body of that field there
        ("Công an xã bắt mấy vụ?", None),  # two bodies answer to it
        ("Ba sở của tỉnh được đề nghị gì?", None),
        ("Hội nghị bàn gì?", None),
        ("Trường THCS Vân Sa có mấy lớp?", None),  # another school
        ("Trường THPT số 1 Vân Sa có mấy lớp?", None),
        ("Công an xã Lam Đình có mấy người?", None),  # another unit
        ("cuộc thanh tra kéo dài mấy ngày?", None),
        ("Báo cáo nào của công an phường nhắc ma túy?", None),
        ("Đường Vân Sa dài mấy km?", None),
        ("Thi đua khen thưởng năm 2024 ra sao?", None),  # what everybody reports on
        ("Hỗ trợ xã nghèo bao nhiêu tiền?", None),
        ("Giấy khen của Sở Y tế cho xã Thanh Lũng là mấy?", {"party"}),  # nothing is set side by side
        ("", None),
    ],
)
def test_what_names_no_single_body(question: str, reports: set[str] | None) -> None:
    found = scope_of(question, PLACES).reports
    assert (set(found) if found is not None else None) == reports


def test_a_body_is_called_by_its_name() -> None:
    (place,) = scope_of("Bên y tế Lam Giang làm được gì?", PLACES).places
    assert place.called == place.issuer == "Sở Y tế tỉnh Lam Giang"
    assert {"y", "tế", "lam", "giang"} <= scope_of("Sở Y tế Lam Giang có gì?", PLACES).names


def test_a_unit_inside_a_body_is_one_to_look_for() -> None:
    scope = scope_of("Sở Y tế Lam Giang cấp cho huyện Mường Sào mấy xe?", PLACES)
    assert scope.reports == ("health",) and scope.foreign == () and scope.inside == ("huyện Mường Sào",)


@pytest.mark.parametrize(
    ("issuer", "about", "kind", "field", "unit"),
    [
        ("Huyện ủy Lam Khê", {}, "đảng bộ", "", ("huyện", "Lam Khê")),
        ("Ban Chấp hành Đảng bộ tỉnh Lam Giang", {}, "đảng bộ", "", ("tỉnh", "Lam Giang")),
        ("Tỉnh Đoàn Lam Giang", {}, "đoàn", "Thanh niên", ("tỉnh", "Lam Giang")),
        ("Hội LHPN huyện Lam Khê khóa XXIII", {}, "hội", "LHPN", ("huyện", "Lam Khê")),
        ("Sở Tư pháp", {"province": "Lam Giang"}, "sở", "Tư pháp", ("tỉnh", "Lam Giang")),
        ("Trạm Y tế", {"place": "xã Lam Khê"}, "trạm y tế", "", ("xã", "Lam Khê")),
        ("Trường THCS số 3 Lam Khê", {}, "trường", "số 3 Lam Khê", ("", "")),
        ("Tổ công tác liên ngành", {}, "", "", ("", "")),
    ],
)
def test_reporting_body(issuer: str, about: dict[str, str], kind: str, field: str, unit: tuple[str, str]) -> None:
    body = reporting_body("r", Metadata(issuer=issuer, **about))
    assert body is not None
    assert (body.kind, body.field, (body.unit_kind, body.unit_name)) == (kind, field, unit)


def test_a_report_that_names_no_issuer() -> None:
    assert reporting_body("r", Metadata(place="xã Lam Khê")) is None


def test_one_body_written_in_two_ways() -> None:
    def body(issuer: str) -> ReportingBody:
        body_found = reporting_body("r", Metadata(issuer=issuer))
        assert body_found is not None
        return body_found

    assert same_body(body("Sở GD&ĐT tỉnh Lam Giang"), body("Sở Giáo dục và Đào tạo tỉnh Lam Giang"))
    assert not same_body(body("Sở Y tế tỉnh Lam Giang"), body("Sở Y tế tỉnh Hồng Khê"))
    assert not same_body(body("Hội Nông dân xã Lam Khê"), body("Hội Phụ nữ xã Lam Khê"))


def test_forms_are_short_and_the_longest_comes_first() -> None:
    body = reporting_body("r", Metadata(issuer="Sở Y tế tỉnh Lam Giang"))
    assert body is not None
    ways = [" ".join(form.words) for form in forms(body)]
    assert {"sở y tế", "ngành y", "bên y tế", "y tế", "syt", "sở"} <= set(ways)
    assert [len(way.split()) for way in ways] == sorted((len(way.split()) for way in ways), reverse=True)


def test_places_without_bodies_are_only_places() -> None:
    assert scope_of("Công an xã Lam Khê", [Place("xã", "Lam Khê", ("r",))]).reports == ("r",)


def _ways(issuer: str, **about: str) -> set[str]:
    body = reporting_body("r", Metadata(issuer=issuer, **about))
    assert body is not None
    return {" ".join(form.words) for form in forms(body)}


def test_a_name_is_one_wherever_its_tone_is_written() -> None:
    assert "cảng vụ đường thủy" in _ways("Cảng vụ đường thuỷ nội địa Lam Khê", place="tỉnh Lam Khê")


def _library() -> list[Place]:
    office = Metadata(issuer="Sở Công Thương tỉnh Lam Khê", province="Lam Khê")
    body = reporting_body("s", office)
    ward = reporting_body("p", Metadata(issuer="UBND phường Cồn Sậy", place="phường Cồn Sậy"))
    assert body is not None and ward is not None
    province = Place("tỉnh", "Lam Khê", ("s",), bodies=(body,))
    return [province, Place("phường", "Cồn Sậy", ("p",), bodies=(ward,))]


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("Sở Công Thương và phường Cồn Sậy đã xong mấy đơn?", {"s", "p"}),
        ("Phường Cồn Sậy cùng Sở Công Thương đã xong mấy đơn?", {"s", "p"}),
        ("Sở Công Thương giao phường Cồn Sậy mấy việc?", {"p"}),
    ],
)
def test_a_word_that_joins_a_body_and_a_place_asks_both(question: str, reports: set[str]) -> None:
    assert set(scope_of(question, _library()).reports or ()) == reports


def test_where_something_is_weak_is_no_question_over_many_bodies() -> None:
    assert scope_of("Sở Công Thương còn yếu ở chỗ nào?", _library()).reports == ("s",)


def test_a_body_of_no_kind_known_has_short_forms() -> None:
    ways = _ways("Cảng vụ Đường thủy nội địa Lam Khê", place="tỉnh Lam Khê")
    assert {"cảng vụ", "cảng vụ đường thủy", "cảng vụ đường thủy nội địa"} <= ways
    assert "quỹ rừng" in _ways("Quỹ Bảo vệ và Phát triển rừng tỉnh Lam Khê", place="tỉnh Lam Khê")


def test_a_hospital_is_named_by_a_part_of_its_name() -> None:
    assert {"bệnh viện khu vực lam khê", "bệnh viện khu vực", "bệnh viện lam khê"} <= _ways(
        "Bệnh viện đa khoa khu vực Lam Khê"
    )


def test_a_college_and_a_forest_office_are_named_as_people_do() -> None:
    assert {"trường nghề lam khê", "trường cao đẳng nghề lam khê", "cao đẳng nghề lam khê"} <= _ways(
        "Trường Cao đẳng nghề Lam Khê"
    )
    assert "kiểm lâm" in _ways("Chi cục Kiểm lâm tỉnh Lam Khê", place="tỉnh Lam Khê")


@pytest.mark.parametrize(
    "question",
    [
        "Chi cục thuế Vạn Lãng - Phú Khê thu bao nhiêu?",
        "Bên thuế Phú Khê chi thưởng mấy triệu?",
        "Chi cục thuế thu bao nhiêu?",
    ],
)
def test_a_body_may_be_named_with_places_that_stand_in_its_name(question: str) -> None:
    places = places_of({"tax": Metadata(issuer="Chi cục Thuế khu vực Vạn Lãng - Phú Khê tỉnh Đông Sa", province="Đông Sa")})
    assert list(scope_of(question, places).reports or ()) == ["tax"]


@pytest.mark.parametrize(
    ("issuer", "kind", "field"),
    [
        ("Ban Tổ chức Huyện ủy Khe Nứa", "ban", "Tổ chức"),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy Hồng Lam", "ban", "Tuyên giáo và Dân vận"),
        ("Ủy ban Kiểm tra Huyện ủy Khe Nứa", "ủy ban kiểm tra", ""),
        ("Ban Thường vụ Huyện ủy Khe Nứa", "đảng bộ", ""),  # the committee itself
        ("Ban Chấp hành Đảng bộ huyện Khe Nứa", "đảng bộ", ""),
    ],
)
def test_an_organ_of_a_party_committee_that_reports_for_itself_is_a_body(issuer: str, kind: str, field: str) -> None:
    body = reporting_body("r", Metadata(issuer=issuer))
    assert body is not None and (body.kind, body.field) == (kind, field)
    assert body.unit_name in ("Khe Nứa", "Hồng Lam")


def test_a_committee_without_a_report_is_named_by_its_organs() -> None:
    organ = {"organ": Metadata(issuer="Ban Tổ chức Huyện ủy Khe Nứa", place="huyện Khe Nứa")}
    both = {**organ, "committee": Metadata(issuer="Huyện ủy Khe Nứa", place="huyện Khe Nứa")}
    question = "Bên huyện ủy kết nạp mấy đảng viên?"
    assert scope_of(question, places_of(organ)).reports == ("organ",)
    assert scope_of(question, places_of(both)).reports == ("committee",)


def test_a_kind_that_opens_a_question_is_the_only_body_of_that_kind() -> None:
    assert scope_of("Sở kiến nghị với tỉnh những gì?", PLACES).reports == ("health",)
    assert scope_of("Sở hữu trí tuệ có bao nhiêu đơn?", PLACES).reports is None
