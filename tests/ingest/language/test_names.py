"""Persons and quotations."""

import pytest

from ingest.language.names import persons, quotations


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Đồng chí Lê Thị Lam - Phó Bí thư", [("đồng chí", "Lê Thị Lam")]),
        ("Giám đốc Trần Đình Khê, các Phó Giám đốc", [("giám đốc", "Trần Đình Khê")]),
        ("BSCKII Đỗ Trọng Lam làm trưởng kíp", [("bsckii", "Đỗ Trọng Lam")]),
        ("do Nguyễn Văn Khê phụ trách", [("", "Nguyễn Văn Khê")]),
        ("bà Y Lam Siu ở thôn 3", [("bà", "Y Lam Siu")]),
        ("đường Nguyễn Văn Khê", []),
        ("Trường THCS Lê Văn Lam", []),
        ("Chủ tịch Hội Nông dân", []),
        ("", []),
    ],
)
def test_persons(text, told):
    assert [(one.title, one.text) for one in persons(text)] == told


def test_quotations_of_every_style_end_with_their_line():
    text = 'mô hình “Dân vận khéo”, "3 rõ" và ‘sạch làng’; “không đóng\nnửa kia”'
    found = quotations(text)
    assert [one.text for one in found] == ["Dân vận khéo", "3 rõ", "sạch làng"]
    assert all(text[one.start : one.end] == one.text for one in found)
