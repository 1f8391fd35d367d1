"""What leads up to points, and the points, across the passages of a section."""

from __future__ import annotations

from app.evidence.enumerations import LIST_WORDS, Enumeration, enumerations, shown
from ingest.model import Passage


def _passage(text: str, *headings: str, identity: str = "p") -> Passage:
    return Passage(identity, "r", "a.txt", "Báo cáo", ("I",), headings[-1], headings, None, 0, len(text), text)


def _said(stretch: tuple[Passage, int, int] | None) -> str | None:
    return stretch and stretch[0].text[stretch[1] : stretch[2]]


FIRST = _passage(
    "Huyện chọn 20 gương. Một số gương tiêu biểu:\n- Ông Lò Văn Phúc: hiến đất.\n- Bà Vi Thị Nhàn: trồng rừng.", "GƯƠNG"
)
NEXT = _passage("- Hợp tác xã chè: 32 thành viên.", "GƯƠNG", identity="q")
OTHER = _passage("- Trồng 27 ha rừng.\nMột dòng thường.\n- Làm 3 km đường.", "KẾT QUẢ", identity="o")


def test_points_go_on_over_the_end_of_a_passage_and_not_over_a_heading() -> None:
    (found,) = enumerations([FIRST, NEXT, OTHER])
    assert _said(found.lead) == "Một số gương tiêu biểu:"
    assert [_said(point) for point in found.points] == [
        "Ông Lò Văn Phúc: hiến đất.", "Bà Vi Thị Nhàn: trồng rừng.", "Hợp tác xã chè: 32 thành viên.",
    ]  # fmt: skip


def test_a_single_point_enumerates_nothing() -> None:
    assert enumerations([OTHER]) == [] and enumerations([]) == []


def test_a_short_enumeration_is_shown_whole_a_long_one_by_its_first_clauses() -> None:
    (short,) = enumerations([FIRST, NEXT])
    assert shown(short) == list(short.points)
    long = " ".join(["việc"] * LIST_WORDS)
    text = f"- Ông Lò Văn Phúc, thôn Đông: {long}.\n- Bà Vi Thị Nhàn, thôn Đoài; {long}."
    (whole,) = enumerations([_passage(text, "GƯƠNG")])
    assert isinstance(whole, Enumeration)
    assert [_said(point) for point in shown(whole)] == ["Ông Lò Văn Phúc, thôn Đông", "Bà Vi Thị Nhàn, thôn Đoài"]
