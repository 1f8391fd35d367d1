"""Names of administrative units."""

from __future__ import annotations

from collections import Counter

import pytest

from ingest.language.unit_names import local_units, provinces, written_small


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("huyện Đông Khê", {("huyện", "Đông Khê"): 1}),
        ("Huyện đảo Cù Lao và huyện Cù Lao", {("huyện đảo", "Cù Lao"): 1, ("huyện", "Cù Lao"): 1}),
        ("thị trấn Suối Mây, thị xã Hồng Lam", {("thị trấn", "Suối Mây"): 1, ("thị xã", "Hồng Lam"): 1}),
        ("xã Tân Lập và xã Tân Lập", {("xã", "Tân Lập"): 2}),
        ("xã Tân Lập Ủy ban nhân dân", {("xã", "Tân Lập"): 1}),
        ("xã hội, huyện ủy, xã nghèo", {}),
        ("xã Hội Chủ Nghĩa", {}),
        ("PHÁT TRIỂN KINH TẾ - XÃ HỘI NĂM 2025", {}),
        ("huyện UBND", {}),
        ("xã Tân Lập UBND", {("xã", "Tân Lập"): 1}),
        ("xã Tân Lập - Đơn vị dẫn đầu", {("xã", "Tân Lập"): 1}),
        ("UBND HUYỆN TÂN LẬP CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {("huyện", "TÂN LẬP"): 1}),
        ("phường đạt 5,2%, phường 5,2%", {}),
        ("HUYỆN LAM KHÊ KHÓA XXIII", {("huyện", "LAM KHÊ"): 1}),
        ("xã Lam Khê Khóa V", {("xã", "Lam Khê"): 1}),
        ("đặc khu Hòn Khoai", {("đặc khu", "Hòn Khoai"): 1}),
        ("xã Một Hai Ba Bốn Năm", {("xã", "Một Hai Ba Bốn"): 1}),
        ("", {}),
    ],
)
def test_local_units(text: str, expected: dict[tuple[str, str], int]) -> None:
    assert local_units(text) == Counter(expected)


def test_provinces() -> None:
    assert provinces("tỉnh Hồng Lam, Tỉnh Hồng Lam và tỉnh nhà") == Counter({"Hồng Lam": 2})


@pytest.mark.parametrize(
    ("name", "written"),
    [("TÂN LẬP", "Tân Lập"), ("Tân Lập", "Tân Lập"), ("TTPVHCC", "TTPVHCC"), ("GD&ĐT LAM TRÀ", "GD&ĐT Lam Trà"), ("", "")],
)
def test_written_small(name: str, written: str) -> None:
    assert written_small(name) == written


def test_a_name_in_capitals() -> None:
    assert local_units("UBND XÃ TÂN LẬP") == Counter({("xã", "TÂN LẬP"): 1})


def test_a_name_ends_with_its_line() -> None:
    assert local_units("xã Tân Lập\nMột số hạn chế") == Counter({("xã", "Tân Lập"): 1})


@pytest.mark.parametrize(
    ("text", "unit"),
    [("huyện Cư M'gar", ("huyện", "Cư M'gar")), ("phường 12", ("phường", "12")), ("quận 7", ("quận", "7")),
     ("thành phố Phan Rang - Tháp Chàm", ("thành phố", "Phan Rang - Tháp Chàm"))],
)  # fmt: skip
def test_real_names_of_other_shapes(text: str, unit: tuple[str, str]) -> None:
    assert local_units(text) == Counter({unit: 1})
