"""Names in capitals, written with one capital a word."""

from __future__ import annotations

import pytest

from ingest.language.body_names import name_in_sentence, title_in_sentence
from ingest.language.capitals import is_short_form, titled


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("TÂN LẬP", "Tân Lập"),
        ("PHÒNG GD&ĐT LAM TRÀ", "Phòng GD&ĐT Lam Trà"),
        ("TRUNG TÂM PVHCC", "Trung Tâm PVHCC"),
        ("KRÔNG PĂH", "Krông Păh"),
        ("EA-KIR", "Ea-Kir"),
        ("KHÓA XXIII", "Khóa XXIII"),
        ("", ""),
    ],
)
def test_titled(name: str, written: str) -> None:
    assert titled(name) == written


def test_what_cannot_be_spoken_is_an_abbreviation() -> None:
    short = "UBND HĐND GDĐT GD&ĐT TTPVHCC THCS QPAN ATGT ATTP BHYT BQLDA KTXH MTTQ UBMTTQ CĐS LĐTBXH XXIII".split()
    assert [word for word in short if not is_short_form(word)] == []
    spoken = "KPĂ PĂH KRÔNG BUÔN EA H'LEO ĐẮK PLEIKU PLEI KBANG IA KON STIÊNG MNÔNG MĐRẮK GRAI CHƯ ubnd Gdđt A".split()
    assert [word for word in spoken if is_short_form(word)] == []


def test_an_own_name_keeps_its_abbreviations() -> None:
    assert name_in_sentence("TRƯỜNG THCS UBND NGUYỄN HUỆ") == "Trường THCS UBND Nguyễn Huệ"
    assert title_in_sentence("TÌNH HÌNH QPAN CỦA UBND XÃ TÂN LẬP") == "Tình hình QPAN của UBND xã Tân Lập"
    assert title_in_sentence("PHONG TRÀO THI ĐUA NĂM 2025") == "Phong trào thi đua năm 2025"
