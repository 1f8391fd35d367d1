"""Sentences and clauses as spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.sentences import clauses, sentences

PROSE = st.lists(
    st.sampled_from(
        ["Huyện", "đạt", "5,2%", "TP.", "v.v.", "1.234", ".", "!", "…", "./.", "\n", "“Tốt”", ";", "A.", " ", "đồng.Năm"]
    ),
    max_size=30,
).map(" ".join)


def _sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đạt 5 tỷ đồng. Còn 12 hộ nghèo.", ["Đạt 5 tỷ đồng.", "Còn 12 hộ nghèo."]),
        ("Đạt 5 tỷ đồng./. ", ["Đạt 5 tỷ đồng./."]),
        ("Thu 1.234,5 triệu đồng, tăng 2.5%", ["Thu 1.234,5 triệu đồng, tăng 2.5%"]),
        ("Ở TP. Hồng Lam có 3 xã. Huyện khen.", ["Ở TP. Hồng Lam có 3 xã.", "Huyện khen."]),
        ("TM. ỦY BAN NHÂN DÂN", ["TM. ỦY BAN NHÂN DÂN"]),
        ("Có chè, ong, v.v. Huyện khen.", ["Có chè, ong, v.v. Huyện khen."]),  # may go on: left whole
        ("Tốt! Rất tốt? Vâng… Được.", ["Tốt!", "Rất tốt?", "Vâng…", "Được."]),
        ("Nói “Được.” Rồi về.", ["Nói “Được.”", "Rồi về."]),
        ("Đạt.Năm 2025 tăng.", ["Đạt.", "Năm 2025 tăng."]),  # no space typed
        ("Đạt chuẩn. sau đó giảm.", ["Đạt chuẩn. sau đó giảm."]),
        ("Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),
        ("  A đi.  \n\n  B về. ", ["A đi.", "B về."]),
        ("--- . ...", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert _sentences(text) == expected


@given(st.one_of(st.text(), PROSE))
def test_spans_are_ordered_apart_and_lose_no_letter_or_figure(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
    kept = "".join(text[a:b] for a, b in spans)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]
    assert all(text[a:b] == text[a:b].strip() and "\n" not in text[a:b] for a, b in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("một; hai;  ba", ["một", "hai", "ba"]),
        ("một;hai", ["một;hai"]),
        ("một", ["một"]),
        ("; ; ", []),
        ("", []),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in clauses(text)] == expected


@given(st.one_of(st.text(), PROSE))
def test_clauses_lose_only_semicolons_and_spaces(text: str) -> None:
    spans = clauses(text)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.replace(";", "").split()) == "".join(text.replace(";", "").split())


def test_an_enumerator_is_no_sentence() -> None:
    assert _sentences("1. Kết quả đạt được") == ["1. Kết quả đạt được"]
