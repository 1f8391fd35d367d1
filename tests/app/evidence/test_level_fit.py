"""Whose figure it is: the body's own, or that of a larger unit."""

from __future__ import annotations

import pytest

from app.evidence.level_fit import is_of_larger_unit, lacks_larger_unit
from ingest.model import Metadata

DISTRICT = Metadata(issuer="Ban Tổ chức Huyện ủy Khe Nứa", place="huyện Khe Nứa")


@pytest.mark.parametrize(
    ("text", "larger"),
    [
        ("Toàn tỉnh Hồng Lam cùng thời điểm có 58.930 đảng viên.", True),
        ("Theo Tỉnh ủy, năm 2024 toàn tỉnh có 58.930 đảng viên.", True),
        ("Cả nước có 5,4 triệu đảng viên.", True),
        ("Tỷ lệ đảng viên trẻ chung của tỉnh cuối năm 2024 là 31,2%.", True),
        ("Bình quân cả nước là 5,1%.", True),
        ("Tỷ lệ đảng viên trẻ đạt 33,0%, cao hơn bình quân chung của tỉnh.", False),
        ("Toàn huyện có 5.864 đảng viên.", False),
        ("Huyện đứng đầu toàn tỉnh về kết nạp với 172 đảng viên.", False),
        ("Đảng bộ có 5.864 đảng viên, bằng 9,9% của tỉnh.", False),
    ],
)
def test_a_clause_about_a_larger_unit_is_not_about_the_body_that_reports(text: str, larger: bool) -> None:
    assert is_of_larger_unit("Khe Nứa có bao nhiêu đảng viên?", text, DISTRICT) is larger


def test_what_the_question_names_is_what_it_asks_for() -> None:
    text = "Toàn tỉnh Hồng Lam cùng thời điểm có 58.930 đảng viên."
    assert not is_of_larger_unit("Cả tỉnh có bao nhiêu đảng viên?", text, DISTRICT)
    assert not is_of_larger_unit("Có bao nhiêu đảng viên?", text, Metadata(issuer="Sở Nội vụ tỉnh Hồng Lam"))
    assert not is_of_larger_unit("Có bao nhiêu đảng viên?", text, Metadata())


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("Cả tỉnh có bao nhiêu đảng viên?", "Đảng bộ có 5.864 đảng viên.", True),
        ("Cả tỉnh có bao nhiêu đảng viên?", "Bình quân của tỉnh là 58.930 đảng viên.", False),
        ("Toàn huyện có bao nhiêu đảng viên?", "Đảng bộ có 5.864 đảng viên.", False),
        ("Tỉnh giao kết nạp bao nhiêu đảng viên?", "Chỉ tiêu kết nạp 170 đảng viên.", False),
    ],
)
def test_what_is_the_bodys_own_is_no_answer_about_a_larger_unit(question: str, text: str, lacking: bool) -> None:
    assert lacks_larger_unit(question, text, DISTRICT) is lacking
    assert not lacks_larger_unit(question, text, Metadata())
