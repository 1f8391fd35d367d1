"""Which of two reports was issued first."""

from __future__ import annotations

from typing import Any

import pytest

from app.answer.issue_dates import asks_order
from app.assistant import Assistant
from index.query.facets import spoken
from index.store.library import Library


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Báo cáo của A và của B, cái nào ký trước?", True),
        ("bao cao cua A voi cua B ban hanh cai nao som hon", True),
        ("Hai báo cáo phát hành năm nào trước?", True),
        ("Trước khi ký, ai trình?", False),
        ("Xã trồng rừng trước hay sau Tết?", False),
    ],
)
def test_what_asks_for_the_order(text: str, asked: bool) -> None:
    assert asks_order(spoken(text)) is asked


def test_two_dates_stand_side_by_side_with_the_days_between(library: Library, embedder: Any) -> None:
    answer = Assistant(library, embedder).answer("Báo cáo xã Tân Lập và báo cáo huyện Đông Khê, cái nào ký trước?")
    dates = [citation.quote for citation in answer.citations]
    assert not answer.refused
    assert "ngày 08 tháng 12 năm 2025" in dates and len(answer.text.splitlines()) in (2, 3)
