"""Sentences whose figures do not follow from one another, by kinds that the older tests do not have."""

from __future__ import annotations

import pytest

from app.checks import changes, documents, lists, percents, years

WRONG = [
    (percents, "Điều tra làm rõ đạt 92,1% (34/38 vụ)."),
    (percents, "Thu ngân sách đạt 12,45 tỷ đồng, bằng 108,3% dự toán (11,2 tỷ đồng)."),
    (percents, "Thu ngân sách đạt 12,45 tỷ đồng (kế hoạch 11,2 tỷ đồng), đạt 108,3%."),
    (percents, "Giới thiệu 3.104 đoàn viên ưu tú; 1.862 người được kết nạp, đạt 68,2%."),
    (changes, "Số hộ nghèo giảm từ 36 hộ xuống còn 42 hộ."),
    (changes, "Đàn bò 1.240 con, tăng 6,9% so với cùng kỳ (1.080 con)."),
    (changes, "Xảy ra 12 vụ, giảm 3 vụ so với năm 2023 (16 vụ)."),
    (lists, "Xã có 04 mô hình kinh tế hiệu quả gồm: nuôi ong lấy mật, trồng dưa lưới, nuôi cá lồng."),
    (documents, "Luật Đất đai số 31/2024/QH15 có hiệu lực. Theo Luật Đất đai số 45/2024/QH15, xã đã rà soát."),
    (documents, "Ngày 22/4/2024 xã ký Quyết định số 87/QĐ-UBND. Theo Quyết định số 87/QĐ-UBND ngày 24/02/2024, xã đã làm."),
    (years, "Thu ngân sách đạt 12 tỷ đồng, tăng 5% so với cùng kỳ năm 2022."),
]
RIGHT = [
    (percents, "Điều tra làm rõ đạt 89,5% (34/38 vụ)."),
    (percents, "Thu ngân sách đạt 12,45 tỷ đồng, bằng 111,2% dự toán (11,2 tỷ đồng)."),
    (percents, "Thu ngân sách đạt 12,45 tỷ đồng (kế hoạch 11,2 tỷ đồng), đạt 111,2%."),
    (percents, "Giới thiệu 3.104 đoàn viên ưu tú; 1.862 người được kết nạp, đạt 60,0%."),
    (changes, "Số hộ nghèo giảm từ 42 hộ xuống còn 36 hộ."),
    (changes, "Rút thời gian từ 02 ngày xuống 15 phút."),
    (changes, "Xảy ra 12 vụ, giảm 4 vụ so với năm 2023 (16 vụ)."),
    (lists, "Xã có 03 mô hình kinh tế hiệu quả gồm: nuôi ong lấy mật, trồng dưa lưới và nuôi cá lồng."),
    (documents, "Luật Đất đai số 45/2013/QH13 hết hiệu lực. Theo Luật Đất đai số 31/2024/QH15, xã đã rà soát."),
    (years, "Thu ngân sách đạt 12 tỷ đồng, tăng 5% so với cùng kỳ năm 2023."),
]


@pytest.mark.parametrize(("check", "text"), WRONG)
def test_what_does_not_follow_is_told(sheet, check, text):
    assert len(list(check.check(sheet("I. KẾT QUẢ", text)))) == 1


@pytest.mark.parametrize(("check", "text"), RIGHT)
def test_what_follows_is_not(sheet, check, text):
    assert list(check.check(sheet("I. KẾT QUẢ", text))) == []
