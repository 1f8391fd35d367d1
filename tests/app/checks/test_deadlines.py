"""Days that are over when they are set: what does not fit is told, what fits is not."""

from __future__ import annotations

import pytest

from app.checks import deadlines

WRONG = [
    ("II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025|Hoàn thành xây dựng nhà văn hóa trước ngày 30/6/2023.", "30/6/2023"),
]
RIGHT = [
    "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025|Hoàn thành xây dựng nhà văn hóa trước ngày 30/6/2025.",
    "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025|Tiếp tục thực hiện Kế hoạch số 12/KH-UBND ngày 15/01/2023.",
    "Hoàn thành nhà văn hóa trước ngày 30/6/2023.",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, text, told):
    found = list(deadlines.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message
    assert found[0].kind == "period"


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_not(sheet, text):
    assert list(deadlines.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []
