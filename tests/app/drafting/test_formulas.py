"""What is borrowed is a formula: no name, no event, no comparison of another office; no two sentences against each other."""

from __future__ import annotations

import pytest

from app.drafting.formulas import contradict, formula_of, is_formula
from app.drafting.outline import RESULTS

FACTS = [
    "Mô hình “Tiếng kẻng an ninh” tiếp tục được duy trì ở các thôn và phát huy tác dụng.",
    "Phong trào phát triển mạnh, mô hình trồng nấm rơm trên bìa rừng được nhân rộng trong toàn xã.",
    "Câu lạc bộ dân ca Hoa Gạo sinh hoạt đều đặn, thu hút đông đảo hội viên tham gia.",
    "Công tác khen thưởng bảo đảm dân chủ, trong năm không phát sinh đơn thư khiếu nại về khen thưởng.",
    "Thủ tục xét khen thưởng ngày càng gọn, ít khiếu nại, được cán bộ và nhân dân đồng tình.",
    "Phong trào tiếp tục giữ vững vị trí, xếp thứ hai trong cụm thi đua của tỉnh.",
    "Số tập thể, cá nhân được khen thưởng tăng so với năm trước, cơ cấu hợp lý hơn.",
    "Đơn vị được tặng Cờ thi đua và tiếp tục giữ vững danh hiệu trong nhiều năm liền.",
]
FORMULAS = [
    "Việc khen thưởng bảo đảm công khai, dân chủ, đúng đối tượng, kịp thời động viên người lao động trực tiếp.",
    "Phong trào “Toàn dân đoàn kết xây dựng đời sống văn hóa” được triển khai sâu rộng đến từng khu dân cư.",
    "Các mô hình, cách làm hay được phát hiện, bồi dưỡng và nhân rộng trong các phong trào thi đua.",
    "Nhiều mô hình điển hình tiên tiến được biểu dương kịp thời, tạo sức lan tỏa trong nhân dân.",
    "Công tác tuyên truyền được quan tâm với nhiều hình thức phong phú, ít nhất mỗi quý một lần ở cơ sở.",
]


@pytest.mark.parametrize("text", FACTS)
def test_a_fact_is_no_formula(text):
    assert not is_formula(text, RESULTS)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_one(text):
    assert is_formula(text, RESULTS)


def test_what_is_lacking_may_be_told_where_shortcomings_are():
    text = "Một số đơn vị chưa có biện pháp cụ thể để nhân rộng điển hình tiên tiến trong phong trào thi đua."
    assert is_formula(text, "limits")
    assert not is_formula("Cá biệt có trường hợp nộp hồ sơ khen thưởng chậm nhiều tháng.", "limits")


def test_the_clauses_that_are_formulas_are_kept():
    text = "Việc bình xét bảo đảm công khai, đúng đối tượng; thủ tục gọn; trong năm không có đơn thư; hồ sơ đầy đủ."
    assert formula_of(text, RESULTS) == "Việc bình xét bảo đảm công khai, đúng đối tượng; thủ tục gọn."
    assert formula_of("Trong năm không có đơn thư; hồ sơ đầy đủ, đúng quy định.", RESULTS) == ""
    counted = "Phong trào được triển khai sâu rộng; lắp thêm 12 mắt camera."
    assert formula_of(counted, RESULTS) == "Phong trào được triển khai sâu rộng."


def test_an_office_of_a_place_is_no_branch():
    text = "Được sự quan tâm của cấp trên, toàn ngành đã hoàn thành tốt các nhiệm vụ được giao trong năm."
    assert is_formula(text, RESULTS)
    assert not is_formula(text, RESULTS, place="xã")


AGAINST = [
    ("Trong năm không phát sinh đơn thư khiếu nại về khen thưởng.", "Thủ tục gọn, thời gian ngắn, ít khiếu nại."),
    ("Vẫn còn tình trạng xả rác ra kênh mương ở khu dân cư.", "Không còn tình trạng xả rác ra kênh mương."),
    ("Nhiều hộ gia đình chưa quan tâm phân loại rác tại nguồn.", "Tất cả hộ gia đình đã phân loại rác tại nguồn."),
    ("Tội phạm trộm cắp giảm, địa bàn ổn định.", "Tội phạm trộm cắp tăng, nhất là dịp cuối năm."),
]
BESIDE = [
    ("Nhiều đơn vị làm tốt công tác khen thưởng.", "Một số đơn vị nộp hồ sơ còn chậm."),
    ("Không phát sinh đơn thư khiếu nại.", "Công tác hòa giải được quan tâm, ít tranh chấp đất đai."),
    ("Nhiều mô hình được nhân rộng.", "Nhiều mô hình được nhân rộng trong nhân dân."),
]


@pytest.mark.parametrize(("one", "other"), AGAINST)
def test_one_matter_told_in_two_ways_is_a_contradiction(one, other):
    assert contradict(one, other)
    assert contradict(other, one)


@pytest.mark.parametrize(("one", "other"), BESIDE)
def test_two_matters_are_none(one, other):
    assert not contradict(one, other)
