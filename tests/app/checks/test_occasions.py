"""One event told on two days, or in two months: told; two events of one series: not."""

from __future__ import annotations

import pytest

from app.checks import occasions
from app.checks.model import FindingKind

WRONG = {
    "two days of a congress": (
        "Đại hội Hội Nông dân xã họp ngày 15/8/2024. Nghị quyết Đại hội Hội Nông dân xã (ngày 18/8/2024) được triển khai.",
        "15/8/2024 và 18/8/2024",
    ),
    "an opening and what was opened": (
        "Lễ khánh thành cầu Suối Đá ở bản Nà Lộc tổ chức ngày 12/6/2024.|Bà con bản Nà Lộc phấn khởi vì cầu Suối Đá "
        "được đưa "
        "vào sử dụng từ ngày 21/6/2024.",
        "12/6/2024 và 21/6/2024",
    ),
    "the day before what happened": (
        "Ngày 05/9/2024, Trường THCS Nà Lộc tổ chức khai giảng năm học mới cho 412 học sinh.|Lễ khai giảng của Trường THCS "
        "Nà Lộc ngày 06/9/2024 diễn ra gọn nhẹ.",
        "05/9/2024 và 06/9/2024",
    ),
    "two beginnings": (
        "Chiến dịch làm thủy lợi “Nước về đồng” mở từ ngày 02/3 đến ngày 20/3/2024.|Kết quả chiến dịch “Nước về đồng” "
        "(05/3 - "
        "20/3/2024) được huyện đánh giá cao.",
        "02/3 đến ngày 20/3/2024 và 05/3 - 20/3/2024",
    ),
    "two ends": (
        "Đợt thi đua cao điểm “90 ngày đêm” phát động từ ngày 02/3/2024 đến ngày 31/5/2024.|Đợt cao điểm “90 ngày đêm” "
        "kết thúc "
        "ngày 15/6/2024.",
        "31/5/2024 và 15/6/2024",
    ),
    "a day and another month": (
        "Xảy ra vụ cháy chợ Cò Nòi ngày 03/7/2024, không có thiệt hại về người.|Sau vụ cháy chợ Cò Nòi tháng 8/2024, "
        "các hộ đã "
        "buôn bán trở lại.",
        "03/7/2024 và tháng 8/2024",
    ),
    "an award signed on two days": (
        "Quyết định khen thưởng tổng kết năm do Chủ tịch UBND xã ký ngày 05/12/2024.|Quyết định khen thưởng tổng kết "
        "năm được "
        "ký ngày 09/12/2024, gửi các thôn.",
        "05/12/2024 và 09/12/2024",
    ),
    "a person elected": (
        "Ngày 20/9/2024, hội nghị Ban Chấp hành bầu đồng chí Lò Thị Mắn giữ chức Bí thư.|Từ hội nghị ngày 25/9/2024 "
        "bầu đồng chí "
        "Lò Thị Mắn làm Bí thư, nền nếp được giữ vững.",
        "20/9/2024 và 25/9/2024",
    ),
    "a day without a year": (
        "Đã đóng cửa bãi rác Huổi Lót ngày 30/6.|Bãi rác Huổi Lót đóng cửa từ ngày 31/7 nên việc thu gom còn lúng túng.",
        "30/6 và 31/7",
    ),
    "in a table of events": (
        [["STT", "Sự kiện", "Ngày"], ["1", "Hội thi Tiếng hát người cao tuổi", "12/10/2024"]],
        "Hội thi Tiếng hát người cao tuổi diễn ra ngày 21/10/2024 với 9 đội.",
        "12/10/2024 và 21/10/2024",
    ),
}
RIGHT = {
    "two congresses": "Đại hội Hội Nông dân xã họp ngày 15/8/2024. Đại hội Đoàn xã họp ngày 18/8/2024.",
    "first and second time": "Hội thi nhà nông đua tài lần thứ nhất tổ chức ngày 12/3/2024.|Hội thi nhà nông đua tài "
    "lần thứ hai "
    "tổ chức ngày 20/3/2024.",
    "quarters": "Hội nghị đánh giá công tác khuyến nông quý I tổ chức ngày 29/3/2024.|Hội nghị đánh giá công tác "
    "khuyến nông quý II "
    "tổ chức ngày 28/6/2024.",
    "a congress in every cell": "Đại hội chi bộ bản Nà Lộc tổ chức ngày 12/3/2024.|Đại hội chi bộ bản Cò Nòi tổ chức ngày "
    "19/3/2024.",
    "begun and finished": "Công trình nhà văn hóa bản Nà Lộc khởi công ngày 12/3/2024.|Nhà văn hóa bản Nà Lộc khánh "
    "thành ngày "
    "19/8/2024.",
    "half and whole year": "Hội nghị sơ kết phong trào thi đua tổ chức ngày 05/7/2024.|Hội nghị tổng kết phong trào "
    "thi đua tổ "
    "chức ngày 10/12/2024.",
    "a day and its month": "Lễ khánh thành cầu Suối Đá ngày 12/6/2024.|Cầu Suối Đá khánh thành tháng 6/2024.",
    "the ends of a time": "Chiến dịch “Nước về đồng” từ ngày 02/3/2024 đến ngày 20/3/2024.|Chiến dịch “Nước về đồng” "
    "kết thúc ngày "
    "20/3/2024.",
    "meetings held often": "Hội nghị giao ban công tác tuyên truyền ngày 05/3/2024.|Hội nghị giao ban công tác tuyên "
    "truyền ngày "
    "12/3/2024.",
    "two rounds": "Ngày 14/3/2024 xã tổ chức hiến máu được 40 đơn vị.|Ngày 14/10/2024 xã tổ chức hiến máu được 52 đơn vị.",
    "two fires": "Vụ cháy nhà ở bản Nà Lộc ngày 03/7/2024 do chập điện.|Vụ cháy nhà ở bản Cò Nòi ngày 12/7/2024 do đốt rác.",
    "every year": "Lễ kỷ niệm Ngày Nhà giáo Việt Nam ngày 20/11/2023 của Trường THCS Nà Lộc.|Lễ kỷ niệm Ngày Nhà giáo "
    "Việt Nam ngày "
    "18/11/2024 của Trường THCS Nà Lộc.",
    "side by side": "Hội nghị tiếp xúc cử tri bản Nà Lộc tổ chức ngày 05/5/2024 và ngày 12/11/2024.",
    "two documents": "Kế hoạch số 12/KH-UBND ngày 05/02/2024 về tổ chức Hội thi dân vũ.|Công văn số 40/UBND ngày "
    "15/02/2024 về "
    "tổ chức Hội thi dân vũ.",
    "set up and what it did": "Tổ hợp tác nuôi ong bản Nà Lộc thành lập ngày 03/4/2024.|Ngày 10/9/2024 tổ hợp tác nuôi "
    "ong bản Nà "
    "Lộc được tặng Giấy khen.",
    "two visits": "Ngày 10/5/2024 đoàn kiểm tra của huyện làm việc tại Trạm Y tế xã.|Ngày 22/8/2024 đoàn kiểm tra của "
    "huyện làm việc "
    "tại Trạm Y tế xã.",
    "a document about it": "Kế hoạch tổ chức Hội thi nhà nông đua tài ban hành ngày 05/02/2024.|Hội thi nhà nông đua "
    "tài diễn ra "
    "ngày 20/3/2024.",
    "a plan in another form": "Kế hoạch số 40/KH-UBND của xã ngày 05/02/2024 về Hội thi nhà nông đua tài.|Hội thi nhà "
    "nông đua tài "
    "diễn ra ngày 20/3/2024.",
    "meetings of a standing body": "Hội nghị Ban Thường vụ ngày 05/3/2024 xem xét công tác cán bộ.|Hội nghị Ban Thường "
    "vụ ngày "
    "06/4/2024 xem xét công tác cán bộ.",
    "houses handed over": "Ngày 03/5/2024 bàn giao nhà đại đoàn kết cho hộ nghèo.|Ngày 09/8/2024 bàn giao nhà đại đoàn "
    "kết cho hộ "
    "nghèo.",
    "floods": "Đợt mưa lũ từ ngày 10/9/2024 đến ngày 12/9/2024 làm hư hỏng 3 cầu.|Đợt mưa lũ ngày 22/9/2024 làm sập 2 nhà.",
    "men and women": "Giải bóng chuyền nam của xã tổ chức ngày 26/3/2024.|Giải bóng chuyền nữ của xã tổ chức ngày "
    "20/10/2024.",
    "sessions": "Kỳ họp thường lệ giữa năm của HĐND xã khai mạc ngày 12/7/2024.|Kỳ họp thường lệ cuối năm của HĐND xã "
    "khai mạc ngày "
    "12/12/2024.",
    "numbered sessions": "Kỳ họp thứ 10 của HĐND xã ngày 12/7/2024.|Kỳ họp thứ 11 của HĐND xã ngày 12/12/2024.",
    "two campaigns": "Đợt cao điểm trấn áp tội phạm từ ngày 15/01/2024 đến ngày 14/02/2024.|Đợt cao điểm trấn áp tội "
    "phạm từ ngày "
    "01/6/2024 đến ngày 30/6/2024.",
    "this year and last": "Đợt cao điểm trấn áp tội phạm từ ngày 15/12/2023 đến ngày 14/02/2024.|Đợt cao điểm trấn áp "
    "tội phạm từ "
    "ngày 15/12/2024 đến ngày 14/02/2025.",
    "feasts": "Gặp mặt gia đình chính sách nhân ngày 27/7/2024.|Gặp mặt gia đình chính sách ngày 02/02/2024 trước Tết.",
    "teams set up": "Thành lập tổ tự quản đường biên ngày 03/4/2024.|Thành lập tổ tự quản đường biên ngày 05/6/2024.",
    "levels": "Hội thi báo cáo viên cấp xã tổ chức ngày 03/4/2024.|Hội thi báo cáo viên cấp huyện tổ chức ngày 25/4/2024.",
    "two houses": "Khánh thành nhà văn hóa bản Nà Lộc ngày 03/4/2024.|Khánh thành nhà văn hóa bản Cò Nòi ngày 10/4/2024.",
    "two persons": "Ngày 03/4/2024 bầu bổ sung đồng chí Lò Văn Pâng vào Ban Chấp hành.|Ngày 10/5/2024 bầu bổ sung đồng "
    "chí Cà Thị Mai "
    "vào Ban Chấp hành.",
    "decisions on awards": "Quyết định khen thưởng đột xuất ký ngày 03/4/2024 cho 2 cá nhân.|Quyết định khen thưởng "
    "chuyên đề ký "
    "ngày 10/5/2024 cho 6 cá nhân.",
}


def _parts(told: tuple[object, ...]) -> list[object]:
    return [part for one in told for part in (one.split("|") if isinstance(one, str) else [one])]


@pytest.mark.parametrize("told", WRONG.values(), ids=WRONG)
def test_two_times_of_one_event_are_told(sheet, told):
    found = list(occasions.check(sheet("I. KẾT QUẢ", *_parts(told[:-1]))))
    assert [finding.kind for finding in found] == [FindingKind.PERIOD]
    assert told[-1] in found[0].message
    assert len(set(found[0].quotes)) == 2 or "Đại hội" in found[0].message


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_two_events_are_not(sheet, text):
    assert list(occasions.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []


def test_the_next_event_of_what_is_to_come_is_another(sheet):
    told = sheet(
        "I. KẾT QUẢ",
        "Lễ ra quân huấn luyện dân quân tổ chức ngày 05/3/2024.",
        "II. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025",
        "Lễ ra quân huấn luyện dân quân tổ chức ngày 10/3/2025.",
    )
    assert list(occasions.check(told)) == []
