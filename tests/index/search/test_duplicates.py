"""Copies by hand: what counts as the same, and what must never be shown as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.duplicates import collapse_copies, imprint
from index.search.retrieval import Hit
from ingest.model import Metadata, Passage

VAN_SA = Metadata(place="huyện Vân Sa", province="Đông Lĩnh")
LAM_TRA = Metadata(place="huyện Lam Trà", province="Nam Phong")
PHU_VAN = Metadata(place="thị trấn Phú Vân", province="Nam Phong")
ABOUT = {"a": VAN_SA, "b": LAM_TRA, "c": PHU_VAN}
# 69 words with the place as one: 67 runs of three
COPIED = (
    "Ủy ban nhân dân {place} đã quán triệt các chủ trương, chính sách về thi đua tới cán bộ và nhân dân; xác định thi đua "
    "là động lực để hoàn thành nhiệm vụ, gắn phong trào với việc học tập và làm theo gương tốt, chú trọng phát hiện, bồi "
    "dưỡng và nhân rộng điển hình trong lao động, sản xuất, học tập và công tác ở cơ sở."
)


def _passage(text: str, report: str = "a", at: int = 0) -> Passage:
    return Passage(
        f"{report}-{at}", report, f"{report}.txt", "Báo cáo", ("I",), "Chung", ("Chung",), None, 0, len(text), text
    )


def _hits(*texts: str) -> list[Hit]:
    return [Hit(_passage(text, "abc"[at % 3], at), 1 - at / 100, 0.9, 1) for at, text in enumerate(texts)]


def _copies(one: str, other: str) -> bool:
    return len(collapse_copies(_hits(one, other), ABOUT)) == 1


def test_boilerplate_under_another_name_is_shown_once_and_says_where_else() -> None:
    places = ("huyện Vân Sa", "huyện Lam Trà", "thị trấn Phú Vân")
    first, second, third = _hits(*(COPIED.format(place=place) for place in places))
    (hit,) = collapse_copies([first, second, third], ABOUT)
    assert (hit.passage, hit.score) == (first.passage, first.score)
    assert hit.also == (second.passage, third.passage)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Huyện Vân Sa còn 41 hộ nghèo.", "Huyện Lam Trà còn 42 hộ nghèo."),  # the figure
        ("Đạt 3 tỷ đồng.", "Đạt 3 triệu đồng."),  # its unit
        ("Tỷ lệ tăng 12% so với kỳ trước.", "Tỷ lệ giảm 12% so với kỳ trước."),  # its direction
        ("Hộ nghèo: 12, hộ cận nghèo: 7.", "Hộ nghèo: 7, hộ cận nghèo: 12."),  # the order
        (
            COPIED.format(place="huyện Vân Sa") + " Xã Hạ Sơn đi đầu.",
            COPIED.format(place="huyện Lam Trà") + " Xã Bến Đá đi đầu.",
        ),
        (COPIED.format(place="huyện Vân Sa"), COPIED.format(place="huyện Lam Trà").replace("đã quán", "chưa quán")),
        (COPIED.format(place="huyện Vân Sa"), COPIED.format(place="huyện Yên Sậy")),  # not the report's own place
        ("Phong trào phát triển đều.", "Phong trào phát triển chậm."),  # short: no word may differ
    ],
)
def test_what_says_something_else_stays(one: str, other: str) -> None:
    assert not _copies(one, other)


def test_how_many_words_may_differ() -> None:
    # one word of 69 changed: 64 of 70 runs shared, .914; two far apart: 61 of 73, .836
    text = COPIED.format(place="huyện Vân Sa")
    assert len(imprint(_passage(text), VAN_SA).runs) == 67
    once = text.replace("quán triệt", "quán xuyến")
    assert _copies(text, once.replace("huyện Vân Sa", "huyện Lam Trà"))
    assert not _copies(text, once.replace("nhân rộng", "nhân lên").replace("huyện Vân Sa", "huyện Lam Trà"))


def test_spelling_and_case_of_figures_and_tone_marks_do_not_matter() -> None:
    assert _copies("Toàn huyện hoà giải 05 vụ.", "Toàn huyện hòa giải 5 vụ.")


def test_the_order_stays_and_passages_without_words_are_told_apart() -> None:
    hits = _hits("Trồng chè.", "Nuôi ong.", "Trồng chè.", "12", "13", "12")
    assert [(hit.passage.id, [copy.id for copy in hit.also]) for hit in collapse_copies(hits, {})] == [
        ("a-0", ["c-2"]), ("b-1", []), ("a-3", ["c-5"]), ("b-4", []),
    ]  # fmt: skip
    assert collapse_copies([], {}) == []


@given(st.lists(st.text("aăâ12 .,;ĐT%", max_size=12), max_size=12))
def test_nothing_is_lost_and_figures_agree(texts: list[str]) -> None:
    hits = _hits(*texts)
    hits_left = collapse_copies(hits, ABOUT)
    assert sorted(p.id for hit in hits_left for p in (hit.passage, *hit.also)) == sorted(hit.passage.id for hit in hits)
    for hit in hits_left:
        assert {imprint(p, Metadata()).facts for p in hit.also} <= {imprint(hit.passage, Metadata()).facts}
