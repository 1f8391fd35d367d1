"""What the numbers of a text are said of; all expectations worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.grounding.claims import Claim, claims, key, numbers
from ingest.language.quantity import Quantity

OWN = ("huyện", "lam trà")


def figures(text: str) -> list[Claim]:
    return [claim for claim in claims(text, OWN, [OWN[1]]) if isinstance(claim.reading, Quantity)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("2.815 hộ", {"q 2815"}),
        ("2815 hộ", {"q 2815"}),
        ("05 tập thể", {"q 5"}),
        ("15,95 %", {"q 15.95"}),
        ("1,5 tỷ đồng", {"q 1500000000"}),
        ("1.500 triệu đồng", {"q 1500000000"}),
        ("95/118 thôn", {"q 95/118"}),
        ("từ 10 đến 20 triệu đồng", {"q 10000000..20000000"}),
        ("hai mươi ba hộ", {"q 23"}),
        ("ngày 01 tháng 7 năm 2025", {"d 2025----7-1"}),
        ("01/7/2025", {"d 2025----7-1"}),
        ("tháng 07 năm 2025", {"d 2025----7-"}),
        ("quý II/2025", {"d 2025--2---"}),
        ("giai đoạn 2020 - 2025", {"d 2020-2025----"}),
        ("Quyết định số 0118/QĐ - UBND", {"n 118/qđ-ubnd"}),
        ("Chỉ thị số 34-CT/TW", {"n 34-ct/tw"}),
        ("không có số nào", set()),
    ],
)
def test_what_numbers_say_alone(text: str, keys: set[str]) -> None:
    assert numbers(text) == keys


def test_what_numbers_say_besides() -> None:
    assert numbers("9/14 xã", parts=True) == {"q 9/14", "q 9", "q 14"}
    assert numbers("01/7/2025", parts=True) == {"d 2025----7-1", "d 2025----7-", "d 2025-----"}


YEARLY = "Cuối năm 2021 có 2.148 hộ nghèo; năm 2023 còn 1.402 hộ nghèo, chiếm 5,51%, giảm 404 hộ so với năm 2022."


def test_the_year_before_a_figure_governs_it_and_one_compared_with_does_not() -> None:
    periods = [(claim.reading.text, sorted(claim.period.years) if claim.period else []) for claim in figures(YEARLY)]
    assert periods == [("2.148", [2021]), ("1.402", [2023]), ("5,51%", [2023]), ("404", [2023])]
    assert [sorted(year for period in claim.since for year in period.years) for claim in figures(YEARLY)] == [[2022]] * 4


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Tỷ lệ hộ nghèo là 4,05% năm 2024.", [2024]),
        ("Giảm từ 8,52% năm 2021 xuống còn 4,05%.", []),  # the start's year is not the end's
        ("Giảm từ 8,52% năm 2021 xuống còn 4,05% năm 2024.", [2024]),
        ("Theo Kế hoạch số 12/KH-UBND ngày 05/3/2019, huyện hỗ trợ 40 hộ.", []),  # the document's date
        ("Hỗ trợ 40 hộ (năm 2024).", [2024]),
        ("Hỗ trợ 40 hộ, năm 2024 trồng rừng.", []),
    ],
)
def test_the_year_of_the_last_figure(text: str, years: list[int]) -> None:
    period = figures(text)[-1].period
    assert (sorted(period.years) if period else []) == years


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Xã Na Hin còn 96 hộ.", {"na hin"}),
        ("Toàn huyện còn 96 hộ.", {"lam trà"}),
        ("Tỷ lệ của tỉnh là 3%.", {"@tỉnh"}),
        ("So với xã Na Hin, có 12 hộ.", set()),
        ("Lam Trà có 12 hộ.", {"lam trà"}),
        ("Có 12 hộ (xã Na Hin).", {"na hin"}),
    ],
)
def test_the_place_of_a_figure(text: str, places: set[str]) -> None:
    assert figures(text)[-1].places == places


def near(text: str) -> list[set[str]]:
    return [set(claim.beside.near) for claim in figures(text)]


def test_a_figure_has_the_subject_of_the_one_before_or_its_own() -> None:
    first, second = near("Tặng Giấy khen cho 57 tập thể, 203 cá nhân.")
    assert first == {"tặng", "giấy", "khen", "tập", "thể"} and second == {"tặng", "giấy", "khen", "cá", "nhân"}
    assert near("Thu 12 triệu đồng, chi 9 triệu đồng.")[1] == {"chi"}


def test_a_share_and_a_part_have_the_thing_of_the_one_before() -> None:
    assert near("Huyện có 41 hộ nghèo, chiếm 4%.")[1] == {"huyện", "hộ", "nghèo"}
    whole, part = near("Có 24 trường chuẩn, trong đó mẫu giáo 8 trường.")
    assert whole == {"trường", "chuẩn"} and part == {"trường", "chuẩn", "mẫu", "giáo"}


def test_what_stands_behind_two_joined_figures_is_said_of_both() -> None:
    assert "phong" in near("Tặng 38 tập thể và 117 cá nhân trong phong trào.")[0]


def test_the_date_of_a_document_knows_its_document() -> None:
    pairs = [claim.pair for claim in claims("Quyết định số 118/QĐ-UBND ngày 01/7/2025 và ngày 02/7/2025.")]
    assert pairs == ["", "118/QĐ-UBND", ""]


@given(st.text(alphabet="0123456789.,/%-– năhộtừđến ỷđồng()", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert all(key(claim.reading) for claim in claims(text))
