"""Reports of the register by what people call them."""

from __future__ import annotations

import pytest

from app.answer.register_match import Entry
from app.answer.register_names import reports_called, says_anything
from ingest.model import Metadata

HEALTH = Entry(
    "r1", "y-te.docx", Metadata(issuer="Sở Y tế tỉnh Lam Giang", title="Kết quả công tác năm 2024", province="Lam Giang")
)
PARTY = Entry(
    "r2", "dang-uy.docx", Metadata(issuer="Đảng ủy xã Thanh Lũng", title="Công tác xây dựng Đảng", place="xã Thanh Lũng")
)
COMMUNE = Entry(
    "r3", "xa.docx", Metadata(issuer="UBND xã Khê Thượng", title="Phong trào thi đua năm 2024", place="xã Khê Thượng")
)
ALL = [HEALTH, PARTY, COMMUNE]


@pytest.mark.parametrize(
    ("runs", "meant"),
    [
        ([("ngành", "y", "tế")], [HEALTH]),
        ([("cơ", "quan", "đảng")], [PARTY]),
        ([("ngành", "y", "tế"), ("thi", "đua")], [HEALTH, COMMUNE]),
        ([("cấp", "xã")], [PARTY, COMMUNE]),
        ([("bóng", "đá")], []),
        ([("công", "tác")], []),  # says nothing
        ([], []),
    ],
)
def test_called(runs: list[tuple[str, ...]], meant: list[Entry]) -> None:
    assert reports_called(runs, ALL) == meant


def test_runs_that_tell_nothing() -> None:
    assert says_anything([("y", "tế")])
    assert not says_anything([("những", "nào"), ("công", "tác")])
    assert not says_anything([])
