"""Cutting a reply into statements while it comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.grounding.statements import Statement, statements

REPLY = (
    "Năm 2024 còn 1.037 hộ. [1] Tỷ lệ 4,05% [1][2].\n- Ý một [1, 3]\n2. **Ý hai** [đoạn 2].\n\nTP. Nam Phong có 3 xã【3】"
)
CUT = [
    Statement("Năm 2024 còn 1.037 hộ [1].", False, 0),
    Statement("Tỷ lệ 4,05% [1][2].", False, 0),
    Statement("Ý một [1][3]", True, 1),
    Statement("Ý hai [2].", True, 2),
    Statement("TP. Nam Phong có 3 xã[3]", False, 4),
]


def test_a_reply() -> None:
    assert list(statements([REPLY])) == CUT


@given(st.lists(st.integers(0, len(REPLY)), max_size=12))
def test_wherever_it_is_broken(cuts: list[int]) -> None:
    ends = [0, *sorted(cuts), len(REPLY)]
    assert list(statements(REPLY[a:b] for a, b in zip(ends, ends[1:], strict=False))) == CUT


@pytest.mark.parametrize(("piece", "given"), [("Còn 1.037 hộ. [1", 0), ("Còn 1.037 hộ. ", 0), ("Còn 1.037 hộ [1]. Nă", 1)])
def test_what_may_go_on_is_held_back(piece: str, given: int) -> None:
    complete: list[Statement] = []

    def pieces():
        yield piece
        complete.append(Statement("hết", False, 0))
        yield "?"

    for _ in statements(pieces()):
        if complete:
            break
        given -= 1
    assert given == 0


def test_nothing() -> None:
    assert list(statements([])) == [] and list(statements(["", " \n\n - \n"])) == []


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ("Theo đoạn trích [1], xã còn 41 hộ.", "Xã còn 41 hộ [1]."),
        ("Trong đoạn [2] xã có 12 thôn", "Xã có 12 thôn [2]"),
        ("Theo báo cáo, xã còn 41 hộ [1].", "Theo báo cáo, xã còn 41 hộ [1]."),
    ],
)
def test_a_marker_at_the_beginning_goes_to_the_end(said: str, made: str) -> None:
    assert [statement.text for statement in statements([said])] == [made]
