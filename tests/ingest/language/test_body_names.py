"""How a body's name in a document's head is written in a sentence."""

from __future__ import annotations

import pytest

from ingest.language.body_names import name_in_sentence


@pytest.mark.parametrize(
    ("head", "written"),
    [
        ("SỞ GDĐT LAM GIANG", "Sở GDĐT Lam Giang"),
        ("SỞ Y TẾ LŨNG CHÂU", "Sở Y tế Lũng Châu"),
        ("SỞ Y TẾ TỈNH LŨNG CHÂU", "Sở Y tế tỉnh Lũng Châu"),
        ("PHÒNG KINH TẾ VÙNG CAO", "Phòng Kinh tế vùng cao"),
        ("HỘI LHPN HUYỆN LAM KHÊ KHÓA XXIII", "Hội LHPN huyện Lam Khê khóa XXIII"),
        ("Sở Y tế", "Sở Y tế"),
        ("Ủy ban nhân dân Huyện Nậm Sa", "Ủy ban nhân dân huyện Nậm Sa"),
        ("Đảng ủy Xã Tân Lập", "Đảng ủy xã Tân Lập"),
        ("UBND Quận 5", "UBND quận 5"),
        ("Xã Tân Lập", "Xã Tân Lập"),
        ("Ủy ban nhân dân Thành phố Hồ Chí Minh", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("", ""),
    ],
)
def test_name_in_sentence(head: str, written: str) -> None:
    assert name_in_sentence(head) == written
