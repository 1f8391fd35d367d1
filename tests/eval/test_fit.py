"""Fitting the score: what is learnt from a few choices by hand, and how answers are told right."""

from __future__ import annotations

import numpy as np
import pytest

from app.evidence.blocks import Block, BlockKind
from app.evidence.candidates import Candidate
from app.evidence.features import NAMES as STRETCH_NAMES
from app.evidence.stretches import stretches_of
from eval.fit import LEAST, Choice, as_toml, fit, left_out, overlap, report_fit, right_block, right_stretch
from eval.questions import Gold
from index.search.retrieval import Hit
from ingest.model import Passage

NAMES = ("year", "density")


def _gold(number: int, kind: str = "fact", keys: tuple[tuple[str, ...], ...] = (("41",),)) -> Gold:
    quote = "Toàn xã còn 41 hộ nghèo."
    return Gold(f"q{number}", kind, ("Còn bao nhiêu hộ nghèo?",), (f"r{number}",), ("I > 1",), (("a", quote),), keys)


def _choices() -> list[Choice]:
    """Three reports: the right candidate has the first feature, a wrong one the second; one question has no answer."""
    features = np.array([[1.0, 0.0], [0.0, 1.0]])
    answered = [Choice(_gold(number), features, np.array([1.0, 0.0])) for number in range(3)]
    none = [Choice(_gold(number, "unanswerable", ()), np.array([[0.0, 1.0]]), np.array([0.0])) for number in range(3)]
    return [*answered, *none]


def test_what_the_right_candidates_have_speaks_for_them_and_what_the_wrong_have_against() -> None:
    weights = fit(_choices(), NAMES, signed=True)
    assert weights.weights[0] > 0 > weights.weights[1]
    answered, none = _choices()[0], _choices()[-1]
    assert weights.scores(answered)[0] > 0 > weights.scores(none)[0]


def test_a_feature_that_may_only_speak_for_a_candidate_never_speaks_against() -> None:
    reversed_choices = [Choice(c.gold, c.features, c.right[::-1].copy()) for c in _choices()[:3]]
    assert fit(reversed_choices, ("plan", "density"), signed=True).weights[0] == 0
    assert fit(reversed_choices, ("year", "density"), signed=True).weights[0] == pytest.approx(LEAST["year"])


def test_what_counts_less_moves_the_bias_less() -> None:
    features = np.array([[1.0, 0.0]])
    choice = Choice(_gold(1), features, np.ones(1))
    taken_out = [Choice(_gold(2), features, np.zeros(1), weight) for weight in (1.0, 0.25)]
    half, mostly = (fit([choice, other], NAMES, signed=False).scores(choice)[0] for other in taken_out)
    assert half == pytest.approx(0.0, abs=0.02)  # as likely as not
    assert mostly == pytest.approx(np.log(4), abs=0.05)  # four to one


def test_without_questions_there_is_nothing_to_fit() -> None:
    with pytest.raises(ValueError, match="no questions"):
        fit([], NAMES, signed=True)


def test_the_questions_of_a_report_are_judged_without_it() -> None:
    judged = list(left_out(_choices(), NAMES, signed=True))
    assert [choice.report for choice, _ in judged] == ["r0", "r0", "r1", "r1", "r2", "r2"]


def test_the_table_tells_what_is_right_left_out_by_type() -> None:
    wide = np.zeros((2, len(STRETCH_NAMES)))
    wide[0, STRETCH_NAMES.index("year")], wide[1, STRETCH_NAMES.index("density")] = 1.0, 1.0
    answered = [Choice(_gold(number), wide, np.array([1.0, 0.0])) for number in range(4)]
    none = [Choice(_gold(number, "unanswerable", ()), wide[1:], np.array([0.0])) for number in range(4)]
    rows = [line.split() for line in report_fit([*answered, *none], "stretch").splitlines()]
    assert rows[1][:4] == ["fact", "4", "1.000", "1.000"] and rows[2][:2] == ["unanswerable", "4"]


def test_the_weights_are_written_as_a_table() -> None:
    assert as_toml("stretch", fit(_choices(), NAMES, signed=True), NAMES).splitlines()[0] == "[stretch]"


def test_a_stretch_is_right_where_it_stands_in_the_gold_quote_and_holds_the_keys() -> None:
    text = "Toàn xã còn 41 hộ nghèo. Có 41 hộ mới."
    passage = Passage("p", "r", "a.txt", "Báo cáo", (), "", (), None, 0, len(text), text)
    hit = Hit(passage, 0.5, 0.5, 0.5)
    right = [right_stretch(_gold(1), Candidate(hit, stretch, (), 0.0)) for stretch in stretches_of(passage)]
    assert right == [1.0, 0.0]


def test_a_section_is_right_by_its_labels() -> None:
    text = "Toàn xã còn 41 hộ nghèo."
    passage = Passage("p", "r", "a.txt", "Báo cáo", ("I", "1"), "Giảm nghèo", ("A", "Giảm nghèo"), None, 0, 24, text)
    inner = Block(BlockKind.SECTION, ((passage, 0, 24),), "Giảm nghèo", ("A", "Giảm nghèo"))
    assert right_block(_gold(1, "section"), inner) == 1.0
    other = _gold(1, "section", (("57",),))
    outer = Block(BlockKind.SECTION, ((passage, 0, 24),), "A", ("A",))
    assert right_block(other, outer) == 0.0


def test_overlap() -> None:
    assert overlap("41 hộ nghèo", "toàn xã còn 41 hộ nghèo") == 1.0
    assert overlap("trồng rừng phòng hộ ven suối", "toàn xã còn 41 hộ nghèo") == 0.0 == overlap("", "x")
