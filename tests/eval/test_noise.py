"""Questions typed in haste: every kind of noise by hand, and the fall it causes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from rapidfuzz.distance import OSA

from app.assistant import Assistant
from eval.noise import CLEAN, KINDS, Pair, abbreviate, as_text, bare, half_bare, measure, noisy, slip, table, telex_keys
from eval.questions import EvidenceScore, Gold
from index.store.library import Library
from ingest.language.text import strip_marks
from tests.conftest import KeywordEmbedder

GOLD = Gold("q1", "fact", ("Xã Tân Lập còn bao nhiêu hộ nghèo?",), (), (), (("tan-lap", "toàn xã còn 41 hộ nghèo"),), ())


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("hộ", "hooj"), ("năm", "nawm"), ("nước", "nuowcs"), ("đường", "dduowngf"), ("Đức", "Dduwcs"), ("chỉ", "chir"),
        ("mỹ", "myx"), ("ban", "ban"), ("thuở", "thuowr"), ("tiếng", "tieengs"),
    ],
)  # fmt: skip
def test_telex(word: str, keys: str) -> None:
    assert telex_keys(word) == keys


def test_all_marks_go_and_capitals_too() -> None:
    assert bare("Huyện Lam Trà, Quyết định 12/QĐ-UBND?", random.Random(0)) == "huyen lam tra, quyet dinh 12/qd-ubnd?"


def test_about_half_the_words_lose_their_marks() -> None:
    text = " ".join(["nghèo"] * 200)
    words = half_bare(text, random.Random(1)).split()
    assert set(words) == {"nghèo", "ngheo"} and 70 < words.count("ngheo") < 130


@pytest.mark.parametrize("seed", range(40))
def test_a_slip_is_one_letter_of_one_long_word_and_never_a_names_first(seed: int) -> None:
    text = "huyện Phong Lâm trồng được bao nhiêu rừng?"
    typed = slip(text, random.Random(seed))
    changed = [(a, b) for a, b in zip(text.split(), typed.split(), strict=True) if a != b]
    assert len(changed) == 1
    ((before, after),) = changed
    assert before in ("Phong", "trồng", "rừng?") and OSA.distance(before, after) == 1
    assert before != "Phong" or after[0] == "P"


def test_a_question_without_a_content_word_gets_no_slip() -> None:
    assert slip("bao nhiêu?", random.Random(0)) == "bao nhiêu?"


def test_everything_that_has_a_short_form_gets_it() -> None:
    text = "Uỷ ban nhân dân huyện Lam Trà ban hành quyết định nào về nông thôn mới?"
    forms = {abbreviate(text, random.Random(seed)) for seed in range(20)}
    assert forms == {
        "UBND h. Lam Trà ban hành qđ nào về NTM?",
        "ubnd h. Lam Trà ban hành qđ nào về ntm?",
    }


def test_a_phrase_across_a_comma_is_no_phrase() -> None:
    assert "ubnd" not in abbreviate("Ủy ban, nhân dân", random.Random(0)).lower()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_question_is_always_typed_the_same_way(kind: str) -> None:
    assert noisy(GOLD, kind) == noisy(GOLD, kind) != GOLD
    assert {strip_marks(noisy(replace(GOLD, id=str(n)), kind).turns[0]) for n in range(9)}  # never empty, never an error


def test_measure_counts_only_what_noise_changes(library: Library) -> None:
    plain = Gold("q2", "noisy", ("thon ong lay mat",), (), (), (("tan-lap", "nuôi ong lấy mật"),), ())
    unasked = Gold("q3", "unanswerable", ("Có sân bay?",), (), (), (), ())
    pairs = measure([GOLD, plain, unasked], Assistant(library, KeywordEmbedder()), ["không dấu"])
    assert {kind: [pair.typed.id for pair in pairs] for kind, pairs in pairs.items()} == {
        CLEAN: ["q1", "q2"],
        "không dấu": ["q1"],
    }
    assert pairs["không dấu"][0].typed.turns == ("xa tan lap con bao nhieu ho ngheo?",)
    assert pairs["không dấu"][0].noisy.hit5


def test_table_by_hand() -> None:
    good, poor = EvidenceScore(True, True, True, 1.0), EvidenceScore(False, False, False, 0.5)
    rows = table({CLEAN: [Pair(GOLD, good, good)], "k": [Pair(GOLD, good, good), Pair(GOLD, good, poor)], "none": []})
    assert list(rows) == [CLEAN, "k"]
    assert rows["k"] == {"n": 2.0, "hit@1": 0.5, "hit@5": 0.5, "ev@4000": 0.75, "giảm hit@5": 0.5}
    assert as_text(rows).splitlines()[2].split() == ["k", "2", "0.500", "0.500", "0.750", "0.500"]
