"""How text becomes terms; the same for passages and questions."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.terms import figure, fold, terms, tokens

SYLLABLES = st.lists(
    st.sampled_from(
        ["thuỷ", "thủy", "Hoà", "hòa", "khoẻ", "QUÝ", "kỹ", "thuật", "báo", "cáo", "Đường", "ưỡng", "12", "05/3/2020"]
    ),
    max_size=10,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hoà Bình", "hòa bình"),
        ("Uỷ ban", "ủy ban"),
        ("sức khoẻ", "sức khỏe"),
        ("toạ đàm, goá bụa", "tọa đàm, góa bụa"),
        ("hoàn toàn, khuỷu", "hoàn toàn, khuỷu"),  # closed syllables
        ("quý, quỳ", "quý, quỳ"),  # after q the u is no vowel
        ("Kỹ sư, lý do, tỷ lệ, sỹ số, mỹ thuật, hy vọng", "kĩ sư, lí do, tỉ lệ, sĩ số, mĩ thuật, hi vọng"),
        ("Quỹ, huy, ý kiến", "quỹ, huy, ý kiến"),
        ("ÐẠI HỘI", "đại hội"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.one_of(SYLLABLES, st.text(st.characters(exclude_categories=("Mn", "Cf", "Cc", "Cs")))))
def test_fold_is_idempotent_on_small_letters(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@pytest.mark.parametrize(
    ("written", "expected"),
    [("2.815", "2815"), ("1.234.567", "1234567"), ("1.234,56", "1234,56"), ("05", "5"), ("007", "7"), ("0", "0"),
     ("000", "0"), ("15,95", "15,95"), ("12.5", "12.5"), ("05/03/2020", "5/3/2020"), ("07/13", "7/13"), ("0/0", "0/0")],
)  # fmt: skip
def test_figure(written: str, expected: str) -> None:
    assert figure(written) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã còn 2.815 hộ nghèo, chiếm 15,95%.", ["xã", "còn", "2815", "hộ", "nghèo", "chiếm", "15,95"]),
        ("ngày 05 tháng 3 năm 2020", ["5/3/2020"]),
        ("ngày 05/3/2020", ["ngày", "5/3/2020"]),
        ("Quyết định số 0206/QĐ-UBND", ["quyết", "định", "số", "206/qđ-ubnd"]),
        ("206 / QĐ - UBND", ["206/qđ-ubnd"]),
        ("Nghị định 91/2017/NĐ-CP", ["nghị", "định", "91/2017/nđ-cp"]),
        ("Chỉ thị 34-CT/TW", ["chỉ", "thị", "34-ct/tw"]),
        ("Chỉ thị 34 - CT/TW", ["chỉ", "thị", "34-ct/tw"]),
        ("2020-2025", ["2020", "2025"]),
        ("19/44 trường", ["19/44", "trường"]),
        ("kinh tế - xã hội", ["kinh", "tế", "xã", "hội"]),
        ("4.180,5 m2", ["4180,5", "m", "2"]),
        ("", []),
        ("?!… – “”", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_terms_are_tokens_numbers_of_documents_and_pairs_of_words() -> None:
    assert terms("Kế hoạch số 17/KH-UBND về hộ nghèo") == [
        "kế", "hoạch", "số", "17/kh-ubnd", "về", "hộ", "nghèo",
        "17",
        "kế_hoạch", "hoạch_số", "về_hộ", "hộ_nghèo",  # no pair across the document number
    ]  # fmt: skip
    assert terms("") == []


def test_a_ratio_is_not_taken_apart() -> None:
    assert terms("19/44") == ["19/44"]


@given(SYLLABLES)
def test_composed_and_decomposed_forms_give_the_same_terms(text: str) -> None:
    assert terms(unicodedata.normalize("NFD", text)) == terms(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_gives_terms_that_one_full_text_query_can_hold(text: str) -> None:
    for term in terms(text):
        assert term and not any(c.isspace() or c in '"()*^:' for c in term)
        assert term == term.lower()


@pytest.mark.parametrize(
    ("one", "other"),
    [("thuỷ lợi", "thủy lợi"), ("Uỷ ban", "Ủy ban"), ("kỹ thuật", "kĩ thuật"), ("2815 hộ", "2.815 hộ"),
     ("05 khối", "5 khối"), ("01/07/2025", "1/7/2025"),
     ("ngày 1 tháng 7 năm 2025", "01/7/2025"), ("08-NQ/HU", "8-NQ/HU"), ("BÁO CÁO", "báo cáo")],
)  # fmt: skip
def test_what_is_written_in_two_ways_gives_the_same_terms(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ba tơ", "ba tô"), ("1,5", "15"), ("206/QĐ-UBND", "206/KH-UBND"), ("dân", "đân")]
)
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert set(terms(one)) != set(terms(other))


def test_a_dash_after_a_document_number_ends_it() -> None:
    assert tokens("Quyết định 206/QĐ-UBND - Về việc khen thưởng")[2] == "206/qđ-ubnd"


def test_a_share_below_one() -> None:
    assert figure("0,5") == "0,5"


def test_no_number_of_thousands_begins_with_zero() -> None:
    assert figure("0.125") != figure("125")


def test_the_bare_number_of_a_party_document_is_a_term() -> None:
    assert "34" in terms("Chỉ thị số 34-CT/TW")
