"""Footnotes: which lines they are, and where their marks stand."""

from __future__ import annotations

import pytest

from ingest.model import Kind, Line, Source
from ingest.report import assemble
from ingest.structure.footnotes import told_apart

FULL = "Trong những năm qua phong trào thi đua của xã được đẩy mạnh trên mọi lĩnh vực công"


def _notes(lines: list[Line]) -> list[tuple[str, str]]:
    return [(line.mark, line.text) for line in told_apart(lines) if line.kind is Kind.NOTE]


def test_small_print_with_its_mark() -> None:
    lines = [Line(FULL + " tác1.", 1), Line("1 Kế hoạch số 5/KH-UBND.", 1, Kind.NOTE), Line("dòng sau.", 1, Kind.NOTE)]
    assert _notes(lines) == [("1", "1 Kế hoạch số 5/KH-UBND."), ("", "dòng sau.")]


def test_small_print_without_a_mark_is_text() -> None:
    lines = [Line(FULL, 1), Line("Nơi nhận:", 1, Kind.NOTE), Line("- Lưu: VT.", 1, Kind.NOTE)]
    assert _notes(lines) == []


def test_a_note_goes_on_at_the_foot_of_the_next_page_in_mid_sentence_only() -> None:
    first = Line("1 Gồm các xã:", 1, Kind.NOTE)
    assert len(_notes([first, Line(FULL, 2), Line("(1) Cẩm Đài", 2, Kind.NOTE)])) == 2
    ended = Line("1 Gồm các xã.", 1, Kind.NOTE)
    assert len(_notes([ended, Line(FULL, 2), Line("(Bản in thử)", 2, Kind.NOTE)])) == 1


def test_a_figure_in_small_print_begins_no_note_out_of_order() -> None:
    lines = [
        Line("1 Toàn huyện có", 1, Kind.NOTE),
        Line("19 xã, thị trấn.", 1, Kind.NOTE),
        Line("2 Theo kế hoạch.", 1, Kind.NOTE),
    ]
    assert [mark for mark, _ in _notes(lines)] == ["1", "", "2"]


def test_a_mark_that_ocr_lost_counts_on() -> None:
    lines = [Line("1 Kế hoạch.", 1, Kind.NOTE), Line(FULL, 2), Line("' Công văn số 7.", 2, Kind.NOTE)]
    assert [mark for mark, _ in _notes(lines)] == ["1", "2"]


PLAIN = f"""{FULL}
{FULL}
{FULL}
tác dân vận gắn với nhiệm vụ chính trị1. Qua đó, nâng cao nhận thức của đội ngũ
cán bộ về vai trò công tác dân vận chính quyền, xem đây là
1 Kế hoạch số 22/KH-UBND ngày 29/01/2024 của UBND huyện về khắc phục, cải thiện chỉ số dân vận của huyện năm
2024; Kế hoạch số 39/KH-UBND ngày 28/02/2024.
nhiệm vụ quan trọng có tính chiến lược.
{FULL}
{FULL}"""


@pytest.mark.parametrize("glued", ["trị1.", "trị¹.", "trị”1."])
def test_a_note_within_a_sentence_of_plain_text(glued: str) -> None:
    lines = [Line(text) for text in PLAIN.replace("trị1.", glued).split("\n")]
    report = assemble(Source(tuple(lines)), "0" * 64, "a.txt")
    (note,) = report.footnotes
    assert (note.mark, note.text[:20], note.text[-22:]) == ("1", "Kế hoạch số 22/KH-UB", "KH-UBND ngày 28/02/2024."[-22:])
    assert note.anchor is not None and report.text[: note.anchor].rstrip("”").endswith("nhiệm vụ chính trị")
    assert "xem đây là nhiệm vụ quan trọng có tính chiến lược." in report.text


@pytest.mark.parametrize("text", ["1. Kinh tế", "1) Kinh tế", "12 Thôn văn hóa", "1,5 tỷ đồng"])
def test_what_begins_with_a_figure_is_no_note_by_that(text: str) -> None:
    lines = [*(Line(FULL) for _ in range(12)), Line("nhiệm vụ chính trị1. Qua đó"), Line(text), Line(FULL)]
    assert _notes(lines) == []


def test_square_metres_are_no_mark() -> None:
    lines = [*(Line(FULL) for _ in range(12)), Line("đã hiến 2.000m1 đất, 12 km1"), Line("1 Thôn có 3 người."), Line(FULL)]
    assert _notes(lines) == []


def test_a_mark_that_slid_off_its_word() -> None:
    lines = [Line("Thanh toán không dùng tiền mặt 1. Toàn xã có 15 hộ.", 1, whole=True),
             Line("Tính đến tháng 2.", 1, Kind.NOTE, whole=True, mark="1")]  # fmt: skip
    (note,) = assemble(Source(tuple(lines), 1), "0" * 64, "a.pdf").footnotes
    assert note.anchor == len("Thanh toán không dùng tiền mặt")
    counted = [Line("Xếp hạng thứ 1. Vốn 1.520 triệu đồng.", 1, whole=True), lines[1]]
    assert assemble(Source(tuple(counted), 1), "0" * 64, "a.pdf").footnotes[0].anchor is None


def test_a_mark_that_the_format_tells_is_no_number_further_down() -> None:
    lines = [
        Line("Phường xếp 14/96. Đạt chỉ tiêu.", whole=True, marks=((16, "1"),)),
        Line("III.1. Hạ tầng có 46 máy tính.", whole=True),
        Line("Theo công bố ngày 16/3.", None, Kind.NOTE, whole=True, mark="1"),
    ]
    (note,) = assemble(Source(tuple(lines), None), "0" * 64, "a.docx").footnotes
    assert note.anchor == 16
