"""Bold lines and bold words before their text are headings among numbered ones, where not all of a report is bold."""

from __future__ import annotations

import pytest

from ingest.model import Kind, Paragraph
from ingest.structure import bold
from ingest.structure.outline import build

TEXT = "Trong năm các xóm đã làm được nhiều việc và được khen thưởng kịp thời."


def _report(*texts: str) -> list[Paragraph]:
    """Paragraphs; what stands between stars at the start of one is bold."""
    made = []
    for number, text in enumerate(texts):
        first, _, rest = text.removeprefix("*").partition("*") if text.startswith("*") else ("", "", text)
        made.append(Paragraph(first + rest, None, line=number, bold=bold.letters(first)))
    return made


def _outline(*texts: str) -> list[tuple[str, int]]:
    return [(placed.candidate.title, placed.level) for placed in build(_report(*texts))]


def test_a_bold_line_stands_below_the_numbered_heading_above_it() -> None:
    made = _outline(
        "I. KẾT QUẢ", "1. Nông thôn mới", TEXT, "*Hạ tầng*", TEXT, TEXT, "*Văn hóa*", TEXT, TEXT, "2. Giảm nghèo", TEXT
    )
    assert made == [("KẾT QUẢ", 1), ("Nông thôn mới", 2), ("Hạ tầng", 3), ("Văn hóa", 3), ("Giảm nghèo", 2)]


def test_bold_words_before_their_text() -> None:
    made = _outline("I. KẾT QUẢ", TEXT, "*Quỹ khen thưởng*: Thu được 64 triệu đồng của các xóm.", TEXT, "II. HẠN CHẾ", TEXT)
    assert made == [("KẾT QUẢ", 1), ("Quỹ khen thưởng", 2), ("HẠN CHẾ", 1)]
    (heading,) = bold.headings(_report("*Quỹ khen thưởng*: Thu được 64 triệu đồng."), 0, 1)
    assert heading == (0, 15, 16)


def test_a_bold_line_above_the_first_of_a_series_holds_the_series() -> None:
    made = _outline(
        "I. KẾT QUẢ", TEXT, "*Kinh tế*", "1. Trồng chè", TEXT, "2. Nuôi ong", TEXT, TEXT, "*Xã hội*", "1. Trường học", TEXT,
        "2. Trạm y tế", TEXT,
    )  # fmt: skip
    assert made == [
        ("KẾT QUẢ", 1), ("Kinh tế", 2), ("Trồng chè", 3), ("Nuôi ong", 3), ("Xã hội", 2), ("Trường học", 3),
        ("Trạm y tế", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "*Bảng 1. Số hộ*", "*Xóm Bắc dẫn đầu toàn xã.*", "*64 hộ*", "*Xóm Bắc* dẫn đầu toàn xã về làm đường.",
        "*Lưu ý:* Chưa gồm số của xóm Bắc.",
    ],
)  # fmt: skip
def test_bold_words_that_are_no_heading(text: str) -> None:
    assert _outline("I. KẾT QUẢ", TEXT, text, TEXT, TEXT, TEXT) == [("KẾT QUẢ", 1)]


def test_the_caption_of_a_table_is_no_heading() -> None:
    held = _report("I. KẾT QUẢ", TEXT, "*Số hộ theo xóm*", "Xóm Bắc 64", TEXT, TEXT, TEXT)
    held[3] = Paragraph("Xóm Bắc 64", None, Kind.TABLE, row=(0, 0))
    assert [placed.candidate.title for placed in build(held)] == ["KẾT QUẢ"]


def test_a_report_set_in_bold_has_no_bold_headings() -> None:
    assert _outline("I. KẾT QUẢ", *["*Xóm Bắc dẫn đầu*", TEXT] * 3) == [("KẾT QUẢ", 1)]


def test_before_the_first_number_nothing_is_a_heading() -> None:
    assert _outline("*UBND xã Khe Sơn*", TEXT, TEXT, "I. KẾT QUẢ", TEXT) == [("KẾT QUẢ", 1)]
