"""Numbers, days and kinds of documents that cannot be right together."""

from __future__ import annotations

import pytest

from app.checks import documents

SENTENCES = [
    ("Kế hoạch số 132/KH-UBND ngày 15/02/2024; Kế hoạch số 123/KH-UBND ngày 15/02/2024.", 1),
    ("Nghị quyết số 41/NQ-HĐND ngày 11/7/2024; Nghị quyết số 47/NQ-HĐND ngày 11/7/2024.", 0),
    ("Nghị quyết số 9/NQ-HĐND ngày 15/7/2024 của HĐND xã; Nghị quyết số 9/NQ-HĐND ngày 19/7/2024 của HĐND xã.", 1),
    ("Nghị quyết số 41/NQ-HĐND ngày 15/7/2024 của HĐND huyện; Nghị quyết số 41/NQ-HĐND ngày 19/7/2024 của HĐND tỉnh.", 0),
    ("Thực hiện Nghị quyết số 57-NQ/TW ngày 24/12/2024.", 1),
    ("Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024.", 0),
    ("Thực hiện Nghị quyết số 18-NQ/TW ngày 16/6/2022.", 0),
    ("Thực hiện Quyết định số 12/KH-UBND.", 1),
    ("Thực hiện Quy định số 55-QĐ/TW; Luật số 15/2023/QH15; Công văn số 12/UBND-VX.", 0),
    ("Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05/3/2021.", 1),
    ("Thực hiện Quyết định số 31/QĐ-UBND ngày 20/12/2024.", 1),
    ("(Kèm theo Báo cáo số 54/BC-UBND ngày 12/12/2024)", 1),
    ("(Kèm theo Báo cáo số 45/BC-UBND ngày 12/12/2024)", 0),
    ("Quyết định số 31/QĐ-UBND ngày 20/11/2024; Quyết định số 31/QĐ-UBND ngày 20/11/2023.", 1),
    ("Quyết định số 31/QĐ-UBND ngày 20/11/2024; Quyết định số 31/QĐ-HĐND ngày 20/11/2024.", 1),
    ("Thực hiện Kế hoạch số 145/KH-UBND ngày 20/11/2024. Theo Kế hoạch số 154/KH-UBND, xã làm tốt.", 1),
    ("Thực hiện Kế hoạch số 145/KH-UBND ngày 20/11/2024. Theo Kế hoạch số 145/KH-UBND, xã làm tốt.", 0),
    ("", 0),
]
HEAD = (
    "ỦY BAN NHÂN DÂN",
    "XÃ LAM TRÀ",
    "Số: 45/BC-UBND",
    "Lam Trà, ngày 12 tháng 12 năm 2024",
    "BÁO CÁO",
    "Tình hình kinh tế - xã hội năm 2024",
)


@pytest.mark.parametrize(("text", "number"), SENTENCES)
def test_documents_that_cannot_be_right_together(sheet, text, number):
    late = (*HEAD[:3], "Lam Trà, ngày 25 tháng 12 năm 2024", *HEAD[4:]) if "57-NQ" in text else HEAD
    found = [one.message for one in documents.check(sheet("I. KẾT QUẢ", text or "Tốt.", head=late))]
    assert len(found) == number, found


def test_a_day_that_cannot_be_is_none():
    cited = list(documents.citations("Quyết định số 12/QĐ-UBND ngày 31/02/2024"))
    assert [(one.number.text, one.day) for one in cited] == [("12/QĐ-UBND", None)]
