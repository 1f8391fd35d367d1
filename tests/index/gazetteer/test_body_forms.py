"""How bodies are named in short, in questions to a library of invented ones."""

from __future__ import annotations

import pytest

from index.gazetteer.body_forms import forms, proper_name
from index.gazetteer.issuers import reporting_body
from index.gazetteer.name_forms import Strength
from index.gazetteer.places import places_of
from index.gazetteer.scope import scope_of
from ingest.model import Metadata

LIBRARY = {
    "park": Metadata(issuer="Ban Quản lý Khu bảo tồn thiên nhiên Lam Khê", province="Vân Hạ"),
    "school": Metadata(issuer="Trường THCS Trần Quang Nhưỡng", province="Vân Hạ"),
    "water": Metadata(issuer="Công ty TNHH MTV KTCTTL Nậm Rơi", province="Vân Hạ"),
    "youth": Metadata(issuer="BCH đoàn huyện Mộc Sơn", place="huyện Mộc Sơn", province="Vân Hạ"),
    "hospital": Metadata(issuer="Bệnh viện y học cổ truyền", province="Vân Hạ"),
}
PLACES = places_of(LIBRARY)


@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("Khu bảo tồn có bao nhiêu loài?", ["park"]),
        ("Ban Lam Khê thả mấy cá thể về rừng?", ["park"]),
        ("Khu bảo tồn Lam Khê có mấy trạm?", ["park"]),
        ("KBTTN Lam Khê có mấy trạm?", ["park"]),
        ("Bao nhiêu khách đến Lam Khê?", ["park"]),
        ("Mấy hộ sống trên đường Lam Khê?", []),  # a street's name
        ("Trường Nhưỡng có mấy lớp?", ["school"]),
        ("THCS Quang Nhưỡng có mấy lớp?", ["school"]),
        ("ben thuy loi nao vet may km kenh", ["water"]),
        ("Bên thủy lợi nạo vét mấy km kênh?", ["water"]),
        ("Cty KTCTTL Nậm Rơi có mấy trạm bơm?", ["water"]),
        ("Huyện đoàn trồng mấy cây?", ["youth"]),
        ("Bệnh viện YHCT khám bao nhiêu lượt?", ["hospital"]),
        ("Bên thanh niên với bên bệnh viện, nơi nào góp nhiều hơn?", ["youth", "hospital"]),
        ("Báo cáo của bên thủy lợi với của trường Nhưỡng khác gì?", ["water", "school"]),
        ("Xét cả năm đơn vị thì ai nhiều hơn?", []),  # "năm" is a year more often
    ],
)
def test_bodies_are_named_in_short(question: str, reports: list[str]) -> None:
    assert [report for place in scope_of(question, PLACES).places for report in place.reports] == reports


def test_a_number_of_bodies_means_all_where_there_are_so_many() -> None:
    two = places_of({name: LIBRARY[name] for name in ("park", "school")})
    assert len(scope_of("Hai đơn vị nộp bao nhiêu?", two).places) == 2
    assert not scope_of("Ba đơn vị nộp bao nhiêu?", two).places
    assert not scope_of("Hai đơn vị nào nộp nhiều nhất?", two).places  # asks which


def test_what_a_body_is_about_names_it_with_its_first_words_or_its_proper_name() -> None:
    name = "Công ty TNHH khai thác công trình thủy lợi Nậm Rơi"
    body = reporting_body("water", Metadata(issuer=name, province="Vân Hạ"))
    assert body is not None
    named = {" ".join(form.words) for form in forms(body)}
    assert {"công ti thủy lợi", "cty thủy lợi", "thủy lợi nậm rơi"} <= named and "công lợi" not in named


def test_a_form_cuts_no_compound() -> None:
    body = reporting_body("park", LIBRARY["park"])
    assert body is not None and proper_name(body) == ("Lam", "Khê")
    named = {" ".join(form.words): form.strength for form in forms(body)}
    assert named["khu bảo tồn"] is Strength.ALONE and named["khu bảo tồn lam khê"] is Strength.ALONE
    assert "khu bảo" not in named
