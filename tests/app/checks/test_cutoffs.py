"""The day to which figures are counted: what does not fit is told, what fits is not."""

from __future__ import annotations

import pytest

from app.checks import cutoffs

WRONG = [
    ("Số liệu chốt đến 30/11/2024. Phụ lục có số liệu tính đến ngày 31/10/2024.", "30/11/2024 và 31/10/2024"),
    ("Số liệu lấy đến ngày 31/12/2024.", "sau ngày của báo cáo"),
]
RIGHT = [
    "Số liệu chốt đến 30/11/2024.",
    "Số liệu ước thực hiện đến ngày 31/12/2024.",
    "Số liệu tính đến 30/11/2024, cùng kỳ đến 30/11/2023.",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, text, told):
    found = list(cutoffs.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message
    assert found[0].kind == "period"


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_not(sheet, text):
    assert list(cutoffs.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []
