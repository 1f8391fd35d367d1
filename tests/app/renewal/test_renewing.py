"""What becomes of last year's report: filled by the same quantity, computed by subtraction, else blank and named."""

import pytest

from app.renewal.model import RenewalState

FILLED, COMPUTED, BLANK, KEPT, MOVED = (RenewalState[n] for n in ("FILLED", "COMPUTED", "BLANK", "KEPT", "MOVED"))
POOR = "Đến cuối năm 2024, toàn tỉnh còn 640 hộ nghèo, chiếm 4,4%, giảm 31 hộ so với năm 2023."


def states(renewal):
    return [(one.place.old, one.state, one.new) for one in renewal.places if one.place.old[-1:].isdigit()]


def test_a_count_its_share_and_the_change_against_last_year(renewed):
    made = renewed(POOR, {"giảm nghèo": {"hộ nghèo": "660 hộ, chiếm 4,5%"}})
    assert states(made)[-5:] == [
        ("2024", MOVED, "2025"),
        ("640", FILLED, "660"),
        ("4,4", FILLED, "4,5"),
        ("giảm 31", COMPUTED, "tăng 20"),
        ("năm 2023", MOVED, "năm 2024"),
    ]
    assert made.unused == ()
    assert made.label == "năm 2024"


def test_without_the_new_figure_nothing_is_computed_and_the_blank_says_what_it_waits_for(renewed):
    made = renewed(POOR)
    change = next(one for one in made.places if one.place.old == "giảm 31")
    assert (change.state, change.waits) == (BLANK, True)
    assert "hộ nghèo" in change.note


@pytest.mark.parametrize(
    "against", ["so với đầu năm", "so với đầu nhiệm kỳ", "so với năm 2020", ""], ids=["beginning", "term", "older", "none"]
)
def test_a_change_against_another_time_is_left_blank(renewed, against):
    made = renewed(f"Toàn tỉnh còn 640 hộ nghèo, giảm 31 hộ {against}.", {"x": {"hộ nghèo": "610 hộ"}})
    change = next(one for one in made.places if one.place.old.endswith("31"))
    assert (change.state, change.new) == (BLANK, "")


def test_growth_in_percent_is_no_subtraction(renewed):
    made = renewed("Sản lượng đạt 3.125 tấn, tăng 2,1% so với năm 2023.", {"x": {"sản lượng": "3.200 tấn"}})
    assert [(one.place.old, one.state) for one in made.places if "2,1" in one.place.old] == [("tăng 2,1", BLANK)]


def test_a_difference_of_shares_is_computed_only_where_it_is_told_in_points(renewed):
    body = "Tỷ lệ bao phủ bảo hiểm y tế đạt 96,5%, tăng {} so với năm 2023."
    given = {"y tế": {"tỷ lệ bao phủ bảo hiểm y tế": "97,1%"}}
    points = renewed(body.format("1,2 điểm phần trăm"), given)
    assert [one.new for one in points.places if "1,2" in one.place.old] == ["tăng 0,6"]
    unclear = renewed(body.format("1,2%"), given)
    (blank,) = [one for one in unclear.places if "1,2" in one.place.old]
    assert blank.state is BLANK
    assert "0,6 điểm phần trăm" in blank.note


def test_a_plan_is_not_filled_with_a_result_nor_a_share_with_a_count(renewed):
    body = "Kế hoạch giao thu 12 tỷ đồng. Tỷ lệ hộ nghèo 4,4%."
    made = renewed(body, {"x": {"thu": "13 tỷ đồng", "tỷ lệ hộ nghèo": "610 hộ"}})
    assert [one.state for one in made.places if one.place.old in ("12", "4,4")] == [BLANK, BLANK]
    assert len(made.unused) == 2


def test_a_figure_told_at_several_places_fills_all_of_them(renewed):
    body = "Toàn tỉnh còn 640 hộ nghèo.\n\nĐến nay còn 640 hộ nghèo, tập trung ở vùng cao."
    made = renewed(body, {"x": {"hộ nghèo": "610 hộ"}})
    assert [one.new for one in made.places if one.place.old == "640"] == ["610", "610"]


def test_two_values_of_one_name_fill_nothing_and_are_told(renewed):
    body = "Tặng 120 giấy khen.\n\nĐợt cuối năm tặng 85 giấy khen."
    made = renewed(body, {"x": {"giấy khen": "90 giấy khen"}})
    assert [one.state for one in made.places if one.place.old in ("120", "85")] == [BLANK, BLANK]
    (reason,) = made.unused
    assert "120" in reason
    assert "85" in reason


def test_of_several_years_the_end_of_the_period_is_filled(renewed):
    body = "Năm 2022 toàn tỉnh còn 720 hộ nghèo. Năm 2024 toàn tỉnh còn 640 hộ nghèo."
    made = renewed(body, {"x": {"hộ nghèo": "610 hộ"}})
    assert [(one.place.old, one.new) for one in made.places if one.state is FILLED] == [("640", "610")]


def test_money_in_another_scale_takes_its_unit_along(renewed):
    made = renewed("Thu ngân sách đạt 4,82 tỷ đồng.", {"x": {"thu ngân sách": "985 triệu đồng"}})
    (one,) = [one for one in made.places if one.place.old == "4,82"]
    assert (one.new, one.whole) == ("985 triệu đồng", True)


def test_a_table_moves_by_a_year_and_its_new_column_is_filled_by_row_and_column(renewed):
    body = """@table
Loại cây | Năm 2023 (ha) | Năm 2024 (ha) | Kế hoạch năm 2025 (ha)
Lúa | 410 | 405 | 400
Ngô | 152 | 160 | 165
@end"""
    made = renewed(body, {"trồng trọt": {"Lúa": {"Năm 2025 (ha)": "398"}}})
    cells = {one.place.old: (one.state, one.new) for one in made.places if one.place.cell and one.place.fact}
    assert cells == {
        "410": (COMPUTED, "405"),
        "405": (FILLED, "398"),
        "400": (BLANK, ""),
        "152": (COMPUTED, "160"),
        "160": (BLANK, ""),
        "165": (BLANK, ""),
    }


def test_the_report_s_own_number_is_the_new_one(renewed):
    body = "Nội dung.\n\n(Kèm theo Báo cáo số 12/BC-SNV ngày 10/12/2024 của Sở Nội vụ)"
    made = renewed(body, number="7/BC-SNV", date="2025-12-05")
    assert "07/BC-SNV ngày 05/12/2025" in [one.new for one in made.places]
    assert "12/BC-SNV ngày 10/12/2024" in [one.place.old for one in renewed(body).missing]


@pytest.mark.parametrize("name", ["hộ", "số hộ", "hộ cận nghèo", "hộ thoát nghèo", "hộ nghèo dân tộc thiểu số"])
def test_another_quantity_of_like_words_fills_nothing(renewed, name):
    made = renewed(POOR, {"x": {name: "2.203 hộ"}})
    assert not [one for one in made.places if one.state is FILLED]
    assert len(made.unused) == 1


def test_figures_that_no_place_takes_are_told(renewed):
    (reason,) = renewed(POOR, {"du lịch": {"lượt khách": "1.200 lượt"}}).unused
    assert reason.startswith("lượt khách: 1.200 lượt – không thấy chỗ")


def test_a_count_that_says_nothing_but_what_is_counted_is_filled_by_that_name_alone(renewed):
    body = "Xã gồm 9 thôn với 2.184 hộ, 8.927 nhân khẩu; cuối năm còn 96 hộ nghèo."
    made = renewed(body, {"đặc điểm": {"số hộ": "2.203 hộ", "nhân khẩu": "8.990 nhân khẩu"}})
    filled = [(one.place.old, one.new) for one in made.places if one.state is FILLED]
    assert filled == [("2.184", "2.203"), ("8.927", "8.990")]
    other = renewed("Cuối năm còn 96 hộ nghèo.", {"đặc điểm": {"số hộ": "2.203 hộ"}})
    assert other.unused and not [one for one in other.places if one.state is FILLED]


def test_a_name_right_before_the_figure_is_enough(renewed):
    body = "Điện mặt trời mái nhà: 217 công trình. Bảo hiểm y tế 93,4% dân số."
    given = {"điện mặt trời mái nhà": "246 công trình", "bảo hiểm y tế": "95,2%"}
    made = renewed(body, {"x": given})
    assert [(one.place.old, one.new) for one in made.places if one.state is FILLED] == [
        ("217", "246"),
        ("93,4", "95,2"),
    ]
