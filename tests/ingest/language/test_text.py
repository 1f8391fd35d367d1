"""The one text normalisation."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.text import INVISIBLE, LOOKALIKES, MARKS, SPACE, capitalized, fold_spaces, normalize, strip_marks
from ingest.language.text import TONES as TONE_MARKS

# A vowel as it may be typed: marks of the vowel (mũ, trăng, móc) and a tone mark, in either order or composed.
VOWEL_MARKS = {"a": ["", "\u0302", "\u0306"], "e": ["", "\u0302"], "o": ["", "\u0302", "\u031b"], "u": ["", "\u031b"]}
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]


@st.composite
def typed_syllables(draw: st.DrawFn) -> str:
    """Letters with at most one vowel mark and one tone, the marks in any order."""
    made = []
    for _ in range(draw(st.integers(0, 12))):
        letter = draw(st.sampled_from("aeiouyAEIOUYbcđĐ Ð\u00a0"))
        if letter.lower() not in "aeiouy":
            made.append(letter)
            continue
        marks = [draw(st.sampled_from(VOWEL_MARKS.get(letter.lower(), [""]))), draw(st.sampled_from(TONES))]
        made.append(letter + "".join(draw(st.permutations(marks))))
    return "".join(made)


plain_text = st.text(st.characters(exclude_categories=("Cs",)))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Ba\u0301o ca\u0301o", "Báo cáo"),
        ("Ðại hội", "Đại hội"),  # Icelandic eth
        ("ðất", "đất"),
        ("\u0189ảng", "Đảng"),  # African D
        ("Lý\u00a0Sơn", "Lý Sơn"),
        ("1.234\u202fđồng\tkhác", "1.234 đồng khác"),
        ("khen\u00adthưởng", "khenthưởng"),  # soft hyphen
        ("\ufeffBáo\u200b cáo\u2060", "Báo cáo"),
        ("a\nb\r\nc", "a\nb\r\nc"),  # line breaks stay
        ("viê\u0323t", "việt"),
        ("vi\u0065\u0323\u0302t", "việt"),
        ("vi\u0065\u0302\u0323t", "việt"),
        ("tha\u0301\u0302p", "thấp"),  # the tone typed before the vowel mark
        ("nu\u031b\u0301c", "nứ" + "c"),
        ("", ""),
    ],
)
def test_normalize(written: str, expected: str) -> None:
    assert normalize(written) == expected


@given(typed_syllables())
def test_every_order_of_typing_marks_gives_the_composed_letter(typed: str) -> None:
    result = normalize(typed)
    assert unicodedata.is_normalized("NFC", result)
    assert normalize(result) == result
    assert not any(unicodedata.combining(c) for c in result)


@given(plain_text)
def test_normalize_is_idempotent_and_nfc(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.one_of(plain_text, typed_syllables()))
def test_composed_and_decomposed_text_become_the_same(text: str) -> None:
    assert normalize(unicodedata.normalize("NFD", text)) == normalize(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("typed", ["a\u200b\u0301", "cha\u00ad\u0302\u0301t"])
def test_an_invisible_character_between_letter_and_mark(typed: str) -> None:
    once = normalize(typed)
    assert unicodedata.is_normalized("NFC", once)
    assert normalize(once) == once


def test_normalize_is_idempotent_on_a_tone_typed_twice() -> None:
    once = normalize("a\u0301\u0301\u0302")
    assert normalize(once) == once


@pytest.mark.parametrize("space", ["\u2003", "\u2009", "\u3000"])
def test_spaces_of_all_kinds_become_the_plain_one(space: str) -> None:
    assert normalize(f"Lý{space}Sơn") == "Lý Sơn"


@pytest.mark.parametrize(("text", "expected"), [("  a \n\t b\u00a0", "a b"), ("", ""), (" \n ", ""), ("a", "a")])
def test_fold_spaces(text: str, expected: str) -> None:
    assert fold_spaces(text) == expected


@given(st.text())
def test_fold_spaces_keeps_the_words(text: str) -> None:
    assert fold_spaces(text).split(" ") == (text.split() or [""])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Đường đến Lý Sơn", "Duong den Ly Son"), ("ƯỠNG ổ ậ", "UONG o a"), ("12,5% m2", "12,5% m2"), ("", "")],
)
def test_strip_marks(text: str, expected: str) -> None:
    assert strip_marks(text) == expected


@given(typed_syllables())
def test_strip_marks_leaves_no_mark_and_changes_no_length_of_composed_text(text: str) -> None:
    composed = normalize(text)
    bare = strip_marks(composed)
    assert len(bare) == len(composed)
    assert bare.isascii()


def test_the_first_letter_alone_becomes_a_capital() -> None:
    assert capitalized("ủy ban nhân dân xã Tân Lập") == "Ủy ban nhân dân xã Tân Lập"
    assert capitalized("") == ""


def _step_by_step(text: str) -> str:
    """What :func:`normalize` does where it does not see that nothing is to be done."""
    decomposed = unicodedata.normalize("NFD", INVISIBLE.sub("", text))
    ordered = MARKS.sub(lambda run: "".join(sorted(run[0], key=TONE_MARKS.__contains__)), decomposed)
    return SPACE.sub(" ", unicodedata.normalize("NFC", ordered).translate(LOOKALIKES))


def test_a_text_left_as_it_is_is_what_the_steps_make_of_it() -> None:
    every = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    assert [sign for sign in every if normalize(sign) != _step_by_step(sign)] == []
    marked = [f"{letter}{mark}" for letter in "aâấêợưđsǟṍế" for mark in map(chr, range(0x300, 0x370))]
    assert [text for text in marked if normalize(text) != _step_by_step(text)] == []


@given(plain_text)
def test_any_text_is_what_the_steps_make_of_it(text: str) -> None:
    assert normalize(text) == _step_by_step(text)


def test_normalising_what_is_normal_makes_no_new_text() -> None:
    text = "Năm 2024 huyện có 1.234 hộ nghèo (5,6%), giảm 78 hộ."
    assert normalize(text) is text and strip_marks("ho ngheo") == "ho ngheo"
