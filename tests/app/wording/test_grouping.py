"""One formula: the same words but for names, figures and dates; within a report only what is repeated on purpose."""

import pytest

from app.wording.grouping import formula, is_row, same

ONE = "Hội đồng Thi đua - Khen thưởng huyện Lam Trà được kiện toàn 03 lần, hiện có 15 thành viên."
OTHER = "Hội đồng Thi đua - Khen thưởng huyện Vân Sa được kiện toàn 06 lần, hiện có 17 thành viên."
ENDING = "Trên đây là báo cáo về việc kiện toàn Hội đồng Thi đua - Khen thưởng huyện, hiện có 15 thành viên."


@pytest.mark.parametrize(
    ("one", "other", "likeness", "expected"),
    [
        (ONE, OTHER, 0.0, True),
        (ONE, "Phòng Nội vụ tham mưu kiện toàn Hội đồng Thi đua - Khen thưởng huyện kịp thời.", 0.9, False),
        (ONE, ENDING, 0.99, False),
        ("Có 03 xã.", "Có 05 xã.", 1.0, False),
    ],
)
def test_points_of_two_reports(one, other, likeness, expected):
    assert same(formula(one, [], "a"), formula(other, [], "b"), likeness) is expected


def test_within_a_report_only_the_same_words_are_one_formula():
    near = ONE.replace("hiện có", "nay có tất cả")
    assert same(formula(ONE, [], "a"), formula(OTHER, [], "a"), 1.0)
    assert not same(formula(ONE, [], "a"), formula(near.replace("được kiện toàn", "đã củng cố"), [], "a"), 1.0)


def test_a_row_of_a_table_is_no_sentence():
    assert is_row("02 Danh hiệu Lao động tiên tiến 58 61 64 66 29")
    assert not is_row("Năm 2024 toàn huyện còn 1.037 hộ nghèo, chiếm 4,05%.")
