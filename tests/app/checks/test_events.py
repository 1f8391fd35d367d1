"""What rests on a decision, and its day: what does not fit is told, what fits is not."""

from __future__ import annotations

import pytest

from app.checks import events

WRONG = [
    (
        "Quyết định số 47/QĐ-UBND ngày 16/5/2024 thành lập đoàn kiểm tra cát sỏi Hạ Lũng. Đoàn "
        "kiểm tra cát sỏi Hạ Lũng kết thúc ngày 09/5/2024.",
        "trước ngày",
    ),
]
RIGHT = [
    "Quyết định số 47/QĐ-UBND ngày 16/5/2024 thành lập đoàn kiểm tra cát sỏi Hạ Lũng. Đoàn "
    "kiểm tra cát sỏi Hạ Lũng kết thúc ngày 29/5/2024.",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, text, told):
    found = list(events.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_not(sheet, text):
    assert list(events.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []
