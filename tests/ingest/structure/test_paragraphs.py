"""From visual lines to paragraphs."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.model import Kind, Line
from ingest.structure.paragraphs import paragraphs
from ingest.typeface import width

WORDS = (
    "phong trào thi đua của huyện đã được triển khai rộng khắp các xã thị trấn góp phần hoàn thành nhiệm vụ phát triển "
    "kinh tế văn hóa giáo dục y tế quốc phòng an ninh nâng cao đời sống nhân dân trong năm qua kết quả đạt chỉ tiêu"
).split()


@st.composite
def sentence(draw: st.DrawFn) -> str:
    """One sentence, 8 to 80 words."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=8, max_size=80))
    return " ".join([words[0].capitalize(), *words[1:]]) + "."


def _visual(texts: list[str], columns: int, blank: str) -> list[Line]:
    """Break paragraphs as a page does; ``blank`` lines: never, "between" paragraphs, after "every" line."""
    lines = []
    for text in texts:
        for number, part in enumerate(textwrap.wrap(text, columns, break_on_hyphens=False, break_long_words=False)):
            lines.append(Line(part, gap=blank == "every" or (blank == "between" and number == 0)))
    return lines


@given(st.lists(sentence(), min_size=1, max_size=9), st.integers(40, 100), st.sampled_from(["never", "between", "every"]))
def test_no_word_is_lost_or_moved(texts: list[str], columns: int, blank: str) -> None:
    made = paragraphs(_visual(texts, columns, blank))
    assert " ".join(p.text for p in made).split() == " ".join(texts).split()


@given(st.lists(sentence(), min_size=4, max_size=9), st.sampled_from(["never", "between", "every"]))
def test_wrapped_paragraphs_come_back(texts: list[str], blank: str) -> None:
    # A last line as wide as the page hides where its paragraph ends: no reader of lines alone can tell.
    lines = _visual(texts, 80, blank)
    full = max(width(line.text) for line in lines)
    assume(all(width(line.text) < 0.75 * full for line in lines if line.text.endswith(".")))
    assert [p.text for p in paragraphs(lines)] == texts


# What may pass for a footnote (it begins with a figure) is in a test of its own below.
@given(
    st.lists(st.text(min_size=1).filter(lambda t: any(c.isalpha() for c in t) and not t.strip()[0].isnumeric()), max_size=12)
)
def test_whole_lines_stay_by_themselves(texts: list[str]) -> None:
    made = paragraphs([Line(text, whole=True) for text in texts])
    assert [p.text for p in made] == [" ".join(text.split()) for text in texts]
    assert [p.line for p in made] == list(range(len(texts)))


def test_whole_lines_around_one_that_begins_with_a_figure_stay_as_they_are() -> None:
    texts = ["Các đơn vị được khen thưởng gồm", "05 Tập thể phòng, ban", "và 12 cá nhân tiêu biểu"]
    assert [p.text for p in paragraphs([Line(text, whole=True) for text in texts])] == texts


def test_nothing_gives_nothing() -> None:
    assert paragraphs([]) == []
    assert paragraphs([Line("   "), Line("-----"), Line("* * *")]) == []


def test_width_is_that_of_times_and_ignores_marks() -> None:
    # "Ô" and "ố" are as wide as "O" (722) and "o" (500); "i" is 278, a space 250
    assert width("Ô ối") == 722 + 250 + 500 + 278
    assert width("") == 0
    assert width("ĐƯỜNG") == width("DUONG")


FULL = "Trong năm qua, phong trào thi đua yêu nước được các cấp ủy đảng, chính quyền quan tâm"  # a full line


def _page(*lines: str, page: int | None = None) -> list[Line]:
    return [Line(line, page) for line in lines]


def _texts(lines: list[Line]) -> list[str]:
    return [p.text for p in paragraphs(lines)]


def test_a_page_number_alone_is_dropped_also_inside_a_paragraph() -> None:
    lines = [*_page(*[FULL] * 12, page=1), Line("2", 2), *_page("lãnh đạo, chỉ đạo thực hiện tốt.", page=2)]
    made = paragraphs(lines)
    assert len(made) == 1
    assert made[0].text == " ".join([FULL] * 12) + " lãnh đạo, chỉ đạo thực hiện tốt."


@pytest.mark.parametrize("furniture", ["2", "- 2 -", "Trang 2", "2/15", "Trang 2/15", "– 12 –"])
def test_forms_of_page_numbers(furniture: str) -> None:
    assert _texts([*_page("Kết thúc trang một.", page=1), *_page(furniture, "Mở đầu trang hai.", page=2)]) == [
        "Kết thúc trang một.", "Mở đầu trang hai.",
    ]  # fmt: skip


def test_bare_figures_side_by_side_are_cells_and_stay() -> None:
    assert _texts(_page("Số hộ nghèo từng năm:", "12", "45", "78", "Hết bảng.")) == [
        "Số hộ nghèo từng năm:", "12", "45", "78", "Hết bảng.",
    ]  # fmt: skip


def test_bare_figures_side_by_side_stay_in_a_pdf_too() -> None:
    found = _texts(_page("Số hộ nghèo từng năm:", "12", "45", "78", "Hết bảng.", page=1))
    assert "12 45 78" in " ".join(found)


def test_a_page_number_beside_a_table_goes_and_figures_at_the_pages_edge_stay() -> None:
    first = _page("Số hộ nghèo từng năm:", "12", "45", "78", page=1)
    second = _page("2", "56", "91", "Hết bảng ở đây.", page=2)
    found = " ".join(_texts([*first, *second]))
    assert found.split() == "Số hộ nghèo từng năm: 12 45 78 56 91 Hết bảng ở đây.".split()


def test_a_running_head_goes_from_the_third_page_it_stands_on() -> None:
    lines = []
    for page in (1, 2, 3):
        lines += _page("Báo cáo của huyện Đông Khê", f"Nội dung của trang số {page}.", page=page)
    assert _texts(lines) == [
        "Báo cáo của huyện Đông Khê", "Nội dung của trang số 1.", "Nội dung của trang số 2.", "Nội dung của trang số 3.",
    ]  # fmt: skip


def test_a_first_line_met_twice_is_no_running_head() -> None:
    lines = []
    for page in (1, 2):
        lines += _page("Báo cáo của huyện Đông Khê", f"Nội dung của trang số {page}.", page=page)
    assert _texts(lines).count("Báo cáo của huyện Đông Khê") == 2


def test_numbered_annexes_are_no_running_head() -> None:
    lines = _page("Báo cáo có các phụ lục.", page=1)
    for page in (2, 3, 4):
        lines += _page(f"Phụ lục {page - 1}", "Nội dung của phụ lục.", page=page)
    assert [text for text in _texts(lines) if text.startswith("Phụ lục")] == ["Phụ lục 1", "Phụ lục 2", "Phụ lục 3"]


def test_a_number_broken_at_its_hyphen_is_joined_without_a_space() -> None:
    body = [FULL] * 12
    lines = _page(*body, "Thực hiện Quyết định số 206/QĐ-", "UBND ngày 05/9/2025 về giai đoạn 2020-", "2025 của huyện.")
    text = _texts(lines)[-1]
    assert text.endswith("Thực hiện Quyết định số 206/QĐ-UBND ngày 05/9/2025 về giai đoạn 2020-2025 của huyện.")


def test_breaks_tell_where_a_paragraph_runs_on_to_the_next_page() -> None:
    lines = [*_page(*[FULL] * 11, page=1), *_page(FULL, "trong năm.", page=2)]
    (made,) = paragraphs(lines)
    ((offset, page),) = made.breaks
    assert (made.page, page) == (1, 2)
    assert made.text[offset:] == f"{FULL} trong năm."


def test_a_capital_title_ends_where_the_capitals_end() -> None:
    lines = _page(*[FULL] * 10, "và kết thúc.", "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO PHONG TRÀO THI ĐUA NĂM", "QUA Ở HUYỆN",
                  "Huyện đã chỉ đạo sâu sát các phong trào.", *[FULL] * 3)  # fmt: skip
    assert "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO PHONG TRÀO THI ĐUA NĂM QUA Ở HUYỆN" in _texts(lines)


@pytest.mark.parametrize("title", ["5. Tồn tại", "2. Tự do", "III. Lý do"])
def test_a_word_that_leads_on_may_close_another(title: str) -> None:
    assert title in _texts(_page(*[FULL] * 10, "và kết thúc.", title, "Toàn xã còn 14 hộ nghèo.", *[FULL] * 3))


def test_table_rows_and_notes_are_never_joined() -> None:
    lines = [Line("một hai", kind=Kind.TABLE), Line("ba bốn", kind=Kind.TABLE), Line("chú thích", kind=Kind.NOTE)]
    assert [(p.text, p.kind) for p in paragraphs(lines)] == [
        ("một hai", Kind.TABLE), ("ba bốn", Kind.TABLE), ("chú thích", Kind.NOTE),
    ]  # fmt: skip


def test_a_paragraph_cut_by_a_footnote_is_rejoined_and_the_note_follows() -> None:
    lines = _page("Huyện ban hành 91 công văn1, bảo đảm công tác khen", "1 Tiêu biểu: Công văn số 588/UBND-NV.",
                  "thưởng theo sát kết quả công việc.")  # fmt: skip
    assert _texts(lines) == [
        "Huyện ban hành 91 công văn1, bảo đảm công tác khen thưởng theo sát kết quả công việc.",
        "1 Tiêu biểu: Công văn số 588/UBND-NV.",
    ]


def test_a_mended_paragraph_keeps_all_its_page_breaks() -> None:
    on = FULL[0].lower() + FULL[1:]
    lines = [
        *_page(*[FULL] * 11, page=1),
        Line("¹ Tiêu biểu: Công văn số 588/UBND-NV.", 1),
        *_page(*[on] * 11, page=2),
        *_page(*[on] * 3, "hết đoạn văn này.", page=3),
    ]
    cut = paragraphs(lines)[0]
    assert cut.text.endswith("hết đoạn văn này.")
    assert [page for _, page in cut.breaks] == [2, 3]


def test_a_footnote_at_the_foot_of_a_wrapped_page_is_kept_out_of_the_sentence_it_interrupts() -> None:
    on = FULL[0].lower() + FULL[1:]
    lines = [
        *_page(*[FULL] * 11, "Huyện ban hành 37 quyết định, 86 kế hoạch và 91 công văn1, bảo đảm công tác khen", page=1),
        *_page("1 Tiêu biểu: Công văn số 588/UBND-NV ngày 19/6/2018 hướng dẫn bình xét.", page=1),
        *_page("thưởng theo sát kết quả công việc,", *[on] * 5, page=2),
    ]
    assert any("bảo đảm công tác khen thưởng theo sát kết quả" in text for text in _texts(lines))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Đến nay huyện đã hoàn thành được một", "phần tư kế hoạch trồng rừng của năm."),
        ("Huyện thực hiện tốt Nghị quyết Đại hội lần thứ", "XIII. Trong năm qua, huyện đạt nhiều kết quả."),
    ],
)
def test_a_line_is_not_cut_from_its_sentence_by_a_look_alike_enumerator(first: str, second: str) -> None:
    lines = _page(*[FULL] * 10, "và hết.", f"{FULL[: 80 - len(first)]} {first}"[-85:], second, *[FULL] * 3)
    assert any(second in text and first in text for text in _texts(lines))


def test_the_end_mark_of_a_report_is_no_broken_number() -> None:
    lines = [Line("UBND huyện kính báo cáo./", whole=False), Line("Nơi nhận:")]
    assert [p.text for p in paragraphs(lines)] == ["UBND huyện kính báo cáo./", "Nơi nhận:"]


def test_a_figure_with_a_leading_zero_is_no_page_number() -> None:
    lines = [Line("Cá nhân 672 701 806"), Line("02"), Line("Danh hiệu Lao động tiên tiến")]
    assert "02" in " ".join(p.text for p in paragraphs(lines)).split()


def _bold(text: str) -> Line:
    return Line(text, bold=sum(map(str.isalnum, text)))


def test_a_bold_title_ends_above_print_that_is_not_bold() -> None:
    body = [Line(part) for part in textwrap.wrap(" ".join(WORDS * 8), 70)]
    title = [_bold("Tiến độ các dự án giao thông năm 2031 trên địa bàn tỉnh Lũng Châu và")]
    title += [_bold("vùng phụ cận, theo nguồn vốn được giao từ đầu năm cho tới nay, từng quý")]
    made = paragraphs([*title, Line("Tình hình từng dự án như sau, tính đến hết tháng 11"), *body])
    assert made[0].text == " ".join(line.text for line in title)


def test_a_bold_number_below_a_bold_line_opens_a_heading() -> None:
    body = [Line(part) for part in textwrap.wrap(" ".join(WORDS * 8).capitalize(), 40)]
    made = paragraphs([_bold("Cục Thống kê tỉnh Lũng Châu - Tháng 10 năm 2031"), _bold("1. Sản xuất công nghiệp"), *body])
    assert [p.text for p in made][1] == "1. Sản xuất công nghiệp"
    made = paragraphs([_bold("Kết quả thực hiện Chỉ thị của Tỉnh ủy và Kế hoạch số"), _bold("1. của huyện"), *body])
    assert made[0].text.endswith("số 1. của huyện")


def test_a_check_box_alone_on_its_line_says_something() -> None:
    lines = [Line("Có ổ dịch:", whole=True), Line("☑", whole=True), Line("—", whole=True)]
    assert [paragraph.text for paragraph in paragraphs(lines)] == ["Có ổ dịch:", "☑"]


def test_a_figure_at_the_start_of_a_line_goes_on_with_a_full_line_above() -> None:
    full = "Toàn ngành triển khai 84 cuộc thanh tra, ban hành 61 kết luận; phát hiện sai phạm"
    made = paragraphs([Line(full), Line("5.392 triệu đồng tại 47 đơn vị."), Line("Còn 903 đơn chưa xử lý")])
    assert [p.text for p in made] == [f"{full} 5.392 triệu đồng tại 47 đơn vị.", "Còn 903 đơn chưa xử lý"]


@pytest.mark.parametrize(
    ("above", "below"), [("Xã Tân Lập 14 403", "9 287 842"), ("Kết quả năm", "2. Công tác khác của xã")]
)
def test_a_figure_below_a_short_line_begins_afresh(above: str, below: str) -> None:
    assert [p.text for p in paragraphs([Line(above), Line(below)])] == [above, below]
