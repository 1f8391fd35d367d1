"""Quantities: the table of sentences, round trips through every style, and laws that hold of any text."""

import time
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.language.context import Bound, Change
from ingest.language.quantities import Quantity, quantities, read
from ingest.language.text import normalize

TABLE = Path(__file__).with_name("quantities.txt")


def rows():
    sentence, told = "", []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        if line.startswith(" "):
            told.append(line.strip())
        else:
            if sentence:
                yield sentence, told
            sentence, told = line, []
    yield sentence, told


def shown(one: Quantity) -> str:
    value = "?" if one.value is None else str(one.value)
    value += f"/{one.whole}" if one.whole is not None else ""
    value += f"..{one.high}" if one.high is not None else ""
    flags = [str(one.bound)] if one.bound is not Bound.EXACT else []
    flags += ["only"] * one.only + ["up"] * (one.direction > 0) + ["down"] * (one.direction < 0)
    flags += [str(flag) for flag in (one.change, one.standing) if flag]
    flags += [f"per {one.per}"] * bool(one.per) + [f"share {one.share}"] * (one.share is not None)
    flags += ["ambiguous"] * one.ambiguous
    return " | ".join([value, one.unit, one.counted, ", ".join(flags)]).rstrip(" |")


def test_the_table_is_long_enough():
    assert len(list(rows())) >= 150


@pytest.mark.parametrize(("sentence", "told"), list(rows()))
def test_the_quantities_of_a_sentence(sentence, told):
    assert [shown(one) for one in quantities(sentence)] == told


def grouped(number: int, by: str) -> str:
    return f"{number:,}".replace(",", by)


STYLES = {
    "plain": lambda whole, part: f"{whole},{part}" if part else f"{whole}",
    "written standard": lambda whole, part: f"{grouped(whole, '.')},{part}" if part else grouped(whole, "."),
    "point for comma": lambda whole, part: f"{whole}.{part[:2]}" if part else f"{whole}",
    "noughts before": lambda whole, part: f"{whole:02},{part}" if part else f"{whole:02}",
    "full width": lambda whole, part: "".join(
        chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in STYLES["plain"](whole, part)
    ),
}


@pytest.mark.parametrize("style", list(STYLES))
@given(whole=st.integers(0, 10**10), part=st.text("0123456789", max_size=2))
@settings(max_examples=60, deadline=None)
def test_a_measure_is_read_back_from_every_style(style, whole, part):
    wanted = Decimal(f"{whole}.{part or 0}")
    for unit in ("ha", "tấn", "%"):
        (one,) = quantities(f"Kết quả đạt {STYLES[style](whole, part)} {unit}.")
        assert (one.value, one.unit) == (wanted, unit)


@given(whole=st.integers(10**3, 10**10), part=st.text("0123456789", min_size=1, max_size=2))
@settings(max_examples=60, deadline=None)
def test_the_english_style_is_read_where_only_it_fits(whole, part):
    (one,) = quantities(f"Chi {grouped(whole, ',')}.{part} đồng.")
    assert one.value == Decimal(f"{whole}.{part}")
    (count,) = quantities(f"Có {grouped(whole, ',')} người.")
    assert count.value == whole


DIGITS = "không một hai ba bốn năm sáu bảy tám chín".split()


def in_words(number: int) -> str:
    """The numeral in words, below a thousand million."""
    for power, name in ((10**6, "triệu"), (10**3, "nghìn")):
        if number >= power:
            rest = number % power
            filler = ""
            if rest and power == 10**3 and rest < 100:
                filler = " không trăm" + ("" if rest >= 10 else " linh")
            head = f"{in_words(number // power)} {name}"
            return f"{head}{filler} {in_words(rest)}" if rest else head
    if number >= 100:
        rest = number % 100
        head = f"{DIGITS[number // 100]} trăm"
        return head if not rest else f"{head} linh {DIGITS[rest]}" if rest < 10 else f"{head} {in_words(rest)}"
    if number >= 20:
        last = {0: "", 1: " mốt", 5: " lăm"}.get(number % 10, f" {DIGITS[number % 10]}")
        return f"{DIGITS[number // 10]} mươi{last}"
    if number >= 10:
        return "mười" + ("" if number == 10 else " lăm" if number == 15 else f" {DIGITS[number - 10]}")
    return DIGITS[number]


@given(number=st.integers(1, 999_999))
@settings(max_examples=200, deadline=None)
def test_number_words_are_read_back(number):
    (one,) = quantities(f"Xã giúp được {in_words(number)} hộ nghèo")
    assert (one.value, one.unit, one.counted) == (number, "hộ", "hộ nghèo")


@pytest.mark.parametrize(
    ("words", "power"), [("nghìn", 3), ("ngàn", 3), ("triệu", 6), ("tỷ", 9), ("tỉ", 9), ("nghìn tỷ", 12)]
)
@given(number=st.decimals("0.1", "999.9", places=1))
@settings(max_examples=20, deadline=None)
def test_a_scale_is_multiplied_in(words, power, number):
    (one,) = quantities(f"Chi {str(number).replace('.', ',')} {words} đồng")
    assert (one.value, one.unit, one.scale) == (number * 10**power, "đồng", power)
    assert one.step == Decimal("0.1") * 10**power


LETTERS = st.text(alphabet=" .,;:/-–%()\n0123456789¾²⑨４٣abđhộnghèotỷtriệuTừđếntăngnămKHQĐ", max_size=60)


@given(text=st.one_of(LETTERS, st.text(max_size=60)))
@settings(max_examples=300, deadline=None)
def test_spans_are_verbatim_in_order_and_no_digit_is_invisible(text):
    text = normalize(text)
    found = read(text)
    for one in found:
        assert text[one.start : one.end] == one.text != ""
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    seen = {at for one in found for at in range(one.start, one.end)}
    blind = [at for at, letter in enumerate(text) if unicodedata.category(letter) in ("Nd", "No") and at not in seen]
    assert not blind


def test_an_empty_text_has_none():
    assert quantities("") == [] and quantities("Không có gì.") == []


def test_the_numeral_is_kept_apart_from_its_unit():
    (one,) = quantities("Thu 2,5 tỷ đồng")
    assert one.text == "2,5 tỷ đồng"
    assert "Thu 2,5 tỷ đồng"[slice(*one.numeral)] == "2,5"


@pytest.mark.parametrize(
    ("text", "share"), [("57,6%", "0.576"), ("12,5‰", "0.0125"), ("3/4", "0.75"), ("một nửa số hộ", "0.5"), ("41 hộ", None)]
)
def test_the_part_of_one_that_a_share_states(text, share):
    (one,) = quantities(f"Đạt {text}")
    assert one.fraction == (Decimal(share) if share else None)


def test_a_change_told_in_two_sentences_is_none():
    one, other = quantities("Từ 12 mô hình. Còn 15 mô hình.")
    assert (one.change, other.change) == (Change.NONE, Change.NONE)


@pytest.mark.parametrize(
    "text",
    ["9" * 20_000, "1." * 10_000, "1 - " * 4_000, "năm " * 5_000, "từ 5 đến " * 3_000, "¾" * 20_000, "tăng " * 20_000],
)
def test_reading_is_linear(text):
    begin = time.process_time()
    read(text)
    assert time.process_time() - begin < 10  # seconds, on a busy machine; what is quadratic takes minutes


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2.1. Kết quả", ["enumerator"]),
        ("1/- Về kinh tế", ["enumerator"]),
        ("Điều 5 khoản 2", ["điều", "khoản"]),
        ("Tổ dân phố số 3", ["tổ dân phố số"]),
        ("dịch COVID-19", ["name"]),
        ("xã nông thôn1 đạt", ["footnote"]),
        ("xếp thứ 5/7 huyện", ["thứ"]),
        ("trực 24/24 giờ", ["clock"]),
        ("gọi 0912345678", ["telephone"]),
        ("hoàn lưu bão số 3", ["bão số"]),
        ("thư a1@xa-lam.example.vn", ["mail"]),
    ],
)
def test_numbers_that_count_nothing(text, kinds):
    assert [one.kind for one in read(text)] == kinds
