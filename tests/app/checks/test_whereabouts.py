"""Where persons and things are: what does not fit is told, what fits is not."""

from __future__ import annotations

import pytest

from app.checks import whereabouts

WRONG = [
    ("Ông Lò Văn Ún ở bản Nậm Tốc hiến 200 m2 đất. Tiêu biểu có ông Lò Văn Ún (bản Nậm Tịt).", "bản Nậm Tốc và bản Nậm Tịt"),
    (
        "Mô hình trồng dưa lưới 2,5 ha tại thôn Hạ Lũng cho thu nhập cao. Nhân rộng mô hình trồng "
        "dưa lưới 2,5 ha ở thôn Nà Cọ.",
        "thôn Nà Cọ",
    ),
    ("Tổ hợp tác “Bàn tay vàng” tại thôn Cói Đông. Tổ hợp tác “Bàn tay vàng” ra mắt ở thôn Cói Tây.", "thôn Cói Tây"),
    ("Bãi rác Hố Mây (xã Lũng Cát, huyện Đồng Vọng). Người dân gần bãi rác Hố Mây (huyện Suối Nhum).", "huyện Suối Nhum"),
]
RIGHT = [
    "Ông Lò Văn Ún ở bản Nậm Tốc hiến đất. Ông Lò Văn Ún đến thăm bản Nậm Tịt.",
    "Mô hình nuôi ong tại thôn Hạ Lũng. Mô hình nuôi ong tại thôn Nà Cọ.",
    "Ông Lò Văn Ún ở bản Nậm Tốc. Ông Lò Văn Ún (bản Nậm Tốc, xã Lam Trà).",
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_does_not_fit_is_told(sheet, text, told):
    found = list(whereabouts.check(sheet("I. KẾT QUẢ", *text.split("|"))))
    assert len(found) == 1
    assert told in found[0].message
    assert found[0].kind == "place"


@pytest.mark.parametrize("text", RIGHT)
def test_what_fits_is_not(sheet, text):
    assert list(whereabouts.check(sheet("I. KẾT QUẢ", *text.split("|")))) == []
