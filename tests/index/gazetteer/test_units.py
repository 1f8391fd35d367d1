"""Administrative units before and since 1 July 2025; real ones, checked against the resolutions of June 2025."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import IndexProblem
from index.gazetteer import units as module
from index.gazetteer.units import REFORM, AdministrativeUnit, kind_and_name, loose, units

TABLE = units()


def one(kind: str, name: str, parent: str = "") -> AdministrativeUnit:
    units = [u for u in TABLE.find_by_name(name.split(), kind) if parent in u.parent]
    assert len(units) == 1, units
    return units[0]


def called(shares: tuple[module.Share, ...]) -> set[str]:
    return {share.unit.called for share in shares}


def test_how_many_units_there_are() -> None:
    provinces = [unit for unit in TABLE if not unit.parent]
    assert sum(unit.is_new for unit in provinces) == 34
    assert sum(not unit.is_new for unit in provinces) == 63
    assert sum(unit.is_new and bool(unit.parent) for unit in TABLE) == 3321


def test_a_unit_has_its_parent_and_its_time() -> None:
    assert one("huyện", "Cái Bè") == AdministrativeUnit(
        "huyện", "Cái Bè", "tỉnh Tiền Giang", None, datetime.date(2025, 6, 30)
    )
    assert one("xã", "Cái Bè") == AdministrativeUnit("xã", "Cái Bè", "tỉnh Đồng Tháp", REFORM, None)
    assert one("thị trấn", "Cái Bè").province == "tỉnh Tiền Giang"
    assert one("xã", "Cái Bè").called == "xã Cái Bè"


def test_an_old_district_became_several_communes() -> None:
    became = TABLE.became(one("thị xã", "Sa Pa"))
    assert called(became) == {"phường Sa Pa", "xã Tả Phìn", "xã Tả Van", "xã Mường Bo", "xã Bản Hồ", "xã Ngũ Chỉ Sơn"}
    assert not any(share.whole for share in became)


def test_a_ward_was_made_of_old_ones() -> None:
    ward = next(u for u in TABLE.find_by_name(["Sa", "Pa"], "phường") if u.is_new)
    assert called(TABLE.made_of(ward)) == {
        "phường Cầu Mây", "phường Hàm Rồng", "phường Ô Quý Hồ", "phường Phan Si Păng", "phường Sa Pa", "phường Sa Pả",
    }  # fmt: skip
    assert called(TABLE.districts_of(ward)) == {"thị xã Sa Pa"}


@pytest.mark.parametrize(
    ("district", "zone"), [("Côn Đảo", "Côn Đảo"), ("Vân Đồn", "Vân Đồn"), ("Cồn Cỏ", "Cồn Cỏ"), ("Cát Hải", "Cát Hải")]
)
def test_an_island_district_became_a_special_zone_whole(district: str, zone: str) -> None:
    assert [(s.unit.called, s.whole) for s in TABLE.became(one("huyện", district))] == [(f"đặc khu {zone}", True)]
    assert [(s.unit.called, s.whole) for s in TABLE.districts_of(one("đặc khu", zone))] == [(f"huyện {district}", True)]


def test_a_divided_commune_goes_nowhere_whole() -> None:
    """Thị trấn Tây Đằng: most of it to xã Quảng Oai, a part to xã Minh Châu (Hà Nội)."""
    became = TABLE.became(one("thị trấn", "Tây Đằng"))
    assert {(s.unit.called, s.whole) for s in became} == {("xã Quảng Oai", False), ("xã Minh Châu", False)}


def test_provinces() -> None:
    assert called(TABLE.became(one("tỉnh", "Yên Bái"))) == {"tỉnh Lào Cai"}
    new = next(u for u in TABLE.find_by_name(["Lâm", "Đồng"], "tỉnh") if u.is_new)
    assert called(TABLE.made_of(new)) == {"tỉnh Lâm Đồng", "tỉnh Đắk Nông", "tỉnh Bình Thuận"}
    assert TABLE.provinces(one("huyện", "Côn Đảo")) == ("Bà Rịa - Vũng Tàu", "Hồ Chí Minh")
    assert TABLE.provinces(one("xã", "Cái Bè")) == ("Đồng Tháp", "Tiền Giang")
    assert TABLE.is_province("bac kan") and not TABLE.is_province("Đông Lĩnh")


def test_every_old_commune_became_something() -> None:
    old = [unit for unit in TABLE if not unit.is_new]
    assert old and all(TABLE.became(unit) for unit in old)
    new = [unit for unit in TABLE if unit.is_new]
    assert new and all(TABLE.made_of(unit) for unit in new)


@pytest.mark.parametrize("typed", ["Cẩm Khê", "cam khe", "CẨM KHÊ", "cẩm khe"])
def test_names_are_matched_with_or_without_marks(typed: str) -> None:
    assert {u.kind for u in TABLE.find_by_name(typed.split())} == {"huyện", "thị trấn", "xã"}


def test_names_are_not_matched_against_their_marks() -> None:
    assert (
        TABLE.find_by_name(["Cẩm", "Khế"]) == ()
        and TABLE.find_by_name(["Lam", "Trà"]) == ()
        and TABLE.find_by_name([]) == ()
    )


def test_the_key_of_a_name() -> None:
    assert loose("Mỹ Đức") == loose("mi duc") == "miduc"
    assert loose("Ia H'Drai") == "iahdrai"


def test_kind_and_name() -> None:
    assert kind_and_name("Thị Trấn Ái Tử") == ("thị trấn", "Ái Tử")
    with pytest.raises(ValueError, match="Ái Tử"):
        kind_and_name("Ái Tử")


def test_the_package_is_read_and_not_imported() -> None:
    code = "import sys, index.gazetteer.units as u; u.units(); print([m in sys.modules for m in (u.PACKAGE, 'shapely')])"
    here = Path(__file__).parents[3]
    process = subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=True)
    assert process.stdout.strip() == "[False, False]"


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGE", "no_such_package_at_all")
    with pytest.raises(IndexProblem, match="make install"):
        units.__wrapped__()


def test_data_of_another_form_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "odd_units" / "data").mkdir(parents=True)
    (tmp_path / "odd_units" / "__init__.py").touch()
    (tmp_path / "odd_units" / "data" / "dataset.db").write_bytes(b"not a database, not at all")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(module, "PACKAGE", "odd_units")
    with pytest.raises(IndexProblem, match="Không đọc được"):
        units.__wrapped__()
