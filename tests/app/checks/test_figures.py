from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.figures import figures
from ingest.language.amounts import write_value


def told(text):
    return [(f.value, f.unit, f.noun) for f in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt 3.417,25 tỷ đồng", [(Decimal("3417.25e9"), "đồng", "")]),
        ("512,75 triệu đồng/năm", [(Decimal("512750000"), "đồng", "")]),
        ("98.04% và 1.742 suất quà", [(Decimal("98.04"), "%", ""), (Decimal(1742), "", "suất quà")]),
        ("hiến 5.230,5 m2 đất", [(Decimal("5230.5"), "m2", "")]),
        ("ngày 14/3/2025, Quyết định số 731/QĐ-UBND, Chỉ thị 34-CT/TW, giai đoạn 2020-2025, năm 2024", []),
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
    (figure,) = figures(f"đạt {write_value(value)} tấn")
    assert figure.value == value
