"""Spelling restored from counts worked out by hand."""

import math

import pytest

from index.query.glossary import Glossary, glossary
from index.query.spelling import BigramModel, alternatives, model_of, restore

NO_GLOSSARY = Glossary({}, {})
# "hộ nghèo" ten times, "hồ nước" once, "năm" eight times beside "nam" twice: what an index of a small library holds.
COUNTS = {
    "hộ": 10, "nghèo": 12, "hồ": 1, "nước": 3, "năm": 8, "nam": 2, "còn": 6, "con": 2, "huyện": 9, "trà": 5, "lam": 5,
    "hộ_nghèo": 10, "hồ_nước": 1, "còn_hộ": 3, "năm_còn": 2,
    "lam_trà": 5, "huyện_lam": 4, "dinh": 2, "dưỡng": 3, "dinh_dưỡng": 3,
}  # fmt: skip


@pytest.fixture
def model() -> BigramModel:
    return model_of(COUNTS.items())


def test_a_step_mixes_pair_and_single_syllable(model: BigramModel) -> None:
    # singles sum to 68 without the pairs: 10+12+1+3+8+2+6+2+9+5+5+2+3
    assert model.total == 68
    alone = (12 + 0.1) / 69
    assert model.step("hộ", "nghèo") == pytest.approx(math.log(0.85 * 10 / 11 + 0.15 * alone))
    assert model.step(None, "nghèo") == pytest.approx(math.log(alone))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("con ho ngheo", "còn hộ nghèo"),  # no marks at all: the pair decides against hồ
        ("ho nuoc", "hồ nước"),
        ("huyện Lam Trà còn hộ ngèo", "huyện Lam Trà còn hộ nghèo"),  # ngèo is no syllable
        ("lamtra", "lam trà"),  # run together
        ("con 2.815 ho ngheo, 15,95%", "còn 2.815 hộ nghèo, 15,95%"),  # figures and punctuation stay
        ("kh 24/KH-UBND", "kh 24/KH-UBND"),  # so do the letters of document numbers
    ],
)
def test_restored(model: BigramModel, typed: str, meant: str) -> None:
    assert restore(typed, model, NO_GLOSSARY) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Huyện Lam Trà còn bao nhiêu hộ nghèo?",
        "Ruộng của bà con được mấy mét vuông",  # words the library lacks are not bent to those it has
        "",
        "???",
    ],
)
def test_text_typed_properly_comes_through_unharmed(model: BigramModel, text: str) -> None:
    assert restore(text, model, NO_GLOSSARY) == text


def test_an_empty_library_changes_nothing() -> None:
    assert restore("ho ngheo", model_of([]), NO_GLOSSARY) == "ho ngheo"


def test_an_abbreviation_is_left_to_the_glossary(model: BigramModel) -> None:
    assert restore("bn ho ngheo", model, glossary()) == "bn hộ nghèo"


def test_phrases_of_questions_help(model: BigramModel) -> None:
    helped = model_of(COUNTS.items(), ["bao nhiêu"])
    assert restore("con bao nhieu ho ngheo", helped, NO_GLOSSARY) == "còn bao nhiêu hộ nghèo"
    assert "nhiêu" not in restore("con bao nhieu ho ngheo", model, NO_GLOSSARY)


def test_other_marks_are_searched_besides(model: BigramModel) -> None:
    assert alternatives(["dinh", "dưởng"], model) == ["dưỡng"]
    assert alternatives(["dinh", "dưỡng"], model) == []
