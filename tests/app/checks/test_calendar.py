"""Days that the calendar, each other or the report's own day forbid."""

from __future__ import annotations

import pytest

from app.checks import calendar
from app.checks.model import FindingKind

WRONG = {  # the report is of 12 December 2024
    "done after the report": ("Ngày 20/12/2024, xã đã tổ chức Hội nghị công chức với 42 đại biểu.", "sau ngày của báo cáo"),
    "done before, said behind": ("Xã đã tổ chức Hội nghị công chức ngày 20/12/2024.", "sau ngày của báo cáo"),
    "told as over": ("Hội thi Tiếng hát khuyến học diễn ra ngày 25/12/2024, thu hút 9 đội.", "sau ngày của báo cáo"),
    "a day of the week": ("Sáng thứ Hai ngày 20/8/2024, xã ra quân làm thủy lợi.", "thứ Ba"),
    "a day of the week behind": ("Ngày 17/11/2024 (thứ Bảy), các bản tổ chức ngày hội.", "Chủ nhật"),
    "a day of the week by number": ("Thứ 6, ngày 03/10/2024, đoàn công tác đến làm việc.", "thứ Năm"),
    "Sunday": ("Chủ nhật ngày 18/5/2024, đoàn viên ra quân.", "thứ Bảy"),
    "a span backward": ("Tiêm phòng từ ngày 25/6/2024 đến ngày 10/6/2024 ở các bản.", "ngược"),
    "a span backward in brackets": ("Đợt tiêm phòng (25/6 - 10/6/2024) đạt 96%.", "ngược"),
    "days of a month backward": ("Tập huấn từ ngày 22 đến ngày 19/10/2024 cho 40 người.", "ngược"),
    "months backward": ("Giải ngân từ tháng 9/2024 đến tháng 3/2024 chậm.", "ngược"),
}
RIGHT = {
    "to come": "Dự kiến ngày 20/12/2024 tổ chức Hội nghị công chức.",
    "to be done by": "Các bản hoàn thành bình xét trước ngày 20/12/2024.",
    "already planned": "Xã đã xây dựng kế hoạch tổ chức Hội nghị công chức vào ngày 20/12/2024.",
    "in force later": "Luật có hiệu lực từ ngày 01/01/2025 đã được phổ biến.",
    "before the report": "Ngày 10/12/2024, xã đã tổ chức Hội nghị công chức.",
    "the right day": "Thứ Ba ngày 20/8/2024, xã ra quân làm thủy lợi.",
    "no day of the week": "Hội thi lần thứ hai ngày 12/3/2024 và kỳ họp thứ tư ngày 12/7/2024.",
    "no day of the week either": "Bản thứ năm, ngày 05/5/2024, về đích nông thôn mới.",
    "over the new year": "Cao điểm trấn áp tội phạm từ ngày 15/12 đến ngày 14/02/2024.",
    "a school year": "Từ tháng 9 đến tháng 5/2024, trường dạy 35 tuần.",
    "forward": "Tiêm phòng từ ngày 10/6/2024 đến ngày 25/6/2024.",
    "an anniversary": "Kỷ niệm 94 năm (03/02/1930 - 03/02/2024) ngày thành lập Đảng.",
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG)
def test_days_that_cannot_be_are_told(sheet, text, told):
    found = list(calendar.check(sheet("I. KẾT QUẢ", text)))
    assert [finding.kind for finding in found] == [FindingKind.PERIOD]
    assert told in found[0].message


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_days_that_can_be_are_not(sheet, text):
    assert list(calendar.check(sheet("I. KẾT QUẢ", text))) == []
