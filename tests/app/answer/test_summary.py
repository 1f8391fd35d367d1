"""A report on one page: chosen, cut and cited; the expected lines are worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.answer.summary import LINES, PAGE_WORDS, WORDS, SummaryLine, summary_lines
from ingest.model import Passage, WrittenRow

PLAIN = Passage("r-0000", "r", "r.txt", "Báo cáo", ("I",), "Kết quả", ("Kết quả",), None, 0, 0, "")


def passage(text, *headings, labels=None, **more):
    section = tuple(labels) if labels is not None else tuple(str(n) for n, _ in enumerate(headings, start=1))
    return replace(
        PLAIN, id=f"r-{abs(hash((text, headings))) % 10000:04d}", section=section, heading=headings[-1] if headings else "",
        headings=headings, text=text, **more,
    )  # fmt: skip


def shown(line: SummaryLine) -> str:
    return line.passage.text[line.start : line.end]


def test_under_every_main_heading_the_sentence_that_tells_most():
    results = passage(
        "Xã triển khai kịp thời các văn bản. Năm 2024 xã trồng 45 ha quế, đạt 112% kế hoạch, tăng 6 ha. Bà con phấn khởi.",
        "Kết quả",
    )  # fmt: skip
    limits = passage("Hồ sơ của một số thôn còn gửi muộn so với quy định.", "Hạn chế")
    tasks = passage("Tiếp tục giao 30 ha rừng cho các thôn quản lý.", "Nhiệm vụ")
    lines = summary_lines([results, limits, tasks])
    assert [line.heading for line in lines if line.passage is not results] == ["Hạn chế", "Nhiệm vụ"]
    assert "Năm 2024 xã trồng 45 ha quế, đạt 112% kế hoạch, tăng 6 ha." in [shown(line) for line in lines]
    assert {line.label for line in lines} == {"1"}


def test_numbers_of_documents_and_dates_tell_nothing():
    text = "Kế hoạch số 12/KH-UBND ngày 02/3/2024 được ban hành đúng hạn. Toàn xã còn 41 hộ nghèo, giảm 23 hộ."
    parts = [passage(text, name) for name in "ABCDEFGHIJKLMNOPQR"]
    assert [shown(line) for line in summary_lines(parts)] == ["Toàn xã còn 41 hộ nghèo, giảm 23 hộ."] * 18


def test_rows_bullets_and_formulas():
    table = passage("Thôn Một 12 34 56 78 90 hộ", "A", rows=(WrittenRow(0, 26, "…"),))
    listed = passage("- Các mô hình nuôi ong của xã gồm:\n- Mô hình 40 đàn ong của thôn Hai.", "B")
    leave = passage("Trên đây là kết quả năm 2024 của xã Nà Bó, xin báo cáo huyện.", "C")
    lines = summary_lines([table, listed, leave])
    assert [shown(line) for line in lines] == ["Mô hình 40 đàn ong của thôn Hai."]


def test_a_table_of_indicators_is_told_by_its_first_rows_and_one_of_totals_by_them():
    text = "1 Khám bệnh lượt 120\n2 Nội trú lượt 45\n3 Mổ ca 9"
    cells = [("Khám bệnh", "120"), ("Nội trú", "45"), ("Mổ", "9")]
    starts = [0, 21, 39]
    rows = tuple(
        WrittenRow(start, len(line) + start, name, (("ĐVT", "lượt"), ("TH 2024", value)))
        for start, line, (name, value) in zip(starts, text.split("\n"), cells, strict=True)
    )
    lines = summary_lines([passage(text, "Chỉ tiêu", rows=rows)])
    assert [line.text for line in lines] == ["Khám bệnh, ĐVT: lượt; TH 2024: 120", "Nội trú, ĐVT: lượt; TH 2024: 45"]
    total = replace(rows[2], label="Tổng cộng")
    (line,) = summary_lines([passage(text, "Chỉ tiêu", rows=(*rows[:2], total))])
    assert line.text.startswith("Tổng cộng") and shown(line) == "3 Mổ ca 9"


def test_a_long_sentence_is_cut_where_a_clause_ends():
    head = "Xã giao " + "rừng " * 28 + "cho 12 thôn quản lý"
    lines = summary_lines([passage(f"{head}; phần còn lại (gồm 5 ha, {'x ' * 30}) giữ lại.", "A")])
    assert [shown(line) for line in lines] == [head]


def test_a_dash_within_a_term_is_no_place_to_cut():
    head = "Xã giao " + "rừng " * 28 + "góp phần phát triển kinh tế - xã hội"
    lines = summary_lines([passage(f"{head} và củng cố {'x ' * 30}quốc phòng, an ninh.", "A")])
    assert not shown(lines[0]).endswith("kinh tế")


def test_the_title_of_a_table_is_no_line():
    text = "Chỉ tiêu phấn đấu năm 2025 của xã\nHộ nghèo 12"
    table = passage(text, "A", rows=(WrittenRow(34, len(text), "…"),))
    assert summary_lines([table, passage("Toàn xã có 12 thôn và 340 hộ dân.", "B")])[0].heading == "B"


def test_two_parts_are_told_by_what_stands_below_them():
    parts = [passage(f"Xã làm {n} km đường liên thôn.", "Phần một", f"Mục {n}") for n in range(1, 4)]
    parts += [passage("Tiếp tục làm 9 km đường liên thôn.", "Phần hai", "Nhiệm vụ")]
    assert [line.heading for line in summary_lines(parts)] == ["Mục 1", "Mục 2", "Mục 3", "Nhiệm vụ"]


def test_head_closing_and_annexes_tell_nothing():
    closing = passage("Nơi nhận: 15 đơn vị của huyện và xã", "Nơi nhận")
    head = passage("Xã Nà Bó báo cáo kết quả 12 tháng của năm 2024.")
    body = passage("Toàn xã trồng 45 ha quế trong năm.", "A")
    annex = passage("Thôn Một trồng 12 ha, thôn Hai trồng 14 ha quế.", "Biểu số 01")
    assert [shown(line) for line in summary_lines([head, body, closing, annex])] == ["Toàn xã trồng 45 ha quế trong năm."]


def test_footnotes_tell_nothing_and_numbers_of_points_are_left_out():
    noted = replace(
        passage("(1) Toàn xã trồng 45 ha quế trong năm.\nTrong đó 20 ha, 15 ha và 10 ha là của ba thôn.", "A"), start=100
    )
    assert [shown(line) for line in summary_lines([noted], [(139, 190)])] == ["Toàn xã trồng 45 ha quế trong năm."]


def test_a_report_without_headings_and_none():
    assert [shown(line) for line in summary_lines([passage("Toàn xã trồng 45 ha quế trong năm.")])]
    assert summary_lines([]) == []


WORD_LISTS = st.lists(
    st.sampled_from("xã trồng 45 ha, quế; (đạt 112%) tăng. giảm “hộ nghèo” Năm 2024: \n- ".split(" ")), max_size=120
)


@given(st.lists(st.tuples(st.integers(1, 20), WORD_LISTS), max_size=25))
def test_never_longer_than_a_page_and_always_word_for_word(parts):
    lines = summary_lines([passage(" ".join(words), f"Mục {n}") for n, words in sorted(parts, key=lambda part: part[0])])
    assert len(lines) <= LINES
    assert all(0 < len(shown(line).split()) <= WORDS and shown(line) == shown(line).strip() for line in lines)


def test_a_page_keeps_what_tells_most_and_a_line_of_every_section() -> None:
    long = [
        passage(f"Toàn xã trồng {n} ha, đạt {n} tấn, tăng {n} con, giảm {n} hộ {'rừng ' * 30}.", f"Mục {n}")
        for n in range(10, 24)
    ]
    quiet = passage("Công tác phối hợp giữa các ngành được giữ vững.", "Phối hợp")
    lines = summary_lines([*long, quiet])
    assert {line.heading for line in lines} == {*(f"Mục {n}" for n in range(10, 24)), "Phối hợp"}
    short = [passage(f"Toàn xã trồng {n} ha. Xã đạt {n} tấn. Xã có {n} con.", "Kết quả") for n in range(10, 60)]
    lines = summary_lines(short)
    assert sum(len(shown(line).split()) for line in lines) <= PAGE_WORDS


def test_the_longest_section_has_most_of_the_page():
    results = [
        passage(f"Thôn {n} trồng {n}1 ha quế, đạt {n}0% kế hoạch, tăng {n} ha.", "Kết quả", f"Thôn {n}") for n in range(1, 9)
    ]
    others = [passage("Tiếp tục giao 30 ha rừng cho các thôn quản lý.", name) for name in ("Nhiệm vụ", "Kiến nghị")]
    lines = summary_lines([*results, *others])
    assert [line.heading for line in lines].count("Kết quả") == 8


def test_what_is_weak_is_told_below_whatever_heading_it_stands():
    results = [
        passage(f"Thôn {n} trồng {n}1 ha quế, đạt {n}0% kế hoạch, tăng {n} ha.", "Đánh giá", f"Thôn {n}")
        for n in range(1, 30)
    ]
    weak = passage("Hồ sơ của một số thôn còn gửi muộn so với quy định.", "Đánh giá", "Tồn tại, hạn chế")
    others = [passage("Tiếp tục giao 30 ha rừng cho các thôn quản lý.", name) for name in ("Nhiệm vụ", "Kiến nghị")]
    assert "Tồn tại, hạn chế" in [line.heading for line in summary_lines([*results, weak, *others])]


def test_a_figure_told_again_comes_before_another():
    results = passage(
        "Cả xã gặt 1.250 tấn lúa trong năm nay. Trong năm mua 3.120 kg phân bón. Trong năm bán 2.310 tấn ngô khô.", "Kết quả"
    )
    table = passage("Cả năm xã trồng được 2.310 tấn ngô khô đấy.", "Phụ lục")
    others = [passage("Tiếp tục giao 30 ha rừng cho các thôn quản lý.", f"Nhiệm vụ {n}") for n in range(27)]
    lines = [shown(line) for line in summary_lines([results, table, *others]) if line.passage is results]
    assert lines == ["Cả xã gặt 1.250 tấn lúa trong năm nay.", "Trong năm bán 2.310 tấn ngô khô."]
