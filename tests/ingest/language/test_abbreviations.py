"""Abbreviations that a report spells out: in brackets, in a list, by the words it uses in full."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.abbreviations import Spelling, abbreviates, spelled_out


def firm(text):
    return {(one.short, one.long) for one in spelled_out(text) if one.firm}


def inferred(text):
    return {(one.short, one.long) for one in spelled_out(text) if not one.firm}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Xã tặng Giấy khen (GK) cho 12 hộ.", ("GK", "giấy khen")),
        ("công tác phổ cập giáo dục (PCGD) của xã", ("PCGD", "phổ cập giáo dục")),
        ("đội ngũ cán bộ, công chức, viên chức (CBCCVC) của huyện", ("CBCCVC", "cán bộ công chức viên chức")),
        ("Ban Chỉ đạo trồng rừng (sau đây gọi tắt là BCĐTR) họp", ("BCĐTR", "ban chỉ đạo trồng rừng")),
        ("HTX (hợp tác xã) Nà Bó", ("HTX", "hợp tác xã")),
        ("CÁC CHỮ VIẾT TẮT\nKNV: Khuyến nông viên\n", ("KNV", "khuyến nông viên")),
        ("1. NLN   Nông lâm nghiệp\n2. …", ("NLN", "nông lâm nghiệp")),
        ("trật tự và an toàn xã hội (TTATXH)", ("TTATXH", "trật tự và an toàn xã hội")),
    ],
)
def test_what_a_report_says_itself(text, pair):
    assert firm(text) == {pair}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "chương trình mỗi xã một sản phẩm (OCOP)",  # letters of another language
        "Huyện Khe Lim (KLH)",
        "phát triển đường sá (GTNT) của thôn",
        "dạy nghề (ĐN)",  # Đ is no D
        "Số hộ (45) và số khẩu (II)",
    ],
)
def test_letters_that_do_not_fit_spell_nothing(text):
    assert firm(text) == set()


def test_a_phrase_used_beside_its_short_form():
    text = "Xã có khuyến nông viên cơ sở. Nhờ KNV, dân làm theo. Các khuyến nông viên giỏi được khen; KNV mới đi học."
    assert inferred(text) == {("KNV", "khuyến nông viên")}
    assert inferred(text.replace("Nhờ KNV, dân", "Nhờ đó, dân")) == set()  # used once only


def test_a_part_of_a_longer_phrase_is_none():
    text = "Huyện nâng cao chất lượng. Xã nâng cao chất lượng. Hộ NCC được thăm. Các NCC được tặng quà."
    assert inferred(text) == set()


def test_two_phrases_with_the_same_letters_are_none():
    text = "tổ hợp tác mới, tổ hợp tác cũ, thu hoạch tốt hơn, thu hoạch tốt nhất; nhiều THT ra đời, có THT làm giỏi."
    assert inferred(text) == set()


def test_what_is_said_counts_before_what_is_inferred():
    text = "trồng cây quế (TCQ). Xã trồng cây quế nhiều; dân trồng cây quế giỏi. Nhờ TCQ mà giàu, có TCQ mà no."
    assert spelled_out(text) == [Spelling("TCQ", "trồng cây quế", firm=True)]


def test_first_letters():
    assert abbreviates("UBND", ["Ủy", "ban", "nhân", "dân"])
    assert not abbreviates("DT", ["đất", "trồng"])
    assert not abbreviates("UB", ["Ủy"])


@given(st.text(alphabet="ABĐUabđu ăâôơ().;:\n-–1", max_size=300))
def test_any_text_is_read(text):
    assert all(one.short and one.long == one.long.lower() for one in spelled_out(text))
