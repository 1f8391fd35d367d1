"""Signs of a question for the register or a summary, whatever else it says."""

from __future__ import annotations

import pytest

from app.question.library_cues import asks_register, asks_summary, matters


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Tóm tắt giúp tôi báo cáo của xã Tân Lập để sếp đọc nhanh", True),
        ("tom tat bao cao cua xa Tan Lap", True),
        ("Báo cáo của xã Tân Lập nói những ý chính gì?", True),
        ("Cho mấy ý chính của bản tổng kết 2031 bên xã Tân Lập", True),
        ("Cho cái nhìn chung về báo cáo năm 2024 của xã", False),  # "về" what, it says: left to the other reading
        ("Tóm tắt công tác giảm nghèo trong báo cáo", False),
        ("Tóm tắt báo cáo của xã Tân Lập về nuôi ong", False),
        ("Báo cáo nêu bao nhiêu hộ nghèo?", False),
        ("", False),
    ],
)
def test_a_summary(text: str, asked: bool) -> None:
    assert asks_summary(text) is asked


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Kho có báo cáo nào của ngành y tế không, của cơ quan nào, năm mấy?", True),
        ("muon doc ve giam ngheo thi kho co nhung bao cao nao", True),
        ("Báo cáo nào trong kho có kể thiệt hại do bão?", False),  # what a report says
        ("Báo cáo nào nói về bão?", False),  # no library
        ("Có mấy báo cáo ban hành năm 2031, của những ai?", True),
        ("bao cao nam 2031 gom may ban", True),
        ("Báo cáo năm 2031 có mấy cuốn?", True),
        ("Cần tình hình nuôi ong thì mở báo cáo nào?", True),
        ("Có bao nhiêu báo cáo nêu thiệt hại do bão?", False),  # what they say
        ("Đội có mấy báo cáo viên?", False),
        ("Kho lương thực của huyện ở đâu?", False),
        ("", False),
    ],
)
def test_the_register(text: str, asked: bool) -> None:
    assert asks_register(text) is asked


def test_matters_are_the_runs_of_other_words() -> None:
    assert matters("Kho có những báo cáo nào về ngành công an, về giảm nghèo?") == [
        ("ngành", "công", "an"),
        ("giảm", "nghèo"),
    ]
    assert matters("Kho có báo cáo nào?") == []
    assert matters("thi đua") == [("thi", "đua")]  # typed with marks, "thi" is not "thì"
