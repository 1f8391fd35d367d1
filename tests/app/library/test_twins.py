"""Twins: the same report from another file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from app.library.twins import Twins
from ingest.model import Metadata

TEXT = "Xã Lũng Vầu có 12 thôn. Năm 2031 thu hoạch 52 tổ ong, tăng 12 tổ so với năm trước; nuôi thêm 9 hộ.\n" * 3


@dataclass(frozen=True, slots=True)
class HeldReport:
    """A report as the register has it."""

    report: str
    title: str
    facts: Metadata


def _groups(texts: Mapping[str, str], **facts: object) -> list[list[str]]:
    about = Metadata(**facts)  # type: ignore[arg-type]
    held = [HeldReport(name, "Tổng kết năm 2031", about) for name in texts]
    return [[one.report for one in group] for group in Twins().groups(held, lambda name: texts[name])]


@pytest.mark.parametrize(
    ("other", "twins"),
    [
        (TEXT.replace(" ", "\n"), True),  # lines broken elsewhere
        (TEXT.upper(), True),
        (TEXT.replace("52", "53"), False),  # a corrected version is another report
        (TEXT.replace("tổ ong", "tấn chè").replace("thôn", "bản"), False),
        ("", False),
    ],
)
def test_the_same_text_but_for_layout(other: str, twins: bool) -> None:
    expected = [["a.docx", "b.pdf"]] if twins else [["a.docx"], ["b.pdf"]]
    assert _groups({"a.docx": TEXT, "b.pdf": other}, number="14/BC-UBND", date="2031-04-08") == expected
    assert _groups({"a.docx": TEXT, "b.pdf": other}) == expected, "by title and period, where there is no number"


def test_only_reports_that_could_be_twins_are_read() -> None:
    held = [HeldReport(name, name, Metadata(number=f"{at}/BC")) for at, name in enumerate("ab")]
    assert Twins().groups(held, lambda name: pytest.fail(name)) == [[held[0]], [held[1]]]


def test_a_report_that_goes_meanwhile_is_no_twin() -> None:
    held = [HeldReport(name, "x", Metadata()) for name in "ab"]
    assert Twins().groups(held, {}.__getitem__) == [[held[0]], [held[1]]]
