"""Years of the period go on; terms, laws and what was long ago stay; days of last year are blank."""

import pytest

from app.renewal.model import RenewalState
from app.renewal.years import PeriodShift, moved_title, renewed_date, without_years
from ingest.language.dates import dates

YEAR = PeriodShift(2024, 2024, 2025, 2025)
SCHOOL = PeriodShift(2023, 2024, 2024, 2025)
TERM = PeriodShift(2016, 2020, 2021, 2025)
MOVED, BLANK, KEPT = RenewalState.MOVED, RenewalState.BLANK, RenewalState.KEPT


def renewed(text, shift=YEAR, cell=False):
    (one,) = dates(text)
    return renewed_date(one, text, one.start, shift, cell=cell)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("trong năm 2024", "năm 2025"),
        ("so với năm 2023", "năm 2024"),
        ("nhiệm vụ năm 2025", "năm 2026"),
        ("6 tháng đầu năm 2024", "6 tháng đầu năm 2025"),
        ("quý I/2024", "quý I/2025"),
        ("tính đến ngày 31/12/2024", "31/12/2025"),
        ("đến hết tháng 12/2024", "tháng 12/2025"),
    ],
)
def test_the_period_goes_on(text, new):
    assert renewed(text) == (MOVED, new)


@pytest.mark.parametrize("text", ["giai đoạn 2021-2025", "đến năm 2025", "đến năm 2030", "từ năm 2015", "ngày 27/7"])
def test_terms_and_what_is_long_ago_stay(text):
    assert renewed(text) == (KEPT, "")


@pytest.mark.parametrize("text", ["ngày 15/6/2024", "tháng 9/2024", "đến ngày 15/11/2024"])
def test_days_of_last_year_are_blank(text):
    assert renewed(text) == (BLANK, "")


def test_school_years_move_as_one():
    assert renewed("năm học 2023 - 2024", SCHOOL) == (MOVED, "năm học 2024 - 2025")
    assert renewed("năm học 2024-25", SCHOOL) == (MOVED, "năm học 2025-26")


def test_a_term_goes_on_to_the_next_and_what_happened_in_it_happened_once():
    assert renewed("giai đoạn 2016 - 2020", TERM) == (MOVED, "2021 - 2025")
    assert renewed("giai đoạn 2021 - 2025", TERM) == (MOVED, "2026 - 2030")
    assert renewed("giai đoạn 2018 - 2025", TERM) == (KEPT, "")  # of a programme
    assert renewed("năm 2018", TERM) == (BLANK, "")
    assert renewed("năm 2018", TERM, cell=True) == (MOVED, "năm 2023")
    assert renewed("năm 2020", TERM) == (MOVED, "năm 2025")


def test_titles_of_columns():
    assert moved_title("TH năm 2023 so KH 2024 (%)", YEAR) == "TH năm 2024 so KH 2025 (%)"
    assert without_years("TH năm 2023") == without_years("TH năm 2024")
