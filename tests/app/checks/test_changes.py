"""Changes that do not follow from their ends, lists with another number of members, parts and shares in prose."""

from __future__ import annotations

import pytest

from app.checks import changes, lists, named_parts, percents, sums

CHANGES = [
    ("Số hộ khá tăng từ 120 hộ lên 150 hộ, tăng 40 hộ.", "Từ 120 đến 150 là 30, báo cáo ghi 40."),
    ("Số hộ khá tăng từ 120 hộ lên 150 hộ, tăng 30 hộ.", None),
    ("Xã đón 12.600 lượt khách (năm 2023: 10.500 lượt), tăng 21%.", "Từ 10.500 đến 12.600 là 20%, báo cáo ghi 21%."),
    ("Xã đón 12.600 lượt khách (năm 2023: 10.500 lượt), tăng 20%.", None),
    ("Còn 213 hộ nghèo (đầu năm 241 hộ), giảm 82 hộ.", "Từ 241 đến 213 là 28, báo cáo ghi 82."),
    ("Tỷ lệ hộ nghèo còn 5,28% (đầu năm 7,46%), giảm 2,18%.", None),
    ("Xã đón 12.600 lượt khách (năm 2023: 10.500 lượt), tăng 3% so với kế hoạch.", None),
]


@pytest.mark.parametrize(("text", "told"), CHANGES)
def test_a_change_follows_from_its_ends(sheet, text, told):
    found = [one.message for one in changes.check(sheet("I. KẾT QUẢ", text))]
    assert len(found) == (told is not None)
    assert [message.replace(" hộ", "").replace(" lượt", "") for message in found] == ([told] if told else [])


LISTS = [
    (["Có 03 xã: Hạ Lũng, Đông Khê, Nà Tràm, Bản Sậy đạt chuẩn."], 0),  # the names go on into the clause
    (["Hoàn thành tại 03 thôn: Hạ Lũng, Đông Khê, Nà Tràm, Bản Sậy."], 1),
    (["Hoàn thành tại 04 thôn: Hạ Lũng, Đông Khê, Nà Tràm, Bản Sậy."], 0),
    (["Tập trung vào 03 nhiệm vụ sau:", "a) Làm đường.", "b) Xây trường.", "c) Mở chợ.", "d) Trồng rừng."], 1),
    (["Tập trung vào 03 nhiệm vụ sau:", "a) Làm đường.", "b) Xây trường. Có 2 lớp.", "c) Mở chợ."], 0),
]


@pytest.mark.parametrize(("texts", "number"), LISTS)
def test_a_list_has_as_many_members_as_announced(sheet, texts, number):
    assert len(list(lists.check(sheet("I. KẾT QUẢ", *texts, "II. ĐÁNH GIÁ", "Tốt.")))) == number


SUMS = [
    ("Có 12 Bằng khen của Chủ tịch UBND tỉnh, trong đó 03 tập thể, 07 cá nhân.", 1),
    ("Thi cấp huyện đạt 38 giải, gồm 02 giải nhất, 9 giải nhì, 12 giải ba, 17 giải khuyến khích.", 1),  # 9 + 12 + 17 is 38
    ("Tiếp nhận 43 đơn, gồm: khiếu nại 11 đơn, tố cáo 06 đơn, phản ánh 21 đơn; đã giải quyết 10 đơn.", 1),
    ("Tiếp nhận 38 đơn, gồm: khiếu nại 11 đơn, tố cáo 06 đơn, phản ánh 21 đơn; đã giải quyết 10 đơn.", 0),
    ("Tiếp nhận 93 vụ, giảm dần (2022: 28 vụ; 2024: 11 vụ); can thiệp thành 79 vụ, chuyển công an 06 vụ.", 0),
    ("Tiếp nhận 316 hồ sơ, trong đó trực tuyến 162 hồ sơ; đã giải quyết 270 hồ sơ, đúng hạn 261 hồ sơ.", 0),
]


NAMED = [
    ("Trạm có mặt 63 người: bác sĩ 12, y sĩ 18, điều dưỡng 21, khác 9.", 1),
    ("Trạm có mặt 60 người: bác sĩ 12, y sĩ 18, điều dưỡng 21, khác 9.", 0),
    ("Tổng số 39 người, quản lý 3, giáo viên 27, nhân viên 8.", 1),
    ("Xã có 39 người, thôn Hạ 3, thôn Thượng 27, thôn Trung 8.", 0),
]


@pytest.mark.parametrize(("text", "number"), NAMED)
def test_parts_named_without_a_word_that_opens_them(sheet, text, number):
    assert len(list(named_parts.check(sheet("I. KẾT QUẢ", text)))) == number


@pytest.mark.parametrize(("text", "number"), SUMS)
def test_parts_of_a_list(sheet, text, number):
    assert len(list(sums.check(sheet("I. KẾT QUẢ", text)))) == number


SHARES = [
    ("Nhận cảm hóa 89 thanh niên chậm tiến, tiến bộ 74 em, đạt 93,1%.", 1),
    ("Nhận cảm hóa 89 thanh niên chậm tiến, tiến bộ 74 em, đạt 83,1%.", 0),
    ("Giải ngân đến 30/11 đạt 79,6%.", 0),
    ("Có 06/11 thôn đạt từ 3,5 điểm trở lên (chiếm 45,5%).", 1),
    ("Có 06/11 thôn đạt từ 3,5 điểm trở lên (chiếm 54,5%).", 0),
    ("Trồng 615 ha/600 ha, đạt 105,2% kế hoạch.", 1),
    ("Trồng 615 ha/600 ha, đạt 102,5% kế hoạch.", 0),
    ("Trồng 120/150 ha, đạt 104% kế hoạch.", 0),
]


@pytest.mark.parametrize(("text", "number"), SHARES)
def test_shares_behind_bounds_and_of_plans(sheet, text, number):
    assert len(list(percents.check(sheet("I. KẾT QUẢ", text)))) == number
