"""What of a paragraph is of last year: every digit is taken, or left out on purpose."""

import time

import pytest

from app.renewal.model import RenewalKind
from app.renewal.particulars import particulars

F, D, DOC, P, OTHER = (RenewalKind[name] for name in ("FIGURE", "DATE", "DOCUMENT", "PERSON", "OTHER"))


def told(text, places=()):
    return [(text[one.start : one.end], one.kind, one.lasting) for one in particulars(text, 2024, places)]


def test_figures_dates_documents_and_persons():
    text = "Theo Công văn số 12/SNV-VP ngày 05/3/2024, ông Lê Văn Tám báo cáo năm 2024 có 1.126 hộ nghèo, chiếm 2,07%."
    assert told(text) == [
        ("12/SNV-VP ngày 05/3/2024", DOC, False),
        ("Lê Văn Tám", P, False),
        ("năm 2024", D, False),
        ("1.126", F, False),
        ("2,07", F, False),
    ]


@pytest.mark.parametrize(
    "document",
    ["30/2020/NĐ-CP ngày 05/3/2020", "05-CT/TW ngày 15/5/2016", "77/QĐ-UBND ngày 02/6/2021"],
    ids=["a decree", "of the Party's centre", "older than last year's"],
)
def test_documents_that_go_on_to_hold_last(document):
    assert told(f"Thực hiện văn bản số {document} về công tác thi đua") == [(document, DOC, True)]


def test_a_plan_of_a_ministry_is_of_its_year():
    assert told("Kế hoạch số 15/KH-BNV ngày 03/01/2024") == [("15/KH-BNV ngày 03/01/2024", DOC, False)]


def test_what_numbers_nothing_is_left_out():
    assert told("2.1. Về số liệu (Phụ lục 3)") == []
    assert told("1- Phong trào thi đua") == []
    assert told("Gồm: (1) trồng trọt; (2) chăn nuôi") == []


def test_a_number_in_brackets_that_counts_nothing_before_it_is_a_figure():
    assert told("nhiều nhất là Tiếng Anh (31) và Tin học") == [("31", OTHER, False)]


def test_what_lasts_from_year_to_year():
    assert told("Xã có 7 thôn") == [("7", F, True)]
    assert told("100% thôn ký cam kết") == [("100", F, True)]
    assert told("trẻ em dưới 5 tuổi") == [("5", F, True)]


def test_the_end_of_a_unit_is_no_figure_and_its_number_is():
    assert told("hiến 1.200 m2 đất") == [("1.200", F, False)]
    assert told("m2") == []


def test_a_place_is_no_person_and_the_leader_is_none_to_be_renewed():
    assert told("xã Giàng Hạ học tập và làm theo Hồ Chí Minh", {"giàng hạ"}) == []


def test_every_digit_is_taken_once():
    text = "Lần thứ 27, khóa 5, số 3: 12/15 đạt 80,0%, COVID-19 ngày 27/7, tháng 6/2024, giai đoạn 2021-2025, 3.500 đồng/kg."
    found = particulars(text, 2024)
    assert all(one.stop <= other.start for one, other in zip(found, found[1:], strict=False))
    taken = "".join(text[one.start : one.stop] for one in found)
    assert sum(letter.isdigit() for letter in taken) == sum(letter.isdigit() for letter in text)


def test_an_empty_text_has_none_and_a_hostile_one_is_read_in_time():
    assert particulars("", 2024) == []
    began = time.perf_counter()
    particulars("số 1 (2) 3/4/2024 hộ " * 2000, 2024)
    assert time.perf_counter() - began < 20


def test_a_rank_is_new_every_year_and_so_is_the_year_by_its_other_name():
    assert told("Chỉ số CCHC xếp thứ 4/19 sở, ngành.") == [("4/19", OTHER, False)]
    assert told("Tết Ất Tỵ tặng quà cho hộ nghèo.") == [("Ất Tỵ", OTHER, False)]


def test_a_number_in_words_beyond_three_is_looked_at_again():
    assert ("bảy", F, True) in told("Đạt 9 giải Ba và bảy giải Khuyến khích.")
    assert told("Việc đổi mới có hai mặt.") == []
