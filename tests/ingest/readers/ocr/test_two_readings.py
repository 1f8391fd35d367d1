"""Two readings by OCR made one: which words are taken, which are specks, which figures are unsure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language import compounds
from ingest.readers.ocr.two_readings import OcrWord, merged


def _words(*read: tuple[str, float]) -> list[OcrWord]:
    return [OcrWord(text, confidence, 100 * at, 90, ("1", "1", "1")) for at, (text, confidence) in enumerate(read)]


def _merged(first: list[tuple[str, float]], second: list[tuple[str, float]]) -> list[str]:
    return [word.text for word in merged(_words(*first), _words(*second))]


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ([("Lãy", 88)], [("Lấy", 97)], ["Lấy"]),  # the more confident
        ([("thăng", 97), ("lợi", 97)], [("thắng", 93), ("lợi", 97)], ["thắng", "lợi"]),  # 93 + 30 for the compound
        ([("chi", 78)], [("chỉ", 97)], ["chi"]),  # 97 - 30 for the mark on a bare i
        ([("tỉnh", 95), ("ta", 96)], [("tinh", 86), ("ta", 96)], ["tinh", "ta"]),
        ([("Đài,ngày", 92)], [("Đài,", 97), ("ngày", 91)], ["Đài,", "ngày"]),
        ([("_", 0), ("và", 96)], [("và", 96)], ["và"]),  # a speck that one model saw
        ([("cụm", 96), (",,", 55)], [("cụm", 96), ("_.", 62)], ["cụm"]),  # and one that both did
        ([("ta", 9), ("`", 88)], [("ta", 9), ("-", 76)], ["ta", "-"]),
        ([("'", 86), ("Hộ", 96)], [("`", 55), ("Hộ", 96)], ["'", "Hộ"]),  # what is left of a footnote's mark
        ([("ta", 9), ("1", 2)], [("ta", 9), ("'", 60)], ["ta", "1"]),
        ([("km?", 83)], [("km2", 76)], ["km2"]),
        ([("XI,", 80)], [("XII,", 90)], ["XII,"]),
    ],
)
def test_which_reading_is_taken(first: list[tuple[str, float]], second: list[tuple[str, float]], taken: list[str]) -> None:
    assert _merged(first, second) == taken


@pytest.mark.parametrize(("read", "meant"), [("LÐĐ", "LĐ"), ("LĐÐ", "LĐ"), ("ÑNCC", "NCC"), ("Ñam", "Ñam"), ("Đđ", "Đđ")])
def test_letters_seen_twice(read: str, meant: str) -> None:
    assert _merged([(read, 40)], [(read, 40)]) == [meant]


def test_figures_are_unsure_where_they_differ() -> None:
    (one,) = merged(_words(("07/CI-TTg", 45)), _words(("07/CT-TTg", 86)))
    assert (one.text, one.unsure, one.line) == ("07/CT-TTg", True, ("1", "1", "1"))
    (same,) = merged(_words(("2025;", 97)), _words(("2025,", 96)))  # they differ in what is no figure
    assert (same.text, same.unsure) == ("2025;", False)


READINGS = st.lists(st.tuples(st.text("aăđ1.,-_", min_size=1, max_size=5), st.floats(0, 100)), max_size=12)


@given(READINGS, READINGS)
def test_no_word_with_letters_is_lost(first: list[tuple[str, float]], second: list[tuple[str, float]]) -> None:
    held = sum(any(map(str.isalnum, text)) for text, _ in first)
    assert sum(any(map(str.isalnum, text)) for text in _merged(first, second)) >= held
    assert merged(_words(*first), _words(*first)) == _words(*first)


def test_compounds_are_syllables_and_looked_up_by_letters() -> None:
    assert ("tham", "nhũng") in compounds.certain() <= compounds.known()
    assert compounds.by_letters()["bao", "đam"] == [("bảo", "đảm")]
