"""Keys are read and written back as they were; what is no key names nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.constraints import VALUED, Constraint, ConstraintKind, parse_keys


@pytest.mark.parametrize(
    ("key", "constraint"),
    [
        ("role", Constraint(ConstraintKind.ROLE)),
        ("place:huyện Thử: mới", Constraint(ConstraintKind.PLACE, "huyện Thử: mới")),
        ("document:15/bc-ubnd", Constraint(ConstraintKind.DOCUMENT, "15/bc-ubnd")),
    ],
)
def test_a_key_and_its_constraint(key: str, constraint: Constraint) -> None:
    assert Constraint.parse(key) == constraint
    assert constraint.key == key


@pytest.mark.parametrize("key", ["", "words", "place", "role:limits", "Role", " role", ":"])
def test_other_words_name_nothing(key: str) -> None:
    assert Constraint.parse(key) is None


@given(st.sampled_from(ConstraintKind), st.text())
def test_every_constraint_is_read_from_its_key(kind: ConstraintKind, value: str) -> None:
    constraint = Constraint(kind, value if kind in VALUED else "")
    assert Constraint.parse(constraint.key) == constraint


def test_order_and_repetition_stay_and_unknown_keys_go() -> None:
    keys = ["role", "words", "place:xã Thử", "role"]
    assert [constraint.key for constraint in parse_keys(keys)] == ["role", "place:xã Thử", "role"]


def test_ranks_follow_the_order_shown() -> None:
    assert Constraint(ConstraintKind.CONTEXT).rank == 0
    assert Constraint(ConstraintKind.PLACE, "xã Thử").rank < Constraint(ConstraintKind.SPELLING).rank
