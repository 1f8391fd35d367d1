"""Typed enumerators."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.enumerators import POINTS, Rank, enumerator, roman_value

ROMANS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XIV", "XIX", "XX", "XXIX", "XXXIX"]
VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 19, 20, 29, 39]


@pytest.mark.parametrize(("numeral", "value"), list(zip(ROMANS, VALUES, strict=True)))
def test_roman_value(numeral: str, value: int) -> None:
    assert roman_value(numeral) == value


@pytest.mark.parametrize("text", ["", "IIII", "VV", "IC", "A", "i", "XL", "VX"])
def test_not_a_roman_numeral_up_to_39(text: str) -> None:
    assert roman_value(text) is None


def _to_roman(number: int) -> str:
    made = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            made, number = made + letters, number - value
    return made


@given(st.integers(1, 39))
def test_roman_numerals_round_trip(number: int) -> None:
    assert roman_value(_to_roman(number)) == number


@pytest.mark.parametrize(
    ("text", "rank", "label", "order"),
    [
        ("Phần thứ nhất", Rank.PART, "Phần thứ nhất", 1),
        ("PHẦN THỨ HAI", Rank.PART, "PHẦN THỨ HAI", 2),
        ("Phần I: Kết quả", Rank.PART, "Phần I", 1),
        ("Phần 3. Kết quả", Rank.PART, "Phần 3", 3),
        ("Phần  thứ   tư", Rank.PART, "Phần thứ tư", 4),
        ("Chương II", Rank.CHAPTER, "Chương II", 2),
        ("CHƯƠNG 3: KẾT QUẢ", Rank.CHAPTER, "CHƯƠNG 3", 3),
        ("Mục 4. Phong trào", Rank.DIVISION, "Mục 4", 4),
        ("**Mục 1. Địa bàn**", Rank.DIVISION, "Mục 1", 1),
        ("Điều 5. Khen thưởng", Rank.ARTICLE, "Điều 5", 5),
        ("A. TÌNH HÌNH", Rank.CAPITAL, "A", 1),
        ("B/ Tình hình", Rank.CAPITAL, "B", 2),
        ("Phần A. Kinh tế", Rank.PART, "Phần A", 1),
        ("PHẦN Đ: VĂN HÓA", Rank.PART, "PHẦN Đ", 5),
        ("I.1. Kinh tế", Rank.ARABIC, "I.1", 1),
        ("II.2 Nông nghiệp", Rank.ARABIC, "II.2", 2),
        ("II.2.3. Chăn nuôi", Rank.DECIMAL, "II.2.3", 3),
        ("III-1. Giáo dục", Rank.ARABIC, "III-1", 1),
        ("A.1. Thu ngân sách", Rank.ARABIC, "A.1", 1),
        ("A2. Chi ngân sách", Rank.ARABIC, "A2", 2),
        ("B3 - Y tế", Rank.ARABIC, "B3", 3),
        ("I. Đặc điểm", Rank.ROMAN, "I", 1),
        ("II - Kết quả", Rank.ROMAN, "II", 2),
        ("II- Kết quả", Rank.ROMAN, "II", 2),
        ("III.Kết quả", Rank.ROMAN, "III", 3),
        ("IV.- Kết quả", Rank.ROMAN, "IV", 4),
        ("V/ Kết quả", Rank.ROMAN, "V", 5),
        ("X. Kết quả", Rank.ROMAN, "X", 10),
        ("1. Kết quả", Rank.ARABIC, "1", 1),
        ("01. Kết quả", Rank.ARABIC, "01", 1),
        ("12) Kết quả", Rank.ARABIC, "12", 12),
        ("3/ Kết quả", Rank.ARABIC, "3", 3),
        ("4 - Kết quả", Rank.ARABIC, "4", 4),
        ("1. “Đền ơn đáp nghĩa”", Rank.ARABIC, "1", 1),
        ("2.1. Kết quả", Rank.DECIMAL, "2.1", 1),
        ("2.1 Kết quả", Rank.DECIMAL, "2.1", 1),
        ("2.1.12. Kết quả", Rank.DECIMAL, "2.1.12", 12),
        ("1.1.1.2 Kết quả", Rank.DECIMAL, "1.1.1.2", 2),
        ("a) phong trào", Rank.POINT, "a", 1),
        ("(đ) Phong trào", Rank.POINT, "đ", 5),
        ("c. Phong trào", Rank.POINT, "c", 3),
        ("e/ Phong trào", Rank.POINT, "e", 6),
        ("d- Phong trào", Rank.POINT, "d", 4),
        ("* Hạn chế", Rank.STAR, "*", 0),
        ("*Hạn chế", Rank.STAR, "*", 0),
        ("**I. Kết quả**", Rank.ROMAN, "I", 1),
        ("   2. Kết quả", Rank.ARABIC, "2", 2),
    ],
)
def test_enumerators(text: str, rank: Rank, label: str, order: int) -> None:
    found = enumerator(text)
    assert found is not None
    assert (found.rank, found.label, found.order) == (rank, label, order)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "Kết quả", "10.32 km2 đất", "12 hộ nghèo", "2020. Kết quả", "2.815 hộ", "1,5 triệu", "30/4 là ngày lễ",
        "- Kết quả", "+ Kết quả", "(1) Kết quả", "w) Kết quả", "a)", "I.", "1.", "*", "**Kết quả**", "*nghiêng*",
        "IIII. Kết quả", "Mục 2 Nghị quyết 05", "Điều 5 của Luật", "Chương trình OCOP", "Điều 5, khoản 2", "Mục tiêu",
        "Phần lớn hộ dân", "Phần thưởng", "Ban chỉ đạo", "(TM. UBND) Kết quả", "5. tiếp theo",
    ],
)  # fmt: skip
def test_not_enumerators(text: str) -> None:
    assert enumerator(text) is None


TITLES = st.sampled_from(["Kết quả thực hiện", "“Đền ơn đáp nghĩa”", "ĐẶC ĐIỂM", "Ưu điểm: tốt"])


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Rank, str, int]:
    """An enumerator as it may be typed: (text, rank, label, order)."""
    gap = draw(st.sampled_from(["", " ", "  "]))
    rank = draw(st.sampled_from([Rank.ROMAN, Rank.ARABIC, Rank.DECIMAL, Rank.POINT, Rank.CAPITAL]))
    if rank is Rank.ROMAN:
        number = draw(st.integers(1, 30))
        end = draw(st.sampled_from([".", " .", ")", "/", " -", "-", " –", ". -"]))
        return _to_roman(number) + end + gap, rank, _to_roman(number), number
    if rank is Rank.ARABIC:
        number = draw(st.integers(1, 99))
        end = draw(st.sampled_from([".", ")", "/", " -", "-", " .", ". -"]))
        return f"{number}{end}{gap}", rank, str(number), number
    if rank is Rank.DECIMAL:
        parts = draw(st.lists(st.integers(1, 29), min_size=2, max_size=4))
        label = ".".join(map(str, parts))
        return label + draw(st.sampled_from([". ", ".", ") ", " ", " - "])), rank, label, parts[-1]
    if rank is Rank.POINT:
        label = draw(st.sampled_from(POINTS))
        form = draw(st.sampled_from(["{})", "({})", "{}.", "{} )", "{}/ ", "{}- "]))
        return form.format(label) + gap, rank, label, POINTS.index(label) + 1
    label = draw(st.sampled_from("ABCDĐEGH"))
    return label + draw(st.sampled_from([". ", ") ", "/ "])), rank, label, "ABCDĐEFGH".index(label) + 1


@given(written(), TITLES)
def test_what_is_typed_comes_back(typed: tuple[str, Rank, str, int], title: str) -> None:
    text, rank, label, order = typed
    found = enumerator(text + title)
    assert found is not None
    assert (found.rank, found.label, found.order) == (rank, label, order)
    assert (text + title)[found.length :] == title


def test_depth_orders_the_ranks_of_the_decree() -> None:
    texts = ["Phần thứ nhất", "A. Đặc điểm", "I. Đặc điểm", "1. Đặc điểm", "1.1. Đặc điểm", "1.1.1. Đặc điểm",
             "1.1.1.1. Đặc điểm", "a) Đặc điểm", "* Đặc điểm"]  # fmt: skip
    depths = [found.depth for text in texts if (found := enumerator(text))]
    assert len(depths) == len(texts)
    assert depths == sorted(set(depths))


@given(st.text())
def test_any_text_gives_an_enumerator_within_it_or_none(text: str) -> None:
    found = enumerator(text)
    assert found is None or (0 < found.length <= len(text) and found.label.strip())


@pytest.mark.parametrize(
    "text", ["Phần tư nhân đóng góp là 3 tỷ đồng", "phần ba diện tích là rừng", "Phần năm 2020 thu được 5 tỷ đồng"]
)
def test_the_word_phan_before_an_ordinary_word_is_no_part(text: str) -> None:
    assert enumerator(text) is None


def test_part_twelve() -> None:
    found = enumerator("Phần thứ mười hai")
    assert found is not None and (found.label, found.order) == ("Phần thứ mười hai", 12)


@pytest.mark.parametrize("text", ["10/QĐ-UBND ngày 05/3/2020", "24/CT-TTg của Thủ tướng", "34-CT/TW của Bộ Chính trị"])
def test_a_document_number_is_no_enumerator(text: str) -> None:
    assert enumerator(text) is None


def test_et_cetera_is_no_enumerator() -> None:
    assert enumerator("v.v. và các hoạt động khác") is None


def test_capital_with_stroke_follows_d() -> None:
    orders = [found.order for text in ("D. Kết quả", "Đ. Kết quả", "E. Kết quả") if (found := enumerator(text))]
    assert orders == sorted(orders)


def test_the_longest_numeral_below_forty() -> None:
    assert enumerator("XXXVIII. Kết quả") is not None


def test_a_capital_with_a_dash_is_an_enumerator_and_a_name_with_one_is_none() -> None:
    assert [enumerator(text).label for text in ("A- TÌNH HÌNH", "B - Kết quả", "C-NHIỆM VỤ")] == ["A", "B", "C"]  # type: ignore[union-attr]
    assert enumerator("K-pop là môn mới") is None and enumerator("B-52 bị bắn rơi") is None


def test_a_chapter_may_be_followed_by_its_title_in_capitals() -> None:
    found = enumerator("Chương II TỔ CHỨC THỰC HIỆN")
    assert found is not None and (found.label, found.order, found.length) == ("Chương II", 2, 10)
    assert enumerator("Mục 2 Nghị quyết số 12 nêu rõ") is None
