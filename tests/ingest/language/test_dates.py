"""Dates, periods and relative times; and what looks like a date and is none."""

import pytest

from ingest.language.dates import YEAR_ALONE, YEAR_DIGITS, When, dates


def shown(text):
    return [
        " ".join(
            str(part)
            for part in (one.text, one.when, one.year, one.until, one.month, one.day, one.quarter, one.months, one.relative)
            if part
        )
        for one in dates(text)
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ngày 05 tháng 02 năm 2025", ["ngày 05 tháng 02 năm 2025 day 2025 2 5"]),
        ("ngày 12 tháng 3", ["ngày 12 tháng 3 day 3 12"]),
        ("ngày 07/4/2014", ["07/4/2014 day 2014 4 7"]),
        ("ký ngày 7.4.2014 tại xã", ["7.4.2014 day 2014 4 7"]),
        ("từ ngày 01-6-2024", ["01-6-2024 day 2024 6 1"]),
        ("ngày 22/01 và 26/02", ["22/01 day 1 22", "26/02 day 2 26"]),
        ("trước 15/5.", ["15/5 day 5 15"]),
        ("từ 08 đến 10/3", ["08 day 8", "10/3 day 3 10"]),
        ("hai ngày 27 và 28/4/2021", ["27 day 27", "28/4/2021 day 2021 4 28"]),
        ("tháng 10/2020", ["tháng 10/2020 month 2020 10"]),
        ("tháng 6 năm 2025", ["tháng 6 năm 2025 month 2025 6"]),
        ("từ 6/2025", ["6/2025 month 2025 6"]),
        ("trong tháng 7", ["tháng 7 month 7"]),
        ("quý I/2026", ["quý I/2026 quarter 2026 1"]),
        ("Quý IV năm 2025", ["Quý IV năm 2025 quarter 2025 4"]),
        ("quý 3", ["quý 3 quarter 3"]),
        ("năm học 2023-2024", ["năm học 2023-2024 school year 2023 2024"]),
        ("giai đoạn 2021 - 2025", ["2021 - 2025 years 2021 2025"]),
        ("giai đoạn 2021-\n2025", ["2021-\n2025 years 2021 2025"]),
        ("từ năm 2016 đến năm 2020", ["năm 2016 đến năm 2020 years 2016 2020"]),
        ("nhiệm kỳ 2020–2025", ["2020–2025 years 2020 2025"]),
        ("6 tháng đầu năm 2025", ["6 tháng đầu năm 2025 part 2025 6"]),
        ("06 tháng cuối năm", ["06 tháng cuối năm part 6"]),
        ("9 tháng năm 2023", ["9 tháng năm 2023 part 2023 9"]),
        ("năm 2024", ["năm 2024 year 2024"]),
        ("(2024)", ["2024 year 2024"]),
        ("TH 2024 còn", ["2024 year 2024"]),
        ("so với 2023.", ["2023 year 2023"]),
        ("2019 2020 2021", ["2019 year 2019", "2020 year 2020", "2021 year 2021"]),
        ("so sánh 2024/2023", ["2024 year 2024", "2023 year 2023"]),
        ("cùng kỳ năm trước", ["cùng kỳ năm trước relative same period"]),
        ("so với năm trước", ["năm trước relative previous"]),
        ("so với kỳ trước", ["kỳ trước relative previous"]),
        ("từ đầu năm", ["đầu năm relative beginning"]),
        ("đến nay", ["đến nay relative present"]),
        ("lúc 07h30", ["07h30 time"]),
        # No dates.
        ("đạt 10/14 chỉ tiêu", []),
        ("06/11 đơn vị", []),
        ("từ 3/5 xã lên 5/5 xã", []),
        ("2024 hộ", []),
        ("bằng 2000 ha", []),
        ("1900 %", []),
        ("9 tháng tuổi", []),
        ("1.2024", []),
        ("", []),
        ("năm năm trước đó", []),
    ],
)
def test_dates_of_a_text(text, told):
    assert shown(text) == told


def test_the_years_that_a_date_speaks_of():
    (span,) = dates("giai đoạn 2021-2023")
    assert list(span.years) == [2021, 2022, 2023] and span.when is When.YEARS
    assert not list(dates("tháng 7")[0].years)


def test_the_last_months_of_a_year_are_told():
    assert dates("6 tháng cuối năm")[0].last and not dates("6 tháng đầu năm")[0].last


def test_a_years_digits_and_a_year_that_is_no_part_of_a_longer_figure():
    assert YEAR_DIGITS.findall("2023-2024, 120245") == ["2023", "2024", "2024"]
    assert YEAR_ALONE.findall("2023-2024, 120245, 1875") == ["2023", "2024"]
