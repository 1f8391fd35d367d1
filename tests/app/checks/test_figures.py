from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.figures import figures, spoken


def told(text):
    return [(f.value, f.unit, f.noun) for f in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt 2.308,61 tỷ đồng", [(Decimal("2308.61e9"), "đồng", "")]),
        ("642,25 triệu đồng/năm", [(Decimal("642250000"), "đồng", "")]),
        ("99.02% và 1.689 suất quà", [(Decimal("99.02"), "%", ""), (Decimal(1689), "", "suất quà")]),
        ("hiến 4.180,5 m2 đất", [(Decimal("4180.5"), "m2", "")]),
        ("ngày 21/3/2025, Quyết định số 628/QĐ-UBND, Chỉ thị 34-CT/TW, giai đoạn 2020-2025, năm 2024", []),
        ("trực 24/24h", []),
    ],
)
def test_figures(text, expected):
    assert told(text) == expected


def test_a_ratio_keeps_its_whole():
    (figure,) = figures("có 95/118 thôn")
    assert (figure.value, figure.whole, figure.noun) == (95, 118, "thôn")


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_what_is_printed_is_read_back(value):
    (figure,) = figures(f"đạt {spoken(value)} tấn")
    assert figure.value == value
