"""Places of a library and the units they are. The places are real ones, what is reported of them is invented."""

from __future__ import annotations

from typing import Any

import pytest

from index.gazetteer.places import Place, identify, places_of, province_names, written_since
from index.gazetteer.units import units
from ingest.model import Metadata


def facts(**about: Any) -> Metadata:
    return Metadata(**about)


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (Metadata(date="2025-06-30"), False), (Metadata(date="2025-07"), True), (Metadata(date="2025"), None),
        (Metadata(period_from=2020, period_to=2025), False), (Metadata(period_from=2025, period_to=2025), True),
        (Metadata(period_to=2026), True), (Metadata(period_to=2024), False), (Metadata(), None),
        (Metadata(date="2025-12-08", period_from=2020, period_to=2025), True),
    ],
)  # fmt: skip
def test_since_when(about: Metadata, expected: bool | None) -> None:
    assert written_since(about) is expected


@pytest.mark.parametrize(
    ("kind", "name", "province", "parents"),
    [
        ("huyện", "Châu Thành", "Tiền Giang", ["tỉnh Tiền Giang"]),
        ("huyện", "Châu Thành", None, []),  # ten districts bear that name
        ("huyện", "Châu Thành", "An Giang", ["tỉnh An Giang"]),  # not the one of Kiên Giang, which An Giang has now
        ("huyện", "Đồng Văn", None, ["tỉnh Hà Giang"]),
        ("huyện", "Đồng Văn", "Nghệ An", ["tỉnh Hà Giang"]),  # a province mentioned more often than its own
        ("huyện", "Đồng Văn", "Đông Lĩnh", []),  # an invented district may bear a real name
        ("huyện đảo", "Vân Đồn", "Quảng Ninh", ["tỉnh Quảng Ninh"]),
        ("xã", "Tân Lập", None, []),
        ("huyện", "Lam Trà", "Nam Phong", []),
    ],
)
def test_which_unit_a_place_is(kind: str, name: str, province: str | None, parents: list[str]) -> None:
    assert [unit.parent for unit in identify(kind, name, province, False, units())] == parents


def test_reports_of_one_place_are_together() -> None:
    places = places_of(
        {
            "a": facts(place="huyện Đồng Văn", province="Hà Giang", period_to=2020),
            "b": facts(place="huyện Đồng Văn", period_to=2024),
            "c": facts(place="huyện Lam Trà", province="Nam Phong"),
            "d": facts(place="huyện Lam Trà", province="Đông Lĩnh"),  # unknown both: as one, whatever the province
        }
    )
    assert [(place.called, place.reports) for place in places] == [
        ("huyện Lam Trà", ("c", "d")),
        ("huyện Đồng Văn", ("a", "b")),
    ]


def test_namesakes_are_told_apart_by_province_or_time() -> None:
    places = places_of(
        {
            "a": facts(place="huyện Chợ Mới", province="An Giang"),
            "b": facts(place="huyện Chợ Mới", province="Bắc Kạn"),
            "c": facts(place="xã Tả Van", province="Lào Cai", date="2023-12-01"),
            "d": facts(place="xã Tả Van", province="Lào Cai", date="2025-12-01"),
        }
    )
    assert [(place.called, place.reports) for place in places] == [
        ("huyện Chợ Mới (An Giang)", ("a",)), ("huyện Chợ Mới (Bắc Kạn)", ("b",)),
        ("xã Tả Van (đến 30/6/2025)", ("c",)), ("xã Tả Van (từ 01/7/2025)", ("d",)),
    ]  # fmt: skip


def test_the_report_of_a_province() -> None:
    places = places_of({"a": facts(issuer="UBND tỉnh Hồng Lam", province="Hồng Lam"), "b": facts(province="Hồng Lam")})
    assert [(place.called, place.reports, place.province) for place in places] == [("tỉnh Hồng Lam", ("a",), "Hồng Lam")]


def test_a_place_knows_the_bodies_that_report() -> None:
    places = places_of(
        {
            "a": facts(issuer="UBND xã Lam Khê", place="xã Lam Khê"),
            "b": facts(issuer="Công an xã Lam Khê", place="xã Lam Khê"),
            "c": facts(issuer="Ủy ban nhân dân xã Lam Khê", place="xã Lam Khê"),
            "d": facts(issuer="Sở GD&ĐT tỉnh Hồng Lam", province="Hồng Lam"),
            "e": facts(issuer="Sở Giáo dục và Đào tạo tỉnh Hồng Lam", province="Hồng Lam"),
            "f": facts(issuer="Trường THCS số 2 Vân Sa"),
        }
    )
    assert {place.called: [body.reports for body in place.bodies] for place in places} == {
        "xã Lam Khê": [("a", "c"), ("b",)], "tỉnh Hồng Lam": [("d", "e")], "Trường THCS số 2 Vân Sa": [("f",)],
    }  # fmt: skip


def test_the_provinces_of_a_place() -> None:
    place = Place("huyện", "Đồng Văn", ("a",), "Hà Giang", identify("huyện", "Đồng Văn", "Hà Giang", False, units()))
    assert province_names(place, units()) == ("Hà Giang", "Tuyên Quang")
    assert province_names(Place("huyện", "Lam Trà", ("a",), "Hà Giang"), units()) == ("Hà Giang", "Tuyên Quang")
    assert province_names(Place("huyện", "Lam Trà", ("a",), "Nam Phong"), units()) == ("Nam Phong",)
    assert province_names(Place("huyện", "Lam Trà", ("a",)), units()) == ()
