"""One quantity told twice: what differs by a slip is found, what is another thing is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.checks import retold, tabled
from app.checks.facts import EMPTY, content, facts, rarities, shared
from app.checks.identity import closeness

FIRST = "Đảng bộ xã có 21 chi bộ với 1.347 đảng viên."
WRONG = [
    (FIRST, "Trong phong trào, 1.374 đảng viên đi đầu hiến đất."),
    ("Đến nay xã đạt 15/19 tiêu chí nông thôn mới.", "Kết quả nổi bật: xã đạt 16/19 tiêu chí nông thôn mới."),
    ("Toàn xã có 148 tổ hòa giải.", "Phong trào lan rộng ở cả 146 tổ hòa giải của xã."),
    ("Tổng số trẻ và học sinh là 18.219 em.", "Với tổng số 18.129 học sinh, xã thiếu 12 phòng."),
    ("Tỷ lệ hộ dùng nước sạch đạt 92,4%.", "Người dân phấn khởi vì tỷ lệ hộ dùng nước sạch đạt 94,2%."),
]
RIGHT = [
    (FIRST, "Năm 2023 xã có 1.374 đảng viên."),
    (FIRST, "Xã kết nạp 47 đảng viên mới."),
    ("Xã còn 213 hộ nghèo.", "Xã còn 231 hộ cận nghèo."),
    ("Thôn Hạ Lũng có 148 hộ.", "Thôn Đông Khê có 146 hộ."),
    ("Tiếp nhận 3.162 hồ sơ.", "Đã giải quyết 3.126 hồ sơ."),
    ("Xã đạt 15/19 tiêu chí nông thôn mới.", "Có 16/19 thôn đạt chuẩn văn hóa."),
    ("Thu ngân sách đạt 12,4 tỷ đồng.", "Phấn đấu thu ngân sách đạt 14,2 tỷ đồng."),
    ("Sản lượng đạt 104,2% kế hoạch.", "Sản lượng đạt 102,4% so với cùng kỳ."),
]


@pytest.mark.parametrize(("first", "second"), WRONG)
def test_two_values_of_one_quantity(sheet, first, second):
    found = list(retold.check(sheet("I. KẾT QUẢ", first, "II. ĐÁNH GIÁ", second)))
    assert [one.kind for one in found] == ["conflict"]
    assert [quote.quote for quote in found[0].quotes] == [first, second]


@pytest.mark.parametrize(("first", "second"), RIGHT)
def test_two_quantities(sheet, first, second):
    assert list(retold.check(sheet("I. KẾT QUẢ", first, "II. ĐÁNH GIÁ", second))) == []


TABLE = [
    ("TT", "Hình thức", "Tập thể", "Cá nhân"),
    ("1", "Giấy khen của Chủ tịch UBND xã", "27", "265"),
    ("2", "Bằng khen của Chủ tịch UBND tỉnh", "3", "12"),
    ("", "Cộng", "30", "277"),
]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("Chủ tịch UBND xã tặng Giấy khen cho 27 tập thể, 256 cá nhân.", ["256", "265"]),
        ("Chủ tịch UBND xã tặng Giấy khen cho 27 tập thể, 265 cá nhân.", []),
        ("Năm 2023, Chủ tịch UBND xã tặng Giấy khen cho 256 cá nhân.", []),
        ("Xã có 256 cá nhân tham gia hiến máu.", []),
    ],
)
def test_prose_and_table(sheet, told, found):
    rows = [TABLE[0], *(tuple(row) for row in TABLE[1:])]
    told_of = [("TT", "Hình thức", "Tập thể năm 2024", "Cá nhân năm 2024"), *rows[1:]]
    findings = list(tabled.check(sheet("I. KHEN THƯỞNG", told, "Bảng 1. Kết quả khen thưởng năm 2024", told_of)))
    assert [one.message.split(" (")[0] for one in findings] == [
        f"Lời văn ghi {found[0]}, bảng ghi {found[1]}" for _ in [0] if found
    ]


def test_two_tables_of_one_matter(sheet):
    first = [("Chỉ tiêu", "Năm 2024"), ("Hộ nghèo", "213"), ("Hộ khá", "1.450"), ("Hộ giàu", "318"), ("Trẻ đến lớp", "562")]
    second = [*first[:3], ("Hộ giàu", "381"), first[4]]
    assert list(tabled.check(sheet("I. KẾT QUẢ", first, "II. PHỤ LỤC", first))) == []
    found = list(tabled.check(sheet("I. KẾT QUẢ", first, "II. PHỤ LỤC", second)))
    assert [one.message for one in found] == ["“Hộ giàu”: bảng trước ghi 318, bảng sau ghi 381."]


def test_facts_leave_out_plans_changes_and_what_is_to_come(sheet):
    made = sheet("I. KẾT QUẢ", "Có 120 hộ; kế hoạch giao 130 hộ, tăng 12 hộ.", "II. PHƯƠNG HƯỚNG", "Xây 15 nhà.")
    assert [fact.figure.text for fact in facts(made)] == ["120"]
    assert shared((), ("a",), rarities(made)) == 1.0
    assert content("Tổng số hộ nghèo của xã") == {"hộ", "nghèo", "xã"}
    assert "của" in EMPTY


def test_closeness_of_values():
    assert closeness(Decimal(1347), Decimal(1374)) == (1.0, 1.0, 2 / 3)
    assert closeness(Decimal(148), Decimal(146))[0] == 0.5
    assert closeness(Decimal(52), Decimal(72))[0] == 0.0
