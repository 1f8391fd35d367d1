"""Figures with what they are said of, names and quotations; all expectations worked out by hand."""

from __future__ import annotations

import pytest

from app.grounding.claims import ClaimedFigure, figures, names, parts, places_named, quotations, written


def one(text: str, **more: object) -> ClaimedFigure:
    (found,) = figures(written(text), **more)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("2.815 hộ", ["2815"]),
        ("2815 hộ", ["2815"]),
        ("05 tập thể", ["5"]),
        ("15,95 %", ["15,95"]),
        ("15.95%", ["15,95"]),
        ("ngày 01 tháng 7 năm 2025", ["1/7/2025"]),
        ("01/7/2025", ["1/7/2025"]),
        ("tháng 07 năm 2025", ["t7/2025"]),
        ("tháng 7/2025", ["t7/2025"]),
        ("ngày 02 tháng 9", ["n2/9"]),
        ("Quyết định số 0118/QĐ - UBND", ["118/qđ-ubnd"]),
        ("Chỉ thị số 34-CT/TW", ["34-ct/tw"]),
        ("giai đoạn 2020 - 2025", ["2020", "2025"]),
        ("95/118 thôn", ["95/118"]),
        ("1.234,5 m2 đất", ["1234,5"]),
        ("640 ha và 12 km²", ["640", "12"]),
        ("không có số nào", []),
    ],
)
def test_keys(text: str, keys: list[str]) -> None:
    assert [figure.key for figure in figures(written(text))] == keys


@pytest.mark.parametrize(
    ("text", "unit", "counted"),
    [
        ("chiếm 8,52% tổng số", "%", ("tổng", "số")),
        ("8,52 phần trăm", "%", ()),
        ("2.586 triệu đồng", "triệu", ("đồng",)),
        ("1,2 tỷ đồng", "tỉ", ("đồng",)),
        ("57 tập thể, cá nhân", "", ("tập", "thể")),
        ("640 héc ta rừng", "ha", ("rừng",)),
        ("4.180 m2 đất", "mét vuông", ("đất",)),
    ],
)
def test_unit_and_what_is_counted(text: str, unit: str, counted: tuple[str, ...]) -> None:
    found = one(text)
    assert (found.unit, found.counted) == (unit, counted)


YEARLY = "cuối năm 2021 có 2.148 hộ; năm 2023 còn 1.402 hộ nghèo, chiếm 5,51%, giảm 404 hộ so với năm 2022."


@pytest.mark.parametrize(
    ("text", "years"),
    [
        (YEARLY, {"2148": {"2021"}, "1402": {"2023"}, "5,51": {"2023"}, "404": {"2023"}}),
        ("tặng 806 giấy khen (năm 2018), 902 giấy khen (năm 2019)", {"806": {"2018"}, "902": {"2019"}}),
        ("còn 41 hộ vào cuối năm 2025", {"41": {"2025"}}),
        ("Giai đoạn 2021 - 2025 trồng 640 ha. Có 18 trường.", {"640": {"2021", "2025"}, "18": set()}),
        ("theo Quyết định ngày 21/7/2022 có 14 xã", {"14": set()}),
    ],
)
def test_years_that_govern(text: str, years: dict[str, set[str]]) -> None:
    assert {f.key: set(f.years) for f in figures(written(text)) if f.bare} == years


def test_the_year_said_before() -> None:
    (found,) = (f for f in figures(written("Đến năm 2024 có nhiều đổi mới. Còn 41 hộ.")) if f.bare)
    assert found.years == frozenset() and found.before == {"2024"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("xã Cẩm Đài có 12 thôn, xã Vân Khê có 15 thôn", {"12": {"cẩm đài"}, "15": {"vân khê"}}),
        ("tỷ lệ hộ nghèo chung của tỉnh là 3,28%", {"3,28": {"@tỉnh"}}),
        ("toàn huyện còn 41 hộ", {"41": {"lam trà"}}),
        ("Lam Trà còn 41 hộ", {"41": {"lam trà"}}),
        ("còn 41 hộ, giảm so với huyện Vân Sa 3 hộ", {"41": set(), "3": set()}),
    ],
)
def test_places_that_govern(text: str, places: dict[str, set[str]]) -> None:
    found = figures(written(text), ("huyện", "lam trà"), ["lam trà"])
    assert {f.key: set(f.places) for f in found} == places


def test_the_clause_beside_a_figure() -> None:
    found = figures(written("giải quyết việc làm cho 2.780 người; hộ nghèo còn 4,97%. Hết"))
    assert [f.beside.strip() for f in found] == ["giải quyết việc làm cho 2.780 người", "hộ nghèo còn 4,97%"]


def test_parts() -> None:
    assert {"7/2025", "1/7", "2025", "t7", "n1", "t7/2025"} <= set(parts("1/7/2025"))
    assert set(parts("95/118")) == {"95", "118"} and set(parts("118/qđ-ubnd")) == {"118"} and not set(parts("41"))


def test_names() -> None:
    text = written("Ông Lò Văn Phúc nhận Huân chương Lao động hạng Ba của UBND huyện Lam Trà")
    assert [name for name, _ in names(text)] == [
        "Ông Lò Văn Phúc nhận", "Huân chương Lao động", "Ba của", "UBND", "Lam Trà",
    ]  # fmt: skip
    assert [name for name, _ in names("Vân Sa tặng Giấy khen")] == ["Vân Sa tặng", "Giấy khen"]
    assert [(kind, name) for kind, name, _ in places_named(text)] == [("huyện", "Lam Trà")]


def test_quotations() -> None:
    assert [quote for quote, _ in quotations('phong trào “Dân vận khéo” và "Xanh sạch"')] == ["Dân vận khéo", "Xanh sạch"]


@pytest.mark.parametrize(
    ("text", "year"), [("năm 2024", True), ("2020 - 2024", True), ("còn 2024 hộ", False), ("(2024)", True)]
)
def test_what_is_a_year(text: str, year: bool) -> None:
    assert figures(written(text))[-1].is_year is year
